"""What the other cells in the row of a patient say of the unit of its weight: 154 lb are never read as 154 kg."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final, NamedTuple

from ivigcalc.batch.columns import InputColumn, Layout
from ivigcalc.batch.left_out import WEIGHT, may_say_units
from ivigcalc.batch.reading.cells import BEFORE_WORDS, METRIC, METRIC_UNITS, READ_IN
from ivigcalc.batch.reading.stray_rows import LONG_STONES, PER
from ivigcalc.batch.reading.totals.added import PLAIN, Figure, figure_of
from ivigcalc.batch.reading.unread import SYSTEM_UNITS, nameless
from ivigcalc.batch.reading.words import TableWords
from ivigcalc.core.names.words import words_of
from ivigcalc.core.problems import Problem
from ivigcalc.core.quantity import one_line, plain
from ivigcalc.core.request.patient import KG_PER_LB
from ivigcalc.intake.body_size import LB_PER_ST, STONES, WEIGHT_UNITS
from ivigcalc.intake.numbers import squeezed
from ivigcalc.sheets.headings.options import as_typed
from ivigcalc.sheets.headings.spelling import MOST_QUOTED, NUMBER_SIGN, sign_in
from ivigcalc.sheets.headings.topics import UNIT

IN_SIGNS: Final = {NUMBER_SIGN: "lb"}
"""Units that a sign says, and no word."""

WORD: Final = rf"[0-9]{{1,12}}(?:[.,][0-9]{{1,12}})?|[^\W\d_]+|(?<=[0-9])\s?{NUMBER_SIGN}"
"""A figure or a word in a note, or the sign of pounds."""

OF_WEIGHTS: Final = "weight_kg"
"""How headings are called that may be that column."""

KG_PER_UNIT: Final[Mapping[str, Fraction]] = {**WEIGHT_UNITS, **dict.fromkeys(STONES, KG_PER_LB * LB_PER_ST)}
"""Units of weights, also those that no option takes, in kg."""

ROUGHLY: Final = 100
"""The share of a weight, as its inverse, by which another one may be off that is the same but for rounding."""

ROUGHLY_OF_STONES: Final = 20
"""The same where the other one is in stones, of which one is several kilograms."""

IN_STONES: Final = "lb (a stone is 14 lb)"
"""In what a weight in stones is to be written."""

IN_A_UNIT: Final = "kg, g, lb or oz"
"""In what another one is to be written whose unit is not known."""


class Said(NamedTuple):
    """A column that is not read, and what its cells may say of the unit of the weights."""

    place: int
    heading: str
    is_free_text: bool
    """Whether people write there as they like: any unit counts, and not only those that are no names."""
    unit: str = ""
    """The unit of weights that its heading names; "" for none, or several."""
    is_of_units: bool = False
    """Whether its heading is that of their units."""


class Contradiction(NamedTuple):
    """What a cell says that contradicts the unit of a weight, and the unit that it would be in; "" for none."""

    says: str
    unit: str


def contradicted_unit(layout: Layout, cells: Sequence[str]) -> Problem | None:
    """Why a row is refused in which another cell names another unit than that of its weight, alone or with this figure.

    ``weight in lb`` and ``154 lb`` beside 154 in kg; ``lost 5 lb`` says another thing, and so may ``70 kg = 154 lb``
    beside 70. So it is of columns that were left out: 11 under ``Weight in stone`` is 154 lb. What was typed of the
    weights counts, whatever stands elsewhere. None where nothing contradicts the weight.
    """
    column = layout.weight
    if column is None or column.is_typed or not (others := _columns(layout)):
        return None
    if (figure := figure_of(layout, layout.weight_in(cells))) is None:
        return None
    for said in others:
        if (cell := cells[said.place].strip()) and (found := _contradiction(layout.words, said, cell, figure)):
            return _contradicts(column, said, found, figure)
    return None


@lru_cache(maxsize=256)
def _columns(layout: Layout) -> tuple[Said, ...]:
    """The columns whose cells may say another unit: all that are not read, but for names of people and of payers."""
    left_out, words = dict(layout.left_out_at), layout.words
    unread = (one for one in layout.unread_columns if one.units and one.place not in left_out)
    found = [Said(one.place, one.heading, one.is_free_text) for one in unread]
    may_be = ((place, one.strip()) for place, one in left_out.items() if may_say_units(words, one))
    behind = None if layout.weight is None else layout.weight.place + 1
    found += [_left_out(words, place, heading, is_behind=place == behind) for place, heading in may_be]
    return tuple(said for said in found if not words.is_name(said.heading))


def _left_out(words: TableWords, place: int, heading: str, *, is_behind: bool) -> Said:
    """A column that was left out; right behind the weights one of units that does not say whose is theirs (``UOM``)."""
    speaks = words.spoken_of(heading)
    of_weights = any(said.may_be and words.known[said.may_be].field == WEIGHT for said in speaks)
    says_unit = any(said.id == UNIT for said in speaks) or words.may_be_short(heading, OF_WEIGHTS)
    is_theirs = words.nearly_unit_of(heading) == WEIGHT or (is_behind and words.unit_of(heading) == "")
    read, unread = words.units_in(heading, WEIGHT)
    named = [*read, *filter(None, [unread, IN_SIGNS.get(sign_in(heading), "")])]
    return Said(
        place,
        heading,
        words.is_free_text(heading),
        unit=named[0] if of_weights and len(named) == 1 else "",
        is_of_units=(of_weights and says_unit) or is_theirs,
    )


def _contradiction(words: TableWords, said: Said, cell: str, figure: Figure) -> Contradiction | None:
    """What a cell says that contradicts the unit of a figure; None where nothing does."""
    if not (said.is_free_text or said.unit or said.is_of_units or _any_unit(words).search(cell.casefold())):
        return None
    quoted = repr(one_line(cell)[:MOST_QUOTED])
    if unit := _other_unit(words, said, cell, figure):
        return Contradiction(f"names {unit}: {quoted}", unit if unit in WEIGHT_UNITS else IN_STONES)
    if said.is_of_units and not _is_unit(words, cell, figure.unit):
        return Contradiction(f"says {quoted}", "")
    return _same_weight(words, said, cell, figure)


@lru_cache(maxsize=8)
def _any_unit(words: TableWords) -> re.Pattern[str]:
    """Matches where a unit of weights may stand in a cell: most have none, and are not looked at further."""
    names = {*LONG_STONES, *(name for name, unit in words.units["weight"].items() if unit != "g")}
    return re.compile(rf"{'|'.join(map(re.escape, sorted(names)))}|[0-9]\s?(?:st|{NUMBER_SIGN})")


def _is_unit(words: TableWords, cell: str, unit: str) -> bool:
    """Whether a cell in a column of units says a unit, or that all figures are metric where that is."""
    units = words.cell_units
    return units.id_of(units.before_words(cell) or cell) == unit or (
        unit in METRIC_UNITS and units.system_of(cell) == METRIC
    )


def _other_unit(words: TableWords, said: Said, cell: str, figure: Figure) -> str:
    """The unit of weights that a cell names in place of that of a figure; "" for none.

    Elsewhere than in a free text kg and lb alone count without a figure: Stone may be somebody's name.
    """
    if said.is_free_text and (system := _other_system(words, cell, figure.unit)):
        return SYSTEM_UNITS[system]["weight"]
    for before, unit in _units_named(words, cell):
        if unit != figure.unit and (
            _is_about(before, figure.number) if before else said.is_free_text or unit in BEFORE_WORDS
        ):
            return unit
    return ""


@lru_cache(maxsize=4096)
def _other_system(words: TableWords, cell: str, unit: str) -> str:
    """What a free text says of all figures that contradicts a unit: that they are metric, or not; "" for nothing."""
    return words.cell_units.other_system_in(words_of(cell), unit)


@lru_cache(maxsize=4096)
def _units_named(words: TableWords, cell: str) -> tuple[tuple[str, str], ...]:
    """The units of weights in a cell but g, each with the figure before it, "" for none; g per kg is none."""
    units, of_doses, before = words.units["weight"], {*words.units["dose"], *PER}, ""
    found: list[tuple[str, str]] = []
    for word in map(str.strip, re.findall(WORD, cell.casefold())):
        unit = units.get(word, word if word in LONG_STONES else "") if len(word) > 1 else IN_SIGNS.get(word, "")
        if unit not in {"", "g"} and not (unit == READ_IN["weight"] and before in of_doses):
            found.append((before if before[:1].isdecimal() else "", unit))
        before = word
    return (*found,)


def _is_about(written: str, number: Decimal) -> bool:
    """Whether a figure in a note is a number, but for what rounding makes of it: 153.9 and 154."""
    return abs(Decimal(written.replace(",", ".")) - number) * ROUGHLY <= number


def _same_weight(words: TableWords, said: Said, cell: str, figure: Figure) -> Contradiction | None:
    """What a cell says that is the figure in another unit than that is read in: 11 stone beside 154 in kg."""
    found = PLAIN.fullmatch(cell.casefold().replace(",", "."))
    written = (squeezed(found[2]) or said.unit) if found else ""
    unit = words.units["weight"].get(written, written)
    if found is None or unit not in KG_PER_UNIT or unit == figure.unit:
        return None
    kg, share = Fraction(found[1]) * KG_PER_UNIT[unit], ROUGHLY_OF_STONES if unit in STONES else ROUGHLY
    for other in BEFORE_WORDS:
        off = abs(kg / KG_PER_UNIT[other] - Fraction(figure.number))
        if other != figure.unit and off * share <= figure.number:
            same = "" if unit == other else f", which is {plain(kg / KG_PER_UNIT[other], 4)} {other}"
            return Contradiction(f"says {found[1]} {unit}{same}", other)
    return None


def _contradicts(column: InputColumn, said: Said, found: Contradiction, figure: Figure) -> Problem:
    """What to do about a cell that contradicts the unit of a figure."""
    called = said.heading or f"{nameless(said.place)},"
    message = f"the weight {plain(figure.number, 4)} is in {figure.unit}, and {called} {found.says}"
    where = said.heading or f"column {said.place + 1}"
    typed = f"--column weight_{figure.unit}={as_typed(column.heading)} says that all weights are in {figure.unit}"
    right = f"write the weight in {found.unit or IN_A_UNIT} if that is right"
    todo = f"{right}; else correct {where}, or {typed}, whatever stands elsewhere"
    return Problem(code="note-contradicts", message=message, next=todo)
