"""One preparation in full as a document, and the review's Table 2 with its audit."""

from ivigcalc.core.answers.data.audit import audit_working
from ivigcalc.core.answers.data.entries import product_working
from ivigcalc.core.answers.products import ProductsAnswer
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Measure, Region, Standing, Statement
from ivigcalc.core.facts.ladder import Ladder, RiskRate
from ivigcalc.core.facts.product import Contraindication, Product, SugarKind
from ivigcalc.core.facts.rule import Verdict
from ivigcalc.core.facts.table2 import CellVerdict, Table2, TableColumn, gap_fillers
from ivigcalc.core.quantity import exact, plain
from ivigcalc.core.selection.exposure import as_printed, iga_mcg_per_g
from ivigcalc.core.selection.ranking import NOT_STOCKED
from ivigcalc.report.document import (
    Block,
    Column,
    Document,
    Emphasis,
    Gap,
    Heading,
    Paragraph,
    Table,
    labelled,
    warning,
    wide,
)
from ivigcalc.report.shared import audited, cited, labels_of_places, read_words
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
from ivigcalc.report.view.parts.next_steps import after_one
from ivigcalc.report.view.parts.product_list import patient_words

Said = Statement | Ladder | RiskRate | Contraindication
"""Whatever a label says in words, with its sources, regions and standing."""

PROPERTIES = {"ladders": "rate", "risk_rates": "rate at risk"}
"""Properties whose name in the data is not what a person would call them."""


def product_document(choice: ProductsAnswer, catalogue: Catalogue, *, explain: bool) -> Document:
    """The one preparation of a choice in full: its labels, Table 2 beside them, and its verdict for a patient."""
    assessment = choice.places[0].assessment
    product = assessment.product
    blocks: list[Block] = [
        Heading(text=product.shown, remark=f"{plain(product.mg_per_ml)} mg/mL, {product.form}, intravenous"),
        *_verdict(choice),
        *labelled([("id", product.id), ("names", ", ".join(product.names)), ("told apart by", product.differs)]),
        *labelled(("found by", one.why) for one in choice.found),
        _statement("holder", product.holder),
        *([_statement("as hung", product.as_hung)] if product.as_hung else []),
        *reason_blocks(reason for reason in assessment.reasons if reason.rule == NOT_STOCKED),
        Gap(),
        *_content(product),
        Gap(),
        *_rates(product),
        Gap(),
        *_clinical(product),
        *labelled((f"{PROPERTIES.get(name, name)} unknown", reason) for name, reason in product.missing.items()),
        Gap(),
        *_cells(product, catalogue),
        *old_label_blocks(labels_of_places(choice.places, catalogue, choice.situation.region)),
    ]
    if explain:
        blocks += [Gap(), Heading(text="WORKING"), *working_blocks([*product_working(product)]), Gap()]
        blocks += sources_blocks(catalogue, _cited(product))
    return answer_document(blocks, catalogue, *([next_lines(*after_one(choice))] if patient_words(choice) else []))


def _verdict(choice: ProductsAnswer) -> list[Block]:
    """The verdict for the patient, where anything of the patient was given."""
    assessment = choice.places[0].assessment
    given = patient_words(choice)
    if not given:
        return []
    refused = assessment.verdict is Verdict.CONTRAINDICATED
    text = f"{words.verdict_words(assessment.verdict)} (for {given})"
    return [
        Paragraph(label="VERDICT", text=text, emphasis=Emphasis.DANGER if refused else Emphasis.STRONG),
        *reason_blocks(reason for reason in assessment.reasons if reason.rule != NOT_STOCKED),
        *risk_blocks(choice.derived),
        *alert_blocks(choice.alerts),
        Gap(),
    ]


def _cite(sources: tuple[str, ...], regions: tuple[Region, ...], standing: Standing = Standing.LABEL) -> str:
    """The regions, sources and (where it is not a label) standing of what was said, in brackets."""
    parts = [words.all_regions(regions), ", ".join(sources), "" if standing is Standing.LABEL else str(standing)]
    inside = "; ".join(part for part in parts if part)
    return f" [{inside}]" if inside else ""


def _statement(label: str, said: Said, emphasis: Emphasis = Emphasis.NORMAL) -> Paragraph:
    text = f"{said.says}{_cite(said.sources, said.regions, said.standing)}"
    return Paragraph(label=label, text=text, emphasis=emphasis)


def _measure(label: str, fact: Measure) -> tuple[str, str]:
    figure = as_printed(fact).removesuffix(f" {label}")
    return label, f"{figure}{words.remark(fact.says)}{_cite(fact.sources, fact.regions)}"


def _content(product: Product) -> list[Paragraph]:
    """What the preparation holds, and its vials."""
    lines = [_measure("IgA", fact) for fact in product.iga]
    lines.append(("IgA per g of IgG", words.value_words(iga_mcg_per_g(product), "mcg/g")))
    for label, facts in (("sodium", product.sodium), ("osmolality", product.osmolality), ("pH", product.ph)):
        lines += [_measure(label, fact) for fact in facts]
    sugars = []
    for sugar in product.sugar:
        amount = as_printed(sugar.amount) if sugar.amount else "amount unknown"
        kind = "no sugar" if sugar.kind is SugarKind.NONE else f"{sugar.kind}, {amount}"
        sugars.append(("sugar", f"{kind}{words.remark(sugar.says)}{_cite(sugar.sources, (), sugar.standing)}"))
    return [
        *labelled(lines),
        *([_statement("sodium", product.sodium_says)] if product.sodium_says else []),
        *labelled(sugars),
        *(_statement("stabiliser", said) for said in product.stabiliser),
        *labelled(
            ("vial", f"{exact(vial.g)} g in {exact(vial.ml)} mL{_cite(vial.sources, vial.regions)}")
            for vial in product.vials
        ),
    ]


