"""The pages are true: every command in them prints what stands below it, and the exit codes are the program's."""

import re

import pytest

from docs import make
from ivigcalc.api.answer import Exit
from tests.program import project, run

MAKE = "run: python docs/make.py"
EXAMPLES = [example for page in make.pages() for example in make.examples(page.read_text(encoding="utf-8"))]


def terminal(typed: str) -> list[str]:
    """What a terminal of 80 columns shows for a command, with the settings typed before it."""
    env, words = make.arguments(typed)
    answer = run(*words, env=env)
    return (answer.out + answer.err).strip("\n").split("\n")


def test_the_readme_has_the_two_lines_that_are_the_point() -> None:
    commands = {typed for typed, _ in make.examples((project() / "README.md").read_text(encoding="utf-8"))}
    assert set() == {"ivigcalc dose --weight 70 --indication cidp", "ivigcalc products --iga-deficient"} - commands


@pytest.mark.parametrize(("typed", "shown"), EXAMPLES, ids=[typed for typed, _ in EXAMPLES])
def test_a_command_prints_what_stands_below_it(typed: str, shown: list[str]) -> None:
    printed = terminal(typed)
    assert make.fits(shown, printed) or "\n".join(shown) == "\n".join(printed), MAKE
    assert make.fits(shown, printed), f"the lines are the same but for the place of '...'; {MAKE}"


def test_the_picture_is_current() -> None:
    assert make.picture() == make.SCREEN.read_text(encoding="utf-8"), MAKE


def test_exit_codes_are_the_programs() -> None:
    readme = (project() / "README.md").read_text(encoding="utf-8")
    listed = [int(code) for code in re.findall(r"^\|\s*`?(\d+)`?\s*\|", readme, flags=re.MULTILINE)]
    assert sorted(set(listed)) == listed
    assert {int(code) for code in Exit} == {*listed}
    assert 1 not in listed
