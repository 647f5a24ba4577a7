"""How the infusion days of an order run in, and the alerts of their rates; for a preparation asked for by name."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from ivigcalc.core.dosing.weight import rate_weight_kg
from ivigcalc.core.facts.fact import SITE
from ivigcalc.core.facts.rule import RATE_MEASURES, Level
from ivigcalc.core.infusion.alerts import alerts_at_any_rate, rate_alerts
from ivigcalc.core.infusion.day import day_infusion
from ivigcalc.core.infusion.label_ladders import (
    Before,
    NoRate,
    RateCase,
    is_flat,
    purpose_of,
    rate_case,
    rate_limits,
    strictest_cap,
)
from ivigcalc.core.infusion.rates import RateBasis, to_ml_h

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ivigcalc.core.answers.plan import CoursePlan, Rate
    from ivigcalc.core.dosing.order_alerts import OrderInCourses
    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.fact import Missing, Region
    from ivigcalc.core.facts.product import Product
    from ivigcalc.core.facts.rule import LimitRule, Rules
    from ivigcalc.core.infusion.day import Infusion
    from ivigcalc.core.request.patient import Patient
    from ivigcalc.core.safety.alerts import Alert
    from ivigcalc.core.selection.assessment import Situation
    from ivigcalc.core.vials.totals import Combination


def rate_for(asked: OrderInCourses, situation: Situation, rules: Rules) -> Rate:
    """How a volume of a preparation runs in for this patient."""
    order = asked.order
    kg = rate_weight_kg(asked.weight, order.rate_weight)

    def rate(product: Product, volume_ml: Fraction, vials: Combination | None) -> Infusion | NoRate:
        return day_infusion(
            product,
            RateBasis(weight_kg=kg, mg_per_ml=Fraction(product.mg_per_ml)),
            volume_ml,
            rules=rules,
            purpose=purpose_of(asked.indication, product),
            region=order.region,
            conditions=situation.conditions,
            vials=vials,
            before=Before(first=order.first, tolerated=order.tolerated),
        )

    return rate


def alerts_of_rates(
    made: Iterable[CoursePlan], patient: Patient, situation: Situation, catalogue: Catalogue
) -> list[Alert]:
    """The alerts of the rates of every infusion day; a rate that cannot be judged holds no dose back."""
    infusions = [days[0].infusion for course in made for days in course.alike]
    return _alerts_of(filter(None, infusions), patient, situation, catalogue)


def _alerts_of(
    infusions: Iterable[Infusion | Missing], patient: Patient, situation: Situation, catalogue: Catalogue
) -> list[Alert]:
    return [
        alert
        for infusion in infusions
        for alert in rate_alerts(patient, situation.conditions, infusion, catalogue)
        if alert.level is not Level.STOP
    ]


MOST_KEPT: Final = 4096
"""Kinds of patient and order that are kept; a table has some dozens."""

SLOWEST_ML_H: Final = 1
"""A first rate from here on stays above zero when it is rounded down for a pump."""

NO_WEIGHT: Final = (Fraction(0), Fraction(0))
MOST_KG: Final = Fraction(1000)
"""Above every weight."""


class RateKind(NamedTuple):
    """What is said of the rates of one preparation for one kind of patient."""

    case: RateCase | NoRate
    alerts: list[Alert]
    """The alerts that hold whatever the rates are."""
    judging: tuple[LimitRule, ...]
    """The rules that judge how high a rate is."""
    between_kg: tuple[Fraction, Fraction] | None
    """Between these weights no ladder reaches a rate that is judged, and each can be set; None where more is judged."""


class RateAlerts:
    """The alerts of the rates of many orders. A rate is worked out only where a rule may judge it."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Keep the catalogue; what is said of a kind of patient is worked out when it is first asked for."""
        self._catalogue = catalogue
        self._kind_of = lru_cache(maxsize=MOST_KEPT)(self._kind)

    def of(self, made: CoursePlan, asked: OrderInCourses, situation: Situation) -> list[Alert]:
        """What ``alerts_of_rates`` says of the course once its days run in."""
        order, product = asked.order, made.product
        before = Before(first=order.first, tolerated=order.tolerated)
        kind = self._kind_of(product.id, asked.indication.id, order.region, situation.conditions, before)
        kg = rate_weight_kg(asked.weight, order.rate_weight)
        between_kg = kind.between_kg
        if isinstance(kind.case, NoRate) or (between_kg and between_kg[0] < kg < between_kg[1]):
            return kind.alerts
        volumes = dict.fromkeys(day.volume_ml for day in made.days)
        if between_kg and not self._judged(kind, kind.case, kg, product, volumes):
            return kind.alerts
        rate = rate_for(asked, situation, self._catalogue.rules)
        infusions = [rate(product, volume, None) for volume in volumes]
        return _alerts_of(infusions, asked.patient, situation, self._catalogue)

    def _judged(
        self, kind: RateKind, case: RateCase, kg: Fraction, product: Product, volumes: Iterable[Fraction]
    ) -> bool:
        """Whether a rule has something to say of a rate of one of the volumes, or one cannot be set."""
        basis = RateBasis(weight_kg=kg, mg_per_ml=Fraction(product.mg_per_ml))
        cap = strictest_cap(rate_limits(case.risk_rates, basis))
        runs = [case.slowest(basis, cap, volume, self._catalogue.rules) for volume in volumes]
        return any(
            isinstance(found, NoRate) or any(rule.beyond(found.run.fastest_ml_h) for rule in kind.judging)
            for found in runs
        )

    def _kind(
        self, product_id: str, indication_id: str, region: Region | None, conditions: frozenset[str], before: Before
    ) -> RateKind:
        catalogue = self._catalogue.of_region(region)
        product = catalogue.product(product_id)
        purpose = purpose_of(catalogue.indication(indication_id), product)
        case = rate_case(product, region, purpose, conditions, before)
        alerts, holding = alerts_at_any_rate(product, conditions, case, catalogue)
        by_measure = dict(holding.measured)
        judging = [rule for _, rule in by_measure["rate_ml_h"].rules] if "rate_ml_h" in by_measure else []
        between_kg = None
        if isinstance(case, RateCase) and not by_measure.keys() - set(RATE_MEASURES) and not _is_flat_of_site(case):
            between_kg = _between_kg(case, Fraction(product.mg_per_ml), judging)
        alerts = [alert for alert in alerts if alert.level is not Level.STOP]
        return RateKind(case, alerts, tuple(judging), between_kg)


