"""``--strict`` exits 3 while a caution is not acknowledged; ``--ack RULE="reason"`` acknowledges one."""

from tests.program import CIDP, run

CHILD = ("dose", "--weight", "35", "--indication", "gbs")
TWO = ("dose", "--weight", "210", "--indication", "cidp", "--regimen", "B")


def test_cautions_exit_0_without_strict_and_3_with_it() -> None:
    for order in (CHILD, TWO):
        assert (run(*order).code, run(*order, "--strict").code) == (0, 3)


def test_the_answer_of_a_strict_run_is_the_same() -> None:
    assert run(*CHILD).out == run(*CHILD, "--strict").out


def test_notes_do_not_count() -> None:
    answer = run(*CIDP, "--strict", "--format", "json")
    assert {"note"} == {alert["level"] for alert in answer.json["alerts"]}
    assert (answer.code, answer.json["status"]) == (0, "ok")


def test_an_acknowledged_caution_exits_0_and_keeps_its_reason() -> None:
    answer = run(*CHILD, "--strict", "--ack", "child-without-age=adult, 1.45 m", "--format", "json")
    assert (answer.code, answer.json["status"]) == (0, "ok")
    found = {alert["rule"]: alert["acknowledged"] for alert in answer.json["alerts"]}
    assert found["child-without-age"] == "adult, 1.45 m"


def test_an_acknowledged_reason_is_shown_to_people() -> None:
    for form in ("table", "text"):
        assert "adult, small" in run(*CHILD, "--ack", "child-without-age=adult, small", "--format", form).text


def test_every_caution_must_be_acknowledged() -> None:
    rules = {"weight-above-200", "day-above-100-g", "obesity-not-checked-heavy"}
    answer = run(*TWO, "--format", "json").json
    assert rules == {alert["rule"] for alert in answer["alerts"] if alert["level"] == "caution"}
    assert run(*TWO, "--strict", "--ack", "weight-above-200=weighed twice").code == 3
    acks = [word for rule in sorted(rules) for word in ("--ack", f"{rule}=seen")]
    assert run(*TWO, "--strict", *acks).code == 0


def test_only_a_caution_can_be_acknowledged_and_only_with_a_reason() -> None:
    for typed in ("day-above-1-g-per-kg=yes", "not-supported=yes", "no-such-rule=yes", "child-without-age=", "x", "="):
        answer = run(*CHILD, "--strict", "--ack", typed)
        assert (answer.code, answer.out) == (2, "")
        assert "child-without-age" in answer.text


def test_no_vials_is_5_with_strict_too() -> None:
    order = ("dose", "--weight", "3", "--indication", "gbs", "--product", "privigen", "--region", "us")
    assert run(*order, "--strict").code == 5
