"""Which printed course an order comes nearest to, and what is left open of it: made-up comparisons."""

from fractions import Fraction
from typing import Any

import pytest

from ivigcalc.core.checking.causes import LikelyCause
from ivigcalc.core.checking.dose import Comparisons, CourseComparison, order_case
from ivigcalc.core.dosing.comparison import Compared, Fit, Item
from ivigcalc.core.dosing.course import Course, CourseDay, Ends
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.rule import Level
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.written import WrittenOrder
from ivigcalc.core.safety.alerts import Alert, AlertWords, Wording
from tests.core.making import number, patient
from tests.profiles import members
from tests.written import read_written_dose

ENDS = Ends(
    low_g_per_kg=Fraction(1),
    high_g_per_kg=Fraction(2),
    low_g=Fraction(70),
    high_g=Fraction(140),
    per="dose",
    over_days=1,
)
RANGE = Course(letter="A", id="a", basis="", days=(CourseDay(1, Fraction(140)),), ends=ENDS)
DOSE = RANGE.replaced(ends=None)
SAME, DIFFERS, UNKNOWN = Fit.SAME, Fit.DIFFERS, Fit.UNKNOWN


def row(item: Item, fit: Fit = SAME, ordered: object = 140, printed: object = 140, unit: str = "g") -> Compared:
    low = number(printed)
    return Compared(item=item, unit=unit, fit=fit, ordered=number(ordered), low=low, high=low)


def beside(
    *,
    days: Fit = SAME,
    total: Fit = SAME,
    grams: int = 140,
    interval: Fit | None = None,
    causes: str = "",
    ends: bool = False,
) -> CourseComparison:
    """A printed course of 140 g beside an order: how each figure fits, and the causes that make it."""
    rows = [row(Item.DAYS, days, 1, 1, "days"), row(Item.TOTAL, total, grams)]
    named = (LikelyCause(of="dose", cause=one, text=one, sources=()) for one in causes.split())
    return CourseComparison(
        course=RANGE if ends else DOSE,
        rows=(*rows, *([row(Item.INTERVAL, interval)] if interval else [])),
        causes=tuple(named),
    )


@pytest.mark.parametrize(
    ("nearer", "farther"),
    [
        (beside(total=SAME), beside(total=Fit.ROUNDED)),
        (beside(total=Fit.ROUNDED), beside(total=UNKNOWN)),
        (beside(total=UNKNOWN), beside(total=DIFFERS)),
        (beside(interval=DIFFERS), beside(total=DIFFERS, interval=SAME)),
        (beside(total=DIFFERS, interval=SAME), beside(total=DIFFERS, interval=DIFFERS, causes="first")),
        (beside(total=DIFFERS, causes="second"), beside(total=DIFFERS)),
        (beside(total=DIFFERS, causes="first"), beside(total=DIFFERS, causes="second")),
        (beside(total=DIFFERS, causes="second first"), beside(total=DIFFERS, causes="second")),
        (beside(total=DIFFERS, causes="second", ends=True), beside(total=DIFFERS)),
        (beside(total=DIFFERS, days=DIFFERS), beside(total=DIFFERS, ends=True)),
        (beside(total=DIFFERS, grams=300), beside(total=DIFFERS, days=DIFFERS)),
        (beside(total=DIFFERS, grams=160), beside(total=DIFFERS, grams=170)),
        (beside(total=DIFFERS, grams=160), beside(total=DIFFERS, grams=110)),
        (beside(total=DIFFERS, grams=130), beside(total=DIFFERS, grams=160)),
        (beside(total=DIFFERS, grams=140), beside(total=DIFFERS, grams=141)),
    ],
)
def test_grams_come_before_the_interval_then_what_a_cause_explains_then_days_and_the_whole_dose(
    nearer: CourseComparison, farther: CourseComparison
) -> None:
    ranks = ["first", "second"]
    assert nearer.distance(ranks) < farther.distance(ranks)


def alert(level: Level, field: str) -> Alert:
    return Alert(
        rule="x", level=level, wording=Wording(lambda: AlertWords(text="", next="", words=())), sources=(), field=field
    )


