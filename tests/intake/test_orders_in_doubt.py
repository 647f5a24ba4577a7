"""Orders that a reader in a hurry takes for another one: refused, however their words are set apart by signs."""

import re
from fractions import Fraction
from pathlib import Path
from typing import Final

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.problems import Problem, RefusedError
from tests.profiles import members, spread
from tests.program import shipped
from tests.written import read_written_dose

VECTORS: Final = Path(__file__).resolve().parent.parent / "vectors"

APART: Final = (
    *("{} {}", "{}, {}", "{}; {}", "{}: {}", "{} - {}", "{}. {}"),
    *("({}) {}", "{} ({})", "({}), {}", "{}: ({})"),
)
"""How signs may stand between two words that belong together."""


def phrases(*ids: str) -> tuple[str, ...]:
    """The phrases of some of the words of orders, without a number in them."""
    words = (words for words in shipped().orders.order_words if words.id in ids)
    return tuple(phrase for one in words for phrase in one.phrases)


GIVEN: Final = phrases("deadline", "past")
"""Words behind which a date is a deadline, or the day on which something was given."""


NINES: Final = "9" * 4301
"""More figures than Python reads as one number."""


def problem_of(text: str) -> Problem:
    with pytest.raises(RefusedError) as caught:
        read_written_dose(text)
    return caught.value.problems[0]


@given(
    word=st.sampled_from(GIVEN),
    date=st.sampled_from(("5 May 2026", "2026-05-05", "5/5", "5 de mayo de 2026", "May 5", "1 May to 5 May 2026")),
    apart=st.sampled_from(APART),
    order=st.sampled_from(("30 g daily for 5 days {}", "{} 30 g daily for 5 days", "1 g/kg once {}", "30 g daily {}")),
)
def test_no_sign_between_given_or_by_and_a_date_makes_it_the_first_day(
    word: str, date: str, apart: str, order: str
) -> None:
    message = problem_of(order.format(apart.format(word, date))).message
    assert "is when it was given" in message or "a deadline" in message


@pytest.mark.parametrize(
    "text",
    [
        "30 g daily for 5 days (by infusion) from 5 May 2026",
        "30 g daily for 5 days, to be given (from 5 May 2026)",
        "30 g daily, IV: for 5 days, from 5 May 2026",
    ],
)
def test_another_word_between_them_leaves_the_first_day(text: str) -> None:
    assert [day for day, _ in read_written_dose(text).days] == [1, 2, 3, 4, 5]


COUNTS: Final = ("2 doses", "two infusions", "2 dosis", "2 infusoes", "2 dose(s)")
TIMES: Final = (*COUNTS, "x 2", "x 2 doses", "for 2 doses", "por 2 dosis", "times 2")
EACH_DAY: Final = phrases("per-day", "every-day")


@given(
    count=st.sampled_from(TIMES),
    day=st.sampled_from(phrases("per-day", "every-day", "daily")),
    apart=st.sampled_from(APART),
    order=st.sampled_from(("15 g {}", "{} 15 g", "15 g {} for 5 days", "15 g (0.2 g/kg) {}", "15 g per dose, {}")),
)
def test_a_number_of_doses_before_a_day_may_be_of_each_day(count: str, day: str, apart: str, order: str) -> None:
    """Two doses of 15 g on one day are not 15 g on each of two days, however they are set apart.

    "2 - /day" is not understood.
    """
    problem = problem_of(order.format(apart.format(count, day)))
    assert problem.code == "order-unreadable" or len(problem.allowed) == 2


@given(
    count=st.sampled_from(COUNTS),
    day=st.sampled_from(EACH_DAY),
    apart=st.sampled_from(APART),
    order=st.sampled_from(("15 g {}", "{} 15 g", "Privigen 15 g {}", "15 g {} for 5 days")),
)
def test_a_number_of_doses_behind_each_day_may_be_of_each_day(count: str, day: str, apart: str, order: str) -> None:
    """15 g per day, 2 doses: 7.5 g twice on a day, or 15 g on each of two days."""
    problem = problem_of(order.format(apart.format(day, count)))
    assert (problem.code, len(problem.allowed)) == ("order-ambiguous", 2)


