"""The order of the steps in which tokens are grouped; how often beside "x", and brackets."""

from collections.abc import Collection, Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

from ivigcalc.core.request.order import Dose
from ivigcalc.intake.written.grouping.doses.labelled_doses import with_doses_of_labels
from ivigcalc.intake.written.grouping.doses_a_day import FIELD_SIGNS, check_doses_a_day, up_to_then, with_doses_of
from ivigcalc.intake.written.grouping.fields import check_asides, check_fields
from ivigcalc.intake.written.grouping.listed_days import with_days_listed
from ivigcalc.intake.written.grouping.other_times import check_days_of_others, check_next_days, check_times_of_patient
from ivigcalc.intake.written.grouping.rate_words import with_leads
from ivigcalc.intake.written.grouping.said_again import with_said_again_in_brackets
from ivigcalc.intake.written.grouping.total_volumes import check_volume_labels, with_total_volumes
from ivigcalc.intake.written.grouping.totals import (
    check_total_behind_then,
    check_total_for_days,
    check_total_of_day,
    totals_of_doses,
    with_totals,
)
from ivigcalc.intake.written.grouping.two_readings import counted_interval, in_grams
from ivigcalc.intake.written.tokens.not_ordered.text import check_list_of_orders
from ivigcalc.intake.written.tokens.refusal import order_refusal
from ivigcalc.intake.written.tokens.scan import scan
from ivigcalc.intake.written.tokens.tokens import (
    ANY_AMOUNT,
    DAILY,
    DEPTH,
    IN_DOSES,
    OF_TOTAL,
    PER_CYCLE,
    SAID_AGAIN,
    TOTAL_DOSE,
    Every,
    Scanned,
    Token,
)
from ivigcalc.intake.written.words.roles import EACH
from ivigcalc.intake.written.words.vocabulary import Vocabulary

BESIDE_COUNT: Final = FIELD_SIGNS | {"open"}
"""Kinds of signs that may stand between an interval and the number of its repeats."""

OF_A_CYCLE: Final = 5
"""Tokens of the dose of a cycle at most: "total", a colon, "of", the dose, "per cycle"."""

LEAST_INTERVAL_DAYS: Final = 7
"""Within fewer days an interval may space the infusions of one course."""


def grouped_tokens(text: str, vocabulary: Vocabulary, dates: str = "") -> Scanned:
    """The tokens of an order in groups: days in one, totals apart, and in brackets what is said again.

    ``dates`` is how dates in figures are written, one of ``DateOrder``; "" for not said.

    Raises:
        RefusedError: as ``scan`` and the functions of this room; it is a list of orders; or a number of doses may be
            those of each day.
    """
    check_list_of_orders(text, vocabulary)
    scanned = scan(text, vocabulary, dates)
    tokens: Sequence[Token] = scanned.tokens
    check_fields(text, tokens)
    check_asides(text, tokens)
    check_next_days(text, tokens)
    tokens = with_totals_of_cycles(with_doses_of(with_total_volumes(text, tokens)))
    check_volume_labels(text, tokens)
    tokens = with_repeats(tokens, vocabulary.printed_totals)
    check_counted_interval(text, tokens)
    check_days_of_others(text, tokens)
    check_times_of_patient(text, tokens)
    check_total_for_days(text, tokens, vocabulary.printed_totals)
    tokens = with_leads(text, tokens)
    tokens = check_doses_a_day(text, tokens, vocabulary.printed_totals)
    tokens = totals_of_doses(text, tokens)
    check_total_behind_then(text, tokens)
    check_total_of_day(text, tokens)
    tokens = with_days_listed(text, tokens)
    tokens = with_totals(tokens)
    tokens = with_day_of_divided(tokens)
    tokens = with_doses_of_labels(tokens)
    tokens = with_said_again_in_brackets(text, tokens)
    return scanned._replace(tokens=bracketed(text, tokens))


