"""Make again what is drawn or printed by the program: ``python docs/make.py``.

That is what stands below each command in the console blocks of README.md and docs/*.md, docs/screen.svg, the man page
docs/ivigcalc.1, data/schema/*.json, docs/reference/*.md, which are made of ``data/``, and the table of hazards in
docs/safety/README.md. Lines that a page leaves out
(``...``) stay left out.
"""

import os
import re
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from difflib import get_close_matches
from fractions import Fraction
from functools import cache
from io import BytesIO, TextIOWrapper
from itertools import pairwise
from json import dumps
from pathlib import Path
from typing import Any
from unittest.mock import patch

from ivigcalc.catalogue import load
from ivigcalc.catalogue.load import published_schema
from ivigcalc.catalogue.mistakes import DataError
from ivigcalc.catalogue.shapes import data_schema
from ivigcalc.cli import running
from ivigcalc.core.answers.dose import plan
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.patient import Patient
from ivigcalc.report.table import svg
from ivigcalc.report.view.dose import dose_document

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # a script finds what stands beside it only

from docs.fact_pages import fact_pages
from docs.man_page import manual

from docs import hazards

PROJECT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```console\n(.*?)^```", flags=re.MULTILINE | re.DOTALL)
EXAMPLE = re.compile(r"^\$ (?P<typed>(?:.*\\\n)*.*\n)(?P<printed>(?:(?!\$ ).*\n)*)", flags=re.MULTILINE)
COMMAND = re.compile(r"([A-Z_]+=\S* )*ivigcalc\b")
LEFT_OUT = "..."
SCHEMAS = ("products", "indications", "rules", "weights", "tables", "orders", "sources", "formulary")
BESIDE = ("title", "description", "pattern", "additionalProperties")
"""What a schema says beside what it asks of a file, or only some versions of pydantic say."""
SCREEN = PROJECT / "docs" / "screen.svg"
MANUAL = PROJECT / "docs" / "ivigcalc.1"
REFERENCE = PROJECT / "docs" / "reference"

Run = Callable[[str], Sequence[str]]
"""From a command line as typed to the lines that a terminal of 80 columns shows."""


def pages() -> list[Path]:
    """The documents whose commands are run."""
    return [PROJECT / "README.md", *sorted((PROJECT / "docs").glob("*.md"))]


def examples(page: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of the program in the console blocks of a page, on one line, and the lines that stand below it."""
    for block in BLOCK.findall(page):
        for example in EXAMPLE.finditer(block):
            typed = example["typed"].replace("\\\n", " ").strip()
            if COMMAND.match(typed):
                yield typed, example["printed"].strip("\n").splitlines()


def fits(shown: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether a page shows what is printed; ``...`` alone on a line stands for any lines left out."""
    pattern = "".join(r"(?:.*\n)*?" if line == LEFT_OUT else f"{re.escape(line)}\n" for line in shown)
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


def renewed(page: str, run: Run) -> str:
    """The page with what its commands print today."""

    def example(found: re.Match[str]) -> str:
        typed = found["typed"].replace("\\\n", " ").strip()
        shown = found["printed"].strip("\n").splitlines()
        if not COMMAND.match(typed):
            return found[0]
        printed = run(typed)
        if fits(shown, printed):
            return found[0]
        after = re.search(r"\n*\Z", found["printed"])
        lines = "".join(f"{line}\n" for line in excerpt(shown, printed))
        return f"$ {found['typed']}{lines}{(after[0] if after else '')[1:]}"

    return BLOCK.sub(lambda block: f"```console\n{EXAMPLE.sub(example, block[1])}```", page)


def excerpt(shown: Sequence[str], printed: Sequence[str]) -> list[str]:
    """Of what is printed as many lines as are shown, with the same lines left out.

    What stands before the first ``...`` is the beginning and what stands after the last is the end; what stands between
    two begins at the line that is most like its own first line.
    """
    if LEFT_OUT not in shown:
        return [*printed]
    gaps = [-1, *(place for place, line in enumerate(shown) if line == LEFT_OUT), len(shown)]
    parts = [shown[start + 1 : end] for start, end in pairwise(gaps)]
    first, *between, last = parts
    chosen, at = [*printed[: len(first)]], len(first)
    for part in between:
        (like,) = get_close_matches(part[0], printed[at:], n=1, cutoff=0) if part else ("",)
        at = printed.index(like, at) if part else at
        chosen += [LEFT_OUT, *printed[at : at + len(part)]]
        at += len(part)
    return [*chosen, LEFT_OUT, *printed[len(printed) - len(last) :]]


def arguments(typed: str) -> tuple[dict[str, str], list[str]]:
    """The settings that stand before the program's name in a command line, and the words after it."""
    words = shlex.split(typed, comments=True)
    start = words.index("ivigcalc")
    return dict(word.split("=", 1) for word in words[:start]), words[start + 1 :]


def terminal(typed: str) -> list[str]:
    """What the program of this checkout shows in a terminal of 80 columns, without the user's own settings."""
    settings, words = arguments(typed)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("IVIGCALC_", "FORCE_COLOR"))}
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    environment = {**clean, "COLUMNS": "80", "NO_COLOR": "1", "XDG_CONFIG_HOME": os.devnull, **settings}
    with patch.dict(os.environ, environment, clear=True), redirect_stdout(out), redirect_stderr(err):
        running.run(words)
    for stream in (out, err):
        stream.seek(0)
    return (out.read() + err.read()).strip("\n").split("\n")


