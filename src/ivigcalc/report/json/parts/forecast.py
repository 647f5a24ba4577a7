"""What a table of patients will need by month, in JSON."""

from collections.abc import Iterator, Sequence
from typing import Final, TypedDict

from ivigcalc.core.answers.supply.forecast import Forecast, MonthTotal
from ivigcalc.core.quantity import adding_up, plain
from ivigcalc.report.json.parts.answer import Quantity, quantity, with_reasons

NO_PRODUCT: Final = "the rows name no preparation"
NO_DAY: Final = "no infusion day is known in these months"
NO_STOCK: Final = "not given: --stock FILE"


class ForecastVialsJson(TypedDict):
    """How many vials of one size are needed."""

    size_g: str
    count: int


class MonthTotalJson(TypedDict):
    """What one preparation needs in one month; in ``totals`` in all of them, and ``month`` is "".

    ``product`` is null for rows that name none: only their prescribed grams are known.
    """

    month: str
    product: str | None
    infusions: int
    prescribed_g: str
    dispensed_g: Quantity
    volume_ml: Quantity
    vials: list[ForecastVialsJson]
    cost: Quantity


class ApartJson(TypedDict):
    """Why rows are not in the forecast, with how many."""

    reason: str
    rows: int


class ApartRowJson(TypedDict):
    """A row that is not in the forecast."""

    row: int
    key: str
    reason: str


class OnceJson(TypedDict):
    """Why rows are counted with their dated course alone, which is not repeated, with how many."""

    reason: str
    rows: int


class OnceRowJson(TypedDict):
    """A row of which the dated course alone is counted."""

    row: int
    key: str
    reason: str


class BeyondRowJson(TypedDict):
    """A row with infusion days after the last course that its source gives: ``says``, in the words of the source."""

    row: int
    key: str
    says: str


class ShortageJson(TypedDict):
    """A vial size of which the stock has too few: from which day on, and how many are lacking to the end."""

    product: str
    size_g: str
    from_date: str
    count: int


class ForecastJson(TypedDict):
    """What the rows need by month and preparation. ``apart_named`` are the first of the rows counted ``apart``.

    ``beyond_source`` counts the rows that go on past the number of courses that their source gives, and ``once`` those
    that have no interval to go on with: the infusion days of their dated course are in the sums.
    """

    first_month: str
    last_month: str
    rows: int
    months: list[MonthTotalJson]
    totals: list[MonthTotalJson]
    currency: str | None
    apart: list[ApartJson]
    apart_named: list[ApartRowJson]
    beyond_source: int
    beyond_source_named: list[BeyondRowJson]
    once: list[OnceJson]
    once_named: list[OnceRowJson]
    stock: str | None
    short: list[ShortageJson] | None


def forecast_json(found: Forecast) -> ForecastJson:
    """Months add up to the totals, and days, which are not listed, to their month."""
    months, named = found.months.names, any(total.product for total in found.totals)
    return with_reasons(
        ForecastJson(
            first_month=months[0],
            last_month=months[-1],
            rows=found.rows,
            months=_totals(found.by_month),
            totals=[_total(total, *_texts([total])[0]) for total in found.totals],
            currency=found.currency or None,
            apart=[{"reason": why, "rows": rows} for why, rows in found.apart],
            apart_named=[{"row": row, "key": key, "reason": why} for row, key, why in found.named],
            beyond_source=found.beyond,
            beyond_source_named=[{"row": row, "key": key, "says": says} for row, key, says in found.beyond_named],
            once=[{"reason": why, "rows": rows} for why, rows in found.once],
            once_named=[{"row": row, "key": key, "reason": why} for row, key, why in found.once_named],
            stock=found.stock or None,
            short=[
                {
                    "product": short.product,
                    "size_g": plain(short.size_g, 3),
                    "from_date": short.from_date.isoformat(),
                    "count": short.count,
                }
                for short in found.short
            ]
            if found.stock and named
            else None,
        ),
        currency="no formulary with a currency",
        stock=NO_STOCK,
        short=NO_STOCK if not found.stock else NO_PRODUCT if found.totals else NO_DAY,
    )


def _totals(totals: Sequence[MonthTotal]) -> list[MonthTotalJson]:
    """The months, in their order; those of each preparation add up."""
    texts: dict[str, Iterator[tuple[str, str, str]]] = {}
    for product in dict.fromkeys(total.product for total in totals):
        texts[product] = iter(_texts([total for total in totals if total.product == product]))
    return [_total(total, *next(texts[total.product])) for total in totals]


def _texts(totals: Sequence[MonthTotal]) -> list[tuple[str, str, str]]:
    """Grams prescribed and dispensed, and volume, each rounded so that it adds up."""
    needed = [total.needed for total in totals]
    return list(
        zip(
            adding_up(each.prescribed_g for each in needed),
            adding_up((each.dispensed_g for each in needed), 3),
            adding_up(each.volume_ml for each in needed),
            strict=True,
        )
    )


def _total(total: MonthTotal, prescribed: str, dispensed: str, volume: str) -> MonthTotalJson:
    named = bool(total.product)
    return with_reasons(
        MonthTotalJson(
            month=total.month,
            product=total.product or None,
            infusions=total.needed.infusions,
            prescribed_g=prescribed,
            dispensed_g=dispensed if named else None,
            volume_ml=volume if named else None,
            vials=[{"size_g": plain(vial.size_g, 3), "count": vial.count} for vial in total.needed.vials],
            cost=quantity(total.cost),
        ),
        product=NO_PRODUCT,
        dispensed_g=NO_PRODUCT,
        volume_ml=NO_PRODUCT,
        cost=total.no_cost,
    )
