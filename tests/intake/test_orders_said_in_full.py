"""What an order says of a day, of all days and of each kg: read where it leaves one meaning, refused where it is two.

Worked out by hand for 70 kg: 0.4 g/kg are 28 g, 0.5 g/kg 35 g, 1 g/kg 70 g, 2 g/kg 140 g.
"""

from fractions import Fraction

import pytest

from ivigcalc.api.verify import verify
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.request.written import WrittenDose
from ivigcalc.intake.order import TypedOrder
from ivigcalc.intake.patient import TypedPatient
from ivigcalc.intake.request import TypedRequest
from ivigcalc.intake.written.typed import TypedWritten
from tests.program import shipped
from tests.written import read_written_dose


def outcome_of(text: str, weight: str = "70", product: str = "") -> str:
    """The outcome of an order in CIDP."""
    order = TypedOrder(indication="cidp", products=[product] if product else [])
    request = TypedRequest(patient=TypedPatient(weight=weight), order=order)
    return str(verify(request, TypedWritten(order=text), shipped()).json()["outcome"])


def problem_of(text: str, weight: str = "70", product: str = "") -> Problem:
    """Why an order in CIDP is refused."""
    with pytest.raises(RefusedError) as caught:
        outcome_of(text, weight, product)
    return caught.value.problems[0]


def grams_of(dose: WrittenDose) -> dict[int, Fraction]:
    """The grams of each day at 70 kg."""
    return dict(dose.grams(Fraction(70)))


FIVE = dict.fromkeys(range(1, 6), Fraction(28))
TWO = dict.fromkeys((1, 2), Fraction(35))


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("28 g x 5 days = 0.4 g/kg/day", FIVE),
        ("28 g x 5 days (0.4 g/kg daily)", FIVE),
        ("140 g for 5 days (0.4 g/kg daily)", FIVE),
        ("2 g/kg for 5 days (28 g daily)", FIVE),
        ("70 g for 2 days (0.5 g/kg daily) every 3 weeks", TWO),
        ("1 g/kg for 2 days (35 g/day)", TWO),
        ("1 g/kg x 2 days (70 g/day)", dict.fromkeys((1, 2), Fraction(70))),
        ("28 g from 1 May 2027 x 5 days (0.4 g/kg/day)", FIVE),
    ],
)
def test_the_dose_of_a_day_in_the_other_unit_tells_of_what_the_one_before_the_days_is(
    text: str, grams: dict[int, Fraction]
) -> None:
    assert grams_of(read_written_dose(text)) == grams
    assert outcome_of(text) == "match"


@pytest.mark.parametrize(
    "text",
    [
        "2 g/kg over 5 days (140 g total)",
        "2 g/kg over 5 days (total 140 g)",
        "2 g/kg over 5 days, total dose 140 g",
        "2 g/kg over 5 days = 140 g in total",
        "0.4 g/kg over 5 days (140 g total)",
        "140 g over 5 days (total 2 g/kg)",
        "140 g over 5 days (140 g total)",
        "2 g/kg over 5 days, 2 g/kg in total",
        "2 g/kg em 5 dias (total 140 g)",
        "2 g/kg en 5 días (dosis total 140 g)",
    ],
)
def test_a_total_that_is_the_dose_over_days_makes_it_that_of_all(text: str) -> None:
    """140 g are 2 g/kg: as the dose of each of 5 days they would be 700 g, of which nothing is said."""
    assert grams_of(read_written_dose(text)) == FIVE
    assert outcome_of(text) == "match"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2 g/kg over 5 days (28 g total)", "5.6 g is not 2 g/kg at 70 kg (140 g)"),
        ("2 g/kg x 5 days (140 g total)", "140 g is not 10 g/kg (2 g/kg on each of 5 days) at 70 kg (700 g)"),
        ("2 g/kg over 5 days (140 g)", "can be read in two ways"),
        ("2 g/kg (140 g total) over 5 days", "can be read in two ways"),
        ("140 g x 5 days (140 g total)", "can be read in two ways"),
        ("2 g/kg daily over 5 days (140 g total)", "140 g is not 10 g/kg"),
    ],
)
def test_a_total_of_other_days_or_before_them_is_refused(text: str, said: str) -> None:
    """Before the days "140 g total" may be the grams of a day, as in "0.4 g/kg (28 g total) for 5 days"."""
    assert said in problem_of(text).message


