"""The infusion days of a course with their vials and certificates, and the rate ladder of a day with its pump steps."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Final

from ivigcalc.core.answers.plan import CoursePlan, NoFit, PlannedDay
from ivigcalc.core.dosing.course import days_words
from ivigcalc.core.facts.fact import SITE, Missing
from ivigcalc.core.facts.ladder import Ladder
from ivigcalc.core.facts.table2 import Cell
from ivigcalc.core.infusion.day import Infusion
from ivigcalc.core.infusion.label_ladders import RateLimit
from ivigcalc.core.infusion.label_rates import uses_words, why_this_ladder
from ivigcalc.core.infusion.rates import CONVENTION_MINUTES, Step
from ivigcalc.core.quantity import exact, shown
from ivigcalc.core.request.order import Lot, Objective, Order, Scope
from ivigcalc.report.document import Block, Column, Emphasis, Gap, Heading, Paragraph, Table, numeric, warning, wide
from ivigcalc.report.shared import hours_and_minutes, vial_changes
from ivigcalc.report.view.parts import words

if TYPE_CHECKING:
    from ivigcalc.core.vials.certificate import Certificate, Nearest


OBJECTIVES = {
    Objective.GRAMS: "the nearest grams, then the fewest vials (--objective grams)",
    Objective.COST: "the lowest price, then the fewest vials (--objective cost)",
}


def grouped_days(made: CoursePlan, *, each_day: bool = True) -> list[list[PlannedDay]]:
    """The infusion days; without ``each_day`` those that follow each other and are alike in one group."""
    groups: list[list[PlannedDay]] = []
    for day in made.days:
        last = groups[-1][-1] if groups else None
        alike = last is not None and day._replace(day=0, date=None) == last._replace(day=0, date=None)
        if alike and last is not None and last.day + 1 == day.day and not each_day:
            groups[-1].append(day)
        else:
            groups.append([day])
    return groups


def days_table(made: CoursePlan, *, each_day: bool = True) -> Table:
    """The infusion days: DOSE, vials and VOLUME, the date where it is known, and how long a day's infusion takes."""
    groups = grouped_days(made, each_day=each_day)
    date = [Column(header="date")] if any(day.date for day in made.days) else []
    time = [numeric("time", accent=True)] if any(isinstance(day.infusion, Infusion) for day in made.days) else []
    day = Column(header="day" if len(groups) == len(made.days) else "days")
    columns = (day, *date, numeric("DOSE", accent=True), wide("vials"), numeric("VOLUME", accent=True), *time)
    return Table(columns=columns, rows=tuple(_row(days, timed=bool(time)) for days in groups))


def _dates(first: PlannedDay, last: PlannedDay) -> str:
    """The date of a day with its weekday, or of several days."""
    return f"{first.date:%Y-%m-%d %a}" if first is last else f"{first.date:%Y-%m-%d} to {last.date:%Y-%m-%d}"


def time_cell(infusion: Infusion | Missing | None) -> str:
    """How long an infusion day takes, or that it was not worked out."""
    if not isinstance(infusion, Infusion):
        return "no rate"
    return "not worked out" if infusion.without_figure else hours_and_minutes(infusion.whole_minutes)


def _row(days: Sequence[PlannedDay], *, timed: bool) -> tuple[str, ...]:
    first, last = days[0], days[-1]
    left = f" ({shown(first.vials.discarded_g)} g left over)" if first.vials.discarded_g else ""
    return (
        str(first.day) if first is last else f"{first.day} to {last.day}",
        *([_dates(first, last)] if first.date else []),
        f"{shown(first.vials.given_g, 3)} g",
        (", ".join(map(lot_words, first.lots)) or words.vials_long(first.vials)) + left,
        f"{shown(first.volume_ml)} mL",
        *([time_cell(first.infusion)] if timed else []),
    )


def lot_words(lot: Lot) -> str:
    """``2 x 10 g lot A7 (to 2026-12-31)``."""
    named = f" lot {lot.name}" if lot.name else ""
    return f"{lot.count} x {shown(lot.size_g, 3)} g{named}{f' (to {lot.expiry})' if lot.expiry else ''}"


def asked_blocks(asked: Order) -> list[Block]:
    """What was asked of the vials, where it is not the usual."""
    said = []
    if asked.scope is Scope.COURSE:
        said.append("the course total is rounded and spread over the days (--round-scope course)")
    if asked.objective in OBJECTIVES:
        said.append(OBJECTIVES[asked.objective])
    if asked.stock:
        sold = f" in sizes sold in {words.region_name(asked.region)}" if asked.region else ""
        said.append(f"only vials of {asked.stock.file}{sold}, none after its expiry")
    return [Paragraph(label="VIALS", text=f"{'; '.join(said)}.")] if said else []


def uneven_blocks(made: CoursePlan) -> list[Block]:
    """Where days that are prescribed alike come out uneven: which, and that they should have dates."""
    days_of: dict[Fraction, list[int]] = {}
    for day in made.days:
        days_of.setdefault(day.vials.given_g, []).append(day.day)
    if made.course.even is None or len(days_of) == 1:
        return []
    text = ", ".join(f"{shown(grams, 3)} g on {days_words(days)}" for grams, days in days_of.items())
    undated = "" if made.days[0].date else " Give --start, so that each day has its date."
    return [warning("UNEVEN", f"{text}.{undated}")]


def no_fit_blocks(made: NoFit) -> list[Block]:
    """The nearest that whole vials can make."""
    if made.whole is not None:
        nearest = f"{words.nearest_words(made.whole)} ({made.whole.why})"
        return [warning("NO VIALS", f"{shown(made.course.total)} g in the course: {nearest}")]
    blocks: list[Block] = [
        warning("NO VIALS", f"{shown(grams)} g: {text}") for grams, text in words.unfit_words(made).items()
    ]
    if any(nearest.short for _, nearest in made.days) and len(made.course.days) > 1:
        days = days_words(day.day for day, _ in made.days)
        text = f"the stock does not do for {days}, each by itself. --round-scope course lets days differ more."
        blocks.append(warning("STOCK", text))
    return blocks


def certificate_blocks(certificates: "Iterable[Certificate]") -> list[Block]:
    """Why these vials and no others, so that it can be checked by hand."""
    blocks: list[Block] = []
    for certificate in certificates:
        what = "the course" if certificate.whole else days_words(certificate.days)
        blocks += [
            Heading(text="CERTIFICATE", remark=f"{what}: {shown(certificate.prescribed_g, 3)} g"),
            _nearest("BELOW", certificate.below),
            *([_nearest("ABOVE", certificate.above)] if certificate.above != certificate.below else []),
            *(Paragraph(label=f"{number}.", text=f"{line}.") for number, line in enumerate(certificate.lines, start=1)),
        ]
    return blocks


def _nearest(label: str, nearest: "Nearest | None") -> Paragraph:
    made = f"{shown(nearest.total_g, 3)} g: {nearest.why or 'taken'}." if nearest else "no total can be made."
    return Paragraph(label=label, text=made)


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
        *(warning("FIRST", f"{said.says}.") for said in infusion.said_of_first_infusion),
    ]


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
        more = [f"{_top(kept)} where {kept.after}" for kept in infusion.kept]
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
