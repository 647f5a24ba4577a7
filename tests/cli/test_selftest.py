"""``selftest``: published answers, asked of the installation that runs; a fault in code or data is seen and named."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from shutil import copytree

import pytest

from ivigcalc.api import selftest
from ivigcalc.catalogue import selftest as reading
from ivigcalc.catalogue.load import data_folder
from ivigcalc.catalogue.mistakes import DataError
from ivigcalc.core.dosing import policy_case
from ivigcalc.core.facts.indication import Daily
from tests import program
from tests.program import project, run, run_once, shipped
from tests.reading import ask_anew

LEAST = 150
"""So many figures at least are compared."""


def test_every_answer_is_as_published() -> None:
    answer = run_once("selftest", "--format", "json")
    assert [one for one in answer.json["checked"] if not one["agrees"]] == []
    assert (answer.code, answer.json["status"], answer.json["differing"]) == (0, "ok", 0)
    assert len(answer.json["checked"]) == answer.json["figures"] >= LEAST


def test_every_question_has_an_id_of_its_own_and_a_source() -> None:
    questions = [question for group in reading.read_questions() for question in group.questions]
    assert len({question.id for question in questions}) == len(questions) >= 100
    assert [question.id for question in questions if not question.source or question.source.startswith("see")] == []


def test_it_says_what_decides_an_answer_and_on_what_it_ran() -> None:
    answer = run_once("selftest", "--format", "json").json
    assert {*answer["digests"]} == {"program", "data", "compiled data", "questions"}
    assert answer["digests"]["data"] == answer["data_sha256"]
    assert {"ivigcalc", "Python", "pydantic", "platform"} <= {*answer["machine"]}


def test_the_screen_says_it_in_its_first_line_and_lists_what_was_asked() -> None:
    answer, figures = run("selftest"), run_once("selftest", "--format", "json").json["figures"]
    assert answer.lines[0].startswith(f"Self-test: all {figures} figures are as published")
    assert "2 g/kg under the weight rule of each authority" in answer.text
    assert "STOP" not in answer.text


def only(begins: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask the shipped questions whose id begins like this, and no others."""
    groups = [
        group.replaced(questions=tuple(one for one in group.questions if one.id.startswith(begins)))
        for group in reading.read_questions()
    ]
    assert sum(len(group.questions) for group in groups) >= 5
    monkeypatch.setattr(selftest, "read_questions", lambda: tuple(groups))


def test_a_fault_in_the_code_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    right = policy_case.ideal_weight_kg

    def wrong(*args: object, **named: object) -> Fraction:
        return right(*args, **named) - Fraction(1, 2)  # type: ignore[arg-type] # passed on as it comes

    monkeypatch.setattr(policy_case, "ideal_weight_kg", wrong)
    monkeypatch.setattr(selftest, "_ask", ask_anew)
    only("W", monkeypatch)
    answer = run("selftest", "--format", "json")
    assert (answer.code, answer.json["status"]) == (70, "differs")
    (first, *_) = [one for one in answer.json["checked"] if not one["agrees"]]
    assert (first["id"], first["expected"], first["found"]) == ("W01", ["52.381890"], "51.88")
    assert first["asked"].startswith("ivigcalc compare --weight 60")
    assert "clinPK" in first["source"]


def test_a_fault_in_the_data_is_seen_and_the_screen_says_what_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guillain-Barré at 0.5 g/kg a day in place of 0.4: the orders that public protocols print no longer match."""
    gbs = shipped().indication("gbs")
    regimens = [
        one.replaced(g_per_kg=Decimal("0.5")) if isinstance(one, Daily) and one.g_per_kg == Decimal("0.4") else one
        for one in gbs.regimens
    ]
    changed = gbs.replaced(regimens=tuple(regimens))
    indications = tuple(changed if one.id == "gbs" else one for one in shipped().indications)
    wrong = shipped().replaced(indications=indications)
    monkeypatch.setattr(program, "shipped", lambda: wrong)
    answer = run("selftest")
    assert answer.code == 70
    assert "figures differ" in answer.lines[0]
    assert answer.lines[1].startswith("STOP  This installation does not answer as it was published.")
    assert "EN01  ivigcalc verify --weight 70 --indication gbs --order" in answer.out
    assert "DIFFERS  exit code: published 0, here 3" in answer.out
    assert "SOURCE  neuro-plans gbs;" in answer.out
    assert "questions more differ: ivigcalc selftest --format json" in answer.text


def test_a_difference_says_how_far_a_figure_may_be_off(monkeypatch: pytest.MonkeyPatch) -> None:
    devine = shipped().weights.formula("devine")
    formulas = tuple(
        one.replaced(female_kg=Decimal(45)) if one.id == devine.id else one for one in shipped().weights.formulas
    )
    wrong = shipped().replaced(weights=shipped().weights.replaced(formulas=formulas))
    monkeypatch.setattr(program, "shipped", lambda: wrong)
    only("W", monkeypatch)
    text = run("selftest", columns=200).text
    assert "policies.ideal.dosing_weight.kg: published 52.381890 (within 0.005), here 51.88" in text
    assert "questions more differ" not in text


def test_the_formulary_in_force_is_named_and_the_questions_are_asked_without_it() -> None:
    formulary = str(project() / "docs" / "formulary-example.yaml")
    answer = run("selftest", "--formulary", formulary, "--format", "json")
    assert (answer.code, answer.json["formulary"]["site"]) == (0, "General Hospital")
    text = run("selftest", "--formulary", formulary).text
    assert "asked without the formulary" in text
    assert "FORMULARY" in text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "No such file"),
        ("groups: [{id: a}]", "KeyError"),
        ("questions: []", "KeyError"),
        ("groups: 7", "TypeError"),
        ("groups: []\ngroups: []", "2: groups: key given twice"),
    ],
)
def test_questions_that_cannot_be_read_are_a_mistake_of_the_data(
    content: str | None, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copytree(data_folder(), tmp_path / "data")
    file = tmp_path / "data" / reading.FILE
    file.unlink() if content is None else file.write_text(content, encoding="utf-8")
    monkeypatch.setattr(reading, "data_folder", lambda: str(tmp_path / "data"))
    with pytest.raises(DataError, match=message):
        reading.read_questions()
    assert run("selftest").code == 65


def test_an_installed_package_has_its_compiled_data_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "packaged_folder", lambda: str(tmp_path / "ivigcalc" / "data"))
    monkeypatch.setattr(reading, "data_folder", lambda: str(program.compiled_data()))
    assert reading.digests()["compiled data"] == reading.NOT_COMPILED
    monkeypatch.setattr(reading, "packaged_folder", lambda: str(program.compiled_data()))
    assert len(reading.digests()["compiled data"]) == 64
