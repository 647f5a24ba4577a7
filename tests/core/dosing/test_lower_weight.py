"""Limits per kg are of the lower of dosing and actual weight: a weight policy loosens none. Hand arithmetic.

Ideal weight of a man by Devine: 190 cm 50 + 2.3 x 37.6 / 2.54 = 84.047 kg, 180 cm 50 + 2.3 x 27.6 / 2.54 = 74.992 kg.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import pytest

from ivigcalc.core.answers.infusion import infusion
from ivigcalc.core.answers.verify import Outcome, verify
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.formulary import Formulary, LimitChange
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import InfusionOrder
from ivigcalc.core.request.patient import Patient, Sex
from ivigcalc.core.request.written import WrittenOrder
from ivigcalc.core.site.merging import merged
from tests.core.making import grams, number, order, patient, per_kg, refused_by, rules_fired
from tests.written import read_written_dose

THIN: Final = patient(40, height_cm=Fraction(190), sex=Sex.MALE, age_years=Fraction(30))
LEAN: Final = patient(60, height_cm=Fraction(180), sex=Sex.MALE, age_years=Fraction(30))
LIGHTER: Final = patient(
    55, height_cm=Fraction(150), sex=Sex.FEMALE, age_years=Fraction(30), pregnant=True, pre_pregnancy_kg=Fraction(60)
)
DAY: Final = "day-above-1-g-per-kg"
PRINTED: Final = f"{DAY}-printed"


def stops(catalogue: Catalogue, one: Patient, indication: str, **asked: Any) -> dict[str, tuple[str, str]]:
    """What refuses an order: by its code the message, and what to type."""
    refused = refused_by(one, order(indication, **asked), catalogue)
    return {problem.code: (problem.message, problem.next) for problem in refused}


@pytest.mark.parametrize(("day", "stopped"), [(39, False), (40, False), ("40.1", True), (60, True), (85, True)])
@pytest.mark.parametrize("policy", ["actual", "ideal", "adjusted"])
def test_a_typed_day_above_1_g_per_kg_of_actual_weight_stops_under_every_policy(
    catalogue: Catalogue, day: object, policy: str, *, stopped: bool
) -> None:
    fired = rules_fired(THIN, order("gbs", per_day=grams(day), days=1, weight_policy=policy), catalogue)
    assert (DAY in fired) is stopped


def test_the_stop_names_the_weight_and_what_to_type_gives_these_grams(catalogue: Catalogue) -> None:
    """60 g are 1.5 g/kg of 40 kg; 1.5 g/kg typed again would be of 84 kg."""
    found = stops(catalogue, THIN, "gbs", per_day=grams(60), days=1, weight_policy="ideal")
    message, hint = found[DAY]
    assert message.startswith("60 g in one day is 1.5 g/kg (actual 40 kg): more than 1 g/kg in a day")
    assert hint == 'give the course and the number of its days: --course "60 g" --days N'
    message, hint = stops(catalogue, THIN, "gbs", per_day=grams(60), days=1)[DAY]
    assert message.startswith("60 g in one day is 1.5 g/kg: more than")
    assert hint.endswith('--course "1.5 g/kg" --days N')


def test_a_dose_per_kg_of_a_raised_weight_has_actual_weight_among_what_to_type(catalogue: Catalogue) -> None:
    """0.9 g/kg of 74.992 kg are 67.49 g, 1.12 g/kg of 60 kg."""
    found = stops(catalogue, LEAN, "gbs", per_day=per_kg("0.9"), days=1, weight_policy="ideal")
    assert found[DAY][0].startswith("67.5 g in one day is 1.12 g/kg (actual 60 kg)")
    assert found[DAY][1].endswith('--course "67.49 g" --days N / --weight-policy actual')


def test_a_regimen_by_a_policy_that_was_chosen_and_raises_it_stops_where_its_day_is_above_1_g_per_kg(
    catalogue: Catalogue,
) -> None:
    """CIDP at 60 kg by 74.992: A 30 g a day (0.5 g/kg), B 75 g (1.25 g/kg), for which 60 g are printed."""
    assert DAY not in rules_fired(LEAN, order(regimen="A", weight_policy="ideal"), catalogue)
    assert DAY in rules_fired(LEAN, order(regimen="B", weight_policy="ideal"), catalogue)
    assert DAY in rules_fired(LEAN, order(per_day=grams(75), days=2, weight_policy="ideal"), catalogue)
    assert DAY not in rules_fired(LEAN, order(regimen="B", weight_policy="actual"), catalogue)
    heavy = LEAN.replaced(weight_kg=Fraction(100))
    assert DAY not in rules_fired(heavy, order(regimen="B", weight_policy="ideal"), catalogue)


def test_a_regimen_at_its_sources_own_weight_is_not_stopped(catalogue: Catalogue) -> None:
    """ADEM by Ontario, below 152.4 cm: 60 kg before pregnancy, 55 now; 2 g/kg over 2 days are 60 g, 1.09 g/kg.

    So it is where Ontario was chosen: 60 kg and 180 cm, a woman, 70.49 + 0.4 x (60 - 70.49) = 66.3 kg.
    """
    fired = rules_fired(LIGHTER, order("adem", regimen="induction-2d"), catalogue)
    assert (DAY in fired, PRINTED in fired) == (False, True)
    typed = rules_fired(LIGHTER, order("adem", per_day=grams(60), days=2), catalogue)
    assert (DAY in typed, PRINTED in typed) == (False, True)
    assert DAY in rules_fired(LIGHTER, order("adem", per_day=grams("66.1"), days=2), catalogue)
    lean = LEAN.replaced(sex=Sex.FEMALE)
    for one, policy, stopped in ((LIGHTER, "ontario", False), (lean, "ontario", False), (lean, "ideal", True)):
        asked = order("adem", regimen="induction-2d", weight_policy=policy)
        assert (DAY in rules_fired(one, asked, catalogue)) is stopped


@pytest.mark.parametrize(
    ("kg", "height_cm", "policy", "stopped"),
    [(20, 125, "", False), (20, 125, "uk-120-robinson", True), (36, 151, "uk-120-robinson", False)],
)
def test_2_g_per_kg_on_one_day_is_stopped_only_above_what_is_printed_for_actual_weight(
    catalogue: Catalogue, kg: int, height_cm: int, policy: str, *, stopped: bool
) -> None:
    """JDM, 2 g/kg, at most 70 g. A child's ideal weight by Traub: 125 cm 24.6 kg, 49.2 g for 40; 151 cm 39.9, 70 g."""
    child = patient(kg, height_cm=Fraction(height_cm), sex=Sex.MALE, age_years=Fraction(9))
    fired = rules_fired(child, order("jdm", regimen="induction-carra", weight_policy=policy), catalogue)
    assert (DAY in fired, PRINTED in fired) == (stopped, not stopped)


