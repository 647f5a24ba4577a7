"""Labels of rows that are no patients, of totals, means and counts and the foot of a page; and of those not treated."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

from ivigcalc.core.names.words import without_accents
from ivigcalc.sheets.headings.spelling import MOST_QUOTED

SIGMA: Final = r"\A[^\w∑]*+(?:∑|Σ(?![^\W_]))"
"""The sign of sums where a key begins: no Greek name, which has letters behind it."""

WHOLE_KEY: Final = re.compile(
    r"\W*([^\W\d_][^\d=:(]{0,20}?)(?:\s*[=:(]\W*+[0-9.,]*+)?\W*+|\W*[0-9]++\s*+([^\W\d_]++)\W*+"
)
"""A word that may be a whole key, and at most its figure; or a number of something."""

SOME_LETTERS: Final = re.compile(r"[^\W\d_]{3}|[∑Σσ]").search
"""What every word of totals and sums has, or their sign."""

NOTHING: Final = "(?!)"
OF_WHAT: Final = "of|de|do|da|dos|das|del|los|las|for|para"
"""What stands behind a word of sums, before what was added up."""


class SumLabels:
    """How rows say that they are no patients. Patterns are made when a label is first looked at: most keys are none."""

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        """Keep the words, by what they say."""
        self._words = words
        self._alone, self._patients = (
            frozenset(map(str.casefold, words.get(of, ()))) for of in ("sum-alone", "patients")
        )

    def whole(self, cell: str) -> bool:
        """Whether a cell is a word of totals and anything behind it, or a word of sums alone."""
        return SOME_LETTERS(cell) is not None and self._whole.fullmatch(cell) is not None

    def within(self, key: str) -> bool:
        """Whether a key is that of no patient: a word of totals is in it, or one of sums and no figure but behind it.

        Or it begins with the sign of sums, or is the foot of a page.
        """
        return SOME_LETTERS(key) is not None and self._within.search(key[:MOST_QUOTED]) is not None

    def alone(self, key: str) -> bool:
        """Whether a whole key is a word of ``sum-alone`` and at most its figure, or how many patients."""
        found = WHOLE_KEY.fullmatch(key)
        if found is None:
            return False
        return (found[1] or "").casefold() in self._alone or (found[2] or "").casefold() in self._patients

    def ends_order(self, text: str) -> bool:
        """Whether a key, or a line of a table, says that a patient is treated no longer, or not at all."""
        return SOME_LETTERS(text) is not None and self._ended.search(text) is not None

    @cached_property
    def _ended(self) -> re.Pattern[str]:
        return re.compile(anywhere(self._words.get("no-longer-ordered", ())), re.IGNORECASE)

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        totals, sums = self._any_of("total"), self._any_of("sum")
        return re.compile(rf"\W*+(?:(?:{totals})(?:\W.*+)?|(?:{sums})(?:\s*+[:(=].*+)?)\W*+", re.IGNORECASE | re.DOTALL)

    @cached_property
    def _within(self) -> re.Pattern[str]:
        totals, sums = self._any_of("total"), self._any_of("sum")
        begin, end = r"(?<![^\W_])", r"(?![^\W_])"
        of = rf"\s*+[:(=]|\s++(?:{OF_WHAT}){end}|\s++[0-9]++\W*+\Z"
        anywhere, first = rf"{begin}(?:{totals}){end}", rf"\A\W*+(?:{sums})(?:{of})"
        alone = rf"\A[^0-9]*?{begin}(?:{sums}){end}[^0-9]*+\Z"
        page = rf"\A\W*+(?:{self._any_of('page')})\W*+[0-9]++(?:\s*+[^\W\d_]++|\W)\s*+[0-9]++\W*+\Z"
        foot = rf"\A\W*+(?:{self._any_of('foot')}){end}"
        return re.compile(f"{anywhere}|{first}|{alone}|{SIGMA}|{page}|{foot}", re.IGNORECASE)

    def _any_of(self, of: str) -> str:
        return _any_of(self._words.get(of, ()))


def anywhere(words: Iterable[str]) -> str:
    """A pattern of any of these words, with or without their accents, wherever they stand; figures may follow."""
    spelled = {spelling for word in words for spelling in (word, without_accents(word, "NFKD"))}
    return rf"(?<![^\W_])(?:{_any_of(sorted(spelled))})(?![^\W\d_])"


def _any_of(words: Iterable[str]) -> str:
    """A pattern of any of these words, longer ones first, each letter tried once; without a word it matches nothing."""
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[:1], []).append(word[1:])
    begun = [re.escape(first) + (_any_of(rest) if any(rest) else "") for first, rest in rests.items() if first]
    return f"(?:{'|'.join([*begun, *rests.get('', [])])})" if rests else NOTHING
