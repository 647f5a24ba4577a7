"""The parts of an order as one course: its days, a total that stands alone behind them, and how often it is given."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final, NamedTuple

from ivigcalc.core.dosing.courses_of_order import MOST_DAYS
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import Dose, shown_dose
from ivigcalc.core.request.written import Restated
from ivigcalc.intake.written.grouping.total_volumes import TOTAL_VOLUME
from ivigcalc.intake.written.repeats import is_over
from ivigcalc.intake.written.restated import DosePart
from ivigcalc.intake.written.tokens.intervals import length_of
from ivigcalc.intake.written.tokens.refusal import ASK_WHICH, begun_before, in_doubt, order_refusal
from ivigcalc.intake.written.tokens.tokens import ANY_AMOUNT, DURATIONS, IN_ALL, ONLY_DOSE, PER_DAY, REPEATS, Token
from ivigcalc.intake.written.words.roles import COURSE

CALLED_TOTAL: Final = frozenset(("in-all", "not-per-day"))
"""Kinds of words that call a dose the total; of one that is divided they say nothing."""

TOLD_OF_EACH: Final = frozenset(("for", "on-days", "on-day", "once", "dates"))
"""Kinds of words of days that stand behind "daily", or behind the dose of one day."""

TOTALS: Final = IN_ALL | {TOTAL_VOLUME}
"""Kinds of words that say of an amount that it is that of all days."""


def without_total(
    text: str, pieces: Sequence[Sequence[Token]], parts: list[DosePart], tokens: Sequence[Token]
) -> tuple[list[DosePart], DosePart | None]:
    """The parts without a total that stands alone behind them, and that total; None for none.

    "28 g daily for 5 days, total 140 g over 5 days" and "35 g on day 1, 70 g on day 2, total 105 g over 2 days" are one
    course; the same total twice may be two, or a line copied.

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
    listed = len(others) > 1 and all(part.numbered for part in others)
    if counted and ((total.count and not listed and not kinds & PER_DAY) or (worded and not several)):
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
            raise order_refusal(text, "order-contradicts", why, ASK_WHICH)


def _amounts(one: Restated) -> list[tuple[Fraction, Fraction]]:
    """The g/kg and the grams that are one dose, also where one of them is that of all days."""
    times = {1, one.or_times}
    if one.said.per_kg:
        return [(one.said.value * many, one.also.value) for many in times]
    return [(one.also.value, one.said.value * many) for many in times]


def when_given(tokens: Sequence[Token]) -> dict[str, object]:
    """From which day, how often and for how long a course is given, by the kind of the words that say it.

    An interval in weeks is one in days.
    """
    found: dict[str, object] = {}
    for token in tokens:
        if token.dates and token.dates.readings:
            found[token.kind] = token.dates.readings[0][1][0]
        elif token.interval:
            found[token.kind] = length_of(token.interval)
        elif token.kind in REPEATS:
            found[token.kind] = token.text
    return found


def with_interval_last(pieces: list[list[Token]]) -> list[list[Token]]:
    """The pieces, with an interval before the first dose behind the last: "every 3 weeks: 40 g day 1, 30 g day 2"."""
    first, *others = pieces
    count = next((at for at, token in enumerate(first) if not token.interval and token.kind not in REPEATS), len(first))
    if not others or not count or count == len(first):
        return pieces
    return [first[count:], *others[:-1], [*others[-1], *first[:count]]]


def check_one_course(text: str, parts: Sequence[DosePart], joints: Sequence[str], tokens: Sequence[Token]) -> None:
    """Refuse parts with an interval that are not the numbered days, in a row, of one course that is given so often.

    Behind the last of several doses without a sign it may be how often that one is given: "40 g day 1, 30 g day 2 q4w".

    Raises:
        RefusedError: they are not, or it may be.
    """
    *others, last = parts
    days = [day for part in parts for day in part.days]
    row = days == [*range(1, len(days) + 1)] and is_over(last.interval, len(days))
    numbered = all(part.numbered and not part.in_all for part in parts)
    if not (numbered and row and {*joints} == {"and"}) or any(part.interval for part in others):
        raise order_refusal(
            text, "order-two-courses", "holds more than one course, or a maintenance", "verify one course at a time"
        )
    place = next(at for at, token in enumerate(tokens) if token.interval)
    apart = not place or (tokens[place - 1].kind == "and" and not tokens[place - 1].text)
    if not apart and any(part.dose != last.dose for part in others):
        every = tokens[place].text
        why = f": {every!r} may be how often all of these doses are given, or the last one alone"
        hint = "all: put a comma before it; the last one, as a maintenance: verify one course at a time"
        raise in_doubt(text, why, hint, f"all of them {every}", f"{shown_dose(last.dose)} {every}")


