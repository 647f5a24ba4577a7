"""A row says what ``dose`` says of the same patient, figure by figure."""

import json
from collections.abc import Mapping
from fractions import Fraction
from itertools import islice, product
from pathlib import Path
from typing import Any

import pytest

from ivigcalc.batch.figures import vial_cells, worked_row
from ivigcalc.core.answers.dose import dose
from ivigcalc.core.answers.rates import RateAlerts
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.request.order import Dose, Order, Scope
from ivigcalc.core.request.patient import Patient
from tests.batch.making import read_jsonl
from tests.program import project, run, shipped

EXAMPLE = str(project() / "docs" / "formulary-example.yaml")
WEIGHTS = ("0,9", "3.4", "24", "58.7", "70", "99.9", "131", "250")
BODIES = ((None, None, None), ("150", "female", "8 months"), ("168", "male", "71"), ("155", "female", "33"))
ORDERS = (
    ("cidp", "A", None, None),
    ("gbs", None, "0.4 g/kg", "5"),
    ("mmn", "C", None, None),
    ("le-surface", "B", None, None),
    ("jdm", "A", None, None),
    ("als", None, "0.4 g/kg", "5"),
    ("cidp", None, "160 g", "1"),
)
PRODUCTS = (("privigen", None), ("kiovig", "eu"), ("gammagard-sd-5", "us"), ("octagam-5", "br"))
EXTRAS = (
    ("", None, None),
    ("renal;iga-deficient", "adjusted", "exact"),
    ("anti-iga;iga-deficient;fructose", None, "up"),
)
OPTIONS = (
    *("weight", "height", "sex", "age", "indication", "regimen", "per-day", "days", "product", "region"),
    *("weight-policy", "round"),
)


def patients() -> list[dict[str, Any]]:
    """Every twenty-third of all combinations."""
    every = product(WEIGHTS, BODIES, ORDERS, PRODUCTS, EXTRAS)
    found = []
    for kg, (height, sex, age), (indication, regimen, per_day, days), (name, region), extra in islice(
        every, 0, None, 23
    ):
        risks, policy, rounding = extra
        cells = (kg, height, sex, age, indication, regimen, per_day, days, name, region, policy, rounding)
        found.append({**dict(zip(OPTIONS, cells, strict=True)), "risks": risks})
    return found


def typed(patient: Mapping[str, Any]) -> Any:
    """The answer of ``dose`` to a patient."""
    args = [word for name in OPTIONS if patient[name] is not None for word in (f"--{name}", patient[name])]
    risks = [word for risk in filter(None, patient["risks"].split(";")) for word in ("--risk", risk)]
    return run("dose", *args, *risks, "--format", "json").json


def vials(day: Any) -> list[dict[str, Any]]:
    """The vials of a day: how many of which size."""
    return [{name: vial[name] for name in ("size_g", "count")} for vial in day["vials"]]


def expected(answer: Any) -> dict[str, Any]:
    """What a row has to say, out of the answer of ``dose``."""
    if "error" in answer:
        return {"status": answer["status"]}
    if len(answer["regimens"]) > 1 or answer["regimens"][0]["g_course"] is None:
        return {"status": "error"}
    (course,), (made,) = answer["regimens"], answer["products"]
    found = {
        "status": answer["status"],
        "indication": answer["indication"]["id"],
        "regimen": course["id"],
        "dosing_weight_kg": answer["dosing_weight"]["kg"],
        "weight_policy": answer["dosing_weight"]["policy"],
        "g_course": course["g_course"],
        "product": made["id"],
        "verdict": made["verdict"],
        "verdict_rules": [*dict.fromkeys(one["rule"] for one in made["reasons"] if one["level"] != "note")],
        "alerts": [*dict.fromkeys(alert["rule"] for alert in answer["alerts"])],
    }
    plan = next((plan for plan in made["plans"] if plan["dispensed_g_course"]), None)
    if plan:
        days = plan["days"]
        found |= {name: plan[name] for name in ("dispensed_g_course", "deviation_percent", "volume_ml_course")}
        if course["g_per_day"] is not None and days[-1]["day"] == len(days):
            found |= {"vials_per_day": vials(days[0]), "g_per_day": days[0]["prescribed_g"]}
            found |= {"dispensed_g_per_day": days[0]["dispensed_g"]}
        else:
            found["day_vials"] = [{"day": day["day"], "vials": vials(day)} for day in days]
            found["day_grams"] = [{"day": day["day"], "g": day["prescribed_g"]} for day in days]
            found["day_dispensed_g"] = [{"day": day["day"], "g": day["dispensed_g"]} for day in days]
    return found


