"""The rates of an infusion: the ladder of a label in steps, its limits for the patient, and the audit of Table 2."""

from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from math import ceil

from ivigcalc.core.facts.fact import SITE, Standing
from ivigcalc.core.facts.ladder import Context, Ladder
from ivigcalc.core.facts.table2 import Cell
from ivigcalc.core.infusion.day import Infusion
from ivigcalc.core.infusion.label_rates import why_this_ladder
from ivigcalc.core.infusion.limits_at_risk import RateLimit
from ivigcalc.core.infusion.rates import CONVENTION_MINUTES, Step
from ivigcalc.core.locale import Locale
from ivigcalc.core.quantity import shown
from ivigcalc.core.selection.old_labels import OldLabel
from ivigcalc.report.document import Block, Column, Emphasis, Gap, Heading, Paragraph, Table, numeric, warning, wide
from ivigcalc.report.english import ENGLISH
from ivigcalc.report.shared import data_words, hours_and_minutes, vial_changes
from ivigcalc.report.view.parts import words

DAY_MINUTES = 24 * 60
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


def ladder_blocks(
    infusion: Infusion, *, asked: bool = True, ordinary: bool = True, old: Sequence[OldLabel]
) -> list[Block]:
    """The label that applies, what it says of the patient, the steps, the time, and again the rate where it is one.

    Args:
        infusion: an infusion day.
        asked: whether a use was given.
        ordinary: whether the label's ordinary ladder stands here even where it is not for this patient.
        old: the label, where it is old and that was not said before.
    """
    time = Paragraph(label="TIME", text=time_words(infusion), emphasis=Emphasis.STRONG)
    if infusion.without_figure and not ordinary:
        more = Paragraph(label="MORE", text="the label's ordinary ladder, which is not for this risk: --all")
        return [*label_paragraphs(infusion, asked=asked, old=old), time, more]
    rows = tuple(_step_row(number, step, infusion) for number, step in enumerate(infusion.steps, start=1))
    return [
        *label_paragraphs(infusion, asked=asked, old=old),
        Gap(),
        *([Heading(text="ORDINARY LADDER, not for this risk")] if infusion.without_figure else []),
        Table(columns=COLUMNS, rows=rows),
        time,
        *convention_paragraphs(infusion),
        *([_rate_line(f"{rate_words(infusion)}.")] if infusion.without_figure else []),
    ]


def label_paragraphs(
    infusion: Infusion, *, asked: bool = True, lang: Locale = ENGLISH, typed: bool = True, old: Sequence[OldLabel] = ()
) -> list[Paragraph]:
    """The label that applies, and what it says of the patient; not ``typed`` where there is no command line to type."""
    first, *others = _label(infusion, lang, asked=asked, typed=typed)
    aged = "".join(f" {lang.say('old-label', months=str(label.months))}" for label in old)
    return [
        Paragraph(label=first.label, text=f"{first.text}{aged}"),
        *others,
        *_first_rate(infusion, lang),
        *(_limit(limit, infusion, lang) for limit in infusion.limits),
        *(warning(lang.say("label-limit"), lang.say("limit-unread", risk=lang.risk(risk))) for risk in infusion.unread),
        *_first_infusion(infusion, lang),
    ]


def old_label_blocks(old: Iterable[OldLabel]) -> list[Block]:
    """That labels are old, where they have no line of their own to say it on: a line for each."""
    aged = ((label, ENGLISH.say("old-label", months=str(label.months))) for label in old)
    return [
        Paragraph(label="LABEL", text=f"{_where(label)}{label.product}, {label.date}. {months}")
        for label, months in aged
    ]


def _where(label: OldLabel) -> str:
    return f"{label.region.upper()}, " if label.region else ""


def old_labels_folded(old: Collection[OldLabel]) -> str:
    """The same in short, for a list: how old, and how many labels; ``--all`` prints them. "" for none."""
    if not old:
        return ""
    months, counted = max(label.months for label in old), "1 label" if len(old) == 1 else f"{len(old)} labels"
    return f" {ENGLISH.say('old-label', months=f'up to {months}')} {counted}: --all."


def _first_infusion(infusion: Infusion, lang: Locale) -> list[Paragraph]:
    """What labels say of a first infusion, where it was said to be one; that nothing was read is no advice."""
    label = lang.say("label-first")
    if infusion.earlier.first and not infusion.said_of_first_infusion:
        where = "first-not-read" if infusion.region_given else "first-not-read-anywhere"
        return [warning(label, lang.say(where, region=words.region_names(infusion.region.upper(), lang)))]
    said_of_it = (data_words(said, lang, of_label=True) for said in infusion.said_of_first_infusion)
    return [warning(label, lang.say("first", says=says)) for says in said_of_it]


def convention_paragraphs(infusion: Infusion, lang: Locale = ENGLISH) -> list[Paragraph]:
    """What the star of a rate means, where there is one."""
    if not any(step.rate.convention for step in infusion.steps):
        return []
    rises = "convention-brand" if infusion.ladder.between else "convention-doubles"
    lasts = "-minutes" if infusion.ladder.every_minutes is None else ""
    return [Paragraph(label="*", text=lang.say(f"{rises}{lasts}", minutes=lang.shown(CONVENTION_MINUTES)))]