def test_the_weight_tells_whether_the_dose_before_the_days_is_that_of_each_or_of_all() -> None:
    """At 35 kg 1 g/kg are 35 g, those of each day; 60 g are neither."""
    assert outcome_of("1 g/kg x 2 days (35 g/day)", "35") == "match"
    assert problem_of("1 g/kg for 2 days (60 g/day)").message.endswith("60 g is not 1 g/kg at 70 kg (70 g)")
    assert "that of all 2 days is" in problem_of("1 g/kg x 2 days (35 g/day)").message


@pytest.mark.parametrize("text", ["28 g x 5 (0.4 g/kg/day)", "10 g x 5 (0.4 g/kg/day)"])
def test_a_number_alone_before_the_dose_of_a_day_may_be_of_that_day(text: str) -> None:
    assert "beside '/day' may be of each day, or of 5 days" in problem_of(text).message


@pytest.mark.parametrize(
    ("text", "grams", "every"),
    [
        ("28 g = 0.4 g/kg daily for 5 days = 2 g/kg", FIVE, ""),
        ("28 g (0.4 g/kg daily for 5 days) (140 g total)", FIVE, ""),
        ("28 g daily, total dose 140 g on days 1 to 5", FIVE, ""),
        ("28 g daily, total dose 140 g for 5 days", FIVE, ""),
        ("0.4 g/kg daily, total dose 140 g for 5 days", FIVE, ""),
        ("35 g x 2 days (70 g total) every 3 weeks from 1 May 2027", TWO, "every 3 weeks"),
        ("35 g x 2 days (70 g total) every 3 weeks for 6 months", TWO, "every 3 weeks"),
        ("70 g given as 40 g on day 1, 30 g on day 2, every 4 weeks", {1: 40, 2: 30}, "every 4 weeks"),
        ("70 g (40 g on day 1, 30 g on day 2) every 4 weeks", {1: 40, 2: 30}, "every 4 weeks"),
    ],
)
def test_a_total_beside_the_days_says_the_course_again(text: str, grams: dict[int, Fraction], every: str) -> None:
    read = read_written_dose(text)
    assert (grams_of(read), read.interval.says if read.interval else "") == (grams, every)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("28 g = 0.4 g/kg daily for 5 days = 1 g/kg", "it says 2 g/kg, and again 1 g/kg"),
        ("28 g (0.4 g/kg daily for 5 days) (150 g total)", "150 g is 30 g a day, 28 g is 28 g"),
        ("28 g daily, total dose 150 g for 5 days", "it says 30 g, and again 28 g"),
        ("28 g daily, then total dose 140 g for 5 days", "can be read in two ways"),
        ("28 g daily and total dose 140 g for 5 days", "can be read in two ways"),
        ("28 g daily for 1 day, total dose 140 g for 5 days", "can be read in two ways"),
        ("70 g given as 40 g on day 1, 30 g on day 2 every 4 weeks", "or the last one alone"),
    ],
)
def test_a_total_that_is_another_or_of_something_else_is_refused(text: str, said: str) -> None:
    assert said in problem_of(text).message


@pytest.mark.parametrize(
    "text",
    [
        "28 g daily, total 140 g",
        "28 g daily; 140 g total",
        "28 g daily for a total of 140 g",
        "28 g daily to a total of 140 g",
        "28 g/day (140 g total)",
        "28 g/dia, totalizando 140 g",
    ],
)
def test_a_total_that_is_so_many_doses_of_a_day_gives_the_number_of_days(text: str) -> None:
    read = read_written_dose(text)
    assert grams_of(read) == FIVE
    assert read.echoes == ("--order 140 g in all, 28 g daily, read as 5 days",)


@pytest.mark.parametrize(
    "text",
    [
        "28 g daily, total 150 g",
        "28 g daily, total 28 g",
        "28 g daily, total 14 g",
        "28 g daily, total 1400 g",
        "0.4 g/kg daily, total 140 g",
        "28 g daily, total 140 g every 4 weeks",
        "28 g daily, then 140 g total",
        "28 g daily (28 g), total 140 g",
        "28 g daily (140 g)",
        "28 g daily, total 140 g, total 140 g",
    ],
)
def test_no_number_of_days_comes_from_a_total_that_may_be_of_something_else(text: str) -> None:
    assert "does not say on how many days" in problem_of(text).message


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("D1-D5 = 28 g/day", FIVE),
        ("D1-D5 = 28 g/day = 140 g", FIVE),
        ("day 1 = 40 g, day 2 = 30 g", {1: 40, 2: 30}),
        ("D1 = 40 g; D2 = 30 g; every 4 weeks", {1: 40, 2: 30}),
        ("day 1 = 40 g", {1: 40}),
        ("28 g/day, D1-D5 = 140 g", FIVE),
        ("28 g on days 1, 2, 3, 4 and 5 = 140 g", FIVE),
    ],
)
def test_days_before_an_equals_sign_are_those_of_the_dose_behind_it(text: str, grams: dict[int, Fraction]) -> None:
    assert grams_of(read_written_dose(text)) == grams


