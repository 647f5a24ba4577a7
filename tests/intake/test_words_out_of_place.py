"""Words of orders that are read in their place alone: elsewhere they are refused, with what else they may say."""

from fractions import Fraction
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.intake.written import order
from tests.intake.test_orders_in_doubt import APART, phrases
from tests.written import read_written_dose, vocabulary

ONCE: Final = phrases("once", "as-once")
EVERY: Final = tuple(
    phrase.replace("Nth", "third").replace("N", "3") for phrase in phrases("every-weeks", "every-months")
)


def problem_of(text: str) -> Problem:
    with pytest.raises(RefusedError) as caught:
        read_written_dose(text)
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        ("28 g daily for 5 days then stop 2027-05-03", "'2027-05-03'"),
        ("28 g daily for 5 days then stop from 2027-05-03", "'from 2027-05-03'"),
        ("28 g daily for 5 days, then stop (2027-05-03)", "'2027-05-03'"),
        ("70 g every 3 weeks then stop, 1 Dec 2027", "'1 dec 2027'"),
        ("28 g daily then stop for 5 days", "'for 5 days'"),
        ("70 g every 3 weeks x 4 cycles then stop for 6 months", "'for 6 months'"),
        ("70 g then stop every 3 weeks", "'every 3 weeks'"),
        ("then stop 28 g daily for 5 days", "'28 g'"),
        ("28 g daily for 5 days then stop at 08:00", "'at 08:00'"),
        ("28 g daily for 5 days; then stop: for GBS", "'for gbs'"),
    ],
)
def test_nothing_stands_behind_then_stop(text: str, behind: str) -> None:
    """A date there is the day of the stop, and no first day."""
    problem = problem_of(text)
    assert f"'then stop' ends an order, and {behind} behind it may be when" in problem.message


@pytest.mark.parametrize("text", ["70 g every 3 weeks then stop", "35 g daily for 2 days every month, then stop"])
def test_then_stop_behind_an_interval_says_after_how_many(text: str) -> None:
    problem = problem_of(text)
    assert (problem.code, problem.next) == (
        "order-incomplete",
        'say how often before it, for example "x 4 cycles then stop"',
    )


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("28 g daily for 5 days then stop", 5),
        ("28 g daily for 5 days, then stop.", 5),
        ("28 g daily for 5 days (then stop)", 5),
        ("28 g daily for 5 days from 2027-05-01 then stop", 5),
        ("70 g every 3 weeks x 4 cycles then stop", 1),
        ("70 g every 3 weeks for 6 months, then stop", 1),
    ],
)
def test_then_stop_at_the_end_is_read(text: str, days: int) -> None:
    assert len(read_written_dose(text).days) == days


@given(
    apart=st.sampled_from(APART),
    behind=st.sampled_from(("2027-05-03", "1 May", "for 5 days", "for 6 months", "28 g", "x 2", "daily", "for GBS")),
)
def test_whatever_stands_behind_then_stop_refuses_the_order(apart: str, behind: str) -> None:
    assert (
        "'then stop' ends an order" in problem_of(f"28 g daily for 5 days {apart.format('then stop', behind)}").message
    )


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("70 g once and every 3 weeks", 'type "70 g once" or "70 g every 3 weeks"'),
        ("70 g dosis única y cada 3 semanas", 'type "70 g once" or "70 g every 3 weeks"'),
        ("70 g dose única, a cada 3 semanas", 'type "70 g once" or "70 g every 3 weeks"'),
        ("1 g/kg once, and every 3 weeks from 2027-05-22", 'type "1 g/kg once" or "1 g/kg every 3 weeks"'),
        ("70 g (once) every 3 weeks", 'type "70 g once" or "70 g every 3 weeks"'),
        ("70 g once. Every month.", 'type "70 g once" or "70 g every month"'),
        ("every 3 weeks, 70 g, once", 'type "70 g once" or "70 g every 3 weeks"'),
        ("70 g every 3 weeks & once", 'type "70 g once" or "70 g every 3 weeks"'),
        ("70 g (1 g/kg), single dose, every 3 weeks", 'type "70 g once" or "70 g every 3 weeks"'),
        ("3 x 20 g + 1 x 10 g vials once, every 3 weeks", "keep one of them, the one that is meant"),
    ],
)
def test_once_apart_from_an_interval_may_be_one_dose_alone(text: str, typed: str) -> None:
    problem = problem_of(text)
    assert (problem.code, len(problem.allowed), problem.next) == ("order-ambiguous", 2, typed)


