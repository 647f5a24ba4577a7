"""``verify`` as a gate: what has to be looked at does not pass until somebody says why it may."""

from pathlib import Path

import pytest

from tests.program import Answer, run

SUCROSE = ("--risk", "renal", "--product", "sandoglobulin")
"""A preparation to avoid: sucrose at renal risk (rule sucrose-renal)."""


def verify(order: str, *more: str, kg: str = "70", indication: str = "cidp") -> Answer:
    return run("verify", "--weight", kg, "--indication", indication, "--order", order, *more)


def test_a_product_to_avoid_does_not_pass_until_its_rule_is_acknowledged() -> None:
    held = verify("0.5 g/kg/d for 4 days", *SUCROSE)
    assert (held.code, held.lines[0].split("  ")[0]) == (3, "MATCH, LOOK")
    assert "[sucrose-renal]" in held.out
    assert 'exit 3, not acknowledged: sucrose-renal; type --ack sucrose-renal="reason"' in held.err
    passed = verify("0.5 g/kg/d for 4 days", *SUCROSE, "--ack", "sucrose-renal=no other in stock, Dr X")
    assert (passed.code, passed.lines[0].split("  ")[0], passed.err) == (0, "MATCH", "")
    assert "ACKNOWLEDGED sucrose-renal: no other in stock, Dr X" in passed.text


def test_the_status_is_the_one_of_a_dose() -> None:
    order = ("--weight", "70", "--indication", "cidp", *SUCROSE, "--format", "json")
    dose = run("dose", *order, "--per-day", "0.5 g/kg", "--days", "4").json
    check = run("verify", *order, "--order", "0.5 g/kg daily for 4 days").json
    assert (dose["status"], check["status"], check["outcome"], check["exit_code"]) == ("caution", "caution", "match", 3)
    acknowledged = run("verify", *order, "--order", "0.5 g/kg daily for 4 days", "--ack", "sucrose-renal=seen").json
    assert (acknowledged["status"], acknowledged["acknowledged"]) == ("ok", {"sucrose-renal": "seen"})


def test_a_caution_on_the_order_does_not_pass_until_it_is_acknowledged() -> None:
    """12 kg and no age: child or adult?"""
    held = verify("4.8 g daily for 5 days", kg="12", indication="gbs")
    assert (held.code, held.lines[0].split("  ")[0]) == (3, "MATCH, LOOK")
    seen = ("--ack", "child-without-age=a child, age asked for")
    assert verify("4.8 g daily for 5 days", *seen, kg="12", indication="gbs").code == 0


AGED = ("28 g daily for 5 days", "--age", "72", "--product", "privigen", "--region", "eu")
"""Privigen (EU) begins at 0.3 mL/kg/h, 21 mL/h at 70 kg, and asks for the minimum rate practicable from 65 years on."""


def test_an_order_without_a_rate_is_held_by_what_dose_says_of_its_rates() -> None:
    """The renal risk that follows from age has no figure on the label; neither command knows the height."""
    held = verify(*AGED, indication="gbs")
    assert (held.code, held.lines[0].split("  ")[0]) == (3, "MATCH, LOOK")
    assert "[rate-without-figure]" in held.out
    assert "[obesity-not-checked]" in held.out
    assert 'type --ack rate-without-figure="reason"' in " ".join(held.err.split())
    passed = verify(*AGED, "--ack", "rate-without-figure=kept at 21 mL/h", indication="gbs")
    assert (passed.code, passed.err) == (0, "")


@pytest.mark.parametrize(("rate", "code"), [("21 mL/h", 0), ("22 mL/h", 3), ("180 mL/h", 3), ("400 mL/h", 3)])
def test_an_ordered_rate_alone_counts_and_the_only_one_for_the_patient_is_named(rate: str, code: int) -> None:
    check = verify(*AGED, "--rate", rate, indication="gbs")
    assert (check.code, "rate-without-figure" in check.out) == (code, False)
    rows = verify(*AGED, "--rate", rate, "--format", "json", indication="gbs").json["compared"]
    row = next(row for row in rows if row["item"] == "rate")
    assert (row["low"], row["high"]) == ("21", "21")
    assert row["what"] == "the label's first rate; no figure beyond it"
    assert "21 mL/h, the label's first rate;" in check.text


