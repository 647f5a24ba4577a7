"""Every heading that stops a table is named at once, with what to type: those of which the cells stop it, too."""

from pathlib import Path

import pytest
from xlsxwriter import Workbook

from tests.batch.making import batch
from tests.program import run

SAP = "Patient,Weight,WUn,Material,Diagn.,Start Date\n1,70.000,KG,PRIVIGEN,G61.81,2026-12-01\n2,58,KG,KIOVIG,G61.81,\n"
MAPPED = ("product=Material", "indication=Diagn.", "weight_unit=WUn")
MANY = (
    *("Dosing Weight (kg)", "Primary Dx", "Ordered Dose", "Order Dose Unit", "Route", "Frequency", "Start Dttm"),
    *("Sig", "Diluent volume", "Creatinine"),
)


def test_a_column_of_units_is_named_beside_the_headings(tmp_path: Path) -> None:
    answer = batch(tmp_path, SAP).answer
    assert (answer.code, answer.out) == (65, "")
    assert [answer.says(f"--column {pair}") for pair in MAPPED] == [True, True, True]


def test_what_is_offered_at_once_is_enough(tmp_path: Path) -> None:
    """0.4 g/kg of 58 kg are 23.2 g."""
    typed = [part for pair in MAPPED for part in ("--column", pair)]
    found = batch(tmp_path, SAP, *typed, "--regimen", "A", "--decimal", "point")
    assert (found.answer.code, found.column("g_per_day")) == (0, ["28", "23.2"])


def test_the_units_in_a_workbook_are_named_beside_its_headings(tmp_path: Path) -> None:
    path = tmp_path / "p.xlsx"
    book = Workbook(path)
    sheet = book.add_worksheet()
    for place, line in enumerate(SAP.splitlines()):
        sheet.write_row(place, 0, line.split(","))
    book.close()
    answer = run("batch", str(path))
    assert [answer.says(f"--column {pair}") for pair in MAPPED] == [True, True, True]


def test_two_columns_of_units_are_named_at_once(tmp_path: Path) -> None:
    answer = batch(tmp_path, "MRN,Weight,WU,Height,HU,Dx\n1,154,lb,69,in,gbs\n2,154,lb,69,in,gbs\n").answer
    assert answer.code == 65
    assert (answer.says("--column weight_unit=WU"), answer.says("--column height_unit=HU")) == (True, True)
    assert answer.text.count("--column weight_unit=WU") == 1


def test_units_are_named_beside_a_column_that_is_missing(tmp_path: Path) -> None:
    answer = batch(tmp_path, "MRN,Height,HU,Dx\n1,69,in,gbs\n").answer
    assert (answer.says("there is no column weight_kg"), answer.says("--column height_unit=HU")) == (True, True)


@pytest.mark.parametrize("count", [7, 10])
def test_of_many_headings_each_is_named_with_what_to_type(tmp_path: Path, count: int) -> None:
    names = MANY[:count]
    answer = batch(tmp_path, f"MRN,Weight,{','.join(names)}\n1,70{',x' * count}\n").answer
    written = [name if name.isalpha() else f"'{name}'" for name in names]
    assert [name for name in written if not answer.says(f"--ignore {name}")] == []
    assert answer.says("and 2 more columns like these") == (count > len(MANY) - 2)


def test_those_that_may_be_read_stand_first(tmp_path: Path) -> None:
    """The last of ten is the weight."""
    names = (*(f"Route{one}" for one in ("", 2, 3, 4, 5, 6, 7, 8, 9)), "Pt Wt at adm (kg)")
    answer = batch(tmp_path, f"MRN,Dx,{','.join(names)}\n1,gbs{',x' * 10}\n").answer
    first, _, _ = answer.text.partition("leaves it out")
    assert "--column weight_kg='Pt Wt at adm (kg)' reads it" in first


def test_headings_beyond_all_measure_are_counted(tmp_path: Path) -> None:
    names = [f"Route {one} of the infusion" for one in range(60)]
    answer = batch(tmp_path, f"MRN,Weight,Dx,{','.join(names)}\n1,70,gbs{',x' * 60}\n").answer
    assert answer.says("and 52 more columns like these")
    assert answer.says("export the columns that ivigcalc batch --columns lists and no others, or say it of each")


def test_of_two_dozen_headings_every_one_is_named(tmp_path: Path) -> None:
    names = [
        *(f"Route {one}" for one in range(18)),
        "Order status",
        "Order text",
        "Order comments",
        "Plan",
        "Sig",
        "Route",
    ]
    answer = batch(tmp_path, f"MRN,Weight,Dx,{','.join(names)}\n1,70,gbs{',x' * len(names)}\n").answer
    written = [name if name.isalpha() else f"'{name}'" for name in names]
    assert [name for name in written if not answer.says(f"--ignore {name}")] == []
    assert (answer.says("and 16 more columns like these"), answer.says("leaves these out")) == (True, True)


def test_one_more_is_left_out_by_itself(tmp_path: Path) -> None:
    names = [f"Route {one}" for one in range(9)]
    answer = batch(tmp_path, f"MRN,Weight,Dx,{','.join(names)}\n1,70,gbs{',x' * 9}\n").answer
    assert answer.says("and 1 more columns like these")
    assert answer.says("--ignore 'Route 8' leaves it out")


def test_cells_with_names_or_routes_are_named_beside_the_headings(tmp_path: Path) -> None:
    table = "MRN,Weight,IVIG,Grund,Weg\n1,70,5,Miastenia gravis,IV\n2,70,5,Miastenia gravis,SC\n"
    answer = batch(tmp_path, table).answer
    assert [answer.says(one) for one in ("--column product=IVIG", "--column indication=Grund", "--ignore Weg")] == [
        *[True] * 3
    ]
    assert not answer.says("there is no column")


def test_two_columns_of_names_are_named_at_once(tmp_path: Path) -> None:
    answer = batch(tmp_path, "MRN,Weight,Dx,Grund,Mittel\n1,70,gbs,Miastenia gravis,Privigen\n").answer
    assert answer.code == 65
    assert (answer.says("--ignore Grund"), answer.says("--column product=Mittel")) == (True, True)


def test_a_column_that_is_missing_is_named_beside_the_headings(tmp_path: Path) -> None:
    answer = batch(tmp_path, "MRN,Weight,IVIG\n1,70,5\n").answer
    assert (answer.says("there is no column indication"), answer.says("--column product=IVIG")) == (True, True)
    assert not batch(tmp_path, "MRN,Weight,IVIG\n1,70,5\n", "--indication", "gbs").answer.says("there is no column")


def test_a_column_of_units_is_no_offer_of_the_figure(tmp_path: Path) -> None:
    answer = batch(tmp_path, "MRN,Dx,IVIG,U\n1,gbs,5,lb\n").answer
    assert (answer.says("--column weight_unit=U"), answer.says("there is no column weight_kg")) == (True, True)
