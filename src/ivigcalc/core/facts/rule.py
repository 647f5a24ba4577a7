"""Rules as data: a condition, what follows from it, the words and the source; causes of wrong orders; the words."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Final, Literal

from ivigcalc.core.facts.condition import MOST_KEPT, Condition, RulesIndex, WeightForAge
from ivigcalc.core.record import Choice, FileRecord

Term = Decimal | Literal["day", "course", "days", "weight", "pound", "other-weight", "rate"]
"""A factor of a mistake: a number, or a quantity of the right order.

``day`` and ``course`` are grams, ``days`` their number, ``weight`` the dosing weight in kg, ``pound`` the kg of one lb,
``other-weight`` the dosing weight in kg under each other policy, ``rate`` mL/h.
"""


RateOf = Literal["printed", "maximum", "ordinary", "start", "use", "brand", "first", "top"]


class ErrorPattern(FileRecord):
    """One way in which a cause shows: the wrong figure is the product of ``times`` over the product of ``over``.

    A wrong dose stands on the ``same`` days, on day ``one``, on ``twice`` as many, or on as many as it has ``grams``.
    ``phase`` takes dose or interval of another phase; ``interval`` its number in another ``unit``, or as repeats.

    ``of_rate`` says of which rate: any ``printed`` for the use, a ``maximum`` (or the limit at risk), the ``ordinary``
    maximum where a risk holds, the ``start`` of another ladder of the preparation, the maximum of another ``use``, or
    of another ``brand``. One slower than the label's first is made of ``printed`` ones and a ``start``, one to start
    with of the ``first`` and a ``top``; any other of all else.
    """

    times: tuple[Term, ...]
    over: tuple[Term, ...] = ()
    days: Literal["same", "one", "twice", "grams"] = "same"
    phase: Literal["same", "other"] = "same"
    interval: Literal["same", "unit", "times"] = "same"
    of_rate: RateOf = "printed"


class Cause(FileRecord):
    """A known mistake, what it is about, and how it shows. ``text`` may use {factor}, {policy}, {kg}, {brand}."""

    id: str
    of: tuple[Literal["dose", "rate", "vials"], ...]
    text: str
    makes: tuple[ErrorPattern, ...]
    sources: tuple[str, ...]


class Level(Choice):
    """How an alert binds: ``stop`` and ``needs-reason`` hold the dose back, the others do not."""

    STOP = "stop"
    NEEDS_REASON = "needs-reason"
    CAUTION = "caution"
    NOTE = "note"


class Verdict(Choice):
    """Whether a preparation suits the patient, from best to worst."""

    SUITABLE = "suitable"
    CAUTION = "caution"
    AVOID = "avoid"
    CONTRAINDICATED = "contraindicated"

    @property
    def rank(self) -> int:
        """0 for the best verdict."""
        return VERDICT_RANKS[self]


VERDICT_RANKS: Final = {verdict: rank for rank, verdict in enumerate(Verdict)}

PATIENT_MEASURES: Final = (
    *("weight_kg", "pre_pregnancy_kg", "height_cm", "bmi", "habitual_kg", "habitual_bmi", "age_years", "iga_g_per_l"),
)
"""``habitual`` is the weight by which obesity is judged: in pregnancy the one before it."""

ORDER_MEASURES: Final = (
    *("typed_g_per_kg", "dosing_over_actual", "day_g_per_kg", "course_g_per_kg", "course_over_largest", "day_g"),
    *("day_over_least", "day_g_per_dosing_kg"),
)
"""Per kg is of the lower of dosing and actual weight, but ``day_g_per_dosing_kg``; ``course_over_largest`` is a course
over the largest that is printed for the indication, ``day_over_least`` a typed day over the least printed day."""

PRODUCT_MEASURES: Final = ("sodium_mmol_day", "sugar_g_day")
RATE_MEASURES: Final = ("rate_ml_h", "rate_over_maximum", "rate_over_limit")
"""The latter two are known of an ordered rate alone: over the highest maximum that labels of the preparation print for
the use, and over the limit that they print for the patient's risk."""

