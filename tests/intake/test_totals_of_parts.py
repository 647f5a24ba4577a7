"""A word of totals at the dose of one of several days: of that day alone, or of all of them."""

import re
from fractions import Fraction
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.problems import Problem, RefusedError
from tests.written import read_written_dose, vocabulary

TOTALS: Final = (
    "in-all",
    "total-dose",
    "cumulative-dose",
    "total",
    "total-alone",
    "course",
    "per-cycle",
    "not-per-day",
)
"""Ids of the words of totals in the data."""

SEVERAL: Final = (
    "35 g on day 1, 70 g on day 2",
    "0.4 g/kg on day 1, 0.8 g/kg on day 2",
    "35 g on day 1, 35 g on day 2 (70 g)",
    "0.5 g/kg (35 g) on day 1, 1 g/kg (70 g) on day 2",
    "20 g on day 1, 20 g on day 2, 60 g on day 3",
    "28 g on 2027-05-01, 56 g on 2027-05-02",
    "28 g on 1 May 2027, 28 g on 2 May 2027",
    "Day 1: 35 g; Day 2: 70 g",
    "30 g daily for 4 days then 20 g on day 5",
    "28 g on day 1 then 28 g daily for 4 days",
    "28 g on day 1 then 112 g divided over 4 days",
    "IGIV 35 g no dia 1 e 70 g no dia 2",
    "IGIV D1: 35 g, D2: 70 g",
    "IgIV 35 g el día 1, 70 g el día 2",
)


def problem_of(text: str) -> Problem:
    with pytest.raises(RefusedError) as caught:
        read_written_dose(text)
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("35 g on day 1, 70 g total on day 2", ("of 'on day 2' alone: 70 g there, 105 g in all", "70 g in all, 35 g")),
        ("Day 1: 35 g; Day 2: 70 g total", ("of 'day 2' alone: 70 g there, 105 g in all", "70 g in all, 35 g")),
        ("0.4 g/kg on day 1, total 0.8 g/kg on day 2", ("0.8 g/kg there, 1.2 g/kg in all", "0.8 g/kg in all, 0.4 g")),
        ("35 g on day 1 and 70 g in all on day 2", ("70 g there, 105 g in all", "70 g in all, 35 g there")),
        ("20 g on day 1, 20 g on day 2, 60 g total on day 3", ("60 g there, 100 g in all", "60 g in all, 20 g there")),
        ("28 g on 2027-05-01, total 56 g on 2027-05-02", ("56 g there, 84 g in all", "56 g in all, 28 g there")),
        ("28 g on 1 May 2027, 56 g total on 2 May 2027", ("56 g there, 84 g in all", "56 g in all, 28 g there")),
        ("IGIV D1: 35 g, D2: 70 g no total", ("of 'd2' alone: 70 g there, 105 g in all", "70 g in all, 35 g there")),
        ("IGIV 35 g no dia 1 e 70 g no total no dia 2", ("70 g there, 105 g in all", "70 g in all, 35 g there")),
        ("IGIV 35 g D1, total 70 g D2", ("70 g there, 105 g in all", "70 g in all, 35 g there")),
        ("IgIV 35 g el día 1, 70 g en total el día 2", ("70 g there, 105 g in all", "70 g in all, 35 g there")),
        ("IgIV 35 g día 1, dosis total 70 g día 2", ("70 g there, 105 g in all", "70 g in all, 35 g there")),
        ("30 g daily for 4 days then 20 g in all on day 5", ("20 g there, 140 g in all", "the others have 120 g")),
        ("28 g on day 1 then 140 g total over 4 days", ("140 g there, 168 g in all", "28 g on each of these days")),
        ("28 g daily for 4 days, 140 g total on day 5", ("140 g there, 252 g in all", "140 g in all, 28 g there")),
        ("35 g on day 1, 70 g per course on day 2", ("70 g there, 105 g in all", "70 g in all, 35 g there")),
        ("35 g on day 1, for a total of 70 g on day 2", ("70 g there, 105 g in all", "70 g in all, 35 g there")),
        (
            "0.5 g/kg (35 g) on day 1, 1 g/kg (70 g total) on day 2",
            ("70 g there, 105 g in all", "70 g in all, 35 g there"),
        ),
        ("35 g total on day 1, 35 g on day 2", ("35 g there, 70 g in all", "of which the others have 35 g already")),
        ("Octagam 10 %: 350 mL on day 1, 700 mL total on day 2", ("70 g there, 105 g in all", "70 g in all, 35 g")),
    ],
)
def test_a_total_at_one_of_several_doses_may_be_of_all(text: str, readings: tuple[str, str]) -> None:
    """Other days first: 105 g are 35 g and 70 g; of 70 g in all 35 g are left for day 2."""
    refused = problem_of(text)
    assert refused.code == "order-ambiguous"
    assert [part in one for part, one in zip(readings, refused.allowed, strict=True)] == [True, True]


