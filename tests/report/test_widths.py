"""Nothing is truncated or lost, however narrow the terminal."""

import os
import re

import pytest

from ivigcalc.core.request.patient import Risk
from tests.profiles import together
from tests.program import CIDP, COMPARE, COURSE, INFUSION, project, run, run_once

EXAMPLE = os.path.relpath(project() / "docs" / "formulary-example.yaml")
STOCK = ("--stock", os.path.relpath(project() / "docs" / "stock-example.csv"), "--start", "2026-12-01")
"""From here: the folder of a checkout may have a number in its name, which a narrow line breaks."""

SCREENS = {
    "dose": CIDP,
    "dose, every product": (*CIDP, "--all"),
    "dose, one product": (*CIDP, "--product", "privigen", "--start", "2026-12-01"),
    "dose, a large total": ("dose", "--weight", "120", "--indication", "cidp", "--risk", "sodium"),
    "infusion": (*INFUSION, "--risk", "renal", "--first"),
    "vials": ("vials", "28", "--product", "octagam-10"),
    "vials from a stock": ("vials", "28", "--product", "privigen", "--days", "5", *COURSE, *STOCK),
    "dose from a stock": (*CIDP, *COURSE, *STOCK),
    "vials of a course": ("vials", "28", "--product", "privigen", "--days", "5", *COURSE),
    "dose, days that differ": (*CIDP, "--product", "privigen", *COURSE),
    "compare": COMPARE,
    "verify": ("verify", "--weight", "75", "--indication", "mg-exacerbation", "--order", "30 g daily for 5 days"),
    "verify, dangerous": (
        *("verify", "--weight", "75", "--indication", "mg-exacerbation", "--order", "150 g on day 1"),
        *("--product", "octagam-10", "--vials", "15x10", "--rate", "180 mL/h"),
    ),
    "verify, a range": ("verify", "--weight", "70", "--indication", "cidp", "--order", "150 g total, 3 days monthly"),
    "words of orders": ("verify", "--words"),
    "products": ("products", "--all"),
    "products for a patient": ("products", "--iga-deficient", "--risk", "renal", "--risk", "sodium"),
    "product": ("products", "privigen"),
    "products side by side": ("products", "privigen", "octagam-10", "kiovig", "--risk", "renal"),
    "compare, two products": (*COMPARE, "--product", "privigen", "--product", "octagam-10"),
    "table 2": ("products", "--table2"),
    "indications": ("indications",),
    "indication": ("indications", "cidp"),
    "approvals": ("indications", "--approvals"),
    "audit": ("data", "audit"),
    "settings": ("config", "show", "--formulary", EXAMPLE),
    "dose, a formulary": (*CIDP, "--formulary", EXAMPLE, "--product", "privigen", "--regimen", "A"),
    "refusal": ("dose", "--weight", "75", "--indication", "MG", "--per-day", "x"),
}
DROPS = (
    *("indications", "dose", "dose, every product", "dose, a large total", "dose from a stock"),
    "products for a patient",
)
"""Screens whose table leaves columns out before its rows become blocks."""
WIDTHS = (20, 30, 60, 40, 72, 81, 80, 132)[:: together(3)]
"""Every third one by default."""
NUMBER = re.compile(r"[0-9]+(?:[.\u00a0][0-9]+)*")


def whole(name: str) -> list[int]:
    """The widths at which a screen holds everything that it holds in a wide terminal."""
    return [columns for columns in WIDTHS if name not in DROPS or not 40 <= columns < 100]


def printed(name: str, columns: int) -> str:
    """What a screen of this width shows: the answer, or a refusal; not the remark beside an answer."""
    answer = run_once(*SCREENS[name], columns=columns)
    return answer.out or answer.err


@pytest.mark.parametrize(("name", "columns"), [(name, columns) for name in SCREENS for columns in whole(name)])
def test_every_figure_is_whole_at_every_width(name: str, columns: int) -> None:
    wide, narrow = ({*NUMBER.findall(printed(name, width))} for width in (200, columns))
    assert set() == wide - narrow


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("name", SCREENS)
def test_nothing_is_cut_off(name: str, columns: int) -> None:
    said = run_once(*SCREENS[name], "--format", "text")
    text = said.out + said.err
    screen = printed(name, columns)
    assert "\N{HORIZONTAL ELLIPSIS}" not in screen
    if columns >= 40:
        assert text.count("...") == screen.count("...")


def words(name: str, columns: int) -> set[str]:
    """The words of a screen, without the colon that follows a heading in a block."""
    return {word.removesuffix(":") for word in printed(name, columns).split()}


DROPPED = {
    *("neuro", "label", "also", "holds", "US", "EU", "BR"),
    *("glucose", "maltose", "mannitol", "sorbitol", "sucrose", "proline", "no", "sugar", "sugar?", "SODIUM"),
}
"""Words of the columns that a list of preparations leaves out where it is too wide."""


@pytest.mark.parametrize(
    ("name", "columns"), [(name, columns) for name in SCREENS for columns in whole(name) if columns >= 60]
)
def test_every_word_is_there_from_60_columns_on(name: str, columns: int) -> None:
    short = {word for word in words(name, 200) if len(word) * 3 <= columns}
    missing = {word.removesuffix(",") for word in short - words(name, columns)}
    assert sorted(missing - (DROPPED if name.startswith(("dose", "products")) else set())) == []


@pytest.mark.parametrize("columns", [80, 100, 140])
@pytest.mark.parametrize("risk", Risk)
def test_the_preparations_stay_a_table_from_80_columns_on(risk: str, columns: int) -> None:
    """In blocks each preparation takes eight lines, and each cell stands behind its heading."""
    screen = run_once(*CIDP, "--risk", risk, "--region", "eu", columns=columns).out
    assert not re.search(r"^ +(label|holds|A: 28 g): ", screen, re.MULTILINE)


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("name", SCREENS)
def test_no_line_is_wider_than_the_terminal(name: str, columns: int) -> None:
    assert [line for line in printed(name, columns).splitlines() if len(line) > columns] == []


def test_text_does_not_depend_on_the_terminal() -> None:
    for args in SCREENS.values():
        narrow, wide = (run(*args, "--format", "text", columns=columns) for columns in (20, 200))
        assert narrow == wide


@pytest.mark.parametrize("name", SCREENS)
def test_no_line_ends_with_a_space(name: str) -> None:
    assert [line for line in printed(name, 80).splitlines() if line != line.rstrip(" ")] == []
