"""Dosing-weight policies as data: whose rule, which formula, and when actual weight applies instead."""

import re
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Final

from ivigcalc.core.facts.condition import Condition
from ivigcalc.core.facts.rule import LimitRule
from ivigcalc.core.record import Choice, FileRecord

ACTUAL: Final = "actual"
"""The policy that labels follow, and the default."""

WEIGHT_MEASURES: Final = ("age_years", "height_cm", "weight_kg", "bmi", "actual_over_ideal", "actual_over_adjusted")
"""What an exception or a remark of a policy may measure."""

WEIGHT_CONDITIONS: Final = ("pregnant", "male", "female", "age-given")
"""What an exception of a policy may ask for; a remark may also name an exception that applied."""

POLICY_WORDS: Final = ("value", "actual_kg", "ideal_kg", "adjusted_kg")
"""Words in braces that the text of a policy may use."""


class Method(Choice):
    """Which weight a policy takes where no exception applies."""

    ACTUAL = "actual"
    IDEAL = "ideal"
    ADJUSTED = "adjusted"


class Formula(FileRecord):
    """Ideal body weight in kg: a base at ``from_cm``, plus so much for each ``step_cm`` above it.

    Below ``from_cm`` it is extrapolated, or stays at the base where ``flat_below``.
    """

    id: str
    name: str
    male_kg: Decimal
    female_kg: Decimal
    from_cm: Decimal
    step_cm: Decimal
    male_kg_per_step: Decimal
    female_kg_per_step: Decimal
    flat_below: bool = False
    says: str
    sources: tuple[str, ...]

    @cached_property
    def start_and_step_cm(self) -> tuple[Fraction, Fraction]:
        """The height that it begins at, and its step."""
        return Fraction(self.from_cm), Fraction(self.step_cm)

    @cached_property
    def male(self) -> tuple[Fraction, Fraction]:
        """The base in kg, and the kg for each step."""
        return Fraction(self.male_kg), Fraction(self.male_kg_per_step)

    @cached_property
    def female(self) -> tuple[Fraction, Fraction]:
        """The base in kg, and the kg for each step."""
        return Fraction(self.female_kg), Fraction(self.female_kg_per_step)


class ChildFormula(FileRecord):
    """Ideal body weight of a child in kg, from height alone: ``kg`` x e^(``per_cm`` x height in cm)."""

    name: str
    below_years: Decimal
    kg: Decimal
    per_cm: Decimal
    sources: tuple[str, ...]


class Policy(FileRecord):
    """From which weight a dose is calculated, by one authority's rule.

    ``formula`` is the id of its ideal-weight formula, ``factor`` the part of the excess that adjusted weight counts.
    ``actual_when`` are the cases in which actual weight applies instead, the first that holds counts; ``applied`` says
    why the policy applied where none does. ``pre_pregnancy`` takes the weight before pregnancy. ``rounds_to_g`` is the
    step to which the authority rounds a dose, in g; ``remarks`` are what to say of the result.
    """

    id: str
    name: str
    method: Method
    formula: str = ""
    factor: Decimal | None = None
    child: ChildFormula | None = None
    pre_pregnancy: bool = False
    rounds_to_g: Decimal | None = None
    actual_when: tuple[Condition, ...] = ()
    applied: str
    remarks: tuple[LimitRule, ...] = ()
    says: str
    sources: tuple[str, ...]

    @cached_property
    def measured(self) -> frozenset[str]:
        """The measures that its exceptions and remarks judge."""
        return frozenset(rule.measure for rule in (*self.actual_when, *self.remarks))

    @cached_property
    def limits(self) -> dict[str, str]:
        """The bounds of its exceptions, by the words in braces that name them: ``under_18`` for ``under-18``."""
        return {re.sub(r"[^a-z0-9]", "_", rule.id): rule.limit for rule in self.actual_when if rule.limit}


class Weights(FileRecord):
    """Everything in ``data/weights.yaml``.

    ``unless_chosen`` are further cases in which actual weight applies where a policy counts because the source of a
    regimen doses by it, and nobody chose it.
    """

    formulas: tuple[Formula, ...]
    policies: tuple[Policy, ...]
    unless_chosen: tuple[Condition, ...] = ()

    @cached_property
    def _policies_by_id(self) -> dict[str, Policy]:
        return {policy.id: policy for policy in self.policies}

    @cached_property
    def _policies_of_sources(self) -> dict[str, Policy]:
        return {
            policy.id: policy.replaced(actual_when=(*self.unless_chosen, *policy.actual_when))
            for policy in self.policies
        }

    @property
    def remarks(self) -> tuple[LimitRule, ...]:
        """What every policy leaves unclear."""
        return tuple(remark for policy in self.policies for remark in policy.remarks)

    def policy(self, policy_id: str) -> Policy:
        """The policy with this id, as somebody chose it."""
        return self._policies_by_id[policy_id]

    def policy_of_source(self, policy_id: str) -> Policy:
        """The policy with this id, as it counts for a regimen whose source doses by it; "" is actual weight."""
        return self._policies_of_sources[policy_id] if policy_id else self.policy(ACTUAL)

    def formula(self, formula_id: str) -> Formula:
        """The formula with this id."""
        return next(formula for formula in self.formulas if formula.id == formula_id)
