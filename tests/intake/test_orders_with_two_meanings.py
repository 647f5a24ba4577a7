"""Orders whose words have a second meaning, or contradict each other: refused, with what to write."""

from fractions import Fraction
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.problems import Problem, RefusedError
from tests.program import shipped
from tests.written import read_written_dose


def problem_of(text: str) -> Problem:
    with pytest.raises(RefusedError) as caught:
        read_written_dose(text)
    return caught.value.problems[0]


HOURS: Final = "may be how long an infusion lasts, or the time of day at which it begins"
NORMAL: Final = "'normal' may name another weight than the actual one"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("28 g daily as 6 h infusion for 5 days", f"'as 6 h' {HOURS}"),
        ("28 g IV as 4h infusion once daily x 5 days", f"'as 4h' {HOURS}"),
        ("70 g as 6 h infusion every 3 weeks", f"'as 6 h' {HOURS}"),
        ("28 g daily for 5 days as 4:00 h infusion", f"'as 4:00 h' {HOURS}"),
        ("28 g/dia por 5 dias, infundir as 4 horas", f"'as 4 horas' {HOURS}"),
        ("28 g daily for 5 days, infusion time: 4:00", f"'infusion time: 4:00' {HOURS}"),
        ("28 g daily for 5 days, infusion time 4:00", f"'infusion time 4:00' {HOURS}"),
        ("28 g daily for 5 days, infusion time 4 h", f"'infusion time' {HOURS}"),
        ("0.4 g/kg normal body weight daily for 5 days", NORMAL),
        ("0.4 g/kg (normal weight 70 kg) daily for 5 days", NORMAL),
        ("0.4 g/kg of normal weight daily for 5 days", NORMAL),
        ("0,4 g/kg peso normal por dia por 5 dias", NORMAL),
        ("0,4 g/kg (peso corporal normal) al día por 5 días", NORMAL),
    ],
)
def test_words_with_a_second_meaning_are_named(text: str, said: str) -> None:
    assert said in problem_of(text).message


@pytest.mark.parametrize(
    ("text", "weeks", "days"),
    [
        ("35 g daily x 2 weekly", "35 g every 2 weeks", "35 g daily for 2 days every week"),
        ("70 g x 2 weekly", "70 g every 2 weeks", "70 g daily for 2 days every week"),
        ("28 g daily times 5 weekly", "28 g every 5 weeks", "28 g daily for 5 days every week"),
        ("35 g daily x 3 monthly", "35 g every 3 months", "35 g daily for 3 days every month"),
        ("35 g/dia x 2 semanal", "35 g every 2 weeks", "35 g daily for 2 days every week"),
        ("35 g/día x 2 mensual", "35 g every 2 months", "35 g daily for 2 days every month"),
    ],
)
def test_a_number_before_weekly_counts_weeks_or_doses(text: str, weeks: str, days: str) -> None:
    problem = problem_of(text)
    assert problem.next == f'type "{weeks}" or "{days}"'
    assert problem.allowed[0].endswith(weeks)
    many = int(days.split(" ")[4])
    assert [len(read_written_dose(typed).days) for typed in (weeks, days)] == [1, many]


@pytest.mark.parametrize(
    ("text", "day_g", "days"),
    [
        ("28 g/dia por 5 dias às 8h", 28, 5),
        ("28 g/dia por 5 dias ÀS 8 HORAS", 28, 5),
        ("28 g/dia por 5 dias a\N{COMBINING GRAVE ACCENT}s 8 h", 28, 5),
        ("28 g daily for 5 days, time: 08:00", 28, 5),
        ("28 g al día por 5 días a las 8 h", 28, 5),
        ("Human normal immunoglobulin 28 g daily for 5 days", 28, 5),
        ("Normal immunoglobulin (human) 28 g daily for 5 days", 28, 5),
        ("Normal human IgG 28 g daily for 5 days", 28, 5),
        ("Imunoglobulina humana normal, peso 70 kg: 28 g/dia por 5 dias", 28, 5),
        ("Inmunoglobulina normal humana 28 g al día por 5 días", 28, 5),
        ("70 g 3 weekly", 70, 1),
        ("35 g daily x 2 every 3 weeks", 35, 2),
        ("35 g daily x 2 days weekly", 35, 2),
        ("70 g every third day", 70, 1),
    ],
)
def test_words_beside_those_that_leave_one_meaning_are_read(text: str, day_g: int, days: int) -> None:
    assert read_written_dose(text).days == tuple((day, Fraction(day_g)) for day in range(1, days + 1))


def words_of(*ids: str) -> tuple[str, ...]:
    """The words of some ids of the data, in every language."""
    return tuple(phrase for words in shipped().orders.order_words if words.id in ids for phrase in words.phrases)


@given(
    start=st.sampled_from(words_of("rate-start")),
    most=st.sampled_from(words_of("rate", "rate-most", "at-most")),
    rates=st.tuples(st.integers(1, 400), st.integers(1, 400)),
    turned=st.booleans(),
    apart=st.sampled_from((", ", "; ", " ", ". ", " and ")),
    order=st.sampled_from(("Privigen 28 g daily for 5 days, {}", "{}, Privigen 28 g daily for 5 days")),
)
def test_the_rate_said_to_be_first_is_never_above_the_one_said_to_be_highest(
    start: str, most: str, rates: tuple[int, int], *, turned: bool, apart: str, order: str
) -> None:
    """Whatever stands first: the words say which is which, not the place and not the size."""
    first, highest = rates
    said = [f"{start} {first} mL/h", f"{most} {highest} mL/h"]
    text = order.format(apart.join(reversed(said) if turned else said))
    if first > highest:
        assert f"'{first} ml/h' is no start below '{highest} ml/h'" in problem_of(text).message
        return
    rate = read_written_dose(text).rate
    assert rate is not None
    assert (rate.start, rate.value) == (Fraction(first), Fraction(highest))


