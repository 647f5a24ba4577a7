"""How far a long run has come, on a terminal's stderr and nowhere else."""

import os
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from ivigcalc.core.quantity import NO_BREAK_SPACE

if TYPE_CHECKING:
    from ivigcalc.batch.source import Opened
    from ivigcalc.batch.tally import Tally


class Progress:
    """Rows done, rows a second and the time left; nothing where stderr is no terminal, or the rows go to this one."""

    def __init__(self, table: "Opened", *, rows_on_stdout: bool) -> None:
        """Keep what is read."""
        self._table, self._begun = table, time.monotonic()
        shared = rows_on_stdout and sys.stdout.isatty()
        self._wanted = sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not shared
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Self:
        """Begin to show."""
        if self._wanted:
            from rich.console import Console
            from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as Bar

            left = (TimeRemainingColumn(), TextColumn("left")) if self._table.size else ()
            shown = (TextColumn("{task.description}"), BarColumn(), *left)
            self._bar = Bar(*shown, console=Console(stderr=True), auto_refresh=False, transient=True)
            self._bar.start()
            self._task = self._bar.add_task("0 rows", total=self._table.size)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Take it away."""
        if self._bar is not None:
            self._bar.stop()

    def seen(self, done: "Tally") -> None:
        """Show how many rows are done."""
        if self._bar is not None:
            rate = done.rows / max(time.monotonic() - self._begun, 1e-9)
            rows, rows_per_s = (f"{number:,.0f}".replace(",", NO_BREAK_SPACE) for number in (done.rows, rate))
            at = self._table.position() if self._table.size else None
            self._bar.update(self._task, description=f"{rows} rows, {rows_per_s} rows/s", completed=at, refresh=True)
