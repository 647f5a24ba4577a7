"""Adding up answers. Tallies of parts of a table add up to the tally of the table, in whatever parts it was cut."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from ivigcalc.batch import results
from ivigcalc.core.summary import AlertTotal, ProductTotal, Summary, VersusTotal, VialsOpened

ZERO: Final = Decimal(0)

SUMS: Final = ("dosed", "prescribed_g", "dispensed_rows", "of_which_g", "dispensed_g", "opened_g", "discarded_g") + (
    *("volume_ml", "cost", "priced"),
    *("versus_rows", "versus_none", "versus_own_g", "versus_other_g"),
    *("versus_dispensed_rows", "versus_dispensed_g", "versus_priced", "versus_cost"),
)
"""What is added up, row by row. Counts are sums of ones."""

PRODUCT_SUMS: Final = ("dispensed_rows", "dispensed_g", "volume_ml", "discarded_g", "cost", "priced")


class Counted(NamedTuple):
    """What one row adds: its status, sums by name, its preparation with vials by size, and the rules that fired."""

    status: str
    sums: dict[str, Decimal]
    product: str
    vials: tuple[tuple[str, int], ...]
    rules: tuple[str, ...]


def counted(cells: Mapping[str, str]) -> Counted:
    """What a row adds, from the figures that it prints."""

    def number(name: str) -> Decimal:
        return Decimal(cells.get(name) or 0)

    sums: dict[str, Decimal] = {}
    one, course = Decimal(1), cells.get("g_course", "")
    if course:
        sums |= {"dosed": one, "prescribed_g": Decimal(course)}
    vials: tuple[tuple[str, int], ...] = ()
    if opened := cells.get("vials_course", ""):
        sums |= {
            "dispensed_rows": one,
            "of_which_g": Decimal(course),
            "dispensed_g": number("dispensed_g_course"),
            "opened_g": number("opened_g_course"),
            "discarded_g": number("discarded_g_course"),
            "volume_ml": number("volume_ml_course"),
        }
        pairs = (part.split("x") for part in opened.split(" + "))
        vials = tuple((size, int(count)) for count, size in pairs)
    if cells.get("cost"):
        sums |= {"cost": number("cost"), "priced": one}
    if cells.get("versus_policy"):
        sums |= _versus(cells, number("g_course"))
    rules = (*_words(cells.get("alerts", "")), *_words(cells.get("verdict_rules", "")))
    return Counted(cells["status"], sums, cells.get("product", ""), vials, tuple(dict.fromkeys(rules)))


def _versus(cells: Mapping[str, str], own_g: Decimal) -> dict[str, Decimal]:
    one = Decimal(1)
    if not cells.get("versus_g_course"):
        return {"versus_none": one}
    sums = {"versus_rows": one, "versus_own_g": own_g, "versus_other_g": Decimal(cells["versus_g_course"])}
    if more := cells.get("versus_dispensed_difference_g"):
        sums |= {"versus_dispensed_rows": one, "versus_dispensed_g": Decimal(more)}
    if more := cells.get("versus_difference_cost"):
        sums |= {"versus_priced": one, "versus_cost": Decimal(more)}
    return sums


def _words(text: str) -> list[str]:
    return text.split(";") if text else []


class Tally:
    """The sums so far."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.statuses: Counter[str] = Counter()
        self._sums: dict[str, Decimal] = {}
        self._products: dict[str, dict[str, Decimal]] = {}
        self._vials: Counter[tuple[str, str]] = Counter()
        self._rules: Counter[str] = Counter()

    @property
    def rows(self) -> int:
        """How many rows were counted."""
        return self.statuses.total()

    @property
    def failed(self) -> int:
        """How many of them were not answered."""
        return self.rows - sum(self.statuses[status] for status in results.ANSWERED)

    def add(self, one: Counted) -> None:
        """Count one more row."""
        self.statuses[one.status] += 1
        _more(self._sums, one.sums)
        if one.vials:
            _more(self._products.setdefault(one.product, {}), one.sums)
            for size, count in one.vials:
                self._vials[one.product, size] += count
        for rule in one.rules:
            self._rules[rule] += 1

    def join(self, other: "Tally") -> None:
        """Count the rows of another tally."""
        self.statuses.update(other.statuses)
        self._vials.update(other._vials)
        self._rules.update(other._rules)
        _more(self._sums, other._sums)
        for product, sums in other._products.items():
            _more(self._products.setdefault(product, {}), sums)

    def summary(self, versus: str, currency: str) -> Summary:
        """What it all adds up to; ``versus`` is the other policy, ``currency`` that of the formulary."""
        sums = {name: self._sums.get(name, ZERO) for name in SUMS}
        return Summary(
            rows=self.rows,
            statuses=tuple((status, self.statuses[status]) for status in results.STATUSES),
            dosed=int(sums["dosed"]),
            prescribed_g=sums["prescribed_g"],
            dispensed_rows=int(sums["dispensed_rows"]),
            of_which_g=sums["of_which_g"],
            dispensed_g=sums["dispensed_g"],
            opened_g=sums["opened_g"],
            discarded_g=sums["discarded_g"],
            volume_ml=sums["volume_ml"],
            cost=sums["cost"],
            priced=int(sums["priced"]),
            currency=currency,
            products=tuple(self._product(product) for product in sorted(self._products)),
            alerts=tuple(
                AlertTotal(rule=rule, rows=rows)
                for rule, rows in sorted(self._rules.items(), key=lambda pair: (-pair[1], pair[0]))
            ),
            versus=_versus_total(versus, sums) if versus else None,
        )

    def _product(self, product: str) -> ProductTotal:
        sums = {name: self._products[product].get(name, ZERO) for name in PRODUCT_SUMS}
        sizes = [(Decimal(size), count) for (of, size), count in self._vials.items() if of == product]
        return ProductTotal(
            product=product,
            rows=int(sums["dispensed_rows"]),
            dispensed_g=sums["dispensed_g"],
            volume_ml=sums["volume_ml"],
            discarded_g=sums["discarded_g"],
            cost=sums["cost"],
            priced=int(sums["priced"]),
            vials=tuple(VialsOpened(size_g=size, count=count) for size, count in sorted(sizes, reverse=True)),
        )


def _more(sums: dict[str, Decimal], more: Mapping[str, Decimal]) -> None:
    for name, amount in more.items():
        sums[name] = sums.get(name, ZERO) + amount


def _versus_total(policy: str, sums: Mapping[str, Decimal]) -> VersusTotal:
    return VersusTotal(
        policy=policy,
        rows=int(sums["versus_rows"]),
        not_compared=int(sums["versus_none"]),
        own_g=sums["versus_own_g"],
        other_g=sums["versus_other_g"],
        dispensed_rows=int(sums["versus_dispensed_rows"]),
        dispensed_difference_g=sums["versus_dispensed_g"],
        priced_rows=int(sums["versus_priced"]),
        cost_difference=sums["versus_cost"],
    )
