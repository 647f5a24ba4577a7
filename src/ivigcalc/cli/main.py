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
        for number in _from_outside():
            if signal.getsignal(number) != signal.SIG_IGN:  # nohup asks that a closed terminal ends nothing
                signal.signal(number, _ended)
        from ivigcalc.cli.running import start

        code = start(sys.argv[1:])
    except KeyboardInterrupt:
        pass
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(code)


def _from_outside() -> list[signal.Signals]:
    """What ends a run from outside, a closed terminal among it, which Windows does not have."""
    return [one for one in signal.Signals if one.name in {"SIGTERM", "SIGHUP"}]


def _ended(number: int, _frame: object) -> None:
    """End as an interruption does: what was begun is put away on the way out, which a second signal does not cut short.

    Terminal and shell both say that the terminal was closed.
    """
    for one in _from_outside():
        signal.signal(one, signal.SIG_IGN)
    sys.exit(128 + number)
