"""``ivigcalc selftest``."""

import typer

from ivigcalc.api import selftest as api
from ivigcalc.api.answer import Exit
from ivigcalc.cli import options as o
from ivigcalc.cli.app import Command
from ivigcalc.cli.environment import load, machine
from ivigcalc.cli.output import emit, read_format

app = typer.Typer(add_completion=False)

EPILOG = """Examples:

\b
  ivigcalc selftest
  ivigcalc selftest --format json > selftest.json
"""


@app.command(cls=Command, epilog=EPILOG)
def selftest(*, formulary: o.Formulary = None, form: o.Format = "table", explain: o.Explain = False) -> Exit:
    """Ask this installation questions whose answers are published, and show what differs.

    It prints versions and checksums of what decides an answer. Exit code 70 if any figure differs.
    """
    chosen = read_format(form)
    from ivigcalc.catalogue.load import load_catalogue

    merged = load(formulary)
    shipped = load_catalogue() if merged.local else merged
    return emit(chosen, api.selftest(shipped, merged.local, machine()), explain=explain)
