"""The cheapest days of a course in whole vials that make a given total, from the vials there are.

The search goes from the last day to the first and keeps the least cost of each sum of grams (and of each number of the
vials that are counted). The last days may take no more than can still be used on them, which is less the later the day
is; so vials that expire are given to no day after it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ivigcalc.core.record import Record
from ivigcalc.core.vials.totals import UNREACHABLE, Counts, SizeSet, bits, sums

COUNT_BITS: Final = 20
"""Room for the number of vials of one size, with a bit to see that a limit is passed."""
GUARD: Final = 1 << (COUNT_BITS - 1)
GRAM_BITS: Final = 40
GRAMS: Final = (1 << GRAM_BITS) - 1


Layers = list[dict[int, int]]
"""For each day the least cost of it and the later days, by their packed grams and counted vials."""


class TooManyWaysError(Exception):
    """The search was given up."""


@dataclass(slots=True)
class Steps:
    """How many steps of a search are left."""

    left: int

    def spend(self, steps: int) -> None:
        """Take so many steps.

        Raises:
            TooManyWaysError: there are not so many left.
        """
        self.left -= steps
        if self.left < 0:
            raise TooManyWaysError


class DayChoice(Record):
    """What one day may be given: its total, what is counted of it, and the rest that other sizes make up."""

    step: int
    cost: int
    total: int
    counted: Counts
    rest: int


class DaysSearch(Record):
    """The infusion days of a course, with the totals that each may have."""

    size_set: SizeSet
    total: int
    """The course total, in units."""
    windows: tuple[tuple[int, ...], ...]
    """For each day the totals that it may have, in units, the lowest first."""
    limits: tuple[Counts, ...] | None
    """For each day how many vials of each size can be used on it; None means as many as wanted."""
    counted: tuple[int, ...]
    """The sizes, by their place, whose limits are kept; the others are taken as if there were no limit."""

    @cached_property
    def others(self) -> tuple[int, ...]:
        """The sizes that are not counted, by their place."""
        return tuple(place for place in range(len(self.size_set.sizes)) if place not in self.counted)

    @cached_property
    def free(self) -> SizeSet | None:
        """The sizes that are not counted; None where all are."""
        if not self.others:
            return None
        return SizeSet(
            sizes=tuple(self.size_set.sizes[place] for place in self.others),
            costs=tuple(self.size_set.costs[place] for place in self.others),
        )

    def layers(self, steps: Steps) -> Layers | None:
        """For each day the least cost of it and the later days, by their grams and counted vials; None: no way.

        The last entry stands for no day at all.
        """
        layers: Layers = [{0: 0}]
        fitting = self._fitting()
        for day in reversed(range(len(self.windows))):
            choices = [(choice.step, choice.cost) for choice in self.choices(day)]
            steps.spend(len(layers[-1]) * len(choices))
            layers.append(self._longer(layers[-1], choices, fitting[day], day))
            if not layers[-1]:
                return None
        return layers[::-1]

    def _longer(
        self, layer: dict[int, int], choices: list[tuple[int, int]], fitting: frozenset[int], day: int
    ) -> dict[int, int]:
        """The layer of a day from that of the day after it; what earlier days cannot make up is left out."""
        found: dict[int, int] = {}
        limit, guards = self._guarded(day), self._pack([GUARD] * len(self.counted))
        for state, cost in layer.items():
            for step, more in choices:
                then = state + step
                if then & GRAMS in fitting and (limit - (then >> GRAM_BITS)) & guards == guards:
                    least = found.get(then)
                    if least is None or cost + more < least:
                        found[then] = cost + more
        return found

    def _pack(self, counts: Sequence[int]) -> int:
        return sum(count << (COUNT_BITS * place) for place, count in enumerate(counts))

    def _guarded(self, day: int) -> int:
        """The limits of a day on what is counted, each with a bit above it that is lost when it is passed."""
        if self.limits is None:
            return 0
        return self._pack([min(self.limits[day][place], GUARD - 1) + GUARD for place in self.counted])

    def _fitting(self) -> list[frozenset[int]]:
        """For each day the sums that it and the later days may have: the earlier ones and the vials there are do."""
        before, found = frozenset((0,)), []
        for day, window in enumerate(self.windows):
            there = {self.total - one for one in before}
            if self.limits is not None:
                there &= {*bits(sums(self.size_set.sizes, self.limits[day], self.total))}
            found.append(frozenset(there))
            before = frozenset(one + total for one in before for total in window if one + total <= self.total)
        return found

    def choices(self, day: int) -> list[DayChoice]:
        """What one day may be given."""
        window, kept = self.windows[day], self._kept
        key = (window, self.limits[day] if self.limits else None)
        if key not in kept:
            kept[key] = list(self._choices(window, day))
        return kept[key]

    @cached_property
    def _kept(self) -> dict[object, list[DayChoice]]:
        return {}

    def _choices(self, window: tuple[int, ...], day: int) -> Iterator[DayChoice]:
        last = window[-1]
        least = self.free.least(last) if self.free else (0,) + (UNREACHABLE,) * last
        for counted, grams, cost in self._countings(last, day):
            packed = self._pack(counted) << GRAM_BITS
            for total in window:
                rest = total - grams
                if rest >= 0 and least[rest] < UNREACHABLE and not self._beaten(counted, rest, least):
                    yield DayChoice(
                        step=packed | total, cost=cost + least[rest], total=total, counted=counted, rest=rest
                    )

    def _beaten(self, counted: Counts, rest: int, least: Sequence[int]) -> bool:
        """Whether one counted vial fewer, with more of the others in its place, costs less: then no day is made so."""
        pairs = zip(self.counted, counted, strict=True)
        return any(
            least[rest + self.size_set.sizes[place]] < least[rest] + self.size_set.costs[place]
            for place, count in pairs
            if count
        )

    def _countings(self, last: int, day: int) -> list[tuple[Counts, int, int]]:
        """Every number of the counted vials that fits into a day, with their grams and cost."""
        found: list[tuple[Counts, int, int]] = [((), 0, 0)]
        for place in self.counted:
            size, each = self.size_set.sizes[place], self.size_set.costs[place]
            most = self.limits[day][place] if self.limits else last
            found = [
                ((*counts, count), grams + count * size, cost + count * each)
                for counts, grams, cost in found
                for count in range(min(most, (last - grams) // size) + 1)
            ]
        return found

    def first(self, layers: Layers, steps: Steps) -> tuple[Counts, ...]:
        """The days of the least cost: fewest sizes in all, then larger days first, then larger vials first."""
        known: dict[tuple[int, int, int], tuple[int, Counts, tuple[Counts, ...]]] = {}

        def best(day: int, state: int, used: int) -> tuple[int, Counts, tuple[Counts, ...]]:
            """Sizes in all, then the totals and the vials of this day and the later ones, both negative."""
            if day == len(self.windows):
                return used.bit_count(), (), ()
            key = (day, state, used)
            if key not in known:
                known[key] = min(ranked(day, state, used))
            return known[key]

        def ranked(day: int, state: int, used: int) -> Iterator[tuple[int, Counts, tuple[Counts, ...]]]:
            for choice in self.choices(day):
                before = layers[day + 1].get(state - choice.step)
                if before is not None and before + choice.cost == layers[day][state]:
                    for counts in self._vials(choice):
                        steps.spend(1)
                        here = sum(1 << place for place, count in enumerate(counts) if count)
                        sizes, totals, vials = best(day + 1, state - choice.step, used | here)
                        yield sizes, (-choice.total, *totals), (tuple(-count for count in counts), *vials)

        lightest = min(layers[0].values())
        _, _, vials = min(best(0, state, 0) for state, cost in layers[0].items() if cost == lightest)
        return tuple(tuple(-count for count in counts) for counts in vials)

    def _vials(self, choice: DayChoice) -> list[Counts]:
        """Every way to fill a choice: what is counted, and the rest at its least cost."""
        key = (choice.counted, choice.rest)
        if key not in self._filled:
            ways: Sequence[Counts] = [(0,) * len(self.others)]
            if self.free and choice.rest:
                ways = [*self.free.ways(choice.rest, self.free.least(choice.rest)[choice.rest])]
            filled = []
            for way in ways:
                count_of = dict(zip((*self.counted, *self.others), (*choice.counted, *way), strict=True))
                filled.append(tuple(count_of[place] for place in range(len(self.size_set.sizes))))
            self._filled[key] = filled
        return self._filled[key]

    @cached_property
    def _filled(self) -> dict[object, list[Counts]]:
        return {}
