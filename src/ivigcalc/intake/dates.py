"""Dates as typed: what has one reading is read and said, what may have two only as the site writes dates."""

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal

from ivigcalc.core.facts.fact import DateOrder
from ivigcalc.core.facts.indication import Interval
from ivigcalc.core.names.words import without_accents
from ivigcalc.core.problems import Problems
from ivigcalc.core.record import Record
from ivigcalc.intake.numbers import one_of, read_if_typed, refusal

if TYPE_CHECKING:
    from ivigcalc.core.facts.catalogue import Catalogue

DAY: Final = r"20[0-9]{2}-[0-9]{2}-[0-9]{2}"
ZONE: Final = r" ?(?:[AP]M|Z|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])"
OF_ZONE: Final = r":[0-9.]{2,}+ ?(?:[Zz]|[+-][0-9:]{4,5})\Z"
TIME: Final = rf"(?i:[ T](?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.0{{1,9}})?)?(?:{ZONE})?)\Z"
"""The time of day behind a date, as sheets and databases write it, also with its zone: the day counts as written."""

BETWEEN: Final = r"[-/., ]{1,3}(?:de )?"
PARTS: Final = rf"([0-9]{{1,4}}|[^\W\d_]+){BETWEEN}([0-9]{{1,2}}|[^\W\d_]+){BETWEEN}([0-9]{{1,4}})"
FOUR_FIGURES: Final = (
    rf"\A({PARTS}|[0-9]{{8}}|[0-9]{{1,2}}[^\W\d_]{{3,}}20[0-9]{{2}})[ T](?:[01][0-9]|2[0-3])[0-5][0-9]\Z"
)
"""A date with a time of day in four figures behind it: 2026-12-01 0800."""

TOGETHER: Final = r"\A(?:(20[0-9]{2})([0-9]{2})([0-9]{2})|([0-9]{1,2})([^\W\d_]{3,})(20[0-9]{2}))\Z"
"""A date without anything between its parts, as programs write it: ``20261201``, ``01DEC2026``."""

MONTH: Final = r"(20[0-9]{2})[-/. ]([0-9]{1,2})|([0-9]{1,2}|[^\W\d_]+)[-/. ](20[0-9]{2})"
"""A month of a year, as packages print an expiry."""

NO_DATE: Final = "is not a date as year-month-day"
TWO_DATES: Final = "ambiguous-date"
"""The code of a problem: a text may be two dates."""
TWO_PARTS: Final = r"[0-9]{1,2}[-/. ](?:[0-9]{1,2}|[^\W\d_]{3,9})|[^\W\d_]{3,9}[-/. ][0-9]{1,2}|" + MONTH
"""A date of which a part is missing: ``Mar-27``, ``1/2``, ``2027-03``."""

SERIAL: Final = r"([34][0-9]{4})(?:[.,][0-9]{1,12})?"
"""Days of a sheet to 2036: 51226 is likelier the 5th of December of 26 than a day in 2040."""

DAY_ZERO: Final = date(1899, 12, 30)
"""A sheet counts days from here: day 60 is the 29th of February 1900, which never was, so that 61 is right."""

MONTHS: Final = (
    ("january", "janeiro", "enero"),
    ("february", "fevereiro", "febrero"),
    ("march", "marco", "marzo"),
    ("april", "abril"),
    ("may", "maio", "mayo"),
    ("june", "junho", "junio"),
    ("july", "julho", "julio"),
    ("august", "agosto"),
    ("september", "setembro", "septiembre", "setiembre"),
    ("october", "outubro", "octubre"),
    ("november", "novembro", "noviembre"),
    ("december", "dezembro", "diciembre"),
)
NUMBER_OF: Final = {
    word: number for number, names in enumerate(MONTHS, 1) for name in names for word in (name, name[:3], name[:4])
}
"""The number of a month by its names in three languages and what they are shortened to."""
OTHER_WORDS: Final = frozenset(("ago", "out", "set", "sete"))
"""Short names of months that are words of their own as well: a month only behind "de" and its like."""


class PartOrder(Record):
    """In which order the parts of a date stand."""

    places: tuple[int, int, int]
    """Where year, month and day stand among three parts."""
    says: str
    """How the order is called, with what is typed for it."""


