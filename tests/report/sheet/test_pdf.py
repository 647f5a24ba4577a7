"""The worksheet as PDF: every word of the HTML, a page for each sheet, the same bytes, and no text taken for markup."""

import hashlib
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from functools import cache
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import typst
from hypothesis import assume, example, given

from ivigcalc.cli import running
from ivigcalc.report.sheet.pdf import FOLDER, FONT, NOT_IN_FONT
from tests.profiles import examples, spread, together
from tests.program import process, project, run
from tests.report.sheet.plans import CIDP, PLANS, sheet_of, words_of
from tests.report.sheet.test_figures import orders

PDFTOTEXT = shutil.which("pdftotext") or ""
PLAIN = ("worksheet", *PLANS["plain"])
MARKUP = '#panic("x") *b* $x^2$ <b> "q" \\ @ref _i_ // c /* d */ `raw` = h ~ -- [e] {f} &amp;'
PAGE = re.compile(rb"/Type/Page/")
needs_pdftotext = pytest.mark.skipif(not PDFTOTEXT, reason="no pdftotext here")


def written(path: Path, *words: str) -> bytes:
    """The worksheet of an order as PDF."""
    done = run("worksheet", *words, "-o", str(path))
    assert (done.code, done.out) == (0, ""), done.text
    return path.read_bytes()


@cache
def plain_sheet() -> bytes:
    """The worksheet of the plainest order as PDF."""
    with TemporaryDirectory() as folder:
        return written(Path(folder) / "sheet.pdf", *PLANS["plain"])


def text_of_pdf(path: Path) -> str:
    call = [PDFTOTEXT, "-raw", str(path), "-"]
    return subprocess.run(call, check=True, capture_output=True).stdout.decode().replace("\u200b", "")


