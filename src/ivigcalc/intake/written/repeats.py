"""How often a course is repeated, and for how long: beside its days and its doses."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from ivigcalc.core.dosing.courses_of_order import MOST_DAYS
from ivigcalc.core.dosing.repeat import MOST_CYCLES
from ivigcalc.core.facts.indication import Interval
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import Dose, shown_dose
from ivigcalc.intake.written.dated import NUMBERED
from ivigcalc.intake.written.grouping.two_readings import once_or_repeated
from ivigcalc.intake.written.tokens.intervals import DAYS_IN_WEEK, LEAST_DAYS, least_days, most_days
from ivigcalc.intake.written.tokens.refusal import in_doubt, order_refusal
from ivigcalc.intake.written.tokens.tokens import (
    COUNTED_INFUSIONS,
    DAILY,
    DURATIONS,
    INFUSIONS,
    PER_DAY,
    REPEATS,
    TOTAL_OF,
    Every,
    Token,
)
from ivigcalc.intake.written.words.roles import ALL_DOSES, OF_DAY_OR_INFUSION

EVERY_OTHER: Final = 2
"""The interval in days of what is given every other day."""

EXAMPLE_WEEKS: Final = 3
"""The interval of an example: what does not last twice as long may be how often it is given."""

TWO: Final = 2
"""So many words that count days, or say them."""

LEAST_REPEATS: Final = 2
"""So often is given at least what is repeated."""

MOST_LASTING: Final = {"weeks": 261, "months": 60}
"""For so long, five years, is something repeated at most: as far as ``MONTHS_BEHIND`` lets repeats end. It is ours."""


def interval_with_courses(text: str, interval: Interval | None, tokens: Sequence[Token]) -> Interval | None:
    """How often a dose is given, with how many times that is where it says so, or for how long; at least as many.

    Raises:
        RefusedError: it ends before it is repeated, or before it is again; it says twice how long it is; or it is
            repeated more often than a course can be made up.
    """
    ends = [token for token in tokens if token.kind in REPEATS]
    if interval and len(ends) > 1:
        why = f": {ends[0].text!r} and {ends[1].text!r} both say how long it is repeated"
        raise order_refusal(text, "order-contradicts", why, "keep the one that is meant")
    many = next((token for token in ends if token.kind == "cycles" and (token.number or 0) > MOST_CYCLES), None)
    if interval and many:
        why = f": {many.text!r} is more than {MOST_CYCLES}, a slip in their number?"
        raise order_refusal(text, "order-unreadable", why, "ask, and write how often it is repeated")
    if interval and ends and ends[0].kind == "cycles" and (ends[0].number or 0) < LEAST_REPEATS:
        raise _once_or_more(text, ends[0], interval)
    lasting = next((token for token in ends if token.kind == "lasting"), None)
    if interval and ends and ends[0].kind == "cycles":
        return interval.replaced(courses=int(ends[0].number or 0))
    if lasting is None or interval is None:
        return interval
    _check_most(text, lasting, interval)
    days = (lasting.number or 0) * LEAST_DAYS[lasting.unit]
    once = least_days(interval) if lasting.unit == interval.unit else most_days(interval)
    if days < once:
        why = f": {lasting.text!r} is shorter than {interval.says}"
        raise order_refusal(text, "order-contradicts", why, "ask the prescriber how often, and how long it is given")
    if days < LEAST_REPEATS * least_days(interval):
        raise _one_or_two(text, lasting, interval)
    return interval.replaced(courses=int(days // once))


def _check_most(text: str, lasting: Token, interval: Interval) -> None:
    """Refuse what is repeated for longer, or more often, than a course can be made up.

    Raises:
        RefusedError: it is.
    """
    long = lasting.number or Fraction(0)
    if long * LEAST_DAYS[lasting.unit] > MOST_CYCLES * most_days(interval):
        why = f": {lasting.text!r}, {interval.says}, is more than {MOST_CYCLES} times, a slip in one of them?"
    elif long > MOST_LASTING[lasting.unit]:
        why = f": {lasting.text!r} is more than five years, a slip in its number?"
    else:
        return
    raise order_refusal(text, "order-unreadable", why, "ask, and write how often it is repeated")


def _one_or_two(text: str, lasting: Token, interval: Interval) -> RefusedError:
    """What ends before it is repeated twice: one dose alone, or one more behind it; both readings."""
    return in_doubt(
        text,
        f": {lasting.text!r} may hold one dose or two, {interval.says}",
        f'write "once" in place of both, or "{interval.says} x 2 cycles"',
        "one: once, and not again",
        f"two: {interval.says}, 2 times",
    )


def _once_or_more(text: str, cycles: Token, interval: Interval) -> RefusedError:
    """One cycle of what is repeated: one alone, or one more; both readings."""
    return in_doubt(
        text,
        f": {cycles.text!r} is one, and {interval.says} is more than one",
        f'write "once" in place of both, or "{interval.says} x 2 cycles"',
        "one: once, and not again",
        f"more: {interval.says}",
    )


def check_counted_again(text: str, tokens: Sequence[Token]) -> None:
    """Refuse so many times, or doses, beside other days and an interval: repeats of the course, or its doses in all.

    "35 g daily for 2 days q3w x6" are 6 courses, or 6 doses, which are 3. One of one day is no more than its repeats.

    Raises:
        RefusedError: they stand there; each reading is named.
    """
    said = [token for token in tokens if token.kind in DURATIONS or token.interval]
    every = next((token for token in said if token.interval), None)
    lasting = [token for token in said if not token.interval]
    count = next((token for token in lasting[::-1] if token.kind in COUNTED_INFUSIONS), None)
    if every is None or every.interval is None or count is None or len(lasting) != TWO:
        return
    days = next(token for token in lasting if token is not count)
    behind = said.index(count) > said.index(every)
    if not behind and (lasting[0] is count or days.kind in COUNTED_INFUSIONS):
        return
    says, many, each = every.interval.says, len(count.days), len(days.days)
    if many == 1:
        why = f": {count.text!r} beside {days.text!r} and {every.text!r} may be one course alone, or one each time"
        hint = f"one alone: leave out {count.text!r} and {every.text!r}; one each time: leave out {count.text!r}"
        raise in_doubt(text, why, hint, f"one alone: {days.text}", f"one each time: {days.text} {says}")
    cycles = f'repeats: write "x {many} cycles" in its place, behind {every.text!r}'
    cycles += f', and "daily for {each} days" in place of {days.text!r}' if days.kind == "times" else ""
    why = f": {count.text!r} beside {days.text!r} and {every.text!r} counts no days"
    if each == 1:
        raise order_refusal(
            text, "order-unreadable", f"{why}; does it count repeats?", f"{cycles}; else ask what it counts"
        )
    whole, times = f"{days.text} {says}", many // each
    if many == each:
        why = f": {count.text!r} beside {days.text!r} and {every.text!r} may count repeats, or the days again"
        hint, other = f"{cycles}; the days again: leave {count.text!r} out", f"the days again: {whole}"
    elif times > 1 and not many % each:
        why += ": repeats, or doses in all"
        hint = f'{cycles}; doses: "x {times} cycles"'
        other = f"doses: {many} in all, {whole}, {times} times"
    else:
        why += ": repeats, or doses in all"
        hint, other = f"{cycles}; else ask what it counts", f"doses: {many} in all, and not {each} each time"
    raise in_doubt(text, why, hint, f"repeats: {whole}, {many} times", other)


def check_repeated(text: str, tokens: Sequence[Token]) -> None:
    """How long something is repeated stands behind how often.

    Raises:
        RefusedError: it stands before it, or alone.
    """
    kinds = [token.kind for token in tokens]
    for token in tokens:
        weeks = int(token.number or 0) if token.unit == "weeks" and PER_DAY & {*kinds} else 0
        if 0 < weeks * DAYS_IN_WEEK <= MOST_DAYS and "every" not in kinds:
            hint = f'if it is given on each day, type "for {weeks * DAYS_IN_WEEK} days" in its place'
            why = f": {token.text!r} is how long a course is repeated"
            raise order_refusal(text, "order-incomplete", why, hint)
        if token.kind in {"no-end", "lasting"} and PER_DAY & {*kinds} and not {"every", *DURATIONS} & {*kinds}:
            hint = 'write the number of days behind "daily"; of a maintenance, how often it is given in its place'
            why = f": {token.text!r} behind a dose of each day does not say how many days"
            why = f": {token.text!r} of a dose of each day is more than {MOST_DAYS} days" if weeks else why
            raise order_refusal(text, "order-incomplete", why, hint)
        if token.kind in REPEATS and "every" not in kinds[: kinds.index(token.kind)]:
            why = f": {token.text!r} does not say how often"
            raise order_refusal(text, "order-incomplete", why, _hint_for_how_often(tokens, token))


def _hint_for_how_often(tokens: Sequence[Token], length: Token) -> str:
    """What to write for how long something is repeated, or how often, without its interval; a short one may be that."""
    weeks = int(length.number or 0) if length.unit == "weeks" else 0
    if not 0 < weeks < TWO * EXAMPLE_WEEKS:
        return f'say how often before it, for example "1 g/kg every {EXAMPLE_WEEKS} weeks {length.text}"'
    dose = next(token.dose for token in tokens if token.dose)
    every = f"every {weeks} weeks" if weeks > 1 else "every week"
    return f'ask how often it is given; if {every}, type "{shown_dose(dose)} {every}"'


def check_frequencies(text: str, tokens: Sequence[Token]) -> None:
    """Refuse "weekly daily" and its like: one of both may be left over from another order.

    "28 g/day monthly" is no such pair, the day is part of the dose; nor is "daily for 5 days every 4 weeks", also with
    the days before both, nor a field of a form ("Interval: 3 weeks").

    Raises:
        RefusedError: two stand side by side.
    """
    row = [token for token in tokens if token.inside or (token.text and token.kind != "aside")]
    counted = False
    for before, one, other in zip((None, *row), row, row[1:], strict=False):
        daily, every = (one, other) if other.interval else (other, one)
        counted = counted or bool(one.days or one.dates)
        unit = before is not None and before.dose is not None and one.kind == "per-day"
        own = (unit and one.role != OF_DAY_OR_INFUSION) or (counted and every is other) or ":" in every.text
        if every.interval and daily.kind in DAILY and not own:
            says = every.interval.says
            why = f": {one.text!r} and {other.text!r} side by side say two times how often; one may be left over"
            hint = f"ask which; of both write {every.text!r} behind the number of days, as in "
            hint += f'"28 g daily for 5 days {says}"'
            readings = (f"both: on each of its days, and again {says}", f"one: {one.text}, or {other.text}")
            raise in_doubt(text, why, hint, *readings)


def check_spaced(text: str, dose: Dose, interval: Interval | None, every: Sequence[Token]) -> None:
    """Refuse a dose on each day, or every other one, that says no number of days: no maintenance is given so.

    Raises:
        RefusedError: it is one.
    """
    if interval is None or interval.unit != "days" or (interval.low or 1) > EVERY_OTHER:
        return
    one, said = shown_dose(dose), every[0].text
    if interval.low == 1:
        raise order_refusal(
            text, "order-incomplete", f": {said!r} is daily", f'type for example "{one} daily for 5 days"'
        )
    why, hint = f": {said!r} leaves out days", f'number the days, for example "{one} daily on days 1, 3 and 5"'
    raise order_refusal(text, "order-incomplete", why, hint)


def is_over(interval: Interval | None, last: int) -> bool:
    """Whether a course whose last day has a number is over before it is repeated."""
    return interval is not None and last < least_days(interval)


def check_repeats(
    text: str, tokens: Sequence[Token], dose: Dose, days: Token, every: Token, *, interval: Interval
) -> None:
    """Refuse a number that may count days or repeats, and a course that lasts longer than its interval.

    Raises:
        RefusedError: there is one; of a number both readings are named.
    """
    kinds = [token.kind for token in tokens]
    count, step, gap = len(days.days), interval.low or 1, least_days(interval)
    behind = kinds.index(days.kind) > kinds.index("every")
    spaced = interval.unit == "days"
    daily = PER_DAY.intersection(kinds)
    divided = days.kind == "divided-over" and days.says == INFUSIONS
    total = days.says == TOTAL_OF or days.role == ALL_DOSES
    counted = divided or (days.kind in COUNTED_INFUSIONS and (behind or not daily or total))
    if (
        count > 1
        and days.days[-1] >= gap
        and not (spaced and (counted or (count > step and days.kind not in NUMBERED)))
    ):
        why = f": its days go on to day {days.days[-1]}, and {every.text!r} is {gap} days"
        hint = "ask the prescriber how often the course is repeated, or write its days without that"
        raise order_refusal(text, "order-contradicts", why, hint)
    if not counted and not (spaced and count > step):
        return
    if count == 1:
        raise once_or_repeated(text, dose, days, Every(kind="every", text=every.text, interval=interval))
    says = interval.says
    each = Fraction(1, count) if divided else Fraction(1)
    one, course = shown_dose(dose, each), shown_dose(dose, each * count)
    readings: tuple[str, ...] = (
        f"days: {one} on each of {count} days, {course}, {says}",
        f"repeats: {one} {says}, {count} times",
    )
    hint, known = _counted_hint(one, count, interval, counted=counted)
    readings = readings if known else ()
    if "in-all" in kinds:
        hint, readings = f'ask what is given each time, and write it as in "{one} once {says} x {count} cycles"', ()
    raise in_doubt(text, f": {days.text!r} beside {every.text!r} may count days or repeats", hint, *readings)


def _counted_hint(one: str, count: int, interval: Interval, *, counted: bool) -> tuple[str, bool]:
    """What to type for a number that may count the repeats of a dose, or days, and whether days are a reading at all.

    Repeats come first, as cycles; those of every other day, which has none, by the numbers of their days. Without
    ``counted`` it is so many days, on some of which the dose is given.
    """
    says, step, spaced = interval.says, interval.low or 1, interval.unit == "days"
    times = -(-count // step) if spaced and not counted else count
    last = 1 + step * (times - 1)
    hint = f'repeats: type "{one} once {says} x {times} cycles"'
    if spaced and (step <= EVERY_OTHER or not counted) and last <= MOST_DAYS:
        numbers = ", ".join(str(number) for number in range(1, last + 1, step))
        hint = f'number the days: type "{one} daily on days {numbers}"'
    elif spaced and step <= EVERY_OTHER:
        hint = f"ask; a course here has at most {MOST_DAYS} days"
    elif times > MOST_CYCLES:
        hint = f"ask; repeats here are at most {MOST_CYCLES}"
    known = not spaced or count < step
    return (f'{hint}; days: type "{one} daily for {count} days {says}"' if known else hint), known
