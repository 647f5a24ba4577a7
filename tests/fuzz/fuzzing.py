"""Lines by chance, typed in this process, each looked at by every invariant: ``python -m tests.fuzz --lines 2000``.

A line that breaks one is printed with its seed, and as a person would type it in the folder of files that is made here.
"""

import os
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.intake.written.words.vocabulary import Vocabulary
from tests.fuzz.asked import Asked
from tests.fuzz.figures import ACROSS, Formats
from tests.fuzz.invariants import EACH, Against
from tests.fuzz.lines import ONCE_IN, commands, line, typed
from tests.program import Answer, project, run, shipped
from tests.written import vocabulary

WIDE: Final = 300
"""Columns: no number is broken, and no row becomes a block."""

OF_SHEETS: Final = ("--output", "-o", "--pages", "--lang", "--pdf-a", "--force", "--open", "--format")
FLAGS: Final = {"--pdf-a", "--force", "--open"}

FORMATS: Final = {"table", "text", "json", "html", "fhir-r4", "fhir-r5", "ics"}

HOSTILE_STOCK: Final = (
    "product,size_g,count,lot\nprivigen,10,3,\x1b[31mL1\u202e\nprivigen,5,9,[red]zqr[/red]\nx,,,=1+1\n"
)
HOSTILE_TABLE: Final = (
    "key,weight_kg,indication,product\n=1+1,70,cidp,privigen\n\x1b[31mred,72,gbs,kiovig\n[red]zqr[/red],x\u202e,cidp,\n"
    "A\u200b,-1,cidp,privigen\n,1e309,NaN,\x9b\n"
)


@contextmanager
def workshop(folder: Path) -> Iterator[None]:
    """Work in a folder with files for all options; nothing else of this machine is read, written, opened or started."""
    docs, vectors = project() / "docs", project() / "tests" / "vectors"
    copies = {
        "stock.csv": docs / "stock-example.csv",
        "formulary.yaml": docs / "formulary-example.yaml",
        "patients.csv": docs / "patients-example.csv",
        "forecast.csv": docs / "forecast-example.csv",
        "changed.yaml": vectors / "formulary_changed.yaml",
    }
    for name, source in copies.items():
        shutil.copy(source, folder / name)
    (folder / "empty.csv").write_bytes(b"")
    (folder / "odd.csv").write_bytes(b'product;size_g\r\nprivigen;\xff\xfe\x00\r\n"open')
    (folder / "hostile.csv").write_text(HOSTILE_STOCK, encoding="utf-8")
    (folder / "hostile-patients.csv").write_text(HOSTILE_TABLE, encoding="utf-8")
    (folder / "folder").mkdir()
    before = Path.cwd()
    os.chdir(folder)
    try:
        with (
            patch.dict(os.environ, {"HOME": str(folder)}),
            patch("webbrowser.open", lambda *_args, **_more: False),
            patch("ivigcalc.intake.written.words.vocabulary.Vocabulary", _words),
        ):
            yield
    finally:
        os.chdir(before)


def _words(catalogue: Catalogue) -> Vocabulary:
    """The words of orders: those of the shipped data are looked up once."""
    return vocabulary() if catalogue is shipped() else Vocabulary(catalogue)


def ask(words: list[str]) -> Asked:
    """Type a line, with a table of patients on standard input; files that the line before wrote are gone."""
    for one in Path().iterdir():
        if one.name not in KEPT:
            shutil.rmtree(one) if one.is_dir() else one.unlink()
    before = _kept()
    table = TextIOWrapper(BytesIO(Path("patients.csv").read_bytes()), encoding="utf-8")
    try:
        with patch.object(sys, "stdin", table):
            answer = run(*words, columns=WIDE)
        changed = "" if _kept() == before else "a file that was there before is another one"
        return Asked(tuple(words), answer, changed)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is a finding
        at = error.__traceback__
        while at and at.tb_next:
            at = at.tb_next
        where = f"{Path(at.tb_frame.f_code.co_filename).name}:{at.tb_lineno}" if at else ""
        return Asked(tuple(words), Answer(out="", err="", code=70), f"{type(error).__name__}: {error} ({where})")


ANSWERED: Final = {0, 3, 5, 6}
"""The exit codes of an answer, to look at or not."""

MANY: Final = 5000
"""So many lines reach every command in each of its formats."""

KEPT: Final = {
    *("stock.csv", "formulary.yaml", "patients.csv", "forecast.csv", "changed.yaml", "empty.csv", "odd.csv"),
    *("hostile.csv", "hostile-patients.csv", "folder"),
}


def _kept() -> list[tuple[str, int, int]]:
    found = [(name, Path(name).stat()) for name in sorted(KEPT)]
    return [(name, stat.st_size if name != "folder" else 0, stat.st_mtime_ns) for name, stat in found]


