"""YAML into plain values, with the line of every value, so that a mistake can be pointed at.

Plain scalars keep their text: a number becomes a ``Decimal``, ``true``, ``false`` and ``null`` mean what they say, and
everything else stays a string (YAML 1.1 would read ``1:30`` as 90 and ``no`` as false). A repeated key is an error.
"""

import re
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml

from ivigcalc.catalogue.mistakes import DataError, Mistake
from ivigcalc.catalogue.sane import insane

NUMBER: Final = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
CONSTANTS: Final = {"true": True, "false": False, "null": None, "~": None, "": None}

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _without_end(text: str, name: str) -> list[Mistake]:
    """What has no end in a file, found before anything is built from it.

    The C parser looks ahead in a line, and from libyaml 0.2.6 on it refuses 1,000 levels there before it has told of
    the first; PyYAML's own parser tells of each, so that the guard has the first word.

    Raises:
        yaml.MarkedYAMLError: it is not YAML, and nothing before the fault is without end.
    """
    try:
        return insane(yaml.parse(text, Loader=Loader), name)
    except yaml.MarkedYAMLError:
        with suppress(yaml.YAMLError):
            if wrong := insane(yaml.parse(text, Loader=yaml.SafeLoader), name):
                return wrong
        raise


class Document:
    """A YAML file as plain values, and where each stands; ``mistakes`` holds the keys given twice."""

    def __init__(self, path: Path, name: str, content: bytes | None = None) -> None:
        """Read ``path``, or its ``content`` if that was read already; ``name`` is how messages call the file.

        Raises:
            DataError: it is not YAML, or is nested or has numbers without end.
        """
        self.name = name
        self.mistakes: list[Mistake] = []
        try:
            text = (path.read_bytes() if content is None else content).decode("utf-8-sig")
            wrong = _without_end(text, name)
            node = None if wrong else yaml.compose(text, Loader=Loader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            raise DataError([Mistake(name, mark.line + 1 if mark else 1, "", f"not YAML: {error.problem}")]) from None
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise DataError([Mistake(name, 1, "", f"not YAML: {error}")]) from None
        if wrong:
            raise DataError(wrong)
        self.root = node
        self.value = self._read(node, "")

    def _read(self, node: yaml.Node | None, path: str) -> Any:
        match node:
            case yaml.MappingNode():
                found: dict[str, Any] = {}
                for key_node, value_node in node.value:
                    key = str(key_node.value)
                    if key in found:
                        self.mistakes.append(
                            Mistake(
                                self.name, key_node.start_mark.line + 1, f"{path}.{key}".lstrip("."), "key given twice"
                            )
                        )
                    found[key] = self._read(value_node, f"{path}.{key}")
                return found
            case yaml.SequenceNode():
                return [self._read(item, f"{path}[{number}]") for number, item in enumerate(node.value)]
            case yaml.ScalarNode():
                return self._scalar(node)
            case _:
                return None

    @staticmethod
    def _scalar(node: yaml.ScalarNode) -> str | Decimal | bool | None:
        text = str(node.value)
        if node.style:
            return text
        if text in CONSTANTS:
            return CONSTANTS[text]
        return Decimal(text) if NUMBER.fullmatch(text) else text

    def at(self, location: tuple[str | int, ...]) -> Any:
        """The value at a location."""
        found = self.value
        for step in location:
            found = found[step]
        return found

    def mistake(self, location: tuple[str | int, ...], message: str) -> Mistake:
        """A mistake at a location: keys and list positions from the top of the file, as far as they lead."""
        node, line, words = self.root, 1, []
        for step in location:
            child = self._child(node, step)
            if child is None:
                words.append(str(step))
                continue
            node = child
            line = node.start_mark.line + 1
            words.append(self._label(node, step))
        return Mistake(self.name, line, ".".join(words).replace(".[", "["), message)

    def lines(self) -> dict[str, int]:
        """The line of each key and entry by its path: ``limits.day-above-100-g``, ``ladders.privigen[0]``."""
        found: dict[str, int] = {}
        self._lines(self.root, "", found)
        return found

    def _lines(self, node: yaml.Node | None, path: str, found: dict[str, int]) -> None:
        below: list[tuple[str, int, yaml.Node]] = []
        if isinstance(node, yaml.MappingNode):
            below = [(f".{key.value}", key.start_mark.line + 1, value) for key, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            labels = [(self._label(entry, number), entry) for number, entry in enumerate(node.value)]
            below = [
                (label if label.startswith("[") else f".{label}", entry.start_mark.line + 1, entry)
                for label, entry in labels
            ]
        for step, line, value in below:
            where = f"{path}{step}".lstrip(".")
            found[where] = line
            self._lines(value, where, found)

    @staticmethod
    def _child(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
        if isinstance(node, yaml.MappingNode):
            return next((value for key, value in node.value if key.value == step), None)
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            found = node.value[step]
            return found if isinstance(found, yaml.Node) else None
        return None

    @staticmethod
    def _label(node: yaml.Node, step: str | int) -> str:
        """A list item is called by its id where it has one."""
        if isinstance(step, int):
            if isinstance(node, yaml.MappingNode):
                for key, value in node.value:
                    if key.value == "id":
                        return str(value.value)
            return f"[{step}]"
        return step
