"""Orders in which a word that is read elsewhere may make another order: refused, with both where there are two."""

from fractions import Fraction

import pytest

from ivigcalc.core.problems import Problem, RefusedError
from tests.program import run
from tests.written import read_written_dose


def problem_of(text: str) -> Problem:
    with pytest.raises(RefusedError) as caught:
        read_written_dose(text)
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("text", "alone", "repeated"),
    [
        ("single dose 70 g every 3 weeks", "70 g once", "70 g every 3 weeks"),
        ("70 g single dose every 3 weeks", "70 g once", "70 g every 3 weeks"),
        ("70 g (1 g/kg) as a single dose every 3 weeks", "70 g once", "70 g every 3 weeks"),
        ("70 g single infusion monthly", "70 g once", "70 g every month"),
        ("70 g one time every 3 weeks", "70 g once", "70 g every 3 weeks"),
        ("1 g/kg every 3 weeks once", "1 g/kg once", "1 g/kg every 3 weeks"),
        ("once 70 g every 3 weeks", "70 g once", "70 g every 3 weeks"),
        ("once: 70 g every 3 weeks", "70 g once", "70 g every 3 weeks"),
        ("dose única 70 g a cada 3 semanas", "70 g once", "70 g every 3 weeks"),
        ("70 g dose única a cada 3 semanas", "70 g once", "70 g every 3 weeks"),
        ("uma dose, 70 g a cada 3 semanas", "70 g once", "70 g every 3 weeks"),
        ("70 g en dosis única cada 3 semanas", "70 g once", "70 g every 3 weeks"),
    ],
)
def test_one_dose_beside_an_interval_may_be_alone(text: str, alone: str, repeated: str) -> None:
    assert problem_of(text).next == f'type "{alone}" or "{repeated}"'


@pytest.mark.parametrize(
    "text",
    [
        *(
            "70 g once every 3 weeks",
            "70 g once q3w",
            "70 g one dose every 3 weeks",
            "70 g em uma dose a cada 3 semanas",
        ),
        *("70 g una dosis cada 3 semanas", "70 g once every 3 weeks = 1 g/kg"),
    ],
)
def test_one_dose_right_before_an_interval_is_one_each_time(text: str) -> None:
    found = read_written_dose(text)
    assert found.interval is not None
    assert ([day for day, _ in found.days], found.interval.says) == ([1], "every 3 weeks")


