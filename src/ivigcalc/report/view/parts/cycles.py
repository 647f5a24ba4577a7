"""The dates of courses; the cycles of a repeated one, with grams and vials, and what of a stock runs short."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from ivigcalc.core.answers.plan import CoursePlan, NoFit, Plan, ProductCycles, vials_of
from ivigcalc.core.dosing.course import Course
from ivigcalc.core.dosing.repeat import Repeat, is_weekend
from ivigcalc.core.facts.product import VialCount
from ivigcalc.core.quantity import shown
from ivigcalc.report.document import Block, Column, Heading, Paragraph, Table, numeric, unbroken, warning, wide
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
            letters.setdefault(words.dates_words(filter(None, course.dates(start))), []).append(course.letter)
    if start is None or not letters:
        return []
    line = "; ".join(f"{', '.join(of)} {days}" for days, of in letters.items())
    each = f"from {start:%Y-%m-%d}; of each day: --product"
    return [Paragraph(label="DATES", text=line if len(line) <= DATES_LETTERS else each)]


def cycle_blocks(plan: Plan) -> list[Block]:
    """The cycles of a repeated course; nothing for one that is given once."""
    repeat = plan.repeat
    if repeat is None:
        return []
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


def cycle_remark(repeat: Repeat, course: Course) -> str:
    """How many, how often, and what the source prints where that is more."""
    count = len(repeat.starts)
    printed = "" if repeat.printed.says == repeat.interval.says else f" (source: {repeat.printed.says})"
    until = f", begun by {repeat.until}" if repeat.until else ""
    return f"{count} of {course.letter}, {repeat.interval.says}{printed}{until}"


def _table(repeat: Repeat, course: Course, cycles: ProductCycles | None) -> Table:
    """A line for each cycle; with vials one for days that follow each other and take the same."""
    columns = [Column(header=""), wide("infusion days"), numeric("DOSE", accent=True)]
    columns += [wide("vials"), numeric("VOLUME", accent=True)] if cycles else []
    rows = cycle_rows(repeat, course, cycles)
    return Table(columns=(*columns, numeric("then rest")), rows=tuple(rows))


def cycle_rows(repeat: Repeat, course: Course, cycles: ProductCycles | None) -> list[tuple[str, ...]]:
    """Number, infusion days, grams of a day, with ``cycles`` vials and volume, and the days of rest after it."""
    rows: list[tuple[str, ...]] = []
    for number, (days, rest) in enumerate(zip(repeat.dates(course), rests(repeat, course), strict=True)):
        name, last = str(number + 1), "" if rest is None else f"{rest} day{'' if rest == 1 else 's'}"
        if cycles and number < len(cycles.made):
            rows += _made_rows(cycles.made[number], name, last)
        else:
            grams = f"{shown(course.even)} g" if course.even is not None else f"{shown(course.total)} g in all"
            rows.append((name, days_with_weekday(days), grams, *(("SHORT", "") if cycles else ()), last))
    return rows


def _made_rows(made: CoursePlan, name: str, last: str) -> list[tuple[str, ...]]:
    """A line for days of a cycle that follow each other and take the same vials."""
    groups = grouped_days(made, each_day=False)
    rows: list[tuple[str, ...]] = []
    for place, group in enumerate(groups):
        day = group[0]
        rows.append(
            (
                "" if place else name,
                days_with_weekday([day.date for day in group if day.date]),
                f"{shown(day.vials.given_g, 3)} g",
                ", ".join(map(lot_words, day.lots)) or words.vials_short(day.vials),
                f"{shown(day.volume_ml)} mL",
                last if place == len(groups) - 1 else "",
            )
        )
    return rows


def rests(repeat: Repeat, course: Course) -> list[int | None]:
    """The days of rest between the last infusion day of each cycle and the next cycle; None after the last."""
    dates = repeat.dates(course)
    return [*((following[0] - days[-1]).days - 1 for days, following in pairwise(dates)), None]


def days_with_weekday(days: Sequence[date]) -> str:
    """Days that follow each other as a span, each end with its weekday: ``2026-12-05 Sat to 2026-12-06 Sun``."""
    spans: list[list[date]] = []
    for day in days:
        if spans and (day - spans[-1][-1]).days == 1:
            spans[-1].append(day)
        else:
            spans.append([day])
    return ", ".join(unbroken(f"{span[0]:%Y-%m-%d %a}") + _to(span) for span in spans)


def _to(span: Sequence[date]) -> str:
    return f" to {unbroken(f'{span[-1]:%Y-%m-%d %a}')}" if len(span) > 1 else ""


def in_all_words(repeat: Repeat, course: Course) -> str:
    """``420 g prescribed in 6 cycles, 12 infusion days, 2026-12-01 to 2027-03-17``."""
    dates = [day for days in repeat.dates(course) for day in days]
    count = len(repeat.starts)
    grams = f"{shown(course.total * count)} g prescribed in {_counted(count, 'cycle')}"
    span = f"{dates[0]} to {dates[-1]}" if len(dates) > 1 else str(dates[0])
    return f"{grams}, {_counted(len(dates), 'infusion day')}, {span}"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def given_words(cycles: ProductCycles, plan: Plan) -> str:
    """What the cycles made up take: ``Privigen 10 %: 420 g in 4200 mL: 18x20+6x10``."""
    name = unbroken(cycles.product.shown)
    count = len(cycles.made)
    few = f" in {count} of {_counted(len(plan.repeat.starts), 'cycle')}" if cycles.short and plan.repeat else ""
    vials = _vials(vials_of(cycles.made))
    return f"{name}{few}: {shown(cycles.given_g, 3)} g, {shown(cycles.volume_ml)} mL; {vials}"


def _vials(vials: Iterable[VialCount]) -> str:
    return " + ".join(f"{vial.count} x {shown(vial.size_g, 3)} g" for vial in vials)


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
        wanted = [vial.replaced(count=vial.count * (count - first)) for vial in vials_of([cycles.needed])]
        text += f". Without a limit they take {_vials(wanted)}"
    if first:
        text += f". What there is does for --cycles {first}"
    return f"{text}."


def beyond_words(repeat: Repeat) -> str:
    """Which cycles are more than the source gives."""
    beyond = repeat.beyond_source
    which = f"cycle {beyond[0]} is" if len(beyond) == 1 else f"cycles {beyond[0]} to {beyond[-1]} are"
    return f"{which} more than the source gives ({repeat.printed.says})."


def date_notes(repeat: Repeat) -> list[str]:
    """Cycles that begin on a weekend, and months without such a day: shown, and not moved."""
    weekend = [f"{start:%Y-%m-%d %a}" for start in repeat.starts if is_weekend(start)]
    rest = len(weekend) - NAMED
    more = f" and {rest} more" if rest > 0 else ""
    named = ", ".join(map(unbroken, weekend[:NAMED]))
    notes = [f"begins on a weekend, not moved: {named}{more}."] if weekend else []
    first = repeat.starts[0].day
    clamped = [str(start) for start in repeat.starts if repeat.interval.unit == "months" and start.day != first]
    if clamped:
        notes.append(f"no day {first} in that month, its last day instead: {', '.join(clamped)}.")
    return notes
