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
from ivigcalc.core.vials.totals import UNREACHABLE, Counts, SizeSet, bits_set, totals_in_bits

GRAM_BITS: Final = 40
"""A state is one number: its lower bits are a sum of grams in units, the upper ones the counts of vials."""
GRAMS: Final = (1 << GRAM_BITS) - 1
"""The bits of a state that are grams."""
COUNT_BITS: Final = 20
"""Room in a state for the number of vials of one size, with a bit to see that a limit is passed."""
GUARD: Final = 1 << (COUNT_BITS - 1)
"""The bit of a count that is lost where the count passes its limit."""


Layers = list[dict[int, int]]
"""For each day the least cost of it and the later days, by their state: the sum of grams and the counted vials."""


class TooManyWaysError(Exception):
    """The search was given up."""


@dataclass(slots=True)
class StepsLeft:
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
    """What one day may be given."""

    step: int
    """What it adds to a state."""
    cost: int
    total: int
    """Its total, in units."""
    counted: Counts
    """The number of vials of each counted size."""
    rest: int
    """What the other sizes make up of the total, in units."""


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
    """The sizes, by their place, whose limits are kept; of the others there are taken to be as many as wanted."""

    @cached_property
    def uncounted(self) -> tuple[int, ...]:
        """The sizes that are not counted, by their place."""
        return tuple(place for place in range(len(self.size_set.sizes)) if place not in self.counted)

    @cached_property
    def uncounted_set(self) -> SizeSet | None:
        """The sizes that are not counted; None where all are."""
        if not self.uncounted:
            return None
        return SizeSet(
            sizes=tuple(self.size_set.sizes[place] for place in self.uncounted),
            costs=tuple(self.size_set.costs[place] for place in self.uncounted),
        )

    def layers(self, steps: StepsLeft) -> Layers | None:
        """The layer of each day, and a last one for no day at all; None where the days cannot make the total."""
        layers: Layers = [{0: 0}]
        sums_allowed = self._sums_allowed()
        for day in reversed(range(len(self.windows))):
            choices = [(choice.step, choice.cost) for choice in self.choices(day)]
            steps.spend(len(layers[-1]) * len(choices))
            layers.append(self._layer(day, layers[-1], choices, sums_allowed[day]))
            if not layers[-1]:
                return None
        return layers[::-1]

    def _layer(
        self, day: int, later: dict[int, int], choices: list[tuple[int, int]], sums_allowed: frozenset[int]
    ) -> dict[int, int]:
        """The layer of a day, from that of the day after it and from the steps and costs that the day may take."""
        layer: dict[int, int] = {}
        limit, guards = self._guarded_limits(day), self._packed([GUARD] * len(self.counted))
        for later_state, later_cost in later.items():
            for step, cost in choices:
                state = later_state + step
                if state & GRAMS in sums_allowed and (limit - (state >> GRAM_BITS)) & guards == guards:
                    least = layer.get(state)
                    if least is None or later_cost + cost < least:
                        layer[state] = later_cost + cost
        return layer

    def _packed(self, counts: Sequence[int]) -> int:
        """Counts as one number, each in its own bits."""
        return sum(count << (COUNT_BITS * place) for place, count in enumerate(counts))

    def _guarded_limits(self, day: int) -> int:
        """The limits of a day on the counted sizes as one number, each with its guard bit set."""
        if self.limits is None:
            return 0
        return self._packed([min(self.limits[day][place], GUARD - 1) + GUARD for place in self.counted])

    def _sums_allowed(self) -> list[frozenset[int]]:
        """For each day the sums that it and the later days may have, in units.

        They are those that the earlier days can complete to the total, and that the vials which the day can use make.
        """
        sums_before, allowed = frozenset((0,)), []
        for day, window in enumerate(self.windows):
            left = {self.total - before for before in sums_before}
            if self.limits is not None:
                left &= {*bits_set(totals_in_bits(self.size_set.sizes, self.limits[day], self.total))}
            allowed.append(frozenset(left))
            sums_before = frozenset(
                before + total for before in sums_before for total in window if before + total <= self.total
            )
        return allowed

    def choices(self, day: int) -> list[DayChoice]:
        """What one day may be given; worked out once for days that are alike."""
        key = (self.windows[day], self.limits[day] if self.limits else None)
        if key not in self._known_choices:
            self._known_choices[key] = list(self._choices(self.windows[day], day))
        return self._known_choices[key]

    @cached_property
    def _known_choices(self) -> dict[object, list[DayChoice]]:
        return {}

    def _choices(self, window: tuple[int, ...], day: int) -> Iterator[DayChoice]:
        last = window[-1]
        least = self.uncounted_set.least(last) if self.uncounted_set else (0,) + (UNREACHABLE,) * last
        for counted, grams, cost in self._counts(last, day):
            packed = self._packed(counted) << GRAM_BITS
            for total in window:
                rest = total - grams
                if rest >= 0 and least[rest] < UNREACHABLE and not self._wasteful(counted, rest, least):
                    yield DayChoice(
                        step=packed | total, cost=cost + least[rest], total=total, counted=counted, rest=rest
                    )

    def _wasteful(self, counted: Counts, rest: int, least: Sequence[int]) -> bool:
        """Whether other sizes make the grams of one of the counted vials for less: then no day takes these counts."""
        pairs = zip(self.counted, counted, strict=True)
        return any(
            least[rest + self.size_set.sizes[place]] < least[rest] + self.size_set.costs[place]
            for place, count in pairs
            if count
        )

    def _counts(self, last: int, day: int) -> list[tuple[Counts, int, int]]:
        """Every number of vials of the counted sizes that fits into a day, with their grams in units and their cost."""
        fitting: list[tuple[Counts, int, int]] = [((), 0, 0)]
        for place in self.counted:
            size, each = self.size_set.sizes[place], self.size_set.costs[place]
            most = self.limits[day][place] if self.limits else last
            fitting = [
                ((*counts, count), grams + count * size, cost + count * each)
                for counts, grams, cost in fitting
                for count in range(min(most, (last - grams) // size) + 1)
            ]
        return fitting

    def cheapest_days(self, layers: Layers, steps: StepsLeft) -> tuple[Counts, ...]:
        """Reconstruct the cheapest vials of each day from the layers.

        Ties: the fewest sizes in all, then larger days first, then larger vials first.
        """
        known: dict[tuple[int, int, int], tuple[int, Counts, tuple[Counts, ...]]] = {}

        def best(day: int, state: int, used: int) -> tuple[int, Counts, tuple[Counts, ...]]:
            """The number of sizes in all, then the totals and the vials of this day and the later ones, negated.

            ``used`` has a bit for each size that an earlier day takes.
            """
            if day == len(self.windows):
                return used.bit_count(), (), ()
            key = (day, state, used)
            if key not in known:
                known[key] = min(ranked(day, state, used))
            return known[key]

        def ranked(day: int, state: int, used: int) -> Iterator[tuple[int, Counts, tuple[Counts, ...]]]:
            for choice in self.choices(day):
                later = layers[day + 1].get(state - choice.step)
                if later is not None and later + choice.cost == layers[day][state]:
                    for counts in self._vials(choice):
                        steps.spend(1)
                        here = sum(1 << place for place, count in enumerate(counts) if count)
                        sizes, totals, vials = best(day + 1, state - choice.step, used | here)
                        yield sizes, (-choice.total, *totals), (tuple(-count for count in counts), *vials)

        cheapest = min(layers[0].values())
        _, _, vials = min(best(0, state, 0) for state, cost in layers[0].items() if cost == cheapest)
        return tuple(tuple(-count for count in counts) for counts in vials)

    def _vials(self, choice: DayChoice) -> list[Counts]:
        """Every way to make a choice up of vials: the counted sizes, and the rest at its least cost."""
        key = (choice.counted, choice.rest)
        if key not in self._known_vials:
            ways: Sequence[Counts] = [(0,) * len(self.uncounted)]
            if self.uncounted_set and choice.rest:
                ways = [*self.uncounted_set.ways(choice.rest, self.uncounted_set.least(choice.rest)[choice.rest])]
            self._known_vials[key] = [self._in_order(choice.counted, way) for way in ways]
        return self._known_vials[key]

    def _in_order(self, counted: Counts, others: Counts) -> Counts:
        """The counts of the counted and of the other sizes, in the order of all sizes."""
        count_of = dict(zip((*self.counted, *self.uncounted), (*counted, *others), strict=True))
        return tuple(count_of[place] for place in range(len(self.size_set.sizes)))

    @cached_property
    def _known_vials(self) -> dict[object, list[Counts]]:
        return {}
