"""Whole vials: one day up to 400 g, and a course of five days from what is in stock."""

import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from functools import partial

from clock import say

from ivigcalc.catalogue.load import load_catalogue
from ivigcalc.core.facts.product import Product
from ivigcalc.core.request.order import Lot, Rounding, Scope, first_expiring_first
from ivigcalc.core.vials.day import best_vials
from ivigcalc.core.vials.terms import VialTerms
from ivigcalc.core.vials.whole_course import whole_course_vials

CATALOGUE = load_catalogue()
RULES = CATALOGUE.rules
PRODUCTS = [product for product in CATALOGUE.products if product.ml_of]
FIRST = date(2026, 12, 1)
DAYS = [FIRST + timedelta(days=day) for day in range(5)]
CASES = 300


def ms(work: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def terms(product: Product, lots: tuple[Lot, ...] | None = None) -> VialTerms:
    """The usual rule, new each time, so that nothing is remembered of the day asked for before."""
    sizes = tuple(size for size in product.ml_of if lots is None or any(lot.size_g == size for lot in lots))
    scope = Scope.DAY if lots is None else Scope.COURSE
    return VialTerms(sizes_g=sizes, near=RULES.near, wide=RULES.wide, rounding=Rounding.NEAREST, scope=scope, lots=lots)


def from_stock(chance: random.Random, product: Product, most: int) -> float:
    """Milliseconds for a course of 10 to 80 g a day, from two lots of each size that expire in or after it."""
    lots = first_expiring_first(
        Lot(size_g=size, count=chance.randint(most // 4, most), expiry=FIRST + timedelta(days=chance.randint(1, 60)))
        for size in product.ml_of
        for _ in range(2)
    )
    grams = [Fraction(chance.randint(100, 800), 10)] * len(DAYS)
    asked = terms(product, lots)
    return ms(lambda: whole_course_vials(grams, asked, DAYS))


def main() -> None:
    """Measure."""
    chance = random.Random(1)  # noqa: S311 - a benchmark
    days = [Fraction(chance.randint(3900, 4000), 10) for _ in range(CASES)]
    for product in PRODUCTS:
        best_vials(days[0], terms(product))  # the table of each set of sizes is made once
    took = [ms(partial(best_vials, day, terms(chance.choice(PRODUCTS)))) for day in days]
    figure = f"{statistics.median(took):.2f} ms (longest {max(took):.2f} ms)"
    say("vials: one day of 390 to 400 g", figure, "below 1 ms")
    for most, stock in ((40, "10 to 40"), (6, "1 to 6")):
        took = sorted(from_stock(chance, chance.choice(PRODUCTS), most) for _ in range(CASES))
        figure = (
            f"{statistics.median(took):.1f} ms (19 of 20 below {took[-CASES // 20]:.1f} ms, longest {took[-1]:.0f} ms)"
        )
        say(f"vials: five days as one course, {stock} vials a lot in stock", figure, "below 50 ms")


main()
