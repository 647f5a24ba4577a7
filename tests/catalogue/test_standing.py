"""A fact marked unsourced (or read in Table 2 only) never gives a limit, a verdict or a place in an order."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import pytest

from ivigcalc.core.answers.products import products as products_answer
from ivigcalc.core.dosing.course import offered_courses
from ivigcalc.core.dosing.courses_of_order import courses_of_order
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Measure, Region, Standing
from ivigcalc.core.facts.indication import Recorded
from ivigcalc.core.facts.product import Product
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.patient import Patient, Risk
from ivigcalc.core.selection import exposure
from ivigcalc.core.selection.exposure import LabelledLimit, Unknown, Value
from tests.profiles import members

REGIONS: Final[tuple[Region | None, ...]] = (None, *Region)
SILENT: Final = (Standing.UNSOURCED, Standing.TABLE2)
"""Standings on which nothing may rest."""

LIMITS: Final[dict[str, Callable[[Product, Region | None], Value]]] = {
    "iga": exposure.iga_mcg_per_g,
    "sodium": exposure.sodium_mmol_per_g,
    "osmolality": exposure.osmolality,
    "sugar": lambda product, _: exposure.sugar_g_per_g(product),
}
FACTOR: Final = {"iga": Risk.IGA_DEFICIENT, "sodium": Risk.SODIUM, "osmolality": Risk.RENAL, "sugar": Risk.DIABETES}


def with_facts(product: Product, name: str, facts: tuple[Any, ...]) -> Product:
    changes: dict[str, Any] = {name: facts}
    return product.replaced(**changes)


def silenced(product: Product, name: str, standing: Standing) -> Product:
    """The preparation with every fact of a property marked as nothing may rest on it."""
    return with_facts(product, name, tuple(fact.replaced(standing=standing) for fact in getattr(product, name)))


def with_product(catalogue: Catalogue, product: Product) -> Catalogue:
    products = tuple(product if one.id == product.id else one for one in catalogue.products)
    return catalogue.replaced(products=products)


@pytest.mark.parametrize("name", LIMITS)
def test_no_shipped_limit_rests_on_a_fact_that_does_not_drive(name: str, catalogue: Catalogue) -> None:
    found = [LIMITS[name](product, region) for product in catalogue.products for region in REGIONS]
    limits = [one for one in found if isinstance(one, LabelledLimit)]
    assert limits
    assert {Standing.LABEL, Standing.DERIVED} >= {one.fact.standing for one in limits}
    assert all(one.fact.sources for one in limits)


@pytest.mark.parametrize("standing", SILENT)
@pytest.mark.parametrize("name", LIMITS)
def test_without_a_source_the_limit_disappears(name: str, standing: Standing, catalogue: Catalogue) -> None:
    for product in members(catalogue.products):
        for region in REGIONS:
            assert isinstance(LIMITS[name](silenced(product, name, standing), region), Unknown), (product.id, region)


@pytest.mark.parametrize("name", ["iga", "sodium", "osmolality"])
def test_one_fact_without_a_source_is_as_if_it_were_not_there(name: str, catalogue: Catalogue) -> None:
    for product in members(product for product in catalogue.products if getattr(product, name)):
        facts: tuple[Measure, ...] = getattr(product, name)
        for number, fact in members(enumerate(facts)):
            marked = (*facts[:number], fact.replaced(standing=Standing.UNSOURCED), *facts[number + 1 :])
            gone = (*facts[:number], *facts[number + 1 :])
            for region in REGIONS:
                seen = LIMITS[name](with_facts(product, name, marked), region)
                unseen = LIMITS[name](with_facts(product, name, gone), region)
                assert (getattr(unseen, "value", None), getattr(unseen, "fact", None)) == (
                    getattr(seen, "value", None),
                    getattr(seen, "fact", None),
                ), (product.id, region)


@pytest.mark.parametrize("name", ["iga", "sodium", "osmolality"])
def test_a_better_figure_without_a_source_changes_nothing(name: str, catalogue: Catalogue) -> None:
    for product in members(product for product in catalogue.products if getattr(product, name)):
        for fact in members(getattr(product, name)):
            zero = fact.replaced(
                standing=Standing.UNSOURCED, value=fact.value and Decimal(0), low=fact.low and Decimal(0)
            )
            more = with_facts(product, name, (*getattr(product, name), zero))
            for region in REGIONS:
                assert getattr(LIMITS[name](product, region), "value", None) == getattr(
                    LIMITS[name](more, region), "value", None
                ), product.id


@pytest.mark.parametrize("standing", SILENT)
def test_the_amount_of_sugar_alone_may_be_without_a_source(standing: Standing, catalogue: Catalogue) -> None:
    """Then the kind still counts, and the amount does not."""
    product = catalogue.product("octagam-10")
    sugar = tuple(one.replaced(amount=one.amount and one.amount.replaced(standing=standing)) for one in product.sugar)
    marked = with_facts(product, "sugar", sugar)
    assert isinstance(exposure.sugar_g_per_g(marked), Unknown)
    assert {"maltose"} == set(map(str, exposure.sugars(marked)))


@pytest.mark.parametrize("standing", SILENT)
@pytest.mark.parametrize("name", LIMITS)
def test_without_a_source_a_preparation_is_not_ranked(name: str, standing: Standing, catalogue: Catalogue) -> None:
    patient = Patient(risks=frozenset({FACTOR[name]}))
    for product in members(catalogue.products):
        changed = with_product(catalogue, silenced(product, name, standing))
        (place,) = (
            place for place in products_answer(patient, changed).places if place.assessment.product.id == product.id
        )
        assert place.block in {"not-ranked", "last"}, product.id
        assert (place.position, place.tier) == (None, None), product.id


ALL_RISKS: Final = Patient(risks=frozenset(Risk), age_years=Fraction(1))


@pytest.mark.parametrize("standing", SILENT)
def test_a_contraindication_without_a_source_gives_no_verdict(standing: Standing, catalogue: Catalogue) -> None:
    for product in members(catalogue.products):
        changed = with_product(catalogue, silenced(product, "contraindications", standing))
        for region in (None, Region.US, Region.EU, Region.BR):
            (place,) = products_answer(ALL_RISKS, changed, region, (product.id,)).places
            verdicts = [one for one in place.assessment.reasons if one.rule.startswith("label-") and one.verdict]
            assert verdicts == [], product.id


@pytest.mark.parametrize("standing", SILENT)
def test_a_sugar_without_a_source_gives_no_verdict(standing: Standing, catalogue: Catalogue) -> None:
    rules = {"sucrose-renal", "maltose-diabetes", "glucose-diabetes", "sorbitol-fructose", "sorbitol-under-2"}
    for product in members(catalogue.products):
        bare = silenced(silenced(product, "sugar", standing), "contraindications", standing)
        (place,) = products_answer(ALL_RISKS, with_product(catalogue, bare), None, (product.id,)).places
        assert set() == rules & {one.rule for one in place.assessment.reasons}, product.id


@pytest.mark.parametrize("standing", SILENT)
def test_a_warning_without_a_source_gives_no_verdict(standing: Standing, catalogue: Catalogue) -> None:
    for product in members(catalogue.products):
        bare = silenced(silenced(product, "warnings", standing), "contraindications", standing)
        (place,) = products_answer(ALL_RISKS, with_product(catalogue, bare), None, (product.id,)).places
        assert "corn-warning" not in {one.rule for one in place.assessment.reasons}, product.id


def test_every_reason_that_changes_a_verdict_has_a_source(catalogue: Catalogue) -> None:
    for region in (None, Region.US, Region.EU, Region.BR):
        for place in members(products_answer(ALL_RISKS, catalogue, region).places):
            for reason in members(place.assessment.reasons):
                assert reason.sources or reason.verdict is None, (place.assessment.product.id, reason)


class TestRecorded:
    """A regimen kept as text is never computed."""

    def test_an_indication_with_text_only_offers_no_course(self, catalogue: Catalogue) -> None:
        only_text = [one for one in catalogue.indications if one.recorded and not one.regimens]
        assert only_text
        for one in only_text:
            assert offered_courses(one, Fraction(70)) == (), one.id
            with pytest.raises(RefusedError) as refused:
                courses_of_order(one, Order(indication=one.id), Fraction(70), catalogue.rules)
            assert [problem.code for problem in refused.value.problems] == ["no-regimen"], one.id

    def test_recorded_text_makes_no_difference_to_what_is_offered(self, catalogue: Catalogue) -> None:
        text = Recorded(says="9 g/kg on 1 day", why="failed trial", sources=("de-souza-2014",))
        for one in members(catalogue.indications):
            with_text, without = one.replaced(recorded=(text,)), one.replaced(recorded=())
            assert offered_courses(without, Fraction(70)) == offered_courses(with_text, Fraction(70)), one.id

    def test_every_course_offered_is_a_sourced_regimen(self, catalogue: Catalogue) -> None:
        for one in members(one for one in catalogue.indications if offered_courses(one, Fraction(70))):
            regimens = {regimen.id for regimen in one.regimens}
            for course in members(offered_courses(one, Fraction(70))):
                assert course.regimen in regimens, one.id
                assert course.sources, (one.id, course.id)

    def test_the_brazilian_2_to_5_days_in_gbs_is_text(self, catalogue: Catalogue) -> None:
        """0.4 g/kg for 2 to 5 days is only 0.8 g/kg on 2 days: no GBS course is that small."""
        gbs = catalogue.indication("gbs")
        assert any("2 to 5 days" in recorded.says for recorded in gbs.recorded)
        assert {Fraction(140)} == {course.total for course in offered_courses(gbs, Fraction(70))}
