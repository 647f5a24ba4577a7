"""The answers to ``indications`` as documents: the list, one in full, or the approvals as the review prints them."""

from collections.abc import Iterable, Sequence

from ivigcalc.core.answers.indications import IndicationsAnswer, approvals_working, regimens_working
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Statement
from ivigcalc.core.facts.indication import Indication, Phase, Regimen
from ivigcalc.report.document import Block, Column, Document, Emphasis, Gap, Heading, Paragraph, Table, labelled, wide
from ivigcalc.report.shared import cited, cited_by, labels_of_indications, regimen_words
from ivigcalc.report.view.parts import words
from ivigcalc.report.view.parts.blocks import answer_document, found_blocks, next_table, sources_blocks
from ivigcalc.report.view.parts.days import working_blocks
from ivigcalc.report.view.parts.ladder import old_label_blocks
from ivigcalc.report.view.parts.words import remark

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


NO_DOSES = "no dose was read"
"""Where there are neither regimens nor doses on record."""

LONGEST_NAME = 76
"""Letters of a name that takes at most two lines beside an id; a longer one stands in short."""


def _first(indication: Indication) -> str:
    """The regimen that a list shows, without its interval: the first induction, else the first there is."""
    ordered = sorted(indication.regimens, key=lambda regimen: list(Phase).index(regimen.phase))
    return regimen_words(ordered[0].replaced(interval=None)) if ordered else "no computed regimen"


def _name(indication: Indication) -> str:
    return indication.name if len(indication.name) <= LONGEST_NAME else indication.short


def _support(indication: Indication) -> str:
    """How well the use is supported, in few words."""
    return words.SUPPORT_WORDS[indication.status].partition(",")[0].lower()


def indications_document(answer: IndicationsAnswer, catalogue: Catalogue, *, explain: bool) -> Document:
    """Indications by Table 3 group, each with its first regimen and support; of a search, why each was found.

    Explained, with the arithmetic of all their regimens, and the documents.
    """
    indications, searched = answer.indications, answer.name
    title = f"Indications that fit {searched!r}" if searched else "Indications, by group of the review's Table 3"
    blocks: list[Block] = [Heading(text=title)]
    columns = (
        Column(header="id", strong=True, least=max(len(indication.id) for indication in indications)),
        wide("indication"),
        Column(header="support"),
        Column(header="first regimen", drop=1),
    )
    for group, name in GROUPS.items():
        of_group = (indication for indication in indications if indication.group == group)
        rows = tuple((entry.id, _name(entry), _support(entry), _first(entry)) for entry in of_group)
        if rows:
            blocks += [Gap(), Heading(text=name), Table(columns=columns, rows=rows)]
    blocks += found_blocks((one.id, one.why) for one in answer.found)
    blocks += labelled(("not covered", name) for name in answer.not_covered)
    blocks += _explained(indications, catalogue) if explain else []
    computed = next((entry.id for entry in indications if entry.regimens), "")
    dose = f"ivigcalc dose --weight KG --indication {computed}" if computed else ""
    hints = (f"ivigcalc indications {indications[0].id}", "ivigcalc indications --approvals", dose)
    return answer_document(blocks, catalogue, next_table(*hints))


def indication_document(answer: IndicationsAnswer, catalogue: Catalogue, *, explain: bool) -> Document:
    """One indication in full: the review, regimens, evidence, approvals, conflicts, sources; and why it was found."""
    indication = answer.indications[0]
    blocks: list[Block] = [
        *_names(indication),
        *labelled(("found by", one.why) for one in answer.found if one.why),
        *labelled(("not covered", name) for name in answer.not_covered),
        Gap(),
        *_review(indication),
        Gap(),
        Heading(text="REGIMENS"),
        *(_regimen(regimen) for regimen in indication.regimens),
        *labelled([] if indication.regimens or indication.recorded else [("none", NO_DOSES)]),
        *(_sourced("not computed", f"{row.says} ({row.why})", row.sources) for row in indication.recorded),
        *_statements("limit", indication.limits),
        *_statements("reassess", indication.reassess),
        Gap(),
        Heading(text="EVIDENCE"),
        *(_sourced(row.scheme, row.says, row.sources) for row in indication.evidence),
        Gap(),
        Heading(text="APPROVALS"),
        *(_sourced(row.authority, row.says, row.sources) for row in indication.approvals),
        *_statements("CAUTION", indication.cautions, Emphasis.WARNING),
        *_statements("CONFLICT", indication.conflicts, Emphasis.WARNING),
        *labelled(("not found", text) for text in indication.missing),
        *old_label_blocks(labels_of_indications([indication], catalogue)),
    ]
    blocks += _explained([indication], catalogue) if explain else []
    dose = f"ivigcalc dose --weight KG --indication {indication.id}" if indication.regimens else ""
    return answer_document(blocks, catalogue, next_table(dose, "" if explain else "--explain (sources)"))


