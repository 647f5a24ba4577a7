"""A function for each question, which takes the options of the command of that name as keywords.

Every function takes ``formulary``, the name of a site's file; no environment variable and no file of the user is read.
It returns what ``--format json`` prints, as a dict, and raises ``Refused`` where the command would refuse. An answer
may still be one to look at: its ``status`` and ``exit_code`` say so.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar, Unpack, cast

from ivigcalc.api import compare as _compare
from ivigcalc.api import dose as _dose
from ivigcalc.api import infusion as _infusion
from ivigcalc.api import products as _products
from ivigcalc.api import verify as _verify
from ivigcalc.api import vials as _vials
from ivigcalc.api import worksheet as _worksheet
from ivigcalc.api.answer import Answer, load, refused_as
from ivigcalc.catalogue import load as loading
from ivigcalc.catalogue.mistakes import DataError
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.intake.request import TypedRequest
from ivigcalc.intake.written.typed import TypedWritten
from ivigcalc.library.keywords import in_keywords, takes
from ivigcalc.library.options import (
    CompareOptions,
    DoseOptions,
    File,
    InfusionOptions,
    ProductsOptions,
    Reasons,
    Typed,
    VerifyOptions,
    VialsOptions,
    request,
    text,
)
from ivigcalc.report.json.compare import CompareJson
from ivigcalc.report.json.dose import DoseJson
from ivigcalc.report.json.infusion import InfusionJson
from ivigcalc.report.json.products import ProductsJson
from ivigcalc.report.json.verify import VerifyJson
from ivigcalc.report.json.vials import VialsJson

Found = TypeVar("Found")


class Refused(Exception):  # noqa: N818 - the word that the program uses for it
    """No answer can be given. Nothing was worked out."""

    problems: Sequence[Problem]
    """Everything that is wrong: each has ``code``, ``field`` (the keyword), ``message``, ``allowed`` and ``next``, what
    to pass instead.
    """
    exit_code: int
    """The exit code of the command; the README has a line for each."""

    def __init__(self, problems: Sequence[Problem], exit_code: int) -> None:
        """Say every problem, and below it what to pass instead."""
        said = tuple(map(in_keywords, problems))
        super().__init__("\n".join(f"{one.message}\n  {one.todo}" if one.todo else one.message for one in said))
        self.problems, self.exit_code = said, int(exit_code)


@takes(DoseOptions)
def dose(*, strict: bool = False, ack: Reasons | None = None, **options: Unpack[DoseOptions]) -> DoseJson:
    """A course: grams per day, days, whole vials and volume, with the preparations in order for the patient.

    Raises:
        Refused: with everything that is wrong.
        TypeError: a float, or an option that there is not.
    """

    def answer(typed: TypedRequest, catalogue: Catalogue) -> Answer:
        return _dose.dose(typed, catalogue, ack=_acknowledged(ack), strict=strict)

    return cast("DoseJson", _answer(answer, DoseOptions, options))


@takes(InfusionOptions)
def infusion(*, strict: bool = False, ack: Reasons | None = None, **options: Unpack[InfusionOptions]) -> InfusionJson:
    """The infusion of one day: pump rates, minutes, volume of each step, time.

    Raises:
        Refused: with everything that is wrong.
        TypeError: a float, or an option that there is not.
    """

    def answer(typed: TypedRequest, catalogue: Catalogue) -> Answer:
        return _infusion.infusion(typed, catalogue, ack=_acknowledged(ack), strict=strict)

    return cast("InfusionJson", _answer(answer, InfusionOptions, options))


@takes(VialsOptions)
def vials(grams: Typed = None, **options: Unpack[VialsOptions]) -> VialsJson:
    """Whole vials for the ``grams`` of one infusion day, and why no others are better.

    Raises:
        Refused: with everything that is wrong.
        TypeError: a float, or an option that there is not.
    """

    def answer(typed: TypedRequest, catalogue: Catalogue) -> Answer:
        return _vials.vials(typed.order.replaced(grams=text("grams", grams)), catalogue)

    return cast("VialsJson", _answer(answer, VialsOptions, options))


@takes(VerifyOptions)
def verify(*, strict: bool = False, ack: Reasons | None = None, **options: Unpack[VerifyOptions]) -> VerifyJson:
    """An order that somebody wrote, checked: ``outcome`` says whether it matches, differs or is dangerous.

    Raises:
        Refused: with everything that is wrong.
        TypeError: a float, or an option that there is not.
    """
    written = {name: text(name, options.get(name)) for name in TypedWritten.field_names}

    def answer(typed: TypedRequest, catalogue: Catalogue) -> Answer:
        whole = TypedWritten(**written)
        return _verify.verify(typed, whole, catalogue, ack=_acknowledged(ack), strict=strict)

    return cast("VerifyJson", _answer(answer, VerifyOptions, options))


@takes(CompareOptions)
def compare(**options: Unpack[CompareOptions]) -> CompareJson:
    """One patient under every weight policy: dosing weight, grams, difference, vials.

    Raises:
        Refused: with everything that is wrong.
        TypeError: a float, or an option that there is not.
    """
    return cast("CompareJson", _answer(_compare.compare, CompareOptions, options))


@takes(ProductsOptions)
def products(*names: str, **options: Unpack[ProductsOptions]) -> ProductsJson:
    """The preparations in order for a patient; with ``names`` only those.

    Raises:
        Refused: with everything that is wrong.
        TypeError: a float, or an option that there is not.
    """

    def answer(typed: TypedRequest, catalogue: Catalogue) -> Answer:
        order = typed.order.replaced(products=(*names, *typed.order.products))
        return _products.products(typed.replaced(order=order), catalogue)

    return cast("ProductsJson", _answer(answer, ProductsOptions, options))


@takes(DoseOptions)
def worksheet(
    *,
    strict: bool = False,
    ack: Reasons | None = None,
    pages: str | None = None,
    lang: str | None = None,
    **options: Unpack[DoseOptions],
) -> str:
    """The worksheet of one course of one preparation, as HTML.

    ``pages`` are all (the default), course or days; ``lang`` is its language, ``en`` without it.

    Raises:
        Refused: with everything that is wrong; also where there are no vials for it, or, with ``strict``, where a
            caution is open.
        TypeError: a float, or an option that there is not.
    """

    def answer(typed: TypedRequest, catalogue: Catalogue) -> _worksheet.Worksheet:
        why = _acknowledged(ack)
        return _worksheet.worksheet(typed, catalogue, ack=why, strict=strict, pages=pages, lang=lang)

    made = _asked(answer, DoseOptions, options)
    if not made.html:
        raise Refused(made.held, made.answer.exit_code)
    return made.html


def _answer(
    answer: Callable[[TypedRequest, Catalogue], Answer], taken: type, options: Mapping[str, Any]
) -> dict[str, Any]:
    """The answer to a question as JSON has it; ``taken`` names the options that it has, each with its type."""
    return {**_asked(lambda typed, catalogue: answer(typed, catalogue).json(), taken, options)}


def _asked(answer: Callable[[TypedRequest, Catalogue], Found], taken: type, options: Mapping[str, Any]) -> Found:
    """What a question is answered; a refusal is raised as the one of the library."""
    typed = request(taken.__annotations__, options)
    try:
        return answer(typed, _catalogue(options.get("formulary")))
    except (RefusedError, DataError) as error:
        refused, code = refused_as(error)
        raise Refused(refused.problems, code) from None


def _acknowledged(reasons: Reasons | None) -> list[str]:
    """Reasons as they are typed after ``--ack``."""
    return [f"{rule}={reason}" for rule, reason in (reasons or {}).items()]


def _catalogue(formulary: File) -> Catalogue:
    """The data with the formulary of that name, read again when the file has changed or the day has.

    Raises:
        FormularyError: the formulary is missing, unreadable or wrong.
    """
    if formulary is None:
        return _shipped()
    today = datetime.now(tz=UTC).astimezone().date()
    try:
        found = Path(formulary).stat()
    except (OSError, ValueError):  # which is told of in reading it
        return load(os.fspath(formulary), today)
    return _loaded(os.fspath(formulary), today, (found.st_mtime_ns, found.st_size, found.st_ino))


@cache
def _shipped() -> Catalogue:
    return loading.load_catalogue()


@lru_cache(maxsize=8)
def _loaded(formulary: str, today: date, _version: tuple[int, ...]) -> Catalogue:
    return load(formulary, today)
