"""Weights and doses of a table that are added up, to see whether another is their sum or their mean."""

import re
from collections import Counter
from collections.abc import Collection
from decimal import Decimal
from functools import lru_cache, reduce
from operator import mul
from typing import Final, Literal, NamedTuple

from ivigcalc.batch.columns import Layout
from ivigcalc.intake.body_size import WEIGHT_UNITS, measured_twice
from ivigcalc.intake.numbers import squeezed

PLAIN: Final = re.compile(r"([0-9]{1,12}+(?:\.[0-9]{1,20}+)?+) ?([^0-9]{0,20}+)")
FLOAT: Final = Decimal("1e-12")
"""How far, as a share, what other programs add up may be from the exact sum."""

KG: Final = "kg"
GRAMS: Final = ("g", "mg")
"""Units of doses that can be added up."""


class Figure(NamedTuple):
    """The number of a weight or a dose, the id of its unit, and half of its last decimal.

    Before the unit of a dose stands its column: ``per_day g``.
    """

    number: Decimal
    unit: str
    half: Decimal

    @property
    def is_dose(self) -> bool:
        """Whether it is a dose."""
        return " " in self.unit


@lru_cache(maxsize=8192)
def figure_of(layout: Layout, text: str) -> Figure | None:
    """The number and the unit of a weight; None for what is no number, or has a unit that is not known."""
    twice = measured_twice(text, "weight")
    found = PLAIN.fullmatch((twice.metric if twice else text).strip().casefold().replace(",", "."))
    if found is None or layout.weight is None:
        return None
    unit = layout.weight.unit or KG
    if found[2]:
        unit = layout.words.units["weight"].get(squeezed(found[2]), "")
    return _figure(found[1], unit) if unit else None


def _figure(digits: str, unit: str) -> Figure:
    number = Decimal(digits)
    return Figure(number, unit, Decimal(5).scaleb(int(number.as_tuple().exponent) - 1))


FEWEST_DOSES: Final = 3
"""So many doses at least have a sum: of two that are round a third may be it by chance."""


@lru_cache(maxsize=8192)
def figures_of(layout: Layout, texts: str | tuple[str, ...]) -> tuple[Figure, ...]:
    """The figures that a row of sums would add up: the weight, and doses in g or mg; of what ``added_in`` says."""
    weight, *doses = (texts,) if isinstance(texts, str) else texts
    figures = [figure_of(layout, weight)]
    for column, text in zip(layout.grams, doses, strict=True):
        found = PLAIN.fullmatch(text.strip().casefold().replace(",", "."))
        unit = found and (found[2] or column.unit)
        if found and unit in GRAMS:
            figures.append(_figure(found[1], f"{column.field.id} {unit}"))
    return tuple(figure for figure in figures if figure)


class Added(NamedTuple):
    """Numbers that were added up: how many, their sum, the least and the greatest."""

    rows: int
    total: Decimal
    low: Decimal
    high: Decimal

    def with_(self, other: "Added") -> "Added":
        """Both together."""
        low, high = min(self.low, other.low), max(self.high, other.high)
        return Added(self.rows + other.rows, self.total + other.total, low, high)

    def plus(self, number: Decimal) -> "Added":
        """These and one more."""
        rows, total, low, high = self
        if low <= number <= high:
            return Added(rows + 1, total + number, low, high)
        return Added(rows + 1, total + number, min(low, number), max(high, number))

    def times(self, factor: Decimal) -> "Added":
        """The same in another unit."""
        return Added(self.rows, self.total * factor, self.low * factor, self.high * factor)

    def is_sum(self, figure: Figure) -> bool:
        """Whether a number is the sum of two at least, to its own decimals."""
        return figure.number + figure.half >= self.high and self.rows > 1 and self._is(figure, 1)

    def is_mean(self, figure: Figure) -> bool:
        """Whether a number is the mean of some that differ, to its own decimals."""
        return self.low < self.high and self._is(figure, self.rows)

    def _is(self, figure: Figure, share: int) -> bool:
        """Whether so many times the number are the sum: halves rounded up or down, and sums as floats make them."""
        off = abs(figure.number * share - self.total)
        return off <= figure.half * share or off <= self.total * FLOAT


Weights = dict[str, Added]
"""Weights and doses that were added up, by the units of their figures."""


def add(weights: Weights, more: Weights) -> None:
    """Add weights to others."""
    for unit, added in more.items():
        weights[unit] = weights[unit].with_(added) if unit in weights else added


def add_one(weights: Weights, figure: Figure) -> None:
    """Add a weight to others."""
    number, before = figure.number, weights.get(figure.unit)
    weights[figure.unit] = before.plus(number) if before else Added(1, number, number, number)


def added_up(layout: Layout, counts: Counter[str | tuple[str, ...]]) -> Weights:
    """The weights and doses of rows, by what stands in them and in how many."""
    numbers = dict[str, list[Decimal]]()
    rows = dict[str, list[int]]()
    for text, count in counts.items():
        for figure in figures_of(layout, text):
            numbers.setdefault(figure.unit, []).append(figure.number)
            rows.setdefault(figure.unit, []).append(count)
    return {
        unit: Added(sum(rows[unit]), sum(map(mul, of, rows[unit]), Decimal(0)), min(of), max(of))
        for unit, of in numbers.items()
    }


def ways(weights: Weights, unit: str) -> Collection[Added]:
    """How weights may be added up to one in a unit.

    That is whatever their units are, as a spreadsheet does; those of the unit alone; and all of them in that unit.
    """
    if len(weights) < 2 and (not weights or unit in weights):  # noqa: PLR2004 - one unit
        return weights.values()
    converted = [added.times(_in_kg(of) / _in_kg(unit)) for of, added in weights.items()]
    found = [reduce(Added.with_, weights.values()), reduce(Added.with_, converted)]
    return [*found, weights[unit]] if unit in weights else found


def adds_up(weights: Weights, figure: Figure) -> Literal["sum", "mean", ""]:
    """Whether a weight is the sum or the mean of others, or a dose the sum of three at least."""
    if figure.is_dose:
        added = weights.get(figure.unit)
        return "sum" if added and added.rows >= FEWEST_DOSES and added.is_sum(figure) else ""
    weights = {unit: added for unit, added in weights.items() if " " not in unit}
    found: Literal["mean", ""] = ""
    for added in ways(weights, figure.unit):
        if added.is_sum(figure):
            return "sum"
        if added.is_mean(figure):
            found = "mean"
    return found


@lru_cache(maxsize=16)
def _in_kg(unit: str) -> Decimal:
    return Decimal(WEIGHT_UNITS[unit].numerator) / WEIGHT_UNITS[unit].denominator
