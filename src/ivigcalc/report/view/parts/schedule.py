"""One preparation's course as a document: the schedule, what it carries, and order lines to paste."""

from fractions import Fraction

from ivigcalc.core.answers.infusion import time_cell
from ivigcalc.core.answers.plan import CoursePlan, NoFit, Plan, PlannedDay, ProductPlan
from ivigcalc.core.dosing.course import describe_days
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.rule import Verdict
from ivigcalc.core.facts.table2 import Cell
from ivigcalc.core.infusion.day import Infusion
from ivigcalc.core.quantity import exact, shown
from ivigcalc.core.selection.assessment import Assessment
from ivigcalc.core.selection.exposure import sugars
from ivigcalc.report.document import Block, Gap, Heading, Paragraph, warning
from ivigcalc.report.view.parts import words
from ivigcalc.report.view.parts.blocks import cost_lines, reason_blocks, site_sizes
from ivigcalc.report.view.parts.days import (
    asked_blocks,
    certificate_blocks,
    days_table,
    ladder_blocks,
    no_fit_blocks,
    table2_blocks,
    uneven_blocks,
)


def schedule_blocks(plan: Plan, product: ProductPlan, catalogue: Catalogue, *, explain: bool) -> list[Block]:
    """One preparation: verdict and reasons, then the schedule of each course."""
    assessment = product.place.assessment
    blocks = [
        *_head(plan, assessment, catalogue),
        *reason_blocks(assessment.reasons),
        *([warning("NO PLAN", product.no_plans.reason)] if product.no_plans else []),
        *asked_blocks(plan.order),
    ]
    for made in product.plans:
        blocks.append(Gap())
        if isinstance(made, NoFit):
            blocks += [Heading(text=f"{made.course.letter}  {words.dose_words(made.course)}"), *no_fit_blocks(made)]
        else:
            blocks += _schedule(plan, assessment, made, catalogue)
        if explain:
            from ivigcalc.core.vials.certify import certify  # noqa: PLC0415 - only where it is explained

            blocks += [Gap(), *certificate_blocks(certify(made.course, made.terms, plan.order.start))]
    return [*blocks, Gap()]


def _head(plan: Plan, assessment: Assessment, catalogue: Catalogue) -> list[Block]:
    """The preparation: what it is, its verdict, its labels, its vial sizes."""
    product, region = assessment.product, plan.order.region
    verdict = f"Verdict: {words.verdict_words(assessment.verdict)}. Holds: {words.holds(product)}."
    labels = words.asked_regions(assessment.labelled) or "no label read"
    elsewhere = f"; not {words.region_name(region)}" if region and not assessment.labelled_here else ""
    lines = [verdict, f"Labelled for {plan.indication.short}: {labels}{elsewhere}."]
    if own := site_sizes(catalogue.local, product.id):
        lines.append(f"{own}: {', '.join(f'{exact(vial.g)} g' for vial in product.vials)}.")
    elif region is None:
        sizes = ", ".join(f"{exact(vial.g)} g ({words.all_regions(vial.regions)})" for vial in product.vials)
        lines.append(f"Vial sizes of any region: {sizes or 'none found'}.")
    made_of = f"{exact(product.mg_per_ml)} mg/mL, {product.form}, {product.holder.says}"
    return [Heading(text=product.shown, remark=made_of), *(Paragraph(text=line) for line in lines)]


def _summary(made: CoursePlan) -> str:
    """``27.5 g daily for 5 days (ordered 28 g, -1.8 %)``."""
    course, count = made.course, len(made.days)
    change = shown(made.deviation_percent)
    signed = change if change == "0" else words.signed(made.deviation_percent)
    if course.even is None or len(made.alike) > 1:
        given = f"{shown(made.given_g, 3)} g in all (ordered {shown(course.total)} g, {signed} %)"
    else:
        daily = f"{shown(made.given_g / count, 3)} g{' daily' if count > 1 else ''} {describe_days(course)}"
        given = f"{daily} (ordered {shown(course.even)} g, {signed} %)"
    return f"{given}; course {shown(made.given_g, 3)} g, NOT per day" if count > 1 else given


