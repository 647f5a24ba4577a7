"""What a table's refusals offer to type is enough: keys left out, heights in metres and other columns read."""

import shlex
from pathlib import Path

import pytest

from tests.batch.making import batch
from tests.program import Answer

NESTED = '{"id":"A1","weight":70,"dx":"gbs","meta":{"source":"x"},"my tags":["a",{"b":1}]}\n'


def test_objects_and_lists_under_keys_that_are_not_read_are_named_with_what_leaves_them_out(tmp_path: Path) -> None:
    found = batch(tmp_path, NESTED)
    (reason,) = found.column("reason")
    assert reason == (
        "meta is not read, and holds an object: --ignore meta leaves it out; "
        "my tags is not read, and holds a list: --ignore 'my tags' leaves it out"
    )


def test_what_leaves_them_out_is_enough(tmp_path: Path) -> None:
    """0.4 g/kg of 70 kg are 28 g."""
    found = batch(tmp_path, NESTED, "--ignore", "meta", "--ignore", "my tags")
    assert (found.answer.code, found.column("g_per_day")) == (0, ["28"])


def test_a_unit_in_an_object_that_is_left_out_is_not_passed_over(tmp_path: Path) -> None:
    """154 lb are no 154 kg; a height with its own unit is no unit of the weight."""
    table = '{"id":"A","weight":154,"dx":"gbs","x":%s}\n'
    units = ['{"a":[{"b":"lb"}]}', '{"value":"1.75","unit":"m"}', '{"a":null,"b":{"value":"154","code":"lb"}}']
    found = batch(tmp_path, "".join(table % one for one in units), "--ignore", "x")
    assert found.column("status") == ["error", "caution", "error"]
    assert "is in kg, and x names lb: '154 lb'" in found.column("reason")[2]
    assert "it holds other units than are read: 'lb'" in found.column("reason")[0]
    assert 'write the unit into the key of its figure ("weight_lb": 154)' in found.column("reason")[0]


def test_an_object_under_a_key_that_is_read_is_not_to_be_left_out(tmp_path: Path) -> None:
    (reason,) = batch(tmp_path, '{"id":"A","weight":{"a":"1"},"dx":"gbs"}\n').column("reason")
    assert 'write a text, a number, or {"value": 154, "unit": "lb"}' in reason
    assert "--ignore" not in reason


def test_heights_in_metres_are_named_with_what_says_so_of_all(tmp_path: Path) -> None:
    table = "MRN,Peso,Altura,Dx\n1,70,1.75,gbs\n"
    (reason,) = batch(tmp_path, table).column("reason")
    assert "--column height_m=Altura if all of them are in m" in reason
    found = batch(tmp_path, table, "--column", "height_m=Altura")
    assert (found.answer.code, found.column("status")) == (0, ["ok"])


def test_of_a_heading_with_its_unit_no_other_unit_is_offered(tmp_path: Path) -> None:
    reasons = [
        batch(tmp_path, f"MRN,Weight,{of}\n1,70,{cells}\n").column("reason")[0]
        for of, cells in (("Height (cm),Dx", "1.75,gbs"), ("Height,Height unit,Dx", "1.75,cm,gbs"))
    ]
    assert [("below 3 cm" in one, "--column" in one) for one in reasons] == [(True, False), (True, False)]


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        ("Weight,Dry weight", "70,60"),
        ("Weight,Old wt", "70,60"),
        ("Weight,Pre Wt", "70,60"),
        ("Weight,Wt std", "70,60"),
        ("Weight,Wt max", "70,60"),
        ("Weight,Peso seco", "70,60"),
        ("Weight,Peso ant", "70,60"),
        ("Weight,Peso previo", "70,60"),
        ("Weight,Height,Sit ht", "70,170,90"),
        ("Weight,Height,Ht mid", "70,170,90"),
        ("Weight,Altura,Talla prev", "70,170,90"),
        ("Weight,Age,Bone age", "70,40,38"),
        ("Weight,Age,Age dx", "70,40,38"),
    ],
)
def test_no_column_of_figures_is_offered_as_one_of_units(tmp_path: Path, headings: str, cells: str) -> None:
    answer = batch(tmp_path, f"MRN,Dx,{headings}\n1,gbs,{cells}\n").answer
    assert (answer.code, answer.says("and of something else")) == (65, True)
    assert not answer.says("_unit")


