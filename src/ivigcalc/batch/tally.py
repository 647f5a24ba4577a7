"""Adding up answers. Tallies of parts of a table add up to the tally of the table, in whatever parts it was cut."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from ivigcalc.core.answers.batch import (
    ANSWERED,
    AlertTotal,
    PartTotal,
    ProductTotal,
    ReasonTotal,
    Summary,
    Sums,
    VersusTotal,
    VialsOpened,
)
from ivigcalc.core.record import Record

Number = int | Decimal

COLUMNS: Final = {
    "dispensed_g": "dispensed_g_course",
    "opened_g": "opened_g_course",
    "discarded_g": "discarded_g_course",
    "volume_ml": "volume_ml_course",
}
"""What is added up of a row that has vials, and the column in which it stands."""

PARTS: Final = {
    "by_indication": "indication",
    "by_support": "support",
    "by_label": "labelled",
    "by_policy": "weight_policy",
    "by_month": "dates",
}
"""By what a table is added up besides preparations, and the column that says it."""
MONTH: Final = len("2026-12")

TYPED: Final = re.compile(r"""(?<!\w)(?:'(?:\\.|[^'\\])*'|"(?![\d.,]+ ?[\w/]{1,7}")(?:\\.|[^"\\])*")(?!\w)""")
"""A text that was typed, as reasons quote it; not an amount such as "70 kg"."""
FIGURE: Final = re.compile(r"\d+(?:[.,\N{NO-BREAK SPACE}]\d+)*")

OF_VERSUS: Final = "versus_"
EVERY_SUM: Final = (*Sums.field_names, *(f"{OF_VERSUS}{name}" for name in VersusTotal.field_names))


class RowAdds(NamedTuple):
    """What one row adds: its status, sums by name, its preparation with vials by size, and the rules that fired.

    ``parts`` says what it has in common with others, in the order of ``PARTS``; ``reason`` is "" for an answered row.
    """

    status: str
    sums: Mapping[str, Number]
    product: str
    vials: str
    rules: tuple[str, ...]
    parts: tuple[str, ...]
    reason: str


def row_adds(cells: Mapping[str, str]) -> RowAdds:
    """What the cells of a row add."""
    vials = cells.get("vials_course", "")
    rules = (*cells.get("alerts", "").split(";"), *cells.get("verdict_rules", "").split(";"))
    fired = tuple(dict.fromkeys(filter(None, rules)))
    parts = tuple(cells.get(column, "") for column in PARTS.values())
    parts = (*parts[:-1], parts[-1][:MONTH])
    reason = "" if cells["status"] in ANSWERED else TYPED.sub("'...'", cells["reason"])
    return RowAdds(cells["status"], _sums(cells), cells["product"] if vials else "", vials, fired, parts, reason)


def status_alone(cells: Mapping[str, str]) -> RowAdds:
    """What a row adds where nobody asked what the table adds up to."""
    return RowAdds(cells["status"], {}, "", "", (), (), "")


def _sums(cells: Mapping[str, str]) -> dict[str, Number]:
    """What the figures of a row add to the sums. Counts are sums of ones."""
    course = cells.get("g_course", "")
    sums: dict[str, Number] = {"dosed_rows": 1, "prescribed_g": Decimal(course)} if course else {}
    if cells.get("vials_course"):
        sums |= {"dispensed_rows": 1, "prescribed_of_dispensed_g": Decimal(course)}
        sums |= {name: Decimal(cells[column]) for name, column in COLUMNS.items()}
    if cost := cells.get("cost"):
        sums |= {"cost": Decimal(cost), "priced_rows": 1}
    if cells.get("versus_policy"):
        sums |= {f"{OF_VERSUS}{name}": number for name, number in _versus(cells, course).items()}
    return sums


def _versus(cells: Mapping[str, str], course: str) -> dict[str, Number]:
    other = cells.get("versus_g_course")
    if not other:
        return {"not_compared_rows": 1}
    sums: dict[str, Number] = {"rows": 1, "own_g": Decimal(course), "other_g": Decimal(other)}
    if more := cells.get("versus_dispensed_difference_g"):
        sums |= {"dispensed_rows": 1, "dispensed_difference_g": Decimal(more)}
    if more := cells.get("versus_difference_cost"):
        sums |= {"priced_rows": 1, "difference_cost": Decimal(more)}
    return sums


