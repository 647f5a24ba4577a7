"""Vials in a written order: so many of a size, or a number of vials that is refused without it."""

from bisect import bisect_left
from fractions import Fraction
from functools import cached_property
from typing import Final

from ivigcalc.core.facts.orders import NeverRead
from ivigcalc.core.quantity import plain
from ivigcalc.intake.written.tokens.cursor import AtomCursor, Quantity
from ivigcalc.intake.written.tokens.refusal import order_refusal
from ivigcalc.intake.written.tokens.tokens import SIZE_ALONE, SIZE_FIRST, Token, vials_token
from ivigcalc.intake.written.words.atoms import shown_atoms
from ivigcalc.intake.written.words.phrases import Found
from ivigcalc.intake.written.words.roles import NEVER, OF_EACH_VIAL, OF_THE_MEDICINE, PRODUCT

MOST_VIALS: Final = 400
"""So many vials of one size has nobody opened for one infusion: 1 g for each kg, in vials of 1 g, for 400 kg (ours)."""

MOST_OF_BRAND: Final = 6
"""Atoms of the longest name of a preparation."""
BEFORE_VIALS: Final = {OF_EACH_VIAL: "-:,x", "vials": "-:x", "": ",:-"}
"""Signs between the size of a vial and the number of vials, by what makes it the size of each."""


