"""Rules as data: a condition, what it gives, the words and the source. One evaluator serves every kind of rule."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import ClassVar, Final, Literal

from ivigcalc.core.cause import Cause
from ivigcalc.core.fact import STRICT
from ivigcalc.core.quantity import half_up
from ivigcalc.core.record import record


class Level(StrEnum):
    """How an alert binds: ``stop`` and ``needs-reason`` hold the dose back, the others do not."""

    STOP = "stop"
    NEEDS_REASON = "needs-reason"
    CAUTION = "caution"
    NOTE = "note"


class Verdict(StrEnum):
    """Whether a preparation suits the patient, from best to worst."""

    SUITABLE = "suitable"
    CAUTION = "caution"
    AVOID = "avoid"
    CONTRAINDICATED = "contraindicated"

    @property
    def rank(self) -> int:
        """0 for the best verdict."""
        return list(Verdict).index(self)


MOST_PLACES: Final = 9

Measures = Mapping[str, Fraction | None]
"""Measured quantities by name; None where unknown. Units stand in the name (``weight_kg``, ``day_g_per_kg``)."""


PATIENT_MEASURES: Final = ("weight_kg", "pre_pregnancy_kg", "height_cm", "bmi", "age_years", "iga_g_per_l")
ORDER_MEASURES: Final = ("typed_g_per_kg", "dosing_over_actual", "day_g_per_kg", "course_g_per_kg", "day_g")
PRODUCT_MEASURES: Final = ("sodium_mmol_day", "sugar_g_day")

GIVEN: Final = (
    "age-given",
    "height-given",
    "sex-given",
    "group-given",
    "group-not-o",
    "iga-below-detection",
    "weight-in-pounds",
    "under-2",
    "pregnant",
    "male",
)
"""Conditions that follow from what was given of the patient, besides the risks."""

ORDERED: Final = (
    "order",
    "off-label-reason",
    "own-regimen",
    "printed-for-indication",
    "capped",
    "above-cap",
    "outside-range",
    "no-source-for-dose",
    "other-weights-known",
    "ideal-weight-used",
    "ideal-weight-extrapolates",
    "weight-near-an-edge",
    "policy-rounds",
)
"""Conditions that follow from the order, besides ``status-`` and the indication's status."""

COMPOSED: Final = ("sugar-unknown", "sodium-unknown", "stabiliser-unknown")
"""Conditions that follow from the preparation, besides ``has-`` a sugar, ``label-names-`` and ``warns-`` a patient."""

ORDER_WORDS: Final = ("indication", "indication_id", "exception", "why", "reason", "group", "pounds", "other_weights")
"""Words in braces that the text of a rule about an order may use."""

WEIGHT_WORDS: Final = ("dosing_kg", "actual_kg", "policy", "edge", "edge_kg", "edge_dosing_kg")
"""Further words of a rule that measures the patient of an order."""

COURSE_WORDS: Final = ("day_g", "course_g", "cap_g", "uncapped_g", "policy", "rounds_to_g", "rounded_g")
"""Further words of a rule about a course."""

COURSE_MEASURES: Final = ("day_g_per_kg", "course_g_per_kg", "day_g")
TYPED_MEASURE: Final = "typed_g_per_kg"
COURSE_CONDITIONS: Final = frozenset({"own-regimen", "printed-for-indication", "capped", "above-cap", "policy-rounds"})
"""What is known only of a course, and what only of the dose as typed."""

ORDER_CONDITIONS: Final = frozenset(
    {
        *("sex-given", "no-source-for-dose", "outside-range", "other-weights-known"),
        *("ideal-weight-used", "ideal-weight-extrapolates", "weight-near-an-edge"),
    }
)
"""What is known only of the order as a whole."""

MEASURED_WORDS: Final = ("value", "hundredfold", "thousandfold")
"""The words that a rule with a measure has, with or without an order."""

