"""``selected`` is true only where the caller chose or there is only one: the tool never picks an induction."""

import pytest

from tests.program import CIDP, run, run_once, shipped

COMPUTED = sorted(one.id for one in shipped().indications if one.regimens and "not-supported" not in one.status)


def selected(*args: str) -> list[tuple[str, bool]]:
    """Each regimen's id and whether it is selected."""
    found = run_once(*args, "--format", "json").json["regimens"]
    return [(one["id"], one["selected"]) for one in found]


@pytest.mark.parametrize("indication", COMPUTED)
def test_of_several_none_is_selected(indication: str) -> None:
    found = selected("dose", "--weight", "70", "--indication", indication)
    expected = [True] if len(found) == 1 else [False] * len(found)
    ranges = run_once("dose", "--weight", "70", "--indication", indication, "--format", "json").json["regimens"]
    if len(ranges) == 1 and ranges[0]["g_course"] is None:
        expected = [False]
    assert expected == [chosen for _, chosen in found]


def test_a_letter_or_id_chooses() -> None:
    assert selected(*CIDP, "--regimen", "A") == [("induction-5d", True)]
    assert selected(*CIDP, "--regimen", "a") == [("induction-5d", True)]
    assert selected(*CIDP, "--regimen", "induction-2d") == [("induction-2d", True)]


def test_a_regimen_with_two_splits_chooses_neither() -> None:
    assert selected(*CIDP, "--regimen", "induction") == [("induction-5d", False), ("induction-2d", False)]


def test_a_typed_dose_is_the_callers_choice() -> None:
    assert selected(*CIDP, "--per-day", "0.4 g/kg", "--days", "5") == [("ordered", True)]


def test_a_range_is_never_a_dose() -> None:
    ranges = [one for one in run(*CIDP, "--format", "json").json["regimens"] if one["g_range"]]
    assert ranges
    for one in ranges:
        answer = run(*CIDP, "--regimen", one["letter"], "--format", "json").json
        assert [found["selected"] for found in answer["regimens"]] == [False]
        assert {tuple(product["plans"]): True for product in answer["products"]} == {(): True}