@pytest.mark.parametrize("heading", ["Wt U", "Wt UM", "Wt Einh", "Peso und", "Peso UM", "Gew.-Einh."])
def test_a_short_word_for_units_is_offered_as_them(tmp_path: Path, heading: str) -> None:
    """154 lb are 69.8532 kg."""
    table = f"MRN,Weight,{heading},Dx\n1,154,lb,gbs\n"
    assert batch(tmp_path, table).answer.says(f"--column weight_unit={shlex.quote(heading)} reads it")
    assert batch(tmp_path, table, "--column", f"weight_unit={heading}").row["weight_kg"] == "69.8532"


@pytest.mark.parametrize("heading", ["Gewichtseinheit", "Einheit Gewicht", "Einheit", "GEWEI"])
def test_units_beside_a_weight_in_german_are_offered_with_it(tmp_path: Path, heading: str) -> None:
    """154 lb are 69.8532 kg, 0.4 g/kg of which are 27.94 g."""
    table = f"MRN,Gewicht,{heading},Dx,Regimen\n1,154,lb,cidp,A\n"
    answer = batch(tmp_path, table).answer
    assert (answer.code, answer.says(f"--column weight_unit={shlex.quote(heading)}")) == (65, True)
    row = batch(tmp_path, table, "--column", "weight=Gewicht", "--column", f"weight_unit={heading}").row
    assert row["g_per_day"] == "27.94"


@pytest.mark.parametrize("heading", ["Unit of measure", "Units of measurement", "Unidade de medida"])
def test_a_unit_of_measure_behind_a_weight_is_its_unit(tmp_path: Path, heading: str) -> None:
    """154 lb are 69.8532 kg."""
    assert batch(tmp_path, f"MRN,Weight,{heading},Dx\n1,154,lb,gbs\n").row["weight_kg"] == "69.8532"


def test_a_unit_of_measure_elsewhere_is_offered_as_that_of_the_weight(tmp_path: Path) -> None:
    table = "MRN,Unit of measure,Weight,Dx\n1,lb,154,gbs\n"
    answer = batch(tmp_path, table).answer
    assert (answer.code, answer.says("--column weight_unit='Unit of measure' says of which")) == (65, True)
    assert batch(tmp_path, table, "--column", "weight_unit=Unit of measure").row["weight_kg"] == "69.8532"


def test_units_of_heights_are_offered_as_those(tmp_path: Path) -> None:
    answer = batch(tmp_path, "MRN,Gewicht,Groesse,GROEI,Dx,Regimen\n1,70,170,cm,cidp,A\n").answer
    assert answer.says("--column height_unit=GROEI")
    assert not answer.says("weight_unit=GROEI")


@pytest.mark.parametrize("cell", ["2", "22", "22w3d", "2027-03-01"])
@pytest.mark.parametrize(
    "heading",
    [
        *("Trimester", "Gestation", "Gestation weeks", "Gestational age", "EDD", "LMP", "Postpartum"),
        *("Weeks pregnant", "DPP"),
        *("Trimestre", "Semanas de gestação", "Idade gestacional", "DUM", "Semanas de gestación", "FUM", "FPP"),
    ],
)
def test_weeks_and_days_of_a_pregnancy_are_not_offered_as_yes_or_no(tmp_path: Path, heading: str, cell: str) -> None:
    answer = batch(tmp_path, f"MRN,Weight,Dx,{heading}\n1,70,gbs,{cell}\n").answer
    assert (answer.code, answer.says(repr(heading)), answer.says("--column")) == (65, True, False)


@pytest.mark.parametrize(
    "heading",
    [
        *("BW", "Wt (actual)", "Weight today", "Weight measured", "Dry weight", "Weight on admission"),
        *("Peso hoje", "Peso medido", "Peso seco", "Peso hoy", "Peso de ingreso"),
    ],
)
def test_the_only_weight_is_offered_in_both_units(tmp_path: Path, heading: str) -> None:
    """0.4 g/kg of 70 kg are 28 g; 154 lb are 69.8532 kg."""
    table, written = f"MRN,{heading},Dx\n1,%s,gbs\n", shlex.quote(heading)
    answer = batch(tmp_path, table % "70").answer
    assert answer.says(f"--column weight_kg={written} if it is in kg, weight_lb={written} if in lb")
    assert not answer.says("there is no column")
    assert batch(tmp_path, table % "70", "--column", f"weight_kg={heading}").row["g_per_day"] == "28"
    assert batch(tmp_path, table % "154", "--column", f"weight_lb={heading}").row["weight_kg"] == "69.8532"


