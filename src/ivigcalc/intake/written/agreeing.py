"""What an order says twice in agreement, put where it is read: how often, two doses in one bracket, rounded grams."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from ivigcalc.core.facts.indication import Interval
from ivigcalc.core.quantity import plain
from ivigcalc.intake.written.grouping.doses_a_day import up_to_then
from ivigcalc.intake.written.preparation import every_token
from ivigcalc.intake.written.tokens.intervals import length_of
from ivigcalc.intake.written.tokens.refusal import order_refusal
from ivigcalc.intake.written.tokens.tokens import AMOUNTS, CARRIED, DURATIONS, OF_A_DAY, SAID_AGAIN, Token

GRAMS_AFTER, GRAMS_BEFORE = "rounded-to", "rounded-from"
ROUNDINGS: Final = frozenset((GRAMS_AFTER, GRAMS_BEFORE))
"""Kinds of words between grams and what they were rounded to, or were before."""

SHOWN: Final = ROUNDINGS | {SAID_AGAIN}
"""Kinds of words that are shown alone from here on."""

ONLY_DAYS: Final = re.compile(r"(?:[a-z]+ |[0-9]+ ?)[a-z]+")
"""A number with its unit and nothing else: "28 days"; not "days: 28", nor a "28-day course"."""

BESIDE_INTERVAL: Final = frozenset(("and", "bracket"))

DOSE_WORDS: Final = frozenset(("dose", "in-all", "per-day", "daily", "per-dose"))
"""Kinds of words of a dose that is said again in brackets."""


DOSE_TWO_WAYS: Final = 4
"""Tokens beside each other: a dose for each kg, the grams of a day, the days and the grams of all."""

TWO: Final = 2
"""Doses that a bracket says: each in its unit, or that of a day and that of all."""

ALL_DAYS: Final = {"dose", "in-all"}
"""Kinds of the words of a bracket that says the dose of all days."""


def with_agreeing(text: str, tokens: Sequence[Token], most: Fraction) -> list[Token]:
    """The tokens, with what says again what stands before it shown alone, and each dose in a bracket of its own.

    ``most`` is how far, as a share of them, grams may be off those that were rounded: as far as off g/kg beside them.

    Raises:
        RefusedError: grams are not those before them rounded.
    """
    tokens = _with_intervals_once(tokens)
    tokens = [*_with_one_dose_a_bracket(tokens)]
    tokens = _with_grams_as_rounded(text, tokens, most)
    return _with_grams_of_day_first(tokens)


def _with_intervals_once(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with an interval right behind the same one shown alone: "every 4 weeks (28 days)".

    Brackets hold nothing else, not even a word that carries nothing elsewhere: "(route 28 days)".
    """
    made: list[Token] = []
    interval: Interval | None = None
    for token in tokens:
        inside = token.inside
        if interval and len(inside) == 1 and token.says != CARRIED and _is_same(interval, inside[0], days=True):
            made.append(token.replaced(inside=(_words_of(inside[0]),)))
            continue
        if interval and _is_same(interval, token, days=False):
            made.append(_words_of(token))
            continue
        if token.interval or token.text or token.kind not in BESIDE_INTERVAL:
            interval = token.interval
        made.append(token)
    return made


def _words_of(token: Token) -> Token:
    """A token of which only the words are left."""
    return Token(kind=SAID_AGAIN, text=token.text)


def _is_same(interval: Interval, again: Token, *, days: bool) -> bool:
    """Whether a token is the same interval; with ``days`` also whether it is as many days, and nothing but a number."""
    own = length_of(interval)
    if again.interval:
        return own == length_of(again.interval)
    bare = again.kind == "for" and ONLY_DAYS.fullmatch(again.text) is not None
    return days and bare and own == (len(again.days), "days")


