"""What cells say under headings that are not read: a unit, a weight, a dose or an order, a route."""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property, lru_cache
from typing import Final

from ivigcalc.batch.reading.totals.labels import anywhere
from ivigcalc.core.names.words import normal, words_of
from ivigcalc.intake.numbers import squeezed
from ivigcalc.sheets.cells import bare

FIGURE: Final = "0123456789.,"
LONGEST_UNIT: Final = 24
"""A cell with more letters is no unit."""

LONGEST_ORDER: Final = 80
"""A cell with more letters is no order, but a text."""

MOST_REMEMBERED: Final = 4096
"""Texts of cells that are remembered, with whether they are amounts."""

METRIC, NOT_METRIC, NOT_METRIC_ALONE = "metric", "not-metric", "not-metric-alone"
"""How data/tables.yaml calls words of the units of all figures; those of the last may mean anything else (US)."""

READ_IN: Final = {"weight": "kg", "length": "cm", "age": "years"}
"""The units in which figures are read whose heading names none, by their kind."""

METRIC_UNITS: Final = frozenset({"kg", "g", "cm", "m"})
"""The units of weights and heights that are metric."""

BEFORE_WORDS: Final = ("kg", "lb")
"""Units that say which they are also before other words; Oz may be somebody's name, and g a letter."""

OTHER_IMMUNOGLOBULIN: Final = "other-immunoglobulin"
"""How data/tables.yaml calls words of one that is given by another route."""

FIRST_WORD: Final = re.compile(r"[\s(,;:]")
"""What ends the first word of a cell."""

LETTERS: Final = re.compile(r"[a-z]+")
"""A word in a text without case and accents: figures may stand next to it."""


class CellUnits:
    """How cells say units, whether or not they are read."""

    def __init__(
        self,
        read: Mapping[str, Mapping[str, str]],
        not_read: Mapping[str, Iterable[str]],
        of_orders: Iterable[str] = (),
        around_a_dose: Iterable[str] = (),
        of_a_day: Iterable[str] = (),
        *,
        systems: Mapping[str, Iterable[str]] = {},
    ) -> None:
        """Keep the names of the units by the kind of their figures; those that are read with their ids.

        ``of_orders`` are words that may stand in an order, ``around_a_dose`` those that a cell has besides,
        and ``of_a_day`` say that an amount is that of a day. ``systems`` are the words of metric and of other units.
        """
        self.systems = {system: frozenset(map(bare, words)) for system, words in systems.items()}
        """What says the units of all figures, by whether that is metric."""
        self._in_text = {
            system: [f" {' '.join(words_of(phrase))} " for phrase in systems.get(f"{system}-in-text", ())]
            for system in (METRIC, NOT_METRIC)
        }
        self.any_system = self.systems.get(METRIC, frozenset()) | self.systems.get(NOT_METRIC, frozenset())
        self._ids = {bare(name): unit for names in read.values() for name, unit in names.items()}
        self.of = {
            kind: frozenset(bare(name) for name in (*read.get(kind, ()), *not_read.get(kind, ())))
            for kind in (*read, *not_read)
        }
        self.unambiguous_units = frozenset(
            unit for names in self.of.values() for unit in names if len(unit) > 1 or unit == "g"
        )
        """Those that a cell says wherever it stands: another letter alone may say anything else."""
        self.units_of_one_kind = frozenset(
            unit for unit in self.unambiguous_units if sum(unit in names for names in self.of.values()) == 1
        )
        """Those of them that are units of one kind of figures alone: g may be that of a dose."""
        self._before_words = {
            name for name, unit in self._ids.items() if name in self.of["weight"] and unit in BEFORE_WORDS
        }
        self._doses, self._words_of_orders, self._around_a_dose = read.get("dose", {}), of_orders, around_a_dose
        self._of_a_day = [*map(squeezed, of_a_day)]
        by_weight = [name for name, unit in self._doses.items() if "/" in unit]
        self._amount_units = {bare(name) for name in (*read.get("weight", ()), *by_weight)}
        self.before_words = lru_cache(maxsize=MOST_REMEMBERED)(self._unit_before_words)
        self.is_amount = lru_cache(maxsize=MOST_REMEMBERED)(self._is_amount)

    def _unit_before_words(self, cell: str) -> str:
        """The unit of weights before other words (``LB (stated)``), or all units before a bracket; "" for none."""
        if (lead := bare(cell[:LONGEST_UNIT].partition("(")[0])) in self.any_system:
            return lead
        first = bare(FIRST_WORD.split(cell.lstrip()[:LONGEST_UNIT], maxsplit=1)[0])
        return first if first in self._before_words else ""

    def _is_amount(self, cell: str) -> bool:
        """Whether a cell is a weight, grams, a dose by weight or an order.

        ``80 kg``, ``30 g daily``, ``30 g/dia por 5 dias``: whatever has g/kg in it, and grams or mg/kg among words of
        orders alone.
        """
        if len(cell) <= LONGEST_UNIT and bare(cell).lstrip(FIGURE) in self._amount_units_with_day:
            return cell[0].isdecimal()
        if len(cell) > LONGEST_ORDER or not (found := self._grams.search(cell)):
            return False
        return bool(found["by_weight"]) or self._order_vocabulary.issuperset(LETTERS.findall(normal(cell)))

    @cached_property
    def _amount_units_with_day(self) -> frozenset[str]:
        """The units of amounts, also with the words of a day behind them."""
        return frozenset(f"{unit}{day}" for unit in self._amount_units for day in ("", *self._of_a_day))

    @cached_property
    def _order_vocabulary(self) -> frozenset[str]:
        """The words of orders, without case and accents; looked up only where a cell has grams."""
        texts = (*self._words_of_orders, *self._around_a_dose, *self._doses)
        return frozenset(word for text in texts for word in LETTERS.findall(normal(text)))

    @cached_property
    def _grams(self) -> re.Pattern[str]:
        """Matches a figure with a unit of doses behind it, but for mg alone; g/kg and its like as ``by_weight``."""
        of = {unit: [name for name, its in self._doses.items() if its == unit] for unit in ("g/kg", "g", "mg/kg")}
        by_weight, *others = ("|".join(map(_with_blanks, names)) for names in of.values())
        return re.compile(rf"[0-9]\s?(?:(?P<by_weight>{by_weight})|{'|'.join(others)})(?![^\W\d_])", re.IGNORECASE)

    def id_of(self, unit: str) -> str:
        """A unit as the options take it; as it stands where none does."""
        return self._ids.get(bare(unit), unit)

    def system_of(self, cell: str) -> str:
        """Whether a cell says that all figures are metric, or that they are not; "" where it says neither."""
        said = {bare(cell), self.before_words(cell)}
        found = (system for system in (METRIC, NOT_METRIC) if not said.isdisjoint(self.systems.get(system, ())))
        return next(found, NOT_METRIC if bare(cell) in self.systems.get(NOT_METRIC_ALONE, ()) else "")

    def other_system_in(self, said: Iterable[str], unit: str) -> str:
        """What words say of all figures that contradicts a unit: that they are metric, or not; "" for nothing."""
        other, text = NOT_METRIC if unit in METRIC_UNITS else METRIC, f" {' '.join(said)} "
        return other if any(phrase in text for phrase in self._in_text[other]) else ""

    def is_unit(self, text: str) -> bool:
        """Whether a text is a unit of any kind of figures, whether or not it is read."""
        return any(bare(text) in names for names in self.of.values())

    def kinds(self, cell: str) -> list[str]:
        """The kinds of figures that a unit in a cell may be of."""
        unit = bare(cell).lstrip(FIGURE)
        return [kind for kind, names in self.of.items() if unit in names]


