"""Words that carry nothing: without each of them an order is the same, and none makes an order of what was given."""

import re
from fractions import Fraction
from typing import Final

import pytest

from ivigcalc.intake.written.words.atoms import folded
from tests.intake.test_order_words import READABLE, carriers, figures, problem_of, read
from tests.written import read_written_dose

ORDERS: Final = [
    "28 g daily for 5 days given IV",
    "28 g daily for 5 days, given intravenously",
    "28 g daily for 5 days (given IV)",
    "28 g daily for 5 days given IV for GBS",
    "28 g daily for 5 days administered by infusion",
    "28 g given as an IV infusion daily for 5 days",
    "28 g daily, given IV, for 5 days",
    "28 g daily, given for 5 days",
    "28 g daily, given IV for 5 days",
    "28 g daily for 5 days, given IV, 140 g total",
    "28 g daily for 5 days given IV, total dose: 140 g",
    "140 g total, 28 g daily for 5 days given IV",
    "28 g daily for 5 days, infused IV, then stop",
    "0.4 g/kg human normal immunoglobulin IV daily for 5 days, given by infusion",
    "Human normal immunoglobulin, 28 g IV infusion daily for 5 days",
    "Normal human immunoglobulin G 28 g daily for 5 days",
    "Imunoglobulina humana normal, peso 70 kg: 28 g/dia por 5 dias",
    "Inmunoglobulina normal humana 28 g al día por 5 días",
    "Inmunoglobulina humana inespecífica 28 g/día durante 5 días",
    "Inmunoglobulina inespecífica IV 28 g al día durante 5 días",
    "28 g de inmunoglobulina humana polivalente al día durante 5 días",
    "28 g/dia por 5 dias, administrados EV",
    "28 g/dia, administrados por 5 dias",
    "28 g al día durante 5 días, administrados IV",
    "70 g every 3 weeks given IV",
    "70 g every 3 weeks, given IV for 6 months",
    "70 g every 3 weeks given for 6 months",
]
WHOLE: Final = re.compile(
    rf"(?<!\w)(?:{'|'.join(re.escape(folded(one)) for one in sorted(carriers(), key=len, reverse=True))})(?!\w)"
)
"""A carrier as a whole: of several that begin alike the longest."""

LAST_GIVEN: Final = re.compile(
    r"(?<=[ (])(?:given|infused|administered|administrad[oa]s?|infundid[oa]s?) *(?=[,.)]|for GBS|$)", re.IGNORECASE
)
"""A word of what was given, right before a sign, what it is for, or the end."""


@pytest.mark.parametrize("order", [*ORDERS, *READABLE])
def test_without_a_carrier_an_order_is_the_same(order: str) -> None:
    """Without each of them by itself.

    A field, a bracket and a label go with the only word in them, and "given" at the end with the way behind it.
    """
    whole = figures(read_written_dose(order))
    assert len(folded(order)) == len(order)
    for found in WHOLE.finditer(folded(order)):
        left = f"{order[: found.start()]} {order[found.end() :]}"
        left = re.sub(r"\( *\)|Route: *;|: *(?=: )", "", LAST_GIVEN.sub("", left))
        assert figures(read_written_dose(left)) == whole, left


def test_orders_without_carriers_are_their_figures() -> None:
    """0.4 g/kg is per kg; 70 g every 3 weeks has one day; all others are 28 g on 5 days."""
    for order in ORDERS:
        days = dict(read_written_dose(order).days)
        dose = Fraction("0.4") if "g/kg" in order else 70 if "every" in order else 28
        assert days == dict.fromkeys(range(1, 2 if dose == 70 else 6), dose), order


