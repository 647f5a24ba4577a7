"""How the page is built: from a wheel and Pyodide, whole, the same each time, and closed to every network."""

import io
import re
import zipfile
from datetime import date
from fractions import Fraction
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tools.build_page import (
    LIBRARY,
    PARTS,
    PROGRAM,
    BuildError,
    in_language,
    licences,
    page,
    program,
    stored,
    with_site,
)
from tools.check_page import parts_of, wrong_of_pyodide
from tools.page.english import TOLD
from tools.page.fields import FIELDS, Kind, Tab

from ivigcalc import __version__
from ivigcalc.catalogue.compiled import FILES
from ivigcalc.catalogue.load import DATA_VERSION
from ivigcalc.catalogue.locale import languages
from ivigcalc.intake.body_size import read_weight
from ivigcalc.intake.dates import read_interval
from ivigcalc.intake.patient import read_age, read_iga
from tests.page.cases import LOOSENED
from tests.program import project, shipped

STAND_INS = {name: f"{name} of Pyodide".encode() for name in (*PARTS, PROGRAM)} | {
    "lock": b'{"info": {"python": "3.14.2"}, "packages": {}}'
}
CODE = "const $ ="
VERSION = f'__version__ = "{__version__}"'


@cache
def built() -> str:
    """A page with stand-ins for what npm and a wheel give."""
    return page(STAND_INS, shipped())


def wheel(path: Path, **files: str) -> Path:
    """A wheel with the package's first file and, by name, others of the package."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"ivigcalc/{name}", content)
    return path


class Controls(HTMLParser):
    """The elements of the page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def controls() -> list[tuple[str, dict[str, str | None]]]:
    return Controls(built()).found


def test_its_parts_are_what_went_in() -> None:
    assert parts_of(built()) == {name: content for name, content in STAND_INS.items() if name != "lock"}


def test_pythons_library_is_checked_by_its_files_however_they_are_packed(tmp_path: Path) -> None:
    packed = tmp_path / LIBRARY
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("this.py", "s = 1" * 100)
    installed = {**STAND_INS, LIBRARY: packed.read_bytes()}
    kept = {**STAND_INS, LIBRARY: stored({"this.py": b"s = 1" * 100})}
    assert list(wrong_of_pyodide(kept, installed)) == []
    for changed in ({"this.py": b"s = 2"}, {}, {"this.py": b"s = 1" * 100, "that.py": b""}):
        wrong = wrong_of_pyodide({**kept, LIBRARY: stored(changed)}, installed)
        assert list(wrong) == [f"{LIBRARY} is not what npm installed"]
    wrong = wrong_of_pyodide({**kept, "pyodide.mjs": b""}, installed)
    assert list(wrong) == ["pyodide.mjs is not what npm installed"]


def test_every_field_can_be_filled_in_and_nothing_is_beforehand() -> None:
    inputs = [(tag, one) for tag, one in controls() if tag in {"input", "select", "textarea"}]
    assert {one["name"] for _, one in inputs} == {"tab", *(field.name for field in FIELDS)}
    assert [
        one for _, one in inputs if one["name"] != "tab" and ("checked" in one or one.get("type") == "hidden")
    ] == []
    assert [one for _, one in inputs if one.get("type") == "text" and "value" in one] == []
    labels = {one["for"] for tag, one in controls() if tag == "label" and "for" in one}
    assert labels == {field.name for field in FIELDS if field.kind not in {Kind.SWITCH, Kind.BOXES}}


def test_each_field_says_on_which_tabs_it_is() -> None:
    kinds = [(one["data-tabs"], one["data-kind"]) for _, one in controls() if "data-tabs" in one]
    assert sorted(kinds) == sorted((" ".join(field.tabs), str(field.kind)) for field in FIELDS)
    assert [one["value"] for _, one in controls() if one.get("name") == "tab"] == [*Tab]


def test_indications_and_preparations_are_listed_by_id_and_name() -> None:
    options = {one["value"] for tag, one in controls() if tag == "option"}
    assert {one.id for one in shipped().indications} | {one.id for one in shipped().products} <= options
    assert "Guillain" in built()


