"""The answers to ``data audit`` and ``data audit --age`` as documents."""

from ivigcalc.core.answers.data.audit import AgeAudit
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.report.document import Block, Column, Document, Gap, Heading, Paragraph, Table, numeric, wide
from ivigcalc.report.shared import VERDICT_MEANING, audited
from ivigcalc.report.view.parts.blocks import answer_document
from ivigcalc.report.view.parts.product import audit_blocks


def audit_document(catalogue: Catalogue) -> Document:
    """Table 2's cells with their verdicts: totals first, then each column, cell by cell."""
    table = catalogue.table2
    rows = tuple((str(verdict), VERDICT_MEANING[verdict], str(count)) for verdict, count in audited(table).items())
    columns = (Column(header="verdict", strong=True), Column(header="meaning"), numeric("cells"))
    title = Heading(text=table.title, remark=f"audit of {len(table.cells)} cells against the labels")
    return answer_document([title, Table(columns=columns, rows=rows), *audit_blocks(table)], catalogue)


def age_document(found: AgeAudit, catalogue: Catalogue) -> Document:
    """The old documents, the oldest first, with how much rests on each; then how many there are besides."""
    rows = tuple(
        (str(one.months), str(one.facts), one.source.date, f"{one.source.id}: {one.source.title}") for one in found.old
    )
    columns = (numeric("months"), numeric("facts"), wide("date"), wide("document"))
    undated = f"of {len(found.undated)} no date was read, or one without an end (ids: --format json)"
    blocks: list[Block] = [
        Heading(text=f"DOCUMENTS older than {found.limit_months} months", remark=f"by {found.month}"),
        *([Table(columns=columns, rows=rows)] if rows else [Paragraph(text="None.")]),
        Gap(),
        Paragraph(text=f"{len(rows)} are older, {found.newer} are not; {undated}."),
        Paragraph(text=f"A document is so many months old, or more. Every one was read by {found.read_by}."),
    ]
    return answer_document(blocks, catalogue)
