"""Several processes give the same bytes as one."""

from pathlib import Path

import pytest

from tests.batch.making import HEADER
from tests.program import run


def table(path: Path) -> Path:
    """Some thousand rows of every status, in no order."""
    cells = (
        "{0},cidp,A,privigen",
        "{0},gbs,A,kiovig",
        "{0},cidp,,privigen",
        "x{0},cidp,A,privigen",
        "{0},als,,privigen",
        "{0}9,gbs,A,",
    )
    rows = (f"k{row}," + cells[row * 7 % 6].format(f"{30 + row % 90}.{row % 10}") for row in range(2300))
    path.write_text("".join(f"{line}\n" for line in (HEADER, *rows)))
    return path


@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl"])
def test_any_number_of_processes_gives_the_same_bytes(tmp_path: Path, form: str) -> None:
    source, found = table(tmp_path / "p.csv"), []
    for jobs in ("1", "2", "3"):
        out, errors = tmp_path / f"{jobs}.{form}", tmp_path / f"{jobs}.errors.csv"
        args = ("-o", str(out), "--errors", str(errors), "--jobs", jobs, "--summary", "--format", "json")
        answer = run("batch", str(source), *args)
        assert answer.code == 6
        summary = {name: value for name, value in answer.json.items() if name != "request"}
        found.append((out.read_bytes(), errors.read_bytes(), summary))
    assert found[0] == found[1] == found[2]


def test_processes_that_begin_anew_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = table(tmp_path / "p.csv")
    alone = run("batch", str(source)).out
    monkeypatch.setattr("ivigcalc.batch.processes.BEGIN", "spawn")
    assert alone == run("batch", str(source), "--jobs", "2").out