def _is_flat_of_site(case: RateCase) -> bool:
    """Whether a site's own flat rate may apply, which is held against the label at every weight."""
    return any(is_flat(choice.ladder) and SITE in choice.ladder.sources for choice, _ in case.ladders)


def _between_kg(case: RateCase, mg_per_ml: Fraction, judging: Iterable[LimitRule]) -> tuple[Fraction, Fraction]:
    """The weights between which every rate can be set and none is judged, whatever the volume."""
    ladders = [choice.ladder for choice, _ in case.ladders]
    if any(map(is_flat, ladders)) or any(rule.fires_from is None for rule in judging):
        return NO_WEIGHT
    one_kg = RateBasis(weight_kg=Fraction(1), mg_per_ml=mg_per_ml)
    firsts = [to_ml_h(rungs[0].rate, choice.ladder.unit, one_kg) for choice, rungs in case.ladders]
    firsts += [limit.cap.ml_h for limit in rate_limits(case.risk_rates, one_kg) if limit.cap]
    fastest = max(to_ml_h(Fraction(ladder.maximum), ladder.unit, one_kg) for ladder in ladders)
    from_ml_h = min((rule.fires_from for rule in judging if rule.fires_from is not None), default=None)
    return SLOWEST_ML_H / min(firsts), MOST_KG if from_ml_h is None else from_ml_h / fastest