@pytest.mark.parametrize(
    ("text", "dose"),
    [
        ("1 g/kg/dia em 2 doses", "0.5 g/kg"),
        ("70 g 1x/dia em 2 doses", "35 g"),
        ("70 g daily in 2 doses", "35 g"),
        ("70 g diarios en 2 dosis", "35 g"),
        ("70 g daily, given as 2 infusions", "35 g"),
        ("70 g once daily = 2 doses", "35 g"),
        ("total daily dose 70 g, 2 infusions", "35 g"),
        ("70 g per day, 2 doses", "35 g"),
        ("70 g per day daily, 2 doses", "35 g"),
        ("70 g daily per day, 2 doses", "35 g"),
    ],
)
def test_a_dose_of_a_day_may_be_divided_into_the_doses_behind_it(text: str, dose: str) -> None:
    """70 g are twice 35 g."""
    assert any(f"2 doses of {dose}" in reading for reading in problem_of(text).allowed)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("30 g daily, 5 doses", 5),
        ("30 g per day x 5 doses", 5),
        ("30 g q24h 5 doses", 5),
        ("30 g per day for 5 days, 5 doses", 5),
        ("30 g/day once daily, 5 doses", 5),
        ("Number of doses: 5; Frequency: daily; Dose: 30 g", 5),
        ("30 g, 1 dose per day for 5 days", 5),
        ("35 g 2 doses once daily then 70 g per day for 1 day", 3),
    ],
)
def test_a_number_of_doses_that_can_only_count_days_is_read(text: str, days: int) -> None:
    assert [day for day, _ in read_written_dose(text).days] == [*range(1, days + 1)]


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        (
            "1 g/kg/dose x 2",
            (
                "days: 1 g/kg on each of 2 days, 2 g/kg in all",
                "of each day: 2 doses of 1 g/kg, 2 g/kg a day",
                "repeated: 1 g/kg each time, 2 times",
            ),
        ),
        (
            "30 g per dose, x 5",
            (
                "days: 30 g on each of 5 days, 150 g in all",
                "of each day: 5 doses of 30 g, 150 g a day; no regimen",
                "repeated: 30 g each time, 5 times",
            ),
        ),
        (
            "3 vials of 10 g, 2 doses per day",
            ("days: that dose on each of 2 days, as much in all", "of each day: 2 doses of that dose"),
        ),
    ],
)
def test_so_many_times_a_dose_may_be_days_or_doses_of_a_day(text: str, readings: tuple[str, ...]) -> None:
    """The word doses counts them: "0.4 g/kg per dose x 5 doses"; a bare "x 5" may be anything."""
    assert [reading[: len(said)] for reading, said in zip(problem_of(text).allowed, readings, strict=True)] == [
        *readings
    ]
    assert len(read_written_dose("0.4 g/kg per dose x 5 doses").days) == 5


