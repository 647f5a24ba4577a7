"""What the headings of a table mean: which column, in which unit.

What is not known is told, never guessed; what could mean two things is refused.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from ivigcalc.batch.columns import BY_ID, DOSES, SPANISH, UNIT_OF, InputColumn, Layout
from ivigcalc.batch.found_columns import PlacedHeadings, not_offered, required
from ivigcalc.batch.left_out import WEIGHT
from ivigcalc.batch.reading.unread import (
    MOST_COLUMNS,
    ambiguous,
    in_kg_or_lb,
    merged,
    of_all_figures,
    of_something_else,
    passed_over,
    refuse_too_many,
    signed,
    twice,
    unit_of,
)
from ivigcalc.batch.reading.words import Meaning, TableWords
from ivigcalc.core.facts.tables import SpokenOf
from ivigcalc.core.names.words import normal_heading, says_more
from ivigcalc.core.problems import FileError, Problem
from ivigcalc.sheets.cells import MERGED
from ivigcalc.sheets.headings.options import most_useful_problems, not_there
from ivigcalc.sheets.headings.spelling import heading_key, sign_in
from ivigcalc.sheets.headings.topics import SYSTEM, UNIT

MOST_REMEMBERED: Final = 256
"""Tables of JSON Lines may have so many different sets of headings before one is read again."""

PER_DAY: Final = "per_day"
"""The column that a heading of a dose may be; without a word of the day it may be that of the course as well."""

START: Final = "start"
"""The column of the first infusion day: another date may stand beside it, and not in its place."""


Held = Callable[[Layout], Sequence[Problem]]


def held_nothing(_: Layout) -> Sequence[Problem]:
    """What stops a table by its rows, where none was looked at."""
    return ()


class Headings:
    """What the headings of a table mean, by their words and by what was typed of them."""

    def __init__(self, words: TableWords, mapped: Mapping[str, Meaning] = {}, ignored: Collection[str] = ()) -> None:
        """Keep the words, and what was typed: ``mapped`` headings mean a column, ``ignored`` ones are left out.

        ``mapped`` is by the heading as typed, ``ignored`` holds those. The field of a meaning may be a column with
        ``_unit`` behind it.
        """
        self.words, self._typed = words, (mapped, ignored)
        self._mapped = {heading_key(heading): meaning for heading, meaning in mapped.items()}
        self._ignored = {*map(heading_key, ignored)}
        self.layout = lru_cache(maxsize=MOST_REMEMBERED)(self._layout)

    def __reduce__(self) -> tuple[type["Headings"], tuple[Any, ...]]:
        """Another process remembers its own."""
        return Headings, (self.words, *self._typed)

    def meaning(self, heading: str) -> Meaning | None:
        """What a heading means; None where it is not read."""
        name = heading_key(heading)
        if name in self._ignored:
            return None
        if name in self._mapped:
            return self._mapped[name]
        if (known := self.words.meaning(heading)) is not None:
            return known
        of = self.words.unit_of(heading)
        return None if of is None else Meaning(f"{of}{UNIT_OF}", "", frozenset())

    def is_left_out(self, heading: str) -> bool:
        """Whether somebody said to leave a heading out."""
        return heading_key(heading) in self._ignored

    def known(self, headings: Iterable[str]) -> int:
        """How many headings are read, of so many as a table may have."""
        return sum(self.meaning(heading) is not None for heading in islice(headings, MOST_COLUMNS))

    def of_table(self, headings: Sequence[str], given: Collection[str], held: Held = held_nothing) -> Layout:
        """The columns of a table with one header, where every row can have a weight and an indication.

        ``given`` are columns that an option stands for, ``held`` says what a few rows below the header hold that stops
        the table, too.

        Raises:
            FileError: a heading that was typed is not there, two mean the same, one may not be passed over, no column
                is known, or one that every row needs is missing; with what the rows hold that stops the table, too.
        """
        there, (mapped, ignored) = {*map(heading_key, headings)}, self._typed
        typed = [*(("--column", heading) for heading in mapped), *(("--ignore", heading) for heading in ignored)]
        problems = [not_there(option, one, headings) for option, one in typed if heading_key(one) not in there]
        if problems:
            raise FileError(*problems)
        try:
            return required(self.layout(tuple(headings)), given).replaced(is_of_table=True)
        except FileError as refused:
            layout, problems = self._found(tuple(headings))
            told = [*(problems or refused.problems), *held(layout)]
            raise FileError(*most_useful_problems([*not_offered(layout, given, told), *told])) from None

    def _layout(self, headings: tuple[str, ...]) -> Layout:
        """What the headings mean.

        Raises:
            FileError: they are too many, two of them mean the same, one could be a dose per day or per course, or one
                is not known and speaks of what an answer depends on, or looks like a column.
        """
        layout, problems = self._found(headings)
        if problems:
            raise FileError(*most_useful_problems(problems))
        return layout

    def _found(self, headings: tuple[str, ...]) -> tuple[Layout, list[Problem]]:
        """What the headings mean, and what is wrong with them.

        Raises:
            FileError: they are too many.
        """
        refuse_too_many(len(headings))
        placed, problems = self._placed(headings)
        columns = self._with_language([placed.with_its_units(column, headings) for column in placed.columns])
        refused, why_refused = self._not_passed_over(headings, placed)
        layout = Layout(
            columns,
            [one for one in placed.unread if one.strip() and heading_key(one) not in self._ignored],
            len(headings),
            self.words,
            [(place, one) for place, one in enumerate(headings) if one not in refused and self._is_watched(one)],
            left_out_at=[(place, one) for place, one in enumerate(headings) if self.is_left_out(one)],
        )
        return layout, [*problems, *why_refused]

    def _placed(self, headings: Sequence[str]) -> tuple[PlacedHeadings, list[Problem]]:
        """What each heading is, and what is wrong with those that are merged, or mean what another one means."""
        columns, units = list[InputColumn](), dict[str, int]()
        unread, ownerless_units, units_left_of = list[str](), list[int](), list[int]()
        problems: list[Problem] = []
        for place, heading in enumerate(headings):
            meaning = self.meaning(heading)
            if heading == MERGED:
                problems.append(merged(place))
                continue
            if meaning is None:
                unread.append(heading)
                continue
            of_unit = meaning.field.endswith(UNIT_OF)
            field = meaning.field.removesuffix(UNIT_OF)
            if of_unit and not field and columns and columns[-1].place == place - 1:
                field = columns[-1].field.id if self.words.kind_of[columns[-1].field.id] else ""
                units_left_of.append(place)
            if of_unit and not field:
                ownerless_units.append(place)
            elif of_unit and field in units:
                problems.append(passed_over(heading, f"speaks of {UNIT}, of which another column holds that", ""))
            elif of_unit:
                units[field] = place
            elif seen := next((one for one in columns if one.field.id == field), None):
                problems.append(twice(seen, heading, meaning.unit))
            else:
                typed = heading_key(heading) in self._mapped
                columns.append(InputColumn(place, BY_ID[field], meaning.unit, heading.strip(), is_typed=typed))
        return PlacedHeadings(columns, units, units_left_of, ownerless_units, unread), problems

    def _not_passed_over(self, headings: Sequence[str], placed: PlacedHeadings) -> tuple[set[str], list[Problem]]:
        """The headings that are not read and may not be passed over; why, and why columns of units may not."""
        present = {column.field.id: column.heading for column in placed.columns}
        problems = [self._ownerless_unit(headings, place, placed.columns) for place in placed.ownerless_units]
        of_none = {field: headings[place] for field, place in placed.units.items() if field not in present}
        problems += [passed_over(one, f"speaks of {UNIT}", f"{field}{UNIT_OF}") for field, one in of_none.items()]
        possible_start_dates = [heading for heading in placed.unread if self._may_be_start(heading, present)]
        for heading in possible_start_dates:
            problems.append(passed_over(heading, "could be the day of the first infusion", START))
        others = (heading for heading in placed.unread if heading not in possible_start_dates)
        why = {heading: problem for heading in others if (problem := self._not_read(heading, present)) is not None}
        return {*possible_start_dates, *why}, [*problems, *why.values()]

    def _is_watched(self, heading: str) -> bool:
        """Whether the cells of a column that is not read may bear on what is: all but those that were left out."""
        return heading_key(heading) not in self._ignored and self.meaning(heading) is None

    def _with_language(self, columns: Sequence[InputColumn]) -> list[InputColumn]:
        """The columns; a sex whose heading may be Spanish, in a table that is not Portuguese, has that as its unit."""
        meanings = [meaning for column in columns if (meaning := self.meaning(column.heading)) is not None]
        portuguese = any("pt" in meaning.languages and "es" not in meaning.languages for meaning in meanings)
        spanish = {meaning.field for meaning in meanings if "es" in meaning.languages and "en" not in meaning.languages}
        is_doubtful = "sex" in spanish and not portuguese
        return [one._replace(unit=SPANISH) if is_doubtful and one.field.id == "sex" else one for one in columns]

    def _may_be_start(self, heading: str, read: Collection[str]) -> bool:
        """Whether a heading could be the first infusion day, where no column is."""
        name = normal_heading(heading)
        return name in self.words.dates and START not in read and heading_key(heading) not in self._ignored

    def _not_read(self, heading: str, read: Mapping[str, str]) -> Problem | None:
        """Why a heading cannot be passed over; None where it can."""
        name = normal_heading(heading)
        if not name or heading_key(heading) in self._ignored:
            return None
        if (sign := sign_in(heading)) and (meant := self.words.meaning(name)):
            return signed(heading, sign, meant, read.get(meant.field, ""))
        if dose := {name, self.words.counted(heading)} & self.words.doses.keys():
            return ambiguous(heading, self.words.doses[dose.pop()])
        said = self.words.spoken_of(heading)
        for what in said:
            if read.keys().isdisjoint(what.unless_read):
                return self._spoken_of(heading, what, read)
        near = "" if said else self.words.suggestion(heading)
        if not near and not said and (second := self.words.second(heading)):
            return passed_over(heading, f"looks like another {BY_ID[second].name}", "")
        other = read.get(self.words.known[near].field, "") if near else ""
        return passed_over(heading, f"looks like {near}", near, other=other) if near else None

    def _spoken_of(self, heading: str, what: SpokenOf, read: Mapping[str, str]) -> Problem:
        """Why a heading cannot be passed over that speaks of something; a column is offered only where it fits.

        ``read`` holds the headings of the columns that are read, by their ids.
        """
        words, beside, speaks = self.words, what.unless_read, f"speaks of {what.id}"
        if what.id == UNIT and (fields := self._may_have_units(heading, read)):
            return unit_of(heading, fields)
        if not what.may_be:
            is_system = what.id == SYSTEM
            return of_all_figures(heading, what.id) if is_system else passed_over(heading, speaks, "", beside)
        column, near = words.known[what.may_be].field, words.suggestion(heading)
        other = read.get(column, "")
        if near and words.known[near].field == column:
            return passed_over(heading, speaks, near, beside, other)
        fits = words.fits(heading, what.may_be)
        if fits and what.may_be == PER_DAY and not words.says_day(heading):
            units = words.units_in(heading, PER_DAY)
            if not units.unread and len(units.read) <= 1:
                return ambiguous(heading, "".join(units.read))
        field = words.to_map(heading, what.may_be) if fits else self._may_be(heading, what.may_be, read)
        ways = in_kg_or_lb(words, heading, is_of_now=fits) if column == WEIGHT and not (other or field) else ""
        if not fits:
            return of_something_else(heading, speaks, field, beside, ways)
        speaks = speaks if field else f"{speaks}, in another unit or other words"
        return passed_over(heading, speaks, field, beside, other, ways=ways)

    def _may_be(self, heading: str, may_be: str, read: Mapping[str, str]) -> str:
        """The column that a heading of figures may be which speaks of them and of something else; "" for none.

        Where no column holds weights, which every row needs, it is that in the one unit that it names. Of figures that
        are read it is that of their units, if its other words may be short for these (Wt U).
        """
        field = self.words.known[may_be].field
        no_figure = field in DOSES or not self.words.kind_of[field]
        if no_figure or says_more(heading) or self.words.says_birth(heading):
            return ""
        units = self.words.units_in(heading, field)
        if field not in read:
            is_named = field == WEIGHT and len(units.read) == 1 and not units.unread
            return f"{field}_{normal_heading(units.read[0])}" if is_named else ""
        is_short = not units.read and not units.unread and self.words.may_be_short(heading, may_be)
        return f"{field}{UNIT_OF}" if is_short else ""

    def _may_have_units(self, heading: str, read: Mapping[str, str]) -> Sequence[str]:
        """The columns whose units a heading may be that speaks of units: a word alone (Unid) of any figure.

        Of one that looks like a column (Weigth unit) it is that one.
        """
        if self._is_dose(heading):
            return [dose for dose in DOSES if dose in read] or DOSES
        if (near := self.words.nearly_unit_of(heading)) in read:
            return [near]
        named, figures = self._figures_named(heading), [field for field in read if self.words.kind_of[field]]
        return [field for field in figures if field in named] or named or (figures if heading.strip().isalpha() else ())

    def _figures_named(self, heading: str) -> list[str]:
        """The columns of figures with units that a heading speaks of."""
        named = [self.words.known[said.may_be].field for said in self.words.spoken_of(heading) if said.may_be]
        return [field for field in named if self.words.kind_of[field]]

    def _is_dose(self, heading: str) -> bool:
        """Whether a heading speaks of a dose."""
        is_named = normal_heading(heading) in self.words.doses
        return is_named or any(what.may_be == PER_DAY for what in self.words.spoken_of(heading))

    def _ownerless_unit(self, headings: Sequence[str], place: int, columns: Sequence[InputColumn]) -> Problem:
        """A column of units that does not say whose: it may be those of the dose to its left, else of each figure."""
        if place and self._is_dose(headings[place - 1]):
            return unit_of(headings[place], DOSES)
        has_units = (one.field.id for one in columns if self.words.kind_of[one.field.id] and not one.unit)
        left = self._figures_named(headings[place - 1]) if place else ()
        return unit_of(headings[place], [*left] or [*has_units])
