"""The English texts of the sheets by id, whole sentences with named holes; ``data/locale/`` has other languages.

A hole holds a figure, a name, or another text of this list that stands by itself (a weight, the vials of a day).
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from ivigcalc.core.dosing.printed import RECORDED, SAME_TOTAL
from ivigcalc.core.dosing.weight import BASES
from ivigcalc.core.facts.fact import STANDING_WORDS
from ivigcalc.core.facts.ladder import Context
from ivigcalc.core.facts.rule import Level
from ivigcalc.core.infusion.label_rates import ALL_USES, BORROWED, WHY_THIS_LADDER
from ivigcalc.core.infusion.rates import NO_RATE
from ivigcalc.core.locale import ENGLISH_TAG, Locale
from ivigcalc.core.quantity import NO_BREAK_SPACE
from ivigcalc.core.selection.assessment import LABEL_OF
from ivigcalc.core.selection.reasons import REMARKS
from ivigcalc.core.site.limit_words import MEASURED
from ivigcalc.core.site.merging import BEYOND, NO_LABEL, OWN_LIMIT, PRINTED
from ivigcalc.report.sheet.english import OF_A_DAY, OF_THE_COURSE_SHEET

HOLE: Final = re.compile(r"\\\{(\w+)\\\}")
"""A hole of a text that ``re.escape`` has made a pattern of."""

OF_THE_ORDER: Final = {
    "and": "{one} and {other}",
    "or": "{one} or {other}",
    "span": "{first} to {last}",
    "not-given": "not given",
    "no-date": "____-__-__",
    "generic": "human normal immunoglobulin, intravenous",
    "dose-on-one-day": "{amount} on 1 day",
    "dose-daily": "{amount} daily for {days} days",
    "dose-on-day": "{amount} on day {day}",
    "dose-repeated": "{dose} {interval}",
    "every-one-weeks": "every week",
    "every-one-months": "every month",
    "every-days": "every {low} days",
    "every-weeks": "every {low} weeks",
    "every-months": "every {low} months",
    "every-range-weeks": "every {low} to {high} weeks",
    "every-range-months": "every {low} to {high} months",
    "total": "{amount}, NOT per day",
    "dispensed-on-one-day": "{g} g ({change} %)",
    "dispensed": "{g} g ({change} %), NOT per day",
    "per-kg": "{g} g/kg",
    "per-kg-daily": "{g} g/kg daily",
    "per-kg-in-all": "{g} g/kg in all",
    "weight": "{kg} kg, {basis}",
    "weight-by-policy": "{kg} kg, {basis} (policy {policy}; weight {actual_kg} kg)",
    **BASES,
    "policy-actual": "actual",
    "policy-ideal": "ideal",
    "policy-adjusted": "adjusted",
    "other-weight": "{policy} {kg} kg",
    "other-weight-day": "{policy} {kg} kg (largest day {day_g} g)",
    "sex-male": "male",
    "sex-female": "female",
    "years": "{n} years",
    "months": "{n} months",
    "iga": "IgA {g} g/L",
    "iga-below": "IgA below {g} g/L",
    "pregnant": "pregnant",
    "no-risks": "none given",
    "region-us": "US",
    "region-eu": "EU",
    "region-br": "Brazil",
    "region-au": "AU",
    "region-nz": "NZ",
    "region-ch": "CH",
    "region-tr": "TR",
    "region-il": "IL",
    "region-hk": "HK",
    "region-sg": "SG",
    "region-uk": "UK",
    "region-any": "any",
    "verdict-suitable": "suitable",
    "verdict-caution": "caution",
    "verdict-avoid": "AVOID",
    "verdict-contraindicated": "CONTRAINDICATED",
    "preparation": "{product} ({mg} mg/mL): {verdict}",
    "carries-iga": "IgA up to {x} mg",
    "carries-iga-unknown": "IgA unknown",
    "carries-sodium": "sodium up to {x} mmol",
    "carries-sodium-unknown": "sodium unknown",
    "carries-sugar": "{sugar} up to {x} g",
    "carries-sugar-unknown": "{sugar} unknown",
    "carries-no-sugar": "no sugar",
    **{str(standing): f"{{says}}{mark}" for standing, mark in STANDING_WORDS.items()},
    "sugar": "sugar",
    "sugar-none": "none",
    "sugar-sucrose": "sucrose",
    "sugar-maltose": "maltose",
    "sugar-glucose": "glucose",
    "sugar-sorbitol": "sorbitol",
    "sugar-mannitol": "mannitol",
    "unknown": "unknown",
    **REMARKS,
    **RECORDED,
    "same-total": SAME_TOTAL,
    "label-of": LABEL_OF,
}

OF_A_SITE: Final = {
    **{f"measured-{measure.replace('_', '-')}": text for measure, text in MEASURED.items()},
    **{f"beyond-{bound.replace('_', '-')}": text.format("{bound}") for bound, text in BEYOND.items()},
    **{f"level-{level}": str(level) for level in Level},
    "changed-limit": "{bound} ({level})",
    "changed-percent": "{value} percent",
    "changed-months": "{value} months",
    "no-label-rate": NO_LABEL,
    "own-limit": OWN_LIMIT,
    "own-limit-in-a-day": OWN_LIMIT + PRINTED["printed-for-indication"],
    "own-limit-in-a-course": OWN_LIMIT + PRINTED["own-regimen"],
}

OF_THE_VIALS: Final = {
    "left-over": "{vials} ({g} g left over)",
    "to-pick": "To pick for the whole course: {vials}; {ml} mL.",
    "lot": "{vials} lot {name}",
    "lot-to": "{vials} lot {name} (to {date})",
    "vials-to": "{vials} (to {date})",
    "one-day": "day {n}",
    "several-days": "days {days}",
    "uneven-on": "{g} g on {days}",
    "uneven": "{days}.",
    "uneven-undated": "{days}. Give --start, so that each day has its date.",
    "no-rate": "no rate",
    "not-worked-out": "not worked out",
    "discard": "{g} g ({ml} mL): opened, not given.",
    "hang-first": "at the start",
    "hang-at": "{time}, after {ml} mL",
    "hang-after": "after {ml} mL",
    "hang-next": "after the one before",
}

OF_A_LADDER: Final = {
    "label-rate": "RATE",
    "label-label": "LABEL",
    "label-site": "SITE",
    "label-limit": "LIMIT",
    "label-first": "FIRST",
    "label-slower": "SLOWER",
    "start-only": "start at {ml_h} mL/h; how far to raise it is for the prescriber",
    "start-most": "start at {ml_h} mL/h, at most {most} mL/h",
    "start-most-after": "start at {ml_h} mL/h, at most {most} mL/h (only after {after})",
    "first-rate-no-figure": "{rates}. It is the label's first rate; "
    "the label asks for the minimum rate practicable and prints no figure.",
    "first-rate-unread": "{rates}. It is the label's first rate; "
    "no figure for {risks} risk was read on a label: the minimum practicable rate.",
    "ladder": "{region}, {uses}: {says}.",
    "ladder-dated": "{region}, {uses}, {date}: {says}.",
    "all-uses": ALL_USES,
    **{f"use-{use}": use.upper() for use in Context if use is not Context.ANY},
    **NO_RATE,
    **WHY_THIS_LADDER,
    "maximum-only-after": "the maximum of {top} only after {after}.",
    "asks-first": "the label asks first that {after}.",
    "slower": "rates for a patient new to it; the label goes up to {more}.",
    "slower-tolerated": "rates for a patient new to it; the label goes up to {more}: then --tolerated.",
    "up-to-where": "{top} ({uses}) where {after}",
    "up-to-after": "{top} after {after}",
    "limit-unread": "{risk} risk: no rate for it was read on a label of this preparation: "
    "the minimum practicable rate.",
    "limit": "{risks} risk: {rate} ({whose}: {says}).",
    "limit-no-figure": "minimum practicable rate, no figure on the label",
    "limit-below": "below {ml_h} mL/h",
    "limit-below-not-reached": "below {ml_h} mL/h, not reached",
    "limit-at-most": "at most {ml_h} mL/h",
    "limit-at-most-not-reached": "at most {ml_h} mL/h, not reached",
    "limit-borrowed": BORROWED,
    "first-not-read": "what the {region} label of this preparation asks for a first infusion: no text read.",
    "first-not-read-anywhere": "what its labels of this preparation asks for a first infusion: no text read.",
    "first": "{says}.",
    "old-label": "Old: {months} months.",
    "convention-doubles": "this rate or its minutes are not printed: by convention it doubles",
    "convention-doubles-minutes": "this rate or its minutes are not printed: by convention it doubles, "
    "and a step lasts {minutes} minutes",
    "convention-brand": "this rate or its minutes are not printed: by convention "
    "it rises as on another label of the brand",
    "convention-brand-minutes": "this rate or its minutes are not printed: by convention "
    "it rises as on another label of the brand, and a step lasts {minutes} minutes",
    "plot": "rate over time",
    "plot-time": "h:min from start",
    "plot-step": "{ml_h} mL/h for {minutes} min",
    "plot-last": "{ml_h} mL/h to the end at {time}",
    "plot-then": "{before}, then {next}",
    "plot-vial": "vial {n}",
    "plot-vial-at": "vial {n} at {time}",
}

OF_A_LINE: Final = {
    "line-dated": "{dates}, {days}",
    "line-one-day": "{when}: human normal immunoglobulin, {product} ({mg} mg/mL), intravenous, DOSE {g} g, "
    "VOLUME {ml} mL, {vials}",
    "line-each-day": "{when}: human normal immunoglobulin, {product} ({mg} mg/mL), intravenous, DOSE {g} g each day, "
    "VOLUME {ml} mL, {vials}",
    "line-discard": "DISCARD {g} g ({ml} mL)",
    "line-rate": "RATE {rate}",
    "line-no-rate": "RATE not known",
    "line-whole": "whole course: {course}",
    "line-on-day": "{g} g on {days}",
    "line-on-days": "{g} g daily on {days}",
    "line-then": "{before}, {next}",
    "line-total": "course total {g} g over {days} days, NOT per day",
    "line-verdict": "verdict {verdict}",
    "line-off-label": "off label: {reason}",
}
"""Order lines: each of these texts is read back by ``verify``, in every language."""

OF_CYCLES: Final = {
    "cycles-title": "Cycles: {cycles}",
    "cycles-of": "{count} of {letter}, {interval}",
    "cycles-of-until": "{count} of {letter}, {interval}, begun by {until}",
    "cycles-of-source": "{count} of {letter}, {interval} (source: {printed})",
    "cycles-of-source-until": "{count} of {letter}, {interval} (source: {printed}), begun by {until}",
    "in-all": "{g} g prescribed in {cycles}, {days}, {span}",
    "one-cycle": "1 cycle",
    "many-cycles": "{n} cycles",
    "one-infusion-day": "1 infusion day",
    "many-infusion-days": "{n} infusion days",
    "cycles-given": "{product}: {g} g dispensed, {ml} mL; {vials}",
    "cycles-given-in-part": "{product} in {made} of {cycles}: {g} g dispensed, {ml} mL; {vials}",
    "cycles-sheet": "cycles",
    "head-cycle": "cycle",
    "head-infusion-days": "infusion days",
    "head-rest": "then rest",
    "head-moved": "moved to / given",
    "rest-one-day": "1 day",
    "rest-days": "{n} days",
    "grams-in-all": "{g} g in all",
    "grams-each-day": "{g} g each day",
    "label-in-all": "IN ALL",
    "beyond-one": "cycle {first} is more than the source gives ({printed}).",
    "beyond-many": "cycles {first} to {last} are more than the source gives ({printed}).",
    "on-a-weekend": "begins on a weekend, not moved: {days}.",
    "on-a-weekend-more": "begins on a weekend, not moved: {days} and {n} more.",
    "no-such-day": "no day {n} in that month, its last day instead: {days}.",
}

TEXTS: Final = (
    OF_THE_ORDER | OF_A_SITE | OF_THE_VIALS | OF_A_LINE | OF_A_LADDER | OF_CYCLES | OF_THE_COURSE_SHEET | OF_A_DAY
)

ENGLISH: Final = Locale(
    locale=ENGLISH_TAG,
    language="English",
    decimal=".",
    thousands=NO_BREAK_SPACE,
    dates="{y}-{m}-{d}",
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    reviewed_by="",
    reviewed_on="",
    sheet=TEXTS,
    page={},
    risks={},
    rules={},
    advice={},
    causes={},
    indications={},
    data={},
)
"""Rules, advice, indications and risks are called as the data say; what the page says stands beside it."""

MEASURED_IDS: Final = tuple(text_id for text_id in OF_A_SITE if text_id.startswith("measured-"))
BEYOND_IDS: Final = tuple(text_id for text_id in OF_A_SITE if text_id.startswith("beyond-"))
CHANGED_IDS: Final = ("changed-percent", "changed-months", "no-label-rate")
MAY_BE_EMPTY: Final = ("(?P<of_kg>.+)", "(?P<of_kg>.*)")
"""The hole that is filled only where the dosing weight is above the actual one."""
OWN_LIMIT_IDS: Final = ("own-limit-in-a-day", "own-limit-in-a-course", "own-limit")


def as_filled(
    text: str, text_ids: Iterable[str], texts: Mapping[str, str] = TEXTS
) -> tuple[str, dict[str, str]] | None:
    """From which of some texts with holes, by id, a finished text was made, and what fills the holes; None for none."""
    for text_id in text_ids:
        pattern = HOLE.sub(r"(?P<\1>.+)", re.escape(texts[text_id])).replace(*MAY_BE_EMPTY)
        if found := re.fullmatch(pattern, text):
            return text_id, found.groupdict()
    return None


def filled_in(text: str, text_ids: Iterable[str], lang: Locale) -> str:
    """A finished English text in another language, if it was made from one of some texts; their holes hold figures."""
    found = as_filled(text, text_ids)
    return lang.say(found[0], **{name: lang.restyled(word) for name, word in found[1].items()}) if found else text
