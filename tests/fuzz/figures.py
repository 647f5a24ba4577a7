"""What holds for one line in several formats: the same code and the same figures, read from what is printed.

The readers of printed texts are the fuzz's own and share no code with the program.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from tests.fuzz.asked import Asked
from tests.fuzz.invariants import SHOWN, Against, figure, objects, page_text

Formats = Mapping[str, Asked]
"""The answers to one line by format; ``again`` is the second answer in the line's own one."""

NUMBER: Final = re.compile(r"\d+(?:[.\u00a0]\d+)*")
WITH_UNIT: Final = re.compile(r"(?<![\w.])(\d[\d.\u00a0]*) (g|mL|mL/h|mmol|kg)(?![\w/])")
REGIMEN: Final = re.compile(
    r"^([A-Z]): (?!gives)[^:]+: ([\d.\u00a0]+) g (?:daily for|on) (\d+) days?"
    r"[^:]*?; per kg: .*?; course total: ([\d.\u00a0]+) g"
)
ORDER: Final = re.compile(
    r"DOSE ([\d.\u00a0]+) g(?: each day)?, VOLUME ([\d.\u00a0]+) mL, ((?:\d+ x [\d.]+ g(?: \+ )?)+)"
)
OTHERS: Final = ("Vial sizes", "NEXT", "TYPE")
"""Lines of what is sold and of what may be typed."""

SHEET: Final = re.compile(r'<p class="dose">(.*?)</p>')
ON_SHEET: Final = re.compile(r"([\d.,\u00a0]+) (g|mL)\b")


def the_same_bytes_twice(formats: Formats) -> Against:
    """The same line is answered with the same bytes and the same code."""
    first, again = formats[""], formats["again"]
    if first.answer != again.answer:
        yield f"{first.answer.out[:200]!r} and {again.answer.out[:200]!r}"


def the_same_code_in_every_format(formats: Formats) -> Against:
    """The exit code does not depend on the format."""
    codes = {form: one.answer.code for form, one in formats.items() if form}
    if len({*codes.values()}) > 1:
        yield f"{codes}"


def screens_hold_the_same_numbers(formats: Formats) -> Against:
    """A table, a text and a page hold the same numbers."""
    if not {"table", "text", "html"} <= {*formats} or formats["text"].answer.code not in {0, 3}:
        return
    found = {form: {*NUMBER.findall(page_text(formats[form].answer.out))} for form in ("table", "text", "html")}
    for form in ("table", "html"):
        if found[form] != found["text"]:
            yield f"{form} and text: {sorted(found[form] ^ found['text'])}"


def figures_of_the_screen_are_the_jsons(formats: Formats) -> Against:
    """Each figure in g, kg, mL, mL/h and mmol of a text about a patient or vials stands in the JSON, rounded once."""
    if formats[""].command not in {"dose", "infusion", "vials", "verify", "compare"}:
        return
    if not {"json", "text"} <= {*formats} or formats["text"].answer.code not in {0, 3} or formats["json"].json is None:
        return
    known = [*_numbers(formats["json"].json)]
    lines = formats["text"].answer.out.splitlines()
    for line in (line for line in lines if not line.startswith(OTHERS)):
        for shown, unit in WITH_UNIT.findall(line):
            if not any(abs(figure(shown.rstrip(".")) - one) <= SHOWN for one in known):
                yield f"{shown} {unit} is not in the JSON: {line[:160]}"


def _numbers(value: Any) -> set[Fraction]:
    """Every number in a JSON value, in texts as well."""
    found = re.findall(r"(?<![\w.])-?\d[\d\u00a0]*(?:\.\d+)?", json.dumps(value, ensure_ascii=False))
    return {abs(figure(one)) for one in found}


def doses_of_the_text_are_the_jsons(formats: Formats) -> Against:
    """Grams a day, days and the total of each regimen in the text are those of its letter in the JSON."""
    if "text" not in formats or not isinstance(formats["json"].json, dict):
        return
    made = {one["letter"]: one for one in formats["json"].json.get("regimens", ())}
    for letter, day, days, course in filter(None, map(_regimen, formats["text"].answer.out.splitlines())):
        one = made[letter]
        grams = [Fraction(each["g"]) for each in one["day_grams"]]
        if len(grams) != int(days) or any(abs(each - figure(day)) > SHOWN for each in grams):
            yield f"{letter}: {day} g on {days} days, but {one['day_grams']}"
        if abs(figure(course) - Fraction(one["g_course"])) > SHOWN:
            yield f"{letter}: {course} g in all, but {one['g_course']}"


