"""Checks of rules, constants, causes and weight policies: they use only measures, conditions and words that exist.

Words are those in braces in a text; they are filled in when the text is shown.
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from string import Formatter
from typing import Final

from ivigcalc.catalogue.mistakes import Finding, each, meant, within
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.condition import LIMIT, Condition, WeightForAge, bounds_of
from ivigcalc.core.facts.fact import SITE
from ivigcalc.core.facts.indication import Status
from ivigcalc.core.facts.product import SugarKind
from ivigcalc.core.facts.rule import (
    CONSTANTS,
    COURSE_WORDS,
    MEASURED_WORDS,
    ORDER_MEASURES,
    ORDER_WORDS,
    PATIENT_CONDITIONS,
    PATIENT_MEASURES,
    PREPARATION_CONDITIONS,
    PRODUCT_MEASURES,
    PRODUCT_WORDS,
    RATE_CONDITIONS,
    RATE_MEASURES,
    RATE_WORDS,
    REQUEST_CONDITIONS,
    WEIGHT_WORDS,
    Cause,
    Constant,
    ErrorPattern,
    Level,
    LimitRule,
    RiskRule,
    RiskWords,
    VerdictRule,
)
from ivigcalc.core.facts.weight_policy import ACTUAL, POLICY_WORDS, WEIGHT_CONDITIONS, WEIGHT_MEASURES, Method, Policy
from ivigcalc.core.request.patient import Factor, Risk

KNOWN_OF_PATIENT: Final = (*map(str, (*Risk, *Factor)), *PATIENT_CONDITIONS)
KNOWN_OF_ORDER: Final = (*KNOWN_OF_PATIENT, *REQUEST_CONDITIONS, *(f"status-{status}" for status in Status))
KNOWN_OF_RATE: Final = (*KNOWN_OF_PATIENT, *RATE_CONDITIONS)
KNOWN_OF_PREPARATION: Final = (
    *KNOWN_OF_ORDER,
    *PREPARATION_CONDITIONS,
    *(f"has-{sugar}" for sugar in SugarKind),
    *(f"{says}-{who}" for says in ("label-names", "warns") for who in (*Risk, "under-2", "hypersensitivity", "other")),
)
"""The conditions that may be known of a patient, with an order, where a rate is worked out, and with a preparation."""

TYPED_MEASURE: Final = "typed_g_per_kg"
"""What is measured only of the dose as typed."""

COURSE_MEASURES: Final = (
    *("day_g_per_kg", "course_g_per_kg", "course_over_largest", "day_g", "day_over_least", "day_g_per_dosing_kg"),
)
COURSE_CONDITIONS: Final = frozenset({"own-regimen", "printed-for-indication", "capped", "above-cap", "policy-rounds"})
"""What is measured and known only of a course."""

ORDER_CONDITIONS: Final = frozenset(
    {
        *("sex-given", "no-source-for-dose", "dose-on-record", "outside-range", "other-weights-known"),
        *("ideal-weight-used", "ideal-weight-extrapolates", "weight-near-an-edge", "known-mistake", "above-label-dose"),
    }
)
"""Conditions that are known only of the order as a whole."""

WITHOUT_ORDER: Final = frozenset({*Risk, *Factor, "age-given", "iga-below-detection", "under-2"})
MEASURED_WITHOUT_ORDER: Final = ("", "age_years", "iga_g_per_l")
"""What may be known of a patient for whom nothing is ordered."""


def findings(catalogue: Catalogue) -> Iterator[Finding]:
    """Everything wrong with a rule, a constant, a cause or a weight policy."""
    rules = catalogue.rules
    yield from each(("risks",), rules.risks, _risk)
    yield from each(("limits",), rules.limits, _limit)
    yield from each(("verdicts",), rules.verdicts, _verdict)
    yield from _constants(rules.constants)
    yield from each(("causes",), rules.causes, _cause)
    yield from each(("risk_words",), rules.risk_words, _risk_words)
    yield from _weight_for_age(rules.weight_for_age)
    formulas = [formula.id for formula in catalogue.weights.formulas]
    yield from each(("policies",), catalogue.weights.policies, lambda policy: _policy(policy, formulas))
    judge_case = partial(_condition, conditions=WEIGHT_CONDITIONS, measures=WEIGHT_MEASURES, words=POLICY_WORDS)
    yield from each(("unless_chosen",), catalogue.weights.unless_chosen, judge_case)
    if not any(policy.id == ACTUAL and policy.method is Method.ACTUAL for policy in catalogue.weights.policies):
        yield ("policies",), f"policy {ACTUAL!r}, the default, is missing"


def _risk_words(called: RiskWords) -> Iterator[Finding]:
    """What a risk is called means something that ``--risk`` takes."""
    for number, risk in enumerate(called.means):
        if risk not in (*Risk, *Factor):
            yield ("means", number), f"no risk or factor {risk!r}"


def _weight_for_age(spans: Sequence[WeightForAge]) -> Iterator[Finding]:
    """Spans of age follow each other, and the last is open; a bound above lies above the one below."""
    ages = [span.below_months for span in spans]
    known = [age for age in ages if age is not None]
    if ages[-1:] != [None] or len(known) != len(ages) - 1 or known != sorted({*known}):
        yield ("weight_for_age",), "needs spans of age in their order, each but the last with below_months"
    for number, span in enumerate(spans):
        if span.at_most is not None and span.at_most <= span.at_least:
            yield ("weight_for_age", number, "at_most"), f"{span.at_most} is not above {span.at_least}"


def _condition(
    rule: Condition, conditions: Sequence[str], measures: Sequence[str], words: Sequence[str]
) -> Iterator[Finding]:
    """A rule has a bound if and only if it has a measure, and uses what is known when it is judged."""
    if len(bounds_of(rule)) != (1 if rule.measure else 0):
        yield (), "needs one bound with a measure, and none without"
    if rule.measure and rule.measure not in measures:
        yield (), f"no measure {rule.measure!r} here; allowed: {', '.join(measures)}"
    for condition in (*rule.when, *rule.unless):
        if condition not in conditions:
            yield (), f"no condition {condition!r} here{meant(condition, conditions)}"
    for text in (rule.text, rule.next):
        yield from _braces(text, (*words, *(("limit",) if rule.measure else ())))
    figure = rf"(?<![0-9.]){re.escape(rule.limit)}(?!\.?[0-9])"
    if rule.limit and SITE not in rule.sources and re.search(figure, rule.text):
        yield (), f"the text repeats the bound {rule.limit}: write {LIMIT}"


def _braces(text: str, allowed: Sequence[str]) -> Iterator[Finding]:
    """The words in braces of a text are known, and take no format."""
    try:
        words = [(word, form or kind) for _, word, form, kind in Formatter().parse(text) if word is not None]
    except ValueError as error:
        yield (), f"braces: {error}"
        return
    for word, formed in words:
        if word not in allowed:
            yield (), f"no word {{{word}}} here; allowed: {', '.join(allowed) or 'none'}"
        elif formed:
            yield (), f"{{{word}}} takes no format"


def _risk(rule: RiskRule) -> Iterator[Finding]:
    yield from _condition(rule, KNOWN_OF_PATIENT, PATIENT_MEASURES, MEASURED_WORDS[:1] if rule.measure else ())
    if rule.gives not in KNOWN_OF_PATIENT:
        yield ("gives",), f"{rule.gives!r} is not a condition of a patient{meant(rule.gives, KNOWN_OF_PATIENT)}"


def _limit(rule: LimitRule) -> Iterator[Finding]:
    """A limit that waits for a reason ends with one; and each can fire.

    The dose as typed is judged first, then the order, then each course.
    """
    known, measures = (KNOWN_OF_RATE, RATE_MEASURES) if rule.of_rate else (KNOWN_OF_ORDER, ORDER_MEASURES)
    yield from _condition(rule, known, (*PATIENT_MEASURES, *measures), _limit_words(rule))
    conditions = {*rule.when, *rule.unless}
    if rule.level is Level.NEEDS_REASON and "off-label-reason" not in rule.unless:
        yield ("level",), "needs-reason must end with a reason: unless: [off-label-reason]"
    if rule.measure == TYPED_MEASURE and (rule.level is not Level.STOP or conditions):
        yield (), f"{TYPED_MEASURE} is judged before anything else is known: only by a stop without when and unless"
    of_order = {*PATIENT_MEASURES, *ORDER_MEASURES} - {*COURSE_MEASURES, TYPED_MEASURE}
    if (rule.measure in of_order or conditions & ORDER_CONDITIONS) and (
        rule.measure in COURSE_MEASURES or conditions & COURSE_CONDITIONS
    ):
        yield (), "needs what is judged of the order and what is judged of a course at once, and would never fire"


def _limit_words(rule: LimitRule) -> tuple[str, ...]:
    """The words known when a limit fires: of the dose as typed, of each course, of the order, or of the patient."""
    measured = MEASURED_WORDS if rule.measure else ()
    if rule.of_rate:
        return (*measured, *RATE_WORDS)
    at_once = rule.level is Level.STOP and not rule.when and not rule.unless
    if rule.measure == TYPED_MEASURE or (at_once and rule.measure in PATIENT_MEASURES):
        return measured
    if rule.measure in COURSE_MEASURES or not COURSE_CONDITIONS.isdisjoint(rule.when):
        return (*measured, *ORDER_WORDS, *COURSE_WORDS)
    needs_order = not WITHOUT_ORDER.issuperset(rule.when) or rule.measure not in MEASURED_WITHOUT_ORDER
    weighed = rule.measure or not ORDER_CONDITIONS.isdisjoint(rule.when)
    return (*measured, *((*ORDER_WORDS, *(WEIGHT_WORDS if weighed else ())) if needs_order else ()))


def _verdict(rule: VerdictRule) -> Iterator[Finding]:
    yield from _condition(rule, KNOWN_OF_PREPARATION, PRODUCT_MEASURES, PRODUCT_WORDS)


def _constants(constants: Sequence[Constant]) -> Iterator[Finding]:
    """The constants that the calculation needs are there and above zero, and the wide tolerance is the wider one."""
    values = {constant.id: constant.value for constant in constants}
    for name in CONSTANTS:
        if name not in values:
            yield ("constants",), f"constant {name!r} is missing"
    wide = values.get("rounding-tolerance-wide")
    for number, constant in enumerate(constants):
        if constant.value <= 0:
            yield ("constants", number, "value"), f"{constant.value} is not above zero"
        if constant.id == "rounding-tolerance" and wide is not None and constant.value > wide:
            yield ("constants", number, "value"), f"{constant.value} is above rounding-tolerance-wide, {wide}"


def _cause(cause: Cause) -> Iterator[Finding]:
    """A cause makes something, by factors above zero, and says no words that it does not have."""
    if not cause.makes or not cause.of:
        yield (), "makes nothing"
    terms = [term for mistake in cause.makes for term in (*mistake.times, *mistake.over)]
    if any(not isinstance(term, str) and term <= 0 for term in terms):
        yield ("makes",), "a factor is not above zero"
    words: tuple[str, ...] = ("policy", "kg") if "other-weight" in terms else ()
    words += ("factor",) if all(map(_has_number, cause.makes)) else ()
    words += ("brand",) if any(mistake.of_rate == "brand" for mistake in cause.makes) else ()
    yield from within(("text",), _braces(cause.text, words))


def _has_number(mistake: ErrorPattern) -> bool:
    return any(not isinstance(term, str) for term in (*mistake.times, *mistake.over))


def _policy(policy: Policy, formulas: Sequence[str]) -> Iterator[Finding]:
    """A policy has the formula and factor that its method needs, and its exceptions and remarks can be judged."""
    if policy.method is not Method.ACTUAL and policy.formula not in formulas:
        yield (), f"no formula {policy.formula!r}; allowed: {', '.join(formulas)}"
    if (policy.factor is not None) != (policy.method is Method.ADJUSTED):
        yield (), "needs a factor with method adjusted, and none without"
    elif policy.factor is not None and not 0 < policy.factor < 1:
        yield (), f"a factor of {policy.factor} is not between 0 and 1"
    yield from _braces(policy.applied, (*POLICY_WORDS[1:], *policy.limits))
    of_remark = (*WEIGHT_CONDITIONS, *(exception.id for exception in policy.actual_when))
    for key, rules, conditions in (
        ("actual_when", policy.actual_when, WEIGHT_CONDITIONS),
        ("remarks", policy.remarks, of_remark),
    ):
        for number, rule in enumerate(rules):
            words = (*POLICY_WORDS, *policy.limits)
            yield from within((key, number), _condition(rule, conditions, WEIGHT_MEASURES, words))
