"""``infusion``, and the same ladder in ``dose --product``."""

from typing import Any

import pytest

from tests.program import CIDP, INFUSION, run

CHOSEN = (*CIDP, "--product", "privigen", "--regimen", "A")


def steps(*args: str) -> Any:
    return run(*args, "--format", "json").json["ladder"]


def test_the_pump_is_set_to_whole_ml_per_hour() -> None:
    """70 kg: 0.005, 0.01, 0.02, 0.04 and 0.08 mL/kg/min."""
    assert [one["ml_per_h"] for one in steps(*INFUSION)] == ["21", "42", "84", "168", "336"]
    assert [one["ml_per_kg_h"] for one in steps(*INFUSION)] == ["0.3", "0.6", "1.2", "2.4", "4.8"]
    assert [one["mg_per_kg_min"] for one in steps(*INFUSION)] == ["0.5", "1", "2", "4", "8"]


def test_each_step_stands_on_the_screen_in_the_three_units_of_labels_and_pumps() -> None:
    """70 kg of 100 mg/mL: 21 mL/h are 0.3 mL/kg/h, which are 30 mg/kg/h or 0.5 mg/kg/min."""
    text = run(*INFUSION).text
    assert "RATE mL/kg/h mg/kg/min minutes VOLUME running" in text
    rows = ("21 mL/h 0.3 0.5 30", "42 mL/h 0.6 1 30", "84 mL/h 1.2 2 30", "168 mL/h 2.4 4 30", "336 mL/h 4.8 8 21")
    assert [row for row in rows if row not in text] == []


def test_running_volume_ends_at_the_volume() -> None:
    """275 mL: 10.5 + 21 + 42 + 84 in two hours, the other 117.5 at 336 mL/h in 20.98 minutes."""
    found = steps(*INFUSION)
    assert [one["volume_ml"] for one in found] == ["10.5", "21", "42", "84", "117.5"]
    assert found[-1]["running_ml"] == "275"
    assert run(*INFUSION, "--format", "json").json["infusion_minutes"] == "140.98"
    assert "2 h 21 min in all" in run(*INFUSION).text


def test_a_dose_carries_the_same_ladder_as_an_infusion_of_its_day() -> None:
    day = run(*CHOSEN, "--format", "json").json["products"][0]["plans"][0]["days"][0]
    answer = run(*INFUSION, "--format", "json").json
    assert day["dispensed_g"] == "27.5"
    for key in ("ladder", "infusion_minutes", "ladder_label"):
        assert day[key] == answer[key]


def test_a_dose_for_every_product_names_where_the_ladder_is() -> None:
    day = run(*CIDP, "--format", "json").json["products"][0]["plans"][0]["days"][0]
    assert day["ladder"] is None
    assert "--product" in day["ladder_missing"]


def test_a_dose_names_why_there_is_no_rate() -> None:
    text = run(*CIDP, "--product", "alyglo", "--regimen", "A").text
    assert "NO RATE only general knowledge was found" in text
    day = run(*CIDP, "--product", "alyglo", "--regimen", "A", "--format", "json").json["products"][0]["plans"][0][
        "days"
    ][0]
    assert "general knowledge" in day["ladder_missing"]


def test_what_the_label_does_not_print_is_marked_as_convention() -> None:
    assert [one["convention"] for one in steps(*INFUSION)] == [True, True, True, True, False]
    assert "by convention it doubles, and a step lasts 30 minutes" in run(*INFUSION).text


def test_vial_changes_stand_in_their_step() -> None:
    changes = [one["vial_changes"] for one in steps(*INFUSION)]
    assert changes[:4] == [[], [], [], []]
    assert [(one["vial"], one["at_ml"]) for one in changes[4]] == [(2, "200"), (3, "250")]
    assert "vial 2 at 200 mL" in run(*INFUSION).text


@pytest.mark.parametrize("name", ["itp", "pi", "ITP"])
def test_what_labels_print_a_rate_for_can_be_named(name: str) -> None:
    """Not neurological, and no dose is worked out for it; but labels print a rate."""
    answer = run(*INFUSION[:-1], name, "--region", "us")
    assert answer.code == 0
    assert f"for {name.lower()}" in answer.out.partition("\n")[0]


def test_an_indication_of_no_ladder_says_whose_stands_in() -> None:
    text = run(*INFUSION[:-1], "gbs", "--region", "us").text
    assert "It has no ladder of its own for this use: its slowest stands in." in text


def test_the_label_and_its_region_are_named() -> None:
    text = run(*INFUSION).text
    assert "LABEL US, PI, CIDP" in text
    assert "No region given: the slowest read applies." in text


