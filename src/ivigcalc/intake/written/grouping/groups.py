"""The tokens of an order in groups: days named one by one, what is said again, and brackets."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from ivigcalc.core.problems import RefusedError
from ivigcalc.intake.written.grouping.doses_a_day import check_doses_a_day, check_next_days, with_repeats
from ivigcalc.intake.written.grouping.fields import check_asides, check_fields
from ivigcalc.intake.written.grouping.labelled_doses import with_doses_of_labels
from ivigcalc.intake.written.grouping.other_times import check_days_of_others, check_times_of_patient
from ivigcalc.intake.written.grouping.rate_words import with_leads
from ivigcalc.intake.written.grouping.total_volumes import with_total_volumes
from ivigcalc.intake.written.grouping.totals import (
    COUNTING,
    check_total_behind_then,
    check_total_for_days,
    totals_of_doses,
    with_totals,
)
from ivigcalc.intake.written.grouping.two_readings import counted_interval, in_grams
from ivigcalc.intake.written.tokens.refusal import in_doubt, order_refusal
from ivigcalc.intake.written.tokens.scan import scan
from ivigcalc.intake.written.tokens.tokens import AMOUNTS, ANY_AMOUNT, COLON, DAILY, Token
from ivigcalc.intake.written.words.vocabulary import Vocabulary


def grouped_tokens(text: str, vocabulary: Vocabulary, dates: str = "") -> tuple[list[Token], tuple[str, ...]]:
    """The tokens of an order in groups: days in one, totals apart, and in brackets what is said again.

    With them, how an unusual number was read; ``dates`` is how dates in figures are written, one of ``DateOrder``.

    Raises:
        RefusedError: as ``scan`` and the functions of this room; or a number of doses may be those of each day.
    """
    tokens, echoes = scan(text, vocabulary, dates)
    check_fields(text, tokens)
    check_asides(text, tokens)
    check_next_days(text, tokens)
    tokens = with_repeats(with_total_volumes(text, tokens), vocabulary.printed_totals)
    check_counted_interval(text, tokens)
    check_days_of_others(text, tokens)
    check_times_of_patient(text, tokens)
    check_total_for_days(text, tokens, vocabulary.printed_totals)
    counted = check_doses_a_day(text, with_leads(text, tokens), vocabulary.printed_totals)
    made = totals_of_doses(text, counted)
    check_total_behind_then(text, made)
    again = with_doses_of_labels(with_day_of_divided(with_totals(listed(text, made))))
    return bracketed(text, said_again(text, again)), echoes


def check_counted_interval(text: str, tokens: Sequence[Token]) -> None:
    """Refuse a number between "x" and "weekly": "x 2 weekly" is every 2 weeks, or 2 of each week.

    Raises:
        RefusedError: it stands there; both readings are named.
    """
    amounts = [token for token in tokens if token.kind in ANY_AMOUNT]
    doses = [token.dose for token in amounts if token.dose]
    for times, every in pairwise(token for token in tokens if token.kind != "open"):
        one_word = every.interval is not None and every.text.isalpha()
        if times.kind == "times" and one_word and len(times.days) > 1 and amounts:
            raise counted_interval(text, doses[0], times, every) if doses else in_grams(text, amounts[0])


def listed(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with days named one by one in one: "D1, D3 and D5" as "on days 1, 3 and 5".

    A day with a dose behind it is that dose's.

    Raises:
        RefusedError: nothing stands between two days that are not in a row: as likely as a comma a dash was lost.
    """
    tokens = _without_colons(tokens)
    made: list[Token] = []
    run: list[Token] = []
    joints: list[Token] = []
    for token, behind in zip(tokens, [*tokens[1:], None], strict=False):
        if run and token.kind == "and":
            joints.append(token)
        elif _is_day(token) and not (run and behind and behind.dose):
            if run and not joints and token.days[0] > run[-1].days[-1] + 1:
                raise _lost_dash(text, run[-1], token)
            run += [*joints, token]
            joints = []
        else:
            made += [*_one_list(run), *joints, token]
            run, joints = [], []
    return [*made, *_one_list(run), *joints]