@pytest.mark.parametrize(
    "text",
    [
        "35 g daily for a total of 2 doses every 3 weeks",
        "35 g daily, total of 2 doses, every 3 weeks",
        "35 g diariamente, total de 2 doses, a cada 3 semanas",
        "35 g diariamente, en total 2 dosis, cada 3 semanas",
    ],
)
def test_a_total_of_doses_beside_an_interval_may_count_its_repeats(text: str) -> None:
    assert problem_of(text).allowed == (
        "days: 35 g on each of 2 days, 70 g, every 3 weeks",
        "repeats: 35 g every 3 weeks, 2 times",
    )


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Privigen 28 g and 280 mL daily for 5 days", "and 280 ml"),
        ("Privigen 28 g daily and 280 mL for 5 days", "and 280 ml"),
        ("Privigen 28 g & 280 mL daily for 5 days", "& 280 ml"),
        ("Privigen 28 g e 280 mL por dia por 5 dias", "e 280 ml"),
        ("Privigen 28 g y 280 mL al día por 5 días", "y 280 ml"),
        ("30 g and 3 x 10 g vials daily for 5 days", "and 3 x 10 g vials"),
        ("28 g (and 28 g) daily for 5 days", "and 28 g"),
        ("0.4 g/kg (and 28 g) daily for 5 days", "and 28 g"),
        ("28 g daily for 5 days (and 28 g)", "and 28 g"),
        ("28 g/dia por 5 dias (e 28 g)", "e 28 g"),
        ("28 g al día por 5 días (y 28 g)", "y 28 g"),
    ],
)
def test_a_dose_behind_and_may_be_the_same_or_another(text: str, joined: str) -> None:
    problem = problem_of(text)
    assert f"'{joined}' may be the same dose again, or another one beside it" in problem.message
    assert [reading.partition(":")[0] for reading in problem.allowed] == ["the same", "another"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("28 g and daily for 5 days", "'and daily' joins no dose"),
        ("70 g and once", "'and once' joins no dose"),
        ("28 g/dia e por 5 dias", "'e por 5 dias' joins no dose"),
        ("28 g al día y por 5 días", "'y por 5 dias' joins no dose"),
        ("Weight: Dose: 28 g Frequency: daily Duration: 5 days", "a label with a colon has no value"),
        ("Dose: Weight: 70 kg 28 g daily for 5 days", "a label with a colon has no value"),
        ("Dose: 28 g daily Frequency: Duration: 5 days", "a label with a colon has no value"),
        ("Peso: Dose: 28 g/dia por 5 dias", "a label with a colon has no value"),
        ("Peso: Dosis: 28 g al día por 5 días", "a label with a colon has no value"),
        ("weight: 28 g daily for 5 days", "a label with a colon has no value"),
        ("frequency: 28 g for 5 days, daily", "a label with a colon has no value"),
        ("28 g daily for 5 days by", 'what stands behind "by" is a limit, or is missing'),
        ("28 g daily for 5 days, by.", 'what stands behind "by" is a limit, or is missing'),
        ("28 g daily for 5 days, weight", "behind its last word something is missing"),
        ("28 g/dia por 5 dias; peso", "behind its last word something is missing"),
        ("28 g al día por 5 días, frecuencia.", "behind its last word something is missing"),
        ("28 g daily for 5 days, total", "behind 'total' at its end something is missing"),
        ("28 g/dia por 5 dias; total", "behind 'total' at its end something is missing"),
        ("28 g al día por 5 días. Total", "behind 'total' at its end something is missing"),
        ("28 g daily for 5 days wt", "behind its last word something is missing"),
        ("28 g daily for 5 days, weight, CIDP", "a label between two signs has no value"),
        ("weight, 28 g daily for 5 days", "a label between two signs has no value"),
        ("weight 70 g, 1 g/kg every 3 weeks", "'70 g' stands behind a label: is it a weight?"),
        ("wt 28 g: 0.4 g/kg daily for 5 days", "'28 g' stands behind a label: is it a weight?"),
        ("peso 70 g, 1 g/kg a cada 3 semanas", "'70 g' stands behind a label: is it a weight?"),
        ("peso 28 g; 0,4 g/kg al día por 5 días", "'28 g' stands behind a label: is it a weight?"),
        ("28 g daily for 5 days, dose", "behind 'dose' at its end something is missing"),
        ("28 g daily for 5 days, volume", "behind 'volume' at its end something is missing"),
        ("28 g (total) daily for 5 days", "states one dose both per day and in all"),
        ("0.4 g/kg (in all) daily for 5 days", "states one dose both per day and in all"),
        ("28 g (per course) daily for 5 days", "states one dose both per day and in all"),
        ("28 g (no total) por dia por 5 dias", "states one dose both per day and in all"),
        ("28 g daily for 5 days = 28 g", "it says 140 g, and again 28 g"),
        ("28 g daily for 5 days, = 28 g", "it says 140 g, and again 28 g"),
        ("28 g/dia x 5 dias = 28 g", "it says 140 g, and again 28 g"),
        ("28 g for 5 days from 1 May 1999, daily", "is more than a year before the data, which are of 2026-11"),
        ("28 g/dia por 5 dias a partir de 1 de maio de 2019", "is more than a year before the data"),
        ("28 g al día por 5 días desde el 31 de octubre de 2025", "is more than a year before the data"),
        ("28 g daily 1 to 5 May 1957", "is more than a year before the data"),
        ("28 g daily for 5 days from 2057-05-01", "is more than five years behind the data"),
        ("28 g daily for 5 days from 2031-12-01", "is more than five years behind the data"),
        ("70 g every 12 months from 2027-01-01 to 2072-01-01", "is more than five years, a slip in its number?"),
        ("70 g every 3 months from 2027-01-01 to 2031-12-01", "ends more than five years behind the data"),
        ("70 g cada 3 meses desde 01/01/2027 hasta 31/01/2037", "is more than five years, a slip in its number?"),
    ],
)
def test_an_order_that_is_cut_off_contradicts_itself_or_is_of_another_time_is_refused(text: str, said: str) -> None:
    assert said in problem_of(text).message


