"""The infusion days that an order names by their numbers."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from ivigcalc.intake.written.words.atoms import Atom, shown_atoms
from ivigcalc.intake.written.words.vocabulary import MOST_DIGITS, Vocabulary

MOST_DATES: Final = 31
ENDS_FIELD: Final = frozenset(";.|")
"""Signs that end a field of a form."""

UNITS_OF: Final = frozenset(("gram", "milligram", "millilitre"))
"""Roles behind a number that make it no number of a day."""


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
    while (number := day_number(atoms, at, vocabulary)) is not None:
        if span and not days[-1] < number <= days[-1] + MOST_DATES:
            return DayList((), at + 1)
        days += range(days[-1] + 1, number + 1) if span else [number]
        end = at + 1
        at, span = between(atoms, end, vocabulary)
        if at == end:
            break
    return DayList(tuple(days), end) if days else None


def day_number(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> int | None:
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


def between(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> tuple[int, bool]:
    """Where the next date may begin behind what joins them, and whether the days between are meant, too.

    What ends a field of a form joins only a first date and an end date.
    """
    step = at
    while step < len(atoms) and step < at + 2:
        found = vocabulary.find(atoms, step)
        role = found.phrase.role if found and found.long == 1 else ""
        if found and found.phrase.role == "until" and (step == at or atoms[at].text in {",", *ENDS_FIELD}):
            return step + found.long + (shown_atoms(atoms[step + found.long :][:1]) == ":"), True
        if step == at and (atoms[step].text == "-" or role in {"to", "to-or-at"}):
            return step + 1, True
        if atoms[step].text not in {",", "&", *ENDS_FIELD} and role != "and":
            break
        step += 1
    return at if any(atom.text in ENDS_FIELD for atom in atoms[at:step]) else step, False
