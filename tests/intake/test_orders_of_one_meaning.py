"""Wordings of one meaning in three languages, with their days worked out by hand; and near ones that stay refused."""

from fractions import Fraction

import pytest

from tests.intake.test_order_words import problem_of
from tests.written import read_written_dose

FIVE = (1, 2, 3, 4, 5)

READ = [
    ("28 g on each of days 1-5", "28", FIVE, ""),
    ("28 g/day on each of the days 1 to 5", "28", FIVE, ""),
    ("28 g em cada um dos dias 1 a 5", "28", FIVE, ""),
    ("28 g en cada uno de los días 1 a 5", "28", FIVE, ""),
    ("on each of days 1, 3 and 5: 28 g", "28", (1, 3, 5), ""),
    ("28 g on each of days 1-5 (140 g)", "28", FIVE, ""),
    ("35 g on each of days 1 and 2 every 3 weeks", "35", (1, 2), "every 3 weeks"),
    ("28 g on each of the days 14/05/2027 and 15/05/2027", "28", (1, 2), ""),
    ("one dose of 28 g daily for 5 days", "28", FIVE, ""),
    ("uma dose de 28 g EV por dia por 5 dias", "28", FIVE, ""),
    ("una dosis de 28 g al día durante 5 días", "28", FIVE, ""),
    ("28 g once every day for 5 days", "28", FIVE, ""),
    ("28 g una vez cada día durante 5 días", "28", FIVE, ""),
    ("28 g toma única diária durante 5 dias", "28", FIVE, ""),
    ("28 g en una sola toma diaria durante 5 días", "28", FIVE, ""),
    ("28 g em perfusão IV diária durante 5 dias", "28", FIVE, ""),
    ("perfusão diária de 28 g durante 5 dias", "28", FIVE, ""),
    ("28 g/dia por 5 dias, com início em 14/05/2027", "28", FIVE, ""),
    ("28 g/día por 5 días, con inicio el 14/05/2027", "28", FIVE, ""),
    ("140 g totales en 5 días", "28", FIVE, ""),
    ("140 g totais em 5 dias", "28", FIVE, ""),
    ("28 g a diario durante 5 días", "28", FIVE, ""),
    ("Se indica IgIV 28 g/día por 5 días", "28", FIVE, ""),
    ("Pasar 28 g de IgIV cada 24 horas durante 5 días", "28", FIVE, ""),
    ("28 g daily during 5 days", "28", FIVE, ""),
    ("28 g daily on five successive days", "28", FIVE, ""),
    ("28 g daily for 5 days (route: IV)", "28", FIVE, ""),
    ("IVIG (human, normal) 28 g daily (IV; infusion) for 5 days", "28", FIVE, ""),
    ("28 g on each of 5 successive days", "28", FIVE, ""),
    ("curso de 5 dias: 28 g/dia", "28", FIVE, ""),
    ("tratamento de 5 dias com IGIV 28 g/dia", "28", FIVE, ""),
    ("tratamiento de 5 días: 140 g en total", "28", FIVE, ""),
    ("Dosis diaria 28 g, duración 5 días", "28", FIVE, ""),
    ("Dose diária 28 g, duração 5 dias", "28", FIVE, ""),
    ("Dose 1 g/kg, interval 3 weeks", "1", (1,), "every 3 weeks"),
    ("Dose 1 g/kg, intervalo de 21 dias", "1", (1,), "every 21 days"),
    ("6 frascos ampolla de 5 g IV cada 24 horas por 5 días", "30", FIVE, ""),
    ("6 frascos ampola de 5 g por dia por 5 dias", "30", FIVE, ""),
    ("28 g/dia por 5 dias (peso: 70 kg)", "28", FIVE, ""),
    ("0.4 g/kg (weight: 70 kg) daily for 5 days", "0.4", FIVE, ""),
    ("28 g daily for 5 days (brand: Privigen)", "28", FIVE, ""),
    ("35 g daily for 2 days every 4 weeks (total 70 g per cycle)", "35", (1, 2), "every 4 weeks"),
    ("35 g daily for 2 days every 4 weeks, total dose: 70 g/cycle", "35", (1, 2), "every 4 weeks"),
    ("35 g/dia por 2 dias a cada 4 semanas (total de 70 g por ciclo)", "35", (1, 2), "every 4 weeks"),
    ("35 g daily for 2 days every 4 weeks x 3 cycles (total 70 g per cycle)", "35", (1, 2), "every 4 weeks"),
    ("Start IVIG: 28 g IV daily for 5 days.", "28", FIVE, ""),
    ("Iniciar IGIV: 28 g/dia por 5 dias", "28", FIVE, ""),
]


