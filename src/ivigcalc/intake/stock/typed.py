"""The stock as typed: a file, with what its headings mean, which are left out, and the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivigcalc.core.problems import Problem
from ivigcalc.intake.stock.file import read_stock_file
from ivigcalc.intake.stock.options import read_stock_headings

if TYPE_CHECKING:
    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.problems import Problems
    from ivigcalc.core.request.order import Stock
    from ivigcalc.intake.order import TypedOrder


def read_stock(typed: TypedOrder, catalogue: Catalogue, dates: str, problems: Problems) -> Stock | None:
    """The vials that are there; None where no file was named, or what was typed of it cannot be right.

    Raises:
        FileError: the file is not there, or cannot be read.
    """
    found = len(problems.found)
    given = {
        "--stock-column": typed.stock_columns,
        "--stock-ignore": typed.stock_ignored,
        "--stock-sheet": typed.stock_sheet,
    }
    if typed.stock is None:
        for option in (option for option, value in given.items() if value):
            message = f"{option} is for --stock"
            problems.add(Problem(code="contradiction", field=option, message=message, next="add --stock FILE"))
        return None
    headings = read_stock_headings(typed.stock_columns, typed.stock_ignored, catalogue, problems)
    if len(problems.found) > found:
        return None
    return read_stock_file(typed.stock, catalogue, dates, headings, typed.stock_sheet or "")
