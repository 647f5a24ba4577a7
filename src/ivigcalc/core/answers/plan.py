"""``Plan``, the answer to an order, which ``plan()`` in ``dose`` makes; and how a course is made up in vials."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ivigcalc.core.facts.fact import Missing, Region
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.rule import VERDICT_RANKS, Level, Verdict
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Lot, Order
from ivigcalc.core.selection.exposure import Exposure, exposure
from ivigcalc.core.selection.labels import GONE
from ivigcalc.core.vials.course import course_vials
from ivigcalc.core.vials.terms import VialTerms, no_terms_reason, terms_of
from ivigcalc.core.vials.totals import Combination, Unreachable, UnreachableCourse, volume_ml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date
    from decimal import Decimal

    from ivigcalc.core.dosing.course import Course, CourseDay
    from ivigcalc.core.dosing.repeat import Repeat
    from ivigcalc.core.dosing.weight import DosingWeight
    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.indication import Indication
    from ivigcalc.core.infusion.day import Infusion
    from ivigcalc.core.request.patient import Patient, Risk
    from ivigcalc.core.safety.alerts import Alert, DerivedCondition
    from ivigcalc.core.selection.assessment import Assessment, Situation
    from ivigcalc.core.selection.ranking import PlacedProduct

    Rate = Callable[[Product, Fraction, Combination | None], Infusion | Missing]
    """How a volume in mL of a preparation runs in, out of certain vials; None where they do not matter."""


class PlannedDay(NamedTuple):
    """An infusion day with its vials."""

    day: int
    """Its number in the course."""
    date: date | None
    """None where no date of the first day was given."""
    prescribed_g: Fraction
    vials: Combination
    volume_ml: Fraction
    """The millilitres that the patient receives."""
    infusion: Infusion | Missing | None = None
    """How it runs in, or why no rate can be given; None where no preparation was asked for by name."""
    lots: tuple[Lot, ...] = ()
    """The vials to take from the stock, by lot; empty where no stock was given."""


class CoursePlan(Record):
    """One course made up from one preparation, on the terms that its vials were chosen on."""

    course: Course
    terms: VialTerms
    days: tuple[PlannedDay, ...]
    product: Product
    region: Region | None

    @cached_property
    def alike(self) -> tuple[tuple[PlannedDay, ...], ...]:
        """The infusion days, those with the same grams and the same vials together."""
        groups: dict[tuple[Fraction, Combination], list[PlannedDay]] = {}
        for day in self.days:
            groups.setdefault((day.prescribed_g, day.vials), []).append(day)
        return tuple(tuple(days) for days in groups.values())

    @cached_property
    def given_g(self) -> Fraction:
        """Grams that the patient receives in the course."""
        return _total([day.vials.given_g for day in self.days])

    @cached_property
    def opened_g(self) -> Fraction:
        """Grams in the vials opened in the course."""
        return _total([day.vials.total_g for day in self.days])

    @cached_property
    def volume_ml(self) -> Fraction:
        """Millilitres of the course."""
        return _total([day.volume_ml for day in self.days])

    @cached_property
    def exposure(self) -> Exposure:
        """What the grams given carry."""
        return exposure(self.product, self.given_g, self.region)

    @cached_property
    def deviation_percent(self) -> Fraction:
        """By how many percent the grams given differ from those prescribed."""
        given, total = self.given_g, self.course.total
        over = given.numerator * total.denominator - total.numerator * given.denominator
        return Fraction(100 * over, given.denominator * total.numerator)


class NoFit(Record):
    """A course that the vials of a preparation cannot make up."""

    course: Course
    terms: VialTerms
    days: tuple[tuple[CourseDay, Unreachable], ...]
    """The days that do not fit, with the nearest totals; empty where the course was to be rounded as a whole."""
    whole: UnreachableCourse | None = None
    """What is nearest for the course as a whole; None where each day was rounded."""
    start: date | None = None


def _total(amounts: Sequence[Fraction]) -> Fraction:
    first, count = amounts[0], len(amounts)
    return (first if count == 1 else first * count) if amounts.count(first) == count else sum(amounts, Fraction(0))


class ProductPlan(Record):
    """A preparation in its place, with a plan for each course."""

    place: PlacedProduct
    plans: tuple[CoursePlan | NoFit, ...]
    no_plans: Missing | None = None
    """Why there are no plans; None where there are."""


class ProductCycles(Record):
    """The vials of each cycle of a repeated course, from one preparation."""

    product: Product
    made: tuple[CoursePlan, ...]
    """The cycles that can be made up, with their dates; of all that were asked for, the first."""
    short: NoFit | Missing | None
    """Why the cycle after them cannot, and none after it; None where all are made up."""
    needed: CoursePlan | NoFit | None
    """What that cycle would take of as many vials as wanted; None where nothing is short."""

    @cached_property
    def given_g(self) -> Fraction:
        """Grams that the patient receives in the cycles made up."""
        return sum((made.given_g for made in self.made), Fraction(0))

    @cached_property
    def volume_ml(self) -> Fraction:
        """Millilitres of the cycles made up."""
        return sum((made.volume_ml for made in self.made), Fraction(0))


class Working(NamedTuple):
    """A step of the arithmetic, so that it can be checked by hand."""

    step: str
    """What is worked out."""
    formula: str
    """The formula with its numbers."""
    value: Fraction
    unit: str
    source: str = ""
    """The id of the document that the step rests on; "" for none."""
    rounding: str = ""
    """How the value is rounded before anything else is worked out from it; "" where it is exact."""


class Plan(Record):
    """The answer to an order: the dose, and every preparation in its place with its vials."""

    patient: Patient
    order: Order
    indication: Indication
    labelled: tuple[Region, ...]
    """The regions in which the label of any preparation has the indication at the patient's age."""
    labelled_from: Mapping[Region, Decimal]
    """The others in which one has it from some age on, in years, where nobody said that the patient is that old."""
    dosing_weight: DosingWeight
    risks: tuple[Risk, ...]
    derived: tuple[DerivedCondition, ...]
    situation: Situation
    courses: tuple[Course, ...]
    alerts: tuple[Alert, ...]
    products: tuple[ProductPlan, ...]
    hidden: int
    """The number of preparations left out because the hospital does not stock them."""
    working: tuple[Working, ...]
    repeat: Repeat | None = None
    """When each cycle begins; None where the course is given once."""
    cycles: tuple[ProductCycles, ...] = ()
    """The vials of each cycle, of the preparations asked for by name that have a plan."""

    @property
    def dispensable(self) -> bool:
        """Whether any listed preparation can be dispensed for any course (or there is no single dose to dispense).

        For a course that is repeated that is every cycle.
        """
        if self.cycles and all(cycles.short for cycles in self.cycles):
            return False
        dated = [plan for product in self.products for plan in product.plans]
        in_grams = any(course.days and not course.in_g_per_kg for course in self.courses)
        return not in_grams or any(isinstance(plan, CoursePlan) for plan in dated)

    @property
    def chosen(self) -> CoursePlan | None:
        """The one course of the one preparation asked for by name; None where several are shown, or no vials fit."""
        plans = [made for product in self.products for made in product.plans]
        made = plans[0] if len(self.order.products) == len(plans) == 1 else None
        return made if isinstance(made, CoursePlan) and made.course.selected else None

    @property
    def made_courses(self) -> tuple[CoursePlan, ...]:
        """The chosen course in each of its cycles that is made up, with their dates; once where it is not repeated."""
        chosen = self.chosen
        return (self.cycles[0].made if self.cycles else (chosen,)) if chosen else ()

    @property
    def cautions(self) -> tuple[str, ...]:
        """Rule ids to look at: cautions on the order, and reasons against a preparation asked for by name."""
        named = [product.place.assessment for product in self.products if self.order.products]
        return cautions_of(self.alerts, named, VERDICT_RANKS.keys())


