"""What a preparation carries besides IgG, per gram of it and per course: IgA, sodium, sugar, volume; and osmolality.

A limit is the least favourable labelled value: of the region asked for, else (named) of another region's label of the
same formulation. Averages are never limits, and a fact whose standing does not drive is never used.
"""

from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from operator import itemgetter
from typing import Final

from ivigcalc.core.facts.fact import STANDING_WORDS, Basis, Measure, Region, Standing
from ivigcalc.core.facts.product import Product, SugarKind
from ivigcalc.core.quantity import exact
from ivigcalc.core.record import Record

MCG_PER_MG: Final = 1000
ML_PER_L: Final = 1000
"""Also mg per g."""

PER_VOLUME: Final = {"mcg/mL": ML_PER_L, "mmol/L": 1, "mg/mL": 1}
"""Units per volume as hung, and what a figure in each times this, over mg/mL of IgG, is per g of IgG."""

IGA_LIMITS: Final = frozenset({Basis.MAX})
SODIUM_LIMITS: Final = frozenset({Basis.MAX, Basis.EXACT, Basis.RANGE})
SUGAR_LIMITS: Final = frozenset({Basis.MAX, Basis.EXACT})
OSMOLALITY_LIMITS: Final = frozenset({Basis.MAX, Basis.EXACT, Basis.RANGE, Basis.NOMINAL, Basis.TYPICAL})


class LabelledLimit(Record):
    """The most that a preparation carries by its label, per gram of IgG (osmolality as printed), and the fact behind.

    ``borrowed`` is true where the region asked for prints none and another region's label of the formulation was used.
    """

    value: Fraction
    fact: Measure
    borrowed: bool


class Unknown(Record):
    """No labelled limit: the reason, and what is known all the same."""

    reason: str
    known: str


Value = LabelledLimit | Unknown


BASIS_WORDS: Final = {
    Basis.MAX: "up to ",
    Basis.AVERAGE: "average ",
    Basis.TYPICAL: "typically ",
    Basis.AT_LEAST: "at least ",
}


def as_printed(measure: Measure) -> str:
    """A fact as a label would say it: "average 46 mcg/mL", "up to 25 mcg/mL", "240 to 300 mOsmol/kg"."""
    if measure.basis is Basis.RANGE and measure.low is not None and measure.high is not None:
        figure = f"{exact(measure.low)} to {exact(measure.high)}"
    else:
        figure = exact(measure.value or Decimal(0))
    word, mark = BASIS_WORDS.get(measure.basis, ""), STANDING_WORDS.get(measure.standing, "")
    return f"{word}{figure} {measure.unit}{mark}".strip()


def _per_gram(fact: Measure, product: Product) -> Fraction:
    """The upper value of a fact, per gram of IgG; as printed where its unit is per gram or an osmolality."""
    value, parts = (fact.upper or Decimal(0)).as_integer_ratio()
    if fact.unit in PER_VOLUME:
        mg, of_ml = product.mg_per_ml.as_integer_ratio()
        return Fraction(value * PER_VOLUME[fact.unit] * of_ml, parts * mg)
    return Fraction(value * MCG_PER_MG if fact.unit == "mg/g" else value, parts)


def _limit(
    product: Product, facts: Collection[Measure], bases: frozenset[Basis], region: Region | None, reason: str
) -> Value:
    """The least favourable of the facts that are limits: the region's, or of other regions where it prints none."""
    usable = [fact for fact in facts if fact.standing.drives and fact.basis in bases and fact.upper is not None]
    here = [fact for fact in usable if region is None or not fact.regions or region in fact.regions]
    if not usable:
        return Unknown(reason=reason, known="; ".join(as_printed(fact) for fact in facts))
    value, fact = max(((_per_gram(fact, product), fact) for fact in here or usable), key=itemgetter(0))
    return LabelledLimit(value=value, fact=fact, borrowed=not here)


