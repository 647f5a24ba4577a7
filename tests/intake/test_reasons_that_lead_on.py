"""Orders that are safe to refuse: the reason is what is wrong in them, and what it says to write is read."""

from fractions import Fraction

import pytest

from ivigcalc.intake.written import order
from tests.intake.test_true_reasons import problem_of
from tests.written import read_written_dose, vocabulary

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


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("28 g daily, first day: 2026-12-01, last day: 2026-12-05", 5),
        ("28 g daily, first day 2026-12-01, last day 2026-12-05", 5),
        ("First day: 2026-12-01; 28 g daily; Last day: 2026-12-05", 5),
        ("28 g daily for 5 days, first day: 1 December 2026", 5),
        ("28 g por dia, primeiro dia: 2026-12-01, último dia: 2026-12-05", 5),
        ("Primeiro dia: 01/12/2026; 28 g por dia; último dia: 05/12/2026", 5),
        ("28 g por dia, primeira dose: 2026-12-01, última dose: 2026-12-05", 5),
        ("28 g al día, primer día: 2026-12-01, último día: 2026-12-05", 5),
        ("28 g al día, primera dosis: 2026-12-01, última dosis: 2026-12-05", 5),
        ("Start: 2026-12-01; 28 g daily on days 1 and 2; End: 2026-12-02", 2),
        ("Start: 1 December 2026 | 28 g daily on days 1-2 | End: 2 December 2026", 2),
        ("Início: 2026-12-01; 28 g/dia nos dias 1 e 2; Fim: 2026-12-02", 2),
        ("Inicio: 2026-12-01; 28 g al día los días 1 y 2; Fin: 2026-12-02", 2),
        ("28 g daily on days 1 until 5", 5),
    ],
)
def test_the_first_and_the_last_day_are_read_by_their_labels(text: str, count: int) -> None:
    found = order.read_written_dose(text, vocabulary(), dates="dmy")
    assert dict(found.days) == dict.fromkeys(range(1, count + 1), 28)


OF_SOMETHING_ELSE = "may be the day of something else"


@pytest.mark.parametrize(
    ("text", "why", "hint"),
    [
        (
            "Ordered: 2026-11-30; Start: 2026-12-01; 28 g daily; End: 2026-12-05",
            f"'2026-11-30' {OF_SOMETHING_ELSE}",
            "leave out",
        ),
        (
            "Ordered: 2026-11-30; Start: 2026-12-01; 28 g daily for 5 days",
            f"'2026-11-30' {OF_SOMETHING_ELSE}",
            "leave out",
        ),
        (
            "Order 2026-11-30; Start: 2026-12-01; 28 g daily; End: 2026-12-05",
            f"'2026-11-30' {OF_SOMETHING_ELSE}",
            "leave out",
        ),
        (
            "2026-11-30; Start: 2026-12-01; 28 g daily; End: 2026-12-05",
            f"'2026-11-30' {OF_SOMETHING_ELSE}",
            "leave out",
        ),
        ("Start: 2026-12-01; 28 g daily; End: 2026-12-05; Ordered: 2026-11-30", OF_SOMETHING_ELSE, "leave out"),
        ("Start: 2026-12-01; Start: 2026-12-03; 28 g daily; End: 2026-12-05", "'end' ends an order only", "write both"),
        ("from 2026-11-30; Start: 2026-12-01; 28 g daily; End: 2026-12-05", "'end' ends an order only", "write both"),
        ("on 2026-11-30; Start: 2026-12-01; 28 g daily; End: 2026-12-05", "names dates twice", "name each date once"),
        ("Start: 2026-12-01; 28 g daily on days 1 and 2; End: 2026-12-05", "5 dates and 2 days", "whichever is right"),
        ("28 g daily on days 1; until 5", "'until' ends an order only", "for how many days"),
        ("28 g daily for 5 days, last day: 2026-12-05", "'last day' ends an order only", "write both"),
        ("first day 40 g, then 30 g for 4 days", "'first day' counts days", "number the days"),
        ("primeiro dia: 40 g, segundo dia: 30 g", "'primeiro dia' counts days", "number the days"),
        ("First dose: 2026-12-01; 28 g daily; Last dose: 2026-12-05", "'last dose' may be when the last", "until"),
    ],
)
def test_a_date_of_another_label_is_named(text: str, why: str, hint: str) -> None:
    problem = problem_of(text)
    assert why in problem.message
    assert hint in problem.next


