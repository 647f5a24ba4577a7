"""From a label's rate ladder to rungs in mL/h, and from rungs and a volume to the steps that a pump is set to."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor
from typing import Final, assert_never

from ivigcalc.core.facts.ladder import Ladder, RateUnit
from ivigcalc.core.record import Record

MINUTES_PER_HOUR: Final = 60
CONVENTION_MINUTES: Final = Fraction(30)
"""How long a step lasts where the label prints nothing: a convention, and marked as one."""

DOUBLING: Final = 2
"""How the rate rises where the label prints nothing between its steps and its maximum: a convention too."""

TENTH: Final = Fraction(1, 10)
"""The pump's step in mL/h where a whole mL/h would be none."""


class RateBasis(Record):
    """What a rate is for: a weight in kg, and a concentration as hung in mg/mL."""

    weight_kg: Fraction
    mg_per_ml: Fraction


class RateCap(Record):
    """A rate in mL/h that must not be passed; with ``below`` it must not even be reached."""

    ml_h: Fraction
    below: bool


class Rung(Record):
    """One rate of a ladder in its label's unit; ``minutes`` None for the last, which lasts to the end.

    ``convention`` marks a rate or a duration that the label does not print.
    """

    rate: Fraction
    minutes: Fraction | None
    convention: bool


class Pace(Record):
    """One rung for one patient: the pump's mL/h, and the label's that it was rounded down from.

    ``ml_kg_h`` and ``mg_kg_min`` are what the pump then gives this patient. ``capped`` marks a rate held down
    for a patient at risk.
    """

    ml_h: Fraction
    label_ml_h: Fraction
    ml_kg_h: Fraction
    mg_kg_min: Fraction
    minutes: Fraction | None
    convention: bool
    capped: bool = False


class Step(Record):
    """One step of an infusion: so many minutes at a pace, its volume and the volume given by its end, in mL."""

    pace: Pace
    minutes: Fraction
    volume_ml: Fraction
    running_ml: Fraction


def rungs(ladder: Ladder, *, first: bool = False) -> tuple[Rung, ...]:
    """A label's ladder whole: what it prints, then the printed increment or doubling up to the printed maximum.

    A ``first`` infusion stays below a maximum that the label keeps for later ones.
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
    rate = ladder_rungs[-1].rate if ladder_rungs else top
    by = None if ladder.raise_by is None else Fraction(ladder.raise_by)
    while rate < (raised := rate * DOUBLING if by is None else rate + by) < top:
        rate = raised
        ladder_rungs.append(Rung(rate=rate, minutes=usual, convention=by is None or every is None))
    if first and ladder.maximum_after and ladder_rungs:
        return (*ladder_rungs[:-1], ladder_rungs[-1].replaced(minutes=None))
    return (*ladder_rungs, Rung(rate=top, minutes=None, convention=False))


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


def pump_rate(ml_h: Fraction, *, below: bool = False) -> Fraction:
    """What a pump is set to: whole mL/h, rounded down; tenths where that would be none.

    With ``below`` the rate itself must not be reached.
    """
    step = Fraction(1) if ml_h > 1 or (ml_h == 1 and not below) else TENTH
    rate = floor(ml_h / step) * step
    return rate - step if below and rate == ml_h else rate


def paces(ladder: Ladder, basis: RateBasis, cap: RateCap | None = None, *, first: bool = False) -> tuple[Pace, ...]:
    """A ladder for a patient, held at the cap from where it would reach it."""
    ladder_paces: list[Pace] = []
    for rung in rungs(ladder, first=first):
        ml_h = to_ml_h(rung.rate, ladder.unit, basis)
        capped = cap is not None and ml_h >= cap.ml_h
        if cap is not None and capped:
            ml_h = cap.ml_h
        set_to = pump_rate(ml_h, below=capped and cap is not None and cap.below)
        ladder_paces.append(
            Pace(
                ml_h=set_to,
                label_ml_h=ml_h,
                ml_kg_h=set_to / basis.weight_kg,
                mg_kg_min=set_to * basis.mg_per_ml / basis.weight_kg / MINUTES_PER_HOUR,
                minutes=None if capped else rung.minutes,
                convention=rung.convention and not capped,
                capped=capped,
            )
        )
        if capped:
            break
    return tuple(ladder_paces)


def run(ladder: Sequence[Pace], volume_ml: Fraction) -> tuple[Step, ...]:
    """The steps in which a volume in mL runs in; the last lasts as long as something is left."""
    steps: list[Step] = []
    running = Fraction(0)
    for pace in ladder:
        left = volume_ml - running
        if left <= 0:
            break
        whole = left if pace.minutes is None else pace.ml_h * pace.minutes / MINUTES_PER_HOUR
        volume = min(left, whole)
        running += volume
        minutes = volume / pace.ml_h * MINUTES_PER_HOUR
        steps.append(Step(pace=pace, minutes=minutes, volume_ml=volume, running_ml=running))
    return tuple(steps)