@pytest.mark.parametrize("text", ["35 g on day 1, day 2 = 70 g", "35 g on D1 and D2 = 70 g"])
def test_a_dose_behind_the_last_of_several_days_may_be_of_that_day_or_of_all(text: str) -> None:
    problem = problem_of(text)
    assert "may be the dose of d" in problem.message
    assert [reading.split(":")[0] for reading in problem.allowed] == ["of that day", "of all days"]


def test_a_dose_of_all_days_in_ml_is_that_of_no_day() -> None:
    """Of a preparation of 10 % 1400 mL are 140 g, and 280 mL 28 g."""
    assert outcome_of("28 g daily for 5 days, cumulative dose 1400 mL", product="gamunex-c") == "match"
    assert outcome_of("28 g daily for 5 days (total dose: 1400 mL)", product="gamunex-c") == "match"
    assert outcome_of("0.4 g/kg daily for 5 days, total dose 1400 mL", product="gamunex-c") == "match"
    one = problem_of("28 g daily for 5 days, total dose 280 mL", product="gamunex-c")
    assert one.message.endswith("'280 ml' is 28 g, not 140 g")
    assert (
        "'1300 ml' is 130 g"
        in problem_of("28 g daily for 5 days, cumulative dose 1300 mL", product="gamunex-c").message
    )


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("Dose: 1 g/kg; Daily dose: 35 g; Total: 70 g; Days: 2", TWO),
        ("Dose: 0.4 g/kg; Daily dose: 28 g; Total: 140 g; Days: 5", FIVE),
        ("Dose: 1 g/kg; Days: 2; Daily dose: 35 g; Total: 70 g", TWO),
        ("35 g: 35 g daily for 2 days", TWO),
        ("Privigen infusion 35 g : Dose 35 g : Intravenous : Every 24 hours : 2 doses", TWO),
        ("400 mg/kg/day x 5 days, wt 70 kg, 28 g/day", FIVE),
        ("28 g/day x 5 days, 28 g/day", FIVE),
        ("30 g daily as 3 x 10 g vials for 5 days", dict.fromkeys(range(1, 6), Fraction(30))),
        ("28 g/day as 28 g for 5 days", FIVE),
        ("28 g/day (140 g for 5 days)", FIVE),
        ("28 g daily (140 g total over 5 days)", FIVE),
        ("5-day course of IVIG, 28 g per day", FIVE),
        ("5 doses of 28 g", FIVE),
        ("5 infusions of 28 g over 5 days", FIVE),
        ("3 vials of 10 g + 1 vial of 5 g daily for 2 days", TWO),
        ("3 frascos de 10 g + 1 frasco de 5 g ao dia por 2 dias", TWO),
        ("28 g daily for 5 days, 28 x 5 g vials", FIVE),
        ("Day 1 40 g Day 2 30 g", {1: 40, 2: 30}),
        ("Dose: 28 g. Number of doses: 5. Route: IV. Frequency: daily", FIVE),
        ("Dose 28 g; Freq: Daily; For: 5 days; Route: IV", FIVE),
        ("35 g daily x 2 days, repeat every 3 weeks", TWO),
        ("70 g split over 2 consecutive days", TWO),
        ("70 g every 3 weeks until further notice", {1: 70}),
        ("Continue current IVIG 70 g every 3 weeks", {1: 70}),
        ("Ciclo de 5 días: 28 g/día", FIVE),
    ],
)
def test_what_a_form_or_a_letter_says_again_leaves_one_meaning(text: str, grams: dict[int, Fraction]) -> None:
    assert grams_of(read_written_dose(text)) == grams


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Dose: 1 g/kg; Daily dose: 28 g; Total: 140 g; Days: 5", "28 g is not 1 g/kg at 70 kg (70 g)"),
        ("Dose: 1 g/kg; Daily dose: 35 g; Total: 80 g; Days: 2", "it says 70 g, and again 80 g"),
        ("Dose: 35 g; Daily dose: 35 g; Total: 70 g; Days: 2", "does not say on how many days"),
        ("Dose: 1 g/kg; Daily dose: 0.5 g/kg; Total: 70 g; Days: 2", "does not say on how many days"),
        ("Dose: 1 g/kg; Daily dose: 35 g; Total: 70 g", "does not say on how many days"),
        ("35 g: 70 g daily for 2 days", "it says 140 g, and again 35 g"),
        ("35 g, 35 g daily for 2 days", "is 35 g the dose of all days, or one before the others?"),
        ("0.4 g/kg/day x 5 days, 35 g/day", "35 g is not 0.4 g/kg at 70 kg (28 g)"),
        ("28 g/day x 5 days, 35 g/day", "does not say on how many days"),
        ("0.4 g/kg/day x 5 days then 28 g/day", "does not say on how many days"),
        ("30 g daily as 4 x 10 g vials for 5 days", "can be read in two ways"),
        ("0.4 g/kg daily as 28 g for 5 days", "can be read in two ways"),
        ("5 doses of 28 g daily", "may be of each day, or of 5 days"),
        ("5 doses of 28 g every 3 weeks", "may count days or repeats"),
        ("1 dose of 70 g every 3 weeks", "may be one dose alone, or one each time"),
        ("3 vials of 10 g + 5 g daily for 5 days", "'+' may join vials, or doses on other days"),
        ("28 g, 28 x 5 g vials, daily for 5 days", "'28 x 5 g vials' is 140 g, not 28 g"),
        ("28 g daily for 5 days, 14 x 5 g vials", "'14 x 5 g vials' is 70 g, not 28 g"),
        ("Day 1 40 g Day 2 30 g every 4 weeks", "more than one dose in one part"),
        ("40 g Day 1 30 g Day 2", "more than one dose in one part"),
        ("28 g on day 1 (28 g daily)", "is daily and on one day"),
        ("28 g on day 1 (0.4 g/kg daily)", "is daily and on one day"),
        ("28 g daily, cumulative dose 140 g", "does not say on how many days"),
        ("35 g daily x 2 days, repeat in 3 weeks", "'repeat' says that something is given again"),
        ("5 g, 28 g daily for 5 days", "is 5 g the dose of all days, or one before the others?"),
    ],
)
def test_what_is_near_it_and_may_be_another_is_refused(text: str, said: str) -> None:
    assert said in problem_of(text).message


