"""The bounds that docs/limits.md names are those of the program."""

from collections.abc import Mapping

from ivigcalc.api.answer import LARGEST_FORMULARY
from ivigcalc.batch import sinks, source
from ivigcalc.batch.reading.unread import MOST_COLUMNS
from ivigcalc.catalogue import compiled, yaml
from ivigcalc.intake import data_files, files
from ivigcalc.intake.stock import file as stock
from ivigcalc.intake.stock import text as stock_text
from ivigcalc.sheets import inspection, parts, rows
from tests.program import project

PAGE = project() / "docs" / "limits.md"
MB = 1_000_000

LIMITS: Mapping[str, tuple[str, str]] = {
    "a formulary": (f"{LARGEST_FORMULARY // MB} MB", f"is larger than {LARGEST_FORMULARY // MB} MB"),
    "lists and keys within each other in a formulary or a data file": (str(yaml.DEEPEST), "nested more than {} deep"),
    "values in one of these, aliases written out": (str(yaml.MOST_VALUES), "has more than {} values"),
    "the length of a number in one of these": (f"{yaml.LONGEST_NUMBER} characters", f"at most {yaml.LONGEST_NUMBER}"),
    "a data file or a wheel of `data diff`": (f"{data_files.LARGEST_FILE // MB} MB", "is larger than {}"),
    "a stock file": (f"{stock_text.LARGEST // MB} MB", "is larger than {}"),
    "lots of it": (str(stock.MOST_LOTS), "more than {} lots"),
    "a line of it": (f"{source.LONGEST_LINE} letters", "a line of it has {} and more"),
    "a cell": (f"{files.MOST_LETTERS} letters", files.LONG[0]),
    "lines of a cell between double quotes": (str(files.MOST_LINES), files.QUOTES[0]),
    "cells of a line": (str(files.MOST_CELLS), files.WIDE[0]),
    "columns, or keys of an object": (str(MOST_COLUMNS), "at most {} are read"),
    "a workbook": (f"{rows.LARGEST // MB} MB", "it is larger than {}"),
    "a part of a workbook, unpacked": (f"{parts.LARGEST_PART // MB} MB", "in it has more than {}"),
    "cells between the first and the last of a sheet": (str(inspection.MOST_CELLS), "and more than {} between"),
    "memory for reading a workbook": (f"{rows.MEMORY // MB} MB", "it needs more than {} of memory"),
    "time of the processor for reading a workbook": (f"{rows.SECONDS} s", "as above"),
    "waiting for somebody at the other end of a pipe": (f"{files.PATIENCE_S} s", "is a pipe that nobody writes into"),
    "a line of an earlier answer that `--resume` reads": (f"{sinks.LONGEST_OLD // MB} MB", "nothing"),
    "a thousand rows of an earlier answer": (f"{sinks.MOST_OLD // MB} MB", "nothing"),
    "a file of the installation": (f"{compiled.LARGEST // MB} MB", "is larger than {}"),
}
"""Each bound as the program has it, and a piece of what is said beyond it."""


def test_the_page_names_the_bounds_of_the_program_and_no_others() -> None:
    lines = [line.strip("|").split("|") for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    rows = {cells[0].strip(): (cells[1].strip(), cells[2]) for cells in lines[2:] if "no bound" not in cells[1]}
    assert rows.keys() == LIMITS.keys()
    for what, (most, said) in LIMITS.items():
        assert rows[what][0] == most
        assert said.format(most) in rows[what][1], what
