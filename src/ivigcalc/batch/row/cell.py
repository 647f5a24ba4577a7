"""What a cell of a row says by itself: nothing, yes or no, a figure with its unit."""

import re
from typing import Final

from ivigcalc.batch.columns import BY_ID, DOSES, NO_UNIT
from ivigcalc.batch.reading.words import TableWords
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.intake.body_size import measured_twice
from ivigcalc.intake.doses import without_day
from ivigcalc.intake.numbers import squeezed
from ivigcalc.sheets.cells import CROSSED_OUT, ROW_CROSSED_OUT, bare

WITH_UNIT: Final = re.compile(r"[<>=]*+\s*+[+-]?[0-9][0-9.,]*+\s*+(.*)")


def is_empty(cell: str) -> bool:
    """Whether nothing stands in a cell."""
    return not cell or cell.isspace()


def is_not_given(words: TableWords, cell: str) -> bool:
    """Whether a cell says that nothing is known."""
    return squeezed(cell) in words.said["not-given"]


def with_unit(words: TableWords, field: str, unit: str, cell: str) -> str:
    """The cell with its unit as options take it, or that of its heading; as it is where it is no number, or two.

    Raises:
        RefusedError: the cell states another unit than its heading, or none and is a dose; the cell beside it that
            holds its unit is empty; or it says that something is struck through.
    """
    text = cell.strip()
    number = WITH_UNIT.fullmatch(text)
    if not number:
        _refuse_crossed_out(BY_ID[field].option, text)
        return text
    if measured_twice(text, words.kind_of[field]):
        return text
    own, option = squeezed(number[1]), BY_ID[field].option
    if not own and not unit and field in DOSES:
        raise RefusedError(_dose_without_unit(field, option, text))
    if not own:
        return f"{text} {unit}" if unit else text
    if own == squeezed(NO_UNIT):
        message, todo = f"{option} {text[: number.start(1)].strip()!r} has no unit", "write it into the column of units"
        raise RefusedError(Problem(code="unit-missing", field=option, message=message, next=todo))
    units = words.units.get(words.kind_of[field], {})
    own = without_day(own, words.said["of-a-day"]) if field == "per_day" else own
    known = units.get(own) or units.get(bare(own)) or _of_two(words, field, text[: number.start(1)], number[1])
    if unit and known != unit:
        message = f"{option} {text!r}: the column is in {unit}, the cell in {number[1]}"
        todo = f"write the figure in {unit}, or rename the column so that it names no unit"
        if not words.cell_units.is_unit(own):
            message, todo = f"{option} {text!r} is no figure in {unit} alone", "write the figure, and nothing else"
        raise RefusedError(Problem(code="unit-contradicts", field=option, message=message, next=todo))
    return f"{text[: number.start(1)]}{known}" if known else text


def _of_two(words: TableWords, field: str, figure: str, said: str) -> str:
    """The unit that stands behind a figure and in the column of units as well; "" where two units are not there.

    Raises:
        RefusedError: the two are not the same, or the column of units says nothing.
    """
    units, option = words.units.get(words.kind_of[field], {}), BY_ID[field].option
    blanks = (place for place, letter in enumerate(said) if letter == " ")
    for own, of_column in ((said[:place].strip(), said[place:].strip()) for place in blanks):
        unit, other = units.get(squeezed(own)), units.get(squeezed(of_column), "")
        is_empty_there = of_column == NO_UNIT or is_not_given(words, of_column)
        if unit and unit == other:
            return unit
        if unit and (other or is_empty_there):
            code, there, todo = (
                "unit-contradicts",
                f"in the column of units stands {other}",
                "keep the one that is right",
            )
            if is_empty_there:
                code, there, todo = "unit-missing", "nothing stands in the column of units", f"write {unit} there, too"
            message = f"{option} {f'{figure}{own}'!r} says {unit}, and {there}"
            raise RefusedError(Problem(code=code, field=option, message=message, next=todo))
    return ""


def without_no_unit(problem: Problem) -> Problem:
    """What is wrong with a figure that has no unit beside it, in the words that stand in its own cell."""
    return problem.replaced(message=problem.message.replace(f" {NO_UNIT}", ""))


def _refuse_crossed_out(option: str, text: str) -> None:
    """Refuse what is struck through in a workbook: whoever did so may have meant the figure, or the row."""
    if CROSSED_OUT not in text:
        return
    message, todo = f"{option} {text!r}: a part of it is {CROSSED_OUT}", "write the figure that holds, and no other"
    if text.startswith(ROW_CROSSED_OUT):
        message = f"a cell of the row is {CROSSED_OUT}"
        todo = "take the row out of the table if it no longer holds, else take the stroke off the cell"
    raise RefusedError(Problem(code="struck-through", field=option, message=message, next=todo))


def _dose_without_unit(field: str, option: str, text: str) -> Problem:
    """A figure of a dose that may be g or g/kg; with what to type once for its column."""
    typed = " or ".join(f'--column {field}_{unit}="{option}"' for unit in ("g", "g_per_kg"))
    todo = f"write it behind the figure, or say it of the whole column: {typed}"
    return Problem(code="unit-missing", field=option, message=f"{option} {text!r} has no unit", next=todo)


def says_yes(name: str, words: TableWords, text: str) -> bool:
    """Whether a cell says yes.

    Raises:
        RefusedError: it says neither yes nor no.
    """
    word, option = squeezed(text), BY_ID[name].option
    if word not in words.said["yes"] | words.said["no"]:
        message = f"{option} {text!r} is neither yes nor no"
        raise RefusedError(Problem(code="not-allowed", field=option, message=message, next="write yes or no"))
    return word in words.said["yes"]
