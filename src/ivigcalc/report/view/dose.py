"""The answer to ``dose`` as a document."""

from collections.abc import Sequence
from fractions import Fraction

from ivigcalc.core.catalogue import Catalogue
from ivigcalc.core.order import Rounding
from ivigcalc.core.plan import CoursePlan, Plan, PlannedDay, ProductPlan
from ivigcalc.core.quantity import exact, plain, shown
from ivigcalc.core.regimen import Course, describe_days
from ivigcalc.core.vials import Combination
from ivigcalc.report.document import Block, Column, Document, Gap, Heading, Paragraph, Table, Weight
from ivigcalc.report.view import words

FIRST_SCREEN = 8
"""Preparations on the first screen; the rest by ``--all`` or ``--product``."""

MOST_AMOUNTS = 2
"""Day amounts with their own column of vials; the rest by ``--regimen``."""


def dose_document(plan: Plan, catalogue: Catalogue, *, show_all: bool, explain: bool) -> Document:
    """A plan as a document: dose, vials (or one preparation in full), alerts, what to do next."""
    chosen = bool(plan.order.products) and len(plan.products) == 1
    blocks: list[Block] = [*_head(plan), Gap(), *_doses(plan), Gap()]
    blocks += _one_product(plan, plan.products[0]) if chosen else _products(plan, show_all=show_all)
    blocks += [words.alert_paragraph(alert) for alert in plan.alerts]
    blocks += [Paragraph(label="NOTE", text=f"{caution.says}.") for caution in plan.indication.cautions[:2]]
    blocks += [Paragraph(label="CONFLICT", text=f"{conflict.says}.") for conflict in plan.indication.conflicts[:1]]
    if explain:
        blocks += [Gap(), *_explanation(plan, catalogue)]
    blocks += [Gap(), *_next(plan, chosen=chosen, explain=explain), Paragraph(text=words.versions(catalogue), weight=Weight.QUIET)]
    return Document(blocks=tuple(blocks))


def _head(plan: Plan) -> list[Block]:
    indication, patient, weight = plan.indication, plan.patient, plan.dosing_weight
    labelled = {region for product in plan.products for region in product.place.assessment.labelled}
    label = words.regions(tuple(sorted(labelled))) or "none read"
    height = "" if patient.height_cm is not None else " No height given: obesity not checked."
    blocks: list[Block] = [
        Heading(text=indication.short, remark=f"{indication.name}"),
        Paragraph(text=f"Support: {indication.status}. Labels with this indication: {label}."),
        Paragraph(text=f"Dosing weight {shown(weight.kg)} kg ({weight.basis}).{height}"),
    ]
    blocks += [Paragraph(label="READ", text=echo) for echo in patient.echoes]
    blocks += [Paragraph(label="RISK", text=f"{derived.condition}: {derived.text}.") for derived in plan.derived]
    if plan.order.off_label_reason:
        blocks.append(Paragraph(label="OFF LABEL", text=plan.order.off_label_reason, weight=Weight.WARNING))
    return blocks


def _dose_row(plan: Plan, course: Course) -> tuple[str, ...]:
    interval = f" {course.interval.says}" if course.interval else ""
    total = words.total_words(course) or f'no single dose: --regimen {course.letter} --per-day "..."'
    return (course.letter, f"{words.dose_words(course)}{interval}", words.per_kg_words(course, plan.dosing_weight.kg), total)


def _doses(plan: Plan) -> list[Block]:
    blocks: list[Block] = [Heading(text="DOSE", remark="human normal immunoglobulin, intravenous")]
    phases = list(dict.fromkeys(course.phase for course in plan.courses))
    for phase in phases:
        of_phase = [course for course in plan.courses if course.phase is phase]
        title = "as ordered" if of_phase[0].typed else str(phase)
        columns = (
            Column(header="", strong=True),
            Column(header=title, wraps=True, strong=True),
            Column(header="per kg"),
            Column(header="course total", wraps=True),
        )
        blocks.append(Table(columns=columns, rows=tuple(_dose_row(plan, course) for course in of_phase)))
        spread: dict[str, list[Course]] = {}
        for course in of_phase:
            if course.split_range and not plan.order.days:
                spread.setdefault(course.regimen, []).append(course)
        for group in spread.values():
            low, high = group[0].split_range or (0, 0)
            if {len(course.days) for course in group} != set(range(low, high + 1)):
                blocks.append(Paragraph(label=" ", text=f"any split over {low} to {high} days has a source: --days {low + 1}"))
    for course in plan.courses:
        if course.typed:
            blocks.append(Paragraph(label=" ", text=course.basis))
        elif course.note:
            blocks.append(Paragraph(label=course.letter, text=course.note))
    return blocks


