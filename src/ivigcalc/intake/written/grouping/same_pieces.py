"""Pieces of an order of which one says another again, as one piece: a total before its days, a form with its fields."""

from collections.abc import Sequence
from typing import Final

from ivigcalc.core.dosing.courses_of_order import MOST_DAYS
from ivigcalc.core.request.order import shown_dose
from ivigcalc.intake.written.grouping.basis import with_basis_from_total, with_day_of_total
from ivigcalc.intake.written.tokens.refusal import FIELD, in_doubt
from ivigcalc.intake.written.tokens.tokens import COLON, CUMULATIVE, DURATIONS, OF_A_DAY, ONLY_DOSE, PER_DAY, Token
from ivigcalc.intake.written.words.roles import PRODUCT

DAYS_OF_COURSE: Final = frozenset(("for", "over", "divided-over", "on-days", "dates"))
"""Kinds of words that say the days of a course."""

TWO_PIECES: Final = 2
"""A dose with its days, and a piece behind it that may say it again."""


def with_same_pieces_joined(text: str, pieces: list[list[Token]], tokens: Sequence[Token]) -> list[list[Token]]:
    """The pieces, those as one of which the second says the first again, and a total before its days behind them.

    Only signs stand between them: behind a word they are other doses.

    Raises:
        RefusedError: as ``_with_order_last``.
    """
    if any(token.kind == "then" or (token.kind == "and" and token.text) for token in tokens):
        return pieces
    pieces = _as_form(_with_order_again(pieces, tokens))
    return _with_days_of_total(_with_day(_with_same_dose(_with_order_last(text, pieces, tokens))))


def _with_order_again(pieces: list[list[Token]], tokens: Sequence[Token]) -> list[list[Token]]:
    """Two orders with one dose each on the same days, in g and in g/kg, as one: the weight tells whether they agree.

    "28 g daily for 5 days; IVIG 0.4 g/kg daily for 5 days"; not where a preparation is named in both.
    """
    doses = [[token.dose for token in piece if token.dose] for piece in pieces]
    kinds = [{token.kind for token in piece} for piece in pieces]
    whole = all(one & PER_DAY and not one & {"every", "bracket"} for one in kinds) and "dates" not in kinds[-1]
    days = [[token.days for token in piece if token.days] for piece in pieces]
    named = sum(token.kind == PRODUCT for token in tokens)
    if [len(row) for row in doses] != [1, 1] or not whole or named > 1 or not days[0] or days[0] != days[1]:
        return pieces
    (one,), (other,) = doses
    return pieces if one.per_kg == other.per_kg else [[*pieces[0], Token(kind="bracket", inside=tuple(pieces[1]))]]


def _as_form(pieces: list[list[Token]]) -> list[list[Token]]:
    """The fields of a form as one piece: a dose in one unit, and in the other that of a day, the total, and the days.

    "Dose: 1 g/kg; Daily dose: 35 g; Total: 70 g; Days: 2": the weight tells of what the dose in the one unit is.
    """
    days = [token for piece in pieces for token in piece if token.kind in DAYS_OF_COURSE]
    rows = [[token for token in piece if token.kind not in DAYS_OF_COURSE] for piece in pieces]
    by_kind = {
        what: [row for row in rows if {token.kind for token in row} in kinds]
        for what, kinds in (("alone", ({"dose"},)), ("day", OF_A_DAY), ("total", ({*ONLY_DOSE},)))
    }
    found = [row for rows_of in by_kind.values() for row in rows_of]
    one_each = [len(rows_of) for rows_of in by_kind.values()] == [1, 1, 1] and len(found) == len(pieces)
    if not one_each or len(days) != 1 or not days[0].days:
        return pieces
    (alone,), (day,), (total,) = by_kind.values()
    units = [token.dose.per_kg for row in (alone, day, total) for token in row if token.dose]
    if units[0] == units[1] or units[1] != units[2]:
        return pieces
    return [[*day, *days, *(Token(kind="bracket", inside=tuple(row)) for row in (alone, total))]]