@pytest.mark.parametrize(
    ("text", "grams", "also"),
    [
        # Privigen is 10 %: 280 mL are 28 g, and 10 g in 100 mL is its strength.
        ("28 g (0.4 g/kg; 280 mL) daily for 5 days", 28, ["0.4"]),
        ("28 g (280 mL, 0.4 g/kg) daily for 5 days", 28, ["0.4"]),
        ("30 g (0.4 g/kg, 300 mL, 3 x 10 g vials) daily for 5 days", 30, ["0.4"]),
        ("28 g (10 g / 100 mL) daily for 5 days", 28, []),
        ("28 g (10 g/100 mL) daily for 5 days", 28, []),
        ("28 g (5 g/50 mL) daily 2026-12-01 to 2026-12-05", 28, []),
        ("40 g (10 g/100 mL) daily for 5 days", 40, []),
    ],
)
def test_brackets_say_a_dose_in_several_units_or_a_strength(text: str, grams: int, also: list[str]) -> None:
    found = read_written_dose(text, "privigen")
    assert dict(found.days) == dict.fromkeys(range(1, 6), grams)
    assert [one.also.value for one in found.also] == [Fraction(value) for value in also]


@pytest.mark.parametrize(
    ("text", "why", "hint"),
    [
        ("28 g (0.4 g/kg; 280 mL) daily for 5 days", "'280 ml' is how many grams?", "add --product"),
        ("Privigen 28 g (0.4 g/kg; 300 mL) daily for 5 days", "'300 ml' is 30 g, not 28 g", "ask the prescriber"),
        ("Privigen 28 g (0.4 g/kg; 0.4 g/kg; 280 mL) daily for 5 days", "belongs to no dose", "only the same dose"),
        ("Privigen 28 g daily for 5 days (140 g, 280 mL)", "belongs to no dose", "only the same dose"),
        ("28 g daily for 5 days (and)", "belongs to no dose", "only the same dose"),
        ("28 g (10 g / 100 mL) daily for 5 days", "'10 g/100 ml' is no one preparation", "add --product"),
        ("Privigen 28 g (5 g/100 mL) daily for 5 days", "no preparation is 'privigen 5 g/100 ml'", "ivigcalc products"),
        # 10 g on each of 7 days are 70 g, and no vial holds 35 g.
        ("Privigen 70 g (10 g/100 mL) daily for 7 days", "the size of a vial, or a dose", 'a strength: write "10 %"'),
        ("Privigen 70 g (10 g/100 mL) daily 2026-12-01 to 2026-12-07", "or a dose", 'a strength: write "10 %"'),
        ("Privigen 70 g (35 g/350 mL) daily for 2 days", "'35 g/350 ml' beside another dose", "leave it out"),
        ("Privigen 10 g (10 g/100 mL) daily for 5 days", "'10 g/100 ml' beside another dose", "leave it out"),
        ("Privigen 0.4 g/kg (10 g/100 mL) daily for 5 days", "'10 g/100 ml' beside another dose", "leave it out"),
        ("Privigen 28 g (10 g/0 mL) daily for 5 days", "has a volume that is not above zero", "for example"),
    ],
)
def test_brackets_that_are_no_dose_again_are_named_for_what_they_may_be(text: str, why: str, hint: str) -> None:
    problem = problem_of(text)
    assert why in problem.message
    assert hint in problem.next


@pytest.mark.parametrize(
    "text",
    [
        "three 10 g vials daily for 2 days",
        "three x 10 g vials daily for 2 days",
        "30 g (three 10 g vials) daily for 2 days",
        "30 g (three vials 10 g) daily for 2 days",
        "três 10 g frascos por dia por 2 dias",
        "tres 10 g viales al día durante 2 días",
        "3 x 10 g vials daily for 2 days",
    ],
)
def test_vials_are_counted_in_words(text: str) -> None:
    """Three of 10 g are 30 g."""
    assert dict(read_written_dose(text).days) == {1: 30, 2: 30}


@pytest.mark.parametrize(
    ("text", "why", "hint"),
    [
        ("3 10 g vials daily for 2 days", "'3 10 g vials' may be so many vials", '"3 x 10 g vials"'),
        ("three vials 10 g daily for 2 days", "may be vials of 10 g each, or 10 g in all", '"3 x 10 g vials"'),
        (
            "três frascos por dia por 2 dias",
            "'tres frascos' is a number of vials without their size",
            '"3 x 5 g vials"',
        ),
        ("tres viales al día durante 2 días", "is a number of vials without their size", "or leave the vials out"),
        ("30 g (four 10 g vials) daily for 2 days", "'four 10 g vials' is 40 g, not 30 g", "ask the prescriber"),
        ("two 10 g vials + two 5 g vials daily for 2 days", "'+' may join vials", '"1 x 20 g + 1 x 5 g vials"'),
        ("twenty three 10 g vials daily for 2 days", "'twenty' is a number in words", "write it in figures"),
        ("daily x three 10 g vials", "'vials' is not understood there", "without it"),
        ("three 10 mg vials daily for 2 days", "'three' is not understood", "ask what is meant"),
    ],
)
def test_vials_that_are_not_counted_are_refused(text: str, why: str, hint: str) -> None:
    problem = problem_of(text)
    assert why in problem.message
    assert hint in problem.next


