"""What every JSON answer has: its head with the site's formulary, alerts, nulls with their reasons, sources, text."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, NotRequired, TypedDict, TypeVar, cast

from ivigcalc import __version__
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.quantity import plain, visible
from ivigcalc.core.safety.alerts import Alert

if TYPE_CHECKING:
    from ivigcalc.core.facts.formulary import MergedFormulary, SiteChange
    from ivigcalc.core.facts.rule import Advice


SCHEMA_VERSION: Final = "1"
"""The version of the JSON contract."""

EVERY_DIGIT: Final = 12
"""More decimals than any figure of the data or of a table has."""

NOT_GIVEN: Final = "not given"

_as_text: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
"""A value as JSON on one line; no answer contains itself."""

AS_THEY_ARE: Final = frozenset({str, bool, int, type(None)})
"""The types of most values of records, which JSON has as they are."""

HOLD_OTHERS: Final = frozenset({dict, list})
"""The types of values that hold others."""

Quantity = str | None
"""A quantity in the unit that its key names, as a plain decimal number."""

Answer = TypeVar("Answer")


class ChangedJson(TypedDict):
    """A shipped value and what the site has instead; ``at`` is where its formulary says so."""

    id: str
    what: str
    shipped: str
    here: str
    at: str


class FormularyJson(TypedDict):
    """The site's formulary: what it loosens, what it may not loosen any more (``lapsed``), what is not stocked."""

    site: str
    file: str
    sha256: str
    approved_by: str
    review_by: str | None
    loosened: list[ChangedJson]
    lapsed: list[ChangedJson]
    unstocked: list[str]


class Head(TypedDict):
    """What every answer begins with; ``formulary`` only where one is in force."""

    schema_version: str
    ivigcalc_version: str
    data_version: str
    data_sha256: str
    status: str
    exit_code: int
    formulary: NotRequired[FormularyJson]


class FoundJson(TypedDict):
    """An entry that a search found, and why; "" if by its very name."""

    id: str
    why: str


class SourceJson(TypedDict):
    """One document."""

    id: str
    title: str
    section: str
    url: str
    date: str


def dumps(answer: Mapping[str, object]) -> str:
    """The answer as JSON text with a newline at the end: a line for each key, and for each entry of its lists.

    (Indenting throughout would take longer than working the answer out.)
    """
    pieces: list[str] = []
    for key, value in answer.items():
        pieces += (",\n", f'  "{key}": ', *_lines(value))
    return "".join(["{\n", *pieces[1:], "\n}\n"])


def _lines(value: object) -> list[str]:
    """A value on a line of its own; of a list, each entry."""
    if not (isinstance(value, list) and value):
        return [_one_line(value)]
    first, *others = map(_one_line, value)
    return ["[\n    ", first, *(f",\n    {entry}" for entry in others), "\n  ]"]


def _one_line(value: object) -> str:
    """A value on one line; of what cannot be seen in ASCII, JSON escapes all but one sign."""
    text = _as_text(value)
    return text if text.isascii() and "\x7f" not in text else visible(text)


def with_reasons(answer: Answer, **reasons: str) -> Answer:
    """The answer itself, to which ``<name>_missing`` was added for each null, given the reason by name."""
    keys: Any = answer
    for name, reason in reasons.items():
        if keys[name] is None:
            keys[f"{name}_missing"] = reason
    return answer


def filled(shape: type[Answer], record: object, **others: object) -> Answer:
    """A shape filled with the fields of a record that have the names of its keys, and with ``others`` by theirs.

    Tuples become lists, choices their words, and decimals text with every digit they have.
    """
    keys = shape.__annotations__
    answer = {key: others[key] if key in others else getattr(record, key) for key in keys}
    for key, value in answer.items():
        if type(value) not in AS_THEY_ARE:
            answer[key] = _plain(value)
    return cast("Answer", answer)


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, str):  # a choice
        return str(value)
    return plain(value, EVERY_DIGIT) if isinstance(value, Decimal) else value


def again(value: Any) -> Any:
    """A part of an answer that stands in it once more, with dicts and lists of its own: a program may change either."""
    if type(value) is dict:
        answer = value.copy()
        for key, one in value.items():
            if type(one) in HOLD_OTHERS:
                answer[key] = again(one)
        return answer
    return [again(one) if type(one) in HOLD_OTHERS else one for one in value] if type(value) is list else value


