"""``config show``: what is in force, and where each value comes from."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ivigcalc.api.answer import Answer, GivenSetting
from ivigcalc.core.answers import config as core
from ivigcalc.core.answers.config import DEFAULT, Setting
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import Problems
from ivigcalc.intake.order import TypedOrder
from ivigcalc.intake.request import read_settings_request

if TYPE_CHECKING:
    from ivigcalc.report.document import Document


def config(
    catalogue: Catalogue,
    formulary: GivenSetting | None,
    region: GivenSetting | None,
    stocked: GivenSetting | None,
    problems: Problems | None = None,
) -> Answer:
    """Show every setting, constant and limit in force, merged, with its origin; ``formulary`` is the name of the file.

    Raises:
        RefusedError: with everything that is wrong.
    """
    typed = TypedOrder(region=region.value if region else None, stocked=stocked.value if stocked else None)
    where, products = read_settings_request(typed, catalogue, problems or Problems())
    local, listed = catalogue.local, stocked and stocked.value.strip(" ,")
    by_site = local.at("stock" if local.formulary.stock else "hide") if local and catalogue.stocked else DEFAULT
    rows = (
        ("formulary", formulary.value if formulary else "none", formulary.origin if formulary else DEFAULT),
        ("region", where or "any", region.origin if region and where else DEFAULT),
        ("dates", *core.dates_in_force(catalogue)),
        ("stocked", ", ".join(products) or "every product", stocked.origin if stocked and listed else by_site),
    )
    settings = [Setting(group="settings", name=name, value=value, origin=origin) for name, value, origin in rows]
    settings += core.config(catalogue)

    def document() -> "Document":
        from ivigcalc.report.view.config import config_document

        return config_document(settings, catalogue)

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.config import config_json

        return config_json(settings, catalogue)

    return Answer(document=document, json=json)
