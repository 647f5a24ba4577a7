"""A site's formulary: what it changes, what counts as looser, and what is in force."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.answers.dose import plan
from ivigcalc.core.answers.products import products as products_answer
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.condition import bounds_of
from ivigcalc.core.facts.fact import Region, Source
from ivigcalc.core.facts.formulary import (
    ConstantChange,
    Formulary,
    LimitChange,
    MergedFormulary,
    SiteChange,
    SiteVial,
    ValueKind,
)
from ivigcalc.core.facts.product import VialCount
from ivigcalc.core.facts.rule import ORDER_MEASURES, PATIENT_MEASURES, Constant, Level, LimitRule
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.patient import Risk
from ivigcalc.core.site.limit_words import MEASURED
from ivigcalc.core.site.merging import limits_where_printed, merged
from tests.core.making import course_plans, grams, order, patient, per_kg, product, refused_by, rules_fired
from tests.profiles import examples

TODAY = date(2026, 11, 22)
APPROVED: dict[str, Any] = {"approved_by": "P. Chief", "review_by": date(2026, 11, 22)}


def formulary(**given_: Any) -> Formulary:
    return Formulary(**({"site": "General Hospital"} | given_))


def limit(rule: str, **change: Any) -> LimitChange:
    bounds = {name: Decimal(str(bound)) for name, bound in change.items() if name not in {"level", "text"}}
    return LimitChange(id=rule, **(change | bounds))


def here(catalogue: Catalogue, today: date = TODAY, **given_: Any) -> Catalogue:
    return merged(catalogue, formulary(**given_), today=today)


def local_of(catalogue: Catalogue) -> MergedFormulary:
    assert catalogue.local is not None
    return catalogue.local


def rule(catalogue: Catalogue, name: str) -> LimitRule:
    return next(found for found in catalogue.rules.limits if found.id == name)


def only_change(catalogue: Catalogue) -> SiteChange:
    (found,) = local_of(catalogue).changes
    return found


def test_an_empty_formulary_changes_nothing_but_the_bibliography(catalogue: Catalogue) -> None:
    found = here(catalogue)
    for name in ("products", "indications", "rules", "table2", "version", "sha256"):
        assert getattr(found, name) == getattr(catalogue, name)
    assert [*catalogue.sources, found.source("site")] == [*found.sources]
    assert found.stocked == ()
    assert products_answer(patient(), found) == products_answer(patient(), catalogue)
    assert plan(patient(), Order(indication="cidp"), found) == plan(patient(), Order(indication="cidp"), catalogue)


def test_what_a_formulary_names_and_the_data_do_not_have_is_passed_over(catalogue: Catalogue) -> None:
    found = here(
        catalogue, limits=(limit("no-such", above=1),), constants=(ConstantChange(id="no-such", value=Decimal(1)),)
    )
    assert (found.rules, local_of(found).changes) == (catalogue.rules, ())


@pytest.mark.parametrize(
    ("change", "looser"),
    [
        (limit("day-above-100-g", above=80), False),
        (limit("day-above-100-g", above=100), False),
        (limit("day-above-100-g", above=101), True),
        (limit("weight-below-2", below=3), False),
        (limit("weight-below-2", below=1), True),
        (limit("weight-not-positive", at_most=1), False),
        (limit("weight-not-positive", at_most=-1), True),
        (limit("haemolysis", at_least=1), False),
        (limit("haemolysis", at_least=3), True),
        (limit("day-above-100-g", level=Level.STOP), False),
        (limit("day-above-100-g", level=Level.NOTE), True),
        (limit("day-above-100-g", above=80, level=Level.NOTE), True),
        (limit("day-above-100-g", above=120, level=Level.STOP), True),
        (limit("renal-risk", level=Level.CAUTION), False),
        (limit("day-above-100-g", text="too much"), False),
        (limit("day-above-100-g", below=1), False),
    ],
)
def test_looser_is_a_bound_further_out_or_a_level_that_binds_less(
    change: LimitChange, *, looser: bool, catalogue: Catalogue
) -> None:
    found = only_change(here(catalogue, limits=(change,)))
    assert (looser, not looser) == (found.looser, found.in_force)


@pytest.mark.parametrize(
    ("name", "value", "looser"),
    [
        ("rounding-tolerance", 6, True),
        ("rounding-tolerance", 4, False),
        ("rounding-tolerance-wide", 11, True),
        ("rounding-tolerance-wide", 9, False),
        ("sodium-free", 2, True),
        ("sodium-free", "0.5", False),
        ("stated-day", 20, True),
        ("stated-day", 30, False),
        ("adult-weight", 35, True),
        ("adult-weight", 150, True),
        ("cause-tolerance", 2, True),
        ("cause-tolerance", "0.1", True),
    ],
)
def test_a_constant_says_which_way_is_looser(name: str, value: object, *, looser: bool, catalogue: Catalogue) -> None:
    change = ConstantChange(id=name, value=Decimal(str(value)))
    assert looser is only_change(here(catalogue, constants=(change,))).looser
    approved = here(catalogue, constants=(change,), **APPROVED)
    assert approved.rules.constant(name) == Fraction(str(value))
    assert [one.sources for one in approved.rules.constants if one.id == name] == [("site",)]


def test_no_constant_of_a_site_hides_obesity_or_a_known_mistake_unless_it_is_approved(catalogue: Catalogue) -> None:
    """BMI 46.9 without an age; and 5.65 g a day, where 0.08 g/kg of a misread course of 0.4 g/kg is 5.6 g."""
    constants = tuple(
        ConstantChange(id=name, value=Decimal(value))
        for name, value in (("adult-weight", "150"), ("cause-tolerance", "0.1"))
    )
    heavy = patient(120, height_cm=Fraction(160))
    odd = order("gbs", per_day=grams("5.65"), days=5)
    for found in (catalogue, here(catalogue, constants=constants)):
        assert {Risk.RENAL, Risk.THROMBOSIS} <= {*plan(heavy, order("gbs"), found).risks}
        assert "dose-by-known-mistake" in {alert.rule for alert in plan(patient(70), odd, found).alerts}


@pytest.mark.parametrize(
    ("dose", "days", "rule"),
    [
        ("0.81", 1, "day-above-1-g-per-kg-where-printed"),
        ("1", 1, "day-above-1-g-per-kg-where-printed"),
        ("0.81", 2, "day-above-1-g-per-kg"),
    ],
)
def test_what_a_source_prints_on_one_day_it_does_not_print_on_two(
    catalogue: Catalogue, dose: str, *, days: int, rule: str
) -> None:
    """Autoimmune epilepsy (Dubey 2020): 0.5 g/kg on day 1, 1 g/kg on day 2, beside a site's limit of 0.8 in a day."""
    found = here(catalogue, limits=(limit("day-above-1-g-per-kg", above="0.8"),))
    asked = order("autoimmune-epilepsy", per_day=per_kg(dose), days=days)
    if rule == "day-above-1-g-per-kg":
        assert [problem.code for problem in refused_by(patient(), asked, found)] == [rule]
    else:
        assert rule in {alert.rule for alert in plan(patient(), asked, found).alerts}


