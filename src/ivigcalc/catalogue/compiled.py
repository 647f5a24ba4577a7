"""The catalogue as compiled when the package was built: the same objects, without YAML or validation on the way.

YAML stays the only source. The compiled file begins with a checksum line, made from the data files, the version of the
program and the rest of the file. It is used only in an installed package, and only while that line is what the files
beside it give; a changed file is read and validated again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from errno import EFBIG
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
from ivigcalc.core.record import Choice, Record

if TYPE_CHECKING:
    from os import PathLike

    from ivigcalc.core.facts.indication import Indication

FILES: Final = ("products", "indications", "rules", "weights", "tables", "orders", "sources")
"""The data files, without ``.yaml``, in the order they are read."""

NAME: Final = "catalogue.bin"
PIECE: Final = 1 << 16
"""Bytes that are read at once for a checksum."""
LONGEST_LINE: Final = 1000
"""Bytes of the first line of a compiled file, at most."""
LARGEST: Final = 8_000_000
"""A larger file, in bytes, is none of the package's."""
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


def open_own(path: PathLike[str] | str) -> BinaryIO:
    """A file of the package, which is never waited for.

    Raises:
        OSError: it cannot be read.
    """
    return open(path, "rb", opener=_at_once)


def _at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def own_bytes(path: PathLike[str] | str) -> bytes:
    """What stands in a file of the package.

    Raises:
        OSError: it cannot be read, or is larger than any of them.
    """
    with open_own(path) as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise OSError(EFBIG, f"is larger than {LARGEST // 1_000_000} MB", str(path))
    return content


def _opened(folder: PathLike[str] | str) -> Iterator[BinaryIO]:
    """The data files of a folder, open one after the other.

    Raises:
        OSError: a file cannot be read.
    """
    for name in FILES:
        with open_own(os.path.join(folder, f"{name}.yaml")) as file:
            yield file


def data_sha256(folder: PathLike[str] | str) -> str:
    """SHA-256 of the data files of a folder, one after the other."""
    import hashlib  # slow to import, and a compiled catalogue knows it

    return hashlib.sha256(b"".join(file.read(LARGEST) for file in _opened(folder))).hexdigest()


def compile_catalogue(catalogue: Catalogue, folder: PathLike[str] | str) -> bytes:
    """The catalogue of a folder as the bytes of a compiled file."""
    fields = [name for name in Catalogue.field_names if name in LATE - {INDICATIONS}]
    late = {name: packed(getattr(catalogue, name)) for name in fields}
    early = {name: getattr(catalogue, name) for name in Catalogue.field_names if name not in LATE}
    indications = {indication.id: packed(indication) for indication in catalogue.indications}
    payload = packed((early, late, indications))
    return checksum_line(catalogue.version, folder, BytesIO(payload)) + payload


def packed(value: object) -> bytes:
    """Facts as bytes: a record as its class and the values of its fields, so that no state is set when it is read."""
    import pickle  # only for a build
    import pickletools  # as above

    class Packer(pickle.Pickler):
        def reducer_override(self, one: object) -> Any:
            if isinstance(one, Record):
                return type(one), tuple(one.__getstate__().values())
            return (type(one), (one.value,)) if isinstance(one, Choice) else NotImplemented

    made = BytesIO()
    Packer(made, protocol=5).dump(value)
    return pickletools.optimize(made.getvalue())


def checksum_line(version: str, folder: PathLike[str] | str, payload: BinaryIO) -> bytes:
    """The program's version, the data's, and a checksum of each data file of a folder and of the compiled bytes.

    Raises:
        OSError: a data file cannot be read.
    """
    checksums = (checksum(file) for file in chain(_opened(folder), (payload,)))
    return f"ivigcalc {__version__} {version} {' '.join(checksums)}\n".encode()


def checksum(file: BinaryIO) -> str:
    """The length in bytes and the CRC-32 of what is left of a file, which is read piece by piece: that is faster."""
    length = value = 0
    while length <= LARGEST and (piece := file.read(PIECE)):
        length, value = length + len(piece), crc32(piece, value)
    return f"{length}:{value:08x}"


def read_compiled(folder: PathLike[str] | str, version: str) -> Catalogue | None:
    """The compiled catalogue of a folder; None where none can be read, or its checksum line does not fit.

    The line catches damage and staleness; whoever can write the file can write a line that fits. So what is made of it
    are facts and nothing else, and ``data check`` compares them with the data files.

    Raises:
        DataError: the line fits and the file holds anything but facts: it is forged.
    """
    try:
        with open_own(os.path.join(folder, NAME)) as file:
            line = file.readline(LONGEST_LINE)
            if line != checksum_line(version, folder, file):
                return None
            file.seek(len(line))
            return _catalogue(file)
    except OSError:
        return None


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


def _catalogue(payload: BinaryIO) -> Catalogue:
    """The catalogue in compiled bytes.

    Raises:
        DataError: they hold anything but facts, or something is missing.
    """
    try:
        early, late, indications = facts(payload)
        whole = {*early, *late, INDICATIONS} == {*Catalogue.field_names}
    except Exception as error:  # whatever forged bytes may lead to
        raise DataError([NOT_AS_FILES]) from error
    if not whole:
        raise DataError([NOT_AS_FILES])
    catalogue = CompiledCatalogue.__new__(CompiledCatalogue)
    catalogue.__dict__.update(early, _late=late, _indications_by_id=LateIndications(indications))
    return catalogue


def _late(packed: bytes) -> Any:
    """The facts in a late part of the compiled bytes.

    Raises:
        DataError: they hold anything but facts.
    """
    try:
        return facts(BytesIO(packed))
    except Exception as error:
        raise DataError([NOT_AS_FILES]) from error


def facts(packed: BinaryIO) -> Any:
    """What is packed, which is facts; whatever else is there raises something, and nothing is called."""
    return OnlyFacts(packed).load()


class OnlyFacts(Unpickler):
    """Makes the records that mirror the data files and the numbers in them, and calls nothing else.

    Bytes that are read may set attributes of whatever they were handed. So they are handed no class that could be
    changed, but functions made for the occasion; records and choices refuse what is no field of theirs.
    """

    def find_class(self, module: str, name: str) -> Callable[..., Any]:
        """What makes a fact of values.

        Raises:
            UnpicklingError: it is anything else.
        """
        found = super().find_class(module, name) if module.startswith(FACTS) or module == "decimal" else None
        if found is Decimal:
            return Decimal
        if isinstance(found, type) and found.__module__ == module:
            if issubclass(found, Record):
                return _maker(found)
            if issubclass(found, Choice):
                return {member.value: member for member in found}.__getitem__
        msg = f"{module}.{name} is no fact"
        raise UnpicklingError(msg)


def _maker(kind: type[Record]) -> Callable[..., Record]:
    """What makes a record of the values of its fields, in their order."""
    names, new, put = kind.field_names, kind.__new__, Record.__dict__["__dict__"].__set__
    count = len(names)

    def made(*values: Any) -> Record:
        if len(values) != count:
            raise UnpicklingError(kind.__name__)
        record = new(kind)
        put(record, dict(zip(names, values)))  # noqa: B905 - they are as many, and being strict takes half as long again
        return record

    return made
