"""Colour: NO_COLOR and FORCE_COLOR are honoured, pipes get none, and it never carries meaning alone."""

import re

import pytest

from tests.program import CIDP, run

ESCAPE = "\x1b"
ANSI = re.compile(r"\x1b\[[0-9;]*m")
STOPPED = ("dose", "--weight", "75", "--indication", "cidp", "--course", "150 g", "--days", "1")
SCREENS = [CIDP, ("products", "--iga-deficient"), ("indications",), ("products", "--table2"), STOPPED]


@pytest.mark.parametrize("args", SCREENS)
def test_a_pipe_gets_no_colour(args: tuple[str, ...]) -> None:
    answer = run(*args, env={"NO_COLOR": ""})
    assert ESCAPE not in answer.out + answer.err


@pytest.mark.parametrize("args", SCREENS)
def test_force_color_colours_a_pipe_and_changes_no_word(args: tuple[str, ...]) -> None:
    plain, coloured = run(*args), run(*args, env={"NO_COLOR": "", "FORCE_COLOR": "1"})
    assert ESCAPE in coloured.out + coloured.err
    assert (plain.out.split(), plain.err.split()) == (
        ANSI.sub("", coloured.out).split(),
        ANSI.sub("", coloured.err).split(),
    )


@pytest.mark.parametrize("args", SCREENS)
def test_no_color_wins(args: tuple[str, ...]) -> None:
    answer = run(*args, env={"NO_COLOR": "1", "FORCE_COLOR": "1"})
    assert ESCAPE not in answer.out + answer.err


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("args", SCREENS)
def test_text_and_json_are_never_coloured(args: tuple[str, ...], form: str) -> None:
    answer = run(*args, "--format", form, env={"NO_COLOR": "", "FORCE_COLOR": "1"})
    assert ESCAPE not in answer.out + answer.err
