"""Rows without names of which some add up others: what may be a mean waits for what stands below it."""

from typing import Any, Final, NamedTuple

from ivigcalc.batch.reading.totals.added import Figure, Weights, add_one, adds_up


class Sum(NamedTuple):
    """A record whose figure is the sum or the mean of those above."""

    record: Any


MOST_HELD: Final = 2
"""So many rows may be means of those above, and wait for what stands below: a mean and a median."""

Records = list[tuple[int, Any]]


class Unnamed:
    """Rows without names, from the top. What may be a mean waits for what stands below it: a sum, the end or others."""

    def __init__(self) -> None:
        """Begin above the first row."""
        self._all = self._since = self._part = Weights()
        self._held: list[tuple[int, Any, Figure]] = []
        self._is_below_sum = False

    def decided(self, number: int, record: Any, figure: Figure | None) -> Records:
        """What is known once a row is read: what those are that waited, and itself unless it waits."""
        below_sum, self._is_below_sum = self._is_below_sum, False
        if figure is None:
            return [*self._patients(), (number, record)]
        adds = self._adds_up(figure)
        if adds == "sum":
            means: Records = [(at, Sum(held)) for at, held, _ in self._held]
            self._held.clear()
            return [*means, self._sum(number, record)]
        if below_sum and (adds or adds_up(self._part, figure) == "mean"):
            self._is_below_sum = True
            return [(number, Sum(record))]
        if adds and len(self._held) < MOST_HELD:
            self._held.append((number, record, figure))
            return []
        patients = self._patients() if self._held else []
        if patients and self._adds_up(figure) == "sum":
            return [*patients, self._sum(number, record)]
        self._add(figure)
        return [*patients, (number, record)]

    def end(self) -> Records:
        """The rows that waited to the end: the last is a mean."""
        if not self._held:
            return []
        number, record, _ = self._held.pop()
        return [*self._patients(), (number, Sum(record))]

    def _adds_up(self, figure: Figure) -> str:
        """Whether a weight is the sum or the mean of all above, or of those since the last sum."""
        adds = adds_up(self._all, figure)
        return adds if adds == "sum" or self._since is self._all else adds_up(self._since, figure) or adds

    def _sum(self, number: int, record: Any) -> tuple[int, Any]:
        self._part, self._since, self._is_below_sum = self._since or self._part, Weights(), True
        return number, Sum(record)

    def _patients(self) -> Records:
        """Those that waited, who are patients."""
        for _, _, figure in self._held:
            self._add(figure)
        patients: Records = [(number, record) for number, record, _ in self._held]
        self._held.clear()
        return patients

    def _add(self, figure: Figure) -> None:
        add_one(self._all, figure)
        if self._since is not self._all:
            add_one(self._since, figure)
