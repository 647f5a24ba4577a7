"""JSON Schema of the data files, for an editor to complete them."""

from typing import Any

from ivigcalc.catalogue.shapes import FORMULARY, adapter

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def data_schema(name: str) -> dict[str, Any]:
    """The schema of a data file, or of a site's formulary, by its name without ``.yaml``."""
    folder = "" if name == FORMULARY else "data/"
    return {"$schema": DIALECT, **adapter(name).json_schema(), "title": f"ivigcalc {folder}{name}.yaml"}
