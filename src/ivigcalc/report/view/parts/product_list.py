"""Preparations as a table, a row for each: with what they are ranked by, by label, or contraindicated."""

from collections.abc import Callable, Collection, Sequence

from ivigcalc.core.answers.products import ProductsAnswer, order_working
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Basis, Measure, Region
from ivigcalc.core.facts.product import MarketStatus, Product
from ivigcalc.core.facts.rule import Verdict
from ivigcalc.core.quantity import exact, shown
from ivigcalc.core.request.patient import Risk
from ivigcalc.core.selection.assessment import Assessment, Situation
from ivigcalc.core.selection.exposure import LabelledLimit, Value, iga_mcg_per_g
from ivigcalc.core.selection.labels import asks_age, contraindications, labels_for, too_young
from ivigcalc.core.selection.ranking import PlacedProduct
from ivigcalc.report.document import NAMES, Block, Column, Heading, Paragraph, Table, numeric, wide
from ivigcalc.report.view.parts import words

FACTOR_HEADERS = {
    Risk.IGA_DEFICIENT: "IgA mcg/g",
    Risk.RENAL: "mOsmol",
    Risk.SODIUM: "Na mmol/g",
    Risk.FLUID: "mL/g",
    Risk.DIABETES: "sugar g/g",
}
MARKET_MARKS = {MarketStatus.ENDING: " (ending)", MarketStatus.UNKNOWN: " (sold?)"}
"""What stands behind the name of a preparation that is not known to stay on sale."""

FIRST_FACTOR_DROPPED = 9
"""The number of a factor's column that is left out last, less its place: the last factor's goes first."""

MOST_LABELS = 3
"""Indications that a row names without ``--all``."""

Cells = tuple[Column, Callable[[PlacedProduct], str]]
"""A column, and its cell for a preparation."""


def table_of(places: Sequence[PlacedProduct], *columns: Cells) -> Table:
    """A row for each preparation."""
    rows = tuple(tuple(cell(place) for _, cell in columns) for place in places)
    return Table(columns=tuple(column for column, _ in columns), rows=rows)


def ranked_table(places: Sequence[PlacedProduct], choice: ProductsAnswer, *, full: bool) -> Table:
    """Preparations with their number, what they are ranked by, and what else they hold.

    The verdict has a column where there are several. ``full`` prints every labelled IgA.
    """
    several = len({place.assessment.verdict for place in places}) > 1
    return table_of(
        places,
        (numeric(), lambda place: "" if place.position is None else words.rank(place)),
        (NAMES, lambda place: name(place.assessment, starred=full)),
        *([(Column(header="verdict"), _verdict)] if several else []),
        *_factor_cells(choice, full=full),
        (Column(header="also holds", drop=2), lambda place: words.holds(place.assessment.product)),
        (Column(header="neuro label", drop=1), lambda place: _neuro_labels(place, choice) or "-"),
    )


def _neuro_labels(place: PlacedProduct, choice: ProductsAnswer) -> str:
    assessment = place.assessment
    return words.regions_at_age(assessment.labelled, assessment.labelled_from, choice.situation.region)


def contraindicated_table(places: Sequence[PlacedProduct], choice: ProductsAnswer, *, full: bool) -> Table:
    """Preparations that are contraindicated, with whose label says so, or that it is the class."""
    return table_of(
        places,
        (NAMES, lambda place: name(place.assessment, starred=full)),
        (Column(header="by label of"), lambda place: _named_by(place.assessment, choice)),
        *_factor_cells(choice, full=full),
        (Column(header="also holds", drop=1), lambda place: words.holds(place.assessment.product)),
    )


