"""Files that a person names end, whatever they are; and CSV is read strictly."""

import csv
import errno
import os
import threading
from fractions import Fraction
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import FileError, Problem
from ivigcalc.core.request.order import Stock
from ivigcalc.intake import files
from ivigcalc.intake.files import (
    MOST_CELLS,
    MOST_LETTERS,
    PAGE,
    NotCsvError,
    cells_of,
    open_file,
    read_file,
    records_of,
    wrong_ending,
)
from ivigcalc.intake.stock.file import read_stock_file

HEADER = "product,size_g,count,expiry,lot\n"


@given(st.lists(st.text(st.sampled_from('ab,;" \n')), min_size=1), st.sampled_from(",;\t"))
def test_what_the_standard_library_writes_as_csv_is_read_as_it_was(cells: list[str], delimiter: str) -> None:
    class Line:
        text = ""

        def write(self, text: str) -> None:
            self.text += text

    line = Line()
    csv.writer(line, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerow(cells)
    assert cells_of(line.text, delimiter) == cells


@pytest.mark.parametrize("line", ['"a', 'a"', 'a,b"c"', '"a" ,b', ' "a",b', '"a"b,c', '"a""', '""" ,'])
def test_a_quote_that_stands_neither_around_a_cell_nor_twice_is_refused(line: str) -> None:
    with pytest.raises(NotCsvError, match="quotes do not fit"):
        cells_of(line, ",")


def test_a_cell_that_nobody_typed_is_refused() -> None:
    assert cells_of("a" * MOST_LETTERS + ",b", ",")[1] == "b"
    for cell in ("a" * 131_072, '"' + "a" * 131_072 + '"'):
        with pytest.raises(NotCsvError, match="more than 100000 letters"):
            cells_of(f"{cell},b", ",")


def test_a_line_of_delimiters_is_refused_before_it_is_taken_apart() -> None:
    assert cells_of("," * (MOST_CELLS - 1), ",") == [""] * MOST_CELLS
    assert len(cells_of('"' + "," * MOST_CELLS + '"', ";")) == 1
    with pytest.raises(NotCsvError, match="more than 100000 cells"):
        cells_of("," * MOST_CELLS + "x", ",")


def test_a_pipe_that_nobody_writes_into_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PATIENCE_S", 0)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="nobody writes"):
        open_file(tmp_path / "pipe")


@pytest.mark.parametrize("at_once", [True, False])
def test_a_pipe_that_somebody_writes_into_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, at_once: bool
) -> None:
    """Also where the one who writes says nothing within the time that the other end is waited for."""
    monkeypatch.setattr(files, "PATIENCE_S", 5 if at_once else 0)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    both_ends = os.open(pipe, os.O_RDWR)
    writer = threading.Thread(target=lambda: pipe.write_text("hello"))
    if at_once:
        writer.start()
    with open_file(pipe) as file:
        if not at_once:
            writer.start()
        writer.join()
        os.close(both_ends)
        assert file.read() == b"hello"


def test_an_endless_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="larger than 1 MB"):
        read_file("/dev/zero", 1_000_000)
    with pytest.raises(IsADirectoryError):
        read_file(tmp_path, 1)


def stock(path: Path, catalogue: Catalogue, *lines: str) -> Stock:
    path.write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return read_stock_file(str(path), catalogue)


def refused(path: Path, catalogue: Catalogue, *lines: str) -> tuple[Problem, ...]:
    with pytest.raises(FileError) as refusal:
        stock(path, catalogue, *lines)
    assert refusal.value.found
    return refusal.value.problems


def test_a_stray_quote_in_a_stock_file_swallows_no_lines(tmp_path: Path, catalogue: Catalogue) -> None:
    """Read as one cell of three lines, there would be vials of 10 g alone."""
    lines = ('privigen,10,3,2027-01-01,"A', "privigen,5,3,2027-01-01,B", 'privigen,20,3,2027-01-01,C"')
    problems = refused(tmp_path / "s.csv", catalogue, *lines)
    assert [problem.message.partition(" ")[0] for problem in problems] == [
        f"{tmp_path}/s.csv:2:",
        f"{tmp_path}/s.csv:4:",
    ]