PRODUCT_WORDS: Final = ("day_g", *PRODUCT_MEASURES)
"""The words that a rule about a preparation has."""


@record
class Condition:
    """When a rule fires: all of ``when`` hold, none of ``unless``, and ``measure`` lies beyond the one bound given."""

    __pydantic_config__: ClassVar = STRICT

    id: str
    text: str
    sources: tuple[str, ...]
    next: str = ""
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    measure: str = ""
    above: Decimal | None = None
    at_least: Decimal | None = None
    below: Decimal | None = None
    at_most: Decimal | None = None

    @property
    def bounds(self) -> tuple[Decimal, ...]:
        """The bounds that are set."""
        return tuple(bound for bound in (self.above, self.at_least, self.below, self.at_most) if bound is not None)

    def fires(self, conditions: AbstractSet[str], measures: Measures) -> bool:
        """Whether the rule holds for these conditions and measures. An unknown measure never fires a rule."""
        if not set(self.when) <= conditions or conditions & set(self.unless):
            return False
        if not self.measure:
            return True
        value = measures.get(self.measure)
        return value is not None and self.beyond(value)

    def beyond(self, value: Fraction) -> bool:
        """Whether a value lies beyond the bound."""
        return (
            (self.above is not None and value > Fraction(self.above))
            or (self.at_least is not None and value >= Fraction(self.at_least))
            or (self.below is not None and value < Fraction(self.below))
            or (self.at_most is not None and value <= Fraction(self.at_most))
        )

    def places(self, value: Fraction) -> int:
        """The decimals at which a value beyond the bound still reads as beyond it: two, or as many more as it takes."""
        return next((places for places in range(2, MOST_PLACES) if self.beyond(half_up(value, places))), MOST_PLACES)


@record
class LimitRule(Condition):
    """A limit or alert on the patient and the order."""

    __pydantic_config__: ClassVar = STRICT

    level: Level
    field: str = ""


@record
class RiskRule(Condition):
    """A risk, or another condition, that follows from something else about the patient."""

    __pydantic_config__: ClassVar = STRICT

    gives: str


@record
class VerdictRule(Condition):
    """A verdict on a preparation for a patient."""

    __pydantic_config__: ClassVar = STRICT

    verdict: Verdict | None
    """None for a remark that does not change the verdict."""


@record
class Advice:
    """Standing advice that holds for every infusion, whoever the patient is; ``about`` says when it is of use."""

    __pydantic_config__: ClassVar = STRICT

    id: str
    about: Literal["before", "during", "after", "later"]
    text: str
    sources: tuple[str, ...]


@record
class Constant:
    """A number the tool works with, its unit, why, and its source.

    ``looser`` says which way a site's own value lets more pass; without it any other value does.
    """

    __pydantic_config__: ClassVar = STRICT

    id: str
    value: Decimal
    unit: str
    text: str
    sources: tuple[str, ...]
    looser: Literal["", "higher", "lower"] = ""

    def loosened_by(self, value: Decimal) -> bool:
        """Whether another value lets more pass."""
        if self.looser == "higher":
            return value > self.value
        return value < self.value if self.looser == "lower" else value != self.value


CONSTANTS: Final = (
    "rounding-tolerance",
    "rounding-tolerance-wide",
    "stated-day",
    "sodium-free",
    "policy-edge",
)
"""Ids of the constants that the calculation needs."""


@record
class Rules:
    """Everything in ``data/rules.yaml``."""

    __pydantic_config__: ClassVar = STRICT

    constants: tuple[Constant, ...]
    risks: tuple[RiskRule, ...]
    limits: tuple[LimitRule, ...]
    verdicts: tuple[VerdictRule, ...]
    advice: tuple[Advice, ...]
    causes: tuple[Cause, ...]

    def constant(self, name: str) -> Fraction:
        """The value of a constant."""
        return Fraction(next(constant.value for constant in self.constants if constant.id == name))
