"""One preparation's course as a document: the schedule, what it carries, and order lines to paste."""

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce
from itertools import groupby

from ivigcalc.core.answers.infusion import time_cell
from ivigcalc.core.answers.plan import CoursePlan, NoFit, Plan, PlannedDay, ProductPlan
from ivigcalc.core.dosing.course import Course, describe_days
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Missing
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.rule import Verdict
from ivigcalc.core.infusion.day import Infusion
from ivigcalc.core.locale import Locale
from ivigcalc.core.quantity import exact, shown
from ivigcalc.core.selection.assessment import Assessment
from ivigcalc.core.selection.exposure import derived_exposures, sugars
from ivigcalc.core.selection.old_labels import OldLabel
from ivigcalc.report.document import (
    NAMES,
    Block,
    Column,
    Heading,
    Paragraph,
    Rule,
    Table,
    labelled,
    numeric,
    unbroken,
    warning,
    wide,
)
from ivigcalc.report.english import ENGLISH
from ivigcalc.report.shared import labels_of_plan, labels_of_rates
from ivigcalc.report.view.parts import words
from ivigcalc.report.view.parts.blocks import cost_lines, reason_blocks, site_sizes
from ivigcalc.report.view.parts.days import (
    asked_blocks,
    certificate_blocks,
    days_table,
    grouped_days,
    no_fit_blocks,
    on_days,
    uneven_blocks,
)
from ivigcalc.report.view.parts.ladder import ladder_blocks, old_label_blocks, rate_words, table2_blocks


def schedule_blocks(
    plan: Plan, product: ProductPlan, courses: Sequence[Course], catalogue: Catalogue, *, each_day: bool
) -> list[Block]:
    """One preparation: verdict and reasons, then the days of the course chosen, or a line for each of several.

    With ``each_day`` days that are alike have a line each.
    """
    assessment = product.place.assessment
    blocks = [
        *_head(plan, assessment, catalogue),
        *reason_blocks(assessment.reasons),
        *([warning("NO PLAN", product.no_plans.reason)] if product.no_plans else []),
        *asked_blocks(plan.order),
    ]
    plans = [made for made in product.plans if made.course in courses]
    several = [made for made in plans if isinstance(made, CoursePlan) and not made.course.selected]
    if several:
        blocks.append(_courses_table(several))
        hint = f"Dates, rates and order lines: --regimen {several[0].course.letter}"
        blocks += [*(block for made in several for block in uneven_blocks(made)), Paragraph(text=hint)]
    for made in plans:
        if isinstance(made, NoFit):
            blocks += [Heading(text=f"{made.course.letter}  {words.dose_words(made.course)}"), *no_fit_blocks(made)]
        elif made.course.selected:
            blocks += [Paragraph(text=f"{_summary(made)}."), days_table(made, each_day=each_day), *uneven_blocks(made)]
            blocks.append(Paragraph(text=f"Course carries: {carries(assessment.product, made)}."))
            blocks += cost_lines(catalogue.local, assessment.product.id, made)
    return blocks


def _courses_table(plans: Sequence[CoursePlan]) -> Table:
    """A line for each course: what its vials give, and which vials an infusion day takes."""
    columns = (
        NAMES,
        wide("gives"),
        Column(header="vials", accent=True),
        numeric("VOLUME", accent=True),
        Column(header="course total"),
    )
    rows = []
    for made in plans:
        for number, (day, *_) in enumerate(made.alike):
            volume = f"{shown(day.volume_ml)} mL"
            gives = f"{_given(made)} ({_ordered(made)})"
            first = (made.course.letter, gives, words.vials_short(day.vials), volume, _in_all(made))
            rows.append(first if not number else ("", "", words.vials_short(day.vials), volume, ""))
    return Table(columns=columns, rows=tuple(rows), name="VIALS")


def certificates(plan: Plan, product: ProductPlan) -> list[Block]:
    """Why these vials and no others, for each course."""
    from ivigcalc.core.vials.day_certificates import certify  # noqa: PLC0415 - only where it is explained

    made_of = (certify(made.course, made.terms, plan.order.start) for made in product.plans)
    return [block for made in made_of for block in (Rule(), *certificate_blocks(made))]


