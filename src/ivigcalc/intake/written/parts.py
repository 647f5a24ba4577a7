"""One dose of a written order with its days: told per day or in all, and restated in brackets or not."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from ivigcalc.core.dosing.courses_of_order import MOST_DAYS
from ivigcalc.core.facts.indication import Interval
from ivigcalc.core.request.order import Dose, shown_dose
from ivigcalc.intake.written.dated import NUMBERED, begun, dated
from ivigcalc.intake.written.preparation import as_dose
from ivigcalc.intake.written.restated import (
    AMOUNTS,
    DURATIONS,
    IN_ALL,
    PER_DAY,
    PER_DOSE,
    TOTAL_REPEATED,
    DosePart,
    RepeatedDose,
    agreed,
    only_dose,
    unbracketed,
    with_amounts,
    with_restated,
)
from ivigcalc.intake.written.words.refusals import doses_in_a_day, no_days, times_a_day, two_readings
from ivigcalc.intake.written.words.tokens import INFUSIONS, Token, order_refusal

ONE_DAY: Final = frozenset({"on-day", "once"})

COUNTED_INFUSIONS: Final = frozenset({"times", "doses"})
"""Beside an interval these may count its repeats."""

DAYS_IN_WEEK: Final = 7

LEAST_DAYS: Final = {"days": 1, "weeks": DAYS_IN_WEEK, "months": 28}
"""The days that each unit of an interval has at least."""

REPEATS: Final = frozenset({"lasting", "cycles"})
"""How long, or how often, an interval is repeated."""

OF_A_PART: Final = frozenset({"dose", "divided", "every", PER_DOSE, *DURATIONS, *PER_DAY, *IN_ALL, *REPEATS})


def read_part(text: str, written: Sequence[Token], *, bare: bool = False, origin: date | None = None) -> DosePart:
    """One dose with its days; ``bare`` allows a total without days, which repeats the sum of the parts before it.

    Dates are counted from ``origin``, the first of the whole order; without one from the first of the part.

    Raises:
        RefusedError: it is not complete, contradicts itself, or has two readings.
    """
    amounts = [token for token in written if token.kind in AMOUNTS]
    written, echoes, amounts = _with_dose(text, written, amounts)
    tokens, again = unbracketed(text, written)
    dose = only_dose(text, tokens)
    tokens = _counted_once([token for token in tokens if token.kind not in AMOUNTS])
    tokens = begun(text, tokens, dose)
    tokens, found = dated(text, tokens, origin)
    echoes = (*echoes, *found)
    kinds = [token.kind for token in tokens]
    per_day, in_all = sorted(PER_DAY.intersection(kinds)), sorted(IN_ALL.intersection(kinds))
    lasting = [token for token in tokens if token.kind in DURATIONS]
    every = [token for token in tokens if token.interval]
    _check_words(text, tokens, dose)
    interval = _repeated(text, every[0].interval, tokens) if every else None
    alone = not {*kinds} - {"dose", "over", *IN_ALL} and all(one.kinds <= TOTAL_REPEATED for one in again)
    if bare and in_all and alone and "divided-over" not in kinds:
        count = len(lasting[0].days) if lasting else None
        also = tuple(one for said in again for one in agreed(text, dose, only_dose(text, said.inside)))
        return DosePart(dose=dose, in_all=True, days=(), numbered=False, interval=None, count=count, also=also)
    divided = "divided" in kinds
    if not lasting:
        if not interval or per_day or in_all or divided:
            raise no_days(text, dose, per_day=bool(per_day), in_all=bool(in_all) or divided)
        part = DosePart(dose=dose, in_all=False, days=(1,), numbered=False, interval=interval, echoes=echoes)
        return with_amounts(text, with_restated(text, part, again), amounts)
    days = lasting[0]
    if (per_day and days.kind in ONE_DAY) or (divided and len(days.days) == 1):
        said = "daily" if per_day else "divided"
        raise order_refusal(text, "order-contradicts", f"is {said} and on one day", "keep the one that is meant")
    if not days.days:
        raise order_refusal(text, "order-unreadable", ": the days end before they begin", "write the lower day first")
    if every:
        _check_repeats(text, tokens, dose, days, every[0])
    if PER_DOSE in kinds and days.kind == "times" and len(days.days) > 1 and not per_day:
        per_dose = next(token for token in tokens if token.kind == PER_DOSE)
        raise doses_in_a_day(text, dose, days, per_dose, divided=False)
    if len(days.days) > 1 and _ambiguous(days.kind, kinds, again):
        raise two_readings(text, dose, days)
    stated = bool(in_all) or (days.kind == "over" and not per_day and PER_DOSE not in kinds)
    part = DosePart(
        dose=dose,
        in_all=stated and len(days.days) > 1,
        days=days.days,
        numbered=days.dated or days.kind in NUMBERED,
        interval=interval,
        echoes=echoes,
    )
    return with_amounts(text, with_restated(text, part, again), amounts)


def _counted_once(tokens: Sequence[Token]) -> list[Token]:
    """The words of a part without days that its doses count, too: "divided into 5 doses over 5 days"."""
    doses = [token.days for token in tokens if token.kind in {"divided-over", "doses"}]
    kept = [token for token in tokens if token.kind not in {"for", "over"} or [token.days] != doses]
    return (
        [*tokens] if len(kept) == len(tokens) else [token.replaced(unit="") if token.days else token for token in kept]
    )


def _with_dose(
    text: str, written: Sequence[Token], amounts: list[Token]
) -> tuple[list[Token], tuple[str, ...], list[Token]]:
    """The words of a part, whose dose may be vials or a volume; how it was read, and what only says it again."""
    if any(token.dose for token in written) or len(amounts) != 1:
        return list(written), (), amounts
    only = amounts[0]
    if only.kind == "vials-of" and not only.decimals:
        raise order_refusal(
            text,
            "unit-unknown",
            f": are {only.text!r} vials, or doses on days?",
            'vials: write "vials" behind it; doses: write for example "30 g daily for 5 days"',
        )
    dose = as_dose(only)
    made = [token.replaced(kind="dose", dose=dose) if token is only else token for token in written]
    return made, (dose.echo,) if dose.echo else (), []


def _repeated(text: str, interval: Interval | None, tokens: Sequence[Token]) -> Interval | None:
    """How often a dose is given, with how many times that is where it says for how many weeks.

    Raises:
        RefusedError: it ends before it is repeated.
    """
    lasting = next((token for token in tokens if token.kind == "lasting"), None)
    if lasting is None or interval is None:
        return interval
    gap = LEAST_DAYS[interval.unit] * (interval.low or 1)
    if (lasting.number or 0) * LEAST_DAYS[lasting.unit] < gap:
        why = f": {lasting.text!r} is shorter than {interval.says}"
        raise order_refusal(text, "order-contradicts", why, "ask the prescriber how often, and how long it is given")
    if (lasting.unit, interval.unit) != ("weeks", "weeks"):
        return interval
    return interval.replaced(courses=int(lasting.number or 0) // (interval.low or 1))


def _check_words(text: str, tokens: Sequence[Token], dose: Dose) -> None:
    """Each word of a part has its place, once, and none says the opposite of another.

    Raises:
        RefusedError: one has not.
    """
    kinds = [token.kind for token in tokens]
    if strange := [token.text for token in tokens if token.kind not in OF_A_PART]:
        why = f": {strange[0]!r} is not understood there"
        raise order_refusal(text, "order-unreadable", why, "write the dose and its days without it")
    lasting = [kind for kind in kinds if kind in DURATIONS]
    same = [token for token in tokens if kinds.count(token.kind) > 1 or (len(lasting) > 1 and token.kind in lasting)]
    if "times" in kinds and len(lasting) > 1 and kinds.index("times") == kinds.index("dose") + 1:
        raise times_a_day(text, dose, *sorted(same, key=lambda token: token.kind != "times")[:2])
    if same:
        said = " and ".join(dict.fromkeys(repr(token.text) for token in same if token.text)) or "one thing"
        raise order_refusal(text, "order-unreadable", f": {said} may be one thing said twice", "keep one of them")
    if {*PER_DAY, PER_DOSE}.intersection(kinds) and {*IN_ALL, "divided"}.intersection(kinds):
        raise order_refusal(
            text,
            "order-contradicts",
            "states one dose both per day and in all",
            f'type "{shown_dose(dose)} daily for 5 days" or "{shown_dose(dose)} in all over 5 days"',
        )
    _check_repeated(text, tokens)


def _check_repeated(text: str, tokens: Sequence[Token]) -> None:
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
        if token.kind in REPEATS and "every" not in kinds[: kinds.index(token.kind)]:
            raise order_refusal(
                text,
                "order-incomplete",
                f": {token.text!r} does not say how often",
                f'say how often before it, for example "1 g/kg every 3 weeks {token.text}"',
            )


def _check_repeats(text: str, tokens: Sequence[Token], dose: Dose, days: Token, every: Token) -> None:
    """Refuse a number that may count days or repeats, and a course that lasts longer than its interval."""
    kinds = [token.kind for token in tokens]
    count, step = len(days.days), every.interval.low or 1 if every.interval else 1
    if every.interval and count > 1 and days.days[-1] >= (gap := LEAST_DAYS[every.interval.unit] * step):
        why = f": its days go on to day {days.days[-1]}, and {every.text!r} is {gap} days"
        if every.interval.unit != "days":
            hint = "ask the prescriber how often the course is repeated, or write its days without that"
            raise order_refusal(text, "order-contradicts", why, hint)
    behind = kinds.index(days.kind) > kinds.index("every")
    spaced = every.interval is not None and every.interval.unit == "days"
    daily = PER_DAY.intersection(kinds)
    divided = days.kind == "divided-over" and days.unit == INFUSIONS
    counted = divided or (days.kind in COUNTED_INFUSIONS and (behind or not daily))
    if not counted and not (spaced and count > step):
        return
    says = every.interval.says if every.interval else ""
    each = Fraction(1, count) if divided else Fraction(1)
    one, course = shown_dose(dose, each), shown_dose(dose, each * count)
    readings: tuple[str, ...] = (
        f"days: {one} on each of {count} days, {course}, {says}",
        f"repeats: {one} {says}, {count} times",
    )
    told = f'"{one} daily for {count} days {says}"'
    hint = f'type {told} or "{one} once {says}", without the number of its repeats'
    if spaced:
        last = 1 + step * (count - 1) if divided or days.kind in COUNTED_INFUSIONS else count
        numbers = ", ".join(str(number) for number in range(1, min(last, MOST_DAYS) + 1, step))
        hint = f'number the days, for example "{one} daily on days {numbers}"'
        hint, readings = (hint, ()) if count > step else (f"{hint} or {told}", readings)
    raise order_refusal(
        text, "order-ambiguous", f": {days.text!r} beside {every.text!r} may count days or repeats", hint, readings
    )


def _ambiguous(lasting: str, kinds: Sequence[str], again: Sequence[RepeatedDose]) -> bool:
    """Whether a dose over several days is told neither per day nor in all.

    "daily over" can be read as both, unless brackets have the total; "over" alone, unless they have the day's dose.
    """
    told = {*PER_DAY, PER_DOSE}.intersection(kinds)
    if lasting == "doses":
        return not told
    if PER_DOSE in kinds and not PER_DAY.intersection(kinds):
        return lasting not in NUMBERED
    if {"per-day", "each-of", *IN_ALL}.intersection(kinds):
        return lasting == "times" and not PER_DAY.intersection(kinds)
    brackets = frozenset(kind for one in again for kind in one.kinds)
    if lasting == "over" and "daily" in kinds:
        return not IN_ALL & brackets
    if lasting == "over":
        return "divided" not in kinds and not PER_DAY & brackets
    return "daily" not in kinds
