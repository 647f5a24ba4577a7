"""What documents and JSON share, so that both say the same: the sources cited, and words."""

from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Final, assert_never

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import REVIEW, STANDING_WORDS, Missing, Region, Statement
from ivigcalc.core.facts.indication import Daily, Indication, Range, Regimen, Sequence, Spread
from ivigcalc.core.facts.product import Product
from ivigcalc.core.quantity import exact, half_up, shown

if TYPE_CHECKING:
    from typing import Protocol

    from ivigcalc.core.answers.batch import BatchAnswer, Summary, Sums
    from ivigcalc.core.answers.compare import CompareAnswer
    from ivigcalc.core.answers.infusion import InfusionAnswer
    from ivigcalc.core.answers.plan import Plan, Working
    from ivigcalc.core.answers.supply.alternatives import Alternatives
    from ivigcalc.core.answers.verify import VerifyAnswer
    from ivigcalc.core.answers.vials import VialsAnswer
    from ivigcalc.core.facts.ladder import Ladder
    from ivigcalc.core.facts.table2 import Cell, CellVerdict, Table2
    from ivigcalc.core.infusion.day import Infusion, VialChange
    from ivigcalc.core.locale import Locale
    from ivigcalc.core.selection.old_labels import OldLabel
    from ivigcalc.core.selection.ranking import PlacedProduct
    from ivigcalc.core.selection.reasons import Reason

    class Sourced(Protocol):
        """Whatever cites sources, by their ids."""

        @property
        def sources(self) -> tuple[str, ...]:
            """Ids of the documents, as in ``sources.yaml``."""


OF_SOME: Final = "*"
"""What stands behind a sum that is not of all the courses beside it."""

VERDICT_MEANING: Final = {
    "agrees": "",
    "superseded": "dated",
    "partial": "incomplete",
    "unit-wrong": "unit error",
    "wrong": "",
    "label-not-found": "unconfirmed",
}
"""What the words of the audit mean, where they do not say it themselves."""


def audited(table: "Table2") -> dict["CellVerdict", int]:
    """How many cells of Table 2 have each verdict."""
    from ivigcalc.core.facts.table2 import CellVerdict  # noqa: PLC0415 - only where Table 2 is shown

    return {verdict: sum(cell.verdict is verdict for cell in table.cells) for verdict in CellVerdict}


def regimen_words(regimen: Regimen) -> str:
    """A regimen in words, without a patient."""
    match regimen:
        case Daily():
            days = "on 1 day" if regimen.days == 1 else f"daily for {regimen.days} days"
            dose = f"{exact(regimen.g_per_kg)} g/kg {days}"
        case Spread():
            dose = f"{exact(regimen.g_per_kg)} g/kg over {regimen.min_days} to {regimen.max_days} days"
        case Sequence():
            dose = ", ".join(f"{exact(dose.g_per_kg)} g/kg on day {dose.day}" for dose in regimen.doses)
        case Range():
            dose = f"{exact(regimen.min_g_per_kg)} to {exact(regimen.max_g_per_kg)} g/kg per {regimen.per}"
            dose += f" over {regimen.over_days} days" if regimen.over_days > 1 else ""
        case _:
            assert_never(regimen)
    cap = f", at most {exact(regimen.cap_g)} g per dose" if regimen.cap_g is not None else ""
    return f"{dose}{cap}{f', {regimen.interval.says}' if regimen.interval else ''}"


def read_words(cell: "Cell") -> str:
    """A Table 2 cell as read: comparator, value or range, unit, or its word."""
    if cell.value is not None:
        return f"{cell.comparator}{exact(cell.value)} {cell.unit}".strip()
    if cell.low is not None and cell.high is not None:
        return f"{exact(cell.low)} to {exact(cell.high)} {cell.unit}".strip()
    return cell.text


def cited(*groups: "Iterable[Sourced]") -> list[str]:
    """The ids of the sources that the members of each group cite, in this order; some more than once."""
    return [source for group in groups for member in group for source in member.sources]


def infusions_of(plan: "Plan") -> "list[Infusion | Missing | None]":
    """The infusions of a plan: none of a preparation that was not asked for by name."""
    if not plan.order.products:
        return []
    from ivigcalc.core.answers.plan import NoFit  # noqa: PLC0415 - only for a preparation asked for by name

    made = (one.days for product in plan.products for one in product.plans if not isinstance(one, NoFit))
    return [day.infusion for days in made for day in days]


