"""Doses that are only on record: whose they are, and what came of them, is said when somebody orders them."""

import pytest

from tests.program import run

PPS = ("--weight", "70", "--indication", "pps", "--off-label-reason", "x")


@pytest.mark.parametrize(
    ("indication", "dose", "days", "whose", "outcome"),
    [
        ("pps", "0.4 g/kg", "5", "Bertolasi 2013", "recorded only"),
        ("pps", "28 g", "5", "Bertolasi 2013", "recorded only"),
        ("pps", "0.667 g/kg", "3", "Farbu 2007", "recorded only"),
        ("pps", "30 g", "3", "Gonzalez 2006", "recorded only"),
        ("crps1", "0.25 g/kg", "2", "Goebel 2010", "recorded only"),
        ("neuropathic-pain", "1 g/kg", "2", "Geerts 2021", "the trial failed"),
        ("als", "0.4 g/kg", "5", "Meucci 1996", "the trial failed"),
        ("alzheimer", "0.2 g/kg", "1", "GAP trial", "the trial failed"),
        ("mci", "0.4 g/kg", "1", "Kile 2017", "recorded only"),
        ("msa-c", "0.4 g/kg", "1", "Novak 2012", "recorded only"),
        ("optic-neuritis", "0.4 g/kg", "5", "Noseworthy 2001", "the trial was stopped"),
        ("cip-cim", "0.25 g/kg", "3", "Brunner 2013", "the trial was stopped"),
        ("hiv-myelopathy", "1 g/kg", "2", "NCT01561755", "the trial was stopped"),
        ("japanese-encephalitis", "0.4 g/kg", "5", "ImmunoRel", "recorded only"),
        ("ischaemic-stroke", "1 g/kg", "1", "NCT01628055", "recorded only"),
        ("narcolepsy", "1 g/kg", "1", "three cases", "recorded only"),
        ("sibm", "1 g/kg", "2", "Dalakas 1997", "recorded only"),
    ],
)
def test_a_dose_on_record_is_named(indication: str, dose: str, days: str, whose: str, outcome: str) -> None:
    asked = ("--weight", "70", "--indication", indication, "--off-label-reason", "x")
    answer = run("dose", *asked, "--per-day", dose, "--days", days, "--format", "json").json
    alerts = {alert["rule"]: alert["text"] for alert in answer["alerts"]}
    assert "no-source-for-dose" not in alerts
    assert whose in alerts["dose-on-record"]
    assert outcome in alerts["dose-on-record"]
    assert whose in answer["regimens"][0]["basis"]
    order = f"{dose} daily for {days} days" if days != "1" else f"{dose} on day 1"
    checked = run("verify", *asked, "--order", order, "--format", "json").json
    assert {alert["rule"]: alert["text"] for alert in checked["alerts"]}["dose-on-record"] == alerts["dose-on-record"]


def test_a_sequence_on_record_is_named() -> None:
    asked = ("--weight", "70", "--indication", "crps1", "--off-label-reason", "x")
    result = run("verify", *asked, "--order", "0.5 g/kg on day 1, 0.5 g/kg on day 22", "--format", "json")
    assert "Goebel 2017" in {alert["rule"]: alert["text"] for alert in result.json["alerts"]}["dose-on-record"]


@pytest.mark.parametrize(("dose", "days"), [("0.3 g/kg", "5"), ("0.4 g/kg", "4"), ("30 g", "4"), ("0.4 g/kg", "6")])
def test_another_dose_is_on_no_record(dose: str, days: str) -> None:
    answer = run("dose", *PPS, "--per-day", dose, "--days", days, "--format", "json").json
    rules = {alert["rule"] for alert in answer["alerts"]}
    assert "no-source-for-dose" in rules
    assert "dose-on-record" not in rules


def test_a_dose_that_the_source_does_not_repeat_is_on_no_record() -> None:
    """Noseworthy 2001: 0.4 g/kg daily for 5 days, then "three single infusions monthly", without a dose."""
    asked = ("--weight", "70", "--indication", "optic-neuritis", "--off-label-reason", "x")
    answer = run("dose", *asked, "--per-day", "0.4 g/kg", "--days", "1", "--format", "json").json
    assert "dose-on-record" not in {alert["rule"] for alert in answer["alerts"]}


