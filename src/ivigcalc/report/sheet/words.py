"""The words that the sheets print of themselves, and a plan's figures in the words of every screen."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Final

from ivigcalc import __version__
from ivigcalc.core.answers.plan import CoursePlan, Plan, PlannedDay
from ivigcalc.core.dosing.course import Course
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.weight_policy import ACTUAL
from ivigcalc.core.quantity import NO_BREAK_SPACE, shown
from ivigcalc.core.request.order import Lot
from ivigcalc.core.request.patient import Patient
from ivigcalc.report.sheet.parts import box, said, tag
from ivigcalc.report.view.parts.days import lot_words
from ivigcalc.report.view.parts.words import dose_words, signed

GENERIC: Final = "human normal immunoglobulin, intravenous"
PATIENT_LABEL: Final = "Patient label (name, date of birth, number)"
SAME_CODE: Final = "The same order typed again by a second person gives the same code."
AID: Final = "A working aid, not a prescription; the label in force at your hospital decides."
NOT_GIVEN: Final = "not given"
NO_DATE: Final = "____-__-__"
NOTHING_TO_LOOK_AT: Final = "No rule fired for this order."

CHECKS: Final = (
    "weight measured, in kg, and its date",
    "indication and regimen against the source order",
    "dose per day against the course total",
    "blood group, IgA, creatinine seen",
    "vials counted, liquid clear, expiry after the last day",
    "check code worked out again",
)
SIGNATURES: Final = (
    "Pharmacist: name, date, time",
    "Second check: name, date, time",
    "Prescriber, if the order changed",
)

BEFORE_START: Final = "before the start"
END: Final = "end; line flushed"
OBSERVED: Final = "20 min after the end (1 h: first infusion, new brand)"
"""The figures of the standing advice ``observation``: a test compares them."""
SLOW_OR_STOP: Final = "Slow or stop at any reaction."
TO_FILL: Final = ("Grams given ________", "Time ended ________", "Reaction:", "[ ]none", "[ ]yes, reported")

WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
"""Not the machine's: the same sheet everywhere."""
BABY_YEARS: Final = 2
MONTHS: Final = 12


def date_words(day: date | None) -> str:
    """``2026-12-01 Tue``; without a date a place to write one."""
    return f"{day.isoformat()} {WEEKDAYS[day.weekday()]}" if day else NO_DATE


def day_name(made: CoursePlan, day: PlannedDay) -> str:
    """``day 1 of 5``; where days of rest lie between the infusions, its number among them behind it."""
    place = made.days.index(day) + 1
    if place == day.day:
        return f"day {day.day} of {len(made.days)}"
    return f"day {day.day} (infusion {place} of {len(made.days)})"


def order_words(course: Course) -> str:
    """A course as ordered: ``28 g daily for 5 days``, and how often it is repeated."""
    return f"{dose_words(course)}{f' {course.interval.says}' if course.interval else ''}"


def dispensed_words(made: CoursePlan) -> str:
    """The course in whole vials, and how far that is from the order: ``137.5 g (-1.8 %), NOT per day``."""
    change = shown(made.deviation_percent)
    change = change if change == "0" else signed(made.deviation_percent)
    return f"{shown(made.given_g, 3)} g ({change} %){', NOT per day' if len(made.days) > 1 else ''}"


def weight_words(plan: Plan) -> str:
    """The dosing weight and which weight it is."""
    weight = plan.dosing_weight
    policy = "" if weight.policy == ACTUAL else f" (policy {weight.policy}; weight {shown(weight.actual_kg)} kg)"
    return f"{shown(weight.kg)} kg, {weight.basis}{policy}"


def body_words(patient: Patient) -> str:
    """Height, sex and age, as far as they were given."""
    height = "" if patient.height_cm is None else f"{shown(patient.height_cm)} cm"
    return ", ".join(filter(None, (height, str(patient.sex or ""), _age(patient.age_years)))) or NOT_GIVEN


def _age(years: Fraction | None) -> str:
    if years is None:
        return ""
    return f"{shown(years * MONTHS)} months" if years < BABY_YEARS else f"{shown(years)} years"


def blood_words(patient: Patient) -> str:
    """Blood group and serum IgA, as far as they were given."""
    iga = patient.iga
    given = (
        str(patient.blood_group or ""),
        f"IgA {'below ' if iga.below else ''}{shown(iga.g_per_l, 3)} g/L" if iga else "",
    )
    return ", ".join(filter(None, given)) or NOT_GIVEN


def risk_words(plan: Plan) -> str:
    """What was given of the patient's risks, and what follows from the rest."""
    factors = sorted(plan.patient.factors - {*plan.risks})
    pregnant = ["pregnant"] if plan.patient.pregnant else []
    return ", ".join([*map(str, plan.risks), *map(str, factors), *pregnant]) or "none given"


def unbroken(vials: str) -> str:
    """Vials in words, broken over lines only between two sizes."""
    return vials.replace(" ", NO_BREAK_SPACE).replace(f"+{NO_BREAK_SPACE}", "+ ").replace(f"{NO_BREAK_SPACE}(", " (")


def vials_of_course(made: CoursePlan) -> str:
    """What to pick for the whole course: by lot where they are known, else by size."""
    lots: dict[Lot, int] = {}
    sizes: Counter[Fraction] = Counter()
    for day in made.days:
        for lot in day.lots:
            one = lot.replaced(count=0)
            lots[one] = lots.get(one, 0) + lot.count
        for vial in day.vials.vials:
            sizes[vial.size_g] += vial.count
    picked = [lot_words(lot.replaced(count=count)) for lot, count in lots.items()]
    picked = picked or [f"{sizes[size]} x {shown(size, 3)} g" for size in sorted(sizes, reverse=True)]
    return f"To pick for the whole course: {', '.join(picked)}; {shown(made.volume_ml)} mL."


def code_line(code: str, behind: str = "") -> str:
    """The check code, in letters that are not mistaken for each other."""
    parts = (tag("span", "Check code ", "quiet"), tag("span", code, "code"), tag("span", behind, "quiet"))
    return f"<p>{' '.join(parts)}</p>"


def advice_for(about: tuple[str, ...], catalogue: Catalogue, *, named: bool = True) -> Iterator[str]:
    """Standing advice for these parts of an infusion, a paragraph for each; ``named`` where no heading names it."""
    for when in about:
        texts = [(f"{advice.text}.", f"[{advice.id}]") for advice in catalogue.rules.advice if advice.about == when]
        yield said(f"{when}:" if named else "", *texts, css="small")


def sheet(parts: Iterable[str], catalogue: Catalogue, name: str, *, roomy: bool = True) -> str:
    """A sheet of paper. At its foot stand the versions, what it is not, and which sheet it is."""
    versions = f"ivigcalc {__version__}, data {catalogue.version}. {AID}"
    foot = box((tag("p", versions), tag("p", name)), "foot")
    return f'<section class="sheet{"" if roomy else " dense"}">{"".join(parts)}{foot}</section>'
