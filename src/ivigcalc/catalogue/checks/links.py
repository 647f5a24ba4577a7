"""Checks between the data files: ids stand once, and whatever is pointed to exists."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from ivigcalc.catalogue.mistakes import Finding, Location, meant, repeated_ids
from ivigcalc.catalogue.stand_ins import Unread
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import REVIEW, SITE, Standing
from ivigcalc.core.facts.orders import Orders
from ivigcalc.core.names.words import without_accents
from ivigcalc.core.record import Record

Records = list[tuple[Location, Any]]

PLACES: Final = ("Nth", "N")
"""Places for numbers in the words of orders."""

ID: Final = re.compile(r"[a-z0-9]+([-.][a-z0-9]+)*")


def findings(catalogue: Catalogue, lost: Unread) -> Iterator[Finding]:
    """Everything wrong with ids, sources and references; ``lost`` could not be read."""
    for key, entries in _lists(catalogue).items():
        yield from _ids(key, entries)
    records = _all_records(catalogue)
    yield from _sources(catalogue, records, lost)
    if not lost.whole:
        yield from _bibliography(catalogue, records, lost)
    yield from _references(catalogue, lost)
    if "table2" not in lost.lists:
        yield from _table2(catalogue)
    yield from _order_words(catalogue.orders)


def _lists(catalogue: Catalogue) -> dict[str, Sequence[Any]]:
    """Every list whose entries have ids, by its key in the data files."""
    return {
        "products": catalogue.products,
        "indications": catalogue.indications,
        "approval_lists": catalogue.approval_lists,
        **{key: getattr(part, key) for part in (catalogue.rules, catalogue.weights) for key in part.field_names},
        "sources": catalogue.sources,
    }


def _ids(key: str, entries: Sequence[Any]) -> Iterator[Finding]:
    """An id is lower case with hyphens, and stands once in its list."""
    yield from repeated_ids((key,), entries)
    for number, entry in enumerate(entries):
        if not ID.fullmatch(entry.id):
            yield (key, number, "id"), f"id {entry.id!r} is not lower case with hyphens"


def _add_records(value: Any, location: Location, records: Records) -> None:
    """Add every record inside a value, with its location."""
    if isinstance(value, Record):
        records.append((location, value))
        parts: Iterable[tuple[str | int, Any]] = ((name, getattr(value, name)) for name in value.field_names)
    else:
        parts = enumerate(value)
    for step, part in parts:
        if isinstance(part, (Record, tuple)):
            _add_records(part, (*location, step), records)


def _all_records(catalogue: Catalogue) -> Records:
    """Every record of every file, with its location."""
    others = {name: getattr(catalogue, name) for name in ("subcutaneous", "not_covered", "table2", "out_of_scope")}
    records: Records = []
    for key, value in (_lists(catalogue) | others).items():
        _add_records(value, (key,), records)
    return records


def _sources(catalogue: Catalogue, records: Records, lost: Unread) -> Iterator[Finding]:
    """Every source cited exists, and whatever claims a source's standing cites one."""
    known = {source.id for source in catalogue.sources}
    for location, record in records:
        for name in ("sources", "cap_sources"):
            for number, source in enumerate(getattr(record, name, ()) if name in record.field_names else ()):
                if source not in known and not lost.may_hold("sources", source):
                    yield (*location, name, number), f"source {source!r} is not in sources.yaml{meant(source, known)}"
        unsourced = getattr(record, "standing", None) is Standing.UNSOURCED
        if "sources" in record.field_names and not record.sources and not unsourced:
            yield location, "has no source; cite one, or mark it standing: unsourced"


def _bibliography(catalogue: Catalogue, records: Records, lost: Unread) -> Iterator[Finding]:
    """Every source is cited, by an entry or by the program; what the program cites is there."""
    cited = {REVIEW, *((SITE,) if catalogue.local else ()), *lost.texts}
    for _, record in records:
        cited.update(getattr(record, "sources", ()), getattr(record, "cap_sources", ()))
    if REVIEW not in {source.id for source in catalogue.sources} and not lost.may_hold("sources", REVIEW):
        yield ("sources",), f"source {REVIEW!r}, which the program cites, is missing"
    for number, source in enumerate(catalogue.sources):
        if source.id not in cited:
            yield ("sources", number, "id"), f"source {source.id!r} is cited nowhere"


def _references(catalogue: Catalogue, lost: Unread) -> Iterator[Finding]:
    """Ids that point into another list resolve."""
    columns = {column.id for column in catalogue.table2.columns}
    for number, product in enumerate(catalogue.products):
        column = product.table2
        if column is not None and column not in columns and not lost.may_hold("table2", column):
            yield ("products", number, "table2"), f"no column {column!r} in table2"
    policies = {policy.id for policy in catalogue.weights.policies}
    for number, entry in enumerate(catalogue.indications):
        for place, regimen in enumerate(entry.regimens):
            policy = regimen.weight_policy
            if policy and policy not in policies and not lost.may_hold("policies", policy):
                yield ("indications", number, "regimens", place, "weight_policy"), f"no policy {policy!r}"
    indications = {indication.id for indication in catalogue.indications}
    for location, indication in _pointers(catalogue):
        if indication not in indications and not lost.may_hold("indications", indication):
            yield location, f"no indication {indication!r}{meant(indication, indications)}"


def _pointers(catalogue: Catalogue) -> Iterator[tuple[Location, str]]:
    """Every id of an indication that stands in an entry of another list, with its location."""
    for number, product in enumerate(catalogue.products):
        for index, label in enumerate(product.labelled):
            yield ("products", number, "labelled", index, "indication"), label.indication
    for number, disease in enumerate(catalogue.out_of_scope):
        if disease.see:
            yield ("out_of_scope", number, "see"), disease.see
    for number, approvals in enumerate(catalogue.approval_lists):
        for index, entry in enumerate(approvals.entries):
            yield ("approval_lists", number, "entries", index), entry


def _order_words(orders: Orders) -> Iterator[Finding]:
    """A word of written orders says one thing: it stands under one entry, whatever the language."""
    found: dict[str, str] = {}
    entries: list[tuple[Location, str, tuple[str, ...]]] = [
        *((("order_words", at), entry.id, entry.phrases) for at, entry in enumerate(orders.order_words)),
        *((("never_read", at), entry.id, entry.words) for at, entry in enumerate(orders.never_read)),
        *((("rate_units", at), entry.id, entry.names) for at, entry in enumerate(orders.rate_units)),
    ]
    for at, number in enumerate(orders.order_numbers):
        words = (*number.en, *number.pt, *number.es, *number.ordinal)
        entries.append((("order_numbers", at), f"{number.value}", words))
    for location, entry, words in entries:
        for word in dict.fromkeys(words):
            key = "".join(part if part in PLACES else _plain(part) for part in re.split(f"({'|'.join(PLACES)})", word))
            if found.setdefault(key, entry) != entry:
                yield location, f"{word!r} stands under {found[key]!r}, too: a word of orders says one thing"


def _plain(word: str) -> str:
    """A word as orders are read: without case, accents and spaces."""
    return "".join(without_accents(word, "NFD").casefold().split())


def _table2(catalogue: Catalogue) -> Iterator[Finding]:
    """One cell for each row and column, in that order."""
    table = catalogue.table2
    expected = [(row.id, column.id) for row in table.rows for column in table.columns]
    if [(cell.row, cell.column) for cell in table.cells] != expected:
        yield ("table2", "cells"), f"needs one cell for each of {len(expected)} places, row by row"