@pytest.mark.parametrize(
    ("text", "place", "typed", "days"),
    [
        ("35 g on day 1, 70 g total on day 2", "70 g total on day 2", "70 g on day 2", [35, 70]),
        ("35 g on day 1, 70 g total on day 2", "70 g total on day 2", "35 g on day 2", [35, 35]),
        (
            "28 g on day 1 then 140 g total over 4 days",
            "140 g total over 4 days",
            "35 g daily for 4 days",
            [28, *[35] * 4],
        ),
        ("28 g on day 1 then 140 g total over 4 days", "140 g total over 4 days", "28 g daily for 4 days", [28] * 5),
        ("IgIV 35 g día 1, total 70 g día 2", "total 70 g día 2", "70 g dia 2", [35, 70]),
        ("35 g day 1, day 2 total 70 g", "day 2 total 70 g", "70 g day 2", [35, 70]),
    ],
)
def test_what_to_type_for_a_total_of_one_day_is_read(text: str, place: str, typed: str, days: list[int]) -> None:
    assert f'"{typed}"' in problem_of(text).next
    assert [dose for _, dose in read_written_dose(text.replace(place, typed)).days] == days


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("35 g on day 1, on day 2 total 70 g", "'total 70 g' behind 'on day 2'"),
        ("35 g day 1, day 2 total 70 g", "'total 70 g' behind 'day 2'"),
        ("35 g on day 1, day 2: total 70 g", "'total 70 g' behind 'day 2'"),
        ("35 g D1 and D2 total 70 g", "'total 70 g' behind 'd2'"),
        ("35 g no dia 1, no dia 2 totalizando 70 g", "'totalizando 70 g' behind 'no dia 2'"),
        ("28 g on 1 May 2027, on 2 May 2027 total 56 g", "'total 56 g' behind 'on 2 may 2027'"),
    ],
)
def test_a_total_right_behind_the_last_of_several_days_may_be_of_that_day(text: str, said: str) -> None:
    assert f"{said} may be of that day, or of all days" in problem_of(text).message


def test_a_total_that_stands_at_none_of_several_doses_is_of_no_dose() -> None:
    assert "'total' stands at none of its doses" in problem_of("35 g on day 1, 70 g on day 2 total").message


@pytest.mark.parametrize(
    "text",
    [
        "28 g total: for 5 days 28 g daily",
        "28 g total: on days 1 to 5, 28 g daily",
        "1 g/kg total: for 2 days 70 g daily",
        "70 g (1 g/kg) total: for 2 days 70 g daily",
        "70 g Privigen total: for 2 days 70 g daily",
        "daily for 2 days of 1 g/kg (70 g) total",
    ],
)
def test_a_total_between_a_dose_and_its_days_may_be_of_either(text: str) -> None:
    """28 g daily for 5 days are 140 g, and not the 28 g before the total; 70 g daily for 2 days are 2 g/kg at 70 kg."""
    assert "'total' stands between a dose and days, and may be of one of them" in problem_of(text).message


@pytest.mark.parametrize("text", ["28 g per course: days 1-5: 28 g daily", "28 g/course: over 5 days 28 g por dia"])
def test_per_course_between_a_dose_and_its_days_may_be_of_either(text: str) -> None:
    assert "course' stands between a dose and days, and may be of one of them" in problem_of(text).message


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("35 g on day 1, 35 g on day 2 (70 g total)", [35, 35]),
        ("35 g on day 1, 70 g on day 2, total 105 g", [35, 70]),
        ("35 g on day 1, day 2, total 70 g", [35, 35]),
        ("35 g daily D1, D2 total 70 g", [35, 35]),
        ("35 g on days 1 and 2 total 70 g", [35, 35]),
        ("28 g on day 1 then 112 g total over 4 days", [28] * 5),
        ("28 g on day 1 then 112 g divided over 4 days", [28] * 5),
        ("28 g daily for 4 days (112 g total) then 28 g on day 5", [28] * 5),
        ("140 g in all over 4 days then 28 g once", [35, 35, 35, 35, 28]),
        ("56 g total over 2 days then 56 g total over 2 days", [28] * 4),
        ("IVIG course: 35 g on day 1 and 70 g on day 2", [35, 70]),
    ],
)
def test_a_total_with_one_meaning_is_read(text: str, days: list[int]) -> None:
    assert [*read_written_dose(text).days] == [*enumerate(map(Fraction, days), start=1)]


def doses_of(text: str) -> tuple[tuple[int, Fraction], ...] | None:
    """The days of an order with the dose of each; None where it is refused."""
    try:
        return read_written_dose(text).days
    except RefusedError:
        return None


@given(
    order=st.sampled_from(SEVERAL),
    word=st.sampled_from([word for role in TOTALS for word in vocabulary().words_of[role]]),
    place=st.integers(0, 40),
    put=st.sampled_from([" {} ", " ({}) ", ", {} ", " {}: "]),
)
def test_a_word_of_totals_changes_no_dose_of_several_days(order: str, word: str, place: int, put: str) -> None:
    """It refuses the order, or leaves each dose as it is, wherever it stands."""
    places = [0, *(found.start() for found in re.finditer(r"[ ,;:()]", order)), len(order)]
    at = places[place % len(places)]
    days = read_written_dose(order).days
    assert doses_of(f"{order[:at]}{put.format(word)}{order[at:]}") in {days, None}
