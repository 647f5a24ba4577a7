"""What no YAML file may hold, found before anything is built from it: nesting and numbers without end."""

import re
from collections.abc import Iterable
from typing import Final

import yaml

from ivigcalc.catalogue.mistakes import Mistake

DEEPEST: Final = 40
MOST_VALUES: Final = 200_000
LONGEST_NUMBER: Final = 40
NUMBER: Final = re.compile(r"\s*[-+]?[\d_]*\.?[\d_]*(?:[eE]([-+]?\d+))?\s*")
"""Whatever may be read as a number, quoted or not: ``1e9`` is one where a number is meant."""


def insane(events: Iterable[yaml.Event], name: str) -> list[Mistake]:
    """Aliases that contain themselves, nesting too deep, too many values with aliases written out, numbers too long.

    It ends at the first that would make the file endless; ``name`` is how messages call the file.
    """
    found: list[Mistake] = []
    opened: list[tuple[str | None, int]] = []
    sizes: dict[str | None, int] = {}
    total = 0
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.CollectionStartEvent):
            opened.append((event.anchor, total))
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = opened.pop()
            sizes[anchor] = total - before
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor in {anchor for anchor, _ in opened}:
                return [*found, Mistake(name, line, "", f"the alias *{event.anchor} contains itself")]
            total += sizes.get(event.anchor, 1)
        elif isinstance(event, yaml.ScalarEvent):
            if message := _endless(event.value):
                found.append(Mistake(name, line, "", message))
        else:
            continue
        total += 1
        if len(opened) > DEEPEST:
            return [*found, Mistake(name, line, "", f"nested more than {DEEPEST} deep")]
        if total > MOST_VALUES:
            return [*found, Mistake(name, line, "", f"has more than {MOST_VALUES} values, aliases written out")]
    return found


def _endless(text: str) -> str:
    """Why a number is none that anybody means, or nothing."""
    number = NUMBER.fullmatch(text)
    if number is None:
        return ""
    if len(text) > LONGEST_NUMBER:
        return f"a number of {len(text)} characters; at most {LONGEST_NUMBER}"
    if abs(int(number[1] or 0)) > LONGEST_NUMBER:
        return f"{text.strip()} is not a number that can be meant here"
    return ""
