"""``--risk`` takes ten risks, and the conditions from which labels derive one."""

import pytest

from ivigcalc.cli.options import complete_risk
from ivigcalc.core.request.patient import Factor, Risk
from tests.program import CIDP, project, run, written_down


@pytest.mark.parametrize("factor", Factor)
@pytest.mark.parametrize("command", [CIDP, ("products",)])
def test_a_factor_is_understood_and_echoed_beside_the_risks_that_follow(
    command: tuple[str, ...], factor: Factor
) -> None:
    request = run(*command, "--risk", factor.upper(), "--format", "json").json["request"]
    assert request["factors"] == [factor]
    assert set(request["risks"]) == {one["condition"] for one in request["derived"]}
    assert set(request["risks"]) <= {"renal", "thrombosis"}


def test_a_risk_is_no_factor() -> None:
    request = run(*CIDP, "--risk", "renal", "--format", "json").json["request"]
    assert (request["risks"], request["factors"], request["derived"]) == (["renal"], [], [])


def test_factors_stand_in_one_order_whatever_was_typed_first() -> None:
    for typed in (("sepsis", "oestrogens"), ("oestrogens", "sepsis")):
        asked = [word for name in typed for word in ("--risk", name)]
        assert run(*CIDP, *asked, "--format", "json").json["request"]["factors"] == ["sepsis", "oestrogens"]


def test_the_answer_says_which_risk_follows_from_what() -> None:
    for command in (CIDP, ("products",)):
        assert "RISK renal: sepsis is a renal risk factor" in run(*command, "--risk", "sepsis").text


def test_a_factor_ranks_as_the_risk_that_follows() -> None:
    by_factor, by_risk = (
        [one["id"] for one in run("products", "--risk", name, "--format", "json").json["products"]]
        for name in ("sepsis", "renal")
    )
    assert by_factor == by_risk


def test_a_patient_with_a_factor_that_ranks_nothing_is_not_said_to_have_none() -> None:
    for command in (CIDP, ("products",)):
        text = run(*command, "--risk", "loop-diuretic").text
        assert "no risk given" not in text
        assert "checked for loop-diuretic" in text


def test_a_loop_diuretic_is_a_caution_to_be_acknowledged() -> None:
    asked = (*CIDP, "--risk", "loop-diuretic", "--strict")
    assert run(*asked).code == 3
    assert run(*asked, "--ack", "loop-diuretic=stopped for the infusion").code == 0


@pytest.mark.parametrize("typed", ["estrogens", "paraproteinemia", "immobilization", "loop-diuretics"])
def test_another_spelling_is_answered_with_ours(typed: str) -> None:
    answer = run(*CIDP, "--risk", typed)
    assert answer.code == 2
    assert "did you mean --risk" in answer.text


@pytest.mark.parametrize("letter", ["s", "c", "p", "h"])
def test_a_letter_that_begins_several_is_refused_with_all_of_them(letter: str) -> None:
    answer = run(*CIDP, "--risk", letter)
    assert answer.code == 2
    assert all(name in answer.text for name in (*Risk, *Factor))


def test_both_are_completed_and_told_apart_in_the_help() -> None:
    assert complete_risk("s") == ["sodium", "sepsis"]
    assert set(complete_risk("")) == {*Risk, *Factor}
    text = run("dose", "--help", columns=200).text
    assert "what labels derive a risk or an alert from: sepsis" in text


VECTORS = written_down(project() / "tests" / "vectors" / "names.yaml")["risks"]


@pytest.mark.parametrize(("typed", "risks"), [pair for group in VECTORS for pair in group["leads_to"].items()], ids=str)
def test_what_a_ward_calls_a_risk_leads_to_what_the_option_takes(typed: str, risks: list[str]) -> None:
    for command in (("products",), ("dose", "--weight", "70", "--indication", "cidp")):
        answer = run(*command, "--risk", typed, "--format", "json")
        assert answer.code == 2
        assert answer.json["error"]["allowed"] == risks
        assert answer.json["error"]["next"] == f"did you mean {' '.join(f'--risk {risk}' for risk in risks)}?"


def test_a_risk_that_nobody_calls_so_is_refused_with_all_there_are() -> None:
    error = run("products", "--risk", "zzz", "--format", "json").json["error"]
    assert "renal" in error["allowed"][0]


def test_a_past_severe_reaction_contraindicates_by_label_and_by_class() -> None:
    """US labels: history of anaphylactic or severe systemic reaction; EU texts: hypersensitivity to immunoglobulins."""
    answer = run("products", "--risk", "hypersensitivity", "--format", "json").json
    verdicts = {one["id"]: one["verdict"] for one in answer["products"]}
    assert {*verdicts.values()} == {"contraindicated"}
    label = run("products", "kiovig", "--risk", "hypersensitivity", "--region", "us").text
    assert (
        "CONTRAINDICATED label US: history of anaphylactic or severe systemic reaction to human immune globulin"
        in label
    )
    assert "its own was not read on this" in run("products", "nanogam", "--risk", "hypersensitivity").text
    assert run(*CIDP, "--risk", "hypersensitivity").code == 5


def test_antibodies_to_iga_and_a_past_reaction_are_the_three_things_of_us_labels() -> None:
    text = run("products", "--risk", "anti-iga", "--risk", "hypersensitivity").text
    assert "Past reactions not given" not in text
    assert "the three things for which US labels contraindicate" in text
    assert "Past reactions not given (--risk hypersensitivity)" in run("products", "--risk", "anti-iga").text