class VialCursor(AtomCursor):
    """A place in an order at which vials are read."""

    _kept: tuple[int, int, Token | None] = (-1, -1, None)
    """Vials behind whose number the preparation stands: the atoms from their size and behind it."""

    def _number_of_vials(self, at: int) -> Quantity | None:
        """A number in words right before vials, or before "x": ``three vials``, ``three x 10 g``."""
        count = self.vocabulary.numbers.get(self.atoms[at].text)
        counts = self.role_at(at + 1, "vials") or self.text_at(at + 1) == "x"
        return Quantity(str(count), at + 1) if count and counts else None

    def named_vials(self) -> Token | None:
        """Vials behind a heading of them, or behind the preparation that stands between their number and their size."""
        return self._kept_vials() or self._headed_vials() or self._sized_vials()

    def _headed_vials(self) -> Token | None:
        """``10 g vials: 3 vials``, so many of the size before the colon; ``vials: 3 vials of 10 g``."""
        begin, size = self.at, self.number_at(self.at)
        gram = self.role_at(size.end, "gram") if size else None
        at = size.end + gram.long if size and gram else begin
        vials = self.role_at(at, "vials")
        if vials is None or self.text_at(at + vials.long) != ":":
            return None
        each = self.value_of(size) if size and gram else None
        at += vials.long + 1
        if more := self.role_at(at, "vials-of"):
            self.at = at
            made = self._vials_of(more)
            if made and made.sizes and each in {None, *(grams for grams, _ in made.sizes)} and len(made.sizes) == 1:
                return made.replaced(text=self.said_from(begin))
            self.at = begin
            return None
        count = self.number_at(at) or self._number_of_vials(at)
        counted = self.role_at(count.end, "vials") if count else None
        if (
            each is None
            or not (count and counted and count.text.isdigit())
            or self._is_gram_at(count.end + counted.long)
        ):
            return None
        self.at = count.end + counted.long
        return vials_token(self.said_from(begin), {each: self._counted(count.text)})

    def _sized_vials(self) -> Token | None:
        """``5 g/vial - 6 vials``, ``10 g vial x 3 vials``: so many of the size before the sign.

        So are ``IVIG 5 g, 6 vials``: more vials than grams are none of that dose.
        """
        begin, size = self.at, self.number_at(self.at)
        gram = self.role_at(size.end, "gram") if size else None
        if size is None or gram is None:
            return None
        at = size.end + gram.long
        each = self.role_at(at, "vials", OF_EACH_VIAL)
        at += each.long if each else 0
        sign = self.text_at(at) if self.text_at(at) in BEFORE_VIALS[each.phrase.role if each else ""] else ""
        if not sign and (each is None or each.phrase.role != OF_EACH_VIAL):
            return None
        at += bool(sign)
        count = self.number_at(at) or self._number_of_vials(at) if at < len(self.atoms) else None
        vials = self.role_at(count.end, "vials") if count else None
        if not (count and vials and count.text.isdigit()) or self.role_at(at, "vials-of"):
            return None
        if self._is_gram_at(count.end + vials.long + (self.text_at(count.end + vials.long) == "x")):
            return None
        grams = self.value_of(size)
        if each is None and (self._counted(count.text) <= grams or not self._is_named(begin)):
            return None
        self.at = count.end + vials.long
        made = vials_token(self.said_from(begin), {grams: self._counted(count.text)})
        return made.replaced(says=SIZE_FIRST if each else SIZE_ALONE) if made else None

    def _is_named(self, at: int) -> bool:
        """Whether the medicine stands right before an atom, and nothing of a dose before that."""
        before = ((begin, self.role_at(begin, PRODUCT)) for begin in range(max(at - MOST_OF_BRAND, 0), at))
        ends_here = any(found and begin + found.long == at for begin, found in before)
        return not self.begun and (ends_here or bool({*self.atoms[at].behind} & OF_THE_MEDICINE))

    def _is_gram_at(self, at: int) -> bool:
        """Whether a number of grams begins at an atom."""
        number = self.number_at(at)
        return number is not None and self.role_at(number.end, "gram") is not None

    def _summed_vials(self, begin: int, ends: int) -> Token | None:
        """``30 g (20 g + 10 g vials)``: one of each size, where they are the grams before them; the text ends there."""
        vials, before = self.role_at(ends, "vials"), self._grams_before(begin)
        if vials is None or (self.text_at(begin - 1), self.text_at(ends + vials.long)) != ("(", ")"):
            return None
        sizes = [self.value_of(Quantity(text, 0)) for at, text in self._grams if begin <= at < ends]
        if not before or sum(sizes) != self.value_of(Quantity(before, 0)):
            return None
        self.at = ends + vials.long
        return vials_token(self.said_from(begin), {size: sizes.count(size) for size in sizes})

    def _vials_by_size(self) -> Token | None:
        """``three 10 g vials``; in figures refused, "3 10 g vials" may begin with a number of something else."""
        begin, count = self.at, self.vocabulary.numbers.get(self.atoms[self.at].text)
        number = Quantity(str(count), begin + 1) if count else self.number_at(begin)
        size = self.number_at(number.end) if number else None
        gram = self.role_at(size.end, "gram") if size else None
        vials = self.role_at(size.end + gram.long, "vials") if size and gram else None
        if not (number and size and gram and vials and number.text.isdigit()):
            return None
        self.at = size.end + gram.long + vials.long
        if count:
            return vials_token(self.said_from(begin), {self.value_of(size): count})
        hint = f'vials: write "{number.text} x {size.text} g vials"; else ask what the first number is'
        return self._refused(begin, "may be so many vials of that size, or begin with a number of something else", hint)

    def _vials_and_grams(self, begin: int, count: Quantity, size: Quantity) -> Token | None:
        """``30 g (6 vials 5 g)``: vials of that size where they are the grams before them; else of each, or of all.

        Raises:
            RefusedError: as ``_counted``.
        """
        number, each, dose = self._counted(count.text), self.value_of(size), self._grams_before(begin)
        if dose and number * each == self.value_of(Quantity(dose, 0)):
            return vials_token(self.said_from(begin), {each: number})
        hint = f"if they hold {size.text} g together, leave the number of vials out"
        if self._is_size(each):
            sized = f'write "{count.text} x {size.text} g vials"'
            hint = f"if each holds {size.text} g ({plain(number * each, 3)} g), {sized}; {hint}"
        return self._refused(begin, f"may be vials of {size.text} g each, or {size.text} g in all of them", hint)

    def _refused(self, begin: int, why: str, hint: str) -> Token:
        """Words that are known and not read, with the reason."""
        return Token(kind=NEVER, text=self.said_from(begin), never=NeverRead(id="", why=why, next=hint, words=()))

    def _vials(self, begin: int, number: Quantity) -> Token | None:
        """``2 x 10 g + 1 x 5 g``, with or without the word; ``labelled`` if it says vials."""
        sizes: dict[Fraction, int] = {}
        count: Quantity | None = number
        while count is not None:
            size = self.number_at(count.end + 1) if self.text_at(count.end) == "x" else None
            gram = self.role_at(size.end, "gram") if size else None
            if size is None or gram is None or not count.text.isdigit():
                return None
            grams = self.value_of(size)
            sizes[grams] = sizes.get(grams, 0) + self._counted(count.text)
            at = size.end + gram.long
            called = self.role_at(at, "vials")
            at += called.long if called and self.text_at(at + called.long) == "+" else 0
            plus = self.text_at(at) == "+"
            count = self.number_at(at + 1) if plus else None
            self.at = at + (count is not None)
        vials = self.role_at(self.at, "vials")
        self.at += vials.long if vials else 0
        return vials_token(self.said_from(begin), sizes, labelled=bool(vials))

    def _vials_of(self, found: Found) -> Token | None:
        """``3 vials of 10 g``, and others behind "+": ``3 vials of 10 g + 1 vial of 5 g``.

        Of ``3 vials of Privigen 10 g`` the preparation; the vials follow, where no smaller ones may be 10 g together.
        """
        begin, sizes, at = self.at, dict[Fraction, int](), self.at
        more: Found | None = found
        while more is not None:
            size = self.number_at(at + more.long)
            gram = self.role_at(size.end, "gram") if size else None
            if size is None or gram is None:
                break
            grams, self.at = self.value_of(size), size.end + gram.long
            sizes[grams] = sizes.get(grams, 0) + self._counted(str(more.numbers[0]))
            at = self.at + 1
            more = self.role_at(at, "vials-of") if self.text_at(self.at) == "+" else None
        return vials_token(self.said_from(begin), sizes) if sizes else self._vials_of_product(found)

    def _vials_of_product(self, found: Found) -> Token | None:
        """The preparation of ``3 vials of Privigen 10 g``, whose vials are kept for the next token."""
        begin, at = self.at, self.at + found.long
        named = self.role_at(at, PRODUCT)
        end = at + named.long if named else at
        size = self.number_at(end) if named else None
        gram = self.role_at(size.end, "gram") if size else None
        if named is None or size is None or gram is None or self.role_at(size.end + gram.long, "per-kg"):
            return None
        each, count = self.value_of(size), self._counted(str(found.numbers[0]))
        own = {Fraction(vial.g) for one in named.phrase.ids for vial in self.vocabulary.products[one].vials}
        if each not in own or (count > 1 and self._is_size(each / count)):
            return None
        self.at = size.end + gram.long
        words = [shown_atoms(self.atoms[begin:at]), shown_atoms(self.atoms[end : self.at])]
        self._kept, self.at = (end, self.at, vials_token(" ".join(words), {each: count})), end
        return Token(kind=PRODUCT, text=shown_atoms(self.atoms[at:end]), ids=named.phrase.ids)

    def _kept_vials(self) -> Token | None:
        """The vials that were kept behind their preparation."""
        begin, end, vials = self._kept
        if begin != self.at:
            return None
        self.at = end
        return vials

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
            number = self.number_at(at)
            gram = self.role_at(number.end, "gram") if number else None
            if number and gram and not self.role_at(number.end + gram.long, "per-kg"):
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
        each, count_of = self.value_of(Quantity(grams, 0)), self._counted(count)
        together = f"if they hold {grams} g together, type {grams} g and leave {vials} out"
        if not self._is_size(each):
            return f"{together}; else write the size of each: no vial holds {grams} g"
        of_each = f"if each holds {grams} g ({plain(count_of * each, 3)} g), "
        of_each += f'type "{count} x {grams} g vials" in place of the grams and {vials}'
        return "; ".join((together, of_each) if self._is_size(each / count_of) else (of_each, together))

    def _is_size(self, grams: Fraction) -> bool:
        """Whether there is a vial of so many grams: no other size is offered."""
        return any(Fraction(vial.g) == grams for one in self.vocabulary.products.values() for vial in one.vials)
