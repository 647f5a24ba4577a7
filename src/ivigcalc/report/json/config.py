"""The answer to ``config show`` as JSON."""

from collections.abc import Sequence
from typing import TypedDict

from ivigcalc.core.answers.config import Setting
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.report.json.parts.answer import Head, filled, head


class SettingJson(TypedDict):
    """One value in force and its origin; ``shipped`` is what it was before, "" where nothing changed it."""

    group: str
    name: str
    here: str
    origin: str
    shipped: str


class ConfigJson(Head):
    """The answer to ``config show``."""

    settings: list[SettingJson]


def config_json(settings: Sequence[Setting], catalogue: Catalogue) -> ConfigJson:
    """Every value in force with its origin."""
    return {**head(catalogue), "settings": [filled(SettingJson, setting, here=setting.value) for setting in settings]}
