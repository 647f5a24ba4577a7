"""The tables on the page of ``batch --report``: all figures of its charts, vials, rules, and what was not answered."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from ivigcalc.core.answers.batch import BatchAnswer, Labelling, PartTotal, Summary, Sums
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.indication import Status
from ivigcalc.core.quantity import counted, exact
from ivigcalc.core.selection.ranking import NOT_STOCKED, stock_remark
from ivigcalc.core.selection.reasons import OF_LABEL
from ivigcalc.report.document import Block, Column, Document, Table, numeric, wide
from ivigcalc.report.html import render
from ivigcalc.report.shared import OF_SOME, cost_words, count_words
from ivigcalc.report.sheet.parts import box, tag
from ivigcalc.report.view.parts.words import SUPPORT_WORDS

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Not the machine's: the same page everywhere."""

BLANK: Final = re.compile(r"\{(\w+)\}")
"""A word of a rule that differs from row to row."""
NAMED_BLANKS: Final = {
    "product": "preparation",
    "brand": "preparation",
    "indication": "indication",
    "risks": "risks",
    "reason": "reason",
    "warned": "what its label says",
}
"""What stands in a blank where that is no figure."""

LABEL_WORDS: Final = {
    Labelling.YES: "the use is on it",
    Labelling.NO_AGE: "on it from an age; no age given",
    Labelling.NO: "not read on it",
    "": "no preparation named",
}

YEAR: Final = len("2026")
MOST_MONTHS: Final = 24
"""From the first to the last month; where there are more, everything is by year."""

IN_ALL: Final = "in all"
"""The row in which a table is added up."""

NAME: Final = Column(header="", strong=True, wraps=True)
"""A column of names without a heading."""

MOST_LETTERS: Final = 400
"""Of a reason for rows that were not answered."""

MOST_REASONS: Final = 15
MOST_UNBROKEN: Final = 15
"""Rows of a table that stay on one page."""


def elements(blocks: Iterable[Block]) -> str:
    """Blocks as elements of HTML."""
    return render(Document(blocks=tuple(blocks)))


def counted_words(number: int, units: str) -> str:
    """So many of a unit, which is given in the plural."""
    return counted(number, units).replace(str(number), count_words(number), 1)


def support_word(status: Status) -> str:
    """How well a use is supported, in a word or two."""
    return SUPPORT_WORDS[status].partition(",")[0]


def month_words(part: str) -> str:
    """A month as ``Dec 2026``, or a year."""
    year, _, month = part.partition("-")
    return f"{MONTHS[int(month) - 1]} {year}" if month else year


def periods(sums: Summary) -> tuple[str, list[PartTotal]]:
    """What the rows add up to by month of the first day, every month from the first to the last; or by year."""
    dated = {part.id: part for part in sums.by_month if part.id}
    if not dated:
        return "month", []
    span = _months(min(dated), max(dated))
    if len(span) <= MOST_MONTHS:
        return "month", [dated.get(month) or PartTotal(id=month) for month in span]
    years = sorted({month[:YEAR] for month in dated})
    return "year", [_joined(year, [part for month, part in dated.items() if month.startswith(year)]) for year in years]


def _months(first: str, last: str) -> list[str]:
    """Every month from the first to the last, as ``2026-12``."""
    start, end = (int(text[:YEAR]) * len(MONTHS) + int(text[YEAR + 1 :]) - 1 for text in (first, last))
    counts = (divmod(month, len(MONTHS)) for month in range(start, end + 1))
    return [f"{year:04d}-{month + 1:02d}" for year, month in counts]


def _joined(name: str, parts: Sequence[PartTotal]) -> PartTotal:
    """Parts together."""
    added = {one: sum(getattr(part, one) for part in parts) for one in Sums.field_names if one != "cost"}
    costs = [part.cost for part in parts if part.cost is not None]
    return PartTotal(id=name, cost=sum(costs, Decimal(0)) if costs else None, **added)


def tables(sums: Summary, catalogue: Catalogue) -> Iterator[str]:
    """Every figure of the charts, with the vials."""
    priced = [numeric(sums.currency)] if sums.cost is not None else []
    grams = (numeric("courses"), numeric("prescribed g"), numeric("dispensed g"), numeric("not given g"))

    def cells(part: Sums) -> tuple[str, ...]:
        cost = [cost_words(part, part.dosed_rows)] if priced else []
        given = [f"{exact(amount)}{_mark_of_some(part)}" for amount in (part.dispensed_g, part.discarded_g)]
        return (count_words(part.dosed_rows), exact(part.prescribed_g), *given, *cost)

    if sums.dispensed_rows < sums.dosed_rows or (priced and sums.priced_rows < sums.dosed_rows):
        yield tag("p", f"{OF_SOME} not of every course of its line: some have no vials, or no price", "quiet")
    known = [(catalogue.indication(part.id), part) for part in sums.by_indication]
    by_grams = sorted(known, key=lambda pair: (-pair[1].prescribed_g, pair[0].short))
    rows = [(one.short, support_word(one.status), *cells(part)) for one, part in by_grams]
    headers = (NAME, Column(header="support"), *grams, *priced)
    yield _table("Indications", headers, [*rows, (IN_ALL, "", *cells(sums))])
    if sums.products:
        yield _table("Preparations and vials opened", *_vials(sums, catalogue, priced))
    each, dated = periods(sums)
    if dated:
        parts = (*dated, *(part for part in sums.by_month if not part.id))
        rows_of = [(month_words(part.id) if part.id else "no first day", *cells(part)) for part in parts]
        yield _table(
            f"{each.capitalize()}s of the first day", (NAME, *grams, *priced), [*rows_of, (IN_ALL, *cells(sums))]
        )


