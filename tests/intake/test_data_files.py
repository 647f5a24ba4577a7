"""Data files in a folder and in a wheel: read within bounds, whatever an archive or a link says."""

import os
import stat
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest

from ivigcalc.intake import data_files
from ivigcalc.intake.data_files import in_folder, in_wheel, is_wheel

NAMES = ("products", "rules")
LINE = b"ivigcalc 1.2.3 2027.01 abc def\nnot read \x80\x05"


def wheel(files: Mapping[str, bytes], packing: int = ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", packing) as archive:
        for name, content in files.items():
            archive.writestr(f"ivigcalc/data/{name}", content)
    return out.getvalue()


def files_of(*names: str) -> dict[str, bytes]:
    return {f"{name}.yaml": name.encode() for name in names}


@pytest.mark.parametrize("place", ["", "data", "ivigcalc/data"])
def test_the_files_of_a_folder_are_found_where_they_stand(place: str, tmp_path: Path) -> None:
    folder = tmp_path / place
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in {**files_of(*NAMES), "catalogue.bin": LINE}.items():
        (folder / name).write_bytes(content)
    found = in_folder(str(tmp_path), NAMES)
    assert (found.place, found.contents, found.wrong) == (str(folder), {"products": b"products", "rules": b"rules"}, {})
    assert (found.program_version, found.data_version) == ("1.2.3", "2027.01")


def test_a_file_of_a_folder_that_is_missing_too_large_or_silent_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ivigcalc.intake.files.PATIENCE_S", 0)
    (tmp_path / "products.yaml").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "rules.yaml")
    found = in_folder(str(tmp_path), (*NAMES, "sources"))
    assert (found.contents, found.data_version) == ({}, "")
    assert found.wrong == {
        "products": "cannot be read: is larger than 8 MB",
        "rules": "cannot be read: is a pipe that nobody writes into",
        "sources": "the file is missing",
    }


@pytest.mark.parametrize("packing", [ZIP_STORED, ZIP_DEFLATED])
def test_the_files_of_a_wheel_are_read(packing: int) -> None:
    content = wheel({**files_of(*NAMES), "catalogue.bin": LINE}, packing)
    found = in_wheel("a.whl", content, NAMES)
    assert is_wheel(content)
    assert (found.place, found.contents) == ("a.whl/ivigcalc/data", {"products": b"products", "rules": b"rules"})
    assert (found.program_version, found.data_version) == ("1.2.3", "2027.01")


def test_a_wheel_without_what_is_compiled_names_no_versions() -> None:
    assert in_wheel("a.whl", wheel(files_of(*NAMES)), NAMES).data_version == ""


def test_what_is_missing_in_a_wheel_or_stands_there_twice_is_named() -> None:
    out = BytesIO(wheel(files_of("rules")))
    with pytest.warns(UserWarning, match="Duplicate"), ZipFile(out, "a") as archive:
        archive.writestr("ivigcalc/data/rules.yaml", b"other")
    found = in_wheel("a.whl", out.getvalue(), NAMES)
    assert (found.contents, found.wrong) == (
        {},
        {"products": "the file is missing", "rules": "the file stands there twice"},
    )


def test_a_link_in_a_wheel_is_not_followed() -> None:
    link = ZipInfo("ivigcalc/data/rules.yaml")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr(link, b"/etc/passwd")
    assert in_wheel("a.whl", out.getvalue(), ("rules",)).wrong == {"rules": "is a link"}


def test_another_packing_is_not_unpacked() -> None:
    found = in_wheel("a.whl", wheel(files_of("rules"), ZIP_BZIP2), ("rules",))
    assert found.wrong == {"rules": "is encrypted, or packed in a way that no wheel is"}


def test_a_file_that_swells_is_read_no_further_than_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of zeros a thousand times its packed size; what the archive says of its size is not believed."""
    monkeypatch.setattr(data_files, "LARGEST_FILE", 1_000_000)
    content = wheel({"rules.yaml": bytes(200_000_000)})
    assert len(content) < 1_000_000
    assert in_wheel("a.whl", content, ("rules",)).wrong == {"rules": "is larger than 1 MB"}


@pytest.mark.parametrize("at", [10, 60, 300])
def test_a_damaged_wheel_is_named_as_such(at: int) -> None:
    content = wheel({"rules.yaml": os.urandom(200), "products.yaml": b"products"})
    for broken in (content[:-at], content[:at] + bytes(20) + content[at + 20 :]):
        found = in_wheel("a.whl", broken, NAMES)
        assert not found.contents or {*found.contents, *found.wrong} == {*NAMES}
    assert in_wheel("a.whl", content[:-10], NAMES).wrong["rules"].startswith("the wheel cannot be read: ")
