"""Options as a program writes them: the signature of a function with every keyword, and refusals in those words."""

import inspect
import re
from collections.abc import Callable
from typing import Final, TypeVar

from ivigcalc.core.problems import Problem
from ivigcalc.library.options import (
    CompareOptions,
    DoseOptions,
    InfusionOptions,
    ProductsOptions,
    VerifyOptions,
    VialsOptions,
)

Function = TypeVar("Function", bound=Callable[..., object])

OPTIONS: Final = (CompareOptions, DoseOptions, InfusionOptions, ProductsOptions, VerifyOptions, VialsOptions)
KEYWORDS: Final = {"strict", "ack", "pages", "lang", *(name for taken in OPTIONS for name in taken.__annotations__)}
"""Every keyword of the library."""
IN_PLACE: Final = {"GRAMS": "grams"}
"""What stands on the command line without an option."""

OPTION: Final = re.compile(r'--([a-z][a-z-]*)(?: ("[^"]*"|[A-Z]+\b|[0-9](?:[0-9A-Za-z.-]*[0-9A-Za-z])?))?')
"""An option with its value, if one that can be told from the next word stands behind it."""
ACKNOWLEDGED: Final = re.compile(r'--ack ([a-z0-9-]+)="reason"')
BY_A_VARIABLE: Final = re.compile(r" or IVIGCALC_[A-Z]+")
"""No variable counts in a program."""
COMMAND: Final = "ivigcalc "
"""What a whole command line begins with, which stays one."""


def takes(options: type) -> Callable[[Function], Function]:
    """Give a function that takes ``options`` as keywords a signature that names each, for ``help`` and completion."""

    def named(function: Function) -> Function:
        own = inspect.signature(function)
        kept = [one for one in own.parameters.values() if one.kind is not one.VAR_KEYWORD]
        more = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=False if kind is bool else None)
            for name, kind in options.__annotations__.items()
        ]
        function.__signature__ = own.replace(parameters=[*kept, *more])  # type: ignore[attr-defined] # as PEP 362 has it
        return function

    return named


def in_keywords(problem: Problem) -> Problem:
    """A problem in the words of a program: ``--per-day`` is ``per_day``, in its field, its message and what to type."""
    return problem.replaced(field=_said(problem.field), message=_said(problem.message), next=_said(problem.next))


def _said(text: str) -> str:
    """A text of the command line in the words of a program."""
    if text.startswith(COMMAND):
        return text
    for name, keyword in IN_PLACE.items():
        text = text.replace(name, keyword)
    text = BY_A_VARIABLE.sub("", ACKNOWLEDGED.sub(r'ack={"\1": "reason"}', text))
    return OPTION.sub(_keyword, text)


def _keyword(found: re.Match[str]) -> str:
    """An option as a keyword, ``per_day="2 g/kg"``; one that programs do not have stays."""
    name, value = found[1].replace("-", "_"), found[2]
    if name not in KEYWORDS:
        return found[0]
    if value is None:
        return name
    return f"{name}={value}" if value.isdigit() or value.isupper() or value[0] == '"' else f'{name}="{value}"'
