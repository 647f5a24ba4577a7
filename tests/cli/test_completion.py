"""Completion in bash, zsh and fish: ``ci`` is answered with cidp, by the program and in the shell itself."""

import os
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests import program
from tests.program import run

TYPED = "ivigcalc dose --indication ci"
FOLLOWS = {"cidp", "cip-cim"}
"""The ids of indications that begin so: chronic inflammatory demyelinating, and critical illness, polyneuropathy."""
ASKED = {
    "bash": {"COMP_WORDS": TYPED, "COMP_CWORD": "3"},
    "zsh": {"_TYPER_COMPLETE_ARGS": TYPED},
    "fish": {"_TYPER_COMPLETE_ARGS": TYPED, "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
}
"""How each shell asks for what can follow."""

IN_SHELL = {
    "bash": f"COMP_WORDS=({TYPED}); COMP_CWORD=3; _ivigcalc_completion ivigcalc; printf '%s ' ${{COMPREPLY[@]}}",
    "zsh": 'words=(ivigcalc dose --indication ci); CURRENT=4; _arguments() { print -l -- "$@" }; _ivigcalc_completion',
    "fish": f"complete --do-complete '{TYPED}'",
}
"""What a person sees after typing and the tab key, written out."""


@pytest.mark.parametrize("shell", ASKED)
def test_a_shell_is_told_the_indications_that_begin_so(shell: str) -> None:
    answer = run(env={"_IVIGCALC_COMPLETE": f"complete_{shell}", **ASKED[shell]})
    assert (answer.code, answer.err) == (0, "")
    assert [name for name in FOLLOWS if name not in answer.out] == []
    assert "gbs" not in answer.out


@pytest.mark.parametrize("shell", ASKED)
def test_the_shell_itself_completes(shell: str, tmp_path: Path) -> None:
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not here")
    command = tmp_path / "ivigcalc"
    command.write_text(f'#!/bin/sh\nexec {shlex.join(program.process())} "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    script = run(env={"_IVIGCALC_COMPLETE": f"source_{shell}"}).out
    begins = "compdef() { : }\n" if shell == "zsh" else ""
    env = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "HOME": str(tmp_path)}
    done = subprocess.run(
        [found, "-c", f"{begins}{script}\n{IN_SHELL[shell]}"], capture_output=True, text=True, env=env, check=False
    )
    assert [name for name in FOLLOWS if name not in done.stdout] == [], done.stderr
    assert "gbs" not in done.stdout


@pytest.mark.parametrize(
    ("command", "option", "begins", "follows"),
    [
        ("dose", "--product", "gammaplex", {"gammaplex-5", "gammaplex-10"}),
        ("dose", "--weight-policy", "us-", {"us-120-percent", "us-bmi-30"}),
        ("dose", "--risk", "thromb", {"thrombosis"}),
        ("dose", "--sex", "f", {"female"}),
        ("dose", "--region", "e", {"eu"}),
        ("dose", "--round", "ne", {"nearest"}),
        ("dose", "--round-scope", "c", {"course"}),
        ("dose", "--objective", "g", {"grams"}),
        ("infusion", "--rate-weight", "d", {"dosing"}),
        ("dose", "--format", "js", {"json"}),
        ("worksheet", "--lang", "pt", {"pt-BR"}),
    ],
)
def test_each_option_with_words_of_its_own_completes_to_them(
    command: str, option: str, begins: str, follows: set[str]
) -> None:
    typed = {"COMP_WORDS": f"ivigcalc {command} {option} {begins}", "COMP_CWORD": "3"}
    answer = run(env={"_IVIGCALC_COMPLETE": "complete_bash", **typed})
    assert (answer.code, {*answer.out.split()}) == (0, follows)


def test_an_entry_of_the_data_completes() -> None:
    typed = {"COMP_WORDS": "ivigcalc data show privi", "COMP_CWORD": "3"}
    assert "privigen" in run(env={"_IVIGCALC_COMPLETE": "complete_bash", **typed}).out.split()
