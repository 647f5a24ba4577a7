"""Table, text and JSON show the same figures."""

import re
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.profiles import examples, members
from tests.program import Answer, run, shipped

COMPUTED = sorted(one.id for one in shipped().indications if one.regimens and "not-supported" not in one.status)
PRODUCTS = sorted(one.id for one in shipped().products)
WEIGHTS = st.decimals("2", "180", places=1).map(str)
ORDER_LINE = re.compile(
    r"day (\d+): [^:]*?, intravenous, DOSE ([\d.]+) g, VOLUME ([\d.\u00a0]+) mL, "
    r"((?:\d+ x [\d.]+ g(?: \+ )?)+)"
)
AMOUNT = re.compile(
    r"(?P<letters>[A-Z](?:, [A-Z])*): (?P<day>[\d.]+) g: (?P<vials>[^;:]+); (?P<given>[\d.]+) g; "
    r"(?:[+-]?[\d.]+ %; )?(?P<ml>[\d.]+) mL"
)
NUMBER = re.compile(r"\d+(?:[.\u00a0]\d+)*")


def titles(name: str) -> tuple[str, ...]:
    """How the row of a preparation may begin in text: with its name, marked or not."""
    return tuple(f"{name}{mark}: " for mark in ("", " (sold?)", " (ending)"))


def near(screen: str, exact: str) -> bool:
    """A screen shows to 0.1 what JSON shows to 0.01; each is rounded once, from the same exact figure."""
    difference = Fraction(screen.replace("\u00a0", "")) - Fraction(exact)
    return abs(difference) <= Fraction("0.055")


def order_lines(answer: Answer) -> list[tuple[str, str, str, str]]:
    """Day, grams, mL and vials of every order line."""
    text = re.sub(r"[ \n]+", " ", answer.out)
    return [(day, grams, ml.replace("\u00a0", ""), vials.strip()) for day, grams, ml, vials in ORDER_LINE.findall(text)]


def planned(answer: Any) -> list[tuple[str, str, str, str]]:
    """Day, grams, mL and vials of every planned day, in the words of an order line."""
    days = [day for product in answer["products"] for plan in product["plans"] for day in plan["days"]]
    return [
        (
            str(day["day"]),
            day["dispensed_g"],
            day["volume_ml"],
            " + ".join(f"{vial['count']} x {vial['size_g']} g" for vial in day["vials"]),
        )
        for day in days
    ]


def same(expected: list[tuple[str, str, str, str]], shown: list[tuple[str, str, str, str]]) -> bool:
    """Grams and vials to the last digit, mL as rounded."""
    return len(expected) == len(shown) and all(
        (day, grams, vials) == (day_2, grams_2, vials_2) and near(ml_2, ml)
        for (day, grams, ml, vials), (day_2, grams_2, ml_2, vials_2) in zip(expected, shown, strict=True)
    )


@given(weight=WEIGHTS, indication=st.sampled_from(COMPUTED), product=st.sampled_from(PRODUCTS), which=st.integers(0, 9))
@examples(12, fewest=5)
def test_one_product_in_every_format(weight: str, indication: str, product: str, which: int) -> None:
    args = ("dose", "--weight", weight, "--indication", indication, "--product", product)
    letters = [one["letter"] for one in run(*args, "--format", "json").json["regimens"] if one["g_course"]]
    chosen = (*args, "--all", *(("--regimen", letters[which % len(letters)]) if letters else ()))
    expected = planned(run(*chosen, "--format", "json").json)
    for form, columns in (("text", 80), ("table", 80), ("table", 200)):
        shown = order_lines(run(*chosen, "--format", form, columns=columns))
        assert same(expected, shown), f"{form}: {expected} but {shown}"


@given(
    weight=WEIGHTS,
    indication=st.sampled_from(COMPUTED),
    products=st.lists(st.sampled_from(PRODUCTS), min_size=2, max_size=5, unique=True),
)
@examples(10, fewest=5)
def test_grams_ml_and_vials_of_several_products(weight: str, indication: str, products: list[str]) -> None:
    chosen = [word for product in products for word in ("--product", product)]
    args = ("dose", "--weight", weight, "--indication", indication, "--all", *chosen)
    answer = run(*args, "--format", "json").json
    lines = run(*args, "--format", "text").lines
    found = [
        (product, amount)
        for product in answer["products"]
        for line in [line for line in lines if line.startswith(titles(product["shown"]))][:1]
        for amount in AMOUNT.finditer(line)
    ]
    assume(found)
    for product, amount in members(found):
        for letter in members(amount["letters"].split(", ")):
            day = next(plan for plan in product["plans"] if plan["letter"] == letter)["days"][0]
            short = "+".join(
                f"{vial['count']}x{vial['size_g']}" if vial["count"] > 1 else vial["size_g"] for vial in day["vials"]
            )
            assert (short, day["dispensed_g"]) == (amount["vials"], amount["given"])
            assert near(amount["ml"], day["volume_ml"])
            assert near(amount["day"], day["prescribed_g"])


def test_the_text_screen_has_an_amount_for_each_of_its_products() -> None:
    lines = run("dose", "--weight", "70", "--indication", "cidp", "--all", "--format", "text").lines
    dispensable = [
        product["shown"]
        for product in run("dose", "--weight", "70", "--indication", "cidp", "--format", "json").json["products"]
        if product["plans"] and all(plan["days"] for plan in product["plans"])
    ]
    for name in members(dispensable):
        assert sum(len(AMOUNT.findall(line)) for line in lines if line.startswith(titles(name))) == 2, name


