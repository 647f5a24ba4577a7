"""The hazards of ``docs/safety/hazards.yaml``: what is wrong with the file, and the table that the page shows of it."""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

PROJECT: Final = Path(__file__).resolve().parent.parent
FILE: Final = PROJECT / "docs" / "safety" / "hazards.yaml"
PAGE: Final = PROJECT / "docs" / "safety" / "README.md"
MADE: Final = re.compile(r"(?<=<!-- hazards -->\n).*?(?=<!-- end of hazards -->)", flags=re.DOTALL)

WORDS: Final = {
    "severity": ("death", "serious", "minor", "none"),
    "likelihood": ("rare", "unlikely", "possible", "likely"),
    "state": ("held", "weak", "closed"),
}
ASKED: Final = ("id", "happens", "cause", "harm", "severity", "likelihood", "control", "tests", "state")
MORE: Final = {"weak": "rest", "closed": "reason"}
"""What a state asks for beside the fields of every hazard."""
HEADINGS: Final = ("| id | what happens: its harm | control | severity, likelihood, state |", "|---|---|---|---|")
SKIPPED: Final = ("skip", "skipif", "xfail")


def read() -> Any:
    """The groups of the file."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(FILE.read_text(encoding="utf-8"), Loader=loader)["groups"]  # noqa: S506 - both are safe


def mistakes(groups: Any) -> list[str]:
    """Everything that is wrong: fields, words, ids, controls without a test that lives."""
    hazards = [one for group in groups for one in group["hazards"]]
    ids = Counter(str(one.get("id", "a hazard without an id")) for one in hazards)
    found = [f"{name}: stands {count} times" for name, count in ids.items() if count > 1]
    gaps = {f"H{number:03}" for number in range(1, len(ids) + 1)} - {*ids}
    found += [f"{name}: is gone; close it with a reason" for name in sorted(gaps)]
    return found + [f"{one.get('id')}: {why}" for one in hazards for why in _wrong(one)]


def _wrong(hazard: Mapping[str, Any]) -> Iterator[str]:
    asked = (*ASKED, *(name for state, name in MORE.items() if hazard.get("state") == state))
    yield from (f"{name} is missing" for name in asked if name not in hazard)
    yield from (f"{name} is not known" for name in hazard if name not in {*asked, "source"})
    for name, words in WORDS.items():
        if hazard.get(name, words[0]) not in words:
            yield f"{name} is {hazard[name]!r}, not {', '.join(words)}"
    texts = [name for name in asked if name in hazard and name != "tests"]
    yield from (f"{name} says nothing" for name in texts if not str(hazard[name] or "").strip())
    tests = hazard.get("tests") or []
    if not tests and hazard.get("state") != "closed":
        yield "the control has no test"
    yield from (f"{test} is no test that runs" for test in tests if not lives(str(test)))


def lives(test: str) -> bool:
    """Whether there is a test of that node id (``file::function``, ``file::class::function``) that is never skipped."""
    file, _, name = test.partition("::")
    return name in tests_of(file)


@cache
def tests_of(file: str) -> frozenset[str]:
    """The tests of a file that are not skipped; read once."""
    path = PROJECT / file
    if not (path.is_file() and path.name.startswith("test_")):
        return frozenset()
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return (
        frozenset()
        if any(isinstance(one, ast.Assign) and _skips_all(one) for one in body)
        else frozenset(_living(body))
    )


def _skips_all(set_to: ast.Assign) -> bool:
    """Whether it is the mark of all tests of a file, and skips them."""
    return any(isinstance(one, ast.Name) and one.id == "pytestmark" for one in set_to.targets) and _skips(set_to.value)


def _living(body: list[ast.stmt]) -> Iterator[str]:
    """The tests of a module or a class, those of a class behind its name, as pytest calls them."""
    for one in body:
        if isinstance(one, ast.ClassDef) and not any(map(_skips, one.decorator_list)):
            yield from (f"{one.name}::{name}" for name in _living(one.body))
        if isinstance(one, ast.FunctionDef) and one.name.startswith("test_"):
            yield from () if any(map(_skips, one.decorator_list)) else (one.name,)


def _skips(mark: ast.expr) -> bool:
    return any(isinstance(one, ast.Attribute) and one.attr in SKIPPED for one in ast.walk(mark))


def table(groups: Any) -> str:
    """The hazards as the page shows them: how many, a table for each group, and what the weak ones leave to people."""
    hazards = [one for group in groups for one in group["hazards"]]
    counts = Counter(one["state"] for one in hazards)
    lines = [", ".join(f"{counts[state]} {state}" for state in WORDS["state"]) + f"; {len(hazards)} in all.", ""]
    for group in groups:
        lines += [
            f"### {group['name']}",
            "",
            "| id | what happens, and its harm | control | severity, likelihood, state |",
        ]
        lines += ["|---|---|---|---|", *(_row(one) for one in group["hazards"]), ""]
    return "\n".join(lines)


def _row(one: Mapping[str, Any]) -> str:
    remark = "".join(f" **{one[name].rstrip('.')}.**" for name in MORE.values() if name in one)
    cells = (
        one["id"],
        f"{one['happens']}: {one['harm']}",
        f"{one['control']}.{remark}",
        f"{one['severity']}, {one['likelihood']}, {one['state']}",
    )
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def page(text: str) -> str:
    """The page with the table of the hazards as they are."""
    return MADE.sub(lambda _: table(read()), text)
