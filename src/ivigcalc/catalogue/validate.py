"""The data files as YAML: validated as a whole, into core objects; every mistake is reported."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from ivigcalc.catalogue.compiled import digest
from ivigcalc.catalogue.files import SHAPES, adapter
from ivigcalc.catalogue.mistakes import DataError, Mistake
from ivigcalc.catalogue.policy import check
from ivigcalc.catalogue.reader import Document
from ivigcalc.core.facts.catalogue import Catalogue

FORMS: Final = {"Daily": "daily", "Spread": "spread", "Sequence": "sequence", "Range": "range"}
"""The regimen forms by the class that pydantic tries for each; an error names the class it tried."""


MESSAGES: Final = {
    "missing": "is missing",
    "unexpected_keyword_argument": "unknown key",
    "extra_forbidden": "unknown key",
    "date_from_datetime_inexact": "is not a day as year-month-day",
    "date_from_datetime_parsing": "is not a day as year-month-day",
    "decimal_parsing": "Input should be a valid decimal",
    "enum": "Input should be {expected}",
    "int_parsing": "Input should be a valid integer, unable to parse string as an integer",
    "string_type": "Input should be a valid string",
    "value_error": "{error}",
}
"""What is said of pydantic's error types, with the values that come with each; any other keeps its own words."""


@dataclass(frozen=True, slots=True)
class File:
    """A data file as read: its value in the shape it should have, and which list items of the file that value kept."""

    value: Any
    kept: dict[str, list[int]]

    def in_file(self, location: tuple[str | int, ...]) -> tuple[str | int, ...]:
        """A location in the value as a location in the file."""
        if len(location) > 1 and isinstance(location[1], int) and location[0] in self.kept:
            return (location[0], self.kept[str(location[0])][location[1]], *location[2:])
        return location


def read_catalogue(folder: Path, version: str) -> Catalogue:
    """Read and check every data file of a folder.

    Raises:
        DataError: with every mistake found in any file.
    """
    mistakes: list[Mistake] = []
    documents: dict[str, Document] = {}
    files: dict[str, File] = {}
    for name in SHAPES:
        try:
            documents[name] = Document(folder / f"{name}.yaml", f"data/{name}.yaml")
        except DataError as error:
            mistakes += error.mistakes
        except FileNotFoundError:
            mistakes.append(Mistake(f"data/{name}.yaml", 1, "", f"the file is missing from {folder}"))
        except OSError as error:
            mistakes.append(Mistake(f"data/{name}.yaml", 1, "", f"cannot be read: {error.strerror}"))
        else:
            found, wrong = validated(documents[name], adapter(name))
            files |= {name: found} if found else {}
            mistakes += documents[name].mistakes + wrong
    if len(files) == len(SHAPES):
        catalogue = _assembled({name: file.value for name, file in files.items()}, version, digest(folder))
        mistakes += [
            documents[name].mistake(files[name].in_file(location), message)
            for name, location, message in check(catalogue, whole=not mistakes)
        ]
        if not mistakes:
            return catalogue
    raise DataError(mistakes)


def validated(document: Document, shape: TypeAdapter[Any]) -> tuple[File | None, list[Mistake]]:
    """A file in its shape, without the keys and list items that do not fit, and what is wrong with those.

    None where what is left has no shape either.
    """
    try:
        return File(shape.validate_python(document.value), {}), []
    except ValidationError as error:
        mistakes = _mistakes(document, error)
        wrong = {detail["loc"][:2] for detail in error.errors(include_url=False)}
    if not isinstance(document.value, dict):
        return None, mistakes
    found = {key: value for key, value in document.value.items() if (key,) not in wrong}
    kept = {
        key: [number for number in range(len(items)) if (key, number) not in wrong]
        for key, items in found.items()
        if isinstance(items, list)
    }
    left = found | {key: [found[key][number] for number in numbers] for key, numbers in kept.items()}
    for key, value in found.items():
        if isinstance(value, dict):
            left[key] = {name: one for name, one in value.items() if (key, name) not in wrong}
    try:
        return File(shape.validate_python(left), kept), mistakes
    except ValidationError:
        return None, mistakes


def _assembled(files: dict[str, Any], version: str, sha256: str) -> Catalogue:
    products, indications = files["products"], files["indications"]
    return Catalogue(
        products=products.products,
        subcutaneous=products.subcutaneous,
        table2=products.table2,
        indications=indications.indications,
        out_of_scope=indications.out_of_scope,
        approval_lists=indications.approval_lists,
        rules=files["rules"],
        weights=files["weights"],
        sources=files["sources"].sources,
        version=version,
        sha256=sha256,
    )


def _mistakes(document: Document, error: ValidationError) -> list[Mistake]:
    """Pydantic's errors in the project's words, each once."""
    found: dict[Mistake, None] = {}
    for detail in error.errors(include_url=False):
        location, form = _without_form(detail["loc"])
        message = MESSAGES.get(detail["type"], "").format_map(detail.get("ctx", {})) or detail["msg"]
        if form:
            regimen = document.at(location[:4])
            stated = regimen.get("form") if isinstance(regimen, dict) else None
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
