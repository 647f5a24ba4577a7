"""The answer to ``config show``: what is in force, and where each value comes from."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from ivigcalc.core.answers.plan import Working
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.condition import bounds_of
from ivigcalc.core.facts.formulary import MergedFormulary, ValueKind
from ivigcalc.core.quantity import exact
from ivigcalc.core.record import Record
from ivigcalc.core.site.merging import WHERE_PRINTED, limit_words

SHIPPED: Final = "shipped data"
DEFAULT: Final = "default"


class Setting(Record):
    """One value in force and its origin; ``shipped`` is what it was before a formulary changed it.

    ``sources`` are the documents that a shipped constant or limit rests on.
    """

    group: str
    name: str
    value: str
    origin: str
    shipped: str = ""
    sources: tuple[str, ...] = ()


class SettingPlace(Record):
    """A place where a setting may stand, in the order in which they are looked at: what is there, and if it counts.

    ``value`` is all of it, where ``there`` says it in short.
    """

    setting: str
    place: str
    there: str
    counts: bool
    value: str = ""


def config_working(places: Sequence[SettingPlace], catalogue: Catalogue) -> Iterator[Working]:
    """Which place each setting comes from, 1 where one counts; then each constant and each bound with its document."""
    for number, one in enumerate(places):
        before = sum(other.setting == one.setting for other in places[:number])
        step = f"{one.setting}: {before + 1}. {one.place}"
        yield Working(step, one.there, Fraction(one.counts), "")
    for constant in catalogue.rules.constants:
        value, source = f"{exact(constant.value)} {constant.unit}", next(iter(constant.sources), "")
        yield Working(f"constant {constant.id}", value, Fraction(constant.value), constant.unit, source)
    for rule in catalogue.rules.limits:
        for name, bound in bounds_of(rule).items():
            step = f"limit {rule.id}, {rule.measure} {name.replace('_', ' ')}"
            yield Working(step, exact(bound), Fraction(bound), "", next(iter(rule.sources), ""))


def config(catalogue: Catalogue) -> tuple[Setting, ...]:
    """The values that a formulary can change, and what it added."""
    local, rules = catalogue.local, catalogue.rules
    settings = [
        _changed(
            local, ValueKind.CONSTANT, f"constants.{constant.id}", f"{exact(constant.value)} {constant.unit}"
        ).replaced(sources=constant.sources)
        for constant in rules.constants
    ]
    own = {rule.id for rule in local.formulary.rules} if local else set()
    settings += [
        _changed(
            local, ValueKind.LIMIT, f"{'rules' if rule.id in own else 'limits'}.{rule.id}", limit_words(rule)
        ).replaced(sources=rule.sources)
        for rule in rules.limits
    ]
    return (*settings, *(_of_site(catalogue, local) if local else ()))


def _changed(local: MergedFormulary | None, group: ValueKind, path: str, value: str) -> Setting:
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


def _of_site(catalogue: Catalogue, local: MergedFormulary) -> list[Setting]:
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
        _changed(local, ValueKind.LADDER, change.path, change.here if change.in_force else change.shipped)
        for change in local.changes
        if change.what is ValueKind.LADDER
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
