"""A dose that an order says again: in brackets, as a volume or as vials. It must be the same."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from ivigcalc.core.facts.indication import Interval
from ivigcalc.core.quantity import half_up, plain
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Dose, shown_dose
from ivigcalc.core.request.written import Restated
from ivigcalc.intake.written.grouping.basis import is_counted_before, is_told_of_day
from ivigcalc.intake.written.grouping.total_volumes import TOTAL_VOLUME
from ivigcalc.intake.written.preparation import AMOUNT_AGAIN, as_dose, check_strengths, is_one_of
from ivigcalc.intake.written.tokens.amounts import PERCENT_MG_PER_ML
from ivigcalc.intake.written.tokens.refusal import ASK_WHICH, in_doubt, order_refusal
from ivigcalc.intake.written.tokens.tokens import (
    AMOUNTS,
    CUMULATIVE,
    DURATIONS,
    IN_ALL,
    PER_DAY,
    PER_DOSE,
    TOTAL_DOSE,
    Token,
)

RESTATED: Final = frozenset({"dose", "per-day", "daily", "in-all", PER_DOSE, "not-per-day", "and"})
OF_ALL_DAYS: Final = frozenset((TOTAL_DOSE, CUMULATIVE))
"""What "total" before a volume says that makes it one of all days alone; a total volume may be that of each day."""
DOSE_AND_WORD: Final = 2
"""So many words restate a dose at most: the dose, and what it is of."""


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
    count: int | None = None
    """Of a total that stands alone: over how many days it says."""
    echoes: tuple[str, ...] = ()

    @property
    def per_day(self) -> Fraction:
        """The dose of one day, in the unit of the dose."""
        return self.dose.value / (len(self.days) if self.in_all else 1)


class RepeatedDose(Record):
    """A dose that is said again: the words of its brackets, and whether they stand behind the days.

    ``headed`` says that the days stand before the dose, and no word of a day behind them: "D1-D3: 35 g (105 g)".
    """

    inside: tuple[Token, ...]
    behind: bool
    headed: bool = False

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of its words."""
        return frozenset(token.kind for token in self.inside)


def only_dose(text: str, tokens: Sequence[Token]) -> Dose:
    """The only dose of a part.

    Raises:
        RefusedError: there is none, or more than one.
    """
    doses = [token.dose for token in tokens if token.dose]
    if len(doses) != 1:
        check_strengths(text, tokens)
        which = "more than one dose"
        hint = 'a dose said again: write it in brackets behind the days, as in "2 g/kg over 5 days (0.4 g/kg daily)"; '
        hint += 'doses on different days: write "then" between them'
        if not doses:
            which, hint = "no dose with its unit", "write the grams, or the g/kg, of a day or of all days"
        elif not IN_ALL.isdisjoint(token.kind for token in tokens):
            hint = 'write the total in brackets behind the days, as in "28 g daily for 5 days (140 g total)", and how '
            hint += "often behind that; or leave the total out"
        raise order_refusal(text, "order-unreadable", f"has {which} in one part", hint)
    return doses[0]