def _head(plan: Plan, assessment: Assessment, catalogue: Catalogue) -> list[Block]:
    """The preparation: what it is, its verdict, its labels, its vial sizes."""
    product, region = assessment.product, plan.order.region
    verdict = f"Verdict: {words.verdict_words(assessment.verdict)}. Holds: {words.holds(product)}."
    labels = words.age_not_given(assessment.labelled, assessment.labelled_from, region) or "no label read"
    here = assessment.labelled_here or region in assessment.labelled_from
    elsewhere = f"; not {words.region_name(region)}" if region and not here else ""
    lines = [f"{verdict} Labelled for {plan.indication.short}: {labels}{elsewhere}."]
    if own := site_sizes(catalogue.local, product.id):
        lines.append(f"{own}: {', '.join(f'{exact(vial.g)} g' for vial in product.vials)}.")
    elif region is None:
        sizes = ", ".join(f"{exact(vial.g)} g ({words.all_regions(vial.regions)})" for vial in product.vials)
        lines.append(f"Vial sizes of any region: {sizes or 'none found'}.")
    made_of = f"{exact(product.mg_per_ml)} mg/mL, {product.form}, {product.holder.says}"
    return [Heading(text=product.shown, remark=made_of), *(Paragraph(text=line) for line in lines)]


def _given(made: CoursePlan) -> str:
    """``27.5 g daily for 5 days``."""
    course, count = made.course, len(made.days)
    if course.even is None or len(made.alike) > 1:
        return f"{shown(made.given_g, 3)} g in all"
    return f"{shown(made.given_g / count, 3)} g{' daily' if count > 1 else ''} {describe_days(course)}"


def _ordered(made: CoursePlan) -> str:
    """``ordered 28 g, -1.8 %``."""
    course = made.course
    change = shown(made.deviation_percent)
    signed = change if change == "0" else words.signed(made.deviation_percent)
    ordered = course.total if course.even is None or len(made.alike) > 1 else course.even
    return f"ordered {shown(ordered)} g, {signed} %"


def _in_all(made: CoursePlan) -> str:
    """``137.5 g, NOT per day``."""
    return f"{shown(made.given_g, 3)} g{', NOT per day' if len(made.days) > 1 else ''}"


def _summary(made: CoursePlan) -> str:
    """``27.5 g daily for 5 days (ordered 28 g, -1.8 %); course 137.5 g, NOT per day``."""
    given = f"{_given(made)} ({_ordered(made)})"
    return f"{given}; course {shown(made.given_g, 3)} g, NOT per day" if len(made.days) > 1 else given


def _chosen(product: ProductPlan) -> list[CoursePlan]:
    """The plans of the course that was chosen; none while several are shown."""
    return [made for made in product.plans if isinstance(made, CoursePlan) and made.course.selected]


def ladders(plan: Plan, product: ProductPlan, catalogue: Catalogue, *, show_all: bool, explain: bool) -> list[Block]:
    """The rate ladder of each different infusion day, once a course is chosen; explained, with the review's time.

    With either an ordinary ladder that is not for this patient stands, too.
    """
    cell = time_cell(product.place.assessment.product, catalogue)
    blocks: list[Block] = []
    different: dict[Fraction, PlannedDay] = {}
    for day in (day for made in _chosen(product) for day in made.days):
        different.setdefault(day.volume_ml, day)
    said: list[OldLabel] = []
    for day in different.values():
        old = [label for label in labels_of_rates([day.infusion], catalogue) if label not in said]
        said += old
        blocks += [Rule(), Heading(text="INFUSION", remark=f"{shown(day.volume_ml)} mL on {rate_weight(plan, day)}")]
        if isinstance(day.infusion, Infusion):
            blocks += [
                *ladder_blocks(day.infusion, ordinary=show_all or explain, old=old),
                *(table2_blocks(cell) if explain else []),
            ]
        elif day.infusion:
            blocks.append(warning("NO RATE", f"{day.infusion.reason}."))
    others = [label for label in labels_of_plan(plan, catalogue) if label not in said]
    return [*blocks, *old_label_blocks(others)]


def rate_weight(plan: Plan, day: PlannedDay, lang: Locale = ENGLISH) -> str:
    """The weight that the rate is for."""
    if not isinstance(day.infusion, Infusion):
        return f"{plan.order.rate_weight} weight"
    if day.infusion.flat:
        return lang.say("weight-any")
    return lang.say(f"weight-{plan.order.rate_weight}", kg=lang.shown(day.infusion.basis.weight_kg))


