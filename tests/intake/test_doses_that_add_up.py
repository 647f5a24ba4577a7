"""Doses of a day and of all days that add up leave one meaning, wherever the days stand; those that do not are refused.

Worked out by hand for 70 kg: 0.4 g/kg are 28 g, five times that 140 g or 2 g/kg; 3 x 35 g are 105 g, which are
1.5 g/kg; 280 mL at 10 % are 28 g, three times that 84 g.
"""

from fractions import Fraction

import pytest

from ivigcalc.core.problems import RefusedError
from tests.intake.test_orders_said_in_full import FIVE, grams_of, outcome_of, problem_of
from tests.written import read_written_dose

THREE = dict.fromkeys((1, 2, 3), Fraction(35))
TWO_DAYS = {1: Fraction(35), 2: Fraction(70)}


@pytest.mark.parametrize(
    "text",
    [
        "140 g total: 28 g daily for 5 days",
        "2 g/kg total: 0.4 g/kg daily for 5 days",
        "140 g en total: 28 g al día durante 5 días",
        "140 g total: 28 g/day x 5",
        "28 g daily for 5 days total: 140 g",
    ],
)
def test_a_total_and_a_colon_before_the_dose_of_a_day_are_a_heading(text: str) -> None:
    assert grams_of(read_written_dose(text)) == FIVE
    assert outcome_of(text) == "match"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("70 g total: 28 g daily for 5 days", "it says 140 g, and again 70 g"),
        ("28 g total: 28 g daily for 5 days", "it says 140 g, and again 28 g"),
        ("140 g total: 28 g daily", "does not say on how many days"),
        ("28 g total: 140 g over 5 days", "has more than one dose in one part"),
        ("70 g total: 40 g on day 1, 30 g on day 2", "has more than one dose in one part"),
        ("28 g daily for 5 days, 140 g total: 28 g", "has more than one dose in one part"),
        ("28 g cumulative: 140 g daily for 5 days", "may be of these days alone, or with what was given before them"),
    ],
)
def test_a_total_before_another_dose_is_no_heading(text: str, why: str) -> None:
    assert why in problem_of(text).message


@pytest.mark.parametrize(
    "text",
    [
        "140 g in 5 doses of 28 g",
        "140 g in 5 doses of 28 g each",
        "140 g in 5 daily doses of 28 g each",
        "140 g divided into 5 doses of 28 g each",
        "140 g total in 5 doses of 28 g each",
        "140 g (in 5 doses of 28 g each)",
        "2 g/kg in 5 doses of 0.4 g/kg each",
        "2 g/kg in 5 doses of 28 g each",
        "140 g em 5 doses de 28 g",
        "140 g en 5 dosis de 28 g cada una",
        "140 g in 5 doses of 28 g daily",
        "140 g in 5 doses of 28 g each, daily",
        "140 g en 5 dosis de 28 g cada una, diarias",
        "140 g in 5 doses of 28 g for 5 days",
    ],
)
def test_so_many_doses_of_each_that_are_the_dose_before_them_are_days(text: str) -> None:
    assert grams_of(read_written_dose(text)) == FIVE
    assert outcome_of(text) == "match"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("140 g in 5 doses of 30 g each", "it says 28 g, and again 30 g"),
        ("28 g in 5 doses of 28 g each", "it says 5.6 g, and again 28 g"),
        ("140 g total in 5 daily doses of 30 g each", "it says 28 g, and again 30 g"),
        ("2 g/kg in 5 doses of 50 g each", "50 g is not"),
        ("56 g in 2 doses of 28 g each", "may be doses of so many days, or of each day"),
        ("140 g in 5 doses of 28 g every 4 weeks", "may count days or repeats"),
        ("140 g daily in 5 doses of 28 g", "may divide the dose over 5 days, be of as many, or of each day"),
        ("70 g then in 5 doses of 28 g", "then"),
    ],
)
def test_so_many_doses_of_each_that_are_another_dose_or_may_be_of_a_day_are_refused(text: str, why: str) -> None:
    assert why in problem_of(text).message


