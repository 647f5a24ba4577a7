"""Units that a workbook shows beside numbers and that no cell holds: 154 in the format ``0.0" lb"``."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from html import unescape
from typing import Final

from ivigcalc.sheets.cells import bare

FORMAT: Final = re.compile(rb"<(?:\w+:)?numFmt\s[^>]*>")
STYLES: Final = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
STYLE: Final = re.compile(rb"<(?:\w+:)?xf\s[^>]*>")
NUMBER: Final = re.compile(rb"\bnumFmtId\s*=\s*[\"']([0-9]{1,6})[\"']")
CODE: Final = re.compile(rb"\bformatCode\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
"""The formats of numbers in the styles of an .xlsx file, by number, and the styles of cells, in order."""

PIECE: Final = re.compile(
    r"(?P<end>;)|(?P<condition>\[[<>=][^\]]*\])|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]|[_*].|(?P<digit>[0#?]|General)"
    r'|(?P<percent>%)|"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|.',
    re.DOTALL,
)
"""The pieces of a format: the end of a section, its condition, places of digits, and texts. ``[$lb]`` is one, too."""

PER_CENT, AS_PER_CENT = "%", "%%"
"""The sign behind a number; and that of a format which shows the number times 100."""

SCALED, FRACTION = "(shown in thousands)", "(shown as a fraction)"
WITH_OTHERS, NOT_SHOWN = "(shown with other figures)", "(not shown)"
BUILT_IN: Final = {9: AS_PER_CENT, 10: AS_PER_CENT, 12: FRACTION, 13: FRACTION}
"""The formats that every workbook has in which a number looks another than it is."""

NO_NUMBER: Final = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]', re.DOTALL)
SCALES: Final = re.compile(r"[0#?],+(?![0#?,])")
DIVIDES: Final = re.compile(r"[0#?] */ *[0-9#?]")
"""Texts in a format; how it divides by a thousand (``0.0,``, and not ``#,##0``), and how it shows fractions."""

OTHER_FIGURES: Final = re.compile(r"[1-9]|0[.,]0")
CONDITION: Final = re.compile(r"\[[<>=]")
SHOWS: Final = re.compile(r"[0#?@dmyhs]|general", re.IGNORECASE)
"""What of a format is left of figures that it writes itself (``0"7"``, ``0\\.0``); what shows a number, or a date."""

OF_ODS: Final = re.compile(rb"<number:text>([^<]{1,40})</number:text>")
FIGURE: Final = re.compile(r"[0-9.,]+")
PLAIN: Final = re.compile(r"[0-9]{1,17}(?:[.,][0-9]{1,17})?")
"""A number, in whatever marks; and one with a decimal mark at most."""

Shown = Mapping[tuple[int, str], Sequence[int]]
"""The rows, from 1, in which numbers of a column, from 1, are shown with a unit."""


def units_of_styles(styles: bytes, units: Collection[str]) -> dict[int, str]:
    """What the styles of cells, by their place, show beside a number, where it is one of ``units`` or a per cent.

    Or that a number is shown as another one: in thousands, or as a fraction.
    """
    formats = {**BUILT_IN}
    for tag in FORMAT.findall(styles):
        number, code = NUMBER.search(tag), CODE.search(tag)
        if number and code:
            text = unescape((code[1] or code[2] or b"").decode("utf-8", "replace"))
            formats[int(number[1])] = " ".join(filter(None, (_beside(text, units), _as_another(text))))
    found = STYLES.search(styles)
    numbers = (NUMBER.search(tag) for tag in (STYLE.findall(found[0]) if found else ()))
    styled = {place: formats.get(int(said[1]), "") for place, said in enumerate(numbers) if said}
    return {place: text for place, text in styled.items() if text}


def _as_another(code: str) -> str:
    """That a format shows a number as another one; "" where it does not."""
    digits = NO_NUMBER.sub(" ", code)
    if not SHOWS.search(digits if CONDITION.search(code) else digits.partition(";")[0]):
        return NOT_SHOWN
    if OTHER_FIGURES.search("".join(map(_written, PIECE.finditer(code)))):
        return WITH_OTHERS
    return SCALED if SCALES.search(digits) else FRACTION if DIVIDES.search(digits) else ""


def _written(piece: re.Match[str]) -> str:
    """A place of digits as 0, any figure that a format writes itself as 1, its points and commas, all else blank."""
    text = piece["quoted"] or piece["escaped"] or ""
    if piece["digit"]:
        return "0"
    return "1" if FIGURE.search(text) and any(map(str.isdigit, text)) else text if text in {".", ","} else " "


def _beside(code: str, units: Collection[str]) -> str:
    """What a format shows beside a positive number, where that says a unit; "" where it does not.

    Where it depends on the number, whatever it may be: ``[>=1000]0.0,"kg";0"g"``.
    """
    texts, sections, depends = ["", ""], list[str](), False
    is_behind = False
    for piece in PIECE.finditer(f"{code};"):
        depends = depends or bool(piece["condition"])
        if piece["end"]:
            sections += [" ".join(text.strip() for text in texts if has_unit(text, units))] if is_behind else []
            texts, is_behind = ["", ""], False
            continue
        is_behind = is_behind or bool(piece["digit"])
        texts[is_behind] += (
            piece["currency"] or piece["quoted"] or piece["escaped"] or (piece["percent"] and AS_PER_CENT) or ""
        )
    shown = [*dict.fromkeys(sections if depends else sections[:1])]
    named = " or ".join(filter(None, shown))
    return named if len(shown) < 2 else f"{named} (by its size)"  # noqa: PLR2004 - the same in every section


def has_unit(text: str, units: Collection[str]) -> bool:
    """Whether a word of a text is a unit, or the sign of a percentage."""
    return any(bare(word) in units for word in text.split()) or PER_CENT in text


def units_of_ods(part: bytes, units: Collection[str]) -> str:
    """A text of the formats of an .ods file that is a unit of two letters at least (others are parts of dates)."""
    texts = (text.decode("utf-8", "replace").strip() for text in OF_ODS.findall(part))
    return next((text for text in texts if len(bare(text)) > 1 and has_unit(text, units)), "")


def with_shown_units(
    rows: Iterable[tuple[int, list[str]]], shown: Shown, places: Collection[int]
) -> Iterator[tuple[int, list[str]]]:
    """The rows; each number in certain places, from 0, with the unit that it is shown with."""
    of_places = [(column - 1, unit, numbers) for (column, unit), numbers in shown.items() if column - 1 in places]
    for number, cells in rows:
        for place, unit, numbers in of_places:
            at = bisect_left(numbers, number)
            if at < len(numbers) and numbers[at] == number and FIGURE.fullmatch(cells[place]):
                shown_as = _in_per_cent(cells[place]) if unit == AS_PER_CENT else cells[place]
                cells[place] = f"{shown_as} {unit.replace(AS_PER_CENT, PER_CENT)}"
        yield number, cells


def _in_per_cent(number: str) -> str:
    """A number as a percentage shows it: 0.1 as 10."""
    if not PLAIN.fullmatch(number):
        return number
    shown = format((Decimal(number.replace(",", ".")) * 100).normalize(), "f")
    return shown.replace(".", ",") if "," in number else shown
