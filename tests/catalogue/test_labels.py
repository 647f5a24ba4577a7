"""What labels say of a dose: the figures stand in the words, and the ages are those that sources print."""

import re
from decimal import Decimal

import pytest

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.product import LabelDose, Labelled
from tests.profiles import members


def labels(catalogue: Catalogue) -> list[tuple[str, Labelled]]:
    return [(product.id, entry) for product in catalogue.products for entry in product.labelled]


def printed(dose: LabelDose, says: str) -> bool:
    """Whether the words give the days, and the grams: of the course, or of each of so many days."""
    numbers = {Decimal(number) for number in re.findall(r"\d+(?:\.\d+)?", says)}
    grams = {dose.min_g_per_kg, dose.max_g_per_kg} - {None}
    days = {Decimal(day) for day in (dose.min_days, dose.max_days) if day is not None}
    each = {gram / day for gram in grams if gram is not None for day in days}
    return days <= numbers and (grams <= numbers or bool(each & numbers))


def test_the_figures_of_a_label_stand_in_its_words(catalogue: Catalogue) -> None:
    wrong = [
        (name, entry.says) for name, entry in labels(catalogue) for dose in entry.doses if not printed(dose, entry.says)
    ]
    assert wrong == []


def test_a_label_whose_words_give_a_dose_has_it_as_figures(catalogue: Catalogue) -> None:
    """And one whose words give none has none."""
    for name, entry in members(labels(catalogue)):
        assert bool(entry.doses) == ("g/kg" in entry.says), (name, entry.says)


def test_induction_and_maintenance_each_have_a_dose_where_the_words_have_then(catalogue: Catalogue) -> None:
    for name, entry in members(label for label in labels(catalogue) if ", then " in label[1].says):
        assert len(entry.doses) >= (1 if "over 2 to 5 days every 4 weeks for 6 months" in entry.says else 2), name


@pytest.mark.parametrize(
    ("product", "region", "indication", "years"),
    [
        ("panzyga", Region.US, "cidp", 18),
        ("privigen", Region.US, "cidp", 18),
        ("kiovig", Region.US, "cidp", 18),
        ("kiovig", Region.US, "mmn", 18),
        ("octagam-10", Region.US, "dm", 18),
        ("octagam-10", Region.EU, "dm", 18),
        ("gamunex-c", Region.EU, "mg-exacerbation", 18),
        ("flebogamma-dif-5", Region.EU, "gbs", 2),
        ("flebogamma-dif-10", Region.EU, "cidp", 2),
        ("privigen", Region.EU, "gbs", 0),
        ("kiovig", Region.EU, "mmn", 0),
        ("gamunex-c", Region.EU, "cidp", 0),
        ("panzyga", Region.EU, "cidp", 0),
        ("intratect-10", Region.EU, "gbs", 0),
        ("gammagard-sd-5", Region.EU, "gbs", 0),
        ("gammagard-sd-10", Region.EU, "gbs", 0),
        ("ig-vena", Region.BR, "cidp", 18),
    ],
)
def test_the_least_age_of_a_label(
    catalogue: Catalogue, product: str, region: Region, indication: str, years: int
) -> None:
    """Adults only in dermatomyositis and on the US labels; Flebogamma DIF from 2 years; the other EU texts 0 to 18."""
    (found,) = (
        entry
        for entry in catalogue.product(product).labelled
        if region in entry.regions and entry.indication == indication
    )
    assert found.min_age_years == years


def test_a_population_that_names_an_age_has_the_figure(catalogue: Catalogue) -> None:
    ages = {"adults": 18, "adults and 0-18": 0, "adults and 2-18": 2, "not stated": None}
    for name, entry in members(labels(catalogue)):
        assert entry.min_age_years == ages[entry.population], (name, entry.indication)
