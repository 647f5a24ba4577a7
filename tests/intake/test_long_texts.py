"""However long and odd a text is, it is read or refused in time that grows no faster than its length."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import process_time
from typing import Final

import pytest

from ivigcalc.core.problems import Problems, RefusedError
from ivigcalc.core.request.order import Rounding
from ivigcalc.intake.numbers import one_line, one_of, read_days, read_dose, read_grams, read_number, read_quantity
from ivigcalc.intake.order import TypedOrder, read_acknowledged, read_order, read_start, read_stocked
from ivigcalc.intake.patient import read_age, read_height, read_iga, read_weight
from ivigcalc.intake.stock import read_stock_file
from ivigcalc.intake.written.order import read_rate, read_written_dose, read_written_vials
from tests.program import shipped

LONG: Final = 20_000
MANY: Final = 8_000
"""Words of an order, or entries of a list."""

SECONDS: Final = 10
"""Linear readers take a second or two at most; quadratic ones take from half a minute to hours."""

READERS: Final[dict[str, Callable[[str], object]]] = {
    "number": lambda text: read_number(text, "--weight", "70"),
    "quantity": lambda text: read_quantity(text, "--weight", ("kg", "g"), "70", default="kg"),
    "weight": read_weight,
    "height": read_height,
    "age": read_age,
    "iga": read_iga,
    "days": read_days,
    "grams": read_grams,
    "dose": lambda text: read_dose(text, "--per-day"),
    "start": read_start,
    "choice": lambda text: one_of(Rounding, text, "--round"),
    "line": one_line,
    "order": read_written_dose,
    "rate": read_rate,
    "vials": read_written_vials,
    "indication": lambda text: read_order(TypedOrder(indication=text), shipped(), Problems()),
    "acknowledged": lambda text: read_acknowledged([text], shipped(), Problems()),
}

TEXTS: Final = {
    "figures": "1" * LONG,
    "points": "1." * LONG,
    "commas": "1," * LONG,
    "signs": "+-" * LONG,
    "spaces": " " * LONG,
    "spaces in a number": "1" + " " * LONG + "1",
    "spaces before a line": "70 k" + " " * LONG + "\ng",
    "spaces on each side": " " * LONG + "7" + " " * LONG + "\n" + " " * LONG + "!",
    "lines": "70" + "\n" * LONG + "x",
    "spaces and a line": "70" + " " * LONG + "\nx",
    "spaces of another kind": "70" + "\N{NO-BREAK SPACE}" * LONG + "x",
    "digits of another script": "7" + "\N{ARABIC-INDIC DIGIT ZERO}" * LONG,
    "letters that are not seen": "70" + "\N{RIGHT-TO-LEFT OVERRIDE}" * LONG,
    "units": "70 " + "g" * LONG,
    "below": "<" * LONG,
    "accents": "30 g a" + "\N{COMBINING ACUTE ACCENT}\N{COMBINING DOT BELOW}" * 3 * LONG,
}

ORDERS: Final = {
    "daily": "30 g" + ", daily" * MANY,
    "parts": "30 g on day 1, " * MANY,
    "doses": "30 g daily " * MANY,
    "brackets": "30 g (30 g) " * MANY,
    "words in brackets": "30 g (" + "daily " * MANY + ")",
    "numbers of days": "30 g on days " + "1," * MANY + "1 g",
    "then": "then " * MANY,
    "joints": "30 g once" + " then 30 g on day 1, daily" * MANY,
    "open": "(" * MANY,
}


def seconds(read: Callable[[str], object], text: str) -> float:
    began = process_time()
    with suppress(RefusedError):
        read(text)
    return process_time() - began


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_a_long_text_is_read_or_refused_at_once(read: Callable[[str], object], text: str) -> None:
    assert seconds(read, text) < SECONDS


@pytest.mark.parametrize("text", ORDERS.values(), ids=ORDERS)
def test_a_long_order_is_refused_at_once(text: str) -> None:
    assert seconds(read_written_dose, text) < SECONDS


def test_many_vials_of_many_sizes_are_read_at_once() -> None:
    text = "+".join(f"2x{size}" for size in range(1, MANY))
    assert seconds(read_written_vials, text) < SECONDS
    assert len(read_written_vials(text).sizes) == MANY - 1


def test_many_names_are_read_at_once() -> None:
    names = "privigen,x," * (MANY // 10)
    assert seconds(lambda text: read_stocked(text, shipped(), Problems()), names) < SECONDS


def test_many_lines_of_stock_are_read_at_once(tmp_path: Path) -> None:
    lines = [f"privigen,10,1,,{lot}" for lot in range(MANY)]
    file = tmp_path / "stock.csv"
    file.write_text("\n".join(["product,size_g,count,expiry,lot", *lines]), encoding="utf-8")
    assert seconds(lambda name: read_stock_file(name, shipped()), str(file)) < SECONDS
