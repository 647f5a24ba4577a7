"""A preparation described as a pharmacy's catalogue does: in ``--product``, in a table and in a stock it is the same.

Privigen is 100 mg/mL, which is 10 %; Octagam is sold as 5 % and as 10 %.
"""

import pytest

from ivigcalc.core.problems import Problems, RefusedError
from ivigcalc.intake.order import TypedOrder, named_product, read_infusion, read_order, read_stocked
from ivigcalc.intake.vials import read_vials_order
from tests.program import shipped


def refused(typed: str) -> tuple[str, str, str]:
    with pytest.raises(RefusedError) as caught:
        named_product(typed, shipped())
    (problem,) = caught.value.problems
    return problem.code, problem.message, problem.next


@pytest.mark.parametrize(
    ("typed", "product"),
    [
        ("PRIVIGEN 10% 100MG/ML", "privigen"),
        ("PRIVIGEN 10% (100 mg/mL)", "privigen"),
        ("PRIVIGEN IV SOLN", "privigen"),
        ("Privigen, immune globulin (human) 10 por cento", "privigen"),
        ("Octagam 5% 50 MG/ML soln for infusion", "octagam-5"),
        ("OCTAGAM 10% IV SOLN", "octagam-10"),
        ("Kiovig 100 g/L solução para infusão", "kiovig"),
    ],
)
def test_a_description_with_a_strength_that_agrees_is_the_preparation(typed: str, product: str) -> None:
    named = named_product(typed, shipped())
    assert (named.id, named.echo) == (product, f"{typed!r} read as {product}")


def test_a_name_needs_no_description() -> None:
    assert (named_product("privigen", shipped()).echo, named_product("Privigen 10 %", shipped()).echo) == ("", "")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("PRIVIGEN 5%", "5%"),
        ("PRIVIGEN 10% 50MG/ML", "50MG/ML"),
        ("Privigen 50 g/L IV", "50 g/L"),
        ("Privigen 5 per cent", "5 per cent"),
    ],
)
def test_a_strength_that_is_not_that_of_the_preparation_is_refused(typed: str, says: str) -> None:
    assert refused(typed) == (
        "other-strength",
        f"Privigen 10 % has 100 mg/mL, and {typed!r} says {says}",
        "look at the vial: 100 mg/mL, or the name of another preparation",
    )


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Privigen 10 % SC", "unknown-product"),
        ("Privigen 20 g vial", "unknown-product"),
        ("Privigen 10% 100 mL", "part-of-a-name"),
        ("Privigen or Octagam 10%", "unknown-product"),
        ("Octagam IV", "ambiguous-name"),
        ("Octagam 7 %", "ambiguous-name"),
        ("Hizentra 20 % solution", "subcutaneous"),
        ("?PRIVIGEN 10% 100MG/ML", "unknown-product"),
        ("immune globulin 10 % IV", "unknown-product"),
        ("IV", "part-of-a-name"),
    ],
)
def test_a_description_that_says_more_or_less_is_refused(typed: str, code: str) -> None:
    """A size may be that of a vial or a dose."""
    assert refused(typed)[0] == code


def test_every_order_reads_it_and_says_so() -> None:
    product, said = "PRIVIGEN 10% 100MG/ML", "--product 'PRIVIGEN 10% 100MG/ML' read as privigen"
    problems = Problems()
    typed = TypedOrder(indication="cidp", grams="28", products=(product,))
    course = read_order(typed, shipped(), problems)
    infusion = read_infusion(typed, shipped(), problems)
    vials = read_vials_order(typed, shipped(), problems)
    assert course is not None
    assert infusion is not None
    assert vials is not None
    assert (course.products, course.echoes) == (("privigen",), (said,))
    assert (infusion.product, infusion.echoes[0]) == ("privigen", said)
    assert (vials[0].products, vials[0].echoes) == (("privigen",), (said,))
    assert read_stocked(product, shipped(), problems) == ("privigen",)
    assert problems.found == []