def with_doses_told_by_total(text: str, pieces: Sequence[Sequence[Token]]) -> list[list[Token]]:
    """The pieces, with doses of several days as those of each where that alone gives the total behind all of them.

    "30 g on day 1, 25 g on days 2-5 (total 130 g)": 30 g and four times 25 g are 130 g, and no other reading gives it.
    A total of the last piece alone is left there.

    Raises:
        RefusedError: no reading of the days gives the total, which is named beside what they give; or another one may.
    """
    *others, last = pieces
    end = [token for token in last if not token.interval and token.kind not in REPEATS]
    alone = _total_in(end)
    total = alone or _total_in(end[-1].inside if end else ())
    counted = others if alone else pieces
    parts = [part for part in map(_dose_on_days, counted) if part and total and part.dose.per_kg == total.per_kg]
    if total is None or len(counted) <= 1 or len(parts) < len(counted):
        return [[*piece] for piece in pieces]
    most = sum((part.dose.value * part.days for part in parts), Fraction(0))
    least = sum((part.dose.value * (part.days if part.told else 1) for part in parts), Fraction(0))
    if total.value == most:
        made = [[*piece] if part.told else _with_per_day(piece) for piece, part in zip(counted, parts, strict=True)]
        return [*made, *([*piece] for piece in pieces[len(counted) :])]
    if total.value != least and total.value in {parts[-1].dose.value, parts[-1].dose.value * parts[-1].days}:
        return [[*piece] for piece in pieces]
    each, of_all = (shown_dose(total.replaced(value=value)) for value in (most, least))
    if not least <= total.value < most:
        why = f": its days give {each} in all, not {shown_dose(total)!r}"
        raise order_refusal(text, "order-contradicts", why, "ask the prescriber which is meant")
    raise in_doubt(
        text,
        f": beside {shown_dose(total)} in all its doses may be those of each day, or of all their days",
        'ask the prescriber; write the dose of each day, with "daily" behind it, and keep the total',
        f"of each day: {each} in all",
        f"of all their days: {of_all} in all",
    )


def _with_per_day(piece: Sequence[Token]) -> list[Token]:
    """A piece whose dose is that of each day."""
    made: list[Token] = []
    for token in piece:
        made += [token, Token(kind="per-day")] if token.dose else [token]
    return made


def _total_in(tokens: Sequence[Token]) -> Dose | None:
    """The dose of words that say one dose and that it is the total, and nothing else; None for others."""
    doses = [token.dose for token in tokens if token.dose]
    total = len(doses) == 1 and {token.kind for token in tokens if token.kind != "and"} == ONLY_DOSE
    return doses[0] if total else None


class _DoseOnDays(NamedTuple):
    """One dose with how many days it has, and whether it is told to be that of each, as that of one day is."""

    dose: Dose
    days: int
    told: bool


def _dose_on_days(piece: Sequence[Token]) -> _DoseOnDays | None:
    """The dose of a piece with its days; None for what says anything else."""
    row = [token for token in piece if not token.inside and token.kind != "and"]
    doses = [token.dose for token in row if token.dose]
    days = [token for token in row if token.kind in {"for", "over", "on-days", "on-day", "once"} and not token.first]
    rest = [token for token in row if not token.dose and token not in days[:1]]
    if len(doses) != 1 or len(days) != 1 or any(token.kind not in PER_DAY and not token.interval for token in rest):
        return None
    count = len(days[0].days) or 1
    return _DoseOnDays(doses[0], count, count == 1 or any(token.kind in PER_DAY for token in rest))


def check_two_courses(text: str, pieces: Sequence[Sequence[Token]]) -> None:
    """Refuse a dose that is repeated behind one that is given on several days: a course, and a maintenance.

    Raises:
        RefusedError: they stand there: "2 g/kg over 5 days then 1 g/kg every 3 weeks".
    """
    first, *others = [[token for token in piece if not token.inside] for piece in pieces]
    lasting = any(token.kind in {"for", "over", "divided-over"} and len(token.days) > 1 for token in first)
    for piece in others:
        kinds = {token.kind for token in piece}
        if lasting and {"dose", "every"} <= kinds and not kinds & (DURATIONS | TOTALS | {"dates"}):
            raise order_refusal(
                text, "order-two-courses", "holds more than one course, or a maintenance", "verify one course at a time"
            )


