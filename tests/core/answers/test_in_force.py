"""What is in force, and where each value comes from."""

from datetime import date
from decimal import Decimal
from typing import Any

from ivigcalc.core.answers.config import SHIPPED, Setting, config
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.formulary import ConstantChange, Formulary, LimitChange, SiteVial
from ivigcalc.core.facts.ladder import Context, Ladder, RateUnit
from ivigcalc.core.facts.rule import Level, LimitRule
from ivigcalc.core.site.merging import merged
from tests.core.making import product

LINES = {
    "site": 1,
    "hide": 2,
    "vials.privigen": 4,
    "limits.day-above-100-g": 6,
    "limits.day-above-1-g-per-kg": 7,
    "constants.rounding-tolerance": 9,
    "rules.a-rule": 11,
    "products.ours": 13,
    "ladders.privigen[0]": 15,
}
LADDER = Ladder(
    contexts=(Context.ANY,), regions=(Region.EU,), unit=RateUnit.ML_KG_H, steps=(), maximum=Decimal(1), says="", date=""
)


def settings(catalogue: Catalogue, **given: Any) -> dict[tuple[str, str], Setting]:
    own = Formulary(
        site="General Hospital",
        currency="EUR",
        hide=("kiovig",),
        vials={"privigen": (SiteVial(g=Decimal(10), ml=Decimal(100), price=Decimal(500)),)},
        limits=(
            LimitChange(id="day-above-100-g", above=Decimal(80)),
            LimitChange(id="day-above-1-g-per-kg", above=Decimal("1.2")),
        ),
        constants=(ConstantChange(id="rounding-tolerance", value=Decimal(3)),),
        rules=(LimitRule(id="a-rule", level=Level.NOTE, text="", sources=("site",)),),
        products=(product("ours"),),
        ladders={"privigen": (LADDER,)},
        **given,
    )
    local = merged(catalogue, own, today=date(2026, 1, 1), file="f.yaml", lines=LINES)
    return {(one.group, one.name): one for one in config(local)}


def test_without_a_formulary_everything_is_shipped(catalogue: Catalogue) -> None:
    found = config(catalogue)
    assert len(found) == len(catalogue.rules.constants) + len(catalogue.rules.limits)
    assert {(one.origin, one.shipped) for one in found} == {(SHIPPED, "")}


def test_what_the_site_changed_names_its_line_and_what_was_shipped(catalogue: Catalogue) -> None:
    found = settings(catalogue)
    limit = found["limit", "day-above-100-g"]
    assert (limit.value, limit.origin, limit.shipped) == ("above 80 (caution)", "f.yaml:6", "above 100 (caution)")
    constant = found["constant", "rounding-tolerance"]
    assert (constant.value, constant.origin, constant.shipped) == ("3 percent", "f.yaml:9", "5 percent")
    other = found["limit", "weight-below-2"]
    assert (other.value, other.origin, other.shipped) == ("below 2 (caution)", SHIPPED, "")


def test_what_a_tightened_limit_says_of_printed_doses_names_the_line_of_the_limit(catalogue: Catalogue) -> None:
    own = Formulary(site="A", limits=(LimitChange(id="day-above-1-g-per-kg", above=Decimal("0.5")),))
    local = merged(catalogue, own, today=date(2026, 1, 1), file="f.yaml", lines=LINES)
    found = next(one for one in config(local) if one.name == "day-above-1-g-per-kg-where-printed")
    assert (found.group, found.value, found.origin) == ("limit", "above 0.5 (caution)", "f.yaml:7")


def test_what_is_not_approved_is_shipped_and_says_where_it_lapsed(catalogue: Catalogue) -> None:
    limit = settings(catalogue)["limit", "day-above-1-g-per-kg"]
    assert (limit.value, limit.origin, limit.shipped) == ("above 1 (stop)", "shipped data (lapsed: f.yaml:7)", "")
    approved = settings(catalogue, approved_by="B", review_by=date(2026, 1, 1))["limit", "day-above-1-g-per-kg"]
    assert (approved.value, approved.origin, approved.shipped) == ("above 1.2 (stop)", "f.yaml:7", "above 1 (stop)")


def test_what_the_site_added_names_its_line(catalogue: Catalogue) -> None:
    found = settings(catalogue)
    assert {
        ("limit", "a-rule"): ("note", "f.yaml:11"),
        ("vials", "privigen"): ("10 g / 100 mL at 500 EUR", "f.yaml:4"),
        ("products", "ours"): ("ours", "f.yaml:13"),
        ("not stocked", "kiovig"): (catalogue.product("kiovig").shown, "f.yaml:2"),
        ("site", "site"): ("General Hospital", "f.yaml:1"),
        ("site", "approved_by"): ("nobody", "f.yaml"),
        ("site", "review_by"): ("not given", "f.yaml"),
    }.items() <= {key: (one.value, one.origin) for key, one in found.items()}.items()


def test_ladders_in_force_are_named(catalogue: Catalogue) -> None:
    approved = settings(catalogue, approved_by="B", review_by=date(2026, 1, 1))
    assert approved["ladder", "privigen[0]"].value.startswith("up to 1 mL/kg/h (any; EU)")
    assert approved["ladder", "privigen[0]"].origin == "f.yaml:15"


def test_a_stock_list_and_unpriced_vials_are_named_too(catalogue: Catalogue) -> None:
    own = Formulary(
        site="A", stock=("privigen",), vials={"privigen": (SiteVial(g=Decimal(10), ml=Decimal(100)),)}, review_by=None
    )
    local = merged(catalogue, own, today=date(2026, 1, 1), file="f.yaml", lines={"stock": 3})
    found = {(one.group, one.name): one for one in config(local)}
    assert found["vials", "privigen"].value == "10 g / 100 mL"
    assert found["not stocked", "kiovig"].origin == "f.yaml:3"
