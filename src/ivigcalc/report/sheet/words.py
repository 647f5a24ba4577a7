"""A plan's figures in the words that every sheet has of them, in the language of the sheet."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Final, NamedTuple

from ivigcalc import __version__
from ivigcalc.core.answers.plan import CoursePlan, Plan, PlannedDay
from ivigcalc.core.dosing.course import Course
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.weight_policy import ACTUAL
from ivigcalc.core.locale import Locale
from ivigcalc.core.quantity import NO_BREAK_SPACE
from ivigcalc.core.request.order import Lot
from ivigcalc.core.request.patient import Factor, Patient
from ivigcalc.report.sheet.parts import box, said, tag
from ivigcalc.report.view.parts.cycles import repeated
from ivigcalc.report.view.parts.days import lot_words
from ivigcalc.report.view.parts.words import dose_words, signed

BABY_YEARS: Final = 2
MONTHS: Final = 12
AT_THE_BEDSIDE: Final = {
    "renal-risk": ("bedside-hydrate", "bedside-nsaid"),
    "thrombosis-risk": ("bedside-hydrate",),
    "loop-diuretic": ("bedside-loop-diuretic",),
    "iga-deficient": ("bedside-iga",),
    "anti-iga": ("bedside-iga",),
    "anti-iga-after-reaction": ("bedside-iga",),
    "maltose-diabetes": ("bedside-maltose",),
    "maltose-remark": ("bedside-maltose",),
    "glucose-diabetes": ("bedside-glucose",),
    "composition-unknown-diabetes": ("bedside-sugar",),
    "composition-unknown-renal": ("bedside-sugar",),
    "sucrose-renal": ("bedside-sucrose",),
    "rate-worth-a-look": ("bedside-rate-high",),
    "rate-worth-a-look-child": ("bedside-rate-high",),
    "rate-flat-above-label": ("bedside-rate-of-site",),
    "obesity-not-checked-heavy": ("bedside-obesity",),
}
"""What an infusion record says, in short, of the rules that fired and bear on the rate, on sugar or on IgA.

That no rate is known, or none beyond the first, stands beside the rates.
"""


class OnPaper(NamedTuple):
    """What a worksheet is of, and the language that it is in."""

    plan: Plan
    made: CoursePlan
    """The one course of the one preparation."""
    catalogue: Catalogue
    lang: Locale
    code: str
    """The check code."""
    cycle: int = 0
    """The number of the cycle of a repeated course; 0 for none."""


def date_words(day: date | None, lang: Locale) -> str:
    """``2026-12-01 Tue``; without a date a place to write one."""
    return f"{lang.day(day)} {lang.weekday(day)}" if day else lang.say("no-date")


def day_name(paper: OnPaper, day: PlannedDay) -> str:
    """``day 1 of 5``, of which cycle; where days of rest lie between the infusions, its number among them behind it."""
    days, lang = paper.made.days, paper.lang
    place = days.index(day) + 1
    name = lang.say("day-of" if place == day.day else "day-with-rest", n=day.day, place=place, count=len(days))
    return lang.say("day-of-cycle", cycle=paper.cycle, day=name) if paper.cycle else name


def order_words(course: Course, lang: Locale) -> str:
    """A course as ordered: ``28 g daily for 5 days``, and how often it is repeated."""
    dose = dose_words(course, lang)
    return lang.say("dose-repeated", dose=dose, interval=repeated(course.interval, lang)) if course.interval else dose


def dispensed_words(made: CoursePlan, lang: Locale) -> str:
    """The course in whole vials, and how far that is from the order: ``137.5 g (-1.8 %), NOT per day``."""
    change = lang.shown(made.deviation_percent)
    change = change if change == "0" else lang.restyled(signed(made.deviation_percent))
    named = "dispensed" if len(made.days) > 1 else "dispensed-on-one-day"
    return lang.say(named, g=lang.shown(made.given_g, 3), change=change)


def weight_words(plan: Plan, lang: Locale) -> str:
    """The dosing weight and which weight it is."""
    weight = plan.dosing_weight
    words = dict(weight.basis_words)
    filled = {"name": lang.of_data(words.get("name", "")), "factor": lang.restyled(words.get("factor", ""))}
    basis, kg = lang.say(weight.basis_id, **filled), lang.shown(weight.kg)
    if weight.policy == ACTUAL:
        return lang.say("weight", kg=kg, basis=basis)
    actual_kg = lang.shown(weight.actual_kg)
    return lang.say(
        "weight-by-policy", kg=kg, basis=basis, policy=policy_name(weight.policy, lang), actual_kg=actual_kg
    )


def policy_name(policy: str, lang: Locale) -> str:
    """What a weight policy is called; an authority's has its id in every language."""
    return lang.say(f"policy-{policy}") if f"policy-{policy}" in lang.sheet else lang.quoted(policy)