def _amounts(plan: Plan) -> list[tuple[str, list[Course]]]:
    """Courses that need the same grams on the same days share their vials."""
    found: dict[tuple[Fraction, ...], list[Course]] = {}
    for course in plan.courses:
        if course.days:
            key = tuple(dict.fromkeys(day.grams for day in course.days))
            found.setdefault(key, []).append(course)
    return [
        (f"{', '.join(course.letter for course in courses)}: {' then '.join(f'{shown(grams)} g' for grams in key)}", courses)
        for key, courses in found.items()
    ]


def _distinct(plan: CoursePlan) -> list[PlannedDay]:
    seen: dict[Fraction, PlannedDay] = {}
    for day in plan.days:
        seen.setdefault(day.prescribed_g, day)
    return list(seen.values())


def _vial_cell(product: ProductPlan, course: Course) -> str:
    made = next((plan for plan in product.plans if plan.course.id == course.id), None)
    if made is None:
        return product.no_plans.reason if product.no_plans else ""
    return "\n".join(_day_cell(day) for day in _distinct(made))


def _day_cell(day: PlannedDay) -> str:
    if not isinstance(day.vials, Combination):
        return words.vials_short(day.vials)
    discarded = f", {shown(day.vials.discarded_g)} g left over" if day.vials.discarded_g else ""
    total = f"{shown(day.vials.given_g, 3 if not discarded else 1)} g"
    return f"{words.vials_short(day.vials)} = {total}{discarded}"


def _volume_cell(product: ProductPlan, course: Course) -> str:
    made = next((plan for plan in product.plans if plan.course.id == course.id), None)
    volumes = [day.volume_ml for day in _distinct(made)] if made else []
    return "\n".join(shown(volume) if volume is not None else "" for volume in volumes)


def _products(plan: Plan, *, show_all: bool) -> list[Block]:
    listed = plan.products if show_all or plan.order.products else plan.products[:FIRST_SCREEN]
    amounts = _amounts(plan)
    sizes = "sizes of any region: set --region" if plan.order.region is None else f"sizes sold in {words.region_name(plan.order.region)}"
    blocks: list[Block] = [Heading(text="VIALS and VOLUME per infusion day", remark=sizes)]
    ranked = bool(plan.situation.factors)
    columns = [
        *([Column(header="", right=True)] if ranked else []),
        Column(header="", wraps=True, strong=True),
        Column(header="label"),
        Column(header="holds"),
    ]
    for header, _ in amounts[:MOST_AMOUNTS]:
        columns.append(Column(header=header, strong=True, wraps=True))
        columns.append(Column(header="mL", right=True))
    rows = []
    for product in listed:
        one = product.place.assessment
        cells = [_number(product)] if ranked else []
        cells += [one.product.shown, words.regions(one.labelled), words.holds(one.product)]
        for _, courses in amounts[:MOST_AMOUNTS]:
            cells += [_vial_cell(product, courses[0]), _volume_cell(product, courses[0])]
        rows.append(tuple(cells))
    if amounts or plan.order.products:
        blocks.append(Table(columns=tuple(columns), rows=tuple(rows)))
    for header, courses in amounts[MOST_AMOUNTS:]:
        blocks.append(Paragraph(label=" ", text=f"{header}: --regimen {courses[0].letter}"))
    blocks += _below_products(plan, listed)
    return blocks


def _number(product: ProductPlan) -> str:
    place = product.place
    return "" if place.order is None else f"{place.order}{'=' if place.tied else ''}"


