"""The catalogue as compiled when the package was built: the same objects, without YAML or validation on the way.

YAML stays the only source. The compiled file begins with a checksum line, made from the data files, the version of the
program and the rest of the file. It is used only in an installed package, and only while that line is what the files
beside it give; a changed file is read and validated again.
"""

from __future__ import annotations

import os
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

try:
    from _blake2 import blake2b
except ImportError:  # an interpreter that keeps it elsewhere
    from hashlib import blake2b

from ivigcalc import __version__
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.record import Record

if TYPE_CHECKING:
    from os import PathLike

FILES: Final = ("products", "indications", "rules", "weights", "tables", "sources")
"""The data files, without ``.yaml``, in the order they are read."""

NAME: Final = "catalogue.bin"
FACTS: Final = ("ivigcalc.core.facts.", "ivigcalc.core.names.")
"""Where records that mirror the data files stand; the words without meaning of names mirror one, too."""


def _contents(folder: PathLike[str] | str) -> list[bytes]:
    """The data files of a folder.

    Raises:
        FileNotFoundError: a file is not there.
    """
    return [_bytes(folder, f"{name}.yaml") for name in FILES]


def _bytes(folder: PathLike[str] | str, name: str) -> bytes:
    with open(os.path.join(folder, name), "rb") as file:
        return file.read()


def data_sha256(folder: PathLike[str] | str) -> str:
    """SHA-256 of the data files of a folder, one after the other."""
    import hashlib  # noqa: PLC0415 - slow to import, and a compiled catalogue knows it

    return hashlib.sha256(b"".join(_contents(folder))).hexdigest()


def compile_catalogue(catalogue: Catalogue, folder: PathLike[str] | str) -> bytes:
    """The catalogue of a folder as the bytes of a compiled file."""
    import pickle  # noqa: PLC0415 - only for a build
    import pickletools  # noqa: PLC0415 - as above

    payload = pickletools.optimize(pickle.dumps(catalogue, protocol=5))
    return _checksum_line(catalogue.version, _contents(folder), payload) + payload


def _checksum_line(version: str, contents: list[bytes], payload: bytes) -> bytes:
    """The program's version, the data's, and a BLAKE2b checksum of each data file and of the compiled bytes."""
    checksums = (blake2b(part, digest_size=16).hexdigest() for part in (*contents, payload))
    return f"ivigcalc {__version__} {version} {' '.join(checksums)}\n".encode()


def read_compiled(folder: PathLike[str] | str, version: str) -> Catalogue | None:
    """The compiled catalogue of a folder; None where there is none, its checksum line does not fit, or it is forged.

    The line catches damage and staleness; whoever can write the file can write a line that fits. So what is made of it
    are facts and nothing else, and ``data check`` compares them with the data files.
    """
    try:
        content, contents = _bytes(folder, NAME), _contents(folder)
    except FileNotFoundError:
        return None
    line, end, payload = content.partition(b"\n")
    if line + end != _checksum_line(version, contents, payload):
        return None
    return _facts(payload)


def _facts(payload: bytes) -> Catalogue | None:
    """The catalogue in compiled bytes; None where they hold anything but facts."""
    import io  # noqa: PLC0415 - not where nothing is compiled
    import pickle  # noqa: PLC0415 - as above

    class OnlyFacts(pickle.Unpickler):
        """Makes the records that mirror the data files and the numbers in them, and calls nothing else."""

        def find_class(self, module: str, name: str) -> Any:
            found = super().find_class(module, name) if module.startswith(FACTS) or module == "decimal" else None
            if found is Decimal or (isinstance(found, type) and issubclass(found, (Record, StrEnum))):
                return found
            msg = f"{module}.{name} is no fact"
            raise pickle.UnpicklingError(msg)

    try:
        catalogue = OnlyFacts(io.BytesIO(payload)).load()
    except Exception:  # noqa: BLE001 - whatever forged bytes may lead to, the data files are read instead
        return None
    return catalogue if isinstance(catalogue, Catalogue) else None
