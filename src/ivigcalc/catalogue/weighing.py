"""What must hold of ``data/weights.yaml``: each policy has what its method needs, and its exceptions can be judged."""

from collections.abc import Iterator, Sequence

from ivigcalc.catalogue.bounds import Finding
from ivigcalc.catalogue.rule_form import braces, form
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.weight_policy import ACTUAL, POLICY_WORDS, WEIGHT_CONDITIONS, WEIGHT_MEASURES, Method, Policy


def weights(catalogue: Catalogue) -> Iterator[Finding]:
    """A policy has the formula and factor that its method needs, and its exceptions and remarks can be judged."""
    formulas = [formula.id for formula in catalogue.weights.formulas]
    for number, policy in enumerate(catalogue.weights.policies):
        for message in _policy(policy, formulas):
            yield "weights", ("policies", number), message
        exceptions = tuple(one.id for one in policy.actual_when)
        for key, rules, conditions in (
            ("actual_when", policy.actual_when, WEIGHT_CONDITIONS),
            ("remarks", policy.remarks, (*WEIGHT_CONDITIONS, *exceptions)),
        ):
            for index, rule in enumerate(rules):
                for message in (*form(rule, conditions, WEIGHT_MEASURES), *braces(rule.text, POLICY_WORDS)):
                    yield "weights", ("policies", number, key, index), message
    if not any(policy.id == ACTUAL and policy.method is Method.ACTUAL for policy in catalogue.weights.policies):
        yield "weights", ("policies",), f"policy {ACTUAL!r}, the default, is missing"


def _policy(policy: Policy, formulas: Sequence[str]) -> Iterator[str]:
    """What is wrong with one policy."""
    if policy.method is not Method.ACTUAL and policy.formula not in formulas:
        yield f"no formula {policy.formula!r}; allowed: {', '.join(formulas)}"
    if (policy.factor is not None) != (policy.method is Method.ADJUSTED):
        yield "needs a factor with method adjusted, and none without"
    elif policy.factor is not None and not 0 < policy.factor < 1:
        yield f"a factor of {policy.factor} is not between 0 and 1"
    yield from braces(policy.applied, POLICY_WORDS[1:])
