"""A line of a stock file whose description says the size of its vial, or whose size is in mL.

Privigen 10 % has vials of 2.5, 5, 10, 20 and 40 g, which are 25 to 400 mL: 10 g in each 100 mL.
"""

from fractions import Fraction
from pathlib import Path

import pytest

from ivigcalc.core.problems import FileError
from ivigcalc.core.request.order import Stock
from ivigcalc.intake.stock.file import read_stock_file
from tests.program import shipped


def read(folder: Path, text: str) -> Stock:
    path = folder / "stock.csv"
    path.write_text(text, encoding="utf-8")
    return read_stock_file(str(path), shipped())


def why(folder: Path, text: str) -> str:
    """What is wrong with a file, behind its name."""
    with pytest.raises(FileError) as caught:
        read(folder, text)
    return caught.value.problems[0].message.removeprefix(f"{folder / 'stock.csv'}:")


@pytest.mark.parametrize(
    ("description", "grams"),
    [
        *(("PRIVIGEN 10% 100ML VIAL", 10), ("Privigen 10 g/100 mL", 10), ("PRIVIGEN 10% 10G (100ML)", 10)),
        *(("PRIVIGEN 20 GM VIAL", 20), ("Privigen 400ML IV SOLN", 40), ("Privigen 5,0 g", 5)),
        *(("Privigen solu\u00e7\u00e3o injet\u00e1vel 50 mL", 5), ("Privigen, immune globulin (human) 10% 200 mL", 20)),
        *(("PRIVIGEN 10% 100MG/ML 200ML", 20), ("Privigen 10% (100 mg/mL) 20 g/200 mL", 20)),
        *(("PRIVIGEN INFUS SOLN 10% 200ML", 20), ("Privigen 100 g/L 10,0% 50 mL bottle", 5)),
    ],
)
def test_a_description_says_the_preparation_and_the_size(tmp_path: Path, description: str, grams: int) -> None:
    found = read(tmp_path, f'Description,On hand\n"{description}",3\n')
    ((product, lot),) = found.rows
    assert (product, lot.size_g, lot.count) == ("privigen", Fraction(grams), 3)
    assert found.echoes == (f"{description!r} read as privigen, {grams} g",)


@pytest.mark.parametrize(
    ("header", "cell", "echo"),
    [
        ("Size (mL)", "100", "'Privigen 100 mL' read as privigen, 10 g"),
        ("Vial volume (mL)", "100 ml", "'Privigen 100 ml mL' read as privigen, 10 g"),
        ("Size", "100  mL", "'Privigen 100 mL' read as privigen, 10 g"),
        ("Size", "100 mL", "'Privigen 100 mL' read as privigen, 10 g"),
        ("Size", "10g/100mL", "'Privigen 10g/100mL' read as privigen, 10 g"),
    ],
)
def test_a_size_in_ml_is_that_of_the_vial_with_so_much(tmp_path: Path, header: str, cell: str, echo: str) -> None:
    found = read(tmp_path, f"Product,{header},On hand\nPrivigen,{cell},3\n")
    assert [(product, lot.size_g) for product, lot in found.rows] == [("privigen", Fraction(10))]
    assert [said.replace(" ml mL", " mL") for said in found.echoes] == [echo.replace(" ml mL", " mL")]


@pytest.mark.parametrize(
    ("name", "message", "todo", "sizes"),
    [
        ("Asceniv", "Asceniv 10 % has one size, and the line has to say it", "5, in a column size_g", ("5 g (50 mL)",)),
        (
            "Privigen",
            "Privigen 10 % has several sizes, and nothing says which",
            "the size of one vial in g, in a column size_g",
            ("2.5 g (25 mL)", "5 g (50 mL)", "10 g (100 mL)", "20 g (200 mL)", "40 g (400 mL)"),
        ),
    ],
)
def test_a_line_without_a_size_names_those_of_its_own_preparation(
    tmp_path: Path, name: str, message: str, todo: str, sizes: tuple[str, ...]
) -> None:
    """The label of Asceniv names a vial of 5 g, and no other."""
    (tmp_path / "stock.csv").write_text(f"product,count\n{name},5\nPrivigen 10 g,5\n")
    with pytest.raises(FileError) as caught:
        read_stock_file(str(tmp_path / "stock.csv"), shipped())
    problem = caught.value.problems[0]
    assert (problem.message.partition(": ")[2], problem.next, problem.allowed) == (message, todo, sizes)


