"""The answer to ``verify`` as a document: the answer first, then what was read, compared, and why."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from ivigcalc.core.answers.verify import HOLDS, Outcome, VerifyAnswer
from ivigcalc.core.dosing.comparison import Compared, Fit, Item
from ivigcalc.core.dosing.course import Course, day_spans, days_words
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.rule import Level
from ivigcalc.core.quantity import shown
from ivigcalc.core.selection.assessment import ABOVE_LABEL
from ivigcalc.report.document import (
    NAMES,
    Block,
    Column,
    Document,
    Emphasis,
    Gap,
    Heading,
    Paragraph,
    Table,
    labelled,
    warning,
)
from ivigcalc.report.layout import LINES, TERMINAL, height
from ivigcalc.report.shared import cited, labels_of_check, verify_working
from ivigcalc.report.view.parts import words
from ivigcalc.report.view.parts.blocks import (
    alert_blocks,
    answer_document,
    next_line,
    read_blocks,
    reason_blocks,
    risk_blocks,
    sources_blocks,
)
from ivigcalc.report.view.parts.days import working_blocks
from ivigcalc.report.view.parts.first_screen import fitting_notes, folded_notes, notes_for
from ivigcalc.report.view.parts.ladder import old_label_blocks
from ivigcalc.report.view.parts.next_steps import body_samples, patient_options, vials_sample

LABELS: Final = {
    Outcome.MATCH: ("MATCH", Emphasis.STRONG),
    Outcome.ROUNDED: ("MATCH rounded", Emphasis.STRONG),
    Outcome.UNCHECKED: ("NOT CHECKED", Emphasis.WARNING),
    Outcome.DIFFERS: ("DIFFERS", Emphasis.WARNING),
    Outcome.DANGEROUS: ("DANGEROUS", Emphasis.DANGER),
}
PARTS: Final = {Item.VIALS: "vials", Item.START: "rate", Item.RATE: "rate"}
"""What of an order a figure belongs to; every other one to its dose."""
COLUMNS: Final = (
    *(NAMES, Column(header="ordered"), Column(header="expected", wraps=True)),
    *(Column(header="difference"), Column(header="percent")),
)


def verify_document(
    check: VerifyAnswer, catalogue: Catalogue, acknowledged: Mapping[str, str], *, again: str, look: bool, explain: bool
) -> Document:
    """A second check as a document; ``look`` says that the order is held, though it may match.

    ``again`` are the options as typed, for a dose of the same patient.
    """
    reasons = check.place.assessment.reasons if check.place else ()
    against = [reason for reason in reasons if reason.verdict in HOLDS]
    cautions = [alert for alert in check.alerts if alert.level is Level.CAUTION]
    blocks: list[Block] = [
        _headline(check, acknowledged, look=look),
        *alert_blocks(alert.without_next for alert in check.stops),
        *reason_blocks(reason.replaced(text=f"{reason.text} [{reason.rule}]") for reason in against),
        *([warning("NO VIALS", f"{check.no_vials}.")] if check.no_vials else []),
        *alert_blocks(cautions),
        *labelled(("ACKNOWLEDGED", f"{rule}: {reason}") for rule, reason in acknowledged.items()),
        *read_blocks(_read(check), *check.patient.echoes, *check.order.echoes, *check.written.echoes),
        *risk_blocks(check.derived),
    ]
    if check.order.off_label_reason:
        blocks.append(warning("OFF LABEL", check.order.off_label_reason))
    blocks += [
        Gap(),
        Table(columns=COLUMNS, rows=tuple(_row(row) for row in check.compared)),
        Gap(),
        *_remarks(check),
        *old_label_blocks(labels_of_check(check, catalogue)),
        *_causes(check),
        *_product(check),
        *reason_blocks(reason for reason in reasons if reason not in against),
    ]
    hints = _next(check, again, explain=explain)
    last = answer_document([], catalogue, *hints).blocks
    plain = check.outcome in {Outcome.MATCH, Outcome.ROUNDED} and not look
    blocks += _notes(check, [*blocks, Gap(), *last] if plain else None, in_full=explain)
    if explain:
        nearest = [check.nearest] if check.nearest else []
        cautions_of = check.indication.cautions
        used = cited(nearest, [check.dosing_weight], check.causes, check.compared, check.alerts, cautions_of)
        steps = verify_working(check)
        used += [step.source for step in steps if step.source]
        blocks += [Gap(), Heading(text="WORKING"), *working_blocks(steps), Gap(), *sources_blocks(catalogue, used)]
    if height([*blocks, Gap(), *last], TERMINAL) > LINES:
        hints.append(blocks[0])
    return answer_document(blocks, catalogue, *hints)


def _notes(check: VerifyAnswer, others: Sequence[Block] | None, *, in_full: bool) -> list[Block]:
    """What is worth knowing, notes on children alone folded for an adult.

    Of an order that matches, as many as fit a screen beside the ``others``.
    """
    alerts = [alert for alert in check.alerts if alert.level is Level.NOTE]
    here, of_children = notes_for(check.indication.cautions, check.conditions)
    for_patient = labelled(("NOTE", f"{caution.marked}.") for caution in here)
    for_others = labelled(("NOTE", f"{caution.marked}.") for caution in of_children)
    if in_full:
        return [*alert_blocks(alerts), *for_patient, *for_others]
    if others is not None:
        notes = [*alert_blocks(alerts, in_full=False), *for_patient]
        return fitting_notes(notes, others, LINES, for_others, "--explain")
    return [*alert_blocks(alerts), *for_patient, *([folded_notes(for_others, "--explain")] if for_others else [])]


def _headline(check: VerifyAnswer, acknowledged: Mapping[str, str], *, look: bool) -> Paragraph:
    """What the order is; an order that matches and is held, or has a caution, has a second word."""
    label, emphasis = LABELS[check.outcome]
    if look and emphasis is Emphasis.STRONG:
        label, emphasis = f"{label}, LOOK", Emphasis.WARNING
    elif emphasis is Emphasis.STRONG and any(rule not in acknowledged for rule in check.cautions):
        label, emphasis = f"{label}, see CAUTION", Emphasis.WARNING
    return Paragraph(label=label, text=_answer(check), emphasis=emphasis)


def _printed(check: VerifyAnswer, course: Course) -> str:
    """A printed course: its letter, dose, g/kg, interval and phase."""
    every = f", {course.interval.says}" if course.interval else ""
    if course.ends:
        dose, per_kg = words.dose_words(course.replaced(days=())), words.range_per_kg_words(course.ends)
    else:
        dose, per_kg = words.dose_words(course), words.per_kg_words(course, check.dosing_weight.kg)
    phase = f", {course.phase}" if course.phase else ""
    return f"{course.letter} of {check.indication.id}: {dose} ({per_kg}){every}{phase}"


def _answer(check: VerifyAnswer) -> str:
    """The first line: what the order is, or how it stands to the nearest that is printed."""
    typed, near = " ".join(check.written.dose.text.split()), check.nearest
    if near is None and check.dosing_weight.needs:
        return f"{typed}: {check.dosing_weight.not_known}."
    if near is None:
        return f"{typed}: no regimen of {check.indication.short} is computed, so there is nothing to compare with."
    dose = [row for row in check.compared if row.item not in PARTS]
    if any(row.fit is Fit.DIFFERS for row in dose):
        which = "regimen asked for" if check.order.regimen else "sourced regimen"
        return f"{typed} is no {which}; nearest {_printed(check, near)}."
    off = max((row.percent or Fraction(0) for row in dose if row.unit in {"g", "g/kg"}), key=abs)
    rounded = f", deviation {words.signed(off)} %" if off else ""
    wrong = [str(row.item) for row in check.compared if row.fit is Fit.DIFFERS]
    unknown = [f"{row.item}{_why_unknown(check, row)}" for row in check.compared if row.fit is Fit.UNKNOWN]
    more = f"; differs: {', '.join(wrong)}" if wrong else ""
    more += f"; not checked: {', '.join(unknown)}" if unknown else ""
    more += "; no interval is written" if near.interval and not check.course.interval else ""
    if near.ends and any(stop.field == "dose" for stop in check.stops):
        one = "as one day" if len(check.course.days) == 1 else "over these days"
        return f"{typed} fits only the range of a course, {_printed(check, near)}; {one} it is stopped{more}."
    is_ = "fits in total alone" if any(row.item is Item.DAYS and row.fit is Fit.UNKNOWN for row in dose) else "is"
    whose = f", by {near.basis}" if any(alert.rule == ABOVE_LABEL for alert in check.alerts) else ""
    return f"{typed} {is_} {_printed(check, near)}{whose}{rounded}{more}."


def _why_unknown(check: VerifyAnswer, row: Compared) -> str:
    """What a figure most likely is, in brackets, where it is not compared and that is known; else ""."""
    causes = [cause.text for cause in check.causes if cause.of == PARTS.get(row.item)]
    return f" ({'; '.join(causes)})" if causes else ""


def _read(check: VerifyAnswer) -> str:
    """The order as read, so that a course and a day cannot be confused, and for whom: first the words that count."""
    course, weight = check.course, check.dosing_weight
    total = f", {words.amount_words(course, course.total)} in all"
    if course.even is None:
        dose = f"{words.dose_words(course)}{total}"
    else:
        numbers = [day.day for day in course.days]
        together = "1 day" if len(numbers) == 1 else f"each of {len(numbers)} days{total}"
        on = together if len(day_spans(numbers)) == 1 else f"{days_words(numbers)}{total}"
        dose = f"{words.amount_words(course, course.even)} on {on}"
    every = f", {course.interval.says}" if course.interval else ""
    kg = "not known" if weight.needs else f"{shown(weight.kg)} kg"
    from_words = " | ".join(check.written.dose.words)
    return f"{from_words}: {dose}{every}; {check.indication.short}, dosing weight {kg} ({weight.basis})."


def _row(row: Compared) -> tuple[str, ...]:
    unit = "" if row.item is Item.DAYS else f" {row.unit}"
    name = row.name
    ordered = f"{words.few_grams(row.ordered) if row.unit == 'g' else shown(row.ordered)}{unit}"
    if row.low is None or row.high is None or row.difference is None:
        return name, ordered, "not known" if row.fit is Fit.UNKNOWN else "none", "", ""
    if row.item in {Item.START, Item.RATE} and not row.low:
        expected = f"{'below' if row.below else 'at most'} {shown(row.high)}{unit}"
    else:
        expected = f"{shown(row.low)}{unit}" if row.low == row.high else f"{shown(row.low)} to {shown(row.high)}{unit}"
    if row.what:
        expected = f"{expected}, {row.what}"
    if row.what and row.fit is Fit.UNKNOWN:
        return name, ordered, expected, "", ""
    if not row.difference:
        inside = "not below it" if row.fit is Fit.DIFFERS else "within"
        return name, ordered, expected, "same" if row.low == row.high else inside, ""
    percent = f"{words.signed(row.percent)} %" if row.percent is not None else ""
    return name, ordered, expected, f"{words.signed(row.difference)}{unit}", percent


def _remarks(check: VerifyAnswer) -> list[Block]:
    """What figures cannot say: why something was not compared, other regimens that fit, an interval not written."""
    blocks: list[Block] = [
        Paragraph(label="NOT CHECKED" if row.fit is Fit.UNKNOWN else "NOTE", text=f"{row.item}: {row.reason}.")
        for row in check.compared
        if row.reason
    ]
    near = check.nearest
    if check.also:
        letters = ", ".join(dict.fromkeys(course.letter for course in check.also))
        blocks.append(Paragraph(label="ALSO", text=f"it fits {letters} of {check.indication.id}."))
    if check.elsewhere:
        blocks.append(Paragraph(label="NOTE", text=f"it is {_printed(check, check.elsewhere)}."))
    if near and near.interval and not check.course.interval:
        blocks.append(Paragraph(label="NOTE", text=f"no interval is written; {near.letter} is {near.interval.says}."))
    return blocks


def _causes(check: VerifyAnswer) -> list[Block]:
    """The likely causes of what differs, or that there is none; of what, where more than one thing differs."""
    differing = dict.fromkeys(PARTS.get(row.item, "dose") for row in check.compared if row.fit is Fit.DIFFERS)
    differing |= dict.fromkeys(cause.of for cause in check.causes)
    blocks: list[Block] = []
    for part in differing:
        label = f"LIKELY CAUSE of the {part}" if len(differing) > 1 else "LIKELY CAUSE"
        causes = [cause for cause in check.causes if cause.of == part]
        if not causes:
            blocks.append(Paragraph(label=label, text="none of the known mistakes explains it."))
        for cause in causes:
            meant = f"; meant: {' or '.join(cause.letters)}" if cause.letters else ""
            text = f"{cause.text}{meant} [{cause.cause}]"
            blocks.append(Paragraph(label=label, text=text, emphasis=Emphasis.STRONG))
    return blocks


def _product(check: VerifyAnswer) -> list[Block]:
    """The preparation that the order names: its verdict, and whether a label has the indication."""
    if check.place is None:
        return []
    assessment = check.place.assessment
    verdict = words.verdict_words(assessment.verdict)
    label = words.age_not_given(assessment.labelled, assessment.labelled_from, check.order.region) or "none read"
    text = f"{assessment.product.shown}: {verdict}. Labels with {check.indication.short}: {label}."
    return [Paragraph(label="PRODUCT", text=text)]


def _next(check: VerifyAnswer, again: str, *, explain: bool) -> list[Block]:
    """What a person would type next: the sourced regimens where the order is none of them, then further options."""
    hints = next_line(
        "--explain" if not explain else "",
        body_samples(check.patient, check.conditions),
        vials_sample(check.made)
        if check.written.vials is None and check.outcome in {Outcome.MATCH, Outcome.ROUNDED}
        else "",
        f"ivigcalc products {patient_options(check.patient, check.order.region)}" if check.place is None else "",
    )
    if check.nearest is None or check.outcome not in {Outcome.DIFFERS, Outcome.DANGEROUS}:
        return [hints]
    return [Paragraph(label="TYPE", text=f"ivigcalc dose {again}"), hints]
