"""Rows of a table that are no patients and say how the others are to be read: a line of units, another header."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from ivigcalc.batch.columns import UNIT_OF, InputColumn, Layout
from ivigcalc.batch.reading.cells import READ_IN
from ivigcalc.batch.reading.lines import BELOW, refuse_what_a_line_says
from ivigcalc.batch.reading.totals.added import figure_of
from ivigcalc.batch.reading.unread import SHOWN, SYSTEM_UNITS, not_read
from ivigcalc.batch.reading.words import TableWords
from ivigcalc.core.names.words import normal_heading, words_of
from ivigcalc.core.problems import FileError, Problem, RefusedError
from ivigcalc.core.quantity import one_line
from ivigcalc.intake.body_size import STONES
from ivigcalc.sheets.cells import MERGED, bare
from ivigcalc.sheets.headings.options import ColumnProblem, as_typed
from ivigcalc.sheets.headings.spelling import MOST_QUOTED, heading_key

ALL_UNITS: Final = ("weight", "length")
"""Kinds of figures that may be metric or not."""

PER: Final = ("per", "por", "ml")
"""Before kg they say that a dose or a rate is meant: g per kg, mL/kg/h."""

LONG_STONES: Final = [stone for stone in STONES if len(stone) > len("st")]
"""Names of a unit that is not read and that a title may hold; St may be a saint."""

LONGEST_OTHER_WORD: Final = 2
"""Shorter units of heights and ages are other words, too (Height in cm), but at the end of a line: Ages in mo."""

TWO_FILES: Final = "put each table with a header of its own into a file of its own"
FEWEST_OF_A_HEADER: Final = 2
"""So many headings at least make a line another header; of a title one word may be a heading."""


def refuse_table_above(known: Callable[[Iterable[str]], int], above: Iterable[Sequence[str]]) -> None:
    """Refuse a table above which another one stands: its rows would be left out with what stands above the header.

    ``known`` says how many of some headings are read, ``above`` are the lines above the header. A line right above it
    has no rows, and may say what groups of its columns are.

    Raises:
        FileError: one of the lines is a header, and others stand between it and the header that is read.
    """
    lines = [line for cells in above if (line := [cell.strip() for cell in cells if cell.strip()])]
    for cells in lines[:-1]:
        if not cells[0].startswith("#") and known(cells) >= FEWEST_OF_A_HEADER:
            message = f"above the header stands another one, with rows below it: {_quoted(', '.join(cells))}"
            raise _two_meanings(message, TWO_FILES)


FEWEST_OF_A_ROW: Final = 3
"""So many cells at least make a line a row; of a title two may be a word and its figure."""


def refuse_rows_above(layout: Layout, above: Iterable[Sequence[str]]) -> None:
    """Refuse a table in which rows stand above its header, as where it was sorted with them: they would be left out.

    Raises:
        FileError: a line above the header has a figure in the column of weights, and a key or an indication.
    """
    for cells in above:
        if (
            layout.weight is None
            or len(cells) != layout.width
            or sum(map(bool, map(str.strip, cells))) < FEWEST_OF_A_ROW
        ):
            continue
        if figure_of(layout, cells[layout.weight.place]) and not layout.lacks_key_and_indication(cells):
            message = f"above the header stands a row of the table: {_quoted(', '.join(cells))}"
            raise _two_meanings(message, "put the header in the first line")


def refuse_header_or_note_of_units(layout: Layout, cells: Sequence[str]) -> None:
    """Refuse a table for a row without a weight that is another header, or a note of the unit of the weights.

    A note stands alone in its row, in whatever column, in one that names no patient and no indication, or in a comment.

    Raises:
        FileError: it has other columns than the header has, or names another unit than that in which weights are read.
        RefusedError: it is the header again.
    """
    if layout.weight is None or (text := cells[layout.weight.place].strip())[:1].isdecimal():
        return
    meaning = layout.words.meaning
    if text and meaning(text):
        for column in layout.columns:
            said = meaning(cells[column.place])
            if said and (said.field, said.unit) != (column.field.id, column.unit):
                message = f"below {column.heading!r} stands another heading, {_quoted(cells[column.place])}"
                raise _two_meanings(message, TWO_FILES)
        if all(heading_key(cells[column.place]) == heading_key(column.heading) for column in layout.columns):
            message, todo = "the row repeats the header, and is no patient", "take the row out"
            raise RefusedError(Problem(code="row-repeats-header", message=message, next=todo))
    elif bare(text) not in layout.words.cell_units.of["weight"]:
        notes = _notes(layout, cells)
        if len(notes) == 1 or is_comment(cells[0]) or layout.lacks_key_and_indication(cells):
            for note in notes:
                refuse_line(layout, BELOW, note)


def holds_units_alone(layout: Layout, cells: Sequence[str]) -> bool:
    """Whether a row holds units below its headings, and nothing else: ``,kg,cm,,``."""
    is_one = False
    for column in layout.columns:
        if not layout.is_nothing(cell := cells[column.place]):
            if not layout.words.cell_units.is_unit(cell):
                return False
            is_one = True
    return is_one


def is_comment(text: str) -> bool:
    """Whether a text begins as a comment does; ``#12`` may be a key."""
    return text.startswith("#") and not text.lstrip("# ")[:1].isdecimal()


