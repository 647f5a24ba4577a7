"""One dose of a written order with its days: told per day or in all, and restated in brackets or not."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from ivigcalc.core.dosing.courses_of_order import MOST_DAYS
from ivigcalc.core.facts.indication import Interval
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Dose, Restated, shown_dose
from ivigcalc.intake.written.words import Token, order_refusal

DURATIONS: Final = frozenset(("for", "times", "doses", "over", "divided-over", "each-of", "on-days", "on-day", "once"))
ONE_DAY: Final = frozenset({"on-day", "once"})
NUMBERED: Final = frozenset({"on-day", "on-days"})
COUNTED: Final = frozenset({"times", "doses"})
"""Beside an interval these may count its repeats."""

PER_DAY: Final = frozenset({"per-day", "daily", "each-of"})
IN_ALL: Final = frozenset({"in-all", "divided-over"})
RESTATED: Final = frozenset({"dose", "per-day", "daily", "in-all"})


class DosePart(Record):
    """One dose with its days."""

    dose: Dose
    in_all: bool
    """Whether it is the dose of all days together."""
    days: tuple[int, ...]
    """The infusion days; none where a total stands alone."""
    numbered: bool
    """Whether the days were written with their numbers."""
    interval: Interval | None
    also: tuple[Restated, ...] = ()
    """The doses that brackets say again in the other unit."""

    @property
    def per_day(self) -> Fraction:
        """The dose of one day, in the unit of the dose."""
        return self.dose.value / (len(self.days) if self.in_all else 1)


def only_dose(text: str, tokens: Sequence[Token]) -> Dose:
    """The only dose of a part.

    Raises:
        RefusedError: there is none, or more than one.
    """
    doses = [token.dose for token in tokens if token.dose]
    if len(doses) != 1:
        which = "no dose with its unit" if not doses else "more than one dose"
        raise order_refusal(text, "order-unreadable", f"has {which} in one part")
    return doses[0]


def read_part(text: str, written: Sequence[Token], *, bare: bool = False) -> DosePart:
    """One dose with its days; ``bare`` allows a total without days, which repeats the sum of the parts before it.

    Raises:
        RefusedError: it is not complete, contradicts itself, or has two readings.
    """
    tokens, restated = _unbracketed(text, written)
    kinds = [token.kind for token in tokens]
    dose = only_dose(text, tokens)
    per_day, in_all = sorted(PER_DAY.intersection(kinds)), sorted(IN_ALL.intersection(kinds))
    lasting = [token for token in tokens if token.kind in DURATIONS]
    every = [token for token in tokens if token.interval]
    if len(kinds) > len(set(kinds)) or len(lasting) > 1 or {"per-day", "daily"} <= set(kinds):
        raise order_refusal(text, "order-unreadable", "says the same thing twice")
    if per_day and (in_all or "divided" in kinds):
        raise order_refusal(
            text,
            "order-contradicts",
            "states one dose both per day and in all",
            f'{shown_dose(dose)} per day: "{shown_dose(dose)} daily for 5 days"; '
            f'in all: "{shown_dose(dose)} in all over 5 days"',
        )
    interval = every[0].interval if every else None
    if not lasting:
        if bare and sorted(kinds) == ["dose", "in-all"] and not restated:
            return DosePart(dose=dose, in_all=True, days=(), numbered=False, interval=None)
        if not interval or per_day or in_all:
            raise _no_days(text, dose, per_day=bool(per_day))
        part = DosePart(dose=dose, in_all=False, days=(1,), numbered=False, interval=interval)
        return _with_restated(text, part, restated)
    days = lasting[0]
    if per_day and days.kind in ONE_DAY:
        raise order_refusal(text, "order-contradicts", "is daily and on one day")
    if not days.days:
        raise order_refusal(text, "order-unreadable", ": the days end before they begin")
    if every:
        _check_repeats(text, tokens, dose, days, every[0])
    if len(days.days) > 1 and _ambiguous(days.kind, kinds):
        raise _two_readings(text, dose, days)
    stated = bool(in_all) or (days.kind == "over" and not per_day)
    part = DosePart(
        dose=dose,
        in_all=stated and len(days.days) > 1,
        days=days.days,
        numbered=days.kind in NUMBERED,
        interval=interval,
    )
    return _with_restated(text, part, restated)


def _unbracketed(text: str, written: Sequence[Token]) -> tuple[list[Token], list[tuple[Token, ...]]]:
    """The words of a part with those in brackets that belong to it, and the brackets that restate its dose.

    "0.4 g/kg (30 g daily) for 5 days" says "daily" of both doses.
    """
    tokens = [token for token in written if token.kind != "bracket"]
    told = {"over", *PER_DAY, *IN_ALL}.intersection(token.kind for token in tokens)
    restated = []
    for before, token in zip((None, *written), written, strict=False):
        kinds = [inner.kind for inner in token.inside]
        if not kinds:
            continue
        if "dose" not in kinds and not {"and", "then"}.intersection(kinds):
            tokens += token.inside
        elif RESTATED.issuperset(kinds) and kinds.count("dose") == 1 and len(kinds) <= len(("dose", "mark")):
            restated.append(token.inside)
            if before and before.dose and not told:
                tokens += [
                    inner for inner in token.inside if inner.kind in PER_DAY and before.dose.per_kg != _is_per_kg(token)
                ]
        else:
            raise order_refusal(text, "order-unreadable", ": what its brackets hold belongs to no dose")
    return tokens, restated


def _is_per_kg(bracket: Token) -> bool:
    """Whether the dose in brackets is per kg."""
    return any(inner.dose.per_kg for inner in bracket.inside if inner.dose)


def _with_restated(text: str, part: DosePart, restated: Sequence[tuple[Token, ...]]) -> DosePart:
    """A part with its restatements. In its own unit they must be right; grams count before g/kg, they are what is hung.

    A restatement per day or in all is of the dose per day or in all; else of the dose as written.
    """
    also: list[Restated] = []
    dose = part.dose
    for inside in restated:
        again, kinds = only_dose(text, inside), {token.kind for token in inside}
        value = part.dose.value
        if PER_DAY & kinds:
            value = part.per_day
        elif IN_ALL & kinds:
            value = part.per_day * len(part.days)
        said = Dose(value=value, per_kg=part.dose.per_kg)
        also += agreed(text, said, again)
        if said.value == part.dose.value and dose.per_kg and not again.per_kg:
            dose = again
    return part.replaced(dose=dose, also=tuple(also))


def agreed(text: str, said: Dose, again: Dose) -> tuple[Restated, ...]:
    """A dose said again: equal in the same unit; in the other it is kept, for the weight to tell.

    Raises:
        RefusedError: two doses in one unit that are not the same.
    """
    if said.per_kg != again.per_kg:
        return (Restated(said=said, also=again),)
    if said.value != again.value:
        raise order_refusal(
            text,
            "order-contradicts",
            f": its days give {shown_dose(said)}, not {shown_dose(again)}",
            "ask the prescriber; leave one of them out to check the other alone",
        )
    return ()


def _check_repeats(text: str, tokens: Sequence[Token], dose: Dose, days: Token, every: Token) -> None:
    """Refuse a number that may count days or repeats, and a course that lasts longer than its interval."""
    kinds = [token.kind for token in tokens]
    count, step = len(days.days), every.interval.low or 1 if every.interval else 1
    behind = kinds.index(days.kind) > kinds.index("every")
    spaced = every.interval is not None and every.interval.unit == "days"
    if not (days.kind in COUNTED and (behind or not PER_DAY.intersection(kinds))) and not (spaced and count > step):
        return
    hint = f'verify one course: for example "{shown_dose(dose)} once {every.text}"'
    if spaced:
        last = 1 + step * (count - 1) if days.kind in COUNTED else count
        numbers = ", ".join(str(number) for number in range(1, min(last, MOST_DAYS) + 1, step))
        hint = f'number the days, for example "{shown_dose(dose)} daily on days {numbers}"'
    raise order_refusal(
        text, "order-ambiguous", f": {days.text!r} beside {every.text!r} may count days or repeats", hint
    )


def _ambiguous(lasting: str, kinds: list[str]) -> bool:
    """Whether a dose over several days is told neither per day nor in all; "daily over" can be read as both."""
    if lasting == "doses":
        return not PER_DAY.intersection(kinds)
    if {"per-day", "each-of", "in-all", "divided-over"}.intersection(kinds):
        return False
    return (lasting == "over") == ("daily" in kinds) or ("divided" in kinds and lasting != "over")


def _two_readings(text: str, dose: Dose, days: Token) -> RefusedError:
    """A dose over several days is told neither per day nor in all: both readings, and how to say each."""
    count = len(days.days)
    daily, course = Fraction(count), Fraction(1, count)
    listed = days.kind == "on-days" and days.days[-1] != count
    on = f"on days {', '.join(map(str, days.days))}" if listed else ""
    return order_refusal(
        text,
        "order-ambiguous",
        "can be read in two ways",
        f'type "{shown_dose(dose)} daily {on or f"for {count} days"}", '
        f'or "{shown_dose(dose)} in all {on or f"over {count} days"}"',
        (
            f"daily: {shown_dose(dose)} on each of {count} days, {shown_dose(dose, daily)} in all",
            f"in all: {shown_dose(dose, course)} on each of {count} days, {shown_dose(dose)} in all",
        ),
    )


def _no_days(text: str, dose: Dose, *, per_day: bool) -> RefusedError:
    """An order that does not say on how many days, and how to say it."""
    typed = f'"{shown_dose(dose)} daily for 5 days"'
    others = "" if per_day else f', "{shown_dose(dose)} in all over 5 days" or "{shown_dose(dose)} once"'
    return order_refusal(text, "order-incomplete", "does not say on how many days", f"type for example {typed}{others}")
