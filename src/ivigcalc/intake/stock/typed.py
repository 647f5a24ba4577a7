"""The stock as typed: a file, with what its headings mean, which are left out, and the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ivigcalc.core.problems import Problem
from ivigcalc.intake.stock.file import read_stock_file
from ivigcalc.intake.stock.header import LEAVE_OUT, READ, SHEET
from ivigcalc.intake.stock.options import read_stock_headings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.problems import Problems
    from ivigcalc.core.request.order import Stock


class TypedStock(NamedTuple):
    """What was typed of a stock."""

    file: str | None
    columns: Sequence[str]
    """What headings mean, as NAME=HEADING."""
    ignored: Sequence[str]
    sheet: str | None


def read_stock(typed: TypedStock, catalogue: Catalogue, problems: Problems, dates: str, decimal: str) -> Stock | None:
    """The vials that are there; None where no file was named, or what was typed of it cannot be right.

    ``dates`` says how dates in figures are written, ``decimal`` the decimal mark; "" where nobody did.

    Raises:
        FileError: the file is not there, or cannot be read.
    """
    if typed.file is None:
        given = {READ: typed.columns, LEAVE_OUT: typed.ignored, SHEET: typed.sheet}
        for option in (option for option, value in given.items() if value):
            message = f"{option} is for --stock"
            problems.add(Problem(code="contradiction", field=option, message=message, next="add --stock FILE"))
        return None
    found = len(problems.found)
    headings = read_stock_headings(typed.columns, typed.ignored, catalogue, problems)
    if len(problems.found) > found:
        return None
    sheet = typed.sheet or ""
    return read_stock_file(typed.file, catalogue, dates, decimal=decimal, headings=headings, sheet=sheet)