@pytest.mark.parametrize(
    "text",
    [
        "D1 a D3: 35 g (105 g)",
        "D1-D3: 35 g/day (105 g)",
        "on days 1 to 3: 35 g (105 g)",
        "for 3 days: 35 g daily (105 g)",
        "Duration: 3 days\nFrequency: daily\nDose: 35 g (105 g)",
        "3-day course: 35 g (105 g)",
    ],
)
def test_a_total_in_brackets_behind_a_dose_whose_days_stand_before_it(text: str) -> None:
    assert grams_of(read_written_dose(text)) == THREE


def test_so_is_one_for_each_kg() -> None:
    assert grams_of(read_written_dose("D1-D5: 0.4 g/kg/day (2 g/kg)")) == FIVE


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("D1-D3: 35 g (106 g)", "can be read in two ways"),
        ("D1-D3: 35 g/day (106 g)", "it says 35 g, and again 106 g"),
        ("D1-D3: 35 g (105 g) daily", "it says 35 g, and again 105 g"),
        ("D1-D3: 105 g (35 g)", "can be read in two ways"),
        ("35 g (105 g) daily for 3 days", "it says 35 g, and again 105 g"),
        ("D1-D5: 28 g (0.4 g/kg)", "can be read in two ways"),
    ],
)
def test_brackets_that_are_no_sum_or_are_of_a_day_are_refused(text: str, why: str) -> None:
    assert why in problem_of(text).message


@pytest.mark.parametrize(
    "text",
    [
        "35 g on day 1, 70 g on day 2 (1.5 g/kg total)",
        "35 g on day 1, 70 g on day 2 (105 g, NOT per day)",
        "35 g on day 1, 70 g on day 2, 105 g, NOT per day (1.5 g/kg in all)",
    ],
)
def test_the_total_of_several_doses_in_brackets(text: str) -> None:
    assert grams_of(read_written_dose(text)) == TWO_DAYS
    assert outcome_of(text) == "match"


def test_the_total_of_several_doses_for_each_kg_in_grams() -> None:
    assert outcome_of("0.5 g/kg on day 1, 1 g/kg on day 2 (105 g total)") == "match"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("35 g on day 1, 70 g on day 2 (1 g/kg total)", "105 g is not 1 g/kg at 70 kg (70 g)"),
        ("0.5 g/kg on day 1, 1 g/kg on day 2 (70 g total)", "70 g is not 1.5 g/kg at 70 kg (105 g)"),
        ("35 g on day 1, 70 g on day 2 (104 g, NOT per day)", "its days give 105 g in all, not '104 g'"),
    ],
)
def test_another_total_of_several_doses_is_refused_with_both_figures(text: str, why: str) -> None:
    assert why in problem_of(text).message


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("280 mL/day D1-D3 = 84 g", 3),
        ("Privigen 280 mL/day on days 1-5 = 140 g", 5),
        ("280 mL al 10 % al día durante 5 días", 5),
        ("280 mL a 10 % por dia por 5 dias", 5),
        ("280 mL at 10 % daily for 5 days", 5),
        ("inmunoglobulina humana al 10%: 28 g al día durante 5 días", 5),
    ],
)
def test_a_volume_with_its_total_or_its_strength(text: str, days: int) -> None:
    assert grams_of(read_written_dose(text, "privigen")) == dict.fromkeys(range(1, days + 1), Fraction(28))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("280 mL/day D1-D3 = 85 g", "it says 84 g, and again 85 g"),
        ("280 mL al 5 % al día durante 5 días", "'al 5 %' is not --product privigen"),
        ("280 mL al 10,5 % al día durante 5 días", "'al' is not understood"),
    ],
)
def test_another_total_or_strength_is_refused(text: str, why: str) -> None:
    assert why in problem_of(text, product="privigen").message


def test_a_strength_alone_names_no_preparation_for_a_volume() -> None:
    with pytest.raises(RefusedError) as caught:
        read_written_dose("280 mL al 10 % al día durante 5 días")
    assert "'al 10 %' is no one preparation" in caught.value.problems[0].message


@pytest.mark.parametrize("text", ["day 1 = 35 g (350 mL), day 2 = 70 g (700 mL)", "day 1 = 35 g, day 2 = 70 g"])
def test_the_volume_of_a_day_parts_no_dose_from_its_day(text: str) -> None:
    assert grams_of(read_written_dose(text, "privigen")) == TWO_DAYS
