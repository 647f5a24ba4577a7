"""What ``dose`` prints to paste passes the check: each order line is the printed dose, with the alerts of ``dose``.

Of every regimen, preparation, region and weight. Two things are not the same, each for a reason:

- ``dose`` judges the grams of a day as prescribed; the order is of those that whole vials give. Where these are less, a
  limit in grams (100 g in a day, 17 mmol of sodium) may hold for ``dose`` alone.
- Of an order that states a rate, that rate alone counts: that no figure stands beyond the first is said of a ladder.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

import pytest

from ivigcalc.core.answers.dose import plan
from ivigcalc.core.answers.plan import CoursePlan, Plan
from ivigcalc.core.answers.verify import Outcome, VerifyAnswer, verify
from ivigcalc.core.dosing.course import printed_courses
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.problems import Problems, RefusedError
from ivigcalc.core.safety.alerts import Alert
from ivigcalc.core.selection.assessment import Assessment
from ivigcalc.intake.order import TypedOrder
from ivigcalc.intake.patient import TypedPatient
from ivigcalc.intake.request import TypedRequest, read_dose_request, read_verify_request
from ivigcalc.intake.written.typed import TypedWritten
from ivigcalc.report.document import GLUE
from ivigcalc.report.view.parts.schedule import order_lines
from tests.profiles import members, spread
from tests.program import shipped

PATIENTS = (
    TypedPatient(weight="70"),
    TypedPatient(weight="12", age="3"),
    TypedPatient(weight="61,3", height="155", sex="female", age="70", risks=("sodium", "diabetes")),
    TypedPatient(weight="101", height="181", sex="male", blood_group="A", risks=("renal",)),
)
REGIONS = (None, Region.US, Region.EU, Region.BR, Region.AU, Region.UK)
ROUNDED = {Outcome.MATCH, Outcome.ROUNDED}
IN_GRAMS = {"day-above-100-g", "sodium-high", "sodium-remark"}
"""Rules about the grams of an infusion day, or what they carry."""
OF_LADDER = {"rate-without-figure"}
"""Rules about a ladder, and no rate by itself."""


class Case(NamedTuple):
    """A printed course of an indication, by its letter, in a preparation as a region sells it."""

    indication: str
    letter: str
    product: str
    region: Region | None


@cache
def every_case() -> Sequence[Case]:
    """Each course with stated days, in each preparation that there are vials of."""
    catalogue = shipped()
    courses = [(of.id, one.letter) for of in catalogue.indications for one in printed_courses(of) if one.days]
    sold = [(one.id, region) for one in catalogue.products for region in REGIONS if one.sizes_in(region)]
    return [Case(*course, *product) for course in courses for product in sold]


def asked(case: Case, patient: TypedPatient) -> TypedRequest:
    order = TypedOrder(indication=case.indication, regimen=case.letter, products=[case.product], region=case.region)
    return TypedRequest(patient=patient, order=order)


def planned(typed: TypedRequest) -> Plan | None:
    """The plan of ``dose``; None where it is refused."""
    try:
        patient, order, _ = read_dose_request(typed, [], shipped(), Problems())
        return plan(patient, order, shipped())
    except RefusedError:
        return None


def lines_of(made: Plan) -> Iterator[str]:
    """The order lines of a plan, each whole."""
    blocks = order_lines(made, made.products[0], each_day=False)
    return (text.replace(GLUE, " ") for block in blocks if " mg/mL)" in (text := str(getattr(block, "text", ""))))


def said(alerts: Iterable[Alert], preparation: Assessment) -> Mapping[str, str]:
    """The level of each alert, and the verdict of each reason or remark on the preparation, by rule."""
    reasons = {reason.rule: str(reason.verdict) for reason in preparation.reasons}
    return {**{alert.rule: str(alert.level) for alert in alerts}, **reasons}


def less_in_vials(made: Plan) -> bool:
    """Whether whole vials give less on the largest day than is prescribed for it."""
    (one,) = made.products[0].plans
    return isinstance(one, CoursePlan) and max(day.vials.given_g for day in one.days) < one.course.largest_day


def checked(typed: TypedRequest, line: str) -> VerifyAnswer | None:
    """What ``verify`` says of an order line with the options of ``dose``; None where it is refused."""
    try:
        patient, order, written, _ = read_verify_request(typed, TypedWritten(order=line), [], shipped(), Problems())
        return verify(patient, order, written, shipped())
    except RefusedError:
        return None


def check(case: Case, patient: TypedPatient) -> int:
    """Hold each line of a case against the plan that printed it; how many there are."""
    typed = asked(case, patient)
    made, lines = planned(typed), 0
    for line in lines_of(made) if made else ():
        assert made is not None
        lines += 1
        found, where = checked(typed, line), (case, patient, line)
        assert found is not None, where
        assert found.place is not None
        assert (found.outcome in ROUNDED, found.no_vials) == (True, ""), where
        ours = said(made.alerts, made.products[0].place.assessment)
        theirs = said(found.alerts, found.place.assessment)
        alone = {rule for rule in ours if rule not in theirs}
        assert alone <= (IN_GRAMS if less_in_vials(made) else set()) | (OF_LADDER if found.rate else set()), where
        assert theirs == {rule: level for rule, level in ours.items() if rule not in alone}, where
    return lines


@pytest.mark.parametrize("patient", PATIENTS, ids=lambda patient: patient.weight)
def test_every_order_line_that_dose_prints_is_its_dose_and_has_its_alerts(patient: TypedPatient) -> None:
    """One case in a hundred and ten by default, in eleven in CI; half have no line, because nothing is dispensed."""
    cases = spread(every_case()[::11])
    lines = [check(case, patient) for case in members(cases)]
    assert sum(lines) > len(cases) / 4