def test_vials_that_fit_no_day_are_judged_by_their_own_rates() -> None:
    """3 g in vials of 2.5 g: 17 % off, so ``dose`` hangs nothing; what somebody hangs has a rate all the same."""
    order = ("3 g daily for 5 days", "--age", "72", "--product", "privigen", "--region", "eu")
    assert "rate-without-figure" not in verify(*order, indication="gbs").out
    assert "[rate-without-figure]" in verify(*order, "--vials", "1x2.5", indication="gbs").out


def test_every_caution_has_to_be_acknowledged() -> None:
    """210 kg: 84 g on 5 days pass 200 kg, but no other limit; 210 g on 2 days pass 100 g a day, too."""
    heavy = ("--height", "215", "--ack", "weight-above-200=weighed twice")
    assert verify("84 g daily for 5 days", *heavy, kg="210").code == 0
    two = verify("210 g daily for 2 days", *heavy, kg="210")
    assert (two.code, "not acknowledged: day-above-100-g" in two.err) == (3, True)


def test_a_verdict_of_caution_is_printed_and_passes_unless_strict() -> None:
    """Maltose in diabetes is a caution; the renal risk that follows from diabetes is a note."""
    order = ("28 g daily for 5 days", "--risk", "diabetes", "--product", "octagam-10", "--region", "eu")
    usual = verify(*order)
    assert (usual.code, usual.lines[0].split("  ")[0]) == (0, "MATCH, see CAUTION")
    assert "CAUTION maltose" in usual.text
    assert verify(*order, "--format", "json").json["outcome"] == "match"
    seen = verify(*order, "--ack", "maltose-diabetes=glucose-specific meter")
    assert (seen.code, seen.lines[0].split("  ")[0]) == (0, "MATCH")
    strict = verify(*order, "--strict")
    assert (strict.code, strict.lines[0].split("  ")[0]) == (3, "MATCH, LOOK")
    assert verify(*order, "--strict", "--ack", "maltose-diabetes=glucose-specific meter").code == 0


def test_the_dose_of_another_preparations_label_is_held_and_its_label_named() -> None:
    """Privigen (EU), CIDP: 1 g/kg every 3 weeks after the first 2 g/kg; 2 g/kg every 3 weeks is Panzyga's (US)."""
    order = ("Privigen 70 g daily for 2 days every 3 weeks", "--region", "eu")
    held = verify(*order)
    assert (held.code, held.lines[0].split("  ")[0]) == (3, "MATCH, LOOK")
    assert "by US label (Panzyga)" in held.text[: held.text.index("READ")]
    assert "not acknowledged: above-label-dose" in held.err
    assert verify(*order, "--ack", "above-label-dose=asked for by Dr X").code == 0
    first = verify("Privigen 70 g daily for 2 days", "--region", "eu")
    assert (first.code, "above-label-dose" in first.text) == (0, False)


@pytest.mark.parametrize("product", ["gammaplex-10", "flebogamma-dif-10"])
def test_the_vials_that_dose_takes_are_no_more_than_the_label_gives(product: str) -> None:
    """GBS, 70 kg: 28 g a day are 30 g in whole vials, 7.1 % more; 31 g are 10.7 % more, and no printed dose."""
    asked = ("--weight", "70", "--indication", "gbs", "--product", product, "--region", "eu")
    dosed = run("dose", *asked, "--format", "json").json
    assert {day["dispensed_g"] for day in dosed["products"][0]["plans"][0]["days"]} == {"30"}
    passed, held = (
        run("verify", *asked, "--order", f"{grams} g daily for 5 days", "--format", "json").json for grams in (30, 31)
    )
    rules = [{alert["rule"] for alert in found["alerts"]} for found in (dosed, passed, held)]
    assert (passed["outcome"], passed["exit_code"], rules[1]) == ("rounded", 0, rules[0])
    assert (held["outcome"], "above-label-dose" in rules[2] - rules[0]) == ("differs", True)


def test_dose_says_the_same_of_the_dose_of_another_label() -> None:
    order = ("--weight", "70", "--indication", "cidp", "--region", "eu", "--product", "privigen", "--regimen", "E")
    found = run("dose", *order, "--course", "2 g/kg", "--format", "json").json
    assert (found["status"], "above-label-dose" in {alert["rule"] for alert in found["alerts"]}) == ("caution", True)