def test_nothing_can_be_loaded_from_a_network_and_nothing_is_kept() -> None:
    policy = next(one["content"] for _, one in controls() if one.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.split("; ")[0] == "default-src 'none'"
    assert re.findall(r"https?:|\*", policy) == []
    assert {tag for tag, one in controls() if "src" in one or "href" in one} == set()
    before, code, licences = built().partition(CODE)[0], built().partition(CODE)[2], built().partition("<pre>")[2]
    addresses = re.findall(r"https?://[^\s\"']+", before.replace(licences.partition("</pre>")[0], "") + code)
    assert addresses == ["https://offline.invalid/"]
    assert [
        word for word in ("localStorage", "sessionStorage", "indexedDB", "cookie", "XMLHttpRequest") if word in code
    ] == []


def test_only_what_html_py_made_is_put_in_as_html() -> None:
    code = built().partition(CODE)[2]
    assert re.findall(r"\.innerHTML = (.*?);", code) == ['$("command").textContent = ""', "reply.html"]
    assert [word for word in ("outerHTML", "insertAdjacentHTML", "document.write", "eval(") if word in code] == []


def test_it_says_what_it_is_of() -> None:
    assert f'data-version="{__version__}" data-data="{DATA_VERSION}"' in built()
    assert "{{" not in built()
    for licence in ("Mozilla Public License 2.0", "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2", "Apache License 2.0"):
        assert licence in built()


def test_the_licence_of_python_is_that_of_the_version_that_runs() -> None:
    """From 3.14 on the notice of copyright, which has to be retained, names the first year alone."""
    assert "CPython 3.14.2 and its standard library" in built()
    assert "Copyright (c) 2001 Python Software Foundation; All Rights Reserved" in built()
    with pytest.raises(BuildError, match="put the LICENSE file of that version"):
        licences(b'{"info": {"python": "3.15.0"}}')


def test_the_same_parts_give_the_same_page() -> None:
    assert page(STAND_INS, shipped()) == built()


def test_the_program_of_a_wheel_is_always_the_same_and_without_what_is_not_needed(tmp_path: Path) -> None:
    said = {"__init__.py": VERSION, "data/catalogue.bin": "x", "api/dose.py": "1"}
    data = {f"data/{name}.yaml": (project() / "data" / f"{name}.yaml").read_text(encoding="utf-8") for name in FILES}
    path = wheel(tmp_path / "a.whl", **said, **data, **{"data/schema/products.json": "{}", "cli/main.py": ""})
    made = program(path)
    assert made == program(path)
    assert zipfile.ZipFile(io.BytesIO(made)).namelist() == [
        *("ivigcalc/__init__.py", "ivigcalc/api/dose.py", "ivigcalc/data/catalogue.bin"),
        *sorted(f"ivigcalc/{name}" for name in data),
        *("tools/page/fields.py", "tools/page/front.py"),
    ]


@pytest.mark.parametrize("content", [b"no wheel", None])
def test_what_is_no_wheel_makes_no_page(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "a.whl"
    if content:
        path.write_bytes(content)
    with pytest.raises(BuildError, match="cannot be read as a wheel"):
        program(path)


def test_a_wheel_of_another_version_makes_no_page(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="is no wheel of ivigcalc"):
        program(wheel(tmp_path / "a.whl", **{"__init__.py": '__version__ = "0.0.1"'}))


def test_a_wheel_with_other_data_makes_no_page(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="has other data"):
        program(wheel(tmp_path / "a.whl", **{"__init__.py": VERSION, "data/catalogue.bin": "x"}))


def site(folder: Path, content: str = LOOSENED) -> Path:
    """A formulary file."""
    (folder / "site.yaml").write_text(content, encoding="utf-8")
    return folder / "site.yaml"


def test_a_formulary_is_built_in_and_named(tmp_path: Path) -> None:
    catalogue = with_site(site(tmp_path), date(2026, 12, 1))
    assert catalogue.local is not None
    digest = sha256(LOOSENED.encode()).hexdigest()[:12]
    said = f"the formulary of Ward 3 &lt;General&gt; (site.yaml, SHA-256 {digest}, review by 2027-06-30)"
    assert said in page(STAND_INS, catalogue)
    assert "no hospital&#x27;s formulary" in built()


@pytest.mark.parametrize(
    ("content", "day", "said"),
    [
        (LOOSENED, "2027-07-01", "its review is overdue"),
        ("site: X\nhide: [nothing]\n", "2026-12-01", "site.yaml:2: hide"),
        ("", "2026-12-01", "site.yaml:1"),
    ],
)
def test_a_formulary_that_is_wrong_or_overdue_makes_no_page(tmp_path: Path, content: str, day: str, said: str) -> None:
    with pytest.raises(BuildError, match=re.escape(said)):
        with_site(site(tmp_path, content), date.fromisoformat(day))


def test_a_formulary_that_is_not_there_makes_no_page(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="cannot be read"):
        with_site(tmp_path / "site.yaml", date(2026, 12, 1))


def test_what_npm_installs_is_pinned_with_its_checksum() -> None:
    lock = (project() / "tools" / "page" / "package-lock.json").read_text(encoding="utf-8")
    assert lock.count('"integrity": "sha512-') == lock.count('"node_modules/')


@pytest.mark.parametrize("tag", ["pt-BR", "es"])
def test_a_page_in_another_language_has_its_labels_and_the_same_fields(tag: str) -> None:
    lang = in_language(tag, shipped())
    made = page(STAND_INS, shipped(), lang)
    other, english = Controls(made).found, controls()
    named = [[(one, attrs.get("name"), attrs.get("value")) for one, attrs in found] for found in (other, english)]
    assert named[0] == named[1]
    assert f'<html lang="{tag}">' in made
    assert "{{" not in made.partition("<script>")[0]
    seen = re.sub(r"<(script|style|pre|datalist)\b.*?</\1>", "", made, flags=re.DOTALL)
    words = {word.lower() for word in re.findall(r"[^\W\d_]+", re.sub(r"<[^>]+>", " ", seen))}
    assert (
        words & {"work", "out", "weight", "given", "check", "order", "preparations", "risks", "more", "reason"} == set()
    )
    assert lang.page["work-out"] in seen
    assert lang.indications["cidp"].name in made
    assert all(f'"{text_id}": ' in made for text_id in TOLD)


@pytest.mark.parametrize("tag", languages())
def test_what_a_hint_gives_as_an_example_is_read_as_it_stands(tag: str) -> None:
    hints = in_language(tag, shipped()).page
    age, in_months = re.split(" or | ou | o ", hints["hint-age"])
    assert [read_age(one).value for one in (age, in_months)] == [72, Fraction(3, 2)]
    assert read_interval(hints["hint-every"]).unit == "weeks"
    assert read_iga(hints["hint-iga"]).g_per_l == Fraction("0.04")
    weights = [read_weight(hints[f"hint-{name}weight"]).value for name in ("", "pre_pregnancy_")]
    assert weights == [70, 64]


def test_a_page_in_a_language_that_there_is_not_is_not_made() -> None:
    with pytest.raises(BuildError, match="no language xx; there are en, es, pt-BR"):
        in_language("xx", shipped())
    assert in_language("en", shipped()).page["work-out"] == "Work out"
