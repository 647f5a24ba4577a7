"""Words such as "total": they say of a dose that it is that of all days, or of the days how many they are in all."""

from collections.abc import Container, Iterator, Sequence
from fractions import Fraction
from typing import Final

from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import Dose
from ivigcalc.intake.written.grouping.doses_a_day import by_dose, up_to_then
from ivigcalc.intake.written.grouping.fields import ends_a_dose
from ivigcalc.intake.written.grouping.two_readings import in_grams, two_readings
from ivigcalc.intake.written.tokens.kinds import is_multiplied
from ivigcalc.intake.written.tokens.refusal import in_doubt
from ivigcalc.intake.written.tokens.tokens import (
    ANY_AMOUNT,
    COUNTED_INFUSIONS,
    CUMULATIVE,
    DAILY,
    FIELD_OF_DOSES,
    OF_TOTAL,
    PER_CYCLE,
    TOTAL_DOSE,
    TOTAL_OF,
    Token,
)
from ivigcalc.intake.written.words.roles import COURSE, DAYS_OF_ONE_COURSE, PHASES, PRODUCT, TOTAL_ALONE

TELLING: Final = frozenset(("over", "divided", "divided-over", "each-of", "per-dose", "not-per-day", *DAILY))
"""Kinds of words beside which a total and its days leave one meaning."""

DAYS_IN_ALL: Final = "days-in-all"
"""The kind of such words where they are said of the days: the dose is told per day by others."""

COUNTING: Final = frozenset(("for", "times", "doses", "over", "on-days", "on-day", "consecutive"))
"""Behind these, and before a dose, a total begins what a comma would begin."""

NUMBER_AND_UNIT: Final = 2
"""Words of a bare number of days: "two days"."""

TELL_DAYS: Final = COUNTING | {"dates"}
"""Kinds of words that say on which days, or on how many."""

BARE_DAYS: Final = frozenset(("for", "on-days", "on-day", "dates"))
"""Kinds of words that say on which days, and nothing of whether the dose is that of each."""

NAMED_DAYS: Final = frozenset(("on-days", "on-day", "dates"))
"""Kinds of words that name days."""

MOST_BEFORE: Final = 3
"""Words looked at before a total: days, a sign and a day."""

OF_ONE_DAY: Final = DAILY | {"per-dose"}
"""Kinds of words that say that a dose is that of a day."""

DAYS_TOLD: Final = TELL_DAYS | {"each-of"}
ENDS_OF_COURSE: Final = frozenset(("then", "whole-course", "not-per-day"))
"""Kinds of words behind which another dose is told, or another order line begins."""

PASSED: Final = frozenset(
    ("link", "per-day", "dose-word", "strength", "aside", "weight-of", "bracket", PRODUCT, *PHASES)
)
"""Kinds of words that may stand between a dose and "total"."""