def text_of_html(sheet: str) -> str:
    """What is seen of a worksheet: without what stands in its head, and what a plot says to those who do not see it."""
    body = re.sub(r"<(head|desc|title)>.*?</\1>", " ", sheet, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", body))


def words_in(text: str) -> Counter[str]:
    """Its words and figures, how often each stands there; headings are in capitals on paper."""
    return Counter(re.findall(r"\w+", text.casefold()))


@needs_pdftotext
@pytest.mark.parametrize(
    ("name", "lang"), spread([(name, lang) for name in PLANS for lang in ("en", "es", "pt-BR")])[:: together(2)]
)
def test_every_word_of_the_html_and_no_other_on_a_page_for_each_sheet(
    name: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a long path of a formulary would be broken over lines
    words = (*words_of(name, Path()), "--lang", lang)
    html, path = sheet_of(*words), tmp_path / "sheet.pdf"
    content = written(path, *words)
    assert len(words_in(text_of_html(html))) > 200
    assert words_in(text_of_pdf(path)) == words_in(text_of_html(html))
    assert len(PAGE.findall(content)) == html.count("<section ")
    days = run("dose", *words[:-2], "--format", "json").json["products"][0]["plans"][0]["days"]
    assert html.count("<section ") == 1 + len(days)


@needs_pdftotext
@given(words=orders())
@example(
    words=["--weight", "20.1", "--indication", "aag", "--product", "blauimuno-5", "--round", "exact", "--regimen", "B"]
).via("what is discarded takes a row: its page was two")
@example(words=["--weight", "106.3", "--indication", "aag", "--product", "gammagard-sd-10", "--regimen", "A"]).via(
    "ten warnings and the steps of a powder are longer than a page"
)
@examples(60, fewest=5)
def test_whatever_the_order_every_word_of_the_html_on_a_page_for_each_sheet(words: list[str]) -> None:
    done = run("worksheet", *words, "-o", "-")
    assume(done.code == 0)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.pdf"
        content = written(path, *words)
        found, said = words_in(text_of_pdf(path)), words_in(text_of_html(done.out))
    made = run("dose", *words, "--format", "json").json["products"][0]["plans"][0]
    vials = max(sum(vial["count"] for vial in day["vials"]) for day in made["days"])
    pages, sheets = len(PAGE.findall(content)), done.out.count("<section ")
    if pages > sheets:  # with the foot of a sheet again on each page more
        assert vials > 35 or done.out.count('<p class="look">') > 8
        assert found >= said
    else:
        assert (found, pages) == (said, sheets)


@needs_pdftotext
def test_the_sheets_of_cycles(tmp_path: Path) -> None:
    order = ("--weight", "70", "--indication", "cidp", "--regimen", "C", "--product", "privigen", "--region", "eu")
    words = (*order, "--start", "2026-12-01", "--cycles", "6")
    content = written(tmp_path / "sheet.pdf", *words)
    assert len(PAGE.findall(content)) == 2 + 6 * 2
    assert words_in(text_of_pdf(tmp_path / "sheet.pdf")) == words_in(text_of_html(sheet_of(*words)))


@needs_pdftotext
def test_nothing_that_was_typed_is_markup(tmp_path: Path) -> None:
    stock = tmp_path / "stock.csv"
    stock.write_text(
        "product,size_g,count,expiry,lot\nprivigen,20,9,,#strike[L1]\nprivigen,5,9,,*L2*\nprivigen,2.5,9,,$L3\n"
    )
    words = [*PLANS["off label"]]
    words[words.index("--off-label-reason") + 1] = MARKUP
    path = tmp_path / "sheet.pdf"
    written(path, *words, "--stock", str(stock))
    text = text_of_pdf(path)
    assert MARKUP in " ".join(text.split())
    for lot in ("#strike[L1]", "*L2*", "$L3"):
        assert text.count(lot) >= 5


@needs_pdftotext
def test_a_text_that_is_longer_than_a_page_takes_several(tmp_path: Path) -> None:
    words = [*PLANS["off label"]]
    words[words.index("--off-label-reason") + 1] = "board " * 3000
    html, path = sheet_of(*words), tmp_path / "sheet.pdf"
    written(path, *words)
    boxes = subprocess.run([PDFTOTEXT, "-bbox", str(path), "-"], check=True, capture_output=True).stdout.decode()
    foot = max(float(at) for at in re.findall(r'yMax="([0-9.]+)">prescription', boxes))
    places = re.findall(r'yMax="([0-9.]+)">board', boxes)
    assert len(places) == text_of_html(html).count("board") >= 3000
    assert max(map(float, places)) < foot - 10


@needs_pdftotext
def test_a_text_without_spaces_stays_on_the_page(tmp_path: Path) -> None:
    words = [*PLANS["off label"]]
    words[words.index("--off-label-reason") + 1] = "x" * 400
    written(tmp_path / "sheet.pdf", *words)
    boxes = subprocess.run([PDFTOTEXT, "-bbox", str(tmp_path / "sheet.pdf"), "-"], check=True, capture_output=True)
    places = re.findall(r'xMax="([0-9.]+)" yMax="[0-9.]+">([^<]*)', boxes.stdout.decode().replace("\u200b", ""))
    there = sum(len(word.strip(".")) for _, word in places if re.fullmatch(r"x{2,}\.?", word))
    assert there == 400 * sheet_of(*words).count("x" * 400)
    assert there > 0
    assert max(float(right) for right, _ in places) < 210 / 25.4 * 72


def test_the_same_order_gives_the_same_bytes(tmp_path: Path) -> None:
    one = written(tmp_path / "one.pdf", *PLANS["plain"])
    two = tmp_path / "two.pdf"
    subprocess.run(process(*PLAIN, "-o", str(two)), check=True, capture_output=True)
    assert hashlib.sha256(one).hexdigest() == hashlib.sha256(two.read_bytes()).hexdigest()
    assert b"CreationDate" not in one
    assert b"CreateDate" not in one


def test_pdf_a_bears_the_date_of_the_first_infusion(tmp_path: Path) -> None:
    path = tmp_path / "sheet.PDF"
    content = written(path, *PLANS["plain"], "--pdf-a")
    assert b"/CreationDate(D:20261201" in content
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in content
    assert written(path, *PLANS["plain"], "--pdf-a") == content


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("-o", "FOLDER/sheet.pdf", "--pdf-a"), ("--start is missing", "TYPE add --start 2026-12-01")),
        (("-o", "FOLDER/sheet.html", "--pdf-a"), ("--pdf-a is for a PDF", "TYPE -o sheet.pdf --pdf-a")),
        (("--pdf-a", "-o", "-"), ("--pdf-a is for a PDF",)),
    ],
)
def test_what_cannot_be_a_pdf_a_is_refused(change: tuple[str, ...], said: tuple[str, ...], tmp_path: Path) -> None:
    done = run("worksheet", *CIDP, "--product", "privigen", *(word.replace("FOLDER", str(tmp_path)) for word in change))
    assert (done.code, done.out, [*tmp_path.iterdir()]) == (2, "", [])
    for words in said:
        assert words in done.text