def test_where_a_site_stops_the_dose_of_another_label_no_dose_is_given(tmp_path: Path) -> None:
    site, table = tmp_path / "site.yaml", tmp_path / "table.csv"
    site.write_text("site: A\nlimits: [{id: above-label-dose, level: stop}]\n", encoding="utf-8")
    order = ("--weight", "70", "--indication", "cidp", "--region", "eu", "--product", "privigen", "--regimen", "E")
    held = run("dose", *order, "--course", "2 g/kg", "--formulary", str(site))
    assert (held.code, "[above-label-dose]" in held.text) == (4, True)
    table.write_text("weight_kg,indication,regimen,course,product\n70,cidp,E,2 g/kg,privigen\n", encoding="utf-8")
    row = run("batch", str(table), "--region", "eu", "--formulary", str(site)).out.splitlines()[1]
    assert row.split(",")[2] == "refused"


def test_contraindicated_stays_dangerous_whatever_is_acknowledged() -> None:
    order = ("28 g daily for 5 days", "--risk", "anti-iga", "--product", "gamunex-c")
    assert verify(*order).code == verify(*order, "--ack", "any-iga=seen").code == 4


def test_no_acknowledgement_makes_a_difference_right() -> None:
    held = verify("40 g daily for 5 days", "--ack", "day-above-100-g=seen")
    assert (held.code, held.lines[0].split("  ")[0]) == (3, "DIFFERS")


def test_what_cannot_be_acknowledged_is_named_with_the_rest_that_is_wrong() -> None:
    answer = run("verify", "--order", "?", "--ack", "day-above-1-g-per-kg=yes", "--format", "json")
    fields = {error["field"] for error in answer.json["errors"]}
    assert (answer.code, fields) == (2, {"--order", "--ack", "--weight", "--indication"})


@pytest.mark.parametrize("policy", ["ontario", "us-120-percent", "uk-120-robinson", "australia-2026"])
def test_every_caution_of_a_weight_policy_can_be_acknowledged(policy: str) -> None:
    """A woman of 90 kg and 160 cm; none of the remarks of the policies may hold an order for ever."""
    patient = ("--height", "160", "--sex", "female", "--weight-policy", policy)
    found = verify("2 g/kg in all over 5 days", *patient, "--format", "json", kg="90").json
    rules = {alert["rule"] for alert in found["alerts"] if alert["level"] == "caution"}
    acks = [word for rule in rules for word in ("--ack", f"{rule}=seen")]
    assert verify("2 g/kg in all over 5 days", *patient, *acks, kg="90").code == 0


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (("--product", "octagam-5", "--region", "us"), "no"),
        (("--product", "gammar-p", "--region", "us"), "no longer made"),
        (("--product", "privigen", "--region", "us"), "no whole vials make up a day"),
    ],
)
def test_an_order_that_nobody_can_dispense_does_not_pass(more: tuple[str, ...], why: str) -> None:
    """3 kg: 1.2 g a day; the smallest vial of Privigen in the US holds 5 g."""
    answer = verify("1.2 g daily for 5 days", "--age", "2 months", *more, kg="3", indication="gbs")
    assert (answer.code, answer.lines[0].split("  ")[0]) == (3, "MATCH, LOOK")
    assert f"NO VIALS {why}" in answer.text


def test_what_the_indication_warns_of_is_said_as_dose_says_it() -> None:
    """gbs: children do better on 5 days than on 2."""
    answer = verify("1 g/kg/day for 2 consecutive days", "--age", "6", kg="20", indication="gbs")
    dose = run("dose", "--weight", "20", "--age", "6", "--indication", "gbs", "--all")
    assert answer.code == 3
    for said in ("prefer 5 days", "0.4 g/kg daily on 2 days is only 0.8 g/kg"):
        assert said in answer.text
        assert said in dose.text
    assert "NOTE plasma exchange right after IVIg removes it" in answer.text
    assert "DECIDES one course: a second in poor prognosis gave no benefit, more harm; no plasma exchange" in dose.text


def test_what_to_type_keeps_every_option_that_was_given() -> None:
    given = (
        *("--height", "110", "--sex", "female", "--age", "14 months", "--iga", "0.04 g/L", "--iga-deficient"),
        *("--risk", "renal", "--risk", "diabetes", "--regimen", "A", "--weight-policy", "actual"),
        *("--product", "privigen", "--region", "eu"),
    )
    answer = run("verify", "--weight", "20 kg", "--indication", "Guillain-Barré", *given, "--order", "20 g once")
    assert (
        "TYPE ivigcalc dose --weight '20 kg' --height 110 --sex female --age '14 months' --iga '0.04 g/L'"
        " --iga-deficient --risk renal --risk diabetes --indication Guillain-Barré --regimen A --weight-policy actual"
        " --product privigen --region eu"
    ) in answer.text.replace("'Guillain-Barré'", "Guillain-Barré")


