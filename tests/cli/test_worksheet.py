"""``worksheet`` and ``infusion --plot`` write a file whole or not at all, and only in the place of their own kind."""

import os
import subprocess
import webbrowser
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pytest

from tests.program import INFUSION, process, project, run

ORDER = (
    "worksheet",
    "--weight",
    "70",
    "--indication",
    "cidp",
    "--product",
    "privigen",
    "--region",
    "eu",
    "--regimen",
    "A",
)
MARK = '<meta name="generator" content="ivigcalc'
ROOT = os.geteuid() == 0 if hasattr(os, "geteuid") else False


def test_a_worksheet_is_written_and_written_again(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.html"
    answer = run(*ORDER, "-o", str(sheet))
    code = run("dose", *ORDER[1:], "--format", "json").json["check_code"]
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == f"{sheet} written: course sheet and 5 infusion records, check code {code}\n"
    text = sheet.read_text(encoding="ascii")
    assert MARK in text[:200]
    assert text == run(*ORDER, "-o", "-").out == run(*ORDER).out
    assert run(*ORDER, "--output", str(sheet)).code == 0
    assert run(*ORDER, "--start", "2026-12-01", "--output", str(sheet), "--force").code == 0
    assert "2026-12-01 Tue" in sheet.read_text(encoding="ascii")
    assert [*tmp_path.iterdir()] == [sheet]


def test_explain_prints_the_answer_with_its_working_beside_the_sheet(tmp_path: Path) -> None:
    """What ``dose --explain`` says of the same order: on stdout, or on stderr where the sheet goes to stdout."""
    sheet = tmp_path / "sheet.html"
    explained = run("dose", *ORDER[1:], "--explain").out
    assert "\nWORKING" in explained
    assert run(*ORDER, "-o", str(sheet), "--explain").out == explained
    piped = run(*ORDER, "--explain")
    assert (piped.out, explained in piped.err) == (sheet.read_text(encoding="ascii"), True)


@pytest.mark.parametrize("ended", [KeyboardInterrupt, SystemExit, MemoryError])
def test_nothing_stays_of_a_worksheet_that_is_interrupted(ended: type[BaseException], tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.html"
    with patch("os.fsync", side_effect=ended), suppress(MemoryError):
        run(*ORDER, "-o", str(sheet))
    assert [*tmp_path.iterdir()] == []


def test_the_sheet_of_another_order_is_replaced_only_with_force(tmp_path: Path) -> None:
    """Another patient, by a mistake of the file's name: the sheet that is there stays."""
    sheet = tmp_path / "sheet.html"
    run(*ORDER, "-o", str(sheet))
    before = sheet.read_bytes()
    other = [*ORDER]
    other[other.index("70")] = "80"
    answer = run(*other, "-o", str(sheet))
    assert (answer.code, answer.out, sheet.read_bytes()) == (73, "", before)
    assert "is of another order (another check code)" in answer.text
    assert "--force" in answer.text
    assert run(*ORDER, "--pages", "days", "-o", str(sheet)).err.split(": ", 1)[1].startswith("5 infusion records, ")
    for tag in ("pt-BR", "es", "en"):
        assert run(*ORDER, "--lang", tag, "-o", str(sheet)).code == 0
    assert run(*other, "-o", str(sheet), "--force").code == 0
    assert sheet.read_bytes() == run(*other).out.encode()


@pytest.mark.parametrize(
    ("words", "end"), [((*ORDER, "-o"), "html"), ((*INFUSION, "--plot"), "svg")], ids=["sheet", "plot"]
)
def test_what_ivigcalc_did_not_write_is_not_replaced(words: tuple[str, ...], end: str, tmp_path: Path) -> None:
    mine, folder = tmp_path / f"mine.{end}", tmp_path / "folder"
    mine.write_text(f"{' ' * 200}{MARK}", encoding="utf-8")
    folder.mkdir()
    names = (str(mine), str(folder), str(tmp_path / "none" / f"x.{end}"), f"{mine}/sheet.{end}", "a\0b", "x" * 300)
    for name in names:
        answer = run(*words, name)
        assert (answer.code, answer.out) == (73, ""), name
        assert "ERROR" in answer.err
        assert answer.says("TYPE another name"), name
    assert mine.read_text(encoding="utf-8") == f"{' ' * 200}{MARK}"
    assert {*tmp_path.iterdir()} == {mine, folder}


def test_a_sheet_does_not_take_the_place_of_a_plot_nor_a_plot_that_of_a_sheet(tmp_path: Path) -> None:
    sheet, plot = str(tmp_path / "sheet.html"), str(tmp_path / "plot.svg")
    assert [run(*ORDER, "-o", sheet).code, run(*INFUSION, "--plot", plot).code] == [0, 0]
    Path(sheet).rename(tmp_path / "sheet.svg")
    Path(plot).rename(tmp_path / "plot.html")
    crossed = [run(*ORDER, "-o", str(tmp_path / "plot.html")), run(*INFUSION, "--plot", str(tmp_path / "sheet.svg"))]
    assert [answer.code for answer in crossed] == [73, 73]
    assert [run(*ORDER, "-o", sheet).code, run(*INFUSION, "--plot", plot).code] == [0, 0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            (*ORDER, "-o", "sheet.docx"),
            "--output 'sheet.docx' does not end with .html, .htm, .pdf. TYPE -o sheet.html, or",
        ),
        ((*ORDER, "-o", "sheet.csv"), "does not end with .html, .htm, .pdf. TYPE -o sheet.html, or -o sheet.pdf"),
        ((*INFUSION, "--plot", "rate.png"), "--plot 'rate.png' does not end with .svg. TYPE --plot rate.svg"),
    ],
)
def test_a_file_named_like_another_form_is_refused_before_anything_is_worked_out(
    words: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = run(*words, columns=300)
    assert (answer.code, said in answer.text) == (2, True), answer.text
    assert [*tmp_path.iterdir()] == []


def test_a_name_without_an_ending_or_in_capitals_is_written(tmp_path: Path) -> None:
    names = ["sheet", "SHEET.HTML", "sheet.htm"]
    assert [run(*ORDER, "-o", str(tmp_path / name)).code for name in names] == [0, 0, 0]
    assert {path.name for path in tmp_path.iterdir()} == {*names}


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    none = tmp_path / "none"
    sheet = run(*ORDER, "-o", str(none / "sheet.html"), columns=300)
    rows = run("batch", str(project() / "docs" / "patients-example.csv"), "-o", str(none / "x.csv"), columns=300)
    assert [sheet.code, rows.code] == [73, 73]
    assert sheet.says(f"cannot write {none}/sheet.html: there is no folder {none}")
    assert rows.says(f"there is no folder {none}")


@pytest.mark.skipif(ROOT, reason="the superuser may write everywhere")
def test_a_folder_without_the_right_to_write_is_73(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert run(*ORDER, "-o", str(tmp_path / "sheet.html")).code == 73
    tmp_path.chmod(0o700)


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.html"
    run(*ORDER, "-o", str(sheet))
    before = sheet.read_bytes()
    with patch("os.fsync", side_effect=OSError(28, "No space left on device")):
        answer = run(*ORDER, "--start", "2026-12-01", "-o", str(sheet), "--force")
    assert answer.code == 73
    assert answer.says("No space left")
    assert sheet.read_bytes() == before
    assert [*tmp_path.iterdir()] == [sheet]


def test_a_link_is_followed_and_the_rights_stay(tmp_path: Path) -> None:
    sheet, link = tmp_path / "sheet.html", tmp_path / "link.html"
    run(*ORDER, "-o", str(sheet))
    sheet.chmod(0o600)
    link.symlink_to(sheet)
    assert run(*ORDER, "--start", "2026-12-01", "-o", str(link), "--force").code == 0
    assert link.is_symlink()
    assert "2026-12-01" in sheet.read_text(encoding="ascii")
    assert sheet.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("words", "option"), [((*ORDER, "-o"), "--output"), ((*INFUSION, "--plot"), "--plot")])
def test_no_name_is_a_mistake_of_usage(words: tuple[str, ...], option: str) -> None:
    answer = run(*words, "")
    assert (answer.code, answer.out) == (2, "")
    assert f"{option} '' is no name of a file" in answer.err


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no pseudo-terminals here")
def test_a_terminal_is_no_place_for_a_worksheet() -> None:
    above, terminal = os.openpty()
    with os.fdopen(above, "rb"), os.fdopen(terminal, "wb") as stdout:
        call = process(*ORDER)
        done = subprocess.run(call, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert "-o sheet.html" in done.stderr


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        (
            ("--regimen", "A"),
            ("A: 28 g daily for 5 days", "C: 35 g daily for 2 days every 3 weeks", "TYPE --regimen A"),
        ),
        (("--product", "privigen"), ("a worksheet is of one preparation", "TYPE --product NAME")),
    ],
)
def test_nothing_is_picked(left_out: tuple[str, str], said: tuple[str, ...], tmp_path: Path) -> None:
    words = [word for word in ORDER if word not in left_out]
    answer = run(*words, "-o", str(tmp_path / "sheet.html"))
    assert (answer.code, answer.out) == (2, "")
    for words_said in said:
        assert words_said in answer.text
    assert [*tmp_path.iterdir()] == []


