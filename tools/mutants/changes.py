"""Mutants: small mistakes put into the code, one at a time, at which a test should fail.

A mutant changes one place of a syntax tree: a comparison at its bound, an operator, a number, an id, a statement left
out. What they are, and which are drawn, is here; ``trial`` runs the tests on them.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path
from types import CodeType
from typing import Any, Final, Self

SOURCE: Final = Path(__file__).resolve().parent.parent.parent / "src" / "ivigcalc"
ROOMS: Final = ("core/dosing", "core/vials", "core/infusion", "core/safety", "core/checking", "intake")
"""The rooms that compute doses, vials and rates, check orders, and read what was typed."""

SWAPPED: Final = (
    (ast.Lt, ast.LtE),
    (ast.Gt, ast.GtE),
    (ast.Eq, ast.NotEq),
    (ast.In, ast.NotIn),
    (ast.Is, ast.IsNot),
    (ast.And, ast.Or),
    (ast.Add, ast.Sub),
    (ast.Mult, ast.Div),
    (ast.BitAnd, ast.BitOr),
)
OPERATORS: Final[Mapping[type[ast.AST], type[ast.AST]]] = {
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    **dict(SWAPPED),
    **{second: first for first, second in SWAPPED},
}
FUNCTIONS: Final = {"min": "max", "max": "min", "any": "all", "all": "any"}
LEFT_OUT: Final = (ast.Continue, ast.Break, ast.Raise, ast.AugAssign, ast.Expr)
"""The statements that a mutant does without. Where any other is missing, a name is, and every test would say so."""
FOR_TYPES: Final = ("Literal", "TypeVar", "NewType", "cast")
NO_ANSWER: Final = {"annotation", "returns", "decorator_list", "format_spec", "ctx"}
"""The fields of a node that say nothing of the answer."""
WORD: Final = re.compile(r"[A-Za-z][\w./-]*|")
"""An id, a key, a unit, or no text. A sentence that is worded otherwise is no wrong answer, so none is changed."""
NUMBER: Final = re.compile(r"\d+(\.\d+)?")
LONGEST: Final = 90
"""How many characters of the code around a change name it, at most, unless the change alone is longer."""


@dataclass(frozen=True)
class Change:
    """What stands in the place of a node of a syntax tree."""

    parent: ast.AST
    field: str
    index: int | None
    new: ast.AST

    def swap(self, new: ast.AST | None = None) -> ast.AST:
        """Put the new node there, or the one that is given; return what was there."""
        place: Any = vars(self.parent) if self.index is None else getattr(self.parent, self.field)
        key: Any = self.field if self.index is None else self.index
        old: ast.AST = place[key]
        place[key] = new or self.new
        return old


@dataclass(frozen=True)
class Place:
    """Where in a module something stands."""

    path: Path
    tree: ast.Module
    owner: str = ""
    """The class or function that it is in, as ``__qualname__`` has it; "" for none."""
    block: int = 0
    """The line at which the innermost block of statements begins that it is in: where that is reached, it is."""
    around: tuple[ast.AST, ...] = ()
    """The nodes that it is in, from the outermost."""

    @property
    def may_be_none(self) -> bool:
        """Whether the function that it is in may return None beside other values."""
        functions = [node for node in self.around if isinstance(node, ast.FunctionDef)]
        return bool(functions) and "| None" in ast.unparse(functions[-1].returns or ast.Constant(value=""))

    def inside(self, node: ast.AST, field: str, child: ast.AST) -> Self:
        """The place of a child of a node that stands here."""
        owner = self.owner
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and field == "body":
            owner = f"{owner}.{node.name}".lstrip(".")
        statements = getattr(node, field) if isinstance(child, ast.stmt) else []
        block = statements[0].lineno if statements else self.block
        return replace(self, owner=owner, block=block, around=(*self.around, node))


@dataclass(frozen=True)
class Mutant:
    """A change in one place of a module."""

    name: str
    """Where it is and what is changed into what: the same for as long as the code around it is."""
    place: Place
    change: Change

    @property
    def room(self) -> str:
        """The room that it is in."""
        return next(room for room in ROOMS if self.place.path.is_relative_to(SOURCE / room))

    def compiled(self) -> CodeType:
        """The code of the module with the change."""
        old = self.change.swap()
        tree = ast.fix_missing_locations(self.place.tree)
        code = compile(tree, str(self.place.path), "exec")
        self.change.swap(old)
        return code


def mutants_of(path: Path) -> list[Mutant]:
    """Every mutant of a module; those of one name are numbered."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    times: Counter[str] = Counter()
    found = []
    for mutant in _mutants_in(tree, Place(path, tree)):
        times[mutant.name] += 1
        number = times[mutant.name]
        found.append(replace(mutant, name=f"{mutant.name} ({number})") if number > 1 else mutant)
    return found


