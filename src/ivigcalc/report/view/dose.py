"""The answer to ``dose`` as a document."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ivigcalc.core.answers.plan import CoursePlan, Plan, ProductPlan
from ivigcalc.core.dosing.course import Course
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.rule import Level
from ivigcalc.core.facts.weight_policy import ACTUAL
from ivigcalc.core.infusion.label_ladders import EarlierInfusions
from ivigcalc.core.locale import Locale
from ivigcalc.core.quantity import shown
from ivigcalc.report.document import NAMES, Block, Column, Document, Emphasis, Heading, Paragraph, Rule, Table, warning
from ivigcalc.report.english import ENGLISH
from ivigcalc.report.layout import LINES, TERMINAL, height
from ivigcalc.report.shared import code_of, labels_of_plan
from ivigcalc.report.view.parts import words
from ivigcalc.report.view.parts.alternatives import alternative_blocks, blocks_of_lacking_vials, first_hint
from ivigcalc.report.view.parts.blocks import (
    acknowledged_blocks,
    alert_blocks,
    answer_document,
    next_line,
    read_blocks,
    risk_blocks,
    standing_blocks,
)
from ivigcalc.report.view.parts.cycles import cycle_blocks, dates_blocks
from ivigcalc.report.view.parts.days import PART_OF_A_VIAL, exact_helps_all, explained_plan
from ivigcalc.report.view.parts.first_screen import (
    LINES_AT_RISK,
    MOST_PREPARATIONS,
    first_courses,
    first_that_fits,
    fitting_notes,
    folded_courses,
    folded_notes,
    foldings,
    lines_of,
    notes_for,
    other_splits,
)
from ivigcalc.report.view.parts.ladder import old_label_blocks, old_labels_folded
from ivigcalc.report.view.parts.next_steps import SAMPLE_DATE, Wanted, age_sample, offered, region_sample
from ivigcalc.report.view.parts.product_plans import listed_products, not_listed, planned_blocks, reasons_against
from ivigcalc.report.view.parts.schedule import certificates, ladders, order_lines, schedule_blocks

if TYPE_CHECKING:
    from ivigcalc.core.answers.supply.alternatives import Alternatives

OBESITY = "obesity-not-"
"""How the rules begin that say why obesity was not judged: that stands beside the weight."""

NEVER_FOLDED = ("cap", "dose-on-record", "no-source-for-dose")
"""The rules that say of a dose that it was cut, is only on record, or is printed by no source: they stand above it."""


def dose_document(
    plan: Plan,
    catalogue: Catalogue,
    acknowledged: Mapping[str, str],
    *,
    show_all: bool,
    explain: bool,
    in_place: "Alternatives | None" = None,
    lang: Locale = ENGLISH,
) -> Document:
    """A plan as a document: dose, vials (or one preparation in full), notes, what to do next.

    Without ``show_all`` and ``explain`` what matters first, on a screen of 24 lines. ``in_place`` is what else can be
    given where the stock does not do for what was asked for; ``lang`` the language of the order lines.
    """
    if in_place and not (show_all or explain):
        return _instead_document(plan, catalogue, acknowledged, in_place)
    chosen = plan.products[0] if plan.order.products and len(plan.products) == 1 else None
    courses = plan.courses if show_all else first_courses(plan)
    everything = show_all or explain
    most = None if show_all else MOST_PREPARATIONS
    hints = _next(plan, chosen=chosen is not None, explain=explain)
    old = [] if chosen else labels_of_plan(plan, catalogue)
    folded = "" if everything else old_labels_folded(old)
    last = answer_document([], catalogue, hints, *_check_code(plan, catalogue), aged=folded).blocks
    notes = _notes(plan, in_full=everything)
    head = _head(plan, acknowledged)
    if not chosen and not everything:
        last = (*cycle_blocks(plan, plan.repeat), Rule(), *last) if plan.repeat else last
        return Document(blocks=tuple(_first_screen(plan, courses, catalogue, (head, notes, last))))
    if chosen:
        vials = schedule_blocks(plan, chosen, courses, catalogue, each_day=show_all)
        above = [*head, Rule(), *_doses(plan, courses), *([Rule(), *vials] if vials else [])]
    else:
        above = [*head, *_planned(plan, courses, catalogue, most)]
    if plan.repeat:
        above += [Rule(), *cycle_blocks(plan, plan.repeat)]
    if in_place:
        above += [Rule(), *alternative_blocks(in_place, plan, above, in_full=True)]
    above.append(Rule())
    blocks = [*above, *(notes if everything else fitting_notes(notes, above, lines_of(plan)))]
    if chosen:
        blocks += ladders(plan, chosen, catalogue, show_all=show_all, explain=explain)
        blocks += order_lines(plan, chosen, each_day=show_all, lang=lang)
    blocks += old_label_blocks(old)
    blocks += standing_blocks(plan, catalogue, in_full=everything)
    if explain:
        blocks += certificates(plan, chosen) if chosen else []
        blocks += [Rule(), *explained_plan(plan, catalogue, listed_products(plan, most), in_place)]
    return Document(blocks=(*blocks, *last))


def _instead_document(
    plan: Plan, catalogue: Catalogue, acknowledged: Mapping[str, str], in_place: "Alternatives"
) -> Document:
    """The first screen where the stock does not do for what was asked for: one course, and what else can be given."""
    doses = _doses(plan, [in_place.course], splits=False)
    others = [*_head(plan, acknowledged), Rule(), *doses, Rule(), *blocks_of_lacking_vials(in_place)]
    hints = next_line(first_hint(in_place), "--all", region_sample(Wanted(region=plan.order.region)), "--explain")
    aged = old_labels_folded(labels_of_plan(plan, catalogue, in_place))
    last = answer_document([], catalogue, hints, aged=aged).blocks
    notes = _notes(plan, in_full=False)
    folded = [folded_notes(notes)] if notes else []
    found = alternative_blocks(in_place, plan, [*others, *folded, *last], in_full=False)
    blocks = (*others, *found, *folded, *last)
    if height(blocks, TERMINAL) > LINES:
        blocks = tuple(block for block in blocks if not isinstance(block, Rule))
    return Document(blocks=blocks)


def _first_screen(
    plan: Plan,
    courses: Sequence[Course],
    catalogue: Catalogue,
    parts: tuple[Sequence[Block], Sequence[Paragraph], Sequence[Block]],
) -> Sequence[Block]:
    """A plan without a preparation asked for, with as much of it as fits a screen.

    ``parts`` are what stands above the dose, the notes, and what stands last.
    """
    head, notes, last = parts
    lines = lines_of(plan)

    def screens() -> Iterator[Sequence[Block]]:
        in_short = False
        for standing, most in foldings(plan, courses):
            above = [*head, *_planned(plan, standing, catalogue, most, in_short=in_short), Rule()]
            if height([*above, *last], TERMINAL) >= LINES_AT_RISK:
                in_short = True
                above = [*head, *_planned(plan, standing, catalogue, most, in_short=True), Rule()]
            yield [*above, *fitting_notes(notes, [*above, *last], lines), *last]

    return first_that_fits(screens(), lines)


def _planned(
    plan: Plan, courses: Sequence[Course], catalogue: Catalogue, most: int | None, *, in_short: bool = False
) -> list[Block]:
    """The doses, and the preparations listed (all without ``most``) with what speaks against any that is not."""
    vials = planned_blocks(plan, courses, catalogue, most=most)
    unlisted = [] if most is None or plan.order.products else not_listed(plan, most)
    against = reasons_against(unlisted, unlisted=True, in_short=in_short)
    below = [*vials, *against]
    return [Rule(), *_doses(plan, courses), *dates_blocks(plan, courses), *([Rule(), *below] if below else [])]


def _check_code(plan: Plan, catalogue: Catalogue) -> list[Block]:
    """The code by which two people who typed an order see that they typed the same; nothing while several are shown."""
    code = code_of(plan, catalogue)
    if code is None:
        return []
    text = f"{code}  the same order typed again by a second person gives the same code (data {catalogue.version})"
    return [Paragraph(label="CHECK", text=text, emphasis=Emphasis.STRONG)]


def _head(plan: Plan, acknowledged: Mapping[str, str]) -> list[Block]:
    """For whom, how well the use is supported, what decides, and what a person has to look at before any dose."""
    indication, patient, order, weight = plan.indication, plan.patient, plan.order, plan.dosing_weight
    kg = f"{shown(weight.kg)} kg, actual weight" if weight.policy == ACTUAL else f"{shown(weight.actual_kg)} kg"
    changed: list[Block] = []
    if weight.needs:
        changed = [warning("NO GRAMS", words.weight_words(weight))]
    elif weight.policy != ACTUAL:
        changed = [Paragraph(text=words.weight_words(weight))]
    name = indication.name if indication.name != indication.short else ""
    grave = [alert for alert in plan.alerts if alert.level is not Level.NOTE or alert.rule in NEVER_FOLDED]
    return [
        Heading(text=indication.short, remark=name, beside=f"{kg}{_obesity(plan)}"),
        *changed,
        Paragraph(text=words.support_words(indication, plan.labelled, plan.labelled_from, order.region)),
        *([warning("DECIDES", f"{indication.decides.says}.")] if indication.decides else []),
        *read_blocks(*patient.echoes, *order.echoes),
        *risk_blocks(plan.derived),
        *([warning("OFF LABEL", order.off_label_reason)] if order.off_label_reason else []),
        *alert_blocks(grave),
        *acknowledged_blocks(acknowledged),
    ]


def _obesity(plan: Plan) -> str:
    """Why obesity was not judged; "" where a caution says it."""
    conditions = plan.situation.conditions
    if "adult" not in conditions:
        return "; obesity not judged: adult limits do not hold"
    if "heavy-not-judged" in conditions:
        return ""
    if "habitual-weight-unknown" in conditions:
        return "; obesity not judged: --pre-pregnancy-weight"
    return "" if "height-given" in conditions else "; obesity not checked"


def _notes(plan: Plan, *, in_full: bool) -> list[Paragraph]:
    """What is worth knowing: notes on the order, its only course and the indication, and where sources disagree."""
    only = plan.courses[0] if len(plan.courses) == 1 else None
    of_course = [only.note] if only and only.note else []
    decides = plan.indication.decides
    decided = {*_words(f"{decides.says} {plan.indication.short} IVIg")} if decides else set()
    own = [said for said in plan.indication.cautions if not set(_words(said.says)) <= decided]
    here, of_children = notes_for(own, plan.situation.conditions)
    said = [*of_course, *(caution.marked for caution in (*here, *of_children))]
    alerts = (
        alert
        for alert in plan.alerts
        if alert.level is Level.NOTE and alert.rule not in NEVER_FOLDED and not alert.rule.startswith(OBESITY)
    )
    return [
        *alert_blocks(alerts, in_full=in_full),
        *(Paragraph(label="NOTE", text=f"{text}.") for text in said),
        *(Paragraph(label="CONFLICT", text=f"{conflict.marked}.") for conflict in plan.indication.conflicts),
    ]


def _words(text: str) -> list[str]:
    """The words of a sentence, by which it is not said twice."""
    return re.findall(r"\w+", text.casefold())


def _doses(plan: Plan, courses: Sequence[Course], *, splits: bool = True) -> list[Block]:
    """A table of the courses of each phase, how else they can be split, and which other courses there are."""
    rows = {course.letter: _dose_row(plan, course, brief=len(courses) > 1) for course in courses}
    widest = max(len(row[1]) for row in rows.values())
    blocks: list[Block] = []
    for phase in dict.fromkeys(course.phase for course in courses):
        of_phase = [course for course in courses if course.phase is phase]
        header = "as ordered" if of_phase[0].typed else str(phase)
        header = header if blocks else f"{header}, intravenous"
        least = max(widest, len(header) + len("DOSE") - 1)
        columns = (
            NAMES,
            Column(header=header, wraps=True, accent=True, least=least),
            Column(header="per kg", least=max(len(row[2]) for row in rows.values())),
            Column(header="course total"),
        )
        of_rows = tuple(rows[course.letter] for course in of_phase)
        blocks.append(Table(columns=columns, rows=of_rows, name="" if blocks else "DOSE"))
    blocks += [Paragraph(label=" ", text=text) for text in other_splits(courses) if splits]
    blocks += [Paragraph(label=" ", text=course.basis) for course in courses if course.typed]
    return [*blocks, *folded_courses(plan, courses)]


def _dose_row(plan: Plan, course: Course, *, brief: bool) -> tuple[str, ...]:
    interval = course.interval
    every = "" if interval is None else f" {words.interval_words(interval) if brief else interval.says}"
    return (
        course.letter,
        f"{words.dose_words(course)}{every}",
        words.per_kg_words(course, plan.dosing_weight.kg),
        words.total_words(course) or "a range: --course",
    )


def _makes(product: ProductPlan, letter: str) -> bool:
    """Whether a preparation makes up a course in whole vials."""
    return any(isinstance(made, CoursePlan) and made.course.letter == letter for made in product.plans)


def _next(plan: Plan, *, chosen: bool, explain: bool) -> Paragraph:
    """What a person would type next."""
    order, patient, conditions = plan.order, plan.patient, plan.situation.conditions
    letter = next((course.letter for course in plan.courses if course.days), "")
    earlier = EarlierInfusions(first=order.first, tolerated=order.tolerated)
    wanted = Wanted(region=order.region, conditions=conditions, indication=plan.indication, earlier=earlier)
    made = [one.place.assessment for one in plan.products if _makes(one, letter)]
    found = offered(made, wanted)
    planned = any(one.plans for one in plan.products)
    to_choose = planned and letter and not chosen and not plan.courses[0].typed
    named = f"--product {found.product.id} --regimen {letter}" if found else ""
    only = plan.products[0].place.assessment.product if chosen else None
    return next_line(
        *(need.next.removeprefix("add ") for need in plan.dosing_weight.needs),
        PART_OF_A_VIAL if exact_helps_all(plan) else "",
        named if to_choose else "",
        f"--regimen {letter}" if chosen and letter and len(plan.courses) > 1 else "",
        f"--start {SAMPLE_DATE}" if chosen and order.start is None else "",
        region_sample(wanted, only),
        "--explain" if not explain else "",
        "--risk RISK" if not plan.risks else "",
        age_sample(patient, conditions),
        "--iga LEVEL" if patient.iga is None else "",
    )
