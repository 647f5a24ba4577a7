"""``python -m tests.fuzz --lines 2000 --seed 1``: so many lines; ``--show`` prints the first and its answer."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.fuzz.fuzzing import Looked, ask, workshop
from tests.fuzz.lines import line, typed
from tests.program import compile_data
from tests.reading import files_once


def main() -> int:
    """Type the lines; 1 if an invariant was broken."""
    reader = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    reader.add_argument("--lines", type=int, default=2000)
    reader.add_argument("--seed", type=int, default=0)
    reader.add_argument("--every", type=int, default=4, help="one of so many lines is compared in all formats")
    reader.add_argument("--show", action="store_true", help="print the line of the seed, and its answer")
    given = reader.parse_args()
    with TemporaryDirectory() as data, TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        compile_data(Path(data))
        files_once(patched)
        with workshop(Path(folder)):
            if given.show:
                words = line(given.seed)
                asked = ask(words)
                print(
                    typed(words),
                    asked.answer.out,
                    asked.answer.err,
                    f"exit {asked.answer.code}",
                    asked.raised,
                    sep="\n",
                )
                return 0
            looked = Looked(every=given.every)
            for seed in range(given.seed, given.seed + given.lines):
                before = len(looked.found)
                looked.look(seed)
                print(*looked.found[before:], sep="\n", end="\n" * (len(looked.found) > before), flush=True)
    print(looked.report())
    print(*looked.too_narrow(), sep="\n")
    return 1 if looked.found or looked.too_narrow() else 0


if __name__ == "__main__":
    sys.exit(main())