def kinds(sums: Summary) -> str:
    """Courses and grams by support, by label and by weight policy, side by side."""
    return box(_kinds(sums), "thirds")


def _kinds(sums: Summary) -> Iterator[str]:
    grams = "dispensed g" if sums.dispensed_rows else "prescribed g"
    kinds: tuple[tuple[str, Sequence[PartTotal], Mapping[str, str]], ...] = (
        ("How well the use is supported", sums.by_support, {str(one): support_word(one) for one in Status}),
        ("Is the use on the preparation's label?", sums.by_label, LABEL_WORDS),
        ("Weight policy", sums.by_policy, {part.id: part.id for part in sums.by_policy}),
    )
    for title, parts, words in kinds:
        found = {part.id: part for part in parts}
        rows = [
            (said, count_words(part.dosed_rows), _grams(part, dispensed=bool(sums.dispensed_rows)))
            for name, said in words.items()
            if (part := found.get(name))
        ]
        yield _table(title, (NAME, numeric("courses"), numeric(grams)), rows)


def _table(title: str, headers: Iterable[Column], rows: Iterable[tuple[str, ...]]) -> str:
    return box([tag("h3", title), _full(headers, rows)])


def _full(headers: Iterable[Column], rows: Iterable[tuple[str, ...]]) -> str:
    """A table as wide as the page; a short one is not broken over pages."""
    table = Table(columns=tuple(headers), rows=tuple(rows))
    return box([elements([table])], "all whole" if len(table.rows) <= MOST_UNBROKEN else "all")


def _grams(part: Sums, *, dispensed: bool) -> str:
    return f"{exact(part.dispensed_g)}{_mark_of_some(part)}" if dispensed else exact(part.prescribed_g)


def _mark_of_some(part: Sums) -> str:
    """What stands behind grams dispensed where some of the courses have no vials."""
    return OF_SOME if part.dispensed_rows < part.dosed_rows else ""


def _vials(
    sums: Summary, catalogue: Catalogue, priced: Sequence[Column]
) -> tuple[tuple[Column, ...], list[tuple[str, ...]]]:
    """Each preparation with its vials by size, the largest first."""
    few = (numeric("courses"), numeric("dispensed g"), numeric("opened g"), numeric("not given g"))
    rows = []
    for total in sorted(sums.products, key=lambda one: (-one.dispensed_g, one.product)):
        vials = ", ".join(f"{count_words(vial.count)} x {exact(vial.size_g)} g" for vial in total.vials)
        amounts = map(exact, (total.dispensed_g, total.opened_g, total.discarded_g))
        cost = [cost_words(total, total.dispensed_rows)] if priced else []
        rows.append((catalogue.product(total.product).shown, count_words(total.dispensed_rows), *amounts, *cost, vials))
    cost = [cost_words(sums, sums.dispensed_rows)] if priced else []
    amounts = map(exact, (sums.dispensed_g, sums.opened_g, sums.discarded_g))
    rows.append((IN_ALL, count_words(sums.dispensed_rows), *amounts, *cost, ""))
    return (NAME, *few, *priced, wide("vials")), rows


def rules(sums: Summary, catalogue: Catalogue) -> Iterator[str]:
    """The rules that fired, each with what it says, but for what differs from row to row."""
    if not sums.alerts:
        return
    of_policies = [remark for policy in catalogue.weights.policies for remark in policy.remarks]
    texts = {rule.id: rule.said for rule in (*catalogue.rules.limits, *catalogue.rules.verdicts, *of_policies)}
    if catalogue.local:
        texts[NOT_STOCKED] = stock_remark(catalogue.local).text
    rows = []
    for alert in sums.alerts:
        of_label = f"a label contraindicates it: {alert.rule.removeprefix(OF_LABEL)}"
        text = BLANK.sub(_blank, texts.get(alert.rule, of_label if alert.rule.startswith(OF_LABEL) else ""))
        rows.append((alert.rule, count_words(alert.rows), text))
    yield tag("h2", "Rules that fired")
    said = "on the order, or against the preparation; [ ] and ... stand for what differs from row to row"
    yield tag("p", said, "quiet")
    yield _full((Column(header="rule"), numeric("rows"), wide("says")), rows)


def _blank(found: re.Match[str]) -> str:
    """A blank of a rule: what stands there, in brackets, or ``...`` for a figure."""
    name = NAMED_BLANKS.get(found[1])
    return f"[{name}]" if name else "..."


def failed(done: BatchAnswer) -> Iterator[str]:
    """What was not answered and why: reasons, and rows with their keys only where they were asked for."""
    reasons = done.summary.reasons
    if not reasons:
        return
    yield tag("h2", "Not answered")
    said = "one of each kind of reason; what was typed stands there as '...'"
    yield tag("p", said, "quiet")
    rows = [(count_words(one.rows), one.status, _short(one.reason)) for one in reasons[:MOST_REASONS]]
    if others := reasons[MOST_REASONS:]:
        rows.append((count_words(sum(one.rows for one in others)), "", f"{len(others)} other reasons"))
    yield _full((numeric("rows"), Column(header="status"), wide("reason")), rows)
    if done.keyed:
        rest = done.summary.failed - len(done.keyed)
        more = f"the first {len(done.keyed)}; --errors FILE lists every one" if rest else ""
        yield tag("h3", f"Row by row{f': {more}' if more else ''}")
        named = ((str(row.row), row.key, row.status, row.reason) for row in done.keyed)
        yield _full((numeric("row"), wide("key"), Column(header="status"), wide("reason")), named)


def _short(reason: str) -> str:
    return reason if len(reason) <= MOST_LETTERS else f"{reason[: MOST_LETTERS - 3].rpartition(' ')[0]} ..."
