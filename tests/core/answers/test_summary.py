"""What a table adds up to: its rows by their status, and two weight policies beside each other."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from ivigcalc.core.answers.batch import (
    BatchAnswer,
    PartTotal,
    ProductTotal,
    Summary,
    VersusTotal,
    VialsOpened,
    summary_working,
)
from ivigcalc.core.answers.supply.forecast import Forecast, MonthTotal, Needed
from ivigcalc.core.dosing.repeat import Months
from ivigcalc.core.facts.formulary import Formulary, SiteVial
from ivigcalc.core.facts.product import VialCount


@pytest.mark.parametrize(
    ("own", "other", "difference", "percent"),
    [("200", "150", "-50", "-25"), ("80", "100", "20", "25"), ("0", "0", "0", None)],
)
def test_a_difference_is_the_other_less_the_own_and_in_percent_of_the_own(
    own: str, other: str, difference: str, percent: str | None
) -> None:
    found = VersusTotal(
        policy="ideal",
        rows=2,
        not_compared_rows=0,
        own_g=Decimal(own),
        other_g=Decimal(other),
        dispensed_rows=0,
        dispensed_difference_g=Decimal(0),
        priced_rows=0,
        difference_cost=Decimal(0),
    )
    assert found.difference_g == Decimal(difference)
    assert found.difference_percent == (None if percent is None else Decimal(percent))


def test_rows_are_counted_by_status_and_those_that_were_not_answered_in_all() -> None:
    """Every status has its place in the one order of the statuses, also where no row has it."""
    statuses = {"no-vials": 4, "error": 1, "ok": 7, "caution": 2}
    found = Summary(statuses=statuses, currency="", products=(), alerts=(), versus=None)
    assert found.by_status == [("ok", 7), ("caution", 2), ("refused", 0), ("no-vials", 4), ("error", 1)]
    assert (found.rows, found.failed) == (14, 5)


def answered(summary: Summary, forecast: Forecast | None = None) -> BatchAnswer:
    return BatchAnswer(
        source="rows.csv",
        output="out.csv",
        errors="",
        check=False,
        given=(),
        kept=0,
        summary=summary,
        failed=(),
        unread=(),
        forecast=forecast,
    )


def steps(done: BatchAnswer, formulary: Formulary | None = None) -> dict[str, tuple[str, Fraction, str]]:
    return {step.step: (step.formula, step.value, step.unit) for step in summary_working(done, formulary)}


OF_PRODUCT = ProductTotal(
    product="octagam-10",
    dispensed_g=Decimal("27.2"),
    opened_g=Decimal(30),
    discarded_g=Decimal("2.8"),
    volume_ml=Decimal(272),
    vials=(VialsOpened(size_g=Decimal(20), count=1), VialsOpened(size_g=Decimal(5), count=2)),
)
OTHER = ProductTotal(
    product="privigen",
    dispensed_g=Decimal("27.5"),
    opened_g=Decimal("27.5"),
    volume_ml=Decimal(275),
    cost=Decimal(1367),
    vials=(VialsOpened(size_g=Decimal("2.5"), count=11),),
)
TABLE = Summary(
    statuses={"ok": 2},
    prescribed_g=Decimal("55.2"),
    dispensed_g=Decimal("54.7"),
    opened_g=Decimal("57.5"),
    discarded_g=Decimal("2.8"),
    volume_ml=Decimal(547),
    cost=Decimal(1367),
    currency="EUR",
    products=(OF_PRODUCT, OTHER),
    by_indication=(PartTotal(id="cidp", prescribed_g=Decimal("27.2")), PartTotal(id="mmn", prescribed_g=Decimal(28))),
    alerts=(),
    versus=VersusTotal(policy="ideal", own_g=Decimal("55.2"), other_g=Decimal(46)),
)


def test_the_arithmetic_of_a_table_is_that_of_its_parts() -> None:
    """Of 30 g opened for 27.2 g 2.8 g are left; 28 g are 27.5 g in vials. 46 g are 5/6 of 55.2 g."""
    found = steps(answered(TABLE))
    assert found["octagam-10: opened"] == ("1 x 20 g + 2 x 5 g", Fraction(30), "g")
    assert found["octagam-10: opened and not given"] == ("30 g - 27.2 g", Fraction("2.8"), "g")
    assert found["privigen: opened"] == ("11 x 2.5 g", Fraction("27.5"), "g")
    assert found["in all: prescribed"] == ("27.2 g + 28 g", Fraction("55.2"), "g")
    assert found["in all: dispensed"] == ("27.2 g + 27.5 g", Fraction("54.7"), "g")
    assert found["in all: opened"] == ("30 g + 27.5 g", Fraction("57.5"), "g")
    assert found["in all: opened and not given"] == ("2.8 g + 0 g", Fraction("2.8"), "g")
    assert found["in all: volume"] == ("272 mL + 275 mL", Fraction(547), "mL")
    assert found["in all: cost"] == ("1367 EUR", Fraction(1367), "EUR")
    assert found["ideal: difference"] == ("46 g - 55.2 g", Fraction("-9.2"), "g")
    percent = found["ideal: the same in percent"]
    assert (percent[0], percent[2]) == ("(46 / 55.2 - 1) x 100", "%")
    assert float(percent[1]) == pytest.approx(-100 / 6)


def test_a_table_without_prices_another_policy_or_rows_has_no_steps_of_them() -> None:
    bare = TABLE.replaced(cost=None, versus=None)
    assert {*steps(answered(TABLE))} - {*steps(answered(bare))} == {
        "in all: cost",
        "ideal: difference",
        "ideal: the same in percent",
    }
    nothing = TABLE.replaced(versus=VersusTotal(policy="ideal"))
    assert not any(name.startswith("ideal") for name in steps(answered(nothing)))
    empty = steps(answered(Summary(statuses={}, currency="", products=(), alerts=(), versus=None)))
    assert empty["in all: prescribed"] == ("0 g", Fraction(0), "g")


def needed(infusions: int, grams: int, *vials: tuple[int, int]) -> Needed:
    counted = tuple(VialCount(size_g=Fraction(size), count=count) for size, count in vials)
    amount = Fraction(grams)
    return Needed(infusions=infusions, prescribed_g=amount, dispensed_g=amount, volume_ml=amount * 10, vials=counted)


def test_the_arithmetic_of_a_forecast_adds_up_the_months_and_prices_their_vials() -> None:
    """70 g are 40 + 20 + 10 g, every 3 weeks from 12 January: one in January, two in February. 10 g cost 500 EUR."""
    january, february = needed(1, 70, (40, 1), (20, 1), (10, 1)), needed(2, 140, (40, 2), (20, 2), (10, 2))
    nameless = MonthTotal(month="2027-01", product="", needed=needed(1, 30), cost=None, no_cost="no preparation")
    tables = [("2027-01", january, 3500), ("2027-02", february, 7000), ("", january.plus(february), 10500)]
    *of_months, total = (
        MonthTotal(month=month, product="privigen", needed=amount, cost=Fraction(cost), no_cost="")
        for month, amount, cost in tables
    )
    ahead = Forecast(
        months=Months(first=date(2027, 1, 1), last=date(2027, 2, 28)),
        rows=2,
        by_month=(of_months[0], nameless, of_months[1]),
        totals=(total, nameless.replaced(month="")),
        apart=(),
        named=(),
        beyond=0,
        beyond_named=(),
        once=(),
        once_named=(),
        currency="EUR",
        stock="",
        short=(),
    )
    sizes = tuple(SiteVial(g=Decimal(g), ml=Decimal(g * 10), price=Decimal(g * 50)) for g in (40, 20, 10))
    own = Formulary(site="A", currency="EUR", vials={"privigen": sizes})
    found = steps(answered(TABLE, ahead), own)
    assert found["forecast, privigen: infusions"] == ("1 infusions + 2 infusions", Fraction(3), "infusions")
    assert found["forecast, privigen: prescribed"] == ("70 g + 140 g", Fraction(210), "g")
    assert found["forecast, privigen: dispensed"] == ("70 g + 140 g", Fraction(210), "g")
    assert found["forecast, privigen: volume"] == ("700 mL + 1400 mL", Fraction(2100), "mL")
    assert found["forecast, none named: prescribed"] == ("30 g", Fraction(30), "g")
    costs = {name: step for name, step in found.items() if name.endswith(": cost") and name.startswith("forecast")}
    assert costs == {
        "forecast, privigen, 2027-01: cost": ("1 x 2000 + 1 x 1000 + 1 x 500", Fraction(3500), "EUR"),
        "forecast, privigen, 2027-02: cost": ("2 x 2000 + 2 x 1000 + 2 x 500", Fraction(7000), "EUR"),
        "forecast, privigen, in all: cost": ("3 x 2000 + 3 x 1000 + 3 x 500", Fraction(10500), "EUR"),
    }
    without = ahead.replaced(by_month=(nameless,), totals=(nameless.replaced(month=""),))
    assert not any(name.startswith("forecast, privigen") for name in steps(answered(TABLE, without), own))
