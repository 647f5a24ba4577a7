"""The rates of an infusion: the ladder of a label in steps, its limits for the patient, and the audit of Table 2."""

from math import ceil
from typing import Final

from ivigcalc.core.facts.fact import SITE
from ivigcalc.core.facts.ladder import Ladder
from ivigcalc.core.facts.table2 import Cell
from ivigcalc.core.infusion.day import Infusion
from ivigcalc.core.infusion.label_ladders import RateLimit
from ivigcalc.core.infusion.label_rates import limit_of, uses_words, why_this_ladder
from ivigcalc.core.infusion.rates import CONVENTION_MINUTES, Step
from ivigcalc.core.quantity import exact, shown
from ivigcalc.report.document import Block, Column, Emphasis, Gap, Heading, Paragraph, Table, numeric, warning, wide
from ivigcalc.report.shared import hours_and_minutes, vial_changes
from ivigcalc.report.view.parts import words

DAY_MINUTES = 24 * 60
LEAST_RATE = "minimum practicable rate"
COLUMNS = (
    Column(header=""),
    numeric("RATE", accent=True),
    numeric("mL/kg/h"),
    numeric("mg/kg/min"),
    numeric("minutes"),
    numeric("VOLUME", accent=True),
    numeric("running"),
    wide(),
)


def ladder_blocks(infusion: Infusion, *, asked: bool = True, ordinary: bool = True) -> list[Block]:
    """The label that applies, what it says of the patient, the steps, the time, and again the rate where it is one.

    Args:
        infusion: an infusion day.
        asked: whether a use was given.
        ordinary: whether the label's ordinary ladder stands here even where it is not for this patient.
    """
    time = Paragraph(label="TIME", text=time_words(infusion), emphasis=Emphasis.STRONG)
    if infusion.without_figure and not ordinary:
        more = Paragraph(label="MORE", text="the label's ordinary ladder, which is not for this risk: --all")
        return [*label_paragraphs(infusion, asked=asked), time, more]
    rows = tuple(_step_row(number, step, infusion) for number, step in enumerate(infusion.steps, start=1))
    return [
        *label_paragraphs(infusion, asked=asked),
        Gap(),
        *([Heading(text="ORDINARY LADDER, not for this risk")] if infusion.without_figure else []),
        Table(columns=COLUMNS, rows=rows),
        time,
        *convention_paragraphs(infusion),
        *([_rate_line(f"{rate_words(infusion)}.")] if infusion.without_figure else []),
    ]


TOLD: Final = ": then --tolerated."
"""What to type where the preparation was tolerated before."""


def label_paragraphs(infusion: Infusion, *, asked: bool = True) -> list[Paragraph]:
    """The label that applies, and what it says of the patient."""
    return [
        *_label(infusion, asked=asked),
        *_first_rate(infusion),
        *(_limit(limit, infusion) for limit in infusion.limits),
        *(
            warning("LIMIT", f"{risk} risk: no rate for it was read on a label of this preparation: the {LEAST_RATE}.")
            for risk in infusion.unread
        ),
        *_first_infusion(infusion),
    ]


def _first_infusion(infusion: Infusion) -> list[Paragraph]:
    """What labels say of a first infusion, where it was said to be one; that nothing was read is no advice."""
    if infusion.before.first and not infusion.said_of_first_infusion:
        where = f"the {infusion.region.upper()} label" if infusion.region_given else "its labels"
        return [warning("FIRST", f"what {where} of this preparation asks for a first infusion: no text read.")]
    return [warning("FIRST", f"{said.says}.") for said in infusion.said_of_first_infusion]


def convention_paragraphs(infusion: Infusion) -> list[Paragraph]:
    """What the star of a rate means, where there is one."""
    if not any(step.rate.convention for step in infusion.steps):
        return []
    rises = "it rises as on another label of the brand" if infusion.ladder.between else "it doubles"
    lasts = f", and a step lasts {shown(CONVENTION_MINUTES)} minutes" if infusion.ladder.every_minutes is None else ""
    text = f"this rate or its minutes are not printed: by convention {rises}{lasts}"
    return [Paragraph(label="*", text=text)]


