"""Words for regions, weights, doses, vials and verdicts: the same thing reads the same on every screen."""

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from ivigcalc.core.answers.plan import NoFit
from ivigcalc.core.dosing.course import Course, Ends
from ivigcalc.core.dosing.weight import DosingWeight
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import ASKABLE, STANDING_WORDS, Region, Standing
from ivigcalc.core.facts.indication import Indication, Interval, Status
from ivigcalc.core.facts.product import Product, SugarKind
from ivigcalc.core.facts.rule import Verdict
from ivigcalc.core.facts.weight_policy import ACTUAL
from ivigcalc.core.locale import Locale
from ivigcalc.core.quantity import shown
from ivigcalc.core.request.order import Objective, Order, Rounding, Scope
from ivigcalc.core.request.patient import Patient
from ivigcalc.core.safety.alerts import DerivedCondition
from ivigcalc.core.selection.exposure import LabelledLimit, Value, sodium_mmol_per_g, sugars
from ivigcalc.core.selection.ranking import PlacedProduct
from ivigcalc.core.vials.totals import Combination, Unreachable, UnreachableCourse
from ivigcalc.report.english import ENGLISH

FEW_LETTERS, MANY_LETTERS = 26, 40
"""Of an interval, so that a dose and its interval stand on one line."""

CHILDREN = frozenset({"child", "small-without-age"})
"""Conditions of a patient to whom nothing is offered that is for adults."""
SUPPORT_WORDS = {
    Status.LABEL: "Label",
    Status.GUIDELINE: "Guideline",
    Status.OPTION: "Option",
    Status.TRIAL_ONLY: "Trials only",
    Status.NOT_SUPPORTED: "Not supported",
    Status.NOT_SUPPORTED_EXCEPT: "Not supported, except {exception}",
}
WORD_WITH_MARK = re.compile(rf"\S+(?:{'|'.join(map(re.escape, STANDING_WORDS.values()))})?")
ADVICE_TIMES = ("before", "during", "after", "later")
ADVICE_ABOUT = {"known": "what is known of adverse effects", "reassess": "when to judge the effect"}
HIGH_SODIUM_MMOL_PER_G = 1
"""From this much on, the column of what a preparation holds says SODIUM. No verdict rests on it."""


def asked_regions(regions: Collection[Region], asked: Region | None = None) -> str:
    """Only the regions that every list names, and the one asked for, in capitals."""
    named = (*ASKABLE, asked) if asked and asked not in ASKABLE else ASKABLE
    return " ".join(region.upper() for region in named if region in regions)


def regions_at_age(
    labelled: Collection[Region], labelled_from: Mapping[Region, Decimal], asked: Region | None = None
) -> str:
    """The regions of a label, and those whose label begins at an age, in years, not given: "EU BR; US from 18"."""
    parts = [asked_regions(labelled, asked)]
    for years in sorted({*labelled_from.values()}):
        regions = asked_regions([region for region, age in labelled_from.items() if age == years], asked)
        parts.append(regions and f"{regions} from {shown(years, 2)}")
    return "; ".join(filter(None, parts))


def age_not_given(labelled: Collection[Region], labelled_from: Mapping[Region, Decimal], asked: Region | None) -> str:
    """The same in full: "EU BR; US from 18 years, no age given"."""
    text, known = regions_at_age(labelled, labelled_from, asked), asked_regions(labelled, asked)
    return text if text == known else f"{text} years, no age given"


def all_regions(regions: Collection[Region]) -> str:
    """Regions in capitals, those that every list names first; "" for none."""
    others = (region.upper() for region in regions if region not in ASKABLE)
    return " ".join([asked_regions(regions), *others]).strip()


def unranked(risks: Sequence[str], derived: Sequence[DerivedCondition], patient: Patient) -> str:
    """Why the order is by market and label: nothing was given, or nothing that ranks."""
    checked = sorted({*risks, *patient.factors, *(follows.condition for follows in derived)})
    if checked:
        return f"By market and label: checked for {', '.join(checked)}; nothing ranks"
    return "By market and label: no risk given"


def region_name(region: Region | None, lang: Locale = ENGLISH) -> str:
    """A region in words; "any" where none was asked for."""
    known = f"region-{region or 'any'}"
    return lang.say(known) if known in lang.sheet or region is None else region.upper()


def region_names(codes: str, lang: Locale) -> str:
    """Regions in codes, as ``US/EU``, by their names in the language; in English as they are."""
    if lang.is_english:
        return codes
    return re.sub(r"[A-Z]{2}", lambda code: region_name(Region(code[0].lower()), lang), codes)


