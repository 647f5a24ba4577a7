"""The files that comments of the data name: each of them exists."""

import re
from pathlib import Path

import pytest

from tests.program import project

FILE = re.compile(r"[\w.-]+(?:/[\w.-]+)+\.(?:py|md|yaml|json|csv)\b")
"""A file in a folder; files of the program may be named by their place in it."""

FOLDERS = (project(), project() / "src" / "ivigcalc", project() / "data")


def named(path: Path) -> list[str]:
    """The files that the comments of a file of the data name."""
    comments = [line for line in path.read_text("utf-8").splitlines() if line.lstrip().startswith("#")]
    return [file for comment in comments for file in FILE.findall(comment)]


def test_comments_of_the_data_name_files() -> None:
    assert "src/ivigcalc/intake/stock/unread.py" in named(project() / "data" / "tables.yaml")


@pytest.mark.parametrize("path", sorted((project() / "data").rglob("*.yaml")), ids=lambda path: path.name)
def test_every_file_that_a_comment_names_exists(path: Path) -> None:
    assert [file for file in named(path) if not any((folder / file).is_file() for folder in FOLDERS)] == []
