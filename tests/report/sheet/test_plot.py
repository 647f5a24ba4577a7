"""The step plot: each rate over its time, whole lines of a grid, vials named where there is room."""

import re
from fractions import Fraction
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from ivigcalc.core.answers.dose import plan
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.infusion.day import Infusion
from ivigcalc.core.request.order import Rounding
from ivigcalc.report.svg import plot_file, step_plot
from tests.core.making import order, patient


def infused(catalogue: Catalogue, kg: object = 70, **asked: Any) -> Infusion:
    made = plan(patient(kg), order(**({"regimen": "A", "region": Region.EU} | asked)), catalogue).chosen
    assert made is not None
    infusion = made.days[0].infusion
    assert isinstance(infusion, Infusion)
    return infusion


def texts(drawn: str, css: str) -> list[str]:
    return re.findall(rf'<text class="{css}"[^>]*>([^<]*)<', drawn)


def test_the_line_of_70_kg_of_privigen_is_the_one_worked_out_by_hand(catalogue: Catalogue) -> None:
    """275 mL: 30 min each at 21, 42, 84 and 168 mL/h are 157.5 mL; the other 117.5 mL take 20.98 min at 336 mL/h."""
    drawn = step_plot(infused(catalogue))
    minutes, wide, high = Fraction(120) + Fraction(1175, 56), Fraction(640 - 46 - 12), Fraction(190 - 18 - 30)
    corners = [(Fraction(end), rate) for end, rate in ((30, 21), (60, 42), (90, 84), (120, 168), (minutes, 336))]
    path = "".join(f"V{tenth(160 - high * y / 400)}H{tenth(46 + wide * x / minutes)}" for x, y in corners)
    assert f'class="line" d="M46 160{path}V160"' in drawn
    assert texts(drawn, "rate middle") == ["21", "42*", "84*", "168*", "336"]
    assert texts(drawn, "end")[:-1] == ["0", "100", "200", "300", "400"]
    assert texts(drawn, "middle") == ["0:00", "0:30", "1:00", "1:30", "2:00"]
    assert texts(drawn, "number end") == ["vial 2", "3"]
    assert len(drawn) < 3000


def tenth(value: Fraction) -> str:
    return f"{int(value * 10 + Fraction(1, 2)) / 10:.1f}".removesuffix(".0")


def test_it_says_the_ladder_in_words(catalogue: Catalogue) -> None:
    said = re.findall("<desc>(.*)</desc>", step_plot(infused(catalogue)))
    assert said == [
        (
            "21 mL/h for 30 min, then 42 mL/h for 30 min, then 84 mL/h for 30 min, then 168 mL/h for 30 min, "
            "then 336 mL/h to the end at 2:21; vial 2 at 2:08; vial 3 at 2:17"
        )
    ]


def test_vials_that_follow_each_other_too_fast_for_their_numbers_stand_under_one_bar(catalogue: Catalogue) -> None:
    """180 g of Asceniv: 35 vials of 5 g, the later ones 10 pixels apart."""
    drawn = step_plot(infused(catalogue, 180, products=("asceniv",), region=Region.US, regimen="B"))
    at = [Fraction(x) for x in re.findall(r'class="vial" d="M([\d.]+)', drawn)]
    numbers = [[int(n) for n in re.findall(r"\d+", name)] for name in texts(drawn, "number end")]
    assert len(at) == 34
    assert numbers[0] == [2]
    assert [n for ends in numbers for n in range(ends[0], ends[-1] + 1)] == [*range(2, 36)]
    bars = [tuple(map(Fraction, found)) for found in re.findall(r'class="vials" d="M([\d.]+) 14L([\d.]+) 14"', drawn)]
    assert bars == [(at[ends[0] - 2], at[ends[-1] - 2]) for ends in numbers if len(ends) > 1] != []


def test_each_of_four_vials_has_its_number_over_its_own_line(catalogue: Catalogue) -> None:
    """9 g of Kiovig at 22.5 kg: 5 g and four of 1 g, hung within 21 minutes of 2:03; digits are 5 wide."""
    drawn = step_plot(infused(catalogue, "22.5", products=("kiovig",), indication="gbs"))
    at = [Fraction(x) for x in re.findall(r'class="vial" d="M([\d.]+)', drawn)]
    named = re.findall(r'class="number end" x="([\d.]+)"[^>]*>([^<]*)<', drawn)
    assert [name for _, name in named] == ["vial 2", "3", "4", "5"]
    assert [abs(Fraction(x) - Fraction(5, 2) - line) < Fraction(1, 10) for (x, _), line in zip(named, at, strict=True)]
    assert 'class="vials"' not in drawn


