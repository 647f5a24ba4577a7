"""``worksheet``: the course of one preparation on paper."""

from collections.abc import Sequence

from ivigcalc.api.answer import Answer, Exit
from ivigcalc.api.dose import planned_dose, refuse_several
from ivigcalc.catalogue.locale import languages, load_locale
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.locale import ENGLISH_TAG, Locale
from ivigcalc.core.problems import Problems
from ivigcalc.core.quantity import counted
from ivigcalc.core.record import Record
from ivigcalc.intake.numbers import one_of, read_if_typed
from ivigcalc.intake.request import TypedRequest
from ivigcalc.report.english import ENGLISH
from ivigcalc.report.shared import code_of
from ivigcalc.report.sheet.worksheet import Pages, beginning
from ivigcalc.report.sheet.worksheet import worksheet as as_html


class Worksheet(Record):
    """A worksheet, and what ``dose`` answers to the same order."""

    html: str
    """"" where that answer holds the sheet back: no vials, or with ``strict`` an open caution."""
    answer: Answer
    said: str = ""
    """Which sheets it has, and its check code."""
    beginning: str = ""
    """What stands near the beginning of every worksheet with this check code."""


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
    spoken = read_if_typed(problems, _language, lang) or ENGLISH
    planned = planned_dose(typed, catalogue, problems, ack=ack, strict=strict)
    refuse_several(planned.plan, "a worksheet")
    made = planned.plan.chosen
    if made is None or planned.answer.exit_code is not Exit.ANSWER:
        return Worksheet(html="", answer=planned.answer)
    html = as_html(planned.plan, made, catalogue, planned.acknowledged, wanted, lang=spoken)
    code = code_of(planned.plan, catalogue) or ""
    days = counted(sum(len(course.days) for course in planned.plan.made_courses), "infusion records")
    sheets = {Pages.ALL: f"course sheet and {days}", Pages.COURSE: "course sheet", Pages.DAYS: days}[wanted]
    said = f"{sheets}, check code {code}"
    return Worksheet(html=html, answer=planned.answer, said=said, beginning=beginning(code, spoken))


def _language(tag: str) -> Locale:
    """The language with a tag, whatever its case.

    Raises:
        RefusedError: there is none; those that there are are listed.
    """
    known = one_of(languages(), tag, "--lang")
    return ENGLISH if known == ENGLISH_TAG else load_locale(known)
