"""The answer to ``data show``: an entry looked up by its id, with all its sources."""

from collections.abc import Iterator

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.entries import DataEntry, StatedPart, data_entries
from ivigcalc.core.facts.fact import SITE
from ivigcalc.core.names.refused import slips
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.quantity import exact


def entry_ids(catalogue: Catalogue) -> tuple[str, ...]:
    """Every id, once."""
    return tuple(dict.fromkeys(entry.id for entry in data_entries(catalogue)))


def data(typed: str, catalogue: Catalogue) -> tuple[DataEntry, ...]:
    """Every entry with this id (a product and a source may share one); else the one product or indication so called.

    Raises:
        RefusedError: nothing is called so, or a name fits more than one entry.
    """
    known = tuple(data_entries(catalogue))
    wanted = typed.strip().lower()
    by_id = tuple(entry for entry in known if entry.id == wanted)
    if by_id:
        return by_id
    kinds = (catalogue.product_names, catalogue.indication_names)
    fitting = [entry_id for names in kinds for entry_id in names.fit(typed).ids]
    named = [one.id for names in kinds if (one := names.named(typed))]
    if named == fitting and len(named) == 1:
        return tuple(entry for entry in known if entry.id == named[0])
    beginning = [entry_id for entry_id in entry_ids(catalogue) if wanted and entry_id.startswith(wanted)]
    held = [entry_id for names in kinds for entry_id in (*names.holding(typed), *slips(typed, names))]
    near = tuple(fitting) or tuple(dict.fromkeys((*beginning, *held)))[:5]
    fits = f"{typed!r} fits {len(fitting)} entries" if fitting else f"no product, indication, rule or source {typed!r}"
    code, hint = "ambiguous-name" if fitting else "unknown-id", f"ivigcalc data show {near[0] if near else 'privigen'}"
    raise RefusedError(Problem(code=code, field="ID", message=fits, allowed=near, next=hint))


def vial_prices(entry: DataEntry, catalogue: Catalogue) -> Iterator[StatedPart]:
    """What the site's formulary says that a product's vials cost."""
    formulary = catalogue.formulary
    if formulary is None or entry.kind != "product":
        return
    priced = {
        f"{exact(vial.g)} g": f"{exact(vial.price)} {formulary.currency}"
        for vial in formulary.vials.get(entry.id, ())
        if vial.price is not None
    }
    if priced:
        yield StatedPart(path="prices", values=priced, regions=(), standing="", sources=(SITE,))