YEAR_FIRST: Final = "ymd"
"""The order of parts that needs no word, beside those of ``DateOrder``."""
ORDERS: Final[dict[str, PartOrder]] = {
    YEAR_FIRST: PartOrder(places=(0, 1, 2), says="the year first"),
    DateOrder.DMY: PartOrder(places=(2, 1, 0), says=f"the day first: --dates {DateOrder.DMY}"),
    DateOrder.MDY: PartOrder(places=(2, 0, 1), says=f"the month first: --dates {DateOrder.MDY}"),
}

YEAR_DIGITS: Final = 4
MOST_CYCLE_DIGITS: Final = 4
EVERY: Final = (
    r"(?i:(?:every |(?:a )?cada |q ?)?([0-9]{1,3}) ?"
    r"(d|days?|w|wks?|weeks?|mo|mos|months?|d[ií]as?|semanas?|m[eê]s|meses))"
)
"""How often, in words or as orders write it: every 3 weeks, q3w, q21d. M alone may be minutes."""

ONCE_A: Final = {
    "weekly": "1 week",
    "monthly": "1 month",
    "semanal": "1 week",
    "mensal": "1 month",
    "mensual": "1 month",
}
UNIT_BY_FIRST_LETTER: Final[dict[str, Literal["days", "weeks", "months"]]] = {
    "d": "days",
    "w": "weeks",
    "s": "weeks",
    "m": "months",
}
"""The units of an interval by the first letter of their names: weeks, semanas."""


def read_cycles(typed: str) -> int:
    """A number of cycles.

    Raises:
        RefusedError: it is not one.
    """
    digits = typed.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= MOST_CYCLE_DIGITS):
        raise refusal(typed, "--cycles", "not-a-number", "is not a whole number of cycles", "--cycles 6")
    return int(digits)


def read_interval(typed: str) -> Interval:
    """How often a course is repeated, as ``3 weeks``, ``q3w``, ``monthly`` or ``3 semanas``.

    Raises:
        RefusedError: it is no number of days, weeks or months.
    """
    words = " ".join(typed.split())
    found = re.fullmatch(EVERY, ONCE_A.get(words.casefold(), words))
    if found is None or int(found[1]) == 0:
        why = "is no number of days, weeks or months from one course to the next"
        raise refusal(typed, "--every", "not-an-interval", why, '--every "3 weeks"')
    count, unit = int(found[1]), UNIT_BY_FIRST_LETTER[found[2][0].casefold()]
    says = f"every {count} {unit}" if count > 1 else f"every {unit.removesuffix('s')}"
    return Interval(says=says, unit=unit, low=count, high=count)


class ReadDay(Record):
    """A day, None for none, and how it was read where that needs saying ("" where it was typed as year-month-day)."""

    day: date | None
    echo: str = ""


def read_day(typed: str) -> date | None:
    """A day of this century as ``2026-12-31``; None where it is none."""
    try:
        return date.fromisoformat(typed) if re.fullmatch(DAY, typed) else None
    except ValueError:
        return None


def read_date(typed: str, order: str = "") -> ReadDay | None:
    """A day of this century as year-month-day, with a month by its name, or in the order that the site writes dates in.

    It may be the number by which a sheet counts days. A time of day behind it does not count. ``order`` is one of
    ``DateOrder``, "" for none.
    """
    text = _day_of(typed)
    if (day := read_day(text)) is not None:
        is_plain = typed.strip().startswith(text) and not re.search(OF_ZONE, typed.strip())
        return ReadDay(day=day, echo="" if is_plain else f"{typed.strip()} read as {day}")
    day = _counted(text) or _only_reading(text, order)
    return None if day is None else ReadDay(day=day, echo=f"{typed.strip()} read as {day}")


def _counted(text: str) -> date | None:
    """The day that a number means by which a sheet counts days; None where it is none, or of another century."""
    counted = re.fullmatch(SERIAL, text)
    return read_day(str(DAY_ZERO + timedelta(days=int(counted[1])))) if counted else None


def _day_of(typed: str) -> str:
    """A date without the time of day behind it; of one that is written together with something between its parts."""
    text = re.sub(TIME, "", typed.strip())
    timed = re.match(FOUR_FIGURES, text)
    text = timed[1] if timed else text
    found = re.match(TOGETHER, text)
    return "-".join(filter(None, found.groups())) if found else text


