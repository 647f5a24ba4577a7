"""Options to add, as they stand under NEXT at the end of an answer: each fits the patient and what was given.

A choice (a preparation, a region, a format) can be typed as it stands; a fact of the patient has no figure, but the
placeholder of its option, which is refused: a figure that nobody measured would give a dose or rate of somebody else.
"""

from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from fractions import Fraction
from shlex import quote
from typing import Final

from ivigcalc.core.answers.plan import CoursePlan, ProductPlan
from ivigcalc.core.answers.products import ProductsAnswer
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.indication import Indication
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.rule import Verdict
from ivigcalc.core.infusion.label_ladders import NOT_SAID, EarlierInfusions, Purpose, ladder_choices, purpose_of
from ivigcalc.core.quantity import counted, plain, shown
from ivigcalc.core.record import Record
from ivigcalc.core.request.patient import Patient, Risk
from ivigcalc.core.selection.assessment import Assessment
from ivigcalc.core.selection.labels import is_offered
from ivigcalc.report.view.parts.words import CHILDREN

REGIONS: Final = (Region.EU, Region.US, Region.BR)
"""The regions that a sample may name, the first that fits first."""

SAMPLE_DATE: Final = "2026-12-01"
"""A first infusion day: any day runs, and the program has no clock."""


class Wanted(Record):
    """What a preparation that is offered has to have: vials, and a rate ladder for this use and patient."""

    region: Region | None
    conditions: AbstractSet[str] = frozenset()
    indication: Indication | None = None
    purpose: Purpose | None = None
    """What an infusion is for, where that is known for the one preparation and not by an indication."""
    earlier: EarlierInfusions = NOT_SAID
    rate: bool = True
    """Whether a ladder is wanted at all."""

    def has_all(self, product: Product) -> bool:
        """Whether a preparation has vials and a ladder here, so that what is offered is not refused."""
        if not self.rate:
            return is_offered(product, self.region)
        purpose = purpose_of(self.indication, product) if self.indication else self.purpose or Purpose()
        ladders = ladder_choices(product, self.region, purpose, self.conditions, self.earlier)
        return is_offered(product, self.region) and isinstance(ladders, list)


def offered(assessments: Iterable[Assessment], wanted: Wanted) -> Assessment | None:
    """The first preparation that is known to be sold, with vials and a ladder; None for none."""
    return next((one for one in assessments if one.sold and wanted.has_all(one.product)), None)


def region_sample(wanted: Wanted, product: Product | None = None) -> str:
    """A region to give, in which the preparation has all that is wanted; "" where one is given, or none is known."""
    if wanted.region is not None:
        return ""
    fits = (one for one in REGIONS if product is None or wanted.replaced(region=one).has_all(product))
    return next((f"--region {one}" for one in fits), "")


def age_sample(patient: Patient, conditions: Collection[str]) -> str:
    """That an age may be given; "" for who has one, or may be a child."""
    if patient.age_years is not None or not CHILDREN.isdisjoint(conditions):
        return ""
    return "--age YEARS"


def body_samples(patient: Patient, conditions: Collection[str]) -> str:
    """Height and sex, as far as they are not given; "" for a child, whose dose they do not change."""
    if not CHILDREN.isdisjoint(conditions):
        return ""
    height = "--height CM" if patient.height_cm is None else ""
    sex = "--sex SEX" if patient.sex is None else ""
    return f"{height} {sex}".strip()


def vials_sample(made: ProductPlan | None) -> str:
    """The vials of the first day as an order may state them, and as ``dose`` takes them; "" where none make it up."""
    plan = made.plans[0] if made and made.plans else None
    if not isinstance(plan, CoursePlan):
        return ""
    return f"--vials {'+'.join(f'{vial.count}x{shown(vial.size_g, 3)}' for vial in plan.days[0].vials.vials)}"


