"""Every disease phrase of the review's Table 3 is covered by an indication, in the group where it is printed."""

import re
from dataclasses import dataclass
from typing import Any

import pytest

from ivigcalc.core.facts.catalogue import Catalogue
from tests.profiles import members
from tests.program import project, written_down

VECTOR: dict[str, Any] = written_down(project() / "tests" / "vectors" / "table3_phrases.yaml")
GROUPS: dict[str, dict[str, Any]] = VECTOR["groups"]

LISTED = """
    dm jdm pm sibm hibm mg-crisis mg-exacerbation mg-generalised mg-preop mg-maintenance dlrpn mmn gbs gbs-variants cidp
    igm-pdn cip-cim aag pps crps1 neuropathic-pain als alzheimer mci sca sporadic-ataxia msa-c rrms adem nmosd-aqp4
    optic-neuritis crion le-surface le-onconeural ssn oms pcd lems isaacs hiv-myelopathy japanese-encephalitis rasmussen
    autoimmune-epilepsy sps pandas ischaemic-stroke susac narcolepsy id-replacement immunomodulation-default
"""
IDS = LISTED.split()
"""Table 3, the diseases of the review's text, antibody replacement and the general scheme: fifty entries."""


@dataclass(frozen=True)
class Phrase:
    """A disease phrase as printed, the group it is printed in, and the entry that covers it."""

    phrase: str
    group: str
    entry: str
    part: str


PHRASES = [
    Phrase(phrase=one["phrase"], group=group, entry=one["entry"], part=one.get("part", ""))
    for group, cell in GROUPS.items()
    for one in cell["phrases"]
]


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("one", PHRASES, ids=lambda one: f"{one.entry}: {one.phrase[:40]}")
def test_the_phrase_stands_in_the_entry_that_covers_it(one: Phrase, catalogue: Catalogue) -> None:
    entry = catalogue.indication(one.entry)
    assert one.group == entry.group
    assert (one.phrase, one.part) in {
        (words(printed.phrase), printed.part) for printed in entry.printed if printed.where == "Table 3"
    }


def test_no_other_phrase_is_said_to_stand_in_table_3(catalogue: Catalogue) -> None:
    claimed = {
        (words(printed.phrase), entry.id)
        for entry in catalogue.indications
        for printed in entry.printed
        if printed.where == "Table 3"
    }
    assert claimed == {(one.phrase, one.entry) for one in PHRASES}


@pytest.mark.parametrize("group", GROUPS)
def test_the_phrases_are_all_that_the_cell_prints(group: str) -> None:
    """With the phrases and the headings within the cell taken away, no disease is left over."""
    cell = GROUPS[group]
    text = cell["cell"]
    known = [one["phrase"] for one in cell["phrases"]]
    assert [phrase for phrase in known if phrase not in text] == []
    for phrase in sorted([*known, *cell.get("left_over", [])], key=len, reverse=True):
        text = text.replace(phrase, "")
    assert set() == set(re.findall(r"\w+", text)) - {"and", "or", "exacerbation"}


def test_an_entry_of_a_table_3_group_has_a_phrase_there(catalogue: Catalogue) -> None:
    """Entries beside Table 3 (the text, or outside the review) say so by their group."""
    covered = {one.entry for one in PHRASES}
    grouped = {entry.id for entry in catalogue.indications if entry.group in GROUPS}
    assert covered == grouped


@pytest.mark.parametrize("one", VECTOR["elsewhere"], ids=lambda one: one["entry"])
def test_a_phrase_of_the_text_stands_in_its_entry(one: dict[str, str], catalogue: Catalogue) -> None:
    entry = catalogue.indication(one["entry"])
    elsewhere = {words(printed.phrase) for printed in entry.printed if printed.where != "Table 3"}
    assert one["phrase"] in elsewhere


def test_all_fifty_indications_are_there(catalogue: Catalogue) -> None:
    assert len(set(IDS)) == 50
    assert set() == set(IDS) - {entry.id for entry in catalogue.indications}


def test_every_entry_can_be_found_and_told_apart(catalogue: Catalogue) -> None:
    for entry in members(catalogue.indications):
        assert entry.id == catalogue.named_indication(entry.id).id
        assert entry.name
        assert entry.short


def test_an_indication_is_not_out_of_scope(catalogue: Catalogue) -> None:
    """A disease of Table 1 is answered without a dose: it is no indication under another name."""
    names = {entry.name.casefold() for entry in catalogue.indications}
    assert set() == names & {disease.name.casefold() for disease in catalogue.out_of_scope}