def carries(product: Product, made: CoursePlan, lang: Locale = ENGLISH) -> str:
    """What the grams given carry, by labelled maxima."""
    carried, named = made.exposure, [lang.say(f"sugar-{sugar}") for sugar in sorted(sugars(product))]
    sugar = lang.joined(named) or lang.say("sugar")
    no_sugar, derived = lang.say("carries-no-sugar"), derived_exposures(product, made.region)

    def marked(name: str, says: str) -> str:
        return lang.say("derived", says=says) if name in derived else says

    parts = (
        marked("iga_mg", _up_to("carries-iga", carried.iga_mg, 2, lang)),
        marked("sodium_mmol", _up_to("carries-sodium", carried.sodium_mmol, 1, lang)),
        no_sugar
        if carried.sugar_g == 0
        else marked("sugar_g", _up_to("carries-sugar", carried.sugar_g, 1, lang, sugar)),
        f"{lang.shown(made.volume_ml)} mL",
    )
    return ", ".join(parts)


def _up_to(what: str, value: Fraction | None, places: int, lang: Locale, sugar: str = "") -> str:
    if value is None:
        return lang.say(f"{what}-unknown", sugar=sugar)
    return lang.say(what, x=lang.shown(value, places), sugar=sugar)


def order_lines(plan: Plan, product: ProductPlan, *, each_day: bool, lang: Locale = ENGLISH) -> list[Block]:
    """A line to paste for each infusion day, or for days that are alike; none while no course is chosen.

    In another language each line says the same, and its dates stay as they are: no order of day and month is misread.
    """
    assessment = product.place.assessment
    judged, reason = words.verdict_words(assessment.verdict, lang), plan.order.off_label_reason
    marks = [] if assessment.verdict is Verdict.SUITABLE else [lang.say("line-verdict", verdict=judged)]
    marks += [lang.say("line-off-label", reason=reason)] if reason else []
    tail = "".join(f"; {mark}" for mark in marks)
    lines = [
        Paragraph(text=f"{_order_line(assessment.product, made, days, lang)}{tail}")
        for made in _chosen(product)
        for days in grouped_days(made, each_day=each_day)
    ]
    infusions = (day.infusion for made in _chosen(product) for day in made.days)
    reasons = dict.fromkeys(infusion.reason for infusion in infusions if isinstance(infusion, Missing))
    why = labelled(("RATE not known", reason) for reason in reasons)
    pasted = f"to paste, the first of {len(plan.repeat.starts)} cycles" if plan.repeat else "to paste"
    remark = pasted if lang.is_english else f"{pasted}, {lang.language}. {lang.review}"
    return [Rule(), Heading(text="ORDER LINES", remark=remark), *lines, *why] if lines else []


def _whole_course(made: CoursePlan, lang: Locale) -> str:
    """``30 g on day 1, 27.5 g daily on days 2 to 5``: what an order line of some of the days says of all of them."""
    said = []
    for grams, days in groupby(made.days, key=lambda day: day.vials.given_g):
        numbers = [day.day for day in days]
        text = "line-on-days" if len(numbers) > 1 else "line-on-day"
        said.append(lang.say(text, g=lang.shown(grams, 3), days=on_days(numbers, lang)))
    return reduce(lambda before, behind: lang.say("line-then", before=before, next=behind), said)


def _order_line(product: Product, made: CoursePlan, days: Sequence[PlannedDay], lang: Locale) -> str:
    """An order line: what is given on some days, at which rate, and the whole course."""
    first, last = days[0], days[-1]
    numbers, dates = on_days([day.day for day in days], lang), [f"{day.date:%Y-%m-%d}" for day in days if day.date]
    when = dates[0] if len(dates) == 1 else lang.say("span", first=dates[0], last=dates[-1]) if dates else ""
    filled = {
        "when": lang.say("line-dated", dates=when, days=numbers) if when else numbers,
        "product": unbroken(product.shown),
        "mg": lang.exact(product.mg_per_ml),
        "g": lang.shown(first.vials.given_g, 3),
        "ml": lang.shown(first.volume_ml),
        "vials": words.vials_long(first.vials, lang),
    }
    parts = [lang.say("line-each-day" if last is not first else "line-one-day", **filled)]
    if rest := first.vials.discarded_g:
        rest_ml = lang.shown(rest * 1000 / Fraction(product.mg_per_ml))
        parts.append(lang.say("line-discard", g=lang.shown(rest, 3), ml=rest_ml))
    if first.infusion:
        known = isinstance(first.infusion, Infusion) and rate_words(first.infusion, lang)
        parts.append(lang.say("line-rate", rate=known) if known else lang.say("line-no-rate"))
    count = len(made.days)
    whole = [lang.say("line-whole", course=_whole_course(made, lang))] if len(days) < count else []
    total = [lang.say("line-total", g=lang.shown(made.given_g, 3), days=count)] if count > 1 else []
    return "; ".join([", ".join(parts), *whole, *total])
