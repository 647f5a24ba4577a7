"""What a workbook shows and its cells do not hold: units of a format, errors, merged cells of .ods, hidden sheets.

1 lb is 0.45359237 kg: 154 lb are 69.853 kg, of which 0.4 g/kg are 27.94 g.
"""

from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook

from ivigcalc.sheets.marked import InlineTexts
from ivigcalc.sheets.parts import CHUNK, OVERLAP, BadWorkbookError
from tests.batch.making import read_csv
from tests.batch.test_sheet import open_document, open_row
from tests.program import run

A = ("--regimen", "A")


def shown_as(path: Path, code: str, *, heading: str = "Weight", value: float = 154) -> Path:
    """A workbook in which one weight has a format."""
    book = Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["MRN", heading, "Dx"])
    sheet.write_row(1, 0, ["a", 70, "cidp"])
    sheet.write_row(2, 0, ["b", "", "cidp"])
    sheet.write_number(2, 1, value, book.add_format({"num_format": code}))
    book.close()
    return path


@pytest.mark.parametrize(
    ("code", "grams"),
    [
        ('0.0" lb"', "27.94"),
        ('#,##0.00 "lbs";[Red]-0.0" kg"', "27.94"),
        ("0\\ \\l\\b", "27.94"),
        ('0" kg"', "61.6"),
        ('"lb "0', "27.94"),
        ("0.0 [$lb]", "27.94"),
        ("[$lb-409]0_)", "27.94"),
        ('[Red]0" lb"', "27.94"),
        ('[=0]"";0.0" lb"', "27.94"),
        ('"approx. "0', "61.6"),
        ('0" (est.)"', "61.6"),
        ("0.00", "61.6"),
    ],
)
def test_a_number_is_read_in_the_unit_that_its_format_shows(tmp_path: Path, code: str, grams: str) -> None:
    """It may stand on either side of the number. What says no unit changes nothing of it."""
    rows = read_csv(run("batch", str(shown_as(tmp_path / "p.xlsx", code)), *A).out)
    assert [row["g_per_day"] for row in rows] == ["28", grams]


@pytest.mark.parametrize(
    ("code", "says"),
    [
        *((code, "shown in thousands") for code in ("0.0,", "#,##0,", "0,,", '0.0,"k"', "[Red]0.00,", "0,_)")),
        *((code, "shown with other figures") for code in ('0"0"', "0\\0", "0\\.0", '0"."0', '"1"0')),
        *((code, "not shown") for code in (";;;", '"n/a"', '"";"";""', "[Red]")),
        *((code, "shown as a fraction") for code in ("# ?/?", "# ??/??", "#\\ ?/8", "# ?/16")),
    ],
)
@pytest.mark.parametrize("heading", ["Weight", "Weight (kg)"])
def test_a_number_that_is_shown_as_another_one_is_an_error(tmp_path: Path, code: str, says: str, heading: str) -> None:
    """154 in the format ``0.0,`` is shown as 0.2."""
    rows = read_csv(run("batch", str(shown_as(tmp_path / "p.xlsx", code, heading=heading)), *A).out)
    assert [row["status"] for row in rows] == ["ok", "error"]
    assert says in rows[1]["reason"]


@pytest.mark.parametrize("code", ["#,##0", "#,##0.0", "0.0", "#,##0.00_);(#,##0.00)", '0.0" , about"', "[>=100]0;0.0"])
def test_a_number_with_commas_between_its_thousands_is_shown_as_it_is(tmp_path: Path, code: str) -> None:
    rows = read_csv(run("batch", str(shown_as(tmp_path / "p.xlsx", code)), *A).out)
    assert [row["g_per_day"] for row in rows] == ["28", "61.6"]


