"""Each file of ``bad_data`` puts one mistake into a copy of the shipped data, and states what the loader answers.

``find`` stands once in ``file``, or in its ``entry`` where one is named, and becomes ``replace``. Each message of
``expect`` is about the first line of the replacement; or about ``line``, another one: further down in the
replacement, else the nearest above it, else below it. A message that ends in ``...`` is the beginning of one.
"""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ivigcalc.catalogue.load import DATA_VERSION
from ivigcalc.catalogue.mistakes import DataError
from ivigcalc.catalogue.validate import read_catalogue
from ivigcalc.core.names.words import Carriers
from tests import program
from tests.profiles import together

DATA = program.project() / "data"
BAD_FOLDER = Path(__file__).with_name("bad_data")
BAD = sorted(BAD_FOLDER.glob("*.yaml"))
BEGINS = re.compile("  - id: (.*)\n")
MOST = 15
"""How many mistakes are put into one copy at most."""
MARKS = range(0xE000, 0xE000 + MOST)
NO_MARKS = dict.fromkeys(MARKS)
KEY = Carriers.key
KEYS: dict[Carriers, dict[str, str]] = {}
"""What two names have in common, worked out once for each name with the same carriers."""


def key_once(carriers: Carriers, text: str) -> str:
    """The key of a name; its carriers, which are many words, are looked up once."""
    known: dict[str, str] | None = vars(carriers).get("keys_of_tests")
    if known is None:
        known = vars(carriers)["keys_of_tests"] = KEYS.setdefault(carriers, {})
    if text not in known:
        known[text] = KEY(carriers, text)
    return known[text]


@dataclass(frozen=True)
class Change:
    """One mistake put into a data file."""

    file: str
    entry: str
    find: str
    replace: str
    expect: tuple[dict[str, str], ...]

    @property
    def fields(self) -> set[str]:
        """The fields of the entry that its messages are about; the whole entry is ''."""
        return {re.split(r"[.:\[]", one["message"].partition(f".{self.entry}.")[2])[0] for one in self.expect}

    def apply(self, folder: Path, mark: str) -> None:
        """Put the mistake into the copy, with a mark where it begins."""
        path = folder / f"{self.file}.yaml"
        text = path.read_text(encoding="utf-8")
        start, end = self.part(text)
        part = text[start:end]
        assert part.count(self.find) == 1, f"{self.find!r} must stand once in {self.entry or 'all'} of {self.file}.yaml"
        changed = part.replace(self.find, mark + self.replace)
        path.write_text(f"{text[:start]}{changed}{text[end:]}", encoding="utf-8")

    def part(self, text: str) -> tuple[int, int]:
        """Where the entry begins and ends in its file; the whole file where none is named."""
        if not self.entry:
            return 0, len(text)
        start = text.index(f"  - id: {self.entry}\n")
        ends = re.compile(r"^(?:  - id: |\w+:)", flags=re.MULTILINE)
        following = ends.search(text, start + 1)
        return start, following.start() if following else len(text)

    def messages(self, folder: Path, mark: str) -> list[str]:
        """What the loader answers, by the lines of the changed file; the mark is taken away."""
        path = folder / f"{self.file}.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(mark, ""), encoding="utf-8")
        first = text[: text.index(mark)].count("\n")
        lines = text.translate(NO_MARKS).splitlines()
        end = first + 1 + self.replace.count("\n")
        order = [*range(first + 1, end), *range(first - 1, -1, -1), *range(end, len(lines))]
        found = []
        for one in self.expect:
            wanted = one.get("line")
            number = first if wanted is None else next(number for number in order if lines[number] == wanted)
            found.append(f"data/{self.file}.yaml:{number + 1}: {one['message']}")
        return found


def expected_of(changes: list[Change], folder: Path) -> list[str]:
    """Put all changes in, and give the messages to expect, each with its line in the changed file."""
    marks = [*map(chr, MARKS[: len(changes)])]
    for change, mark in zip(changes, marks, strict=True):
        change.apply(folder, mark)
    return sorted(
        message for change, mark in zip(changes, marks, strict=True) for message in change.messages(folder, mark)
    )


def change_of(path: Path) -> Change:
    made: dict[str, Any] = program.written_down(path)
    begins = BEGINS.match(made["find"])
    kept = str(begins[1]) if begins and made["replace"].startswith(begins[0]) else ""
    return Change(
        file=made["file"],
        entry=str(made.get("entry", kept)),
        find=made["find"],
        replace=made["replace"],
        expect=tuple(made["expect"]),
    )


def named(*names: str) -> list[Change]:
    return [change_of(path) for path in BAD if path.stem in names]


@pytest.fixture(autouse=True)
def names_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that was not changed is worked out once for all tests."""
    monkeypatch.setattr(Carriers, "key", key_once)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped data files."""
    for path in DATA.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(DataError) as found:
        read_catalogue(folder, DATA_VERSION)
    assert "\n".join(map(str, found.value.mistakes)) == str(found.value)
    return sorted(map(str, found.value.mistakes))


