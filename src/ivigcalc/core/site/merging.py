"""``merged()``: the shipped catalogue with a site's formulary in it.

What is tighter than shipped counts at once. What is looser counts while somebody answers for it (``approved_by``) and
the day of review has not passed; otherwise the shipped value stands.
"""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from decimal import Decimal
from typing import Any, Final

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import SITE, Source
from ivigcalc.core.facts.formulary import Change, Changed, ConstantChange, Formulary, LimitChange, Local
from ivigcalc.core.facts.ladder import Ladder
from ivigcalc.core.facts.product import Product, Vial
from ivigcalc.core.facts.rule import Constant, Level, LimitRule, Rules
from ivigcalc.core.quantity import exact
from ivigcalc.core.site.ladders import held_against, is_faster, without

HIGHER_IS_LOOSER: Final = {"above": True, "at_least": True, "below": False, "at_most": False}

BEYOND: Final = {"above": "above {}", "at_least": "{} or more", "below": "below {}", "at_most": "at most {}"}

MEASURED: Final = {
    "weight_kg": "weight {value} kg",
    "pre_pregnancy_kg": "weight before pregnancy {value} kg",
    "height_cm": "height {value} cm",
    "bmi": "BMI {value} kg/m2",
    "age_years": "age {value} years",
    "iga_g_per_l": "serum IgA {value} g/L",
    "typed_g_per_kg": "a dose of {value} g/kg",
    "dosing_over_actual": "dosing weight {value} times the actual weight",
    "day_g_per_kg": "{value} g/kg in one day",
    "course_g_per_kg": "{value} g/kg in the course",
    "day_g": "{value} g in one day",
}
"""A measure in words, for a limit whose shipped words state the shipped figure."""

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
        sha256: the digest of the file.
        lines: the line of each path of the file.
    """
    changes = changes_of(catalogue, formulary, loosens=formulary.may_loosen(today))
    waiting = {change.path for change in changes if not change.in_force}
    known = {source.id for source in formulary.sources}
    own = () if SITE in known else (_site(formulary, file),)
    added = (_added(product, formulary, waiting) for product in formulary.products)
    products = tuple(_product(product, formulary, waiting) for product in (*catalogue.products, *added))
    return catalogue.replaced(
        products=products,
        rules=_rules(catalogue.rules, formulary, waiting),
        sources=(*catalogue.sources, *formulary.sources, *own),
        local=Local(
            formulary=formulary,
            file=file,
            sha256=sha256,
            changes=changes,
            unstocked=_unstocked(products, formulary),
            lines=lines or {},
        ),
    )


def _site(formulary: Formulary, file: str) -> Source:
    return Source(id=SITE, title=formulary.site, url=file, section="local formulary", date="n/d", kind="site")


def _unstocked(products: tuple[Product, ...], formulary: Formulary) -> tuple[str, ...]:
    return tuple(
        product.id
        for product in products
        if product.id in formulary.hide or (formulary.stock and product.id not in formulary.stock)
    )


def changes_of(catalogue: Catalogue, formulary: Formulary, *, loosens: bool = False) -> tuple[Change, ...]:
    """Every shipped value that the formulary changes; ``loosens`` is whether what is looser is in force.

    What is not in the catalogue is passed over.
    """
    found: list[Change] = []

    def add(what: Changed, path: str, name: str, shipped: str, here: str, *, looser: bool) -> None:
        one = Change(
            what=what,
            id=name,
            path=path,
            shipped=shipped,
            here=here,
            looser=looser,
            in_force=loosens or not looser,
        )
        found.append(one)

    limits = {rule.id: rule for rule in catalogue.rules.limits}
    for change in formulary.limits:
        if rule := limits.get(change.id):
            here = _bound_words(bounds_of(rule) | change.bounds, change.level or rule.level)
            shipped = limit_words(rule)
            add(Changed.LIMIT, f"limits.{change.id}", change.id, shipped, here, looser=is_looser(rule, change))
    constants = {constant.id: constant for constant in catalogue.rules.constants}
    for own in formulary.constants:
        if constant := constants.get(own.id):
            shipped, here = (f"{exact(value)} {constant.unit}" for value in (constant.value, own.value))
            looser = constant.loosened_by(own.value)
            add(Changed.CONSTANT, f"constants.{own.id}", own.id, shipped, here, looser=looser)
    for product in catalogue.products:
        for path, ladder in _own_ladders(product, formulary).items():
            looser = is_faster(ladder, product.ladders, product.mg_per_ml)
            labels = dict.fromkeys(map(ladder_words, held_against(ladder, product.ladders)))
            add(Changed.LADDER, path, product.id, "; ".join(labels) or NO_LABEL, ladder_words(ladder), looser=looser)
    for product in formulary.products:
        for path, ladder in _added_ladders(product).items():
            add(Changed.LADDER, path, product.id, NO_LABEL, ladder_words(ladder), looser=True)
    return tuple(found)


def _own_ladders(product: Product, formulary: Formulary) -> dict[str, Ladder]:
    """The ladders that the site has in place of the label's, by their path in the file."""
    given = formulary.ladders.get(product.id, ())
    return {f"ladders.{product.id}[{number}]": ladder for number, ladder in enumerate(given)}


def _added_ladders(product: Product) -> dict[str, Ladder]:
    """The ladders of a product that the site adds, by path: no label is known to hold them against."""
    return {f"products.{product.id}.ladders[{number}]": ladder for number, ladder in enumerate(product.ladders)}


