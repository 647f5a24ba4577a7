"""``import ivigcalc``: the same answers as the command line, with the same options, and refusals as exceptions."""

import inspect
import pydoc
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import ivigcalc
from ivigcalc.cli.app import imported
from ivigcalc.core.problems import Problem
from ivigcalc.library import options
from tests.profiles import examples
from tests.program import project, run

TAKEN = {
    "dose": options.DoseOptions,
    "worksheet": options.DoseOptions,
    "infusion": options.InfusionOptions,
    "vials": options.VialsOptions,
    "verify": options.VerifyOptions,
    "compare": options.CompareOptions,
    "products": options.ProductsOptions,
}
OF_THE_TERMINAL = {
    *(
        "format",
        "all",
        "explain",
        "help",
        "output",
        "open",
        "force",
        "plot",
        "words",
        "rejected",
        "table2",
        "lang",
        "pdf_a",
    )
}
"""Options that say how an answer is shown or where it goes."""
OF_EVERY_ANSWER = {"strict", "ack", "pages"}
"""Keywords that stand in the signature of a function."""


@pytest.mark.parametrize("command", TAKEN)
def test_the_keywords_are_the_options_of_the_command(command: str) -> None:
    flags = [name for one in imported(command).params for name in one.opts if name.startswith("--")]
    named = {name.removeprefix("--").replace("-", "_") for name in flags}
    assert {*TAKEN[command].__annotations__} == named - OF_THE_TERMINAL - OF_EVERY_ANSWER


def words(asked: Mapping[str, Any]) -> list[str]:
    """A question as a command line."""
    line = []
    for name, value in asked.items():
        option = f"--{name.replace('_', '-')}"
        for one in value if isinstance(value, list) else [value]:
            line += [option] if one is True else [option, str(one)]
    return line


def said(command: str, asked: Mapping[str, Any]) -> object:
    """What the library answers: the answer, or the problems of a refusal with their exit code."""
    try:
        return getattr(ivigcalc, command)(**asked)
    except ivigcalc.Refused as refused:
        problems = [
            (one.code, plain(one.field), plain(one.message), [*one.allowed], plain(one.next))
            for one in refused.problems
        ]
        return problems, refused.exit_code


def plain(text: str) -> str:
    """The letters and figures of a message: ``--per-day "2 g/kg"`` and ``per_day="2 g/kg"`` have the same.

    No variable counts in a program, so none is named there.
    """
    return re.sub(r"[\W_]", "", re.sub(" or IVIGCALC_[A-Z]+", "", text)).casefold()


def printed(command: str, asked: Mapping[str, Any]) -> object:
    """What the command prints as JSON, or the problems of its refusal with its exit code."""
    answer = run(command, *words(asked), "--format", "json")
    if "errors" not in answer.json:
        return answer.json
    found = [
        (one["code"], plain(one["field"]), plain(one["message"]), one["allowed"], plain(one["next"]))
        for one in answer.json["errors"]
    ]
    return found, answer.code


Strategies = dict[str, st.SearchStrategy[Any]]

