"""The whole worksheet as one HTML file: no script, no link, no font file; the same plan gives the same bytes."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from ivigcalc import __version__
from ivigcalc.core.answers.plan import CoursePlan, Plan
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.report.shared import code_of
from ivigcalc.report.sheet.course import course_sheet
from ivigcalc.report.sheet.css import CSS
from ivigcalc.report.sheet.day import day_sheet
from ivigcalc.report.sheet.parts import tag

GENERATOR: Final = '<meta name="generator" content="ivigcalc'
"""What stands near the beginning of every worksheet."""


class Pages(StrEnum):
    """Which sheets there are: the course sheet, the infusion records, or both."""

    ALL = "all"
    COURSE = "course"
    DAYS = "days"


def worksheet(
    plan: Plan, made: CoursePlan, catalogue: Catalogue, acknowledged: Mapping[str, str], pages: Pages = Pages.ALL
) -> str:
    """The worksheet of one course of one preparation; ``acknowledged`` holds reasons by the id of their rule."""
    code = code_of(plan, catalogue) or ""
    sheets: list[str] = []
    if pages is not Pages.DAYS:
        sheets.append(course_sheet(plan, made, catalogue, acknowledged, code))
    if pages is not Pages.COURSE:
        sheets += [day_sheet(plan, made, day, catalogue, code) for day in made.days]
    title = tag("title", f"IVIg worksheet {code}: {plan.indication.short}, {made.product.shown}")
    head = f'<meta charset="utf-8">{GENERATOR} {__version__}">{title}<style>{CSS}</style>'
    body = "\n".join(sheets)
    page = f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body>\n{body}\n</body></html>\n'
    return page.encode("ascii", "xmlcharrefreplace").decode("ascii")
