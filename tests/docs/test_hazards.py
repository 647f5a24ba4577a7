"""What can go wrong is written down, and each control has a test that lives; the page is made of it."""

from copy import deepcopy
from typing import Any

import pytest

from docs import hazards
from tests.docs.test_readme import MAKE
from tests.profiles import members

LEAST: int = 107
"""So many hazards have been named; none is ever taken out."""

GROUPS: Any = hazards.read()


def test_nothing_is_wrong_with_the_hazards() -> None:
    assert hazards.mistakes(GROUPS) == []


def test_no_hazard_is_taken_out() -> None:
    assert sum(len(group["hazards"]) for group in GROUPS) >= LEAST


def test_the_page_is_current() -> None:
    page = hazards.PAGE.read_text(encoding="utf-8")
    assert len(hazards.MADE.findall(page)) == 1
    assert hazards.page(page) == page, MAKE


def test_the_page_says_every_hazard_and_what_is_left_to_people() -> None:
    page = hazards.PAGE.read_text(encoding="utf-8")
    for group in members(GROUPS):
        for one in members(group["hazards"]):
            assert f"| {one['id']} | {one['happens']}" in page
            assert one.get("rest", "").rstrip(".") in page


@pytest.mark.parametrize(
    ("change", "mistake"),
    [
        ({"harm": None}, "H001: harm says nothing"),
        ({"severity": "bad"}, "H001: severity is 'bad', not death, serious, minor, none"),
        ({"likelihood": "often"}, "H001: likelihood is 'often', not rare, unlikely, possible, likely"),
        ({"state": "gone"}, "H001: state is 'gone', not held, weak, closed"),
        ({"tests": []}, "H001: the control has no test"),
        ({"tests": ["tests/no.py::test_x"]}, "H001: tests/no.py::test_x is no test that runs"),
        (
            {"tests": ["tests/docs/test_hazards.py::test_x"]},
            "H001: tests/docs/test_hazards.py::test_x is no test that runs",
        ),
        ({"tests": ["tests/program.py::run"]}, "H001: tests/program.py::run is no test that runs"),
        ({"state": "weak"}, "H001: rest is missing"),
        ({"state": "closed"}, "H001: reason is missing"),
        ({"colour": "red"}, "H001: colour is not known"),
        ({"id": "H002"}, "H002: stands 2 times"),
        ({"id": "H999"}, "H001: is gone; close it with a reason"),
    ],
)
def test_a_mistake_is_named(change: dict[str, Any], mistake: str) -> None:
    changed = deepcopy(GROUPS)
    changed[0]["hazards"][0].update(change)
    assert mistake in hazards.mistakes(changed)


@pytest.mark.parametrize("field", hazards.ASKED)
def test_a_missing_field_is_named(field: str) -> None:
    changed = deepcopy(GROUPS)
    del changed[0]["hazards"][0][field]
    assert any(mistake.endswith(f"{field} is missing") for mistake in hazards.mistakes(changed))


def test_a_closed_hazard_needs_a_reason_and_no_test() -> None:
    changed = deepcopy(GROUPS)
    changed[0]["hazards"][0].update({"state": "closed", "reason": "there is no such option any more", "tests": []})
    assert hazards.mistakes(changed) == []
    assert "**there is no such option any more.**" in hazards.table(changed)


@pytest.mark.parametrize("mark", ["@pytest.mark.skip", "@pytest.mark.skipif(True)", "@pytest.mark.xfail(strict=True)"])
def test_a_test_that_is_skipped_does_not_live(mark: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "test_a.py").write_text(f"{mark}\ndef test_one(): ...\ndef test_two(): ...\n", encoding="utf-8")
    monkeypatch.setattr(hazards, "PROJECT", tmp_path)
    hazards.tests_of.cache_clear()
    assert (hazards.lives("test_a.py::test_one"), hazards.lives("test_a.py::test_two")) == (False, True)
    of_all = f"pytestmark = {mark.removeprefix('@')}\ndef test_two(): ...\n"
    (tmp_path / "test_a.py").write_text(of_all, encoding="utf-8")
    hazards.tests_of.cache_clear()
    assert not hazards.lives("test_a.py::test_two")
    hazards.tests_of.cache_clear()
