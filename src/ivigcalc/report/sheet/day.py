"""The infusion record of a day: its vials, its rates over time, and the places to write in at the bedside."""

from collections.abc import Iterator
from fractions import Fraction

from ivigcalc.core.answers.plan import CoursePlan, Plan, PlannedDay
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Missing
from ivigcalc.core.infusion.day import Infusion
from ivigcalc.core.infusion.rates import Step
from ivigcalc.core.quantity import exact, shown
from ivigcalc.report.shared import clock
from ivigcalc.report.sheet import words
from ivigcalc.report.sheet.parts import Field, blank, box, said, spans, table, tag
from ivigcalc.report.svg import HEIGHT, step_plot
from ivigcalc.report.view.parts.ladder import TOLD, convention_paragraphs, label_paragraphs
from ivigcalc.report.view.parts.schedule import rate_weight

VIALS = (
    Field("vial", "", 9),
    Field("size", "right", 13),
    Field("hang", "keep"),
    blank("lot number (or sticker)", 50),
    blank("expiry", 26),
    Field("clear, sealed", "blank box", 19),
    blank("hung at", 15),
    blank("initials", 16),
)
RATES = (
    Field("from start", "", 15),
    Field("RATE mL/h", "big", 22),
    Field("for min", "right", 13),
    Field("volume then", "right", 21),
    blank("clock", 14),
    blank("BP", 18),
    blank("pulse", 12),
    blank("temp", 12),
    blank("SpO2", 12),
    blank("reaction, action"),
    blank("initials", 16),
)
TO_WRITE = ("",) * 7
"""The cells of a row of rates that are filled in at the bedside."""

ROOMY, DENSE = 12, 19
"""Rows of vials and rates: up to the first the rows are wide and the plot is high, up to the second all fits a page."""
LOW_PLOT = 140
RATES_TO_WRITE = 5
"""Rows for rates where the label gives none, or only the first."""


def day_sheet(
    plan: Plan, made: CoursePlan, day: PlannedDay, catalogue: Catalogue, code: str, *, cycle: str = ""
) -> str:
    """The infusion record of a day: one sheet, or two (vials, rates) where there is more than a page of them.

    ``cycle`` names the cycle of a repeated course.
    """
    infusion = day.infusion if isinstance(day.infusion, Infusion) else None
    vials, rates = list(_vials(day, infusion)), list(_rates(infusion))
    rows = len(vials) + len(rates)
    roomy = rows <= ROOMY or rows > DENSE
    first, last = (("before", "during"), ("after",)) if roomy else ((), ("before", "during", "after"))
    of_vials = [tag("h2", "Vials: one line for each"), table(VIALS, vials), *_discard(day, made)]
    of_rates = [
        tag("h2", "Rate"),
        *_unknown(day),
        *words.advice_for(first, catalogue),
        *_plot(infusion, HEIGHT if roomy else LOW_PLOT),
        table(RATES, rates),
        *_notes(infusion),
        spans((words.SLOW_OR_STOP, *words.TO_FILL), "fill"),
        box(
            (
                tag("h2", "After" if roomy else "Before, during and after"),
                *words.advice_for(last, catalogue, named=not roomy),
            ),
            "together",
        ),
    ]
    name = f"{cycle}{words.day_name(made, day)}"
    head = _head(plan, made, day, code, name)
    if rows <= DENSE:
        return words.sheet((head, *of_vials, *of_rates), catalogue, name, roomy=roomy)
    sheets = ((of_vials, f"{name}: vials"), (of_rates, f"{name}: rate"))
    return "\n".join(words.sheet((head, *parts), catalogue, part_name) for parts, part_name in sheets)


def _head(plan: Plan, made: CoursePlan, day: PlannedDay, code: str, name: str) -> str:
    product = made.product
    figures = (words.date_words(day.date), f"DOSE {shown(day.vials.given_g, 3)} g", f"VOLUME {shown(day.volume_ml)} mL")
    left = (
        tag("h1", f"Infusion record: {name}"),
        tag("p", f"{product.shown} ({exact(product.mg_per_ml)} mg/mL)"),
        tag("p", words.GENERIC, "quiet"),
        words.code_line(code, name),
    )
    head = box((box(left), tag("div", words.PATIENT_LABEL, "label")), "head")
    return f"{head}{spans((*figures, _for_weight(plan, day)), 'dose')}"


