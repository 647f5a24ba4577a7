"""The rate, the vials and the drops of a written order, as typed beside it or as it names them."""

from collections.abc import Callable
from fractions import Fraction
from typing import Final

import pytest

from ivigcalc.core.facts.ladder import RateUnit
from ivigcalc.core.problems import Problems, RefusedError
from ivigcalc.intake.written.rates import read_drops, read_written_vials
from ivigcalc.intake.written.typed import TypedWritten, read_written_order
from tests.core.making import number
from tests.written import read_rate, vocabulary

RATE: Final = 'type for example "180 mL/h" or "2.4 mL/kg/h"'
VIALS: Final = 'type the vials of one infusion day, for example "3x10" or "2x10+1x5"'
SET: Final = "--drops-per-ml 20, as printed on the giving set"
UNITS: Final = ("mL/h", *RateUnit, "drops/min")


@pytest.mark.parametrize(
    ("read", "text", "code", "said", "hint", "allowed"),
    [
        (read_rate, "180", "unit-missing", "--rate '180' has no unit", RATE, UNITS),
        (read_rate, "", "missing-value", "--rate is empty", RATE, ()),
        (read_rate, "fast", "not-a-number", "--rate 'fast' is not a number", RATE, ()),
        (read_rate, "180 mL/x", "unit-unknown", "--rate '180 mL/x': unit 'mL/x' is not known", RATE, UNITS),
        (
            read_rate,
            "0 mL/h",
            "rate-not-positive",
            "--rate '0 mL/h' is not above zero",
            'type for example "180 mL/h"',
            (),
        ),
        (
            read_rate,
            "start at 0 mL/h",
            "rate-not-positive",
            "--rate '0 ml/h' is not above zero",
            'type for example "180 mL/h"',
            (),
        ),
        (
            read_rate,
            "60 drops/min",
            "missing-value",
            "rate '60 drops/min' is in drops: how many of this giving set are 1 mL?",
            SET,
            (),
        ),
        (
            read_rate,
            "1,250 mL/h",
            "ambiguous-number",
            "--rate '1,250 mL/h' can be read as 1250 or as 1.250",
            "type 1250 mL/h, or 1.25 mL/h",
            (),
        ),
        (
            read_rate,
            "1.250 mL/h",
            "ambiguous-number",
            "--rate '1.250 mL/h' can be read as 1250 or as 1.250",
            "type 1250 mL/h, or 1.25 mL/h",
            (),
        ),
        (
            read_rate,
            "start at 200 mL/h, at most 20 mL/h",
            "order-contradicts",
            "order 'start at 200 mL/h, at most 20 mL/h': '200 ml/h' is no start below '20 ml/h'",
            "type the highest rate with --rate alone",
            (),
        ),
        *[
            (
                read_written_vials,
                text,
                "not-vials",
                f"--vials {text!r} is not a number of vials of a size in g, up to 400 of each",
                VIALS,
                (),
            )
            for text in ("401x10", "0x10", "3x0", "x10", "3x", "", "0", "3x10+")
        ],
        *[
            (read_drops, text, "not-a-number", f"--drops-per-ml {text!r} is not above zero and up to 100", SET, ())
            for text in ("0", "100.1", "-1")
        ],
    ],
)
def test_a_rate_vials_or_drops_that_cannot_be_read_are_refused(  # noqa: PLR0917 - the columns of a table
    read: Callable[[str], object], text: str, code: str, said: str, hint: str, allowed: tuple[str, ...]
) -> None:
    with pytest.raises(RefusedError) as caught:
        read(text)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message, problem.next, problem.allowed) == (code, said, hint, allowed)


@pytest.mark.parametrize(
    ("text", "value", "unit", "start", "echo"),
    [
        ("180 mL/h", "180", None, None, ""),
        ("180,5 ml/hr", "180.5", None, None, "--rate 180,5 read as 180.5"),
        ("2.4 mL/kg/hour", "2.4", RateUnit.ML_KG_H, None, ""),
        ("0.04 mL/kg/min", "0.04", RateUnit.ML_KG_MIN, None, ""),
        ("4 mg/kg/min", "4", RateUnit.MG_KG_MIN, None, ""),
        ("240 mg/kg/h", "240", RateUnit.MG_KG_H, None, ""),
        ("3 mL/min", "3", RateUnit.ML_MIN, None, ""),
        ("start at 20 mL/h", "20", None, "20", ""),
        ("start at 20 mL/h, at most 200 mL/h", "200", None, "20", ""),
    ],
)
def test_a_rate_is_read_with_its_unit_and_where_it_starts(
    text: str, value: str, unit: RateUnit | None, start: str | None, echo: str
) -> None:
    found = read_rate(text)
    assert (found.value, found.unit, found.echo) == (number(value), unit, echo)
    assert found.start == (None if start is None else number(start))


