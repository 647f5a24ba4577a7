"""An empty Typer command: what a program that does nothing costs."""

import typer

app = typer.Typer()


@app.command()
def main() -> None:
    """Do nothing."""


app()
