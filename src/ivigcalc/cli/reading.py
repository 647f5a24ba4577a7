"""From what was typed to a patient and an order. Everything that cannot be read is collected and reported together."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

from ivigcalc.cli.output import Format
from ivigcalc.core.errors import Problem, Problems, RefusedError
from ivigcalc.core.fact import ASKABLE, Region
from ivigcalc.core.infusing import InfusionOrder
from ivigcalc.core.ladder import Context
from ivigcalc.core.order import Dose, Order, RateWeight, Rounding, read_dose, read_grams
from ivigcalc.core.patient import (
    BloodGroup,
    Factor,
    Patient,
    Read,
    Risk,
    Sex,
    read_age,
    read_height,
    read_iga,
    read_weight,
)
from ivigcalc.core.policy import ACTUAL
from ivigcalc.core.rule import Level, Verdict

if TYPE_CHECKING:
    from ivigcalc.core.catalogue import Catalogue

T = TypeVar("T")
S = TypeVar("S", bound=str)

RISKS: Sequence[Risk | Factor] = (*Risk, *Factor)
"""What ``--risk`` takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedPatient:
    """The patient options as typed; None where not given."""

    weight: str | None = None
    height: str | None = None
    sex: str | None = None
    age: str | None = None
    blood_group: str | None = None
    iga: str | None = None
    iga_deficient: bool = False
    risks: Sequence[str] = ()
    pregnant: bool = False
    pre_pregnancy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedOrder:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedInfusion:
    """The options of one infusion as typed; None where not given."""

    product: str | None
    grams: str | None
    indication: str | None
    first: bool
    weight_policy: str | None
    rate_weight: str | None
    region: str | None


def one_of(choices: Iterable[S], typed: str, field: str) -> S:
    """A member of a closed list, whatever its case, or by its first letter where only one begins so.

    Raises:
        RefusedError: it is not one of them; all are listed, and what is near is suggested.
    """
    wanted, kind = typed.strip().lower(), list(choices)
    found = [one for one in kind if one.lower() == wanted] or [one for one in kind if one.startswith(wanted)]
    if len(found) == 1 and (found[0].lower() == wanted or len(wanted) == 1):
        return found[0]
    near = get_close_matches(wanted, kind, n=1)
    raise RefusedError(
        Problem(
            code="not-allowed",
            field=field,
            message=f"{field} {typed!r} is not known",
            allowed=(", ".join(kind),),
            next=f"did you mean {field} {near[0]}?" if near else f"{field} and one of these",
        )
    )


def one_line(text: str) -> str:
    """Free text on one line, without control characters: it is printed beside figures."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def read_format(typed: str, problems: Problems) -> Format:
    """The format to print in; a table where it cannot be read (which is then among ``problems``)."""
    return _maybe(problems, lambda text: one_of(Format, text, "--format"), typed) or Format.TABLE


def _maybe(problems: Problems, reader: Callable[[str], T], typed: str | None) -> T | None:
    if typed is not None:
        with problems.gather():
            return reader(typed)
    return None


def read_patient(typed: TypedPatient, problems: Problems) -> Patient:
    """The patient. What cannot be read is added to ``problems`` and left out."""
    weight: Read | None = _maybe(problems, read_weight, typed.weight)
    before = _maybe(problems, lambda text: read_weight(text, "--pre-pregnancy-weight"), typed.pre_pregnancy)
    height = _maybe(problems, read_height, typed.height)
    age = _maybe(problems, read_age, typed.age)
    iga = _maybe(problems, read_iga, typed.iga)
    risks = {_maybe(problems, lambda text: one_of(RISKS, text, "--risk"), risk) for risk in typed.risks}
    echoes = [
        f"--{name} {read.echo}"
        for name, read in (
            *(("weight", weight), ("pre-pregnancy-weight", before)),
            *(("height", height), ("age", age), ("iga", iga)),
        )
        if read and read.echo
    ]
    return Patient(
        weight_kg=weight.value if weight else None,
        height_cm=height.value if height else None,
        sex=_maybe(problems, lambda text: one_of(Sex, text, "--sex"), typed.sex),
        age_years=age.value if age else None,
        blood_group=_maybe(problems, lambda text: one_of(BloodGroup, text, "--blood-group"), typed.blood_group),
        iga=iga,
        pregnant=typed.pregnant or before is not None,
        pre_pregnancy_kg=before.value if before else None,
        risks=frozenset(risk for risk in risks if isinstance(risk, Risk))
        | ({Risk.IGA_DEFICIENT} if typed.iga_deficient else set()),
        factors=frozenset(risk for risk in risks if isinstance(risk, Factor)),
        echoes=tuple(echoes),
        in_pounds=", ".join(one.in_pounds for one in (weight, before) if one and one.in_pounds),
    )


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


def read_stock(typed: str | None, catalogue: "Catalogue", problems: Problems) -> tuple[str, ...]:
    """The preparations in ``IVIGCALC_PRODUCTS``, by id or name, with commas between; else the formulary's stock."""
    found = []
    for name in filter(None, map(str.strip, (typed or "").split(","))):
        with problems.gather():
            found.append(catalogue.resolve_product(name, "IVIGCALC_PRODUCTS"))
    return tuple(found) if (typed or "").strip(" ,") else catalogue.stocked