@pytest.mark.parametrize(
    ("text", "start", "most"),
    [
        ("Privigen 28 g daily for 5 days, 200 mL/h at most, start at 20 mL/h", 20, 200),
        ("Privigen 28 g daily for 5 days, 200 mL/h max rate", None, 200),
        ("Privigen 28 g daily for 5 days, at 200 mL/h at most", None, 200),
        ("Privigen 28 g daily for 5 days, start at 20 mL/h, 200 mL/h", 20, 200),
        ("Privigen 28 g daily for 5 days. Rate: start at 20 mL/h, max rate: 200 mL/h", 20, 200),
        ("Privigen 28 g daily for 5 days (start at 20 mL/h) at 200 mL/h", 20, 200),
        ("Privigen 28 g daily for 5 days. Max rate (200 mL/h)", None, 200),
        ("Privigen 28 g daily for 5 days. Rate = 200 mL/h", None, 200),
        ("Privigen 28 g daily for 5 days (rate: 200 mL/h)", None, 200),
        ("Privigen 28 g daily (rate: 200 mL/h) for 5 days", None, 200),
        ("Privigen 28 g daily for 5 days (start at 20 mL/h, max 200 mL/h)", 20, 200),
        ("Privigen 28 g daily for 5 days, max 200 mL/h", None, 200),
        ("Privigen 28 g daily for 5 days at max 200 mL/h", None, 200),
        ("Privigen 28 g daily for 5 days, start at 20 mL/h, max: 200 mL/h", 20, 200),
        ("Max: 200 mL/h. Privigen 28 g daily for 5 days", None, 200),
        ("Privigen 28 g daily for 5 days, 200 mL/h max", None, 200),
        ("Privigen 28 g daily for 5 days, 20 mL/h to start, maximum 200 mL/h", 20, 200),
        ("Privigen 28 g daily for 5 days, initially 20 mL/h, max. 200 mL/h", 20, 200),
        ("Privigen 28 g/dia por 5 dias, velocidade de infusão 200 mL/h", None, 200),
        ("Privigen 28 g/dia por 5 dias, iniciar com 20 mL/h, máximo 200 mL/h", 20, 200),
        ("Privigen 28 g al día por 5 días, velocidad de infusión: 200 mL/h", None, 200),
        ("Privigen 28 g al día por 5 días, a un ritmo de 200 mL/h", None, 200),
    ],
)
def test_a_rate_is_what_the_word_beside_it_says(text: str, start: int | None, most: int) -> None:
    rate = read_written_dose(text).rate
    assert rate is not None
    assert (rate.start, rate.value) == (None if start is None else Fraction(start), Fraction(most))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Privigen 28 g daily for 5 days, max rate 20 mL/h, start at 120 mL/h", "'120 ml/h' is no start below"),
        ("Privigen 28 g daily for 5 days, 20 mL/h at most, start at 120 mL/h", "'120 ml/h' is no start below"),
        ("Privigen 28 g daily for 5 days at 20 mL/h, start at 120 mL/h", "'120 ml/h' is no start below"),
        ("Privigen 28 g daily for 5 days, start at 0.3 mL/kg/h, max rate 200 mL/h", "are in two units"),
        ("Privigen 28 g daily for 5 days, 100 mL/h, 200 mL/h", "does not say one rate"),
        ("Privigen 28 g daily for 5 days, start at 20 mL/h, start at 30 mL/h", "does not say one rate"),
        ("Privigen 28 g daily for 5 days at most, 120 mL/h", "'at most' is said of no rate"),
        ("Privigen 28 g daily for 5 days at most: 120 mL/h", "'at most' is said of no rate"),
        ("Privigen 28 g daily for 5 days (at most) 120 mL/h", "'at most' is said of no rate"),
        ("Privigen 28 g daily for 5 days at 120 mL/h, at most", "'at most' is said of no rate"),
        ("Privigen at 120 mL/h at most 28 g daily for 5 days", "'at most' is said of no rate"),
        ("Privigen 28 g at most, 120 mL/h, daily for 5 days", "'at most' is said of no rate"),
        ("Privigen 280 mL, at most; 120 mL/h daily for 5 days", "'at most' is said of no rate"),
        ("Privigen 28 g/dia por 5 dias no máximo, 120 mL/h", "'no maximo' is said of no rate"),
        ("Privigen 28 g al día por 5 días como máximo, 120 mL/h", "'como maximo' is said of no rate"),
        ("Privigen 28 g daily for 5 days, start at 20 mL/h at most", "'at most' is said of no rate"),
        ("starting at 28 g daily for 5 days", "'starting at' is said of no rate"),
        ("28 g daily for 5 days rate", "'rate' is said of no rate"),
        ("28 g daily for 5 days, ritmo", "'ritmo' is said of no rate"),
        ("run at 28 g daily for 5 days", "'run at' is said of no rate"),
        ("iniciar com 28 g/dia por 5 dias", "'iniciar com' is said of no rate"),
        ("20 g to start, then 28 g daily for 4 days", "'to start' is said of no rate"),
        ("28 g initially daily for 5 days", "'initially' is said of no rate"),
        ("Privigen 28 g daily for 5 days, 20 mL/h to start 200 mL/h", "'to start' is said of no rate"),
        ("Privigen 28 g daily for 5 days to start 200 mL/h", "may be said of 'for 5 days', or of '200 ml/h'"),
        ("Privigen 28 g daily for 5 days max 200 mL/h", "may be said of 'for 5 days', or of '200 ml/h'"),
        ("Privigen 28 g max 200 mL/h daily for 5 days", "may be said of '28 g', or of '200 ml/h'"),
        ("Privigen 28 g daily for 5 days max, 200 mL/h", "makes the order depend on something"),
        ("Privigen 28 g daily for 5 days max: 200 mL/h", "makes the order depend on something"),
        ("Privigen 28 g daily for 5 days, max: 5 days at 200 mL/h", "makes the order depend on something"),
        ("Privigen 28 g daily for max 5 days at 200 mL/h", "makes the order depend on something"),
        ("Privigen max dose 28 g daily for 5 days, 200 mL/h", "makes the order depend on something"),
        ("Privigen max 28 g daily for 5 days", "makes the order depend on something"),
        ("Privigen 28 g/dia por no máximo 5 dias, 200 mL/h", "makes the order depend on something"),
    ],
)
def test_a_rate_that_its_words_do_not_tell_is_refused(text: str, said: str) -> None:
    assert said in problem_of(text).message


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("28 g per dose x 5 doses on 1, 8, 15, 22 and 29 May 2027", [1, 8, 15, 22, 29]),
        ("70 g daily for 2 days: 2027-05-01, 2027-05-22", [1, 22]),
        ("70 g/dia por 2 dias em 1 de maio de 2027 e 22 de maio de 2027", [1, 22]),
        ("70 g al día por 2 días los días 1 y 22 de mayo de 2027", [1, 22]),
        ("28 g daily for 5 days on 1, 2, 3, 8 and 9 May 2027", [1, 2, 3, 8, 9]),
        ("28 g daily x5/7 2027-05-01, 2027-05-02, 2027-05-03, 2027-05-04, 2027-05-08", [1, 2, 3, 4, 8]),
        ("140 g divided into 5 doses on 1, 3, 5, 7 and 9 May 2027", [1, 3, 5, 7, 9]),
        ("140 g in all over 2 days on 2027-05-01 and 2027-05-08", [1, 8]),
        ("70 g on each of 2 days, 2027-05-01 and 2027-05-22", [1, 22]),
        ("140 g (70 g x 2): 2027-05-01, 2027-05-22", [1, 22]),
        ("140 g (70 g daily for 2 days) on 2027-05-01 and 2027-05-22", [1, 22]),
        ("2 g/kg over 2 days (1 g/kg daily) on 2027-05-01 and 2027-05-08", [1, 8]),
        ("70 g once on 2027-05-01 then 35 g daily for 2 days on 2027-05-08 and 2027-05-10", [1, 8, 10]),
        ("28 g daily on days 1 to 3: 2027-05-01 to 2027-05-03", [1, 2, 3]),
        ("28 g daily for 5 days for CIDP starting 2027-05-01", [1, 2, 3, 4, 5]),
        ("28 g daily for 5 days from 2027-05-01 for CIDP", [1, 2, 3, 4, 5]),
        ("28 g daily for 5 days for CIDP, from 2027-05-01", [1, 2, 3, 4, 5]),
        ("35 g 2027-05-01, 70 g 2027-05-02", [1, 2]),
        ("2027-05-01, day 1: 70 g", [1]),
        ("28 g daily for 2 consecutive days on 2027-05-01 and 2027-05-02", [1, 2]),
    ],
)
def test_dates_are_the_days_and_the_number_of_days_counts_them(text: str, days: list[int]) -> None:
    assert [day for day, _ in read_written_dose(text).days] == days


