"""A site's formulary file: read, checked against the shipped data, and merged into them; every mistake is reported."""

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from ivigcalc.catalogue.bounds import Location
from ivigcalc.catalogue.files import FORMULARY, adapter
from ivigcalc.catalogue.mistakes import DataError, FormularyError, Mistake
from ivigcalc.catalogue.policy import check
from ivigcalc.catalogue.reader import Document
from ivigcalc.catalogue.site import site_findings
from ivigcalc.catalogue.validate import validated
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.formulary import Formulary
from ivigcalc.core.site.merging import merged

ADAPTER: Final = adapter(FORMULARY)


def with_formulary(catalogue: Catalogue, path: Path, name: str, today: date) -> Catalogue:
    """The catalogue with the formulary file ``path`` in it; ``name`` is how messages call the file.

    Raises:
        FormularyError: the file is missing, unreadable or wrong; with every mistake found.
    """
    try:
        content = path.read_bytes()
        document = Document(path, name, content)
    except FileNotFoundError:
        raise FormularyError([Mistake(name, 1, "", "there is no such file")]) from None
    except OSError as error:
        raise FormularyError([Mistake(name, 1, "", f"cannot be read: {error.strerror}")]) from None
    except ValueError:
        raise FormularyError([Mistake(repr(name), 1, "", "is not the name of a file")]) from None
    except DataError as error:
        raise FormularyError(error.mistakes) from None
    if not isinstance(document.value, dict):
        raise FormularyError([Mistake(name, 1, "", "is not a mapping of keys; it needs at least a site")])
    file, mistakes = validated(document, ADAPTER)
    mistakes = [*document.mistakes, *mistakes]
    if file is not None:
        local = merged(
            catalogue,
            file.value,
            today=today,
            file=name,
            sha256=hashlib.sha256(content).hexdigest(),
            lines=document.lines(),
        )
        found = [(file.in_file(place), text) for place, text in site_findings(file.value, document.value, catalogue)]
        everything = merged(catalogue, file.value.replaced(approved_by="anybody", review_by=date.max), today=today)
        found += _between(everything, catalogue, file.value, file.in_file, whole=not mistakes)
        mistakes += [document.mistake(place, text) for place, text in found]
        if not mistakes:
            return local
    raise FormularyError(sorted(set(mistakes), key=lambda mistake: (mistake.line, mistake.path, mistake.message)))


def _between(
    local: Catalogue, catalogue: Catalogue, formulary: Formulary, in_file: Any, *, whole: bool
) -> list[tuple[Location, str]]:
    """What does not hold between the file and the shipped data, all of it in force. What is shipped was checked."""
    found = []
    for file, location, message in check(local, whole=whole):
        place = _place(file, location, catalogue, formulary)
        if place is not None:
            found.append((in_file(place), message.replace("sources.yaml", "sources.yaml or under sources here")))
    return found


def _place(file: str, location: Location, catalogue: Catalogue, formulary: Formulary) -> Location | None:
    """A place in the merged catalogue as a place in the formulary; None for what is shipped."""
    key, rest = location[0], location[1:]
    shipped = _shipped(catalogue).get(str(key))
    if shipped is None or not rest or not isinstance(rest[0], int):
        return None
    number, below = rest[0], rest[1:]
    if file == "products" and below[:1] in {("vials",), ("ladders",)}:
        everything = [*shipped, *(product.id for product in formulary.products)]
        return _of_product(everything[number], below, formulary) or _own(key, number - len(shipped), below)
    if number >= len(shipped):
        return _own("rules" if key == "limits" else key, number - len(shipped), below)
    changes: Mapping[str, list[str]] = {
        "limits": [change.id for change in formulary.limits],
        "constants": [change.id for change in formulary.constants],
    }
    ids = changes.get(str(key), [])
    changed = shipped[number] in ids and below != ("id",)
    return (key, ids.index(shipped[number]), *below) if changed else None


def _own(key: str | int, number: int, below: Location) -> Location | None:
    return (key, number, *below) if number >= 0 else None


def _of_product(product_id: str, below: Location, formulary: Formulary) -> Location | None:
    """A place in the vials or ladders given for a product; the site's ladders stand before the shipped ones."""
    given: Mapping[str, Mapping[str, tuple[Any, ...]]] = {"vials": formulary.vials, "ladders": formulary.ladders}
    entries = given[str(below[0])].get(product_id, ())
    if len(below) > 1 and isinstance(below[1], int) and below[1] < len(entries):
        return (below[0], product_id, *below[1:])
    return None


def _shipped(catalogue: Catalogue) -> dict[str, list[str]]:
    """The ids of the shipped lists that a formulary changes or adds to."""
    rules = catalogue.rules
    return {
        "products": [product.id for product in catalogue.products],
        "sources": [source.id for source in catalogue.sources],
        "limits": [rule.id for rule in rules.limits],
        "constants": [constant.id for constant in rules.constants],
    }
