"""The preparations for a course: vials, grams and mL of an infusion day, and what speaks against any of them."""

from collections.abc import Sequence
from fractions import Fraction

from ivigcalc.core.answers.plan import CoursePlan, NoFit, Plan, ProductPlan
from ivigcalc.core.dosing.course import Course, days_words
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.rule import Verdict
from ivigcalc.core.quantity import shown
from ivigcalc.core.request.patient import Risk
from ivigcalc.report.document import Block, Column, Heading, Paragraph, Table, Weight
from ivigcalc.report.view.parts import words
from ivigcalc.report.view.parts.days import asked_blocks, uneven_blocks
from ivigcalc.report.view.parts.local import not_stocked, remarked

FIRST_SCREEN = 8
"""Preparations on the first screen; the rest by ``--all`` or ``--product``."""

MOST_AMOUNTS = 2
"""Day amounts with their own column of vials; the rest by ``--regimen``."""


def _amounts(plan: Plan) -> list[tuple[str, list[Course]]]:
    """Courses that need the same grams on the same days share their vials."""
    found: dict[tuple[Fraction, ...], list[Course]] = {}
    for course in plan.courses:
        if course.days:
            key = tuple(dict.fromkeys(day.grams for day in course.days))
            found.setdefault(key, []).append(course)
    return [
        (
            f"{', '.join(course.letter for course in courses)}: {' then '.join(f'{shown(grams)} g' for grams in key)}",
            courses,
        )
        for key, courses in found.items()
    ]


def _vial_cells(product: ProductPlan, course: Course) -> tuple[str, str, str]:
    """Vials, grams and mL of an infusion day, a line for each amount."""
    made = next((plan for plan in product.plans if plan.course.id == course.id), None)
    if made is None:
        return "no plan", "", ""
    if isinstance(made, NoFit) and made.whole is not None:
        return f"course: {words.nearest_words(made.whole)}", "-", "-"
    if isinstance(made, NoFit):
        return "\n".join(words.unfit_words(made).values()), "-", "-"
    days = [days[0] for days in made.alike]
    lefts = [f" ({shown(day.vials.discarded_g)} left)" if day.vials.discarded_g else "" for day in days]
    vials = [words.vials_short(day.vials) + left for day, left in zip(days, lefts, strict=True)]
    if len(days) > len({day.prescribed_g for day in days}):
        vials = [f"{days_words(day.day for day in days)}: {one}" for days, one in zip(made.alike, vials, strict=True)]
    grams, volumes = [shown(day.vials.given_g, 3) for day in days], [shown(day.volume_ml) for day in days]
    return "\n".join(vials), "\n".join(grams), "\n".join(volumes)


def planned_blocks(plan: Plan, catalogue: Catalogue, *, show_all: bool) -> list[Block]:
    """Vials and volume of the preparations listed, for each day amount; then the order, the rest and the warnings."""
    usable = [product for product in plan.products if product.plans]
    listed = list(plan.products) if show_all or plan.order.products else usable[:FIRST_SCREEN]
    amounts = _amounts(plan)
    region = plan.order.region
    sizes = f"sizes sold in {words.region_name(region)}" if region else "sizes of any region: set --region"
    ranked = bool(plan.situation.factors)
    columns = [
        *([Column(header="", right=True)] if ranked else []),
        Column(header="", strong=True),
        Column(header="label"),
        Column(header="holds", wraps=True),
    ]
    for header, _ in amounts[:MOST_AMOUNTS]:
        columns.append(Column(header=header, strong=True, wraps=True))
        columns += [Column(header="g", right=True, unit=True), Column(header="mL", right=True, unit=True)]
    rows = []
    for product in listed:
        one = product.place.assessment
        cells = [_number(product)] if ranked else []
        cells += [words.screen_name(one.product), words.asked_regions(one.labelled), words.holds(one.product)]
        for _, courses in amounts[:MOST_AMOUNTS]:
            cells += _vial_cells(product, courses[0])
        rows.append(tuple(cells))
    blocks: list[Block] = [
        Heading(text="VIALS and VOLUME per infusion day", remark=sizes),
        *asked_blocks(plan.order),
    ]
    if not amounts:
        blocks.append(Paragraph(text=f"No single dose follows from a range: state it, as in {_stated(plan)}."))
    elif rows:
        blocks.append(Table(columns=tuple(columns), rows=tuple(rows)))
        blocks += _undated(plan, listed)
    else:
        blocks.append(
            Paragraph(text="None of the products here can be planned: --all says why.", weight=Weight.WARNING)
        )
    for header, courses in amounts[MOST_AMOUNTS:] if rows else ():
        blocks.append(Paragraph(label=" ", text=f"{header}: --regimen {courses[0].letter}"))
    return [*blocks, *_below_products(plan, listed, catalogue)]


