"""What a line of a stock file is of: a preparation and the size of its vial, also from a description that says both."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ivigcalc.core.problems import FileError, Problem, Problems
from ivigcalc.core.quantity import exact, one_line, plain
from ivigcalc.intake.description import candidates, name_in
from ivigcalc.intake.numbers import read_quantity
from ivigcalc.intake.stock.text import BAD_STOCK

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.product import Product

SIZE, BARE_SIZE, SIZE_ML = "size_g", "size", "size_ml"
"""Columns of sizes: in g, in whatever unit stands in the cell, and in mL."""

GRAMS: Final = ("g", "gm", "gr", "gram", "grams", "grama", "gramas", "gramo", "gramos")
ML: Final = ("ml", "mls")
"""The names of the units of the size of a vial, as descriptions and headings write them."""

ONE_SIZE: Final = rf"([0-9]{{1,4}}(?:[.,][0-9]{{1,2}})?) ?({'|'.join((*GRAMS, *ML))})"
SIZES: Final = re.compile(rf"(?i)(?<![\w.,/]){ONE_SIZE}(?: ?/ ?{ONE_SIZE})?(?![\w/])")
"""A size in a description, or two that say the same: 10 g, 100ML, 10G/100ML. 0.1 g/mL is a strength."""

NO_SIZE: Final = "no-size"
"""The code of a problem: nothing says the size of a vial."""

MOST_WORDS: Final = 12
"""So many words of a description are looked at for a name."""


def read_item(cell: Mapping[str, str], catalogue: Catalogue, decimal: str) -> tuple[Product, Fraction, str]:
    """The preparation of a line, the size of its vial in g, and how they were read ("" if as they stand).

    ``cell`` holds the cells by their columns, ``decimal`` is the decimal mark of its figures, "" where nobody said it.
    Whatever says a size has to say the same.

    Raises:
        RefusedError: one of them cannot be read, or they do not fit.
    """
    problems = Problems()
    name, sizes = _taken_apart(cell["product"], catalogue)
    product = None
    with problems.gather():
        product = catalogue.product(catalogue.resolve_product(name, "--stock"))
    for column in (SIZE, BARE_SIZE, SIZE_ML):
        with problems.gather():
            sizes += _of_column(column, cell.get(column, ""), decimal or None)
    if problems.found or product is None:
        raise FileError(*problems.found)
    grams = {said: grams_of(product, *said) for said in sizes}
    if not grams:
        allowed = _sizes_of(product)
        why, todo = "has several sizes, and nothing says which", "the size of one vial in g"
        if not allowed[1:]:
            why, todo = "has one size, and the line has to say it", allowed[0].split()[0]
        raise _refused(product, why, f"{todo}, in a column size_g", allowed, NO_SIZE)
    if len({*grams.values()}) > 1:
        said = " and ".join(f"{plain(value)} {unit}" for value, unit in grams)
        raise _refused(product, f"has no vial of {said}", "keep the size that is right")
    size = next(iter(grams.values()))
    if name == cell["product"] and all(unit == "g" for _, unit in sizes):
        return product, size, ""
    in_ml = f"{cell[SIZE_ML]} mL" if cell.get(SIZE_ML) else ""
    typed = one_line(" ".join(filter(None, (cell["product"], cell.get(BARE_SIZE), in_ml))))
    return product, size, f"{typed!r} read as {product.id}, {plain(size)} g"


def _refused(product: Product, why: str, todo: str, allowed: tuple[str, ...] = (), code: str = BAD_STOCK) -> FileError:
    message = f"{product.shown} {why}"
    return FileError(Problem(code=code, field="--stock", message=message, allowed=allowed, next=todo))


def _taken_apart(text: str, catalogue: Catalogue) -> tuple[str, list[tuple[Fraction, str]]]:
    """The name of a preparation in a description, and the sizes in it; the text as it is where it is a name or none.

    Raises:
        RefusedError: words beside a name are not understood, or a strength is not that of the preparation.
    """
    names = catalogue.product_names
    fit = names.fit(text)
    if fit.ids or fit.outside or names.is_doubtful(text):
        return text, []
    rest = SIZES.sub(" ", names.bare(text))
    if name := name_in(text, rest, catalogue, "--stock"):
        return name, sizes_in(text)
    for name in [*candidates(rest, catalogue)][-2:]:
        _check_words(text, name, catalogue)
    return text, []


def _check_words(text: str, name: str, catalogue: Catalogue) -> None:
    """Refuse words that are not understood before or behind the name of a preparation, which is named with them.

    Raises:
        FileError: there are some.
    """
    words = name.split()[:MOST_WORDS]
    spans = [(first, last) for first in range(len(words)) for last in range(len(words), first, -1)]
    for first, last in sorted(spans, key=lambda span: span[0] - span[1]):
        only = catalogue.product_names.fit(" ".join(words[first:last])).only
        others = [*words[:first], *words[last:]]
        if only and not catalogue.product_names.fit(" ".join(others)).ids:
            unread = " ".join(map(repr, others))
            message = f"product {one_line(text)!r} is not known: {unread} beside {catalogue.product(only).shown}"
            todo = f"leave out {unread} if that says neither which vials, how many, nor that they are not to be had"
            raise FileError(Problem(code="unknown-product", field="--stock", message=message, next=todo))


def sizes_in(text: str) -> list[tuple[Fraction, str]]:
    """The sizes in a text, each with its unit."""
    return [size for found in SIZES.finditer(text) for size in _sizes(found)]


def _sizes(found: re.Match[str]) -> list[tuple[Fraction, str]]:
    """The sizes that were found together, each with its unit."""
    pairs = ((found[1], found[2]), (found[3], found[4]))
    return [
        (read_quantity(number, "size", ("g",), "10", default="g").value, "g" if unit.lower() in GRAMS else "mL")
        for number, unit in pairs
        if number
    ]


def _of_column(column: str, text: str, decimal: str | None) -> list[tuple[Fraction, str]]:
    """The sizes that stand in a column; none of an empty cell.

    Raises:
        RefusedError: it is no size.
    """
    if not text:
        return []
    if column == BARE_SIZE:
        if found := SIZES.fullmatch(text):
            return _sizes(found)
        read = read_quantity(text, column, ("g", "mL"), '"10 g"', decimal=decimal)
        return [(read.value, read.unit)]
    unit = "mL" if column == SIZE_ML else "g"
    example = "100" if column == SIZE_ML else "10"
    return [(read_quantity(text, column, (unit,), example, default=unit, decimal=decimal).value, unit)]


def grams_of(product: Product, value: Fraction, unit: str) -> Fraction:
    """The size of a vial in g, which the preparation has to have.

    Raises:
        FileError: it has none.
    """
    fitting = [g for g, ml in product.ml_of.items() if value == (g if unit == "g" else ml)]
    if len(fitting) != 1:
        why = f"has no vial of {plain(value)} {unit}"
        raise _refused(product, why, "the size of one vial in g", _sizes_of(product))
    return fitting[0]


def _sizes_of(product: Product) -> tuple[str, ...]:
    """The sizes of the vials of a preparation, the smallest first."""
    return tuple(f"{exact(vial.g)} g ({exact(vial.ml)} mL)" for vial in sorted(product.vials, key=lambda one: one.g))
