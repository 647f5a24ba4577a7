"""Alerts from rules: the conditions that follow from a patient, and the rules that fire for patient and order."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from fractions import Fraction
from functools import cached_property, lru_cache, partial
from typing import Final

from ivigcalc.core.facts.condition import Measures
from ivigcalc.core.facts.indication import Indication, Status
from ivigcalc.core.facts.rule import Level, LimitRule, RiskRule, Rules
from ivigcalc.core.problems import Kind, Problem
from ivigcalc.core.quantity import at_least, plain, shown
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Dose
from ivigcalc.core.request.patient import ADULT_YEARS, BloodGroup, Patient, Risk, Sex

LEVELS: Final = tuple(Level)
BEFORE_PREGNANCY: Final = "--pre-pregnancy-weight KG"
"""What to give: no figure is offered for a fact of the patient, lest it be taken as it stands."""

RISKS: Final = tuple(Risk)
NOTHING_HOLDS: Final[frozenset[str]] = frozenset()
NO_MEASURES: Final[Measures] = {}

Words = Callable[[], Mapping[str, str]]
"""Makes the values of the words in braces that the text of a rule uses; called only where such a text is asked for."""


class AlertWords(Record):
    """The words of an alert."""

    text: str
    next: str
    """What to do or to type instead; "" where nothing is to be done."""
    words: tuple[tuple[str, str], ...]
    """What fills the holes of the rule's text."""


class Wording:
    """What an alert says. It is worked out when somebody asks for it: of most rows of a table nobody does."""

    def __init__(self, make: Callable[[], AlertWords]) -> None:
        """Keep what makes the words."""
        self._make = make

    @cached_property
    def said(self) -> AlertWords:
        """The words."""
        return self._make()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Wording) and self.said == other.said

    def __hash__(self) -> int:
        return hash(self.said)

    def __repr__(self) -> str:
        return repr(self.said)


class Alert(Record):
    """A rule that fired."""

    rule: str
    """The id of the rule."""
    level: Level
    wording: Wording
    sources: tuple[str, ...]
    letters: tuple[str, ...] = ()
    """The letters of the courses that it is about; empty for all."""
    field: str = ""
    """The option that it is about; "" for none."""

    @property
    def text(self) -> str:
        """What it says."""
        return self.wording.said.text

    @property
    def next(self) -> str:
        """What to do or to type instead; "" where nothing is to be done."""
        return self.wording.said.next

    @property
    def words(self) -> tuple[tuple[str, str], ...]:
        """What fills the holes of the rule's text."""
        return self.wording.said.words

    @property
    def without_next(self) -> "Alert":
        """The alert where nothing is to be typed."""
        return self.replaced(wording=Wording(lambda: self.wording.said.replaced(next="")))


class DerivedCondition(Record):
    """A risk or condition that follows from something else about the patient, and why."""

    condition: str
    text: str
    """The words of the rule."""
    rule: str
    """The id of the rule."""
    sources: tuple[str, ...]


def given_conditions(patient: Patient) -> frozenset[str]:
    """The conditions that what was given of a patient states, without any rule."""
    group = patient.blood_group
    names = (
        patient.age_years is not None and "age-given",
        patient.height_cm is not None and "height-given",
        group is not None and "group-given",
        group is not None and group is not BloodGroup.O and "group-not-o",
        patient.iga is not None and patient.iga.below and "iga-below-detection",
        patient.in_pounds and "weight-in-pounds",
        patient.pregnant and "pregnant",
        patient.sex is Sex.MALE and "male",
        _before_unknown(patient) and "habitual-weight-unknown",
    )
    return frozenset([name for name in names if name] + [str(given) for given in (*patient.risks, *patient.factors)])


def _before_unknown(patient: Patient) -> bool:
    """Whether the weight before a pregnancy is not known."""
    return patient.pregnant and patient.pre_pregnancy_kg is None


