"""The answer to ``infusion`` as a document."""

from collections.abc import Mapping

from ivigcalc.core.answers.infusion import InfusionAnswer
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.ladder import Context
from ivigcalc.core.facts.rule import Level
from ivigcalc.core.facts.weight_policy import ACTUAL
from ivigcalc.core.infusion.label_ladders import EarlierInfusions
from ivigcalc.core.quantity import shown
from ivigcalc.core.request.order import RateWeight
from ivigcalc.core.safety.alerts import derived_conditions
from ivigcalc.core.vials.totals import Unreachable
from ivigcalc.report.document import Block, Document, Gap, Heading, Paragraph
from ivigcalc.report.shared import cited, labels_of_infusion, labels_of_rates
from ivigcalc.report.view.parts import words
from ivigcalc.report.view.parts.blocks import (
    acknowledged_blocks,
    alert_blocks,
    answer_document,
    bedside_blocks,
    next_line,
    read_blocks,
    reason_blocks,
    risk_blocks,
    sources_blocks,
)
from ivigcalc.report.view.parts.days import working_blocks
from ivigcalc.report.view.parts.ladder import ladder_blocks, old_label_blocks, table2_blocks
from ivigcalc.report.view.parts.next_steps import Wanted, region_sample


def infusion_document(
    answer: InfusionAnswer, catalogue: Catalogue, acknowledged: Mapping[str, str], *, explain: bool
) -> Document:
    """One infusion: what to heed, then label, steps, time, what holds the rate back, what to watch."""
    infusion, order = answer.infusion, answer.order
    use = order.indication or (order.context if order.context is not Context.ANY else "")
    amount = f"{shown(order.grams)} g in {shown(infusion.volume_ml)} mL{f', for {use}' if use else ''}"
    of_rates = labels_of_rates([infusion], catalogue)
    blocks: list[Block] = [
        Heading(text=answer.product.shown, remark=amount),
        *read_blocks(*answer.patient.echoes, *order.echoes),
        *risk_blocks(answer.derived),
        *reason_blocks(answer.place.assessment.reasons),
        *alert_blocks(alert for alert in answer.alerts if alert.level is not Level.NOTE),
        *acknowledged_blocks(acknowledged),
        *(Paragraph(text=text) for text in weight_words(answer)),
        Gap(),
        *ladder_blocks(infusion, asked=bool(use), old=of_rates),
        *old_label_blocks(label for label in labels_of_infusion(answer, catalogue) if label not in of_rates),
        Paragraph(label="VIALS", text=_vials(answer)),
        *(table2_blocks(answer.table2) if explain else ()),
        *alert_blocks(alert for alert in answer.alerts if alert.level is Level.NOTE),
        *([Gap()] if explain else []),
        *bedside_blocks(catalogue, in_full=explain),
    ]
    if explain:
        used = cited([infusion.ladder], [limit.entry for limit in infusion.limits], infusion.said_of_first_infusion)
        blocks += [Gap(), Heading(text="WORKING"), *working_blocks(answer.working(catalogue.rules))]
        blocks += [Gap(), *sources_blocks(catalogue, used)]
    conditions, _ = derived_conditions(answer.patient, catalogue.rules)
    earlier = EarlierInfusions(first=order.first, tolerated=order.tolerated)
    wanted = Wanted(region=None, conditions=conditions, purpose=answer.purpose, earlier=earlier)
    hints = next_line(
        region_sample(wanted, answer.product) if not infusion.region_given else "",
        "--indication NAME" if not use else "",
        "--risk RISK" if not answer.risks else "",
        "(--tolerated, if it was)" if infusion.holds_back else "",
        "(--first, if it is)" if not order.first and not order.tolerated and not infusion.ladder.after else "",
        "--explain" if not explain else "",
    )
    return answer_document(blocks, catalogue, hints)


def weight_words(answer: InfusionAnswer) -> list[str]:
    """Which weight the rate is for, and that it was a choice."""
    if answer.infusion.flat:
        return ["RATE is flat on this label: not scaled by weight."]
    chosen = f"RATE is for {answer.order.rate_weight} weight, {shown(answer.infusion.basis.weight_kg)} kg"
    if answer.weight.policy == ACTUAL:
        return [f"{chosen}."]
    weight = answer.weight
    if answer.order.rate_weight is RateWeight.ACTUAL:
        other = f"--rate-weight dosing: {shown(min(weight.kg, weight.actual_kg))} kg"
    elif weight.kg > weight.actual_kg:
        other = "the actual weight: a rate is never for more"
    else:
        other = f"--rate-weight actual: {shown(weight.actual_kg)} kg"
    return [words.weight_words(weight), f"{chosen} ({other})."]


def _vials(answer: InfusionAnswer) -> str:
    """The vials that the marks are for."""
    match answer.vials:
        case None:
            return "no vial size sold here was found"
        case Unreachable():
            return f"no whole vials near {shown(answer.order.grams)} g: {words.nearest_words(answer.vials)}"
        case _:
            left = answer.vials.total_g - answer.order.grams
            rest = f", {shown(left)} g left over" if left else ""
            return f"{words.vials_long(answer.vials)}{rest} (not below the grams: dose --round up)"
