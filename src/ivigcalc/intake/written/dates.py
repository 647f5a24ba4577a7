"""The days that an order names: by their numbers, or by dates.

A date is year-month-day, or figures with slashes, which have two readings.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

from ivigcalc.intake.written.vocabulary import Atom, Vocabulary

DAY_FIRST, MONTH_FIRST = "the day first", "the month first"
YEARS: Final = (2027, 2028)
"""One without and one with 29 February, for dates without a year."""
MOST_DATES: Final = 31
CENTURY: Final = 2000
SHORTEST: Final = 3
"""Atoms of a date without a year."""


class Dates(NamedTuple):
    """The dates of an order: ``readings`` are the days they may be, each with the order of their parts ("" for ISO)."""

    readings: tuple[tuple[str, tuple[date, ...]], ...]
    end: int
    """The atom behind the last."""


class _Written(NamedTuple):
    parts: tuple[int, ...]
    """Year, month and day; or two or three parts with slashes between."""
    iso: bool
    long: int


def read_dates(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> Dates | None:
    """The dates that begin at an atom, with commas and words between; None where none does."""
    first = _date(atoms, at)
    if first is None:
        return None
    written, spans = [first], False
    at += first.long
    while True:
        step, span = _between(atoms, at, vocabulary)
        following = _date(atoms, step) if step > at else None
        if following is None or (span and len(written) > 1):
            break
        written.append(following)
        spans, at = spans or span, step + following.long
        if span:
            break
    readings = []
    for order in ("",) if first.iso else (DAY_FIRST, MONTH_FIRST):
        for year in YEARS:
            days = [_as_day(one, order, year) for one in written]
            if all(days) and {one.iso for one in written} == {first.iso}:
                found = tuple(day for day in days if day)
                if spans:
                    span_days = (found[-1] - found[0]).days + 1
                    if not 1 < span_days <= MOST_DATES:
                        continue
                    found = tuple(date.fromordinal(found[0].toordinal() + day) for day in range(span_days))
                readings.append((order, found))
    return Dates(tuple(readings), at)


def in_a_row(days: Sequence[date]) -> bool:
    """Whether each day is the one behind the day before."""
    return all(later.toordinal() - day.toordinal() == 1 for day, later in pairwise(days))


def _date(atoms: Sequence[Atom], at: int) -> _Written | None:
    """One date at an atom."""
    row = atoms[at : at + 5]
    if not row or row[0].kind != "figures" or len(row) < SHORTEST:
        return None
    mark = row[1].text
    figures = [row[0].text]
    long = 1
    for sign, part in zip(row[1::2], row[2::2], strict=False):
        if sign.text != mark or not sign.glued or not part.glued or part.kind != "figures":
            break
        figures.append(part.text)
        long += 2
    behind = atoms[at + long] if at + long < len(atoms) else None
    if behind and behind.glued and (behind.kind != "sign" or behind.text in {"/", "-", "%"}):
        return None
    sizes = [len(figure) for figure in figures]
    if mark == "-" and sizes == [4, 2, 2]:
        return _Written(parts=tuple(map(int, figures)), iso=True, long=long)
    if mark == "/" and len(figures) > 1 and max(sizes[:2]) <= len("31") and sizes[2:] in ([], [2], [4]):
        return _Written(parts=tuple(map(int, figures)), iso=False, long=long)
    return None


def _as_day(written: _Written, order: str, year: int) -> date | None:
    """The day that is written; None where it is none."""
    if written.iso:
        year, month, day = written.parts
    else:
        first, second, *years = written.parts
        day, month = (first, second) if order == DAY_FIRST else (second, first)
        year = years[0] + (CENTURY if years[0] < CENTURY // 20 else 0) if years else year
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _between(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> tuple[int, bool]:
    """Where the next date may begin behind what joins them, and whether the days between are meant, too."""
    step = at
    while step < len(atoms) and step < at + 2:
        found = vocabulary.find(atoms, step)
        role = found.phrase.role if found and found.long == 1 else ""
        if step == at and (atoms[step].text == "-" or role == "to"):
            return step + 1, True
        if atoms[step].text not in {",", "&"} and role != "and":
            break
        step += 1
    return step, False


UNITS_OF: Final = frozenset(("gram", "milligram", "millilitre"))
"""Roles behind a number that make it no number of a day."""
MOST_DIGITS: Final = 3


class DayList(NamedTuple):
    """Infusion days by their numbers, with those between the ends of spans.

    None of a span that ends before it begins; -1 stands for what is no number of days.
    """

    days: tuple[int, ...]
    end: int
    """The atom behind the last."""


def read_day_list(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> DayList | None:
    """The numbers of days that begin at an atom, with commas or words between; None where none does."""
    days: list[int] = []
    end, span = at, False
    while (number := _day_number(atoms, at, vocabulary)) is not None:
        if span and not days[-1] < number <= days[-1] + MOST_DATES:
            return DayList((), at + 1)
        days += range(days[-1] + 1, number + 1) if span else [number]
        end = at + 1
        at, span = _between(atoms, end, vocabulary)
        if at == end:
            break
    return DayList(tuple(days), end) if days else None


def _day_number(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> int | None:
    """The number of a day at an atom: figures with no unit behind them."""
    if at >= len(atoms) or atoms[at].kind != "figures" or vocabulary.find(atoms, at):
        return None
    behind = atoms[at + 1] if at + 1 < len(atoms) else None
    if behind and (behind.text in {"/", "x", "%"} or (behind.text == "." and at + 2 < len(atoms))):
        return None
    if behind and behind.kind == "word":
        found = vocabulary.find(atoms, at + 1)
        if found is None or found.phrase.role in UNITS_OF:
            return None
    return int(atoms[at].text) if len(atoms[at].text) <= MOST_DIGITS else -1
