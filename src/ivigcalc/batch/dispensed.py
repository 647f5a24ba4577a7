"""A preparation for a row: its verdict, its vials, and the figures as the JSON of ``dose`` prints them."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Final, NamedTuple

from ivigcalc.core.course import Course
from ivigcalc.core.dispensing import course_plan, product_plan
from ivigcalc.core.formulary import Formulary
from ivigcalc.core.order import Order
from ivigcalc.core.plan import CoursePlan, NoFit
from ivigcalc.core.planning import Dosing
from ivigcalc.core.product import Product
from ivigcalc.core.quantity import plain
from ivigcalc.core.ranking import rank
from ivigcalc.core.rule import Rules, Verdict
from ivigcalc.core.selection import GONE, Assessment, assess
from ivigcalc.core.vials import Unreachable, VialCount

GRAM_PLACES: Final = 3
"""Vials are whole milligrams, as in the JSON of ``dose``."""


class Dispensed(NamedTuple):
    """A preparation for a row, with its vials, or why there are none. ``cost`` is None where it is not known."""

    assessment: Assessment
    made: CoursePlan | None
    why: str = ""
    cost: Fraction | None = None


def dispense(product: Product, found: Dosing, rules: Rules, prices: Formulary | None) -> Dispensed:
    """The one course of a dose made up from one preparation, exactly where ``dose --product`` makes it up."""
    situation, order, course = found.situation, found.asked.order, found.asked.courses[0]
    one = assess(product, situation, rules)
    if one.verdict is Verdict.CONTRAINDICATED or one.status in GONE or not one.offered:
        place = rank([one], situation, rules.constant("sodium-free"))[0]
        none = product_plan(place, [course], order, rules).no_plans
        return Dispensed(one, None, none.reason if none else "no vials")
    made = course_plan(product, course, order, rules)
    if isinstance(made, NoFit):
        return Dispensed(one, None, _no_fit(made))
    opened = (vial for day in made.days for vial in day.vials.vials)
    return Dispensed(one, made, cost=prices.cost(product.id, opened) if prices else None)


def _no_fit(made: NoFit) -> str:
    """The nearest whole-vial totals of each different day that does not fit."""
    parts = dict.fromkeys(f"{plain(day.grams)} g: {_nearest(found)}" for day, found in made.days)
    return f"no whole-vial total within the tolerance of {'; '.join(parts)}"


def _nearest(found: Unreachable) -> str:
    near = [f"{plain(grams, GRAM_PLACES)} g" for grams in (found.below_g, found.above_g) if grams is not None]
    return f"nearest {' or '.join(near)}"


def vials_words(vials: Iterable[VialCount]) -> str:
    """``2x20 + 1x5``: how many of which size in grams."""
    return " + ".join(f"{vial.count}x{plain(vial.size_g, GRAM_PLACES)}" for vial in vials)


def course_vials(made: CoursePlan) -> list[VialCount]:
    """The vials of all days together, the largest first."""
    counts: dict[Fraction, int] = {}
    for day in made.days:
        for vial in day.vials.vials:
            counts[vial.size_g] = counts.get(vial.size_g, 0) + vial.count
    return [VialCount(size_g=size, count=counts[size]) for size in sorted(counts, reverse=True)]


def is_even(course: Course) -> bool:
    """Whether every day is the same, one after the other."""
    first, last = course.days[0].day, course.days[-1].day
    return course.even is not None and last - first + 1 == len(course.days)


def dispensed_cells(one: Dispensed, currency: str, order: Order) -> dict[str, str]:
    """What a row says of the vials of its preparation."""
    made = one.made
    if made is None:
        return {}
    days, first = made.days, made.days[0].vials
    opened = sum((day.vials.total_g for day in days), Fraction(0))
    cells = {
        "vials_course": vials_words(course_vials(made)),
        "dispensed_g_course": plain(made.given_g, GRAM_PLACES),
        "deviation_percent": plain(made.deviation_percent),
        "volume_ml_course": plain(made.volume_ml),
        "opened_g_course": plain(opened, GRAM_PLACES),
        "discarded_g_course": plain(opened - made.given_g, GRAM_PLACES),
    }
    if is_even(made.course):
        cells["vials_per_day"] = vials_words(first.vials)
        cells["dispensed_g_per_day"] = plain(first.given_g, GRAM_PLACES)
    else:
        cells["day_vials"] = ";".join(f"{day.day}={vials_words(day.vials.vials)}" for day in days)
        cells["day_dispensed_g"] = ";".join(f"{day.day}={plain(day.vials.given_g, GRAM_PLACES)}" for day in days)
    if one.cost is not None:
        cells["cost"], cells["currency"] = plain(one.cost), currency
    if order.start:
        cells["dates"] = ";".join(day.date.isoformat() for day in days if day.date)
    return cells
