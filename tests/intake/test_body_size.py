"""A weight or a height that an electronic record writes in metric units and again in others."""

from collections.abc import Callable
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.problems import RefusedError
from ivigcalc.intake.body_size import read_height, read_weight
from ivigcalc.intake.numbers import Read


@pytest.mark.parametrize(
    ("text", "kg"),
    [
        ("70.3 kg (154 lb 15.7 oz)", "70.3"),
        ("70.3 kg (155 lb)", "70.3"),
        ("70.3 KG ( 155 lbs. )", "70.3"),
        ("155 lb (70.3 kg)", "70.3"),
        ("3.5 kg (7 lb 11 oz)", "3.5"),
        ("70.3 kg (11 st 1 lb)", "70.3"),
        ("81,6 kg (180 lb)", "81.6"),
        ("0.7 kg (1.5 lb)", "0.7"),
    ],
)
def test_the_kilograms_of_two_weights_that_agree_are_read(text: str, kg: str) -> None:
    read = read_weight(text)
    assert read.value == Fraction(kg)
    assert read.in_pounds == ""
    assert read.echo.startswith(f"{text} read as ")


@pytest.mark.parametrize(
    ("text", "cm"),
    [
        ("1.753 m (5' 9\")", "175.3"),
        ("5' 9\" (175 cm)", "175"),
        ("5\u2032 9\u2033 (1.75 m)", "175"),
        ("175 cm (5 ft 9 in)", "175"),
        ("180 cm (70.9 in)", "180"),
        ("183 cm (6')", "183"),
        ("2 m (76.5 in)", "200"),
        ("81.1 in (2 m)", "200"),
        ("2 m (81.1 in)", "200"),
    ],
)
def test_the_metric_one_of_two_heights_that_agree_is_read(text: str, cm: str) -> None:
    read = read_height(text)
    assert read.value == Fraction(cm)
    assert read.echo.startswith(f"{text} read as ")


@pytest.mark.parametrize(
    ("reads", "text"),
    [
        (read_weight, "70.3 kg (145 lb 15.7 oz)"),
        (read_weight, "154 kg (70 lb)"),
        (read_weight, "70 lb (154 kg)"),
        (read_height, "175 cm (5' 2\")"),
        (read_weight, "1 kg (3 lb)"),
        (read_weight, "7 kg (14 lb)"),
        (read_weight, "14 lb (7 kg)"),
        (read_height, "2 m (5 ft 9 in)"),
        (read_height, "165 cm (5')"),
        (read_height, "2 m (76.4 in)"),
        (read_height, "81.2 in (2 m)"),
        (read_height, "76.4 in (2 m)"),
    ],
)
def test_two_that_differ_are_refused_as_that(reads: Callable[[str], Read], text: str) -> None:
    with pytest.raises(RefusedError, match="holds two figures that are not the same"):
        reads(text)


@pytest.mark.parametrize(
    ("reads", "text"),
    [
        (read_weight, "70 kg (70 cm)"),
        (read_weight, "70 kg (70 kg)"),
        (read_weight, "154 lb (2464 oz)"),
        (read_weight, "70 kg (dry)"),
        (read_weight, "70.3 kg (154 lb 15.7 oz) (155 lb)"),
        (read_weight, "70.3 kg (155)"),
        (read_weight, "70,500 kg (155 lb 6.8 oz)"),
        (read_height, "70 kg (154 lb)"),
        (read_height, "5' 9\" (69 in)"),
    ],
)
def test_what_is_not_the_same_thing_twice_stays_refused(reads: Callable[[str], Read], text: str) -> None:
    with pytest.raises(RefusedError):
        reads(text)


POUNDS_IN_KG = Fraction("0.45359237")
"""By definition (international yard and pound agreement, 1959)."""


@given(st.integers(min_value=80, max_value=3000), st.integers(min_value=0, max_value=1))
def test_a_weight_agrees_with_itself_in_pounds_and_with_no_weight_off_by_a_fourteenth(
    tenths: int, decimals: int
) -> None:
    kg = Fraction(tenths, 10)
    pounds = round(float(kg / POUNDS_IN_KG), decimals)
    assert read_weight(f"{float(kg)} kg ({pounds:.{decimals}f} lb)").value == kg
    for factor, order in product((0.4, 0.93, 1.07, 2.2), ("{0} kg ({1} lb)", "{1} lb ({0} kg)")):
        with pytest.raises(RefusedError):
            read_weight(order.format(float(kg), f"{pounds * factor:.1f}"))
