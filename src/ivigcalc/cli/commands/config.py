"""``ivigcalc config``: what is in force, and where each value comes from."""

import os
from typing import TYPE_CHECKING

import typer

from ivigcalc.cli import options as o
from ivigcalc.cli.command import Command
from ivigcalc.cli.formulary import load, named_formulary
from ivigcalc.cli.output import emit, read_format
from ivigcalc.core.problems import Problems
from ivigcalc.intake.order import read_region, read_stocked

if TYPE_CHECKING:
    from ivigcalc.core.answers.config import Setting
    from ivigcalc.core.facts.catalogue import Catalogue

app = typer.Typer(help="What is in force, and where each value comes from.", no_args_is_help=True, add_completion=False)

SHOW = """Examples:

\b
  ivigcalc config show
  ivigcalc config show --formulary docs/formulary-example.yaml
"""


@app.callback()
def group() -> None:
    """What is in force, and where each value comes from."""


@app.command(cls=Command, epilog=SHOW)
def show(*, formulary: o.Formulary = None, form: o.Format = "table") -> None:
    """Show every setting, constant and limit in force, merged, with the origin of each."""
    from ivigcalc.core.answers.config import config
    from ivigcalc.report.json.config import config_json
    from ivigcalc.report.view.config import config_document

    problems = Problems()
    chosen_form = read_format(form, problems)
    catalogue = load(formulary)
    settings = (*_settings(catalogue, formulary, problems), *config(catalogue))
    problems.refuse_if_any()
    emit(chosen_form, lambda: config_document(settings, catalogue), lambda: config_json(settings, catalogue))


def _settings(catalogue: "Catalogue", typed: str | None, problems: Problems) -> "list[Setting]":
    """The formulary, the region and the stock, as the option, the environment or a file sets them."""
    from ivigcalc.core.answers.config import DEFAULT, Setting

    named = named_formulary(typed)
    region = os.environ.get("IVIGCALC_REGION")
    where = None
    with problems.gather():
        where = read_region(region)
    listed = os.environ.get("IVIGCALC_PRODUCTS")
    stocked = read_stocked(listed, catalogue, problems)
    origin = DEFAULT
    if catalogue.local and catalogue.stocked:
        origin = catalogue.local.at("stock" if catalogue.local.formulary.stock else "hide")
    if (listed or "").strip(" ,"):
        origin = "environment variable IVIGCALC_PRODUCTS"
    return [
        Setting(
            group="settings",
            name="formulary",
            value=named.path if named else "none",
            origin=named.origin if named else DEFAULT,
        ),
        Setting(
            group="settings",
            name="region",
            value=where or "any",
            origin="environment variable IVIGCALC_REGION" if where else DEFAULT,
        ),
        Setting(group="settings", name="stocked", value=", ".join(stocked) or "every product", origin=origin),
    ]