def _schedule(plan: Plan, assessment: Assessment, made: CoursePlan, catalogue: Catalogue) -> list[Block]:
    return [
        Heading(text=f"{made.course.letter}  {_summary(made)}"),
        days_table(made),
        *uneven_blocks(made),
        Paragraph(text=f"Carries in the course: {_carries(assessment.product, made)}."),
        *_infusions(plan, made, time_cell(assessment.product, catalogue)),
        *cost_lines(catalogue.local, assessment.product.id, made),
        *_order_lines(plan, assessment, made),
    ]


def _infusions(plan: Plan, made: CoursePlan, cell: Cell | None) -> list[Block]:
    """The rate ladder of each different infusion day, once a course is chosen."""
    if not made.course.selected:
        return [Paragraph(text=f"Rates and time: --regimen {made.course.letter}")]
    blocks: list[Block] = []
    different: dict[Fraction, PlannedDay] = {}
    for day in made.days:
        different.setdefault(day.volume_ml, day)
    for day in different.values():
        blocks += [Gap(), Heading(text="INFUSION", remark=f"{shown(day.volume_ml)} mL on {_weight(plan, day)}")]
        if isinstance(day.infusion, Infusion):
            blocks += [*ladder_blocks(day.infusion), *table2_blocks(cell)]
        elif day.infusion:
            blocks.append(warning("NO RATE", f"{day.infusion.reason}."))
    return [*blocks, Gap()]


def _weight(plan: Plan, day: PlannedDay) -> str:
    """The weight that the rate is for."""
    if not isinstance(day.infusion, Infusion):
        return f"{plan.order.rate_weight} weight"
    if day.infusion.flat:
        return "any weight: a flat rate"
    return f"{plan.order.rate_weight} weight {shown(day.infusion.basis.weight_kg)} kg"


def _carries(product: Product, made: CoursePlan) -> str:
    """What the grams given carry, by labelled maxima."""
    carried, sugar = made.exposure, " and ".join(sorted(sugars(product))) or "sugar"
    parts = (
        _up_to("IgA", carried.iga_mg, "mg", 2),
        _up_to("sodium", carried.sodium_mmol, "mmol", 1),
        "no sugar" if carried.sugar_g == 0 else _up_to(sugar, carried.sugar_g, "g", 1),
        f"{shown(made.volume_ml)} mL",
    )
    return ", ".join(parts)


def _up_to(what: str, value: Fraction | None, unit: str, places: int) -> str:
    return f"{what} unknown" if value is None else f"{what} up to {shown(value, places)} {unit}"


def _order_lines(plan: Plan, assessment: Assessment, made: CoursePlan) -> list[Block]:
    """A line to paste for each infusion day; none while several courses are on the screen."""
    marks = [] if assessment.verdict is Verdict.SUITABLE else [f"verdict {words.verdict_words(assessment.verdict)}"]
    marks += [f"off label: {plan.order.off_label_reason}"] if plan.order.off_label_reason else []
    tail = "".join(f"; {mark}" for mark in marks)
    course = made.course
    if not course.selected:
        return [Paragraph(text=f"Order lines to paste: --regimen {course.letter}")]
    lines = [Paragraph(text=f"{_order_line(assessment.product, made, day)}{tail}") for day in made.days]
    return [Heading(text="ORDER LINES", remark="to paste"), *lines]


def _order_line(product: Product, made: CoursePlan, day: PlannedDay) -> str:
    when = f"{day.date:%Y-%m-%d}, " if day.date else ""
    count, rest = len(made.days), day.vials.discarded_g
    left = f", DISCARD {shown(rest)} g ({shown(rest * 1000 / Fraction(product.mg_per_ml))} mL)" if rest else ""
    total = f"; course total {shown(made.given_g, 3)} g over {count} days, NOT per day" if count > 1 else ""
    return (
        f"{when}day {day.day}: human normal immunoglobulin, {product.shown} ({exact(product.mg_per_ml)} mg/mL), "
        f"intravenous, DOSE {shown(day.vials.given_g, 3)} g, VOLUME {shown(day.volume_ml)} mL, "
        f"{words.vials_long(day.vials)}{left}{total}"
    )
