"""What a row says in figures: of its dose, of its vials, and of the same row under another weight policy.

Every figure is printed as the JSON of ``dose`` prints it.
"""

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

from ivigcalc.core import quantity
from ivigcalc.core.answers.dispensing import course_plan, product_plan
from ivigcalc.core.answers.dose import Dosing
from ivigcalc.core.answers.plan import CoursePlan, NoFit
from ivigcalc.core.dosing.course import Course
from ivigcalc.core.facts.formulary import Formulary
from ivigcalc.core.facts.product import Product, VialCount
from ivigcalc.core.facts.rule import Rules, Verdict
from ivigcalc.core.request.order import Order
from ivigcalc.core.selection.assessment import Assessment
from ivigcalc.core.selection.ranking import rank
from ivigcalc.core.selection.reasons import GONE
from ivigcalc.core.vials.combination import Unreachable

GRAM_PLACES: Final = 3
"""Vials are whole milligrams, as in the JSON of ``dose``."""


@lru_cache(maxsize=4096)
def _printed(numerator: int, denominator: int, places: int) -> str:
    return quantity.plain(Fraction(numerator, denominator), places)


def plain(value: Fraction, places: int = 2) -> str:
    """As ``quantity.plain``; the figures of a table repeat, so that what was printed once is remembered."""
    return _printed(value.numerator, value.denominator, places)


class Dispensed(NamedTuple):
    """A course made up from a preparation, or why it is not. ``cost`` is None where it is not known."""

    made: CoursePlan | None
    why: str = ""
    cost: Fraction | None = None


def dispense(product: Product, course: Course, order: Order, rules: Rules, prices: Formulary | None) -> Dispensed:
    """A course made up from the vials of a preparation."""
    made = course_plan(product, course, order, rules)
    if isinstance(made, NoFit):
        return Dispensed(None, _no_fit(made))
    opened = (vial for day in made.days for vial in day.vials.vials)
    return Dispensed(made, cost=prices.cost(product.id, opened) if prices else None)


def may_be_dispensed(one: Assessment) -> bool:
    """Whether ``dose --product`` would make up anything from a preparation."""
    return one.verdict is not Verdict.CONTRAINDICATED and one.status not in GONE and one.offered


def not_dispensed(one: Assessment, found: Dosing, rules: Rules) -> Dispensed:
    """Why nothing is made up from a preparation, in the words of ``dose --product``."""
    place = rank([one], found.situation, rules.constant("sodium-free"))[0]
    none = product_plan(place, found.asked.courses, found.asked.order, rules).no_plans
    return Dispensed(None, none.reason if none else "no vials")


def _no_fit(made: NoFit) -> str:
    """The nearest whole-vial totals of each different day that does not fit."""
    parts = dict.fromkeys(f"{plain(day.grams)} g: {_nearest(found)}" for day, found in made.days)
    return f"no whole-vial total within the tolerance of {'; '.join(parts)}"


def _nearest(found: Unreachable) -> str:
    near = [f"{plain(grams, GRAM_PLACES)} g" for grams in (found.below_g, found.above_g) if grams is not None]
    return f"nearest {' or '.join(near)}"


def dose_cells(found: Dosing) -> dict[str, str]:
    """What a row says of its dose, but for the patient's own weight."""
    asked, course = found.asked, found.asked.courses[0]
    cells = {
        "indication": asked.indication.id,
        "regimen": course.id,
        "dosing_weight_kg": plain(asked.weight.kg),
        "weight_policy": asked.weight.policy,
        "days": str(len(course.days)),
        "g_course": plain(course.total),
    }
    if _is_even(course):
        cells["g_per_day"] = plain(course.days[0].grams)
    else:
        cells["day_grams"] = ";".join(f"{day.day}={plain(day.grams)}" for day in course.days)
    return cells


