"""``infusion()``: one infusion of one preparation, without a course: rates, duration, and what to watch."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import Final

from ivigcalc.core.answers.plan import Working
from ivigcalc.core.answers.rates import infusion_working
from ivigcalc.core.dosing.course import Course, offered_courses
from ivigcalc.core.dosing.order_alerts import NOTHING, lower_kg, of_kg, patient_alerts, rule_words
from ivigcalc.core.dosing.printed import least_day, printed_at
from ivigcalc.core.dosing.weight import DosingWeight, dosing_weight, missing_for_policy, policy_in_force, rate_weight_kg
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.ladder import Context
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.rule import NO_WORDS, Level, Rules, Verdict
from ivigcalc.core.facts.table2 import Cell
from ivigcalc.core.facts.weight_policy import ACTUAL, Policy
from ivigcalc.core.infusion.alerts import rate_alerts
from ivigcalc.core.infusion.day import Infusion, day_infusion
from ivigcalc.core.infusion.label_ladders import EarlierInfusions, Purpose, ladder_choices, purpose_of
from ivigcalc.core.infusion.rates import NoRate, RateBasis
from ivigcalc.core.problems import Kind, Problem, Problems, RefusedError
from ivigcalc.core.quantity import shown
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import InfusionOrder, Order, RateWeight, Rounding
from ivigcalc.core.request.patient import Patient, Risk
from ivigcalc.core.safety.alerts import (
    Alert,
    DerivedCondition,
    as_problem,
    derived_conditions,
    fired_alerts,
    impossible_values,
    merged_alerts,
    patient_words,
    risks_of,
    use_conditions,
)
from ivigcalc.core.safety.refusing_alerts import refusals_of
from ivigcalc.core.selection.assessment import Situation
from ivigcalc.core.selection.ranking import PlacedProduct, places_of
from ivigcalc.core.vials.day import best_vials
from ivigcalc.core.vials.terms import VialTerms
from ivigcalc.core.vials.totals import Combination, Unreachable

MG_PER_G: Final = 1000


class InfusionAnswer(Record):
    """One infusion at the rates of a label, and what to watch."""

    patient: Patient
    order: InfusionOrder
    product: Product
    infusion: Infusion
    weight: DosingWeight
    vials: Combination | Unreachable | None
    """The whole vials that cover the grams, or the nearest totals where none do; None where no vial is sold."""
    purpose: Purpose
    place: PlacedProduct
    """The preparation, assessed for this patient."""
    risks: tuple[Risk, ...]
    derived: tuple[DerivedCondition, ...]
    alerts: tuple[Alert, ...]
    table2: Cell | None
    """The review's own time of infusion; None where it has none."""

    def working(self, rules: Rules) -> tuple[Working, ...]:
        """The arithmetic from grams to minutes."""
        return infusion_working(self.infusion, self.order.grams, rules)

    @property
    def cautions(self) -> tuple[str, ...]:
        """Rule ids to look at: cautions, and reasons against the preparation."""
        alerts = [alert.rule for alert in self.alerts if alert.level is Level.CAUTION]
        reasons = [reason.rule for reason in self.place.assessment.reasons if reason.verdict is not None]
        return tuple(dict.fromkeys([*alerts, *reasons]))


def time_cell(product: Product, catalogue: Catalogue) -> Cell | None:
    """The review's "time of infusion" of a preparation."""
    cells = (cell for cell in catalogue.table2.cells if cell.row == "time" and cell.column == product.table2)
    return next(cells, None)


def infusion(patient: Patient, order: InfusionOrder, catalogue: Catalogue) -> InfusionAnswer:
    """Work out one infusion.

    Raises:
        RefusedError: something is missing or wrong, a stop rule fired, or no label gives a rate.
    """
    catalogue = catalogue.of_region(order.region)
    policy, weights = _policy(order, catalogue), catalogue.weights
    problems = Problems(missing_for_policy(patient, policy, weights))
    problems.add_for_other_fields(impossible_values(patient, None, catalogue.rules))
    problems.refuse_if_any()
    product = catalogue.product(order.product)
    weight = dosing_weight(patient, policy, weights)
    conditions, derived = derived_conditions(patient, catalogue.rules)
    alerts = _alerts(patient, order, weight, conditions, catalogue)
    place = _place(patient, order, conditions, catalogue)
    purpose = _purpose(patient, order, product, conditions, catalogue)
    vials = _hung(product, order, catalogue)
    earlier = EarlierInfusions(first=order.first, tolerated=order.tolerated)
    rate = day_infusion(
        product,
        RateBasis(weight_kg=rate_weight_kg(weight, order.rate_weight), mg_per_ml=Fraction(product.mg_per_ml)),
        order.grams * MG_PER_G / Fraction(product.mg_per_ml),
        rules=catalogue.rules,
        purpose=purpose,
        region=order.region,
        conditions=conditions,
        vials=vials if isinstance(vials, Combination) else None,
        earlier=earlier,
    )
    of_rate = rate_alerts(patient, conditions, product, rate, catalogue)
    Problems(refusals_of(of_rate)).refuse_if_any()
    if isinstance(rate, NoRate):
        elsewhere = order.region and ladder_choices(product, None, purpose, conditions, earlier)
        looked_at = [as_problem(alert) for alert in of_rate if alert.level is Level.CAUTION]
        cautions = (problem.replaced(field="--product", kind=Kind.STOP) for problem in looked_at)
        raise RefusedError(_no_rate(product, rate, elsewhere=isinstance(elsewhere, list)), *cautions)
    return InfusionAnswer(
        patient=patient,
        order=order,
        product=product,
        infusion=rate,
        weight=weight,
        vials=vials,
        purpose=purpose,
        place=place,
        risks=risks_of(conditions),
        derived=derived,
        alerts=merged_alerts((*alerts, *of_rate)),
        table2=time_cell(product, catalogue),
    )


