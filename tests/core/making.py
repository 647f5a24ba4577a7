"""Short ways to make what the tests need."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ivigcalc.catalogue.selftest import read_questions
from ivigcalc.core.answers.dose import plan
from ivigcalc.core.answers.plan import CoursePlan, Plan
from ivigcalc.core.answers.products import ProductsAnswer, products
from ivigcalc.core.answers.selftest import Question, QuestionGroup
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Basis, Measure, Region, Standing, Statement
from ivigcalc.core.facts.product import Form, Product
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.request.order import Dose, Lot, Order, Stock
from ivigcalc.core.request.patient import Factor, Patient, Risk
from ivigcalc.core.selection.ranking import PlacedProduct
from tests.program import written_down

POLICIES = (
    *("actual", "ideal", "adjusted", "australia-2026", "ontario"),
    *("us-120-percent", "us-bmi-30", "uk-120-robinson"),
)
"""Every weight policy that the project knows."""

READ = (
    "gammagard-sd-5", "gammagard-sd-10", "gammar-p", "gamunex-c", "octagam-5", "octagam-10", "flebogamma-dif-5",
    "flebogamma-dif-10", "sandoglobulin-3", "privigen", "kiovig", "panzyga", "bivigam", "asceniv", "gammaplex-5",
    "gammaplex-10", "gammaked", "intratect-5", "intratect-10", "iqymune", "clairyg-5", "nanogam", "ig-vena",
    "tegeline", "intragam-p", "intragam-10", "yimmugo", "alyglo", "qivigy", "gammagard-liquid-erc",
)  # fmt: skip
"""The preparations whose labels were read for the expected values of the tests: a new one is in none of those."""

VECTORS = Path(__file__).parent.parent / "vectors"


def vectors(name: str) -> Any:
    return written_down(VECTORS / f"{name}.yaml")


def published(group: str) -> tuple[Question, ...]:
    """The questions of a group that ``selftest`` asks, with the answers that others have published."""
    (found,) = (one for one in groups() if one.id == group)
    return found.questions


@cache
def groups() -> tuple[QuestionGroup, ...]:
    """All groups of the questions that ``selftest`` asks, read once."""
    return read_questions()


def published_figure(question: Question, ending: str) -> Fraction:
    """The one published figure of a question whose place in the answer ends so."""
    ((figure,),) = (figures for place, figures in question.expect.items() if place.endswith(ending))
    return Fraction(figure)


def of_option(question: Question, name: str) -> Fraction:
    """The figure of an option, without its unit."""
    return Fraction(str(question.options[name]).split()[0])


def number(value: object) -> Fraction:
    """A figure of a YAML file, exactly as written."""
    return Fraction(str(value))


def patient(weight: object = 70, **known: Any) -> Patient:
    return Patient(weight_kg=number(weight), **known)


def at_risk(*risks: Risk, **known: Any) -> Patient:
    return Patient(risks=frozenset(risks), **known)


def with_factors(*factors: Factor, **known: Any) -> Patient:
    return Patient(factors=frozenset(factors), **known)


def per_kg(value: object) -> Dose:
    return Dose(value=number(value), per_kg=True)


def grams(value: object) -> Dose:
    return Dose(value=number(value), per_kg=False)


def order(indication: str = "cidp", **asked: Any) -> Order:
    return Order(**({"indication": indication, "products": ("privigen",)} | asked))


def in_stock(*lots: tuple[str, object, int, date | None]) -> Stock:
    """A stock: of each lot the preparation, the size in g, how many there are and the last day to use them.

    A lot is named by its place.
    """
    rows = (
        (name, Lot(size_g=number(size), count=count, expiry=end, name=str(place)))
        for place, (name, size, count, end) in enumerate(lots)
    )
    return Stock(file="stock.csv", sha256="", rows=tuple(rows))


def refused_by(one: Patient, asked: Order, catalogue: Catalogue) -> tuple[Problem, ...]:
    with pytest.raises(RefusedError) as caught:
        plan(one, asked, catalogue)
    return caught.value.problems


def rules_fired(one: Patient, asked: Order, catalogue: Catalogue) -> set[str]:
    """Ids of all alerts and problems, whether or not they hold the dose back."""
    try:
        return {alert.rule for alert in plan(one, asked, catalogue).alerts}
    except RefusedError as refused:
        return {problem.code for problem in refused.problems}


def course_plans(answer: Plan) -> list[CoursePlan]:
    return [one for product in answer.products for one in product.plans if isinstance(one, CoursePlan)]


def places(catalogue: Catalogue, one: Patient, region: Region | None = None) -> dict[str, PlacedProduct]:
    """Every preparation's place by id, in the order shown."""
    return by_id(products(one, catalogue, region))


def read(catalogue: Catalogue) -> list[Product]:
    return [catalogue.product(name) for name in READ]


def by_id(choice: ProductsAnswer) -> dict[str, PlacedProduct]:
    return {place.assessment.product.id: place for place in choice.places}


def positions(found: Iterable[PlacedProduct]) -> dict[str, int]:
    return {place.assessment.product.id: position for position, place in enumerate(found)}


def measure(value: object, unit: str, basis: Basis = Basis.MAX, *regions: Region, **more: Any) -> Measure:
    return Measure(basis=basis, value=Decimal(str(value)), unit=unit, regions=regions, **more)


def product(product_id: str = "made-up", mg_per_ml: int = 100, **facts: Any) -> Product:
    """A preparation that no label describes: only what a test says of it is known."""
    bare: dict[str, Any] = {
        "id": product_id,
        "brand": product_id,
        "shown": product_id,
        "names": (),
        "differs": "",
        "holder": Statement(says="nobody", standing=Standing.UNSOURCED),
        "form": Form.LIQUID,
        "mg_per_ml": Decimal(mg_per_ml),
        "missing": {},
    }
    return Product(**(bare | facts))