def test_a_constant_that_does_not_say_is_loosened_by_any_other_value() -> None:
    constant = Constant(id="a", value=Decimal(1), unit="g", text="", sources=())
    assert [constant.loosened_by(Decimal(value)) for value in ("1", "0.9", "1.1")] == [False, True, True]


LOOSE: dict[str, Any] = {"limits": (limit("day-above-1-g-per-kg", above="1.2"),)}
OVER: dict[str, Any] = {"per_day": per_kg("1.1"), "days": 1}


@pytest.mark.parametrize(
    ("approval", "in_force"),
    [
        ({}, False),
        ({"approved_by": "P. Chief"}, False),
        ({"approved_by": "  ", "review_by": date(2027, 1, 1)}, False),
        ({"review_by": date(2027, 1, 1)}, False),
        ({"approved_by": "P. Chief", "review_by": date(2026, 11, 21)}, False),
        ({"approved_by": "P. Chief", "review_by": date(2026, 11, 22)}, True),
    ],
)
def test_what_is_looser_counts_only_while_somebody_answers_for_it(
    approval: Mapping[str, Any], *, in_force: bool, catalogue: Catalogue
) -> None:
    """On the day of review itself it still counts; a day later the shipped limit applies again."""
    found = here(catalogue, **LOOSE, **approval)
    fired = rules_fired(patient(), order(**OVER), found)
    assert in_force is ("day-above-1-g-per-kg" not in fired)
    assert in_force is (local_of(found).loosened == local_of(found).changes)
    assert in_force is not (local_of(found).lapsed == local_of(found).changes)


