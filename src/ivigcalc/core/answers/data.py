"""The answers to ``data`` and ``config``: an entry looked up by its id with all its sources, and what is in force."""

from collections.abc import Iterator, Mapping
from typing import Final

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.difference import Change, differences
from ivigcalc.core.facts.entries import DataEntry, Group, StatedPart, data_entries, group_of, resting_facts
from ivigcalc.core.facts.fact import MONTHS, SITE, Source, latest_month
from ivigcalc.core.facts.formulary import Changed, Local
from ivigcalc.core.names.refused import slips
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.quantity import exact
from ivigcalc.core.record import Record
from ivigcalc.core.site.merging import WHERE_PRINTED, limit_words


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


class ValueDifference(Record):
    """A value that differs: what it decides, the part of the entry, the value on both sides with its sources."""

    group: Group
    change: Change
    """What became of the part: of one that is new or gone every value is named."""
    path: tuple[str, ...]
    field: str
    old: str | None
    new: str | None
    old_sources: tuple[str, ...]
    new_sources: tuple[str, ...]
    unsourced: bool = False
    """Whether the fact is of that standing on both sides."""


class EntryDifference(Record):
    """An entry that is new, gone or changed."""

    kind: str
    id: str
    called: str
    change: Change
    values: tuple[ValueDifference, ...]


class Side(Record):
    """One side of a comparison: what it is called, its entries, its documents, and what tells it from others.

    The versions are those that its own compiled file names, "" where it has none.
    """

    name: str
    entries: tuple[DataEntry, ...]
    documents: Mapping[str, Source]
    sha256: str
    ivigcalc_version: str = ""
    data_version: str = ""


class DataDifference(Record):
    """What two sides say differently."""

    old: Side
    new: Side
    entries: tuple[EntryDifference, ...]


def difference(old: Side, new: Side) -> DataDifference:
    """What two sides say differently, by kind and in the order of the new side; what is gone comes last."""
    before, after = ({(entry.kind, entry.id): entry for entry in side.entries} for side in (old, new))
    kinds = dict.fromkeys(kind for kind, _ in (*after, *before))
    found: list[EntryDifference] = []
    for kind in kinds:
        keys = [key for key in dict.fromkeys((*after, *before)) if key[0] == kind]
        found += [one for key in keys if (one := _entry_difference(before.get(key), after.get(key)))]
        kept = {key for key in keys if key in before and key in after}
        orders = [", ".join(key[1] for key in side if key in kept) for side in (before, after)]
        if orders[0] != orders[1]:
            found.append(_reordered(kind, *orders))
    return DataDifference(old=old, new=new, entries=tuple(found))


def _entry_difference(old: DataEntry | None, new: DataEntry | None) -> EntryDifference | None:
    entry = new or old
    parts = tuple(differences(old.entry if old else None, new.entry if new else None))
    if entry is None or not parts:
        return None
    change = Change.ADDED if old is None else Change.REMOVED if new is None else Change.CHANGED
    values = tuple(
        ValueDifference(
            group=group_of(entry.kind, part.path, value.field),
            change=part.change,
            path=part.path,
            field=value.field,
            old=value.old,
            new=value.new,
            old_sources=part.old_sources,
            unsourced=part.unsourced,
            new_sources=part.new_sources,
        )
        for part in parts
        for value in part.values
    )
    return EntryDifference(kind=entry.kind, id=entry.id, called=entry.called, change=change, values=values)


def _reordered(kind: str, old: str, new: str) -> EntryDifference:
    """That the entries of a kind that both sides have stand in another order."""
    value = ValueDifference(
        group=Group.TEXTS,
        change=Change.CHANGED,
        path=(),
        field="order",
        old=old,
        new=new,
        old_sources=(),
        new_sources=(),
    )
    return EntryDifference(
        kind=f"order of each {kind}", id="", called=f"order of each {kind}", change=Change.CHANGED, values=(value,)
    )


class OldDocument(Record):
    """A document that is old: by how many months at least, and how many facts rest on it."""

    source: Source
    months: int
    facts: int


class AgeAudit(Record):
    """The documents older than ``label-age`` by a month, the oldest first, and how many others there are."""

    month: str
    limit_months: int
    read_by: str
    """The last month in which a document was read."""
    old: tuple[OldDocument, ...]
    newer: int
    undated: tuple[Source, ...]


