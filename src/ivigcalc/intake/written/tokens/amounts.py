"""The amounts of a written order: doses, rates, volumes, strengths and vials."""

from bisect import bisect_left
from fractions import Fraction
from functools import cached_property
from typing import Final
from unicodedata import normalize

from ivigcalc.core.facts.orders import NeverRead
from ivigcalc.core.quantity import plain
from ivigcalc.core.request.order import Dose
from ivigcalc.intake.numbers import with_thousands
from ivigcalc.intake.written.tokens.cursor import AtomCursor, Quantity
from ivigcalc.intake.written.tokens.refusal import order_refusal, thousands_of
from ivigcalc.intake.written.tokens.tokens import ASIDE, EACH_DAY, PER_KG, Token, vials_token
from ivigcalc.intake.written.words.atoms import ends
from ivigcalc.intake.written.words.roles import (
    BY_ACCENT,
    FOUR_FIGURES,
    GOES_ON,
    HALF_DAY,
    LABEL,
    NEVER,
    OF_EACH_DAY,
    PHASES,
    PRODUCT,
    START,
    VERB,
)
from ivigcalc.intake.written.words.vocabulary import Found

WITH_ACCENT: Final = "\N{LATIN SMALL LETTER A WITH GRAVE}s"
"""Words that are a time of the day only with their accent, and what they then begin with."""

ML_H: Final = "mL/h"
SMALL_UNITS: Final = (ML_H, "mL/min")
"""Units of rates so small that 1.200 of them may be 1200."""
MOST_VIALS: Final = 99
"""So many vials of one size has nobody opened for one infusion."""

PERCENT_MG_PER_ML: Final = 10
"""1 % is 1 g in 100 mL."""


AT: Final = "rate-or-dose"
"""The role of words that stand before a rate or a dose."""


VERBS: Final = (VERB, START, GOES_ON)
"""Roles of verbs with which an order begins; some stand before a first day, too."""


