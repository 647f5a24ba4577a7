"""No text of a sheet escapes its language: with one made here, each English text in ⟦⟧, none stands outside of them.

The law is tried on any patient, indication and preparation; by default on a share of them.
"""

import re
from datetime import date
from fractions import Fraction
from functools import cache
from html import unescape
from itertools import product as every
from typing import Any

from ivigcalc.catalogue.checks.language import texts_of_data
from ivigcalc.core.answers.dose import plan
from ivigcalc.core.answers.plan import Plan
from ivigcalc.core.dosing.course import printed_courses
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.indication import Indication
from ivigcalc.core.facts.product import Product
from ivigcalc.core.locale import IndicationName, Locale, RuleText
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.patient import BloodGroup, Factor, Patient, Risk, SerumIga, Sex
from ivigcalc.report.english import ENGLISH
from ivigcalc.report.sheet.worksheet import worksheet
from tests.core.making import per_kg
from tests.profiles import spread
from tests.program import shipped

TYPED = "WHY"
"""The reason that was typed for a use off label."""
UNITS = {*["g", "mg", "kg", "mL", "L", "h", "min", "mmol", "cm", "m", "x"]}
"""Units and signs that every language has; g/kg and mL/kg/h are made of them."""
LETTERS = {*"ABCDEFGH", "AB", "O"}
"""Letters of regimens and blood groups."""
LITTLE_IGA = SerumIga(g_per_l=Fraction(1, 25), below=False)
PATIENTS: tuple[dict[str, Any], ...] = (
    {"weight_kg": 70, "risks": (Risk.RENAL, Risk.DIABETES), "age_years": 72, "height_cm": 165, "sex": Sex.FEMALE},
    {"weight_kg": 70},
    {"weight_kg": 22, "age_years": 6, "risks": (Risk.FRUCTOSE, Risk.CORN, Risk.SODIUM), "height_cm": 117},
    {"weight_kg": 118, "height_cm": 171, "sex": Sex.MALE, "iga": LITTLE_IGA, "blood_group": BloodGroup.A},
    {"weight_kg": 9, "age_years": Fraction(1, 2)},
    {"weight_kg": 64, "risks": (Risk.ANTI_IGA,), "factors": (Factor.LOOP_DIURETIC, Factor.PARAPROTEINAEMIA)},
    {"weight_kg": 22},
    {"weight_kg": 82, "height_cm": 150, "sex": Sex.FEMALE, "pregnant": True, "age_years": 31},
    {"weight_kg": 58, "risks": (Risk.PROLINE, Risk.THROMBOSIS, Risk.FLUID), "factors": (Factor.HYPERSENSITIVITY,)},
)
ORDERS: tuple[dict[str, Any], ...] = (
    {"region": Region.EU, "start": date(2026, 12, 1)},
    {"region": Region.US, "first": True},
    {"tolerated": True, "weight_policy": "adjusted"},
    {"region": Region.BR, "first": True, "weight_policy": "ontario"},
    {"region": Region.EU, "start": date(2027, 1, 31), "cycles": 3},
    {"region": Region.AU, "off_label_reason": TYPED, "per_day": per_kg("0.4"), "days": 5},
    {"off_label_reason": TYPED, "per_day": per_kg("0.5"), "days": 2, "weight_policy": "australia-2026"},
    {"region": Region.UK, "off_label_reason": TYPED, "per_day": per_kg("1"), "days": 2},
)


def marked(text: str) -> str:
    """A text with everything between its holes in ⟦⟧."""
    return re.sub(r"\{[^}]*\}|[^{}]+", lambda part: part[0] if part[0][0] == "{" else f"⟦{part[0]}⟧", text)


@cache
def made_up() -> Locale:
    """A language whose every text is the English one in ⟦⟧."""
    data, rules = shipped(), shipped().rules
    of_policies = (remark for policy in data.weights.policies for remark in policy.remarks)
    return ENGLISH.replaced(
        locale="xx",
        decimal=",",
        thousands="\u202f",
        dates="{d}/{m}/{y}",
        weekdays=tuple(map(marked, ENGLISH.weekdays)),
        sheet={text_id: marked(text) for text_id, text in ENGLISH.sheet.items()},
        risks={str(one): marked(one) for one in (*Risk, *Factor)},
        rules={rule.id: RuleText(text=marked(rule.text)) for rule in (*rules.limits, *rules.verdicts, *of_policies)},
        advice={advice.id: marked(advice.text) for advice in rules.advice},
        causes={cause.id: marked(cause.text) for cause in rules.causes},
        indications={
            one.id: IndicationName(name=marked(one.name), short=marked(one.short)) for one in data.indications
        },
        data={text: f"⟦{text}⟧" for text in texts_of_data(data)},
    )


@cache
def ids() -> frozenset[str]:
    """Ids of rules, advice, sources and policies, which no language translates."""
    data = shipped()
    named = {f"label-{entry.patient}" for one in data.products for entry in one.contraindications}
    named |= {"market", "no-vials", "not-stocked", "label-age", "label-regimen", "label-regimen-not-read"}
    named |= {rule.id for rule in (*data.rules.limits, *data.rules.verdicts)} | {one.id for one in data.rules.advice}
    named |= {remark.id for policy in data.weights.policies for remark in policy.remarks}
    return frozenset(named | {one.id for one in data.sources} | {one.id for one in data.weights.policies})


