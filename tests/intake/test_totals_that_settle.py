"""A total, or the dose of a day, beside a dose of several days: it leaves one meaning, or contradicts and is named."""

from fractions import Fraction

import pytest

from tests.intake.test_true_reasons import problem_of
from tests.written import read_written_dose


def days_of(text: str) -> list[tuple[int, Fraction]]:
    """The infusion days of an order, each with its dose."""
    return [*read_written_dose(text).days]


@pytest.mark.parametrize(
    "text",
    [
        # 26 g on each of 5 days are 130 g: these are those of all days.
        "130 g over 5 days (26 g)",
        "130 g in all over 5 days (26 g)",
        "130 g for 5 days (26 g)",
        "130 g (26 g daily) for 5 days",
        "130 g em 5 dias (26 g)",
        "130 g (26 g por dia) por 5 dias",
        "130 g en 5 días (26 g)",
        "130 g (26 g al día) por 5 días",
        "130 g (26 g daily) x 5 days",
        "130 g (26 g daily) on days 1-5",
        "130 g (26 g daily) on 1-5 December 2026",
        "130 g on 1-5 December 2026 (26 g daily)",
        "130 g for 5 days (26 g each)",
        "130 g (26 g daily) in 5 doses",
        "130 g in 5 doses (26 g daily)",
        "130 g (26 g once daily) in 5 doses",
        "130 g in 5 doses (each day 26 g)",
        # They are the dose of a day said again.
        "26 g (26 g daily) for 5 days",
        "26 g (26 g/day) over 5 days",
        "26 g (26 g daily) x 5",
        "26 g (26 g daily) on 1-5 December 2026",
        "26 g for 5 days (26 g daily)",
    ],
)
def test_the_dose_of_a_day_in_brackets_makes_a_course(text: str) -> None:
    assert days_of(text) == [(day, Fraction(26)) for day in range(1, 6)]


@pytest.mark.parametrize(
    "text",
    [
        # Twice 70 g are 140 g.
        "70 g (140 g total) for 2 days",
        "70 g (140 g total) over 2 days",
        "70 g (140 g total) on days 1-2",
        "70 g (140 g total) in 2 doses",
        "70 g on 1-2 December 2026 (140 g total)",
        "70 g (total de 140 g) por 2 dias",
        "70 g (140 g en total) por 2 días",
        # So are seven vials of 10 g, or 700 mL at 10 %.
        "7 x 10 g vials for 2 days (140 g total)",
        "7 x 10 g vials over 2 days (140 g total)",
        "7 x 10 g vials for 2 days, total 140 g",
        "7 x 10 g vials on 1-2 December 2026 (140 g total)",
        "Privigen 700 mL for 2 days (140 g total)",
    ],
)
def test_the_total_in_brackets_makes_a_dose_that_of_each_day(text: str) -> None:
    assert days_of(text) == [(1, Fraction(70)), (2, Fraction(70))]


@pytest.mark.parametrize(
    "text",
    [
        "70 g (70 g total) for 2 days",
        "70 g on 1-2 December 2026 (70 g total)",
        "7 x 10 g vials for 2 days (70 g total)",
        "7 x 10 g vials over 2 days (70 g total)",
        "7 x 10 g vials, 70 g total for 2 days",
        # Of "each dose" a day may have two.
        "70 g (35 g per dose) for 2 days",
        "7 x 10 g vials x 2 (140 g total)",
        "Privigen 700 mL x 2 (140 g total)",
    ],
)
def test_the_same_dose_as_a_total_or_of_vials_so_many_times_has_two_readings(text: str) -> None:
    assert problem_of(text).allowed == (
        "daily: 70 g on each of 2 days, 140 g in all",
        "in all: 35 g on each of 2 days, 70 g in all",
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("70 g (100 g total) for 2 days", "70 g on each of 2 days are 140 g, and it says 100 g"),
        ("70 g on 1-2 December 2026 (100 g total)", "70 g on each of 2 days are 140 g, and it says 100 g"),
        ("7 x 10 g vials for 2 days (100 g total)", "70 g on each of 2 days are 140 g, and it says 100 g"),
        ("130 g over 5 days (25 g)", "25 g on each of 5 days are 125 g, and it says 130 g"),
        ("70 g (30 g daily) on days 1-2", "30 g on each of 2 days are 60 g, and it says 70 g"),
        ("70 g for 2 days (30 g daily)", "30 g on each of 2 days are 60 g, and it says 70 g"),
        ("70 g on 1-2 December 2026 (30 g daily)", "30 g on each of 2 days are 60 g, and it says 70 g"),
        ("70 g (30 g daily) x 2", "2 times 30 g are 60 g, and it says 70 g"),
        ("70 g x 2 (30 g daily)", "2 times 30 g are 60 g, and it says 70 g"),
        ("140 g in 4 doses (70 g daily)", "4 times 70 g are 280 g, and it says 140 g"),
        ("70 g total (30 g daily) x 2", "2 times 30 g are 60 g, and it says 70 g"),
        ("130 g (30 g daily) for 5 days", "30 g on each of 5 days are 150 g, and it says 130 g"),
        ("130 g (30 g por dia) por 5 dias", "30 g on each of 5 days are 150 g, and it says 130 g"),
        ("130 g (30 g al día) por 5 días", "30 g on each of 5 days are 150 g, and it says 130 g"),
        # 4 x 30 g and 20 g are 140 g.
        ("30 g on days 1-4, 20 g on day 5 (total 150 g)", "its days give 140 g in all, not '150 g'"),
        ("30 g nos dias 1-4, 20 g no dia 5 (total 150 g)", "its days give 140 g in all, not '150 g'"),
        ("30 g en los días 1-4, 20 g el día 5 (total 150 g)", "its days give 140 g in all, not '150 g'"),
        ("30 g on day 1, 25 g on days 2-5, total 140 g", "its days give 130 g in all, not '140 g'"),
        ("30 g on day 1, 25 g on days 2-5 (total 54 g)", "its days give 130 g in all, not '54 g'"),
    ],
)
def test_what_a_total_contradicts_is_said_with_the_true_sum(text: str, why: str) -> None:
    problem = problem_of(text)
    assert problem.code == "order-contradicts"
    assert why in problem.message
    assert problem.next.startswith("ask the prescriber")


