"""Plans that are handed on as FHIR; ``python -m tests.report.fhir_plans`` makes the files of six of them again."""

import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from ivigcalc.cli import running
from tests.program import STOCK

EU = ("--region", "eu", "--start", "2026-12-01")
PLANS = {
    "cidp": ("--weight", "70", "--indication", "cidp", "--product", "privigen", "--regimen", "A", *EU),
    "child": ("--weight", "12", "--age", "2", "--indication", "gbs", "--product", "kiovig", "--regimen", "A", *EU),
    "risk without a figure": (
        *("--weight", "70", "--age", "70", "--indication", "gbs", "--product", "privigen", "--regimen", "A", *EU),
    ),
    "no ladder": ("--weight", "60", "--indication", "gbs", "--product", "nanogam", "--regimen", "A", "--start", EU[-1]),
    "uneven days from stock": (
        *("--weight", "70", "--indication", "gbs", "--product", "privigen", "--regimen", "A"),
        *("--region", "eu", "--round-scope", "course", *STOCK),
    ),
    "cycles": (
        *("--weight", "70", "--indication", "cidp", "--product", "kiovig", "--regimen", "C", "--cycles", "3"),
        *EU,
    ),
    "off label": (
        *("--weight", "70", "--indication", "pps", "--off-label-reason", "<b>agreed & noted", "--per-day", "0.4 g/kg"),
        *("--days", "5", "--product", "privigen", *EU),
    ),
}

KEPT = ("cidp", "child", "risk without a figure", "no ladder", "uneven days from stock", "off label")
"""The plans whose files are kept."""


def kept_files() -> list[tuple[str, str]]:
    """Each plan that is kept, with each release."""
    return [(plan, release) for plan in KEPT for release in ("fhir-r4", "fhir-r5")]


def file_of(plan: str, release: str) -> Path:
    """The file of a plan in a release."""
    return Path(__file__).parent / "fhir" / f"{plan.replace(' ', '-')}.{release}.json"


def write() -> None:
    """Make the files again, and name those that have changed."""
    for plan, release in kept_files():
        file, text = file_of(plan, release), StringIO()
        with redirect_stdout(text):
            running.run(["dose", *PLANS[plan], "--format", release])
        printed = text.getvalue().encode()
        if not file.exists() or file.read_bytes() != printed:
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(printed)
            sys.stdout.write(f"{file.name}\n")


if __name__ == "__main__":
    write()
