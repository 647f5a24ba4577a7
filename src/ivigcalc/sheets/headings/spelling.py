"""How headings and units are spelt: words, also in camel case, with a letter wrong, or with brackets around them."""

import re
from collections.abc import Collection, Sequence
from typing import Final

from ivigcalc.core.names.words import normal_heading, one_slip

CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z][A-Za-z])")
"""Where a word begins in camel case; a letter alone is a part of a unit: mg/dL."""

COUNTED: Final = re.compile(r"(?<=[a-z])[0-9]+")
"""The number behind a word that says the second of something: wt2, and within wt2kg."""

COUNTED_BEFORE: Final = re.compile(r"\A[0-9]+(?=[a-z]{2})(?!(?:st|nd|rd|th)\Z)")
"""The number before a word that says the same: 2wt, and not the first of 2nd."""

PARTS: Final = re.compile(r"[a-z]+|[0-9]+")
"""Letters and figures, each by themselves, also where they are written together: d1, c1d2."""

MOST_QUOTED: Final = 200
"""How much of a header is quoted where nothing in it is known."""

SHORTEST: Final = 3
"""Shorter headings are not taken for a misspelt one."""

LONG_NAME: Final = 6
"""A longer heading is that of a column with two letters wrong, too: ``Source`` is no ``Course``."""

LONG_WORD: Final = 5
"""A word of so many letters is known within a longer one (``Bodyweight``), and with one letter wrong."""

WEIGHT: Final = "weight"
"""The kind of the units of weights."""

NUMBER_SIGN: Final = "#"
"""Behind a word of a heading the sign of its number, or of pounds; before all words it says nothing."""

PLACEHOLDER: Final = re.compile(r"\s*<+([^<>]*)>+\s*")
"""How a form marks where something is to be written: ``<weight>``."""

SIGNS: Final = re.compile(
    r"[%\u2030~\u223c\u2248\u2243\u2245<>\u2264\u2265\u00b1\u2190-\u21ff]|\A\W*\?|[(\[]\s*\?\s*[)\]]"
    rf"|(?<=\w)\W*{NUMBER_SIGN}"
)
"""Signs by which a heading says something else than its words do: a share, what is about or more, a doubt, pounds."""


def sign_in(heading: str) -> str:
    """The first sign by which a heading may say something else than its words do; "" for none.

    ``Weight %``, ``~Weight``, ``?Dx``, ``Weight #``. A question mark behind it asks for yes or no: ``Pregnant?``.
    """
    if heading.isascii() and heading.replace("_", "").isalnum():
        return ""
    found = SIGNS.search(PLACEHOLDER.sub(r"\1", heading[:MOST_QUOTED]))
    return found[0].strip(" ()[]") if found else ""


def sign_says_other(heading: str, kind: str) -> bool:
    """Whether a sign in a heading says something else than its words; ``kind`` is that of the units of its column.

    The sign of pounds says so of weights alone: it is that of a number in ``MRN #``.
    """
    sign = sign_in(heading)
    return bool(sign) and (sign != NUMBER_SIGN or kind == WEIGHT)


def heading_key(heading: str) -> str:
    """What two headings have in common that are one: words and sign, in another script the heading without case."""
    words = normal_heading(heading)
    return f"{words}{sign_in(heading)}" if words else heading.strip().casefold()


def slips(word: str) -> set[str]:
    """A word, and it without each of its letters: words that one letter tells apart share one of these."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def same_short_words(known: str, name: str) -> bool:
    """Whether two headings have the same figures and, where they have as many words, differ in long ones alone."""
    if [*filter(str.isdecimal, known)] != [*filter(str.isdecimal, name)]:
        return False
    pairs = [*zip(known.split("_"), name.split("_"), strict=False)]
    if len(pairs) == 1 or known.count("_") != name.count("_"):
        return True
    return all(one == other or min(len(one), len(other)) >= LONG_WORD for one, other in pairs)


def is_near(name: str, known: str) -> bool:
    """Whether a heading is one slip from a short one that is known; another letter makes another word of one of three.

    ``MRC`` is no ``MRN``, ``Seq`` no ``Sex``, and ``HTN`` no ``HT``; ``Sxe`` and ``Htt`` may be that.
    """
    if len(known) < SHORTEST:
        return name in {f"{known}s", *(known[:place] + known[place - 1 :] for place in range(1, len(known) + 1))}
    is_other = len(name) == len(known) == SHORTEST and sorted(name) != sorted(known)
    return one_slip(name, known) and not is_other


def last_word(name: str) -> str:
    """The last word of a normal heading, where its unit stands."""
    return name.rpartition("_")[2]


def heading_words(heading: str) -> list[str]:
    """The words of a heading, also of one in camel case."""
    return normal_heading(CAMEL.sub(" ", heading[:MOST_QUOTED])).split("_")


def without_numbers(words: Sequence[str], names: Collection[str]) -> list[str]:
    """The words of a heading without the numbers behind or before them, but for ``names`` with one (anti-GM1).

    A letter with a number is another name (T4): there is none of its words then.
    """
    whole = [word if word in names else COUNTED_BEFORE.sub("", word) for word in words]
    parts = [part for word in whole for part in ([word] if word in names else COUNTED.sub(" ", word).split())]
    while parts and parts[-1].isdecimal():
        parts.pop()
    return parts if len("".join(parts)) > 1 else []
