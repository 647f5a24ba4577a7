"""A place in the words of a written order, and the numbers that stand there."""

import re
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Final, NamedTuple

from ivigcalc.intake.numbers import read_number
from ivigcalc.intake.written.tokens.refusal import EXAMPLE, FIELD, order_refusal
from ivigcalc.intake.written.tokens.tokens import CARRIED, SENTENCE, Token
from ivigcalc.intake.written.tokens.unknown.not_understood import Unknown
from ivigcalc.intake.written.words.atoms import MOST_COUNTED, Atom, atoms_of, ends, folded, shown_atoms
from ivigcalc.intake.written.words.phrases import Found, row_of
from ivigcalc.intake.written.words.roles import DEADLINE, LABEL, OF_WEIGHT, PAST, START, UNITS, VERB
from ivigcalc.intake.written.words.vocabulary import Vocabulary

OF_A_MEDICINE: Final = frozenset(("dose", "volume-of", "vials-of", "strength", "never"))
"""What stands behind the name of a medicine."""


OF_NUMBERS: Final = frozenset(("grains", "pounds", "duration", "micrograms", "units-of-activity", "error-prone-volume"))
"""Reasons of what is never read that are those of units: the number before one is named with it."""

RATE_VERBS: Final = frozenset((VERB, START))
"""Roles of verbs that may stand before a rate."""

LOST_POINT: Final = re.compile(r"[+-]?0[0-9]")


MARKS: Final = {",": "and", ";": "and", ":": "colon", "(": "open", ")": "close", "|": "and"}

CLOCK: Final = re.compile(r"([0-9]{1,2})(?::([0-5][0-9]))?|([0-9]{2})([0-5][0-9])")
"""A time of the day: its hour, and its minutes; or both in four figures."""
BETWEEN: Final = re.compile(r"(?<=[0-9])h(?=[0-9])")
"""Between hour and minutes in Portuguese and Spanish: 8h00."""
NO_TIME: Final = re.compile(r"[^0-9:]|:(?![0-9])")
MOST_HOURS: Final = 24


class Quantity(NamedTuple):
    """A number at an atom: as written, and the atom behind it."""

    text: str
    end: int


