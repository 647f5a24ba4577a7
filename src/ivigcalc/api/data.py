"""``data`` and ``config``: the data or a formulary checked, an entry looked up, Table 2 audited, what is in force."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from ivigcalc.api.answer import Answer, GivenSetting, load
from ivigcalc.catalogue.load import DATA_VERSION, read_shipped
from ivigcalc.catalogue.mistakes import DataError, FormularyError
from ivigcalc.core.answers import data as core
from ivigcalc.core.answers.data import DEFAULT, Setting
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import Problems
from ivigcalc.intake.order import TypedOrder
from ivigcalc.intake.request import asked_settings

if TYPE_CHECKING:
    from ivigcalc.report.document import Document


def check(file: str | None, today: date) -> Answer:
    """Check the data files that are shipped, or a formulary file.

    Raises:
        DataError: with every mistake found.
    """
    try:
        catalogue = load(file, today) if file is not None else read_shipped()
    except FormularyError as error:
        raise DataError(error.mistakes) from None
    checked, counts = file or f"data {DATA_VERSION}", catalogue.counts()

    def document() -> "Document":
        from ivigcalc.report.view.data import check_document

        return check_document(catalogue, checked, counts)

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.data import check_json

        return check_json(catalogue, checked, counts)

    return Answer(document=document, json=json)


def show(entry: str, catalogue: Catalogue) -> Answer:
    """Show an entry of the data by its id.

    Raises:
        RefusedError: there is none of that id.
    """
    entries = core.data(entry, catalogue)

    def document() -> "Document":
        from ivigcalc.report.view.data import show_document

        return show_document(entries, catalogue)

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.data import show_json

        return show_json(entries, catalogue)

    return Answer(document=document, json=json)


def audit(catalogue: Catalogue) -> Answer:
    """Show every cell of the review's Table 2 as printed, as read and as audited."""

    def document() -> "Document":
        from ivigcalc.report.view.data import audit_document

        return audit_document(catalogue)

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.data import audit_json

        return audit_json(catalogue)

    return Answer(document=document, json=json)


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
    where, products = asked_settings(typed, catalogue, problems or Problems())
    local, listed = catalogue.local, stocked and stocked.value.strip(" ,")
    by_site = local.at("stock" if local.formulary.stock else "hide") if local and catalogue.stocked else DEFAULT
    rows = (
        ("formulary", formulary.value if formulary else "none", formulary.origin if formulary else DEFAULT),
        ("region", where or "any", region.origin if region and where else DEFAULT),
        ("stocked", ", ".join(products) or "every product", stocked.origin if stocked and listed else by_site),
    )
    settings = [Setting(group="settings", name=name, value=value, origin=origin) for name, value, origin in rows]
    settings += core.config(catalogue)

    def document() -> "Document":
        from ivigcalc.report.view.data import config_document

        return config_document(settings, catalogue)

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.data import config_json

        return config_json(settings, catalogue)

    return Answer(document=document, json=json)
