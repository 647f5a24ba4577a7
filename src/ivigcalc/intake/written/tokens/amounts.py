"""Numbers with a unit in an order: doses, rates, volumes, strengths; and phrases that an amount behind them changes."""

from fractions import Fraction
from functools import cached_property
from typing import Final
from unicodedata import normalize

from ivigcalc.core.request.order import Dose
from ivigcalc.intake.numbers import with_thousands
from ivigcalc.intake.written.tokens.cursor import Quantity
from ivigcalc.intake.written.tokens.refusal import order_refusal, thousands_of
from ivigcalc.intake.written.tokens.tokens import ASIDE, EACH_DAY, PER_KG, Token
from ivigcalc.intake.written.tokens.vials import VialCursor
from ivigcalc.intake.written.words.atoms import ends, said_atoms, shown_atoms
from ivigcalc.intake.written.words.phrases import NUMBER, Found
from ivigcalc.intake.written.words.roles import (
    AND_DAY,
    BY_ACCENT,
    DAY_LISTS,
    FOUR_FIGURES,
    GOES_ON,
    HALF_DAY,
    IN_VOLUME,
    LABEL,
    NEVER,
    OF_EACH_DAY,
    OF_THE_MEDICINE,
    PHASES,
    PRODUCT,
    RATE_OR_DOSE,
    START,
    TOTAL,
    TOTAL_OR_NO,
    UNITS,
    VERB,
    WEIGHT_TIMES,
)

WITH_ACCENT: Final = "\N{LATIN SMALL LETTER A WITH GRAVE}s"
"""Words that are a time of the day only with their accent, and what they then begin with."""

ML_H: Final = "mL/h"
SMALL_UNITS: Final = (ML_H, "mL/min")
"""Units of rates so small that 1.200 of them may be 1200."""
PERCENT_MG_PER_ML: Final = 10
"""1 % is 1 g in 100 mL."""

GRAMS: Final = ("gram", "milligram")
"""Roles of the units of a dose."""
THREE: Final = 3
"""Figures between which a space may stand in a number: 28 000."""
VERBS: Final = (VERB, START, GOES_ON)
"""Roles of verbs with which an order begins; some stand before a first day, too."""


