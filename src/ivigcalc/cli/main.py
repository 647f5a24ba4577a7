"""The entry point: ready for an interruption before anything is imported that takes time."""

import gc
import signal
import sys

NEW_OBJECTS = 200_000
"""How many before the garbage collector runs: Typer and an answer make fewer, and drop none that it would find."""


def main() -> None:
    """Run the program on the words of the command line, and end it with its exit code."""
    code = 130
    try:
        gc.set_threshold(NEW_OBJECTS)
        signal.signal(signal.SIGTERM, _terminated)
        from ivigcalc.cli.running import start

        code = start(sys.argv[1:])
    except KeyboardInterrupt:
        pass
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(code)


def _terminated(_signal: int, _frame: object) -> None:
    """End as an interruption does: what was begun is put away on the way out."""
    sys.exit(143)