def cautions_of(
    alerts: Iterable[Alert], named: Iterable[Assessment], verdicts: AbstractSet[Verdict]
) -> tuple[str, ...]:
    """Rule ids to look at: cautions on an order, and reasons for one of the verdicts on a preparation that it names."""
    cautions = [alert.rule for alert in alerts if alert.level is Level.CAUTION]
    reasons = [reason.rule for assessment in named for reason in assessment.reasons if reason.verdict in verdicts]
    return tuple(dict.fromkeys([*cautions, *reasons]))


def product_plan(
    place: PlacedProduct, asked: Sequence[Course], order: Order, catalogue: Catalogue, *, rate: Rate | None = None
) -> ProductPlan:
    """A preparation in its place, with a plan for each course, or why there is none.

    With ``rate`` each infusion day says how it runs in.
    """
    product = place.assessment.product
    dated = [course for course in asked if course.days and not course.in_g_per_kg]
    reason = why_not_dispensed(place.assessment, order.region)
    if not reason and not dated:
        unknown = any(course.in_g_per_kg for course in asked)
        reason = f"no {'dosing weight' if unknown else 'single dose: the regimen is a range'}"
    if not reason and not order.plain_vials:
        reason = no_terms_reason(terms_of(product, order, catalogue))
    if reason:
        return ProductPlan(place=place, plans=(), no_plans=Missing(reason=reason))
    plans = tuple(course_plan(product, course, order, catalogue, rate=rate) for course in dated)
    return ProductPlan(place=place, plans=plans)


