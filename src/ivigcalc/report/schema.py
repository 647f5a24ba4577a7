"""JSON Schema of the answers, made from the typed dictionaries of ``report.json``.

They use few types: str, int, bool, None, lists, dictionaries of str, and typed dictionaries. (Pydantic refuses the
standard library's ``TypedDict`` before Python 3.12.)
"""

import hashlib
import inspect
import json
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints, is_typeddict

from ivigcalc.report.json.audit import AgeJson, AuditJson
from ivigcalc.report.json.batch import BatchJson
from ivigcalc.report.json.compare import CompareJson
from ivigcalc.report.json.config import ConfigJson
from ivigcalc.report.json.data import CheckJson, DiffJson, ShowJson
from ivigcalc.report.json.dose import DoseJson
from ivigcalc.report.json.indications import ApprovalsJson, IndicationsJson
from ivigcalc.report.json.infusion import InfusionJson
from ivigcalc.report.json.parts.answer import RefusalJson
from ivigcalc.report.json.parts.order_words import WordsJson
from ivigcalc.report.json.parts.table2 import Table2Json
from ivigcalc.report.json.products import ProductsJson
from ivigcalc.report.json.selftest import SelfTestJson
from ivigcalc.report.json.verify import VerifyJson
from ivigcalc.report.json.vials import VialsJson

CONTRACTS: Final = {
    "dose": DoseJson,
    "infusion": InfusionJson,
    "vials": VialsJson,
    "compare": CompareJson,
    "batch": BatchJson,
    "verify": VerifyJson,
    "words": WordsJson,
    "products": ProductsJson,
    "table2": Table2Json,
    "indications": IndicationsJson,
    "approvals": ApprovalsJson,
    "check": CheckJson,
    "show": ShowJson,
    "diff": DiffJson,
    "audit": AuditJson,
    "age": AgeJson,
    "config": ConfigJson,
    "selftest": SelfTestJson,
    "refusal": RefusalJson,
}
"""The shape of each answer, by the name that ``ivigcalc schema`` takes."""

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
PLAIN: Final = {str: "string", int: "integer", bool: "boolean", NoneType: "null"}


def schema_text(schema: Any) -> str:
    """A schema as it is printed."""
    return f"{json.dumps(schema, ensure_ascii=False, indent=2)}\n"


def commented(schema: dict[str, Any], comment: str) -> dict[str, Any]:
    """A schema with a comment behind its dialect; by the checksum in it a schema can be told from another."""
    sha256 = hashlib.sha256(schema_text(schema).encode()).hexdigest()
    (dialect, value), *others = schema.items()
    said = f"{comment} SHA-256 of this schema as printed without --explain: {sha256}."
    return {dialect: value, "$comment": said, **dict(others)}


def answer_schema(name: str) -> dict[str, Any]:
    """The schema of an answer, by its name in ``CONTRACTS``."""
    definitions: dict[str, Any] = {}
    answer = _schema(CONTRACTS[name], definitions)
    return {"$schema": DIALECT, "title": f"ivigcalc {name}", **answer, "$defs": definitions}


def _schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if kind in PLAIN:
        return {"type": PLAIN[kind]}
    if is_typeddict(kind):
        if kind.__name__ not in definitions:
            definitions[kind.__name__] = {}
            definitions[kind.__name__] = _object(kind, definitions)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    inside = get_args(kind)
    if get_origin(kind) in {Union, UnionType}:
        return {"anyOf": [_schema(kind, definitions) for kind in inside]}
    if get_origin(kind) is list:
        return {"type": "array", "items": _schema(inside[0], definitions)}
    return {"type": "object", "additionalProperties": _schema(inside[1], definitions)}


def _object(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """A typed dictionary: its keys, and which always stand. Further keys are allowed: the contract only grows.

    Beside a key that may be null, ``<name>_missing`` may stand with the reason.
    """
    hints = get_type_hints(kind)
    properties = {}
    for key, hint in hints.items():
        properties[key] = _schema(hint, definitions)
        if NoneType in get_args(hint) and f"{key}_missing" not in hints:
            properties[f"{key}_missing"] = _schema(str, definitions)
    return {
        "type": "object",
        "description": inspect.getdoc(kind),
        "properties": properties,
        "required": sorted(kind.__required_keys__),
    }