def _first_rate(infusion: Infusion, lang: Locale) -> list[Paragraph]:
    """The one rate that is for a patient for whose risk no label prints a figure; nothing for any other patient."""
    if not infusion.without_figure:
        return []
    rates = rate_words(infusion, lang)
    if infusion.unread:
        return [_rate_line(lang.say("first-rate-unread", rates=rates, risks=_either(infusion.unread, lang)), lang)]
    return [_rate_line(lang.say("first-rate-no-figure", rates=rates), lang)]


def _either(risks: Sequence[str], lang: Locale) -> str:
    """One risk, or one or another."""
    return reduce(lambda one, other: lang.say("or", one=one, other=other), map(lang.risk, risks))


def _rate_line(text: str, lang: Locale = ENGLISH) -> Paragraph:
    return Paragraph(label=lang.say("label-rate"), text=text, emphasis=Emphasis.STRONG)


def rate_words(infusion: Infusion, lang: Locale = ENGLISH) -> str:
    """The rates for this patient in short: ``start at 21 mL/h, at most 336 mL/h``."""
    first, *_, last = (infusion.steps[0], *infusion.steps_for_patient)
    if infusion.without_figure:
        return lang.say("start-only", ml_h=lang.shown(first.rate.ml_h))
    after = "" if infusion.below_maximum else infusion.ladder.maximum_after
    rates = {"ml_h": lang.shown(first.rate.ml_h), "most": lang.shown(last.rate.ml_h)}
    return lang.say("start-most-after" if after else "start-most", **rates, after=lang.of_data(after))


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


def _label(infusion: Infusion, lang: Locale, *, asked: bool, typed: bool) -> list[Paragraph]:
    """Whose ladder it is, what it says, and what it asks for first."""
    ladder, region = infusion.ladder, words.region_name(infusion.region, lang)
    dated = "ladder" if ladder.date == "n/d" else "ladder-dated"
    uses, says, date = _marked_uses(ladder, lang), lang.of_label(ladder.says), lang.of_data(ladder.date)
    text = lang.say(dated, region=region, uses=uses, says=says, date=date)
    why = "".join(f" {words.sentence(lang.say(one))}." for one in why_this_ladder(infusion, asked=asked))
    whose = lang.say("label-site" if SITE in ladder.sources else "label-label")
    blocks = [Paragraph(label=whose, text=f"{text}{why}")]
    after, maximum_after = lang.of_data(ladder.after), lang.of_data(ladder.maximum_after)
    if ladder.maximum_after and not infusion.below_maximum:
        text = lang.say("maximum-only-after", top=_top(ladder, lang), after=maximum_after)
        blocks.append(warning(lang.say("label-caution"), text))
    if ladder.after:
        blocks.append(warning(lang.say("label-caution"), lang.say("asks-first", after=after)))
    if infusion.holds_back:
        more = [
            lang.say("up-to-where", top=_top(kept, lang), uses=_uses(kept, lang), after=lang.of_data(kept.after))
            for kept in infusion.kept
        ]
        if ladder.maximum_after:
            more.append(lang.say("up-to-after", top=_top(ladder, lang), after=maximum_after))
        either = reduce(lambda one, other: lang.say("or", one=f"{one},", other=other), more)
        text = lang.say("slower-tolerated" if typed else "slower", more=either)
        blocks.append(Paragraph(label=lang.say("label-slower"), text=text))
    return blocks


def _uses(ladder: Ladder, lang: Locale) -> str:
    """The uses that a label prints a ladder for: ``PI, CIDP``."""
    if Context.ANY in ladder.contexts:
        return lang.say("all-uses")
    return ", ".join(lang.say(f"use-{use}") for use in ladder.contexts)


def _marked_uses(ladder: Ladder, lang: Locale) -> str:
    """The uses of a ladder, marked where its label was not read and another's figures stand in."""
    derived = ladder.standing is Standing.DERIVED
    return lang.say("derived", says=_uses(ladder, lang)) if derived else _uses(ladder, lang)


def _top(ladder: Ladder, lang: Locale) -> str:
    return f"{lang.exact(ladder.maximum)} {ladder.unit}"


def _step_row(number: int, step: Step, infusion: Infusion) -> tuple[str, ...]:
    rate = step.rate
    marks = ["at the limit"] if rate.capped else []
    marks += [f"vial {change.number} at {shown(change.at_ml)} mL" for change in vial_changes(infusion, number)]
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


def _limit(limit: RateLimit, infusion: Infusion, lang: Locale) -> Paragraph:
    """What the label says of a patient at risk."""
    entry = limit.entry
    if limit.cap is None:
        rate = lang.say("limit-no-figure")
    else:
        reached = "" if any(step.rate.capped for step in infusion.steps) else "-not-reached"
        most = "limit-below" if entry.below else "limit-at-most"
        rate = lang.say(f"{most}{reached}", ml_h=lang.shown(limit.cap.ml_h))
    whose = words.region_names("/".join(entry.regions).upper(), lang)
    whose = lang.say("limit-borrowed", regions=whose) if limit.borrowed else whose
    risks, says = _either(entry.patients, lang), lang.of_label(entry.says)
    return warning(lang.say("label-limit"), lang.say("limit", risks=risks, rate=rate, whose=whose, says=says))


def table2_blocks(cell: Cell | None) -> list[Block]:
    """The review's own time of infusion, beside what was worked out."""
    if cell is None:
        return []
    time = f"time of infusion {cell.printed} {cell.unit} ({cell.verdict}): {cell.label}"
    return [Paragraph(label="TABLE 2", text=time)]