def drawn(count: int, seed: int) -> list[Mutant]:
    """Some mutants, as many of one room as of another while it has some, chosen by what the seed makes of their names.

    Fewer are the first of more. A mutant whose code stays as it is stays drawn, whatever is changed elsewhere.
    """

    def lot(mutant: Mutant) -> bytes:
        return sha256(f"{seed} {mutant.name}".encode()).digest()

    rooms = [[one for path in sorted((SOURCE / room).rglob("*.py")) for one in mutants_of(path)] for room in ROOMS]
    rounds = zip_longest(*(sorted(mutants, key=lot) for mutants in rooms))
    return [mutant for one_of_each in rounds for mutant in one_of_each if mutant][:count]


def watched(path: Path, name: str) -> CodeType:
    """The code of a module that adds the line of each block of statements in a function to the set of that name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in list(ast.walk(tree)):
        for _, block in () if isinstance(node, ast.Module | ast.ClassDef) else ast.iter_fields(node):
            if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                block[:0] = ast.parse(f"{name}.add(({str(path)!r}, {block[0].lineno}))").body
    return compile(ast.fix_missing_locations(tree), str(path), "exec")


def _mutants_in(node: ast.AST, place: Place) -> Iterator[Mutant]:
    for field, value in ast.iter_fields(node):
        children = value if isinstance(value, list) else [value]
        for index, child in enumerate(children):
            if field in NO_ANSWER or not isinstance(child, ast.AST) or _passed_over(child, node):
                continue
            here = place.inside(node, field, child)
            for new in _instead_of(child, here):
                change = Change(node, field, index if isinstance(value, list) else None, new)
                yield Mutant(_name(here, child, change), here, change)
            yield from _mutants_in(child, here)


def _passed_over(node: ast.AST, parent: ast.AST) -> bool:
    """Whether a node, and all that is in it, is for people or for the type checker."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Import() | ast.ImportFrom():
            return True
        case ast.Subscript(value=ast.Name(id=name)) | ast.Call(func=ast.Name(id=name)) if name in FOR_TYPES:
            return True
        case ast.Expr(value=ast.Call(func=ast.Name(id="assert_never"))) | ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
    return isinstance(node, ast.Constant) and isinstance(parent, ast.JoinedStr)


def _instead_of(node: ast.AST, place: Place) -> Iterator[ast.AST]:
    """What may stand in the place of a node."""
    match node:
        case ast.cmpop() | ast.operator() | ast.boolop() if type(node) in OPERATORS:
            yield OPERATORS[type(node)]()
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield ast.IfExp(test=test, body=orelse, orelse=body)
        case ast.Return(value=ast.expr() as value) if place.may_be_none and ast.unparse(value) != "None":
            yield ast.Return(value=ast.Constant(value=None))
        case ast.Name(id=name) if name in FUNCTIONS:
            yield ast.Name(id=FUNCTIONS[name], ctx=ast.Load())
        case ast.Constant(value=value):
            yield from (ast.Constant(value=other) for other in _other_values(value))
        case ast.stmt() if isinstance(node, LEFT_OUT):
            yield ast.Pass()


def _other_values(value: object) -> Iterator[bool | int | str]:
    """What may stand in the place of a value."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
    elif isinstance(value, str) and NUMBER.fullmatch(value):
        yield str(Fraction(value) + 1)
    elif isinstance(value, str) and WORD.fullmatch(value):
        yield f"{value}x"


def _name(place: Place, node: ast.AST, change: Change) -> str:
    """Where a change is, and as much of the code around it as ``LONGEST`` allows, before and after."""
    where = f"{place.path.relative_to(SOURCE).as_posix()} {place.owner}".rstrip()
    if isinstance(change.new, ast.Pass):
        return f"{where}: {ast.unparse(node)} -> (left out)"
    shown = node if isinstance(node, ast.expr | ast.stmt) else change.parent
    for outer in reversed(place.around):
        whole = isinstance(outer, ast.stmt) and not hasattr(outer, "body") and not isinstance(outer, ast.Match)
        if not (whole or isinstance(outer, ast.expr | ast.keyword)) or len(ast.unparse(outer)) > LONGEST:
            break
        shown = outer
    before = ast.unparse(shown)
    old = change.swap()
    after = ast.unparse(change.new if shown is node else shown)
    change.swap(old)
    return " ".join(f"{where}: {before} -> {after}".split())