@pytest.mark.parametrize(
    "text",
    [
        *("Weight: 70 kg Dose: 28 g Frequency: daily Duration: 5 days", "weight 70 kg: 28 g daily for 5 days"),
        *("Order: Dose: 28 g daily for 5 days", "Route: IV Dose: 28 g daily for 5 days", "28 g daily for 5 days;;"),
        *("28 g daily for 5 days, 70 kg body weight.", "28 g/dia, via EV, por 5 dias"),
        *("28 g daily for 5 days (0.4 g/kg body weight)", "28 g daily for 5 days for 70 kg weight"),
        *("28 g daily for 5 days in total", "28 g daily, 5 days, in total", "28 g daily for 5 days total"),
        *("28 g daily for 5 days = 140 g", "28 g/day x 5 days = 140 g total", "140 g (total) over 5 days"),
        *(
            "28 g daily for 5 days = 28 g daily",
            "28 g daily for 5 days from 2025-11-01",
            "Dose: 28 g: daily for 5 days",
        ),
        *("28 g daily for 5 days from 2031-11-30", "28 g daily for 5 days from 5 May"),
    ],
)
def test_what_is_near_them_and_whole_is_read(text: str) -> None:
    assert [*read_written_dose(text).days] == [(day, Fraction(28)) for day in range(1, 6)]


@pytest.mark.parametrize(
    ("text", "lasting", "says"),
    [
        ("70 g every 3 weeks for 3 weeks", "for 3 weeks", "every 3 weeks"),
        ("70 g every 3 weeks for 5 weeks", "for 5 weeks", "every 3 weeks"),
        ("35 g daily for 2 days every 3 weeks x 3 weeks", "x 3 weeks", "every 3 weeks"),
        ("70 g monthly for 1 month", "for 1 month", "every month"),
        ("70 g a cada 4 semanas por 4 semanas", "por 4 semanas", "every 4 weeks"),
        ("70 g cada 4 semanas durante 4 semanas", "durante 4 semanas", "every 4 weeks"),
    ],
)
def test_what_is_repeated_for_less_than_twice_may_be_one_dose_or_two(text: str, lasting: str, says: str) -> None:
    problem = problem_of(text)
    assert f"{lasting!r} may hold one dose or two, {says}" in problem.message
    assert problem.next == f'write "once" in place of both, or "{says} x 2 cycles"'


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        (
            "35 g daily for 2 days every 3 weeks x 2 cycles from 2027-05-01 to 2027-05-02",
            "from 2027-05-01 to 2027-05-02",
        ),
        ("35 g daily every 3 weeks from 1 to 2 May 2027", "from 1 to 2 may 2027"),
        (
            "35 g/dia a cada 3 semanas desde 1 de maio de 2027 até 2 de maio de 2027",
            "desde 1 de maio de 2027 ate 2 de maio",
        ),
    ],
)
def test_dates_from_and_to_behind_an_interval_may_be_the_days_or_how_long(text: str, dates: str) -> None:
    problem = problem_of(text)
    assert f"{dates}" in problem.message
    assert [reading.partition(":")[0] for reading in problem.allowed] == ["the days", "how long"]


def test_dates_before_an_interval_are_its_days() -> None:
    found = read_written_dose("35 g daily from 2027-05-01 to 2027-05-02 every 3 weeks x 2 cycles")
    assert [day for day, _ in found.days] == [1, 2]


@pytest.mark.parametrize(("grams", "code"), [("28 g", 2), ("140 g", 0), ("28 g daily", 0)])
def test_what_stands_behind_the_days_and_a_sign_of_equality_is_their_sum(grams: str, code: int) -> None:
    """0.4 g/kg x 70 kg are 28 g, five times 140 g."""
    order = f"0.4 g/kg/day x 70 kg x 5 days = {grams}"
    assert run("verify", "--weight", "70", "--indication", "cidp", "--order", order).code == code