def _with_one_dose_a_bracket(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens, with each dose of a bracket in brackets of its own: "(28 g/day, total 140 g)", "(0.4 g/kg; 280 mL)".

    Behind the days vials or a volume beside a dose may be those of a day or of all, and are left with it.
    """
    timed = False
    for token in tokens:
        timed = timed or token.kind == "dates" or token.kind in DURATIONS
        pieces = _pieces_of(token)
        kinds = [{one.dose.per_kg for one in piece if one.dose} for piece in pieces]
        own = len(pieces) == TWO and all({one.kind for one in piece} <= DOSE_WORDS for piece in pieces)
        two = own and (kinds in ([{True}, {False}], [{False}, {True}]) or _are_day_and_total(*pieces))
        if two or (not timed and _are_dose_and_amounts(pieces)):
            yield from (Token(kind="bracket", inside=piece) for piece in pieces)
        else:
            yield token


def _pieces_of(bracket: Token) -> list[tuple[Token, ...]]:
    """What stands in a bracket between its signs."""
    pieces: list[tuple[Token, ...]] = [()]
    for token in bracket.inside:
        if token.kind == "and" and not token.text:
            pieces.append(())
        else:
            pieces[-1] += (token,)
    return pieces


def _are_dose_and_amounts(pieces: Sequence[Sequence[Token]]) -> bool:
    """Whether vials or a volume stand beside a dose in one unit, or once in each: "0.4 g/kg; 280 mL"."""
    doses = [piece for piece in pieces if any(one.dose for one in piece)]
    units = {one.dose.per_kg for piece in doses for one in piece if one.dose}
    amounts = [piece for piece in pieces if [one.kind for one in piece if one.kind in AMOUNTS] and piece not in doses]
    known = all({one.kind for one in piece} <= DOSE_WORDS | AMOUNTS for piece in pieces)
    return known and bool(amounts) and len(units) == len(doses) > 0 and len(doses) + len(amounts) == len(pieces)


def _are_day_and_total(one: Sequence[Token], other: Sequence[Token]) -> bool:
    """Whether of two doses one is told to be that of a day, and the other that of all days."""
    kinds = [{token.kind for token in piece} for piece in (one, other)]
    return any(day in OF_A_DAY and total == ALL_DAYS for day, total in (kinds, kinds[::-1]))


def _with_grams_of_day_first(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with the grams of a day as the dose, where brackets say those of all days, too.

    "2 g/kg (28 g/day) over 5 days (140 g total)": the weight tells whether 2 g/kg is that of each day, or of all.
    """
    for place, (dose, day, over, total) in enumerate(zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False)):
        of_day = [one.dose.value for one in day.inside if one.dose and not one.dose.per_kg]
        of_all = [one.dose.value for one in total.inside if one.dose and not one.dose.per_kg]
        known = {one.kind for one in day.inside} in OF_A_DAY and {one.kind for one in total.inside} == ALL_DAYS
        known = known and over.kind == "over" and of_all == [grams * len(over.days) for grams in of_day]
        if known and dose.dose and dose.dose.per_kg:
            again = Token(kind="bracket", inside=(dose,))
            return [*tokens[:place], *day.inside, over, again, total, *tokens[place + DOSE_TWO_WAYS :]]
    return [*tokens]


def _with_grams_as_rounded(text: str, tokens: Sequence[Token], most: Fraction) -> list[Token]:
    """The tokens, with the grams as they were rounded in the place of those before that.

    "28 g, rounded to 30 g" is 30 g, and so is "30 g (rounded from 28 g)". Beside a dose for each kg alone, the grams
    are it as rounded.

    Raises:
        RefusedError: they are not those rounded, grams are missing, or several amounts stand before them.
    """
    return [token for part in up_to_then(tokens) for token in _rounded_part(text, part, most)]


def _rounded_part(text: str, part: Sequence[Token], most: Fraction) -> Iterator[Token]:
    """Those of one part, up to "then".

    Raises:
        RefusedError: as ``_with_grams_as_rounded``.
    """
    flat = every_token(part)
    made, apart = [*flat], set[int]()
    amounts: dict[Fraction, int] = {}
    per_kg = False
    for place, (token, behind) in enumerate(zip(flat, [*flat[1:], None], strict=False)):
        if token.kind in ROUNDINGS:
            _check_amounts(text, token, list(amounts), behind, per_kg=per_kg)
            for before in amounts.values():
                _check_rounded(text, token, flat[before], flat[place + 1], most)
                if token.kind == GRAMS_AFTER:
                    made[before] = flat[before].replaced(dose=flat[place + 1].dose)
                made[place + 1] = _words_of(flat[place + 1])
            apart |= set() if amounts else {place + 1}
        elif token.dose and not token.dose.per_kg:
            amounts.setdefault(token.dose.value, place)
        per_kg |= token.dose is not None and token.dose.per_kg
    rest = iter(enumerate(made))
    for token in part:
        inside = [next(rest) for _ in token.inside or (token,)]
        row = tuple(one for _, one in inside)
        own = not token.inside and inside[0][0] in apart
        yield token.replaced(inside=row) if token.inside else Token(kind="bracket", inside=row) if own else row[0]


def _check_amounts(
    text: str, rounding: Token, amounts: Sequence[Fraction], behind: Token | None, *, per_kg: bool
) -> None:
    """One amount in grams, or a dose for each kg, before the words of a rounding, and grams right behind them.

    Raises:
        RefusedError: there are several amounts before them, or none; or no grams behind them.
    """
    if len(amounts) > 1:
        said = " and ".join(f"{plain(grams, 4)} g" for grams in amounts)
        why, hint = f": {rounding.text!r} stands behind {said}", "ask which was rounded, and leave the other out"
        raise order_refusal(text, "order-unreadable", why, hint)
    grams = behind is not None and behind.dose is not None and not behind.dose.per_kg
    if not grams or not (amounts or (per_kg and rounding.kind == GRAMS_AFTER)):
        why = f": {rounding.text!r} does not say what grams were rounded to what"
        raise order_refusal(text, "order-incomplete", why, 'write both, as in "0.4 g/kg (30 g) daily"')


def _check_rounded(text: str, rounding: Token, one: Token, other: Token, most: Fraction) -> None:
    """Grams beside each other of which one is the other rounded.

    Raises:
        RefusedError: they are farther apart than grams may be off the dose for each kg beside them.
    """
    grams = [token.dose.value for token in (one, other) if token.dose]
    if abs(grams[0] - grams[1]) > most * min(grams):
        why = f": '{rounding.text} {other.text}' is not {one.text!r} rounded"
        hint = "ask the prescriber; write the grams to be given, and to what they were rounded as in "
        raise order_refusal(text, "order-contradicts", why, f'{hint}"30 g, rounded to nearest 10 g"')