def test_sizes_in_g_say_nothing_more(tmp_path: Path) -> None:
    found = read(tmp_path, "Product,Size (g),Size (mL),On hand\nPrivigen,10,,3\nPrivigen,,50,2\nPrivigen,20,200,1\n")
    assert [lot.size_g for _, lot in found.rows] == [10, 5, 20]
    assert found.echoes == ("'Privigen 50 mL' read as privigen, 5 g", "'Privigen 200 mL' read as privigen, 20 g")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("PRIVIGEN 10% 10G 200ML,,3", "2: Privigen 10 % has no vial of 10 g and 200 mL"),
        ("Privigen 10g,20,3", "2: Privigen 10 % has no vial of 10 g and 20 g"),
        ("Privigen 1 g,,3", "2: Privigen 10 % has no vial of 1 g"),
        ("Privigen 300 mL,,3", "2: Privigen 10 % has no vial of 300 mL"),
        ("Privigen,,3", "2: Privigen 10 % has several sizes, and nothing says which"),
        ("Privigen,ten,3", "2: size_g 'ten' is not a number"),
        ("PRIVIGEN 10% 100ML x 3,,3", "2: product 'PRIVIGEN 10% 100ML x 3' is not known"),
        ("2 x Privigen 10 g,,3", "2: product '2 x Privigen 10 g' is not known"),
        ("PRIVIGEN 10G SC,,3", "2: product 'PRIVIGEN 10G SC' is not known"),
        ("PRIVIGEN 0.1 g/mL 100 mL,,3", "2: product 'PRIVIGEN 0.1 g/mL 100 mL' is not known"),
        ("Privigen 5% 100 mL,,3", "2: Privigen 10 % has 100 mg/mL, and 'Privigen 5% 100 mL' says 5%"),
        (
            "Privigen 10% 50mg/mL 100 mL,,3",
            "2: Privigen 10 % has 100 mg/mL, and 'Privigen 10% 50mg/mL 100 mL' says 50mg/mL",
        ),
        (
            "Octagam 5% (100 mg/mL) 10 g,,3",
            "2: Octagam 5 % has 50 mg/mL, and 'Octagam 5% (100 mg/mL) 10 g' says 100 mg/mL",
        ),
        ("Octagam 10 g (50%) 1 g,,3", "2: 'Octagam' fits 2 entries"),
        ("Privigen Octagam 10 g,,3", "2: product 'Privigen Octagam 10 g' is not known"),
        ("Unheard of 10 g,,3", "2: product 'Unheard of 10 g' is not known"),
        ("Privigen 10 g*,,3", "2: product 'Privigen 10 g*' is not known"),
        ("Privigen expired 10 g,,3", "2: product 'Privigen expired 10 g' is not known"),
        ("Octagam 100 mL,,3", "2: 'Octagam' fits 2 entries"),
        ("Privigen*,10,3", "2: product 'Privigen*' has a sign that may say"),
        ("Privigen(X) 10 g,,3", "2: product 'Privigen(X) 10 g' is not known"),
        (",10,3", "2: the line names no preparation"),
    ],
)
def test_a_line_that_may_be_of_other_vials_is_refused(tmp_path: Path, line: str, message: str) -> None:
    assert why(tmp_path, f"Description,Size (g),On hand\n{line}\nOctagam 10% 5 g,,1\n").startswith(message)


@pytest.mark.parametrize(
    ("description", "name", "words"),
    [
        ("PRIVIGEN 10% 100MG/ML 200ML 2 PACK", "Privigen 10 %", "'2' 'PACK'"),
        ("Recalled: Privigen 10 g", "Privigen 10 %", "'Recalled:'"),
        ("Octagam 10% IV SOLN lyophilised 10 g", "Octagam 10 %", "'lyophilised'"),
    ],
)
def test_words_that_are_not_understood_beside_a_name_are_named_with_it(
    tmp_path: Path, description: str, name: str, words: str
) -> None:
    (tmp_path / "stock.csv").write_text(f"product,count\n{description},5\n")
    with pytest.raises(FileError) as caught:
        read_stock_file(str(tmp_path / "stock.csv"), shipped())
    problem = caught.value.problems[0]
    assert problem.message.endswith(f"product {description!r} is not known: {words} beside {name}")
    assert problem.next.startswith(f"leave out {words} if that says neither which vials, how many, nor")


