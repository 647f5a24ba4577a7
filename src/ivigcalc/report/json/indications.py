"""The answer to ``indications`` as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivigcalc.report.json import common
from ivigcalc.report.phrases import cited_by, regimen_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.fact import Statement
    from ivigcalc.core.facts.indication import Indication
    from ivigcalc.report.contract.indications import ApprovalsJson, FullIndicationJson, IndicationsJson, StatementJson


def indications_json(found: Sequence[Indication], catalogue: Catalogue, searched: str) -> IndicationsJson:
    """Each indication in full."""
    return {
        **common.answer_head(catalogue),
        "request": {"search": searched},
        "indications": [_indication(indication) for indication in found],
        "sources": common.sources(catalogue, (source for indication in found for source in cited_by(indication))),
    }


def _said(about: str, text: str, sources: Iterable[str]) -> StatementJson:
    return {"about": about, "text": text, "sources": list(sources)}


def _statements(about: str, statements: Sequence[Statement]) -> list[StatementJson]:
    return [_said(about, one.says, one.sources) for one in statements]


def _indication(one: Indication) -> FullIndicationJson:
    return {
        "id": one.id,
        "name": one.name,
        "short": one.short,
        "group": one.group,
        "subgroup": one.subgroup,
        "status": one.status,
        "exception": one.exception,
        "population": one.population,
        "synonyms": list(one.synonyms),
        "related": list(one.related),
        "icd10_who": list(one.icd10.who),
        "icd10_us": list(one.icd10.us),
        "printed": [
            {"phrase": printed.phrase, "where": printed.where, "part": printed.part, "note": printed.note}
            for printed in one.printed
        ],
        "paper": {
            "where": one.paper.where,
            "evidence": one.paper.evidence,
            "line": one.paper.line,
            "regimen": one.paper.regimen,
            "explicit": one.paper.explicit,
        },
        "regimens": [
            {
                "id": regimen.id,
                "phase": regimen.phase,
                "form": regimen.form,
                "text": regimen_words(regimen),
                "basis": regimen.basis,
                "note": regimen.note,
                "sources": list(regimen.sources),
            }
            for regimen in one.regimens
        ],
        "not_computed": [_said(recorded.why, recorded.says, recorded.sources) for recorded in one.recorded],
        "evidence": [_said(row.scheme, row.says, row.sources) for row in one.evidence],
        "approvals": [_said(approval.authority, approval.says, approval.sources) for approval in one.approvals],
        "limits": _statements("limit", one.limits),
        "reassess": _statements("reassess", one.reassess),
        "cautions": _statements("caution", one.cautions),
        "conflicts": _statements("conflict", one.conflicts),
        "missing": list(one.missing),
    }


def approvals_json(catalogue: Catalogue) -> ApprovalsJson:
    """The two approval lists as the review prints them."""
    return {
        **common.answer_head(catalogue),
        "approvals": [
            {
                "id": one.id,
                "authority": one.authority,
                "basis": one.basis,
                "items": list(one.items),
                "entries": list(one.entries),
                "notes": [note.says for note in one.notes],
            }
            for one in catalogue.approval_lists
        ],
        "sources": common.sources(
            catalogue,
            (
                source
                for one in catalogue.approval_lists
                for rows in ((one,), one.notes)
                for row in rows
                for source in row.sources
            ),
        ),
    }
