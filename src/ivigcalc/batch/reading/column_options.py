"""The options that say what headings mean: ``--column`` and ``--ignore``."""

from collections.abc import Iterable, Sequence
from typing import Final

from ivigcalc.batch.columns import FIELDS, UNIT_OF
from ivigcalc.batch.reading.headings import Headings
from ivigcalc.batch.reading.words import Meaning, TableWords
from ivigcalc.core.names.words import normal_heading
from ivigcalc.core.problems import Problem, Problems
from ivigcalc.sheets.headings.options import as_typed, not_mapped
from ivigcalc.sheets.headings.spelling import heading_key


def read_headings(columns: Sequence[str], ignored: Sequence[str], words: TableWords, problems: Problems) -> Headings:
    """What headings mean, with what was typed of them: ``columns`` as NAME=HEADING, and those to leave out."""
    mapped: dict[str, Meaning] = {}
    keys, left_out = dict[str, Meaning](), {*map(heading_key, ignored)}
    for pair in columns:
        name, _, heading = pair.partition("=")
        meaning = _column(name, words)
        if meaning is None or not heading.strip():
            problems.add(_not_mapped(pair, "is no column" if meaning is None else "names no heading"))
            continue
        read, unread = words.units_in(heading, meaning.field)
        if unread:
            why = f"names a unit that is not read there: {unread}"
            problems.add(_not_mapped(pair, why, f"write the heading with one of {_units_of(meaning.field, words)}"))
        elif read and meaning.unit not in ("", *read):
            problems.add(
                _not_mapped(pair, f"says {meaning.unit}, the heading {read[-1]}", _in_units(meaning, heading, read))
            )
        elif len(read) > 1 and not meaning.unit:
            problems.add(_not_mapped(pair, f"names {' and '.join(read)}", _in_units(meaning, heading, read)))
        elif heading_key(heading) in left_out:
            problems.add(_not_mapped(pair, "names a heading that --ignore leaves out", "keep one of the two"))
        else:
            mapped[heading.strip()] = meaning = meaning._replace(unit=meaning.unit or "".join(read))
            if keys.setdefault(heading_key(heading), meaning)[:2] != meaning[:2]:
                problems.add(_not_mapped(pair, "names a heading that is another column already", "keep one of the two"))
    return Headings(words, mapped, tuple(map(str.strip, ignored)))


def _column(name: str, words: TableWords) -> Meaning | None:
    """The column that was typed by its name, or that of its units; None where there is none."""
    stem = normal_heading(name).removesuffix(UNIT_OF)
    known = words.known.get(stem)
    if known is None or stem == normal_heading(name):
        return known
    return Meaning(f"{known.field}{UNIT_OF}", "", frozenset()) if words.kind_of[known.field] else None


def _in_units(meaning: Meaning, heading: str, units: Iterable[str]) -> str:
    """What to type for a heading that names units."""
    return " or ".join(f"--column {meaning.field}_{normal_heading(unit)}={as_typed(heading)}" for unit in units)


def _units_of(field: str, words: TableWords) -> str:
    return ", ".join(dict.fromkeys(words.units[words.kind_of[field]].values()))


NAMED_COLUMN: Final = '--column weight_kg="Pt Wt (kg)", or of its units: --column weight_unit="Wt UOM"'


def _not_mapped(pair: str, why: str, todo: str = NAMED_COLUMN) -> Problem:
    return not_mapped("--column", pair, why, todo, (field.name for field in FIELDS))