@pytest.mark.parametrize(("order", "day", "days", "interval"), READ)
def test_a_wording_of_one_meaning_is_read(order: str, day: str, days: tuple[int, ...], interval: str) -> None:
    found = read_written_dose(order)
    assert dict(found.days) == dict.fromkeys(days, Fraction(day))
    assert (found.interval.says if found.interval else "") == interval


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("28 g on days 1-5", "can be read in two ways"),
        ("140 g in all on each of days 1-5", "both per day and in all"),
        ("28 g on each of days 1", "daily and on one day"),
        ("28 g twice on each of days 1-5", "'twice' is more than one infusion a day"),
        ("28 g on each of days 2-5", "does not begin on day 1"),
        ("one dose of 28 g for 5 days", "'one dose of' and 'for 5 days' are not the same number"),
        ("one dose of 28 g daily", "does not say on how many days"),
        ("one dose of 70 g every 3 weeks", "may be one dose alone, or one each time"),
        ("uma dose de 140 g por dia em dose única", "daily and on one day"),
        ("28 g toma única por 5 dias", "'toma' is not understood"),
        ("28 g perfusão contínua por 5 dias", "'continua' changes how fast"),
        ("140 g, perfusão diária em 5 dias", "can be read in two ways"),
        ("CIDP, com início dia 14/05/2027: 28 g/dia por 5 dias", "may be the day of something else"),
        ("28 g/dia por 5 dias para CIDP, com início em 14/05/2027", "may be the day of something else"),
        ("28 g totales durante 5 días", "can be read in two ways"),
        ("2 dosis a diario de 14 g por 5 días", "more than one infusion a day"),
        ("28 g/día por 5 días, se indica", "is read at the beginning of an order alone"),
        ("no se indica IgIV 28 g/día por 5 días", "'no' says no to what stands beside it"),
        ("se inicia IgIV 28 g/día por 5 días", "of an order or of what was done"),
        ("Pasar a Privigen 28 g/día por 5 días", "'pasar a' is said of no rate"),
        ("140 g during 5 days", "can be read in two ways"),
        ("tratamento de 5 dias com IGIV 140 g", "can be read in two ways"),
        ("após tratamento de 5 dias com IGIV 28 g/dia", "'apos' puts the order before or behind"),
        ("35 g/dia por 2 dias, curso de 21 dias", "are not the same number"),
        ("Dosis diaria 28 g, duración 5 horas", "'horas' is how long an infusion lasts"),
        ("Dose 1 g/kg, interval 3 to 4 weeks", "is not understood"),
        ("2 doses of 35 g, interval 3 weeks", "may count days or repeats"),
        ("70 g mensais", "may be one infusion in that time, or a course of several days"),
        ("28 g daily for 5 days (weight: 28 g)", "has no value of its own"),
        ("28 g daily for 5 days (weight:)", "a field that is not filled in"),
        ("35 g daily for 2 days every 4 weeks (total 80 g per cycle)", "it says 70 g, and again 80 g"),
        ("35 g daily for 2 days every 4 weeks (total 70 g per day)", "belongs to no dose"),
        ("35 g daily for 2 days every 4 weeks x 3 cycles (total 210 g)", "may be of each time, or of all of them"),
        ("Start: 28 g IV daily for 5 days.", "'start' is not understood"),
        ("Start weight: 28 g IV daily for 5 days.", "'start' is not understood"),
        ("Start IVIG: daily 28 g", "'start' is not understood"),
        ("70 g mensuales", "may be one infusion in that time, or a course of several days"),
    ],
)
def test_a_near_wording_stays_refused(order: str, said: str) -> None:
    assert said in problem_of(order).message