@given(
    gaps=st.lists(st.integers(1, 9), min_size=1, max_size=3),
    number=st.sampled_from(("for {} days", "x {}", "x {} doses", "daily x {} days")),
    order=st.sampled_from(
        ("28 g per dose {} on {}", "28 g per dose on {1} {0}", "28 g daily {}: {}", "28 g/day {}, {}")
    ),
)
def test_no_number_of_days_moves_a_date(gaps: list[int], number: str, order: str) -> None:
    """The days are those of the dates, or the order is refused."""
    days = [1]
    for gap in gaps:
        days.append(days[-1] + gap)
    dates = " and ".join([", ".join(f"2027-05-{day:02}" for day in days[:-1]), f"2027-05-{days[-1]:02}"])
    text = order.format(number.format(len(days)), dates)
    try:
        found = [day for day, _ in read_written_dose(text).days]
    except RefusedError:
        found = days
    assert found == days


OTHER: Final = "may be the day of something else"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("28 g daily for 5 days, weight 70 kg, 1 May 2027", OTHER),
        ("28 g daily for 5 days; wt 2027-04-20: 70 kg", OTHER),
        ("28 g daily for 5 days (70 kg 2027-04-20)", OTHER),
        ("28 g daily for 5 days, weight 70 kg on 2027-04-20", OTHER),
        ("28 g daily for 5 days, weight 70 kg from 2027-04-20", OTHER),
        ("70 g once, weight 70 kg on 2027-04-20", OTHER),
        ("28 g daily for 5 days, dx CIDP 2019-05-01", OTHER),
        ("28 g daily for 5 days for CIDP from 2019-05-01", OTHER),
        ("28 g/dia por 5 dias para PDIC desde 1 de maio de 2019", OTHER),
        ("Rx 2027-05-01 30 g daily for 5 days", OTHER),
        ("Order 20 Apr 2027, 28 g daily for 5 days", OTHER),
        ("order of 20 Apr 2027: 28 g daily for 5 days", OTHER),
        ("20 de abril de 2027: prescrevo 28 g/dia por 5 dias", OTHER),
        ("1957-05-01 28 g daily for 5 days", OTHER),
        ("70 g every 3 weeks, 2027-05-01", OTHER),
        ("70 g 2027-05-01", OTHER),
        ("28 g daily for 2 consecutive days on 2027-05-01 and 2027-05-05", "its days are not in a row"),
        ("28 g daily for 2 days in a row on 2027-05-01 and 2027-05-05", "its days are not in a row"),
        ("28 g daily for 3 days on 2027-05-01 and 2027-05-02", "it names 2 dates and 3 days"),
        ("28 g daily on days 3 and 4: 2027-05-01 and 2027-05-02", "does not begin on day 1"),
        ("28 g daily on days 1 and 2: 2027-05-01 and 2027-05-03", "by its dates the days are 1, 3"),
        ("70 g (35 g daily for 2 days) every 3 weeks for 2 weeks", "'for 2 weeks' is shorter than every 3 weeks"),
    ],
)
def test_a_date_that_may_be_no_day_of_the_order_is_refused(text: str, said: str) -> None:
    assert said in problem_of(text).message


