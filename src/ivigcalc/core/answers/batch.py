"""What a table of answers adds up to: rows, grams, vials, volume, cost, alerts. Sums are of the figures as printed."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ivigcalc.core.answers.supply.forecast import Forecast
from ivigcalc.core.quantity import plain
from ivigcalc.core.record import Record

if TYPE_CHECKING:
    from ivigcalc.core.answers.plan import Working
    from ivigcalc.core.facts.formulary import Formulary

ZERO: Final = Decimal(0)

OK, CAUTION, REFUSED, NO_VIALS, ERROR = "ok", "caution", "refused", "no-vials", "error"
STATUSES: Final = (OK, CAUTION, REFUSED, NO_VIALS, ERROR)
"""The statuses of a row."""
ANSWERED: Final = {OK, CAUTION}
"""Statuses of a row that was answered; any other makes the program end with 6."""


class VialsOpened(Record):
    """How many vials of one size, in grams, were opened."""

    size_g: Decimal
    count: int


class Sums(Record):
    """What rows add up to. Grams dispensed, opened and discarded, and the volume, are of the ``dispensed_rows``."""

    dosed_rows: int = 0
    """Rows with a course."""
    prescribed_g: Decimal = ZERO
    """Of the ``dosed_rows``."""
    dispensed_rows: int = 0
    """Rows with vials."""
    prescribed_of_dispensed_g: Decimal = ZERO
    """Of the ``dispensed_rows``, to be held beside ``dispensed_g``."""
    dispensed_g: Decimal = ZERO
    opened_g: Decimal = ZERO
    discarded_g: Decimal = ZERO
    volume_ml: Decimal = ZERO
    priced_rows: int = 0
    """Rows whose vials all have a price."""
    cost: Decimal | None = None
    """Of the ``priced_rows``; None where there is none."""


class ProductTotal(Sums):
    """What the rows of one preparation add up to, with the vials opened."""

    product: str
    vials: tuple[VialsOpened, ...]


class Labelling(StrEnum):
    """Whether the label of a preparation has the use, in the region of the row (without one, in any)."""

    YES = "yes"
    NO_AGE = "from-an-age"
    """From some age on; the patient may be younger, and no age was given."""
    NO = "no"
    """No label that was read has it, for a patient of this age."""


class PartTotal(Sums):
    """What the rows add up to that have something in common: an indication, a month, a weight policy."""

    id: str
    """What they have in common; "" for the rows of which it is not known."""


class ReasonTotal(Record):
    """How many rows were not answered for a reason of one kind: the same words, but for figures and what was typed."""

    status: str
    rows: int
    reason: str
    """Of one of the rows; what was typed stands in it as ``'...'``."""


class AlertTotal(Record):
    """In how many rows a rule fired."""

    rule: str
    rows: int


class VersusTotal(Record):
    """Two weight policies beside each other. Differences are the other policy less the rows' own."""

    policy: str
    rows: int = 0
    """Rows in which both policies give a course."""
    not_compared_rows: int = 0
    own_g: Decimal = ZERO
    other_g: Decimal = ZERO
    dispensed_rows: int = 0
    """Rows that have vials under both."""
    dispensed_difference_g: Decimal = ZERO
    priced_rows: int = 0
    """Rows that have a cost under both."""
    difference_cost: Decimal | None = None
    """None where there are no ``priced_rows``."""

    @property
    def difference_g(self) -> Decimal:
        """Prescribed grams of the other policy less those of the rows' own."""
        return self.other_g - self.own_g

    @property
    def difference_percent(self) -> Decimal | None:
        """The same in percent of the rows' own; None where they have none."""
        return self.difference_g / self.own_g * 100 if self.own_g else None


class Summary(Sums):
    """The sums of a table."""

    statuses: Mapping[str, int]
    """The rows of each status, in the order in which the table has them."""
    currency: str
    """Of the formulary; "" without one."""
    products: tuple[ProductTotal, ...]
    by_indication: tuple[PartTotal, ...] = ()
    by_support: tuple[PartTotal, ...] = ()
    by_label: tuple[PartTotal, ...] = ()
    by_policy: tuple[PartTotal, ...] = ()
    by_month: tuple[PartTotal, ...] = ()
    """By the month of the first infusion day."""
    alerts: tuple[AlertTotal, ...]
    reasons: tuple[ReasonTotal, ...] = ()
    versus: VersusTotal | None

    @property
    def by_status(self) -> list[tuple[str, int]]:
        """Every status with the number of its rows, in the order of ``STATUSES``."""
        return [(status, self.statuses.get(status, 0)) for status in STATUSES]

    @property
    def rows(self) -> int:
        """How many rows the table has."""
        return sum(self.statuses.values())

    @property
    def failed(self) -> int:
        """How many of them were not answered."""
        return sum(rows for status, rows in self.statuses.items() if status not in ANSWERED)


class FailedRow(Record):
    """A row that was not answered."""

    row: int
    """Its number, from 1."""
    line: int
    """The line of the file (of a sheet, the row) that it begins on."""
    key: str
    status: str
    reason: str


