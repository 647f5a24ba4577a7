"""Reads the data files, or a site's formulary, and validates them as a whole; every mistake is reported."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from ivigcalc.catalogue.checks import facts, links, rules, site
from ivigcalc.catalogue.compiled import own_bytes
from ivigcalc.catalogue.mistakes import DataError, Finding, FormularyError, Location, Mistake, meant
from ivigcalc.catalogue.shapes import FILE_OF, FORMULARY, SHAPES, adapter
from ivigcalc.catalogue.stand_ins import (
    ALL_READ,
    FORMS,
    NO_FORM,
    UNKNOWN_KEY,
    Readings,
    Unread,
    in_both,
    keys_at,
    readings,
    unread,
    wrong_places,
)
from ivigcalc.catalogue.yaml import UNREAD, YamlFile
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.formulary import Formulary
from ivigcalc.core.record import Record
from ivigcalc.core.site.merging import merged

MESSAGES: Final = {
    "missing": "is missing",
    **dict.fromkeys(UNKNOWN_KEY, "unknown key"),
    **dict.fromkeys(("date_from_datetime_inexact", "date_from_datetime_parsing"), "is not a day as year-month-day"),
    **dict.fromkeys(("decimal_parsing", "decimal_type"), "should be a number alone, without a unit"),
    **dict.fromkeys(("int_parsing", "int_type", "int_from_float"), "should be a whole number"),
    **dict.fromkeys(("bool_parsing", "bool_type"), "should be true or false"),
    **dict.fromkeys(("enum", "literal_error"), "should be {expected}"),
    **dict.fromkeys(("dataclass_type", "dict_type"), "should be keys with their values: {{key: value}}"),
    "tuple_type": "should be a list: [one, another]",
    "string_type": "should be text; a number stands in quotes",
    "value_error": "{error}",
}
"""What is said of pydantic's error types, with the values that come with each; any other keeps its own words."""


def read_catalogue(folder: Path, version: str) -> Catalogue:
    """Read and check every data file of a folder.

    Raises:
        DataError: with every mistake found in any file.
    """
    contents: dict[str, bytes] = {}
    missing: list[Mistake] = []
    for name in SHAPES:
        try:
            contents[name] = own_bytes(folder / f"{name}.yaml")
        except FileNotFoundError:
            missing.append(Mistake(f"data/{name}.yaml", 1, "", f"the file is missing from {folder}"))
        except OSError as error:
            missing.append(Mistake(f"data/{name}.yaml", 1, "", f"cannot be read: {error.strerror}"))
    return catalogue_of(contents, version, "data", missing)


def catalogue_of(contents: Mapping[str, bytes], version: str, place: str, missing: Iterable[Mistake]) -> Catalogue:
    """The catalogue that data files make, checked as a whole.

    Args:
        contents: the bytes of each file, by its name without ``.yaml``.
        version: the version of the data.
        place: where the files stand, as messages call it.
        missing: why other files have no content.

    Raises:
        DataError: with every mistake found in any file.
    """
    mistakes, documents, files = [*missing], dict[str, YamlFile](), dict[str, Readings]()
    for name in SHAPES:
        value = None
        try:
            if name in contents:
                documents[name] = YamlFile(contents[name], f"{place}/{name}.yaml")
                value = documents[name].value
        except DataError as error:
            mistakes += error.mistakes
        files[name], unfit = readings(value, SHAPES[name], adapter(name))
        if name in documents:
            mistakes += of_shape(documents[name], SHAPES[name], unfit)
    sha256 = hashlib.sha256(b"".join(contents.values())).hexdigest()
    one = _assembled({name: first.value for name, (first, _) in files.items()}, version, sha256)
    other = one
    if any(first is not second for first, second in files.values()):
        other = _assembled({name: second.value for name, (_, second) in files.items()}, version, sha256)
    lost = unread(files.values())
    for location, message in in_both(one, other, lambda catalogue: check(catalogue, lost)):
        key = str(location[0])
        if not files[FILE_OF[key]][0].rests_on(location) and not (len(location) == 1 and key in lost.lists):
            mistakes.append(documents[FILE_OF[key]].mistake(location, message))
    if mistakes:
        raise DataError(mistakes)
    return one


def check(catalogue: Catalogue, lost: Unread = ALL_READ) -> Iterator[Finding]:
    """Everything wrong in or between the files of a catalogue, beyond their shapes; ``lost`` could not be read."""
    yield from links.findings(catalogue, lost)
    yield from facts.findings(catalogue)
    yield from rules.findings(catalogue)


def _assembled(files: dict[str, Any], version: str, sha256: str) -> Catalogue:
    parts = {key: getattr(files[name], key) for key, name in FILE_OF.items() if key in Catalogue.field_names}
    read_by = files["sources"].read_by
    parts["sources"] = tuple(one if one.read_by else one.replaced(read_by=read_by) for one in parts["sources"])
    parts |= {name: files[name] for name in ("rules", "weights", "tables", "orders")}
    catalogue = Catalogue(version=version, sha256=sha256, name_keys={}, **parts)
    return catalogue.replaced(name_keys=catalogue.product_names.keys() | catalogue.indication_names.keys())


def of_shape(document: YamlFile, shape: type[Record], error: ValidationError | None) -> list[Mistake]:
    """What is wrong with the shape of a file, in the project's words, each once."""
    mistakes = dict.fromkeys(document.mistakes)
    for location, kind, detail in wrong_places(error, document.value) if error else ():
        if detail["input"] is UNREAD and kind not in UNKNOWN_KEY:
            continue
        message = MESSAGES.get(kind, "").format_map(detail.get("ctx", {})) or detail["msg"]
        if kind in UNKNOWN_KEY:
            message += meant(str(location[-1]), keys_at(location[:-1], shape, document.value))
        if kind == NO_FORM:
            message = f"form must be one of {', '.join(FORMS.values())}"
        mistakes[document.mistake(location, message)] = None
    return list(mistakes)


def with_formulary(catalogue: Catalogue, content: bytes, name: str, today: date) -> Catalogue:
    """The catalogue with what stands in a formulary file in it; ``name`` is how messages call the file.

    Raises:
        FormularyError: it is wrong; with every mistake found.
    """
    try:
        document = YamlFile(content, name)
    except DataError as error:
        raise FormularyError(error.mistakes) from None
    if not isinstance(document.value, dict):
        raise FormularyError([Mistake(name, 1, "", "is not a mapping of keys; it needs at least a site")])
    both, unfit = readings(document.value, Formulary, adapter(FORMULARY))
    mistakes = of_shape(document, Formulary, unfit)
    sha256, lines = hashlib.sha256(content).hexdigest(), document.lines()
    local = merged(catalogue, both[0].value, today=today, file=name, sha256=sha256, lines=lines)

    def findings(formulary: Formulary) -> Iterator[Finding]:
        yield from site.findings(formulary, document.value, catalogue)
        yield from _merged_findings(catalogue, formulary, today, unread([both]))

    for place, message in in_both(both[0].value, both[1].value, findings):
        if not both[0].rests_on(place):
            mistakes.append(document.mistake(place, message))
    if mistakes:
        raise FormularyError(sorted(set(mistakes), key=lambda mistake: (mistake.line, mistake.path, mistake.message)))
    return local


def _merged_findings(catalogue: Catalogue, formulary: Formulary, today: date, lost: Unread) -> Iterator[Finding]:
    """What does not hold between the file and the shipped data, all of it in force. What is shipped was checked."""
    in_force = merged(catalogue, formulary.replaced(approved_by="anybody", review_by=date.max), today=today)
    for location, message in check(in_force, lost):
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
