"""``compare``: one patient under every weight policy."""

import re
from typing import Any

from ivigcalc.cli.options import POLICIES
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region
from tests.program import COMPARE, run


def policies(*args: str) -> dict[str, Any]:
    return {one["policy"]: one for one in run(*args, "--format", "json").json["policies"]}


def test_every_policy_has_its_row() -> None:
    assert tuple(policies(*COMPARE)) == POLICIES
    for policy in POLICIES:
        assert policy in run(*COMPARE).out


def test_the_same_patient_is_dosed_differently() -> None:
    """Woman, 150 cm, 80 kg, 2 g/kg: 160 g on actual weight, 116 g by the US 120 % rule, 122.8 g in England."""
    found = {policy: one["regimen"]["g_course"] for policy, one in policies(*COMPARE).items()}
    assert found["actual"] == found["australia-2026"] == found["ontario"] == "160"
    assert found["uk-120-robinson"] == "122.8"
    assert found["us-120-percent"].startswith("115.9") or found["us-120-percent"].startswith("116")


def test_the_difference_is_from_actual_weight() -> None:
    found = policies(*COMPARE)
    assert (found["actual"]["difference_g"], found["actual"]["difference_percent"]) == ("0", "0")
    assert (found["uk-120-robinson"]["difference_g"], found["uk-120-robinson"]["difference_percent"]) == (
        "-37.2",
        "-23.25",
    )


def test_every_row_says_why_its_policy_applies_or_not() -> None:
    text = run(*COMPARE).text
    assert "height 150 cm is below 152 cm" in text
    assert "actual weight 80 kg is above 120 % of the ideal 49 kg" in text


def test_a_contradiction_of_an_authority_is_said() -> None:
    assert "CAUTION ontario: Ontario contradicts itself here" in run(*COMPARE).text


def test_ontario_rounds_to_5_g() -> None:
    """Man, 175 cm, 100 kg: 82.28 g at 1 g/kg, which Ontario rounds to 80 g."""
    args = ("compare", "--weight", "100", "--height", "175", "--sex", "male", "--indication", "cidp")
    found = policies(*args, "--course", "1 g/kg", "--days", "2")
    assert found["ontario"]["rounded_g"] == "80"
    assert found["us-120-percent"]["rounded_g"] is None
    rows = {line.split()[0]: line for line in run(*args, "--course", "1 g/kg", "--days", "2").lines if " 82." in line}
    assert "82.3 (80)" in rows["ontario"]
    assert "(80)" not in rows["us-120-percent"]


def test_vials_are_those_of_the_product_asked_for() -> None:
    answer = run(*COMPARE, "--product", "privigen", "--format", "json").json
    assert answer["product"] == "privigen"
    for one in answer["policies"]:
        assert one["plan"]["days"]
    assert "vials of Privigen 10 %" in run(*COMPARE, "--product", "privigen", columns=120).text


def test_all_that_is_missing_is_listed() -> None:
    answer = run("compare", "--indication", "cidp", "--pregnant", "--format", "json")
    fields = [error["field"] for error in answer.json["errors"]]
    assert (answer.code, fields) == (2, ["--weight", "--height", "--sex", "--pre-pregnancy-weight"])


def test_a_policy_that_cannot_be_worked_out_says_why_and_hides_no_other() -> None:
    """Devine's formula gives a girl of 95 cm less than nothing."""
    args = ("compare", "--weight", "14", "--height", "95", "--sex", "female", "--age", "3", "--indication", "gbs")
    found = policies(*args)
    assert found["ideal"]["errors"][0]["code"] == "weight-policy-out-of-range"
    assert found["actual"]["regimen"]["g_course"] == "28"
    assert "comes out at -6.48 kg" in run(*args).text


def test_a_range_asks_for_the_dose() -> None:
    answer = run(*COMPARE[:-1], "id-replacement")
    assert answer.code == 2
    assert "no single dose" in answer.text


def test_a_pregnant_man_is_refused() -> None:
    answer = run("dose", "--weight", "80", "--sex", "male", "--pregnant", "--indication", "cidp")
    assert answer.code == 4
    assert "pregnant-man" in answer.text


def test_several_products_stand_side_by_side() -> None:
    """Woman of 80 kg: 32 g a day on actual weight, 17.3 g on 43.3 kg; Privigen in the US has 5, 10, 20 and 40 g."""
    args = (*COMPARE, "--product", "privigen", "--product", "octagam-10", "--product", "gammar-p", "--region", "us")
    answer = run(*args, "--format", "json").json
    assert (answer["product"], answer["products"]) == ("privigen", ["privigen", "octagam-10"])
    for one in answer["policies"]:
        assert [plan["product"] for plan in one["plans"]] == ["privigen", "octagam-10"]
        assert one["plans"][0]["plan"] == one["plan"]
    lines = run(*args, columns=80).lines
    assert [line.split() for line in lines if line.startswith("actual")][1] == ["actual", "32", "g", "20+10", "30+2"]
    assert any("no fit; nearest 15 g or 20 g" in line and "10+5+2" in line for line in lines)
    assert "NO PLAN  Gammar-P I.V. 5 %: no longer made." in lines
    assert max(map(len, lines)) <= 80


def test_next_recommends_no_policy() -> None:
    after = run(*COMPARE).text.partition("NEXT")[2]
    assert "--weight-policy POLICY" in after
    assert run(*COMPARE, "--weight-policy", "POLICY").code == 2
    assert not any(policy in after for policy in ("ideal", "adjusted", "ontario"))


def test_next_offers_another_preparation_that_the_region_sells(catalogue: Catalogue) -> None:
    """Of the Brazilian market nothing was read."""
    for region in Region.US, Region.EU:
        offered = re.findall(r"--product (\S+)", run(*COMPARE, "--region", region).text)[0]
        assert "sold" in {entry.status for entry in catalogue.product(offered).market if region in entry.regions}
        assert offered != run(*COMPARE, "--region", region, "--format", "json").json["product"]
    assert "--product" not in run(*COMPARE, "--region", "br").text.partition("NEXT")[2]
