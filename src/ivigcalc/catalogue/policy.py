"""What must hold between the data files, beyond the shape of each: sources resolve, ids are unique, bounds hold.

Each check yields ``(file, location, message)``; the loader turns a location into ``file:line``.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from string import Formatter
from typing import Any, Final

from ivigcalc.catalogue.bounds import Finding, Location, indication_bounds, product_bounds
from ivigcalc.core.catalogue import REVIEW, Catalogue
from ivigcalc.core.fact import Standing
from ivigcalc.core.indication import Status
from ivigcalc.core.patient import Factor, Risk
from ivigcalc.core.policy import ACTUAL, WEIGHT_CONDITIONS, WEIGHT_MEASURES, WEIGHT_WORDS, Method, Policy
from ivigcalc.core.product import SugarKind
from ivigcalc.core.rule import (
    COMPOSED,
    CONSTANTS,
    GIVEN,
    MEASURED_WORDS,
    ORDER_MEASURES,
    ORDERED,
    PATIENT_MEASURES,
    PRODUCT_MEASURES,
    PRODUCT_WORDS,
    WORDS,
    Condition,
)

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
    yield from _weights(catalogue)
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
            for message in (*_rule(rule, conditions, measures), *_words(key, rule)):
                yield "rules", (key, number), message
    for number, risk in enumerate(rules.risks):
        if risk.gives not in patient:
            yield "rules", ("risks", number, "gives"), f"{risk.gives!r} is not a condition of a patient"


def _weights(catalogue: Catalogue) -> Iterator[Finding]:
    """A policy has the formula and factor that its method needs, and its exceptions and remarks can be judged."""
    formulas = [formula.id for formula in catalogue.weights.formulas]
    for number, policy in enumerate(catalogue.weights.policies):
        for message in _policy(policy, formulas):
            yield "weights", ("policies", number), message
        exceptions = tuple(one.id for one in policy.actual_when)
        for key, rules, conditions in (
            ("actual_when", policy.actual_when, WEIGHT_CONDITIONS),
            ("remarks", policy.remarks, (*WEIGHT_CONDITIONS, *exceptions)),
        ):
            for index, rule in enumerate(rules):
                for message in (*_rule(rule, conditions, WEIGHT_MEASURES), *_braces(rule.text, WEIGHT_WORDS)):
                    yield "weights", ("policies", number, key, index), message
    if not any(policy.id == ACTUAL and policy.method is Method.ACTUAL for policy in catalogue.weights.policies):
        yield "weights", ("policies",), f"policy {ACTUAL!r}, the default, is missing"


def _policy(policy: Policy, formulas: Sequence[str]) -> Iterator[str]:
    """What is wrong with one policy."""
    if policy.method is not Method.ACTUAL and policy.formula not in formulas:
        yield f"no formula {policy.formula!r}; allowed: {', '.join(formulas)}"
    if (policy.factor is not None) != (policy.method is Method.ADJUSTED):
        yield "needs a factor with method adjusted, and none without"
    elif policy.factor is not None and not 0 < policy.factor < 1:
        yield f"a factor of {policy.factor} is not between 0 and 1"
    yield from _braces(policy.applied, WEIGHT_WORDS[1:])


def _constants(catalogue: Catalogue) -> Iterator[Finding]:
    """The constants that the calculation needs are there, and above zero."""
    constants = catalogue.rules.constants
    for name in CONSTANTS:
        if name not in {constant.id for constant in constants}:
            yield "rules", ("constants",), f"constant {name!r} is missing"
    for number, constant in enumerate(constants):
        if constant.value <= 0:
            yield "rules", ("constants", number, "value"), f"{constant.value} is not above zero"


def _causes(catalogue: Catalogue) -> Iterator[Finding]:
    """A cause makes something, by factors above zero, and says no words that it does not have."""
    for number, cause in enumerate(catalogue.rules.causes):
        if not cause.makes or not cause.of:
            yield "rules", ("causes", number), "makes nothing"
        terms = [term for mistake in cause.makes for term in (*mistake.times, *mistake.over)]
        if any(not isinstance(term, str) and term <= 0 for term in terms):
            yield "rules", ("causes", number, "makes"), "a factor is not above zero"
        allowed = ("policy", "kg") if "other-weight" in terms else ()
        for message in _braces(cause.text, allowed):
            yield "rules", ("causes", number, "text"), message


def _rule(rule: Condition, conditions: Sequence[str], measures: Sequence[str]) -> Iterator[str]:
    """What is wrong with one rule."""
    if len(rule.bounds) != (1 if rule.measure else 0):
        yield "needs one bound with a measure, and none without"
    if rule.measure and rule.measure not in measures:
        yield f"no measure {rule.measure!r} here; allowed: {', '.join(measures)}"
    for condition in (*rule.when, *rule.unless):
        if condition not in conditions:
            yield f"no condition {condition!r} here"


def _words(key: str, rule: Condition) -> Iterator[str]:
    """What is wrong with the words in braces: a rule that may fire without an order has no words of an order."""
    measured = MEASURED_WORDS if rule.measure else ()
    needs_order = not WITHOUT_ORDER.issuperset(rule.when) or rule.measure not in MEASURED_WITHOUT_ORDER
    allowed = {
        "risks": measured[:1],
        "limits": (*measured, *(WORDS if needs_order else ())),
        "verdicts": PRODUCT_WORDS,
    }[key]
    for text in (rule.text, rule.next):
        yield from _braces(text, allowed)


def _braces(text: str, allowed: Sequence[str]) -> Iterator[str]:
    """What is wrong with the words in braces of one text."""
    try:
        words = [word for _, word, _, _ in Formatter().parse(text) if word is not None]
    except ValueError as error:
        yield f"braces: {error}"
        return
    for word in words:
        if word not in allowed:
            yield f"no word {{{word}}} here; allowed: {', '.join(allowed) or 'none'}"
