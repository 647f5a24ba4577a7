"""What holds for every infusion, and when the effect is judged: one block, below what was ordered."""

from ivigcalc.core.catalogue import Catalogue
from ivigcalc.core.plan import Plan
from ivigcalc.report.document import Block, Column, Heading, Table


def standing_blocks(plan: Plan, catalogue: Catalogue) -> list[Block]:
    """Standing advice in the order in which it is needed, then when sources judge the effect in this indication."""
    advice = [(one.about, f"{one.text} [{one.id}]") for one in catalogue.rules.advice]
    judged = [("reassess", f"{one.says} [{', '.join(one.sources)}]") for one in plan.indication.reassess]
    columns = (Column(header="", strong=True), Column(header="", wraps=True))
    return [
        Heading(text="EVERY INFUSION", remark="standing advice, and when to judge the effect"),
        Table(columns=columns, rows=(*advice, *judged), headed=False),
    ]
