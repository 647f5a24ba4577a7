"""The working of a dose, step by step, and its sources."""

from ivigcalc.core.answers.plan import Plan
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.quantity import shown
from ivigcalc.core.request.order import Objective, Order, Rounding, Scope
from ivigcalc.report.document import Block, Column, Gap, Heading, Paragraph, Table, figures, wide
from ivigcalc.report.shared import cited
from ivigcalc.report.view.parts.blocks import sources_blocks


def working_blocks(plan: Plan, catalogue: Catalogue) -> list[Block]:
    """The arithmetic, the regimens with their sources, the rounding rule and the bibliography."""
    columns = (wide("step"), wide("formula"), figures("value"), Column(header="source"))
    rows = tuple((step.step, step.formula, f"{shown(step.value, 2)} {step.unit}", step.source) for step in plan.working)
    used = [step.source for step in plan.working if step.source]
    used += cited(plan.courses, plan.alerts, catalogue.rules.advice, plan.indication.reassess)
    rounding = f"Rounding {plan.order.rounding}: {_rounding_words(plan.order, catalogue)}."
    return [
        Heading(text="WORKING"),
        Table(columns=columns, rows=rows),
        Gap(),
        Heading(text="REGIMENS AND THEIR SOURCES"),
        *(
            Paragraph(label=course.letter, text=f"{course.basis} [{', '.join(course.sources)}]")
            for course in plan.courses
        ),
        Gap(),
        Paragraph(text=rounding),
        Gap(),
        *sources_blocks(catalogue, used),
        Gap(),
    ]


def _rounding_words(order: Order, catalogue: Catalogue) -> str:
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
