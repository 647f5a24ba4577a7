"""Reads the questions that ``selftest`` asks, and says by checksums what is installed."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from ivigcalc.catalogue.compiled import NAME, data_sha256, own_bytes
from ivigcalc.catalogue.load import data_folder, packaged_folder
from ivigcalc.catalogue.mistakes import DataError, Mistake
from ivigcalc.catalogue.yaml import YamlFile
from ivigcalc.core.answers.selftest import Question, QuestionGroup

FILE: Final = "selftest.yaml"
NOT_COMPILED: Final = "none: the data files are read"
"""What stands in place of a checksum in a checkout."""


def read_questions() -> tuple[QuestionGroup, ...]:
    """The questions that are shipped, with the answers that others have published.

    Raises:
        DataError: the file is not there, or says what no question has.
    """
    try:
        document = YamlFile(own_bytes(Path(data_folder()) / FILE), f"data/{FILE}")
        if document.mistakes:
            raise DataError(document.mistakes)
        return tuple(map(_group, document.value["groups"]))
    except OSError as error:
        why = f"cannot be read ({error.strerror})"
    except (KeyError, TypeError) as error:
        why = f"is not a list of questions ({type(error).__name__}: {error})"
    raise DataError([Mistake(f"data/{FILE}", 1, "", f"{why}; install ivigcalc again")])


def _group(raw: Mapping[str, Any]) -> QuestionGroup:
    questions = tuple(_question(one, raw) for one in raw["questions"])
    return QuestionGroup(id=raw["id"], title=raw["title"], questions=questions)


def _question(raw: Mapping[str, Any], group: Mapping[str, Any]) -> Question:
    return Question(
        id=raw["id"],
        ask=group["ask"],
        options={name: _text(word) for name, word in {**group.get("with", {}), **raw.get("with", {})}.items()},
        expect={place: _texts(value) for place, value in raw["expect"].items()},
        within=Fraction(raw.get("within", group.get("within", 0))),
        source="; ".join(filter(None, (raw.get("from"), raw.get("source", group["source"])))),
    )


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(_text(one)) for one in (value if isinstance(value, list) else [value]))


def _text(value: Any) -> str | bool:
    """A value as it would be typed."""
    if isinstance(value, bool):
        return value
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def digests() -> dict[str, str]:
    """SHA-256 of the program's modules, the data files, what was compiled of them, and the questions."""
    data, compiled = Path(data_folder()), Path(packaged_folder()) / NAME
    package = Path(__file__).parent.parent
    modules = sorted((path.relative_to(package).as_posix(), path) for path in package.rglob("*.py"))
    program = b"".join(name.encode() + b"\0" + sha256(path.read_bytes()).digest() for name, path in modules)
    return {
        "program": sha256(program).hexdigest(),
        "data": data_sha256(data),
        "compiled data": sha256(compiled.read_bytes()).hexdigest() if compiled.is_file() else NOT_COMPILED,
        "questions": sha256((data / FILE).read_bytes()).hexdigest(),
    }
