"""The words of ``data/orders.yaml`` as they stand there: in which language, and in which longer phrases."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ivigcalc.core.facts.orders import OrderWords
from ivigcalc.intake.written.words.phrases import row_of
from ivigcalc.intake.written.words.roles import FORM, UNITS

LONG_WORD: Final = 3
"""Letters of a word that tells its language; shorter ones may be an abbreviation in another."""


def english_alone(order_words: Sequence[OrderWords]) -> frozenset[str]:
    """The longer words of phrases in English that stand in none of another language.

    Carriers, units and forms of a preparation are written in every language.
    """
    own = [words for words in order_words if not words.carrier and words.id not in {*UNITS, FORM}]
    others = _words_in(one for words in order_words for one in (*words.pt, *words.es))
    english = _words_in(one for words in own for one in words.en)
    return frozenset(word for word in english - others if len(word) >= LONG_WORD)


def phrases_with(order_words: Sequence[OrderWords], word: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """The longer phrases that hold a word, but for carriers: each with its role, as it is written, and its atoms."""
    for words in order_words:
        for phrase in () if words.carrier else words.phrases:
            row = row_of(phrase)
            if word in row and len(row) > 1:
                yield words.id, phrase, row


def _words_in(phrases: Iterable[str]) -> frozenset[str]:
    """The words of phrases, without their places for numbers."""
    return frozenset(atom for phrase in phrases for atom in row_of(phrase) if atom.isalpha() and atom.islower())
