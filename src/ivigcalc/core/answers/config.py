"""The answer to ``config show``: what is in force, and where each value comes from."""

from typing import Final

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.formulary import Changed, Local
from ivigcalc.core.quantity import exact
from ivigcalc.core.record import Record
from ivigcalc.core.site.merging import WHERE_PRINTED, limit_words

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
