"""The answer to ``compare`` as a document."""

from fractions import Fraction

from ivigcalc.core.answers.compare import CompareAnswer, PolicyRow, compare_working
from ivigcalc.core.answers.plan import CoursePlan, NoFit
from ivigcalc.core.dosing.course import Course, describe_days
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.weight_policy import ACTUAL
from ivigcalc.core.quantity import shown
from ivigcalc.core.safety.alerts import Alert
from ivigcalc.report.document import NAMES, Block, Document, Gap, Heading, Paragraph, Table, numeric, warning, wide
from ivigcalc.report.shared import labels_of_comparison
from ivigcalc.report.view.parts import words
from ivigcalc.report.view.parts.blocks import alert_blocks, answer_document, next_lines, read_blocks, sources_blocks
from ivigcalc.report.view.parts.days import working_blocks
from ivigcalc.report.view.parts.ladder import old_label_blocks


def compare_document(comparison: CompareAnswer, catalogue: Catalogue, again: str, *, explain: bool) -> Document:
    """Every weight policy in a row, then why each one applies or not.

    ``again`` are the options as typed, for a dose of the same patient under one of them.
    """
    base, course = comparison.base, comparison.course
    per_kg = words.per_kg_words(course, base.dosing_weight.kg)
    why = tuple(_why(row) for row in comparison.rows if row.policy.id != ACTUAL)
    others = [other.letter for other in base.courses if other.days and other.letter != course.letter]
    another = "" if base.order.products else _another(comparison)
    none = ": none is recommended here"
    hints = next_lines(
        f"--product {another}" if another else "",
        f"--regimen {others[0]}" if others else "",
        f"ivigcalc dose {again} --weight-policy POLICY",
        "" if explain else "--explain",
        f"(one of the policies above, by the protocol in force{'' if comparison.by_source else none})",
    )
    blocks = [
        Heading(text=base.indication.short, remark=base.indication.name),
        *read_blocks(*base.patient.echoes, *base.order.echoes),
        Paragraph(text=f"{course.letter}: {per_kg} {describe_days(course)}, under each weight policy."),
        *_by_source(comparison),
        Gap(),
        *_tables(comparison),
        *_unplanned(comparison),
        Gap(),
        Table(columns=(NAMES, wide()), rows=why, headed=False),
        Gap(),
        *alert_blocks(_policy_alerts(comparison)),
        *alert_blocks(comparison.alerts),
        *old_label_blocks(labels_of_comparison(comparison, catalogue)),
        *(_working(comparison, catalogue) if explain else []),
    ]
    return answer_document(blocks, catalogue, hints)


def _by_source(comparison: CompareAnswer) -> list[Block]:
    """Which policy counts where nobody chooses one, if the source of the regimens does not dose on actual weight."""
    weight = comparison.by_source
    if weight is None:
        return []
    kg = f"needs {', '.join(need.field for need in weight.needs)}" if weight.needs else f"{shown(weight.kg)} kg"
    text = f"the source doses by {weight.policy}, and so does dose without --weight-policy: {kg}."
    return [Paragraph(label="SOURCE", text=text)]


def _working(comparison: CompareAnswer, catalogue: Catalogue) -> list[Block]:
    """The arithmetic under each policy, and the documents that it rests on."""
    blocks: list[Block] = []
    used: list[str] = []
    for row in comparison.rows:
        if steps := compare_working(row, comparison):
            used += [*row.policy.sources, *(step.source for step in steps if step.source)]
            blocks += [Gap(), Heading(text="WORKING", remark=row.policy.id), *working_blocks(steps)]
    return [*blocks, Gap(), *sources_blocks(catalogue, used)]


def _another(comparison: CompareAnswer) -> str:
    """Another preparation to look at, of those that can be planned and are sold; "" for none."""
    planned = (listed.place.assessment for listed in comparison.base.products if listed.plans)
    others = (one.product.id for one in planned if one.sold and one.product not in comparison.products)
    return next(others, "")


