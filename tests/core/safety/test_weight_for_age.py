"""A weight that nobody of that age has: months for years, grams or pounds for kilograms, another patient's weight."""

from fractions import Fraction

import pytest

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.safety.alerts import conditions_of
from tests.core.making import patient
from tests.profiles import members

LOW, HIGH = "light-for-age", "heavy-for-age"
GIRLS = {
    0: (2.0, 4.8),
    1: (2.7, 6.2),
    6: (5.1, 10.6),
    12: (6.3, 13.1),
    24: (8.1, 17.0),
    60: (12.1, 29.5),
    120: (20.2, 59.2),
}
BOYS = {
    0: (2.1, 5.0),
    1: (2.9, 6.6),
    6: (5.7, 10.9),
    12: (6.9, 13.3),
    24: (8.6, 17.1),
    60: (12.4, 27.9),
    120: (20.4, 56.5),
}
"""Kilograms at -3 and +3 standard deviations by months: WHO Child Growth Standards (2006) and reference (2007)."""


def flags(catalogue: Catalogue, months: Fraction | int, kg: object) -> frozenset[str]:
    """What is said of a weight at an age."""
    conditions, _ = conditions_of(patient(kg, age_years=Fraction(months) / 12), catalogue.rules)
    return conditions & {LOW, HIGH}


@pytest.mark.parametrize("curve", [GIRLS, BOYS])
def test_three_standard_deviations_are_possible(catalogue: Catalogue, curve: dict[int, tuple[float, float]]) -> None:
    for months, (low, high) in members(curve.items()):
        assert flags(catalogue, months, str(low)) == set()
        assert flags(catalogue, months, str(high)) == set()


@pytest.mark.parametrize(
    ("months", "kg", "flag"),
    [
        (2, 40, HIGH),  # 40 kg typed for a baby
        (24, 70, HIGH),  # years typed for months, or another patient
        (1, 25, HIGH),
        (0, "33", HIGH),  # 3.3 kg without its point
        (96, 154, HIGH),  # pounds of somebody else
        (120, 6, LOW),
        (40 * 12, 12, LOW),
        (45 * 12, 15, LOW),
        (216, "20.1", LOW),
        (12, "3.5", LOW),  # from 3.1 kg on below 12 months, from 3.9 kg on from there
        (72, "2.2", LOW),  # 22 kg with a point
    ],
)
def test_a_weight_that_is_not_possible_is_a_caution(catalogue: Catalogue, months: int, kg: object, flag: str) -> None:
    assert flags(catalogue, months, kg) == {flag}


@pytest.mark.parametrize(
    ("months", "kg"), [(216, "20.2"), (215, "11.3"), (1200, 300), (130, 180), (23, "21.4"), (23, "3.9")]
)
def test_bounds_belong_to_what_is_possible(catalogue: Catalogue, months: int, kg: object) -> None:
    assert flags(catalogue, months, kg) == set()


def test_without_an_age_or_a_weight_nothing_is_said(catalogue: Catalogue) -> None:
    conditions, _ = conditions_of(patient(3), catalogue.rules)
    assert conditions & {LOW, HIGH} == set()
    conditions, _ = conditions_of(patient(3).replaced(weight_kg=None, age_years=Fraction(2)), catalogue.rules)
    assert conditions & {LOW, HIGH} == set()


@pytest.mark.parametrize(
    ("months", "kg", "flag"),
    [(0, "1", set()), (0, "0.8", {LOW}), (0, 9, {HIGH}), (1, "1.2", {LOW}), (1, 9, set()), (1, 10, {HIGH})],
)
def test_each_of_the_first_months_has_its_own_bounds(
    catalogue: Catalogue, months: int, kg: object, flag: set[str]
) -> None:
    """In the first month 0.9 to 8.1 kg, in the second 1.4 to 9.8 kg."""
    assert flags(catalogue, months, kg) == flag
