"""Workbooks in and out."""

import errno
import os
import sys
from datetime import date, datetime, time
from io import BufferedReader, BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from ivigcalc.batch.output import LISTS
from ivigcalc.batch.xlsx import writing
from ivigcalc.sheets import inspection
from ivigcalc.sheets import rows as reading
from tests.batch.making import GOOD, lines, read_csv
from tests.program import run


def workbook(path: Path, *rows: tuple[Any, ...]) -> Path:
    """A workbook of one sheet."""
    book = Workbook(str(path))
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(place, column, cell, *((day,) if isinstance(cell, date) else ()))
    book.close()
    return path


HEADER = ("MRN", "Weight (kg)", "indication", "regimen", "product", "start", "pregnant", "risks")


def test_a_sheet_is_read_as_the_same_table_in_csv(tmp_path: Path) -> None:
    sheet = workbook(
        tmp_path / "p.xlsx",
        HEADER,
        (1234567, 70, "cidp", "A", "privigen", date(2026, 12, 30), False, "renal; diabetes"),
        ("x", 70.1 * 3, "cidp", "A", "privigen", datetime(2026, 12, 30), True, ""),  # noqa: DTZ001 - sheets have no zones
        (),
        ("y", "72,5", "cidp", "A", "privigen", "", "", ""),
    )
    table = tmp_path / "p.csv"
    table.write_text(
        "MRN,Weight (kg),indication,regimen,product,start,pregnant,risks\n"
        "1234567,70,cidp,A,privigen,2026-12-30,FALSE,renal; diabetes\n"
        "x,210.3,cidp,A,privigen,2026-12-30,TRUE,\n"
        '\ny,"72,5",cidp,A,privigen,,,\n'
    )
    assert 70.1 * 3 != 210.3
    found = run("batch", str(sheet))
    assert found.out == run("batch", str(table)).out
    assert [row["status"] for row in read_csv(found.out)] == ["caution", "caution", "ok"]


def test_answers_in_a_sheet_are_those_of_csv_with_numbers_as_numbers(tmp_path: Path) -> None:
    table, sheet = tmp_path / "p.csv", tmp_path / "out.xlsx"
    table.write_text(lines(GOOD, '"=1+1",70.25,cidp,B,kiovig', "b,x,cidp,A,privigen"))
    assert run("batch", str(table), "-o", str(sheet)).code == 6
    header, *rows = CalamineWorkbook.from_path(str(sheet)).get_sheet_by_index(0).to_python()
    from_csv = read_csv(run("batch", str(table)).out)
    assert header == [*from_csv[0]]
    for row, cells in zip(rows, from_csv, strict=True):
        for name, value in zip(header, row, strict=True):
            text = f"{value:.15g}" if isinstance(value, float) else value
            assert text == cells[str(name)], name
    first = dict(zip(header, rows[0], strict=True))
    assert (first["g_course"], first["deviation_percent"], first["row"]) == (140.0, -1.79, 1.0)
    assert rows[1][header.index("key")] == "'=1+1"


