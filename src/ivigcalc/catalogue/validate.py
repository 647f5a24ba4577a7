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

FORMS: Final = ("daily", "spread", "sequence", "range")
"""Tags of the regimen forms, which pydantic puts into the place of an error."""


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
        location = tuple(step for step in detail["loc"] if step not in FORMS and not _is_class(step))
        message = {
            "missing": "is missing",
            "unexpected_keyword_argument": "unknown key",
            "extra_forbidden": "unknown key",
        }.get(detail["type"], detail["msg"].removeprefix("Value error, "))
        found[document.mistake(location, message)] = None
    return list(found)


def _is_class(step: str | int) -> bool:
    return (
        isinstance(step, str)
        and step[:1].isupper()
        and step.isidentifier()
        and step in {"Daily", "Spread", "Sequence", "Range"}
    )
