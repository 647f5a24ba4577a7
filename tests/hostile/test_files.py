"""Whatever file is named, or stands in the place of the program's own: a run ends in a sentence, within bounds."""

from pathlib import Path

import pytest

from tests.hostile.runs import cases, run
from tests.profiles import together

CHOSEN = {
    ("formulary", "aliases of aliases"),
    ("formulary of the user", "a socket"),
    ("data diff of a formulary", "sizes that are not true"),
    ("data diff of a folder", "a terabyte of nothing"),
    ("stock", "100 000 columns"),
    ("table", "memory"),
    ("table", "100 000 columns of names"),
    ("table", "a cell of 9 MB in quotes"),
    ("table", "100 000 objects"),
    ("table", "an open document of wrong numbers"),
    ("table", "encrypted"),
    ("table", "laughs in the sheet"),
    ("table", "a row of 20 digits"),
    ("table on stdin", "/dev/urandom"),
    ("part that is resumed", "a terabyte of nothing"),
    ("answers that are resumed", "a pipe"),
    ("answers that are replaced", "a link to itself"),
    ("errors that are replaced", "a file nobody may read"),
    ("installed rules.yaml", "a link to /dev/zero"),
    ("installed schema/rules.json", "every byte"),
}
"""One of each kind, and those that once ended badly; `python -m tests.hostile.runs` tries all."""

FEW = 5
"""So many of the chosen ones are tried, evenly spread, where laws are tried on a share of their cases."""

EVERY = 36
"""How many cases pass for one that is tried with all chosen ones elsewhere."""

ALL = {(name, kind): (asked, make) for name, kind, asked, make in cases()}
THOROUGH = together(2) == 1
ASKED = (
    [one for place, one in enumerate(ALL) if one in CHOSEN or place % EVERY == 0]
    if THOROUGH
    else sorted(CHOSEN)[:: len(CHOSEN) // FEW]
)


def test_the_chosen_ones_are_there() -> None:
    assert ALL.keys() > CHOSEN
    assert len(ALL) > 1500


@pytest.mark.parametrize("case", ASKED, ids=": ".join)
def test_a_hostile_file_ends_in_a_sentence(case: tuple[str, str], tmp_path: Path) -> None:
    asked, make = ALL[case]
    (tmp_path / "here").mkdir()
    ended = run(asked, make, tmp_path / "here", without_rights=case[1] == "a file nobody may read")
    assert ended.wrong(asked.codes) == [], ended.said[-500:]
