"""The days of a course with their vials, why a day has none, their certificate; and the arithmetic of an answer."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ivigcalc.core.answers.plan import CoursePlan, NoFit, Plan, PlannedDay, ProductCycles, ProductPlan, Working
from ivigcalc.core.answers.working import plan_working
from ivigcalc.core.dosing.course import day_spans, days_words
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Missing
from ivigcalc.core.facts.rule import Verdict
from ivigcalc.core.infusion.day import Infusion
from ivigcalc.core.locale import Locale
from ivigcalc.core.quantity import shown
from ivigcalc.core.request.order import Lot, Objective, Order, Rounding, Scope
from ivigcalc.core.vials.course import vials_fit_every_day
from ivigcalc.report.document import Block, Column, Gap, Heading, Paragraph, Table, numeric, warning, wide
from ivigcalc.report.english import ENGLISH
from ivigcalc.report.shared import cited, hours_and_minutes, limits_of
from ivigcalc.report.view.parts import words
from ivigcalc.report.view.parts.blocks import sources_blocks
from ivigcalc.report.view.parts.product_list import order_blocks
from ivigcalc.report.view.parts.words import rounding_words

if TYPE_CHECKING:
    from ivigcalc.core.answers.supply.alternatives import Alternatives
    from ivigcalc.core.vials.certificate import Certificate, Nearest


CHOSEN_BY = {
    Rounding.NEAREST: "nearest",
    Rounding.DOWN: "not above",
    Rounding.UP: "not below",
    Rounding.EXACT: "to cover the dose",
}

OBJECTIVES = {
    Objective.GRAMS: "the nearest grams, then the fewest vials (--objective grams)",
    Objective.COST: "the lowest price, then the fewest vials (--objective cost)",
}


def grouped_days(made: CoursePlan, *, each_day: bool) -> list[list[PlannedDay]]:
    """The infusion days; without ``each_day`` those that follow each other and are alike in one group."""
    groups: list[list[PlannedDay]] = []
    for day in made.days:
        last = groups[-1][-1] if groups else None
        alike = last is not None and day._replace(day=0, date=None) == last._replace(day=0, date=None)
        if alike and last is not None and last.day + 1 == day.day and not each_day:
            groups[-1].append(day)
        else:
            groups.append([day])
    return groups


def days_table(made: CoursePlan, *, each_day: bool = True) -> Table:
    """The infusion days: DOSE, vials and VOLUME, the date where it is known, and how long a day's infusion takes."""
    groups = grouped_days(made, each_day=each_day)
    date = [Column(header="date")] if any(day.date for day in made.days) else []
    time = [numeric("time", accent=True)] if any(isinstance(day.infusion, Infusion) for day in made.days) else []
    day = Column(header="day" if len(groups) == len(made.days) else "days")
    columns = (day, *date, numeric("DOSE", accent=True), wide(_rule(made)), numeric("VOLUME", accent=True), *time)
    return Table(columns=columns, rows=tuple(_row(days, timed=bool(time)) for days in groups))


def _rule(made: CoursePlan) -> str:
    """By which rule the vials of each day were chosen, as the heading of their column."""
    return "vials" if made.terms.scope is Scope.COURSE else f"vials, {CHOSEN_BY[made.terms.rounding]}"


def _dates(first: PlannedDay, last: PlannedDay) -> str:
    """The date of a day with its weekday, or of several days."""
    return f"{first.date:%Y-%m-%d %a}" if first is last else f"{first.date:%Y-%m-%d} to {last.date:%Y-%m-%d}"


def time_cell(infusion: Infusion | Missing | None, lang: Locale = ENGLISH) -> str:
    """How long an infusion day takes, or that it was not worked out."""
    if not isinstance(infusion, Infusion):
        return lang.say("no-rate")
    return lang.say("not-worked-out") if infusion.without_figure else hours_and_minutes(infusion.whole_minutes)


def _row(days: Sequence[PlannedDay], *, timed: bool) -> tuple[str, ...]:
    first, last = days[0], days[-1]
    left = f" ({shown(first.vials.discarded_g, 3)} g left over)" if first.vials.discarded_g else ""
    return (
        str(first.day) if first is last else f"{first.day} to {last.day}",
        *([_dates(first, last)] if first.date else []),
        f"{shown(first.vials.given_g, 3)} g",
        (", ".join(map(lot_words, first.lots)) or words.vials_long(first.vials)) + left,
        f"{shown(first.volume_ml)} mL",
        *([time_cell(first.infusion)] if timed else []),
    )


