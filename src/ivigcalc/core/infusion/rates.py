"""Pump rates of a label's rate ladder for a patient, held at a cap; and the steps in which a volume runs in."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple, assert_never

from ivigcalc.core.facts.fact import Missing
from ivigcalc.core.facts.ladder import Ladder, RateUnit
from ivigcalc.core.quantity import at_least
from ivigcalc.core.record import Record

MINUTES_PER_HOUR: Final = 60
CONVENTION_MINUTES: Final = Fraction(30)
"""How long a step lasts where the label prints nothing: a convention, and marked as one."""

DOUBLING: Final = 2
"""By what the rate is multiplied where no label of the brand prints what lies between: a convention too."""

TENTHS: Final = 10
"""The pump's steps to 1 mL/h below the rate from which it is set in whole mL/h; a rate below one step is none."""


NO_RATE: Final = {
    "no-rate-general": "only general knowledge was found ({says}), which gives no rate",
    "no-rate-not-first": "not for a first infusion: its label asks that {after}",
    "no-rate-region": "no rate ladder of a {region} label was read (read: {regions})",
    "no-rate-adults": "the rates read are for adults",
    "no-rate-perhaps-adults": "the rates read are for adults, and at this weight the patient may be a child",
    "no-rate-perhaps-flat": "the rates read are for adults, or flat for every weight, "
    "and at this weight the patient may be a child",
    "no-rate-pump": "its first rate is below {least} mL/h, which a pump cannot be set to",
}
"""Why no rate can be given, by id; where labels were not read on it, the data say why."""


class NoRate(Missing):
    """Why no rate can be given."""

    needs_age: bool = False
    """Whether there may be one once the patient's age is known."""
    said: str = ""
    """The id of the reason in ``NO_RATE``; "" for a reason of the data."""
    words: tuple[tuple[str, str], ...] = ()
    """What fills its holes."""


def no_rate(said: str, *, needs_age: bool = False, **words: str) -> NoRate:
    """A reason of ``NO_RATE``, with what fills its holes."""
    reason, filled = NO_RATE[said].format_map(words), tuple(words.items())
    return NoRate(reason=reason, needs_age=needs_age, said=said, words=filled)


class RateBasis(Record):
    """What a rate is for: a weight in kg, and a concentration as hung in mg/mL."""

    weight_kg: Fraction
    mg_per_ml: Fraction


class RateCap(Record):
    """A rate in mL/h that must not be passed; with ``below`` it must not even be reached."""

    ml_h: Fraction
    below: bool


class Rung(Record):
    """A rate of a ladder, in the unit of its label."""

    rate: Fraction
    minutes: Fraction | None
    """How long it lasts; None for the last rate, which lasts to the end."""
    convention: bool
    """Whether the label does not print the rate or its duration."""


class PumpRate(NamedTuple):
    """A rate of a ladder for a patient, as a pump is set to it."""

    ml_h: Fraction
    """What the pump is set to."""
    exact_ml_h: Fraction
    """The rate of the label for this patient, before it is rounded down."""
    ml_kg_h: Fraction
    """What the pump then gives this patient."""
    mg_kg_min: Fraction
    """What the pump then gives this patient, as IgG."""
    minutes: Fraction | None
    """How long it lasts; None for the last rate, which lasts to the end."""
    convention: bool
    """Whether the label does not print the rate or its duration."""
    capped: bool
    """Whether it is held down for a patient at risk."""
    of_label: Fraction | None = None
    """The rate in the unit of the label; None where it is held down."""


class Step(NamedTuple):
    """A step of an infusion: so many minutes at a rate."""

    rate: PumpRate
    minutes: Fraction
    volume_ml: Fraction
    """The volume of the step."""
    running_ml: Fraction
    """The volume of this step and those before it."""
    end_minute: Fraction
    """The minutes of this step and those before it."""


