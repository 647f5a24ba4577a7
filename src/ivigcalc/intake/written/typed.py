"""An order as typed, with its rate and its vials: all of it is read, and what is wrong is listed together."""

import re
from collections.abc import Collection
from contextlib import suppress
from fractions import Fraction
from typing import Final

from ivigcalc.core.answers.verify import verify
from ivigcalc.core.dosing.weight import weight_to_dose
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.rule import Level
from ivigcalc.core.problems import Problem, Problems, RefusedError
from ivigcalc.core.quantity import half_up, plain
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.patient import Patient
from ivigcalc.core.request.written import WrittenDose, WrittenOrder, WrittenRate, WrittenVials
from ivigcalc.intake.numbers import missing, read_if_typed
from ivigcalc.intake.written.beside import rate_in
from ivigcalc.intake.written.grouping.groups import grouped_tokens
from ivigcalc.intake.written.grouping.rate_words import FIRST, LEADS, RATE
from ivigcalc.intake.written.grouping.two_readings import BLANK
from ivigcalc.intake.written.order import read_written_dose
from ivigcalc.intake.written.rates import read_drops, read_rate, read_written_vials
from ivigcalc.intake.written.tokens.refusal import FIELD
from ivigcalc.intake.written.words.vocabulary import Vocabulary

MOST_DECIMALS: Final = 2
"""So many have the weights of orders at most."""

QUOTED: Final = re.compile(r'"([^"]+)"')
"""What a refusal says to type."""

SOME_DAYS: Final = " 5 days"
"""Stands for a number of days that is still to be asked where an example is tried: most courses have as many."""

STOPPED: Final = "as a dose of each day it would be stopped"

NO_EXAMPLE: Final = (
    'say "for N days"; no example is given: as a dose of each day it would be stopped for this patient; if it is that '
    'of all days, say "in all over N days"'
)

PRODUCT_HINT: Final = "add --product and the preparation that is hung; names: ivigcalc products"


class TypedWritten(Record):
    """An order as somebody wrote it, and its rate and vials, as typed; None where not given."""

    order: str | None
    rate: str | None = None
    vials: str | None = None
    drops_per_ml: str | None = None


def read_written_order(
    typed: TypedWritten, product: str | None, vocabulary: Vocabulary, problems: Problems, dates: str = ""
) -> WrittenOrder | None:
    """The order as written; None where it is missing or cannot be read (it is then among ``problems``).

    ``product`` is the id of the preparation that was typed; "" where it was typed and is not known, None where none
    was. A rate and vials are of a preparation: without one they are a problem too. ``dates`` is how dates in figures
    are written, one of ``DateOrder``; "" for not said.
    """
    if typed.order is None:
        problems.add(missing("--order", '--order "30 g daily for 5 days"', "--order is missing: what was written?"))
    drops = read_if_typed(problems, read_drops, typed.drops_per_ml)
    dose = read_if_typed(
        problems, lambda text: read_written_dose(text, vocabulary, product or "", drops, dates), typed.order
    )
    known = product is not None or (dose is not None and bool(dose.product))
    asked = (("--rate", typed.rate or (dose and dose.rate)), ("--vials", typed.vials))
    for name, given in asked:
        if given is not None and not known:
            said = name if isinstance(given, str) else f"the rate {given.text!r} of the order"
            message = f"{said} needs --product: of which label?"
            problems.add(missing("--product", PRODUCT_HINT, message))
    rate = read_if_typed(problems, lambda text: read_typed_rate(text, vocabulary, drops), typed.rate)
    vials = read_if_typed(problems, read_written_vials, typed.vials)
    if dose is None:
        return None
    if dose.rate and rate:
        if not _agree(dose.rate, rate):
            problems.add(_two_of("rate", "--rate", dose.rate.text, rate.text))
        rate = rate.replaced(start=dose.rate.start if rate.start is None else rate.start)
    if dose.vials and vials and dose.vials.sizes not in _on_days(vials, dose.vials.or_days):
        problems.add(_two_of("vials", "--vials", dose.vials.text, vials.text))
    return WrittenOrder(dose=dose, rate=rate or dose.rate, vials=vials or (dose.vials if known else None))


def _on_days(vials: WrittenVials, days: int) -> set[tuple[tuple[Fraction, int], ...]]:
    """The vials of a day by their sizes, and those of so many days."""
    return {tuple((size, count * many) for size, count in vials.sizes) for many in (1, days)}


def read_typed_rate(text: str, vocabulary: Vocabulary, drops_per_ml: Fraction | None) -> WrittenRate:
    """A rate as typed: a number with its unit, or the words of an order for where to start and the most.

    Raises:
        RefusedError: it is neither.
    """
    try:
        tokens = grouped_tokens(text, vocabulary).tokens
    except RefusedError:
        tokens = []
    kinds = {token.kind for token in tokens}
    rate = None
    if FIRST in kinds and kinds <= {RATE, "and", *LEADS}:
        rate = rate_in(text, [tokens], drops_per_ml)
    return rate or read_rate(text, vocabulary, drops_per_ml)


def _agree(written: WrittenRate, typed: WrittenRate) -> bool:
    """Whether a rate in an order and one typed beside it are one: the same, or where it starts and the most."""
    if written.unit != typed.unit or (typed.start is not None and written.start not in {None, typed.start}):
        return False
    return typed.value == written.value or (written.start == written.value and written.value < typed.value)


