"""Checks of one preparation or one indication: units that fit; amounts, rates, doses and days that are possible."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, assert_never

from ivigcalc.catalogue.mistakes import Finding, Location, each, repeated_ids, within
from ivigcalc.core.dosing.courses_of_order import MOST_DAYS
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Basis, Measure
from ivigcalc.core.facts.indication import Daily, Indication, Range, Regimen, Spread, Status
from ivigcalc.core.facts.indication import Sequence as SequenceRegimen
from ivigcalc.core.facts.ladder import Ladder, RateUnit, RiskRate
from ivigcalc.core.facts.product import PROPERTIES, LabelDose, Product, SugarKind
from ivigcalc.core.infusion.rates import RateBasis, to_ml_h
from ivigcalc.core.site.ladders import MOST_STEPS, step_count

UNITS: Final[dict[str, dict[str, Decimal]]] = {
    "iga": {"mcg/mL": Decimal(20_000), "mg/g": Decimal(100)},
    "sodium": {"mmol/L": Decimal(600), "mmol/g": Decimal(10)},
    "osmolality": dict.fromkeys(("mOsmol/kg", "mOsm/kg", "mOsm/L", "mOsmol/L"), Decimal(1500)),
    "ph": {"pH": Decimal(9)},
}
"""The units of each property, and the most that is possible in each (46 mg/mL of IgA is a slip of unit)."""

SUGAR_UNITS: Final = {"g/g": Decimal(4), "mg/mL": Decimal(200)}
MOST_MG_PER_ML: Final = 200
VIAL_TOLERANCE: Final = Decimal("0.02")
SMALLEST_VIAL_G: Final = Decimal("0.1")
LARGEST_VIAL_G: Final = 100
"""No vial is smaller or larger: what is, is a slip of unit. These are no clinical limits."""

LEAST_G_PER_KG: Final = Decimal("0.01")
MOST_G_PER_KG: Final = Decimal(4)
MOST_ML_KG_H: Final = 20
LONGEST_SENTENCE: Final = 150
"""Letters of the sentences that stand above a dose, where there is room for two lines."""
MOST_FLAT_ML_H: Final = 600
CLEARLY_BELOW: Final = Fraction("0.9")
"""The two units that a label prints for one rate differ by up to 10 %. A rate for patients at risk that is no further
below the ordinary maximum is that maximum in another unit (Octagam 5 %: 3.3 mg/kg/min and 200 mg/kg/h)."""


def findings(catalogue: Catalogue) -> Iterator[Finding]:
    """Everything wrong with a preparation or an indication by itself."""
    yield from each(("products",), catalogue.products, _product)
    yield from each(("indications",), catalogue.indications, _indication)


def _product(product: Product) -> Iterator[Finding]:
    yield from _properties(product)
    yield from _amounts(product)
    yield from _vials(product)
    yield from _rates(product)
    for number, label in enumerate(product.labelled):
        yield from each(("labelled", number, "doses"), label.doses, _label_dose)


def _properties(product: Product) -> Iterator[Finding]:
    """Each property is stated or said to be missing."""
    for name in dict.fromkeys((*PROPERTIES, *product.missing)):
        stated = bool(getattr(product, name, ()))
        if name not in PROPERTIES:
            yield ("missing", name), f"{name!r} is not a property"
        elif not stated and name not in product.missing:
            yield ("missing",), f"{name} is neither stated nor said to be missing"
        elif stated and name in product.missing:
            yield ("missing", name), f"{name} is stated and said to be missing"


def _amounts(product: Product) -> Iterator[Finding]:
    """Units fit, and amounts can be."""
    for name, units in UNITS.items():
        for number, fact in enumerate(getattr(product, name)):
            yield from within((name, number), _amount(fact, units))
    for number, sugar in enumerate(product.sugar):
        if sugar.amount:
            yield from within(("sugar", number, "amount"), _amount(sugar.amount, SUGAR_UNITS))
        if sugar.kind is SugarKind.NONE and not _is_none(sugar.amount):
            message = (
                "none needs its amount, or the sugar counts as unknown: amount: {basis: exact, value: 0, unit: g/g}"
            )
            yield ("sugar", number), message
        elif sugar.kind is SugarKind.NONE and sugar.amount and sugar.amount.standing is not sugar.standing:
            message = f"none is {sugar.standing}, its amount {sugar.amount.standing}: one fact, with one standing"
            yield ("sugar", number), message


def _is_none(amount: Measure | None) -> bool:
    """Whether an amount says that there is nothing of it."""
    return amount is not None and amount.basis is Basis.EXACT and amount.value == 0 and amount.unit == "g/g"


def _amount(fact: Measure, units: dict[str, Decimal]) -> Iterator[Finding]:
    top = fact.high if fact.value is None else fact.value
    if fact.unit not in units:
        yield ("unit",), f"unit {fact.unit!r} is not one of {', '.join(sorted(units))}"
    elif top is not None and top > units[fact.unit]:
        yield (), f"{top} {fact.unit} is not possible (at most {units[fact.unit]})"


def _vials(product: Product) -> Iterator[Finding]:
    """A vial holds what the concentration says."""
    if not 0 < product.mg_per_ml <= MOST_MG_PER_ML:
        yield ("mg_per_ml",), f"{product.mg_per_ml} mg/mL is not possible"
        return
    for number, vial in enumerate(product.vials):
        if vial.g > 0 and not (SMALLEST_VIAL_G <= vial.g <= LARGEST_VIAL_G and vial.g * 1000 % 1 == 0):
            sizes = f"{SMALLEST_VIAL_G} to {LARGEST_VIAL_G} g, in whole mg"
            yield ("vials", number), f"{vial.g} g is no size of a vial: {sizes}"
        elif vial.g <= 0 or vial.ml <= 0 or abs(vial.g * 1000 / vial.ml / product.mg_per_ml - 1) > VIAL_TOLERANCE:
            yield ("vials", number), f"{vial.g} g in {vial.ml} mL is not {product.mg_per_ml} mg/mL"


def _label_dose(dose: LabelDose) -> Iterator[Finding]:
    """A dose on a label has both ends, the right way round, in g/kg."""
    low, high = dose.min_g_per_kg, dose.max_g_per_kg
    if (low is None) != (high is None):
        yield (), "needs both min_g_per_kg and max_g_per_kg, or neither"
    elif low is not None and high is not None and not LEAST_G_PER_KG <= low <= high <= MOST_G_PER_KG:
        yield (), f"{low} to {high} g/kg in a course is outside {LEAST_G_PER_KG} to {MOST_G_PER_KG} g/kg, or falls"
    if not 1 <= (dose.min_days or 1) <= (dose.max_days or MOST_DAYS) <= MOST_DAYS:
        yield (), f"days are outside 1 to {MOST_DAYS}, or min_days is above max_days"


def _rates(product: Product) -> Iterator[Finding]:
    """Ladders and rates for patients at risk are possible, and one alone speaks of a use in a region.

    Of ladders it may be two: one for all, and one for patients who tolerated the preparation before (``after``).

    Nothing without a concentration, which is said elsewhere.
    """
    if product.mg_per_ml <= 0:
        return
    yield from each(("ladders",), product.ladders, lambda ladder: _ladder(ladder, product.mg_per_ml))
    yield from each(("risk_rates",), product.risk_rates, lambda rate: _risk_rate(rate, product))
    for told in (False, True):
        same = {number: ladder for number, ladder in enumerate(product.ladders) if bool(ladder.after) is told}
        yield from _shared("ladders", "contexts", same)
    yield from _shared("risk_rates", "patients", dict(enumerate(product.risk_rates)))


def _ladder(ladder: Ladder, mg_per_ml: Decimal) -> Iterator[Finding]:
    """Rates are possible and rise to the maximum; steps last some time, and are not too many."""
    yield from _empty(ladder, "contexts", "regions", "steps")
    rates, between = [step.rate for step in ladder.steps], ladder.between
    stated: dict[Location, Decimal | None] = {("maximum",): ladder.maximum, ("raise_by",): ladder.raise_by}
    stated |= {("steps", number, "rate"): rate for number, rate in enumerate(rates)}
    stated |= {("between", number): rate for number, rate in enumerate(between)}
    for place, rate in stated.items():
        if rate is not None:
            yield from within(place, _rate(rate, ladder.unit, mg_per_ml))
    durations: dict[Location, Decimal | None] = {("every_minutes",): ladder.every_minutes}
    durations |= {("steps", number, "minutes"): step.minutes for number, step in enumerate(ladder.steps)}
    for place, minutes in durations.items():
        if minutes is not None and minutes <= 0:
            yield place, f"{minutes} minutes is not above zero"
    if any(later <= earlier for earlier, later in pairwise(rates)):
        yield ("steps",), "the rates of the steps must rise"
    if between and any(later <= earlier for earlier, later in pairwise((*rates[-1:], *between, ladder.maximum))):
        yield ("between",), "the rates must rise from the last step to the maximum"
    if between and ladder.raise_by is not None:
        yield ("between",), "has no place beside raise_by, which the label prints"
    if rates and max(rates) > ladder.maximum:
        yield ("maximum",), f"a step of {max(rates)} is above the maximum of {ladder.maximum} {ladder.unit}"
    if (count := step_count(ladder)) > MOST_STEPS:
        name = "steps" if ladder.raise_by is None else "raise_by"
        yield (name,), f"makes {count} steps up to the maximum; at most {MOST_STEPS}"


def _risk_rate(rate: RiskRate, product: Product) -> Iterator[Finding]:
    """A rate for patients at risk is possible, and clearly below the ordinary maximum."""
    yield from _empty(rate, "patients", "regions")
    if rate.below and rate.maximum is None:
        yield ("below",), "needs a maximum"
    if (rate.maximum is None) != (rate.unit is None):
        yield (), "needs a unit with a maximum, and none without"
    if rate.maximum is None or rate.unit is None:
        return
    yield from within(("maximum",), _rate(rate.maximum, rate.unit, product.mg_per_ml))
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


def _shared(name: str, key: str, entries: Mapping[int, Any]) -> Iterator[Finding]:
    """No two entries of a list, by their places, speak of the same region and the same context or patient."""
    seen: dict[tuple[str, str], int] = {}
    for number, entry in entries.items():
        for region in entry.regions:
            for what in getattr(entry, key):
                if (first := seen.setdefault((region, what), number)) != number:
                    yield (name, number), f"{what} in {region} stands in {name}[{first}] too"


def _rate(rate: Decimal, unit: RateUnit, mg_per_ml: Decimal) -> Iterator[Finding]:
    """A rate is above zero, and one that a pump may be set to."""
    most, per = (MOST_FLAT_ML_H, "mL/h") if unit is RateUnit.ML_MIN else (MOST_ML_KG_H, "mL/kg/h")
    if rate <= 0:
        yield (), f"{rate} {unit} is not above zero"
    elif _ml_h(rate, unit, mg_per_ml) > most:
        yield (), f"{rate} {unit} is not possible (more than {most} {per})"


def _ml_h(rate: Decimal, unit: RateUnit, mg_per_ml: Decimal) -> Fraction:
    """A rate in mL/h for 1 kg; a flat one in mL/h for anybody."""
    return to_ml_h(Fraction(rate), unit, RateBasis(weight_kg=Fraction(1), mg_per_ml=Fraction(mg_per_ml)))


def _indication(indication: Indication) -> Iterator[Finding]:
    """Sentences are short; regimens have ids of their own, and are kept as text where the use is not supported."""
    for name in ("support", "decides"):
        said = getattr(indication, name)
        if said is not None and not 0 < len(said.says) <= LONGEST_SENTENCE:
            yield (name, "says"), f"has {len(said.says)} letters; one sentence of at most {LONGEST_SENTENCE}"
    if indication.status in {Status.NOT_SUPPORTED, Status.NOT_SUPPORTED_EXCEPT} and indication.regimens:
        yield ("regimens",), "not supported: keep its regimens under recorded"
    yield from repeated_ids(("regimens",), indication.regimens)
    if len({regimen.weight_policy for regimen in indication.regimens}) > 1:
        yield ("regimens",), "one dosing weight for all regimens: give each the same weight_policy, or none"
    yield from each(("regimens",), indication.regimens, _regimen)
    yield from each(("regimens",), indication.regimens, _cap)


def _cap(regimen: Regimen) -> Iterator[Finding]:
    """A cap is above zero and has a source."""
    if regimen.cap_g is not None and regimen.cap_g <= 0:
        yield ("cap_g",), f"{regimen.cap_g} g per dose is not above zero"
    if regimen.cap_g is not None and not regimen.cap_sources:
        yield ("cap_g",), "has no source; give cap_sources"


def _regimen(regimen: Regimen) -> Iterator[Finding]:
    """Doses and days are within bounds."""
    doses, days = _doses_and_days(regimen)
    match regimen:
        case Spread() if not regimen.min_days <= regimen.max_days:
            yield (), "min_days is above max_days"
        case Spread() if any(not regimen.min_days <= split.days <= regimen.max_days for split in regimen.splits):
            yield (), "a split lies outside min_days to max_days"
        case SequenceRegimen() if days != sorted(set(days)):
            yield (), "the days of a sequence must rise"
        case Range() if not regimen.min_g_per_kg < regimen.max_g_per_kg:
            yield (), "min_g_per_kg is not below max_g_per_kg"
        case _:
            pass
    for dose in doses:
        if not LEAST_G_PER_KG <= dose <= MOST_G_PER_KG:
            yield (), f"{dose} g/kg in a course is outside {LEAST_G_PER_KG} to {MOST_G_PER_KG} g/kg; mg/kg?"
    if any(not 1 <= day <= MOST_DAYS for day in days):
        yield (), f"days are outside 1 to {MOST_DAYS}"


def _doses_and_days(regimen: Regimen) -> tuple[list[Decimal], list[int]]:
    """g/kg of the course (both ends of a range), and the numbers of days."""
    match regimen:
        case Daily():
            return [regimen.g_per_kg * regimen.days], [regimen.days]
        case Spread():
            return [regimen.g_per_kg], [regimen.min_days, regimen.max_days]
        case SequenceRegimen():
            return [sum((dose.g_per_kg for dose in regimen.doses), Decimal(0))], [dose.day for dose in regimen.doses]
        case Range():
            return [regimen.min_g_per_kg, regimen.max_g_per_kg], []
        case _:
            assert_never(regimen)
