"""The rows of a stock file, whether they are lines of a text or rows of a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ivigcalc.sheets.cells import MERGED

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ivigcalc.intake.files import NotCsvError


class Row(NamedTuple):
    """A line of a text, or a row of a sheet: its number and its cells."""

    number: int
    cells: Sequence[str]
    wrong: NotCsvError | None = None
    """Why a line cannot be taken apart; it is one cell then."""
    from_above: Collection[int] = ()
    """The places of cells that are merged with the one above them."""

    @property
    def filled(self) -> list[str]:
        """What stands in its cells, without those that are empty or merged with the one to their left."""
        return [cell for cell in map(str.strip, self.cells) if cell not in {"", MERGED}]