def body_words(patient: Patient, lang: Locale) -> str:
    """Height, sex and age, as far as they were given."""
    height = "" if patient.height_cm is None else f"{lang.shown(patient.height_cm)} cm"
    sex = lang.say(f"sex-{patient.sex}") if patient.sex else ""
    return ", ".join(filter(None, (height, sex, _age(patient.age_years, lang)))) or lang.say("not-given")


def _age(years: Fraction | None, lang: Locale) -> str:
    if years is None:
        return ""
    if years < BABY_YEARS:
        return lang.say("months", n=lang.shown(years * MONTHS))
    return lang.say("years", n=lang.shown(years))


def blood_words(patient: Patient, lang: Locale) -> str:
    """Blood group and serum IgA; where only one of them was given, that the other was not."""
    iga = patient.iga
    if iga is None and patient.blood_group is None:
        return lang.say("not-given")
    measured = lang.say("iga-below" if iga.below else "iga", g=lang.shown(iga.g_per_l, 3)) if iga else ""
    return f"{patient.blood_group or lang.say('group-not-given')}, {measured or lang.say('iga-not-given')}"


def risk_words(plan: Plan, lang: Locale) -> str:
    """What was given of the patient's risks, and what follows from the rest."""
    derived = {Factor(one.condition) for one in plan.derived if one.condition in {*Factor}}
    factors = sorted((plan.patient.factors | derived) - {*plan.risks})
    pregnant = [lang.say("pregnant")] if plan.patient.pregnant else []
    named = [lang.risk(str(risk)) for risk in (*plan.risks, *factors)]
    return ", ".join([*named, *pregnant]) or lang.say("no-risks")


def bedside(paper: OnPaper) -> str:
    """The indication, the patient's risks, and what of all that fired bears on the infusion itself, each once."""
    plan, lang = paper.plan, paper.lang
    fired = [alert.rule for alert in plan.alerts]
    fired += [reason.rule for reason in plan.products[0].place.assessment.reasons]
    texts = dict.fromkeys(text for rule in fired for text in AT_THE_BEDSIDE.get(rule, ()))
    patient = lang.say("bedside", indication=indication_words(paper)[0], risks=risk_words(plan, lang))
    return " ".join((patient, *map(lang.say, texts)))


def unbroken(vials: str) -> str:
    """Vials in words, broken over lines only between two sizes."""
    return vials.replace(" ", NO_BREAK_SPACE).replace(f"+{NO_BREAK_SPACE}", "+ ").replace(f"{NO_BREAK_SPACE}(", " (")


def vials_of_course(made: CoursePlan, lang: Locale) -> str:
    """What to pick for the whole course: by lot where they are known, else by size."""
    lots: dict[Lot, int] = {}
    sizes: Counter[Fraction] = Counter()
    for day in made.days:
        for lot in day.lots:
            one = lot.replaced(count=0)
            lots[one] = lots.get(one, 0) + lot.count
        for vial in day.vials.vials:
            sizes[vial.size_g] += vial.count
    picked = [lot_words(lot.replaced(count=count), lang) for lot, count in lots.items()]
    picked = picked or [f"{sizes[size]} x {lang.shown(size, 3)} g" for size in sorted(sizes, reverse=True)]
    return lang.say("to-pick", vials=", ".join(picked), ml=lang.shown(made.volume_ml))


def indication_words(paper: OnPaper) -> tuple[str, str]:
    """What the indication is called, in short and in full."""
    lang, indication = paper.lang, paper.plan.indication
    named = lang.indications.get(indication.id)
    return (named.short, named.name) if named else (lang.quoted(indication.short), lang.quoted(indication.name))


def code_line(code: str, lang: Locale, behind: str = "") -> str:
    """The check code, in letters that are not mistaken for each other."""
    before = f"{lang.say('check-code')} "
    parts = (tag("span", before, "quiet"), tag("span", code, "code"), tag("span", behind, "quiet"))
    return f"<p>{' '.join(parts)}</p>"


def advice_for(about: tuple[str, ...], paper: OnPaper, *, named: bool = True) -> Iterator[str]:
    """Standing advice for these parts of an infusion, a paragraph for each; ``named`` where no heading names it."""
    lang = paper.lang
    for when in about:
        texts = [
            (f"{lang.advice.get(advice.id) or lang.quoted(advice.text)}.", lang.quoted(f"[{advice.id}]"))
            for advice in paper.catalogue.rules.advice
            if advice.about == when
        ]
        yield said(lang.say(f"when-{when}") if named else "", *texts, css="small")


def sheet(parts: Iterable[str], paper: OnPaper, name: str, *, roomy: bool = True) -> str:
    """A sheet of paper. At its foot stand the versions, what it is not, and which sheet it is."""
    lang = paper.lang
    versions = lang.say("aid", version=__version__, data=paper.catalogue.version)
    told = " ".join(filter(None, (versions, lang.review)))
    foot = box((tag("p", told), tag("p", name)), "foot")
    return f'<section class="sheet{"" if roomy else " dense"}">{"".join(parts)}{foot}</section>'
