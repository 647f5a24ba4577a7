"""What was compiled is used only while it is what the files beside it say."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from shutil import copytree

import pytest

from ivigcalc import __version__
from ivigcalc.catalogue import compiled, load
from ivigcalc.catalogue.compiled import (
    FILES,
    LATE,
    NAME,
    checksum_line,
    compile_catalogue,
    facts,
    packed,
    read_compiled,
)
from ivigcalc.catalogue.load import (
    DATA_VERSION,
    changed_since_installed,
    check_shipped,
    data_folder,
    load_catalogue,
    read_shipped,
)
from ivigcalc.catalogue.mistakes import DataError
from ivigcalc.catalogue.validate import read_catalogue
from ivigcalc.cli import running
from ivigcalc.core.facts.product import Vial
from ivigcalc.core.facts.rule import Level
from ivigcalc.core.record import Choice, Record
from tests.program import CIDP, compiled_data, run, shipped


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped data as an installed package has them."""
    return copytree(compiled_data(), tmp_path / "data")


def edit(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.write_bytes(change(path.read_bytes()))


def test_it_is_the_catalogue_that_was_compiled(folder: Path) -> None:
    assert read_compiled(folder, DATA_VERSION) == read_catalogue(Path(data_folder()), DATA_VERSION)


def test_the_same_bytes_are_compiled_whatever_the_order_of_sets(folder: Path) -> None:
    """Each interpreter has an order of its own of the texts in a set, as each build has."""
    program = """if True:
        import hashlib, sys
        from ivigcalc.catalogue.compiled import compile_catalogue, read_compiled
        from ivigcalc.catalogue.load import DATA_VERSION
        compiled = compile_catalogue(read_compiled(sys.argv[1], DATA_VERSION), sys.argv[1])
        print(hashlib.sha256(compiled).hexdigest())
    """
    said = [
        subprocess.run(
            [sys.executable, "-c", program, str(folder)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert len({*said}) == 1


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_was_changed_makes_it_stale(folder: Path, name: str) -> None:
    edit(folder / f"{name}.yaml", lambda text: text.replace(b"1", b"2", 1))
    assert read_compiled(folder, DATA_VERSION) is None


def test_lines_that_moved_from_a_file_to_the_one_before_make_it_stale(folder: Path) -> None:
    moved = (folder / "indications.yaml").read_bytes()[:50]
    edit(folder / "products.yaml", lambda text: text + moved)
    edit(folder / "indications.yaml", lambda text: text[50:])
    assert read_compiled(folder, DATA_VERSION) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda bytes_: bytes_[:-1],
        lambda bytes_: bytes_[:-1] + bytes([bytes_[-1] ^ 1]),
        lambda _: b"",
        lambda b: b"x" + b,
    ],
    ids=["cut", "flipped", "empty", "shifted"],
)
def test_damage_is_seen(folder: Path, change: Callable[[bytes], bytes]) -> None:
    edit(folder / NAME, change)
    assert read_compiled(folder, DATA_VERSION) is None


def test_other_data_or_no_data_make_it_stale(folder: Path) -> None:
    assert read_compiled(folder, "1999.1") is None
    (folder / "rules.yaml").unlink()
    assert read_compiled(folder, DATA_VERSION) is None


def named(module: str, name: str) -> bytes:
    """The opcodes that ask for something by its name."""
    return b"".join(b"\x8c" + bytes([len(text)]) + text.encode() for text in (module, name)) + b"\x93"


PRODUCT, LEVEL = named("ivigcalc.core.facts.product", "Vial"), named("ivigcalc.core.facts.rule", "Level")
SET = b"\x8c\x04evilK\x01s"
"""A key with its value, put into the mapping before it."""

FORGED = {
    "a function": b"cos\nsystem\n(S'touch forged'\ntR.",
    "a function that is a class": named("subprocess", "Popen") + b"\x8c\x06forged\x85\x81.",
    "a function by the old opcode": b"(S'touch forged'\nios\nsystem\n.",
    "a function by the other old opcode": b"(cos\nsystem\nS'touch forged'\no.",
    "code": b'cbuiltins\neval\n(S\'open("forged", "w")\'\ntR.',
    "an attribute": b"cbuiltins\ngetattr\n(" + PRODUCT + b"S'__init__'\ntR.",
    "a function by way of a record": named("ivigcalc.core.facts.catalogue", "find.__globals__") + b".",
    "a method of a record": named("ivigcalc.core.facts.product", "Vial.__init__.__globals__") + b".",
    "a module that a record knows": named("ivigcalc.core.facts.product", "Vial.__class__") + b".",
    "a class beside the records": named("ivigcalc.core.facts.condition", "RulesIndex") + b".",
    "a module beside the facts": named("ivigcalc.core.names", "find") + b".",
    "a module that facts import": named("ivigcalc.core.facts.product", "re") + b".",
    "another name of decimal": named("decimal", "setcontext") + b".",
    "the base of all records": named("ivigcalc.core.facts.product", "Record") + b".",
    "what stands for something outside": b"Pforged\n.",
    "the same as an object": b"\x8c\x06forgedQ.",
    "an extension": b"\x82\x01.",
    "a record of too few fields": PRODUCT + b")R.",
    "a choice that is none": LEVEL + b"\x8c\x04evil\x85R.",
    "another state of a class": PRODUCT + b"}" + SET + b"bcos\nsystem\n.",
    "an attribute of a class": PRODUCT + b"N}" + SET + b"\x86b(cos\nsystem\n.",
    "an attribute of all choices": LEVEL + b"N}" + SET + b"\x86b(cos\nsystem\n.",
    "another value of a choice": LEVEL + b"\x8c\x04stop\x85R}\x8c\x07_value_\x8c\x04notesb.",
    "a field that a record has not": PRODUCT + b"(" + b"N" * len(Vial.field_names) + b"tR}" + SET + b"b.",
    "an end in the middle": b"(((",
    "more than there is": b"\x8e\xff\xff\xff\xff\xff\xff\xff\x7f.",
    "nothing": b"",
}
HOW_TO_GO_ON = r"data/catalogue.bin:1: is not what the data files say; install ivigcalc again"


@pytest.mark.parametrize("name", FORGED)
def test_what_is_forged_runs_nothing_and_changes_nothing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever it is: what calls this says how to go on
        facts(BytesIO(FORGED[name]))
    assert [*tmp_path.iterdir()] == []
    assert not any(hasattr(one, "evil") for one in (Vial, Record, Choice, Level, Decimal, Level.STOP))
    assert [one.value for one in Level] == [str(one) for one in Level]


@pytest.mark.parametrize("packed_facts", [b"\x80\x04K\x01.", *[*FORGED.values()][:2]])
def test_a_forged_file_is_said_and_not_used(folder: Path, packed_facts: bytes) -> None:
    line = checksum_line(DATA_VERSION, folder, BytesIO(packed_facts))
    (folder / NAME).write_bytes(line + packed_facts)
    with pytest.raises(DataError, match=HOW_TO_GO_ON):
        read_compiled(folder, DATA_VERSION)


@pytest.mark.parametrize("packed_facts", [b"\x80\x04K\x01.", FORGED["a function"]])
def test_what_is_forged_in_a_part_that_is_read_late_is_said(
    folder: Path, packed_facts: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setattr("ivigcalc.catalogue.compiled.packed", _forging(packed_facts))
    (folder / NAME).write_bytes(compile_catalogue(shipped(), folder))
    read = read_compiled(folder, DATA_VERSION)
    assert read is not None
    if packed_facts != FORGED["a function"]:
        assert read != shipped()
    else:
        with pytest.raises(DataError, match=HOW_TO_GO_ON):
            _ = read.table2
    assert not (folder / "forged").exists()


def _forging(forged: bytes) -> Callable[[object], bytes]:
    """What packs as the compiler does, but for one part that is read late."""

    def pack(value: object) -> bytes:
        return forged if value is shipped().table2 else packed(value)

    return pack


def test_an_indication_named_by_its_id_is_read_alone(folder: Path) -> None:
    read = read_compiled(folder, DATA_VERSION)
    assert read is not None
    assert read.indication(read.named_indication("cidp").id) == shipped().indication("cidp")
    assert not LATE & vars(read).keys()
    assert read.indication("cidp") is read.indications[[one.id for one in read.indications].index("cidp")]


def test_what_is_read_late_is_what_was_compiled(folder: Path) -> None:
    read = read_compiled(folder, DATA_VERSION)
    assert read is not None
    for name in LATE:
        assert getattr(read, name) == getattr(shipped(), name)
    with pytest.raises(AttributeError):
        _ = getattr(read, "no_field")  # noqa: B009 - the type checker knows that there is none


def test_other_facts_in_a_compiled_file_that_fits_are_a_mistake_of_the_data(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / NAME).write_bytes(compile_catalogue(shipped().replaced(products=shipped().products[1:]), folder))
    monkeypatch.setattr("ivigcalc.catalogue.load.packaged_folder", lambda: str(folder))
    with pytest.raises(DataError, match=r"data/catalogue.bin:1: is not what the data files say"):
        read_shipped()


@pytest.fixture
def installed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder as that of the package that runs, with no user's file beside it."""
    monkeypatch.setattr("ivigcalc.catalogue.load.packaged_folder", lambda: str(folder))
    return folder


def test_an_untouched_installation_says_nothing(installed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (running.run([*CIDP, "--format", "json"]), capsys.readouterr().err) == (0, "")
    assert changed_since_installed() == ()
    assert check_shipped() == shipped()
    assert installed.is_dir()


def test_a_forged_file_ends_with_65_and_how_to_go_on(installed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    forged = FORGED["a function"]
    (installed / NAME).write_bytes(checksum_line(DATA_VERSION, installed, BytesIO(forged)) + forged)
    for call in (CIDP, ("data", "check")):
        assert running.run([*call]) == 65
        said = capsys.readouterr()
        assert (said.out, "install ivigcalc again" in " ".join(said.err.split())) == ("", True)


@pytest.mark.parametrize("name", ["rules.yaml", "sources.yaml", NAME])
@pytest.mark.parametrize("change", ["a comment", "gone"])
def test_a_changed_file_never_answers_silently(
    installed: Path, name: str, change: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if change == "gone":
        (installed / name).unlink()
    else:
        edit(installed / name, lambda text: text + b"# \n")
    gone = change == "gone" and name != NAME
    assert running.run([*CIDP, "--format", "json"]) == (65 if gone else 0)
    said = capsys.readouterr()
    if gone:
        assert f"data/{name}:1: the file is missing" in said.out
    else:
        assert f"not as installed: data/{name};" in said.err
        assert json.loads(said.out)["data_version"] == f"{DATA_VERSION} (changed)"
        assert running.run(["data", "check"]) == 65
        assert f"data/{name}:1: is not as it was installed; install ivigcalc again" in capsys.readouterr().err


def test_files_of_another_version_are_said(installed: Path) -> None:
    edit(installed / NAME, lambda content: content.replace(__version__.encode(), b"9.9", 1))
    assert changed_since_installed() == (NAME,)
    assert load_catalogue().version == f"{DATA_VERSION} (changed)"


def test_a_compiled_file_in_a_checkout_is_not_loaded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / NAME).write_bytes(compile_catalogue(shipped().replaced(products=()), folder))
    monkeypatch.setattr("ivigcalc.catalogue.load.data_folder", lambda: str(folder))
    assert load_catalogue().products == shipped().products


def test_facts_that_are_not_all_there_are_no_catalogue(folder: Path) -> None:
    """What a dose needs at once, what is read late, and the indications: no field of the catalogue may be missing."""
    early, late, indications = facts(BytesIO((folder / NAME).read_bytes().partition(b"\n")[2]))
    few = packed(({name: value for name, value in early.items() if name != "rules"}, late, indications))
    assert "rules" in early
    (folder / NAME).write_bytes(checksum_line(DATA_VERSION, folder, BytesIO(few)) + few)
    with pytest.raises(DataError, match=HOW_TO_GO_ON):
        read_compiled(folder, DATA_VERSION)


def test_an_installation_without_its_data_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "packaged_folder", lambda: str(tmp_path / "src" / "package" / "data"))
    answer = run("schema", "data-rules", columns=300)
    assert (answer.code, answer.out) == (65, "")
    assert answer.says(f"no data files beside {tmp_path / 'src' / 'package'}; install ivigcalc again")


def test_a_file_of_the_installation_that_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "LARGEST", 100)
    answer = run("schema", "data-rules")
    assert (answer.code, answer.out) == (65, "")
    assert "data/schema/rules.json:1: cannot be read ([Errno 27] is larger than " in answer.text


def test_data_files_that_cannot_be_read_are_named(folder: Path) -> None:
    for name in ("rules", "sources"):
        (folder / f"{name}.yaml").unlink()
    (folder / "rules.yaml").mkdir()
    with pytest.raises(DataError) as told:
        read_catalogue(folder, DATA_VERSION)
    said = [str(mistake) for mistake in told.value.mistakes]
    assert "data/rules.yaml:1: cannot be read: Is a directory" in said
    assert f"data/sources.yaml:1: the file is missing from {folder}" in said
