"""The roles of words, by the ids of ``order_words`` in ``data/orders.yaml``, that several modules of the room name."""

from typing import Final

PRODUCT, NEVER = "product", "never"
"""Of the names of preparations, and of words that are known and refuse an order: these are no ids of the data."""

DEADLINE, PAST, LABEL = "deadline", "past", "label"
"""Roles of carriers that are none in some places."""
PAPER: Final = "paper"
"""Of the carriers before which a date may be the day of writing: "order 2026-12-01"."""
IV, BY_VEIN = "iv", "by-vein"
"""Of the carriers that say by what way: the first may be a number, too, as in "course IV"."""
ROUTE: Final = "route"
"""Of words that say so and are shown."""
WAY_OR_EACH: Final = "way-or-each"
"""Of words that say so, or that a dose is that of each infusion: "por infusão"."""
WEIGHT_LABEL, BODY = "weight-label", "body"
"""Of the labels that are those of the body weight, and of the word before some of them."""
NORMAL: Final = "normal"
"""Of the carrier that beside such a label may make it another weight."""
OF_THE_MEDICINE: Final = frozenset(("carrier", IV, NORMAL))
"""Roles of the carriers that are the name of the medicine: "start IVIG: 28 g daily"."""

INFUSION_OF: Final = "infusion-of"
"""Of the carrier that behind a percentage may make it a part of the dose."""
ONE_DOSE_OF: Final = "one-dose-of"
"""Of "one dose of": before the dose of a day it says nothing of it."""
PER_CYCLE: Final = "per-cycle"
"""Of words that say that a dose is that of each cycle."""
TOTAL, TOTAL_OR_NO = "total", "total-or-no"
"""Of words for the dose of all days; of those that beside English words may deny a total: "no total"."""
TOTAL_ALONE, COURSE = "total-alone", "course"
"""Of words for the dose of all days: that beside "for 5 days" may be said of the dose of each day, too; and that may be
the heading of an order."""
ALL_DOSES: Final = "number-of-all-doses"
"""Of so many doses: that they are called all of them."""
DAYS_OF_ONE_COURSE: Final = "days-of-one-course"
"""Of so many days: that they are those of "a 5-day course"."""
TIMES_DAYS, TIMES_DOSES, TIMES_FRACTION = "times-days", "times-doses", "times-fraction-of-week"
TIME_ROLES: Final = frozenset(("for", "days", TIMES_DAYS, "every-days", "every-weeks", "every-months", "lasting-years"))
"""Roles of phrases that count days, weeks, months or years, or say how often."""
MULTIPLIED: Final = frozenset(("times", TIMES_DAYS, TIMES_DOSES, TIMES_FRACTION))
"""Of so many days, or doses, that are multiplied with the dose of each: "x 5 days"."""
BY_INFUSION: Final = "by-daily-infusion"
"""Of words that say how a dose is given on its days, which may be that of each day or of all: "em infusão diária"."""
OF_DAY_OR_INFUSION: Final = "dose-or-infusion-of-day"
"""Of words that say a day, of the dose or of its infusion: "infusão diária"."""
PHASES: Final = frozenset(("induction", "maintenance"))
"""Roles of words that say which part of a treatment an order is."""
UNITS: Final = frozenset(("gram", "milligram", "millilitre", "kilogram"))
"""Roles of units behind a number; "per kg" may stand behind a carrier, as in "0.4 g IVIg/kg"."""

