"""The data files as YAML: validated as a whole, into core objects; every mistake is reported."""

from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from ivigcalc.catalogue.compiled import digest
from ivigcalc.catalogue.files import SHAPES
from ivigcalc.catalogue.mistakes import DataError, Mistake
from ivigcalc.catalogue.policy import check
from ivigcalc.catalogue.reader import Document
from ivigcalc.core.catalogue import Catalogue

FORMS: Final = {"Daily": "daily", "Spread": "spread", "Sequence": "sequence", "Range": "range"}
"""The regimen forms by the class that pydantic tries for each; an error names the class it tried."""


MESSAGES: Final = {
    "missing": "is missing",
    "unexpected_keyword_argument": "unknown key",
    "extra_forbidden": "unknown key",
}
"""Pydantic's error types in the project's words; any other keeps its own."""


def read_catalogue(folder: Path, version: str) -> Catalogue:
    """Read and check every data file of a folder.

    Raises:
        DataError: with every mistake found in any file.
    """
    mistakes: list[Mistake] = []
    documents: dict[str, Document] = {}
    files: dict[str, Any] = {}
    for name, shape in SHAPES.items():
        path = folder / f"{name}.yaml"
        try:
            documents[name] = Document(path, f"data/{name}.yaml")
            files[name] = TypeAdapter(shape).validate_python(documents[name].value)
        except DataError as error:
            mistakes += error.mistakes
        except FileNotFoundError:
            mistakes.append(Mistake(f"data/{name}.yaml", 1, "", f"the file is missing from {folder}"))
        except ValidationError as error:
            mistakes += _mistakes(documents[name], error)
    if mistakes:
        raise DataError(mistakes)
    products, indications = files["products"], files["indications"]
    catalogue = Catalogue(
        products=products.products,
        subcutaneous=products.subcutaneous,
        table2=products.table2,
        indications=indications.indications,
        out_of_scope=indications.out_of_scope,
        approval_lists=indications.approval_lists,
        rules=files["rules"],
        sources=files["sources"].sources,
        version=version,
        sha256=digest(folder),
    )
    mistakes = [documents[file].mistake(location, message) for file, location, message in check(catalogue)]
    if mistakes:
        raise DataError(mistakes)
    return catalogue


def _mistakes(document: Document, error: ValidationError) -> list[Mistake]:
    """Pydantic's errors in the project's words, each once."""
    found: dict[Mistake, None] = {}
    for detail in error.errors(include_url=False):
        location, form = _without_form(detail["loc"])
        message = MESSAGES.get(detail["type"], detail["msg"].removeprefix("Value error, "))
        if form:
            stated = document.at(location[:4]).get("form")
            if stated not in FORMS.values():
                location, message = (*location[:4], "form"), f"form must be one of {', '.join(FORMS.values())}"
            elif stated != form:
                continue
        found[document.mistake(location, message)] = None
    return list(found)


def _without_form(location: tuple[int | str, ...]) -> tuple[tuple[int | str, ...], str]:
    """A location without the class that pydantic tried for a regimen, and the form of that class ("" if none)."""
    tried = next((step for step in location if isinstance(step, str) and step in FORMS), "")
    return tuple(step for step in location if step != tried or not tried), FORMS.get(tried, "")