@given(weight=WEIGHTS, indication=st.sampled_from(COMPUTED))
@examples(10, fewest=5)
def test_grams_per_day_and_course_are_the_jsons(weight: str, indication: str) -> None:
    args = ("dose", "--weight", weight, "--indication", indication, "--all")
    regimens = run(*args, "--format", "json").json["regimens"]
    lines = run(*args, "--format", "text").lines
    for one in members(regimens):
        begins = re.compile(rf"{one['letter']}: (induction|maintenance|replacement)(, intravenous)?: ")
        line = next(line for line in lines if begins.match(line))
        figures = NUMBER.findall(line)
        wanted = [one["g_per_day"], one["g_course"]] if one["g_per_day"] else one["g_range"]
        missing = [
            grams
            for grams in wanted or [day["g"] for day in one["day_grams"]]
            if not any(near(figure, grams) for figure in figures)
        ]
        assert missing == [], line


@given(weight=WEIGHTS, indication=st.sampled_from(COMPUTED))
@examples(10, fewest=5)
def test_table_and_text_hold_the_same_numbers(weight: str, indication: str) -> None:
    args = ("dose", "--weight", weight, "--indication", indication, "--all")
    table = {*NUMBER.findall(run(*args, columns=200).out)}
    text = {*NUMBER.findall(run(*args, "--format", "text").out)}
    assert table == text


def test_products_show_the_jsons_iga() -> None:
    args = ("products", "--iga-deficient", "--all")
    ranked = [one for one in run(*args, "--format", "json").json["products"] if one["order"] is not None]
    lines = [line.replace("\u00a0", "") for line in run(*args, "--format", "text").lines]
    assert ranked
    for one in ranked:
        figures = [NUMBER.findall(line.partition(one["shown"])[2]) for line in lines if one["shown"] in line]
        assert any(one["iga"]["mcg_per_g"] in found for found in figures), one["id"]


@pytest.mark.parametrize(
    "args",
    [
        ("products", "--all"),
        ("products", "--iga-deficient", "--risk", "renal", "--risk", "sodium", "--all", "--rejected"),
        ("products", "privigen"),
        ("products", "--table2"),
        ("indications",),
        ("indications", "cidp"),
        ("indications", "--approvals"),
        ("dose", "--weight", "70", "--indication", "cidp", "--explain"),
    ],
)
def test_table_and_text_of_a_list_hold_the_same_numbers(args: tuple[str, ...]) -> None:
    table, text = ({*NUMBER.findall(run(*args, "--format", form, columns=300).out)} for form in ("table", "text"))
    assert table == text


@pytest.mark.parametrize("rounding", ["nearest", "exact"])
@pytest.mark.parametrize(("weight", "days"), [("70", "3"), ("71.3", "3"), ("83.1", "4"), ("55.55", "3")])
def test_days_in_json_add_up_to_the_course(weight: str, days: str, rounding: str) -> None:
    """140 g over 3 days are 46.67, 46.66 and 46.67 g; vials and volumes add up as well."""
    answer = run(
        *("dose", "--weight", weight, "--indication", "mg-exacerbation", "--course", "2 g/kg", "--days", days),
        *("--product", "privigen", "--round", rounding, "--format", "json"),
    ).json
    (regimen,) = answer["regimens"]
    assert sum(Fraction(day["g"]) for day in regimen["day_grams"]) == Fraction(regimen["g_course"])
    for plan in (plan for product in answer["products"] for plan in product["plans"]):
        for of_day, of_course in (("dispensed_g", "dispensed_g_course"), ("volume_ml", "volume_ml_course")):
            assert sum(Fraction(day[of_day]) for day in plan["days"]) == Fraction(plan[of_course])
        assert sum(Fraction(day["prescribed_g"]) for day in plan["days"]) == Fraction(regimen["g_course"])


@pytest.mark.parametrize("weight", ["154 lb", "69.85125", "83.33"])
def test_what_is_given_and_what_is_left_over_are_what_is_opened(weight: str) -> None:
    """154 lb are 69.853 kg, a day 27.9413 g: rounded days add up to the course, and what is left to what is opened."""
    args = ("dose", "--weight", weight, "--indication", "cidp", "--round", "exact", "--format", "json")
    days = [day for product in run(*args).json["products"] for plan in product["plans"] for day in plan["days"]]
    assert sum(day["discarded_g"] != "0" for day in days) > 20
    for day in days:
        assert Fraction(day["opened_g"]) == Fraction(day["dispensed_g"]) + Fraction(day["discarded_g"]), day


def test_what_is_left_over_has_the_volume_of_the_order_line_in_json() -> None:
    """2 x 20 g are opened for 0.4 g/kg of 81.25 kg, 32.5 g: 7.5 g of 50 mg/mL are 150 mL."""
    args = (
        *("dose", "--weight", "81.25", "--height", "121", "--indication", "adem", "--regimen", "A"),
        *("--product", "gammaplex-5", "--round", "exact"),
    )
    assert "DISCARD 7.5 g (150 mL)" in run(*args, columns=300).text
    for day in members(run(*args, "--format", "json").json["products"][0]["plans"][0]["days"]):
        assert (day["opened_g"], day["discarded_g"], day["discarded_ml"], day["volume_ml"]) == (
            "40",
            "7.5",
            "150",
            "650",
        )