def test_a_flat_rate_says_so() -> None:
    text = run("infusion", "--product", "intragam-p", "--weight", "70", "--grams", "24").text
    assert "not scaled by weight" in text


def test_a_limit_for_a_patient_at_risk_is_named_with_its_figure() -> None:
    asked = ("infusion", "--product", "octagam-10", "--weight", "70", "--grams", "35", "--region", "us")
    assert "LIMIT" not in run(*asked).text
    text = run(*asked, "--age", "70").text
    assert "RISK renal" in text
    assert "LIMIT renal or thrombosis risk: at most 126 mL/h" in text
    limit = run(*asked, "--age", "70", "--format", "json").json["limits"][0]
    assert limit["ml_per_h"] == "126"


def test_a_label_without_a_figure_says_minimum_practicable() -> None:
    text = run("infusion", "--product", "octagam-5", "--weight", "70", "--grams", "35", "--risk", "renal").text
    assert "minimum practicable rate, no figure" in text


def test_the_rate_of_the_patient_is_the_last_word_on_a_ladder_of_others() -> None:
    """Privigen (EU), 70 kg: 0.3 mL/kg/h is 21 mL/h, and no label read prints a figure for renal risk."""
    text = run(*INFUSION, "--region", "eu", "--risk", "renal").text
    ladder = text.partition("ORDINARY LADDER, not for this risk")[2].partition("VIALS")[0]
    assert ladder.strip().endswith("RATE start at 21 mL/h; how far to raise it is for the prescriber.")


def test_at_a_risk_without_a_figure_no_time_is_given() -> None:
    """Of the ordinary ladder it is said for whom it is not; JSON has none."""
    asked = ("--region", "eu", "--risk", "renal")
    assert "TIME not worked out for this risk (" in run(*INFUSION, *asked).text
    assert "time: not worked out" in run(*CHOSEN, *asked, "--format", "text").text
    answer = run(*INFUSION, *asked, "--format", "json").json
    assert (answer["infusion_minutes"], answer["infusion_time"]) == (None, None)


@pytest.mark.parametrize("region", [(), ("--region", "eu")])
def test_a_ladder_and_its_alerts_fit_a_screen(region: tuple[str, ...]) -> None:
    """The advice for every infusion is one line; with --explain its text."""
    screen = run(*INFUSION, *region)
    assert len(screen.lines) <= 24
    assert "ADVICE for every infusion (during and after): --explain" in screen.text
    assert "during watch the vital signs" in run(*INFUSION, *region, "--explain").text


def test_the_weight_of_the_rate_is_printed() -> None:
    assert "RATE is for actual weight, 70 kg" in run(*INFUSION).text
    lean = ("--height", "190", "--sex", "male", "--weight-policy", "ideal", "--rate-weight", "dosing")
    assert (
        "RATE is for dosing weight, 70 kg (the actual weight: a rate is never for more)" in run(*INFUSION, *lean).text
    )
    small = ("--height", "160", "--sex", "male", "--weight-policy", "ideal", "--rate-weight", "dosing")
    assert "RATE is for dosing weight, 56.9 kg (--rate-weight actual: 70 kg)" in run(*INFUSION, *small).text


def test_everything_missing_is_listed_at_once() -> None:
    answer = run("infusion", "--format", "json").json
    assert [error["field"] for error in answer["errors"]] == ["--product", "--grams", "--weight"]


def test_the_whole_vials_of_a_printed_dose_are_no_overdose() -> None:
    """1 g/kg on 2 days at 98.2 kg is dispensed as 100 g a day, 1.02 g/kg."""
    asked = ("infusion", "--weight", "98.2", "--product", "gamunex-c", "--indication", "cidp")
    assert run(*asked, "--grams", "100").code == 0
    assert run(*asked, "--grams", "109").code == 4


@pytest.mark.parametrize(("grams", "code"), [("0", 2), ("-3", 2), ("28 mg", 2), ("1,000", 2), ("x", 2), ("28 g", 0)])
def test_grams_are_read_strictly(grams: str, code: int) -> None:
    assert run("infusion", "--product", "privigen", "--weight", "70", f"--grams={grams}").code == code


