"""Words that are read in their place alone, because elsewhere they may say something else: refused with both."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import Dose
from ivigcalc.intake.written.agreeing import ROUNDINGS
from ivigcalc.intake.written.grouping.date_readings import LONG, date_or_part
from ivigcalc.intake.written.grouping.doses_a_day import are_several, up_to_then
from ivigcalc.intake.written.grouping.rate_words import RATE
from ivigcalc.intake.written.grouping.total_volumes import TOTAL_VOLUME, TOTALS
from ivigcalc.intake.written.grouping.totals import DAYS_IN_ALL, is_bare
from ivigcalc.intake.written.grouping.two_readings import course_and_repeated, once_or_repeated
from ivigcalc.intake.written.tokens.refusal import in_doubt, order_refusal
from ivigcalc.intake.written.tokens.tokens import ANY_AMOUNT, DEPTH, DURATIONS, ONE_EACH_TIME, PER_CYCLE, Every, Token
from ivigcalc.intake.written.words.roles import DAY_LISTS, ON, PHASES, PRODUCT, TOTAL_ALONE

LONE_FRACTION: Final = re.compile(r"(?:[^0-9]* )?([0-9]{1,2})/([0-9]{1,2})")
"""A date in figures without a year, alone: "3/5", "dia 3/5"."""
FIGURES: Final = re.compile(r"[^0-9]*[0-9]{1,2}/[0-9]{1,2}(?:[^0-9/]+[0-9]{1,2}/[0-9]{1,2})*")
"""Dates in figures without a year."""

MOST_PARTS: Final = 12
"""Behind the slash of a fraction: a greater number is that of a day."""

SIGNS_AT_END: Final = frozenset(("and", *DEPTH))
"""Kinds of signs that may stand behind the last word."""

BESIDE_DOSE: Final = frozenset(("daily", "per-day", "per-dose", "once", "for", "over", "times", "doses"))
"""Kinds of words that are of the dose before them, and no dose of their own."""

COUNTED_REPEATS: Final = frozenset(("lasting", "cycles"))
"""Kinds of words that say how long, or how often, something is repeated; not that it has no end."""

AGAIN_OF_ALL: Final = frozenset(("dose", "volume-of"))
"""Kinds of what may be that of all repeats together; vials are those of one infusion."""

BEFORE_TOLD: Final = ROUNDINGS | {"in-all"}
BEHIND_TOLD: Final = DURATIONS | {"per-day", "daily", "per-dose", "in-all"}
"""Kinds of words before a dose, and behind it, that tell of what it is, or are themselves looked at."""


def check_places(text: str, tokens: Sequence[Token]) -> None:
    """Refuse words out of their place: "then stop" before the end, "only after" without a rate, dates like fractions.

    Raises:
        RefusedError: words stand there.
    """
    flat = [*_with_brackets(tokens)]
    _check_stop(text, flat)
    _check_once(text, flat)
    _check_and(text, flat)
    _check_own_words(text, flat)
    bare = [token for token in flat if token.kind not in DEPTH]
    _check_counted(text, bare)
    _check_total_of_repeats(text, bare)
    _check_end(text, flat)
    _check_fractions(text, bare)
    _check_joined(text, flat)


def _with_brackets(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens with those in brackets in their places, between the two brackets."""
    for token in tokens:
        if token.inside:
            yield from (Token(kind="open"), *token.inside, Token(kind="close"))
        else:
            yield token


def _check_stop(text: str, tokens: Sequence[Token]) -> None:
    """Refuse "then stop" where something stands behind it, or where nothing says after how many repeats.

    "then stop 2026-12-05" is the day on which it is stopped, "then stop for 6 months" how long it is.

    Raises:
        RefusedError: it stands there.
    """
    stop = next((place for place, token in enumerate(tokens) if token.kind == "stop-after"), None)
    if stop is None:
        return
    said = tokens[stop].text
    if behind := next((token for token in tokens[stop + 1 :] if token.kind not in SIGNS_AT_END), None):
        why = f": {said!r} ends an order, and {behind.text!r} behind it may be when, or for how long, it is stopped"
        hint = f'ask what is meant; the last day is written as in "until 2026-12-05", and {said!r} at the very end'
        raise in_doubt(text, why, hint)
    every = next((token for token in tokens if token.interval), None)
    if every and not any(token.kind in COUNTED_REPEATS | {"doses", "times"} for token in tokens):
        why = f": '{every.text} {said}' does not say after how many"
        raise order_refusal(text, "order-incomplete", why, f'say how often before it, for example "x 4 cycles {said}"')