@pytest.mark.parametrize(
    ("text", "doses"),
    [
        # 30 g and four times 25 g are 130 g; 30 g and 25 g in all would be 55 g.
        ("30 g on day 1, 25 g on days 2-5 (total 130 g)", (30, 25, 25, 25, 25)),
        ("30 g on day 1, 25 g on days 2-5, total 130 g", (30, 25, 25, 25, 25)),
        ("30 g no dia 1, 25 g nos dias 2-5 (total 130 g)", (30, 25, 25, 25, 25)),
        ("30 g el día 1, 25 g en los días 2-5 (total 130 g)", (30, 25, 25, 25, 25)),
        ("30 g on days 1-4, 20 g on day 5 (total 140 g)", (30, 30, 30, 30, 20)),
        ("30 g on day 1, 25 g on days 2-5 (total 130 g), every 4 weeks", (30, 25, 25, 25, 25)),
        ("30 g on day 1, 25 g on days 2-5, every 4 weeks, total 130 g", (30, 25, 25, 25, 25)),
        ("30 g once then 25 g over 4 days (total 130 g)", (30, 25, 25, 25, 25)),
        # 60 g and 40 g are 100 g, whatever is said of one of them.
        ("30 g daily on days 1-2, 20 g on days 3-4 (total 100 g)", (30, 30, 20, 20)),
        # Twice 1 g to 9 g are 90 g.
        (
            f"{', '.join(f'{one} g on days {2 * one - 1}-{2 * one}' for one in range(1, 10))} (total 90 g)",
            (1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9),
        ),
    ],
)
def test_a_total_of_several_parts_tells_that_each_day_has_its_dose(text: str, doses: tuple[int, ...]) -> None:
    assert [dose for _, dose in days_of(text)] == [*doses]


@pytest.mark.parametrize(
    ("text", "total", "each", "of_all"),
    [
        # 50 g are 30 g and 20 g; as the doses of each day they are 100 g.
        ("30 g on days 1-2, 20 g on days 3-4 (total 50 g)", "50 g", "100 g", "50 g"),
        ("30 g on days 1-2, 20 g on days 3-4, total 50 g", "50 g", "100 g", "50 g"),
        ("30 g nos dias 1-2, 20 g nos dias 3-4 (total 50 g)", "50 g", "100 g", "50 g"),
        ("30 g en los días 1-2, 20 g en los días 3-4 (total 50 g)", "50 g", "100 g", "50 g"),
        # 80 g are twice 30 g, and 20 g.
        ("30 g on days 1-2, 20 g on days 3-4 (total 80 g)", "80 g", "100 g", "50 g"),
        ("30 g on day 1, 25 g on days 2-5 (total 55 g)", "55 g", "130 g", "55 g"),
        ("30 g on day 1, 25 g on days 2-5 (total 55 g), every 4 weeks", "55 g", "130 g", "55 g"),
        ("30 g once then 25 g over 4 days (total 55 g)", "55 g", "130 g", "55 g"),
        # 60 g are 30 g and 30 g in all.
        ("30 g on days 1-2, 30 g on day 3 (total 60 g)", "60 g", "90 g", "60 g"),
        # 40 g are those of days 2 and 3, each 20 g, or those of all days.
        ("20 g on day 1, 20 g on days 2-3 (total 40 g)", "40 g", "60 g", "40 g"),
        ("20 g on day 1 then 20 g on days 2-3 (total 40 g)", "40 g", "60 g", "40 g"),
        ("0.4 g/kg on day 1, 0.4 g/kg on days 2-3 (total 0.8 g/kg)", "0.8 g/kg", "1.2 g/kg", "0.8 g/kg"),
    ],
)
def test_a_total_that_is_not_that_of_each_dose_on_each_day_is_asked_about(
    text: str, total: str, each: str, of_all: str
) -> None:
    problem = problem_of(text)
    assert problem.code == "order-ambiguous"
    assert f": beside {total} in all its doses may be those of each day, or of all their days" in problem.message
    assert problem.allowed == (f"of each day: {each} in all", f"of all their days: {of_all} in all")
    assert 'write the dose of each day, with "daily" behind it, and keep the total' in problem.next


