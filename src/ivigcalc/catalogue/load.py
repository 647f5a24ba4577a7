"""Loading the catalogue: YAML files, validated as a whole, into core objects; every mistake is reported."""

import hashlib
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from ivigcalc.catalogue.files import SHAPES, IndicationsFile, ProductsFile, SourcesFile
from ivigcalc.catalogue.policy import check
from ivigcalc.catalogue.reader import DataError, Document, Mistake
from ivigcalc.core.catalogue import Catalogue
from ivigcalc.core.rule import Rules

DATA_VERSION: Final = "2026.11"
"""The data's own version; a change of data is a changelog entry of its own."""

FORMS: Final = ("daily", "spread", "sequence", "range")
"""Tags of the regimen forms, which pydantic puts into the place of an error."""


def data_folder() -> Path:
    """Where the data files are: inside the installed package, or at the top of a checkout.

    Raises:
        DataError: neither place has them.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "data", package.parent.parent / "data"):
        if (folder / "products.yaml").is_file():
            return folder
    raise DataError([Mistake("data", 1, "", f"no data files beside {package}; install ivigcalc again")])


def load_catalogue(folder: Path | None = None) -> Catalogue:
    """Read and check every data file of a folder (by default the one that is shipped).

    Raises:
        DataError: with every mistake found in any file.
    """
    folder = folder or data_folder()
    mistakes: list[Mistake] = []
    documents: dict[str, Document] = {}
    files: dict[str, Any] = {}
    digest = hashlib.sha256()
    for name, shape in SHAPES.items():
        path = folder / f"{name}.yaml"
        try:
            digest.update(path.read_bytes())
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
    catalogue = _assemble(files["products"], files["indications"], files["rules"], files["sources"], digest.hexdigest())
    mistakes = [documents[file].mistake(location, message) for file, location, message in check(catalogue)]
    if mistakes:
        raise DataError(mistakes)
    return catalogue


def _assemble(
    products: ProductsFile, indications: IndicationsFile, rules: Rules, sources: SourcesFile, sha256: str
) -> Catalogue:
    return Catalogue(
        products=products.products,
        subcutaneous=products.subcutaneous,
        table2=products.table2,
        indications=indications.indications,
        out_of_scope=indications.out_of_scope,
        approval_lists=indications.approval_lists,
        rules=rules,
        sources=sources.sources,
        version=DATA_VERSION,
        sha256=sha256,
    )


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
