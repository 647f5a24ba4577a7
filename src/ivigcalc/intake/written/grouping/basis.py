"""Whether a dose over several days is that of each of them, or of all: told by what says it again."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import Dose, shown_dose
from ivigcalc.intake.written.grouping.two_readings import vials_or_days
from ivigcalc.intake.written.tokens.kinds import is_multiplied
from ivigcalc.intake.written.tokens.refusal import in_doubt, order_refusal
from ivigcalc.intake.written.tokens.tokens import (
    COUNTED_INFUSIONS,
    DURATIONS,
    IN_ALL,
    IN_DOSES,
    INFUSIONS,
    OF_A_DAY,
    ONLY_DOSE,
    PER_DAY,
    PER_DOSE,
    REPEATS,
    Token,
)

WITHOUT_BASIS: Final = REPEATS | {"dose", "for", "over", "on-days", "times", "doses", "every"}
"""Kinds of words that say when, or how often, a dose is given, and nothing of whether it is that of each day."""

TOLD: Final = IN_ALL | PER_DAY | {PER_DOSE, "divided"}
"""Kinds of words that tell whether a dose is that of each day, or of all."""

OVER_OR_FOR: Final = frozenset(("over", "for"))
"""Kinds of words that say on how many days, and neither per day nor in all."""


def with_basis_from_brackets(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The words of a piece, its dose told per day or in all where what is said again behind its days leaves only one.

    "30 g for 5 days (150 g)" is 30 g on each day, "150 g for 5 days (30 g)" is 150 g in all. Where the days stand
    before the dose, brackets without a word tell it if they hold so many of it: "for 5 days 30 g (150 g)".

    In the other unit the dose of a day is the dose, and that before the days the one that is said again, for the weight
    to tell of what: "70 g for 2 days (0.5 g/kg daily)". Behind "x 2 days" it is that of each. So it is where a total
    is said again in the other unit: "2 g/kg over 5 days (140 g total)".

    Raises:
        RefusedError: what is said again is neither.
    """
    bare = [token for token in tokens if token.kind != "bracket"]
    if _dose_and_days(bare) is None:
        return [*tokens]
    alone = len(tokens) - len(bare) == 1
    said_again = sum(any(inner.dose for inner in token.inside) for token in tokens)
    made, days, behind = bare, False, False
    for before, token, following in zip((None, *tokens), tokens, (*tokens[1:], None), strict=False):
        days = days or token.kind in DURATIONS
        behind = (behind or token.kind in DURATIONS) and not (token.dose and not is_counted_before(before))
        kinds, doses = {inner.kind for inner in token.inside}, [inner.dose for inner in token.inside if inner.dose]
        if len(doses) == 1 and days and kinds <= {"dose", "in-all", "per-day", "daily", PER_DOSE}:
            if kinds == {"dose"} and (is_told_of_day(before, following) or not (behind or _are_all(bare, doses[0]))):
                continue
            if kinds & {"in-all"} and said_again == 1 and (swapped := with_day_of_total(tokens, doses[0])):
                return swapped
            if kinds & {"in-all"} or kinds == {"dose"}:
                made = with_basis_from_total(text, made, doses[0], sure="in-all" in kinds)
            elif alone and (swapped := _with_day_first(bare, token, doses[0])):
                return swapped
        if len(made) > len(bare):
            break
    return [*tokens, *made[len(bare) :]]


