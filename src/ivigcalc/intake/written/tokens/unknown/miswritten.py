"""What is written wrong in words that are not understood: a letter for a figure, a lost point, a time, half a date."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

from ivigcalc.core.quantity import plain as plain_of
from ivigcalc.intake.dates import NUMBER_OF, OTHER_WORDS
from ivigcalc.intake.not_one_figure import FIGURE
from ivigcalc.intake.written.tokens.day_numbers import DAYS_BY_ENDING
from ivigcalc.intake.written.words.atoms import atoms_of, folded
from ivigcalc.intake.written.words.roles import RATE_OR_DOSE, UNITS
from ivigcalc.intake.written.words.vocabulary import Vocabulary

WRITING: Final = frozenset(("Ll", "Lu", "Lo", "Nd"))
"""Categories of letters and of figures."""
LATIN: Final = ("LATIN", "MASCULINE ORDINAL", "FEMININE ORDINAL")
"""So begin the names of letters that are no other alphabet's."""

MYASTHENIA: Final = 'myasthenia gravis: write "for MG"; of two diseases ask which it is for, and write that alone'
"""What to write for "mg" that is no unit."""
POINT_FIRST: Final = re.compile(r"[.,][0-9]+(?![0-9.,])")
HIGH_POINT: Final = re.compile("[0-9]([\N{MIDDLE DOT}\N{BULLET}\N{BULLET OPERATOR}\N{DOT OPERATOR}])[0-9]")
"""A point between two figures that stands high: a decimal, or times."""
APART: Final = r"(?:(?<![0-9.,])0[.,] [0-9]+|(?<![0-9])[0-9]+ [.,][0-9]+)"
"""A number with a space beside its point: "0. 4"."""

BEFORE_RATE: Final = ("rate", RATE_OR_DOSE, "rate-start", "rate-most", "to-or-at")
"""Roles of words behind which a rate stands."""

A_FRACTION: Final = r"(?<![0-9/])([1-9])/([2-9]|1[0-2])"
"""A fraction of two numbers: "1/2"."""
PARTS: Final = "¼½¾"
MIXED: Final = re.compile(f"([0-9]{{1,3}})([{PARTS}])(.*)", re.DOTALL)
"""A number with a fraction in one sign behind it: "1½ g/kg"."""

HOURS: Final = 24
MOST_STANDING: Final = 2
"""Letters that stand for a number: "for XX days"."""

MAY: Final = re.compile(r"\b(?:from|of|in|to|until|day [0-9]+(?: of)?|[0-9]+(?:st|nd|rd|th)(?: of)?) may\b")
"""Words of dates before "may"."""

IN_WORDS: Final = re.compile(
    r"(?!dias? [0-9]+o(?![a-z0-9]))(?:(?<![a-z])x ?|-|\b(?:days? |dias? |d))(?=[oil.,]*[0-9])"
    r"[0-9.,]*([oil])[0-9oil.,]*(?![a-z0-9])"
)
"""A number with a letter in it behind "x", a dash or "days", where no unit stands behind: "D1-D1O"."""
LETTERS_ALONE: Final = re.compile(r"(?<![a-z0-9])x ?([il]o*)(?![a-z0-9/])")
"""Letters that stand for a number behind "x": "x IO"."""

TIME: Final = re.compile(
    r"(?:at )?(?:[01]?[0-9]|2[0-3])(?::[0-5][0-9]|h(?:[0-5][0-9])?)(?: ?(?:h|hs|hrs|am|pm))?"
    r"|(?:1[0-2]|0?[1-9]) ?[ap]\.?m\.?|(?P<figures>(?:[01][0-9]|2[0-3])[0-5][0-9](?: ?(?:h|hs|hrs))?)"
)
"""A time of the day; four ``figures`` may be an amount, too."""
DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|20[0-9]{6}(?![0-9])")
"""A date that is written on to another one, or without its dashes."""


COUNTS: Final = re.compile(
    rf"[0-9](?:(?:{'|'.join((*DAYS_BY_ENDING, 'er', 'ro'))}|[ºª°])(?![a-z])|o dia\b)|\bd[0-9]+[.,][0-9]"
)
"""A number that counts: the third day, or the third of a month."""

