"""The words that an order may hold: those of ``data/orders.yaml``, and the names of preparations.

A text is cut into atoms (a word, figures, a sign); a phrase is a row of atoms. Phrases are found by their first atom,
the longest first, so that reading takes time that grows with the length of the text.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Final

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.entries import never_read
from ivigcalc.core.facts.orders import Orders
from ivigcalc.core.facts.product import Product
from ivigcalc.intake.written.words.atoms import (
    SIGNS_BETWEEN,
    Atom,
    atoms_of,
    ends,
    folded,
    goes_on,
    name_ends,
    shown_atoms,
)
from ivigcalc.intake.written.words.languages import english_alone
from ivigcalc.intake.written.words.number_words import NumberInWords, number_in_words
from ivigcalc.intake.written.words.phrases import FOUR, NUMBER, ORDINAL, Found, Phrase, is_before_label, key_of, row_of
from ivigcalc.intake.written.words.roles import (
    BY_INFUSION,
    HEADING,
    LABEL,
    NEVER,
    PRODUCT,
    TIME_ROLES,
    UNITS,
    WEIGHT_LABEL,
)

IN_WORDS: Final = "number-in-words"
"""Of the words that are never read: numbers that are read beside the same one in figures alone."""
NEGATION: Final = "negation"
"""Of the words that are never read: those that deny what stands beside them."""
JOINING: Final = ("to", "to-or-at", "until", "until-or-limit")
"""Roles of words between the two ends of a range."""
ONE_DOSE: Final = frozenset(("once", "as-once", "one-dose", "doses", "dose-of-number"))
"""Roles of words that may be all that a line says: what stands on the next one is another statement."""


MOST_DIGITS: Final = 3
"""No course has 1000 days."""


class Vocabulary:
    """The words of a catalogue, ready to be looked up."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Look every word up once."""
        orders: Orders = catalogue.orders
        self.products: dict[str, Product] = {product.id: product for product in catalogue.products}
        self.read_by = max(source.read_by for source in catalogue.sources)
        """The last month in which a source was read, as in "2026-11"."""
        self.most_rounded = catalogue.rules.wide
        """So far, as a share of them, may grams be off the dose for each kg beside them, or those that were rounded."""
        self.indications, self.printed_totals = catalogue.indication_names, catalogue.printed_totals
        self.rate_units: dict[tuple[str, ...], str] = {
            row_of(name.lower()): unit.id for unit in orders.rate_units for name in (unit.id, *unit.names)
        }
        self._longest_unit = max(map(len, self.rate_units), default=0)
        self.numbers = {
            word: number.value for number in orders.order_numbers if not number.beside for word in number.words
        }
        self._ands = frozenset(word for words in orders.order_words if words.id == "and" for word in words.phrases)
        self.in_words = {word: number.value for number in orders.order_numbers for word in number.words}
        """Every number in words, also those that are read beside figures alone."""
        self._ordinals = {row_of(word): number.value for number in orders.order_numbers for word in number.ordinal}
        self._carriers: dict[str, list[Phrase]] = {}
        self._phrases: dict[str, list[Phrase]] = {}
        self._spanning: dict[str, list[Phrase]] = {}
        for words in orders.order_words:
            for one in words.phrases:
                self._put(self._carriers if words.carrier else self._phrases, Phrase(words.id, row_of(one)))
        for never in never_read(catalogue):
            atoms_of_name = row_of if never in orders.never_read else self._name
            for row in filter(None, map(atoms_of_name, never.words)):
                self._put(self._phrases, Phrase(NEVER, row, never=never))
        in_words = next(never for never in orders.never_read if never.id == IN_WORDS)
        for word in sorted(self.in_words.keys() - self.numbers.keys()):
            self._put(self._phrases, Phrase(NEVER, (word,), never=in_words))
        self.order_words = orders.order_words
        self.words_of = {words.id: words.phrases for words in orders.order_words}
        self.never = {never.id: never for never in orders.never_read}
        self.links = frozenset(self.words_of["link"])
        self.joining = frozenset(word for role in JOINING for word in self.words_of[role] if word.isalpha())
        self._negations = {word for never in orders.never_read if never.id == NEGATION for word in never.words}
        for phrase in self._with_carriers():
            self._put(self._spanning, phrase)
        for index in (self._carriers, self._phrases, self._spanning):
            for phrases in index.values():
                phrases.sort(key=lambda phrase: -len(phrase.atoms))

    @cached_property
    def _names(self) -> dict[str, list[Phrase]]:
        """The names of preparations, without carriers."""
        ids: dict[tuple[str, ...], set[str]] = {}
        for product in self.products.values():
            for name in (product.id, product.shown, product.brand, *product.names):
                row = self._name(name)
                if row:
                    ids.setdefault(row, set()).add(product.id)
        index: dict[str, list[Phrase]] = {}
        for row, found in sorted(ids.items(), key=lambda name: -len(name[0])):
            self._put(index, Phrase(PRODUCT, row, ids=frozenset(found)))
        return index

    def _with_carriers(self) -> list[Phrase]:
        """The phrases that a carrier is part of, as "per infusion": without it nothing is left that is read."""
        carried = {row.atoms[0] for rows in self._carriers.values() for row in rows if len(row.atoms) == 1}
        phrases = [phrase for those in self._phrases.values() for phrase in those]
        known = {phrase.atoms for phrase in phrases}
        return [
            phrase
            for phrase in phrases
            if not carried.isdisjoint(phrase.atoms)
            and (phrase.role == BY_INFUSION or tuple(one for one in phrase.atoms if one not in carried) not in known)
        ]

    def _name(self, name: str) -> tuple[str, ...]:
        """The atoms of a name, without carriers."""
        return tuple(atom.text for atom in self.meaning(atoms_of(folded(name))))

    @staticmethod
    def _put(index: dict[str, list[Phrase]], phrase: Phrase) -> None:
        index.setdefault(key_of(*phrase.atoms[:2]), []).append(phrase)

    @cached_property
    def single_words(self) -> tuple[str, ...]:
        """Every word of one piece that is read, for what may be meant; not those that refuse an order."""
        rows = (
            phrase.atoms
            for index in (self._carriers, self._phrases)
            for those in index.values()
            for phrase in those
            if phrase.never is None
        )
        return tuple(dict.fromkeys(row[0] for row in rows if len(row) == 1 and row[0].isalpha()))

    @cached_property
    def every_word(self) -> frozenset[str]:
        """Every word that is part of a phrase that is read; most say nothing alone."""
        phrases = (phrase for those in self._phrases.values() for phrase in those if phrase.never is None)
        return frozenset(atom for phrase in phrases for atom in phrase.atoms if atom.isalpha() and atom.islower())

    @cached_property
    def english_alone(self) -> frozenset[str]:
        """The longer words of phrases in English that stand in none of another language, and in no name."""
        named = {atom for those in self._names.values() for phrase in those for atom in phrase.atoms}
        return english_alone(self.order_words) - named

    @cached_property
    def ends_of_times(self) -> frozenset[str]:
        """The words that end a number of days, weeks or months, or how often: "days", "sem"."""
        ends_of = (
            phrase.atoms[-1] for those in self._phrases.values() for phrase in those if phrase.role in TIME_ROLES
        )
        return frozenset(last for last in ends_of if last.isalpha() and last.islower())

    @cached_property
    def shortened(self) -> dict[str, str]:
        """The names of indications with a carrier in them, by what is left of each: "inclusion myositis"."""
        names = {folded(name): name for entry in self.indications.entries.values() for name in entry.searched}
        left = {shown_atoms(self.meaning(atoms_of(text))): name for text, name in names.items()}
        return {text: name for text, name in left.items() if text not in names}

    def meaning(self, atoms: Sequence[Atom]) -> list[Atom]:
        """The atoms without carriers. What follows one is not glued to what was before it."""
        kept: list[Atom] = []
        at, behind, line, after = 0, list[str](), False, ""
        while at < len(atoms):
            line |= atoms[at].line
            whole = self._match(self._spanning, atoms, at)
            carrier = None if whole else self._match(self._carriers, atoms, at)
            if carrier:
                at, role = at + carrier.long, carrier.phrase.role
                after = LABEL if role == WEIGHT_LABEL else role
                behind.append(role)
                continue
            glued, cut = atoms[at].glued and not behind, bool(behind)
            kept.append(atoms[at]._replace(glued=glued, cut=cut, behind=tuple(behind), after=after, line=line))
            kept += atoms[at + 1 : at + whole.long] if whole else ()
            after = after if atoms[at].text in SIGNS_BETWEEN else ""
            at, behind, line = at + (whole.long if whole else 1), [], False
            at += self._said_again(atoms, at)
        return kept

    def _said_again(self, atoms: Sequence[Atom], at: int) -> int:
        """How many atoms say a number again behind it, as in "five (5) days" or "21 (vinte e um)"; 0 for another."""
        before = self._number(atoms, at - 1, NUMBER)
        if before is None or at >= len(atoms) or atoms[at].text != "(":
            return 0
        figures = atoms[at - 1].kind == "figures"
        words = self.in_words_at(atoms, at + 1) if figures else None
        again = self._number(atoms, at + 1, NUMBER) if not figures and atoms[at + 1].kind == "figures" else words
        if again is None or again[0] != before[0]:
            return 0
        end = at + again[1] + 1
        decimals = (atoms[at - 1].glued and atoms[at - 2].text in {".", ","}) or goes_on(atoms, end + 1)
        closed = end < len(atoms) and atoms[end].text == ")"
        return end + 1 - at if closed and not decimals else 0

    def in_words_at(self, atoms: Sequence[Atom], at: int) -> NumberInWords | None:
        """The number in words that begins at an atom, also in words that are read beside figures alone."""
        return number_in_words(atoms, at, self.in_words, self._ands)

    def find(self, atoms: Sequence[Atom], at: int) -> Found | None:
        """The longest phrase that begins at an atom; None where none does."""
        named = self._match(self._names, atoms, at)
        found = self._match(self._phrases, atoms, at)
        if named and (found is None or named.long >= found.long):
            return named
        return self._on_line(found, atoms, at) if found else None

    def counts(self, atoms: Sequence[Atom]) -> bool:
        """Whether a number with a word that it counts begins a row, as in "1 dose"."""
        found = self.find(atoms, 0)
        return found is not None and bool(found.numbers)

    def _on_line(self, found: Found, atoms: Sequence[Atom], at: int) -> Found:
        """A phrase; or only "once" and its like, where a line ends behind that: "once", and then "every 3 weeks"."""
        row = atoms[at : at + found.long]
        end = next((place for place, atom in enumerate(row) if place and atom.line), 0)
        one = self._match(self._phrases, row[:end], 0) if end else None
        return one if one and one.long == end and one.phrase.role in ONE_DOSE else found

    def find_as(self, role: str, atoms: Sequence[Atom], at: int) -> Found | None:
        """A phrase of one role that begins at an atom, also where another one is longer; None for none."""
        keys = [atoms[at].text] if at < len(atoms) else []
        keys += [key_of(NUMBER, atom.text) for atom in atoms[at + 1 : at + 2]]
        phrases = (phrase for key in keys for phrase in self._phrases.get(key, ()))
        found = (self._found(phrase, atoms, at) for phrase in phrases if phrase.role == role)
        return next(filter(None, found), None)

    def rate_unit(self, atoms: Sequence[Atom], at: int) -> tuple[str, int] | None:
        """The unit of a rate that begins at an atom, and how many atoms it takes."""
        for long in range(self._longest_unit, 0, -1):
            row = tuple("" if atom.cut else atom.text for atom in atoms[at : at + long])
            if row in self.rate_units and ends(atoms, at + long):
                return self.rate_units[row], long
        return None

    def _match(self, index: dict[str, list[Phrase]], atoms: Sequence[Atom], at: int) -> Found | None:
        keys = [atoms[at].text]
        number = self._number(atoms, at, NUMBER)
        if number and at + 1 < len(atoms):
            keys.append(key_of(NUMBER, atoms[at + 1].text))
        found = (self._found(phrase, atoms, at) for key in keys for phrase in index.get(key, ()))
        return next(filter(None, found), None)

    def _found(self, phrase: Phrase, atoms: Sequence[Atom], at: int) -> Found | None:
        numbers: list[int] = []
        begin = at
        for wanted in phrase.atoms:
            if at >= len(atoms):
                return None
            if wanted in {NUMBER, ORDINAL, FOUR}:
                number = self._number(atoms, at, wanted)
                if number is None:
                    return None
                numbers.append(number[0])
                at += number[1]
            elif atoms[at].text == wanted:
                at += 1
            else:
                return None
        counts = phrase.atoms[0] == NUMBER and len(phrase.atoms) > 1
        if (counts and self._is_of_field(phrase, atoms[begin : at + 1])) or is_before_label(phrase, atoms, at):
            return None
        cut = any(atom.cut for atom in atoms[begin + 1 : at])
        of_label = phrase.role == HEADING and atoms[at - 1].after == LABEL
        if cut and (of_label or phrase.role in {*UNITS, "per-kg"} or not self._negations.isdisjoint(phrase.atoms)):
            return None
        whole = name_ends(atoms, at) if phrase.role == PRODUCT and phrase.atoms[-1].isdigit() else ends(atoms, at)
        return Found(phrase, tuple(numbers), at - begin) if whole else None

    def _is_of_field(self, phrase: Phrase, row: Sequence[Atom]) -> bool:
        """Whether a number in front is the value of a field, and what it would count the next: "Weight: 5", "Dose"."""
        number, last = self._number(row, 0, NUMBER), row[-1]
        labelled = row[0].after == LABEL and phrase.role == "doses" and last.kind == "figures"
        return labelled or (number is not None and row[number[1]].line)

    def _number(self, atoms: Sequence[Atom], at: int, kind: str) -> tuple[int, int] | None:
        """A whole number in a place for one, and how many atoms it takes; one too long to count days is -1."""
        if kind == ORDINAL:
            rows = (tuple(atom.text for atom in atoms[at : at + long]) for long in (2, 1))
            return next(((self._ordinals[row], len(row)) for row in rows if row in self._ordinals), None)
        text = atoms[at].text
        if kind == FOUR:
            return (int(text), 1) if atoms[at].kind == "figures" and len(text) == len(FOUR) else None
        if atoms[at].kind == "figures" and not goes_on(atoms, at + 1):
            return (int(text) if len(text) <= MOST_DIGITS else -1), 1
        return (self.numbers[text], 1) if text in self.numbers else None
