"""Dosing weight: the weight a dose is calculated from, under a named policy of ``data/weights.yaml``."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

from ivigcalc.core.dosing.policy_case import (
    PolicyCase,
    base_and_step,
    cases_of,
    child_ideal_weight_kg,
    is_child,
    starting_kg,
)
from ivigcalc.core.facts.condition import Condition, Measures
from ivigcalc.core.facts.indication import Indication
from ivigcalc.core.facts.weight_policy import ChildFormula, Formula, Method, Policy, Weights
from ivigcalc.core.problems import Asks, Problem, RefusedError
from ivigcalc.core.quantity import plain, shown
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import RateWeight
from ivigcalc.core.request.patient import Patient, Sex
from ivigcalc.core.safety.alerts import BEFORE_PREGNANCY, Alert, alerts_of_rules

ONE: Final = Fraction(1)

BASES: Final = {
    "weight-actual-body": "actual body weight",
    "weight-before-pregnancy": "body weight before pregnancy",
    "weight-ideal": "ideal body weight ({name})",
    "weight-ideal-child": "ideal body weight of a child ({name})",
    "weight-adjusted": "adjusted body weight (factor {factor})",
    "weight-adjusted-before": "adjusted body weight (factor {factor}, from the weight before pregnancy)",
}
"""Which weight a dosing weight is, in words."""


class DosingWeight(Record):
    """The weight that a dose is calculated from, and how it comes about."""

    kg: Fraction
    actual_kg: Fraction
    policy: str
    """The id of the policy."""
    in_force: Policy
    """The policy itself, with the exceptions that count."""
    basis: str
    """Which weight it is, in words: ``actual body weight``."""
    basis_id: str = ""
    """The id of these words in ``BASES``; "" where the weight is not known."""
    basis_words: tuple[tuple[str, str], ...] = ()
    """What fills their holes."""
    why: str
    """Why the policy applied, or why actual weight is used instead."""
    formula: str
    """The formula with its numbers."""
    sources: tuple[str, ...]
    formula_id: str = ""
    """The id of the formula of ideal weight that the result rests on; "" for none."""
    remarks: tuple[Alert, ...] = ()
    """What the rule of the authority leaves unclear."""
    needs: tuple[Problem, ...] = ()
    """What is missing for it: then it is not known, ``kg`` is 1, and doses follow in g per kg alone."""

    @property
    def not_known(self) -> str:
        """Why it is not known, and what to add; "" where it is."""
        fields = " and ".join(problem.field for problem in self.needs)
        return f"the source doses on {self.basis} ({self.policy}): add {fields}" if fields else ""

    @property
    def over_actual(self) -> Fraction | None:
        """The dosing weight as a share of actual weight; None where it is not known."""
        if self.needs:
            return None
        return ONE if self.kg is self.actual_kg else self.kg / self.actual_kg


def policy_in_force(chosen: str, indication: Indication, weights: Weights) -> Policy:
    """The policy that was chosen ("" for none); else that of the sources of the indication's regimens."""
    return weights.policy(chosen) if chosen else weights.policy_of_source(indication.weight_policy)


def missing_for_policy(patient: Patient, policy: Policy, weights: Weights) -> list[Problem]:
    """A problem for everything that a policy needs and that was not given and may change the weight."""
    missing = []
    if patient.weight_kg is None:
        missing.append(_missing("--weight", "", "add --weight KG"))
    no_height, no_sex = patient.height_cm is None, patient.sex is None and not is_child(patient, policy)
    formula = policy.method is not Method.ACTUAL and (no_height or no_sex)
    if formula and not _actual_anyway(patient, policy, weights):
        why = f": --weight-policy {policy.id} needs it"
        if no_height:
            missing.append(_missing("--height", why, "add --height CM"))
        if no_sex:
            missing.append(_missing("--sex", why, "add --sex SEX (female or male)", tuple(Sex)))
    if policy.pre_pregnancy and patient.pregnant and patient.pre_pregnancy_kg is None:
        before = f": --weight-policy {policy.id} takes the weight before pregnancy"
        missing.append(_missing("--pre-pregnancy-weight", before, f"add {BEFORE_PREGNANCY}"))
    return missing