def with_basis_from_total(text: str, tokens: Sequence[Token], total: Dose, *, sure: bool = False) -> list[Token]:
    """A dose with its days, told to be that of each day where so many of it are the total.

    ``sure`` says that the total was called one: in another unit than the dose the weight then tells whether it is, and
    the dose "over 5 days" may be that total.

    Raises:
        RefusedError: the total is neither the dose nor so many of it; or so many times may be days or vials.
    """
    found = _dose_and_days(tokens)
    if found is None:
        return [*tokens]
    dose, days = found
    many = dose.replaced(value=dose.value * len(days.days), echo="")
    if dose.per_kg == total.per_kg and not sure and total.value * len(days.days) == dose.value:
        return [*tokens, Token(kind="in-all")] if days.kind in OVER_OR_FOR and not is_multiplied(days) else [*tokens]
    if dose.per_kg == total.per_kg and total.value not in {many.value, dose.value}:
        if not sure and days.kind not in {"for", "over"}:
            return [*tokens]
        day, other = (total, dose) if not sure and days.kind == "over" and total.value < dose.value else (dose, total)
        raise _no_such_total(text, day, days, other)
    if total == dose.replaced(echo=total.echo):
        return [*tokens, Token(kind="in-all")] if sure and days.kind == "over" else [*tokens]
    if dose.per_kg != total.per_kg and not sure:
        return [*tokens]
    if days.kind == "times" and days.says != INFUSIONS:
        raise vials_or_days(text, dose, days)
    return [*tokens, Token(kind="per-day")]


def with_basis_from_day(tokens: Sequence[Token], day: Dose) -> list[Token]:
    """A dose with its days, told by the dose of a day: to be that, or to be so many of it in all."""
    found = _dose_and_days(tokens)
    if found is None or found[1].kind == "times" or found[0].per_kg != day.per_kg:
        return [*tokens]
    dose, days = found
    told = {day.value: "per-day", day.value * len(days.days): "in-all"}.get(dose.value)
    return [*tokens, *([Token(kind=told)] if told else [])]


def with_basis_said_again(
    text: str, tokens: Sequence[Token], again: Sequence[tuple[Sequence[Token], bool]]
) -> list[Token]:
    """The words of a part, its dose told by that of a day, or by the total, which is said again in its unit.

    It is of each day where it is the dose of a day, or where so many of it are the total, and in all where it is so
    many of the dose of a day. Where words tell it, nothing is added; a total "x 5" is not told by them. ``again`` are
    the words of brackets, and whether they stand behind the days: there the dose of each time is that of a day.

    Raises:
        RefusedError: what is said again is none of these; or "x 5" may count whole courses of the dose, too.
    """
    lasting = [token for token in tokens if token.kind in DURATIONS]
    dose = next(token.dose for token in tokens if token.dose)
    said = [(one.dose, {word.kind for word in row}, behind) for row, behind in again for one in row if one.dose]
    same = [one for one in said if one[0].per_kg == dose.per_kg]
    each = {"dose", PER_DOSE}
    day = next((one for one, kinds, behind in same if kinds in OF_A_DAY or (behind and kinds == each)), None)
    total = next((one for one, kinds, _ in same if kinds == ONLY_DOSE), None)
    if len(lasting) != 1 or len(lasting[0].days) == 1:
        return [*tokens]
    days = lasting[0]
    counted = days.kind in COUNTED_INFUSIONS and days.says != IN_DOSES
    if {token.kind for token in tokens} & (TOLD - IN_ALL if counted else TOLD):
        return [*tokens]
    if day:
        return [*tokens, Token(kind=_told_by_day(text, dose, day, days, counted=counted))]
    if total is None or counted or total.value == dose.value:
        return [*tokens]
    if total.value != dose.value * len(days.days):
        raise _no_such_total(text, dose, days, total)
    return [*tokens, Token(kind="per-day")]


def _told_by_day(text: str, dose: Dose, day: Dose, days: Token, *, counted: bool) -> str:
    """Whether a dose is that of each day, or of all, by that of a day; ``counted`` says that its days may be courses.

    Raises:
        RefusedError: it is neither, or may be of as many courses.
    """
    if day.value == dose.value:
        return "per-day"
    if day.value * len(days.days) != dose.value:
        raise _no_such_total(text, day, days, dose)
    if counted:
        raise _days_or_courses(text, dose, day, days)
    return "in-all"


def _no_such_total(text: str, day: Dose, days: Token, total: Dose) -> RefusedError:
    """Two doses of which one is said of each day, and the other is not as many of it as there are days, or times."""
    many, one = len(days.days), shown_dose(day)
    sums = f"{many} times {one}" if days.kind in COUNTED_INFUSIONS else f"{one} on each of {many} days"
    why = f": {sums} are {shown_dose(day, Fraction(many))}, and it says {shown_dose(total)}"
    return order_refusal(text, "order-contradicts", why, "ask the prescriber; write the dose of a day, or the total")


