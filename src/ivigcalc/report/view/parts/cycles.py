"""The dates of courses; the cycles of a repeated one, with grams and vials, and what of a stock runs short."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from ivigcalc.core.answers.plan import CoursePlan, NoFit, Plan, ProductCycles
from ivigcalc.core.dosing.course import Course
from ivigcalc.core.dosing.repeat import Repeat, is_weekend
from ivigcalc.core.facts.indication import Interval
from ivigcalc.core.facts.product import VialCount
from ivigcalc.core.locale import Locale
from ivigcalc.core.vials.totals import added_vials
from ivigcalc.report.document import Block, Column, Heading, Paragraph, Table, numeric, unbroken, warning, wide
from ivigcalc.report.english import ENGLISH
from ivigcalc.report.view.parts import words
from ivigcalc.report.view.parts.days import grouped_days, lot_words

DATES_LETTERS = 73
"""Letters of dates that stand on one line of 80 columns."""

NAMED = 4
"""Cycles that begin on a weekend and are named below the table, which has all."""


def dates_blocks(plan: Plan, courses: Sequence[Course]) -> list[Block]:
    """The dates of the days of each course, where they fit a line; nothing without a first date."""
    start = plan.order.start
    letters: dict[str, list[str]] = {}
    for course in courses if start else []:
        if course.days:
            letters.setdefault(dates_words(filter(None, course.dates(start))), []).append(course.letter)
    if start is None or not letters:
        return []
    line = "; ".join(f"{', '.join(of)} {days}" for days, of in letters.items())
    each = f"from {start:%Y-%m-%d}; of each day: --product"
    return [Paragraph(label="DATES", text=line if len(line) <= DATES_LETTERS else each)]


def cycle_blocks(plan: Plan, repeat: Repeat) -> list[Block]:
    """The cycles of a course that is repeated."""
    course = plan.courses[0]
    single = plan.cycles[0] if len(plan.cycles) == 1 else None
    return [
        Heading(text="CYCLES", remark=cycle_remark(repeat, course)),
        _table(repeat, course, single),
        Paragraph(label="IN ALL", text=f"{in_all_words(repeat, course)}."),
        *([warning("CAUTION", beyond_words(repeat))] if repeat.beyond_source else []),
        *(Paragraph(label="VIALS", text=f"{given_words(cycles, plan)}.") for cycles in plan.cycles if cycles.made),
        *(warning("RUNS SHORT", short_words(cycles, repeat)) for cycles in plan.cycles if cycles.short),
        *(Paragraph(label="NOTE", text=text) for text in date_notes(repeat)),
    ]


def repeated(interval: Interval, lang: Locale = ENGLISH) -> str:
    """How often a course is repeated, in the source's words; in another language if they say no more than figures."""
    low, high = interval.low, interval.high
    span = "" if low == high else "range-"
    said = f"every-{'one-' if low == high == 1 else span}{interval.unit}"
    if said in lang.sheet and ENGLISH.say(said, low=low, high=high) == interval.says:
        return lang.say(said, low=low, high=high)
    return lang.of_data(interval.says)


def cycle_remark(repeat: Repeat, course: Course, lang: Locale = ENGLISH) -> str:
    """How many, how often, and what the source prints where that is more."""
    source = "" if repeat.printed.says == repeat.interval.says else "-source"
    return lang.say(
        f"cycles-of{source}{'-until' if repeat.until else ''}",
        count=len(repeat.starts),
        letter=course.letter,
        interval=repeated(repeat.interval, lang),
        printed=repeated(repeat.printed, lang),
        until=repeat.until and lang.day(repeat.until),
    )


def _table(repeat: Repeat, course: Course, cycles: ProductCycles | None) -> Table:
    """A line for each cycle; with vials one for days that follow each other and take the same."""
    columns = [Column(header=""), wide("infusion days"), numeric("DOSE", accent=True)]
    columns += [wide("vials"), numeric("VOLUME", accent=True)] if cycles else []
    rows = cycle_rows(repeat, course, cycles)
    return Table(columns=(*columns, numeric("then rest")), rows=tuple(rows))


def cycle_rows(
    repeat: Repeat, course: Course, cycles: ProductCycles | None, lang: Locale = ENGLISH
) -> list[tuple[str, ...]]:
    """Number, infusion days, grams of a day, with ``cycles`` vials and volume, and the days of rest after it."""
    rows: list[tuple[str, ...]] = []
    for number, (days, rest) in enumerate(zip(repeat.dates(course), rests(repeat, course), strict=True)):
        name, last = str(number + 1), _rest(rest, lang)
        if cycles and number < len(cycles.made):
            rows += _made_rows(cycles.made[number], name, last, lang)
        else:
            even = course.even
            grams = lang.say("grams-in-all", g=lang.shown(course.total))
            grams = grams if even is None else _grams_a_day(lang.shown(even), len(days), lang)
            short = ("SHORT", "") if cycles else ()
            rows.append((name, days_with_weekday(days, lang), grams, *short, last))
    return rows


def _rest(days: int | None, lang: Locale) -> str:
    """The days of rest after a cycle; "" after the last."""
    if days is None:
        return ""
    return lang.say("rest-one-day" if days == 1 else "rest-days", n=days)


def _grams_a_day(figure: str, days: int, lang: Locale) -> str:
    """The grams of a day beside one day, or beside several: there they are never those of all."""
    return f"{figure} g" if days == 1 else lang.say("grams-each-day", g=figure)