@pytest.mark.parametrize(
    "order",
    [
        "28 g given, 28 g daily for 4 days",
        "0.4 g/kg daily for 5 days, 28 g given",
        "5 days given",
        "2 doses given",
        "28 g daily, 5 days given",
        "28 g daily, 5 days given IV",
        "28 g daily 5 days given",
        "28 g daily, 2 doses given",
        "28 g daily for 5 days, 2 doses given",
        "28 g daily for 5 days, 3 days given",
        "28 g daily for 5 days, day 1 given",
        "28 g daily for 5 days, given days 1-2",
        "28 g daily for 5 days, given 2 days",
        "28 g daily for 5 days, given for 3 days",
        "28 g daily for 5 days given, 2 days",
        "28 g daily for 5 days, 56 g given",
        "28 g daily for 5 days, given 56 g",
        "28 g daily for 5 days, 140 g total given",
        "28 g daily, given IV, total 140 g",
        "28 g daily, total 140 g, given",
        "28 g given, daily for 4 days",
        "28 g given IV, daily for 4 days",
        "28 g (given) daily for 4 days",
        "28 g. Given. Daily for 4 days then stop, 28 g",
        "28 g/day given - 5 days",
        "28 g daily. Given for 5 days.",
        "28 g daily - given IV for 3 days",
        "28 g daily\ngiven IV for 3 days",
        "28 g daily: given for 3 days",
        "28 g daily (given IV for 3 days)",
        "28 g daily for 3 days given IV, then 28 g daily for 2 days",
        "70 g every 3 weeks x 4 cycles given",
        "70 g every 3 weeks, 6 doses given",
        "70 g every 3 weeks. Given for 6 months",
        "70 g every 3 weeks (given for 6 months)",
        "70 g once, given IV",
        "70 g on day 1, given IV",
        "Given: 28 g daily for 5 days",
        "28 g dose given daily for 5 days",
        "140 g total over 5 days, 56 g given",
        "0.4 g/kg = 28 g daily for 5 days given IV",
        "28 g daily for 5 days given: IV",
        "28 g/dia, 5 dias administrados",
        "28 g administrados, 28 g/dia por 4 dias",
        "28 g al día, 2 dosis administradas",
    ],
)
def test_what_was_given_is_no_order(order: str) -> None:
    assert read(order) is None


@pytest.mark.parametrize(
    "order",
    [
        "28 g daily for 5 days given",
        "IVIG 28 g daily for 5 days administered.",
        "Privigen 28 g daily for 5 days (infused)",
        "28 g daily for 5 days IV given",
        "28 g daily for 5 days given, please",
        "28 g daily for 5 days, given; CIDP",
        "28 g daily for 5 days (total 140 g given)",
        "70 g every 3 weeks given",
        "IGIV 28 g/dia por 5 dias administrada",
        "IGIV 28 g/dia por 5 dias, infundidos.",
        "28 g por dia por 5 dias EV dada",
        "IgIV 28 g/día por 5 días administrada",
        "28 g al día durante 5 días, perfundidos",
    ],
)
def test_a_participle_at_the_end_records_a_course_that_is_over(order: str) -> None:
    """So ends the line of a discharge letter; given again, it would be given twice."""
    problem = problem_of(order)
    assert "it was given; an order says what is to be given" in problem.message
    assert "ask what is still to be given, and write that alone" in problem.next


@pytest.mark.parametrize(
    "order",
    [
        "IVIG 28 g daily for 5 days given for CIDP",
        "IVIG 28 g daily for 5 days administered for G61.81",
        "28 g daily for 5 days given due to CIDP",
        "28 g daily for 5 days (infused in CIDP)",
        "28 g daily for 5 days; given for CIDP",
        "28 g daily given for CIDP for 5 days",
        "70 g every 3 weeks given for CIDP",
        "2 g/kg divided over 5 days given for CIDP",
        "1 g/kg daily for 2 days given for CIDP, every 3 weeks",
        "28 g/dia por 5 dias dada para PIDC",
        "28 g/dia por 5 dias aplicada devido a SGB",
        "28 g/día durante 5 días administrada con CIDP",
        "28 g daily for 5 days given as induction",
        "28 g daily for 5 days given as Privigen",
        "28 g daily for 5 days given as IVIG for CIDP",
        "28 g daily for 5 days given as treatment of CIDP",
        "70 g every 3 weeks given as maintenance",
    ],
)
def test_a_participle_before_what_it_is_for_records_a_course(order: str) -> None:
    """Of what was given a letter says for what; of what is to be given it says by what way, or how often."""
    problem = problem_of(order)
    assert "that it was given; an order says what is to be given" in problem.message
    assert 'an order: write "to be given" in its place' in problem.next


