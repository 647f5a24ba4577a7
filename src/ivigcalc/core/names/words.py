"""How a typed text is compared with a name: letters folded, plurals as singulars, words without meaning left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Final, Literal

from ivigcalc.core.record import FileRecord

SHORTEST_PLURAL: Final = 7
"""Letters of the shortest word whose plural s does not count, with that s."""

APOSTROPHES: Final = ("'", "\u2019")
POSSESSIVE: Final = r"(?<=\w)['\u2019]s\b"

SHORT_WORD: Final = 3
LONGEST_WORD: Final = 40
"""No name of an option or an entry has more letters."""

NO_SIGNS: Final = "\u2260\u00ac\u00d7\u2715\u2716\u2717\u2718\u274c\u2205\u0335\u0336\u0337\u0338"
"""Signs of what is not equal, not there, or struck out; the last four strike out the letter before them."""

TRADEMARK: Final = r"(?i)[\u2122\u2120]|\((?:r|tm)\)"
"""Signs of a trademark that are letters, or would be decomposed into them."""

AROUND: Final = " \t\r\n\xa0.,;:_|=\"'`\u00b4\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a\u00b7\u2022"
"""What may stand around a name and says nothing; so may brackets."""

DOUBTFUL: Final = (
    r"[?\u00bf*\u2020\u2021\u00a7\u00b6#^~\u2248\u223c\u2243\u2245\u00b1!\u00a1@$<>\u00b0\u2026\u2190-\u21ff\u25a0\u25a1\u2610\u2612\u2b1c\\"
    r"\u203d\u2042\u2047-\u2049\u204e\u2051\u061f\u2217\u22c6\u2605\u2606\u26a0\u2731\u2733\u2753-\u2757\uff01\uff03\uff04\uff0a\uff0b\uff0d\uff1c-\uff20\uff3e\uff5e]"
    rf"|\A[{re.escape(AROUND)}()\[\]{{}}]*+[-+/&%\u2010-\u2015\u2212]"
    rf"|[-+/&\u2010-\u2015\u2212][{re.escape(AROUND)}()\[\]{{}}]*+\Z"
    r"|[(\[{][^\w()\[\]{}]*+[)\]}]"
    r"|\.{3}"
)
"""Signs that say something of a name wherever they stand; those that do before or behind it; what is left empty.

