"""``dose``: a course for a patient."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from ivigcalc.api.answer import Answer, Exit, not_acknowledged
from ivigcalc.core.answers.dose import plan
from ivigcalc.core.answers.plan import Plan
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import Kind, Problem, Problems, RefusedError
from ivigcalc.core.record import Record
from ivigcalc.intake.numbers import one_of, read_if_typed, refusal
from ivigcalc.intake.request import TypedRequest, read_dose_request

if TYPE_CHECKING:
    from ivigcalc.core.answers.supply.alternatives import Alternatives
    from ivigcalc.core.locale import Locale
    from ivigcalc.report.document import Document

LANG: Final = "IVIGCALC_LANG"
OTHERS: Final = "leave out --product: dose lists the other preparations"
"""What to type where a preparation cannot be given."""


def dose(
    typed: TypedRequest,
    catalogue: Catalogue,
    problems: Problems | None = None,
    *,
    ack: Sequence[str] = (),
    strict: bool = False,
    lang: str | None = None,
    explain: bool = False,
) -> Answer:
    """Work out a course. ``ack`` are ``RULE=reason`` pairs; with ``strict`` a caution without one is an exit code.

    ``lang`` is the language of the order lines, English without it. With ``explain`` JSON has the arithmetic of every
    preparation, and how its place follows.

    Raises:
        RefusedError: with everything that is wrong.
    """
    return planned_dose(typed, catalogue, problems, ack=ack, strict=strict, lang=lang, explain=explain).answer


def language_tag(typed: str) -> str:
    """The tag of a language, whatever its case.

    Raises:
        RefusedError: there is no such language; those that there are are listed.
    """
    from ivigcalc.catalogue.locale import languages

    known, wanted = languages(), typed.strip().lower()
    for tag in known:
        if wanted[:2] == tag[:2].lower() and wanted not in map(str.lower, known):  # pt, pt_BR.UTF-8
            why, hint = f"is not known (--lang or {LANG})", f"did you mean --lang {tag}?"
            raise refusal(typed, "--lang", "not-allowed", why, hint, allowed=(", ".join(known),), named="lang")
    return one_of(known, typed, "--lang", variable=LANG)


def locale_of(tag: str | None) -> "Locale":
    """The texts of the language with a tag; of English without one."""
    from ivigcalc.report.english import ENGLISH

    if tag is None or tag == ENGLISH.locale:
        return ENGLISH
    from ivigcalc.catalogue.locale import load_locale

    return load_locale(tag)


class PlannedDose(Record):
    """A plan with its answer, for what shows a plan in another form."""

    plan: Plan
    acknowledged: Mapping[str, str]
    """The reasons for which cautions are acknowledged, by the id of their rule."""
    answer: Answer
    held: Callable[[], Sequence[Problem]]
    """Why the answer is no plan to hand on: each contraindication, what whole vials lack, each open caution."""


def planned_dose(
    typed: TypedRequest,
    catalogue: Catalogue,
    problems: Problems | None,
    *,
    ack: Sequence[str],
    strict: bool,
    lang: str | None = None,
    explain: bool = False,
) -> PlannedDose:
    """Work out a course as ``dose`` does.

    Raises:
        RefusedError: as ``dose``.
    """
    problems = problems or Problems()
    tag = read_if_typed(problems, language_tag, lang)
    patient, order, reasons = read_dose_request(typed, ack, catalogue, problems)
    planned = plan(patient, order, catalogue)
    cautions = [rule for rule in planned.cautions if rule not in reasons]
    status, code = _status(planned, cautions, strict=strict)
    in_place = _in_place(planned, catalogue) if code is Exit.NO_VIALS else None

    def document(*, show_all: bool = False, explain: bool = False) -> "Document":
        from ivigcalc.report.view.dose import dose_document

        shown = {"show_all": show_all, "explain": explain}
        return dose_document(planned, catalogue, reasons, **shown, in_place=in_place, lang=locale_of(tag))

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.dose import dose_json

        answered = partial(dose_json, status=status, exit_code=code, acknowledged=reasons)
        return answered(planned, catalogue, in_place=in_place, explain=explain)

    remark = not_acknowledged(cautions) if code is Exit.LOOK else ""
    held = partial(_held, planned, code, cautions)
    files = _files(planned, catalogue, reasons, None if code is Exit.ANSWER else held)
    answer = Answer(document=document, json=json, files=files, exit_code=code, remark=remark)
    return PlannedDose(plan=planned, acknowledged=reasons, answer=answer, held=held)


def _in_place(planned: Plan, catalogue: Catalogue) -> "Alternatives | None":
    """What could be given instead where the ordered stock does for no cycle; None where that was not asked."""
    order = planned.order
    if not (order.stock and order.products) or any(one.made for one in planned.cycles):
        return None
    from ivigcalc.core.answers.supply.alternatives import alternatives

    return alternatives(planned, catalogue)


def _held(planned: Plan, code: Exit, cautions: Sequence[str]) -> list[Problem]:
    """Why the one course of one preparation is not handed on: a problem for each reason that ``dose`` gives."""
    if code is Exit.ANSWER:
        return []
    (product,) = planned.products
    if code is Exit.LOOK:
        texts = {reason.rule: reason.text for reason in product.place.assessment.reasons}
        texts |= {alert.rule: alert.text for alert in planned.alerts}
        return [
            Problem(
                code=rule, message=f"not acknowledged: {texts[rule]}", next=f'--ack {rule}="reason"', kind=Kind.STOP
            )
            for rule in cautions
        ]
    from ivigcalc.report.view.parts.days import PART_OF_A_VIAL, exact_helps_all, why_no_vials

    hint = "--format table says what could be given instead" if planned.order.stock else OTHERS
    hint = f"{PART_OF_A_VIAL}, or {hint}" if exact_helps_all(planned) else hint
    whys = why_no_vials(product, next(iter(planned.cycles), None))
    return [Problem(code="no-vials", message=why, next=hint, kind=Kind.STOP) for why in whys]


def _files(
    planned: Plan, catalogue: Catalogue, reasons: Mapping[str, str], held: Callable[[], Sequence[Problem]] | None
) -> dict[str, Callable[[], str]]:
    """The plan for other programs: FHIR and a calendar; ``held`` says why the answer holds them back, None where not.

    They refuse where several courses or preparations would do, or the first day is not known.
    """

    def fhir(release: str) -> str:
        from ivigcalc.report.fhir import Release, bundle, outcome

        refuse_several(planned, release, dated=True)
        if held:
            return outcome(RefusedError(*held()))
        return bundle(planned, catalogue, reasons, Release(release))

    def ics() -> str:
        from ivigcalc.report.ics import calendar

        refuse_several(planned, "a calendar", dated=True)
        return calendar(planned, catalogue)

    of_fhir = {release: partial(fhir, release) for release in ("fhir-r4", "fhir-r5")}
    return {**of_fhir} if held else {**of_fhir, "ics": ics}


def refuse_several(plan: Plan, what: str, *, dated: bool = False) -> None:
    """Let nothing be picked for ``what``, which shows one preparation and one course; if ``dated`` on known days.

    Raises:
        RefusedError: several would do, or there are no grams, or no first day.
    """
    problems = Problems(_several(plan, what))
    if dated and plan.order.start is None:
        message = f"--start is missing: {what} is of known days"
        problems.add(Problem(code="missing", field="--start", message=message, next="add --start and the first day"))
    problems.refuse_if_any()
    needs = plan.dosing_weight.needs
    Problems([one.replaced(message=f"{what} needs grams: {one.message}") for one in needs]).refuse_if_any()


def _several(plan: Plan, what: str) -> Iterator[Problem]:
    """A problem for each choice that ``what`` needs and that is open: the preparation, the course."""
    if len(plan.order.products) != 1:
        named = f"; {len(plan.order.products)} are named" if plan.order.products else ""
        message = f"{what} is of one preparation{named}"
        yield Problem(code="no-preparation", field="--product", message=message, next="--product NAME, once")
    courses, first = plan.courses, plan.courses[0]
    if len(courses) > 1:
        from ivigcalc.report.english import ENGLISH
        from ivigcalc.report.sheet.words import order_words

        message = f"{what} is of one course; {len(courses)} are printed for {plan.indication.short}"
        allowed = tuple(f"{one.letter}: {order_words(one, ENGLISH)}" for one in courses)
        hint = f"--regimen {first.letter}"
        yield Problem(code="no-regimen-chosen", field="--regimen", message=message, allowed=allowed, next=hint)
    elif not first.days:
        message = f"no single dose follows from a range: {first}"
        yield Problem(code="range", field="--course", message=message, next='state the dose: --course "1 g/kg"')


def _status(planned: Plan, cautions: Sequence[str], *, strict: bool) -> tuple[str, Exit]:
    """The status in a word, and the exit code."""
    if not planned.dispensable:
        return "no-vials", Exit.NO_VIALS
    if cautions:
        return "caution", Exit.LOOK if strict else Exit.ANSWER
    return "ok", Exit.ANSWER
