"""The first and the last day of an order in two fields of a form, with its dose between: read as one span of dates."""

from typing import Final

from ivigcalc.intake.written.tokens.amounts import AmountCursor
from ivigcalc.intake.written.tokens.dates import read_dates
from ivigcalc.intake.written.tokens.tokens import LAST_DAY, Token
from ivigcalc.intake.written.words.roles import DAY_LISTS, LAST_DOSE, ONE_DAY, ONSET, SINCE, UNTIL_LABEL, UNTILS

ENDS: Final = (UNTILS - {LAST_DOSE}) | {UNTIL_LABEL}
"""Roles of the labels of the last day: "last dose" may be the last one that was given."""

NUMBERED: Final = ("on-day", *DAY_LISTS)
"""Roles of words for the number of a day: "D1", "day 1"."""

OF_PAPER: Final = frozenset(("dates", "ordered"))
"""Kinds of what may stand before the first field: the day of writing, which refuses the order for what it is."""


def joint_of(before: str, role: str) -> str:
    """The role of the words before a date; of "from day" the one that may be of something else."""
    return before if before in {SINCE, ONSET} and role != ONE_DAY else role


def label_of_first_day(cursor: AmountCursor, order: str) -> int:
    """The atom behind "day 1:", of dates with the label of the last day between; 0 where no such begins here.

    ``order`` is how dates in figures are written.
    """
    found = cursor.role_at(cursor.at, *NUMBERED)
    if found is None:
        return 0
    end = cursor.at + found.long
    one = found.numbers == (1,) if found.numbers else cursor.text_at(end) == "1"
    end += not found.numbers
    dates = read_dates(cursor.atoms, end + 1, cursor.vocabulary, order) if one and cursor.text_at(end) == ":" else None
    last = dates and any(cursor.role_at(at, *UNTILS) for at in range(end + 1, dates.end))
    return end + 1 if last else 0


def note_first_day(cursor: AmountCursor, begin: int, start: int, end: int, lead: str) -> None:
    """Take note of the first day as the field of a form: its label and a colon before it, and nothing of a dose.

    ``lead`` is the role of the label; "" of a date that says nothing of a first day, such as that of writing.
    """
    if not lead:
        return
    alone = not begin or cursor.atoms[begin].line or cursor.text_at(begin - 1) in {",", ";", "."}
    labelled = alone and cursor.text_at(start - 1) == ":" and cursor.begun <= OF_PAPER
    cursor.first_field = (start, end, cursor.said_from(begin), lead) if labelled and cursor.first_field is None else ()


def read_last_day(cursor: AmountCursor, order: str) -> Token | None:
    """The dates from the first field to the last day behind its label, "End: 2026-12-05"; None where none stands there.

    ``order`` is how dates in figures are written.
    """
    found = cursor.role_at(cursor.at, *ENDS) if cursor.first_field else None
    if not cursor.first_field or found is None or cursor.text_at(cursor.at + found.long) != ":":
        return None
    start, end, said, lead = cursor.first_field
    cursor.first_field = ()
    dates = read_dates([*cursor.atoms[start:end], *cursor.atoms[cursor.at :]], 0, cursor.vocabulary, order)
    if dates is None or dates.end <= end - start + found.long + 1:
        return None
    label, cursor.at = cursor.at, cursor.at + dates.end - (end - start)
    cursor.dated = cursor.at
    one = bool(dates.readings) and all(len(days) == 1 for _, days in dates.readings)
    text = f"{said} {cursor.said_from(label)}"
    return Token(kind="dates", text=text, dates=dates, first=one, lead=lead, says=LAST_DAY)


def with_fields_joined(tokens: list[Token]) -> list[Token]:
    """The tokens without the first day where it is read with the last one, which stands in a field of its own."""
    if not any(token.says == LAST_DAY for token in tokens):
        return tokens
    last = next(place for place, token in enumerate(tokens) if token.says == LAST_DAY)
    first = next(token for token in reversed(tokens[:last]) if token.dates)
    return [token for token in tokens if token is not first]
