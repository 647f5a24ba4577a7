"""What a table of patients will need by month: infusion days from each row's interval, and what of a stock runs short.

Every row goes on with its interval to the end of the months; where its source gives a number of courses, the rows that
have infusion days after the last of them are named. A row that has no interval to go on with is counted with its dated
course, once, and named. Days are added up exactly; a month is the sum of its days.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final, NamedTuple

from ivigcalc.core.dosing.repeat import Months, cycle_start, used_interval
from ivigcalc.core.facts.product import VialCount
from ivigcalc.core.problems import Problem
from ivigcalc.core.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ivigcalc.core.answers.plan import CoursePlan
    from ivigcalc.core.dosing.course import Course
    from ivigcalc.core.facts.formulary import Formulary
    from ivigcalc.core.facts.indication import Interval
    from ivigcalc.core.request.order import Stock

MOST_NAMED: Final = 20
"""Rows that are counted apart and named."""

NO_DATE: Final = "no date"
NO_INTERVAL: Final = "no interval"
NOT_ANSWERED: Final = "not answered"
LATER: Final = "a start after these months"
NO_DAY: Final = "no infusion day in these months"


class Demand(NamedTuple):
    """What one infusion day of a row needs."""

    date: date
    product: str
    """The id of the preparation; "" where none is named."""
    prescribed_g: Fraction
    dispensed_g: Fraction
    volume_ml: Fraction
    vials: tuple[VialCount, ...]
    beyond: str = ""
    """What the source says of the number of courses, where the day is of one that is more; "" where it is not."""
    once: str = ""
    """Why its course is not repeated; "" where it is."""


def why_apart(course: Course, start: date | None, every: Interval | None) -> str:
    """Why a row has no dates, or none but those of its first course; "" where its courses are repeated."""
    if start is None:
        return NO_DATE
    if course.interval is None:
        return NO_INTERVAL
    used = _used(course.interval, every)
    if isinstance(used, Problem):
        return {"interval-range": "an interval that is a range"}.get(used.code, "an interval that gives no dates")
    last = course.dates(start)[-1]
    return "a course longer than its interval" if last and last >= cycle_start(start, used, 1) else ""


def _used(printed: Interval, every: Interval | None) -> Interval | Problem:
    """The interval of a row: the printed one, or inside a range ``every``; else why there is none."""
    return used_interval(printed, None if printed.low is not None and printed.low == printed.high else every)


def demands(
    course: Course, made: CoursePlan | None, start: date, every: Interval | None, months: Months, *, once: str = ""
) -> tuple[Demand, ...]:
    """The infusion days of a row within the months; ``once`` says why only those of its first course, "" for all."""
    printed = course.interval
    used = _used(printed, every) if printed and not once else None
    found, number, first = list[Demand](), 0, start
    while first <= months.last:
        for place, (day, on) in enumerate(zip(course.days, course.dates(first), strict=True)):
            if on and months.first <= on <= months.last:
                planned = made.days[place] if made else None
                found.append(
                    Demand(
                        date=on,
                        product=made.product.id if made else "",
                        prescribed_g=day.grams,
                        dispensed_g=planned.vials.given_g if planned else Fraction(0),
                        volume_ml=planned.volume_ml if planned else Fraction(0),
                        vials=planned.vials.vials if planned else (),
                        beyond=printed.says if printed and printed.courses and number >= printed.courses else "",
                        once=once,
                    )
                )
        if used is None or isinstance(used, Problem):
            break
        number += 1
        first = cycle_start(start, used, number)
    return tuple(found)


class Needed(Record):
    """What infusion days need together."""

    infusions: int = 0
    prescribed_g: Fraction = Fraction(0)
    dispensed_g: Fraction = Fraction(0)
    volume_ml: Fraction = Fraction(0)
    vials: tuple[VialCount, ...] = ()

    def plus(self, more: Needed) -> Needed:
        """Both together."""
        counts = Counter({vial.size_g: vial.count for vial in self.vials})
        counts.update({vial.size_g: vial.count for vial in more.vials})
        return Needed(
            infusions=self.infusions + more.infusions,
            prescribed_g=self.prescribed_g + more.prescribed_g,
            dispensed_g=self.dispensed_g + more.dispensed_g,
            volume_ml=self.volume_ml + more.volume_ml,
            vials=tuple(VialCount(size_g=size, count=counts[size]) for size in sorted(counts, reverse=True)),
        )


class DemandTally:
    """The needs of each day and preparation so far, and the rows that are counted apart."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.rows = 0
        """Rows whose infusion days are counted."""
        self.days: dict[tuple[str, date], Needed] = {}
        self.apart: Counter[str] = Counter()
        self.named: list[tuple[int, str, str]] = []
        """The first rows counted apart: number, key, why."""
        self.beyond = 0
        """Rows with infusion days after the last course that their source gives."""
        self.beyond_named: list[tuple[int, str, str]] = []
        """The first of them: number, key, what the source says."""
        self.once: Counter[str] = Counter()
        """Rows of which the dated course alone is counted, by why."""
        self.once_named: list[tuple[int, str, str]] = []
        """The first of them: number, key, why."""

    def add(self, row: int, key: str, needed: Sequence[Demand]) -> None:
        """Count the infusion days of a row."""
        self.rows += 1
        if says := next((one.beyond for one in needed if one.beyond), ""):
            self.beyond += 1
            if len(self.beyond_named) < MOST_NAMED:
                self.beyond_named.append((row, key, says))
        if why := next((one.once for one in needed), ""):
            self.once[why] += 1
            self.once_named = [*self.once_named, (row, key, why)][:MOST_NAMED]
        for one in needed:
            more = Needed(
                infusions=1,
                prescribed_g=one.prescribed_g,
                dispensed_g=one.dispensed_g,
                volume_ml=one.volume_ml,
                vials=one.vials,
            )
            place = one.product, one.date
            self.days[place] = self.days.get(place, Needed()).plus(more)

    def leave_out(self, row: int, key: str, why: str) -> None:
        """Count a row apart."""
        self.apart[why] += 1
        if len(self.named) < MOST_NAMED:
            self.named.append((row, key, why))

    def join(self, other: DemandTally) -> None:
        """Count the rows of another tally."""
        self.rows += other.rows
        for place, more in other.days.items():
            self.days[place] = self.days.get(place, Needed()).plus(more)
        self.apart.update(other.apart)
        self.named += other.named[: MOST_NAMED - len(self.named)]
        self.beyond += other.beyond
        self.beyond_named += other.beyond_named[: MOST_NAMED - len(self.beyond_named)]
        self.once.update(other.once)
        self.once_named += other.once_named[: MOST_NAMED - len(self.once_named)]