def dosing_weight(patient: Patient, policy: Policy, weights: Weights) -> DosingWeight:
    """The patient's dosing weight under a policy.

    Raises:
        RefusedError: the policy needs something that was not given (all of it is listed), or its ideal weight is not
            above zero.
    """
    kg, cases = _kg_and_cases(patient, policy, weights)
    actual = patient.weight_kg or kg
    before = patient.pre_pregnancy_kg if policy.pre_pregnancy else None
    own = DosingWeight(
        kg=actual if before is None else before,
        actual_kg=actual,
        policy=policy.id,
        in_force=policy,
        **_basis("weight-actual-body" if before is None else "weight-before-pregnancy"),
        why=policy.applied,
        formula="weight as given",
        sources=policy.sources,
    )
    if policy.method is Method.ACTUAL:
        return own
    height = patient.height_cm or Fraction(0)
    if policy.child and not cases:
        return _by_child_formula(own, policy.child, kg, height)
    if all(case.exception for case in cases):
        return _by_exceptions(own, policy, cases)
    return _by_formula(own, policy, weights.formula(policy.formula), cases[0], kg=kg, height_cm=height)


def _kg_and_cases(patient: Patient, policy: Policy, weights: Weights) -> tuple[Fraction, list[PolicyCase]]:
    """The dosing weight in kg, and the cases of the policy that it follows from: none for actual and a child's ideal.

    Raises:
        RefusedError: as ``dosing_weight``.
    """
    weighed = policy.method is Method.ACTUAL and patient.weight_kg is not None
    if missing := [] if weighed else missing_for_policy(patient, policy, weights):
        raise RefusedError(*missing)
    if policy.method is Method.ACTUAL:
        return starting_kg(patient, policy), []
    height = patient.height_cm or Fraction(0)
    if policy.child and is_child(patient, policy):
        return child_ideal_weight_kg(policy.child, height_cm=height), []
    cases = cases_of(patient, policy, weights)
    if all(case.exception for case in cases):
        return starting_kg(patient, policy), cases
    ideal = cases[0].ideal_kg or Fraction(0)
    if ideal <= 0:
        raise RefusedError(_not_above_zero(ideal, height))
    return ideal if policy.method is Method.IDEAL else cases[0].adjusted_kg or ideal, cases


def weight_to_dose(patient: Patient, chosen: str, indication: Indication, weights: Weights) -> DosingWeight:
    """The dosing weight under the policy that was chosen, else under that of the sources, which may need more.

    Raises:
        RefusedError: as ``dosing_weight``, but for what the policy of the sources needs besides body weight.
    """
    policy = policy_in_force(chosen, indication, weights)
    needs = [] if chosen or policy.method is Method.ACTUAL else missing_for_policy(patient, policy, weights)
    if not needs or patient.weight_kg is None:
        return dosing_weight(patient, policy, weights)
    return DosingWeight(
        kg=Fraction(1),
        actual_kg=patient.weight_kg,
        policy=policy.id,
        in_force=policy,
        basis=f"{policy.method} body weight",
        why="",
        formula="",
        sources=policy.sources,
        needs=tuple(needs),
    )


def dosing_weight_or_none(patient: Patient, policy: Policy, weights: Weights) -> DosingWeight | None:
    """The dosing weight under a policy, or None where it cannot be worked out."""
    try:
        return dosing_weight(patient, policy, weights)
    except RefusedError:
        return None


def dosing_kg_or_none(patient: Patient, policy: Policy, weights: Weights) -> Fraction | None:
    """The dosing weight in kg alone, or None where it cannot be worked out."""
    try:
        return _kg_and_cases(patient, policy, weights)[0]
    except RefusedError:
        return None


def other_weights(patient: Patient, policy_id: str, weights: Weights) -> list[DosingWeight]:
    """The dosing weight under every policy but this one; those that cannot be worked out are left out."""
    others = (dosing_weight_or_none(patient, policy, weights) for policy in weights.policies if policy.id != policy_id)
    return [other for other in others if other]


def rate_weight_kg(weight: DosingWeight, rate_weight: RateWeight) -> Fraction:
    """The weight in kg that an infusion rate is for: never above actual weight, which labels print rates for."""
    return weight.actual_kg if rate_weight is RateWeight.ACTUAL else min(weight.kg, weight.actual_kg)


def _actual_anyway(patient: Patient, policy: Policy, weights: Weights) -> bool:
    """Whether an exception of a policy holds, whatever is not known of the patient."""
    if patient.weight_kg is None or is_child(patient, policy):
        return False
    return all(case.exception for case in cases_of(patient, policy, weights))