PATIENT_CONDITIONS: Final = (
    *("age-given", "height-given", "sex-given", "group-given", "group-not-o", "iga-below-detection"),
    *("weight-in-pounds", "under-2", "perhaps-under-2", "pregnant", "male", "habitual-weight-unknown"),
    *("adult", "child", "small-without-age", "heavy-not-judged", "light-for-age", "heavy-for-age"),
)
"""Conditions that follow from what was given of the patient, besides the risks."""

REQUEST_CONDITIONS: Final = (
    *("order", "off-label-reason", "own-regimen", "printed-for-indication", "capped", "above-cap", "outside-range"),
    *("no-source-for-dose", "dose-on-record", "other-weights-known", "ideal-weight-used", "ideal-weight-extrapolates"),
    *("weight-near-an-edge", "policy-rounds", "known-mistake", "above-label-dose"),
)
"""Conditions that follow from the order, besides ``status-`` and the indication's status."""

RATE_CONDITIONS: Final = (
    *("rate", "rate-without-figure", "rate-unknown-at-risk", "rate-needs-age", "rate-flat-above-label"),
)
"""Conditions that are known only where a rate is worked out or checked; ``rate`` holds for each."""
PREPARATION_CONDITIONS: Final = ("sugar-unknown", "sodium-unknown", "stabiliser-unknown")
"""Conditions that follow from the preparation, besides ``has-`` a sugar, ``label-names-`` and ``warns-`` a patient."""

ORDER_WORDS: Final = (
    *("indication", "indication_id", "exception", "why", "reason", "group", "pounds", "other_weights", "recorded"),
    *("mistake", "obesity_lacks", "obesity_options", "total_as", "label_of", "label_dose", "label_says"),
)
"""Words in braces that the text of a rule about an order may use; ``obesity_`` what obesity is judged by and was not
given, and the options that give it; ``total_as`` is the printed course that has the same total over other days."""

WEIGHT_WORDS: Final = ("dosing_kg", "actual_kg", "policy", "edge", "edge_kg", "edge_dosing_kg")
"""Further words of a rule that measures the patient of an order."""

COURSE_WORDS: Final = (
    *("day_g", "course_g", "largest_g", "least_g", "cap_g", "uncapped_g", "policy", "rounds_to_g", "rounded_g"),
    *("of_kg", "as_course", "or_actual"),
)
"""Further words of a rule about a course; ``of_kg`` is actual weight where g/kg is of that and the dose is not."""

RATE_WORDS: Final = (
    *("product", "why", "risks", "rate_ml_h", "mg_kg_min", "label_mg_kg_min", "rate_kg"),
    *("maximum_ml_h", "limit_ml_h", "limit_of"),
)
"""The words of a rule about a rate."""

NO_WORDS: Final = dict.fromkeys((*ORDER_WORDS, *WEIGHT_WORDS, *COURSE_WORDS), "")
"""All of these words, each with nothing to say."""

MEASURED_WORDS: Final = ("value", "hundredfold", "thousandfold")
"""The words that a rule with a measure has, with or without an order."""

PRODUCT_WORDS: Final = ("day_g", "warned", *PRODUCT_MEASURES)
"""The words that a rule about a preparation has; ``warned`` is what its labels warn of for the patient's conditions."""


class LimitRule(Condition):
    """A limit or alert on the patient and the order."""

    level: Level
    field: str = ""
    """The option that a refusal by this rule names; "" for none."""

    @property
    def of_rate(self) -> bool:
        """Whether it judges a rate: only where one is worked out or checked is known what it asks."""
        return self.measure in RATE_MEASURES or not set(RATE_CONDITIONS).isdisjoint((*self.when, *self.unless))


class RiskRule(Condition):
    """A risk, or another condition, that follows from something else about the patient."""

    gives: str
    """The condition that follows."""


class VerdictRule(Condition):
    """A verdict on a preparation for a patient."""

    verdict: Verdict | None
    """None for a remark that does not change the verdict."""
    derived: bool = False
    """Whether it follows from the labels of the preparation's class, its own not having been read on this."""


class Advice(FileRecord):
    """Standing advice that holds for every infusion, whoever the patient is; ``about`` says when it is of use."""

    id: str
    about: Literal["before", "during", "after", "later", "known"]
    """When it is of use; ``later`` is in the months after, ``known`` for whoever orders and not at the bedside."""
    text: str
    sources: tuple[str, ...]


