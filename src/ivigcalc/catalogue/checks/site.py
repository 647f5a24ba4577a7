"""Checks of a formulary: ids that exist, bounds of the same kind, prices with a currency, looser values approved.

Locations are places in the formulary file.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ivigcalc.catalogue.mistakes import Finding, Location, each, meant, repeated_ids, within
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.condition import bounds_of
from ivigcalc.core.facts.formulary import Formulary, LimitChange, SiteChange, SiteVial, ValueKind
from ivigcalc.core.facts.rule import Level, LimitRule
from ivigcalc.core.site.merging import changes_of

A_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
DAY: Final = re.compile(r"20\d\d-\d\d-\d\d")
CURRENCY: Final = re.compile(r"[A-Z]{3}")


def findings(formulary: Formulary, written: Mapping[str, Any], catalogue: Catalogue) -> Iterator[Finding]:
    """Everything wrong in a formulary, by itself or against the shipped data; ``written`` is the file's own value."""
    shipped = [product.id for product in catalogue.products]
    known = [*shipped, *(product.id for product in formulary.products)]
    yield from _head(formulary, written)
    yield from _stock(formulary, known)
    yield from _vials(formulary, known)
    yield from _codes(formulary, known)
    yield from _ladders(formulary, shipped, known)
    yield from _limits(formulary, catalogue)
    yield from _constants(formulary, catalogue)
    yield from _approval(formulary, catalogue)


def _head(formulary: Formulary, written: Mapping[str, Any]) -> Iterator[Finding]:
    """Who speaks, who answers for it and until when: on one line each, the day written as a day."""
    if not formulary.site.strip():
        yield ("site",), "is empty; it is printed in every answer"
    for name in ("site", "approved_by"):
        if not getattr(formulary, name).isprintable():
            yield (name,), "must be one line of printable text"
    day = str(written.get("review_by"))
    if formulary.review_by is not None and not DAY.fullmatch(day):
        what = "of this century" if A_DAY.fullmatch(day) else "as year-month-day"
        yield ("review_by",), f"{written.get('review_by')!r} is not a day {what}"
    priced = any(vial.price is not None for sizes in formulary.vials.values() for vial in sizes)
    if formulary.currency and not CURRENCY.fullmatch(formulary.currency):
        yield ("currency",), f"{formulary.currency!r} is not a currency code such as EUR"
    elif priced and not formulary.currency:
        yield ("vials",), "has prices; give their currency, for example currency: EUR"


def _stock(formulary: Formulary, known: list[str]) -> Iterator[Finding]:
    """Every product named exists, and something is left in stock."""
    if formulary.hide and formulary.stock:
        yield ("hide",), "hide and stock exclude each other"
    for key in ("hide", "stock"):
        yield from each((key,), getattr(formulary, key), lambda name: _product(name, known))
    if set(known) <= set(formulary.hide):
        yield ("hide",), "hides every product"


def _product(name: str, known: list[str]) -> Iterator[Finding]:
    if name not in known:
        yield (), f"no product {name!r}{meant(name, known)}"


def _vials(formulary: Formulary, known: list[str]) -> Iterator[Finding]:
    """Sizes are of a product that exists, each given once; a price is above zero."""
    for name, sizes in formulary.vials.items():
        yield from within(("vials", name), _product(name, known))
        if not sizes:
            yield ("vials", name), "has no size; hide the product instead"
        counts = Counter(vial.g for vial in sizes)
        for number, vial in enumerate(sizes):
            yield from within(("vials", name, number), _vial(vial, counts[vial.g]))


def _vial(vial: SiteVial, times: int) -> Iterator[Finding]:
    if times > 1:
        yield (), f"{vial.g} g is given {times} times"
    if not vial.regions:
        yield ("regions",), "names no region"
    if vial.price is not None and vial.price <= 0:
        yield ("price",), f"{vial.price} is not above zero"


