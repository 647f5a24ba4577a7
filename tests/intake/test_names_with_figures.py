"""Names of preparations that end with figures: read where these can be no dose and count nothing."""

import pytest

from ivigcalc.intake.written import order as orders
from ivigcalc.intake.written.words.vocabulary import Vocabulary
from tests.intake.test_order_words import problem_of, read
from tests.profiles import members
from tests.program import shipped
from tests.written import vocabulary


@pytest.mark.parametrize(
    ("order", "product"),
    [
        ("Gammaplex 10: 28 g daily for 5 days", "gammaplex-10"),
        ("28 g daily for 5 days (Gammaplex 10)", "gammaplex-10"),
        ("28 g daily for 5 days; Intratect 10", "intratect-10"),
        ("28 g daily for 5 days, Intragam 10", "intragam-10"),
        ("octagam-10 28 g daily for 5 days", "octagam-10"),
        ("octagam-10 IV 28 g daily for 5 days", "octagam-10"),
        ("IgPro10 28 g daily for 5 days", "privigen"),
    ],
)
def test_a_name_that_ends_with_figures_is_the_preparation(order: str, product: str) -> None:
    found = read(order)
    assert found is not None
    assert found.product == product
    assert dict(found.days) == dict.fromkeys(range(1, 6), 28)


def test_every_id_is_read_before_and_behind_a_dose() -> None:
    for product in members(vocabulary().products):
        for order in (f"{product}: 28 g daily for 5 days", f"28 g daily for 5 days ({product})"):
            found = read(order)
            assert found is not None, order
            assert found.product == product


@pytest.mark.parametrize(
    "order",
    [
        "octagam-10 g daily for 5 days",
        "octagam-10.5 g daily for 5 days",
        "octagam-10,5 g daily for 5 days",
        "octagam-10-20 g daily for 5 days",
        "octagam-10/28 g daily for 5 days",
        "octagam-10 x 5 g vials daily for 5 days",
        "octagam-10 5 g vials daily for 5 days",
        "Octagam 10 5 g daily for 5 days",
        "Octagam 10, 20 g daily for 5 days",
        "Octagam 10 daily for 5 days",
        "Gammaplex 10 vials of 5 g daily for 5 days",
        "Gammaplex 10 g and 28 g daily for 5 days",
    ],
)
def test_figures_behind_a_name_that_may_be_a_dose_or_a_count_are_none_of_it(order: str) -> None:
    assert read(order) is None


def test_a_strength_with_blanks_around_its_slash_is_named() -> None:
    assert "may be a strength" in problem_of("28 g daily for 5 days 10 g / 100 mL").message


def test_a_name_of_carriers_alone_names_no_preparation() -> None:
    """A site may call a preparation so; every order has these words."""
    catalogue = shipped()
    named = catalogue.products[0].replaced(names=("Human immunoglobulin",))
    words = Vocabulary(catalogue.replaced(products=(named, *catalogue.products[1:])))
    found = orders.read_written_dose("Human immunoglobulin 28 g daily for 5 days", words)
    assert found.product == ""
    assert dict(found.days) == dict.fromkeys(range(1, 6), 28)
