"""The answer to ``infusion`` as a document."""

from ivigcalc.core.answers.infusion import Infused
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.ladder import Context
from ivigcalc.core.facts.weight_policy import ACTUAL
from ivigcalc.core.infusion.day import Infusion
from ivigcalc.core.quantity import shown
from ivigcalc.core.request.order import RateWeight
from ivigcalc.core.vials.combination import Unreachable
from ivigcalc.report.document import Block, Document, Gap, Heading, Paragraph
from ivigcalc.report.view.parts import words
from ivigcalc.report.view.parts.advice import bedside_table
from ivigcalc.report.view.parts.ladder import ladder_blocks, table2_blocks


def infusion_document(answer: Infused, catalogue: Catalogue, *, explain: bool) -> Document:
    """One infusion: label, steps, time, what holds the rate back, what to watch."""
    found, order = answer.infusion, answer.order
    use = order.indication or (order.context if order.context is not Context.ANY else "")
    blocks: list[Block] = [
        Heading(
            text=answer.product.shown,
            remark=f"{shown(order.grams)} g in {shown(found.volume_ml)} mL{f', for {use}' if use else ''}",
        ),
        *(Paragraph(label="READ", text=echo) for echo in (*answer.patient.echoes, *order.echoes)),
        *(Paragraph(label="RISK", text=f"{one.condition}: {one.text}.") for one in answer.derived),
        *(words.reason_paragraph(reason) for reason in answer.place.assessment.reasons),
        *(Paragraph(text=text) for text in weight_words(found, answer)),
        Gap(),
        *ladder_blocks(found, asked=bool(use)),
        *_hung(answer),
        *table2_blocks(answer.table2),
        *(words.alert_paragraph(alert) for alert in answer.alerts),
        Gap(),
        bedside_table(catalogue),
        Gap(),
    ]
    if explain:
        cited = [*found.ladder.sources, *(source for limit in found.limits for source in limit.entry.sources)]
        cited += [source for one in found.first for source in one.sources]
        blocks += [*words.sources_blocks(catalogue, cited), Gap()]
    hints = [
        "--region eu" if not found.named else "",
        "--indication cidp" if not use else "",
        "--risk renal" if not answer.risks else "",
        "--first" if not order.first else "",
        "--explain (sources)" if not explain else "",
    ]
    blocks += [words.next_block(hints), *words.foot(catalogue)]
    return Document(blocks=tuple(blocks))


def weight_words(found: Infusion, answer: Infused) -> list[str]:
    """Which weight the rate is for, and that it was a choice."""
    if found.flat:
        return ["RATE is flat on this label: not scaled by weight."]
    chosen = f"RATE is for {answer.order.rate_weight} weight, {shown(found.basis.weight_kg)} kg"
    if answer.order.weight_policy == ACTUAL:
        return [f"{chosen}."]
    weight = answer.weight
    if answer.order.rate_weight is RateWeight.ACTUAL:
        other = f"--rate-weight dosing: {shown(min(weight.kg, weight.actual_kg))} kg"
    elif weight.kg > weight.actual_kg:
        other = "the actual weight: a rate is never for more"
    else:
        other = f"--rate-weight actual: {shown(weight.actual_kg)} kg"
    return [words.weight_words(weight), f"{chosen} ({other})."]


def _hung(answer: Infused) -> list[Block]:
    """The vials that the marks are for."""
    match answer.vials:
        case None:
            text = "no vial size sold here was found"
        case Unreachable():
            text = f"no whole vials near {shown(answer.order.grams)} g: {words.nearest_words(answer.vials)}"
        case _:
            left = answer.vials.total_g - answer.order.grams
            text = words.vials_long(answer.vials) + (f", {shown(left)} g left over" if left else "")
    return [Paragraph(label="VIALS", text=text)]
