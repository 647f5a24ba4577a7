"""The core is pure: it computes, and touches nothing outside itself."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import ivigcalc.core

ROOT = Path(next(iter(ivigcalc.core.__path__)))
FILES = sorted(ROOT.glob("**/*.py"))
IMPURE_MODULES = {
    "asyncio",
    "builtins",
    "glob",
    "http",
    "importlib",
    "io",
    "locale",
    "logging",
    "os",
    "pathlib",
    "platform",
    "random",
    "secrets",
    "shutil",
    "socket",
    "sqlite3",
    "subprocess",
    "sys",
    "tempfile",
    "threading",
    "time",
    "urllib",
    "uuid",
    "warnings",
}
IMPURE_CALLS = {"open", "print", "input", "eval", "exec", "compile", "__import__", "breakpoint", "float", "globals"}
CLOCKS = {"now", "today", "utcnow", "fromtimestamp"}


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import hides where it leads"
            yield node.module or ""


def offences(source: str) -> list[str]:
    """What in a module's source breaks the leaf rule."""
    tree = ast.parse(source)
    found = []
    for module in imports(tree):
        top = module.partition(".")[0]
        own = module == "ivigcalc.core" or module.startswith("ivigcalc.core.")
        if not own and (top not in sys.stdlib_module_names or top in IMPURE_MODULES):
            found.append(f"import {module}")
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            found.append(f"float {node.value}")
        if isinstance(node, ast.Name) and node.id in IMPURE_CALLS:
            found.append(f"name {node.id}")
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            found.append(f"clock {node.attr}")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_core_imports_only_the_standard_library_and_itself_and_touches_nothing(path: Path) -> None:
    assert offences(path.read_text(encoding="utf-8")) == []


def test_the_core_is_found() -> None:
    assert len(FILES) > 10


@pytest.mark.parametrize(
    "source",
    [
        "import yaml",
        "from ivigcalc.report import text",
        "from ivigcalc.corel import x",
        "import os.path",
        "from random import choice",
        "x = 0.4",
        "x = float('0.4')",
        "print('x')",
        "open('x')",
        "from datetime import date\ndate.today()",
    ],
)
def test_each_offence_is_seen(source: str) -> None:
    assert len(offences(source)) == 1
