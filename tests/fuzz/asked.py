"""A line, what the program answered in one format, and the JSON schemas of all answers."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Final

from tests.fuzz.lines import commands
from tests.fuzz.values import MARKS
from tests.program import Answer, project, run

README_CODES: Final = re.compile(r"^\| (\d+) \| ", re.MULTILINE)
HELP: Final = {"--help", "-h", "--version"}
SHAPES: Final = {
    ("products", "--table2"): "table2",
    ("indications", "--approvals"): "approvals",
    ("data audit", "--age"): "age",
    ("data audit", "--on"): "age",
    ("verify", "--words"): "words",
}
"""An option with which a command gives another answer than the one that has its name, and the schema of that."""


@cache
def exit_codes() -> set[int]:
    """The codes of the table in the README, but those of a bug and of a signal."""
    table = (project() / "README.md").read_text(encoding="utf-8").partition("## Exit codes")[2].partition("\n## ")[0]
    return {int(code) for code in README_CODES.findall(table)} - {70, 129, 130, 143}


@dataclass(frozen=True)
class Asked:
    """The words of a line and what was answered; the program failed with ``raised``."""

    words: tuple[str, ...]
    answer: Answer
    raised: str = ""

    @cached_property
    def command(self) -> str:
        """The command; "" where the first words name none."""
        paths = (" ".join(self.words[:count]) for count in (2, 1))
        return next((path for path in paths if path in commands()), "")

    @cached_property
    def form(self) -> str:
        """The format that the line asks for beyond doubt; "" for worksheets, help and lines that may ask for two."""
        named = [at for at, word in enumerate(self.words) if word.startswith("--format")]
        if not self.command or {"--", *HELP} & {*self.words} or self.command in {"schema", "worksheet"}:
            return ""
        if not named:
            return "table"
        (at, *more) = named
        before = self.words[at - 1]
        eaten = any(before in one.names and not one.flag for one in commands()[self.command])
        return "" if more or eaten else self.words[at].removeprefix("--format=").lower()

    @cached_property
    def json(self) -> Any:
        """The answer as JSON; None where it is none."""
        try:
            return json.loads(self.answer.out, parse_float=str)
        except ValueError:
            return None

    @property
    def refused(self) -> bool:
        """Whether no answer was given: by the exit code, of a command that doses."""
        doses = self.command in {"dose", "infusion", "vials", "compare", "worksheet"}
        return doses and self.answer.code in {2, 4, 65, 66, 73, 78}

    @property
    def schema(self) -> str:
        """The name of the schema that an answer of this line has."""
        if isinstance(self.json, dict) and "error" in self.json:
            return "refusal"
        name = self.command.split()[-1] if self.command != "config show" else "config"
        return next(
            (shape for (of, option), shape in SHAPES.items() if of == self.command and option in self.options), name
        )

    @cached_property
    def options(self) -> set[str]:
        """The names of options among the words."""
        return {word.partition("=")[0] for word in self.words if word.startswith("-")}

    @property
    def marks(self) -> list[str]:
        """The markup that was typed."""
        return [mark for mark in MARKS if any(mark in word for word in self.words)]


@cache
def schema(name: str) -> Any:
    """The JSON Schema that the program prints."""
    return run("schema", name).json


def misfits(value: Any, shape: Any, top: Any, at: str = "$") -> Iterator[str]:
    """Where a value is not as its JSON Schema says; of the words of JSON Schema these are what the schemas use.

    Twenty times as quick as the library, with which a test compares it.
    """
    if "$ref" in shape:
        yield from misfits(value, top["$defs"][shape["$ref"].rpartition("/")[2]], top, at)
        return
    if "anyOf" in shape:
        if all(any(True for _ in misfits(value, one, top, at)) for one in shape["anyOf"]):
            yield f"{at}: {value!r:.60} is none of {len(shape['anyOf'])} shapes"
        return
    kinds = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None), "integer": int}
    kind = shape.get("type")
    if kind and (not isinstance(value, kinds[kind]) or (kind == "integer" and isinstance(value, bool))):
        yield f"{at}: {value!r:.60} is no {kind}"
    elif "enum" in shape and value not in shape["enum"]:
        yield f"{at}: {value!r:.60} is not of {shape['enum']}"
    elif kind == "object":
        yield from (f"{at}: lacks {name}" for name in shape.get("required", ()) if name not in value)
        of_others = shape.get("additionalProperties", {})
        for name, one in value.items():
            below = shape.get("properties", {}).get(name, of_others)
            yield from misfits(one, below, top, f"{at}.{name}") if below else ()
    elif kind == "array":
        for number, one in enumerate(value):
            yield from misfits(one, shape.get("items", {}), top, f"{at}[{number}]")
