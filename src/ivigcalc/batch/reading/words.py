"""What the headings and the cells of tables say: which columns they are, in which unit, in whatever words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from ivigcalc.batch.reading.cells import METRIC, CellRoutes, CellUnits
from ivigcalc.batch.reading.totals.labels import SumLabels
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.tables import HeadingNames, SpokenOf, Tables
from ivigcalc.core.names.words import letters, near, normal_heading, says_more
from ivigcalc.intake.numbers import squeezed
from ivigcalc.intake.patient import RISKS
from ivigcalc.sheets.headings.spelling import (
    LONG_NAME,
    MOST_QUOTED,
    SHORTEST,
    heading_words,
    is_near,
    last_word,
    same_short_words,
    sign_says_other,
    without_numbers,
)
from ivigcalc.sheets.headings.topics import BIRTH, SpokenWords

AT_THE_END: Final = frozenset({"a", "d", "in", "m", "w", "y"})
"""Units that are other words, too (Height at admission): they count where a heading ends with them."""

SAY_DAY: Final = frozenset({"day", "daily", "dia", "diaria", "diario"})
PER_WHAT: Final = SAY_DAY | {"d", "dose", "dosis", "infusion", "infusao", "course", "curso", "cycle", "ciclo"}
"""What a unit may be per without being another one: g/day, and not g/dL."""


class HeadingUnits(NamedTuple):
    """The units that a heading names: those that its column takes, and one that it does not take, "" for none."""

    read: tuple[str, ...]
    unread: str


class Meaning(NamedTuple):
    """What a heading means: a column by its id, the unit, "" for none, and the languages in which it does."""

    field: str
    unit: str
    languages: frozenset[str]


OTHER_MEDICINE: Final = "other-medicine"
"""The words of orders.yaml that name a medicine which is no immunoglobulin."""

RISK: Final = "risks"
"""What a heading speaks of that is a risk of the command line."""

LANGUAGES: Final = ("en", "pt", "es")


class WordsOfOrders:
    """The words that may stand in an order, also if they refuse it, and names of preparations.

    They are read whenever they are looked through: few tables need them, and all would hold them.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        """Take the facts in which they stand."""
        self._catalogue = catalogue

    def __iter__(self) -> Iterator[str]:
        orders = self._catalogue.orders
        for entry in orders.order_words:
            yield from entry.phrases
        for number in orders.order_numbers:
            yield from (*number.en, *number.pt, *number.es, *number.ordinal)
        for refused in orders.never_read:
            if refused.id != OTHER_MEDICINE:
                yield from refused.words
        for preparation in self._catalogue.product_names.entries.values():
            yield from preparation.every_name