@lru_cache(maxsize=1024)
def iga_mcg_per_g(product: Product, region: Region | None = None) -> Value:
    """IgA in mcg per g of IgG, by the labelled maximum."""
    return _limit(product, product.iga, IGA_LIMITS, region, product.missing.get("iga", "no labelled maximum found"))


@lru_cache(maxsize=1024)
def sodium_mmol_per_g(product: Product, region: Region | None = None) -> Value:
    """Sodium in mmol per g of IgG, as hung."""
    limit = _limit(product, product.sodium, SODIUM_LIMITS, region, product.missing.get("sodium", "no figure found"))
    if isinstance(limit, Unknown) and product.sodium_says:
        return limit.replaced(known=product.sodium_says.says)
    return limit


@lru_cache(maxsize=1024)
def osmolality(product: Product, region: Region | None = None) -> Value:
    """Osmolality, the label's upper value, in mOsmol per kg (or per L, as printed)."""
    reason = product.missing.get("osmolality", "no upper label value found")
    return _limit(product, product.osmolality, OSMOLALITY_LIMITS, region, reason)


@lru_cache(maxsize=1024)
def sugar_g_per_g(product: Product, region: Region | None = None) -> Value:
    """Sugar or polyol in g per g of IgG."""
    driving = [sugar for sugar in product.sugar if sugar.standing.drives]
    facts = [sugar.amount for sugar in driving if sugar.amount]
    limit = _limit(product, facts, SUGAR_LIMITS, region, product.missing.get("sugar", "amount not found"))
    if isinstance(limit, Unknown):
        kinds = ", ".join(sugar.kind for sugar in driving)
        return limit.replaced(known=f"{kinds}, amount not found" if kinds else "")
    return limit


LIMIT_OF: Final = {"iga_mg": iga_mcg_per_g, "sodium_mmol": sodium_mmol_per_g, "sugar_g": sugar_g_per_g}
"""What works out the labelled limit behind each figure of an ``Exposure``, by its name."""


@lru_cache(maxsize=1024)
def derived_exposures(product: Product, region: Region | None) -> tuple[str, ...]:
    """Which figures of an ``Exposure``, by name, rest on arithmetic from a figure that a document prints."""
    values = {name: limit(product, region) for name, limit in LIMIT_OF.items()}
    return tuple(
        name
        for name, value in values.items()
        if isinstance(value, LabelledLimit) and value.fact.standing is Standing.DERIVED
    )


def fluid_ml_per_g(product: Product, _region: Region | None = None) -> LabelledLimit:
    """Volume in mL per g of IgG, from the concentration as hung: the same in every region."""
    fact = Measure(basis=Basis.EXACT, unit="mg/mL", value=product.mg_per_ml, sources=product.holder.sources)
    return LabelledLimit(value=ML_PER_L / Fraction(product.mg_per_ml), fact=fact, borrowed=False)


def sugars(product: Product) -> frozenset[SugarKind]:
    """The sugars and polyols known to be in the preparation (``none`` left out)."""
    return frozenset(sugar.kind for sugar in product.sugar if sugar.standing.drives) - {SugarKind.NONE}


class Exposure(Record):
    """What the given grams carry, by labelled maxima: IgA in mg, sodium in mmol, sugar in g. None where unknown."""

    iga_mg: Fraction | None
    sodium_mmol: Fraction | None
    sugar_g: Fraction | None


def exposure(product: Product, grams: Fraction, region: Region | None) -> Exposure:
    """IgA, sodium and sugar carried by so many grams of IgG."""

    def carried(value: Value, divisor: int = 1) -> Fraction | None:
        if not isinstance(value, LabelledLimit):
            return None
        each, parts = value.value.as_integer_ratio()
        return Fraction(each * top, parts * bottom * divisor)

    top, bottom = grams.as_integer_ratio()
    return Exposure(
        iga_mg=carried(iga_mcg_per_g(product, region), MCG_PER_MG),
        sodium_mmol=carried(sodium_mmol_per_g(product, region)),
        sugar_g=carried(sugar_g_per_g(product, region)),
    )