def _undated(plan: Plan, listed: Sequence[ProductPlan]) -> list[Block]:
    """That days which come out uneven should have dates."""
    made = [one for product in listed for one in product.plans if isinstance(one, CoursePlan)]
    if plan.order.start or not any(uneven_blocks(one) for one in made):
        return []
    return [
        Paragraph(label="UNEVEN", text="Days differ: give --start, so that each has its date.", weight=Weight.WARNING)
    ]


def _stated(plan: Plan) -> str:
    """How to state a dose within the first range."""
    course = next(course for course in plan.courses if course.ends)
    low = shown(course.ends.low_g_per_kg, 3) if course.ends else ""
    return f'--regimen {course.letter} --course "{low} g/kg"'


def _number(product: ProductPlan) -> str:
    place = product.place
    return "-" if place.order is None else f"{place.order}{'=' if place.tied else ''}"


def _below_products(plan: Plan, listed: Sequence[ProductPlan], catalogue: Catalogue) -> list[Block]:
    blocks: list[Block] = []
    rest = len(plan.products) - len(listed)
    more = f" {rest} more product{'s' if rest > 1 else ''}: --all" if rest else ""
    if plan.situation.factors:
        names = ", ".join(plan.situation.factors)
        blocks.append(Paragraph(text=f"Order by verdict, then {names}.{more}"))
    else:
        blocks.append(Paragraph(text=f"{words.unranked(plan.risks, plan.derived, plan.patient)}.{more}"))
    blocks += not_stocked([product.place.assessment.product.id for product in plan.products], plan.hidden, catalogue)
    blocks += remarked(plan)
    if {Risk.SODIUM, Risk.DIABETES} & set(plan.risks):
        blocks.append(
            Paragraph(text=f"Sodium and sugar are judged on an infusion day of {shown(plan.situation.day_g)} g.")
        )
    return [*blocks, *_warnings(plan, listed)]


def _warnings(plan: Plan, listed: Sequence[ProductPlan]) -> list[Block]:
    """Verdicts below suitable, with their reasons: of what is listed, and whatever is contraindicated."""
    found: dict[tuple[Verdict, str], list[str]] = {}
    for product in plan.products:
        one = product.place.assessment
        shown_here = product in listed and one.verdict is not Verdict.SUITABLE
        if shown_here or one.verdict is Verdict.CONTRAINDICATED:
            reasons = "; ".join(dict.fromkeys(reason.text for reason in one.reasons if reason.verdict is one.verdict))
            found.setdefault((one.verdict, reasons), []).append(one.product.shown)
        if product.no_plans and product in listed and one.verdict is not Verdict.CONTRAINDICATED:
            found.setdefault((Verdict.SUITABLE, product.no_plans.reason), []).append(one.product.shown)
    return [
        Paragraph(
            label="NO PLAN" if verdict is Verdict.SUITABLE else verdict.upper(),
            text=f"{', '.join(names)}: {reasons}.",
            weight=Weight.DANGER if verdict is Verdict.CONTRAINDICATED else Weight.WARNING,
        )
        for (verdict, reasons), names in found.items()
    ]
