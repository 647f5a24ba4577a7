"""The page answers as the command line that it shows, and that line means what was filled in."""

import json
import shlex
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from tools.page.fields import FIELDS, Kind, Tab, Value, command_line, given
from tools.page.front import EXIT_WORDS, Page, packed, request, shown, written

from ivigcalc.api.answer import Exit
from ivigcalc.catalogue.validate import with_formulary
from ivigcalc.cli.app import COMMANDS
from tests.page.cases import BY_HAND, LOOSENED, cases, differences
from tests.profiles import members, spread
from tests.program import options, run, shipped

CASES = list(cases())


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with patch("ivigcalc.catalogue.load.load_catalogue", lambda _folder=None: shipped()):
        yield Page("2026-12-01")


def ask(page: Page, tab: Tab, typed: Mapping[str, Value]) -> dict[str, Any]:
    """What the page says to these fields, with the worksheet where there is one."""
    question = json.dumps({"tab": tab, "fields": typed})
    reply = json.loads(page.reply(question))
    return {**reply, "sheet": reply["check_code"] and json.loads(page.sheet(question))["sheet"]}


@pytest.mark.parametrize("case", [*BY_HAND, *spread(CASES[len(BY_HAND) :])], ids=lambda case: command_line(*case)[:60])
def test_the_answer_is_that_of_the_command_line(page: Page, case: tuple[Tab, Mapping[str, Value]]) -> None:
    assert differences(case, ask(page, *case)) == []


@pytest.mark.parametrize(
    "changed", [{"html": "<p>28 g</p>\n"}, {"exit_code": 3}, {"remark": "look"}, {"sheet": "another"}], ids=str
)
def test_what_differs_is_found(page: Page, changed: Mapping[str, Any]) -> None:
    case = Tab.DOSE, {"weight": "70", "indication": "cidp", "regimen": "A", "products": "privigen"}
    assert differences(case, {**ask(page, *case), **changed}) != []


def read_back(tab: Tab, command: str) -> dict[str, Any]:
    """What the program is asked by a command line."""
    asked: dict[str, Any] = {}

    def answered(typed: object, *rest: object, **named: object) -> None:
        asked.update(typed=typed, written=rest[0] if tab is Tab.VERIFY else None, ack=[*named.get("ack", ())])  # type: ignore[misc]

    def emitted(_form: object, _answer: object, **more: object) -> Exit:
        asked.update(shown=more)
        return Exit.ANSWER

    with patch(f"ivigcalc.api.{tab}.{tab}", answered), patch(f"ivigcalc.cli.commands.{tab}.emit", emitted):
        done = run(*shlex.split(command)[1:])
    assert (done.code, done.err) == (0, "")
    return asked


@pytest.mark.parametrize("place", range(0, len(CASES), 40))
def test_the_command_line_reads_back_as_the_fields(place: int) -> None:
    for tab, typed in members(CASES[place : place + 40]):
        expected = request(tab, typed)
        products = [*expected.order.products]
        asked = read_back(tab, command_line(tab, typed))
        found = asked["typed"]
        assert [*found.order.products] == products
        assert [*found.patient.risks] == [*expected.patient.risks]
        same = found.order.replaced(products=(), stocked=None), found.patient.replaced(risks=())
        assert same == (expected.order.replaced(products=()), expected.patient.replaced(risks=()))
        assert asked["written"] == (written(tab, typed) if tab is Tab.VERIFY else None)
        assert asked["ack"] == [*given(tab, typed).get("ack", ())]
        assert asked["shown"] == shown(tab, typed)


@pytest.mark.parametrize("tab", Tab)
def test_each_field_is_an_option_of_the_command_of_its_tab(tab: Tab) -> None:
    assert tab in COMMANDS
    assert {field.option for field in FIELDS if tab in field.tabs} - options(tab) == set()


def test_what_is_blank_is_not_given() -> None:
    nothing: Mapping[str, Value] = {Kind.SWITCH: False, Kind.BOXES: []}
    blank = {field.name: nothing.get(field.kind, " ") for field in FIELDS}
    for tab in members(Tab):
        assert command_line(tab, blank) == f"ivigcalc {tab}"
        assert given(tab, blank) == {}