def _first_rate(infusion: Infusion) -> list[Paragraph]:
    """The one rate that is for a patient for whose risk no label prints a figure; nothing for any other patient."""
    if not infusion.without_figure:
        return []
    why = "the label asks for the minimum rate practicable and prints no figure"
    if infusion.unread:
        why = f"no figure for {' or '.join(infusion.unread)} risk was read on a label: the {LEAST_RATE}"
    return [_rate_line(f"{rate_words(infusion)}. It is the label's first rate; {why}.")]


def _rate_line(text: str) -> Paragraph:
    return Paragraph(label="RATE", text=text, emphasis=Emphasis.STRONG)


def rate_words(infusion: Infusion) -> str:
    """The rates for this patient in short: ``start at 21 mL/h, at most 336 mL/h``."""
    first, *_, last = (infusion.steps[0], *infusion.steps_for_patient)
    start = f"start at {shown(first.rate.ml_h)} mL/h"
    if infusion.without_figure:
        return f"{start}; how far to raise it is for the prescriber"
    after = "" if infusion.below_maximum else infusion.ladder.maximum_after
    return f"{start}, at most {shown(last.rate.ml_h)} mL/h{f' (only after {after})' if after else ''}"


def time_words(infusion: Infusion) -> str:
    """How long it takes in all; where no rate is known for the patient's risk, what it would take by two others."""
    ordinary = hours_and_minutes(infusion.whole_minutes)
    if not infusion.without_figure:
        return f"{ordinary} in all"
    first = hours_and_minutes(ceil(infusion.minutes_at_first_rate))
    beyond = ", beyond 24 h" if infusion.minutes_at_first_rate > DAY_MINUTES else ""
    return (
        f"not worked out for this risk ({ordinary} on the ordinary ladder, {first}{beyond} if the first rate is kept)"
    )


def _label(infusion: Infusion, *, asked: bool) -> list[Paragraph]:
    """Whose ladder it is, what it says, and what it asks for first."""
    ladder = infusion.ladder
    dated = f", {ladder.date}" if ladder.date != "n/d" else ""
    where = f"{words.region_name(infusion.region)}, {uses_words(ladder)}{dated}"
    why = "".join(f" {one[0].upper()}{one[1:]}." for one in why_this_ladder(infusion, asked=asked))
    whose = "SITE" if SITE in ladder.sources else "LABEL"
    blocks = [Paragraph(label=whose, text=f"{where}: {ladder.says}.{why}")]
    if ladder.maximum_after and not infusion.below_maximum:
        blocks.append(warning("CAUTION", f"the maximum of {_top(ladder)} only after {ladder.maximum_after}."))
    if ladder.after:
        blocks.append(warning("CAUTION", f"the label asks first that {ladder.after}."))
    if infusion.holds_back:
        more = [f"{_top(kept)} ({uses_words(kept)}) where {kept.after}" for kept in infusion.kept]
        more += [f"{_top(ladder)} after {ladder.maximum_after}"] if ladder.maximum_after else []
        text = f"rates for a patient new to it; the label goes up to {', or '.join(more)}{TOLD}"
        blocks.append(Paragraph(label="SLOWER", text=text))
    return blocks


def _top(ladder: Ladder) -> str:
    return f"{exact(ladder.maximum)} {ladder.unit}"


def _step_row(number: int, step: Step, infusion: Infusion) -> tuple[str, ...]:
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
    if limit.cap is None:
        rate = f"{LEAST_RATE}, no figure on the label"
    else:
        reached = "" if any(step.rate.capped for step in infusion.steps) else ", not reached"
        rate = f"{'below' if entry.below else 'at most'} {shown(limit.cap.ml_h)} mL/h{reached}"
    return warning("LIMIT", f"{' or '.join(entry.patients)} risk: {rate} ({limit_of(limit)}: {entry.says}).")


def table2_blocks(cell: Cell | None) -> list[Block]:
    """The review's own time of infusion, beside what was worked out."""
    if cell is None:
        return []
    time = f"time of infusion {cell.printed} {cell.unit} ({cell.verdict}): {cell.label}"
    return [Paragraph(label="TABLE 2", text=time)]