PATIENT: Strategies = {
    "weight": st.one_of(
        st.integers(2, 300), st.decimals(2, 200, places=1), st.sampled_from(["70 kg", "1,000", "154 lb"])
    ),
    "height": st.integers(45, 210),
    "sex": st.sampled_from(["female", "male", "x"]),
    "age": st.one_of(st.integers(0, 100), st.sampled_from(["8 months", "old"])),
    "pregnant": st.just(True),  # noqa: FBT003 - the value of a flag
}
RECEIVER: Strategies = {
    "risk": st.lists(st.sampled_from(["renal", "sodium", "diabetes", "anti-iga", "nephritis"]), max_size=2),
    "iga": st.sampled_from(["0.04 g/L", "<0.07 g/L", "4"]),
    "blood_group": st.sampled_from(["A", "O neg"]),
}
SUPPLY: Strategies = {
    "product": st.sampled_from(["privigen", "kiovig", "octagam-5", "gammagard", "intragam-p"]),
    "region": st.sampled_from(["us", "eu", "br", "xx"]),
}
COURSE: Strategies = {
    "indication": st.sampled_from(["cidp", "gbs", "mmn", "adem", "pps", "mg"]),
    "regimen": st.sampled_from(["A", "B", "Z"]),
    "per_day": st.sampled_from(["0.4 g/kg", "28 g"]),
    "days": st.integers(1, 6),
}
START: Strategies = {"start": st.dates(date(2026, 1, 1), date(2030, 12, 31)), "cycles": st.integers(1, 4)}
QUESTIONS: dict[str, Strategies] = {
    "dose": PATIENT | RECEIVER | SUPPLY | COURSE | START,
    "infusion": PATIENT | SUPPLY | {"grams": st.integers(1, 100), "first": st.just(True)},  # noqa: FBT003 - as above
    "verify": PATIENT
    | RECEIVER
    | SUPPLY
    | {
        "indication": COURSE["indication"],
        "order": st.sampled_from(["28 g daily for 5 days", "2 g/kg in all over 5 days", "70 g", "30 g every 3 weeks"]),
        "rate": st.sampled_from(["180 mL/h", "2 mL/kg/h"]),
    },
    "compare": PATIENT | SUPPLY | COURSE,
    "products": {name: PATIENT[name] for name in ("weight", "height", "age", "pregnant")}
    | {name: RECEIVER[name] for name in ("risk", "iga")}
    | SUPPLY,
}
USUAL: dict[str, dict[str, Any]] = {
    "dose": {"weight": 70, "indication": "cidp"},
    "infusion": {"weight": 70, "product": "privigen", "grams": 28},
    "verify": {"weight": 70, "indication": "gbs", "order": "28 g daily for 5 days"},
    "compare": {"weight": 80, "indication": "cidp"},
    "products": {},
}