def test_a_name_that_another_tab_asks_for_is_not_given() -> None:
    assert command_line(Tab.PRODUCTS, {"weight": "70", "indication": "cidp"}) == "ivigcalc products --weight 70"


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("70", "70"),
        ("70 kg", '"70 kg"'),
        ("0.4 g/kg", '"0.4 g/kg"'),
        ('a "b"', "'a \"b\"'"),
        ("100 % $x", "'100 % $x'"),
        ("it's", '"it\'s"'),
    ],
)
def test_a_text_is_quoted_for_every_shell_where_that_can_be(text: str, quoted: str) -> None:
    assert command_line(Tab.DOSE, {"weight": text}) == f"ivigcalc dose --weight {quoted}"


def test_what_is_wrong_is_marked(page: Page) -> None:
    reply = ask(page, Tab.DOSE, {"weight": "1,000", "age": "old", "indication": "cidp"})
    assert (reply["refused"], reply["fields"], reply["check_code"]) == (True, ["weight", "age"], None)
    assert EXIT_WORDS[Exit(reply["exit_code"])] == reply["exit_words"] != ""


def test_an_answer_of_one_course_of_one_preparation_has_a_sheet(page: Page) -> None:
    typed = {"weight": "70", "indication": "cidp", "regimen": "A", "products": "privigen"}
    reply = ask(page, Tab.DOSE, typed)
    assert reply["check_code"] in reply["sheet"]
    assert ask(page, Tab.DOSE, {**typed, "regimen": ""})["check_code"] is None


def test_a_sheet_that_cannot_be_made_is_refused(page: Page) -> None:
    question = json.dumps({"tab": "dose", "fields": {"weight": "70", "indication": "cidp"}})
    reply = json.loads(page.sheet(question))
    assert (reply["sheet"], reply["refused"], reply["exit_code"]) == ("", True, 2)


@pytest.mark.parametrize(("today", "word"), [("2026-12-01", "LOOSENED"), ("2099-01-01", "LAPSED")])
def test_a_formulary_that_is_built_in_decides_as_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, today: str, word: str
) -> None:
    """On the later day its review is overdue, and what it loosens does not count."""
    (tmp_path / "site.yaml").write_text(LOOSENED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("ivigcalc.cli.environment.today", lambda: date.fromisoformat(today))
    local = with_formulary(shipped(), LOOSENED.encode(), "site.yaml", date(2026, 12, 1)).local
    assert local is not None
    with patch("ivigcalc.catalogue.load.load_catalogue", lambda _folder=None: shipped()):
        page = Page(today, packed(local))
    replies = [ask(page, *case) for case in BY_HAND]
    assert [differences(case, reply) for case, reply in zip(BY_HAND, replies, strict=True)] == [[]] * len(BY_HAND)
    assert {reply["command"].endswith(" --formulary site.yaml") for reply in replies} == {True}
    assert [word in reply["html"] for reply in replies].count(True) > 5


def test_what_a_formulary_loosens_lapses_while_the_page_is_open() -> None:
    """It lets 120 g a day pass, by a review on 30 June 2027; without it more than 100 g is a caution."""
    local = with_formulary(shipped(), LOOSENED.encode(), "site.yaml", date(2026, 12, 1)).local
    assert local is not None
    with patch("ivigcalc.catalogue.load.load_catalogue", lambda _folder=None: shipped()):
        page = Page("2026-12-01", packed(local))
    fields = {"weight": "110", "indication": "cidp", "regimen": "D", "products": "privigen"}

    def said(today: str) -> tuple[bool, bool]:
        question = json.dumps({"tab": "dose", "fields": fields, "today": today})
        html, sheet = json.loads(page.reply(question))["html"], json.loads(page.sheet(question))["sheet"]
        return "day-above-100-g]" in html, "more than 100 g" in sheet

    assert said("2027-06-30") == (False, False)
    assert said("2027-07-01") == (True, True)
    assert said("2027-06-30") == (False, False)


def test_every_exit_code_of_these_commands_has_words() -> None:
    assert {*EXIT_WORDS} == {Exit.ANSWER, Exit.USAGE, Exit.LOOK, Exit.REFUSED, Exit.NO_VIALS, Exit.BAD_DATA}
