"""The order as typed: a course, one infusion, or vials alone. Everything that cannot be read is reported together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ivigcalc.core.facts.fact import Region
from ivigcalc.core.facts.ladder import Context
from ivigcalc.core.facts.rule import Level, Verdict
from ivigcalc.core.problems import Asks, Problem, Problems, RefusedError
from ivigcalc.core.quantity import one_line
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import InfusionOrder, Objective, Order, RateWeight, Rounding, Scope
from ivigcalc.intake.dates import ReadDay, read_cycles, read_date_order, read_interval, read_start
from ivigcalc.intake.doses import read_days, read_dose, read_grams
from ivigcalc.intake.numbers import missing, one_of, read_decimal, read_if_typed, refusal

if TYPE_CHECKING:
    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.names.index import Named
    from ivigcalc.core.request.order import Stock
    from ivigcalc.intake.numbers import Read


class TypedOrder(Record):
    """The order and product options as typed; None where not given."""

    indication: str | None = None
    regimen: str | None = None
    days: str | None = None
    per_day: str | None = None
    course: str | None = None
    grams: str | None = None
    """Grams of one infusion day, where no course is asked for."""
    weight_policy: str | None = None
    start: str | None = None
    cycles: str | None = None
    until: str | None = None
    every: str | None = None
    dates: str | None = None
    """How dates in figures are written: dmy or mdy."""
    first: bool = False
    tolerated: bool = False
    rate_weight: str | None = None
    off_label_reason: str | None = None
    products: Sequence[str] = ()
    stocked: str | None = None
    """The preparations that the hospital stocks, with commas between."""
    region: str | None = None
    round: str | None = None
    round_scope: str | None = None
    objective: str | None = None
    stock: str | None = None
    """The name of a file with the vials that are there."""
    stock_columns: Sequence[str] = ()
    """What headings of that file mean, as NAME=HEADING."""
    stock_ignored: Sequence[str] = ()
    """Headings of it that are left out."""
    stock_sheet: str | None = None
    """The name or the number of its sheet."""

    @property
    def product(self) -> str | None:
        """The only preparation, for what is asked of one; None where not given."""
        return self.products[0] if self.products else None

    def not_given(self, *names: str) -> tuple[str, ...]:
        """Those of the fields ``names`` that were not typed, so that a default stands for them."""
        return tuple(name for name in names if getattr(self, name) is None)


def read_order(typed: TypedOrder, catalogue: Catalogue, problems: Problems, decimal: str | None = None) -> Order | None:
    """The order of a course, or None where the indication is missing or not known; ``decimal`` as in ``read_number``.

    Raises:
        FileError: the stock file is not there, or cannot be read.
    """
    dates = read_date_order(typed.dates, catalogue, problems)
    stock = read_stock(typed, catalogue, dates, problems)
    indication = read_if_typed(problems, catalogue.named_indication, typed.indication)
    if typed.indication is None:
        problems.add(missing("--indication", "--indication NAME; see: ivigcalc indications"))
    per_day = read_if_typed(problems, lambda text: read_dose(text, "--per-day", catalogue, decimal), typed.per_day)
    course = read_if_typed(problems, lambda text: read_dose(text, "--course", catalogue, decimal), typed.course)
    if typed.per_day is not None and typed.course is not None:
        message = "--per-day and --course exclude each other"
        problems.add(Problem(code="two-doses", field="--course", message=message, next="keep the one the order states"))
    days = read_if_typed(problems, lambda text: read_days(text, decimal), typed.days)
    cycles = read_if_typed(problems, read_cycles, typed.cycles)
    until = read_if_typed(problems, lambda text: read_start(text, dates, field="--until"), typed.until)
    every = read_if_typed(problems, read_interval, typed.every)
    options = read_options(typed, catalogue, problems, dates)
    products = [
        named
        for name in typed.products
        if (named := read_if_typed(problems, lambda text: named_product(text, catalogue), name))
    ]
    if typed.off_label_reason is not None and not options.off_label_reason:
        message = "--off-label-reason is empty"
        problems.add(missing("--off-label-reason", '--off-label-reason "..."', message))
    stocked = read_stocked(typed.stocked, catalogue, problems)
    if indication is None:
        return None
    return options.replaced(
        indication=indication.id,
        regimen=typed.regimen or "",
        days=days,
        cycles=cycles,
        until=until.day if until else None,
        every=every,
        per_day=per_day,
        course=course,
        products=tuple(dict.fromkeys(named.id for named in products)),
        stocked=stocked,
        stock=stock,
        echoes=(
            *echoed("--indication", indication),
            *(echo for named in products for echo in echoed("--product", named)),
            *(dose.echo for dose in (per_day, course) if dose and dose.echo),
            *options.echoes,
            *echoed("--until", until),
            *(stock.echoes if stock else ()),
        ),
        defaulted=typed.not_given("weight_policy", "round", "region"),
    )


def echoed(field: str, read: Read | Named | ReadDay | None) -> tuple[str, ...]:
    """How what was typed for a field was read, where that needs saying."""
    return (f"{field} {read.echo}",) if read and read.echo else ()


def read_infusion(typed: TypedOrder, catalogue: Catalogue, problems: Problems) -> InfusionOrder | None:
    """One infusion, or None where its product or grams are missing or cannot be read (then among ``problems``)."""
    product = read_if_typed(problems, lambda text: named_product(text, catalogue), typed.product)
    grams = read_if_typed(problems, read_grams, typed.grams)
    if typed.product is None:
        problems.add(missing("--product", "add --product privigen"))
    if typed.grams is None:
        problems.add(missing("--grams", "add --grams 28"))
    wanted = (typed.indication or "").strip().lower()
    context = Context(wanted) if wanted in set(Context) else Context.ANY
    if context is not Context.ANY and wanted in {indication.id for indication in catalogue.indications}:
        context = Context.ANY
    named = typed.indication if context is Context.ANY and wanted != Context.ANY else None
    indication = read_if_typed(problems, catalogue.named_indication, named)
    options = read_options(typed, catalogue, problems)
    if product is None or grams is None:
        return None
    return InfusionOrder(
        product=product.id,
        grams=grams.value,
        indication=indication.id if indication else "",
        context=context,
        region=options.region,
        first=options.first,
        tolerated=options.tolerated,
        off_label_reason=options.off_label_reason,
        rate_weight=options.rate_weight,
        weight_policy=options.weight_policy,
        echoes=(*echoed("--product", product), *echoed("--indication", indication), *echoed("--grams", grams)),
        defaulted=typed.not_given("indication", "region", "rate_weight", "weight_policy"),
    )


def read_options(typed: TypedOrder, catalogue: Catalogue, problems: Problems, dates: str = "") -> Order:
    """The options that orders of every kind share, as an order without indication, dose and preparations."""
    start = read_if_typed(problems, lambda text: read_start(text, dates), typed.start)
    policy = read_if_typed(problems, lambda text: _read_policy(text, catalogue), typed.weight_policy)
    rate_weight = read_if_typed(problems, lambda text: one_of(RateWeight, text, "--rate-weight"), typed.rate_weight)
    rounding = read_if_typed(problems, lambda text: one_of(Rounding, text, "--round"), typed.round)
    scope = read_if_typed(problems, lambda text: one_of(Scope, text, "--round-scope"), typed.round_scope)
    objective = read_if_typed(problems, lambda text: one_of(Objective, text, "--objective"), typed.objective)
    if typed.first and typed.tolerated:
        message = "--first and --tolerated exclude each other"
        problems.add(
            Problem(code="two-histories", field="--tolerated", message=message, next="keep the one that is so")
        )
    return Order(
        indication="",
        start=start.day if start else None,
        echoes=echoed("--start", start),
        weight_policy=policy or "",
        rate_weight=rate_weight or RateWeight.ACTUAL,
        rounding=rounding or Rounding.NEAREST,
        scope=scope or Scope.DAY,
        objective=objective or Objective.VIALS,
        region=read_if_typed(problems, lambda text: read_region(text, catalogue), typed.region),
        off_label_reason=one_line(typed.off_label_reason or ""),
        first=typed.first,
        tolerated=typed.tolerated,
    )


def _read_policy(typed: str, catalogue: Catalogue) -> str:
    """The id of a weight policy.

    Raises:
        RefusedError: there is none of that id.
    """
    return one_of([policy.id for policy in catalogue.weights.policies], typed, "--weight-policy")


def read_acknowledged(typed: Sequence[str], catalogue: Catalogue, problems: Problems) -> dict[str, str]:
    """The reasons for which cautions are acknowledged, by the id of their rule, from ``RULE=reason`` pairs.

    A pair without a reason, or of a rule that is no caution, is added to ``problems``.
    """
    cautions, reasons = _cautions(catalogue) if typed else set(), {}
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
            reasons[rule.strip()] = one_line(reason)
    return reasons


def _cautions(catalogue: Catalogue) -> set[str]:
    """The ids of the rules and remarks that can be acknowledged."""
    cautions = {rule.id for rule in catalogue.rules.limits if rule.level is Level.CAUTION}
    cautions |= {rule.id for rule in catalogue.rules.verdicts if rule.verdict in {Verdict.CAUTION, Verdict.AVOID}}
    return cautions | {remark.id for remark in catalogue.weights.remarks if remark.level is Level.CAUTION}


def named_product(typed: str, catalogue: Catalogue, field: str = "--product") -> Named:
    """A preparation by its id, a name, or a description with its strength (``PRIVIGEN 10% IV SOLN 100MG/ML``).

    Raises:
        RefusedError: none or several fit, it is not covered, or a strength is not its own.
    """
    try:
        return catalogue.named_product(typed, field)
    except RefusedError:
        from ivigcalc.intake.description import product_described  # noqa: PLC0415 - few names are descriptions

        return product_described(typed, catalogue, field)


def read_region(typed: str | None, catalogue: Catalogue) -> Region | None:
    """A region that can be asked for; None where none was typed.

    Raises:
        RefusedError: it is not one of them.
    """
    if not typed:
        return None
    wanted = typed.strip().lower()
    if wanted not in catalogue.regions:
        why, allowed = "is not known (--region or IVIGCALC_REGION)", (", ".join(catalogue.regions),)
        raise refusal(
            typed,
            "--region",
            "not-allowed",
            why,
            "--region and one of these",
            allowed=allowed,
            named="region",
            asks=Asks.TO_CHOOSE,
        )
    return Region(wanted)


def read_stocked(typed: str | None, catalogue: Catalogue, problems: Problems) -> tuple[str, ...]:
    """The preparations in ``IVIGCALC_PRODUCTS``, by id or name, with commas between; else the formulary's stock."""
    listed, products = (typed or "").strip(" ,"), []
    for name in filter(None, map(str.strip, listed.split(","))):
        with problems.gather():
            products.append(named_product(name, catalogue, "IVIGCALC_PRODUCTS").id)
    return tuple(products) if listed else catalogue.stocked


def read_stock(
    typed: TypedOrder, catalogue: Catalogue, dates: str, problems: Problems, decimal: str | None = None
) -> Stock | None:
    """The vials that are there, from the file of ``--stock``; None where none was named.

    ``decimal`` is the decimal mark of its figures; without one that of the formulary.

    Raises:
        FileError: the file is not there, or cannot be read.
    """
    if typed.stock is None and not (typed.stock_columns or typed.stock_ignored or typed.stock_sheet):
        return None
    from ivigcalc.intake.stock import typed as of  # noqa: PLC0415 - only where there is one

    stock = of.TypedStock(typed.stock, typed.stock_columns, typed.stock_ignored, typed.stock_sheet)
    return of.read_stock(stock, catalogue, problems, dates, read_decimal(decimal, catalogue, Problems()))
