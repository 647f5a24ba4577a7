"""``config show``: what is in force, and where each value comes from."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from ivigcalc.api.answer import Answer, GivenSetting
from ivigcalc.core.answers import config as core
from ivigcalc.core.answers.config import DEFAULT, Setting, SettingPlace
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import Problems
from ivigcalc.intake.order import TypedOrder
from ivigcalc.intake.request import read_settings_request

if TYPE_CHECKING:
    from ivigcalc.core.facts.fact import Region
    from ivigcalc.report.document import Document

NOT_GIVEN: Final = "not given"


def config(
    catalogue: Catalogue,
    named: Sequence[GivenSetting],
    region: GivenSetting,
    stocked: GivenSetting,
    problems: Problems | None = None,
) -> Answer:
    """Show every setting, constant and limit in force, merged, with its origin.

    ``named`` are the places where a formulary may be named, in the order in which they count. What is not given is "".

    Raises:
        RefusedError: with everything that is wrong.
    """
    typed = TypedOrder(region=region.value or None, stocked=stocked.value or None)
    where, products = read_settings_request(typed, catalogue, problems or Problems())
    places = (*_of_formulary(named), *_of_region(region, where), *_of_site(stocked, products, catalogue))
    settings = [
        Setting(group="settings", name=one.setting, value=one.value or one.there, origin=one.place)
        for one in places
        if one.counts
    ]
    settings += core.config(catalogue)

    def document(*, explain: bool = False) -> "Document":
        from ivigcalc.report.view.config import config_document

        return config_document(settings, places if explain else (), catalogue)

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.config import config_json

        return config_json(settings, places, catalogue)

    return Answer(document=document, json=json)


def _of_formulary(named: Sequence[GivenSetting]) -> Iterator[SettingPlace]:
    """Where a formulary may be named."""
    counting = next((one for one in named if one.value), None)
    for one in named:
        yield SettingPlace(setting="formulary", place=one.origin, there=one.value or NOT_GIVEN, counts=one is counting)
    yield SettingPlace(setting="formulary", place=DEFAULT, there="none", counts=counting is None)


def _of_region(given: GivenSetting, region: "Region | None") -> Iterator[SettingPlace]:
    """Where a region may be given for every command."""
    there = region or given.value or NOT_GIVEN
    yield SettingPlace(setting="region", place=given.origin, there=there, counts=region is not None)
    yield SettingPlace(setting="region", place=DEFAULT, there="any", counts=region is None)


def _of_site(stocked: GivenSetting, products: Sequence[str], catalogue: Catalogue) -> Iterator[SettingPlace]:
    """Where it may stand how dates and decimals are written, and which products are in stock."""
    local = catalogue.local
    own = local.formulary if local else None
    dates, key = own.dates if own else None, "stock" if own and own.stock else "hide"
    of_dates, of_stock = (local.at(name) if local else "formulary" for name in ("dates", key))
    yield SettingPlace(setting="dates", place=of_dates, there=dates or NOT_GIVEN, counts=dates is not None)
    yield SettingPlace(setting="dates", place=DEFAULT, there="year-month-day", counts=dates is None)
    mark, of_decimal = own.decimal if own else None, local.at("decimal") if local else "formulary"
    yield SettingPlace(setting="decimal", place=of_decimal, there=mark or NOT_GIVEN, counts=mark is not None)
    yield SettingPlace(setting="decimal", place=DEFAULT, there="as each figure says", counts=mark is None)
    listed, kept = bool(stocked.value.strip(" ,")), bool(catalogue.stocked)
    names = {"setting": "stocked", "value": ", ".join(products)}
    there = _products(len(products) if listed else 0)
    yield SettingPlace(**names, place=stocked.origin, there=there, counts=listed)
    yield SettingPlace(**names, place=of_stock, there=_products(len(catalogue.stocked)), counts=kept and not listed)
    yield SettingPlace(setting="stocked", place=DEFAULT, there="every product", counts=not (listed or kept))


def _products(count: int) -> str:
    """So many products that are named."""
    return (f"{count} product" if count == 1 else f"{count} products") if count else NOT_GIVEN