@given(once=st.sampled_from(ONCE), every=st.sampled_from(EVERY), apart=st.sampled_from(APART[1:]))
def test_no_sign_between_once_and_an_interval_makes_it_each_time(once: str, every: str, apart: str) -> None:
    assert problem_of(f"70 g {apart.format(once, every)}").code in {"order-ambiguous", "order-unreadable"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("28 g daily for 5 days and every 4 weeks", "'and every 4 weeks'"),
        ("28 g/dia por 5 dias e mensal", "'e mensal'"),
        ("28 g al día por 5 días, y cada 4 semanas", "'y cada 4 semanas'"),
        ("140 g in all over 5 days & (monthly)", "'& monthly'"),
        ("70 g on day 1 and every 3 weeks", "'and every 3 weeks'"),
    ],
)
def test_and_before_an_interval_may_be_a_maintenance_behind_a_course(text: str, said: str) -> None:
    problem = problem_of(text)
    assert f"{said} may be how often all of it is repeated, or a maintenance behind it" in problem.message
    assert len(problem.allowed) == 2


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("70 g once every 3 weeks", 1),
        ("70 g once q3w", 1),
        ("70 g uma dose a cada 3 semanas", 1),
        ("70 g on day 1, every 3 weeks", 1),
        ("35 g daily for 2 days, every 3 weeks", 2),
        ("35 g daily on days 1 and 2 every 3 weeks", 2),
    ],
)
def test_what_is_repeated_without_doubt_is_read(text: str, days: int) -> None:
    dose = read_written_dose(text)
    assert (len(dose.days), dose.interval is not None) == (days, True)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("28 g daily for 5 days, dose 3/5", "a part: number 3 of 5, or 3/5 of a dose"),
        ("28 g/dia por 5 dias (3/5)", "a part: number 3 of 5, or 3/5 of a dose"),
        ("28 g/dia por 5 dias, dia 3/5", "a part: number 3 of 5, or 3/5 of a dose"),
        ("28 g daily for 5 days 2/3 dose", "a part: number 2 of 3, or 2/3 of a dose"),
        ("28 g daily for 5 days on 1/2 dose", "a part: number 1 of 2, or 1/2 of a dose"),
        ("28 g daily, dose 1/5, 2/5", "a part: number 2 of 5, or 2/5 of a dose"),
        ("70 g every 3 weeks x 6 cycles, 3/6", "a part: number 3 of 6, or 3/6 of a dose"),
        ("70 g every 3 weeks 6/12", "how long: 6 months"),
        ("70 g 3/12 every 3 weeks", "how long: 3 months"),
        ("28 g daily 5/7", "how long: 5 days"),
        ("28 g daily 10/7", "how long: 10 days"),
    ],
)
def test_figures_with_a_slash_are_no_date_of_themselves(text: str, reading: str) -> None:
    """Nor where it is said that dates have the day first: "3/5" is the third of five in the record of every ward."""
    problem = day_first(text)
    assert (problem.code, problem.allowed[-1]) == ("order-ambiguous", reading)


@pytest.mark.parametrize(
    ("text", "which"),
    [
        ("28 g/dia por 5 dias (1/5)", "which dose of them it is: leave it out; "),
        ("28 g/dia por 5 dias (2/5)", "a course that has begun: ask what is still to be given, and write that alone; "),
    ],
)
def test_a_later_dose_of_so_many_is_of_a_course_that_has_begun(text: str, which: str) -> None:
    """Without the figures the whole course would begin anew."""
    write = "a date: write it as 2026-12-01, behind on or from"
    assert day_first(text).next == f"{write}; {which}a part of it: write the grams"


