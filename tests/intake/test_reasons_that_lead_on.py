"""Orders that are safe to refuse: the reason is what is wrong in them, and what it says to write is read."""

from fractions import Fraction

import pytest

from tests.intake.test_true_reasons import problem_of
from tests.written import read_written_dose

FIVE_DAYS = (1, 2, 3, 4, 5)

IN_A_ROW = "are times at which doses are given, which are not read in a row"
OF_A_RANGE = "is not understood: it may be of a range"
ONE_OF_A_RANGE = "verify one dose, or one number, of a range at a time"
NOT_THE_SAME = "are not the same"


@pytest.mark.parametrize(
    ("text", "why", "hint"),
    [
        # Weeks 0, 2 and 3 begin on days 1, 15 and 22; 0, 2 and 6 are not at equal distances, and over 31 days.
        ("70 g at 0, 3 and 6 weeks", f"'0, 3 and 6 weeks' {IN_A_ROW}", '"every 3 weeks x 3 cycles"'),
        ("70 g at weeks 0, 2 and 6", f"'weeks 0, 2 and 6' {IN_A_ROW}", "verify one of the doses alone"),
        ("70 g on weeks 1, 3, 4", f"'weeks 1, 3, 4' {IN_A_ROW}", '"per dose on days 1, 15, 22"'),
        ("70 g on week 0, week 4 and week 8", "'week 0, week 4 and week 8' are times", '"every 4 weeks x 3 cycles"'),
        ("70 g nas semanas 0, 3 e 6", f"'semanas 0, 3 e 6' {IN_A_ROW}", '"every 3 weeks x 3 cycles"'),
        ("70 g a 0, 3 y 6 semanas", f"'0, 3 y 6 semanas' {IN_A_ROW}", '"every 3 weeks x 3 cycles"'),
        ("70 g at 0, 3 and 6 months", IN_A_ROW, 'how often: "every 3 months x 3 cycles"; or verify'),
        ("70 g at weeks 6, 3 and 0", IN_A_ROW, 'write "once" in their place'),
        ("hold 70 g at 0, 3, 6 weeks", "'hold' ends or suspends", "ask whether the order holds"),
        ("28 g daily on day 1, 3 weeks", "'3 weeks' may be how long", 'write "for" before it'),
        # Two numbers that make a range, in words and in figures.
        ("2 g/kg divided over two to five days", f"'over two to' {OF_A_RANGE}", ONE_OF_A_RANGE),
        ("2 g/kg over 2 to 5 days", f"'over 2 to' {OF_A_RANGE}", ONE_OF_A_RANGE),
        ("2 g/kg over 2-to-5 days", f"'over 2-to-5 days' {OF_A_RANGE}", ONE_OF_A_RANGE),
        ("2 g/kg over two-to-five days", f"'over two-to-five days' {OF_A_RANGE}", ONE_OF_A_RANGE),
        ("2 g/kg em dois a cinco dias", f"'em dois a' {OF_A_RANGE}", ONE_OF_A_RANGE),
        ("2 g/kg en dos a cinco días", f"'en dos a' {OF_A_RANGE}", ONE_OF_A_RANGE),
        ("2 g/kg de dos a cinco días", OF_A_RANGE, ONE_OF_A_RANGE),
        ("70 g every three to four weeks", f"'every three to' {OF_A_RANGE}", ONE_OF_A_RANGE),
        # A number that is said again, and is another one.
        ("28 g daily for 5 (four) days", f"'5' and 'four' {NOT_THE_SAME}", "ask which is meant"),
        ("28 g daily for five (4) days", f"'five' and '4' {NOT_THE_SAME}", "ask which is meant"),
        ("28 g daily for 5 (4) days", f"'5' and '4' {NOT_THE_SAME}", "ask which is meant"),
        ("28 g daily for 5 days (four)", f"'5' and 'four' {NOT_THE_SAME}", "ask which is meant"),
        ("28 g por dia por 5 (quatro) dias", f"'5' and 'quatro' {NOT_THE_SAME}", "ask which is meant"),
        ("28 g al día durante cuatro (5) días", f"'cuatro' and '5' {NOT_THE_SAME}", "ask which is meant"),
        ("70 g every 3 (four) weeks", f"'3' and 'four' {NOT_THE_SAME}", "ask which is meant"),
        ("28 g daily for 5 days (five)", "'(five)' is not understood there: it says a number again", "leave it out"),
        # "Once" is one day.
        ("28 g once, every 24 hours for 5 days", "'once' and 'for 5 days' are not the same number", "ask what each"),
        ("28 g once\nevery 24 hours for 5 days", "'once' and 'for 5 days' are not the same number", "ask what each"),
        ("28 g once every 24 hours on day 1", "is daily and on one day", "keep the one that is meant"),
        ("28 g once every 48 hours for 5 days", "'every 48 hours' is how often in hours", "number the days"),
        ("28 g once given every 24 hours for 5 days", "that it was given", '"to be given"'),
        ("28 g once every 24 hours", "does not say on how many days", '"28 g daily for N days"'),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_write(text: str, why: str, hint: str) -> None:
    problem = problem_of(text)
    assert why in problem.message
    assert hint in problem.next


@pytest.mark.parametrize(
    ("text", "grams", "days", "interval"),
    [
        # What those refusals say to write.
        ("70 g every 3 weeks x 3 cycles", "70", (1,), "every 3 weeks"),
        ("70 g per dose on days 1, 15, 22", "70", (1, 15, 22), ""),
        ("70 g every 3 months x 3 cycles", "70", (1,), "every 3 months"),
        ("70 g once", "70", (1,), ""),
        ("28 g daily for 5 (five) days", "28", FIVE_DAYS, ""),
        ("28 g por dia por cinco (5) dias", "28", FIVE_DAYS, ""),
        ("28 g al día durante 5 (cinco) días", "28", FIVE_DAYS, ""),
        # "Once" right before the words of a day.
        ("28 g once every 24 hours for 5 days", "28", FIVE_DAYS, ""),
        ("28 g one dose every 24h for 5 days", "28", FIVE_DAYS, ""),
        ("28 g given once every 24 hours for 5 days", "28", FIVE_DAYS, ""),
        ("28 g once IV every day for 5 days", "28", FIVE_DAYS, ""),
        ("28 g once q24h, 5 doses", "28", FIVE_DAYS, ""),
        ("28 g uma vez a cada 24 horas por 5 dias", "28", FIVE_DAYS, ""),
        ("28 g 1 vez a cada 24h por 5 dias", "28", FIVE_DAYS, ""),
        ("28 g 1x a cada 24 horas por 5 dias", "28", FIVE_DAYS, ""),
        ("28 g uma vez todos os dias por 5 dias", "28", FIVE_DAYS, ""),
        ("28 g em uma dose ao dia por 5 dias", "28", FIVE_DAYS, ""),
        ("28 g una vez cada 24 horas por 5 días", "28", FIVE_DAYS, ""),
        ("28 g 1 vez cada día durante 5 días", "28", FIVE_DAYS, ""),
        ("70 g 1 vez a cada 3 semanas", "70", (1,), "every 3 weeks"),
    ],
)
def test_what_says_one_thing_is_read(text: str, grams: str, days: tuple[int, ...], interval: str) -> None:
    found = read_written_dose(text)
    assert found.days == tuple((day, Fraction(grams)) for day in days)
    assert (found.interval.says if found.interval else "") == interval