def test_days_that_are_shown_as_others_are_an_error(tmp_path: Path) -> None:
    """5000 in the format ``0,`` is shown as 5."""
    book = Workbook(str(tmp_path / "p.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["MRN", "Weight", "Dx", "Per day (g/kg)", "Days"])
    sheet.write_row(1, 0, ["a", 70, "cidp", 0.4])
    sheet.write_number(1, 4, 5, book.add_format({"num_format": "0,"}))
    sheet.write_row(2, 0, ["b", 70, "cidp", 0.4])
    sheet.write_number(2, 4, 5, book.add_format({"num_format": '0" days"'}))
    book.close()
    rows = read_csv(run("batch", str(tmp_path / "p.xlsx")).out)
    assert [(row["status"], row["g_course"]) for row in rows] == [("error", ""), ("ok", "140")]
    assert "Days '5 (shown in thousands)' is not a whole number of days" in rows[0]["reason"]


def test_a_format_and_a_heading_that_contradict_each_other_are_an_error_of_the_row(tmp_path: Path) -> None:
    table = shown_as(tmp_path / "p.xlsx", '0.0" lb"', heading="Weight (kg)")
    rows = read_csv(run("batch", str(table), *A).out)
    assert [row["status"] for row in rows] == ["ok", "error"]
    assert "the column is in kg, the cell in lb" in rows[1]["reason"]


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ('[>100]0.0" lb";0.0" kg"', "'154 lb or kg (by its size)'"),
        ('[<200]0.0;0.0" lb"', "'154 lb (by its size)'"),
        ('0" ft "0" in"', "'154 ft in'"),
        ("0%", "'15400 %'"),
        ("0.00%", "'15400 %'"),
        ("0.000%", "'15400 %'"),
        ('0"%"', "'154 %'"),
    ],
)
def test_a_number_that_is_shown_as_another_one_is_an_error_of_the_row(tmp_path: Path, code: str, says: str) -> None:
    """A cell that shows 15400 % holds 154."""
    rows = read_csv(run("batch", str(shown_as(tmp_path / "p.xlsx", code)), *A).out)
    assert [row["status"] for row in rows] == ["ok", "error"]
    assert says in rows[1]["reason"]


