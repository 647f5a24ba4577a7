"""Numbers of doses of which an order does not say how often they are given: they may be one each time."""

from collections.abc import Collection
from typing import Final

from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import Dose, shown_dose
from ivigcalc.intake.written.tokens.tokens import COUNTED_INFUSIONS, IN_ALL, IN_DOSES, PER_DAY, Token

TELL_DAYS: Final = IN_ALL | PER_DAY | {"divided", "every", "bracket"}
"""Kinds of words beside which so many doses are not said to be one each time."""


def or_repeated(refused: RefusedError, dose: Dose, count: Token, kinds: Collection[str]) -> RefusedError:
    """The refusal of a dose on so many days, with the reading that it is repeated, where infusions are counted.

    ``kinds`` are those of the words beside them, of which one may tell that they are not.
    """
    if count.kind not in COUNTED_INFUSIONS or count.says == IN_DOSES or not TELL_DAYS.isdisjoint(kinds):
        return refused
    one, many, problem = shown_dose(dose), len(count.days), refused.problems[0]
    hint = f'repeated: ask how often, and type with that for N "{one} every N weeks x {many} cycles"'
    return RefusedError(
        problem.replaced(
            message=problem.message.replace("in two ways", "in three ways"),
            allowed=(*problem.allowed, f"repeated: {one} each time, {many} times; it does not say how often"),
            next=f"{problem.next}; {hint}",
        )
    )