@pytest.mark.parametrize(
    "word",
    ["2 times a day", "2x ao dia", "2 vezes ao dia", "2 veces al dia", "two times daily", "2x/day", "every 12 hours"],
)
def test_several_doses_a_day_are_called_so(word: str) -> None:
    problem = problem_of(f"15 g {word} for 5 days")
    assert f"{word!r} is more than one infusion a day, of the dose each time or of the dose in all" in problem.message


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("70 g once on 2027-05-01 then 70 g once on 2027-05-22", [1, 22]),
        ("28 g daily for 2 days from 2027-05-01 then 28 g daily for 3 days from 2027-05-10", [1, 2, 10, 11, 12]),
        ("28 g daily for 2 days (from 2027-05-01) then 28 g daily for 3 days (from 2027-05-10)", [1, 2, 10, 11, 12]),
        ("28 g daily from 2027-05-01 to 2027-05-03 then 28 g daily for 2 days from 2027-05-10", [1, 2, 3, 10, 11]),
        ("28 g daily for 2 days from 30 May then 28 g daily for 2 days from 5 June", [1, 2, 7, 8]),
        ("70 g dose única em 1 de maio de 2027, depois 70 g dose única em 22 de maio de 2027", [1, 22]),
        ("28 g al día por 2 días desde el 1 de mayo, luego 28 g al día por 2 días desde el 10 de mayo", [1, 2, 10, 11]),
        ("28 g on day 1 2027-05-01, 28 g on day 2 2027-05-02", [1, 2]),
        ("28 g daily for 3 days from 2027-05-01 then 28 g daily for 2 days", [1, 2, 3, 4, 5]),
    ],
)
def test_dates_of_several_parts_say_how_far_they_are_apart(text: str, days: list[int]) -> None:
    """22 May is day 22 of 1 May, 5 June day 7 of 30 May."""
    assert [day for day, _ in read_written_dose(text).days] == days


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("70 g once on 2027-05-01 then 70 g once on 2027-06-01", "days-out-of-bounds", "beyond 31 days"),
        (
            "28 g daily for 3 days from 2027-05-01 then 28 g daily for 2 days from 2027-05-02",
            "order-unreadable",
            "names a day twice, or out of order",
        ),
        (
            "28 g daily for 3 days from 2027-05-10 then 28 g daily for 2 days from 2027-05-01",
            "order-contradicts",
            "'from 2027-05-01' is before the first date of the order",
        ),
        (
            "28 g daily for 3 days then 28 g daily for 2 days from 2027-05-10",
            "order-incomplete",
            "it says 'from 2027-05-10', and no date of its first dose",
        ),
        (
            "28 g on day 1 2027-05-01, 28 g on day 2 2027-05-10",
            "order-contradicts",
            "by its date '2027-05-10' is day 10, and it says 'on day 2'",
        ),
        (
            "70 g once on 28 Feb then 70 g once on 5 March",
            "order-ambiguous",
            "how far its dates are apart depends on their years",
        ),
        (
            "70 g once on 1 May 2027 then 70 g once on 5 May",
            "order-ambiguous",
            "how far its dates are apart depends on their years",
        ),
        (
            "70 g once on 2027-05-01 then 28 g daily for 2 days 5/10, 6/10",
            "order-ambiguous",
            "'5/10, 6/10' can be read in two ways",
        ),
    ],
)
def test_dates_of_several_parts_that_do_not_fit_are_refused(text: str, code: str, said: str) -> None:
    problem = problem_of(text)
    assert (problem.code, said in problem.message) == (code, True)


@pytest.mark.parametrize(
    "text",
    [
        "30 g daily for 5 days given from 5 May 2026",
        "given: 30 g daily for 5 days from 5 May 2026",
        "28 g administered daily from 1 May 2027 to 5 May 2027",
        "70 g once on 1 May 2027 (given)",
        "70 g given once on 1 May 2027",
        "28 g daily for 5 days, first dose given 2027-05-01",
        "28 g daily for 5 days, 56 g given",
        "28 g daily for 5 days (140 g given).",
        "28 g daily for 2 days (given) then 28 g daily for 3 days",
        "70 g once given, then 35 g once",
        "28 g given once then 28 g daily for 4 days",
        "35 g given on day 1, then 70 g on day 2",
        "loading dose given, 70 g every 3 weeks",
        "20 g/día del 1 al 5 de mayo administrados",
        "20 g/dia por 5 dias, administrada a partir de 1 de maio de 2027",
        "0.4 g/kg given, 28 g daily for 5 days",
        "28 g given; 0.4 g/kg daily for 5 days",
        "0,4 g/kg administrados, 28 g/dia por 5 dias",
    ],
)
def test_what_was_given_is_no_order(text: str) -> None:
    problem = problem_of(text)
    assert problem.code == "order-unreadable"
    assert "given" in problem.message


