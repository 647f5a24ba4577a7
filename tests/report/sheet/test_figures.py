"""The worksheet shows the figures of the JSON, and no other number with a unit."""

import re
from fractions import Fraction
from math import ceil
from typing import Any

from hypothesis import assume, example, given
from hypothesis import strategies as st

from ivigcalc.report.english import TEXTS
from tests.profiles import examples
from tests.program import run, shipped
from tests.report.sheet.plans import Element, Reader, sheet_of

COMPUTED = sorted(one.id for one in shipped().indications if one.regimens and "not-supported" not in one.status)
PRODUCTS = sorted(one.id for one in shipped().products)
NUMBER = r"\d+(?:[.\u00a0]\d+)*"
TENTH = Fraction(1, 10)
"""JSON rounds minutes to tenths; a time on a sheet is rounded up from the exact minutes: 283.003 is 4 h 44 min."""

UNIT = r"(?:mL/kg/h|mg/kg/min|mL/h|mL|mg/mL|mmol|mg|g/kg|g/L|g|kg/m2|kg|cm|min|h|years|months)\b|%"
WITH_UNIT = re.compile(rf"({NUMBER})\s?({UNIT})")
OF_DATA = {"look", "small"}
"""The paragraphs with the texts of rules, labels and advice; their numbers are compared as part of those texts."""


@st.composite
def orders(draw: st.DrawFn) -> list[str]:
    """The words of a dose for any patient, of any preparation."""
    words = ["--weight", str(draw(st.decimals("5", "160", places=1))), "--indication", draw(st.sampled_from(COMPUTED))]
    words += ["--product", draw(st.sampled_from(PRODUCTS)), "--round", draw(st.sampled_from(["nearest", "exact"]))]
    for option, values in (
        ("--region", ("us", "eu", "br")),
        ("--age", ("9 months", "6", "17", "44", "71")),
        ("--height", ("121", "175")),
        ("--iga", ("0.9 g/L",)),
        ("--risk", ("renal", "sodium")),
        ("--start", ("2027-02-26",)),
    ):
        if chosen := draw(st.sampled_from((None, *values))):
            words += [option, chosen]
    return [*words, "--regimen", draw(st.sampled_from("ABC"))]


def figure(text: str) -> Fraction:
    return Fraction(text.replace("\u00a0", ""))


def near(shown: Fraction, exact: str) -> bool:
    """A sheet shows to 0.1 what JSON shows to 0.01, each rounded once; of 0.05 both may go up."""
    return abs(shown - Fraction(exact)) <= Fraction("0.055")


def clocks(minutes: str) -> list[str]:
    """Minutes as hours and minutes; of what JSON rounded to half a minute, either."""
    wholes = [int(Fraction(minutes) + Fraction(half)) for half in ("0.495", "0.505")]
    return [f"{whole // 60}:{whole % 60:02d}" for whole in wholes]