PART_OF_DATE: Final = re.compile(r"(?<![0-9/-])(?:20[0-9]{2}-[0-9]{1,2}|[0-9]{1,2}/20[0-9]{2})(?![0-9/-])")
"""A month with its year: a date without its day."""

WRITE_DATES: Final = 'write each date as year-month-day, and "to" between two: 2026-12-01 to 2026-12-05'
WRITE_TIME: Final = 'a time of the day: write it as "at 08:00", or leave it out; a day has one infusion here; '


class Wrong(NamedTuple):
    """What is wrong with words, behind their names, and what to write in their place."""

    why: str
    hint: str
    said: str = ""
    """The whole of it as it was written; "" for what was not understood."""


def letter_in_number(plain: Sequence[str], text: str, vocabulary: Vocabulary) -> Wrong | None:
    """A letter that looks like a figure within a number with its unit: an o for a 0, an l for a 1."""
    patterns = (*_numbers_with_letters(vocabulary), IN_WORDS, LETTERS_ALONE)
    found = next((one for pattern in patterns if (one := _first_among(pattern, text, plain))), None)
    if found is None:
        return None
    letters = "is a letter" if len(found[1]) == 1 else "are letters"
    hint = "ask which figure is meant, and write the number in figures"
    return Wrong(f": {found[1]!r} {letters} in its number", hint, found[0].strip(" -"))


def _first_among(pattern: re.Pattern[str], text: str, plain: Sequence[str]) -> re.Match[str] | None:
    """The first place of a pattern in an order that is among what is not understood, or that this is left of."""
    places = ((found, found[0].strip(" -")) for found in pattern.finditer(text))
    return next((found for found, said in places if any(one in said or said in one for one in plain)), None)


@lru_cache(maxsize=1)
def _numbers_with_letters(vocabulary: Vocabulary) -> tuple[re.Pattern[str], ...]:
    """Numbers with such a letter before a unit, or a word of time; and letters alone before a word of time.

    The letter behind the figures of "1o dia" makes them count.
    """
    times = _alternatives(vocabulary.ends_of_times)
    units = _alternatives(_units(vocabulary))
    number = r"(?=[oilsbz.,]*[0-9])[0-9.,]*([oilsbz])[0-9oilsbz.,]*"
    return (
        re.compile(rf"(?<![a-z0-9.,])q? ?(?![0-9]+o dia(?![a-z])){number} ?(?:{units}|{times})(?:/kg)?(?![a-z])"),
        re.compile(rf"(?<![a-z0-9])(i|l|s|z|[il]o+) (?:{times})(?![a-z])"),
    )


def _units(vocabulary: Vocabulary) -> list[str]:
    return [word for role in UNITS for word in vocabulary.words_of[role]]


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def month_without_day(words: Sequence[str], text: str) -> Wrong | None:
    """The name of a month that no date is made of; "may" is one between words of dates alone."""
    names = [name for one in words if not re.search(FIGURE, one) for name in one.split(" ") if name in NUMBER_OF]
    said = next((name for name in names if name not in OTHER_WORDS and (name != "may" or MAY.search(text))), "")
    why = ": it is the name of a month, and what stands beside it is no date with it"
    hint = 'ask which days are meant; write each date in full, as in "from 1 May to 5 May 2027"'
    return Wrong(why, hint, said) if said else None


def miswritten(plain: Sequence[str], text: str, vocabulary: Vocabulary) -> Wrong | None:
    """What is wrong with the first of the words that are not understood, as far as it is known; None for nothing.

    ``text`` is the order as it is read, in lower case.
    """
    words = plain[0]
    foreign = next((sign for sign in words if unicodedata.category(sign) in WRITING and not _is_latin(sign)), "")
    if foreign:
        what = "figure" if foreign.isdigit() else "letter"
        hint = "write it with the letters a to z and the figures 0 to 9"
        return Wrong(f": {foreign!r} is a {what} of another alphabet", hint)
    if point := HIGH_POINT.search(words):
        hint = 'a decimal: write it with a point, as in "0.4 g/kg"; "times": write x'
        return Wrong(f": {point[1]!r} is no point of a decimal here", hint)
    return (
        _wrong_number(plain, text, vocabulary)
        or _no_one_number(plain, text)
        or _time_or_date(words, text)
        or _wrong_joint(words, text, vocabulary)
        or _without_unit(words, text, vocabulary)
    )


