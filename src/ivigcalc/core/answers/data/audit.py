"""The answers to ``data audit``, with ``--age``, too: how the audit of Table 2 adds up, and what is old by a month."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Final

from ivigcalc.core.answers.plan import Working
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.entries import resting_facts
from ivigcalc.core.facts.fact import MONTHS, REVIEW, STANDING_WORDS, Basis, Measure, Source, latest_month
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.table2 import FILLS, Cell, CellVerdict
from ivigcalc.core.quantity import exact
from ivigcalc.core.record import Record
from ivigcalc.core.selection.exposure import BASIS_WORDS, MCG_PER_MG


class OldDocument(Record):
    """A document that is old: by how many months at least, and how many facts rest on it."""

    source: Source
    months: int
    facts: int


class AgeAudit(Record):
    """The documents older than ``label-age`` by a month, the oldest first, and how many others there are."""

    by: int
    """The month, counted from the year 0."""
    limit_months: int
    read_by: str
    """The last month in which a document was read."""
    old: tuple[OldDocument, ...]
    newer: int
    undated: tuple[Source, ...]

    @property
    def month(self) -> str:
        """The month, as ``2026-11``."""
        year, number = _year_and_month(self.by)
        return f"{year}-{number:02d}"


def audit_age(catalogue: Catalogue, month: int) -> AgeAudit:
    """Which documents are old by a month, which is counted from the year 0."""
    limit, resting = int(catalogue.rules.constant("label-age")), resting_facts(catalogue)
    ages = {one.id: month - latest for one in catalogue.sources if (latest := latest_month(one.date)) is not None}
    old = [
        OldDocument(source=one, months=ages[one.id], facts=len(resting.get(one.id, ())))
        for one in catalogue.sources
        if ages.get(one.id, 0) > limit
    ]
    return AgeAudit(
        by=month,
        limit_months=limit,
        read_by=max(one.read_by for one in catalogue.sources),
        old=tuple(sorted(old, key=lambda one: -one.months)),
        newer=len(ages) - len(old),
        undated=tuple(one for one in catalogue.sources if one.id not in ages),
    )


def _year_and_month(month: int) -> tuple[int, int]:
    """A month that is counted from the year 0, as people write it."""
    year, before = divmod(month - 1, MONTHS)
    return year, before + 1


def age_working(found: AgeAudit, catalogue: Catalogue) -> Iterator[Working]:
    """From when on a document is old, that every document is counted once, and how old each is."""
    limit = next(one for one in catalogue.rules.constants if one.id == "label-age")
    value = f"{exact(limit.value)} {limit.unit}"
    yield Working("old from more than", value, Fraction(limit.value), limit.unit, next(iter(limit.sources), ""))
    old, undated = len(found.old), len(found.undated)
    parts = f"{old} older + {found.newer} not older + {undated} without a date"
    yield Working("documents in all", parts, Fraction(len(catalogue.sources)), "documents")
    ages = (age_of(one.source, found.by) for one in found.old)
    yield from (age for age in ages if age)


def age_of(source: Source, by: int) -> Working | None:
    """The months from the last one that the date of a document may mean to another, which is counted from the year 0.

    None where the date sets no end.
    """
    latest = latest_month(source.date)
    if latest is None:
        return None
    (by_year, by_month), (year, month) = _year_and_month(by), _year_and_month(latest)
    formula = f"{by_year} x {MONTHS} + {by_month} - ({year} x {MONTHS} + {month})"
    return Working(f"age of {source.id}", formula, Fraction(by - latest), "months", source.id)


VERDICT_RULES: Final = {
    CellVerdict.AGREES: "a label that was read says the same",
    CellVerdict.SUPERSEDED: "it was so once; what was read later says otherwise",
    CellVerdict.PARTIAL: "what it says is a label's, and labels say more",
    CellVerdict.UNIT_WRONG: "as its row is headed it cannot be right; in another unit it is, or nearly is, a label's",
    CellVerdict.WRONG: "a label that was read, or the labelled composition, says otherwise",
    CellVerdict.LABEL_NOT_FOUND: "no label that was read for the audit states it",
}
"""Where the audit gives a cell each verdict."""


def audit_working(catalogue: Catalogue) -> Iterator[Working]:
    """How the counts of the audit add up; and each figure of a cell over the one that a label prints in the same unit.

    A figure that is not 1 times a label's is no mistake by itself: labels differ by strength and by region.
    """
    table = catalogue.table2
    size = f"{len(table.rows)} rows x {len(table.columns)} columns"
    yield Working("cells", size, Fraction(len(table.cells)), "cells", REVIEW)
    counts = Counter(cell.verdict for cell in table.cells)
    parts = " + ".join(f"{counts[verdict]} {verdict}" for verdict in CellVerdict)
    yield Working("cells by their verdict", parts, Fraction(len(table.cells)), "cells")
    rows, columns = ({one.id: one.heading for one in part} for part in (table.rows, table.columns))
    for cell in table.cells:
        about = f"{rows[cell.row]}, {columns[cell.column]}"
        for product in catalogue.products if cell.row in FILLS else ():
            if product.table2 == cell.column:
                yield from _beside_labels(f"{about}: {product.shown}", cell, product)


def _beside_labels(about: str, cell: Cell, product: Product) -> Iterator[Working]:
    """The figures of a cell over those that labels of a preparation print for the same property, in the same unit."""
    for fact in getattr(product, FILLS[cell.row]):
        factor = _factor(cell.unit, fact.unit) if isinstance(fact, Measure) else None
        if factor is None:
            continue
        regions, kind = " ".join(region.upper() for region in fact.regions), BASIS_WORDS.get(fact.basis, "").strip()
        mark = STANDING_WORDS.get(fact.standing, "")
        for end, printed, stated in _ends(cell, fact):
            step = f"{about}{mark}{''.join(f', {word}' for word in (regions, kind, end) if word)}"
            times = f" x {factor}" if factor > 1 else ""
            formula = f"{exact(printed)} {cell.unit}{times} / {exact(stated)} {fact.unit}"
            ratio = Fraction(printed) * factor / Fraction(stated)
            yield Working(step, formula, ratio, "times", next(iter(fact.sources), ""))


def _factor(of_cell: str, of_label: str) -> int | None:
    """What makes a figure in the unit of a cell one in the unit of a label; None where they are of other things.

    No pH is so many times another.
    """
    one, other = (unit.removesuffix(" sodium").replace("mOsmol", "mOsm") for unit in (of_cell, of_label))
    if (one, other) == ("mg/mL", "mcg/mL"):
        return MCG_PER_MG
    return 1 if one == other != "pH" else None


def _ends(cell: Cell, fact: Measure) -> Iterator[tuple[str, Decimal, Decimal]]:
    """The figures of a cell with that of a label beside each: of ranges both ends, of a range and a figure each end.

    A label that prints a least value alone says nothing of how much it is.
    """
    if fact.basis is Basis.AT_LEAST:
        return
    low, high = (end if end is not None else fact.value for end in (fact.low, fact.high))
    both = (("low end", cell.low, low), ("high end", cell.high, high), ("", cell.value, high))
    for end, printed, stated in both:
        if printed is not None and stated:
            yield end, printed, stated