def test_a_lapsed_limit_does_not_take_a_tighter_one_with_it(catalogue: Catalogue) -> None:
    limits = (*LOOSE["limits"], limit("day-above-100-g", above=80))
    found = here(catalogue, limits=limits)
    assert rule(found, "day-above-1-g-per-kg") == rule(catalogue, "day-above-1-g-per-kg")
    assert rule(found, "day-above-100-g").above == 80


@pytest.mark.parametrize(
    ("change", "asked", "said"),
    [
        (limit("day-above-1-g-per-kg", above="0.5"), {"per_day": per_kg("1"), "days": 2}, {"day-above-1-g-per-kg"}),
        (limit("day-above-1-g-per-kg", above="0.5"), {"per_day": per_kg("0.4"), "days": 5}, set()),
        (
            limit("course-above-2-g-per-kg", above="1.9"),
            {"per_day": per_kg("0.4"), "days": 5},
            {"course-above-2-g-per-kg"},
        ),
        (limit("course-above-2-g-per-kg", above="2"), {"per_day": per_kg("0.4"), "days": 5}, set()),
        (limit("course-above-2-g-per-kg", level=Level.STOP), {"per_day": per_kg("0.4"), "days": 5}, set()),
        (limit("day-above-100-g", above="20"), {"per_day": per_kg("1"), "days": 2}, set()),
    ],
)
def test_a_bound_that_a_site_tightened_is_said_of_printed_doses_too(
    change: LimitChange, asked: Mapping[str, Any], said: set[str], *, catalogue: Catalogue
) -> None:
    """CIDP is printed as 2 g/kg over 2 to 5 days: 1 g/kg on each of 2, or 0.4 g/kg on each of 5 (EAN/PNS 2021)."""
    found = here(catalogue, limits=(change,))
    fired = plan(patient(70), Order(indication="cidp", **asked), found).alerts
    cautions = {alert.rule: alert for alert in fired if alert.rule.endswith("-where-printed")}
    assert {*cautions} == {f"{one}-where-printed" for one in said}
    for alert in cautions.values():
        assert (alert.level, alert.sources, "the limit of General Hospital" in alert.text) == (
            Level.CAUTION,
            ("site",),
            True,
        )


def test_an_approved_level_leaves_the_tighter_bound_for_printed_doses(catalogue: Catalogue) -> None:
    change = limit("day-above-1-g-per-kg", above="0.5", level=Level.CAUTION)
    found = here(catalogue, limits=(change,), **APPROVED)
    asked = order("cidp", per_day=per_kg("1"), days=2)
    assert "day-above-1-g-per-kg-where-printed" in rules_fired(patient(), asked, found)


@pytest.mark.parametrize(("level", "expected"), [(Level.STOP, Level.CAUTION), (Level.NOTE, Level.NOTE)])
def test_a_printed_dose_is_never_stopped_by_a_bound_of_the_site(
    level: Level, expected: Level, *, catalogue: Catalogue
) -> None:
    shipped = rule(catalogue, "course-above-2-g-per-kg").replaced(level=level)
    changed = limits_where_printed(shipped, limit("course-above-2-g-per-kg", above="1"), "A")
    assert [(one.level, one.above) for one in changed] == [(expected, Decimal(1))]


BOUND = st.decimals("0.5", "400", places=1)