def _tables(comparison: CompareAnswer) -> list[Block]:
    """The doses by policy with the vials of the preparation; of several, the vials in a table of their own."""
    columns = (
        NAMES,
        numeric("dosing kg"),
        numeric("DOSE per day", accent=True),
        numeric("course g"),
        numeric("from actual"),
    )
    products = comparison.products
    doses, vials = [_dose(row) for row in comparison.rows], [_vials(row, len(products)) for row in comparison.rows]
    if len(products) > 1:
        beside = tuple((dose[0], dose[2], *made) for dose, made in zip(doses, vials, strict=True))
        shown_names = (wide(product.shown) for product in products)
        return [
            Table(columns=columns, rows=tuple(doses)),
            Gap(),
            Heading(text="VIALS", remark="of an infusion day"),
            Table(columns=(NAMES, columns[2], *shown_names), rows=beside),
        ]
    title = f"vials of {products[0].shown}" if products else "no preparation can be planned"
    rows = tuple((*dose, *(made or ("-",))) for dose, made in zip(doses, vials, strict=True))
    return [Table(columns=(*columns, wide(title)), rows=rows)]


def _unplanned(comparison: CompareAnswer) -> list[Block]:
    """Which of the preparations asked for by name cannot be planned, and why."""
    return [
        warning("NO PLAN", f"{listed.place.assessment.product.shown}: {listed.no_plans.reason}.")
        for listed in comparison.base.products
        if comparison.base.order.products and listed.no_plans
    ]


def _dose(row: PolicyRow) -> tuple[str, ...]:
    """The policy, the dosing weight and the grams under it."""
    if row.dosed is None:
        return (row.policy.id, "-", "see below", "-", "-")
    dosed = row.dosed
    difference = f"{words.signed(dosed.difference_g)} g {words.signed(dosed.difference_percent)} %"
    return (
        row.policy.id,
        shown(dosed.weight.kg),
        _day_words(dosed.course),
        _course_words(dosed.course, dosed.rounded_g),
        difference if dosed.difference_g else "0",
    )


def _course_words(course: Course, rounded_g: Fraction | None) -> str:
    """The grams of a course; in brackets what its authority rounds them to, where that is something else."""
    if rounded_g is None or rounded_g == course.total:
        return shown(course.total)
    return f"{shown(course.total)} ({shown(rounded_g)})"


def _day_words(course: Course) -> str:
    """The grams of an infusion day; of each where they differ."""
    return " + ".join(f"{shown(grams)} g" for grams in dict.fromkeys(day.grams for day in course.days))


def _vials(row: PolicyRow, preparations: int) -> tuple[str, ...]:
    """The vials of each preparation under a policy."""
    return tuple(map(_made, row.dosed.vials)) if row.dosed else ("-",) * preparations


def _made(made: CoursePlan | NoFit | None) -> str:
    """The vials of each different infusion day."""
    if made is None:
        return "-"
    if not isinstance(made, CoursePlan):
        return "; ".join(dict.fromkeys(words.nearest_words(nearest) for _, nearest in made.days))
    return " then ".join(dict.fromkeys(words.vials_short(day.vials) for day in made.days))


def _why(row: PolicyRow) -> tuple[str, str]:
    """Whose policy it is, and why it applies or not."""
    if row.dosed is None:
        return row.policy.id, "; ".join(problem.message for problem in row.refused)
    weight, rounded_g = row.dosed.weight, row.dosed.rounded_g
    rounded = f"; the course rounded to {shown(rounded_g)} g" if rounded_g is not None else ""
    return row.policy.id, f"{weight.basis}: {weight.why}{rounded} ({row.policy.name})"


def _policy_alerts(comparison: CompareAnswer) -> list[Alert]:
    """What some policies raise and actual weight does not, each once, with the policies it is about."""
    raised: dict[str, tuple[Alert, list[str]]] = {}
    for row in comparison.rows:
        for alert in row.dosed.alerts if row.dosed else ():
            if alert.rule != "policy-rounds":
                raised.setdefault(alert.text, (alert, []))[1].append(row.policy.id)
    return [alert.replaced(letters=tuple(policies)) for alert, policies in raised.values()]