def allowed(answer: Any) -> dict[str, list[str]]:
    """The figures of the JSON, by the unit that a sheet prints behind them."""
    request, regimen = answer["request"], answer["regimens"][0]
    made = answer["products"][0]["plans"][0]
    steps = [step for day in made["days"] for step in day["ladder"] or () if step["for_this_risk"]]
    changes = [change for day in made["days"] for step in day["ladder"] or () for change in step["vial_changes"]]
    minutes = [day["infusion_minutes"] for day in made["days"] if day["infusion_minutes"]]
    whole = [ceil(Fraction(each) + rounded) for each in minutes for rounded in (0, TENTH / 2)]
    vials = [vial["size_g"] for day in made["days"] for vial in day["vials"]]
    carried = made["exposure"]
    age = request["age_years"] or "0"
    product = shipped().product(answer["products"][0]["id"])
    grams = [day[key] for day in made["days"] for key in ("dispensed_g", "discarded_g")]
    ordered = [regimen["g_per_day"], regimen["g_course"], *(day["g"] for day in regimen["day_grams"])]
    discarded = [str(Fraction(day["discarded_g"]) * 1000 / Fraction(product.mg_per_ml)) for day in made["days"]]
    figures = {
        "g": [*grams, *vials, *ordered, made["dispensed_g_course"], carried["sugar_g"]],
        "mL": [
            *(day["volume_ml"] for day in made["days"]),
            *(step["running_ml"] for step in steps),
            *(change["at_ml"] for change in changes),
            *discarded,
            made["volume_ml_course"],
        ],
        "mL/h": [step["ml_per_h"] for step in steps],
        "min": [*(step["minutes"] for step in steps), *(str(each % 60) for each in whole)],
        "h": [str(each // 60) for each in whole],
        "mg": [carried["iga_mg"]],
        "mmol": [carried["sodium_mmol"]],
        "%": [made["deviation_percent"], *re.findall(NUMBER, product.shown)],
        "g/kg": [regimen["g_per_kg_per_day"], regimen["g_per_kg_course"]],
        "kg": [request["weight_kg"], answer["dosing_weight"]["kg"]],
        "cm": [request["height_cm"]],
        "g/L": [(request["iga_g_per_l"] or "").strip("<")],
        "mg/mL": [str(product.mg_per_ml)],
        "years": [age],
        "months": [str(Fraction(age) * 12)],
    }
    return {unit: [value for value in values if value] for unit, values in figures.items()}


def check_no_other(elements: list[Element], answer: Any) -> None:
    """Every number with a unit, outside texts of rules, labels and sources, is one of the JSON's."""
    known, interval = allowed(answer), answer["regimens"][0]["interval_text"]
    for element in elements:
        if (
            element.css in OF_DATA
            or element.name in {"style", "title"}
            or (element.name, element.css) == ("span", "quiet")
        ):
            continue
        text = element.text.replace(TEXTS["observed"], "")
        text = text.replace(interval, "") if interval else text
        for number, unit in WITH_UNIT.findall(text):
            assert any(near(figure(number), value.lstrip("-")) for value in known[unit]), (number, unit, element)


def check_texts(elements: list[Element], words: list[str], answer: Any) -> None:
    """The texts of rules, labels and advice are those of the answer in text."""
    screen = " ".join(run("dose", *words, "--format", "text", "--all").out.split())
    product = answer["products"][0]
    said = [alert["text"] for alert in answer["alerts"]] + [reason["text"] for reason in product["reasons"]]
    said += [advice["text"] for advice in answer["advice"]]
    for element in elements:
        if element.name != "p" or element.css not in OF_DATA:
            continue
        rest = re.sub(r"\[[^\]]*\]", "", element.text).strip()
        for text in said:
            rest = rest.replace(text, "")
        label, _, body = rest.partition(" ")
        body = body.strip(" .")
        if label in {"DISCARD", "NO"}:
            continue
        assert not WITH_UNIT.search(rest) or body.replace(": else --first", "") in screen.replace(
            ": else --first", ""
        ), element


@example(
    words=[
        *("--weight", "132.8", "--indication", "aag", "--product", "flebogamma-dif-5", "--round", "nearest"),
        *("--region", "us", "--regimen", "B"),
    ]
)
@given(words=orders())
@examples(300)
def test_the_figures_of_the_json_and_no_others(words: list[str]) -> None:
    done = run("dose", *words, "--format", "json")
    answer = done.json
    assume(done.code == 0 and answer["check_code"])
    elements = Reader(sheet_of(*words)).elements
    check_no_other(elements, answer)
    check_texts(elements, words, answer)
    cells = [element.text for element in elements if element.name == "td"]
    made, days = answer["products"][0]["plans"][0], answer["products"][0]["plans"][0]["days"]
    sizes = [element.text for element in elements if (element.name, element.css) == ("td", "right")]
    vials = [f"{vial['size_g']} g" for day in days for vial in day["vials"] for _ in range(vial["count"])]
    assert sorted(size for size in sizes if size.endswith(" g")) == sorted(vials)
    for day in days:
        assert f"{day['dispensed_g']} g" in cells
        assert day["date"] is None or any(cell.startswith(day["date"]) for cell in cells)
        steps = [step for step in day["ladder"] or () if step["for_this_risk"]]
        for step in steps:
            starred = step["convention"] and day["infusion_minutes"]
            same = [cell for cell in rates(elements) if near(figure(cell.rstrip("*")), step["ml_per_h"])]
            assert any(cell.endswith("*") == bool(starred) for cell in same)
        if day["infusion_minutes"]:
            check_times(cells, day)
    assert any(made["dispensed_g_course"] in element.text for element in elements if element.name == "dd")


def rates(elements: list[Element]) -> list[str]:
    """The rates of all days; their cells hold no unit."""
    cells = [element.text for element in elements if (element.name, element.css) == ("td", "big")]
    return [cell for cell in cells if re.fullmatch(r"[\d.]+\*?", cell)]


def check_times(cells: list[str], day: Any) -> None:
    """From start, for min, the change of vials; the volume after the last step is that of the day."""
    minute = Fraction(0)
    numbers = [figure(cell) for cell in cells if re.fullmatch(NUMBER, cell)]
    volumes = [figure(cell.removesuffix(" mL")) for cell in cells if re.fullmatch(rf"{NUMBER} mL", cell)]
    for step in day["ladder"]:
        assert {*clocks(str(minute))} & {*cells}
        assert any(near(number, step["minutes"]) for number in numbers)
        assert any(near(volume, step["running_ml"]) for volume in volumes)
        for change in step["vial_changes"]:
            assert any(cell.startswith(f"{at}, after ") for cell in cells for at in clocks(change["at_minute"]))
        minute += Fraction(step["minutes"])
    assert near(Fraction(day["ladder"][-1]["running_ml"]), day["volume_ml"])
