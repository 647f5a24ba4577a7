"""``compare()``: one patient and one order under every weight policy."""

from collections.abc import Set as AbstractSet
from fractions import Fraction

from ivigcalc.core.answers.dose import plan
from ivigcalc.core.answers.plan import CoursePlan, NoFit, Plan, Working
from ivigcalc.core.answers.rates import plan_rates_working
from ivigcalc.core.answers.working import dose_working, vial_working
from ivigcalc.core.dosing.course import Course
from ivigcalc.core.dosing.weight import DosingWeight, missing_for_policy, weight_to_dose
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.rule import Rules
from ivigcalc.core.facts.weight_policy import ACTUAL, Policy
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.quantity import plain, rounded_to
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.patient import Patient
from ivigcalc.core.safety.alerts import Alert


class DoseUnderPolicy(Record):
    """The order under one policy: the course, its vials, and how far it is from the course on actual weight.

    ``rounded_g`` is the course total as the policy's authority rounds it, None where it does not. ``alerts`` are those
    that actual weight does not raise. ``vials`` are those of each preparation of the answer, None without a plan.
    """

    weight: DosingWeight
    course: Course
    vials: tuple[CoursePlan | NoFit | None, ...]
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
    """Every policy for one patient and one course. ``products`` are the preparations whose vials are shown.

    Those asked for by name that can be planned, else the first that can. ``base`` is the whole plan on actual weight,
    ``alerts`` are those of actual weight with these preparations. ``by_source`` is the dosing weight where nobody
    chooses a policy, None where the sources of the regimens dose on actual weight.
    """

    base: Plan
    course: Course
    products: tuple[Product, ...]
    alerts: tuple[Alert, ...]
    rows: tuple[PolicyRow, ...]
    by_source: DosingWeight | None


def compare(patient: Patient, order: Order, catalogue: Catalogue) -> CompareAnswer:
    """Work out an order under every policy; the policy of the order itself is not looked at.

    Raises:
        RefusedError: something that several policies need is missing, the order is refused on actual weight, or no
            single dose follows from it.
    """
    catalogue = catalogue.of_region(order.region)
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
    planned = _planned(base, course)
    under = {policy.id: _plan_under(policy, base, planned, catalogue) for policy in policies}
    on_actual = under[ACTUAL]
    if not isinstance(on_actual, Plan):
        raise RefusedError(*on_actual)
    alerts = on_actual.alerts
    known = {alert.rule for alert in alerts}
    rows = tuple(_row(policy, under[policy.id], course, planned, known) for policy in policies)
    by_source = None
    if base.indication.weight_policy:
        by_source = weight_to_dose(patient, "", base.indication, catalogue.weights)
    return CompareAnswer(base=base, course=course, products=planned, alerts=alerts, rows=rows, by_source=by_source)


def _planned(base: Plan, course: Course) -> tuple[Product, ...]:
    """The preparations asked for that have plans; else the first whose vials make up the course, or with any plan."""
    planned = [(listed.place.assessment.product, plan) for listed in base.products for plan in listed.plans]
    if base.order.products:
        by_id = {product.id: product for product, _ in planned}
        return tuple(by_id[name] for name in base.order.products if name in by_id)
    fits = [product for product, plan in planned if isinstance(plan, CoursePlan) and plan.course.id == course.id]
    return tuple(fits[:1] or [product for product, _ in planned[:1]])


def _plan_under(
    policy: Policy, base: Plan, products: tuple[Product, ...], catalogue: Catalogue
) -> Plan | tuple[Problem, ...]:
    """The order under a policy, with the preparations whose vials are shown; or why there is none."""
    names = tuple(product.id for product in products) or base.order.products
    try:
        return plan(base.patient, base.order.replaced(weight_policy=policy.id, products=names), catalogue)
    except RefusedError as refused:
        return tuple(refused.problems)


def _row(
    policy: Policy,
    planned: Plan | tuple[Problem, ...],
    course: Course,
    products: tuple[Product, ...],
    known: AbstractSet[str],
) -> PolicyRow:
    """A policy beside the course on actual weight; ``known`` are the rules that fire there, too."""
    if not isinstance(planned, Plan):
        return PolicyRow(policy=policy, dosed=None, refused=planned)
    same = next(other for other in planned.courses if other.id == course.id)
    plans = {
        listed.place.assessment.product.id: plan
        for listed in planned.products
        for plan in listed.plans
        if plan.course.id == course.id
    }
    return PolicyRow(
        policy=policy,
        dosed=DoseUnderPolicy(
            weight=planned.dosing_weight,
            course=same,
            vials=tuple(plans.get(product.id) for product in products),
            difference_g=same.total - course.total,
            difference_percent=(same.total / course.total - 1) * 100,
            rounded_g=(rounded_to(same.total, Fraction(policy.rounds_to_g)) or None) if policy.rounds_to_g else None,
            alerts=tuple(alert for alert in planned.alerts if alert.rule not in known),
        ),
    )


def compare_working(row: PolicyRow, comparison: CompareAnswer, rules: Rules | None = None) -> tuple[Working, ...]:
    """The arithmetic of an order under a policy, how far it is from the course on actual weight, and its vials.

    With ``rules`` also how they run in. Nothing where there is no dose under it.
    """
    dosed, order = row.dosed, comparison.base.order
    if dosed is None:
        return ()
    total, before = plain(dosed.course.total, 4), plain(comparison.course.total, 4)
    steps = [
        *dose_working(dosed.weight, [dosed.course], order),
        Working("difference from actual weight", f"{total} g - {before} g", dosed.difference_g, "g"),
        Working("the same in percent", f"({total} / {before} - 1) x 100", dosed.difference_percent, "%"),
    ]
    if dosed.rounded_g is not None:
        how = f"to the nearest multiple of {plain(Fraction(row.policy.rounds_to_g or 0))} g, halves up"
        source = row.policy.sources[0]
        steps.append(Working("course as its authority rounds it", f"{total} g", dosed.rounded_g, "g", source, how))
    for product, made in zip(comparison.products, dosed.vials, strict=True):
        if isinstance(made, CoursePlan):
            steps += vial_working(product, made, order.region)
            steps += plan_rates_working(made, rules) if rules else ()
    return tuple(steps)