@given(
    weight=st.integers(20, 150),
    dose=st.decimals("0.1", "3", places=1),
    days=st.integers(1, 5),
    bounds=st.dictionaries(
        st.sampled_from(["day-above-1-g-per-kg", "course-above-4-g-per-kg", "day-above-100-g", "weight-above-500"]),
        BOUND,
    ),
    levels=st.dictionaries(
        st.sampled_from(["day-above-100-g", "child-without-age", "course-above-2-g-per-kg"]), st.just(Level.STOP)
    ),
)
@examples(40)
def test_tightening_never_lets_an_order_pass_that_was_refused(
    *, catalogue: Catalogue, weight: int, dose: Decimal, days: int, bounds: dict[str, Decimal], levels: dict[str, Level]
) -> None:
    """Nothing here is approved, so only what is tighter counts."""
    names = {*bounds, *levels}
    changes = tuple(LimitChange(id=name, above=bounds.get(name), level=levels.get(name)) for name in sorted(names))
    changes = tuple(change for change in changes if change.id != "child-without-age" or change.above is None)
    asked = order(per_day=per_kg(dose), days=days)
    tighter = merged(catalogue, formulary(limits=changes), today=TODAY)
    assert {one.in_force for one in local_of(tighter).changes if one.looser} <= {False}
    try:
        plan(patient(weight), asked, catalogue)
    except RefusedError:
        with pytest.raises(RefusedError):
            plan(patient(weight), asked, tighter)


def test_a_stop_with_conditions_waits_until_they_are_known(catalogue: Catalogue) -> None:
    """child-without-age made a stop: 35 kg without an age stops, 35 kg at 12 years does not."""
    found = here(catalogue, limits=(limit("child-without-age", level=Level.STOP),))
    (problem,) = refused_by(patient(35), order("gbs"), found)
    assert problem.code == "child-without-age"
    assert plan(patient(35, age_years=Fraction(12)), order("gbs"), found).products


def test_words_that_state_the_shipped_figure_give_way_to_the_sites(catalogue: Catalogue) -> None:
    found = here(catalogue, site="St {Mary}", limits=(limit("day-above-100-g", above=80),))
    (alert,) = [one for one in plan(patient(90), order(per_day=grams(90), days=1), found).alerts if "100" in one.rule]
    assert alert.text == "90 g in one day is above 80, the limit of St {Mary} (shipped: above 100)"
    assert alert.sources == ("site",)


def test_a_rate_above_a_sites_own_limit_is_above_no_childrens_hospitals(catalogue: Catalogue) -> None:
    """Privigen at up to 4 mg/kg/min and 51 kg: 122.4 mL/h."""
    found = here(catalogue, limits=(limit("rate-worth-a-look-child", above=100),))
    child = patient(51, age_years=Fraction(12), height_cm=Fraction(150))
    asked = order("gbs", regimen="A", products=("privigen",), region=Region.US)
    (alert,) = [one for one in plan(child, asked, found).alerts if one.rule == "rate-worth-a-look-child"]
    assert alert.text == "a rate of 122 mL/h is above 100, the limit of General Hospital (shipped: above 240)"


def test_words_that_stay_true_stay(catalogue: Catalogue) -> None:
    found = here(catalogue, limits=(limit("haemolysis", at_least=1),))
    assert rule(found, "haemolysis").text == rule(catalogue, "haemolysis").text
    assert rule(found, "haemolysis").sources == ("site", *rule(catalogue, "haemolysis").sources)
    own = here(catalogue, limits=(limit("haemolysis", at_least=1, text="look at haemoglobin"),))
    assert (rule(own, "haemolysis").text, rule(own, "haemolysis").sources) == ("look at haemoglobin", ("site",))


def test_a_bound_of_another_kind_is_not_taken_over(catalogue: Catalogue) -> None:
    changed = rule(here(catalogue, limits=(limit("day-above-100-g", below=9),)), "day-above-100-g")
    assert bounds_of(changed) == {"above": Decimal(100)}


def test_every_measure_has_words() -> None:
    assert {*PATIENT_MEASURES, *ORDER_MEASURES} <= {*MEASURED}


def test_a_rule_of_the_site_fires(catalogue: Catalogue) -> None:
    own = LimitRule(id="a-rule", level=Level.NOTE, text="ours", sources=("site",), when=("order",))
    assert "a-rule" in rules_fired(patient(), order(), here(catalogue, rules=(own,)))
    assert "a-rule" not in rules_fired(patient(), order(), here(catalogue))


