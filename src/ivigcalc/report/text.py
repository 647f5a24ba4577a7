"""A document as plain text to paste: one fact a line, no boxes, no wrapping."""

from typing import assert_never

from ivigcalc.report.document import GLUE, Block, Document, Gap, Heading, Paragraph, Rule, Table


def render(document: Document) -> str:
    """The document as lines that end with a newline."""
    lines = [line for block in document.shown() for line in _lines(block)]
    return "".join(f"{line.rstrip()}\n" for line in lines).replace(GLUE, " ")


def _lines(block: Block) -> list[str]:
    match block:
        case Heading():
            heading = f"{block.text} ({block.remark})" if block.remark else block.text
            return [heading, block.beside] if block.beside else [heading]
        case Paragraph():
            return [f"{block.label} {block.text}".strip()]
        case Table():
            return [*([block.name] if block.name else []), *(row_text(block, row) for row in block.rows)]
        case Gap() | Rule():
            return []
        case _:
            assert_never(block)


def row_text(table: Table, row: tuple[str, ...]) -> str:
    """A row on one line: its title, then each other cell behind its heading."""
    title, cells = table.split(row)
    rest = "; ".join(f"{header}: {cell}" if header else cell for header, cell in cells)
    return f"{title}: {rest}" if title and rest else title or rest
