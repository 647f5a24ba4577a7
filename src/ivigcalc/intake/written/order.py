"""The order as somebody wrote it: grams on numbered days, its rate and its vials; or a refusal that names its readings.

    order     = part, { ("then" | "," | ";" | "and"), part }
    part      = dose and, in any order, at most one each of: per day, in all, duration, interval; and brackets
    dose      = number, ("g" | "mg"), [("/" | "per"), "kg"]
    per day   = "/day" | "/d" | "per day" | "a day" | "daily" | "q24h"
    in all    = "in all" | "total" | "divided"
    duration  = [("for" | "x" | "over" | "on each of")], number, ("days" | "d") | "x", number, ["doses"]
              | "on day", number | "on days", (number, "to", number | number, { ",", number }) | "once"
    interval  = "every", number, ("days" | "weeks" | "months") | "q3w"
    brackets  = "(", (dose, [per day | in all] | per day | in all | duration | interval | order), ")"

A course total and a daily dose are told apart by "per day" and "in all"; "over N days" alone states the course, and
"for N days" alone states neither (the documented overdose, source ``ismp-2015``). A part without a dose belongs to the
one before it. A dose in brackets says the one before it again, and an order in brackets the total before it: in the
same unit it must be right, in the other the weight tells. Nothing is skipped: a word that this grammar does not know
refuses the order.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from ivigcalc.core.dosing.courses_of_order import MOST_DAYS
from ivigcalc.core.facts.ladder import RateUnit
from ivigcalc.core.problems import Problems, RefusedError
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Dose, Restated, WrittenDose, WrittenOrder, WrittenRate, WrittenVials, shown_dose
from ivigcalc.intake.numbers import missing, read_if_typed, read_number, read_quantity, refusal
from ivigcalc.intake.written.parts import DURATIONS, IN_ALL, PER_DAY, DosePart, agreed, only_dose, read_part
from ivigcalc.intake.written.words import EXAMPLE, Token, order_refusal, scan


class _Course(Record):
    """The parts of an order, its days with the dose of each, and the doses that it says again."""

    parts: Sequence[DosePart]
    days: Sequence[tuple[int, Fraction]]
    also: tuple[Restated, ...]

    @property
    def total(self) -> Dose:
        """The dose of all days, in the unit of the order."""
        return Dose(value=sum((dose for _, dose in self.days), Fraction(0)), per_kg=self.parts[0].dose.per_kg)


def read_written_dose(text: str) -> WrittenDose:
    """The dose of an order as written: grams, or grams per kg, on numbered days.

    Raises:
        RefusedError: it cannot be read, is not complete, contradicts itself, or has two readings (both named).
    """
    tokens, echoes = scan(text)
    course = _course(text, tokens)
    return WrittenDose(
        text=text,
        per_kg=course.parts[0].dose.per_kg,
        days=tuple(course.days),
        stated=max((part.dose for part in course.parts), key=lambda dose: dose.value),
        in_all=any(part.in_all for part in course.parts),
        interval=course.parts[-1].interval,
        echoes=echoes,
        also=course.also,
    )


def _course(text: str, tokens: Sequence[Token]) -> _Course:
    """The whole order, or an order in brackets."""
    pieces, joints = _pieces(text, tokens)
    for piece in pieces:
        for token in piece:
            if _is_order(token):
                if len(pieces) > 1:
                    raise _two_orders(text)
                return _spelt_out(text, [other for other in piece if other is not token], token)
    repeats = len(pieces) > 1 and joints[-1] == "and"
    parts = [read_part(text, piece, bare=repeats and piece is pieces[-1]) for piece in pieces]
    check = parts.pop() if not parts[-1].days else None
    if len({part.dose.per_kg for part in parts}) > 1:
        raise order_refusal(text, "order-mixed", "mixes g and g/kg", "write every dose in the same unit")
    if len(parts) > 1 and any(part.interval for part in parts):
        raise order_refusal(
            text, "order-two-courses", "holds more than one course, or a maintenance", "verify one course at a time"
        )
    days: list[tuple[int, Fraction]] = []
    for number, part in enumerate(parts):
        if number and not part.numbered and joints[number - 1] != "then":
            raise order_refusal(
                text,
                "order-unreadable",
                f": on which days is {shown_dose(part.dose)} given?",
                f'say "then" or the day, for example {EXAMPLE}, or "35 g on day 1, 70 g on day 2"',
            )
        before = 0 if part.numbered or not days else days[-1][0]
        days += [(before + day, part.per_day) for day in part.days]
    _check_days(text, [day for day, _ in days])
    course = _Course(parts=parts, days=days, also=tuple(restated for part in parts for restated in part.also))
    return _checked(text, course, check.dose) if check else course


def _checked(text: str, course: _Course, total: Dose) -> _Course:
    """A course with a total that is written beside its days and must be their sum."""
    return _Course(parts=course.parts, days=course.days, also=(*course.also, *agreed(text, course.total, total)))


def _is_order(token: Token) -> bool:
    """Whether brackets hold a dose with its days."""
    kinds = {inner.kind for inner in token.inside}
    return "dose" in kinds and bool(DURATIONS & kinds)


def _spelt_out(text: str, outer: Sequence[Token], bracket: Token) -> _Course:
    """A dose that an order in brackets spells out: its total, as in "150 g total (30 g daily for 5 days)"."""
    kinds = {token.kind for token in outer}
    dose = only_dose(text, outer)
    every = [token for token in outer if token.interval]
    if kinds - {"dose", "every", "divided"} - IN_ALL - PER_DAY or "divided-over" in kinds:
        raise _two_orders(text)
    course = _course(text, (*bracket.inside, *every))
    if PER_DAY & kinds or (dose.per_kg != course.total.per_kg and not IN_ALL & kinds):
        raise order_refusal(
            text,
            "order-ambiguous",
            f": is {shown_dose(dose)} the dose per day or in all?",
            f'write "{shown_dose(dose)} total" before the brackets, or leave it out',
        )
    return _checked(text, course, dose)


def _two_orders(text: str) -> RefusedError:
    return order_refusal(
        text, "order-unreadable", ": its brackets hold an order beside another", "leave one of them out"
    )


def _pieces(text: str, tokens: Sequence[Token]) -> tuple[list[list[Token]], list[str]]:
    """The tokens of each part, and what stands between the parts: "then" or "and".

    What follows an "and" and has no dose belongs to the part before it.
    """
    pieces: list[list[Token]] = [[]]
    joints: list[str] = []
    for token in tokens:
        if token.kind not in {"then", "and"}:
            pieces[-1].append(token)
        elif pieces[-1]:
            pieces.append([])
            joints.append(token.kind)
        elif joints and token.kind == "then":
            joints[-1] = "then"
        else:
            raise order_refusal(text, "order-unreadable", "has an empty part")
    if not pieces[-1]:
        raise order_refusal(text, "order-unreadable", "ends with an empty part")
    kept, between = pieces[:1], []
    for piece, joint in zip(pieces[1:], joints, strict=True):
        if joint == "and" and not any(inner.dose for token in piece for inner in (token, *token.inside)):
            kept[-1] += piece
        else:
            kept.append(piece)
            between.append(joint)
    return kept, between


def _check_days(text: str, days: list[int]) -> None:
    """Infusion days are counted from 1, rise, and end within a course.

    Raises:
        RefusedError: they do not.
    """
    if days[0] != 1:
        raise order_refusal(text, "order-unreadable", "does not begin on day 1", "count the infusion days from day 1")
    if days != sorted(set(days)):
        raise order_refusal(
            text, "order-unreadable", "names a day twice, or out of order", "name each day once, in order"
        )
    if days[-1] > MOST_DAYS:
        raise order_refusal(
            text, "days-out-of-bounds", f"goes beyond {MOST_DAYS} days", f"a course has 1 to {MOST_DAYS} days"
        )


class TypedWritten(Record):
    """An order as somebody wrote it, and its rate and vials, as typed; None where not given."""

    order: str | None
    rate: str | None = None
    vials: str | None = None


def read_written_order(typed: TypedWritten, product: str | None, problems: Problems) -> WrittenOrder | None:
    """The order as written; None where it is missing or cannot be read (it is then among ``problems``).

    A rate and vials are of a ``product``: without one they are a problem too.
    """
    if typed.order is None:
        problems.add(missing("--order", '--order "30 g daily for 5 days"', "--order is missing: what was written?"))
    for name, text in (("--rate", typed.rate), ("--vials", typed.vials)):
        if text is not None and product is None:
            message = f"{name} needs --product: of which label?"
            problems.add(missing("--product", "add --product gamunex-c", message))
    dose = read_if_typed(problems, read_written_dose, typed.order)
    rate = read_if_typed(problems, read_rate, typed.rate)
    vials = read_if_typed(problems, read_written_vials, typed.vials)
    return WrittenOrder(dose=dose, rate=rate, vials=vials) if dose else None


ML_H: Final = "mL/h"
PUMP_UNITS: Final = (ML_H, "mL/hr", "mL/hour", "mL per hour")
MOST_VIALS: Final = 99
VIALS: Final = re.compile(r"(?:([0-9]+)\s*[xX]\s*)?([0-9]+(?:[.,][0-9]+)?)\s*[gG]?")
"""A number of vials, if more than one, and their size in g."""


def read_rate(text: str) -> WrittenRate:
    """A rate such as ``"180 mL/h"`` or ``"2 mL/kg/h"``; the unit is obligatory.

    Raises:
        RefusedError: not a rate, or no unit.
    """
    typed = read_quantity(text, "--rate", (*PUMP_UNITS, *RateUnit), '"180 mL/h" or "2.4 mL/kg/h"')
    if typed.value <= 0:
        raise refusal(text, "--rate", "rate-not-positive", "is not above zero", 'type for example "180 mL/h"')
    unit = None if typed.unit in PUMP_UNITS else RateUnit(typed.unit)
    return WrittenRate(text=text, value=typed.value, unit=unit, echo=f"--rate {typed.echo}" if typed.echo else "")


def read_written_vials(text: str) -> WrittenVials:
    """The vials of one infusion day, in g: ``"3x10"``, ``"2 x 10 g + 1 x 5 g"``, ``"20+5+2.5"``.

    Raises:
        RefusedError: not a list of vials.
    """
    counts: dict[Fraction, int] = {}
    echoes: list[str] = []
    for part in text.replace("\N{MULTIPLICATION SIGN}", "x").split("+"):
        match = VIALS.fullmatch(part.strip())
        count = int(match[1] or "1") if match and len(match[1] or "1") <= len(str(MOST_VIALS)) else 0
        if match is None or not count:
            raise _not_vials(text)
        size, echo = read_number(match[2], "--vials", '"3x10"', text)
        if not size:
            raise _not_vials(text)
        counts[size] = counts.get(size, 0) + count
        echoes += [f"--vials {echo}"] if echo else []
    return WrittenVials(text=text, sizes=tuple(sorted(counts.items(), reverse=True)), echo="; ".join(echoes))


def _not_vials(text: str) -> RefusedError:
    why = f"is not a number of vials of a size in g, up to {MOST_VIALS} of each"
    hint = 'type the vials of one infusion day, for example "3x10" or "2x10+1x5"'
    return refusal(text, "--vials", "not-vials", why, hint)
