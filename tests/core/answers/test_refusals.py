"""A refusal lists all that is wrong or missing at once."""

from fractions import Fraction

import pytest

from ivigcalc.core.answers.dose import plan
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import FileError, Kind, Problem, Problems, RefusedError
from ivigcalc.core.request.patient import Patient
from tests.core.making import POLICIES, grams, order, patient, per_kg, refused_by


def problem(code: str, kind: Kind = Kind.USAGE) -> Problem:
    return Problem(code=code, message=f"{code} is wrong", kind=kind)


def test_everything_found_is_kept_in_order() -> None:
    problems = Problems()
    with problems.gather():
        raise RefusedError(problem("a"), problem("b"))
    with problems.gather():
        problems.add(problem("c"))
    with pytest.raises(RefusedError) as caught:
        problems.refuse_if_any()
    assert [one.code for one in caught.value.problems] == ["a", "b", "c"]
    assert str(caught.value) == "a is wrong; b is wrong; c is wrong"


def test_a_field_with_a_problem_is_not_blamed_twice() -> None:
    problems = Problems([Problem(code="a", message="a", field="--weight")])
    problems.add_for_other_fields(
        [Problem(code="b", message="b", field="--weight"), Problem(code="c", message="c", field="--sex")]
    )
    assert [one.code for one in problems.found] == ["a", "c"]


def test_nothing_found_is_no_refusal() -> None:
    problems = Problems()
    problems.refuse_if_any()
    assert problems.found == []


def test_another_exception_is_not_swallowed() -> None:
    problems = Problems()
    with pytest.raises(ZeroDivisionError), problems.gather():
        raise ZeroDivisionError
    assert problems.found == []


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([Kind.STOP], Kind.STOP),
        ([Kind.NEEDS_REASON, Kind.STOP], Kind.NEEDS_REASON),
        ([Kind.STOP, Kind.USAGE], Kind.USAGE),
    ],
)
def test_what_could_not_be_read_decides_the_kind_of_a_refusal(kinds: list[Kind], expected: Kind) -> None:
    assert RefusedError(*(problem("x", kind) for kind in kinds)).kind is expected


def test_missing_weight_height_and_sex_and_a_wrong_dose_are_listed_together(catalogue: Catalogue) -> None:
    asked = order(weight_policy="adjusted", per_day=per_kg(400), days=5)
    found = refused_by(Patient(), asked, catalogue)
    assert [one.field for one in found] == ["--weight", "--height", "--sex", "dose"]


@pytest.mark.parametrize("policy", POLICIES)
def test_a_weight_of_zero_is_refused_under_any_policy(catalogue: Catalogue, policy: str) -> None:
    one = patient(0, height_cm=Fraction(170))
    assert "weight-not-positive" in {found.code for found in refused_by(one, order(weight_policy=policy), catalogue)}


def test_a_wrong_height_is_named_rather_than_the_body_mass_index_it_gives(catalogue: Catalogue) -> None:
    found = refused_by(patient(70, height_cm=Fraction("1.75")), order(), catalogue)
    assert [one.code for one in found] == ["height-in-metres"]


def test_a_file_that_is_wrong_differs_from_one_that_is_missing() -> None:
    wrong, missing = FileError(problem("a"), problem("b")), FileError(problem("a"), found=False)
    assert (wrong.found, missing.found) == (True, False)
    assert (wrong.kind, str(wrong)) == (Kind.USAGE, "a is wrong; b is wrong")


def test_what_to_do_is_what_to_type_and_what_is_allowed_in_one_line() -> None:
    plain = problem("a")
    assert plain.todo == ""
    assert plain.replaced(next="add --sex SEX").todo == "add --sex SEX"
    assert plain.replaced(allowed=("female", "male")).todo == "allowed: female; male"
    both = plain.replaced(next="add --sex SEX", allowed=("female", "male"))
    assert both.todo == "add --sex SEX; allowed: female; male"


def test_grams_are_refused_with_all_that_the_weight_of_the_source_needs(catalogue: Catalogue) -> None:
    """ADEM is dosed on adjusted body weight (data/indications.yaml); a dose in g/kg needs none."""
    asked = order("adem", per_day=grams(30), days=5)
    assert [one.field for one in refused_by(patient(), asked, catalogue)] == ["--height", "--sex"]
    (course,) = plan(patient(), asked.replaced(per_day=per_kg("0.4")), catalogue).courses
    assert course.in_g_per_kg
