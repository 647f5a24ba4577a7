"""The order as somebody wrote it: grams on numbered days, or a refusal that names the readings it could have.

    order     = part, { ("then" | "," | ";" | "and"), part }
    part      = dose and, in any order, at most one each of: per day, in all, duration, interval
    dose      = number, ("g" | "mg"), [("/" | "per"), "kg"]
    per day   = "/day" | "per day" | "a day" | "daily"
    in all    = "in all" | "total" | "divided"
    duration  = ("for" | "x" | "over" | "on each of"), number, "days" | "on day", number | "once"
    interval  = "every", number, ("days" | "weeks" | "months")

A course total and a daily dose are told apart by "per day" and "in all"; "over N days" alone states the course, and
"for N days" alone states neither (the documented overdose, source ``ismp-2015``). Nothing is skipped: a word that this
grammar does not know refuses the order.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NoReturn

from ivigcalc.core.course import CourseDay
from ivigcalc.core.indication import Interval
from ivigcalc.core.order import Dose
from ivigcalc.core.ordered import MOST_DAYS
from ivigcalc.core.quantity import plain
from ivigcalc.core.scanner import EXAMPLE, Token, refuse, scan


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An order as read: the dose of each infusion day in g, or in g per kg (``per_kg``).

    ``stated`` is the largest dose in the form it was written in; ``in_all`` says that it was written as a course total.
    """

    text: str
    per_kg: bool
    days: tuple[tuple[int, Fraction], ...]
    stated: Dose
    in_all: bool
    interval: Interval | None
    echoes: tuple[str, ...] = ()

    def course_days(self, weight_kg: Fraction) -> tuple[CourseDay, ...]:
        """The infusion days in grams, for a dosing weight in kg."""
        factor = weight_kg if self.per_kg else Fraction(1)
        return tuple(CourseDay(day=day, grams=dose * factor) for day, dose in self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One dose with its days. ``first`` is None where only their number was written; ``count`` 0 is a total alone."""

    dose: Dose
    in_all: bool
    first: int | None
    count: int
    interval: Interval | None

    @property
    def per_day(self) -> Fraction:
        return self.dose.value / (self.count if self.in_all else 1)


DURATIONS: Final = frozenset({"for", "over", "divided-over", "each-of", "on-days", "on-day", "once"})
ONE_DAY: Final = frozenset({"on-day", "once"})
PER_DAY: Final = frozenset({"per-day", "daily", "each-of"})
IN_ALL: Final = frozenset({"in-all", "divided-over"})


def read_written(text: str) -> Written:
    """Read an order as written.

    Raises:
        RefusedError: it cannot be read, is not complete, contradicts itself, or has two readings (both named).
    """
    tokens, echoes = scan(text)
    pieces, joints = _pieces(text, tokens)
    repeats = len(pieces) > 1 and joints[-1] == "and"
    parts = [_part(text, piece, bare=repeats and piece is pieces[-1]) for piece in pieces]
    check = parts.pop() if not parts[-1].count else None
    if len({part.dose.per_kg for part in parts}) > 1:
        refuse("order-mixed", f"{text!r} mixes g and g/kg", "write every dose in the same unit")
    if len(parts) > 1 and any(part.interval for part in parts):
        refuse(
            "order-two-courses", f"{text!r} holds more than one course, or a maintenance", "verify one course at a time"
        )
    days: list[tuple[int, Fraction]] = []
    for number, part in enumerate(parts):
        if number and part.first is None and joints[number - 1] != "then":
            refuse(
                "order-unreadable",
                f"{text!r}: on which days is {_dose(part.dose)} given?",
                f'say "then" or the day, for example {EXAMPLE}, or "35 g on day 1, 70 g on day 2"',
            )
        first = part.first or (days[-1][0] if days else 0) + 1
        days += [(day, part.per_day) for day in range(first, first + part.count)]
    _refuse_days(text, [day for day, _ in days])
    _refuse_total(text, check, days, per_kg=parts[0].dose.per_kg)
    largest = max((part.dose for part in parts), key=lambda dose: dose.value)
    return Written(
        text=text,
        per_kg=parts[0].dose.per_kg,
        days=tuple(days),
        stated=largest,
        in_all=any(part.in_all for part in parts),
        interval=parts[-1].interval,
        echoes=echoes,
    )


def _pieces(text: str, tokens: list[Token]) -> tuple[list[list[Token]], list[str]]:
    """The tokens of each part, and what stands between the parts: "then" or "and"."""
    pieces: list[list[Token]] = [[]]
    joints: list[str] = []
    for token in tokens:
        if token.kind not in {"then", "and"}:
            pieces[-1].append(token)
        elif pieces[-1]:
            pieces.append([])
            joints.append(token.kind)
        elif joints and token.kind == "then":
            joints[-1] = "then"
        else:
            refuse("order-unreadable", f"{text!r} has an empty part")
    return pieces, joints


def _part(text: str, tokens: list[Token], *, bare: bool) -> _Part:
    """One dose with its days; ``bare`` allows a total without days, which repeats the sum of the parts before it."""
    kinds = [token.kind for token in tokens]
    doses = [token for token in tokens if token.dose]
    if len(doses) != 1 or doses[0].dose is None:
        which = "no dose with its unit" if not doses else "more than one dose"
        refuse("order-unreadable", f"{text!r} has {which} in one part")
    dose = doses[0].dose
    per_day, in_all = sorted(PER_DAY.intersection(kinds)), sorted(IN_ALL.intersection(kinds))
    lasting = [token for token in tokens if token.kind in DURATIONS]
    every = [token for token in tokens if token.interval]
    if len(kinds) > len(set(kinds)) or len(lasting) > 1 or {"per-day", "daily"} <= set(kinds):
        refuse("order-unreadable", f"{text!r} says the same thing twice")
    if per_day and (in_all or "divided" in kinds):
        refuse(
            "order-contradicts",
            f"{text!r} states one dose both per day and in all",
            f'{_dose(dose)} per day: "{_dose(dose)} daily for 5 days"; in all: "{_dose(dose)} in all over 5 days"',
        )
    interval = every[0].interval if every else None
    if not lasting:
        if bare and kinds in (["dose", "in-all"], ["in-all", "dose"]):
            return _Part(dose=dose, in_all=True, first=None, count=0, interval=None)
        if not interval or per_day or in_all:
            _no_days(text, dose, per_day=bool(per_day))
        return _Part(dose=dose, in_all=False, first=None, count=1, interval=interval)
    days = lasting[0]
    if per_day and days.kind in ONE_DAY:
        refuse("order-contradicts", f"{text!r} is daily and on one day")
    if days.last < days.first:
        refuse("order-unreadable", f"{text!r}: the days end before they begin")
    count = days.last - days.first + 1
    if count > 1 and _ambiguous(days.kind, kinds):
        _two_readings(text, dose, count)
    stated = bool(in_all) or (days.kind == "over" and not per_day)
    first = days.first if days.kind in {"on-day", "on-days"} else None
    return _Part(dose=dose, in_all=stated and count > 1, first=first, count=count, interval=interval)


def _ambiguous(lasting: str, kinds: list[str]) -> bool:
    """Whether a dose over several days is told neither per day nor in all; "daily over" can be read as both."""
    if {"per-day", "each-of", "in-all", "divided-over"}.intersection(kinds):
        return False
    return (lasting == "over") == ("daily" in kinds) or ("divided" in kinds and lasting != "over")


def _dose(dose: Dose, factor: Fraction = Fraction(1)) -> str:
    return f"{plain(dose.value * factor, 4)} {'g/kg' if dose.per_kg else 'g'}"


def _two_readings(text: str, dose: Dose, count: int) -> NoReturn:
    daily, course = Fraction(count), Fraction(1, count)
    refuse(
        "order-ambiguous",
        f"{text!r} can be read in two ways",
        f'type "{_dose(dose)} daily for {count} days", or "{_dose(dose)} in all over {count} days"',
        f"daily: {_dose(dose)} on each of {count} days, {_dose(dose, daily)} in all",
        f"in all: {_dose(dose, course)} on each of {count} days, {_dose(dose)} in all",
    )


def _no_days(text: str, dose: Dose, *, per_day: bool) -> NoReturn:
    typed = f'"{_dose(dose)} daily for 5 days"'
    others = "" if per_day else f', "{_dose(dose)} in all over 5 days" or "{_dose(dose)} once"'
    refuse("order-incomplete", f"{text!r} does not say on how many days", f"type for example {typed}{others}")


def _refuse_days(text: str, days: list[int]) -> None:
    """Infusion days are counted from 1, rise, and end within a course."""
    if days[0] != 1:
        refuse("order-unreadable", f"{text!r} does not begin on day 1", "count the infusion days from day 1")
    if days != sorted(set(days)):
        refuse("order-unreadable", f"{text!r} names a day twice, or out of order", "name each day once, in order")
    if days[-1] > MOST_DAYS:
        refuse("days-out-of-bounds", f"{text!r} goes beyond {MOST_DAYS} days", f"a course has 1 to {MOST_DAYS} days")


def _refuse_total(text: str, check: _Part | None, days: list[tuple[int, Fraction]], *, per_kg: bool) -> None:
    """A total written beside the days must be their sum."""
    if check is None:
        return
    total = Dose(value=sum((dose for _, dose in days), Fraction(0)), per_kg=per_kg)
    if (check.dose.value, check.dose.per_kg) != (total.value, total.per_kg):
        refuse(
            "order-contradicts",
            f"{text!r}: its days add up to {_dose(total)}, not {_dose(check.dose)}",
            "ask the prescriber; leave the total out to check the days alone",
        )
