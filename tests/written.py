"""Written orders, read with the words of the shipped data."""

from fractions import Fraction
from functools import cache

from ivigcalc.core.request.written import WrittenDose, WrittenRate
from ivigcalc.intake.written import order, typed
from ivigcalc.intake.written.words.vocabulary import Vocabulary
from tests.program import shipped


@cache
def vocabulary() -> Vocabulary:
    """The words of the shipped data."""
    return Vocabulary(shipped())


def read_written_dose(text: str, product: str = "", drops_per_ml: Fraction | None = None) -> WrittenDose:
    """An order as written; see ``order.read_written_dose``."""
    return order.read_written_dose(text, vocabulary(), product, drops_per_ml)


def read_rate(text: str, drops_per_ml: Fraction | None = None) -> WrittenRate:
    """A rate as typed; see ``typed.read_typed_rate``."""
    return typed.read_typed_rate(text, vocabulary(), drops_per_ml)