@pytest.mark.parametrize("dates", ["1/5, 2/5 to 4/5/2027", "1/5/2027, 2/5/2027 to 4/5/2027"])
def test_a_span_behind_other_dates_is_not_read(dates: str) -> None:
    assert "'to' is not understood" in day_first(f"28 g daily on {dates}").message
    assert [day for day, _ in read_written_dose("28 g daily on 2027-05-01 to 2027-05-04").days] == [1, 2, 3, 4]


def day_first(text: str) -> Problem:
    with pytest.raises(RefusedError) as caught:
        order.read_written_dose(text, vocabulary(), dates="dmy")
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("28 g daily for 5 days from 3/5", [1, 2, 3, 4, 5]),
        ("70 g once on 3/5", [1]),
        ("28 g/dia de 3/5 a 7/5", [1, 2, 3, 4, 5]),
        ("28 g daily on 3/5, 4/5", [1, 2]),
        ("70 g every 3 weeks from 6/12", [1]),
    ],
)
def test_dates_behind_on_and_from_are_read(text: str, days: list[int]) -> None:
    assert [day for day, _ in order.read_written_dose(text, vocabulary(), dates="dmy").days] == days


@pytest.mark.parametrize(
    "text",
    [
        "0.4 g daily per kg for 5 days",
        "0.4 g/day/kg x 5 days",
        "0,4 g por dia por kg por 5 dias",
        "0,4 g al día por kilo por 5 días",
    ],
)
def test_for_each_kg_apart_from_its_grams_is_not_left_out(text: str) -> None:
    problem = problem_of(text)
    assert "stands apart from its grams" in problem.message
    assert "without it the dose is another one" in problem.next


@pytest.mark.parametrize("text", ["28 g 24/24 h 5 dias", "28 g de 24/24 h, 5 dias"])
def test_hours_of_a_day_are_no_date(text: str) -> None:
    assert read_written_dose(text).days == tuple((day, Fraction(28)) for day in range(1, 6))


def test_every_twelve_hours_is_no_date() -> None:
    assert "'12/12 h' is more than one infusion a day" in problem_of("28 g 12/12 h 5 dias").message


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("28 g daily for 5 days for CIDP стоп", "'стоп'"),
        ("не CIDP, 28 g daily for 5 days", "'не cidp'"),
        ("28 g daily for 5 days for ! CIDP", "'for ! cidp'"),
        ("28 g daily for 5 days, CIDP ٣٠", "'cidp ٣٠'"),
        ("28 g daily for 5 days for CIDP ± 2", "'±' makes a range of it; '2'"),
        ("28 g daily for 5 days for CIDP ]", "']'"),
        ("28 g daily for 5 days for CIDP*", "'*'"),
        ("28 g daily for 5 days for CIDP / 2", "'/ 2'"),
    ],
)
def test_nothing_beside_the_name_of_an_indication_is_passed_over(text: str, refused: str) -> None:
    assert f"{refused} is not understood" in problem_of(text).message


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("28 g daily for 5 days. CIDP.", "cidp"),
        ("for CIDP: 28 g daily for 5 days", "for cidp"),
        ("28 g daily for 5 days for Isaacs' syndrome", "for isaacs' syndrome"),
        ("28 g daily for 5 days for Crohn's disease", "for crohn's disease"),
        ("28 g daily for 5 days for anti-CV2/CRMP5", "for anti-cv2/crmp5"),
        ("28 g daily for 5 days, G61.81", "g61.81"),
    ],
)
def test_signs_of_a_name_belong_to_it_and_those_behind_it_do_not(text: str, use: str) -> None:
    assert [words for words, _ in read_written_dose(text).uses] == [use]


@pytest.mark.parametrize("end", [".", "", ";"])
def test_a_dose_is_no_name_though_a_scheme_of_the_review_is_called_by_it(end: str) -> None:
    """The general scheme of the review is also called "2 g/kg"."""
    read = read_written_dose(f"28 g daily for 5 days (2 g/kg){end}")
    assert not read.uses
    assert [restated.also.value for restated in read.also] == [Fraction(2)]
    with pytest.raises(RefusedError):
        read_written_dose("28 g daily for 5 days (2 g/kg.)")


