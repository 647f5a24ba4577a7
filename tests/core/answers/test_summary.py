"""Two weight policies beside each other, over a table."""

from decimal import Decimal

import pytest

from ivigcalc.core.answers.batch import VersusTotal


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
