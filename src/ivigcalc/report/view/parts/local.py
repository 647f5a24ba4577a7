"""What every answer says of the site's formulary: its name, and each limit that is looser than shipped."""

from collections.abc import Collection

from ivigcalc.core.answers.plan import CoursePlan, Plan
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.formulary import Change, Local
from ivigcalc.core.quantity import shown
from ivigcalc.core.selection.ranking import NOT_STOCKED
from ivigcalc.report.document import Paragraph, Weight

DIGITS = 12
"""How much of a digest is enough to tell files apart on a screen; JSON has all of it."""


def formulary_lines(local: Local | None) -> list[Paragraph]:
    """Nothing without a formulary; else its name, what it loosens, and what it may not loosen any more."""
    if local is None:
        return []
    own = local.formulary
    lines = [Paragraph(label="FORMULARY", text=f"{own.site}: {local.file} (sha256 {local.sha256[:DIGITS]}).")]
    lines += [
        _line("LOOSENED", change, f"approved by {own.approved_by}, review by {own.review_by}")
        for change in local.loosened
    ]
    lines += [
        Paragraph(
            label="LAPSED",
            text=(
                f"{change.id}: {change.here} was to be reviewed by {own.review_by}; "
                f"as shipped again: {change.shipped}. [{local.at(change.path)}]"
            ),
            weight=Weight.WARNING,
        )
        for change in local.lapsed
    ]
    return lines


def _line(label: str, change: Change, why: str) -> Paragraph:
    return Paragraph(
        label=label, text=f"{change.id}: {change.here}, shipped {change.shipped}; {why}.", weight=Weight.WARNING
    )


def remarked(plan: Plan) -> list[Paragraph]:
    """Which of the preparations asked for by name the site does not stock."""
    named = [product.place.assessment for product in plan.products if plan.order.products]
    found = [(reason.text, one.product.shown) for one in named for reason in one.reasons if reason.rule == NOT_STOCKED]
    return [Paragraph(label="NOTE", text=f"{name}: {text}.") for text, name in found]


def cost_lines(local: Local | None, product_id: str, made: CoursePlan) -> list[Paragraph]:
    """What the vials of a course cost; nothing where the formulary does not give every price."""
    opened = [vial for day in made.days for vial in day.vials.vials]
    cost = local.formulary.cost(product_id, opened) if local else None
    if local is None or cost is None:
        return []
    own = local.formulary
    return [
        Paragraph(text=f"Costs {shown(cost, 2)} {own.currency} in the course (vials opened, prices of {own.site}).")
    ]


def site_sizes(local: Local | None, product_id: str) -> str:
    """Whose vial sizes these are, where they are the site's."""
    return f"Vial sizes of {local.formulary.site}" if local and product_id in local.formulary.vials else ""


def not_stocked(listed: Collection[str], hidden: int, catalogue: Catalogue) -> list[Paragraph]:
    """What a list leaves out: by name where the formulary says so, counted where IVIGCALC_PRODUCTS does."""
    if not hidden:
        return []
    if catalogue.local is None or set(listed) != set(catalogue.stocked):
        return [Paragraph(text=f"{hidden} not stocked here (IVIGCALC_PRODUCTS).")]
    names = ", ".join(product.shown for product in catalogue.products if product.id not in listed)
    site = catalogue.local.formulary.site
    return [Paragraph(label="NOT STOCKED", text=f"{hidden} not stocked here ({site}): {names}.")]
