"""The answer to ``batch``: what a table adds up to. Its rows are a table of their own (docs/batch.md)."""

from typing import NotRequired, TypedDict

from ivigcalc.report.contract.common import Head, Quantity


class BatchRequestJson(TypedDict):
    """What was asked for; ``defaults`` are the options that stand for a column, by its name."""

    file: str
    output: str | None
    output_missing: NotRequired[str]
    errors: str | None
    errors_missing: NotRequired[str]
    check: bool
    versus: str | None
    versus_missing: NotRequired[str]
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


class UnreadJson(TypedDict):
    """A heading that nothing is read from; ``near`` is the column it was probably meant to be."""

    heading: str
    near: str | None
    near_missing: NotRequired[str]


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
    cost_missing: NotRequired[str]
    priced_rows: int
    vials: list[VialsOpenedJson]


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
    difference_percent_missing: NotRequired[str]
    dispensed_rows: int
    dispensed_difference_g: str
    priced_rows: int
    difference_cost: Quantity
    difference_cost_missing: NotRequired[str]


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
    cost_missing: NotRequired[str]
    currency: str | None
    currency_missing: NotRequired[str]


class BatchJson(Head):
    """The answer to ``batch``. ``failed`` holds the first of the ``failed_rows``; ``versus_missing`` is "" with one."""

    request: BatchRequestJson
    rows: int
    failed_rows: int
    kept_rows: int
    statuses: list[StatusRowsJson]
    sums: SumsJson
    products: list[ProductTotalJson]
    alerts: list[AlertRowsJson]
    versus: VersusTotalJson | None
    versus_missing: str
    failed: list[FailedRowJson]
    unread_headings: list[UnreadJson]