def with_totals_of_cycles(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with "total" before a dose and "per cycle" behind it as one: "(total 70 g per cycle)"."""
    made = [*tokens]
    for place, token in enumerate(tokens):
        end = min(place + OF_A_CYCLE, len(tokens))
        row = [at for at in range(place + 1, end) if tokens[at].kind not in {"link", "colon"}]
        told = token.kind == "in-all" and token.says in {OF_TOTAL, TOTAL_DOSE} and [tokens[at].kind for at in row[:2]]
        if told == ["dose", "in-all"] and tokens[row[1]].says == PER_CYCLE:
            made[place] = token.replaced(says=PER_CYCLE)
            made[row[1]] = Token(kind=SAID_AGAIN, text=tokens[row[1]].text)
    return made


def with_repeats(tokens: Sequence[Token], printed: Collection[tuple[Fraction, int]]) -> list[Token]:
    """The tokens, with so many doses right behind an interval as its repeats, where they cannot be days of a course.

    "1 g/kg every 3 weeks x 6 doses": no course has as many days, or as many g/kg. Where other words say on which days,
    or how often in a day, they are left as they are. ``printed`` are the totals in g/kg that a source prints, each with
    its number of days.
    """
    return [token for part in up_to_then(tokens) for token in _with_repeats(part, printed)]


def _with_repeats(part: Sequence[Token], printed: Collection[tuple[Fraction, int]]) -> list[Token]:
    """The tokens of one part."""
    counts = [place for place, token in enumerate(part) if token.days and not token.first]
    doses: list[Dose] = [token.dose for token in part if token.dose]
    if len(counts) != 1 or not doses or any(token.kind in DAILY for token in part):
        return [*part]
    place = counts[0]
    count = part[place]
    before = next((one for one in part[:place][::-1] if one.text or one.kind not in BESIDE_COUNT), None)
    interval = before.interval if before else None
    if count.kind != "doses" or count.says == IN_DOSES or len(count.days) == 1 or interval is None:
        return [*part]
    if interval.unit == "days" and (interval.low or 1) < LEAST_INTERVAL_DAYS:
        return [*part]
    most = max((total for total, days in printed if days == len(count.days)), default=Fraction(0))
    if all(not dose.per_kg or dose.value * len(count.days) <= most for dose in doses) and most:
        return [*part]
    cycles = Token(kind="cycles", text=count.text, number=Fraction(len(count.days)))
    return [*part[:place], cycles, *part[place + 1 :]]


def check_counted_interval(text: str, tokens: Sequence[Token]) -> None:
    """Refuse a number between "x" and "weekly": "x 2 weekly" is every 2 weeks, or 2 of each week.

    Raises:
        RefusedError: it stands there; both readings are named.
    """
    amounts = [token for token in tokens if token.kind in ANY_AMOUNT]
    doses = [token.dose for token in amounts if token.dose]
    for times, every in pairwise(token for token in tokens if token.kind != "open"):
        counted = times.kind == "times" and len(times.days) > 1 and amounts
        if counted and isinstance(every, Every) and every.text.isalpha():
            raise counted_interval(text, doses[0], times, every) if doses else in_grams(text, amounts[0])


def with_day_of_divided(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with a day of a divided dose in brackets of its own: "2 g/kg divided into 5 doses of 0.4 g/kg".

    So with the words of a day, or "each", behind it: "140 g divided into 5 doses of 28 g daily", "28 g each, daily".
    """
    made: list[Token] = []
    depth, passed = 0, 0
    for at, token in enumerate(tokens):
        depth += DEPTH.get(token.kind, 0)
        if passed:
            passed -= 1
            continue
        if token.dose and [one.kind for one in made[-2:]] == ["divided-over", "link"]:
            ended, ends = ([Token(kind="close")], []) if depth else ([], [Token(kind="close")])
            told = _told_of_each(tokens[at + 1 :])
            passed = len(told)
            said = " ".join(one.text for one in told if one.text)
            day = told[-1].replaced(text=said) if told else Token(kind="per-day")
            made += [*ended, Token(kind="open"), token, day, *ends]
        else:
            made.append(token)
    return made


def _told_of_each(behind: Sequence[Token]) -> Sequence[Token]:
    """Of the tokens behind a dose those that say that it is each one, or that of a day, with a comma between them."""
    row = [one for one in behind[:3] if not (one.kind == "and" and not one.text)]
    kinds = ["each" if one.role == EACH else "daily" if one.kind in DAILY else one.kind for one in row]
    many = 2 if kinds[:2] == ["each", "daily"] else 1 if kinds[:1] in (["each"], ["daily"]) else 0
    return behind[: behind.index(row[many - 1]) + 1] if many else []


def bracketed(text: str, tokens: Iterable[Token]) -> list[Token]:
    """The tokens, with those between two brackets inside a token of the kind ``bracket``."""
    paired: list[Token] = []
    inside: list[Token] | None = None
    for token in tokens:
        if token.kind == ("close" if inside is None else "open"):
            raise order_refusal(text, "order-unreadable", ": its brackets do not pair", "close each bracket once")
        if token.kind == "open":
            inside = []
        elif token.kind == "close":
            paired += [Token(kind="bracket", inside=tuple(inside), says=token.says)] if inside else []
            inside = None
        elif token.kind != "end":
            (paired if inside is None else inside).append(token)
    if inside is not None:
        raise order_refusal(text, "order-unreadable", ": its brackets do not pair", "close each bracket once")
    return paired