def lot_words(lot: Lot, lang: Locale = ENGLISH) -> str:
    """``2 x 10 g lot A7 (to 2026-12-31)``."""
    vials = f"{lot.count} x {lang.shown(lot.size_g, 3)} g"
    if lot.expiry:
        return lang.say("lot-to" if lot.name else "vials-to", vials=vials, name=lot.name, date=lang.day(lot.expiry))
    return lang.say("lot", vials=vials, name=lot.name) if lot.name else vials


def asked_blocks(asked: Order) -> list[Block]:
    """What was asked of the vials, where it is not the usual."""
    said = []
    if asked.scope is Scope.COURSE:
        said.append("the course total is rounded and spread over the days (--round-scope course)")
    if asked.objective in OBJECTIVES:
        said.append(OBJECTIVES[asked.objective])
    if asked.stock:
        sold = f" in sizes sold in {words.region_name(asked.region)}" if asked.region else ""
        said.append(f"only vials of {asked.stock.file}{sold}, none after its expiry")
    return [Paragraph(label="VIALS", text=f"{'; '.join(said)}.")] if said else []


def uneven_blocks(made: CoursePlan, lang: Locale = ENGLISH) -> list[Block]:
    """Where days that are prescribed alike come out uneven: which, and that they should have dates."""
    days_of: dict[Fraction, list[int]] = {}
    for day in made.days:
        days_of.setdefault(day.vials.given_g, []).append(day.day)
    if made.course.even is None or len(days_of) == 1:
        return []
    each = ((lang.shown(grams, 3), on_days(days, lang)) for grams, days in days_of.items())
    text = ", ".join(lang.say("uneven-on", g=grams, days=days) for grams, days in each)
    dated = "uneven" if made.days[0].date else "uneven-undated"
    return [warning(lang.say("label-uneven"), lang.say(dated, days=text))]


def on_days(days: Sequence[int], lang: Locale) -> str:
    """Numbers of infusion days: ``day 4``, ``days 1 to 3 and 5``."""
    spans = day_spans(days)
    parts = [str(first) if first == last else lang.say("span", first=first, last=last) for first, last in spans]
    if len(days) == 1:
        return lang.say("one-day", n=parts[0])
    named = lang.say("and", one=", ".join(parts[:-1]), other=parts[-1]) if len(parts) > 1 else parts[0]
    return lang.say("several-days", days=named)


def no_fit_blocks(made: NoFit) -> list[Block]:
    """The nearest that whole vials can make."""
    if made.whole is not None:
        nearest = f"{words.nearest_words(made.whole)} ({made.whole.why})"
        return [warning("NO VIALS", f"{shown(made.course.total)} g in the course: {nearest}")]
    blocks: list[Block] = [
        warning("NO VIALS", f"{shown(grams)} g: {text}") for grams, text in words.unfit_words(made).items()
    ]
    if any(nearest.short for _, nearest in made.days) and len(made.course.days) > 1:
        days = days_words(day.day for day, _ in made.days)
        way = ", each by itself. --round-scope course lets days differ more" if whole_helps(made) else ""
        text = f"the stock does not do for {days}{way}."
        blocks.append(warning("STOCK", text))
    return blocks


def why_no_vials(planned: ProductPlan, cycles: ProductCycles | None) -> list[str]:
    """Why a preparation cannot be given for the course asked for: each contraindication, or what is nearest."""
    assessment = planned.place.assessment
    name = assessment.product.shown
    barred = [one.text for one in assessment.reasons if one.verdict is Verdict.CONTRAINDICATED]
    if planned.no_plans:
        return [f"{name}: contraindicated: {text}" for text in barred] or [f"{name}: {planned.no_plans.reason}"]
    unmade = cycles.short if cycles else planned.plans[0]
    cycle = f"cycle {len(cycles.made) + 1}: " if cycles and cycles.made else ""
    if isinstance(unmade, Missing):
        return [f"{name}: {cycle}{unmade.reason}"]
    if not isinstance(unmade, NoFit):
        return []
    if unmade.whole is not None:
        nearest = f"{words.nearest_words(unmade.whole)} ({unmade.whole.why})"
        return [f"{name}: {cycle}{shown(unmade.course.total)} g in the course: {nearest}"]
    return [f"{name}: {cycle}{shown(grams)} g: {text}" for grams, text in words.unfit_words(unmade).items()]


