"""A repeated course of one preparation: the vials of each cycle, and with a stock what runs short and when."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, cast

from ivigcalc.core.answers.plan import CoursePlan, NoFit, ProductCycles, course_plan
from ivigcalc.core.facts.fact import Missing
from ivigcalc.core.vials.terms import no_terms_reason, terms_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ivigcalc.core.answers.plan import PlannedDay, ProductPlan, Rate
    from ivigcalc.core.dosing.repeat import Repeat
    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.product import Product
    from ivigcalc.core.request.order import Order, Stock


def product_cycles(
    planned: ProductPlan, repeat: Repeat, order: Order, catalogue: Catalogue, rate: Rate
) -> ProductCycles | None:
    """The vials of each cycle of the one course of a preparation; None where it has no plan.

    ``rate`` is how the infusion days of all cycles but the first run in.

    The cycles draw on one stock, in their order, first-expiring first. A stock that does not do for a cycle does not
    do for any later one, for it only becomes less.
    """
    product, first = planned.place.assessment.product, planned.plans[0] if planned.plans else None
    if first is None or (isinstance(first, NoFit) and order.stock is None):
        return None
    if isinstance(first, NoFit):
        needed = course_plan(product, first.course, order.replaced(stock=None), catalogue)
        return ProductCycles(product=product, made=(), short=first, needed=needed)
    if order.stock is None:
        days = [day._replace(infusion=rate(product, day.volume_ml, day.vials)) for day in first.days]
        again = first.replaced(days=tuple(days))
        made = (first, *(again.replaced(days=_dated(again, start)) for start in repeat.starts[1:]))
        return ProductCycles(product=product, made=made, short=None, needed=None)
    return _from_stock(first, repeat, order, catalogue, rate)


def _dated(made: CoursePlan, start: date) -> tuple[PlannedDay, ...]:
    """The days of a plan from another first day on."""
    dates = made.course.dates(start)
    return tuple(day._replace(date=on) for day, on in zip(made.days, dates, strict=True))


def _from_stock(first: CoursePlan, repeat: Repeat, order: Order, catalogue: Catalogue, rate: Rate) -> ProductCycles:
    product, course, made = first.product, first.course, [first]
    asked = order
    for start in repeat.starts[1:]:
        stock = cast("Stock", asked.stock).less(product.id, _taken(made[-1].days))
        asked = order.replaced(stock=stock, start=start)
        following: CoursePlan | NoFit | Missing | None = _nothing_left(asked, product, catalogue)
        following = following or course_plan(product, course, asked, catalogue, rate=rate)
        if not isinstance(following, CoursePlan):
            needed = course_plan(product, course, order.replaced(stock=None, start=start), catalogue)
            return ProductCycles(product=product, made=tuple(made), short=following, needed=needed)
        made.append(following)
    return ProductCycles(product=product, made=tuple(made), short=None, needed=None)


def _nothing_left(order: Order, product: Product, catalogue: Catalogue) -> Missing | None:
    """Why there is no vial to choose from; None where there is one."""
    reason = no_terms_reason(terms_of(product, order, catalogue))
    return Missing(reason=reason) if reason else None


def _taken(days: Sequence[PlannedDay]) -> Counter[tuple[object, ...]]:
    """How many vials of each lot the days take."""
    taken: Counter[tuple[object, ...]] = Counter()
    for day in days:
        for lot in day.lots:
            taken[lot.identity] += lot.count
    return taken