def test_without_the_extra_the_way_to_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    done = run(*PLAIN, "-o", str(tmp_path / "sheet.pdf"))
    assert (done.code, done.out, [*tmp_path.iterdir()]) == (2, "", [])
    said = "TYPE pip install 'typst<0.16' where ivigcalc is installed (pipx: pipx inject ivigcalc 'typst<0.16'), or -o"
    assert said in done.text
    made_of = tomllib.loads((project() / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert made_of["optional-dependencies"]["pdf"] == ["typst>=0.15,<0.16"]
    assert run(*PLAIN, "-o", str(tmp_path / "sheet.html")).code == 0


def test_a_letter_that_the_fonts_do_not_have_is_refused_not_left_out(tmp_path: Path) -> None:
    words = [*PLANS["off label"]]
    words[words.index("--off-label-reason") + 1] = "倫理 é"
    done = run("worksheet", *words, "-o", str(tmp_path / "sheet.pdf"))
    assert (done.code, done.out, [*tmp_path.iterdir()]) == (2, "", [])
    assert "do not have 倫 理. TYPE -o sheet.html and print it" in done.text


def test_the_fonts_have_every_other_letter() -> None:
    """As PDF/A Typst refuses a letter that a font does not have."""
    letters = [chr(code) for code in range(0x20, 0x3000) if not NOT_IN_FONT.match(chr(code))]
    assert len(letters) > 500
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER / "fonts")])
    styles = ("normal", 400), ("normal", 700), ("italic", 400)
    assert sorted((font.style, font.weight, font.family) for font in fonts.fonts()) == sorted(
        (*style, FONT) for style in styles
    )
    texts = "".join(f'#text(style: "{style}", weight: {weight}, sys.inputs.letters)\n\n' for style, weight in styles)
    head = f'#set document(date: datetime(year: 2026, month: 1, day: 1))\n#set text(font: "{FONT}", fallback: false)\n'

    def made(letters: str) -> bytes:
        source = f"{head}{texts}".encode()
        return typst.compile(source, font_paths=fonts, sys_inputs={"letters": letters}, pdf_standards="a-2b")

    made(" ".join(letters))
    with pytest.raises(typst.TypstError, match="could not be displayed"):
        made("倫")


def test_only_a_worksheet_of_the_same_order_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    before = written(path, *PLANS["plain"])
    other = [*PLANS["plain"]]
    other[other.index("70")] = "80"
    done = run("worksheet", *other, "-o", str(path))
    assert (done.code, path.read_bytes()) == (73, before)
    assert "is of another order (another check code)" in done.text
    assert written(path, *other, "--force") != before
    assert written(path, *PLANS["plain"], "--force") == before


@pytest.mark.parametrize("name", ["foreign", "saved over", "html", "cut off"])
def test_what_is_no_worksheet_as_pdf_stays(name: str, tmp_path: Path) -> None:
    """Such as a worksheet with notes that a viewer has saved behind it."""
    path = tmp_path / "sheet.pdf"
    sheet = plain_sheet()
    there = {
        "foreign": b"%PDF-1.7\n/Title(by somebody)\n%%EOF\n",
        "saved over": sheet + b"\n99 0 obj\n<</Type/Annot>>\nendobj\n%%EOF\n",
        "html": sheet_of(*PLANS["plain"]).encode(),
        "cut off": sheet[:-20],
    }[name]
    path.write_bytes(there)
    done = run(*PLAIN, "-o", str(path), "--force")
    assert (done.code, path.read_bytes(), [*tmp_path.iterdir()]) == (73, there, [path])
    assert "stands there already" in done.text
    html = tmp_path / "sheet.html"
    path.rename(html)
    assert run(*PLAIN, "-o", str(html), "--force").code == (0 if name == "html" else 73)


def test_a_sheet_that_cannot_be_set_is_a_bug_and_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(*_: object, **__: object) -> bytes:
        message = "unknown variable"
        raise typst.TypstError(message, "", [], [])

    monkeypatch.setattr("typst.compile", failing)
    assert running.start([*PLAIN, "-o", str(tmp_path / "sheet.pdf")]) == 70
    assert [*tmp_path.iterdir()] == []
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("internal error: TypstError: ")
    assert "Traceback" not in said.err
