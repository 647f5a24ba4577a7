"""On paper: a page for each sheet, as a browser prints it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from ivigcalc.catalogue.locale import languages
from tests.profiles import spread, together
from tests.program import run
from tests.report.sheet.plans import PLANS, words_of

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or ""
PDFINFO = shutil.which("pdfinfo") or ""


@pytest.mark.skipif(not BROWSER, reason="no chromium here")
@pytest.mark.skipif(not PDFINFO, reason="no pdfinfo here")
@pytest.mark.parametrize(
    ("name", "lang"), spread([(name, lang) for name in PLANS for lang in languages()])[:: together(2)]
)
def test_a_page_for_the_course_and_one_for_each_day(name: str, lang: str, tmp_path: Path) -> None:
    words = words_of(name, tmp_path)
    days = len(run("dose", *words, "--format", "json").json["products"][0]["plans"][0]["days"])
    assert pages_of([*words, "--lang", lang], tmp_path) == 1 + days


@pytest.mark.skipif(not BROWSER, reason="no chromium here")
@pytest.mark.skipif(not PDFINFO, reason="no pdfinfo here")
@pytest.mark.parametrize(("pages", "expected"), [("all", 2 + 6 * 2), ("course", 2), ("days", 6 * 2)][:: together(3)])
def test_a_repeated_course_has_a_page_of_cycles_and_one_for_each_day_of_each(
    pages: str, expected: int, tmp_path: Path
) -> None:
    words = ("--weight", "70", "--indication", "cidp", "--regimen", "C", "--product", "privigen", "--region", "eu")
    assert pages_of([*words, "--start", "2026-12-01", "--cycles", "6", "--pages", pages], tmp_path) == expected


@pytest.mark.skipif(not BROWSER, reason="no chromium here")
@pytest.mark.skipif(not PDFINFO, reason="no pdfinfo here")
@pytest.mark.parametrize("lang", [*languages()][:: together(3)])
def test_each_sheet_of_a_patient_with_many_risks_stays_on_its_page(lang: str, tmp_path: Path) -> None:
    words = [
        "--weight",
        "130",
        "--height",
        "165",
        "--age",
        "72",
        "--indication",
        "cidp",
        "--regimen",
        "A",
        "--days",
        "5",
    ]
    risks = ("diabetes", "thrombosis", "loop-diuretic", "hypertension", "central-line", "iga-deficient")
    words += [*("--product", "octagam-10", "--region", "eu"), *(word for risk in risks for word in ("--risk", risk))]
    assert pages_of([*words, "--lang", lang], tmp_path) == 1 + 5


def pages_of(words: list[str], tmp_path: Path) -> int:
    """The pages of a worksheet on paper."""
    sheet, paper = tmp_path / "sheet.html", tmp_path / "sheet.pdf"
    assert run("worksheet", *words, "-o", str(sheet)).code == 0
    options = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--user-data-dir={tmp_path}/user",
    )
    printed = [BROWSER, *options, f"--print-to-pdf={paper}", sheet.as_uri()]
    subprocess.run(printed, check=True, capture_output=True, timeout=120)
    said = subprocess.run([PDFINFO, str(paper)], check=True, capture_output=True, text=True)
    pages = re.search(r"^Pages:\s+(\d+)$", said.stdout, flags=re.MULTILINE)
    assert pages is not None
    assert "A4" in said.stdout
    return int(pages[1])
