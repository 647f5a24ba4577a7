"""The vials and the rate of a written order beside what the label of its preparation says."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final, get_args

from ivigcalc.core.checking.causes import Criteria, LikelyCause, PrintedRate, RateBases, causes_of_rate, causes_of_vials
from ivigcalc.core.checking.dose import OrderCase
from ivigcalc.core.dosing.comparison import Compared, Fit, Item, tolerance_of
from ivigcalc.core.dosing.course import Course
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.indication import Indication
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.rule import RateOf
from ivigcalc.core.infusion.day import Infusion, day_infusion
from ivigcalc.core.infusion.label_ladders import EarlierInfusions, ladder_choices, purpose_of
from ivigcalc.core.infusion.label_rates import (
    WHY_THIS_LADDER,
    LabelRates,
    label_rates,
    ladder_rates,
    printed_rates,
    why_this_ladder,
)
from ivigcalc.core.infusion.rates import NoRate, RateBasis, rounded_up, to_ml_h
from ivigcalc.core.quantity import shown
from ivigcalc.core.record import Record
from ivigcalc.core.request.written import WrittenRate, WrittenVials

Checked = tuple[Compared, tuple[LikelyCause, ...]]
"""A figure compared with the label, and the causes that explain how it differs."""

NO_BASES: Final[dict[RateOf, Sequence[PrintedRate]]] = dict.fromkeys(get_args(RateOf), ())


def check_vials(vials: WrittenVials, case: OrderCase, product: Product) -> Checked:
    """The vials beside the grams ordered for a day, and beside the sizes that are sold.

    Where the grams ordered are a printed dose, be it rounded, the vials have to be that dose as well.
    """
    course, region, criteria = case.course, case.order.region, case.criteria
    day = course.even if vials.day_g is None else vials.day_g
    fit = Fit.UNKNOWN if day is None else criteria.tolerance.fit(vials.grams, day, day)
    reason = "the days differ: check the vials of one day at a time" if day is None else ""
    printed_g = None if fit is Fit.DIFFERS else _printed_grams(case, day)
    if printed_g is not None and criteria.tolerance.fit(vials.grams, printed_g, printed_g) is Fit.DIFFERS:
        off = shown(criteria.tolerance.wide * 100)
        fit, reason = Fit.DIFFERS, f"rounded twice: more than {off} % off the {shown(printed_g)} g that are printed"
    likely = causes_of_vials(vials.grams, day, course, criteria) if day is not None and fit is Fit.DIFFERS else ()
    sold = sorted({*product.sizes_in(region)})
    odd = [shown(size, 3) for size, _ in vials.sizes if size not in sold]
    if odd:
        where = f"for {region.upper()}" if region else "in any region"
        sizes = ", ".join(shown(size, 3) for size in sold) or "none found"
        fit, reason = Fit.DIFFERS, f"no vial of {' or '.join(odd)} g {where}; sizes in g: {sizes}"
    row = Compared(item=Item.VIALS, unit="g", fit=fit, ordered=vials.grams, low=day, high=day, reason=reason)
    return row, likely


def _printed_grams(case: OrderCase, day_g: Fraction | None) -> Fraction | None:
    """The printed grams of a day for which so many are ordered; None where the order is no printed course."""
    if case.printed.match is None:
        return None
    pairs = zip(case.course.days, case.printed.match.days, strict=True)
    return next((printed.grams for ordered, printed in pairs if ordered.grams == day_g), None)


def written_ml_h(rate: WrittenRate, basis: RateBasis) -> Fraction:
    """A written rate in mL/h, for a weight and a concentration."""
    return rate.value if rate.unit is None else to_ml_h(rate.value, rate.unit, basis)


class RateOrdered(Record):
    """A written rate, and how the largest day would run in by the label of its preparation."""

    ml_h: Fraction
    """The rate in mL/h, for the weight of ``basis``."""
    start_ml_h: Fraction | None
    """What it begins with; None where nobody wrote it."""
    start_up_to_ml_h: Fraction
    """Up to here it is the label's first rate, be it rounded up: as a pump is set, or by what is one figure."""
    basis: RateBasis
    label: Infusion | NoRate
    bases: RateBases
    """The printed rates of which it may have been made by mistake."""
    start_bases: RateBases
    """The same of what it begins with."""


class RateAsked(Record):
    """For whom and what a written rate is, with the data that judge it: indication, region, conditions, age."""

    indication: Indication
    region: Region | None
    conditions: frozenset[str]
    """Of the patient."""
    age_years: Fraction | None
    catalogue: Catalogue
    tolerated: bool = False
    """Whether the preparation was given before and tolerated."""