def _explained(indications: Sequence[Indication], catalogue: Catalogue) -> list[Block]:
    """What each regimen comes to on a day or in all, and the documents of the indications."""
    steps = [step for one in indications for step in regimens_working(one)]
    working = [Gap(), Heading(text="WORKING"), *working_blocks(steps)] if steps else []
    return [*working, Gap(), *sources_blocks(catalogue, [source for one in indications for source in cited_by(one)])]


def _names(indication: Indication) -> list[Block]:
    """What the indication is called, how it is coded and grouped, and how well it is supported."""
    icd10 = indication.icd10
    codes = ", ".join(f"{code} (WHO)" for code in icd10.who) or "none"
    us_codes = f"; US {', '.join(icd10.us)}" if icd10.us else ""
    subgroup = f": {indication.subgroup}" if indication.subgroup else ""
    stated = (("supported", indication.support), ("DECIDES", indication.decides))
    always = [
        ("id", indication.id),
        ("support", f"{indication.status}{remark(indication.exception)}"),
        *((label, f"{said.marked} [{', '.join(said.sources)}]") for label, said in stated if said),
        ("group", f"{GROUPS[indication.group]}{subgroup}"),
        ("ICD-10", f"{codes}{us_codes}{remark(icd10.note)}"),
        ("names", ", ".join(indication.synonyms)),
    ]
    if_given = [
        ("filed here", ", ".join(indication.related)),
        ("wider names", ", ".join(indication.wide)),
        ("population", indication.population),
        ("told apart by", indication.differs),
    ]
    lines = [*always, *((label, text) for label, text in if_given if text)]
    return [Heading(text=indication.short, remark=indication.name), *labelled(lines)]


def _review(indication: Indication) -> list[Block]:
    """What the review prints of the indication, and where."""
    paper = indication.paper
    printed = [
        ("printed", f'"{phrase.phrase}", {phrase.where}{remark(phrase.part)}{remark(phrase.note)}')
        for phrase in indication.printed
    ]
    lines = [*printed, ("evidence", paper.evidence), ("line", paper.line), ("regimen", paper.regimen)]
    return [Heading(text="THE REVIEW", remark=paper.where), *labelled(lines)]


def _sourced(label: str, says: str, sources: Iterable[str], emphasis: Emphasis = Emphasis.NORMAL) -> Paragraph:
    return Paragraph(label=label, text=f"{says} [{', '.join(sources) or 'no source read'}]", emphasis=emphasis)


def _statements(label: str, statements: Iterable[Statement], emphasis: Emphasis = Emphasis.NORMAL) -> list[Block]:
    return [_sourced(label, statement.marked, statement.sources, emphasis) for statement in statements]


def _regimen(regimen: Regimen) -> Paragraph:
    text = f"{regimen_words(regimen)}. {regimen.rests_on}: {regimen.basis}{remark(regimen.note)}"
    label = str(regimen.phase) if regimen.phase == regimen.id else f"{regimen.phase} {regimen.id}"
    return _sourced(label, text, regimen.sources)


def approvals_document(catalogue: Catalogue, *, explain: bool) -> Document:
    """ANVISA's and FDA's lists as the review prints them; explained, with their counts and the documents."""
    blocks: list[Block] = []
    for approvals in catalogue.approval_lists:
        blocks += [
            Heading(text=approvals.authority, remark=approvals.basis),
            *labelled((f"{number}.", item) for number, item in enumerate(approvals.items, 1)),
            Paragraph(label="entries", text=", ".join(approvals.entries)),
            *_statements("NOTE", approvals.notes),
            Gap(),
        ]
    hint = Paragraph(label="NEXT", text="labels found since: ivigcalc indications cidp   ivigcalc products")
    if explain:
        lists = catalogue.approval_lists
        used = cited(lists, *(approvals.notes for approvals in lists))
        blocks += [Heading(text="WORKING"), *working_blocks(approvals_working(catalogue)), Gap()]
        blocks += [*sources_blocks(catalogue, used), Gap()]
    return answer_document(blocks[:-1], catalogue, hint)
