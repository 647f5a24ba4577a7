"""A column with a number in its heading: the second of something that is read, or a name that ends with a number."""

from pathlib import Path

import pytest

from tests.batch.making import batch

A = ("--regimen", "A")

SECOND = [
    *(
        "Wt2",
        "Wgt2",
        "Peso2",
        "Hgt2",
        "Edad2",
        "Sexo2",
        "Drug2",
        "Weight2",
        "Dose2",
        "Dx2",
        "Wt2kg",
        "Kilo 2",
        "Rx2",
        "Total2",
    ),
    *("Course2", "Tolerated2", "Motivo 2", "Via2", "Unid", "Un", "Unid2", "Rota", "Presc"),
]


@pytest.mark.parametrize("heading", SECOND)
def test_a_second_column_of_what_an_answer_depends_on_ends_the_run(tmp_path: Path, heading: str) -> None:
    answer = batch(tmp_path, f"MRN,Weight,{heading},Indication\n1,70,80,cidp\n", *A).answer
    assert (answer.code, answer.out) == (65, "")
    assert answer.says(f"column '{heading}'")
    assert answer.says(f"{repr(heading) if ' ' in heading else heading} leaves it out")


def test_a_second_column_is_not_offered_in_the_place_of_the_first(tmp_path: Path) -> None:
    answer = batch(tmp_path, "MRN,Weight,Course2,Wt2 lb,Indication\n1,70,140,154,cidp\n", *A).answer
    assert (answer.code, "--column" in answer.text) == (65, False)
    assert answer.says("column 'Course2' is not read, and looks like another course")


@pytest.mark.parametrize(
    "heading",
    [
        "B12",
        "IgA2",
        "SpO2",
        "Line1",
        "Address2",
        "MRN2",
        "T4",
        "FT4",
        "CD4",
        "HbA1c",
        "GM1",
        "Anti-GM1 IgM",
        "DN4",
        "GD1a",
    ],
)
def test_a_name_that_ends_with_a_number_is_passed_over(tmp_path: Path, heading: str) -> None:
    found = batch(tmp_path, f"MRN,Weight,{heading},Indication\n1,70,80,cidp\n", *A)
    assert (found.answer.code, found.row["g_per_day"]) == (0, "28")
    assert found.answer.says(f"not read: '{heading}'")
