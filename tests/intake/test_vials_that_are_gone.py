"""A stock file with columns of vials that were issued, are on order or are left: none of them is passed over."""

from pathlib import Path

import pytest

from ivigcalc.core.problems import FileError, Problem
from ivigcalc.intake.stock.file import read_stock_file
from ivigcalc.intake.stock.header import StockHeadings
from tests.program import shipped

GONE = (
    *("Issued", "Used", "Dispensed", "Qty used", "qtyIssued", "Vials issued today", "Consumed", "Sold", "Transferred"),
    *("On order", "OnOrder", "Qty on order", "Ordered", "Back order", "Pending", "Out", "Issued to"),
    *("Usado", "Utilizados", "Dispensado", "Saídas", "Baixas", "Entregues", "Qtd utilizada", "A caminho", "Pendente"),
    *("Salidas", "Consumidos", "Entregados", "En camino", "Pendientes"),
)
NOT_TO_BE_HAD = (
    *("Opened", "Vials opened", "In use", "Wasted", "Discarded", "Destroyed", "Earmarked", "Lent", "Set aside"),
    *("Abertos", "Em uso", "Descartados", "Emprestado", "Devolvidos", "Abiertos", "En uso", "Prestados"),
)
LEFT = (
    *("Remaining", "Left", "Free stock", "FreeStock", "Free", "Net available", "Qty remaining", "Unopened", "ATP"),
    *("Restante", "Restantes", "Disponível", "Qtd disponível", "Livres", "Disponible", "Stock libre", "Sobrantes"),
)
SAY_WHEN_OR_WHO = (
    *("Used by", "Used by date", "Opened on", "Opened by", "Date opened", "Issued by", "Issued on", "Last issued"),
    *("Ordered by", "Order date", "Order no", "Usado por", "Aberto em", "Monthly usage", "Reorder level", "Net price"),
    *("Free text", "Location", "Received"),
)


def problems(folder: Path, heading: str, cell: str, headings: StockHeadings | None = None) -> list[Problem]:
    """What is wrong with a file of five vials and a column that is not read."""
    path = folder / "stock.csv"
    path.write_text(f'product,size_g,count,expiry,{heading}\nprivigen,10,5,2028-01-31,"{cell}"\n', encoding="utf-8")
    try:
        read_stock_file(str(path), shipped(), headings=headings)
    except FileError as refused:
        return [*refused.problems]
    return []


def left_out(heading: str) -> StockHeadings:
    return StockHeadings(shipped(), {}, [heading])


@pytest.mark.parametrize("heading", GONE)
def test_vials_that_went_out_or_are_to_come_are_not_passed_over(tmp_path: Path, heading: str) -> None:
    """The count may be that before they went, or that with those which are to come."""
    (problem,) = problems(tmp_path, heading, "3")
    assert problem.message.endswith(
        f"column {heading!r} is not read, and speaks of vials that went out, or are to come"
    )
    assert problem.next.endswith(" leaves it out, if the count is without them")
    assert problems(tmp_path, heading, "3", left_out(heading)) == []


@pytest.mark.parametrize("heading", NOT_TO_BE_HAD)
def test_opened_and_lent_vials_are_left_out_only_where_there_are_none(tmp_path: Path, heading: str) -> None:
    (problem,) = problems(tmp_path, heading, "3")
    assert problem.message.endswith(f"column {heading!r} is not read, and speaks of vials that are not to be had")
    (left,) = problems(tmp_path, heading, "3", left_out(heading))
    assert left.message.endswith("may say that vials are not to be had")
    assert problems(tmp_path, heading, "0", left_out(heading)) == []


@pytest.mark.parametrize("heading", LEFT)
def test_a_number_of_vials_that_are_left_is_offered_as_the_count(tmp_path: Path, heading: str) -> None:
    (problem,) = problems(tmp_path, heading, "3")
    assert problem.message.endswith(f"column {heading!r} is not read, and speaks of how many vials are to be had")
    assert problem.next.startswith("--stock-column count=")
    assert "(with --stock-ignore count)" in problem.next
    typed = StockHeadings(shipped(), {heading: "count"}, ["count"])
    assert problems(tmp_path, heading, "3", typed) == []
    assert problems(tmp_path, heading, "3", left_out(heading)) == []


@pytest.mark.parametrize("cell", ["0", "no", "não"])
@pytest.mark.parametrize("heading", ["Remaining", "Disponível", "Disponible", "Available"])
def test_none_that_are_left_are_not_left_out(tmp_path: Path, heading: str, cell: str) -> None:
    (problem,) = problems(tmp_path, heading, cell, left_out(heading))
    assert problem.message.endswith("may say that vials are not to be had")


@pytest.mark.parametrize("heading", SAY_WHEN_OR_WHO)
def test_headings_of_the_same_words_that_say_when_or_by_whom_are_passed_over(tmp_path: Path, heading: str) -> None:
    assert problems(tmp_path, heading, "x") == []


def test_a_use_by_date_is_the_expiry(tmp_path: Path) -> None:
    path = tmp_path / "stock.csv"
    path.write_text("product,size_g,count,Use-by date\nprivigen,10,5,2028-01-31\n", encoding="utf-8")
    ((_, lot),) = read_stock_file(str(path), shipped()).rows
    assert str(lot.expiry) == "2028-01-31"