def _by_child_formula(own: DosingWeight, child: ChildFormula, kg: Fraction, height_cm: Fraction) -> DosingWeight:
    return own.replaced(
        kg=kg,
        **_basis("weight-ideal-child", name=child.name),
        why=f"below {plain(Fraction(child.below_years))} years by height alone",
        formula=f"{child.kg} x e^({child.per_cm} x {plain(height_cm)})",
        sources=child.sources,
    )


def _by_exceptions(own: DosingWeight, policy: Policy, cases: Sequence[PolicyCase]) -> DosingWeight:
    """Actual weight, because an exception of the policy holds, whichever sex the patient has."""
    measures, words = cases[0].measures, _words_of(cases)
    exceptions = {case.exception.id: case.exception for case in cases if case.exception}
    weighed = any(rule.measure.startswith("actual_over") for rule in exceptions.values())
    why = "; ".join(_rule_text(rule, measures, words) for rule in exceptions.values())
    return own.replaced(
        why=why, formula_id=policy.formula if weighed else "", remarks=_remarks(policy, cases, frozenset(exceptions))
    )


def _by_formula(
    own: DosingWeight, policy: Policy, formula: Formula, case: PolicyCase, *, kg: Fraction, height_cm: Fraction
) -> DosingWeight:
    """The ideal or adjusted weight of a policy, in words."""
    if policy.method is Method.IDEAL:
        basis = _basis("weight-ideal", name=formula.name)
        worked = _formula_words(formula, case.sex, height_cm)
    else:
        which = "weight-adjusted" if own.kg == own.actual_kg else "weight-adjusted-before"
        share = plain(Fraction(policy.factor or 0))
        basis, ideal = _basis(which, factor=share), plain(case.ideal_kg or kg)
        worked = f"{ideal} + {share} x ({plain(own.kg)} - {ideal})"
    return own.replaced(
        kg=kg,
        **basis,
        why=policy.applied.format_map({**case.words, **policy.limits}),
        formula=worked,
        formula_id=formula.id,
        sources=tuple(dict.fromkeys((*policy.sources, *formula.sources))),
        remarks=_remarks(policy, (case,), frozenset()),
    )


@lru_cache(maxsize=256)
def _basis(basis_id: str, **words: str) -> Mapping[str, Any]:
    """The fields of a dosing weight that say which weight it is."""
    return {"basis": BASES[basis_id].format_map(words), "basis_id": basis_id, "basis_words": tuple(words.items())}


def _words_of(cases: Sequence[PolicyCase]) -> dict[str, str]:
    """The weights that texts may name; where the sex is not known, those of both."""
    words = [case.words for case in cases]
    return {name: " or ".join(dict.fromkeys(one[name] for one in words)) for name in words[0]}


def _remarks(policy: Policy, cases: Sequence[PolicyCase], exceptions: frozenset[str]) -> tuple[Alert, ...]:
    """What the rule of the authority leaves unclear; nothing where ideal weight is not known."""
    case = cases[0]
    if not case.ideal_kg or case.ideal_kg <= 0:
        return ()
    fired = [remark for remark in policy.remarks if remark.fires(case.conditions | exceptions, case.measures)]
    return tuple(alerts_of_rules(fired, lambda: _words_of(cases) | policy.limits, case.measures))


def _formula_words(formula: Formula, sex: Sex, height_cm: Fraction) -> str:
    """The formula with its numbers, to be checked by hand."""
    base, per_step = base_and_step(formula, sex)
    return f"{plain(base)} + {plain(per_step)} x ({plain(height_cm)} - {formula.from_cm}) / {formula.step_cm}"


def _rule_text(rule: Condition, measures: Measures, words: dict[str, str]) -> str:
    """The text of a rule with its words filled in."""
    value = measures.get(rule.measure)
    return rule.said.format_map(words if value is None else {**words, "value": shown(value, rule.places(value))})


def _missing(field: str, why: str, hint: str, allowed: tuple[str, ...] = ()) -> Problem:
    message = f"{field} is missing{why}"
    return Problem(code="missing-value", field=field, message=message, allowed=allowed, next=hint, asks=Asks.TO_GIVE)


def _not_above_zero(ideal_kg: Fraction, height_cm: Fraction) -> Problem:
    message = f"ideal body weight comes out at {plain(ideal_kg)} kg for a height of {plain(height_cm)} cm"
    hint = "use --weight-policy actual"
    return Problem(code="weight-policy-out-of-range", field="--weight-policy", message=message, next=hint)