ONE_DAY: Final = "day"
"""The role of words that stand before the number of one infusion day; before several dates it may be either."""
EACH_OF_DAYS: Final = "each-of-days"
"""The role of such words that say that the dose is that of each of these days."""
DAY_LISTS: Final = ("day-list", ONE_DAY, EACH_OF_DAYS)
"""Roles of words behind which the numbers of infusion days stand."""
ON: Final = frozenset(("on", *DAY_LISTS))
"""Before a date these say that it is the day."""
SINCE: Final = "since"
"""Before a date this says that it is the first day; behind a disease it may be the day since when."""
START: Final = "first-day-or-verb"
"""So do these, or they are the verb of an order."""
FIRST_LABEL: Final = "first-day-label"
"""Before a date this is its label; anywhere else it counts a day: "first day 40 g"."""
ONSET: Final = "first-day-or-onset"
"""So do these; anywhere behind a disease it may be the day since when: "com início em"."""
AHEAD: Final = "first-day-ahead"
"""So do these, and they say that it is to be given, also beside "given"."""
FIRST_DAY: Final = ("first-day", AHEAD, FIRST_LABEL, START, SINCE, ONSET)
"""Roles of words behind which the first day stands."""
LAST_DOSE: Final = "last-dose"
UNTIL_OR_LIMIT: Final = "until-or-limit"
"""Before a number that is no date these are a limit: "até 28 g"."""
UNTILS: Final = frozenset(("until", UNTIL_OR_LIMIT, LAST_DOSE))
"""Roles of words before an end date; "last dose" may be the last one that was given, too."""
UNTIL_LABEL: Final = "until-label"
"""The role of words that are an end date only as the label of one."""

VERB, GOES_ON, HEADING, INCLUSIVE = "order-verb", "goes-on", "heading", "inclusive"
"""Of words that say nothing of a dose: that they begin an order, or go on with one; that they are a label; that the
days named are all."""
EACH: Final = "each"
"""Of a word that says "per dose" behind a dose, at a sign or at the end."""
FORM: Final = "form"
"""Of words that say the form of a preparation, beside its name or strength."""

DOSING_WEIGHT, ACTUAL_WEIGHT = "dosing-weight", "actual-weight"
WEIGHT_TIMES: Final = "weight-times"
OF_WEIGHT: Final = frozenset(("weight", WEIGHT_TIMES, "weight-behind", DOSING_WEIGHT, ACTUAL_WEIGHT))
"""Roles of words that stand before or behind a body weight."""
OF_USE: Final = frozenset(("indication",))
"""Roles of words that stand before what an order is for; "for" stands before both."""

IN_VOLUME: Final = "in-volume"
"""The role of words between grams and their volume, which elsewhere say other things: "28 g in 280 mL"."""
AT_STRENGTH: Final = "at-strength"
"""The role of a strength with the word before it: "al 10 %"."""
RATE_OR_DOSE: Final = "rate-or-dose"
"""The role of words that stand before a rate, a dose or a body weight: "at"."""

ROUNDED_TO: Final = frozenset(("rounded", "rounded-down", "rounded-up", "rounded-multiple"))
"""Roles of words behind which the grams stand to which others were rounded."""

FOUR_FIGURES: Final = "clock-figures"
"""The role of words before a time of the day in four figures."""
BY_ACCENT: Final = "clock-by-accent"
"""The role of words that are a time of the day only with their accent."""
HALF_DAY, OF_EACH_DAY = "clock-half", "clock-each-day"
CLOCKS: Final = frozenset(("clock", BY_ACCENT, HALF_DAY, OF_EACH_DAY, FOUR_FIGURES))
"""Roles of times of the day."""

AND_DAY: Final = "and-day"
"""The role of words that right behind a dose for each kg make it that of each day: "g/kg y día"."""
OF_EACH_VIAL: Final = "of-each-vial"
"""The role of words that make grams the size of each vial, before the number of vials: "5 g/vial - 6 vials"."""

OUT_OF_PLACE: Final = {role: role for role in ("until", LAST_DOSE, VERB, "per-kg", TOTAL_OR_NO, OF_EACH_VIAL)} | {
    UNTIL_OR_LIMIT: "until",
    GOES_ON: VERB,
    FIRST_LABEL: "counted-day",
}
"""Roles of words that are read beside others alone, with the id in ``never_read`` of why they are not elsewhere."""
BEFORE_DATE: Final = frozenset((DEADLINE, PAST))
"""Roles of carriers that keep a date behind them from being read; so are called the reasons in ``never_read``."""

NOTHING_ALONE: Final = frozenset(
    ("on", "to", "to-or-at", *UNITS, "for-what", IN_VOLUME, *FIRST_DAY, *OF_WEIGHT, *OF_USE)
) - {FIRST_LABEL}
"""Roles of words that say nothing without the number, the date, the day or the name beside them."""
