"""The catalogue as compiled when the package was built: the same objects, without YAML or validation on the way.

YAML stays the only source. What was compiled carries the digest of the files it was made from, and is used only while
that is the digest of the files beside it; a changed file is read and validated again.
"""

import hashlib
import pickle
from pathlib import Path
from typing import Final

from ivigcalc.core.catalogue import Catalogue

FILES: Final = ("products", "indications", "rules", "sources")
"""The data files, without ``.yaml``, in the order they are read."""

NAME: Final = "catalogue.bin"


def digest(folder: Path) -> str:
    """SHA-256 of the data files of a folder, one after the other."""
    found = hashlib.sha256()
    for name in FILES:
        found.update((folder / f"{name}.yaml").read_bytes())
    return found.hexdigest()


def compile_catalogue(catalogue: Catalogue) -> bytes:
    """The catalogue as bytes, behind the digest of its files."""
    return bytes.fromhex(catalogue.sha256) + pickle.dumps(catalogue, protocol=5)


def read_compiled(folder: Path, version: str) -> Catalogue | None:
    """The compiled catalogue of a folder; None where there is none, or it is not of these files and this version."""
    path = folder / NAME
    if not path.is_file() or not all((folder / f"{name}.yaml").is_file() for name in FILES):
        return None
    content = path.read_bytes()
    if content[:32].hex() != digest(folder):
        return None
    found = pickle.loads(content[32:])  # noqa: S301 - as above
    return found if isinstance(found, Catalogue) and found.version == version else None
