"""The words of an order as tokens, and the refusal of what is not understood, has two readings, or no days."""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from ivigcalc.core.facts.indication import Interval
from ivigcalc.core.facts.orders import NeverRead
from ivigcalc.core.names.words import near
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Dose, shown_dose
from ivigcalc.intake.numbers import refusal
from ivigcalc.intake.written.dates import DAY_FIRST, MONTH_FIRST, Dates, in_a_row
from ivigcalc.intake.written.vocabulary import Atom, Vocabulary, shown_atoms

FIELD: Final = "--order"

EXAMPLE: Final = '"30 g daily for 5 days"'

LONG_WORD: Final = 4
"""Shorter words are not taken for misspelt ones."""
RANGE: Final = re.compile(r"[0-9] ?(?:-|to|a|al|ate) ?(?:[0-9]|$)")
MOST_NAMED: Final = 5
"""How many pieces that are not understood are named."""


class Token(Record):
    """One word or phrase of an order, or what stands in brackets."""

    kind: str
    """``dose``, ``bracket``, ``rate-of``, ``strength``, ``deviation``,
    ``volume-of``, ``dates``, or of ``order_words``."""
    text: str = ""
    """The words as written, in lower case and without carriers."""
    dose: Dose | None = None
    days: tuple[int, ...] = ()
    """The infusion days that it names or counts."""
    interval: Interval | None = None
    inside: tuple["Token", ...] = ()
    """The words in the brackets."""
    number: Fraction | None = None
    """Of a strength mg/mL, of a volume mL, of a rate its number, of a deviation percent."""
    decimals: int = 0
    """With how many decimals the number was written."""
    unit: str = ""
    """Of a rate."""
    ids: frozenset[str] = frozenset()
    """Of a name: the preparations that have it."""
    sizes: tuple[tuple[Fraction, int], ...] = ()
    """Of vials: each size in g with its number."""
    dates: Dates | None = None
    first: bool = False
    """Of one date or one day: whether the others follow it."""


class Unknown(NamedTuple):
    """Words that are not understood, or known and never read."""

    text: str
    never: NeverRead | None = None
    name: bool = False
    """Whether they may be the name of a medicine: with a capital letter, beside a dose, or behind "of"."""


def order_refusal(
    text: str, code: str, why: str, hint: str = f"type for example {EXAMPLE}", allowed: tuple[str, ...] = ()
) -> RefusedError:
    """An order cannot be read: why, what to type instead (``hint``), and the readings it could have."""
    return refusal(text, FIELD, code, why, hint, allowed=allowed, named="order")


def not_understood(
    text: str, unknown: Sequence[Unknown], vocabulary: Vocabulary, atoms: Sequence[Atom]
) -> RefusedError:
    """What is not understood, all of it, and what is known and never read, with the reason."""
    never = next((one for one in unknown if one.never), None)
    plain = list(dict.fromkeys(one.text for one in unknown if not one.never))
    named = ", ".join(map(repr, plain[:MOST_NAMED])) + (" and more" if len(plain) > MOST_NAMED else "")
    also = f"{named} {'is' if len(plain) == 1 else 'are'} not understood" if plain else ""
    if never and never.never:
        why = f": {never.text!r} {never.never.why}{f'; {also}' if also else ''}"
        return order_refusal(text, "order-unreadable", why, never.never.next)
    first = plain[0].split(" ")
    if RANGE.search(plain[0]):
        return order_refusal(
            text, "order-unreadable", f": {also}", "verify one dose, or one number, of a range at a time"
        )
    if first[0][:1].isdigit():
        code = "unit-missing" if plain[0] == shown_atoms(atoms) else "unit-unknown"
        hint = "write a unit behind each number: g, mg, g/kg, mg/kg; days, weeks, months; see: ivigcalc verify --words"
        return order_refusal(text, code, f": {also}", hint)
    words = [word for word in vocabulary.single_words if len(word) >= LONG_WORD and word not in plain]
    meant = near(plain[0], words, most=1) if len(plain[0]) >= LONG_WORD else []
    if meant:
        hint = f"did you mean {' or '.join(map(repr, meant[:2]))}? "
    elif names := [one.text for one in unknown if one.name]:
        hint = f"what is {names[0]!r}? A name that is not known is not left out: ask what is meant; "
        hint += "preparations: ivigcalc products; "
    else:
        hint = "leave it out if it says nothing of the dose; "
    return order_refusal(
        text, "order-unreadable", f": {also}", f"{hint}every word that is read: ivigcalc verify --words"
    )


