"""How infusion days run in, the alerts of their rates, and the arithmetic; for a preparation asked for by name."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from ivigcalc.core.answers.plan import CoursePlan, Working
from ivigcalc.core.dosing.course import days_words
from ivigcalc.core.dosing.weight import rate_weight_kg
from ivigcalc.core.facts.fact import SITE, STANDING_WORDS, Region
from ivigcalc.core.facts.ladder import RateUnit
from ivigcalc.core.facts.rule import RATE_MEASURES
from ivigcalc.core.infusion.alerts import alerts_at_any_rate, rate_alerts
from ivigcalc.core.infusion.day import Infusion, day_infusion
from ivigcalc.core.infusion.label_ladders import NOT_NEUROLOGICAL, EarlierInfusions, is_flat, purpose_of
from ivigcalc.core.infusion.rate_case import CONDITIONS, RateCase, rate_case
from ivigcalc.core.infusion.rates import NoRate, RateBasis
from ivigcalc.core.infusion.weights_without_alert import WeightsWithoutAlert
from ivigcalc.core.quantity import exact, plain
from ivigcalc.core.selection.exposure import ML_PER_L

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ivigcalc.core.answers.plan import NoFit, Rate
    from ivigcalc.core.checking.vials_and_rate import RateOrdered
    from ivigcalc.core.dosing.order_alerts import OrderInCourses
    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.fact import Missing
    from ivigcalc.core.facts.product import Product
    from ivigcalc.core.facts.rule import Rules
    from ivigcalc.core.infusion.limits_at_risk import RateLimit
    from ivigcalc.core.request.patient import Patient
    from ivigcalc.core.request.written import WrittenRate
    from ivigcalc.core.safety.alerts import Alert
    from ivigcalc.core.selection.assessment import Situation
    from ivigcalc.core.vials.totals import Combination


def rate_for(asked: OrderInCourses, situation: Situation, rules: Rules) -> Rate:
    """How a volume of a preparation runs in for this patient."""
    order = asked.order
    kg = rate_weight_kg(asked.weight, order.rate_weight)
    earlier = EarlierInfusions(first=order.first, tolerated=order.tolerated)

    def rate(product: Product, volume_ml: Fraction, vials: Combination | None) -> Infusion | NoRate:
        return day_infusion(
            product,
            RateBasis(weight_kg=kg, mg_per_ml=Fraction(product.mg_per_ml)),
            volume_ml,
            rules=rules,
            purpose=purpose_of(asked.indication, product, situation.age_years, situation.conditions),
            region=order.region,
            conditions=situation.conditions,
            vials=vials,
            earlier=earlier,
        )

    return rate


def alerts_of_rates(
    made: Iterable[CoursePlan], patient: Patient, situation: Situation, catalogue: Catalogue
) -> list[Alert]:
    """The alerts of the rates of every infusion day; that a rate needs an age holds no dose back."""
    runs = ((course.product, days[0].infusion) for course in made for days in course.alike)
    infusions = [(product, infusion) for product, infusion in runs if infusion]
    return alerts_of_infusions(infusions, patient, situation, catalogue)


def alerts_of_infusions(
    infusions: Iterable[tuple[Product, Infusion | Missing]],
    patient: Patient,
    situation: Situation,
    catalogue: Catalogue,
) -> list[Alert]:
    """The alerts of the rates by which volumes run in; that a rate needs an age holds no dose back."""
    return [
        alert
        for product, infusion in infusions
        for alert in rate_alerts(patient, situation.conditions, product, infusion, catalogue, of_dose=True)
    ]


def infusions_of(plans: Iterable[CoursePlan | NoFit]) -> list[Infusion | Missing | None]:
    """How the infusion days of courses run in; of those that vials make up."""
    return [day.infusion for made in plans if isinstance(made, CoursePlan) for day in made.days]


MOST_KEPT: Final = 4096
"""Kinds of patient and order that are kept; a table has some dozens."""


class RateKind(NamedTuple):
    """The alerts that a preparation's rates have for every patient of a kind, and the weights without further ones."""

    alerts: list[Alert]
    """The alerts that hold whatever the rates are."""
    given: bool
    """Whether there is a rate."""
    bounds: WeightsWithoutAlert | None
    """What decides whether a rate is judged; None where more is judged than how high it is."""


