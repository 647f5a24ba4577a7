"""Bars and columns: each with its figure, in the room that there is, in letters that can be read on paper."""

import re
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from ivigcalc.report.batch_report import CSS
from ivigcalc.report.svg import BARS_WIDTH, COLUMNS_WIDTH, Amount, bars, columns

LONG = "Paraneoplastic sensory neuronopathy with anti-Hu antibodies i"
"""Sixty letters and one."""


def rects(drawn: str) -> list[dict[str, Decimal]]:
    found = ET.fromstring(drawn).iter("rect")  # noqa: S314 - our own
    return [{name: Decimal(rect.attrib[name]) for name in ("x", "y", "width", "height")} for rect in found]


def texts(drawn: str, css: str) -> list[tuple[str, Decimal, Decimal]]:
    found = (text for text in ET.fromstring(drawn).iter("text") if text.attrib["class"] == css)  # noqa: S314 - our own
    return [("".join(text.itertext()), Decimal(text.attrib["x"]), Decimal(text.attrib["y"])) for text in found]


def amounts(*values: str) -> list[Amount]:
    return [Amount(f"name {place}", Decimal(value), f"{value} g") for place, value in enumerate(values)]


def test_a_bar_is_as_long_as_its_share_of_the_largest() -> None:
    drawn = bars(amounts("50", "200", "0", "100"))
    assert [rect["width"] for rect in rects(drawn)] == [84, BARS_WIDTH, 168]
    assert [figure for figure, *_ in texts(drawn, "figure end")] == ["50 g", "200 g", "0 g", "100 g"]


def test_a_column_is_as_high_as_its_share_and_stands_on_the_line() -> None:
    drawn = columns(amounts("50", "200", "0", "100"))
    assert [rect["height"] for rect in rects(drawn)] == [25, 100, 50]
    assert {rect["y"] + rect["height"] for rect in rects(drawn)} == {118}
    assert [figure for figure, *_ in texts(drawn, "figure middle")] == ["50 g", "200 g", "0 g", "100 g"]


def test_a_name_of_sixty_letters_stands_on_lines_of_its_own() -> None:
    rows = [Amount(LONG, Decimal(1), "123 456.5 g, 1234 courses", "Not supported"), *amounts("2")]
    drawn = bars(rows)
    lines = texts(drawn, "name")
    assert " ".join(line for line, *_ in lines) == f"{LONG} Not supported name 0"
    assert len(lines) >= 3
    assert len({y for *_, y in lines}) == len(lines)
    first, second = rects(drawn)
    assert max(y for line, _, y in lines[:-1]) < first["y"]
    assert first["y"] + first["height"] < lines[-1][2] < second["y"]


@pytest.mark.parametrize(("figure", "a_line"), [("7647.5", 12), ("12\N{NO-BREAK SPACE}345\N{NO-BREAK SPACE}678.5", 6)])
def test_figures_that_are_too_wide_for_twelve_columns_stand_on_two_lines(figure: str, a_line: int) -> None:
    drawn = columns([Amount("May", Decimal(1), figure) for _ in range(12)])
    assert len({y for *_, y in texts(drawn, "figure middle")}) == 12 / a_line
    assert all(rect["x"] + rect["width"] <= COLUMNS_WIDTH for rect in rects(drawn))


@pytest.mark.parametrize("draw", [bars, columns])
def test_nothing_is_a_drawing_too(draw: object) -> None:
    assert callable(draw)
    assert rects(draw([])) == rects(draw(amounts("0"))) == []


def test_what_is_typed_is_escaped_and_said_in_words() -> None:
    drawn = bars([Amount("<b>&", Decimal(1), "1 g", "Label", "label")])
    assert "&lt;b&gt;&amp;" in drawn
    assert re.findall("<title>(.*)</title>", drawn) == ["&lt;b&gt;&amp; Label 1 g"]


def test_letters_are_nine_pixels_or_more_and_charts_stand_at_their_own_width() -> None:
    sizes = [Decimal(size) for size in re.findall(r"\.chart [^{]*\{[^}]*?([\d.]+)px", CSS)]
    assert len(sizes) >= 3
    assert min(sizes) >= 9
    assert f'width="{BARS_WIDTH}"' in bars(amounts("1"))
    assert f"grid-template-columns: {BARS_WIDTH}px {BARS_WIDTH}px" in CSS
    assert 184 * 96 / Decimal("25.4") >= COLUMNS_WIDTH
