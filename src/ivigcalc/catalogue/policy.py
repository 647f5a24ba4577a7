"""What must hold between the data files, beyond the shape of each: sources resolve, ids are unique, bounds hold.

Each check yields ``(file, location, message)``; the loader turns a location into ``file:line``.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any, Final

from ivigcalc.core.catalogue import Catalogue
from ivigcalc.core.fact import Measure, Standing
from ivigcalc.core.indication import Daily, Indication, Range, Regimen, Sequence as SequenceRegimen, Spread
from ivigcalc.core.product import PROPERTIES, Product
from ivigcalc.core.rule import CONSTANTS, Condition

Location = tuple[str | int, ...]
Finding = tuple[str, Location, str]

UNITS: Final = {
    "iga": {"mcg/mL", "mg/g"},
    "sodium": {"mmol/L", "mmol/g"},
    "osmolality": {"mOsmol/kg", "mOsm/kg", "mOsm/L", "mOsmol/L"},
    "ph": {"pH"},
}
SUGAR_UNITS: Final = {"g/g", "mg/mL"}
MOST_G_PER_KG: Final = Decimal(4)
MOST_DAYS: Final = 31
ID: Final = re.compile(r"[a-z0-9]+([-.][a-z0-9]+)*")


def check(catalogue: Catalogue) -> Iterator[Finding]:
    """Everything that is wrong between the files of a catalogue."""
    yield from _ids(catalogue)
    yield from _sources(catalogue)
    yield from _references(catalogue)
    for number, product in enumerate(catalogue.products):
        yield from _product(product, ("products", number))
    for number, indication in enumerate(catalogue.indications):
        yield from _indication(indication, ("indications", number))
    yield from _table2(catalogue)
    yield from _rules(catalogue)


def _lists(catalogue: Catalogue) -> tuple[tuple[str, str, Sequence[Any]], ...]:
    rules = catalogue.rules
    return (
        ("products", "products", catalogue.products),
        ("indications", "indications", catalogue.indications),
        ("sources", "sources", catalogue.sources),
        ("rules", "constants", rules.constants),
        ("rules", "risks", rules.risks),
        ("rules", "limits", rules.limits),
        ("rules", "verdicts", rules.verdicts),
    )


def _ids(catalogue: Catalogue) -> Iterator[Finding]:
    """An id is lower case with hyphens, and stands once in its list."""
    for file, key, entries in _lists(catalogue):
        counts = Counter(entry.id for entry in entries)
        for number, entry in enumerate(entries):
            if counts[entry.id] > 1:
                yield file, (key, number, "id"), f"id {entry.id!r} is given {counts[entry.id]} times"
            if not ID.fullmatch(entry.id):
                yield file, (key, number, "id"), f"id {entry.id!r} is not lower case with hyphens"


def _walk(value: Any, location: Location) -> Iterator[tuple[Location, Any]]:  # noqa: ANN401 - any part of a catalogue
    """Every data class inside a value, with its location."""
    if is_dataclass(value) and not isinstance(value, type):
        yield location, value
        for field in fields(value):
            yield from _walk(getattr(value, field.name), (*location, field.name))
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _walk(item, (*location, number))


def _sources(catalogue: Catalogue) -> Iterator[Finding]:
    """Every source cited exists, every source is cited, and whatever claims a source's standing cites one."""
    known = {source.id for source in catalogue.sources}
    cited: set[str] = set()
    files = {
        "products": {"products": catalogue.products, "subcutaneous": catalogue.subcutaneous, "table2": catalogue.table2},
        "indications": {
            "indications": catalogue.indications,
            "out_of_scope": catalogue.out_of_scope,
            "approval_lists": catalogue.approval_lists,
        },
        "rules": {
            "constants": catalogue.rules.constants,
            "risks": catalogue.rules.risks,
            "limits": catalogue.rules.limits,
            "verdicts": catalogue.rules.verdicts,
        },
    }
    for file, tops in files.items():
        for top, value in tops.items():
            for location, part in _walk(value, (top,)):
                for name in ("sources", "cap_sources"):
                    ids = getattr(part, name, ())
                    cited.update(ids)
                    for number, source in enumerate(ids):
                        if source not in known:
                            yield file, (*location, name, number), f"source {source!r} is not in sources.yaml"
                if hasattr(part, "sources") and not part.sources and getattr(part, "standing", None) is not Standing.UNSOURCED:
                    yield file, location, "has no source; cite one, or mark it standing: unsourced"
    for number, source in enumerate(catalogue.sources):
        if source.id not in cited:
            yield "sources", ("sources", number, "id"), f"source {source.id!r} is cited nowhere"


def _references(catalogue: Catalogue) -> Iterator[Finding]:
    """Ids that point into another list resolve."""
    indications = {indication.id for indication in catalogue.indications}
    columns = {column.id for column in catalogue.table2.columns}
    for number, product in enumerate(catalogue.products):
        for index, label in enumerate(product.labelled):
            if label.indication not in indications:
                yield "products", ("products", number, "labelled", index, "indication"), f"no indication {label.indication!r}"
        if product.table2 is not None and product.table2 not in columns:
            yield "products", ("products", number, "table2"), f"no column {product.table2!r} in table2"
    for number, disease in enumerate(catalogue.out_of_scope):
        if disease.see and disease.see not in indications:
            yield "indications", ("out_of_scope", number, "see"), f"no indication {disease.see!r}"
    for number, approvals in enumerate(catalogue.approval_lists):
        for index, entry in enumerate(approvals.entries):
            if entry not in indications:
                yield "indications", ("approval_lists", number, "entries", index), f"no indication {entry!r}"


