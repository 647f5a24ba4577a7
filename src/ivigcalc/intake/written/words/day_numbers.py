"""The infusion days that an order names by their numbers."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from ivigcalc.intake.written.words.atoms import Atom
from ivigcalc.intake.written.words.vocabulary import MOST_DIGITS, Vocabulary

MOST_DATES: Final = 31
LISTED, SPAN, UNTIL = "", "to", "until"
"""How a day is joined to the one before it: as another one; as the last of those between them, too; as the end date."""
UNTIL_LABEL: Final = "until-label"
"""The role of words that are an end date only as the label of one."""
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
        end, before = at + 1, joined
        at, joined = between(atoms, end, vocabulary)
        if at == end:
            break
        chain |= bool(before and joined)
    return DayList(tuple(days), end, chain=chain) if days else None


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


def between(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> tuple[int, str]:
    """Where the next date may begin behind what joins them, and how it is joined: ``LISTED``, ``SPAN`` or ``UNTIL``.

    What ends a field of a form joins only a first date and an end date.
    """
    step = at
    while step < len(atoms) and step < at + 2:
        found = vocabulary.find(atoms, step)
        long, said = (found.long, found.phrase.role) if found else (0, "")
        role = said if long == 1 else ""
        colon = [atom.text for atom in atoms[step + long : step + long + 1]] == [":"]
        until = said == "until" or (said == UNTIL_LABEL and colon)
        if until and (step == at or atoms[at].text in {",", *ENDS_FIELD}):
            return step + long + colon, UNTIL
        if step == at and (atoms[step].text == "-" or role in {"to", "to-or-at"}):
            return step + 1, SPAN
        if atoms[step].text not in {",", "&", *ENDS_FIELD} and role != "and":
            break
        step += 1
    return at if any(atom.text in ENDS_FIELD for atom in atoms[at:step]) else step, LISTED
