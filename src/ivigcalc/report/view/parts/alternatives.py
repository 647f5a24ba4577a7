"""What else of a stock can be given where it does not do for the preparation that was asked for, and what changes."""

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from ivigcalc.core.answers.plan import CoursePlan, NoFit, Plan, ProductPlan
from ivigcalc.core.facts.fact import Missing
from ivigcalc.core.quantity import shown
from ivigcalc.core.selection.exposure import sugars
from ivigcalc.report.document import Block, Column, Emphasis, Paragraph, Table, numeric, unbroken, warning
from ivigcalc.report.layout import LINES, TERMINAL, height
from ivigcalc.report.view.parts import words
from ivigcalc.report.view.parts.days import no_fit_blocks

if TYPE_CHECKING:
    from ivigcalc.core.answers.supply.alternatives import Alternatives, ComparedProduct
    from ivigcalc.core.dosing.course import Course

MOST_NAMED = 3
"""Preparations named with one reason on the first screen; the rest is counted."""


def blocks_of_lacking_vials(in_place: "Alternatives") -> list[Block]:
    """Why the stock does not do for what was asked for by name: for the course that is compared."""
    blocks: list[Block] = []
    for one in in_place.ordered:
        name = unbroken(one.planned.place.assessment.product.shown)
        if one.planned.no_plans:
            blocks.append(warning("NO PLAN", f"{name}: {one.planned.no_plans.reason}."))
        for made in one.planned.plans:
            if isinstance(made, NoFit) and made.course.letter == in_place.course.letter:
                blocks += [*([Paragraph(text=f"{name}:")] if len(in_place.ordered) > 1 else []), *no_fit_blocks(made)]
    return blocks


def alternative_blocks(in_place: "Alternatives", plan: Plan, others: Sequence[Block], *, in_full: bool) -> list[Block]:
    """The preparations in stock that can be given, beside what was ordered; how a change starts; what is passed over.

    Unless ``in_full`` as many stand as fit a screen with the ``others``, one at least.
    """
    offered = in_place.offered

    def blocks(count: int, most_named: int) -> list[Block]:
        rest = len(offered) - count
        more = [Paragraph(text=f"{rest} more in stock: --all")] if rest else []
        table = [_table(in_place, offered[:count]), *more] if offered else [_nothing_else(in_place, plan)]
        start = [Paragraph(label="CHANGE", text=f"{words.sentence(in_place.advice.text)}: --first")]
        return [
            *table,
            *_unasked(in_place, plan),
            *(start if offered else []),
            *_passed_over(in_place, most_named, in_full=in_full),
        ]

    if in_full:
        return blocks(len(offered), len(in_place.passed_over))
    for count in range(len(offered), 0, -1):
        found = blocks(count, MOST_NAMED)
        if height([*others, *found], TERMINAL) <= LINES:
            return found
    return blocks(min(1, len(offered)), 1)


def first_hint(in_place: "Alternatives") -> str:
    """What to type for the first that can be given."""
    if not in_place.offered:
        return ""
    ordered = " ".join(f"--product {one.planned.place.assessment.product.id}" for one in in_place.ordered)
    return f"--product {in_place.offered[0].planned.place.assessment.product.id} --first (in place of {ordered})"


def _table(in_place: "Alternatives", offered: Sequence["ComparedProduct"]) -> Table:
    """What was ordered, then what can be given: vials of a day, grams of the course, and what these carry."""
    course = in_place.course
    amounts = (f"{shown(day.grams)} g" for day in course.days)
    columns = (
        Column(header="", strong=True, wraps=True),
        Column(header=f"{course.letter}: {' then '.join(dict.fromkeys(amounts))}", wraps=True, accent=True),
        numeric("all g"),
        numeric("IgA mg"),
        numeric("Na mmol"),
        Column(header="sugar g", wraps=True),
        Column(header="RATE mL/h", accent=True),
    )
    rows = [_row(one, course, "ordered, ") for one in in_place.ordered]
    rows += [_row(one, course, "") for one in offered]
    return Table(columns=columns, rows=tuple(rows), name="IN STOCK")


def _row(one: "ComparedProduct", course: "Course", before: str) -> tuple[str, ...]:
    product, carried = one.planned.place.assessment.product, one.exposure
    kinds = " and ".join(sorted(sugars(product)))
    grams = f" {shown(carried.sugar_g)}" if carried.sugar_g else ""
    sugar = f"{kinds}{grams}" if kinds else "none" if carried.sugar_g == 0 else "unknown"
    return (
        product.shown,
        before + _vials(one.planned, course),
        shown(one.grams, 3),
        _up_to(carried.iga_mg, 2),
        _up_to(carried.sodium_mmol, 1),
        sugar,
        _rate(one),
    )


def _vials(planned: ProductPlan, course: "Course") -> str:
    """The vials of each different day; what cannot be made up in few words."""
    made = next((plan for plan in planned.plans if plan.course.letter == course.letter), None)
    if not isinstance(made, CoursePlan):
        return "not enough" if made else "none"
    days = dict.fromkeys(f"{words.vials_short(day.vials)}, {shown(day.volume_ml)} mL" for day in made.days)
    return " or ".join(days)


def _up_to(value: Fraction | None, places: int) -> str:
    return "unknown" if value is None else shown(value, places)


def _rate(one: "ComparedProduct") -> str:
    if isinstance(one.infusion, Missing):
        return "no rate"
    first, last = (shown(step.rate.ml_h) for step in (one.infusion.steps[0], one.infusion.steps[-1]))
    return f"{first}, first only" if one.infusion.without_figure else f"{first} to {last}"


def _unasked(in_place: "Alternatives", plan: Plan) -> list[Block]:
    """That no label could decide."""
    if in_place.label_decides:
        return []
    where = f" in {words.region_name(plan.order.region)}" if plan.order.region else ""
    text = f"none is for {plan.indication.short}{where}: it decides nothing."
    return [Paragraph(label="LABEL", text=text)]


def _nothing_else(in_place: "Alternatives", plan: Plan) -> Paragraph:
    file = plan.order.stock.file if plan.order.stock else ""
    asked = "labelled, suitable and enough" if in_place.label_decides else "suitable and enough"
    text = f"in {file} is {asked}. TYPE the same without --stock and --product: what could be ordered."
    return Paragraph(label="NOTHING ELSE", text=text, emphasis=Emphasis.WARNING)


def _passed_over(in_place: "Alternatives", most_named: int, *, in_full: bool) -> list[Block]:
    """What is in stock and not offered, by its reasons; unless ``in_full`` by the first of them."""
    names_of: dict[str, list[str]] = {}
    for one in in_place.passed_over:
        why = "; ".join(one.reasons) if in_full else one.reasons[0]
        names_of.setdefault(why, []).append(unbroken(one.assessment.product.shown))
    said = []
    for why, names in names_of.items():
        rest = len(names) - most_named
        named = ", ".join(names[:most_named]) + (f" and {rest} more (--all)" if rest > 0 else "")
        said.append(f"{named}: {why}")
    more = "" if in_full or all(len(one.reasons) == 1 for one in in_place.passed_over) else " More reasons: --all."
    return [Paragraph(label="NOT OFFERED", text=f"{'. '.join(said)}.{more}")] if said else []
