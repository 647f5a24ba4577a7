"""The working of an answer, worked out again by an evaluator that shares no code with the program."""

import re
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.evaluator import checked, near, value
from tests.program import EMPTY_OF_PRIVIGEN, run


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("2 x (3 + 4) / 7", 2),
        ("0.005 mL/kg/min x 60 min/h x 70 kg", 21),
        ("28 g daily for 5 days", 140),
        ("9 - 3 - 2", 4),
    ],
)
def test_the_evaluator_reads_formulas_as_people_do(formula: str, result: int) -> None:
    assert value(formula) == result


PRODUCTS = ("privigen", "gamunex-c", "octagam-10", "octagam-5", "flebogamma-dif-5", "kiovig", "panzyga", "gammaplex-10")
KG = st.integers(min_value=80, max_value=1400).map(lambda tenths: f"{tenths / 10:g}")
GRAMS = st.integers(min_value=10, max_value=180).map(lambda halves: f"{halves / 2:g}")


@given(
    product=st.sampled_from(PRODUCTS),
    kg=KG,
    grams=GRAMS,
    more=st.sampled_from([(), ("--risk", "renal"), ("--tolerated",), ("--region", "eu"), ("--region", "us")]),
)
def test_every_rate_minute_and_volume_of_an_infusion_follows_from_its_working(
    product: str, kg: str, grams: str, more: tuple[str, ...]
) -> None:
    answer = run("infusion", "--product", product, "--weight", kg, "--grams", grams, *more, "--format", "json").json
    assume("ladder" in answer)
    again = checked(answer["working"], answer["sources"])
    running = minutes = Fraction(0)
    for row in answer["ladder"]:
        number = f"step {row['step']}" if row["for_this_risk"] else f"ordinary ladder, step {row['step']}"
        rate, volume = again[f"{number} rate"], again[f"{number} volume"]
        lasts = again.get(f"{number} minutes", volume / rate * 60)
        running, minutes = running + volume, minutes + lasts
        assert rate == Fraction(row["ml_per_h"])
        assert near(lasts, row["minutes"])
        assert near(volume, row["volume_ml"])
        assert near(running, row["running_ml"])
        assert near(rate / Fraction(kg), row["ml_per_kg_h"])
    assert near(again["volume"], answer["volume_ml"])
    assert near(running, again["volume"])
    if answer["infusion_minutes"] is None:
        assert "time in all" not in again
    else:
        assert near(minutes, again["time in all"])
        assert near(minutes, answer["infusion_minutes"])
        hours, said = map(int, re.fullmatch(r"(?:(\d+) h)? ?(?:(\d+) min)?", answer["infusion_time"]).groups("0"))  # type: ignore[union-attr] # it has this form
        assert hours * 60 + said == again.get("time in whole minutes", again["time in all"])


def of_plan(plan: dict[str, Any], again: dict[str, Fraction], about: str) -> None:
    """The grams, volumes, deviation and exposures of a course, of the steps that are about it."""
    carried = {"IgA": "iga_mg", "sodium": "sodium_mmol", "sugar": "sugar_g"}
    for what, key in carried.items():
        if name := next((name for name in again if name.startswith(f"{about} {what} of the course")), ""):
            assert near(again[name], plan["exposure"][key])
        else:
            assert plan["exposure"][key] is None
    assert near(again[f"{about} deviation of the course"], plan["deviation_percent"])
    assert near(
        again.get(f"{about} vials of the course", Fraction(plan["days"][0]["dispensed_g"])), plan["dispensed_g_course"]
    )
    assert near(
        again.get(f"{about} volume of the course", Fraction(plan["days"][0]["volume_ml"])), plan["volume_ml_course"]
    )
    volumes = {value for name, value in again.items() if name.startswith(f"{about} volume")}
    vials = {value for name, value in again.items() if name.startswith(f"{about} vials")}
    for day in plan["days"]:
        assert any(near(one, day["volume_ml"]) for one in volumes)
        assert any(near(one, day["dispensed_g"]) for one in vials)


