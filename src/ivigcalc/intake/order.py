"""From what was typed to an order. Everything that cannot be read is collected and reported together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from ivigcalc.core.dosing.courses import check_days
from ivigcalc.core.facts.fact import ASKABLE, Region
from ivigcalc.core.facts.ladder import Context
from ivigcalc.core.facts.rule import Level, Verdict
from ivigcalc.core.facts.weight_policy import ACTUAL
from ivigcalc.core.problems import Problem, Problems, RefusedError
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import (
    Dose,
    InfusionOrder,
    Objective,
    Order,
    RateWeight,
    Rounding,
    Scope,
)
from ivigcalc.intake.numbers import GRAMS, PER_KG, Read, read_quantity
from ivigcalc.intake.text import maybe, one_line, one_of

if TYPE_CHECKING:
    from fractions import Fraction

    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.request.stock import Stock


class TypedOrder(Record):
    """The order and product options as typed; None where not given."""

    indication: str | None
    regimen: str | None
    days: str | None
    per_day: str | None
    course: str | None
    weight_policy: str | None
    start: str | None
    off_label_reason: str | None
    products: Sequence[str]
    stocked: str | None
    region: str | None
    rounding: str | None
    first: bool = False
    rate_weight: str | None = None
    scope: str | None = None
    objective: str | None = None
    stock: Stock | None = None


class TypedInfusion(Record):
    """The options of one infusion as typed; None where not given."""

    product: str | None
    grams: str | None
    indication: str | None
    first: bool
    off_label_reason: str | None
    weight_policy: str | None
    rate_weight: str | None
    region: str | None


class TypedVials(Record):
    """The options of vials alone as typed; None where not given."""

    grams: str | None
    days: str | None
    start: str | None
    product: str | None
    region: str | None
    rounding: str | None
    scope: str | None
    objective: str | None
    stock: Stock | None


def read_order(typed: TypedOrder, catalogue: Catalogue, problems: Problems) -> Order | None:
    """The order, or None where the indication is missing or could not be read (it is then among ``problems``)."""
    indication = maybe(problems, catalogue.resolve_indication, typed.indication)
    if typed.indication is None:
        message = "--indication is missing"
        problems.add(
            Problem(
                code="missing-value",
                field="--indication",
                message=message,
                next="--indication cidp; see: ivigcalc indications",
            )
        )
    per_day: Dose | None = maybe(problems, lambda text: read_dose(text, "--per-day"), typed.per_day)
    course = maybe(problems, lambda text: read_dose(text, "--course"), typed.course)
    if typed.per_day is not None and typed.course is not None:
        message = "--per-day and --course exclude each other"
        problems.add(Problem(code="two-doses", field="--course", message=message, next="keep the one the order states"))
    days = maybe(problems, read_days, typed.days)
    start = maybe(problems, read_start, typed.start)
    policies = [policy.id for policy in catalogue.weights.policies]
    policy = maybe(problems, lambda text: one_of(policies, text, "--weight-policy"), typed.weight_policy)
    rate_weight = maybe(problems, lambda text: one_of(RateWeight, text, "--rate-weight"), typed.rate_weight)
    rounding = maybe(problems, lambda text: one_of(Rounding, text, "--round"), typed.rounding)
    scope = maybe(problems, lambda text: one_of(Scope, text, "--round-scope"), typed.scope)
    objective = maybe(problems, lambda text: one_of(Objective, text, "--objective"), typed.objective)
    region = maybe(problems, read_region, typed.region)
    products = []
    for name in typed.products:
        with problems.gather():
            products.append(catalogue.resolve_product(name))
    if typed.off_label_reason is not None and not one_line(typed.off_label_reason):
        message = "--off-label-reason is empty"
        problems.add(
            Problem(code="missing-value", field="--off-label-reason", message=message, next='--off-label-reason "..."')
        )
    stocked = read_stocked(typed.stocked, catalogue, problems)
    if indication is None:
        return None
    return Order(
        indication=indication,
        regimen=typed.regimen or "",
        days=days,
        per_day=per_day,
        course=course,
        weight_policy=policy or ACTUAL,
        start=start,
        off_label_reason=one_line(typed.off_label_reason or ""),
        products=tuple(dict.fromkeys(products)),
        stocked=stocked,
        region=region,
        rounding=rounding or Rounding.NEAREST,
        scope=scope or Scope.DAY,
        objective=objective or Objective.VIALS,
        stock=typed.stock,
        rate_weight=rate_weight or RateWeight.ACTUAL,
        first=typed.first,
        echoes=tuple(dose.echo for dose in (per_day, course) if dose and dose.echo),
        defaulted=tuple(
            name
            for name, given in (
                ("weight_policy", typed.weight_policy),
                ("round", typed.rounding),
                ("region", typed.region),
            )
            if given is None
        ),
    )


def read_infusion(typed: TypedInfusion, catalogue: Catalogue, problems: Problems) -> InfusionOrder | None:
    """One infusion, or None where its product or grams are missing or could not be read (then among ``problems``)."""
    product = maybe(problems, catalogue.resolve_product, typed.product)
    grams = maybe(problems, read_grams, typed.grams)
    for field, value, hint in (("--product", typed.product, "privigen"), ("--grams", typed.grams, "28")):
        if value is None:
            message, next_ = f"{field} is missing", f"add {field} {hint}"
            problems.add(Problem(code="missing-value", field=field, message=message, next=next_))
    wanted = (typed.indication or "").strip().lower()
    context = Context(wanted) if wanted in set(Context) else Context.ANY
    bare = context is not Context.ANY and wanted not in {one.id for one in catalogue.indications}
    indication = (
        None if bare or wanted == Context.ANY else maybe(problems, catalogue.resolve_indication, typed.indication)
    )
    policies = [policy.id for policy in catalogue.weights.policies]
    policy = maybe(problems, lambda text: one_of(policies, text, "--weight-policy"), typed.weight_policy)
    rate_weight = maybe(problems, lambda text: one_of(RateWeight, text, "--rate-weight"), typed.rate_weight)
    region = maybe(problems, read_region, typed.region)
    if product is None or grams is None:
        return None
    return InfusionOrder(
        product=product,
        grams=grams.value,
        indication=indication or "",
        context=context if bare else Context.ANY,
        region=region,
        first=typed.first,
        off_label_reason=one_line(typed.off_label_reason or ""),
        rate_weight=rate_weight or RateWeight.ACTUAL,
        weight_policy=policy or ACTUAL,
        echoes=(f"--grams {grams.echo}",) if grams.echo else (),
        defaulted=tuple(
            name
            for name, given in (
                ("indication", typed.indication),
                ("region", typed.region),
                ("rate_weight", typed.rate_weight),
                ("weight_policy", typed.weight_policy),
            )
            if given is None
        ),
    )


def read_vials(typed: TypedVials, catalogue: Catalogue, problems: Problems) -> tuple[Order, Fraction] | None:
    """The order of one preparation and the grams of each day, or None where either is missing or cannot be read."""
    product = maybe(problems, catalogue.resolve_product, typed.product)
    grams = maybe(problems, lambda text: read_grams(text, "GRAMS"), typed.grams)
    for field, value, hint in (
        ("GRAMS", typed.grams, "ivigcalc vials 28 --product privigen"),
        ("--product", typed.product, "add --product privigen; see: ivigcalc products"),
    ):
        if value is None:
            problems.add(Problem(code="missing-value", field=field, message=f"{field} is missing", next=hint))
    days = maybe(problems, read_days, typed.days)
    with problems.gather():
        check_days(days)
    start = maybe(problems, read_start, typed.start)
    rounding = maybe(problems, lambda text: one_of(Rounding, text, "--round"), typed.rounding)
    scope = maybe(problems, lambda text: one_of(Scope, text, "--round-scope"), typed.scope)
    objective = maybe(problems, lambda text: one_of(Objective, text, "--objective"), typed.objective)
    region = maybe(problems, read_region, typed.region)
    if product is None or grams is None:
        return None
    order = Order(
        indication="",
        days=days,
        start=start,
        products=(product,),
        region=region,
        rounding=rounding or Rounding.NEAREST,
        scope=scope or Scope.DAY,
        objective=objective or Objective.VIALS,
        stock=typed.stock,
        echoes=(f"GRAMS {grams.echo}",) if grams.echo else (),
        defaulted=tuple(
            name
            for name, given in (
                ("days", typed.days),
                ("region", typed.region),
                ("round", typed.rounding),
                ("round_scope", typed.scope),
                ("objective", typed.objective),
            )
            if given is None
        ),
    )
    return order, grams.value


def read_acknowledged(typed: Sequence[str], catalogue: Catalogue) -> dict[str, str]:
    """``RULE=reason`` pairs.

    Raises:
        RefusedError: no reason, or a rule that is not a caution.
    """
    cautions = {rule.id for rule in catalogue.rules.limits if rule.level is Level.CAUTION}
    cautions |= {rule.id for rule in catalogue.rules.verdicts if rule.verdict in {Verdict.CAUTION, Verdict.AVOID}}
    problems, found = Problems(), {}
    for pair in typed:
        rule, _, reason = pair.partition("=")
        if rule.strip() not in cautions or not one_line(reason):
            why = "has no reason" if rule.strip() in cautions else "names no caution that can be acknowledged"
            problems.add(
                Problem(
                    code="not-allowed",
                    field="--ack",
                    message=f"--ack {pair!r} {why}",
                    allowed=tuple(sorted(cautions)),
                    next='--ack day-above-100-g="checked with the ward"',
                )
            )
        else:
            found[rule.strip()] = one_line(reason)
    problems.refuse_if_any()
    return found


def read_grams(text: str, field: str = "--grams") -> Read:
    """Grams of one infusion day from ``28`` or ``"28 g"``.

    Raises:
        RefusedError: not a number of grams, or not above zero.
    """
    typed = read_quantity(text, field, ("g",), '28 or "28 g"', default="g")
    if typed.value <= 0:
        message = f"{field} {text!r} is not above zero"
        raise RefusedError(
            Problem(code="dose-not-positive", field=field, message=message, next=f"{field} 28".removeprefix("GRAMS "))
        )
    return Read(value=typed.value, echo=typed.echo)


def read_dose(text: str, field: str) -> Dose:
    """A dose such as ``"0.4 g/kg"``, ``"400 mg/kg"`` or ``"28 g"``; the unit is obligatory.

    Words after the dose that only repeat the option ("/day", "per day", "daily") are allowed for ``--per-day``.

    Raises:
        RefusedError: not a dose, or no unit.
    """
    words = text.strip()
    if field == "--per-day":
        for tail in ("/day", "/d", "per day", "daily", "a day"):
            words = words.removesuffix(tail).rstrip()
    example = '"2 g/kg" or "140 g"' if field == "--course" else '"0.4 g/kg" or "28 g"'
    typed = read_quantity(words, field, (*PER_KG, *GRAMS), example)
    if typed.value <= 0:
        raise RefusedError(
            Problem(
                code="dose-not-positive",
                field=field,
                message=f"{field} {text!r} is not above zero",
                next=f"type for example {example}",
            )
        )
    echo = f"{field} {typed.echo}" if typed.echo else ""
    if typed.unit in PER_KG:
        return Dose(value=typed.value * PER_KG[typed.unit], per_kg=True, echo=echo)
    return Dose(value=typed.value * GRAMS[typed.unit], per_kg=False, echo=echo)


def read_region(typed: str | None) -> Region | None:
    """A region that can be asked for.

    Raises:
        RefusedError: it is not one of them.
    """
    if not typed:
        return None
    wanted = typed.strip().lower()
    if wanted not in ASKABLE:
        raise RefusedError(
            Problem(
                code="not-allowed",
                field="--region",
                message=f"region {typed!r} is not known (--region or IVIGCALC_REGION)",
                allowed=(", ".join(ASKABLE),),
                next="--region eu",
            )
        )
    return Region(wanted)


def read_days(typed: str) -> int:
    """A whole number of days.

    Raises:
        RefusedError: it is not one.
    """
    if not typed.strip().isascii() or not typed.strip().isdigit() or len(typed.strip()) > 3:  # noqa: PLR2004 - no course has 1000 days
        raise RefusedError(
            Problem(
                code="not-a-number",
                field="--days",
                message=f"--days {typed!r} is not a whole number of days",
                next="--days 5",
            )
        )
    return int(typed)


def read_start(typed: str) -> date:
    """A date as year-month-day.

    Raises:
        RefusedError: it is not one, or not of this century.
    """
    try:
        found = (
            date.fromisoformat(typed.strip()) if re.fullmatch(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}", typed.strip()) else None
        )
    except ValueError:
        found = None
    if found is None:
        message = f"--start {typed!r} is not a date as year-month-day"
        raise RefusedError(Problem(code="not-a-date", field="--start", message=message, next="--start 2026-12-01"))
    return found


def read_in_stock(typed: str | None, catalogue: Catalogue) -> Stock | None:
    """The vials that are there, from the file of ``--stock``; None where it was not typed.

    Raises:
        FileError: the file is not there, or cannot be read.
    """
    if typed is None:
        return None
    from ivigcalc.intake.stock import read_stock_file  # noqa: PLC0415 - only where there is one

    return read_stock_file(typed, catalogue)


def read_stocked(typed: str | None, catalogue: Catalogue, problems: Problems) -> tuple[str, ...]:
    """The preparations in ``IVIGCALC_PRODUCTS``, by id or name, with commas between; else the formulary's stock."""
    found = []
    for name in filter(None, map(str.strip, (typed or "").split(","))):
        with problems.gather():
            found.append(catalogue.resolve_product(name, "IVIGCALC_PRODUCTS"))
    return tuple(found) if (typed or "").strip(" ,") else catalogue.stocked