def test_a_printed_dose_is_no_dose_on_record() -> None:
    """The Brazilian protocol's 0.4 g/kg daily for 5 days is what labels print for GBS, too."""
    asked = ("--weight", "70", "--indication", "gbs", "--per-day", "0.4 g/kg")
    printed = run("dose", *asked, "--days", "5", "--format", "json").json
    assert "dose-on-record" not in {alert["rule"] for alert in printed["alerts"]}
    recorded = run("dose", *asked, "--days", "2", "--format", "json").json
    assert "dose-on-record" in {alert["rule"] for alert in recorded["alerts"]}


def test_a_record_without_days_is_met_in_its_total_alone() -> None:
    """A series of six with vasculitic neuropathy is on record with 2 g/kg; the days are not."""
    use = ("--weight", "70", "--indication", "vasculitic-neuropathy", "--off-label-reason", "x")
    answer = run("verify", *use, "--order", "70 g daily for 2 days", "--format", "json").json
    text = {alert["rule"]: alert["text"] for alert in answer["alerts"]}["dose-on-record"]
    assert "in its total alone, the days of this dose are not on record: 2 g/kg (series of 6" in text


@pytest.mark.parametrize(("dose", "days"), [("0.667 g/kg", "3"), ("1 g/kg", "2"), ("12 g", "12")])
def test_a_first_course_is_not_the_trial_of_a_second(dose: str, days: str) -> None:
    """SID-GBS gave a second 2 g/kg. 2 g/kg is the total of 0.4 g/kg for 5 days, too, which labels print for GBS."""
    use = ("--weight", "70", "--age", "40", "--indication", "gbs", "--format", "json")
    asked = run("dose", *use, "--per-day", dose, "--days", days).json
    checked = run("verify", *use, "--order", f"{dose} daily for {days} days").json
    for answer in (asked, checked):
        alerts = {alert["rule"]: alert["text"] for alert in answer["alerts"]}
        assert "dose-on-record" not in alerts
        assert alerts["no-source-for-dose"].endswith(
            f"its total is that of the printed regimen A; this number of days ({days}) is not printed"
        )
    assert "its total is that of the printed regimen A" in asked["regimens"][0]["basis"]


@pytest.mark.parametrize(("age", "known"), [("3", True), ("17", True), ("18", False)])
def test_a_trial_in_children_is_on_record_for_children(age: str, *, known: bool) -> None:
    """Korinthenberg 2005: 2 g/kg over 2 days, early deterioration in 5 of 23 children."""
    use = ("--weight", "50", "--age", age, "--indication", "gbs", "--format", "json")
    answer = run("verify", *use, "--order", "1 g/kg daily for 2 days").json
    alerts = {alert["rule"]: alert["text"] for alert in answer["alerts"]}
    assert ("Korinthenberg 2005" in alerts.get("dose-on-record", "")) is known
    said = "; its total is that of the printed regimen A; this number of days (2) is not printed"
    assert said in " ".join(alerts.values())


def test_another_total_is_not_said_to_be_a_printed_one() -> None:
    """GBS is 2 g/kg in all; 0.3 g/kg on 5 days is 1.5."""
    answer = run(
        "dose", "--weight", "70", "--indication", "gbs", "--per-day", "0.3 g/kg", "--days", "5", "--format", "json"
    )
    assert "its total" not in {alert["rule"]: alert["text"] for alert in answer.json["alerts"]}["no-source-for-dose"]


def test_a_record_with_days_is_met_with_them() -> None:
    asked = ("--weight", "70", "--indication", "gbs", "--order", "28 g daily for 4 days", "--format", "json")
    text = {alert["rule"]: alert["text"] for alert in run("verify", *asked).json["alerts"]}["dose-on-record"]
    assert "total alone" not in text


def test_a_record_with_the_days_of_one_of_its_doses_states_days() -> None:
    """Geerts 2021: 2 g/kg over 2 to 4 days, then 1 g/kg; 2 g/kg over 2 days is 70 g a day at 70 kg."""
    use = ("--weight", "70", "--indication", "neuropathic-pain", "--off-label-reason", "x")
    answer = run("verify", *use, "--order", "70 g daily for 2 days", "--format", "json").json
    text = {alert["rule"]: alert["text"] for alert in answer["alerts"]}["dose-on-record"]
    assert "Geerts 2021" in text
    assert "total alone" not in text