@given(product=st.sampled_from(PRODUCTS), grams=GRAMS, days=st.integers(min_value=1, max_value=5))
def test_every_figure_of_vials_follows_from_their_working(product: str, grams: str, days: int) -> None:
    answer = run("vials", grams, "--product", product, "--days", str(days), "--format", "json").json
    again = checked(answer["working"], answer["sources"])
    if answer["status"] == "no-vials":
        assert again == {}
        return
    shown = next(iter(again)).removeprefix("A ").partition(":")[0]
    of_plan(answer["plan"], again, f"A {shown}:")


@given(
    product=st.sampled_from(PRODUCTS),
    kg=KG,
    dose=st.sampled_from(["0.4 g/kg", "1 g/kg", "0.5 g/kg", "0.25 g/kg"]),
    days=st.integers(min_value=1, max_value=5),
)
def test_every_figure_of_a_dose_follows_from_its_working(product: str, kg: str, dose: str, days: int) -> None:
    typed = ("--per-day", dose, "--days", str(days), "--product", product)
    answer = run("dose", "--indication", "cidp", "--weight", kg, *typed, "--format", "json").json
    assume("working" in answer)
    steps = [step for step in answer["working"] if not step["step"].startswith("dosing weight")]
    again = checked(steps, answer["sources"])
    (regimen,) = answer["regimens"]
    per_day = again["A grams per infusion day"]
    assert near(per_day, Fraction(kg) * Fraction(dose.split(maxsplit=1)[0]))
    assert near(per_day * days, again.get("A course total, NOT per day", per_day))
    (plan,) = answer["products"][0]["plans"]
    if plan["exposure"] is not None:
        shown = answer["products"][0]["shown"]
        of_plan(plan, again, f"A {shown}:")
    assert regimen["letter"] == "A"


@given(
    kg=st.integers(min_value=30, max_value=150),
    grams=st.integers(min_value=5, max_value=70),
    days=st.integers(min_value=1, max_value=5),
    indication=st.sampled_from(["cidp", "gbs", "mmn", "dm"]),
)
def test_every_difference_of_a_check_follows_from_its_working(kg: int, grams: int, days: int, indication: str) -> None:
    said = f"{grams} g daily for {days} days" if days > 1 else f"{grams} g on 1 day"
    asked = ("verify", "--weight", str(kg), "--indication", indication, "--order", said, "--format", "json")
    answer = run(*asked).json
    typed = {"weight as given": Fraction(kg), "grams as typed": Fraction(grams)}
    again = checked(answer["working"], answer["sources"], typed)
    assert near(again.get("ordered: course total, NOT per day", Fraction(grams)), answer["ordered"]["g_course"])
    rows = [row for row in answer["compared"] if row["difference"] is not None]
    assert rows
    for row in rows:
        about = f"{row['item']} on day {row['day']}" if "day" in row else row["item"]
        assert near(again[f"{about}: off by"], row["difference"])
        assert row["percent"] is None or near(again[f"{about}: off by, in percent"], row["percent"])
    for regimen in answer["regimens"]:
        if regimen["g_course"] is not None and regimen["days"] > 1:
            assert near(again[f"{regimen['letter']} course total, NOT per day"], regimen["g_course"])


@given(
    kg=st.integers(min_value=45, max_value=160),
    cm=st.integers(min_value=150, max_value=200),
    sex=st.sampled_from(["male", "female"]),
)
def test_every_weight_and_difference_of_a_comparison_follows_from_its_working(kg: int, cm: int, sex: str) -> None:
    patient = ("--weight", str(kg), "--height", str(cm), "--sex", sex, "--age", "40", "--indication", "cidp")
    answer = run("compare", *patient, "--format", "json").json
    typed = {"weight as given": Fraction(kg)}
    dosed = [policy for policy in answer["policies"] if policy["working"]]
    assert len(dosed) > 1
    for policy in dosed:
        again = checked(policy["working"], answer["sources"], typed)
        weight = next(found for name, found in again.items() if name.startswith("dosing weight"))
        assert near(weight, policy["dosing_weight"]["kg"])
        assert near(again["A course total, NOT per day"], policy["regimen"]["g_course"])
        assert near(again["difference from actual weight"], policy["difference_g"])
        assert near(again["the same in percent"], policy["difference_percent"])
        rounded_g = again.get("course as its authority rounds it")
        assert policy["rounded_g"] == (None if rounded_g is None else f"{float(rounded_g):g}")
        if policy["plan"]["days"]:
            of_plan(policy["plan"], again, next(name for name in again if ": vials" in name).partition(" vials")[0])


