"""Reads a site's formulary file, checks it against the shipped data and merges it; every mistake is reported."""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from ivigcalc.catalogue.checks import site
from ivigcalc.catalogue.mistakes import DataError, Finding, FormularyError, Location, Mistake
from ivigcalc.catalogue.shapes import FORMULARY, adapter
from ivigcalc.catalogue.validate import check, validated
from ivigcalc.catalogue.yaml import Document
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.formulary import Formulary
from ivigcalc.core.site.merging import merged


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
