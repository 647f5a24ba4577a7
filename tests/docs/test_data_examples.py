"""The examples of docs/data.md: put into a copy of the data, ``data check`` finds nothing wrong in them."""

import re
from pathlib import Path
from shutil import copytree
from textwrap import dedent

import pytest

from tests.program import project, run

PAGE = (project() / "docs" / "data.md").read_text(encoding="utf-8")
BLOCK = re.compile(
    r"^ *```yaml\n *# data/(?P<file>[\w/-]+)\.yaml, (?P<key>\w+)(?:, (?P<entry>[\w-]+))?\n(?P<text>.*?)^ *```$",
    flags=re.MULTILINE | re.DOTALL,
)
EXAMPLES = {
    (found["file"], found["entry"] or found["key"]): dedent(found["text"]).rstrip() for found in BLOCK.finditer(PAGE)
}
"""Each example by its data file, and the list or the entry that it belongs into."""

DOCUMENT = ("sources", "sources")
LADDER = ("products", "examplobulin-5")
WORDS_OF_LADDER = ("locale/pt-BR", "examplobulin-5")
IN_LANGUAGES = {
    LADDER: (WORDS_OF_LADDER,),
    ("indications", "indications"): (("locale/pt-BR", "indications"), ("locale/pt-BR", "data")),
    ("rules", "limits"): (("locale/pt-BR", "rules"),),
}
"""What an entry needs in each file of a language; the examples are in one, which the copy of the data has alone."""
TRANSLATED = {place for places in IN_LANGUAGES.values() for place in places}


def put(folder: Path, place: tuple[str, str]) -> None:
    """Put an example at the end of its list; the ladder into its entry, in place of the reason why there is none."""
    file, key = place
    path = folder / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    lines = EXAMPLES[place].splitlines()
    if place == LADDER:
        entry = text.index(f"  - id: {key}\n")
        kept = re.sub(r"      ladders: .*\n", "", text[entry:])
        before, missing, after = kept.partition("    missing:\n")
        block = "".join(f"    {line}\n" for line in lines)
        path.write_text(f"{text[:entry]}{before}{block}{missing}{after}", encoding="utf-8")
        return
    start = text.index(f"\n{'data' if place == WORDS_OF_LADDER else key}:\n") + 1
    following = re.compile(r"^[a-z]", flags=re.MULTILINE).search(text, start + 1)
    end = following.start() if following else len(text)
    block = "".join(f"  {line}\n" for line in lines)
    path.write_text(f"{text[:end].rstrip()}\n{block}\n{text[end:]}", encoding="utf-8")


def test_there_is_an_example_of_each_kind_of_entry() -> None:
    assert {*EXAMPLES} == {DOCUMENT, ("products", "products"), *IN_LANGUAGES, *TRANSLATED}


@pytest.mark.parametrize(
    "places",
    [
        [("products", "products")],
        [("products", "products"), LADDER],
        [("indications", "indications")],
        [("rules", "limits")],
        [place for place in EXAMPLES if place != DOCUMENT and place not in TRANSLATED],
    ],
    ids=["product", "ladder", "indication", "rule", "all"],
)
def test_an_example_is_an_entry_without_a_mistake(
    places: list[tuple[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copytree(project() / "data", tmp_path / "data")
    (folder / "locale" / "es.yaml").unlink()
    for place in (DOCUMENT, *places):
        put(folder, place)
        for translated in IN_LANGUAGES.get(place, ()):
            put(folder, translated)
    for module in ("load", "locale"):
        monkeypatch.setattr(f"ivigcalc.catalogue.{module}.data_folder", lambda: str(folder))
    answer = run("data", "check")
    assert (answer.code, answer.err) == (0, "")