def labelled_table(places: Sequence[PlacedProduct], choice: ProductsAnswer, *, full: bool) -> Table:
    """Preparations with their neurological labels, where nothing ranks them. ``full`` has regions and vial sizes."""
    region = choice.situation.region
    several = len({place.assessment.verdict for place in places}) > 1
    columns: list[Cells] = [
        (NAMES, lambda place: name(place.assessment, starred=full)),
        *([(Column(header="verdict"), _verdict)] if several else []),
    ]
    if full:
        columns += [
            (wide("neurological labels"), lambda place: labels(place.assessment.product, choice)),
            (Column(header="IgA up to, mcg/g", wraps=True, right=True), lambda place: _iga(place, region)),
            (Column(header="holds"), lambda place: words.holds(place.assessment.product)),
            (wide("vials, g"), lambda place: sizes(place.assessment.product, region)),
        ]
    else:
        columns += [
            (Column(header="neuro label"), lambda place: _short_labels(place.assessment.product, choice)),
            (numeric("IgA mcg/g"), lambda place: _iga(place, region).split(" (")[0]),
            (Column(header="holds", drop=1), lambda place: words.holds(place.assessment.product)),
        ]
    return table_of(places, *columns)


def patient_words(choice: ProductsAnswer) -> str:
    """What is known of the patient that bears on a verdict: risks, factors, age, body; "" for nothing."""
    patient = choice.patient
    measured = {"years": patient.age_years, "kg": patient.weight_kg, "cm": patient.height_cm}
    known = [
        *choice.risks,
        *sorted(patient.factors),
        *(["pregnant"] if patient.pregnant else []),
        *([f"IgA {shown(patient.iga.g_per_l, 4)} g/L"] if patient.iga else []),
        *(f"{shown(value, 2)} {unit}" for unit, value in measured.items() if value is not None),
    ]
    return ", ".join(dict.fromkeys(known))


def name(assessment: Assessment, *, starred: bool = False) -> str:
    """The name, with a mark where the region is not known to go on selling it, or that it stands in Table 2."""
    mark = MARKET_MARKS.get(assessment.status, "")
    star = " *" if starred and assessment.product.table2 else ""
    return f"{assessment.product.shown}{mark}{star}"


def _verdict(place: PlacedProduct) -> str:
    return words.verdict_words(place.assessment.verdict)


def _factor_cells(choice: ProductsAnswer, *, full: bool) -> list[Cells]:
    """A column for each factor; for IgA alone another one with the label's figure."""
    factors = choice.situation.factors

    def cells(factor: Risk) -> Cells:
        later = 0 if full else factors.index(factor)
        column = Column(header=FACTOR_HEADERS[factor], right=True, drop=FIRST_FACTOR_DROPPED - later if later else 0)
        return column, lambda place: _value(place.assessment.values[factor], full=full)

    label: list[Cells] = []
    if factors == (Risk.IGA_DEFICIENT,) and full:
        label = [(wide("label, mcg/mL"), lambda place: _label_iga(place.assessment.product))]
    elif factors == (Risk.IGA_DEFICIENT,):
        label = [(Column(header="max mcg/mL"), lambda place: _label_maximum(place.assessment, choice))]
    return [*(cells(factor) for factor in factors), *label]


def _value(value: Value, *, full: bool) -> str:
    """A value that preparations are ranked by; ``full`` has also what is known of one that no label prints."""
    return words.value_words(value, "", 3).strip() if full or isinstance(value, LabelledLimit) else "unknown"


def _figure(fact: Measure) -> str:
    """A labelled IgA as printed, its unit where it is not mcg/mL."""
    unit = "" if fact.unit == "mcg/mL" else f" {fact.unit}"
    if fact.low is not None and fact.high is not None:
        return f"{exact(fact.low)} to {exact(fact.high)}{unit}"
    return f"{exact(fact.value or 0)}{unit}"


def _where(regions: Sequence[Region]) -> str:
    return words.asked_regions(regions) or words.all_regions(regions)


def _label_maximum(assessment: Assessment, choice: ProductsAnswer) -> str:
    """The labelled maximum that counts, and whose label it is: "84 EU"."""
    value, asked = assessment.values[Risk.IGA_DEFICIENT], choice.situation.region
    if not isinstance(value, LabelledLimit):
        return "-"
    regions = value.fact.regions
    return f"{_figure(value.fact)} {words.asked_regions(regions, asked) or words.all_regions(regions)}".strip()


def _label_iga(product: Product) -> str:
    """Labelled IgA as printed, in mcg/mL: the maximum by region, averages marked."""
    printed: dict[str, list[Region]] = {}
    for fact in product.iga:
        word = "" if fact.basis is Basis.MAX or fact.basis is Basis.RANGE else f"{fact.basis} "
        printed.setdefault(f"{word}{_figure(fact)}", []).extend(fact.regions)
    return ", ".join(f"{text} {_where(where)}" for text, where in printed.items())


