"""What a table adds up to: its rows by their status, and two weight policies beside each other."""

from decimal import Decimal

import pytest

from ivigcalc.core.answers.batch import Summary, VersusTotal


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