def listed(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with days named one by one in one: "D1, D3 and D5" as "on days 1, 3 and 5".

    A day with a dose behind it is that dose's.

    Raises:
        RefusedError: nothing stands between two days that are not in a row: as likely as a comma a dash was lost.
    """
    made: list[Token] = []
    run: list[Token] = []
    joints: list[Token] = []
    for token, behind in zip(tokens, [*tokens[1:], None], strict=True):
        if run and token.kind == "and":
            joints.append(token)
        elif _is_day(token) and not (run and behind and behind.dose):
            if run and not joints and token.days[0] > run[-1].days[-1] + 1:
                raise _lost_dash(text, run[-1], token)
            run += [*joints, token]
            joints = []
        else:
            made += [*_one_list(run), *joints, token]
            run, joints = [], []
    return [*made, *_one_list(run), *joints]


def _lost_dash(text: str, one: Token, other: Token) -> RefusedError:
    """Days beside each other, which may be a list or the ends of a span."""
    first, last = one.days[0], other.days[-1]
    listed, span = (", ".join(map(str, days)) for days in ((*one.days, *other.days), range(first, last + 1)))
    why = f": {one.text!r} beside {other.text!r} may be a list of days, or the first and the last of them"
    hint = f'put a comma between them, or type "days {first} to {last}" in their place'
    return order_refusal(text, "order-ambiguous", why, hint, (f"a list: days {listed}", f"a span: days {span}"))


def _one_list(run: Sequence[Token]) -> Sequence[Token]:
    """Days that follow each other, with what joins them, in one token."""
    if len(run) <= 1:
        return run
    text = " ".join(token.text or "," for token in run).replace(" ,", ",")
    return [Token(kind="on-days", text=text, days=tuple(day for token in run for day in token.days))]


ENDS: Final = frozenset(("and", "then", "open", "close", "again", "end"))
"""What ends the words that are said again."""


def said_again(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with what "as" or "=" says again in brackets, up to the next comma or bracket."""
    made: list[Token] = []
    opened = False
    for token, behind in zip(tokens, [*tokens[1:], None], strict=True):
        if opened and token.kind in ENDS:
            made.append(Token(kind="close"))
            opened = False
        if token.kind == "again" and (behind is None or behind.kind in ENDS):
            made.append(token.replaced(kind="unsaid"))
        elif token.kind == "again":
            made += [token, Token(kind="open")]
            opened = True
        else:
            made.append(token)
    return [*made, *([Token(kind="close")] if opened else [])]


def _is_day(token: Token) -> bool:
    """Whether infusion days are named by their numbers."""
    return token.kind in {"on-day", "on-days"}


def bracketed(text: str, tokens: Iterable[Token]) -> list[Token]:
    """The tokens, with those between two brackets inside a token of the kind ``bracket``."""
    paired: list[Token] = []
    inside: list[Token] | None = None
    for token in tokens:
        if token.kind == ("close" if inside is None else "open"):
            raise order_refusal(text, "order-unreadable", ": its brackets do not pair", "close each bracket once")
        if token.kind == "open":
            inside = []
        elif token.kind == "close":
            paired += [Token(kind="bracket", inside=tuple(inside))] if inside else []
            inside = None
        elif token.kind != "end":
            (paired if inside is None else inside).append(token)
    if inside is not None:
        raise order_refusal(text, "order-unreadable", ": its brackets do not pair", "close each bracket once")
    return paired


def two_readings(text: str, dose: Dose, days: Token) -> RefusedError:
    """A dose over several days is told neither per day nor in all: both readings, and how to say each."""
    count = len(days.days)
    daily, course = Fraction(count), Fraction(1, count)
    listed = days.kind == "on-days" and days.days[-1] != count
    on = f"on days {', '.join(map(str, days.days))}" if listed else ""
    return order_refusal(
        text,
        "order-ambiguous",
        "can be read in two ways",
        f'type "{shown_dose(dose)} daily {on or f"for {count} days"}", '
        f'or "{shown_dose(dose)} in all {on or f"over {count} days"}"',
        (
            f"daily: {shown_dose(dose)} on each of {count} days, {shown_dose(dose, daily)} in all",
            f"in all: {shown_dose(dose, course)} on each of {count} days, {shown_dose(dose)} in all",
        ),
    )


def no_days(text: str, dose: Dose, *, per_day: bool, in_all: bool) -> RefusedError:
    """An order that does not say on how many days, and how to say it: never a total as the dose of a day."""
    daily = [] if in_all else [f'"{shown_dose(dose)} daily for 5 days"']
    total = [] if per_day else [f'"{shown_dose(dose)} in all over 5 days"']
    once = [] if per_day or (dose.per_kg and dose.value > 1) else [f'"{shown_dose(dose)} once"']
    typed = " or ".join([*daily, *total, *once])
    return order_refusal(text, "order-incomplete", "does not say on how many days", f"type for example {typed}")


def two_dates(text: str, token: Token) -> RefusedError:
    """Dates that can be read in two ways, or in none."""
    readings: dict[str, str] = {}
    for order, days in token.dates.readings if token.dates else ():
        shown = ", ".join(f"{day.day} {day:%B}" for day in days[:5])
        readings.setdefault(order, f"{order}: {shown}{'' if in_a_row(days) else ', which are not in a row'}")
    if not readings:
        hint = "write each date as year-month-day, as 2026-12-01; the year has four figures"
        are = "holds no date" if len(token.text.split(",")) == 1 else "are no dates"
        return order_refusal(text, "not-a-date", f": {token.text!r} {are}", hint)
    why = (
        f": {token.text!r} can be read in two ways"
        if len(readings) > 1
        else f": {token.text!r} may be no dates in a row"
    )
    if len(readings) == 1 and token.dates and all(len(days) == 1 for _, days in token.dates.readings):
        why = f": {token.text!r} is a date in figures, and nobody said which way round they are written"
    figures = {DAY_FIRST, MONTH_FIRST} & {*readings}
    option = ", add --dates dmy or mdy" if figures else ""
    hint = f"write each date as year-month-day, as 2026-12-01{option}, or number the days"
    return order_refusal(text, "order-ambiguous", why, hint, tuple(readings.values()))