def _iga(place: PlacedProduct, region: Region | None) -> str:
    return words.value_words(iga_mcg_per_g(place.assessment.product, region), "").strip()


def _named_by(assessment: Assessment, choice: ProductsAnswer) -> str:
    """The regions whose label names the patient; "class" where none was read."""
    product, situation = assessment.product, choice.situation
    entries = contraindications(product, situation.region)
    regions = [region for entry, _ in entries if entry.patient in situation.conditions for region in entry.regions]
    return words.all_regions(list(dict.fromkeys(regions))) or "class: not read"


def _indications(product: Product, choice: ProductsAnswer) -> dict[str, list[Region]]:
    """The indications on the labels (of the region) for a patient of this age, each with the regions of its labels."""
    region, situation = choice.situation.region, choice.situation
    labelled: dict[str, list[Region]] = {}
    for entry in product.labelled:
        if not too_young(entry, choice.patient.age_years) and not asks_age(entry, situation.conditions):
            labelled.setdefault(entry.indication, []).extend(entry.regions)
    return {indication: where for indication, where in labelled.items() if region is None or region in where}


def _no_labels(product: Product, choice: ProductsAnswer) -> str:
    """Why there is no indication: none on a label that was read, or none at this age."""
    here = labels_for(product, "", choice.situation.region)
    if any(asks_age(entry, choice.situation.conditions) for entry in here):
        return "age needed"
    if here:
        return "none at this age"
    none = words.all_regions([region for entry in product.unlabelled for region in entry.regions])
    return f"none ({none} label)" if none else "none read"


def labels(product: Product, choice: ProductsAnswer) -> str:
    """Indications on the labels, each with its regions: "gbs EU, cidp US EU"."""
    here = _indications(product, choice)
    said = (f"{indication} {words.all_regions(dict.fromkeys(where))}" for indication, where in here.items())
    return ", ".join(said) or _no_labels(product, choice)


def _short_labels(product: Product, choice: ProductsAnswer) -> str:
    """The first indications on the labels, and how many more: "cidp gbs mmn, 3 more"."""
    here = list(_indications(product, choice))
    more = len(here) - MOST_LABELS
    return " ".join(here[:MOST_LABELS]) + (f", {more} more" if more > 0 else "") or _no_labels(product, choice)


def sizes(product: Product, region: Region | None) -> str:
    """The vial sizes in g, of the region where one was asked for."""
    return " ".join(exact(vial.g) for vial in product.vials if region is None or region in vial.regions)


def verdicts_of(places: Sequence[PlacedProduct]) -> list[Verdict]:
    """The verdicts among preparations, the best first."""
    given = {place.assessment.verdict for place in places}
    return [verdict for verdict in Verdict if verdict in given]


def order_blocks(
    places: Sequence[PlacedProduct],
    situation: Situation,
    catalogue: Catalogue,
    listed: Collection[PlacedProduct] | None = None,
) -> list[Block]:
    """How the place of each preparation follows, criterion by criterion, each with its document.

    What a preparation is not, and what stands before others by that, is left out; so are those not ``listed``.
    """
    working = order_working(places, situation, catalogue)
    rounded = dict.fromkeys(step.rounding for steps in working for step in steps if step.rounding)
    rows = []
    for place, steps in zip(places, working, strict=True):
        if listed is not None and place not in listed:
            continue
        told = (step for step in steps if step.formula != "no" or step.value)
        said = (f"{step.step}: {step.formula}{f' [{step.source}]' if step.source else ''}" for step in told)
        rows.append((words.rank(place) if place.position is not None else "", name(place.assessment), "; ".join(said)))
    what = "what is compared, in this order; the first difference decides"
    columns = (numeric(), Column(header="", wraps=True, strong=True), wide("criterion: what counts [source]"))
    if not rows:
        return []
    return [
        Heading(text="ORDER", remark=what),
        Table(columns=columns, rows=tuple(rows)),
        *(Paragraph(text=f"Of sodium {how}.") for how in rounded),
    ]
