"""Orders that say their dose twice, or in another way than most: read where both agree, refused where they do not."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.request.written import WrittenDose
from tests.program import run
from tests.written import read_written_dose


def problem_of(text: str) -> Problem:
    with pytest.raises(RefusedError) as caught:
        read_written_dose(text)
    return caught.value.problems[0]


def read_or_refused(text: str) -> WrittenDose | None:
    try:
        return read_written_dose(text)
    except RefusedError:
        return None


def code_of(order: str) -> int:
    return run("verify", "--weight", "70", "--indication", "gbs", "--order", order).code


@pytest.mark.parametrize(
    "order",
    [
        "0.4 g/kg, 28 g daily for 5 days",
        "0.4 g/kg, 28 g, daily for 5 days",
        "28 g, 0.4 g/kg daily for 5 days",
        "28 g daily for 5 days, 0.4 g/kg",
        "28 g daily for 5 days; 2 g/kg",
        "0,4 g/kg, 28 g ao dia por 5 dias",
        "0,4 g/kg; 28 g al día por 5 días",
        "0.4 g/kg (= 28 g) daily for 5 days",
        "0.4 g/kg (i.e. 28 g) daily for 5 days",
        "0,4 g/kg (ou seja, 28 g) ao dia por 5 dias",
        "0,4 g/kg (es decir, 28 g) al día por 5 días",
        "28 g daily for 5 days (= 140 g)",
        "28 g daily for 5 days (i.e. 140 g total)",
        "2 g/kg over 5 days (i.e. 0.4 g/kg/day)",
        "140 g total, 28 g/day for 5 days",
        "total 140 g; 28 g daily for 5 days",
        "2 g/kg total, 28 g/day for 5 days",
        "dose total 140 g, 28 g/dia por 5 dias",
        "dosis total 140 g, 28 g al día por 5 días",
        "Total dose: 140 g; daily dose: 28 g; duration: 5 days",
        "140 g total D1-D5, 28 g/day",
        "28 g/day for 5 days, total 140 g",
        "2 g/kg (divided into 5 daily doses of 0.4 g/kg)",
        "2 g/kg (dividida em 5 doses diárias de 0,4 g/kg)",
        "2 g/kg (dividida en 5 dosis diarias de 0,4 g/kg)",
        "140 g (2 g/kg) divided into 5 doses of 28 g",
        "(2 g/kg) 140 g (divided into 5 doses of 28 g)",
        "28 g daily for 5 (five) days",
        "28 g/dia por 5 (cinco) dias",
        "28 g al día por 5 (cinco) días",
        "2 g/kg (28 g daily for 5 days)",
        "0.4 g/kg (28 g daily for 5 days)",
        "28 g daily (28 g daily for 5 days)",
        "0.4 g/kg/day (28 g daily for 5 days)",
        "28 g = 0.4 g/kg daily x 5 days",
        "140 g = 0.4 g/kg daily x 5 days",
        "0.4 g/kg/dose = 28 g IV q24h x 5 doses",
        "0,4 g/kg/dose = 28 g 1x/dia por 5 dias",
        "0,4 g/kg/dosis = 28 g una vez al día por 5 días",
        "0.4 g/kg/dose x 70 kg = 28 g IV q24h x 5 doses",
        "140 g: 28 g/day for 5 days",
        "140 g: 28 g/dia por 5 dias",
        "140 g: 28 g al día por 5 días",
        "2 g/kg: 0.4 g/kg/day for 5 days",
        "2 g/kg = 140 g total, 28 g daily x 5 days",
        "2 g/kg (140 g total), 28 g daily x 5 days",
        "2 g/kg, 140 g total, 28 g daily x 5 days",
        "2 g/kg: 0.4 g/kg/day for 5 days, total 140 g",
        "30 g = 6 frascos de 5 g EV 1x/dia por 5 dias",
        "6 frascos de 5 g = 30 g 1x/dia por 5 dias",
        "30 g = 6 viales de 5 g una vez al día por 5 días",
        "Privigen 28 g = 280 mL IV daily for 5 days",
        "Privigen 280 mL = 28 g IV daily for 5 days",
        "Privigen 140 g = 280 mL daily for 5 days",
        "6 x 5 g = 30 g daily for 5 days",
        "Privigen 0.4 g/kg x 70 kg = 280 mL daily for 5 days",
    ],
)
def test_a_dose_said_twice_that_agrees_is_read(order: str) -> None:
    """Of 70 kg 0.4 g/kg are 28 g, and 2 g/kg 140 g."""
    assert code_of(order) == 0


@pytest.mark.parametrize(
    "order",
    [
        "0.4 g/kg, 35 g daily for 5 days",
        "28 g daily for 5 days, 0.5 g/kg",
        "1 g/kg, 28 g ao dia por 5 dias",
        "0.4 g/kg (= 35 g) daily for 5 days",
        "28 g daily for 5 days (= 28 g)",
        "0.4 g/kg daily for 5 days (= 28 g)",
        "140 g total, 30 g/day for 5 days",
        "2 g/kg total, 35 g/day for 5 days",
        "dose total 150 g, 28 g/dia por 5 dias",
        "2 g/kg (divided into 5 daily doses of 0.5 g/kg)",
        "28 g daily for 5 (four) days",
        "28 g daily for 5 days, 140 g",
        "140 g total and 28 g/day for 5 days",
        "0.4 g/kg and 28 g daily for 5 days",
        "0.4 g/kg then 28 g daily for 5 days",
        "0.4 g/kg, 0.4 g/kg daily for 5 days",
        "1 g/kg (28 g daily for 5 days)",
        "1 g/kg = 28 g daily for 5 days",
        "2 g/kg/day (28 g daily for 5 days)",
        "2 g/kg/dose = 28 g q24h x 5 doses",
        "2 g/kg x 70 kg = 28 g daily for 5 days",
        "Privigen 2 g/kg x 70 kg = 280 mL daily for 5 days",
        "2 g/kg x 70 kg = 6 vials of 5 g daily for 5 days",
        "0.4 g/kg = total 28 g for 5 days",
        "2 g/kg (140 g in all over 5 days)",
        "28 g, 28 g daily for 5 days",
        "150 g: 28 g/day for 5 days",
        "1 g/kg every 3 weeks (70 g daily for 2 days)",
        "70 g every 3 weeks (70 g daily for 2 days)",
        "0.5 g/kg every 3 weeks = 35 g daily for 2 days",
        "1 g/kg a cada 3 semanas (70 g/dia por 2 dias)",
        "1 g/kg cada 3 semanas (70 g al día por 2 días)",
        "2 g/kg = 150 g total, 28 g daily x 5 days",
        "2 g/kg: 0.5 g/kg/dia por 5 dias",
        "30 g = 5 frascos de 5 g EV 1x/dia por 5 dias",
        "Privigen 28 g = 300 mL IV daily for 5 days",
        "Privigen 280 mL = 30 g IV daily for 5 days",
        "30 g = 300 mL daily for 5 days",
        "6 x 5 g = 28 g daily for 5 days",
        "70 g = 0.5 g/kg every 3 weeks",
    ],
)
def test_a_dose_said_twice_that_does_not_agree_or_may_be_two_is_refused(order: str) -> None:
    assert code_of(order) == 2


@pytest.mark.parametrize(
    "text",
    [
        "140 g, 28 g/day for 5 days",
        "140 g; 28 g/dia por 5 dias",
        "140 g | 28 g al día por 5 días",
        "Dose: 70 g. 35 g daily for 2 days",
        "70 g at 08:00, 35 g daily for 2 days",
        "70 g at 08:00: 35 g daily for 2 days",
        "Privigen 70 g, Privigen 35 g daily for 2 days",
        "Privigen 70 g: Privigen 35 g daily for 2 days",
        "70 g total Privigen, 35 g Privigen daily for 2 days",
        "0.4 g/kg, 0.4 g/kg/dia por 5 dias",
    ],
)
def test_a_dose_before_others_may_be_all_of_them_or_one_of_its_own(text: str) -> None:
    problem = problem_of(text)
    assert problem.code == "order-ambiguous"
    assert "the dose of all days, or one before the others?" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "70 g, 35 g daily for the next 2 days",
        "70 g: 35 g daily for the next 2 days",
        "70 g (35 g daily for the next 2 days)",
        "28 g = 0.4 g/kg daily for the next 4 days",
        "1 g/kg; 35 g/dia pelos próximos 2 dias",
        "70 g, 35 g al día los próximos 2 días",
    ],
)
def test_the_next_days_behind_two_doses_may_be_those_behind_the_first(text: str) -> None:
    assert "behind two doses may be the days of both, or those behind the first" in problem_of(text).message


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("28 g daily for the next 5 days", 5),
        ("28 g (0.4 g/kg) daily for the next 5 days", 5),
        ("28 g/dia pelos próximos 5 dias", 5),
        ("28 g al día durante los próximos 5 días", 5),
        ("28 g on day 1 then 28 g daily for the next 4 days", 5),
    ],
)
def test_the_next_days_of_one_dose_are_its_days(text: str, days: int) -> None:
    assert [*read_written_dose(text).grams(Fraction(70))] == [(day, Fraction(28)) for day in range(1, days + 1)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("30 g given daily on day 1, day 2 and D3", [30] * 3),
        ("30 g given daily D1, D2 and D3", [30] * 3),
        ("30 g administrados diariamente D1, D2 y D3", [30] * 3),
        ("6 FA de 5 g por dia por 5 dias", [30] * 5),
        ("6 frascos-ampola de 5 g por dia por 5 dias", [30] * 5),
        ("30 g (6 FA de 5 g) por dia por 5 dias", [30] * 5),
        ("6 ampollas de 5 g al día por 5 días", [30] * 5),
    ],
)
def test_more_ways_to_write_days_and_vials_are_read(text: str, days: list[int]) -> None:
    assert [*read_written_dose(text).days] == [(day, Fraction(grams)) for day, grams in enumerate(days, 1)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("28 g daily D1 given, D2-D5", "that it was given"),
        ("28 g daily given D1, D2-D5", "that it was given"),
        ("70 g given daily on day 1, 70 g on day 2", "that it was given"),
        ("7 FA de 5 g por dia (30 g) por 5 dias", "it says 35 g, and again 30 g"),
        ("6 FA por dia por 5 dias", "a number of vials without their size"),
    ],
)
def test_what_is_near_them_is_refused(text: str, said: str) -> None:
    assert said in problem_of(text).message


@pytest.mark.parametrize(
    "text",
    [
        "35 g on day 1, 35 g on day 2 every 3 weeks",
        "35 g on day 1 and 35 g on day 2, every 3 weeks",
        "35 g D1, 35 g D2 a cada 3 semanas",
        "35 g el día 1, 35 g el día 2 cada 3 semanas",
    ],
)
def test_days_named_one_by_one_with_one_dose_are_repeated_together(text: str) -> None:
    found = read_written_dose(text)
    assert found.interval is not None
    assert ([*found.days], found.interval.says) == ([(1, Fraction(35)), (2, Fraction(35))], "every 3 weeks")


@pytest.mark.parametrize(
    "text",
    [
        "35 g on day 1 every 3 weeks, 35 g on day 2",
        "every 3 weeks: 35 g on day 1, 70 g on day 22",
        "every 3 weeks: 35 g on day 1 then 70 g on day 2",
        "35 g on day 1 then 35 g on day 2 every 3 weeks",
        "35 g on day 1, 35 g on day 8 every week",
        "70 g on 1 May 2027, 70 g on 15 May 2027 every 3 weeks",
        "35 g in all on days 1 and 2, 35 g in all on days 3 and 4 every 3 weeks",
    ],
)
def test_days_with_other_doses_or_apart_may_be_two_courses(text: str) -> None:
    assert problem_of(text).code == "order-two-courses"


@pytest.mark.parametrize(
    "text",
    [
        "40 g on day 1, 30 g on day 2, every 3 weeks",
        "every 3 weeks: 40 g on day 1, 30 g on day 2",
        "every 3 weeks x 4 cycles: 40 g on day 1, 30 g on day 2",
        "40 g on day 1, 30 g on day 2 (70 g), every 3 weeks",
        "40 g no dia 1 e 30 g no dia 2, a cada 3 semanas",
        "40 g el día 1, 30 g el día 2; cada 3 semanas",
    ],
)
def test_days_with_other_doses_and_a_sign_before_how_often_are_one_course(text: str) -> None:
    found = read_written_dose(text)
    assert found.interval is not None
    assert ([*found.days], found.interval.says) == ([(1, Fraction(40)), (2, Fraction(30))], "every 3 weeks")


@pytest.mark.parametrize("text", ["70 g on day 1, 35 g on day 2 every 3 weeks", "40 g D1 e 30 g D2 a cada 4 semanas"])
def test_without_a_sign_how_often_may_be_said_of_the_last_of_several_doses_alone(text: str) -> None:
    problem = problem_of(text)
    assert problem.code == "order-ambiguous"
    assert "may be how often all of these doses are given, or the last one alone" in problem.message


@pytest.mark.parametrize(
    "total", ["(70 g)", "(total 70 g)", "(70 g en total)", "(30 g)", "(700 mL)", "(300 mL)", "= 70 g"]
)
def test_brackets_behind_the_last_of_several_doses_are_of_all_or_of_it(total: str) -> None:
    for text in ("Privigen 40 g on day 1, 30 g on day 2 {}", "Privigen D1 40 g, D2 30 g {}"):
        found = read_written_dose(text.format(total))
        assert [*found.days] == [(1, Fraction(40)), (2, Fraction(30))]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("40 g on day 1, 30 g on day 2 (80 g)", "its days give 70 g in all, not '80 g'"),
        ("D1 40 g, D2 30 g (80 g)", "its days give 70 g in all, not '80 g'"),
        ("40 g on day 1, 30 g on day 2 (total 30 g)", "its days give 70 g in all, not '30 g'"),
        ("40 g no dia 1, 30 g no dia 2 (800 mL)", "its days give 70 g in all, not '800 ml'"),
        ("30 g daily on days 1-4 and 20 g on day 5 (120 g total)", "its days give 140 g in all, not '120 g'"),
        ("40 g on day 1, 30 g on day 2 (7 x 10 g vials)", "those of several days, whose doses differ"),
        ("20 g on day 1, 30 g daily on days 2 to 3 (6 x 10 g vials)", "those of several days, whose doses differ"),
    ],
)
def test_brackets_behind_the_last_of_several_doses_that_are_neither_are_refused(text: str, why: str) -> None:
    with pytest.raises(RefusedError) as caught:
        read_written_dose(text, "privigen")
    assert why in caught.value.problems[0].message


@pytest.mark.parametrize(
    "text", ["Privigen 28 g/dia a 120 mL/h por 5 dias", "Privigen 28 g al día por 5 días a 120 mL/h"]
)
def test_a_before_a_rate_is_at(text: str) -> None:
    found = read_written_dose(text)
    assert found.rate is not None
    assert (found.rate.value, len(found.days)) == (Fraction(120), 5)


def test_a_between_two_rates_is_no_range() -> None:
    assert "does not say one rate" in problem_of("Privigen 28 g/dia por 5 dias, 30 mL/h a 120 mL/h").message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("140 g total over 5 days, 140 g total over 5 days", "140 g in all may be said again, or be given once more"),
        ("140 g in all over 5 days; 140 g in all over 5 days", "140 g in all may be said again, or be given once more"),
        (
            "140 g total over 5 days and 140 g total over 5 days",
            "140 g in all may be said again, or be given once more",
        ),
        (
            "140 g no total em 5 dias e 140 g no total em 5 dias",
            "140 g in all may be said again, or be given once more",
        ),
        (
            "140 g en total en 5 días y 140 g en total en 5 días",
            "140 g in all may be said again, or be given once more",
        ),
        (
            "140 g total over 5 days from 2027-05-01, 140 g total over 5 days",
            "may be said again, or be given once more",
        ),
        ("70 g total over 1 day, 70 g total over 1 day", "may be said again, or be given once more"),
        ("70 g once and 70 g total", "may be said again, or be given once more"),
        ("70 g every 3 weeks and 70 g total", "may be said again, or be given once more"),
        ("140 g total over 5 days from 2027-05-01, 140 g total over 5 days from 2027-06-01", "goes beyond 31 days"),
        (
            "140 g no total em 5 dias a partir de 2027-05-01, 140 g no total em 5 dias a partir de 2027-06-01",
            "beyond 31",
        ),
        ("140 g en total en 5 días desde 2027-05-01, 140 g en total en 5 días desde 2027-06-01", "goes beyond 31 days"),
        (
            "28 g daily for 5 days from 2027-05-01 (28 g daily for 5 days from 2027-06-01)",
            "it says once so and once otherwise",
        ),
        (
            "0.4 g/kg daily for 5 days from 2027-05-01 (28 g daily for 5 days from 2027-06-01)",
            "it says once so and once otherwise",
        ),
        ("28 g daily for 5 days from 2027-05-01, total 140 g from 2027-06-01", "does not say on how many days"),
        ("28 g (by 28 g) daily for 5 days", 'what stands behind "by" is a limit, or is missing'),
        ("28 g daily by (70 kg) for 5 days", 'what stands behind "by" is a limit, or is missing'),
        ("28 g daily for 5 days, IV by", 'what stands behind "by" is a limit, or is missing'),
        ("28 g (given 28 g) daily for 5 days", "that it was given"),
        ("28 g daily for 5 days dose of", "behind 'dose of' at its end something is missing"),
        ("28 g/dia por 5 dias dose de", "behind 'dose de' at its end something is missing"),
        ("28 g al día por 5 días, dosis de", "behind 'dosis de' at its end something is missing"),
        ("28 g daily for 5 days, weighing", "behind its last word something is missing"),
        ("28 g daily for 5 days from 2st December 2026", "'from 2st december 2026' is not understood"),
        ("28 g daily for 5 days from 11st June 2027", "'from 11st june 2027' is not understood"),
        ("28 g daily from 1nd to 5rd June 2027", "'from 1nd to 5rd june 2027' is not understood"),
        ("28 g daily for 5 days on 3th June 2027", "'on 3th june 2027' is not understood"),
    ],
)
def test_a_course_said_twice_and_a_figure_or_a_word_that_is_lost_are_refused(text: str, said: str) -> None:
    assert said in problem_of(text).message


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("28 g daily for 5 days, total 140 g over 5 days", [1, 2, 3, 4, 5]),
        ("28 g daily for 5 days and total 140 g", [1, 2, 3, 4, 5]),
        ("28 g daily for 2 days then 28 g daily for 3 days, 140 g total", [1, 2, 3, 4, 5]),
        ("28 g daily for 5 days from 2027-05-01 (28 g daily for 5 days from 2027-05-01)", [1, 2, 3, 4, 5]),
        ("56 g total over 2 days from 2027-05-01, 56 g total over 2 days from 2027-05-22", [1, 2, 22, 23]),
        ("28 g daily for 5 days from 2027-05-01, total 140 g over 5 days from 2027-05-06", [*range(1, 11)]),
        ("28 g daily from 1st to 3rd June 2027", [1, 2, 3]),
        ("28 g daily on 11th, 12th, 21st and 22nd June 2027", [1, 2, 11, 12]),
        ("28 g daily for 5 days by infusion, weighing 70 kg", [1, 2, 3, 4, 5]),
    ],
)
def test_a_total_without_dates_of_its_own_and_days_counted_rightly_are_read(text: str, days: list[int]) -> None:
    """22 May is day 22 of 1 May, and 6 May day 6."""
    assert [*read_written_dose(text).days] == [(day, Fraction(28)) for day in days]


WHOLE = "whole course: 35 g on day 1, 70 g on day 2; course total 105 g over 2 days, NOT per day"


@pytest.mark.parametrize(
    "text",
    [
        "35 g on day 1, 70 g on day 2, 105 g in all over 2 days",
        "35 g no dia 1, 70 g no dia 2, total 105 g em 2 dias",
        "35 g el día 1, luego 70 g el día 2; 105 g en total en 2 días",
        f"day 1: Privigen 10 % (100 mg/mL), DOSE 35 g, VOLUME 350 mL; {WHOLE}",
        f"day 2: Privigen 10 % (100 mg/mL), DOSE 70 g, VOLUME 700 mL; {WHOLE}",
    ],
)
def test_a_total_behind_the_dose_of_each_day_by_its_number_says_them_again(text: str) -> None:
    assert [*read_written_dose(text).days] == [(1, Fraction(35)), (2, Fraction(70))]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("35 g on day 1, 70 g on day 2, 110 g in all over 2 days", "it says 105 g, and again 110 g"),
        ("35 g on day 1, 70 g on day 2, 105 g in all over 3 days", "it counts 2 days and 3"),
        ("35 g on day 1, 70 g on day 2 and 105 g in all over 2 days", "or be given once more"),
        ("35 g on day 1, 105 g in all over 1 day", "or be given once more"),
    ],
)
def test_a_total_behind_the_dose_of_each_day_is_theirs_or_is_refused(text: str, said: str) -> None:
    assert said in problem_of(text).message


@pytest.mark.parametrize(("ml", "grams"), [("165", "5"), ("167", "5"), ("200", "6"), ("400", "12"), ("2310", "70")])
def test_the_volume_of_a_vial_that_is_made_up_is_its_dose(ml: str, grams: str) -> None:
    """Sandoglobulin of 3 % is 1 g in 33 mL, 3 g in 100 and 6 g in 200: five vials of 1 g are 165 mL."""
    found = read_written_dose(f"Sandoglobulin 3 % {grams} g ({ml} mL) daily for 5 days")
    assert [*found.days] == [(day, Fraction(grams)) for day in range(1, 6)]


def test_a_volume_that_no_vial_of_it_makes_is_refused() -> None:
    assert "'160 ml' is 4.8 g, not 5 g" in problem_of("Sandoglobulin 3 % 5 g (160 mL) daily for 5 days").message
    assert "'297 ml' is 29.7 g, not 30 g" in problem_of("Privigen 30 g (297 mL) daily for 5 days").message


OTHERWISE = "it says once so and once otherwise"


@pytest.mark.parametrize(
    "text",
    [
        "0.4 g/kg daily for 5 days every 4 weeks (28 g daily for 5 days every 3 weeks)",
        "0.4 g/kg daily for 5 days every 4 weeks = 28 g daily for 5 days every 2 weeks",
        "28 g daily for 5 days every 4 weeks, i.e. 140 g total over 5 days monthly",
        "28 g daily for 5 days (28 g daily for 5 days every 4 weeks)",
        "0.4 g/kg daily for 5 days from 2027-05-01 (28 g daily for 5 days 2027-06-01 to 2027-06-05)",
        "35 g/dia por 2 dias a cada 3 semanas, ou seja 35 g/dia por 2 dias a cada 4 semanas",
        "35 g al día por 2 días cada 3 semanas, es decir 35 g al día por 2 días cada 4 semanas",
        "35 g daily for 2 days every 3 weeks x 4 cycles (35 g daily for 2 days every 3 weeks x 6 cycles)",
        "35 g daily for 2 days (70 g in all over 2 days from 2027-05-22)",
        "140 g total every 3 weeks (28 g daily for 5 days every 4 weeks)",
        "140 g over 5 days from 2027-05-01 (28 g daily for 5 days from 2027-06-01)",
    ],
)
def test_when_and_how_often_are_the_same_where_an_order_is_said_again(text: str) -> None:
    assert OTHERWISE in problem_of(text).message


TIMES = (
    "",
    "every 3 weeks",
    "every 4 weeks",
    "every 3 weeks x 4 cycles",
    "every 3 weeks x 6 cycles",
    "from 2027-05-01",
)


@given(
    first=st.sampled_from(("35 g daily for 2 days", "0.5 g/kg daily for 2 days")),
    again=st.sampled_from(("35 g daily for 2 days", "70 g total over 2 days", "0.5 g/kg daily for 2 days")),
    times=st.tuples(st.sampled_from(TIMES), st.sampled_from(TIMES)),
    joined=st.sampled_from(
        ("{} ({})", "{} = {}", "{}, i.e. {}", "{}, ou seja {}", "{}, es decir {}", "{}, {}", "{}; {}")
    ),
)
def test_nothing_that_an_order_says_again_of_its_times_is_dropped(
    first: str, again: str, times: tuple[str, str], joined: str
) -> None:
    """Fewer of them, or none, may be said again; any others refuse the order."""
    found = read_or_refused(joined.format(f"{first} {times[0]}", f"{again} {times[1]}"))
    assert found is None or times[0].startswith(times[1])
    assert found is None or (found.interval is not None) == times[0].startswith("every")


@pytest.mark.parametrize(
    "text",
    [
        "35 g daily for 2 days every 3 weeks (35 g daily for 2 days q21d)",
        "35 g daily for 2 days every 3 weeks x 4 cycles (35 g daily for 2 days every 3 weeks x 4 cycles)",
        "35 g daily for 2 days (70 g total over 2 days) every 3 weeks",
        "70 g total (35 g daily for 2 days every 3 weeks)",
        "0.5 g/kg daily for 2 days from 2027-05-01 every 3 weeks (35 g daily for 2 days 2027-05-01 to 2027-05-02)",
    ],
)
def test_times_said_twice_that_agree_are_read(text: str) -> None:
    found = read_written_dose(text)
    assert found.interval is not None
    assert ([day for day, _ in found.days], found.interval.says) == ([1, 2], "every 3 weeks")


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("2 g/kg (140 g) divided over 5 days (30 g/day x 5)", "140 g and 150 g"),
        ("2 g/kg (150 g total) divided over 5 days (28 g daily for 5 days)", "150 g and 140 g"),
        ("2 g/kg (28 g daily) over 5 days (150 g)", "28 g and 150 g"),
        ("1 g/kg (70 g) divided over 2 days every 3 weeks (38 g daily for 2 days)", "70 g and 76 g"),
        ("1 g/kg daily for 2 days (140 g total) (75 g daily)", "140 g and 75 g"),
        ("2 g/kg (140 g) dividido em 5 dias (30 g/dia por 5 dias)", "140 g and 150 g"),
        ("2 g/kg (140 g) dividido en 5 días (30 g al día por 5 días)", "140 g and 150 g"),
        ("0.4 g/kg daily for 5 days (140 g total) (140 g total) (30 g daily)", "140 g and 30 g"),
    ],
)
def test_grams_are_held_against_grams_also_where_a_dose_for_each_kg_stands_between(text: str, both: str) -> None:
    assert f"{both} are not the same dose" in problem_of(text).message


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ("2 g/kg (140 g) divided over 5 days (28 g/day x 5)", 0),
        ("2 g/kg (28 g daily) over 5 days (140 g)", 0),
        ("28 g daily (0.4 g/kg) for 5 days (2 g/kg)", 0),
        ("28 g daily (0.39 g/kg) for 5 days (2 g/kg)", 0),
        ("28 g daily for 5 days (140 g total)", 0),
        ("Privigen 0.4 g/kg (28 g) (280 mL) daily for 5 days (2 g/kg)", 0),
    ],
)
def test_grams_that_are_one_dose_and_rounded_doses_for_each_kg_are_read(order: str, code: int) -> None:
    assert code_of(order) == code


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("70 g every 3 weeks x 4 cycles, total 70 g", "total"),
        ("70 g every 3 weeks for 6 months, total dose 70 g", "total dose"),
        ("70 g a cada 3 semanas por 4 ciclos, dose total 70 g", "dose total"),
        ("70 g cada 3 semanas durante 6 meses, 70 g en total", "en total"),
    ],
)
def test_a_total_behind_repeats_is_of_each_or_of_all_of_them(text: str, total: str) -> None:
    problem = problem_of(text)
    assert f"{total!r} behind" in problem.message
    assert [reading.partition(":")[0] for reading in problem.allowed] == ["of each time", "of all"]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("112 g em 4 doses diárias de 28 g", 'write "112 g daily"'),
        ("150 g, 5 daily doses of 30 g", 'write "150 g daily"'),
        ("5 doses diárias de 30 g", 'write "150 g daily"'),
    ],
)
def test_no_dose_of_all_days_is_offered_so_many_times(text: str, typed: str) -> None:
    """Not 700 g or 750 g a day."""
    assert typed in problem_of(text).next