class AmountCursor(VialCursor):
    """A place in an order at which amounts are read."""

    first_field: tuple[int, int, str, str] | tuple[()] | None = None
    """The first day as the field of a form: the atoms from its date and behind it, its words, and the role of its
    label. None before any, empty where it is none."""

    def _quantity(self) -> Token | None:
        """A number with a unit: a dose, a rate, a volume, a strength, a percentage, or vials."""
        begin, number = self.at, self.number_at(self.at) or self._number_of_vials(self.at)
        if number is None:
            return None
        at, decimals = number.end, len(number.text.partition(".")[2] or number.text.partition(",")[2])
        if at < len(self.atoms) and self.atoms[at].text == "%":
            self.at = at + 1
            value = self.value_of(number)
            kind = "deviation" if number.text[0] in {"+", "-"} else "strength"
            return Token(kind=kind, text=self.said_from(begin), number=value * PERCENT_MG_PER_ML)
        if at < len(self.atoms) and self.atoms[at].text == "x":
            return self._vials(begin, number)
        if (unit := self.vocabulary.rate_unit(self.atoms, at)) is not None:
            self.at = at + unit[1]
            if unit[0] in SMALL_UNITS:
                self._check_thousands(begin, number, unit[0])
            return Token(kind="rate-of", text=self.said_from(begin), number=self.value_of(number), unit=unit[0])
        if found := self.role_at(at, "millilitre"):
            kg = self.role_at(at + found.long, "per-kg")
            self.at = at + found.long + (kg.long if kg else 0)
            if not kg:
                self._check_thousands(begin, number, "mL")
            says, read = PER_KG if kg else "", self.value_of(number)
            return Token(kind="volume-of", text=self.said_from(begin), number=read, decimals=decimals, says=says)
        return self._grams_or_vials(begin, number)

    def strength_in(self, found: Found) -> Token:
        """A strength in percent with the word before it: "al 10 %"."""
        begin = self.at
        self.at += found.long
        return Token(kind="strength", text=self.said_from(begin), number=Fraction(found.numbers[0] * PERCENT_MG_PER_ML))

    def _spaced(self) -> Token | None:
        """Figures in threes with spaces between and a unit behind, refused: "28 000 mg"; None where none stand here."""
        begin, groups = self.at, list[str]()
        for atom in self.atoms[begin : begin + THREE + 1]:
            if atom.kind != "figures" or (groups and atom.glued):
                break
            groups.append(atom.text)
        at = begin + len(groups)
        threes = {len(group) for group in groups[1:]} == {THREE} and groups[0][0] != "0"
        rate, unit = self.vocabulary.rate_unit(self.atoms, at), self.role_at(at, *UNITS)
        long = rate[1] if rate else unit.long if unit else 0
        if not threes or not long:
            return None
        kg = self.role_at(at + long, "per-kg")
        self.at = at + long + (kg.long if kg else 0)
        whole = f"{''.join(groups)} {shown_atoms(self.atoms[at : self.at])}"
        hint = f'one number: write it without the space, as in "{whole}"; else ask what is meant'
        return self._refused(begin, "may be one number with a space between its thousands, or two numbers", hint)

    def _before_rate(self, found: Found) -> Found:
        """A phrase that says another thing before a rate: "at 1200" is no time before mL/h, and "a" there is "at".

        So before a unit: of "5 days x 28 g" the "x" joins days and dose, and the number of "todo dia 28 g", or the
        second one of "D1 - 28 g", is no day.
        """
        at = self.at + found.long
        numbered = found.phrase.never is not None and found.phrase.atoms[-1] == NUMBER
        dose = found.phrase.role == "on-days" and self.role_at(at, *UNITS) is not None
        dose = dose or (found.phrase.role == AND_DAY and not self.is_and_day(at))
        behind = self.vocabulary.find(self.atoms, at - 1) if numbered else None
        if dose or (numbered and (self.role_at(at, *UNITS, "vials") or (behind and behind.numbers))):
            return self.vocabulary.find(self.atoms[self.at : at - 1], 0) or found
        decimals = found.phrase.role == WEIGHT_TIMES and found.phrase.atoms == ("x",) and self._is_dose_at(at)
        if decimals or (found.phrase.role == "times" and self.role_at(at, *UNITS)):
            return found._replace(phrase=found.phrase._replace(role="link"), numbers=(), long=1)
        if found.phrase.role == FOUR_FIGURES and self.vocabulary.rate_unit(self.atoms, at):
            found = self.vocabulary.find_as(RATE_OR_DOSE, self.atoms, self.at) or found
            return found._replace(phrase=found.phrase._replace(role="rate"))
        begins = bool(self.begun) and self.begins_rate(found)
        number = self.number_at(at) if begins or found.phrase.role in {"to-or-at", RATE_OR_DOSE} else None
        if number and self.vocabulary.rate_unit(self.atoms, number.end):
            return found._replace(phrase=found.phrase._replace(role="rate-start" if begins else "rate"))
        if found.phrase.role == RATE_OR_DOSE:
            dosed = number and self.role_at(number.end, "gram", "milligram")
            return found._replace(phrase=found.phrase._replace(role="dose-word" if dosed else "rate"))
        return found

    def _days_in_words(self, found: Found) -> Found:
        """A phrase that says another thing where nothing is listed behind it, or where no other word is English.

        "Dos días" are two days, and in Portuguese "of the days"; "no total" is "in all" there, or no total in English.
        """
        at = self.at + found.long
        if found.phrase.role == TOTAL_OR_NO and not self._is_english:
            return found._replace(phrase=found.phrase._replace(role=TOTAL))
        if found.phrase.role not in DAY_LISTS or self.number_at(at) or self.role_at(at, "on-day", "on-days"):
            return found
        return self.vocabulary.find_as("days", self.atoms, self.at) or found

    @cached_property
    def _is_english(self) -> bool:
        """Whether a word of the order is one in English alone."""
        return any(atom.text in self.vocabulary.english_alone for atom in self.atoms)

    def _is_dose_at(self, at: int) -> bool:
        """Whether a number with grams behind it begins at an atom."""
        number = self.number_at(at)
        return number is not None and self.role_at(number.end, "gram", "milligram") is not None

    def _verb(self) -> Token | None:
        """The verb with which an order begins, right before the preparation or the dose: "start IVIG 28 g daily".

        A colon may stand behind the name of the medicine.
        """
        roles = () if self.begun else VERBS
        verb = next((one for role in roles if (one := self.vocabulary.find_as(role, self.atoms, self.at))), None)
        at = self.at + (verb.long if verb else 0)
        if verb is None or at >= len(self.atoms) or self.atoms[at].line:
            return None
        headed = self.atoms[at].text == ":" and self.atoms[at].cut and {*self.atoms[at].behind} <= OF_THE_MEDICINE
        at += headed
        number = self.number_at(at)
        dose = number and self.role_at(number.end, "gram", "milligram")
        rate = number and self.vocabulary.rate_unit(self.atoms, number.end)
        if rate or not (dose or self.role_at(at, PRODUCT, *PHASES)):
            return None
        begin, self.at = self.at, at
        return Token(
            kind=ASIDE, text=self.said_from(begin, said_atoms), says=GOES_ON if verb.phrase.role == GOES_ON else VERB
        )

    def in_volume(self) -> Token | None:
        """The word between grams and the volume that holds them: "28 g in 280 mL"; None for any other."""
        begin, found = self.at, self.role_at(self.at, IN_VOLUME)
        if found is None or not begin or not self.role_at(begin - 1, *GRAMS):
            return None
        if self.vocabulary.rate_unit(self.atoms, begin + found.long - 1):
            return None
        self.at += 1
        return Token(kind="link", text=self.said_from(begin))

    def _clocked(self, role: str, text: str) -> Token:
        """A time of the day, or of each day."""
        if role == BY_ACCENT and WITH_ACCENT not in normalize("NFC", self.text).casefold():
            return Token(kind=NEVER, text=text, never=self.vocabulary.never["hours"])
        self.clock(text, half=role == HALF_DAY)
        return Token(kind="clock", text=text, says=EACH_DAY if role == OF_EACH_DAY else "")

    def _grams_or_vials(self, begin: int, number: Quantity) -> Token | None:
        """A dose; or a number of vials: without their size it is not read."""
        found = self.role_at(number.end, "gram", "milligram", "vials")
        if found is None:
            return None
        if found.phrase.role == "vials" and (self.atoms[number.end].line or not number.text.isdigit()):
            return None
        if found.phrase.role != "vials":
            return self._with_words(self._dose(begin, number, found), number, found)
        self.at = number.end + found.long
        size = self.number_at(self.at)
        gram = self.role_at(size.end, "gram") if size else None
        if size and gram and not self.role_at(size.end + gram.long, "per-kg"):
            self.at = size.end + gram.long
            return self._vials_and_grams(begin, number, size)
        return self._refused(begin, "is a number of vials without their size", self._sized(begin, number))

    def _with_words(self, dose: Token, number: Quantity, found: Found) -> Token:
        """A dose with its number in words in brackets behind it, where one stands: "28 g (vinte e oito gramas)".

        Raises:
            RefusedError: that is another number, or of another unit.
        """
        words = self.vocabulary.in_words_at(self.atoms, self.at + 1) if self.text_at(self.at) == "(" else None
        end = self.at + 1 + (words.long if words else 0)
        unit = self.role_at(end, *GRAMS) if words else None
        end += unit.long if unit else 0
        if words is None or dose.dose is None or dose.dose.per_kg or self.text_at(end) != ")":
            return dose
        said, self.at = shown_atoms(self.atoms[self.at : end + 1]), end + 1
        other = unit is not None and unit.phrase.role != found.phrase.role
        if other or self.value_of(number) != words.value:
            why, hint = f": {dose.text!r} and {said!r} are not the same", "ask which is meant, and write that one alone"
            raise order_refusal(self.text, "order-contradicts", why, hint)
        return dose.replaced(text=f"{dose.text} {said}")

    def _check_thousands(self, begin: int, number: Quantity, unit: str) -> None:
        """Refuse a number that may be one of thousands: "1.400 mL" is 1400 mL in many countries, "1,400 mL" in others.

        Raises:
            RefusedError: it may be.
        """
        figures = number.text.replace(",", ".")
        if figures.count(".") == 1 and (readings := with_thousands(figures)):
            why, hint = thousands_of(readings, unit)
            raise order_refusal(self.text, "ambiguous-number", f": {self.said_from(begin)!r} {why}", hint)

    def _dose(self, begin: int, number: Quantity, found: Found) -> Token:
        """A dose in g or mg, or a strength in mg/mL or g/L."""
        at = number.end + found.long
        milligrams = found.phrase.role == "milligram"
        per = "".join("" if atom.cut else atom.text for atom in self.atoms[at : at + 2])
        if per == ("/ml" if milligrams else "/l") and ends(self.atoms, at + 2):
            self.at = at + 2
            return Token(kind="strength", text=self.said_from(begin), number=self.value_of(number))
        kg = self.role_at(at, "per-kg")
        self.at = at + (kg.long if kg else 0)
        if milligrams or "," in number.text:
            self._check_thousands(begin, number, f"{'mg' if milligrams else 'g'}{'/kg' if kg else ''}")
        value = self.value_of(number)
        if value <= 0:
            raise order_refusal(self.text, "dose-not-positive", "has a dose that is not above zero")
        if (
            self.text_at(self.at) == "+"
            and (summand := self.number_at(self.at + 1))
            and self.role_at(summand.end, "gram")
        ):
            while self.text_at(self.at) == "+" and (summand := self.number_at(self.at + 1)):
                gram = self.role_at(summand.end, "gram")
                self.at = summand.end + (gram.long if gram else 0)
            if summed := self._summed_vials(begin, self.at):
                return summed
            why = "may be the vials of one day, or the doses of several"
            hint = 'vials: write for example "1 x 20 g + 1 x 5 g vials"; doses: "20 g on day 1, 5 g on day 2"'
            return self._refused(begin, why, hint)
        count = self.number_at(self.at + 1) if self.text_at(self.at) == "x" and not kg else None
        if count and count.text.isdigit() and (vials := self.role_at(count.end, "vials")):
            at, self.at = self.at, count.end + vials.long
            hint = self._each_or_all(count.text, number.text, repr(self.said_from(at)))
            return self._refused(begin, "may be so many vials of that size, or that dose in so many vials", hint)
        text, first = self.said_from(begin), self.atoms[begin]
        if first.cut and first.after == LABEL and not kg:
            why, hint = (
                f": {text!r} stands behind a label: is it a weight?",
                "write a body weight in kg, and the dose apart",
            )
            raise order_refusal(self.text, "order-unreadable", why, hint)
        volume = self.number_at(self.at + 1) if self.text_at(self.at) == "/" else None
        self.at += bool(volume and self.role_at(volume.end, "millilitre"))
        return Token(kind="dose", text=text, dose=Dose(value=value / (1000 if milligrams else 1), per_kg=bool(kg)))
