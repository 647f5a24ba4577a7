"""Typer reads the command line, and what is typed reaches a command as it was typed."""

from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.cli import app
from ivigcalc.cli.app import UsageError
from ivigcalc.core.problems import RefusedError
from tests.profiles import members
from tests.program import run

GROUPS = ("data", "config")
LINES = [(name,) for name in app.COMMANDS if name not in GROUPS] + [
    (group, name) for group in GROUPS for name in app.imported(group).commands
]
"""The words that name each command."""


UNTYPED: tuple[object, ...] = (None, False, [], "table", "1")
"""What an option says that is not typed."""


def command_of(line: tuple[str, ...]) -> Any:
    named = app.imported(line[0])
    return named.commands[line[1]] if len(line) > 1 else named


def options_of(line: tuple[str, ...]) -> list[Any]:
    return [parameter for parameter in command_of(line).params if parameter.param_type_name == "option"]


def arguments_of(line: tuple[str, ...]) -> list[Any]:
    return [parameter for parameter in command_of(line).params if parameter.param_type_name == "argument"]


def read(line: tuple[str, ...], words: list[str]) -> dict[str, Any]:
    """What a command is called with."""
    typed: dict[str, Any] = command_of(line).make_context(line[-1], [*words]).params
    return {name: [*value] if isinstance(value, tuple) else value for name, value in typed.items()}


texts = st.sampled_from(["", "70", "-5", "--", "-", "a=b", "=", "-h", "--help", "two words", "é", "json", "--weight"])


@st.composite
def command_lines(draw: st.DrawFn) -> tuple[tuple[str, ...], list[str], dict[str, Any]]:
    """A command, words that give some of its options, and what it should be called with."""
    line = draw(st.sampled_from(LINES))
    words: list[list[str]] = []
    expected: dict[str, Any] = {}
    options = options_of(line)
    for option in draw(st.lists(st.sampled_from(options), unique=True)) if options else []:
        name = draw(st.sampled_from(option.opts))
        if option.is_flag:
            words.append([name])
            expected[option.name] = True
            continue
        values = draw(st.lists(texts, min_size=1, max_size=3 if option.multiple else 1))
        joined = name.startswith("--") and draw(st.booleans())
        words += [[f"{name}={value}"] if joined else [name, value] for value in values]
        expected[option.name] = values if option.multiple else values[0]
    for argument in arguments_of(line):
        value = draw(st.sampled_from(["28", "a b", "é", "x=y"]))
        expected[argument.name] = value if argument.nargs == 1 else [value]
        words.insert(draw(st.integers(0, len(words))), [value])
    return line, [word for part in words for word in part], expected


@given(command_lines())
def test_what_is_typed_reaches_the_command_as_typed(drawn: tuple[tuple[str, ...], list[str], dict[str, Any]]) -> None:
    line, words, expected = drawn
    typed = read(line, words)
    assert {name: typed[name] for name in expected} == expected
    assert [typed[name] for name in typed if name not in expected and typed[name] not in UNTYPED] == []


@pytest.mark.parametrize("line", [line for line in LINES if options_of(line)], ids=" ".join)
def test_an_option_that_takes_one_value_is_refused_when_given_twice(line: tuple[str, ...]) -> None:
    words = ["x"] * len(arguments_of(line))
    for option in members(options_of(line)):
        twice = [*words, *([option.opts[0]] if option.is_flag else [option.opts[0], "x"]) * 2]
        if option.multiple:
            assert read(line, twice)[option.name] == ["x", "x"]
        else:
            with pytest.raises(RefusedError) as refused:
                read(line, twice)
            assert [(found.code, found.field) for found in refused.value.problems] == [("given-twice", option.opts[0])]


def test_an_option_with_a_short_name_is_given_twice_by_either() -> None:
    assert "--output is given twice" in run("batch", "a.csv", "-o", "x.csv", "--output", "y.csv").text


def test_the_lists_of_commands_say_what_the_commands_say() -> None:
    assert {name: app.imported(name).help.partition("\n")[0] for name in app.COMMANDS} == app.COMMANDS


@pytest.mark.parametrize("words", ["ivigcalc do", None])
def test_completion_says_what_can_follow_and_ends_with_0(words: str | None) -> None:
    """A shell that says nothing of the words asks for the first."""
    env = {"_IVIGCALC_COMPLETE": "complete_bash"} | ({"COMP_WORDS": words, "COMP_CWORD": "1"} if words else {})
    answer = run(env=env)
    assert (answer.code, answer.err) == (0, "")
    assert answer.lines == (["dose"] if words else [*app.COMMANDS])


@pytest.mark.parametrize("asked", ["complete_nosuchshell", "nonsense", "bash_source"])
def test_a_shell_that_is_not_known_is_2(asked: str) -> None:
    assert run(env={"_IVIGCALC_COMPLETE": asked}).code == 2


@pytest.mark.parametrize("option", ["--show-completion", "--install-completion"])
def test_completion_is_shown_and_installed_with_0(option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("shellingham.detect_shell", lambda: ("bash", "/bin/bash"))
    answer = run(option)
    assert (answer.code, "completion" in answer.out) == (0, True)


def test_only_the_programs_own_help_offers_to_install_completion() -> None:
    assert "--install-completion" in run("--help").out
    for name in app.COMMANDS:
        assert "completion" not in run(name, "--help").out


def test_a_usage_error_is_known_by_its_class() -> None:
    assert UsageError.__name__ == "UsageError"
    with pytest.raises(UsageError):
        app.call(["dose", "--nothing"])
    assert not issubclass(typer.Exit, UsageError)


@pytest.mark.parametrize(
    "words",
    [
        ("dose", "--weight", "--format", "json"),
        ("dose", "--nothing", "--format", "json"),
        ("dose", "--format=JSON", "--nothing"),
        ("dose", "extra", "--format", "json"),
        ("nothing", "--format", "json"),
        ("--nothing", "--format", "json"),
        ("data", "show", "--format", "json"),
        ("data", "--format", "json"),
        ("dose", "--weight", "70", "--weight", "80", "--format", "json"),
        ("dose", "--format", "xml", "--format", "json"),
        ("dose", "--format", "json", "--format", "xml"),
    ],
    ids=" ".join,
)
def test_a_command_line_that_cannot_be_read_is_refused_in_json_where_that_was_asked(words: tuple[str, ...]) -> None:
    answer = run(*words)
    assert (answer.code, answer.err) == (2, "")
    assert answer.json["status"] == "error"


@pytest.mark.parametrize("words", [("--version=x",), ("data", "--help=x"), ("dose", "--format")], ids=" ".join)
def test_a_value_too_many_or_too_few_is_a_usage_error(words: tuple[str, ...]) -> None:
    answer = run(*words)
    assert answer.code == 2
    assert "see: ivigcalc" in answer.err