@pytest.mark.parametrize("heading", ["Grams", "Volume (mL)", "Volume", "Total grams", "Gramos", "Total volume (mL)"])
def test_grams_and_volumes_that_may_be_those_of_all_vials_are_no_size(tmp_path: Path, heading: str) -> None:
    """20 g in 2 vials may be 2 of 20 g, or 20 g in all."""
    assert "no column size_g" in why(tmp_path, f"Product,{heading},On hand\nPrivigen,20,2\n")
    assert why(tmp_path, f"Product,Size (g),{heading},On hand\nPrivigen,10,20,2\n") == (
        f"1: column {heading!r} is not read, and speaks of a size"
    )


@pytest.mark.parametrize("name", ["Privigen\u2122", "PRIVIGEN(R)", "Privigen\u00ae 10%", "Privigen (TM) 10 g"])
def test_a_trademark_says_nothing_of_a_preparation(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, f"Product,Size (g),On hand\n{name},10,3\n").rows[0][0] == "privigen"


def test_without_a_column_of_sizes_and_a_size_in_any_line_the_header_is_refused(tmp_path: Path) -> None:
    assert why(tmp_path, "Description,On hand\nPrivigen,3\n") == "1: no column size_g"


def test_a_line_that_says_the_delimiter_is_not_said_to_be_left_out(tmp_path: Path) -> None:
    assert read(tmp_path, "sep=;\nproduct;size_g;count\nprivigen;10;3\n").echoes == ()


@pytest.mark.parametrize("total", ["Total,3", "Total,,3", "Total;3", "Soma,3,", "Subtotal,1.5"])
def test_a_total_of_another_width_is_left_out(tmp_path: Path, total: str) -> None:
    found = read(tmp_path, f"product,size_g,count,expiry,lot\nprivigen,10,3,,A\n{total}\n".replace(";", ",,,,,"))
    assert (len(found.rows), found.echoes[0]) == (1, "--stock: left out as totals: line 3")


@pytest.mark.parametrize("line", ["Total,privigen,3", "privigen,10", "Total,L1", "3,Total"])
def test_a_line_of_another_width_that_says_more_is_no_total(tmp_path: Path, line: str) -> None:
    assert "cells under 5 headings" in why(tmp_path, f"product,size_g,count,expiry,lot\nprivigen,10,3,,A\n{line}\n")


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("Mar-27", "has no day, or no year of four digits"),
        ("03/27", "has no day, or no year of four digits"),
        ("31-Mar-27", "has a year of fewer than four digits"),
        ("soon", "is not a date as year-month-day"),
    ],
)
def test_an_expiry_that_is_no_date_says_what_it_lacks(tmp_path: Path, cell: str, reason: str) -> None:
    text = f"product,size_g,count,expiry\nprivigen,10,3,{cell}\n"
    assert why(tmp_path, text) == f"2: expiry {cell!r} {reason} (the last day of use)"


@pytest.mark.parametrize(
    ("item", "says", "typed"),
    [
        (
            "ALBUMIN 20% 50 mL",
            "product 'ALBUMIN 20% 50 mL' is not known",
            "see: ivigcalc products; if it is no intravenous immunoglobulin, take the line out",
        ),
        (
            "HIZENTRA 20% 10 G",
            "Hizentra: subcutaneous, not for an intravenous plan",
            "take the line out: the vials of a plan are intravenous",
        ),
        (
            "Privigen?",
            "product 'Privigen?' has a question mark",
            "write it without, if it is certain; if it is no intravenous immunoglobulin, take the line out",
        ),
        ("Privigene", "product 'Privigene' is not known", "did you mean privigen? see: ivigcalc products"),
    ],
)
def test_a_line_of_another_medicine_is_to_be_taken_out(tmp_path: Path, item: str, says: str, typed: str) -> None:
    with pytest.raises(FileError) as caught:
        read(tmp_path, f"item,size_g,on hand\n{item},10,4\n")
    (problem,) = caught.value.problems
    assert (problem.message.removeprefix(f"{tmp_path / 'stock.csv'}:2: "), problem.next) == (says, typed)