@st.composite
def questions(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A command, and options of it: what is asked of it most, with others beside or in its place."""
    command = draw(st.sampled_from([*QUESTIONS]))
    names = draw(st.sets(st.sampled_from(sorted(QUESTIONS[command])), max_size=5))
    return command, USUAL[command] | {name: draw(QUESTIONS[command][name]) for name in sorted(names)}


@given(question=questions())
@examples(500)
def test_it_answers_what_the_command_prints(question: tuple[str, dict[str, Any]]) -> None:
    assert said(*question) == printed(*question)


def values(answer: Any) -> Iterator[Any]:
    """Everything that stands in an answer."""
    yield answer
    for one in answer.values() if isinstance(answer, dict) else answer if isinstance(answer, list) else ():
        yield from values(one)


def test_an_answer_is_of_the_types_of_json_and_of_its_own() -> None:
    answer: Any = ivigcalc.dose(**ORDER)
    assert {type(one) for one in values(answer)} == {dict, list, str, int, bool, type(None)}
    answer["request"]["products"].append("changed")
    answer["products"].clear()
    assert ivigcalc.dose(**ORDER) == run("dose", *words(ORDER), "--format", "json").json


@given(question=questions())
@examples(200)
def test_no_part_of_an_answer_is_another_part_of_it(question: tuple[str, dict[str, Any]]) -> None:
    """Who changes the vials of one day changes no other day, though they are the same."""
    answer = said(*question)
    assume(isinstance(answer, dict))
    each = [*values(answer)]
    assert {type(one) for one in each} <= {dict, list, str, int, bool, type(None)}
    holding = [id(one) for one in each if isinstance(one, dict | list)]
    assert len(holding) == len({*holding})


def test_grams_of_vials_and_names_of_products_are_what_stands_without_an_option() -> None:
    vials = ivigcalc.vials(28, product="privigen", region="eu")
    assert vials == run("vials", "28", "--product", "privigen", "--region", "eu", "--format", "json").json
    products = ivigcalc.products("privigen", "octagam-10", risk="renal")
    assert products == run("products", "privigen", "octagam-10", "--risk", "renal", "--format", "json").json


ORDER: Any = {"weight": "70 kg", "indication": "cidp", "product": "privigen", "region": "eu", "regimen": "A"}


def test_the_worksheet_is_the_file_that_the_command_writes() -> None:
    assert ivigcalc.worksheet(**ORDER, pages="course") == run("worksheet", *words(ORDER), "--pages", "course").out


def test_a_worksheet_that_is_held_back_is_refused() -> None:
    with pytest.raises(ivigcalc.Refused) as held:
        ivigcalc.worksheet(**ORDER, risk="renal", strict=True)
    assert (held.value.exit_code, held.value.problems[0].code) == (3, "rate-without-figure")


def test_a_worksheet_that_there_is_none_of_is_refused_with_each_contraindication() -> None:
    with pytest.raises(ivigcalc.Refused) as held:
        ivigcalc.worksheet(
            weight=12, age="1.5", indication="cidp", regimen="A", product="flebogamma-dif-10", risk="fructose"
        )
    assert held.value.exit_code == 5
    assert [one.code for one in held.value.problems] == ["no-vials", "no-vials"]
    assert "hereditary fructose intolerance" in held.value.problems[0].message
    assert "under 2 years" in held.value.problems[1].message


def test_a_caution_is_acknowledged_by_the_id_of_its_rule() -> None:
    strict = ivigcalc.dose(**ORDER, risk="renal", strict=True)
    assert strict["exit_code"] == 3
    open_ = {one["rule"]: "seen" for one in strict["alerts"] if one["level"] == "caution"}
    assert ivigcalc.dose(**ORDER, risk="renal", strict=True, ack=open_)["exit_code"] == 0


def test_numbers_and_dates_that_are_exact_are_read_as_if_typed() -> None:
    typed = ivigcalc.dose(weight="72.5", indication="cidp", regimen="A", days="5", start="2026-12-01")
    weight, start = Decimal("72.50"), datetime(2026, 12, 1, 9, 30)  # noqa: DTZ001 - a day without a place
    assert ivigcalc.dose(weight=weight, indication="cidp", regimen="A", days=5, start=start) == typed
    assert ivigcalc.dose(weight=weight, indication="cidp", regimen="A", days=5, start=date(2026, 12, 1)) == typed


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"weight": 72.5}, "weight=72.5: a float has no exact decimals: pass '72.5'"),
        ({"weight": float("nan")}, "weight=nan is no amount"),
        ({"weight": [70]}, "weight=[70]: pass text, int, Decimal or date"),
        ({"weight": True}, "weight is no flag: pass its value"),
        ({"pregnant": "no"}, "pregnant is True or False, not 'no'"),
        ({"wieght": 70}, "there is no option 'wieght'; there is weight"),
        ({"grams": 28}, "there is no option 'grams'; there is weight, height"),
    ],
)
def test_what_is_not_exact_or_no_option_is_a_type_error(wrong: dict[str, Any], why: str) -> None:
    with pytest.raises(TypeError) as error:
        ivigcalc.dose(**{"indication": "cidp", **wrong})
    assert str(error.value).startswith(why)


def test_a_refusal_says_everything_that_is_wrong_and_what_to_type() -> None:
    with pytest.raises(ivigcalc.Refused) as refused:
        ivigcalc.dose(weight="1,000", indication="gammagard")
    assert refused.value.exit_code == 2
    assert [one.field for one in refused.value.problems] == ["weight", "indication"]
    assert "type 1000, or 1" in str(refused.value)


def test_what_is_allowed_stands_in_the_words_of_a_refusal() -> None:
    with pytest.raises(ivigcalc.Refused) as refused:
        ivigcalc.worksheet(**ORDER, pages="both")
    assert str(refused.value) == "pages 'both' is not known\n  pages and one of these; allowed: all, course, days"
    with pytest.raises(ivigcalc.Refused) as bare:
        raise ivigcalc.Refused([Problem(code="x", message="nothing to type")], 2)
    assert str(bare.value) == "nothing to type"


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"start": "01/12/2026"}, "start", 'did you mean start="2026-12-01" (the day first: dates dmy) or start="2026'),
        ({"per_day": "2 g/kg", "days": 1}, "dose", 'the course and the number of its days: course="2 g/kg" days=N'),
        ({"weight": None}, "weight", "weight is missing\n  add weight=KG"),
        (
            {"weight_policy": "adjusted"},
            "height",
            "height is missing: weight_policy adjusted needs it\n  add height=CM",
        ),
    ],
)
def test_a_refusal_speaks_of_keywords(wrong: dict[str, Any], field: str, said: str) -> None:
    asked = {"weight": 75, "indication": "mg-exacerbation", **wrong}
    with pytest.raises(ivigcalc.Refused) as refused:
        ivigcalc.dose(**asked)
    assert refused.value.problems[0].field == field
    assert said in str(refused.value)
    assert "--" not in str(refused.value)


def test_what_has_no_keyword_stays_as_on_the_command_line() -> None:
    with pytest.raises(ivigcalc.Refused) as of_stock:
        ivigcalc.vials()
    assert [one.field for one in of_stock.value.problems] == ["grams", "product"]
    assert str(of_stock.value).startswith("grams is missing\n  ivigcalc vials 28 --product privigen\n")
    shown = Problem(code="x", message="m", next='--format table, or --ack rule-1="reason" or IVIGCALC_LANG')
    raised = ivigcalc.Refused([shown], 2)
    assert raised.problems[0].next == '--format table, or ack={"rule-1": "reason"}'


@pytest.mark.parametrize("command", TAKEN)
def test_help_names_every_option_of_a_function(command: str) -> None:
    """So does completion in a notebook, which reads the same signature."""
    taken = {name: False if kind is bool else None for name, kind in TAKEN[command].__annotations__.items()}
    listed = inspect.signature(getattr(ivigcalc, command)).parameters
    assert len(taken) > 5
    assert {name: listed[name].default for name in taken} == taken
    assert not {one.kind for one in listed.values()} & {inspect.Parameter.VAR_KEYWORD}
    assert "weight=None" in pydoc.render_doc(ivigcalc.dose)


def test_a_formulary_counts_only_where_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    example = project() / "docs" / "formulary-example.yaml"
    monkeypatch.setenv("IVIGCALC_FORMULARY", str(example))
    assert "formulary" not in ivigcalc.dose(**ORDER)
    assert ivigcalc.dose(**ORDER, formulary=example)["formulary"]["file"] == str(example)
    with pytest.raises(ivigcalc.Refused) as missing:
        ivigcalc.dose(**ORDER, formulary=tmp_path / "none.yaml")
    assert missing.value.exit_code == 78
    assert [problem.field for problem in missing.value.problems] == ["formulary"]


def test_a_formulary_that_has_changed_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "site.yaml"
    text = (project() / "docs" / "formulary-example.yaml").read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    before = ivigcalc.dose(**ORDER, formulary=file)["formulary"]["sha256"]
    file.write_text(f"{text}# a remark\n", encoding="utf-8")
    assert ivigcalc.dose(**ORDER, formulary=file)["formulary"]["sha256"] != before


def test_the_import_alone_loads_no_module_of_the_program() -> None:
    code = "import sys, ivigcalc; print([name for name in sys.modules if name.startswith('ivigcalc.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_it_has_no_other_names() -> None:
    listed: list[str] = vars(ivigcalc)["__all__"]
    assert {*listed} < {*dir(ivigcalc)}
    assert [name for name in listed if not callable(getattr(ivigcalc, name))] == []
    with pytest.raises(AttributeError, match="has no attribute 'doze'"):
        getattr(ivigcalc, "doze")  # noqa: B009 - the type checker knows that there is none
