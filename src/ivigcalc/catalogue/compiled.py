"""The catalogue as compiled when the package was built: the same objects, without YAML or validation on the way.

YAML stays the only source. What was compiled carries the digest of the files it was made from, and is used only while
that is the digest of the files beside it; a changed file is read and validated again.
"""

import hashlib
import pickle
from pathlib import Path
from typing import Final

from ivigcalc import __version__
from ivigcalc.core.catalogue import Catalogue

FILES: Final = ("products", "indications", "rules", "weights", "sources")
"""The data files, without ``.yaml``, in the order they are read."""

NAME: Final = "catalogue.bin"
SEAL_BYTES: Final = 32


def digest(folder: Path) -> str:
    """SHA-256 of the data files of a folder, one after the other."""
    found = hashlib.sha256()
    for name in FILES:
        found.update((folder / f"{name}.yaml").read_bytes())
    return found.hexdigest()


def compile_catalogue(catalogue: Catalogue) -> bytes:
    """The catalogue as bytes, behind a seal on its files, on the program and on the bytes themselves."""
    payload = pickle.dumps(catalogue, protocol=5)
    return _seal(catalogue.sha256, payload) + payload


def _seal(files_sha256: str, payload: bytes) -> bytes:
    return hashlib.sha256(f"{__version__} {files_sha256} ".encode() + payload).digest()


def read_compiled(folder: Path, version: str) -> Catalogue | None:
    """The compiled catalogue of a folder; None where there is none, or its seal does not fit.

    The file stands beside the program's own code and is as trusted as that; the seal catches damage and staleness.
    """
    path = folder / NAME
    if not path.is_file() or not all((folder / f"{name}.yaml").is_file() for name in FILES):
        return None
    content = path.read_bytes()
    payload = content[SEAL_BYTES:]
    if content[:SEAL_BYTES] != _seal(digest(folder), payload):
        return None
    found = pickle.loads(payload)  # noqa: S301 - the package's own file, sealed
    return found if isinstance(found, Catalogue) and found.version == version else None
