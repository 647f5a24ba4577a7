"""The answers to ``indications``."""

from typing import TypedDict

from ivigcalc.report.contract.common import Head, SourceJson


class StatedRegimenJson(TypedDict):
    """A regimen without a patient."""

    id: str
    phase: str
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
    population: str
    synonyms: list[str]
    related: list[str]
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
    """The answer to ``indications``."""

    request: dict[str, str]
    indications: list[FullIndicationJson]
    sources: list[SourceJson]


class ApprovalsJson(Head):
    """The answer to ``indications --approvals``."""

    approvals: list[dict[str, str | list[str]]]
    sources: list[SourceJson]