def _policy(order: InfusionOrder, catalogue: Catalogue) -> Policy:
    """The weight policy chosen; else, where the rate is for dosing weight, that of the indication's sources."""
    if order.indication and order.rate_weight is RateWeight.DOSING:
        return policy_in_force(order.weight_policy, catalogue.indication(order.indication), catalogue.weights)
    return catalogue.weights.policy(order.weight_policy or ACTUAL)


def _purpose(
    patient: Patient, order: InfusionOrder, product: Product, conditions: AbstractSet[str], catalogue: Catalogue
) -> Purpose:
    if order.indication:
        return purpose_of(catalogue.indication(order.indication), product, patient.age_years, conditions)
    if order.context is Context.ANY:
        return Purpose()
    return Purpose(name=order.context.upper(), context=order.context, labelled=tuple(Region))


def _place(patient: Patient, order: InfusionOrder, conditions: AbstractSet[str], catalogue: Catalogue) -> PlacedProduct:
    """The preparation for this patient.

    Raises:
        RefusedError: it is contraindicated.
    """
    situation = Situation(
        conditions=conditions,
        region=order.region,
        day_g=order.grams,
        indication=order.indication,
        age_years=patient.age_years,
    )
    place = places_of(situation, catalogue, (order.product,))[0]
    assessment = place.assessment
    if assessment.verdict is Verdict.CONTRAINDICATED:
        against = [reason for reason in assessment.reasons if reason.verdict is Verdict.CONTRAINDICATED]
        raise RefusedError(
            *(
                Problem(
                    code=reason.rule,
                    field="--product",
                    message=f"{assessment.product.shown} is contraindicated for this patient: {reason.text}",
                    next="see: ivigcalc products, with the same --risk and --age",
                    kind=Kind.STOP,
                    sources=reason.sources,
                )
                for reason in against
            )
        )
    return place


def _hung(product: Product, order: InfusionOrder, catalogue: Catalogue) -> Combination | Unreachable | None:
    """The whole vials that cover the grams, as ``--round up`` takes them; None where no size is sold."""
    sizes, rules = product.sizes_in(order.region), catalogue.rules
    terms = VialTerms(sizes_g=sizes, near=rules.near, wide=rules.wide, rounding=Rounding.UP)
    return best_vials(order.grams, terms) if sizes else None


def _alerts(
    patient: Patient, order: InfusionOrder, weight: DosingWeight, known: AbstractSet[str], catalogue: Catalogue
) -> tuple[Alert, ...]:
    """What fires for the patient, the use and the grams of the day.

    Raises:
        RefusedError: a stop rule fired, or a reason is needed.
    """
    rules = catalogue.rules
    indication = catalogue.indication(order.indication) if order.indication else None
    words = dict(NO_WORDS)
    status: AbstractSet[str] = frozenset()
    printed: tuple[Course, ...] = ()
    least_g = NOTHING
    if indication:
        status = use_conditions(indication, order.off_label_reason)
        words |= rule_words(
            indication, Order(indication=indication.id, off_label_reason=order.off_label_reason), patient
        )
        of_source = order.weight_policy in {"", indication.weight_policy}
        printed = offered_courses(indication, weight.kg if of_source else lower_kg(weight))
        least_g = least_day(printed_at(indication, weight.kg), 1)
    words |= patient_words(patient) | {"indication": words["indication"] or "any use", "day_g": shown(order.grams)}
    words |= {"least_g": shown(least_g), "of_kg": of_kg(weight)}
    conditions = frozenset({*known, *status, "order"})
    grams = _as_prescribed(order.grams, printed, rules.wide)
    inside = any(course.largest_day >= grams for course in printed)
    of_day = conditions | ({"printed-for-indication"} if inside else frozenset())
    measures = {
        "day_g": order.grams,
        "day_g_per_kg": grams / lower_kg(weight),
        "day_g_per_dosing_kg": grams / weight.kg,
        "day_over_least": order.grams / least_g if least_g else None,
    }
    alerts = merged_alerts(
        (
            *patient_alerts(patient, weight, conditions, lambda: words, catalogue),
            *fired_alerts(rules, of_day, measures, lambda: words),
        )
    )
    problems = refusals_of(alerts)
    own = {"dose": ("--grams", "--grams takes the dose of one infusion day")}
    own |= {"--indication": ("--indication", 'to go on: --off-label-reason "..."')}
    placed = [(problem, *own.get(problem.field, (problem.field, problem.next))) for problem in problems]
    Problems([problem.replaced(field=field, next=hint) for problem, field, hint in placed]).refuse_if_any()
    return alerts


def _as_prescribed(grams: Fraction, printed: Iterable[Course], wide: Fraction) -> Fraction:
    """The printed dose of a day that so many grams are the whole vials of, rounded up; else the grams themselves."""
    days = (course.largest_day for course in printed if course.largest_day < grams <= course.largest_day * (1 + wide))
    return max(days, default=grams)


def _no_rate(product: Product, missing: NoRate, *, elsewhere: bool) -> Problem:
    """Why no rate is given; ``elsewhere`` is whether a label of another region has one for this patient."""
    message = f"{product.shown}: no rate is given: {missing.reason}"
    hint = "take the rate from the label in the pack; a site can supply a ladder with --formulary FILE"
    if elsewhere:
        hint = "leave out --region: then the slowest label that was read applies"
    return Problem(code="no-ladder", field="--product", message=message, next=hint, kind=Kind.STOP)