def _with_order_last(text: str, pieces: list[list[Token]], tokens: Sequence[Token]) -> list[list[Token]]:
    """The pieces as one, where doses alone stand before a daily one with its days, which spells them out in brackets.

    "140 g total, 28 g daily for 5 days", "2 g/kg: 0.4 g/kg daily for 5 days": a total, or a dose before a colon, and in
    the same unit that is one of all days.

    Raises:
        RefusedError: it may be a dose of its own, given before the others.
    """
    place = next((at for at, piece in enumerate(pieces) if not _is_dose_alone(piece)), len(pieces))
    kinds = {token.kind for piece in pieces[place : place + 1] for token in piece}
    if not place or "dose" not in kinds or not kinds & PER_DAY or not kinds & {"dates", *DURATIONS}:
        return pieces
    outer = [token for piece in pieces[:place] for token in _as_brackets(piece)]
    order = [token for piece in pieces[place:] for token in (Token(kind="and"), *piece)][1:]
    first, day = (next(token.dose for token in row if token.dose) for row in (pieces[0], order))
    total = any(one.kind == "in-all" for token in outer for one in token.inside)
    colon, own = _signs_before_order(tokens, place)
    if first and (own or (first.per_kg == day.per_kg and not (total or colon))):
        why = f": is {shown_dose(first)} the dose of all days, or one before the others?"
        hint = f'all days: type "{shown_dose(first)} total"; before them: write its day, and "then" behind it'
        hint += "; the size of a vial: leave it out" if first.value < day.value and not first.per_kg else ""
        raise in_doubt(text, why, hint)
    if not (total or colon):
        return pieces
    told = any(token.kind == "in-all" for token in pieces[0]) or first.per_kg != day.per_kg or first == day
    basis = [] if told else [Token(kind="in-all")]
    return [[*pieces[0], *basis, *outer[len(_as_brackets(pieces[0])) :], Token(kind="bracket", inside=tuple(order))]]


def _signs_before_order(tokens: Sequence[Token], doses: int) -> tuple[bool, bool]:
    """Whether a colon stands before the dose behind so many ``doses``; and whether these have a time of their own.

    So have they where a preparation is named twice.
    """
    at = [place for place, token in enumerate(tokens) if token.dose][doses]
    joints = [token.says for token in tokens[:at] if token.kind == "and"]
    timed = any(token.kind == "clock" for token in tokens[:at])
    return joints[-1:] == [COLON], timed or sum(token.kind == PRODUCT for token in tokens) > 1


def _as_brackets(piece: Sequence[Token]) -> list[Token]:
    """A dose alone in brackets, and the brackets behind it."""
    own = tuple(token for token in piece if not token.inside)
    return [Token(kind="bracket", inside=own), *(token for token in piece if token.inside)]


def _is_dose_alone(piece: Sequence[Token]) -> bool:
    """Whether a piece is one dose, told to be a total or not, and brackets with such a dose: "2 g/kg (140 g total)"."""
    rows = [[token for token in piece if not token.inside], *(token.inside for token in piece if token.inside)]
    return all(
        {token.kind for token in row} <= ONLY_DOSE and sum(token.dose is not None for token in row) == 1 for row in rows
    )


def _with_same_dose(pieces: list[list[Token]]) -> list[list[Token]]:
    """The pieces, a dose alone in brackets in that beside it which has its days: "0.4 g/kg, 28 g daily for 5 days"."""
    made: list[list[Token]] = []
    same: Token | None = None
    for piece, behind in zip(pieces, [*pieces[1:], []], strict=False):
        alone = [token.kind for token in piece] == ["dose"]
        bracket = Token(kind="bracket", inside=tuple(piece))
        if alone and _is_other_unit(piece, behind):
            same = bracket
        elif alone and made and made[-1][-1].kind != "bracket" and _is_other_unit(piece, made[-1]):
            made[-1] = [*made[-1], bracket]
        else:
            at = next((place for place, token in enumerate(piece) if token.dose), 0) + 1
            made.append([*piece[:at], same, *piece[at:]] if same else piece)
            same = None
    return made


def _is_other_unit(piece: Sequence[Token], beside: Sequence[Token]) -> bool:
    """Whether a piece has its days, or how often, and one dose in g, and that of another is in g/kg, or reversed."""
    units = [token.dose.per_kg for token in beside if token.dose]
    lasting = any(token.interval or token.kind in {"dates", *DURATIONS} for token in beside)
    return lasting and len(units) == 1 and all(token.dose.per_kg != units[0] for token in piece if token.dose)