class AmountCursor(AtomCursor):
    """A place in an order at which amounts are read."""

    begun = False
    """Whether something stands before that is of a dose, or of when it is given."""

    def _quantity(self) -> Token | None:
        """A number with a unit: a dose, a rate, a volume, a strength, a percentage, or vials."""
        begin, number = self.at, self._number(self.at)
        if number is None:
            return None
        at, decimals = number.end, len(number.text.partition(".")[2] or number.text.partition(",")[2])
        if at < len(self.atoms) and self.atoms[at].text == "%":
            self.at = at + 1
            value = self._read(number)
            kind = "deviation" if number.text[0] in {"+", "-"} else "strength"
            return Token(kind=kind, text=self._slice(begin), number=value * PERCENT_MG_PER_ML)
        if at < len(self.atoms) and self.atoms[at].text == "x":
            return self._vials(begin, number)
        if (unit := self.vocabulary.rate_unit(self.atoms, at)) is not None:
            self.at = at + unit[1]
            if unit[0] in SMALL_UNITS:
                self._check_thousands(begin, number, unit[0])
            return Token(kind="rate-of", text=self._slice(begin), number=self._read(number), unit=unit[0])
        if found := self._role(at, "millilitre"):
            kg = self._role(at + found.long, "per-kg")
            self.at = at + found.long + (kg.long if kg else 0)
            if not kg:
                self._check_thousands(begin, number, "mL")
            says, read = PER_KG if kg else "", self._read(number)
            return Token(kind="volume-of", text=self._slice(begin), number=read, decimals=decimals, says=says)
        return self._grams_or_vials(begin, number)

    def _before_rate(self, found: Found) -> Found:
        """A phrase that says another thing before a rate: "at 1200" is no time before mL/h, and "a" there is "at"."""
        at = self.at + found.long
        if found.phrase.role == FOUR_FIGURES and self.vocabulary.rate_unit(self.atoms, at):
            found = self.vocabulary.find_as(AT, self.atoms, self.at) or found
            return found._replace(phrase=found.phrase._replace(role="rate"))
        number = self._number(at) if found.phrase.role in {"to-or-at", AT} else None
        if number and self.vocabulary.rate_unit(self.atoms, number.end):
            return found._replace(phrase=found.phrase._replace(role="rate"))
        if found.phrase.role == AT:
            dose = number and self._role(number.end, "gram", "milligram")
            return found._replace(phrase=found.phrase._replace(role="dose-word" if dose else "rate"))
        return found

    def _verb(self) -> Token | None:
        """The verb with which an order begins, right before the preparation or the dose: "start IVIG 28 g daily"."""
        roles = () if self.begun else VERBS
        verb = next((one for role in roles if (one := self.vocabulary.find_as(role, self.atoms, self.at))), None)
        at = self.at + (verb.long if verb else 0)
        if verb is None or at >= len(self.atoms) or self.atoms[at].line:
            return None
        number = self._number(at)
        dose = number and self._role(number.end, "gram", "milligram")
        rate = number and self.vocabulary.rate_unit(self.atoms, number.end)
        if rate or not (dose or self._role(at, PRODUCT, *PHASES)):
            return None
        begin, self.at = self.at, at
        return Token(kind=ASIDE, text=self._slice(begin), says=GOES_ON if verb.phrase.role == GOES_ON else VERB)

    def _clocked(self, role: str, text: str) -> Token:
        """A time of the day, or of each day."""
        if role == BY_ACCENT and WITH_ACCENT not in normalize("NFC", self.text).casefold():
            self._never = self.vocabulary.never["hours"]
            return Token(kind=NEVER, text=text)
        self.clock(text, half=role == HALF_DAY)
        return Token(kind="clock", text=text, says=EACH_DAY if role == OF_EACH_DAY else "")

    def _grams_or_vials(self, begin: int, number: Quantity) -> Token | None:
        """A dose; or a number of vials: without their size it is not read."""
        found = self._role(number.end, "gram", "milligram", "vials")
        if found is None:
            return None
        if found.phrase.role == "vials" and (self.atoms[number.end].line or not number.text.isdigit()):
            return None
        if found.phrase.role != "vials":
            return self._dose(begin, number, found)
        self.at = number.end + found.long
        size = self._number(self.at)
        gram = self._role(size.end, "gram") if size else None
        if size and gram and not self._role(size.end + gram.long, "per-kg"):
            self.at = size.end + gram.long
            return self._vials_and_grams(begin, number, size)
        return self._refused(begin, "is a number of vials without their size", self._sized(begin, number))

    def _vials_and_grams(self, begin: int, count: Quantity, size: Quantity) -> Token | None:
        """``30 g (6 vials 5 g)``: vials of that size where they are the grams before them; else of each, or of all.

        Raises:
            RefusedError: as ``_counted``.
        """
        number, each, dose = self._counted(count.text), self._read(size), self._grams_before(begin)
        if dose and number * each == self._read(Quantity(dose, 0)):
            return vials_token(self._slice(begin), {each: number})
        hint = f"if they hold {size.text} g together, leave the number of vials out"
        if self._is_size(each):
            sized = f'write "{count.text} x {size.text} g vials"'
            hint = f"if each holds {size.text} g ({plain(number * each, 3)} g), {sized}; {hint}"
        return self._refused(begin, f"may be vials of {size.text} g each, or {size.text} g in all of them", hint)

    def _refused(self, begin: int, why: str, hint: str) -> Token:
        """Words that are known and not read, with the reason."""
        self._never = NeverRead(id="", why=why, next=hint, words=())
        return Token(kind=NEVER, text=self._slice(begin))

    def _check_thousands(self, begin: int, number: Quantity, unit: str) -> None:
        """Refuse a number of a small unit that may be one of thousands: "1.400 mL" is 1400 mL in many countries.

        Raises:
            RefusedError: it may be.
        """
        if readings := with_thousands(number.text):
            why, hint = thousands_of(readings, unit)
            raise order_refusal(self.text, "ambiguous-number", f": {self._slice(begin)!r} {why}", hint)

    def _dose(self, begin: int, number: Quantity, found: Found) -> Token:
        """A dose in g or mg, or a strength in mg/mL or g/L."""
        at = number.end + found.long
        milligrams = found.phrase.role == "milligram"
        per = "".join("" if atom.cut else atom.text for atom in self.atoms[at : at + 2])
        if per == ("/ml" if milligrams else "/l") and ends(self.atoms, at + 2):
            self.at = at + 2
            return Token(kind="strength", text=self._slice(begin), number=self._read(number))
        kg = self._role(at, "per-kg")
        self.at = at + (kg.long if kg else 0)
        if milligrams:
            self._check_thousands(begin, number, "mg/kg" if kg else "mg")
        value = self._read(number)
        if value <= 0:
            raise order_refusal(self.text, "dose-not-positive", "has a dose that is not above zero")
        if self._text(self.at) == "+" and (summand := self._number(self.at + 1)) and self._role(summand.end, "gram"):
            while self._text(self.at) == "+" and (summand := self._number(self.at + 1)):
                gram = self._role(summand.end, "gram")
                self.at = summand.end + (gram.long if gram else 0)
            why = "may be the vials of one day, or the doses of several"
            hint = 'vials: write for example "1 x 20 g + 1 x 5 g vials"; doses: "20 g on day 1, 5 g on day 2"'
            return self._refused(begin, why, hint)
        count = self._number(self.at + 1) if self._text(self.at) == "x" and not kg else None
        if count and count.text.isdigit() and (vials := self._role(count.end, "vials")):
            at, self.at = self.at, count.end + vials.long
            hint = self._each_or_all(count.text, number.text, repr(self._slice(at)))
            return self._refused(begin, "may be so many vials of that size, or that dose in so many vials", hint)
        text, first = self._slice(begin), self.atoms[begin]
        if first.cut and first.after == LABEL and not kg:
            why, hint = (
                f": {text!r} stands behind a label: is it a weight?",
                "write a body weight in kg, and the dose apart",
            )
            raise order_refusal(self.text, "order-unreadable", why, hint)
        volume = self._number(self.at + 1) if self._text(self.at) == "/" else None
        self.at += bool(volume and self._role(volume.end, "millilitre"))
        return Token(kind="dose", text=text, dose=Dose(value=value / (1000 if milligrams else 1), per_kg=bool(kg)))

    def _vials(self, begin: int, number: Quantity) -> Token | None:
        """``2 x 10 g + 1 x 5 g``, with or without the word; ``labelled`` if it says vials."""
        sizes: dict[Fraction, int] = {}
        count: Quantity | None = number
        while count is not None:
            size = self._number(count.end + 1) if self._text(count.end) == "x" else None
            gram = self._role(size.end, "gram") if size else None
            if size is None or gram is None or not count.text.isdigit():
                return None
            grams = self._read(size)
            sizes[grams] = sizes.get(grams, 0) + self._counted(count.text)
            at = size.end + gram.long
            called = self._role(at, "vials")
            at += called.long if called and self._text(at + called.long) == "+" else 0
            plus = self._text(at) == "+"
            count = self._number(at + 1) if plus else None
            self.at = at + (count is not None)
        vials = self._role(self.at, "vials")
        self.at += vials.long if vials else 0
        return vials_token(self._slice(begin), sizes, labelled=bool(vials))

    def _vials_of(self, found: Found) -> Token | None:
        """``3 vials of 10 g``."""
        begin, size = self.at, self._number(self.at + found.long)
        gram = self._role(size.end, "gram") if size else None
        if size is None or gram is None:
            return None
        self.at = size.end + gram.long
        return vials_token(self._slice(begin), {self._read(size): self._counted(str(found.numbers[0]))})

    def _counted(self, figures: str) -> int:
        """A number of vials.

        Raises:
            RefusedError: none, or more than anybody opens for one infusion.
        """
        count = int(figures) if len(figures) <= len(str(MOST_VIALS)) else 0
        if not 1 <= count <= MOST_VIALS:
            why = f": a number of vials of one infusion day is 1 to {MOST_VIALS}"
            raise order_refusal(self.text, "order-unreadable", why, "write the vials of one day, or the grams alone")
        return count

    @cached_property
    def _grams(self) -> tuple[tuple[int, str], ...]:
        """The numbers of all doses in grams, each with its atom."""
        found = []
        at = 0
        while at < len(self.atoms):
            number = self._number(at)
            gram = self._role(number.end, "gram") if number else None
            if number and gram and not self._role(number.end + gram.long, "per-kg"):
                found.append((at, number.text))
            at = number.end if number else at + 1
        return tuple(found)

    def _grams_before(self, begin: int) -> str:
        """The number of the dose in grams that stands nearest before an atom; "" for none."""
        place = bisect_left(self._grams, (begin, ""))
        return self._grams[place - 1][1] if place else ""

    def _sized(self, begin: int, number: Quantity) -> str:
        """What to type for a number of vials: with their size, if that may be the grams beside.

        Raises:
            RefusedError: as ``_counted``.
        """
        self._counted(number.text)
        grams = self._grams_before(begin) or next((number for _, number in self._grams), "")
        if not grams:
            return f'write their size, for example "{number.text} x 5 g vials", or leave the vials out'
        return self._each_or_all(number.text, grams, "the vials")

    def _each_or_all(self, count: str, grams: str, vials: str) -> str:
        """What to type for so many vials beside grams: those of each vial, or of all together.

        Raises:
            RefusedError: as ``_counted``.
        """
        each, count_of = self._read(Quantity(grams, 0)), self._counted(count)
        together = f"if they hold {grams} g together, type {grams} g and leave {vials} out"
        if not self._is_size(each):
            return f"{together}; else write the size of each: no vial holds {grams} g"
        typed = f'type "{count} x {grams} g vials" in place of the grams and {vials}'
        return f"if each holds {grams} g ({plain(count_of * each, 3)} g), {typed}; {together}"

    def _is_size(self, grams: Fraction) -> bool:
        """Whether there is a vial of so many grams: no other size is offered."""
        return any(Fraction(vial.g) == grams for one in self.vocabulary.products.values() for vial in one.vials)