def test_a_line_ends_where_a_file_says_so_and_all_of_a_lot_is_seen(tmp_path: Path, catalogue: Catalogue) -> None:
    read = stock(tmp_path / "s.csv", catalogue, "privigen,10,3,,A\u2028B\x0cC\u202e", "privigen,5,3,,D")
    assert [lot.name for _, lot in read.rows] == [r"A\u2028B\u000cC\u202e", "D"]


@pytest.mark.parametrize(
    "day", ["2027-W01-1", "2027W0113", "2027101  ", "20271301", "2027-1-001", "1927-01-01", "2027-02-30"]
)
def test_an_expiry_is_a_day_as_year_month_day(tmp_path: Path, catalogue: Catalogue, day: str) -> None:
    (problem,) = refused(tmp_path / "s.csv", catalogue, f"privigen,10,3,{day},A")
    assert "(the last day of use)" in problem.message


def test_a_hundred_mistakes_are_told_and_the_rest_counted(tmp_path: Path, catalogue: Catalogue) -> None:
    problems = refused(tmp_path / "s.csv", catalogue, *(f"privigen,10,x,,{lot}" for lot in range(20_000)))
    assert len(problems) == 101
    assert problems[-1].message == f"{tmp_path}/s.csv:102: 100 mistakes so far; 19900 lines from here on were not read"


def test_an_endless_stock_file_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(FileError) as refusal:
        read_stock_file("/dev/zero", catalogue)
    assert refusal.value.found
    assert "larger than 16 MB" in refusal.value.problems[0].message


def test_a_stock_file_of_an_older_windows_is_read_and_said(tmp_path: Path, catalogue: Catalogue) -> None:
    file = tmp_path / "s.csv"
    file.write_bytes("Produto;Tamanho (g);Saldo;Preço\nPrivigen;10;3;1\n".encode("cp1252"))
    read = read_stock_file(str(file), catalogue)
    assert [(name, lot.size_g, lot.count) for name, lot in read.rows] == [("privigen", Fraction(10), 3)]
    assert read.echoes == (f"--stock: {file} is not UTF-8: read as Windows-1252", "--stock: not read: 'Preço'")


@pytest.mark.parametrize(("written", "count"), [("7", 7), ("7.0", 7), ("7.00", 7), ("1.000", None), ("1,000", None)])
def test_a_count_that_may_be_a_thousand_is_refused(
    tmp_path: Path, catalogue: Catalogue, written: str, count: int | None
) -> None:
    """1.000 is one as a program writes decimals, and a thousand as Germany and Brazil write numbers."""
    file = tmp_path / "stock.csv"
    file.write_text(f"product;size_g;count\nprivigen;10;{written}\n", "utf-8")
    if count is not None:
        assert [lot.count for _, lot in read_stock_file(str(file), catalogue).rows] == [count]
        return
    with pytest.raises(FileError, match=r"can be read as 1000 or as 1$"):
        read_stock_file(str(file), catalogue)


@pytest.mark.parametrize("remark", ["Recalled 3 May", "em quarentena", "CADUCADO", "gesperrt", "reserved for ward 3"])
def test_a_line_that_says_its_vials_are_not_to_be_had_is_refused(
    tmp_path: Path, catalogue: Catalogue, remark: str
) -> None:
    file = tmp_path / "stock.csv"
    text = f"product,size_g,count,Remark\nprivigen,20,3,cool place\nprivigen,10,3,{remark}\n"
    with pytest.raises(FileError) as refusal:
        stock_of(file, catalogue, text)
    assert [one.message for one in refusal.value.problems] == [
        f"{file}:3: {remark!r} says that these vials are not to be had"
    ]
    read = stock_of(file, catalogue, "product,size_g,count,Remark\nprivigen,20,3,cool place\n")
    assert read.echoes == ("--stock: not read: 'Remark'",)


def stock_of(path: Path, catalogue: Catalogue, text: str, dates: str = "") -> Stock:
    path.write_text(text, encoding="utf-8")
    return read_stock_file(str(path), catalogue, dates)