def read_expiry(typed: str, order: str = "") -> ReadDay | None:
    """The last day of use: a day as ``read_date`` takes it, also of a sheet; of a month its last day."""
    month = re.fullmatch(MONTH, typed.strip())
    if not month:
        return read_date(typed, order)
    year, number = int(month[1] or month[4]), _number(month[2] or month[3])
    if not 1 <= number <= len(MONTHS):
        return None
    day = date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)
    return ReadDay(day=day, echo=f"{typed.strip()} read as {day}")


def day_to_type(typed: str, field: str) -> str:
    """What to type for a field in place of a date in another writing: the day that was meant, or each that may be."""
    readings = _readings(_day_of(typed))
    if not readings:
        short = _has_short_year(re.fullmatch(PARTS, _day_of(typed)))
        return f"write the year in four figures, or {field} YYYY-MM-DD" if short else f"{field} YYYY-MM-DD"
    return f"did you mean {' or '.join(f'{field} {day} ({ORDERS[key].says})' for day, key in readings.items())}?"


def _has_short_year(parts: re.Match[str] | None) -> bool:
    """Whether three parts of a date have no year of four digits, at either end."""
    return parts is not None and YEAR_DIGITS not in {len(parts[1]), len(parts[3])}


def _only_reading(text: str, order: str) -> date | None:
    """The day that three parts mean: with a year first or a month by its name the one, else that of the order."""
    parts = re.fullmatch(PARTS, text)
    if not parts:
        return None
    readings = _readings(text)
    if len(parts[1]) == YEAR_DIGITS or not (parts[1] + parts[2]).isdecimal():
        return next(iter(readings), None)
    return _in_order(parts, ORDERS[order]) if order else None


def _readings(text: str) -> dict[date, str]:
    """The days that a date may mean, each with the key of the first of ``ORDERS``; a year has four digits."""
    readings: dict[date, str] = {}
    if parts := re.fullmatch(PARTS, text):
        for key, order in ORDERS.items():
            if (found := _in_order(parts, order)) is not None:
                readings.setdefault(found, key)
    return readings


def _in_order(parts: re.Match[str], order: PartOrder) -> date | None:
    year, month, day = (parts.groups()[place] for place in order.places)
    return read_day(f"{year}-{_number(month):02}-{day:0>2}")


def _number(month: str) -> int:
    """The number of a month, by its number or its name; 0 where it is none."""
    return int(month) if month.isdecimal() else NUMBER_OF.get(without_accents(month, "NFKD").casefold(), 0)


def read_date_order(typed: str | None, catalogue: "Catalogue", problems: Problems) -> str:
    """How dates in figures are written: as typed, else as the formulary says; "" where neither says it."""
    if typed is not None:
        return read_if_typed(problems, lambda text: one_of(DateOrder, text, "--dates"), typed) or ""
    return (catalogue.formulary.dates or "") if catalogue.formulary else ""


def read_start(typed: str, dates: str = "", *, field: str = "--start") -> ReadDay:
    """The first day, or that of another option.

    Raises:
        RefusedError: it is not a date, has two readings, or is not of this century.
    """
    read = read_date(typed, dates)
    if read is None:
        wrong = why_no_date(typed, dates)
        code = TWO_DATES if wrong.may_be_two else "not-a-date"
        raise refusal(typed, field, code, wrong.why, day_to_type(typed, field))
    return read


class NoDate(Record):
    """Why a text is not read as a date, in the words of a refusal, and whether that is because it may be two."""

    why: str
    may_be_two: bool = False


def why_no_date(typed: str, order: str) -> NoDate:
    """Why a text is not read as a date; ``order`` is what was said of the order of its parts, "" for nothing."""
    text = _day_of(typed)
    parts = re.fullmatch(PARTS, text)
    if not parts:
        lacks_a_part = re.fullmatch(TWO_PARTS, text)
        return NoDate(why="has no day, or no year of four digits" if lacks_a_part else NO_DATE)
    if _has_short_year(parts):
        return NoDate(why="has a year of fewer than four digits")
    if not (parts[1] if len(parts[1]) == YEAR_DIGITS else parts[3]).startswith("20"):
        return NoDate(why="is not a day of this century")
    readings = _readings(text)
    if not order and len(readings) > 1:
        days = (f"{day.day} {MONTHS[day.month - 1][0].capitalize()}" for day in readings)
        return NoDate(why=f"may be {' or '.join(days)}", may_be_two=True)
    in_order = f"is no day as --dates {order} has it" if order else NO_DATE
    return NoDate(why=in_order if readings else "is no day that there is")
