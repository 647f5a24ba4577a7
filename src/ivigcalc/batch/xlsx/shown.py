"""Units that a workbook shows beside numbers and that no cell holds: 154 in the format ``0.0" lb"``."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import Final

from ivigcalc.batch.reading.cells import bare

FORMAT: Final = re.compile(rb"<(?:\w+:)?numFmt\s[^>]*>")
STYLES: Final = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
STYLE: Final = re.compile(rb"<(?:\w+:)?xf\s[^>]*>")
NUMBER: Final = re.compile(rb"\bnumFmtId\s*=\s*[\"']([0-9]{1,6})[\"']")
CODE: Final = re.compile(rb"\bformatCode\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
"""The formats of numbers in the styles of an .xlsx file, by number, and the styles of cells, in order."""

DIGIT: Final = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^"\\\[;])*[0#?]')
"""What a format has up to its last digit."""

LITERAL: Final = re.compile(r'"([^"]*)"|\\(.)')
OF_ODS: Final = re.compile(rb"<number:text>([^<]{1,40})</number:text>")
FIGURE: Final = re.compile(r"[0-9.]+")

Shown = Mapping[tuple[int, str], Sequence[int]]
"""The rows, from 1, in which numbers of a column, from 1, are shown with a unit."""


def units_of_styles(styles: bytes, units: Collection[str]) -> dict[int, str]:
    """What the styles of cells, by their place, show behind a number, where it is one of ``units``."""
    formats = {}
    for tag in FORMAT.findall(styles):
        number, code = NUMBER.search(tag), CODE.search(tag)
        if number and code and (text := _behind(unescape((code[1] or code[2] or b"").decode("utf-8", "replace")))):
            formats[int(number[1])] = text
    formats = {number: text for number, text in formats.items() if has_unit(text, units)}
    found = STYLES.search(styles)
    numbers = (NUMBER.search(tag) for tag in (STYLE.findall(found[0]) if found else ()))
    return {place: formats[int(said[1])] for place, said in enumerate(numbers) if said and int(said[1]) in formats}


def _behind(code: str) -> str:
    """The text that a format writes behind a positive number."""
    digits = DIGIT.match(code)
    rest = code[digits.end() :].partition(";")[0] if digits else ""
    return "".join(quoted or escaped for quoted, escaped in LITERAL.findall(rest)).strip()


def has_unit(text: str, units: Collection[str]) -> bool:
    """Whether a word of a text is a unit."""
    return any(bare(word) in units for word in text.split())


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
                cells[place] = f"{cells[place]} {unit}"
        yield number, cells
