"""The options that the functions take, with their types, and how a value becomes what a person would type."""

import os
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from math import isfinite
from operator import index
from typing import Any, Final, TypedDict

from ivigcalc.core.names.words import near
from ivigcalc.intake.request import REPEATED, TypedRequest, request_of
from ivigcalc.intake.written.typed import TypedWritten

Typed = str | int | Decimal | date | None
"""A value as a person types it, ``"72,5"`` or ``"70 kg"``, or a number or date that is exact. A float is not."""

File = str | os.PathLike[str] | None
"""The name of a file."""

Reasons = Mapping[str, str]
"""The reasons for which cautions are acknowledged, by the id of their rule."""


class WeightOptions(TypedDict, total=False):
    """The options about the patient that every question takes in which a weight counts."""

    weight: Typed
    height: Typed
    sex: Typed
    age: Typed
    pregnant: bool
    pre_pregnancy_weight: Typed


class PatientOptions(WeightOptions, total=False):
    """The options about the patient, with what bears on the choice of a preparation."""

    blood_group: Typed
    iga: Typed
    iga_deficient: bool
    risk: Typed | Sequence[str]


class OrderOptions(TypedDict, total=False):
    """The options about the course that is ordered."""

    indication: Typed
    regimen: Typed
    days: Typed
    per_day: Typed
    course: Typed
    off_label_reason: Typed


class ProductOptions(TypedDict, total=False):
    """The options about preparations: which ones, by the labels of which region, with which formulary."""

    product: Typed | Sequence[str]
    region: Typed
    formulary: File


class DoseOptions(PatientOptions, OrderOptions, ProductOptions, total=False):
    """What ``dose`` and ``worksheet`` take."""

    weight_policy: Typed
    start: Typed
    cycles: Typed
    until: Typed
    every: Typed
    dates: Typed
    first: bool
    tolerated: bool
    rate_weight: Typed
    round: Typed
    round_scope: Typed
    objective: Typed
    stock: File
    stock_column: Typed | Sequence[str]
    stock_ignore: Typed | Sequence[str]
    stock_sheet: Typed


class InfusionOptions(WeightOptions, ProductOptions, total=False):
    """What ``infusion`` takes."""

    risk: Typed | Sequence[str]
    grams: Typed
    indication: Typed
    first: bool
    tolerated: bool
    off_label_reason: Typed
    weight_policy: Typed
    rate_weight: Typed


class VialsOptions(ProductOptions, total=False):
    """What ``vials`` takes beside the grams."""

    days: Typed
    start: Typed
    dates: Typed
    round: Typed
    round_scope: Typed
    objective: Typed
    stock: File
    stock_column: Typed | Sequence[str]
    stock_ignore: Typed | Sequence[str]
    stock_sheet: Typed


class VerifyOptions(PatientOptions, ProductOptions, total=False):
    """What ``verify`` takes."""

    indication: Typed
    order: Typed
    dates: Typed
    rate: Typed
    drops_per_ml: Typed
    vials: Typed
    regimen: Typed
    tolerated: bool
    weight_policy: Typed
    off_label_reason: Typed


class CompareOptions(WeightOptions, OrderOptions, ProductOptions, total=False):
    """What ``compare`` takes."""

    round: Typed


class ProductsOptions(ProductOptions, total=False):
    """What ``products`` takes beside the names."""

    weight: Typed
    height: Typed
    age: Typed
    pregnant: bool
    pre_pregnancy_weight: Typed
    iga: Typed
    iga_deficient: bool
    risk: Typed | Sequence[str]


NOT_OF_THE_REQUEST: Final = (*TypedWritten.field_names, "formulary")
"""Options that are read apart: the words of a written order, and the site's file."""


def request(taken: Mapping[str, object], options: Mapping[str, Any]) -> TypedRequest:
    """The request of the options given, as typed on the command line."""
    words: dict[str, Any] = {}
    for name, value in options.items():
        if name not in taken:
            meant = ", ".join(near(name, tuple(taken))) or ", ".join(taken)
            msg = f"there is no option {name!r}; there is {meant}"
            raise TypeError(msg)
        if name in NOT_OF_THE_REQUEST or value is None:
            continue
        if taken[name] is bool:
            if not isinstance(value, bool):
                msg = f"{name} is True or False, not {value!r}"
                raise TypeError(msg)
            words[name] = value
        elif name in REPEATED:
            words[REPEATED[name]] = [text(name, one) for one in ([value] if isinstance(value, str) else value)]
        else:
            words[name] = text(name, value)
    return request_of(words)


def text(name: str, value: object) -> str | None:
    """A value as a person would type it; None where it is not given."""
    match value:
        case None:
            return None
        case str():
            return value
        case float():
            why = f": a float has no exact decimals: pass {str(value)!r}" if isfinite(value) else " is no amount"
            msg = f"{name}={value!r}{why}"
        case Decimal():
            return f"{value:f}"
        case date():
            return f"{value:%Y-%m-%d}"
        case os.PathLike():
            return str(os.fspath(value))
        case bool():
            msg = f"{name} is no flag: pass its value"
        case _:
            try:
                return str(index(value))  # type: ignore[arg-type] # what is no whole number is told of
            except TypeError:
                msg = f"{name}={value!r}: pass text, int, Decimal or date"
    raise TypeError(msg)