class Tally:
    """The sums so far."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.statuses: Counter[str] = Counter()
        self.sums: dict[str, dict[str, Number]] = {}
        """By preparation; "" for rows without vials."""
        self.vials: Counter[tuple[str, str]] = Counter()
        """By preparation and size in grams."""
        self.rules: Counter[str] = Counter()
        self.parts: dict[tuple[str, str], dict[str, Number]] = {}
        """By what is told apart, a name in ``PARTS``, and its id."""
        self.reasons: Counter[tuple[str, str]] = Counter()
        """By status and kind of reason."""
        self.examples: dict[tuple[str, str], str] = {}
        """Of each kind the first reason in the order of the alphabet."""

    def add(self, rows: Sequence[RowAdds]) -> None:
        """Count more rows; together, since much of what they add is alike."""
        self.statuses.update([row.status for row in rows])
        for rules, times in Counter([row.rules for row in rows]).items():
            for rule in rules:
                self.rules[rule] += times
        for (product, vials), times in Counter([(row.product, row.vials) for row in rows if row.vials]).items():
            for count, size in (part.split("x") for part in vials.split(" + ")):
                self.vials[product, size] += int(count) * times
        alike: dict[tuple[str, tuple[str, ...]], list[Mapping[str, Number]]] = {}
        for row in rows:
            if not row.sums:
                continue
            alike.setdefault((row.product, row.parts), []).append(row.sums)
        for (product, parts), many in alike.items():
            amounts = ((name, [sums[name] for sums in many if name in sums]) for name in EVERY_SUM)
            sums = {name: sum(numbers) for name, numbers in amounts if numbers}
            _add(self.sums.setdefault(product, {}), sums)
            for part in zip(PARTS, parts, strict=True):
                _add(self.parts.setdefault(part, {}), sums)
        for (status, reason), times in Counter([(row.status, row.reason) for row in rows if row.reason]).items():
            self._add_reason((status, FIGURE.sub("0", reason)), reason, times)

    def _add_reason(self, kind: tuple[str, str], reason: str, times: int) -> None:
        self.reasons[kind] += times
        self.examples[kind] = min(self.examples.get(kind, reason), reason)

    def join(self, other: "Tally") -> None:
        """Count the rows of another tally."""
        self.statuses.update(other.statuses)
        self.vials.update(other.vials)
        self.rules.update(other.rules)
        for product, sums in other.sums.items():
            _add(self.sums.setdefault(product, {}), sums)
        for part, sums in other.parts.items():
            _add(self.parts.setdefault(part, {}), sums)
        for kind, times in other.reasons.items():
            self._add_reason(kind, other.examples[kind], times)

    def summary(self, versus: str, currency: str) -> Summary:
        """What it all adds up to; ``versus`` is the other policy, ``currency`` that of the formulary."""
        total: dict[str, Number] = {}
        for sums in self.sums.values():
            _add(total, sums)
        by_rows = sorted(self.rules.items(), key=lambda pair: (-pair[1], pair[0]))
        return Summary(
            statuses=dict(self.statuses),
            currency=currency,
            products=tuple(self._product(product) for product in sorted(self.sums) if product),
            by_indication=self._parts_of("by_indication"),
            by_support=self._parts_of("by_support"),
            by_label=self._parts_of("by_label"),
            by_policy=self._parts_of("by_policy"),
            by_month=self._parts_of("by_month"),
            alerts=tuple(AlertTotal(rule=rule, rows=rows) for rule, rows in by_rows),
            reasons=tuple(
                ReasonTotal(status=kind[0], rows=rows, reason=self.examples[kind])
                for kind, rows in sorted(self.reasons.items(), key=lambda pair: (-pair[1], pair[0]))
            ),
            versus=VersusTotal(policy=versus, **_fields(VersusTotal, total, OF_VERSUS)) if versus else None,
            **_fields(Sums, total),
        )

    def _parts_of(self, name: str) -> tuple[PartTotal, ...]:
        """The parts with a course, by id; last those of which it is not known."""
        found = {part: sums for (of, part), sums in self.parts.items() if of == name and sums.get("dosed_rows")}
        order = sorted(found, key=lambda part: (not part, part))
        return tuple(PartTotal(id=part, **_fields(Sums, found[part])) for part in order)

    def _product(self, product: str) -> ProductTotal:
        sizes = sorted(
            ((Decimal(size), count) for (of, size), count in self.vials.items() if of == product), reverse=True
        )
        vials = tuple(VialsOpened(size_g=size, count=count) for size, count in sizes)
        return ProductTotal(product=product, vials=vials, **_fields(Sums, self.sums[product]))


def _add(sums: dict[str, Number], more: Mapping[str, Number]) -> None:
    for name, number in more.items():
        sums[name] = sums.get(name, 0) + number


def _fields(kind: type[Record], sums: Mapping[str, Number], before: str = "") -> dict[str, Any]:
    """The sums that a record holds, by the names of its fields; ``before`` is how their own names begin."""
    return {name: sums[before + name] for name in kind.field_names if before + name in sums}
