"""The answers to ``data check`` and ``data show`` as documents."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ivigcalc.core.answers.data.check import check_working
from ivigcalc.core.answers.data.entries import decides, entry_working, used_by, vial_prices
from ivigcalc.core.answers.plan import Working
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.entries import DataEntry, Group, RestingFact, StatedPart, resting_facts, stated_parts
from ivigcalc.core.facts.fact import Source, Standing
from ivigcalc.core.facts.formulary import SiteChange
from ivigcalc.core.facts.rule import LimitRule
from ivigcalc.core.site.merging import WHERE_PRINTED, limit_words
from ivigcalc.report.document import Block, Document, Emphasis, Gap, Heading, Paragraph, labelled
from ivigcalc.report.shared import cited
from ivigcalc.report.view.diff import GROUPS
from ivigcalc.report.view.parts.blocks import answer_document, sources_blocks
from ivigcalc.report.view.parts.days import working_blocks


def check_document(catalogue: Catalogue, checked: str, counts: Mapping[str, int], *, explain: bool) -> Document:
    """What was checked, and what a formulary changes; explained, by which rules, and how the counts add up."""
    there = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    blocks: list[Block] = [Heading(text=f"{checked}: no mistake found"), Paragraph(text=f"{there or 'nothing'}.")]
    limits = {rule.id: rule for rule in catalogue.rules.limits}
    for change in catalogue.local.changes if catalogue.local else ():
        text = f"{change.what} {change.id}: {change.here}, shipped {change.shipped}"
        if change.what == "limit":
            text += _where_else(limits[change.id], limits.get(f"{change.id}{WHERE_PRINTED}"))
        text += "."
        blocks.append(
            Paragraph(label=_kind(change), text=text, emphasis=Emphasis.WARNING if change.looser else Emphasis.NORMAL)
        )
    if explain:
        rules = (*CHECKED, *(OF_SITE if catalogue.local else OF_SHIPPED))
        steps = [*check_working(catalogue, counts)]
        blocks += [Gap(), Heading(text="WHAT WAS CHECKED"), *labelled(rules)]
        blocks += [Gap(), Heading(text="WORKING"), *working_blocks(steps)]
    return answer_document(blocks, catalogue)


CHECKED: Final = (
    ("shape", "every key is known and stands once, and its value is of the kind that it needs"),
    ("ids", "an id stands once in its list, and whatever is pointed to by an id is there"),
    ("documents", "every source cited is in the list, every one in it is cited, and what has none says so"),
    (
        "products",
        "units fit, amounts and rates are possible, a vial holds what the strength says; what is missing is named",
    ),
    ("indications", "doses and days are within bounds, caps have a source, no computed regimen of an unsupported use"),
    ("rules", "a bound stands with a measure, and only conditions, measures and words are used that exist"),
)
OF_SHIPPED: Final = (
    ("Table 2", "one cell for each row and each column"),
    ("languages", "each text of each language is there, with the holes and figures of the English one"),
    ("files", "they say what was compiled of them, and are those that were installed"),
)
OF_SITE: Final = (
    (
        "formulary",
        "what it changes is shipped, bounds stay of the same kind, prices have a currency; the rest is merged",
    ),
    ("looser", "a change that lets more pass counts only with approved_by and until the day of review_by"),
)
"""By which rules files are checked, for people: each is a check of ``catalogue/checks/`` or of the reading itself."""


def _where_else(limit: LimitRule, printed: LimitRule | None) -> str:
    """Where a limit is not judged, and what the site's bound is for doses that a source prints; "" for everywhere."""
    if printed is None:
        return f"; not judged where: {', '.join(limit.unless)}" if limit.unless else ""
    unless = f"; not judged where: {', '.join(printed.unless)}" if printed.unless else ""
    return f"; where a source prints the dose: {limit_words(printed)}{unless}"


def _kind(change: SiteChange) -> str:
    if change.here == change.shipped:
        return "AS SHIPPED"
    return "LOOSER" if change.looser else "TIGHTER"


def show_document(entries: Sequence[DataEntry], catalogue: Catalogue, *, explain: bool) -> Document:
    """Each entry: every value, then where it comes from in brackets; then the documents.

    Explained, with what names the entry, what its values decide, and what is worked out of them.
    """
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
                Paragraph(label="cited by", text=_resting(fact)) for fact in resting_facts(catalogue).get(entry.id, ())
            ]
        if explain:
            steps = [*entry_working(entry, catalogue)]
            used += [step.source for step in steps if step.source]
            blocks += _explained(entry, steps, catalogue)
    if used:
        blocks += [Gap(), *sources_blocks(catalogue, used)]
    return answer_document(blocks[1:], catalogue)


def _explained(entry: DataEntry, steps: Sequence[Working], catalogue: Catalogue) -> Iterator[Block]:
    """What else names an entry, what its values decide, and what is worked out of them."""
    for name, places in used_by(entry, catalogue).items():
        yield Paragraph(label="used by", text=f"{name}: {', '.join(place or 'the entry' for place in places)}")
    for group, keys in decides(entry).items():
        if group not in {Group.TEXTS, Group.SOURCES}:
            yield Paragraph(label="decides", text=f"{GROUPS[group]}: {', '.join(keys)}")
    if steps:
        yield from (Gap(), Heading(text="WORKING", remark=entry.id), *working_blocks(steps))


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
    regions = " ".join(region.upper() for region in part.regions)
    standing = part.standing if part.standing not in {"", "label"} else ""
    origin = "; ".join(text for text in (regions, ", ".join(part.sources), standing) if text)
    return Paragraph(label=part.path, text=f"{_said(part)}{f' [{origin}]' if origin else ''}")


def _resting(fact: RestingFact) -> str:
    """A fact that rests on a document, with its standing where that is not a document's."""
    standing = fact.part.standing
    mark = f" [{standing}]" if standing not in {"", Standing.LABEL} else ""
    return f"{fact.entry}: {fact.place}: {_said(fact.part)}{mark}"


def _said(part: StatedPart) -> str:
    """What a part states, by field."""
    return "; ".join(f"{name}: {value}" for name, value in part.values.items())
