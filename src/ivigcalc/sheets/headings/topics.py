"""What a heading that is not read is about, in whatever words: what an answer depends on is never passed over."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import Final

from ivigcalc.core.facts.tables import SpokenOf
from ivigcalc.core.names.words import normal_heading, says_more
from ivigcalc.sheets.headings.spelling import LONG_WORD, MOST_QUOTED, PARTS, heading_words, slips, without_numbers

LONGEST_PAIR: Final = 24
"""Two words that are written together have at most so many letters."""

UNIT, DOSE, ORDER = "the unit of a figure", "a dose", "an order in words"
SYSTEM: Final = "the units of all figures (metric or imperial)"
BODY_MASS_INDEX: Final = "the body mass index"
BIRTH: Final = "age, by the day of birth"
FIRST: Final = {UNIT: 0, DOSE: 1, ORDER: 3, BIRTH: 3}
"""What a heading speaks of first that speaks of several things; what is not named here has the place 2."""

A_NUMBER: Final = "no"
"""The word for the sign in ``Order #``."""

FIGURES: Final = ("weight", "length", "age")
"""Kinds of figures whose unit may stand behind a stroke: of a dose it would be another one."""


class SpokenWords:
    """What headings speak of, by the words of ``data/tables.yaml``."""

    def __init__(
        self,
        speaks_of: Sequence[SpokenOf],
        others: Collection[str],
        kinds: Mapping[str, str],
        units: Mapping[str, Collection[tuple[str, ...]]],
        *,
        between: Collection[str],
        neutral: Collection[str] = (),
        who: Collection[str] = (),
    ) -> None:
        """Look every word up once.

        ``others`` are headings that speak of nothing, ``kinds`` the kind of the units of the column that a heading may
        be, ``units`` the words of the units of a kind, and ``between`` words between what a heading speaks of and what
        that is of, ``neutral`` words that change nothing in it, and ``who`` headings of people, payers and places.
        """
        self.between, self._neutral = frozenset(between), frozenset(neutral)
        self._kinds, self._units, self._others = kinds, units, others
        self._who = frozenset(map(normal_heading, who))
        self._words = {word: said for said in speaks_of for word in (*said.words, *said.alone)}
        self._whole = {normal_heading(name): said for said in speaks_of for name in said.whole}
        self._only = [(said, {*said.only, *said.beside, *between}) for said in speaks_of if said.only]
        self._numbered = [(said, {*said.numbered, *said.beside}) for said in speaks_of if said.numbered]
        self._short_units = frozenset(word for said in speaks_of if said.id == UNIT for word in said.beside)
        alone = {word for said in speaks_of for word in said.alone}
        self._long = {word: said for word, said in self._words.items() if len(word) >= LONG_WORD and word not in alone}
        self.of = lru_cache(maxsize=4096)(self._of)

    @cached_property
    def _misspelt(self) -> dict[str, SpokenOf]:
        """What each long word says, by itself without any one letter; looked up where a heading is not known."""
        return {slip: said for word, said in self._long.items() for slip in slips(word)}

    def without_unit(self, heading: str) -> list[str] | None:
        """The words of a heading of units but for those that say so (``Unit of measure``); None where it is none."""
        words = heading_words(heading)
        others = [word for word in words if not self._says_unit(word)]
        if others == words:
            return None
        whole = self._whole.get("_".join(words))
        return [] if whole and whole.id == UNIT else [word for word in others if word not in self.between]

    def _says_unit(self, word: str) -> bool:
        """Whether a word says that a column holds units."""
        return word in self._words and self._words[word].id == UNIT

    def says_who(self, heading: str) -> bool:
        """Whether a heading is that of people, payers or places, whose cells may be initials."""
        words = [word for word in heading_words(heading) if word not in self.between]
        bare = [word for word in words if word not in self._neutral]
        return not says_more(heading) and not {"_".join(words), "_".join(bare)}.isdisjoint(self._who)

    def _of(self, heading: str) -> tuple[SpokenOf, ...]:
        """What a heading speaks of that a dose depends on, what matters most first."""
        written = heading[:MOST_QUOTED]
        words = heading_words(written)
        said = self._of_words(words, normal_heading(written).split("_"))
        if written.rstrip().endswith("#"):
            said = tuple(one for one in said if not self._says_who_or_when(one, [*words, A_NUMBER]))
        if said or "_".join(words) in self._others:
            return said
        bare = without_numbers(words, self._others)
        return self._of_words(bare, []) if bare and bare != words else ()

    def _of_words(self, words: Sequence[str], as_written: Sequence[str]) -> tuple[SpokenOf, ...]:
        """What the words of a heading say together, or one of them does."""
        if whole := self._as_a_whole(words):
            return (whole,)
        if "_".join(words) in self._others:
            return ()
        return tuple(said for said in self._of_each(words, as_written) if not self._says_who_or_when(said, words))

    def _says_who_or_when(self, said: SpokenOf, words: Collection[str]) -> bool:
        """Whether a heading has a word beside which another one says nothing: ``Order date``."""
        may = {*said.words, *said.alone, *said.beside, *said.unless, *self.between}
        return not {*said.unless}.isdisjoint(words) and all(word in may or word.isdecimal() for word in words)

    def _of_each(self, words: Sequence[str], as_written: Sequence[str]) -> tuple[SpokenOf, ...]:
        """What the words of a heading say by themselves, or written together in it; of what is known, the first."""
        known = (self._words[word] for word in (*words, *as_written) if word in self._words)
        said = [one for one in known if not self._says_who_or_when(one, words)]
        if said:
            return tuple(sorted(dict.fromkeys(said), key=lambda one: FIRST.get(one.id, 2)))
        if whole := self._as_a_whole([word for word in words if word not in self._neutral]):
            return (whole,)
        together = "".join(words)
        if pair := next((what for word, what in self._words.items() if self._is_pair(word, what, together)), None):
            return (pair,)
        if inside := [what for word, what in self._long.items() if _is_inside(word, words)]:
            return tuple(dict.fromkeys(inside))
        wrong = (slip for word in words if len(word) >= LONG_WORD for slip in slips(word))
        return tuple(dict.fromkeys(self._misspelt[slip] for slip in wrong if slip in self._misspelt))

    def _as_a_whole(self, words: Collection[str]) -> SpokenOf | None:
        """What a heading speaks of that is one of those known as a whole, or holds no word that says anything else."""
        if whole := self._whole.get("_".join(words)):
            return whole
        parts = PARTS.findall(" ".join(words))
        if any(map(str.isdecimal, parts)) and (numbered := self._as_numbered([*filter(str.isalpha, parts)])):
            return numbered
        of = (said for said, may in self._only if may.issuperset(words) and not {*said.only}.isdisjoint(words))
        return next((said for said in of if not _says_by_whom(said, words)), None)

    def _as_numbered(self, words: Collection[str]) -> SpokenOf | None:
        """What a heading speaks of that has a number beside its words, and no other word: ``Day 1``, ``D1-D5``."""
        return next(
            (said for said, may in self._numbered if may.issuperset(words) and not {*said.numbered}.isdisjoint(words)),
            None,
        )

    def _is_pair(self, word: str, what: SpokenOf, together: str) -> bool:
        """Whether a heading is a word that says something, written together with one that goes with it: ``dosegkg``."""
        if len(word) < len("wt") or word not in together or len(together) > LONGEST_PAIR:
            return False
        other = together.removeprefix(word) if together.startswith(word) else together.removesuffix(word)
        if other == together or len(other) < len("wt"):
            return False
        units = {"".join(name).replace("per", "") for name in self._units.get(self._kinds.get(what.may_be, ""), ())}
        return other in units or other in what.beside or other in self._words

    def fits(self, heading: str, may_be: str) -> bool:
        """Whether each word of a heading says what a column holds, its unit, or whose it is: nothing else is in it."""
        if says_more(heading):
            return False
        whole = self._as_a_whole(heading_words(heading))
        if whole and whole.may_be == may_be:
            return True
        said = [one for one in dict.fromkeys(self._words.values()) if one.may_be == may_be]
        own = {word for one in said for word in (*one.words, *one.alone)}
        kind = self._kinds[may_be]
        units = {word for unit in self._units.get(kind, ()) for word in unit}
        units |= {"per"} if kind in FIGURES else set()  # Weight/kg
        free = units.union(self.between, *(one.beside for one in said))
        words = heading_words(heading)
        if any(word.isdecimal() and words[place - 1 : place] != ["kg"] for place, word in enumerate(words)):
            free -= {word for unit in self._units.get(kind, ()) for word in unit if word.isdecimal()}  # the 1 of g.kg-1
        words = [word for word in words if word not in free]
        return all(word in own or (not kind and any(self._is_long(word, one) for one in said)) for word in words)

    def may_be_short(self, heading: str, may_be: str) -> bool:
        """Whether a heading says what a column holds, and besides nothing but what is short for a unit: ``Wt U``."""
        if [said.may_be for said in self.of(heading)] != [may_be]:
            return False
        beside = {word for said in self._words.values() if said.may_be == may_be for word in said.beside}
        own = {word for word, said in self._words.items() if said.may_be == may_be}
        rest = [word for word in heading_words(heading) if word not in {*own, *beside, *self.between}]
        return bool(rest) and self._short_units.issuperset(rest)

    def _is_long(self, word: str, what: SpokenOf) -> bool:
        """Whether a word is a letter away from a long one that says something, or holds it behind nothing else.

        ``Contraindication`` and ``Misdiagnosis`` are no indications.
        """
        before = {"", *what.beside}
        longs = [long for long, said in self._long.items() if said is what and long in word]
        inside = any(word.partition(long)[0] in before for long in longs)
        return inside or (len(word) >= LONG_WORD and any(self._misspelt.get(slip) is what for slip in slips(word)))


def _says_by_whom(said: SpokenOf, words: Collection[str]) -> bool:
    """Whether a heading says what counts in it, and by whom, and nothing else: ``Autorizado por``."""
    return not {*said.unless}.isdisjoint(words) and {*said.only, *said.unless}.issuperset(words)


def _is_inside(long: str, words: Sequence[str]) -> bool:
    """Whether a long word stands in another, or begins where one does and goes on in the next: ``heart failure``.

    ``Days to next visit`` holds no stone.
    """
    if any(long in word for word in words):
        return True
    together, starts = "".join(words), accumulate(map(len, words), initial=0)
    return long in together and any(together.startswith(long, start) for start in starts)
