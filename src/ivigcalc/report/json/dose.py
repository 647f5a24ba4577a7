"""The answer to ``dose`` as JSON."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, cast

from ivigcalc.core.answers.plan import CoursePlan, NoFit, Plan, PlannedDay, ProductPlan
from ivigcalc.core.facts.fact import Missing
from ivigcalc.core.quantity import plain
from ivigcalc.core.selection.exposure import Exposure, iga_mcg_per_g, sodium_mmol_per_g, sugar_g_per_g
from ivigcalc.report.json import common

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ivigcalc.core.dosing.course import Course, CourseDay
    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.fact import Region
    from ivigcalc.core.facts.formulary import Local
    from ivigcalc.core.facts.indication import Indication
    from ivigcalc.core.facts.product import Product
    from ivigcalc.core.request.order import Dose, Order
    from ivigcalc.core.request.stock import Lot
    from ivigcalc.core.vials.certificate import Certificate
    from ivigcalc.core.vials.day import Unreachable, Unspread
    from ivigcalc.report.contract.dose import (
        AmountsJson,
        DayJson,
        DoseJson,
        DoseRequestJson,
        ExposureJson,
        IndicationJson,
        LotJson,
        NoFitCourseJson,
        NoFitDayJson,
        PlanJson,
        PlannedProductJson,
        RegimenJson,
        StockJson,
    )

NOT_GIVEN = "not given"
NO_FIT = "no whole-vial total within the tolerance"
CERTIFIED = "for a preparation asked for by name: dose --product, or ivigcalc vials"
BY_NAME = "for a preparation asked for by name (--product)"


def dose_json(
    plan: Plan, catalogue: Catalogue, *, status: str, exit_code: int, acknowledged: Mapping[str, str]
) -> DoseJson:
    """A plan as JSON. It always holds everything, whatever a screen would show."""
    cited = list(plan.dosing_weight.sources)
    cited += [source for alert in plan.alerts for source in alert.sources]
    cited += [source for advice in catalogue.rules.advice for source in advice.sources]
    cited += [source for statement in plan.indication.reassess for source in statement.sources]
    cited += [source for derived in plan.derived for source in derived.sources]
    cited += [source for course in plan.courses for source in course.sources]
    cited += [
        source for product in plan.products for reason in product.place.assessment.reasons for source in reason.sources
    ]
    weight = plan.dosing_weight
    return {
        **common.answer_head(catalogue, status, exit_code),
        "request": request(plan),
        "indication": indication(plan.indication),
        "dosing_weight": common.dosing_weight(weight),
        "alerts": [common.alert(alert, acknowledged) for alert in plan.alerts],
        "advice": common.advice(catalogue),
        "regimens": [regimen(course, weight.kg) for course in plan.courses],
        "products": [_product(product, plan.order, catalogue.local) for product in plan.products],
        "working": [
            {
                "step": step.step,
                "formula": step.formula,
                "value": plain(step.value),
                "unit": step.unit,
                "source": step.source,
            }
            for step in plan.working
        ],
        "sources": common.sources(catalogue, cited),
    }


def _dose_words(dose: Dose | None) -> str:
    return f"{plain(dose.value, 6)} {'g/kg' if dose.per_kg else 'g'}" if dose else ""


def request(plan: Plan) -> DoseRequestJson:
    """The request as understood."""
    patient, order = plan.patient, plan.order
    found: DoseRequestJson = {
        "weight_kg": plain(patient.weight_kg or Fraction(0), 4),
        "height_cm": common.quantity(patient.height_cm),
        "sex": patient.sex,
        "age_years": common.quantity(patient.age_years, 4),
        "blood_group": patient.blood_group,
        "iga_g_per_l": ("<" if patient.iga.below else "") + plain(patient.iga.g_per_l, 6) if patient.iga else None,
        "risks": [str(risk) for risk in plan.risks],
        "pregnant": patient.pregnant,
        "pre_pregnancy_weight_kg": common.quantity(patient.pre_pregnancy_kg, 4),
        "factors": common.factors(patient),
        "derived": common.derived(plan.derived),
        "read": [*patient.echoes, *order.echoes],
        "indication": order.indication,
        "regimen": order.regimen,
        "days": order.days,
        "per_day": _dose_words(order.per_day),
        "course": _dose_words(order.course),
        "weight_policy": order.weight_policy,
        "start": order.start.isoformat() if order.start else None,
        "off_label_reason": order.off_label_reason,
        "region": order.region or "any",
        "round": order.rounding,
        "round_scope": order.scope,
        "objective": order.objective,
        "stock": stock(order),
        "rate_weight": order.rate_weight,
        "first": order.first,
        "products": list(order.products),
        "stocked": list(order.stocked),
        "defaulted": list(order.defaulted),
    }
    if patient.height_cm is None:
        found["height_cm_missing"] = NOT_GIVEN
    if patient.pre_pregnancy_kg is None:
        found["pre_pregnancy_weight_kg_missing"] = NOT_GIVEN
    if patient.sex is None:
        found["sex_missing"] = NOT_GIVEN
    if patient.age_years is None:
        found["age_years_missing"] = NOT_GIVEN
    if patient.blood_group is None:
        found["blood_group_missing"] = NOT_GIVEN
    if patient.iga is None:
        found["iga_g_per_l_missing"] = NOT_GIVEN
    if order.days is None:
        found["days_missing"] = NOT_GIVEN
    if order.start is None:
        found["start_missing"] = NOT_GIVEN
    if order.stock is None:
        found["stock_missing"] = NOT_GIVEN
    return found


def stock(order: Order) -> StockJson | None:
    """The file of the vials there are."""
    return {"file": order.stock.file, "sha256": order.stock.sha256} if order.stock else None


def indication(found: Indication) -> IndicationJson:
    """The indication of an answer."""
    return {
        "id": found.id,
        "short": found.short,
        "name": found.name,
        "status": found.status,
        "cautions": [caution.says for caution in found.cautions],
        "conflicts": [conflict.says for conflict in found.conflicts],
        "reassess": [{"text": one.says, "source": list(one.sources)} for one in found.reassess],
    }


def regimen(course: Course, weight_kg: Fraction) -> RegimenJson:
    """A course of the patient."""
    interval, ends = course.interval, course.ends
    weekly = interval is not None and interval.unit == "weeks"
    weeks = [end for end in (interval.low, interval.high) if end is not None] if interval and weekly else []
    found: RegimenJson = {
        "id": course.id,
        "letter": course.letter,
        "regimen": course.regimen,
        "phase": course.phase or "ordered",
        "days": len(course.days) or None,
        "g_per_kg_per_day": common.quantity(course.even / weight_kg if course.even is not None else None, 4),
        "g_per_kg_course": common.quantity(course.total / weight_kg if course.days else None, 4),
        "g_per_day": common.quantity(course.even),
        "g_course": common.quantity(course.total if course.days else None),
        "day_grams": [{"day": day.day, "g": plain(day.grams)} for day in course.days],
        "g_per_kg_range": [plain(ends.low_g_per_kg, 4), plain(ends.high_g_per_kg, 4)] if ends else [],
        "g_range": [plain(ends.low_g), plain(ends.high_g)] if ends else [],
        "range_per": ends.per if ends else "",
        "days_range": list(course.split_range or ()),
        "cap_g": common.quantity(course.cap.grams if course.cap else None),
        "cap_binds": bool(course.cap and course.cap.binds),
        "interval": interval.says if interval else None,
        "interval_weeks": weeks or None,
        "interval_text": interval.says if interval else "",
        "selected": course.selected,
        "basis": course.basis,
        "note": course.note,
        "sources": list(course.sources),
    }
    if not course.days:
        reason = "a range: no single dose follows; give --per-day"
        found["days_missing"] = found["g_per_kg_course_missing"] = found["g_course_missing"] = reason
        found["g_per_kg_per_day_missing"] = found["g_per_day_missing"] = reason
    elif course.even is None:
        found["g_per_kg_per_day_missing"] = found["g_per_day_missing"] = "the days differ: see day_grams"
    if course.cap is None:
        found["cap_g_missing"] = "no source prints a cap"
    if interval is None:
        found["interval_missing"] = "one course, or no interval printed"
    if not weeks:
        found["interval_weeks_missing"] = f"printed as: {interval.says}" if interval else "no interval printed"
    return found


def _product(product: ProductPlan, order: Order, local: Local | None) -> PlannedProductJson:
    one = product.place.assessment.product
    plans = [planned(made, one, order.region, local, _certificates(made, order)) for made in product.plans]
    reason = product.no_plans.reason if product.no_plans else ""
    return {**common.placed(product.place), "plans": plans, "plans_missing": reason}


def _certificates(made: CoursePlan | NoFit, order: Order) -> tuple[Certificate, ...]:
    """The certificates of a preparation asked for by name; they take longer than the vials."""
    if not order.products:
        return ()
    from ivigcalc.core.vials.certify import certify  # noqa: PLC0415 - only for a preparation asked for by name

    return certify(made.course, made.terms, order.start)


def planned(
    made: CoursePlan | NoFit,
    product: Product,
    region: Region | None,
    local: Local | None = None,
    certificates: Sequence[Certificate] = (),
) -> PlanJson:
    """One course made up from one preparation, or what is nearest."""
    found = _no_fit(made) if isinstance(made, NoFit) else _made(made, product, region, local)
    if certificates:
        from ivigcalc.report.json.vials import certificate  # noqa: PLC0415 - only for a preparation asked for by name

        found["certificate"] = [certificate(one) for one in certificates]
    else:
        found["certificate_missing"] = CERTIFIED
    return found


def _made(made: CoursePlan, product: Product, region: Region | None, local: Local | None) -> PlanJson:
    found: PlanJson = {
        "regimen": made.course.id,
        "letter": made.course.letter,
        "days": _days(made.days, product),
        "dispensed_g_course": plain(made.given_g, 3),
        "deviation_percent": plain(made.deviation_percent),
        "volume_ml_course": plain(made.volume_ml),
        "exposure": _exposure(made.exposure, product, region),
        "certificate": None,
    }
    if local is not None and local.formulary.currency:
        cost = local.formulary.cost(product.id, (vial for day in made.days for vial in day.vials.vials))
        found["cost"], found["currency"] = common.quantity(cost), local.formulary.currency
        if cost is None:
            found["cost_missing"] = "the formulary does not give the price of every size opened"
    return found


def _days(days: Sequence[PlannedDay], product: Product) -> list[DayJson]:
    """The infusion days; what days with the same grams and vials share is worked out once."""
    shared: dict[tuple[int, ...], AmountsJson] = {}
    found = []
    for day in days:
        key = (id(day.vials), *day.prescribed_g.as_integer_ratio())
        if key not in shared:
            shared[key] = _amounts(day, product)
        found.append(_day(day, shared[key]))
    return found


def _day(day: PlannedDay, amounts: AmountsJson) -> DayJson:
    date = day.date.isoformat() if day.date else None
    found = cast("DayJson", {"day": day.day, "date": date, **amounts})
    if day.date is None:
        found["date_missing"] = "no start date given"
    if day.lots:
        found["lots"] = [_lot(lot) for lot in day.lots]
    return found


def _amounts(day: PlannedDay, product: Product) -> AmountsJson:
    """The grams, vials, volume and infusion of a day."""
    found: AmountsJson = {
        "prescribed_g": plain(day.prescribed_g),
        "dispensed_g": plain(day.vials.given_g, 3),
        "opened_g": plain(day.vials.total_g, 3),
        "discarded_g": plain(day.vials.discarded_g, 3),
        "vials": [
            {"size_g": plain(vial.size_g, 3), "count": vial.count, "regions": list(product.regions_of[vial.size_g])}
            for vial in day.vials.vials
        ],
        "volume_ml": plain(day.volume_ml),
        "infusion_minutes": None,
        "ladder": None,
        "ladder_label": None,
    }
    if day.infusion is None or isinstance(day.infusion, Missing):
        why = day.infusion.reason if day.infusion else BY_NAME
        found["infusion_minutes_missing"] = found["ladder_missing"] = found["ladder_label_missing"] = why
    else:
        from ivigcalc.report.json import infusion  # noqa: PLC0415 - only for a preparation asked for by name

        found["infusion_minutes"] = plain(day.infusion.minutes)
        found["ladder"] = infusion.ladder(day.infusion)
        found["ladder_label"] = infusion.label(day.infusion)
    return found


def _lot(lot: Lot) -> LotJson:
    found: LotJson = {
        "size_g": plain(lot.size_g, 3),
        "count": lot.count,
        "lot": lot.name,
        "expiry": lot.expiry.isoformat() if lot.expiry else None,
    }
    if lot.expiry is None:
        found["expiry_missing"] = "not in the stock file"
    return found


def _no_fit(made: NoFit) -> PlanJson:
    why = made.whole.why if made.whole and not made.whole.decided else NO_FIT
    found: PlanJson = {
        "regimen": made.course.id,
        "letter": made.course.letter,
        "days": [],
        "dispensed_g_course": None,
        "dispensed_g_course_missing": why,
        "deviation_percent": None,
        "deviation_percent_missing": why,
        "volume_ml_course": None,
        "volume_ml_course_missing": why,
        "exposure": None,
        "exposure_missing": why,
        "certificate": None,
    }
    if made.whole is None:
        found["no_fit"] = [_nearest(day, one) for day, one in made.days]
    else:
        found["no_fit_course"] = _nearest_course(made.course, made.whole)
    return found


def _nearest_course(course: Course, whole: Unspread) -> NoFitCourseJson:
    nearest: NoFitCourseJson = {
        "prescribed_g": plain(course.total),
        "why": whole.why,
        "nearest_below_g": common.quantity(whole.below_g, 3),
        "nearest_above_g": common.quantity(whole.above_g, 3),
    }
    if whole.below_g is None:
        nearest["nearest_below_g_missing"] = "no smaller total can be made"
    if whole.above_g is None:
        nearest["nearest_above_g_missing"] = "no larger total can be made"
    return nearest


def _nearest(day: CourseDay, found: Unreachable) -> NoFitDayJson:
    nearest: NoFitDayJson = {
        "day": day.day,
        "prescribed_g": plain(day.grams),
        "nearest_below_g": common.quantity(found.below_g, 3),
        "nearest_above_g": common.quantity(found.above_g, 3),
    }
    if found.below_g is None:
        nearest["nearest_below_g_missing"] = "no smaller total can be made"
    if found.above_g is None:
        nearest["nearest_above_g_missing"] = (
            "no larger total can be made of what is left" if found.short else "no larger total was looked at"
        )
    return nearest


def _exposure(carried: Exposure, product: Product, region: Region | None) -> ExposureJson:
    found: ExposureJson = {
        "iga_mg": common.quantity(carried.iga_mg),
        "sodium_mmol": common.quantity(carried.sodium_mmol),
        "sugar_g": common.quantity(carried.sugar_g),
    }
    if carried.iga_mg is None:
        found["iga_mg_missing"] = common.limit(iga_mcg_per_g(product, region))[1]
    if carried.sodium_mmol is None:
        found["sodium_mmol_missing"] = common.limit(sodium_mmol_per_g(product, region))[1]
    if carried.sugar_g is None:
        found["sugar_g_missing"] = common.limit(sugar_g_per_g(product, region))[1]
    return found
