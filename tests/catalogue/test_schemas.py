"""The published JSON Schemas of the data files: what an editor completes and checks while the files are written."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from docs import make
from ivigcalc.catalogue.load import published_schema
from ivigcalc.catalogue.yaml import YamlFile
from tests.program import Answer, project

DATA = project() / "data"
FILES = ("products", "indications", "rules", "weights", "tables", "orders", "sources")


def plain(value: Any) -> Any:
    """The value as JSON knows it: a number is a whole number or a float."""
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case list():
            return [plain(item) for item in value]
        case _:
            return value


def shipped(name: str) -> Any:
    return plain(YamlFile((DATA / f"{name}.yaml").read_bytes(), f"data/{name}.yaml").value)


def errors(name: str, value: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(published_schema(name)).iter_errors(value)]


@pytest.mark.parametrize("name", FILES)
def test_a_schema_is_a_schema(name: str) -> None:
    of_schemas = Draft202012Validator(Draft202012Validator.META_SCHEMA)
    assert [error.message for error in of_schemas.iter_errors(published_schema(name))] == []


@pytest.mark.parametrize("name", FILES)
def test_the_shipped_data_fit_their_schema(name: str) -> None:
    assert errors(name, shipped(name)) == []


@pytest.mark.parametrize("name", FILES)
def test_a_schema_refuses_an_unknown_key(name: str) -> None:
    value = shipped(name)
    entries = value[next(key for key in value if isinstance(value[key], list) and isinstance(value[key][0], dict))]
    entries[0]["colour"] = "clear"
    assert errors(name, value)


@pytest.mark.parametrize("name", FILES)
def test_a_schema_refuses_an_entry_without_an_id(name: str) -> None:
    value = shipped(name)
    entries = value[next(key for key in value if isinstance(value[key], list) and isinstance(value[key][0], dict))]
    del entries[0]["id"]
    assert errors(name, value)


@pytest.mark.parametrize("name", [*FILES, "formulary"])
def test_the_schema_on_disk_asks_what_the_code_asks(name: str) -> None:
    """Versions of pydantic differ in words and in what they add."""
    assert make.is_published(name), "run: python docs/make.py"


def test_every_schema_on_disk_is_made_again_where_it_is_old_or_gone() -> None:
    assert {*make.SCHEMAS} == {file.stem for file in (DATA / "schema").iterdir()}
    assert not make.is_published("gone")


@pytest.mark.parametrize("name", [*FILES, "formulary"])
def test_the_program_prints_the_schema_as_it_is_on_disk(name: str, run: Callable[..., Answer]) -> None:
    answer = run("schema", f"data-{name}")
    assert (0, (DATA / "schema" / f"{name}.json").read_text(encoding="utf-8")) == (answer.code, answer.out)


@pytest.mark.parametrize("name", FILES)
def test_the_first_line_of_a_data_file_names_its_schema(name: str) -> None:
    first = (DATA / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert f"# yaml-language-server: $schema=schema/{name}.json" == first


def test_there_is_no_other_schema_on_disk() -> None:
    assert sorted(f"{name}.json" for name in (*FILES, "formulary")) == sorted(
        path.name for path in (DATA / "schema").iterdir()
    )
