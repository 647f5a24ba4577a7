"""A preparation as a pharmacy's catalogue describes it: its name with its strength, and words that carry nothing."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ivigcalc.core.names.words import letters
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.quantity import exact, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.product import Product
    from ivigcalc.core.names.index import Named

NUMBER: Final = r"([0-9]{1,4}(?:[.,][0-9]{1,2})?)"
STRENGTHS: Final = re.compile(
    rf"(?i)(?<![\w.,/]){NUMBER} ?(?:(%|per ?cent|por ?cento|por ?ciento)|mg ?/ ?ml|g ?/ ?l)(?![\w/])"
)
"""A strength in a description: 10 %, 100MG/ML, 100 g/L."""

MG_IN_PERCENT: Final = 10
"""One per cent is 1 g in 100 mL, which are 10 mg in each mL."""

LEFT_EMPTY: Final = re.compile(r"[(\[]\s*[)\]]")
"""Brackets from which a strength was taken."""


def product_described(typed: str, catalogue: Catalogue, field: str) -> Named:
    """The one preparation of a description, and how it was read; of what is none, what its name is refused with.

    Raises:
        RefusedError: none or several fit, one is not covered, or a strength is not that of the preparation.
    """
    found = name_in(typed, typed, catalogue, field)
    if not found:
        return catalogue.named_product(typed, field)
    named = catalogue.named_product(found, field)
    return named.replaced(echo=f"{one_line(typed)!r} read as {named.id}")


def name_in(text: str, rest: str, catalogue: Catalogue, field: str) -> str:
    """The name of a preparation in a description; "" where it is none by itself, and where other words are beside it.

    ``rest`` is the text without what else of it is understood. The last strength may belong to the name, or the first,
    or none.

    Raises:
        RefusedError: a strength is not that of the preparation.
    """
    names = catalogue.product_names
    if names.is_doubtful(text):
        return ""
    for name in candidates(names.bare(rest), catalogue):
        fit = names.fit(name)
        if fit.ids or fit.outside:
            if fit.only:
                refuse_other_strength(text, rest, catalogue.product(fit.only), field)
            return name
    return ""


def candidates(rest: str, catalogue: Catalogue) -> Iterator[str]:
    """What of a description may be a name: without words that carry nothing, and strengths that are none of it."""
    around = {letters(word) for one in catalogue.tables.cells if one.id == "around-a-product" for word in one.words}
    ends = [0, *(found.end() for found in STRENGTHS.finditer(rest))]
    for end in dict.fromkeys((ends[-1], *ends[1:2], 0)):
        words = LEFT_EMPTY.sub(" ", f"{rest[:end]}{STRENGTHS.sub(' ', rest[end:])}").split()
        yield " ".join(word for word in words if letters(word) and letters(word) not in around)


def strengths_in(text: str) -> Iterator[tuple[str, Fraction]]:
    """The strengths in a text, as they stand and in mg/mL."""
    for found in STRENGTHS.finditer(text):
        yield found[0], Fraction(found[1].replace(",", ".")) * (MG_IN_PERCENT if found[2] else 1)


def refuse_other_strength(text: str, rest: str, product: Product, field: str) -> None:
    """Refuse a description with a strength that is not that of its preparation.

    Raises:
        RefusedError: it says another.
    """
    for said, mg_per_ml in strengths_in(rest):
        if mg_per_ml != product.mg_per_ml:
            own = f"{exact(product.mg_per_ml)} mg/mL"
            message = f"{product.shown} has {own}, and {one_line(text)!r} says {said}"
            todo = f"look at the vial: {own}, or the name of another preparation"
            raise RefusedError(Problem(code="other-strength", field=field, message=message, next=todo))
