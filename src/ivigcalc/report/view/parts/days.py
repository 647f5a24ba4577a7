"""The infusion days of a course with their vials, or what is nearest; and why these vials (certificates)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ivigcalc.core.answers.plan import CoursePlan, NoFit, PlannedDay
from ivigcalc.core.dosing.course import days_words
from ivigcalc.core.quantity import shown
from ivigcalc.core.request.order import Objective, Order, Scope
from ivigcalc.report.document import Block, Column, Heading, Paragraph, Table, Weight
from ivigcalc.report.view.parts import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ivigcalc.core.request.stock import Lot
    from ivigcalc.core.vials.certificate import Certificate, Nearest


def days_table(made: CoursePlan) -> Table:
    """The infusion days: DOSE, vials and VOLUME, and the date where it is known."""
    dated = any(day.date for day in made.days)
    columns = (
        Column(header="day"),
        *([Column(header="date")] if dated else []),
        Column(header="DOSE", right=True, strong=True),
        Column(header="vials", wraps=True),
        Column(header="VOLUME", right=True, strong=True),
    )
    return Table(columns=columns, rows=tuple(_row(day) for day in made.days))


def _row(day: PlannedDay) -> tuple[str, ...]:
    left = f" ({shown(day.vials.discarded_g)} g left over)" if day.vials.discarded_g else ""
    return (
        str(day.day),
        *([f"{day.date:%Y-%m-%d %a}"] if day.date else []),
        f"{shown(day.vials.given_g, 3)} g",
        (", ".join(map(_lot, day.lots)) or words.vials_long(day.vials)) + left,
        f"{shown(day.volume_ml)} mL",
    )


def _lot(lot: Lot) -> str:
    """``2 x 10 g lot A7 (to 2026-12-31)``."""
    named = f" lot {lot.name}" if lot.name else ""
    return f"{lot.count} x {shown(lot.size_g, 3)} g{named}{f' (to {lot.expiry})' if lot.expiry else ''}"


def asked_blocks(asked: Order) -> list[Paragraph]:
    """What was asked of the vials, where it is not the usual."""
    said = []
    if asked.scope is Scope.COURSE:
        said.append("the course total is rounded and spread over the days (--round-scope course)")
    if asked.objective is not Objective.VIALS:
        said.append(
            "the nearest grams, then the fewest vials (--objective grams)"
            if asked.objective is Objective.GRAMS
            else "the lowest price, then the fewest vials (--objective cost)"
        )
    if asked.stock:
        sold = f" in sizes sold in {words.region_name(asked.region)}" if asked.region else ""
        said.append(f"only vials of {asked.stock.file}{sold}, none after its expiry")
    return [Paragraph(label="VIALS", text=f"{'; '.join(said)}.")] if said else []


def uneven_blocks(made: CoursePlan) -> list[Paragraph]:
    """Where days that are prescribed alike come out uneven: which, and that they should have dates."""
    days_of: dict[Fraction, list[int]] = {}
    for day in made.days:
        days_of.setdefault(day.vials.given_g, []).append(day.day)
    if made.course.even is None or len(days_of) == 1:
        return []
    text = ", ".join(f"{shown(grams, 3)} g on {days_words(days)}" for grams, days in days_of.items())
    undated = "" if made.days[0].date else " Give --start, so that each day has its date."
    return [Paragraph(label="UNEVEN", text=f"{text}.{undated}", weight=Weight.WARNING)]


def no_fit_blocks(made: NoFit) -> list[Block]:
    """The nearest that whole vials can make."""
    if made.whole is not None:
        total = f"{shown(made.course.total)} g in the course: {words.nearest_words(made.whole)} ({made.whole.why})"
        return [Paragraph(label="NO VIALS", text=total, weight=Weight.WARNING)]
    blocks: list[Block] = [
        Paragraph(label="NO VIALS", text=f"{shown(grams)} g: {text}", weight=Weight.WARNING)
        for grams, text in words.unfit_words(made).items()
    ]
    if any(found.short for _, found in made.days) and len(made.course.days) > 1:
        days = days_words(day.day for day, _ in made.days)
        text = f"the stock does not do for {days}, each by itself. --round-scope course lets days differ more."
        blocks.append(Paragraph(label="STOCK", text=text, weight=Weight.WARNING))
    return blocks


def certificate_blocks(found: Iterable[Certificate]) -> list[Block]:
    """Why these vials and no others, so that it can be checked by hand."""
    blocks: list[Block] = []
    for one in found:
        what = "the course" if one.whole else days_words(one.days)
        blocks.append(Heading(text="CERTIFICATE", remark=f"{what}: {shown(one.prescribed_g, 3)} g"))
        blocks += [*_nearest("BELOW", one.below), *(_nearest("ABOVE", one.above) if one.above != one.below else ())]
        blocks += [Paragraph(label=f"{number}.", text=f"{line}.") for number, line in enumerate(one.lines, start=1)]
    return blocks


def _nearest(label: str, found: Nearest | None) -> list[Paragraph]:
    text = f"{shown(found.total_g, 3)} g: {found.why or 'taken'}." if found else "no total can be made."
    return [Paragraph(label=label, text=text)]
