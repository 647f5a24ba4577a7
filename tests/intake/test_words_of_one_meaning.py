"""Words of one meaning are read, and words that are none of a dose are refused with what they are."""

from fractions import Fraction

import pytest

from ivigcalc.core.problems import Problem, RefusedError
from tests.written import read_written_dose


def problem_of(text: str) -> Problem:
    """Why an order is refused."""
    with pytest.raises(RefusedError) as caught:
        read_written_dose(text)
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("70 g every 1/12", "every month"),
        ("70 g every 2/12", "every 2 months"),
        ("70 g every 3/52", "every 3 weeks"),
        ("70 g a cada quinze dias", "every 15 days"),
        ("70 g cada quince d\N{LATIN SMALL LETTER I WITH ACUTE}as", "every 15 days"),
        ("70 g every fifteen days", "every 15 days"),
    ],
)
def test_how_often_is_read_in_fractions_of_a_year_and_in_words(text: str, says: str) -> None:
    read = read_written_dose(text)
    assert read.interval is not None
    assert (read.days, read.interval.says) == (((1, Fraction(70)),), says)


@pytest.mark.parametrize(
    ("text", "courses"),
    [
        ("70 g every 4/52 x 6/12", 6),
        ("70 g monthly x 6/12", 6),
        ("70 g every 3/52 x 12/52", 4),
        # The doses of what is repeated are its repeats, where no printed course has as many days.
        ("70 g every 3 weeks x 6 doses then stop", 6),
        ("70 g every 3 weeks for 6 infusions then stop", 6),
    ],
)
def test_how_long_it_is_repeated_is_read_behind_how_often(text: str, courses: int) -> None:
    """Six months are 26 weeks and more, six times 4 weeks."""
    read = read_written_dose(text)
    assert read.interval is not None
    assert read.interval.courses == courses


@pytest.mark.parametrize(
    ("text", "day", "count"),
    [
        ("28 g/infusion for 5 infusions", "28", 5),
        ("28 g/infus\N{LATIN SMALL LETTER A WITH TILDE}o, 1x/dia, 5 dias", "28", 5),
        ("28 g/24hs durante 5 d\N{LATIN SMALL LETTER I WITH ACUTE}as", "28", 5),
        ("28 g/24 hs durante 5 d\N{LATIN SMALL LETTER I WITH ACUTE}as", "28", 5),
        ("1 g/kg/d\N{LATIN SMALL LETTER I WITH ACUTE}a dos d\N{LATIN SMALL LETTER I WITH ACUTE}as", "1", 2),
        ("1 g/kg/dia dos dias 1 e 2", "1", 2),
        ("1 g/kg/dia dos dias 1 a 3", "1", 3),
        ("140 x 1 g vials once", "140", 1),
        ("140 g no total em 5 dias", "28", 5),
        ("Privigen 28 g/dia por 5 dias, 140 g no total", "28", 5),
        ("Octagam 5 % solution 28 g/dia por 5 dias, 140 g no total", "28", 5),
    ],
)
def test_days_and_doses_are_read(text: str, day: str, count: int) -> None:
    assert dict(read_written_dose(text).days) == dict.fromkeys(range(1, count + 1), Fraction(day))


@pytest.mark.parametrize(
    ("text", "why", "hint"),
    [
        ("28 g daily for 5 days reduced to 14 g", "'reduced to' says that a dose is changed", "ask from when"),
        ("28 g/dia por 5 dias reduzido para 14 g", "'reduzido para' says that a dose is changed", "ask from when"),
        ("28 g al dia durante 5 dias reducida a 14 g", "'reducida a' says that a dose is changed", "ask from when"),
        (
            "28 g daily for 5 days, dispense 140 g",
            "'dispense' is said of what the pharmacy hands out",
            "with its amount",
        ),
        ("28 g/dia por 5 dias, dispensar 140 g", "'dispensar' is said of what the pharmacy hands out", "its amount"),
        ("remaining 28 g daily for 5 days", "'remaining' is what is left of something", "do not only leave that out"),
        ("28 g/dia por 5 dias, restante 14 g", "'restante' is what is left of something", "do not only leave that out"),
        ("70 g 3/52", "'3/52' is a number of weeks", 'write "every" before it'),
        ("28 g daily x 5/52", "'x 5/52' of a dose of each day is more than 31 days", "write the number of days"),
        ("28 g daily x 3/52", "'x 3/52' is how long a course is repeated", 'type "for 21 days" in its place'),
        (
            "70 g every 3 weeks for 2 doses then stop",
            "may count days or repeats",
            '"70 g once every 3 weeks x 2 cycles"',
        ),
        ("70 g every 3 weeks then stop", "does not say after how many", "x 4 cycles then stop"),
        ("2 g/kg no total over 5 days", 'is "in all" in Portuguese, and beside English words may be "no"', '"in all"'),
        ("28 g daily por 5 dias, 140 g no total", "beside English words", '"in all"'),
        ("70 g every 1/12/2027", "'/2027' is not understood", "ask which"),
        ("1 g/kg/dia dos dias de internacion", "'internacion' is not understood", "ask what is meant"),
    ],
)
def test_a_word_that_is_none_of_a_dose_has_a_reason_of_its_own(text: str, why: str, hint: str) -> None:
    problem = problem_of(text)
    assert why in problem.message
    assert hint in problem.next


@pytest.mark.parametrize(
    ("text", "named"),
    [
        # "in divided doses" has most of the order, "every day" begins with the word.
        ("2 g/kg divided doses x 5 days", "as in 'in divided doses',"),
        ("28 g na infus\N{LATIN SMALL LETTER A WITH TILDE}o, 5 dias", "as in 'na dose total', 'na dose de' or"),
        ("70 g every 28/7", "as in 'every day', 'every week' or 'every month':"),
        ("A0 daily g", "'g' is read only beside what it is of, as a unit"),
        ("30 g more daily for 5 days", "ask what 'more' says here"),
    ],
)
def test_a_word_that_is_not_read_alone_is_named_with_longer_phrases_that_hold_it(text: str, named: str) -> None:
    assert named in problem_of(text).next
