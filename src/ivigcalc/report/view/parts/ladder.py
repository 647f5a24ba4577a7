"""A rate ladder: the label it comes from, its steps and time, and what labels say of the patient."""

from ivigcalc.core.facts.fact import SITE
from ivigcalc.core.facts.ladder import Context
from ivigcalc.core.facts.table2 import Cell
from ivigcalc.core.infusion.day import Infusion, RateLimit
from ivigcalc.core.infusion.rates import Step
from ivigcalc.core.quantity import exact, shown
from ivigcalc.report.document import Block, Column, Gap, Paragraph, Table, Weight
from ivigcalc.report.shared import hours_and_minutes
from ivigcalc.report.view.parts import words


def ladder_blocks(found: Infusion, *, asked: bool = True) -> list[Block]:
    """The label that applies, the steps, the time, and what the label says of the patient."""
    blocks = [*_whose(found, asked=asked), *_limits(found)]
    columns = (
        Column(header=""),
        Column(header="RATE", right=True, strong=True),
        Column(header="mL/kg/h", right=True),
        Column(header="mg/kg/min", right=True),
        Column(header="minutes", right=True),
        Column(header="VOLUME", right=True, strong=True),
        Column(header="running", right=True),
        Column(header="", wraps=True),
    )
    rows = tuple(_row(number, step, found) for number, step in enumerate(found.steps, start=1))
    blocks += [
        Gap(),
        Table(columns=columns, rows=rows),
        Paragraph(label="TIME", text=f"{hours_and_minutes(found.whole_minutes)} in all", weight=Weight.STRONG),
    ]
    if any(step.pace.convention for step in found.steps):
        text = "this rate or its minutes are not printed: by convention it doubles, and a step lasts 30 minutes"
        blocks.append(Paragraph(label="*", text=text))
    return blocks


def _whose(found: Infusion, *, asked: bool) -> list[Block]:
    """Whose ladder it is, what it says, and what it asks for first."""
    ladder = found.ladder
    dated = f", {ladder.date}" if ladder.date != "n/d" else ""
    uses = "all uses" if Context.ANY in ladder.contexts else ", ".join(one.upper() for one in ladder.contexts)
    where = f"{words.region_name(found.region)}, {uses}{dated}"
    blocks: list[Block] = [
        Paragraph(
            label="SITE" if SITE in ladder.sources else "LABEL",
            text=f"{where}: {ladder.says}.{_chosen(found, asked=asked)}",
        )
    ]
    if ladder.maximum_after and not found.below_maximum:
        text = f"the maximum of {exact(ladder.maximum)} {ladder.unit} only after {ladder.maximum_after}: else --first."
        blocks.append(Paragraph(label="CAUTION", text=text, weight=Weight.WARNING))
    if ladder.after:
        text = f"the label asks first that {ladder.after}."
        blocks.append(Paragraph(label="CAUTION", text=text, weight=Weight.WARNING))
    return blocks


def _chosen(found: Infusion, *, asked: bool) -> str:
    """Why this ladder and no other, where it was not simply the one asked for."""
    why = "" if found.named else " No region given: the slowest read applies."
    if not asked:
        return f"{why} No use given: its slowest ladder."
    if found.own:
        return why
    if Context.ANY in found.ladder.contexts:
        return f"{why} The use asked for is not on it."
    return f"{why} It has no ladder of its own for this use: its slowest stands in."


def _row(number: int, step: Step, found: Infusion) -> tuple[str, ...]:
    pace = step.pace
    before = step.running_ml - step.volume_ml
    marks = [
        f"vial {change.number} at {shown(change.at_ml)} mL"
        for change in found.changes
        if before < change.at_ml <= step.running_ml
    ]
    return (
        f"{number}{'*' if pace.convention else ''}",
        f"{shown(pace.ml_h)} mL/h",
        shown(pace.ml_kg_h, 2),
        shown(pace.mg_kg_min, 2),
        shown(step.minutes),
        f"{shown(step.volume_ml)} mL",
        f"{shown(step.running_ml)} mL",
        ", ".join((*(("at the limit",) if pace.capped else ()), *marks)),
    )


def _limits(found: Infusion) -> list[Block]:
    """What labels say of a patient at risk and of a first infusion, before the rates."""
    unread = [
        Paragraph(
            label="LIMIT",
            text=f"{risk} risk: no rate for it was read on a label of this preparation: the minimum practicable rate.",
            weight=Weight.WARNING,
        )
        for risk in found.unread
    ]
    first = [Paragraph(label="FIRST", text=f"{one.says}.", weight=Weight.WARNING) for one in found.first]
    return [*(_limit(limit, found) for limit in found.limits), *unread, *first]


def _limit(limit: RateLimit, found: Infusion) -> Paragraph:
    """What the label says of a patient at risk."""
    entry = limit.entry
    where = "/".join(region.upper() for region in entry.regions)
    whose = f"{where}{', not read on this label' if limit.borrowed else ''}"
    who = " or ".join(entry.patients)
    if limit.cap is None:
        text = f"{who} risk: minimum practicable rate, no figure on the label ({whose}: {entry.says})"
    else:
        held = any(step.pace.capped for step in found.steps)
        end = "below" if entry.below else "at most"
        text = (
            f"{who} risk: {end} {shown(limit.cap.ml_h)} mL/h{'' if held else ', not reached'} ({whose}: {entry.says})"
        )
    return Paragraph(label="LIMIT", text=f"{text}.", weight=Weight.WARNING)


def table2_blocks(cell: Cell | None) -> list[Block]:
    """The review's own time of infusion, beside what was worked out."""
    if cell is None:
        return []
    return [
        Paragraph(label="TABLE 2", text=f"time of infusion {cell.printed} {cell.unit} ({cell.verdict}): {cell.label}")
    ]