def _regimen(line: str) -> tuple[str, ...] | None:
    read = REGIMEN.match(line)
    return read.groups() if read else None


def order_lines_are_the_plans(formats: Formats) -> Against:
    """Each order line has the grams, the volume and the vials of a day in the JSON, and its vials sum to its grams."""
    if "json" not in formats or formats["json"].json is None:
        return
    planned = [*_days(formats["json"].json)]
    for form in {"text", "table", "html"} & {*formats}:
        text = re.sub(r"[ \n]+", " ", page_text(formats[form].answer.out))
        for grams, volume, vials in ORDER.findall(text):
            counted = tuple(
                sorted((Fraction(size), int(count)) for count, size in re.findall(r"(\d+) x ([\d.]+)", vials))
            )
            found = [day for day in planned if day[0] == figure(grams) and day[2] == counted]
            if not any(abs(day[1] - figure(volume)) <= SHOWN for day in found):
                yield f"{form}: {grams} g, {volume} mL, {vials} is no day of the JSON"


def _days(value: Any) -> Iterator[tuple[Fraction, Fraction, tuple[tuple[Fraction, int], ...]]]:
    """Grams, mL and vials of every planned day."""
    for one in objects(value):
        if "dispensed_g" in one and "volume_ml" in one and isinstance(one.get("vials"), list) and "day" in one:
            vials = tuple(sorted((Fraction(vial["size_g"]), vial["count"]) for vial in one["vials"]))
            yield Fraction(one["dispensed_g"]), Fraction(one["volume_ml"]), vials


def a_worksheet_is_the_dose(formats: Formats) -> Against:
    """Each infusion record of a worksheet has the grams and the volume of its day in the JSON of the same order."""
    if "sheet" not in formats or "<html" not in formats["sheet"].answer.out:
        return
    out, answer = formats["sheet"].answer.out, formats["json"].json
    decimal = "." if '<html lang="en"' in out else ","
    other = "," if decimal == "." else "."
    planned = [(grams, volume) for grams, volume, _ in _days(answer)] if isinstance(answer, dict) else []
    if not planned:
        yield f"a sheet, but {formats['json'].answer.out[:200]}"
    for head in SHEET.findall(out):
        found = ON_SHEET.findall(page_text(f"<html>{head}"))
        shown = [(unit, figure(number.replace(other, "").replace(decimal, "."))) for number, unit in found]
        grams, volume = (next((number for unit, number in shown if unit == one), None) for one in ("g", "mL"))
        if grams is None or volume is None:
            yield f"no grams or no volume: {head[:120]}"
        elif not any(abs(grams - day) <= SHOWN and abs(volume - ml) <= SHOWN for day, ml in planned):
            yield f"{grams} g and {volume} mL are no day of the JSON"


def files_for_other_programs_say_the_same(formats: Formats) -> Against:
    """FHIR and the calendar have the grams and the volume of each planned day, and no others."""
    if "json" not in formats or formats["json"].json is None:
        return
    planned = {(grams, volume) for grams, volume, _ in _days(formats["json"].json)}
    for form in {"fhir-r4", "fhir-r5", "ics"} & {*formats}:
        out = formats[form].answer.out.replace("\r\n ", "").replace("\n ", "" if form == "ics" else "\n ")
        doses = re.findall(r"DOSE ([\d.\u00a0]+) g \(([\d.\u00a0]+) mL\)", out)
        for grams, volume in doses:
            if not any(abs(figure(grams) - day) <= SHOWN and abs(figure(volume) - ml) <= SHOWN for day, ml in planned):
                yield f"{form}: {grams} g and {volume} mL are no day of the JSON"
        if out and not doses and formats[form].answer.code == 0:
            yield f"{form}: no dose in {out[:80]!r}"


ACROSS: Final[tuple[Callable[[Formats], Against], ...]] = (
    the_same_bytes_twice,
    the_same_code_in_every_format,
    screens_hold_the_same_numbers,
    figures_of_the_screen_are_the_jsons,
    doses_of_the_text_are_the_jsons,
    order_lines_are_the_plans,
    a_worksheet_is_the_dose,
    files_for_other_programs_say_the_same,
)
"""What holds for one line in several formats."""