def test_days_with_gaps_are_named_in_both_readings() -> None:
    problem = problem_of("70 g for 2 days on 2027-05-01 and 2027-05-22")
    assert problem.next == 'type "70 g daily on days 1, 22", or "70 g in all on days 1, 22"'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("35 g daily on days 1 and 22 every 3 weeks", "its days go on to day 22, and "),
        ("35 g daily on days 1 and 22 q21d", "its days go on to day 22, and "),
        ("35 g on 2027-05-01 and 2027-05-22 every 3 weeks", "its days go on to day 22, and "),
        ("28 g daily for 10 days every week", "its days go on to day 10, and "),
        ("28 g daily for 7 days weekly", "its days go on to day 7, and "),
        ("28 g daily for 5 days every 5 days", "its days go on to day 5, and "),
        ("28 g/dia por 5 dias a cada 5 dias", "its days go on to day 5, and "),
        ("28 g q5d x 5", "may count days or repeats"),
        ("70 g every 3 weeks for 2 weeks", "'for 2 weeks' is shorter than every 3 weeks"),
        ("70 g monthly x 4 weeks", "'x 4 weeks' is shorter than every month"),
        ("70 g every 21 days for 2 weeks", "'for 2 weeks' is shorter than every 21 days"),
        ("70 g every 4 weeks for 6 months x 12 cycles", "both say how long it is repeated"),
        ("70 g every 3 weeks x 4 cycles for 12 months", "both say how long it is repeated"),
        ("70 g every second day", "'every second day' leaves out days"),
        ("70 g every 2 days for 2 weeks", "'every 2 days' leaves out days"),
        ("28 g a cada 2 dias", "'a cada 2 dias' leaves out days"),
        ("28 g cada 2 días", "'cada 2 dias' leaves out days"),
        ("70 g q1d", "'q1d' is daily"),
    ],
)
def test_a_course_that_does_not_go_with_its_interval_is_refused(text: str, said: str) -> None:
    assert said in problem_of(text).message


@given(
    days=st.integers(2, 14),
    step=st.integers(1, 28),
    unit=st.sampled_from(("days", "weeks")),
    order=st.sampled_from(
        ("28 g daily for {} days every {}", "every {1} 28 g daily for {0} days", "28 g/day x {}, q {}")
    ),
)
def test_a_course_that_goes_on_when_it_is_repeated_is_refused(days: int, step: int, unit: str, order: str) -> None:
    """Wherever the interval stands; with a day of rest it is read with both."""
    text = order.format(days, f"{step} {unit}")
    gap = step * 7 if unit == "weeks" else step
    try:
        found = read_written_dose(text)
    except RefusedError:
        found = None
    assert (found is None) == (days >= gap)
    assert found is None or (found.interval is not None and (len(found.days), found.interval.low) == (days, step))


