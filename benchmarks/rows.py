"""A year of infusions: rows a second, processes, memory, and a million rows.

Three tables of adults, ten infusions each at the same weight to 0.1 kg, in the order of a year. The first has weights
alone, with one indication, regimen and preparation for all; the second has four indications and five preparations; the
third adds height, sex, age and risks.
"""

import random
import shlex
import sys
import tempfile
from pathlib import Path

from clock import PROGRAM, Run, run, say

PER_PATIENT = 10
DISEASES = (("gbs", "A"), ("cidp", "A"), ("mmn", "A"), ("mg-exacerbation", "A"))
PRODUCTS = ("privigen", "gamunex-c", "kiovig", "octagam-10", "panzyga")
RISKS = ("", "", "", "", "", "renal", "diabetes", "thrombosis")
WEIGHTS = ("mrn", "weight_kg")
ORDERS = (*WEIGHTS, "indication", "regimen", "product")
EVERYTHING = (*ORDERS, "height_cm", "sex", "age", "risks")
FOR_ALL = ("--indication", "cidp", "--regimen", "A", "--product", "privigen")


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
            cells = patient(row % patients)
            file.write(",".join(str(cells[name]) for name in columns) + "\n")
    return path


def batch(path: Path, *more: str) -> Run:
    """Work a table out."""
    return run((PROGRAM, "batch", str(path), "-o", f"{path}.out.csv", *more))


def best(path: Path, *more: str) -> Run:
    """The shortest of three runs."""
    return min(batch(path, *more) for _ in range(3))


def two_at_once() -> float:
    """How many times as fast two processes that only count are as one: all that the machine has to give."""
    count = (sys.executable, "-c", "for _ in range(30_000_000): pass")
    both = " & ".join([shlex.join(count)] * 2)
    alone, together = (min(run(command) for _ in range(3)) for command in (count, ("sh", "-c", f"{both}; wait")))
    return 2 * alone.seconds / together.seconds


def main(most: int) -> None:
    """Measure with tables of up to ``most`` rows."""
    say("this machine: two processes that only count / one", f"{two_at_once():.2f} x", "2 x on two free processors")
    tenth = most // 10
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, middle, large = (table(folder / f"{rows}.csv", rows, WEIGHTS) for rows in (most // 100, tenth, most))
        orders, everything = table(folder / "orders.csv", tenth, ORDERS), table(folder / "all.csv", tenth, EVERYTHING)
        few, many = best(small, *FOR_ALL), best(middle, *FOR_ALL)
        million, million_by_two = batch(large, *FOR_ALL), batch(large, *FOR_ALL, "--jobs", "2")
        year_by_two = batch(table(folder / "year.csv", most, EVERYTHING), "--jobs", "2")
        of_orders, of_everything, everything_by_two = batch(orders), batch(everything), batch(everything, "--jobs", "2")
    say("batch: one process, weights of one order", per_second(tenth, many), "at least 20,000 rows/s")
    say("batch: one process, four indications and five preparations", per_second(tenth, of_orders), "")
    say("batch: one process, and height, sex, age, risks", per_second(tenth, of_everything), "")
    say(
        "batch: `--jobs 2`, weights of one order", f"{million.seconds / million_by_two.seconds:.2f} x", "at least 1.8 x"
    )
    say(
        "batch: `--jobs 2`, and height, sex, age, risks",
        f"{of_everything.seconds / everything_by_two.seconds:.2f} x",
        "at least 1.8 x",
    )
    memory, time = million.peak_mib / few.peak_mib, million.seconds / many.seconds
    say(
        f"batch: memory, {most:,} rows / {most // 100:,} rows",
        f"{memory:.2f} x ({million.peak_mib:.0f} MiB)",
        "at most 1.1 x",
    )
    say(f"batch: time, {most:,} rows / {tenth:,} rows", f"{time:.1f} x", "at most 10.5 x")
    say(f"batch: {most:,} rows, two processes, weights of one order", f"{million_by_two.seconds:.0f} s", "5 minutes")
    say(
        f"batch: {most:,} rows, two processes, and height, sex, age, risks", f"{year_by_two.seconds:.0f} s", "5 minutes"
    )


def per_second(rows: int, run_of_rows: Run) -> str:
    """Rows a second, the start of the program included."""
    return f"{rows / run_of_rows.seconds:,.0f} rows/s"


main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