def picture() -> str:
    """The first screen of the README's first command."""
    catalogue = load.load_catalogue()
    answer = plan(Patient(weight_kg=Fraction(70)), Order(indication="cidp"), catalogue)
    document = dose_document(answer, catalogue, {}, show_all=False, explain=False)
    return svg(document, "ivigcalc dose --weight 70 --indication cidp")


def asked(schema: Any, kinds: Mapping[str, Any]) -> Any:
    """What a schema asks of a file: references written out, without names, words, and what versions of pydantic add."""
    if isinstance(schema, list):
        return [asked(item, kinds) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        schema = {**kinds[schema["$ref"].rpartition("/")[2]], **schema}
    kept = {key: value for key, value in schema.items() if key not in BESIDE or isinstance(value, dict)}
    return {key: asked(value, kinds) for key, value in kept.items() if key not in {"$ref", "$defs"}}


def is_published(name: str) -> bool:
    """Whether the schema in ``data/schema`` asks of a file, by its name without ``.yaml``, what the program asks."""
    try:
        published = published_schema(name)
    except DataError:
        return False
    schema = data_schema(name)
    return bool(asked(schema, schema["$defs"]) == asked(published, published["$defs"]))


def schemas() -> Mapping[Path, str]:
    """The schemas of data files, and of a site's formulary, that do not say what the program asks of a file."""
    return {
        PROJECT / "data" / "schema" / f"{name}.json": f"{dumps(data_schema(name), ensure_ascii=False, indent=2)}\n"
        for name in SCHEMAS
        if not is_published(name)
    }


def reference(catalogue: Catalogue) -> dict[Path, str]:
    """The pages of what the data say."""
    return {REFERENCE / name: text for name, text in fact_pages(catalogue).items()}


def made(run: Run) -> dict[Path, str]:
    """Everything that this script makes, by its file."""
    documents = {page: renewed(page.read_text(encoding="utf-8"), run) for page in pages()}
    documents[hazards.PAGE] = hazards.page(hazards.PAGE.read_text(encoding="utf-8"))
    return {**documents, SCREEN: picture(), MANUAL: manual(), **schemas(), **reference(load.load_catalogue())}


def write() -> None:
    """Write what has changed, and name it."""
    os.chdir(PROJECT)
    with patch.object(load, "load_catalogue", cache(load.load_catalogue)):
        texts = made(terminal)
    changed = {path: text for path, text in texts.items() if not path.exists() or text != path.read_text("utf-8")}
    for path, text in changed.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{path.relative_to(PROJECT)}\n")


if __name__ == "__main__":
    write()
