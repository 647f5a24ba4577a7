"""The answers to ``indications`` as JSON: indications in full, or the review's approval lists."""

from collections.abc import Iterable, Sequence
from typing import TypedDict

from ivigcalc.core.answers.indications import IndicationsAnswer, approvals_working, regimens_working
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Statement
from ivigcalc.core.facts.indication import Indication
from ivigcalc.report.json.parts.answer import (
    EVERY_DIGIT,
    FoundJson,
    Head,
    SourceJson,
    filled,
    head,
    sources,
    with_reasons,
)
from ivigcalc.report.json.parts.product import OldLabelJson, WorkingJson, old_labels_json, working_json
from ivigcalc.report.json.parts.request import WHY_NO_SENTENCE, SaidJson, said_json
from ivigcalc.report.shared import cited, cited_by, labels_of_indications, regimen_words


class StatedRegimenJson(TypedDict):
    """A regimen without a patient."""

    id: str
    phase: str
    rests_on: str
    form: str
    text: str
    basis: str
    note: str
    sources: list[str]


class StatementJson(TypedDict):
    """Something said, and by whom."""

    about: str
    text: str
    sources: list[str]


class FullIndicationJson(TypedDict):
    """One indication in full."""

    id: str
    name: str
    short: str
    group: str
    subgroup: str
    status: str
    exception: str
    support: SaidJson | None
    decides: SaidJson | None
    population: str
    synonyms: list[str]
    related: list[str]
    wide: list[str]
    icd10_who: list[str]
    icd10_us: list[str]
    printed: list[dict[str, str]]
    paper: dict[str, str | bool]
    regimens: list[StatedRegimenJson]
    not_computed: list[StatementJson]
    evidence: list[StatementJson]
    approvals: list[StatementJson]
    limits: list[StatementJson]
    reassess: list[StatementJson]
    cautions: list[StatementJson]
    conflicts: list[StatementJson]
    missing: list[str]


class IndicationsJson(Head):
    """The answer to ``indications``; ``working`` is what each regimen comes to in all or on a day, per kilogram."""

    request: dict[str, str]
    found: list[FoundJson]
    not_covered: list[str]
    indications: list[FullIndicationJson]
    old_labels: list[OldLabelJson]
    working: list[WorkingJson]
    sources: list[SourceJson]


class ApprovalsJson(Head):
    """The answer to ``indications --approvals``; ``working`` counts the items and the indications that they lead to."""

    approvals: list[dict[str, str | list[str]]]
    working: list[WorkingJson]
    sources: list[SourceJson]


def indications_json(answer: IndicationsAnswer, catalogue: Catalogue) -> IndicationsJson:
    """Each indication in full, and why a search found it."""
    used = (source for indication in answer.indications for source in cited_by(indication))
    steps = (step for indication in answer.indications for step in regimens_working(indication))
    return {
        **head(catalogue),
        "request": {"search": answer.name or ""},
        "found": [filled(FoundJson, one) for one in answer.found],
        "not_covered": list(answer.not_covered),
        "indications": [_indication(indication) for indication in answer.indications],
        "old_labels": old_labels_json(labels_of_indications(answer.indications, catalogue)),
        "working": working_json(steps, EVERY_DIGIT),
        "sources": sources(catalogue, used),
    }


def _statement(about: str, text: str, cited_sources: Iterable[str]) -> StatementJson:
    return {"about": about, "text": text, "sources": list(cited_sources)}


def _statements(about: str, statements: Sequence[Statement]) -> list[StatementJson]:
    return [_statement(about, said.marked, said.sources) for said in statements]


def _indication(indication: Indication) -> FullIndicationJson:
    paper = indication.paper
    answer = filled(
        FullIndicationJson,
        indication,
        support=said_json(indication.support),
        decides=said_json(indication.decides),
        icd10_who=list(indication.icd10.who),
        icd10_us=list(indication.icd10.us),
        printed=[
            {"phrase": printed.phrase, "where": printed.where, "part": printed.part, "note": printed.note}
            for printed in indication.printed
        ],
        paper={
            "where": paper.where,
            "evidence": paper.evidence,
            "line": paper.line,
            "regimen": paper.regimen,
            "explicit": paper.explicit,
        },
        regimens=[filled(StatedRegimenJson, regimen, text=regimen_words(regimen)) for regimen in indication.regimens],
        not_computed=[_statement(recorded.why, recorded.says, recorded.sources) for recorded in indication.recorded],
        evidence=[_statement(row.scheme, row.says, row.sources) for row in indication.evidence],
        approvals=[_statement(row.authority, row.says, row.sources) for row in indication.approvals],
        limits=_statements("limit", indication.limits),
        reassess=_statements("reassess", indication.reassess),
        cautions=_statements("caution", indication.cautions),
        conflicts=_statements("conflict", indication.conflicts),
    )
    return with_reasons(answer, **WHY_NO_SENTENCE)


def approvals_json(catalogue: Catalogue) -> ApprovalsJson:
    """The two approval lists as the review prints them."""
    lists = catalogue.approval_lists
    return {
        **head(catalogue),
        "approvals": [
            {
                "id": approvals.id,
                "authority": approvals.authority,
                "basis": approvals.basis,
                "items": list(approvals.items),
                "entries": list(approvals.entries),
                "notes": [note.says for note in approvals.notes],
            }
            for approvals in lists
        ],
        "working": working_json(approvals_working(catalogue)),
        "sources": sources(
            catalogue, cited(*(group for approvals in lists for group in ([approvals], approvals.notes)))
        ),
    }
