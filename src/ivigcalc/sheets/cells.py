"""What cells of sheets say: a unit by itself, and that they are merged with others."""

from typing import Final

from ivigcalc.core.facts.fact import DecimalMark

MERGED: Final = "(merged with the cell to its left)"
"""What stands in a cell of a sheet that is merged with the one to its left."""

FROM_ABOVE: Final = " (merged with the cell above)"
"""What stands behind the text of a cell of a sheet that is merged with the one above it, for who asks for it."""

CROSSED_OUT: Final = "struck through"
"""What a cell of a sheet says of a text, or of a part of it, that somebody struck through."""

ROW_CROSSED_OUT: Final = f"(a cell of the row is {CROSSED_OUT})"
"""What the weight says of a row in which a cell that is read is struck through."""

AROUND_A_UNIT: Final = "()[].,:;"


def with_mark(decimal: str, number: str) -> str:
    """A number that is no text, with the decimal mark of the texts beside it; "" where nobody said it."""
    return number.replace(".", ",") if decimal == DecimalMark.COMMA else number


def bare(text: str) -> str:
    """A unit or a word without case, blanks and what stands around it: ``(kg)``, ``lb.``."""
    return "".join(text.split()).casefold().strip(AROUND_A_UNIT)
