"""Looking an entry up: every value it states is there, with all its sources; a name that fits two is never resolved."""

import re
from collections import Counter
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from ivigcalc.core.answers.data.entries import entries_called, entry_ids, vial_prices
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.entries import DataEntry, citing, data_entries, resting_facts, stated_parts
from ivigcalc.core.facts.fact import Statement
from ivigcalc.core.facts.formulary import Formulary, SiteVial
from ivigcalc.core.facts.indication import Spread
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.site.merging import merged
from tests.profiles import members
from tests.program import project


def found(typed: str, catalogue: Catalogue) -> list[tuple[str, str]]:
    return [(one.kind, one.id) for one in entries_called(typed, catalogue)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("privigen", [("product", "privigen")]),
        (" CIDP ", [("indication", "cidp")]),
        ("day-above-100-g", [("limit", "day-above-100-g")]),
        ("renal-by-age", [("risk rule", "renal-by-age")]),
        ("rounding-tolerance", [("constant", "rounding-tolerance")]),
        ("de-souza-2014", [("source", "de-souza-2014")]),
        ("bivigam", [("product", "bivigam"), ("source", "bivigam")]),
        ("Sandoglobulina Privigen", [("product", "privigen")]),
        ("Guillain-Barré syndrome", [("indication", "gbs")]),
    ],
)
def test_an_entry_is_found_by_its_id_or_by_the_name_of_one_noun(
    typed: str, expected: list[tuple[str, str]], catalogue: Catalogue
) -> None:
    assert expected == found(typed, catalogue)


@pytest.mark.parametrize(
    ("typed", "code", "near"),
    [
        ("octagam", "ambiguous-name", "octagam-5"),
        ("privigem", "unknown-id", "privigen"),
        ("day-above", "unknown-id", "day-above-100-g"),
        ("qqq", "unknown-id", ""),
        ("", "unknown-id", ""),
    ],
)
def test_what_is_not_known_or_fits_twice_is_refused_with_what_is_near(
    typed: str, code: str, near: str, catalogue: Catalogue
) -> None:
    with pytest.raises(RefusedError) as caught:
        entries_called(typed, catalogue)
    (problem,) = caught.value.problems
    assert (problem.code, bool(near)) == (code, bool(problem.allowed))
    assert not near or near in problem.allowed


def test_every_id_is_listed_once(catalogue: Catalogue) -> None:
    ids = entry_ids(catalogue)
    assert len(set(ids)) == len(ids)
    assert {one.id for one in data_entries(catalogue)} == {*ids}


def scalars(value: Any) -> list[str]:
    """Every text and figure of an entry, however deep, except where it comes from."""
    if is_dataclass(value) and not isinstance(value, type):
        names = (field.name for field in fields(value))
        about = ("sources", "cap_sources", "regions", "standing")
        return [text for name in names if name not in about for text in scalars(getattr(value, name))]
    if isinstance(value, tuple):
        return [text for one in value for text in scalars(one)]
    if isinstance(value, dict):
        return [text for one in value.values() for text in scalars(one)]
    if isinstance(value, str) and value:
        return [str(value)]
    return []


def test_every_text_that_an_entry_holds_is_stated(catalogue: Catalogue) -> None:
    for one in members(data_entries(catalogue)):
        said = " ".join(text for part in stated_parts(one.entry) for text in part.values.values())
        assert [text for text in scalars(one.entry) if text not in said] == [], one.id


def test_every_source_that_an_entry_cites_stands_beside_a_value(catalogue: Catalogue) -> None:
    def cited(value: Any) -> set[str]:
        if is_dataclass(value) and not isinstance(value, type):
            own = {*getattr(value, "sources", ()), *getattr(value, "cap_sources", ())}
            return own.union(*(cited(getattr(value, field.name)) for field in fields(value)))
        return set().union(*map(cited, value)) if isinstance(value, tuple) else set()

    for one in members(data_entries(catalogue)):
        assert cited(one.entry) <= {source for part in stated_parts(one.entry) for source in part.sources}, one.id


def test_a_part_without_sources_has_those_of_what_it_is_part_of(catalogue: Catalogue) -> None:
    sugar = next(part for part in stated_parts(catalogue.product("kiovig")) if part.path == "sugar[0]")
    assert sugar.sources
    regimens = [regimen for one in catalogue.indications for regimen in one.regimens]
    spread = next(regimen for regimen in regimens if isinstance(regimen, Spread) and regimen.splits)
    bare = spread.replaced(splits=tuple(split.replaced(sources=()) for split in spread.splits))
    theirs = [part.sources for part in stated_parts(bare) if part.path.startswith("splits")]
    assert theirs == [spread.sources] * len(spread.splits)


def test_figures_are_stated_as_printed_and_nothing_is_stated_for_nothing(catalogue: Catalogue) -> None:
    limit = next(rule for rule in catalogue.rules.limits if rule.id == "weight-not-positive")
    (first, *_) = stated_parts(limit)
    assert first.values["at_most"] == "0"
    assert "above" not in first.values
    flags = [
        part.values for one in catalogue.indications for part in stated_parts(one) if "yes" in part.values.values()
    ]
    assert flags


def test_a_part_that_states_nothing_is_left_out() -> None:
    assert [*stated_parts(Statement(says=""))] == []


