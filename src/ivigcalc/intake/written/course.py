"""The course of an order: its parts in a row, or a dose that an order in brackets spells out."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from ivigcalc.core.problems import RefusedError
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Dose, shown_dose
from ivigcalc.core.request.written import Restated
from ivigcalc.intake.written.grouping.basis import with_basis_from_brackets, with_basis_from_day, with_basis_from_total
from ivigcalc.intake.written.grouping.same_pieces import with_basis_of_total_piece, with_same_pieces_joined
from ivigcalc.intake.written.grouping.two_readings import doses_of_days_or_one_day, total_or_course, vial_or_dose
from ivigcalc.intake.written.one_course import (
    TOTALS,
    check_days,
    check_one_course,
    check_totals_of_parts,
    check_two_courses,
    total_of_all,
    when_given,
    with_doses_told_by_total,
    with_interval_last,
    without_total,
)
from ivigcalc.intake.written.parts import read_part
from ivigcalc.intake.written.pieces import first_date, pieces_of, without_discard
from ivigcalc.intake.written.preparation import check_strengths, is_one_of, with_amount_as_dose
from ivigcalc.intake.written.restated import DosePart, agreed, each_of, only_dose
from ivigcalc.intake.written.tokens.refusal import (
    ASK_WHICH,
    EXAMPLE,
    OTHER_PARTS,
    in_doubt,
    of_said_again,
    order_refusal,
    said_otherwise,
    two_orders,
)
from ivigcalc.intake.written.tokens.tokens import (
    AMOUNTS,
    ANY_AMOUNT,
    COUNTED_INFUSIONS,
    DURATIONS,
    IN_ALL,
    ONLY_DOSE,
    PER_DAY,
    PER_DOSE,
    REPEATS,
    Every,
    Token,
)


class WrittenCourse(Record):
    """The parts of an order, its days with the dose of each, and the doses that it says again."""

    parts: Sequence[DosePart]
    days: Sequence[tuple[int, Fraction]]
    also: tuple[Restated, ...]
    line_g: Fraction | None = None
    """Of an order line of some of the days: the grams of each of them."""

    @property
    def total(self) -> Dose:
        """The dose of all days, in the unit of the order."""
        return Dose(value=sum((dose for _, dose in self.days), Fraction(0)), per_kg=self.parts[0].dose.per_kg)


def read_course(text: str, tokens: Sequence[Token]) -> WrittenCourse:
    """The whole order, or an order in brackets."""
    pieces, joints = pieces_of(text, tokens)
    again = with_same_pieces_joined(text, pieces, tokens)
    joints = joints if len(again) == len(pieces) else joints[: len(again) - 1]
    pieces = [with_basis_from_brackets(text, piece) for piece in with_doses_told_by_total(text, again)]
    pieces = with_interval_last(with_basis_of_total_piece(text, pieces))
    if order := next((token for piece in pieces for token in piece if _is_order(token)), None):
        if len(pieces) > 1:
            raise two_orders(text)
        return _with_totals_behind(text, pieces[0], order)
    check_two_courses(text, pieces)
    of_all = total_of_all(pieces)
    pieces[-1] = [token for token in pieces[-1] if token is not of_all]
    repeats = len(pieces) > 1 and joints[-1] == "and"
    alone, first = len(pieces) == 1, first_date(text, pieces)
    parts = [_part(text, piece, bare=repeats and piece is pieces[-1], alone=alone, origin=first) for piece in pieces]
    parts, check = without_total(text, pieces, parts, tokens)
    if len({part.dose.per_kg for part in parts}) > 1:
        raise order_refusal(text, "order-mixed", "mixes g and g/kg", "write every dose in the same unit")
    if len(parts) > 1 and any(part.interval for part in parts):
        check_one_course(text, parts, joints, tokens)
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
    check_days(text, [day for day, _ in days])
    check_totals_of_parts(text, pieces, parts)
    course = WrittenCourse(parts=parts, days=days, also=tuple(restated for part in parts for restated in part.also))
    if check and check.count not in {None, len(days)}:
        raise order_refusal(
            text,
            "order-contradicts",
            f": it counts {len(days)} days and {check.count}",
            "ask the prescriber on how many days it is given",
        )
    if of_all:
        course = _with_total_of_all(text, course, of_all)
    made = _with_dose_of(text, course, check.dose, may_be_of_all=True) if check else course
    return made.replaced(also=(*made.also, *(check.also if check else ())))


def _part(text: str, piece: Sequence[Token], *, bare: bool, alone: bool, origin: date | None) -> DosePart:
    """One part of an order; what to type in its place, where it is refused, stands for no other part.

    Raises:
        RefusedError: as ``read_part``.
    """
    try:
        return read_part(text, piece, bare=bare, origin=origin)
    except RefusedError as refused:
        if alone:
            raise
        problem, *others = refused.problems
        no_days, kinds = problem.code == "order-incomplete", {token.kind for token in piece}
        if no_days and kinds & AMOUNTS:
            check_strengths(text, piece, beside=True)
            said = (token.text for token in piece if token.kind in ANY_AMOUNT)
            raise vial_or_dose(text, " ".join(said)) from None
        if no_days and {"in-all", "every"} <= kinds:
            every = next(token for token in piece if token.interval)
            raise total_or_course(text, only_dose(text, piece), every) from None
        again = "; if it says one of them again, write it in brackets right behind that dose" if no_days else ""
        hint = f"in this part {problem.next}; {OTHER_PARTS}{again}"
        raise RefusedError(problem.replaced(next=hint if '"' in problem.next else problem.next), *others) from None


def course_of_lines(text: str, lines: Sequence[Sequence[Token]], wholes: Sequence[Sequence[Token]]) -> WrittenCourse:
    """The course of order lines of some of its days, each with the whole course behind its own days.

    Raises:
        RefusedError: a line is not of that course, or they are not of one.
    """
    courses = [read_course(text, whole) for whole in wholes]
    first, *others = [when_given(whole) for whole in wholes]
    own = [(kind, said) for line in lines for kind, said in when_given(line).items() if kind != "dates"]
    if any(times != first for times in others) or any(first.get(kind) != said for kind, said in own):
        raise said_otherwise(text)
    given = dict(courses[0].days)
    parts = []
    for line, course in zip(lines, courses, strict=True):
        pieces, _ = pieces_of(text, without_discard(text, line))
        part = _part(text, [token for piece in pieces for token in piece], bare=False, alone=True, origin=None)
        parts.append(part)
        if course.days != courses[0].days or any(given.get(day) != part.per_day for day in part.days):
            why = f": its whole course does not give {shown_dose(part.dose)} on the days of the line"
            raise order_refusal(text, "order-contradicts", why, "paste the order line as it was printed")
    only = parts[0].per_day if len(parts) == 1 else None
    also = tuple(restated for part in parts for restated in part.also)
    return courses[0].replaced(also=(*courses[0].also, *also), line_g=only)


def _with_dose_of(
    text: str, course: WrittenCourse, dose: Dose, *, may_be_of_day: bool = False, may_be_of_all: bool
) -> WrittenCourse:
    """A course with a dose that is written beside it: it must be that of each day, or of all days, as it may be.

    Raises:
        RefusedError: it is neither; or of a day it is in doubt, because the days differ or are told in all.
    """
    first, *others = course.parts
    each = {value for _, value in course.days}
    if may_be_of_day and len(each) == 1 and not (may_be_of_all and any(part.in_all for part in course.parts)):
        day = Dose(value=each.pop(), per_kg=course.total.per_kg)
        again = agreed(text, day, dose, len(course.days) if may_be_of_all else 1)
        return course.replaced(also=(*course.also, *again))
    if not may_be_of_all or (may_be_of_day and dose.per_kg != course.total.per_kg):
        raise in_doubt(
            text,
            f": is {shown_dose(dose)} the dose per day or in all?",
            f'write "{shown_dose(dose)} total", or leave it out',
        )
    sum_of = "" if others or first.in_all else each_of(first.dose, len(course.days))
    again = agreed(text, course.total.replaced(echo=sum_of), dose)
    return course.replaced(also=(*course.also, *again))


def _with_total_of_all(text: str, course: WrittenCourse, bracket: Token) -> WrittenCourse:
    """A course with brackets behind the last of several parts: its total in the other unit is kept, for the weight.

    Refuse those in its own unit that say neither the dose of all nor that of the last part.

    Raises:
        RefusedError: they do; or they hold vials of several days whose doses differ, which are those of no day.
    """
    last, all_days = course.parts[-1], course.total
    amount = next(token for token in bracket.inside if token.kind in ANY_AMOUNT)
    if amount.dose and amount.dose.per_kg != all_days.per_kg:
        return _with_dose_of(text, course, amount.dose, may_be_of_all=True)
    own = {1, len(last.days)} - ({1} if TOTALS & {token.kind for token in bracket.inside} else set())
    if not is_one_of(amount, [all_days.value, *(last.per_day * many for many in own)]):
        why = f": its days give {shown_dose(all_days)} in all, not {amount.text!r}"
        raise order_refusal(text, "order-contradicts", why, ASK_WHICH)
    differ = len({value for _, value in course.days}) > 1
    if amount.kind == "vials-of" and differ and not is_one_of(amount, [last.per_day]):
        why = f": {amount.text!r} are those of several days, whose doses differ"
        raise order_refusal(text, "order-unreadable", why, "write the vials of each day behind its dose")
    return course


def _is_order(token: Token) -> bool:
    """Whether brackets hold a dose with its days, or with how often it is given."""
    kinds = {inner.kind for inner in token.inside}
    return bool(ANY_AMOUNT & kinds) and bool({"dates", "every", *DURATIONS} & kinds)


def _with_totals_behind(text: str, piece: Sequence[Token], order: Token) -> WrittenCourse:
    """A piece with an order in brackets, and behind it what is called the dose of all its days: "= 2 g/kg total"."""
    behind = piece[next(place for place, token in enumerate(piece) if token is order) :]
    totals = [token for token in behind if {one.kind for one in token.inside} == ONLY_DOSE]
    course = _spelt_out(text, [token for token in piece if token is not order and token not in totals], order)
    for total in totals:
        course = _with_dose_of(text, course, only_dose(text, total.inside), may_be_of_all=True)
    return course


def _spelt_out(text: str, outer: Sequence[Token], bracket: Token) -> WrittenCourse:
    """A dose that an order in brackets says again, or spells out, as in "150 g total (30 g daily for 5 days)".

    Without a word that tells it, the dose is that of a day or of all days: "30 g = 300 mL daily for 5 days". With how
    often it is given behind it, it is all that is given each time.
    """
    outer = with_amount_as_dose(outer)
    doses = [token.inside for token in outer if token.inside and {one.kind for one in token.inside} <= ONLY_DOSE]
    kinds = {token.kind for token in outer if token.inside not in doses}
    kinds |= {one.kind for inside in doses for one in inside}
    dose = only_dose(text, outer)
    own, said = when_given(bracket.inside), when_given(outer)
    if any(said.get(kind, own[kind]) != own[kind] for kind in own):
        raise said_otherwise(text)
    beside = [token for token in outer if token.interval or token.dates or token.kind in REPEATS]
    if kinds - {"dose", "every", "divided", "lasting", "cycles", "dates", PER_DOSE} - IN_ALL - PER_DAY - DURATIONS:
        raise two_orders(text)
    every = [token for token in outer if isinstance(token, Every)]
    counted = [token for token in bracket.inside if token.kind in COUNTED_INFUSIONS and len(token.days) > 1]
    if every and counted:
        raise doses_of_days_or_one_day(text, only_dose(text, bracket.inside), counted[0], every[0])
    again = tuple(one for inside in doses for one in agreed(text, dose, only_dose(text, inside)))
    lasting = [token for token in outer if token.kind in DURATIONS]
    of_day = bool((PER_DAY | {PER_DOSE}) & kinds)
    if lasting and of_day:
        if own.keys() - said.keys():
            raise said_otherwise(text)
        return _same_course(text, read_course(text, outer), read_course(text, _with_course_basis(bracket.inside)))
    joined = [Token(kind="and"), *beside] if beside else []
    inside = [*bracket.inside]
    if of_day:
        inside = with_basis_from_day(with_amount_as_dose(inside), dose)
    else:
        inside = with_basis_from_total(text, inside, dose)
    try:
        course = read_course(text, (*inside, *joined))
    except RefusedError as refused:
        raise of_said_again(refused) from None
    course = course.replaced(also=(*course.also, *again))
    if lasting and (
        len(lasting) > 1 or not {"over", "divided", *IN_ALL} & kinds or len(lasting[0].days) != len(course.days)
    ):
        raise two_orders(text)
    if lasting or IN_ALL & kinds or (every and not of_day):
        return _with_dose_of(text, course, dose, may_be_of_all=True)
    return _with_dose_of(text, course, dose, may_be_of_day=True, may_be_of_all=not of_day)


def _with_course_basis(inside: Sequence[Token]) -> list[Token]:
    """An order in brackets behind a whole one: "over 5 days" is told by it to be a course."""
    kinds = {token.kind for token in inside}
    over = "over" in kinds and not kinds & (PER_DAY | IN_ALL | {"divided"})
    return [*inside, *([Token(kind="in-all")] if over else [])]


def _same_course(text: str, course: WrittenCourse, again: WrittenCourse) -> WrittenCourse:
    """A course that is said in two ways.

    Raises:
        RefusedError: they are not one.
    """
    if [day for day, _ in course.days] != [day for day, _ in again.days]:
        raise two_orders(text)
    made = _with_dose_of(text, course, again.total, may_be_of_all=True)
    return made.replaced(also=(*made.also, *again.also))