@pytest.mark.parametrize(
    ("text", "daily", "course"),
    [
        ("total dose 28 g for 5 days", "28 g daily for 5 days", "28 g in all over 5 days"),
        ("Total: 28 g; duration: 5 days", "28 g daily for 5 days", "28 g in all over 5 days"),
        ("28 g total on 5 days", "28 g daily for 5 days", "28 g in all over 5 days"),
        ("dose total 28 g por 5 dias", "28 g daily for 5 days", "28 g in all over 5 days"),
        ("dosis total: 28 g durante 5 días", "28 g daily for 5 days", "28 g in all over 5 days"),
        ("140 g total x 5 days", "140 g daily for 5 days", "140 g in all over 5 days"),
        ("140 g in all x 5 days", "140 g daily for 5 days", "140 g in all over 5 days"),
        ("1 g/kg total for 2 days", "1 g/kg daily for 2 days", "1 g/kg in all over 2 days"),
        (
            "70 g total for 2 days every 3 weeks",
            "70 g daily for 2 days every 3 weeks",
            "70 g in all over 2 days every 3 weeks",
        ),
        ("70 g x 2 days every 3 weeks", "70 g daily for 2 days every 3 weeks", "70 g in all over 2 days every 3 weeks"),
    ],
)
def test_a_total_for_so_many_days_may_be_that_of_each(text: str, daily: str, course: str) -> None:
    assert problem_of(text).next == f'type "{daily}", or "{course}"'


@pytest.mark.parametrize(
    "order",
    [
        "IVIG course: 70 g for 2 days",
        "IVIG course: 70 g (1 g/kg) for 2 days",
        "Course of IVIG: 70 g on days 1 and 2",
        "Course: 70 g for 2 days",
        "IVIG course\n70 g for 2 days",
        "IVIG course\n70 g over 2 days",
        "IVIG course: 70 g over 2 days",
        "IVIG course: 70 g, D1 and D2",
        "IVIG course: 70 g from 1 to 2 May 2027",
        "IVIG course: 70 g on 1 and 2 May 2027",
        "Privigen course: 70 g for 2 days",
        "Dosing: IVIG course: 70 g for 2 days",
        "Course of 70 g for 2 days",
        "70 g course for 2 days",
    ],
)
def test_a_heading_does_not_say_that_a_dose_is_of_all_days(order: str) -> None:
    """Behind "course" a dose may be that of each day: both readings, and what to type."""
    problem = problem_of(order)
    assert problem.code == "order-ambiguous"
    assert problem.next == 'type "70 g daily for 2 days", or "70 g in all over 2 days"'


def test_a_heading_leaves_the_repeats_in_both_readings() -> None:
    daily, course = "70 g daily for 2 days every 3 weeks", "70 g in all over 2 days every 3 weeks"
    assert problem_of("IVIG course: 70 g for 2 days every 3 weeks").next == f'type "{daily}", or "{course}"'


@pytest.mark.parametrize(
    ("order", "day"),
    [
        ("IVIG course: 35 g daily for 2 days", 35),
        ("IVIG course: 35 g on day 1 and 35 g on day 2", 35),
        ("Course of 70 g over 2 days", 35),
        ("IVIG course: 70 g divided over 2 days", 35),
        ("Course total: 70 g over 2 days", 35),
    ],
)
def test_behind_a_heading_words_tell_what_a_dose_is(order: str, day: int) -> None:
    assert dict(read_written_dose(order).days) == {1: day, 2: day}


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("28 g equals daily for 5 days", "equals"),
        ("28 g daily for 5 days equal to 70 kg", "equal to"),
        ("28 g daily = for 5 days", "="),
        ("28 g daily equal to 5 days", "equal to"),
        ("28 g daily for 5 days equivalent to", "equivalent to"),
        ("28 g (equals) daily for 5 days", "equals"),
        ("28 g (equal to 70 kg) daily for 5 days", "equal to"),
        ("28 g/dia por 5 dias equivalente a 70 kg", "equivalente a"),
    ],
)
def test_what_a_dose_equals_is_missing(order: str, said: str) -> None:
    problem = problem_of(order)
    assert f"{said!r} has no dose behind it" in problem.message
    assert problem.next == "write the dose behind it, or leave that word out"


@pytest.mark.parametrize("order", ["2 g/kg total over 31/7", "28 g daily for 31/7", "28 g daily x31/7"])
def test_many_days_with_a_slash_and_7_may_be_a_date(order: str) -> None:
    assert problem_of(order).allowed == ("how long: 31 days", "a date: 31/7")