WORST_LAST = ("suitable", "caution", "avoid", "contraindicated")
RISKS = ("iga-deficient", "anti-iga", "renal", "thrombosis", "sodium", "fluid", "diabetes", "fructose", "proline")


def beats(mine: list[Fraction], theirs: list[Fraction]) -> bool:
    """The definition of the order, written out: nowhere worse, and somewhere better."""
    return all(one <= other for one, other in zip(mine, theirs, strict=True)) and mine != theirs


def counted(product: dict[str, Any]) -> list[Fraction]:
    """The figures that a preparation is ordered by, of the formulas of its labels; too little sodium counts as none."""
    found = []
    for step in product["working"]:
        name = re.match(r"(IgA|osmolality|sodium|volume|sugar)\b", step["step"])
        if not name:
            continue
        figure = value(step["formula"])
        if none := re.fullmatch(r"less than (\S+) mmol in a day of (\S+) g counts as none", step["rounding"]):
            figure = Fraction(0) if figure * Fraction(none[2]) < Fraction(none[1]) else figure
        assert abs(figure - Fraction(step["value"])) <= Fraction(1, 10**10), step
        assert step["source"], step
        found.append(figure)
    return found


def in_order(products: list[dict[str, Any]]) -> None:
    """The places worked out again: sorted by the steps, and from the formulas numbered, and each tier by definition."""
    keys = [[Fraction(step["value"]) for step in product["working"]] for product in products]
    assert keys == sorted(keys)
    assert len({tuple(key) for key in keys}) == len(keys)
    figures = {product["id"]: counted(product) for product in products}
    ranked = [product for product in products if product["order"] is not None]
    by_verdict: dict[str, list[dict[str, Any]]] = {}
    for product in ranked:
        by_verdict.setdefault(product["verdict"], []).append(product)
    before = 0
    for verdict in WORST_LAST:
        group = by_verdict.get(verdict, [])
        tiers: dict[str, int] = {}
        for product in sorted(group, key=lambda one: sum(figures[one["id"]])):  # who beats another has the lesser sum
            above = (tiers[one] for one in tiers if beats(figures[one], figures[product["id"]]))
            tiers[product["id"]] = 1 + max(above, default=0)
        assert tiers == {product["id"]: product["tier"] for product in group}
        own = sorted((tiers[product["id"]], figures[product["id"]]) for product in group)
        for product in group:
            assert product["order"] == before + 1 + own.index((product["tier"], figures[product["id"]]))
        before += len(group)


@given(
    risks=st.sets(st.sampled_from(RISKS), max_size=4),
    region=st.sampled_from(["", "eu", "us", "br"]),
    only=st.lists(st.sampled_from(PRODUCTS), max_size=4, unique=True),
)
def test_every_place_of_a_preparation_follows_from_its_working(risks: set[str], region: str, only: list[str]) -> None:
    asked = [word for risk in sorted(risks) for word in ("--risk", risk)]
    asked += ["--region", region] if region else []
    answer = run("products", *only, *asked, "--format", "json").json
    documents = {one["id"] for one in answer["sources"]}
    for product in answer["products"]:
        levels = [WORST_LAST.index(one["level"]) for one in product["reasons"] if one["level"] != "note"]
        assert product["verdict"] == WORST_LAST[max(levels, default=0)]
        assert {step["source"] for step in product["working"]} - {""} <= documents
    in_order(answer["products"])


def test_the_working_stands_on_the_screen_where_it_is_asked_for() -> None:
    """Privigen, US, 70 kg: 0.5 mg/kg/min is 0.005 mL/kg/min, 21 mL/h."""
    asked = ("infusion", "--product", "privigen", "--weight", "70", "--grams", "28", "--region", "us", "--explain")
    said = run(*asked, columns=120).text
    assert "0.005 mL/kg/min x 60 min/h x 70 kg 21 mL/h" in said
    assert "Rounded down to whole mL/h from 10 mL/h up, to tenths below: " in said
    assert (
        "250 mcg/g x 27.5 g / 1000 6.88 mg"
        in run("vials", "28", "--product", "privigen", "--explain", columns=120).text
    )
    assert "WORKING" not in run("vials", "28", "--product", "privigen").text


