"""What holds for every infusion, and when the effect is judged: one block, below what was ordered."""

from typing import Final

from ivigcalc.core.answers.plan import Plan
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.report.document import Block, Column, Heading, Table

COLUMNS: Final = (Column(header="", strong=True), Column(header="", wraps=True))


def bedside_table(catalogue: Catalogue) -> Table:
    """Standing advice for the infusion itself: during it and after it."""
    rows = [(one.about, f"{one.text} [{one.id}]") for one in catalogue.rules.advice if one.about in {"during", "after"}]
    return Table(columns=COLUMNS, rows=tuple(rows), headed=False)


def standing_blocks(plan: Plan, catalogue: Catalogue) -> list[Block]:
    """Standing advice in the order in which it is needed, then when sources judge the effect in this indication."""
    advice = [(one.about, f"{one.text} [{one.id}]") for one in catalogue.rules.advice]
    judged = [("reassess", f"{one.says} [{', '.join(one.sources)}]") for one in plan.indication.reassess]
    return [
        Heading(text="EVERY INFUSION", remark="standing advice, and when to judge the effect"),
        Table(columns=COLUMNS, rows=(*advice, *judged), headed=False),
    ]
