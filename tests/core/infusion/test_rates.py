"""From a label's ladder to pump rates, and from pump rates and a volume to steps."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.ladder import Context, LabelStep, Ladder, RateUnit
from ivigcalc.core.infusion.label_rates import WHY_THIS_LADDER
from ivigcalc.core.infusion.rates import (
    PumpRate,
    RateBasis,
    RateCap,
    Step,
    as_pump_rates,
    capped_settings,
    no_rate,
    pump_setting,
    pump_steps,
    rounded_up,
    rungs,
    to_ml_h,
)
from ivigcalc.core.quantity import plain
from tests.core.making import number, of_option, published, published_figure

TEN = Fraction(10)
SEVENTY = RateBasis(weight_kg=Fraction(70), mg_per_ml=Fraction(100))


def rates_of(printed: Ladder, basis: RateBasis, cap: RateCap | None = None) -> tuple[PumpRate, ...]:
    """The rates of a printed ladder for a patient, as a pump is set to them: whole mL/h from ten up."""
    return as_pump_rates(capped_settings(rungs(printed), printed.unit, basis, cap, whole_from=TEN), basis)


def decimal(value: object) -> Decimal:
    return Decimal(plain(number(value), 9))


def ladder(*steps: tuple[object, object], maximum: object, unit: RateUnit = RateUnit.ML_KG_MIN, **more: Any) -> Ladder:
    """A made-up ladder: (rate, minutes) pairs, minutes None where the label prints none."""
    return Ladder(
        contexts=(Context.ANY,),
        regions=(Region.US,),
        unit=unit,
        steps=tuple(
            LabelStep(rate=decimal(rate), minutes=None if minutes is None else decimal(minutes))
            for rate, minutes in steps
        ),
        maximum=decimal(maximum),
        says="made up",
        date="n/d",
        sources=("privigen",),
        **more,
    )


def at(*rates: tuple[object, object]) -> list[PumpRate]:
    """Pump rates in mL/h with their minutes."""
    return [
        PumpRate(
            ml_h=number(rate),
            exact_ml_h=number(rate),
            ml_kg_h=Fraction(1),
            mg_kg_min=Fraction(1),
            minutes=None if minutes is None else number(minutes),
            convention=False,
            capped=False,
        )
        for rate, minutes in rates
    ]


@pytest.mark.parametrize(
    ("weight", "rate", "ml_per_h"),
    [
        (of_option(one, "weight"), rate, Fraction(ml_h))
        for one in published("rate-table")
        for rate, (ml_h,) in zip(("0.01", "0.04", "0.08", "0.14"), one.expect.values(), strict=True)
    ],
)
def test_the_newfoundland_table_holds_at_its_own_weights(weight: Fraction, rate: str, ml_per_h: Fraction) -> None:
    basis = RateBasis(weight_kg=weight, mg_per_ml=Fraction(100))
    assert pump_setting(to_ml_h(number(rate), RateUnit.ML_KG_MIN, basis), TEN) == ml_per_h


def test_the_published_ladder_takes_as_long_as_published() -> None:
    """700 mL at 21, 42, 84 and 168 mL/h in steps of 30 minutes: 73.5 mL in 90 minutes, 313.75 minutes in all."""
    (question,) = published("infusion-time")
    rates = [published_figure(question, f"ladder.{step}.ml_per_h") for step in range(4)]
    steps = pump_steps(
        at(*((rate, 30) for rate in rates[:-1]), (rates[-1], None)), published_figure(question, "volume_ml")
    )
    assert steps[2].running_ml == published_figure(question, "running_ml")
    assert sum(step.minutes for step in steps) == published_figure(question, "infusion_minutes")


def test_between_first_rate_and_maximum_steps_double() -> None:
    """Privigen's 0.3 to 4.8 mL/kg/h as a Spanish hospital's guide prints it: 0.3, 0.6, 1.2, 2.4, 4.8."""
    found = rungs(ladder((0.3, 30), maximum=4.8, unit=RateUnit.ML_KG_H))
    assert [rung.rate for rung in found] == [number(rate) for rate in ("0.3", "0.6", "1.2", "2.4", "4.8")]
    assert [rung.convention for rung in found] == [False, True, True, True, False]


def test_the_last_step_is_the_maximum_even_where_doubling_does_not_reach_it() -> None:
    """0.5 to 6 mL/kg/h is 0.5, 1, 2, 4, 6, as a UK calculator for Kiovig has it."""
    found = rungs(ladder((0.5, 30), maximum=6, unit=RateUnit.ML_KG_H))
    assert [rung.rate for rung in found] == [number(rate) for rate in ("0.5", "1", "2", "4", "6")]


def test_a_printed_increment_is_followed() -> None:
    """0.5 mg/kg/min for 10 minutes, then 0.8 more every 20 minutes, at most 6."""
    bivigam = ladder((0.5, 10), maximum=6, unit=RateUnit.MG_KG_MIN, raise_by=Decimal("0.8"), every_minutes=Decimal(20))
    found = rungs(bivigam)
    assert [rung.rate for rung in found] == [
        number(rate) for rate in ("0.5", "1.3", "2.1", "2.9", "3.7", "4.5", "5.3", "6")
    ]
    assert [rung.minutes for rung in found] == [10, *[20] * 6, None]
    assert not any(rung.convention for rung in found)


def test_without_a_printed_duration_a_step_lasts_30_minutes_and_is_marked() -> None:
    first, *_ = rungs(ladder((0.01, None), maximum=0.08))
    assert first.minutes == 30
    assert first.convention


def test_a_printed_interval_is_the_duration_of_every_step() -> None:
    """A rate raised every 15 minutes by doubling: the minutes are printed, the rates between are not."""
    found = rungs(ladder((0.005, 15), maximum=0.08, every_minutes=Decimal(15)))
    assert [rung.minutes for rung in found] == [15, 15, 15, 15, None]
    assert [rung.convention for rung in found] == [False, True, True, True, False]


def test_a_ladder_of_one_rate_is_that_rate_to_the_end() -> None:
    (rung,) = rungs(ladder((4, 30), maximum=4))
    assert rung.rate == 4
    assert rung.minutes is None


def test_a_rate_that_does_not_rise_is_no_ladder_without_end() -> None:
    """Twice nothing is nothing; the check of the data refuses such a ladder."""
    assert [rung.rate for rung in rungs(ladder((0, 30), maximum=4))] == [0, 4]


@pytest.mark.parametrize(
    ("unit", "rate", "mg_per_ml", "expected"),
    [
        (RateUnit.ML_KG_MIN, "0.08", 100, 336),
        (RateUnit.ML_KG_H, "4.8", 100, 336),
        (RateUnit.MG_KG_MIN, "8", 100, 336),
        (RateUnit.MG_KG_MIN, "8", 50, 672),
        (RateUnit.MG_KG_H, "200", 50, 280),
        (RateUnit.ML_MIN, "3", 60, 180),
    ],
)
def test_every_unit_becomes_ml_h(unit: RateUnit, rate: object, mg_per_ml: int, expected: int) -> None:
    """70 kg: 0.08 mL/kg/min is 4.8 mL/kg/h is 8 mg/kg/min at 10 %; at 5 % the same mg need twice the mL."""
    basis = RateBasis(weight_kg=Fraction(70), mg_per_ml=Fraction(mg_per_ml))
    assert to_ml_h(number(rate), unit, basis) == expected


@given(weight=st.fractions(1, 300, max_denominator=10))
def test_a_flat_rate_is_the_same_at_any_weight(weight: Fraction) -> None:
    """What it comes to per kg is shown all the same."""
    basis = RateBasis(weight_kg=weight, mg_per_ml=Fraction(60))
    found = rates_of(ladder((1, 15), maximum=3, unit=RateUnit.ML_MIN), basis)
    assert [rate.ml_h for rate in found] == [60, 120, 180]
    assert [rate.ml_kg_h * weight for rate in found] == [60, 120, 180]


def test_a_maximum_kept_for_later_infusions_counts_only_where_it_was_tolerated() -> None:
    """0.01 to 0.14 mL/kg/min, the last only after more infusions: 0.01, 0.02, 0.04, 0.08, and no more."""
    kept = ladder((0.01, 30), maximum=0.14, maximum_after="more than 6 infusions")
    assert [rung.rate for rung in rungs(kept)] == [number(one) for one in ("0.01", "0.02", "0.04", "0.08")]
    assert rungs(kept)[-1].minutes is None
    assert rungs(kept, tolerated=True)[-1].rate == number("0.14")
    free = ladder((0.01, 30), maximum=0.14)
    assert rungs(free, tolerated=True) == rungs(free)


@pytest.mark.parametrize(
    ("ml_h", "below", "expected"),
    [
        ("21.9", False, "21"),
        ("21", False, "21"),
        ("21", True, "20"),
        ("21.9", True, "21"),
        ("10", False, "10"),
        ("10", True, "9.9"),
        ("9.99", False, "9.9"),
        ("1.98", False, "1.9"),
        ("1", False, "1"),
        ("1", True, "0.9"),
        ("0.99", False, "0.9"),
        ("0.9", True, "0.8"),
        ("0.09", False, "0"),
    ],
)
def test_a_pump_is_set_to_whole_ml_from_10_up_and_to_tenths_below(
    *, ml_h: object, below: bool, expected: object
) -> None:
    """Rounded down; a rate that must not be reached is not."""
    assert pump_setting(number(ml_h), TEN, below=below) == number(expected)


@pytest.mark.parametrize(("ml_h", "up"), [("37.5", "38"), ("20", "20"), ("10", "10"), ("1.98", "2"), ("1.9", "1.9")])
def test_so_much_stands_for_a_rate_at_most(ml_h: str, up: str) -> None:
    """Whole mL/h from 10 up, tenths below, rounded up."""
    assert rounded_up(number(ml_h), TEN) == number(up)


def test_a_cap_ends_the_ladder() -> None:
    """Octagam 10 % at renal risk: 0.03 mL/kg/min is 126 mL/h at 70 kg, so 42, 84, 126 and no more."""
    octagam = ladder((0.01, 30), (0.02, 30), (0.04, 30), (0.08, 30), maximum=0.12)
    found = rates_of(octagam, SEVENTY, RateCap(ml_h=Fraction(126), below=False))
    assert [rate.ml_h for rate in found] == [42, 84, 126]
    assert [rate.capped for rate in found] == [False, False, True]
    assert found[-1].minutes is None
    assert not found[-1].convention


def test_a_cap_that_must_not_be_reached_is_not() -> None:
    """Below 2 mg/kg/min at 6 % and 60 kg: 120 mL/h is the edge, so 119."""
    carimune = ladder((0.5, 30), (1, 30), maximum=3, unit=RateUnit.MG_KG_MIN)
    basis = RateBasis(weight_kg=Fraction(60), mg_per_ml=Fraction(60))
    found = rates_of(carimune, basis, RateCap(ml_h=Fraction(120), below=True))
    assert [rate.ml_h for rate in found] == [30, 60, 119]


def test_a_cap_above_the_maximum_changes_nothing() -> None:
    slow = ladder((0.01, 30), maximum=0.04)
    assert rates_of(slow, SEVENTY, RateCap(ml_h=Fraction(500), below=True)) == rates_of(slow, SEVENTY)


def test_a_volume_smaller_than_the_first_step_takes_one_short_step() -> None:
    (step,) = pump_steps(at((60, 30), (120, None)), Fraction(10))
    assert step.minutes == step.volume_ml == 10


def test_a_volume_that_a_step_just_covers_needs_no_other() -> None:
    assert len(pump_steps(at((60, 30), (120, None)), Fraction(30))) == 1


made_up = st.builds(
    lambda rates, minutes: at(*zip(sorted(rates), [*minutes[: len(rates) - 1], None], strict=True)),
    st.lists(st.integers(1, 500), min_size=1, max_size=6, unique=True),
    st.lists(st.integers(5, 60), min_size=5, max_size=5),
)


@given(found=made_up, volume=st.fractions(1, 3000, max_denominator=10))
def test_the_volumes_of_the_steps_sum_to_the_volume(found: list[PumpRate], volume: Fraction) -> None:
    steps = pump_steps(found, volume)
    assert sum(step.volume_ml for step in steps) == volume == steps[-1].running_ml
    assert all(step.minutes > 0 for step in steps)


@given(found=made_up, volume=st.fractions(1, 3000, max_denominator=10))
def test_each_step_gives_its_rate_for_its_minutes(found: list[PumpRate], volume: Fraction) -> None:
    def gives(step: Step) -> bool:
        return step.volume_ml == step.rate.ml_h * step.minutes / 60

    assert all(gives(step) for step in pump_steps(found, volume))


@given(
    first=st.fractions("0.005", "0.05", max_denominator=1000),
    times=st.integers(1, 20),
    weight=st.fractions(2, 200, max_denominator=10),
    cap=st.fractions(1, 2000, max_denominator=10),
    below=st.booleans(),
    volume=st.fractions(1, 3000, max_denominator=10),
)
def test_a_cap_never_speeds_an_infusion_up(
    *, first: Fraction, times: int, weight: Fraction, cap: Fraction, below: bool, volume: Fraction
) -> None:
    made = ladder((first, 30), maximum=first * times)
    basis = RateBasis(weight_kg=weight, mg_per_ml=Fraction(100))
    free, held = (rates_of(made, basis), rates_of(made, basis, RateCap(ml_h=cap, below=below)))
    assert max(rate.ml_h for rate in held) <= cap
    if free[0].ml_h and held[0].ml_h:
        plain, capped = pump_steps(free, volume), pump_steps(held, volume)
        assert sum(step.minutes for step in capped) >= sum(step.minutes for step in plain)


@pytest.mark.parametrize(
    ("said", "words", "reason"),
    [
        ("no-rate-general", {"says": "slowly"}, "only general knowledge was found (slowly), which gives no rate"),
        ("no-rate-not-first", {"after": "it is known"}, "not for a first infusion: its label asks that it is known"),
        ("no-rate-region", {"region": "BR", "regions": "EU"}, "no rate ladder of a BR label was read (read: EU)"),
        ("no-rate-adults", {}, "the rates read are for adults"),
        ("no-rate-perhaps-adults", {}, "the rates read are for adults, and at this weight the patient may be a child"),
        (
            "no-rate-perhaps-flat",
            {},
            "the rates read are for adults, or flat for every weight, and at this weight the patient may be a child",
        ),
        ("no-rate-pump", {"least": "0.1"}, "its first rate is below 0.1 mL/h, which a pump cannot be set to"),
    ],
)
def test_why_no_rate_is_given_is_said_with_its_id(said: str, words: dict[str, Any], reason: str) -> None:
    found = no_rate(said, **words)
    assert (found.said, found.reason, found.words, found.needs_age) == (said, reason, tuple(words.items()), False)
    assert no_rate(said, needs_age=True, **words).needs_age


def test_every_reason_for_a_ladder_has_its_words() -> None:
    assert WHY_THIS_LADDER == {
        "why-no-region": "no region given: the slowest read applies",
        "why-no-use": "no use given: its slowest ladder",
        "why-not-on-it": "the use asked for is not on it",
        "why-none-of-its-own": "it has no ladder of its own for this use: its slowest stands in",
    }
