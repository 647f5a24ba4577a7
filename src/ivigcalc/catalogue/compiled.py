"""The catalogue as compiled when the package was built: the same objects, without YAML or validation on the way.

YAML stays the only source. The compiled file begins with a checksum line, made from the data files, the version of the
program and the rest of the file. It is used only in an installed package, and only while that line is what the files
beside it give; a changed file is read and validated again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO, Final
from zlib import crc32

try:
    from _pickle import Unpickler, UnpicklingError  # without what only packing needs
except ImportError:  # an interpreter that has it in Python alone
    from pickle import Unpickler, UnpicklingError

from ivigcalc import __version__
from ivigcalc.catalogue.mistakes import DataError, Mistake
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.record import Record

if TYPE_CHECKING:
    from os import PathLike
    from pathlib import Path

    from ivigcalc.core.facts.indication import Indication
    from ivigcalc.core.locale import Locale

FILES: Final = ("products", "indications", "rules", "weights", "tables", "orders", "sources")
"""The data files, without ``.yaml``, in the order they are read."""

NAME: Final = "catalogue.bin"
PIECE: Final = 1 << 16
"""Bytes that are read at once for a checksum."""
NOT_AS_FILES: Final = Mistake(f"data/{NAME}", 1, "", "is not what the data files say; install ivigcalc again")

INDICATIONS: Final = "indications"
LATE: Final = frozenset(
    {
        INDICATIONS,
        "table2",
        "tables",
        "orders",
        "out_of_scope",
        "approval_lists",
        "subcutaneous",
        "not_covered",
        "name_keys",
    }
)
"""The fields that a dose for an indication does without, or (indications) needs one entry of."""
FACTS: Final = ("ivigcalc.core.facts.", "ivigcalc.core.names.", "ivigcalc.core.locale")
"""Where records that mirror the data files stand; the words without meaning of names mirror one, too."""


def _opened(folder: PathLike[str] | str) -> Iterator[BinaryIO]:
    """The data files of a folder, open one after the other.

    Raises:
        FileNotFoundError: a file is not there.
    """
    for name in FILES:
        with open(os.path.join(folder, f"{name}.yaml"), "rb") as file:
            yield file


def data_sha256(folder: PathLike[str] | str) -> str:
    """SHA-256 of the data files of a folder, one after the other."""
    import hashlib  # slow to import, and a compiled catalogue knows it

    return hashlib.sha256(b"".join(file.read() for file in _opened(folder))).hexdigest()


def compile_catalogue(catalogue: Catalogue, folder: PathLike[str] | str) -> bytes:
    """The catalogue of a folder as the bytes of a compiled file."""
    fields = [name for name in Catalogue.field_names if name in LATE - {INDICATIONS}]
    late = {name: _packed(getattr(catalogue, name)) for name in fields}
    early = {name: getattr(catalogue, name) for name in Catalogue.field_names if name not in LATE}
    indications = {indication.id: _packed(indication) for indication in catalogue.indications}
    payload = _packed((early, late, indications))
    return checksum_line(catalogue.version, folder, BytesIO(payload)) + payload


def _packed(value: object) -> bytes:
    import pickle  # only for a build
    import pickletools  # as above

    return pickletools.optimize(pickle.dumps(value, protocol=5))


def checksum_line(version: str, folder: PathLike[str] | str, payload: BinaryIO) -> bytes:
    """The program's version, the data's, and a checksum of each data file of a folder and of the compiled bytes.

    Raises:
        FileNotFoundError: a data file is not there.
    """
    checksums = (_checksum(file) for file in chain(_opened(folder), (payload,)))
    return f"ivigcalc {__version__} {version} {' '.join(checksums)}\n".encode()


def _checksum(file: BinaryIO) -> str:
    """The length in bytes and the CRC-32 of what is left of a file, which is read piece by piece: that is faster."""
    length = value = 0
    while piece := file.read(PIECE):
        length, value = length + len(piece), crc32(piece, value)
    return f"{length}:{value:08x}"


def read_compiled(folder: PathLike[str] | str, version: str) -> Catalogue | None:
    """The compiled catalogue of a folder; None where there is none, its checksum line does not fit, or it is forged.

    The line catches damage and staleness; whoever can write the file can write a line that fits. So what is made of it
    are facts and nothing else, and ``data check`` compares them with the data files.
    """
    try:
        with open(os.path.join(folder, NAME), "rb") as file:
            line = file.readline()
            if line != checksum_line(version, folder, file):
                return None
            file.seek(len(line))
            return _catalogue(file)
    except FileNotFoundError:
        return None


def compile_locale(locale: Locale, path: Path) -> bytes:
    """A language, whose file is ``path``, as the bytes of a compiled file."""
    payload = _packed(locale)
    return _locale_line(path, BytesIO(payload)) + payload


def _locale_line(path: Path, payload: BinaryIO) -> bytes:
    with path.open("rb") as file:
        return f"ivigcalc {__version__} {_checksum(file)} {_checksum(payload)}\n".encode()


def read_compiled_locale(path: Path) -> Locale | None:
    """The compiled language beside its file; None where there is none, its line does not fit, or it is forged."""
    try:
        with path.with_suffix(".bin").open("rb") as file:
            line = file.readline()
            if line != _locale_line(path, file):
                return None
            file.seek(len(line))
            made = _facts(file)
    except Exception:  # noqa: BLE001 - whatever forged bytes may lead to, the file of the language is read instead
        return None
    return made if type(made).__name__ == "Locale" else None


class CompiledCatalogue(Catalogue):
    """The catalogue of a compiled file. What a dose does without is made of its bytes when it is first asked for."""

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """A field that nothing has asked for so far.

            Raises:
                DataError: its bytes hold anything but facts.
            """
            if name not in LATE:
                msg = f"{type(self).__name__} has no {name}"
                raise AttributeError(msg)
            entries = self._indications_by_id.values() if name == INDICATIONS else None
            value = self.__dict__[name] = tuple(entries) if entries is not None else _late(self._late[name])
            return value

    def __getstate__(self) -> dict[str, Any]:
        """The fields with their values, all of them."""
        return {name: getattr(self, name) for name in self.field_names}

    def __eq__(self, other: object) -> bool:
        """As any catalogue: how it came about is no part of it."""
        return self.__getstate__() == other.__getstate__() if isinstance(other, Catalogue) else NotImplemented

    __hash__ = Catalogue.__hash__


class LateIndications(Mapping[str, "Indication"]):
    """The indications of a compiled file by their ids, each made when it is first asked for."""

    def __init__(self, packed: Mapping[str, bytes]) -> None:
        """Take the bytes of each, in the order of the data."""
        self._packed = packed
        self._made: dict[str, Indication] = {}

    def __getitem__(self, indication_id: str) -> Indication:
        """The indication with this id.

        Raises:
            DataError: its bytes hold anything but facts.
        """
        if indication_id not in self._made:
            self._made[indication_id] = _late(self._packed[indication_id])
        return self._made[indication_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def _catalogue(payload: BinaryIO) -> Catalogue | None:
    """The catalogue in compiled bytes; None where they hold anything but facts, or something is missing."""
    try:
        early, late, indications = _facts(payload)
        if {*early, *late, INDICATIONS} != {*Catalogue.field_names}:
            return None
    except Exception:  # noqa: BLE001 - whatever forged bytes may lead to, the data files are read instead
        return None
    catalogue = CompiledCatalogue.__new__(CompiledCatalogue)
    catalogue.__dict__.update(early, _late=late, _indications_by_id=LateIndications(indications))
    return catalogue


def _late(packed: bytes) -> Any:
    """The facts in a late part of the compiled bytes.

    Raises:
        DataError: they hold anything but facts.
    """
    try:
        return _facts(BytesIO(packed))
    except Exception as error:
        raise DataError([NOT_AS_FILES]) from error


def _facts(packed: BinaryIO) -> Any:
    """What is packed, which is facts; whatever else is there raises something, and nothing is called."""
    return OnlyFacts(packed).load()


class OnlyFacts(Unpickler):
    """Makes the records that mirror the data files and the numbers in them, and calls nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        """A class of facts.

        Raises:
            UnpicklingError: it is anything else.
        """
        found = super().find_class(module, name) if module.startswith(FACTS) or module == "decimal" else None
        if found is Decimal or (isinstance(found, type) and issubclass(found, (Record, StrEnum))):
            return found
        msg = f"{module}.{name} is no fact"
        raise UnpicklingError(msg)
