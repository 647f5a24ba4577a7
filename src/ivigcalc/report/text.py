"""A document as plain text to paste: one fact a line, no boxes, no wrapping."""

from typing import assert_never

from ivigcalc.report.document import Block, Document, Gap, Heading, Paragraph, Table


def render(document: Document) -> str:
    """The document as lines that end with a newline."""
    lines = [line for block in document.blocks for line in _lines(block)]
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _lines(block: Block) -> list[str]:
    match block:
        case Heading():
            return [f"{block.text} ({block.remark})" if block.remark else block.text]
        case Paragraph():
            return [f"{block.label} {block.text}".strip()]
        case Table():
            return [row_text(block, row) for row in block.rows]
        case Gap():
            return []
        case _:
            assert_never(block)


def row_text(table: Table, row: tuple[str, ...]) -> str:
    """A row on one line: the first cell, then each other cell behind its heading."""
    cells = []
    for column, cell in list(zip(table.columns, row, strict=True))[1:]:
        if cell:
            flat = cell.replace("\n", " ")
            cells.append(f"{column.header}: {flat}" if column.header and table.headed else flat)
    first = row[0].replace("\n", " ")
    return f"{first}: {'; '.join(cells)}" if cells else first