@pytest.mark.parametrize(
    "order",
    [
        "28 g daily for 5 days to be given",
        "28 g given daily for 5 days",
        "28 g daily, given, for 5 days",
        "28 g daily for 5 days (given IV).",
        "28 g daily for 5 days given IV for CIDP",
        "28 g daily for 5 days given IV as induction",
        "28 g daily for 5 days to be given for CIDP",
        "28 g daily for 5 days to be given as induction",
        "28 g/dia por 5 dias administrados EV para PIDC",
        "28 g/dia por 5 dias administrados por via endovenosa",
        "28 g al día durante 5 días administrada por vía intravenosa",
    ],
)
def test_a_participle_with_its_way_or_before_the_days_is_read(order: str) -> None:
    assert dict(read_written_dose(order).days) == dict.fromkeys(range(1, 6), 28)


@pytest.mark.parametrize("order", ["28 g daily for 5 days given IV by", "28 g daily for 5 days given route"])
def test_given_hides_no_word_behind_which_something_is_missing(order: str) -> None:
    assert "is missing" in problem_of(order).message


@pytest.mark.parametrize(
    "order",
    [
        "0.4 g/kg normal body weight daily for 5 days",
        "0.4 g/kg normal IV weight daily for 5 days",
        "0.4 g/kg bw (normal) daily for 5 days",
        "weight: normal, 0.4 g/kg daily for 5 days",
        "human normal weight 70 kg: 0.4 g/kg daily for 5 days",
        "0,4 g/kg de peso corporal normal por dia por 5 dias",
    ],
)
def test_normal_beside_a_body_weight_may_be_another_weight(order: str) -> None:
    assert "'normal' may name another weight" in problem_of(order).message


@pytest.mark.parametrize(
    ("order", "last"),
    [
        ("0.4 g/kg normal daily for 5 days", "kg"),
        ("0.4 g/kg IV normal daily for 5 days", "kg"),
        ("70 kg normal: 0.4 g/kg daily for 5 days", "kg"),
        ("0.4 g/kg (normal) daily for 5 days", "kg"),
        ("0.4 g/kg, normal, daily for 5 days", "kg"),
        ("70 kg (IV normal): 28 g daily for 5 days", "kg"),
        ("0,4 g por quilo normal por dia por 5 dias", "quilo"),
    ],
)
def test_normal_alone_behind_a_kilogram_may_be_another_weight(order: str, last: str) -> None:
    problem = problem_of(order)
    assert f"'normal' may name another weight than the actual one, right behind '{last}'" in problem.message
    assert 'the preparation: write "normal immunoglobulin"; a weight: give' in problem.next


@pytest.mark.parametrize(
    "order",
    [
        "0.4 g/kg normal immunoglobulin daily for 5 days",
        "0.4 g/kg human normal daily for 5 days",
        "0.4 g/kg (normal immunoglobulin) daily for 5 days",
        "0.4 g/kg, 70 kg; normal human immunoglobulin: daily for 5 days",
        "Normal immunoglobulin 0.4 g/kg daily for 5 days",
    ],
)
def test_normal_is_read_in_the_name_of_the_preparation(order: str) -> None:
    found = read_written_dose(order)
    assert found.per_kg
    assert dict(found.days) == dict.fromkeys(range(1, 6), Fraction("0.4"))
