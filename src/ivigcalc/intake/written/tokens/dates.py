"""Dates in an order, read in every way that they may be.

A date is year-month-day, names its month, or is figures with slashes, dashes or points, which have two readings.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

from ivigcalc.core.facts.fact import DateOrder
from ivigcalc.intake.dates import NUMBER_OF, OTHER_WORDS
from ivigcalc.intake.written.tokens.day_numbers import (
    ENDS_FIELD,
    LISTED,
    LONG_YEAR,
    MOST_DATES,
    NO_DATE,
    SPAN,
    UNTIL,
    WrittenDate,
    between,
    date_in_figures,
    day_number,
    day_of_month,
)
from ivigcalc.intake.written.words.atoms import Atom
from ivigcalc.intake.written.words.roles import DAY_LISTS
from ivigcalc.intake.written.words.vocabulary import Vocabulary

DAY_FIRST, MONTH_FIRST = "the day first", "the month first"
ORDERS: Final = {DAY_FIRST: DateOrder.DMY, MONTH_FIRST: DateOrder.MDY}
"""Readings of a date in figures, as ``--dates`` says them."""
YEARS: Final = {2027: "a year without 29 February", 2028: "a year with 29 February"}
"""For dates without a year."""
ENDS_OF_SPAN: Final = 2
"""Dates of a span: its first day and its last."""
MONTHS: Final = 12
"""A figure above it is a day."""
SIGNS: Final = frozenset("-/.")
"""Between the day, the month by its name and the year, as words such as "of" are."""


class Dates(NamedTuple):
    """The dates of an order: ``readings`` are the days they may be, each with how they are read ("" for the only way).

    None where one of them is no date.
    """

    readings: tuple[tuple[str, tuple[date, ...]], ...]
    end: int
    """The atom behind the last."""
    backward: bool = False
    """Whether they are a span whose end is not behind its begin."""
    sure: bool = False
    """Whether a day above 12, beside a year of four figures, leaves one way round alone: 13/12/2026."""
    until: date | None = None
    """The last day of a span too long for a course, of which the first day is the only one in ``readings``."""
    chain: bool = False
    """Whether a span goes on behind its end, or a list is said to end: "1 - 3 - 5 May", "1 and 2 May until 5 May"."""
    long: tuple[tuple[str, date, date], ...] = ()
    """How else they may be the first and the last day of a span, too long for a course: its way, and both days."""


def read_dates(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary, order: str = "") -> Dates | None:
    """The dates that begin at an atom, with commas and words between; None where none does.

    ``order`` is how dates in figures are written, one of ``DateOrder``; "" where nobody said it.
    """
    written, end = (
        _named(atoms, at, vocabulary) or _of_month_in_figures(atoms, at, vocabulary) or _numeric(atoms, at, vocabulary)
    )
    if not written:
        return None
    if any(
        one.span and (before.span or (one.span == UNTIL and at)) for at, (before, one) in enumerate(pairwise(written))
    ):
        return Dates((), end, chain=True)
    if not written[0].figures or order:
        said = next((said for said in ORDERS if ORDERS[said] == order), "") if written[0].figures else ""
        if written[-1].day_first and said != DAY_FIRST:
            return Dates((), end)
        found = Dates(_readings(written, said), end, backward=_is_backward(written, said))
        return found if found.readings else _with_end(found, written, ("", said))
    readings = []
    ways = (DAY_FIRST,) if written[-1].day_first else tuple(ORDERS)
    for said in ways:
        readings += [(f"{said}, {how}" if how else said, days) for how, days in _readings(written, said)]
    years = sum(len(atom.text) == LONG_YEAR for atom in atoms[at:end] if atom.kind == "figures")
    sure = 0 < years == sum(one.year is not None for one in written)
    sure = sure and any(max(one.month, one.day) > MONTHS for one in written)
    others = [said for said in ways if not any(way.startswith(said) for way, _ in readings)]
    if len(readings) == len(ORDERS) and len({days for _, days in readings}) == 1:
        readings = [("" if years == len(written) else DAY_FIRST, readings[0][1])]
    long = tuple((said, *ends) for said in others if (ends := _ends(written, said)))
    made = Dates(tuple(readings), end, sure=sure, long=() if sure else long)
    return made if readings or not sure else _with_end(made, written, *((said, said) for said in ways))


def _with_end(found: Dates, written: Sequence[WrittenDate], *ways: tuple[str, str]) -> Dates:
    """Dates without a reading, as the first and the last day of a treatment where they are a long span with its year.

    ``ways`` are how each reading is called, and how it is read.
    """
    for called, said in ways:
        if written[-1].year is not None and (ends := _ends(written, said)):
            return found._replace(readings=((called, ends[:1]),), until=ends[1])
    return found


def _ends(written: Sequence[WrittenDate], said: str) -> tuple[date, date] | None:
    """The first and the last day of a span, read one way; None where they are no span, or end before they begin."""
    if len(written) != ENDS_OF_SPAN or not written[1].span:
        return None
    ends = _as_days([written[0], written[1]._replace(span=LISTED)], said, min(YEARS))
    return (ends[0], ends[1]) if ends and ends[0] < ends[1] else None


def _readings(written: Sequence[WrittenDate], said: str) -> tuple[tuple[str, tuple[date, ...]], ...]:
    """The days that dates are; where they have no year and 29 February matters, with it and without."""
    found = {how: days for year, how in YEARS.items() if (days := _as_days(written, said, year))}
    apart = {tuple(day - days[0] for day in days) for days in found.values()}
    if len(apart) == 1 and len(found) == len(YEARS):
        return (("", next(iter(found.values()))),)
    return tuple(found.items())


def _is_backward(written: Sequence[WrittenDate], said: str) -> bool:
    """Whether dates, read one way, are a span that ends before it begins, or where it does."""
    if len(written) == 1 or not written[-1].span:
        return False
    ends = [
        _as_days([one._replace(year=one.year or written[-2].year or min(YEARS), span=LISTED)], said, min(YEARS))
        for one in written[-2:]
    ]
    return all(ends) and ends[1] <= ends[0]


def _as_days(written: Sequence[WrittenDate], said: str, year: int) -> tuple[date, ...]:
    """Dates, read one way, in a year for those without; a year behind the last is that of all. None if one is none.

    A date without its year is in that of the one before it, or in the next one.
    """
    parts = [(one.day, one.month) if said == DAY_FIRST else (one.month, one.day) for one in written]
    years = [one.year for one in written]
    if years[-1] is not None and not any(years[:-1]):
        year = years[-1] - sum(later < month for (month, _), (later, _) in pairwise(parts))
    days: list[date] = []
    for one, (month, day) in zip(written, parts, strict=True):
        if days and one.year is None and month < days[-1].month:
            year += 1
        try:
            found = date(one.year or year, month, day)
        except ValueError:
            return ()
        gap = (found - days[-1]).days if one.span else 1
        if not 1 <= gap < MOST_DATES:
            return ()
        year = found.year
        days += [found - timedelta(days=gap - 1 - step) for step in range(gap)] if one.span else [found]
    return tuple(days)


def in_a_row(days: Sequence[date]) -> bool:
    """Whether each day is the one behind the day before."""
    return all(later.toordinal() - day.toordinal() == 1 for day, later in pairwise(days))


def _numeric(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> tuple[list[WrittenDate], int]:
    """Dates in figures, of one kind, with what joins them; a span only of two."""
    first = date_in_figures(atoms, at)
    if first is None:
        return [], at
    written = [first]
    at += first.long
    while True:
        step, span = _joined(atoms, at, vocabulary)
        following = date_in_figures(atoms, step) if step > at else None
        if following is None or (span and len(written) > 1):
            return (written if len({one.figures for one in written}) == 1 else [NO_DATE]), at
        written.append(following._replace(span=span))
        at = step + following.long
        if span:
            return (written if following.figures == first.figures else [NO_DATE]), at


def _of_month_in_figures(
    atoms: Sequence[Atom], at: int, vocabulary: Vocabulary
) -> tuple[list[WrittenDate], int] | None:
    """Days of the month of the date in figures behind them, which has its year: "14 a 18/12/2026"; None for none."""
    days: list[tuple[int, str]] = []
    span = LISTED
    while (last := date_in_figures(atoms, at)) is None:
        day = day_of_month(atoms, at)
        step, joined = between(atoms, at + 1, vocabulary) if day else (at, LISTED)
        if day is None or step == at + 1 or len(days) == MOST_DATES:
            return None
        days.append((day[0], span))
        at, span = step, joined
    if not days or not last.figures or last.year is None or atoms[at + 1].text == "-":
        return None
    last = last._replace(span=span, day_first=True)
    before = [last._replace(year=None, month=day, span=joined) for day, joined in days]
    return [*before, last], at + last.long


def _named(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> tuple[list[WrittenDate], int] | None:
    """Dates that name their month, as "1, 2 and 3 May", "May 1 to 5, 2027", "1 de maio a 5 de maio"; None for none."""
    written: list[WrittenDate] = []
    end, span = at, LISTED
    while (group := _of_month(atoms, at, vocabulary)) is not None:
        written += [group[0]._replace(span=span), *group[1:]]
        end = at + group[0].long
        at, span = _joined(atoms, end, vocabulary)
        if at == end:
            break
    return (written, end) if written else None


def _of_month(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> list[WrittenDate] | None:
    """Days of one month, before its name or behind it, with the year; the first says how long all are."""
    begin, ahead = at, _month(atoms, at, vocabulary)
    at += 1 if ahead else 0
    days: list[tuple[int, str]] = []
    span, month, end = LISTED, ahead, at
    while len(days) < MOST_DATES and (day := day_of_month(atoms, at)) is not None:
        if ahead and (_is_counted(atoms, at + day[1], at, vocabulary) or _is_of_next(atoms, at + day[1], vocabulary)):
            break
        days.append((day[0], span))
        end = at + day[1]
        past = _past(atoms, end, vocabulary)
        if not ahead and (month := _month(atoms, past, vocabulary)):
            end = past + 1
            break
        at, span = _joined(atoms, end, vocabulary)
        if at == end or (span == UNTIL and not ahead and atoms[end].text in ENDS_FIELD):
            break
    if not days or not month:
        return None
    year = _year(atoms, end, vocabulary)
    end, number = year or (end, None)
    return [
        WrittenDate(year=number, month=month, day=one, figures=False, long=end - begin, span=joined)
        for one, joined in days
    ]


def _month(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> int:
    """The number of the month whose name stands at an atom; 0 for none."""
    if at >= len(atoms) or (atoms[at].text in OTHER_WORDS and not _is_between(atoms[at - 1], vocabulary)):
        return 0
    return NUMBER_OF.get(atoms[at].text, 0)


def _joined(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> tuple[int, str]:
    """As ``between``, also with "day" behind "to": "dia 1 ao dia 5 de maio"."""
    to = any(vocabulary.find_as(role, atoms, at) for role in ("to", "to-or-at"))
    day = to and any(vocabulary.find_as(role, atoms, at + 1) for role in DAY_LISTS)
    return (at + 2, SPAN) if day else between(atoms, at, vocabulary)


def _is_of_next(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> bool:
    """Whether a day that ends before an atom is of the month behind it, with no day of its own behind it."""
    month = _past(atoms, at, vocabulary)
    return bool(_month(atoms, month, vocabulary)) and day_of_month(atoms, month + 1) is None


def _past(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> int:
    """The atom behind what may stand between a day and its month."""
    return at + 1 if at < len(atoms) and _is_between(atoms[at], vocabulary) else at


def _is_between(atom: Atom, vocabulary: Vocabulary) -> bool:
    """Whether an atom may stand between a day and its month, or a month and its year."""
    return atom.text in SIGNS or atom.text in vocabulary.links


def _is_counted(atoms: Sequence[Atom], behind: int, at: int, vocabulary: Vocabulary) -> bool:
    """Whether a number is no day of the month before it: it has a unit, or counts something."""
    return day_number(atoms, at, vocabulary) is None and behind == at + 1


def _year(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> tuple[int, int] | None:
    """The atom behind a year of four figures, and the year; None where none follows."""
    step = at + (at < len(atoms) and (atoms[at].text == "," or _is_between(atoms[at], vocabulary)))
    if step < len(atoms) and atoms[step].kind == "figures" and len(atoms[step].text) == LONG_YEAR:
        behind = atoms[step + 1] if step + 1 < len(atoms) else None
        if behind is None or behind.kind == "sign" or not behind.glued:
            return step + 1, int(atoms[step].text)
    return None
