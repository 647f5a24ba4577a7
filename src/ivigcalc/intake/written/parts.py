"""One dose of a written order with its days: told per day or in all, and restated in brackets or not."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from ivigcalc.core.problems import RefusedError
from ivigcalc.core.request.order import Dose, shown_dose
from ivigcalc.intake.written.dated import NUMBERED, with_dates_as_days, with_first_day_checked
from ivigcalc.intake.written.grouping.basis import with_basis_said_again
from ivigcalc.intake.written.grouping.doses.repeated_doses import or_repeated
from ivigcalc.intake.written.grouping.total_volumes import TOTAL_VOLUME
from ivigcalc.intake.written.grouping.two_readings import (
    day_and_in_all,
    doses_in_a_day,
    no_days,
    times_a_day,
    two_readings,
    volume_and_total,
)
from ivigcalc.intake.written.preparation import as_dose
from ivigcalc.intake.written.repeats import (
    check_counted_again,
    check_repeated,
    check_repeats,
    check_spaced,
    interval_with_courses,
)
from ivigcalc.intake.written.restated import DosePart, RepeatedDose, only_dose, unbracketed, with_amounts, with_restated
from ivigcalc.intake.written.tokens.intervals import least_days
from ivigcalc.intake.written.tokens.refusal import begun_before, in_doubt, order_refusal
from ivigcalc.intake.written.tokens.tokens import (
    AMOUNTS,
    DURATIONS,
    IN_ALL,
    IN_DOSES,
    ONLY_DOSE,
    PER_DAY,
    PER_DOSE,
    REPEATS,
    Token,
)
from ivigcalc.intake.written.words.roles import BY_INFUSION, MULTIPLIED, OF_DAY_OR_INFUSION

ON_ONE_DAY: Final = frozenset({"on-day", "once"})

TOTALS: Final = ONLY_DOSE | {"volume-of", TOTAL_VOLUME}
"""Kinds of what brackets may say again of a total that stands alone: the dose, or the volume, of all days."""

OF_INFUSION: Final = frozenset((OF_DAY_OR_INFUSION, BY_INFUSION))
"""Roles of words of a day that may be said of the infusion."""

OF_A_PART: Final = frozenset({"dose", "divided", "every", PER_DOSE, *DURATIONS, *PER_DAY, *IN_ALL, *REPEATS})


def read_part(text: str, written: Sequence[Token], *, bare: bool = False, origin: date | None = None) -> DosePart:
    """One dose with its days; ``bare`` allows a total without dates, which repeats the sum of the parts before it.

    Dates are counted from ``origin``, the first of the whole order; without one from the first of the part.

    Raises:
        RefusedError: it is not complete, contradicts itself, or has two readings.
    """
    written, echoes, amounts = _with_dose(text, written, [token for token in written if token.kind in AMOUNTS])
    tokens, again = unbracketed(text, written)
    dose = only_dose(text, tokens)
    tokens = _with_day_of_infusion([token for token in tokens if token.kind not in AMOUNTS])
    tokens = _counted_once(_without_daily_infusion(_with_day_said_once(tokens)))
    tokens = with_first_day_checked(text, tokens, dose)
    tokens, found = with_dates_as_days(text, tokens, origin)
    echoes = (*echoes, *found, *(token.echo for token in tokens if token.days and token.echo))
    tokens = with_basis_said_again(text, tokens, [(one.inside, one.behind) for one in again])
    kinds = [token.kind for token in tokens]
    per_day, in_all = sorted(PER_DAY.intersection(kinds)), sorted(IN_ALL.intersection(kinds))
    lasting = [token for token in tokens if token.kind in DURATIONS]
    every = [token for token in tokens if token.interval]
    _check_words(text, tokens, dose, amounts)
    interval = interval_with_courses(text, every[0].interval, tokens) if every else None
    alone = not {*kinds} - {"dose", "over", *IN_ALL} and all(one.kinds <= TOTALS for one in again)
    undated = not any(token.dates or token.first for token in written)
    if bare and in_all and alone and undated and "divided-over" not in kinds:
        if amounts:
            raise _of_day_or_all(text, amounts[0])
        return _total_alone(text, dose, lasting, again)
    divided, total = "divided" in kinds, bool(in_all) or "divided" in kinds
    if total and [token.first for token in lasting] == [True]:
        raise no_days(text, dose, per_day=bool(per_day), in_all=True, every=_says(tokens))
    if not lasting:
        check_spaced(text, dose, interval, every)
        of_days = bool(per_day) or any(PER_DAY & one.kinds for one in again)
        if not interval or of_days or total:
            raise no_days(text, dose, per_day=of_days, in_all=total, every=_says(tokens))
        part = DosePart(dose=dose, in_all=False, days=(1,), numbered=False, interval=interval, echoes=echoes)
        return with_amounts(text, with_restated(text, part, again), amounts, written)
    days = lasting[0]
    daily, beside = per_day or any("daily" in one.kinds for one in again), {*kinds, *(["bracket"] if again else [])}
    if (daily and days.kind in ON_ONE_DAY) or (divided and len(days.days) == 1):
        why = f"is {'daily' if daily else 'divided'} and on one day"
        raise order_refusal(text, "order-contradicts", why, f"{begun_before(days.days[0])}keep the one that is meant")
    if interval:
        check_repeats(text, tokens, dose, days, every[0], interval=interval)
    if PER_DOSE in kinds and days.kind == "times" and len(days.days) > 1 and not per_day:
        per_dose = tokens[kinds.index(PER_DOSE)]
        raise or_repeated(doses_in_a_day(text, dose, days, per_dose, divided=False), dose, days, beside)
    if len(days.days) > 1 and _is_of_day_or_all(days, kinds, again):
        raise or_repeated(two_readings(text, dose, days, interval.says if interval else ""), dose, days, beside)
    stated = bool(in_all) or (days.kind == "over" and not per_day and PER_DOSE not in kinds)
    part = DosePart(
        dose=dose,
        in_all=stated and len(days.days) > 1,
        days=days.days,
        numbered=days.dated or days.kind in NUMBERED,
        interval=interval,
        echoes=echoes,
    )
    return with_amounts(text, with_restated(text, part, again), amounts, written)


def _total_alone(text: str, dose: Dose, lasting: Sequence[Token], again: Sequence[RepeatedDose]) -> DosePart:
    """The sum of the parts before it, over so many days where it says that, with what says it again."""
    count = len(lasting[0].days) if lasting else None
    part = DosePart(dose=dose, in_all=True, days=(), numbered=False, interval=None, count=count)
    return part.replaced(also=with_restated(text, part, again).also)


def _of_day_or_all(text: str, amount: Token) -> RefusedError:
    """Vials, or a volume, behind the total of several days: of a day, or of all days; both readings."""
    return in_doubt(
        text,
        f": {amount.text!r} behind a total may be of each day, or of all days",
        'write it right behind the dose of a day, as in "30 g (300 mL) daily for 5 days", or leave it out',
        f"of each day: {amount.text}",
        f"of all days: {amount.text}",
    )


def _with_day_of_infusion(tokens: Sequence[Token]) -> list[Token]:
    """The words of a part, with "a day" behind "over 5 days" as "daily": "140 g over 5 days, infusion each day".

    Of a dose right before them, as in "over 5 days: 28 g/day", and of one right behind them they say that of each day;
    but right before "over 5 days" some may be said of the infusion, too: "140 g, infusão diária em 5 dias".
    """
    told = [token for token in tokens if token.dose or token.kind in {"per-day", *DURATIONS}]
    of_infusion = [
        token
        for before, token, after in zip((None, *told), told, (*told[1:], None), strict=False)
        if token.kind == "per-day" and token.text and _is_of_infusion(before, token, after)
    ]
    return [token.replaced(kind="daily") if any(token is one for one in of_infusion) else token for token in tokens]


def _with_day_said_once(tokens: Sequence[Token]) -> list[Token]:
    """The words of a part, without "a day" of its infusion where the dose has it, too: "28 g/dia em infusão diária".

    So without that of "on each of days 1 to 5", which has no words of its own.
    """
    others = any(token.kind in PER_DAY and token.text and token.role not in OF_INFUSION for token in tokens)
    again = [token for token in tokens if token.role in OF_INFUSION or token == Token(kind="per-day")]
    return [token for token in tokens if not (others and token in again)]


def _without_daily_infusion(tokens: Sequence[Token]) -> list[Token]:
    """The words of a part, without "em infusão diária" beside several days, or beside a dose that is called the total.

    It says how the dose of each day is given, or how that of all is: "140 g em infusão diária por 5 dias".
    """
    several = any(token.dates or len(token.days) > 1 for token in tokens)
    return [token for token in tokens if not (several and token.role == BY_INFUSION)]


def _is_of_infusion(before: Token | None, day: Token, after: Token | None) -> bool:
    """Whether words of a day may be said of the infusion, between what stands before and behind them."""
    if after and after.kind == "over":
        return day.role == OF_DAY_OR_INFUSION
    return before is not None and before.kind == "over" and not (after and after.dose)


def _counted_once(tokens: Sequence[Token]) -> list[Token]:
    """The words of a part without days that its doses count, or that are numbered, too: "for 5 days on days 1-5"."""
    doses = [token.days for token in tokens if token.kind in {"divided-over", "doses", "on-days"}]
    parted = any(token.kind == "divided-over" for token in tokens)
    kept = [
        token
        for token in tokens
        if token.kind not in {"for", "over"} or [token.days] != doses or (parted and token.role in MULTIPLIED)
    ]
    return (
        [*tokens] if len(kept) == len(tokens) else [token.replaced(says="") if token.days else token for token in kept]
    )


def _with_dose(
    text: str, written: Sequence[Token], amounts: list[Token]
) -> tuple[list[Token], tuple[str, ...], list[Token]]:
    """The words of a part, whose dose may be vials or a volume; how it was read, and what only says it again."""
    if any(token.dose for token in written) or len(amounts) != 1:
        return list(written), (), amounts
    only = amounts[0]
    if only.kind == "vials-of" and not only.labelled:
        raise order_refusal(
            text,
            "unit-unknown",
            f": are {only.text!r} vials, or doses on days?",
            _vials_or_doses(only, days=any(token.kind in DURATIONS or token.dates for token in written)),
        )
    dose = as_dose(only)
    made = [token.replaced(kind="dose", dose=dose) if token is only else token for token in written]
    return made, (dose.echo,) if dose.echo else (), []


def _vials_or_doses(vials: Token, *, days: bool) -> str:
    """What to type for so many times grams: as vials, or as doses; ``days`` says that there are other days beside."""
    day = shown_dose(as_dose(vials))
    hint = f'vials: write "vials" behind it; doses of one day: write all of it, "{day}", as the dose of the day'
    size, count = vials.sizes[0]
    if days or len(vials.sizes) > 1 or count == 1:
        return hint
    return f'{hint}; of days: write "{shown_dose(Dose(value=size, per_kg=False))} daily for {count} days"'


def _says(tokens: Sequence[Token]) -> str:
    """How often a part is repeated; "" for not said."""
    return next((token.interval.says for token in tokens if token.interval), "")


def _check_words(text: str, tokens: Sequence[Token], dose: Dose, amounts: Sequence[Token]) -> None:
    """Each word of a part has its place, once, and none says the opposite of another.

    Raises:
        RefusedError: one has not.
    """
    kinds = [token.kind for token in tokens]
    if strange := [token.text for token in tokens if token.kind not in OF_A_PART]:
        why = f": {strange[0]!r} is not understood there"
        raise order_refusal(text, "order-unreadable", why, "write the dose and its days without it")
    lasting = [kind for kind in kinds if kind in DURATIONS]
    same = [token for token in tokens if kinds.count(token.kind) > 1 or (len(lasting) > 1 and token.kind in lasting)]
    check_counted_again(text, tokens)
    if "times" in kinds and len(lasting) > 1 and kinds.index("times") == kinds.index("dose") + 1:
        counts = [token for token in tokens if token.kind in lasting]
        raise times_a_day(text, dose, *sorted(counts, key=lambda token: token.kind != "times")[:2])
    if same:
        _check_counts(text, same)
        said = " and ".join(dict.fromkeys(repr(token.text) for token in same if token.text)) or "one thing"
        why, hint = f": {said} may be one thing said twice", "keep one of them"
        if all(token.kind in NUMBERED for token in same):
            why += ", or days of which one has no dose"
            hint = 'one thing: keep one of them; else write the dose of each day, as in "40 g on day 1, 30 g on day 2"'
        raise order_refusal(text, "order-unreadable", why, hint)
    if {*PER_DAY, PER_DOSE}.intersection(kinds) and {*IN_ALL, "divided"}.intersection(kinds):
        days = next((token for token in tokens if token.kind in DURATIONS and token.days), None)
        if amounts and days and not dose.per_kg:
            raise volume_and_total(text, (amounts[0].text, as_dose(amounts[0])), dose, days, _says(tokens))
        of_all = {"divided", "over"} <= {*kinds} and "per-day" not in kinds
        raise day_and_in_all(text, dose, days, _says(tokens), of_all=of_all)
    check_repeated(text, tokens)


def _check_counts(text: str, same: Sequence[Token]) -> None:
    """Refuse two numbers of days, or of repeats, or two times how often, that are not the same: no thing said twice.

    Raises:
        RefusedError: they stand there.
    """
    numbered = [token for token in same if token.kind in NUMBERED and not token.first]
    said = [
        token for token in same if token.text and not token.first and (len(numbered) == 1 or token.kind not in NUMBERED)
    ]
    counts = [
        (token, least_days(token.interval) if token.interval else len(token.days) or token.number) for token in said
    ]
    first = counts[0] if counts else None
    other = next((token for token, count in counts if first and count != first[1]), None)
    if first and other and all(token.days or token.interval or token.kind == "cycles" for token in said):
        why = f": {first[0].text!r} and {other.text!r} are not the same{'' if other.interval else ' number'}"
        hint = "ask how often it is given" if other.interval else "ask what each of them counts"
        raise order_refusal(text, "order-contradicts", why, f"{hint}, and write the one that is meant")


def _is_of_day_or_all(days: Token, kinds: Sequence[str], again: Sequence[RepeatedDose]) -> bool:
    """Whether a dose over several days is told neither per day nor in all.

    "daily over" can be read as both, unless brackets have the total; "over" alone, unless they have the day's dose.
    """
    lasting, says = days.kind, days.says
    told = {*PER_DAY, PER_DOSE}.intersection(kinds)
    if lasting == "doses":
        return not (told or (says == IN_DOSES and IN_ALL.intersection(kinds)))
    if PER_DOSE in kinds and not PER_DAY.intersection(kinds):
        return lasting not in NUMBERED
    if {"per-day", "each-of", *IN_ALL}.intersection(kinds):
        return lasting == "times" and not PER_DAY.intersection(kinds)
    brackets = frozenset(kind for one in again for kind in one.kinds)
    if lasting == "over" and "daily" in kinds:
        return not IN_ALL & brackets
    if lasting == "over":
        return "divided" not in kinds and not PER_DAY & brackets
    return "daily" not in kinds