def _notes(layout: Layout, cells: Sequence[str]) -> list[str]:
    """The cells in which something stands, but for the numbers of rows in columns that are not read."""
    read = {layout.key, *(column.place for column in layout.columns)}
    filled = [(place, cell.strip()) for place, cell in enumerate(cells) if cell.strip() and cell != MERGED]
    return [cell for place, cell in filled if place in read or not cell.isdecimal()]


def refuse_row_of_units(layout: Layout, number: int, cells: Sequence[str]) -> None:
    """Refuse a table for a row that says in which units the figures below it are, if they would be read in others.

    Raises:
        FileError: they would.
    """
    units, kind_of = layout.words.cell_units, layout.words.kind_of
    for column in layout.columns:
        cell, kind = cells[column.place], kind_of[column.field.id]
        if not kind or bare(cell) not in units.of[kind]:
            continue
        if units.id_of(cell) != (column.unit or READ_IN.get(kind)):
            message = f"line {number} holds units and no figures: {_quoted(cell)} below {column.heading!r}"
            raise _two_meanings(
                message, f"take the row out; {_says_unit(layout.words, column, bare(units.id_of(cell)))}"
            )


def refuse_line(layout: Layout, place: str, line: str) -> None:
    """Refuse a table for a line that says in which units its figures are, or what its rows do not say.

    Raises:
        FileError: it does.
    """
    refuse_unit_of_others(layout, place, line)
    refuse_what_a_line_says(layout, place, line)


def _says_unit(words: TableWords, column: InputColumn, unit: str) -> str:
    """What to do about figures of a column if they are in another unit than they are read in."""
    kind = words.kind_of[column.field.id]
    if unit not in words.units[kind]:
        return (
            f"if the figures are in {unit}, write them in {column.unit or READ_IN.get(kind) or 'a unit that is read'}"
        )
    if column.is_typed:
        return f"if the figures are in {unit}, type --column {column.field.id}_{unit}={as_typed(column.heading)}"
    if column.unit:
        return f"if the figures are in {unit}, write that into the heading in place of {column.unit}"
    return f"write the unit into the heading: {column.heading} ({unit})"


def refuse_unit_of_others(layout: Layout, place: str, line: str) -> None:
    """Refuse a table for a line that names another unit than that in which weights, heights or ages would be read.

    That is the unit of their heading, or the usual one; what was typed of a column counts, whatever the line says. Of
    heights and ages the line has to speak: 12 months may be those of a report.

    Raises:
        FileError: they would.
    """
    said = words_of(line)
    for column in layout.columns:
        field = column.field.id
        kind = layout.words.kind_of[field]
        if kind not in READ_IN or column.is_typed or column.its_unit is not None:
            continue
        read_in = column.unit or READ_IN[kind]
        if unit := _other_unit(layout.words, field, read_in, said):
            names, todo, offers = _whose_unit(layout.words, column, unit)
            message = f"{place} stands {_quoted(line)}, and the column {column.heading!r} {names}"
            raise _two_meanings(message, todo, offers)


