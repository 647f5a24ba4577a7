"""Several preparations side by side as a document: a column for each, a row for each property."""

from collections.abc import Callable, Sequence

from ivigcalc.core.answers.data.entries import per_gram_working
from ivigcalc.core.answers.products import ProductsAnswer, order_sources
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Measure, Region
from ivigcalc.core.facts.product import Product
from ivigcalc.core.quantity import plain
from ivigcalc.core.selection.exposure import (
    Value,
    as_printed,
    iga_mcg_per_g,
    osmolality,
    sodium_mmol_per_g,
    sugar_g_per_g,
)
from ivigcalc.core.selection.ranking import PlacedProduct
from ivigcalc.report.document import Block, Column, Document, Gap, Heading, Table, wide
from ivigcalc.report.shared import cited, labels_of_places
from ivigcalc.report.view.parts import words
from ivigcalc.report.view.parts.blocks import (
    alert_blocks,
    answer_document,
    next_lines,
    reason_blocks,
    risk_blocks,
    sources_blocks,
)
from ivigcalc.report.view.parts.days import working_blocks
from ivigcalc.report.view.parts.ladder import old_label_blocks
from ivigcalc.report.view.parts.next_steps import after_side_by_side
from ivigcalc.report.view.parts.product_list import labels, order_blocks, patient_words, sizes

Said = Callable[[PlacedProduct], str]
"""What a preparation has of a property, in words."""


def side_by_side_document(choice: ProductsAnswer, catalogue: Catalogue, *, explain: bool) -> Document:
    """The preparations asked for by name, side by side; below them why each has its verdict."""
    places, region = choice.places, choice.situation.region
    known = patient_words(choice)
    given = f"Patient: {known}. " if known else ""
    table = Table(
        columns=(
            Column(header="", strong=True, wraps=True),
            *(wide(place.assessment.product.shown) for place in places),
        ),
        rows=tuple((title, *(said(place) for place in places)) for title, said in _properties(choice)),
    )
    blocks: list[Block] = [
        Heading(text="Side by side", remark=f"{given}Region: {words.region_name(region)}."),
        *risk_blocks(choice.derived),
        *alert_blocks(choice.alerts),
        Gap(),
        table,
    ]
    for place in places:
        if reasons := place.assessment.reasons:
            blocks += [Heading(text=place.assessment.product.shown), *reason_blocks(reasons)]
    blocks += old_label_blocks(labels_of_places(places, catalogue, region))
    if explain:
        used = [source for place in places for source in _sources(place)]
        used += order_sources(choice, catalogue)
        blocks += [
            Gap(),
            Heading(text="WORKING"),
            *working_blocks([step for place in places for step in per_gram_working(place.assessment.product, region)]),
            Gap(),
            *order_blocks(choice.places, choice.situation, catalogue),
            Gap(),
            *sources_blocks(catalogue, used),
        ]
    hints = next_lines(*after_side_by_side(choice, explain=explain))
    return answer_document(blocks, catalogue, hints)


def _properties(choice: ProductsAnswer) -> list[tuple[str, Said]]:
    """The properties that are compared, each with what it is of a preparation."""
    region = choice.situation.region
    judged: list[tuple[str, Said]] = [
        ("rank", words.rank),
        ("verdict", lambda place: words.verdict_words(place.assessment.verdict)),
    ]
    return [
        *(judged if patient_words(choice) else []),
        ("as hung", lambda place: _form(place.assessment.product)),
        ("IgA max.", _of(iga_mcg_per_g, "mcg/g", region)),
        ("IgA read", lambda place: _printed(place.assessment.product.iga)),
        ("sodium", _of(sodium_mmol_per_g, "mmol/g", region)),
        ("holds", lambda place: words.holds(place.assessment.product)),
        ("sugar", _of(sugar_g_per_g, "g/g", region)),
        ("mOsmol", _of(osmolality, "", region)),
        ("pH", lambda place: _printed(place.assessment.product.ph)),
        ("vials, g", lambda place: sizes(place.assessment.product, region) or "-"),
        ("labels", lambda place: labels(place.assessment.product, choice)),
        ("not for", lambda place: _named(place.assessment.product)),
        ("market", lambda place: _market(place.assessment.product, region)),
    ]


def _of(measured: Callable[[Product, Region | None], Value], unit: str, region: Region | None) -> Said:
    return lambda place: words.value_words(measured(place.assessment.product, region), unit, 3)


def _form(product: Product) -> str:
    return f"{product.form}, {plain(product.mg_per_ml)} mg/mL"


def _printed(facts: Sequence[Measure]) -> str:
    """Facts as labels print them, each with its regions."""
    return "; ".join(f"{as_printed(fact)} {words.all_regions(fact.regions)}".strip() for fact in facts) or "unknown"


def _named(product: Product) -> str:
    """The patients whom labels read name, each once; what was not read is no absence."""
    named = dict.fromkeys(entry.patient for entry in product.contraindications if entry.standing.drives)
    return "\n".join(named) or "not read"


def _market(product: Product, region: Region | None) -> str:
    entries = product.market_in(region)
    return "; ".join(f"{words.all_regions(entry.regions)}: {entry.status}" for entry in entries) or "not read"


def _sources(place: PlacedProduct) -> list[str]:
    product = place.assessment.product
    holds = cited(product.iga, product.sodium, product.sugar, product.osmolality, product.ph)
    says = cited(product.vials, product.labelled, product.contraindications, product.market)
    return [*cited(place.assessment.reasons), *holds, *says]
