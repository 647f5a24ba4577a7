"""Which known mistakes would have made an order out of what a source prints. One evaluator for every cause."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import prod

from ivigcalc.core.checking.compared import Fit, Tolerance, compared_interval
from ivigcalc.core.dosing.course import Course, CourseDay
from ivigcalc.core.dosing.courses import MOST_DAYS
from ivigcalc.core.dosing.weight import DosingWeight
from ivigcalc.core.facts.cause import Cause, Mistake, Term
from ivigcalc.core.facts.indication import Interval
from ivigcalc.core.infusion.label_rates import LabelRates
from ivigcalc.core.quantity import shown
from ivigcalc.core.record import Record
from ivigcalc.core.request.patient import KG_PER_LB

Terms = Mapping[str, Fraction]


class Likely(Record):
    """A cause that explains an order, in words; ``letters`` are the regimens that it would lead to."""

    cause: str
    text: str
    sources: tuple[str, ...]
    letters: tuple[str, ...] = ()


class Known(Record):
    """What the check knows: the dosing weight, that of every other policy, the causes, and what counts as alike."""

    weight: DosingWeight
    others: Sequence[DosingWeight]
    causes: Sequence[Cause]
    limits: Tolerance

    def ways(self, mistake: Mistake) -> Iterator[tuple[Terms, dict[str, str]]]:
        """The terms of a mistake, and the words it adds: once, or once for each other weight that it uses."""
        terms = {"weight": self.weight.kg, "pound": KG_PER_LB}
        if "other-weight" not in (*mistake.times, *mistake.over):
            yield terms, {}
            return
        for other in self.others:
            yield terms | {"other-weight": other.kg}, {"policy": str(other.policy), "kg": shown(other.kg)}


def _value(mistake: Mistake, terms: Terms) -> Fraction:
    """The wrong figure that a mistake makes."""

    def factors(found: Iterable[Term]) -> Fraction:
        return prod((terms[one] if isinstance(one, str) else Fraction(one) for one in found), start=Fraction(1))

    return factors(mistake.times) / factors(mistake.over)


def _of_course(course: Course, grams: Fraction) -> Terms:
    return {"day": grams, "course": course.total, "days": Fraction(len(course.days))}


def _made(
    mistake: Mistake, course: Course, printed: Sequence[Course], terms: Terms
) -> Iterator[tuple[tuple[CourseDay, ...], Interval | None]]:
    """The days and interval that a mistake makes of a course."""
    if mistake.phase == "other":
        for other in printed:
            whole = other.ends is None or other.ends.over_days == len(other.days)
            if other.phase is not course.phase and whole:
                yield other.days, other.interval
                yield course.days, other.interval
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
    made = tuple(
        CourseDay(day=number, grams=_value(mistake, {**terms, **_of_course(course, day.grams)}))
        for number, day in zip(numbers, days, strict=True)
    )
    yield made, course.interval


class Ordered(Record):
    """The dose as ordered: its days, and how often it is repeated."""

    days: Sequence[CourseDay]
    interval: Interval | None


def explain_dose(ordered: Ordered, course: Course, printed: Sequence[Course], known: Known) -> tuple[Likely, ...]:
    """The causes that make the order of one course. ``printed`` are all courses of the indication.

    A mistake about grams explains nothing where the grams fit, be it rounded.
    """

    def makes(mistake: Mistake, terms: Terms, limits: Tolerance) -> bool:
        alike = limits.alike
        fits = alike(ordered.days, course.days)
        if mistake.phase == "same":
            return not fits and any(alike(ordered.days, days) for days, _ in _made(mistake, course, printed, terms))
        return any(
            alike(ordered.days, days)
            and (ordered.interval is None or compared_interval(ordered.interval, interval).fit is Fit.SAME)
            for days, interval in _made(mistake, course, printed, terms)
        )

    return _explained("dose", known, makes, (course.letter,))


def explain_vials(grams: Fraction, day: Fraction, course: Course, known: Known) -> tuple[Likely, ...]:
    """The causes that make the grams in the vials of the grams ordered for a day."""

    def makes(mistake: Mistake, terms: Terms, limits: Tolerance) -> bool:
        made = _value(mistake, {**terms, **_of_course(course, day)})
        return limits.fit(grams, made, made) is Fit.SAME

    return _explained("vials", known, makes)


def explain_rate(ml_h: Fraction, rates: LabelRates, known: Known) -> tuple[Likely, ...]:
    """The causes that make the rate of one that the label prints, or allows; a slow rate only of what it allows."""
    slow = ml_h < rates.first_ml_h

    def makes(mistake: Mistake, terms: Terms, limits: Tolerance) -> bool:
        right = ml_h / _value(mistake, {**terms, "rate": Fraction(1)})
        if mistake.anywhere:
            top = rates.maximum_ml_h
            return right >= rates.first_ml_h and (
                rates.allows(right) or (not slow and limits.fit(right, top, top) is Fit.SAME)
            )
        return not slow and any(limits.fit(right, one, one) is Fit.SAME for one in rates.rates_ml_h)

    return _explained("rate", known, makes)


def _explained(
    what: str, known: Known, makes: Callable[[Mistake, Terms, Tolerance], bool], letters: tuple[str, ...] = ()
) -> tuple[Likely, ...]:
    """The causes of one kind that hold, each in the first way in which it does.

    Where none makes the figure, one that makes it rounded is taken: within the wide deviation, except of another
    weight, which lies too near to the right one for that.
    """
    rounded = known.limits.replaced(near=known.limits.wide)
    for limits in (known.limits, rounded):
        found = []
        for cause in known.causes:
            about = [one for one in cause.makes if what in cause.of and ("rate" in one.times) == (what == "rate")]
            usable = [one for one in about if limits is known.limits or "other-weight" not in (*one.times, *one.over)]
            ways = ((mistake, *way) for mistake in usable for way in known.ways(mistake))
            words = next((words for mistake, terms, words in ways if makes(mistake, terms, limits)), None)
            if words is not None:
                text = cause.text.format_map(words)
                found.append(Likely(cause=cause.id, text=text, sources=cause.sources, letters=letters))
        if found:
            return tuple(found)
    return ()


def merged(found: Iterable[Likely]) -> tuple[Likely, ...]:
    """Each cause and text once, with every regimen that it would lead to."""
    kept: dict[tuple[str, str], Likely] = {}
    for one in found:
        before = kept.get((one.cause, one.text))
        letters = dict.fromkeys((*(before.letters if before else ()), *one.letters))
        kept[one.cause, one.text] = one.replaced(letters=tuple(letters))
    return tuple(kept.values())
