"""From what was typed to a patient and an order. Everything that cannot be read is collected and reported together."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from ivigcalc.core.facts.fact import ASKABLE, Region
from ivigcalc.core.problems import Problem, Problems, RefusedError
from ivigcalc.core.record import Record
from ivigcalc.core.request.patient import (
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

if TYPE_CHECKING:
    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.request.stock import Stock

T = TypeVar("T")
S = TypeVar("S", bound=str)

RISKS: Sequence[Risk | Factor] = (*Risk, *Factor)
"""What ``--risk`` takes."""


class TypedPatient(Record):
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


def one_of(choices: Iterable[S], typed: str, field: str) -> S:
    """A member of a closed list, whatever its case, or by its first letter where only one begins so.

    Raises:
        RefusedError: it is not one of them; all are listed, and what is near is suggested.
    """
    wanted, kind = typed.strip().lower(), list(choices)
    found = [one for one in kind if one.lower() == wanted] or [one for one in kind if one.startswith(wanted)]
    if len(found) == 1 and (found[0].lower() == wanted or len(wanted) == 1):
        return found[0]
    from difflib import get_close_matches  # noqa: PLC0415 - only for a slip of the finger

    near = [] if "," in wanted else get_close_matches(wanted, kind, n=1)
    raise RefusedError(
        Problem(
            code="not-allowed",
            field=field,
            message=f"{field} {typed!r} is not known",
            allowed=(", ".join(kind),),
            next=f"did you mean {field} {near[0]}?" if near else f"{field} and one of these; repeat it for another",
        )
    )


def one_line(text: str) -> str:
    """Free text on one line, without control characters: it is printed beside figures."""
    if not text.isprintable():
        text = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(text.split())


def maybe(problems: Problems, reader: Callable[[str], T], typed: str | None) -> T | None:
    """A value as read; None where it was not typed, or could not be read (it is then among ``problems``)."""
    if typed is not None:
        with problems.gather():
            return reader(typed)
    return None


def read_patient(typed: TypedPatient, problems: Problems) -> Patient:
    """The patient. What cannot be read is added to ``problems`` and left out."""
    weight: Read | None = maybe(problems, read_weight, typed.weight)
    before = maybe(problems, lambda text: read_weight(text, "--pre-pregnancy-weight"), typed.pre_pregnancy)
    height = maybe(problems, read_height, typed.height)
    age = maybe(problems, read_age, typed.age)
    iga = maybe(problems, read_iga, typed.iga)
    risks = {maybe(problems, lambda text: one_of(RISKS, text, "--risk"), risk) for risk in typed.risks}
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
        sex=maybe(problems, lambda text: one_of(Sex, text, "--sex"), typed.sex),
        age_years=age.value if age else None,
        blood_group=maybe(problems, lambda text: one_of(BloodGroup, text, "--blood-group"), typed.blood_group),
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


def read_in_stock(typed: str | None, catalogue: "Catalogue") -> "Stock | None":
    """The vials that are there, from the file of ``--stock``; None where it was not typed.

    Raises:
        FileError: the file is not there, or cannot be read.
    """
    if typed is None:
        return None
    from ivigcalc.intake.stock_file import read_stock_file  # noqa: PLC0415 - only where there is one

    return read_stock_file(typed, catalogue)


def read_stock(typed: str | None, catalogue: "Catalogue", problems: Problems) -> tuple[str, ...]:
    """The preparations in ``IVIGCALC_PRODUCTS``, by id or name, with commas between; else the formulary's stock."""
    found = []
    for name in filter(None, map(str.strip, (typed or "").split(","))):
        with problems.gather():
            found.append(catalogue.resolve_product(name, "IVIGCALC_PRODUCTS"))
    return tuple(found) if (typed or "").strip(" ,") else catalogue.stocked
