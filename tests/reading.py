"""What a file says is read once in a process of tests, and what ``selftest`` asks is asked once.

Reading the shipped data (in whatever place) and formularies takes most of the time of many tests. What is read of a
file is of its bytes alone, and is never changed.
"""

from collections.abc import Iterable, Mapping
from copy import copy
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import pytest

from ivigcalc.api import selftest
from ivigcalc.batch import request
from ivigcalc.batch.reading.words import TableWords, words_of
from ivigcalc.catalogue import validate
from ivigcalc.catalogue.load import data_folder
from ivigcalc.catalogue.mistakes import Mistake
from ivigcalc.catalogue.shapes import SHAPES, adapter
from ivigcalc.catalogue.stand_ins import Readings, readings
from ivigcalc.catalogue.validate import catalogue_of, with_formulary
from ivigcalc.catalogue.yaml import YamlFile
from ivigcalc.core.answers.selftest import Answered, Question
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.record import Record
from tests.program import shipped


def files_once(patch: pytest.MonkeyPatch) -> None:
    """Have the program read shipped files once, and each formulary; what differs by a byte is read as ever."""
    patch.setattr(validate, "YamlFile", _document)
    patch.setattr(validate, "readings", _readings)
    patch.setattr(validate, "with_formulary", _with_formulary)
    patch.setattr(validate, "catalogue_of", _catalogue_of)
    patch.setattr(request, "words_of", _words_of)


ask_anew = selftest._ask  # noqa: SLF001 # what the program itself asks with


def questions_once(patch: pytest.MonkeyPatch) -> None:
    """Have the shipped data answer each question of ``selftest`` once; a test that changes code sets ``ask_anew``."""
    answered: dict[str, tuple[Question, Answered]] = {}

    def ask(question: Question, catalogue: Catalogue) -> Answered:
        if catalogue is not shipped():
            return ask_anew(question, catalogue)
        known = answered.get(question.id)
        if known is None or known[0] != question:
            known = answered[question.id] = question, ask_anew(question, catalogue)
        return known[1]

    patch.setattr(selftest, "_ask", ask)


@cache
def _shipped_files() -> dict[bytes, YamlFile]:
    files = [Path(data_folder()) / f"{name}.yaml" for name in SHAPES]
    return {(content := file.read_bytes()): YamlFile(content, file.stem) for file in files}


def _document(content: bytes, name: str) -> YamlFile:
    known = _shipped_files().get(content)
    if known is None:
        return YamlFile(content, name)
    named = copy(known)
    named.name = name
    return named


def _readings(value: Any, shape: type[Record], form: Any) -> tuple[Readings, Any]:
    stem = next((one.name for one in _shipped_files().values() if one.value is value), None)
    return readings(value, shape, form) if stem is None else _shipped_readings(stem)


@cache
def _shipped_readings(stem: str) -> tuple[Readings, Any]:
    (value,) = [one.value for one in _shipped_files().values() if one.name == stem]
    return readings(value, SHAPES[stem], adapter(stem))


def _catalogue_of(
    contents: Mapping[str, bytes], version: str, place: str, missing: Iterable[Mistake] = ()
) -> Catalogue:
    """What data files without a mistake say; a mistake is told each time, because it names its place."""
    key = version, *contents.items()
    if key not in _CATALOGUES:
        _CATALOGUES[key] = catalogue_of(contents, version, place, missing)
    return _CATALOGUES[key]


_CATALOGUES: Final[dict[tuple[object, ...], Catalogue]] = {}


def _words_of(catalogue: Catalogue) -> TableWords:
    """The words of tables, looked up once: each run of ``batch`` would do it anew."""
    return _shipped_words() if catalogue.tables is shipped().tables else words_of(catalogue)


@cache
def _shipped_words() -> TableWords:
    return words_of(shipped())


def _with_formulary(catalogue: Catalogue, content: bytes, name: str, today: date) -> Catalogue:
    return _merged(content, name, today) if catalogue is shipped() else with_formulary(catalogue, content, name, today)


@lru_cache(maxsize=32)
def _merged(content: bytes, name: str, today: date) -> Catalogue:
    return with_formulary(shipped(), content, name, today)