def test_a_weight_at_birth_is_not_offered_in_its_unit_either(tmp_path: Path) -> None:
    answer = batch(tmp_path, "MRN,Birth weight (g),Age (days),Dx\n1,3500,3,gbs\n").answer
    assert (answer.code, answer.says("weight_g=")) == (65, False)
    assert answer.says("column 'Birth weight (g)' is not read, and speaks of weight, and of something else")


@pytest.mark.parametrize(
    "heading", ["IBW", "Weight (stone)", "Birth weight", "Peso ao nascer", "Peso al nacer", "磅 weight"]
)
def test_another_weight_is_not_offered_in_kilograms(tmp_path: Path, heading: str) -> None:
    answer = batch(tmp_path, f"MRN,{heading},Dx\n1,70,gbs\n").answer
    assert (answer.code, answer.says(f"weight_kg={shlex.quote(heading)}")) == (65, False)


def test_beside_a_weight_that_is_read_no_other_is_offered(tmp_path: Path) -> None:
    answer = batch(tmp_path, "MRN,Weight,BW,Dx\n1,70,60,gbs\n").answer
    assert (answer.code, answer.says("--ignore BW leaves it out"), answer.says("weight_lb")) == (65, True, False)


OFFERED = (
    ("Wgth", "70", ""),
    ("Mass", "70", ""),
    ("Admission weight", "70", ""),
    ("Stature", "170", "Weight"),
    ("Statura", "170", "Weight"),
    ("Age (yrs) now", "40", "Weight"),
    ("Administrative sex code", "F", "Weight"),
    ("Currently pregnant", "no", "Weight"),
    ("Risk flags", "none", "Weight"),
    ("IgA result (g/L)", "1.2", "Weight"),
    ("ABO/Rh", "A", "Weight"),
    ("IVIG brand name", "Privigen", "Weight"),
    ("Main diagnosis text", "gbs", "Weight"),
    ("Regimen code", "A", "Weight"),
    ("Start Dttm", "2026-12-01", "Weight"),
    ("Days of therapy", "5", "Weight"),
    ("Planned days", "5", "Weight"),
    ("Daily grams", "28", "Weight,Days"),
    ("Prescribed dose", "28 g", "Weight,Days"),
    ("Ordered IVIG dose", "0.4 g/kg", "Weight,Days"),
    ("Weight unit code", "kg", "Weight"),
    ("Ht UOM text", "cm", "Weight,Height"),
)


def typed_as_offered(answer: Answer) -> list[str]:
    """The first column that an answer offers, as it is typed; with what it says to leave out for it."""
    text = " ".join(answer.text.split())
    _, option, offer = text.partition("--column ")
    if not option:
        return []
    pair, *rest = shlex.split(offer.partition(";")[0].replace(",", " ").replace("(", " ").replace(")", " "))
    return ["--column", pair, *(["--ignore", rest[rest.index("--ignore") + 1]] if "with" in rest else [])]


@pytest.mark.parametrize(("heading", "cell", "beside"), OFFERED)
def test_a_column_that_is_offered_can_be_read(tmp_path: Path, heading: str, cell: str, beside: str) -> None:
    others = {"Weight": "70", "Height": "170", "Dx": "gbs", "Days": "5"}
    names = [*filter(None, beside.split(",")), *(one for one in ("Dx",) if "diag" not in heading)]
    table = f"MRN,{','.join(names)},{heading}\n1,{','.join(others[name] for name in names)},{cell}\n"
    answer = batch(tmp_path, table).answer
    assert answer.code == 65
    typed = typed_as_offered(answer)
    assert typed, answer.text
    found = batch(tmp_path, table, *typed)
    assert (found.answer.code, [row["status"] for row in found.rows if row["status"] == "error"]) == (0, []), found