def _for_weight(plan: Plan, day: PlannedDay) -> str:
    """The weight that the rates are for."""
    return f"Rates for {rate_weight(plan, day)}" if isinstance(day.infusion, Infusion) else "No rate: see below"


def _vials(day: PlannedDay, infusion: Infusion | None) -> Iterator[tuple[str, ...]]:
    """A row for each vial in the order in which they are hung, the largest first; its lot where it is known."""
    lots = sorted(day.lots, key=lambda lot: -lot.size_g)
    known = [(lot.name, lot.expiry.isoformat() if lot.expiry else "") for lot in lots for _ in range(lot.count)]
    sizes = [vial.size_g for vial in day.vials.vials for _ in range(vial.count)]
    hang = ["at the start", *_changes(infusion)]
    for number, size in enumerate(sizes, start=1):
        when = hang[number - 1] if number <= len(hang) else "after the one before"
        lot = known[number - 1] if known else ("", "")
        yield (str(number), f"{shown(size, 3)} g", when, *lot, "", "", "")


def _changes(infusion: Infusion | None) -> Iterator[str]:
    """When each vial but the first is hung."""
    for change in infusion.changes if infusion else ():
        at = "" if infusion and infusion.without_figure else f"{clock(change.at_minute)}, "
        yield f"{at}after {shown(change.at_ml)} mL"


def _discard(day: PlannedDay, made: CoursePlan) -> Iterator[str]:
    """What is opened and not given."""
    if rest := day.vials.discarded_g:
        ml = shown(rest * 1000 / Fraction(made.product.mg_per_ml))
        yield said("DISCARD", (f"{shown(rest)} g ({ml} mL): opened, not given.", ""), css="look")


def _plot(infusion: Infusion | None, height: int) -> Iterator[str]:
    """The rates over time, where they are known to the end."""
    if infusion and not infusion.without_figure:
        yield step_plot(infusion, height=height)


def _rates(infusion: Infusion | None) -> Iterator[tuple[str, ...]]:
    """A row for each rate, with those before and after them; rows to write in where the rates are not known."""
    yield (words.BEFORE_START, *TO_WRITE)
    if infusion is None or infusion.without_figure:
        first = f"{shown(infusion.steps[0].rate.ml_h)}" if infusion else ""
        yield ("0:00", first, "", "", *TO_WRITE)
        yield from (("", "", "", "", *TO_WRITE) for _ in range(RATES_TO_WRITE))
        yield (words.END, *TO_WRITE)
    else:
        minute = Fraction(0)
        for step in infusion.steps:
            yield (*_step(step, minute), *TO_WRITE)
            minute += step.minutes
        yield (f"{clock(Fraction(infusion.whole_minutes))}  {words.END}", *TO_WRITE)
    yield (words.OBSERVED, *TO_WRITE)


def _step(step: Step, minute: Fraction) -> tuple[str, ...]:
    rate = f"{shown(step.rate.ml_h)}{'*' if step.rate.convention else ''}"
    return clock(minute), rate, shown(step.minutes), f"{shown(step.running_ml)} mL"


def _unknown(day: PlannedDay) -> Iterator[str]:
    """Why there is no rate, or none beyond the first, where there is none."""
    if isinstance(day.infusion, Infusion):
        notes = label_paragraphs(day.infusion)
        yield from (said(note.label, (note.text, ""), css="look") for note in notes if note.label == "RATE")
    elif isinstance(day.infusion, Missing):
        yield said("NO RATE", (f"{day.infusion.reason}. Take it from the label in the pack.", ""), css="look")


def _notes(infusion: Infusion | None) -> Iterator[str]:
    """Whose rates these are, what holds them back, what is a convention."""
    if infusion is None:
        return
    stars = [] if infusion.without_figure else convention_paragraphs(infusion)
    for note in (*label_paragraphs(infusion), *stars):
        sources = f"[{', '.join(infusion.ladder.sources)}]" if note.label in {"LABEL", "SITE"} else ""
        text = note.text.replace(TOLD, ".")
        if note.label != "RATE":
            yield said(note.label, (text, sources), css="small")
