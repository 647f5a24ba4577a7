"""What options say of headings: NAME=HEADING reads a column under another heading, HEADING leaves one out."""

from collections.abc import Iterable, Sequence

from ivigcalc.core.problems import Problem
from ivigcalc.core.quantity import one_line
from ivigcalc.sheets.headings.spelling import MOST_QUOTED


def not_mapped(option: str, pair: str, why: str, todo: str, names: Iterable[str]) -> Problem:
    """What was typed as NAME=HEADING and is none, or contradicts something; ``names`` are those of the columns."""
    message = f"{option} {one_line(pair)[:MOST_QUOTED]!r} {why}"
    return Problem(code="not-allowed", field=option, message=message, allowed=(", ".join(names),), next=todo)


def not_there(option: str, heading: str, headings: Sequence[str]) -> Problem:
    """A heading that was typed and that the table does not have."""
    message = f"{option}: no column is called {one_line(heading)!r}"
    return Problem(code="no-column", field=option, message=message, allowed=(listed(headings),), next="one of these")


def listed(headings: Iterable[str]) -> str:
    """Headings in a message, cut where they are many."""
    return one_line(", ".join(headings))[:MOST_QUOTED]
