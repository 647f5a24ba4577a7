"""What a front end calls: without terminal, environment and clock; a short file per command, as in every room."""

import ast
import json
from datetime import date
from pathlib import Path

import pytest

import ivigcalc
from ivigcalc.api.answer import load, refusal
from ivigcalc.api.dose import dose
from ivigcalc.cli.app import COMMANDS
from ivigcalc.core.problems import RefusedError
from ivigcalc.intake.order import TypedOrder
from ivigcalc.intake.patient import TypedPatient
from ivigcalc.intake.request import TypedRequest
from tests.core.test_leaf_rule import CLOCKS, IMPURE_CALLS, imports
from tests.program import CIDP, run

SOURCE = Path(ivigcalc.__file__).parent
FILES = sorted((SOURCE / "api").glob("*.py"))
ROOMS = ("api", "intake", "catalogue", "core", "batch", "report")
STANDARD = ("collections.abc", "datetime", "enum", "functools", "pathlib", "typing")
LONGEST = 25

ONLY_IN_SOME_ROOMS = {
    "schema": {"core/answers", "report/view", "report/json"},
    "worksheet": {"core/answers", "report/view", "report/json"},
}
"""Rooms in which a command has no file: the schema of an answer is that of ``report/json``, and is printed as it is;
``worksheet`` shows the plan of ``dose`` in ``report/sheet``."""


@pytest.mark.parametrize("room", ["cli/commands", "api", "core/answers", "report/view", "report/json"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_has_a_file_of_its_name_in_every_room(command: str, room: str) -> None:
    file, folder = SOURCE / room / f"{command}.py", SOURCE / room / command / "__init__.py"
    assert (file.is_file() or folder.is_file()) == (room not in ONLY_IN_SOME_ROOMS.get(command, ()))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.name))
def test_it_knows_no_terminal_no_environment_no_clock_and_no_library(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    allowed = (*STANDARD, *(f"ivigcalc.{room}" for room in ROOMS))
    of_the_program = [name for name in imports(tree) if name != "ivigcalc"]  # whose version it may say
    assert [name for name in of_the_program if not name.startswith(allowed)] == []
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert names & (IMPURE_CALLS | {"environ", "getenv"}) == set()
    assert {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & CLOCKS == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.name))
def test_a_function_reads_asks_and_wraps_in_few_lines(path: Path) -> None:
    functions = [node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)]
    lines = {node.name: (node.end_lineno or 0) - (node.body[0].end_lineno or 0) for node in functions}
    assert {name: count for name, count in lines.items() if count > LONGEST} == {}


def test_a_program_gets_the_answer_that_the_command_line_prints() -> None:
    typed = TypedRequest(patient=TypedPatient(weight="70"), order=TypedOrder(indication="cidp"))
    answer = dose(typed, load(None, date(2026, 11, 1)))
    assert json.loads(json.dumps(answer.json())) == run(*CIDP, "--format", "json").json
    assert answer.exit_code == 0


def test_a_program_gets_everything_that_is_wrong_at_once() -> None:
    typed = TypedRequest(patient=TypedPatient(weight="heavy", age="old"), order=TypedOrder(region="moon"))
    with pytest.raises(RefusedError) as refused:
        dose(typed, load(None, date(2026, 11, 1)))
    answer = refusal(refused.value, None)
    command = run("dose", "--weight", "heavy", "--age", "old", "--region", "moon", "--format", "json")
    assert (answer.exit_code, json.loads(json.dumps(answer.json()))) == (2, command.json)
