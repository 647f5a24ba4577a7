"""An order cut into its parts: the words of each dose with its days."""

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from ivigcalc.intake.written.agreeing import SHOWN
from ivigcalc.intake.written.grouping.date_readings import two_dates
from ivigcalc.intake.written.grouping.doses_a_day import ONE_A_DAY
from ivigcalc.intake.written.grouping.rate_words import LEADS, RATE
from ivigcalc.intake.written.grouping.totals import DAYS_IN_ALL
from ivigcalc.intake.written.preparation import every_token, is_one_of
from ivigcalc.intake.written.tokens.refusal import begun_before, in_doubt, order_refusal
from ivigcalc.intake.written.tokens.tokens import AMOUNTS, ANY_AMOUNT, Token
from ivigcalc.intake.written.words.roles import DAYS_OF_ONE_COURSE, PHASES, PRODUCT, ROUNDED_TO

ROUNDED: Final = ROUNDED_TO | {"rounded-to-vials"}
"""How grams were rounded, which the weight tells."""

SHOWN_ALONE: Final = frozenset(
    (
        PRODUCT,
        "strength",
        "aside",
        "no-rate",
        "behind-rate",
        "verdict",
        "consecutive",
        "link",
        "dose-word",
        RATE,
        *LEADS,
        "volume",
        "weight-of",
        "indication",
        "again",
        "stop-after",
        *SHOWN,
        "clock",
        ONE_A_DAY,
        DAYS_IN_ALL,
        *PHASES,
        *ROUNDED,
    )
)
"""Words that are checked by themselves, or shown alone: they are no part of a dose with its days."""

YEAR: Final = re.compile(r"[0-9]{4}")
FEBRUARY: Final = 2
"""Dates on both sides of its end are one day farther apart in some years."""

BEFORE_LINK: Final = frozenset(
    (
        "dose",
        "bracket",
        "volume-of",
        "vials-of",
        "strength",
        "in-all",
        DAYS_IN_ALL,
        "divided-over",
        "dose-word",
        PRODUCT,
        *PHASES,
    )
)
"""Behind these an "of" says nothing more."""


def check_links(text: str, tokens: Sequence[Token]) -> None:
    """Refuse an "of" behind anything but a dose, a volume, a total or a preparation, or days with their dose behind.

    Behind so many doses a sign parts it from a dose that may be of each or of all: "2 g/kg in 5 daily doses of, 28 g".

    Raises:
        RefusedError: one stands there.
    """
    before = Token(kind="")
    for place, token in enumerate(tokens):
        check_links(text, token.inside)
        behind = [one for one in tokens[place + 1 : place + 3] if one.kind != "dose-word"][:1]
        course = before.role == DAYS_OF_ONE_COURSE
        days_of = before.kind == "for" and (course or any(one.dose for one in behind))
        signed = [one.kind for one in (before, *tokens[place + 1 : place + 2])] == ["divided-over", "and"]
        apart = signed and any(one.dose for one in tokens[place + 1 :])
        if token.kind == "link" and (apart or (before.kind not in BEFORE_LINK and not days_of)):
            why = f": {token.text!r} is not understood there"
            begun = begun_before(before.days[0]) if before.kind == "on-day" else ""
            raise order_refusal(text, "order-unreadable", why, f"{begun}write the order without it")
        before = token


