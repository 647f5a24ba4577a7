"""JSON Schema of the data files, for an editor to complete and check them."""

import json
from pathlib import Path
from typing import Any

from ivigcalc.catalogue.load import data_folder

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def published_schema(name: str) -> Any:
    """The schema of a data file, or of a site's formulary, by its name without ``.yaml``, as ``data/schema`` has it."""
    return json.loads((Path(data_folder()) / "schema" / f"{name}.json").read_text(encoding="utf-8"))


def data_schema(name: str) -> dict[str, Any]:
    """That schema as made from the records that the file is read into; ``docs/make.py`` publishes it.

    Versions of pydantic differ in what they add: descriptions, patterns of numbers, whether other keys are allowed.
    """
    from ivigcalc.catalogue.shapes import FORMULARY, adapter  # noqa: PLC0415 - pydantic, only to publish

    folder = "" if name == FORMULARY else "data/"
    return {"$schema": DIALECT, **adapter(name).json_schema(), "title": f"ivigcalc {folder}{name}.yaml"}
