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


class ColumnProblem(Problem):
    """What is wrong with a column of a table, with what its ``next`` says to type of that column."""

    offers: tuple[str, ...] = ()
    """What ``--column`` may say that a column is, as typed: weight_kg, per_day, weight_unit."""
    only_ignored: str = ""
    """The heading as typed, where all that may be typed is to leave the column out; "" elsewhere."""


def offers_of(problem: Problem) -> tuple[str, ...]:
    """What ``--column`` may say that a column is, by what is said of it."""
    return problem.offers if isinstance(problem, ColumnProblem) else ()


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


def most_useful_problems(problems: Sequence[Problem]) -> list[Problem]:
    """The problems of a table, those first that may be read; of many the rest in one, with what to type of each."""
    if len(problems) <= MOST_TOLD:
        return [*problems]
    first = sorted(problems, key=lambda problem: not offers_of(problem))
    rest = first[MOST_TOLD:]
    named = rest[: sum(length <= MOST_TYPED for length in accumulate(len(one.next) + 2 for one in rest))]
    ignored = [one.only_ignored for one in named if isinstance(one, ColumnProblem) and one.only_ignored]
    ways = [one.next for one in named if not (isinstance(one, ColumnProblem) and one.only_ignored)]
    alone = " ".join(f"--ignore {heading}" for heading in ignored)
    ways += [f"{alone} leaves {'these' if ignored[1:] else 'it'} out"] if ignored else []
    if len(named) < len(rest):
        ways.append("export the columns that ivigcalc batch --columns lists and no others, or say it of each")
    message = f"and {len(rest)} more columns like these"
    return [*first[:MOST_TOLD], Problem(code="column-not-read", field="FILE", message=message, next="; ".join(ways))]
