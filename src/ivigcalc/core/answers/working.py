"""The arithmetic of an answer, a step a line, so that it can be checked by hand."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ivigcalc.core.answers.plan import CoursePlan, Plan, PlannedDay, ProductCycles, ProductPlan, Working
from ivigcalc.core.dosing.course import Course, days_words, describe_days
from ivigcalc.core.dosing.weight import DosingWeight
from ivigcalc.core.facts.fact import SITE, STANDING_WORDS, Region
from ivigcalc.core.facts.product import Product
from ivigcalc.core.quantity import plain
from ivigcalc.core.request.order import Objective, Order, Rounding
from ivigcalc.core.selection.exposure import LabelledLimit, iga_mcg_per_g, sodium_mmol_per_g, sugar_g_per_g
from ivigcalc.core.vials.terms import VialTerms

if TYPE_CHECKING:
    from ivigcalc.core.dosing.comparison import Compared
    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.formulary import Formulary
    from ivigcalc.core.request.written import WrittenDose
    from ivigcalc.core.selection.exposure import Exposure


def dose_working(weight: DosingWeight, asked: Sequence[Course], order: Order) -> tuple[Working, ...]:
    """The arithmetic from weight to grams; nothing where the dosing weight is not known."""
    if weight.needs:
        return ()
    kg = plain(weight.kg, 4)
    steps = [Working(f"dosing weight ({weight.basis})", weight.formula, weight.kg, "kg", weight.sources[0])]
    for course in asked:
        source = course.sources[0] if course.sources else ""
        if ends := course.ends:
            low, high = (f"{plain(dose, 4)} g/kg x {kg} kg" for dose in (ends.low_g_per_kg, ends.high_g_per_kg))
            steps += [
                Working(f"{course.letter} low end", low, ends.low_g, "g", source),
                Working(f"{course.letter} high end", high, ends.high_g, "g", source),
            ]
        of_grams: dict[Fraction, list[int]] = {}
        for day in course.days:
            of_grams.setdefault(day.grams, []).append(day.day)
        for grams, days in of_grams.items():
            formula = _day_formula(grams, course, weight, order)
            which = "per infusion day" if len(of_grams) == 1 else f"on {days_words(days)}"
            steps.append(Working(f"{course.letter} grams {which}", formula, grams, "g", source))
        if len(course.days) > 1:
            formula = " + ".join(plain(day.grams, 4) for day in course.days)
            if course.even is not None:
                formula = f"{plain(course.even, 4)} g daily {describe_days(course)}"
            steps.append(Working(f"{course.letter} course total, NOT per day", formula, course.total, "g", source))
    return tuple(steps)


def _day_formula(grams: Fraction, course: Course, weight: DosingWeight, order: Order) -> str:
    """How the grams of an infusion day come about."""
    kg = plain(weight.kg, 4)
    if course.cap and course.cap.binds:
        uncapped, cap_g = plain(course.cap.uncapped / weight.kg, 4), plain(course.cap.grams, 4)
        return f"{uncapped} g/kg x {kg} kg, at most {cap_g} g per dose"
    if course.typed and order.typed_dose and not order.typed_dose.per_kg:
        return "grams as typed" if order.per_day else f"{plain(course.total, 4)} g / {len(course.days)} days"
    return f"{plain(grams / weight.kg, 4)} g/kg x {kg} kg"


def vial_working(product: Product, plan: CoursePlan, region: Region | None) -> tuple[Working, ...]:
    """The arithmetic from vials to grams, volume, deviation and what the course carries."""
    about, given = f"{plan.course.letter} {product.shown}:", plain(plan.given_g, 4)
    source = product.vials[0].sources[0] if product.vials else ""
    steps = []
    for days in plan.alike:
        day = days[0]
        which = f"on {days_words(alike.day for alike in days)}" if len(plan.alike) > 1 else "per infusion day"
        hung = " + ".join(f"{vial.count} x {plain(vial.size_g, 4)} g" for vial in day.vials.vials)
        left = f" - {plain(day.vials.discarded_g, 4)} g left" if day.vials.discarded_g else ""
        steps += [
            Working(f"{about} vials {which}", f"{hung}{left}", day.vials.given_g, "g", source, _vials_rule(plan.terms)),
            Working(f"{about} volume {which}", _volume_formula(product, day), day.volume_ml, "mL", source),
        ]
    if len(plan.days) > 1:
        grams = " + ".join(f"{len(days)} x {plain(days[0].vials.given_g, 4)} g" for days in plan.alike)
        volume = " + ".join(f"{len(days)} x {plain(days[0].volume_ml, 4)} mL" for days in plan.alike)
        steps += [
            Working(f"{about} vials of the course", grams, plan.given_g, "g"),
            Working(f"{about} volume of the course", volume, plan.volume_ml, "mL"),
        ]
    opened = plan.opened_g
    if opened != plan.given_g:
        all_opened = " + ".join(f"{len(days)} x {plain(days[0].vials.total_g, 4)} g" for days in plan.alike)
        steps += [
            Working(f"{about} opened in the course", all_opened, opened, "g"),
            Working(f"{about} opened and not given", f"{plain(opened, 4)} g - {given} g", opened - plan.given_g, "g"),
        ]
    deviation = f"({given} g / {plain(plan.course.total, 4)} g - 1) x 100"
    steps.append(Working(f"{about} deviation of the course", deviation, plan.deviation_percent, "%"))
    return (*steps, *carried_working(f"{about} ", product, plan.given_g, plan.exposure, region))


def carried_working(
    about: str, product: Product, grams: Fraction, carried: "Exposure", region: Region | None
) -> Iterator[Working]:
    """The arithmetic of what grams of a preparation carry, by labelled maxima."""
    for name, limit, unit, amount, amount_unit, factor in (
        ("IgA", iga_mcg_per_g(product, region), "mcg/g", carried.iga_mg, "mg", " / 1000"),
        ("sodium", sodium_mmol_per_g(product, region), "mmol/g", carried.sodium_mmol, "mmol", ""),
        ("sugar", sugar_g_per_g(product, region), "g/g", carried.sugar_g, "g", ""),
    ):
        if isinstance(limit, LabelledLimit) and amount is not None:
            formula = f"{plain(limit.value, 4)} {unit} x {plain(grams, 4)} g{factor}"
            cited = limit.fact.sources[0] if limit.fact.sources else ""
            mark = STANDING_WORDS.get(limit.fact.standing, "")
            yield Working(f"{about}{name} of the course, at most{mark}", formula, amount, amount_unit, cited)


LEAST: Final = {
    Objective.VIALS: "the fewest vials",
    Objective.GRAMS: "the nearest grams",
    Objective.COST: "the lowest price",
}
"""What vials are chosen for, in words."""


def _vials_rule(terms: VialTerms) -> str:
    """By which rule the vials of a day were chosen."""
    if terms.rounding is Rounding.EXACT:
        return f"to part of a vial: {LEAST[terms.objective]} opened that cover the day"
    near, wide = (plain(share * 100) for share in (terms.near, terms.wide))
    bound = f"within {near} %, else {wide} %"
    return f"to whole vials: {terms.rounding}, {bound}, of the {terms.scope}; {LEAST[terms.objective]}"


def cost_working(made: CoursePlan, formulary: "Formulary | None") -> tuple[Working, ...]:
    """What the vials opened in a course cost, by the prices of the site; nothing where it does not give every price."""
    opened = [vial for day in made.days for vial in day.vials.vials]
    cost = formulary.cost(made.product.id, opened) if formulary and formulary.currency else None
    if formulary is None or cost is None:
        return ()
    counts = Counter[Fraction]()
    for vial in opened:
        counts[vial.size_g] += vial.count
    prices = formulary.prices(made.product.id)
    formula = " + ".join(f"{counts[size]} x {plain(prices[size], 4)}" for size in sorted(counts, reverse=True))
    step = f"{made.course.letter} {made.product.shown}: cost of the vials opened"
    return (Working(step, formula, cost, formulary.currency, SITE),)


def _volume_formula(product: Product, day: PlannedDay) -> str:
    """Millilitres as the labels print them for each vial; of an opened rest its share."""
    hung = " + ".join(f"{vial.count} x {plain(product.ml_of[vial.size_g])} mL" for vial in day.vials.vials)
    if not day.vials.discarded_g:
        return hung
    return f"({hung}) x {plain(day.vials.given_g, 4)} g / {plain(day.vials.total_g, 4)} g"


def plan_working(plan: Plan, catalogue: "Catalogue", explained: Sequence[ProductPlan] = ()) -> tuple[Working, ...]:
    """The arithmetic of a plan; of preparations asked for by name to what their vials cost, their rates, the cycles.

    Where none was asked for, also the vials of those that are to be ``explained``, and what they cost.
    """
    steps = list(plan.working)
    if not plan.order.products:
        for product in explained:
            for made in product.plans:
                if isinstance(made, CoursePlan):
                    steps += [*vial_working(made.product, made, made.region), *cost_working(made, catalogue.formulary)]
        return (*steps, *_cycle_dates(plan))
    from ivigcalc.core.answers.rates import plan_rates_working  # only for a preparation asked for by name

    for product in plan.products:
        for made in product.plans:
            if isinstance(made, CoursePlan):
                steps += [*cost_working(made, catalogue.formulary), *plan_rates_working(made, catalogue.rules)]
    return (*steps, *_cycle_dates(plan), *(step for cycles in plan.cycles for step in _of_cycles(cycles)))


def _cycle_dates(plan: Plan) -> Iterator[Working]:
    """When each cycle begins, in days after the first, and what is prescribed in all."""
    repeat, course = plan.repeat, plan.courses[0]
    if repeat is None:
        return
    first, source = repeat.starts[0], next(iter(course.sources), "")
    for number, start in enumerate(repeat.starts[1:], start=1):
        formula = f"{first} + {number} x {repeat.interval.low} {repeat.interval.unit} = {start}"
        yield Working(f"cycle {number + 1} begins", formula, Fraction((start - first).days), "days after", source)
    count, total = len(repeat.starts), plain(course.total, 4)
    yield Working("prescribed in all cycles", f"{count} x {total} g", course.total * count, "g")


def _of_cycles(cycles: ProductCycles) -> Iterator[Working]:
    """Grams given and opened, and volume, of the cycles that are made up."""
    made, days = cycles.made, [day for course in cycles.made for day in course.days]
    about = f"{cycles.product.shown} in {len(made)} cycles:"
    for name, figures, unit in (
        ("vials", [day.vials.given_g for day in days], "g"),
        ("opened", [day.vials.total_g for day in days], "g"),
        ("volume", [day.volume_ml for day in days], "mL"),
    ):
        counts = Counter(figures)
        formula = " + ".join(f"{count} x {plain(figure, 4)} {unit}" for figure, count in counts.items())
        if formula:
            yield Working(f"{about} {name}", formula, sum(figures, Fraction(0)), unit)


def check_working(
    dose: "WrittenDose",
    course: Course,
    printed: Sequence[Course],
    compared: "Sequence[Compared]",
    *,
    weight: DosingWeight,
    order: Order,
) -> tuple[Working, ...]:
    """The arithmetic of a check: the order and the printed courses in grams, then how far each figure is off."""
    typed = order if dose.per_kg else order.replaced(per_day=dose.stated)
    ordered = dose_working(weight, [course.replaced(letter="ordered:", typed=True)], typed)
    of_order = [step._replace(source="") for step in ordered[1:]]  # nobody prints what was ordered
    steps = [*ordered[:1], *of_order, *dose_working(weight, printed, order)[1:]]
    for row in compared:
        if row.nearest is None or row.difference is None:
            continue
        about = row.name
        source, figure = row.sources[0] if row.sources else "", plain(row.nearest, 4)
        off = f"{plain(row.ordered, 4)} {row.unit} - {figure} {row.unit}"
        steps.append(Working(f"{about}: off by", off, row.difference, row.unit, source))
        if row.percent is not None:
            share = f"({plain(row.ordered, 4)} / {figure} - 1) x 100"
            steps.append(Working(f"{about}: off by, in percent", share, row.percent, "%", source))
    return tuple(steps)