def shortened(found: list[str], expected: list[str]) -> list[str]:
    """The messages found, each cut where the one expected is cut."""
    beginnings = [message.removesuffix("...") for message in expected if message.endswith("...")]
    return [next((f"{one}..." for one in beginnings if message.startswith(one)), message) for message in found]


def alone(change: Change) -> bool:
    """Whether a mistake may hide others: it changes where an entry begins, or leaves no YAML."""
    begins = [re.findall("- id:.*", text) for text in (change.find, change.replace)]
    return begins[0] != begins[1] or any(one["message"].startswith("not YAML") for one in change.expect)


def apart(change: Change, other: Change) -> bool:
    """Whether two mistakes are told of different entries or fields, or in different files where one is in no entry."""
    if change.file != other.file or not (change.entry and other.entry):
        return change.file != other.file
    return change.entry != other.entry or change.fields.isdisjoint(other.fields)


def groups() -> list[dict[str, Change]]:
    """The mistakes by name, up to fifteen of different entries or fields together, since none of them hides another."""
    made: list[dict[str, Change]] = []
    for name, change in ((path.stem, change_of(path)) for path in BAD):
        for group in made:
            others = [*group.values()]
            free = len(group) < together(MOST) and not alone(change) and not any(map(alone, others))
            if free and all(apart(change, other) for other in others):
                group[name] = change
                break
        else:
            made.append({name: change})
    return made


@pytest.mark.parametrize("group", groups(), ids=lambda group: "+".join(group)[:80])
def test_a_mistake_is_reported_with_file_line_path_and_message(group: dict[str, Change], folder: Path) -> None:
    expected = expected_of([*group.values()], folder)
    assert expected == shortened(mistakes(folder), expected)


def test_the_copy_without_a_mistake_loads(folder: Path) -> None:
    assert len(read_catalogue(folder, DATA_VERSION).products) == len(program.shipped().products)


def test_all_mistakes_of_shape_in_all_files_are_reported_at_once(folder: Path) -> None:
    made = named("unknown_key", "number_without_unit", "unknown_level", "unknown_status")
    expected = expected_of(made, folder)
    assert expected == mistakes(folder)


def test_all_mistakes_between_the_files_are_reported_at_once(folder: Path) -> None:
    made = named("vial_does_not_fit", "dose_in_mg_per_kg", "rule_with_two_bounds", "source_missing", "iga_impossible")
    expected = expected_of(made, folder)
    assert expected == mistakes(folder)


def test_every_kind_of_mistake_is_reported_at_once(folder: Path) -> None:
    """Unknown keys, duplicate keys, missing sources, numbers without unit and doses out of bounds: all at once."""
    made = named("unknown_key", "key_twice", "source_missing_rule", "number_without_unit", "dose_in_mg_per_kg")
    expected = expected_of(made, folder)
    assert expected == mistakes(folder)


def test_every_mistake_of_one_entry_is_reported_at_once(folder: Path) -> None:
    """Of shape (a key misspelt, one missing, a word for a number), of links, of facts: none hides another."""
    made = [
        Change("products", "privigen", "    form: liquid\n", "    form: solid\n", ()),
        Change("products", "privigen", "    differs: ", "    difers: ", ()),
        Change("products", "privigen", "    mg_per_ml: 100\n", "    mg_per_ml: 10\n", ()),
        Change("products", "privigen", "    table2: sandoglobulina-", "    table2: ", ()),
    ]
    for change in made:
        change.apply(folder, "")
    found = [message.partition(": ")[2] for message in mistakes(folder)]
    for message in (
        "products.privigen.form: should be 'liquid' or 'powder'",
        "products.privigen.differs: is missing",
        "products.privigen.difers: unknown key; did you mean differs?",
        "products.privigen.vials[1]: 5 g in 50 mL is not 10 mg/mL",
        "products.privigen.table2: no column 'privigen' in table2",
    ):
        assert message in found


@pytest.mark.parametrize(
    ("file", "entry", "find"),
    [
        ("sources", "priv-ec", "    title: "),
        ("products", "privigen", "    mg_per_ml: "),
        ("products", "privigen", "    ladders:"),
        ("indications", "cidp", "    status: "),
        ("indications", "gbs", "    regimens:"),
        ("rules", "day-above-100-g", "    level: "),
        ("weights", "ontario", "    method: "),
    ],
)
def test_a_key_that_cannot_be_read_leads_to_no_other_mistake(file: str, entry: str, find: str, folder: Path) -> None:
    """What rests on it (vials on a concentration, a property on its list, a citation on a source) is not judged."""
    Change(file, entry, find, f"    x{find[4:]}", ()).apply(folder, "")
    found = [message.partition(": ")[2].partition(": ")[2] for message in mistakes(folder)]
    assert {message.partition(";")[0] for message in found} <= {"unknown key", "is missing"}