def _with_day(pieces: list[list[Token]]) -> list[list[Token]]:
    """Two pieces, of which the second is a day of the first, as one: "140 g over 5 days, 28 g/day".

    Before a total with its days it is one, too: "28 g daily; total dose 140 g; 5 days".
    """
    if len(pieces) != TWO_PIECES:
        return pieces
    told = any(token.kind == "in-all" for token in pieces[1])
    first, second = reversed(pieces) if told else pieces
    course, day = ({token.kind for token in piece} for piece in (first, second))
    doses = {token.dose for piece in pieces for token in piece if token.dose}
    if day not in OF_A_DAY or not course & DAYS_OF_COURSE:
        return pieces
    again = bool(course & PER_DAY)
    if again and len(doses) > 1 and len({dose.per_kg for dose in doses}) == 1:
        return pieces
    return [[*first, Token(kind="bracket", inside=tuple(second))]] if told or again or len(doses) > 1 else pieces


def _with_days_of_total(pieces: list[list[Token]]) -> list[list[Token]]:
    """A dose of a day without days, and a total in brackets or behind a comma that is so many of it, as one piece.

    That total gives the number of days: "28 g daily, total 140 g", "28 g/day (140 g total)".
    """
    total = pieces[-1] if len(pieces) == TWO_PIECES else [one for token in pieces[0] for one in token.inside]
    day = [token for token in pieces[0] if not token.inside]
    kinds = [{token.kind for token in row} for row in (day, total)]
    brackets = len(pieces[0]) - len(day) + len(pieces) - 1
    before = any(token.says == CUMULATIVE for token in total)
    if before or brackets != 1 or kinds[0] not in OF_A_DAY or kinds[1] != ONLY_DOSE:
        return pieces
    days = _days_of_total(day, total)
    return [[*day, days, Token(kind="bracket", inside=tuple(total))]] if days else pieces


def _days_of_total(day: Sequence[Token], total: Sequence[Token]) -> Token | None:
    """The days on which the dose of each gives a total in its own unit; None where they are not 2 or more days."""
    doses = [token.dose for token in (*day, *total) if token.dose]
    count = doses[1].value / doses[0].value
    if doses[0].per_kg != doses[1].per_kg or count.denominator > 1 or not 1 < count <= MOST_DAYS:
        return None
    echo = f"{FIELD} {shown_dose(doses[1])} in all, {shown_dose(doses[0])} daily, read as {count} days"
    return Token(kind="for", days=tuple(range(1, int(count) + 1)), echo=echo)


def with_basis_of_total_piece(text: str, pieces: list[list[Token]]) -> list[list[Token]]:
    """Two pieces, the second the total of the first so many times: its dose is then that of each day.

    "30 g x 5 days, total 150 g": were 30 g those of all days, the total would be another.
    """
    if len(pieces) == TWO_PIECES and [token.kind for token in pieces[1]] == ["dose"]:
        _check_all_days(text, *pieces)
    if len(pieces) != TWO_PIECES or {token.kind for token in pieces[1]} != {"dose", "in-all"}:
        return pieces
    totals = [token.dose for token in pieces[1] if token.dose]
    if len(totals) != 1:
        return pieces
    first = with_day_of_total(pieces[0], totals[0]) or with_basis_from_total(text, pieces[0], totals[0], sure=True)
    return [first, pieces[1]]


def _check_all_days(text: str, days: Sequence[Token], dose: Sequence[Token]) -> None:
    """Refuse a dose alone behind the days of another that is as much as these together: their total, or one more.

    Raises:
        RefusedError: it is; both readings are named.
    """
    if not {token.kind for token in days} <= {"dose", "every", *PER_DAY, *DURATIONS}:
        return
    first, alone = (next((token.dose for token in piece if token.dose), None) for piece in (days, dose))
    counts = [len(token.days) for token in days if token.days]
    if first and alone and first.per_kg == alone.per_kg and alone.value in {first.value * count for count in counts}:
        said = shown_dose(alone)
        why = f": {said} may be that of all days, or one more dose"
        hint = f'all days: type "total {said}" in its place; one more: write on which day, or how often'
        raise in_doubt(text, why, hint, f"all days: {said} in all", f"one more: {said} behind them")
