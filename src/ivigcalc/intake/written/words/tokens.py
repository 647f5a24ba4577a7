"""The words of an order as tokens, and the refusal of what is not understood, has two readings, or no days."""

import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from ivigcalc.core.facts.indication import Interval
from ivigcalc.core.facts.orders import NeverRead
from ivigcalc.core.names.words import near
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.quantity import plain as plain_of
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Dose
from ivigcalc.intake.numbers import refusal
from ivigcalc.intake.written.words.atoms import Atom, shown_atoms
from ivigcalc.intake.written.words.dates import Dates
from ivigcalc.intake.written.words.day_numbers import LAST_DOSE
from ivigcalc.intake.written.words.vocabulary import DEADLINE, PAST, Vocabulary

FIELD: Final = "--order"

EXAMPLE: Final = '"30 g daily for 5 days"'

INFUSIONS: Final = "infusions"

TIMES: Final = "times"

BEFORE_DOSE: Final = "before a dose"

ACTUAL, DOSING = "actual", "dosing"
"""Of a weight: that it is the actual one, whatever its figure; that it is the one that doses."""
ALONE, OF_DOSES = "alone", "of doses"
"""Of a weight: that no word says whose it is, as in "0.4 g/kg, 100 kg"; that every dose for each kg is of it, because
"for" alone stands before it, or which kind of weight it is ("actual weight 100 kg")."""

SAID_AGAIN: Final = "said-again"
"""The kind of words that say again what stands before them, and of grams that were rounded: shown alone."""

COLON: Final = "colon"
"""Of a comma: that it was a colon."""

PER_KG: Final = "per kg"
"""Of a volume: that it is for each kg of body weight."""

CARRIED: Final = "carried"
"""Of brackets: that words which carry nothing stand in them."""

ONE_DAY: Final = "day"
"""The role of words that stand before the number of one infusion day; before several dates it may be either."""
DAY_LISTS: Final = ("day-list", ONE_DAY)
"""Roles of words behind which the numbers of infusion days stand."""
ON: Final = frozenset(("on", *DAY_LISTS))
"""Before a date these say that it is the day."""
ONE_EACH_TIME: Final = "one each time"
"""Of "once" and its like: that right before an interval it is one dose each time."""

SINCE: Final = "since"
"""Before a date this says that it is the first day; behind a disease it may be the day since when."""
START: Final = "first-day-or-verb"
"""So do these, or they are the verb of an order."""
FIRST_DAY: Final = ("first-day", START, SINCE)
"""Roles of words behind which the first day stands."""
LONG_WORD: Final = 4
"""Shorter words are not taken for misspelt ones."""
RANGE: Final = re.compile(r"[0-9] ?(?:-|to|a|al|ate) ?(?:[0-9]|$)")
RANGE_END: Final = re.compile(r"(?:-|to|a|al|ate) ?(?:[0-9]|$)")
"""A range, and what behind a figure is the rest of one."""
DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|20[0-9]{6}(?![0-9])")
"""A date that is written on to another one, or without its dashes."""
WORD: Final = re.compile(r"[a-z]+|[0-9]+")
POINT_FIRST: Final = re.compile(r"[.,][0-9]+(?![0-9.,])")
LEAVE_OUT: Final = (
    "leave it out only if it says nothing of the dose, its days, how often, its rate, what it is for, "
    "or whether the order holds; "
)
"""Of a word that nobody knows: what it must not say to be left out."""
MOST_NAMED: Final = 5
"""How many pieces that are not understood are named."""


NO_BEGIN: Final = NeverRead(
    id="until",
    why="ends an order only behind the date on which it begins",
    next='write both, as in "30 g daily from 2026-12-01 until 2026-12-05", or for how many days',
    words=(),
)
"""Of words that end an order on a date."""

LAST_GIVEN: Final = NeverRead(
    id=LAST_DOSE,
    why="may be when the last one was given, or when the last one of the order is",
    next="what was given: ask whether the order holds, and write what is still to be given; the last one of the order: "
    'write the first day before it, as in "30 g daily from 2026-12-01 until 2026-12-05"',
    words=(),
)
"""Of "last dose" without a first day before it."""