@lru_cache(maxsize=1024)
def rungs(ladder: Ladder, *, tolerated: bool = False) -> tuple[Rung, ...]:
    """A label's ladder whole: what it prints, then the increment that it prints up to its maximum.

    Where it prints none, the rates that another label of the brand prints between stand in, and then doubling does.

    A maximum that the label keeps for patients who tolerated the preparation before is left out unless it was
    ``tolerated``.
    """
    every = None if ladder.every_minutes is None else Fraction(ladder.every_minutes)
    top, usual = Fraction(ladder.maximum), every or CONVENTION_MINUTES
    ladder_rungs = [
        Rung(
            rate=Fraction(step.rate),
            minutes=usual if step.minutes is None else Fraction(step.minutes),
            convention=step.minutes is None and every is None,
        )
        for step in ladder.steps
        if step.rate < ladder.maximum
    ]
    convention, last = ladder.raise_by is None or every is None, ladder_rungs[-1].rate if ladder_rungs else top
    ladder_rungs += [Rung(rate=rate, minutes=usual, convention=convention) for rate in rates_between(ladder, last)]
    if ladder.maximum_after and not tolerated and ladder_rungs:
        return (*ladder_rungs[:-1], ladder_rungs[-1].replaced(minutes=None))
    return (*ladder_rungs, Rung(rate=top, minutes=None, convention=False))


def rates_between(ladder: Ladder, rate: Fraction) -> Iterator[Fraction]:
    """The rates from a printed one to the maximum: by the printed increment; else as ``between`` says, then doubled."""
    top = Fraction(ladder.maximum)
    by = None if ladder.raise_by is None else Fraction(ladder.raise_by)
    for given in map(Fraction, ladder.between):
        yield (rate := given)
    while rate < (raised := rate * DOUBLING if by is None else rate + by) < top:
        yield (rate := raised)


def to_ml_h(rate: Fraction, unit: RateUnit, basis: RateBasis) -> Fraction:
    """A label's rate in mL/h. A flat rate is not scaled by weight."""
    match unit:
        case RateUnit.ML_KG_MIN:
            return rate * MINUTES_PER_HOUR * basis.weight_kg
        case RateUnit.ML_KG_H:
            return rate * basis.weight_kg
        case RateUnit.MG_KG_MIN:
            return rate * MINUTES_PER_HOUR * basis.weight_kg / basis.mg_per_ml
        case RateUnit.MG_KG_H:
            return rate * basis.weight_kg / basis.mg_per_ml
        case RateUnit.ML_MIN:
            return rate * MINUTES_PER_HOUR
        case _:
            assert_never(unit)


def pump_setting(ml_h: Fraction, whole_from: Fraction, *, below: bool = False) -> Fraction:
    """What a pump is set to: whole mL/h from ``whole_from`` up, tenths below, rounded down.

    With ``below`` the rate itself must not be reached.
    """
    per_ml = 1 if at_least(ml_h, whole_from) and not (below and ml_h == whole_from) else TENTHS
    steps, rest = divmod(ml_h.numerator * per_ml, ml_h.denominator)
    return Fraction(steps - 1 if below and not rest else steps, per_ml)


def rounded_up(ml_h: Fraction, whole_from: Fraction) -> Fraction:
    """A rate as a pump is set to it, rounded up: so much stands for it at most."""
    setting = pump_setting(ml_h, whole_from)
    return setting if setting == ml_h else setting + Fraction(1, 1 if ml_h >= whole_from else TENTHS)


class PumpSetting(NamedTuple):
    """What a pump is set to for a rung of a ladder, for a patient."""

    ml_h: Fraction
    exact_ml_h: Fraction
    """The rate of the label for this patient, before it is rounded down."""
    minutes: Fraction | None
    """How long it lasts; None for the last rate, which lasts to the end."""
    convention: bool
    """Whether the label does not print the rate or its duration."""
    capped: bool
    """Whether it is held down for a patient at risk."""
    of_label: Fraction | None = None
    """The rate in the unit of the label; None where it is held down."""


