"""The answer to ``vials`` as a document."""

from fractions import Fraction

from ivigcalc.core.answers.plan import CoursePlan, NoFit
from ivigcalc.core.answers.vials import VialsAnswer, what_else
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.quantity import exact, shown
from ivigcalc.report.document import Block, Document, Gap, Heading, Paragraph
from ivigcalc.report.shared import cited, labels_of_vials
from ivigcalc.report.view.parts import words
from ivigcalc.report.view.parts.blocks import (
    alert_blocks,
    answer_document,
    cost_lines,
    next_table,
    read_blocks,
    site_sizes,
    sources_blocks,
)
from ivigcalc.report.view.parts.days import (
    PART_OF_A_VIAL,
    asked_blocks,
    certificate_blocks,
    days_table,
    exact_helps,
    no_fit_blocks,
    uneven_blocks,
    whole_helps,
    working_blocks,
)
from ivigcalc.report.view.parts.ladder import old_label_blocks
from ivigcalc.report.view.parts.next_steps import SAMPLE_DATE, Wanted, region_sample


def vials_document(answer: VialsAnswer, catalogue: Catalogue, *, explain: bool) -> Document:
    """The vials of one preparation, why no others are better, and what to type next."""
    order, product, made = answer.order, answer.product, answer.made
    count = order.days or 1
    daily = f"{shown(answer.grams, 3)} g {f'daily for {count} days' if count > 1 else 'on 1 day'}"
    blocks: list[Block] = [
        Heading(text=f"{product.shown}: {daily}", remark=f"{exact(product.mg_per_ml)} mg/mL, {product.form}"),
        *read_blocks(*order.echoes),
        Paragraph(text=_sizes(answer, catalogue)),
        *asked_blocks(order),
        *alert_blocks(answer.alerts),
        *old_label_blocks(labels_of_vials(answer, catalogue)),
        Gap(),
    ]
    if isinstance(made, NoFit):
        blocks += no_fit_blocks(made)
        blocks += [Paragraph(label="TYPE", text=what_else(order))] if order.stock else []
    else:
        blocks += [days_table(made), Paragraph(text=_in_all(made)), *uneven_blocks(made)]
        blocks += cost_lines(catalogue.local, product.id, made)
    blocks += [Gap(), *certificate_blocks(answer.certificates)]
    if explain:
        used = [*cited(product.vials), *(step.source for step in answer.working if step.source)]
        blocks += [Gap(), Heading(text="WORKING"), *working_blocks(answer.working)]
        blocks += [Gap(), *sources_blocks(catalogue, used)]
    hints = next_table(
        region_sample(Wanted(region=order.region, rate=False), product),
        "--days 5" if order.days is None else "",
        "--round-scope course" if count > 1 and _nearer_as_a_whole(made) else "",
        PART_OF_A_VIAL if isinstance(made, NoFit) and exact_helps(made) else "",
        f"--start {SAMPLE_DATE}" if order.start is None else "",
        "(--stock FILE: what is on the shelf)" if order.stock is None else "",
    )
    return answer_document(
        blocks, catalogue, Paragraph(text="No patient: the dose itself is not checked (ivigcalc dose)."), hints
    )


def _nearer_as_a_whole(made: CoursePlan | NoFit) -> bool:
    """Whether a course that is rounded as a whole can be nearer to what is prescribed."""
    if isinstance(made, NoFit):
        return whole_helps(made)
    return made.terms.rounds_each_day and made.given_g != made.course.total


def _sizes(answer: VialsAnswer, catalogue: Catalogue) -> str:
    """The vial sizes that can be chosen, and whose they are."""
    order, product = answer.order, answer.product
    whose = site_sizes(catalogue.local, product.id) or (
        f"Vial sizes sold in {words.region_name(order.region)}" if order.region else "Vial sizes of any region"
    )
    sold = {Fraction(vial.g): f" ({words.all_regions(vial.regions)})" for vial in product.vials}
    there = ", ".join(
        f"{shown(size, 3)} g{'' if order.region else sold[size]}" for size in sorted(answer.terms.sizes_g)
    )
    return f"{whose}{', in stock' if order.stock else ''}: {there}."


def _in_all(made: CoursePlan) -> str:
    """``140 g in all, NOT per day: exactly as prescribed``."""
    as_prescribed = shown(made.deviation_percent) == "0"
    change = "as prescribed" if as_prescribed else f"{words.signed(made.deviation_percent)} %"
    course = f"Course {shown(made.given_g, 3)} g, NOT per day" if len(made.days) > 1 else f"{shown(made.given_g, 3)} g"
    return f"{course} (prescribed {shown(made.course.total, 3)} g: {change})."