def _by_constants(patient: Patient, rules: Rules) -> Iterator[str]:
    """Whether a patient is an adult (by weight where no age was given), and too heavy for obesity not to be judged.

    In pregnancy the weight of the day stands for the one before it only to ask for that one.
    """
    years, kg = patient.age_years, patient.weight_kg
    habitual_kg = kg if patient.habitual_kg is None else patient.habitual_kg
    adult = years is not None and years >= ADULT_YEARS
    if years is None and kg is not None:
        adult = at_least(kg, rules.constant("adult-weight"))
    if adult:
        yield "adult"
        lacks = patient.height_cm is None or _before_unknown(patient)
        if lacks and habitual_kg is not None and at_least(habitual_kg, rules.constant("obesity-asks-height")):
            yield "heavy-not-judged"
    elif years is not None:
        yield "child"
    elif kg is not None:
        yield "small-without-age"
    if years is not None and kg is not None:
        yield from _for_age(years, kg, rules)


def _for_age(years: Fraction, kg: Fraction, rules: Rules) -> Iterator[str]:
    """Whether a weight is not possible at an age: by the last span that begins there or before it."""
    spans = rules.weight_for_age
    later = range(len(spans) - 1, 0, -1)
    last = next((number for number in later if at_least(years, spans[number - 1].below_years)), 0)
    for span in spans[last : last + 1]:
        if not at_least(kg, span.least_kg):
            yield "light-for-age"
        if span.most_kg is not None and not at_least(span.most_kg, kg):
            yield "heavy-for-age"


def conditions_of(patient: Patient, rules: Rules) -> tuple[frozenset[str], tuple[RiskRule, ...]]:
    """Every condition of the patient, given and derived; and every rule that gives one."""
    measures = patient.measures
    passed = frozenset(
        rule.id for rule in rules.measured_risks if (value := measures[rule.measure]) is not None and rule.beyond(value)
    )
    return rules.following(given_conditions(patient) | frozenset(_by_constants(patient, rules)), passed)


def patient_words(patient: Patient) -> dict[str, str]:
    """The words of a rule that are of the patient alone: the weight in lb, and what is lacking to judge obesity."""
    lacks = {
        "weight before pregnancy": BEFORE_PREGNANCY if _before_unknown(patient) else "",
        "height": "--height CM" if patient.height_cm is None else "",
    }
    lacking = {name: option for name, option in lacks.items() if option}
    return {
        "pounds": patient.in_pounds,
        "obesity_lacks": " and no ".join(lacking),
        "obesity_options": " ".join(lacking.values()),
    }


def derived_conditions(patient: Patient, rules: Rules) -> tuple[frozenset[str], tuple[DerivedCondition, ...]]:
    """Every condition of the patient, given and derived; and the derived ones, each with every rule that gives it."""
    conditions, giving = conditions_of(patient, rules)
    return conditions, tuple(derived_condition(rule, patient) for rule in giving)


def derived_condition(rule: RiskRule, patient: Patient) -> DerivedCondition:
    """A condition of the patient with the words of a rule that gives it."""
    value = patient.measures.get(rule.measure)
    words = {"value": shown(value, rule.places(value))} if value is not None else {}
    return DerivedCondition(condition=rule.gives, text=rule.said.format_map(words), rule=rule.id, sources=rule.sources)


def risks_of(conditions: AbstractSet[str]) -> tuple[Risk, ...]:
    """The risks among the conditions, in the order of ``Risk``."""
    return tuple([risk for risk in RISKS if risk in conditions])


def use_conditions(indication: Indication, off_label_reason: str) -> frozenset[str]:
    """The conditions that follow from how well the use is supported, and from a reason given for it ("" for none)."""
    return _use_conditions(indication.status, reason_given=bool(off_label_reason))


@lru_cache
def _use_conditions(status: Status, *, reason_given: bool) -> frozenset[str]:
    return frozenset({f"status-{status}"} | ({"off-label-reason"} if reason_given else set()))


