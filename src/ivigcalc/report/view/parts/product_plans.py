"""The preparations for a course: vials, grams and mL of an infusion day, and what speaks against any of them."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from ivigcalc.core.answers.plan import CoursePlan, NoFit, Plan, ProductPlan
from ivigcalc.core.dosing.course import Course, days_words
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.rule import Verdict
from ivigcalc.core.quantity import shown
from ivigcalc.core.request.patient import Risk
from ivigcalc.report.document import Block, Column, Emphasis, Paragraph, Table, numeric, unbroken, warning
from ivigcalc.report.view.parts import words
from ivigcalc.report.view.parts.blocks import not_stocked, unstocked_remarks
from ivigcalc.report.view.parts.days import asked_blocks, uneven_blocks

FIRST_SCREEN = 4
"""Preparations on the first screen; the rest by ``--all`` or ``--product``."""

MOST_AMOUNTS = 2
"""Day amounts with their own column of vials; the rest by ``--regimen``."""


def listed_products(plan: Plan, *, show_all: bool) -> list[ProductPlan]:
    """The preparations on the screen: those asked for, or the first that can be dispensed."""
    usable = [product for product in plan.products if product.plans]
    return list(plan.products) if show_all or plan.order.products else usable[:FIRST_SCREEN]


def planned_blocks(plan: Plan, courses: Sequence[Course], catalogue: Catalogue, *, show_all: bool) -> list[Block]:
    """Vials and volume of the preparations listed, for each day amount; then the order, the rest and the reasons."""
    listed = listed_products(plan, show_all=show_all)
    amounts = _amounts(courses)
    blocks: list[Block] = asked_blocks(plan.order)
    if not amounts:
        text = f"No single dose follows from a range: state it, as in {_stated(plan)}."
        blocks.append(Paragraph(label="VIALS", text=text))
    elif listed:
        blocks += [_table(plan, listed, amounts[:MOST_AMOUNTS]), *_undated(plan, listed)]
        rest = [f"{header}: --regimen {course.letter}" for header, course in amounts[MOST_AMOUNTS:] if show_all]
        blocks += [Paragraph(text="; ".join(rest))] if rest else []
    elif not plan.dosing_weight.needs:
        blocks.append(Paragraph(text=_none_planned(plan), emphasis=Emphasis.WARNING))
    if plan.dosing_weight.needs:
        return blocks
    return [*blocks, *_below(plan, listed, catalogue), *reasons_against(listed)]


def _none_planned(plan: Plan) -> str:
    """That nothing can be planned; where all is contraindicated, what shows the least bad first."""
    if any(product.place.assessment.verdict is not Verdict.CONTRAINDICATED for product in plan.products):
        return "None of the products here can be planned: --all says why."
    risks = "".join(f" --risk {risk}" for risk in sorted(plan.patient.risks))
    region = f" --region {plan.order.region}" if plan.order.region else ""
    return f"All are contraindicated. In their order: ivigcalc products{risks}{region}"


def _amounts(courses: Sequence[Course]) -> list[tuple[str, Course]]:
    """A heading for each amount of an infusion day, and the first course with it.

    Courses that need the same grams on the same days share their vials.
    """
    courses_of: dict[tuple[Fraction, ...], list[Course]] = {}
    for course in courses:
        if course.days:
            courses_of.setdefault(tuple(dict.fromkeys(day.grams for day in course.days)), []).append(course)
    headed = []
    for amounts, alike in courses_of.items():
        letters = ", ".join(course.letter for course in alike)
        headed.append((f"{letters}: {' then '.join(f'{shown(grams)} g' for grams in amounts)}", alike[0]))
    return headed


def _table(plan: Plan, listed: Sequence[ProductPlan], amounts: Sequence[tuple[str, Course]]) -> Table:
    """The preparations with vials, grams and mL for each day amount, what they hold, and their labels if any has one.

    Where the terminal is too narrow grams and mL of the second amount (and of days that differ) are left out first,
    then the labels.
    """
    ranked = bool(plan.situation.factors)
    name = "VIALS per infusion day"
    labelled = any(product.place.assessment.labelled for product in listed)
    columns = [*([numeric()] if ranked else []), Column(header="", strong=True, least=len(name))]
    for number, (header, course) in enumerate(amounts):
        made = [made for product in listed for made in product.plans if made.course is course]
        wordy = any(isinstance(plan, NoFit) and not _one_amount(plan) for plan in made)
        columns.append(Column(header=header, accent=True, wraps=wordy))
        drop = 2 * number if course.even is not None else 1
        columns.append(Column(header="g", right=True, unit=True, drop=drop))
        columns.append(Column(header="mL", right=True, unit=True, accent=True, drop=drop))
    columns += [Column(header="holds", drop=4), *([Column(header="label", drop=3)] if labelled else [])]
    rows = []
    for product in listed:
        assessment = product.place.assessment
        cells = [words.rank(product.place)] if ranked else []
        cells.append(assessment.product.shown)
        for _, course in amounts:
            cells += _vial_cells(product, course)
        cells.append(words.holds(assessment.product))
        cells += [words.asked_regions(assessment.labelled)] if labelled else []
        rows.append(tuple(cells))
    return Table(columns=tuple(columns), rows=tuple(rows), name=name)


def _vial_cells(product: ProductPlan, course: Course) -> tuple[str, str, str]:
    """Vials, grams and mL of an infusion day; a line for each of days that are prescribed alike and come out uneven."""
    made = next((plan for plan in product.plans if plan.course.id == course.id), None)
    if made is None:
        return "no plan", "", ""
    if isinstance(made, NoFit) and made.whole is not None:
        return f"course: {words.nearest_words(made.whole)}", "-", "-"
    if isinstance(made, NoFit) and _one_amount(made):
        return f"no fit: {' or '.join(words.nearest_grams(made.days[0][1])) or 'nothing near'} g", "-", "-"
    if isinstance(made, NoFit):
        return "\n".join(words.unfit_words(made).values()), "-", "-"
    days = [days[0] for days in made.alike]
    lefts = [f" ({shown(day.vials.discarded_g)} left)" if day.vials.discarded_g else "" for day in days]
    vials = [words.vials_short(day.vials) + left for day, left in zip(days, lefts, strict=True)]
    uneven = len(days) > len({day.prescribed_g for day in days})
    if uneven:
        named = [days_words(day.day for day in alike) for alike in made.alike]
        vials = [f"{name}: {cell}" for name, cell in zip(named, vials, strict=True)]
    between = "\n" if uneven else " then "
    grams, volumes = [shown(day.vials.given_g, 3) for day in days], [shown(day.volume_ml) for day in days]
    return between.join(vials), between.join(grams), between.join(volumes)


def _one_amount(made: NoFit) -> bool:
    """Whether each day lacks vials for the same amount, so that its nearest totals say it all."""
    return made.whole is None and made.course.even is not None and not made.days[0][1].short


def _undated(plan: Plan, listed: Sequence[ProductPlan]) -> list[Block]:
    """That days which come out uneven should have dates."""
    made = [course for product in listed for course in product.plans if isinstance(course, CoursePlan)]
    if plan.order.start or not any(uneven_blocks(course) for course in made):
        return []
    return [warning("UNEVEN", "Days differ: give --start, so that each has its date.")]


def _stated(plan: Plan) -> str:
    """How to state a dose within the first range."""
    course = next(course for course in plan.courses if course.ends)
    low = shown(course.ends.low_g_per_kg, 3) if course.ends else ""
    return f'--regimen {course.letter} --course "{low} g/kg"'


def _below(plan: Plan, listed: Sequence[ProductPlan], catalogue: Catalogue) -> list[Block]:
    """What the order rests on, how many more preparations there are, and what the site does not stock."""
    rest = len(plan.products) - len(listed)
    more = f" {rest} more: --all" if rest else ""
    order = f"Order by verdict, then {', '.join(plan.situation.factors)}"
    if not plan.situation.factors:
        order = words.unranked(plan.risks, plan.derived, plan.patient)
    region = plan.order.region
    sizes = f"sizes sold in {words.region_name(region)}" if region else "sizes of any region"
    blocks: list[Block] = [
        Paragraph(text=f"{order}; {sizes}.{more}"),
        *not_stocked([product.place.assessment.product.id for product in plan.products], plan.hidden, catalogue),
        *unstocked_remarks(plan),
    ]
    if {Risk.SODIUM, Risk.DIABETES} & set(plan.risks):
        day = shown(plan.situation.day_g)
        blocks.append(Paragraph(text=f"Sodium and sugar are judged on an infusion day of {day} g."))
    return blocks


def reasons_against(listed: Iterable[ProductPlan], *, unlisted: bool = False) -> list[Block]:
    """Verdicts below suitable with their reasons, and, unless they are ``unlisted``, why there is no plan."""
    names_of: dict[tuple[str, str], list[str]] = {}
    for product in listed:
        assessment = product.place.assessment
        verdict, name = assessment.verdict, unbroken(assessment.product.shown)
        if verdict is not Verdict.SUITABLE:
            texts = dict.fromkeys(reason.text for reason in assessment.reasons if reason.verdict is verdict)
            names_of.setdefault((verdict.upper(), "; ".join(texts)), []).append(name)
        if product.no_plans and not unlisted and verdict is not Verdict.CONTRAINDICATED:
            names_of.setdefault(("NO PLAN", product.no_plans.reason), []).append(name)
    danger = Verdict.CONTRAINDICATED.upper()
    return [
        Paragraph(
            label=label,
            text=f"{', '.join(names)}: {reasons}.",
            emphasis=Emphasis.DANGER if label == danger else Emphasis.WARNING,
        )
        for (label, reasons), names in names_of.items()
    ]


def not_listed(plan: Plan) -> list[ProductPlan]:
    """Preparations that are contraindicated or to be avoided and do not stand on the first screen."""
    listed = listed_products(plan, show_all=False)
    return [
        product
        for product in plan.products
        if product not in listed and product.place.assessment.verdict in {Verdict.AVOID, Verdict.CONTRAINDICATED}
    ]


def names_against(plan: Plan, against: Iterable[ProductPlan]) -> list[Block]:
    """The names of preparations by their verdict, where the reasons take more lines than there are."""
    names_of: dict[Verdict, list[str]] = {}
    for product in against:
        assessment = product.place.assessment
        names_of.setdefault(assessment.verdict, []).append(unbroken(assessment.product.shown))
    return [
        Paragraph(
            label=verdict.upper(),
            text=f"{_named(names, plan)} (reasons: --all, or --product).",
            emphasis=Emphasis.DANGER if verdict is Verdict.CONTRAINDICATED else Emphasis.WARNING,
        )
        for verdict, names in names_of.items()
    ]


def _named(names: Sequence[str], plan: Plan) -> str:
    """The names; where they are all that there are, so many words."""
    return ", ".join(names) if len(names) < len(plan.products) else f"all {len(names)} preparations"