def patient_options(patient: Patient, region: Region | None) -> str:
    """What was given of a patient and the region, as ``products`` takes it, so that a sample is about this patient."""
    iga = patient.iga
    given: dict[str, list[str]] = {
        "--weight": [plain(patient.weight_kg, 4)] if patient.weight_kg is not None else [],
        "--height": [plain(patient.height_cm, 4)] if patient.height_cm is not None else [],
        "--age": [_age(patient.age_years)] if patient.age_years is not None else [],
        "--iga": [f"{'<' if iga.below else ''}{plain(iga.g_per_l, 4)} g/L"] if iga else [],
        "--iga-deficient": [""] if Risk.IGA_DEFICIENT in patient.risks else [],
        "--risk": sorted({*map(str, patient.risks), *map(str, patient.factors)} - {str(Risk.IGA_DEFICIENT)}),
        "--pregnant": [""] if patient.pregnant else [],
        "--pre-pregnancy-weight": [plain(patient.pre_pregnancy_kg, 4)] if patient.pre_pregnancy_kg is not None else [],
        "--region": [str(region)] if region else [],
    }
    typed = [(option, value) for option, values in given.items() for value in values]
    return " ".join(f"{option} {quote(value)}" if value else option for option, value in typed)


def _age(years: Fraction) -> str:
    """An age as it may be typed: where it is no whole number of years, in months or days where it is one of these."""
    months, days = years * 12, years * Fraction(1461, 4)
    if years.denominator == 1 or (months.denominator != 1 and days.denominator != 1):
        return plain(years, 4)
    return counted(int(months), "months") if months.denominator == 1 else counted(int(days), "days")


def _products(choice: ProductsAnswer, *more: str) -> str:
    """``products`` for this patient, with names or options before and behind."""
    names = [word for word in more if not word.startswith("--")]
    options = [word for word in more if word.startswith("--")]
    given = patient_options(choice.patient, choice.situation.region)
    return " ".join(filter(None, ("ivigcalc products", *names, given, *options)))


def _allowed(choice: ProductsAnswer) -> list[Assessment]:
    """What is not contraindicated for the patient, in its order: nothing else is ever offered."""
    listed = [place.assessment for place in choice.places]
    return [one for one in listed if one.verdict is not Verdict.CONTRAINDICATED]


def after_list(choice: ProductsAnswer, *, rejected: bool) -> list[str]:
    """What to type after a list: a preparation known to be sold with vials and a rate here, and what else to give.

    Where nothing is left that may be given, whom to ask, and why.
    """
    allowed = _allowed(choice)
    why_not = "" if rejected else _products(choice, "--rejected")
    if not allowed:
        return [why_not, "(no preparation read is allowed for this patient: refer to the prescriber)"]
    found = offered(allowed, Wanted(region=choice.situation.region, conditions=choice.situation.conditions))
    first = found or next((one for one in allowed if one.sold), allowed[0])
    lines = [_products(choice, first.product.id)]
    if Risk.IGA_DEFICIENT in choice.risks and Risk.ANTI_IGA not in choice.risks:
        return [*lines, f"(where there are antibodies to IgA: --risk {Risk.ANTI_IGA})"]
    region = region_sample(Wanted(region=choice.situation.region))
    return [*lines, _products(choice, region) if region else why_not]


def after_side_by_side(choice: ProductsAnswer, *, explain: bool) -> list[str]:
    """What to type after a comparison: one of them in full, and where it all comes from."""
    names = [place.assessment.product.id for place in choice.places]
    sources = "" if explain else _products(choice, *names, "--explain")
    allowed = _allowed(choice)
    if not allowed:
        return [sources, _products(choice), "(none of these is allowed for this patient: what is, if any)"]
    first = next((one for one in allowed if one.sold), allowed[0])
    return [_products(choice, first.product.id), sources]


def after_one(choice: ProductsAnswer) -> list[str]:
    """What to type after one preparation in full: all of them in their order for this patient."""
    return [_products(choice), "(every preparation in its order for this patient)"]
