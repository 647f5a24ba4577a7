"""From rules to alerts: what follows from the patient, and what fires for the patient, the order and each course."""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from fractions import Fraction

from ivigcalc.core.condition import Measures
from ivigcalc.core.errors import Kind, Problem
from ivigcalc.core.indication import Status
from ivigcalc.core.order import Dose
from ivigcalc.core.patient import BloodGroup, Patient, Risk, Sex
from ivigcalc.core.quantity import plain, shown
from ivigcalc.core.record import record
from ivigcalc.core.rule import Level, LimitRule, RiskRule, Rules


@record
class Alert:
    """A rule that fired, in words. ``letters`` names the courses it is about (empty: all)."""

    rule: str
    level: Level
    text: str
    next: str
    sources: tuple[str, ...]
    letters: tuple[str, ...] = ()
    field: str = ""


@record
class Derived:
    """A risk or condition that follows from something else about the patient, and why."""

    condition: str
    text: str
    rule: str
    sources: tuple[str, ...]


def patient_measures(patient: Patient) -> dict[str, Fraction | None]:
    """What can be measured of a patient."""
    return {
        "weight_kg": patient.weight_kg,
        "pre_pregnancy_kg": patient.pre_pregnancy_kg,
        "height_cm": patient.height_cm,
        "bmi": patient.bmi,
        "age_years": patient.age_years,
        "iga_g_per_l": patient.iga.g_per_l if patient.iga else None,
    }


def given(patient: Patient) -> frozenset[str]:
    """Conditions that are plain from what was given and what was not."""
    group = patient.blood_group
    found: dict[str, bool] = {
        **dict.fromkeys(map(str, (*patient.risks, *patient.factors)), True),
        "age-given": patient.age_years is not None,
        "height-given": patient.height_cm is not None,
        "group-given": group is not None,
        "group-not-o": group is not None and group is not BloodGroup.O,
        "iga-below-detection": patient.iga is not None and patient.iga.below,
        "weight-in-pounds": bool(patient.in_pounds),
        "pregnant": patient.pregnant,
        "male": patient.sex is Sex.MALE,
    }
    return frozenset(name for name, holds in found.items() if holds)


def derive(patient: Patient, rules: Rules) -> tuple[frozenset[str], tuple[Derived, ...]]:
    """Every condition of the patient, and those that follow from another, with every reason.

    What was given is not derived.
    """
    measures = patient_measures(patient)
    passed = frozenset(
        rule.id for rule in rules.measured_risks if (value := measures[rule.measure]) is not None and rule.beyond(value)
    )
    conditions, found = rules.following(given(patient), passed)
    return conditions, tuple(_derived(rule, measures) for rule in found)


def _derived(rule: RiskRule, measures: Measures) -> Derived:
    value = measures.get(rule.measure)
    words = {"value": shown(value, rule.places(value))} if value is not None else {}
    return Derived(condition=rule.gives, text=rule.text.format_map(words), rule=rule.id, sources=rule.sources)


def risks_of(conditions: AbstractSet[str]) -> tuple[Risk, ...]:
    """The risks among the conditions, in their fixed order."""
    return tuple(risk for risk in Risk if risk in conditions)


def status_conditions(status: Status, *, reason_given: bool) -> frozenset[str]:
    """Conditions that follow from how well the indication is supported."""
    return frozenset({f"status-{status}"} | ({"off-label-reason"} if reason_given else set()))


def fired(
    rules: Rules,
    conditions: AbstractSet[str],
    measures: Measures,
    words: Callable[[], Mapping[str, str]],
    letters: tuple[str, ...] = (),
) -> list[Alert]:
    """Alerts for the rules whose measure (or, without one, whose conditions) can be judged from ``measures``.

    ``words`` makes the words that texts may use; it is called only if a rule fires.
    """
    found = rules.limit_book.firing(conditions, measures, plain=not letters)
    said = words() if found else {}
    return [_alert(rule, measures, said, letters) for rule in found]


def impossible(patient: Patient, dose: Dose | None, rules: Rules) -> list[Problem]:
    """What cannot be right about the patient or the dose as typed; each quantity once.

    A BMI is judged only where weight and height can be right. A stop with conditions waits until those are known.
    """
    measures = patient_measures(patient) | {"typed_g_per_kg": dose.per_kg_of(patient.weight_kg) if dose else None}
    found: dict[str, LimitRule] = {}
    for rule in rules.impossible:
        value = measures.get(rule.measure)
        if value is not None and rule.beyond(value):
            found.setdefault(rule.measure, rule)
    if len(found) > 1:
        found.pop("bmi", None)
    return [as_problem(_alert(rule, measures, {}, ())) for rule in found.values()]


def _alert(rule: LimitRule, measures: Measures, words: Mapping[str, str], letters: tuple[str, ...]) -> Alert:
    value = measures.get(rule.measure)
    said, typed = dict(words), dict(words)
    if value is not None:
        places = rule.places(value)
        said["value"], typed["value"] = shown(value, places), plain(value, places)
        more = {"hundredfold": plain(value * 100), "thousandfold": plain(value * 1000, 6)}
        said, typed = said | more, typed | more
    return Alert(
        rule=rule.id,
        level=rule.level,
        text=rule.text.format_map(said),
        next=rule.next.format_map(typed),
        sources=rule.sources,
        letters=letters,
        field=rule.field,
    )


def merged(alerts: Iterable[Alert]) -> tuple[Alert, ...]:
    """One alert for each rule and text, naming every course it is about; the gravest level first."""
    found: dict[tuple[str, str], Alert] = {}
    for alert in alerts:
        key = (alert.rule, alert.text)
        before = found.get(key)
        letters = (*before.letters, *alert.letters) if before else alert.letters
        found[key] = Alert(
            rule=alert.rule,
            level=alert.level,
            text=alert.text,
            next=alert.next,
            sources=alert.sources,
            letters=tuple(dict.fromkeys(letters)),
            field=alert.field,
        )
    levels = list(Level)
    return tuple(sorted(found.values(), key=lambda alert: levels.index(alert.level)))


def as_problem(alert: Alert) -> Problem:
    """A stop or needs-reason alert as the problem that it refuses with."""
    kind = Kind.STOP if alert.level is Level.STOP else Kind.NEEDS_REASON
    return Problem(
        code=alert.rule, field=alert.field, message=alert.text, next=alert.next, kind=kind, sources=alert.sources
    )
