"""What goes wrong on the user's side: problems that are listed together, never one at a time."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Final

from ivigcalc.core.record import Record

MOST_LISTED: Final = 100
"""How many problems are told of one by one."""

NONE_IN_STOCK: Final = "none-in-stock"
"""The code of a problem: a preparation was asked for of which a stock holds nothing."""


class Kind(StrEnum):
    """Whether the request could not be read, cannot be right, or waits for a reason."""

    USAGE = "usage"
    STOP = "stop"
    NEEDS_REASON = "needs-reason"


class Asks(StrEnum):
    """Whether ``next`` asks to give the field, or to choose one of ``allowed``; a table says it of its column."""

    NEITHER = ""
    TO_GIVE = "give"
    TO_CHOOSE = "choose"


class Problem(Record):
    """One thing that is wrong or missing: where, what is allowed, and what to type instead."""

    code: str
    message: str
    field: str = ""
    allowed: tuple[str, ...] = ()
    next: str = ""
    kind: Kind = Kind.USAGE
    sources: tuple[str, ...] = ()
    typed: str = ""
    """What was typed, where the data may know what it means; "" elsewhere."""
    asks: Asks = Asks.NEITHER

    @property
    def todo(self) -> str:
        """What to type instead with what is allowed, in a line; "" where there is nothing to say."""
        allowed = f"allowed: {'; '.join(self.allowed)}" if self.allowed else ""
        return "; ".join(filter(None, (self.next, allowed)))


def one_more_package(code: str, field: str, what: str, package: str, instead: str) -> Problem:
    """That ``what`` needs a package that is not installed, with what to type and what does without it."""
    todo = f"pip install {package} where ivigcalc is installed (pipx: pipx inject ivigcalc {package}), or {instead}"
    return Problem(code=code, field=field, message=f"{what} needs one more package", next=todo)


class RefusedError(Exception):
    """No answer can be given; holds every problem found."""

    def __init__(self, *problems: Problem) -> None:
        """Keep the problems in the order found."""
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        """What is wrong, in a line."""
        return "; ".join(problem.message for problem in self.problems)

    @property
    def kind(self) -> Kind:
        """``usage`` if anything could not be read; else the kind of the first problem."""
        if any(problem.kind is Kind.USAGE for problem in self.problems):
            return Kind.USAGE
        return self.problems[0].kind


class Problems:
    """Collects problems, so that a refusal lists all of them at once."""

    def __init__(self, found: Iterable[Problem] = ()) -> None:
        """Begin with what was found before."""
        self.found = list(found)

    @contextmanager
    def gather(self) -> Iterator[None]:
        """Keep what the block refuses, and go on."""
        try:
            yield
        except RefusedError as refused:
            self.found.extend(refused.problems)

    def add(self, problem: Problem) -> None:
        """Keep one more problem."""
        self.found.append(problem)

    def add_for_other_fields(self, problems: Iterable[Problem]) -> None:
        """Keep more problems, except about a field that already has one."""
        known = {problem.field for problem in self.found}
        self.found.extend(problem for problem in problems if problem.field not in known)

    def refuse_if_any(self) -> None:
        """Stop here if anything was found.

        Raises:
            RefusedError: with every problem kept so far.
        """
        if self.found:
            raise RefusedError(*self.found)


class FileError(RefusedError):
    """A file that was named cannot be used: it is missing, or (``found``) what stands in it cannot be read."""

    def __init__(self, *problems: Problem, found: bool = True) -> None:
        """Keep the problems, and whether there is such a file."""
        super().__init__(*problems)
        self.found = found


class OutputError(RefusedError):
    """The answer cannot be written to the file that was named, or may not take the place of what stands there."""