def test_a_course_is_judged_by_the_lower_weight_as_well(catalogue: Catalogue) -> None:
    """30 g daily for 8 days at 60 kg are twice the printed 120 g; 8.1 g daily for 20 days at 40 kg 4.05 g/kg."""
    twice = rules_fired(LEAN, order("gbs", per_day=grams(30), days=8, weight_policy="ideal"), catalogue)
    assert "course-twice-the-largest" in twice
    found = stops(catalogue, THIN, "gbs", per_day=grams("8.1"), days=20, weight_policy="ideal")
    assert found["course-above-4-g-per-kg"][0] == "a course of 162 g is 4.05 g/kg (actual 40 kg), more than 4 g/kg"


def test_what_is_too_little_is_judged_by_the_dosing_weight(catalogue: Catalogue) -> None:
    """0.5 g are 0.0059 g/kg of 84 kg, and 0.0125 of 40 kg: by the lower weight the stop would be loosened."""
    little = {"per_day": grams("0.5"), "days": 1}
    assert "typed-dose-below-0.01" in rules_fired(THIN, order("gbs", **little, weight_policy="ideal"), catalogue)
    assert "typed-dose-below-0.01" not in rules_fired(THIN, order("gbs", **little), catalogue)


def test_a_sites_tighter_limit_is_of_the_lower_weight_as_well(catalogue: Catalogue) -> None:
    """34 g are 0.85 g/kg of 40 kg, and 0.4 of 84 kg."""
    tighter = Formulary(site="H", limits=(LimitChange(id=DAY, above=Decimal("0.8")),))
    here = merged(catalogue, tighter, today=date(2026, 1, 1))
    found = stops(here, THIN, "gbs", per_day=grams(34), days=1, weight_policy="ideal")
    assert found[DAY][0] == "0.85 g/kg (actual 40 kg) in one day is above 0.8, the limit of H (shipped: above 1)"


@pytest.mark.parametrize(
    ("day", "indication", "policy", "stopped"),
    [
        (60, "gbs", "ideal", True),
        (40, "gbs", "ideal", False),
        (60, "", "ideal", True),
        (44, "cidp", "ideal", False),
        (45, "cidp", "ideal", True),
        (44, "cidp", "", False),
        (45, "cidp", "", True),
    ],
)
def test_an_infusion_is_stopped_alike(
    catalogue: Catalogue, day: object, indication: str, policy: str, *, stopped: bool
) -> None:
    """40 kg: CIDP prints 40 g, of which 44 g may be the whole vials."""
    asked = InfusionOrder(product="gamunex-c", grams=number(day), indication=indication, weight_policy=policy)
    codes: set[str] = set()
    try:
        infusion(THIN, asked, catalogue)
    except RefusedError as refused:
        codes = {problem.code for problem in refused.problems}
    assert codes == ({DAY} if stopped else set())


@pytest.mark.parametrize(
    ("text", "rule"), [("60 g on day 1", DAY), ("210 g on day 1", "typed-dose-above-5"), ("34 g daily for 5 days", "")]
)
def test_a_written_order_is_stopped_alike(catalogue: Catalogue, text: str, rule: str) -> None:
    """210 g are 5.25 g/kg of 40 kg and 2.5 of 84.047; the printed 33.6 g are 0.84 g/kg of 40 kg, in all 4.2."""
    asked = order("gbs", weight_policy="ideal")
    answer = verify(THIN, asked, WrittenOrder(dose=read_written_dose(text)), catalogue)
    assert answer.outcome is Outcome.DANGEROUS
    assert (rule or "course-above-4-g-per-kg") in {alert.rule for alert in answer.stops}
