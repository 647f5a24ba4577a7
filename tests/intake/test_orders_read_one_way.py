"""Orders that every careful reader reads in one way, and their neighbours that have two readings or none."""

from fractions import Fraction

import pytest

from tests.intake.test_order_words import problem_of, read
from tests.written import read_written_dose


@pytest.mark.parametrize(
    ("order", "day", "days"),
    [
        ("0.4 g/kg/day * 5 days", "0.4", 5),
        ("28 g/dia * 5 dias", "28", 5),
        ("Privigen® 28 g daily for 5 days", "28", 5),
        ("Gamunex®-C 10% 28 g daily for 5 days", "28", 5),
        ("Privigen 10% liquid 28 g daily for 5 days", "28", 5),
        ("Privigen solution 10% 28 g daily for 5 days", "28", 5),
        ("five infusions of 28 g on consecutive days", "28", 5),
        ("28 g daily on consecutive days for 5 days", "28", 5),
        ("28 g daily (0900 h) for 5 days", "28", 5),
        ("140 g divided into 5 daily doses of 28 g", "28", 5),
        ("140 g in 5 daily doses of 28 g", "28", 5),
        ("140 g repartidos en 5 dosis diarias de 28 g", "28", 5),
        ("2 g/kg for 5 days (140 g total)", "28", 5),
        ("2 g/kg for 5 days, total 140 g", "28", 5),
        ("0.4 g/kg for 5 days (140 g total)", "28", 5),
        ("140 g for 5 days (2 g/kg total)", "0.4", 5),
        ("140 g in 5 doses (28 g each)", "28", 5),
        ("140 g in 5 doses (28 g per dose)", "28", 5),
        ("140 g total in 5 doses", "28", 5),
        ("140 g en 5 dosis (28 g cada una)", "28", 5),
        ("5 doses, 28 g each", "28", 5),
        ("5 doses of 28 g each", "28", 5),
        ("5 days x 28 g = 140 g", "28", 5),
        ("5 days x 28 g (140 g)", "28", 5),
        ("5 days x 0.4 g/kg = 2 g/kg", "0.4", 5),
        ("5 doses x 28 g = 140 g", "28", 5),
        ("5 doses of 28 g = 140 g", "28", 5),
        ("2 doses of 1 g/kg", "1", 2),
        ("2 doses of 35 g on consecutive days", "35", 2),
        ("2 doses of 35 g, total 70 g", "35", 2),
        ("70 kg - 28 g daily for 5 days", "28", 5),
        ("peso 70 kg - IGIV 28 g/dia - 5 dias", "28", 5),
        ("28 g - once daily - for 5 days", "28", 5),
    ],
)
def test_an_order_with_one_reading_is_read(order: str, day: str, days: int) -> None:
    """140 g on 5 days are 28 g a day, and 2 g/kg on 5 days 0.4 g/kg."""
    assert dict(read_written_dose(order).days) == dict.fromkeys(range(1, days + 1), Fraction(day))


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("28 g * 5 days", "can be read in two ways"),
        ("28 g daily for 5 days *", "'*' is not understood"),
        ("liquid 28 g daily for 5 days", "'liquid' stands beside no preparation, and no strength"),
        ("28 g daily for 5 days, solution", "'solution' stands beside no preparation, and no strength"),
        ("28 g daily on consecutive days", "does not say on how many days"),
        ("28 g daily (0900) for 5 days", "it may be a time of the day"),
        ("28 g daily (2500 h) for 5 days", "'(2500 h)' is no time of the day"),
        ("28 g daily at 09:00", "does not say on how many days"),
        ("140 g daily divided into 5 daily doses of 28 g", "may be doses of so many days, or of each day"),
        ("140 g divided into 5 daily doses of 30 g", "may be doses of so many days, or of each day"),
        ("70 g divided into 2 daily doses of 35 g", "may be doses of so many days, or of each day"),
        ("5 daily doses of 28 g", "may be doses of so many days, or of each day"),
        ("28 g daily over 5/7", "can be read in two ways"),
        ("140 g in 5 doses (30 g each)", "5 times 30 g are 150 g, and it says 140 g"),
        ("30 g in all x 5 doses", "can be read in two ways"),
        ("70 g in 2 doses (35 g each)", "'in 2 doses' may be of one day, or of 2 days"),
        ("2 doses of 14 g", "'2 doses' may be of one day, or of 2 days"),
        ("4 infusions of 0.4 g/kg", "'4 infusions' may be of one day, or of 4 days"),
        ("35 g per dose x 2 doses", "'x 2 doses' may be of one day, or of 2 days"),
        ("28 g each 5 days", "'each 5 days' says how often in a word that is not read before a number"),
        ("28 g each for 5 days", "'each' is not understood there"),
        ("each 28 g daily for 5 days", "'each' is not understood there"),
        ("28 g daily for 5 days each", "'each' is not understood there"),
        ("5 days x 28 g", "can be read in two ways"),
        ("5 days x 28 g = 150 g", "28 g on each of 5 days are 140 g, and it says 150 g"),
        ("5 doses of 28 g = 150 g", "140 g in all, not 150 g"),
        ("28 g daily for 5 days, 140 g", "140 g may be that of all days, or one more dose"),
        ("35 g daily for 2 days and 70 g", "70 g may be that of all days, or one more dose"),
        ("28 g daily for 5 days, 100 g", "does not say on how many days"),
        ("28 g - 30 g daily for 5 days", "'-' is not understood"),
        ("28 g - five days", "'-' is not understood"),
        ("28 g daily- for 5 days", "'-' is not understood"),
        ("0.4 g/kg - 28 g daily for 5 days", "'-' is not understood"),
        ("70 kg - 80 kg, 28 g daily for 5 days", "'-' is not understood"),
    ],
)
def test_its_neighbours_are_refused_with_their_reason(order: str, said: str) -> None:
    assert said in problem_of(order).message