@pytest.mark.parametrize(
    ("order", "code", "said"),
    [
        ("max rate 20 mL/h, start at 120 mL/h", "order-contradicts", "'120 ml/h' is no start below '20 ml/h'"),
        ("at 20 mL/h, start at 120 mL/h", "order-contradicts", "'120 ml/h' is no start below '20 ml/h'"),
        ("velocidade máxima 20 mL/h, velocidade inicial 120 mL/h", "order-contradicts", "is no start below"),
        ("max rate 0.3 mL/kg/h, start at 4 mL/kg/h", "order-contradicts", "is no start below"),
        ("at most, 120 mL/h", "order-unreadable", "is said of no rate"),
        ("no máximo, 120 mL/h", "order-unreadable", "is said of no rate"),
    ],
)
def test_a_rate_is_first_or_highest_as_its_words_say(order: str, code: str, said: str) -> None:
    """Not as its size does; and "at most" before a comma is of the days or the dose."""
    problem = problem_of(f"Privigen 28 g daily for 5 days, {order}")
    assert (problem.code, said in problem.message) == (code, True)


def test_a_first_rate_behind_the_highest_is_read() -> None:
    for text in members(("max rate: 120 mL/h, start at 20 mL/h", "rate: start at 20 mL/h, at most 120 mL/h")):
        rate = read_written_dose(f"Privigen 28 g daily for 5 days, {text}").rate
        assert rate is not None
        assert (rate.start, rate.value) == (Fraction(20), Fraction(120))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 g/kg divided every 3 weeks", "does not say on how many days"),
        ("70 g em doses divididas a cada 3 semanas", "does not say on how many days"),
        ("70 g divided, once", "is divided and on one day"),
        (",5 g/kg daily for 2 days", "',5 g/kg' is not understood"),
        ("Privigen,4 g/kg daily for 5 days", "',4 g/kg' is not understood"),
        ("04 g/kg daily for 5 days", "'04' may be a figure whose point was lost"),
        ("28 g, once dosis", "is one in English, and eleven in Spanish"),
        ("35 g daily on days 1 and 22 every 3 weeks", "its days go on to day 22, and 'every 3 weeks' is 21 days"),
        ("28 g daily for 8 days weekly", "its days go on to day 8, and 'weekly' is 7 days"),
        ("70 g every 3 weeks for 2 weeks", "'for 2 weeks' is shorter than every 3 weeks"),
        ("70 g every 6 months for 3 months", "'for 3 months' is shorter than every 6 months"),
        ("140 g in all within 5 days", "is a limit"),
        ("140 g in all by 5 days", "a deadline"),
        ("28 g daily for 5 days for ?CIDP", "a question mark says that something of it is not sure"),
        ("28 g daily for 5 days for -CIDP", "is not understood"),
        ("28 g daily f\u0336o\u0336r\u0336 5 days", "letters of it are struck through"),
    ],
)
def test_what_may_be_said_otherwise_is_refused_with_its_reason(text: str, said: str) -> None:
    assert said in problem_of(text).message


def test_so_many_times_a_total_are_not_its_days() -> None:
    """28 g on each of 5 days are 140 g; 140 g in all are 28 g a day."""
    assert [reading.partition(": ")[2] for reading in problem_of("140 g total x 5").allowed] == [
        "140 g on each of 5 days, 700 g in all",
        "28 g on each of 5 days, 140 g in all",
    ]


@pytest.mark.parametrize("text", ["70 g every 3 weeks for 6 months", "70 g monthly for 1 year", "70 g q4w for 8 weeks"])
def test_what_lasts_for_two_repeats_or_more_is_read(text: str) -> None:
    assert [day for day, _ in read_written_dose(text).days] == [1]


@given(
    total=st.sampled_from(phrases("total", "total-alone", "course")),
    days=st.sampled_from(("2 days", "for 2 days", "2 dias", "x 2", "on days 1 and 2", "2 doses")),
    order=st.sampled_from(
        ("1 g/kg {1} {0}", "1 g/kg, {0} {1}", "1 g/kg; {0}: {1}", "1 g/kg {1} ({0})", "{1} {0}: 1 g/kg")
    ),
)
def test_a_total_at_the_days_does_not_make_the_dose_one(total: str, days: str, order: str) -> None:
    """1 g/kg on each of two days, two days in total: twice what 1 g/kg over two days is."""
    assert problem_of(order.format(total, days)).code in {"order-ambiguous", "order-unreadable", "unit-unknown"}