def holds(product: Product) -> str:
    """What a pharmacist looks for besides IgG: the sugar, proline, much sodium."""
    content = [str(sugar) for sugar in sorted(sugars(product))]
    if any(entry.patient == "proline" for entry in product.contraindications):
        content.append("proline")
    sodium = sodium_mmol_per_g(product)
    if isinstance(sodium, LabelledLimit) and sodium.value >= HIGH_SODIUM_MMOL_PER_G:
        content.append("SODIUM")
    no_sugar = any(sugar.kind is SugarKind.NONE and sugar.standing.drives for sugar in product.sugar)
    return ", ".join(content) or ("no sugar" if no_sugar else "sugar?")


def support_words(
    indication: Indication, labelled: Collection[Region], labelled_from: Mapping[Region, Decimal], asked: Region | None
) -> str:
    """How well a use is supported: on which labels it stands, line of therapy, class of evidence, who is eligible."""
    labels = age_not_given(labelled, labelled_from, asked)
    standing = SUPPORT_WORDS[indication.status].format(exception=indication.exception)
    if indication.status is not Status.LABEL:
        standing += f", label {labels}" if labels else ", no label read"
    elif labels:
        standing += f" {labels}"
    more = f" {sentence(indication.support.says)}." if indication.support else ""
    return f"{standing}.{more}"


def sentence(text: str) -> str:
    """A text that begins with a capital."""
    return text[:1].upper() + text[1:]


def advice_about(about: Collection[str]) -> str:
    """What standing advice is about: "during and after; when to judge the effect"."""
    *first, last = [when for when in ADVICE_TIMES if when in about] or [""]
    times = f"{', '.join(first)} and {last}" if first else last
    return "; ".join(filter(None, [times, *(said for one, said in ADVICE_ABOUT.items() if one in about)]))


def weight_words(weight: DosingWeight) -> str:
    """The dosing weight, the weight it is, and for a policy other than actual weight its name and why."""
    if weight.needs:
        return f"no dosing weight: {weight.not_known}."
    why = "" if weight.policy == ACTUAL else f" {weight.policy}: {weight.why}."
    return f"Dosing weight {shown(weight.kg)} kg ({weight.basis}).{why}"


def vials_short(made: Combination, lang: Locale = ENGLISH) -> str:
    """The vials of a day by size in g, in short: ``20+5+2.5`` or ``2x30+10``."""
    return "+".join(
        f"{vial.count}x{lang.shown(vial.size_g, 3)}" if vial.count > 1 else lang.shown(vial.size_g, 3)
        for vial in made.vials
    )


def nearest_words(nearest: Unreachable | UnreachableCourse) -> str:
    """Where no whole-vial total is near enough: the nearest below and above."""
    if isinstance(nearest, UnreachableCourse) and not nearest.decided:
        return "not decided"
    why = "more than is left in stock" if isinstance(nearest, Unreachable) and nearest.short else "no fit"
    return f"{why}; nearest {' or '.join(f'{grams} g' for grams in nearest_grams(nearest)) or 'nothing'}"


def nearest_grams(nearest: Unreachable | UnreachableCourse) -> list[str]:
    """The nearest totals below and above, in g."""
    return [shown(grams, 3) for grams in (nearest.below_g, nearest.above_g) if grams is not None]


def unfit_words(made: NoFit) -> dict[Fraction, str]:
    """For each amount in g without vials, the nearest on its first such day; from a stock, which day that is."""
    words: dict[Fraction, str] = {}
    for day, nearest in made.days:
        which = f"day {day.day}: " if nearest.short and len(made.course.days) > 1 else ""
        words.setdefault(day.grams, which + nearest_words(nearest))
    return words


def vials_long(made: Combination, lang: Locale = ENGLISH) -> str:
    """The vials of a day by size: ``1 x 20 g + 1 x 5 g``."""
    return " + ".join(f"{vial.count} x {lang.shown(vial.size_g, 3)} g" for vial in made.vials)


def dose_words(course: Course, lang: Locale = ENGLISH) -> str:
    """Grams per infusion day, then the days: ``28 g daily for 5 days``, ``70 g on 1 day``."""
    if course.ends and not course.days:
        over = f" over {course.ends.over_days} days" if course.ends.over_days > 1 else ""
        return f"{range_per_kg_words(course.ends) if course.in_g_per_kg else range_words(course.ends)}{over}"
    if course.even is not None:
        amount = amount_words(course, course.even, lang)
        days = len(course.days)
        return lang.say("dose-on-one-day" if days == 1 else "dose-daily", amount=amount, days=days)
    doses = ((amount_words(course, day.grams, lang), day.day) for day in course.days)
    return ", ".join(lang.say("dose-on-day", amount=amount, day=day) for amount, day in doses)


def amount_words(course: Course, grams: Fraction, lang: Locale = ENGLISH) -> str:
    """An amount of a course in grams; where the dosing weight is not known, in g per kg."""
    return f"{lang.shown(grams, 3)} g/kg" if course.in_g_per_kg else f"{few_grams(grams, lang)} g"