It is compiled (1 ms) when a name is first looked for, not where an id is known.
"""

NO_PLURAL: Final = ("is", "us", "ss")
"""Endings whose s belongs to the word: myositis, lupus, illness."""


def without_accents(text: str, form: Literal["NFD", "NFKD"]) -> str:
    """Text decomposed, without combining marks.

    Each letter by itself: to decompose a text with a long run of marks as a whole takes quadratic time.
    """
    if text.isascii():
        return text
    parts = (part for letter in text for part in unicodedata.normalize(form, letter))
    return "".join(part for part in parts if not unicodedata.combining(part))


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """Case, accents, punctuation and repeated spaces do not count."""
    return re.sub(r"[^a-z0-9]+", " ", without_accents(text, "NFKD").casefold()).strip()


def says_more(text: str) -> bool:
    """Whether a text holds what is left out of its words and may say anything: a letter of another script, or a no.

    ``normal`` makes the same of ``CIDP``, of it with a word in Cyrillic letters beside it, and of it behind the sign of
    what is not equal.
    """
    return not text.isascii() and any(
        letter in NO_SIGNS or (letter.isalpha() and not normal(letter)) for letter in text
    )


def without_trademark(text: str) -> str:
    """A name without the signs in letters behind it that say that it is a trademark: PRIVIGEN(R)."""
    return re.sub(TRADEMARK, " ", text).strip()


def doubtful_sign(text: str) -> str:
    """The first sign by which somebody may say that a name is in doubt, not meant, cut off or has a note; "" for none.

    ``?CIDP``, ``CIDP*``, ``-CIDP``, ``[ ] CIDP``, ``CIDP...``. Brackets and quotes around a name, a full stop behind it
    and their like say nothing.
    """
    if text.replace(" ", "").isalnum():
        return ""
    found = re.search(DOUBTFUL, text)
    return found[0].strip(AROUND) or found[0] if found else ""


def normal_heading(heading: str) -> str:
    """A heading without case, accents, brackets and blanks: ``Weight [kg]`` is ``weight_kg``."""
    return normal(heading.replace("/", " per ")).replace(" ", "_")


def words_of(text: str) -> list[str]:
    """The words of a text, without a possessive s."""
    if any(sign in text for sign in APOSTROPHES):
        text = re.sub(POSSESSIVE, "", text)
    return normal(text).split()


@lru_cache(maxsize=4096)
def letters(text: str) -> str:
    """The letters and digits of a text in one piece: hyphens, dots and blanks do not count either."""
    return "".join(words_of(text))


class Carriers(FileRecord):
    """Words that carry no meaning in a name: two names that differ by them alone are one name.

    ``prefix`` ("anti") carries none before one of ``antigens``, written apart or together.
    """

    words: tuple[str, ...]
    prefix: str
    antigens: tuple[str, ...]

    @cached_property
    def _dropped(self) -> frozenset[str]:
        return frozenset(map(normal, self.words))

    @cached_property
    def _antibodies(self) -> dict[str, str]:
        """Each antigen as a word, and written together with the prefix."""
        antigens = [letters(antigen) for antigen in self.antigens]
        return {self.prefix + antigen: antigen for antigen in antigens}

    def meaning(self, text: str) -> tuple[str, ...]:
        """The words of a text that carry its meaning, without a plural s; all of its words where none does."""
        words = words_of(text)
        meant = []
        for place, word in enumerate(words):
            if word in self._dropped or (word == self.prefix and self._is_antigen(words[place + 1 : place + 3])):
                continue
            meant.append(singular(self._antibodies.get(word, word)))
        return tuple(meant or words)

    def _is_antigen(self, words: list[str]) -> bool:
        """Whether the next words, the first or both together, are an antigen."""
        known = self._antibodies.values()
        return any("".join(words[:count]) in known for count in (1, 2))

    def key(self, text: str) -> str:
        """What two names have in common that are one name."""
        return "".join(self.meaning(text))


def singular(word: str) -> str:
    """A word without its plural s, if it is long enough."""
    if len(word) < SHORTEST_PLURAL or not word.endswith("s") or word.endswith(NO_PLURAL):
        return word
    return word[:-1]


def one_slip(typed: str, word: str) -> bool:
    """Whether a word becomes another by one letter too many, too few, wrong, or by two in the wrong order."""
    if len(typed) > len(word):
        typed, word = word, typed
    begin = next((at for at, (one, other) in enumerate(zip(typed, word, strict=False)) if one != other), len(typed))
    rest, whole = typed[begin:], word[begin:]
    if len(typed) < len(word):
        return rest == whole[1:]
    return rest[1:] == whole[1:] or (rest[:2] == whole[1::-1] and rest[2:] == whole[2:])


def near(word: str, known: Iterable[str], most: int = 2) -> list[str]:
    """Those of the words that are known which are at most two letters away, of a short word one; nearest first."""
    if len(word) > LONGEST_WORD:
        return []
    most = most if len(word) > SHORT_WORD else 1
    length = len(word)
    apart = {other: _letters_apart(word, other, most) for other in known if -most <= len(other) - length <= most}
    return sorted((other for other in apart if apart[other] <= most), key=lambda other: (apart[other], other))


def _letters_apart(word: str, other: str, most: int) -> int:
    """How many letters are too many, too few, others or exchanged with the next; above ``most`` it is not exact."""
    if len({*word} ^ {*other}) > 2 * most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(word, 1):
        before, last, row = row, before, [at]
        for place, its_letter in enumerate(other, 1):
            steps = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != its_letter))
            if at > 1 and place > 1 and (letter, word[at - 2]) == (other[place - 2], its_letter):
                steps = min(steps, last[place - 2] + 1)
            row.append(steps)
    return row[-1]