@pytest.mark.parametrize(
    "text",
    [
        "1 g/kg 2 day course",
        "Dose: 1 g/kg; course: 2 days",
        "induction course 1 g/kg 2 days",
        "1 g/kg, total de 2 dias",
        "1 g/kg a total of 2 days",
        "1 g/kg (70 kg) total 2 days",
        "1 g/kg total two days",
        "1 g/kg course (2 days)",
        "1 g/kg D1, D2 total",
        "1 g/kg from 2027-05-01 to 2027-05-02, total",
        "Dose: 1 g/kg. Total: 2 days. Frequency: every 3 weeks",
        "1 g/kg por 2 dias por ciclo a cada 4 semanas",
    ],
)
def test_a_total_of_days_leaves_both_readings(text: str) -> None:
    assert problem_of(text).allowed == (
        "daily: 1 g/kg on each of 2 days, 2 g/kg in all",
        "in all: 0.5 g/kg on each of 2 days, 1 g/kg in all",
    )


@pytest.mark.parametrize(
    "text",
    [
        "28 g daily for 5 days in total",
        "28 g daily 5 day course",
        "28 g/dia, total de 5 dias",
        "28 g IV daily, total 5 doses",
        "5 day course of 28 g daily",
        "140 g (2 g/kg) total over 5 days",
        "140 g Privigen in all over 5 days",
        "28 g for 5 days total: 140 g",
        "140 g per cycle over 5 days every 4 weeks",
        "total daily dose 28 g for 5 days",
    ],
)
def test_a_total_of_a_dose_or_of_the_days_of_a_daily_dose_is_read(text: str) -> None:
    """140 g over 5 days are 28 g a day."""
    assert read_written_dose(text).days == tuple((day, Fraction(28)) for day in range(1, 6))


@pytest.mark.parametrize(
    "text",
    [
        "total daily dose: 70 g; number of doses: 2",
        "70 g/day; number of doses: 2",
        "70 g total daily dose x 2",
        "dose total diária 70 g por 2 doses",
    ],
)
def test_any_number_of_doses_of_a_day_with_parts_may_be_of_each_day(text: str) -> None:
    assert any("2 doses of 35 g" in reading for reading in problem_of(text).allowed)


@pytest.mark.parametrize(
    "text",
    [
        "30 g daily from 5 May until 1 May",
        "30 g daily from 2026-05-05 to 2026-05-01",
        "30 g daily 5 June to 1 May",
        "20 g/dia de 5 a 1 de maio de 2027",
    ],
)
def test_a_span_that_ends_before_it_begins_is_called_so(text: str) -> None:
    assert problem_of(text).message.endswith(" ends before it begins, or on that day")


@pytest.mark.parametrize(
    "text",
    [
        *("401 vials of 5 g once", "401 x 5 g vials once", "1000 vials of 5 g", "0 x 5 g vials once"),
        *("30 g daily, 401 vials", "30 g x 401 vials", "30 g once, 0 vials", "999 frascos"),
        *("30 g daily NINES vials", "30 g x NINES vials", "NINES vials", "NINES x 5 g vials once"),
    ],
)
def test_more_vials_than_a_day_has_are_refused_however_they_are_written(text: str) -> None:
    message = problem_of(text.replace("NINES", NINES)).message
    assert message.endswith(": a number of vials of one infusion day is 1 to 400")
    assert read_written_dose("400 vials of 5 g once").days == read_written_dose("400 x 5 g vials once").days


@pytest.mark.parametrize("many", [NINES, f"0{NINES}"], ids=["nines", "behind a zero"])
def test_more_figures_than_are_read_as_a_number_refuse_an_order(many: str) -> None:
    """In the place of each whole number of each order that was worked out by hand."""
    orders = yaml.safe_load((VECTORS / "orders.yaml").read_text(encoding="utf-8"))["by_hand"]
    texts = [case["order"] for case in orders]
    places = [(text, number) for text in texts for number in re.finditer("(?<![0-9.,])[0-9]+(?![0-9.,])", text)]
    for text, number in members(spread(places)):
        with pytest.raises(RefusedError):
            read_written_dose(f"{text[: number.start()]}{many}{text[number.end() :]}")


