"""The shipped catalogue with a site's formulary in it.

What is tighter than shipped counts at once. What is looser counts while somebody answers for it (``approved_by``) and
the day of review has not passed; otherwise it has *lapsed*, and the shipped value stands. Which way is looser follows
from the limit. ``lapsed`` here are the places in the file of what has lapsed.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from decimal import Decimal
from typing import Any, Final

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.condition import LIMIT, bounds_of
from ivigcalc.core.facts.fact import SITE, Source
from ivigcalc.core.facts.formulary import ConstantChange, Formulary, LimitChange, MergedFormulary, SiteChange, ValueKind
from ivigcalc.core.facts.ladder import Ladder
from ivigcalc.core.facts.product import Product, Vial
from ivigcalc.core.facts.rule import Constant, Level, LimitRule, Rules
from ivigcalc.core.quantity import exact
from ivigcalc.core.site.ladders import comparable_labels, in_place_of, is_faster, ladder_words, not_replaced
from ivigcalc.core.site.limit_words import MEASURED

NO_LABEL: Final = "no label rate in the data"


def merged(
    catalogue: Catalogue,
    formulary: Formulary,
    *,
    today: date,
    file: str = "",
    sha256: str = "",
    lines: Mapping[str, int] | None = None,
) -> Catalogue:
    """The catalogue with a formulary in it; its ``local`` says what was changed.

    Args:
        catalogue: the shipped data.
        formulary: what the site adds and changes.
        today: the day by which a review is overdue or not.
        file: how messages call the formulary file.
        sha256: the SHA-256 of the file.
        lines: the line of each path of the file.
    """
    changes = changes_of(catalogue, formulary, loosens=formulary.may_loosen(today))
    lapsed = {change.path for change in changes if not change.in_force}
    added = (_added_product(product, formulary, lapsed) for product in formulary.products)
    products = tuple(_changed_product(product, formulary, lapsed) for product in (*catalogue.products, *added))
    site = Source(id=SITE, title=formulary.site, url=file, section="local formulary", date="n/d", kind="site")
    named = any(source.id == SITE for source in formulary.sources)
    return catalogue.replaced(
        products=products,
        rules=_changed_rules(catalogue.rules, formulary, lapsed),
        sources=(*catalogue.sources, *formulary.sources, *(() if named else (site,))),
        local=MergedFormulary(
            formulary=formulary,
            file=file,
            sha256=sha256,
            changes=changes,
            unstocked=_unstocked(products, formulary),
            label_ladders={
                product.id: product.ladders for product in catalogue.products if product.id in formulary.ladders
            },
            lines=lines or {},
        ),
    )


def _unstocked(products: tuple[Product, ...], formulary: Formulary) -> tuple[str, ...]:
    return tuple(
        product.id
        for product in products
        if product.id in formulary.hide or (formulary.stock and product.id not in formulary.stock)
    )


def changes_of(catalogue: Catalogue, formulary: Formulary, *, loosens: bool = False) -> tuple[SiteChange, ...]:
    """Every shipped value that the formulary changes; ``loosens`` is whether what is looser is in force.

    What is not in the catalogue is passed over.
    """
    changes = [
        *_limit_changes(catalogue, formulary),
        *_constant_changes(catalogue, formulary),
        *_ladder_changes(catalogue, formulary),
    ]
    return tuple(change.replaced(in_force=True) for change in changes) if loosens else tuple(changes)


def _change(what: ValueKind, path: str, entry: str, shipped: str, here: str, *, looser: bool) -> SiteChange:
    """A change that is in force only if it is not looser."""
    return SiteChange(what=what, id=entry, path=path, shipped=shipped, here=here, looser=looser, in_force=not looser)


def _limit_changes(catalogue: Catalogue, formulary: Formulary) -> Iterator[SiteChange]:
    limits = {rule.id: rule for rule in catalogue.rules.limits}
    for change in formulary.limits:
        if rule := limits.get(change.id):
            words = limit_words(rule), limit_words(rule, change)
            yield _change(ValueKind.LIMIT, f"limits.{rule.id}", rule.id, *words, looser=is_looser(rule, change))


def _constant_changes(catalogue: Catalogue, formulary: Formulary) -> Iterator[SiteChange]:
    constants = {constant.id: constant for constant in catalogue.rules.constants}
    for change in formulary.constants:
        if constant := constants.get(change.id):
            words = (f"{exact(value)} {constant.unit}" for value in (constant.value, change.value))
            looser = constant.loosened_by(change.value)
            yield _change(ValueKind.CONSTANT, f"constants.{constant.id}", constant.id, *words, looser=looser)


def _ladder_changes(catalogue: Catalogue, formulary: Formulary) -> Iterator[SiteChange]:
    """The ladders of shipped products, compared with the label's; and those of added ones, whose label is not known."""
    for product in catalogue.products:
        for path, ladder in _own_ladders(product, formulary).items():
            labels = dict.fromkeys(map(ladder_words, comparable_labels(ladder, product.ladders)))
            words = "; ".join(labels) or NO_LABEL, ladder_words(ladder)
            looser = is_faster(ladder, product.ladders, product.mg_per_ml)
            yield _change(ValueKind.LADDER, path, product.id, *words, looser=looser)
    for product in formulary.products:
        for path, ladder in _added_ladders(product).items():
            yield _change(ValueKind.LADDER, path, product.id, NO_LABEL, ladder_words(ladder), looser=True)


