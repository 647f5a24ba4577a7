"""A rate ladder: the label it comes from, its steps and time, and what labels say of the patient."""

from ivigcalc.core.facts.fact import SITE
from ivigcalc.core.facts.ladder import Context
from ivigcalc.core.facts.table2 import Cell
from ivigcalc.core.infusion.day import Infusion, RateLimit
from ivigcalc.core.infusion.rates import Step
from ivigcalc.core.quantity import exact, shown
from ivigcalc.report.document import Block, Column, Emphasis, Gap, Paragraph, Table, figures, warning, wide
from ivigcalc.report.shared import hours_and_minutes, vial_changes
from ivigcalc.report.view.parts import words

LEAST_RATE = "minimum practicable rate"
COLUMNS = (
    Column(header=""),
    figures("RATE", strong=True),
    figures("mL/kg/h"),
    figures("mg/kg/min"),
    figures("minutes"),
    figures("VOLUME", strong=True),
    figures("running"),
    wide(),
)


def ladder_blocks(infusion: Infusion, *, asked: bool = True) -> list[Block]:
    """The label that applies, the steps, the time, and what the label says of the patient."""
    rows = tuple(_row(number, step, infusion) for number, step in enumerate(infusion.steps, start=1))
    time = f"{hours_and_minutes(infusion.whole_minutes)} in all"
    blocks: list[Block] = [
        *_label(infusion, asked=asked),
        *(_limit(limit, infusion) for limit in infusion.limits),
        *(
            warning("LIMIT", f"{risk} risk: no rate for it was read on a label of this preparation: the {LEAST_RATE}.")
            for risk in infusion.unread
        ),
        *(warning("FIRST", f"{said.says}.") for said in infusion.first),
        Gap(),
        Table(columns=COLUMNS, rows=rows),
        Paragraph(label="TIME", text=time, emphasis=Emphasis.STRONG),
    ]
    if any(step.rate.convention for step in infusion.steps):
        text = "this rate or its minutes are not printed: by convention it doubles, and a step lasts 30 minutes"
        blocks.append(Paragraph(label="*", text=text))
    return blocks


def _label(infusion: Infusion, *, asked: bool) -> list[Block]:
    """Whose ladder it is, what it says, and what it asks for first."""
    ladder = infusion.ladder
    dated = f", {ladder.date}" if ladder.date != "n/d" else ""
    uses = "all uses" if Context.ANY in ladder.contexts else ", ".join(use.upper() for use in ladder.contexts)
    where = f"{words.region_name(infusion.region)}, {uses}{dated}"
    whose = "SITE" if SITE in ladder.sources else "LABEL"
    blocks: list[Block] = [
        Paragraph(label=whose, text=f"{where}: {ladder.says}.{_why_this_ladder(infusion, asked=asked)}")
    ]
    if ladder.maximum_after and not infusion.below_maximum:
        maximum = f"{exact(ladder.maximum)} {ladder.unit}"
        blocks.append(warning("CAUTION", f"the maximum of {maximum} only after {ladder.maximum_after}: else --first."))
    if ladder.after:
        blocks.append(warning("CAUTION", f"the label asks first that {ladder.after}."))
    return blocks


def _why_this_ladder(infusion: Infusion, *, asked: bool) -> str:
    """Why this ladder and no other, where it was not simply the one asked for."""
    why = "" if infusion.named else " No region given: the slowest read applies."
    if not asked:
        return f"{why} No use given: its slowest ladder."
    if infusion.own:
        return why
    if Context.ANY in infusion.ladder.contexts:
        return f"{why} The use asked for is not on it."
    return f"{why} It has no ladder of its own for this use: its slowest stands in."


def _row(number: int, step: Step, infusion: Infusion) -> tuple[str, ...]:
    rate = step.rate
    marks = ["at the limit"] if rate.capped else []
    marks += [f"vial {change.number} at {shown(change.at_ml)} mL" for change in vial_changes(infusion, step)]
    return (
        f"{number}{'*' if rate.convention else ''}",
        f"{shown(rate.ml_h)} mL/h",
        shown(rate.ml_kg_h, 2),
        shown(rate.mg_kg_min, 2),
        shown(step.minutes),
        f"{shown(step.volume_ml)} mL",
        f"{shown(step.running_ml)} mL",
        ", ".join(marks),
    )


def _limit(limit: RateLimit, infusion: Infusion) -> Paragraph:
    """What the label says of a patient at risk."""
    entry = limit.entry
    where = "/".join(region.upper() for region in entry.regions)
    borrowed = ", not read on this label" if limit.borrowed else ""
    if limit.cap is None:
        rate = f"{LEAST_RATE}, no figure on the label"
    else:
        reached = "" if any(step.rate.capped for step in infusion.steps) else ", not reached"
        rate = f"{'below' if entry.below else 'at most'} {shown(limit.cap.ml_h)} mL/h{reached}"
    return warning("LIMIT", f"{' or '.join(entry.patients)} risk: {rate} ({where}{borrowed}: {entry.says}).")


def table2_blocks(cell: Cell | None) -> list[Block]:
    """The review's own time of infusion, beside what was worked out."""
    if cell is None:
        return []
    time = f"time of infusion {cell.printed} {cell.unit} ({cell.verdict}): {cell.label}"
    return [Paragraph(label="TABLE 2", text=time)]
