"""The answer to ``verify`` as a document: the answer first, then what was read, compared, and why."""

from fractions import Fraction
from typing import Final

from ivigcalc.core.answers.verify import Outcome, Verification
from ivigcalc.core.checking.compared import Compared, Fit, Item
from ivigcalc.core.dosing.course import Course
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.rule import Level, Verdict
from ivigcalc.core.quantity import plain, shown
from ivigcalc.core.selection.reasons import labelled_regions
from ivigcalc.report.document import Block, Column, Document, Gap, Paragraph, Table, Weight
from ivigcalc.report.view.parts import words

LABELS: Final = {
    Outcome.MATCH: ("MATCH", Weight.STRONG),
    Outcome.ROUNDED: ("MATCH rounded", Weight.STRONG),
    Outcome.UNCHECKED: ("NOT CHECKED", Weight.WARNING),
    Outcome.DIFFERS: ("DIFFERS", Weight.WARNING),
    Outcome.DANGEROUS: ("DANGEROUS", Weight.DANGER),
}
COLUMNS: Final = (
    Column(header="", strong=True),
    Column(header="ordered"),
    Column(header="expected"),
    Column(header="difference"),
    Column(header="percent"),
)


def verify_document(found: Verification, catalogue: Catalogue, *, explain: bool) -> Document:
    """A second check as a document."""
    label, weight = LABELS[found.outcome]
    contraindicated = _contraindicated(found)
    blocks: list[Block] = [
        Paragraph(label=label, text=_answer(found), weight=weight),
        *(words.alert_paragraph(alert.replaced(next="")) for alert in found.stops),
        *contraindicated,
        Paragraph(label="READ", text=_read(found)),
        *(Paragraph(label="READ", text=echo) for echo in (*found.patient.echoes, *found.written.echoes)),
        *(Paragraph(label="RISK", text=f"{derived.condition}: {derived.text}.") for derived in found.derived),
    ]
    if found.order.off_label_reason:
        blocks.append(Paragraph(label="OFF LABEL", text=found.order.off_label_reason, weight=Weight.WARNING))
    blocks += [Gap(), Table(columns=COLUMNS, rows=tuple(_row(row) for row in found.compared)), Gap()]
    blocks += [*_remarks(found), *_causes(found), *_product(found)]
    blocks += [words.alert_paragraph(alert) for alert in found.alerts if alert.level is not Level.STOP]
    if explain:
        blocks += [Gap(), *words.sources_blocks(catalogue, _cited(found))]
    return Document(
        blocks=(
            *blocks,
            Gap(),
            *_next(found, explain=explain),
            *words.foot(catalogue),
        )
    )


def _typed(found: Verification) -> str:
    """The order as typed, on one line."""
    return " ".join(found.written.dose.text.split())


def _printed(found: Verification, course: Course) -> str:
    """A printed course: its letter, dose, g/kg, interval and phase."""
    every = f", {course.interval.says}" if course.interval else ""
    if course.ends:
        per = "" if course.ends.per == "dose" else f" per {course.ends.per}"
        dose = f"{shown(course.ends.low_g)} to {shown(course.ends.high_g)} g{per}"
        per_kg = f"{shown(course.ends.low_g_per_kg, 3)} to {shown(course.ends.high_g_per_kg, 3)} g/kg"
    else:
        dose, per_kg = words.dose_words(course), words.per_kg_words(course, found.dosing_weight.kg)
    phase = f", {course.phase}" if course.phase else ""
    return f"{course.letter} of {found.indication.id}: {dose} ({per_kg}){every}{phase}"


def _answer(found: Verification) -> str:
    """The first line: what the order is, or how it stands to the nearest that is printed."""
    said, near = _typed(found), found.nearest
    if near is None:
        return f"{said}: no regimen of {found.indication.short} is computed, so there is nothing to compare with."
    dose = [row for row in found.compared if row.item not in {Item.VIALS, Item.RATE}]
    if any(row.fit is Fit.DIFFERS for row in dose):
        which = "regimen asked for" if found.order.regimen else "sourced regimen"
        return f"{said} is no {which}; nearest {_printed(found, near)}."
    off = max((row.percent or Fraction(0) for row in dose if row.unit == "g"), key=abs)
    rounded = f", deviation {_signed(off)} %" if off else ""
    wrong = [str(row.item) for row in found.compared if row.fit is Fit.DIFFERS]
    unknown = [str(row.item) for row in found.compared if row.fit is Fit.UNKNOWN]
    more = f"; differs: {', '.join(wrong)}" if wrong else ""
    more += f"; not checked: {', '.join(unknown)}" if unknown else ""
    is_ = "fits in total alone" if any(row.item is Item.DAYS and row.fit is Fit.UNKNOWN for row in dose) else "is"
    return f"{said} {is_} {_printed(found, near)}{rounded}{more}."


