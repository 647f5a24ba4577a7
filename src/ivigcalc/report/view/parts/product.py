"""One preparation in full as a document: what its labels say, and Table 2 beside them."""

from ivigcalc.core.answers.products import Choice
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Measure, Region, Standing, Statement
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.table2 import gap_fillers
from ivigcalc.core.quantity import exact, plain
from ivigcalc.core.selection.exposure import spoken
from ivigcalc.core.selection.ranking import NOT_STOCKED
from ivigcalc.report.document import Block, Column, Document, Gap, Heading, Paragraph, Table, Weight
from ivigcalc.report.shared import read_words
from ivigcalc.report.view.parts import words

NAMES = {"ladders": "rate", "risk_rates": "rate at risk"}
"""Properties whose name in the data is not what a person would call them."""


def product_document(choice: Choice, catalogue: Catalogue, *, explain: bool) -> Document:
    """The one preparation of a choice in full: its labels, Table 2 beside them, and its verdict for a patient."""
    product = choice.places[0].assessment.product
    blocks: list[Block] = [
        Heading(text=product.shown, remark=f"{plain(product.mg_per_ml)} mg/mL, {product.form}, intravenous"),
        Paragraph(label="id", text=product.id),
        Paragraph(label="names", text=", ".join(product.names)),
        Paragraph(label="told apart by", text=product.differs),
        _statement("holder", product.holder),
        *([_statement("as hung", product.as_hung)] if product.as_hung else []),
        *(
            words.reason_paragraph(reason)
            for reason in choice.places[0].assessment.reasons
            if reason.rule == NOT_STOCKED
        ),
        *_verdict(choice),
        Gap(),
        *_facts(product),
        Gap(),
        *_rates(product),
        Gap(),
        *_clinical(product),
        *[Paragraph(label=f"{NAMES.get(name, name)} unknown", text=reason) for name, reason in product.missing.items()],
    ]
    blocks += _cells(product, catalogue)
    if explain:
        blocks += [Gap(), *words.sources_blocks(catalogue, _cited(product))]
    blocks += [Gap(), *words.foot(catalogue)]
    return Document(blocks=tuple(blocks))


def _verdict(choice: Choice) -> list[Block]:
    """The verdict for the patient, where anything of the patient was given."""
    one = choice.places[0].assessment
    if not choice.situation.conditions:
        return []
    given = ", ".join(sorted(choice.situation.conditions))
    return [
        Gap(),
        Paragraph(label="verdict", text=f"{words.verdict_words(one.verdict)} (for {given})"),
        *(words.reason_paragraph(reason) for reason in one.reasons if reason.rule != NOT_STOCKED),
    ]


def _cite(sources: tuple[str, ...], regions: tuple[Region, ...], standing: Standing = Standing.LABEL) -> str:
    parts = [words.regions(regions), ", ".join(sources), "" if standing is Standing.LABEL else str(standing)]
    inside = "; ".join(part for part in parts if part)
    return f" [{inside}]" if inside else ""


def _statement(label: str, statement: Statement) -> Paragraph:
    return Paragraph(
        label=label, text=f"{statement.says}{_cite(statement.sources, statement.regions, statement.standing)}"
    )


def _measure(label: str, fact: Measure) -> Paragraph:
    said = f" ({fact.says})" if fact.says else ""
    figure = spoken(fact).removesuffix(f" {label}")
    return Paragraph(label=label, text=f"{figure}{said}{_cite(fact.sources, fact.regions)}")


