"""Where a list of days or dates ends: a number behind a word that carries nothing, or with a unit, is none of it."""

import pytest

from tests.intake.test_order_words import carriers, problem_of, read
from tests.profiles import spread

LISTS = [
    ("28 g daily on days 1-4", "5"),
    ("28 g daily on days 1, 2 and 3", "4"),
    ("28 g daily on 5/1, 5/2, 5/3", "5/4"),
    ("28 g daily on 2027-05-01, 2027-05-02", "2027-05-03"),
    ("28 g daily on May 10, 11, 12", "13"),
    ("28 g/dia nos dias 1 a 4", "5"),
    ("28 g daily from 2027-05-01", "2027-05-05"),
]


@pytest.mark.parametrize(("listed", "number"), LISTS)
def test_what_stands_behind_a_carrier_is_not_of_the_list_before_it(listed: str, number: str) -> None:
    """A number there may be a weight, a dose or the day of writing."""
    taken = [
        order
        for word in spread(carriers())
        for order in (f"{listed}, {word} {number}", f"{listed} and {word} {number}", f"{listed}, {word}, {number}")
        if read(order) is not None
    ]
    assert taken == []


@pytest.mark.parametrize(
    ("order", "days", "kg"),
    [
        ("28 g daily on days 1-2, weight 70 kg", (1, 2), 70),
        ("28 g daily on days 1-2, 70 kg", (1, 2), 70),
        ("28 g daily on days 1 and 2, 70 kg", (1, 2), 70),
        ("28 g/dia nos dias 1 a 2, peso 70 kg", (1, 2), 70),
        ("28 g daily on May 1, 2, 3, 4, 70 kg", (1, 2, 3, 4), 70),
        ("28 g daily on 5/1, 5/2, 5/3, weight 70 kg", (1, 2, 3), 70),
    ],
)
def test_a_body_weight_behind_a_list_is_the_body_weight(order: str, days: tuple[int, ...], kg: int) -> None:
    found = read(order)
    assert found is not None
    assert dict(found.days) == dict.fromkeys(days, 28)
    assert found.weight_kg == kg


def test_a_time_behind_a_list_is_no_day() -> None:
    assert "'09:00' is not understood" in problem_of("28 g daily on days 1-5, 09:00").message
    found = read("28 g daily on May 1, 2 and 3 at 09:30")
    assert found is not None
    assert dict(found.days) == dict.fromkeys((1, 2, 3), 28)


@pytest.mark.parametrize(
    "order",
    [
        "28 g daily from 2027-05-01 and 2027-05-05",
        "28 g daily from 2027-05-01, 2027-05-05",
        "28 g daily starting 1 May 2027, 5 May 2027",
        "28 g/dia a partir de 2027-05-01 e 2027-05-05",
    ],
)
def test_two_dates_behind_the_word_for_a_first_day_may_be_two_days_or_the_ends_of_a_span(order: str) -> None:
    problem = problem_of(order)
    assert "may be the first and the last day, or two days" in problem.message
    assert "first and last day: 1 May to 5 May" in str(problem)


def test_days_in_a_row_behind_the_word_for_a_first_day_are_those() -> None:
    found = read("28 g daily from 2027-05-01, 2027-05-02")
    assert found is not None
    assert dict(found.days) == {1: 28, 2: 28}


@pytest.mark.parametrize(
    "order",
    [
        "28 g daily order 2027-04-30, 2027-05-01, 2027-05-02",
        "28 g daily for 5 days, Rx 2027-05-01",
        "Prescrição 2027-05-01: 28 g ao dia por 5 dias",
        "28 g al día por 5 días, prescripción 2027-05-01",
    ],
)
def test_a_date_behind_the_name_of_the_order_may_be_that_of_writing(order: str) -> None:
    assert "may be the day of something else" in problem_of(order).message


def test_a_first_day_behind_the_name_of_the_order_is_said_by_its_word() -> None:
    found = read("28 g daily for 5 days, order from 2027-05-01")
    assert found is not None
    assert dict(found.days) == dict.fromkeys(range(1, 6), 28)


@pytest.mark.parametrize(
    "order",
    [
        "Start: 2026-12-01; End: 2026-12-20; 28 g per dose every 4 weeks",
        "28 g per dose every 4 weeks from 2026-12-01 to 2026-12-20",
        "28 g per dose from 2026-12-01 to 2026-12-20 every 4 weeks",
    ],
)
def test_a_span_beside_a_dose_of_an_interval_may_be_how_long_it_is_repeated(order: str) -> None:
    assert "may be the days, or from when to when it is repeated" in problem_of(order).message


def test_a_span_of_a_daily_dose_is_its_days() -> None:
    found = read("Start: 2026-12-01; End: 2026-12-05; 28 g daily every 4 weeks")
    assert found is not None
    assert dict(found.days) == dict.fromkeys(range(1, 6), 28)


@pytest.mark.parametrize("sign", ["\N{SUPERSCRIPT TWO}", "\N{CIRCLED DIGIT ONE}", "\N{ARABIC-INDIC DIGIT FIVE}"])
def test_a_digit_that_is_no_figure_refuses_an_order_and_is_named(sign: str) -> None:
    for order in (f"30 g {sign}", f"IVIG{sign} 28 g daily for 5 days", f"28 g daily for 5 days {sign}"):
        assert f"'{sign}' is not understood" in problem_of(order).message
