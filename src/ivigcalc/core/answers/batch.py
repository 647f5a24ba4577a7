"""What a table of answers adds up to: rows, grams, vials, volume, cost, alerts. Sums are of the figures as printed."""

from decimal import Decimal

from ivigcalc.core.record import Record


class VialsOpened(Record):
    """How many vials of one size, in grams, were opened."""

    size_g: Decimal
    count: int


class ProductTotal(Record):
    """What the rows of one preparation add up to; ``cost`` is of the ``priced`` rows."""

    product: str
    rows: int
    dispensed_g: Decimal
    volume_ml: Decimal
    discarded_g: Decimal
    cost: Decimal
    priced: int
    vials: tuple[VialsOpened, ...]


class AlertTotal(Record):
    """In how many rows a rule fired."""

    rule: str
    rows: int


class VersusTotal(Record):
    """Two weight policies beside each other, over the ``rows`` in which both give a course.

    Differences are the other policy less the rows' own. Dispensed grams are of the ``dispensed_rows`` that have vials
    under both, costs of the ``priced_rows``.
    """

    policy: str
    rows: int
    not_compared: int
    own_g: Decimal
    other_g: Decimal
    dispensed_rows: int
    dispensed_difference_g: Decimal
    priced_rows: int
    cost_difference: Decimal

    @property
    def difference_g(self) -> Decimal:
        """Prescribed grams of the other policy less those of the rows' own."""
        return self.other_g - self.own_g

    @property
    def difference_percent(self) -> Decimal | None:
        """The same in percent of the rows' own; None where they have none."""
        return self.difference_g / self.own_g * 100 if self.own_g else None


class Summary(Record):
    """The sums of a table. ``prescribed_g`` is of the ``dosed`` rows, the rest of the ``dispensed_rows``.

    ``of_which_g`` are the prescribed grams of the rows that have vials, to be held beside ``dispensed_g``.
    """

    rows: int
    failed: int
    statuses: tuple[tuple[str, int], ...]
    dosed: int
    prescribed_g: Decimal
    dispensed_rows: int
    of_which_g: Decimal
    dispensed_g: Decimal
    opened_g: Decimal
    discarded_g: Decimal
    volume_ml: Decimal
    cost: Decimal
    priced: int
    currency: str
    products: tuple[ProductTotal, ...]
    alerts: tuple[AlertTotal, ...]
    versus: VersusTotal | None


class FailedRow(Record):
    """A row that was not answered: its number, the line of the file it begins on, its key, its status, the reason."""

    row: int
    line: int
    key: str
    status: str
    reason: str


class UnreadHeading(Record):
    """A heading that nothing is read from, and the column it was probably meant to be, "" for none."""

    heading: str
    near: str


class Finished(Record):
    """A table as answered: from where, to where ("" for nowhere), with what for all rows, and what it adds up to.

    ``given`` are the options that stand for columns; ``failed`` holds the first of the ``summary.failed`` rows;
    ``kept`` counts the rows of an earlier run that stand as they were.
    """

    source: str
    output: str
    errors: str
    check: bool
    given: tuple[tuple[str, str], ...]
    kept: int
    summary: Summary
    failed: tuple[FailedRow, ...]
    unread: tuple[UnreadHeading, ...]
