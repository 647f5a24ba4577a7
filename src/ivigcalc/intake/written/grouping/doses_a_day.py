"""Numbers of doses that may be those of each day, or those of as many days: refused with both readings."""

from collections.abc import Container, Iterator, Sequence
from fractions import Fraction
from itertools import islice
from typing import Final

from ivigcalc.core.request.order import Dose
from ivigcalc.intake.written.grouping.doses.divided_doses import (
    MOST_A_DAY,
    OTHER_DAYS,
    beside_other_days,
    check_daily_doses,
    other_days,
)
from ivigcalc.intake.written.grouping.two_readings import (
    days_or_doses_a_day,
    doses_in_a_day,
    few_doses,
    in_grams,
    several_a_day,
    times_a_day,
    two_readings,
)
from ivigcalc.intake.written.tokens.refusal import order_refusal
from ivigcalc.intake.written.tokens.tokens import (
    ANY_AMOUNT,
    COUNTED,
    DAILY,
    DEPTH,
    DURATIONS,
    EACH_DAY,
    EVERY_24_HOURS,
    FIELD_OF_DOSES,
    IN_DOSES,
    IN_PARTS,
    INFUSIONS,
    ONCE,
    PER_DOSE,
    TOTAL_OF,
    Token,
)
from ivigcalc.intake.written.words.roles import ALL_DOSES, EACH, TIMES_DAYS

ONE_A_DAY: Final = "one-a-day"
"""The kind of "x 1" beside the words of a day: it counts no days."""

FIELD_SIGNS: Final = frozenset(("and", "colon"))
"""Kinds of signs that part the fields of a form."""

TELL_DAYS_OF_DOSES: Final = DAILY | DURATIONS | {"every", "consecutive", "in-all", "not-per-day", "divided", "cycles"}
"""Kinds of words that tell that so many doses are those of as many days."""


def check_doses_a_day(text: str, tokens: Sequence[Token], printed: Container[tuple[Fraction, int]]) -> list[Token]:
    """The tokens, where each number of doses counts days: a number of one beside the words of a day counts none.

    ``printed`` are the totals in g/kg that a source prints, each with its number of days.

    Raises:
        RefusedError: a number of doses may be those of each day; both readings are named.
    """
    made = [one for part in up_to_then(tokens) for one in _with_counts_checked(text, part)]
    for part in by_dose(made):
        check_daily_doses(text, part, printed)
        _check_few_doses(text, part, printed)
    return made


