"""What became of the mutants: the list of those that live, with reasons, and the page that shows it."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from platform import python_version
from typing import Final

import yaml

from tools.mutants.changes import ROOMS, SOURCE, Mutant, mutants_of
from tools.mutants.trial import LIVES, TIMED_OUT

SAFETY: Final = Path(__file__).resolve().parent.parent.parent / "docs" / "safety"
PAGE: Final = SAFETY / "mutation.md"
LISTED: Final = SAFETY / "survivors.yaml"
MADE: Final = re.compile(r"(?<=--write -->\n).*?(?=<!-- end -->)", flags=re.DOTALL)
ABOUT: Final = (
    "# Mutants that no test kills, each with the reason why that is no gap. Made with docs/safety/mutation.md.\n"
)
HEADINGS: Final = ("| room | has | drawn | killed | of these, without end | live |", "|---|---|---|---|---|---|")


def reasons() -> dict[str, str]:
    """Why each mutant lives that is listed."""
    return {one["mutant"]: one["reason"] for one in yaml.safe_load(LISTED.read_text(encoding="utf-8"))["survivors"]}


def write(ends: Mapping[Mutant, str], seed: int) -> None:
    """Write the list and the page of what became of some mutants; reasons are kept, and who is new has none yet."""
    why = reasons()
    living = sorted(mutant.name for mutant, end in ends.items() if end == LIVES)
    entries = {"survivors": [{"mutant": name, "reason": why.get(name, "")} for name in living]}
    text = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=sys.maxsize)
    LISTED.write_text(ABOUT + text, encoding="utf-8")
    git = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True)
    origin = f"{datetime.now(UTC).date()}, commit {git.stdout.strip()}, seed {seed}, Python {python_version()}"
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(MADE.sub(lambda _: result(ends, why, origin), page), encoding="utf-8")


def result(ends: Mapping[Mutant, str], why: Mapping[str, str], origin: str) -> str:
    """What the page says of them: how many of each room were killed, and why the others live."""
    share = sum(end != LIVES for end in ends.values()) * 100 / len(ends)
    lines = [f"{origin}: **{share:.1f} % of {len(ends)} killed**.", "", *HEADINGS]
    survivors = []
    for room in ROOMS:
        of_room = {mutant.name: end for mutant, end in ends.items() if mutant.room == room}
        counts = Counter(of_room.values())
        has = sum(len(mutants_of(path)) for path in (SOURCE / room).rglob("*.py"))
        cells = (f"`{room}`", has, len(of_room), len(of_room) - counts[LIVES], counts[TIMED_OUT], counts[LIVES])
        lines.append(f"| {' | '.join(map(str, cells))} |")
        living = sorted(name for name, end in of_room.items() if end == LIVES)
        survivors += [f"- `` {name} ``: {why.get(name) or 'no reason yet'}" for name in living]
    return "\n".join([*lines, "", "## What lives, and why", "", *survivors, ""])
