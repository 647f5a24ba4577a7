"""An empty Typer command that prints one Rich table."""

import typer

app = typer.Typer()


@app.command()
def main() -> None:
    """Print a table of one cell."""
    from rich.console import Console  # noqa: PLC0415 - as a program that starts fast does
    from rich.table import Table  # noqa: PLC0415 - as above

    table = Table()
    table.add_column("a")
    table.add_row("b")
    Console().print(table)


app()