def limits_of(plan: "Plan") -> "list[Sourced]":
    """What labels say of the rate for a risk of the patient, each as often as it holds for an infusion of the plan."""
    infusions = [one for one in infusions_of(plan) if one and not isinstance(one, Missing)]
    return [limit.entry for infusion in infusions for limit in infusion.limits]


def cited_by(indication: Indication) -> list[str]:
    """Every source that an indication cites."""
    groups = (
        indication.sentences,
        indication.regimens,
        indication.recorded,
        indication.limits,
        indication.reassess,
        indication.evidence,
        indication.approvals,
        indication.cautions,
        indication.conflicts,
    )
    return [REVIEW, *cited(*groups), *indication.icd10.sources]


def vial_changes(infusion: "Infusion", number: int) -> list["VialChange"]:
    """The changes of vials within a step of an infusion, by its number."""
    return [change for change in infusion.changes if change.step == number]


def hours_and_minutes(minutes: int) -> str:
    """Whole minutes as ``4 h 0 min``; below an hour as ``45 min``."""
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours else f"{rest} min"


def data_words(said: Statement, lang: "Locale", *, of_label: bool = False) -> str:
    """What a statement of the data says (``of_label``: of a label), marked where it is not a document's own."""
    words = lang.of_label(said.says) if of_label else lang.of_data(said.says)
    return lang.say(said.standing, says=words) if said.standing in STANDING_WORDS else words


def code_of(plan: "Plan", catalogue: Catalogue) -> str | None:
    """The check code of a plan; None where it is not of one course of one preparation, made up in vials."""
    if plan.chosen is None:
        return None
    from ivigcalc.core.answers.checkcode import check_code  # noqa: PLC0415 - only for a preparation asked for by name

    return check_code(plan, plan.chosen, catalogue.version, catalogue.local.sha256 if catalogue.local else "")


def clock(minutes: Fraction) -> str:
    """Minutes from the start of an infusion as ``2:08``, hours and minutes, to the nearest minute."""
    hours, rest = divmod(int(half_up(minutes, 0)), 60)
    return f"{hours}:{rest:02d}"


def _old_labels(
    infusions: "Iterable[Infusion | Missing | None]",
    used: "Iterable[tuple[Product, Iterable[Reason]]]",
    catalogue: Catalogue,
    region: Region | None,
    *printed: "Sourced",
    contents: bool = True,
) -> "tuple[OldLabel, ...]":
    """The old labels of the rates of infusions, of preparations with the reasons for their verdict, of what is printed.

    What is ``printed`` is of no preparation, such as a course.
    """
    from ivigcalc.core.selection.old_labels import facts_used, old_labels  # noqa: PLC0415 - a table answers without them

    facts = (fact for product, reasons in used for fact in facts_used(product, region, reasons, contents=contents))
    return old_labels(_ladders_of(infusions), catalogue, (*facts, *((None, one) for one in printed)), region)


def _ladders_of(infusions: "Iterable[Infusion | Missing | None]") -> "list[tuple[Product, Region, Ladder]]":
    """The ladders of infusions, with their regions."""
    return [(run.product, run.region, run.ladder) for run in infusions if run and not isinstance(run, Missing)]


def labels_of_rates(infusions: "Iterable[Infusion | Missing | None]", catalogue: Catalogue) -> "tuple[OldLabel, ...]":
    """The old labels whose rates are used."""
    return _old_labels(infusions, (), catalogue, None)


def labels_of_places(
    places: "Iterable[PlacedProduct]", catalogue: Catalogue, region: Region | None
) -> "tuple[OldLabel, ...]":
    """The old labels of preparations in their places."""
    placed = [place.assessment for place in places]
    return _old_labels((), ((one.product, one.reasons) for one in placed), catalogue, region)


def labels_of_plan(
    plan: "Plan", catalogue: Catalogue, in_place: "Alternatives | None" = None
) -> "tuple[OldLabel, ...]":
    """The old labels that a plan rests on: of the rates used, and of the preparations, with those offered instead."""
    offered = in_place.offered if in_place else ()
    planned = (*plan.products, *(one.planned for one in offered))
    used = ((one.place.assessment.product, one.place.assessment.reasons) for one in planned)
    runs = (*infusions_of(plan), *(one.infusion for one in offered))
    return _old_labels(runs, used, catalogue, plan.order.region, *plan.courses)


