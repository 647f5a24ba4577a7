"""A line of a stock file that was commented out counts no vials."""

from pathlib import Path

import pytest

from tests.program import Answer, run

DOSE = ("dose", "--weight", "70", "--indication", "cidp", "--regimen", "A", "--product", "privigen")


def answer(folder: Path, *lots: str) -> Answer:
    path = folder / "stock.csv"
    lines = ["lot,product,size_g,count", *(f"{lot},privigen,10,{20 + at}" for at, lot in enumerate(lots))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return run(*DOSE, "--stock", str(path))


@pytest.mark.parametrize("sign", ["#", "//", "-- ", ";", "REM "])
def test_a_lot_behind_a_sign_of_comments_is_refused(tmp_path: Path, sign: str) -> None:
    found = answer(tmp_path, "L1", f"{sign}L2")
    assert (found.code, found.out) == (65, "")
    assert found.says(f"begins with {sign.strip()}, as a comment does")


@pytest.mark.parametrize("lots", [("#1", "#2"), ("L1", "-"), ("L1", "L#2"), ("L1", "")])
def test_other_lots_are_read(tmp_path: Path, lots: tuple[str, str]) -> None:
    assert answer(tmp_path, *lots).code == 0


def test_a_comment_alone_in_its_line_is_left_out_as_before(tmp_path: Path) -> None:
    assert answer(tmp_path, "L1", "L2").code == 0
    path = tmp_path / "stock.csv"
    path.write_text(f"{path.read_text(encoding='utf-8')}# counted by the pharmacy\n", encoding="utf-8")
    assert run(*DOSE, "--stock", str(path)).code == 0
