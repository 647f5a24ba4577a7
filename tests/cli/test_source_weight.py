"""A regimen whose source doses on another weight than actual: ADEM, by Ontario's rule.

90 kg, 160 cm, female: Devine 45.5 + 2.3 x (160 - 152.4) / 2.54 = 52.38 kg; 52.38 + 0.4 x 37.62 = 67.43 kg; 0.4 g/kg is
26.97 g.
"""

from pathlib import Path

import pytest

from tests.program import run

ADEM = ("dose", "--indication", "adem", "--format", "json")
VERIFY = ("verify", "--weight", "90", "--indication", "adem", "--order")
BIG = ("--height", "160", "--sex", "female")


def test_the_policy_of_the_source_counts_without_a_choice() -> None:
    answer = run(*ADEM, "--weight", "90", *BIG).json
    assert (answer["dosing_weight"]["kg"], answer["dosing_weight"]["policy"]) == ("67.43", "ontario")
    assert answer["regimens"][0]["g_per_day"] == "26.97"
    assert answer["request"]["weight_policy"] == "ontario"
    assert "weight_policy" in answer["request"]["defaulted"]
    assert "A 27 g daily for 5 days" in run(*ADEM[:3], "--weight", "90", *BIG).text


@pytest.mark.parametrize("form", ["table", "text"])
def test_the_weight_that_is_dosed_on_and_why_stand_above_the_dose(form: str) -> None:
    """160 cm, female: 52.38 kg by Devine; 90 kg: 52.38 + 0.4 x 37.62 = 67.43 kg."""
    text = run(*ADEM[:3], "--weight", "90", *BIG, "--format", form).text
    above, _, _ = text.partition("27 g daily for 5 days")
    assert "90 kg" in above
    assert "Dosing weight 67.4 kg (adjusted body weight (factor 0.4)). ontario: 152.4 cm or more" in above


def test_a_policy_that_was_chosen_counts_instead() -> None:
    answer = run(*ADEM, "--weight", "90", "--weight-policy", "actual").json
    assert (answer["dosing_weight"]["kg"], answer["regimens"][0]["g_per_day"]) == ("90", "36")


@pytest.mark.parametrize(
    ("given", "day_g", "why"),
    [
        (("--weight", "20", "--age", "6"), "8", "age 6 years is under 18"),
        (("--weight", "70", "--age", "17"), "28", "age 17 years is under 18"),
        (("--weight", "45.5"), "18.2", "a woman of 45.5 kg is not above 45.5 kg"),
        (("--weight", "50", "--sex", "male"), "20", "a man of 50 kg is not above 50 kg"),
        (("--weight", "90", "--height", "152.3"), "36", "height 152.3 cm is below 152.4 cm"),
        (
            ("--weight", "60", "--height", "180", "--sex", "female"),
            "24",
            "actual weight 60 kg is below the adjusted 66.3",
        ),
        (("--weight", "60", "--height", "180"), "24", "actual weight 60 kg is below the adjusted 66.3 or 69 kg"),
    ],
)
def test_nothing_is_asked_that_cannot_change_the_dose(given: tuple[str, ...], day_g: str, why: str) -> None:
    result = run(*ADEM, *given)
    assert (result.code, result.json["regimens"][0]["g_per_day"]) == (0, day_g)
    assert result.json["dosing_weight"]["basis"] == "actual body weight"
    assert why in result.json["dosing_weight"]["why"]
    assert why in run(*ADEM[:3], *given).text


def test_a_policy_that_was_chosen_keeps_its_own_exceptions_alone() -> None:
    """Ontario raises a lean patient's weight, and takes no age: as its rule is written."""
    lean = ("--weight", "60", "--height", "180", "--sex", "female", "--weight-policy", "ontario")
    assert run(*ADEM, *lean).json["dosing_weight"]["kg"] == "66.3"
    assert run(*ADEM, "--weight", "60", "--age", "17", "--weight-policy", "ontario").code == 2