def test_rows_say_what_dose_says(tmp_path: Path) -> None:
    sample = patients()
    path = tmp_path / "patients.jsonl"
    path.write_text(
        "".join(f"{json.dumps({name.replace('-', '_'): cell for name, cell in one.items()})}\n" for one in sample)
    )
    rows = read_jsonl(run("batch", str(path), "--to", "jsonl").out)
    assert len(rows) == len(sample)
    statuses = set()
    for patient, row in zip(sample, rows, strict=True):
        wanted = expected(typed(patient))
        assert wanted == {name: row[name] for name in wanted}, patient
        statuses.add(row["status"])
    assert statuses == {"ok", "caution", "refused", "no-vials", "error"}


@pytest.mark.parametrize("args", [(), ("--formulary", EXAMPLE)])
def test_a_formulary_counts_as_for_dose(tmp_path: Path, args: tuple[str, ...]) -> None:
    path = tmp_path / "p.csv"
    path.write_text("weight,indication,regimen,product\n90,cidp,B,privigen\n")
    (row,) = read_jsonl(run("batch", str(path), "--to", "jsonl", *args).out)
    answer = run("dose", "--weight", "90", "--indication", "cidp", "--regimen", "B", "--product", "privigen", *args)
    text = run(
        *("dose", "--weight", "90", "--indication", "cidp", "--regimen", "B", "--product", "privigen"),
        *args,
        "--format",
        "json",
    ).json
    assert answer.code == 0
    assert row["status"] == text["status"]
    assert row["alerts"] == [*dict.fromkeys(alert["rule"] for alert in text["alerts"])]
    assert row["vials_per_day"] == vials(text["products"][0]["plans"][0]["days"][0])
    assert (row["cost"] is None) == (not args)


def test_equal_days_with_other_vials_are_written_day_by_day() -> None:
    """Privigen has 2.5, 5, 10 and 20 g: five days of 28 g, rounded once, are 140 g: 30 g and four times 27.5 g."""
    order = Order(
        indication="gbs",
        days=5,
        per_day=Dose(value=Fraction("0.4"), per_kg=True),
        products=("privigen",),
        region=Region.EU,
        scope=Scope.COURSE,
    )
    answer = dose(Patient(weight_kg=Fraction(70)), order, shipped())
    cells = vial_cells(worked_row(answer, shipped(), RateAlerts(shipped())))
    assert {"vials_per_day", "dispensed_g_per_day"}.isdisjoint(cells)
    assert cells["day_vials"] == "1=1x20 + 1x10;" + ";".join(f"{day}=1x20 + 1x5 + 1x2.5" for day in (2, 3, 4, 5))
    assert cells["day_dispensed_g"] == "1=30;2=27.5;3=27.5;4=27.5;5=27.5"
    assert (cells["vials_course"], cells["dispensed_g_course"]) == ("5x20 + 1x10 + 4x5 + 4x2.5", "140")


def test_what_a_day_carries_is_judged_by_what_whole_vials_give(tmp_path: Path) -> None:
    """JDM, 12 kg, 2 g/kg: 24 g are 25 g of Tegeline, 0.7 mmol of sodium in each: 17.5, high from 17 on; 11 kg: 22 g."""
    path = tmp_path / "p.csv"
    header = "weight,age,indication,regimen,product,region,risks"
    path.write_text(f"{header}\n12,3,jdm,B,tegeline,eu,sodium\n11,3,jdm,B,tegeline,eu,sodium\n")
    rows = read_jsonl(run("batch", str(path), "--to", "jsonl").out)
    assert [row["verdict"] for row in rows] == ["avoid", "suitable"]
    assert ["sodium-high" in row["verdict_rules"] for row in rows] == [True, False]
    asked = ("--age", "3", "--indication", "jdm", "--regimen", "B", "--product", "tegeline", "--region", "eu")
    answers = [run("dose", "--weight", kg, *asked, "--risk", "sodium", "--format", "json").json for kg in ("12", "11")]
    assert [answer["products"][0]["verdict"] for answer in answers] == ["avoid", "suitable"]


def test_alerts_of_rates_stand_before_those_of_the_label_as_in_dose(tmp_path: Path) -> None:
    """MMN, 2.5 g/kg, more than the EU label of Gamunex-C gives; no figure for its rate at renal risk."""
    path = tmp_path / "p.csv"
    path.write_text("weight,indication,regimen,product,risks\n70,mmn,B,gamunex-c,renal\n")
    (row,) = read_jsonl(run("batch", str(path), "--to", "jsonl").out)
    asked = ("--weight", "70", "--indication", "mmn", "--regimen", "B", "--product", "gamunex-c", "--risk", "renal")
    found = [alert["rule"] for alert in run("dose", *asked, "--format", "json").json["alerts"]]
    assert row["alerts"] == found
    assert found[:2] == ["rate-without-figure", "above-label-dose"]
