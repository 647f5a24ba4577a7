"""JSON Schema of the data files, for an editor to complete them."""

from typing import Any

from pydantic import TypeAdapter

from ivigcalc.catalogue.files import SHAPES

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def data_schema(name: str) -> dict[str, Any]:
    """The schema of a data file, by its name without ``.yaml``."""
    return {"$schema": DIALECT, **TypeAdapter(SHAPES[name]).json_schema(), "title": f"ivigcalc data/{name}.yaml"}
