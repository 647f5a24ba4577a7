"""What must hold between the data files, beyond the shape of each: sources resolve, ids are unique, bounds hold.

Each check yields ``(file, location, message)``; the loader turns a location into ``file:line``.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

from ivigcalc.catalogue.bounds import Finding, Location, indication_bounds, product_bounds
from ivigcalc.catalogue.rule_form import braces, form
from ivigcalc.catalogue.weighing import weights
from ivigcalc.core.facts.catalogue import REVIEW, Catalogue
from ivigcalc.core.facts.condition import Condition
from ivigcalc.core.facts.fact import SITE, Standing
from ivigcalc.core.facts.indication import Status
from ivigcalc.core.facts.product import SugarKind
from ivigcalc.core.facts.rule import (
    COMPOSED,
    CONSTANTS,
    COURSE_CONDITIONS,
    COURSE_MEASURES,
    COURSE_WORDS,
    GIVEN,
    MEASURED_WORDS,
    ORDER_CONDITIONS,
    ORDER_MEASURES,
    ORDER_WORDS,
    ORDERED,
    PATIENT_MEASURES,
    PRODUCT_MEASURES,
    PRODUCT_WORDS,
    TYPED_MEASURE,
    WEIGHT_WORDS,
    Level,
    LimitRule,
)
from ivigcalc.core.record import Record
from ivigcalc.core.request.patient import Factor, Risk

WITHOUT_ORDER: Final = frozenset({*Risk, *Factor, "age-given", "iga-below-detection", "under-2"})
MEASURED_WITHOUT_ORDER: Final = ("", "age_years", "iga_g_per_l")
"""What may be known of a patient for whom nothing is ordered."""

ID: Final = re.compile(r"[a-z0-9]+([-.][a-z0-9]+)*")


def check(catalogue: Catalogue, *, whole: bool = True) -> Iterator[Finding]:
    """Everything that is wrong between the files of a catalogue.

    ``whole`` is false where entries that could not be read were left out: then nothing is said of what points to them.
    """
    yield from _ids(catalogue)
    yield from _sources(catalogue, whole=whole)
    for number, product in enumerate(catalogue.products):
        yield from product_bounds(product, ("products", number))
    for number, indication in enumerate(catalogue.indications):
        yield from indication_bounds(indication, ("indications", number))
    yield from _rules(catalogue)
    yield from weights(catalogue)
    if whole:
        yield from _references(catalogue)
        yield from _table2(catalogue)
        yield from _constants(catalogue)
    yield from _causes(catalogue)


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
        ("weights", "formulas", catalogue.weights.formulas),
        ("weights", "policies", catalogue.weights.policies),
        ("rules", "advice", rules.advice),
        ("rules", "causes", rules.causes),
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
    """Every record inside a value, with its location."""
    if isinstance(value, Record):
        yield location, value
        for name in value.field_names:
            yield from _walk(getattr(value, name), (*location, name))
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _walk(item, (*location, number))


def _sources(catalogue: Catalogue, *, whole: bool) -> Iterator[Finding]:
    """Every source cited exists, every source is cited, and whatever claims a source's standing cites one."""
    known = {source.id for source in catalogue.sources}
    cited: set[str] = {REVIEW}
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
    cited.update({SITE} if catalogue.local else ())
    for source in sorted({REVIEW} - known):
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
        ("weights", "formulas", catalogue.weights.formulas),
        ("weights", "policies", catalogue.weights.policies),
        ("rules", "advice", rules.advice),
        ("rules", "causes", rules.causes),
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
    patient, order = (*map(str, (*Risk, *Factor)), *GIVEN), (*ORDERED, *(f"status-{status}" for status in Status))
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
            for message in (*form(rule, conditions, measures), *_words(key, rule)):
                yield "rules", (key, number), message
    for number, limit in enumerate(rules.limits):
        if limit.level is Level.NEEDS_REASON and "off-label-reason" not in limit.unless:
            message = "needs-reason must end with a reason: unless: [off-label-reason]"
            yield "rules", ("limits", number, "level"), message
        for message in _never_judged(limit):
            yield "rules", ("limits", number), message
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
    values = {constant.id: (number, constant.value) for number, constant in enumerate(constants)}
    if {"rounding-tolerance", "rounding-tolerance-wide"} <= set(values):
        number, near = values["rounding-tolerance"]
        _, wide = values["rounding-tolerance-wide"]
        if near > wide:
            yield "rules", ("constants", number, "value"), f"{near} is above rounding-tolerance-wide, {wide}"


def _causes(catalogue: Catalogue) -> Iterator[Finding]:
    """A cause makes something, by factors above zero, and says no words that it does not have."""
    for number, cause in enumerate(catalogue.rules.causes):
        if not cause.makes or not cause.of:
            yield "rules", ("causes", number), "makes nothing"
        terms = [term for mistake in cause.makes for term in (*mistake.times, *mistake.over)]
        if any(not isinstance(term, str) and term <= 0 for term in terms):
            yield "rules", ("causes", number, "makes"), "a factor is not above zero"
        allowed = ("policy", "kg") if "other-weight" in terms else ()
        for message in braces(cause.text, allowed):
            yield "rules", ("causes", number, "text"), message


def _never_judged(rule: LimitRule) -> Iterator[str]:
    """A limit that would never fire: the dose as typed is judged first, then the order, then each course."""
    conditions = {*rule.when, *rule.unless}
    if rule.measure == TYPED_MEASURE and (rule.level is not Level.STOP or conditions):
        yield f"{TYPED_MEASURE} is judged before anything else is known: only by a stop without when and unless"
    of_order = {*PATIENT_MEASURES, *ORDER_MEASURES} - {*COURSE_MEASURES, TYPED_MEASURE}
    if (rule.measure in of_order or conditions & ORDER_CONDITIONS) and (
        rule.measure in COURSE_MEASURES or conditions & COURSE_CONDITIONS
    ):
        yield "needs what is judged of the order and what is judged of a course at once, and would never fire"


def _words(key: str, rule: Condition) -> Iterator[str]:
    """What is wrong with the words in braces: a rule has only the words that are known when it fires."""
    measured = MEASURED_WORDS if rule.measure else ()
    allowed = {"risks": measured[:1], "limits": _limit_words(rule), "verdicts": PRODUCT_WORDS}[key]
    for text in (rule.text, rule.next):
        yield from braces(text, allowed)


def _limit_words(rule: Condition) -> tuple[str, ...]:
    """The words known when a limit fires: of the dose as typed, of each course, of the order, or of the patient."""
    measured = MEASURED_WORDS if rule.measure else ()
    at_once = isinstance(rule, LimitRule) and rule.level is Level.STOP and not rule.when and not rule.unless
    if rule.measure == TYPED_MEASURE or (at_once and rule.measure in PATIENT_MEASURES):
        return measured
    if rule.measure in COURSE_MEASURES or not COURSE_CONDITIONS.isdisjoint(rule.when):
        return (*measured, *ORDER_WORDS, *COURSE_WORDS)
    needs_order = not WITHOUT_ORDER.issuperset(rule.when) or rule.measure not in MEASURED_WITHOUT_ORDER
    weighed = rule.measure or not ORDER_CONDITIONS.isdisjoint(rule.when)
    return (*measured, *((*ORDER_WORDS, *(WEIGHT_WORDS if weighed else ())) if needs_order else ()))
