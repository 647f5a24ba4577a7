"""The answer to ``config show`` as JSON."""

from collections.abc import Sequence
from typing import TypedDict

from ivigcalc.core.answers.config import Setting, SettingPlace, config_working
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.report.json.parts.answer import EVERY_DIGIT, Head, SourceJson, filled, head, sources
from ivigcalc.report.json.parts.product import WorkingJson, working_json


class SettingJson(TypedDict):
    """One value in force and its origin; ``shipped`` is what it was before, "" where nothing changed it.

    ``sources`` are the documents of a constant or a limit; of what a formulary says, the formulary itself.
    """

    group: str
    name: str
    here: str
    origin: str
    shipped: str
    sources: list[str]


class ConfigJson(Head):
    """The answer to ``config show``.

    ``working`` has the places where each setting may stand, in the order in which they are looked at, 1 for the one
    that counts; then each constant and each bound of a limit.
    """

    settings: list[SettingJson]
    working: list[WorkingJson]
    sources: list[SourceJson]


def config_json(settings: Sequence[Setting], places: Sequence[SettingPlace], catalogue: Catalogue) -> ConfigJson:
    """Every value in force with its origin, and how it came to be in force."""
    return {
        **head(catalogue),
        "settings": [filled(SettingJson, setting, here=setting.value) for setting in settings],
        "working": working_json(config_working(places, catalogue), EVERY_DIGIT),
        "sources": sources(catalogue, [source for setting in settings for source in setting.sources]),
    }
