"""The check code of a plan: the same order typed again gives the same code. It finds slips, not forgery."""

import json
from collections.abc import Sequence
from fractions import Fraction
from hashlib import sha256
from typing import Final

from ivigcalc.core.answers.plan import CoursePlan, Plan, PlannedDay
from ivigcalc.core.infusion.day import Infusion
from ivigcalc.core.request.patient import Patient

VERSION: Final = 1
"""Of what the code is made from, which is a part of it."""

DIGITS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U."""

_as_text: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")
).encode

LENGTH: Final = 8
BITS_PER_DIGIT: Final = 5
DIGEST_BITS: Final = 256


def check_code(plan: Plan, made: CoursePlan, data_version: str, formulary_sha256: str) -> str:
    """The code of one course of one preparation, as ``87NC-7FTM``: the first 40 bits of a SHA-256.

    What is hashed is what will be given and to whom, and the data and the formulary ("" for none) that it rests on.
    How it was typed is no part of it.
    """
    order = plan.order
    content = {
        "v": VERSION,
        "data": data_version,
        "formulary": formulary_sha256,
        "patient": _patient(plan.patient, plan),
        "indication": order.indication,
        "weight_policy": plan.dosing_weight.policy,
        "dosing_weight_kg": str(plan.dosing_weight.kg),
        "rate_weight": order.rate_weight,
        "region": order.region or "any",
        "off_label": bool(order.off_label_reason),
        "product": made.product.id,
        "days": _days(made.days),
    }
    if plan.repeat:
        content["starts"] = [start.isoformat() for start in plan.repeat.starts]
        content["cycles"] = [_days(again.days) for cycles in plan.cycles for again in cycles.made]
    text = _as_text(content)
    number = int.from_bytes(sha256(text.encode("utf-8", "surrogateescape")).digest())
    number >>= DIGEST_BITS - LENGTH * BITS_PER_DIGIT
    code = "".join(DIGITS[number >> shift & 31] for shift in range((LENGTH - 1) * BITS_PER_DIGIT, -1, -BITS_PER_DIGIT))
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def _exact(value: Fraction | None) -> str | None:
    """A figure with nothing rounded: ``28``, ``145/2``."""
    return None if value is None else str(value)


def _patient(patient: Patient, plan: Plan) -> dict[str, object]:
    """Who it is for; risks that follow from something else count as if they had been given."""
    iga = patient.iga
    return {
        "weight_kg": _exact(patient.weight_kg),
        "height_cm": _exact(patient.height_cm),
        "sex": patient.sex,
        "age_years": _exact(patient.age_years),
        "blood_group": patient.blood_group,
        "iga_g_per_l": f"{'<' if iga.below else ''}{iga.g_per_l}" if iga else None,
        "risks": sorted({*plan.risks, *patient.factors}),
        "pregnant": patient.pregnant,
        "pre_pregnancy_weight_kg": _exact(patient.pre_pregnancy_kg),
    }


def _days(days: Sequence[PlannedDay]) -> list[dict[str, object]]:
    """The infusion days; what those with the same vials share is worked out once."""
    shared: dict[int, dict[str, object]] = {}
    found = []
    for day in days:
        if id(day.vials) not in shared:
            shared[id(day.vials)] = _of_vials(day)
        own = {
            "day": day.day,
            "date": day.date.isoformat() if day.date else None,
            "prescribed_g": str(day.prescribed_g),
        }
        found.append({**shared[id(day.vials)], **own, **({"vials": _lots(day)} if day.lots else {})})
    return found


def _of_vials(day: PlannedDay) -> dict[str, object]:
    """The grams, volume and rates of a day's vials; of each size its count, without a lot and its expiry."""
    vials = day.vials
    return {
        "dispensed_g": str(vials.given_g),
        "opened_g": str(vials.total_g),
        "volume_ml": str(day.volume_ml),
        "vials": [(str(vial.size_g), vial.count, None, None) for vial in vials.vials],
        "ladder": _ladder(day.infusion) if isinstance(day.infusion, Infusion) else None,
    }


def _lots(day: PlannedDay) -> list[tuple[object, ...]]:
    """Size, count, lot and expiry of what is taken from the stock, the largest vials first."""
    lots = sorted(day.lots, key=lambda lot: -lot.size_g)
    return [(str(lot.size_g), lot.count, lot.name, lot.expiry.isoformat() if lot.expiry else None) for lot in lots]


def _ladder(infusion: Infusion) -> list[tuple[str, str | None]]:
    """Each rate in mL/h with its minutes; the first alone, without minutes, where no other is for this patient."""
    if infusion.without_figure:
        return [(str(infusion.steps[0].rate.ml_h), None)]
    return [(str(step.rate.ml_h), str(step.minutes)) for step in infusion.steps]
