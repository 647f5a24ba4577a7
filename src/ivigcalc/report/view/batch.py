"""The answer to ``batch`` as a document: the rows that failed, and what the others add up to."""

from decimal import Decimal

from ivigcalc.core.answers.batch import FailedRow, Finished, ProductTotal, Summary, VersusTotal
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.quantity import shown
from ivigcalc.report.document import Block, Column, Document, Gap, Heading, Paragraph, Table, Weight
from ivigcalc.report.view.parts import words


def batch_document(done: Finished, catalogue: Catalogue) -> Document:
    """What a table adds up to; for a check, only what failed."""
    sums = done.summary
    blocks: list[Block] = [
        Heading(text="1 row" if sums.rows == 1 else f"{_count(sums.rows)} rows", remark=done.source),
        Paragraph(text=", ".join(f"{_count(rows)} {status}" for status, rows in sums.statuses if rows)),
        *(_failed(one) for one in done.failed),
    ]
    if more := sums.failed - len(done.failed):
        blocks.append(Paragraph(text=f"{_count(more)} more failed: --errors FILE lists every one."))
    if not done.check:
        blocks += [Gap(), *_grams(sums), *_products(sums), *_versus(sums.versus, sums.currency), *_alerts(sums)]
    return Document(blocks=(*blocks, Gap(), *words.foot(catalogue)))


def _count(rows: int) -> str:
    return shown(Decimal(rows), 0)


def _courses(rows: int) -> str:
    return "1 course" if rows == 1 else f"{_count(rows)} courses"


def _failed(one: FailedRow) -> Paragraph:
    """A row that was not answered."""
    whose = f", key {one.key}" if one.key else ""
    label = one.status.upper()
    return Paragraph(label=label, text=f"row {one.row} (line {one.line}{whose}): {one.reason}", weight=Weight.DANGER)


def _grams(sums: Summary) -> list[Block]:
    """Grams, volume and cost, each with the rows that it is of."""
    found: list[Block] = [Paragraph(label="PRESCRIBED", text=f"{shown(sums.prescribed_g)} g in {_courses(sums.dosed)}")]
    if sums.dispensed_rows:
        of = "" if sums.dispensed_rows == sums.dosed else f" for {shown(sums.of_which_g)} g prescribed"
        text = f"{shown(sums.dispensed_g)} g in {_courses(sums.dispensed_rows)}{of}"
        found += [
            Paragraph(label="DISPENSED", text=text),
            Paragraph(label="VOLUME", text=f"{shown(sums.volume_ml)} mL"),
            Paragraph(label="WASTE", text=f"{shown(sums.discarded_g)} g opened and not given"),
        ]
    if sums.priced:
        text = f"{shown(sums.cost, 2)} {sums.currency} for {_courses(sums.priced)}"
        found.append(Paragraph(label="COST", text=text))
    return found


def _products(sums: Summary) -> list[Block]:
    """Each preparation with its vials, the largest size first."""
    if not sums.products:
        return []
    priced = any(one.priced for one in sums.products)
    columns = (
        Column(header="", strong=True),
        Column(header="courses", right=True),
        Column(header="g", right=True),
        Column(header="mL", right=True),
        *((Column(header=sums.currency, right=True),) if priced else ()),
        Column(header="vials, g", wraps=True),
    )
    return [Gap(), Table(columns=columns, rows=tuple(_product(one, priced=priced) for one in sums.products))]


def _product(one: ProductTotal, *, priced: bool) -> tuple[str, ...]:
    cost = shown(one.cost, 2) if one.priced else "-"
    vials = ", ".join(f"{_count(vial.count)}x{shown(vial.size_g)}" for vial in one.vials)
    figures = (_count(one.rows), shown(one.dispensed_g), shown(one.volume_ml))
    return (one.product, *figures, *((cost,) if priced else ()), vials)


def _versus(one: VersusTotal | None, currency: str) -> list[Block]:
    """What the other weight policy gains or saves."""
    if one is None:
        return []
    percent = "" if one.difference_percent is None else f", {_signed(one.difference_percent)} %"
    text = (
        f"{one.policy}: {shown(one.other_g)} g instead of {shown(one.own_g)} g in {_courses(one.rows)}: "
        f"{_signed(one.difference_g)} g{percent}"
    )
    found: list[Block] = [Gap(), Paragraph(label="VERSUS", text=text)]
    if one.dispensed_rows:
        text = f"{_signed(one.dispensed_difference_g)} g dispensed in {_courses(one.dispensed_rows)}"
        found.append(Paragraph(label="VERSUS", text=text))
    if one.priced_rows:
        text = f"{_signed(one.cost_difference, 2)} {currency} in {_courses(one.priced_rows)}"
        found.append(Paragraph(label="VERSUS", text=text))
    if one.not_compared:
        text = f"{_courses(one.not_compared)} not compared: the rows say why (versus_reason)"
        found.append(Paragraph(label="VERSUS", text=text))
    return found


def _signed(value: Decimal, places: int = 1) -> str:
    return f"{'+' if value > 0 else ''}{shown(value, places)}"


def _alerts(sums: Summary) -> list[Block]:
    """In how many rows each rule fired."""
    if not sums.alerts:
        return []
    columns = (Column(header="rule"), Column(header="rows", right=True))
    rows = tuple((one.rule, _count(one.rows)) for one in sums.alerts)
    return [Gap(), Table(columns=columns, rows=rows)]