def rate_ordered(
    rate: WrittenRate, course: Course, product: Product, weight_kg: Fraction, asked: RateAsked
) -> RateOrdered:
    """A written rate with what the label says of it, for a weight."""
    mg_per_ml = Fraction(product.mg_per_ml)
    basis = RateBasis(weight_kg=weight_kg, mg_per_ml=mg_per_ml)
    label = day_infusion(
        product,
        basis,
        course.largest_day * 1000 / mg_per_ml,
        rules=asked.catalogue.rules,
        purpose=purpose_of(asked.indication, product, asked.age_years, asked.conditions),
        region=asked.region,
        conditions=asked.conditions,
        earlier=EarlierInfusions(tolerated=asked.tolerated),
    )
    ml_h, start, up_to = written_ml_h(rate, basis), None, Fraction(0)
    if rate.start is not None:
        start = written_ml_h(rate.replaced(value=rate.start), basis)
    bases: RateBases = {}
    start_bases: RateBases = {}
    if isinstance(label, Infusion):
        first, rules = label_rates(label).first_ml_h, asked.catalogue.rules
        near = first * (1 + tolerance_of(rules).cause)
        up_to = max(near, rounded_up(first, rules.constant("pump-whole-from")))
        bases, start_bases = _bases(ml_h, label, asked), _bases_of_start(label, asked)
    return RateOrdered(
        ml_h=ml_h,
        start_ml_h=start,
        start_up_to_ml_h=up_to,
        basis=basis,
        label=label,
        bases=bases,
        start_bases=start_bases,
    )


def _bases(ml_h: Fraction, label: Infusion, asked: RateAsked) -> RateBases:
    """The printed rates of which a rate may have been made.

    A slow one only of a start, of the label's first rate or its maximum, or by mistaking the unit.
    """
    printed = printed_rates(label, asked.conditions)
    limit = printed.limit_ml_h
    every = NO_BASES | {"printed": _rates(printed.every_ml_h)}
    rates = label_rates(label)
    maxima = _rates((*printed.maxima_ml_h, *([limit] if limit else [])))
    if rates.is_slow(ml_h):
        return {**every, "start": _rates(printed.starts_ml_h), "first": _rates([rates.first_ml_h]), "maximum": maxima}
    uses = _rates(rate for rate in printed.uses_ml_h if rate not in printed.maxima_ml_h)
    near = tolerance_of(asked.catalogue.rules).cause
    own = any(abs(ml_h - one.ml_h) <= near * one.ml_h for one in uses)
    return {
        **every,
        "use": uses,
        "maximum": maxima,
        "ordinary": _rates(printed.maxima_ml_h if limit or label.without_figure else ()),
        "brand": () if own else _other_brands(ml_h, label, asked),
    }


def _bases_of_start(label: Infusion, asked: RateAsked) -> RateBases:
    """The printed rates of which a rate to start with may have been made."""
    printed, first = printed_rates(label, asked.conditions), _rates([label_rates(label).first_ml_h])
    tops = (*printed.maxima_ml_h, *([printed.limit_ml_h] if printed.limit_ml_h else []))
    return NO_BASES | {"printed": first, "first": first, "top": _rates(tops)}


def _rates(ml_h: Iterable[Fraction]) -> tuple[PrintedRate, ...]:
    return tuple(map(PrintedRate, ml_h))


def _other_brands(ml_h: Fraction, label: Infusion, asked: RateAsked) -> tuple[PrintedRate, ...]:
    """The maximum of another brand of the same strength, use and region that is this rate, if of one brand alone."""
    product, near = label.product, tolerance_of(asked.catalogue.rules).cause
    others = [
        other
        for other in asked.catalogue.products
        if other.brand != product.brand and other.mg_per_ml == product.mg_per_ml
    ]
    found = {}
    for other in others:
        purpose = purpose_of(asked.indication, other, asked.age_years, asked.conditions)
        choices = ladder_choices(other, label.region, purpose, asked.conditions, label.earlier)
        for choice in [] if isinstance(choices, NoRate) else choices:
            maximum = ladder_rates(choice.ladder, label.basis)[-1]
            if choice.for_purpose and abs(ml_h - maximum) <= near * maximum:
                found[other.brand] = PrintedRate(maximum, other.shown)
    return tuple(found.values()) if len(found) == 1 else ()


