"""Dates and times that may be none of the order, or none of its dose: of the patient, of weighing, or years ago."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from ivigcalc.core.problems import RefusedError
from ivigcalc.intake.written.grouping.date_readings import another_day
from ivigcalc.intake.written.grouping.doses_a_day import are_several
from ivigcalc.intake.written.grouping.totals import is_bare
from ivigcalc.intake.written.tokens.refusal import in_doubt, order_refusal
from ivigcalc.intake.written.tokens.tokens import ANY_AMOUNT, DEPTH, NEXT_DAYS, TOTAL_OF, Every, Token
from ivigcalc.intake.written.words.roles import ON, ONE_DAY, ONSET, PRODUCT, SINCE

WITH_YEAR: Final = re.compile(r"[0-9]{4}|(?:[0-9]{1,2}[/.-]){2}[0-9]{2}(?![0-9])")


MONTHS_BEFORE, MONTHS_BEHIND = 12, 60
"""So far from the month of the data may a first day be: no data are newer than the day on which an order is read.

Both bounds are ours, no source prints any: a day beyond them is likelier a slip, a record or a day of birth.
"""


OF_OTHERS: Final = {"weight-of": ON | {SINCE}, "indication": frozenset((SINCE,))}
"""Behind these kinds the words before a date, with which it may be the day of what they say."""


SIGNS: Final = frozenset(("open", "close", "and", "colon"))
"""Kinds of signs that stand between words."""


EACH_OR_WITH: Final = "c/"
"""Before a number of days or weeks this is "cada" in Spanish, and "com" in Portuguese: a patient of so many."""


TIMES_OF: Final = frozenset(("for", "lasting"))
"""Kinds of words that say for how long."""


PATIENT: Final = frozenset(("weight-of", "indication"))
"""Kinds of words that say something of the patient."""


PASSED_BY: Final = frozenset(("weight-of", PRODUCT))
"""Kinds of words that may stand between what an order is for and a time of the patient."""


FOR_WHAT: Final = "for-what"
"""With these an order says what it is for, and goes on behind it."""


def check_years(text: str, tokens: Sequence[Token], read_by: str) -> None:
    """Refuse a first day, or a last one, far from the last month in which a source of the data was read ("2026-11").

    Raises:
        RefusedError: the first is more than a year before it, or one of them more than five years behind it.
    """
    year, month = map(int, read_by.split("-"))
    for token in tokens:
        if token.dates is None or not token.dates.readings or not WITH_YEAR.search(token.text):
            continue
        until = token.dates.until
        ends = [days[0] if until is None else until for _, days in token.dates.readings]
        away = [(days[0].year - year) * 12 + days[0].month - month for _, days in token.dates.readings]
        last = [(day.year - year) * 12 + day.month - month for day in ends]
        if all(months < -MONTHS_BEFORE for months in away):
            why = f": {token.text!r} is more than a year before the data, which are of {read_by}"
        elif all(months > MONTHS_BEHIND for months in last):
            goes = "is" if until is None else "ends"
            why = f": {token.text!r} {goes} more than five years behind the data, which are of {read_by}"
        else:
            continue
        which = "first day that is" if until is None else "first day and the last one that are"
        hint = f"a slip in the year, a day of birth, or what was given? Ask, and write the {which} meant"
        raise order_refusal(text, "order-unreadable", why, hint)


def check_days_of_others(text: str, tokens: Sequence[Token]) -> None:
    """Refuse a date that may be the day of what is before it: of weighing ("70 kg on"), or since when ("CIDP from").

    Several dates behind a weight are refused before the first dose alone; before that, one date behind a comma is, too:
    "GBS, 70 kg, from 1 May 2027: 28 g daily". Behind what it is for, with whatever between, "com início em" is refused.

    Refuse dates behind "day", too, of which the first may be the number of an infusion day: "day 1 through 5 May".

    Raises:
        RefusedError: one stands there.
    """
    for token in tokens:
        if token.dates and token.lead == ONE_DAY and (token.dates.until or are_several(token)):
            why = f": the first number of {token.text!r} may be that of an infusion day, or of a day of the month"
            raise in_doubt(text, why, 'dates: write "from 1 May to 5 May"; days by their numbers: "days 1 to 5"')
    used = next((place for place, token in enumerate(tokens) if token.kind == "indication"), len(tokens))
    if onset := next((token for token in tokens[used:] if token.dates and token.lead == ONSET), None):
        raise another_day(text, onset)
    dosed, signed = False, False
    before = Token(kind="and")
    for token in tokens:
        if token.kind in SIGNS and (token.kind == "open" or not dosed) and not token.text:
            signed = signed or token.kind != "open"
            continue
        readings = token.dates.readings if token.dates else ()
        alone = all(len(days) == 1 for _, days in readings)
        weighed = before.kind == "weight-of" and not dosed and not signed
        if readings and (weighed or alone) and token.lead in OF_OTHERS.get(before.kind, ()):
            raise another_day(text, token)
        dosed, signed, before = dosed or token.kind in ANY_AMOUNT, False, token


def check_next_days(text: str, tokens: Sequence[Token]) -> None:
    """Refuse "for the next 2 days" behind a second dose: they may be the days behind that of the first.

    Doses in brackets that are closed, and those before "then", are none before it.

    Raises:
        RefusedError: it stands there.
    """
    depth, doses = 0, list[int]()
    for token in tokens:
        depth += DEPTH.get(token.kind, 0)
        while doses and (token.kind == "then" or doses[-1] > depth):
            doses.pop()
        doses += [depth] if token.kind in ANY_AMOUNT else []
        if token.says == NEXT_DAYS and len(doses) > 1:
            why = f": {token.text!r} behind two doses may be the days of both, or those behind the first"
            raise in_doubt(text, why, 'number the days of each dose, as in "70 g on day 1, 35 g daily on days 2 to 3"')


def check_times_of_patient(text: str, tokens: Sequence[Token]) -> None:
    """Refuse a time that may be one of the patient: how long he is ill, "GBS (5 days)", or how old, "70 kg (5 days)".

    So "c/21 d" behind either, and before the first dose, which is every 21 days or with 21 days.

    Behind what an order is for it may be either, but right behind "for" and a name, and with a label as "duration":
    "for GBS x 5 days". Behind a weight it may be in brackets, or bare before the first dose: "3 kg, 5 days, 1 g daily".

    Raises:
        RefusedError: one stands there.
    """
    first = next((token for token in tokens if token.kind in ANY_AMOUNT or _is_each_or_with(token)), None)
    if first and first.interval:
        raise _often_or_old(text, first)
    dosed = False
    for (at, before), (behind, token) in _beside_patient(tokens):
        if before.kind in PATIENT and _is_each_or_with(token):
            raise _often_or_old(text, token)
        dosed = dosed or before.kind in ANY_AMOUNT
        joints = {one.kind for one in tokens[at + 1 : behind]}
        of_order = behind == at + 1 and before.lead == FOR_WHAT
        parted = "open" in joints or (bool(joints) and not dosed and is_bare(token))
        may_be = (before.kind == "indication" and not of_order) or (before.kind == "weight-of" and parted)
        if may_be and token.kind in TIMES_OF and token.says != TOTAL_OF:
            of = "how long the patient is ill" if before.kind == "indication" else "how old the patient is"
            why = f": {token.text!r} behind {before.text!r} may be how long it is given, or {of}"
            hint = 'the order: write it behind the dose, as in "30 g daily for 5 days"; the patient: leave it out'
            raise in_doubt(text, why, hint)


def _is_each_or_with(token: Token) -> bool:
    """Whether it is "c/21 d" or its like."""
    return isinstance(token, Every) and token.text.startswith(EACH_OR_WITH)


def _often_or_old(text: str, every: Token) -> RefusedError:
    """Such words, which may be of the patient; both readings."""
    why = f": {every.text!r} may be how often, or how old the patient is"
    return in_doubt(text, why, 'how often: write "a cada" or "cada" behind the dose; the patient: leave it out')


def _beside_patient(tokens: Sequence[Token]) -> Iterator[tuple[tuple[int, Token], tuple[int, Token]]]:
    """Each word and the one before it, with their places; and what the order is for before a weight or preparation."""
    use: tuple[int, Token] | None = None
    for before, behind in pairwise((at, token) for at, token in enumerate(tokens) if token.kind not in SIGNS):
        if before[1].kind not in PASSED_BY:
            use = before if before[1].kind == "indication" else None
        yield before, behind
        if use and use is not before:
            yield use, behind
