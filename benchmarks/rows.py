"""A year of infusions: rows a second, processes, memory, and a million rows.

Two tables: ``plain`` has what a dose needs (weight to 0.1 kg, indication, regimen, preparation); ``full`` adds height,
sex, age and risks. Each patient has ten infusions at about the same weight, in the order of a year and not of patients.
"""

import random
import sys
import tempfile
from pathlib import Path

from clock import PROGRAM, Run, run, say

PER_PATIENT = 10
DISEASES = (("gbs", "A"), ("cidp", "A"), ("mmn", "A"), ("myasthenia-gravis", "A"))
PRODUCTS = ("privigen", "gamunex-c", "kiovig", "octagam-10", "panzyga")
RISKS = ("", "", "", "", "", "renal", "diabetes", "thrombosis")
PLAIN = ("mrn", "weight_kg", "indication", "regimen", "product")
FULL = (*PLAIN, "height_cm", "sex", "age", "risks")


def patient(number: int) -> dict[str, object]:
    """A patient, always the same for a number."""
    chance = random.Random(number)  # noqa: S311 - a benchmark
    (disease, regimen), male = chance.choice(DISEASES), chance.random() < 0.5  # noqa: PLR2004 - a coin
    return {
        "mrn": f"P{number:07}",
        "weight_kg": round(min(max(chance.gauss(77, 16), 40), 140), 1),
        "indication": disease,
        "regimen": regimen,
        "product": chance.choice(PRODUCTS),
        "height_cm": round(chance.gauss(176 if male else 164, 7)),
        "sex": "male" if male else "female",
        "age": chance.randint(18, 90),
        "risks": chance.choice(RISKS),
    }


def table(path: Path, rows: int, columns: tuple[str, ...]) -> Path:
    """A CSV file of so many rows."""
    patients = max(rows // PER_PATIENT, 1)
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(columns) + "\n")
        for row in range(rows):
            one = patient(row % patients)
            file.write(",".join(str(one[name]) for name in columns) + "\n")
    return path


def batch(path: Path, *more: str) -> Run:
    """Work a table out."""
    return run((PROGRAM, "batch", str(path), "-o", f"{path}.out.csv", *more))


def best(path: Path, *more: str) -> Run:
    """The shortest of three runs."""
    return min(batch(path, *more) for _ in range(3))


def main(most: int) -> None:
    """Measure with tables of up to ``most`` rows."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, middle = table(folder / "small.csv", most // 100, PLAIN), table(folder / "middle.csv", most // 10, PLAIN)
        full, large = table(folder / "full.csv", most // 10, FULL), table(folder / "large.csv", most, PLAIN)
        few, many = best(small), best(middle)
        two, of_all = best(middle, "--jobs", "2"), best(full)
        rate = (most // 10) / many.seconds
        say("batch: one process", f"{rate:,.0f} rows/s", "at least 20,000 rows/s")
        say("batch: one process, with height, sex, age and risks", f"{(most // 10) / of_all.seconds:,.0f} rows/s", "")
        say("batch: `--jobs 2` / one process", f"{many.seconds / two.seconds:.2f} x", "at least 1.8 x")
        everything, year = batch(large), batch(large, "--jobs", "2")
        say(
            f"batch: memory, {most:,} rows / {most // 100:,} rows",
            f"{everything.peak_mib / few.peak_mib:.2f} x",
            "at most 1.1 x",
        )
        say(
            f"batch: time, {most:,} rows / {most // 10:,} rows",
            f"{everything.seconds / many.seconds:.1f} x",
            "at most 10.5 x",
        )
        say(f"batch: {most:,} rows, two processes", f"{year.seconds:.0f} s", "5 minutes")


main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
