"""Make the offline page: one HTML file that runs a wheel of ivigcalc in the browser, without network.

    python tools/build_page.py --wheel dist/ivigcalc-X.Y.Z-py3-none-any.whl -o dist/ivigcalc-X.Y.Z.html

Python for the browser is Pyodide, which npm installs into ``tools/page/node_modules``, in the version and with the
checksums of ``tools/page/package-lock.json``. The same wheel gives the same bytes. The page's lists come from the data
of the ivigcalc that runs this, which has to be the version of the wheel.
"""

import argparse
import gzip
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path
from typing import Any, Final

PROJECT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from ivigcalc import __version__  # noqa: E402 - as above
from ivigcalc.catalogue.compiled import FILES  # noqa: E402 - as above
from ivigcalc.catalogue.load import DATA_VERSION, data_folder, load_catalogue  # noqa: E402 - as above
from ivigcalc.catalogue.locale import checked_locale, language_files  # noqa: E402 - as above
from ivigcalc.catalogue.mistakes import DataError, FormularyError  # noqa: E402 - as above
from ivigcalc.catalogue.validate import with_formulary  # noqa: E402 - as above
from ivigcalc.core.facts.catalogue import Catalogue  # noqa: E402 - as above
from ivigcalc.core.facts.formulary import MergedFormulary  # noqa: E402 - as above
from ivigcalc.core.facts.indication import Indication  # noqa: E402 - as above
from ivigcalc.core.locale import Locale  # noqa: E402 - as above
from ivigcalc.report.english import ENGLISH  # noqa: E402 - as above
from ivigcalc.report.html import CSS  # noqa: E402 - as above
from tools.page.english import PAGE, TOLD  # noqa: E402 - of this checkout
from tools.page.fields import FIELDS, Field, Kind, Tab  # noqa: E402 - of this checkout
from tools.page.front import FORMULARY, packed  # noqa: E402 - as above

LANGUAGE: Final = ENGLISH.replaced(page=PAGE)
"""English, with the texts of the page."""
OF_THE_SCRIPT: Final = frozenset({*TOLD, "copy", "copied", "selected", *(name for name in PAGE if name[:5] == "exit-")})
"""The texts that the script says."""
FOLDER: Final = PROJECT / "tools" / "page"
PYODIDE: Final = FOLDER / "node_modules" / "pyodide"
LIBRARY: Final = "python_stdlib.zip"
PARTS: Final = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", LIBRARY)
"""What of Pyodide the page needs."""
PROGRAM: Final = "program.zip"
OURS: Final = ("tools/page/fields.py", "tools/page/front.py")
NOT_NEEDED: Final = ("ivigcalc/data/schema/", "ivigcalc/cli/", "ivigcalc/batch/xlsx/", "ivigcalc/report/sheet/fonts/")
"""What of the wheel the page does without."""
LONG: Final = {"order", "off_label_reason"}
"""Fields that take a sentence."""
LARGEST: Final = 10_000_000
LICENCE_OF: Final = "3.14."
"""How the versions of Python begin whose licence ``licences.txt`` holds."""
TRIED: Final = "Chromium 156, Firefox ESR 153"
"""The browsers in which the page was tried."""


class BuildError(Exception):
    """The page cannot be made, and why."""


def pyodide_version() -> str:
    """The version of Pyodide that is pinned."""
    lock = json.loads((FOLDER / "package-lock.json").read_text(encoding="utf-8"))
    version: str = lock["packages"]["node_modules/pyodide"]["version"]
    return version