def test_the_rates_that_an_order_is_held_against_have_their_arithmetic() -> None:
    """By hand, 70 kg, Privigen, US: 0.01 mL/kg/min are 42 mL/h; 0.5 mg/kg/min, of 100 mg/mL, are 21 mL/h."""
    order = ("--weight", "70", "--indication", "cidp", "--order", "28 g daily for 5 days", "--region", "us")
    asked = ("verify", *order, "--product", "privigen", "--rate", "0.01 mL/kg/min")
    steps = {step["step"]: step for step in run(*asked, "--format", "json").json["working"]}
    assert steps["rate as ordered"]["value"] == "42"
    first = steps["first rate of the label"]
    assert (first["value"], first["unit"], first["source"]) == ("21", "mL/h", "priv-us")
    assert "first rate of the label" in run(*asked, "--explain").text
    risk = run(*asked, "--risk", "renal", "--format", "json").json
    (row,) = [row for row in risk["compared"] if row["item"] == "rate"]
    again = checked(risk["working"], risk["sources"], {"weight as given": Fraction(70), "grams as typed": Fraction(28)})
    assert again["first rate of the label"] == Fraction(row["high"]) == 21  # no figure is printed for this risk
    unread = ("verify", *order[:-2], "--product", "vigam", "--rate", "100 mL/h")
    names = [step["step"] for step in run(*unread, "--format", "json").json["working"]]
    assert not any("rate" in name for name in names)


def test_what_is_compared_without_vials_has_what_its_prescribed_grams_carry() -> None:
    """1.2 kg: no whole vials make up 0.48 g; Privigen holds at most 25 mcg of IgA per mL in the EU, 250 per gram."""
    asked = ("dose", "--weight", "1.2", "--indication", "cidp", "--regimen", "A", "--product", "privigen")
    stated = (*asked, "--region", "eu", *EMPTY_OF_PRIVIGEN)
    (one,) = run(*stated, "--format", "json").json["instead"]["ordered"]
    steps = {step["step"]: step["formula"] for step in one["working"]}
    assert steps["A Privigen 10 %: IgA of the course, at most"] == "250 mcg/g x 2.4 g / 1000"
    assert not any(": vials" in name for name in steps)
    assert "250 mcg/g x 2.4 g / 1000" in run(*stated, "--explain").text


def test_a_rate_in_the_unit_of_a_label_and_a_limit_at_risk_have_their_arithmetic() -> None:
    """By hand, 70 kg, Octagam 10 %, US: 0.1 mL/kg/min are 420 mL/h; at renal risk at most 0.03, 126 mL/h."""
    order = ("--weight", "70", "--indication", "cidp", "--order", "28 g daily for 5 days", "--region", "us")
    rate = ("--product", "octagam-10", "--risk", "renal", "--rate", "start at 0.01 mL/kg/min, at most 0.1 mL/kg/min")
    answer = run("verify", *order, *rate, "--format", "json").json
    typed = {"weight as given": Fraction(70), "grams as typed": Fraction(28)}
    again = checked(answer["working"], answer["sources"], typed)
    rates = ("start rate as ordered", "rate as ordered", "first rate of the label", "highest rate of the label")
    assert [again[name] for name in rates] == [42, 420, 42, 126]


def test_what_no_rate_was_read_of_is_compared_by_what_it_carries() -> None:
    """Vigam: the paragraph on rates was not read; of its vials there are none in stock."""
    asked = ("dose", "--weight", "70", "--indication", "cidp", "--regimen", "A", "--product", "vigam")
    (one,) = run(*asked, *EMPTY_OF_PRIVIGEN, "--format", "json").json["instead"]["ordered"]
    assert one["first_ml_per_h"] is None
    names = [step["step"] for step in one["working"]]
    assert "A Vigam Liquid 5 %: vials per infusion day" in names
    assert not any("rate" in name for name in names)
