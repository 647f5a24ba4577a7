"""What every answer says of the site's formulary: its name, and each limit that is looser than shipped."""

from collections.abc import Collection

from ivigcalc.core.answers.plan import CoursePlan, Plan
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.formulary import Local
from ivigcalc.core.quantity import shown
from ivigcalc.core.selection.ranking import NOT_STOCKED
from ivigcalc.report.document import Block, Paragraph, warning

DIGITS = 12
"""Digits of a file's checksum on a screen, enough to tell files apart; JSON has all of them."""


def formulary_lines(local: Local | None) -> list[Block]:
    """Nothing without a formulary; else its name, what it loosens, and what it may not loosen any more."""
    if local is None:
        return []
    own = local.formulary
    approved = f"approved by {own.approved_by}, review by {own.review_by}"
    return [
        Paragraph(label="FORMULARY", text=f"{own.site}: {local.file} (sha256 {local.sha256[:DIGITS]})."),
        *(
            warning("LOOSENED", f"{change.id}: {change.here}, shipped {change.shipped}; {approved}.")
            for change in local.loosened
        ),
        *(
            warning(
                "LAPSED",
                f"{change.id}: {change.here} was to be reviewed by {own.review_by}; "
                f"as shipped again: {change.shipped}. [{local.at(change.path)}]",
            )
            for change in local.lapsed
        ),
    ]


def unstocked_remarks(plan: Plan) -> list[Block]:
    """Which of the preparations asked for by name the site does not stock."""
    return [
        Paragraph(label="NOTE", text=f"{product.place.assessment.product.shown}: {reason.text}.")
        for product in plan.products
        if plan.order.products
        for reason in product.place.assessment.reasons
        if reason.rule == NOT_STOCKED
    ]


def cost_lines(local: Local | None, product_id: str, made: CoursePlan) -> list[Block]:
    """What the vials of a course cost; nothing where the formulary does not give every price."""
    opened = [vial for day in made.days for vial in day.vials.vials]
    cost = local.formulary.cost(product_id, opened) if local else None
    if local is None or cost is None:
        return []
    price = f"{shown(cost, 2)} {local.formulary.currency}"
    return [Paragraph(text=f"Costs {price} in the course (vials opened, prices of {local.formulary.site}).")]


def site_sizes(local: Local | None, product_id: str) -> str:
    """Whose vial sizes these are, where they are the site's."""
    return f"Vial sizes of {local.formulary.site}" if local and product_id in local.formulary.vials else ""


def not_stocked(listed: Collection[str], hidden: int, catalogue: Catalogue) -> list[Block]:
    """What a list leaves out: by name where the formulary says so, counted where IVIGCALC_PRODUCTS does."""
    if not hidden:
        return []
    if catalogue.local is None or set(listed) != set(catalogue.stocked):
        return [Paragraph(text=f"{hidden} not stocked here (IVIGCALC_PRODUCTS).")]
    names = ", ".join(product.shown for product in catalogue.products if product.id not in listed)
    site = catalogue.local.formulary.site
    return [Paragraph(label="NOT STOCKED", text=f"{hidden} not stocked here ({site}): {names}.")]