FIRST_LINE: Final = "or make the first line product,size_g,count,expiry,lot"
WAYS: Final = "--stock-column size_g=size or --stock-column size_ml=size, if all are in g, or in mL"
ASKS: Final = "the headings of line 1 are product, size_g, count"


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        (
            "x\n",
            ":1: no column product, size_g, count",
            f"--stock-column product=HEADING says which it is (headings: x), {FIRST_LINE}",
        ),
        (
            "product,size_g,size,count\n",
            ":1: columns 'size_g' and 'size' both mean size_g",
            "keep one: --stock-ignore size_g or --stock-ignore size leaves one out",
        ),
        (
            "lot no\nproduct,size_g\n",
            ":2: no column count",
            f"--stock-column count=HEADING says which it is (headings: product, size_g), {FIRST_LINE}",
        ),
        (
            "product,size_g,count,lot,batch\n",
            ":1: columns 'lot' and 'batch' both mean lot",
            "keep one: --stock-ignore lot or --stock-ignore batch leaves one out",
        ),
        (
            "product,size_g,count,lot,Lot\n",
            ":1: columns 'lot' and 'Lot' both mean lot",
            "keep one: rename or take out the other (--stock-ignore would leave out both)",
        ),
        ("product,size_g,count\nprivigen,10\n", ":2: 2 cells under 3 headings", ASKS),
        ("product,size_g,count\nprivigen,7,1\n", ":2: Privigen 10 % has no vial of 7 g", "the size of one vial in g"),
        ("product,size_g,count\nprivigen,10,many\n", ":2: count 'many' is not a whole number of vials", "0 to 100000"),
        (
            "product,size_g,count\nprivigen,10,100001\n",
            ":2: count '100001' is more than 100000",
            "look whether it counts vials",
        ),
        (
            "product,size_g,count\nprivigen,10,\n",
            ":2: the count is empty",
            "write the number of vials, 0 where there are none",
        ),
        (
            'product,size_g,count\nprivigen,10,"1,000"\n',
            ":2: count '1,000' can be read as 1000 or as 1",
            "write 1000 or 1; decimal: comma, or point, in the formulary says which in every file",
        ),
        (
            'product,size_g,count\nprivigen,10,"1,250"\n',
            ":2: count '1,250' has ',' between its thousands",
            "write 1250, without it",
        ),
        (
            "product,size_g,count\nprivigen,10,1 000\n",
            ":2: count '1 000' has a blank between",
            "write 1000, without it",
        ),
        ("product,size_g,count\n\nprivigen,10,1\nprivigen,10,1\n", ":4: the same prep", "add the counts"),
        ("product,size,count\nprivigen,10,1\n", ":2: size '10' has no unit", f'{WAYS}; or type for example "10 g"'),
        ("product,size,count\nprivigen,100 L,1\n", ":2: size '100 L': unit 'L' is not", 'type for example "10 g"'),
        ("product,size_g,count\nprivigen,10 mL,1\n", ":2: size_g '10 mL': unit 'mL' is not", "type for example 10"),
        ("product,size_g,count,expiry\nprivigen,10,1,x\n", ":2: expiry 'x' is not a date", "expiry YYYY-MM-DD"),
    ],
)
def test_what_is_wrong_in_a_stock_file_is_said_with_its_line_and_what_to_do(
    tmp_path: Path, catalogue: Catalogue, text: str, said: str, hint: str
) -> None:
    file = tmp_path / "s.csv"
    with pytest.raises(FileError) as caught:
        stock_of(file, catalogue, text)
    (problem,) = caught.value.problems
    assert problem.message.startswith(f"{file}{said}")
    assert (problem.field, problem.next) == ("--stock", hint)
    assert caught.value.found