def total_of_all(pieces: Sequence[Sequence[Token]]) -> Token | None:
    """Brackets at the end of the last of several parts, behind its days or its day, that may hold the dose of all.

    They hold one dose in its own unit, a total or not, or behind a last day a total in the other one, or one volume or
    vials; None for others.
    """
    row = [token for token in pieces[-1] if not token.interval and token.kind not in REPEATS]
    bracket = row.pop() if row else Token(kind="")
    doses = [token.dose for token in row if token.dose]
    amounts = [one for one in bracket.inside if one.kind in ANY_AMOUNT]
    days = [token.kind for token in row if token.kind in {"dates", *DURATIONS}]
    behind = bool(days) and (row[-1].kind not in ANY_AMOUNT or days == ["on-day"])
    rest = {one.kind for one in bracket.inside} - ANY_AMOUNT - TOTALS - {"and"}
    if len(pieces) == 1 or not behind or rest or not len(amounts) == len(doses) == 1:
        return None
    said = amounts[0].dose
    total = said is not None and days == ["on-day"] and any(one.kind in IN_ALL for one in bracket.inside)
    return bracket if total or doses[0].per_kg == (said is not None and said.per_kg) else None


def check_days(text: str, days: list[int]) -> None:
    """Infusion days are counted from 1, rise, and end within a course.

    Raises:
        RefusedError: they do not.
    """
    if days[0] != 1:
        hint = "else count the infusion days from day 1; a day of the month: write its date, as in 2026-12-05"
        hint = f"{begun_before(days[0])}{hint}"
        raise order_refusal(text, "order-unreadable", "does not begin on day 1", hint)
    if days != sorted(set(days)):
        raise order_refusal(
            text, "order-unreadable", "names a day twice, or out of order", "name each day once, in order"
        )
    if days[-1] > MOST_DAYS:
        raise order_refusal(
            text, "days-out-of-bounds", f"goes beyond {MOST_DAYS} days", f"a course has 1 to {MOST_DAYS} days"
        )


def check_totals_of_parts(text: str, pieces: Sequence[Sequence[Token]], parts: Sequence[DosePart]) -> None:
    """Refuse a word such as "total" at the dose of one of several parts, where it may be that of all of them.

    "35 g on day 1, 70 g total on day 2" is 105 g or 70 g in all. Of several days it is read before other parts, where
    these have as much together, and where all days are then alike: "28 g on day 1 then 112 g total over 4 days".

    Raises:
        RefusedError: one stands there; both readings are named.
    """
    doses = {part.per_day for part in parts}
    for place, (piece, part) in enumerate(zip(pieces, parts, strict=False)):
        row = piece[1:] if place == 0 and piece[0].role == COURSE else piece
        count, several = len(part.days), len(part.days) > 1
        totals = [one for token in row for one in (token, *token.inside) if one.kind in CALLED_TOTAL and one.text]
        others = sum((one.per_day * len(one.days) for one in parts if one is not part), Fraction(0))
        one_way = part is not parts[-1] or part.per_day * count <= others or len(doses) == 1
        if totals and len(parts) > 1 and not (several and one_way):
            days = next(token for token in piece if token.dates or token.kind in DURATIONS)
            raise _of_part_or_all(text, totals[0], days, part, others)


def _of_part_or_all(text: str, total: Token, days: Token, part: DosePart, others: Fraction) -> RefusedError:
    """A total at the dose of one of several parts: of that one alone, or of all; both readings, and how to say each.

    ``others`` is the dose of all other parts together.
    """
    count, per_kg = len(part.days), part.dose.per_kg
    own = part.per_day * count
    said, whole, before = (shown_dose(Dose(value=one, per_kg=per_kg)) for one in (own, own + others, others))
    day, rest = (shown_dose(Dose(value=one / count, per_kg=per_kg)) for one in (own, abs(own - others)))
    on = days.text if days.dates or days.kind in TOLD_OF_EACH else f"for {count} days"
    daily, each = (" daily", " on each of these days") if count > 1 else ("", " there")
    hint, reading = f'of all: write "{rest}{daily} {on}" there', f"{rest}{each}"
    if own <= others:
        hint, reading = "of all: ask what is given on each day", f"of which the others have {before} already"
    return in_doubt(
        text,
        f": {total.text!r} at {said} may be of {days.text!r} alone, or of all days",
        f'of these alone: write "{day}{daily} {on}" there; {hint}',
        f"of {days.text!r} alone: {said} there, {whole} in all",
        f"of all days: {said} in all, {reading}",
    )