@pytest.mark.parametrize(("kg", "age"), [("20", ("--age", "6")), ("12", ())])
def test_nothing_for_adults_is_offered_for_a_child(kg: str, age: tuple[str, ...]) -> None:
    assert "--height CM" not in verify("30 g daily for 5 days", *age, kg=kg).out
    assert "--height CM" in verify("30 g daily for 5 days", kg="70").out


GBS = ("--weight", "70", "--indication", "gbs", "--order", "28 g daily for 5 days", "--product", "octagam-10")
"""Octagam 10 %: 0.12 mL/kg/min on the label, 504 mL/h at 70 kg; 0.03 with a risk, 126 mL/h."""


@pytest.mark.parametrize(
    ("order", "code", "word", "said", "cause"),
    [
        (
            (
                *("--weight", "70", "--indication", "cidp", "--order", "70 g once", "--rate", "400 mL/h"),
                *("--product", "privigen", "--region", "eu"),
            ),
            *(3, "DIFFERS", "+19 %", "none of the known mistakes explains it"),
        ),
        (
            (*GBS, "--region", "us", "--rate", "180 mL/h", "--risk", "renal"),
            *(3, "DIFFERS", "+42.9 %", "none of the known mistakes explains it"),
        ),
        (
            (*GBS, "--region", "us", "--rate", "504 mL/h", "--risk", "renal"),
            *(4, "DANGEROUS", "[rate-twice-the-limit]", "[ordinary-maximum]"),
        ),
        (
            (*GBS, "--region", "eu", "--rate", "5000 mL/h"),
            *(4, "DANGEROUS", "[rate-twice-the-maximum]", "[decimal-point]"),
        ),
        (
            (
                *("--weight", "12", "--age", "2 years", "--indication", "oms", "--order", "1 g/kg daily for 2 days"),
                *("--product", "gamunex-c", "--region", "us", "--rate", "0.10 mL/kg/min"),
            ),
            *(3, "DIFFERS", "+25 %", "none of the known mistakes explains it"),
        ),
        (
            ("--weight", "70", "--indication", "gbs", "--order", "56 g daily for 5 days"),
            *(4, "DANGEROUS", "[course-twice-the-largest]", "[strength]"),
        ),
        (
            ("--weight", "70", "--indication", "gbs", "--order", "0.4 g/kg daily for 10 days"),
            *(4, "DANGEROUS", "[course-twice-the-largest]", "[two-courses]"),
        ),
        (
            ("--weight", "70", "--indication", "gbs", "--order", "0.4 g/kg daily for 9 days"),
            *(3, "DIFFERS", "+80 %", "none of the known mistakes explains it"),
        ),
    ],
)
def test_gross_errors_are_dangerous_and_no_cause_is_invented(
    order: tuple[str, ...], code: int, word: str, said: str, cause: str
) -> None:
    answer = run("verify", *order)
    assert (answer.code, answer.lines[0].split("  ")[0]) == (code, word)
    assert said in answer.text
    assert answer.text.count("LIKELY CAUSE") == 1
    assert cause in answer.text


def test_what_explains_the_dose_is_not_said_of_the_rate() -> None:
    """150 g once is the course as a day; 400 mL/h on Privigen is nothing that is known."""
    rate = ("--rate", "400 mL/h", "--product", "privigen", "--region", "eu")
    answer = verify("150 g once", *rate, kg="75", indication="mg-exacerbation")
    assert "LIKELY CAUSE of the dose the dose of the whole course was read as the dose of one day" in answer.text
    assert "LIKELY CAUSE of the rate none of the known mistakes explains it" in answer.text


def test_vials_are_not_compared_while_the_dosing_weight_is_not_known() -> None:
    """adem is dosed on adjusted weight (Ontario): without height and sex neither grams nor vials can be judged."""
    answer = verify("27 g daily for 5 days", "--product", "privigen", "--vials", "3x10", kg="90", indication="adem")
    assert answer.code == 3
    assert "NOT CHECKED" in answer.text
    assert "vials" in answer.text.partition("NOT CHECKED")[2]


def test_a_use_that_is_not_supported_asks_for_a_reason_and_for_no_dose() -> None:
    """The dose is what was written: ``verify`` has no --per-day."""
    refused = verify("0.4 g/kg daily for 5 days", "--format", "json", indication="als")
    (problem,) = refused.json["errors"]
    assert (refused.code, problem["next"]) == (4, 'to go on: --off-label-reason "WHY"')
    assert verify("0.4 g/kg daily for 5 days", "--off-label-reason", "WHY", indication="als").code == 3
