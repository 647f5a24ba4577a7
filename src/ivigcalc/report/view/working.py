"""The working of a dose, step by step, and its sources."""

from typing import assert_never

from ivigcalc.core.catalogue import Catalogue
from ivigcalc.core.order import Rounding
from ivigcalc.core.plan import Plan
from ivigcalc.core.quantity import shown
from ivigcalc.report.document import Block, Column, Gap, Heading, Paragraph, Table
from ivigcalc.report.view import words


def working_blocks(plan: Plan, catalogue: Catalogue) -> list[Block]:
    """The arithmetic, the regimens with their sources, the rounding rule and the bibliography."""
    columns = (
        Column(header="step", wraps=True),
        Column(header="formula", wraps=True),
        Column(header="value", right=True),
        Column(header="source"),
    )
    rows = tuple((step.step, step.formula, f"{shown(step.value, 2)} {step.unit}", step.source) for step in plan.working)
    blocks: list[Block] = [
        Heading(text="WORKING"),
        Table(columns=columns, rows=rows),
        Gap(),
        Heading(text="REGIMENS AND THEIR SOURCES"),
    ]
    blocks += [
        Paragraph(label=course.letter, text=f"{course.basis} [{', '.join(course.sources)}]") for course in plan.courses
    ]
    cited = [step.source for step in plan.working if step.source] + [
        source for course in plan.courses for source in course.sources
    ]
    cited += [source for alert in plan.alerts for source in alert.sources]
    cited += [source for one in catalogue.rules.advice for source in one.sources]
    cited += [source for one in plan.indication.reassess for source in one.sources]
    rounding = f"Rounding {plan.order.rounding}: {_rounding_words(plan.order.rounding, catalogue)}."
    return [*blocks, Gap(), Paragraph(text=rounding), Gap(), *words.sources_blocks(catalogue, cited), Gap()]


def _rounding_words(rounding: Rounding, catalogue: Catalogue) -> str:
    """The rounding rule in words, with the tolerances of the data."""
    near = shown(catalogue.rules.constant("rounding-tolerance"))
    wide = shown(catalogue.rules.constant("rounding-tolerance-wide"))
    match rounding:
        case Rounding.NEAREST:
            return f"within {near} % of the day the fewest vials, then the nearest; else the nearest within {wide} %"
        case Rounding.DOWN:
            return f"as nearest ({near} %, else {wide} %), never above the prescribed grams"
        case Rounding.UP:
            return f"as nearest ({near} %, else {wide} %), never below the prescribed grams"
        case Rounding.EXACT:
            return "the prescribed grams are given; the fewest vials that cover them are opened"
        case _:
            assert_never(rounding)
