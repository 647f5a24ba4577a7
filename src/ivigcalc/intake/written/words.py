"""The words of a written order as tokens: each is known, or the order is refused."""

from fractions import Fraction
from typing import Final, Literal

from ivigcalc.core.facts.indication import Interval
from ivigcalc.core.facts.orders import NeverRead
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import Dose
from ivigcalc.intake.numbers import missing
from ivigcalc.intake.written.cursor import OF_USE, OF_WEIGHT, ROUNDED_TO, AtomCursor, Quantity
from ivigcalc.intake.written.dates import read_dates, read_day_list
from ivigcalc.intake.written.rows import in_rows
from ivigcalc.intake.written.tokens import (
    BEFORE_DATE,
    DAILY_DOSES,
    EXAMPLE,
    FIELD,
    INFUSIONS,
    NO_BEGIN,
    Token,
    Unknown,
    not_understood,
    order_refusal,
    vials_token,
)
from ivigcalc.intake.written.vocabulary import NEVER, PAST, PRODUCT, Atom, Found, Vocabulary, atoms_of, ends, folded

EVERY: Final[dict[str, Literal["days", "weeks", "months"]]] = {
    "every-days": "days",
    "every-weeks": "weeks",
    "every-months": "months",
}
"""Intervals by their role, with their unit."""

OF_DAYS: Final = ("for", "times", "doses", "over", "divided-over", "each-of", "on-days", "on-day")
AS_KIND: Final = {
    "fraction-of-week": ("for", ""),
    "divided-doses": ("divided-over", INFUSIONS),
    "divided-daily": ("divided-over", DAILY_DOSES),
    "daily-doses-of": ("each-of", DAILY_DOSES),
}
"""Roles that are another with what it counts."""
COUNTED: Final = frozenset((*OF_DAYS, *AS_KIND))
"""Roles whose numbers count infusion days, or name them."""

MARKS: Final = {",": "and", ";": "and", ":": "colon", "(": "open", ")": "close"}

PERCENT_MG_PER_ML: Final = 10
"""1 % is 1 g in 100 mL."""


ALONE: Final = frozenset(
    ("on", "to", "gram", "milligram", "millilitre", "kilogram", "per-kg", "first-day", "for-what", *OF_WEIGHT, *OF_USE)
)
"""Roles of words that say nothing without the number, the date, the day or the name beside them."""


def scan(text: str, vocabulary: Vocabulary, dates: str = "") -> tuple[list[Token], tuple[str, ...]]:
    """The words of an order, and how an unusual number was read; ``dates`` is how dates in figures are written.

    Raises:
        RefusedError: a word or number that is not known; an empty order.
    """
    atoms = atoms_of(folded(text))
    if not atoms:
        raise RefusedError(missing(FIELD, f"type for example {EXAMPLE}", "order is empty"))
    scanner = _Scanner(text, vocabulary.meaning(atoms), vocabulary)
    scanner.dates = dates
    return in_rows(text, scanner.tokens(), vocabulary), tuple(scanner.echoes)