def labels_of_check(check: "VerifyAnswer", catalogue: Catalogue) -> "tuple[OldLabel, ...]":
    """The old labels of a check: that a stated rate is held against, and those of the verdict and the vials."""
    used = [(one.product, one.reasons) for one in ([check.place.assessment] if check.place else [])]
    rates = [check.rate.label] if check.rate else []
    return _old_labels(rates, used, catalogue, check.order.region, *check.printed, contents=False)


def labels_of_infusion(answer: "InfusionAnswer", catalogue: Catalogue) -> "tuple[OldLabel, ...]":
    """The old labels of one infusion: that of its rates, and those of the verdict and the vials."""
    used = [(answer.product, answer.place.assessment.reasons)]
    return _old_labels([answer.infusion], used, catalogue, answer.order.region, contents=False)


def labels_of_vials(answer: "VialsAnswer", catalogue: Catalogue) -> "tuple[OldLabel, ...]":
    """The old labels of vials and of what they carry."""
    return _old_labels((), [(answer.product, ())], catalogue, answer.order.region)


def labels_of_comparison(comparison: "CompareAnswer", catalogue: Catalogue) -> "tuple[OldLabel, ...]":
    """The old labels of a comparison: of the rates under each policy, and of the preparations whose vials stand."""
    from ivigcalc.core.answers.rates import infusions_of as infusions_of_courses  # noqa: PLC0415 - only here

    dosed = [row.dosed for row in comparison.rows if row.dosed]
    runs = infusions_of_courses(made for answer in dosed for made in answer.vials if made)
    used = ((product, ()) for product in comparison.products)
    return _old_labels(runs, used, catalogue, comparison.base.order.region, comparison.course)


def labels_of_indications(indications: Iterable[Indication], catalogue: Catalogue) -> "tuple[OldLabel, ...]":
    """The old labels of the regimens, limits and approvals of indications."""
    facts = (one for each in indications for one in (*each.regimens, *each.recorded, *each.limits, *each.approvals))
    return _old_labels((), (), catalogue, None, *facts)


def labels_of_batch(done: "BatchAnswer", catalogue: Catalogue) -> "tuple[OldLabel, ...]":
    """The old labels of the preparations of a table; of the region given for all rows, else of any."""
    region = next((Region(text) for name, text in done.given if name == "region" and text in {*Region}), None)
    used = ((catalogue.product(total.product), ()) for total in done.summary.products)
    return _old_labels((), used, catalogue, region)


def verify_working(check: "VerifyAnswer") -> "tuple[Working, ...]":
    """The arithmetic of a check: from weight to grams, from the order to what is printed, the rates of the label."""
    from ivigcalc.core.answers.working import check_working  # noqa: PLC0415 - only for a check

    dose, weight = check.written.dose, check.dosing_weight
    steps = check_working(dose, check.course, check.printed, check.compared, weight=weight, order=check.order)
    if check.rate is None or check.written.rate is None:
        return steps
    from ivigcalc.core.answers.rates import rate_bounds_working  # noqa: PLC0415 - only for a rate

    return (*steps, *rate_bounds_working(check.rate, check.written.rate))


def batch_line(done: "BatchAnswer") -> str:
    """What came of a table, in one line: it needs no view, which would be loaded for nothing else."""
    counts = ", ".join(f"{count_words(rows)} {status}" for status, rows in done.summary.statuses.items())
    kept = f"; {count_words(done.kept)} kept from the earlier run" if done.kept else ""
    return f"{rows_words(done.summary.rows)}{f': {counts}' if counts else ''}{kept}"


def status_words(sums: "Summary") -> str:
    """How many rows of a table have each status, the best first: ``590 ok, 10 refused``."""
    return ", ".join(f"{count_words(rows)} {status}" for status, rows in sums.by_status if rows)


def rows_words(rows: int) -> str:
    """So many rows of a table."""
    return "1 row" if rows == 1 else f"{count_words(rows)} rows"


def cost_words(sums: "Sums", courses: int) -> str:
    """What vials cost, marked where not all of the ``courses`` beside it have a price; ``-`` where none has."""
    return "-" if sums.cost is None else f"{exact(sums.cost)}{OF_SOME if sums.priced_rows < courses else ''}"


def count_words(count: int) -> str:
    """A count as people read it."""
    return shown(Fraction(count), 0)
