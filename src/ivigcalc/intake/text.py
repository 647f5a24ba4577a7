"""Short texts as typed: a member of a closed list, free text on one line; and what readers find wrong."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TypeVar

from ivigcalc.core.problems import Problem, Problems, RefusedError

T = TypeVar("T")
S = TypeVar("S", bound=str)


def one_of(choices: Iterable[S], typed: str, field: str) -> S:
    """A member of a closed list, whatever its case, or by its first letter where only one begins so.

    Raises:
        RefusedError: it is not one of them; all are listed, and what is near is suggested.
    """
    wanted, members = typed.strip().lower(), list(choices)
    same = [member for member in members if member.lower() == wanted]
    begun = [member for member in members if len(wanted) == 1 and member.startswith(wanted)]
    if len(same or begun) == 1:
        return (same or begun)[0]
    from difflib import get_close_matches  # noqa: PLC0415 - only for a slip of the finger

    near = [] if "," in wanted else get_close_matches(wanted, members, n=1)
    hint = f"did you mean {field} {near[0]}?" if near else f"{field} and one of these; repeat it for another"
    raise refusal(typed, field, "not-allowed", "is not known", hint, allowed=(", ".join(members),))


def one_line(text: str) -> str:
    """Free text on one line, without control characters: it is printed beside figures."""
    if not text.isprintable():
        text = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(text.split())


def refusal(
    typed: str, field: str, code: str, why: str, hint: str, *, allowed: tuple[str, ...] = (), named: str = ""
) -> RefusedError:
    """What was typed for a field cannot be taken: why, what to type instead (``hint``), and what is allowed.

    ``why`` goes on from what was typed: "is not known", or ": it ends too soon". ``named`` is what the message calls
    the field where that is not its option.
    """
    space = "" if why.startswith(":") else " "
    message = f"{named or field} {typed!r}{space}{why}"
    return RefusedError(Problem(code=code, field=field, message=message, next=hint, allowed=allowed))


def missing(field: str, hint: str, message: str = "") -> Problem:
    """What is needed was not typed: the field, and what to type."""
    return Problem(code="missing-value", field=field, message=message or f"{field} is missing", next=hint)


def given_twice(names: Iterable[str]) -> list[Problem]:
    """Options that were given more than once, though each takes one value: two orders in one.

    ``names`` are the options as often as they were given, without those that may be repeated.
    """
    counts = Counter(names)
    return [
        Problem(code="given-twice", field=name, message=f"{name} is given twice", next="keep one")
        for name, times in counts.items()
        if times > 1
    ]


def maybe(problems: Problems, reader: Callable[[str], T], typed: str | None) -> T | None:
    """A value as read; None where it was not typed, or could not be read (it is then among ``problems``)."""
    if typed is not None:
        with problems.gather():
            return reader(typed)
    return None