@pytest.mark.parametrize(
    ("text", "doses"),
    [
        ("Day 1 - 30 g\nDay 2 - 40 g", [30, 40]),
        ("Day 1 \N{EN DASH} 30 g, Day 2 \N{EN DASH} 40 g", [30, 40]),
        ("D1 - 30 g; D2 - 40 g", [30, 40]),
        ("GBS: Day 1 - 30 g, Day 2 - 40 g", [30, 40]),
        ("Dia 1 - 30 g\nDia 2 - 40 g", [30, 40]),
        ("Día 1 - 30 g\nDía 2 - 40 g", [30, 40]),
        ("D1-D2 30 g daily", [30, 30]),
        ("30 g daily D1-2", [30, 30]),
    ],
)
def test_a_line_behind_the_number_of_a_day_is_a_colon(text: str, doses: list[int]) -> None:
    assert [dose for _, dose in read_written_dose(text).days] == doses


LETTER = "is a letter in its number"
NO_UNIT = "it may be a rate, and has no unit"


@pytest.mark.parametrize(
    ("text", "why", "hint"),
    [
        ("Days 1 - 30 g", "'-' is not understood", ONE_OF_A_RANGE),
        ("Day 1-30 g", "'-30 g' is not understood", ONE_OF_A_RANGE),
        ("D1-30 g", "'-30 g' is not understood", ONE_OF_A_RANGE),
        ("30 g day 1 - 40 g day 2", "'-' is not understood", ONE_OF_A_RANGE),
        ("Day 1 - Privigen 30 g", "'-' is not understood", "write a comma in its place"),
        ("Day 1 - 5: 30 g", "can be read in two ways", '"30 g daily for 5 days"'),
        # A number behind words of a rate, with its own figures in what it says to write.
        ("28 g daily for 5 days at 140", f"'140' is not understood: behind 'at' {NO_UNIT}", '"at 140 mL/h"'),
        ("28 g daily at 140 for 5 days", f"behind 'at' {NO_UNIT}", '"at 140 mL/h"'),
        ("28 g daily for 5 days, max rate 180", f"behind 'max rate' {NO_UNIT}", '"max rate 180 mL/h"'),
        ("28 g/dia por 5 dias, velocidade 140", f"behind 'velocidade' {NO_UNIT}", '"velocidade 140 mL/h"'),
        ("28 g/dia por 5 dias a 140", f"behind 'a' {NO_UNIT}", '"a 140 mL/h"'),
        ("28 g al día por 5 días a ritmo de 140", f"behind 'a ritmo de' {NO_UNIT}", '"a ritmo de 140 mL/h"'),
        ("28 g daily for 5 days at 20", "'20' is not understood: it may be a time of the day", "an amount"),
        ("28 g daily for 5 days 140", "'140' is not understood", "write a unit behind each number"),
        # Letters for figures behind "x", and a space beside a point.
        ("28 g daily x1O", f"'x1o' is not understood: 'o' {LETTER}", "write the number in figures"),
        ("28 g x1O days", f"'x1o' is not understood: 'o' {LETTER}", "write the number in figures"),
        ("28 g daily x IO", "'x io' is not understood: 'io' are letters in its number", "write the number in figures"),
        ("0. 4 g/kg daily for 5 days", "a space stands beside the point", "write it as '0.4 g/kg'"),
        ("0, 4 g/kg daily for 5 days", "a space stands beside the point", "write it as '0,4 g/kg'"),
        ("28 g, 0, 3", "'0', '3' are not understood", "write a unit behind each number"),
    ],
)
def test_a_number_that_is_not_understood_is_named_with_its_own_figures(text: str, why: str, hint: str) -> None:
    problem = problem_of(text)
    assert why in problem.message
    assert hint in problem.next


@pytest.mark.parametrize("lead", ["at", "max rate", "rate"])
def test_the_rate_with_its_unit_is_read(lead: str) -> None:
    rate = read_written_dose(f"Privigen 28 g daily for 5 days {lead} 140 mL/h").rate
    assert rate is not None
    assert rate.text.endswith("140 ml/h")


@pytest.mark.parametrize(
    ("text", "why", "hint"),
    [
        ("35 g em infusão diária a cada 3 semanas", "does not say on how many days", "every 3 weeks"),
        ("28 g by daily infusion on day 1", "is daily and on one day", "keep the one that is meant"),
        ("28 g en infusión diaria", "does not say on how many days", '"28 g daily for N days"'),
    ],
)
def test_a_daily_infusion_without_its_days_is_that_of_each_day(text: str, why: str, hint: str) -> None:
    problem = problem_of(text)
    assert why in problem.message
    assert hint in problem.next