@pytest.mark.parametrize(
    "order",
    [
        "28 g daily for 5 days. Brand: Privigen",
        "Marca: Privigen. 28 g/dia por 5 dias",
        "Produto: Privigen; dose: 28 g/dia por 5 dias",
        "28 g/día por 5 días, nombre comercial: Privigen",
    ],
)
def test_a_brand_may_have_its_label(order: str) -> None:
    found = read_written_dose(order)
    assert (found.product, dict(found.days)) == ("privigen", dict.fromkeys(FIVE, Fraction(28)))


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("28 g daily for 5 days. Brand:", "a field that is not filled in"),
        ("Brand: 28 g daily for 5 days", "has no value of its own"),
        ("28 g daily for 5 days, brand", "something is missing"),
        ("Brand: Privigen or Octagam 10 %: 28 g daily for 5 days", "'or' names an alternative"),
    ],
)
def test_the_label_of_a_brand_needs_one_preparation(order: str, said: str) -> None:
    assert said in problem_of(order).message


@pytest.mark.parametrize("word", ["máxima", "máxima de"])
@pytest.mark.parametrize("start", ["velocidade inicial 20 mL/h", "velocidad inicial 20 ml/h"])
def test_the_highest_rate_may_be_feminine(start: str, word: str) -> None:
    rate = read_written_dose(f"Privigen 28 g/dia por 5 dias, {start}, {word} 200 mL/h").rate
    assert rate is not None
    assert (rate.start, rate.value) == (Fraction(20), Fraction(200))


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("Privigen 28 g/dia máxima por 5 dias", "'maxima' is said of no rate"),
        ("Privigen 28 g/dia por 5 dias máxima 200 mL/h", "'maxima' may be said of 'por 5 dias', or of '200 ml/h'"),
        ("dose máxima 28 g/dia por 5 dias", "'dose maxima' makes the order depend on something"),
    ],
)
def test_a_feminine_limit_of_a_dose_stays_refused(order: str, said: str) -> None:
    assert said in problem_of(order).message


@pytest.mark.parametrize("a_day", ["/day", " per day", " a day", " ao dia", " diarios"])
def test_the_dose_of_a_day_over_days_is_read(a_day: str) -> None:
    assert dict(read_written_dose(f"28 g{a_day} over 5 days").days) == dict.fromkeys(FIVE, Fraction(28))


@pytest.mark.parametrize("often", ["daily", "once daily", "q24h", "every day", "diariamente"])
def test_how_often_over_days_may_be_said_of_the_infusion(often: str) -> None:
    problem = problem_of(f"28 g {often} over 5 days")
    assert problem.allowed == (
        "daily: 28 g on each of 5 days, 140 g in all",
        "in all: 5.6 g on each of 5 days, 28 g in all",
    )
    assert problem.next == 'type "28 g daily for 5 days", or "28 g in all over 5 days"'


@pytest.mark.parametrize(
    ("order", "day"),
    [
        ("3 vials of Privigen 10 g daily for 5 days", 30),
        ("6 frascos de Privigen 5 g ao dia por 5 dias", 30),
        ("1 vial of Privigen 20 g daily for 5 days", 20),
        ("30 g daily for 5 days (3 vials of Privigen 10 g)", 30),
        ("Privigen 10 g vials: 3 vials daily for 5 days", 30),
        ("Privigen 10 g vials: three vials daily for 5 days", 30),
        ("Privigen 10 g vials: 3 vials of 10 g daily for 5 days", 30),
        ("Imunoglobulina humana 5 g frasco-ampola: 6 frascos ao dia por 5 dias", 30),
        ("frasco-ampola: 6 frascos de 5 g ao dia por 5 dias", 30),
        ("Privigen 30 g daily for 5 days (20 g + 10 g vials)", 30),
        ("40 g (20 g + 10 g + 10 g vials) daily for 5 days", 40),
    ],
)
def test_vials_are_read_with_the_size_that_stands_beside_them(order: str, day: int) -> None:
    found = read_written_dose(order)
    assert dict(found.days) == dict.fromkeys(FIVE, Fraction(day))
    assert found.product == ("privigen" if "Privigen" in order else "")