def test_a_workbook_can_be_sorted_filtered_and_added_up(tmp_path: Path) -> None:
    """The parts as the format asks for them: widths before the rows, a filter over all of them behind."""
    out, main = tmp_path / "out.xlsx", "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    (tmp_path / "p.csv").write_text(
        "key,weight_kg,indication,regimen,product,start\n0012,70.25,cidp,A,privigen,2026-12-30\n"
    )
    assert run("batch", str(tmp_path / "p.csv"), "-o", str(out)).code == 0
    (expected,) = read_csv(run("batch", str(tmp_path / "p.csv")).out)
    with ZipFile(out) as book:
        parts = {name: ET.fromstring(book.read(name)) for name in book.namelist()}  # noqa: S314 - our own
    sheet, styles = parts[SHEET], [*parts["xl/styles.xml"].iter(f"{main}xf")][1:]
    assert [part.tag.removeprefix(main) for part in sheet] == ["sheetViews", "cols", "sheetData", "autoFilter"]
    pane = next(sheet.iter(f"{main}pane"))
    assert (pane.get("state"), pane.get("ySplit"), pane.get("topLeftCell")) == ("frozen", "1", "C2")
    header, row = ([*one] for one in sheet.iter(f"{main}row"))
    assert sheet.find(f"{main}autoFilter").get("ref") == f"A1:{header[-1].get('r')[:-1]}2"  # type: ignore[union-attr]
    names = {str(cell.get("r"))[:-1]: "".join(cell.itertext()) for cell in header}
    assert [*names.values()] == [*expected]
    fonts = [*parts["xl/styles.xml"].iter(f"{main}font")]
    assert all(
        fonts[int(styles[int(cell.get("s", 0))].get("fontId", 0))].find(f"{main}b") is not None for cell in header
    )
    widths = [float(column.get("width", 0)) for column in sheet.iter(f"{main}col")]
    assert all(width > len(name) for width, name in zip(widths, expected, strict=True))
    short = {name: width for name, width in zip(expected, widths, strict=True) if name not in LISTS | {"reason"}}
    assert all(len(expected[name]) < width for name, width in short.items())
    assert {name: "".join(cell.itertext()) for cell in row for name in [names[str(cell.get("r"))[:-1]]]} == {
        name: text for name, text in expected.items() if text
    }
    numbers = {names[str(cell.get("r"))[:-1]] for cell in row if cell.get("t") is None}
    assert numbers >= {"row", "weight_kg", "days", "g_course", "volume_ml_course", "deviation_percent"}
    assert numbers.isdisjoint({"key", "dates", "vials_course", "input_sha256", "data_version"})
    assert all(styles[int(cell.get("s", 0))].get("numFmtId") == "49" for cell in row if cell.get("t"))
    read = CalamineWorkbook.from_path(str(out)).get_sheet_by_index(0).to_python()
    assert dict(zip(read[0], read[1], strict=True))["dates"] == expected["dates"]
    assert expected["dates"].startswith("2026-12-30;2026-12-31")