class RateAlerts:
    """The alerts of the rates of many orders. A rate is worked out only where a rule may judge it."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Keep the catalogue; what is said of a kind of patient is worked out when it is first asked for."""
        self._catalogue = catalogue
        self._asked = CONDITIONS | catalogue.rules.rate_index.asked
        self._kind_of = lru_cache(maxsize=MOST_KEPT)(self._kind)

    def of(
        self, made: CoursePlan, asked: OrderInCourses, situation: Situation, labelled: tuple[Region, ...]
    ) -> list[Alert]:
        """What ``alerts_of_rates`` says of the course once its days run in.

        ``labelled`` are the regions whose label has the indication at the patient's age, as the assessment has them.
        """
        order, conditions = asked.order, self._asked & situation.conditions
        use, earlier = (asked.indication.id, labelled), (order.first, order.tolerated)
        kind = self._kind_of(made.product.id, use, order.region, conditions, earlier)
        kg = rate_weight_kg(asked.weight, order.rate_weight)
        volumes = {id(day.volume_ml): day.volume_ml for day in made.days}.values()
        if not kind.given or (kind.bounds and kind.bounds.surely_pass(kg, volumes)):
            return kind.alerts
        rate = rate_for(asked, situation, self._catalogue.rules)
        infusions = [(made.product, rate(made.product, volume, None)) for volume in dict.fromkeys(volumes)]
        return alerts_of_infusions(infusions, asked.patient, situation, self._catalogue)

    def _kind(
        self,
        product_id: str,
        use: tuple[str, tuple[Region, ...]],
        region: Region | None,
        conditions: frozenset[str],
        earlier: tuple[bool, bool],
    ) -> RateKind:
        """What is said for ``use``, an indication with the regions whose label has it."""
        catalogue, (first, tolerated), (indication_id, labelled) = self._catalogue.of_region(region), earlier, use
        product = catalogue.product(product_id)
        purpose = purpose_of(catalogue.indication(indication_id), product)
        purpose = purpose if purpose.context in NOT_NEUROLOGICAL else purpose.replaced(labelled=labelled)
        case = rate_case(product, region, purpose, conditions, EarlierInfusions(first=first, tolerated=tolerated))
        alerts, holding = alerts_at_any_rate(product, conditions, case, catalogue)
        if isinstance(case, NoRate):
            return RateKind(alerts, given=False, bounds=None)
        by_measure = {judged.measure: judged for judged in holding.measured}
        judging = [rule.fires_from for _, rule in by_measure["rate_ml_h"].rules] if "rate_ml_h" in by_measure else []
        high = [ml_h for ml_h in judging if ml_h is not None]
        bounds = None
        if not by_measure.keys() - set(RATE_MEASURES) and len(high) == len(judging) and not _is_flat_of_site(case):
            bounds = WeightsWithoutAlert(case, Fraction(product.mg_per_ml), min(high, default=None))
        return RateKind(alerts, given=True, bounds=bounds)


def _is_flat_of_site(case: RateCase) -> bool:
    """Whether a site's own flat rate may apply, which is held against the label at every weight."""
    return any(is_flat(choice.ladder) and SITE in choice.ladder.sources for choice, _ in case.ladders)


UNIT_FACTORS: Final = {
    RateUnit.ML_KG_MIN: "{rate} mL/kg/min x 60 min/h x {kg} kg",
    RateUnit.ML_KG_H: "{rate} mL/kg/h x {kg} kg",
    RateUnit.MG_KG_MIN: "{rate} mg/kg/min x 60 min/h x {kg} kg / {mg} mg/mL",
    RateUnit.MG_KG_H: "{rate} mg/kg/h x {kg} kg / {mg} mg/mL",
    RateUnit.ML_MIN: "{rate} mL/min x 60 min/h",
}
"""The rate of a label in mL/h for a patient, in words (``to_ml_h`` works it out)."""


def infusion_working(infusion: Infusion, grams: Fraction, rules: Rules, about: str = "") -> tuple[Working, ...]:
    """The arithmetic of an infusion: its volume, each step with its rate, minutes and volume, and the time in all.

    ``about`` is what each step is called by first. Where only the first rate is for the patient there is no time, and
    the others are of the ordinary ladder. What the label does not print is marked.
    """
    ladder, steps = infusion.ladder, list[Working]()
    volume = f"{plain(grams, 4)} g x {ML_PER_L} mg/g / {exact(infusion.product.mg_per_ml)} mg/mL"
    steps.append(Working(f"{about}volume", volume, infusion.volume_ml, "mL"))
    down = f"down to whole mL/h from {plain(rules.constant('pump-whole-from'))} mL/h up, to tenths below"
    label_source, in_ml_h = next(iter(ladder.sources), ""), _in_label_words(infusion)
    minutes = [f"{plain(step.minutes, 4)} min" for step in infusion.steps]
    derived = STANDING_WORDS.get(ladder.standing, "")
    for number, step in enumerate(infusion.steps, start=1):
        rate, last = step.rate, number == len(infusion.steps)
        if rate.of_label is None:
            formula, cited, below = _limit_rate(infusion)
            rounding = f"{down}, and below it" if below else down
        else:
            formula, cited, rounding = in_ml_h(rate.of_label), label_source, down
        ml_h = f"{plain(rate.ml_h)} mL/h"
        of_volume = f"{ml_h} x {minutes[number - 1]} / 60 min/h"
        if last:
            given = step.running_ml - step.volume_ml
            of_volume = f"{plain(infusion.volume_ml, 4)} mL - {plain(given, 4)} mL"
        ordinary = "" if number <= len(infusion.steps_for_patient) else "ordinary ladder, "
        name, mark = f"{about}{ordinary}step {number}", derived or (CONVENTION if rate.convention else "")
        steps += [
            Working(f"{name} rate{mark}", formula, rate.ml_h, "mL/h", cited, rounding),
            Working(f"{name} volume", of_volume, step.volume_ml, "mL"),
        ]
        if last:
            of_minutes = f"{plain(step.volume_ml, 4)} mL / {ml_h} x 60 min/h"
            steps.append(Working(f"{name} minutes", of_minutes, step.minutes, "min"))
    for number, limit in enumerate(infusion.limits, start=1):
        if limit.cap:
            formula, cited = _limit_formula(limit, infusion), next(iter(limit.entry.sources), "")
            steps.append(Working(f"{about}limit {number} at risk", formula, limit.cap.ml_h, "mL/h", cited))
    if not infusion.without_figure:
        steps.append(Working(f"{about}time in all", " + ".join(minutes), infusion.minutes, "min"))
        if (whole := Fraction(infusion.whole_minutes)) != infusion.minutes:
            exact_minutes = f"{plain(infusion.minutes, 4)} min"
            steps.append(
                Working(f"{about}time in whole minutes", exact_minutes, whole, "min", "", "up to whole minutes")
            )
    return tuple(steps)


