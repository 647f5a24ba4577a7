"""The answer to ``indications`` as a document: the list, one in full, or the approvals as the review prints them."""

from collections.abc import Sequence

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Statement
from ivigcalc.core.facts.indication import Evidence, Indication, Phase, Recorded, Regimen
from ivigcalc.report.document import Block, Column, Document, Gap, Heading, Paragraph, Table, Weight
from ivigcalc.report.shared import cited_by, regimen_words
from ivigcalc.report.view.parts import words

GROUPS = {
    "neuromuscular": "Neuromuscular Diseases",
    "dementia": "Dementia and cognitive disorders",
    "ataxia": "Cerebellar ataxias",
    "demyelinating": "Demyelinating diseases",
    "paraneoplastic": "Paraneoplastic neurological disorders",
    "miscellaneous": "Miscellaneous",
    "text": "In the review's text or Table 1, not in Table 3",
    "outside": "Not in the review",
}
"""Table 3's groups as printed, and where the other entries come from."""


def _first(indication: Indication) -> str:
    """The regimen that a list shows: the first induction, else the first there is."""
    ordered = sorted(indication.regimens, key=lambda regimen: list(Phase).index(regimen.phase))
    return regimen_words(ordered[0]) if ordered else "no computed regimen"


def indications_document(found: Sequence[Indication], catalogue: Catalogue, searched: str) -> Document:
    """Indications by Table 3 group, each with its first regimen and how well it is supported."""
    title = f"Indications that fit {searched!r}" if searched else "Indications, by group of the review's Table 3"
    blocks: list[Block] = [Heading(text=title)]
    columns = (
        Column(header="id", strong=True),
        Column(header="indication", wraps=True),
        Column(header="first regimen", wraps=True),
        Column(header="support", wraps=True),
    )
    for group, name in GROUPS.items():
        rows = tuple((one.id, one.name, _first(one), one.status) for one in found if one.group == group)
        if rows:
            blocks += [Gap(), Heading(text=name), Table(columns=columns, rows=rows)]
    first = found[0].id
    hints = [f"ivigcalc indications {first}", "ivigcalc indications --approvals"]
    hints.append(f"ivigcalc dose --weight 70 --indication {first}")
    blocks += [Gap(), words.next_block(hints), *words.foot(catalogue)]
    return Document(blocks=tuple(blocks))


def _sourced(label: str, says: str, sources: tuple[str, ...], weight: Weight = Weight.NORMAL) -> Paragraph:
    cite = f" [{', '.join(sources)}]" if sources else " [no source read]"
    return Paragraph(label=label, text=f"{says}{cite}", weight=weight)


def _statements(label: str, statements: Sequence[Statement]) -> list[Block]:
    return [_sourced(label, statement.says, statement.sources) for statement in statements]


def indication_document(indication: Indication, catalogue: Catalogue, *, explain: bool) -> Document:
    """One indication in full: the review, regimens, evidence, approvals, conflicts, sources."""
    codes = ", ".join(f"{code} (WHO)" for code in indication.icd10.who) or "none"
    us_codes = ", ".join(indication.icd10.us)
    paper = indication.paper
    blocks: list[Block] = [
        Heading(text=indication.short, remark=indication.name),
        Paragraph(label="id", text=indication.id),
        Paragraph(
            label="support", text=indication.status + (f" ({indication.exception})" if indication.exception else "")
        ),
        Paragraph(
            label="group", text=GROUPS[indication.group] + (f": {indication.subgroup}" if indication.subgroup else "")
        ),
        Paragraph(label="ICD-10", text=codes + (f"; US {us_codes}" if us_codes else "") + _note(indication.icd10.note)),
        Paragraph(label="names", text=", ".join(indication.synonyms)),
        *(
            [Paragraph(label="related", text=f"{', '.join(indication.related)} (not named in the review)")]
            if indication.related
            else []
        ),
        *([Paragraph(label="population", text=indication.population)] if indication.population else []),
        *([Paragraph(label="told apart by", text=indication.differs)] if indication.differs else []),
        Gap(),
        Heading(text="THE REVIEW", remark=paper.where),
        *[
            Paragraph(
                label="printed", text=f'"{printed.phrase}", {printed.where}{_note(printed.part)}{_note(printed.note)}'
            )
            for printed in indication.printed
        ],
        Paragraph(label="evidence", text=paper.evidence),
        Paragraph(label="line", text=paper.line),
        Paragraph(label="regimen", text=paper.regimen),
        Gap(),
        Heading(text="REGIMENS"),
        *[_regimen(regimen) for regimen in indication.regimens],
        *[_recorded(recorded) for recorded in indication.recorded],
    ]
    blocks += _statements("limit", indication.limits)
    blocks += _statements("reassess", indication.reassess)
    blocks += [Gap(), Heading(text="EVIDENCE"), *[_evidence(row) for row in indication.evidence]]
    blocks += [Gap(), Heading(text="APPROVALS")]
    blocks += [_sourced(approval.authority, approval.says, approval.sources) for approval in indication.approvals]
    blocks += [_sourced("CAUTION", caution.says, caution.sources, Weight.WARNING) for caution in indication.cautions]
    blocks += [
        _sourced("CONFLICT", conflict.says, conflict.sources, Weight.WARNING) for conflict in indication.conflicts
    ]
    blocks += [Paragraph(label="not found", text=text) for text in indication.missing]
    if explain:
        blocks += [Gap(), *words.sources_blocks(catalogue, cited_by(indication))]
    hints = [f"ivigcalc dose --weight 70 --indication {indication.id}", "" if explain else "--explain (sources)"]
    blocks += [
        Gap(),
        words.next_block(hints),
        *words.foot(catalogue),
    ]
    return Document(blocks=tuple(blocks))


def _note(text: str) -> str:
    return f" ({text})" if text else ""


def _regimen(regimen: Regimen) -> Paragraph:
    text = f"{regimen_words(regimen)}. {regimen.basis}{_note(regimen.note)}"
    return _sourced(
        f"{regimen.phase} {regimen.id}" if regimen.phase != regimen.id else str(regimen.phase), text, regimen.sources
    )


def _recorded(recorded: Recorded) -> Paragraph:
    return _sourced("not computed", f"{recorded.says} ({recorded.why})", recorded.sources)


def _evidence(row: Evidence) -> Paragraph:
    return _sourced(row.scheme, row.says, row.sources)


def approvals_document(catalogue: Catalogue) -> Document:
    """ANVISA's and FDA's lists as the review prints them."""
    blocks: list[Block] = []
    for approvals in catalogue.approval_lists:
        blocks += [Heading(text=approvals.authority, remark=approvals.basis)]
        blocks += [Paragraph(label=f"{number}.", text=item) for number, item in enumerate(approvals.items, 1)]
        blocks.append(Paragraph(label="entries", text=", ".join(approvals.entries)))
        blocks += _statements("NOTE", approvals.notes)
        blocks.append(Gap())
    blocks.append(Paragraph(label="NEXT", text="labels found since: ivigcalc indications cidp   ivigcalc products"))
    blocks += words.foot(catalogue)
    return Document(blocks=tuple(blocks))
