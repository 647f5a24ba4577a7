"""The preparations for a course: vials, grams and mL of an infusion day, and what speaks against any of them."""

from collections.abc import Sequence
from fractions import Fraction

from ivigcalc.core.answers.plan import CoursePlan, NoFit, Plan, ProductPlan
from ivigcalc.core.dosing.course import Course, days_words
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.rule import Verdict
from ivigcalc.core.quantity import shown
from ivigcalc.core.request.patient import Risk
from ivigcalc.report.document import NAMES, Block, Column, Emphasis, Heading, Paragraph, Table, figures, warning
from ivigcalc.report.view.parts import words
from ivigcalc.report.view.parts.blocks import not_stocked, unstocked_remarks
from ivigcalc.report.view.parts.days import asked_blocks, uneven_blocks

FIRST_SCREEN = 8
"""Preparations on the first screen; the rest by ``--all`` or ``--product``."""

MOST_AMOUNTS = 2
"""Day amounts with their own column of vials; the rest by ``--regimen``."""


def planned_blocks(plan: Plan, catalogue: Catalogue, *, show_all: bool) -> list[Block]:
    """Vials and volume of the preparations listed, for each day amount; then the order, the rest and the warnings."""
    usable = [product for product in plan.products if product.plans]
    listed = list(plan.products) if show_all or plan.order.products else usable[:FIRST_SCREEN]
    amounts = _amounts(plan)
    region = plan.order.region
    sizes = f"sizes sold in {words.region_name(region)}" if region else "sizes of any region: set --region"
    blocks: list[Block] = [Heading(text="VIALS and VOLUME per infusion day", remark=sizes), *asked_blocks(plan.order)]
    if not amounts:
        blocks.append(Paragraph(text=f"No single dose follows from a range: state it, as in {_stated(plan)}."))
    elif listed:
        blocks += [_table(plan, listed, amounts[:MOST_AMOUNTS]), *_undated(plan, listed)]
    else:
        text = "None of the products here can be planned: --all says why."
        blocks.append(Paragraph(text=text, emphasis=Emphasis.WARNING))
    for header, course in amounts[MOST_AMOUNTS:] if listed else ():
        blocks.append(Paragraph(label=" ", text=f"{header}: --regimen {course.letter}"))
    return [*blocks, *_below(plan, listed, catalogue), *_warnings(plan, listed)]


def _amounts(plan: Plan) -> list[tuple[str, Course]]:
    """A heading for each amount of an infusion day, and the first course with it.

    Courses that need the same grams on the same days share their vials.
    """
    courses_of: dict[tuple[Fraction, ...], list[Course]] = {}
    for course in plan.courses:
        if course.days:
            courses_of.setdefault(tuple(dict.fromkeys(day.grams for day in course.days)), []).append(course)
    headed = []
    for amounts, courses in courses_of.items():
        letters = ", ".join(course.letter for course in courses)
        headed.append((f"{letters}: {' then '.join(f'{shown(grams)} g' for grams in amounts)}", courses[0]))
    return headed


def _table(plan: Plan, listed: Sequence[ProductPlan], amounts: Sequence[tuple[str, Course]]) -> Table:
    """The preparations with what they hold, and for each day amount vials, grams and mL."""
    ranked = bool(plan.situation.factors)
    columns = [
        *([figures()] if ranked else []),
        NAMES,
        Column(header="label", drop=1),
        Column(header="holds", wraps=True, drop=2),
    ]
    for header, _ in amounts:
        columns.append(Column(header=header, strong=True, wraps=True))
        columns += [Column(header=unit, right=True, unit=True) for unit in ("g", "mL")]
    rows = []
    for product in listed:
        assessment = product.place.assessment
        cells = [words.rank(product.place)] if ranked else []
        cells += [words.screen_name(assessment.product), words.asked_regions(assessment.labelled)]
        cells.append(words.holds(assessment.product))
        for _, course in amounts:
            cells += _vial_cells(product, course)
        rows.append(tuple(cells))
    return Table(columns=tuple(columns), rows=tuple(rows))


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
        named = [days_words(day.day for day in alike) for alike in made.alike]
        vials = [f"{name}: {cell}" for name, cell in zip(named, vials, strict=True)]
    grams, volumes = [shown(day.vials.given_g, 3) for day in days], [shown(day.volume_ml) for day in days]
    return "\n".join(vials), "\n".join(grams), "\n".join(volumes)


def _undated(plan: Plan, listed: Sequence[ProductPlan]) -> list[Block]:
    """That days which come out uneven should have dates."""
    made = [course for product in listed for course in product.plans if isinstance(course, CoursePlan)]
    if plan.order.start or not any(uneven_blocks(course) for course in made):
        return []
    return [warning("UNEVEN", "Days differ: give --start, so that each has its date.")]


def _stated(plan: Plan) -> str:
    """How to state a dose within the first range."""
    course = next(course for course in plan.courses if course.ends)
    low = shown(course.ends.low_g_per_kg, 3) if course.ends else ""
    return f'--regimen {course.letter} --course "{low} g/kg"'


def _below(plan: Plan, listed: Sequence[ProductPlan], catalogue: Catalogue) -> list[Block]:
    """What the order rests on, how many more preparations there are, and what the site does not stock."""
    rest = len(plan.products) - len(listed)
    more = f" {rest} more product{'s' if rest > 1 else ''}: --all" if rest else ""
    order = f"Order by verdict, then {', '.join(plan.situation.factors)}"
    if not plan.situation.factors:
        order = words.unranked(plan.risks, plan.derived, plan.patient)
    blocks: list[Block] = [
        Paragraph(text=f"{order}.{more}"),
        *not_stocked([product.place.assessment.product.id for product in plan.products], plan.hidden, catalogue),
        *unstocked_remarks(plan),
    ]
    if {Risk.SODIUM, Risk.DIABETES} & set(plan.risks):
        day = shown(plan.situation.day_g)
        blocks.append(Paragraph(text=f"Sodium and sugar are judged on an infusion day of {day} g."))
    return blocks


def _warnings(plan: Plan, listed: Sequence[ProductPlan]) -> list[Block]:
    """Verdicts below suitable, with their reasons: of what is listed, and whatever is contraindicated."""
    names_of: dict[tuple[str, str], list[str]] = {}
    for product in plan.products:
        assessment = product.place.assessment
        verdict, name = assessment.verdict, assessment.product.shown
        contraindicated = verdict is Verdict.CONTRAINDICATED
        if contraindicated or (product in listed and verdict is not Verdict.SUITABLE):
            texts = dict.fromkeys(reason.text for reason in assessment.reasons if reason.verdict is verdict)
            names_of.setdefault((verdict.upper(), "; ".join(texts)), []).append(name)
        if product.no_plans and product in listed and not contraindicated:
            names_of.setdefault(("NO PLAN", product.no_plans.reason), []).append(name)
    danger = Verdict.CONTRAINDICATED.upper()
    return [
        Paragraph(
            label=label,
            text=f"{', '.join(names)}: {reasons}.",
            emphasis=Emphasis.DANGER if label == danger else Emphasis.WARNING,
        )
        for (label, reasons), names in names_of.items()
    ]