APART_FROM_GRAMS: Final = NeverRead(
    id="per-kg",
    why="stands apart from its grams: it makes the dose one for each kg",
    next='write it right behind them, as in "0.4 g/kg daily"; without it the dose is another one',
    words=(),
)
"""Of "/kg" and its like anywhere else."""

ASIDE: Final = "aside"
"""The kind of words that say nothing of a dose or its days: how it is given, a heading, the verb of the order."""
IN_DAYS: Final = "in days"
"""Of days of "over": that behind a verb they may be when it begins, as in "start in 5 days"."""
VERB, GOES_ON, HEADING, INCLUSIVE = "order-verb", "goes-on", "heading", "inclusive"
"""Of such words: that they begin an order, or go on with one; that they are a label; that the days named are all."""
NO_VERB: Final = NeverRead(
    id=VERB,
    why="is read at the beginning of an order alone, right before the preparation or the dose; elsewhere it may begin "
    "another course, or say when",
    next="ask what begins or goes on, and when; write each course as an order of its own; do not only leave that out",
    words=(),
)
"""Of the verb of an order anywhere else."""

OUT_OF_PLACE: Final = {
    "until": NO_BEGIN,
    LAST_DOSE: LAST_GIVEN,
    VERB: NO_VERB,
    GOES_ON: NO_VERB,
    "per-kg": APART_FROM_GRAMS,
}
"""Roles of words that are read beside others alone, with why they are not where they stand by themselves."""

BEFORE_DATE: Final = {
    DEADLINE: NeverRead(
        id=DEADLINE,
        why='is behind "by", a deadline: it does not say on which day it begins',
        next='write the first day, as in "30 g daily for 5 days from 2026-12-01", or leave the date out',
        words=(),
    ),
    PAST: NeverRead(
        id=PAST,
        why="is when it was given, as it is written; an order says what is to be given",
        next='write the first day, as in "30 g daily for 5 days from 2026-12-01", or leave the date out',
        words=(),
    ),
}
"""Of dates, by the role of the carrier before them."""


AMOUNTS: Final = frozenset(("volume-of", "vials-of"))
"""Kinds of what is given, but for grams: a volume, or vials."""

ANY_AMOUNT: Final = AMOUNTS | {"dose"}
"""Kinds of what is given: grams, a volume, or vials."""


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
    """Of a strength mg/mL, of a volume mL, of a rate its number, of a deviation percent, of cycles how many."""
    decimals: int = 0
    """With how many decimals the number was written."""
    unit: str = ""
    """Which of several a kind is, by the kind:

    ``rate-of``: the unit of the rate; ``lasting``: of how long it is repeated. ``volume-of``: how its grams were read.
    ``times``, ``divided-over``: ``INFUSIONS`` where they count nothing else, or ``DAILY_DOSES``. ``doses``, ``daily``,
    ``per-day``: what they say of a number of doses, as named in ``doses_a_day``. ``in-all``: ``OF_TOTAL``,
    ``PER_CYCLE`` or ``TOTAL_DOSE``. ``once``: ``ONE_EACH_TIME``. ``weight-of``: ``TIMES``, ``BEFORE_DOSE``, ``ACTUAL``,
    ``DOSING``, ``ALONE`` or ``OF_DOSES``.
    ``dates``: the role of the word before them. ``colon``: ``LABEL`` where the field before it may be empty.
    ``bracket``: ``CARRIED``. ``aside``: ``VERB``, ``GOES_ON``, ``HEADING`` or ``INCLUSIVE``.
    ``indication``: the role of the words before its name.
    """
    lead: str = ""
    """Of a rate: the kind of the word that says whether it is the first or the highest; "" for none.

    ``and``: ``COLON`` where the sign is one. ``volume-of``: ``PER_KG`` where it is for each kg.
    """
    ids: frozenset[str] = frozenset()
    """Of a name: the preparations, or the indications, that have it."""
    sizes: tuple[tuple[Fraction, int], ...] = ()
    """Of vials: each size in g with its number."""
    dates: Dates | None = None
    first: bool = False
    """Of one date or one day: whether the others follow it."""
    dated: bool = False
    """Of days: whether a date says which ones they are, counted from the first of the order."""


