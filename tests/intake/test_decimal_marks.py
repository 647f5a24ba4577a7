"""Figures of a table of which somebody said the decimal mark: 70,500 is 70.5 there, and 70.5 contradicts it."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import partial

import pytest

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import DecimalMark
from ivigcalc.core.facts.formulary import Formulary
from ivigcalc.core.problems import Problem, Problems, RefusedError
from ivigcalc.core.site.merging import merged
from ivigcalc.intake.body_size import read_height, read_weight
from ivigcalc.intake.doses import read_days, read_dose
from ivigcalc.intake.numbers import read_decimal, read_number
from ivigcalc.intake.order import TypedOrder, read_order
from ivigcalc.intake.patient import read_age, read_iga
from tests.program import shipped

COMMA, POINT = DecimalMark.COMMA, DecimalMark.POINT


def problem(read: Callable[[], object]) -> Problem:
    with pytest.raises(RefusedError) as caught:
        read()
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("text", "decimal", "value", "echo"),
    [
        ("70,500", COMMA, "70.5", "70,500 read as 70.5"),
        ("70,000", COMMA, "70", "70,000 read as 70"),
        ("1070,5", COMMA, "1070.5", "1070,5 read as 1070.5"),
        ("70", COMMA, "70", ""),
        ("70,39999999999999", COMMA, "70.4", "70,39999999999999 read as 70.4"),
        ("70.500", POINT, "70.5", ""),
        ("70.000", POINT, "70", ""),
    ],
)
def test_a_number_is_read_by_the_mark_of_its_table(text: str, decimal: str, value: str, echo: str) -> None:
    assert read_number(text, "--weight", "70", decimal=decimal) == (Fraction(value), echo)


@pytest.mark.parametrize(
    ("text", "decimal", "has", "write"),
    [
        ("70.5", COMMA, "has a point, and the decimal mark of the table is a comma", "write it with a comma"),
        ("70.500", COMMA, "has a point, and the decimal mark of the table is a comma", "--decimal point if the whole"),
        ("70,5", POINT, "has a comma, and the decimal mark of the table is a point", "write it with a point"),
        ("70,500", POINT, "has a comma, and the decimal mark of the table is a point", "--decimal comma if the whole"),
    ],
)
def test_the_other_mark_contradicts_it(text: str, decimal: str, has: str, write: str) -> None:
    found = problem(lambda: read_number(text, "--weight", "70", decimal=decimal))
    assert (found.code, has in found.message, write in found.next) == ("other-decimal-mark", True, True)


@pytest.mark.parametrize(
    ("text", "decimal", "todo"),
    [
        ("1.070,5", None, "type 1070.5"),
        ("1,070.5", None, "type 1070.5"),
        ("1.070.500", None, "type 1070500"),
        ("1'070.5", None, "type 1070.5"),
        ("1\N{RIGHT SINGLE QUOTATION MARK}070", None, "type 1070"),
        ("1.070,500", "", "type 1070.500; export the table without such signs if all rows have them"),
        ("1.070,500", COMMA, "type 1070,500; export the table without such signs if all rows have them"),
        ("1,070.500", POINT, "type 1070.500; export the table without such signs if all rows have them"),
    ],
)
def test_a_sign_between_thousands_is_refused_as_that(text: str, decimal: str | None, todo: str) -> None:
    found = problem(lambda: read_number(text, "--weight", "70", decimal=decimal))
    assert found.message.endswith("has a sign between its thousands")
    assert found.next == todo


@pytest.mark.parametrize("text", ["1.5.5", "70,5,5", "1.07,5", "1.070.5", "07.0500,5", "1'07"])
def test_other_signs_are_no_thousands(text: str) -> None:
    found = problem(lambda: read_number(text, "--weight", "70", decimal=COMMA))
    assert (found.message.endswith("is not a number"), found.next) == (True, "type for example 70")


@pytest.mark.parametrize(
    ("read", "todo"),
    [
        (partial(read_weight, "70,500"), "type 70500, or 70.5; --decimal comma if the whole table has decimal commas"),
        (partial(read_weight, "70.000"), "type 70 or 70000; --decimal point if the whole table has decimal points"),
        (partial(read_weight, "3.512 g"), "--decimal point if the whole table has decimal points"),
        (partial(read_iga, "1.200 mg/dL"), "--decimal point if the whole table has decimal points"),
        (
            lambda decimal=None: read_dose("1.500 mg/kg", "--per-day", shipped(), decimal),
            "--decimal point if the whole table has decimal points",
        ),
    ],
)
def test_in_a_table_that_does_not_say_it_a_refusal_names_the_option(read: Callable[..., object], todo: str) -> None:
    assert problem(partial(read, decimal="")).next.endswith(todo)
    assert "--decimal" not in problem(read).next


def test_all_figures_of_a_row_are_read_by_it(catalogue: Catalogue) -> None:
    """3,512 g are 0.003512 kg, 1.524 m 152.4 cm; 1,200 mg/dL are 0.012 g/L."""
    assert read_weight("70,500 kg", decimal=COMMA).value == Fraction("70.5")
    assert read_weight("3.512 g", decimal=POINT).value == Fraction("0.003512")
    assert read_height("1,524 m", decimal=COMMA).value == Fraction("152.4")
    assert read_age("45,500", decimal=COMMA).value == Fraction("45.5")
    assert read_iga("<1,200 mg/dL", decimal=COMMA).g_per_l == Fraction("0.012")
    assert "has no unit: it could be 1.2 g/L" in problem(lambda: read_iga("1,200", decimal=COMMA)).message
    assert read_dose("1.500 mg/kg", "--course", shipped(), POINT).value == Fraction("0.0015")
    typed = TypedOrder(indication="gbs", days="5,000", per_day="0,400 g/kg")
    order = read_order(typed, catalogue, Problems(), COMMA)
    assert order
    assert order.per_day
    assert (order.days, order.per_day.value, order.per_day.echo) == (5, Fraction("0.4"), "--per-day 0,400 read as 0.4")
    assert read_dose("140,000 g", "--course", shipped(), COMMA).value == 140


def test_days_may_have_decimals_that_say_nothing() -> None:
    assert (read_days("5,000 dias", COMMA), read_days("5.000", POINT), read_days("5", COMMA)) == (5, 5, 5)
    assert problem(lambda: read_days("5,500", COMMA)).message == "--days '5,500' is not a whole number of days"
    assert problem(lambda: read_days("5.0", COMMA)).code == "other-decimal-mark"
    assert problem(lambda: read_days("5,000", "")).code == "not-a-number"


@pytest.mark.parametrize(
    ("typed", "of_site", "mark"),
    [(None, None, ""), (None, COMMA, "comma"), ("Comma", None, "comma"), ("point", COMMA, "point")],
)
def test_the_option_goes_before_the_formulary(
    catalogue: Catalogue, typed: str | None, of_site: DecimalMark | None, mark: str
) -> None:
    own = merged(catalogue, Formulary(site="A", decimal=of_site), today=date(2026, 1, 1), file="f.yaml", lines={})
    assert read_decimal(typed, own, Problems()) == mark


def test_a_mark_that_is_none_is_a_problem(catalogue: Catalogue) -> None:
    assert read_decimal(None, catalogue, Problems()) == ""
    assert read_decimal("dot", catalogue, problems := Problems()) == ""
    assert (problems.found[0].field, problems.found[0].allowed) == ("--decimal", ("comma, point",))
