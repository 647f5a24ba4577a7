"""ANVISA's five and FDA's nine approved uses, exactly as the review prints them."""

from typing import Any

import pytest

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.indication import ApprovalList
from tests.profiles import members
from tests.program import project, written_down

LISTS: dict[str, dict[str, Any]] = written_down(project() / "tests" / "vectors" / "anvisa_fda.yaml")


def approvals(catalogue: Catalogue, name: str) -> ApprovalList:
    (found,) = (one for one in catalogue.approval_lists if one.id == name)
    return found


@pytest.mark.parametrize("name", LISTS)
def test_the_items_are_those_of_the_sentence_in_its_order(name: str) -> None:
    rest = LISTS[name]["sentence"]
    for item in LISTS[name]["items"]:
        _, found, rest = rest.partition(item)
        assert item == found
    assert not rest.strip(" .")


@pytest.mark.parametrize(("name", "count"), [("anvisa-2010", 5), ("fda-2014", 9)])
def test_the_list_stands_as_printed(name: str, count: int, catalogue: Catalogue) -> None:
    items = approvals(catalogue, name).items
    assert LISTS[name]["items"] == list(items)
    assert count == len(items)


def test_there_are_two_lists(catalogue: Catalogue) -> None:
    assert [one.id for one in catalogue.approval_lists] == ["anvisa-2010", "fda-2014"]


def test_anvisas_basis_is_cited_as_printed(catalogue: Catalogue) -> None:
    assert approvals(catalogue, "anvisa-2010").basis in LISTS["anvisa-2010"]["sentence"]


def test_anvisas_five_are_gbs_myasthenia_and_myositis(catalogue: Catalogue) -> None:
    """CIDP and MMN are not among them."""
    entries = set(approvals(catalogue, "anvisa-2010").entries)
    assert {"gbs", "jdm", "dm", "pm"} == {entry for entry in entries if not entry.startswith("mg-")}
    assert {one.id for one in catalogue.indications if one.id.startswith("mg-")} == entries - {"gbs", "jdm", "dm", "pm"}


def test_no_item_of_fdas_list_is_neurological(catalogue: Catalogue) -> None:
    entries = [catalogue.indication(entry) for entry in approvals(catalogue, "fda-2014").entries]
    assert set() == {entry.group for entry in entries} & {
        "neuromuscular",
        "dementia",
        "ataxia",
        "demyelinating",
        "paraneoplastic",
        "miscellaneous",
    }


def test_the_lists_cite_the_review(catalogue: Catalogue) -> None:
    for one in members(catalogue.approval_lists):
        assert "de-souza-2014" in one.sources
