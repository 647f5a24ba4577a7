"""Facts as rows of Markdown tables: what a fact is about, what it says, its regions, and links to its documents."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import singledispatch
from typing import Any, Final

from ivigcalc.core.facts.condition import Condition, bounds_of
from ivigcalc.core.facts.fact import Measure, Standing
from ivigcalc.core.facts.indication import Approval, DayDose, Evidence, Recorded, RecordedDose, Split
from ivigcalc.core.facts.ladder import Ladder, RiskRate
from ivigcalc.core.facts.product import Contraindication, LabelDose, Labelled, Market, Sugar, SugarKind, Vial
from ivigcalc.core.quantity import counted, exact
from ivigcalc.core.record import Record
from ivigcalc.core.selection.exposure import as_printed
from ivigcalc.core.site.merging import BEYOND

Row = tuple[str, str, str, str]
"""What a fact is about, what it says, its regions and its documents; the last two as Markdown."""

FACTS: Final = ("about", "says", "regions", "documents")
MARKS: Final = {
    Standing.LABEL: "",
    Standing.DERIVED: "*derived: arithmetic from it*",
    Standing.TABLE2: "*Table 2 of the review*",
    Standing.UNSOURCED: "*general knowledge, without a document; decides nothing*",
}
ABOUT: Final = {"iga": "IgA", "ph": "pH", "ladders": "rate", "risk_rates": "rate at risk", "sodium_says": "sodium"}
"""What a property is called where its key is not a word of people."""


def plain(text: str) -> str:
    """A text of the data as Markdown that shows it as it is, on one line."""
    return re.sub(r"([\\`*\[\]<>|~])", r"\\\1", " ".join(text.split()))


def link(source: str) -> str:
    """The id of a document, as a link into the page of sources."""
    return f"[{source}](sources.md#{source})"


def cited(fact: Any) -> str:
    """The documents of a fact, and its standing where that is not a document's."""
    ids = dict.fromkeys((*getattr(fact, "sources", ()), *getattr(fact, "cap_sources", ())))
    mark = MARKS[getattr(fact, "standing", Standing.LABEL)]
    return "; ".join(part for part in (", ".join(map(link, ids)), mark) if part)


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table, its cells as Markdown."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return [f"| {' | '.join(headings)} |", f"|{'---|' * len(headings)}", *lines, ""] if lines else []


def heading(anchor: str, text: str) -> list[str]:
    """A heading that a link can lead to by the id of its entry."""
    return [f'<a id="{anchor}"></a>', "", f"## {plain(text)}", ""]


def bounds_words(rule: Condition) -> str:
    """When a rule fires: its measure with its bound, and the conditions."""
    parts = [f"`{rule.measure}` {BEYOND[name].format(exact(bound))}" for name, bound in bounds_of(rule).items()]
    parts += [" and ".join(map(plain, rule.when))] if rule.when else []
    parts += [f"unless {' or '.join(map(plain, rule.unless))}"] if rule.unless else []
    return "; ".join(parts) or "always"


def named(fact: Record, *fields: str) -> str:
    """Fields that are set, by their names."""
    values = {name: getattr(fact, name) for name in fields}
    return "".join(f"; {name.replace('_', ' ')}: {worded(value)}" for name, value in values.items() if worded(value))


def worded(value: Any) -> str:
    """A value in words, figures with every digit; "" where there is none."""
    match value:
        case None | False:
            return ""
        case True:
            return "yes"
        case tuple():
            return ", ".join(map(worded, value))
        case DayDose():
            return f"{exact(value.g_per_kg)} g/kg on day {value.day}"
        case Decimal():
            return exact(value)
    return str(value)


def span(low: Decimal | int | None, high: Decimal | int | None, unit: str) -> str:
    """From a figure to another with their unit; "" where there is neither."""
    ends = [worded(Decimal(end)) for end in dict.fromkeys((low, high)) if end is not None]
    return f"{' to '.join(ends)} {unit}" if ends else ""