def vial_cells(one: Dispensed, currency: str) -> dict[str, str]:
    """What a row says of the vials of its preparation; nothing where it has none."""
    made = one.made
    if made is None:
        return {}
    days, first = made.days, made.days[0].vials
    alike = all(day.vials is first for day in days)
    opened = first.total_g * len(days) if alike else sum((day.vials.total_g for day in days), Fraction(0))
    cells = {
        "vials_course": _vials_words(first.vials, len(days)) if alike else _vials_words(_course_vials(made)),
        "dispensed_g_course": plain(made.given_g, GRAM_PLACES),
        "deviation_percent": plain(made.deviation_percent),
        "volume_ml_course": plain(made.volume_ml),
        "opened_g_course": plain(opened, GRAM_PLACES),
        "discarded_g_course": plain(opened - made.given_g, GRAM_PLACES),
    }
    if _is_even(made.course):
        cells["vials_per_day"] = _vials_words(first.vials)
        cells["dispensed_g_per_day"] = plain(first.given_g, GRAM_PLACES)
    else:
        cells["day_vials"] = ";".join(f"{day.day}={_vials_words(day.vials.vials)}" for day in days)
        cells["day_dispensed_g"] = ";".join(f"{day.day}={plain(day.vials.given_g, GRAM_PLACES)}" for day in days)
    if one.cost is not None:
        cells["cost"], cells["currency"] = plain(one.cost), currency
    if days[0].date:
        cells["dates"] = ";".join(day.date.isoformat() for day in days if day.date)
    return cells


def _difference(one: str, other: str) -> str:
    return plain(Fraction(one) - Fraction(other))


def _is_even(course: Course) -> bool:
    """Whether every day is the same, one after the other."""
    first, last = course.days[0].day, course.days[-1].day
    return course.even is not None and last - first + 1 == len(course.days)


def _vials_words(vials: Iterable[VialCount], times: int = 1) -> str:
    """``2x20 + 1x5``: how many of which size in grams, so many times over."""
    return " + ".join([f"{vial.count * times}x{plain(vial.size_g, GRAM_PLACES)}" for vial in vials])


def _course_vials(made: CoursePlan) -> list[VialCount]:
    """The vials of all days together, the largest first."""
    counts: dict[Fraction, int] = {}
    for day in made.days:
        for vial in day.vials.vials:
            counts[vial.size_g] = counts.get(vial.size_g, 0) + vial.count
    return [VialCount(size_g=size, count=counts[size]) for size in sorted(counts, reverse=True)]


class Side(NamedTuple):
    """A row under one policy: its dose, and its vials if a preparation is named."""

    dosing: Dosing
    dispensed: Dispensed | None


def versus_cells(own: Side, other: Side) -> dict[str, str]:
    """The other policy's figures, and their differences from the row's own, as printed: other less own."""
    mine_g, theirs_g = own.dosing.asked.courses[0].total, other.dosing.asked.courses[0].total
    cells = {
        "versus_dosing_weight_kg": plain(other.dosing.asked.weight.kg),
        "versus_g_course": plain(theirs_g),
        "versus_difference_g": _difference(plain(theirs_g), plain(mine_g)),
        "versus_difference_percent": plain((theirs_g - mine_g) / mine_g * 100),
    }
    mine = own.dispensed.made if own.dispensed else None
    if other.dispensed is None or other.dispensed.made is None:
        return cells | {"versus_reason": other.dispensed.why if other.dispensed else ""}
    theirs = other.dispensed.made
    cells["versus_dispensed_g_course"] = plain(theirs.given_g, GRAM_PLACES)
    if mine:
        cells["versus_dispensed_difference_g"] = plain(theirs.given_g - mine.given_g, GRAM_PLACES)
    if other.dispensed.cost is not None:
        cells["versus_cost"] = plain(other.dispensed.cost)
        if own.dispensed and own.dispensed.cost is not None:
            cells["versus_difference_cost"] = _difference(cells["versus_cost"], plain(own.dispensed.cost))
    return cells
