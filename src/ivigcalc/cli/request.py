"""From a command's options about patient and order to the request that ``api`` takes, with the data in force."""

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, Unpack, get_args

from ivigcalc.cli import options as o
from ivigcalc.cli.environment import load
from ivigcalc.intake.request import TypedRequest, request_of

if TYPE_CHECKING:
    from ivigcalc.core.facts.catalogue import Catalogue

C = TypeVar("C", bound=Callable[..., Any])


class CourseOptions(TypedDict, total=False):
    """The options of a course, in the order of the help. All but the formulary are fields of the request."""

    weight: o.Weight
    height: o.Height
    sex: o.Sex
    age: o.Age
    blood_group: o.BloodGroup
    iga: o.Iga
    iga_deficient: o.IgaDeficient
    risks: o.Risks
    pregnant: o.Pregnant
    pre_pregnancy_weight: o.PrePregnancyWeight
    indication: o.Indication
    regimen: o.Regimen
    days: o.Days
    per_day: o.PerDay
    course: o.Course
    weight_policy: o.WeightPolicy
    start: o.Start
    cycles: o.Cycles
    until: o.Until
    every: o.Every
    dates: o.Dates
    first: o.First
    tolerated: o.Tolerated
    rate_weight: o.RateWeight
    off_label_reason: o.OffLabelReason
    products: o.Products
    region: o.Region
    formulary: o.Formulary
    round: o.Round
    round_scope: o.RoundScope
    objective: o.Objective
    stock: o.Stock
    stock_columns: o.StockColumns
    stock_ignored: o.StockIgnored
    stock_sheet: o.StockSheet


def of_course(command: C) -> C:
    """Let a command that takes ``**typed: Unpack[CourseOptions]`` have each of these options, before its own.

    Typer reads the options of a command from its signature.
    """
    shared = [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=False if get_args(kind)[0] is bool else None, annotation=kind
        )
        for name, kind in CourseOptions.__annotations__.items()
    ]
    signature = inspect.signature(command, eval_str=True)
    own = [option for option in signature.parameters.values() if option.kind is not inspect.Parameter.VAR_KEYWORD]
    command.__signature__ = signature.replace(parameters=[*shared, *own])  # type: ignore[attr-defined]
    return command


def asked(
    *, grams: str | None = None, stocked: str | None = None, **typed: Unpack[CourseOptions]
) -> tuple[TypedRequest, "Catalogue"]:
    """The request of what was typed, None where not given, and the data with the formulary that counts.

    Args:
        grams: those of one infusion day, where no course is asked for.
        stocked: the preparations in stock, as the environment names them.
        typed: any of the options of a course.

    Raises:
        FormularyError: the formulary is missing, unreadable or wrong.
    """
    catalogue = load(typed.pop("formulary", None))
    words: dict[str, Any] = {"grams": grams, "stocked": stocked, **typed}
    return request_of({name: value for name, value in words.items() if value is not None}), catalogue
