"""The answer to ``batch`` as JSON: what a table adds up to. Its rows are a table of their own (docs/batch.md)."""

from collections.abc import Iterable
from typing import Final, TypedDict

from ivigcalc.core.answers.batch import BatchAnswer, PartTotal, ProductTotal, Summary, VersusTotal, summary_working
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.report.json.parts.answer import EVERY_DIGIT, Head, Quantity, filled, head, quantity, with_reasons
from ivigcalc.report.json.parts.forecast import ForecastJson, forecast_json
from ivigcalc.report.json.parts.product import OldLabelJson, WorkingJson, old_labels_json, working_json
from ivigcalc.report.shared import labels_of_batch

NO_PRICE: Final = "no formulary, or it does not give the price of every size opened"
NO_VERSUS: Final = "not asked for: --versus POLICY"


class BatchRequestJson(TypedDict):
    """What was asked for; ``defaults`` are the options that stand for a column, by its name."""

    file: str
    output: str | None
    errors: str | None
    report: str | None
    check: bool
    versus: str | None
    defaults: dict[str, str]


class StatusRowsJson(TypedDict):
    """How many rows have a status."""

    status: str
    rows: int


class FailedRowJson(TypedDict):
    """A row that was not answered; ``line`` is the line of the file (of a sheet, the row) it begins on."""

    row: int
    line: int
    key: str
    status: str
    reason: str


class CheckedRowJson(FailedRowJson):
    """A row as it was read: what stands in its columns, and what options say in place of empty cells."""

    read: str


class VialsOpenedJson(TypedDict):
    """How many vials of one size were opened."""

    size_g: str
    count: int


class ProductTotalJson(TypedDict):
    """What the rows of one preparation add up to; the cost is that of the ``priced_rows``."""

    product: str
    rows: int
    dispensed_g: str
    volume_ml: str
    discarded_g: str
    cost: Quantity
    priced_rows: int
    vials: list[VialsOpenedJson]


class PartTotalJson(TypedDict):
    """What the rows with a course add up to that have something in common; ``id`` is null where it is not known."""

    id: str | None
    dosed_rows: int
    prescribed_g: str
    dispensed_rows: int
    dispensed_g: str
    opened_g: str
    discarded_g: str
    priced_rows: int
    cost: Quantity


class ReasonRowsJson(TypedDict):
    """How many rows were not answered for a reason of one kind: the same words, but for figures and what was typed.

    ``reason`` is that of one of them; what was typed stands in it as ``'...'``.
    """

    status: str
    rows: int
    reason: str


class AlertRowsJson(TypedDict):
    """In how many rows a rule fired: on the order, or against the preparation."""

    rule: str
    rows: int


class VersusTotalJson(TypedDict):
    """The other weight policy beside the rows' own, over the ``rows`` that have a course under both.

    A difference is the other policy less the rows' own. Dispensed grams are of the rows with vials under both, the cost
    of those with a known price.
    """

    policy: str
    rows: int
    not_compared_rows: int
    own_g: str
    other_g: str
    difference_g: str
    difference_percent: Quantity
    dispensed_rows: int
    dispensed_difference_g: str
    priced_rows: int
    difference_cost: Quantity


class SumsJson(TypedDict):
    """Sums of the figures as the rows print them.

    ``prescribed_g`` is of the ``dosed_rows``, the rest of the ``dispensed_rows``, for which
    ``prescribed_of_dispensed_g`` was prescribed; the cost is that of the ``priced_rows``.
    """

    dosed_rows: int
    prescribed_g: str
    dispensed_rows: int
    prescribed_of_dispensed_g: str
    dispensed_g: str
    opened_g: str
    discarded_g: str
    volume_ml: str
    priced_rows: int
    cost: Quantity
    currency: str | None


