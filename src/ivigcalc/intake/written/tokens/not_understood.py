"""The refusal of words that are not understood, or that are known and not read where they stand: each is named."""

import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from ivigcalc.core.facts.orders import NeverRead
from ivigcalc.core.names.words import near
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.quantity import plain as plain_of
from ivigcalc.intake.numbers import MOST_DIGITS
from ivigcalc.intake.written.tokens.day_numbers import DAYS_BY_ENDING
from ivigcalc.intake.written.tokens.refusal import order_refusal
from ivigcalc.intake.written.words.atoms import Atom, atoms_of, shown_atoms
from ivigcalc.intake.written.words.roles import DEADLINE, GOES_ON, LAST_DOSE, PAST, UNITS, UNTIL_OR_LIMIT, VERB
from ivigcalc.intake.written.words.vocabulary import Vocabulary

LONG_WORD: Final = 4
"""Shorter words are not taken for misspelt ones."""


DASH: Final = re.compile(r"[0-9] ?([a-z/]*) ?- ?[0-9.,]+ ?\1(?![a-z])")
"""A range whose figures have each their unit: "28 g - 30 g"."""


DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|20[0-9]{6}(?![0-9])")
"""A date that is written on to another one, or without its dashes."""


COUNTS: Final = re.compile(rf"[0-9](?:{'|'.join(DAYS_BY_ENDING)})(?![a-z])")
"""A number that counts: the third day, or the third of a month."""


A_NUMBER: Final = rf"([0-9]{{1,{MOST_DIGITS}}}(?:[.,][0-9]{{1,{MOST_DIGITS}}})?)"
FALLING: Final = re.compile(rf"(?<![0-9]){A_NUMBER} - {A_NUMBER}(?![0-9])")
"""Two numbers with a dash that stands apart between them; neither has more figures than any number that is read."""


WORD: Final = re.compile(r"[a-z]+|[0-9]+")


WRITING: Final = frozenset(("Ll", "Lu", "Lo", "Nd"))
"""Categories of letters and of figures."""
LATIN: Final = ("LATIN", "MASCULINE ORDINAL", "FEMININE ORDINAL")
"""So begin the names of letters that are no other alphabet's."""
HIGH_POINT: Final = re.compile("[0-9]([\N{MIDDLE DOT}\N{BULLET}\N{BULLET OPERATOR}\N{DOT OPERATOR}])[0-9]")
"""A point between two figures that stands high: a decimal, or times."""


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
    UNTIL_OR_LIMIT: NO_BEGIN,
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


class Unknown(NamedTuple):
    """Words that are not understood, or known and never read."""

    text: str
    never: NeverRead | None = None
    name: bool = False
    """Whether they may be the name of a medicine: with a capital letter, beside a dose, or behind "of"."""
    written_on: bool = False
    """Whether they are written on to what is before them, as the decimals of "1, 2,5 g"."""


def not_understood(
    text: str, unknown: Sequence[Unknown], vocabulary: Vocabulary, atoms: Sequence[Atom]
) -> RefusedError:
    """What is not understood, all of it, and what is known and never read, with the reason."""
    never = next((one for one in unknown if one.never), None)
    plain = list(dict.fromkeys(one.text for one in unknown if not one.never))
    plain = [one for one in plain if not (never and _is_read_elsewhere(one, vocabulary))]
    named = ", ".join(map(repr, plain[:MOST_NAMED])) + (" and more" if len(plain) > MOST_NAMED else "")
    also = f"{named} {'is' if len(plain) == 1 else 'are'} not understood" if plain else ""
    names = vocabulary.indications
    uses = [one for one in plain if one.isascii() and one not in vocabulary.every_word and names.fit(one).ids]
    if never and never.never:
        why = f": {never.text!r} {never.never.why}{f'; {also}' if also else ''}"
        return order_refusal(text, "order-unreadable", why, never.never.next)
    written_on = next(one.written_on for one in unknown if not one.never)
    if (uses and len(uses) == len(plain)) or (not written_on and (written := _in_figures(plain[0]))):
        hint = f'what it is for: write "for {uses[0]}" behind the days' if uses else f"write {written} in its place"
        also += " there: it may be what it is for, or of what stands beside it" if uses else ""
        return order_refusal(text, "order-unreadable", f": {also}", hint)
    wrong, hint = _wrong_sign(plain[0], vocabulary)
    first = plain[0].split(" ")
    ended = DASH if plain[0] == "-" else re.compile(f"[0-9] ?{re.escape(plain[0])}")
    joint = rf"(?:{'|'.join(('-', *sorted(vocabulary.joining)))}) ?(?:[0-9]|$)"
    rest = re.match(joint, plain[0]) and ended.search(shown_atoms(atoms))
    between = (rest or re.search(f"[0-9] ?{joint}", plain[0])) and not _falls(plain[0], shown_atoms(atoms))
    if wrong or DATE.match(plain[0]) or between:
        dates = 'write each date as year-month-day, and "to" between two: 2026-12-01 to 2026-12-05'
        ranged = "verify one dose, or one number, of a range at a time"
        hint = hint or (dates if DATE.match(plain[0]) else ranged)
        return order_refusal(text, "order-unreadable", f": {also}{wrong}", hint)
    if first[0][:1].isdigit():
        code = "unit-missing" if plain[0] == shown_atoms(atoms) else "unit-unknown"
        hint = "write a unit behind each number: g, mg, g/kg, mg/kg; kg behind a body weight; days, weeks, months; "
        hint += "see: ivigcalc verify --words"
        if COUNTS.search(plain[0]):
            code = "order-unreadable"
            hint = 'days of the order: number them, as in "30 g daily on days 1 to 5"; a date: write it as 2026-12-01'
        return order_refusal(text, code, f": {also}", hint)
    if elsewhere := [one for one in plain if one in vocabulary.every_word]:
        hint = f"{elsewhere[0]!r} is read in the phrases of ivigcalc verify --words alone; say it as one of them does"
        if any(f"({one})" in shown_atoms(atoms) for role in UNITS for one in vocabulary.words_of[role]):
            hint = 'write each unit behind its number, as in "28 g", and not in brackets before it'
        return order_refusal(text, "order-unreadable", f": {also}", hint)
    hint = f"{_to_ask(plain, unknown, vocabulary, shown_atoms(atoms))}every word that is read: ivigcalc verify --words"
    return order_refusal(text, "order-unreadable", f": {also}", hint)


