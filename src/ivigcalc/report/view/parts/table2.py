"""The review's Table 2 as a document: as printed, with the audit marks."""

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.table2 import CellVerdict, Table2
from ivigcalc.report.document import Block, Column, Document, Gap, Heading, Paragraph, Table, Weight
from ivigcalc.report.shared import read_words
from ivigcalc.report.view.parts import words

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
    columns = (
        Column(header="", strong=True, wraps=True),
        *(Column(header=column.heading, wraps=True) for column in table.columns),
    )
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    rows = tuple(
        (
            row.heading,
            *(
                f"{cells[row.id, column.id].printed}{MARKS[cells[row.id, column.id].verdict]}"
                for column in table.columns
            ),
        )
        for row in table.rows
    )
    counts = {verdict: sum(cell.verdict is verdict for cell in table.cells) for verdict in CellVerdict}
    legend = ", ".join(f"{MARKS[verdict].strip() or 'no mark'} {verdict} {count}" for verdict, count in counts.items())
    blocks: list[Block] = [
        Heading(text=table.title),
        Table(columns=columns, rows=rows),
        Gap(),
        Paragraph(text=f"Audit against the labels: {legend}."),
        Paragraph(
            label="CAUTION",
            text="The IgA and salt rows mix units; nothing is ranked by the printed values.",
            weight=Weight.WARNING,
        ),
    ]
    if explain:
        blocks += audit_blocks(table)
    else:
        blocks.append(
            Paragraph(label="NEXT", text="--explain (each cell against the label)   ivigcalc products privigen")
        )
    blocks += [Gap(), *words.foot(catalogue)]
    return Document(blocks=tuple(blocks))


def audit_blocks(table: Table2) -> list[Block]:
    """Each column, cell by cell: as printed, as read, the verdict, and what the label says."""
    columns = (
        Column(header="", strong=True, wraps=True),
        Column(header="printed", wraps=True),
        Column(header="read as", wraps=True),
        Column(header="audit"),
        Column(header="label", wraps=True),
    )
    headings = {row.id: row.heading for row in table.rows}
    blocks: list[Block] = []
    for column in table.columns:
        rows = tuple(
            (headings[cell.row], cell.printed, read_words(cell), str(cell.verdict), cell.label)
            for cell in table.cells
            if cell.column == column.id
        )
        blocks += [Gap(), Heading(text=column.heading, remark=column.about), Table(columns=columns, rows=rows)]
    return blocks
