"""The answers to ``data check``, ``data show`` and ``data diff`` as documents."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from ivigcalc.core.answers.data.difference import DataDifference, EntryDifference, Side, ValueDifference
from ivigcalc.core.answers.data.entries import vial_prices
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.difference import SOURCES
from ivigcalc.core.facts.difference import Change as Became
from ivigcalc.core.facts.entries import DataEntry, Group, RestingFact, StatedPart, resting_facts, stated_parts
from ivigcalc.core.facts.fact import Source, Standing
from ivigcalc.core.facts.formulary import Change
from ivigcalc.core.facts.rule import LimitRule
from ivigcalc.core.site.merging import WHERE_PRINTED, limit_words
from ivigcalc.report.document import NAMES, Block, Document, Emphasis, Gap, Heading, Paragraph, Table, wide
from ivigcalc.report.shared import cited
from ivigcalc.report.view.parts.blocks import DIGITS, answer_document, sources_blocks


def check_document(catalogue: Catalogue, checked: str, counts: Mapping[str, int]) -> Document:
    """What was checked, and what a formulary changes."""
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
    return answer_document(blocks, catalogue)


def _where_else(limit: LimitRule, printed: LimitRule | None) -> str:
    """Where a limit is not judged, and what the site's bound is for doses that a source prints; "" for everywhere."""
    if printed is None:
        return f"; not judged where: {', '.join(limit.unless)}" if limit.unless else ""
    unless = f"; not judged where: {', '.join(printed.unless)}" if printed.unless else ""
    return f"; where a source prints the dose: {limit_words(printed)}{unless}"


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
                Paragraph(label="cited by", text=_resting(fact)) for fact in resting_facts(catalogue).get(entry.id, ())
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


GROUPS: Final = {
    Group.LIMITS: "what stops, asks for a reason or cautions",
    Group.RATES: "how fast a preparation may run",
    Group.VIALS: "what there is to hang",
    Group.VERDICTS: "what decides whether a preparation suits",
    Group.REGIMENS: "what is dosed",
    Group.TEXTS: "words, names and whatever else is said",
    Group.SOURCES: "the documents themselves",
}
"""What a group of values is about."""

WORDS: Final = {
    "iga": "IgA",
    "ph": "pH",
    "mg_per_ml": "concentration",
    "ml": "volume",
    "g_per_kg": "dose",
    "min_g_per_kg": "least dose",
    "max_g_per_kg": "largest dose",
    "cap_g": "cap",
    "labelled": "labelled use",
}
"""Keys that people call otherwise."""

NOT_STATED: Final = "not stated"
UNCITED: Final = "no source"

FEW: Final = 6
"""Values of an entry that is new or gone which are shown where not everything is."""


def diff_document(found: DataDifference, catalogue: Catalogue, *, show_all: bool) -> Document:
    """Which side is which, the entries that are new or gone, then each value that differs, what decides first."""
    counts = {change: sum(entry.change is change for entry in found.entries) for change in Became}
    said = ", ".join(f"{count} {change}" for change, count in counts.items() if count)
    blocks: list[Block] = [
        Paragraph(label="OLD", text=_side_words(found.old)),
        Paragraph(label="NEW", text=_side_words(found.new)),
        Paragraph(text=f"Entries: {said}." if said else "They say the same."),
    ]
    whole = [entry for entry in found.entries if entry.change is not Became.CHANGED]
    if whole:
        listed = tuple((str(entry.change), entry.kind, _named(entry), _whole_words(entry, found)) for entry in whole)
        columns = (NAMES, wide("what"), wide("entry"), wide("says"))
        blocks += [Gap(), Heading(text="ENTRIES", remark="new or gone"), Table(columns=columns, rows=listed)]
    shown = [entry for entry in found.entries if show_all or entry.change is Became.CHANGED]
    for group, remark in GROUPS.items():
        rows = tuple(_rows(shown, group, found))
        if rows and group in {Group.TEXTS, Group.SOURCES}:
            blocks += [Gap(), Heading(text=group.upper(), remark=remark), *_texts(rows)]
        elif rows:
            columns = (NAMES, wide("old"), wide("new"), wide("source"))
            blocks += [Gap(), Heading(text=group.upper(), remark=remark), Table(columns=columns, rows=rows)]
    folded = sum(len(entry.values) for entry in whole)
    if folded and not show_all:
        blocks += [Gap(), Paragraph(text=f"Every value of what is new or gone ({folded}): --all")]
    return answer_document(blocks, catalogue)