def test_few_days_with_a_slash_and_7_are_days() -> None:
    assert len(read_written_dose("2 g/kg total over 10/7").days) == 10
    assert problem_of("2 g/kg total over 11/7").allowed == ("how long: 11 days", "a date: 11/7")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("150 g total dose over 5 days", 30),
        ("a total of 150 g for 5 days", 30),
        ("150 g total for 5 days (30 g daily)", 30),
        ("150 g total dose given as 30 g daily for 5 days", 30),
        ("total dose 150 g in 5 divided doses over 5 days", 30),
        ("30 g x 5 days, total 150 g", 30),
        ("2 g/kg total for 5 days", Fraction(2, 5)),
        ("dose total de 2 g/kg durante 5 dias", Fraction(2, 5)),
    ],
)
def test_a_total_that_has_one_meaning_is_read(text: str, day: Fraction) -> None:
    """2 g/kg is printed over 5 days, and 10 g/kg is not."""
    assert {grams for _, grams in read_written_dose(text).days} == {Fraction(day)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("70 g every 3 weeks only after more than 2 infusions", "depend on something"),
        ("70 g a cada 3 semanas só após mais de 2 infusões", "depend on something"),
        ("28 g daily for 5 days (only after several infusions at an intermediate rate)", "depend on something"),
        ("only after more than 2 infusions 28 g daily for 5 days", "depend on something"),
        ("28 g daily for 5 days, how far to raise it is for the prescriber", "depend on something"),
        ("Privigen verdict avoid: 28 g daily for 5 days", "behind a preparation and its dose"),
        ("28 g daily for 5 days, verdict caution", "behind a preparation and its dose"),
        ("28 g given once then 28 g daily for 4 days", "that it was given"),
        ("28 g administered on day 1 then 28 g daily for 4 days", "that it was given"),
        ("total given: 140 g in all over 5 days", "that it was given"),
        ("Infused 140 g in all over 5 days", "that it was given"),
        ("70 g given on day 1, 70 g on day 2", "that it was given"),
        ("D1 70 g administrada, D2 70 g", "that it was given"),
        ("día 1 70 g administrados, día 2 70 g", "that it was given"),
        ("28 g daily given days 1-2, 28 g daily days 3-5", "that it was given"),
        ("70 g given once, 70 g on day 2", "that it was given"),
        ("dose given 28 g daily for 5 days", "that it was given"),
        ("dose total administrada 140 g em 5 dias", "that it was given"),
        ("70 kg patient given 28 g daily for 5 days", "that it was given"),
        ("70 g on day 8 every week", "does not begin on day 1"),
        ("single dose given 70 g", "that it was given"),
        ("28 g daily for 5 days, weight:", "a field that is not filled in"),
        ("total dose 280 mL of Privigen 10 % for 5 days", "'280 ml' may be given on each day"),
        ("700 mL of Privigen 10 % 2 days total", "'700 ml' may be given on each day"),
        ("700 mL of Privigen 10 % in 2 divided doses", "'700 ml' may be given on each day"),
        ("Privigen 350 mL daily x 2 weekly", "'350 ml' may be given on each day"),
        ("total dose 3 x 10 g vials for 5 days", "'3 x 10 g vials' may be given on each day"),
        ("weight: , 30 g daily for 5 days", "a field that is not filled in"),
        ("0.4 g/kg \u2260 28 g daily for 5 days", "struck through"),
        ("70 g D1, D5-D3", "the days end before they begin"),
        ("30 g daily D1 D5-D3", "the days end before they begin"),
        ("35 g daily for 2 days and maintenance every 3 weeks", "'and every 3 weeks' may be how often"),
        ("total dose 1 g/kg (70 g) for 2 days every 3 weeks", "can be read in two ways"),
        ("total dose 0.4 g/kg (28 g) for 5 days", "can be read in two ways"),
        ("140 g in all times 5 days", "can be read in two ways"),
        ("35 g daily every three weeks one day", "'one day' behind 'every three weeks'"),
        ("Octagam 5 % of 280 mL daily for 5 days", "a part of the dose, or a strength"),
        ("70 g in 2 divided doses from 2027-05-01", "may be doses of so many days, or of each day"),
        ("Frequency: ; Dose: 28 g daily; Duration: 5 days", "a field that is not filled in"),
        ("Privigen 28 g daily for 5 days at 1.200 mL/h", "can be read as 1200 or as 1.200"),
        ("( ) 28 g daily for 5 days", "a box that is not ticked"),
        ("70 g once ( ) every 3 weeks", "a box that is not ticked"),
        ("70 g every 3 weeks and 1 day", "'1 day' behind 'every 3 weeks'"),
        ("70 g every 3 weeks 1 day", "'1 day' behind 'every 3 weeks'"),
        ("70 g a cada 3 semanas e um dia", "'um dia' behind 'a cada 3 semanas'"),
        ("35 g al día cada 3 semanas y 2 días", "'2 dias' behind 'cada 3 semanas'"),
        ("Octagam 5 % of 28 g daily for 5 days", "a part of the dose, or a strength"),
        ("Octagam 10 % de 28 g/dia por 5 dias", "a part of the dose, or a strength"),
    ],
)
def test_words_that_are_no_order_in_their_place_are_refused(text: str, said: str) -> None:
    assert said in problem_of(text).message


@pytest.mark.parametrize(
    "text",
    [
        "Privigen 28 g daily for 5 days at 120 mL/h (only after more than 2 infusions)",
        "Privigen 28 g daily for 5 days, start at 21 mL/h; how far to raise it is for the prescriber; verdict caution",
        "28 g to be given once then 28 g daily for 4 days",
        "28 g given daily for 5 days",
        "140 g total dose given as 28 g daily for 5 days",
        "28 g (IV) daily for 5 days",
        "280 mL of Privigen 10 % daily for 5 days",
        "280 mL of Privigen 10 % daily for 5 days in total",
        "1400 mL of Privigen 10 % in all over 5 days",
        "Privigen 28 g daily for 5 days at 1.250 mL/kg/h",
        "Dose:\n28 g daily for 5 days",
    ],
)
def test_words_of_an_order_line_are_read_in_their_place(text: str) -> None:
    assert [*read_written_dose(text).grams(Fraction(70))] == [(day, Fraction(28)) for day in range(1, 6)]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Diagnosis: GBS (5 days)\nDose: 28 g\nFrequency: daily", "5 days"),
        ("Diagnosis: GBS 5 days\nDose: 28 g daily", "5 days"),
        ("GBS (5 days): IVIG 28 g daily", "5 days"),
        ("28 g daily. Dx: GBS for 5 days", "for 5 days"),
        ("28 g daily for GBS (5 days)", "5 days"),
        ("28 g/dia. Diagnóstico: SGB por 5 dias", "por 5 dias"),
        ("SGB (5 días): IGIV 28 g/día", "5 dias"),
        ("70 g every 3 weeks. Dx: CIDP for 2 years", "for 2 years"),
        ("CIDP (for 6 months): 70 g every 3 weeks", "for 6 months"),
    ],
)
def test_a_time_behind_a_disease_may_be_how_long_the_patient_is_ill(text: str, time: str) -> None:
    assert f"{time!r} behind" in problem_of(text).message
    assert "how long the patient is ill" in problem_of(text).message


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("28 g daily for GBS x 5 days", 5),
        ("28 g/dia para SGB por 5 dias", 5),
        ("28 g daily for 5 days for GBS", 5),
        ("GBS: 28 g daily for 5 days", 5),
        ("Indication: GBS\nDuration: 5 days\nDose: 28 g daily", 5),
        ("70 g every 3 weeks for CIDP for 6 months", 1),
    ],
)
def test_a_time_that_is_that_of_the_order_is_read_beside_a_disease(text: str, days: int) -> None:
    assert len(read_written_dose(text).days) == days


