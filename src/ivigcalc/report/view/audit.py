"""The answers to ``data audit`` and ``data audit --age`` as documents."""

from typing import Final

from ivigcalc.core.answers.data.audit import VERDICT_RULES, AgeAudit, OldDocument, age_of, age_working
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.report.document import NAMES, Block, Column, Document, Gap, Heading, Paragraph, Table, numeric, wide
from ivigcalc.report.shared import VERDICT_MEANING, audited
from ivigcalc.report.view.parts.blocks import answer_document, sources_blocks
from ivigcalc.report.view.parts.days import working_blocks
from ivigcalc.report.view.parts.product import audit_blocks, audit_working_blocks


def audit_document(catalogue: Catalogue, *, explain: bool) -> Document:
    """Table 2's cells with their verdicts: totals first, then each column, cell by cell.

    Explained, with the rule of each verdict, the counts added up, each figure over the labels', and the documents.
    """
    table = catalogue.table2
    rows = tuple((str(verdict), VERDICT_MEANING[verdict], str(count)) for verdict, count in audited(table).items())
    columns = (Column(header="verdict", strong=True), Column(header="meaning"), numeric("cells"))
    title = Heading(text=table.title, remark=f"audit of {len(table.cells)} cells against the labels")
    blocks = [title, Table(columns=columns, rows=rows), *(_rules() if explain else []), *audit_blocks(table)]
    return answer_document([*blocks, *(audit_working_blocks(catalogue) if explain else ())], catalogue)


def _rules() -> list[Block]:
    """Where each verdict is given, by whom, and what follows from it."""
    rows = tuple(
        (str(verdict), rule, "yes" if verdict.may_fill_a_gap else "no") for verdict, rule in VERDICT_RULES.items()
    )
    return [
        Gap(),
        Heading(text="HOW A VERDICT IS REACHED"),
        Paragraph(text="The review's cell was compared with every label read, and the verdict written into the data."),
        Paragraph(text="By the makers: no clinician has read the verdicts, or the words below, yet."),
        Table(columns=(NAMES, wide("is given where"), Column(header="shown for a gap")), rows=rows),
        Paragraph(text="Shown for a gap: as read, where no label states the value; never as a limit."),
    ]


def age_document(found: AgeAudit, catalogue: Catalogue, *, explain: bool) -> Document:
    """The old documents, the oldest first, with how much rests on each; then how many there are besides.

    Explained, with the arithmetic of each age and of the counts, and where each document stands.
    """
    columns = (numeric("months"), numeric("facts"), wide("date"), wide("document"))
    rows = tuple(_old_row(one, found.by, explain=explain) for one in found.old)
    undated = f"of {len(found.undated)} no date was read, or one without an end (ids: --format json)"
    blocks: list[Block] = [
        Heading(text=f"DOCUMENTS older than {found.limit_months} months", remark=f"by {found.month}"),
        *([Table(columns=columns, rows=rows)] if rows else [Paragraph(text="None.")]),
        Gap(),
        Paragraph(text=f"{len(rows)} are older, {found.newer} are not; {undated}."),
        Paragraph(text=f"A document is so many months old, or more. Every one was read by {found.read_by}."),
    ]
    if explain:
        steps = [*age_working(found, catalogue)]
        counts, used = steps[: len(steps) - len(rows)], [one.source for one in steps if one.source]
        blocks += [
            *(Paragraph(text=DATED), Paragraph(text=RESTING), Gap()),
            *(Heading(text="WORKING"), *working_blocks(counts), Gap(), *sources_blocks(catalogue, used)),
        ]
    return answer_document(blocks, catalogue)


DATED: Final = "A date without a month counts as December of its year, a span of time as its end."
RESTING: Final = "Facts are the values that cite a document: ivigcalc data show ID lists them."


def _old_row(one: OldDocument, by: int, *, explain: bool) -> tuple[str, ...]:
    """How old a document is, how much rests on it, its date, which it is, and below that how its age follows."""
    age = age_of(one.source, by) if explain else None
    how = f"\nage: {age.formula}" if age else ""
    return str(one.months), str(one.facts), one.source.date, f"{one.source.id}: {one.source.title}{how}"
