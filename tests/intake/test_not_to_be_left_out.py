"""What is not read and says more than nothing: never offered to be left out, since the order without it is another."""

from fractions import Fraction

import pytest

from ivigcalc.core.problems import Problem, RefusedError
from tests.written import read_written_dose


def problem_of(text: str) -> Problem:
    with pytest.raises(RefusedError) as caught:
        read_written_dose(text)
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [("28 g daily x 5 days q4", "'q4'"), ("28 g qq6 x 5 doses", "'qq6'"), ("70 g zz every 3 weeks zz9", "'zz9'")],
)
def test_a_word_with_a_figure_may_say_how_often(text: str, said: str) -> None:
    hint = problem_of(text).next
    assert f"{said} may say how much, on which days or how often: ask" in hint
    assert "leave" not in hint


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("35 g/day x 2-3 days", "'-3 days'"),
        ("0.5 g/kg/day x 2-4 days q4w", "'-4 days'"),
        ("1 g/kg x 1-2 days every 3 weeks", "'-2 days'"),
        ("0.5 g/kg/day x 2 to 4 days", "'to'"),
        ("0,5 g/kg/dia x 2-4 dias", "'-4 dias'"),
        ("0,5 g/kg/dia x 2 a 4 dias", "'a'"),
        ("0,5 g/kg/día x 2-4 días", "'-4 dias'"),
    ],
)
def test_what_is_left_of_a_range_behind_times_is_one(text: str, rest: str) -> None:
    problem = problem_of(text)
    assert f"{rest} is not understood" in problem.message
    assert problem.next == "verify one dose, or one number, of a range at a time"


@pytest.mark.parametrize("text", ["28 g to be daily for 5 days", "28 g daily to zz for 5 days"])
def test_to_behind_no_figure_is_no_range(text: str) -> None:
    assert "range" not in problem_of(text).next


@pytest.mark.parametrize("text", ["28 g D1/5", "28 g daily D1/5", "28 g/dia D1/D5", "28 g al día D1/5"])
def test_a_day_of_so_many_is_one_day_or_several(text: str) -> None:
    problem = problem_of(text)
    assert "may be one day of so many, or several days" in problem.message
    assert "leave" not in problem.next


@pytest.mark.parametrize(
    ("text", "said", "unit"),
    [
        ("70 g every other week", "every other week", "weeks"),
        ("70 g every alternate week", "every alternate week", "weeks"),
        ("70 g on alternate weeks", "on alternate weeks", "weeks"),
        ("70 g semana sim, semana não", "semana sim, semana nao", "weeks"),
        ("70 g em semanas alternadas", "em semanas alternadas", "weeks"),
        ("70 g en semanas alternas", "en semanas alternas", "weeks"),
        ("70 g una semana sí y otra no", "una semana si y otra no", "weeks"),
        ("70 g every other month", "every other month", "months"),
    ],
)
def test_every_other_week_is_every_second_one_and_no_number_of_days(text: str, said: str, unit: str) -> None:
    problem = problem_of(text)
    assert f"{said!r} leaves out {unit}" in problem.message
    assert problem.next == f'write "every 2 {unit}" if that is meant'


