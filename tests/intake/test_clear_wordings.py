"""Wordings that every careful reader reads in one way; and their neighbours, which have two readings or none."""

from fractions import Fraction

import pytest

from tests.intake.test_order_words import problem_of
from tests.written import read_written_dose

READ = [
    ("28 g/dia - EV - 5 dias", "28", (1, 2, 3, 4, 5), ""),
    ("IVIG - 28 g - IV - daily - 5 days", "28", (1, 2, 3, 4, 5), ""),
    ("Privigen(R) 28 g daily for 5 days", "28", (1, 2, 3, 4, 5), ""),
    ("Privigen 28 g in 280 mL daily for 5 days", "28", (1, 2, 3, 4, 5), ""),
    ("Privigen 28 g em 280 mL por dia por 5 dias", "28", (1, 2, 3, 4, 5), ""),
    ("IVIG to be infused 28 g daily for 5 days", "28", (1, 2, 3, 4, 5), ""),
    ("140 g to be administered as 28 g daily for 5 days", "28", (1, 2, 3, 4, 5), ""),
    ("IVIG Soln-IV 28 g daily for 5 days", "28", (1, 2, 3, 4, 5), ""),
    ("28 g [0.4 g/kg] daily x 5 days", "28", (1, 2, 3, 4, 5), ""),
    ("30 g daily for 5 days [150 g]", "30", (1, 2, 3, 4, 5), ""),
    ("2 g/kg total given over 5 days", "0.4", (1, 2, 3, 4, 5), ""),
    ("2 g/kg in total infused over 5 days", "0.4", (1, 2, 3, 4, 5), ""),
    ("2 g/kg total dose given over 5 days", "0.4", (1, 2, 3, 4, 5), ""),
    ("140 g no total administrados em 5 dias", "28", (1, 2, 3, 4, 5), ""),
    ("140 g total given in divided doses over 5 days", "28", (1, 2, 3, 4, 5), ""),
    ("single daily dose of 28 g for 5 days", "28", (1, 2, 3, 4, 5), ""),
    ("28 g/dia às 08h00 por 5 dias", "28", (1, 2, 3, 4, 5), ""),
    ("28 g/día a las 8h30 por 5 días", "28", (1, 2, 3, 4, 5), ""),
    ("35 g daily for 2 days each month", "35", (1, 2), "every month"),
    ("70 g each week", "70", (1,), "every week"),
    ("70 g every 21st day", "70", (1,), "every 21 days"),
    ("35 g por dia por 2 dias, repetir a cada 21 dias", "35", (1, 2), "every 21 days"),
    ("70 g repeat every 28 days", "70", (1,), "every 28 days"),
    ("70 g a cada 4 semanas x 3 meses", "70", (1,), "every 4 weeks"),
    ("35 g/dia 2 dias c/21d", "35", (1, 2), "every 21 days"),
    ("35 g/dia 2 dias de 21/21 d", "35", (1, 2), "every 21 days"),
    ("70 g uma vez a cada 21 dias", "70", (1,), "every 21 days"),
    ("70 g EV uma vez", "70", (1,), ""),
    ("70 g IV una vez", "70", (1,), ""),
    ("70 g once only", "70", (1,), ""),
    ("70 g one dose only", "70", (1,), ""),
    ("one single dose of 1 g/kg", "1", (1,), ""),
    ("dose única de 70 g", "70", (1,), ""),
]


@pytest.mark.parametrize(("order", "day", "days", "interval"), READ)
def test_a_clear_wording_is_read(order: str, day: str, days: tuple[int, ...], interval: str) -> None:
    found = read_written_dose(order)
    assert dict(found.days) == dict.fromkeys(days, Fraction(day))
    assert (found.interval.says if found.interval else "") == interval


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("2 g/kg in 5 daily doses of, 28 g", "'of' is not understood there"),
        ("2 g/kg in 5 daily doses of - IV - 28 g", "'of' is not understood there"),
        ("28 g - EV - 5 dias", "can be read in two ways"),
        ("28 g - IV - 30 g daily for 5 days", "28 g"),
        ("28 g - thirty g daily for 5 days", "thirty"),
        ("28 g - five days daily", "is not understood"),
        ("28 g daily for 5 - IV - 7 days", "is not understood"),
        ("28 g daily - - for 5 days", "'-' is not understood"),
        ("28 g daily - IV -2 days", "is not understood"),
        ("Privigen 28 g in 300 mL daily for 5 days", "'300 ml' is 30 g, not 28 g"),
        ("Privigen 28 g in 280 mL/h daily for 5 days", "'in' is not understood"),
        ("Privigen 28 g daily in 280 mL for 5 days", "is not understood"),
        ("28 g (R) daily for 5 days", "stands beside no preparation"),
        ("in 280 mL daily for 5 days", "is not understood"),
        ("2 g/kg to be infused over 5 days", "can be read in two ways"),
        ("28 g daily on days 1-4 to be infused 5", "'5' is not understood"),
        ("28 g [0.4 g/kg) daily for 5 days", "is not understood"),
        ("28 g (0.4 g/kg [28 g]) daily for 5 days", "its brackets do not pair"),
        ("[ ] 28 g daily for 5 days", "a box that is not ticked"),
        ("30 g daily for 5 days [140 g]", "30 g"),
        ("140 g total given", "it was given"),
        ("total given over 5 days 140 g", "it was given"),
        ("28 g daily, total given over 5 days", "it was given"),
        ("140 g cumulative dose given over 5 days", "it was given"),
        ("140 g total given for 5 days", "it was given"),
        ("140 g total given daily over 5 days", "it was given"),
        ("140 g total given over 5 days, then 70 g every 3 weeks", "it was given"),
        ("28 g daily for 5 days. Given", "it was given"),
        ("28 g daily for 5 days. Given IV.", "it was given"),
        ("28 g daily for 5 days\nGiven", "it was given"),
        ("28 g/dia as 8h00 por 5 dias", "how long an infusion lasts"),
        ("28 g/dia às 8h5 por 5 dias", "is no time of the day"),
        ("28 g/dia às 8h75 por 5 dias", "is no time of the day"),
        ("28 g/dia às 08h00 e às 20h00 por 5 dias", "two times of the day"),
        ("28 g each month for 5 days", "can be read in two ways"),
        ("70 g every 28th of the month", "is not understood"),
        ("70 g repetir em 21 dias", "given again"),
        ("70 g, dose única, repetir a cada 21 dias", "may be one dose alone"),
        ("70 g x 3 meses", "3 meses"),
        ("70 g once only every 3 weeks", "may be one dose alone"),
        ("one dose of 28 g every 3 weeks", "may be one dose alone"),
        ("one dose of 28 g, daily for 5 days", "are not the same number"),
        ("28 g uma vez por 5 dias", "are not the same number"),
        ("28 g mais uma vez", "is not understood"),
        ("paciente de 4 kg c/3 semanas 1 g/kg", "may be how often, or how old the patient is"),
        ("35 g/dia 2 dias c/3 sem", "is not understood"),
        ("c/21d: 70 g", "may be how often, or how old the patient is"),
        ("1 g/kg para CIDP c/21d", "may be how often, or how old the patient is"),
    ],
)
def test_a_neighbour_of_it_is_refused(order: str, said: str) -> None:
    assert said in problem_of(order).message