def refuse_unit_of_all(layout: Layout, above: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Refuse a table for a line above it that names another unit than the one that stands beside all figures.

    ``rows`` are the first of the table. Where several units stand there, each figure has its own.

    Raises:
        FileError: it does.
    """
    words = layout.words
    for column in layout.columns:
        field = column.field.id
        kind = words.kind_of[field]
        if kind not in READ_IN or column.its_unit is None:
            continue
        known = {*words.units[kind].values()}
        beside = known & {words.cell_units.id_of(row[column.its_unit]) for row in rows}
        unit = beside.pop() if len(beside) == 1 else ""
        line = next((line for line in above if unit and _other_unit(words, field, unit, words_of(line))), "")
        if line:
            message = f"above the header stands {_quoted(line)}, and beside {column.heading!r} stands {unit}"
            raise _two_meanings(message, f"take the line out if {unit} is right; else write the units that are")


def refuse_units_of_another(layout: Layout, cells: Sequence[str]) -> None:
    """Refuse a row in which a column of units, whose heading does not say whose, holds those of another figure.

    ``Units`` behind ``Height`` says kg where it is that of the weights.

    Raises:
        FileError: it does.
    """
    for column in layout.columns:
        if not column.left_of or column.its_unit is None:
            continue
        kinds = layout.words.cell_units.kinds(cell := cells[column.its_unit])
        if layout.words.kind_of[column.field.id] in kinds:
            continue
        other = next((one for one in layout.columns if layout.words.kind_of[one.field.id] in kinds), None)
        if other is not None:
            where = f"column {column.left_of!r} stands behind {column.heading!r}"
            message = f"{where}, and holds units of {other.heading!r}: {one_line(cell)[:SHOWN]!r}"
            offer = f"{other.field.id}{UNIT_OF}"
            todo = f"--column {offer}={as_typed(column.left_of)} reads them as those of {other.heading}"
            raise FileError(not_read(message, todo, [offer]))


def _whose_unit(words: TableWords, column: InputColumn, unit: str) -> tuple[str, str, list[str]]:
    """What the heading of a column says of its unit; what to do where a line names another, and what that offers."""
    field, kind, heading = column.field.id, words.kind_of[column.field.id], as_typed(column.heading)
    in_own = f"{field}_{normal_heading(column.unit or READ_IN[kind])}"
    read_in = f"--column {in_own}={heading}"
    if column.unit:
        todo = f"write {unit} into the heading if the line is right; else {read_in} says that they are in {column.unit}"
        return f"is in {column.unit}", todo, [in_own]
    is_read = unit in words.units[kind].values()
    others = [f"{field}_{normal_heading(unit)}"] if is_read else []
    ways = " or ".join(f"--column {one}={heading}" for one in (*others, in_own))
    return "names no unit", f"{ways} says which it is", [*others, in_own]


def _other_unit(words: TableWords, field: str, read_in: str, said: Sequence[str]) -> str:
    """The unit that a line names of figures which would be read in another one; "" for none."""
    kind = words.kind_of[field]
    units, all_units = words.units[kind], words.cell_units.of[kind]
    if kind in ALL_UNITS and (system := words.cell_units.other_system_in(said, read_in)):
        return SYSTEM_UNITS[system][kind]
    of = {name for name in words.names[field] if name not in units}
    speaks = not of.isdisjoint(said) or not {f"{name}s" for name in of}.isdisjoint(said)
    if kind == "weight":
        of_doses = {*words.units["dose"], *PER}
        pairs = zip(("", *said), said, strict=False)
        said = [word for last, word in pairs if units.get(word) != "kg" or last not in of_doses]
        may_be = [word for word in said if len(word) > 1 and (word in units or word in LONG_STONES)]
        usual = {read_in, "g"}
    else:
        may_be = [word for word in said if speaks and len(word) > LONGEST_OTHER_WORD and word in all_units]
        usual = {read_in}
    at_end = (word for word in said[-1:] if speaks and len(word) > 1 and word in all_units)
    return next((unit for word in (*may_be, *at_end) if (unit := units.get(word, word)) not in usual), "")


def _quoted(text: str) -> str:
    return repr(one_line(text)[:MOST_QUOTED])


def _two_meanings(message: str, todo: str, offers: Iterable[str] = ()) -> FileError:
    return FileError(
        ColumnProblem(code="row-about-others", field="FILE", message=message, next=todo, offers=(*offers,))
    )
