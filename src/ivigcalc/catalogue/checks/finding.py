"""What a check finds: a place in a file, and what is wrong there."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

Location = tuple[str | int, ...]
"""The keys and list positions that lead to a value, from the top of its file."""

Finding = tuple[Location, str]

Entry = TypeVar("Entry")


def within(place: Location, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings about the value at ``place``, each with its location from the top."""
    for location, message in findings:
        yield (*place, *location), message


def each(place: Location, entries: Sequence[Entry], check: Callable[[Entry], Iterable[Finding]]) -> Iterator[Finding]:
    """The findings about each entry of the list at ``place``, each with its location from the top."""
    for number, entry in enumerate(entries):
        yield from within((*place, number), check(entry))


def repeated_ids(place: Location, entries: Sequence[Any]) -> Iterator[Finding]:
    """An id stands once in the list at ``place``."""
    counts = Counter(entry.id for entry in entries)
    for number, entry in enumerate(entries):
        if counts[entry.id] > 1:
            yield (*place, number, "id"), f"id {entry.id!r} is given {counts[entry.id]} times"
