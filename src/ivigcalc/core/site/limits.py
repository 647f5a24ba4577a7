"""A shipped limit with a site's change in it: which way is looser, what the limit says then, and in which words."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from ivigcalc.core.facts.condition import bounds_of
from ivigcalc.core.facts.fact import SITE
from ivigcalc.core.facts.formulary import LimitChange
from ivigcalc.core.facts.rule import Level, LimitRule
from ivigcalc.core.quantity import exact

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


def is_looser(rule: LimitRule, change: LimitChange) -> bool:
    """Whether a change lets more pass: a bound further out, or a level that binds less."""
    shipped, levels = bounds_of(rule), list(Level)
    moved = [
        bound > shipped[name] if HIGHER_IS_LOOSER[name] else bound < shipped[name]
        for name, bound in bounds_of(change).items()
        if name in shipped
    ]
    return any(moved) or levels.index(change.level or rule.level) > levels.index(rule.level)


def states_its_bound(rule: LimitRule) -> bool:
    """Whether the words of a rule state the figure of its bound, so that another bound would make them untrue."""
    figures = [re.escape(exact(bound)) for bound in bounds_of(rule).values()]
    return any(re.search(rf"(?<![\d.]){figure}(?!\.?\d)", f"{rule.text} {rule.next}") for figure in figures)


def limit_words(rule: LimitRule, change: LimitChange | None = None) -> str:
    """The bound and the level of a limit, with a change in it if any: ``above 100 (caution)``, or the level alone."""
    bounds = bounds_of(rule) | (bounds_of(change) if change else {})
    level = (change.level if change else None) or rule.level
    beyond = " and ".join(BEYOND[name].format(exact(bound)) for name, bound in bounds.items())
    return f"{beyond} ({level})" if beyond else str(level)


def changed_limit(rule: LimitRule, change: LimitChange | None, site: str) -> LimitRule:
    """A limit as the site has it, in words that are true of its bound; as shipped without a change."""
    if change is None:
        return rule
    shipped = bounds_of(rule)
    own = bounds_of(change)
    here: dict[str, Any] = {name: own.get(name, bound) for name, bound in shipped.items()}
    text = change.text
    if not text and here != shipped and states_its_bound(rule):
        text = _own_words(rule, here, site)
    sources = (SITE,) if text else (SITE, *rule.sources)
    return rule.replaced(**here, level=change.level or rule.level, text=text or rule.text, sources=sources)


def _own_words(rule: LimitRule, bounds: Mapping[str, Decimal], site: str) -> str:
    """``{value} g in one day is above 80, the limit of General Hospital (shipped: above 100)``."""
    measured = MEASURED.get(rule.measure, f"{rule.measure} {{value}}")
    name, bound = next(iter(bounds.items()))
    where = site.replace("{", "{{").replace("}", "}}")
    shipped = BEYOND[name].format(exact(bounds_of(rule)[name]))
    return f"{measured} is {BEYOND[name].format(exact(bound))}, the limit of {where} (shipped: {shipped})"
