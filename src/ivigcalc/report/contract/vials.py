"""The answer to ``vials``."""

from typing import NotRequired, TypedDict

from ivigcalc.report.contract.common import AlertJson, Head, SourceJson
from ivigcalc.report.contract.dose import PlanJson, StockJson


class VialsRequestJson(TypedDict):
    """The request as understood; ``defaulted`` names what was not given."""

    grams: str
    days: int
    start: str | None
    start_missing: NotRequired[str]
    product: str
    region: str
    round: str
    round_scope: str
    objective: str
    stock: StockJson | None
    stock_missing: NotRequired[str]
    read: list[str]
    defaulted: list[str]


class VialsProductJson(TypedDict):
    """The preparation, and the sizes of its vials that can be chosen."""

    id: str
    shown: str
    mg_per_ml: str
    sizes_g: list[str]


class VialsJson(Head):
    """The answer to ``vials``: one preparation made up for so many grams, with its certificate; no patient."""

    request: VialsRequestJson
    product: VialsProductJson
    plan: PlanJson
    alerts: list[AlertJson]
    sources: list[SourceJson]
