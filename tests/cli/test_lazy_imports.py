"""Slow libraries are imported only when they are needed."""

import json
import os
import subprocess
import sys

import pytest

SLOW = ("pydantic", "yaml", "rich")
PROBE = """
import json, sys
from ivigcalc.cli.main import run
code = run(sys.argv[1:]) if len(sys.argv) > 1 else 0
sys.stderr.write(json.dumps([code, sorted({name.partition(".")[0] for name in sys.modules})]))
"""


def loaded(*args: str) -> set[str]:
    """The slow libraries that a fresh interpreter loads for a call (without ``args``: for the import alone)."""
    env = {**os.environ, "COLUMNS": "80"}
    call = [sys.executable, "-c", PROBE, *args]
    done = subprocess.run(call, capture_output=True, text=True, env=env, check=True)
    code, modules = json.loads(done.stderr)
    assert code == 0
    return {*SLOW} & {*modules}


def test_the_entry_point_alone_loads_nothing_slow() -> None:
    assert set() == loaded()


def test_the_version_loads_nothing_slow() -> None:
    assert set() == loaded("--version")


@pytest.mark.parametrize("form", ["json", "text"])
@pytest.mark.parametrize("command", [("dose",), ("verify", "--order", "28 g daily for 5 days")])
def test_rich_is_loaded_only_for_a_table(form: str, command: tuple[str, ...]) -> None:
    order = (*command, "--weight", "70", "--indication", "cidp")
    assert "rich" not in loaded(*order, "--format", form)
    assert "rich" in loaded(*order)
