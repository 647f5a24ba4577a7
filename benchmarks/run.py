"""Measure everything: ``python benchmarks/run.py [ROWS]`` prints the table of benchmarks/README.md.

It builds the wheel of this checkout into a new virtual environment, as people install it, and runs each part there.
"""

import datetime as dt
import os
import platform
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

HERE = Path(__file__).parent
PARTS = ("starting.py", "engine.py", "vial_plans.py", "rows.py")


def main(rows: list[str]) -> None:
    """Print the machine and the date, and the rows of each part."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = str(Path(folder) / "bin" / "python")
        install = [python, "-m", "pip", "install", "--quiet", str(HERE.parent), "drugdose"]
        subprocess.run(install, check=True, env=environment)  # noqa: S603 - our own command
        today = dt.datetime.now(tz=dt.UTC).date()
        print(f"{today}, Python {platform.python_version()}, {os.cpu_count()} processors, {processor()}\n")
        print("| what | measured | to reach |\n|---|---|---|", flush=True)
        for part in PARTS:
            more = rows if part == "rows.py" else []
            subprocess.run([python, str(HERE / part), *more], check=True, env=environment)  # noqa: S603 - as above


def processor() -> str:
    """The name of the processor."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    names = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


main(sys.argv[1:])