@pytest.mark.parametrize("name", ["products", "indications", "rules", "weights", "sources"])
def test_what_else_is_wrong_is_told_beside_a_file_that_is_not_yaml(name: str, folder: Path) -> None:
    """What does not rest on the file."""
    (folder / f"{name}.yaml").write_text("a: [", encoding="utf-8")
    made = [
        change
        for change in named("vial_does_not_fit", "rule_with_two_bounds", "dose_in_mg_per_kg")
        if change.file != name
    ]
    expected = expected_of(made, folder)
    found = mistakes(folder)
    assert [message for message in found if "not YAML" not in message] == expected
    assert len(found) == len(expected) + 1


@pytest.mark.parametrize("name", ["products", "indications", "rules", "weights", "sources"])
def test_a_missing_file_is_named(name: str, folder: Path) -> None:
    (folder / f"{name}.yaml").unlink()
    assert [f"data/{name}.yaml:1: the file is missing from {folder}"] == mistakes(folder)


@pytest.mark.parametrize("name", ["products", "indications", "rules", "weights", "sources"])
def test_an_empty_file_is_one_mistake_on_line_1(name: str, folder: Path) -> None:
    (folder / f"{name}.yaml").write_text("", encoding="utf-8")
    (found,) = mistakes(folder)
    assert found.startswith(f"data/{name}.yaml:1: ")


def test_a_file_in_another_encoding_is_not_yaml(folder: Path) -> None:
    text = (folder / "indications.yaml").read_text(encoding="utf-8")
    (folder / "indications.yaml").write_bytes(text.encode("cp1252", errors="replace"))
    (found,) = mistakes(folder)
    assert re.fullmatch(r"data/indications.yaml:[0-9]+: not YAML: holds bytes that are not UTF-8; .*", found)


def test_two_files_missing_are_two_mistakes(folder: Path) -> None:
    for name in ("rules", "sources"):
        (folder / f"{name}.yaml").unlink()
    assert len(mistakes(folder)) == 2


def broken(folder: Path, entry: str, find: str, replace: str) -> list[str]:
    """The mistakes of indications.yaml after one change."""
    Change(file="indications", entry=entry, find=find, replace=replace, expect=()).apply(folder, "")
    return mistakes(folder)


@pytest.mark.parametrize("regimen", ["0.4 g/kg daily for 5 days", "[]", "[daily]", "{form: [daily]}", "null", "true"])
def test_a_regimen_that_is_none_is_a_mistake_and_hides_no_other(regimen: str, folder: Path) -> None:
    """The sentence below is one letter longer than the 150 that there is room for."""
    change_of(BAD_FOLDER / "decides_too_long.yaml").apply(folder, "")
    found = broken(folder, "als", "    short: ALS", f"    short: ALS\n    regimens: [{regimen}]")
    places = ["indications.als.regimens[0].form", "indications.le-onconeural.decides.says"]
    assert sorted(one.split(": ")[1] for one in found) == places


def test_a_word_that_no_level_allows_is_named_beside_a_level_that_is_none(folder: Path) -> None:
    """Which words are allowed depends on the level: none is offered."""
    expected = expected_of(named("unknown_level", "rule_word_unknown"), folder)
    assert expected[0].endswith(": no word {vlaue} here; allowed: ...")
    assert [expected[0].removesuffix("; allowed: ..."), *expected[1:]] == mistakes(folder)


def test_a_tag_and_a_number_without_end_hide_nothing(folder: Path) -> None:
    change_of(BAD_FOLDER / "vial_does_not_fit.yaml").apply(folder, "")
    for entry, find, replace in (
        ("octagam-10", "    form: liquid\n", "    form: !a liquid\n"),
        ("octagam-10", "    mg_per_ml: 100\n", "    mg_per_ml: 1e999\n"),
        ("kiovig", "    form: liquid\n", "    form: solid\n"),
    ):
        Change("products", entry, find, replace, ()).apply(folder, "")
    found = [message.partition(": ")[2] for message in mistakes(folder)]
    said = ("products.kiovig.form: should be 'liquid' or 'powder'", "the tag '!a' is not read; leave it out")
    assert {*said, "1e999 is not a number that can be meant here"} < {*found}
    assert len(found) == 4


@pytest.mark.parametrize("cap", ["0", "-70"])
def test_a_cap_is_above_zero(cap: str, folder: Path) -> None:
    """A cap of nothing or less would cut every dose to nothing or less."""
    carra = "cap_g: 70\n        cap_sources: [carra]\n        interval: {says: 'every 2"
    (found,) = broken(folder, "jdm", carra, carra.replace("70", cap))
    assert "indications.jdm.regimens.induction-carra" in found


def test_what_the_program_itself_cites_is_in_the_bibliography(folder: Path) -> None:
    """The review."""
    source = "de-souza-2014"
    find = f"  - id: {source}\n"
    Change(file="sources", entry="", find=find, replace=f"  - id: not-{source}\n", expect=()).apply(folder, "")
    said = f"source {source!r}, which the program cites, is missing"
    assert [found for found in mistakes(folder) if found.endswith(said)]