def _is_latin(sign: str) -> bool:
    """Whether a sign is a letter of the Latin alphabet, or its figure, or an ending such as that of 1st."""
    return sign.isascii() or unicodedata.name(sign, "").startswith(LATIN)


def _no_one_number(plain: Sequence[str], text: str) -> Wrong | None:
    """A number with a minus before it, a part of one, or two numbers with a slash between."""
    if minus := re.match(r"[a-z]+(?: [a-z]+)* (-[0-9][0-9.,]*)", plain[0]):
        return Wrong(f": {minus[1]!r} has a minus, or what stood before a dash is missing", "ask which number is meant")
    if sign := re.search(f"[a-z] ([{PARTS}])", plain[0]):
        return Wrong(f": {sign[1]!r} is a part of one", "ask how many, and write a whole number of days, or the grams")
    if pair := re.search(rf"(?<![0-9/.,])[0-9.,]+/[0-9.,]+ ?{re.escape(plain[0])}(?![a-z])", text):
        return Wrong(f": {pair[0]!r} may be one number or the other", "ask which, and write one number alone")
    return None


def _wrong_number(plain: Sequence[str], text: str, vocabulary: Vocabulary) -> Wrong | None:
    """A point with nothing behind it or a space beside it; a unit written on to the next word, or without a number."""
    counted = _alternatives(
        (*vocabulary.ends_of_times, *(word for role in UNITS for word in vocabulary.words_of[role]))
    )
    ended = re.compile(rf"(?<![0-9.,])[0-9]+[.,] ?(?:{counted})(?![a-z:])")
    if found := _first_among(ended, text, plain):
        why = ": behind the point of its number no figure stands"
        return Wrong(why, "ask whether a figure is missing; write the number without the point", found[0])
    if part := re.search(rf"{A_FRACTION} ?{re.escape(plain[0])}(?![a-z])", text):
        value = Fraction(int(part[1]), int(part[2]))
        if value < 1 and re.match(rf"(?:{counted})(?![a-z])", plain[0]):
            return Wrong(f": {part[0]!r} is a fraction", f"write {_decimal(value, plain[0])} in its place")
    if re.fullmatch(rf"[0-9][0-9.,]*-(?:{_alternatives(_units(vocabulary))})(?:/kg)?", plain[0]):
        return Wrong(": a dash stands between its number and its unit", "write a space in its place")
    apart = re.compile(rf"{APART} ?(?:{_alternatives(_units(vocabulary))})(?:/kg)?(?![a-z])")
    if found := _first_among(apart, text, plain):
        number = re.sub(" ?([.,]) ?", r"\1", found[0])
        hint = f"one number: write it as {number!r}; else ask what is meant"
        return Wrong(": a space stands beside the point of its number", hint, found[0])
    return None


def _decimal(value: Fraction, unit: str) -> str:
    """A part of one with its unit as it is to be written; thirds and their like are no decimals."""
    return repr(f"{plain_of(value, 3)} {unit}") if value * 1000 % 1 == 0 else "a decimal"


def _time_or_date(words: str, text: str) -> Wrong | None:
    """A time of the day that is not read as one, or a date without its day."""
    number = re.fullmatch(r"(?:a las )?([0-9]{1,2})", words)
    at = number and re.search(rf"\b(?:at|as|a las) {number[1]}(?![0-9:.,])", text)
    hour = number is not None and at is not None and int(number[1]) <= HOURS
    time = TIME.fullmatch(words)
    if hour or time:
        bare = hour or (time is not None and time["figures"])
        amount = "an amount: write its unit behind it" if bare else ""
        return Wrong(": it may be a time of the day", f"{WRITE_TIME}{amount}".removesuffix("; "))
    if PART_OF_DATE.search(words):
        return Wrong(": it is a month and its year, without a day", WRITE_DATES)
    if DATE.match(words):
        return Wrong("", WRITE_DATES)
    if COUNTS.search(words):
        hint = 'days of the order: number them, as in "30 g daily on days 1 to 5"; a date: write it as 2026-12-01'
        return Wrong("", hint)
    return None


