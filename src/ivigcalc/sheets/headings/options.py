"""What options say of headings: NAME=HEADING reads a column under another heading, HEADING leaves one out."""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from shlex import quote
from typing import Final

from ivigcalc.core.problems import Problem
from ivigcalc.core.quantity import one_line
from ivigcalc.sheets.headings.spelling import MOST_QUOTED

MOST_TOLD: Final = 8
"""How many columns of a table are refused each by itself: so many stand on a screen."""

MOST_TYPED: Final = 1500
"""How much is said of what to type for all others, in letters."""

IGNORE, LEAVES_OUT = "--ignore ", " leaves it out"
"""What the way begins and ends with that leaves a column out."""


def not_mapped(option: str, pair: str, why: str, todo: str, names: Iterable[str]) -> Problem:
    """What was typed as NAME=HEADING and is none, or contradicts something; ``names`` are those of the columns."""
    message = f"{option} {one_line(pair)[:MOST_QUOTED]!r} {why}"
    return Problem(code="not-allowed", field=option, message=message, allowed=(", ".join(names),), next=todo)


def not_there(option: str, heading: str, headings: Sequence[str]) -> Problem:
    """A heading that was typed and that the table does not have."""
    message = f"{option}: no column is called {one_line(heading)!r}"
    return Problem(code="no-column", field=option, message=message, allowed=(listed(headings),), next="one of these")


def as_typed(heading: str) -> str:
    """A heading as it is typed behind an option."""
    return quote(one_line(heading)[:MOST_QUOTED])


def listed(headings: Iterable[str]) -> str:
    """Headings in a message, cut where they are many."""
    return one_line(", ".join(headings))[:MOST_QUOTED]


def the_first(problems: Sequence[Problem]) -> list[Problem]:
    """The problems of a table, those first that may be read; of many the rest in one, with what to type of each."""
    if len(problems) <= MOST_TOLD:
        return [*problems]
    first = sorted(problems, key=lambda problem: "--column" not in problem.next)
    rest = [problem.next for problem in first[MOST_TOLD:]]
    named = rest[: sum(length <= MOST_TYPED for length in accumulate(len(todo) + 2 for todo in rest))]
    alone = [todo.removesuffix(LEAVES_OUT) for todo in named if todo.startswith(IGNORE) and todo.endswith(LEAVES_OUT)]
    ways = [todo for todo in named if todo.removesuffix(LEAVES_OUT) not in alone]
    ways += [f"{' '.join(alone)} leaves {'these' if alone[1:] else 'it'} out"] if alone else []
    if len(named) < len(rest):
        ways.append("export the columns that ivigcalc batch --columns lists and no others, or say it of each")
    message = f"and {len(rest)} more columns like these"
    return [*first[:MOST_TOLD], Problem(code="column-not-read", field="FILE", message=message, next="; ".join(ways))]
