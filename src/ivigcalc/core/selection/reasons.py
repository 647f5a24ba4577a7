"""Why a preparation has its verdict, apart from rules: what its label says of the patient and the order, and supply.

A label that names the patient contraindicates the preparation; everything else here is a remark. A label's split is its
own, and a slower one is what labels ask for in patients at risk: a regimen beside the label changes no verdict.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from functools import lru_cache
from typing import Final

from ivigcalc.core.dosing.course import PrintedCourse, course_at
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.product import Labelled, Product
from ivigcalc.core.facts.rule import Verdict
from ivigcalc.core.quantity import shown
from ivigcalc.core.record import Record
from ivigcalc.core.selection.labels import (
    GONE,
    CoursesOrdered,
    asks_age,
    beside_label,
    contraindications,
    is_offered,
    labels_for,
    market_status,
    most_on_labels,
    too_young,
)

DECIDED: Final = ("anti-iga", "iga-deficient", "fructose", "proline", "corn", "under-2", "hypersensitivity")
"""Patients that a contraindication can name and the tool can recognise."""

OF_LABEL: Final = "label-"
"""How the rule of a reason begins that is a label's contraindication; the patient that it names follows."""

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
    course = ordered.judged[0] if len(ordered.judged) == 1 else None
    if course is None or not course.days:
        return None
    most, given = most_on_labels(labels, course), course.per_kg(ordered.kg).course
    return most[1] if most and given > most[0] * (1 + ordered.tolerance) else None


def label_regimen(labels: Sequence[Labelled], ordered: CoursesOrdered) -> Iterator[Reason]:
    """A remark for each label whose regimen is not the one ordered, or was not read."""
    for label in labels if ordered.courses else ():
        if not label.doses:
            yield _of_label("label-regimen-not-read", label, {})
        elif outside := beside_label(label, ordered):
            yield _of_label("label-regimen", label, {"says": label.says, "ordered": "; ".join(outside)})


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
