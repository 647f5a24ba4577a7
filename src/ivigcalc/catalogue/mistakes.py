"""Mistakes in the data files or in a formulary: as checks find them, as they are reported, and as errors.

Needs neither YAML nor pydantic.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar

from ivigcalc.core.names.words import near


class Mistake(NamedTuple):
    """One thing that is wrong in a data file."""

    file: str
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        """``file:line: path: message``."""
        return (
            f"{self.file}:{self.line}: {self.path}: {self.message}"
            if self.path
            else f"{self.file}:{self.line}: {self.message}"
        )


class DataError(Exception):
    """The data cannot be used; holds every mistake found."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        """Keep the mistakes in the order of the files."""
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


class FormularyError(DataError):
    """A site's formulary cannot be used: it is missing, unreadable or wrong."""


Location = tuple[str | int, ...]
"""The keys and list positions that lead to a value, from the top of its file."""

Finding = tuple[Location, str]
"""What a check finds: a place in a file, and what is wrong there."""

Entry = TypeVar("Entry")


def within(place: Location, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings about the value at ``place``, each with its location from the top."""
    for location, message in findings:
        yield (*place, *location), message


def each(place: Location, entries: Sequence[Entry], check: Callable[[Entry], Iterable[Finding]]) -> Iterator[Finding]:
    """The findings about each entry of the list at ``place``, each with its location from the top."""
    for number, entry in enumerate(entries):
        yield from within((*place, number), check(entry))


def meant(name: str, known: Iterable[str]) -> str:
    """What a name that is not known was probably meant to be, as the end of a message; "" where nothing is near."""
    nearest = near(name, known)
    return f"; did you mean {nearest[0]}?" if nearest else ""


def repeated_ids(place: Location, entries: Sequence[Any]) -> Iterator[Finding]:
    """An id stands once in the list at ``place``."""
    counts = Counter(entry.id for entry in entries)
    for number, entry in enumerate(entries):
        if counts[entry.id] > 1:
            yield (*place, number, "id"), f"id {entry.id!r} is given {counts[entry.id]} times"
