"""Colour: NO_COLOR and FORCE_COLOR are honoured, pipes get none, and it never carries meaning alone."""

import re

import pytest

from ivigcalc.report.document import Emphasis
from ivigcalc.report.table import ACCENT, STYLES
from tests.program import CIDP, run

ESCAPE = "\x1b"
ANSI = re.compile(r"\x1b\[[0-9;]*m")
STOPPED = ("dose", "--weight", "75", "--indication", "cidp", "--course", "150 g", "--days", "1")
SCREENS = [CIDP, ("products", "--iga-deficient"), ("indications",), ("products", "--table2"), STOPPED]


@pytest.mark.parametrize("args", SCREENS)
def test_a_pipe_gets_no_colour(args: tuple[str, ...]) -> None:
    answer = run(*args, env={"NO_COLOR": ""})
    assert ESCAPE not in answer.out + answer.err


@pytest.mark.parametrize("args", SCREENS)
def test_force_color_colours_a_pipe_and_changes_no_word(args: tuple[str, ...]) -> None:
    plain, coloured = run(*args), run(*args, env={"NO_COLOR": "", "FORCE_COLOR": "1"})
    assert ESCAPE in coloured.out + coloured.err
    assert (plain.out.split(), plain.err.split()) == (
        ANSI.sub("", coloured.out).split(),
        ANSI.sub("", coloured.err).split(),
    )


@pytest.mark.parametrize("args", SCREENS)
def test_no_color_wins(args: tuple[str, ...]) -> None:
    answer = run(*args, env={"NO_COLOR": "1", "FORCE_COLOR": "1"})
    assert ESCAPE not in answer.out + answer.err


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("args", SCREENS)
def test_text_and_json_are_never_coloured(args: tuple[str, ...], form: str) -> None:
    answer = run(*args, "--format", form, env={"NO_COLOR": "", "FORCE_COLOR": "1"})
    assert ESCAPE not in answer.out + answer.err


Rgb = tuple[int, int, int]

PALETTES: dict[str, dict[str, Rgb]] = {
    "xterm": {"black": (0, 0, 0), "red": (205, 0, 0), "bright_white": (255, 255, 255), "bright_yellow": (255, 255, 0)},
    "VGA": {"black": (0, 0, 0), "red": (170, 0, 0), "bright_white": (255, 255, 255), "bright_yellow": (255, 255, 85)},
    "Windows": {
        "black": (12, 12, 12),
        "red": (197, 15, 31),
        "bright_white": (242, 242, 242),
        "bright_yellow": (249, 241, 165),
    },
    "macOS": {
        "black": (0, 0, 0),
        "red": (194, 54, 33),
        "bright_white": (233, 235, 235),
        "bright_yellow": (234, 236, 35),
    },
    "Tango": {"black": (0, 0, 0), "red": (204, 0, 0), "bright_white": (238, 238, 236), "bright_yellow": (252, 233, 79)},
}
"""Colours of usual terminals; Tango is that of GNOME's."""

LEAST_CONTRAST = 4.5
"""WCAG 2, level AA."""


def luminance(colour: Rgb) -> float:
    """The relative luminance of WCAG 2."""
    red, green, blue = (
        part / 255 / 12.92 if part / 255 <= 0.03928 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """The contrast ratio of WCAG 2."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def of_cube(index: int) -> Rgb:
    """A colour of the cube among 256 colours."""
    red, rest = divmod(index - 16, 36)
    green, blue = divmod(rest, 6)
    return tuple((0, 95, 135, 175, 215, 255)[step] for step in (red, green, blue))  # type: ignore[return-value]


def test_the_measure_of_contrast_is_the_one_of_wcag() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == 21
    assert round(contrast((255, 255, 255), (255, 255, 0)), 2) == 1.07


@pytest.mark.parametrize("emphasis", [Emphasis.WARNING, Emphasis.DANGER])
@pytest.mark.parametrize("palette", PALETTES)
def test_stop_and_caution_can_be_read_in_every_theme(palette: str, emphasis: Emphasis) -> None:
    colours = re.fullmatch(r"(?:bold )?(\w+) on (\w+)", STYLES[emphasis])
    assert colours, "a foreground and a background of its own"
    assert contrast(*(PALETTES[palette][name] for name in colours.groups())) >= LEAST_CONTRAST


@pytest.mark.parametrize("background", [(0, 0, 0), (255, 255, 255)])
def test_the_accent_can_be_read_on_black_and_on_white(background: Rgb) -> None:
    assert contrast(of_cube(ACCENT), background) >= LEAST_CONTRAST


@pytest.mark.parametrize(
    ("env", "accent"),
    [
        ({"FORCE_COLOR": "1", "TERM": "xterm", "COLORTERM": ""}, "\x1b[1m"),
        ({"FORCE_COLOR": "2", "TERM": "xterm", "COLORTERM": ""}, f"\x1b[1;38;5;{ACCENT}m"),
        ({"FORCE_COLOR": "1", "TERM": "xterm-256color", "COLORTERM": ""}, f"\x1b[1;38;5;{ACCENT}m"),
        ({"FORCE_COLOR": "1", "TERM": "linux", "COLORTERM": "truecolor"}, f"\x1b[1;38;5;{ACCENT}m"),
    ],
)
def test_the_accent_is_bold_and_a_colour_where_there_are_256(env: dict[str, str], accent: str) -> None:
    assert f"{accent}28 g daily for 5 days" in run(*CIDP, env={"NO_COLOR": "", **env}).out


@pytest.mark.parametrize("args", SCREENS)
def test_nothing_is_dim_and_no_other_colour_is_used(args: tuple[str, ...]) -> None:
    coloured = run(*args, env={"NO_COLOR": "", "FORCE_COLOR": "2"})
    codes = {*re.findall(r"\x1b\[([0-9;]*)m", coloured.out + coloured.err)}
    assert codes <= {"0", "1", f"1;38;5;{ACCENT}", "30;103", "1;97;41"}
