"""From a regimen and a dosing weight to courses: infusion days with prescribed grams.

Each split that a source names becomes an option with its own letter. Letters follow one order, induction first and then from
most days to fewest, so that a risk never changes what a letter means and the slowest sourced split always stands first.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from string import ascii_uppercase
from typing import assert_never

from ivigcalc.core.errors import Problem, Problems, RefusedError
from ivigcalc.core.indication import Daily, Indication, Interval, Phase, Range, Regimen, Sequence, Spread
from ivigcalc.core.order import Order
from ivigcalc.core.quantity import plain

MOST_DAYS = 31
"""More infusion days than this in one course is a slip of the finger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseDay:
    """One infusion day: its number in the course and the prescribed grams."""

    day: int
    grams: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """A maximum in grams per dose that a source prints, the grams before it, and whether it binds."""

    grams: Fraction
    uncapped: Fraction
    binds: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """A range from which no single dose follows: g/kg and grams at both ends."""

    low_g_per_kg: Fraction
    high_g_per_kg: Fraction
    low_g: Fraction
    high_g: Fraction
    per: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A regimen applied to a patient. ``days`` is empty, and ``ends`` set, for a range.

    ``typed`` is true for a dose that the caller typed; ``split_range`` holds the fewest and most days a source allows.
    """

    letter: str
    id: str
    regimen: str
    phase: Phase | None
    basis: str
    sources: tuple[str, ...]
    days: tuple[CourseDay, ...] = ()
    ends: Ends | None = None
    interval: Interval | None = None
    cap: Cap | None = None
    split_range: tuple[int, int] | None = None
    note: str = ""
    typed: bool = False
    selected: bool = False

    @property
    def total(self) -> Fraction:
        """Grams of the whole course."""
        return sum((day.grams for day in self.days), Fraction(0))

    @property
    def largest_day(self) -> Fraction:
        """Grams of the largest infusion day."""
        return max((day.grams for day in self.days), default=Fraction(0))

    @property
    def even(self) -> Fraction | None:
        """Grams per day where all days are equal, else None."""
        return self.days[0].grams if self.days and len({day.grams for day in self.days}) == 1 else None


def _capped(grams: Fraction, regimen: Regimen) -> tuple[Fraction, Cap | None]:
    if regimen.cap_g is None:
        return grams, None
    cap = Fraction(regimen.cap_g)
    return min(grams, cap), Cap(grams=cap, uncapped=grams, binds=grams > cap, sources=regimen.cap_sources)


def _course(regimen: Regimen, course_id: str, day_grams: tuple[tuple[int, Fraction], ...], sources: tuple[str, ...]) -> Course:
    """A course from day numbers and uncapped grams."""
    capped = [(day, *_capped(grams, regimen)) for day, grams in day_grams]
    caps = [cap for _, _, cap in capped if cap]
    return Course(
        letter="",
        id=course_id,
        regimen=regimen.id,
        phase=regimen.phase,
        basis=regimen.basis,
        sources=sources,
        days=tuple(CourseDay(day=day, grams=grams) for day, grams, _ in capped),
        interval=regimen.interval,
        cap=max(caps, key=lambda cap: cap.uncapped) if caps else None,
        note=regimen.note,
    )


def _even_days(grams: Fraction, days: int) -> tuple[tuple[int, Fraction], ...]:
    return tuple((day, grams) for day in range(1, days + 1))


def _spread(regimen: Spread, weight_kg: Fraction, days: int | None) -> list[Course]:
    """The named splits, or the ends of the range where no source names one; with ``days``, that split alone."""
    named = {split.days: split for split in regimen.splits}
    if days is None:
        wanted = sorted(named or {regimen.min_days, regimen.max_days}, reverse=True)
    else:
        wanted = [days] if regimen.min_days <= days <= regimen.max_days or days in named else []
    courses = []
    for count in wanted:
        split = named.get(count)
        per_day = Fraction(regimen.g_per_kg) * weight_kg / count
        sources = split.sources if split else regimen.sources
        course = _course(regimen, f"{regimen.id}-{count}d", _even_days(per_day, count), sources)
        basis = split.says if split and split.says else regimen.basis
        courses.append(replace(course, basis=basis, split_range=(regimen.min_days, regimen.max_days)))
    return courses


def expand(regimen: Regimen, weight_kg: Fraction, days: int | None = None) -> list[Course]:
    """The courses that a regimen offers to a dosing weight in kg; with ``days``, only those of that many infusion days."""
    match regimen:
        case Daily():
            grams = Fraction(regimen.g_per_kg) * weight_kg
            courses = [_course(regimen, regimen.id, _even_days(grams, regimen.days), regimen.sources)]
        case Spread():
            return _spread(regimen, weight_kg, days)
        case Sequence():
            day_grams = tuple((dose.day, Fraction(dose.g_per_kg) * weight_kg) for dose in regimen.doses)
            courses = [_course(regimen, regimen.id, day_grams, regimen.sources)]
        case Range():
            ends = Ends(
                low_g_per_kg=Fraction(regimen.min_g_per_kg),
                high_g_per_kg=Fraction(regimen.max_g_per_kg),
                low_g=Fraction(regimen.min_g_per_kg) * weight_kg,
                high_g=Fraction(regimen.max_g_per_kg) * weight_kg,
                per=regimen.per,
            )
            course = _course(regimen, regimen.id, (), regimen.sources)
            return [replace(course, ends=ends)] if days is None else []
        case _:
            assert_never(regimen)
    return courses if days is None else [course for course in courses if len(course.days) == days]


def offered(indication: Indication, weight_kg: Fraction) -> tuple[Course, ...]:
    """Every course that the indication's sources print, in the order of their letters."""
    courses = [course for regimen in indication.regimens for course in expand(regimen, weight_kg)]
    phases = list(Phase)
    courses.sort(key=lambda course: (phases.index(course.phase or Phase.INDUCTION), bool(course.ends), -len(course.days)))
    return tuple(replace(course, letter=_letter(number)) for number, course in enumerate(courses))