def with_dose_of_brackets(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without the brackets around the first dose of an order, where all are in such: "IVIG (28 g/day) x 5".

    They hold more than grams alone, which may be the size of a vial: "Privigen (10 g) daily".
    """
    first = next((token for token in tokens if any(one.kind in ANY_AMOUNT for one in token.inside)), None)
    if first is None or any(token.kind in {"again", *ANY_AMOUNT} for token in tokens):
        return [*tokens]
    per_kg = any(one.dose and one.dose.per_kg for one in first.inside)
    if not per_kg and {one.kind for one in first.inside} <= ANY_AMOUNT | {"dose-word"}:
        return [*tokens]
    return [one for token in tokens for one in (token.inside if token is first else (token,))]


def lines_of(text: str, tokens: Sequence[Token]) -> tuple[list[list[Token]], list[list[Token]]]:
    """Order lines as ``dose`` prints them for some of the days: the words of each, and the whole course it says.

    Any other order is one line that says no whole course.

    Raises:
        RefusedError: a whole course without its total, or words behind the last one.
    """
    lines: list[list[Token]] = [[]]
    wholes: list[list[Token]] = []
    whole = False
    for token in tokens:
        if token.kind == "whole-course" and not whole:
            wholes.append([])
            whole = True
            continue
        (wholes if whole else lines)[-1].append(token)
        if whole and token.kind == "not-per-day":
            lines.append([])
            whole = False
    if not wholes:
        return lines, wholes
    rest = [token for token in words_of_dose(lines.pop() if not whole else []) if token.kind != "and"]
    if whole or rest:
        why = ": behind its whole course there is more" if rest else ": its whole course has no end"
        raise order_refusal(text, "order-unreadable", why, "paste the order line as it was printed")
    return lines, wholes


def without_discard(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The words without what is left over in the vials: that is their grams less the dose.

    Raises:
        RefusedError: it is not behind vials, or is as much as they hold.
    """
    kept: list[Token] = []
    rest = iter(tokens)
    for token in rest:
        if token.kind != "discard":
            kept.append(token)
            continue
        left = next(rest, None)
        vials = [made for made in kept if made.kind == "vials-of"]
        doses = [made.dose for made in kept if made.dose]
        held = sum((made.grams for made in vials), Fraction(0))
        volume = next(rest, None)
        apart = volume if volume and [inner.kind for inner in volume.inside] == ["volume-of"] else None
        grams = left.dose.value if left and left.dose and not left.dose.per_kg else None
        wrong = apart is not None and grams is not None and not is_one_of(apart.inside[0], [grams])
        if grams is None or wrong or not doses or held - grams != doses[-1].value:
            why = ": what is discarded is not what the vials hold beyond the dose"
            raise order_refusal(text, "order-contradicts", why, "leave it out to check the dose alone")
        place = kept.index(vials[-1])
        kept[place] = vials[-1].replaced(grams=doses[-1].value)
        kept += [volume] if volume and not apart else []
    return kept


def pieces_of(text: str, tokens: Sequence[Token]) -> tuple[list[list[Token]], list[str]]:
    """The words of each part, and what stands between the parts: "then" or "and".

    A piece between commas that has no dose belongs to the part before it, the first ones to the part behind them.
    """
    pieces: list[list[Token]] = [[]]
    joints: list[Token] = []
    for token in tokens:
        if token.kind in {"then", "and"}:
            pieces.append([])
            joints.append(token)
        else:
            pieces[-1].append(token)
    kept, between = pieces[:1], []
    for piece, joint, behind in zip(pieces[1:], joints, [*joints[1:], None], strict=False):
        empty = not piece and (behind is None or behind.kind == joint.kind)
        if joint.text and (not kept[-1] or (empty and (behind is None or behind.text))):
            why = f": {joint.text!r} joins no dose to what is beside it"
            unit = '; of a unit write the whole word, as in "for 1 year"' if len(joint.text) == 1 else ""
            raise order_refusal(text, "order-unreadable", why, f"write the dose that is missing{unit}")
        if not piece:
            continue
        kept.append(piece)
        between.append(joint.kind)
    structured = [words_of_dose(piece) for piece in kept]
    amounts = not any(token.dose for piece in structured for token in piece)
    return _joined(structured, between, amounts=amounts)


def _joined(
    pieces: Sequence[list[Token]], joints: Sequence[str], *, amounts: bool
) -> tuple[list[list[Token]], list[str]]:
    """The pieces, those without a dose of their own in the part that they belong to.

    ``amounts``: vials and volumes are the doses, there are no others.
    """

    def has_dose(piece: Sequence[Token]) -> bool:
        return any(token.dose or (amounts and token.kind in AMOUNTS) for token in piece)

    parts: list[list[Token]] = [list(pieces[0])]
    dosed = [has_dose(pieces[0])]
    between: list[str] = []
    for piece, joint in zip(pieces[1:], joints, strict=True):
        own = has_dose(piece)
        if joint == "and" and not (own and dosed[-1]):
            parts[-1] += piece
            dosed[-1] = dosed[-1] or own
        else:
            parts.append(list(piece))
            dosed.append(own)
            between.append(joint)
    return parts, between


def words_of_dose(tokens: Sequence[Token]) -> list[Token]:
    """The words that make up a dose with its days."""
    made = []
    for token in tokens:
        if token.kind in SHOWN_ALONE:
            continue
        if token.kind == "bracket" and "ordered" not in {inner.kind for inner in token.inside}:
            inside = tuple(words_of_dose(token.inside))
            if inside:
                made.append(token.replaced(inside=inside))
        else:
            made.append(token)
    return made


def first_date(text: str, pieces: Sequence[Sequence[Token]]) -> date | None:
    """The first date of an order of which a later part has a date, too; None where none has.

    Raises:
        RefusedError: the first part has none; a date has two readings; or the years are not said, and may matter.
    """
    dates = [[token for token in every_token(piece) if token.dates] for piece in pieces]
    later = [token for found in dates[1:] for token in found]
    if later and not dates[0]:
        why = f": it says {later[0].text!r}, and no date of its first dose"
        raise order_refusal(text, "order-incomplete", why, "write the date of each dose, or number the days")
    every = [*dates[0], *later]
    if not later:
        return None
    for token in every:
        if token.dates and len(token.dates.readings) != 1:
            raise two_dates(text, token)
    days = [day for token in every if token.dates for day in token.dates.readings[0][1]]
    with_year = {bool(YEAR.search(token.text)) for token in every}
    if len(with_year) > 1 or (with_year == {False} and len({day.month > FEBRUARY for day in days}) > 1):
        why = ": how far its dates are apart depends on their years"
        raise in_doubt(text, why, "write the year of each date, as in 2026-12-01")
    return days[0]
