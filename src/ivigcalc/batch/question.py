"""From the cells of a row to a patient and an order, as ``dose`` makes them from its options."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from ivigcalc.batch.cells import is_empty, value, with_unit
from ivigcalc.batch.layout import Layout
from ivigcalc.core.catalogue import Catalogue
from ivigcalc.core.errors import Problem, Problems, RefusedError
from ivigcalc.core.order import Order
from ivigcalc.core.patient import Patient, Read, Risk
from ivigcalc.core.record import record
from ivigcalc.intake.ordering import TypedOrder, read_order

ECHOED = ("weight", "pre_pregnancy_weight", "height", "age", "iga")
"""Columns whose value may have been typed in an unusual way."""


@record
class Defaults:
    """What the options say of the order, for rows whose cell is empty; None where an option was not given."""

    indication: str | None = None
    regimen: str | None = None
    weight_policy: str | None = None
    product: str | None = None
    region: str | None = None
    round: str | None = None

    @property
    def given(self) -> dict[str, str]:
        """The options that were given, by the id of their column."""
        return {name: text for name in DEFAULTED if (text := getattr(self, name)) is not None}


DEFAULTED = ("indication", "regimen", "weight_policy", "product", "region", "round")

OrderRead = tuple[Order | None, tuple[Problem, ...]]


def read_patient(layout: Layout, cells: Sequence[str], problems: list[Problem]) -> Patient:
    """The patient of a row. What cannot be read is added to ``problems`` and left out."""
    found: dict[str, Any] = {}
    for place, field, unit in layout.patient:
        if not is_empty(cells[place]):
            try:
                found[field] = value(field, unit, cells[place])
            except RefusedError as refused:
                problems += refused.problems
    weight: Read | None = found.get("weight")
    before: Read | None = found.get("pre_pregnancy_weight")
    height: Read | None = found.get("height")
    age: Read | None = found.get("age")
    risks, factors = found.get("risks", (frozenset(), frozenset()))
    problems += _contradictions(found, risks)
    return Patient(
        weight_kg=weight.value if weight else None,
        height_cm=height.value if height else None,
        sex=found.get("sex"),
        age_years=age.value if age else None,
        blood_group=found.get("blood_group"),
        iga=found.get("iga"),
        pregnant=found.get("pregnant", False) or before is not None,
        pre_pregnancy_kg=before.value if before else None,
        risks=risks | {Risk.IGA_DEFICIENT} if found.get("iga_deficient") else risks,
        factors=factors,
        echoes=tuple(
            f"--{field.replace('_', '-')} {found[field].echo}" for field in ECHOED if field in found and found[field].echo
        ),
        in_pounds=", ".join(one.in_pounds for one in (weight, before) if one and one.in_pounds),
    )


def _contradictions(found: dict[str, Any], risks: frozenset[Risk]) -> list[Problem]:
    """Cells of which only one can be right."""
    problems = []
    if found.get("pregnant") is False and "pre_pregnancy_weight" in found:
        problems.append(("--pregnant", "--pre-pregnancy-weight"))
    if found.get("iga_deficient") is False and Risk.IGA_DEFICIENT in risks:
        problems.append(("--iga-deficient", "--risk"))
    return [
        Problem(
            code="cells-contradict",
            field=said_no,
            message=f"{said_no} says no, {said_yes} says yes",
            next="keep the one that is right",
        )
        for said_no, said_yes in problems
    ]


class Orders:
    """The orders of a table. Few are different, so that what was read once is remembered."""

    def __init__(self, catalogue: Catalogue, defaults: Defaults) -> None:
        """Keep the catalogue, and what an empty cell means."""
        self._catalogue, self._defaults = catalogue, defaults.given
        self._remembered = lru_cache(maxsize=4096)(self._read)

    def read(self, layout: Layout, cells: Sequence[str]) -> OrderRead:
        """The order of a row with what is wrong in it; None where no indication is known."""
        return self._remembered(layout, tuple([cells[place] for place, _, _ in layout.order]))

    def _read(self, layout: Layout, cells: tuple[str, ...]) -> OrderRead:
        problems, typed = Problems(), dict(self._defaults)
        for (_, field, unit), cell in zip(layout.order, cells, strict=True):
            if not is_empty(cell):
                with problems.gather():
                    typed[field] = with_unit(field, unit, cell)
        product = typed.get("product")
        order = read_order(
            TypedOrder(
                indication=typed.get("indication"),
                regimen=typed.get("regimen"),
                days=typed.get("days"),
                per_day=typed.get("per_day"),
                course=typed.get("course"),
                weight_policy=typed.get("weight_policy"),
                start=typed.get("start"),
                off_label_reason=typed.get("off_label_reason"),
                products=[product] if product else [],
                stocked=None,
                region=typed.get("region"),
                rounding=typed.get("round"),
            ),
            self._catalogue,
            problems,
        )
        return order, tuple(problems.found)
