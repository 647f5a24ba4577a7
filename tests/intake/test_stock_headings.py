"""What is typed of the headings of a stock file, and what a heading that is not read may not speak of."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from ivigcalc.cli.options import STOCK_COLUMNS
from ivigcalc.core.problems import FileError, Problems, RefusedError
from ivigcalc.core.request.order import Stock
from ivigcalc.intake.order import TypedOrder, read_stock
from ivigcalc.intake.stock.header import COLUMNS
from tests.program import shipped

PHYSICAL = "Article,Content,Physical,Exp dt,Bin\nPrivigen,10 g,5,2027-03-31,A4\n"
WITHHELD, OTHERS = "may say that vials are not to be had", "may say that something else than vials is counted"
OR_OUT = "or take the column out of the file where it says something else"
NAMED = ("product=Article", "size=Content", "count=Physical", "expiry=Exp dt")


def read(folder: Path, text: str, columns: tuple[str, ...] = (), ignored: tuple[str, ...] = ()) -> Stock:
    path = folder / "stock.csv"
    path.write_text(text, encoding="utf-8")
    typed, problems = TypedOrder(stock=str(path), stock_columns=columns, stock_ignored=ignored), Problems()
    found = read_stock(typed, shipped(), "", problems)
    problems.refuse_if_any()
    assert found is not None
    return found


def refused(
    folder: Path, text: str, columns: tuple[str, ...] = (), ignored: tuple[str, ...] = ()
) -> list[tuple[str, str]]:
    """What is wrong, behind the name of the file, and what to do."""
    with pytest.raises(RefusedError) as caught:
        read(folder, text, columns, ignored)
    return [(one.message.removeprefix(f"{folder / 'stock.csv'}:"), one.next) for one in caught.value.problems]


def test_the_columns_that_are_completed_are_those_there_are() -> None:
    assert STOCK_COLUMNS == COLUMNS


def test_a_column_is_read_under_any_heading(tmp_path: Path) -> None:
    found = read(tmp_path, PHYSICAL, NAMED)
    assert [(product, lot.size_g, lot.count, lot.expiry) for product, lot in found.rows] == [
        ("privigen", Fraction(10), 5, date(2027, 3, 31))
    ]
    assert found.echoes == ("--stock: not read: 'Bin'",)


def test_a_name_of_a_column_may_be_any_that_is_known(tmp_path: Path) -> None:
    columns = ("Produto=article", "Size=CONTENT", "On hand=physical", "validade=Exp. dt")
    assert read(tmp_path, PHYSICAL, columns).rows == read(tmp_path, PHYSICAL, NAMED).rows


def test_what_is_typed_counts_before_what_a_heading_says(tmp_path: Path) -> None:
    """Quantity is what was ordered; what is there stands under Physical."""
    text = "Product,Size (g),Quantity,Physical\nPrivigen,10,20,3\n"
    ((_, lot),) = read(tmp_path, text, ("count=Physical",), ("Quantity",)).rows
    assert lot.count == 3
    assert refused(tmp_path, text, ("count=Physical",)) == [
        ("1: columns 'Quantity' and 'Physical' both mean count", "keep one: --stock-ignore Quantity leaves it out")
    ]


def test_words_of_a_heading_may_stand_together(tmp_path: Path) -> None:
    ((_, lot),) = read(
        tmp_path, "ProductName,VialSizeG,QtyOnHand,ExpiryDate,LOTNUMBER\nPrivigen,10,2,2027-03-31,P1\n"
    ).rows
    assert (lot.size_g, lot.count, lot.expiry, lot.name) == (Fraction(10), 2, date(2027, 3, 31), "P1")


@pytest.mark.parametrize(
    ("columns", "ignored", "why", "todo"),
    [
        (("quantty=Physical",), (), "'quantty=Physical' is no column", "--stock-column count='Physical qty'"),
        (("count",), (), "'count' names no heading", "--stock-column count='Physical qty'"),
        (("count= ",), (), "'count=' names no heading", "--stock-column count='Physical qty'"),
        (("数=Physical",), (), "'数=Physical' is no column", "--stock-column count='Physical qty'"),
        (
            ("count=Physical",),
            ("physical",),
            "'count=Physical' names a heading that --stock-ignore leaves out",
            "keep one of the two",
        ),
        (
            ("count=Physical", "lot=PHYSICAL"),
            (),
            "'lot=PHYSICAL' names a heading that is another column already",
            "keep one of the two",
        ),
        (
            ("size_g=Content mL",),
            (),
            "'size_g=Content mL' says size_g, and the heading another unit",
            "--stock-column size_ml='Content mL'",
        ),
        (
            ("size_ml=Content (grams)",),
            (),
            "'size_ml=Content (grams)' says size_ml, and the heading another unit",
            "--stock-column size_g='Content (grams)'",
        ),
        (
            ("count=Boxes",),
            (),
            "'count=Boxes' is to count vials, and the heading speaks of something else",
            "write the number of vials into the file",
        ),
    ],
)
def test_what_cannot_be_said_of_a_heading_is_refused(
    tmp_path: Path, columns: tuple[str, ...], ignored: tuple[str, ...], why: str, todo: str
) -> None:
    assert refused(tmp_path, PHYSICAL, columns, ignored) == [(f"--stock-column {why}", todo)]


def test_a_heading_that_the_file_does_not_have_is_an_error_of_it(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        read(tmp_path, PHYSICAL, (*NAMED, "lot=Charge"), ("Shelf",))
    said = [(one.message.rpartition(":1: ")[2], one.allowed, one.next) for one in caught.value.problems]
    headings = ("Article, Content, Physical, Exp dt, Bin",)
    assert said == [
        ("--stock-column: no column is called 'Charge'", headings, "one of these"),
        ("--stock-ignore: no column is called 'Shelf'", headings, "one of these"),
    ]


def test_options_of_a_stock_need_one() -> None:
    problems = Problems()
    typed = TypedOrder(stock_columns=("count=x",), stock_ignored=("y",), stock_sheet="2")
    assert read_stock(typed, shipped(), "", problems) is None
    assert [(one.message, one.next) for one in problems.found] == [
        ("--stock-column is for --stock", "add --stock FILE"),
        ("--stock-ignore is for --stock", "add --stock FILE"),
        ("--stock-sheet is for --stock", "add --stock FILE"),
    ]


@pytest.mark.parametrize(
    ("heading", "speaks_of", "todo"),
    [
        ("UOM", "the unit of what is counted", "--stock-ignore UOM leaves it out"),
        ("Vials per box", "what is counted", "--stock-ignore 'Vials per box' leaves it out"),
        ("Strength", "a strength", "--stock-ignore Strength leaves it out"),
        ("StockStatus", "whether vials are to be had", "--stock-ignore StockStatus leaves it out"),
        ("Quarentine", "vials that are not to be had", "--stock-ignore Quarentine leaves it out, where"),
        (
            "Exp dt",
            "an expiry",
            "--stock-column expiry='Exp dt' reads it; if it is none, take the column out of the file",
        ),
        ("Validade (mês)", "an expiry", "--stock-column expiry='Validade (mês)' reads it; if it is none"),
        *(
            (heading, "an expiry", f"--stock-column expiry={heading!r} reads it; if it is none, take the column out")
            for heading in (
                *("Beyond use date", "Discard by", "Discard after", "Discard date", "Use by after removal"),
                *("Last day of use", "Retest date", "Fecha límite", "Data de descarte", "Usar até", "Descartar em"),
            )
        ),
        ("BUD", "an expiry", "--stock-column expiry=BUD reads it; if it is none, take the column out"),
        ("Discard", "vials that are not to be had", "--stock-ignore Discard leaves it out, where its cells say none"),
        ("Data", "a day, which may be that of expiry", "--stock-column expiry=Data reads it; --stock-ignore Data"),
        (
            "Amount",
            "a number of vials",
            "--stock-column count=Amount reads it (with --stock-ignore count), if it counts vials; --stock-ignore",
        ),
        (
            "Content size",
            "a size",
            "--stock-column size='Content size' reads it, if it is that of one vial; --stock-ignore",
        ),
        (
            "Volume mL",
            "a size",
            "--stock-column size_ml='Volume mL' reads it, if it is that of one vial; --stock-ignore",
        ),
    ],
)
def test_a_heading_that_matters_is_never_passed_over(tmp_path: Path, heading: str, speaks_of: str, todo: str) -> None:
    ((why, what),) = refused(tmp_path, f"product,count,{heading}\nPrivigen 10 g,2,\n")
    assert why == f"1: column {heading!r} is not read, and speaks of {speaks_of}"
    assert what.startswith(todo)


@pytest.mark.parametrize(
    "heading",
    [
        *("Unit price", "Estoque mínimo", "Stock máximo", "Custo por caixa", "Shelf", "Item code", "Supplier"),
        *("Counted by", "Budget", "Last updated", "Limit", "Discard reason"),
    ],
)
def test_a_heading_that_says_nothing_of_the_vials_is_passed_over(tmp_path: Path, heading: str) -> None:
    assert (
        read(tmp_path, f"product,count,{heading}\nPrivigen 10 g,2,x\n").echoes[0] == f"--stock: not read: {heading!r}"
    )


def test_a_date_beside_the_expiry_is_passed_over(tmp_path: Path) -> None:
    assert read(tmp_path, "product,size_g,count,expiry,Date\nPrivigen,10,2,2027-03-31,2026-11-01\n").echoes == (
        "--stock: not read: 'Date'",
    )


def test_a_second_last_day_of_use_is_not_passed_over(tmp_path: Path) -> None:
    text = "product,size_g,count,Exp,BUD\nPrivigen,10,2,2027-03-31,2026-11-01\n"
    (said,) = refused(tmp_path, text)
    assert said[1] == ("--stock-column expiry=BUD reads it (with --stock-ignore Exp); --stock-ignore BUD leaves it out")
    ((_, lot),) = read(tmp_path, text, ("expiry=BUD",), ("Exp",)).rows
    assert lot.expiry == date(2026, 11, 1)


def test_of_many_columns_that_matter_the_first_are_named(tmp_path: Path) -> None:
    headings = ",".join(f"Status {letter}" for letter in "abcdefgh")
    found = refused(tmp_path, f"product,size_g,count,{headings}\nPrivigen,10,2{',' * 8}\n")
    assert [why for why, _ in found[5:]] == [
        "1: column 'Status f' is not read, and speaks of whether vials are to be had",
        "1: and 2 more columns like these",
    ]


def test_the_expiry_is_not_left_out(tmp_path: Path) -> None:
    text = "product,size_g,count,Expiry,Best before\nPrivigen,10,2,2027-03-31,2027-02-28\n"
    assert refused(tmp_path, text.replace(",Best before", ",Shelf"), (), ("Expiry",)) == [
        (
            "1: --stock-ignore leaves out 'Expiry', and no other column is the expiry",
            "--stock-column expiry=Expiry in its place: vials that have expired would be taken",
        )
    ]
    ((_, lot),) = read(tmp_path, text, (), ("Expiry",)).rows
    assert lot.expiry == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        *(("Reserved", cell) for cell in ("", "0", "0,00", "no", "não", "-", "N/A")),
        *(("Status", cell) for cell in ("released", "A", "2", "")),
        *(("Usable", cell) for cell in ("yes", "2")),
        *(("UOM", cell) for cell in ("VIAL", "EA", "fr")),
        *(("Pack size", cell) for cell in ("1", "1.0", "1 vial", "single")),
        *(("Strength", cell) for cell in ("10%", "100 mg/mL", "10 g/100 mL", "10", "100", "high", "10% (100 g/L)")),
        *(("Size", cell) for cell in ("10 g", "100 mL", "")),
        ("Care unit", "7 West"),
        ("Min qty", "40"),
    ],
)
def test_a_column_that_says_nothing_else_is_left_out(tmp_path: Path, heading: str, cell: str) -> None:
    """Privigen is 100 mg/mL: its vial of 10 g has 100 mL."""
    found = read(tmp_path, f'product,size_g,count,{heading}\nPrivigen,10,2,"{cell}"\n', (), (heading,))
    assert [(lot.size_g, lot.count) for _, lot in found.rows] == [(Fraction(10), 2)]
    assert found.echoes == (f"--stock: not read: {heading!r}",)


@pytest.mark.parametrize(
    ("heading", "cell", "why"),
    [
        *(("Reserved", cell, "may say that vials are not to be had") for cell in ("2", "yes", "Ward 7", "2026-12-24")),
        ("Usable", "no", "may say that vials are not to be had"),
        ("Released", "0", "may say that vials are not to be had"),
        *(
            ("UOM", cell, "may say that something else than vials is counted")
            for cell in ("BX", "box", "CX 5", "BX10", "g")
        ),
        *(("Pack size", cell, "may say that something else than vials is counted") for cell in ("5", "1 x 10", "box")),
        *(("Strength", cell, "is not Privigen 10 %, 10 g") for cell in ("5%", "50 mg/mL", "20 g/200 mL", "5", "20")),
        ("Size", "20 g", "is not Privigen 10 %, 10 g"),
        ("Size", "200 mL", "is not Privigen 10 %, 10 g"),
    ],
)
def test_a_column_that_contradicts_what_is_read_is_not_left_out(
    tmp_path: Path, heading: str, cell: str, why: str
) -> None:
    ((said, todo),) = refused(tmp_path, f'product,size_g,count,{heading}\nPrivigen,10,2,"{cell}"\n', (), (heading,))
    assert said == f"2: --stock-ignore leaves out {heading!r}, and {cell!r} under it {why}"
    assert todo.endswith(OR_OUT)


def test_words_that_vials_are_not_to_be_had_count_in_a_column_that_was_left_out(tmp_path: Path) -> None:
    ((said, _),) = refused(tmp_path, "product,size_g,count,Status\nPrivigen,10,2,Quarantine\n", (), ("Status",))
    assert said == "2: 'Quarantine' says that these vials are not to be had"


def test_they_count_far_behind_in_a_long_remark(tmp_path: Path) -> None:
    ((said, _),) = refused(tmp_path, f"product,size_g,count,Remark\nPrivigen,10,2,{'cool ' * 100}recalled\n")
    assert said.endswith("says that these vials are not to be had")


def test_a_total_beside_a_code_is_left_out(tmp_path: Path) -> None:
    """A word of totals stands in the first of two columns that are not read; a line with a size in mL is a lot."""
    text = "Code,Product,Size (mL),On hand,Bin\n17,Privigen,100,2,A4\nTotal,,,2,\n"
    assert read(tmp_path, text).echoes[1] == "--stock: left out as totals: line 3"
    assert refused(tmp_path, f"{text}Total,,100,2,\n") == [
        ("4: the line names no preparation", "write it, or take the line out if it is a total")
    ]


def test_a_text_has_no_sheets(tmp_path: Path) -> None:
    path = tmp_path / "stock.csv"
    path.write_text(PHYSICAL, encoding="utf-8")
    with pytest.raises(FileError) as caught:
        read_stock(TypedOrder(stock=str(path), stock_sheet="2"), shipped(), "", Problems())
    (problem,) = caught.value.problems
    assert (problem.message, problem.next) == (f"{path}: is a text, and has no sheets", "drop --stock-sheet")


@pytest.mark.parametrize(
    ("heading", "cell", "said"),
    [
        ("", "BX", "nothing reads column 4, which has no heading, and 'BX' under it may say that something else"),
        ("Presentation", "box", "nothing reads 'Presentation', and 'box' under it may say that something else"),
        ("Presentation", "20 g", "nothing reads 'Presentation', and '20 g' under it is not Privigen 10 %, 10 g"),
        ("Presentation", "200 mL", "nothing reads 'Presentation', and '200 mL' under it is not Privigen 10 %, 10 g"),
    ],
)
def test_a_cell_that_is_not_read_may_not_say_other_vials(tmp_path: Path, heading: str, cell: str, said: str) -> None:
    ((why, todo),) = refused(tmp_path, f"product,size_g,count,{heading}\nPrivigen,10,2,{cell}\n")
    assert why.startswith(f"2: {said}")
    leaves_out = "--stock-ignore Presentation leaves it out, if it is no size of a vial"
    assert todo in {leaves_out, f"write the number of vials as the count, {OR_OUT}"}


@pytest.mark.parametrize(
    "cell", ["10 g", "100 mL", "10 g/100 mL", "CX 12", "g", "A box of chocolates", "VIAL", "--", "/"]
)
def test_any_other_cell_that_is_not_read_is_passed_over(tmp_path: Path, cell: str) -> None:
    assert len(read(tmp_path, f"product,size_g,count,Presentation\nPrivigen,10,2,{cell}\n").rows) == 1


def test_a_size_of_all_vials_is_left_out(tmp_path: Path) -> None:
    text = "product,size_g,count,Sum\nPrivigen,10,2,20 g\n"
    assert len(read(tmp_path, text, (), ("Sum",)).rows) == 1
    assert refused(tmp_path, text)[0][1] == "--stock-ignore Sum leaves it out, if it is no size of a vial"


def test_a_size_without_a_unit_offers_that_of_the_column(tmp_path: Path) -> None:
    text = "product,Size,count\nPrivigen,10,2\n"
    ((why, todo),) = refused(tmp_path, text)
    assert why == "2: size '10' has no unit"
    ways = "--stock-column size_g=Size or --stock-column size_ml=Size, if all are in g, or in mL"
    assert todo == f'{ways}; or type for example "10 g"'
    ((_, lot),) = read(tmp_path, text, ("size_g=Size",)).rows
    assert lot.size_g == Fraction(10)


@pytest.mark.parametrize(
    ("above", "what"),
    [
        ("Product,Count\nOctagam 10% 5 g,3", "1: another header"),
        ("Privigen 5 g,3", "1: a line that names a preparation"),
        ("Privigen,5,3", "1: a line that names a preparation"),
    ],
)
def test_a_table_above_the_header_is_no_title(tmp_path: Path, above: str, what: str) -> None:
    """Its lots would be left out."""
    found = refused(tmp_path, f"{above}\nproduct,size_g,count,expiry\nPrivigen,10,2,2027-03-31\n")
    assert found[0] == (
        f"{what} stands above that which is read",
        "put one table into the file, with its headings in the first line",
    )
    title = read(tmp_path, "Privigen\nStock,Lot\nproduct,size_g,count,expiry\nPrivigen,10,2,2027-03-31\n")
    assert title.echoes == ("--stock: above the header, left out: 'Privigen', 'Stock, Lot'",)


def test_a_size_in_a_column_that_is_not_read_is_offered(tmp_path: Path) -> None:
    text = "product,Bin,Dose,count\nPrivigen,A4,10 g,2\n"
    ((why, todo),) = refused(tmp_path, text)
    assert why == "2: Privigen 10 % has several sizes, and nothing says which"
    assert todo.startswith("--stock-column size=Dose, if that is the size of one vial; or the size of one vial in g")
    ((_, lot),) = read(tmp_path, text, ("size=Dose",)).rows
    assert lot.size_g == Fraction(10)


@pytest.mark.parametrize("cell", ["2028-03-31", "31/03/2028", "03/28", "03-2028", "31.03.28", "Mar 2028", "20280331"])
def test_dates_in_a_column_that_is_not_read_are_no_lost_expiry(tmp_path: Path, cell: str) -> None:
    """Vials would be taken that have expired."""
    text = f"product,size_g,count,Kept to\nPrivigen,10,2,{cell}\nPrivigen,20,2,\nTotal,4\n"
    assert refused(tmp_path, text) == [
        (
            f"1: no column is read as the expiry, and 'Kept to' holds dates ({cell!r})",
            "--stock-column expiry='Kept to' reads it; --stock-ignore 'Kept to' leaves it out",
        )
    ]
    assert len(read(tmp_path, text, (), ("Kept to",)).rows) == 2


@pytest.mark.parametrize(
    "heading", ["Mfg date", "Manufactured", "Received on", "Date of delivery", "Counted on", "Data de fabricação"]
)
def test_a_day_that_is_never_the_expiry_is_not_offered_as_it(tmp_path: Path, heading: str) -> None:
    """Vials made in March 2027 would be called usable until then."""
    text = f"product,size_g,count,{heading}\nPrivigen,10,2,2027-03-31\n"
    ((why, todo),) = refused(tmp_path, text)
    assert why == f"1: no column is read as the expiry, and {heading!r} holds dates ('2027-03-31')"
    typed = heading if " " not in heading else f"'{heading}'"
    assert todo == f"write the expiry beside it; --stock-ignore {typed} leaves it out"
    assert len(read(tmp_path, text, (), (heading,)).rows) == 1
    assert refused(tmp_path, text, (f"expiry={heading}",))[0] == (
        f"--stock-column 'expiry={heading}' is to be the last day of use, and the heading is of another day",
        "write the expiry into the file",
    )
    text = text.replace(heading, f"{heading},Use by").replace("2027-03-31", "2026-11-01,2027-03-31")
    assert [lot.expiry for _, lot in read(tmp_path, text).rows] == [date(2027, 3, 31)]


@pytest.mark.parametrize("heading", ["Expiry", "Exp dt (received)", "Mfg/Exp", "Expiry of order"])
def test_an_expiry_is_read_whatever_else_its_heading_says(tmp_path: Path, heading: str) -> None:
    text = f"product,size_g,count,{heading}\nPrivigen,10,2,2027-03-31\n"
    ((_, lot),) = read(tmp_path, text, (f"expiry={heading}",)).rows
    assert lot.expiry == date(2027, 3, 31)


@pytest.mark.parametrize("cells", [("4711", "46357"), ("2028-03-31", "A4"), ("12.50", "10.5"), ("", "")])
def test_what_is_not_dates_alone_is_passed_over(tmp_path: Path, cells: tuple[str, str]) -> None:
    text = f"product,size_g,count,Kept to\nPrivigen,10,2,{cells[0]}\nPrivigen,20,2,{cells[1]}\n"
    assert len(read(tmp_path, text).rows) == 2


@pytest.mark.parametrize(
    ("decimal", "size", "count"),
    [("comma", "10,000", "4,000"), ("comma", "10", "4,0"), ("point", "10.000", "4.000"), ("comma", "10", "4")],
)
def test_a_decimal_mark_is_that_of_sizes_and_counts(tmp_path: Path, decimal: str, size: str, count: str) -> None:
    path = tmp_path / "stock.csv"
    path.write_text(f"product;size_g;count\nPrivigen;{size};{count}\n", encoding="utf-8")
    found = read_stock(TypedOrder(stock=str(path)), shipped(), "", Problems(), decimal)
    assert found is not None
    assert [(lot.size_g, lot.count) for _, lot in found.rows] == [(Fraction(10), 4)]


@pytest.mark.parametrize(
    ("size", "count", "why", "todo"),
    [
        (
            "10.000",
            "4",
            "2: size_g '10.000' has a point",
            "write it with that mark: decimal in the formulary, or batch --decimal, says it of all files",
        ),
        ("10", "4.000", "2: count '4.000' can be read as 4000 or as 4", "write 4000 or 4"),
        ("10", "4,5", "2: count '4,5' is not a whole number of vials", "0 to 100000"),
    ],
)
def test_another_mark_than_that_of_the_file_is_refused(
    tmp_path: Path, size: str, count: str, why: str, todo: str
) -> None:
    path = tmp_path / "stock.csv"
    path.write_text(f"product;size_g;count\nPrivigen;{size};{count}\n", encoding="utf-8")
    with pytest.raises(FileError) as caught:
        read_stock(TypedOrder(stock=str(path)), shipped(), "", Problems(), "comma")
    (problem,) = caught.value.problems
    assert (problem.message.partition("stock.csv:")[2].startswith(why), problem.next.startswith(todo)) == (True, True)


def test_a_day_that_may_be_that_of_expiry_is_left_out(tmp_path: Path) -> None:
    text = "product,size_g,count,Data\nPrivigen,10,2,2026-11-01\n"
    assert refused(tmp_path, text)[0][1] == "--stock-column expiry=Data reads it; --stock-ignore Data leaves it out"
    assert len(read(tmp_path, text, (), ("Data",)).rows) == 1


def test_what_is_offered_in_place_of_a_size_is_read(tmp_path: Path) -> None:
    text = "product,Size (g),Content (mL),count\nPrivigen,1,100,2\n"
    ((_, todo),) = refused(tmp_path, text.replace("Content (mL)", "Content size (mL)"))
    assert todo.startswith("--stock-column size_ml='Content size (mL)' reads it (with --stock-ignore 'Size (g)'), if")


def test_a_size_with_two_readings_says_what_tells_them_in_every_file(tmp_path: Path) -> None:
    ((why, todo),) = refused(tmp_path, "product,size_g,count\nPrivigen,10.000,2\n")
    assert why == "2: size_g '10.000' can be read as 10 or as 10000"
    assert todo.startswith("decimal: comma, or point, in the formulary says which in every file; or type 10 or 10000")


def test_a_line_of_another_width_is_told_the_headings_of_its_file(tmp_path: Path) -> None:
    text = "Farmácia,,,\nProduto,Tamanho (g),Saldo,Lote\nPrivigen,10,2\n"
    assert refused(tmp_path, text) == [
        ("3: 3 cells under 4 headings", "the headings of line 2 are Produto, Tamanho (g), Saldo, Lote")
    ]
