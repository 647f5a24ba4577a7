"""What is read without the parser is what the parser reads."""

from collections.abc import Callable
from inspect import signature
from types import SimpleNamespace
from typing import Any, get_args
from unittest.mock import patch

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ivigcalc.cli import commands, parser, straight
from ivigcalc.cli.declared import Option
from ivigcalc.core.problems import RefusedError

Command = Callable[..., int | None]
LINES = [(name,) for name in commands.COMMANDS] + [
    (group, own) for group in commands.GROUPS for own in commands.module(group).COMMANDS
]
REAL = {name: commands.module(name) for name in (*commands.COMMANDS, *commands.GROUPS)}


def command_of(line: tuple[str, ...]) -> Command:
    module = REAL[line[0]]
    found: Command = module.COMMANDS[line[1]][0] if len(line) > 1 else getattr(module, line[0])
    return found


def options_of(line: tuple[str, ...]) -> dict[str, Any]:
    """The type of every option of a command, by its name."""
    hints = [get_args(hint) for name, hint in command_of(line).__annotations__.items() if name != "return"]
    options = [(kind, note) for kind, note in hints if isinstance(note, Option)]
    return {name: kind for kind, note in options for name in (note.name, note.short) if name}


def heard(line: tuple[str, ...], read: Callable[[], object]) -> dict[str, Any] | None:
    """What a command is called with, in place of doing its work; None where it is not called."""
    calls: list[dict[str, Any]] = []
    command = command_of(line)

    def hear(**typed: Any) -> None:
        calls.append({**(command.__kwdefaults__ or {}), **typed})

    hear.__annotations__, hear.__kwdefaults__ = command.__annotations__, command.__kwdefaults__
    hear.__signature__ = signature(command)  # type: ignore[attr-defined]
    module = SimpleNamespace(HELP="", EPILOG="", COMMANDS={line[-1]: (hear, "")}, **{line[-1]: hear})
    with patch.object(commands, "module", lambda _: module):
        read()
    return {name: None if value == [] else value for name, value in calls[0].items()} if calls else None


def straightly(words: list[str]) -> None:
    found = straight.read(words)
    assume(found is not None)
    if found:
        found[0](**found[1])


def by_parser(words: list[str]) -> None:
    try:
        parser.call(words)
    except RefusedError:
        return


values = st.sampled_from(["", "70", "-5", "--", "-", "a=b", "=", "-h", "--help", "two words", "é", "json", "--weight"])


@st.composite
def command_lines(draw: st.DrawFn) -> tuple[tuple[str, ...], list[str]]:
    """A command with options of its own and of others, values with traps, and words by themselves."""
    line = draw(st.sampled_from(LINES))
    names = st.sampled_from([*options_of(line), "--nothing", "-w", "--version"])
    part = st.one_of(
        st.tuples(names, values),
        st.tuples(names),
        st.builds(lambda name, value: (f"{name}={value}",), names, values),
        st.tuples(values),
    )
    return line, [*line, *(word for found in draw(st.lists(part, max_size=5)) for word in found)]


@given(command_lines(), st.sampled_from([None, "", "us"]))
def test_what_is_read_straight_is_read_so_by_the_parser(
    drawn: tuple[tuple[str, ...], list[str]], region: str | None
) -> None:
    line, words = drawn
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv("IVIGCALC_REGION", raising=False)
        if region is not None:
            environment.setenv("IVIGCALC_REGION", region)
        assert heard(line, lambda: straightly(words)) == heard(line, lambda: by_parser(words))


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_every_option_of_a_command_is_read_straight(line: tuple[str, ...]) -> None:
    words = [word for name, kind in options_of(line).items() for word in ((name,) if kind is bool else (name, "x"))]
    arguments = [
        name
        for name in signature(command_of(line)).parameters
        if name in {"name", "entry", "file"} or (name, *line) == ("grams", "vials")
    ]
    found = straight.read([*line, *words, *["x"] * len(arguments)])
    assert found is not None
    assert len(found[1]) == len(signature(command_of(line)).parameters)


def test_completion_is_the_parsers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(straight.COMPLETING, "complete_bash")
    assert straight.read(["dose", "--weight", "70"]) is None
