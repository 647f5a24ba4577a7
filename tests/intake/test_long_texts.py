"""However long and odd a text is, it is read or refused in time that grows no faster than its length."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest

from ivigcalc.core.problems import Problems, RefusedError
from ivigcalc.core.quantity import one_line
from ivigcalc.core.request.order import Rounding
from ivigcalc.intake.body_size import read_height, read_weight
from ivigcalc.intake.dates import read_start
from ivigcalc.intake.doses import read_days, read_dose, read_grams
from ivigcalc.intake.numbers import one_of, read_number, read_quantity
from ivigcalc.intake.order import TypedOrder, read_acknowledged, read_order, read_stocked
from ivigcalc.intake.patient import read_age, read_iga
from ivigcalc.intake.stock.file import read_stock_file
from ivigcalc.intake.written.rates import read_written_vials
from tests.growth import grows_with_length
from tests.profiles import together
from tests.program import shipped
from tests.written import read_rate, read_written_dose

LONG: Final = 8_000 // together(4)
"""Characters of a text: a quarter by default."""

MANY: Final = 1_600 // together(2)
"""Words of an order, or entries of a list: half of them by default; a quarter of these is more than any bound."""

READERS: Final[dict[str, Callable[[str], object]]] = {
    "number": lambda text: read_number(text, "--weight", "70"),
    "quantity": lambda text: read_quantity(text, "--weight", ("kg", "g"), "70", default="kg"),
    "weight": read_weight,
    "height": read_height,
    "age": read_age,
    "iga": read_iga,
    "days": read_days,
    "grams": read_grams,
    "dose": lambda text: read_dose(text, "--per-day", shipped()),
    "start": read_start,
    "choice": lambda text: one_of(Rounding, text, "--round"),
    "line": one_line,
    "order": read_written_dose,
    "rate": read_rate,
    "vials": read_written_vials,
    "indication": lambda text: read_order(TypedOrder(indication=text), shipped(), Problems()),
    "acknowledged": lambda text: read_acknowledged([text], shipped(), Problems()),
}

TEXTS: Final[dict[str, Callable[[int], str]]] = {
    "figures": lambda long: "1" * long,
    "points": lambda long: "1." * long,
    "commas": lambda long: "1," * long,
    "signs": lambda long: "+-" * long,
    "spaces": lambda long: " " * long,
    "spaces in a number": lambda long: "1" + " " * long + "1",
    "spaces before a line": lambda long: "70 k" + " " * long + "\ng",
    "spaces on each side": lambda long: " " * long + "7" + " " * long + "\n" + " " * long + "!",
    "lines": lambda long: "70" + "\n" * long + "x",
    "spaces and a line": lambda long: "70" + " " * long + "\nx",
    "spaces of another kind": lambda long: "70" + "\N{NO-BREAK SPACE}" * long + "x",
    "digits of another script": lambda long: "7" + "\N{ARABIC-INDIC DIGIT ZERO}" * long,
    "letters that are not seen": lambda long: "70" + "\N{RIGHT-TO-LEFT OVERRIDE}" * long,
    "units": lambda long: "70 " + "g" * long,
    "below": lambda long: "<" * long,
    "accents": lambda long: "30 g a" + "\N{COMBINING ACUTE ACCENT}\N{COMBINING DOT BELOW}" * 3 * long,
}

ORDERS: Final[dict[str, Callable[[int], str]]] = {
    "daily": lambda many: "30 g" + ", daily" * many,
    "parts": lambda many: "30 g on day 1, " * many,
    "doses": lambda many: "30 g daily " * many,
    "brackets": lambda many: "30 g (30 g) " * many,
    "words in brackets": lambda many: "30 g (" + "daily " * many + ")",
    "numbers of days": lambda many: "30 g on days " + "1," * many + "1 g",
    "then": lambda many: "then " * many,
    "joints": lambda many: "30 g once" + " then 30 g on day 1, daily" * many,
    "open": lambda many: "(" * many,
    "days one by one": lambda many: "30 g daily" + " D1, D2 and" * many,
    "words before dates": lambda many: "30 g " + "from on the de " * many,
    "days of a month": lambda many: "30 g daily on " + "1, " * many + "May",
    "days behind a month": lambda many: "30 g daily May " + "1, " * many + "2027",
    "months": lambda many: "30 g daily " + "1 May, " * many,
    "dates": lambda many: "30 g daily " + "2026-12-01, " * many,
    "said again": lambda many: "30 g as " * many,
    "summands": lambda many: "20 g + " * many,
    "whole courses": lambda many: "day 1: 30 g; whole course 30 g on day 1 NOT per day " * (many // 10),
    "roundings": lambda many: "30 g, rounded to " * many,
    "intervals": lambda many: "70 g every 4 weeks" + " (28 days)" * many,
    "doses beside commas": lambda many: "28 g daily for 5 days" + ", 0.4 g/kg" * many,
    "doses and days": lambda many: "28 g, 0.4 g/kg daily for 5 days, " * many,
    "totals": lambda many: "total dose 28 g for 5 days, 28 g daily " * many,
    "totals on days": lambda many: "28 g daily D1, total 140 g D1-D5 " * many,
    "signs of equality": lambda many: "28 g daily for 5 days" + " = 140 g" * many,
    "in brackets again": lambda many: "28 g daily for 5 days" + " (= 140 g)" * many,
    "g/kg with grams": lambda many: "0.4 g/kg daily for 5 days" + " (28 g daily) (2 g/kg total)" * many,
    "labels": lambda many: "weight: dose: " * many,
    "by": lambda many: "28 g daily by, " * many,
    "single doses": lambda many: "once 28 g every 3 weeks " * many,
    "labels of doses": lambda many: "28 g daily for 5 days " + "dose " * many + "= 140 g",
    "doses behind labels": lambda many: "28 g daily for 5 days" + ", dose 28 g" * many,
    "lines": lambda many: "70 g once\n" * many,
    "spans": lambda many: "28 g daily on days 1" + " - 3" * many,
    "words in brackets without an end": lambda many: "70 g every 4 weeks" + " (IV 28 days" * many,
    "ends of brackets": lambda many: "70 g every 4 weeks (28 IV days" + ")" * many,
    "labels of weights": lambda many: "1 g/kg every 3 weeks " + "body weight " * many + "70 g",
    "weights": lambda many: "30 g daily for 5 days 70 kg " * many,
    "grams before a word": lambda many: "30 g " * (5 * many) + "zz 30",
    "figures before a dash": lambda many: "9" * (5 * many) + " 70 - 28 g",
}


def reading(read: Callable[[str], object], text: Callable[[int], str]) -> Callable[[int], None]:
    """Reads a text of any length, or has it refused."""

    def work(length: int) -> None:
        with suppress(RefusedError):
            read(text(length))

    return work


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_a_long_text_is_read_or_refused_at_once(read: Callable[[str], object], text: Callable[[int], str]) -> None:
    assert grows_with_length(reading(read, text), LONG)


@pytest.mark.parametrize("name", [*ORDERS][:: together(6)])
def test_a_long_order_is_refused_at_once(name: str) -> None:
    """A sixth of them by default."""
    assert grows_with_length(reading(read_written_dose, ORDERS[name]), MANY)


def vials_of(sizes: int) -> str:
    return "+".join(f"2x{size}" for size in range(1, sizes))


def test_many_vials_of_many_sizes_are_read_at_once() -> None:
    assert grows_with_length(reading(read_written_vials, vials_of), MANY)
    assert len(read_written_vials(vials_of(MANY)).sizes) == MANY - 1


def test_many_names_are_read_at_once() -> None:
    def read(names: str) -> None:
        read_stocked(names, shipped(), Problems())

    assert grows_with_length(reading(read, lambda many: "privigen,x," * many), MANY // 10)


def test_many_lines_of_stock_are_read_at_once(tmp_path: Path) -> None:
    def read(lots: str) -> None:
        file = tmp_path / "stock.csv"
        file.write_text(f"product,size_g,count,expiry,lot\n{lots}", encoding="utf-8")
        read_stock_file(str(file), shipped())

    lots = reading(read, lambda many: "\n".join(f"privigen,10,1,,{lot}" for lot in range(many)))
    assert grows_with_length(lots, MANY)
