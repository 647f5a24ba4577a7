"""What an order asks of whole vials that cannot be answered: options that contradict each other, dates, prices."""

from collections.abc import Sequence
from datetime import date

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import Problem
from ivigcalc.core.quantity import plain
from ivigcalc.core.request.order import Objective, Order, Rounding, Scope
from ivigcalc.core.request.stock import Stock
from ivigcalc.core.vials.terms import terms_of


def contradictions(order: Order, catalogue: Catalogue) -> list[Problem]:
    """Every such problem of an order."""
    problems = [*_exact_course(order.rounding, order.scope), *_undated(order.stock, order.start)]
    if order.objective is Objective.COST:
        problems += _prices(order, catalogue)
    return problems


def _exact_course(rounding: Rounding, scope: Scope) -> Sequence[Problem]:
    if rounding is not Rounding.EXACT or scope is not Scope.COURSE:
        return ()
    return (
        Problem(
            code="nothing-to-round",
            field="--round-scope",
            message="--round-scope course and --round exact exclude each other: with exact nothing is rounded",
            next="drop --round-scope course, or --round exact",
        ),
    )


def _undated(stock: Stock | None, start: date | None) -> Sequence[Problem]:
    if stock is None or not stock.dated or start is not None:
        return ()
    return (
        Problem(
            code="missing-value",
            field="--start",
            message=f"--start is needed: stock has expiry dates ({stock.file})",
            next="--start 2026-12-01",
        ),
    )


def _prices(order: Order, catalogue: Catalogue) -> list[Problem]:
    """No formulary, or sizes of a preparation asked for by name (without one, of every preparation) without a price."""
    local = catalogue.local
    if local is None:
        return [_unpriced("--objective cost needs prices, and no formulary is in force", "privigen", "10")]
    if not order.products:
        if any(vial.price is not None for vials in local.formulary.vials.values() for vial in vials):
            return []
        return [_unpriced(f"--objective cost needs prices: {local.file} has none", "privigen", "10")]
    problems = []
    for product_id in order.products:
        product = catalogue.product(product_id)
        terms = terms_of(product, order, catalogue.rules, formulary=local.formulary)
        priced = {size for size, _ in terms.prices}
        without = [plain(size, 4) for size in sorted(terms.sizes_g) if size not in priced]
        if without:
            named = ", ".join(f"{size} g" for size in without)
            message = f"--objective cost: {local.file} has no price for {product.shown} vials of {named}"
            problems.append(_unpriced(message, product_id, without[0]))
    return problems


def _unpriced(message: str, product_id: str, size: str) -> Problem:
    return Problem(
        code="no-price",
        field="--objective",
        message=message,
        allowed=(f"vials: {{{product_id}: [{{g: {size}, ml: ..., price: ...}}]}}",),
        next="add the price of every size to the file of --formulary (see docs/formulary.md)",
    )
