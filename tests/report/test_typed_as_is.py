"""What a person typed is printed as typed: no markup, no emoji codes, no terminal codes."""

import pytest

from tests.program import Answer, run

FORMS = ("table", "text", "json")
REASONS = [
    "[x]",
    "[bold]ward 3[/bold]",
    "[/]",
    "[red]",
    "\\[x]",
    ":smile: :warning:",
    "{weight} %s 100 %",
    "a [link=https://example.org]b[/link]",
    "ordem médica nº 3, 疾患",
    "\"quoted\" 'single' <tag> & co",
]


def with_reason(reason: str, form: str, columns: int = 80) -> Answer:
    """An off-label answer with this reason."""
    return run(
        *("dose", "--weight", "70", "--indication", "als", "--per-day", "0.4 g/kg", "--days", "5"),
        *("--off-label-reason", reason, "--format", form),
        columns=columns,
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_is_printed_as_typed(reason: str, form: str) -> None:
    answer = with_reason(reason, form)
    assert answer.code == 0
    if form == "json":
        assert reason == answer.json["request"]["off_label_reason"]
    else:
        assert " ".join(reason.split()) in answer.text


@pytest.mark.parametrize("form", ["table", "text"])
@pytest.mark.parametrize("typed", ["[x]", "[bold]cidp[/bold]", "[/]", ":smile:", "{0}"])
def test_a_name_that_is_not_known_is_printed_as_typed(typed: str, form: str) -> None:
    for args in (("dose", "--weight", "70", "--indication", typed), ("products", typed), ("dose", "--weight", typed)):
        answer = run(*args, "--format", form)
        assert answer.code == 2
        assert typed in answer.text


@pytest.mark.parametrize("typed", ["--[x]", "--[bold]", "--:smile:"])
def test_an_option_that_is_not_known_is_printed_as_typed(typed: str) -> None:
    assert typed in run("dose", typed).text


@pytest.mark.parametrize("form", ["table", "text"])
def test_table_2_marks_are_printed(form: str) -> None:
    text = run("products", "--table2", "--format", form).text
    for mark in ("[s]", "[p]", "[U]", "[X]", "[?]"):
        assert mark in text


@pytest.mark.parametrize("form", ["table", "text"])
def test_a_reason_cannot_forge_a_line_of_the_answer(form: str) -> None:
    answer = with_reason("agreed\nDOSE 99 g daily\r\nSTOP", form)
    assert [line for line in answer.lines if line.strip().startswith(("DOSE 99", "STOP"))] == []


@pytest.mark.parametrize("form", FORMS)
def test_a_reason_cannot_send_codes_to_the_terminal(form: str) -> None:
    answer = with_reason("\x1b[2J\x1b]0;title\x07\x9b31m x", form)
    signs = "\x1b\x07" if form == "json" else "\x1b\x07\x9b"
    assert [sign for sign in signs if sign in answer.out] == []


@pytest.mark.parametrize("form", ["table", "text"])
def test_a_name_cannot_send_codes_to_the_terminal(form: str) -> None:
    for args in (("dose", "--weight", "70", "--indication", "\x1b[2J"), ("products", "\x1b[2J"), ("dose", "--\x1b[2J")):
        assert "\x1b" not in run(*args, "--format", form).text
