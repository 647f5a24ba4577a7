"""``docs/screen.svg`` shows the whole answer."""

import html
import re

from docs.make import SCREEN

from tests.profiles import members
from tests.program import CIDP, project, run


def test_the_picture_shows_every_line_of_the_answer() -> None:
    drawn = re.findall(r"<text[^>]*>([^<]*)</text>", SCREEN.read_text(encoding="utf-8"))
    letters = re.sub(r"\s", "", html.unescape("".join(drawn)))
    for line in members(run(*CIDP).lines):
        assert re.sub(r"\s", "", line) in letters, "run: python docs/make.py"


def test_the_readme_shows_the_picture() -> None:
    assert "docs/screen.svg" in (project() / "README.md").read_text(encoding="utf-8")