def totals_of_doses(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens, where "in all" is said of a dose; said of the days beside a daily dose it says nothing of the dose.

    It is said of a dose right before or right behind it: "150 g total over 5 days", "total of 150 g".

    Raises:
        RefusedError: it is said of the days, and nothing says that the dose is that of each day: "1 g/kg 2 days total".
    """
    return [token for part in up_to_then(tokens) for token in _totals_of_part(text, part)]


def _totals_of_part(text: str, tokens: Sequence[Token]) -> list[Token]:
    """Those of one part, up to "then".

    Raises:
        RefusedError: as ``totals_of_doses``.
    """
    doses: list[Dose] = [token.dose for token in tokens if token.dose]
    daily = any(token.kind in DAILY for token in tokens)
    days = _days(tokens)
    repeated = bool(days and days.kind in COUNTED_INFUSIONS) and any(token.interval for token in tokens)
    first = next((place for place, token in enumerate(tokens) if token.kind in ANY_AMOUNT), len(tokens))
    made: list[Token] = []
    before = ""
    for place, token in enumerate(tokens):
        if token.kind == "doses" and before == DAYS_IN_ALL:
            made.append(token.replaced(says=TOTAL_OF))
        elif (
            token.says not in {OF_TOTAL, PER_CYCLE}
            or not days
            or first == len(tokens)
            or (_is_of_dose(tokens, place, first) and not _heads_course(tokens, place))
        ):
            made.append(token)
        elif (daily or repeated) and (_are_other_doses(doses) or not ends_a_dose(tokens, place)):
            made.append(token.replaced(kind=DAYS_IN_ALL))
        elif len(doses) > 1:
            raise _of_dose_or_days(text, token, at_dose=ends_a_dose(tokens, place))
        else:
            raise two_readings(text, doses[0], days) if doses else in_grams(text, tokens[first])
        before = before if token.kind == "link" else made[-1].kind
    return made


def _are_other_doses(doses: Sequence[Dose]) -> bool:
    """Whether doses in one unit differ: then one is the total of the other, or refused."""
    return len({*doses}) > 1 and len({dose.per_kg for dose in doses}) == 1


def _heads_course(tokens: Sequence[Token], place: int) -> bool:
    """Whether "course" and a colon are the heading of a daily dose: "IVIG course: 28 g daily for 5 days"."""
    behind = [token for token in tokens[place + 1 : place + 5] if token.kind != "link"]
    headed = tokens[place].role == COURSE and [token.kind for token in behind[:2]] == ["colon", "dose"]
    return headed and any(token.kind in DAILY for token in behind[2:])


def _of_dose_or_days(text: str, total: Token, *, at_dose: bool) -> RefusedError:
    """A total that stands at none of several doses: of the last one, or of the days; or at one, before the days."""
    where = "stands between a dose and days" if at_dose else "stands at none of its doses"
    why = f": {total.text!r} {where}, and may be of one of them or of the days"
    return in_doubt(text, why, "leave it out, or write what all days give behind it")


def check_total_of_day(text: str, tokens: Sequence[Token]) -> None:
    """Refuse a total right behind a day that a sign, or "and", parts from the day before: of it alone, or of all.

    "35 g on day 1, on day 2 total 70 g" may be 70 g on day 2. Behind a daily dose it is the sum.

    Raises:
        RefusedError: one stands there; both readings are named.
    """
    for part in up_to_then(tokens):
        row = [token for token in part if token.kind not in {"colon", "link", "open"}]
        told = next((place for place, token in enumerate(row) if token.kind in TELLING), len(row))
        for place in range(MOST_BEFORE, min(told + 1, len(row) - 1)):
            first, joint, day, total, dose = row[place - MOST_BEFORE : place + 2]
            joined = joint.kind == "and" and total.kind == "in-all" and dose.kind in ANY_AMOUNT
            if joined and {first.kind, day.kind} <= NAMED_DAYS:
                why = f": '{total.text} {dose.text}' behind {day.text!r} may be of that day, or of all days"
                hint = f'that day: write "{dose.text} {day.text}"; all days: put a comma before {total.text!r}'
                raise in_doubt(text, why, hint)


def check_total_behind_then(text: str, tokens: Sequence[Token]) -> None:
    """Refuse a number of days, or of doses, in all behind "then": of those behind it, or of all of them.

    Raises:
        RefusedError: one stands there; both readings are named.
    """
    place = next((at for at, token in enumerate(tokens) if token.kind == "then"), len(tokens))
    for token in tokens[place:]:
        if token.kind == DAYS_IN_ALL or (token.kind in COUNTING and token.says in {TOTAL_OF, FIELD_OF_DOSES}):
            why = f": {token.text!r} behind {tokens[place].text!r} may be of what stands behind that, or of the whole"
            hint = 'number the days of each dose, as in "35 g on day 1, 28 g daily on days 2 to 5"'
            raise in_doubt(text, why, hint, "behind it: those of the last dose alone", "whole: those before it, too")


def check_total_for_days(text: str, tokens: Sequence[Token], printed: Container[tuple[Fraction, int]]) -> None:
    """Refuse a total "for 5 days", or "on days 1 to 5", that nothing else tells: it may be of each.

    So it is behind the heading "IVIG course: 70 g". Refuse any "x 5 days", and "for a 5-day course", too; and a
    cumulative dose, which may hold what was given before. Behind a daily dose without days it is the total of that.

    ``printed`` are the totals in g/kg that a source prints, each with its number of days: one of those is a course.

    Raises:
        RefusedError: it is one; both readings are named.
    """
    daily = False
    for part in by_dose(tokens):
        _check_cumulative(text, part)
        if not daily:
            _check_total(text, [*_without_same_dose(part)], printed)
        kinds = {token.kind for token in part}
        daily = bool(kinds & DAILY) and not kinds & DAYS_TOLD and part[-1].kind == "and" and not part[-1].text


def _check_cumulative(text: str, tokens: Sequence[Token]) -> None:
    """Refuse a cumulative dose but behind a dose with its days, whose sum it is: it may hold what was given before.

    Raises:
        RefusedError: one stands so.
    """
    doses = 0
    for before, token in zip((None, *tokens), tokens, strict=False):
        doses += token.dose is not None
        own = before is not None and before.dose is not None
        if token.says == CUMULATIVE and doses <= own:
            why = f": {token.text!r} may be of these days alone, or with what was given before them"
            raise in_doubt(text, why, 'of these alone: write "total dose"; else write the dose of each day to be given')


def _check_total(text: str, tokens: Sequence[Token], printed: Container[tuple[Fraction, int]]) -> None:
    """That of one dose with its days.

    Raises:
        RefusedError: as ``check_total_for_days``.
    """
    told = TELLING - {"over"} if _is_headed(tokens) else TELLING
    days = _days([token for token in tokens if token.kind in BARE_DAYS or token.kind in TELLING - told])
    amounts = [token for token in tokens if token.kind in ANY_AMOUNT]
    doses = [token for token in amounts if token.dose]
    if days is None or len(doses or amounts) != 1 or any(token.kind in told for token in tokens):
        return
    between = tokens[tokens.index(amounts[0]) : tokens.index(doses[0])] if doses else ()
    if any(token.days or token.dates for token in between):
        return
    dose, count = doses[0].dose if doses else None, len(days.days)
    totals = [token for token in tokens if token.kind == "in-all"]
    in_doubt = any(token.says in {TOTAL_DOSE, CUMULATIVE} or token.role in {TOTAL_ALONE, COURSE} for token in totals)
    course = dose and dose.per_kg and (dose.value, count) in printed and (dose.value * count, count) not in printed
    of_course = days.role == DAYS_OF_ONE_COURSE and any(token.says in {OF_TOTAL, PER_CYCLE} for token in totals)
    if (in_doubt or of_course or (totals and is_multiplied(days))) and not course:
        every = next((token.interval.says for token in tokens if token.interval), "")
        raise two_readings(text, dose, days, every) if dose else in_grams(text, amounts[0])


def _is_headed(tokens: Sequence[Token]) -> bool:
    """Whether "course" stands before the first dose, but in "course of 70 g": it may be a heading alone."""
    dose = next((at for at, token in enumerate(tokens) if token.kind in ANY_AMOUNT), 0)
    return any(token.role == COURSE for token in tokens[:dose]) and tokens[dose - 1].kind != "link"


def _without_same_dose(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens without brackets that hold nothing but a dose: the one before it, in the other unit."""
    place = 0
    while place < len(tokens):
        inside = tokens[place : place + 3]
        if [token.kind for token in inside] == ["open", "dose", "close"]:
            place += 3
            continue
        yield tokens[place]
        place += 1


def _is_of_dose(tokens: Sequence[Token], place: int, first: int) -> bool:
    """Whether "in all" stands at a dose, of which the first stands at ``first``; also alone in brackets.

    "Total of 5 days", "total: 5 days" and "total 5 days" do not, nor what stands between days and a first dose, as in
    "5 day course: 28 g", or behind "5 days of 28 g".
    """
    alone = [one.kind for one in (tokens[place - 1], *tokens[place + 1 : place + 2])] == ["open", "close"]
    before = next(_beside(tokens, range(place - 1 - alone, -1, -1)), None)
    behind = next(_beside(tokens, range(place + 1 + alone, len(tokens))), None)
    joint = tokens[place + 1].kind if place + 1 < len(tokens) else ""
    days = next((token for token in tokens[place + 1 : place + 3] if token.kind not in {"open", "link", "colon"}), None)
    counted = days is not None and days.kind in TELL_DAYS and (joint in {"link", "colon"} or is_bare(days))
    if before and before.kind in ANY_AMOUNT:
        at = next(at for at in range(place - 1, -1, -1) if tokens[at] is before)
        of_each = at > 1 and tokens[at - 1].kind == "link" and tokens[at - 2].kind in TELL_DAYS
        return not (counted or of_each)
    parted = before and before.kind in TELL_DAYS and first > place
    return behind is not None and behind.kind in ANY_AMOUNT and not parted


def is_bare(days: Token) -> bool:
    """Whether days are a number and "days" alone: nothing as "for" or "over" says that something lasts so long."""
    return days.kind == "for" and len(days.text.split()) <= NUMBER_AND_UNIT and not is_multiplied(days)


def _beside(tokens: Sequence[Token], places: range) -> Iterator[Token]:
    """The words beside one, without those that may stand between it and a dose, and without brackets."""
    enters, leaves = ("open", "close") if places.step > 0 else ("close", "open")
    inside = 0
    for place in places:
        kind = tokens[place].kind
        if kind == leaves and not inside:
            return
        inside += {enters: 1, leaves: -1}.get(kind, 0)
        if not inside and kind not in {*PASSED, leaves, "colon" if places.step > 0 else "daily"}:
            yield tokens[place]


def _days(tokens: Sequence[Token]) -> Token | None:
    """The days of an order, where they are several; None for one, or none."""
    named = tuple(day for token in tokens if token.kind == "on-day" for day in token.days)
    dates = tuple(token.dates.readings[0][1] for token in tokens if token.dates and token.dates.readings)
    counted = [token for token in tokens if token.kind in COUNTING]
    made = [
        *counted,
        Token(kind="on-days", days=named),
        *(Token(kind="for", days=(*range(1, len(row) + 1),)) for row in dates),
    ]
    return next((token for token in made if len(token.days) > 1), None)


def with_totals(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with a comma between the days and a total with its dose: "for 5 days totalling 150 g"."""
    made: list[Token] = []
    for token, *behind in zip(tokens, [*tokens[1:], None], [*tokens[2:], None, None], strict=False):
        dosed = [one for one in behind if one and one.kind != "link"][:1]
        if token.kind == "in-all" and dosed and dosed[0].dose and made and made[-1].kind in COUNTING | DAILY:
            made.append(Token(kind="and"))
        made.append(token)
    return made