def why_not_dispensed(assessment: Assessment, region: Region | None) -> str:
    """Why nothing is made up from a preparation; "" where it may be."""
    if assessment.verdict is Verdict.CONTRAINDICATED:
        return "contraindicated for this patient"
    if assessment.status in GONE:
        return GONE[assessment.status]
    if assessment.offered:
        return ""
    if region:
        return f"no vial size listed for {region.upper()}"
    return assessment.product.missing.get("vials", "no vial size found")


def course_plan(
    product: Product, course: Course, order: Order, catalogue: Catalogue, *, rate: Rate | None = None
) -> CoursePlan | NoFit:
    """A course made up from the vials of a preparation, or the days that do not fit."""
    terms = terms_of(product, order, catalogue, course.cap.grams if course.cap else None)
    chosen = course_vials(course, terms, order.start)
    if isinstance(chosen, UnreachableCourse):
        return NoFit(course=course, terms=terms, days=(), whole=chosen, start=order.start)
    fitting = [vials for vials in chosen if isinstance(vials, Combination)]
    if len(fitting) < len(chosen):
        days_chosen = zip(course.days, chosen, strict=True)
        unreached = tuple((day, vials) for day, vials in days_chosen if isinstance(vials, Unreachable))
        return NoFit(course=course, terms=terms, days=unreached, start=order.start)
    days = _planned(product, course, fitting, course.dates(order.start), rate)
    if terms.lots is not None:
        from ivigcalc.core.vials.lots import stock_by_day  # only where there is one

        taken = stock_by_day(terms.lots, fitting, [day.date for day in days])
        days = [day._replace(lots=stock.lots) for day, stock in zip(days, taken, strict=True)]
    return CoursePlan(course=course, terms=terms, days=tuple(days), product=product, region=order.region)


def _planned(
    product: Product, course: Course, fitting: Sequence[Combination], dates: Sequence[date | None], rate: Rate | None
) -> list[PlannedDay]:
    """The infusion days; those that have the same vials share what is worked out for them."""
    days: list[PlannedDay] = []
    vials = None
    for day, chosen, on in zip(course.days, fitting, dates, strict=True):
        if vials is not chosen:
            vials = chosen
            volume = volume_ml(product, vials)
            infusion = rate(product, volume, vials) if rate else None
        days.append(PlannedDay(day.day, on, day.grams, vials, volume, infusion))
    return days
