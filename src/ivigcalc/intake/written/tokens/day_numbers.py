"""Numbers in an order that name days: infusion days, days of a month, and the parts of a date in figures."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from ivigcalc.intake.written.words.atoms import Atom
from ivigcalc.intake.written.words.roles import UNTIL_LABEL, UNTILS
from ivigcalc.intake.written.words.vocabulary import MOST_DIGITS, Vocabulary

MOST_DATES: Final = 31
LISTED, SPAN, UNTIL = "", "to", "until"
"""How a day is joined to the one before it: as another one; as the last of those between them, too; as the end date."""
ENDS_FIELD: Final = frozenset(";.|")
"""Signs that end a field of a form."""

LONG_DAY: Final = 2
"""So many figures has a day of a month at most."""
ENDINGS: Final = frozenset(("st", "nd", "rd", "th", "o", "\N{MASCULINE ORDINAL INDICATOR}", "\N{DEGREE SIGN}"))
"""Behind the number of a day: 1st, 1o."""
DAYS_BY_ENDING: Final = {"st": (1, 21, 31), "nd": (2, 22), "rd": (3, 23), "th": (*range(4, 21), *range(24, 31))}
"""The days that are counted with each ending in English: of "2st" a figure is lost."""

CENTURY: Final = 2000
LONG_YEAR, SHORT_YEAR = 4, 2
"""So many figures has a year."""
DAY_AND_MONTH: Final = 2
"""Numbers of a date without its year."""
SHORTEST: Final = 3
"""Atoms of the shortest date in figures: two numbers and the sign between them."""

UNITS_OF: Final = frozenset(("gram", "milligram", "millilitre", "kilogram"))
"""Roles behind a number that make it no number of a day."""


class WrittenDate(NamedTuple):
    """A date, or of dates in figures their parts: the first and the second stand in ``month`` and ``day``."""

    year: int | None
    month: int
    day: int
    figures: bool
    long: int
    span: str = LISTED
    """How it is joined to the one before: but for ``LISTED``, the days between are meant, too."""
    day_first: bool = False
    """Of a date in figures: whether days of its month stand before it, which leave the day first alone."""


NO_DATE: Final = WrittenDate(year=1, month=0, day=0, figures=False, long=1)
"""Stands for what is written as a date and is none."""


class DayList(NamedTuple):
    """Infusion days by their numbers, with those between the ends of spans.

    None of a span that ends before it begins; -1 stands for what is no number of days.
    """

    days: tuple[int, ...]
    end: int
    """The atom behind the last."""
    chain: bool = False
    """Whether a span goes on behind its end: "days 1 - 3 - 5" may be three days, or five."""


def read_day_list(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> DayList | None:
    """The numbers of days that begin at an atom, with commas or words between; None where none does."""
    days: list[int] = []
    end, joined, chain = at, LISTED, False
    while (number := day_number(atoms, at, vocabulary)) is not None:
        if joined and not days[-1] < number <= days[-1] + MOST_DATES:
            return DayList((), at + 1)
        days += range(days[-1] + 1, number + 1) if joined else [number]
        end, before = at + _counted_long(atoms, at), joined
        at, joined = between(atoms, end, vocabulary)
        if at == end or (joined == UNTIL and atoms[end].text in ENDS_FIELD):
            break
        chain |= bool(before and joined)
    return DayList(tuple(days), end, chain=chain) if days else None


def day_number(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> int | None:
    """The number of a day at an atom: figures with no unit behind them."""
    if at >= len(atoms) or atoms[at].kind != "figures" or vocabulary.find(atoms, at):
        return None
    end = at + _counted_long(atoms, at)
    behind = atoms[end] if end < len(atoms) else None
    if behind and (behind.text in {"/", "x", "%"} or (behind.text == "." and end + 1 < len(atoms))):
        return None
    if behind and behind.text == ":" and [atom.kind for atom in atoms[end + 1 : end + 2] if atom.glued] == ["figures"]:
        return None
    if behind and behind.kind == "word":
        found = vocabulary.find(atoms, end)
        if found is None or found.phrase.role in UNITS_OF:
            return None
    return int(atoms[at].text) if len(atoms[at].text) <= MOST_DIGITS else -1


def _counted_long(atoms: Sequence[Atom], at: int) -> int:
    """How many atoms the number of a day takes: two where it counts, as in "1st"."""
    day = day_of_month(atoms, at)
    return day[1] if day else 1


def day_of_month(atoms: Sequence[Atom], at: int) -> tuple[int, int] | None:
    """The number of a day at an atom, and how many atoms it takes."""
    if at >= len(atoms) or atoms[at].kind != "figures" or not 1 <= len(atoms[at].text) <= LONG_DAY:
        return None
    day = int(atoms[at].text)
    counted = atoms[at + 1].text if at + 1 < len(atoms) and atoms[at + 1].glued else ""
    if day not in DAYS_BY_ENDING.get(counted, (day,)):
        return None
    return day, 2 if counted in ENDINGS else 1


def date_in_figures(atoms: Sequence[Atom], at: int) -> WrittenDate | None:
    """One date in figures at an atom."""
    row = atoms[at : at + 5]
    if len(row) < SHORTEST or row[0].kind != "figures":
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
    row = atoms[at + long + 1 : at + long + 4]
    joined = behind and behind.text == "-" and [one.text == mark for one in row] == [False, True, False]
    if behind and behind.glued and not joined and (behind.kind != "sign" or behind.text in {"/", "-", "%"}):
        return None
    sizes = [len(figure) for figure in figures]
    numbers = list(map(int, figures)) if max(sizes) <= LONG_YEAR else []
    if mark not in {"-", "/", "."} or not numbers or not _are_date(mark, sizes):
        return None
    if sizes[0] == LONG_YEAR:
        return WrittenDate(year=numbers[0], month=numbers[1], day=numbers[2], figures=False, long=long)
    year = numbers[2] + (CENTURY if sizes[2] == SHORT_YEAR else 0) if len(numbers) > DAY_AND_MONTH else None
    if mark != "/" and year is not None and sizes[2] == SHORT_YEAR:
        return NO_DATE._replace(long=long)
    return WrittenDate(year=year, month=numbers[0], day=numbers[1], figures=True, long=long)


def _are_date(mark: str, sizes: Sequence[int]) -> bool:
    """Whether figures with marks between are as long as those of a date: with a year, or with slashes without one."""
    if len(sizes) > DAY_AND_MONTH and sizes[0] == LONG_YEAR:
        return max(sizes[1:]) <= LONG_DAY
    if max(sizes[:2]) > LONG_DAY:
        return False
    return sizes[2:] in ([SHORT_YEAR], [LONG_YEAR]) or (mark == "/" and len(sizes) == DAY_AND_MONTH)


def between(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> tuple[int, str]:
    """Where the next date may begin behind what joins them, and how it is joined: ``LISTED``, ``SPAN`` or ``UNTIL``.

    What ends a field of a form joins only a first date and an end date. A carrier ends a list: what stands behind it
    may be of the carrier, as the number in "on days 1-4, weight 5".
    """
    step = at
    while step < len(atoms) and step < at + 2:
        found = vocabulary.find(atoms, step)
        long, said = (found.long, found.phrase.role) if found else (0, "")
        role = said if long == 1 else ""
        colon = [atom.text for atom in atoms[step + long : step + long + 1]] == [":"]
        until = said in UNTILS or (said == UNTIL_LABEL and colon)
        if until and (step == at or atoms[at].text in {",", *ENDS_FIELD}):
            return step + long + colon, UNTIL
        if step == at and (atoms[step].text == "-" or role in {"to", "to-or-at"}):
            return step + 1, SPAN
        if atoms[step].text not in {",", "&", *ENDS_FIELD} and role != "and":
            break
        step += 1
    behind_carrier = any(atom.cut for atom in atoms[at : step + 1])
    return at if behind_carrier or any(atom.text in ENDS_FIELD for atom in atoms[at:step]) else step, LISTED