def _codes(formulary: Formulary, known: list[str]) -> Iterator[Finding]:
    """Codes are of a product that exists, each with its system and on one line."""
    for name, codes in formulary.codes.items():
        yield from within(("codes", name), _product(name, known))
        for number, code in enumerate(codes):
            for key in ("system", "code", "display"):
                text = getattr(code, key)
                if not text.isprintable() or (key != "display" and not text.strip()):
                    yield ("codes", name, number, key), "must be one line of printable text"


def _ladders(formulary: Formulary, shipped: list[str], known: list[str]) -> Iterator[Finding]:
    """Ladders are of a shipped product, and there is one."""
    for name, ladders in formulary.ladders.items():
        if name not in shipped:
            more = "; the ladders of an added product stand in its own entry" if name in known else meant(name, shipped)
            yield ("ladders", name), f"no shipped product {name!r}{more}"
        if not ladders:
            yield ("ladders", name), "has no ladder; leave the product out, and the label's stay"


def _limits(formulary: Formulary, catalogue: Catalogue) -> Iterator[Finding]:
    """A change names a shipped limit once, and changes its bound, its level or its words."""
    shipped = {rule.id: rule for rule in catalogue.rules.limits}
    yield from repeated_ids(("limits",), formulary.limits)
    yield from each(("limits",), formulary.limits, lambda change: _limit(change, shipped))


def _limit(change: LimitChange, shipped: Mapping[str, LimitRule]) -> Iterator[Finding]:
    rule = shipped.get(change.id)
    if rule is None:
        near = meant(change.id, [*shipped])
        yield ("id",), f"no shipped limit {change.id!r}; a limit of the site's own stands under rules{near}"
        return
    bounds, changed = bounds_of(rule), bounds_of(change)
    for name, bound in changed.items():
        if name not in bounds:
            yield (), f"the shipped limit has {' and '.join(bounds) or 'no bound'}, not {name}"
        elif bound < 0:
            yield (), f"{name}: {bound} is below zero"
    if rule.level is Level.STOP and change.level is Level.NOTE:
        yield (), "a stop may not become less than a caution, whoever approves it"
    if not changed and change.level is None and not change.text:
        yield (), f"changes nothing; give {' or '.join([*bounds, 'level'])}"


def _constants(formulary: Formulary, catalogue: Catalogue) -> Iterator[Finding]:
    """A change names a shipped constant once."""
    shipped = [constant.id for constant in catalogue.rules.constants]
    yield from repeated_ids(("constants",), formulary.constants)
    for number, change in enumerate(formulary.constants):
        if change.id not in shipped:
            yield ("constants", number, "id"), f"no constant {change.id!r}{meant(change.id, shipped)}"


def _approval(formulary: Formulary, catalogue: Catalogue) -> Iterator[Finding]:
    """What is looser than shipped needs somebody who answers for it, and a day of review."""
    given = {"approved_by": formulary.approved_by.strip(), "review_by": formulary.review_by}
    needed = [name for name, value in given.items() if not value]
    if not needed:
        return
    for change in changes_of(catalogue, formulary):
        if change.looser:
            why = f"{change.here} is looser than the shipped {change.shipped}"
            if change.what is ValueKind.LADDER:
                why = f"{change.here} may run faster, or ask for less, than the label ({change.shipped})"
            yield _place(change, formulary), f"{why}; give {' and '.join(needed)}"


def _place(change: SiteChange, formulary: Formulary) -> Location:
    """Where a change stands: ``limits[0]``, ``constants[0]``, ``ladders.privigen[0]``, ``products[0].ladders[0]``."""
    match change.what:
        case ValueKind.LIMIT:
            return ("limits", [limit.id for limit in formulary.limits].index(change.id))
        case ValueKind.CONSTANT:
            return ("constants", [constant.id for constant in formulary.constants].index(change.id))
        case ValueKind.LADDER:
            number = int(change.path.rpartition("[")[2].rstrip("]"))
            if change.path.startswith("products."):
                return ("products", [product.id for product in formulary.products].index(change.id), "ladders", number)
            return ("ladders", change.id, number)