def test_all_that_is_wrong_in_a_line_of_a_stock_file_is_said(tmp_path: Path, catalogue: Catalogue) -> None:
    file = tmp_path / "s.csv"
    with pytest.raises(FileError) as caught:
        stock_of(file, catalogue, "product,size_g,count,expiry\nprivigem,x,many,y\nprivigen,7,1,z\n")
    said = [problem.message.removeprefix(f"{file}:") for problem in caught.value.problems]
    begun = (
        "2: product 'privigem'",
        "2: size_g 'x'",
        "2: count 'many'",
        "2: expiry 'y'",
        "3: Privigen 10 %",
        "3: expiry 'z'",
    )
    assert [one.startswith(start) for one, start in zip(said, begun, strict=True)] == [True] * len(begun), said


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("above", [0, 1, 19])
def test_the_header_of_a_stock_file_may_stand_below_titles(
    tmp_path: Path, catalogue: Catalogue, delimiter: str, above: int
) -> None:
    """It is looked for in 20 lines, whatever stands between the columns; a size may have its unit in the cell."""
    header, row = delimiter.join(("Item", "Size", "Qty", "Shelf")), delimiter.join(("Privigen", "10 g", "100000", "4"))
    found = stock_of(tmp_path / "s.csv", catalogue, "Pharmacy, ward 3\n" * above + f"{header}\n{row}\n\n{delimiter}\n")
    assert [(name, lot.size_g, lot.count, lot.expiry) for name, lot in found.rows] == [
        ("privigen", Fraction(10), 100_000, None)
    ]
    title = "--stock: above the header, left out: 'Pharmacy, ward 3'"
    assert found.echoes == ("--stock: not read: 'Shelf'", *([title] if above else []))
    assert len(found.sha256) == 64


def test_a_header_below_20_lines_is_not_looked_for(tmp_path: Path, catalogue: Catalogue) -> None:
    with pytest.raises(FileError, match="no column product"):
        stock_of(tmp_path / "s.csv", catalogue, "ward\n" * 20 + "product,size_g,count\nprivigen,10,1\n")


@pytest.mark.parametrize(("dates", "said"), [(5, []), (6, ["and 1 more that were read so"])])
def test_how_five_dates_of_a_stock_were_read_is_said(
    tmp_path: Path, catalogue: Catalogue, dates: int, said: list[str]
) -> None:
    rows = "".join(f"privigen,10,1,0{month}/2027,{lot}\n" for month in range(1, dates + 1) for lot in "AB")
    found = stock_of(tmp_path / "s.csv", catalogue, HEADER + rows)
    assert found.echoes[0] == "expiry 01/2027 read as 2027-01-31"
    assert len(found.echoes) == 5 + len(said)
    assert list(found.echoes[5:]) == said


