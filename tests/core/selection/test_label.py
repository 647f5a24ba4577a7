"""What was ordered against what a preparation's label prints: grams per kg and infusion days, by part of treatment."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.answers.dose import plan
from ivigcalc.core.dosing.course import Course, CourseDay, Ends, course_at
from ivigcalc.core.dosing.printed import sourced_courses
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.indication import Phase
from ivigcalc.core.facts.product import LabelDose, Labelled
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.patient import Patient
from ivigcalc.core.selection.assessment import Situation, above_label, assess
from ivigcalc.core.selection.labels import CoursesOrdered, beside_label, covers, labelled_regions, most_on_labels
from ivigcalc.core.selection.reasons import Reason
from tests.core.making import grams, number, order, patient, per_kg

KG = Fraction(70)
INDUCTION = LabelDose(phase=Phase.INDUCTION, min_g_per_kg=Decimal(2), max_g_per_kg=Decimal(2), min_days=2, max_days=4)
BY_RESPONSE = LabelDose(phase=Phase.MAINTENANCE)


def course(g_per_kg: object, days: int, phase: Phase | None = Phase.INDUCTION, **known: Any) -> Course:
    """So many g/kg in all on equal days, for 70 kg."""
    each = number(g_per_kg) * KG / days
    made = tuple(CourseDay(day=day, grams=each) for day in range(1, days + 1))
    shape: dict[str, Any] = {"letter": "A", "id": "a", "regimen": "a", "basis": "", "sources": (), "days": made}
    return Course(phase=phase, **(shape | known))


def dosed(*courses: Course, tolerance: object = 0) -> CoursesOrdered:
    return CoursesOrdered(courses=courses, kg=KG, tolerance=number(tolerance))


def on_label(dose: LabelDose, one: Course, tolerance: object = 0) -> bool:
    return covers(dose, one, dosed(one, tolerance=tolerance))


def entry(*doses: LabelDose) -> Labelled:
    return Labelled(indication="cidp", regions=(Region.US,), population="adults", sources=("a",), doses=doses)


@pytest.mark.parametrize(("days", "covered"), [(1, False), (2, True), (3, True), (4, True), (5, False)])
def test_days_lie_within_those_that_the_label_prints(days: int, covered: bool) -> None:  # noqa: FBT001 - a column of the table
    assert on_label(INDUCTION, course(2, days)) == covered


@pytest.mark.parametrize(
    ("g_per_kg", "covered"), [("1.89", False), ("1.9", True), ("2", True), ("2.1", True), ("2.11", False)]
)
def test_grams_lie_within_5_percent_of_what_the_label_prints(g_per_kg: str, covered: bool) -> None:  # noqa: FBT001 - a column of the table
    assert on_label(INDUCTION, course(g_per_kg, 2), tolerance="0.05") == covered
    assert on_label(INDUCTION, course(g_per_kg, 2)) == (g_per_kg == "2")


def test_a_part_of_the_treatment_is_judged_by_its_own_dose() -> None:
    assert not on_label(INDUCTION, course(2, 2, Phase.MAINTENANCE))
    assert on_label(BY_RESPONSE, course("0.3", 1, Phase.MAINTENANCE))
    assert not on_label(BY_RESPONSE, course("0.3", 1))


def test_where_either_does_not_say_the_part_any_dose_counts() -> None:
    assert on_label(INDUCTION, course(2, 2, None))
    assert on_label(LabelDose(min_g_per_kg=Decimal(2), max_g_per_kg=Decimal(2)), course(2, 9, Phase.MAINTENANCE))


@given(st.integers(1, 31), st.integers(1, 400), st.sampled_from([None, *Phase]))
def test_a_dose_without_a_figure_covers_every_course(days: int, hundredths: int, phase: Phase | None) -> None:
    assert on_label(LabelDose(), course(Fraction(hundredths, 100), days, phase))


def test_what_is_not_on_the_label_is_named_with_its_letter_where_there_are_several() -> None:
    slow, fast = course(2, 5), course(2, 2, letter="B")
    assert beside_label(entry(INDUCTION), dosed(slow)) == ["0.4 g/kg daily for 5 days"]
    assert beside_label(entry(INDUCTION), dosed(slow, fast)) == ["A, 0.4 g/kg daily for 5 days"]
    assert beside_label(entry(INDUCTION), dosed(course(1, 1))) == ["1 g/kg on 1 day"]


def test_unequal_days_are_named_by_their_sum() -> None:
    uneven = (CourseDay(day=1, grams=KG / 2), CourseDay(day=2, grams=KG))
    assert beside_label(entry(INDUCTION), dosed(course(1, 1).replaced(days=uneven))) == ["1.5 g/kg in all for 2 days"]


def test_a_range_is_not_judged() -> None:
    """No single dose follows from it."""
    ends = Ends(low_g_per_kg=Fraction(1), high_g_per_kg=Fraction(2), low_g=KG, high_g=2 * KG, per="dose", over_days=1)
    assert beside_label(entry(INDUCTION), dosed(course(1, 1).replaced(days=(), ends=ends))) == []


def remarks(catalogue: Catalogue, product: str, who: Patient | None = None, **asked: Any) -> dict[str, Reason]:
    """The remarks on one preparation's label, by rule."""
    one: Order = order(**({"products": (product,)} | asked))
    (made,) = plan(who or patient(), one, catalogue).products
    return {found.rule: found for found in made.place.assessment.reasons if found.rule.startswith("label-")}


