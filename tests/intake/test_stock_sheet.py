"""A stock file that is a workbook: its first sheet, with what a text would not show."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook

from ivigcalc.core.problems import FileError, RefusedError
from ivigcalc.core.request.order import Stock
from ivigcalc.intake.stock.file import read_stock_file
from ivigcalc.intake.stock.header import StockHeadings
from tests.program import shipped

HEADER = ["Item", "Size (g)", "On hand", "Exp", "Lot"]
LOTS = [["Privigen", 10, 5, "2027-03-31", "P1"], ["Privigen", 20, 2, "2027-04-30", "P2"]]


def stock(
    folder: Path, change: Callable[[Workbook, Any], object] = lambda *_: None, *rows: list[Any], sheet: str = ""
) -> Stock:
    """A stock of which the sheet was changed before it was saved; read is the one that is asked for."""
    path = folder / "stock.xlsx"
    with Workbook(str(path)) as book:
        first = book.add_worksheet("Stock")
        for place, row in enumerate(rows or (HEADER, *LOTS)):
            first.write_row(place, 0, row)
        change(book, first)
    return read_stock_file(str(path), shipped(), sheet=sheet)


def refusal(folder: Path, change: Callable[[Workbook, Any], object], *rows: list[Any]) -> str:
    with pytest.raises(FileError) as caught:
        stock(folder, change, *rows)
    return caught.value.problems[0].message.removeprefix(f"{folder / 'stock.xlsx'}")


def test_the_first_sheet_of_a_workbook_is_read_as_a_text_would_be(tmp_path: Path) -> None:
    def add(book: Workbook, sheet: Any) -> None:
        sheet.write_datetime(1, 3, date(2027, 3, 31), book.add_format({"num_format": "dd.mm.yyyy"}))
        book.add_worksheet("Other").write(0, 0, "x")

    found = stock(tmp_path, add)
    assert [(product, lot.size_g, lot.count, lot.expiry) for product, lot in found.rows] == [
        ("privigen", Fraction(10), 5, date(2027, 3, 31)),
        ("privigen", Fraction(20), 2, date(2027, 4, 30)),
    ]
    assert found.echoes == ("--stock: read: the sheet 'Stock'; not read: 'Other'",)


def test_titles_empty_rows_and_totals_of_a_sheet_are_none_of_its_lots(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["Stock of the ward"], [], HEADER, *LOTS, ["Total", "", 7]]
    found = stock(tmp_path, lambda _, sheet: sheet.merge_range(0, 0, 0, 4, "Stock of the ward"), *rows)
    assert [lot.count for _, lot in found.rows] == [5, 2]
    assert found.echoes == (
        "--stock: above the header, left out: 'Stock of the ward'",
        "--stock: left out as totals: line 6",
    )


def test_what_is_hidden_and_notes_are_said(tmp_path: Path) -> None:
    def hide(_: Workbook, sheet: Any) -> None:
        for row in range(30, 55):
            sheet.write_row(row, 0, ["Privigen", 5, 1, "2027-05-31", f"L{row}"])
            sheet.set_row(row, options={"hidden": True})
        sheet.set_column(4, 4, options={"hidden": True})
        sheet.write_comment(1, 1, "look")

    hidden, columns, notes = stock(tmp_path, hide).echoes
    assert hidden.startswith("--stock: hidden rows of the sheet are read, too: 31, 32, 33,")
    assert hidden.endswith("50 and 5 more")
    assert columns == "--stock: hidden columns of the sheet are read, too: 5"
    assert notes == "--stock: notes on cells of the sheet are not read"


def test_vials_that_are_crossed_out_are_not_there(tmp_path: Path) -> None:
    def cross_out(book: Workbook, sheet: Any) -> None:
        sheet.write(2, 0, "Privigen", book.add_format({"font_strikeout": True}))

    assert refusal(tmp_path, cross_out) == ": a cell is struck through in row 3"


def test_a_part_of_a_count_that_is_crossed_out_is_none_of_it(tmp_path: Path) -> None:
    """A struck 1 before a 2 was read as 12 vials where the text stands in the cell itself."""
    with Workbook(str(tmp_path / "stock.xlsx"), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, LOTS[0])
        sheet.write_rich_string(1, 2, book.add_format({"font_strikeout": True}), "1", book.add_format(), "2")
    with pytest.raises(FileError) as caught:
        read_stock_file(str(tmp_path / "stock.xlsx"), shipped())
    assert "(struck through: 1) 2" in caught.value.problems[0].message


def test_a_count_that_is_merged_over_two_lots_is_not_counted_in_each(tmp_path: Path) -> None:
    """Two vials of two lots are no four."""
    lots = [["Privigen", 10, 2, "2027-03-31", "L1"], ["Privigen", 10, "", "2027-03-31", "L2"]]

    def merge(column: int) -> Callable[[Workbook, Any], object]:
        return lambda _, sheet: sheet.merge_range(1, column, 2, column, lots[0][column])

    assert refusal(tmp_path, merge(2), HEADER, *lots) == (
        ":3: its count is merged with that of row 2: one count, two lines"
    )
    lots[1][2] = 3
    for column in (0, 1, 3):
        found = stock(tmp_path, merge(column), HEADER, *lots)
        assert [(product, lot.size_g, lot.count, lot.name) for product, lot in found.rows] == [
            ("privigen", Fraction(10), 2, "L1"),
            ("privigen", Fraction(10), 3, "L2"),
        ]


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (3, 4, ":2: its lot is merged with the cell to its left"),
        (2, 3, ":2: its expiry is merged with the cell to its left"),
        (2, 4, ":2: its expiry and lot is merged with the cell to its left"),
        (0, 1, ":2: its size_g is merged with the cell to its left"),
    ],
)
def test_a_cell_that_is_read_and_merged_with_the_one_to_its_left_is_refused(
    tmp_path: Path, first: int, last: int, why: str
) -> None:
    """Its value stands nowhere: an expiry was taken for none, and its vials as usable for ever."""

    def merge(_: Workbook, sheet: Any) -> None:
        sheet.merge_range(1, first, 1, last, LOTS[0][first])

    assert refusal(tmp_path, merge) == why


def test_cells_merged_over_rows_and_columns_are_refused_in_each_row(tmp_path: Path) -> None:
    def merge(_: Workbook, sheet: Any) -> None:
        sheet.merge_range(1, 3, 2, 4, "2027-03-31")

    with pytest.raises(FileError) as caught:
        stock(tmp_path, merge)
    said = [one.message.rpartition("xlsx:")[2] for one in caught.value.problems]
    assert said == [f"{row}: its lot is merged with the cell to its left" for row in (2, 3)]


def test_a_cell_that_is_not_read_may_be_merged(tmp_path: Path) -> None:
    rows: list[list[Any]] = [[*HEADER, "Bin", "Shelf"], [*LOTS[0], "A4", ""], ["", "Total", 5]]

    def merge(_: Workbook, sheet: Any) -> None:
        sheet.merge_range(1, 5, 1, 6, "A4")
        sheet.merge_range(2, 0, 2, 1, "Total")

    found = stock(tmp_path, merge, *rows)
    assert [lot.count for _, lot in found.rows] == [5]
    assert found.echoes == ("--stock: not read: 'Bin', 'Shelf'", "--stock: left out as totals: line 3")


def test_a_heading_that_is_merged_is_nobodys(tmp_path: Path) -> None:
    def merge(_: Workbook, sheet: Any) -> None:
        sheet.merge_range(0, 3, 0, 4, "Exp / Lot")

    assert refusal(tmp_path, merge) == ":1: column 'Exp / Lot' is not read, and speaks of an expiry"
    rows: list[list[Any]] = [["Item", "Size (g)", "On hand", "Exp", ""], *LOTS]
    assert (
        refusal(tmp_path, lambda _, sheet: sheet.merge_range(0, 3, 0, 4, "Exp"), *rows)
        == ":1: the heading of column 5 is merged with the one to its left"
    )


def test_a_number_of_a_sheet_has_no_decimal_mark_of_its_own(tmp_path: Path) -> None:
    stock(
        tmp_path, lambda *_: None, HEADER, ["Privigen", 2.5, 3.0, "2027-03-31", "P1"], ["Privigen", "2,5", 3, "", "P2"]
    )
    found = read_stock_file(str(tmp_path / "stock.xlsx"), shipped(), decimal="comma")
    assert [(lot.size_g, lot.count) for _, lot in found.rows] == [(Fraction(5, 2), 3)] * 2


def test_a_comment_in_a_sheet_is_no_lot(tmp_path: Path) -> None:
    assert len(stock(tmp_path, lambda *_: None, HEADER, *LOTS, ["", "", "# counted on Monday"], ["(2 rows)"]).rows) == 2


def test_a_header_and_a_total_with_merged_cells_are_none_of_the_lots(tmp_path: Path) -> None:
    rows: list[list[Any]] = [HEADER, ["", "", "", "", ""], *LOTS, ["Total", "", 7], ["Total", "", ""]]

    def merge(_: Workbook, sheet: Any) -> None:
        sheet.merge_range(4, 2, 5, 2, 7)

    assert [lot.count for _, lot in stock(tmp_path, merge, *rows).rows] == [5, 2]


def test_a_number_that_is_shown_with_a_unit_has_it(tmp_path: Path) -> None:
    """100 mL of Privigen are 10 g, and no vial has 100 g; under a size in g it is an error."""

    def show(book: Workbook, sheet: Any) -> None:
        sheet.write(0, 1, "Size")
        sheet.write(1, 1, 100, book.add_format({"num_format": '0" mL"'}))
        sheet.write(2, 1, 20, book.add_format({"num_format": '0" g"'}))

    assert [lot.size_g for _, lot in stock(tmp_path, show).rows] == [10, 20]


def test_a_hidden_first_sheet_is_not_read(tmp_path: Path) -> None:
    def hide(book: Workbook, sheet: Any) -> None:
        book.add_worksheet("Seen").activate()
        sheet.hide()

    assert refusal(tmp_path, hide) == ": the first sheet, 'Stock', is hidden"
    with pytest.raises(FileError) as caught:
        stock(tmp_path, hide)
    assert caught.value.problems[0].next == "--stock-sheet Stock or --stock-sheet Seen says which is to be read"
    assert len(stock(tmp_path, hide, sheet="1").rows) == 2


def test_a_sheet_is_read_by_its_name_or_its_number(tmp_path: Path) -> None:
    def add(book: Workbook, _: Any) -> None:
        other = book.add_worksheet("Ward  7")
        other.write_row(0, 0, HEADER)
        other.write_row(1, 0, ["Octagam 10 %", 5, 3, "2027-01-31", "X"])

    for sheet in ("2", "ward 7"):
        found = stock(tmp_path, add, sheet=sheet)
        assert [(product, lot.count) for product, lot in found.rows] == [("octagam-10", 3)]
        assert found.echoes == ("--stock: read: the sheet 'Ward 7'; not read: 'Stock'",)
    with pytest.raises(FileError) as caught:
        stock(tmp_path, add, sheet="Ward 8")
    (problem,) = caught.value.problems
    assert problem.message.endswith("it has no sheet 'Ward 8'; its sheets are 'Stock', 'Ward 7'")
    assert problem.next == "--stock-sheet Stock or --stock-sheet 'Ward 7'"


def test_of_a_first_sheet_without_a_stock_the_others_are_named(tmp_path: Path) -> None:
    def add(book: Workbook, _: Any) -> None:
        book.add_worksheet("Stock of the ward")

    with pytest.raises(FileError) as caught:
        stock(tmp_path, add, ["Read me"])
    assert caught.value.problems[0].next.endswith("read: the sheet 'Stock'; not read: 'Stock of the ward'")


def test_a_sheet_with_nothing_in_it_has_no_header(tmp_path: Path) -> None:
    assert refusal(tmp_path, lambda *_: None, []).startswith(":1: no column product, size_g, count")


@pytest.mark.parametrize("content", [b"PK\x03\x04" + b"\0\xff" * 50, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_workbook_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "stock.xlsx"
    path.write_bytes(content)
    with pytest.raises(FileError) as caught:
        read_stock_file(str(path), shipped())
    (problem,) = caught.value.problems
    assert problem.message.startswith(f"{path}: the workbook cannot be read: ")
    assert problem.next == "save it again as .xlsx, or as CSV UTF-8"


def test_without_the_extra_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "stock.xlsx"
    path.write_bytes(b"PK\x03\x04")
    monkeypatch.setitem(__import__("sys").modules, "python_calamine", None)
    with pytest.raises(RefusedError) as caught:
        read_stock_file(str(path), shipped())
    assert (caught.value.problems[0].field, "python-calamine" in caught.value.problems[0].next) == ("--stock", True)


def of_strength(folder: Path, number: float, shown: str) -> Stock:
    """A stock with a strength that is left out, and shown in a format of its own."""
    path = folder / "stock.xlsx"
    with Workbook(str(path)) as book:
        sheet = book.add_worksheet("Stock")
        sheet.write_row(0, 0, ["Item", "Size (g)", "On hand", "Strength"])
        sheet.write_row(1, 0, ["Privigen", 10, 5])
        sheet.write_number(1, 3, number, book.add_format({"num_format": shown}))
    return read_stock_file(str(path), shipped(), headings=StockHeadings(shipped(), {}, ("Strength",)))


@pytest.mark.parametrize(("number", "shown"), [(0.1, "0%"), (0.1, "0.0%"), (10, '0"%"')])
def test_a_strength_that_is_shown_as_a_percentage_is_that(tmp_path: Path, number: float, shown: str) -> None:
    """A spreadsheet keeps 0.1 where 10% is typed; 10 with the sign in quotes is 10."""
    assert of_strength(tmp_path, number, shown).rows[0][0] == "privigen"


def test_another_strength_that_is_shown_as_a_percentage_is_refused_as_shown(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        of_strength(tmp_path, 0.055, "0.0%")
    assert "'5.5 %' under it is not Privigen 10 %" in caught.value.problems[0].message


def test_where_the_table_may_be_on_another_sheet_what_reads_that_is_named(tmp_path: Path) -> None:
    def add(book: Workbook, _: Any) -> None:
        book.add_worksheet("Lots 1").write_row(0, 0, HEADER)

    with pytest.raises(FileError) as caught:
        stock(tmp_path, add, ["Stock report"])
    assert caught.value.problems[0].next.startswith("--stock-sheet 'Lots 1' if the table is on another sheet; ")
    with pytest.raises(FileError) as caught:
        stock(tmp_path, add, ["Item", "Notes"])
    (problem,) = caught.value.problems
    assert problem.next.startswith("--stock-column size_g=HEADING says which it is (headings: Item, Notes)")
    assert "; --stock-sheet 'Lots 1' if the table is on another sheet; " in problem.next
    with pytest.raises(FileError) as caught:
        stock(tmp_path, add, ["Stock report"], sheet="Stock")
    assert "--stock-sheet" not in caught.value.problems[0].next


def test_a_typed_heading_may_be_one_of_another_sheet(tmp_path: Path) -> None:
    path = tmp_path / "stock.xlsx"
    with Workbook(str(path)) as book:
        book.add_worksheet("Info").write(0, 0, "Stock report")
        book.add_worksheet("Lots")
    with pytest.raises(FileError) as caught:
        read_stock_file(str(path), shipped(), headings=StockHeadings(shipped(), {"Bal": "count"}))
    assert caught.value.problems[0].next == "one of these, or of another sheet: --stock-sheet Lots"
