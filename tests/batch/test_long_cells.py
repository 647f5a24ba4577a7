"""However long and odd the cells of a row are, it is read or refused in time that grows no faster than their length."""

from contextlib import suppress
from functools import partial

import pytest

from ivigcalc.batch.columns import FIELDS
from ivigcalc.batch.reading.delimited import parse_delimited
from ivigcalc.batch.reading.json_lines import parse_object
from ivigcalc.batch.reading.sums import Above, Totals
from ivigcalc.batch.source import Parsed
from ivigcalc.batch.worker import Chunk, Setup, Worker
from ivigcalc.core.problems import RefusedError
from ivigcalc.intake.files import MOST_LETTERS, records_of
from tests.batch.making import headings
from tests.growth import grows_with_length
from tests.program import shipped

FILLERS = (" ", "\n", "\t", "0", "\u0660", ".", ",", "-", "\xa0", "(", '"', ";", "g ", "\u0301", "=")
COLUMNS = tuple(field.name for field in FIELDS)
LONG = 2_000


@pytest.mark.parametrize("filler", FILLERS)
def test_a_row_of_long_cells_is_refused_at_once(filler: str) -> None:
    layout = headings().layout(COLUMNS)
    worker = Worker(Setup(catalogue=shipped(), given={}, versus="", format="csv", means={}), partial(Parsed, layout))

    def answer(length: int) -> list[str]:
        cells = [f"70{filler * length}\nx"] * len(COLUMNS)
        return [row.status for row in worker.answer(Chunk(1, [1], [cells], []), Above(Totals())).failed]

    assert answer(LONG) == ["error"]
    assert grows_with_length(answer, LONG)


@pytest.mark.parametrize("filler", FILLERS)
def test_long_records_and_headings_are_taken_apart_at_once(filler: str) -> None:
    known = headings()
    layout = known.layout(COLUMNS)

    def take_apart(length: int) -> None:
        text = filler * length + "x"
        for record in (text, f'"{text}', f'{{"weight_kg": "{text}'):
            with suppress(RefusedError):
                parse_delimited(layout, ",", record)
            with suppress(RefusedError):
                parse_object(known, "", record)
        assert len([*records_of(iter(f'"{text}\n'.splitlines(keepends=True)), ",")]) >= 1
        known.words.suggestion(text)
        known.words.spoken_of(text)

    assert grows_with_length(take_apart, MOST_LETTERS)