def nulls(reason: str, *names: str) -> dict[str, str | None]:
    """A null for each name, followed by the reason that all of them share."""
    return {key: value for name in names for key, value in ((name, None), (f"{name}_missing", reason))}


def quantity(value: Fraction | Decimal | None, places: int = 2) -> Quantity:
    """A quantity as a string, or null."""
    return None if value is None else plain(value, places)


def changed(change: "SiteChange", local: "MergedFormulary") -> ChangedJson:
    """A shipped value and what the site has instead."""
    return filled(ChangedJson, change, at=local.at(change.path))


def _formulary(local: "MergedFormulary") -> FormularyJson:
    own = local.formulary
    return with_reasons(
        filled(
            FormularyJson,
            own,
            file=local.file,
            sha256=local.sha256,
            review_by=own.review_by.isoformat() if own.review_by else None,
            loosened=[changed(change, local) for change in local.loosened],
            lapsed=[changed(change, local) for change in local.lapsed],
            unstocked=list(local.unstocked),
        ),
        review_by="not given; nothing is loosened",
    )


def head_from(
    version: str, sha256: str, status: str, exit_code: int, *, local: "MergedFormulary | None" = None
) -> Head:
    """Versions, status, exit code, and the site's formulary if there is one."""
    begin: Head = {
        "schema_version": SCHEMA_VERSION,
        "ivigcalc_version": __version__,
        "data_version": version,
        "data_sha256": sha256,
        "status": status,
        "exit_code": int(exit_code),
    }
    if local is not None:
        begin["formulary"] = _formulary(local)
    return begin


def head(catalogue: Catalogue, status: str = "ok", exit_code: int = 0) -> Head:
    """The head of an answer made from a catalogue."""
    return head_from(catalogue.version, catalogue.sha256, status, exit_code, local=catalogue.local)


def sources(catalogue: Catalogue, cited: Iterable[str]) -> list[SourceJson]:
    """The documents cited, each once, in the order first cited."""
    found = [catalogue.source(source_id) for source_id in dict.fromkeys(cited) if source_id]
    return [
        {"id": one.id, "title": one.title, "section": one.section, "url": one.url, "date": one.date} for one in found
    ]


class ErrorJson(TypedDict):
    """One problem: where, what is allowed, what to type."""

    code: str
    message: str
    field: str
    allowed: list[str]
    next: str
    kind: str
    sources: list[str]


class RefusalJson(Head):
    """An answer without a dose. ``error`` is the first problem, ``errors`` holds all of them."""

    error: ErrorJson
    errors: list[ErrorJson]


def error_json(problem: Problem) -> ErrorJson:
    """One problem."""
    return filled(ErrorJson, problem)


def refusal_json(refused: RefusedError, begin: Head) -> RefusalJson:
    """A refusal: its head, and everything that is wrong."""
    errors = [error_json(problem) for problem in refused.problems]
    return {**begin, "error": errors[0], "errors": errors}


class AlertJson(TypedDict):
    """A rule that fired; ``regimens`` are the letters it is about, empty for all."""

    rule: str
    level: str
    text: str
    next: str
    regimens: list[str]
    acknowledged: str | None
    source: list[str]


class AdviceJson(TypedDict):
    """Standing advice; ``about`` is when it is of use: before, during or after the infusion, later, or known."""

    rule: str
    about: str
    text: str
    source: list[str]


def alerts_json(alerts: tuple[Alert, ...], acknowledged: Mapping[str, str] | None = None) -> list[AlertJson]:
    """Alerts, each with the reason it was acknowledged for, if any, by the rule's id."""
    reasons = acknowledged or {}
    return [
        with_reasons(
            filled(
                AlertJson,
                alert,
                regimens=list(alert.letters),
                acknowledged=reasons.get(alert.rule),
                source=list(alert.sources),
            ),
            acknowledged="not acknowledged",
        )
        for alert in alerts
    ]


def advice_json(catalogue: Catalogue) -> list[AdviceJson]:
    """Standing advice, that holds for every infusion."""
    return [*map(one_advice_json, catalogue.rules.advice)]


def one_advice_json(advice: "Advice") -> AdviceJson:
    """One piece of it."""
    return {"rule": advice.id, "about": advice.about, "text": advice.text, "source": list(advice.sources)}
