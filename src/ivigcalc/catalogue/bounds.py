"""What one preparation or one indication may say: units that fit, amounts and doses that are possible.

Each check yields ``(file, location, message)``.
"""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, assert_never

from ivigcalc.catalogue.rates import rate_bounds
from ivigcalc.core.dosing.courses import MOST_DAYS
from ivigcalc.core.facts.fact import Measure
from ivigcalc.core.facts.indication import Daily, Indication, Range, Regimen, Spread, Status
from ivigcalc.core.facts.indication import Sequence as SequenceRegimen
from ivigcalc.core.facts.product import PROPERTIES, LabelDose, Product

Location = tuple[str | int, ...]
Finding = tuple[str, Location, str]

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
LEAST_G_PER_KG: Final = Decimal("0.01")
MOST_G_PER_KG: Final = Decimal(4)


def product_bounds(product: Product, location: Location) -> Iterator[Finding]:
    """Each property is stated or said to be missing; units and amounts are possible."""
    for name in dict.fromkeys((*PROPERTIES, *product.missing)):
        stated = bool(getattr(product, name, ()))
        if name not in PROPERTIES:
            yield "products", (*location, "missing", name), f"{name!r} is not a property"
        elif not stated and name not in product.missing:
            yield "products", (*location, "missing"), f"{name} is neither stated nor said to be missing"
        elif stated and name in product.missing:
            yield "products", (*location, "missing", name), f"{name} is stated and said to be missing"
    yield from _possible(product, location)
    for path, message in rate_bounds(product):
        yield "products", (*location, *path), message
    for number, entry in enumerate(product.labelled):
        for index, dose in enumerate(entry.doses):
            for message in _label_dose(dose):
                yield "products", (*location, "labelled", number, "doses", index), message


def _label_dose(dose: LabelDose) -> Iterator[str]:
    """What is impossible about a dose on a label: half a dose, ends the wrong way round, a slip of unit."""
    low, high = dose.min_g_per_kg, dose.max_g_per_kg
    if (low is None) != (high is None):
        yield "needs both min_g_per_kg and max_g_per_kg, or neither"
    elif low is not None and high is not None and not LEAST_G_PER_KG <= low <= high <= MOST_G_PER_KG:
        yield f"{low} to {high} g/kg in a course is outside {LEAST_G_PER_KG} to {MOST_G_PER_KG} g/kg, or falls"
    if not 1 <= (dose.min_days or 1) <= (dose.max_days or MOST_DAYS) <= MOST_DAYS:
        yield f"days are outside 1 to {MOST_DAYS}, or min_days is above max_days"


def _possible(product: Product, location: Location) -> Iterator[Finding]:
    """Units fit, amounts can be, and a vial holds what its concentration says."""
    for path, fact, units in _measures(product):
        if fact.unit not in units:
            yield "products", (*location, *path, "unit"), f"unit {fact.unit!r} is not one of {', '.join(sorted(units))}"
        elif (top := fact.high if fact.value is None else fact.value) is not None and top > units[fact.unit]:
            yield "products", (*location, *path), f"{top} {fact.unit} is not possible (at most {units[fact.unit]})"
    if not 0 < product.mg_per_ml <= MOST_MG_PER_ML:
        yield "products", (*location, "mg_per_ml"), f"{product.mg_per_ml} mg/mL is not possible"
        return
    for number, vial in enumerate(product.vials):
        if vial.g <= 0 or vial.ml <= 0 or abs(vial.g * 1000 / vial.ml / product.mg_per_ml - 1) > VIAL_TOLERANCE:
            yield (
                "products",
                (*location, "vials", number),
                f"{vial.g} g in {vial.ml} mL is not {product.mg_per_ml} mg/mL",
            )


def _measures(product: Product) -> Iterator[tuple[Location, Measure, dict[str, Decimal]]]:
    """Every number of a preparation with the units it may have, and the most that is possible in each."""
    for name, units in UNITS.items():
        for number, fact in enumerate(getattr(product, name)):
            yield (name, number), fact, units
    for number, sugar in enumerate(product.sugar):
        if sugar.amount:
            yield ("sugar", number, "amount"), sugar.amount, SUGAR_UNITS


def indication_bounds(indication: Indication, location: Location) -> Iterator[Finding]:
    """Regimen ids are unique, and doses and days are within bounds."""
    yield from _not_computed(indication, location)
    counts = Counter(regimen.id for regimen in indication.regimens)
    for number, regimen in enumerate(indication.regimens):
        place = (*location, "regimens", number)
        if counts[regimen.id] > 1:
            yield "indications", (*place, "id"), f"id {regimen.id!r} is given {counts[regimen.id]} times"
        for message in _regimen(regimen):
            yield "indications", place, message
        if regimen.cap_g is not None and regimen.cap_g <= 0:
            yield "indications", (*place, "cap_g"), f"{regimen.cap_g} g per dose is not above zero"
        if regimen.cap_g is not None and not regimen.cap_sources:
            yield "indications", (*place, "cap_g"), "has no source; give cap_sources"


def _not_computed(indication: Indication, place: Location) -> Iterator[Finding]:
    """Where a use is not supported its regimens are kept as text, never computed."""
    if indication.status in {Status.NOT_SUPPORTED, Status.NOT_SUPPORTED_EXCEPT} and indication.regimens:
        yield "indications", (*place, "regimens"), "not supported: keep its regimens under recorded"


def _regimen(regimen: Regimen) -> Iterator[str]:
    """What is impossible about one regimen."""
    doses, days = _doses_and_days(regimen)
    match regimen:
        case Spread() if not regimen.min_days <= regimen.max_days:
            yield "min_days is above max_days"
        case Spread() if any(not regimen.min_days <= split.days <= regimen.max_days for split in regimen.splits):
            yield "a split lies outside min_days to max_days"
        case SequenceRegimen() if days != sorted(set(days)):
            yield "the days of a sequence must rise"
        case Range() if not regimen.min_g_per_kg < regimen.max_g_per_kg:
            yield "min_g_per_kg is not below max_g_per_kg"
        case _:
            pass
    for dose in doses:
        if not LEAST_G_PER_KG <= dose <= MOST_G_PER_KG:
            yield f"{dose} g/kg in a course is outside {LEAST_G_PER_KG} to {MOST_G_PER_KG} g/kg; mg/kg?"
    if any(not 1 <= day <= MOST_DAYS for day in days):
        yield f"days are outside 1 to {MOST_DAYS}"


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