def _days_or_courses(text: str, dose: Dose, day: Dose, times: Token) -> RefusedError:
    """A course beside the dose of its day, so many times: its days, or as many courses; both readings."""
    many, one, whole = len(times.days), shown_dose(day), shown_dose(dose)
    return in_doubt(
        text,
        f": {times.text!r} may count the days of {whole}, or as many courses of it",
        f'days: type "{one} daily for {many} days"; courses: verify one course at a time',
        f"days: {one} on each of {many} days, {whole} in all",
        f"courses: {whole} in all, {many} times",
    )


def _with_day_first(others: Sequence[Token], bracket: Token, day: Dose) -> list[Token]:
    """The words of a piece, the dose of a day in its bracket and that before its days in the other's place.

    None of them where they are in one unit, or where the days themselves say of what their dose is: "over 5 days", or
    "x 5", which may count vials.
    """
    found = _dose_and_days(others)
    if found is None or found[0].per_kg == day.per_kg or found[1].kind in {"over", "times"}:
        return []
    again = Token(kind="bracket", inside=tuple(token for token in others if token.dose))
    each = is_multiplied(found[1])
    made: list[Token] = []
    for token in others:
        made += [*bracket.inside, *([again] if each else [])] if token.dose else [token]
        made += [again] if token is found[1] and not each else []
    return made


def with_day_of_total(tokens: Sequence[Token], total: Dose) -> list[Token]:
    """The words of a piece with the dose of a day by its total; its own dose stands behind the days.

    The weight tells whether that is of each day or of all: "2 g/kg over 5 days (140 g total)". None of them where both
    are in one unit, where anything but "over 5 days" or "for 5 days" says how many, or brackets say another dose again.
    """
    found = _dose_and_days([token for token in tokens if token.kind != "bracket"])
    others = [inner.dose for token in tokens for inner in token.inside if inner.dose and inner.dose is not total]
    if (
        found is None
        or others
        or found[0].per_kg == total.per_kg
        or found[1].kind not in OVER_OR_FOR
        or is_multiplied(found[1])
    ):
        return []
    own = next(token for token in tokens if token.dose)
    day = own.replaced(dose=total.replaced(value=total.value / len(found[1].days)))
    made: list[Token] = []
    for token in tokens:
        made += [day, Token(kind="per-day")] if token is own else [token]
        made += [Token(kind="bracket", inside=(own,))] if token is found[1] else []
    return made


def _dose_and_days(tokens: Sequence[Token]) -> tuple[Dose, Token] | None:
    """The dose of a piece and its days, where nothing else says per day or in all; None for another piece."""
    doses = [token.dose for token in tokens if token.dose]
    days = [token for token in tokens if token.days and not token.first]
    plain = {token.kind for token in tokens if not token.first} <= WITHOUT_BASIS
    infusions = any(token.interval for token in tokens) and any(token.kind in {"times", "doses"} for token in days)
    if not plain or infusions or len(doses) != 1 or len(days) != 1 or len(days[0].days) == 1:
        return None
    return doses[0], days[0]


def _are_all(tokens: Sequence[Token], total: Dose) -> bool:
    """Whether a dose is so many of the dose of a piece as that has days."""
    found = _dose_and_days(tokens)
    return found is not None and found[0].per_kg == total.per_kg and found[0].value * len(found[1].days) == total.value


def is_counted_before(before: Token | None) -> bool:
    """Whether so many times a dose stand right before it: "5 days x 28 g", "5 doses of 28 g"."""
    return before is not None and (is_multiplied(before) or before.kind == PER_DOSE)


def is_told_of_day(before: Token | None, following: Token | None) -> bool:
    """Whether a word beside brackets says that what they hold is of a day: "(140 g) daily", "per day (140 g)"."""
    return any(one is not None and one.text and one.kind in {*PER_DAY, PER_DOSE} for one in (before, following))