def unbracketed(text: str, written: Sequence[Token]) -> tuple[list[Token], list[RepeatedDose]]:
    """The words of a part with those in brackets that belong to it, and the brackets that restate its dose.

    "0.4 g/kg (30 g daily) for 5 days" says "daily" of both doses. Behind the days brackets stand where these do behind
    the dose.
    """
    tokens = [token for token in written if token.kind != "bracket"]
    told = {"over", *PER_DAY, *IN_ALL, PER_DOSE}.intersection(token.kind for token in tokens)
    again = []
    days = begun = False
    for before, token, following in zip((None, *written), written, (*written[1:], None), strict=False):
        days = days or token.kind in DURATIONS or token.kind == "dates"
        begun = begun or days
        days = days and not (token.dose and not is_counted_before(before))
        kinds = [inner.kind for inner in token.inside if inner.kind != "and" or inner.text]
        behind = days and not is_told_of_day(before, following)
        if not kinds:
            continue
        if "ordered" in kinds or (AMOUNTS.intersection(kinds) and AMOUNT_AGAIN.issuperset(kinds)):
            again.append(RepeatedDose(inside=token.inside, behind=behind))
        elif "dose" not in kinds and not {inner.kind for inner in token.inside} & {"and", "then", *AMOUNTS}:
            tokens += token.inside
        elif RESTATED.issuperset(kinds) and kinds.count("dose") == 1 and len(kinds) <= DOSE_AND_WORD:
            headed = begun and not is_told_of_day(None, following)
            again.append(RepeatedDose(inside=token.inside, behind=behind, headed=headed))
            if before and before.dose and not told:
                tokens += [
                    inner for inner in token.inside if inner.kind in PER_DAY and before.dose.per_kg != _is_per_kg(token)
                ]
        else:
            check_strengths(text, written)
            why = f": what {'its brackets hold' if '(' in text else 'is said again'} belongs to no dose"
            hint = "leave in brackets only the same dose again, or write the order without them"
            raise order_refusal(text, "order-unreadable", why, hint)
    return tokens, again


def _is_per_kg(bracket: Token) -> bool:
    """Whether the dose in brackets is per kg."""
    return any(inner.dose.per_kg for inner in bracket.inside if inner.dose)


def with_restated(text: str, part: DosePart, restated: Sequence[RepeatedDose]) -> DosePart:
    """A part with its restatements. In its own unit they must be right; grams count before g/kg, they are what is hung.

    A restatement per day or in all is of the dose per day or in all; else of the dose as written, or, behind the days,
    of all of them.
    """
    also: list[Restated] = []
    dose = part.dose
    for again in restated:
        if "ordered" in again.kinds:
            _check_ordered(text, part, again)
            continue
        if amounts := [token for token in again.inside if token.kind in AMOUNTS]:
            behind = (again.behind and "per-day" not in again.kinds) or TOTAL_VOLUME in again.kinds
            times = len(part.days) if behind and not part.in_all else 1
            all_days = any(token.kind == TOTAL_VOLUME and token.says in OF_ALL_DAYS for token in again.inside)
            said = Dose(value=dose.value * (times if all_days else 1), per_kg=dose.per_kg)
            also += (one for amount in amounts for one in _amount(text, said, amount, 1 if all_days else times))
            continue
        said_again, kinds = only_dose(text, again.inside), again.kinds
        value, times, echo = part.dose.value, 1, ""
        if (PER_DAY | {PER_DOSE}) & kinds or (kinds == {"dose"} and _is_day_of_total(part, said_again)):
            value = part.per_day
        elif IN_ALL & kinds and not part.in_all:
            value, echo = part.per_day * len(part.days), each_of(part.dose, len(part.days))
        elif not part.in_all and (again.behind or _are_of_all(part, again, said_again)):
            times = len(part.days)
            _check_of_all(text, part, said_again)
        said = Dose(value=value, per_kg=part.dose.per_kg, echo=echo)
        also += agreed(text, said, said_again, times)
        if part.dose.per_kg and not dose.per_kg and not said_again.per_kg:
            agreed(text, dose.replaced(value=dose.value * value / part.dose.value), said_again, times)
        if said.value == part.dose.value and dose.per_kg and not said_again.per_kg and times == 1:
            dose = said_again
    return part.replaced(dose=dose, also=tuple(also))


def _are_of_all(part: DosePart, again: RepeatedDose, said: Dose) -> bool:
    """Whether brackets hold so many of a dose whose days stand before it: "D1-D3: 35 g/day (105 g)"."""
    return again.headed and said.per_kg == part.dose.per_kg and said.value == part.per_day * len(part.days)


def _is_day_of_total(part: DosePart, said: Dose) -> bool:
    """Whether brackets hold the dose of a day of a part that says its total: "130 g in all over 5 days (26 g)"."""
    return part.in_all and bool(part.days) and said.per_kg == part.dose.per_kg and said.value == part.per_day


