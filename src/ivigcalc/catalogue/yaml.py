"""Reads YAML into plain values, and knows the line of each, so that a mistake can be pointed at.

Plain scalars keep their text: a number becomes a ``Decimal``, ``true``, ``false`` and ``null`` mean what they say, and
everything else stays a string (YAML 1.1 would read ``1:30`` as 90 and ``no`` as false). A repeated key is an error.
Nesting, values and numbers have limits, checked before anything is built from a file.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from decimal import Decimal
from typing import Any, Final

import yaml

from ivigcalc.catalogue.mistakes import DataError, Location, Mistake

NUMBER: Final = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
CONSTANTS: Final = {"true": True, "false": False, "null": None, "~": None, "": None}

DEEPEST: Final = 40
MOST_VALUES: Final = 200_000
LONGEST_NUMBER: Final = 40
UNREAD: Final = object()
"""What stands for a number that is too long: nothing of a file is like it."""
LIKE_A_NUMBER: Final = re.compile(r"\s*+[-+]?[\d_]*+(?:\.[\d_]*+)?+(?:[eE]([-+]?\d++))?+\s*+")
"""Whatever may be read as a number, quoted or not: ``1e9`` is one where a number is meant."""

NOT_UTF_8: Final = "not YAML: holds bytes that are not UTF-8; save it as UTF-8 text"

NO_KEY: Final = "a list or a mapping stands where a key should; a key is a word"
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlFile:
    """A YAML file as plain values, and where each stands.

    ``mistakes`` holds the keys given twice or that are no word, the tags, and the numbers that are too long, each of
    which is ``UNREAD``.
    """

    def __init__(self, content: bytes, name: str) -> None:
        """Read the content of a file; ``name`` is how messages call it.

        Raises:
            DataError: it is not YAML, or is beyond the limits.
        """
        self.name = name
        self._known: dict[yaml.Node | None, dict[str | int, tuple[str, yaml.Node]]] = {}
        try:
            text = content.decode("utf-8-sig")
            endless, self.mistakes = _beyond_limits(text, name)
            self.root = None if endless else yaml.compose(text, Loader=Loader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            raise DataError([Mistake(name, mark.line + 1 if mark else 1, "", f"not YAML: {error.problem}")]) from None
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise DataError([Mistake(name, line, "", NOT_UTF_8)]) from None
        except yaml.reader.ReaderError as error:
            line = content.count(b"\n", 0, error.position) + 1
            letter = f"U+{ord(error.character) if isinstance(error.character, str) else error.character:04X}"
            raise DataError(
                [Mistake(name, line, "", f"not YAML: holds the control character {letter}; take it out")]
            ) from None
        if endless:
            raise DataError(self.mistakes)
        self.value = self._read(self.root, "")

    def _read(self, node: yaml.Node | None, path: str) -> Any:
        match node:
            case yaml.MappingNode():
                values: dict[str, Any] = {}
                for key_node, value_node in node.value:
                    if not isinstance(key_node, yaml.ScalarNode):
                        self.mistakes.append(Mistake(self.name, _line(key_node), path, NO_KEY))
                        continue
                    key = str(key_node.value)
                    where = f"{path}.{key}".lstrip(".")
                    if key in values:
                        self.mistakes.append(Mistake(self.name, _line(key_node), where, "key given twice"))
                    values[key] = self._read(value_node, where)
                return values
            case yaml.SequenceNode():
                return [self._read(item, f"{path}[{number}]") for number, item in enumerate(node.value)]
            case yaml.ScalarNode():
                return UNREAD if _number_too_long(node.value) else _scalar(node)
            case _:
                return None

    def mistake(self, location: Location, message: str) -> Mistake:
        """A mistake at a location, on the line of the value as far as the location leads."""
        node, line, path = self.root, 1, ""
        for step in location:
            if step in (below := self._below(node)):
                name, node = below[step]
                line, path = _line(node), f"{path}{name}"
            else:
                path = f"{path}.{step}"
        return Mistake(self.name, line, path.lstrip("."), message)

    def _below(self, node: yaml.Node | None) -> dict[str | int, tuple[str, yaml.Node]]:
        """What stands directly in a node by its key or position: what a path calls it, and its node."""
        if node not in self._known:
            found = dict[str | int, tuple[str, yaml.Node]]()
            for key, name, _, child in _children(node):
                if isinstance(key, (str, int)):
                    found.setdefault(key, (name, child))
            self._known[node] = found
        return self._known[node]

    def lines(self) -> dict[str, int]:
        """The line of each key and entry by its path: ``limits.day-above-100-g``, ``ladders.privigen[0]``."""
        return dict(_lines(self.root, ""))


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _scalar(node: yaml.ScalarNode) -> str | Decimal | bool | None:
    text = str(node.value)
    if node.style:
        return text
    if text in CONSTANTS:
        return CONSTANTS[text]
    return Decimal(text) if NUMBER.fullmatch(text) else text


def _children(node: yaml.Node | None) -> Iterator[tuple[str | int, str, int, yaml.Node]]:
    """What stands directly in a node: its key or position, what a path calls it, the line it begins on, and its node.

    A list item is called by its id where it has one.
    """
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield key.value, f".{key.value}", _line(key), value
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            pairs = item.value if isinstance(item, yaml.MappingNode) else ()
            ids = [value.value for key, value in pairs if key.value == "id" and isinstance(value, yaml.ScalarNode)]
            yield number, f".{ids[0]}" if ids else f"[{number}]", _line(item), item


def _lines(node: yaml.Node | None, path: str) -> Iterator[tuple[str, int]]:
    for _, name, line, child in _children(node):
        where = f"{path}{name}".lstrip(".")
        yield where, line
        yield from _lines(child, where)


def _beyond_limits(text: str, name: str) -> tuple[bool, list[Mistake]]:
    """Whether a file is too large or too deep to be read at all, and what of it is beyond the limits.

    The C parser looks ahead in a line, and from libyaml 0.2.6 on it refuses 1,000 levels there before it has told of
    the first; PyYAML's own parser tells of each, so that the limit here has the first word.

    Raises:
        yaml.MarkedYAMLError: it is not YAML, and nothing before the fault is beyond the limits.
    """
    try:
        return _excess(yaml.parse(text, Loader=Loader), name)
    except yaml.MarkedYAMLError:
        with suppress(yaml.YAMLError):
            if (found := _excess(yaml.parse(text, Loader=yaml.SafeLoader), name))[0]:
                return found
        raise


def _excess(events: Iterable[yaml.Event], name: str) -> tuple[bool, list[Mistake]]:
    """Aliases that contain themselves, nesting too deep, too many values with aliases written out; tags, long numbers.

    It ends at the first that would make the file endless, and says so; ``name`` is how messages call the file.
    """
    mistakes: list[Mistake] = []
    opened: list[tuple[str | None, int]] = []
    sizes: dict[str | None, int] = {}
    total = 0
    for event in events:
        if message := _not_read(event):
            mistakes.append(Mistake(name, _line_of(event), "", message))
        if isinstance(event, yaml.ScalarEvent):
            pass
        elif isinstance(event, yaml.CollectionStartEvent):
            opened.append((event.anchor, total))
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = opened.pop()
            sizes[anchor] = total - before
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor in {anchor for anchor, _ in opened}:
                mistakes.append(Mistake(name, _line_of(event), "", f"the alias *{event.anchor} contains itself"))
                return True, mistakes
            total += sizes.get(event.anchor, 1)
        else:
            continue
        total += 1
        if len(opened) > DEEPEST:
            mistakes.append(Mistake(name, _line_of(event), "", f"nested more than {DEEPEST} deep"))
            return True, mistakes
        if total > MOST_VALUES:
            why = f"has more than {MOST_VALUES} values, aliases written out"
            mistakes.append(Mistake(name, _line_of(event), "", why))
            return True, mistakes
    return False, mistakes


def _line_of(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _not_read(event: yaml.Event) -> str:
    """Why a value is not read, whatever its place, or nothing."""
    if tag := getattr(event, "tag", None):
        return f"the tag {tag!r} is not read; leave it out"
    return _number_too_long(event.value) if isinstance(event, yaml.ScalarEvent) else ""


def _number_too_long(text: str) -> str:
    """Why a number is none that anybody means, or nothing."""
    number = LIKE_A_NUMBER.fullmatch(text)
    if number is None:
        return ""
    if len(text) > LONGEST_NUMBER:
        return f"a number of {len(text)} characters; at most {LONGEST_NUMBER}"
    if abs(int(number[1] or 0)) > LONGEST_NUMBER:
        return f"{text.strip()} is not a number that can be meant here"
    return ""
