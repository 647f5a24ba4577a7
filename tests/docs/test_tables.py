"""Tables in the pages that name keys and columns are those of the program."""

import re
from typing import Final

import pytest

from ivigcalc.batch.columns import FIELDS
from ivigcalc.core.facts import fact, indication, ladder, product, rule
from ivigcalc.core.facts.condition import WeightForAge
from ivigcalc.core.names.words import normal_heading
from ivigcalc.core.record import Record
from tests.program import project, run

NAMED: Final[dict[str, type[Record]]] = {
    "a source": fact.Source,
    "a product": product.Product,
    "of `vials`": product.Vial,
    "of `sugar`": product.Sugar,
    "of `contraindications`": product.Contraindication,
    "of `labelled`": product.Labelled,
    "its `doses`": product.LabelDose,
    "of `market`": product.Market,
    "of `ladders`": ladder.Ladder,
    "its `steps`": ladder.LabelStep,
    "of `risk_rates`": ladder.RiskRate,
    "of `iga`, `sodium`, `osmolality`, `ph`": fact.Measure,
    "of `stabiliser`, `warnings`, `storage`, ...": fact.Statement,
    "an indication": indication.Indication,
    "its `paper`": indication.Paper,
    "its `icd10`": indication.Codes,
    "a regimen `daily`": indication.Daily,
    "a regimen `spread`": indication.Spread,
    "a regimen `sequence`": indication.Sequence,
    "a regimen `range`": indication.Range,
    "its `interval`": indication.Interval,
    "of `recorded`": indication.Recorded,
    "of `doses` of `recorded`": indication.RecordedDose,
    "of `evidence`": indication.Evidence,
    "of `approvals`": indication.Approval,
    "of `risks`": rule.RiskRule,
    "of `limits`": rule.LimitRule,
    "of `verdicts`": rule.VerdictRule,
    "of `advice`": rule.Advice,
    "of `constants`": rule.Constant,
    "of `causes`": rule.Cause,
    "of `risk_words`": rule.RiskWords,
    "of `weight_for_age`": WeightForAge,
    "of `out_of_scope`": indication.OutOfScope,
}
"""The records that docs/data.md lists the keys of, by its words for them."""


def table(page: str, first_heading: str) -> dict[str, list[list[str]]]:
    """The table of a page with that heading: the words in backquotes of the other cells, by the first cell."""
    text = (project() / "docs" / page).read_text(encoding="utf-8")
    _, _, rows = text.partition(f"| {first_heading} |")
    cells = [row.strip("|").split("|") for row in rows.partition("\n\n")[0].splitlines()[2:]]
    return {first.strip(): [re.findall(r"`([^`]+)`", cell) for cell in others] for first, *others in cells}


def test_every_entry_that_the_page_lists_is_looked_at() -> None:
    assert {*table("data.md", "entry")} == {*NAMED}


@pytest.mark.parametrize("words", NAMED)
def test_the_keys_of_an_entry_are_those_that_the_program_asks_for_or_takes(words: str) -> None:
    record = NAMED[words]
    takes = {name for name in record.field_names if hasattr(record, name)}
    must, may = table("data.md", "entry")[words]
    assert ({*must}, {*may}) == ({*record.field_names} - takes, takes)


def test_the_columns_of_the_table_in_are_those_that_are_read() -> None:
    listed = [cell.split("`")[1] for cell in table("batch.md", "column")]
    assert listed == [field.name for field in FIELDS]


def test_the_headings_and_units_of_the_table_in_are_those_that_batch_columns_prints() -> None:
    printed = " ".join(run("batch", "--columns").out.partition("Columns of a file")[0].split())
    page = (project() / "docs" / "batch.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| `(\w+)`[^|]*\|([^|]*)\|([^|]*)\|$", page.partition("| column |")[2].partition("\n\n")[0], re.MULTILINE
    )
    assert len(rows) == len(FIELDS)
    for name, headings, units in rows:
        entry = re.search(rf" {name} ([^.:]*)\.(?: Units: ([^.]*)\.)?", printed)
        assert entry, name
        names = {normal_heading(heading) for heading in entry[1].split(",")}
        assert {normal_heading(heading) for heading in re.findall("`([^`]+)`", headings)} <= names, name
        assert {*re.findall(r"[^\s,]+", units)} == {*re.findall(r"[^\s,]+", entry[2] or "")}, name
