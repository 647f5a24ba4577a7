"""What is no order: what was given, or long ago; is struck through, not filled in or cut off; or is of the patient."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final
from unicodedata import normalize

from ivigcalc.core.problems import RefusedError
from ivigcalc.intake.written.words.atoms import Atom
from ivigcalc.intake.written.words.doses_a_day import TOTAL_OF, are_several
from ivigcalc.intake.written.words.refusals import another_day
from ivigcalc.intake.written.words.tokens import (
    ANY_AMOUNT,
    ASIDE,
    GOES_ON,
    HEADING,
    IN_DAYS,
    INCLUSIVE,
    ON,
    ONE_DAY,
    SINCE,
    VERB,
    Token,
    in_doubt,
    order_refusal,
)
from ivigcalc.intake.written.words.totals import is_bare
from ivigcalc.intake.written.words.vocabulary import DEADLINE, LABEL, PAST, PHASES, PRODUCT, Vocabulary

PARTS: Final = frozenset(("on-day", "on-days", "once"))
"""Kinds of words that say on which days one of several doses is given."""

HOW_OFTEN: Final = frozenset(("daily", "every-day", "every-24-hours", "once-a-day", "per-day"))
"""Roles of words that say a day."""

OF_RECORDS: Final = frozenset(("dose-word", "in-all", "once", "weight-of"))
"""Kinds of words behind which "given" tells of what was given, as in "dose given"; not "total dose given as"."""

BEFORE_VERB: Final = frozenset((ASIDE, "and", "colon", "weight-of", "indication", PRODUCT, "strength", *PHASES))
"""Kinds of what may stand before the verb of an order, or its heading."""
NO_VALUE: Final = frozenset(("and", "then", "colon", "close", "again", "end"))
"""Kinds of what is nothing that a heading speaks of."""

NOT_FILLED_IN: Final = {
    re.compile("[\u0334-\u0338\u20d2\u20d3\u20d8-\u20da\u20e5\u20e6\u20eb]"): "letters of it are struck through",
    re.compile(r"\(\s*\)"): "brackets with nothing in them may be a box that is not ticked",
    re.compile(r":\s*(?:[;|)]|[,.](?![0-9])|\Z)"): "a colon with nothing behind it is a field that is not filled in",
}
"""Signs of what is not ordered, and what they are: strokes over letters are none of a word without its accents."""

LABELS: Final = frozenset(("dose-word", "volume"))
"""Kinds of words that are the labels of fields, beside the carriers that are."""

LABELLED: Final = re.compile(r"[a-z .]+:")
"""How a field begins whose label and value are one phrase: "duration: 5 days"."""

BEFORE_END: Final = frozenset(",;|.")

WITH_YEAR: Final = re.compile(r"[0-9]{4}|(?:[0-9]{1,2}[/.-]){2}[0-9]{2}(?![0-9])")
MONTHS_BEFORE, MONTHS_BEHIND = 12, 60
"""So far from the month of the data may a first day be: no data are newer than the day on which an order is read.

