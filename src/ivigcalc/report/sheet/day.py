"""The infusion record of a day: its vials, its rates over time, and the places to write in at the bedside."""

from collections.abc import Iterator
from fractions import Fraction

from ivigcalc.core.answers.plan import CoursePlan, PlannedDay
from ivigcalc.core.facts.fact import Missing
from ivigcalc.core.facts.ladder import risks_of_rates
from ivigcalc.core.infusion.day import Infusion
from ivigcalc.core.infusion.rates import Step
from ivigcalc.core.locale import Locale
from ivigcalc.report.shared import clock, labels_of_rates
from ivigcalc.report.sheet import words
from ivigcalc.report.sheet.parts import SheetColumn, blank, box, said, spans, table, tag
from ivigcalc.report.sheet.remarks import why_no_rate
from ivigcalc.report.sheet.words import OnPaper
from ivigcalc.report.svg import HEIGHT, step_plot
from ivigcalc.report.view.parts.ladder import convention_paragraphs, label_paragraphs
from ivigcalc.report.view.parts.schedule import rate_weight

TO_WRITE = ("",) * 7
"""The cells of a row of rates that are filled in at the bedside."""

ROOMY, DENSE = 12, 19
"""Rows of vials, discards and rates: up to the first with wide rows and a high plot, up to the second on one page."""
LOW_PLOT = 140
"""How high the plot is where there are many rows, and in other languages, whose texts are longer."""
WIDE_VIALS = 28
"""Rows of vials that fit a page of their own as wide rows; more of them, up to 35, as close ones."""
LETTERS = 105
"""Letters of a line about the patient; each line more takes the height of a row."""
RATES_TO_WRITE = 5
"""Rows for rates where the label gives none, or only the first."""


def day_sheet(paper: OnPaper, day: PlannedDay) -> str:
    """The infusion record of a day: one sheet, or two (vials, rates) where there is more than a page of them."""
    lang, made = paper.lang, paper.made
    infusion = day.infusion if isinstance(day.infusion, Infusion) else None
    vials, rates = list(_vials(day, infusion, lang)), list(_rates(infusion, lang))
    patient = words.bedside(paper)
    discard = list(_discard(day, made, lang))
    rows = len(vials) + len(discard) + len(rates) + len(patient) // LETTERS
    roomy = rows <= ROOMY or rows > DENSE
    first, last = (("before", "during"), ("after",)) if roomy else ((), ("before", "during", "after"))
    close = "close" if len(vials) > WIDE_VIALS else ""
    of_vials = [tag("h2", lang.say("vials-one-line")), table(_vial_fields(lang), vials, close), *discard]
    of_rates = [
        tag("h2", lang.say("rate")),
        *_unknown(paper, day),
        *words.advice_for(first, paper),
        *_plot(infusion, HEIGHT if roomy and lang.is_english else LOW_PLOT, lang),
        table(_rate_fields(lang), rates),
        *_notes(infusion, paper),
        tag("p", lang.say("slow-or-stop"), "stop"),
        spans(_to_fill(lang), "fill"),
        box(
            (
                tag("h2", lang.say("after" if roomy else "before-during-after")),
                *words.advice_for(last, paper, named=not roomy),
            ),
            "together",
        ),
    ]
    name = words.day_name(paper, day)
    head = _head(paper, day, name, patient)
    if rows <= DENSE:
        return words.sheet((head, *of_vials, *of_rates), paper, name, roomy=roomy)
    sheets = ((of_vials, "vials-sheet"), (of_rates, "rate-sheet"))
    return "\n".join(words.sheet((head, *parts), paper, lang.say(part, day=name)) for parts, part in sheets)


def _vial_fields(lang: Locale) -> tuple[SheetColumn, ...]:
    return (
        SheetColumn(lang.say("head-vial"), "", 9),
        SheetColumn(lang.say("head-size"), "right", 13),
        SheetColumn(lang.say("head-hang"), "keep"),
        blank(lang.say("head-lot"), 50),
        blank(lang.say("head-expiry"), 26),
        SheetColumn(lang.say("head-clear"), "blank box", 19),
        blank(lang.say("head-hung"), 15),
        blank(lang.say("head-initials"), 16),
    )


def _rate_fields(lang: Locale) -> tuple[SheetColumn, ...]:
    return (
        SheetColumn(lang.say("head-from-start"), "", 15),
        SheetColumn(lang.say("head-rate"), "big", 22),
        SheetColumn(lang.say("head-minutes"), "right", 13),
        SheetColumn(lang.say("head-volume-then"), "right", 21),
        blank(lang.say("head-clock"), 14),
        blank(lang.say("head-bp"), 18),
        blank(lang.say("head-pulse"), 12),
        blank(lang.say("head-temp"), 12),
        blank(lang.say("head-spo2"), 12),
        blank(lang.say("head-reaction")),
        blank(lang.say("head-initials"), 16),
    )


def _to_fill(lang: Locale) -> Iterator[str]:
    """What is written in at the end of the infusion; a box before what is ticked."""
    yield from map(lang.say, ("grams-given", "time-ended", "reaction"))
    yield from (f"[ ]{lang.say(answer)}" for answer in ("reaction-none", "reaction-yes"))


