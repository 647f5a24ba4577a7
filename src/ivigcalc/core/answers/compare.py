"""``compare()``: one patient and one order under every weight policy."""

from fractions import Fraction

from ivigcalc.core.answers.dose import plan
from ivigcalc.core.answers.plan import CoursePlan, NoFit, Plan
from ivigcalc.core.dosing.course import Course
from ivigcalc.core.dosing.weight import DosingWeight, missing_for_policy
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.weight_policy import ACTUAL, Policy
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.quantity import rounded_to
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.patient import Patient
from ivigcalc.core.safety.alerts import Alert


class DoseUnderPolicy(Record):
    """The order under one policy: the course, its vials, and how far it is from the course on actual weight.

    ``rounded_g`` is the course total as the policy's authority rounds it, None where it does not. ``alerts`` are those
    that actual weight does not raise.
    """

    weight: DosingWeight
    course: Course
    vials: CoursePlan | NoFit | None
    difference_g: Fraction
    difference_percent: Fraction
    rounded_g: Fraction | None
    alerts: tuple[Alert, ...]


class PolicyRow(Record):
    """One policy: the order under it, or why there is none."""

    policy: Policy
    dosed: DoseUnderPolicy | None
    refused: tuple[Problem, ...] = ()


class CompareAnswer(Record):
    """Every policy for one patient and one course. ``product`` is the preparation whose vials are shown, if any.

    ``base`` is the whole plan on actual weight.
    """

    base: Plan
    course: Course
    product: Product | None
    rows: tuple[PolicyRow, ...]


def compare(patient: Patient, order: Order, catalogue: Catalogue) -> CompareAnswer:
    """Work out an order under every policy; the policy of the order itself is not looked at.

    Raises:
        RefusedError: something that several policies need is missing, the order is refused on actual weight, or no
            single dose follows from it.
    """
    policies = catalogue.weights.policies
    missing: dict[str, list[Problem]] = {}
    for policy in policies:
        for problem in missing_for_policy(patient, policy, catalogue.weights):
            missing.setdefault(problem.field, []).append(problem)
    if any(len(problems) > 1 for problems in missing.values()):
        raise RefusedError(*(problems[0] for problems in missing.values()))
    base = plan(patient, order.replaced(weight_policy=ACTUAL), catalogue)
    course = next((course for course in base.courses if course.days), None)
    if course is None:
        message = f"no single dose of {base.indication.short} follows from a range"
        hint = 'state it: --regimen A --course "1 g/kg"'
        raise RefusedError(Problem(code="no-single-dose", field="--course", message=message, next=hint))
    planned = _first_planned(base, course)
    rows = tuple(_row(policy, base, course, planned, catalogue) for policy in policies)
    return CompareAnswer(base=base, course=course, product=planned, rows=rows)


def _first_planned(base: Plan, course: Course) -> Product | None:
    """The first preparation whose vials make up the course; else the first with any plan."""
    planned = [(listed.place.assessment.product, plan) for listed in base.products for plan in listed.plans]
    fits = (product for product, plan in planned if isinstance(plan, CoursePlan) and plan.course.id == course.id)
    return next(fits, planned[0][0] if planned else None)


def _row(policy: Policy, base: Plan, course: Course, product: Product | None, catalogue: Catalogue) -> PolicyRow:
    products = (product.id,) if product else base.order.products
    order = base.order.replaced(weight_policy=policy.id, products=products)
    try:
        planned = plan(base.patient, order, catalogue)
    except RefusedError as refused:
        return PolicyRow(policy=policy, dosed=None, refused=tuple(refused.problems))
    same = next(other for other in planned.courses if other.id == course.id)
    plans = (plan for listed in planned.products for plan in listed.plans if plan.course.id == course.id)
    known = {alert.rule for alert in base.alerts}
    return PolicyRow(
        policy=policy,
        dosed=DoseUnderPolicy(
            weight=planned.dosing_weight,
            course=same,
            vials=next(plans, None),
            difference_g=same.total - course.total,
            difference_percent=(same.total / course.total - 1) * 100,
            rounded_g=(rounded_to(same.total, Fraction(policy.rounds_to_g)) or None) if policy.rounds_to_g else None,
            alerts=tuple(alert for alert in planned.alerts if alert.rule not in known),
        ),
    )