class CellRoutes:
    """How cells say by which way something is given: intravenous, or another one."""

    def __init__(self, said: Mapping[str, Iterable[str]]) -> None:
        """Keep the words, by what they say.

        Those of ``other-route`` say another route than the intravenous one where they are a whole cell, with what may
        stand around a product, and those of ``other-immunoglobulin`` wherever they stand. ``other-route-alone`` (SC,
        which may be a state or somebody's initials) say it only in a column that says nothing but routes.
        """
        self._immunoglobulins = [*said.get(OTHER_IMMUNOGLOBULIN, ())]
        self._named_by = [*said.get("other-route", ()), *self._immunoglobulins]
        self._alone = [*said.get("other-route-alone", ())]
        self._around = {word for text in (*said.get("around-a-product", ()), *self._alone) for word in words_of(text)}
        self.intravenous = frozenset(map(bare, said.get("intravenous", ())))
        self.others = frozenset(map(bare, self._named_by))
        """What says that a route is intravenous, and what says another one in any column."""
        self.all_others = self.others.union(map(bare, self._alone))
        """What says another route in a column of routes."""

    def is_another(self, cell: str) -> bool:
        """Whether a cell names another immunoglobulin, or another route and nothing but the product besides."""
        if self._immunoglobulin.search(cell):
            return True
        rest, count = self._named.subn(" ", cell)
        return count > 0 and all(word.isdecimal() or word in self._around for word in words_of(rest))

    def names_another(self, text: str) -> bool:
        """Whether a text names another route, among whatever words."""
        return self._named.search(text) is not None

    def ends_with_another(self, key: str) -> bool:
        """Whether a key names another route, or ends with a short word of one in brackets or behind a dash."""
        return self.names_another(key) or self._at_the_end.search(key) is not None

    @cached_property
    def _named(self) -> re.Pattern[str]:
        return re.compile(anywhere(self._named_by), re.IGNORECASE)

    @cached_property
    def _immunoglobulin(self) -> re.Pattern[str]:
        return re.compile(anywhere(self._immunoglobulins), re.IGNORECASE)

    @cached_property
    def _at_the_end(self) -> re.Pattern[str]:
        return re.compile(rf"(?:[(\[]|\s[-\u2013\u2014]\s)\s*{anywhere(self._alone)}\W*\Z", re.IGNORECASE)

    def are_routes(self, cells: Collection[str]) -> bool:
        """Whether the texts of a column, as ``bare`` has them, are routes and nothing else, one of them intravenous."""
        return not self.intravenous.isdisjoint(cells) and (self.intravenous | self.all_others).issuperset(cells)


def _with_blanks(unit: str) -> str:
    """A pattern of a unit, in which blanks may stand around ``per`` and a stroke."""
    return re.escape(unit).replace("per", r"\s?per\s?").replace("/", r"\s?/\s?")
