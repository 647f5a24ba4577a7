"""What cells of a stock file say in words: that a row adds up others, that nothing is known, or vials not to be had."""

from __future__ import annotations

import re
from itertools import dropwhile
from typing import TYPE_CHECKING, Final

from ivigcalc.core.names.words import normal, words_of
from ivigcalc.core.quantity import one_line
from ivigcalc.intake.files import FOOTER
from ivigcalc.intake.numbers import MOST_QUOTED, squeezed
from ivigcalc.intake.stock.item import BARE_SIZE, SIZE, SIZE_ML
from ivigcalc.intake.stock.text import refused
from ivigcalc.sheets.cells import MERGED
from ivigcalc.sheets.comments import COMMENT, COMMENT_OR_KEY, comment_signs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.intake.stock.rows import Row

FIGURE: Final = re.compile(r"[0-9][0-9.,]*")
"""What stands beside the word in a row of totals that has another width than the lots."""

NOTHING: Final = re.compile(r"0+(?:[.,]0+)?|-")
LETTERS: Final = re.compile(r"[a-z]+")
"""No vials, as a number; and words, also next to figures (BX10)."""

COUNTED: Final = re.compile(r"(?<![\w.,/:%\u00b0#-])x?[1-9][0-9]{0,2}x?(?![\w%\u00b0/:-]|[.,][0-9])", re.IGNORECASE)
"""A number of vials in a remark: no part of a date, a code or a strength."""

A_NUMBER: Final = "n"
"""How ``data/tables.yaml`` writes it in its phrases."""

MOST_BETWEEN: Final = 6
"""So many words may stand between a number and what became of so many vials."""

MOST_LOOKED_AT: Final = 10_000
"""How many letters of a cell that is not read are looked at."""


class StockWords:
    """The words that cells of a stock file may hold, looked up once."""

    def __init__(self, catalogue: Catalogue, dates: str, decimal: str) -> None:
        """``dates`` says how dates in figures are written, ``decimal`` the decimal mark, "" where nobody did."""
        self.catalogue, self.dates, self.decimal = catalogue, dates, decimal
        words: dict[str, tuple[str, ...]] = {entry.id: entry.words for entry in catalogue.tables.cells}
        self.comments = comment_signs(words[COMMENT], words[COMMENT_OR_KEY])
        """How a line that was commented out begins."""
        self._totals = frozenset(map(normal, words["total"]))
        self._sums = self._totals.union(filter(None, map(normal, words["sum"])))  # of other letters nothing is left
        self._not_given = frozenset(map(squeezed, words["not-given"]))
        self._no = frozenset(map(squeezed, words["no"]))
        self._not_vials = frozenset(map(normal, words["not-vials"]))
        taken = ("taken", "taken-for", "beside-taken", "before-no-count", "no-purpose")
        self._taken, self._for, self._beside, self._places, self._no_purpose = (
            frozenset(map(normal, words[of])) for of in taken
        )
        numbers = [name for one in catalogue.orders.order_numbers for name in (*one.en, *one.pt, *one.es)]
        self._numbers = frozenset(map(normal, [*numbers, *words["some-vials"]]))
        withheld = catalogue.tables.stock_withheld
        self._withheld = frozenset(withheld)
        self._together = [said for said in withheld if " " in said]

    def is_total(self, product: str) -> bool:
        """Whether what stands in the place of a preparation says that its row adds up others."""
        return normal(product) in self._sums or not self._totals.isdisjoint(words_of(product))

    def is_sum(self, row: Row, columns: Sequence[str]) -> bool:
        """Whether a row adds up others, and names no size and so no vial."""
        if row.wrong:
            return False
        if len(row.cells) != len(columns):
            label, *figures = [*row.filled, ""]
            return self.is_total(label) and all(FIGURE.fullmatch(cell) for cell in figures[:-1])
        cells = ["" if cell == MERGED else cell.strip() for cell in row.cells]
        product = cells[columns.index("product")]
        sizes = [cell for cell, column in zip(cells, columns, strict=True) if column in {SIZE, BARE_SIZE, SIZE_ML}]
        is_vial = any(letter.isdigit() for size in sizes for letter in size)
        return not is_vial and any(map(self.is_total, [product] if product else cells))

    def is_not_given(self, text: str) -> bool:
        """Whether a cell says that nothing is known."""
        return squeezed(text) in self._not_given

    def is_no(self, text: str) -> bool:
        """Whether a cell says no, or none."""
        return squeezed(text) in self._no or NOTHING.fullmatch(text) is not None

    def is_of_no_vials(self, text: str) -> bool:
        """Whether a cell says that something else than vials is counted: boxes, grams."""
        return not self._not_vials.isdisjoint(LETTERS.findall(normal(text[:MOST_LOOKED_AT])))

    def is_another_unit(self, text: str) -> bool:
        """Whether a cell says something else than vials, and nothing besides; a letter alone may be a shelf."""
        return len(text) > 1 and self._not_vials.issuperset(normal(text[:MOST_LOOKED_AT]).split() or [""])

    def refuse_withheld(self, at: str, texts: Iterable[str], *, are_titles: bool = False) -> None:
        """Refuse a row in which the lot, or a cell that is not read, says that its vials are not to be had.

        In a title of the file a number is none of vials.

        Raises:
            FileError: one does.
        """
        for text in texts:
            words = words_of(text[:MOST_LOOKED_AT])
            counted = words_of(COUNTED.sub(f" {A_NUMBER} ", text[:MOST_LOOKED_AT]))
            counted = [A_NUMBER if word in self._numbers else word for word in counted]
            together = f" {' '.join(counted)} "
            if not self._withheld.isdisjoint(words) or any(f" {said} " in together for said in self._together):
                why = f"{quoted(text)} says that these vials are not to be had"
                raise refused(at, why, "take the line out, or that text where they are")
            if not are_titles and self._takes_some(counted):
                why = f"{quoted(text)} may say that some of these vials are not to be had"
                raise refused(
                    at, why, "take those out of the count, and that text; or the text alone where all are there"
                )

    def _takes_some(self, words: Sequence[str]) -> bool:
        """Whether words say what became of a number of vials, or of all: ``4 issued``, ``2 vials for ward 3``."""
        is_of_all = {*self._taken, *self._beside, A_NUMBER}.issuperset(words)
        if is_of_all and not (self._taken - self._places).isdisjoint(words):
            return True
        return any(self._is_taken(words, place) for place, word in enumerate(words) if word == A_NUMBER)

    def _is_taken(self, words: Sequence[str], place: int) -> bool:
        """Whether the number at a place is one of vials that went, or are meant for somebody."""
        before = words[place - 1] if place else ""
        behind = words[place + 1 : place + 1 + MOST_BETWEEN]
        said = [*dropwhile(self._beside.__contains__, behind), "", ""]
        if before in self._places:
            return said[0] in self._taken - self._places
        if before in self._taken and behind and behind[0] in self._beside:
            return True
        return said[0] in self._taken or (said[0] in self._for and self._names_somebody(*said[:2]))

    def _names_somebody(self, said_for: str, whom: str) -> bool:
        """Whether what stands behind "for" may be somebody: neither ``for infusion`` nor ``per box``."""
        return whom != "" and self._no_purpose.isdisjoint({whom, f"{said_for} {whom}"})


def is_remark(text: str) -> bool:
    """Whether a text that stands alone in a row is a comment, or what a client of a database writes below its rows."""
    return text.startswith("#") or FOOTER.fullmatch(text) is not None


def quoted(text: str) -> str:
    """The beginning of a cell, as messages quote it."""
    return repr(one_line(text)[:MOST_QUOTED])