def few_grams(grams: Fraction, lang: Locale = ENGLISH) -> str:
    """Grams with one decimal; below one gram, where a dose is a mistake to be seen as it was written, to the mg."""
    return lang.shown(grams, 1 if abs(grams) >= 1 else 3)


def interval_words(interval: Interval) -> str:
    """How often a course is repeated: in the source's words where they are few, else the figures alone."""
    low, high, unit = interval.low, interval.high, interval.unit
    if low is None or high is None:
        return interval.says if len(interval.says) <= MANY_LETTERS else "at intervals (--all)"
    if len(interval.says) <= FEW_LETTERS:
        return interval.says
    if low == high:
        return {1: f"every {unit.removesuffix('s')}"}.get(low, f"every {low} {unit}")
    return f"every {low} to {high} {unit}"


def range_words(ends: Ends) -> str:
    """The grams of a range: ``28 to 70 g per day``."""
    return f"{shown(ends.low_g)} to {shown(ends.high_g)} g{'' if ends.per == 'dose' else f' per {ends.per}'}"


def range_per_kg_words(ends: Ends) -> str:
    """g/kg of a range."""
    return f"{shown(ends.low_g_per_kg, 3)} to {shown(ends.high_g_per_kg, 3)} g/kg"


def total_words(course: Course, lang: Locale = ENGLISH) -> str:
    """The course total, which is never a daily dose."""
    if not course.days:
        return ""
    amount = amount_words(course, course.total, lang)
    return amount if len(course.days) == 1 else lang.say("total", amount=amount)


def per_kg_words(course: Course, weight_kg: Fraction, lang: Locale = ENGLISH) -> str:
    """g/kg of each infusion day; in all where the days differ."""
    if not course.days and course.ends:
        return range_per_kg_words(course.ends)
    if course.even is None:
        return lang.say("per-kg-in-all", g=lang.shown(course.total / weight_kg, 3))
    return lang.say("per-kg-daily" if len(course.days) > 1 else "per-kg", g=lang.shown(course.even / weight_kg, 3))


def value_words(value: Value, unit: str, places: int = 2) -> str:
    """A limit with its unit, or "unknown" with what is known."""
    if isinstance(value, LabelledLimit):
        where = "/".join(region.upper() for region in value.fact.regions)
        mark = f" ({where})" if where and value.borrowed else ""
        derived = " d" if value.fact.standing is Standing.DERIVED else ""
        return f"{shown(value.value, places)} {unit}".strip() + derived + mark
    return f"unknown ({value.known})" if value.known else "unknown"


def remark(text: str) -> str:
    """A remark in brackets, behind what it is about; "" for none."""
    return f" ({text})" if text else ""


def signed(value: Fraction | Decimal, places: int = 1) -> str:
    """A difference, with its sign."""
    return f"{'+' if value > 0 else ''}{shown(value, places)}"


def rank(place: PlacedProduct) -> str:
    """The number of a preparation in the order, with ``=`` where it shares it; ``-`` for none."""
    return "-" if place.position is None else f"{place.position}{'=' if place.tied else ''}"


def verdict_words(verdict: Verdict, lang: Locale = ENGLISH) -> str:
    """The verdict; what must not be overlooked in capitals."""
    return lang.say(f"verdict-{verdict}")


def one_text(texts: Sequence[str]) -> str:
    """Texts of one rule as one, with the figure of each where they differ; a mark belongs to its figure."""
    split = [WORD_WITH_MARK.findall(text) for text in texts]
    if len({len(parts) for parts in split}) > 1:
        return "; ".join(dict.fromkeys(texts))
    return " ".join(column[0] if len({*column}) == 1 else ", ".join(column) for column in zip(*split, strict=True))


def rounding_words(order: Order, catalogue: Catalogue) -> str:
    """The rounding rule in words, with the tolerances of the data."""
    near = shown(catalogue.rules.constant("rounding-tolerance"))
    wide = shown(catalogue.rules.constant("rounding-tolerance-wide"))
    least = "the lowest price" if order.objective is Objective.COST else "the fewest vials"
    sides = {Rounding.DOWN: ", never above the prescribed grams", Rounding.UP: ", never below the prescribed grams"}
    side = sides.get(order.rounding, "")
    if order.scope is Scope.COURSE:
        days = f"the most even days, none more than {wide} % above its own grams, then {least}"
        return f"the nearest course total within {wide} %{side}, then {days}"
    if order.rounding is Rounding.EXACT:
        first = "the fewest grams" if order.objective is Objective.GRAMS else least
        return f"the prescribed grams are given; {first} that cover them are opened"
    if order.objective is Objective.GRAMS:
        return f"the nearest within {wide} %{side}, then the fewest vials"
    if side:
        return f"as nearest ({near} %, else {wide} %){side}"
    return f"within {near} % of the day {least}, then the nearest; else the nearest within {wide} %"