def test_both_commands_say_by_which_rule_vials_were_chosen() -> None:
    """28 g of Privigen: 30 g are not below it; a course takes the nearest, 27.5 g, unless it is rounded up."""
    rate = run("infusion", "--product", "privigen", "--weight", "70", "--grams", "28", "--region", "eu").text
    assert "VIALS 1 x 20 g + 1 x 10 g, 2 g left over (not below the grams: dose --round up)" in rate
    dose = (*CIDP, "--product", "privigen", "--regimen", "A", "--region", "eu")
    nearest = run(*dose).text
    assert "DOSE vials, nearest VOLUME" in nearest
    assert "1 x 20 g + 1 x 5 g + 1 x 2.5 g" in nearest
    up = run(*dose, "--round", "up").text
    assert "DOSE vials, not below VOLUME" in up
    assert "30 g 1 x 20 g + 1 x 10 g" in up
    assert "DOSE vials, to cover the dose VOLUME" in run(*dose, "--round", "exact").text


def test_a_dose_in_json_has_the_limit_of_its_label_with_the_source() -> None:
    """3.3 mg/kg/min for 81.25 kg of a solution of 100 mg/mL: 3.3 x 81.25 x 60 / 100 = 160.875 mL/h."""
    asked = ("dose", "--product", "panzyga", "--weight", "81.25", "--indication", "gbs", "--region", "us")
    plain = run(*asked, "--format", "json").json
    assert "limits" not in plain["products"][0]["plans"][0]["days"][0]
    at_risk = run(*asked, "--risk", "renal", "--format", "json").json
    days = [day for plan in at_risk["products"][0]["plans"] for day in plan["days"]]
    assert {limit["ml_per_h"] for day in days for limit in day["limits"]} == {"160.88"}
    cited = {source for day in days for limit in day["limits"] for source in limit["sources"]}
    assert cited <= {source["id"] for source in at_risk["sources"]}
    text = run(*asked, "--risk", "renal", "--regimen", "A", "--explain", "--format", "text").out
    assert "at most 160.9 mL/h" in text
    assert all(f"\n{source}" in text.partition("\nSOURCES\n")[2] for source in cited)


def test_json_says_what_the_vials_hold_beyond_the_grams_or_which_totals_are_nearest() -> None:
    """30 g of vials less 28 g; of Asceniv, which has vials of 5 g alone, 1 g is none and 5 g the next."""
    made = run(
        "infusion", "--product", "privigen", "--weight", "70", "--grams", "28", "--region", "eu", "--format", "json"
    ).json
    assert (made["left_over_g"], made["nearest_g"]) == ("2", [])
    unfit = run("infusion", "--product", "asceniv", "--weight", "72", "--grams", "1", "--format", "json").json
    assert (unfit["vials"], unfit["left_over_g"], unfit["nearest_g"]) == ([], None, ["5"])
    assert unfit["left_over_g_missing"] == "no whole-vial total within the tolerance"


@pytest.mark.parametrize(
    ("product", "region", "says"),
    [
        ("octagam-5", "eu", "FIRST what the EU label of this preparation asks for a first infusion: no text read."),
        ("kiovig", "eu", "FIRST not given before, a long interval or a high rate: monitor closely"),
    ],
)
def test_a_first_infusion_says_what_the_label_asks_or_that_no_text_was_read(
    product: str, region: str, says: str
) -> None:
    asked = ("infusion", "--product", product, "--region", region, "--weight", "70", "--grams", "28")
    assert says in run(*asked, "--first").text
    assert "FIRST" not in run(*asked).text


def test_why_a_label_sets_no_limit_stands_in_json() -> None:
    """Tegeline's monograph speaks of renal risk and of no other; without a risk there is nothing to limit."""
    words = ("infusion", "--product", "tegeline", "--weight", "70", "--grams", "30", "--indication", "cidp")
    at_risk = run(*words, "--risk", "thrombosis", "--format", "json").json
    why = "no rate for thrombosis risk was read on a label: the minimum practicable rate"
    assert (at_risk["limits"], at_risk["limits_missing"], at_risk["infusion_minutes"]) == ([], why, None)
    assert run(*words, "--format", "json").json["limits_missing"] == "no risk given that labels name"


def test_the_weight_that_a_rate_is_not_for_is_named() -> None:
    """160 cm in a woman: 52.4 kg ideal, and 52.4 + 0.4 (100 - 52.4) = 71.4 kg."""
    words = (
        *("infusion", "--product", "privigen", "--weight", "100", "--height", "160", "--sex", "female"),
        *("--weight-policy", "adjusted", "--grams", "40", "--indication", "cidp"),
    )
    assert "RATE is for actual weight, 100 kg (--rate-weight dosing: 71.4 kg)." in run(*words, columns=120).text
    other = run(*words, "--rate-weight", "dosing", columns=120).text
    assert "RATE is for dosing weight, 71.4 kg (--rate-weight actual: 100 kg)." in other