def _letter(number: int) -> str:
    return ascii_uppercase[number] if number < len(ascii_uppercase) else f"A{ascii_uppercase[number - len(ascii_uppercase)]}"


def courses(indication: Indication, order: Order, weight_kg: Fraction) -> tuple[Course, ...]:
    """The courses that an order asks for: those offered, narrowed by ``--regimen`` and ``--days``, or the dose typed.

    Raises:
        RefusedError: the regimen or the number of days is not offered, something is missing, or two options contradict.
    """
    all_offered = offered(indication, weight_kg)
    if order.days is not None and not 1 <= order.days <= MOST_DAYS:
        raise RefusedError(
            Problem(code="days-out-of-bounds", field="--days", message=f"--days {order.days} is outside 1 to {MOST_DAYS}", next="--days 5")
        )
    if order.typed_dose:
        return (_typed(indication, order, weight_kg, all_offered),)
    if not all_offered:
        raise RefusedError(
            Problem(
                code="no-regimen",
                field="--per-day",
                message=f"no regimen of {indication.short} is computed: its sources give no dose that may be, or trials failed",
                next='give the dose: --per-day "0.4 g/kg" --days 5; what is known: ivigcalc indications ' + indication.id,
            )
        )
    chosen = _by_regimen(indication, order, all_offered) if order.regimen else all_offered
    if order.days is not None:
        chosen = _by_days(indication, order.days, weight_kg, chosen)
    return tuple(replace(course, selected=len(chosen) == 1 and not course.ends) for course in chosen)


def _by_regimen(indication: Indication, order: Order, all_offered: tuple[Course, ...]) -> tuple[Course, ...]:
    wanted = order.regimen.strip().casefold()
    found = tuple(course for course in all_offered if wanted in {course.letter.casefold(), course.id, course.regimen})
    if not found:
        allowed = tuple(f"{course.letter} ({course.id})" for course in all_offered)
        raise RefusedError(
            Problem(
                code="unknown-regimen",
                field="--regimen",
                message=f"{indication.short} has no regimen {order.regimen!r}",
                allowed=allowed,
                next=f"--regimen {all_offered[0].letter}",
            )
        )
    return found


def _by_days(indication: Indication, days: int, weight_kg: Fraction, chosen: tuple[Course, ...]) -> tuple[Course, ...]:
    """Keep the regimens that a source allows over this many days, each divided over them."""
    letters = {course.regimen: course.letter for course in reversed(chosen)}
    found = []
    for regimen in indication.regimens:
        if regimen.id in letters:
            for course in expand(regimen, weight_kg, days):
                exact = next((old.letter for old in chosen if old.id == course.id), letters[regimen.id])
                found.append(replace(course, letter=exact))
    if not found:
        ranges = {course.split_range or (len(course.days), len(course.days)) for course in chosen if not course.ends}
        allowed = tuple(str(low) if low == high else f"{low} to {high}" for low, high in sorted(ranges))
        raise RefusedError(
            Problem(
                code="days-not-offered",
                field="--days",
                message=f"no source read gives {indication.short} over {days} days",
                allowed=allowed,
                next=f'a dose of your own: --per-day "0.4 g/kg" --days {days}',
            )
        )
    return tuple(found)


def _typed(indication: Indication, order: Order, weight_kg: Fraction, all_offered: tuple[Course, ...]) -> Course:
    """The course that the caller typed; tied to a source's regimen where it is the same."""
    problems = Problems()
    if order.per_day and order.course:
        problems.add(
            Problem(
                code="two-doses",
                field="--per-day",
                message="--per-day and --course exclude each other",
                next="keep the one that the order states",
            )
        )
    within = _by_regimen(indication, order, all_offered) if order.regimen else ()
    if within and not within[0].ends:
        problems.add(
            Problem(
                code="two-doses",
                field="--regimen",
                message=f"--regimen {order.regimen} already states a dose",
                next="drop --regimen, or drop the dose",
            )
        )
    days = order.days if order.days is not None else (1 if within else None)
    if days is None:
        problems.add(
            Problem(
                code="missing-value",
                field="--days",
                message="--days is missing: over how many days is the dose given?",
                next="add for example --days 5",
            )
        )
    problems.refuse_if_any()
    dose = order.typed_dose
    assert dose is not None  # noqa: S101 - the caller checked
    assert days is not None  # noqa: S101 - refused above
    grams = dose.grams(weight_kg) / (1 if order.per_day else days)
    day_grams = tuple(CourseDay(day=day, grams=grams) for day in range(1, days + 1))
    same = next((course for course in all_offered if [day.grams for day in course.days] == [grams] * days), None)
    if same:
        basis, sources = f"as typed; the same as {same.id}", same.sources
    elif within:
        basis, sources = f"as typed, within {within[0].id}", within[0].sources
    else:
        basis, sources = "as typed; no source read prints it for this indication", ()
    parent = same or (within[0] if within else None)
    return Course(
        letter="A",
        id="ordered",
        regimen=parent.regimen if parent else "",
        phase=parent.phase if parent else None,
        basis=basis,
        sources=sources,
        days=day_grams,
        ends=within[0].ends if within else None,
        interval=parent.interval if parent else None,
        typed=True,
        selected=True,
    )


def describe_days(course: Course) -> str:
    """The infusion days in words: "for 5 days", "on 1 day"."""
    count = len(course.days)
    return "on 1 day" if count == 1 else f"for {plain(Fraction(count), 0)} days"
