"""What must hold between the data files, beyond the shape of each: sources resolve, ids are unique, bounds hold.

Each check yields ``(file, location, message)``; the loader turns a location into ``file:line``.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from string import Formatter
from typing import Any, Final, assert_never

from ivigcalc.core.catalogue import REVIEW, Catalogue
from ivigcalc.core.fact import Measure, Standing
from ivigcalc.core.indication import Daily, Indication, Range, Regimen, Spread, Status
from ivigcalc.core.indication import Sequence as SequenceRegimen
from ivigcalc.core.ordered import MOST_DAYS
from ivigcalc.core.patient import Risk
from ivigcalc.core.product import PROPERTIES, Product, SugarKind
from ivigcalc.core.rule import (
    COMPOSED,
    CONSTANTS,
    GIVEN,
    ORDER_MEASURES,
    ORDERED,
    PATIENT_MEASURES,
    PRODUCT_MEASURES,
    WORDS,
    Condition,
)
from ivigcalc.core.weight import ACTUAL_SOURCE, FORMULA_SOURCE

Location = tuple[str | int, ...]
Finding = tuple[str, Location, str]

UNITS: Final[dict[str, dict[str, Decimal]]] = {
    "iga": {"mcg/mL": Decimal(20_000), "mg/g": Decimal(100)},
    "sodium": {"mmol/L": Decimal(600), "mmol/g": Decimal(10)},
    "osmolality": dict.fromkeys(("mOsmol/kg", "mOsm/kg", "mOsm/L", "mOsmol/L"), Decimal(1500)),
    "ph": {"pH": Decimal(9)},
}
"""The units of each property, and the most that is possible in each (46 mg/mL of IgA is a slip of unit)."""

SUGAR_UNITS: Final = {"g/g": Decimal(4), "mg/mL": Decimal(200)}
MOST_MG_PER_ML: Final = 200
VIAL_TOLERANCE: Final = Decimal("0.02")
LEAST_G_PER_KG: Final = Decimal("0.01")
MOST_G_PER_KG: Final = Decimal(4)
ID: Final = re.compile(r"[a-z0-9]+([-.][a-z0-9]+)*")


def check(catalogue: Catalogue, *, whole: bool = True) -> Iterator[Finding]:
    """Everything that is wrong between the files of a catalogue.

    ``whole`` is false where entries that could not be read were left out: then nothing is said of what points to them.
    """
    yield from _ids(catalogue)
    yield from _sources(catalogue, whole=whole)
    for number, product in enumerate(catalogue.products):
        yield from _product(product, ("products", number))
    for number, indication in enumerate(catalogue.indications):
        yield from _indication(indication, ("indications", number))
    yield from _rules(catalogue)
    if whole:
        yield from _references(catalogue)
        yield from _table2(catalogue)
        yield from _constants(catalogue)


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


def _walk(value: Any, location: Location) -> Iterator[tuple[Location, Any]]:
    """Every data class inside a value, with its location."""
    if is_dataclass(value) and not isinstance(value, type):
        yield location, value
        for field in fields(value):
            yield from _walk(getattr(value, field.name), (*location, field.name))
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _walk(item, (*location, number))


def _sources(catalogue: Catalogue, *, whole: bool) -> Iterator[Finding]:
    """Every source cited exists, every source is cited, and whatever claims a source's standing cites one."""
    known = {source.id for source in catalogue.sources}
    cited: set[str] = {ACTUAL_SOURCE, FORMULA_SOURCE, REVIEW}
    for file, location, part in _parts(catalogue):
        for name in ("sources", "cap_sources"):
            ids = getattr(part, name, ())
            cited.update(ids)
            for number, source in enumerate(ids):
                if source not in known:
                    yield file, (*location, name, number), f"source {source!r} is not in sources.yaml"
        if hasattr(part, "sources") and not part.sources and getattr(part, "standing", None) is not Standing.UNSOURCED:
            yield file, location, "has no source; cite one, or mark it standing: unsourced"
    if not whole:
        return
    for source in sorted({ACTUAL_SOURCE, FORMULA_SOURCE, REVIEW} - known):
        yield "sources", ("sources",), f"source {source!r}, which the program cites, is missing"
    for number, entry in enumerate(catalogue.sources):
        if entry.id not in cited:
            yield "sources", ("sources", number, "id"), f"source {entry.id!r} is cited nowhere"


