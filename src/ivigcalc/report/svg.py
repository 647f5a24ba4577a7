"""Drawings, written by hand as SVG: the rate of an infusion over time; amounts as bars. One unit is 1/96 inch."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from html import escape
from itertools import accumulate
from textwrap import wrap
from typing import Final, NamedTuple

from ivigcalc import __version__
from ivigcalc.core.infusion.day import Infusion, VialChange
from ivigcalc.core.infusion.rates import Step
from ivigcalc.core.locale import Locale
from ivigcalc.core.quantity import plain
from ivigcalc.report.english import ENGLISH
from ivigcalc.report.shared import clock

GENERATOR: Final = "<!-- generator: ivigcalc"
"""What a file of ``plot_file`` begins with."""

WIDTH: Final = 640
HEIGHT: Final = 190
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 18, 30
"""What is kept free around the plot for its words."""

GRID_ML_H: Final = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000)
MOST_LINES: Final = 6
TICKS: Final = (30, 60, 120, 240, 480, 960)
"""Minutes between two ticks of the time."""
MOST_TICKS: Final = 10

LETTER, SMALL_LETTER = 6.5, 5
"""How wide a letter of a rate and one of the name of a vial are, at most."""
HEADROOM: Final = Fraction(7, 6)
"""How far the plot goes up above the highest rate at least, so that its figure has room there in a low plot, too."""
NUMBER_GAP: Final = 4
"""What is left between the numbers of two vials."""

VIAL_GAP: Final = 2
"""What is left between a rate and the line of a vial."""

STYLE: Final = (
    ".plot text{font:9px 'Segoe UI','Helvetica Neue',Arial,'Liberation Sans','DejaVu Sans',sans-serif;fill:#000}"
    ".plot .rate{font-size:11px;font-weight:bold;paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}"
    ".plot .end{text-anchor:end}.plot .middle{text-anchor:middle}"
    ".plot .grid{stroke:#ccc;stroke-width:.7}.plot .area{fill:#e9edf2}"
    ".plot .line{fill:none;stroke:#111;stroke-width:1.6}.plot .tick{stroke:#111}"
    ".plot .vial{stroke:#111;stroke-dasharray:3 2;stroke-width:.8}.plot .vials{stroke:#111;stroke-width:.8}"
)
"""How the plot looks; a page that holds one says this once."""


class _Scale(NamedTuple):
    """Where minutes and mL/h stand in the drawing."""

    minutes: Fraction
    """The end of the infusion."""
    top_ml_h: int
    height: int

    def across(self, minute: Fraction) -> Fraction:
        return LEFT + (WIDTH - LEFT - RIGHT) * minute / self.minutes

    def down(self, ml_h: Fraction | int) -> Fraction:
        return self.height - BOTTOM - (self.height - TOP - BOTTOM) * Fraction(ml_h, self.top_ml_h)


def plot_file(infusion: Infusion) -> str:
    """The step plot as a file of its own."""
    drawn = step_plot(infusion).replace(
        "<svg ", f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" ', 1
    )
    opened, _, rest = drawn.partition(">")
    return f"{GENERATOR} {__version__} -->\n{opened}><style>{STYLE}</style>{rest}\n"


def step_plot(infusion: Infusion, *, height: int = HEIGHT, lang: Locale = ENGLISH) -> str:
    """The rate over time: each rate above its step (``*`` for a convention), a dashed line where a vial is changed."""
    named = max(step.rate.ml_h for step in infusion.steps) * HEADROOM
    every = next((step for step in GRID_ML_H if named / step < MOST_LINES), GRID_ML_H[-1])
    scale = _Scale(infusion.minutes, every * (int(named / every) + 1), height)
    parts = [
        f"<title>{escape(lang.say('plot'))}</title><desc>{escape(rate_words(infusion, lang))}</desc>",
        *_grid(scale, every),
        *_ticks(scale, lang),
        *_area(infusion.steps, scale),
        *_vials(infusion.changes, scale, lang),
        *_rates(infusion, scale, lang),
    ]
    return f'<svg class="plot" viewBox="0 0 {WIDTH} {height}" role="img">{"".join(parts)}</svg>'


def rate_words(infusion: Infusion, lang: Locale = ENGLISH) -> str:
    """The ladder of an infusion and its changes of vials in one sentence, for who cannot see the plot."""
    *before, last = infusion.steps
    rates = [
        lang.say("plot-step", ml_h=lang.shown(step.rate.ml_h), minutes=lang.shown(step.minutes)) for step in before
    ]
    time = clock(Fraction(infusion.whole_minutes))
    rates.append(lang.say("plot-last", ml_h=lang.shown(last.rate.ml_h), time=time))
    ladder = reduce(lambda one, following: lang.say("plot-then", before=one, next=following), rates)
    vials = (lang.say("plot-vial-at", n=change.number, time=clock(change.at_minute)) for change in infusion.changes)
    return "; ".join([ladder, *vials])


def _at(value: Fraction | int) -> str:
    """A coordinate, to a tenth."""
    return plain(Fraction(value), 1)


def _text(x: Fraction | int, y: Fraction | int, words: str, css: str) -> str:
    return f'<text class="{css}" x="{_at(x)}" y="{_at(y)}">{escape(words)}</text>'


def _line(css: str, x1: Fraction | int, y1: Fraction | int, x2: Fraction | int, y2: Fraction | int) -> str:
    return f'<path class="{css}" d="M{_at(x1)} {_at(y1)}L{_at(x2)} {_at(y2)}"/>'


def _grid(scale: _Scale, every: int) -> list[str]:
    """A line and a figure for each few mL/h."""
    parts = [_text(LEFT, 9, "mL/h", "unit")]
    for ml_h in range(0, scale.top_ml_h + 1, every):
        y = scale.down(ml_h)
        parts += [_line("grid", LEFT, y, WIDTH - RIGHT, y), _text(LEFT - 6, y + 3, str(ml_h), "end")]
    return parts


def _ticks(scale: _Scale, lang: Locale) -> list[str]:
    """A tick and the time for each half hour; further apart where there would be too many."""
    every = next((step for step in TICKS if scale.minutes / step <= MOST_TICKS), TICKS[-1])
    foot, parts = scale.down(0), []
    for minute in range(0, int(scale.minutes) + 1, every):
        x = scale.across(Fraction(minute))
        parts += [_line("tick", x, foot, x, foot + 4), _text(x, foot + 14, clock(Fraction(minute)), "middle")]
    return [*parts, _text(WIDTH - RIGHT, foot + 26, lang.say("plot-time"), "end")]


def _ends(steps: Sequence[Step]) -> list[Fraction]:
    """The minute at which each step ends."""
    return list(accumulate(step.minutes for step in steps))


def _area(steps: Sequence[Step], scale: _Scale) -> list[str]:
    """The steps as one line, with the area under it."""
    foot = _at(scale.down(0))
    corners = (
        f"V{_at(scale.down(step.rate.ml_h))}H{_at(scale.across(end))}"
        for step, end in zip(steps, _ends(steps), strict=True)
    )
    path = f"M{_at(LEFT)} {foot}{''.join(corners)}V{foot}"
    return [f'<path class="area" d="{path}Z"/>', f'<path class="line" d="{path}"/>']


def _rates(infusion: Infusion, scale: _Scale, lang: Locale) -> list[str]:
    """Each rate above its own step; left out where it is wider than its step, but the last, which then juts out."""
    labels, steps = [], infusion.steps
    vials = [scale.across(change.at_minute) for change in infusion.changes]
    for step, end in zip(steps, _ends(steps), strict=True):
        left, right = scale.across(end - step.minutes), scale.across(end)
        label, middle = f"{lang.shown(step.rate.ml_h)}{'*' if step.rate.convention else ''}", (left + right) / 2
        half = Fraction(len(label) * LETTER) / 2
        if step is steps[-1]:
            left, right = min(left, right - 2 * half), Fraction(WIDTH)
        if 2 * half <= right - left:
            x = _beside(vials, min(middle, right - half), half, (left, right))
            labels.append(_text(x, scale.down(step.rate.ml_h) - 5, label, "rate middle"))
    return labels


def _beside(vials: Sequence[Fraction], middle: Fraction, half: Fraction, room: tuple[Fraction, Fraction]) -> Fraction:
    """Where a rate stands: as near to ``middle`` as it can within its room and off the lines of vials.

    Where it has no room beside them they stand behind it.
    """
    away = half + VIAL_GAP
    places = [middle, *(vial + side for vial in vials for side in (-away, away))]
    fits = [x for x in places if room[0] <= x - half and x + half <= room[1]]
    free = [x for x in fits if all(abs(x - at) >= away for at in vials)]
    return min(free, key=lambda x: abs(x - middle), default=middle)


class _Named(NamedTuple):
    """Vial changes that stand so near to each other that there is no room for a number each."""

    changes: list[VialChange]
    numbers: str
    left: Fraction
    right: Fraction
    """Its first and its last line."""

    @property
    def middle(self) -> Fraction:
        return (self.left + self.right) / 2

    @property
    def half(self) -> Fraction:
        return Fraction(len(self.numbers) * SMALL_LETTER, 2)


def _vials(changes: Sequence[VialChange], scale: _Scale, lang: Locale) -> list[str]:
    """A dashed line where the next vial is hung, with its number on top; numbers without room for each have a bar."""
    named: list[_Named] = []
    for change in changes:
        named.append(_named([change], scale))
        while len(named) > 1 and named[-2].middle + named[-2].half + NUMBER_GAP > named[-1].middle - named[-1].half:
            last = named.pop()
            named.append(_named([*named.pop().changes, *last.changes], scale))
    at = [scale.across(change.at_minute) for change in changes]
    parts = [_line("vial", x, TOP - 4, x, scale.down(0)) for x in at]
    for name in named:
        words = lang.say("plot-vial", n=name.numbers) if name is named[0] else name.numbers
        parts.append(_text(min(name.middle + name.half, Fraction(WIDTH)), TOP - 7, words, "number end"))
        if len(name.changes) > 1:
            parts.append(_line("vials", name.left, TOP - 4, name.right, TOP - 4))
    return parts


def _named(changes: list[VialChange], scale: _Scale) -> _Named:
    first, last = changes[0], changes[-1]
    numbers = f"{first.number}" if first is last else f"{first.number}-{last.number}"
    return _Named(changes, numbers, scale.across(first.at_minute), scale.across(last.at_minute))


BARS_WIDTH, COLUMNS_WIDTH = 336, 695
"""Half of the width of an A4 page within its margins, and the whole."""
NAME_LETTER, FIGURE_LETTER = 6.5, 5.5
"""How wide a letter of a name (bold, 11 px) and one of a figure (10.5 px) are, at most on the whole."""
LINE, BAR, BAR_GAP = 15, 14, 8
"""How high a line of a name and a bar are, and what is left below a bar."""
COLUMN_HEIGHT, ABOVE, BELOW = 100, 18, 30
"""The highest column, and the room for its figure and its name."""
A_LINE: Final = (12, 6, 4, 3, 2, 1)
"""How many columns stand side by side: as many of these as leave each figure its room."""


class Amount(NamedTuple):
    """A bar: its name with a word beside it, the amount, and that amount as people read it."""

    name: str
    value: Decimal
    figure: str
    word: str = ""
    css: str = ""
    """A class for its filling. It says nothing that the word does not."""


def bars(rows: Sequence[Amount]) -> str:
    """Bars below each other, each under its name, word and figure; a long name takes several lines."""
    most, y, parts = max((row.value for row in rows), default=Decimal(0)), 0, list[str]()
    for row in rows:
        room = BARS_WIDTH - FIGURE_LETTER * len(row.figure) - NAME_LETTER * (len(row.word) + 2)
        *lines, last = wrap(row.name, max(int(room / NAME_LETTER), 12)) or [""]
        parts += [_text(0, y + LINE * place - 4, line, "name") for place, line in enumerate(lines, 1)]
        y += LINE * (len(lines) + 1)
        word = f' <tspan class="word">{escape(row.word)}</tspan>' if row.word else ""
        parts.append(f'<text class="name" x="0" y="{y - 4}">{escape(last)}{word}</text>')
        parts.append(_text(BARS_WIDTH, y - 4, row.figure, "figure end"))
        parts.append(_bar(row, 0, y, BARS_WIDTH * Fraction(row.value) / Fraction(most or 1), BAR))
        y += BAR + BAR_GAP
    return _chart(BARS_WIDTH, max(y - BAR_GAP + 1, 1), parts, "bars", rows)


def columns(rows: Sequence[Amount]) -> str:
    """Columns beside each other over their names and words, each under its figure; on several lines if need be."""
    most = max((row.value for row in rows), default=Decimal(0))
    needed = max((FIGURE_LETTER * len(row.figure) + 4 for row in rows), default=FIGURE_LETTER)
    count = next((count for count in A_LINE if count * needed <= COLUMNS_WIDTH), 1)
    slot = Fraction(COLUMNS_WIDTH, min(count, max(len(rows), A_LINE[1])))
    parts, foot = list[str](), -BELOW
    for line in (rows[first : first + count] for first in range(0, len(rows), count)):
        foot += ABOVE + COLUMN_HEIGHT + BELOW
        for place, row in enumerate(line):
            high = COLUMN_HEIGHT * Fraction(row.value) / Fraction(most or 1)
            left, middle = slot * place + slot / 5, slot * place + slot / 2
            parts += [
                _bar(row, left, foot - high, slot * 3 / 5, high),
                _text(middle, foot - high - 5, row.figure, "figure middle"),
                _text(middle, foot + 12, row.name, "middle"),
                _text(middle, foot + 24, row.word, "word middle"),
            ]
        parts.append(_line("foot", 0, foot, slot * count if len(rows) > count else slot * max(len(rows), 1), foot))
    return _chart(COLUMNS_WIDTH, foot + BELOW, parts, "columns", rows)


def _bar(row: Amount, x: Fraction | int, y: Fraction | int, width: Fraction, height: Fraction | int) -> str:
    """A bar; of nothing, none."""
    size = f'x="{_at(x)}" y="{_at(y)}" width="{_at(width)}" height="{_at(height)}"'
    return f'<rect class="{row.css or "bar"}" {size}/>' if row.value > 0 else ""


def _chart(width: int, height: int, parts: Sequence[str], css: str, rows: Sequence[Amount]) -> str:
    """A chart at the size at which it stands, with its figures in words."""
    said = "; ".join(" ".join(filter(None, (row.name, row.word, row.figure))) for row in rows)
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f'<svg class="chart {css}" {size} role="img"><title>{escape(said)}</title>{"".join(parts)}</svg>'
