"""What was typed of headings and of cells: ``--column``, ``--ignore`` and ``--means``."""

from collections.abc import Iterable, Sequence
from shlex import quote
from typing import Final

from ivigcalc.batch.columns import FIELDS, UNIT_OF
from ivigcalc.batch.reading.headings import Headings
from ivigcalc.batch.reading.spelling import MOST_QUOTED
from ivigcalc.batch.reading.words import Meaning, TableWords
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.names.words import letters, normal, normal_heading
from ivigcalc.core.problems import Problem, Problems
from ivigcalc.intake.numbers import one_line


def read_headings(columns: Sequence[str], ignored: Sequence[str], words: TableWords, problems: Problems) -> Headings:
    """What headings mean, with what was typed of them: ``columns`` as NAME=HEADING, and those to leave out."""
    mapped: dict[str, Meaning] = {}
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
        else:
            mapped[heading.strip()] = meaning._replace(unit=meaning.unit or "".join(read))
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
    written = quote(one_line(heading.strip())[:MOST_QUOTED])
    return " or ".join(f"--column {meaning.field}_{normal_heading(unit)}={written}" for unit in units)


def _units_of(field: str, words: TableWords) -> str:
    return ", ".join(dict.fromkeys(words.units[words.kind_of[field]].values()))


NAMED_COLUMN: Final = '--column weight_kg="Pt Wt (kg)", or of its units: --column weight_unit="Wt UOM"'


def _not_mapped(pair: str, why: str, todo: str = NAMED_COLUMN) -> Problem:
    return Problem(
        code="not-allowed",
        field="--column",
        message=f"--column {one_line(pair)[:MOST_QUOTED]!r} {why}",
        allowed=(", ".join(field.name for field in FIELDS),),
        next=todo,
    )


def read_means(pairs: Sequence[str], catalogue: Catalogue, problems: Problems) -> dict[str, str]:
    """The ids of indications and preparations that texts of cells mean, by the letters of those; typed as TEXT=ID.

    A text that is a name may mean what bears it, and nothing else.
    """
    means: dict[str, str] = {}
    for pair in pairs:
        text, _, meant = (part.strip() for part in pair.rpartition("="))
        names = next(
            (names for names in (catalogue.indication_names, catalogue.product_names) if meant in names.entries), None
        )
        if names is None or not letters(text):
            problems.add(_not_meant(pair, "is no TEXT=ID of an indication or a preparation", MEANS))
            continue
        fit = names.fit(text)
        may_be = (*dict.fromkeys((*fit.ids, *names.in_category(text))),)
        if fit.outside and not may_be:
            problems.add(_not_meant(pair, f": {text} is {fit.outside[0].name}, which is not covered", "leave it out"))
        elif may_be and meant not in may_be:
            problems.add(
                _not_meant(pair, f": {text} fits {', '.join(may_be)} alone", f"--means {quote(f'{text}={may_be[0]}')}")
            )
        elif means.setdefault(letters(text), meant) != meant:
            problems.add(_not_meant(pair, f": {text} means {means[letters(text)]} already", "keep one"))
    return means


MEANS: Final = "--means G61.0=gbs; ids: ivigcalc indications, ivigcalc products"


def _not_meant(pair: str, why: str, todo: str) -> Problem:
    space = "" if why.startswith(":") else " "
    message = f"--means {one_line(pair)[:MOST_QUOTED]!r}{space}{why}"
    return Problem(code="not-allowed", field="--means", message=message, next=todo)


def with_means(problem: Problem, text: str, catalogue: Catalogue) -> Problem:
    """What is wrong with a cell; where it may be a name, with what to type once for the whole table."""
    if not text or problem.code not in {AMBIGUOUS, UNKNOWN}:
        return problem
    if problem.code == AMBIGUOUS:
        may_be = [entry.partition(":")[0] for entry in problem.allowed]
    else:
        entries = catalogue.product_names.entries.values()
        may_be = [one.id for one in entries if any(_begins(name, text) for name in one.every_name)]
    means = " or ".join(f"--means {quote(one_line(f'{text}={meant}'))}" for meant in may_be[:2])
    return problem.replaced(next=f"{problem.next}; if it means the same in every row: {means}") if means else problem


AMBIGUOUS: Final = "ambiguous-name"
UNKNOWN: Final = "unknown-product"
"""The codes of problems: a name of several entries, which it lists, and a preparation that is not known."""


def _begins(name: str, text: str) -> bool:
    """Whether a text begins with a name, and goes on."""
    return f"{normal(text)} ".startswith(f"{normal(name)} ")