class Constant(FileRecord):
    """A number the tool works with, its unit, why, and its source.

    ``looser`` says which way a site's own value lets more pass; without it any other value does.
    """

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
    *("rounding-tolerance", "rounding-tolerance-wide", "stated-day", "sodium-free", "policy-edge"),
    *("cause-tolerance", "adult-weight", "obesity-asks-height", "pump-whole-from", "label-age"),
)
"""Ids of the constants that the calculation needs."""


class RiskWords(FileRecord):
    """What a risk is called on a ward, and the risks and factors of ``--risk`` that are meant by it."""

    id: str
    names: tuple[str, ...]
    """Further names, beside the id."""
    means: tuple[str, ...]


class Rules(FileRecord):
    """Everything in ``data/rules.yaml``."""

    constants: tuple[Constant, ...]
    risks: tuple[RiskRule, ...]
    limits: tuple[LimitRule, ...]
    verdicts: tuple[VerdictRule, ...]
    advice: tuple[Advice, ...]
    causes: tuple[Cause, ...]
    risk_words: tuple[RiskWords, ...]
    weight_for_age: tuple[WeightForAge, ...]

    @cached_property
    def limit_index(self) -> RulesIndex[LimitRule]:
        """The limits on patient and order, indexed."""
        return RulesIndex([rule for rule in self.limits if not rule.of_rate])

    @cached_property
    def verdict_index(self) -> RulesIndex[VerdictRule]:
        """The verdicts, indexed."""
        return RulesIndex(self.verdicts)

    @cached_property
    def measured_risks(self) -> tuple[RiskRule, ...]:
        """The risks that follow from something measured."""
        return tuple(rule for rule in self.risks if rule.measure)

    @cached_property
    def following(self) -> Callable[[frozenset[str], frozenset[str]], tuple[frozenset[str], tuple[RiskRule, ...]]]:
        """From known conditions, and the ids of risk rules whose bound is passed, to all conditions and the rules used.

        Kept for the sets of conditions that were asked for before.
        """
        return lru_cache(maxsize=MOST_KEPT)(self._follow)

    def _follow(self, known: frozenset[str], passed: frozenset[str]) -> tuple[frozenset[str], tuple[RiskRule, ...]]:
        """Apply the risk rules until nothing new follows, so that one may build on another."""
        conditions, done = set(known), list[RiskRule]()
        left = [rule for rule in self.risks if rule.gives not in known and (not rule.measure or rule.id in passed)]
        while next_rules := [rule for rule in left if rule.holds(conditions)]:
            conditions |= {rule.gives for rule in next_rules}
            done += next_rules
            left = [rule for rule in left if rule not in next_rules]
        return frozenset(conditions), tuple(done)

    @cached_property
    def impossible_index(self) -> RulesIndex[LimitRule]:
        """Stop rules on a measure alone: values that cannot be right, whoever the patient is."""
        stops = (rule for rule in self.limits if rule.level is Level.STOP and rule.measure)
        return RulesIndex([rule for rule in stops if not rule.when and not rule.unless])

    @cached_property
    def rate_index(self) -> RulesIndex[LimitRule]:
        """The limits that judge a rate."""
        return RulesIndex([rule for rule in self.limits if rule.of_rate])

    @cached_property
    def reason_index(self) -> RulesIndex[LimitRule]:
        """The limits that wait for a reason."""
        return RulesIndex([rule for rule in self.limits if rule.level is Level.NEEDS_REASON])

    @cached_property
    def _constants(self) -> dict[str, Fraction]:
        return {constant.id: Fraction(constant.value) for constant in self.constants}

    def constant(self, name: str) -> Fraction:
        """The value of a constant."""
        return self._constants[name]

    @cached_property
    def near(self) -> Fraction:
        """The near tolerance, as a share of the grams (0.05 is 5 %): within it the fewest vials are chosen."""
        return self.constant("rounding-tolerance") / 100

    @cached_property
    def wide(self) -> Fraction:
        """The wide tolerance, as a share of the grams: beyond it nothing is dispensed."""
        return self.constant("rounding-tolerance-wide") / 100
