"""Several numbers of which some are not understood: a range, times in a row, a number that is said twice."""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

from ivigcalc.core.dosing.courses_of_order import MOST_DAYS
from ivigcalc.intake.numbers import MOST_DIGITS
from ivigcalc.intake.written.tokens.intervals import DAYS_IN_WEEK
from ivigcalc.intake.written.tokens.unknown.miswritten import DATE, PART_OF_DATE, TIME, Wrong
from ivigcalc.intake.written.words.atoms import atoms_of
from ivigcalc.intake.written.words.roles import UNITS
from ivigcalc.intake.written.words.vocabulary import Vocabulary

A_NUMBER: Final = rf"([0-9]{{1,{MOST_DIGITS}}}(?:[.,][0-9]{{1,{MOST_DIGITS}}})?)"
FALLING: Final = re.compile(rf"(?<![0-9]){A_NUMBER} - {A_NUMBER}(?![0-9])")
"""Two numbers with a dash that stands apart between them; neither has more figures than any number that is read."""

OF_HOURS: Final = frozenset(("h", "hs", "hr", "hrs", "hours", "hora", "horas", "min", "minutes", "minutos"))
"""Behind a range these say how long an infusion lasts."""

WEEKS, MONTHS = "lasting-weeks", "lasting-months"
"""Roles of words in which a number of weeks, or of months, stands before its unit."""


def several_numbers(strange: Sequence[str], text: str, vocabulary: Vocabulary) -> Wrong | None:
    """What is wrong with several numbers; None where it is not known.

    ``strange`` is what is not understood, in its order; ``text`` is the order as it is read, in lower case.
    """
    return (
        _said_twice(strange, text, vocabulary)
        or _one_or_other(strange[0], text, vocabulary)
        or _in_a_row(strange, text, vocabulary)
        or _ends_of_range(strange[0], text, vocabulary)
    )


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _in_figures(text: str, vocabulary: Vocabulary) -> str:
    """A text with its numbers in figures: "2 to 5 days" of "two to five days"."""
    words = _any_of(vocabulary.numbers)
    return re.sub(rf"(?<![a-z0-9])(?:{words})(?![a-z0-9])", lambda found: str(vocabulary.numbers[found[0]]), text)


def _said_twice(strange: Sequence[str], text: str, vocabulary: Vocabulary) -> Wrong | None:
    """A number with one in brackets behind it, or behind its word of time: "5 (four) days"; None for none."""
    number = rf"{_any_of(vocabulary.numbers)}|[0-9]{{1,{MOST_DIGITS}}}"
    timed = rf"(?<![a-z0-9.,])({number})(?: (?:{_any_of(vocabulary.ends_of_times)}))? \(({number})\)"
    found = next((one for one in re.finditer(timed, text) if one[2] in strange), None)
    if found is None:
        return None
    one, again = (int(_in_figures(said, vocabulary)) for said in found.groups())
    if one == again:
        return Wrong("is not understood there: it says a number again", "leave it out", f"({found[2]})")
    hint = "ask which is meant, and write that one alone"
    return Wrong(f"says two numbers: {found[1]!r} and {found[2]!r} are not the same", hint, found[0])


def _one_or_other(words: str, text: str, vocabulary: Vocabulary) -> Wrong | None:
    """Two numbers of days with a slash between them, behind words that are read with one: "for 4/5 days"."""
    slash = re.search(rf"(?<![0-9])[0-9]+/[0-9]+ (?:{_any_of(vocabulary.ends_of_times)})(?![a-z])", text)
    if slash is None or not vocabulary.find(atoms_of(f"{words} {slash[0].partition('/')[2]}"), 0):
        return None
    return Wrong("may be one number or the other", "ask which, and write one number alone", slash[0])


