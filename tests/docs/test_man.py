"""The man page is what the program says of itself today, names every option of every command, and is good mdoc."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from docs.man_page import FILES, manual

from docs import make
from ivigcalc.api.answer import Exit
from ivigcalc.cli.app import COMMANDS, imported
from ivigcalc.cli.environment import user_file
from tests.program import options, project

MANDOC = shutil.which("mandoc")
PAGE = make.MANUAL.read_text(encoding="utf-8")


def test_the_page_is_current() -> None:
    assert manual() == PAGE, "run: python docs/make.py"


@pytest.mark.skipif(MANDOC is None, reason="mandoc is not here")
def test_mandoc_finds_nothing_to_say(tmp_path: Path) -> None:
    """On any day: it minds a date to come, and that of the page is the month of the data."""
    page = tmp_path / "ivigcalc.1"
    page.write_text(re.sub(r"^\.Dd .*", ".Dd November 1, 2026", PAGE, flags=re.MULTILINE), encoding="utf-8")
    done = subprocess.run([str(MANDOC), "-T", "lint", str(page)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def section(heading: str) -> str:
    """What stands under a heading or a smaller one."""
    return re.split(r"\n\.S[hs] ", PAGE.partition(f"\n.{heading}\n")[2])[0].replace("\\-", "-")


def commands() -> list[str]:
    inner = {name: getattr(imported(name), "commands", {}) for name in COMMANDS}
    return [f"{name} {own}".strip() for name in COMMANDS for own in (inner[name] or [""])]


@pytest.mark.parametrize("command", commands())
def test_every_option_of_a_command_is_named_under_it_and_described(command: str) -> None:
    """Those that the program's help lists; described there, or under OPTIONS."""
    listed = options(command) - {"--help"}
    under = section(f"Ss {command}")
    assert {f"-{flag}" for flag in re.findall(r"Fl (-[a-z0-9-]+)", under)} == listed
    described = re.findall(
        r"^\.It .*?Fl (-[a-z0-9-]+)(?: Ar [^\n]*)?\n(?!\.)", PAGE.replace("\\-", "-"), flags=re.MULTILINE
    )
    assert listed <= {f"-{flag}" for flag in described}


def test_no_option_is_described_twice_for_one_command() -> None:
    described = re.findall(r"^\.It (Fl .*)", PAGE.partition(".Sh OPTIONS")[2].partition(".Sh")[0], flags=re.MULTILINE)
    assert len({*described}) == len(described) > 20


def test_exit_codes_variables_and_files_are_the_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [int(code) for code in re.findall(r"\.It (\d+)\n", section("Sh EXIT STATUS"))] == sorted(Exit)
    sources = "".join(file.read_text(encoding="utf-8") for file in (project() / "src/ivigcalc/cli").rglob("*.py"))
    named = " , ".join(re.findall(r"\.It Ev (.*)\n", section("Sh ENVIRONMENT"))).split(" , ")
    assert {*named} == {*re.findall(r'"(IVIGCALC_[A-Z]+)"', sources), "NO_COLOR", "FORCE_COLOR"}
    monkeypatch.setenv("HOME", "~")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    assert [*FILES] == [user_file()]