def test_a_row_with_a_cell_that_is_struck_through_is_not_answered(tmp_path: Path) -> None:
    """Somebody crossed the patient out, or a figure of theirs; what is not read may be crossed out."""
    book = Workbook(str(tmp_path / "p.xlsx"))
    struck = book.add_format({"font_strikeout": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["MRN", "Weight", "Dx", "Ward"])
    for row, at in enumerate((None, 0, 1, 2, 3), start=1):
        for column, value in enumerate((f"p{row}", 70, "cidp", "W1")):
            sheet.write(row, column, value, struck if column == at else None)
    book.close()
    rows = read_csv(run("batch", str(tmp_path / "p.xlsx"), *A).out)
    assert [row["status"] for row in rows] == ["ok", "error", "error", "error", "ok"]
    assert rows[1]["reason"] == (
        "a cell of the row is struck through: take the row out of the table if it no longer holds, "
        "else take the stroke off the cell"
    )


@pytest.mark.parametrize(("chunk", "is_inline"), [(CHUNK, False), (7, False), (CHUNK, True)])
def test_a_part_of_a_figure_that_is_raised_or_struck_through_is_no_part_of_it(
    chunk: int, *, is_inline: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """15 with a raised 2 was read as 152 kg. A raised sign, and bold letters, change nothing.

    A text of more than one chunk keeps its number. Some programs write texts into the cells themselves.
    """
    monkeypatch.setattr("ivigcalc.sheets.marked.CHUNK", chunk)
    book = Workbook(str(tmp_path / "p.xlsx"), {"constant_memory": is_inline})
    raised, struck, bold = (
        book.add_format(one) for one in ({"font_script": 1}, {"font_strikeout": True}, {"bold": True})
    )
    lowered = book.add_format({"font_script": 2})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["MRN", "Weight", "Dx", "Product"])
    texts: tuple[tuple[int, tuple[Any, ...]], ...] = (
        (1, (bold, "15", raised, "2")),
        (1, (struck, "7", bold, "80")),
        (1, (bold, "7", lowered, "0")),
        (3, ("Privigen", raised, "®")),
        (1, (bold, "7", "0")),
        (2, (struck, "ci", struck, "dp")),
    )
    for row, (column, parts) in enumerate(texts, start=1):
        sheet.write_row(row, 0, [f"p{row}", 70, "cidp", "privigen"])
        sheet.write_rich_string(row, column, *parts)
    book.close()
    rows = read_csv(run("batch", str(tmp_path / "p.xlsx"), *A).out)
    assert [row["status"] for row in rows] == ["error", "error", "error", "ok", "ok", "error"]
    says = ("'15 (raised: 2)'", "'(struck through: 7) 80'", "'7 (lowered: 0)'", "", "", "struck through: ci")
    for one, said in zip(rows, says, strict=True):
        assert said in one["reason"]


def inline(row: int, before: int) -> bytes:
    """A row of a sheet with a struck 7 in its cell B, behind so many bytes of the same text."""
    of_text = b"<r><t>" + b"x" * before + b"</t></r><r><rPr><strike val='1'/></rPr><t>7</t></r>"
    return b'<row r="%d"><c r="B%d" s="1" t="inlineStr"><is>%s</is></c></row>' % (row, row, of_text)


@pytest.mark.parametrize("before", [0, OVERLAP - 40, 3 * OVERLAP])
@pytest.mark.parametrize("at", [10, 60, 3 * OVERLAP])
def test_a_text_in_a_cell_is_seen_wherever_two_chunks_of_a_sheet_meet(at: int, before: int) -> None:
    """A chunk begins with the end of the one before, which is shorter than a long text."""
    sheet = b"<sheetData>" + inline(1, before) + inline(2, 0) + b"</sheetData>"
    at += OVERLAP
    chunks = [sheet[:at], *(sheet[end - OVERLAP : end + 1000] for end in range(at, len(sheet), 1000))]
    found: dict[bytes, str] = {}
    texts = InlineTexts()
    for chunk in chunks:
        found.update(texts.marked(chunk))
    tags = [b'<c r="B%d" s="1" t="inlineStr"><is>' % row for row in (1, 2)]
    assert found == dict(zip(tags, (f"{'x' * before} (struck through: 7)".strip(), "(struck through: 7)"), strict=True))


def test_a_mark_counts_in_either_quotes() -> None:
    text = b"<r><t>7</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>2</t></r>"
    found = InlineTexts().marked(b'<c r="B1" t="inlineStr"><is>' + text + b"</is></c>")
    assert [said for _, said in found] == ["7 (raised: 2)"]


def test_a_text_in_a_cell_without_an_end_is_refused() -> None:
    texts, begun = InlineTexts(), b'<c r="B1" t="inlineStr"><is><t>'
    assert [*texts.marked(begun + b"x" * (CHUNK - len(begun)))] == []
    with pytest.raises(BadWorkbookError, match="more letters than a sheet takes"):
        next(texts.marked(b"x" * (OVERLAP + 1)))


def test_notes_on_cells_are_said(tmp_path: Path) -> None:
    book = Workbook(str(tmp_path / "p.xlsx"))
    sheet, other = book.add_worksheet(), book.add_worksheet()
    for one in (sheet, other):
        one.write_row(0, 0, ["MRN", "Weight", "Dx"])
        one.write_row(1, 0, ["a", 70, "cidp"])
    other.write_comment(1, 1, "lb!")
    book.close()
    said = "notes on cells of the sheet are not read"
    assert [said in run("batch", str(tmp_path / "p.xlsx"), *A, "--sheet", at).err for at in "12"] == [False, True]


def test_a_merged_title_is_said_once(tmp_path: Path) -> None:
    book = Workbook(str(tmp_path / "p.xlsx"))
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 0, 2, "Register")
    sheet.write_row(1, 0, ["MRN", "Weight", "Dx"])
    sheet.write_row(2, 0, ["a", 70, "cidp"])
    book.close()
    assert "above the header, left out: 'Register'\n" in run("batch", str(tmp_path / "p.xlsx"), *A).err


@pytest.mark.parametrize(("row", "place"), [(0, "above"), (3, "below")])
def test_a_merged_line_that_says_what_rows_do_not_say_ends_the_run(tmp_path: Path, row: int, place: str) -> None:
    book = Workbook(str(tmp_path / "p.xlsx"))
    sheet = book.add_worksheet()
    for at, cells in ((1, ["MRN", "Weight", "Dx"]), (2, ["a", 70, "cidp"]), (4, ["b", 80, "cidp"])):
        sheet.write_row(at, 0, cells)
    sheet.merge_range(row, 0, row, 2, "On hold")
    book.close()
    answer = run("batch", str(tmp_path / "p.xlsx"), *A)
    said = f"{place} the header stands 'On hold', which says that an order does not stand"
    assert (answer.code, said in " ".join(answer.text.split())) == (65, True)