@pytest.mark.parametrize(
    ("given", "needed"),
    [
        ((), "--height and --sex"),
        (("--height", "160"), "--sex"),
        (("--sex", "female"), "--height"),
        ((*BIG, "--pregnant"), "--pre-pregnancy-weight"),
    ],
)
def test_without_what_the_source_needs_there_are_grams_per_kg_alone(given: tuple[str, ...], needed: str) -> None:
    result = run(*ADEM, "--weight", "90", *given)
    assert result.code == 0
    weight, regimens = result.json["dosing_weight"], result.json["regimens"]
    assert weight["kg"] is None
    assert weight["kg_missing"] == f"the source doses on adjusted body weight (ontario): add {needed}"
    for regimen in regimens:
        assert (regimen["g_per_day"], regimen["g_course"], regimen["day_grams"], regimen["g_range"]) == (
            None,
            None,
            [],
            [],
        )
        assert regimen["g_per_day_missing"] == regimen["g_course_missing"] == "no dosing weight: see dosing_weight"
    assert (regimens[0]["g_per_kg_per_day"], regimens[0]["g_per_kg_course"]) == ("0.4", "2")
    assert not any(product["plans"] for product in result.json["products"])
    screen = run(*ADEM[:3], "--weight", "90", *given)
    assert f"add {needed}" in screen.text
    assert "0.4 g/kg daily for 5 days" in screen.text
    assert "36 g" not in screen.text


@pytest.mark.parametrize(
    ("order", "code", "outcome"),
    [
        ("36 g daily for 5 days", 3, "differs"),
        ("27 g daily for 5 days", 0, "match"),
        ("0.4 g/kg daily for 5 days", 0, "match"),
    ],
)
def test_an_order_is_compared_on_the_weight_of_the_source(order: str, code: int, outcome: str) -> None:
    result = run(*VERIFY, order, *BIG, "--format", "json")
    assert (result.code, result.json["outcome"]) == (code, outcome)
    assert ("other-weight-policy" in [cause["cause"] for cause in result.json["causes"]]) == (code == 3)


@pytest.mark.parametrize(
    ("order", "code", "outcome"),
    [
        ("36 g daily for 5 days", 3, "unchecked"),
        ("27 g daily for 5 days", 3, "unchecked"),
        ("0.4 g/kg daily for 5 days", 0, "match"),
        ("0.6 g/kg daily for 5 days", 3, "differs"),
        ("2 g/kg on day 1", 4, "dangerous"),
        ("180 g on day 1", 4, "dangerous"),
    ],
)
def test_without_height_grams_are_not_checked_but_g_per_kg_are(order: str, code: int, outcome: str) -> None:
    """180 g are 2 g/kg on actual weight, and more on any lower weight: the stop holds without the height."""
    result = run(*VERIFY, order, "--format", "json")
    assert (result.code, result.json["outcome"]) == (code, outcome)
    assert result.json["dosing_weight"]["kg"] is None
    if outcome == "unchecked":
        assert "add --height and --sex" in run(*VERIFY, order).text


@pytest.mark.parametrize(("typed", "code"), [("28 g", 2), ("180 g", 4), ("0.4 g/kg", 0), ("2 g/kg", 4)])
def test_a_typed_dose_in_grams_needs_the_weight_of_the_source(typed: str, code: int) -> None:
    result = run(*ADEM[:3], "--weight", "90", "--per-day", typed, "--days", "1")
    assert result.code == code
    assert ("--height is missing" in result.text) == (code == 2)


def test_a_row_of_a_table_without_height_is_an_error(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("key,weight_kg,age,indication,regimen\na,90,40,adem,A\nb,20,6,adem,A\n", encoding="utf-8")
    result = run("batch", str(table), "--to", "jsonl")
    first, second = result.out.splitlines()
    assert result.code == 6
    assert '"status": "error"' in first
    assert "height_cm is missing" in first
    assert '"g_per_day": "8"' in second
