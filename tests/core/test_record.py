"""A record is a frozen data class in all but how it is made."""

import pickle
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ivigcalc.catalogue.shapes import SourcesFile, adapter
from ivigcalc.core.facts.fact import Source
from ivigcalc.core.facts.ladder import Context
from ivigcalc.core.facts.rule import Level
from ivigcalc.core.infusion.label_ladders import EarlierInfusions
from ivigcalc.core.problems import FileError, Problem
from ivigcalc.core.record import FileRecord, Record
from ivigcalc.core.request.order import Objective, Rounding, Scope
from tests.profiles import members


class Vial(Record):
    """A record."""

    kind: ClassVar[dict[str, str]] = {}
    grams: int
    brand: str = ""

    @cached_property
    def milligrams(self) -> int:
        return self.grams * 1000


class PricedVial(Vial):
    """A record that adds a field to another."""

    price: int


@dataclass(frozen=True, kw_only=True)
class Plain:
    """The same fields as a data class of the standard library."""

    grams: int
    brand: str = ""


@given(st.integers(), st.text(), st.integers(), st.text())
def test_it_compares_hashes_and_shows_as_a_data_class_does(grams: int, brand: str, others: int, name: str) -> None:
    one, other = Vial(grams=grams, brand=brand), Vial(grams=others, brand=name)
    plain, plain_other = Plain(grams=grams, brand=brand), Plain(grams=others, brand=name)
    assert (one == other) == (plain == plain_other)
    assert hash(one) == hash(plain)
    assert repr(one) == repr(plain).replace("Plain", "Vial")
    assert one != plain
    assert Vial.field_names == ("grams", "brand")
    assert one.replaced(brand="x") == Vial(grams=grams, brand="x")
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - made here


@pytest.mark.parametrize(
    ("given_fields", "words"),
    [
        ({}, "missing grams; unknown nothing"),
        ({"grams": 5, "gram": 5}, "missing nothing; unknown gram"),
        ({"brand": "x", "gram": 5}, "missing grams; unknown gram"),
    ],
)
def test_a_field_that_is_missing_or_unknown_is_named(given_fields: dict[str, Any], words: str) -> None:
    with pytest.raises(TypeError, match=words):
        Vial(**given_fields)


def test_it_never_changes() -> None:
    vial: Any = Vial(grams=5)
    with pytest.raises(AttributeError, match=r"Vial\.grams"):
        vial.grams = 6
    with pytest.raises(AttributeError, match=r"Vial\.grams"):
        del vial.grams
    assert vial == Vial(grams=5)


def test_a_record_of_another_kind_is_never_equal() -> None:
    priced = PricedVial(grams=5, price=9)
    assert priced.brand == ""
    assert priced != Vial(grams=5)


def test_a_record_has_the_fields_of_the_one_it_extends() -> None:
    assert PricedVial.field_names == ("grams", "brand", "price")


def test_what_it_works_out_is_no_part_of_it() -> None:
    vial = Vial(grams=5)
    assert vial.milligrams == 5000
    assert vial == Vial(grams=5)
    assert "milligrams" not in repr(vial)
    assert "milligrams" not in vars(pickle.loads(pickle.dumps(vial)))  # noqa: S301 - made here


@pytest.mark.parametrize("state", [{"grams": 5}, {"grams": 5, "brand": "", "milligrams": 1}])
def test_nothing_but_its_fields_is_taken_back(state: dict[str, Any]) -> None:
    """What is worked out is not compared, and would stand beside other grams for ever."""
    with pytest.raises(TypeError, match="other fields"):
        Vial(grams=5).__setstate__(state)


def test_a_choice_cannot_be_given_another_value() -> None:
    with pytest.raises(TypeError, match="stop cannot be changed"):
        Level.STOP.__setstate__({"_value_": "note"})
    assert (Level("stop") is Level.STOP, Level.STOP.value) == (True, "stop")
    assert pickle.loads(pickle.dumps(Level.STOP)) is Level.STOP  # noqa: S301 - made here


def test_pydantic_validates_the_records_of_data_files_and_refuses_unknown_keys() -> None:
    shape = adapter("sources")
    source: dict[str, Any] = {"id": "a", "title": "b", "url": "c", "section": "d", "date": "e", "kind": "f"}
    assert shape.validate_python({"read_by": "2026-11", "sources": [source]}) == SourcesFile(
        read_by="2026-11", sources=(Source(**source),)
    )
    with pytest.raises(ValidationError, match="more"):
        shape.validate_python({"sources": [source], "more": 1})
    with pytest.raises(ValidationError, match="date"):
        shape.validate_python({"sources": [{name: text for name, text in source.items() if name != "date"}]})
    assert issubclass(Source, FileRecord)


def test_making_a_kind_of_record_does_not_import_data_classes() -> None:
    code = "import sys, ivigcalc.core.facts.product; sys.exit('dataclasses' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_refusal_is_the_same_in_another_process() -> None:
    refused = FileError(Problem(code="a", message="one", field="FILE"), Problem(code="b", message="two"), found=False)
    there = pickle.loads(pickle.dumps(refused))  # noqa: S301 - made here
    assert (str(there), there.problems, there.found) == ("one; two", refused.problems, False)


ROOMS: Final = tuple(f"ivigcalc.{room}." for room in ("core.dosing", "core.vials", "core.infusion", "core.checking"))


def records(of: type[Record]) -> Iterator[type[Record]]:
    """The records of the rooms that compute and read, by the class that they are of."""
    for one in of.__subclasses__():
        if one.__module__.startswith((*ROOMS, "ivigcalc.core.safety.", "ivigcalc.intake.")):
            yield one
        yield from records(one)


CHOSEN: Final = {
    ("VialTerms", "rounding"): Rounding.NEAREST,
    ("VialTerms", "scope"): Scope.DAY,
    ("VialTerms", "objective"): Objective.VIALS,
    ("UnreachableCourse", "decided"): True,
    ("Purpose", "context"): Context.ANY,
    ("Infusion", "earlier"): EarlierInfusions(),
}
"""What stands for a field that nobody gave, where it is something."""


def test_what_nobody_says_of_a_record_is_nothing() -> None:
    """No text, no figure, no row, and not so: but where the documents say what holds then."""
    given = {
        (one.__name__, name): getattr(one, name)
        for one in members({*records(Record)})
        for name in one.field_names
        if hasattr(one, name)
    }
    assert {place: value for place, value in given.items() if value} == CHOSEN
    names = {name for name, _ in given}
    assert {"Course", "NoRate", "Alert", "LikelyCause", "TypedOrder", "DosePart", "Token", "Read"} <= names
