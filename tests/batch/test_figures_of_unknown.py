"""Columns of figures that are not read, and may be a dose, a rate or a weight, end the run: none is passed over."""

from pathlib import Path

import pytest

from tests.batch.making import batch

HEADER = "MRN,Weight,Dx,Regimen"


def stops(folder: Path, heading: str, *cells: str) -> bool:
    rows = "".join(f"{number},70,cidp,A,{cell}\n" for number, cell in enumerate(cells, 1))
    table = f"{HEADER},{heading}\n{rows}"
    answer = batch(folder, table).answer
    left_out = batch(folder, table, "--ignore", heading)
    assert left_out.column("g_per_day") == ["28"] * len(cells)  # 0.4 g/kg of 70 kg
    return (answer.code, answer.out, f"column {heading!r} is not read" in " ".join(answer.err.split())) == (
        65,
        "",
        True,
    )


@pytest.mark.parametrize("heading", ["Loading", "Maint", "Maintenance", "Induction", "Ataque", "Mantenimiento"])
def test_figures_under_a_phase_beside_a_regimen_may_be_its_dose(tmp_path: Path, heading: str) -> None:
    assert stops(tmp_path, heading, "2", "")
    assert stops(tmp_path, heading, "0.4", "1")
    assert stops(tmp_path, heading, "1", "1")


@pytest.mark.parametrize("cells", [("yes", "no"), ("1", "0"), ("", ""), ("done", "4B")])
def test_what_is_no_figure_under_a_phase_says_nothing_more_than_the_regimen(
    tmp_path: Path, cells: tuple[str, str]
) -> None:
    table = f"{HEADER},Loading\n" + "".join(f"{number},70,cidp,A,{cell}\n" for number, cell in enumerate(cells))
    assert batch(tmp_path, table).column("g_per_day") == ["28", "28"]


@pytest.mark.parametrize(
    "heading",
    [
        *("Gotas", "Gotas/min", "Goteo", "Gotejamento", "Drops", "gtt/min", "Vazão"),
        *("Value", "Result", "Figure", "Wert", "Valor", "Resultado"),
    ],
)
def test_a_rate_in_drops_or_a_figure_of_nothing_named(tmp_path: Path, heading: str) -> None:
    assert stops(tmp_path, heading, "30")


@pytest.mark.parametrize(
    "heading",
    [
        *("1", "5", "Mon", "Monday", "Lunes", "Segunda-feira", "Mon 1/12", "2026-12-01", "01/12", "12/2026"),
        *("Latest", "New", "Most recent", "Último"),
    ],
)
def test_figures_under_a_day_a_visit_or_the_latest_may_be_doses_or_weights(tmp_path: Path, heading: str) -> None:
    assert stops(tmp_path, heading, "30", "")
    assert stops(tmp_path, heading, "1", "1")


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        *(("New", cells) for cells in (("1", "0"), ("yes", "no"), ("", ""))),
        *(("Mon", cells) for cells in (("x", ""), ("Ann", "Bob"))),
        *(
            (heading, ("3", "4"))
            for heading in (
                "Week",
                "Week 3",
                "Visit 1",
                "1 Dec",
                "Visit",
                "New ward",
                "Last bed",
                "Week 3 score",
                "周 3",
                "%",
            )
        ),
    ],
)
def test_other_cells_and_headings_of_days_say_no_dose(tmp_path: Path, heading: str, cells: tuple[str, str]) -> None:
    table = f"{HEADER},{heading}\n" + "".join(f"{number},70,cidp,A,{cell}\n" for number, cell in enumerate(cells))
    assert batch(tmp_path, table).column("g_per_day") == ["28", "28"]


@pytest.mark.parametrize("headings", ["Week 0,Wk3", "Semana 2,Semana 4", "Visit 1,Visit 2", "1 Dec,1 de janeiro"])
def test_figures_of_several_weeks_or_visits_may_be_doses(tmp_path: Path, headings: str) -> None:
    answer = batch(tmp_path, f"{HEADER},{headings},Bed\n1,70,cidp,A,30,25,4\n").answer
    assert (answer.code, answer.out) == (65, "")
    for heading in headings.split(","):
        assert answer.says(f"column {heading!r} is not read, and holds figures, which may be doses: ")
    assert batch(tmp_path, f"{HEADER},Bed,{headings}\n1,70,cidp,A,4,x,\n").row["g_per_day"] == "28"
    one, _, _ = headings.partition(",")
    assert batch(tmp_path, f"{HEADER},{one},Week,Month\n1,70,cidp,A,30,25,4\n").row["g_per_day"] == "28"


def test_figures_of_days_say_where_a_dose_is_read(tmp_path: Path) -> None:
    answer = batch(tmp_path, f"{HEADER},Mon,Wed\n1,70,cidp,A,30,25\n").answer
    assert answer.says("column 'Mon' is not read, and holds figures, which may be doses: '30'")
    assert answer.says("write a dose under per_day or course, a weight under weight_kg; --ignore Mon leaves it out")
    assert answer.says("column 'Wed' is not read, and holds figures, which may be doses: '25'")


@pytest.mark.parametrize("heading", ["GEBDAT", "GBDAT", "Gebdatum", "DATANASC"])
def test_the_day_of_birth_by_short_names_of_columns(tmp_path: Path, heading: str) -> None:
    assert stops(tmp_path, heading, "19590304")


@pytest.mark.parametrize("heading", ["Number", "IgG result", "Value date", "Workflow", "Valor pago", "Result date"])
def test_headings_that_say_what_their_figures_are_stop_nothing(tmp_path: Path, heading: str) -> None:
    assert batch(tmp_path, f"{HEADER},{heading}\n1,70,cidp,A,30\n").column("g_per_day") == ["28"]
