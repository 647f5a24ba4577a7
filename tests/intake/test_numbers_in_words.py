"""Numbers in words beside the same number in figures, as forms ask for them; and those that are another number."""

from fractions import Fraction

import pytest

from ivigcalc.intake.written.words.atoms import atoms_of
from tests.intake.test_order_words import problem_of
from tests.written import read_written_dose, vocabulary

FIVE = (1, 2, 3, 4, 5)


@pytest.mark.parametrize(
    ("order", "day", "days", "interval"),
    [
        ("28 g (vinte e oito gramas) por dia por 5 (cinco) dias", "28", FIVE, ""),
        ("28 g (twenty-eight grams) daily for 5 (five) days", "28", FIVE, ""),
        ("28 g (twenty eight) daily for 5 days", "28", FIVE, ""),
        ("28 (twenty-eight) g daily for 5 days", "28", FIVE, ""),
        ("28 g (veintiocho gramos) al día durante 5 (cinco) días", "28", FIVE, ""),
        ("28 g (vinte e oito gramas)/dia por 5 dias", "28", FIVE, ""),
        ("140 g (cento e quarenta gramas) no total em 5 dias", "28", FIVE, ""),
        ("140 g (one hundred and forty grams) total over 5 days", "28", FIVE, ""),
        (
            "35 g (treinta y cinco gramos) al día durante 2 (dos) días cada 21 (veintiún) días",
            "35",
            (1, 2),
            "every 21 days",
        ),
        ("35 g/dia por 2 dias a cada 28 (vinte e oito) dias", "35", (1, 2), "every 28 days"),
    ],
)
def test_a_number_is_said_again_in_words(order: str, day: str, days: tuple[int, ...], interval: str) -> None:
    found = read_written_dose(order)
    assert dict(found.days) == dict.fromkeys(days, Fraction(day))
    assert (found.interval.says if found.interval else "") == interval


def test_grams_in_words_are_shown_with_the_dose() -> None:
    assert read_written_dose("28 g (vinte e oito gramas) por dia por 5 dias").words[0] == "28 g (vinte e oito gramas)"


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("28 g (vinte e sete gramas) por dia por 5 dias", "'28 g' and '(vinte e sete gramas)' are not the same"),
        ("28 g (twenty-seven grams) daily for 5 days", "'28 g' and '(twenty-seven grams)' are not the same"),
        ("28 g (veintisiete gramos) al día durante 5 días", "'28 g' and '(veintisiete gramos)' are not the same"),
        ("28 g (twenty-eight mg) daily for 5 days", "'28 g' and '(twenty-eight mg)' are not the same"),
        ("28,5 g (vinte e oito gramas) por dia por 5 dias", "'28,5 g' and '(vinte e oito gramas)' are not the same"),
        ("28 g (twenty) daily for 5 days", "'28 g' and '(twenty)' are not the same"),
        ("28 (vinte e sete) g por dia por 5 dias", "'vinte' is a number in words"),
        ("2.28 (vinte e oito) g por dia por 5 dias", "'vinte' is a number in words"),
        ("28 (vinte e oito g por dia por 5 dias", "'vinte' is a number in words"),
        ("28 (vinte e oito", "'vinte' is a number in words"),
        ("28 g (vinte e oito gramas de imunoglobulina) por dia por 5 dias", "'vinte' is a number in words"),
        ("1 g/kg (twenty) daily for 2 days", "'twenty' is a number in words"),
        ("28 g daily for 5 (four) days", "'5' and 'four' are not the same"),
        ("twenty-eight grams daily for five days", "'twenty' is a number in words"),
        ("28 g daily for twenty days", "'twenty' is a number in words"),
        ("11 g (once gramos) al día por 5 días", "is not understood"),
    ],
)
def test_another_number_in_words_refuses_the_order(order: str, said: str) -> None:
    assert said in problem_of(order).message


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("nine", 9),
        ("nineteen", 19),
        ("ninety-nine", 99),
        ("dezesseis", 16),
        ("vinte e dois", 22),
        ("noventa e nove", 99),
        ("veintidós", 22),
        ("treinta y uno", 31),
        ("cien", 100),
        ("ciento cinco", 105),
        ("one hundred and seventy-five", 175),
        ("one hundred ninety nine", 199),
        ("hundred", 100),
    ],
)
def test_numbers_are_made_of_hundred_tens_and_units(words: str, value: int) -> None:
    atoms = atoms_of(words.replace("ó", "o"))
    assert vocabulary().in_words_at(atoms, 0) == (value, len(atoms))


@pytest.mark.parametrize(
    ("words", "value"),
    [("five twenty", 5), ("nineteen five", 19), ("twenty thirty", 20), ("one two", 1), ("twenty and", 20)],
)
def test_a_number_ends_where_no_smaller_part_follows(words: str, value: int) -> None:
    assert vocabulary().in_words_at(atoms_of(words), 0) == (value, 1)


def test_other_words_are_no_number() -> None:
    assert vocabulary().in_words_at(atoms_of("daily"), 0) is None
