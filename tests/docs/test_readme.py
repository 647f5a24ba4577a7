"""README.md is true: every command in it prints what stands below it, and its exit codes are the program's."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from ivigcalc.cli.exits import Exit
from tests.program import project, run


@dataclass(frozen=True, slots=True)
class Example:
    """A command as the README types it, and the lines it prints below."""

    command: str
    printed: tuple[str, ...]

    def __str__(self) -> str:
        """The command, as a test's name."""
        return self.command


def readme() -> str:
    """README.md."""
    return (project() / "README.md").read_text(encoding="utf-8")


def examples(text: str) -> Iterator[Example]:
    """Every ``$ ivigcalc`` command of the console blocks; a backslash at the end of a line continues it."""
    for block in re.findall(r"^```console\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block.replace("\\\n", " "), flags=re.MULTILINE)[1:]:
            command, *printed = part.splitlines()
            if re.match(r"([A-Z_]+=\S* )*ivigcalc\b", command):
                yield Example(command, tuple("\n".join(printed).strip("\n").splitlines()))


def call(command: str) -> list[str]:
    """What a terminal of 80 columns shows for a command, with the settings typed before it."""
    words = shlex.split(command, comments=True)
    start = words.index("ivigcalc")
    env = dict(word.split("=", 1) for word in words[:start])
    answer = run(*words[start + 1 :], env=env)
    return (answer.out + answer.err).strip("\n").splitlines()


def fits(expected: tuple[str, ...], actual: list[str]) -> bool:
    """Whether the lines are the same, where ``...`` alone stands for any lines left out."""
    pattern = "".join(r"(?:.*\n)*?" if line.strip() == "..." else f"{re.escape(line)}\n" for line in expected)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in actual)) is not None


PAGES = ("README.md", *sorted(f"docs/{page.name}" for page in (project() / "docs").glob("*.md")))
EXAMPLES = [example for page in PAGES for example in examples((project() / page).read_text(encoding="utf-8"))]


def test_the_readme_has_the_two_lines_that_are_the_point() -> None:
    commands = {example.command for example in EXAMPLES}
    assert set() == {"ivigcalc dose --weight 70 --indication cidp", "ivigcalc products --iga-deficient"} - commands


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_a_command_prints_what_stands_below_it(example: Example) -> None:
    actual = call(example.command)
    if not fits(example.printed, actual):
        assert "\n".join(example.printed) == "\n".join(actual)
        pytest.fail("the lines are the same but for the place of '...'")


def test_exit_codes_are_the_programs() -> None:
    listed = [int(code) for code in re.findall(r"^\|\s*`?(\d+)`?\s*\|", readme(), flags=re.MULTILINE)]
    assert sorted(set(listed)) == listed
    assert {int(code) for code in Exit} == {*listed}
    assert 1 not in listed


def test_left_out_lines_are_the_only_freedom() -> None:
    assert fits(("a", "...", "c"), ["a", "b", "b", "c"])
    assert fits(("a", "...", "c"), ["a", "c"])
    assert not fits(("a", "...", "c"), ["a", "b"])
    assert not fits(("a.c",), ["abc"])
    assert not fits(("a",), ["a", "b"])


def test_commands_and_what_they_print_are_read_from_console_blocks() -> None:
    block = (
        "```console\n$ ivigcalc a \\\n  --b\none\n\n$ X=1 ivigcalc c\n$ pip install .\n```\n```sh\n$ ivigcalc d\n```\n"
    )
    assert [Example("ivigcalc a    --b", ("one",)), Example("X=1 ivigcalc c", ())] == [*examples(block)]