def _wrong_joint(words: str, text: str, vocabulary: Vocabulary) -> Wrong | None:
    """A slash between words; a unit written on to a word; a word of time, or a unit, without its number."""
    units = _units(vocabulary)
    if words.startswith("/"):
        hint = "write that word in its place; of alternatives verify each by itself"
        return Wrong(': a slash may be "or", "and" or "per"', hint)
    joined = re.fullmatch(rf"[0-9][0-9.,]* ?({_alternatives(units)})([a-z]+)", words)
    if joined and vocabulary.find(atoms_of(joined[2]), 0):
        hint = f'write "{joined[1]}/kg"' if joined[2] in units else "write a space between the two"
        return Wrong(f": {joined[1]!r} and {joined[2]!r} are written as one word", hint)
    if slash := re.search(r"[0-9] ?(m?g) kg(?![a-z])", text) if words == "kg" else None:
        hint = f'write "{slash[1]}/kg" if the dose is for each kg; else ask what is meant'
        return Wrong(f": a slash is missing between {slash[1]!r} and 'kg'", hint)
    if (last := _without_number(words, units, vocabulary)) and f"({last})" not in text:
        disease = f"; {MYASTHENIA}" if last == "mg" else ""
        return Wrong(f": {last!r} has no number before it", f"ask for it, and write it before {last!r}{disease}")
    return None


def _without_unit(words: str, text: str, vocabulary: Vocabulary) -> Wrong | None:
    """A number alone behind words of a rate: "at 140"."""
    leads = _alternatives(word for role in BEFORE_RATE for word in vocabulary.words_of[role])
    number = re.fullmatch(rf"(?:(?:{leads}) )?([0-9][0-9.,]*)", words)
    lead = re.search(rf"(?<![a-z])({leads}) {number[1]}(?![0-9]|[.,][0-9])", text) if number else None
    if number is None or lead is None:
        return None
    hint = f'a rate: write its unit, as in "{lead[0]} mL/h"; else ask what is meant'
    return Wrong(f": behind {lead[1]!r} it may be a rate, and has no unit", hint)


def _without_number(words: str, units: Sequence[str], vocabulary: Vocabulary) -> str:
    """The unit, or the word of time, of words that are read with a number before it: "for days"; "" for others.

    One or two letters there stand for the number: "for N days".
    """
    *before, last = words.split(" ")
    before = before[:-1] if len(before) > 1 and len(before[-1]) <= MOST_STANDING else before
    row = atoms_of(" ".join((*before, "5", last)))
    found = vocabulary.find(row, 0) if before else None
    return last if (last in units and not before) or (found and found.long == len(row)) else ""


def comma_between(words: str, text: str) -> str:
    """What to write where a number begins with a comma, or a point right behind a word: a field, or its decimals.

    ``text`` is the order as it was written. "IVIG,28 g" is no 0.28 g.
    """
    glued = re.search(rf"[^\s0-9]{re.escape(words)}", folded(text))
    if not POINT_FIRST.match(words) or not (words[0] == "," or glued):
        return ""
    sign = "comma" if words[0] == "," else "point"
    return f"a {sign} between two fields: put a space behind it; a decimal: ask which figure stands before the {sign}"


def in_figures(words: str) -> str:
    """A number that begins with a point, or has a fraction in one sign, as it is to be written; "" for none."""
    if POINT_FIRST.match(words):
        return repr(f"0{words}")
    if mixed := MIXED.fullmatch(words):
        return repr(f"{plain_of(int(mixed[1]) + Fraction(unicodedata.numeric(mixed[2])), 3)}{mixed[3]}")
    part = Fraction(unicodedata.numeric(words[0], 0)).limit_denominator(10)
    return repr(f"{plain_of(part, 3)}{words[1:]}") if 0 < part < 1 else ""