def test_the_same_table_gives_the_same_workbook(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(lines(GOOD))
    found = []
    for name in ("a.xlsx", "b.xlsx"):
        run("batch", str(tmp_path / "p.csv"), "-o", str(tmp_path / name))
        found.append((tmp_path / name).read_bytes())
    assert found[0] == found[1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx", "p.csv"]


def test_a_sheet_on_stdin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = workbook(tmp_path / "p.xlsx", HEADER[:4], ("a", 70, "cidp", "A"))

    class Stdin:
        buffer = BufferedReader(BytesIO(sheet.read_bytes()))

        def isatty(self) -> bool:
            return False

        def close(self) -> None:
            pass

    monkeypatch.setattr(sys, "stdin", Stdin())
    assert read_csv(run("batch", "-").out)[0]["g_course"] == "140"


def test_without_the_extra_the_way_to_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = workbook(tmp_path / "p.xlsx", HEADER[:4], ("a", 70, "cidp", "A"))
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    answer = run("batch", str(sheet), "-o", str(tmp_path / "out.xlsx"))
    assert answer.code == 2
    said = "pip install python-calamine where ivigcalc is installed (pipx: pipx inject ivigcalc python-calamine)"
    assert said in answer.text
    assert not (tmp_path / "out.xlsx.part").exists()


def test_a_broken_workbook_is_65(tmp_path: Path) -> None:
    (tmp_path / "p.xlsx").write_bytes(b"PK\x03\x04 and nothing more")
    answer = run("batch", str(tmp_path / "p.xlsx"))
    assert (answer.code, "the workbook cannot be read" in answer.text) == (65, True)


def test_a_text_too_long_for_a_sheet_says_so(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(lines("k" * 40_000 + ",70,cidp,A,privigen"))
    assert run("batch", str(tmp_path / "p.csv"), "-o", str(tmp_path / "out.xlsx")).code == 0
    rows = CalamineWorkbook.from_path(str(tmp_path / "out.xlsx")).get_sheet_by_index(0).to_python()
    assert rows[1][1] == "(40000 characters: too long for a sheet)"


def parts_of(path: Path) -> dict[str, bytes]:
    """What a good workbook of one patient is made of."""
    with ZipFile(workbook(path, HEADER[:4], ("a", 70, "cidp", "A"))) as book:
        return {name: book.read(name) for name in book.namelist()}


def rewritten(path: Path, part: str, old: bytes, new: bytes) -> None:
    """The workbook with other bytes in one place of one part."""
    with ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    assert parts[part].count(old) == 1
    with ZipFile(path, "w", ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content.replace(old, new) if name == part else content)


SHEET = "xl/worksheets/sheet1.xml"
END = b"</sheetData>"
HOSTILE = {
    "a cell of 30 MB": (b'<row r="3"><c r="A3" t="inlineStr"><is><t>' + b"x" * 30_000_000, "more letters than a sheet"),
    "a cell far outside": (b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', "column XFD, one in row 1048576"),
    "a row beyond 32 bits": (
        b'<row r="4294967297"><c r="A4294967297"><v>1</v></c></row>',
        "4294967297, which no sheet",
    ),
    "a column of four letters": (b'<row r="3"><c r="AAAA3"><v>1</v></c></row>', "AAAA3, which no sheet has"),
    "a size that no sheet has": (b'<dimension ref="A1:A99999999999"/>', "A99999999999, which no sheet has"),
    "text that is no UTF-8": ("<row/>".encode("utf-16-le"), "more letters than a sheet"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_workbook_that_would_end_the_process_is_65(tmp_path: Path, name: str) -> None:
    rows, why = HOSTILE[name]
    parts = parts_of(tmp_path / "good.xlsx")
    with ZipFile(tmp_path / "bad.xlsx", "w", ZIP_DEFLATED) as book:
        for part, content in parts.items():
            book.writestr(part, content.replace(END, rows + END) if part == SHEET else content)
    answer = run("batch", str(tmp_path / "bad.xlsx"))
    assert (answer.code, why in answer.text) == (65, True), answer.text


def test_a_workbook_that_takes_too_much_memory_is_65(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One text of 900 kB to which each of 40 000 cells points: 36 GB."""
    monkeypatch.setattr("ivigcalc.sheets.rows.MEMORY", 50_000_000)
    parts = parts_of(tmp_path / "good.xlsx")
    texts = parts["xl/sharedStrings.xml"]
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>{texts.count(b"<si>")}</v></c></row>' for row in range(3, 40_000)
    )
    parts[SHEET] = parts[SHEET].replace(END, rows.encode() + END)
    parts["xl/sharedStrings.xml"] = texts.replace(b"</sst>", b"<si><t>" + b"y" * 900_000 + b"</t></si></sst>")
    with ZipFile(tmp_path / "bad.xlsx", "w", ZIP_DEFLATED) as book:
        for part, content in parts.items():
            book.writestr(part, content)
    answer = run("batch", str(tmp_path / "bad.xlsx"))
    assert (answer.code, "it needs more than 50 MB of memory" in answer.text) == (65, True), answer.text


def test_a_sheet_whose_blank_cells_are_formatted_to_its_end_is_read(tmp_path: Path) -> None:
    parts = parts_of(tmp_path / "good.xlsx")
    with ZipFile(tmp_path / "wide.xlsx", "w", ZIP_DEFLATED) as book:
        for part, content in parts.items():
            book.writestr(part, content.replace(END, b'<row r="1048576"><c r="XFD1048576" s="0"/></row>' + END))
    assert run("batch", str(tmp_path / "wide.xlsx")).code == 0


def test_a_formula_without_a_stored_value_says_so(tmp_path: Path) -> None:
    parts = parts_of(tmp_path / "good.xlsx")
    with ZipFile(tmp_path / "formula.xlsx", "w", ZIP_DEFLATED) as book:
        for part, content in parts.items():
            book.writestr(part, content.replace(b"<v>70</v>", b"<f>35*2</f>"))
    answer = run("batch", str(tmp_path / "formula.xlsx"))
    assert answer.code == 6
    assert "a formula without a stored value" in read_csv(answer.out)[0]["reason"]


def test_nothing_stays_of_a_workbook_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "p.csv").write_text(lines(GOOD))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    answer = run("batch", str(tmp_path / "p.csv"), "-o", str(tmp_path / "o.xlsx"))
    assert (answer.code, answer.says("o.xlsx.part: No space left")) == (73, True), answer.err
    assert [path.name for path in tmp_path.iterdir()] == ["p.csv"]


def test_nothing_stays_of_a_workbook_that_cannot_be_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(ZipFile, "writestr", full)
    (tmp_path / "p.csv").write_text(lines(GOOD))
    answer = run("batch", str(tmp_path / "p.csv"), "-o", str(tmp_path / "out.xlsx"))
    assert (answer.code, "No space left on device" in answer.text) == (73, True)
    assert [path.name for path in tmp_path.iterdir()] == ["p.csv"]


def test_a_text_that_looks_like_an_escape_of_xml_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(lines("_x0041_ <b> & c,70,cidp,A,privigen"))
    assert run("batch", str(tmp_path / "p.csv"), "-o", str(tmp_path / "o.xlsx")).code == 0
    with ZipFile(tmp_path / "o.xlsx") as book:
        assert b"_x005F_x0041_ &lt;b&gt; &amp; c" in book.read(SHEET)


def test_merged_cells_have_their_value_in_each_row(tmp_path: Path) -> None:
    """Diagnosis and preparation are merged over two rows; what options say is for cells that are empty."""
    path = tmp_path / "p.xlsx"
    book = Workbook(str(path))
    sheet = book.add_worksheet()
    for place, heading in enumerate(("key", "weight_kg", "diagnosis", "product", "regimen")):
        sheet.write(1, place + 1, heading)
    for place, (key, kg) in enumerate((("a", 70), ("b", 80), ("c", 90))):
        sheet.write_row(2 + place, 1, (key, kg))
        sheet.write(2 + place, 5, "A")
    sheet.merge_range(2, 3, 3, 3, "cidp")
    sheet.merge_range(2, 4, 3, 4, "octagam-10")
    book.close()
    result = run("batch", str(path), "--indication", "gbs", "--product", "privigen")
    rows = read_csv(result.out)
    assert [row["indication"] for row in rows] == ["cidp", "cidp", "gbs"]
    assert [row["product"] for row in rows] == ["octagam-10", "octagam-10", "privigen"]


def test_a_cell_merged_with_its_neighbour_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    book = Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ("key", "weight_kg", "height_cm", "indication", "regimen"))
    sheet.write_row(1, 0, ("a", "", "", "gbs", "A"))
    sheet.merge_range(1, 1, 1, 2, 70)
    book.close()
    (row,) = read_csv(run("batch", str(path)).out)
    assert row["status"] == "error"
    assert "merged with the cell to its left" in row["reason"]


def test_hidden_rows_are_answered_and_said(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    book = Workbook(str(path))
    sheet = book.add_worksheet()
    for place, row in enumerate((("key", "weight_kg"), ("a", 70), ("b", 80), ("c", 90))):
        sheet.write_row(place, 0, row)
    sheet.set_row(2, None, None, {"hidden": True})
    book.close()
    result = run("batch", str(path), "--indication", "gbs", "--regimen", "A")
    assert [row["key"] for row in read_csv(result.out)] == ["a", "b", "c"]
    assert "hidden rows of the sheet are answered, too: 3" in result.err


def test_a_title_above_the_header_is_left_out_and_said(tmp_path: Path) -> None:
    sheet = workbook(
        *(tmp_path / "p.xlsx", ("IVIG patients, November 2026",), (), ("", "Ward 3", "", "")),
        *(("MRN", "Weight", "Diagnosis", "Regimen"), ("a", 70, "gbs", "A")),
    )
    found = run("batch", str(sheet))
    assert [row["g_per_day"] for row in read_csv(found.out)] == ["28"]
    assert "above the header, left out: 'IVIG patients, November 2026', 'Ward 3'" in found.err


def test_a_sheet_is_chosen_by_name_or_number(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    book = Workbook(str(path))
    book.add_worksheet("Cover & notes").write(0, 0, "nothing here")
    sheet = book.add_worksheet("Patients")
    sheet.write_row(0, 0, ("key", "weight", "indication", "regimen"))
    sheet.write_row(1, 0, ("a", 70, "gbs", "A"))
    sheet.write_formula(2, 1, "=35*2", None, "")
    sheet.write_row(2, 2, ("gbs", "A"))
    sheet.set_row(1, None, None, {"hidden": True})
    book.close()
    for name in ("Patients", "patients", "2"):
        found = run("batch", str(path), "--sheet", name)
        rows = read_csv(found.out)
        assert rows[0]["g_per_day"] == "28"
        assert "read: the sheet 'Patients'; not read: 'Cover & notes' (--sheet NAME)" in found.err
        assert "hidden rows of the sheet are answered, too: 2" in found.err
    for name in ("3", "0", "Patient"):
        found = run("batch", str(path), "--sheet", name)
        assert (found.code, "its sheets are 'Cover & notes', 'Patients'" in found.text) == (65, True), found.text
        assert found.says("TYPE --sheet 'Cover & notes' or --sheet Patients")
        assert "save it again" not in found.text
    assert run("batch", str(path)).code == 65


def test_of_many_sheets_the_first_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    book = Workbook(str(tmp_path / "p.xlsx"))
    for number in range(1, 32):
        book.add_worksheet(f"Ward {number}").write_row(0, 0, ("key", "weight", "indication", "regimen"))
    book.close()
    said = run("batch", str(tmp_path / "p.xlsx")).err
    assert "read: the sheet 'Ward 1'; not read: 'Ward 2', 'Ward 3', " in said
    assert "'Ward 21' and 10 more (--sheet NAME)" in said
    refused = run("batch", str(tmp_path / "p.xlsx"), "--sheet", "Ward 99").text
    assert "its sheets are 'Ward 1', " in refused
    assert "'Ward 20' and 11 more" in refused
    assert " ".join(refused.split()).endswith("--sheet 'Ward 1' or --sheet 'Ward 2' or --sheet 'Ward 3'")


def test_hidden_columns_are_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    book = Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ("key", "weight", "note", "indication", "regimen"))
    sheet.write_row(1, 0, ("a", 70, "x", "gbs", "A"))
    sheet.set_column("B:C", None, None, {"hidden": True})
    book.close()
    found = run("batch", str(path))
    assert read_csv(found.out)[0]["g_per_day"] == "28"
    assert "hidden columns of the sheet are read, too: weight\n" in found.err


def test_a_formula_without_a_value_right_of_an_empty_column_says_so(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    book = Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 2, ("key", "weight", "indication", "regimen"))
    sheet.write_row(1, 2, ("a", 70, "gbs", "A"))
    sheet.write_row(2, 2, ("b", "", "gbs", "A"))
    book.close()
    with ZipFile(path) as good:
        parts = {name: good.read(name) for name in good.namelist()}
    with ZipFile(path, "w", ZIP_DEFLATED) as bad:
        for part, content in parts.items():
            bad.writestr(part, content.replace(b"<v>70</v>", b"<f>35*2</f>"))
    rows = read_csv(run("batch", str(path)).out)
    assert "a formula without a stored value" in rows[0]["reason"]


def test_dates_counted_from_1904_are_refused(tmp_path: Path) -> None:
    parts = parts_of(tmp_path / "good.xlsx")
    with ZipFile(tmp_path / "mac.xlsx", "w", ZIP_DEFLATED) as book:
        for part, content in parts.items():
            book.writestr(part, content.replace(b"<workbookPr ", b'<workbookPr date1904="1" '))
    answer = run("batch", str(tmp_path / "mac.xlsx"))
    assert (answer.code, "counted from 1904" in answer.text) == (65, True), answer.text


OFFICE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"


def open_document(path: Path, sheets: dict[str, str], *, formats: str = "") -> Path:
    """An .ods file of so little that it is still one; the sheets by their name, and formats of numbers, as XML."""
    names = ("office", "table", "text", "number", "calcext")
    spaces = " ".join(f'xmlns:{name}="{OFFICE.format(name)}"' for name in names)
    tables = "".join(f'<table:table table:name="{name}">{xml}</table:table>' for name, xml in sheets.items())
    styles = f"<office:automatic-styles>{formats}</office:automatic-styles>"
    body = f"{styles}<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = OFFICE.format("manifest")
    with ZipFile(path, "w") as book:
        book.writestr("mimetype", kind)
        book.writestr(
            "content.xml", f'<office:document-content {spaces} office:version="1.2">{body}</office:document-content>'
        )
        book.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{manifest}"><manifest:file-entry manifest:full-path="/" '
            f'manifest:media-type="{kind}"/></manifest:manifest>',
        )
    return path


def open_row(*cells: str, says: str = "") -> str:
    """A row of an .ods file."""
    texts = (
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in cells
    )
    return f"<table:table-row {says}>{''.join(texts)}</table:table-row>"


def test_hidden_rows_and_columns_of_an_open_document_are_said(tmp_path: Path) -> None:
    """LibreOffice writes a hidden row as collapsed, one that a filter hides as filtered, and several alike as one."""
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    rows = (
        open_row("key", "weight_kg", "indication"),
        open_row("a", "70", "gbs"),
        open_row("b", "80", "gbs", says='table:visibility="filter"'),
        open_row("c", "90", "gbs", says='table:visibility="collapse" table:number-rows-repeated="2"'),
        open_row("d", "60", "gbs"),
    )
    other = open_row("x", says='table:visibility="collapse"')
    path = open_document(tmp_path / "p.ods", {"A &amp; B": columns + "".join(rows), "Other": other})
    result = run("batch", str(path), "--regimen", "A")
    assert [row["g_per_day"] for row in read_csv(result.out)] == ["28", "32", "36", "36", "24"]
    assert "hidden rows of the sheet are answered, too: 3, 4, 5" in result.err
    assert "hidden columns of the sheet are read, too: indication" in result.err


def test_an_open_document_without_anything_hidden_says_nothing(tmp_path: Path) -> None:
    rows = open_row("key", "weight_kg", "indication") + open_row("a", "70", "gbs")
    result = run("batch", str(open_document(tmp_path / "p.ods", {"One": rows})), "--regimen", "A")
    assert "hidden" not in result.err


def test_hidden_rows_of_an_open_document_are_found_where_chunks_meet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ivigcalc.sheets.parts.CHUNK", 700)
    rows = [open_row("key", "weight_kg", "indication")]
    rows += [open_row(f"p{row}", "70", "gbs", says='table:visibility="collapse"') for row in range(2, 12)]
    result = run("batch", str(open_document(tmp_path / "p.ods", {"One": "".join(rows)})), "--regimen", "A")
    assert "hidden rows of the sheet are answered, too: 2, 3, 4, 5, 6, 7, 8, 9, 10, 11" in result.err


class Here:
    """What reads a workbook apart, in this process: what it sends is kept until it is asked for."""

    def __init__(self) -> None:
        self.sent = list[Any]()
        self.ends = SimpleNamespace(send=self.sent.append, recv=self.recv, close=lambda: None)

    def Pipe(self, *, duplex: bool) -> tuple[Any, Any]:  # noqa: N802 - as it is called
        assert not duplex
        return self.ends, self.ends

    def Process(self, target: Any, args: tuple[Any, ...], *, daemon: bool) -> Any:  # noqa: N802 - as it is called
        assert daemon
        return SimpleNamespace(start=lambda: target(*args), kill=lambda: None, join=lambda: None)

    def recv(self) -> Any:
        if not self.sent:
            raise EOFError
        return self.sent.pop(0)


@pytest.fixture
def here(signals: None, monkeypatch: pytest.MonkeyPatch) -> Here:  # noqa: ARG001 - put back
    """Workbooks are read in this process, whose stderr and memory stay what they are."""
    reader = Here()
    monkeypatch.setattr(reading, "multiprocessing", SimpleNamespace(get_context=lambda _begin: reader))
    monkeypatch.setattr(reading, "os", SimpleNamespace(dup2=lambda *_: None, open=lambda *_: 9, O_WRONLY=0, devnull=""))
    monkeypatch.setattr(reading, "faulthandler", SimpleNamespace(disable=lambda: None))
    monkeypatch.setattr(reading, "_limit", lambda: None)
    return reader


def test_what_reads_a_workbook_apart_reads_values_merged_cells_and_the_sheet_that_is_meant(
    tmp_path: Path, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One weight for three twins in a merged cell, a duration and a time where a note stands."""
    monkeypatch.setattr(reading, "BLOCK", 2)
    book = Workbook(str(tmp_path / "p.xlsx"))
    book.add_worksheet("Notes").write(0, 0, "nothing to answer")
    sheet = book.add_worksheet("Patients")
    clock = book.add_format({"num_format": "hh:mm"})
    for column, heading in enumerate(("key", "weight_kg", "indication", "regimen", "pregnant", "seen")):
        sheet.write(0, column, heading)
    for row in range(1, 5):
        sheet.write_row(row, 0, (f"k{row}", 70.1 * 3, "gbs", "A", row == 4))
    sheet.merge_range("B2:B4", 2.5)
    sheet.merge_range("C5:D5", "gbs")
    sheet.write_datetime(1, 5, time(9, 30), clock)
    book.close()
    rows = read_csv(run("batch", str(tmp_path / "p.xlsx"), "--sheet", "Patients").out)
    assert [row["g_per_day"] for row in rows] == ["1", "1", "1", ""]
    assert "merged" in rows[3]["reason"]
    assert here.sent == []
    answer = run("batch", str(tmp_path / "p.xlsx"), "--sheet", "Patient")
    assert (answer.code, "'Notes', 'Patients'" in answer.text) == (65, True), answer.text
    assert answer.says("TYPE --sheet Notes or --sheet Patients")


def test_a_reader_of_a_workbook_that_is_ended_or_fails_is_said(
    tmp_path: Path, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = workbook(tmp_path / "p.xlsx", HEADER[:4], ("a", 70, "cidp", "A"))

    class Panic(BaseException):
        """What the library raises is no ``Exception``."""

    def fail(_file: object) -> None:
        raise Panic

    monkeypatch.setattr("python_calamine.CalamineWorkbook", SimpleNamespace(from_filelike=fail))
    answer = run("batch", str(sheet))
    assert (answer.code, "the workbook cannot be read: Panic" in answer.text) == (65, True), answer.text
    monkeypatch.setattr(here, "Process", lambda **_: SimpleNamespace(start=list, kill=list, join=list))
    answer = run("batch", str(sheet))
    assert (answer.code, "it needs more than 320 MB of memory, or is broken" in answer.text) == (65, True), answer.text


def test_a_workbook_that_is_too_large_or_cannot_be_read_to_its_end_is_65(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = workbook(tmp_path / "p.xlsx", HEADER[:4], ("a", 70, "cidp", "A"))
    monkeypatch.setattr("ivigcalc.sheets.parts.LARGEST_PART", 100)
    answer = run("batch", str(sheet))
    assert (answer.code, "in it has more than " in answer.text) == (65, True), answer.text
    monkeypatch.setattr(reading, "LARGEST", 1000)
    answer = run("batch", str(sheet))
    assert (answer.code, "the workbook cannot be read: it is larger than " in answer.text) == (65, True), answer.text


@pytest.mark.parametrize(
    ("part", "old", "new", "said"),
    [
        ("xl/_rels/workbook.xml.rels", b'Id="rId1"', b'Id="rId9"', "it names no sheet"),
        (
            SHEET,
            b"<sheetData>",
            b'<cols><col min="many" max="2" hidden="1"/></cols><sheetData>',
            "it speaks of 'many' rows",
        ),
    ],
)
def test_a_workbook_whose_parts_do_not_fit_is_65(tmp_path: Path, part: str, old: bytes, new: bytes, said: str) -> None:
    parts_of(tmp_path / "p.xlsx")
    rewritten(tmp_path / "p.xlsx", part, old, new)
    answer = run("batch", str(tmp_path / "p.xlsx"))
    assert (answer.code, said in answer.text) == (65, True), answer.text


def test_a_cell_that_stands_twice_or_not_in_its_place_is_65(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """70 kg and, further on, 7 kg for the same patient: which of them counts no reader of workbooks says."""
    good = workbook(tmp_path / "p.xlsx", HEADER[:4], *((f"p{row}", 70, "cidp", "A") for row in range(2, 40)))
    with ZipFile(good) as book:
        sheet = book.read(SHEET)
    again = b'<c r="B3"><v>7</v></c></row></sheetData>'
    apart = tuple(sheet[at : at + 900] for at in range(0, len(sheet), 700))
    monkeypatch.setattr(inspection, "OVERLAP", 200)
    for chunks in ((sheet,), apart):
        assert inspection._inspect_sheet(chunks) == inspection.Inspection()  # noqa: SLF001 - where chunks meet
    rewritten(good, SHEET, b"</row></sheetData>", again)
    answer = run("batch", str(good))
    assert (answer.code, answer.out) == (65, "")
    assert "the workbook cannot be read: its cell B3 stands twice, or not in its place" in answer.text


def test_a_workbook_that_holds_a_part_twice_is_65(tmp_path: Path) -> None:
    parts = parts_of(tmp_path / "good.xlsx")
    with ZipFile(tmp_path / "bad.xlsx", "w", ZIP_DEFLATED) as book:
        for name, content in {**parts, SHEET.upper(): parts[SHEET].replace(b"<v>70</v>", b"<v>7</v>")}.items():
            book.writestr(name, content)
    answer = run("batch", str(tmp_path / "bad.xlsx"))
    assert (answer.code, "a part of it stands twice" in answer.text) == (65, True), answer.text


def test_a_sheet_that_is_full_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST_ROWS", 3)
    (tmp_path / "p.csv").write_text(lines(GOOD, GOOD, GOOD))
    answer = run("batch", str(tmp_path / "p.csv"), "-o", str(tmp_path / "out.xlsx"))
    assert (answer.code, "a sheet holds 3 rows: write CSV instead" in answer.text) == (73, True)
    assert [path.name for path in tmp_path.iterdir()] == ["p.csv"]
