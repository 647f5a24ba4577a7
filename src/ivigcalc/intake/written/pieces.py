"""An order cut into its parts, and what is checked by itself: its rate, its vials, what is left over in them."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from ivigcalc.core.request.order import WrittenRate, WrittenVials, shown_dose
from ivigcalc.intake.written.preparation import every_token
from ivigcalc.intake.written.rates import rate_of
from ivigcalc.intake.written.restated import AMOUNTS, PER_DAY
from ivigcalc.intake.written.words.cursor import ROUNDED_TO
from ivigcalc.intake.written.words.doses_a_day import ONE_A_DAY
from ivigcalc.intake.written.words.tokens import TIMES, Token, order_refusal
from ivigcalc.intake.written.words.vocabulary import PRODUCT

ROUNDED: Final = ROUNDED_TO | {"rounded-to-vials"}
"""How grams were rounded, which the weight tells."""

SHOWN_ALONE: Final = frozenset(
    (
        PRODUCT,
        "strength",
        "route",
        "no-rate",
        "phase",
        "verdict",
        "consecutive",
        "link",
        "dose-word",
        "rate",
        "rate-start",
        "rate-of",
        "volume",
        "weight-of",
        "indication",
        "again",
        "stop-after",
        "clock",
        ONE_A_DAY,
        *ROUNDED,
    )
)
"""Words that are checked by themselves, or shown alone: they are no part of a dose with its days."""

BEFORE_LINK: Final = frozenset(
    ("dose", "bracket", "volume-of", "vials-of", "strength", "in-all", "divided-over", "phase", "dose-word", PRODUCT)
)
"""Behind these an "of" says nothing more."""


def check_links(text: str, tokens: Sequence[Token]) -> None:
    """Refuse an "of" that stands behind anything but a dose, a volume, a total or a preparation."""
    before = ""
    for token in tokens:
        check_links(text, token.inside)
        if token.kind == "link" and before not in BEFORE_LINK:
            why = f": {token.text!r} is not understood there"
            raise order_refusal(text, "order-unreadable", why, "write the order without it")
        before = token.kind


def roundings_in(text: str, flat: Sequence[Token]) -> tuple[tuple[str, str, Fraction | None], ...]:
    """How a dose was rounded: the words, the kind, and to what grams; beside it stand those that it gave.

    Raises:
        RefusedError: they are missing, or the dose for each kg is, or grams are no multiple of it.
    """
    doses = [token.dose for token in flat if token.dose]
    grams = [dose for dose in doses if not dose.per_kg]
    found = [token for token in flat if token.kind in ROUNDED]
    for token in found:
        if not grams or len(grams) == len(doses):
            why, hint = f": {token.text!r} does not say what it gives", 'write both, as in "0.4 g/kg (30 g) daily"'
            raise order_refusal(text, "order-incomplete", why, hint)
        to = token.number
        if to is not None and (odd := [dose for dose in grams if not to or dose.value % to]):
            why = f": {shown_dose(odd[0])} is not {token.text!r}"
            raise order_refusal(text, "order-contradicts", why, "ask the prescriber; leave out how it was rounded")
    return tuple((token.text, token.kind, token.number) for token in found)


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
    rest = [token for token in structure(lines.pop() if not whole else []) if token.kind != "and"]
    if whole or rest:
        why = ": behind its whole course there is more" if rest else ": its whole course has no end"
        raise order_refusal(text, "order-unreadable", why, "paste the order line as it was printed")
    return lines, wholes


def rate_in(text: str, lines: Sequence[Sequence[Token]], drops_per_ml: Fraction | None) -> WrittenRate | None:
    """The highest rate of an order: the one alone, or the maximum behind the first; of several lines the highest.

    With it stands the highest that a line starts with.

    Raises:
        RefusedError: several, or words of a rate without one.
    """
    found = [_rate_of_line(text, every_token(line), drops_per_ml) for line in lines]
    rates = [rate for rate in found if rate]
    if len({rate.unit for rate in rates}) > 1:
        why = ": its lines say rates in several units"
        raise order_refusal(text, "order-contradicts", why, "verify one order line at a time")
    highest = max(rates, key=lambda rate: rate.value, default=None)
    start = max((rate.start for rate in rates if rate.start is not None), default=None)
    return highest.replaced(start=start) if highest else None


def _rate_of_line(text: str, flat: Sequence[Token], drops_per_ml: Fraction | None) -> WrittenRate | None:
    rates = [token for token in flat if token.kind == "rate-of"]
    starts, leads = (
        [token for token in flat if token.kind == "rate-start"],
        [token for token in flat if token.kind == "rate"],
    )
    if len(rates) < len(starts) + len(leads) or len(rates) > max(1, 2 * len(starts)) or len(starts) > 1:
        why = "does not say one rate, or where to start and the most"
        raise order_refusal(text, "order-unreadable", why, 'write for example "at 180 mL/h", or type --rate "180 mL/h"')
    if not rates:
        return None
    last, first = rates[-1], rates[0]
    if starts and len(rates) > 1 and (first.unit != last.unit or (first.number or 0) > (last.number or 0)):
        why = f": {first.text!r} is no start below {last.text!r}"
        raise order_refusal(text, "order-contradicts", why, "type the highest rate with --rate alone")
    start = first.number if starts else None
    return rate_of(last.text, last.number or Fraction(0), last.unit, drops_per_ml, start=start)


def vials_in(flat: Sequence[Token], day_g: Fraction | None = None) -> WrittenVials | None:
    """The vials of a day that an order names; ``day_g`` are its grams, None for those of every day."""
    found = [token for token in flat if token.kind == "vials-of"]
    return WrittenVials(text=found[0].text, sizes=found[0].sizes, day_g=day_g) if len(found) == 1 else None


def weight_in(text: str, flat: Sequence[Token]) -> Fraction | None:
    """The body weight in kg that an order names; None for none.

    Raises:
        RefusedError: it names several, or multiplies something else than a dose for each kg by one.
    """
    before: Token | None = None
    for token in flat:
        if token.unit == TIMES and not (before and before.dose and before.dose.per_kg):
            why = f": {token.text!r} is no dose for each kg times the body weight"
            raise order_refusal(text, "order-unreadable", why, 'write for example "0.4 g/kg x 70 kg = 28 g"')
        before = before if before and before.dose and token.kind in PER_DAY else token
    found = {token.number: token.text for token in flat if token.kind == "weight-of"}
    if len(found) > 1:
        why = f": it names {' and '.join(map(repr, found.values()))}"
        raise order_refusal(text, "order-contradicts", why, "ask which weight is the patient's, and name it once")
    return next(iter(found), None)


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
        held = sum((size * count for made in vials for size, count in made.sizes), Fraction(0))
        if left is None or left.dose is None or not doses or held - left.dose.value != doses[-1].value:
            why = ": what is discarded is not what the vials hold beyond the dose"
            raise order_refusal(text, "order-contradicts", why, "leave it out to check the dose alone")
        place = kept.index(vials[-1])
        kept[place] = vials[-1].replaced(sizes=((doses[-1].value, 1),))
        volume = next(rest, None)
        if volume is not None and [inner.kind for inner in volume.inside] != ["volume-of"]:
            kept.append(volume)
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
            raise order_refusal(text, "order-unreadable", "has an empty part", "write the dose that is missing")
        if not piece:
            continue
        kept.append(piece)
        between.append(joint.kind)
    structured = [structure(piece) for piece in kept]
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


def structure(tokens: Sequence[Token]) -> list[Token]:
    """The words that make up a dose with its days."""
    made = []
    for token in tokens:
        if token.kind in SHOWN_ALONE:
            continue
        if token.kind == "bracket" and "ordered" not in {inner.kind for inner in token.inside}:
            inside = tuple(structure(token.inside))
            if inside:
                made.append(token.replaced(inside=inside))
        else:
            made.append(token)
    return made