def test_each_reading_of_a_few_doses_is_named() -> None:
    """2 x 14 g are 28 g."""
    assert problem_of("2 doses of 14 g").allowed == (
        "days: 14 g on each of 2 days, 28 g in all",
        "one day: 2 doses of 14 g, 28 g a day; no regimen printed here is given so",
    )


@pytest.mark.parametrize(
    "order",
    [
        "Immune globulin 10% 28 g daily x 5 days",
        "28 g of IVIG 10% daily x 5 days",
        "28 g IVIG 10% daily x 5 days",
        "IVIG (10%) 28 g daily x 5 days",
        "GBS: IVIG 10% liquid 28 g daily x 5 days",
        "IVIG 100 mg/mL 28 g daily x 5 days",
    ],
)
def test_a_strength_without_a_name_is_of_no_preparation(order: str) -> None:
    """It is read as "IVIG 28 g daily x 5 days", and that none is checked is said."""
    found = read_written_dose(order)
    assert dict(found.days) == dict.fromkeys(range(1, 6), 28)
    assert not found.product
    strength = "100 mg/ml" if "mg/mL" in order else "10%"
    assert found.echoes == (f"--order {strength} names no preparation, and none is checked: add --product",)


def test_a_strength_beside_a_preparation_that_is_named_needs_no_word() -> None:
    assert read_written_dose("IVIG 10% 28 g daily x 5 days", "privigen").echoes == ()
    assert read_written_dose("IVIG 28 g daily x 5 days").echoes == ()


@pytest.mark.parametrize(
    "order",
    [
        "28 g (10%) daily for 5 days",
        "28 g daily for 5 days, 10%",
        "28 g daily for 5 days - 10%",
        "28 g daily 10% for 5 days",
        "IVIG 10% 280 mL daily for 5 days",
        "Octagam 28 g daily for 5 days",
        "IVIG 12% 28 g daily for 5 days",
        "IVIG 10% 5% 28 g daily for 5 days",
        "28 g daily for 5 days reduce by 10%",
    ],
)
def test_a_percentage_that_may_be_none_of_a_strength_is_refused(order: str) -> None:
    assert read(order) is None


@pytest.mark.parametrize(
    ("order", "course"),
    [
        ("treatment IV: 28 g daily x 5 days", "treatment"),
        ("GBS treatment IV: 28 g daily x 5 days", "treatment"),
        ("regimen IV: 28 g daily x 5 days", "regimen"),
        ("treatment plan IV infusion: 28 g daily x 5 days", "plan"),
        ("esquema IV: 28 g/dia por 5 dias", "esquema"),
    ],
)
def test_iv_behind_a_heading_may_be_the_fourth(order: str, course: str) -> None:
    assert f"'{course} iv' may be the fourth {course}" in problem_of(order).message


@pytest.mark.parametrize("order", ["cycle IV: 28 g daily x 5 days", "IVIG cycle IV, 28 g daily x 5 days"])
def test_a_cycle_with_its_number_in_roman_figures_is_named(order: str) -> None:
    assert "'cycle iv' may be the fourth cycle" in problem_of(order).message


@pytest.mark.parametrize(
    "order",
    [
        "IV treatment: 28 g daily x 5 days",
        "plan: IV 28 g daily x 5 days",
        "treatment EV: 28 g daily x 5 days",
        "diagnosis IV: GBS, 28 g daily x 5 days",
    ],
)
def test_iv_elsewhere_is_the_way(order: str) -> None:
    assert dict(read_written_dose(order).days) == dict.fromkeys(range(1, 6), 28)
