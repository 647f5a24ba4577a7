"""An answer imports what it uses, and no more."""

import os
import subprocess
import sys
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.program import CIDP, project

SLOW = ("pydantic", "yaml", "rich", "typer")
STANDARD = ("copyreg", "decimal", "fractions", "gc", "json", "numbers", "unicodedata")
"""What a dose in JSON loads of the standard library beyond what Typer loads."""

ROOMS = {
    *("api", "catalogue", "cli", "intake", "report", "report.json", "report.json.parts", "core"),
    *(f"core.{room}" for room in ("answers", "dosing", "facts", "names", "request", "safety", "selection", "vials")),
}
"""The rooms of the program from which a dose in JSON loads modules."""

MODULES = 62
"""The modules of the program that a dose in JSON loads, at most (a package is not counted)."""

PROBE = """
import os, sys
from ivigcalc.catalogue import load
from ivigcalc.cli.running import run
load.packaged_folder = lambda: os.environ["COMPILED_DATA_OF_THE_TESTS"]
code = run(sys.argv[1:]) if len(sys.argv) > 1 else 0
sys.stderr.write(" ".join([str(code), *sys.modules]))
"""


def loaded(*args: str) -> set[str]:
    """The slow libraries that a fresh interpreter loads for a call, Typer apart; see ``modules``."""
    return {*SLOW[:-1]} & {name.partition(".")[0] for name in modules(*args)}


@cache
def modules(*args: str) -> set[str]:
    """The modules that a fresh interpreter loads for a call as installed (without ``args``: for the import)."""
    env = {**os.environ, "COLUMNS": "80"}
    call = [sys.executable, "-c", PROBE, *args]
    done = subprocess.run(call, capture_output=True, text=True, env=env, check=True)
    code, *names = done.stderr.splitlines()[-1].split(" ")
    assert code == "0"
    return {*names}


def test_the_entry_point_alone_loads_nothing_slow() -> None:
    assert {*SLOW} & modules() == set()


@pytest.mark.parametrize(("words", "slow"), [("--version", set()), ("--help", {"rich"})])
def test_the_version_and_the_help_of_the_program_import_no_command(words: str, slow: set[str]) -> None:
    found = modules(words)
    assert {name for name in found if name.startswith(("ivigcalc.cli.commands", "ivigcalc.core.answers"))} == set()
    assert {*SLOW} & found == {"typer", *slow}


@pytest.mark.parametrize("form", ["json", "text"])
@pytest.mark.parametrize("command", [("dose",), ("verify", "--order", "28 g daily for 5 days")])
def test_rich_is_loaded_only_for_a_table(form: str, command: tuple[str, ...]) -> None:
    order = (*command, "--weight", "70", "--indication", "cidp")
    assert "rich" not in loaded(*order, "--format", form)
    assert "rich" in loaded(*order)


@pytest.mark.parametrize("form", ["json", "text"])
def test_a_usual_dose_loads_nothing_of_stock_courses_and_certificates(form: str) -> None:
    more = [
        f"ivigcalc.core.vials.{name}"
        for name in ("whole_course", "whole_course_search", "lots", "certificate", "day_certificates")
    ]
    assert all(map(find_spec, more))
    assert {*more} & modules(*CIDP, "--format", form) == set()


@pytest.mark.parametrize(
    "args", [CIDP, ("products",), ("data", "show", "privigen"), ("data", "audit"), ("config", "show")], ids=" ".join
)
def test_an_installed_package_answers_in_json_without_yaml_and_pydantic(args: tuple[str, ...]) -> None:
    assert loaded(*args, "--format", "json") == set()


def test_a_dose_in_json_loads_few_modules_of_few_rooms_and_none_that_is_slow() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import typer, sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    found = modules(*CIDP, "--format", "json") - {*done.stdout.split()}
    own = {name for name in found if name.partition(".")[0] == "ivigcalc"}
    assert {name.partition(".")[0] for name in found - own if not name.startswith("_")} <= {*STANDARD, "typer"}
    files = {name for name in own if not hasattr(sys.modules.get(name) or import_module(name), "__path__")}
    assert {name.rpartition(".")[0].removeprefix("ivigcalc.") for name in files} - {"cli.commands"} == ROOMS
    assert len(files) <= MODULES


def modules_of_a_table(folder: Path, *words: str) -> set[str]:
    """The modules that a table in CSV loads, written to a file."""
    table = folder / "patients.csv"
    table.write_text("key,weight_kg,indication,regimen,product\na,70,cidp,A,privigen\n", encoding="utf-8")
    return modules("batch", str(table), "-o", str(folder / "plans.csv"), *words)


def test_a_table_in_csv_loads_nothing_of_workbooks_or_of_the_web(tmp_path: Path) -> None:
    found = modules_of_a_table(tmp_path, "--summary", "--format", "json")
    assert {
        "zipfile",
        "xml",
        "urllib.request",
        "http",
        "ssl",
        "ivigcalc.batch.xlsx.reading",
        "ivigcalc.sheets.rows",
    } & found == set()


def test_a_table_whose_sums_nobody_asked_for_loads_no_view(tmp_path: Path) -> None:
    found = modules_of_a_table(tmp_path)
    assert {"ivigcalc.report.view", "ivigcalc.report.english"} & found == set()


def test_a_formulary_is_read_with_yaml_and_pydantic_but_without_rich() -> None:
    example = str(project() / "docs" / "formulary-example.yaml")
    assert loaded(*CIDP, "--formulary", example, "--format", "json") == {"yaml", "pydantic"}
