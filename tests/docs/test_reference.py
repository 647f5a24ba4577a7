"""``docs/reference/``: everything that the data say, as pages; made by ``python docs/make.py``."""

import re
from collections.abc import Iterator
from functools import cache

import pytest

from docs import make
from ivigcalc.core.answers.data.audit import VERDICT_RULES
from ivigcalc.core.facts.entries import DataEntry, data_entries, stated_parts
from tests.docs.test_readme import MAKE
from tests.profiles import members
from tests.program import shipped

PAGES = {
    "product": "preparations",
    "indication": "indications",
    "limit": "rules",
    "risk rule": "rules",
    "verdict rule": "rules",
    "constant": "rules",
    "advice": "rules",
    "cause": "rules",
    "risk on a ward": "rules",
    "weight for age": "rules",
    "weight policy": "weights",
    "weight formula": "weights",
    "weight exception": "weights",
    "source": "sources",
}
LONG = 4
"""Words from which on a text is a statement, and no name of a kind such as ``max``."""


LISTS = ("missing", "when", "unless")
"""Texts and words that a page joins in another way than ``data show`` does."""


def page(name: str) -> str:
    return (make.REFERENCE / f"{name}.md").read_text(encoding="utf-8")


@cache
def shown(name: str) -> str:
    """A page as it is read: without the marks of Markdown."""
    return " ".join(re.sub(r"\\([\\`*\[\]<>|~])", r"\1", page(name)).split())


def test_the_pages_are_current() -> None:
    pages = make.reference(shipped())
    assert {path.name for path in make.REFERENCE.iterdir()} == {path.name for path in pages}, MAKE
    for path, text in pages.items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is not what data/ says; {MAKE}"


def test_the_audit_says_where_each_verdict_is_given_and_that_no_clinician_has_read_it() -> None:
    said = shown("table2")
    assert "No clinician and no pharmacist has read them yet." in said
    rules = [rule for rule in VERDICT_RULES.values() if f"| {rule} |" not in said]
    assert (len(VERDICT_RULES), rules) == (6, [])


def test_each_kind_of_entry_has_a_page() -> None:
    assert {entry.kind for entry in data_entries(shipped())} == {*PAGES}


def test_the_weights_for_an_age_stand_on_their_page() -> None:
    for span in members(shipped().rules.weight_for_age):
        low, high = (f"{value} kg" if value is not None else "" for value in (span.at_least, span.at_most))
        age = "older" if span.below_months is None else f"below {span.below_months} months"
        assert f"| {span.id} | {age} | {low} | {high} |".replace("|  |", "| |") in shown("rules")


@pytest.mark.parametrize("kind", [kind for kind in PAGES if kind != "weight for age"])
def test_a_page_says_everything_that_an_entry_states(kind: str) -> None:
    entries = [entry for entry in data_entries(shipped()) if entry.kind == kind]
    stated = [(entry.id, text) for entry in entries for text in statements(entry)]
    assert len(stated) > len(entries) / 2
    assert [(where, text) for where, text in stated if text not in shown(PAGES[kind])] == []


def statements(entry: DataEntry) -> Iterator[str]:
    """The texts and the sources of an entry as a reader looks for them; around a bound, which is filled in."""
    for part in stated_parts(entry.entry):
        yield from part.sources
        for name, value in part.values.items():
            if len(value.split()) >= LONG and name not in LISTS:
                yield from (" ".join(piece.split()) for piece in value.split("{limit}"))


def test_a_link_leads_to_an_entry() -> None:
    names = [path.stem for path in make.REFERENCE.iterdir()]
    anchors = {f"{name}.md#{anchor}" for name in names for anchor in re.findall(r'<a id="([^"]+)">', page(name))}
    links = [
        target if target.partition("#")[0] else f"{name}.md{target}"
        for name in names
        for target in re.findall(r"\]\(([^)]*)\)", page(name))
    ]
    files = {f"{name}.md" for name in names}
    assert len(links) > len(shipped().sources)
    assert [target for target in links if target not in anchors | files] == []


def test_each_of_the_63_cells_stands_on_its_page_with_its_verdict() -> None:
    review = shipped().table2
    rows = [line for line in page("table2").splitlines() if line.count("|") == 7 and "sources.md#" in line]
    assert len(rows) == len(review.cells) == 63
    assert sorted(row.split(" | ")[3] for row in rows) == sorted(cell.verdict for cell in review.cells)


def test_what_is_missing_stands_among_the_gaps_with_its_reason() -> None:
    catalogue = shipped()
    reasons = [why for product in catalogue.products for why in product.missing.values()]
    reasons += [why for indication in catalogue.indications for why in indication.missing]
    assert reasons
    assert [why for why in reasons if " ".join(why.split()) not in shown("gaps")] == []