def _parts(catalogue: Catalogue) -> Iterator[tuple[str, Location, Any]]:
    """Every data class of every file that cites sources, with its place."""
    rules = catalogue.rules
    tops: tuple[tuple[str, str, Any], ...] = (
        ("products", "products", catalogue.products),
        ("products", "subcutaneous", catalogue.subcutaneous),
        ("products", "table2", catalogue.table2),
        ("indications", "indications", catalogue.indications),
        ("indications", "out_of_scope", catalogue.out_of_scope),
        ("indications", "approval_lists", catalogue.approval_lists),
        ("rules", "constants", rules.constants),
        ("rules", "risks", rules.risks),
        ("rules", "limits", rules.limits),
        ("rules", "verdicts", rules.verdicts),
    )
    for file, top, value in tops:
        for location, part in _walk(value, (top,)):
            yield file, location, part


def _references(catalogue: Catalogue) -> Iterator[Finding]:
    """Ids that point into another list resolve."""
    indications = {indication.id for indication in catalogue.indications}
    columns = {column.id for column in catalogue.table2.columns}
    for number, product in enumerate(catalogue.products):
        for index, label in enumerate(product.labelled):
            if label.indication not in indications:
                yield (
                    "products",
                    ("products", number, "labelled", index, "indication"),
                    f"no indication {label.indication!r}",
                )
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
    for name in dict.fromkeys((*PROPERTIES, *product.missing)):
        stated = bool(getattr(product, name, ()))
        if name not in PROPERTIES:
            yield "products", (*location, "missing", name), f"{name!r} is not a property"
        elif not stated and name not in product.missing:
            yield "products", (*location, "missing"), f"{name} is neither stated nor said to be missing"
        elif stated and name in product.missing:
            yield "products", (*location, "missing", name), f"{name} is stated and said to be missing"
    yield from _possible(product, location)


def _possible(product: Product, location: Location) -> Iterator[Finding]:
    """Units fit, amounts can be, and a vial holds what its concentration says."""
    for path, fact, units in _measures(product):
        if fact.unit not in units:
            yield "products", (*location, *path, "unit"), f"unit {fact.unit!r} is not one of {', '.join(sorted(units))}"
        elif (top := fact.high if fact.value is None else fact.value) is not None and top > units[fact.unit]:
            yield "products", (*location, *path), f"{top} {fact.unit} is not possible (at most {units[fact.unit]})"
    if not 0 < product.mg_per_ml <= MOST_MG_PER_ML:
        yield "products", (*location, "mg_per_ml"), f"{product.mg_per_ml} mg/mL is not possible"
        return
    for number, vial in enumerate(product.vials):
        if vial.g <= 0 or vial.ml <= 0 or abs(vial.g * 1000 / vial.ml / product.mg_per_ml - 1) > VIAL_TOLERANCE:
            yield (
                "products",
                (*location, "vials", number),
                f"{vial.g} g in {vial.ml} mL is not {product.mg_per_ml} mg/mL",
            )


def _measures(product: Product) -> Iterator[tuple[Location, Measure, dict[str, Decimal]]]:
    """Every number of a preparation with the units it may have, and the most that is possible in each."""
    for name, units in UNITS.items():
        for number, fact in enumerate(getattr(product, name)):
            yield (name, number), fact, units
    for number, sugar in enumerate(product.sugar):
        if sugar.amount:
            yield ("sugar", number, "amount"), sugar.amount, SUGAR_UNITS


def _indication(indication: Indication, location: Location) -> Iterator[Finding]:
    """Regimen ids are unique, and doses and days are within bounds."""
    yield from _not_computed(indication, location)
    counts = Counter(regimen.id for regimen in indication.regimens)
    for number, regimen in enumerate(indication.regimens):
        place = (*location, "regimens", number)
        if counts[regimen.id] > 1:
            yield "indications", (*place, "id"), f"id {regimen.id!r} is given {counts[regimen.id]} times"
        for message in _regimen(regimen):
            yield "indications", place, message
        if regimen.cap_g is not None and regimen.cap_g <= 0:
            yield "indications", (*place, "cap_g"), f"{regimen.cap_g} g per dose is not above zero"
        if regimen.cap_g is not None and not regimen.cap_sources:
            yield "indications", (*place, "cap_g"), "has no source; give cap_sources"


def _not_computed(indication: Indication, place: Location) -> Iterator[Finding]:
    """Where a use is not supported its regimens are kept as text, never computed."""
    if indication.status in {Status.NOT_SUPPORTED, Status.NOT_SUPPORTED_EXCEPT} and indication.regimens:
        yield "indications", (*place, "regimens"), "not supported: keep its regimens under recorded"