class _Scanner(AtomCursor):
    """Reads the atoms of an order as tokens."""

    dates = ""
    """How dates in figures are written, one of ``DateOrder``; "" where nobody said it."""

    def tokens(self) -> list[Token]:
        """All tokens.

        Raises:
            RefusedError: words that are not understood, all of them named.
        """
        tokens: list[Token] = []
        unknown: list[Unknown] = []
        strange: list[Atom] = []
        while self.at < len(self.atoms):
            begin = self.at
            token = self._date() or self.purpose() or self._phrase() or self._mark() or self._quantity()
            if token is None:
                number = self._number(begin)
                self.at = number.end if number else begin + 1
                while self.at < len(self.atoms) and self.atoms[self.at].glued and self.atoms[self.at].kind != "sign":
                    self.at += 1
                strange += self.atoms[begin : self.at]
                continue
            if strange:
                unknown.append(self._unknown(strange, tokens, token))
                strange = []
            if token.kind == NEVER:
                unknown.append(Unknown(token.text, self._never))
            else:
                tokens.append(token)
        if strange:
            unknown.append(self._unknown(strange, tokens))
        if unknown:
            raise not_understood(self.text, unknown, self.vocabulary, self.atoms)
        return tokens

    def _date(self) -> Token | None:
        """Dates, also behind "on" or "from"; behind "from" also the number of the first day."""
        begin, start, first, on = self.at, self.at, False, ""
        for _ in ("from", "on the"):
            if found := self._role(start, "on", "day-list", "first-day", "link"):
                first, on = (first or found.phrase.role == "first-day", found.phrase.role)
                start += found.long
                start += first and self._text(start) == ":"
        dates = read_dates(self.atoms, start, self.vocabulary, self.dates) if start < len(self.atoms) else None
        if dates is not None:
            after = {self.atoms[begin].after, self.atoms[start].after} - ({PAST} if first else set())
            if never := next((BEFORE_DATE[role] for role in sorted(after & {*BEFORE_DATE})), None):
                self.at, self._never = dates.end, never
                return Token(kind=NEVER, text=self._slice(begin))
            self.at = self.behind_clock(dates.end)
            one = all(len(days) == 1 for _, days in dates.readings)
            return Token(kind="dates", text=self._slice(begin), dates=dates, first=first and one, unit=on)
        if first and (found := self._role(begin, "first-day")):
            self.at += found.long
            day = self._phrase() if self._role(self.at, "day-list", "on-day", "on-days") else None
            if day and day.days:
                return day.replaced(text=self._slice(begin), first=len(day.days) == 1)
            self.at = begin
        return None

    def _phrase(self) -> Token | None:
        found = self.vocabulary.find(self.atoms, self.at)
        if found is None:
            return None
        role, begin = found.phrase.role, self.at
        if role in ALONE or self._is_deviation():
            return None
        readers = {"day-list": self._day_list, "vials-of": self._vials_of, **dict.fromkeys(ROUNDED_TO, self.rounded)}
        if role in readers:
            return readers[role](found)
        self.at += found.long
        if role in {NEVER, "until"}:
            self._never = found.phrase.never or NO_BEGIN
            return Token(kind=NEVER, text=self._slice(begin))
        if role == PRODUCT:
            return Token(kind=PRODUCT, text=self._slice(begin), ids=found.phrase.ids)
        return self._worded(role, found, begin)

    def _worded(self, role: str, found: Found, begin: int) -> Token:
        text = self._slice(begin)
        numbers = [self._whole(number, text) for number in found.numbers if role != "clock"]
        if role in EVERY:
            count, unit = (numbers or [1])[0], EVERY[role]
            says = f"every {count} {unit}" if count > 1 else f"every {unit.removesuffix('s')}"
            return Token(kind="every", text=text, interval=Interval(says=says, unit=unit, low=count, high=count))
        if role == "lasting-weeks":
            return Token(kind="lasting", text=text, number=Fraction((numbers or [1])[0]))
        if role == "clock":
            self.clock(text)
        if role not in COUNTED:
            return Token(kind=role, text=text, days=(1,) if role == "once" else ())
        last = numbers[-1]
        first = last if role == "on-day" else numbers[0] if role == "on-days" else 1
        kind, counts = AS_KIND.get(role, (role, ""))
        return Token(kind=kind, text=text, days=tuple(range(first, last + 1)), unit=counts)

    def _day_list(self, found: Found) -> Token | None:
        """Numbers of days, with commas or words between, and spans of them: days 1 to 3 and 5."""
        begin = self.at
        listed = read_day_list(self.atoms, begin + found.long, self.vocabulary)
        if listed is None:
            return None
        if not listed.days:
            why, hint = ": the days end before they begin", "write the lower day first"
            raise order_refusal(self.text, "order-unreadable", why, hint)
        self.at = listed.end
        said = self._slice(begin)
        days = tuple(self._whole(day, said) for day in listed.days)
        return Token(kind="on-day" if len(days) == 1 else "on-days", text=said, days=days)

    def _mark(self) -> Token | None:
        """A comma, a bracket, or the full stop of the whole."""
        atom, begin = self.atoms[self.at], self.at
        behind = self.atoms[begin + 1] if begin + 1 < len(self.atoms) else None
        if atom.text == "." and behind is None:
            self.at += 1
            return Token(kind="end")
        before = self.atoms[begin - 1] if begin else None
        ended = before is not None and (before.kind == "word" or before.text in {"%", ")"})
        between = bool(ended and behind and not behind.glued)
        if between and ((atom.text == "." and atom.glued) or (atom.text == "-" and self._is_dash(begin))):
            self.at += 1
            return Token(kind="and")
        if atom.text in MARKS and not (atom.text == ":" and behind and behind.glued):
            self.at += 1
            return Token(kind=MARKS[atom.text])
        return None

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
            return Token(kind=kind, text=self._slice(begin), number=value * PERCENT_MG_PER_ML, decimals=decimals)
        if at < len(self.atoms) and self.atoms[at].text == "x":
            return self._vials(begin, number)
        if (unit := self.vocabulary.rate_unit(self.atoms, at)) is not None:
            self.at = at + unit[1]
            return Token(kind="rate-of", text=self._slice(begin), number=self._read(number), unit=unit[0])
        if found := self._role(at, "millilitre"):
            self.at = at + found.long
            return Token(kind="volume-of", text=self._slice(begin), number=self._read(number), decimals=decimals)
        return self._grams_or_vials(begin, number)

    def _grams_or_vials(self, begin: int, number: Quantity) -> Token | None:
        """A dose; or a number of vials without their size, which is not read."""
        found = self._role(number.end, "gram", "milligram", "vials")
        if found is None or (found.phrase.role == "vials" and not number.text.isdigit()):
            return None
        if found.phrase.role != "vials":
            return self._dose(begin, number, found)
        self.at = number.end + found.long
        return self._refused(begin, "is a number of vials without their size", self._sized(begin, number))

    def _refused(self, begin: int, why: str, hint: str) -> Token:
        """Words that are known and not read, with the reason."""
        self._never = NeverRead(id="", why=why, next=hint, words=())
        return Token(kind=NEVER, text=self._slice(begin))

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
        text = self._slice(begin)
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
            if size is None or gram is None or not count.text.isdigit() or len(count.text) > len("99"):
                return None
            grams = self._read(size)
            sizes[grams] = sizes.get(grams, 0) + int(count.text)
            at = size.end + gram.long
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
        return vials_token(self._slice(begin), {self._read(size): self._whole(found.numbers[0], self._slice(begin))})
