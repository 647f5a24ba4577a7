"""The arithmetic of an answer, a step a line, so that it can be checked by hand."""

from collections.abc import Sequence
from fractions import Fraction

from ivigcalc.core.answers.plan import CoursePlan, PlannedDay, Working
from ivigcalc.core.dosing.course import Course, days_words, describe_days
from ivigcalc.core.dosing.weight import DosingWeight
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.product import Product
from ivigcalc.core.quantity import plain
from ivigcalc.core.request.order import Order
from ivigcalc.core.selection.exposure import Limit, iga_mcg_per_g, sodium_mmol_per_g, sugar_g_per_g


def working(weight: DosingWeight, asked: Sequence[Course], order: Order) -> tuple[Working, ...]:
    """The arithmetic from weight to grams, a step a line."""
    kg = plain(weight.kg)
    steps = [
        Working(
            step=f"dosing weight ({weight.basis})",
            formula=weight.formula,
            value=weight.kg,
            unit="kg",
            source=weight.sources[0],
        )
    ]
    for course in asked:
        source = course.sources[0] if course.sources else ""
        if course.ends:
            low, high = course.ends.low_g_per_kg, course.ends.high_g_per_kg
            steps += [
                Working(
                    step=f"{course.letter} {end} end",
                    formula=f"{plain(dose, 4)} g/kg x {kg} kg",
                    value=grams,
                    unit="g",
                    source=source,
                )
                for end, dose, grams in (("low", low, course.ends.low_g), ("high", high, course.ends.high_g))
            ]
        for grams in dict.fromkeys(day.grams for day in course.days):
            formula = f"{plain(grams / weight.kg, 4)} g/kg x {kg} kg"
            if course.cap and course.cap.binds:
                uncapped, cap_g = plain(course.cap.uncapped / weight.kg, 4), plain(course.cap.grams)
                formula = f"{uncapped} g/kg x {kg} kg, at most {cap_g} g per dose"
            elif course.typed and order.typed_dose and not order.typed_dose.per_kg:
                formula = "grams as typed" if order.per_day else f"{plain(course.total)} g / {len(course.days)} days"
            steps.append(
                Working(
                    step=f"{course.letter} grams per infusion day",
                    formula=formula,
                    value=grams,
                    unit="g",
                    source=source,
                )
            )
        if len(course.days) > 1:
            formula = " + ".join(plain(day.grams) for day in course.days)
            if course.even is not None:
                formula = f"{plain(course.even)} g daily {describe_days(course)}"
            steps.append(
                Working(
                    step=f"{course.letter} course total, NOT per day",
                    formula=formula,
                    value=course.total,
                    unit="g",
                    source=source,
                )
            )
    return tuple(steps)


def _volume(product: Product, day: PlannedDay) -> str:
    """Millilitres as the labels print them for each vial; of an opened rest its share."""
    ml_of = {Fraction(vial.g): vial.ml for vial in product.vials}
    hung = " + ".join(f"{vial.count} x {plain(ml_of[vial.size_g])} mL" for vial in day.vials.vials)
    if not day.vials.discarded_g:
        return hung
    return f"({hung}) x {plain(day.vials.given_g, 4)} g / {plain(day.vials.total_g, 4)} g"


def vial_working(product: Product, made: CoursePlan, region: Region | None) -> tuple[Working, ...]:
    """From vials to grams, volume, deviation and what the course carries."""
    about, given = f"{made.course.letter} {product.shown}:", plain(made.given_g, 4)
    source = product.vials[0].sources[0] if product.vials else ""
    steps = []
    for days in made.alike:
        day, which = days[0], "per infusion day"
        if made.course.even is not None and len(made.alike) > 1:
            which = f"on {days_words(planned.day for planned in days)}"
        hung = " + ".join(f"{vial.count} x {plain(vial.size_g, 4)} g" for vial in day.vials.vials)
        left = f" - {plain(day.vials.discarded_g, 4)} g left" if day.vials.discarded_g else ""
        steps += [
            Working(
                step=f"{about} vials {which}",
                formula=f"{hung}{left}",
                value=day.vials.given_g,
                unit="g",
                source=source,
            ),
            Working(
                step=f"{about} volume {which}",
                formula=_volume(product, day),
                value=day.volume_ml,
                unit="mL",
                source=source,
            ),
        ]
    steps.append(
        Working(
            step=f"{about} deviation of the course",
            formula=f"({given} g / {plain(made.course.total, 4)} g - 1) x 100",
            value=made.deviation_percent,
            unit="%",
            source="",
        )
    )
    carried = made.exposure
    for name, limit, unit, amount, factor in (
        ("IgA", iga_mcg_per_g(product, region), "mcg/g", carried.iga_mg, " / 1000"),
        ("sodium", sodium_mmol_per_g(product, region), "mmol/g", carried.sodium_mmol, ""),
        ("sugar", sugar_g_per_g(product, region), "g/g", carried.sugar_g, ""),
    ):
        if isinstance(limit, Limit) and amount:
            steps.append(
                Working(
                    step=f"{about} {name} of the course, at most",
                    formula=f"{plain(limit.value, 4)} {unit} x {given} g{factor}",
                    value=amount,
                    unit={"IgA": "mg", "sodium": "mmol", "sugar": "g"}[name],
                    source=limit.fact.sources[0] if limit.fact.sources else "",
                )
            )
    return tuple(steps)
