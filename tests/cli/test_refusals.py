"""Every refusal lists all that is wrong at once and says what to type."""

import pytest

from ivigcalc.cli.app import COMMANDS
from ivigcalc.cli.running import PORTUGUESE
from tests.program import CIDP, options, run


def fields(*args: str) -> list[str]:
    """The options that a refusal complains about."""
    return [error["field"] for error in run(*args, "--format", "json").json["errors"]]


def test_everything_unreadable_is_listed_at_once() -> None:
    typed = {
        "--weight": "seventy",
        "--height": "tall",
        "--sex": "x",
        "--age": "old",
        "--blood-group": "C",
        "--iga": "0.04",
        "--risk": "heart",
        "--indication": "no such disease",
        "--days": "five",
        "--per-day": "much",
        "--course": "28",
        "--weight-policy": "guess",
        "--start": "tomorrow",
        "--product": "no such brand",
        "--region": "mars",
        "--round": "sideways",
        "--ack": "no such rule",
        "--off-label-reason": " ",
    }
    found = fields("dose", *(word for pair in typed.items() for word in pair))
    assert set() == set(typed) - set(found)


def test_what_is_missing_is_listed_at_once() -> None:
    assert {"--weight", "--indication"} == set(fields("dose"))


def test_what_ideal_weight_needs_is_listed_at_once() -> None:
    found = fields("dose", "--weight", "70", "--indication", "cidp", "--weight-policy", "ideal")
    assert {"--height", "--sex"} == set(found)


def test_limits_are_listed_with_what_cannot_be_read() -> None:
    found = fields("dose", "--weight", "0", "--height", "1.75", "--indication", "no such disease", "--days", "x")
    assert {"--weight", "--height", "--indication", "--days"} == set(found)


def test_a_stop_lists_the_weight_the_height_and_the_dose() -> None:
    answer = run(
        "dose", "--weight", "600", "--height", "1.75", "--indication", "cidp", *("--course", "40 g/kg", "--days", "5")
    )
    assert (answer.code, answer.err.count("STOP")) == (4, 3)


@pytest.mark.parametrize(
    "args",
    [
        ("dose",),
        ("dose", "--weight", "70 stone", "--indication", "cidp"),
        ("dose", "--weight", "70", "--indication", "MG"),
        ("dose", "--weight", "70", "--indication", "cidpp"),
        ("dose", "--weight", "70", "--indication", "kawasaki"),
        ("dose", "--weight", "70", "--indication", "als"),
        ("dose", "--weight", "70", "--indication", "cidp", "--regimen", "Z"),
        ("dose", "--weight", "70", "--indication", "cidp", "--days", "9"),
        ("dose", "--weight", "70", "--indication", "cidp", "--days", "0"),
        ("dose", "--weight", "70", "--indication", "cidp", "--per-day", "0.4 g/kg"),
        ("dose", "--weight", "70", "--indication", "cidp", "--per-day", "0.4 g/kg", "--course", "2 g/kg"),
        ("dose", "--weight", "70", "--indication", "cidp", "--start", "01/12/2026"),
        ("dose", "--weight", "70", "--indication", "cidp", "--product", "hizentra"),
        ("dose", "--weight", "70", "--indication", "cidp", "--ack", "day-above-100-g"),
        ("dose", "--weight", "-70", "--indication", "cidp"),
        ("dose", "--weight", "70", "--indication", "cidp", "--height", "1.75"),
        ("dose", "--weight"),
        ("dose", "extra"),
        ("products", "--iga", "0.04"),
        ("products", "no such brand"),
        ("indications", "no such disease"),
        ("schema", "no-such-answer"),
        ("dosis",),
    ],
)
def test_every_refusal_says_what_to_type(args: tuple[str, ...]) -> None:
    answer = run(*args)
    assert answer.code in {2, 4}
    assert answer.out == ""
    problems, hints = (sum(word in line for line in answer.err.splitlines()) for word in (" ", "TYPE"))
    assert 0 < hints < problems


@pytest.mark.parametrize("command", ["dose", "products"])
@pytest.mark.parametrize(
    ("option", "risk"),
    [
        ("--renal-risk", "renal"),
        ("--renal", "renal"),
        ("--thrombosis-risk", "thrombosis"),
        ("--diabetes", "diabetes"),
        ("--anti-iga", "anti-iga"),
        ("--sodium", "sodium"),
        ("--sepsis", "sepsis"),
        ("--loop-diuretic", "loop-diuretic"),
    ],
)
def test_a_risk_typed_as_an_option_is_answered_with_risk(command: str, option: str, risk: str) -> None:
    answer = run(command, option)
    assert answer.code == 2
    assert f"--risk {risk}" in answer.text


@pytest.mark.parametrize(
    ("typed", "meant"), [("--weigth", "--weight"), ("--indicaton", "--indication"), ("--per-dya", "--per-day")]
)
def test_a_slip_in_an_option_is_answered_with_the_option(typed: str, meant: str) -> None:
    answer = run("dose", typed, "70")
    assert answer.code == 2
    assert f"did you mean {meant}?" in answer.text


@pytest.mark.parametrize(
    ("typed", "meant"), [("--peso", "--weight"), ("--Indicação", "--indication"), ("--tipo_sanguíneo", "--blood-group")]
)
def test_a_name_in_portuguese_is_answered_with_the_option_and_not_taken(typed: str, meant: str) -> None:
    answer = run("dose", typed, "70")
    assert (answer.code, answer.out) == (2, "")
    assert f"did you mean {meant}?" in answer.text


def test_portuguese_names_are_suggested_only_where_the_command_has_the_option() -> None:
    assert "did you mean" not in run("products", "--estoque", "x").text
    every = {option.removeprefix("--") for command in COMMANDS for option in options(command)}
    assert {*PORTUGUESE.values()} <= every | {"version"}


@pytest.mark.parametrize(
    "args",
    [("dose", "--pezo", "70"), ("dose", "--xyz"), ("calcular",), (*CIDP, "--format", "pdf"), (*CIDP, "--sex", "x")],
)
def test_nothing_is_suggested_that_is_further_than_two_letters_away(args: tuple[str, ...]) -> None:
    answer = run(*args)
    assert (answer.code, "did you mean" in answer.text, "repeat" in answer.text) == (2, False, False)


def test_a_slip_in_a_command_is_answered_with_the_command() -> None:
    assert "did you mean verify?" in run("verfy").text


@pytest.mark.parametrize("option", ["--format", "--format="])
def test_a_usage_error_is_json_where_json_was_asked(option: str) -> None:
    asked = (f"{option}json",) if option.endswith("=") else (option, "json")
    answer = run("dose", *asked, "--no-such-option")
    assert (answer.code, answer.json["status"]) == (2, "error")
