"""JSON Schema of the answers, read off their contract.

The contract uses few types: str, int, bool, None, lists, dictionaries of str, and typed dictionaries. (Pydantic refuses
the standard library's ``TypedDict`` before Python 3.12.)
"""

import inspect
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints, is_typeddict

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
PLAIN: Final = {str: "string", int: "integer", bool: "boolean", NoneType: "null"}


def answer_schema(name: str, contract: type) -> dict[str, Any]:
    """The schema of an answer, by its name and contract."""
    definitions: dict[str, Any] = {}
    found = _schema(contract, definitions)
    return {"$schema": DIALECT, "title": f"ivigcalc {name}", **found, "$defs": definitions}


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
        return {"anyOf": [_schema(one, definitions) for one in inside]}
    if get_origin(kind) is list:
        return {"type": "array", "items": _schema(inside[0], definitions)}
    return {"type": "object", "additionalProperties": _schema(inside[1], definitions)}


def _object(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """A typed dictionary: its keys, and which always stand. Further keys are allowed: the contract only grows."""
    hints = get_type_hints(kind)
    return {
        "type": "object",
        "description": inspect.getdoc(kind),
        "properties": {key: _schema(hint, definitions) for key, hint in hints.items()},
        "required": sorted(kind.__required_keys__),
    }
