"""What the rates of one preparation may say: possible rates, steps that rise to a maximum, one ladder for one use.

Each check yields ``(location inside the preparation, message)``.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

from ivigcalc.core.facts.ladder import Ladder, RateUnit, RiskRate
from ivigcalc.core.facts.product import Product
from ivigcalc.core.infusion.rates import Basis, to_ml_h
from ivigcalc.core.site.ladders import MOST_STEPS, step_count

Location = tuple[str | int, ...]
Finding = tuple[Location, str]

MOST_ML_KG_H: Final = 20
MOST_FLAT_ML_H: Final = 600
CLEARLY_BELOW: Final = Fraction("0.9")
"""The two units that a label prints for one rate differ by up to 10 %. A rate for patients at risk that is no further
below the ordinary maximum is that maximum in another unit (Octagam 5 %: 3.3 mg/kg/min and 200 mg/kg/h)."""


def rate_bounds(product: Product) -> Iterator[Finding]:
    """Everything that is impossible or ambiguous about the ladders and the rates for patients at risk.

    Nothing without a concentration, which is said elsewhere.
    """
    if product.mg_per_ml <= 0:
        return
    for number, ladder in enumerate(product.ladders):
        for path, message in _ladder(ladder, product.mg_per_ml):
            yield ("ladders", number, *path), message
    for number, rate in enumerate(product.risk_rates):
        for path, message in _risk_rate(rate, product):
            yield ("risk_rates", number, *path), message
    yield from _shared("ladders", "contexts", product.ladders)
    yield from _shared("risk_rates", "patients", product.risk_rates)


def _ladder(ladder: Ladder, mg_per_ml: Decimal) -> Iterator[Finding]:
    yield from _empty(ladder, "contexts", "regions", "steps")
    rates = [step.rate for step in ladder.steps]
    named: list[tuple[Location, Decimal | None]] = [(("maximum",), ladder.maximum), (("raise_by",), ladder.raise_by)]
    named += [(("steps", number, "rate"), rate) for number, rate in enumerate(rates)]
    for path, rate in named:
        if rate is not None and (message := _impossible(rate, ladder.unit, mg_per_ml)):
            yield path, message
    durations: list[tuple[Location, Decimal | None]] = [(("every_minutes",), ladder.every_minutes)]
    durations += [(("steps", number, "minutes"), step.minutes) for number, step in enumerate(ladder.steps)]
    for path, minutes in durations:
        if minutes is not None and minutes <= 0:
            yield path, f"{minutes} minutes is not above zero"
    if any(later <= earlier for earlier, later in pairwise(rates)):
        yield ("steps",), "the rates of the steps must rise"
    if rates and max(rates) > ladder.maximum:
        yield ("maximum",), f"a step of {max(rates)} is above the maximum of {ladder.maximum} {ladder.unit}"
    if (count := step_count(ladder)) > MOST_STEPS:
        place = "steps" if ladder.raise_by is None else "raise_by"
        yield (place,), f"makes {count} steps up to the maximum; at most {MOST_STEPS}"


def _risk_rate(rate: RiskRate, product: Product) -> Iterator[Finding]:
    yield from _empty(rate, "patients", "regions")
    if rate.below and rate.maximum is None:
        yield ("below",), "needs a maximum"
    if (rate.maximum is None) != (rate.unit is None):
        yield (), "needs a unit with a maximum, and none without"
    if rate.maximum is None or rate.unit is None:
        return
    if message := _impossible(rate.maximum, rate.unit, product.mg_per_ml):
        yield ("maximum",), message
    ml_h = _ml_h(rate.maximum, rate.unit, product.mg_per_ml)
    for ladder in product.ladders:
        ordinary = _ml_h(ladder.maximum, ladder.unit, product.mg_per_ml)
        alike = (rate.unit is RateUnit.ML_MIN) is (ladder.unit is RateUnit.ML_MIN)
        if alike and set(rate.regions) & set(ladder.regions) and ml_h > ordinary * CLEARLY_BELOW:
            where = f"{', '.join(ladder.regions)}: {', '.join(ladder.contexts)}"
            above = f"the ordinary maximum of {ladder.maximum} {ladder.unit} ({where})"
            yield ("maximum",), f"{rate.maximum} {rate.unit} is not clearly below {above}"


def _empty(entry: Ladder | RiskRate, *names: str) -> Iterator[Finding]:
    for name in names:
        if not getattr(entry, name):
            yield (name,), "is empty"


def _shared(name: str, key: str, entries: Sequence[Any]) -> Iterator[Finding]:
    """No two entries of a list speak of the same region and the same context or patient."""
    seen: dict[tuple[str, str], int] = {}
    for number, entry in enumerate(entries):
        for region in entry.regions:
            for what in getattr(entry, key):
                if (first := seen.setdefault((region, what), number)) != number:
                    yield (name, number), f"{what} in {region} stands in {name}[{first}] too"


def _impossible(rate: Decimal, unit: RateUnit, mg_per_ml: Decimal) -> str:
    """Why a rate cannot be, or nothing."""
    if rate <= 0:
        return f"{rate} {unit} is not above zero"
    most, says = (MOST_FLAT_ML_H, "600 mL/h") if unit is RateUnit.ML_MIN else (MOST_ML_KG_H, "20 mL/kg/h")
    return f"{rate} {unit} is not possible (more than {says})" if _ml_h(rate, unit, mg_per_ml) > most else ""


def _ml_h(rate: Decimal, unit: RateUnit, mg_per_ml: Decimal) -> Fraction:
    """A rate in mL/h for 1 kg; a flat one in mL/h for anybody."""
    return to_ml_h(Fraction(rate), unit, Basis(weight_kg=Fraction(1), mg_per_ml=Fraction(mg_per_ml)))