@pytest.mark.parametrize(
    ("product", "kg", "indication"), [("kiovig", "22.5", "gbs"), ("bivigam", 75, "cidp"), ("privigen", 70, "cidp")]
)
def test_every_rate_stands_above_its_step_and_no_step_crosses_it(
    product: str, kg: object, indication: str, catalogue: Catalogue
) -> None:
    """A rate is 11 pixels high: it ends 5 above its own line, and no higher step begins under it."""
    region = Region.US if product == "bivigam" else Region.EU
    infusion = infused(catalogue, kg, products=(product,), region=region, indication=indication)
    drawn = step_plot(infusion)
    top = int(texts(drawn, "end")[-2])
    found = re.findall(r'class="rate middle" x="([\d.]+)" y="([\d.]+)">([\d.]+)', drawn)
    rates, minutes = [step.rate.ml_h for step in infusion.steps], [step.minutes for step in infusion.steps]
    lines = [160 - 142 * rate / top for rate in rates]
    assert [y for _, y, _ in found] == [tenth(line - 5) for line in lines]
    assert min(Fraction(y) for _, y, _ in found) - 11 > 11, "the numbers of the vials end at 11"
    starts = [46 + 582 * sum(minutes[:place]) / sum(minutes) for place in range(len(minutes))]
    half = [Fraction(13, 4) * len(label) for *_, label in found]
    x = [Fraction(x) for x, *_ in found]
    assert [x[place] + half[place] <= starts[place + 1] for place in range(len(found) - 1)] == [True] * (len(found) - 1)
    assert starts[-1] - half[-1] <= x[-1] <= 640 - half[-1]


@pytest.mark.parametrize(("product", "kg"), [("bivigam", 90), ("bivigam", 75), ("kiovig", 65), ("privigen", 70)])
def test_the_last_rate_is_named_and_a_rate_stands_beside_the_vials(product: str, kg: int, catalogue: Catalogue) -> None:
    """Bivigam at 75 kg ends with 0.1 minutes, Kiovig at 65 kg with one; their figures are wider than their steps."""
    infusion = infused(catalogue, kg, products=(product,), region=Region.US if product == "bivigam" else Region.EU)
    drawn = step_plot(infusion)
    assert len(texts(drawn, "rate middle")) == len(infusion.steps)
    lines = [Fraction(x) for x in re.findall(r'class="vial" d="M([\d.]+)', drawn)]
    labels = re.findall(r'class="rate middle" x="([\d.]+)"[^>]*>([^<]*)<', drawn)
    wide = [infusion.steps[-1].minutes / infusion.minutes * 582 > 60, *[True] * (len(labels) - 1)]
    for (x, label), has_room in zip(reversed(labels), wide, strict=True):
        half = Fraction(13, 4) * len(label)
        assert not has_room or all(abs(Fraction(x) - line) >= half for line in lines), label


@pytest.mark.parametrize("kg", ["3.1", "12", "25", "70", "110", "180"])
def test_the_grid_has_few_lines_and_reaches_above_the_highest_rate(kg: str, catalogue: Catalogue) -> None:
    for product in ("privigen", "octagam-10"):
        infusion = infused(catalogue, kg, products=(product,), indication="gbs", rounding=Rounding.EXACT)
        drawn = step_plot(infusion)
        grid = [int(text) for text in texts(drawn, "end")[:-1]]
        assert grid[0] == 0
        assert 2 <= len(grid) <= 7
        highest = max(step.rate.ml_h for step in infusion.steps)
        assert grid[-1] > highest * 92 / (92 - 13), "in a plot of 140 a figure of 13 stands under the top line"
        assert highest >= Fraction(grid[-2]) * 6 / 7
        assert len(texts(drawn, "middle")) <= 11 + len(infusion.changes)


def test_a_file_is_xml_that_stands_alone(catalogue: Catalogue) -> None:
    drawn = plot_file(infused(catalogue))
    root = ET.fromstring(drawn)  # noqa: S314 - our own
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert drawn.startswith("<!-- generator: ivigcalc")
    assert drawn.count("http") == 1
    assert "<style>" in drawn
