"""The answer to ``dose`` as a document."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import assert_never

from ivigcalc.core.catalogue import Catalogue
from ivigcalc.core.course import Course
from ivigcalc.core.order import Rounding
from ivigcalc.core.patient import Risk
from ivigcalc.core.plan import NoFit, Plan, ProductPlan
from ivigcalc.core.quantity import shown
from ivigcalc.core.rule import Verdict
from ivigcalc.report.document import Block, Column, Document, Gap, Heading, Paragraph, Table, Weight
from ivigcalc.report.view import words
from ivigcalc.report.view.advice import standing_blocks
from ivigcalc.report.view.local import not_stocked, remarked
from ivigcalc.report.view.schedule import schedule_blocks

FIRST_SCREEN = 8
"""Preparations on the first screen; the rest by ``--all`` or ``--product``."""

MOST_AMOUNTS = 2
"""Day amounts with their own column of vials; the rest by ``--regimen``."""


def dose_document(
    plan: Plan, catalogue: Catalogue, acknowledged: Mapping[str, str], *, show_all: bool, explain: bool
) -> Document:
    """A plan as a document: dose, vials (or one preparation in full), alerts, what to do next."""
    chosen = bool(plan.order.products) and len(plan.products) == 1
    blocks: list[Block] = [*_head(plan), Gap(), *_doses(plan, explain=explain), Gap()]
    blocks += (
        schedule_blocks(plan, plan.products[0], catalogue) if chosen else _products(plan, catalogue, show_all=show_all)
    )
    blocks += [words.alert_paragraph(alert) for alert in plan.alerts]
    blocks += [Paragraph(label="ACKNOWLEDGED", text=f"{rule}: {reason}") for rule, reason in acknowledged.items()]
    blocks += [Paragraph(label="NOTE", text=f"{caution.says}.") for caution in plan.indication.cautions]
    blocks += _conflicts(plan)
    if chosen or explain:
        blocks += [Gap(), *standing_blocks(plan, catalogue)]
    if explain:
        blocks += [Gap(), *_explanation(plan, catalogue)]
    blocks += [
        Gap(),
        *_next(plan, chosen=chosen, explain=explain),
        *words.foot(catalogue),
    ]
    return Document(blocks=tuple(blocks))


def _conflicts(plan: Plan) -> list[Block]:
    """Where sources contradict each other: the first, and where the rest stands."""
    conflicts = plan.indication.conflicts
    rest = f" ({len(conflicts) - 1} more: ivigcalc indications {plan.indication.id})" if len(conflicts) > 1 else ""
    return [Paragraph(label="CONFLICT", text=f"{conflict.says}.{rest}") for conflict in conflicts[:1]]


def _head(plan: Plan) -> list[Block]:
    indication, patient, weight = plan.indication, plan.patient, plan.dosing_weight
    label = words.asked_regions(plan.labelled) or "none read"
    height = "" if patient.height_cm is not None else " No height given: obesity not checked."
    blocks: list[Block] = [
        Heading(text=indication.short, remark=f"{indication.name}"),
        Paragraph(text=f"Support: {indication.status}. Labels with it: {label}."),
        Paragraph(text=f"{words.weight_words(weight)}{height}"),
    ]
    blocks += [Paragraph(label="READ", text=echo) for echo in (*patient.echoes, *plan.order.echoes)]
    blocks += [Paragraph(label="RISK", text=f"{derived.condition}: {derived.text}.") for derived in plan.derived]
    if plan.order.off_label_reason:
        blocks.append(Paragraph(label="OFF LABEL", text=plan.order.off_label_reason, weight=Weight.WARNING))
    return blocks


def _dose_row(plan: Plan, course: Course) -> tuple[str, ...]:
    interval = f" {course.interval.says}" if course.interval else ""
    total = words.total_words(course) or "a range: --course"
    return (
        course.letter,
        f"{words.dose_words(course)}{interval}",
        words.per_kg_words(course, plan.dosing_weight.kg),
        total,
    )


def _doses(plan: Plan, *, explain: bool) -> list[Block]:
    blocks: list[Block] = [Heading(text="DOSE", remark="human normal immunoglobulin, intravenous")]
    for phase in dict.fromkeys(course.phase for course in plan.courses):
        of_phase = [course for course in plan.courses if course.phase is phase]
        columns = (
            Column(header="", strong=True),
            Column(header="as ordered" if of_phase[0].typed else str(phase), wraps=True, strong=True),
            Column(header="per kg"),
            Column(header="course total"),
        )
        blocks.append(Table(columns=columns, rows=tuple(_dose_row(plan, course) for course in of_phase)))
        blocks += [Paragraph(label=" ", text=text) for text in _other_splits(of_phase)]
    with_notes = explain or len(plan.courses) == 1
    for course in plan.courses:
        if course.typed:
            blocks.append(Paragraph(label=" ", text=course.basis))
        elif course.note and with_notes:
            blocks.append(Paragraph(label=course.letter, text=course.note))
    return blocks


def _other_splits(courses: Sequence[Course]) -> list[str]:
    """The splits that a source allows and that have no letter of their own."""
    lines = []
    for regimen in dict.fromkeys(course.regimen for course in courses if course.split_range):
        group = [course for course in courses if course.regimen == regimen]
        low, high = group[0].split_range or (0, 0)
        others = [days for days in range(low, high + 1) if days not in {len(course.days) for course in group}]
        if others:
            letters = ", ".join(course.letter for course in group)
            lines.append(f"{letters}: any split over {low} to {high} days has a source: --days {others[0]}")
    return lines


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
    if isinstance(made, NoFit):
        nearest = {day.grams: found for day, found in made.days}
        return "\n".join(words.nearest_words(found) for found in nearest.values()), "-", "-"
    days = list({day.prescribed_g: day for day in made.days}.values())
    lefts = [f" ({shown(day.vials.discarded_g)} left)" if day.vials.discarded_g else "" for day in days]
    vials = [words.vials_short(day.vials) + left for day, left in zip(days, lefts, strict=True)]
    grams, volumes = [shown(day.vials.given_g, 3) for day in days], [shown(day.volume_ml) for day in days]
    return "\n".join(vials), "\n".join(grams), "\n".join(volumes)


def _products(plan: Plan, catalogue: Catalogue, *, show_all: bool) -> list[Block]:
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
    blocks: list[Block] = [Heading(text="VIALS and VOLUME per infusion day", remark=sizes)]
    if not amounts:
        blocks.append(Paragraph(text=f"No single dose follows from a range: state it, as in {_stated(plan)}."))
    elif rows:
        blocks.append(Table(columns=tuple(columns), rows=tuple(rows)))
    else:
        blocks.append(
            Paragraph(text="None of the products here can be planned: --all says why.", weight=Weight.WARNING)
        )
    for header, courses in amounts[MOST_AMOUNTS:] if rows else ():
        blocks.append(Paragraph(label=" ", text=f"{header}: --regimen {courses[0].letter}"))
    return [*blocks, *_below_products(plan, listed, catalogue)]


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


def _explanation(plan: Plan, catalogue: Catalogue) -> list[Block]:
    columns = (
        Column(header="step", wraps=True),
        Column(header="formula", wraps=True),
        Column(header="value", right=True),
        Column(header="source"),
    )
    rows = tuple((step.step, step.formula, f"{shown(step.value, 2)} {step.unit}", step.source) for step in plan.working)
    blocks: list[Block] = [
        Heading(text="WORKING"),
        Table(columns=columns, rows=rows),
        Gap(),
        Heading(text="REGIMENS AND THEIR SOURCES"),
    ]
    blocks += [
        Paragraph(label=course.letter, text=f"{course.basis} [{', '.join(course.sources)}]") for course in plan.courses
    ]
    cited = [step.source for step in plan.working if step.source] + [
        source for course in plan.courses for source in course.sources
    ]
    cited += [source for alert in plan.alerts for source in alert.sources]
    cited += [source for one in catalogue.rules.advice for source in one.sources]
    cited += [source for one in plan.indication.reassess for source in one.sources]
    rounding = f"Rounding {plan.order.rounding}: {_rounding_words(plan.order.rounding, catalogue)}."
    return [*blocks, Gap(), Paragraph(text=rounding), Gap(), *words.sources_blocks(catalogue, cited), Gap()]


def _rounding_words(rounding: Rounding, catalogue: Catalogue) -> str:
    """The rounding rule in words, with the tolerances of the data."""
    near = shown(catalogue.rules.constant("rounding-tolerance"))
    wide = shown(catalogue.rules.constant("rounding-tolerance-wide"))
    match rounding:
        case Rounding.NEAREST:
            return f"within {near} % of the day the fewest vials, then the nearest; else the nearest within {wide} %"
        case Rounding.DOWN:
            return f"as nearest ({near} %, else {wide} %), never above the prescribed grams"
        case Rounding.UP:
            return f"as nearest ({near} %, else {wide} %), never below the prescribed grams"
        case Rounding.EXACT:
            return "the prescribed grams are given; the fewest vials that cover them are opened"
        case _:
            assert_never(rounding)


def _next(plan: Plan, *, chosen: bool, explain: bool) -> list[Block]:
    """What a person would type next."""
    order, patient = plan.order, plan.patient
    dispensable = next((product.place.assessment.product.id for product in plan.products if product.plans), "")
    letter = next((course.letter for course in plan.courses if course.days), "")
    made = [one for product in plan.products for one in product.plans]
    hints = [
        "--round exact (part of a vial)" if made and all(isinstance(one, NoFit) for one in made) else "",
        f"--product {dispensable} --regimen {letter}"
        if dispensable and not chosen and letter and not plan.courses[0].typed
        else "",
        f"--regimen {letter}" if chosen and len(plan.courses) > 1 else "",
        "--start DATE" if chosen and order.start is None else "",
        "--region eu" if order.region is None else "",
        '--iga "0.04 g/L"' if patient.iga is None else "",
        "--risk renal" if not plan.risks else "",
        "--age 72" if patient.age_years is None else "",
        "--explain (working, sources)" if not explain else "",
    ]
    return [words.next_block(hints)]
