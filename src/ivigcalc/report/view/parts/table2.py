"""The review's Table 2: as printed with the audit marks, and cell by cell against the labels."""

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.table2 import CellVerdict, Table2, TableColumn
from ivigcalc.report.document import Block, Column, Document, Gap, Heading, Paragraph, Table, warning, wide
from ivigcalc.report.shared import audited, read_words
from ivigcalc.report.view.parts.blocks import answer_document

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
    hint = "--explain (each cell against the label)   ivigcalc products privigen"
    blocks: list[Block] = [
        Heading(text=table.title),
        Table(columns=(_headings(""), *(wide(column.heading) for column in table.columns)), rows=rows),
        Gap(),
        Paragraph(text=f"Audit against the labels: {legend}."),
        warning("CAUTION", "The IgA and salt rows mix units; nothing is ranked by the printed values."),
        *(audit_blocks(table) if explain else [Paragraph(label="NEXT", text=hint)]),
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