def read_order(typed: TypedOrder, catalogue: "Catalogue", problems: Problems) -> Order | None:
    """The order, or None where the indication is missing or could not be read (it is then among ``problems``)."""
    indication = _maybe(problems, catalogue.resolve_indication, typed.indication)
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
    per_day: Dose | None = _maybe(problems, lambda text: read_dose(text, "--per-day"), typed.per_day)
    course = _maybe(problems, lambda text: read_dose(text, "--course"), typed.course)
    if typed.per_day is not None and typed.course is not None:
        message = "--per-day and --course exclude each other"
        problems.add(Problem(code="two-doses", field="--course", message=message, next="keep the one the order states"))
    days = _maybe(problems, read_days, typed.days)
    start = _maybe(problems, read_start, typed.start)
    policies = [policy.id for policy in catalogue.weights.policies]
    policy = _maybe(problems, lambda text: one_of(policies, text, "--weight-policy"), typed.weight_policy)
    rate_weight = _maybe(problems, lambda text: one_of(RateWeight, text, "--rate-weight"), typed.rate_weight)
    rounding = _maybe(problems, lambda text: one_of(Rounding, text, "--round"), typed.rounding)
    region = _maybe(problems, read_region, typed.region)
    products = []
    for name in typed.products:
        with problems.gather():
            products.append(catalogue.resolve_product(name))
    if typed.off_label_reason is not None and not one_line(typed.off_label_reason):
        message = "--off-label-reason is empty"
        problems.add(
            Problem(code="missing-value", field="--off-label-reason", message=message, next='--off-label-reason "..."')
        )
    stocked = read_stock(typed.stocked, catalogue, problems)
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


def read_infusion(typed: TypedInfusion, catalogue: "Catalogue", problems: Problems) -> InfusionOrder | None:
    """One infusion, or None where its product or grams are missing or could not be read (then among ``problems``)."""
    product = _maybe(problems, catalogue.resolve_product, typed.product)
    grams = _maybe(problems, read_grams, typed.grams)
    for field, value, hint in (("--product", typed.product, "privigen"), ("--grams", typed.grams, "28")):
        if value is None:
            message, next_ = f"{field} is missing", f"add {field} {hint}"
            problems.add(Problem(code="missing-value", field=field, message=message, next=next_))
    wanted = (typed.indication or "").strip().lower()
    context = Context(wanted) if wanted in set(Context) else Context.ANY
    bare = context is not Context.ANY and wanted not in {one.id for one in catalogue.indications}
    indication = (
        None if bare or wanted == Context.ANY else _maybe(problems, catalogue.resolve_indication, typed.indication)
    )
    policies = [policy.id for policy in catalogue.weights.policies]
    policy = _maybe(problems, lambda text: one_of(policies, text, "--weight-policy"), typed.weight_policy)
    rate_weight = _maybe(problems, lambda text: one_of(RateWeight, text, "--rate-weight"), typed.rate_weight)
    region = _maybe(problems, read_region, typed.region)
    if product is None or grams is None:
        return None
    return InfusionOrder(
        product=product,
        grams=grams.value,
        indication=indication or "",
        context=context if bare else Context.ANY,
        region=region,
        first=typed.first,
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


def read_acknowledged(typed: Sequence[str], catalogue: "Catalogue") -> dict[str, str]:
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