def _facts(product: Product) -> list[Paragraph]:
    lines: list[Paragraph] = []
    for label, facts in (
        ("IgA", product.iga),
        ("sodium", product.sodium),
        ("osmolality", product.osmolality),
        ("pH", product.ph),
    ):
        lines += [_measure(label, fact) for fact in facts]
        if label == "IgA":
            lines.append(Paragraph(label="IgA per g of IgG", text=words.iga_words(product)))
    if product.sodium_says:
        lines.append(_statement("sodium", product.sodium_says))
    for sugar in product.sugar:
        amount = f", {spoken(sugar.amount)}" if sugar.amount else ", amount unknown"
        said = f" ({sugar.says})" if sugar.says else ""
        kind = "no sugar" if sugar.kind == "none" else f"{sugar.kind}{amount}"
        lines.append(Paragraph(label="sugar", text=f"{kind}{said}{_cite(sugar.sources, (), sugar.standing)}"))
    lines += [_statement("stabiliser", statement) for statement in product.stabiliser]
    lines += [
        Paragraph(label="vial", text=f"{exact(vial.g)} g in {exact(vial.ml)} mL{_cite(vial.sources, vial.regions)}")
        for vial in product.vials
    ]
    return lines


def _rates(product: Product) -> list[Paragraph]:
    """Rate ladders, rates for patients at risk, and what labels say of a first infusion."""
    lines = [
        Paragraph(
            label=f"rate ({', '.join(ladder.contexts)})",
            text=f"{ladder.says}{_cite(ladder.sources, ladder.regions, ladder.standing)}",
        )
        for ladder in product.ladders
    ]
    lines += [
        Paragraph(
            label=f"rate at risk ({', '.join(rate.patients)})",
            text=f"{rate.says}{_cite(rate.sources, rate.regions, rate.standing)}",
        )
        for rate in product.risk_rates
    ]
    return [*lines, *(_statement("first infusion", one) for one in product.first_infusion)]


def _clinical(product: Product) -> list[Paragraph]:
    lines = [
        Paragraph(
            label="contraindicated",
            text=f"{entry.says}{_cite(entry.sources, entry.regions, entry.standing)}",
            weight=Weight.DANGER,
        )
        for entry in product.contraindications
    ]
    lines += [_statement("warning", warning) for warning in product.warnings]
    lines += [
        Paragraph(
            label="labelled",
            text=f"{entry.indication}: {entry.population}; {entry.says}{_cite(entry.sources, entry.regions)}",
        )
        for entry in product.labelled
    ]
    lines += [_statement("labelled", statement) for statement in product.unlabelled]
    lines += [
        Paragraph(
            label="market",
            text=f"{entry.status}, {entry.says} (as of {entry.date}){_cite(entry.sources, entry.regions)}",
        )
        for entry in product.market
    ]
    lines += [_statement("storage", statement) for statement in product.storage]
    return lines


def _cells(product: Product, catalogue: Catalogue) -> list[Block]:
    if product.table2 is None:
        return [Gap(), Paragraph(text="Not in the review's Table 2.")]
    headings = {row.id: row.heading for row in catalogue.table2.rows}
    columns = (
        Column(header="Table 2", wraps=True, strong=True),
        Column(header="printed", wraps=True),
        Column(header="read as", wraps=True),
        Column(header="audit"),
        Column(header="label", wraps=True),
    )
    rows = tuple(
        (headings[cell.row], cell.printed, read_words(cell), cell.verdict, cell.label)
        for cell in catalogue.table2.cells
        if cell.column == product.table2
    )
    column = next(column for column in catalogue.table2.columns if column.id == product.table2)
    blocks: list[Block] = [Gap(), Heading(text=f"The review's Table 2, column {column.heading}", remark=column.about)]
    fills = [
        Paragraph(label=headings[cell.row], text=f"{read_words(cell)} (Table 2, not on a label found; never a limit)")
        for cell in gap_fillers(product, catalogue.table2)
    ]
    return [*blocks, Table(columns=columns, rows=rows), *fills]


def _cited(product: Product) -> list[str]:
    lists = (
        product.iga,
        product.sodium,
        product.osmolality,
        product.ph,
        product.stabiliser,
        product.vials,
        product.sugar,
    )
    more = (
        product.contraindications,
        product.warnings,
        product.labelled,
        product.market,
        product.storage,
        product.ladders,
        product.risk_rates,
        product.first_infusion,
        (product.holder,),
    )
    return [source for facts in (*lists, *more) for fact in facts for source in fact.sources]
