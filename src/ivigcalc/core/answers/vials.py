"""``vials()``: the vials of one preparation for so many grams, without a patient, and why no others are opened."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from ivigcalc.core.answers.plan import CoursePlan, NoFit, course_plan
from ivigcalc.core.dosing.course import Course, CourseDay
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Missing
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.rule import NO_WORDS
from ivigcalc.core.problems import Problem, Problems
from ivigcalc.core.quantity import plain, shown
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Order
from ivigcalc.core.safety.alerts import Alert, alerts_of_rules
from ivigcalc.core.vials.certificate import Certificate
from ivigcalc.core.vials.certify import certify
from ivigcalc.core.vials.terms import Terms, contradictions, no_terms_reason, terms_of

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
    terms: Terms
    made: CoursePlan | NoFit
    certificates: tuple[Certificate, ...]
    alerts: tuple[Alert, ...]


def vials(order: Order, grams: Fraction, catalogue: Catalogue) -> VialsAnswer:
    """The vials of the one preparation of an order for so many grams on each of its days.

    Raises:
        RefusedError: the options contradict each other, the grams cannot be right, or there is no vial to choose from.
    """
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
        sizes = sorted({grams for sizes_there in product.sizes_by_region.values() for grams in sizes_there})
        where = order.stock.file if order.stock else order.region.upper() if order.region else "any region"
        message, hint = f"{product.shown}: {reason} ({where})", f"see: ivigcalc products {product.id}"
        allowed = tuple(f"{plain(size, 3)} g" for size in sizes)
        problems.add(Problem(code="no-vials", field="--product", message=message, allowed=allowed, next=hint))
    problems.refuse_if_any()
    days = tuple(CourseDay(day=day, grams=grams) for day in range(1, (order.days or 1) + 1))
    course = Course(letter="A", id="ordered", basis="as typed", days=days, typed=True, selected=True)
    words = NO_WORDS | {"day_g": shown(grams)}
    large = catalogue.rules.limit_index.firing(frozenset({"order"}), {"day_g": grams}, include_unmeasured=False)
    return VialsAnswer(
        order=order,
        grams=grams,
        product=product,
        terms=terms,
        made=course_plan(product, course, order, catalogue, rate=lambda *_: NO_PATIENT),
        certificates=certify(course, terms, order.start),
        alerts=tuple(alerts_of_rules(large, lambda: words, {"day_g": grams})),
    )
