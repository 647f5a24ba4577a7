"""The answer to ``dose`` as a document."""

from collections.abc import Mapping, Sequence

from ivigcalc.core.answers.plan import NoFit, Plan
from ivigcalc.core.dosing.course import Course
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.rule import Level
from ivigcalc.core.request.order import Scope
from ivigcalc.report.document import NAMES, Block, Column, Document, Gap, Heading, Paragraph, Table, warning
from ivigcalc.report.view.parts import words
from ivigcalc.report.view.parts.blocks import (
    acknowledged_blocks,
    alert_blocks,
    answer_document,
    next_table,
    read_blocks,
    risk_blocks,
    standing_blocks,
    working_blocks,
)
from ivigcalc.report.view.parts.product_plans import planned_blocks
from ivigcalc.report.view.parts.schedule import schedule_blocks

OBESITY = "obesity-not-"
"""How the rules begin that say why obesity was not judged: that stands beside the weight."""


def dose_document(
    plan: Plan, catalogue: Catalogue, acknowledged: Mapping[str, str], *, show_all: bool, explain: bool
) -> Document:
    """A plan as a document: dose, vials (or one preparation in full), alerts, what to do next."""
    chosen = bool(plan.order.products) and len(plan.products) == 1
    blocks: list[Block] = [*_head(plan), Gap(), *_doses(plan, explain=explain), Gap()]
    below = [alert for alert in plan.alerts if alert.level is not Level.NOTE or not alert.rule.startswith(OBESITY)]
    alerts = [*alert_blocks(below), *acknowledged_blocks(acknowledged)]
    if chosen:
        blocks += [*alerts, Gap(), *schedule_blocks(plan, plan.products[0], catalogue, explain=explain)]
    else:
        blocks += [*planned_blocks(plan, catalogue, show_all=show_all), *alerts]
    blocks += [Paragraph(label="NOTE", text=f"{caution.says}.") for caution in plan.indication.cautions]
    blocks += _conflicts(plan)
    if chosen or explain:
        blocks += [Gap(), *standing_blocks(plan, catalogue)]
    if explain:
        blocks += [Gap(), *working_blocks(plan, catalogue)]
    return answer_document(blocks, catalogue, _next(plan, chosen=chosen, explain=explain))


def _conflicts(plan: Plan) -> list[Block]:
    """Where sources contradict each other: the first, and where the rest stands."""
    conflicts = plan.indication.conflicts
    rest = f" ({len(conflicts) - 1} more: ivigcalc indications {plan.indication.id})" if len(conflicts) > 1 else ""
    return [Paragraph(label="CONFLICT", text=f"{conflict.says}.{rest}") for conflict in conflicts[:1]]


def _head(plan: Plan) -> list[Block]:
    indication, patient, order = plan.indication, plan.patient, plan.order
    label = words.asked_regions(plan.labelled) or "none read"
    return [
        Heading(text=indication.short, remark=f"{indication.name}"),
        Paragraph(text=f"Support: {indication.status}. Labels with it: {label}."),
        Paragraph(text=f"{words.weight_words(plan.dosing_weight)}{_obesity(plan)}"),
        *read_blocks(*patient.echoes, *order.echoes),
        *risk_blocks(plan.derived),
        *([warning("OFF LABEL", order.off_label_reason)] if order.off_label_reason else []),
    ]


def _obesity(plan: Plan) -> str:
    """Why obesity was not judged; "" where a caution says it."""
    conditions = plan.situation.conditions
    if "adult" not in conditions:
        return " Obesity not judged: adult limits do not hold."
    if "habitual-weight-unknown" in conditions:
        return " Obesity not judged: --pre-pregnancy-weight."
    said = {"height-given", "heavy-without-height"} & conditions
    return "" if said else " No height given: obesity not checked."


def _dose_row(plan: Plan, course: Course) -> tuple[str, ...]:
    interval = f" {course.interval.says}" if course.interval else ""
    return (
        course.letter,
        f"{words.dose_words(course)}{interval}",
        words.per_kg_words(course, plan.dosing_weight.kg),
        words.total_words(course) or "a range: --course",
    )


def _doses(plan: Plan, *, explain: bool) -> list[Block]:
    """A table of the courses of each phase, then how else they can be split, and notes."""
    blocks: list[Block] = [Heading(text="DOSE", remark="human normal immunoglobulin, intravenous")]
    for phase in dict.fromkeys(course.phase for course in plan.courses):
        of_phase = [course for course in plan.courses if course.phase is phase]
        dose = Column(header="as ordered" if of_phase[0].typed else str(phase), wraps=True, strong=True)
        columns = (NAMES, dose, Column(header="per kg"), Column(header="course total"))
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


def _exact_helps(plan: Plan) -> bool:
    """Whether no preparation makes up whole vials, and part of a vial could be asked for."""
    made = [course_plan for product in plan.products for course_plan in product.plans]
    return bool(made) and plan.order.scope is Scope.DAY and all(isinstance(course_plan, NoFit) for course_plan in made)


def _next(plan: Plan, *, chosen: bool, explain: bool) -> Table:
    """What a person would type next."""
    order, patient = plan.order, plan.patient
    dispensable = [product.place.assessment for product in plan.products if product.plans]
    offered = next((assessment.product.id for assessment in dispensable if assessment.sold), "NAME")
    letter = next((course.letter for course in plan.courses if course.days), "")
    to_choose = dispensable and letter and not chosen and not plan.courses[0].typed
    return next_table(
        "--round exact (part of a vial)" if _exact_helps(plan) else "",
        f"--product {offered} --regimen {letter}" if to_choose else "",
        f"--regimen {letter}" if chosen and len(plan.courses) > 1 else "",
        "--start DATE" if chosen and order.start is None else "",
        "--region eu" if order.region is None else "",
        '--iga "0.04 g/L"' if patient.iga is None else "",
        "--risk renal" if not plan.risks else "",
        "--age 72" if patient.age_years is None else "",
        "--explain (working, sources)" if not explain else "",
    )