def audit_age(catalogue: Catalogue, month: int) -> AgeAudit:
    """Which documents are old by a month, which is counted from the year 0."""
    limit, resting = int(catalogue.rules.constant("label-age")), resting_facts(catalogue)
    ages = {one.id: month - latest for one in catalogue.sources if (latest := latest_month(one.date)) is not None}
    old = [
        OldDocument(source=one, months=ages[one.id], facts=len(resting.get(one.id, ())))
        for one in catalogue.sources
        if ages.get(one.id, 0) > limit
    ]
    year, number = divmod(month - 1, MONTHS)
    return AgeAudit(
        month=f"{year}-{number + 1:02d}",
        limit_months=limit,
        read_by=max(one.read_by for one in catalogue.sources),
        old=tuple(sorted(old, key=lambda one: -one.months)),
        newer=len(ages) - len(old),
        undated=tuple(one for one in catalogue.sources if one.id not in ages),
    )


SHIPPED: Final = "shipped data"
DEFAULT: Final = "default"


class Setting(Record):
    """One value in force and its origin; ``shipped`` is what it was before a formulary changed it."""

    group: str
    name: str
    value: str
    origin: str
    shipped: str = ""


def dates_in_force(catalogue: Catalogue) -> tuple[str, str]:
    """How dates in figures are written, and who says so."""
    local = catalogue.local
    if local and local.formulary.dates:
        return local.formulary.dates, local.at("dates")
    return "year-month-day", DEFAULT


def config(catalogue: Catalogue) -> tuple[Setting, ...]:
    """The values that a formulary can change, and what it added."""
    local, rules = catalogue.local, catalogue.rules
    settings = [
        _changed(local, Changed.CONSTANT, f"constants.{constant.id}", f"{exact(constant.value)} {constant.unit}")
        for constant in rules.constants
    ]
    own = {rule.id for rule in local.formulary.rules} if local else set()
    settings += [
        _changed(local, Changed.LIMIT, f"{'rules' if rule.id in own else 'limits'}.{rule.id}", limit_words(rule))
        for rule in rules.limits
    ]
    return (*settings, *(_of_site(catalogue, local) if local else ()))


def _changed(local: Local | None, group: Changed, path: str, value: str) -> Setting:
    """A shipped value as it is in force, with the place in the formulary that changed it."""
    origin, shipped = SHIPPED, ""
    for change in local.changes if local else ():
        if local and change.path == path:
            place = local.at(path)
            origin = place if change.in_force else f"{SHIPPED} (lapsed: {place})"
            shipped = change.shipped if change.in_force else ""
    if local and path.startswith("rules."):
        origin = local.at(path)
    elif local and path.endswith(WHERE_PRINTED):
        origin = local.at(path.removesuffix(WHERE_PRINTED))
    return Setting(group=group, name=path.partition(".")[2], value=value, origin=origin, shipped=shipped)


def _of_site(catalogue: Catalogue, local: Local) -> list[Setting]:
    """Who speaks and answers, and the site's own vials, ladders, products and stock."""
    own = local.formulary
    review = own.review_by.isoformat() if own.review_by else "not given"
    heads = (("site", own.site), ("approved_by", own.approved_by or "nobody"), ("review_by", review))
    settings = [Setting(group="site", name=name, value=value, origin=local.at(name)) for name, value in heads]
    for name, sizes in own.vials.items():
        words = [
            f"{exact(vial.g)} g / {exact(vial.ml)} mL"
            + (f" at {exact(vial.price)} {own.currency}" if vial.price is not None else "")
            for vial in sizes
        ]
        settings.append(Setting(group="vials", name=name, value=", ".join(words), origin=local.at(f"vials.{name}")))
    settings += [
        _changed(local, Changed.LADDER, change.path, change.here if change.in_force else change.shipped)
        for change in local.changes
        if change.what is Changed.LADDER
    ]
    settings += [
        Setting(group="products", name=product.id, value=product.shown, origin=local.at(f"products.{product.id}"))
        for product in own.products
    ]
    key = "stock" if own.stock else "hide"
    settings += [
        Setting(group="not stocked", name=name, value=catalogue.product(name).shown, origin=local.at(key))
        for name in local.unstocked
    ]
    return settings
