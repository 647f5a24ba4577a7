"""The catalogue as compiled when the package was built: the same objects, without YAML or validation on the way.

YAML stays the only source. What was compiled carries the digest of the files it was made from, and is used only while
that is the digest of the files beside it; a changed file is read and validated again.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

try:
    from _blake2 import blake2b
except ImportError:  # an interpreter that keeps it elsewhere
    from hashlib import blake2b

from ivigcalc import __version__
from ivigcalc.core.facts.catalogue import Catalogue

if TYPE_CHECKING:
    from os import PathLike

FILES: Final = ("products", "indications", "rules", "weights", "sources")
"""The data files, without ``.yaml``, in the order they are read."""

NAME: Final = "catalogue.bin"


def _contents(folder: PathLike[str] | str) -> list[bytes]:
    """The data files of a folder.

    Raises:
        FileNotFoundError: one is not there.
    """
    return [_bytes(folder, f"{name}.yaml") for name in FILES]


def _bytes(folder: PathLike[str] | str, name: str) -> bytes:
    with open(os.path.join(folder, name), "rb") as file:
        return file.read()


def digest(folder: PathLike[str] | str) -> str:
    """SHA-256 of the data files of a folder, one after the other."""
    import hashlib  # noqa: PLC0415 - slow to import, and a compiled catalogue knows its digest

    return hashlib.sha256(b"".join(_contents(folder))).hexdigest()


def compile_catalogue(catalogue: Catalogue, folder: PathLike[str] | str) -> bytes:
    """The catalogue of a folder as bytes, behind a seal on its files, on the program and on the bytes themselves."""
    import pickle  # noqa: PLC0415 - only for a build
    import pickletools  # noqa: PLC0415 - as above

    payload = pickletools.optimize(pickle.dumps(catalogue, protocol=5))
    return _seal(catalogue.version, _contents(folder), payload) + payload


def _seal(version: str, contents: list[bytes], payload: bytes) -> bytes:
    """A line for the program, the data's version, and a digest of each of the files and of the bytes."""
    digests = (blake2b(part, digest_size=16).hexdigest() for part in (*contents, payload))
    return f"ivigcalc {__version__} {version} {' '.join(digests)}\n".encode()


def read_compiled(folder: PathLike[str] | str, version: str) -> Catalogue | None:
    """The compiled catalogue of a folder; None where there is none, or its seal does not fit.

    The file stands beside the program's own code and is as trusted as that; the seal catches damage and staleness.
    """
    try:
        content, contents = _bytes(folder, NAME), _contents(folder)
    except FileNotFoundError:
        return None
    seal, line, payload = content.partition(b"\n")
    if seal + line != _seal(version, contents, payload):
        return None
    import pickle  # noqa: PLC0415 - not where nothing is compiled

    found = pickle.loads(payload)  # noqa: S301 - the package's own file, sealed
    return found if isinstance(found, Catalogue) else None