def _rates(product: Product) -> list[Paragraph]:
    """Rate ladders, rates for patients at risk, and what labels say of a first infusion."""
    return [
        *(_statement(f"rate ({', '.join(ladder.contexts)})", ladder) for ladder in product.ladders),
        *(_statement(f"rate at risk ({', '.join(rate.patients)})", rate) for rate in product.risk_rates),
        *(_statement("first infusion", said) for said in product.first_infusion),
    ]


def _clinical(product: Product) -> list[Paragraph]:
    """Contraindications, warnings, labelled indications, market and storage."""
    indications = [
        (
            "; ".join(filter(None, (f"{entry.indication}: {entry.population}", entry.says))),
            _cite(entry.sources, entry.regions),
        )
        for entry in product.labelled
    ]
    market = [
        (f"{entry.status}, {entry.says} (as of {entry.date})", _cite(entry.sources, entry.regions))
        for entry in product.market
    ]
    return [
        *(_statement("contraindicated", entry, Emphasis.DANGER) for entry in product.contraindications),
        *(_statement("warning", said) for said in product.warnings),
        *labelled(("labelled", f"{text}{cite}") for text, cite in indications),
        *(_statement("labelled", said) for said in product.unlabelled),
        *labelled(("market", f"{text}{cite}") for text, cite in market),
        *(_statement("storage", said) for said in product.storage),
    ]


def _cells(product: Product, catalogue: Catalogue) -> list[Block]:
    """The cells of the review's Table 2, and those that stand in for what no label says."""
    table = catalogue.table2
    column = next((column for column in table.columns if column.id == product.table2), None)
    if column is None:
        return [Paragraph(text="Not in the review's Table 2.")]
    headings = {row.id: row.heading for row in table.rows}
    return [
        Heading(text=f"The review's Table 2, column {column.heading}", remark=column.about),
        cells_table(table, column, "Table 2"),
        *labelled(
            (headings[cell.row], f"{read_words(cell)} (Table 2, not on a label found; never a limit)")
            for cell in gap_fillers(product, table)
        ),
    ]


def _cited(product: Product) -> list[str]:
    return cited(
        product.iga,
        product.sodium,
        product.osmolality,
        product.ph,
        product.stabiliser,
        product.vials,
        product.sugar,
        product.contraindications,
        product.warnings,
        product.labelled,
        product.market,
        product.storage,
        product.ladders,
        product.risk_rates,
        product.first_infusion,
        [product.holder],
    )


MARKS = {
    CellVerdict.AGREES: "",
    CellVerdict.SUPERSEDED: " [s]",
    CellVerdict.PARTIAL: " [p]",
    CellVerdict.UNIT_WRONG: " [U]",
    CellVerdict.WRONG: " [X]",
    CellVerdict.LABEL_NOT_FOUND: " [?]",
}


def table2_document(catalogue: Catalogue, *, explain: bool) -> Document:
    """The review's Table 2 as printed, each cell with its audit mark."""
    table = catalogue.table2
    cells = {(cell.row, cell.column): f"{cell.printed}{MARKS[cell.verdict]}" for cell in table.cells}
    rows = tuple((row.heading, *(cells[row.id, column.id] for column in table.columns)) for row in table.rows)
    marks = ((MARKS[verdict].strip() or "no mark", verdict, count) for verdict, count in audited(table).items())
    legend = ", ".join(f"{mark} {verdict} {count}" for mark, verdict, count in marks)
    hints = next_lines("ivigcalc products --table2 --explain", "(each cell against the label)")
    blocks: list[Block] = [
        Heading(text=table.title),
        Table(columns=(_headings(""), *(wide(column.heading) for column in table.columns)), rows=rows),
        Gap(),
        Paragraph(text=f"Audit against the labels: {legend}."),
        warning("CAUTION", "The IgA and salt rows mix units; nothing is ranked by the printed values."),
        *([*audit_blocks(table), *audit_working_blocks(catalogue)] if explain else [hints]),
    ]
    return answer_document(blocks, catalogue)


def _headings(header: str) -> Column:
    """The column with the headings of Table 2's rows."""
    return Column(header=header, strong=True, wraps=True)


def cells_table(table: Table2, column: TableColumn, header: str = "") -> Table:
    """The cells of a column as printed and as read, with the verdict and what the label says."""
    headings = {row.id: row.heading for row in table.rows}
    columns = (_headings(header), wide("printed"), wide("read as"), Column(header="audit"), wide("label"))
    rows = tuple(
        (headings[cell.row], cell.printed, read_words(cell), cell.verdict, cell.label)
        for cell in table.cells
        if cell.column == column.id
    )
    return Table(columns=columns, rows=rows)


def audit_blocks(table: Table2) -> list[Block]:
    """Each column, cell by cell: as printed, as read, the verdict, and what the label says."""
    blocks: list[Block] = []
    for column in table.columns:
        blocks += [Gap(), Heading(text=column.heading, remark=column.about), cells_table(table, column)]
    return blocks


def audit_working_blocks(catalogue: Catalogue) -> list[Block]:
    """How the audit of Table 2 adds up, each of its figures over the labels', and the documents."""
    steps = [*audit_working(catalogue)]
    remark = "the counts; each figure over a label's, where both are in one unit"
    used = [*cited(catalogue.table2.cells), *(one.source for one in steps if one.source)]
    heading = Heading(text="WORKING", remark=remark)
    return [Gap(), heading, *working_blocks(steps), Gap(), *sources_blocks(catalogue, used)]
