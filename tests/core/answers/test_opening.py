"""``vials``: one preparation for so many grams, without a patient; and what of vials cannot be asked."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from ivigcalc.core.answers.dose import plan
from ivigcalc.core.answers.plan import CoursePlan, NoFit
from ivigcalc.core.answers.vials import VialsAnswer
from ivigcalc.core.answers.vials import vials as vials_answer
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Missing, Region
from ivigcalc.core.facts.formulary import Formulary, SiteVial
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import Objective, Order, Rounding, Scope
from ivigcalc.core.site.merging import merged
from ivigcalc.core.vials.terms import contradictions
from tests.core.making import in_stock, order, patient, refused_by
from tests.profiles import members


def asked(product: str = "privigen", **more: Any) -> Order:
    return Order(indication="", products=(product,), **more)


def vials(catalogue: Catalogue, grams: object, **more: Any) -> VialsAnswer:
    return vials_answer(asked(**more), Fraction(str(grams)), catalogue)


def codes(catalogue: Catalogue, grams: object, **more: Any) -> list[str]:
    with pytest.raises(RefusedError) as caught:
        vials(catalogue, grams, **more)
    return [problem.code for problem in caught.value.problems]


def priced(catalogue: Catalogue, **prices: object) -> Catalogue:
    """The catalogue of a site that buys Privigen of 5, 10 and 20 g at these prices; without one where none is given."""
    sizes = tuple(
        SiteVial(g=Decimal(g), ml=Decimal(g * 10), price=Decimal(str(prices[f"g{g}"])) if f"g{g}" in prices else None)
        for g in (5, 10, 20)
    )
    own = Formulary(site="A", currency="EUR", vials={"privigen": sizes})
    return merged(catalogue, own, today=date(2026, 12, 1), file="a.yaml")


def test_one_day_is_made_up_as_in_a_dose(catalogue: Catalogue) -> None:
    answer = vials(catalogue, 28)
    assert isinstance(answer.made, CoursePlan)
    assert answer.made.given_g == Fraction("27.5")
    assert answer.made.volume_ml == 275
    assert [one.chosen_g for one in answer.certificates] == [Fraction("27.5")]
    assert isinstance(answer.made.days[0].infusion, Missing)
    assert answer.alerts == ()


def test_several_days_may_be_rounded_as_a_course(catalogue: Catalogue) -> None:
    answer = vials(catalogue, 28, days=5, scope=Scope.COURSE)
    assert isinstance(answer.made, CoursePlan)
    assert answer.made.given_g == 140
    assert [len(days) for days in answer.made.alike] == [1, 4]


def test_what_no_vials_make_has_a_certificate_too(catalogue: Catalogue) -> None:
    answer = vials(catalogue, "0.7")
    assert isinstance(answer.made, NoFit)
    assert answer.certificates[0].chosen_g is None


def test_a_large_day_raises_the_limit_of_the_rules(catalogue: Catalogue) -> None:
    assert [alert.rule for alert in vials(catalogue, 140).alerts] == ["day-above-100-g"]


def test_more_grams_than_any_day_has_are_refused(catalogue: Catalogue) -> None:
    assert codes(catalogue, 28000) == ["dose-too-large"]


def test_a_preparation_without_a_vial_to_choose_from_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(RefusedError, match=r"no vial size listed .US."):
        vials(catalogue, 28, product="nanogam", region=Region.US)
    with pytest.raises(RefusedError, match=r"none in stock .stock.csv."):
        vials(catalogue, 28, stock=in_stock())


def test_with_exact_there_is_no_course_to_round(catalogue: Catalogue) -> None:
    assert codes(catalogue, 28, rounding=Rounding.EXACT, scope=Scope.COURSE) == ["nothing-to-round"]
    refused = refused_by(patient(), order("gbs", rounding=Rounding.EXACT, scope=Scope.COURSE), catalogue)
    assert [problem.code for problem in refused] == ["nothing-to-round"]


def test_a_stock_with_expiry_dates_needs_a_start(catalogue: Catalogue) -> None:
    there = in_stock(("privigen", 10, 9, date(2026, 12, 31)))
    assert codes(catalogue, 28, stock=there) == ["missing-value"]
    assert isinstance(vials(catalogue, 30, stock=there, start=date(2026, 12, 31)).made, CoursePlan)
    assert isinstance(vials(catalogue, 30, stock=there, start=date(2027, 1, 1)).made, NoFit)


def test_the_lowest_price_is_not_the_fewest_vials(catalogue: Catalogue) -> None:
    site = priced(catalogue, g5=260, g10=500, g20=1100)
    answer = vials(site, 30, objective=Objective.COST)
    assert isinstance(answer.made, CoursePlan)
    assert {vial.size_g: vial.count for vial in answer.made.days[0].vials.vials} == {10: 3}
    fewest = vials(site, 30)
    assert isinstance(fewest.made, CoursePlan)
    assert {vial.size_g: vial.count for vial in fewest.made.days[0].vials.vials} == {20: 1, 10: 1}


def test_cost_needs_the_price_of_every_size(catalogue: Catalogue) -> None:
    cost: dict[str, Any] = {"objective": Objective.COST}
    assert codes(catalogue, 30, **cost) == ["no-price"]
    partly = priced(catalogue, g5=260, g10=500)
    assert codes(partly, 30, **cost) == ["no-price"]
    assert "vials of 20 g" in contradictions(asked(**cost), partly)[0].message
    anything = Order(indication="gbs", **cost)
    assert [one.code for one in contradictions(anything, priced(catalogue))] == ["no-price"]
    assert contradictions(anything, partly) == []


def test_without_a_price_a_preparation_is_left_out_of_a_list(catalogue: Catalogue) -> None:
    answer = plan(patient(), order("gbs", products=(), objective=Objective.COST), priced(catalogue, g5=2, g10=3, g20=9))
    made = {one.place.assessment.product.id: one for one in answer.products}
    assert made["privigen"].plans
    reason = made["octagam-10"].no_plans
    assert reason is not None
    assert reason.reason.startswith("no price for vials of 2 g, 5 g")


def test_a_course_that_does_not_spread_is_no_fit(catalogue: Catalogue) -> None:
    answer = vials(catalogue, "0.7", days=2, scope=Scope.COURSE)
    assert isinstance(answer.made, NoFit)
    assert answer.made.whole is not None
    assert (answer.made.whole.below_g, answer.made.whole.above_g) == (None, Fraction("2.5"))


def test_what_contradicts_in_a_request_for_vials_says_what_to_type(catalogue: Catalogue) -> None:
    there = in_stock(("privigen", 10, 1, date(2026, 12, 31)))
    both = asked(rounding=Rounding.EXACT, scope=Scope.COURSE, stock=there)
    assert [(one.code, one.field, one.message, one.next) for one in contradictions(both, catalogue)] == [
        (
            "nothing-to-round",
            "--round-scope",
            "--round-scope course and --round exact exclude each other: with exact nothing is rounded",
            "drop --round-scope course, or --round exact",
        ),
        ("missing-value", "--start", "--start is needed: stock has expiry dates (stock.csv)", "--start YYYY-MM-DD"),
    ]
    anything = Order(indication="gbs", objective=Objective.COST)
    for cheapest, site, said, example in members(
        (
            (anything, catalogue, "--objective cost needs prices, and no formulary is in force", "10"),
            (anything, priced(catalogue), "--objective cost needs prices: a.yaml has none", "10"),
            (
                asked(objective=Objective.COST),
                priced(catalogue, g10=500),
                "--objective cost: a.yaml has no price for Privigen 10 % vials of 5 g, 20 g",
                "5",
            ),
        )
    ):
        (problem,) = contradictions(cheapest, site)
        assert (problem.code, problem.field, problem.message) == ("no-price", "--objective", said)
        assert problem.allowed == (f"vials: {{privigen: [{{g: {example}, ml: ..., price: ...}}]}}",)
        assert problem.next == "add the price of every size to the file of --formulary (see docs/formulary.md)"
