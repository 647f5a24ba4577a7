"""The check code: the same for the same order however typed, another for whatever is given otherwise."""

import json
import re
from collections.abc import Callable
from fractions import Fraction
from hashlib import sha256
from itertools import islice, product
from pathlib import Path
from typing import Any

import pytest

from ivigcalc.core.answers.checkcode import check_code
from ivigcalc.core.answers.dose import plan
from ivigcalc.core.answers.plan import CoursePlan, Plan
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.request.order import Rounding
from ivigcalc.core.request.patient import BloodGroup, Factor, Patient, Risk, SerumIga, Sex
from tests.core.making import order, patient, per_kg, vectors
from tests.profiles import cases
from tests.program import run

ORDERS = vectors("check_codes")["orders"]
WORDS = ("--indication", "cidp", "--product", "privigen", "--region", "eu", "--regimen", "A")
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")


def hashed(content: object) -> str:
    """The code of a content, worked out another way: bit by bit."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    bits = "".join(f"{byte:08b}" for byte in sha256(text.encode()).digest())[:40]
    code = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[int(bits[at : at + 5], 2)] for at in range(0, 40, 5))
    return f"{code[:4]}-{code[4:]}"


def code_of(*words: str) -> Any:
    return run("dose", *words, *WORDS, "--format", "json").json["check_code"]


def planned(one: Patient, catalogue: Catalogue, **asked: Any) -> tuple[Plan, CoursePlan]:
    made = plan(one, order(**({"regimen": "A", "region": Region.EU} | asked)), catalogue)
    assert made.chosen is not None
    return made, made.chosen


def coded(one: Patient, catalogue: Catalogue, **asked: Any) -> str:
    return check_code(*planned(one, catalogue, **asked), catalogue.version, "")


@pytest.mark.parametrize("one", ORDERS, ids=[one["name"] for one in ORDERS])
def test_the_code_is_of_what_was_written_by_hand(one: Any, tmp_path: Path) -> None:
    (tmp_path / "stock.csv").write_text(vectors("check_codes")["stock"], encoding="utf-8")
    words = [word.replace("STOCK", str(tmp_path / "stock.csv")) for word in one["words"]]
    assert hashed(one["content"]) == one["code"]
    answer = run("dose", *words, "--format", "json").json
    assert answer["check_code"] == hashed(one["content"] | {"data": answer["data_version"]})


def test_there_are_twelve_and_all_differ() -> None:
    assert len({one["code"] for one in ORDERS}) == len(ORDERS) == 12


@pytest.mark.parametrize("weight", ["72,5", "72.50", "72500g", "72.5 kg"])
def test_how_a_weight_is_typed_does_not_matter(weight: str) -> None:
    assert code_of("--weight", weight) == code_of("--weight", "72.5")


def test_neither_the_order_of_risks_matters_nor_the_format_nor_the_reason() -> None:
    first, second = ("--risk", "renal"), ("--risk", "diabetes")
    code = code_of("--weight", "70", *first, *second)
    assert code == code_of("--weight", "70", *second, *first)
    for form in ("table", "text"):
        out = run("dose", "--weight", "70", *first, *second, *WORDS, "--format", form).out
        assert f"{code}  the same order typed again by a second person" in " ".join(out.split(" ")), form
    off_label = ("--weight", "70", "--indication", "als", "--product", "privigen", "--per-day", "28 g", "--days", "5")
    codes = {
        run("dose", *off_label, "--off-label-reason", reason, "--format", "json").json["check_code"]
        for reason in ("board 7", "compassionate use")
    }
    assert len(codes) == 1


KNOWN = patient(70, height_cm=Fraction(175), sex=Sex.MALE, age_years=Fraction(40), blood_group=BloodGroup.A)
REGULAR_USER: dict[str, Any] = {"indication": "gbs", "products": ("blauimuno-5",), "region": Region.BR}
CHANGES: dict[str, Callable[[Catalogue], str]] = {
    "weight": lambda data: coded(KNOWN.replaced(weight_kg=Fraction("70.01")), data),
    "height": lambda data: coded(KNOWN.replaced(height_cm=Fraction(176)), data),
    "sex": lambda data: coded(KNOWN.replaced(sex=Sex.FEMALE), data),
    "age": lambda data: coded(KNOWN.replaced(age_years=Fraction(41)), data),
    "blood group": lambda data: coded(KNOWN.replaced(blood_group=BloodGroup.B), data),
    "IgA": lambda data: coded(KNOWN.replaced(iga=SerumIga(g_per_l=Fraction(1), below=False)), data),
    "IgA below": lambda data: coded(KNOWN.replaced(iga=SerumIga(g_per_l=Fraction(1), below=True)), data),
    "risk": lambda data: coded(KNOWN.replaced(risks=frozenset({Risk.DIABETES})), data),
    "factor": lambda data: coded(KNOWN.replaced(factors=frozenset({Factor.LOOP_DIURETIC})), data),
    "pregnant": lambda data: coded(KNOWN.replaced(sex=Sex.FEMALE, pregnant=True), data),
    "indication": lambda data: coded(KNOWN, data, indication="gbs"),
    "regimen": lambda data: coded(KNOWN, data, regimen="B"),
    "typed dose": lambda data: coded(KNOWN, data, regimen="", per_day=per_kg("0.5"), days=4),
    "weight policy": lambda data: coded(KNOWN, data, weight_policy="adjusted"),
    "region": lambda data: coded(KNOWN, data, region=Region.US),
    "preparation": lambda data: coded(KNOWN, data, products=("octagam-10",)),
    "rounding": lambda data: coded(KNOWN, data, rounding=Rounding.UP),
    "new to it": lambda data: coded(KNOWN, data, **REGULAR_USER),
    "regular user": lambda data: coded(KNOWN, data, **REGULAR_USER, tolerated=True),
    "data": lambda data: check_code(*planned(KNOWN, data), "2026.12", ""),
    "formulary": lambda data: check_code(*planned(KNOWN, data), data.version, "b9c8"),
}


def test_whatever_is_given_otherwise_has_another_code(catalogue: Catalogue) -> None:
    codes = {"nothing": coded(KNOWN, catalogue)} | {name: change(catalogue) for name, change in CHANGES.items()}
    assert all(CODE.fullmatch(code) for code in codes.values())
    assert len({*codes.values()}) == len(codes), codes


def test_a_date_and_a_lot_change_the_code(tmp_path: Path) -> None:
    starts = {code_of("--weight", "70", "--start", start) for start in ("2026-12-01", "2026-12-02")}
    stock = tmp_path / "stock.csv"
    for lot in ("A1", "A2"):
        stock.write_text(
            f"product,size_g,count,lot\nprivigen,20,9,{lot}\nprivigen,5,9,\nprivigen,2.5,9,\n", encoding="utf-8"
        )
        starts.add(code_of("--weight", "70", "--start", "2026-12-01", "--stock", str(stock)))
    assert len(starts | {code_of("--weight", "70")}) == 5


def test_no_two_of_many_orders_share_a_code(catalogue: Catalogue) -> None:
    made, course = planned(KNOWN, catalogue)
    many = product(
        range(300, 1800), (None, *BloodGroup), (None, 40, 41, 42, 43, 44, 45), (None, Sex.MALE), (False, True)
    )
    codes = [
        check_code(
            made.replaced(
                patient=KNOWN.replaced(
                    weight_kg=Fraction(kg, 10), blood_group=group, age_years=age, sex=sex, pregnant=pregnant
                )
            ),
            course,
            catalogue.version,
            "",
        )
        for kg, group, age, sex, pregnant in islice(many, cases(100_000))
    ]
    assert len({*codes}) == len(codes)


@pytest.mark.parametrize(
    "words",
    [
        ("--weight", "70", "--indication", "cidp"),
        ("--weight", "70", "--indication", "cidp", "--regimen", "A"),
        ("--weight", "70", "--indication", "cidp", "--product", "privigen"),
        ("--weight", "70", "--indication", "cidp", "--product", "privigen", "--product", "kiovig", "--regimen", "A"),
        ("--weight", "2.1", "--indication", "cidp", "--product", "alyglo", "--regimen", "A"),
    ],
)
def test_there_is_no_code_for_several_courses_or_preparations_or_without_vials(words: tuple[str, ...]) -> None:
    answer = run("dose", *words, "--format", "json").json
    assert answer["check_code"] is None
    assert "--product" in answer["check_code_missing"]
    assert "CHECK" not in run("dose", *words).out
