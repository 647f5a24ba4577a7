"""What holds for the answer to any line: each function says one sentence, and names whatever is against it.

Figures are worked out again from what is printed, in ``Fraction``, without any code of the program.
"""

import csv
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from html import unescape
from io import StringIO
from typing import Any, Final

from tests.fuzz.asked import Asked, exit_codes, misfits, schema

Against = Iterator[str]
HALF: Final = Fraction(5, 1000)
"""Half of the last decimal of JSON."""

SHOWN: Final = Fraction(55, 1000)
"""What a figure on a screen may be off from JSON: a screen shows to 0.1 what JSON shows to 0.01, each rounded once."""

UNSEEN: Final = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Categories of Unicode whose signs send codes, end a line, turn the direction of writing or are not seen."""

NONE: Final = re.compile(
    r"(?:DOSE|VOLUME|total|weight):? (?:0|nan|inf) (?:g|mL|kg)\b|(?<![\d.])0 g (?:daily|each day|on )"
)
GRAMS: Final = re.compile(r"DOSE:? ([\d.\u00a0]+) g(?: each day)?[,;]")
DOSE_LINE: Final = re.compile(r"^(DOSE|VIALS|ORDER LINES?|TIME) |DOSE:? [\d.]+ g|\d g daily for", re.MULTILINE)


def figure(text: str) -> Fraction:
    """A printed figure; a no-break space between thousands says nothing."""
    return Fraction(text.replace("\u00a0", ""))


def no_traceback(asked: Asked) -> Against:
    """No line makes the program fail, and none is answered with a traceback or an internal error."""
    said = asked.answer.out + asked.answer.err
    if asked.raised:
        yield asked.raised
    yield from (word for word in ("Traceback (most", "internal error") if word in said)


def the_code_is_in_the_table(asked: Asked) -> Against:
    """The exit code is one of the README's table, and neither that of a bug nor that of a signal."""
    if asked.answer.code not in exit_codes():
        yield f"exit {asked.answer.code}"


def json_is_an_answer_by_its_schema(asked: Asked) -> Against:
    """Where JSON was asked for, stdout is one JSON value by the schema that the program prints, with the exit code."""
    if asked.form != "json" or (asked.command == "batch" and {"--columns"} & asked.options):
        return
    if not isinstance(asked.json, dict):
        yield f"no JSON object: {asked.answer.out[:80]!r}"
        return
    if asked.json.get("exit_code") != asked.answer.code:
        yield f"exit {asked.answer.code}, but JSON says {asked.json.get('exit_code')}"
    shape = schema(asked.schema)
    yield from misfits(asked.json, shape, shape)


def no_dose_beside_a_refusal(asked: Asked) -> Against:
    """A refusal holds no dose, no vials and no rate, in any format; for people it leaves stdout empty."""
    if not asked.refused:
        return
    out, err = asked.answer.out, asked.answer.err
    if asked.form == "json" and isinstance(asked.json, dict):
        head = {"schema_version", "ivigcalc_version", "data_version", "data_sha256", "status", "exit_code", "formulary"}
        yield from (f"{key} beside an error" for key in {*asked.json} - head - {"error", "errors"})
    elif asked.form in {"fhir-r4", "fhir-r5"}:
        if out and json.loads(out)["resourceType"] != "OperationOutcome":
            yield f"FHIR: {out[:80]}"
    elif asked.form in {"table", "text"} and out:
        yield f"stdout is not empty: {out[:80]!r}"
    said = re.sub("^    [A-Z]: .*$", "", err, flags=re.MULTILINE) if asked.answer.code == 2 else err  # which to choose
    for stream in ("" if out.startswith("{") else page_text(out), said):
        if found := DOSE_LINE.search(stream):
            yield f"a dose beside the refusal: {found[0]!r}"


def vials_sum_to_the_dose(asked: Asked) -> Against:
    """The grams of a day are those of its vials, less what is left over; days sum to the grams and mL of the course."""
    for one in objects(asked.json):
        if "opened_g" in one and isinstance(one.get("vials"), list) and one["vials"]:
            opened = sum((Fraction(vial["size_g"]) * vial["count"] for vial in one["vials"]), Fraction())
            given = Fraction(one["dispensed_g"])
            left = Fraction(one["discarded_g"]) if "discarded_g" in one else max(opened - given, Fraction())
            if not opened == Fraction(one["opened_g"]) == given + left:
                yield f"{opened} g in vials: {one}"
        for each, whole in (("dispensed_g", "dispensed_g_course"), ("volume_ml", "volume_ml_course")):
            if one.get(whole) and one.get("days") and isinstance(one["days"], list):
                found = sum((Fraction(day[each]) for day in one["days"]), Fraction())
                if found != Fraction(one[whole]):
                    yield f"days sum to {found}, {whole} is {one[whole]}"


