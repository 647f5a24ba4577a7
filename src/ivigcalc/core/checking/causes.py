"""Likely causes of a wrong order: the known mistakes that make what was ordered out of what is printed.

The causes are data (``rules.yaml``, ``core/facts/rule.py``): each says by which factors a wrong figure comes of the
right one. One evaluator works them out for doses, vials and rates; no cause is written in code.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import prod
from typing import Final, Literal, NamedTuple

from ivigcalc.core.dosing.comparison import Fit, Tolerance, compare_interval
from ivigcalc.core.dosing.course import Course, CourseDay
from ivigcalc.core.dosing.courses_of_order import MOST_DAYS
from ivigcalc.core.dosing.weight import DosingWeight
from ivigcalc.core.facts.indication import Interval, Phase
from ivigcalc.core.facts.rule import Cause, ErrorPattern, RateOf, Term
from ivigcalc.core.infusion.rates import RateBasis
from ivigcalc.core.quantity import shown
from ivigcalc.core.record import Record
from ivigcalc.core.request.patient import KG_PER_LB
from ivigcalc.core.vials.day import nearest_totals
from ivigcalc.core.vials.terms import VialTerms

UNITS: Final = ("days", "weeks", "months")
"""Of intervals."""

MOST_IN_VIALS_G: Final = 1000
"""Nobody rounds more grams than this to whole vials."""

Quantities = Mapping[str, Fraction]
"""The quantities of an order that a mistake may use, by the names and in the units of ``core/facts/rule.py``."""


Words = Mapping[str, str]
"""The words in braces that the text of a cause uses."""


class PrintedRate(NamedTuple):
    """A printed rate of which a wrong one may be made, in mL/h for the patient; of another ``brand``, or ""."""

    ml_h: Fraction
    brand: str = ""


RateBases = Mapping[RateOf, Sequence[PrintedRate]]
"""The printed rates of which a wrong one may be made, by what they are."""


class LikelyCause(Record):
    """A known mistake that explains an order."""

    of: Literal["dose", "vials", "rate"]
    """What it explains."""

    cause: str
    """The id of the cause in ``rules.yaml``."""
    text: str
    """The cause in words."""
    sources: tuple[str, ...]
    letters: tuple[str, ...] = ()
    """The regimens out of which the mistake makes the order."""


class Criteria(Record):
    """By what a mistake is looked for in an order: dosing weights, the known mistakes, tolerances and vial sizes."""

    weight: DosingWeight
    others: Sequence[DosingWeight]
    """The dosing weight under every other policy."""
    causes: Sequence[Cause]
    """Every known cause, in the order in which they are named."""
    tolerance: Tolerance
    vials: Sequence[VialTerms]
    """What whole vials may be made of: the sizes of the preparation named, else of each that there is."""

    def is_made(self, ordered_g: Fraction, wrong_g: Fraction, *, in_vials: bool) -> bool:
        """Whether a mistake makes the grams ordered; with ``in_vials`` or their nearest whole vials."""
        off = abs(ordered_g - wrong_g)
        if off <= self.tolerance.cause * wrong_g:
            return True
        if not in_vials or off > self.tolerance.wide * wrong_g or wrong_g > MOST_IN_VIALS_G:
            return False
        return any(ordered_g in nearest_totals(wrong_g, sizes) for sizes in self.vials)

    def rounded(self, grams: Fraction, kind: str, step: Fraction | None, days: int) -> tuple[Fraction, ...]:
        """What grams are, rounded to a multiple of a step, as a word of orders says it.

        Without a step to vials: all together, or those of each of the days.
        """
        if step is None and grams > MOST_IN_VIALS_G:
            return (grams,)
        if step is None:
            by_days = ((many, sizes) for many in {1, days} for sizes in self.vials)
            return tuple(sorted({n * total for n, sizes in by_days for total in nearest_totals(grams / n, sizes)}))
        low = grams // step * step
        high = low if low == grams else low + step
        ends = {"rounded-down": (low,), "rounded-up": (high,)}.get(kind, (low, high))
        least = min(abs(end - grams) for end in ends)
        return tuple(end for end in dict.fromkeys(ends) if kind == "rounded-multiple" or abs(end - grams) == least)

    def are_made(self, ordered: Sequence[CourseDay], wrong: Sequence[CourseDay], *, in_vials: bool) -> bool:
        """Whether the days that a mistake makes are those ordered."""
        return [day.day for day in ordered] == [day.day for day in wrong] and all(
            self.is_made(day.grams, other.grams, in_vials=in_vials) for day, other in zip(ordered, wrong, strict=True)
        )

    def ways(self, mistake: ErrorPattern) -> Iterator[tuple[Quantities, Words]]:
        """The terms of a mistake and the words that its text needs: once, or once for each other weight it may use."""
        terms = {"weight": self.weight.kg, "pound": KG_PER_LB}
        factors = (*mistake.times, *mistake.over)
        number = next((factor for factor in factors if not isinstance(factor, str)), None)
        words = {"factor": shown(number)} if number is not None else {}
        if "other-weight" not in factors:
            yield terms, words
            return
        for other in self.others:
            yield terms | {"other-weight": other.kg}, {**words, "policy": str(other.policy), "kg": shown(other.kg)}


class OrderedDose(Record):
    """The dose as ordered: its days in grams, and how often it is repeated."""

    days: tuple[CourseDay, ...]
    interval: Interval | None
    phase: Phase | None = None
    """Which part of a treatment it says that it is; None where it says none."""

    def is_of(self, course: Course) -> bool:
        """Whether a course is of the part of a treatment that the order says: replacement goes on, as maintenance."""
        goes_on = {Phase.MAINTENANCE, Phase.REPLACEMENT}
        return self.phase is None or course.phase is self.phase or {course.phase, self.phase} <= goes_on


def wrong_figure(mistake: ErrorPattern, terms: Quantities) -> Fraction:
    """The figure that a mistake makes, in the unit of the right one: the evaluator of every cause."""

    def product(factors: Iterable[Term]) -> Fraction:
        values = (terms[factor] if isinstance(factor, str) else Fraction(factor) for factor in factors)
        return prod(values, start=Fraction(1))

    return product(mistake.times) / product(mistake.over)


def _terms_of(course: Course, day_g: Fraction) -> Quantities:
    return {"day": day_g, "course": course.total, "days": Fraction(len(course.days))}


def _wrong_doses(
    mistake: ErrorPattern, course: Course, printed: Sequence[Course], terms: Quantities
) -> Iterator[tuple[tuple[CourseDay, ...], Interval | None]]:
    """The days and interval that a mistake makes of a course; ``printed`` are all courses of the indication."""
    if mistake.phase == "other":
        for other in printed:
            whole = other.ends is None or other.ends.over_days == len(other.days)
            if other.phase is not course.phase and whole:
                yield other.days, other.interval
                yield course.days, other.interval
        return
    if mistake.interval != "same":
        yield from ((course.days, interval) for interval in _wrong_intervals(mistake, course.interval))
        return
    first = course.days[0]
    if mistake.days == "grams":
        count = first.grams
        whole = count.denominator == 1 and count <= MOST_DAYS and course.even is not None
        numbers = list(range(1, int(count) + 1)) if whole else []
        days = [first] * len(numbers)
    else:
        days = [first] if mistake.days == "one" else list(course.days)
        numbers = [day.day for day in days]
        if mistake.days == "twice":
            whole = course.even is not None and 2 * len(days) <= MOST_DAYS
            days = days * 2 if whole else []
            numbers = list(range(1, len(days) + 1))
    each = {day.grams for day in days}
    wrong_g = {grams: wrong_figure(mistake, {**terms, **_terms_of(course, grams)}) for grams in each}
    wrong = tuple(CourseDay(day=number, grams=wrong_g[day.grams]) for number, day in zip(numbers, days, strict=True))
    yield wrong, course.interval


def _wrong_intervals(mistake: ErrorPattern, printed: Interval | None) -> Iterator[Interval]:
    """The intervals that a mistake about one makes of it: its number in another unit, or as a number of repeats."""
    if printed is None or printed.low is None or printed.high is None:
        return
    if mistake.interval == "times":
        for courses in range(printed.low, printed.high + 1):
            yield Interval(says="", unit=printed.unit, low=1, high=1, courses=courses)
        return
    for unit in UNITS:
        if unit != printed.unit:
            yield Interval(says="", unit=unit, low=printed.low, high=printed.high)


def _is_interval(mistake: ErrorPattern, ordered: Interval | None, wrong: Interval | None) -> bool:
    """Whether the interval that a mistake makes is the one ordered; a mistake about grams leaves it open."""
    if mistake.phase == mistake.interval == "same":
        return True
    if ordered is None:
        return mistake.interval == "same"
    if mistake.interval != "same" and wrong and ordered.unit != wrong.unit:
        return False
    if mistake.interval == "times" and wrong and ordered.courses != wrong.courses:
        return False
    return compare_interval(ordered, wrong).fit is Fit.SAME


def causes_of_dose(
    ordered: OrderedDose, course: Course, printed: Sequence[Course], criteria: Criteria
) -> tuple[LikelyCause, ...]:
    """The causes that make the order of one course; ``printed`` are all courses of the indication.

    A mistake about grams explains nothing where the grams fit, be it rounded.
    """

    def makes(mistake: ErrorPattern, terms: Quantities, in_vials: bool) -> Words | None:  # noqa: FBT001 - as the others
        if mistake.phase == mistake.interval == "same" and criteria.tolerance.same_days(ordered.days, course.days):
            return None
        made = any(
            criteria.are_made(ordered.days, days, in_vials=in_vials)
            and _is_interval(mistake, ordered.interval, interval)
            for days, interval in _wrong_doses(mistake, course, printed, terms)
        )
        return {} if made else None

    return _likely("dose", criteria, makes, (course.letter,))


def causes_of_vials(vials_g: Fraction, day_g: Fraction, course: Course, criteria: Criteria) -> tuple[LikelyCause, ...]:
    """The causes that make the grams in the vials of the grams ordered for a day."""

    def makes(mistake: ErrorPattern, terms: Quantities, in_vials: bool) -> Words | None:  # noqa: FBT001 - as the others
        wrong = wrong_figure(mistake, {**terms, **_terms_of(course, day_g)})
        return {} if criteria.is_made(vials_g, wrong, in_vials=in_vials) else None

    return _likely("vials", criteria, makes)


def causes_of_rate(ml_h: Fraction, bases: RateBases, criteria: Criteria, basis: RateBasis) -> tuple[LikelyCause, ...]:
    """The causes that make a rate in mL/h of one that is printed."""

    def makes(mistake: ErrorPattern, terms: Quantities, in_vials: bool) -> Words | None:  # noqa: FBT001 - as the others
        for rate in () if in_vials else bases[mistake.of_rate]:
            wrong = wrong_figure(mistake, {**terms, "weight": basis.weight_kg, "rate": rate.ml_h})
            if abs(ml_h - wrong) <= criteria.tolerance.cause * wrong:
                return {"brand": rate.brand}
        return None

    return _likely("rate", criteria, makes)


def _likely(
    what: Literal["dose", "vials", "rate"],
    criteria: Criteria,
    makes: Callable[[ErrorPattern, Quantities, bool], Words | None],
    letters: tuple[str, ...] = (),
) -> tuple[LikelyCause, ...]:
    """The causes of a wrong dose, rate or vials (``what``), each in the first of its ways that ``makes`` the figure.

    ``makes`` gives further words of the cause, or None where a mistake does not make the figure.

    Where none makes the figure, one that makes it to the nearest vial is taken.
    """
    for in_vials in (False, True):
        causes = []
        for cause in criteria.causes:
            if what not in cause.of:
                continue
            mistakes = [mistake for mistake in cause.makes if ("rate" in mistake.times) == (what == "rate")]
            ways = ((mistake, *way) for mistake in mistakes for way in criteria.ways(mistake))
            made = ((words, makes(mistake, terms, in_vials)) for mistake, terms, words in ways)
            words = next(({**words, **more} for words, more in made if more is not None), None)
            if words is not None:
                text = cause.text.format_map(words)
                causes.append(LikelyCause(of=what, cause=cause.id, text=text, sources=cause.sources, letters=letters))
        if causes:
            return tuple(causes)
    return ()


def joined_causes(causes: Iterable[LikelyCause]) -> tuple[LikelyCause, ...]:
    """Each cause and text once for what it explains, with every regimen out of which it makes the order."""
    joined: dict[tuple[str, str, str], LikelyCause] = {}
    for cause in causes:
        before = joined.get((cause.of, cause.cause, cause.text))
        letters = dict.fromkeys((*(before.letters if before else ()), *cause.letters))
        joined[cause.of, cause.cause, cause.text] = cause.replaced(letters=tuple(letters))
    return tuple(joined.values())


def in_words(causes: Iterable[LikelyCause]) -> str:
    """The causes of a wrong dose, as the text of one rule names them; "" for none."""
    return "; or ".join(cause.text for cause in causes)