def _check_once(text: str, tokens: Sequence[Token]) -> None:
    """Refuse "once" beside an interval, but for "once q3w" and its like: one dose alone, or one each time.

    Raises:
        RefusedError: it stands there; both readings are named.
    """
    found: Token | None = None
    dose: Dose | None = None
    depth = 0
    for before, token in zip((None, *tokens), tokens, strict=False):
        depth += DEPTH.get(token.kind, 0)
        if token.kind == "then" or (token.dose and dose and not depth):
            found, dose = None, token.dose
        elif token.dose and not depth:
            dose = token.dose
        elif token.kind == "once" or token.interval:
            each_time = before is found and found is not None and found.says == ONE_EACH_TIME
            if found and found.kind != token.kind and not (each_time and token.interval):
                every = next(one for one in (found, token) if isinstance(one, Every))
                raise once_or_repeated(text, dose, token if every is found else found, every)
            found = token


def _check_and(text: str, tokens: Sequence[Token]) -> None:
    """Refuse "and", or "maintenance" behind days, before an interval: of all of it, or of a maintenance behind it.

    Between two days "and" joins these: "D1 and D2 every 3 weeks".

    Raises:
        RefusedError: it stands there; both readings are named.
    """
    joined: Token | None = None
    days = False
    for token in tokens:
        if isinstance(token, Every) and joined:
            raise course_and_repeated(text, joined, token)
        days = (days or bool(token.days or token.dates)) and token.kind != "then"
        if (token.kind == "and" and token.text) or (days and token.kind in PHASES):
            joined = joined or token
        elif token.dose or token.days or token.kind == "then":
            joined = None


def _check_total_of_repeats(text: str, tokens: Sequence[Token]) -> None:
    """Refuse a total, or the dose again, behind the number of repeats: of each of them, or of all.

    Raises:
        RefusedError: it stands there; both readings are named.
    """
    for part in up_to_then(tokens):
        place = next((at for at, token in enumerate(part) if _is_number_of_repeats(token)), len(part))
        doses = [token.dose for token in part[:place] if token.dose]
        several = any(are_several(token) for token in part)
        behind = [token for token in part[place:] if token.kind != "open"]
        for before, token, beside in zip(behind, behind[1:], [*behind[2:], None], strict=False):
            told = {beside.kind, beside.says} if beside else set()
            if token.kind in {"in-all", TOTAL_VOLUME}:
                found = PER_CYCLE not in {token.says, *told} and bool(
                    doses or token.kind == TOTAL_VOLUME or token.says in TOTALS
                )
            else:
                again = token.kind in AGAIN_OF_ALL and before.kind not in BEFORE_TOLD and not told & BEHIND_TOLD
                equals = several or before.kind == "again"
                found = again and bool(doses) and (equals or not _is_in_other_unit(token, doses[0]))
            if found:
                raise _of_each_or_all(text, token if token.text else before, part[place])


def _is_in_other_unit(token: Token, dose: Dose) -> bool:
    """Whether it is a volume, or a dose in g of one in g/kg, or reversed: of one day it is the same dose again."""
    return token.dose is None or token.dose.per_kg != dose.per_kg


def _is_number_of_repeats(token: Token) -> bool:
    """Whether it says how often, or for how long, or until when something is repeated."""
    return token.kind in COUNTED_REPEATS or (token.dates is not None and token.dates.until is not None)


def _of_each_or_all(text: str, total: Token, repeats: Token) -> RefusedError:
    """A total behind the number of repeats: of each of them, or of all; both readings."""
    return in_doubt(
        text,
        f": {total.text!r} behind {repeats.text!r} may be of each time, or of all of them",
        "leave the total out, and write the dose of each time and how often it is given",
        "of each time: the dose before it",
        "of all: that dose so many times",
    )


def _check_end(text: str, tokens: Sequence[Token]) -> None:
    """Refuse the word "total" alone behind a comma at the end: its figure is missing.

    Raises:
        RefusedError: it stands there.
    """
    if [token.kind for token in tokens[-2:]] == ["and", DAYS_IN_ALL] and tokens[-1].role == TOTAL_ALONE:
        why = f": behind {tokens[-1].text!r} at its end something is missing"
        raise order_refusal(text, "order-unreadable", why, "write the total, or leave that word out")


