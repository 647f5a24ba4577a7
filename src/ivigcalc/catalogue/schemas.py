"""JSON Schema of the data files, for an editor to complete them."""

from typing import Any

from pydantic import TypeAdapter

from ivigcalc.catalogue.files import FORMULARY, SHAPES
from ivigcalc.core.formulary import Formulary

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def data_schema(name: str) -> dict[str, Any]:
    """The schema of a data file, or of a site's formulary, by its name without ``.yaml``."""
    if name == FORMULARY:
        return {"$schema": DIALECT, **TypeAdapter(Formulary).json_schema(), "title": "ivigcalc formulary.yaml"}
    return {"$schema": DIALECT, **TypeAdapter(SHAPES[name]).json_schema(), "title": f"ivigcalc data/{name}.yaml"}