ENDED, UNDECIDED = "ends or suspends what it is said of", "is only considered, or waits for something"
OTHER_DAYS, AGAIN = "leaves out some of what is ordered", "is given again, or that it was ordered before"
GIVEN = "says what was given or begun"
HOURS = "is how often in hours"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Stop IVIG 28 g daily for 5 days", f"'stop' {ENDED}"),
        ("Stop: IVIG 28 g daily for 5 days", f"'stop' {ENDED}"),
        ("28 g daily for 5 days. Stop: 12/18/2026", f"'stop' {ENDED}"),
        ("28 g daily from 2026-12-01 stop 2026-12-05", f"'stop' {ENDED}"),
        ("Hold IVIG 28 g daily for 5 days", f"'hold' {ENDED}"),
        ("28 g daily for 5 days - on hold", f"'on hold' {ENDED}"),
        ("28 g daily for 5 days - HELD", f"'held' {ENDED}"),
        ("28 g daily for 5 days, withhold", f"'withhold' {ENDED}"),
        ("Suspender IGIV 28 g/dia por 5 dias", f"'suspender' {ENDED}"),
        ("Se suspende IGIV 28 g/día por 5 días", f"'se suspende' {ENDED}"),
        ("Consider IVIG 28 g daily for 5 days", UNDECIDED),
        ("28 g daily for 5 days, pending approval", UNDECIDED),
        ("28 g daily for 5 days, subject to panel approval", UNDECIDED),
        ("28 g daily for 5 days (TBC)", UNDECIDED),
        ("Considerar IGIV 28 g/dia por 5 dias", UNDECIDED),
        ("Valorar IGIV 28 g/día por 5 días", UNDECIDED),
        ("28 g daily for 5 days, omit day 3", OTHER_DAYS),
        ("28 g daily for 5 days, skip weekend", OTHER_DAYS),
        ("28 g daily for 5 days excluding weekend", OTHER_DAYS),
        ("28 g daily for 5 days, except day 1 14 g", OTHER_DAYS),
        ("28 g/dia por 5 dias, exceto dia 3", OTHER_DAYS),
        ("28 g al día durante 5 días, excepto el día 3", OTHER_DAYS),
        ("70 g once, repeat in 3 weeks", AGAIN),
        ("70 g IV y repetir en 24 h", AGAIN),
        ("Se repite IGIV 28 g/día por 5 días", AGAIN),
        ("28 g daily for 5 days, started 2026-11-01", GIVEN),
        ("28 g daily for 5 days was given", GIVEN),
        ("28 g daily for 5 days - done", GIVEN),
        ("70 g q3weeks for 2 years now", GIVEN),
        ("Se le administraron 28 g/día por 5 días", GIVEN),
        ("28 g daily for 5 days contraindicated", "says that the order does not hold"),
        ("28 g/dia por 5 dias: recusada", "says that the order does not hold"),
        ("28 g/dia por 5 dias, concluído", "says that the order does not hold"),
        ("28 g/día por 5 días: rechazada", "says that the order does not hold"),
        ("28 g/dia por até 5 dias", "'por ate' is a limit"),
        ("28 g/día por hasta 5 días", "'por hasta' is a limit"),
        ("70 g biweekly", "says how often in a word that is not counted here"),
        ("70 g quinzenal", "may be every 14 days, every 15 days, or twice a month"),
        ("70 g quincenal", "may be every 14 days, every 15 days, or twice a month"),
        ("40 g no D1 e 30 g no D2", "'no d1' is \"on day N\" in Portuguese"),
        ("Foi administrada IGIV 28 g/dia por 5 dias", GIVEN),
        ("Se administró IGIV 28 g/día por 5 días", GIVEN),
        ("28 g every 48 hours x 5 doses", f"'every 48 hours' {HOURS}"),
        ("28 g q48h x 5 doses", f"'q48h' {HOURS}"),
        ("28 g 48/48 h por 5 dias", f"'48/48 h' {HOURS}"),
        ("28 g c/12 h por 5 días", f"'c/12 h' {HOURS}"),
        ("28 g daily for at least 5 days", "makes the order depend on something"),
        ("0.4 g/kg daily for 5 days, dry weight 70 kg", "names a weight that is not the actual one"),
        ("Peso seco 70 kg: 0,4 g/kg/dia por 5 dias", "names a weight that is not the actual one"),
        ("70 g every 3 weeks +/- 3 days", "makes a range of it"),
        ("Other: 28 g daily for 5 days", "'other' names an alternative"),
    ],
)
def test_what_ends_changes_or_only_considers_an_order_has_its_true_reason(text: str, said: str) -> None:
    problem = problem_of(text)
    assert said in problem.message
    assert "leave it out" not in problem.next


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Se inicia IGIV 28 g/día por 5 días", "says in Spanish that it is begun or given"),
        ("28 g/dia por 5 dias se febre", "'se' is \"if\" in Portuguese"),
        ("Height: 170 cm. 28 g daily for 5 days", "'height: 170 cm' is a body height"),
        ("28 g daily for 5 days. Flush with 50 mL normal saline", "'saline' is of something else"),
    ],
)
def test_what_says_nothing_of_the_order_has_its_true_reason(text: str, said: str) -> None:
    assert said in problem_of(text).message


