"""What the labels of a preparation say of patients and of the courses ordered, and where it is sold."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Final

from ivigcalc.core.dosing.course import Course, PrintedCourse, describe_days
from ivigcalc.core.facts.fact import Region, regions_in_order
from ivigcalc.core.facts.product import Contraindication, LabelDose, Labelled, MarketStatus, Product
from ivigcalc.core.quantity import at_least, shown
from ivigcalc.core.record import Record

BEST_FIRST: Final = (
    MarketStatus.SOLD,
    MarketStatus.ENDING,
    MarketStatus.UNKNOWN,
    MarketStatus.NOT_YET,
    MarketStatus.DISCONTINUED,
)

GONE: Final = {MarketStatus.NOT_YET: "not yet sold", MarketStatus.DISCONTINUED: "no longer made"}
"""Statuses of a preparation that nobody can buy, in words."""


class CoursesOrdered(Record):
    """The courses that were ordered, the dosing weight in kg, and by how much grams may differ (0.05 is 5 %)."""

    courses: tuple[Course, ...] = ()
    kg: Fraction = Fraction(1)
    tolerance: Fraction = Fraction(0)

    @property
    def printed(self) -> PrintedCourse | None:
        """The course of a source that was ordered, and no other; None where its g/kg depend on the weight."""
        course = self.courses[0] if len(self.courses) == 1 else None
        return course.printed if course and course.kg is self.kg else None

    @cached_property
    def judged(self) -> tuple[Course, ...]:
        """The courses as limits judge them: one that was rounded to whole vials is the printed course still."""
        return tuple([course.judged for course in self.courses])


NOTHING_ORDERED: Final = CoursesOrdered()


def market_status(product: Product, region: Region | None) -> MarketStatus:
    """Whether the region (or, without one, any region) can buy the preparation; the best status counts."""
    statuses = {entry.status for entry in product.market if region is None or region in entry.regions}
    return next((status for status in BEST_FIRST if status in statuses), MarketStatus.UNKNOWN)


def is_offered(product: Product, region: Region | None) -> bool:
    """Whether the region lists a vial size of the preparation (without a region: whether any does)."""
    return bool(product.sizes_in(region))


def labels_for(product: Product, indication: str, region: Region | None = None) -> tuple[Labelled, ...]:
    """What the labels of the region (without one, of any) say of the indication (with "", of each)."""
    labels = product.labels_of.get(indication, ()) if indication else product.labelled
    return labels if region is None else tuple([label for label in labels if region in label.regions])


def too_young(label: Labelled, age_years: Fraction | None) -> bool:
    """Whether a label is for older patients; not where either age is not known."""
    return age_years is not None and not at_least(age_years, label.from_years)


def asks_age(label: Labelled, conditions: AbstractSet[str]) -> bool:
    """Whether a label is for patients from some age on, and nobody said that a patient this small is that old."""
    return "small-without-age" in conditions and bool(label.min_age_years)


def labelled_regions(
    product: Product, indication: str, age_years: Fraction | None = None, conditions: AbstractSet[str] = frozenset()
) -> tuple[Region, ...]:
    """Regions whose label has the indication at the patient's age; with "" those with any neurological indication.

    A label for patients from some age on is none for somebody who may be younger.
    """
    return regions_of(labels_for(product, indication), age_years, conditions)


def regions_of(labels: Iterable[Labelled], years: Fraction | None, conditions: AbstractSet[str]) -> tuple[Region, ...]:
    """The regions of labels; a label for older patients is left out, and one for patients who may be older."""
    anybody = years is None and "small-without-age" not in conditions
    fitting = [one for one in labels if anybody or not (too_young(one, years) or asks_age(one, conditions))]
    return regions_in_order({region for label in fitting for region in label.regions})


def from_age(product: Product, indication: str, conditions: AbstractSet[str]) -> dict[Region, Decimal]:
    """Regions whose label has the indication from some age on, in years, where a patient this small may be younger.

    A region with a label of the indication for any age is none of them.
    """
    if not (labels := [label for label in labels_for(product, indication) if asks_age(label, conditions)]):
        return {}
    labelled = labelled_regions(product, indication, conditions=conditions)
    years: dict[Region, Decimal] = {}
    for label in labels:
        for region in label.regions:
            years[region] = min(years.get(region, label.min_age_years or Decimal(0)), label.min_age_years or Decimal(0))
    return {region: years[region] for region in regions_in_order(years) if region not in labelled}


def contraindications(product: Product, region: Region | None) -> list[tuple[Contraindication, bool]]:
    """Those of the region's label; for a patient it does not name, those of other regions' labels, with True."""
    usable = [entry for entry in product.contraindications if entry.standing.drives]
    here = [entry for entry in usable if region is None or not entry.regions or region in entry.regions]
    named = {entry.patient for entry in here}
    return [(entry, False) for entry in here] + [(entry, True) for entry in usable if entry.patient not in named]


def beside_label(label: Labelled, ordered: CoursesOrdered) -> list[str]:
    """The courses that do not stand on this label, in g/kg and days, each behind its letter where there are several.

    A range, from which no dose follows, is not judged.
    """
    texts = []
    for course in ordered.judged:
        if course.days and not any(covers(dose, course, ordered) for dose in label.doses):
            letter = f"{course.letter}, " if len(ordered.courses) > 1 else ""
            per_kg = course.per_kg(ordered.kg)
            if course.even is None:
                dose = f"{shown(per_kg.course, 3)} g/kg in all"
            else:
                dose = f"{shown(per_kg.day, 3)} g/kg{' daily' if len(course.days) > 1 else ''}"
            texts.append(f"{letter}{dose} {describe_days(course)}")
    return texts


def most_on_labels(labels: Sequence[Labelled], course: Course) -> tuple[Fraction, Labelled] | None:
    """The most g/kg that labels give in a course of this phase, and the label; None without a figure, or a maximum."""
    most = []
    for label in labels:
        doses = [dose for dose in label.doses if not (dose.phase and course.phase) or dose.phase is course.phase]
        tops = [Fraction(dose.max_g_per_kg) for dose in doses if dose.max_g_per_kg is not None]
        if len(tops) < len(doses):
            return None
        most += [(top, label) for top in tops]
    return max(most, key=lambda one: one[0], default=None)


def covers(dose: LabelDose, course: Course, ordered: CoursesOrdered) -> bool:
    """Whether a dose of a label gives the grams of a course over as many days, in that part of the treatment."""
    days = len(course.days)
    if (
        (dose.phase and course.phase and dose.phase is not course.phase)
        or (dose.min_days is not None and days < dose.min_days)
        or (dose.max_days is not None and days > dose.max_days)
    ):
        return False
    least, most = _span(dose.min_g_per_kg, dose.max_g_per_kg, ordered.tolerance)
    given = course.per_kg(ordered.kg).course
    return (least is None or at_least(given, least)) and (most is None or at_least(most, given))


@lru_cache(maxsize=1024)
def _span(low: Decimal | None, high: Decimal | None, tolerance: Fraction) -> tuple[Fraction | None, Fraction | None]:
    """The printed g/kg, widened by the tolerance."""
    return (
        None if low is None else Fraction(low) * (1 - tolerance),
        None if high is None else Fraction(high) * (1 + tolerance),
    )
