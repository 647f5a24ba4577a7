"""What a person typed is printed as typed: no markup, no emoji codes, no terminal codes."""

from pathlib import Path

import pytest

from tests.program import CIDP, Answer, run

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


SIGNS = "\x1b\x7f\x00\x9b\r\u2028\u2029\u202e\u2066\u200b\ufeff\U000e0001"
"""What sends codes, ends a line, turns the direction of writing or is not seen."""

SEEN = ("u001b", "u007f", "u009b", "u2028", "u2029", "u202e", "u2066", "u200b", "ufeff", "udb40")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "args",
    [
        ("dose", "--weight", "70", "--indication", "{}"),
        ("dose", "--weight", "{}", "--indication", "cidp"),
        (*CIDP, "--stock", "{}"),
        (*CIDP, "--formulary", "{}"),
        (*CIDP, "--ack", "{}"),
        ("dose", "--{}"),
        ("{}",),
        ("products", "{}"),
        ("batch", "{}"),
        ("verify", "--weight", "70", "--indication", "cidp", "--order", "{}"),
    ],
    ids=" ".join,
)
def test_all_of_what_was_typed_is_seen(form: str, args: tuple[str, ...]) -> None:
    answer = run(*(arg.format(SIGNS.replace("\x00", "")) for arg in args), "--format", form)
    assert answer.code in {2, 66, 78}
    assert [sign for sign in SIGNS if sign in answer.out + answer.err] == []


@pytest.mark.parametrize("form", FORMS)
def test_a_reason_with_signs_that_are_not_seen_says_which(form: str) -> None:
    answer = with_reason(f"agreed{SIGNS}", form, columns=200)
    assert answer.code == 0
    assert [sign for sign in SIGNS if sign in answer.out] == []
    assert [seen for seen in SEEN if seen not in answer.out] == []


def test_a_formulary_that_the_environment_names_is_seen() -> None:
    answer = run(*CIDP, env={"IVIGCALC_FORMULARY": "\x1b[31mX\u202e"})
    assert (answer.code, r"\u001b[31mX\u202e" in answer.err) == (78, True)


def test_the_header_of_a_stock_file_is_seen(tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text("product,size_g,count,\x1b[31mX strength\n", encoding="utf-8")
    answer = run(*CIDP, "--stock", str(tmp_path / "s.csv"))
    assert (answer.code, answer.says(r"\u001b[31mX strength"), "\x1b" in answer.err) == (65, True, False)
    (tmp_path / "s.csv").write_text("product,size_g,count,\x1b[31mX\nprivigen,10,99,\x1b\n", encoding="utf-8")
    answer = run(*CIDP, "--stock", str(tmp_path / "s.csv"))
    assert (r"[31mX" in answer.text, "\x1b" in answer.text) == (True, False)


def test_a_terminal_that_says_it_is_endless_gets_an_answer() -> None:
    assert run(*CIDP, columns=999_999_999).code == 0


@pytest.mark.parametrize("form", FORMS)
def test_a_reason_cannot_send_codes_to_the_terminal(form: str) -> None:
    answer = with_reason("\x1b[2J\x1b]0;title\x07\x9b31m x", form)
    signs = "\x1b\x07" if form == "json" else "\x1b\x07\x9b"
    assert [sign for sign in signs if sign in answer.out] == []


@pytest.mark.parametrize("form", ["table", "text"])
def test_a_name_cannot_send_codes_to_the_terminal(form: str) -> None:
    for args in (("dose", "--weight", "70", "--indication", "\x1b[2J"), ("products", "\x1b[2J"), ("dose", "--\x1b[2J")):
        assert "\x1b" not in run(*args, "--format", form).text