def others(first: Asked) -> Formats:
    """The same line again, and in other formats where it was answered."""
    formats = {"": first, "again": ask([*first.words])}
    if first.command == "worksheet":
        if first.answer.code == 0 and "<html" in first.answer.out:
            formats |= {"sheet": first, "json": ask(["dose", *_without(first.words[1:]), "--format=json"])}
    elif first.form and first.answer.code in {0, 3, 4, 5} and not _writes_rows(first):
        plain = [word for word in first.words if not word.startswith("--format")]
        forms = {"table", "text", "json", "html", *({first.form} - {""})}
        formats |= {form: first if form == first.form else ask([*plain, f"--format={form}"]) for form in sorted(forms)}
    return formats


def _writes_rows(asked: Asked) -> bool:
    """Whether what is printed are rows of a table and not an answer in a format."""
    return asked.command == "batch"


def _without(words: tuple[str, ...]) -> list[str]:
    """The words of a worksheet that are the order."""
    left, skip = [], False
    for word in words:
        name = word.partition("=")[0]
        if not skip and name not in OF_SHEETS:
            left.append(word)
        skip = not skip and name in OF_SHEETS and name not in FLAGS and "=" not in word
    return left


@dataclass
class Looked:
    """What was found, and how the lines were spread."""

    every: int = 4
    """One of so many lines is typed again, and in all formats."""
    spread: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    """Lines by command, format and exit code."""
    compared: Counter[str] = field(default_factory=Counter)
    """Lines that were asked in all formats, by command."""
    found: list[str] = field(default_factory=list)
    slowest: list[tuple[float, int]] = field(default_factory=list)

    def look(self, seed: int) -> None:
        """Type the line of a seed and note everything that is against an invariant."""
        began = time.perf_counter()
        words = line(seed)
        asked = ask(words)
        self.spread[asked.command, asked.form, asked.answer.code] += 1
        against = [*self._against(EACH, asked)]
        if seed % self.every == 0 and asked.command != "selftest" and not asked.raised:
            formats = others(asked)
            against += [f"{form} {one.raised}" for form, one in formats.items() if one.raised]
            more = [one for form, one in formats.items() if form not in {"", "again", asked.form, "sheet"}]
            against += [found for one in more for found in self._against(EACH, one)]
            against += self._against(ACROSS, formats)
            self.compared[asked.command] += len(formats) > 2
        if against:
            self.found.append(
                "\n    ".join((f"seed {seed}: {typed(words)[:700]}", *(one[:400] for one in against[:4])))
            )
        self.slowest = sorted([*self.slowest, (time.perf_counter() - began, seed)])[-5:]

    @staticmethod
    def _against(rules: tuple[Callable[[Any], Against], ...], answer: object) -> Iterator[str]:
        """What is against each rule; an answer that a rule cannot read is against it."""
        for rule in rules:
            try:
                yield from (f"{rule.__name__}: {what}" for what in rule(answer))
            except Exception as error:  # noqa: BLE001 - a finding like others
                yield f"{rule.__name__} cannot read the answer: {type(error).__name__}: {error}"

    def too_narrow(self) -> list[str]:
        """What these lines did not reach, so that they would find little: invariants of answers need answers."""
        answers = {(command, form) for (command, form, code), _ in self.spread.items() if code in ANSWERED}
        lacking = [] if self.answered * 3 >= self.lines else [f"{self.answered} of {self.lines} lines are answered"]
        lacking += [
            f"no answer of {one}" for one in set(commands()) - set(ONCE_IN) - {command for command, _ in answers}
        ]
        lacking += [f"no exit {code}" for code in {0, 2, 3, 4, 5} - {code for _, _, code in self.spread}]
        if self.lines >= MANY:
            often = [one for each in commands().values() for one in each if one.of not in ONCE_IN]
            pairs = {(one.of, form) for one in often for form in one.formats}
            lacking += [f"no answer of {command} as {form}" for command, form in sorted(pairs - answers)]
        return lacking

    @property
    def answered(self) -> int:
        """The lines with an answer, to look at or not, of all commands."""
        return sum(count for (_, _, code), count in self.spread.items() if code in ANSWERED)

    @property
    def lines(self) -> int:
        """The lines that were typed."""
        return self.spread.total()

    def report(self) -> str:
        """Lines by command and code, by format, and those compared."""
        by_command = Counter[tuple[str, int]]()
        by_form = Counter[str]()
        for (command, form, code), count in self.spread.items():
            by_command[command or "(none)", code] += count
            by_form[form if form in FORMATS else "none or another"] += count
        commands = sorted({command for command, _ in by_command})
        rows = [
            f"{one:12} "
            + "  ".join(f"{code}: {count}" for (name, code), count in sorted(by_command.items()) if name == one)
            for one in commands
        ]
        return "\n".join(
            (
                *rows,
                f"formats: {dict(by_form.most_common())}",
                f"compared in all formats: {dict(self.compared.most_common())}",
                f"slowest: {[(round(seconds, 1), seed) for seconds, seed in self.slowest]}",
                f"{self.lines} lines, {self.answered} answered, {len(self.spread)} of command, format and code",
                f"{len(self.found)} against an invariant",
            )
        )
