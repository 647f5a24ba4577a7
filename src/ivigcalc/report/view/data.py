"""The answers to ``data check``, ``data show`` and ``data audit`` as documents."""

from collections.abc import Mapping, Sequence

from ivigcalc.core.answers.data import Found, Stated, citing, prices, stated
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Source
from ivigcalc.core.facts.formulary import Change
from ivigcalc.core.facts.table2 import CellVerdict
from ivigcalc.report.document import Block, Column, Document, Gap, Heading, Paragraph, Table, Weight
from ivigcalc.report.shared import VERDICT_MEANING
from ivigcalc.report.view.parts import words
from ivigcalc.report.view.parts.table2 import audit_blocks


def check_document(catalogue: Catalogue, checked: str, counts: Mapping[str, int]) -> Document:
    """What was checked, and what a formulary changes."""
    there = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    blocks: list[Block] = [Heading(text=f"{checked}: no mistake found"), Paragraph(text=f"{there or 'nothing'}.")]
    local = catalogue.local
    unless = {rule.id: ", ".join(rule.unless) for rule in catalogue.rules.limits if rule.unless}
    blocks += [
        Paragraph(
            label=_kind(change),
            text=f"{change.what} {change.id}: {change.here}, shipped {change.shipped}"
            + (f"; not judged where: {unless[change.id]}." if change.what == "limit" and change.id in unless else "."),
            weight=Weight.WARNING if change.looser else Weight.NORMAL,
        )
        for change in (local.changes if local else ())
    ]
    return Document(blocks=(*blocks, Gap(), *words.foot(catalogue)))


def _kind(change: Change) -> str:
    if change.here == change.shipped:
        return "AS SHIPPED"
    return "LOOSER" if change.looser else "TIGHTER"


def show_document(found: Sequence[Found], catalogue: Catalogue) -> Document:
    """Each entry: every value, then where it comes from in brackets; then the documents."""
    blocks: list[Block] = []
    cited: list[str] = []
    for one in found:
        blocks.append(Heading(text=one.id, remark=one.kind))
        blocks += _changes(one, catalogue)
        parts = [*stated(one.entry), *prices(one, catalogue)]
        blocks += [_part(part) for part in parts]
        cited += [source for part in parts for source in part.sources]
        if isinstance(one.entry, Source):
            blocks += [
                Paragraph(label="cited by", text=f"{name}: {', '.join(place or 'the entry' for place in places)}")
                for name, places in citing(one.id, catalogue).items()
            ]
        blocks.append(Gap())
    if cited:
        blocks += [*words.sources_blocks(catalogue, cited), Gap()]
    return Document(blocks=(*blocks, *words.foot(catalogue)))


def _changes(one: Found, catalogue: Catalogue) -> list[Block]:
    """What the site's formulary has in place of the shipped value."""
    local = catalogue.local
    lines: list[Block] = []
    for change in local.changes if local else ():
        if local and change.id == one.id and one.kind in {"limit", "constant", "product"}:
            here = change.here if change.in_force else f"as shipped ({change.here} has lapsed)"
            text = f"{change.what} {here}; shipped {change.shipped} [{local.at(change.path)}]"
            lines.append(Paragraph(label="HERE", text=text, weight=Weight.WARNING if change.looser else Weight.STRONG))
    return lines


def _part(part: Stated) -> Paragraph:
    said = "; ".join(f"{name}: {value}" for name, value in part.values.items())
    regions = " ".join(region.upper() for region in part.regions)
    standing = part.standing if part.standing not in {"", "label"} else ""
    origin = "; ".join(text for text in (regions, ", ".join(part.sources), standing) if text)
    return Paragraph(label=part.path, text=f"{said}{f' [{origin}]' if origin else ''}")


def audit_document(catalogue: Catalogue) -> Document:
    """Table 2's cells with their verdicts: totals first, then each column, cell by cell."""
    table = catalogue.table2
    rows = tuple(
        (str(verdict), VERDICT_MEANING[verdict], str(sum(cell.verdict is verdict for cell in table.cells)))
        for verdict in CellVerdict
    )
    columns = (Column(header="verdict", strong=True), Column(header="meaning"), Column(header="cells", right=True))
    blocks: list[Block] = [
        Heading(text=table.title, remark=f"audit of {len(table.cells)} cells against the labels"),
        Table(columns=columns, rows=rows),
    ]
    return Document(blocks=(*blocks, *audit_blocks(table), Gap(), *words.foot(catalogue)))
