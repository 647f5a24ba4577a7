"""Orders that a reader in a hurry takes for another one: refused, however their words are set apart by signs."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.problems import Problem, RefusedError
from tests.program import shipped
from tests.written import read_written_dose

APART: Final = (
    *("{} {}", "{}, {}", "{}; {}", "{}: {}", "{} - {}", "{}. {}"),
    *("({}) {}", "{} ({})", "({}), {}", "{}: ({})"),
)
"""How signs may stand between two words that belong together."""

GIVEN: Final = tuple(
    word for words in shipped().orders.order_words if words.id in {"deadline", "past"} for word in words.phrases
)
"""Words behind which a date is a deadline, or the day on which something was given."""


def problem_of(text: str) -> Problem:
    with pytest.raises(RefusedError) as caught:
        read_written_dose(text)
    return caught.value.problems[0]


@given(
    word=st.sampled_from(GIVEN),
    date=st.sampled_from(("5 May 2026", "2026-05-05", "5/5", "5 de mayo de 2026", "May 5", "1 May to 5 May 2026")),
    apart=st.sampled_from(APART),
    order=st.sampled_from(("30 g daily for 5 days {}", "{} 30 g daily for 5 days", "1 g/kg once {}", "30 g daily {}")),
)
def test_no_sign_between_given_or_by_and_a_date_makes_it_the_first_day(
    word: str, date: str, apart: str, order: str
) -> None:
    message = problem_of(order.format(apart.format(word, date))).message
    assert "is when it was given" in message or "a deadline" in message


@pytest.mark.parametrize(
    "text",
    [
        "30 g daily for 5 days (by infusion) 5 May 2026",
        "30 g daily for 5 days, given (from 5 May 2026)",
        "Given: 30 g daily for 5 days from 5 May 2026",
        "30 g daily, IV: for 5 days, 5 May 2026",
    ],
)
def test_another_word_between_them_leaves_the_first_day(text: str) -> None:
    assert [day for day, _ in read_written_dose(text).days] == [1, 2, 3, 4, 5]
