"""Reads the data files, or a site's formulary, and validates them as a whole; every mistake is reported."""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import TypeAdapter, ValidationError

from ivigcalc.catalogue.checks import facts, links, rules, site
from ivigcalc.catalogue.compiled import data_sha256
from ivigcalc.catalogue.mistakes import DataError, Finding, FormularyError, Location, Mistake
from ivigcalc.catalogue.shapes import FILE_OF, FORMULARY, SHAPES, adapter
from ivigcalc.catalogue.yaml import Document
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.formulary import Formulary
from ivigcalc.core.site.merging import merged

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


class File(NamedTuple):
    """A data file as read: its value in the shape it should have, and which list items of the file that value kept."""

    value: Any
    kept: dict[str, list[int]]

    def in_file(self, location: Location) -> Location:
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
            documents[name] = Document((folder / f"{name}.yaml").read_bytes(), f"data/{name}.yaml")
        except DataError as error:
            mistakes += error.mistakes
        except FileNotFoundError:
            mistakes.append(Mistake(f"data/{name}.yaml", 1, "", f"the file is missing from {folder}"))
        except OSError as error:
            mistakes.append(Mistake(f"data/{name}.yaml", 1, "", f"cannot be read: {error.strerror}"))
        else:
            file, of_shape = validated(documents[name], adapter(name))
            files |= {name: file} if file else {}
            mistakes += of_shape
    if len(files) == len(SHAPES):
        catalogue = _assembled({name: file.value for name, file in files.items()}, version, data_sha256(folder))
        for location, message in check(catalogue, whole=not mistakes):
            name = FILE_OF[str(location[0])]
            mistakes.append(documents[name].mistake(files[name].in_file(location), message))
        if not mistakes:
            return catalogue
    raise DataError(mistakes)


def check(catalogue: Catalogue, *, whole: bool = True) -> Iterator[Finding]:
    """Everything wrong in or between the files of a catalogue, beyond their shapes.

    ``whole`` is false where entries that could not be read were left out: then nothing is said of what points to them.
    """
    yield from links.findings(catalogue, whole=whole)
    yield from facts.findings(catalogue)
    yield from rules.findings(catalogue, whole=whole)


def validated(document: Document, shape: TypeAdapter[Any]) -> tuple[File | None, list[Mistake]]:
    """A file in its shape, without the keys and list items that do not fit, and everything wrong with its shape.

    None where what is left has no shape either.
    """
    try:
        return File(shape.validate_python(document.value), {}), document.mistakes
    except ValidationError as error:
        mistakes = document.mistakes + _mistakes(document, error)
        wrong = {detail["loc"][:2] for detail in error.errors(include_url=False)}
    if not isinstance(document.value, dict):
        return None, mistakes
    left: dict[str, Any] = {}
    kept: dict[str, list[int]] = {}
    for key, value in document.value.items():
        if (key,) in wrong:
            continue
        if isinstance(value, list):
            kept[key] = [number for number in range(len(value)) if (key, number) not in wrong]
            left[key] = [value[number] for number in kept[key]]
        elif isinstance(value, dict):
            left[key] = {name: item for name, item in value.items() if (key, name) not in wrong}
        else:
            left[key] = value
    try:
        return File(shape.validate_python(left), kept), mistakes
    except ValidationError:
        return None, mistakes


def _assembled(files: dict[str, Any], version: str, sha256: str) -> Catalogue:
    parts = {key: getattr(files[name], key) for key, name in FILE_OF.items() if key in Catalogue.field_names}
    parts |= {"rules": files["rules"], "weights": files["weights"]}
    catalogue = Catalogue(version=version, sha256=sha256, name_keys={}, **parts)
    return catalogue.replaced(name_keys=catalogue.product_names.keys() | catalogue.indication_names.keys())


def _mistakes(document: Document, error: ValidationError) -> list[Mistake]:
    """Pydantic's errors in the project's words, each once."""
    mistakes: dict[Mistake, None] = {}
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
        mistakes[document.mistake(location, message)] = None
    return list(mistakes)


def _without_form(location: Location) -> tuple[Location, str]:
    """A location without the class that pydantic tried for a regimen, and the form of that class ("" if none)."""
    tried = next((step for step in location if isinstance(step, str) and step in FORMS), "")
    return tuple(step for step in location if step != tried or not tried), FORMS.get(tried, "")


def with_formulary(catalogue: Catalogue, content: bytes, name: str, today: date) -> Catalogue:
    """The catalogue with what stands in a formulary file in it; ``name`` is how messages call the file.

    Raises:
        FormularyError: it is wrong; with every mistake found.
    """
    try:
        document = Document(content, name)
    except DataError as error:
        raise FormularyError(error.mistakes) from None
    if not isinstance(document.value, dict):
        raise FormularyError([Mistake(name, 1, "", "is not a mapping of keys; it needs at least a site")])
    file, mistakes = validated(document, adapter(FORMULARY))
    if file is not None:
        sha256 = hashlib.sha256(content).hexdigest()
        local = merged(catalogue, file.value, today=today, file=name, sha256=sha256, lines=document.lines())
        findings = [
            *site.findings(file.value, document.value, catalogue),
            *_merged_findings(catalogue, file.value, today, whole=not mistakes),
        ]
        mistakes += [document.mistake(file.in_file(place), message) for place, message in findings]
        if not mistakes:
            return local
    raise FormularyError(sorted(set(mistakes), key=lambda mistake: (mistake.line, mistake.path, mistake.message)))


def _merged_findings(catalogue: Catalogue, formulary: Formulary, today: date, *, whole: bool) -> Iterator[Finding]:
    """What does not hold between the file and the shipped data, all of it in force. What is shipped was checked."""
    in_force = merged(catalogue, formulary.replaced(approved_by="anybody", review_by=date.max), today=today)
    for location, message in check(in_force, whole=whole):
        place = _place(location, catalogue, formulary)
        if place is not None:
            yield place, message.replace("sources.yaml", "sources.yaml or under sources here")


def _place(location: Location, catalogue: Catalogue, formulary: Formulary) -> Location | None:
    """A place in the merged catalogue as a place in the formulary; None for what is shipped.

    What the site adds to a list stands behind what is shipped; only its ladders stand before.
    """
    shipped: dict[str, tuple[Any, ...]] = {
        "products": catalogue.products,
        "sources": catalogue.sources,
        "limits": catalogue.rules.limits,
        "constants": catalogue.rules.constants,
    }
    key, number, below = str(location[0]), location[1] if len(location) > 1 else "", location[2:]
    if key not in shipped or not isinstance(number, int):
        return None
    if key == "products" and below[:1] in {("vials",), ("ladders",)}:
        product = (*catalogue.products, *formulary.products)[number]
        given = formulary.vials if below[0] == "vials" else formulary.ladders
        if len(below) > 1 and isinstance(below[1], int) and below[1] < len(given.get(product.id, ())):
            return (below[0], product.id, *below[1:])
    if number >= len(shipped[key]):
        return ("rules" if key == "limits" else key, number - len(shipped[key]), *below)
    ids = [change.id for change in getattr(formulary, key)] if key in {"limits", "constants"} else []
    entry = shipped[key][number].id
    return (key, ids.index(entry), *below) if entry in ids and below != ("id",) else None