def fired_alerts(
    rules: Rules, conditions: AbstractSet[str], measures: Measures, words: Words, letters: tuple[str, ...] = ()
) -> list[Alert]:
    """Alerts for the rules whose measure (or, without one, whose conditions) can be judged from ``measures``.

    ``words`` makes the words that texts may use; it is called only for a text that uses some, when that is asked for.
    """
    return alerts_of_rules(
        rules.limit_index.firing(conditions, measures, include_unmeasured=not letters), words, measures, letters
    )


def alerts_of_rules(
    rules: Iterable[LimitRule], words: Words, measures: Measures = NO_MEASURES, letters: tuple[str, ...] = ()
) -> list[Alert]:
    """The alerts of rules that fired."""
    return [
        _as_it_stands(rule, letters) if rule.is_filled else _alert(rule, partial(_said, rule, measures, words), letters)
        for rule in rules
    ]


def impossible_values(patient: Patient, dose: Dose | None, rules: Rules) -> list[Problem]:
    """What cannot be right about the patient or the dose as typed: one problem for each quantity.

    A BMI is judged only where weight and height can be right. A stop rule with conditions is not judged here.
    """
    measures = patient.measures
    if dose:
        measures = {**measures, "typed_g_per_kg": dose.per_kg_of(patient.weight_kg)}
    by_measure: dict[str, LimitRule] = {}
    for rule in rules.impossible_index.firing(NOTHING_HOLDS, measures):
        by_measure.setdefault(rule.measure, rule)
    if len(by_measure) > 1:
        by_measure.pop("bmi", None)
    return [as_problem(alert) for alert in alerts_of_rules(by_measure.values(), dict, measures)]


@lru_cache(maxsize=1024)
def _as_it_stands(rule: LimitRule, letters: tuple[str, ...]) -> Alert:
    """The alert of a rule whose text has nothing to fill in but its own bound."""
    words = tuple((name, rule.limit) for name in rule.holes)
    return _alert(rule, lambda: AlertWords(text=rule.said, next=rule.hint, words=words), letters)


def _alert(rule: LimitRule, make: Callable[[], AlertWords], letters: tuple[str, ...]) -> Alert:
    return Alert(
        rule=rule.id, level=rule.level, wording=Wording(make), sources=rule.sources, letters=letters, field=rule.field
    )


def _said(rule: LimitRule, measures: Measures, words: Words) -> AlertWords:
    """The words of a rule with what fills their holes."""
    filled = typed = words()
    value = measures.get(rule.measure)
    if value is not None:
        places = rule.places(value)
        more = {"hundredfold": plain(value * 100), "thousandfold": plain(value * 1000, 6)}
        more["as_course"] = filled.get("as_course") or f"{plain(value, places)} g/kg"
        filled, typed = ({**filled, **more, "value": form(value, places)} for form in (shown, plain))
    said = {**filled, "limit": rule.limit}
    holes = tuple([(name, said[name]) for name in rule.holes])
    return AlertWords(text=rule.said.format_map(filled), next=rule.hint.format_map(typed), words=holes)


def merged_alerts(alerts: Iterable[Alert]) -> tuple[Alert, ...]:
    """Alerts with the same rule and text made one, with the letters of all their courses; the gravest level first."""
    merged = [*{id(alert): alert for alert in alerts}.values()]
    if len({alert.rule for alert in merged}) < len(merged):
        by_rule: dict[tuple[str, str], Alert] = {}
        for alert in merged:
            key = (alert.rule, alert.text)
            before = by_rule.setdefault(key, alert)
            if before is not alert:
                by_rule[key] = alert.replaced(letters=tuple(dict.fromkeys((*before.letters, *alert.letters))))
        merged = [*by_rule.values()]
    return tuple(sorted(merged, key=lambda alert: LEVELS.index(alert.level)))


def as_problem(alert: Alert) -> Problem:
    """A ``stop`` or ``needs-reason`` alert as the problem of a refusal."""
    kind = Kind.STOP if alert.level is Level.STOP else Kind.NEEDS_REASON
    return Problem(
        code=alert.rule, field=alert.field, message=alert.text, next=alert.next, kind=kind, sources=alert.sources
    )