def rows_of_a_table_add_up(asked: Asked) -> Against:
    """The vials of a row make what it opens, and that is what it gives and what is left over; each row has a status."""
    if asked.command != "batch" or not asked.answer.out.startswith(("row,", "row\t", '{"row"')):
        return
    for row in _rows(asked.answer.out):
        if row["status"] not in {"ok", "caution", "refused", "no-vials", "error"}:
            yield f"status {row['status']!r}: {row}"
        if row.get("opened_g_course"):
            written = row["vials_course"]
            counted = re.findall(r"(\d+)x([\d.]+)", written if isinstance(written, str) else _joined(written))
            vials = sum((int(count) * Fraction(size) for count, size in counted), Fraction())
            given, left = Fraction(row["dispensed_g_course"]), Fraction(row["discarded_g_course"])
            if not vials == Fraction(row["opened_g_course"]) == given + left:
                yield f"{written} opens {row['opened_g_course']} g, gives {given}, leaves {left}"


def _joined(vials: list[Mapping[str, Any]]) -> str:
    return " ".join(f"{one['count']}x{one['size_g']}" for one in vials)


def _rows(out: str) -> Iterator[Mapping[str, Any]]:
    if out.startswith("{"):
        yield from map(json.loads, out.splitlines())
    else:
        yield from csv.DictReader(StringIO(out), delimiter="\t" if out.startswith("row\t") else ",", strict=True)


def grams_per_kg_times_weight_are_the_dose(asked: Asked) -> Against:
    """Grams per kilogram times the dosing weight are the grams of the course; those of its days sum to them."""
    if not isinstance(asked.json, dict) or "error" in asked.json:
        return
    for one in objects(asked.json):
        if not {"dosing_weight", "regimens"} <= {*one} and not {"dosing_weight", "regimen"} <= {*one}:
            continue
        weight: Any = (one["dosing_weight"] or {}).get("kg")
        made = one["regimens"] if "regimens" in one else [one["regimen"]]
        for regimen in made if weight else ():
            if isinstance(regimen, dict):
                yield from _of_regimen(regimen, Fraction(weight), typed=one.get("request") or asked.json["request"])


def _of_regimen(regimen: Mapping[str, Any], weight: Fraction, *, typed: Mapping[str, Any]) -> Against:
    course, per_kg = regimen.get("g_course"), regimen.get("g_per_kg_course")
    if course is None or per_kg is None:
        return
    derived = any(re.search(r"\bm?g\b(?!/kg)", typed.get(key) or "") for key in ("per_day", "course"))
    spare = HALF + HALF * Fraction(per_kg) + HALF * weight * derived
    off = Fraction(per_kg) * weight - Fraction(course)
    if not (-spare <= off <= spare or (regimen["cap_binds"] and off > 0)):
        yield f"{per_kg} g/kg x {float(weight)} kg is not {course} g"
    days = sum((Fraction(day["g"]) for day in regimen["day_grams"]), Fraction())
    if regimen["day_grams"] and days != Fraction(course):
        yield f"days sum to {days} g, the course is {course} g"


def nothing_raw_from_the_input(asked: Asked) -> Against:
    """Nothing that was typed reaches a terminal raw: no control code, no mark of direction, nothing unseen."""
    lines = {"\n", "\r", "\t"} if asked.form == "ics" or asked.command == "batch" else {"\n"}
    for stream in (asked.answer.out, asked.answer.err):
        if not stream.isprintable():
            raw = [sign for sign in {*stream} - lines if unicodedata.category(sign) in UNSEEN]
            yield from (f"raw {sign!r}" for sign in sorted(raw))


def markup_is_printed_as_typed(asked: Asked) -> Against:
    """Markup of Rich, of HTML or of formats that was typed is printed as typed, and does nothing."""
    if not asked.marks:
        return
    html = "<html" in asked.answer.out
    said = "".join((page_text(asked.answer.out) + asked.answer.err).split())
    for mark in asked.marks:
        (core,) = re.findall(r"zq\w", mark)
        if core in said and mark not in said and json.dumps(mark)[1:-1] not in said:
            yield f"{mark} is not printed as typed"
        if html and "<" in mark and mark in asked.answer.out:
            yield f"{mark} is an element of the page"


def no_dose_is_none(asked: Asked) -> Against:
    """No dose, volume or weight that is printed for people is zero, infinite or no number."""
    if asked.answer.code == 0 and asked.command in {"dose", "infusion", "vials", "compare"}:
        yield from (f"{found!r} is printed" for found in NONE.findall(page_text(asked.answer.out)))


EACH: Final[tuple[Callable[[Asked], Against], ...]] = (
    no_traceback,
    the_code_is_in_the_table,
    json_is_an_answer_by_its_schema,
    no_dose_beside_a_refusal,
    vials_sum_to_the_dose,
    rows_of_a_table_add_up,
    grams_per_kg_times_weight_are_the_dose,
    nothing_raw_from_the_input,
    markup_is_printed_as_typed,
    no_dose_is_none,
)
"""What holds for one answer."""


def page_text(out: str) -> str:
    """What a page says, an element a line; any other text as it is."""
    if "<html" not in out:
        return out
    body = re.sub(r"<(style|title|svg).*?</\1>", " ", out, flags=re.DOTALL)
    return unescape(re.sub(r"[ \n]+", " ", re.sub(r"<[^>]*>", " ", body)))


def objects(value: Any) -> Iterator[Mapping[str, Any]]:
    """Every object in a JSON value."""
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from objects(one)
    elif isinstance(value, list):
        for one in value:
            yield from objects(one)