def said_weight(
    dose: WrittenDose, patient: Patient, order: Order | None, catalogue: Catalogue, problems: Problems
) -> str:
    """How the weight that an order names is the one typed, or the dosing weight.

    "" for none, for another (a problem), or for a dosing weight that cannot be worked out, which is told elsewhere.

    A weight typed in pounds is compared as the order rounds it. So is the dosing weight, where a policy makes it
    another one, with a weight that doses by the words of the order; ``order`` is None where it could not be read.
    """
    said, typed = dose.weight_kg, patient.weight_kg
    if said is None or typed is None:
        return ""
    if said == typed or (patient.in_pounds and said in _rounded(typed)):
        return f"--weight {plain(typed)} kg, as the order says"
    dosing = _dosing_kg(typed, patient, order, catalogue) if order and dose.by_weight else typed
    if dosing is None:
        return ""
    if dosing != typed and said in _rounded(dosing):
        return f"dosing weight {plain(said)} kg, as the order says"
    message = f"order says the weight {plain(said)} kg, --weight says {plain(typed)} kg"
    message += f", the dosing weight is {plain(dosing)} kg" if dosing != typed else ""
    hint = "ask which weight is the patient's, and what dose is meant; give it with --weight"
    problems.add(Problem(code="order-contradicts", field="--weight", message=message, next=hint))
    return ""


def _rounded(kg: Fraction) -> set[Fraction]:
    """A weight as an order may round it."""
    return {half_up(kg, places) for places in range(MOST_DECIMALS + 1)}


def _dosing_kg(typed: Fraction, patient: Patient, order: Order, catalogue: Catalogue) -> Fraction | None:
    """The weight that doses; the one typed where the source asks for more, None where the policy typed does."""
    with suppress(RefusedError):
        weight = weight_to_dose(patient, order.weight_policy, catalogue.indication(order.indication), catalogue.weights)
        return typed if weight.needs else weight.kg
    return None


def said_use(dose: WrittenDose, order: Order, catalogue: Catalogue, problems: Problems) -> str:
    """How what an order says that it is for is the indication typed; "" where it says none, or another (a problem)."""
    asked = catalogue.indication(order.indication)
    others = [words for words, ids in dose.uses if asked.id not in ids]
    if others:
        message = f"order says {' and '.join(map(repr, others))}, --indication says {asked.id} ({asked.short})"
        hint = "ask what it is ordered for, and give that with --indication; ids: ivigcalc indications"
        problems.add(Problem(code="order-contradicts", field="--indication", message=message, next=hint))
        return ""
    said = "; ".join(words if len(ids) == 1 else f"{words}, one of {len(ids)} it may mean" for words, ids in dose.uses)
    return f"--indication {asked.id}, as the order says: {said}" if said else ""


def _two_of(what: str, field: str, written: str, typed: str) -> Problem:
    """The order says one thing, and an option another."""
    message = f"order says the {what} {written!r}, {field} says {typed!r}"
    return Problem(code="order-contradicts", field=field, message=message, next="keep the one that is ordered")


def without_stopped(
    problem: Problem, patient: Patient, order: Order | None, vocabulary: Vocabulary, catalogue: Catalogue
) -> Problem:
    """A problem of an order, without those examples of what to type that a rule would stop for this patient.

    ``order`` is what the order is for; None where that could not be read. Where one cannot be taken out of the words
    around it, as one that holds a semicolon, no example is given at all.
    """
    examples = [one[1] for one in QUOTED.finditer(problem.next)] if problem.field == FIELD else []
    stopped = {one for one in examples if _is_stopped(one, patient, order, vocabulary, catalogue)}
    if not stopped:
        return problem
    if stopped == {*examples}:
        return problem.replaced(next=NO_EXAMPLE)
    left = "; ".join(_without(hint, stopped) for hint in problem.next.split("; "))
    return problem.replaced(next=NO_EXAMPLE if any(f'"{one}"' in left for one in stopped) else left)


def _without(hint: str, stopped: Collection[str]) -> str:
    """One thing to do, without those examples that would be stopped; where none is left it says that.

    "of each day: write "2 g/kg daily" and on how many days" is then "of each day: it would be stopped".
    """
    examples = list(QUOTED.finditer(hint))
    kept = [one[0] for one in examples if one[1] not in stopped]
    if len(kept) == len(examples):
        return hint
    if not kept:
        label, sign, _ = hint[: examples[0].start()].rpartition(": ")
        return f"{label}{sign}it would be stopped for this patient" if label else STOPPED
    begin, end = hint[: examples[0].start()], hint[examples[-1].end() :]
    return f"{begin}{' or '.join(kept)}{end}; {STOPPED}"


def _read(text: str, vocabulary: Vocabulary) -> WrittenDose | None:
    """An order; None where it is none that is read."""
    with suppress(RefusedError):
        return read_written_dose(text, vocabulary)
    return None


def _is_stopped(
    example: str, patient: Patient, order: Order | None, vocabulary: Vocabulary, catalogue: Catalogue
) -> bool:
    """Whether a rule stops an example, as far as it is known for whom and for what; not where it is no order."""
    typed = example.replace(f" {BLANK} days", SOME_DAYS)
    dose = next(filter(None, (_read(text, vocabulary) for text in (typed, f"{typed} for{SOME_DAYS}"))), None)
    if dose is None:
        return False
    try:
        if order is not None:
            return bool(verify(patient, order, WrittenOrder(dose=dose), catalogue).stops)
    except RefusedError:
        pass
    day = dose.stated.replaced(value=max(grams for _, grams in dose.days))
    per_kg = day.per_kg_of(patient.weight_kg)
    measures = {"day_g_per_kg": per_kg, "day_g_per_dosing_kg": per_kg}
    firing = catalogue.rules.limit_index.firing({"order"}, measures, include_unmeasured=False)
    return any(rule.level is Level.STOP for rule in firing)
