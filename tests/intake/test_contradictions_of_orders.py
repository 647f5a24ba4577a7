"""What an order says twice and not alike is a contradiction; two times how often may be a left-over of one."""

import pytest

from ivigcalc.core.problems import Problem, RefusedError
from tests.written import read_written_dose


def problem_of(text: str) -> Problem:
    with pytest.raises(RefusedError) as caught:
        read_written_dose(text)
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("text", "one", "other", "says"),
    [
        ("28 g IV weekly daily x 5 days", "weekly", "daily", "every week"),
        ("Panzyga 28 g IV weekly daily x 5 days", "weekly", "daily", "every week"),
        ("0.4 g/kg intravenously once weekly a day for five days", "once weekly", "a day", "every week"),
        ("28 g daily monthly for 5 days", "daily", "monthly", "every month"),
        ("28 g monthly, daily for 5 days", "monthly", "daily", "every month"),
        ("28 g q24h q4w x 5 days", "q24h", "q4w", "every 4 weeks"),
        ("28 g mensal diário por 5 dias", "mensal", "diario", "every month"),
        ("28 g diária mensal por 5 dias", "diaria", "mensal", "every month"),
        ("28 g diariamente mensualmente por 5 días", "diariamente", "mensualmente", "every month"),
    ],
)
def test_two_times_how_often_side_by_side_may_be_one_and_a_left_over(
    text: str, one: str, other: str, says: str
) -> None:
    refused = problem_of(text)
    assert f"{one!r} and {other!r} side by side" in refused.message
    assert refused.allowed == (f"both: on each of its days, and again {says}", f"one: {one}, or {other}")
    assert read_written_dose(f"28 g daily for 5 days {says}").interval is not None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("28 g daily for 5 days each week", "every week"),
        ("28 g daily for 5 days every 4 weeks", "every 4 weeks"),
        ("28 g/day monthly for 5 days", "every month"),
        ("28 g/dia mensal por 5 dias", "every month"),
        ("monthly: 28 g daily for 5 days", "every month"),
        ("for 5 days 28 g daily monthly", "every month"),
        ("140 g for 5 days (28 g daily) every month", "every month"),
        ("Dose: 28 g; Frequency: daily; Interval: 4 weeks; Duration: 5 days", "every 4 weeks"),
    ],
)
def test_how_often_behind_the_days_or_in_a_field_is_read(text: str, says: str) -> None:
    found = read_written_dose(text)
    assert found.interval is not None
    assert ([float(dose) for _, dose in found.days], found.interval.says) == ([28.0] * 5, says)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("28 g daily for 5 days, days 1-4", "'for 5 days' and 'days 1-4' are not the same number"),
        ("28 g daily for 5 days, day 3", "'for 5 days' and 'day 3' are not the same number"),
        ("70 g q3w (every 28 days)", "'q3w' and 'every 28 days' are not the same"),
        ("28 g every 3 weeks every 4 weeks", "'every 3 weeks' and 'every 4 weeks' are not the same"),
        ("70 g weekly every 3 weeks", "'weekly' and 'every 3 weeks' are not the same"),
        ("28 g single dose for 5 days", "'single dose' and 'for 5 days' are not the same number"),
        ("28 g x1 for 5 days", "'x1' is one infusion, and 'for 5 days' are 5 days"),
    ],
)
def test_what_is_said_twice_and_not_alike_contradicts(text: str, said: str) -> None:
    refused = problem_of(text)
    assert (refused.code, said in refused.message) == ("order-contradicts", True)
    assert refused.next.startswith("ask")


def test_one_infusion_beside_several_days_has_two_choices_that_differ() -> None:
    assert '"28 g once" or "28 g daily for 5 days"' in problem_of("28 g x1 for 5 days").next
    choices = [read_written_dose(text).days for text in ("28 g once", "28 g daily for 5 days")]
    assert [len(days) for days in choices] == [1, 5]


@pytest.mark.parametrize(
    ("text", "why", "hint"),
    [
        ("28 g rounded up to 30 g daily for 5 days", "'rounded up to' stands between two doses", '"rounded to"'),
        ("28/30 g daily", "'28/30 g' may be one number or the other", "ask which"),
        ("28 g daily for -5 days", "'-5' has a minus", "ask which number is meant"),
        ("28 g daily for ½ day", "'½' is a part of one", "a whole number of days"),
        ("Privigen 28 g daily for 5 days at 100-200 mL/h", "'100-200 ml' is not understood: it may be of a range", ""),
        ("28 g daily for 5 days, day 3 today", "'today' is a day without its date", "do not only leave that out"),
        ("28 g daily for 5 days starting tomorrow", "'tomorrow' is a day without its date", "the first day: write"),
        ("28 g por dia por 5 dias, amanhã", "'amanha' is a day without its date", "the first day: write"),
        ("28 g daily for 5 days next week", "'next week' is a day without its date", "the first day: write"),
        ("28 g daily for 5 days, cumulative dose to date 280 g", "counts what was given before", "leave it out with"),
        (
            "28 g daily for 5 days with acetaminophen 650 mg",
            "'with acetaminophen' is not understood",
            "another medicine",
        ),
        ("28 g every day 5", "'every day 5' may be that day of each month", '"every month"'),
        ("28 g todo dia 5", "'todo dia 5' may be that day of each month", '"a cada mês"'),
        ("28 g todos los días 5", "'todos los dias 5' may be that day of each month", '"cada mes"'),
        ("28 g x 5 every 4 weeks x 6", "'x 6' beside 'x 5'", "\"daily for 5 days\" in place of 'x 5'"),
        ("35 g for 2 days every 3 weeks total 70 g", "more than one dose in one part", "in brackets behind the days"),
    ],
)
def test_the_reason_is_the_true_one_and_what_to_type_leads_on(text: str, why: str, hint: str) -> None:
    refused = problem_of(text)
    assert why in refused.message
    assert hint in refused.next


@pytest.mark.parametrize(
    "text",
    [
        "28 g, rounded to 30 g daily for 5 days",
        "28 g daily for 5 days every 4 weeks x 6 cycles",
        "35 g daily for 2 days (70 g total) every 3 weeks",
    ],
)
def test_what_those_say_to_type_is_read(text: str) -> None:
    assert read_written_dose(text).days
