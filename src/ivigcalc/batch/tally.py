"""Adding up answers. Tallies of parts of a table add up to the tally of the table, in whatever parts it was cut."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from ivigcalc.batch import results
from ivigcalc.core.answers.batch import AlertTotal, ProductTotal, Summary, VersusTotal, VialsOpened

ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)

SUMS: Final = {
    "dispensed_g": "dispensed_g_course",
    "opened_g": "opened_g_course",
    "discarded_g": "discarded_g_course",
    "volume_ml": "volume_ml_course",
}
"""What is added up of a row that has vials, and the column in which it stands."""


EVERY_SUM: Final = (
    *("dosed", "prescribed_g", "dispensed_rows", "of_which_g", *SUMS, "cost", "priced"),
    *("versus_rows", "versus_none", "versus_own_g", "versus_other_g", "versus_dispensed_rows", "versus_dispensed_g"),
    *("versus_priced", "versus_cost"),
)


class Counted(NamedTuple):
    """What one row adds: its status, sums by name, its preparation with vials by size, and the rules that fired."""

    status: str
    sums: Mapping[str, Decimal]
    product: str
    vials: str
    rules: tuple[str, ...]


def sums_of(cells: Mapping[str, str]) -> dict[str, Decimal]:
    """What the figures of a row add to the sums. Counts are sums of ones."""
    course = cells.get("g_course", "")
    sums = {"dosed": ONE, "prescribed_g": Decimal(course)} if course else {}
    if cells.get("vials_course"):
        sums |= {"dispensed_rows": ONE, "of_which_g": Decimal(course)}
        sums |= {name: Decimal(cells[column]) for name, column in SUMS.items()}
    if cells.get("cost"):
        sums |= {"cost": Decimal(cells["cost"]), "priced": ONE}
    if cells.get("versus_policy"):
        sums |= _versus(cells, course)
    return sums


def _versus(cells: Mapping[str, str], course: str) -> dict[str, Decimal]:
    if not cells.get("versus_g_course"):
        return {"versus_none": ONE}
    sums = {"versus_rows": ONE, "versus_own_g": Decimal(course), "versus_other_g": Decimal(cells["versus_g_course"])}
    if more := cells.get("versus_dispensed_difference_g"):
        sums |= {"versus_dispensed_rows": ONE, "versus_dispensed_g": Decimal(more)}
    if more := cells.get("versus_difference_cost"):
        sums |= {"versus_priced": ONE, "versus_cost": Decimal(more)}
    return sums


def counted(cells: Mapping[str, str], sums: Mapping[str, Decimal]) -> Counted:
    """What a row adds; ``sums`` is what its figures add."""
    vials = cells.get("vials_course", "")
    product = cells.get("product", "") if vials else ""
    rules = _rules(cells.get("alerts", ""), cells.get("verdict_rules", ""))
    return Counted(cells["status"], sums, product, vials, rules)


@lru_cache(maxsize=4096)
def _rules(alerts: str, verdict: str) -> tuple[str, ...]:
    """The rules that fired, each once."""
    return tuple(dict.fromkeys(filter(None, (*alerts.split(";"), *verdict.split(";")))))


class Tally:
    """The sums so far."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.statuses: Counter[str] = Counter()
        self.sums: dict[str, dict[str, Decimal]] = {}
        """By preparation; "" for rows without vials."""
        self.vials: Counter[tuple[str, str]] = Counter()
        """By preparation and size in grams."""
        self.rules: Counter[str] = Counter()

    @property
    def rows(self) -> int:
        """How many rows were counted."""
        return self.statuses.total()

    @property
    def failed(self) -> int:
        """How many of them were not answered."""
        return self.rows - sum(self.statuses[status] for status in results.ANSWERED)

    def add(self, rows: Sequence[Counted]) -> None:
        """Count more rows; together, since much of what they add is alike."""
        self.statuses.update([one.status for one in rows])
        for rules, times in Counter([one.rules for one in rows]).items():
            for rule in rules:
                self.rules[rule] += times
        for (product, vials), times in Counter([(one.product, one.vials) for one in rows]).items():
            for size, count in _sizes(vials):
                self.vials[product, size] += count * times
        by_product: dict[str, list[Mapping[str, Decimal]]] = {}
        for one in rows:
            by_product.setdefault(one.product, []).append(one.sums)
        for product, many in by_product.items():
            found = ((name, [sums[name] for sums in many if name in sums]) for name in EVERY_SUM)
            _more(self.sums.setdefault(product, {}), {name: sum(amounts, ZERO) for name, amounts in found if amounts})

    def join(self, other: "Tally") -> None:
        """Count the rows of another tally."""
        self.statuses.update(other.statuses)
        self.vials.update(other.vials)
        self.rules.update(other.rules)
        for product, sums in other.sums.items():
            _more(self.sums.setdefault(product, {}), sums)

    def summary(self, versus: str, currency: str) -> Summary:
        """What it all adds up to; ``versus`` is the other policy, ``currency`` that of the formulary."""
        sums: defaultdict[str, Decimal] = defaultdict(Decimal)
        for one in self.sums.values():
            _more(sums, one)
        return Summary(
            rows=self.rows,
            failed=self.failed,
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
            products=tuple(self._product(product) for product in sorted(self.sums) if product),
            alerts=tuple(
                AlertTotal(rule=rule, rows=rows)
                for rule, rows in sorted(self.rules.items(), key=lambda pair: (-pair[1], pair[0]))
            ),
            versus=_versus_total(versus, sums) if versus else None,
        )

    def _product(self, product: str) -> ProductTotal:
        sums = defaultdict(Decimal, self.sums[product])
        sizes = [(Decimal(size), count) for (of, size), count in self.vials.items() if of == product]
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


@lru_cache(maxsize=4096)
def _sizes(vials: str) -> tuple[tuple[str, int], ...]:
    """How many vials of each size stand in ``2x20 + 1x5``."""
    pairs = (part.split("x") for part in vials.split(" + ") if part)
    return tuple((size, int(count)) for count, size in pairs)


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