def _read(found: Verification) -> str:
    """The order as read, so that a course and a day cannot be confused, and for whom."""
    course, weight = found.course, found.dosing_weight
    if course.even is not None:
        count = len(course.days)
        total = f", {shown(course.total)} g in all"
        dose = f"{shown(course.even)} g on " + ("1 day" if count == 1 else f"each of {count} days{total}")
    else:
        dose = f"{words.dose_words(course)}, {shown(course.total)} g in all"
    every = f", {course.interval.says}" if course.interval else ""
    return f"{dose}{every}; {found.indication.short}, dosing weight {shown(weight.kg)} kg ({weight.basis})."


def _signed(value: Fraction) -> str:
    return f"{'+' if value > 0 else ''}{shown(value)}"


def _row(row: Compared) -> tuple[str, ...]:
    unit = "" if row.item is Item.DAYS else f" {row.unit}"
    name = f"{row.item} {row.number}" if row.number is not None else str(row.item)
    ordered = f"{shown(row.ordered)}{unit}"
    if row.low is None or row.high is None or row.difference is None:
        return name, ordered, "not known" if row.fit is Fit.UNKNOWN else "none", "", ""
    if row.item is Item.RATE and not row.low:
        expected = f"{'below' if row.below else 'at most'} {shown(row.high)}{unit}"
    else:
        expected = f"{shown(row.low)}{unit}" if row.low == row.high else f"{shown(row.low)} to {shown(row.high)}{unit}"
    if not row.difference:
        inside = "not below it" if row.fit is Fit.DIFFERS else "within"
        return name, ordered, expected, "same" if row.low == row.high else inside, ""
    percent = f"{_signed(row.percent)} %" if row.percent is not None else ""
    return name, ordered, expected, f"{_signed(row.difference)}{unit}", percent


def _remarks(found: Verification) -> list[Block]:
    """What figures cannot say: why something was not compared, other regimens that fit, an interval not written."""
    blocks: list[Block] = [
        Paragraph(label="NOT CHECKED" if row.fit is Fit.UNKNOWN else "NOTE", text=f"{row.item}: {row.reason}.")
        for row in found.compared
        if row.reason
    ]
    near = found.nearest
    if found.also:
        letters = ", ".join(dict.fromkeys(course.letter for course in found.also))
        blocks.append(Paragraph(label="ALSO", text=f"it fits {letters} of {found.indication.id}."))
    if found.elsewhere:
        blocks.append(Paragraph(label="NOTE", text=f"it is {_printed(found, found.elsewhere)}."))
    if near and near.interval and not found.course.interval:
        blocks.append(Paragraph(label="NOTE", text=f"no interval is written; {near.letter} is {near.interval.says}."))
    return blocks


def _causes(found: Verification) -> list[Block]:
    """The likely causes, or that there is none; nothing where nothing differs."""
    if not any(row.fit is Fit.DIFFERS for row in found.compared):
        return []
    if not found.causes:
        return [Paragraph(label="LIKELY CAUSE", text="none of the known mistakes explains it.")]
    blocks: list[Block] = []
    for one in found.causes:
        meant = f"; meant: {' or '.join(one.letters)}" if one.letters else ""
        blocks.append(Paragraph(label="LIKELY CAUSE", text=f"{one.text}{meant} [{one.cause}]", weight=Weight.STRONG))
    return blocks


def _contraindicated(found: Verification) -> list[Block]:
    if found.place is None or found.place.assessment.verdict is not Verdict.CONTRAINDICATED:
        return []
    reasons = found.place.assessment.reasons
    return [words.reason_paragraph(one) for one in reasons if one.verdict is Verdict.CONTRAINDICATED]


def _product(found: Verification) -> list[Block]:
    """The preparation that the order names: its verdict with the reasons, and whether a label has the indication."""
    if found.place is None:
        return []
    one = found.place.assessment
    label = words.asked_regions(labelled_regions(one.product, found.indication.id)) or "none read"
    text = f"{one.product.shown}: {words.verdict_words(one.verdict)}. Labels with {found.indication.short}: {label}."
    reasons = [reason for reason in one.reasons if reason.verdict is not Verdict.CONTRAINDICATED]
    return [Paragraph(label="PRODUCT", text=text), *(words.reason_paragraph(reason) for reason in reasons)]


def _cited(found: Verification) -> list[str]:
    cited = [*(found.nearest.sources if found.nearest else ()), *found.dosing_weight.sources]
    cited += [source for cause in found.causes for source in cause.sources]
    cited += [source for row in found.compared for source in row.sources]
    return cited + [source for alert in found.alerts for source in alert.sources]


def _next(found: Verification, *, explain: bool) -> list[Block]:
    """What a person would type next: the sourced regimens where the order is none of them, then further options."""
    patient, near = found.patient, found.nearest
    hints = [
        "--height 175 --sex male" if patient.height_cm is None or patient.sex is None else "",
        "--product gamunex-c" if found.place is None else "",
        "--vials 3x10" if found.place and found.written.vials is None else "",
        "--explain (sources)" if not explain else "",
    ]
    given = f"--weight {plain(found.dosing_weight.actual_kg)} --indication {found.indication.id}"
    typed = [Paragraph(label="TYPE", text=f"ivigcalc dose {given}")]
    return [*(typed if near and found.outcome in {Outcome.DIFFERS, Outcome.DANGEROUS} else []), words.next_block(hints)]
