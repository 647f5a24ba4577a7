"""Labels, headings and carriers around a dose that say one thing, and what is near them and stays refused.

Worked out by hand for 70 kg in CIDP: 28 g are 0.4 g/kg, on each of 5 days 140 g.
"""

import pytest

from tests.intake.test_orders_said_in_full import FIVE, grams_of, outcome_of, problem_of
from tests.written import read_written_dose


@pytest.mark.parametrize(
    "text",
    [
        "infusion of 28 g IVIG daily for 5 days",
        "infusion of IVIG 28 g daily for 5 days",
        "infusão de 28 g por dia por 5 dias",
        "perfusión de 28 g diarios por 5 días",
        "28 g infusion of Privigen daily for 5 days",
        "Orden médica: IGIV 28 g diarios por 5 dias",
        "Ordem médica: IGIV 28 g por dia por 5 dias",
        "wt=70kg 28 g daily for 5 days",
        "weight = 70 kg, 28 g daily for 5 days",
        "28 g per 24 hour for 5 days",
        "28 g one time every 24 hours x 5 days",
        "28 g daily, 1st day: 2026-12-01, last day: 2026-12-05",
        "28 g daily, day 1: 2026-12-01, last day: 2026-12-05",
        "28 g daily, D1: 2026-12-01, last day: 2026-12-05",
        "28 g por dia, dia 1: 2026-12-01, ultimo dia: 2026-12-05",
        "28 g infused daily for 5 days starting 2026-12-01",
        "28 g given daily for 5 days beginning on 1 Dec 2026",
        "28 g administrados por dia por 5 dias iniciando em 2026-12-01",
        "28 g x día x 5 días",
        "0,4 g/kg x día x 5 días",
        "28 g/dia por 5 días (dosis total acumulada 2 g/kg)",
        "28 g/dia por 5 dias (dose total acumulada 140 g)",
        "28 g daily for 5 days (total cumulative dose 140 g)",
        "28 g/dia por 5 dias em bomba de infusão contínua",
        "28 g/día durante 5 días en bomba de infusión continua",
        "28 g/día durante 5 días en bomba de infusión",
        "Tratamento com imunoglobulina 28 g/dia por 5 dias",
        "Tratamiento con inmunoglobulina 28 g/día durante 5 días",
        "Treatment with IVIG 28 g daily for 5 days",
        "28 g/dia, total de 5 doses",
        "28 g al día, total de 5 dosis",
        "28 g/day, total of 5 infusions",
        "28 g a day, total doses: 5",
        "28 g daily. Duration: 5 day(s)",
        "28 g daily, duration: 5 dose(s)",
        "140 g divided over 5 day(s)",
        "28 g/dia por 5 dia(s)",
        "140 g divididos em 5 dia(s)",
    ],
)
def test_what_says_one_thing_is_read(text: str) -> None:
    assert grams_of(read_written_dose(text)) == FIVE
    assert outcome_of(text) == "match"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Octagam 5 % infusion of 28 g daily for 5 days", "a percentage before 'infusion of' may be a part"),
        ("50 % infusion of 28 g daily for 5 days", "a percentage before 'infusion of' may be a part"),
        ("infusion of 28 g over 5 days", "can be read in two ways"),
        ("28 g daily for 5 days, infusion of 4 hours", "'4 hours' is how long an infusion lasts"),
        ("28 g daily for 5 days, weight=80kg", "order says the weight 80 kg, --weight says 70 kg"),
        ("wt=28 g daily for 5 days", "'=' stands before the first dose"),
        ("wt=70 28 g daily for 5 days", "'70' is not understood"),
        ("28 g=70kg daily for 5 days", "'=' has no dose behind it"),
        ("28 g given daily for 5 days from 2026-12-01", "'from 2026-12-01' is when it was given"),
        ("28 g given daily for 5 days, start date 2026-12-01", "'start date 2026-12-01' is when it was given"),
        ("28 g given starting 2026-12-01 for 5 days", "'starting 2026-12-01' is when it was given"),
        ("28 g given daily starting 2026-12-01 until 2026-12-05", "is when it was given"),
        ("28 g given daily starting 2026-12-01 and 2026-12-02", "is when it was given"),
        ("28 g given daily, day 1: 2026-12-01, last day: 2026-12-05", "is when it was given"),
        ("28 g daily, day 2: 2026-12-01, last day: 2026-12-05", "5 dates and 1 days"),
        ("28 g daily, D2: 2026-12-01, last day: 2026-12-05", "5 dates and 1 days"),
        ("28 g daily, day 1: 2026-12-01 to 2026-12-05", "5 dates and 1 days"),
        ("28 g daily, day 1: 2026-12-01, day 2: 2026-12-02", "names dates twice"),
        ("28 g daily for 4 days, day 1: 2026-12-01, last day: 2026-12-05", "5 dates and 4 days"),
        ("28 g one time, every 24 hours x 5 days", "'one time' and 'x 5 days' are not the same number"),
        ("28 g one time daily for 5 days", "'one time' and 'for 5 days' are not the same number"),
        ("1st day 40 g, 2nd day 30 g", "'1st day' counts days in words that are not read"),
        ("28 g daily for 5 days, then 2nd day 30 g", "'2nd day' is not understood"),
        ("28 g x 5 every 24 to 48 hours", "'every 24 to 48 hours' says two numbers of hours"),
        ("28 g x 5 cada 24-48 horas", "'cada 24-48 horas' says two numbers of hours"),
        ("28 g x 5 x día", "'x 5' beside 'x dia' may be of each day, or of 5 days"),
        ("28 g 2 x día x 5 días", "'2 x dia' is more than one infusion a day"),
        ("28 g x día 5", "'5' is not understood"),
        ("28 g x 5 día", "can be read in two ways"),
        ("dosis total acumulada 140 g en 5 días", "may be of these days alone, or with what was given before"),
        ("28 g daily for 5 days (total cumulative dose to date 140 g)", "'to date' counts what was given before"),
        ("28 g/dia por 5 dias (dosis total acumulada 70 g)", "70 g"),
        ("28 g/dia por 5 dias em infusão contínua", "'continua' changes how fast"),
        ("28 g/dia por 5 dias em bomba contínua", "'continua' changes how fast"),
        ("On treatment with IVIG 70 g every 3 weeks", "'on' is not understood"),
        ("Em tratamento com imunoglobulina 70 g a cada 3 semanas", "'em' is not understood"),
        ("28 g daily for 5 days, treatment with IVIG", "'treatment with' is read at the beginning of an order alone"),
        ("Tratamento com 5 dias de imunoglobulina 28 g/dia", "'tratamento com' is read at the beginning"),
        ("28 g/dia, total de 4 doses", "'total de 4 doses' beside '/dia' may be of each day, or of 4 days"),
        ("28 g/day, 5 doses", "'5 doses' beside '/day' may be of each day, or of 5 days"),
        ("total daily dose 28 g, total of 5 doses", "'total of 5 doses' beside 'total daily dose' may be of each day"),
        ("28 g/day, total of 5 doses daily", "'total of 5 doses' beside 'daily' may be of each day"),
        ("28 g/dia, total de 5 doses, a cada 4 semanas", "'total de 5 doses' beside 'a cada 4 semanas' may count days"),
        ("28 g/day for 2 days, total of 10 doses", "'for 2 days' and 'total of 10 doses' are not the same number"),
        ("28 g daily for 2-5 day(s)", "'for 2-5 day' is not understood"),
        ("28 g daily for 5 (s)", "'for 5', 's' are not understood"),
        ("28 g daily for 5 day(s) x 2 dose(s)", "2 dose(s)"),
        ("28 g daily, 5 vial(s)", "'5 vial' is a number of vials without their size"),
        ("70 g, 3 week(s)", "'3 week' may be how long it is repeated"),
    ],
)
def test_what_is_near_it_stays_refused(text: str, why: str) -> None:
    assert why in problem_of(text).message


@pytest.mark.parametrize(
    ("text", "says", "courses"),
    [
        ("Infuse 1 gm/kg every 3 week(s)", "every 3 weeks", None),
        ("70 g every 3 week(s) x 4 cycle(s)", "every 3 weeks", 4),
        ("70 g every 3 week(s) for 12 week(s)", "every 3 weeks", 4),
        ("70 g a cada 3 semana(s)", "every 3 weeks", None),
        ("70 g cada 21 día(s)", "every 21 days", None),
        ("70 g cada 1 mes(es)", "every month", None),
    ],
)
def test_a_number_that_may_be_one_is_read_in_how_often(text: str, says: str, courses: int | None) -> None:
    read = read_written_dose(text)
    assert read.interval is not None
    assert (read.interval.says, read.interval.courses) == (says, courses)


def test_beside_given_a_first_day_is_read_without_that_word() -> None:
    problem = problem_of("28 g given daily for 5 days from 2026-12-01")
    assert 'leave the word that says "given" out, and write the first day, as in "30 g daily for 5' in problem.next
    assert grams_of(read_written_dose("28 g daily for 5 days from 2026-12-01")) == FIVE