def test_a_range_needs_a_dose_and_two_preparations_are_not_one() -> None:
    answer = run(*ORDER[:-1], "E")
    assert (answer.code, answer.out) == (2, "")
    assert "--course" in answer.err
    answer = run(*ORDER, "--product", "kiovig")
    assert (answer.code, answer.out) == (2, "")
    assert "2 are named" in answer.err


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("--weight", "1,000"), 2),
        (("--product", "gammagard"), 2),
        (("--per-day", "2 g/kg", "--days", "1"), 4),
        (("--risk", "anti-iga"), 5),
        (("--stock", "none.csv"), 66),
        (("--formulary", "none.yaml"), 78),
    ],
)
def test_what_dose_refuses_makes_no_sheet(change: tuple[str, ...], code: int, tmp_path: Path) -> None:
    given = dict(zip(ORDER[1::2], ORDER[2::2], strict=True))
    given |= dict(zip(change[::2], change[1::2], strict=True))
    if "--per-day" in change:
        del given["--regimen"]
    words = [word for pair in given.items() for word in pair]
    sheet = tmp_path / "sheet.html"
    answer = run("worksheet", *words, "-o", str(sheet))
    dosed = run("dose", *words)
    assert (answer.code, answer.out) == (dosed.code, "") == (code, "")
    assert answer.err in {dosed.err, f"{dosed.out}no worksheet was written\n"}
    assert not sheet.exists()