def ids_in_the_files() -> list[str]:
    """The id of every entry of a list at the top of a data file, by its lines.

    Approval lists, the words of tables and of orders, and the vectors of the self-test are no entries.
    """
    found, top = [], ""
    words = {project() / "data" / f"{name}.yaml" for name in ("tables", "orders", "selftest")}
    for file in sorted({*(project() / "data").glob("*.yaml")} - words):
        for line in file.read_text(encoding="utf-8").splitlines():
            if key := re.match(r"(\w+):", line):
                top = key[1]
            elif top != "approval_lists" and (entry := re.match(r"  - \{?id: ([^\s,}]+)", line)):
                found.append(entry[1])
    return found


def test_whatever_has_an_id_at_the_top_of_a_data_file_can_be_looked_up(catalogue: Catalogue) -> None:
    assert Counter(one.id for one in data_entries(catalogue)) == Counter(ids_in_the_files())


def test_entries_are_counted(catalogue: Catalogue) -> None:
    """The review's Table 2 has 7 columns and 9 rows."""
    counts = catalogue.counts()
    assert counts.pop("Table 2 cells") == 63
    assert sum(counts.values()) == len(ids_in_the_files())


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ontario", ("weight policy", "ontario")),
        ("devine", ("weight formula", "devine")),
        ("course-as-day", ("cause", "course-as-day")),
        ("vital-signs", ("advice", "vital-signs")),
    ],
)
def test_policies_formulas_causes_and_advice_are_entries(
    typed: str, expected: tuple[str, str], catalogue: Catalogue
) -> None:
    assert found(typed, catalogue) == [expected]


def test_a_policy_is_shown_with_its_exceptions_and_remarks(catalogue: Catalogue) -> None:
    (one,) = entries_called("ontario", catalogue)
    ids = {part.path: part.values["id"] for part in stated_parts(one.entry)}
    assert (ids["actual_when[0]"], ids["remarks[1]"]) == ("below-152.4-cm", "ontario-factor-not-read")


def test_a_source_names_the_policies_and_the_formula_that_rest_on_it(catalogue: Catalogue) -> None:
    """As data/weights.yaml cites the Australian calculator; Ontario's and the US form's remarks cite it too."""
    cited = citing("au-ddw", catalogue)
    assert {name: places for name, places in cited.items() if name.startswith("weight ")} == {
        "weight formula devine": ("",),
        "weight policy ideal": ("",),
        "weight policy adjusted": ("",),
        "weight policy australia-2026": ("",),
        "weight policy ontario": ("remarks[1]",),
        "weight policy us-bmi-30": ("remarks[0]",),
    }


def test_a_source_says_what_cites_it(catalogue: Catalogue) -> None:
    cited = citing("ismp-2015", catalogue)
    assert cited["limit day-above-100-g"] == ("",)
    assert not any(name.startswith("product") for name in cited)


def test_the_sites_prices_stand_beside_its_vials(catalogue: Catalogue) -> None:
    sizes = (SiteVial(g=Decimal(10), ml=Decimal(100), price=Decimal("498.50")), SiteVial(g=Decimal(5), ml=Decimal(50)))
    own = Formulary(site="A", currency="EUR", vials={"privigen": sizes})
    local = merged(catalogue, own, today=date(2026, 1, 1))
    (one,) = entries_called("privigen", local)
    (part,) = vial_prices(one, local)
    assert dict(part.values) == {"10 g": "498.5 EUR"}
    assert [*vial_prices(one, catalogue)] == []
    assert [*vial_prices(DataEntry(kind="source", id="privigen", entry=None), local)] == []
    unpriced = own.replaced(vials={"privigen": sizes[1:]})
    assert [*vial_prices(one, merged(catalogue, unpriced, today=date(2026, 1, 1)))] == []


def test_everything_that_rests_on_the_review_is_named(catalogue: Catalogue) -> None:
    """All 63 cells, what it says of each indication, the diseases of its Table 1, its lists of approvals."""
    names = citing("de-souza-2014", catalogue)
    assert sum(name.startswith("cell of Table 2") for name in names) == 63
    assert all("paper" in names[f"indication {one.id}"] for one in catalogue.indications)
    assert names["disease out of scope Idiopathic thrombocytopenic purpura"] == ("",)
    assert {"approval list anvisa-2010", "approval list fda-2014"} <= {*names}


def test_ladders_regimens_splits_conflicts_and_contraindications_rest_on_their_documents(catalogue: Catalogue) -> None:
    facts = {(fact.entry, fact.part.path): fact.part for fact in resting_facts(catalogue)["gammagard-s-d-smpc"]}
    assert facts["product gammagard-sd-5", "ladders[0]"].values["maximum"] == "4"
    assert facts["product gammagard-sd-5", "ladders[1]"].standing == "derived"
    assert ("product gammagard-sd-10", "contraindications[1]") in facts
    assert ("indication cidp", "regimens[0].splits[0]") in {
        (fact.entry, fact.place) for fact in resting_facts(catalogue)["hahn96"]
    }
    assert any(fact.part.path.startswith("conflicts[") for fact in resting_facts(catalogue)["de-souza-2014"])


def test_a_disease_that_the_review_does_not_name_does_not_rest_on_it(catalogue: Catalogue) -> None:
    names = citing("de-souza-2014", catalogue)
    outside = [one.name for one in catalogue.out_of_scope if not one.group]
    assert outside
    assert not {f"disease out of scope {name}" for name in outside} & {*names}
