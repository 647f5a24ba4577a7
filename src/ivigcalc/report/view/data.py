"""The answers to ``data check``, ``data show``, ``data audit`` and ``config show`` as documents."""

from collections.abc import Mapping, Sequence

from ivigcalc.core.answers.data import DataEntry, Setting, StatedPart, citing, stated_parts, vial_prices
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Source
from ivigcalc.core.facts.formulary import Change
from ivigcalc.report.document import (
    NAMES,
    Block,
    Column,
    Document,
    Emphasis,
    Gap,
    Heading,
    Paragraph,
    Table,
    numeric,
    wide,
)
from ivigcalc.report.shared import VERDICT_MEANING, audited, cited
from ivigcalc.report.view.parts.blocks import answer_document, sources_blocks
from ivigcalc.report.view.parts.product import audit_blocks


def check_document(catalogue: Catalogue, checked: str, counts: Mapping[str, int]) -> Document:
    """What was checked, and what a formulary changes."""
    there = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    blocks: list[Block] = [Heading(text=f"{checked}: no mistake found"), Paragraph(text=f"{there or 'nothing'}.")]
    unless = {rule.id: ", ".join(rule.unless) for rule in catalogue.rules.limits if rule.unless}
    for change in catalogue.local.changes if catalogue.local else ():
        judged = change.what != "limit" or change.id not in unless
        text = f"{change.what} {change.id}: {change.here}, shipped {change.shipped}"
        text += "." if judged else f"; not judged where: {unless[change.id]}."
        blocks.append(
            Paragraph(label=_kind(change), text=text, emphasis=Emphasis.WARNING if change.looser else Emphasis.NORMAL)
        )
    return answer_document(blocks, catalogue)


def _kind(change: Change) -> str:
    if change.here == change.shipped:
        return "AS SHIPPED"
    return "LOOSER" if change.looser else "TIGHTER"


def show_document(entries: Sequence[DataEntry], catalogue: Catalogue) -> Document:
    """Each entry: every value, then where it comes from in brackets; then the documents."""
    blocks: list[Block] = []
    used: list[str] = []
    for entry in entries:
        parts = (*stated_parts(entry.entry), *vial_prices(entry, catalogue))
        used += cited(parts)
        blocks += [
            Gap(),
            Heading(text=entry.id, remark=entry.kind),
            *_changes(entry, catalogue),
            *(_part(part) for part in parts),
        ]
        if isinstance(entry.entry, Source):
            blocks += [
                Paragraph(label="cited by", text=f"{name}: {', '.join(place or 'the entry' for place in places)}")
                for name, places in citing(entry.id, catalogue).items()
            ]
    if used:
        blocks += [Gap(), *sources_blocks(catalogue, used)]
    return answer_document(blocks[1:], catalogue)


def _changes(entry: DataEntry, catalogue: Catalogue) -> list[Block]:
    """What the site's formulary has in place of the shipped value."""
    local = catalogue.local
    if local is None or entry.kind not in {"limit", "constant", "product"}:
        return []
    blocks: list[Block] = []
    for change in local.changes:
        if change.id == entry.id:
            here = change.here if change.in_force else f"as shipped ({change.here} has lapsed)"
            text = f"{change.what} {here}; shipped {change.shipped} [{local.at(change.path)}]"
            emphasis = Emphasis.WARNING if change.looser else Emphasis.STRONG
            blocks.append(Paragraph(label="HERE", text=text, emphasis=emphasis))
    return blocks


def _part(part: StatedPart) -> Paragraph:
    said = "; ".join(f"{name}: {value}" for name, value in part.values.items())
    regions = " ".join(region.upper() for region in part.regions)
    standing = part.standing if part.standing not in {"", "label"} else ""
    origin = "; ".join(text for text in (regions, ", ".join(part.sources), standing) if text)
    return Paragraph(label=part.path, text=f"{said}{f' [{origin}]' if origin else ''}")


def audit_document(catalogue: Catalogue) -> Document:
    """Table 2's cells with their verdicts: totals first, then each column, cell by cell."""
    table = catalogue.table2
    rows = tuple((str(verdict), VERDICT_MEANING[verdict], str(count)) for verdict, count in audited(table).items())
    columns = (Column(header="verdict", strong=True), Column(header="meaning"), numeric("cells"))
    title = Heading(text=table.title, remark=f"audit of {len(table.cells)} cells against the labels")
    return answer_document([title, Table(columns=columns, rows=rows), *audit_blocks(table)], catalogue)


def config_document(settings: Sequence[Setting], catalogue: Catalogue) -> Document:
    """Every value in force with its origin, by group."""
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for setting in settings:
        value = f"{setting.value} (shipped: {setting.shipped})" if setting.shipped else setting.value
        groups.setdefault(setting.group, []).append((setting.name, value, setting.origin))
    columns = (NAMES, wide("in force"), wide("from"))
    blocks: list[Block] = []
    for group, rows in groups.items():
        blocks += [Gap(), Heading(text=group.upper()), Table(columns=columns, rows=tuple(rows))]
    return answer_document(blocks[1:], catalogue)
