"""Running the program inside the test process, as a script would call it."""

import json
import os
import re
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from io import BytesIO, TextIOWrapper
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import yaml

from ivigcalc.catalogue.compiled import NAME, compile_catalogue, read_compiled
from ivigcalc.catalogue.load import DATA_VERSION, data_folder, load_catalogue
from ivigcalc.cli import running
from ivigcalc.core.facts.catalogue import Catalogue

CIDP = ("dose", "--weight", "70", "--indication", "cidp")
"""The project's first example."""

INFUSION = ("infusion", "--product", "privigen", "--weight", "70", "--grams", "27.5", "--indication", "cidp")
COMPARE = ("compare", "--weight", "80", "--height", "150", "--sex", "female", "--indication", "cidp")


COURSE = ("--round-scope", "course")
STOCK = ("--stock", str(Path(__file__).resolve().parent.parent / "docs" / "stock-example.csv"), "--start", "2026-12-01")
EMPTY_OF_PRIVIGEN = ("--stock", str(Path(__file__).resolve().parent / "vectors" / "stock.csv"), "--start", "2026-12-01")
"""A stock without Privigen, with others that are enough, too few, expired, and not labelled for CIDP in the EU."""

NO_CONFIG = TemporaryDirectory(prefix="ivigcalc-tests-")
"""An empty place for the user's own files: no test reads the real ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a call printed, and its exit code."""

    out: str
    err: str
    code: int

    @property
    def text(self) -> str:
        """Everything that was printed, on one line, with single spaces."""
        return " ".join(f"{self.out} {self.err}".split())

    def says(self, words: str) -> bool:
        """Whether these words were printed, wherever lines were folded: a long name of a file is cut in its middle."""
        return "".join(words.split()) in "".join(self.text.split())

    @property
    def lines(self) -> list[str]:
        """The lines of the answer."""
        return self.out.splitlines()

    @property
    def json(self) -> Any:
        """The answer as JSON."""
        return json.loads(self.out)


COMPILED = "COMPILED_DATA_OF_THE_TESTS"
"""The environment variable that names the folder of ``compile_data`` to the other processes of a test run."""


def compile_data(folder: Path) -> None:
    """Put the shipped data into a folder as an installed package has them: read and validated once, and compiled.

    Raises:
        DataError: with every mistake in the shipped data.
    """
    copytree(data_folder(), folder, dirs_exist_ok=True)
    (folder / NAME).write_bytes(compile_catalogue(load_catalogue(), folder))
    os.environ[COMPILED] = str(folder)


def compiled_data() -> Path:
    """The folder with the shipped data and the compiled catalogue; nothing may be changed in it."""
    return Path(os.environ[COMPILED])


PROCESS = """
import os, signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background
from ivigcalc.catalogue import load
load.packaged_folder = lambda: os.environ["COMPILED_DATA_OF_THE_TESTS"]
from ivigcalc.cli.main import main
main()
"""


def process(*args: str) -> list[str]:
    """The command line of the program in a fresh interpreter, on the compiled data, as if it were installed."""
    return [sys.executable, "-c", PROCESS, *args]


@cache
def shipped() -> Catalogue:
    """The shipped data, read once."""
    compiled = read_compiled(compiled_data(), DATA_VERSION)
    assert compiled is not None
    return compiled


def run(*args: str, env: Mapping[str, str] | None = None, columns: int = 80) -> Answer:
    """Call the program with ``args``: 80 columns, no colour, and no settings or formulary unless ``env`` gives them."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("IVIGCALC_", "FORCE_COLOR"))}
    settings = {**clean, "COLUMNS": str(columns), "NO_COLOR": "1", "XDG_CONFIG_HOME": NO_CONFIG.name, **(env or {})}
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with (
        patch.dict(os.environ, settings, clear=True),
        patch("ivigcalc.catalogue.load.load_catalogue", lambda _folder=None: shipped()),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = running.run(list(args))
    return Answer(out=_read(out), err=_read(err), code=code)


@cache
def run_once(*args: str, columns: int = 80) -> Answer:
    """The answer of a call that reads nothing that a test changes: worked out once, however many tests look at it."""
    return run(*args, columns=columns)


def _read(stream: TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def options(command: str) -> set[str]:
    """The options that a command's help lists."""
    page = run(*command.split(), "--help", columns=200).out
    return {*re.findall(r"^\W*(--[a-z][a-z0-9-]*)", page, flags=re.MULTILINE)}


def project() -> Path:
    """The top of the checkout."""
    return Path(__file__).resolve().parent.parent


def written_down(path: Path) -> Any:
    """What a YAML file of the tests says, read by the parser in C where there is one: it takes a tenth of the time."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both are safe