def test_with_strict_an_open_caution_makes_no_sheet(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.html"
    words = (*ORDER, "--risk", "loop-diuretic", "--strict", "-o", str(sheet))
    answer = run(*words)
    assert (answer.code, answer.out) == (3, "")
    assert "loop-diuretic" in answer.err
    assert not sheet.exists()
    cautions = [
        word
        for rule in answer.text.partition("not acknowledged: ")[2].partition(";")[0].split(", ")
        for word in ("--ack", f"{rule}=seen")
    ]
    assert run(*words, *cautions).code == 0
    assert "ACKNOWLEDGED: seen" in sheet.read_text(encoding="ascii")


@pytest.mark.parametrize(("opened", "said"), [(True, ""), (False, "no browser could be started")])
def test_open_opens_the_file_that_was_written(*, opened: bool, said: str, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.html"
    with patch("webbrowser.open", return_value=opened) as browser:
        answer = run(*ORDER, "-o", str(sheet), "--open")
    assert answer.code == 0
    browser.assert_called_once_with(sheet.as_uri())
    assert answer.says(said)
    answer = run(*ORDER, "--open")
    assert (answer.code, answer.out) == (2, "")
    assert "-o sheet.html --open" in answer.err


def test_plot_writes_the_plot_beside_the_answer(tmp_path: Path) -> None:
    plot = tmp_path / "rate.svg"
    answer = run(*INFUSION, "--plot", str(plot))
    assert (answer.code, answer.out) == (0, run(*INFUSION).out)
    assert plot.read_text(encoding="utf-8").startswith("<!-- generator: ivigcalc")


@pytest.mark.parametrize(("risk", "code"), [(("--risk", "renal"), 2), (("--risk", "loop-diuretic", "--strict"), 3)])
def test_no_plot_is_drawn_where_only_the_first_rate_is_known_or_a_caution_is_open(
    risk: tuple[str, ...], code: int, tmp_path: Path
) -> None:
    plot = tmp_path / "rate.svg"
    assert run(*INFUSION, *risk, "--plot", str(plot)).code == code
    assert not plot.exists()


def test_without_grams_no_worksheet_is_written_and_what_is_missing_is_said(tmp_path: Path) -> None:
    """Ontario doses ADEM on adjusted body weight, which needs height and sex: exit 0 would mean a sheet."""
    sheet = tmp_path / "sheet.html"
    asked = ("worksheet", "--weight", "90", "--indication", "adem", "--product", "privigen", "--regimen", "A")
    answer = run(*asked, "-o", str(sheet))
    assert (answer.code, answer.out, sheet.exists()) == (2, "", False)
    for said in ("a worksheet needs grams: --height is missing", "TYPE add --height CM", "--sex is missing"):
        assert said in answer.text
    assert run(*asked, "--height", "175", "--sex", "male", "-o", str(sheet)).code == 0
    assert sheet.exists()


@pytest.mark.parametrize(
    "error", [OSError(8, "Exec format error"), webbrowser.Error("could not locate runnable browser")]
)
def test_a_browser_that_cannot_be_started_is_a_remark(error: Exception, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.html"
    with patch("webbrowser.open", side_effect=error):
        answer = run(*ORDER, "-o", str(sheet), "--open")
    assert (answer.code, answer.out, sheet.is_file()) == (0, "", True)
    assert answer.err.endswith(f"no browser could be started: open {sheet}\n")


def test_a_worksheet_is_not_written_into_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "ivigcalc.cli.commands.worksheet.sys", SimpleNamespace(stdout=SimpleNamespace(isatty=lambda: True))
    )
    answer = run(*ORDER)
    assert (answer.code, answer.out) == (2, "")
    assert "a worksheet is a file for a browser, not for a terminal. TYPE -o sheet.html" in answer.text


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_worksheet_takes_the_place_of_no_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "sheet.html")
    answer = run(*ORDER, "-o", str(tmp_path / "sheet.html"), columns=300)
    assert (answer.code, answer.out) == (73, "")
    assert answer.says("sheet.html: is not a file")
    assert (tmp_path / "sheet.html").is_fifo()


@pytest.mark.parametrize("option", ["-o", "--output"])
def test_an_answer_that_is_no_file_says_how_it_gets_into_one(option: str) -> None:
    answer = run("dose", "--weight", "70", "--indication", "cidp", option, "x.json", columns=300)
    assert answer.code == 2
    assert "worksheet and batch write a file themselves; of any other answer: > answer.json" in answer.text