class TableWords:
    """The words of ``data/tables.yaml``, ready to be looked up. They are compared by identity."""

    def __init__(self, tables: Tables, of_orders: Iterable[str] = ()) -> None:
        """Look every name up once; ``of_orders`` are words that may stand in an order."""
        self._tables, self._of_orders = tables, of_orders
        self.units: dict[str, dict[str, str]] = {}
        """The units of a kind of figure, by each of their names."""
        for unit in tables.units:
            for kind in unit.of:
                self.units.setdefault(kind, {}).update(dict.fromkeys(map(squeezed, (unit.id, *unit.names)), unit.id))
        not_read: dict[str, Iterable[str]] = {others.of: others.names for others in tables.units_not_read}
        said: dict[str, tuple[str, ...]] = {entry.id: entry.words for entry in tables.cells}
        around, of_a_day = said.get("around-a-dose", ()), said.get("of-a-day", ())
        systems: dict[str, tuple[str, ...]] = {entry.id: entry.words for entry in tables.cells if METRIC in entry.id}
        self.cell_units = CellUnits(self.units, not_read, of_orders, around, of_a_day, systems=systems)
        self.cell_routes = CellRoutes(said)
        self.kind_of = {field_id(entry): entry.units for entry in tables.columns}
        """The kind of the units that a column has, by its id."""
        self.names = {field_id(entry): (*dict.fromkeys((*entry.en, *entry.pt, *entry.es)),) for entry in tables.columns}
        """Every name of a column, by its id."""
        self._unit_words = {kind: _unit_words(names) for kind, names in self.units.items()}
        for others in tables.units_not_read:
            for name in others.names:
                self._unit_words[others.of].setdefault((*normal_heading(name).split("_"),), "")
        self.known = self._known(tables)
        """What each heading means that is known."""
        ends = ((name, last_word(name)) for name in self.known)
        self._together = {name.replace("_", ""): self.known[name] for name, end in ends if len(end) > 1}
        self.said = {of: frozenset(map(squeezed, words)) for of, words in said.items()}
        """The words that say one thing in a cell, by what they say."""
        self.sum_labels = SumLabels(said)
        """How a row says that it is a sum of others."""
        self.doses = _with_units(tables.doses, self._suffixes("dose"))
        """Headings that could be a day's dose or a course's, with their unit: they are refused, never skipped."""
        self.dates = frozenset(map(normal_heading, tables.dates))
        """Headings that could be the day of the first infusion: refused where no column is."""
        self._other = frozenset(map(normal_heading, tables.other_words))
        self._names = frozenset(map(normal_heading, tables.names_of_patients))
        self._free_text = frozenset(tables.free_text)
        kinds = {said.may_be: self.kind_of[self.known[said.may_be].field] for said in tables.speaks_of if said.may_be}
        speaks_of = [_with_risks(said) if said.id == RISK else said for said in tables.speaks_of]
        between, neutral = tables.words_between, tables.neutral_words
        spoken = SpokenWords(
            speaks_of, self._other, kinds, self._unit_words, between=between, neutral=neutral, who=tables.who
        )
        self._spoken, self.spoken_of, self.fits = spoken, spoken.of, spoken.fits
        self.may_be_short, self.says_who, self.between = spoken.may_be_short, spoken.says_who, spoken.between
        self.suggestion = lru_cache(maxsize=4096)(self._suggestion)

    def __reduce__(self) -> tuple[type["TableWords"], tuple[Tables, Sequence[str]]]:
        """Another process makes its own."""
        return TableWords, (self._tables, (*self._of_orders,))

    def _suffixes(self, kind: str) -> dict[str, str]:
        """How a heading may end with a unit: the unit by each of its names."""
        names = {normal_heading(name): unit for name, unit in self.units.get(kind, {}).items()}
        return {name: unit for name, unit in names.items() if name}

    def _known(self, tables: Tables) -> dict[str, Meaning]:
        """Each heading with its meaning: every name of a column, alone and with every name of a unit."""
        known: dict[str, Meaning] = {}
        for entry in tables.columns:
            field, units = field_id(entry), self._suffixes(entry.units)
            languages = {code: {*map(normal_heading, getattr(entry, code))} for code in LANGUAGES}
            for stem in {field, *languages["en"], *languages["pt"], *languages["es"]}:
                of = frozenset(code for code, stems in languages.items() if stem in stems)
                known[stem] = Meaning(field, "", of)
                for suffix, unit in units.items() if stem not in units else ():  # Years (months) may be either
                    known.setdefault(f"{stem}_{suffix}", Meaning(field, unit, of))
        return known | dict.fromkeys(("years", "yrs"), Meaning("age", "years", frozenset({"en"})))

    def meaning(self, heading: str) -> Meaning | None:
        """What a heading means, also one whose words stand together (``WeightLb``, ``PATIENTID``); None if unknown.

        So is one with words in another script, which may say any unit.
        """
        if says_more(heading):
            return None
        name = normal_heading(heading[:MOST_QUOTED])
        camel = "_".join(heading_words(heading))
        known = self.known.get(name) or self.known.get(camel) or self._together.get(name.replace("_", ""))
        return None if known and sign_says_other(heading, self.kind_of[known.field]) else known

    def unit_of(self, heading: str) -> str | None:
        """The column whose units a heading says that it holds: "" where it does not say whose, None for others."""
        rest = self._spoken.without_unit(heading)
        if rest is None:
            return None
        meant = self.known.get("_".join(rest))
        return "" if not rest else meant.field if meant and not meant.unit and self.kind_of[meant.field] else None

    def nearly_unit_of(self, heading: str) -> str:
        """The column whose units a heading says that it holds, if a letter of it is put right; "" for none."""
        near = self.suggestion("_".join(self._spoken.without_unit(heading) or ()))
        field = self.known[near].field if near else ""
        return field if self.kind_of.get(field) else ""

    def is_name(self, heading: str) -> bool:
        """Whether a heading is that of the names of patients."""
        return "_".join(heading_words(heading)) in self._names

    def says_birth(self, heading: str) -> bool:
        """Whether a heading speaks of the birth, also of a figure at it: ``Birth weight``."""
        return any(said.id == BIRTH for said in self.spoken_of(heading))

    def is_free_text(self, heading: str) -> bool:
        """Whether an order or a warning may stand under a heading, in any words."""
        return not self._free_text.isdisjoint(heading_words(heading))

    def counted(self, heading: str) -> str:
        """A normal heading without the numbers behind its words, "" where there are none: ``total`` of ``Total2``."""
        words = heading_words(heading)
        bare = without_numbers(words, self._other)
        return "_".join(bare) if bare != words else ""

    def second(self, heading: str) -> str:
        """The column of which a heading names another by its number (``Course2``); "" for none, and of a key."""
        meant = self.known.get(self.counted(heading))
        return meant.field if meant and meant.field != "key" else ""

    def _suggestion(self, heading: str) -> str:
        """The column that a heading was probably meant to be: at most two letters away, of a short one one; else "".

        Of several words a short one stands as it is: ``Pt name`` is no ``Dx name``.
        """
        name = normal_heading(heading[:MOST_QUOTED])
        if name in self._other or len(name) < SHORTEST or says_more(heading):
            return ""
        meant = near(name, self.known)
        meant = meant if len(name) > LONG_NAME else [known for known in meant if is_near(name, known)]
        meant = [known for known in meant if not self.known[known].unit or last_word(known) == last_word(name)]
        meant = [known for known in meant if self._has_unit_of(known, heading) and same_short_words(known, name)]
        return self._column(meant[0], heading) if meant else ""

    def _column(self, known: str, heading: str) -> str:
        """The name of a column as documents have it, with its unit or that of a heading."""
        meaning = self.known[known]
        unit = meaning.unit or "".join(self.units_in(heading, meaning.field).read[:1])
        return f"{meaning.field}_{normal_heading(unit)}" if unit else meaning.field

    def _has_unit_of(self, known: str, heading: str) -> bool:
        """Whether a column is in the unit that a heading names, or the heading names none and so does the column."""
        meaning, units = self.known[known], self.units_in(heading, self.known[known].field)
        end = normal_heading(heading[:MOST_QUOTED]).removeprefix(known)
        if end in self.units.get(self.kind_of[meaning.field], {}):
            return False  # a unit that is written together with the name is no slip: WeightG
        return not units.unread and (not units.read or meaning.unit in {"", *units.read})

    def units_in(self, heading: str, field: str) -> HeadingUnits:
        """The units that a heading names, wherever they stand, for a column; the longest name counts."""
        names = self._unit_words.get(self.kind_of.get(field, ""), {})
        words = (*heading_words(heading),)
        read, unread, place = list[str](), "", 0
        while place < len(words):
            here = [name for name in names if words[place : place + len(name)] == name]
            name = max(here, key=len, default=())
            if not name or (name[0] in AT_THE_END and place + 1 < len(words)):
                place += 1
                continue
            place += len(name)
            per_other = words[place : place + 1] == ("per",) and PER_WHAT.isdisjoint(words[place + 1 : place + 2])
            if names[name] and not per_other:
                read.append(names[name])
            else:
                unread = unread or " ".join((*name, *(words[place : place + 2] if per_other else ())))
        return HeadingUnits((*dict.fromkeys(read),), unread)

    def says_day(self, heading: str) -> bool:
        """Whether a heading says that its dose is of a day."""
        return not SAY_DAY.isdisjoint(heading_words(heading))

    def to_map(self, heading: str, may_be: str) -> str:
        """What ``--column`` would call a heading that may be a column, with its unit.

        "" where the unit may be one that is not read: figures would be taken for others.
        """
        field = self.known[may_be].field
        kind, name = self.kind_of[field], "_".join(heading_words(heading))
        if not kind:
            return may_be
        units = self.units_in(heading, field)
        if len(units.read) == 1 and not units.unread:
            return f"{field}_{normal_heading(units.read[0])}"
        stems = (name[:place] for place, letter in enumerate(name) if letter == "_")
        if units.read or units.unread or any(stem in self.known for stem in stems) or len(last_word(name)) < SHORTEST:
            return ""
        return field


def words_of(catalogue: Catalogue) -> TableWords:
    """The words of tables; with those that may stand in an order."""
    return TableWords(catalogue.tables, WordsOfOrders(catalogue))


def field_id(entry: HeadingNames) -> str:
    """The id of a column in the program."""
    return entry.id.replace("-", "_")


def _with_risks(said: SpokenOf) -> SpokenOf:
    """What a heading speaks of, also by the words of risks on the command line."""
    return said.replaced(words=(*said.words, *map(letters, RISKS)))


def _unit_words(names: Mapping[str, str]) -> dict[tuple[str, ...], str]:
    """The units of a kind by the words of each of their names in a heading."""
    return {(*normal_heading(name).split("_"),): unit for name, unit in names.items() if normal_heading(name)}


def _with_units(names: Iterable[str], units: Mapping[str, str]) -> dict[str, str]:
    """Names of headings, alone and with each way to write a unit; with that unit, "" for none."""
    stems = [*map(normal_heading, names)]
    return dict.fromkeys(stems, "") | {f"{stem}_{name}": unit for stem in stems for name, unit in units.items()}
