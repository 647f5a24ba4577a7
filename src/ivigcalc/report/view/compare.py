"""The answer to ``compare`` as a document."""

from fractions import Fraction
from typing import Final

from ivigcalc.core.answers.compare import Comparison, Dosed, Row
from ivigcalc.core.answers.plan import CoursePlan
from ivigcalc.core.dosing.course import Course, describe_days
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.weight_policy import ACTUAL
from ivigcalc.core.quantity import shown
from ivigcalc.core.safety.alerts import Alert
from ivigcalc.report.document import Block, Column, Document, Gap, Heading, Paragraph, Table
from ivigcalc.report.view.parts import words

WHY: Final = (Column(header="", strong=True), Column(header="", wraps=True))


def compare_document(comparison: Comparison, catalogue: Catalogue) -> Document:
    """Every weight policy in a row, then why each one applies or not."""
    base, course, product = comparison.base, comparison.course, comparison.product
    others = [one.letter for one in base.courses if one.letter != course.letter]
    whose = f"vials of {product.shown}" if product else "no preparation can be planned"
    blocks: list[Block] = [
        Heading(text=base.indication.short, remark=base.indication.name),
        *(Paragraph(label="READ", text=echo) for echo in (*base.patient.echoes, *base.order.echoes)),
        Paragraph(text=f"{course.letter}: {_regimen_words(course, base.dosing_weight.kg)}, under each weight policy."),
        Gap(),
        _table(comparison, whose),
        Gap(),
        Table(columns=WHY, rows=tuple(_why(row) for row in comparison.rows if row.policy.id != ACTUAL), headed=False),
        Gap(),
        *_policy_alerts(comparison),
        *(words.alert_paragraph(alert) for alert in base.alerts),
        Gap(),
        words.next_block(
            [
                "--product gamunex-c" if not base.order.products else "",
                f"--regimen {others[0]}" if others else "",
                "ivigcalc dose ... --weight-policy NAME",
            ]
        ),
        *words.foot(catalogue),
    ]
    return Document(blocks=tuple(blocks))


def _table(comparison: Comparison, whose: str) -> Table:
    columns = (
        Column(header="", strong=True),
        Column(header="dosing kg", right=True),
        Column(header="DOSE per day", right=True, strong=True),
        Column(header="course g", right=True),
        Column(header="from actual", right=True),
        Column(header=whose, wraps=True),
    )
    return Table(columns=columns, rows=tuple(_row(row) for row in comparison.rows))


def _row(row: Row) -> tuple[str, ...]:
    if row.dosed is None:
        return (row.policy.id, "-", "see below", "-", "-", "-")
    dosed = row.dosed
    return (
        row.policy.id,
        shown(dosed.weight.kg),
        _day_words(dosed.course),
        shown(dosed.course.total),
        _signed(dosed),
        _vials(dosed),
    )


def _regimen_words(course: Course, weight_kg: Fraction) -> str:
    """What is compared: g/kg and days."""
    return f"{words.per_kg_words(course, weight_kg)} {describe_days(course)}"


def _day_words(course: Course) -> str:
    """The grams of an infusion day; of each where they differ."""
    return " + ".join(f"{shown(grams)} g" for grams in dict.fromkeys(day.grams for day in course.days))


def _signed(dosed: Dosed) -> str:
    """The difference in g and per cent, with its sign."""
    if not dosed.difference_g:
        return "0"
    sign = "+" if dosed.difference_g > 0 else ""
    return f"{sign}{shown(dosed.difference_g)} g {sign}{shown(dosed.difference_percent)} %"


def _vials(dosed: Dosed) -> str:
    """The vials of each different infusion day."""
    if dosed.vials is None:
        return "-"
    if not isinstance(dosed.vials, CoursePlan):
        return "; ".join(dict.fromkeys(words.nearest_words(found) for _, found in dosed.vials.days))
    return " then ".join(dict.fromkeys(words.vials_short(day.vials) for day in dosed.vials.days))


def _why(row: Row) -> tuple[str, str]:
    """Whose policy it is, and why it applies or not."""
    if row.dosed is None:
        return row.policy.id, "; ".join(problem.message for problem in row.refused)
    weight, rounded_g = row.dosed.weight, row.dosed.rounded_g
    rounded = f"; the course rounded to {shown(rounded_g)} g" if rounded_g is not None else ""
    return row.policy.id, f"{weight.basis}: {weight.why}{rounded} ({row.policy.name})"


def _policy_alerts(comparison: Comparison) -> list[Block]:
    """What some policies raise and actual weight does not, each once, with the policies it is about."""
    found: dict[str, tuple[Alert, list[str]]] = {}
    for row in comparison.rows:
        for alert in row.dosed.alerts if row.dosed else ():
            if alert.rule != "policy-rounds":
                found.setdefault(alert.text, (alert, []))[1].append(row.policy.id)
    return [words.alert_paragraph(alert.replaced(letters=tuple(policies))) for alert, policies in found.values()]
