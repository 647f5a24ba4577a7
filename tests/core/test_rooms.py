"""A room imports only rooms before it, in the core and around it, and no module imports itself by way of others.

Modules, functions and folders stay small enough to be read as one idea.

Read from the syntax trees: imports inside functions and for type checkers count as well.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import ivigcalc

ROOMS = (
    "record",
    "quantity",
    "problems",
    "locale",
    "names",
    "facts",
    "request",
    "safety",
    "dosing",
    "vials",
    "selection",
    "infusion",
    "site",
    "checking",
    "answers",
)
"""The rooms of the core in order: each imports only those before it."""

AROUND = {
    "core": set[str](),
    "sheets": {"core"},
    "intake": {"core", "sheets"},
    "catalogue": {"core"},
    "report": {"core"},
    "batch": {"core", "sheets", "intake"},
    "api": {"core", "sheets", "intake", "catalogue", "report", "batch"},
    "cli": {"core", "sheets", "intake", "catalogue", "report", "batch", "api"},
    "library": {"core", "intake", "catalogue", "report", "api"},
}
"""The rooms of the program, each with those that it may import. Reading and printing know nothing of each other."""

SOURCE = Path(ivigcalc.__file__).parent.parent


def name_of(path: Path) -> str:
    """The dotted name of a module."""
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")


MODULES = {name_of(path): path for path in sorted(SOURCE.rglob("*.py"))}


def imported(tree: ast.AST) -> Iterator[str]:
    """The modules of the program that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in MODULES else str(node.module) for name in names)


@cache
def imports() -> dict[str, set[str]]:
    """What each module of the program imports of it."""
    return {
        name: {other for other in imported(ast.parse(path.read_text(encoding="utf-8"))) if other in MODULES}
        for name, path in MODULES.items()
    }


def room_of(name: str) -> str:
    """The room of the core that a module stands in; "" for one outside the core."""
    return name.split(".")[2] if name.startswith("ivigcalc.core.") else ""


def test_every_folder_and_module_of_the_core_is_a_room() -> None:
    assert {room_of(name) for name in MODULES} - {""} == {*ROOMS}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_rooms_before_it(room: str) -> None:
    allowed = {*ROOMS[: ROOMS.index(room) + 1]}
    wrong = [
        f"{name} imports {other}"
        for name, others in imports().items()
        if room_of(name) == room
        for other in sorted(others)
        if room_of(other) not in allowed
    ]
    assert not wrong


def outer_room_of(name: str) -> str:
    """The room of the program that a module stands in; "" for those that stand in none."""
    return next((room for room in AROUND if f"{name}.".startswith(f"ivigcalc.{room}.")), "")


def test_every_folder_of_the_program_is_a_room() -> None:
    assert {name for name in MODULES if not outer_room_of(name)} == {"ivigcalc", "ivigcalc.__main__"}


@pytest.mark.parametrize("room", AROUND)
def test_a_room_of_the_program_imports_only_what_lies_behind_it(room: str) -> None:
    wrong = [
        f"{name} imports {other}"
        for name, others in imports().items()
        if outer_room_of(name) == room
        for other in sorted(others)
        if outer_room_of(other) not in {*AROUND[room], room, ""} or other == "ivigcalc.__main__"
    ]
    assert not wrong


WRITTEN = "ivigcalc.intake.written"
WRITTEN_ROOMS = ("words", "tokens", "grouping")
"""The rooms in which the text of an order is read, in order; the modules beside these folders come last."""


@pytest.mark.parametrize("room", WRITTEN_ROOMS)
def test_a_room_that_reads_an_order_imports_only_rooms_before_it(room: str) -> None:
    allowed = tuple(f"{WRITTEN}.{one}." for one in WRITTEN_ROOMS[: WRITTEN_ROOMS.index(room) + 1])
    found = {name: others for name, others in imports().items() if name.startswith(allowed[-1])}
    assert found
    wrong = [
        f"{name} imports {other}"
        for name, others in found.items()
        for other in sorted(others)
        if other.startswith(WRITTEN) and not other.startswith(allowed)
    ]
    assert not wrong


def test_every_folder_of_the_reading_of_an_order_is_a_room() -> None:
    """A folder inside one is part of it."""
    inside = {name.removeprefix(f"{WRITTEN}.") for name in MODULES if name.startswith(f"{WRITTEN}.")}
    folders = {f"{WRITTEN}.{name.partition('.')[0]}" for name in inside if "." in name}
    assert folders == {f"{WRITTEN}.{room}" for room in WRITTEN_ROOMS}


def test_no_imports_go_round_in_a_circle() -> None:
    in_order = [*TopologicalSorter(imports()).static_order()]  # CycleError names the circle
    assert {*in_order} >= {*MODULES}


MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 60
"""Below its signature: a command's list of options may be long."""
MOST_FILES = 14


def test_no_module_is_long_and_no_folder_full() -> None:
    lines = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}
    files = Counter(path.parent for path in MODULES.values() if path.name != "__init__.py")
    assert {folder.name: count for folder, count in files.items() if count > MOST_FILES} == {}


def test_no_function_is_long() -> None:
    long = {
        f"{name}.{function.name}": function.body[-1].end_lineno
        for name, path in MODULES.items()
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
        and (function.body[-1].end_lineno or 0) - function.body[0].lineno >= MOST_LINES_OF_A_FUNCTION
    }
    assert long == {}