class BatchJson(Head):
    """The answer to ``batch``. ``failed`` holds the first of the ``failed_rows``; ``versus_missing`` is "" with one.

    The lists ``by_...`` hold all rows with a course: by how well the use is supported, by whether the label of the
    preparation has it in the region (``yes``, ``from-an-age`` where no age was given, ``no``), by weight policy, by
    the month of the first infusion day. ``checked`` holds the first rows as they were read, with ``--check`` alone.
    ``unread_headings`` are columns that nothing is read from, ``free_text_headings`` those of them under which an order
    or a warning may stand. ``working`` is the arithmetic of the sums and of the forecast.
    """

    request: BatchRequestJson
    rows: int
    failed_rows: int
    kept_rows: int
    statuses: list[StatusRowsJson]
    sums: SumsJson
    products: list[ProductTotalJson]
    by_indication: list[PartTotalJson]
    by_support: list[PartTotalJson]
    by_label: list[PartTotalJson]
    by_policy: list[PartTotalJson]
    by_month: list[PartTotalJson]
    by_reason: list[ReasonRowsJson]
    alerts: list[AlertRowsJson]
    old_labels: list[OldLabelJson]
    versus: VersusTotalJson | None
    versus_missing: str
    failed: list[FailedRowJson]
    checked: list[CheckedRowJson]
    unread_headings: list[str]
    free_text_headings: list[str]
    forecast: ForecastJson | None
    working: list[WorkingJson]


def batch_json(done: BatchAnswer, catalogue: Catalogue, *, status: str, exit_code: int) -> BatchJson:
    """What a table adds up to."""
    sums = done.summary
    answer: BatchJson = {
        **head(catalogue, status, exit_code),
        "request": _request(done),
        "rows": sums.rows,
        "failed_rows": sums.failed,
        "kept_rows": done.kept,
        "statuses": [{"status": of_rows, "rows": rows} for of_rows, rows in sums.by_status],
        "sums": _sums(sums),
        "products": [_product(total) for total in sums.products],
        "by_indication": _parts(sums.by_indication, "no indication"),
        "by_support": _parts(sums.by_support, "no indication"),
        "by_label": _parts(sums.by_label, "no preparation named"),
        "by_policy": _parts(sums.by_policy, "no weight policy"),
        "by_month": _parts(sums.by_month, "no start date given"),
        "by_reason": [filled(ReasonRowsJson, total) for total in sums.reasons],
        "alerts": [{"rule": alert.rule, "rows": alert.rows} for alert in sums.alerts],
        "old_labels": old_labels_json(labels_of_batch(done, catalogue)),
        "versus": _versus(sums.versus) if sums.versus else None,
        "versus_missing": "" if sums.versus else NO_VERSUS,
        "failed": [filled(FailedRowJson, row) for row in done.failed],
        "checked": [filled(CheckedRowJson, row) for row in done.checked],
        "unread_headings": list(done.unread),
        "free_text_headings": list(done.free_text),
        "forecast": forecast_json(done.forecast) if done.forecast else None,
        "working": working_json(summary_working(done, catalogue.formulary), EVERY_DIGIT),
    }
    return with_reasons(answer, forecast="not asked for: --forecast MONTHS")


def _sums(sums: Summary) -> SumsJson:
    return with_reasons(
        filled(SumsJson, sums, currency=sums.currency or None), cost=NO_PRICE, currency="no formulary with a currency"
    )


def _request(done: BatchAnswer) -> BatchRequestJson:
    return with_reasons(
        BatchRequestJson(
            file=done.source,
            output=done.output or None,
            errors=done.errors or None,
            report=done.report or None,
            check=done.check,
            versus=(done.summary.versus.policy if done.summary.versus else "") or None,
            defaults=dict(done.given),
        ),
        output="no rows were written: --output FILE",
        errors="not asked for: --errors FILE",
        report="not asked for: --report FILE",
        versus=NO_VERSUS,
    )


def _product(total: ProductTotal) -> ProductTotalJson:
    return with_reasons(
        filled(
            ProductTotalJson,
            total,
            rows=total.dispensed_rows,
            vials=[filled(VialsOpenedJson, vial) for vial in total.vials],
        ),
        cost=NO_PRICE,
    )


def _parts(totals: Iterable[PartTotal], unknown: str) -> list[PartTotalJson]:
    return [
        with_reasons(filled(PartTotalJson, total, id=total.id or None), id=unknown, cost=NO_PRICE) for total in totals
    ]


def _versus(versus: VersusTotal) -> VersusTotalJson:
    return with_reasons(
        filled(VersusTotalJson, versus, difference_percent=quantity(versus.difference_percent)),
        difference_percent="no row has a course under both policies",
        difference_cost=NO_PRICE,
    )
