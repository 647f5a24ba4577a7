"""Why a preparation has its verdict, apart from rules: what its label says of the patient and the order, and supply.

A label that names the patient contraindicates the preparation; everything else here is a remark. A label's split is its
own, and a slower one is what labels ask for in patients at risk: a regimen beside the label changes no verdict.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from ivigcalc.core.dosing.course import Course, PrintedCourse, course_at, describe_days
from ivigcalc.core.facts.fact import Region, regions_in_order
from ivigcalc.core.facts.product import Contraindication, LabelDose, Labelled, MarketStatus, Product
from ivigcalc.core.facts.rule import Verdict
from ivigcalc.core.quantity import at_least, shown
from ivigcalc.core.record import Record

DECIDED: Final = ("anti-iga", "iga-deficient", "fructose", "proline", "corn", "under-2", "hypersensitivity")
"""Patients that a contraindication can name and the tool can recognise."""

OF_LABEL: Final = "label-"
"""How the rule of a reason begins that is a label's contraindication; the patient that it names follows."""

BEST_FIRST: Final = (
    MarketStatus.SOLD,
    MarketStatus.ENDING,
    MarketStatus.UNKNOWN,
    MarketStatus.NOT_YET,
    MarketStatus.DISCONTINUED,
)

GONE: Final = {MarketStatus.NOT_YET: "not yet sold", MarketStatus.DISCONTINUED: "no longer made"}
"""Statuses of a preparation that nobody can buy, in words."""

REMARKS: Final = {
    "label-age": "{regions} label for {indication}: {population}, from {years} years",
    "label-age-unknown": "{regions} label for {indication}: {population}, from {years} years; no age given",
    "label-regimen": "{regions} label for {indication}: {says}. Not on it: {ordered}",
    "label-regimen-not-read": "{regions} label for {indication}: its dose was not read",
    "market": "{says} ({regions}, {date})",
    "not-stocked": "not stocked at {site}",
}
"""What is remarked of a label, of what is sold or of a site's stock, by its id."""


class Reason(Record):
    """Why a preparation has its verdict; ``verdict`` is None for a remark.

    ``derived`` where it follows from the labels of the class, the preparation's own not having been read on this.
    """

    rule: str
    verdict: Verdict | None
    text: str
    sources: tuple[str, ...]
    derived: bool = False
    remark: str = ""
    """The id of its text in ``REMARKS``; "" for any other text."""
    words: tuple[tuple[str, str], ...] = ()
    """What fills the holes of the text of its rule or remark."""


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


def named_by_label(product: Product, conditions: AbstractSet[str], region: Region | None) -> Iterator[Reason]:
    """A contraindication for each condition of the patient that a label names."""
    for entry, borrowed in contraindications(product, region):
        if entry.patient in DECIDED and entry.patient in conditions:
            whose = f"label {_regions(entry.regions)}".strip()
            elsewhere = f" (not read on a {region.upper()} label)" if borrowed and region else ""
            yield Reason(
                rule=f"{OF_LABEL}{entry.patient}",
                verdict=Verdict.CONTRAINDICATED,
                text=f"{whose}{elsewhere}: {entry.says}",
                sources=entry.sources,
            )


def supply(product: Product, region: Region | None) -> Iterator[Reason]:
    """A remark where the preparation cannot be bought: no longer made, not yet sold, or no vial size in the region."""
    if market_status(product, region) in GONE:
        for entry in product.market:
            if region is None or region in entry.regions:
                words = {"says": entry.says, "regions": _regions(entry.regions), "date": entry.date}
                yield remarked("market", "market", entry.sources, **words)
    if not is_offered(product, region):
        text = f"no vial size found{f' for {region.upper()}' if region else ''}"
        yield Reason(rule="no-vials", verdict=None, text=text, sources=())


def label_age(labels: Sequence[Labelled], age_years: Fraction | None, conditions: AbstractSet[str]) -> Iterator[Reason]:
    """A remark for each label that is for older patients, or may be."""
    for label in labels:
        unknown = asks_age(label, conditions)
        if unknown or too_young(label, age_years):
            years = shown(Fraction(label.min_age_years or 0), 2)
            words = {"population": label.population, "years": years}
            yield _of_label("label-age", label, words, "label-age-unknown" if unknown else "label-age")


class OnLabels(Record):
    """What the labels of a preparation say of the courses that were ordered."""

    remarks: tuple[Reason, ...]
    """One for each label whose regimen is not the one ordered, or was not read."""
    passed: Labelled | None
    """The label with the most g/kg, where a course is more than that and nothing but that course was ordered."""


def on_labels(product: Product, indication: str, region: Region | None, ordered: CoursesOrdered) -> OnLabels:
    """What the labels of the region (without one, of any) say of the courses ordered for an indication.

    Of several courses none is above a label: they are a choice, and no order.
    """
    if printed := ordered.printed:
        return _of_printed(product, indication, region, printed, ordered.tolerance)
    labels = labels_for(product, indication, region)
    return OnLabels(remarks=tuple(label_regimen(labels, ordered)), passed=_passed(labels, ordered))


@lru_cache(maxsize=4096)
def _of_printed(
    product: Product, indication: str, region: Region | None, printed: PrintedCourse, tolerance: Fraction
) -> OnLabels:
    """What labels say of a course in g/kg as it is printed, which is the same at every weight."""
    at_1_kg = course_at(printed, Fraction(1)).replaced(printed=None)
    return on_labels(product, indication, region, CoursesOrdered(courses=(at_1_kg,), tolerance=tolerance))


def _passed(labels: Sequence[Labelled], ordered: CoursesOrdered) -> Labelled | None:
    """The label with the most g/kg, where the only course is more than that by more than the tolerance."""
    if len(ordered.courses) != 1 or not ordered.courses[0].days:
        return None
    most, given = most_on_labels(labels, ordered.courses[0]), ordered.courses[0].per_kg(ordered.kg).course
    return most[1] if most and given > most[0] * (1 + ordered.tolerance) else None


def label_regimen(labels: Sequence[Labelled], ordered: CoursesOrdered) -> Iterator[Reason]:
    """A remark for each label whose regimen is not the one ordered, or was not read."""
    for label in labels if ordered.courses else ():
        if not label.doses:
            yield _of_label("label-regimen-not-read", label, {})
        elif outside := beside_label(label, ordered):
            yield _of_label("label-regimen", label, {"says": label.says, "ordered": "; ".join(outside)})


def beside_label(label: Labelled, ordered: CoursesOrdered) -> list[str]:
    """The courses that do not stand on this label, in g/kg and days, each behind its letter where there are several.

    A range, from which no dose follows, is not judged.
    """
    texts = []
    for course in ordered.courses:
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


def _of_label(rule: str, label: Labelled, more: Mapping[str, str], remark: str = "") -> Reason:
    """A remark on a label, whose text has the id ``remark`` ("" for that of the rule)."""
    words = {"regions": _regions(label.regions), "indication": label.indication, **more}
    return remarked(rule, remark or rule, label.sources, **words)


def remarked(rule: str, remark: str, sources: tuple[str, ...], **words: str) -> Reason:
    """A remark with its text in ``REMARKS``, and what fills its holes."""
    text, filled = REMARKS[remark].format_map(words), tuple(words.items())
    return Reason(rule=rule, verdict=None, text=text, sources=sources, derived=False, remark=remark, words=filled)


def _regions(regions: Sequence[Region]) -> str:
    return "/".join(regions).upper()
