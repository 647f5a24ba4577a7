"""How far a long run has come, on a terminal's stderr and nowhere else."""

import os
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from ivigcalc.core.quantity import NO_BREAK_SPACE

if TYPE_CHECKING:
    from ivigcalc.batch.source import OpenTable


class Progress:
    """Rows done, rows a second and the time left; nothing where stderr is no terminal, or the rows go to this one."""

    def __init__(self, *, rows_on_stdout: bool) -> None:
        """Show nothing yet."""
        shared = rows_on_stdout and sys.stdout.isatty()
        self._wanted = sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and not shared
        self._begun = time.monotonic()
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Self:
        """Take the bar away at the end."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Take it away."""
        if self._bar is not None:
            self._bar.stop()

    def seen(self, table: "OpenTable", done: int) -> None:
        """Show how many rows of a table are done."""
        if self._wanted and self._bar is None:
            self._start(table.size)
        if self._bar is not None:
            rate = done / max(time.monotonic() - self._begun, 1e-9)
            rows, rows_per_s = (f"{number:,.0f}".replace(",", NO_BREAK_SPACE) for number in (done, rate))
            at = table.position() if table.size else None
            text = f"{rows} rows, {rows_per_s} rows/s" if done else "0 rows"
            self._bar.update(self._task, description=text, completed=at, refresh=True)

    def _start(self, size: int | None) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        left = (TimeRemainingColumn(), TextColumn("left")) if size else ()
        self._bar = Bar(
            *(TextColumn("{task.description}"), BarColumn(), *left),
            console=Console(stderr=True),
            auto_refresh=False,
            transient=True,
        )
        self._bar.start()
        self._task = self._bar.add_task("0 rows", total=size)
