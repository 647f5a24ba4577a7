"""What an order says beside its doses and days: its rate, its vials, the body weight, and how grams were rounded."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from ivigcalc.core.facts.indication import Phase
from ivigcalc.core.quantity import plain
from ivigcalc.core.request.order import Dose
from ivigcalc.core.request.written import WrittenRate, WrittenVials
from ivigcalc.intake.written.course import WrittenCourse
from ivigcalc.intake.written.grouping.rate_words import FIRST, RATE
from ivigcalc.intake.written.pieces import ROUNDED
from ivigcalc.intake.written.preparation import every_token
from ivigcalc.intake.written.rates import rate_of
from ivigcalc.intake.written.tokens.refusal import in_doubt, order_refusal
from ivigcalc.intake.written.tokens.tokens import (
    ACTUAL,
    ALONE,
    BEFORE_DOSE,
    DOSING,
    IN_ALL,
    OF_DOSES,
    PER_DAY,
    PER_DOSE,
    REPEATS,
    SIZE_ALONE,
    SIZE_FIRST,
    TIMES,
    Token,
)
from ivigcalc.intake.written.words.roles import PHASES, PRODUCT


def roundings_in(text: str, flat: Sequence[Token]) -> tuple[tuple[str, str, Fraction | None], ...]:
    """How a dose was rounded: the words, the kind, and to what grams; beside it stand those that it gave.

    Raises:
        RefusedError: they are missing, or the dose for each kg is, or it is rounded to nothing.
    """
    doses = [token.dose for token in flat if token.dose]
    grams = [dose for dose in doses if not dose.per_kg]
    found = [token for token in flat if token.kind in ROUNDED]
    for token in found:
        if not grams or len(grams) == len(doses):
            why, hint = f": {token.text!r} does not say what it gives", 'write both, as in "0.4 g/kg (30 g) daily"'
            raise order_refusal(text, "order-incomplete", why, hint)
        if token.number == 0:
            why, hint = f": {token.text!r} is no rounding", "ask the prescriber; leave out how it was rounded"
            raise order_refusal(text, "order-contradicts", why, hint)
    return tuple((token.text, token.kind, token.number) for token in found)


def rate_in(text: str, lines: Sequence[Sequence[Token]], drops_per_ml: Fraction | None) -> WrittenRate | None:
    """The highest rate of an order: the one alone, or that beside the first; of several lines the highest.

    With it stands the highest that a line starts with.

    Raises:
        RefusedError: several, also of several doses, or a first one that is above the highest.
    """
    for line in lines:
        _check_rates_of_one_dose(text, line)
    found = [_rate_of_line(text, every_token(line), drops_per_ml) for line in lines]
    rates = [rate for rate in found if rate]
    if len({rate.unit for rate in rates}) > 1:
        why = ": its lines say rates in several units"
        raise order_refusal(text, "order-contradicts", why, "verify one order line at a time")
    highest = max(rates, key=lambda rate: rate.value, default=None)
    start = max((rate.start for rate in rates if rate.start is not None), default=None)
    return highest.replaced(start=start) if highest else None


def _check_rates_of_one_dose(text: str, line: Sequence[Token]) -> None:
    """Refuse two rates between which another dose stands with its days: each is of its own.

    Raises:
        RefusedError: one stands there.
    """
    places = [at for at, token in enumerate(line) if RATE in {one.kind for one in (token, *token.inside)}]
    between = line[places[0] : places[-1]] if places else []
    dosed = any(token.dose for token in between) and any(token.days or token.dates for token in between)
    if dosed or any(token.kind == "then" for token in between):
        why = ": its rates are those of several doses"
        raise order_refusal(text, "order-unreadable", why, "verify one dose with its rate at a time")


def _rate_of_line(text: str, flat: Sequence[Token], drops_per_ml: Fraction | None) -> WrittenRate | None:
    rates = [token for token in flat if token.kind == RATE]
    starts, others = ([token for token in rates if (token.lead == FIRST) is first] for first in (True, False))
    if max(len(starts), len(others)) > 1:
        why = "does not say one rate, or where to start and the most"
        if len({token.unit for token in rates}) > 1:
            why = f": {' and '.join(repr(token.text) for token in rates)} are rates in several units"
            raise order_refusal(text, "order-unreadable", why, "keep the one that is ordered, or type it with --rate")
        raise order_refusal(text, "order-unreadable", why, 'write for example "at 180 mL/h", or type --rate "180 mL/h"')
    if not rates:
        return None
    first, most = next(iter(starts), None), next(iter(others), rates[0])
    if first and first.unit != most.unit:
        why = f": {first.text!r} and {most.text!r} are in two units"
        raise order_refusal(text, "order-contradicts", why, "write both in one unit, or type the highest with --rate")
    if first and (first.number or 0) > (most.number or 0):
        why = f": {first.text!r} is no start below {most.text!r}"
        raise order_refusal(text, "order-contradicts", why, "type the highest rate with --rate alone")
    return rate_of(
        most.text, most.number or Fraction(0), most.unit, drops_per_ml, start=first.number if first else None
    )


def check_sizes_first(text: str, flat: Sequence[Token]) -> None:
    """Refuse vials whose size stands before their number, where they may be those of all days, or of all repeats.

    "5 g/vial - 10 vials daily for 5 days" may be ten a day, or two; "IVIG 5 g, 6 vials monthly" six each time, or one.

    Raises:
        RefusedError: their number is a multiple of that of the days where no total is said, or of what is repeated, or
            has no other.
    """
    told = any(token.kind in IN_ALL for token in flat)
    days = [] if told else [token for token in flat if token.days or token.dates]
    counts = {len(token.days) for token in days}
    counts |= {len(row) for token in days if token.dates for _, row in token.dates.readings}
    counts |= {int(token.number) for token in flat if token.kind in REPEATS and token.number}
    repeated = any(token.interval for token in flat)
    for token in (one for one in flat if one.kind == "vials-of"):
        ((size, count),) = token.sizes if token.says in {SIZE_FIRST, SIZE_ALONE} else ((Fraction(1), 0),)
        shared = any(number > 1 and count % number == 0 for number in counts)
        if count and (shared or (token.says == SIZE_ALONE and repeated)):
            why = f": {token.text!r} may be the vials of each time, or of all of them"
            hint = f'of each time: write "{count} x {plain(size, 3)} g vials" in its place; else those of one day'
            raise in_doubt(text, why, hint)


def vials_in(flat: Sequence[Token], day_g: Fraction | None, course: WrittenCourse) -> WrittenVials | None:
    """The vials of a day that an order names, or of all days; ``day_g`` are its grams, None for those of every day."""
    found = [token for token in flat if token.kind == "vials-of"]
    if len(found) != 1:
        return None
    vials = WrittenVials(text=found[0].text, sizes=found[0].sizes, day_g=day_g)
    return vials.replaced(or_days=len(course.days)) if vials.grams in _grams_in_all(course) else vials


def _grams_in_all(course: WrittenCourse) -> set[Fraction]:
    """The grams that may be those of all days, where these are alike: their sum, or what says it again beside g/kg."""
    doses = [dose for _, dose in course.days]
    if len({*doses}) > 1:
        return set()
    if not course.total.per_kg:
        return {course.total.value}
    return {one.also.value for one in course.also if one.or_times == len(doses) or one.said.value == sum(doses)}


BESIDE_DOSE: Final = 'right behind the dose, as in "0.4 g/kg actual body weight daily", or before the weight in kg'

NEEDS_DOSE: Final = {
    TIMES: ("is no dose for each kg times the body weight", 'write for example "0.4 g/kg x 70 kg = 28 g"'),
    ACTUAL: (
        "is said of no dose for each kg right before it, and of no weight",
        f"the weight: write it {BESIDE_DOSE}; the present treatment: ask what is to be given now, and write that alone",
    ),
}
"""Of weights that need a dose for each kg beside them, by what they say: why they are refused, and what to write."""


def weight_in(text: str, flat: Sequence[Token]) -> Fraction | None:
    """The body weight in kg that an order names; None for none.

    Raises:
        RefusedError: it names several, or multiplies something else than a dose for each kg by one.
    """
    before: Token | None = None
    for token in flat:
        if token.says in NEEDS_DOSE and not (before and before.dose and before.dose.per_kg):
            why, hint = NEEDS_DOSE[token.says]
            raise order_refusal(text, "order-unreadable", f": {token.text!r} {why}", hint)
        before = before if before and before.dose and token.kind in {*PER_DAY, PER_DOSE, "link"} else token
    found = {token.number: token.text for token in flat if token.kind == "weight-of" and token.says != ACTUAL}
    if len(found) > 1:
        why = f": it names {' and '.join(map(repr, found.values()))}"
        raise order_refusal(text, "order-contradicts", why, "ask which weight is the patient's, and name it once")
    return next(iter(found), None)


def check_weight_labels(text: str, labelled: tuple[str, str] | None) -> None:
    """Refuse grams beside which a label of the body weight stands (``labelled``): they may be a weight.

    Raises:
        RefusedError: there are some.
    """
    if labelled:
        why = f": {labelled[0]!r} beside the label {labelled[1]!r} may be a body weight"
        raise order_refusal(text, "order-unreadable", why, "write a body weight in kg, and the dose apart")


BESIDE_WEIGHT: Final = frozenset(
    (*PER_DAY, PER_DOSE, "link", "in-all", "dose-word", "aside", "strength", PRODUCT, *PHASES)
)
"""Kinds of words that may stand between a dose for each kg and the weight that it is of."""


def dose_of_weight(flat: Sequence[Token]) -> Dose | None:
    """The dose for each kg beside which a body weight stands, as in "0.4 g/kg (100 kg)"; None for none.

    One that is called the weight that doses, or the actual one, or stands behind "for", is that of every dose for each
    kg; without such a dose the one that doses is of 1 g/kg. Signs part a dose from a weight of which words say whose it
    is ("0.4 g/kg, weight 100 kg"), and from no other.
    """
    doses = [token.dose for token in flat if token.dose and token.dose.per_kg]
    said = {token.says for token in flat}
    if doses and said & {DOSING, OF_DOSES}:
        return doses[0]
    if DOSING in said:
        return Dose(value=Fraction(1), per_kg=True)
    before: Token | None = None
    parted = False
    for token in flat:
        alone = token.says == ALONE or not parted
        if before and token.kind == "weight-of" and alone and before.dose and before.dose.per_kg:
            return before.dose
        if before and before.says in {BEFORE_DOSE, ALONE} and token.dose and token.dose.per_kg:
            return token.dose
        if token.kind == "and" and not token.text:
            parted = True
        elif token.kind not in BESIDE_WEIGHT:
            before, parted = token, False
    return None


def phase_in(text: str, flat: Sequence[Token]) -> tuple[str, Phase] | None:
    """Which part of a treatment an order says that it is, with its words; None where it says none.

    Raises:
        RefusedError: it says two.
    """
    found = {token.kind: token.text for token in flat if token.kind in PHASES}
    if len(found) > 1:
        why = f": it names {' and '.join(map(repr, found.values()))}"
        raise order_refusal(text, "order-two-courses", why, "verify one course at a time, named as the one that it is")
    return next(((words, Phase(kind)) for kind, words in found.items()), None)
