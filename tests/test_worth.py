"""Each test proves something: it asserts outside loops and conditions, or shows that it came to where it asserts.

A loop over what is written down has members; ``members`` holds that any other has some.
"""

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from tests.program import project

TESTS = project() / "tests"
FILES = sorted(TESTS.rglob("*.py"))
RAISES = {"raises", "warns"}
"""What fails where nothing happens in it."""


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file of the tests."""
    return ast.parse(path.read_text(encoding="utf-8"))


class File:
    """What the names of one file mean."""

    def __init__(self, path: Path) -> None:
        self.written: set[str] = set()
        """Names of what is written down and has members."""
        self.checking: set[str] = set()
        """Names of functions that come to an assertion, and of mappings to such functions."""
        body = tree(path).body
        for statement in body:
            if isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith("tests."):
                file = project().joinpath(*(statement.module or "").split(".")).with_suffix(".py")
                if file.is_file():
                    names = {one.name for one in statement.names}
                    self.written |= names & read(file).written
                    self.checking |= names & read(file).checking
            if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
                targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
                if self.has_members(statement.value):
                    self.written |= {one.id for one in targets if isinstance(one, ast.Name)}
        functions = [one for one in body if isinstance(one, ast.FunctionDef) and not one.name.startswith("test_")]
        for _ in functions:  # one may call another that stands below it
            self.checking |= {one.name for one in functions if self.checks(one.body)}
        for statement in body:
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.value, ast.Dict):
                names = {one.id for one in statement.value.values if isinstance(one, ast.Name)}
                if names and names <= self.checking:
                    self.checking.add(ast.unparse(statement.target))

    def has_members(self, value: ast.expr) -> bool:
        """Whether a value is written down with members, or held to have some."""
        match value:
            case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
                found = any(not isinstance(one, ast.Starred) or self.has_members(one.value) for one in elements)
            case ast.Dict(keys=keys):
                found = any(key is not None for key in keys)
            case ast.Constant(value=str() as text):
                found = bool(text)
            case ast.Name(id=name):
                found = name in self.written
            case ast.Call(func=ast.Attribute(value=inner, attr="items" | "values" | "keys" | "split" | "splitlines")):
                found = self.has_members(inner)
            case ast.Subscript(value=inner, slice=ast.Slice(lower=None, upper=None)):
                found = self.has_members(inner)
            case ast.Call(func=ast.Name(id="members")):
                found = True
            case ast.Call(func=ast.Name(id="range"), args=[*_, ast.Constant() as last]):
                found = bool(last.value)
            case ast.Call(
                func=ast.Name(id="enumerate" | "zip" | "sorted" | "reversed" | "tuple" | "list" | "set" | "product"),
                args=inner,
            ):
                found = all(self.has_members(one) for one in inner)
            case _:
                found = False
        return found

    def checks(self, body: Iterable[ast.stmt]) -> bool:
        """Whether whoever runs these statements comes to an assertion, and does not return before."""
        for statement in body:
            if self.check(statement):
                return True
            if self.leaves(statement):
                return False
        return False

    def leaves(self, statement: ast.stmt) -> bool:
        """Whether this statement may return without an assertion."""
        match statement:
            case ast.FunctionDef() | ast.ClassDef():
                return False
            case ast.If(body=body, orelse=other):
                return any(not self.checks(part) and any(map(self.leaves, part)) for part in (body, other))
        return any(isinstance(one, ast.Return) for one in ast.walk(statement))

    def check(self, statement: ast.stmt) -> bool:
        """Whether whoever runs this statement comes to an assertion."""
        match statement:
            case ast.Assert():
                found = True
            case ast.Expr(value=ast.Call(func=ast.Name(id=name) | ast.Subscript(value=ast.Name(id=name)))):
                found = name in self.checking
            case ast.With(items=items, body=body):
                called = {called_in(one.context_expr) for one in items}
                found = bool(called & RAISES) or ("suppress" not in called and self.checks(body))
            case ast.For(iter=values, body=body):
                found = self.has_members(values) and self.checks(body)
            case ast.If(body=body, orelse=other):
                found = self.checks(body) and self.checks(other)
            case ast.Match(cases=cases):
                found = all(self.checks(one.body) for one in cases)
            case ast.Try(body=body, orelse=other, finalbody=last, handlers=handlers):
                either = self.checks(other) and all(self.checks(one.body) for one in handlers)
                found = self.checks(body) or self.checks(last) or either
            case _:
                found = False
        return found


def called_in(call: ast.expr) -> str:
    """The last name of what is called: ``raises`` of ``pytest.raises(...)``."""
    called = call.func if isinstance(call, ast.Call) else call
    return called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""


@cache
def read(path: Path) -> File:
    """What the names of a file mean, worked out once."""
    return File(path)


def idle(path: Path) -> list[str]:
    """The tests of a file that may come to no assertion."""
    tests = [one for one in ast.walk(tree(path)) if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")]
    return [f"{one.lineno}: {one.name}" for one in tests if not read(path).checks(one.body)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(TESTS).as_posix())
def test_each_test_comes_to_an_assertion(path: Path) -> None:
    """Mend it with ``assert`` of what must be there, or ``for one in members(found)``."""
    assert idle(path) == []
