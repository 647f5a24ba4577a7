"""What else of a stock can be given: labelled, suitable, enough, in the order of a dose; the rest with reasons."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from ivigcalc.core.answers.dose import plan
from ivigcalc.core.answers.plan import CoursePlan
from ivigcalc.core.answers.supply.alternatives import Alternatives, ComparedProduct, alternatives, compared_working
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.infusion.day import Infusion
from ivigcalc.core.request.order import Scope, Stock
from ivigcalc.core.request.patient import Patient, Risk
from tests.core.making import at_risk, in_stock, order, patient, per_kg

FIRST = date(2026, 12, 1)


def there(**counts: int) -> Stock:
    """So many vials of 10 g of each preparation."""
    return in_stock(*((name.replace("_", "-"), 10, count, None) for name, count in counts.items()))


def found(catalogue: Catalogue, stock: Stock, one: Patient | None = None, **asked: Any) -> Alternatives:
    usual: dict[str, Any] = {"regimen": "A", "region": Region.EU, "start": FIRST, "stock": stock}
    wanted = order(**(usual | asked))
    return alternatives(plan(one or patient(), wanted, catalogue), catalogue)


def offered(answer: Alternatives) -> list[str]:
    return [one.planned.place.assessment.product.id for one in answer.offered]


def reasons(answer: Alternatives) -> dict[str, tuple[str, ...]]:
    return {one.assessment.product.id: one.reasons for one in answer.passed_over}


def test_what_is_labelled_suitable_and_enough_is_offered_in_the_order_of_a_dose(catalogue: Catalogue) -> None:
    """EU labels of all four have CIDP."""
    answer = found(catalogue, there(octagam_10=15, panzyga=15, kiovig=15, flebogamma_dif_10=15))
    listed = [
        product.place.assessment.product.id
        for product in plan(patient(), order(products=(), region=Region.EU), catalogue).products
    ]
    names = {"octagam-10", "panzyga", "kiovig", "flebogamma-dif-10"}
    assert offered(answer) == [name for name in listed if name in names]
    assert len(answer.offered) == 4
    assert not answer.passed_over


def test_what_changes_is_worked_out_for_the_grams_that_are_dispensed(catalogue: Catalogue) -> None:
    """28 g on 5 days are 3 vials of 10 g each day of Octagam 10 %, 150 g in 1.5 L; 27.5 g of Privigen, 1.375 L.

    Labels: IgA Octagam 10 % up to 400 mcg/mL (600 mg), Privigen 25 mcg/mL (34.375 mg); sodium of Octagam up to 30
    mmol/L (45 mmol); maltose 90 mg/mL (135 g); first rate for 70 kg 0.6 mL/kg/h (42) and 0.3 mL/kg/h (21).
    """
    answer = found(catalogue, there(octagam_10=15))
    (ordered,), (other,) = answer.ordered, answer.offered
    assert (ordered.exposure.iga_mg, other.exposure.iga_mg) == (Fraction("34.375"), Fraction(600))
    assert (other.exposure.sodium_mmol, other.exposure.sugar_g) == (Fraction(45), Fraction(135))
    assert (ordered.grams, other.grams) == (Fraction("137.5"), Fraction(150))
    assert isinstance(ordered.infusion, Infusion)
    assert isinstance(other.infusion, Infusion)
    assert [one.steps[0].rate.ml_h for one in (ordered.infusion, other.infusion)] == [21, 42]


def test_what_does_not_do_for_every_cycle_is_not_offered(catalogue: Catalogue) -> None:
    """70 g every 3 weeks: 7 vials of 10 g a cycle."""
    asked: dict[str, Any] = {"regimen": "D", "cycles": 3}
    assert offered(found(catalogue, there(octagam_10=21), **asked)) == ["octagam-10"]
    assert reasons(found(catalogue, there(octagam_10=20), **asked)) == {"octagam-10": ("enough for 2 of 3 cycles",)}


def test_what_whole_vials_do_not_make_up_is_compared_by_the_prescribed_grams(catalogue: Catalogue) -> None:
    """3 kg at 0.4 g/kg are 1.2 g a day, 6 g: no vial of Privigen is as small. 25 mcg/mL of IgA in 60 mL are 1.5 mg."""
    (ordered,) = found(catalogue, there(octagam_10=15), patient(3)).ordered
    assert (ordered.grams, ordered.exposure.iga_mg) == (Fraction(6), Fraction("1.5"))


def test_the_rate_of_the_other_is_that_of_a_first_infusion(catalogue: Catalogue) -> None:
    """The EU labels of Privigen and Flebogamma DIF 5 % speak of a first infusion: Privigen is not one here."""
    answer = found(catalogue, there(flebogamma_dif_5=15))
    (ordered,), (other,) = answer.ordered, answer.offered
    assert isinstance(ordered.infusion, Infusion)
    assert isinstance(other.infusion, Infusion)
    assert not ordered.infusion.said_of_first_infusion
    assert any("change of product" in text.says for text in other.infusion.said_of_first_infusion)
    assert answer.advice.id == "change-of-product"
    assert set(answer.advice.sources) == {"gammagard-s-d-smpc", "tool-policy"}


@pytest.mark.parametrize(
    ("stock", "why"),
    [
        (there(kiovig=3), "not enough"),
        (in_stock(("kiovig", 10, 30, date(2026, 11, 30))), "expired"),
        (in_stock(("kiovig", 30, 30, None)), "no whole vials fit a day"),
        (there(nanogam=30), "not labelled for CIDP in EU"),
    ],
)
def test_what_is_in_stock_and_not_offered_has_its_reason(catalogue: Catalogue, stock: Stock, why: str) -> None:
    answer = found(catalogue, stock, patient(10) if "whole" in why else None)
    assert not answer.offered
    ((_, said),) = reasons(answer).items()
    assert why in said


def test_a_label_for_adults_is_none_for_who_may_be_a_child(catalogue: Catalogue) -> None:
    """The US labels in CIDP are for adults: 12 kg without an age may be a child, 70 kg is an adult."""
    stock, asked = there(gamunex_c=15), {"region": Region.US}
    assert reasons(found(catalogue, stock, patient(12), **asked)) == {
        "gamunex-c": ("labelled for CIDP in US from 18 years on, and no age is given", "no whole vials fit a day")
    }
    assert offered(found(catalogue, stock, patient(70), **asked)) == ["gamunex-c"]
    small = in_stock(("gamunex-c", 5, 15, None))
    assert offered(found(catalogue, small, patient(12, age_years=Fraction(20)), **asked)) == ["gamunex-c"]
    assert not found(catalogue, small, patient(12, age_years=Fraction(4)), **asked).label_decides
    at_any_age = found(catalogue, in_stock(("octagam-10", 5, 15, None)), patient(12))
    assert offered(at_any_age) == ["octagam-10"]


def test_a_size_that_the_region_does_not_sell_is_not_offered(catalogue: Catalogue) -> None:
    answer = found(catalogue, in_stock(("privigen", "2.5", 90, None)), products=("kiovig",), region=Region.US)
    assert reasons(answer) == {"privigen": ("no size sold in the region",)}


def test_what_speaks_against_the_other_is_its_reason(catalogue: Catalogue) -> None:
    """Octagam holds maltose: a caution in diabetes. Every preparation is contraindicated with antibodies to IgA."""
    answer = found(catalogue, there(octagam_10=15), at_risk(Risk.DIABETES, weight_kg=Fraction(70)))
    assert any(text.startswith("caution: maltose") for text in reasons(answer)["octagam-10"])
    against = found(catalogue, there(octagam_10=15), at_risk(Risk.ANTI_IGA, weight_kg=Fraction(70)))
    ((said,),) = reasons(against).values()
    assert said.startswith("contraindicated: ")


@pytest.mark.parametrize(("days", "names"), [(1, ["privigen"]), (2, [])])
def test_what_is_labelled_for_less_than_the_course_is_not_offered(
    catalogue: Catalogue, days: int, names: list[str]
) -> None:
    """US labels in CIDP maintenance: Panzyga 1 to 2 g/kg every 3 weeks, Privigen 1 g/kg."""
    answer = found(
        catalogue,
        there(privigen=14),
        regimen="maintenance-procid",
        per_day=per_kg(1),
        days=days,
        products=("panzyga",),
        region=Region.US,
    )
    assert offered(answer) == names
    said = [text for texts in reasons(answer).values() for text in texts]
    assert [text.startswith("the course is more than its US label gives: 2 g/kg over") for text in said] == [
        True for _ in {"privigen"} - {*names}
    ]


def test_a_course_that_is_rounded_as_a_whole_may_lack_vials_as_a_whole(catalogue: Catalogue) -> None:
    answer = found(catalogue, there(octagam_10=3), scope=Scope.COURSE)
    assert reasons(answer) == {"octagam-10": ("not enough",)}


def test_what_the_site_does_not_stock_is_not_offered(catalogue: Catalogue) -> None:
    answer = found(catalogue, there(octagam_10=15), stocked=("privigen", "kiovig"))
    assert reasons(answer) == {"octagam-10": ("not stocked here (IVIGCALC_PRODUCTS)",)}


def test_where_no_preparation_is_labelled_the_label_does_not_decide(catalogue: Catalogue) -> None:
    """No label that was read in the EU has generalised myasthenia: it has severe exacerbations."""
    answer = found(catalogue, there(octagam_10=15), indication="mg-generalised")
    assert not answer.label_decides
    assert offered(answer) == ["octagam-10"]


def test_an_empty_stock_offers_nothing(catalogue: Catalogue) -> None:
    answer = found(catalogue, there(octagam_10=0))
    assert (answer.offered, answer.passed_over) == ((), ())
    assert answer.course.letter == "A"


def test_the_course_compared_is_the_first_that_another_makes_up(catalogue: Catalogue) -> None:
    """7 vials of 10 g make the 70 g of C and D in CIDP, not the 140 g of A and B."""
    answer = found(catalogue, there(octagam_10=7), regimen="")
    assert answer.course.letter == "D"
    assert answer.course.total == 70


def test_every_preparation_of_the_stock_is_offered_or_named_with_its_reason(catalogue: Catalogue) -> None:
    vials = [(product.id, vial.g, 500, None) for product in catalogue.products for vial in product.vials]
    for region in (None, *Region):
        for one in (patient(), at_risk(*Risk, weight_kg=Fraction(70))):
            answer = found(
                catalogue, in_stock(*vials, ("privigen", 10, 0, None)), one, region=region, products=("clairyg-5",)
            )
            named = {*offered(answer), *reasons(answer)}
            assert named == {name for name, *_ in vials} - {"clairyg-5"}
            assert not set(offered(answer)) & set(reasons(answer))
            assert all(reasons(answer).values())


def steps(answer: Alternatives, one: ComparedProduct, catalogue: Catalogue) -> dict[str, tuple[str, Fraction]]:
    working = compared_working(one, answer.course, Region.EU, catalogue)
    return {step.step: (step.formula, step.value) for step in working}


def test_each_preparation_that_is_compared_has_its_vials_what_they_carry_and_its_rates(catalogue: Catalogue) -> None:
    """28 g on 5 days: 3 x 10 g of Octagam 10 %, 150 g with up to 4,000 mcg of IgA each; Privigen as if it were there.

    The largest day of Octagam is 300 mL, at first at 0.01 mL/kg/min (US and EU labels alike): 42 mL/h at 70 kg.
    """
    answer = found(catalogue, there(octagam_10=15))
    (ordered,), (other,) = answer.ordered, answer.offered
    of_other, of_ordered = steps(answer, other, catalogue), steps(answer, ordered, catalogue)
    assert of_other["A Octagam 10 %: vials per infusion day"] == ("3 x 10 g", Fraction(30))
    assert of_other["A Octagam 10 %: IgA of the course, at most"] == ("4000 mcg/g x 150 g / 1000", Fraction(600))
    assert of_other["Octagam 10 %, largest day: volume"] == ("30 g x 1000 mg/g / 100 mg/mL", Fraction(300))
    assert of_other["Octagam 10 %, largest day: step 1 rate"] == ("0.01 mL/kg/min x 60 min/h x 70 kg", Fraction(42))
    assert not any(isinstance(made, CoursePlan) for made in ordered.planned.plans)
    opened = of_ordered["A Privigen 10 %: vials per infusion day"]
    assert opened == ("1 x 20 g + 1 x 5 g + 1 x 2.5 g", Fraction("27.5"))
    assert of_ordered["Privigen 10 %, largest day: volume"][1] == 275


def test_what_no_vials_make_up_has_what_its_prescribed_grams_carry(catalogue: Catalogue) -> None:
    """3 kg: 6 g of Privigen hold up to 250 mcg of IgA each; of Vigam the paragraph on rates was not read."""
    small = found(catalogue, there(octagam_10=15), patient(3))
    of_small = steps(small, small.ordered[0], catalogue)
    assert of_small["A Privigen 10 %: IgA of the course, at most"] == ("250 mcg/g x 6 g / 1000", Fraction("1.5"))
    assert not any(": vials" in name for name in of_small)
    without_rate = found(catalogue, there(octagam_10=15), products=("vigam-5",), region=None)
    of_vigam = steps(without_rate, without_rate.ordered[0], catalogue)
    assert any(": vials" in name for name in of_vigam)
    assert not any("rate" in name for name in of_vigam)
