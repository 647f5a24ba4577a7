"""Whether the tests notice mistakes in the code: ``python tools/try_mutants.py``.

Some mutants are drawn with a fixed seed and the tests are run on each. A mutant that lives has to stand in
docs/safety/survivors.yaml with a reason; any other ends this with exit code 1. ``--write`` makes that list again, with
the reasons that are there, and docs/safety/mutation.md.
"""

import argparse
import os
import sys
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(PROJECT), str(PROJECT / "src")]

from tools.mutants import page  # noqa: E402 - of this checkout
from tools.mutants.changes import Mutant, drawn  # noqa: E402 - as above
from tools.mutants.trial import KILLED, LIVES, tried  # noqa: E402 - as above

SEED: Final = 20261128
COUNT: Final = 1000


def main() -> int:
    """Draw mutants, try them, and say which live and are not listed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=COUNT, help=f"how many mutants ({COUNT})")
    parser.add_argument("--seed", type=int, default=SEED, help=f"which ones ({SEED})")
    parser.add_argument("--processes", type=int, default=os.cpu_count(), help="how many are tried at the same time")
    parser.add_argument("--unlisted", action="store_true", help="pass over those that are listed as living")
    parser.add_argument("--write", action="store_true", help="write the page and the list of those that live")
    asked = parser.parse_args()
    os.chdir(PROJECT)
    reasons = page.reasons()
    mutants = [one for one in drawn(asked.count, asked.seed) if not (asked.unlisted and one.name in reasons)]
    ends: dict[Mutant, str] = {}

    def said(mutant: Mutant, end: str) -> None:
        ends[mutant] = end
        if end != KILLED:
            print(f"{end}{' as listed' if mutant.name in reasons else ''}: {mutant.name}", flush=True)

    tried(mutants, asked.processes, said)
    living = [mutant.name for mutant, end in ends.items() if end == LIVES]
    print(f"{len(mutants)} mutants, {len(living)} live")
    if asked.write:
        page.write(ends, asked.seed)
    return 1 if {*living} - {*reasons} else 0


if __name__ == "__main__":
    sys.exit(main())