def _own_ladders(product: Product, formulary: Formulary) -> dict[str, Ladder]:
    """The ladders that the site has in place of the label's, by their path in the file."""
    given = formulary.ladders.get(product.id, ())
    return {f"ladders.{product.id}[{number}]": ladder for number, ladder in enumerate(given)}


def _added_ladders(product: Product) -> dict[str, Ladder]:
    """The ladders of a product that the site adds, by their path in the file."""
    return {f"products.{product.id}.ladders[{number}]": ladder for number, ladder in enumerate(product.ladders)}


def _changed_rules(rules: Rules, formulary: Formulary, lapsed: AbstractSet[str]) -> Rules:
    """The rules with what the site changed and added; what has lapsed stays as shipped."""
    limits = {change.id: change for change in formulary.limits if f"limits.{change.id}" not in lapsed}
    constants = {change.id: change for change in formulary.constants if f"constants.{change.id}" not in lapsed}
    changed_limits = (
        here
        for rule in rules.limits
        for change in (limits.get(rule.id),)
        for here in (changed_limit(rule, change, formulary.site), *limits_where_printed(rule, change, formulary.site))
    )
    return rules.replaced(
        limits=(*changed_limits, *formulary.rules),
        constants=tuple(_changed_constant(constant, constants.get(constant.id)) for constant in rules.constants),
    )


def _changed_constant(constant: Constant, change: ConstantChange | None) -> Constant:
    if change is None:
        return constant
    return constant.replaced(value=change.value, text=change.text or constant.text, sources=(SITE,))


def _changed_product(product: Product, formulary: Formulary, lapsed: AbstractSet[str]) -> Product:
    """A preparation with the site's vial sizes and ladders in place of the shipped ones, without what has lapsed."""
    vials = tuple(
        Vial(g=vial.g, ml=vial.ml, regions=vial.regions, sources=(SITE,), says=vial.says)
        for vial in formulary.vials.get(product.id, ())
    )
    own = tuple(ladder for path, ladder in _own_ladders(product, formulary).items() if path not in lapsed)
    stated = {name for name, given in (("vials", vials), ("ladders", own)) if given}
    if not stated:
        return product
    left = product.ladders
    for ladder in own:
        left = tuple(rest for shipped in left for rest in not_replaced(shipped, ladder))
    return product.replaced(
        vials=vials or product.vials,
        ladders=(
            *(in_place_of(ladder.replaced(sources=(SITE, *ladder.sources)), product.ladders) for ladder in own),
            *left,
        ),
        missing={name: reason for name, reason in product.missing.items() if name not in stated},
    )


def _added_product(product: Product, formulary: Formulary, lapsed: AbstractSet[str]) -> Product:
    """A preparation that the site adds, without the ladders that nobody answers for any more."""
    ladders = tuple(ladder for path, ladder in _added_ladders(product).items() if path not in lapsed)
    if ladders == product.ladders:
        return product
    reason = f"the review of the ladders of {formulary.site} is overdue"
    return product.replaced(ladders=ladders, missing={**product.missing, "ladders": reason})


HIGHER_IS_LOOSER: Final = {"above": True, "at_least": True, "below": False, "at_most": False}