def vials_token(text: str, sizes: dict[Fraction, int], *, labelled: bool = True) -> Token | None:
    """Vials by their sizes in g, with whether they are called vials; None where one is nothing."""
    if not all(sizes) or not all(sizes.values()):
        return None
    return Token(kind="vials-of", text=text, sizes=tuple(sorted(sizes.items(), reverse=True)), decimals=int(labelled))


class Unknown(NamedTuple):
    """Words that are not understood, or known and never read."""

    text: str
    never: NeverRead | None = None
    name: bool = False
    """Whether they may be the name of a medicine: with a capital letter, beside a dose, or behind "of"."""
    written_on: bool = False
    """Whether they are written on to what is before them, as the decimals of "1, 2,5 g"."""


def order_refusal(
    text: str, code: str, why: str, hint: str = f"type for example {EXAMPLE}", allowed: tuple[str, ...] = ()
) -> RefusedError:
    """An order cannot be read: why, what to type instead (``hint``), and the readings it could have."""
    return refusal(text, FIELD, code, why, hint, allowed=allowed, named="order")


def in_doubt(text: str, why: str, hint: str, *readings: str) -> RefusedError:
    """An order has several readings, each of them named: why, and what to type for each (``hint``)."""
    return order_refusal(text, "order-ambiguous", why, hint, readings)


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
    written_on = next(one.written_on for one in unknown if not one.never)
    if not written_on and (written := _in_figures(plain[0])):
        return order_refusal(text, "order-unreadable", f": {also}", f"write {written} in its place")
    first = plain[0].split(" ")
    rest = RANGE_END.match(plain[0]) and re.search(f"[0-9] ?{re.escape(plain[0])}", shown_atoms(atoms))
    if DATE.match(plain[0]) or rest or RANGE.search(plain[0]):
        dates = 'write each date as year-month-day, and "to" between two: 2026-12-01 to 2026-12-05'
        hint = dates if DATE.match(plain[0]) else "verify one dose, or one number, of a range at a time"
        return order_refusal(text, "order-unreadable", f": {also}", hint)
    if first[0][:1].isdigit():
        code = "unit-missing" if plain[0] == shown_atoms(atoms) else "unit-unknown"
        hint = "write a unit behind each number: g, mg, g/kg, mg/kg; kg behind a body weight; days, weeks, months; "
        hint += "see: ivigcalc verify --words"
        return order_refusal(text, code, f": {also}", hint)
    if elsewhere := [one for one in plain if one in vocabulary.every_word]:
        hint = f"{elsewhere[0]!r} is read in the phrases of ivigcalc verify --words alone; say it as one of them does"
        return order_refusal(text, "order-unreadable", f": {also}", hint)
    words = [word for word in vocabulary.single_words if len(word) >= LONG_WORD and word not in plain]
    meant = near(plain[0], words, most=1) if len(plain[0]) >= LONG_WORD else []
    if meant:
        hint = f"did you mean {' or '.join(map(repr, meant[:2]))}? "
    elif names := [one.text for one in unknown if one.name]:
        hint = f"what is {names[0]!r}? A name that is not known is not left out: ask what is meant; "
        hint += "preparations: ivigcalc products; "
    elif counts := [
        one for one in plain if any(word.isdigit() or word in vocabulary.counted for word in WORD.findall(one))
    ]:
        hint = f"{counts[0]!r} may say how much, on which days or how often: ask, and say it in words that are read; "
    else:
        hint = LEAVE_OUT
    return order_refusal(
        text, "order-unreadable", f": {also}", f"{hint}every word that is read: ivigcalc verify --words"
    )


def _in_figures(words: str) -> str:
    """A number that begins with a point, or is one sign, as it is to be written: ".4 g" is "0.4 g"; "" for none."""
    if POINT_FIRST.match(words):
        return repr(f"0{words}")
    part = Fraction(unicodedata.numeric(words[0], 0)).limit_denominator(10)
    return repr(f"{plain_of(part, 3)}{words[1:]}") if 0 < part < 1 else ""
