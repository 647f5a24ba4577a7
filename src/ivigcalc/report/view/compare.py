"""The answer to ``compare`` as a document."""

from ivigcalc.core.answers.compare import CompareAnswer, DoseUnderPolicy, PolicyRow
from ivigcalc.core.answers.plan import CoursePlan
from ivigcalc.core.dosing.course import Course, describe_days
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.weight_policy import ACTUAL
from ivigcalc.core.quantity import shown
from ivigcalc.core.safety.alerts import Alert
from ivigcalc.report.document import NAMES, Document, Gap, Heading, Paragraph, Table, figures, wide
from ivigcalc.report.view.parts import words
from ivigcalc.report.view.parts.blocks import alert_blocks, answer_document, next_table, read_blocks


def compare_document(comparison: CompareAnswer, catalogue: Catalogue) -> Document:
    """Every weight policy in a row, then why each one applies or not."""
    base, course = comparison.base, comparison.course
    per_kg = words.per_kg_words(course, base.dosing_weight.kg)
    why = tuple(_why(row) for row in comparison.rows if row.policy.id != ACTUAL)
    others = [other.letter for other in base.courses if other.letter != course.letter]
    hints = next_table(
        "--product gamunex-c" if not base.order.products else "",
        f"--regimen {others[0]}" if others else "",
        "ivigcalc dose ... --weight-policy NAME",
    )
    blocks = [
        Heading(text=base.indication.short, remark=base.indication.name),
        *read_blocks(*base.patient.echoes, *base.order.echoes),
        Paragraph(text=f"{course.letter}: {per_kg} {describe_days(course)}, under each weight policy."),
        Gap(),
        _table(comparison),
        Gap(),
        Table(columns=(NAMES, wide()), rows=why, headed=False),
        Gap(),
        *alert_blocks(_policy_alerts(comparison)),
        *alert_blocks(base.alerts),
    ]
    return answer_document(blocks, catalogue, hints)


def _table(comparison: CompareAnswer) -> Table:
    product = comparison.product
    columns = (
        NAMES,
        figures("dosing kg"),
        figures("DOSE per day", strong=True),
        figures("course g"),
        figures("from actual"),
        wide(f"vials of {product.shown}" if product else "no preparation can be planned"),
    )
    return Table(columns=columns, rows=tuple(_row(row) for row in comparison.rows))


def _row(row: PolicyRow) -> tuple[str, ...]:
    if row.dosed is None:
        return (row.policy.id, "-", "see below", "-", "-", "-")
    dosed = row.dosed
    difference = f"{words.signed(dosed.difference_g)} g {words.signed(dosed.difference_percent)} %"
    return (
        row.policy.id,
        shown(dosed.weight.kg),
        _day_words(dosed.course),
        shown(dosed.course.total),
        difference if dosed.difference_g else "0",
        _vials(dosed),
    )


def _day_words(course: Course) -> str:
    """The grams of an infusion day; of each where they differ."""
    return " + ".join(f"{shown(grams)} g" for grams in dict.fromkeys(day.grams for day in course.days))


def _vials(dosed: DoseUnderPolicy) -> str:
    """The vials of each different infusion day."""
    if dosed.vials is None:
        return "-"
    if not isinstance(dosed.vials, CoursePlan):
        return "; ".join(dict.fromkeys(words.nearest_words(nearest) for _, nearest in dosed.vials.days))
    return " then ".join(dict.fromkeys(words.vials_short(day.vials) for day in dosed.vials.days))


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