class AtomCursor:
    """Goes through the atoms of an order from the first to the last."""

    def __init__(self, text: str, atoms: Sequence[Atom], vocabulary: Vocabulary) -> None:
        """Begin at the first atom."""
        self.text, self.atoms, self.vocabulary = text, atoms, vocabulary
        self.at = 0
        self.echoes: list[str] = []
        self._clock = ""
        self._inside = 0
        self.dated = 0
        """The atom behind the last dates, or what it is for: a full stop there is none of a figure, a line no range."""

    labelled = 0
    """The atom behind the number of one day that begins a line or a field: "Day 1 - 30 g"."""
    begun: frozenset[str] = frozenset()
    """The kinds of what stands before that is of a dose, or of when it is given."""

    @cached_property
    def _capitals(self) -> frozenset[str]:
        """The first letters of every word with a capital letter; none where all are capitals."""
        capitals = [] if self.text.isupper() else [word for word in self.text.split() if word[0].isupper()]
        return frozenset(atom.text for word in capitals for atom in atoms_of(folded(word))[:1])

    def _unknown(self, strange: Sequence[Atom], before: Sequence[Token], behind: Token | None = None) -> Unknown:
        """Words that are not understood; with a capital letter, before a dose or behind "of" they may be a name."""
        beside = (behind is not None and behind.kind in OF_A_MEDICINE) or [one.kind for one in before[-1:]] == ["link"]
        capital = strange[0].kind == "word" and strange[0].text in self._capitals
        beside = beside and any(atom.kind != "sign" for atom in strange)
        return Unknown(
            shown_atoms(strange), name=beside or capital, given=PAST in strange[0].behind, written_on=strange[0].glued
        )

    def with_number(self, strange: list[Atom], begin: int, token: Token) -> tuple[list[Atom], Token]:
        """A unit that is never read with the number before it, which alone would not be understood: "28 gr".

        So with the words of a body weight before that: "patient 154 lb".
        """
        words = self.vocabulary.find(strange, 0) if strange else None
        first = words.long if words and words.phrase.role in OF_WEIGHT else 0
        number = strange[first:]
        unit = token.never is not None and token.never.id in OF_NUMBERS
        known = [one.kind for one in number[:1]] == ["figures"] and all(one.kind != "word" for one in number)
        if not (unit and known):
            return strange, token
        return [], token.replaced(text=shown_atoms([*strange, *self.atoms[begin : self.at]]))

    def said_from(self, begin: int, shown: Callable[[Iterable[Atom]], str] = shown_atoms) -> str:
        """The words from an atom up to the place of the cursor."""
        return shown(self.atoms[begin : self.at])

    def positive(self, number: int, said: str) -> int:
        """A number of days, weeks or months, of the words in which it was ``said``.

        Raises:
            RefusedError: it is below 1.
        """
        if number < 1:
            why = "counts none" if not number else "counts more than anybody gives it"
            hint = "a slip in its number? Ask how many are meant, and write them"
            raise order_refusal(self.text, "days-out-of-bounds", f": {said!r} {why}", hint)
        return number

    def infusion_day(self, number: int, said: str) -> int:
        """The number of an infusion day, of the words in which it was ``said``.

        Raises:
            RefusedError: it is below 1.
        """
        if number:
            return self.positive(number, said)
        why = f": {said!r} begins with day 0, and infusion days are counted from 1"
        hint = "if day 0 is the first infusion day, add 1 to the number of each day"
        raise order_refusal(self.text, "days-out-of-bounds", why, hint)

    def number_at(self, at: int) -> Quantity | None:
        """A number with its sign, and all figures that are written on to it."""
        begin = at
        if at < len(self.atoms) and self.atoms[at].text in {"+", "-"} and not self.atoms[at].glued:
            at += 1
        if at >= len(self.atoms) or self.atoms[at].kind != "figures" or (at > begin and not self.atoms[at].glued):
            return None
        at += 1
        while not ends(self.atoms, at) and self.atoms[at].kind == "sign":
            at += 2
        return Quantity("".join(atom.text for atom in self.atoms[begin:at]), at)

    def role_at(self, at: int, *roles: str) -> Found | None:
        """The phrase at an atom, if it has one of the roles; a unit is none behind a carrier."""
        found = self.vocabulary.find(self.atoms, at) if at < len(self.atoms) else None
        if found is None or found.phrase.role not in roles:
            return None
        return None if self.atoms[at].cut and found.phrase.role in UNITS else found

    def value_of(self, number: Quantity) -> Fraction:
        """The value of a number; how an unusual one was read is added to ``echoes``.

        Raises:
            RefusedError: it has two readings, or may have lost its point ("05 g").
        """
        if LOST_POINT.match(number.text):
            why = f": {number.text!r} may be a figure whose point was lost"
            raise order_refusal(
                self.text, "ambiguous-number", why, "write it without the zero before it, or with the point"
            )
        value, echo = read_number(number.text, FIELD, EXAMPLE)
        self.echoes += [f"{FIELD} {echo}"] if echo else []
        return value

    def is_and_day(self, end: int) -> bool:
        """Whether "and day" at the place of the cursor, up to an atom, is of a dose for each kg: "0,4 g/kg y día"."""
        before = ((at, self.vocabulary.find_as("per-kg", self.atoms, at)) for at in range(max(self.at - 3, 0), self.at))
        return self.number_at(end) is None and any(found and at + found.long == self.at for at, found in before)

    def begins_rate(self, found: Found) -> bool:
        """Whether a phrase is a verb that right before a rate says that it is the first: "start 30 mL/h".

        Phrases before such a rate begin with it, as "start at" does.
        """
        first = (row_of(phrase)[0] for phrase in self.vocabulary.words_of["rate-start"])
        return found.phrase.role in RATE_VERBS and found.phrase.atoms[0] in first

    def behind_clock(self, at: int) -> int:
        """The atom behind a time of the day that stands at an atom, as behind a date; the atom itself for none."""
        row = self.atoms[at : at + 3]
        written = [atom.kind for atom in row] == ["figures", "sign", "figures"] and row[1].text == ":" and row[2].glued
        if not written or row[0].after == DEADLINE:
            return at
        self.clock(shown_atoms(row))
        return at + len(row)

    def clock(self, text: str, *, half: bool = False) -> None:
        """Take note of a time of the day; ``half`` says that it is one before noon, or one behind it.

        Raises:
            RefusedError: there is none, or an order names two: a day has one infusion here.
        """
        found = CLOCK.fullmatch(NO_TIME.sub("", BETWEEN.sub(":", text)))
        hour = int(found[1] or found[3]) if found else MOST_HOURS
        if not (1 <= hour <= MOST_HOURS // 2 if half else hour < MOST_HOURS):
            why, hint = f": {text!r} is no time of the day", 'write it as "at 08:00", or leave it out'
            raise order_refusal(self.text, "order-unreadable", why, hint)
        if self._clock:
            why = f": {self._clock!r} and {text!r} are two times of the day, and a day has one infusion here"
            hint = 'leave the times out, and write the dose of a whole day, for example "30 g daily for 5 days"'
            raise order_refusal(self.text, "order-unreadable", why, hint)
        self._clock = text

    def rounded(self, found: Found) -> Token | None:
        """To what grams were rounded, with the number of the grams."""
        number = self.number_at(self.at + found.long)
        gram = self.role_at(number.end, "gram") if number else None
        if number is None or gram is None or self.role_at(number.end + gram.long, "per-kg"):
            return None
        begin, self.at = self.at, number.end + gram.long
        return Token(kind=found.phrase.role, text=self.said_from(begin), number=self.value_of(number))

    def is_per_kg_at(self, at: int) -> bool:
        """Whether a dose for each kg begins at an atom."""
        number = self.number_at(at)
        unit = self.role_at(number.end, "gram", "milligram") if number else None
        return bool(number and unit and self.role_at(number.end + unit.long, "per-kg"))

    def mark(self) -> Token | None:
        """A comma, a bracket, or the full stop of the whole; no comma that may be the point of a figure: ",4 g/kg"."""
        atom, begin = self.atoms[self.at], self.at
        behind = self.atoms[begin + 1] if begin + 1 < len(self.atoms) else None
        if atom.text == "." and behind is None:
            self.at += 1
            return Token(kind="end")
        before = self.atoms[begin - 1] if begin else None
        ended = before is not None and (before.kind == "word" or before.text in {"%", ")"} or begin == self.dated)
        ended = ended or ((before is None or before.text == "-") and atom.cut)
        between = bool(ended and behind and not behind.glued)
        if atom.text == "." and behind and not behind.glued:
            label = behind.cut and behind.kind == "sign" and before is not None and not before.line
            word = (behind.kind == "word" or label) and atom.glued
            if word or (atom.cut and behind.kind != "figures"):
                self.at += 1
                return Token(kind="and", says=SENTENCE)
        if between and ((atom.text == "." and atom.glued) or (atom.text == "-" and self._is_dash(begin))):
            self.at += 1
            return Token(kind="and", says=SENTENCE)
        if atom.text == "," and behind and behind.glued and behind.kind == "figures":
            return None
        labelled = atom.text == ":" and (atom.cut or (atom.glued and before is not None and before.kind == "word"))
        if atom.text in MARKS and not (atom.text == ":" and behind and behind.glued and not labelled):
            self.at += 1
            empty = atom.text == ":" and atom.after == LABEL and not (behind and behind.cut)
            carried = atom.text == ")" and any(one.cut for one in self.atoms[self._inside : self.at])
            self._inside = self.at if MARKS[atom.text] in {"open", "close"} else self._inside
            return Token(kind=MARKS[atom.text], says=LABEL if empty else CARRIED if carried else "")
        return None

    def text_at(self, at: int) -> str:
        """An atom as it was written; "" behind the last."""
        return self.atoms[at].text if at < len(self.atoms) else ""

    def _is_dash(self, at: int) -> bool:
        """Whether a line stands between two words and is no range: written on to nothing, and not behind a unit.

        Behind a unit only before a word, or between a weight in kg and grams: "28 g - once daily", "70 kg - 28 g".
        """
        if self.atoms[at].glued:
            return False
        unit, number = self.role_at(at - 1, *UNITS) if at else None, self.number_at(at + 1)
        if unit is None or number is None:
            return unit is None or not self.vocabulary.counts(self.atoms[at + 1 : at + MOST_COUNTED])
        weighed = unit.phrase.role == "kilogram" and self.atoms[at - 2].kind == "figures"
        return weighed and self.role_at(number.end, "gram", "milligram") is not None

    def note_label(self, begin: int, token: Token) -> None:
        """Take note of words, from an atom on, that are one day by its number and a label; "days 1 - 5 g" lacks one."""
        first = not begin or self.atoms[begin].line or self.text_at(begin - 1) in {",", ";", ".", ":"}
        several = token.text.rpartition(" ")[0].endswith("s")
        self.labelled = self.at if token.kind == "on-day" and first and not several else 0

    def dash_of_day(self) -> Token | None:
        """A line that stands apart between the label of a day and a dose, as a colon does: "Day 1 - 30 g"."""
        apart = self.at == self.labelled and self.text_at(self.at) == "-" and not self.atoms[self.at].glued
        number = self.number_at(self.at + 1) if apart else None
        if number is None or self.atoms[self.at + 1].glued or not self.role_at(number.end, "gram", "milligram"):
            return None
        self.at += 1
        return Token(kind="colon")

    def is_deviation_here(self) -> bool:
        """Whether a percentage with its sign begins here."""
        signed = self.number_at(self.at) if self.text_at(self.at) in {"+", "-"} else None
        return signed is not None and self.text_at(signed.end) == "%"
