"""The answer to ``data diff`` as a document."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from ivigcalc.core.answers.data.difference import (
    DataDifference,
    EntryDifference,
    Side,
    ValueDifference,
    difference_working,
)
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.difference import SOURCES
from ivigcalc.core.facts.difference import Change as Became
from ivigcalc.core.facts.entries import Group
from ivigcalc.core.facts.fact import Standing
from ivigcalc.report.document import NAMES, Block, Document, Emphasis, Gap, Heading, Paragraph, Table, labelled, wide
from ivigcalc.report.view.parts.blocks import DIGITS, answer_document, source_line
from ivigcalc.report.view.parts.days import working_blocks

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


def diff_document(found: DataDifference, catalogue: Catalogue, *, show_all: bool, explain: bool) -> Document:
    """Which side is which, the entries that are new or gone, then each value that differs, what decides first.

    Explained, with the rules of the comparison, how far each figure is off, and the documents of the new side.
    """
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
    return answer_document([*blocks, *(_compared(found) if explain else ())], catalogue)


def _compared(found: DataDifference) -> list[Block]:
    """By which rules two sides were compared and sorted, how far each figure is off, and the documents of both."""
    blocks: list[Block] = [Gap(), Heading(text="HOW IT WAS COMPARED"), *labelled(COMPARED)]
    steps = [*difference_working(found)]
    blocks += [Gap(), Heading(text="WORKING", remark="new less old"), *working_blocks(steps)]
    for name, side in (("OLD", found.old), ("NEW", found.new)):
        values = [value for entry in found.entries for value in entry.values]
        ids = [one for value in values for one in (value.old_sources if side is found.old else value.new_sources)]
        cites = [source_line(side.documents[one]) for one in dict.fromkeys(ids) if one in side.documents]
        blocks += [Gap(), Heading(text=f"SOURCES {name}"), *(cites or [Paragraph(text="none.")])]
    return blocks


COMPARED: Final = (
    ("entries", "an entry is the same one where its kind and its id are, wherever it stands; another order is named"),
    ("parts", "a part of a list is paired with the one that is about the same: a vial by its size, a ladder by region"),
    ("values", "a value differs where its figure or its words do; comments and layout are not compared"),
    (
        "order",
        "what stops, asks for a reason or cautions stands first, then rates, vials, verdicts, regimens; words last",
    ),
)
"""By which rules two sides are compared, for people."""


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
