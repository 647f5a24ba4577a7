"""A record is a frozen data class in all but how it is made."""

import pickle
import subprocess
import sys
from dataclasses import FrozenInstanceError, dataclass, fields, is_dataclass
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from ivigcalc.core.record import record, replace


@record
class Vial:
    """A record."""

    kind: ClassVar[dict[str, str]] = {}
    grams: int
    brand: str = ""


@record
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
    assert one != plain  # type: ignore[comparison-overlap]
    assert [field.name for field in fields(Vial)] == ["grams", "brand"]
    assert replace(one, brand="x") == Vial(grams=grams, brand="x")
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
    with pytest.raises(FrozenInstanceError, match=r"Vial\.grams"):
        vial.grams = 6
    with pytest.raises(FrozenInstanceError, match=r"Vial\.grams"):
        del vial.grams
    assert vial == Vial(grams=5)


def test_a_record_of_another_kind_is_never_equal() -> None:
    priced = PricedVial(grams=5, price=9)
    assert priced.brand == ""
    assert priced != Vial(grams=5)


def test_pydantic_validates_it_as_a_data_class() -> None:
    adapter = TypeAdapter(Vial)
    assert adapter.validate_python({"grams": 5}) == Vial(grams=5)
    with pytest.raises(ValidationError):
        adapter.validate_python({"brand": "x"})


def test_it_is_a_data_class_to_the_standard_library() -> None:
    assert is_dataclass(Vial)
    assert is_dataclass(PricedVial(grams=5, price=9))
    assert [field.name for field in fields(PricedVial)] == ["grams", "brand", "price"]


def test_making_a_kind_of_record_does_not_import_data_classes() -> None:
    code = "import sys, ivigcalc.core.product; sys.exit('dataclasses' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
