"""A refusal as JSON: everything that is wrong, and no key of a dose."""

from typing import TypedDict

from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.report.json.parts.answer import Head, filled


class ErrorJson(TypedDict):
    """One problem: where, what is allowed, what to type."""

    code: str
    message: str
    field: str
    allowed: list[str]
    next: str
    kind: str
    sources: list[str]


class RefusalJson(Head):
    """An answer without a dose. ``error`` is the first problem, ``errors`` holds all of them."""

    error: ErrorJson
    errors: list[ErrorJson]


def error_json(problem: Problem) -> ErrorJson:
    """One problem."""
    return filled(ErrorJson, problem)


def refusal_json(refused: RefusedError, begin: Head) -> RefusalJson:
    """A refusal: its head, and everything that is wrong."""
    errors = [error_json(problem) for problem in refused.problems]
    return {**begin, "error": errors[0], "errors": errors}
