"""The answer to ``data show``: an entry looked up by its id, with all its sources, what follows from it and uses it."""

import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from ivigcalc.core.answers.data.audit import age_of
from ivigcalc.core.answers.indications import regimens_working
from ivigcalc.core.answers.plan import Working
from ivigcalc.core.answers.products import per_gram
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.entries import DataEntry, Group, StatedPart, all_entries, data_entries, group_of, stated_parts
from ivigcalc.core.facts.fact import SITE, STANDING_WORDS, Region, Source
from ivigcalc.core.facts.indication import Indication
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.rule import RiskRule
from ivigcalc.core.names.refused import slips
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.quantity import exact
from ivigcalc.core.selection.exposure import ML_PER_L, LabelledLimit, iga_mcg_per_g, sodium_mmol_per_g, sugar_g_per_g


def entry_ids(catalogue: Catalogue) -> tuple[str, ...]:
    """Every id, once."""
    return tuple(dict.fromkeys(entry.id for entry in data_entries(catalogue)))


def entries_called(typed: str, catalogue: Catalogue) -> tuple[DataEntry, ...]:
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


def entry_working(entry: DataEntry, catalogue: Catalogue) -> Iterator[Working]:
    """What the program works out of an entry alone: strength, contents of a gram, doses of regimens, how old it is."""
    match entry.entry:
        case Product() as product:
            yield from product_working(product)
        case Indication() as indication:
            yield from regimens_working(indication)
        case Source() as source:
            yield from _of_source(source, catalogue)


def product_working(product: Product) -> Iterator[Working]:
    """Each vial as it is hung, and the most that a gram of IgG carries by any label."""
    for vial in product.vials:
        formula = f"{exact(vial.g)} g x {ML_PER_L} / {exact(vial.ml)} mL"
        strength, source = Fraction(vial.g) * ML_PER_L / Fraction(vial.ml), next(iter(vial.sources), "")
        yield Working(f"{product.shown}: strength by the vial of {exact(vial.g)} g", formula, strength, "mg/mL", source)
    yield from per_gram_working(product)


def per_gram_working(product: Product, region: Region | None = None) -> Iterator[Working]:
    """The most that a gram of IgG carries by the labels of a region, or any, as preparations are ordered by."""
    mg = f"{exact(product.mg_per_ml)} mg/mL"
    about, per_ml = f"{product.shown}: in a gram of IgG", Fraction(ML_PER_L) / Fraction(product.mg_per_ml)
    yield Working(f"{about}, volume", f"{ML_PER_L} / {mg}", per_ml, "mL/g")
    for name, limit, unit in (
        ("IgA", iga_mcg_per_g(product, region), "mcg/g"),
        ("sodium", sodium_mmol_per_g(product, region), "mmol/g"),
        ("sugar", sugar_g_per_g(product, region), "g/g"),
    ):
        if isinstance(limit, LabelledLimit):
            mark, source = STANDING_WORDS.get(limit.fact.standing, ""), next(iter(limit.fact.sources), "")
            yield Working(f"{about}, {name} at most{mark}", per_gram(limit.fact, mg), limit.value, unit, source)


def _of_source(source: Source, catalogue: Catalogue) -> Iterator[Working]:
    """How old a document is by the month of the data, if its date says, and how many facts rest on it."""
    if (age := age_of(source, catalogue.month)) is not None:
        yield age
    counts = Counter(
        entry.kind.removesuffix(" 2")
        for entry in all_entries(catalogue)
        for part in stated_parts(entry.entry)
        if source.id in part.sources
    )
    formula = " + ".join(f"{count} of a {kind}" for kind, count in counts.items()) or "0"
    yield Working(f"facts that rest on {source.id}", formula, Fraction(sum(counts.values())), "facts")


NAMED_IN: Final = {
    "indication": ("indication", "see", "entries"),
    "weight policy": ("weight_policy",),
    "weight formula": ("formula",),
    "risk rule": ("when", "unless"),
}
"""The fields in which other entries name one of a kind: its id or, of a risk rule, the condition that it gives."""


def used_by(entry: DataEntry, catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Which other entries name this one, and where in each; "" is the entry itself."""
    name = entry.entry.gives if isinstance(entry.entry, RiskRule) else entry.id
    found: dict[str, tuple[str, ...]] = {}
    for other in all_entries(catalogue) if entry.kind in NAMED_IN else ():
        for part in stated_parts(other.entry):
            if any(name in part.values.get(field, "").split(", ") for field in NAMED_IN[entry.kind]):
                about = f"{other.kind} {other.id}"
                found[about] = (*found.get(about, ()), part.path)
    return found


def decides(entry: DataEntry) -> dict[Group, tuple[str, ...]]:
    """The keys of an entry by what their values decide, as ``data diff`` sorts them: the most pressing first."""
    found: dict[Group, dict[str, None]] = {}
    for part in stated_parts(entry.entry):
        key = re.split(r"[.\[]", part.path)[0]
        for field in (name for name in part.values if name != "id"):
            group = group_of(entry.kind, (key,) if key else (), field)
            found.setdefault(group, {})[key or field.partition(".")[0]] = None
    return {group: tuple(found[group]) for group in Group if group in found}