VIALS = (SiteVial(g=Decimal(10), ml=Decimal(100), price=Decimal("498.5")), SiteVial(g=Decimal(5), ml=Decimal(50)))


def test_the_sites_vials_take_the_place_of_the_shipped_ones(catalogue: Catalogue) -> None:
    found = here(catalogue, vials={"privigen": VIALS})
    sizes = {
        vial.size_g
        for one in course_plans(plan(patient(), order(), found))
        for day in one.days
        for vial in day.vials.vials
    }
    assert sizes
    assert sizes <= {10, 5}
    assert {vial.sources for vial in found.product("privigen").vials} == {("site",)}
    for region in (Region.US, Region.EU, Region.BR):
        assert all(region in vial.regions for vial in found.product("privigen").vials)
    assert found.product("kiovig") == catalogue.product("kiovig")


def test_a_course_costs_its_vials_where_every_price_is_known() -> None:
    """28 g as 2 x 10 g and 1 x 5 g: 2 x 498.50 and one without a price."""
    own = formulary(vials={"privigen": VIALS})
    tens, fives = VialCount(size_g=Fraction(10), count=2), VialCount(size_g=Fraction(5), count=1)
    assert own.cost("privigen", [tens, tens]) == 1994
    assert own.cost("privigen", [tens, fives]) is None
    assert own.cost("kiovig", [tens]) is None
    assert own.cost("privigen", []) == 0


def test_an_added_product_is_planned_and_may_have_the_sites_vials(catalogue: Catalogue) -> None:
    own = product("ours", missing={"vials": "not read", "iga": "not read"})
    found = here(catalogue, products=(own,), vials={"ours": VIALS})
    assert found.product("ours").missing == {"iga": "not read"}
    assert course_plans(plan(patient(), order(products=("ours",)), found))


def test_what_is_hidden_is_not_stocked_and_so_is_what_is_not_in_stock(catalogue: Catalogue) -> None:
    every = {one.id for one in catalogue.products}
    assert every - {"privigen"} == {*here(catalogue, hide=("privigen",)).stocked}
    assert {"privigen"} == {*here(catalogue, stock=("privigen",)).stocked}
    assert every - {"privigen"} == {*local_of(here(catalogue, stock=("privigen",))).unstocked}


def test_what_is_not_stocked_says_so_and_is_still_answered(catalogue: Catalogue) -> None:
    found = here(catalogue, hide=("privigen",))
    answer = plan(patient(), order(products=("privigen", "kiovig")), found)
    remarks = {
        one.place.assessment.product.id: [r.text for r in one.place.assessment.reasons] for one in answer.products
    }
    assert "not stocked at General Hospital" in remarks["privigen"]
    assert "not stocked at General Hospital" not in remarks["kiovig"]
    assert all(one.plans for one in answer.products)
    assert answer.cautions == ()


def test_a_site_may_describe_itself(catalogue: Catalogue) -> None:
    own = Source(id="site", title="Us", url="", section="", date="", kind="site")
    assert here(catalogue, sources=(own,)).source("site") == own


def test_a_place_is_the_file_and_the_line_where_there_is_one() -> None:
    local = MergedFormulary(
        formulary=formulary(),
        file="f.yaml",
        sha256="",
        changes=(),
        unstocked=(),
        label_ladders={},
        lines={"limits.weight-below-2": 7},
    )
    assert (local.at("limits.weight-below-2"), local.at("hide")) == ("f.yaml:7", "f.yaml")


def test_a_change_says_what_was_shipped_and_what_is_here(catalogue: Catalogue) -> None:
    found = here(
        catalogue,
        limits=(limit("day-above-100-g", above="80.0"), limit("renal-risk", level=Level.CAUTION)),
        constants=(ConstantChange(id="rounding-tolerance", value=Decimal(3)),),
    )
    said = [(one.what, one.path, one.shipped, one.here) for one in local_of(found).changes]
    assert said == [
        (ValueKind.LIMIT, "limits.day-above-100-g", "above 100 (caution)", "above 80 (caution)"),
        (ValueKind.LIMIT, "limits.renal-risk", "note", "caution"),
        (ValueKind.CONSTANT, "constants.rounding-tolerance", "5 percent", "3 percent"),
    ]