def test_what_to_write_for_such_a_total_is_read() -> None:
    doses = [dose for _, dose in days_of("15 g daily on days 1-2, 10 g daily on days 3-4 (total 50 g)")]
    assert doses == [15, 15, 10, 10]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("30 g on day 1, 25 g on days 2-5 (total 100 g)", "'total' at 100 g may be of 'on days 2-5' alone, or of all"),
        ("30 g on days 1-2, 20 g on days 3-4 (total 40 g)", "can be read in two ways"),
        ("30 g on days 1-2, 20 g on days 3-4 (total 20 g)", "can be read in two ways"),
        ("30 g on days 1-4, 20 g on day 5", "can be read in two ways"),
    ],
)
def test_a_total_of_the_last_days_alone_tells_nothing_of_the_others(text: str, why: str) -> None:
    problem = problem_of(text)
    assert problem.code == "order-ambiguous"
    assert why in problem.message


def test_a_total_with_an_interval_is_asked_about_once_the_days_are_told() -> None:
    problem = problem_of("30 g on day 1, 25 g on days 2-5, total 130 g, every 4 weeks")
    assert ": '130 g in all every 4 weeks' may be the dose beside it said again, or another course" in problem.message
    assert "said again: write 'every 4 weeks' before the total, behind a comma" in problem.next
    doses = [dose for _, dose in days_of("30 g on day 1, 25 g on days 2-5, every 4 weeks, total 130 g")]
    assert doses == [30, 25, 25, 25, 25]


@pytest.mark.parametrize(
    ("text", "count", "typed"),
    [
        ("70 g (35 g daily) x 2", "x 2", '"35 g daily for 2 days"'),
        ("70 g x 2 (35 g daily)", "x 2", '"35 g daily for 2 days"'),
        ("70 g x 2 (35 g once daily)", "x 2", '"35 g daily for 2 days"'),
        ("70 g x 2 (daily dose: 35 g)", "x 2", '"35 g daily for 2 days"'),
        ("70 g (35 g por dia) x 2 doses", "x 2 doses", '"35 g daily for 2 days"'),
        ("70 g total (35 g al día) x 2", "x 2", '"35 g daily for 2 days"'),
        ("70 g x 2 (35 g each)", "x 2", '"35 g daily for 2 days"'),
        ("70 g (35 g daily) x 2 every 4 weeks", "x 2", "keep 'every 4 weeks' behind it"),
    ],
)
def test_a_course_so_many_times_is_never_offered_as_the_dose_of_each_day(text: str, count: str, typed: str) -> None:
    problem = problem_of(text)
    assert problem.code == "order-ambiguous"
    assert f": {count!r} may count the days of 70 g, or as many courses of it" in problem.message
    assert problem.allowed == ("days: 35 g on each of 2 days, 70 g in all", "courses: 70 g in all, 2 times")
    assert typed in problem.next
    assert "70 g daily" not in problem.next


@pytest.mark.parametrize(
    "text",
    [
        # Of 28 g a day said again, or in the other unit, "x 5" may still be the times of that day.
        "28 g x 5 (28 g daily)",
        "28 g x 5 (0.4 g/kg daily)",
        "28 g x 5 daily",
    ],
)
def test_so_many_times_beside_the_same_dose_of_a_day_may_be_of_each_day(text: str) -> None:
    assert ": 'x 5' beside 'daily' may be of each day, or of 5 days" in problem_of(text).message


def test_a_number_of_doses_in_the_brackets_of_a_day_may_be_of_that_day() -> None:
    problem = problem_of("150 g (30 g per day in 5 doses)")
    assert ": 'in 5 doses' beside 'per day' may divide the dose over 5 days" in problem.message
    assert problem.allowed[2].startswith("of each day: 5 doses of 6 g, 30 g a day")


def test_the_dose_of_a_day_beside_one_day_contradicts_it() -> None:
    assert "is daily and on one day" in problem_of("70 g (35 g daily) once").message


def test_a_total_and_the_dose_of_a_day_without_days_are_asked_about() -> None:
    assert problem_of("140 g total (28 g/day)").next == 'ask on how many days, and write it: "140 g in all over N days"'
