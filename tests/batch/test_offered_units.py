"""Of a heading of units in German, and of one of a day of a pregnancy, what is offered leads on at once."""

from pathlib import Path

import pytest

from tests.batch.making import batch

POUNDS = 154
"""154 lb are 69.85 kg (1 lb is 0.45359237 kg), 0.4 g/kg of which are 27.94 g."""


@pytest.mark.parametrize("heading", ["Gewichtseinheit", "Einheit Gewicht", "Einheit", "GEWEI"])
def test_units_beside_a_weight_in_german_are_offered_with_it(tmp_path: Path, heading: str) -> None:
    table = f"MRN,Gewicht,{heading},Dx,Regimen\n1,{POUNDS},lb,cidp,A\n"
    answer = batch(tmp_path, table).answer
    written = f"'{heading}'" if " " in heading else heading
    assert answer.code == 65
    assert answer.says(f"--column weight_unit={written}")
    row = batch(tmp_path, table, "--column", "weight=Gewicht", "--column", f"weight_unit={heading}").row
    assert row["g_per_day"] == "27.94"


def test_units_of_heights_are_offered_as_those(tmp_path: Path) -> None:
    answer = batch(tmp_path, "MRN,Gewicht,Groesse,GROEI,Dx,Regimen\n1,70,170,cm,cidp,A\n").answer
    assert answer.says("--column height_unit=GROEI")
    assert not answer.says("weight_unit=GROEI")


@pytest.mark.parametrize("heading", ["EDD", "LMP", "DUM", "DPP", "Gestation", "Gestational age", "Weeks pregnant"])
def test_a_day_of_a_pregnancy_is_not_offered_as_yes_or_no(tmp_path: Path, heading: str) -> None:
    answer = batch(tmp_path, f"MRN,Weight,Dx,Regimen,{heading}\n1,70,cidp,A,2027-02-01\n").answer
    assert (answer.code, "pregnant=" in answer.text) == (65, False)