@pytest.mark.parametrize("text", ["2 (two),5 g/kg once", "two (2),5 g/kg once", "2 (two).5 g/kg once"])
def test_a_number_said_again_before_its_decimals_is_not_passed_over(text: str) -> None:
    assert "two" in problem_of(text).message


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("28 g as on day 1", "as"),
        ("70 g as every 3 weeks", "as"),
        ("28 g daily as 5 days", "as"),
        ("28 g as daily for 5 days", "as"),
        ("28 g daily for 5 days as for GBS", "as"),
        ("28 g daily as total for 5 days", "as"),
        ("28 g as 70 kg daily for 5 days", "as"),
        ("28 g daily as 1-5 May 2027", "as"),
        ("28 g daily for 5 days as 180 mL/h", "as"),
        ("28 g, i.e. daily, for 5 days", "i.e."),
        ("28 g daily for 5 days i.e. every 3 weeks", "i.e."),
        ("28 g ou seja 1x/dia por 5 dias", "ou seja"),
        ("70 g sendo a cada 3 semanas", "sendo"),
        ("28 g al día o sea 5 días", "o sea"),
        ("28 g es decir cada día durante 5 días", "es decir"),
    ],
)
def test_as_and_its_like_have_something_behind_them_that_is_said_again(text: str, word: str) -> None:
    assert f"{word!r} has nothing behind it that is said again" in problem_of(text).message


@pytest.mark.parametrize(
    "text",
    [
        "140 g as 28 g daily for 5 days",
        "28 g daily on days 1-5, i.e. for 5 days",
        "28 g as Privigen daily for 5 days",
        "28 g daily for 5 days as maintenance",
        "28 g daily for 5 days as from 1 May 2027",
        "140 g as in 5 divided doses",
    ],
)
def test_what_is_said_again_or_spelt_out_is_read(text: str) -> None:
    assert dict(read_written_dose(text).days) == dict.fromkeys(range(1, 6), 28)


@pytest.mark.parametrize(
    "text",
    [
        "patient with GBS, 70 kg, from 1 May 2027: 28 g daily for 5 days",
        "GBS, from 1 May 2027, 28 g daily for 5 days",
        "70 kg, on 1 May 2027: 28 g daily for 5 days",
        "(GBS) as from 1 May 2027: 28 g daily for 5 days",
        "paciente com SGB, 70 kg, desde 1 de maio de 2027: 28 g/dia por 5 dias",
        "paciente con GBS, 70 kg, el 1 de mayo de 2027: 28 g al día durante 5 días",
    ],
)
def test_one_date_behind_the_patient_and_a_sign_may_be_another_day(text: str) -> None:
    assert "may be the day of something else" in problem_of(text).message


@pytest.mark.parametrize(
    "text",
    [
        "patient with GBS, 70 kg, starting 1 May 2027: 28 g daily for 5 days",
        "patient with GBS, 70 kg, Privigen from 1 May 2027: 28 g daily for 5 days",
        "patient with GBS, 70 kg, from 1 to 5 May 2027: 28 g daily",
        "28 g daily for 5 days for GBS, from 1 May 2027",
    ],
)
def test_a_first_day_that_is_called_so_or_stands_behind_the_dose_is_read(text: str) -> None:
    assert dict(read_written_dose(text).days) == dict.fromkeys(range(1, 6), 28)


@pytest.mark.parametrize(
    "text",
    [
        "IVIG course IV: 28 g daily for 5 days",
        "28 g daily for 5 days, course IV",
        "28 g daily for 5 days (course IV)",
        "Course IV IVIG: 28 g daily for 5 days",
        "course IV\n28 g daily for 5 days",
        "28 g daily, 5-day course IV",
    ],
)
def test_a_course_may_be_the_fourth_where_iv_ends_it(text: str) -> None:
    problem = problem_of(text)
    assert problem.code == "order-ambiguous"
    assert "'course iv' may be the fourth course, or one that is given intravenously" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "IV course: 28 g daily for 5 days",
        "IVIG course intravenous: 28 g daily for 5 days",
        "28 g daily for 5 days IV",
        "28 g daily for 5 days, 140 g per course IV",
        "140 g course IV over 5 days",
    ],
)
def test_a_course_is_intravenous_where_iv_is_no_number(text: str) -> None:
    assert dict(read_written_dose(text).days) == dict.fromkeys(range(1, 6), 28)
