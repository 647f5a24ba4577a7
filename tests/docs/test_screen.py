"""``docs/screen.svg`` shows what the program prints today."""

import html
import re
import runpy

from tests.program import CIDP, project, run


def screen() -> str:
    """The picture in the documents."""
    return (project() / "docs" / "screen.svg").read_text(encoding="utf-8")


def test_the_picture_is_current() -> None:
    draw = runpy.run_path(str(project() / "docs" / "make_screen.py"))["draw"]
    assert draw() == screen(), "run: python docs/make_screen.py"


def test_the_picture_shows_every_line_of_the_answer() -> None:
    drawn = re.findall(r"<text[^>]*>([^<]*)</text>", screen())
    letters = re.sub(r"\s", "", html.unescape("".join(drawn)))
    for line in run(*CIDP).lines:
        assert re.sub(r"\s", "", line) in letters


def test_the_readme_shows_the_picture() -> None:
    assert "docs/screen.svg" in (project() / "README.md").read_text(encoding="utf-8")
