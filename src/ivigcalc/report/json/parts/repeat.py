"""A repeated course in JSON: the dates, grams and vials of each cycle and in all, and what of a stock runs short."""

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, NotRequired, TypedDict

from ivigcalc.core.answers.plan import CoursePlan, Plan, ProductCycles
from ivigcalc.core.quantity import adding_up, plain
from ivigcalc.core.vials.totals import added_vials
from ivigcalc.report.json.parts.answer import Quantity, with_reasons
from ivigcalc.report.json.parts.plan import LotJson, VialJson, lot_json, vials_json

if TYPE_CHECKING:
    from ivigcalc.core.dosing.repeat import Repeat

NOT_SHORT = "nothing runs short"


class CycleDayJson(TypedDict):
    """An infusion day of a cycle."""

    day: int
    date: str
    weekday: str
    weekend: bool
    prescribed_g: str


class CycleJson(TypedDict):
    """A cycle: its infusion days, and the days of rest before the next cycle."""

    cycle: int
    days: list[CycleDayJson]
    prescribed_g: str
    rest_days: int | None


class CycleVialsDayJson(TypedDict):
    """The vials of an infusion day. ``lots`` stand only where a stock was given."""

    date: str
    dispensed_g: str
    opened_g: str
    vials: list[VialJson]
    volume_ml: str
    lots: NotRequired[list[LotJson]]


class CycleVialsJson(TypedDict):
    """The vials of a cycle."""

    cycle: int
    days: list[CycleVialsDayJson]
    dispensed_g: str


class ShortJson(TypedDict):
    """From which cycle on a preparation lacks vials, and what the cycles without them take of as many as wanted."""

    from_cycle: int
    from_date: str
    needed: list[VialJson] | None


class ProductCyclesJson(TypedDict):
    """The cycles that are made up from a preparation, and what they take in all."""

    id: str
    cycles: list[CycleVialsJson]
    dispensed_g: str
    opened_g: str
    volume_ml: str
    vials: list[VialJson]
    short: ShortJson | None


class RepeatJson(TypedDict):
    """How a course is repeated. ``printed`` is the interval in the words of its source; days in it add up.

    ``source_courses`` is how many courses the source gives in all, and ``beyond_source`` the cycles that are more.
    """

    regimen: str
    letter: str
    every: str
    printed: str
    source_courses: int | None
    beyond_source: list[int]
    until: str | None
    cycles: list[CycleJson]
    prescribed_g: Quantity
    products: list[ProductCyclesJson]


def repeat_json(plan: Plan, repeat: "Repeat") -> RepeatJson:
    """The cycles of a plan."""
    from ivigcalc.core.dosing.repeat import is_weekend  # noqa: PLC0415 - only for a course that is repeated

    course, dates = plan.courses[0], repeat.dates(plan.courses[0])
    grams = iter(adding_up(day.grams for _ in dates for day in course.days))
    cycles: list[CycleJson] = []
    for number, on in enumerate(dates):
        days: list[CycleDayJson] = [
            {
                "day": day.day,
                "date": date.isoformat(),
                "weekday": f"{date:%a}",
                "weekend": is_weekend(date),
                "prescribed_g": next(grams),
            }
            for day, date in zip(course.days, on, strict=True)
        ]
        rest = (dates[number + 1][0] - on[-1]).days - 1 if number + 1 < len(dates) else None
        cycle = CycleJson(
            cycle=number + 1, days=days, prescribed_g=_sum(day["prescribed_g"] for day in days), rest_days=rest
        )
        cycles.append(with_reasons(cycle, rest_days="the last cycle asked for"))
    return with_reasons(
        RepeatJson(
            regimen=course.id,
            letter=course.letter,
            every=repeat.interval.says,
            printed=repeat.printed.says,
            source_courses=repeat.printed.courses,
            beyond_source=[*repeat.beyond_source],
            until=repeat.until.isoformat() if repeat.until else None,
            cycles=cycles,
            prescribed_g=plain(course.total * len(dates)),
            products=[_product(one, repeat) for one in plan.cycles],
        ),
        source_courses="the source gives no number",
        until="not given: --until",
    )


def _sum(texts: Iterable[str]) -> str:
    return plain(sum(map(Fraction, texts), Fraction(0)), 3)


def _product(cycles: ProductCycles, repeat: "Repeat") -> ProductCyclesJson:
    product, made = cycles.product, cycles.made
    all_days = [day for course in made for day in course.days]
    dispensed = iter(adding_up((day.vials.given_g for day in all_days), 3))
    volumes = iter(adding_up(day.volume_ml for day in all_days))
    of_cycles: list[CycleVialsJson] = []
    for number, course in enumerate(made, start=1):
        days: list[CycleVialsDayJson] = []
        for day in course.days:
            one: CycleVialsDayJson = {
                "date": day.date.isoformat() if day.date else "",
                "dispensed_g": next(dispensed),
                "opened_g": plain(day.vials.total_g, 3),
                "vials": vials_json(day.vials.vials, product),
                "volume_ml": next(volumes),
            }
            if day.lots:
                one["lots"] = [lot_json(lot) for lot in day.lots]
            days.append(one)
        of_cycles.append({"cycle": number, "days": days, "dispensed_g": _sum(day["dispensed_g"] for day in days)})
    answer: ProductCyclesJson = {
        "id": product.id,
        "cycles": of_cycles,
        "dispensed_g": plain(cycles.given_g, 3),
        "opened_g": plain(sum((day.vials.total_g for day in all_days), Fraction(0)), 3),
        "volume_ml": plain(cycles.volume_ml),
        "vials": vials_json(added_vials(day.vials for day in all_days), product),
        "short": _short(cycles, repeat) if cycles.short else None,
    }
    return with_reasons(answer, short=NOT_SHORT)


def _short(cycles: ProductCycles, repeat: "Repeat") -> ShortJson:
    first, needed = len(cycles.made), None
    if isinstance(cycles.needed, CoursePlan):
        left = len(repeat.starts) - first
        of_one = added_vials(day.vials for day in cycles.needed.days)
        needed = [vial.replaced(count=vial.count * left) for vial in of_one]
    return with_reasons(
        ShortJson(
            from_cycle=first + 1,
            from_date=repeat.starts[first].isoformat(),
            needed=None if needed is None else vials_json(needed, cycles.product),
        ),
        needed="no whole-vial total within the tolerance",
    )