def _head(paper: OnPaper, day: PlannedDay, name: str, patient: str) -> str:
    """What is given to whom; ``patient`` is what of the patient bears on it, in words."""
    lang, product = paper.lang, paper.made.product
    weight = rate_weight(paper.plan, day, lang)
    figures = (
        words.date_words(day.date, lang),
        lang.say("dose", g=lang.shown(day.vials.given_g, 3)),
        lang.say("volume", ml=lang.shown(day.volume_ml)),
        lang.say("rates-for", weight=weight) if isinstance(day.infusion, Infusion) else lang.say("no-rate-below"),
    )
    left = (
        tag("h1", lang.say("record", day=name)),
        tag("p", lang.say("strength", product=lang.called(product.shown), mg=lang.exact(product.mg_per_ml))),
        tag("p", lang.say("generic"), "quiet"),
        words.code_line(paper.code, lang, name),
    )
    head = box((box(left), tag("div", lang.say("patient-label"), "label")), "head")
    return f"{head}{spans(figures, 'dose')}{said(lang.say('label-patient'), (patient, ''), css='look')}"


def _vials(day: PlannedDay, infusion: Infusion | None, lang: Locale) -> Iterator[tuple[str, ...]]:
    """A row for each vial in the order in which they are hung, the largest first; its lot where it is known."""
    lots = sorted(day.lots, key=lambda lot: -lot.size_g)
    known = [(lot.name, lang.day(lot.expiry) if lot.expiry else "") for lot in lots for _ in range(lot.count)]
    sizes = [vial.size_g for vial in day.vials.vials for _ in range(vial.count)]
    hang = [lang.say("hang-first"), *_changes(infusion, lang)]
    for number, size in enumerate(sizes, start=1):
        when = hang[number - 1] if number <= len(hang) else lang.say("hang-next")
        lot = known[number - 1] if known else ("", "")
        yield (str(number), f"{lang.shown(size, 3)} g", when, *lot, "", "", "")


def _changes(infusion: Infusion | None, lang: Locale) -> Iterator[str]:
    """When each vial but the first is hung."""
    for change in infusion.changes if infusion else ():
        hang = "hang-after" if infusion and infusion.without_figure else "hang-at"
        yield lang.say(hang, time=clock(change.at_minute), ml=lang.shown(change.at_ml))


def _discard(day: PlannedDay, made: CoursePlan, lang: Locale) -> Iterator[str]:
    """What is opened and not given."""
    if rest := day.vials.discarded_g:
        ml = lang.shown(rest * 1000 / Fraction(made.product.mg_per_ml))
        text = lang.say("discard", g=lang.shown(rest, 3), ml=ml)
        yield said(lang.say("label-discard"), (text, ""), css="look")


def _plot(infusion: Infusion | None, height: int, lang: Locale) -> Iterator[str]:
    """The rates over time, where they are known to the end."""
    if infusion and not infusion.without_figure:
        yield step_plot(infusion, height=height, lang=lang)


def _rates(infusion: Infusion | None, lang: Locale) -> Iterator[tuple[str, ...]]:
    """A row for each rate, with those before and after them; rows to write in where the rates are not known."""
    yield (lang.say("before-start"), *TO_WRITE)
    if infusion is None or infusion.without_figure:
        first = lang.shown(infusion.steps[0].rate.ml_h) if infusion else ""
        yield ("0:00", first, "", "", *TO_WRITE)
        yield from (("", "", "", "", *TO_WRITE) for _ in range(RATES_TO_WRITE))
        yield (lang.say("end"), *TO_WRITE)
    else:
        minute = Fraction(0)
        for step in infusion.steps:
            yield (*_step(step, minute, lang), *TO_WRITE)
            minute += step.minutes
        yield (lang.say("end-at", time=clock(Fraction(infusion.whole_minutes))), *TO_WRITE)
    yield (lang.say("observed"), *TO_WRITE)


def _step(step: Step, minute: Fraction, lang: Locale) -> tuple[str, ...]:
    rate = f"{lang.shown(step.rate.ml_h)}{'*' if step.rate.convention else ''}"
    return clock(minute), rate, lang.shown(step.minutes), f"{lang.shown(step.running_ml)} mL"


def _unknown(paper: OnPaper, day: PlannedDay) -> Iterator[str]:
    """Why there is no rate, or none beyond the first, where there is none; and what labels ask for at this risk."""
    lang = paper.lang
    rate = lang.say("label-rate")
    if isinstance(day.infusion, Infusion):
        notes = label_paragraphs(day.infusion, lang=lang, typed=False)
        yield from (said(note.label, (note.text, ""), css="look") for note in notes if note.label == rate)
    elif isinstance(day.infusion, Missing):
        text = lang.say("no-rate-why", reason=why_no_rate(day.infusion.reason, lang))
        risks = ", ".join(map(lang.risk, risks_of_rates(paper.plan.situation.conditions)))
        at_risk = [(lang.say("no-rate-at-risk", risks=risks), "")] if risks else []
        yield said(lang.say("label-no-rate"), (text, ""), *at_risk, css="look")


def _notes(infusion: Infusion | None, paper: OnPaper) -> Iterator[str]:
    """Whose rates these are, whether that label is old, what holds them back, what is a convention."""
    if infusion is None:
        return
    lang, old = paper.lang, labels_of_rates([infusion], paper.catalogue)
    stars = [] if infusion.without_figure else convention_paragraphs(infusion, lang)
    whose = {lang.say("label-label"), lang.say("label-site")}
    for note in (*label_paragraphs(infusion, lang=lang, typed=False, old=old), *stars):
        sources = lang.quoted(f"[{', '.join(infusion.ladder.sources)}]") if note.label in whose else ""
        if note.label != lang.say("label-rate"):
            yield said(note.label, (note.text, sources), css="small")