def test_drops_are_ml_by_the_giving_set() -> None:
    """60 drops in a minute, 20 of which are 1 mL, are 3 mL a minute and 180 mL an hour."""
    found = read_rate("60 drops/min", Fraction(20))
    assert (found.value, found.unit, found.start) == (number(180), None, None)
    assert found.echo == "--rate 60 drops/min read as 180 mL/h, 20 drops to 1 mL"
    comma = read_rate("12,5 drops/min", Fraction(15))
    assert comma.value == 50
    assert comma.echo == ("--rate 12,5 read as 12.5; --rate 12,5 drops/min read as 50 mL/h, 15 drops to 1 mL")
    both = read_rate("start at 20 drops/min, at most 60 drops/min", Fraction(20))
    assert (both.value, both.start) == (number(180), number(60))


@pytest.mark.parametrize(("text", "drops"), [("20", 20), ("100", 100), ("0.5", "0.5")])
def test_drops_of_a_giving_set(text: str, drops: object) -> None:
    assert read_drops(text) == number(drops)


@pytest.mark.parametrize(
    ("text", "sizes", "echo"),
    [
        ("3x10", [("10", 3)], ""),
        ("99 X 10 G", [("10", 99)], ""),
        ("20+5+2.5", [("20", 1), ("5", 1), ("2.5", 1)], ""),
        ("1 x 5 g + 2 x 10 g", [("10", 2), ("5", 1)], ""),
        ("2x10+10", [("10", 3)], ""),
        ("2,5+1,5", [("2.5", 1), ("1.5", 1)], "--vials 2,5 read as 2.5; --vials 1,5 read as 1.5"),
    ],
)
def test_vials_are_counted_by_size_the_largest_first(text: str, sizes: list[tuple[str, int]], echo: str) -> None:
    found = read_written_vials(text)
    assert found.sizes == tuple((number(size), count) for size, count in sizes)
    assert (found.echo, found.text) == (echo, text)


DAILY: Final = "30 g daily for 5 days"
NEEDS: Final = "add --product and the preparation that is hung; names: ivigcalc products"


@pytest.mark.parametrize(
    ("typed", "product", "said"),
    [
        (
            TypedWritten(order=None),
            None,
            [("missing-value", "--order is missing: what was written?", f'--order "{DAILY}"')],
        ),
        (
            TypedWritten(order=DAILY, rate="180 mL/h", vials="3x10"),
            None,
            [
                ("missing-value", "--rate needs --product: of which label?", NEEDS),
                ("missing-value", "--vials needs --product: of which label?", NEEDS),
            ],
        ),
        (
            TypedWritten(order=f"{DAILY} at 180 mL/h"),
            None,
            [("missing-value", "the rate '180 ml/h' of the order needs --product: of which label?", NEEDS)],
        ),
        (
            TypedWritten(order=f"{DAILY} at 180 mL/h", rate="200 mL/h"),
            "privigen",
            [
                (
                    "order-contradicts",
                    "order says the rate '180 ml/h', --rate says '200 mL/h'",
                    "keep the one that is ordered",
                )
            ],
        ),
        (
            TypedWritten(order="30 g (3 x 10 g vials) daily for 5 days", vials="1x20+1x10"),
            "privigen",
            [
                (
                    "order-contradicts",
                    "order says the vials '3 x 10 g vials', --vials says '1x20+1x10'",
                    "keep the one that is ordered",
                )
            ],
        ),
        (TypedWritten(order=DAILY, rate="180 mL/h", vials="3x10"), "privigen", []),
        (TypedWritten(order=f"{DAILY} (15 x 10 g vials)", vials="3x10"), "privigen", []),
        (TypedWritten(order=f"{DAILY} (15 x 10 g vials)", vials="15x10"), "privigen", []),
        (TypedWritten(order=f"Privigen {DAILY}", rate="180 mL/h"), None, []),
        (TypedWritten(order=f"{DAILY} at 180 mL/h", rate="180 mL/h"), "", []),
    ],
)
def test_what_is_typed_beside_an_order_has_to_go_with_it(
    typed: TypedWritten, product: str | None, said: list[tuple[str, str, str]]
) -> None:
    problems = Problems()
    read_written_order(typed, product, vocabulary(), problems)
    assert [(one.code, one.message, one.next) for one in problems.found] == said