def bounds_of(rule: LimitRule) -> dict[str, Decimal]:
    """The bounds of a rule, by name."""
    named = {name: getattr(rule, name) for name in HIGHER_IS_LOOSER}
    return {name: bound for name, bound in named.items() if bound is not None}


def is_looser(rule: LimitRule, change: LimitChange) -> bool:
    """Whether a change lets more pass: a bound further out, or a level that binds less."""
    shipped, levels = bounds_of(rule), list(Level)
    moved = [
        bound > shipped[name] if HIGHER_IS_LOOSER[name] else bound < shipped[name]
        for name, bound in change.bounds.items()
        if name in shipped
    ]
    return any(moved) or levels.index(change.level or rule.level) > levels.index(rule.level)


def states_its_bound(rule: LimitRule) -> bool:
    """Whether the words of a rule state the figure of its bound, so that another bound would make them untrue."""
    figures = [re.escape(exact(bound)) for bound in rule.bounds]
    return any(re.search(rf"(?<![\d.]){figure}(?!\.?\d)", f"{rule.text} {rule.next}") for figure in figures)


def limit_words(rule: LimitRule) -> str:
    """The bound and the level of a limit: ``above 100 (caution)``."""
    return _bound_words(bounds_of(rule), rule.level)


def _bound_words(bounds: Mapping[str, Decimal], level: Level) -> str:
    """``above 100 (caution)``; the level alone for a rule without a bound."""
    found = " and ".join(BEYOND[name].format(exact(bound)) for name, bound in bounds.items())
    return f"{found} ({level})" if found else str(level)


def _rules(rules: Rules, formulary: Formulary, waiting: AbstractSet[str]) -> Rules:
    """The rules with what the site changed and added; what waits for approval stays as shipped."""
    limits = {change.id: change for change in formulary.limits if f"limits.{change.id}" not in waiting}
    constants = {change.id: change for change in formulary.constants if f"constants.{change.id}" not in waiting}
    return rules.replaced(
        limits=(
            *(_limit(rule, limits[rule.id], formulary) if rule.id in limits else rule for rule in rules.limits),
            *formulary.rules,
        ),
        constants=tuple(
            _constant(constant, constants[constant.id]) if constant.id in constants else constant
            for constant in rules.constants
        ),
    )


def _limit(rule: LimitRule, change: LimitChange, formulary: Formulary) -> LimitRule:
    """A limit as the site has it, in words that are true of its bound."""
    shipped = bounds_of(rule)
    here: dict[str, Any] = {name: change.bounds.get(name, bound) for name, bound in shipped.items()}
    text = change.text
    if not text and here != shipped and states_its_bound(rule):
        text = _own_words(rule, here, formulary.site)
    sources = (SITE,) if text else (SITE, *rule.sources)
    return rule.replaced(**here, level=change.level or rule.level, text=text or rule.text, sources=sources)


def _own_words(rule: LimitRule, bounds: Mapping[str, Decimal], site: str) -> str:
    """``{value} g in one day is above 80, the limit of General Hospital (shipped: above 100)``."""
    measured = MEASURED.get(rule.measure, f"{rule.measure} {{value}}")
    name, bound = next(iter(bounds.items()))
    where = site.replace("{", "{{").replace("}", "}}")
    shipped = BEYOND[name].format(exact(bounds_of(rule)[name]))
    return f"{measured} is {BEYOND[name].format(exact(bound))}, the limit of {where} (shipped: {shipped})"


def _constant(constant: Constant, change: ConstantChange) -> Constant:
    return constant.replaced(value=change.value, text=change.text or constant.text, sources=(SITE,))


def ladder_words(ladder: Ladder) -> str:
    """``up to 4.8 mL/kg/h (cidp; EU)``, with what it asks for: ``(any; EU; adults; the maximum after ...)``."""
    asks = (
        ", ".join(ladder.contexts),
        " ".join(region.upper() for region in ladder.regions),
        "adults" if ladder.adults else "",
        f"after: {ladder.after}" if ladder.after else "",
        f"the maximum after: {ladder.maximum_after}" if ladder.maximum_after else "",
    )
    return f"up to {exact(ladder.maximum)} {ladder.unit} ({'; '.join(text for text in asks if text)})"


def _product(product: Product, formulary: Formulary, waiting: AbstractSet[str]) -> Product:
    """A preparation with the site's vial sizes and ladders in place of the shipped ones, without what waits."""
    vials = tuple(
        Vial(g=vial.g, ml=vial.ml, regions=vial.regions, sources=(SITE,), says=vial.says)
        for vial in formulary.vials.get(product.id, ())
    )
    own = tuple(ladder for path, ladder in _own_ladders(product, formulary).items() if path not in waiting)
    left = product.ladders
    for ladder in own:
        left = tuple(rest for one in left for rest in without(one, ladder))
    stated = {name for name, found in (("vials", vials), ("ladders", own)) if found}
    if not stated:
        return product
    return product.replaced(
        vials=vials or product.vials,
        ladders=(*(ladder.replaced(sources=(SITE, *ladder.sources)) for ladder in own), *left),
        missing={name: reason for name, reason in product.missing.items() if name not in stated},
    )


def _added(product: Product, formulary: Formulary, waiting: AbstractSet[str]) -> Product:
    """A preparation that the site adds, without the ladders that nobody answers for any more."""
    ladders = tuple(ladder for path, ladder in _added_ladders(product).items() if path not in waiting)
    if ladders == product.ladders:
        return product
    lapsed = f"the review of the ladders of {formulary.site} is overdue"
    return product.replaced(ladders=ladders, missing={**product.missing, "ladders": lapsed})