def _side_words(side: Side) -> str:
    versions = [f"ivigcalc {side.ivigcalc_version}"] if side.ivigcalc_version else []
    versions += [f"data {side.data_version}"] if side.data_version else []
    return f"{side.name}: {', '.join([*versions, f'sha256 {side.sha256[:DIGITS]}'])}"


def _named(entry: EntryDifference) -> str:
    return entry.called if entry.called == entry.id else f"{entry.called} ({entry.id})"


def _whole_words(entry: EntryDifference, found: DataDifference) -> str:
    """What an entry that is new or gone says, if that is little; else how many values it has; and its sources."""
    deciding = [value for value in entry.values if value.group not in {Group.TEXTS, Group.SOURCES}]
    own = [value for value in deciding if not value.path]
    few = len(deciding) == len(own) and 0 < len(own) <= FEW
    cites = [_cites(side, ids) for side, ids in _both(entry.values[0], found)] if entry.values else []
    cited = "".join(f" [{text}]" for text in cites if text)
    return f"{_all_of(own)}{cited}" if few else f"{len(entry.values)} values"


def _rows(entries: Iterable[EntryDifference], group: Group, found: DataDifference) -> Iterator[tuple[str, ...]]:
    """Where each value stands that differs, the value on both sides, its sources; a part that is new or gone in one."""
    for entry in entries:
        for path, values in groupby((one for one in entry.values if one.group is group), key=lambda one: one.path):
            listed = [*values]
            steps = [entry.called, *(WORDS.get(step, step.replace("_", " ")) for step in path if step)]
            before, after = (_cites(side, ids) for side, ids in _both(listed[0], found))
            if listed[0].change is Became.CHANGED:
                source = before if before == after else f"{before or UNCITED} -> {after or UNCITED}"
                source = source or (Standing.UNSOURCED if listed[0].unsourced else "")
                for value in listed:
                    where = " > ".join([*steps, _key(value.field)])
                    yield where, value.old or NOT_STATED, value.new or NOT_STATED, source
            else:
                gone = listed[0].change is Became.REMOVED
                source = before if before == after or not after else f"{before} -> {after}" if before else after
                said = (_all_of(listed), NOT_STATED)
                yield " > ".join(steps), said[not gone], said[gone], source


def _all_of(values: Iterable[ValueDifference]) -> str:
    """The values of a part that is new or gone; its id and its sources stand beside them."""
    listed = [value for value in values if value.field not in {"id", *SOURCES}]
    return "; ".join(f"{_key(value.field)}: {value.new or value.old}" for value in listed)


def _both(value: ValueDifference, found: DataDifference) -> tuple[tuple[Side, tuple[str, ...]], ...]:
    return (found.old, value.old_sources), (found.new, value.new_sources)


def _cites(side: Side, ids: Iterable[str]) -> str:
    """Documents with their dates."""
    dates = {one: side.documents[one].date if one in side.documents else "n/d" for one in ids}
    return ", ".join(one if date == "n/d" else f"{one} ({date})" for one, date in dates.items())


def _key(key: str) -> str:
    first, dot, rest = key.partition(".")
    return f"{WORDS.get(first, first.replace('_', ' '))}{': ' if dot else ''}{rest}"


def _texts(rows: Iterable[tuple[str, ...]]) -> Iterator[Block]:
    """Long words, one below the other."""
    for where, old, new, source in rows:
        yield Paragraph(text=where, emphasis=Emphasis.STRONG)
        yield Paragraph(label="  old", text=old)
        yield Paragraph(label="  new", text=f"{new} [{source}]" if source else new)