@pytest.mark.parametrize(
    "text",
    [
        "140 g in 5 doses once daily",
        "140 g in 5 doses, q24h",
        "2 g/kg in 5 infusions once a day",
        "140 g as 5 doses once daily",
        "140 g em 5 doses 1x/dia por 5 dias",
        "140 g en 5 dosis una vez al día",
        "140 g over 5 days, infusion each day",
        "140 g over 5 days per day",
        "140 g em 5 dias, infusão diária",
        "140 g infusão diária em 5 dias",
        "140 g en infusión diaria en 5 días",
        "140 g perfusión diaria a lo largo de 5 días",
        "140 g em infusão diária por 5 dias",
        "140 g em infusões diárias por 5 dias",
        "140 g por perfusão diária por 5 dias",
        "140 g por perfusões diárias durante 5 dias",
        "140 g por perfusión diaria durante 5 días",
        "140 g por infusiones diarias durante 5 días",
        "daily for 5 days of 140 g total",
        "daily for 5 days of 140 g (in all)",
        "1 vez ao dia por 5 dias de 2 g/kg no total",
        "5 days of 140 g total daily",
        "140 g total 5 days daily",
        "140 g em infusão diária de 1 a 5 de maio",
        "140 g en infusión diaria por 5 días",
        "140 g en infusión intravenosa diaria durante 5 días",
        "140 g en infusiones diarias durante 5 días",
        "140 g by daily infusion for 5 days",
        "140 g in daily infusions on days 1-5",
        "140 g en 5 días, al día",
        "2 g/kg over 5 days, total daily dose",
    ],
)
def test_a_dose_in_so_many_doses_or_over_days_may_be_of_all_whatever_says_a_day_behind_them(text: str) -> None:
    """140 g of 5 days are 28 g on each, and 140 g on each are 700 g."""
    readings = problem_of(text).allowed
    assert [reading.split(":")[0] for reading in readings] == ["daily", "in all"]


@pytest.mark.parametrize(
    "text",
    [
        "28 g/day over 5 days",
        "over 5 days 28 g per day",
        "over 5 days, total daily dose 28 g",
        "28 g each day over 5 days",
        "dose diária 28 g em 5 dias",
        "28 g infusão diária por 5 dias",
        "28 g/dia por perfusão diária por 5 dias",
        "28 g total of 5 days daily",
        "28 g (total 5 days) daily",
        "28 g daily for 5 days total",
        "140 g total: 5 days, 28 g daily",
        "28 g/dia em infusão diária por 5 dias",
        "28 g al día en infusión diaria por 5 días",
        "140 g no total em infusão diária por 5 dias",
        "140 g in all, in daily infusions, over 5 days",
        "140 g over 5 days (28 g/day)",
    ],
)
def test_words_of_a_day_at_the_dose_say_that_it_is_that_of_each_day(text: str) -> None:
    assert dict(read_written_dose(text).days) == dict.fromkeys(range(1, 6), 28)


def test_volumes_in_so_many_doses_once_daily_may_be_of_all() -> None:
    assert "be divided into several doses" in problem_of("1400 mL in 5 doses once daily").message


@pytest.mark.parametrize("text", ["2 g/kg x 5 days divided over 5 days", "140 g x 5/7, divided over 5 days"])
def test_days_that_are_multiplied_divide_no_dose(text: str) -> None:
    assert "may be one thing said twice" in problem_of(text).message


@pytest.mark.parametrize(
    "text",
    [
        "28 g every 3 weeks (0.4 g/kg daily)",
        "70 g every 3 weeks = 1 g/kg/day",
        "70 g a cada 3 semanas (1 g/kg/dia)",
        "70 g cada 3 semanas, es decir 70 g al día",
    ],
)
def test_a_repeated_dose_that_is_said_again_as_that_of_a_day_does_not_say_on_how_many(text: str) -> None:
    assert "does not say on how many days" in problem_of(text).message


@pytest.mark.parametrize(
    "text",
    ["0.4 g/kg and (28 g) daily for 5 days", "28 g daily for 5 days and (28 g)", "28 g daily for 5 days, and (140 g)"],
)
def test_a_dose_in_brackets_behind_and_may_be_another(text: str) -> None:
    assert "may be the same dose again, or another one beside it" in problem_of(text).message