def _made_rows(made: CoursePlan, name: str, last: str, lang: Locale) -> list[tuple[str, ...]]:
    """A line for days of a cycle that follow each other and take the same vials."""
    groups = grouped_days(made, each_day=False)
    rows: list[tuple[str, ...]] = []
    for place, group in enumerate(groups):
        day = group[0]
        rows.append(
            (
                "" if place else name,
                days_with_weekday([day.date for day in group if day.date], lang),
                _grams_a_day(lang.shown(day.vials.given_g, 3), len(group), lang),
                ", ".join(lot_words(lot, lang) for lot in day.lots) or words.vials_short(day.vials, lang),
                f"{lang.shown(day.volume_ml)} mL",
                last if place == len(groups) - 1 else "",
            )
        )
    return rows


def rests(repeat: Repeat, course: Course) -> list[int | None]:
    """The days of rest between the last infusion day of each cycle and the next cycle; None after the last."""
    dates = repeat.dates(course)
    return [*((following[0] - days[-1]).days - 1 for days, following in pairwise(dates)), None]


def dates_words(dates: Iterable[date]) -> str:
    """Days that follow each other as a span: ``2026-12-01 to 2026-12-05, 2026-12-22``."""
    return ", ".join(str(first) if first == last else f"{first} to {last}" for first, last in _spans(dates))


def days_with_weekday(days: Iterable[date], lang: Locale) -> str:
    """Days that follow each other as a span, each end with its weekday: ``2026-12-05 Sat to 2026-12-06 Sun``."""
    return ", ".join(_span(first, last, lang) for first, last in _spans(days))


def _spans(days: Iterable[date]) -> list[tuple[date, date]]:
    """The first and the last of days that follow each other."""
    spans: list[tuple[date, date]] = []
    for day in days:
        if spans and (day - spans[-1][1]).days == 1:
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return spans


def _span(first: date, last: date, lang: Locale) -> str:
    """A day with its weekday, or the first and the last of several."""
    ends = [unbroken(f"{lang.day(day)} {lang.weekday(day)}") for day in (first, last)]
    return ends[0] if first == last else lang.say("span", first=ends[0], last=ends[1])


def in_all_words(repeat: Repeat, course: Course, lang: Locale = ENGLISH) -> str:
    """``420 g prescribed in 6 cycles, 12 infusion days, 2026-12-01 to 2027-03-17``."""
    dates = [day for days in repeat.dates(course) for day in days]
    first, last = lang.day(dates[0]), lang.day(dates[-1])
    return lang.say(
        "in-all",
        g=lang.shown(course.total * len(repeat.starts)),
        cycles=_cycles(len(repeat.starts), lang),
        days=lang.say("one-infusion-day" if len(dates) == 1 else "many-infusion-days", n=len(dates)),
        span=lang.say("span", first=first, last=last) if len(dates) > 1 else first,
    )


def _cycles(count: int, lang: Locale) -> str:
    return lang.say("one-cycle" if count == 1 else "many-cycles", n=count)


def given_words(cycles: ProductCycles, plan: Plan, lang: Locale = ENGLISH) -> str:
    """What the cycles made up take: ``Privigen 10 %: 420 g in 4200 mL: 18x20+6x10``."""
    return lang.say(
        "cycles-given-in-part" if cycles.short and plan.repeat else "cycles-given",
        product=unbroken(lang.called(cycles.product.shown)),
        made=len(cycles.made),
        cycles=_cycles(len(plan.repeat.starts), lang) if plan.repeat else "",
        g=lang.shown(cycles.given_g, 3),
        ml=lang.shown(cycles.volume_ml),
        vials=_vials(added_vials(day.vials for made in cycles.made for day in made.days), lang),
    )


def _vials(vials: Iterable[VialCount], lang: Locale = ENGLISH) -> str:
    return " + ".join(f"{vial.count} x {lang.shown(vial.size_g, 3)} g" for vial in vials)


def short_words(cycles: ProductCycles, repeat: Repeat) -> str:
    """From which cycle on vials lack, why, and what the cycles without vials need."""
    first, count, short = len(cycles.made), len(repeat.starts), cycles.short
    named = f"cycle {count}" if first + 1 == count else f"cycles {first + 1} to {count}"
    text = f"{unbroken(cycles.product.shown)}: {named}, from {repeat.starts[first]}"
    if isinstance(short, NoFit):
        nearest = words.nearest_words(short.whole) if short.whole else "; ".join(words.unfit_words(short).values())
        text += f" ({nearest})"
    elif short:
        text += f" ({short.reason})"
    if isinstance(cycles.needed, CoursePlan):
        of_one = added_vials(day.vials for day in cycles.needed.days)
        wanted = [vial.replaced(count=vial.count * (count - first)) for vial in of_one]
        text += f". Without a limit they take {_vials(wanted)}"
    if first:
        text += f". What there is does for --cycles {first}"
    return f"{text}."


def beyond_words(repeat: Repeat, lang: Locale = ENGLISH) -> str:
    """Which cycles are more than the source gives."""
    beyond = repeat.beyond_source
    many = "beyond-one" if len(beyond) == 1 else "beyond-many"
    return lang.say(many, first=beyond[0], last=beyond[-1], printed=repeated(repeat.printed, lang))


def date_notes(repeat: Repeat, lang: Locale = ENGLISH) -> list[str]:
    """Cycles that begin on a weekend, and months without such a day: shown, and not moved."""
    weekend = [start for start in repeat.starts if is_weekend(start)]
    rest = len(weekend) - NAMED
    named = ", ".join(unbroken(f"{lang.day(day)} {lang.weekday(day)}") for day in weekend[:NAMED])
    notes = [lang.say("on-a-weekend-more" if rest > 0 else "on-a-weekend", days=named, n=rest)] if weekend else []
    first = repeat.starts[0].day
    clamped = [lang.day(day) for day in repeat.starts if repeat.interval.unit == "months" and day.day != first]
    if clamped:
        notes.append(lang.say("no-such-day", n=first, days=", ".join(clamped)))
    return notes