def capped_settings(
    ladder_rungs: Sequence[Rung], unit: RateUnit, basis: RateBasis, cap: RateCap | None, *, whole_from: Fraction
) -> list[PumpSetting]:
    """The capped pump settings for a ladder, the slowest first: held at the cap from where they would reach it."""
    each = to_ml_h(Fraction(1), unit, basis)
    found: list[PumpSetting] = []
    for rung in ladder_rungs:
        ml_h = rung.rate * each
        if cap is not None and ml_h >= cap.ml_h:
            held = pump_setting(cap.ml_h, whole_from, below=cap.below)
            found.append(PumpSetting(held, cap.ml_h, minutes=None, convention=False, capped=True))
            break
        setting = pump_setting(ml_h, whole_from)
        found.append(PumpSetting(setting, ml_h, rung.minutes, rung.convention, capped=False, of_label=rung.rate))
    return found


def as_pump_rates(found: Iterable[PumpSetting], basis: RateBasis) -> tuple[PumpRate, ...]:
    """Settings with what the pump then gives this patient."""
    mg_kg_min_of_1_ml_h = basis.mg_per_ml / basis.weight_kg / MINUTES_PER_HOUR
    return tuple(
        [
            PumpRate(
                ml_h=one.ml_h,
                exact_ml_h=one.exact_ml_h,
                ml_kg_h=one.ml_h / basis.weight_kg,
                mg_kg_min=one.ml_h * mg_kg_min_of_1_ml_h,
                minutes=one.minutes,
                convention=one.convention,
                capped=one.capped,
                of_label=one.of_label,
            )
            for one in found
        ]
    )


def minutes_of(found: Iterable[PumpSetting], volume_ml: Fraction) -> Fraction:
    """How long a volume above 0 mL takes through settings, without the steps that ``pump_steps`` makes of it."""
    parts = volume_ml.denominator
    left: Fraction | int = volume_ml.numerator * MINUTES_PER_HOUR * TENTHS
    minutes = Fraction(0)
    *before_last, last = found
    for ml_h, _, lasts, *_ in before_last:
        parts_a_minute = ml_h.numerator * TENTHS // ml_h.denominator * parts
        if lasts is None or (given := parts_a_minute * _number(lasts)) >= left:
            return minutes + Fraction(left, parts_a_minute)
        left -= given
        minutes += lasts
    parts_a_minute = last.ml_h.numerator * TENTHS // last.ml_h.denominator * parts
    return minutes + Fraction(left, parts_a_minute)


def _number(value: Fraction) -> Fraction | int:
    """A value, as a whole number where it is one, which is faster to reckon with."""
    return value.numerator if value.denominator == 1 else value


def _run_in(ml_h: Fraction, minutes: Fraction) -> Fraction:
    """The millilitres that run in at a rate: one fraction is made, and not two."""
    (ml, hours), (lasts, parts) = ml_h.as_integer_ratio(), minutes.as_integer_ratio()
    return Fraction(ml * lasts, hours * parts * MINUTES_PER_HOUR)


def pump_steps(rates: Sequence[PumpRate], volume_ml: Fraction) -> tuple[Step, ...]:
    """The steps in which a volume above 0 mL runs in; the last lasts as long as something is left."""
    steps, coming = list[Step](), iter(rates)
    running, ended, rate = Fraction(0), Fraction(0), next(coming)
    left = volume_ml
    while rate.minutes is not None and not at_least(whole := _run_in(rate.ml_h, rate.minutes), left):
        running, ended = running + whole, ended + rate.minutes
        steps.append(Step(rate, rate.minutes, whole, running, ended))
        left, rate = volume_ml - running, next(coming)
    minutes = left / rate.ml_h * MINUTES_PER_HOUR
    return (*steps, Step(rate, minutes, left, volume_ml, ended + minutes))
