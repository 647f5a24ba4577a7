"""Cases that are tried in turn in one test are all tried, and those that fail are named."""

import os
import sys
from pathlib import Path
from subprocess import run

from tests.program import project

FOUND_BY_PYTEST = """
import pytest

@pytest.fixture
def own():
    return 1

@pytest.mark.parametrize("number", range(23))
def test_number(number, tmp_path):
    assert not [*tmp_path.iterdir()]
    (tmp_path / "tried").touch()
    print("tried", number, end=";")
    assert number not in (3, 5, 12)

@pytest.mark.parametrize("number", range(5))
def test_missing(number):
    if number == 1:
        pytest.skip("not here")

@pytest.mark.parametrize("number", range(4))
def test_own(number, own):
    assert own

@pytest.mark.parametrize("number", [1, pytest.param(2, marks=pytest.mark.skip("why"))])
def test_marked(number):
    pass
"""


def test_all_are_tried_and_those_that_fail_are_named(tmp_path: Path) -> None:
    """23 cases are 3 tests of at most 10; those with a fixture of their own or another mark are tests by themselves."""
    (tmp_path / "conftest.py").write_text(
        "from tests import profiles\nprofiles.register()\npytest_plugins = ['tests.side_by_side']\n", encoding="utf-8"
    )
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (tmp_path / "test_found.py").write_text(FOUND_BY_PYTEST, encoding="utf-8")
    line = [sys.executable, "-m", "pytest", "-q", "-p", "xdist", "-n1", f"--basetemp={tmp_path / 'made'}", "-rA"]
    around = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    around |= {"PYTHONPATH": str(project()), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    answer = run(line, cwd=tmp_path, env=around, capture_output=True, text=True, check=False)
    assert "2 failed, 6 passed, 2 skipped" in answer.stdout
    assert "FAILED test_found.py::test_number[3] - " in answer.stdout
    assert "test_found.py::test_number[3], test_found.py::test_number[5] (2 sub-exceptions)" in answer.stdout
    assert "FAILED test_found.py::test_number[12] - assert 12 not in (3, 5, 12)" in answer.stdout
    assert all(f"tried {number};" in answer.stdout for number in range(23))