BEYOND: Final = {"above": "above {}", "at_least": "{} or more", "below": "below {}", "at_most": "at most {}"}


def is_looser(rule: LimitRule, change: LimitChange) -> bool:
    """Whether a change lets more pass: a bound further out, or a level that binds less."""
    shipped, levels = bounds_of(rule), list(Level)
    moved = [
        bound > shipped[name] if HIGHER_IS_LOOSER[name] else bound < shipped[name]
        for name, bound in bounds_of(change).items()
        if name in shipped
    ]
    return any(moved) or levels.index(change.level or rule.level) > levels.index(rule.level)


def limit_words(rule: LimitRule, change: LimitChange | None = None) -> str:
    """The bound and the level of a limit, with a change in it if any: ``above 100 (caution)``, or the level alone."""
    bounds = bounds_of(rule) | (bounds_of(change) if change else {})
    level = (change.level if change else None) or rule.level
    beyond = " and ".join(BEYOND[name].format(exact(bound)) for name, bound in bounds.items())
    return f"{beyond} ({level})" if beyond else str(level)


def changed_limit(rule: LimitRule, change: LimitChange | None, site: str) -> LimitRule:
    """A limit as the site has it, in words that say whose bound it is; as shipped without a change."""
    if change is None:
        return rule
    shipped = bounds_of(rule)
    own = bounds_of(change)
    here: dict[str, Any] = {name: own.get(name, bound) for name, bound in shipped.items()}
    text, level = change.text, change.level or rule.level
    if not text and here != shipped and LIMIT in rule.text and level is not Level.NOTE:
        text = _own_words(rule, here, site)
    sources = (SITE,) if text else (SITE, *rule.sources)
    return rule.replaced(**here, level=level, text=text or rule.text, sources=sources)


OWN_LIMIT: Final = "{measured} is {here}, the limit of {site} (shipped: {shipped})"
"""What a limit says whose bound is the site's."""

PRINTED: Final = {
    "printed-for-indication": "; a source prints so much in a day for {indication}",
    "own-regimen": "; a source prints so much in a course for {indication}",
}
"""The conditions under which a shipped limit passes what a source prints for the indication, and what is said then."""

WHERE_PRINTED: Final = "-where-printed"
"""The end of the id of a limit that a site has for printed doses, behind that of the shipped limit it tightened."""


def limits_where_printed(rule: LimitRule, change: LimitChange | None, site: str) -> list[LimitRule]:
    """What a limit that a site tightened says of doses that a source prints, which the shipped limit lets pass.

    Its bound is the site's, its level at most a caution: the source is not overruled, and the site is heard.
    """
    if change is None or not _is_tightened(rule, change):
        return []
    here = {name: bounds_of(change).get(name, bound) for name, bound in bounds_of(rule).items()}
    levels = list(Level)
    level = levels[max(levels.index(change.level or rule.level), levels.index(Level.CAUTION))]
    return [
        rule.replaced(
            **here,
            id=f"{rule.id}{WHERE_PRINTED}",
            level=level,
            field="",
            next="",
            when=(*rule.when, printed),
            unless=tuple(name for name in rule.unless if name not in PRINTED),
            text=_own_words(rule, here, site, text=OWN_LIMIT + what),
            sources=(SITE,),
        )
        for printed, what in PRINTED.items()
        if printed in rule.unless
    ]


def _is_tightened(rule: LimitRule, change: LimitChange) -> bool:
    """Whether the bound of a change lets less pass, whatever its level."""
    bound = change.replaced(level=None)
    return bounds_of(rule) | bounds_of(bound) != bounds_of(rule) and not is_looser(rule, bound)


def _own_words(rule: LimitRule, bounds: Mapping[str, Decimal], site: str, *, text: str = OWN_LIMIT) -> str:
    """``{value} g in one day is above 80, the limit of General Hospital (shipped: above 100)``."""
    name, bound = next(iter(bounds.items()))
    here, shipped = (BEYOND[name].format(exact(one)) for one in (bound, bounds_of(rule)[name]))
    measured = MEASURED.get(rule.measure, f"{rule.measure} {{value}}")
    where = site.replace("{", "{{").replace("}", "}}")
    return text.format(measured=measured, here=here, site=where, shipped=shipped, indication="{indication}")