def _in_a_row(strange: Sequence[str], text: str, vocabulary: Vocabulary) -> Wrong | None:
    """Weeks, or months, at which doses are given: "at 0, 3 and 6 weeks", "weeks 0 and 4"; None for none."""
    unit_of = {
        phrase.rpartition("N ")[2]: role
        for role in (WEEKS, MONTHS)
        for phrase in vocabulary.words_of[role]
        if "N " in phrase
    }
    units = _any_of(unit_of)
    words = _any_of(vocabulary.words_of["and"])
    joint = rf"(?: ?[,/] ?(?:(?:{words}) )?| (?:{words}) )"
    one = rf"(?:(?:{units}) ?)?[0-9]{{1,{MOST_DIGITS}}}(?: ?(?:{units})(?![a-z]))?"
    listed = re.compile(rf"(?<![a-z0-9.,]){one}(?:{joint}{one})+(?![0-9.,/%]*[a-z0-9/%])")
    for found in listed.finditer(text):
        unit = re.search(rf"(?<![a-z])(?:{units})(?![a-z])", found[0])
        numbers = [int(number) for number in re.findall("[0-9]+", found[0])]
        if unit and any(re.search(rf"(?<![0-9]){numbers[0]}(?![0-9])", words) for words in strange):
            why = "are times at which doses are given, which are not read in a row"
            return Wrong(why, _instead_of_row(numbers, weeks=unit_of[unit[0]] == WEEKS), found[0])
    return None


def _instead_of_row(numbers: Sequence[int], *, weeks: bool) -> str:
    """What to write in place of so many weeks, or months: how often, or the days counted from the first."""
    gaps = {later - one for one, later in pairwise(numbers)}
    unit, hints = "weeks" if weeks else "months", list[str]()
    if len(gaps) == 1 and min(gaps) > 1:
        hints.append(f'how often: "every {min(gaps)} {unit} x {len(numbers)} cycles"')
    days = [DAYS_IN_WEEK * (number - numbers[0]) + 1 for number in numbers]
    if weeks and min(gaps) > 0 and days[-1] <= MOST_DAYS:
        hints.append(f'the days counted from the first: "per dose on days {", ".join(map(str, days))}"')
    alone = 'verify one of the doses alone: write "once" in their place'
    return f"write {', or '.join(hints)}; or {alone}" if hints else alone


def _ends_of_range(words: str, text: str, vocabulary: Vocabulary) -> Wrong | None:
    """What to write for the two ends of a range, of which ``words`` are one, or what joins them; None for no range."""
    said = words
    words, text = (_in_figures(one, vocabulary) for one in (words, text))
    joints = "|".join(("-", *sorted(vocabulary.joining)))
    between = rf"(?:- ?)?(?:{joints})(?: ?-)?"
    joint = rf"{between} ?(?:[0-9]|$)"
    ended = re.compile(rf"[0-9] ?{re.escape(words)}")
    if re.fullmatch(joints, words):
        ended = re.compile(rf"[0-9] ?([a-z/]*) ?{re.escape(words)} ?[0-9.,]+ ?\1(?![a-z])")
    rest = re.match(joint, words) and ended.search(text)
    if DATE.match(words) or PART_OF_DATE.search(words) or TIME.fullmatch(words):
        return None
    if not (rest or re.search(f"[0-9] ?{joint}", words)) or _falls(words, text):
        return None
    end = re.compile(rf"{between} ?[0-9.,]+ ?([a-z%]*)").search(text, max(text.find(words), 0))
    times = (*vocabulary.ends_of_times, *vocabulary.words_of["consecutive"])
    units = {"%", *times, *(word for role in UNITS for word in vocabulary.words_of[role])}
    days = 'days: number them, as in "on days 1 to 5", or write dates, 2026-12-01 to 2026-12-05; '
    ranged = "verify one dose, or one number, of a range at a time"
    if end and end[1] in OF_HOURS:
        ranged = vocabulary.never["duration"].next
    elif end and end[1] not in units:
        ranged = f"{days}a dose: {ranged}"
    return Wrong("is not understood: it may be of a range", ranged, said)


def _falls(words: str, text: str) -> bool:
    """Whether a number before a dash is greater than that behind it, as in no range: "weight 70 - 28 g"."""
    found = FALLING.search(text, text.find(words))
    low, high = (Fraction(number.replace(",", ".")) for number in found.groups()) if found else (0, 0)
    return low > high
