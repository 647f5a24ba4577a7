"""A data file that is as shipped is read once in a process of tests, whatever folder or wheel it stands in.

Reading one takes most of the time of a load. What is read of a file is of its bytes alone, and is never changed.
"""

from copy import copy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ivigcalc.catalogue import validate
from ivigcalc.catalogue.load import data_folder
from ivigcalc.catalogue.shapes import SHAPES, adapter
from ivigcalc.catalogue.unread import Readings, readings
from ivigcalc.catalogue.yaml import Document
from ivigcalc.core.record import Record


def shipped_files_once(patch: pytest.MonkeyPatch) -> None:
    """Have the program read shipped files once; what differs from them by a byte is read as ever."""
    patch.setattr(validate, "Document", _document)
    patch.setattr(validate, "readings", _readings)


@cache
def _shipped_files() -> dict[bytes, Document]:
    files = [Path(data_folder()) / f"{name}.yaml" for name in SHAPES]
    return {(content := file.read_bytes()): Document(content, file.stem) for file in files}


def _document(content: bytes, name: str) -> Document:
    shipped = _shipped_files().get(content)
    if shipped is None:
        return Document(content, name)
    named = copy(shipped)
    named.name = name
    return named


def _readings(value: Any, shape: type[Record], form: Any) -> tuple[Readings, Any]:
    stem = next((one.name for one in _shipped_files().values() if one.value is value), None)
    return readings(value, shape, form) if stem is None else _shipped_readings(stem)


@cache
def _shipped_readings(stem: str) -> tuple[Readings, Any]:
    (value,) = [one.value for one in _shipped_files().values() if one.name == stem]
    return readings(value, SHAPES[stem], adapter(stem))
