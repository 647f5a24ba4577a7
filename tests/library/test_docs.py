"""The programs of docs/library.md print what stands below them."""

import re
import sys
from contextlib import redirect_stdout
from importlib.util import find_spec
from io import StringIO

import pytest

from tests.program import project

PAGE = (project() / "docs" / "library.md").read_text(encoding="utf-8")
PROGRAM = re.compile(r"```python\n(?P<code>[\s\S]*?)```\n(?:\n(?P<out>(?:    .*\n)+))?")
PROGRAMS = [(found["code"], found["out"]) for found in PROGRAM.finditer(PAGE)]


def printed(code: str) -> str:
    """What a program prints."""
    out = StringIO()
    with redirect_stdout(out):
        exec(compile(code, "docs/library.md", "exec"), {"ivigcalc": sys.modules["ivigcalc"]})  # noqa: S102 - our own page
    return out.getvalue()


@pytest.mark.parametrize(("code", "out"), [pair for pair in PROGRAMS if pair[1]])
def test_a_program_prints_what_stands_below_it(code: str, out: str) -> None:
    assert printed(code) == re.sub(r"^    ", "", out, flags=re.MULTILINE)


@pytest.mark.skipif(find_spec("pandas") is None, reason="pandas is not installed")
def test_the_notebook_answers_every_patient() -> None:
    (notebook,) = [code for code, out in PROGRAMS if out is None]
    assert printed(notebook).count(" ok ") == 3