class MonthTotal(Record):
    """What one preparation needs in one month, or ("") in all of them."""

    month: str
    product: str
    needed: Needed
    cost: Fraction | None
    """None where a price is missing: ``no_cost`` says which."""
    no_cost: str


class Shortage(Record):
    """A vial size that a stock does not do for: from which day on, and how many are lacking to the end."""

    product: str
    size_g: Fraction
    from_date: date
    count: int


class Forecast(Record):
    """What a table of patients will need."""

    months: Months
    rows: int
    by_month: tuple[MonthTotal, ...]
    totals: tuple[MonthTotal, ...]
    """Of each preparation, in all months."""
    apart: tuple[tuple[str, int], ...]
    """Why rows are counted apart, with how many."""
    named: tuple[tuple[int, str, str], ...]
    beyond: int
    """Rows with infusion days after the last course that their source gives."""
    beyond_named: tuple[tuple[int, str, str], ...]
    """The first of them, each with what its source says."""
    once: tuple[tuple[str, int], ...]
    """Why rows are counted with their dated course alone, with how many."""
    once_named: tuple[tuple[int, str, str], ...]
    currency: str
    stock: str
    """The stock file; "" for none."""
    short: tuple[Shortage, ...]


def forecast(tally: DemandTally, months: Months, formulary: Formulary | None, stock: Stock | None) -> Forecast:
    """Months, totals and shortages of what was added up."""
    by_month: dict[tuple[str, str], Needed] = {}
    in_all: dict[str, Needed] = {}
    for (product, day), needed in sorted(tally.days.items()):
        place = f"{day:%Y-%m}", product
        by_month[place] = by_month.get(place, Needed()).plus(needed)
        in_all[product] = in_all.get(product, Needed()).plus(needed)
    return Forecast(
        months=months,
        rows=tally.rows,
        by_month=tuple(
            _total(month, product, needed, formulary) for (month, product), needed in sorted(by_month.items())
        ),
        totals=tuple(_total("", product, needed, formulary) for product, needed in in_all.items()),
        apart=_most_first(tally.apart),
        named=tuple(tally.named),
        beyond=tally.beyond,
        beyond_named=tuple(tally.beyond_named),
        once=_most_first(tally.once),
        once_named=tuple(tally.once_named),
        currency=formulary.currency if formulary else "",
        stock=stock.file if stock else "",
        short=tuple(_short(tally.days, stock)) if stock else (),
    )


def _most_first(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _total(month: str, product: str, needed: Needed, formulary: Formulary | None) -> MonthTotal:
    if not product:
        cost, why = None, "no preparation is named"
    elif formulary is None or not formulary.currency:
        cost, why = None, "no formulary with a currency"
    else:
        prices = formulary.prices(product)
        unpriced = [vial for vial in needed.vials if vial.size_g not in prices]
        cost, why = formulary.cost(product, needed.vials), ""
        if unpriced:
            why = f"no price for vials of {', '.join(vial.size for vial in unpriced)} g"
    return MonthTotal(month=month, product=product, needed=needed, cost=cost, no_cost=why)


def _short(days: Mapping[tuple[str, date], Needed], stock: Stock) -> list[Shortage]:
    """What runs short, day after day, first-expiring first; no size is put in the place of another."""
    left = {product: [*stock.of(product)] for product, _ in days if product}
    lacking: dict[tuple[str, Fraction], tuple[date, int]] = {}
    for (product, day), needed in sorted(days.items(), key=lambda pair: (pair[0][1], pair[0][0])):
        for vial in needed.vials:
            wanted = vial.count
            for place, lot in enumerate(left[product]):
                if lot.size_g == vial.size_g and lot.usable(day):
                    taken = min(lot.count, wanted)
                    left[product][place], wanted = lot.replaced(count=lot.count - taken), wanted - taken
            if wanted:
                first, count = lacking.get((product, vial.size_g), (day, 0))
                lacking[product, vial.size_g] = first, count + wanted
    return [
        Shortage(product=product, size_g=size, from_date=first, count=count)
        for (product, size), (first, count) in sorted(lacking.items(), key=lambda pair: (pair[1][0], pair[0]))
    ]
