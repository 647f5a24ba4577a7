"""What holds for every infusion, and when the effect is judged: one block, below what was ordered."""

from ivigcalc.core.answers.plan import Plan
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.report.document import NAMES, Block, Heading, Table, wide


def _advice(catalogue: Catalogue) -> list[tuple[str, str]]:
    return [(advice.about, f"{advice.text} [{advice.id}]") for advice in catalogue.rules.advice]


def bedside_table(catalogue: Catalogue) -> Table:
    """Standing advice for the infusion itself: during it and after it."""
    rows = tuple(row for row in _advice(catalogue) if row[0] in {"during", "after"})
    return Table(columns=(NAMES, wide()), rows=rows, headed=False)


def standing_blocks(plan: Plan, catalogue: Catalogue) -> list[Block]:
    """Standing advice in the order in which it is needed, then when sources judge the effect in this indication."""
    judged = [("reassess", f"{said.says} [{', '.join(said.sources)}]") for said in plan.indication.reassess]
    return [
        Heading(text="EVERY INFUSION", remark="standing advice, and when to judge the effect"),
        Table(columns=(NAMES, wide()), rows=(*_advice(catalogue), *judged), headed=False),
    ]