def test_more_lots_than_a_hospital_has_are_refused_at_once(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line of the first that is too many is named, below a header and what is wrong above it."""
    monkeypatch.setattr("ivigcalc.intake.stock.file.MOST_LOTS", 3)
    lots = [f"privigen,10,1,2027-01-01,{lot}" for lot in range(5)]
    assert len(stock(tmp_path / "s.csv", catalogue, *lots[:3]).rows) == 3
    (problem,) = refused(tmp_path / "s.csv", catalogue, *lots)
    assert problem.message.endswith("s.csv:5: more than 3 lots")
    found = refused(tmp_path / "s.csv", catalogue, "privigen,10,x,,", *lots)
    assert [problem.message.partition("s.csv:")[2][:2] for problem in found] == ["2:", "6:"]


def test_lots_differ_by_preparation_size_expiry_or_name(tmp_path: Path, catalogue: Catalogue) -> None:
    first = "privigen,10,1,2027-01-01,A"
    others = ("privigen,20,1,2027-01-01,A", "privigen,10,1,2027-01-02,A", "privigen,10,1,2027-01-01,B")
    found = stock(tmp_path / "s.csv", catalogue, first, *others, "octagam-10,10,1,2027-01-01,A")
    assert [lot.count for _, lot in found.rows] == [1] * 5


def records(text: str, line: int = 0) -> list[tuple[int, str]]:
    return list(records_of(iter(text.splitlines(keepends=True)), ",", line))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a,b\nc,d\n", [(1, "a,b\n"), (2, "c,d\n")]),
        ("\n , \na,b\n,\t,\n\nc,d", [(3, "a,b\n"), (6, "c,d")]),
        ('a,b\n"c\n\nd",e\nf,g\n', [(1, "a,b\n"), (2, '"c\n\nd",e\n'), (5, "f,g\n")]),
        ('a,b\n"c ""x\ny"" d",e\nf,g\n', [(1, "a,b\n"), (2, '"c ""x\ny"" d",e\n'), (4, "f,g\n")]),
        ('a,b\n"c,d\ne,f\n', [(1, "a,b\n"), (2, '"c,d\n'), (3, "e,f\n")]),
        ('a,b\n"c,d\ne,f"\ng,h\n', [(1, "a,b\n"), (2, '"c,d\n'), (3, 'e,f"\n'), (4, "g,h\n")]),
        ('a,b,c\n"d,e\nf,g",h,i\n', [(1, "a,b,c\n"), (2, '"d,e\nf,g",h,i\n')]),
        ('"a\nb",c\n', [(1, '"a\nb",c\n')]),
        ('a,b\nc"d\ne"f,g\nh,i\n', [(1, "a,b\n"), (2, 'c"d\n'), (3, 'e"f,g\n'), (4, "h,i\n")]),
    ],
)
def test_a_record_is_a_line_or_what_its_quotes_hold_together(text: str, read: list[tuple[int, str]]) -> None:
    """A cell may hold line breaks; but a quote that swallows a line of as many cells as the header has is a slip."""
    assert records(text) == read
    assert [first for first, _ in records(text, line=7)] == [first + 7 for first, _ in read]


@pytest.mark.parametrize(("breaks", "one"), [(99, True), (100, False)])
def test_a_cell_has_at_most_100_lines(breaks: int, *, one: bool) -> None:
    text = "a,b\n" + '"c' + "\nd" * breaks + '",e\n'
    assert len(records(text)) == (2 if one else breaks + 2)


def test_a_cell_of_100000_letters_is_none() -> None:
    for quote in ("", '"'):
        assert cells_of(f"a,{quote}{'b' * 100_000}{quote}", ",") == ["a", "b" * 100_000]
        with pytest.raises(NotCsvError) as caught:
            cells_of(f"a,{quote}{'b' * 100_001}{quote}", ",")
        assert (caught.value.why, caught.value.todo) == (
            "a cell has more than 100000 letters",
            "look for a quote that is never closed",
        )
    with pytest.raises(NotCsvError) as caught:
        cells_of('a"b', ",")
    assert caught.value.todo == 'write a double quote in a cell twice: ""'


@pytest.mark.parametrize(
    ("line", "delimiter", "cells"),
    [
        ('a;"b;""c""";\r\n', ";", ["a", 'b;"c"', ""]),
        ('"a|b"|c', "|", ["a|b", "c"]),
        ('"";a', ";", ["", "a"]),
        ("a.b", ".", ["a", "b"]),
        ('"a.b".c', ".", ["a.b", "c"]),
    ],
)
def test_cells_are_taken_apart_at_their_delimiter(line: str, delimiter: str, cells: list[str]) -> None:
    assert cells_of(line, delimiter) == cells


def test_a_file_is_read_up_to_its_bound(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"\r\n\x1a" * 1_000_000)
    assert read_file(file, 3_000_000) == b"\r\n\x1a" * 1_000_000
    with pytest.raises(OSError, match="is larger than 2 MB") as caught:
        read_file(file, 2_999_999)
    assert (caught.value.errno, caught.value.filename) == (errno.EFBIG, str(file))


@pytest.mark.parametrize(
    ("heading", "cell"), [("size_g", "10"), ("size_g", "10 g"), ("Vial size (g)", "10 G"), ("size", "10g")]
)
def test_a_size_has_its_unit_in_its_heading_or_its_cell(
    tmp_path: Path, catalogue: Catalogue, heading: str, cell: str
) -> None:
    found = stock_of(tmp_path / "s.csv", catalogue, f"product,{heading},count\nprivigen,{cell},1\n")
    assert [lot.size_g for _, lot in found.rows] == [Fraction(10)]


@pytest.mark.parametrize(
    ("name", "problems"), [("sheet.docx", 1), ("a.html.PDF", 1), ("sheet.HTML", 0), ("sheet", 0), ("", 0), (None, 0)]
)
def test_a_file_named_like_another_form_is_told(name: str | None, problems: int) -> None:
    found = list(wrong_ending(name, "--output", PAGE, "-o sheet.html"))
    assert [one.next for one in found] == ["-o sheet.html"] * problems
    assert [one.message for one in found] == [f"--output {name!r} does not end with .html, .htm"] * problems