@pytest.mark.parametrize(
    "text",
    [
        "28 g daily\nStart: 2026-12-01\nStop: 2026-12-05",
        "28 g daily. Start: 2026-12-01. Stop: 2026-12-05",
        "28 g daily. Start: 12/14/2026 Stop: 12/18/2026",
    ],
)
def test_stop_as_a_label_is_the_last_day(text: str) -> None:
    assert read_written_dose(text).days == tuple((day, Fraction(28)) for day in range(1, 6))


@pytest.mark.parametrize(
    "order",
    [
        "Pt with GBS administered 28 g daily x 5 days",
        "Patient with GBS. Given 28 g daily for 5 days",
        "Patient with CIDP, given 70 g every 3 weeks",
        "Paciente com SGB administrada IGIV 28 g/dia por 5 dias",
        "GBS treatment: given 28 g daily for 5 days",
        "IVIG course, given 28 g daily for 5 days",
        "GBS. IVIG given daily 28 g for 5 days",
        "| given | 28 g | daily | 5 days |",
        "5 days of IVIG given at 28 g daily",
        "Daily dose 28 g; total dose 140 g; given 5 days",
        "IVIg - 28 g/day given - 5 days",
        "0.4 g/kg (28 g administered) daily for 5 days",
        "35 g x 2 days (70 g given) every 3 weeks",
        "35 g/dia por 2 dias (70 g administrados) a cada 3 semanas",
        "28 g (as given) daily for 5 days",
        "28 g as infused daily for 5 days",
        "28 g daily infused on days 1 to 5",
        "Dose: 28 g; Freq: daily; Given days: 5",
    ],
)
def test_given_says_what_was_given_but_where_it_says_how(order: str) -> None:
    assert problem_of(order).code == "order-unreadable"


@pytest.mark.parametrize(
    "order",
    [
        "28 g given daily for 5 days",
        "28 g to be given daily for 5 days",
        "28 g administered IV once daily for 5 days",
        "140 g in divided doses given over 5 days",
        "140 g total given as 28 g daily for 5 days",
        "28 g daily for 5 days infused at 08:00",
        "28 g administrada por dia por 5 dias",
    ],
)
def test_given_says_how(order: str) -> None:
    assert dict(read_written_dose(order).days) == dict.fromkeys(range(1, 6), 28)


@pytest.mark.parametrize(
    "order",
    [
        "70 g given every 3 weeks",
        "70 g administered IV every 21 days",
        "1 g/kg (70 g) given once every 3 weeks",
        "70 g IV administrados a cada 3 semanas",
    ],
)
def test_given_says_how_before_an_interval(order: str) -> None:
    read = read_written_dose(order)
    assert dict(read.days) == {1: 70}
    assert read.interval is not None


@pytest.mark.parametrize(
    "order", ["28 g (Total dose 140 g given) once a day for 5 days", "28 g daily (total 140 g given), 5 days"]
)
def test_a_total_that_is_given_is_no_dose_that_was_given(order: str) -> None:
    assert dict(read_written_dose(order).days) == dict.fromkeys(range(1, 6), 28)


@pytest.mark.parametrize(
    "order",
    [
        "28 g daily (total 140 g given)",
        "28 g/day (total dose 140 g given IV)",
        "28 g/dia (total 140 g administrados)",
        "28 g al día (dosis total 140 g administrada)",
    ],
)
def test_no_number_of_days_comes_from_a_total_that_may_have_been_given(order: str) -> None:
    """140 g are 5 days of 28 g; they may be those that are over."""
    assert "that it was given" in problem_of(order).message


