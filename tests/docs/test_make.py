"""How the pages are made: what stands below a command, and which lines a page leaves out."""

import pytest

from docs import make
from tests.docs.test_readme import terminal

PAGE = """Before.

```console
$ ivigcalc a \\
    --b
one

$ X=1 ivigcalc c
first
...
last
$ pip install .
done
```

```sh
$ ivigcalc d
```
"""


def test_commands_and_what_they_print_are_read_from_console_blocks() -> None:
    assert [*make.examples(PAGE)] == [("ivigcalc a      --b", ["one"]), ("X=1 ivigcalc c", ["first", "...", "last"])]


def test_left_out_lines_are_the_only_freedom() -> None:
    assert make.fits(["a", "...", "c"], ["a", "b", "b", "c"])
    assert make.fits(["a", "...", "c"], ["a", "c"])
    assert not make.fits(["a", "...", "c"], ["a", "b"])
    assert not make.fits(["a.c"], ["abc"])
    assert not make.fits(["a"], ["a", "b"])


def test_a_page_is_made_again_with_what_is_printed_and_nothing_else_changes() -> None:
    printed = {"ivigcalc a      --b": ["ONE", "", "TWO"], "X=1 ivigcalc c": ["FIRST", "more", "LAST"]}
    expected = PAGE.replace("\none\n", "\nONE\n\nTWO\n").replace("first\n", "FIRST\n").replace("last\n", "LAST\n")
    assert make.renewed(PAGE, printed.__getitem__) == expected


def test_a_page_that_is_true_stays_as_it_is() -> None:
    printed = {"ivigcalc a      --b": ["one"], "X=1 ivigcalc c": ["first", "a", "b", "last"]}
    assert make.renewed(PAGE, printed.__getitem__) == PAGE


@pytest.mark.parametrize(
    ("shown", "chosen"),
    [
        (["old"], ["A 1", "B 2", "C 3", "D 4", "E 5"]),
        (["a", "..."], ["A 1", "..."]),
        (["...", "e"], ["...", "E 5"]),
        (["a", "b", "...", "e"], ["A 1", "B 2", "...", "E 5"]),
        (["...", "C 9", "d", "...", "e"], ["...", "C 3", "D 4", "...", "E 5"]),
        (["...", "D 9", "..."], ["...", "D 4", "..."]),
    ],
)
def test_a_page_shows_as_many_lines_as_before(shown: list[str], chosen: list[str]) -> None:
    printed = ["A 1", "B 2", "C 3", "D 4", "E 5"]
    assert make.excerpt(shown, printed) == chosen
    assert make.fits(chosen, printed)


@pytest.mark.parametrize(
    "typed", ["ivigcalc indications cidp", "IVIGCALC_REGION=eu ivigcalc products", "ivigcalc dose"]
)
def test_what_the_script_runs_is_the_program(typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IVIGCALC_REGION", "us")
    assert make.terminal(typed) == terminal(typed)