def _regimen(regimen: Regimen) -> Iterator[str]:
    """What is impossible about one regimen."""
    doses, days = _doses_and_days(regimen)
    match regimen:
        case Spread() if not regimen.min_days <= regimen.max_days:
            yield "min_days is above max_days"
        case Spread() if any(not regimen.min_days <= split.days <= regimen.max_days for split in regimen.splits):
            yield "a split lies outside min_days to max_days"
        case SequenceRegimen() if days != sorted(set(days)):
            yield "the days of a sequence must rise"
        case Range() if not regimen.min_g_per_kg < regimen.max_g_per_kg:
            yield "min_g_per_kg is not below max_g_per_kg"
        case _:
            pass
    for dose in doses:
        if not LEAST_G_PER_KG <= dose <= MOST_G_PER_KG:
            yield f"{dose} g/kg in a course is outside {LEAST_G_PER_KG} to {MOST_G_PER_KG} g/kg; mg/kg?"
    if any(not 1 <= day <= MOST_DAYS for day in days):
        yield f"days are outside 1 to {MOST_DAYS}"


def _doses_and_days(regimen: Regimen) -> tuple[list[Decimal], list[int]]:
    """g/kg of the course (both ends of a range), and the numbers of days."""
    match regimen:
        case Daily():
            return [regimen.g_per_kg * regimen.days], [regimen.days]
        case Spread():
            return [regimen.g_per_kg], [regimen.min_days, regimen.max_days]
        case SequenceRegimen():
            return [sum((dose.g_per_kg for dose in regimen.doses), Decimal(0))], [dose.day for dose in regimen.doses]
        case Range():
            return [regimen.min_g_per_kg, regimen.max_g_per_kg], []
        case _:
            assert_never(regimen)


def _table2(catalogue: Catalogue) -> Iterator[Finding]:
    """One cell for each row and column, in that order."""
    table = catalogue.table2
    expected = [(row.id, column.id) for row in table.rows for column in table.columns]
    found = [(cell.row, cell.column) for cell in table.cells]
    if found != expected:
        yield "products", ("table2", "cells"), f"needs one cell for each of {len(expected)} places, row by row"


def _rules(catalogue: Catalogue) -> Iterator[Finding]:
    """A rule has a bound if and only if it has a measure, and uses only words, measures and conditions that exist."""
    rules = catalogue.rules
    patient, order = (*map(str, Risk), *GIVEN), (*ORDERED, *(f"status-{status}" for status in Status))
    named = (*Risk, "under-2", "hypersensitivity", "other")
    product = (
        *COMPOSED,
        *(f"has-{sugar}" for sugar in SugarKind),
        *(f"{says}-{who}" for says in ("label-names", "warns") for who in named),
    )
    lists: tuple[tuple[str, Sequence[Condition], tuple[str, ...], tuple[str, ...]], ...] = (
        ("risks", rules.risks, patient, PATIENT_MEASURES),
        ("limits", rules.limits, (*patient, *order), (*PATIENT_MEASURES, *ORDER_MEASURES)),
        ("verdicts", rules.verdicts, (*patient, *order, *product), PRODUCT_MEASURES),
    )
    for key, entries, conditions, measures in lists:
        for number, rule in enumerate(entries):
            for message in _rule(rule, conditions, measures):
                yield "rules", (key, number), message
    for number, risk in enumerate(rules.risks):
        if risk.gives not in patient:
            yield "rules", ("risks", number, "gives"), f"{risk.gives!r} is not a condition of a patient"


def _constants(catalogue: Catalogue) -> Iterator[Finding]:
    """The constants that the calculation needs are there, and above zero."""
    constants = catalogue.rules.constants
    for name in CONSTANTS:
        if name not in {constant.id for constant in constants}:
            yield "rules", ("constants",), f"constant {name!r} is missing"
    for number, constant in enumerate(constants):
        if constant.value <= 0:
            yield "rules", ("constants", number, "value"), f"{constant.value} is not above zero"


def _rule(rule: Condition, conditions: Sequence[str], measures: Sequence[str]) -> Iterator[str]:
    """What is wrong with one rule."""
    if len(rule.bounds) != (1 if rule.measure else 0):
        yield "needs one bound with a measure, and none without"
    if rule.measure and rule.measure not in measures:
        yield f"no measure {rule.measure!r} here; allowed: {', '.join(measures)}"
    for condition in (*rule.when, *rule.unless):
        if condition not in conditions:
            yield f"no condition {condition!r} here"
    for text in (rule.text, rule.next):
        for _, word, _, _ in Formatter().parse(text):
            if word is not None and word not in WORDS:
                yield f"no word {{{word}}}; allowed: {', '.join(WORDS)}"
