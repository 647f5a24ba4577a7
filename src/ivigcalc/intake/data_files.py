"""Data files that a person names: in a folder, or in a wheel, of which nothing is unpacked and nothing run.

How much is read is bounded, whatever an archive says of itself or a link leads to.
"""

import re
import stat
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from ivigcalc.core.record import Record
from ivigcalc.intake.files import read_file

LARGEST_FILE: Final = 8_000_000
"""A larger file, in bytes, is neither one of data nor a wheel of this program."""

PLACES: Final = ("", "data", "ivigcalc/data")
"""Where data files stand in a folder: it is theirs, or a checkout's, or one into which the program was installed."""

IN_WHEEL: Final = "ivigcalc/data"
COMPILED: Final = "catalogue.bin"
"""What is compiled of the data files. Its first line names the versions; of the rest nothing is read."""

FIRST_LINE: Final = re.compile(rb"ivigcalc (?P<program>[\w.+-]{1,40}) (?P<data>[\w.+-]{1,40}) ")
NOT_READ: Final = (BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError)
"""What the standard library raises for an archive that is damaged."""

ENCRYPTED: Final = 1
"""The bit that marks a file of an archive as encrypted."""

ZIP: Final = b"PK\x03\x04"


class DataFiles(Record):
    """Data files as read: where they stand, as messages call it, the bytes of each, and why others were not read."""

    place: str
    contents: Mapping[str, bytes]
    wrong: Mapping[str, str]
    program_version: str = ""
    data_version: str = ""


def is_wheel(content: bytes) -> bool:
    """Whether the content of a file is an archive."""
    return content.startswith(ZIP)


def in_folder(name: str, wanted: Sequence[str], places: Sequence[str] = PLACES) -> DataFiles:
    """The data files in a folder, or at the first of some places in it that has any, by their names without ``.yaml``.

    Raises:
        ValueError: no folder can have this name.
    """
    there = (Path(name, at) for at in places)
    folder = next((at for at in there if any((at / f"{one}.yaml").exists() for one in wanted)), Path(name))
    contents, wrong = dict[str, bytes](), dict[str, str]()
    for one in wanted:
        try:
            contents[one] = read_file(folder / f"{one}.yaml", LARGEST_FILE)
        except FileNotFoundError:
            wrong[one] = "the file is missing"
        except OSError as error:
            wrong[one] = f"cannot be read: {error.strerror}"
    try:
        compiled = read_file(folder / COMPILED, LARGEST_FILE)
    except OSError:
        compiled = b""
    return _data_files(str(folder), contents, wrong, compiled)


def in_wheel(name: str, content: bytes, wanted: Sequence[str]) -> DataFiles:
    """The data files in a wheel, by their names without ``.yaml``."""
    contents, wrong, compiled = dict[str, bytes](), dict[str, str](), b""
    try:
        with ZipFile(BytesIO(content)) as archive:
            for one in wanted:
                read, wrong_with = _member(archive, f"{IN_WHEEL}/{one}.yaml")
                if wrong_with:
                    wrong[one] = wrong_with
                else:
                    contents[one] = read
            compiled, _ = _member(archive, f"{IN_WHEEL}/{COMPILED}")
    except NOT_READ as error:
        wrong = dict.fromkeys(wanted, f"the wheel cannot be read: {error}")
    return _data_files(f"{name}/{IN_WHEEL}", contents, wrong, compiled)


def _member(archive: ZipFile, name: str) -> tuple[bytes, str]:
    """A file in an archive, and why it is not read, or "". What the archive says of its size is not believed.

    Raises:
        NOT_READ: the archive is damaged.
    """
    members = [info for info in archive.infolist() if info.filename == name]
    if len(members) != 1:
        return b"", "the file stands there twice" if members else "the file is missing"
    if stat.S_ISLNK(members[0].external_attr >> 16):
        return b"", "is a link"
    if members[0].flag_bits & ENCRYPTED or members[0].compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        return b"", "is encrypted, or packed in a way that no wheel is"
    with archive.open(members[0]) as file:
        content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        return b"", f"is larger than {LARGEST_FILE // 1_000_000} MB"
    return content, ""


def _data_files(place: str, contents: Mapping[str, bytes], wrong: Mapping[str, str], compiled: bytes) -> DataFiles:
    first = FIRST_LINE.match(compiled)
    versions = {name: text.decode() for name, text in first.groupdict().items()} if first else {}
    return DataFiles(
        place=place,
        contents=contents,
        wrong=wrong,
        program_version=versions.get("program", ""),
        data_version=versions.get("data", ""),
    )
