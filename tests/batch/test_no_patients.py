"""Rows that add up others are no patients, however long the table is and wherever it is cut."""

import json
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from tests.batch.making import batch, read_csv
from tests.profiles import members
from tests.program import run

GBS = ("--indication", "gbs", "--regimen", "A", "--product", "privigen")
POUND = Decimal("0.45359237")
"""kg, by definition."""


def weights(rows: int) -> list[Decimal]:
    """Weights of adults to 0.1 kg, in no order."""
    return [Decimal(450 + row * row * 7919 % 97 * 7) / 10 for row in range(rows)]


def mean(of: list[Decimal], to: str = "0.01") -> Decimal:
    return (sum(of, Decimal(0)) / len(of)).quantize(Decimal(to))


def no_patients(path: Path, table: str, *args: str) -> list[int]:
    """The rows that are no patients, the same with two processes and resumed."""
    path.write_text(table, encoding="utf-8")
    outs = [path.with_name(f"{path.stem}-out{number}.csv") for number in range(3)]
    for out, more in zip(outs, ((), ("--jobs", "2"), ("--resume",)), strict=True):
        if more == ("--resume",):
            whole = outs[0].read_text(encoding="utf-8").splitlines(keepends=True)
            Path(f"{out}.part").write_text("".join(whole[: len(whole) * 2 // 3]), encoding="utf-8")
        run("batch", str(path), "-o", str(out), *args, *GBS, *more)
    assert outs[0].read_bytes() == outs[1].read_bytes() == outs[2].read_bytes()
    rows = read_csv(outs[0].read_text(encoding="utf-8"))
    assert all(row["g_per_day"] == "" for row in rows if "the sum or the mean" in row["reason"])
    return [int(row["row"]) for row in rows if "the sum or the mean" in row["reason"]]


def test_two_and_a_half_thousand_rows_without_a_key(tmp_path: Path) -> None:
    """A mean and a sum at the end, in either order; subtotals in the middle; the mean alone."""
    of = weights(2500)
    first, second = of[:1200], of[1200:]
    lines = [*first, sum(first), *second, sum(second), mean(of), sum(of)]
    table = "weight_kg\n" + "".join(f"{line}\n" for line in lines)
    assert no_patients(tmp_path / "a.csv", table) == [1201, 2502, 2503, 2504]
    other = "weight_kg\n" + "".join(f"{line}\n" for line in [*of, sum(of), mean(of)])
    assert no_patients(tmp_path / "b.csv", other) == [2501, 2502]
    alone = "weight_kg\n" + "".join(f"{line}\n" for line in [*of, mean(of, "0.1")])
    assert no_patients(tmp_path / "c.csv", alone) == [2501]


def test_two_and_a_half_thousand_rows_with_a_key(tmp_path: Path) -> None:
    """The sums stand in rows without a key, the last in one whose key has no figure; each adds up other chunks."""
    of = weights(2500)
    first, second = of[:1300], of[1300:]
    rows = [f"p{number},{kg},gbs" for number, kg in enumerate(first)] + [f",{mean(first)},gbs"]
    rows += [f"q{number},{kg},gbs" for number, kg in enumerate(second)]
    rows += [f",{mean(second)},gbs", f",{sum(of)},gbs", f"zusammen,{mean(of)},gbs"]
    table = "mrn,weight_kg,indication\n" + "".join(f"{row}\n" for row in rows)
    assert no_patients(tmp_path / "a.csv", table) == [1301, 2502, 2503, 2504]


@pytest.mark.parametrize("header", ["mrn,weight,unit,indication", "weight,unit"])
def test_kilograms_and_pounds_are_added_up_apart_and_together(tmp_path: Path, header: str) -> None:
    """A spreadsheet adds up numbers; a report adds up those of a unit, or all of them in kilograms."""
    of = weights(2400)
    cells = [
        (kg, "kg") if number % 3 else ((kg / POUND).quantize(Decimal("0.1")), "lb") for number, kg in enumerate(of)
    ]
    in_kg, in_lb = ([number for number, of_unit in cells if of_unit == unit] for unit in ("kg", "lb"))
    together = [*in_kg, *(lb * POUND for lb in in_lb)]
    sums = [(sum(in_kg), "kg"), (sum(in_lb), "lb"), (sum(in_kg + in_lb), "kg"), (mean(together), "kg")]
    if header.startswith("mrn"):
        sums += [(mean(in_lb), "lb"), (mean(in_kg), "kg")]
        lines = [f"m{number},{kg},{unit},gbs" for number, (kg, unit) in enumerate(cells)]
        lines += [f",{number},{unit},gbs" for number, unit in sums]
    else:
        lines = [f"{kg},{unit}" for kg, unit in [*cells, *sums]]
    found = no_patients(tmp_path / "a.csv", f"{header}\n" + "".join(f"{line}\n" for line in lines))
    assert found == [*range(2401, 2401 + len(sums))]


def test_halves_may_be_rounded_either_way_and_sums_be_those_of_floats(tmp_path: Path) -> None:
    """70.1 and 70.4 are 70.25 in the mean: 70.3 in a spreadsheet, 70.2 where halves go to the even digit."""
    half = Decimal("70.25")
    for rounded in {half.quantize(Decimal("0.1"), way) for way in (ROUND_HALF_UP, ROUND_HALF_EVEN)}:
        found = batch(tmp_path, f"weight_kg\n70.1\n70.4\n{rounded}\n", *GBS)
        assert found.column("status") == ["ok", "ok", "error"]
    of = [f"{kg:.1f}" for kg in weights(1999)]
    floats = sum(map(float, of)) / len(of)
    assert len(repr(floats)) > 15
    table = "weight_kg\n" + "".join(f"{kg}\n" for kg in [*of, repr(floats)])
    assert no_patients(tmp_path / "a.csv", table) == [2000]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("60 80 70 90", []),
        ("60 80 70 210", [4]),
        ("60 80 70 140", [3, 4]),
        ("60 80 70 70 280", [5]),
        ("60 80 70 70 70 350", [6]),
        ("60 80 70 x 70", [5]),
        ("60 80 140 70 50", [3, 4]),
        ("60 80 140 50 70 120 60 260", [3, 6, 7, 8]),
        ("60 60 60", []),
        ("60", []),
    ],
)
def test_a_mean_waits_for_what_stands_below_it(tmp_path: Path, rows: str, expected: list[int]) -> None:
    """It is none where patients follow, whatever the weights above: 60 and 80 kg, and then one of 70."""
    found = batch(tmp_path, "weight_kg\n" + "".join(f"{kg}\n" for kg in rows.split()), *GBS)
    assert [int(row["row"]) for row in found.rows if "the sum or the mean" in row["reason"]] == expected
    assert len(found.rows) == len(rows.split())


def test_objects_without_a_key_below_others_of_another_chunk(tmp_path: Path) -> None:
    """Each object has columns of its own; the weights are added up whatever they are called."""
    of = weights(1500)
    lines = [{"mrn": f"p{n}", "weight_kg" if n % 2 else "weight": str(kg), "dx": "gbs"} for n, kg in enumerate(of)]
    table = "".join(f"{json.dumps(line)}\n" for line in [*lines, {"weight": str(mean(of)), "dx": "gbs"}, {"dx": "gbs"}])
    assert no_patients(tmp_path / "a.jsonl", table) == [1501]


def test_weights_that_nobody_reads_are_not_added_up(tmp_path: Path) -> None:
    """Those of a row of totals, in stones, or with a word: 70 and 80 are 150 without them."""
    rows = ("1,70 kg,gbs", "Ward total,999,gbs", "2,11 st,gbs", "3,much,gbs", "4,80 kg,gbs", ",150 kg,gbs")
    found = batch(tmp_path, "mrn,weight,dx\n" + "".join(f"{row}\n" for row in rows), *GBS[2:])
    assert "the sum or the mean" in found.rows[5]["reason"]
    without = batch(tmp_path, "mrn,weight_kg,dx\n1,70,gbs\n,x,gbs\nXY,y,gbs\n2,80,gbs\n,75,gbs\n", *GBS[2:])
    assert ["the sum or the mean" in row["reason"] for row in without.rows] == [False] * 4 + [True]


def test_more_different_weights_than_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivigcalc.batch.reading.sums.MOST_COUNTED", 10)
    of = weights(1100)
    rows = [f"p{n},{kg},gbs" for n, kg in enumerate(of)]
    table = "mrn,weight_kg,dx\n" + "".join(f"{row}\n" for row in [*rows, f",{mean(of)},gbs"])
    assert no_patients(tmp_path / "a.csv", table) == [1101]


@pytest.mark.parametrize(
    "labels",
    [
        "Std Dev|Std. Dev.|Max|All patients|SD|Min|N|n=2|N = 2|n (2)|2 patients|Summary|Number of patients",
        "Todos|Quantidade|Desvio|Desvio padrão|DP|Máx|Mín.|Nº de pacientes|Resumo|Geral|Acumulado|Rodapé|2 pacientes",
        "Máximo|Mínimo|Desviación estándar|Desv. Est.|DE|Cantidad|Resumen|General|Todos los pacientes",
        "Gesamt|Mittelwert|Durchschnitt|Standardabweichung|Anzahl|MW|2 Patienten|Mittelwert Gewicht",
        "Moyenne|Somme|Moyenne générale|Écart-type|Tous|Effectif|Totale|Somma|DS|Totaal|Gemiddelde|Aantal|Σ",
        "∑|Σ kg|∑ Gewicht|Σ=2|Page 1 of 1|Page 2/3|Página 1 de 2|Seite 1 von 2|pag. 1 di 2|End of report",
        "*** Fim do relatório ***|Printed on 2026-11-28|Impresso em 28-11-2026|Gedruckt am 28-11-2026",
        "Fin de la liste|Report generated 2026",
        "Tot|Tot.|TTL|Ttl.|Totl|Sub-tot|Sub tot|Subtot.|Subt|Subt.|Grand tot|Grand Tot.|Ward tot.|Tot pts|Cumulative",
        "Cum.|Cumul|Tot geral|Tot gen.|Ttl = 2|Tot (2)|合計|小計|总计|합계|平均|Итого|Toplam",
    ],
)
@pytest.mark.parametrize("header", ["mrn,weight_kg", "Gruppe,weight_kg", "ward,weight_kg,mrn"])
def test_a_label_of_a_statistic_is_no_patient(tmp_path: Path, header: str, labels: str) -> None:
    """6 kg may be a standard deviation and 2 a number of patients: neither is a child's weight."""
    own = "{}" if header.endswith("kg") else "W1,6,{}"
    rows = [own.format(f'"{label}"') + (",6" if own == "{}" else "") for label in labels.split("|")]
    found = batch(tmp_path, f"{header}\n" + "".join(f"{row}\n" for row in rows), *GBS)
    assert found.column("g_per_day") == [""] * len(rows)
    assert all("not a patient" in row["reason"] for row in members(found.rows))


@pytest.mark.parametrize(
    "key",
    [
        "N12",
        "DE-003",
        "SD 4",
        "Max Mustermann",
        "MAX-1",
        "n-3",
        "Generali",
        "Gesamter",
        "Patient 1",
        "2 pat",
        "Σωτήρης 3",
        "Page 12",
        "Pageant 1 of 2",
        "Endre 3",
        "Tothova",
        "Nguyen Van Tot",
        "TOT-14",
        "Cumming",
    ],
)
def test_a_key_that_begins_as_a_statistic_is_a_patient(tmp_path: Path, key: str) -> None:
    assert batch(tmp_path, f"mrn,weight_kg\n{key},70\n", *GBS).row["status"] == "ok"


@pytest.mark.parametrize("cell", ["N", "DE", "Max", "All"])
def test_a_short_word_in_a_column_that_is_no_key_says_nothing(tmp_path: Path, cell: str) -> None:
    """A column of yes and no, of a country or of a ward stands first, and the row has a key or an indication."""
    for table in (f"Urgent,mrn,weight_kg\n{cell},P1,70\n", f"Country,weight_kg,dx\n{cell},70,gbs\n"):
        assert batch(tmp_path, table, *GBS).row["status"] == "ok"


@pytest.mark.parametrize(
    ("header", "rows", "expected"),
    [
        ("per_day_g,days", "P1,70,30,5|P2,60,25,5|P3,81,35,5|,71,90,5", [4]),
        ("per_day_g,days", "P1,70,30,5|P2,60,25,5|P3,81,35,5|gezamenlijk,71,90,5", [4]),
        ("course,days", "P1,70,150 g,5|P2,60,125 g,5|P3,81,175 g,5|,71,450 g,5", [4]),
        ("course,course_unit,days", "P1,70,150,g,5|P2,60,125,g,5|P3,81,175,g,5|,71,450,g,5", [4]),
        ("per_day_g,days", "P1,70,30,5|P2,60,25,5|P3,81,35,5|,71,30,5", []),
        ("per_day_g,days", "P1,70,30,5|P2,60,25,5|,71,55,5", []),
        ("per_day_g,days", "P1,70,30,5|P2,60,25,5|P3,81,35,5|P4,71,90,5", []),
        ("per_day_g_per_kg,days", "P1,70,0.4,5|P2,60,0.4,5|P3,81,0.4,5|,71,1.2,5", []),
        ("per_day,days", "P1,70,30 g/day,5|P2,60,25 g/day,5|P3,81,much,5|,71,90,5", []),
    ],
)
def test_a_row_without_a_key_that_adds_up_doses_is_no_patient(
    tmp_path: Path, header: str, rows: str, expected: list[int]
) -> None:
    """30, 25 and 35 g are 90 g, beside 71 kg, neither the sum nor the mean of the weights (70.3 kg)."""
    table = f"mrn,weight_kg,{header},dx\n" + "".join(f"{row},cidp\n" for row in rows.split("|"))
    found = batch(tmp_path, table)
    assert [int(row["row"]) for row in found.rows if "the sum or the mean" in row["reason"]] == expected
    assert len(found.rows) == len(rows.split("|"))


@pytest.mark.parametrize(
    ("header", "rows", "expected"),
    [
        ("", "Smith,70,|Jones,80,|Samlet,150,", [3]),
        ("", "Smith,70,gbs|Jones,80,gbs|Samlet,150,n/a", [3]),
        ("", "Smith,70,gbs|Jones,80,gbs|Samlet,150,gbs", []),
        ("", "Smith,70,gbs|Jones,80,gbs|Samlet,75,", []),
        ("", "Smith,70,gbs|Samlet,70,", []),
        ("", "Smith,70,|Jones,80,|P3,150,", []),
        ("per_day_g,", "Smith,70,30,|Jones,60,25,|Berg,81,35,|Samlet,99,90,", [4]),
    ],
)
def test_a_row_without_an_indication_that_adds_up_names_is_no_patient(
    tmp_path: Path, header: str, rows: str, expected: list[int]
) -> None:
    """70 and 80 kg are 150 kg, 30, 25 and 35 g are 90 g, whatever word of whatever language stands in the key."""
    lines = [f"{row},5" if header else row for row in rows.split("|")]
    table = f"key,weight_kg,{header}dx{',days' if header else ''}\n" + "".join(f"{line}\n" for line in lines)
    found = batch(tmp_path, table, *GBS[:2], *(() if header else GBS[2:4]))
    why = (
        "the row has no indication, and its weight or dose is the sum of those above, so that it may be no patient: "
        "take it out, or write its indication into the row"
    )
    assert [int(row["row"]) for row in found.rows if why in row["reason"]] == expected
    assert [row["g_per_day"] == "" for row in found.rows] == [
        place in expected for place in range(1, len(found.rows) + 1)
    ]


def test_two_and_a_half_thousand_doses_are_added_up(tmp_path: Path) -> None:
    """The rows of the sum stand in other chunks than what they add up; its weight is that of nobody."""
    of = weights(2500)
    grams = [int(kg * 2 / 5 / 5) * 5 for kg in of]
    rows = [f"p{number},{kg},{g},cidp" for number, (kg, g) in enumerate(zip(of, grams, strict=True))]
    table = "mrn,weight_kg,per_day_g,indication\n" + "".join(f"{row}\n" for row in [*rows, f",61.7,{sum(grams)},cidp"])
    assert no_patients(tmp_path / "a.csv", table) == [2501]


@pytest.mark.parametrize("again", ["MRN,Weight (kg),Indication", "mrn,WEIGHT KG,indication", ",Weight (kg),Indication"])
def test_a_header_that_stands_again_in_the_table_is_said_to_be_that(tmp_path: Path, again: str) -> None:
    table = f"MRN,Weight (kg),Indication\n1,70,cidp\n{again}\n2,80,gbs\n"
    found = batch(tmp_path, table, "--regimen", "A")
    assert found.column("status") == ["ok", "error", "ok"]
    assert found.rows[1]["reason"] == "the row repeats the header, and is no patient: take the row out"


def test_a_row_of_which_only_the_weight_is_a_heading_is_an_error_of_its_weight(tmp_path: Path) -> None:
    row = batch(tmp_path, "MRN,Weight,Indication\n1,Weight,cidp\n", "--regimen", "A").row
    assert (row["status"], row["reason"][:31]) == ("error", "Weight 'Weight' is not a number")


def test_a_check_of_a_row_without_a_patient_names_no_option(tmp_path: Path) -> None:
    table = "MRN,Weight,Dx,Product\n1,70,,\n,70,,\nTotal,140,,\n"
    said = " ".join(batch(tmp_path, table, *GBS, "--check").answer.out.split())
    assert "reads weight_kg 70 kg; indication gbs (option); regimen A (option); product privigen (option)" in said
    assert "(line 3): reads weight_kg 70 kg; indication not given; product not given; the row has no key" in said
    assert "key Total): reads weight_kg 140 kg; indication not given; product not given; the row is a total" in said