@pytest.mark.parametrize(
    "text", ["weight NINES - 28 g", "NINES - 3 xyz", "weight 28 - NINES xyz", "7 NINES - NINES xyz"]
)
def test_more_figures_beside_a_dash_refuse_an_order(text: str) -> None:
    assert problem_of(text.replace("NINES", NINES)).code == "order-unreadable"


@pytest.mark.parametrize(
    "text",
    [
        "Dose: 30 g; Frequency: daily; Start: 2026-05-01; End: 2026-05-05",
        "Dose: 30 g; Frequency: daily; Days: 5",
        "Dosis: 30 g; Frecuencia: diaria; Días: 5",
        "30 g daily at 0800 for 5 days",
        "30 g daily at 0000 for 5 days",
        "30 g daily at 8 a.m. for 5 days",
        "30 g daily at 1 a.m. for 5 days",
        "30 g daily at 12 p.m. for 5 days",
        "30 g daily for 5 days at 8:30 p.m.",
        "30 g al día a las 8 a.m. por 5 días",
    ],
)
def test_fields_of_forms_and_times_of_the_day_are_read(text: str) -> None:
    assert read_written_dose(text).days == tuple((day, Fraction(30)) for day in range(1, 6))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("30 g daily at 2500 for 5 days", "'at 2500' is no time of the day"),
        ("30 g daily at 2400 for 5 days", "'at 2400' is no time of the day"),
        ("30 g daily at 0860 for 5 days", "'at 0860' is no time of the day"),
        ("30 g daily for 5 days at 13 p.m.", "'at 13 p.m.' is no time of the day"),
        ("30 g daily for 5 days at 0 am", "'at 0 am' is no time of the day"),
        ("30 g daily; 1 May; 2 May", "names dates twice"),
        ("30 g daily days: 1, 2, 3", "are not understood"),
        ("0.4 g/kg (30 g, rounded to nearest 0 g) daily for 5 days", "'rounded to nearest 0 g' is no rounding"),
    ],
)
def test_what_is_near_them_is_not(text: str, said: str) -> None:
    assert said in problem_of(text).message


def test_a_rate_of_four_figures_is_no_time_of_the_day() -> None:
    rate = read_written_dose("Privigen 30 g daily for 5 days at 1200 mL/h").rate
    assert rate is not None
    assert rate.value == 1200


@pytest.mark.parametrize("text", ["70 g in 2 divided doses", "70 g dividida em 2 doses", "70 g en 2 dosis iguales"])
def test_few_divided_doses_may_be_those_of_one_day(text: str) -> None:
    """70 g are twice 35 g, on two days or on one."""
    assert [reading.partition("; ")[0] for reading in problem_of(text).allowed] == [
        "days: 35 g on each of 2 days, 70 g in all",
        "of each day: 2 doses of 35 g, 70 g a day",
    ]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("140 g in 5 divided doses", 5),
        ("140 g total in 4 divided doses", 4),
        ("140 g divided into 4 doses over 4 days", 4),
        ("140 g in 4 divided doses on 1, 2, 3 and 4 May 2027", 4),
        ("1 g/kg in 2 divided doses", 2),
    ],
)
def test_divided_doses_with_their_days_or_more_than_a_day_has_are_read(text: str, days: int) -> None:
    """1 g/kg over 2 days is a course that sources print."""
    assert len(read_written_dose(text).days) == days


