"""``vials()``: the vials of one preparation for so many grams, without a patient, and why no others are opened."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from ivigcalc.core.answers.plan import CoursePlan, NoFit, Working, course_plan
from ivigcalc.core.answers.working import vial_working
from ivigcalc.core.dosing.course import Course, CourseDay
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Missing
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.rule import NO_WORDS
from ivigcalc.core.problems import NONE_IN_STOCK, Problem, Problems
from ivigcalc.core.quantity import plain, shown
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Order
from ivigcalc.core.safety.alerts import Alert, alerts_of_rules
from ivigcalc.core.safety.refusing_alerts import refusals_of
from ivigcalc.core.vials.certificate import Certificate
from ivigcalc.core.vials.day_certificates import certify
from ivigcalc.core.vials.terms import VialTerms, contradictions, no_terms_reason, terms_of

MOST_G: Final = 1000
"""More grams than this on one day are a slip: no patient is given as much."""
NO_PATIENT: Final = Missing(reason="no patient: ivigcalc dose, or ivigcalc infusion")
"""Why there is no rate."""


class VialsAnswer(Record):
    """The vials of each day, or what is nearest, and why no others are opened."""

    order: Order
    grams: Fraction
    """Grams of each day."""
    product: Product
    terms: VialTerms
    made: CoursePlan | NoFit
    certificates: tuple[Certificate, ...]
    alerts: tuple[Alert, ...]

    @property
    def working(self) -> tuple[Working, ...]:
        """The arithmetic from vials to grams, volume and what they carry; nothing where no vials fit."""
        return () if isinstance(self.made, NoFit) else vial_working(self.product, self.made, self.order.region)


def vials(order: Order, grams: Fraction, catalogue: Catalogue) -> VialsAnswer:
    """The vials of the one preparation of an order for so many grams on each of its days.

    Raises:
        RefusedError: the options contradict each other, the grams cannot be right or a limit stops them, or there is
            no vial to choose from.
    """
    catalogue = catalogue.of_region(order.region)
    product = catalogue.product(order.products[0])
    problems = Problems(contradictions(order, catalogue))
    if grams > MOST_G:
        message, hint = (
            f"{shown(grams)} g on one day is more than {MOST_G} g",
            f"grams, not mg: {plain(grams / 1000, 3)}",
        )
        problems.add(Problem(code="dose-too-large", field="GRAMS", message=message, next=hint))
    terms = terms_of(product, order, catalogue)
    reason = no_terms_reason(terms)
    if reason and not problems.found:
        problems.add(_none_to_choose(product, order, reason, catalogue))
    problems.refuse_if_any()
    words = NO_WORDS | {"day_g": shown(grams)}
    large = catalogue.rules.limit_index.firing(frozenset({"order"}), {"day_g": grams}, include_unmeasured=False)
    alerts = alerts_of_rules(large, lambda: words, {"day_g": grams})
    Problems([problem.replaced(field="GRAMS") for problem in refusals_of(alerts)]).refuse_if_any()
    days = tuple(CourseDay(day=day, grams=grams) for day in range(1, (order.days or 1) + 1))
    course = Course(letter="A", id="ordered", basis="as typed", days=days, typed=True, selected=True)
    return VialsAnswer(
        order=order,
        grams=grams,
        product=product,
        terms=terms,
        made=course_plan(product, course, order, catalogue, rate=lambda *_: NO_PATIENT),
        certificates=certify(course, terms, order.start),
        alerts=tuple(alerts),
    )


def _none_to_choose(product: Product, order: Order, reason: str, catalogue: Catalogue) -> Problem:
    """That there is no vial to choose from: with the sizes of the preparation, or with what else the stock holds."""
    if order.stock and not no_terms_reason(terms_of(product, order.replaced(stock=None), catalogue)):
        return Problem(
            code=NONE_IN_STOCK,
            field="--product",
            message=f"{product.shown}: {reason} ({order.stock.file})",
            allowed=tuple(
                f"in stock: {other.shown}" for other in catalogue.products if _usable(other, order, catalogue)
            ),
            next=what_else(order),
        )
    sizes = sorted({*product.sizes_in(None)})
    return Problem(
        code="no-vials",
        field="--product",
        message=f"{product.shown}: {reason} ({order.region.upper() if order.region else 'any region'})",
        allowed=tuple(f"{plain(size, 3)} g" for size in sizes),
        next=f"see: ivigcalc products {product.id}",
    )


def _usable(product: Product, order: Order, catalogue: Catalogue) -> bool:
    """Whether a stock has a vial of a preparation, in a size of the region, that can be used on the first day."""
    return any(lot.usable(order.start) for lot in terms_of(product, order, catalogue).lots or ())


def what_else(order: Order) -> str:
    """What to type to see which other preparation of a stock is labelled, suitable and enough for a patient."""
    file = order.stock.file if order.stock else "FILE"
    return f"what else suits the patient: ivigcalc dose --weight KG --indication NAME --stock {file}"
