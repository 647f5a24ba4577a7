"""The words of a written order as tokens: each is known, or the order is refused."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Final, Literal, NamedTuple

from ivigcalc.core.facts.indication import Interval
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import Dose
from ivigcalc.intake.numbers import missing, read_number
from ivigcalc.intake.written.dates import read_dates, read_day_list
from ivigcalc.intake.written.tokens import EXAMPLE, FIELD, Token, Unknown, bracketed, not_understood, order_refusal
from ivigcalc.intake.written.vocabulary import (
    NEVER,
    PRODUCT,
    Atom,
    Found,
    Vocabulary,
    atoms_of,
    ends,
    folded,
    shown_atoms,
)

EVERY: Final[dict[str, Literal["days", "weeks", "months"]]] = {
    "every-days": "days",
    "every-weeks": "weeks",
    "every-months": "months",
}
"""Intervals by their role, with their unit."""

COUNTED: Final = frozenset(
    ("for", "times", "doses", "over", "divided-over", "each-of", "on-days", "on-day", "fraction-of-week")
)
"""Roles whose numbers count infusion days, or name them."""

MARKS: Final = {",": "and", ";": "and", ":": "and", "(": "open", ")": "close"}

PERCENT_MG_PER_ML: Final = 10
"""1 % is 1 g in 100 mL."""


class Quantity(NamedTuple):
    """A number at an atom: as written, and the atom behind it."""

    text: str
    end: int


def scan(text: str, vocabulary: Vocabulary) -> tuple[list[Token], tuple[str, ...]]:
    """The words of an order, and how an unusual number was read.

    Raises:
        RefusedError: a word or number that is not known; an empty order.
    """
    atoms = atoms_of(folded(text))
    if not atoms:
        raise RefusedError(missing(FIELD, f"type for example {EXAMPLE}", "order is empty"))
    scanner = _Scanner(text, vocabulary.meaning(atoms), vocabulary)
    tokens = scanner.tokens()
    return bracketed(text, tokens), tuple(scanner.echoes)


class _Scanner:
    """Reads the atoms of an order from the first to the last."""

    def __init__(self, text: str, atoms: Sequence[Atom], vocabulary: Vocabulary) -> None:
        """Begin at the first atom."""
        self.text, self.atoms, self.vocabulary = text, atoms, vocabulary
        self.at = 0
        self.echoes: list[str] = []

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
            token = self._date() or self._phrase() or self._mark() or self._quantity()
            if token is None:
                number = self._number(begin)
                self.at = number.end if number else begin + 1
                while self.at < len(self.atoms) and self.atoms[self.at].glued and self.atoms[self.at].kind != "sign":
                    self.at += 1
                strange += self.atoms[begin : self.at]
                continue
            if strange:
                unknown.append(Unknown(shown_atoms(strange)))
                strange = []
            if token.kind == NEVER:
                unknown.append(Unknown(token.text, self._never))
            else:
                tokens.append(token)
        if strange:
            unknown.append(Unknown(shown_atoms(strange)))
        if unknown:
            raise not_understood(self.text, unknown, self.vocabulary, self.atoms)
        return tokens

    def _slice(self, begin: int) -> str:
        return shown_atoms(self.atoms[begin : self.at])

    def _date(self) -> Token | None:
        """Dates, also behind "on"."""
        begin, start = self.at, self.at
        found = self.vocabulary.find(self.atoms, self.at)
        if found and found.phrase.role in {"on", "day-list"}:
            start += found.long
        elif found:
            return None
        dates = read_dates(self.atoms, start, self.vocabulary)
        if dates is None:
            return None
        self.at = dates.end
        return Token(kind="dates", text=self._slice(begin), dates=dates)

    def _phrase(self) -> Token | None:
        found = self.vocabulary.find(self.atoms, self.at)
        if found is None:
            return None
        role, begin = found.phrase.role, self.at
        reader: Callable[[Found], Token | None] | None = {
            "day-list": self._day_list,
            "vials-of": self._vials_of,
            "on": lambda _: None,
            "to": lambda _: None,
            "gram": lambda _: None,
            "milligram": lambda _: None,
            "millilitre": lambda _: None,
            "per-kg": lambda _: None,
        }.get(role)
        if reader is not None:
            return reader(found)
        self.at += found.long
        if role == NEVER:
            self._never = found.phrase.never
            return Token(kind=NEVER, text=self._slice(begin))
        if role == PRODUCT:
            return Token(kind=PRODUCT, text=self._slice(begin), ids=found.phrase.ids)
        return self._worded(role, found, begin)

    def _worded(self, role: str, found: Found, begin: int) -> Token:
        text = self._slice(begin)
        numbers = [self._whole(number, text) for number in found.numbers]
        if role in EVERY:
            count, unit = (numbers or [1])[0], EVERY[role]
            says = f"every {count} {unit}" if count > 1 else f"every {unit.removesuffix('s')}"
            return Token(kind="every", text=text, interval=Interval(says=says, unit=unit, low=count, high=count))
        if role not in COUNTED:
            return Token(kind=role, text=text, days=(1,) if role == "once" else ())
        last = numbers[-1]
        first = last if role == "on-day" else numbers[0] if role == "on-days" else 1
        kind = "for" if role == "fraction-of-week" else role
        return Token(kind=kind, text=text, days=tuple(range(first, last + 1)))

    def _whole(self, number: int, said: str) -> int:
        if number < 1:
            raise order_refusal(self.text, "days-out-of-bounds", f": {said!r} has no number of days, weeks or months")
        return number

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
        if atom.text in MARKS and not (atom.text == ":" and behind and behind.glued):
            self.at += 1
            return Token(kind=MARKS[atom.text])
        return None

    def _number(self, at: int) -> Quantity | None:
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

    def _role(self, at: int, *roles: str) -> Found | None:
        found = self.vocabulary.find(self.atoms, at) if at < len(self.atoms) else None
        return found if found and found.phrase.role in roles else None

    def _read(self, number: Quantity) -> Fraction:
        value, echo = read_number(number.text, FIELD, EXAMPLE, self.text)
        self.echoes += [f"{FIELD} {echo}"] if echo else []
        return value

    def _quantity(self) -> Token | None:
        """A number with a unit: a dose, a rate, a volume, a strength, a percentage, or vials."""
        begin, number = self.at, self._number(self.at)
        if number is None:
            return None
        at, decimals = number.end, len(number.text.partition(".")[2] or number.text.partition(",")[2])
        if at < len(self.atoms) and self.atoms[at].text == "%":
            self.at = at + 1
            value = self._read(number)
            return Token(kind="strength", text=self._slice(begin), number=value * PERCENT_MG_PER_ML, decimals=decimals)
        if at < len(self.atoms) and self.atoms[at].text == "x":
            return self._vials(begin, number)
        if (unit := self.vocabulary.rate_unit(self.atoms, at)) is not None:
            self.at = at + unit[1]
            return Token(kind="rate-of", text=self._slice(begin), number=self._read(number), unit=unit[0])
        if found := self._role(at, "millilitre"):
            self.at = at + found.long
            return Token(kind="volume-of", text=self._slice(begin), number=self._read(number), decimals=decimals)
        found = self._role(at, "gram", "milligram")
        return self._dose(begin, number, found) if found else None

    def _dose(self, begin: int, number: Quantity, found: Found) -> Token:
        """A dose in g or mg, or a strength in mg/mL or g/L."""
        at = number.end + found.long
        milligrams = found.phrase.role == "milligram"
        per = "".join(atom.text for atom in self.atoms[at : at + 2])
        if per == ("/ml" if milligrams else "/l") and ends(self.atoms, at + 2):
            self.at = at + 2
            return Token(kind="strength", text=self._slice(begin), number=self._read(number))
        kg = self._role(at, "per-kg")
        self.at = at + (kg.long if kg else 0)
        value = self._read(number)
        if value <= 0:
            raise order_refusal(self.text, "dose-not-positive", "has a dose that is not above zero")
        dose = Dose(value=value / (1000 if milligrams else 1), per_kg=bool(kg))
        return Token(kind="dose", text=self._slice(begin), dose=dose)

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
            self.at = at + plus
        vials = self._role(self.at, "vials")
        self.at += vials.long if vials else 0
        return _vials_token(self._slice(begin), sizes, labelled=bool(vials))

    def _vials_of(self, found: Found) -> Token | None:
        """``3 vials of 10 g``."""
        begin, size = self.at, self._number(self.at + found.long)
        gram = self._role(size.end, "gram") if size else None
        if size is None or gram is None:
            return None
        self.at = size.end + gram.long
        return _vials_token(self._slice(begin), {self._read(size): self._whole(found.numbers[0], self._slice(begin))})

    def _text(self, at: int) -> str:
        return self.atoms[at].text if at < len(self.atoms) else ""


def _vials_token(text: str, sizes: dict[Fraction, int], *, labelled: bool = True) -> Token | None:
    if not all(sizes) or not all(sizes.values()):
        return None
    return Token(kind="vials-of", text=text, sizes=tuple(sorted(sizes.items(), reverse=True)), decimals=int(labelled))