def with_day_of_divided(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with a day of a divided dose in brackets of its own: "2 g/kg divided into 5 doses of 0.4 g/kg".

    So with the words of a day behind it: "140 g divided into 5 doses of 28 g daily".
    """
    made: list[Token] = []
    depth, said = 0, False
    for token, behind in zip(tokens, [*tokens[1:], Token(kind="end")], strict=False):
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        if said:
            said = False
            continue
        if token.dose and [one.kind for one in made[-2:]] == ["divided-over", "link"]:
            ended, ends = ([Token(kind="close")], []) if depth else ([], [Token(kind="close")])
            said = behind.kind in DAILY
            day = behind if said else Token(kind="per-day")
            made += [*ended, Token(kind="open"), token, day, *ends]
        else:
            made.append(token)
    return made


def _without_colons(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with a colon as a comma, but for one between a label, a day or a total and its dose."""
    made: list[Token] = []
    for token, behind in zip(tokens, [*tokens[1:], None], strict=False):
        if token.kind != "colon":
            made.append(token)
        elif not (made and made[-1].kind in BEFORE_COLON and behind and behind.dose):
            made.append(token.replaced(kind="and", says=COLON))
    return made


def _lost_dash(text: str, one: Token, other: Token) -> RefusedError:
    """Days beside each other, which may be a list or the ends of a span."""
    first, last = one.days[0], other.days[-1]
    listed, span = (", ".join(map(str, days)) for days in ((*one.days, *other.days), range(first, last + 1)))
    why = f": {one.text!r} beside {other.text!r} may be a list of days, or the first and the last of them"
    hint = f'put a comma between them, or type "days {first} to {last}" in their place'
    return in_doubt(text, why, hint, f"a list: days {listed}", f"a span: days {span}")


def _one_list(run: Sequence[Token]) -> Sequence[Token]:
    """Days that follow each other, with what joins them, in one token."""
    if len(run) <= 1:
        return run
    text = " ".join(token.text or "," for token in run).replace(" ,", ",")
    return [Token(kind="on-days", text=text, days=tuple(day for token in run for day in token.days))]


BEFORE_COLON: Final = frozenset(("on-day", "in-all", "dose-word", *DAILY))
"""Kinds of words that a colon joins to the dose behind it."""

ENDS: Final = frozenset(("and", "then", "open", "close", "again", "end"))
"""What ends the words that are said again."""

OF_DAYS: Final = COUNTING | {"each-of"}
"""Kinds of words that say on how many days the dose behind them is given, too."""

BESIDE_PRODUCT: Final = frozenset(("weight-of", "open", "close", "in-all", "per-dose", *DAILY))
"""What may stand between a dose for each kg, times a body weight, and what follows "="."""


def said_again(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with what "as" or "=" says again in brackets, up to the next comma or bracket.

    Behind a daily dose and its days, of which either may come first, "=" gives the dose of all of them.

    Raises:
        RefusedError: it stands in brackets, or before the first dose.
    """
    made: list[Token] = []
    opened, inside, product, sums, dosed, told = False, 0, False, False, False, set[str]()
    for place, (token, behind) in enumerate(zip(tokens, [*tokens[1:], None], strict=False)):
        inside += {"open": 1, "close": -1}.get(token.kind, 0)
        own = token.dose is not None and not opened and not inside
        if token.kind == "then" or own:
            told, dosed = (set() if dosed or not own else told & OF_DAYS), own
        told = told | {token.kind}
        sums = sums and token.kind not in ENDS
        if token.kind == "again" and behind and behind.dose and all(one.kind == "open" for one in made):
            why = f": {token.text!r} stands before the first dose, where nothing is said again"
            raise order_refusal(text, "order-unreadable", why, "leave it out with what follows, or write it behind")
        if token.kind == "again" and made and made[-1].kind == "open":
            sums = _is_sum(token, told) and not _is_told(tokens, place + 2)
            sums = sums and not _is_again(made, tokens[place + 2 : place + 3])
            made.append(token)
            continue
        if token.kind == "again" and inside > 0:
            why = f": {token.text!r} stands in brackets, where nothing is said again"
            raise order_refusal(text, "order-unreadable", why, "keep in the brackets one of the two that it joins")
        if opened and (token.kind in ENDS or (product and made[-1].kind != "open" and not _told_before(made, token))):
            made.append(Token(kind="close"))
            opened = False
        if token.kind == "again" and (behind is None or behind.kind in ENDS):
            made.append(token.replaced(kind="unsaid"))
        elif token.kind == "again":
            product = behind is not None and _is_grams(behind) and _is_again(made, tokens[place + 2 : place + 3])
            made += [token, Token(kind="open")]
            opened = True
            sums = _is_sum(token, told) and not product and not _is_told(tokens, place + 2)
        else:
            made.append(token)
            if sums and token.dose:
                made.append(Token(kind="in-all"))
                sums = False
    return [*made, *([Token(kind="close")] if opened else [])]


def _is_sum(again: Token, before: set[str]) -> bool:
    """Whether "=" stands behind a daily dose and its days: what follows is the dose of all of them."""
    return again.text == "=" and ("each-of" in before or bool(before & DAILY and before & COUNTING))


def _is_told(tokens: Sequence[Token], at: int) -> bool:
    """Whether a dose that ends before a token is told by it to be of a day, or of all days."""
    return at < len(tokens) and tokens[at].kind in {"in-all", "per-dose", *DAILY}


def _is_grams(token: Token) -> bool:
    """Whether it is a dose that is not for each kg, a volume, or vials."""
    return token.kind in AMOUNTS or (token.dose is not None and not token.dose.per_kg)


def _is_again(before: Sequence[Token], behind: Sequence[Token]) -> bool:
    """Whether grams behind "=" are the dose for each kg before it: that stands beside a body weight, or both are daily.

    ``behind`` is what follows the grams.
    """
    last: set[str] = set()
    for token in reversed(before):
        if token.dose:
            daily = last & DAILY and any(one.kind in DAILY for one in behind)
            return token.dose.per_kg and ("weight-of" in {*last, *(one.kind for one in before[-3:])} or bool(daily))
        if token.kind not in BESIDE_PRODUCT:
            break
        last.add(token.kind)
    return False


def _told_before(made: Sequence[Token], token: Token) -> bool:
    """Whether a word behind a product says per day, or in all, as one before it does."""
    return token.kind in BESIDE_PRODUCT and any(one.kind == token.kind for one in made)


def _is_day(token: Token) -> bool:
    """Whether infusion days are named by their numbers."""
    return token.kind in {"on-day", "on-days"}


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