def install_pyodide() -> None:
    """Have npm install what is pinned, with its checksums, unless it is there.

    Raises:
        BuildError: npm is not there, or did not install it.
    """
    manifest = PYODIDE / "package.json"
    if manifest.is_file() and json.loads(manifest.read_text(encoding="utf-8"))["version"] == pyodide_version():
        return
    call = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(FOLDER)]
    try:
        done = subprocess.run(call, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        msg = "npm is not there: install Node.js 20 or later"
        raise BuildError(msg) from None
    if done.returncode:
        msg = f"npm did not install pyodide {pyodide_version()}:\n{done.stderr}"
        raise BuildError(msg)


def pyodide_parts() -> dict[str, bytes]:
    """What of Pyodide the page needs, by name: Python's library stored, the lock file without packages."""
    parts = {name: (PYODIDE / name).read_bytes() for name in PARTS}
    with zipfile.ZipFile(io.BytesIO(parts[LIBRARY])) as archive:
        parts[LIBRARY] = stored({name: archive.read(name) for name in archive.namelist()})
    lock = json.loads((PYODIDE / "pyodide-lock.json").read_text(encoding="utf-8"))
    return {**parts, "lock": json.dumps({"info": lock["info"], "packages": {}}).encode()}


def with_site(file: Path, today: date) -> Catalogue:
    """The data with a hospital's formulary in them; its file goes by its name, without the folder.

    Raises:
        BuildError: it cannot be read, is wrong, or what it loosens is overdue for review.
    """
    try:
        catalogue = with_formulary(load_catalogue(), file.read_bytes(), file.name, today)
    except OSError as error:
        msg = f"{file} cannot be read: {error.strerror}"
        raise BuildError(msg) from None
    except FormularyError as error:
        raise BuildError("\n".join(map(str, error.mistakes))) from None
    if catalogue.local and catalogue.local.lapsed:
        msg = f"{file}: its review is overdue, and what it loosens no longer counts"
        raise BuildError(msg)
    return catalogue


def program(wheel: Path, local: MergedFormulary | None = None) -> bytes:
    """The modules and data of a wheel, what the page asks of them, and a formulary: an archive that is always the same.

    Raises:
        BuildError: it is no wheel of this version with compiled data, or its data are not those here.
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            files = {name: archive.read(name) for name in archive.namelist() if name.startswith("ivigcalc/")}
    except (OSError, zipfile.BadZipFile) as error:
        msg = f"{wheel} cannot be read as a wheel: {error}"
        raise BuildError(msg) from None
    if f'"{__version__}"'.encode() not in files.get("ivigcalc/__init__.py", b"") or (
        "ivigcalc/data/catalogue.bin" not in files
    ):
        msg = f"{wheel} is no wheel of ivigcalc {__version__} with its data"
        raise BuildError(msg)
    here = Path(data_folder())
    if any(files.get(f"ivigcalc/data/{name}.yaml") != (here / f"{name}.yaml").read_bytes() for name in FILES):
        msg = f"{wheel} has other data than {here}: build the wheel again"
        raise BuildError(msg)
    kept = {name: content for name, content in files.items() if not name.startswith(NOT_NEEDED)}
    kept |= {name: (PROJECT / name).read_bytes() for name in OURS}
    if local:
        kept[FORMULARY] = packed(local)
    return stored(kept)


def stored(files: Mapping[str, bytes]) -> bytes:
    """Files as an archive that is always the same: not packed one by one, since ``_part`` packs them smaller as one."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), files[name])
    return made.getvalue()


def licences(lock: bytes) -> str:
    """The licences of what is in the page, with the versions; ``lock`` is Pyodide's lock file.

    Raises:
        BuildError: Pyodide runs a Python whose licence is not here.
    """
    python: str = json.loads(lock)["info"]["python"]
    if not python.startswith(LICENCE_OF):
        msg = f"Pyodide runs Python {python}: put the LICENSE file of that version into tools/page/licences.txt"
        raise BuildError(msg)
    text = (FOLDER / "licences.txt").read_text(encoding="utf-8")
    return text.replace("{{pyodide}}", pyodide_version()).replace("{{python}}", python)


def page(parts: Mapping[str, bytes], catalogue: Catalogue, lang: Locale = LANGUAGE) -> str:
    """The page in a language, from the parts of Pyodide, the program's archive and the data that its lists are of.

    Raises:
        BuildError: as ``licences``.
    """
    fields = {field.name: _field(field, catalogue, lang) for field in FIELDS}
    switches = [field for field in FIELDS if field.kind is Kind.SWITCH and not field.more]
    above = [field for field in FIELDS if not field.more and field not in switches]
    holes = {
        "version": __version__,
        "data": DATA_VERSION,
        "lang": lang.locale,
        "newer": escape(lang.page["newer-browser"].format(tried=TRIED)),
        "old": escape(lang.page["old-data"].format(data=DATA_VERSION)),
        "knows": escape(_knows(catalogue.local, lang)),
        "style": (FOLDER / "page.css").read_text(encoding="utf-8") + CSS,
        "tabs": "".join(_tab(tab, lang) for tab in Tab),
        "fields": "".join(fields[field.name] for field in above),
        "more": "".join(fields[field.name] for field in FIELDS if field.more),
        "switches": "".join(fields[field.name] for field in switches),
        "lists": "".join(_lists(catalogue, lang)),
        "licences": escape(licences(parts["lock"])),
        "parts": "\n".join(_part(name, content) for name, content in parts.items()),
        "script": (FOLDER / "page.js").read_text(encoding="utf-8"),
        "texts": _texts(lang),
        **{f"say {text_id}": escape(text) for text_id, text in lang.page.items()},
    }
    made = (FOLDER / "page.html").read_text(encoding="utf-8")
    for name, text in holes.items():
        made = made.replace(f"{{{{{name}}}}}", text)
    return made


def _texts(lang: Locale) -> str:
    """What the script says, as JSON that no text can close the script with."""
    told = {text_id: text for text_id, text in lang.page.items() if text_id in OF_THE_SCRIPT}
    return json.dumps(told).replace("<", "\\u003c")


def _knows(local: MergedFormulary | None, lang: Locale) -> str:
    """Whose formulary the page has, if any: its file, checksum and day of review; and what is not in the language."""
    english = lang.page["answers-in-english"].format(language=lang.language)
    more = "" if lang.is_english else f" {english} {lang.review}"
    if not local:
        return f"{lang.page['knows']}{more}"
    own = local.formulary
    known = {"site": own.site, "file": local.file, "digits": local.sha256[:12], "day": own.review_by}
    return f"{lang.page['knows-site-until' if own.review_by else 'knows-site'].format_map(known)}{more}"


def _part(name: str, content: bytes) -> str:
    text = content.decode() if name == "lock" else b64encode(gzip.compress(content, 9, mtime=0)).decode()
    return f'<script type="text/plain" id="{name}">{text}</script>'


def _tab(tab: Tab, lang: Locale) -> str:
    checked = " checked" if tab is Tab.DOSE else ""
    return f'<label><input type="radio" name="tab" value="{tab}"{checked}>{escape(lang.page[f"tab-{tab}"])}</label>'


def _field(field: Field, catalogue: Catalogue, lang: Locale) -> str:
    """A field with its label; which tabs it is on stands beside it."""
    data = f'data-tabs="{" ".join(field.tabs)}" data-kind="{field.kind}"'
    label = escape(lang.page[f"field-{field.name}"])
    title = f'title="{escape(lang.page["on-the-command-line"].format(option=field.option))}"'
    if field.kind is Kind.SWITCH:
        box = f'<label class="tick" {title}><input type="checkbox" name="{field.name}">{label}</label>'
        return f'<span class="field" {data}>{box}</span>\n'
    if field.kind is Kind.BOXES:
        boxes = (
            f'<label class="tick"><input type="checkbox" name="{field.name}" value="{one}">{name}</label>'
            for one, name in ((one, escape(lang.risk(one))) for one in field.choices)
        )
        return (
            f'<fieldset class="field wide-field boxes" {data} {title}>'
            f"<legend>{label}</legend>{''.join(boxes)}</fieldset>\n"
        )
    needed = (
        f' <small data-needed="{" ".join(field.needed)}">{escape(lang.page["needed"])}</small>' if field.needed else ""
    )
    head = f'<label for="{field.name}" {title}>{label}{needed}</label>'
    css = "field wide-field" if field.kind is Kind.LINES or field.name in LONG else "field"
    return f'<div class="{css}" {data}>{head}{_input(field, catalogue, lang)}</div>\n'


def _input(field: Field, catalogue: Catalogue, lang: Locale) -> str:
    named = f'id="{field.name}" name="{field.name}"'
    hint = f' placeholder="{escape(lang.page[f"hint-{field.name}"])}"' if field.hint else ""
    if field.kind is Kind.CHOICE:
        options = "".join(
            f'<option value="{one}">{escape(_choice(field.name, one, lang))}</option>'
            for one in _choices(field, catalogue)
        )
        return f'<select {named}><option value="">{escape(lang.page["not-given"])}</option>{options}</select>'
    if field.kind is Kind.LINES:
        return f'<textarea {named} spellcheck="false"{hint}></textarea>'
    listed = f' list="{field.name}-list"' if field.name in {"indication", "products"} else ""
    return f'<input {named} type="text" autocomplete="off" autocapitalize="off" spellcheck="false"{listed}{hint}>'


def _choice(name: str, one: str, lang: Locale) -> str:
    """What may be chosen, in words; ids of weight policies of an authority, and blood groups, are themselves."""
    sheet = f"{name.removeprefix('weight_')}-{one}"
    return lang.page.get(f"choice-{name}-{one}") or lang.sheet.get(sheet, one)


def _choices(field: Field, catalogue: Catalogue) -> Iterable[str]:
    if field.name == "region":
        return catalogue.regions
    if field.name == "weight_policy":
        return [policy.id for policy in catalogue.weights.policies]
    return field.choices


def _lists(catalogue: Catalogue, lang: Locale) -> Iterable[str]:
    """What can be typed as indication and preparation, by id, name and further names."""
    indications = (
        (one.id, "; ".join(dict.fromkeys((*_named(one, lang), one.name, one.short, *one.synonyms))))
        for one in catalogue.indications
    )
    products = ((one.id, "; ".join(dict.fromkeys((one.shown, *one.names)))) for one in catalogue.products)
    for name, entries in (("indication", indications), ("products", products)):
        options = "".join(f'<option value="{escape(value)}">{escape(label)}</option>' for value, label in entries)
        yield f'<datalist id="{name}-list">{options}</datalist>\n'


def _named(indication: Indication, lang: Locale) -> tuple[str, ...]:
    """What an indication is called in another language."""
    known = lang.indications.get(indication.id)
    return (known.name, known.short) if known else ()


def in_language(tag: str, catalogue: Catalogue) -> Locale:
    """A language with the labels of the page, checked against the English ones.

    Raises:
        BuildError: there is none of that tag, or something in it is wrong; with every mistake.
    """
    files = {file.stem: file for file in language_files()}
    if tag == LANGUAGE.locale:
        return LANGUAGE
    if tag not in files:
        msg = f"no language {tag}; there are {', '.join((LANGUAGE.locale, *files))}"
        raise BuildError(msg)
    try:
        return checked_locale(files[tag], catalogue, LANGUAGE)
    except DataError as error:
        raise BuildError("\n".join(map(str, error.mistakes))) from None


def main(words: list[str] | None = None) -> int:
    """Make the page of a wheel, and say its size and SHA-256."""
    parser = argparse.ArgumentParser(description="Make the offline page of a wheel.")
    parser.add_argument("--wheel", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--formulary", type=Path, help="the hospital's own file, built into the page")
    parser.add_argument("--lang", default=LANGUAGE.locale, help="the language of labels and worksheets: pt-BR, es")
    asked: Any = parser.parse_args(words)
    today = datetime.now(tz=UTC).astimezone().date()
    try:
        catalogue = with_site(asked.formulary, today) if asked.formulary else load_catalogue()
        lang = in_language(asked.lang, load_catalogue())
        archive = program(asked.wheel, catalogue.local)
        install_pyodide()
        made = page({**pyodide_parts(), PROGRAM: archive}, catalogue, lang).encode()
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    if len(made) > LARGEST:
        print(f"the page has {len(made)} bytes, more than {LARGEST}", file=sys.stderr)
        return 1
    asked.output.write_bytes(made)
    print(f"{asked.output}  {len(made)} bytes  SHA-256 {hashlib.sha256(made).hexdigest()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
