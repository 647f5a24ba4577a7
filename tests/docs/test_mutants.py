"""Mutants: what is changed in code, which are drawn, that tests notice them, and why some live."""

import ast
from functools import cache
from pathlib import Path
from types import FunctionType

import pytest
from tools.mutants import changes, page
from tools.mutants.trial import KILLED, LIVES, TIMED_OUT, in_processes, put_in

CODE = '''
"""A module."""

from typing import Literal

Unit = Literal["g", "mg"]
LIMIT = "0.5"


def fits(grams: int, unit: Unit = "g") -> int | None:
    """Whether grams fit."""
    if not grams or grams <= 2:
        raise ValueError("too few grams")
    for _ in ():
        return None
    return min(grams, 4) - 1
'''


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(changes, "SOURCE", tmp_path)
    path = tmp_path / "module.py"
    path.write_text(CODE, encoding="utf-8")
    return path


def test_each_place_of_a_module_is_changed_and_nothing_that_is_only_read(module: Path) -> None:
    assert [mutant.name.removeprefix("module.py") for mutant in changes.mutants_of(module)] == [
        ": LIMIT = '0.5' -> LIMIT = '3/2'",
        ": 'g' -> 'gx'",
        " fits: not grams or grams <= 2 -> not grams and grams <= 2",
        " fits: not grams or grams <= 2 -> grams or grams <= 2",
        " fits: not grams or grams <= 2 -> not grams or grams < 2",
        " fits: not grams or grams <= 2 -> not grams or grams <= 3",
        " fits: raise ValueError('too few grams') -> (left out)",
        " fits: return min(grams, 4) - 1 -> return None",
        " fits: return min(grams, 4) - 1 -> return max(grams, 4) - 1",
        " fits: return min(grams, 4) - 1 -> return min(grams, 5) - 1",
        " fits: return min(grams, 4) - 1 -> return min(grams, 4) + 1",
        " fits: return min(grams, 4) - 1 -> return min(grams, 4) - 2",
    ]


def test_a_mutant_takes_the_place_of_a_function_and_leaves_the_tree_as_it_was(module: Path) -> None:
    (mutant,) = [one for one in changes.mutants_of(module) if one.name.endswith("grams < 2")]
    before = ast.dump(mutant.place.tree)
    names: dict[str, FunctionType] = {}
    exec(compile(CODE, str(module), "exec"), names)  # noqa: S102 - the module above
    with pytest.raises(ValueError, match="too few"):
        names["fits"](2)
    put_in(mutant.compiled(), [names["fits"]])
    assert names["fits"](2) == 1
    assert ast.dump(mutant.place.tree) == before


def test_the_watched_code_says_which_blocks_of_statements_were_reached(module: Path) -> None:
    (mutant,) = [one for one in changes.mutants_of(module) if one.name.endswith("(left out)")]
    names: dict[str, FunctionType] = {}
    exec(compile(CODE, str(module), "exec"), names)  # noqa: S102 - as above
    reached: set[tuple[str, int]] = set()
    names["fits"].__globals__["reached"] = reached
    put_in(changes.watched(module, "reached"), [names["fits"]])
    names["fits"](3)
    assert reached == {(str(module), 11)}
    with pytest.raises(ValueError, match="too few"):
        names["fits"](1)
    assert reached == {(str(module), 11), (str(module), mutant.place.block)}


def test_fewer_are_the_first_of_more_and_each_room_has_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "ROOMS", ("core/safety", "core/infusion"))
    monkeypatch.setattr(changes, "mutants_of", cache(changes.mutants_of))
    more = changes.drawn(120, seed=1)
    assert [mutant.name for mutant in changes.drawn(12, seed=1)] == [mutant.name for mutant in more[:12]]
    assert {mutant.room for mutant in more[:12]} == {*changes.ROOMS}
    assert [sum(mutant.room == room for mutant in more) for room in changes.ROOMS] == [60, 60]
    assert {mutant.name for mutant in changes.drawn(12, seed=2)} != {mutant.name for mutant in more[:12]}


def _ends(job: str) -> bool:
    while job == TIMED_OUT:
        pass
    return job == LIVES


def test_a_process_says_whether_its_mutant_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    from tools.mutants import trial

    monkeypatch.setattr(trial, "SECONDS", 0)

    def work(job: str) -> bool:
        trial.limit(0.01)
        return _ends(job)

    jobs = [LIVES, KILLED, TIMED_OUT]
    assert sorted(in_processes(jobs, work, 2)) == sorted(zip(jobs, jobs, strict=True))


def test_a_process_that_breaks_off_is_no_verdict() -> None:
    with pytest.raises(SystemExit):
        list(in_processes([0], lambda job: bool(1 // job), 1))


def test_every_mutant_that_lives_has_a_reason_and_the_page_shows_it() -> None:
    text = page.PAGE.read_text(encoding="utf-8")
    listed = page.reasons()
    assert listed
    assert [name for name, why in listed.items() if not why or f"- `` {name} ``: {why}" not in text] == []
