"""What a command asks for, as typed: all of it is read, and a refusal names everything that is wrong at once.

One function for each command. ``problems`` holds what its front end could not read; a refusal lists that first, then
what could not be read here, then what is missing or cannot be right in the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ivigcalc.core.answers.dose import order_problems
from ivigcalc.core.dosing.weight import missing_for_policy
from ivigcalc.core.facts.weight_policy import ACTUAL
from ivigcalc.core.problems import Problem, Problems, RefusedError
from ivigcalc.core.record import Record
from ivigcalc.core.safety.alerts import impossible_values
from ivigcalc.intake.dates import read_date_order
from ivigcalc.intake.numbers import read_if_typed
from ivigcalc.intake.order import (
    TypedOrder,
    named_product,
    read_acknowledged,
    read_infusion,
    read_order,
    read_region,
    read_stocked,
)
from ivigcalc.intake.patient import TypedPatient, read_patient

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.fact import Region
    from ivigcalc.core.names.index import Found
    from ivigcalc.core.request.order import InfusionOrder, Order
    from ivigcalc.core.request.patient import Patient
    from ivigcalc.core.request.written import WrittenOrder
    from ivigcalc.intake.written.typed import TypedWritten
    from ivigcalc.intake.written.words.vocabulary import Vocabulary


class TypedRequest(Record):
    """What was typed of one question: who the patient is, and what is ordered."""

    patient: TypedPatient
    order: TypedOrder


REPEATED: Final = {
    "risk": "risks",
    "product": "products",
    "stock_column": "stock_columns",
    "stock_ignore": "stock_ignored",
}
"""Options that may be given more than once, with the field that holds them."""

OPTION_OF: Final = {field: f"--{option.replace('_', '-')}" for option, field in REPEATED.items()}
"""The same the other way round."""


def request_of(words: Mapping[str, Any]) -> TypedRequest:
    """The request of what was given, by the names of the fields of patient and order."""
    of_patient = {name: word for name, word in words.items() if name in TypedPatient.field_names}
    of_order = {name: word for name, word in words.items() if name not in of_patient}
    return TypedRequest(patient=TypedPatient(**of_patient), order=TypedOrder(**of_order))


def typed_again(typed: TypedRequest) -> str:
    """Every option of the patient and the order that was typed, as it has to be typed again."""
    from shlex import quote  # noqa: PLC0415 - only for what to type after verify

    words = []
    for part in (typed.patient, typed.order):
        for name in part.field_names:
            value = getattr(part, name)
            option = f"--{name.replace('_', '-')}"
            if name in OPTION_OF:
                words += [f"{OPTION_OF[name]} {quote(one)}" for one in value]
            elif value is True:
                words.append(option)
            elif value:
                words.append(f"{option} {quote(value)}")
    return " ".join(words)


def read_dose_request(
    typed: TypedRequest, acknowledged: Sequence[str], catalogue: Catalogue, problems: Problems
) -> tuple[Patient, Order, dict[str, str]]:
    """The patient and the order of a course, and the reasons for which cautions are acknowledged.

    Raises:
        RefusedError: with everything that is wrong.
    """
    patient, order = read_patient(typed.patient, problems), read_order(typed.order, catalogue, problems)
    reasons = read_acknowledged(acknowledged, catalogue, problems)
    if order is None or problems.found:
        raise dose_refusal(patient, order, catalogue, problems)
    return patient, order, reasons


def dose_refusal(patient: Patient, order: Order | None, catalogue: Catalogue, problems: Problems) -> RefusedError:
    """A dose is refused: what could not be read, then what is missing or cannot be right in the rest."""
    found = order_problems(patient, order, catalogue) if order else _of_patient(patient, catalogue)
    return _refusal(problems, found, catalogue)


def read_compare_request(typed: TypedRequest, catalogue: Catalogue, problems: Problems) -> tuple[Patient, Order]:
    """The patient and the order of a course, under whichever weight policy.

    Raises:
        RefusedError: with everything that is wrong.
    """
    patient, order = read_patient(typed.patient, problems), read_order(typed.order, catalogue, problems)
    if order is None or problems.found:
        raise _refusal(problems, _of_patient(patient, catalogue), catalogue)
    return patient, order


_LAST_READ: list[tuple[Catalogue, Vocabulary]] = []
"""The catalogue of the last order that was read, with its words: to look all of them up takes longer than an order."""


def _vocabulary_of(catalogue: Catalogue) -> Vocabulary:
    """The words of a catalogue, looked up once for as long as it is the same."""
    if not _LAST_READ or _LAST_READ[0][0] is not catalogue:
        from ivigcalc.intake.written.words.vocabulary import Vocabulary  # noqa: PLC0415 - only for a written order

        _LAST_READ[:] = [(catalogue, Vocabulary(catalogue))]
    return _LAST_READ[0][1]


def read_verify_request(
    typed: TypedRequest, written: TypedWritten, acknowledged: Sequence[str], catalogue: Catalogue, problems: Problems
) -> tuple[Patient, Order, WrittenOrder, dict[str, str]]:
    """The patient, what the order is for, the order as written, and the reasons for which cautions are acknowledged.

    Raises:
        RefusedError: with everything that is wrong.
    """
    from ivigcalc.intake.written.typed import read_written_order, said_use, said_weight, without_stopped  # noqa: PLC0415 - only for a written order

    patient, order = read_patient(typed.patient, problems), read_order(typed.order, catalogue, problems)
    named = _id_of(typed.order.product, catalogue)
    dates = read_date_order(typed.order.dates, catalogue, Problems())
    vocabulary = _vocabulary_of(catalogue)
    whole = read_written_order(written, named, vocabulary, problems, dates)
    reasons = read_acknowledged(acknowledged, catalogue, problems)
    said = [said_weight(whole.dose, patient, order, catalogue, problems)] if whole else []
    said += [said_use(whole.dose, order, catalogue, problems)] if whole and order else []
    if order is None or whole is None or problems.found:
        found = order_problems(patient, order, catalogue, regimen=False) if order else _of_patient(patient, catalogue)
        safe = Problems(without_stopped(one, patient, order, vocabulary, catalogue) for one in problems.found)
        raise _refusal(safe, found, catalogue)
    if whole.dose.product and not order.products:
        order = order.replaced(
            products=(whole.dose.product,),
            echoes=(*order.echoes, f"--product {whole.dose.product}, which the order names"),
        )
    order = order.replaced(echoes=(*order.echoes, *filter(None, said)))
    return patient, order, whole, reasons


def _id_of(product: str | None, catalogue: Catalogue) -> str | None:
    """The id of a preparation as typed; "" for a text that is none (which is told of elsewhere), None for none."""
    named = read_if_typed(Problems(), lambda text: named_product(text, catalogue), product)
    return named.id if named else product and ""


def read_infusion_request(
    typed: TypedRequest, acknowledged: Sequence[str], catalogue: Catalogue, problems: Problems
) -> tuple[Patient, InfusionOrder, dict[str, str]]:
    """The patient and one infusion, and the reasons for which cautions are acknowledged.

    Raises:
        RefusedError: with everything that is wrong.
    """
    patient, order = read_patient(typed.patient, problems), read_infusion(typed.order, catalogue, problems)
    reasons = read_acknowledged(acknowledged, catalogue, problems)
    if order is None or problems.found:
        raise _refusal(problems, _of_patient(patient, catalogue), catalogue)
    return patient, order, reasons


def read_products_request(
    typed: TypedRequest, catalogue: Catalogue, problems: Problems
) -> tuple[Patient, Region | None, tuple[str, ...], tuple[Found, ...]]:
    """The patient, the region, the ids to show, and why those were found that a text was only searched for.

    The ids are those of the preparations named, or found; else of those in stock (none: all).

    Raises:
        RefusedError: with everything that is wrong.
    """
    patient, names = read_patient(typed.patient, problems), typed.order.products
    shown = () if names else read_stocked(typed.order.stocked, catalogue, problems)
    region = read_if_typed(problems, lambda text: read_region(text, catalogue), typed.order.region)
    searched = len(names) == 1 and not catalogue.product_names.fit(names[0]).ids
    found = catalogue.product_names.search(names[0]) if searched else ()
    for name in () if found else dict.fromkeys(names):
        with problems.gather():
            shown = (*shown, named_product(name, catalogue, "NAME").id)
    impossible = impossible_values(patient, None, catalogue.rules)
    if problems.found or impossible:
        raise _refusal(problems, impossible, catalogue)
    return patient, region, shown or tuple(one.id for one in found), found


def read_settings_request(
    typed: TypedOrder, catalogue: Catalogue, problems: Problems
) -> tuple[Region | None, tuple[str, ...]]:
    """The region and the ids of the preparations in stock, for whatever is asked.

    Raises:
        RefusedError: with everything that is wrong.
    """
    region, stocked = (
        read_if_typed(problems, lambda text: read_region(text, catalogue), typed.region),
        read_stocked(typed.stocked, catalogue, problems),
    )
    problems.refuse_if_any()
    return region, stocked


def _of_patient(patient: Patient, catalogue: Catalogue) -> list[Problem]:
    """What is missing or cannot be right about a patient, whatever the order."""
    return [
        *missing_for_policy(patient, catalogue.weights.policy(ACTUAL), catalogue.weights),
        *impossible_values(patient, None, catalogue.rules),
    ]


def _refusal(problems: Problems, found: Iterable[Problem], catalogue: Catalogue) -> RefusedError:
    """What could not be read, then what was found wrong in the rest; each field once."""
    problems.add_for_other_fields(found)
    return RefusedError(*(_with_risks_meant(problem, catalogue) for problem in problems.found))


def _with_risks_meant(problem: Problem, catalogue: Catalogue) -> Problem:
    """A problem with what to type in place of a risk that is called so on a ward; any other as it is."""
    meant = catalogue.risks_called(problem.typed) if problem.typed else ()
    if not meant:
        return problem
    return problem.replaced(allowed=meant, next=f"did you mean {' '.join(f'--risk {risk}' for risk in meant)}?")