def _below_products(plan: Plan, listed: Sequence[ProductPlan]) -> list[Block]:
    blocks: list[Block] = []
    rest = len(plan.products) - len(listed)
    more = f" {rest} more products: --all" if rest else ""
    hidden = f" {plan.hidden} not stocked here (IVIGCALC_PRODUCTS)." if plan.hidden and not plan.order.products else ""
    if plan.situation.factors:
        names = ", ".join(plan.situation.factors)
        blocks.append(Paragraph(text=f"Order by verdict, then {names}.{hidden}{more}"))
    else:
        blocks.append(Paragraph(text=f"By label, not ranked: no patient factor given.{hidden}{more}"))
    grave = [product for product in listed if product.place.assessment.verdict.rank and product.place.assessment.reasons]
    for product in grave:
        one = product.place.assessment
        reasons = "; ".join(reason.text for reason in one.reasons if reason.verdict is one.verdict)
        blocks.append(Paragraph(label=words.verdict_words(one.verdict), text=f"{one.product.shown}: {reasons}", weight=Weight.WARNING))
    return blocks


def _one_product(plan: Plan, product: ProductPlan) -> list[Block]:
    one = product.place.assessment
    made_of = f"{plain(one.product.mg_per_ml)} mg/mL, {one.product.form}, {one.product.holder.says}"
    blocks: list[Block] = [Heading(text=one.product.shown, remark=made_of)]
    blocks.append(Paragraph(text=f"Verdict: {words.verdict_words(one.verdict)}. Holds: {words.holds(one.product)}."))
    blocks += [Paragraph(label=words.verdict_words(one.verdict) if reason.verdict else "NOTE", text=reason.text) for reason in one.reasons]
    if product.no_plans:
        blocks.append(Paragraph(label="NO PLAN", text=product.no_plans.reason, weight=Weight.WARNING))
    for made in product.plans:
        blocks += [Gap(), *_schedule(plan, product, made)]
    return [*blocks, Gap()]


def _summary(made: CoursePlan) -> str:
    """``27.5 g daily for 5 days (ordered 28 g, -1.8 %)``."""
    course = made.course
    if made.given_g is None or made.deviation_percent is None:
        return f"{words.dose_words(course)}: {'; '.join(words.vials_short(day.vials) for day in _distinct(made))}"
    change = shown(made.deviation_percent)
    sign = "+" if made.deviation_percent > 0 and change != "0" else ""
    if course.even is not None:
        daily = " daily" if len(course.days) > 1 else ""
        given = f"{shown(made.given_g / len(course.days), 3)} g{daily} {describe_days(course)} (ordered {shown(course.even)} g, {sign}{change} %)"
    else:
        given = f"{shown(made.given_g, 3)} g in all (ordered {shown(course.total)} g, {sign}{change} %)"
    return f"{given}; course {shown(made.given_g, 3)} g, NOT per day" if len(course.days) > 1 else given


def _schedule(plan: Plan, product: ProductPlan, made: CoursePlan) -> list[Block]:
    blocks: list[Block] = [Heading(text=f"{made.course.letter}  {_summary(made)}")]
    if not made.dispensable:
        return blocks
    dated = plan.order.start is not None
    columns = (
        Column(header="day"),
        *([Column(header="date")] if dated else []),
        Column(header="DOSE", right=True, strong=True),
        Column(header="vials", wraps=True),
        Column(header="VOLUME", right=True, strong=True),
    )
    rows = []
    for day in made.days:
        assert isinstance(day.vials, Combination)  # noqa: S101 - the course is dispensable
        left = f" ({shown(day.vials.discarded_g)} g left over)" if day.vials.discarded_g else ""
        rows.append(
            (
                str(day.day),
                *([f"{day.date:%Y-%m-%d %a}"] if day.date else []),
                f"{shown(day.vials.given_g, 3)} g",
                words.vials_long(day.vials) + left,
                f"{shown(day.volume_ml or Fraction(0))} mL",
            )
        )
    blocks.append(Table(columns=columns, rows=tuple(rows)))
    blocks.append(Paragraph(text=f"Carries in the course: {_carries(product, made)}."))
    blocks.append(Heading(text="ORDER LINES", remark="to paste"))
    blocks += [Paragraph(text=_order_line(product, made, day)) for day in made.days]
    return blocks


