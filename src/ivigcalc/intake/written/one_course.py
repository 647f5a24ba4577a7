"""The parts of an order as one course: its days, a total that stands alone behind them, and how often it is given."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from ivigcalc.core.dosing.courses_of_order import MOST_DAYS
from ivigcalc.core.request.order import Restated, shown_dose
from ivigcalc.intake.written.repeats import LEAST_DAYS, REPEATS, is_over
from ivigcalc.intake.written.restated import PER_DAY, DosePart
from ivigcalc.intake.written.words.tokens import Token, in_doubt, order_refusal


def without_total(
    text: str, pieces: Sequence[Sequence[Token]], parts: list[DosePart], tokens: Sequence[Token]
) -> tuple[list[DosePart], DosePart | None]:
    """The parts without a total that stands alone behind them, and that total; None for none.

    "28 g daily for 5 days, total 140 g over 5 days" are one course; the same total twice may be two, or a line copied.

    Raises:
        RefusedError: the total may be another course: it has days of its own behind a total, or stands behind "and".
    """
    *others, total = parts
    if total.days:
        return parts, None
    kinds = {token.kind for piece in pieces[:-1] for token in piece}
    several = any(len(token.days) > 1 or token.dates for piece in pieces[:-1] for token in piece)
    worded = [token.text for token in tokens if token.kind in {"and", "then"}][-1]
    counted = total.count in {None, sum(len(part.days) for part in others)}
    if counted and ((total.count and not kinds & PER_DAY) or (worded and not several)):
        why = f": {shown_dose(total.dose)} in all may be said again, or be given once more"
        hint = "once: leave it out; twice: verify one course at a time"
        raise in_doubt(text, why, hint, "again: one course", "once more: two courses")
    return others, total


def check_grams(text: str, also: Sequence[Restated], count: int) -> None:
    """Refuse two doses in grams of one dose in g/kg, or one of a day and one of so many days, that are not the same.

    Each alone may be off by as much as a rounding is; g/kg that are themselves rounded are compared with none.

    Raises:
        RefusedError: two are not.
    """
    found = [(_amounts(one), one) for one in also if one.said.per_kg != one.also.per_kg and not one.also.echo]
    for (first, one), (second, other) in (*pairwise(found), *((found[0], pair) for pair in found[2:])):
        scaled = [(a, b) for a in first for b in second if a[0] / b[0] in {1, count, Fraction(1, count)}]
        if scaled and not any(a[1] / b[1] == a[0] / b[0] for a, b in scaled):
            grams = (dose for said in (one, other) for dose in (said.said, said.also) if not dose.per_kg)
            why = f": {' and '.join(map(shown_dose, grams))} are not the same dose"
            raise order_refusal(text, "order-contradicts", why, "ask the prescriber; leave one of them out")


def _amounts(one: Restated) -> list[tuple[Fraction, Fraction]]:
    """The g/kg and the grams that are one dose, also where one of them is that of all days."""
    times = {1, one.or_times}
    if one.said.per_kg:
        return [(one.said.value * many, one.also.value) for many in times]
    return [(one.also.value, one.said.value * many) for many in times]


def times_of(tokens: Sequence[Token]) -> dict[str, object]:
    """From which day, how often and for how long a course is given, by the kind of the words that say it.

    An interval in weeks is one in days.
    """
    found: dict[str, object] = {}
    for token in tokens:
        if token.dates and token.dates.readings:
            found[token.kind] = token.dates.readings[0][1][0]
        elif token.interval:
            days = LEAST_DAYS[token.interval.unit] * (token.interval.low or 1)
            found[token.kind] = (token.interval.unit == "months", days)
        elif token.kind in REPEATS:
            found[token.kind] = token.text
    return found


def is_one_course(parts: Sequence[DosePart], joints: Sequence[str]) -> bool:
    """Whether the interval behind the last of some numbered days in a row, of one dose, is how often all are given.

    "35 g on day 1, 35 g on day 2 every 3 weeks": with another dose it may be a maintenance.
    """
    *others, last = parts
    one = all(part.numbered and not part.in_all and part.dose == last.dose for part in parts)
    days = [day for part in parts for day in part.days]
    row = days == [*range(1, len(days) + 1)] and is_over(last.interval, len(days))
    return one and row and {*joints} == {"and"} and not any(part.interval for part in others)


def check_days(text: str, days: list[int]) -> None:
    """Infusion days are counted from 1, rise, and end within a course.

    Raises:
        RefusedError: they do not.
    """
    if days[0] != 1:
        raise order_refusal(text, "order-unreadable", "does not begin on day 1", "count the infusion days from day 1")
    if days != sorted(set(days)):
        raise order_refusal(
            text, "order-unreadable", "names a day twice, or out of order", "name each day once, in order"
        )
    if days[-1] > MOST_DAYS:
        raise order_refusal(
            text, "days-out-of-bounds", f"goes beyond {MOST_DAYS} days", f"a course has 1 to {MOST_DAYS} days"
        )
