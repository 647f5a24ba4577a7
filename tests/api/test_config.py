"""What is in force, as a front end asks for it."""

from datetime import date
from typing import Any

from ivigcalc.api.answer import GivenSetting
from ivigcalc.api.config import config
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import DateOrder
from ivigcalc.core.facts.formulary import Formulary
from ivigcalc.core.site.merging import merged

NOTHING = GivenSetting(value="", origin="nowhere")


def dates(catalogue: Catalogue) -> tuple[str, str]:
    """How dates are written, and who says so."""
    settings: Any = config(catalogue, (), NOTHING, NOTHING).json()["settings"]
    (found,) = [one for one in settings if one["name"] == "dates"]
    return found["here"], found["origin"]


def test_how_dates_are_written_is_the_sites_where_it_says_so(catalogue: Catalogue) -> None:
    assert dates(catalogue) == ("year-month-day", "default")
    own = Formulary(site="A", dates=DateOrder.DMY)
    assert dates(merged(catalogue, own, today=date(2026, 1, 1), file="f.yaml", lines={"dates": 5})) == (
        "dmy",
        "f.yaml:5",
    )
    silent = merged(catalogue, Formulary(site="A"), today=date(2026, 1, 1), file="f.yaml", lines={})
    assert dates(silent) == ("year-month-day", "default")
