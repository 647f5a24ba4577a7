"""The traps of YAML 1.1: what is not plainly a number, true, false or null stays text."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.catalogue.mistakes import DataError
from ivigcalc.catalogue.yaml import YamlFile
from tests.profiles import examples

CONVERTED = """
    1:30 no No yes on off y n 1_000 012 -012 0x1F 0o17 0b1 1e3 1.5e3 .5 5. +1 1,5 1/2 2014-01-01 2014-01 5-10 <2.4 .nan
    .inf None True FALSE NULL
"""
"""What YAML 1.1 reads as a number, a time, a date or a truth value, or could be taken for one."""


def document(text: str) -> YamlFile:
    return YamlFile(text.encode(), "x.yaml")


def read(text: str) -> Any:
    return document(text).value


@pytest.mark.parametrize("text", [*CONVERTED.split(), "10 %"])
def test_what_yaml_1_1_would_convert_stays_text(text: str) -> None:
    assert {"key": text} == read(f"key: {text}")


@pytest.mark.parametrize("key", ["? [a, b]\n: c", "? {a: b}\n: c", "[a, b]: c", "{a: b}: c", "? - a\n: c"])
def test_a_key_that_is_no_word_is_a_mistake_of_its_line(key: str) -> None:
    found = document(f"site: X\n{key}\n")
    assert found.value == {"site": "X"}
    assert [str(mistake) for mistake in found.mistakes] == [
        "x.yaml:2: a list or a mapping stands where a key should; a key is a word"
    ]
    assert found.lines() == {"site": 1}


@pytest.mark.parametrize("text", ["258", "0.40", "-3", "true", "null", "~", "1_000"])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_what_is_quoted_is_text(text: str, quote: str) -> None:
    assert {"key": text} == read(f"key: {quote}{text}{quote}")


@pytest.mark.parametrize(("text", "value"), [("true", True), ("false", False), ("null", None), ("~", None), ("", None)])
def test_true_false_and_null_mean_what_they_say(text: str, value: bool | None) -> None:  # noqa: FBT001 - a value
    assert read(f"key: {text}")["key"] is value


@examples(100)
@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=3))
def test_a_plain_number_becomes_a_decimal_with_the_digits_of_its_text(number: Decimal) -> None:
    """0.40 keeps its zero, and 0.1 is not the float beside it."""
    text = f"{number:f}"
    found = read(f"key: {text}")["key"]
    assert isinstance(found, Decimal)
    assert text == str(found)


@examples(100)
@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_a_whole_number_becomes_a_decimal(number: int) -> None:
    found = read(f"- {number}")
    assert [Decimal(number)] == found
    assert isinstance(found[0], Decimal)


def test_a_key_is_always_text() -> None:
    assert read("1: a\nno: b\nnull: c") == {"1": "a", "no": "b", "null": "c"}


def test_every_repeated_key_is_reported_with_its_line_and_path() -> None:
    found = document("a: 1\nb:\n  - c: 1\n    c: 2\na: 3\n").mistakes
    assert [str(mistake) for mistake in found] == ["x.yaml:4: b[0].c: key given twice", "x.yaml:5: a: key given twice"]


@pytest.mark.parametrize("text", ["a: [1", "a: 'b", "a: b: c", "\ta: b", "a: *unknown", "a: 1\n---\nb: 2", "a: \x07"])
def test_what_is_not_yaml_is_a_mistake(text: str) -> None:
    with pytest.raises(DataError) as found:
        read(text)
    assert len(found.value.mistakes) == 1
    assert "not YAML: " in str(found.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a: 1\nb: \x07", "x.yaml:2: not YAML: holds the control character U+0007; take it out"),
        ("a: é\nb: c\0".encode(), "x.yaml:2: not YAML: holds the control character U+0000; take it out"),
        ("a: b\nc: é".encode("latin-1"), "x.yaml:2: not YAML: holds bytes that are not UTF-8; save it as UTF-8 text"),
        ("a: b".encode("utf-16"), "x.yaml:1: not YAML: holds bytes that are not UTF-8; save it as UTF-8 text"),
        ("a: b".encode("utf-16-le"), "x.yaml:1: not YAML: holds the control character U+0000; take it out"),
    ],
)
def test_what_is_no_text_says_where_and_what_to_do(content: bytes, said: str) -> None:
    with pytest.raises(DataError) as found:
        YamlFile(content, "x.yaml")
    assert str(found.value) == said
