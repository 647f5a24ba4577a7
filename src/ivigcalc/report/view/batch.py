"""The answer to ``batch`` as a document: the rows that failed, and what the others add up to."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from ivigcalc.core.answers.batch import (
    ANSWERED,
    CAUTION,
    NO_VIALS,
    OK,
    BatchAnswer,
    CheckedRow,
    FailedRow,
    ProductTotal,
    ReadColumn,
    Summary,
    VersusTotal,
    summary_working,
)
from ivigcalc.core.answers.supply.forecast import Forecast, MonthTotal, Shortage
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.quantity import shown
from ivigcalc.core.selection.ranking import NOT_STOCKED
from ivigcalc.report.document import (
    NAMES,
    Block,
    Column,
    Document,
    Emphasis,
    Gap,
    Heading,
    Paragraph,
    Table,
    labelled,
    numeric,
    warning,
    wide,
)
from ivigcalc.report.shared import OF_SOME, cost_words, count_words, labels_of_batch, rows_words, status_words
from ivigcalc.report.view.parts.blocks import answer_document
from ivigcalc.report.view.parts.days import working_blocks
from ivigcalc.report.view.parts.ladder import old_label_blocks
from ivigcalc.report.view.parts.words import signed

PRINTED: Final = {
    "row": numeric("row"),
    "key": Column(header="key"),
    "status": Column(header="status"),
    "indication": Column(header="indication", drop=1),
    "dosing_weight_kg": Column(header="kg", right=True, drop=2),
    "g_per_day": numeric("g a day", accent=True),
    "days": numeric("days"),
    "g_course": numeric("g in all", accent=True),
    "product": Column(header="product"),
    "vials_per_day": Column(header="vials a day", wraps=True, drop=3),
}
"""What a terminal shows of a row, by the column of the answers."""


HOW_HEADINGS: Final = (
    "Case, accents, brackets and blanks do not count; a unit may stand behind a heading, in the cell or in a column of "
    "its own (Weight Unit). Another heading: --column weight_kg=HEADING; one to leave out: --ignore HEADING."
)


HOW_STOCK: Final = (
    "Another heading: --stock-column count=HEADING (size=HEADING with the unit in its cells); one to leave out: "
    "--stock-ignore HEADING; another sheet of a workbook: --stock-sheet NAME."
)


def columns_document(columns: Sequence[ReadColumn], stock: Sequence[ReadColumn], catalogue: Catalogue) -> Document:
    """The columns that are read of a table of patients, and of a file of vials in stock, with every name of each."""
    blocks: list[Block] = []
    for title, remark, listed in (
        ("Columns of a table of patients", HOW_HEADINGS, columns),
        ("Columns of a file of vials in stock (--stock)", HOW_STOCK, stock),
    ):
        blocks += [Heading(text=title), *([Paragraph(text=remark)] if remark else [])]
        blocks += [*labelled((column.name, _names(column)) for column in listed), Gap()]
    return answer_document(blocks[:-1], catalogue)


def _names(column: ReadColumn) -> str:
    units = f" Units: {', '.join(column.units)}." if column.units else ""
    return f"{', '.join(column.names) or 'no other name'}.{units}"


def batch_document(done: BatchAnswer, catalogue: Catalogue) -> Document:
    """What a table adds up to; for a check, only what failed."""
    sums = done.summary
    blocks: list[Block] = [
        Heading(text=rows_words(sums.rows), remark=done.source),
        Paragraph(text=status_words(sums)),
        *(Paragraph(text=f"Columns {line}.") for line in done.unread_lines),
        *_rows_of(done.printed, sums.rows, {str(row.row) for row in done.failed}),
        *([_checked(row) for row in done.checked] or [_failed(row) for row in done.failed]),
    ]
    if done.checked and (rest := sums.rows - len(done.checked)):
        blocks.append(Paragraph(text=f"{count_words(rest)} more rows. --errors FILE lists every one that fails."))
    elif not done.checked and (more := sums.failed - len(done.failed)):
        blocks.append(Paragraph(text=f"{count_words(more)} more failed: --errors FILE lists every one."))
    if done.forecast:
        blocks += [Gap(), *_forecast(done.forecast)]
    if not done.check:
        blocks += [Gap(), *_grams(sums), *_products(sums), *_versus(sums.versus, sums.currency), *_alerts(sums)]
        blocks += old_label_blocks(labels_of_batch(done, catalogue))
    if done.explained:
        steps = summary_working(done, catalogue.formulary)
        blocks += [Gap(), Heading(text="WORKING", remark="of the sums"), *working_blocks(steps)]
    return answer_document(blocks, catalogue)


def _courses(rows: int) -> str:
    return "1 course" if rows == 1 else f"{count_words(rows)} courses"


def _failed(row: FailedRow) -> Paragraph:
    """A row that was not answered."""
    whose = f", key {row.key}" if row.key else ""
    text = f"row {row.row} (line {row.line}{whose}): {row.reason}"
    return Paragraph(label=row.status.upper(), text=text, emphasis=Emphasis.DANGER)


def _checked(row: CheckedRow) -> Paragraph:
    """A row as it was read, and why it fails or what to look at."""
    whose = f", key {row.key}" if row.key else ""
    text = "; ".join(filter(None, (row.read and f"reads {row.read}", row.reason)))
    emphasis = Emphasis.NORMAL if row.status in ANSWERED else Emphasis.DANGER
    return Paragraph(
        label=row.status.upper(), text=f"row {row.row} (line {row.line}{whose}): {text}", emphasis=emphasis
    )


def _rows_of(printed: Sequence[Mapping[str, str]], rows: int, failed: Collection[str]) -> list[Block]:
    """The first rows of the answer, for a terminal: what is given on each day, and the course.

    ``failed`` are the numbers of rows that are named below with what is wrong.
    """
    if not printed:
        return []
    cells = tuple(tuple(row[name] for name in PRINTED) for row in printed)
    blocks: list[Block] = [Table(columns=tuple(PRINTED.values()), rows=cells)]
    if more := rows - len(printed):
        blocks.append(Paragraph(text=f"{count_words(more)} more rows: -o plans.csv writes every one."))
    looked_at = [row for row in printed if row["status"] in {CAUTION, NO_VIALS} and row["row"] not in failed]
    remarked = [row for row in printed if row["status"] == OK and NOT_STOCKED in row["verdict_rules"].split(";")]
    blocks += [Gap()] if looked_at or remarked else []
    blocks += [warning(row["status"].upper(), f"row {row['row']}: {row['reason']}") for row in looked_at]
    blocks += [Paragraph(label="NOTE", text=f"row {row['row']}: {row['reason']}") for row in remarked]
    explained = [(f"row {row['row']}", row["working"].split(" | ")) for row in printed if row.get("working")]
    for number, steps in explained:
        blocks += [Gap(), Heading(text="WORKING", remark=number), *(Paragraph(text=step) for step in steps)]
    return blocks


def _grams(sums: Summary) -> list[Block]:
    """Grams, volume and cost, each with the rows that it is of."""
    lines = [("PRESCRIBED", f"{shown(sums.prescribed_g)} g in {_courses(sums.dosed_rows)}")]
    if sums.dispensed_rows:
        of = (
            ""
            if sums.dispensed_rows == sums.dosed_rows
            else f" for {shown(sums.prescribed_of_dispensed_g)} g prescribed"
        )
        lines += [
            ("DISPENSED", f"{shown(sums.dispensed_g)} g in {_courses(sums.dispensed_rows)}{of}"),
            ("VOLUME", f"{shown(sums.volume_ml)} mL"),
            ("WASTE", f"{shown(sums.discarded_g)} g opened and not given"),
        ]
    if sums.cost is not None:
        lines.append(("COST", f"{shown(sums.cost, 2)} {sums.currency} for {_courses(sums.priced_rows)}"))
    return [*labelled(lines)]


def _products(sums: Summary) -> list[Block]:
    """Each preparation with its vials, the largest size first."""
    if not sums.products:
        return []
    priced = any(total.priced_rows for total in sums.products)
    price = [numeric(sums.currency)] if priced else []
    columns = (NAMES, numeric("courses"), numeric("g"), numeric("mL"), *price, wide("vials, g"))
    blocks: list[Block] = [
        Gap(),
        Table(columns=columns, rows=tuple(_product(total, priced=priced) for total in sums.products)),
    ]
    if any(0 < total.priced_rows < total.dispensed_rows for total in sums.products):
        blocks.append(Paragraph(text=f"{OF_SOME} of the courses whose vials all have a price"))
    return blocks


def _product(total: ProductTotal, *, priced: bool) -> tuple[str, ...]:
    cost = [cost_words(total, total.dispensed_rows)] if priced else []
    vials = ", ".join(f"{count_words(vial.count)}x{shown(vial.size_g)}" for vial in total.vials)
    rows = count_words(total.dispensed_rows)
    return (total.product, rows, shown(total.dispensed_g), shown(total.volume_ml), *cost, vials)


def _versus(versus: VersusTotal | None, currency: str) -> list[Block]:
    """What the other weight policy gains or saves."""
    if versus is None:
        return []
    percent = "" if versus.difference_percent is None else f", {signed(versus.difference_percent)} %"
    grams = f"{shown(versus.other_g)} g instead of {shown(versus.own_g)} g in {_courses(versus.rows)}"
    lines = [f"{versus.policy}: {grams}: {signed(versus.difference_g)} g{percent}"]
    if versus.dispensed_rows:
        dispensed = signed(versus.dispensed_difference_g)
        lines.append(f"{dispensed} g dispensed in {_courses(versus.dispensed_rows)}")
    if versus.difference_cost is not None:
        lines.append(f"{signed(versus.difference_cost, 2)} {currency} in {_courses(versus.priced_rows)}")
    if versus.not_compared_rows:
        lines.append(f"{rows_words(versus.not_compared_rows)} not compared: why stands in them (versus_reason)")
    return [Gap(), *labelled(("VERSUS", text) for text in lines)]


def _forecast(found: Forecast) -> list[Block]:
    """What the rows need by month and preparation, what is counted apart, and what runs short."""
    months = found.months.names
    remark = f"{months[0]} to {months[-1]}" if len(months) > 1 else months[0]
    priced = any(total.cost is not None for total in found.by_month)
    price = [numeric(found.currency)] if priced else []
    columns = (NAMES, wide("preparation"), numeric("infusions"), numeric("g"), numeric("mL"), *price, wide("vials, g"))
    rows = [_month(total, priced=priced) for total in (*found.by_month, *found.totals)]
    blocks: list[Block] = [
        Heading(text="FORECAST", remark=f"{remark}, {rows_words(found.rows)}; each goes on with its interval"),
        *(
            [Table(columns=columns, rows=tuple(rows))]
            if rows
            else [Paragraph(text="No infusion day is known in these months.")]
        ),
    ]
    unpriced = dict.fromkeys(
        f"{total.product or 'no preparation'}: {total.no_cost}" for total in found.totals if total.no_cost
    )
    if found.currency and unpriced:
        blocks.append(Paragraph(label="NO COST", text=f"{'; '.join(unpriced)}."))
    blocks += [warning("RUNS SHORT", _short(short)) for short in found.short]
    unnamed = sum(total.needed.infusions for total in found.totals if not total.product)
    if found.stock and any(total.product for total in found.totals):
        does = "" if found.short else "; it does for all vials above"
        text = f"{found.stock} is taken as what is there when {months[0]} begins{does}."
        blocks.append(Paragraph(label="STOCK", text=text))
    if found.stock and unnamed:
        which = "1 infusion that names" if unnamed == 1 else f"{count_words(unnamed)} infusions that name"
        blocks.append(warning("STOCK", f"{found.stock} is not compared with {which} no preparation."))
    if found.beyond:
        which = "1 row goes" if found.beyond == 1 else f"{count_words(found.beyond)} rows go"
        named = _named_rows(found.beyond_named, found.beyond)
        blocks.append(warning("CAUTION", f"{which} on past the number of courses that the source gives: {named}."))
    if found.once:
        count = sum(rows for _, rows in found.once)
        which = "1 row is" if count == 1 else f"{count_words(count)} rows are"
        blocks.append(
            warning("ONCE", f"{which} counted with the dated course alone: {_named_rows(found.once_named, count)}.")
        )
    if found.apart:
        counts = ", ".join(f"{count_words(rows)} {why}" for why, rows in found.apart)
        apart = sum(rows for _, rows in found.apart)
        blocks.append(warning("APART", f"{rows_words(apart)} not in the forecast: {counts}."))
        named = _named_rows(found.named, apart)
        blocks.append(Paragraph(label=" ", text=f"{named}."))
    return blocks


def _named_rows(named: Sequence[tuple[int, str, str]], rows: int) -> str:
    """Rows with their keys, each with what is to be said of it, and how many more there are."""
    text = "; ".join(f"row {row}{f' ({key})' if key else ''}: {said}" for row, key, said in named)
    more = rows - len(named)
    return f"{text}; and {count_words(more)} more" if more else text


def _month(total: MonthTotal, *, priced: bool) -> tuple[str, ...]:
    needed = total.needed
    cost = ["-" if total.cost is None else shown(total.cost, 2)] if priced else []
    vials = ", ".join(f"{count_words(vial.count)}x{shown(vial.size_g, 3)}" for vial in needed.vials)
    grams = shown(needed.dispensed_g, 3) if total.product else f"{shown(needed.prescribed_g)} prescribed"
    volume = shown(needed.volume_ml) if total.product else "-"
    named = total.product or "none named"
    return (total.month or "in all", named, count_words(needed.infusions), grams, volume, *cost, vials or "-")


def _short(short: Shortage) -> str:
    """``privigen 20 g from 2027-02-02: 14 vials lacking to the end.``."""
    vials = "1 vial" if short.count == 1 else f"{count_words(short.count)} vials"
    return f"{short.product} {shown(short.size_g, 3)} g from {short.from_date}: {vials} lacking to the end."


def _alerts(sums: Summary) -> list[Block]:
    """In how many rows each rule fired."""
    if not sums.alerts:
        return []
    rows = tuple((alert.rule, count_words(alert.rows)) for alert in sums.alerts)
    return [Gap(), Table(columns=(Column(header="rule"), numeric("rows")), rows=rows)]