NO_FIGURE: Final = "for this risk the label asks for the minimum practicable rate and prints no figure"
FIRST_RATE: Final = "the label's first rate; no figure beyond it"
"""What the one rate is that is for a patient for whose risk labels print none."""


def check_rates(ordered: RateOrdered, criteria: Criteria) -> list[Checked]:
    """What an order starts with, and the rate, beside the label; the start alone where nothing else is written."""
    starts = _check_start(ordered, criteria)
    return [*starts, *([] if starts and ordered.start_ml_h == ordered.ml_h else [_check_rate(ordered, criteria)])]


def _check_rate(ordered: RateOrdered, criteria: Criteria) -> Checked:
    """The rate beside the label's maximum.

    A rate below the label's first one differs where a known mistake explains it; else a person must look, because slow
    is no harm by itself. So must one above it where the label prints no figure for the patient's risk: nothing but the
    first rate is for this patient then, and it is what is expected.
    """
    ml_h, basis, label = ordered.ml_h, ordered.basis, ordered.label
    row = Compared(item=Item.RATE, unit="mL/h", fit=Fit.UNKNOWN, ordered=ml_h, low=None, high=None)
    if isinstance(label, NoRate):
        return row.replaced(reason=label.reason), ()
    rates = label_rates(label)
    likely: tuple[LikelyCause, ...] = ()
    fit, low, high = Fit.SAME, Fraction(0), rates.maximum_ml_h
    reason = _by_which_label(label, rates)
    if label.without_figure:
        low = high = rates.first_ml_h
        row = row.replaced(what=FIRST_RATE)
    if rates.is_slow(ml_h):
        low, likely = rates.first_ml_h, causes_of_rate(ml_h, ordered.bases, criteria, basis)
        fit = Fit.DIFFERS if likely else Fit.UNKNOWN
        reason = f"slower than the first rate of the label; {reason}"
    elif not rates.allows(ml_h):
        fit, likely = Fit.DIFFERS, causes_of_rate(ml_h, ordered.bases, criteria, basis)
        what = "the limit of another label" if label.pump_rates[-1].capped else "the ordinary maximum"
        above = f"above even {what}, {shown(rates.maximum_ml_h)} mL/h; {NO_FIGURE}"
        reason = f"{above}; {reason}" if label.without_figure else reason
    elif label.without_figure and ml_h > rates.first_ml_h:
        fit, reason = Fit.UNKNOWN, NO_FIGURE
        ordinary = NO_BASES | {"ordinary": ordered.bases["ordinary"]}
        likely = causes_of_rate(ml_h, ordinary, criteria, basis)
    elif ordered.start_ml_h is None and ml_h > rates.first_ml_h:
        reason = f"the label starts at {shown(rates.first_ml_h)} mL/h; {reason}"
    row = row.replaced(fit=fit, low=low, high=high, reason=reason, below=rates.below, sources=rates.sources)
    return row, likely


def _check_start(ordered: RateOrdered, criteria: Criteria) -> list[Checked]:
    """The rate to start with beside the label's first one; none where none is written, or no label gives a rate.

    A slower start is no harm.
    """
    start, label = ordered.start_ml_h, ordered.label
    if start is None or isinstance(label, NoRate):
        return []
    rates = label_rates(label)
    row = Compared(
        item=Item.START,
        unit="mL/h",
        fit=Fit.SAME,
        ordered=start,
        low=Fraction(0),
        high=rates.first_ml_h,
        sources=rates.sources,
    )
    if start <= ordered.start_up_to_ml_h:
        return [(row.replaced(high=max(start, rates.first_ml_h)), ())]
    reason = "faster than the first rate of the label"
    if start == ordered.ml_h:
        reason = f"{reason}; {_by_which_label(label, rates)}"
    likely = causes_of_rate(start, ordered.start_bases, criteria, ordered.basis)
    return [(row.replaced(fit=Fit.DIFFERS, reason=reason), likely)]


def _by_which_label(label: Infusion, rates: LabelRates) -> str:
    """Whose rates they are, what they are, why these and no others, and for which weight."""
    weight = "a flat rate" if label.flat else f"worked out for {shown(label.basis.weight_kg)} kg"
    new = ["for a patient new to it (tolerated before, as the label asks: --tolerated)"] if label.holds_back else []
    why = (*(WHY_THIS_LADDER[one] for one in why_this_ladder(label)), *new, weight)
    return "; ".join((f"{rates.whose}: {rates.says}", *why))