@pytest.mark.parametrize(
    "text",
    [
        "30 g IV daily. Start date: 2027-05-01. Number of doses: 5",
        "30 g IV daily. Start date: 2027-05-01. End date: 2027-05-05",
        "30 g IV. Frequency: daily. Duration: 5 days",
        "Dose: 30 g | Route: IV | Frequency: daily | Duration: 5 days",
        "Start: 2027-05-01 | End: 2027-05-05 | Dose: 30 g | Frequency: daily",
        "30 g em dose única diária por 5 dias",
        "30 g en dosis única diaria por 5 días",
        "30 g as a single daily dose for 5 days",
        "30 g de 24/24 h 5 dias",
    ],
)
def test_a_full_stop_or_a_line_between_fields_and_a_single_daily_dose_are_read(text: str) -> None:
    assert read_written_dose(text).days == tuple((day, Fraction(30)) for day in range(1, 6))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("70 g de 21/21 dias", "every 21 days"),
        ("70 g 3/3 semanas", "every 3 weeks"),
        ("75 g de 4/4 semanas", "every 4 weeks"),
        ("70 g every 21d", "every 21 days"),
        ("70 g cada 21 d", "every 21 days"),
        ("70 g every 3 w", "every 3 weeks"),
        ("Dose: 28 g; Frequency: weekly; Duration: 5 weeks", "every week"),
        ("70 g q4 weekly", "every 4 weeks"),
        ("70 g q3-weekly", "every 3 weeks"),
        ("70 g q 4 weekly", "every 4 weeks"),
        ("70 g q4 wkly", "every 4 weeks"),
        ("70 g q3 monthly", "every 3 months"),
        ("70 g q 6 monthly", "every 6 months"),
        ("28 g daily x 5 days q4 weekly", "every 4 weeks"),
    ],
)
def test_more_ways_to_write_an_interval_are_read(text: str, says: str) -> None:
    interval = read_written_dose(text).interval
    assert interval is not None
    assert interval.says == says


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("70 g 3/4 semanas", "'3/4 semanas' says two numbers of weeks"),
        ("28 g daily for 5 days, cancelled", "'cancelled' says that the order does not hold"),
        ("allergic to Privigen: 28 g daily for 5 days", "'allergic' may name what is not to be given"),
        ("28 g daily for 5 days after PLEX", "'after' puts the order before or behind something else"),
        ("28 g daily for 5 working days", "'5 working days' counts other days"),
        ("28 g bolus once", "'bolus' changes how fast"),
        ("0.4 g/kg/h for 5 days", "'/h' is said of a rate"),
        ("70 g twice weekly", "'twice weekly' may be so many days of each week"),
        ("30 g daily 5. 4 days", "not understood"),
    ],
)
def test_what_changes_an_order_is_never_offered_to_be_left_out(text: str, said: str) -> None:
    problem = problem_of(text)
    assert said in problem.message
    assert "leave it out" not in problem.next


@pytest.mark.parametrize(
    "order",
    [
        "70 g every 3 weeks, patient with CIDP (70 kg) for 2 years",
        "70 g every 3 weeks, dx: CIDP, 70 kg, for 2 years",
        "70 g every 3 weeks for CIDP (70 kg) for 2 years",
        "28 g daily, patient with GBS, 70 kg, for 5 days",
        "28 g/dia, paciente com SGB, 70 kg, 5 dias",
        "Patient with GBS, 70 kg for 5 days: 28 g daily",
        "70 g every 3 weeks, dx CIDP, Privigen for 2 years",
    ],
)
def test_a_weight_between_leaves_a_time_that_of_the_patient(order: str) -> None:
    with pytest.raises(RefusedError, match="how long the patient is ill"):
        read_written_dose(order)


@pytest.mark.parametrize(
    "text",
    [
        "70 g por infusão, 6 infusões",
        "dose por infusão 70 g, 6 infusões",
        "Dose: 70 g; number of infusions: 6",
        "70 g, 6 doses",
        "70 g x 6 doses",
        "70 g x 6",
    ],
)
def test_so_many_infusions_without_how_often_may_be_one_each_time(text: str) -> None:
    """70 g over 6 days would be 11.7 g a day."""
    problem = problem_of(text)
    assert "can be read in three ways" in problem.message
    assert problem.allowed[-1] == "repeated: 70 g each time, 6 times; it does not say how often"
    assert problem.next.endswith('repeated: ask how often, and type with that for N "70 g every N weeks x 6 cycles"')


@pytest.mark.parametrize(
    "text",
    [
        "70 g in 6 doses",
        "70 g in all x 6 doses",
        "70 g for 6 days",
        "70 g x 6 doses (80 g)",
        "70 g x 6 doses every 3 weeks",
        "70 g divided x 6 doses",
    ],
)
def test_what_is_divided_or_has_its_days_is_not_one_each_time(text: str) -> None:
    assert [one for one in problem_of(text).allowed if "each time" in one] == []