Both bounds are ours, no source prints any: a day beyond them is likelier a slip, a record or a day of birth.
"""


OF_OTHERS: Final = {"weight-of": ON | {SINCE}, "indication": frozenset((SINCE,))}
"""Behind these kinds the words before a date, with which it may be the day of what they say."""

SIGNS: Final = frozenset(("open", "close", "and", "colon"))
"""Kinds of signs that stand between words."""
TIMES_OF: Final = frozenset(("for", "lasting"))
"""Kinds of words that say for how long."""
FOR_WHAT: Final = "for-what"
"""With these an order says what it is for, and goes on behind it."""


def check_filled_in(text: str) -> None:
    """Refuse an order of which a part is struck through, or not filled in.

    Raises:
        RefusedError: one is.
    """
    apart = "".join(normalize("NFD", letter) for letter in text)
    for sign, why in NOT_FILLED_IN.items():
        if sign.search(apart):
            raise _not_filled_in(text, why)


def _not_filled_in(text: str, why: str) -> RefusedError:
    """A part of an order is struck through, or not filled in."""
    return order_refusal(text, "order-unreadable", f": {why}", "ask what is ordered, and write that alone")


def check_ended(text: str, atoms: Sequence[Atom], tokens: Sequence[Token]) -> None:
    """Refuse "by" before anything but a word, "given" figures in brackets, and a label at the end or between signs.

    "By" what, or until when, is missing there, or it is a limit; "28 g (given 28 g)" may have been given.

    Raises:
        RefusedError: one stands there.
    """
    last = len(atoms) - 1
    last -= last > 0 and atoms[last - 1].text == "." and atoms[last - 1].cut
    said = next((token for token in reversed(tokens) if token.kind not in {"close", "end"}), None)
    weighed = said is not None and (said.kind == "weight-of" or (said.dose is not None and said.dose.per_kg))
    if atoms[last].after == LABEL and not weighed:
        why, hint = ": behind its last word something is missing", "write what follows it, or leave that word out"
        raise order_refusal(text, "order-unreadable", why, hint)
    for before, atom in zip((None, *atoms), atoms, strict=False):
        if atom.cut and atom.after == DEADLINE and atom.kind != "word":
            why, hint = (
                ': what stands behind "by" is a limit, or is missing',
                "write it in other words, or leave it out",
            )
            raise order_refusal(text, "order-unreadable", why, hint)
        if atom.cut and atom.after == LABEL and atom.text in BEFORE_END and (not before or before.text in BEFORE_END):
            raise _not_filled_in(text, "a label between two signs has no value behind it")
        if atom.cut and atom.after == PAST and atom.kind == "figures" and before and before.text == "(":
            raise _was_given(text)


def check_fields(text: str, tokens: Sequence[Token]) -> None:
    """Refuse a label with a colon before the next label, or before a dose that is no weight; or one at the end.

    Raises:
        RefusedError: one stands there.
    """
    rows = zip((None, *tokens), tokens, tokens[1:], (*tokens[2:], None), strict=False)
    for before, colon, value, behind in rows:
        own = colon.unit == LABEL
        if colon.kind != "colon" or not (own or (before and before.kind in LABELS)):
            continue
        label = value.kind in LABELS and behind is not None and behind.kind == "colon"
        if label or value.unit == LABEL or LABELLED.match(value.text) or (own and value.dose):
            raise _not_filled_in(text, "a label with a colon has no value of its own behind it")
    ended = [token.kind for token in tokens[-2:]]
    if ended and ended[-1] in LABELS and (ended[0] == "and" or " " in tokens[-1].text):
        raise _not_filled_in(text, f"behind {tokens[-1].text!r} at its end something is missing")


def check_asides(text: str, tokens: Sequence[Token]) -> None:
    """Refuse words that say nothing of a dose where they might: a heading with nothing behind it, or behind a dose.

    "Continue" before a number of days, which may count those that were given; "inclusive" behind anything but days.

    Raises:
        RefusedError: one stands there.
    """
    begun = False
    rows = zip((None, *tokens), tokens, (*tokens[1:], None), strict=False)
    for before, token, behind in rows:
        begun = begun or token.kind not in BEFORE_VERB
        if token.unit == HEADING and (behind is None or behind.kind in NO_VALUE):
            raise _not_filled_in(text, f"behind {token.text!r} something is missing")
        if token.unit == HEADING and begun and behind and behind.kind in ANY_AMOUNT:
            why = f": is what stands behind {token.text!r} the whole order, or a part of it?"
            raise in_doubt(text, why, "write the order once, with its dose first, and leave out the rest")
        if token.unit == INCLUSIVE and not (before and (before.dates or before.kind == "on-days")):
            why = f": {token.text!r} is not understood there"
            raise order_refusal(text, "order-unreadable", why, "write it right behind the days, or leave it out")
        if token.unit == VERB and (when := next((one for one in tokens if one.unit == IN_DAYS), None)):
            why = f": behind {token.text!r}, {when.text!r} may be when it begins, or over how many days it is given"
            hint = 'when: write the first day, as in "from 2026-12-01"; the days: "daily for 5 days", or "over 5 days"'
            raise in_doubt(text, why, hint)
        if token.unit == GOES_ON:
            _check_goes_on(text, token, tokens)


def _check_goes_on(text: str, verb: Token, tokens: Sequence[Token]) -> None:
    """Refuse "continue" but for what is repeated without an end: "for 5 days" may count the days that were given.

    Raises:
        RefusedError: it stands before anything else; both readings are named.
    """
    counted = next((token for token in tokens if token.kind in {"lasting", "cycles"}), None)
    repeated = any(token.interval for token in tokens)
    if counted is None and not repeated:
        counted = next((token for token in tokens if token.days or token.dates), None)
    if counted:
        why = f": behind {verb.text!r}, {counted.text!r} may be as much from now on, or with what was given"
        raise in_doubt(text, why, f"write what is still to be given, without {verb.text!r}")


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


def check_given(
    text: str, atoms: Sequence[Atom], tokens: Sequence[Token], vocabulary: Vocabulary, *, record: bool
) -> None:
    """Refuse "given" where it tells of a dose that was given: of one of several, or where it stands alone.

    Before a sign that parts doses it is of the dose before it: "0.4 g/kg given, 28 g daily for 5 days".

    ``record`` is whether it stands behind a word that makes a record of it, one of ``OF_RECORDS``.

    Raises:
        RefusedError: it does.
    """
    given = [at for at, atom in enumerate(atoms) if atom.after == PAST]
    doses, parts = sum(token.dose is not None for token in tokens), sum(token.kind in PARTS for token in tokens)
    how = doses == 1 and all(_is_daily(atoms, at, vocabulary) for at in given if atoms[at].cut)
    parted = doses > 1 and any(atoms[at].cut and atoms[at].text in BEFORE_END for at in given)
    alone = any(_is_alone(atoms, at, vocabulary) for at in range(given[0], len(atoms)))
    if record or parted or alone or (parts > 1 and not how):
        raise _was_given(text)


def _was_given(text: str) -> RefusedError:
    """A dose was given, as it is written."""
    why = ": it says of a dose, as it is written, that it was given; an order says what is to be given"
    return order_refusal(text, "order-unreadable", why, 'write "to be given", or only the doses to be given')


def _is_daily(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> bool:
    """Whether "given" stands right before the words of a day: how a dose is given, and not that it was."""
    found = vocabulary.find(atoms, at)
    return found is not None and found.phrase.role in HOW_OFTEN


def _is_alone(atoms: Sequence[Atom], at: int, vocabulary: Vocabulary) -> bool:
    """Whether "given" stands at an end of the order, before a colon or alone in brackets; or the next dose begins."""
    found = vocabulary.find(atoms, at)
    if found is not None and found.phrase.role == "then":
        return True
    ends = at in {0, len(atoms) - 1} or atoms[at].text == ":"
    alone = ends or [atom.text for atom in atoms[max(at - 1, 0) : at + 1]] == ["(", ")"]
    return alone and atoms[at].after == PAST


def check_days_of_others(text: str, tokens: Sequence[Token]) -> None:
    """Refuse a date that may be the day of what is before it: of weighing ("70 kg on"), or since when ("CIDP from").

    Several dates behind a weight are refused before the first dose alone.

    Refuse dates behind "day", too, of which the first may be the number of an infusion day: "day 1 through 5 May".

    Raises:
        RefusedError: one stands there.
    """
    for token in tokens:
        if token.dates and token.unit == ONE_DAY and (token.dates.until or are_several(token)):
            why = f": the first number of {token.text!r} may be that of an infusion day, or of a day of the month"
            raise in_doubt(text, why, 'dates: write "from 1 May to 5 May"; days by their numbers: "days 1 to 5"')
    dosed = False
    for before, token in pairwise(token for token in tokens if token.kind != "open"):
        dosed = dosed or before.kind in ANY_AMOUNT
        readings = token.dates.readings if token.dates else ()
        weighed = before.kind == "weight-of" and not dosed
        one = bool(readings) and (weighed or all(len(days) == 1 for _, days in readings))
        if one and before.kind in OF_OTHERS and token.unit in OF_OTHERS[before.kind]:
            raise another_day(text, token)


def check_times_of_patient(text: str, tokens: Sequence[Token]) -> None:
    """Refuse a time that may be one of the patient: how long he is ill, "GBS (5 days)", or how old, "70 kg (5 days)".

    Behind what an order is for it may be either, but right behind "for" and a name, and with a label as "duration":
    "for GBS x 5 days". Behind a weight it may be in brackets, or bare before the first dose: "3 kg, 5 days, 1 g daily".

    Raises:
        RefusedError: one stands there.
    """
    said = [(place, token) for place, token in enumerate(tokens) if token.kind not in SIGNS]
    dosed = False
    for (at, before), (behind, token) in pairwise(said):
        dosed = dosed or before.kind in ANY_AMOUNT
        joints = {one.kind for one in tokens[at + 1 : behind]}
        of_order = behind == at + 1 and before.unit == FOR_WHAT
        parted = "open" in joints or (bool(joints) and not dosed and is_bare(token))
        may_be = (before.kind == "indication" and not of_order) or (before.kind == "weight-of" and parted)
        if may_be and token.kind in TIMES_OF and token.unit != TOTAL_OF:
            of = "how long the patient is ill" if before.kind == "indication" else "how old the patient is"
            why = f": {token.text!r} behind {before.text!r} may be how long it is given, or {of}"
            hint = 'the order: write it behind the dose, as in "30 g daily for 5 days"; the patient: leave it out'
            raise in_doubt(text, why, hint)