STOP = alert(Level.STOP, "dose")
ROWS = (row(Item.PER_DAY), row(Item.DAY), row(Item.DAYS), row(Item.TOTAL))


@pytest.mark.parametrize(
    ("matches", "alerts", "left_open"),
    [
        ((RANGE,), [STOP], True),
        ((RANGE,), [alert(Level.CAUTION, "dose"), STOP], True),
        ((RANGE,), [alert(Level.CAUTION, "dose")], False),
        ((RANGE,), [alert(Level.STOP, "--weight")], False),
        ((RANGE,), [], False),
        ((DOSE,), [STOP], False),
        ((DOSE, RANGE), [STOP], False),
        ((), [STOP], False),
    ],
)
def test_the_days_of_a_range_are_left_open_where_a_rule_stops_its_dose(
    matches: tuple[Course, ...], alerts: list[Alert], *, left_open: bool
) -> None:
    """A range is of a course, and says nothing of one day; the course as such fits it."""
    rows = Comparisons(matches=matches, nearest=RANGE, rows=ROWS, causes=()).rows_if(alerts)
    assert [(one.item, one.fit, one.low, one.high) for one in rows[:2]] == [
        (item, *((UNKNOWN, None, None) if left_open else (SAME, 140, 140))) for item in (Item.PER_DAY, Item.DAY)
    ]
    assert rows[0].reason == ("A is the range of a course, and a rule stops it on these days" if left_open else "")
    assert rows[2:] == ROWS[2:]


def test_without_a_dosing_weight_what_is_in_grams_is_grams_per_kg() -> None:
    days = row(Item.DAYS, unit="days")
    found = Comparisons(matches=(DOSE, RANGE), nearest=DOSE, rows=(row(Item.TOTAL), days), causes=()).in_g_per_kg()
    assert [one.unit for one in found.rows] == ["g/kg", "days"]
    assert found.nearest is not None
    assert [one.in_g_per_kg for one in (found.nearest, *found.matches)] == [True, True, True]
    assert Comparisons(matches=(), nearest=None, rows=(), causes=()).in_g_per_kg().nearest is None


@pytest.mark.parametrize(
    ("text", "more", "even", "at_most"),
    [
        ("0.4 g/kg daily for 5 days", {}, "0.4", "30"),
        ("20 g daily for 5 days", {}, "20", "20"),
        ("0.4 g/kg daily for 5 days", {"weight_policy": "actual"}, "30", "30"),
    ],
)
def test_without_a_dosing_weight_actual_weight_gives_the_most(
    catalogue: Catalogue, text: str, more: dict[str, Any], even: str, at_most: str
) -> None:
    """Ontario doses ADEM on adjusted body weight, which needs a height; 0.4 g/kg of 75 kg are 30 g."""
    written = WrittenOrder(dose=read_written_dose(text))
    found = order_case(patient(75), Order(indication="adem", **more), written, catalogue)
    assert (found.course.even, found.course.in_g_per_kg) == (number(even), even == "0.4")
    assert (found.at_most.course.even, found.at_most.course.in_g_per_kg) == (number(at_most), False)
    assert found.at_most.criteria.weight.kg == 75
    assert (found.course.letter, found.course.id, found.course.selected) == ("", "ordered", True)


def test_an_order_that_is_printed_is_tied_to_its_regimen_and_any_other_to_none(catalogue: Catalogue) -> None:
    """GBS at 75 kg: 30 g daily for 5 days; 31 g are that, rounded; 40 g are not."""
    printed, rounded, other = (
        order_case(
            patient(75),
            Order(indication="gbs"),
            WrittenOrder(dose=read_written_dose(f"{grams} g daily for 5 days")),
            catalogue,
        ).course
        for grams in (30, 31, 40)
    )
    (only,) = catalogue.indication("gbs").regimens
    for one in members((printed, rounded)):
        assert (one.regimen, one.phase, bool(one.sources)) == (only.id, only.phase, True)
        assert one.rounded_from is not None
        assert one.judged.largest_day == 30
    assert (other.regimen, other.phase, other.sources, other.rounded_from) == ("", None, (), None)
    assert (other.basis, other.typed, other.judged.largest_day) == ("as written", True, number(40))