def with_doses_of(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with "of" or "x" between a number of doses or days and a dose as what it says.

    "5 doses of 28 g" are 28 g each, with that word or without, and "5 days x 28 g" are 28 g x 5 days. A dose right
    before them is divided into them: "140 g in 5 doses of 28 g".
    """
    made: list[Token] = []
    for token, behind in zip(tokens, (*tokens[1:], Token(kind="end")), strict=False):
        if token.role == EACH and [one.kind for one in made[-2:]] == [PER_DOSE, "dose"]:
            made.append(token.replaced(kind="link"))
            continue
        joins = token.kind == "link" and bool(made) and behind.dose is not None
        before = next((one for one in islice(reversed(made), 1, None) if one.kind != "in-all"), None)
        if joins and made[-1].says == IN_DOSES and before and before.dose:
            made[-1] = made[-1].replaced(kind="divided-over", says=INFUSIONS)
        if joins and made[-1].kind == "for" and token.text == "x":
            made[-1] = made[-1].replaced(role=TIMES_DAYS)
        made.append(token.replaced(kind=PER_DOSE) if joins and made[-1].kind == "doses" else token)
    return made


def up_to_then(tokens: Sequence[Token]) -> list[list[Token]]:
    """The tokens up to each "then", with it: what is said of a dose goes no further."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        parts[-1].append(token)
        if token.kind == "then":
            parts.append([])
    return parts


def by_dose(tokens: Sequence[Token]) -> list[list[Token]]:
    """The tokens of each dose with its days: what is said of one tells nothing of another.

    One ends with "then", or with a comma before a dose that has days of its own; what is in brackets is of the dose
    before them.
    """
    parts: list[list[Token]] = []
    dosed = False
    for piece, own in _pieces(tokens):
        if not parts or parts[-1][-1].kind == "then" or (dosed and own and any(one.days or one.dates for one in piece)):
            parts.append(piece)
            dosed = own
        else:
            parts[-1] += piece
            dosed |= own
    return parts


def _pieces(tokens: Sequence[Token]) -> Iterator[tuple[list[Token], bool]]:
    """The tokens up to each comma or "then", with it, and whether a dose is among them; what is in brackets is whole.

    Volumes and vials are doses where there are no others.
    """
    kinds = {"dose"} if _is_dosed(tokens) else ANY_AMOUNT
    piece, depth, own = list[Token](), 0, False
    for token in tokens:
        depth += DEPTH.get(token.kind, 0)
        piece.append(token)
        own |= token.kind in kinds and not depth
        if token.kind == "then" or (token.kind == "and" and not depth):
            yield piece, own
            piece, own = [], False
    if piece:
        yield piece, own


def _with_counts_checked(text: str, part: Sequence[Token]) -> list[Token]:
    """One part: a number of doses before the words of a day may be of each day, behind some of them, too.

    Into so many doses once daily the dose may be divided: "140 g in 5 doses once daily".

    Raises:
        RefusedError: as ``check_doses_a_day``.
    """
    made: list[Token] = []
    count = day = once = into = before = None
    apart, dose = False, next((token.dose for token in part if token.dose), None)
    of_others = _in_brackets_of_others(part, dose)
    for at, token in enumerate(part):
        if token.kind in {"times", "doses"}:
            parts = token.says == IN_DOSES or bool(made and made[-1].kind == "again")
            if (parts and (day or once)) or (day and not once and _is_of_day(part, token, day)):
                beside = before is not None and before.kind in DAILY
                said = _one_a_day(text, part, token, day or once or token, divided=_is_dosed(made), beside=beside)
                made.append(said)
                before = token
                continue
            count, into, apart = token, token if parts else None, False
        elif token.kind in DAILY and at not in of_others and token.says == ONCE:
            if into and len(into.days) > 1:
                raise two_readings(text, dose, into) if dose else in_grams(text, into)
            once = token
        elif token.kind in DAILY and at not in of_others:
            told = token.says == EVERY_24_HOURS and count is not None and count.says == COUNTED
            if count and not told and not (count.says == FIELD_OF_DOSES and apart):
                divided = count.says == IN_DOSES and _is_dosed(made)
                said = _one_a_day(text, part, count, token, divided=divided, beside=before is count)
                made[made.index(count)] = said
                count = None
            day = max(day or token, token, key=_doubt)
        apart = apart or token.kind in FIELD_SIGNS
        made.append(token)
        before = token
    return made


def _in_brackets_of_others(part: Sequence[Token], dose: Dose | None) -> set[int]:
    """The places of brackets that hold another dose than one, in its unit, and no number: "70 g x 2 (35 g daily)"."""
    places: set[int] = set()
    begin = 0
    for at, token in enumerate(part):
        if token.kind == "close":
            doses = [one.dose for one in part[begin:at] if one.dose]
            other = any(dose and one.per_kg == dose.per_kg and one.value != dose.value for one in doses)
            counted = any(one.days for one in part[begin:at])
            places |= {*range(begin, at)} if other and not counted else set()
        begin = at if token.kind in DEPTH else begin
    return places


def _doubt(day: Token) -> int:
    """How much the words of a day leave in doubt what a number of doses behind them counts: nothing, some, or all."""
    return 2 if day.says == IN_PARTS else int(day.kind == "per-day" or day.says == EACH_DAY)


def _is_of_day(part: Sequence[Token], count: Token, day: Token) -> bool:
    """Whether a number of doses behind the words of a day may be of that day: "15 g per day, 2 doses".

    More than a day has, called all of them, are of the course: "28 g/day, total of 5 doses".
    """
    bare = count.kind == "doses" and count.says in {"", FIELD_OF_DOSES} and count.days not in _other_days(part)
    whole = count.role == ALL_DOSES and len(count.days) > MOST_A_DAY
    return _doubt(day) > (whole or not bare)


def _other_days(part: Sequence[Token]) -> list[tuple[int, ...]]:
    """The days of a part, each row of them, whatever its doses count."""
    return [token.days for token in part if token.kind in OTHER_DAYS]


def _is_dosed(tokens: Sequence[Token]) -> bool:
    """Whether a dose in grams is among the tokens."""
    return any(token.dose for token in tokens)


def _one_a_day(text: str, part: Sequence[Token], count: Token, day: Token, *, divided: bool, beside: bool) -> Token:
    """A number of one dose, of each day; ``divided`` of another says that it may divide the dose of the day.

    Raises:
        RefusedError: it is another number; or it may be that of all doses, beside several days: it is called so, or
            does not stand right beside the words of a day.
    """
    if len(count.days) == 1:
        several = next((token for token in part if are_several(token)), None)
        if several and (not beside or count.says in {FIELD_OF_DOSES, TOTAL_OF} or _is_total(part, count)):
            why = f": {count.text!r} beside {several.text!r}: is it one dose, or one on each day?"
            raise order_refusal(text, "order-contradicts", why, "ask the prescriber on how many days it is given")
        return count.replaced(kind=ONE_A_DAY, days=())
    before = part[: part.index(count)]
    dose = _dose_beside(part, before)
    if dose and before and before[-1].kind == "divided":
        raise days_or_doses_a_day(text, dose, count)
    days = other_days(part)
    if dose and days and not divided:
        a_day = beside and count.kind == "doses" and len(count.days) <= MOST_A_DAY and count.days != days.days
        raise several_a_day(text, dose, count, day) if a_day else times_a_day(text, dose, count, days)
    into = count.says == IN_DOSES or [one.kind for one in before[-1:]] == ["again"]
    if dose and days and into and days.days != count.days:
        raise beside_other_days(text, dose, count, days, of_day=True)
    raise doses_in_a_day(text, dose, count, day, divided=divided, into=into)


def _dose_beside(part: Sequence[Token], before: Sequence[Token]) -> Dose | None:
    """The dose that is counted: that within the same brackets before the number, else the first of the part."""
    row = [token for token in before if token.dose or token.kind in DEPTH][-2:]
    own = row if [token.kind for token in row[:1]] == ["open"] else ()
    return next((token.dose for token in (*own, *part) if token.dose), None)


def are_several(token: Token) -> bool:
    """Whether it names or counts several days."""
    rows = [token.days, *(row for _, row in (token.dates.readings if token.dates else ()))]
    return any(len(row) > 1 for row in rows)


def _is_total(part: Sequence[Token], count: Token) -> bool:
    """Whether "total" stands right before, or behind, a number of doses: "total of 1 dose"."""
    row = [token for token in part if token.kind != "link"]
    place = row.index(count)
    return any(token.kind == "in-all" for token in row[max(place - 1, 0) : place + 2])


def _check_few_doses(text: str, tokens: Sequence[Token], printed: Container[tuple[Fraction, int]]) -> None:
    """Refuse 2 to 4 doses of which nothing tells that they are those of as many days: they may be of one day, too.

    That tells any other word of when or how often, a total, or that they are one of ``printed``.

    Raises:
        RefusedError: nothing tells it; both readings are named.
    """
    doses: list[Dose] = [token.dose for token in tokens if token.dose]
    count = next((token for token in tokens if token.kind == "doses" and 1 < len(token.days) <= MOST_A_DAY), None)
    told = any(token is not count and (token.kind in TELL_DAYS_OF_DOSES or token.dates) for token in tokens)
    if count is None or not doses or told or not any(token.kind == PER_DOSE for token in tokens):
        return
    many, each = len(count.days), min(doses, key=lambda dose: dose.value)
    if not (each.per_kg and (each.value * many, many) in printed):
        raise few_doses(text, count, each)
