"""The dates of a course that is repeated: each cycle begins so many days, weeks or months after the first day.

Nothing is moved: days of rest are days of rest, and a cycle that begins on a weekend begins there. A month is a month,
counted from the first day: a month that has no such day has its last day in its place, and the next one has it again.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from ivigcalc.core.dosing.comparison import DAYS_PER_WEEK
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.quantity import counted
from ivigcalc.core.record import Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ivigcalc.core.dosing.course import Course
    from ivigcalc.core.facts.indication import Interval
    from ivigcalc.core.request.order import Order

MOST_CYCLES: Final = 60
"""More cycles than this are a slip: no source plans as many ahead."""
MONTHS: Final = 12
SATURDAY: Final = 5
"""Of ``date.weekday``: from here on it is the weekend."""


class Repeat(Record):
    """When each cycle of a course begins."""

    interval: Interval
    """How often: ``low`` is ``high``."""
    printed: Interval
    """What the source of the course prints."""
    starts: tuple[date, ...]
    """The first infusion day of each cycle."""
    until: date | None
    """The last day on which a cycle may begin, where one was given."""

    @property
    def beyond_source(self) -> range:
        """The numbers, from 1, of the cycles that are more than the source gives; empty where it gives no number."""
        count = len(self.starts)
        return range(min(self.printed.courses or count, count) + 1, count + 1)

    def dates(self, course: Course) -> list[list[date]]:
        """The infusion days of each cycle."""
        return [[day for day in course.dates(start) if day] for start in self.starts]


def is_weekend(day: date) -> bool:
    """Whether it is a Saturday or a Sunday."""
    return day.weekday() >= SATURDAY


def cycle_start(start: date, interval: Interval, number: int) -> date:
    """The first day of a cycle; the first cycle, which begins on ``start``, is number 0.

    Raises:
        OverflowError: there is no such date.
    """
    count = number * (interval.low or 0)
    if interval.unit != "months":
        return start + timedelta(days=count * (DAYS_PER_WEEK if interval.unit == "weeks" else 1))
    months = start.year * MONTHS + start.month - 1 + count
    first = date(months // MONTHS, months % MONTHS + 1, 1)
    after = date((months + 1) // MONTHS, (months + 1) % MONTHS + 1, 1)
    return first.replace(day=min(start.day, (after - first).days))


def repeat_problems(order: Order) -> list[Problem]:
    """What cannot be asked of a repeated course, whatever the course."""
    asked = [name for name, value in (("--cycles", order.cycles), ("--until", order.until)) if value is not None]
    problems = []
    if len(asked) > 1:
        problems.append(_problem("two-ends", "--until", "--cycles and --until exclude each other", "keep one of them"))
    if order.every and not asked:
        message = "--every says how often a course is repeated, and nothing says how long"
        problems.append(_problem("missing-value", "--every", message, "add --cycles 6, or --until YYYY-MM-DD"))
    if asked and order.start is None:
        message = f"--start is needed: {asked[0]} counts from the first day"
        problems.append(_problem("missing-value", "--start", message, "--start YYYY-MM-DD"))
    if order.cycles is not None and not 1 <= order.cycles <= MOST_CYCLES:
        message = f"--cycles {order.cycles} is outside 1 to {MOST_CYCLES}"
        problems.append(_problem("cycles-out-of-bounds", "--cycles", message, "--cycles 6"))
    if order.until and order.start and order.until < order.start:
        message = f"--until {order.until} is before the first day, {order.start}"
        problems.append(_problem("until-before-start", "--until", message, "a day after the first one"))
    return problems


def repeat_of(order: Order, courses: Sequence[Course]) -> Repeat | None:
    """When each cycle of the one course of an order begins; None where nothing is to be repeated.

    Raises:
        RefusedError: several courses, a range without a dose, no interval, a range of intervals or one in words, an
            interval that the source does not print, or a course that is longer than its interval.
    """
    start = order.start
    if start is None or (order.cycles is None and order.until is None):
        return None
    course = _one_course(courses)
    printed = _printed(course)
    interval = used_interval(printed, order.every)
    if isinstance(interval, Problem):
        raise RefusedError(interval)
    number, starts = 0, [start]
    while len(starts) < order.cycles if order.cycles is not None else True:
        number += 1
        following = cycle_start(start, interval, number)
        if order.until is not None and following > order.until:
            break
        if len(starts) == MOST_CYCLES:
            message = f"--until {order.until} makes more than {MOST_CYCLES} cycles {interval.says}"
            raise RefusedError(_problem("cycles-out-of-bounds", "--until", message, f"--until {starts[-1]}"))
        starts.append(following)
    last = course.dates(start)[-1]
    if last and last >= cycle_start(start, interval, 1):
        length = (last - start).days + 1
        message = (
            f"the course of {course.letter} takes {length} days, and is given {interval.says}: cycles would overlap"
        )
        raise RefusedError(_problem("cycles-overlap", "--every", message, "a longer interval, or fewer --days"))
    return Repeat(interval=interval, printed=printed, starts=tuple(starts), until=order.until)


def _one_course(courses: Sequence[Course]) -> Course:
    """The only course.

    Raises:
        RefusedError: there are several, or it is a range without a dose.
    """
    if len(courses) == 1 and courses[0].days:
        return courses[0]
    if len(courses) == 1:
        message = f"no single dose follows from a range: {courses[0].id}"
        raise RefusedError(_problem("range", "--course", message, 'state the dose: --course "1 g/kg"'))
    repeated = [course for course in courses if course.interval]
    letters = tuple(f"{course.letter}: {course.id}, {course.interval.says}" for course in repeated if course.interval)
    hint = f"--regimen {repeated[0].letter}" if repeated else "none of them is repeated"
    message = f"cycles are of one course; {len(courses)} are printed"
    raise RefusedError(
        Problem(code="no-regimen-chosen", field="--regimen", message=message, allowed=letters, next=hint)
    )


def _printed(course: Course) -> Interval:
    """How often the source repeats a course.

    Raises:
        RefusedError: it does not say.
    """
    if course.interval is None:
        what = "a typed dose has no interval" if course.typed else f"no interval is printed for {course.id}"
        message = f"{what}: no dates follow for a second cycle"
        hint = "--regimen with one that has an interval (see ivigcalc indications), or each course with its own --start"
        raise RefusedError(_problem("no-interval", "--cycles", message, hint))
    return course.interval


def used_interval(printed: Interval, every: Interval | None) -> Interval | Problem:
    """The interval of the cycles: the printed one, or what was typed inside a range; else why there is none."""
    if printed.low is None or printed.high is None:
        message = f"the source gives the interval in words alone ({printed.says}): no dates follow"
        return _problem("no-interval", "--cycles", message, "type each course with its own --start")
    if every is None and printed.low != printed.high:
        message = f"the interval is a range, {printed.says}: which one?"
        return _problem("interval-range", "--every", message, f'--every "{amount_words(printed)}"')
    if every is None:
        return printed
    if not _inside(every, printed):
        message = f"--every {amount_words(every)!r} is not what the source prints: {printed.says}"
        return _problem("interval-outside", "--every", message, f'--every "{amount_words(printed)}"')
    return every


def amount_words(interval: Interval) -> str:
    """``3 weeks``."""
    return counted(interval.low or 0, interval.unit)


def _inside(every: Interval, printed: Interval) -> bool:
    """Whether an interval lies inside a printed one: days and weeks in days, months in months alone."""

    def measured(interval: Interval, count: int | None) -> int:
        return (count or 0) * (DAYS_PER_WEEK if interval.unit == "weeks" else 1)

    if (every.unit == "months") != (printed.unit == "months"):
        return False
    return measured(printed, printed.low) <= measured(every, every.low) <= measured(printed, printed.high)


def _problem(code: str, field: str, message: str, hint: str) -> Problem:
    return Problem(code=code, field=field, message=message, next=hint)


class Months(Record):
    """Months one after the other, with the first day of the first and the last day of the last."""

    first: date
    last: date

    @property
    def names(self) -> list[str]:
        """The months, as ``2027-01``."""
        begin, end = (day.year * MONTHS + day.month - 1 for day in (self.first, self.last))
        return [f"{number // MONTHS}-{number % MONTHS + 1:02d}" for number in range(begin, end + 1)]


def months_between(first: date, last: date) -> Months:
    """The months of two days, whole."""
    following = date(last.year + last.month // MONTHS, last.month % MONTHS + 1, 1)
    return Months(first=first.replace(day=1), last=following - timedelta(days=1))