@pytest.mark.parametrize(
    ("product", "region", "asked", "named"),
    [
        ("panzyga", Region.US, {"days": 5, "regimen": "induction"}, True),
        ("panzyga", Region.US, {"days": 2, "regimen": "induction"}, False),
        ("panzyga", Region.US, {"per_day": per_kg(1), "days": 1}, True),
        ("panzyga", Region.EU, {"days": 5, "regimen": "induction"}, False),
        ("privigen", Region.US, {"days": 5, "regimen": "induction"}, False),
        ("privigen", Region.US, {"days": 4, "regimen": "maintenance"}, True),
        ("kiovig", Region.US, {"days": 4, "regimen": "maintenance"}, False),
        ("gamunex-c", Region.US, {"days": 5, "regimen": "induction"}, True),
        ("gamunex-c", Region.US, {"days": 4, "regimen": "induction"}, False),
        ("octagam-10", Region.EU, {"days": 5, "regimen": "induction"}, False),
        ("octagam-10", Region.EU, {"regimen": "maintenance-1d"}, False),
        ("privigen", Region.EU, {"indication": "gbs"}, False),
        ("privigen", Region.EU, {"indication": "gbs", "per_day": per_kg(1), "days": 2}, True),
        ("octagam-10", Region.US, {"indication": "dm", "regimen": "maintenance-1g"}, True),
        ("octagam-10", Region.US, {"indication": "dm", "days": 3, "regimen": "induction"}, False),
        ("kiovig", Region.US, {"indication": "mmn", "regimen": "induction-5d"}, True),
        ("kiovig", Region.US, {"indication": "mmn", "regimen": "maintenance"}, False),
        ("kiovig", Region.EU, {"indication": "mmn", "regimen": "induction-leger"}, True),
        ("privigen", Region.US, {"per_day": grams(28), "days": 5}, False),
        ("privigen", Region.US, {"per_day": grams("26.5"), "days": 5}, False),
        ("privigen", Region.US, {"per_day": grams(25), "days": 5}, True),
        ("privigen", Region.US, {"indication": "gbs"}, False),
    ],
)
def test_a_regimen_that_is_not_on_the_label_is_a_remark_on_the_preparation(
    catalogue: Catalogue,
    product: str,
    region: Region,
    asked: dict[str, Any],
    named: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Doses as the labels print them: Panzyga US 1 g/kg on 2 days, Privigen 2 to 5 days, Gamunex-C US 2 to 4 days."""
    found = remarks(catalogue, product, region=region, **asked)
    assert ("label-regimen" in found) == named
    assert all(remark.verdict is None for remark in found.values())


def test_the_remark_says_what_the_label_prints_and_what_was_ordered(catalogue: Catalogue) -> None:
    text = remarks(catalogue, "panzyga", region=Region.US, days=5)["label-regimen"].text
    assert text.startswith("US label for cidp: 1 g/kg on each of 2 days")
    assert text.endswith("Not on it: 0.4 g/kg daily for 5 days")


def test_a_dose_that_was_not_read_is_said_to_be_unread(catalogue: Catalogue) -> None:
    found = remarks(catalogue, "privigen", region=Region.BR, days=5)
    assert {"label-regimen-not-read"} == set(found)
    assert "label-regimen-not-read" not in remarks(catalogue, "privigen", region=Region.US, days=5)


def test_the_regimen_counts_on_the_dosing_weight(catalogue: Catalogue) -> None:
    """140 g over 5 days is 2 g/kg of 70 kg, and 1.4 g/kg of 100 kg."""
    asked: dict[str, Any] = {"course": grams(140), "days": 5, "region": Region.EU}
    assert "label-regimen" not in remarks(catalogue, "privigen", patient(70), **asked)
    assert "label-regimen" in remarks(catalogue, "privigen", patient(100), **asked)


def test_a_label_that_excludes_the_patients_age_is_none_for_this_patient(catalogue: Catalogue) -> None:
    """Ig Vena: in CIDP the Brazilian text is for 18 years and over, the EU one names no age."""
    one = catalogue.product("ig-vena")
    here = {age: labelled_regions(one, "cidp", age) for age in (None, Fraction(9), Fraction(18))}
    assert [Region.BR in here[age] for age in (None, Fraction(9), Fraction(18))] == [True, False, True]
    assert all(Region.EU in regions for regions in here.values())
    for age, labelled in ((9, False), (18, True)):
        situation = Situation(
            conditions=frozenset(), region=Region.BR, day_g=Fraction(12), indication="cidp", age_years=Fraction(age)
        )
        found = assess(one, situation, catalogue.rules)
        assert (Region.BR in found.labelled, found.labelled_here) == (labelled, labelled)


LATER = LabelDose(phase=Phase.MAINTENANCE, max_g_per_kg=Decimal(1))
ANY_PHASE = LabelDose(max_g_per_kg=Decimal("1.5"))


@pytest.mark.parametrize(
    ("doses", "phase", "most"),
    [
        ((INDUCTION, LATER), Phase.INDUCTION, 2),
        ((INDUCTION, LATER), Phase.MAINTENANCE, 1),
        ((INDUCTION, LATER), None, 2),
        ((ANY_PHASE,), Phase.MAINTENANCE, Fraction(3, 2)),
        ((INDUCTION,), Phase.MAINTENANCE, None),
        ((INDUCTION, BY_RESPONSE), Phase.MAINTENANCE, None),
        ((), Phase.INDUCTION, None),
    ],
)
def test_the_most_that_labels_give_is_that_of_the_phase(
    doses: tuple[LabelDose, ...], phase: Phase | None, most: Fraction | int | None
) -> None:
    """A label without a figure, or that leaves the dose to the response, restricts nothing."""
    found = most_on_labels([entry(*doses)], course(2, 2, phase))
    assert (found and found[0]) == most


def alerts_for(catalogue: Catalogue, name: str, indication: str, *courses: Course, region: Region | None) -> list[str]:
    situation = Situation(
        conditions=frozenset(),
        region=region,
        day_g=Fraction(70),
        indication=indication,
        ordered=dosed(*courses, tolerance="0.05"),
    )
    assessment, of = assess(catalogue.product(name), situation, catalogue.rules), catalogue.indication(indication)
    found = above_label(assessment, of, situation.ordered, catalogue.rules)
    return [alert.rule for alert in found]


MORE = ["above-label-dose"]


@pytest.mark.parametrize(
    ("name", "region", "g_per_kg", "phase", "alerts"),
    [
        ("privigen", Region.EU, "2", Phase.MAINTENANCE, MORE),
        ("privigen", Region.EU, "1.06", Phase.MAINTENANCE, MORE),
        ("privigen", Region.EU, "1.05", Phase.MAINTENANCE, []),
        ("privigen", Region.EU, "2", Phase.INDUCTION, []),
        ("panzyga", Region.US, "2", Phase.MAINTENANCE, []),
        ("panzyga", Region.EU, "2", Phase.MAINTENANCE, MORE),
        ("panzyga", None, "2", Phase.MAINTENANCE, []),
        ("octagam-10", Region.US, "2", Phase.MAINTENANCE, []),
    ],
)
def test_more_than_the_label_of_the_preparation_gives_is_a_caution(
    catalogue: Catalogue, *, name: str, region: Region | None, g_per_kg: str, phase: Phase, alerts: list[str]
) -> None:
    """CIDP. Privigen: 2 g/kg, then 1 g/kg every 3 weeks; Panzyga (US): then 1 to 2 g/kg; Octagam 10 % (US): none."""
    assert alerts_for(catalogue, name, "cidp", course(g_per_kg, 2, phase), region=region) == alerts


def test_a_course_rounded_to_whole_vials_is_the_printed_one_on_the_label(catalogue: Catalogue) -> None:
    """GBS, 70 kg: 30 g of vials of 10 and 20 g for 28 g a day are 2.143 g/kg, and 2 g/kg on the label still."""
    label = entry(LabelDose(min_g_per_kg=Decimal(2), max_g_per_kg=Decimal(2), min_days=5, max_days=5))
    printed = course(2, 5)
    rounded = course(Fraction(15, 7), 5, rounded_from=printed)
    assert beside_label(label, dosed(rounded)) == beside_label(label, dosed(printed)) == []
    assert beside_label(label, dosed(course(Fraction(15, 7), 5))) == ["0.429 g/kg daily for 5 days"]
    assert alerts_for(catalogue, "gammaplex-10", "gbs", rounded, region=Region.EU) == []
    assert alerts_for(catalogue, "gammaplex-10", "gbs", course(Fraction(15, 7), 5), region=Region.EU) == MORE


def test_a_course_rounded_from_more_than_the_label_gives_is_more_still(catalogue: Catalogue) -> None:
    """MMN, 70 kg: 2.5 g/kg are 35 g a day; 33 g of each of 5 days is 2.357 g/kg, and 35 by its source."""
    printed = course("2.5", 5)
    rounded = course(Fraction(33, 14), 5, rounded_from=printed)
    assert alerts_for(catalogue, "gammaplex-10", "mmn", rounded, region=Region.EU) == MORE


def test_of_several_courses_none_is_an_order(catalogue: Catalogue) -> None:
    two = (course(2, 2, Phase.MAINTENANCE), course(2, 5, Phase.MAINTENANCE))
    assert alerts_for(catalogue, "privigen", "cidp", *two, region=Region.EU) == []
    assert alerts_for(catalogue, "privigen", "cidp", two[0].replaced(days=()), region=Region.EU) == []


def test_of_what_sources_print_only_what_labels_do_not_give_is_a_caution(catalogue: Catalogue) -> None:
    """MMN: 2.5 g/kg (Leger 2001) and 2.4 g/kg (US label of Gammagard Liquid); CIDP: up to 2 g/kg in maintenance."""
    fired = set()
    for indication in catalogue.indications:
        for printed in sourced_courses(indication):
            one = course_at(printed, KG)
            if one.ends:
                days = tuple(CourseDay(day=day, grams=one.ends.high_g / 2) for day in (1, 2))
                one = one.replaced(days=days)
            for product in catalogue.products:
                for region in (None, Region.US, Region.EU, Region.BR):
                    if alerts_for(catalogue, product.id, indication.id, one, region=region):
                        fired.add((indication.id, printed.regimen.id))
    assert fired == {
        ("mmn", "induction-leger"),
        ("mmn", "maintenance-range"),
        ("cidp", "maintenance-panzyga"),
        ("cidp", "maintenance-procid"),
    }