CONVENTION: Final = " (or its minutes by convention)"
"""The mark of a rate, or of how long it lasts, that the label does not print."""


def plan_rates_working(made: CoursePlan, rules: Rules) -> tuple[Working, ...]:
    """The arithmetic of how each infusion day of a course runs in; days that are alike once."""
    steps: list[Working] = []
    for days in made.alike:
        which = f" {days_words(day.day for day in days)}," if len(made.alike) > 1 else ""
        if isinstance(days[0].infusion, Infusion):
            about = f"{made.course.letter} {made.product.shown}:{which} "
            steps += infusion_working(days[0].infusion, days[0].vials.given_g, rules, about)
    return tuple(steps)


def rate_bounds_working(ordered: RateOrdered, rate: WrittenRate) -> Iterator[Working]:
    """The arithmetic of a written rate in mL/h, and of the first and the highest rate of the label, not rounded."""
    label, basis = ordered.label, ordered.basis
    if rate.unit is not None:
        for name, value, ml_h in (("rate", rate.value, ordered.ml_h), ("start rate", rate.start, ordered.start_ml_h)):
            if value is not None and ml_h is not None:
                yield Working(f"{name} as ordered", _in_ml_h(rate.unit, plain(value, 6), basis), ml_h, "mL/h")
    if not isinstance(label, Infusion):
        return
    in_ml_h, label_source = _in_label_words(label), next(iter(label.ladder.sources), "")
    for name, of_pump in (("first", label.pump_rates[0]), ("highest", label.pump_rates[-1])):
        if of_pump.of_label is None:
            formula, cited, _ = _limit_rate(label)
        else:
            formula, cited = in_ml_h(of_pump.of_label), label_source
        yield Working(f"{name} rate of the label", formula, of_pump.exact_ml_h, "mL/h", cited)


def _in_ml_h(unit: RateUnit, rate: str, basis: RateBasis) -> str:
    """A rate in mL/h for a patient, in words."""
    return UNIT_FACTORS[unit].format(rate=rate, kg=plain(basis.weight_kg, 4), mg=plain(basis.mg_per_ml, 4))


def _in_label_words(infusion: Infusion) -> Callable[[Fraction], str]:
    """How a rate in the unit of the label is worked out in mL/h for the patient, in words."""
    kg, mg = plain(infusion.basis.weight_kg, 4), exact(infusion.product.mg_per_ml)
    words = UNIT_FACTORS[infusion.ladder.unit]
    return lambda rate: words.format(rate=plain(rate, 6), kg=kg, mg=mg)


def _limit_rate(infusion: Infusion) -> tuple[str, str, bool]:
    """The strictest limit of a patient at risk in mL/h, its document, and whether it must not be reached."""
    capped = [(limit.cap, limit) for limit in infusion.limits if limit.cap]
    cap, limit = min(capped, key=lambda one: (one[0].ml_h, not one[0].below))
    return _limit_formula(limit, infusion), next(iter(limit.entry.sources), ""), cap.below


def _limit_formula(limit: RateLimit, infusion: Infusion) -> str:
    """The figure that a label prints for a risk, in mL/h for the patient."""
    kg, mg, entry = plain(infusion.basis.weight_kg, 4), exact(infusion.product.mg_per_ml), limit.entry
    return UNIT_FACTORS[entry.unit or infusion.ladder.unit].format(rate=exact(entry.maximum or 0), kg=kg, mg=mg)
