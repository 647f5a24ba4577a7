"""Vials alone as typed: one preparation, and the grams of each day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ivigcalc.core.dosing.courses_of_order import check_days
from ivigcalc.core.problems import RefusedError
from ivigcalc.intake.dates import read_date_order
from ivigcalc.intake.doses import read_days, read_grams
from ivigcalc.intake.numbers import missing, read_if_typed
from ivigcalc.intake.order import TypedOrder, echoed, named_product, read_options, read_stock

if TYPE_CHECKING:
    from fractions import Fraction

    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.problems import Problems
    from ivigcalc.core.request.order import Order


def read_vials_request(typed: TypedOrder, catalogue: Catalogue, problems: Problems) -> tuple[Order, Fraction]:
    """The order of one preparation, and the grams of each day.

    Raises:
        RefusedError: with everything that is wrong.
    """
    asked = read_vials_order(typed, catalogue, problems)
    if asked is None or problems.found:
        raise RefusedError(*problems.found)
    return asked


def read_vials_order(typed: TypedOrder, catalogue: Catalogue, problems: Problems) -> tuple[Order, Fraction] | None:
    """The order of one preparation and the grams of each day, or None where either is missing or cannot be read.

    Raises:
        FileError: the stock file is not there, or cannot be read.
    """
    dates = read_date_order(typed.dates, catalogue, problems)
    stock = read_stock(typed, catalogue, dates, problems)
    product = read_if_typed(problems, lambda text: named_product(text, catalogue), typed.product)
    grams = read_if_typed(problems, lambda text: read_grams(text, "GRAMS"), typed.grams)
    if typed.grams is None:
        problems.add(missing("GRAMS", "ivigcalc vials 28 --product privigen"))
    if typed.product is None:
        problems.add(missing("--product", "add --product privigen; see: ivigcalc products"))
    days = read_if_typed(problems, read_days, typed.days)
    with problems.gather():
        check_days(days)
    options = read_options(typed, catalogue, problems, dates)
    if product is None or grams is None:
        return None
    order = options.replaced(
        days=days,
        products=(product.id,),
        stock=stock,
        echoes=(
            *echoed("--product", product),
            *echoed("GRAMS", grams),
            *options.echoes,
            *(stock.echoes if stock else ()),
        ),
        defaulted=typed.not_given("days", "region", "round", "round_scope", "objective"),
    )
    return order, grams.value
