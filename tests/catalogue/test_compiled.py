"""What was compiled is used only while it is what the files beside it say."""

import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from shutil import copytree

import pytest

from ivigcalc.catalogue.compiled import FILES, LATE, NAME, _packed, checksum_line, compile_catalogue, read_compiled
from ivigcalc.catalogue.load import DATA_VERSION, data_folder, load_catalogue, read_shipped
from ivigcalc.catalogue.mistakes import DataError
from ivigcalc.catalogue.validate import read_catalogue
from tests.program import shipped


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped data as an installed package has them."""
    made = copytree(data_folder(), tmp_path / "data")
    (made / NAME).write_bytes(compile_catalogue(shipped(), made))
    return made


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


FORGED = {
    "a function": b"cos\nsystem\n(S'touch forged'\ntR.",
    "a function by way of a record": b"\x80\x04\x8c\x1divigcalc.core.facts.catalogue\x8c\x10find.__globals__\x93.",
    "a module beside the facts": b"\x80\x04\x8c\x13ivigcalc.core.names\x8c\x04find\x93.",
    "a number": b"\x80\x04K\x01.",
    "nothing": b"",
}


@pytest.mark.parametrize("name", FORGED)
def test_what_is_forged_runs_nothing_and_is_not_used(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    line = checksum_line(DATA_VERSION, folder, BytesIO(FORGED[name]))
    (folder / NAME).write_bytes(line + FORGED[name])
    assert read_compiled(folder, DATA_VERSION) is None
    assert not (folder / "forged").exists()


@pytest.mark.parametrize("name", FORGED)
def test_what_is_forged_in_a_part_that_is_read_late_runs_nothing(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setattr("ivigcalc.catalogue.compiled._packed", _forging(FORGED[name]))
    (folder / NAME).write_bytes(compile_catalogue(shipped(), folder))
    monkeypatch.undo()
    monkeypatch.chdir(folder)
    read = read_compiled(folder, DATA_VERSION)
    assert read is not None
    if name == "a number":
        assert read != shipped()
    else:
        with pytest.raises(DataError, match=r"data/catalogue.bin:1: is not what the data files say"):
            _ = read.table2
    assert not (folder / "forged").exists()


def _forging(forged: bytes) -> Callable[[object], bytes]:
    """What packs as the compiler does, but for one part that is read late."""

    def pack(value: object) -> bytes:
        return forged if value is shipped().table2 else _packed(value)

    return pack


def test_an_indication_named_by_its_id_is_read_alone(folder: Path) -> None:
    read = read_compiled(folder, DATA_VERSION)
    assert read is not None
    assert read.indication(read.resolve_indication("cidp")) == shipped().indication("cidp")
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


def test_a_compiled_file_in_a_checkout_is_not_loaded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / NAME).write_bytes(compile_catalogue(shipped().replaced(products=()), folder))
    monkeypatch.setattr("ivigcalc.catalogue.load.data_folder", lambda: str(folder))
    assert load_catalogue().products == shipped().products