def test_units_that_an_open_document_shows_are_refused(tmp_path: Path) -> None:
    rows = open_row("key", "weight_kg", "indication") + open_row("a", "70", "gbs")
    path = open_document(tmp_path / "p.ods", {"One": rows}, formats="<number:text> lb</number:text>")
    answer = run("batch", str(path), *A)
    assert (answer.code, "it shows numbers with a unit that they do not hold (lb)" in answer.text) == (65, True)
    dates = "<number:text> de </number:text><number:text>/</number:text>"
    assert run("batch", str(open_document(tmp_path / "q.ods", {"One": rows}, formats=dates)), *A).code == 0


@pytest.mark.parametrize(("error", "says"), [("#N/A", "says that it is not given"), ("#REF!", "is not known")])
def test_no_option_fills_a_cell_that_holds_an_error(tmp_path: Path, error: str, says: str) -> None:
    book = Workbook(str(tmp_path / "p.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["MRN", "Weight", "Dx", "Product"])
    sheet.write_row(1, 0, ["a", 70, "cidp"])
    sheet.write_formula(1, 3, "=VLOOKUP(A2,X:Y,2)", None, error)
    book.close()
    (row,) = read_csv(run("batch", str(tmp_path / "p.xlsx"), *A, "--product", "privigen").out)
    assert (row["status"], says in row["reason"]) == ("error", True)


@pytest.mark.parametrize("says", ['table:number-rows-spanned="2"', 'calcext:value-type="error"'])
def test_an_open_document_with_cells_that_would_be_read_as_empty_is_refused(tmp_path: Path, says: str) -> None:
    """A product merged over two rows would be the option's in the second."""
    rows = open_row("key", "weight_kg", "indication", "product") + open_row("a", "70", "gbs", "kiovig")
    merged = rows.replace("<table:table-cell office", f"<table:table-cell {says} office")
    other = {"Other": merged, "One": rows}
    answer = run("batch", str(open_document(tmp_path / "p.ods", other)), *A, "--product", "privigen")
    assert (answer.code, "merged over several rows, or errors" in answer.text) == (65, True)
    found = run("batch", str(open_document(tmp_path / "q.ods", other)), *A, "--sheet", "One")
    assert [row["product"] for row in read_csv(found.out)] == ["kiovig"]


def test_a_first_sheet_that_is_hidden_is_read_only_by_its_name(tmp_path: Path) -> None:
    book = Workbook(str(tmp_path / "p.xlsx"))
    old, new = book.add_worksheet("Old"), book.add_worksheet("New list")
    for sheet, weight in ((old, 90), (new, 70)):
        sheet.write_row(0, 0, ["MRN", "Weight", "Dx"])
        sheet.write_row(1, 0, ["a", weight, "cidp"])
    new.activate()
    old.hide()
    book.close()
    answer = run("batch", str(tmp_path / "p.xlsx"), *A)
    assert (answer.code, "the first sheet, 'Old', is hidden" in answer.text) == (65, True)
    assert "--sheet Old or --sheet 'New list' says which" in " ".join(answer.text.split())
    for name, grams in (("Old", "36"), ("New list", "28")):
        (row,) = read_csv(run("batch", str(tmp_path / "p.xlsx"), *A, "--sheet", name).out)
        assert row["g_per_day"] == grams


def test_a_table_above_another_one_is_not_left_out_of_a_sheet(tmp_path: Path) -> None:
    book = Workbook(str(tmp_path / "p.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["MRN", "Weight", "Dx"])
    sheet.write_row(1, 0, ["a", 70, "cidp"])
    sheet.write_row(3, 0, ["MRN", "Weight", "Height", "Dx"])
    sheet.write_row(4, 0, ["b", 80, 175, "cidp"])
    book.close()
    answer = run("batch", str(tmp_path / "p.xlsx"), *A)
    assert (answer.code, "above the header stands another one, with rows below it" in answer.text) == (65, True)


def test_rows_above_a_header_that_was_sorted_among_them_are_not_left_out_of_a_sheet(tmp_path: Path) -> None:
    book = Workbook(str(tmp_path / "p.xlsx"))
    sheet = book.add_worksheet()
    for place, row in enumerate((["1001", 70, "cidp"], ["MRN", "Weight", "Dx"], ["P1", 80, "gbs"])):
        sheet.write_row(place, 0, row)
    book.close()
    answer = run("batch", str(tmp_path / "p.xlsx"), *A)
    assert (answer.code, "above the header stands a row of the table: '1001, 70, cidp'" in answer.text) == (65, True)