def _carries(product: ProductPlan, made: CoursePlan) -> str:
    carried = made.exposure
    iga = f"IgA up to {shown(carried.iga_mg, 2)} mg" if carried and carried.iga_mg is not None else "IgA unknown"
    sodium = f"sodium up to {shown(carried.sodium_mmol)} mmol" if carried and carried.sodium_mmol is not None else "sodium unknown"
    kinds = words.holds(product.place.assessment.product)
    sugar = f"sugar {shown(carried.sugar_g)} g ({kinds})" if carried and carried.sugar_g is not None else "sugar unknown"
    return f"{iga}, {sodium}, {sugar}, {shown(made.volume_ml or Fraction(0))} mL"


def _order_line(product: ProductPlan, made: CoursePlan, day: PlannedDay) -> str:
    one = product.place.assessment.product
    assert isinstance(day.vials, Combination)  # noqa: S101 - the course is dispensable
    when = f"{day.date:%Y-%m-%d}, " if day.date else ""
    count = len(made.days)
    return (
        f"{when}day {day.day} ({count} infusion {'day' if count == 1 else 'days'} in all): human normal immunoglobulin, {one.shown} "
        f"({exact(one.mg_per_ml)} mg/mL), intravenous, DOSE {shown(day.vials.given_g, 3)} g, VOLUME {shown(day.volume_ml or Fraction(0))} mL, "
        f"{words.vials_long(day.vials)}"
    )


def _explanation(plan: Plan, catalogue: Catalogue) -> list[Block]:
    columns = (
        Column(header="step", wraps=True),
        Column(header="formula", wraps=True),
        Column(header="value", right=True),
        Column(header="source"),
    )
    rows = tuple((step.step, step.formula, f"{shown(step.value, 2)} {step.unit}", step.source) for step in plan.working)
    blocks: list[Block] = [Heading(text="WORKING"), Table(columns=columns, rows=rows), Gap(), Heading(text="REGIMENS AND THEIR SOURCES")]
    blocks += [Paragraph(label=course.letter, text=f"{course.basis} [{', '.join(course.sources)}]") for course in plan.courses]
    cited = [step.source for step in plan.working if step.source] + [source for course in plan.courses for source in course.sources]
    cited += [source for alert in plan.alerts for source in alert.sources]
    rounding = f"Rounding {plan.order.rounding}: {ROUNDING_WORDS[plan.order.rounding]}"
    return [*blocks, Gap(), Paragraph(text=rounding), Gap(), *words.sources_blocks(catalogue, cited), Gap()]


ROUNDING_WORDS = {
    Rounding.NEAREST: "within 5 % of the day the fewest vials, then the nearest, then the lower; else the nearest within 10 %.",
    Rounding.DOWN: "as nearest, never above the prescribed grams.",
    Rounding.UP: "as nearest, never below the prescribed grams.",
    Rounding.EXACT: "the prescribed grams are given; the fewest vials that cover them are opened and the rest is left over.",
}


def _next(plan: Plan, *, chosen: bool, explain: bool) -> list[Block]:
    """What a person would type next."""
    order, patient = plan.order, plan.patient
    dispensable = next((product.place.assessment.product.id for product in plan.products if product.plans), "")
    letter = next((course.letter for course in plan.courses if course.days), "")
    hints = [
        f"--product {dispensable} --regimen {letter}" if dispensable and not chosen and letter and not plan.courses[0].typed else "",
        f"--regimen {letter}" if chosen and len(plan.courses) > 1 else "",
        "--start 2026-12-01" if chosen and order.start is None else "",
        "--region eu" if order.region is None else "",
        '--iga "0.04 g/L"' if patient.iga is None else "",
        "--risk renal" if not plan.risks else "",
        "--age 72" if patient.age_years is None else "",
        "--explain (working, sources)" if not explain else "",
    ]
    return [Paragraph(label="NEXT", text="   ".join(hint for hint in hints if hint))]