def dose_figures(dose: LabelDose | RecordedDose) -> str:
    """The dose of a label, or of what is only on record, as figures."""
    if isinstance(dose, LabelDose):
        amount, start = span(dose.min_g_per_kg, dose.max_g_per_kg, "g/kg"), f"{dose.phase or ''}"
    else:
        amount = span(dose.g_per_kg, None, "g/kg") or span(dose.g, None, "g")
        amount, start = f"{amount}{worded(dose.doses)}{f' on {dose.days} days' if dose.days else ''}", dose.form
    days = span(dose.min_days, dose.max_days, "days")
    return " ".join(filter(None, (start, amount, f"over {days}" if days else "")))


@singledispatch
def states(fact: Any) -> str:
    """What a fact says, in words and with every figure."""
    return str(fact.says)


@states.register
def _(fact: Measure) -> str:
    return f"{as_printed(fact)}{f' ({fact.says})' if fact.says else ''}"


@states.register
def _(fact: Sugar) -> str:
    kind = "no sugar" if fact.kind is SugarKind.NONE else str(fact.kind)
    amount = f", {states(fact.amount)}" if fact.amount else ""
    return f"{kind}{amount}{f' ({fact.says})' if fact.says else ''}"


@states.register
def _(fact: Vial) -> str:
    return f"{exact(fact.g)} g in {exact(fact.ml)} mL{f' ({fact.says})' if fact.says else ''}"


@states.register
def _(fact: Contraindication) -> str:
    return f"{fact.patient}: {fact.says}"


@states.register
def _(fact: Labelled) -> str:
    doses = "".join(f"; as figures: {dose_figures(dose)}" for dose in fact.doses)
    age = named(fact, "min_age_years")
    return f"{fact.indication}: {fact.population}{age}{f'; {fact.says}' if fact.says else ''}{doses}"


@states.register
def _(fact: Market) -> str:
    return f"{fact.status}: {fact.says} (as of {fact.date})"


@states.register
def _(fact: Ladder) -> str:
    steps = ", ".join(f"{exact(s.rate)}{f' for {exact(s.minutes)} min' if s.minutes else ''}" for s in fact.steps)
    more = named(fact, "every_minutes", "raise_by", "between", "after", "maximum_after", "adults")
    figures = f"{steps}, at most {exact(fact.maximum)} {fact.unit}"
    return f"for {', '.join(fact.contexts)}: {fact.says}; as figures: {figures}{more} (label of {fact.date})"


@states.register
def _(fact: RiskRate) -> str:
    figure = (
        f"{'below' if fact.below else 'at most'} {worded(fact.maximum)} {fact.unit}" if fact.has_figure else "no figure"
    )
    return f"for {', '.join(fact.patients)}: {fact.says}; as figures: {figure}"


@states.register
def _(fact: Recorded) -> str:
    doses = "".join(f"; as figures: {dose_figures(dose)}" for dose in fact.doses)
    only = f" (for {fact.only})" if fact.only != "any" else ""
    return f"{fact.says}; not computed: {fact.why}{only}{doses}"


@states.register
def _(fact: Evidence) -> str:
    return f"{fact.scheme}: {fact.says}"


@states.register
def _(fact: Approval) -> str:
    return f"{fact.authority}: {fact.says}"


@states.register
def _(fact: Split) -> str:
    return f"over {counted(fact.days, 'days')}{f': {fact.says}' if fact.says else ''}"


def fact_rows(entry: Record, names: Iterable[str]) -> Iterator[Row]:
    """A row for each fact of an entry."""
    for name in names:
        value = getattr(entry, name)
        for fact in value if isinstance(value, tuple) else (value,) if value is not None else ():
            regions = " ".join(region.upper() for region in getattr(fact, "regions", ()))
            about = ABOUT.get(name, name.replace("_", " "))
            yield about, plain(states(fact)), regions, cited(fact)
            if isinstance(fact, Sugar) and fact.amount and fact.amount.sources:
                yield f"{about}, amount", plain(states(fact.amount)), "", cited(fact.amount)


def text_rows(**texts: str) -> Iterator[Row]:
    """Rows of an entry's own words, which rest on no document."""
    for about, text in texts.items():
        if text:
            yield about.replace("_", " "), plain(text), "", ""
