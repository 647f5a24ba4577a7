"""An answer imports what it uses, and no more."""

import os
import subprocess
import sys
from functools import cache

import pytest

from tests.program import CIDP, project

SLOW = ("pydantic", "yaml", "rich", "typer")
SLOW_IN_PYTHON = ("dataclasses", "inspect", "pathlib", "hashlib", "difflib", "subprocess", "importlib.metadata")
PROBE = """
import os, sys
from ivigcalc.catalogue import load
from ivigcalc.cli.main import run
load.data_folder = lambda: os.environ["COMPILED_DATA_OF_THE_TESTS"]
code = run(sys.argv[1:]) if len(sys.argv) > 1 else 0
sys.stderr.write(" ".join([str(code), *sys.modules]))
"""

JSON_DOSE = {
    "cli": "commands declared dose exits formulary main options output straight",
    "catalogue": "compiled load mistakes",
    "intake": "numbers order patient request text",
    "core": "names problems quantity record answers answers.dispensing answers.dose answers.plan answers.working "
    "dosing dosing.course dosing.courses dosing.order_alerts dosing.regimen dosing.weight facts facts.catalogue "
    "facts.cause facts.condition facts.fact facts.indication facts.ladder facts.product facts.rule facts.rules_index "
    "facts.table2 facts.weight_policy request request.order request.patient safety safety.alerts selection "
    "selection.assessment selection.exposure selection.ranking selection.reasons vials vials.bounds vials.combination "
    "vials.course vials.day vials.terms vials.totals",
    "report": "shared json json.dose json.parts json.parts.alerts json.parts.answer json.parts.ladder json.parts.plan "
    "json.parts.product json.parts.regimen json.parts.request",
}
"""The modules of the program that a dose in JSON loads, by room."""


def loaded(*args: str) -> set[str]:
    """The slow libraries that a fresh interpreter loads for a call; see ``modules``."""
    return {*SLOW} & {name.partition(".")[0] for name in modules(*args)}


@cache
def modules(*args: str) -> set[str]:
    """The modules that a fresh interpreter loads for a call as installed (without ``args``: for the import)."""
    env = {**os.environ, "COLUMNS": "80"}
    call = [sys.executable, "-c", PROBE, *args]
    done = subprocess.run(call, capture_output=True, text=True, env=env, check=True)
    code, *names = done.stderr.split(" ")
    assert code == "0"
    return {*names}


def test_the_entry_point_alone_loads_nothing_slow() -> None:
    assert set() == loaded()


def test_the_version_loads_nothing_slow() -> None:
    assert set() == loaded("--version")


@pytest.mark.parametrize("form", ["json", "text"])
@pytest.mark.parametrize("command", [("dose",), ("verify", "--order", "28 g daily for 5 days")])
def test_rich_is_loaded_only_for_a_table(form: str, command: tuple[str, ...]) -> None:
    order = (*command, "--weight", "70", "--indication", "cidp")
    assert "rich" not in loaded(*order, "--format", form)
    assert "rich" in loaded(*order)


@pytest.mark.parametrize("form", ["json", "text"])
def test_a_usual_dose_loads_nothing_of_stock_courses_and_certificates(form: str) -> None:
    more = ("spread", "search", "lots", "certificate", "certify", "contradictions")
    assert {f"ivigcalc.core.vials.{name}" for name in more} & modules(*CIDP, "--format", form) == set()


@pytest.mark.parametrize(
    "args", [CIDP, ("products",), ("data", "show", "privigen"), ("data", "audit"), ("config", "show")], ids=" ".join
)
def test_an_installed_package_answers_in_json_without_yaml_and_pydantic(args: tuple[str, ...]) -> None:
    assert loaded(*args, "--format", "json") == set()


def test_a_dose_in_json_loads_these_modules_and_no_other() -> None:
    found = modules(*CIDP, "--format", "json")
    named = {f"ivigcalc.{room}.{name}" for room, names in JSON_DOSE.items() for name in names.split()}
    assert {name for name in found if name.startswith("ivigcalc.")} == named | {
        f"ivigcalc.{room}" for room in JSON_DOSE
    }
    assert {*SLOW_IN_PYTHON} & found == set()


def test_a_formulary_is_read_with_yaml_and_pydantic_but_without_rich() -> None:
    example = str(project() / "docs" / "formulary-example.yaml")
    assert loaded(*CIDP, "--formulary", example, "--format", "json") == {"yaml", "pydantic"}
