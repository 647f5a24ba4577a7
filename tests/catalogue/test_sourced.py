"""Source or it does not ship: read from the plain YAML, without the project's own checks."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

import pytest
import yaml

from tests.profiles import members
from tests.program import project

DATA = project() / "data"
FILES = ("products", "indications", "rules")
PLAIN: dict[str, Any] = {
    name: yaml.load((DATA / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.CBaseLoader)  # noqa: S506 - text
    for name in (*FILES, "weights", "sources")
}
"""The data files with every scalar as text."""

FACTS: Final = {
    "holder", "as_hung", "iga", "stabiliser", "amount", "sugar", "sodium", "sodium_says", "osmolality", "ph", "vials",
    "contraindications", "warnings", "labelled", "unlabelled", "market", "storage", "answer", "cells", "icd10",
    "ladders", "risk_rates", "first_infusion",
    "regimens", "splits", "recorded", "limits", "reassess", "evidence", "approvals", "cautions", "conflicts",
    "approval_lists", "notes", "constants", "risks", "verdicts", "formulas", "policies", "actual_when", "remarks",
}  # fmt: skip
"""Keys under which each entry is a fact, a regimen or a rule, and cites its sources."""

Path = tuple[str | int, ...]


def walk(value: Any, path: Path = ()) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every mapping, with its path."""
    if isinstance(value, dict):
        yield path, value
        for key, item in value.items():
            yield from walk(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from walk(item, (*path, number))


def key_of(path: Path) -> str:
    """The last key of a path, past a list position."""
    return str(next(step for step in reversed(path) if isinstance(step, str)))


def cited() -> list[tuple[str, Path, str]]:
    return [
        (name, path, source)
        for name in (*FILES, "weights")
        for path, mapping in walk(PLAIN[name])
        for key in ("sources", "cap_sources")
        for source in mapping.get(key, ())
    ]


KNOWN = [source["id"] for source in PLAIN["sources"]["sources"]]


@pytest.mark.parametrize("name", FILES)
def test_every_fact_cites_a_source_or_is_marked_unsourced(name: str) -> None:
    facts = [(path, fact) for path, fact in walk(PLAIN[name]) if path and key_of(path) in FACTS]
    assert len(facts) > 40
    assert [path for path, fact in facts if not fact.get("sources") and fact.get("standing") != "unsourced"] == []


def test_every_source_cited_is_in_the_bibliography() -> None:
    assert [where for where in cited() if where[2] not in KNOWN] == []


def test_every_source_is_cited() -> None:
    assert set() == set(KNOWN) - {source for _, _, source in cited()}


def test_no_source_stands_twice() -> None:
    assert sorted(set(KNOWN)) == sorted(KNOWN)


def test_no_fact_cites_a_source_twice() -> None:
    for name in FILES:
        for path, mapping in members(walk(PLAIN[name])):
            sources = mapping.get("sources", [])
            assert len(set(sources)) == len(sources), (name, path)


def test_every_source_can_be_found() -> None:
    """A title, what was read of it, when it is from, and where it stands (this project's own policy stands here)."""
    for source in members(PLAIN["sources"]["sources"]):
        assert source["title"], source["id"]
        assert source["section"], source["id"]
        assert source["date"], source["id"]
        assert len(source["url"]) > 1 or source["id"] == "tool-policy", source["id"]


def test_the_review_is_in_the_bibliography() -> None:
    (review,) = (source for source in PLAIN["sources"]["sources"] if source["id"] == "de-souza-2014")
    assert "72(12)" in review["title"] + review["section"] + review["url"] + review["date"]


class TestBounds:
    """Every number lies where it can."""

    def test_doses_and_days(self) -> None:
        """At most 4 g/kg a course and 31 infusion days; caps are above zero."""
        for indication in members(one for one in PLAIN["indications"]["indications"] if "regimens" in one):
            for regimen in members(indication["regimens"]):
                days = [int(regimen[key]) for key in ("days", "min_days", "max_days") if key in regimen]
                each = [Decimal(regimen[key]) for key in ("min_g_per_kg", "max_g_per_kg") if key in regimen]
                if regimen["form"] == "daily":
                    each.append(Decimal(regimen["g_per_kg"]) * int(regimen["days"]))
                elif regimen["form"] == "spread":
                    each.append(Decimal(regimen["g_per_kg"]))
                elif regimen["form"] == "sequence":
                    each.append(sum(Decimal(dose["g_per_kg"]) for dose in regimen["doses"]))  # type: ignore[arg-type]
                where = (indication["id"], regimen["id"])
                assert each, where
                assert all(Decimal("0.01") <= dose <= 4 for dose in each), where
                assert all(1 <= day <= 31 for day in days), where
                assert Decimal(regimen.get("cap_g", 1)) > 0, where

    def test_vials_hold_what_their_concentration_says(self) -> None:
        for product in members(one for one in PLAIN["products"]["products"] if "vials" in one):
            for vial in members(product["vials"]):
                strength = Decimal(vial["g"]) * 1000 / Decimal(vial["ml"])
                assert abs(strength / Decimal(product["mg_per_ml"]) - 1) <= Decimal("0.02"), product["id"]

    def test_ages_are_ages(self) -> None:
        for product in members(one for one in PLAIN["products"]["products"] if "labelled" in one):
            for entry in members(product["labelled"]):
                assert 0 <= Decimal(entry.get("min_age_years", 0)) <= 18, product["id"]

    def test_constants_are_above_zero(self) -> None:
        for constant in members(PLAIN["rules"]["constants"]):
            assert Decimal(constant["value"]) > 0, constant["id"]


class TestNotComputed:
    """Where a use is not supported, nothing is computed; what is kept as text stays text."""

    def test_a_use_that_is_not_supported_has_no_regimen(self) -> None:
        held = [one["id"] for one in PLAIN["indications"]["indications"] if one["status"].startswith("not-supported")]
        assert len(held) >= 10
        assert [
            one["id"] for one in PLAIN["indications"]["indications"] if one["id"] in held and one.get("regimens")
        ] == []

    def test_an_exception_is_named(self) -> None:
        for one in members(PLAIN["indications"]["indications"]):
            assert (one["status"] == "not-supported-except") == bool(one.get("exception")), one["id"]