def planned(indication: Indication, preparation: Product, turn: int) -> Plan | None:
    """A course of an indication with a preparation, for a patient and an order by turns; None where none is made."""
    told, order = PATIENTS[turn % len(PATIENTS)], {**ORDERS[turn % len(ORDERS)]}
    given: dict[str, Any] = {name: frozenset(told.get(name, ())) for name in ("risks", "factors")}
    given |= {name: Fraction(told[name]) for name in ("weight_kg", "age_years", "height_cm") if name in told}
    patient = Patient(**{**told, **given})
    order |= {"indication": indication.id, "products": (preparation.id,)}
    courses = printed_courses(indication)
    if "per_day" not in order:
        order["regimen"] = courses[turn % len(courses)].letter if courses else ""
    typed: dict[str, Any] = {"regimen": "", "per_day": per_kg("0.4"), "days": 5, "off_label_reason": TYPED}
    others: tuple[dict[str, Any], ...] = ({}, {"weight_policy": "", "cycles": None}, {"region": None}, typed)
    for other in others:
        order |= other
        try:
            made = plan(patient, Order(**order), shipped())
        except RefusedError:
            continue
        if made.chosen:
            return made
    return None


NAMES = {name for one in shipped().products for name in (one.shown, one.brand)} | {"ivigcalc", TYPED}


def outside(sheet: str) -> set[str]:
    """What of a sheet in the made up language is in English and neither an id nor a name."""
    body = re.sub(r"<style>.*?</style>|<meta[^>]*>", "", sheet, flags=re.DOTALL)
    twice = r'&#10214;((?:(?!&#1021[45];).)*)&#10215; \[<i lang="en">\1</i>\]'  # a label, translated and as in the data
    body = re.sub(twice, r"&#10214;\1&#10215;", body)
    quoted = {unescape(text) for text in re.findall(r'<i lang="en">(.*?)</i>', body)}
    wrong = {text for text in quoted if not {*re.findall(r"[^\[\], ]+", text)} <= ids()}
    text = unescape(re.sub(r"<[^>]+>", " ", re.sub(r'<i lang="en">.*?</i>', " ", body)))
    text = " ".join(re.sub(r"⟦[^⟧]*⟧|\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", " ", text).split())
    for name in sorted(NAMES, key=len, reverse=True):
        text = text.replace(name, " ")
    return wrong | {word for word in re.findall(r"[^\W\d_]+", text) if word not in UNITS | LETTERS}


CASES = [
    (indication.id, preparation.id) for indication, preparation in every(shipped().indications, shipped().products)
]
"""Every indication with every preparation."""


def test_no_text_stands_outside_the_language_of_the_sheet() -> None:
    found: dict[str, str] = {}
    count = 0
    share = spread(CASES)
    tried = share if len(share) == len(CASES) else share[::4]
    for indication, preparation in tried:
        turn = CASES.index((indication, preparation))
        made = planned(shipped().indication(indication), shipped().product(preparation), turn)
        if made and made.chosen:
            count += 1
            for text in outside(worksheet(made, made.chosen, shipped(), {"cap": TYPED}, lang=made_up())):
                found.setdefault(text, f"{indication} with {preparation}, {turn}")
    assert found == {}
    assert count > len(tried) / 2


AT_RISK: dict[str, Any] = {
    "weight_kg": Fraction(70),
    "age_years": Fraction(72),
    "risks": frozenset({Risk.RENAL, Risk.THROMBOSIS}),
}


def beside_a_label(preparation: Product) -> Plan | None:
    """A first infusion at risk, of a dose that is on no label; in a region whose label has another, if there is one."""
    labels = [label for label in preparation.labelled if label.doses]
    regions = [label.regions[0] for label in labels[:1]]
    regions += [limit.regions[0] for limit in preparation.risk_rates]
    regions += [ladder.regions[0] for ladder in preparation.ladders]
    indication = labels[0].indication if labels else "gbs"
    dose: dict[str, Any] = {"per_day": per_kg("0.3"), "days": 4, "off_label_reason": TYPED, "first": True}
    for region in (*regions, None):
        order = Order(indication=indication, products=(preparation.id,), region=region, **dose)
        try:
            made = plan(Patient(**AT_RISK), order, shipped())
        except RefusedError:
            continue
        if made.chosen:
            return made
    return None


def test_what_labels_say_of_each_preparation_is_in_the_language_of_the_sheet() -> None:
    found: dict[str, str] = {}
    printed = set[str]()
    for preparation in shipped().products:
        if (made := beside_a_label(preparation)) and made.chosen:
            sheet = worksheet(made, made.chosen, shipped(), {"cap": TYPED}, lang=made_up())
            printed |= {unescape(text) for text in re.findall(r"⟦([^⟧]*)⟧", unescape(sheet))}
            found |= dict.fromkeys(outside(sheet), preparation.id)
    assert found == {}
    products = shipped().products
    said = {
        "rates": {ladder.says for one in products for ladder in one.ladders},
        "limits": {limit.says for one in products for limit in one.risk_rates},
        "first infusions": {first.says for one in products for first in one.first_infusion},
        "doses": {label.says for one in products for label in one.labelled},
        "what is warned of": {warning.says for one in products for warning in one.warnings},
    }
    assert {name: len(texts & printed) > 0 for name, texts in said.items()} == dict.fromkeys(said, True)