def test_the_vials_of_a_named_preparation_are_held_against_it() -> None:
    vials = read_written_dose("3 vials of Privigen 10 g daily for 5 days").vials
    summed = read_written_dose("30 g daily for 5 days (20 g + 10 g vials)").vials
    assert vials is not None
    assert summed is not None
    assert (vials.text, vials.sizes) == ("3 vials of 10 g", ((Fraction(10), 3),))
    assert summed.sizes == ((Fraction(20), 1), (Fraction(10), 1))


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("2 vials of Privigen 10 g daily for 5 days", "'2 vials' is a number of vials without their size"),
        ("3 vials of Privigen 12 g daily for 5 days", "'3 vials' is a number of vials without their size"),
        ("3 vials of Privigen daily for 5 days", "'3 vials' is a number of vials without their size"),
        ("3 vials of Privigen 0.4 g/kg daily for 5 days", "'3 vials' is a number of vials without their size"),
        ("Privigen 10 g vials, 3 vials daily for 5 days", "'3 vials' is a number of vials without their size"),
        ("28 g vials: 3 vials daily for 5 days", "no vial here holds 28 g"),
        ("Privigen 10 g vials: 3 vials of 5 g daily for 5 days", "is 15 g, not 10 g"),
        ("10 g vials: 3 vials 5 g daily for 5 days", "may be vials of 5 g each, or 5 g in all of them"),
        ("10 g vials: 30 g daily for 5 days", "'vials' is not understood there"),
        ("vials: 3 vials of Privigen 10 g daily for 5 days", "'vials' is not understood there"),
        ("vials: 3 vials of daily for 5 days", "without their size"),
        ("vials: 3 daily for 5 days", "'3' is not understood"),
        ("Privigen 40 g daily for 5 days. 10 g vials: 3 vials", "is 30 g, not 40 g"),
        ("Privigen 30 g (20 g + 10 g) daily for 5 days", "may be the vials of one day, or the doses of several"),
        ("Privigen 30 g (20 g + 5 g vials) daily for 5 days", "may be the vials of one day, or the doses of several"),
        ("(20 g + 10 g vials) daily for 5 days", "may be the vials of one day, or the doses of several"),
        ("30 g on day 1, 20 g + 10 g vials", "may be the vials of one day, or the doses of several"),
    ],
)
def test_vials_without_one_size_stay_refused(order: str, said: str) -> None:
    assert said in problem_of(order).message


@pytest.mark.parametrize(
    ("order", "day", "again"),
    [
        ("28 g daily for 5 days; IVIG 0.4 g/kg daily for 5 days", "28", "2"),
        ("28 g/dia por 5 dias. 0,4 g/kg/dia por 5 dias", "28", "2"),
        ("0.4 g/kg al día durante 5 días: 28 g al día durante 5 días", "0.4", "140"),
        ("28 g daily for 5 days from 2027-05-01; 0.4 g/kg daily for 5 days", "28", "2"),
    ],
)
def test_an_order_in_grams_and_for_each_kg_is_one(order: str, day: str, again: str) -> None:
    found = read_written_dose(order)
    assert dict(found.days) == dict.fromkeys(FIVE, Fraction(day))
    assert [one.also.value for one in found.also] == [Fraction(again)]


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("28 g daily for 5 days; 0.4 g/kg daily for 4 days", "mixes g and g/kg"),
        ("28 g daily on days 1-5; 0.4 g/kg daily on days 6-10", "mixes g and g/kg"),
        ("28 g daily for 5 days; 0.4 g/kg daily for 5 days from 2027-06-01", "no date of its first dose"),
        ("28 g daily for 5 days then 0.4 g/kg daily for 5 days", "mixes g and g/kg"),
        ("28 g daily for 5 days and 0.4 g/kg daily for 5 days", "mixes g and g/kg"),
        ("Privigen 28 g daily for 5 days; Privigen 0.4 g/kg daily for 5 days", "mixes g and g/kg"),
        ("35 g daily for 2 days every 3 weeks; 0.5 g/kg daily for 2 days every 3 weeks", "mixes g and g/kg"),
        ("28 g daily for 5 days; 28 g daily for 5 days", "on which days is 28 g given?"),
        ("28 g daily for 5 days; 0.4 g/kg for 5 days", "can be read in two ways"),
    ],
)
def test_two_orders_that_may_be_two_courses_stay_refused(order: str, said: str) -> None:
    assert said in problem_of(order).message