def _check_of_all(text: str, part: DosePart, again: Dose) -> None:
    """Refuse the dose of a day behind its days in the same unit: a total stands there.

    In the other unit the weight tells which of them it is.

    Raises:
        RefusedError: it stands there; both readings are named.
    """
    count, one = len(part.days), shown_dose(again)
    if count == 1 or (again.value, again.per_kg) != (part.dose.value, part.dose.per_kg):
        return
    raise in_doubt(
        text,
        f": {one!r} behind its {count} days may be the dose of a day again, or that of all days",
        f'of a day: leave it out, or write "{one} daily" there; of all days: write "{one} in all" in place of both',
        f"of a day: {one} on each of {count} days, {shown_dose(again, Fraction(count))} in all",
        f"of all days: {shown_dose(again, Fraction(1, count))} on each of {count} days, {one} in all",
    )


def each_of(dose: Dose, count: int) -> str:
    """Of which dose of each day a sum is; "" of one day."""
    return f"{shown_dose(dose)} on each of {count} days" if count > 1 else ""


def agreed(text: str, said: Dose, again: Dose, times: int = 1) -> tuple[Restated, ...]:
    """A dose said again, or so many times: equal in the same unit; in the other it is kept, for the weight to tell.

    Raises:
        RefusedError: two doses in one unit that are not the same.
    """
    if said.per_kg != again.per_kg:
        return (Restated(said=said, also=again, or_times=times),)
    if again.value not in {said.value, said.value * times}:
        gives = f"its days give {shown_dose(said)} a day, {shown_dose(said, Fraction(times))} in all, not"
        why = gives if times > 1 else f"it says {shown_dose(said)}, and again"
        raise order_refusal(text, "order-contradicts", f": {why} {shown_dose(again)}", ASK_WHICH)
    return ()


def _check_ordered(text: str, part: DosePart, again: RepeatedDose) -> None:
    """What was ordered before it was rounded to vials, and by how much: "(ordered 28 g, -1.8 %)".

    Raises:
        RefusedError: the dose is not rounded by so much.
    """
    ordered = only_dose(text, again.inside)
    said = [token.number for token in again.inside if token.text.endswith("%")]
    percent = [number / PERCENT_MG_PER_ML for number in said if number is not None]
    off = (part.dose.value / ordered.value - 1) * 100
    rest = again.kinds - {"ordered", "dose", "strength", "deviation", "and"}
    if rest or ordered.per_kg != part.dose.per_kg or [half_up(off, 1)] != percent:
        raise order_refusal(
            text,
            "order-contradicts",
            f": {shown_dose(part.dose)} is not {shown_dose(ordered)} rounded by as much as it says",
            "verify the dose alone",
        )


def with_amounts(text: str, part: DosePart, amounts: Sequence[Token], written: Sequence[Token]) -> DosePart:
    """A part with the volume and the vials of a day beside its dose; behind its days (``written``) also of all days."""
    also = list(part.also)
    days = next((place for place, token in enumerate(written) if token.kind in {"dates", *DURATIONS}), len(written))
    for amount in amounts:
        times = len(part.days) if any(token is amount for token in written[days:]) else 1
        also += _amount(text, Dose(value=part.per_day, per_kg=part.dose.per_kg), amount, times)
    return part.replaced(also=tuple(also))


def _amount(text: str, said: Dose, amount: Token, times: int) -> tuple[Restated, ...]:
    """A volume, or vials, beside a dose: they must be its grams; beside a dose in g/kg the weight tells.

    Raises:
        RefusedError: they are other grams.
    """
    if said.per_kg:
        return (Restated(said=said, also=as_dose(amount), or_times=times),)
    if not is_one_of(amount, [said.value, said.value * times]):
        raise order_refusal(
            text,
            "order-contradicts",
            f": {amount.text!r} is {plain(as_dose(amount).value, 3)} g, not {shown_dose(said)}",
            ASK_WHICH,
        )
    return ()
