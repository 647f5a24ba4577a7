"""JSON Schema of the answers (from their contract) and of the data files (from the core's data classes)."""

import json
from typing import Any

from pydantic import TypeAdapter

from ivigcalc.catalogue.files import SHAPES
from ivigcalc.report.contract import CONTRACTS

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def answer_schema(name: str) -> dict[str, Any]:
    """The schema of an answer, by its name in ``CONTRACTS``."""
    return {"$schema": DIALECT, "title": f"ivigcalc {name}", **TypeAdapter(CONTRACTS[name]).json_schema()}


def data_schema(name: str) -> dict[str, Any]:
    """The schema of a data file, by its name without ``.yaml``, for an editor to complete."""
    return {"$schema": DIALECT, **TypeAdapter(SHAPES[name]).json_schema(), "title": f"ivigcalc data/{name}.yaml"}


def dumps(schema: dict[str, Any]) -> str:
    """A schema as text."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
