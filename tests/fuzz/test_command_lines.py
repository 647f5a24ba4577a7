"""Hundreds of command lines by chance, thousands in the thorough profile: whatever is typed, the invariants hold.

``python -m tests.fuzz --lines 100000 --seed 1`` types more of them.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.fuzz.asked import Asked, misfits, schema
from tests.fuzz.figures import ACROSS
from tests.fuzz.fuzzing import Looked, ask, workshop
from tests.fuzz.invariants import EACH, Against
from tests.fuzz.lines import commands, line, typed
from tests.profiles import together
from tests.program import CIDP, Answer, options, run_once

THOROUGH = together(2) == 1
LINES = 500 if THOROUGH else 250
PIECES = 6 if THOROUGH else 1


@pytest.mark.parametrize("piece", range(PIECES))
def test_whatever_is_typed_the_invariants_hold(piece: int, tmp_path: Path) -> None:
    looked = Looked(every=4 if THOROUGH else 8)
    with workshop(tmp_path):
        for seed in range(1 + piece * LINES, 1 + (piece + 1) * LINES):
            looked.look(seed)
    assert looked.found == []
    assert looked.too_narrow() == [], looked.report()


def test_a_seed_is_one_line() -> None:
    assert [line(seed) for seed in range(50)] == [line(seed) for seed in range(50)]
    assert len({typed(line(seed)) for seed in range(50)}) > 45


@pytest.mark.parametrize("command", ["dose", "worksheet", "batch", "data audit"])
def test_every_option_that_help_lists_is_typed(command: str) -> None:
    assert options(command) - {"--help"} == {
        name for one in commands()[command] for name in one.names if name[:2] == "--"
    }


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["dose", "--weight", "70 kg"], "ivigcalc dose --weight '70 kg'"),
        (["it's"], "ivigcalc 'it'\\''s'"),
        (["\x1b[1m\udcff\u202e"], "ivigcalc $'\\U0000001b[1m\\xff\\U0000202e'"),
    ],
)
def test_a_line_is_shown_as_bash_reads_it(words: list[str], shown: str) -> None:
    assert typed(words) == shown


@pytest.mark.parametrize(
    "change", [{}, {"products": "all"}, {"exit_code": "0"}, {"exit_code": True}, {"alerts": [{}]}, {"alerts": None}]
)
def test_the_quick_reader_of_schemas_agrees_with_the_library(change: dict[str, object]) -> None:
    shape, answer = schema("dose"), run_once(*CIDP, "--product", "privigen", "--format", "json").json | change
    fits = Draft202012Validator(shape).is_valid(answer)
    assert fits == (not change)
    assert fits == ([*misfits(answer, shape, shape)] == [])


DOSE = (*CIDP, "--product", "privigen", "--regimen", "A", "--start", "2026-12-01")


def forged(form: str, old: str, new: str, *, code: int = 0, words: tuple[str, ...] = DOSE) -> Asked:
    """A real answer with one thing changed."""
    real = run_once(*words, f"--format={form}", columns=300)
    assert old in real.out
    return Asked((*words, f"--format={form}"), Answer(out=real.out.replace(old, new, 1), err=real.err, code=code))


WRONG = {
    "no_traceback": lambda: Asked(("dose",), Answer(out="", err="internal error: KeyError", code=70)),
    "the_code_is_in_the_table": lambda: Asked(("dose",), Answer(out="", err="", code=1)),
    "json_is_an_answer_by_its_schema": lambda: forged("json", '"indication": {', '"indicated": {'),
    "no_dose_beside_a_refusal": lambda: forged("html", "", "", code=4),
    "vials_sum_to_the_dose": lambda: forged("json", '"size_g": "20", "count": 1', '"size_g": "10", "count": 1'),
    "rows_of_a_table_add_up": lambda: Asked(
        ("batch", "-"),
        Answer(
            out="row,status,vials_course,opened_g_course,dispensed_g_course,discarded_g_course\n1,ok,5x20,100,99,0\n",
            err="",
            code=0,
        ),
    ),
    "grams_per_kg_times_weight_are_the_dose": lambda: forged("json", '"g_course": "140"', '"g_course": "141"'),
    "nothing_raw_from_the_input": lambda: forged("text", "DOSE", "\u202eDOSE"),
    "markup_is_printed_as_typed": lambda: Asked(
        ("products", "[red]zqr[/red]"), Answer(out="", err="product 'zqr'", code=2)
    ),
    "no_dose_is_none": lambda: forged("text", "DOSE: 27.5 g", "DOSE: 0 g"),
}
"""For each invariant of one answer, an answer that breaks it."""

CHANGED = {
    "the_same_bytes_twice": ("again", "27.5", "27.6"),
    "screens_hold_the_same_numbers": ("html", "27.5", "27.6"),
    "figures_of_the_screen_are_the_jsons": ("text", "137.5 g", "173.5 g"),
    "doses_of_the_text_are_the_jsons": ("text", "28 g daily for 5 days; per kg", "28 g daily for 4 days; per kg"),
    "order_lines_are_the_plans": (
        "table",
        "1 x 20 g + 1 x 5 g + 1 x 2.5 g, RATE",
        "1 x 20 g + 2 x 5 g + 1 x 2.5 g, RATE",
    ),
    "files_for_other_programs_say_the_same": ("ics", "DOSE 27.5 g", "DOSE 275 g"),
}
"""For each invariant of several formats: in which one, and what is changed."""


@pytest.mark.parametrize("rule", EACH, ids=lambda rule: rule.__name__)
def test_an_answer_that_breaks_an_invariant_is_found(rule: Callable[[Any], Against]) -> None:
    assert [*rule(WRONG[rule.__name__]())]
    assert [*rule(forged("text", "", ""))] == []


def formats(form: str = "text", old: str = "", new: str = "") -> dict[str, Asked]:
    every = {one: forged(one, "", "") for one in ("table", "text", "json", "html", "ics")}
    every |= {"": every["text"], "again": every["text"]}
    return every | {form: forged("text" if form == "again" else form, old, new)}


@pytest.mark.parametrize("rule", ACROSS, ids=lambda rule: rule.__name__)
def test_formats_that_differ_are_found(rule: Callable[[Any], Against]) -> None:
    name = rule.__name__
    assert [*rule(formats())] == []
    if name in CHANGED:
        assert [*rule(formats(*CHANGED[name]))]
    elif name == "the_same_code_in_every_format":
        assert [*rule(formats() | {"html": forged("html", "", "", code=3)})]
    else:
        sheet = run_once("worksheet", *DOSE[1:])
        real = formats() | {"sheet": Asked(("worksheet", *DOSE[1:]), sheet)}
        wrong = Answer(out=sheet.out.replace("DOSE 27.5 g", "DOSE 28 g"), err="", code=0)
        assert [*rule(real)] == []
        assert [*rule(real | {"sheet": Asked(("worksheet", *DOSE[1:]), wrong)})]


def test_a_dose_is_never_shown_as_zero() -> None:
    """0.02 g/kg for 0.3 kg are 6 mg."""
    asked = ("dose", "--weight=0.3", "--indication=cidp", "--per-day=0.02 g/kg", "--days=1", "--format")
    assert "0.006 g" in run_once(*asked, "text").text
    assert not re.search(r"(?<![\d.])0 (g|kg|mL)\b", run_once(*asked, "text").out)


def test_a_line_that_fails_is_found_with_its_seed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words of the first seed that asks ``dose``, with a program that fails."""
    seed = next(seed for seed in range(1, 99) if line(seed)[:1] == ["dose"])
    monkeypatch.setattr("tests.fuzz.fuzzing.run", lambda *_words, **_more: json.loads("no answer"))
    looked = Looked()
    with workshop(tmp_path):
        assert ask(["dose"]).raised.startswith("JSONDecodeError")
        looked.look(seed)
    assert looked.found[0].startswith(f"seed {seed}: ivigcalc dose ")