@pytest.mark.parametrize("order", ["140 g given in 5 divided doses", "2 g/kg (140 g) infused divided over 5 days"])
def test_given_says_how_before_parts(order: str) -> None:
    assert dict(read_written_dose(order).days) == dict.fromkeys(range(1, 6), 28)


@pytest.mark.parametrize(
    "order",
    [
        "28 g daily for 5 days given IV",
        "28 g daily for 5 days, given intravenously",
        "28 g daily for 5 days (given IV)",
        "28 g daily administered intravenously for 5 days",
        "28 g daily, given IV, for 5 days",
        "28 g daily given for 5 days",
        "28 g daily for 5 days given IV for GBS",
        "28 g daily for 5 days administered by infusion",
        "28 g given as an IV infusion daily for 5 days",
        "28 g daily for 5 days, infused at 180 mL/h",
        "28 g/dia por 5 dias administrados EV",
        "28 g/dia administrados por via endovenosa por 5 dias",
        "28 g/dia infundidos por 5 dias",
        "28 g al día durante 5 días administrados por vía intravenosa",
        "28 g al día administrados durante 5 días",
    ],
)
def test_given_says_by_what_way_at_what_rate_or_for_how_long(order: str) -> None:
    assert dict(read_written_dose(order).days) == dict.fromkeys(range(1, 6), 28)


@pytest.mark.parametrize("order", ["70 g every 3 weeks, given IV", "70 g perfundidos cada 3 semanas"])
def test_given_says_by_what_way_behind_an_interval(order: str) -> None:
    read = read_written_dose(order)
    assert dict(read.days) == {1: 70}
    assert read.interval is not None
    assert read.interval.says == "every 3 weeks"


@pytest.mark.parametrize("order", ["70 g given as a single dose", "70 g administrada em dose única"])
def test_given_says_how_before_one_dose(order: str) -> None:
    assert dict(read_written_dose(order).days) == {1: 70}


@pytest.mark.parametrize(
    "order",
    [
        "28 g daily for 5 days given: IV",
        "28 g daily given 3 days",
        "28 g daily given x 3 days",
        "28 g daily (given for 5 days)",
        "28 g daily\ngiven for 3 days",
        "28 g daily for 5 days given for 3 days",
        "28 g daily given for 3 days then 28 g daily for 2 days",
        "28 g given daily for 3 days then 28 g daily for 2 days",
        "28 g given daily for 3 days, 28 g daily for 2 days",
        "28 g daily for 3 days given IV, 28 g daily for 2 days",
        "28 g given IV, 28 g daily for 4 days",
        "28 g x 5 days given = 140 g",
        "dose total administrada 140 g em 5 dias",
        "70 g x 1 given IV",
        "70 g single dose given IV",
        "28 g daily on day 1 given IV",
        "28 g daily for 5 days (140 g given IV)",
        "Patient 70 kg with CIDP given every 3 weeks 70 g",
        "Patient 70 kg with GBS given for 5 days 28 g daily",
        "28 g once given daily for 5 days",
        "0.4 g given/kg daily for 5 days",
        "28 g as given IV daily for 5 days",
        "70 g maintenance given every 3 weeks",
        "28 g on day 1 infused at 180 mL/h then 28 g daily for 4 days",
        "28 g/dia administrados 5 dias",
        "28 g/dia. Administrados por 3 dias",
        "28 g infundidos EV, 28 g/dia por 4 dias",
        "Paciente 70 kg com PIDC, aplicada a cada 3 semanas, 70 g",
        "28 g al día administrados durante 3 días, luego 28 g al día durante 2 días",
        "28 g al día perfundidos el día 1",
        "dados 28 g, 28 g al día durante 4 días",
    ],
)
def test_given_tells_of_what_was_given_everywhere_else(order: str) -> None:
    assert "that it was given" in problem_of(order).message
