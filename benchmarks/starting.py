"""From the start of the program to its answer, against programs that do nothing."""

import sys
from pathlib import Path

from clock import HERE, PROGRAM, against, say

ORDER = ("dose", "--weight", "70", "--indication", "cidp")
EMPTY = (sys.executable, str(HERE / "empty.py"))
EMPTY_TABLE = (sys.executable, str(HERE / "empty_table.py"))
DRUGDOSE = str(Path(PROGRAM).with_name("drugdose"))
PAIRS = (
    ("`dose --format json` / an empty Typer command", (*ORDER, "--format", "json"), EMPTY, "at most 1.65"),
    ("`dose` as a table / an empty Typer command that prints one", ORDER, EMPTY_TABLE, "at most 1.5"),
    ("`--version` / an empty Typer command", ("--version",), EMPTY, "at most 1.0"),
    (
        "`dose --format json` / `drugdose calculate`",
        (*ORDER, "--format", "json"),
        (DRUGDOSE, "calculate", "epinephrine", "--route", "IM", "--weight", "70", "--age", "40"),
        "below 1",
    ),
)

for what, words, baseline, reach in PAIRS:
    own, other, ratio = against((PROGRAM, *words), baseline)
    say(what, f"{ratio:.2f} ({own * 1000:.0f} ms / {other * 1000:.0f} ms)", reach)
