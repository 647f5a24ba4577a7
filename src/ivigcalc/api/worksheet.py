"""``worksheet``: the course of one preparation on paper."""

from collections.abc import Iterator, Sequence
from datetime import date

from ivigcalc.api.answer import Answer, Exit
from ivigcalc.api.dose import language_tag, locale_of, planned_dose, refuse_several
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import Problem, Problems
from ivigcalc.core.quantity import counted
from ivigcalc.core.record import Record
from ivigcalc.intake.numbers import one_of, read_if_typed
from ivigcalc.intake.request import TypedRequest
from ivigcalc.report.english import ENGLISH
from ivigcalc.report.shared import code_of
from ivigcalc.report.sheet.worksheet import Pages
from ivigcalc.report.sheet.worksheet import worksheet as as_html


class Worksheet(Record):
    """A worksheet, and what ``dose`` answers to the same order."""

    html: str
    """"" where that answer holds the sheet back: no vials, or with ``strict`` an open caution."""
    answer: Answer
    held: tuple[Problem, ...] = ()
    """Why it is held back."""
    said: str = ""
    """Which sheets it has, and its check code."""
    code: str = ""
    """Its check code."""
    start: date | None = None
    """The day of its first infusion, if that was given."""
    beginning: str = ""
    """What stands near the beginning of every worksheet with this check code, in each language."""


def worksheet(
    typed: TypedRequest,
    catalogue: Catalogue,
    problems: Problems | None = None,
    *,
    ack: Sequence[str] = (),
    strict: bool = False,
    pages: str | None = None,
    lang: str | None = None,
) -> Worksheet:
    """Make the worksheet of one course of one preparation.

    ``pages`` are all (the default), course or days; ``lang`` is one of ``languages()``, English without it.

    Raises:
        RefusedError: with everything that is wrong; also where several courses or preparations would do.
    """
    problems = problems or Problems()
    wanted = read_if_typed(problems, lambda text: one_of(Pages, text, "--pages"), pages) or Pages.ALL
    spoken = read_if_typed(problems, lambda tag: locale_of(language_tag(tag)), lang) or ENGLISH
    planned = planned_dose(typed, catalogue, problems, ack=ack, strict=strict)
    refuse_several(planned.plan, "a worksheet")
    made = planned.plan.chosen
    if made is None or planned.answer.exit_code is not Exit.ANSWER:
        return Worksheet(html="", answer=planned.answer, held=tuple(planned.held()))
    html = as_html(planned.plan, made, catalogue, planned.acknowledged, wanted, lang=spoken)
    code = code_of(planned.plan, catalogue) or ""
    days = counted(sum(len(course.days) for course in planned.plan.made_courses), "infusion records")
    sheets = {Pages.ALL: f"course sheet and {days}", Pages.COURSE: "course sheet", Pages.DAYS: days}[wanted]
    said = f"{sheets}, check code {code}"
    start = planned.plan.order.start
    return Worksheet(html=html, answer=planned.answer, said=said, code=code, start=start, beginning=f" {code}:")


def no_pdf(typed: TypedRequest, *, archive: bool) -> Iterator[Problem]:
    """Why there can be no PDF: Typst is not installed, or a PDF/A (``archive``) has no date to bear."""
    from ivigcalc.report.sheet.pdf import without_typst

    yield from without_typst()
    if archive and typed.order.start is None:
        message = "a PDF/A bears a date, that of the first infusion: --start is missing"
        yield Problem(code="no-date", field="--pdf-a", message=message, next="add --start 2026-12-01")


def as_pdf(made: Worksheet, *, archive: bool = False) -> bytes:
    """A worksheet as PDF; with ``archive`` as PDF/A-2b, which bears the day of the first infusion.

    Raises:
        RefusedError: the fonts do not have a letter of it.
    """
    from ivigcalc.report.sheet.pdf import pdf

    return pdf(made.html, made.code, made.start if archive else None)
