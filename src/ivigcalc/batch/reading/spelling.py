"""How headings and units are spelt: words, also in camel case, with a letter wrong, or with brackets around them."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import Final

from ivigcalc.core.names.words import normal_heading

CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z][A-Za-z])")
"""Where a word begins in camel case; a letter alone is a part of a unit: mg/dL."""

MOST_QUOTED: Final = 200
"""How much of a header is quoted where nothing in it is known."""

LONG_WORD: Final = 5
"""A word of so many letters is known within a longer one (``Bodyweight``), and with one letter wrong."""


def squeezed(text: str) -> str:
    """A unit or a word of a cell without case and blanks."""
    return "".join(text.split()).casefold()


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


def last_word(name: str) -> str:
    """The last word of a normal heading, where its unit stands."""
    return name.rpartition("_")[2]


def heading_words(heading: str) -> list[str]:
    """The words of a heading, also of one in camel case."""
    return normal_heading(CAMEL.sub(" ", heading[:MOST_QUOTED])).split("_")


def whole_sum(words: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
    """Matches what a row says that is no patient: a word of totals and anything behind it, or a word of sums alone."""
    totals, sums = _totals_and_sums(words)
    return re.compile(rf"\W*+(?:(?:{totals})(?:\W.*+)?|(?:{sums})(?:\s*+[:(=].*+)?)\W*+", re.IGNORECASE | re.DOTALL)


def sum_within(words: Mapping[str, Iterable[str]]) -> Callable[[str], bool]:
    """Whether a key is that of no patient: a word of totals is in it, or one of sums and no figure but behind it.

    Or it begins with the sign of sums, or is the foot of a page.
    """
    totals, sums = _totals_and_sums(words)
    begin, end = r"(?<![^\W_])", r"(?![^\W_])"
    of = rf"\s*+[:(=]|\s++(?:{OF_WHAT}){end}|\s++[0-9]++\W*+\Z"
    anywhere, first = rf"{begin}(?:{totals}){end}", rf"\A\W*+(?:{sums})(?:{of})"
    alone = rf"\A[^0-9]*?{begin}(?:{sums}){end}[^0-9]*+\Z"
    found = re.compile(f"{anywhere}|{first}|{alone}|{SIGMA}|{_foot(words)}", re.IGNORECASE)
    return partial(_is_found, found)


SIGMA: Final = r"\A[^\w∑]*+(?:∑|Σ(?![^\W_]))"
"""The sign of sums where a key begins: no Greek name, which has letters behind it."""


def _foot(words: Mapping[str, Iterable[str]]) -> str:
    """A pattern of what stands at the foot of a page or of a report: ``Page 1 of 1``, ``End of report``."""
    pages, foot = _any_of(words.get("page", ())), _any_of(words.get("foot", ()))
    return rf"\A\W*+(?:{pages})\W*+[0-9]++(?:\s*+[^\W\d_]++|\W)\s*+[0-9]++\W*+\Z|\A\W*+(?:{foot})(?![^\W_])"


WHOLE_KEY: Final = re.compile(
    r"\W*([^\W\d_][^\d=:(]{0,20}?)(?:\s*[=:(]\W*+[0-9.,]*+)?\W*+|\W*[0-9]++\s*+([^\W\d_]++)\W*+"
)
"""A word that may be a whole key, and at most its figure; or a number of something."""


def sum_alone(words: Mapping[str, Iterable[str]]) -> Callable[[str], bool]:
    """Whether a whole key is no patient's: a word of ``sum-alone`` and at most its figure, or how many patients."""
    alone, patients = (frozenset(map(str.casefold, words.get(of, ()))) for of in ("sum-alone", "patients"))
    return partial(_is_alone, alone, patients)


def _is_alone(alone: Collection[str], patients: Collection[str], key: str) -> bool:
    found = WHOLE_KEY.fullmatch(key)
    return found is not None and ((found[1] or "").casefold() in alone or (found[2] or "").casefold() in patients)


def _is_found(pattern: re.Pattern[str], key: str) -> bool:
    return SOME_LETTERS(key) is not None and pattern.search(key[:MOST_QUOTED]) is not None


NOTHING: Final = re.compile("(?!)")
SOME_LETTERS: Final = re.compile(r"[^\W\d_]{3}|[∑Σσ]").search
"""What every word of sums has, or their sign."""

OF_WHAT: Final = "of|de|do|da|dos|das|del|los|las|for|para"
"""What stands behind a word of sums, before what was added up."""


def _totals_and_sums(words: Mapping[str, Iterable[str]]) -> tuple[str, str]:
    """Patterns of the words of totals and of sums, longer ones first."""
    return _any_of(words.get("total", ())), _any_of(words.get("sum", ()))


def _any_of(words: Iterable[str]) -> str:
    """A pattern of any of these words, longer ones first, each letter tried once; without a word it matches nothing."""
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[:1], []).append(word[1:])
    begun = [re.escape(first) + (_any_of(rest) if any(rest) else "") for first, rest in rests.items() if first]
    return f"(?:{'|'.join([*begun, *rests.get('', [])])})" if rests else NOTHING.pattern
