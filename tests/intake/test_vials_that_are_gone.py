"""A stock file that says in a column or a remark that vials were issued, are on order or for others, or are left."""

from pathlib import Path
from shlex import quote

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
    *(
        "Temp excursion",
        "Cold chain breach",
        "Discard",
        "Opened",
        "Vials opened",
        "In use",
        "Wasted",
        "Discarded",
        "Destroyed",
        "Earmarked",
        "Lent",
        "Set aside",
    ),
    *("Abertos", "Em uso", "Descartados", "Emprestado", "Devolvidos", "Abiertos", "En uso", "Prestados"),
)
LEFT = (
    *(
        "Avail",
        "Qty avail",
        "Disp.",
        "Remaining",
        "Left",
        "Unrestricted",
        "Unrestricted-use stock",
        "Free stock",
        "FreeStock",
        "Free",
        "Net available",
        "Qty remaining",
        "Unopened",
        "ATP",
    ),
    *("Restante", "Restantes", "Disponível", "Qtd disponível", "Livres", "Disponible", "Stock libre", "Sobrantes"),
)
TO_BE_HAD_OR_NOT = (
    *("OK to use", "OK?", "Saleable", "In date", "QC", "QC result", "QA approved", "Quality", "Cold chain OK"),
    *("Stock Type", "Bestandsart", "Controle de qualidade", "Apto para uso", "Pode usar"),
)
SAY_WHEN_OR_WHO = (
    *("QC by", "QC date", "Type", "Storage temp", "Quality grade"),
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


@pytest.mark.parametrize("heading", TO_BE_HAD_OR_NOT)
def test_a_column_that_says_whether_vials_may_be_used_is_left_out_only_where_they_may(
    tmp_path: Path, heading: str
) -> None:
    """Vials that failed a check, or stand in the quality stock of the pharmacy (Q), are not to be had."""
    (problem,) = problems(tmp_path, heading, "Q")
    assert problem.message.endswith(f"column {heading!r} is not read, and speaks of whether vials are to be had")
    assert problem.next == f"--stock-ignore {quote(heading)} leaves it out"
    assert problems(tmp_path, heading, "yes", left_out(heading)) == []
    for cell in ("N", "Fail"):
        (left,) = problems(tmp_path, heading, cell, left_out(heading))
        assert left.message.endswith("vials are not to be had")


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


GIVEN_AWAY = (
    *("Returns", "QUAR", "QTN", "Bloq", "returns area", "QC fail", "Rejected", "Reprovado", "not OK", "Devolución"),
    *("of these 4 for other patient", "4 for ward 3", "4 issued today", "Other hospital", "loaned 2 to St Mary"),
    *("earmarked for Mr X", "2 left", "only 2 left", "2 remaining", "2 vials were used yesterday", "used", "opened"),
    *(
        "issued 4 to ICU",
        "used 3 of these",
        "4 are for Mrs Smith",
        "x4 for ICU",
        "keep 2 for emergency",
        "kept for ICU",
    ),
    *("2 of them already issued", "(3 for theatre)", "two for ward 3", "on loan", "set aside"),
    *("2 emprestados", "para paciente 12", "2 para UTI", "2 frascos para a enfermaria 3", "2 para outro hospital"),
    *("prometido", "2 abertos", "foram usados 3", "dois para UTI", "já utilizados"),
    *("none left", "0 left", "some issued", "several used", "half used", "a few given", "part used", "all for ICU"),
    *("alguns usados", "algunos para UCI", "metade usada", "Batch 7 issued", "2 per reparto 3", "restam 0"),
    *("prestado a otro hospital", "3 viales para UCI", "quedan 2", "2 abiertos ayer", "para otro paciente"),
)
OF_OTHER_THINGS = (
    *("for IV use", "for infusion", "1 vial for infusion", "10 g for infusion", "10% solution for adults"),
    *("Fridge 2 for adults", "Shelf 2 left", "left", "Geladeira 2 para adultos", "not opened", "4 not issued"),
    *("minimum stock 4", "counted 3/11 for audit", "Store at 2 to 8 C", "2-8 C", "used by 31/3", "use first", "TO"),
    *("No returns", "QC passed", "Quality inspection passed", "Bin Q"),
    *("10 per box", "10 vials per pack", "1 vial per carton", "Batch 7 for paediatrics", "PO 12 for hospital"),
    *("none issued", "all vials for infusion", "all there", "several", "some for", "Lote 7 para adultos"),
    *("issued by pharmacy", "last issued 3 Nov 2026", "0 issued", "no 4 for order", "1 frasco para infusão", "lot 12"),
)


@pytest.mark.parametrize("remark", GIVEN_AWAY)
@pytest.mark.parametrize("is_left_out", [False, True])
def test_a_remark_that_gives_vials_away_is_an_error_of_its_line(
    tmp_path: Path, remark: str, *, is_left_out: bool
) -> None:
    (problem,) = problems(tmp_path, "Remark", remark, left_out("Remark") if is_left_out else None)
    assert f"stock.csv:2: {remark!r}" in problem.message
    assert problem.message.endswith("these vials are not to be had")


@pytest.mark.parametrize("remark", OF_OTHER_THINGS)
def test_a_remark_of_the_same_words_that_gives_none_away_is_passed_over(tmp_path: Path, remark: str) -> None:
    assert problems(tmp_path, "Remark", remark) == []


def test_of_vials_for_somebody_the_others_may_be_counted(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "Remark", "4 for ward 3")
    assert problem.next == "take those out of the count, and that text; or the text alone where all are there"


@pytest.mark.parametrize("title", ["Week 48, list 2 for ward 3", "Printed 30 Nov 2026 for 3 wards", "Stock: 12 left"])
def test_a_number_in_a_title_is_none_of_vials(tmp_path: Path, title: str) -> None:
    path = tmp_path / "stock.csv"
    path.write_text(f'"{title}"\nproduct,size_g,count\nprivigen,10,5\n', encoding="utf-8")
    assert len(read_stock_file(str(path), shipped()).rows) == 1