def test_a_smaller_dose_before_the_daily_one_may_be_the_size_of_a_vial() -> None:
    assert problem_of("Immunoglobulin 5 g, 28 g daily for 5 days").next.endswith("the size of a vial: leave it out")


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("1 Dec: 28 g; 2 Dec: 28 g; 3 Dec: 28 g", dict.fromkeys((1, 2, 3), Fraction(28))),
        ("2026-12-01: 40 g, 2026-12-03: 30 g", {1: 40, 3: 30}),
        ("Day 1 (1 Dec 2026): 40 g; Day 2 (2 Dec 2026): 30 g", {1: 40, 2: 30}),
        ("5 days x 28 g/day", FIVE),
        ("35 g daily on days 1 and 2 of a 21-day cycle", TWO),
    ],
)
def test_dates_and_totals_in_a_list_are_those_of_the_doses_beside_them(text: str, grams: dict[int, Fraction]) -> None:
    assert grams_of(read_written_dose(text)) == grams


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 Dec: 28 g; 2 Dec: 28 g; 1 Dec: 28 g", "names a day twice, or out of order"),
        ("1 Dec 2026: 28 g daily for 5 days", "may be the day of something else"),
        ("Day 1 (1 Dec 2026): 40 g; Day 3 (2 Dec 2026): 30 g", "by its date '2 dec 2026' is day 2"),
        ("(1 Dec 2026): 40 g; (2 Dec 2026): 30 g", "names dates twice"),
        ("5 days x 28 g", "can be read in two ways"),
        ("28 g daily x 28 g", "'x' is not understood there"),
        ("28 g daily for 5 days, 28 g", "does not say on how many days"),
        ("28 g daily for 5 days and 140 g", "may be that of all days, or one more dose"),
        ("28 g daily for 5 days, 140 g every 4 weeks", "holds more than one course"),
        ("28 g daily for 5 days every 4 weeks, 140 g", "may be that of all days, or one more dose"),
        ("28 g daily for 5 days, 28 g, 140 g", "does not say on how many days"),
    ],
)
def test_dates_and_totals_in_a_list_that_may_be_of_something_else_are_refused(text: str, said: str) -> None:
    assert said in problem_of(text).message