def _check_joined(text: str, tokens: Sequence[Token]) -> None:
    """Refuse the word "and" that joins a dose to the same again, or to nothing that is another dose.

    "28 g and 280 mL" may be both, and so may "28 g and (0.4 g/kg)"; of "28 g and daily" a dose is lost. Volumes alone
    are doses of their days.

    Raises:
        RefusedError: it stands there.
    """
    grams = any(token.dose for token in tokens)
    for before, joined, *behind in zip((None, *tokens), tokens, tokens[1:], (*tokens[2:], None), strict=False):
        if joined.kind != "and" or not joined.text:
            continue
        token = next((one for one in behind if one and one.kind != "open"), joined)
        first = before is not None and before.kind == "open"
        bracketed = behind[0] is not None and behind[0].kind == "open"
        if token.kind in ANY_AMOUNT and (first or bracketed or (grams and not token.dose)):
            raise _again_or_more(text, joined, token)
        if token.kind in BESIDE_DOSE:
            why = f": '{joined.text} {token.text}' joins no dose to what is before it"
            raise order_refusal(text, "order-unreadable", why, "write the dose that is missing, or leave it out")


def _again_or_more(text: str, joined: Token, amount: Token) -> RefusedError:
    """A dose behind the word "and", which may be the one before it again, or one beside it; both readings."""
    return in_doubt(
        text,
        f": '{joined.text} {amount.text}' may be the same dose again, or another one beside it",
        f'the same: leave out {joined.text!r}, as in "28 g (280 mL)"; another: write the whole dose of a day',
        f"the same: {amount.text} are the dose before them",
        f"another: {amount.text} are given, too",
    )


def _check_counted(text: str, tokens: Sequence[Token]) -> None:
    """Refuse a number of days right behind an interval, and grams behind "5 % of".

    "every 3 weeks and 1 day" is every 22 days, or one day every 3 weeks; "5 % of 28 g" a part, or a strength.

    Raises:
        RefusedError: they stand there; both readings are named.
    """
    for before, token, behind in zip(tokens, tokens[1:], [*tokens[2:], None], strict=False):
        joined = token.kind == "and" and bool(token.text)
        days = behind if joined else token
        if before.interval and days and days.kind == "for" and is_bare(days):
            why = f": {days.text!r} behind {before.text!r} may make it longer, or be on how many days"
            hint = 'write the days before it, as in "35 g daily for 2 days every 3 weeks", or "every 22 days"'
            raise in_doubt(text, why, hint)
        if before.text.endswith("%") and token.kind == "link" and behind and behind.kind in ANY_AMOUNT:
            why = f": '{before.text} {token.text} {behind.text}' may be a part of the dose, or a strength"
            raise in_doubt(text, why, f"leave out {token.text!r}, or write the grams to be given")


def _check_own_words(text: str, tokens: Sequence[Token]) -> None:
    """Refuse what ivigcalc's own order line says of a rate, or of a preparation, where neither stands before it.

    "only after more than 2 infusions" is a condition of a rate there, and would be one of the dose elsewhere.

    Raises:
        RefusedError: it stands there.
    """
    before, said = "", set[str]()
    for token in tokens:
        if token.kind in SIGNS_AT_END:
            continue
        if token.kind == "behind-rate" and before != RATE:
            why = f": {token.text!r} makes the order depend on something"
            hint = "verify the order as it is to be given, without the condition"
            raise order_refusal(text, "order-unreadable", why, hint)
        if token.kind == "verdict" and not {PRODUCT, "dose"} <= said:
            why = f": {token.text!r} is read behind a preparation and its dose alone"
            raise order_refusal(text, "order-unreadable", why, "leave it out: the preparation is judged again")
        if before == "volume" and token.dose and "volume-of" not in said:
            why = f": {token.text!r} behind 'volume' is grams, and no volume"
            raise order_refusal(text, "order-unreadable", why, "write a volume in mL, and the dose apart")
        before = token.kind
        said.add(before)


def _is_part(count: str, of: str) -> bool:
    """Whether figures may be so many of so many, or so many days, months or weeks: "3/5", "10/7", "18/12", "20/52"."""
    return of in LONG or int(count) <= int(of) <= MOST_PARTS


def _check_fractions(text: str, tokens: Sequence[Token]) -> None:
    """Refuse a date without its year that may be a fraction: bare, or beside "dose", as "dose 3/5", "1/2 dose".

    Raises:
        RefusedError: it may be the third of five, a part of the dose, or how long; all readings are named.
    """
    for before, token, behind in zip((None, *tokens), tokens, (*tokens[1:], None), strict=False):
        if token.dates is None:
            continue
        alone = LONE_FRACTION.fullmatch(token.text)
        bare = not token.first and (token.lead not in ON or token.lead in DAY_LISTS)
        dosed = any(one is not None and one.kind == "dose-word" for one in ((before, behind) if bare else (behind,)))
        read = [order for order, _ in token.dates.readings] == [""]
        part = bare and read and alone is not None and _is_part(*alone.groups())
        if part or (dosed and FIGURES.fullmatch(token.text)):
            raise date_or_part(text, token)