PART_OF_A_VIAL: Final = "--round exact (part of a vial)"
"""What to type where that helps."""


def exact_helps(made: NoFit) -> bool:
    """Whether a part of a vial makes up what whole vials do not."""
    exactly = made.terms.replaced(rounding=Rounding.EXACT)
    return made.terms.rounds_each_day and vials_fit_every_day(made.course, exactly, made.start)


def exact_helps_all(plan: Plan) -> bool:
    """Whether no preparation makes up whole vials, and part of a vial could be asked for."""
    made = [course_plan for product in plan.products for course_plan in product.plans]
    unmade = [one for one in made if isinstance(one, NoFit)]
    return len(unmade) == len(made) and any(map(exact_helps, unmade))


def whole_helps(made: NoFit) -> bool:
    """Whether the course can be made up rounded as a whole where its days cannot."""
    asked = made.terms
    return asked.rounds_each_day and vials_fit_every_day(made.course, asked.replaced(scope=Scope.COURSE), made.start)


def certificate_blocks(certificates: "Iterable[Certificate]") -> list[Block]:
    """Why these vials and no others, so that it can be checked by hand."""
    blocks: list[Block] = []
    for certificate in certificates:
        what = "the course" if certificate.whole else days_words(certificate.days)
        blocks += [
            Heading(text="CERTIFICATE", remark=f"{what}: {shown(certificate.prescribed_g, 3)} g"),
            _nearest("BELOW", certificate.below),
            *([_nearest("ABOVE", certificate.above)] if certificate.above != certificate.below else []),
            *(Paragraph(label=f"{number}.", text=f"{line}.") for number, line in enumerate(certificate.lines, start=1)),
        ]
    return blocks


def _nearest(label: str, nearest: "Nearest | None") -> Paragraph:
    made = f"{shown(nearest.total_g, 3)} g: {nearest.why or 'taken'}." if nearest else "no total can be made."
    return Paragraph(label=label, text=made)


WORKING = (wide("step"), wide("formula"), numeric("value"), Column(header="source"))


def working_blocks(steps: Iterable[Working]) -> list[Block]:
    """The arithmetic of an answer, a step a line; what several are about stands once, above them.

    Below stands how what is rounded on the way is rounded.
    """
    rows, known = list[tuple[str, ...]](), ""
    rounded: dict[str, dict[str, None]] = {}
    for one in steps:
        before, colon, after = one.step.partition(": ")
        about, name = (before, after) if colon else ("", before)
        if about and about != known:
            rows.append((f"{about}:", "", "", ""))
        known = about
        rows.append((name, one.formula, f"{shown(one.value, 2)} {one.unit}", one.source))
        rounded.setdefault(one.rounding, {})[name] = None
    said = [f"Rounded {how}: {', '.join(names)}." for how, names in rounded.items() if how]
    return [Table(columns=WORKING, rows=tuple(rows)), *(Paragraph(text=text) for text in said)]


def explained_plan(
    plan: Plan, catalogue: Catalogue, listed: Sequence[ProductPlan], in_place: "Alternatives | None"
) -> list[Block]:
    """The arithmetic, the vials and places of the preparations ``listed``, regimens with sources, the documents."""
    steps = [*plan_working(plan, catalogue, listed)]
    if in_place:
        from ivigcalc.core.answers.supply.alternatives import compared_working  # noqa: PLC0415 - only for a stock

        for one in (*in_place.ordered, *in_place.offered):
            steps += compared_working(one, in_place.course, plan.order.region, catalogue)
    used = [step.source for step in steps if step.source]
    said = (plan.alerts, catalogue.rules.advice, plan.indication.reassess, plan.indication.sentences)
    used += cited(plan.courses, *said, limits_of(plan))
    places = [product.place for product in plan.products]
    return [
        Heading(text="WORKING"),
        *working_blocks(steps),
        Gap(),
        *order_blocks(places, plan.situation, catalogue, [product.place for product in listed]),
        Gap(),
        Heading(text="REGIMENS AND THEIR SOURCES"),
        *(
            Paragraph(
                label=course.letter,
                text=f"{course.basis} [{', '.join(course.sources)}]" if course.sources else course.basis,
            )
            for course in plan.courses
        ),
        Gap(),
        Paragraph(text=f"Rounding {plan.order.rounding}: {rounding_words(plan.order, catalogue)}."),
        Gap(),
        *sources_blocks(catalogue, used),
        Gap(),
    ]