def _wrong_sign(words: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """What in words is no letter, figure or point of an order (an o for a 0), and what to write; "" for nothing."""
    foreign = next((sign for sign in words if unicodedata.category(sign) in WRITING and not _is_latin(sign)), "")
    if foreign:
        what = "figure" if foreign.isdigit() else "letter"
        return (
            f": {foreign!r} is a {what} of another alphabet",
            "write it with the letters a to z and the figures 0 to 9",
        )
    if point := HIGH_POINT.search(words):
        hint = 'a decimal: write it with a point, as in "0.4 g/kg"; "times": write x'
        return f": {point[1]!r} is no point of a decimal here", hint
    units = "|".join(re.escape(unit) for role in UNITS for unit in vocabulary.words_of[role])
    if letter := re.match(rf"[0-9.,]*([oil])[0-9oil.,]* ?(?:{units})(?![a-z])", words):
        return (
            f": {letter[1]!r} is a letter in its number",
            "ask which figure is meant, and write the number in figures",
        )
    return "", ""


def _is_latin(sign: str) -> bool:
    """Whether a sign is a letter of the Latin alphabet, or its figure, or an ending such as that of 1st."""
    return sign.isascii() or unicodedata.name(sign, "").startswith(LATIN)


def _to_ask(plain: Sequence[str], unknown: Sequence[Unknown], vocabulary: Vocabulary, text: str) -> str:
    """What to ask of words that nobody knows: what they may be, or what they must not say to be left out."""
    words = [word for word in vocabulary.single_words if len(word) >= LONG_WORD and word not in plain]
    meant = near(plain[0], words, most=1) if len(plain[0]) >= LONG_WORD else []
    if meant:
        return f"did you mean {' or '.join(map(repr, meant[:2]))}? "
    if vocabulary.find_as("indication", atoms_of(plain[0]), 0):
        return "what it is for has no name or code that is known here: ivigcalc indications; "
    if plain[0] == "-":
        return "a line between two fields: write a comma in its place; a range, or a minus: ask what is meant; "
    if labels := [one for one in plain if f"{one}:" in text]:
        return f"{labels[0]!r} is a label that is not read: {LEAVE_OUT}"
    hint = LEAVE_OUT
    counts = [one for one in plain if any(word.isdigit() or word in vocabulary.counted for word in WORD.findall(one))]
    if named_so := [one.text for one in unknown if one.name]:
        hint = f"what is {named_so[0]!r}? A name that is not known is not left out: ask what is meant; "
        hint += "preparations: ivigcalc products; "
    elif counts:
        hint = f"{counts[0]!r} may say how much, on which days or how often: ask, and say it in words that are read; "
    return hint


def _is_read_elsewhere(words: str, vocabulary: Vocabulary) -> bool:
    """Whether each word is known, and may be of what is never read beside it: "patient" before a weight in pounds."""
    known_words = vocabulary.every_word | vocabulary.counted
    known = (word in known_words or vocabulary.find(atoms_of(word), 0) for word in WORD.findall(words))
    return all(known)


def _falls(words: str, text: str) -> bool:
    """Whether a number before a dash is greater than that behind it, as in no range: "weight 70 - 28 g"."""
    found = FALLING.search(text, text.find(words))
    low, high = (Fraction(number.replace(",", ".")) for number in found.groups()) if found else (0, 0)
    return low > high


def _in_figures(words: str) -> str:
    """A number that begins with a point, or is one sign, as it is to be written: ".4 g" is "0.4 g"; "" for none."""
    if POINT_FIRST.match(words):
        return repr(f"0{words}")
    part = Fraction(unicodedata.numeric(words[0], 0)).limit_denominator(10)
    return repr(f"{plain_of(part, 3)}{words[1:]}") if 0 < part < 1 else ""