@pytest.mark.parametrize("date", ["1/2", "1/12", "3/52"])
def test_figures_between_the_fields_of_a_first_and_a_last_day_may_be_the_day_of_something_else(date: str) -> None:
    problem = problem_of(f"First day: 2026-12-01\nDose: 28 g daily\n{date} Last day: 2026-12-05")
    assert "may be the day of something else" in problem.message


@pytest.mark.parametrize(
    ("text", "way", "each", "part", "again"),
    [
        ("dose total de 28 g por infusão em 5 dias", "por infusao", "28 g", "5.6 g", ""),
        ("28 g por infusão, divididos em 5 dias", "por infusao", "28 g", "5.6 g", ""),
        ("0,4 g/kg por infusão, dividido em 5 doses", "por infusao", "0.4 g/kg", "0.08 g/kg", ""),
        ("28 g (por perfusão) em 5 doses iguais", "por perfusao", "28 g", "5.6 g", ""),
        ("28 g por infusión, repartidos en 5 días", "por infusion", "28 g", "5.6 g", ""),
        ("28 g por perfusión, repartidos en 5 días cada 4 semanas", "por perfusion", "28 g", "5.6 g", " every 4 weeks"),
    ],
)
def test_por_infusao_beside_a_total_may_say_the_dose_of_each_infusion(
    text: str, way: str, each: str, part: str, again: str
) -> None:
    """In Portuguese and Spanish it is "by infusion" and "per infusion"; 28 g divided by 5 are 5.6 g."""
    problem = problem_of(text)
    assert (
        f"{way!r} may say that the dose is that of each infusion, or by what way all of it is given" in problem.message
    )
    daily, in_all = problem.allowed
    assert daily.startswith(f"daily: {each} on each of 5 days")
    assert in_all.startswith(f"in all: {part} on each of 5 days")
    assert problem.next == f'type "{each} daily for 5 days{again}", or "{each} in all over 5 days{again}"'


@pytest.mark.parametrize(
    "text",
    [
        "28 g/dia por infusão por 5 dias",
        "28 g por infusão 1x/dia por 5 dias",
        "28 g/dia por 5 dias administrada por infusão",
        "28 g/dia por 5 dias administrada por infusão para PIDC",
        "28 g/dia por 5 dias por perfusão (140 g no total)",
        "28 g al día por infusión durante 5 días",
        "140 g em infusão em 5 doses iguais",
    ],
)
def test_por_infusao_beside_the_dose_of_a_day_says_the_same_either_way(text: str) -> None:
    assert dict(read_written_dose(text).days) == dict.fromkeys(range(1, 6), 28)


@pytest.mark.parametrize(
    ("text", "count", "days", "typed"),
    [
        ("28 g daily in 2 divided doses for 5 days", "in 2 divided doses", "for 5 days", "for 5 days"),
        ("28 g divided in 2 doses daily for 5 days", "divided in 2 doses", "for 5 days", "for 5 days"),
        ("28 g daily in 2 divided daily doses for 5 days", "in 2 divided daily doses", "for 5 days", "for 5 days"),
        ("28 g/dia dividido em 2 doses por 5 dias", "dividido em 2 doses", "por 5 dias", "for 5 days"),
        ("28 g/dia em 2 doses por 5 dias", "em 2 doses", "por 5 dias", "for 5 days"),
        ("28 g em 2 doses ao dia por 5 dias", "em 2 doses", "por 5 dias", "for 5 days"),
        ("28 g al día repartidos en 2 dosis durante 5 días", "repartidos en 2 dosis", "durante 5 dias", "for 5 days"),
        ("28 g daily as 2 doses on days 2 to 6", "2 doses", "on days 2 to 6", "on days 2, 3, 4, 5, 6"),
    ],
)
def test_the_dose_of_a_day_in_parts_keeps_the_days_that_are_said(text: str, count: str, days: str, typed: str) -> None:
    """28 g a day in two doses are 14 g each; 5 days of 28 g are 140 g."""
    problem = problem_of(text)
    assert f"{count!r} beside {days!r} is more than one infusion a day" in problem.message
    assert problem.allowed == ("of each day: 2 doses of 14 g, 28 g on each of 5 days, 140 g in all",)
    assert problem.next == f'ask; in one infusion a day type "28 g daily {typed}"'


@pytest.mark.parametrize(
    ("text", "count", "days"),
    [
        ("28 g in 2 divided doses for 5 days", "in 2 divided doses", "for 5 days"),
        ("28 g in 2 daily doses for 5 days", "in 2 daily doses", "for 5 days"),
        ("28 g daily in 2 divided doses over 5 days", "in 2 divided doses", "over 5 days"),
        ("28 g daily in 2 doses over 5 days", "in 2 doses", "over 5 days"),
    ],
)
def test_two_doses_beside_five_days_name_no_other_number_of_days(text: str, count: str, days: str) -> None:
    problem = problem_of(text)
    assert f"{count!r} beside {days!r} may be doses of each day, or of some of these days" in problem.message
    assert problem.next == "ask how much is given on each day, and on which days; write that alone"


@pytest.mark.parametrize("text", ["28 g daily in 2 divided doses", "28 g daily in 2 divided doses for 2 days"])
def test_two_doses_a_day_without_other_days_may_be_those_of_two_days(text: str) -> None:
    problem = problem_of(text)
    assert problem.next.startswith('days: type "28 g in all over 2 days"; of each day: write "28 g daily"')