class ReadColumn(Record):
    """A column that is read, by its name in full; its other names, and the units that it takes."""

    name: str
    names: tuple[str, ...]
    units: tuple[str, ...]


class CheckedRow(FailedRow):
    """A row as it was read, whatever came of it."""

    read: str
    """What stands in its columns, and what options say in place of empty cells."""


class BatchAnswer(Record):
    """A table as answered."""

    source: str
    """The file that it was read from; ``-`` for standard input."""
    output: str
    """The file that its rows went to; "" for nowhere."""
    errors: str
    """The file that the rows that failed went to; "" for nowhere."""
    check: bool
    given: tuple[tuple[str, str], ...]
    """The options that stand for columns, by the name of the column."""
    kept: int
    """Rows of an earlier run that stand as they were."""
    summary: Summary
    failed: tuple[FailedRow, ...]
    """The first of the ``summary.failed`` rows."""
    unread: tuple[str, ...]
    """Headings that nothing is read from."""
    free_text: tuple[str, ...] = ()
    """Those of them under which an order or a warning may stand."""
    unread_lines: tuple[str, ...] = ()
    """The same in words, a line for each kind."""
    forecast: Forecast | None = None
    """What the rows need in the months to look ahead; None where nobody asked."""
    checked: tuple[CheckedRow, ...] = ()
    """For a check, the first rows as they were read."""
    report: str = ""
    """The file that the page for an audit goes to; "" for none."""
    keyed: tuple[FailedRow, ...] = ()
    """For that page, where keys were asked for, the first rows that were not answered."""
    printed: tuple[Mapping[str, str], ...] = ()
    """For a terminal, the first rows of the answer, by column."""
    explained: bool = False
    """Whether its arithmetic was asked for."""


def summary_working(done: BatchAnswer, formulary: "Formulary | None") -> Iterator["Working"]:
    """The arithmetic of what a table adds up to: of preparations, in all, of the forecast."""
    sums = done.summary
    for total in sums.products:
        opened = " + ".join(f"{vial.count} x {plain(vial.size_g, 3)} g" for vial in total.vials)
        yield _step(f"{total.product}: opened", opened, total.opened_g, "g")
        rest = f"{plain(total.opened_g, 3)} g - {plain(total.dispensed_g, 3)} g"
        yield _step(f"{total.product}: opened and not given", rest, total.discarded_g, "g")
    yield _added("prescribed", [part.prescribed_g for part in sums.by_indication], sums.prescribed_g, "g")
    for name, field, unit in IN_ALL:
        yield _added(name, [getattr(total, field) for total in sums.products], getattr(sums, field), unit)
    costs = [total.cost for total in sums.products if total.cost is not None]
    if sums.cost is not None:
        yield _added("cost", costs, sums.cost, sums.currency)
    if (versus := sums.versus) is not None and versus.difference_percent is not None:
        other, own = plain(versus.other_g, 3), plain(versus.own_g, 3)
        yield _step(f"{versus.policy}: difference", f"{other} g - {own} g", versus.difference_g, "g")
        percent = f"({other} / {own} - 1) x 100"
        yield _step(f"{versus.policy}: the same in percent", percent, versus.difference_percent, "%")
    if done.forecast:
        yield from _of_forecast(done.forecast, formulary)


IN_ALL: Final = (
    ("dispensed", "dispensed_g", "g"),
    ("opened", "opened_g", "g"),
    ("opened and not given", "discarded_g", "g"),
    ("volume", "volume_ml", "mL"),
)
"""What the sums of preparations add up to: in words, as fields of ``Sums``, and the unit."""


def _step(step: str, formula: str, value: Decimal | Fraction, unit: str) -> "Working":
    from ivigcalc.core.answers.plan import Working  # only where the arithmetic was asked for

    return Working(step, formula, Fraction(value), unit)


def _added(name: str, figures: Sequence[Decimal | Fraction], total: Decimal | Fraction, unit: str) -> "Working":
    formula = " + ".join(f"{plain(figure, 3)} {unit}" for figure in figures) or f"0 {unit}"
    return _step(f"in all: {name}", formula, total, unit)


def _of_forecast(found: Forecast, formulary: "Formulary | None") -> Iterator["Working"]:
    """The arithmetic of a forecast: each preparation over the months, and what its vials cost."""
    for total in found.totals:
        about, months = (
            f"forecast, {total.product or 'none named'}",
            [one.needed for one in found.by_month if one.product == total.product],
        )
        units = {"infusions": "infusions", "prescribed_g": "g", "dispensed_g": "g", "volume_ml": "mL"}
        for name, unit in units.items():
            figures = " + ".join(f"{plain(Fraction(getattr(one, name)), 3)} {unit}" for one in months)
            yield _step(f"{about}: {name.partition('_')[0]}", figures, Fraction(getattr(total.needed, name)), unit)
    for one in (*found.by_month, *found.totals):
        if one.cost is not None and formulary:
            prices = formulary.prices(one.product)
            formula = " + ".join(f"{vial.count} x {plain(prices[vial.size_g], 4)}" for vial in one.needed.vials)
            when = one.month or "in all"
            yield _step(f"forecast, {one.product}, {when}: cost", formula or "0", one.cost, found.currency)