def _product(product: Product, location: Location) -> Iterator[Finding]:
    """Each property is stated or said to be missing; units and amounts are possible."""
    for name in PROPERTIES:
        stated = bool(getattr(product, name))
        if not stated and name not in product.missing:
            yield "products", (*location, "missing"), f"{name} is neither stated nor said to be missing"
        if stated and name in product.missing:
            yield "products", (*location, "missing", name), f"{name} is stated and said to be missing"
    for name in product.missing:
        if name not in PROPERTIES:
            yield "products", (*location, "missing", name), f"{name!r} is not a property"
    if not 0 < product.mg_per_ml <= 200:  # noqa: PLR2004 - no immunoglobulin is more concentrated
        yield "products", (*location, "mg_per_ml"), f"{product.mg_per_ml} mg/mL is not possible"
    for name, units in UNITS.items():
        for number, fact in enumerate(getattr(product, name)):
            if fact.unit not in units:
                yield "products", (*location, name, number, "unit"), f"unit {fact.unit!r} is not one of {', '.join(sorted(units))}"
            yield from _possible(product, name, fact, (*location, name, number))
    for number, sugar in enumerate(product.sugar):
        if sugar.amount and sugar.amount.unit not in SUGAR_UNITS:
            yield "products", (*location, "sugar", number, "amount", "unit"), f"unit {sugar.amount.unit!r} is not one of g/g, mg/mL"
    for number, vial in enumerate(product.vials):
        if vial.g <= 0 or abs(vial.g * 1000 / vial.ml / product.mg_per_ml - 1) > Decimal("0.02"):
            yield "products", (*location, "vials", number), f"{vial.g} g in {vial.ml} mL is not {product.mg_per_ml} mg/mL"


def _possible(product: Product, name: str, fact: Measure, location: Location) -> Iterator[Finding]:
    """IgA cannot outweigh the IgG beside it; sodium, osmolality and pH stay within what an infusion can have."""
    top = fact.high if fact.high is not None else fact.value
    assert top is not None  # noqa: S101 - a Measure has one of the two
    most = {
        "iga": Decimal(100) if fact.unit == "mg/g" else product.mg_per_ml * 100,
        "sodium": Decimal(10) if fact.unit == "mmol/g" else Decimal(600),
        "osmolality": Decimal(1500),
        "ph": Decimal(9),
    }[name]
    if top > most:
        yield "products", location, f"{top} {fact.unit} is not possible (at most {most})"


def _indication(indication: Indication, location: Location) -> Iterator[Finding]:
    """Regimen ids are unique, and doses and days are within bounds."""
    counts = Counter(regimen.id for regimen in indication.regimens)
    for number, regimen in enumerate(indication.regimens):
        place = (*location, "regimens", number)
        if counts[regimen.id] > 1:
            yield "indications", (*place, "id"), f"id {regimen.id!r} is given {counts[regimen.id]} times"
        for message in _regimen(regimen):
            yield "indications", place, message
        if regimen.cap_g is not None and not regimen.cap_sources:
            yield "indications", (*place, "cap_g"), "has no source; give cap_sources"


def _regimen(regimen: Regimen) -> Iterator[str]:
    match regimen:
        case Daily():
            doses, days = [regimen.g_per_kg * regimen.days], [regimen.days]
        case Spread():
            doses, days = [regimen.g_per_kg], [regimen.min_days, regimen.max_days, *(split.days for split in regimen.splits)]
            if not regimen.min_days <= regimen.max_days:
                yield "min_days is above max_days"
            if any(not regimen.min_days <= split.days <= regimen.max_days for split in regimen.splits):
                yield "a split lies outside min_days to max_days"
        case SequenceRegimen():
            doses = [sum((dose.g_per_kg for dose in regimen.doses), Decimal(0))]
            days = [dose.day for dose in regimen.doses]
            if days != sorted(set(days)):
                yield "the days of a sequence must rise"
        case Range():
            doses, days = [regimen.min_g_per_kg, regimen.max_g_per_kg], [1]
            if not regimen.min_g_per_kg < regimen.max_g_per_kg:
                yield "min_g_per_kg is not below max_g_per_kg"
    for dose in doses:
        if not Decimal("0.01") <= dose <= MOST_G_PER_KG:
            yield f"{dose} g/kg in a course is outside 0.01 to {MOST_G_PER_KG} g/kg; mg/kg?"
    if any(not 1 <= day <= MOST_DAYS for day in days):
        yield f"days are outside 1 to {MOST_DAYS}"


def _table2(catalogue: Catalogue) -> Iterator[Finding]:
    """One cell for each row and column, in that order."""
    table = catalogue.table2
    expected = [(row.id, column.id) for row in table.rows for column in table.columns]
    found = [(cell.row, cell.column) for cell in table.cells]
    if found != expected:
        yield "products", ("table2", "cells"), f"needs one cell for each of {len(expected)} places, row by row"


def _rules(catalogue: Catalogue) -> Iterator[Finding]:
    """A rule with a measure has exactly one bound, one without has none; the constants needed are there."""
    rules = catalogue.rules
    lists: dict[str, Sequence[Condition]] = {"risks": rules.risks, "limits": rules.limits, "verdicts": rules.verdicts}
    for key, entries in lists.items():
        for number, rule in enumerate(entries):
            if len(rule.bounds) != (1 if rule.measure else 0):
                yield "rules", (key, number), "needs one bound with a measure, and none without"
    for name in CONSTANTS:
        if name not in {constant.id for constant in rules.constants}:
            yield "rules", ("constants",), f"constant {name!r} is missing"
