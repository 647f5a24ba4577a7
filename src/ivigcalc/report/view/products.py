"""The answer to ``products`` as a document: the list in order (in full, side by side, Table 2: ``parts/``)."""

from collections.abc import Iterator, Sequence

from ivigcalc.core.answers.products import ProductsAnswer, order_sources
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.rule import Level, Verdict
from ivigcalc.core.quantity import exact, shown
from ivigcalc.core.request.patient import Risk
from ivigcalc.core.selection.exposure import Unknown
from ivigcalc.core.selection.ranking import PlacedProduct
from ivigcalc.report.document import (
    Block,
    Column,
    Document,
    Emphasis,
    Gap,
    Heading,
    Paragraph,
    Rule,
    Table,
    unbroken,
    warning,
    wide,
)
from ivigcalc.report.layout import LINES
from ivigcalc.report.shared import cited, labels_of_places
from ivigcalc.report.view.parts import words
from ivigcalc.report.view.parts.blocks import (
    alert_blocks,
    answer_document,
    found_blocks,
    named_line,
    next_lines,
    not_stocked,
    read_blocks,
    risk_blocks,
    sources_blocks,
)
from ivigcalc.report.view.parts.first_screen import LINES_AT_RISK, first_that_fits
from ivigcalc.report.view.parts.ladder import old_label_blocks, old_labels_folded
from ivigcalc.report.view.parts.next_steps import after_list
from ivigcalc.report.view.parts.product_list import (
    contraindicated_table,
    labelled_table,
    name,
    order_blocks,
    ranked_table,
    verdicts_of,
)

FIRST_SCREEN, FEWEST = 12, 2
"""Preparations in the table without ``--all``; and how many at least, however little room there is."""

SEVERAL = 3
"""From so many risks on more is to be said, on a longer screen."""

RANKED_BY = {
    Risk.IGA_DEFICIENT: "IgA (mcg per g of IgG, labelled MAXIMUM)",
    Risk.RENAL: "osmolality (mOsmol per kg or L, upper label value)",
    Risk.SODIUM: "sodium (mmol/g as hung)",
    Risk.FLUID: "volume (mL per g of IgG)",
    Risk.DIABETES: "sugar (g per g of IgG)",
}
NOT_READ = {
    Risk.IGA_DEFICIENT: "IgA maximum",
    Risk.RENAL: "osmolality",
    Risk.SODIUM: "sodium",
    Risk.FLUID: "volume",
    Risk.DIABETES: "sugar",
}


def products_document(
    choice: ProductsAnswer, catalogue: Catalogue, *, show_all: bool, rejected: bool, explain: bool
) -> Document:
    """Preparations in their order, with what the order rests on and what could not be ranked."""
    everything = show_all or rejected or explain
    hints = [*after_list(choice, rejected=rejected)]
    old = labels_of_places(choice.places, catalogue, choice.situation.region)
    aged = "" if everything else old_labels_folded(old)
    last, shorter = (answer_document([], catalogue, next_lines(*some), aged=aged).blocks for some in (hints, hints[:1]))
    if not everything:
        head = _head(choice, catalogue, in_full=False)

        def screens() -> Iterator[Sequence[Block]]:
            for most in range(FIRST_SCREEN, FEWEST - 1, -1):
                for rule in ([Rule()], []):
                    yield [*head, *rule, *_body(choice, most), Rule(), *last]
            yield [*head, *_body(choice, FEWEST), *shorter]

        given = {*choice.patient.risks, *choice.patient.factors}
        return Document(blocks=tuple(first_that_fits(screens(), LINES if len(given) < SEVERAL else LINES_AT_RISK)))
    blocks = _body(choice, None if show_all else FIRST_SCREEN, rejected=rejected)
    if rejected or explain:
        blocks += _reasons(choice, everything=explain)
    if Risk.IGA_DEFICIENT in choice.risks and (show_all or explain):
        text = "The review's IgA row mixes units: not used as printed (ivigcalc products --table2)."
        blocks.append(Paragraph(label="NOTE", text=text))
    if explain:
        assessments = [place.assessment for place in choice.places]
        used = cited(*(assessment.reasons for assessment in assessments))
        used += cited(*(assessment.product.iga for assessment in assessments))
        used += order_sources(choice, catalogue)
        blocks += [*order_blocks(choice.places, choice.situation, catalogue), Gap(), *sources_blocks(catalogue, used)]
    return Document(
        blocks=(*_head(choice, catalogue, in_full=True), Rule(), *blocks, *old_label_blocks(old), Rule(), *last)
    )


def _body(choice: ProductsAnswer, most: int | None, *, rejected: bool = False) -> list[Block]:
    """The list with ``most`` preparations in its table (all without), and what stands below it."""
    names = {place.assessment.product.id: place.assessment.product.shown for place in choice.places}
    return [
        *_list(choice, most),
        *_not_ranked(choice, show_all=most is None),
        *_last(choice, show_all=most is None, rejected=rejected),
        *found_blocks((names[one.id], one.why) for one in choice.found),
    ]


def _head(choice: ProductsAnswer, catalogue: Catalogue, *, in_full: bool) -> list[Block]:
    """For which patient and region, what the order rests on, what is left out, and what to heed."""
    factors = choice.situation.factors
    below = _iga_deficient(choice, catalogue)
    risks = [f"{risk}{below if risk is Risk.IGA_DEFICIENT else ''}" for risk in choice.risks]
    title = f"Patient: {', '.join(risks)}" if risks else "Intravenous immunoglobulins"
    if factors:
        order = f"Ranked by verdict, then least {', '.join(RANKED_BY[factor] for factor in factors)}."
    elif choice.risks:
        order = "By verdict, then market and label: nothing to rank by."
    else:
        order = f"{words.unranked(choice.risks, choice.derived, choice.patient)}."
    judged = {Risk.SODIUM, Risk.DIABETES} & set(choice.risks)
    day = f" Assumed: a day of {shown(choice.situation.day_g)} g." if judged else ""
    return [
        Heading(text=title, remark=f"Region: {words.region_name(choice.situation.region)}."),
        *read_blocks(*choice.patient.echoes),
        *risk_blocks(choice.derived),
        Paragraph(text=f"{order}{day}"),
        *not_stocked(
            [place.assessment.product.id for place in choice.places], choice.hidden, catalogue, in_full=in_full
        ),
        *alert_blocks(alert for alert in choice.alerts if alert.level is not Level.NOTE),
        *alert_blocks((alert for alert in choice.alerts if alert.level is Level.NOTE), in_full=in_full),
    ]


def _iga_deficient(choice: ProductsAnswer, catalogue: Catalogue) -> str:
    """What IgA deficient means, in brackets, where it was given and not worked out from a level."""
    worked_out = any(derived.condition == Risk.IGA_DEFICIENT for derived in choice.derived)
    if Risk.IGA_DEFICIENT not in choice.risks or worked_out:
        return ""
    rule = next(rule for rule in catalogue.rules.risks if rule.gives == Risk.IGA_DEFICIENT and rule.below is not None)
    return f" (serum IgA below {exact(rule.below or 0)} g/L)"


def _list(choice: ProductsAnswer, most: int | None) -> list[Block]:
    """The table of what may be used; where nothing may, of what is contraindicated. Then how many more there are."""
    standing = [place for place in choice.places if place.block in {"ranked", "unordered"}]
    last_resort = not any(place.block != "last" for place in choice.places)
    if last_resort:
        standing = [place for place in choice.places if place.reason == Verdict.CONTRAINDICATED]
    listed, show_all = standing[:most], most is None
    if not listed:
        return [Paragraph(text="No preparation can be ranked.")]
    blocks: list[Block] = []
    if last_resort:
        text = "every preparation: first those whose own label was read on it."
        blocks.append(Paragraph(label="CONTRAINDICATED", text=text, emphasis=Emphasis.DANGER))
        table = contraindicated_table(listed, choice, full=show_all)
    elif choice.situation.factors:
        table = ranked_table(listed, choice, full=show_all)
    else:
        table = labelled_table(listed, choice, full=show_all)
    avoided = [place for place in choice.places if _is_avoided_unlisted(place, listed)]
    why = _why(listed, [] if show_all else avoided)
    unsold = [] if show_all else [place for place in choice.places if _is_unsold(place)]
    one = len(verdicts_of(listed)) == 1
    legend = _legend(table, len(standing) - len(listed), len(unsold), starred=show_all)
    blocks += [*(why if one else []), table, *legend]
    return blocks if one else [*blocks, *why]


def _is_avoided_unlisted(place: PlacedProduct, listed: Sequence[PlacedProduct]) -> bool:
    """Whether a preparation is to be avoided and not in the table, for lack of room or of an order: it is named."""
    return place.block != "last" and place.assessment.verdict is Verdict.AVOID and place not in listed


def _is_unsold(place: PlacedProduct) -> bool:
    """Whether a preparation stands last because it cannot be had."""
    return place.block == "last" and place.reason != Verdict.CONTRAINDICATED


def _legend(table: Table, more: int, unsold: int, *, starred: bool) -> list[Block]:
    """How many more preparations there are, and what the marks of the table mean."""
    rest = [f"{more} more" if more else "", f"{unsold} not sold" if unsold else ""]
    cells = [cell for row in table.rows for cell in row]
    marks = {
        "d: derived": any(cell.endswith(" d") or " d (" in cell for cell in cells),
        "(sold?): market not read": any(cell.endswith(("(sold?)", "(sold?) *")) for cell in cells),
        "*: in the review's Table 2": starred and any(cell.endswith(" *") for cell in cells),
    }
    counted = [f"{', '.join(part for part in rest if part)}: --all"] if more or unsold else []
    parts = [*counted, *(mark for mark, used in marks.items() if used)]
    return [Paragraph(text=f"   {'. '.join(parts)}.")] if parts else []


def _not_ranked(choice: ProductsAnswer, *, show_all: bool) -> list[Block]:
    """What cannot be ranked, by verdict: as many names as a line holds, or all with what is known all the same.

    What is to be avoided is named above, with its reason.
    """
    places = [place for place in choice.places if place.block == "not-ranked"]
    if places and show_all:
        return [Heading(text="NOT RANKED", remark="a value is not published"), ranked_table(places, choice, full=True)]
    blocks: list[Block] = []
    for verdict in [verdict for verdict in verdicts_of(places) if verdict is not Verdict.AVOID]:
        group = [place for place in places if place.assessment.verdict is verdict]
        factors = [factor for factor in choice.situation.factors if any(_is_unknown(place, factor) for place in group)]
        *first, last = [NOT_READ[factor] for factor in factors]
        unread = f"{', '.join(first)} or {last}" if first else last
        text = f"{verdict}, no {unread} read: "
        blocks.append(named_line("NOT RANKED", text, _shown_names(group), Emphasis.STRONG))
    return blocks


def _shown_names(places: Sequence[PlacedProduct]) -> list[str]:
    return [place.assessment.product.shown for place in places]


def _is_unknown(place: PlacedProduct, factor: Risk) -> bool:
    return isinstance(place.assessment.values[factor], Unknown)


def _last(choice: ProductsAnswer, *, show_all: bool, rejected: bool) -> list[Block]:
    """What must not be used, as far as a line goes; with ``--all`` everything that stands last, by the reason."""
    by_reason: dict[str, list[PlacedProduct]] = {}
    for place in choice.places:
        if place.block == "last":
            by_reason.setdefault(place.reason, []).append(place)
    contraindicated = by_reason.get(Verdict.CONTRAINDICATED, [])
    if not show_all and not rejected:
        some = contraindicated and any(place.block != "last" for place in choice.places)
        return [named_line("CONTRAINDICATED", "", _shown_names(contraindicated), Emphasis.DANGER)] if some else []
    blocks: list[Block] = []
    for reason, places in by_reason.items():
        emphasis = Emphasis.DANGER if reason.startswith(Verdict.CONTRAINDICATED) else Emphasis.STRONG
        text = f"{', '.join(unbroken(place.assessment.product.shown) for place in places)}."
        blocks.append(Paragraph(label=reason.upper(), text=text, emphasis=emphasis))
    return blocks


def _why(listed: Sequence[PlacedProduct], unlisted: Sequence[PlacedProduct]) -> list[Block]:
    """The reasons of what is to be used with caution or avoided, each rule once, with the numbers that it is about.

    What is ``unlisted`` is named. Where nothing is, what holds for all in the table is said of "all".
    """
    numbers = {place.assessment.product.id: words.rank(place) for place in listed if place.position is not None}
    blocks: list[Block] = []
    for verdict in (Verdict.CAUTION, Verdict.AVOID):
        said: dict[str, dict[str, str]] = {}
        for place in [*listed, *unlisted]:
            for reason in place.assessment.reasons:
                if reason.verdict is verdict is place.assessment.verdict:
                    product = place.assessment.product
                    whose = numbers.get(product.id, unbroken(product.shown))
                    said.setdefault(reason.rule, {})[whose] = reason.text
        for texts in said.values():
            of_all = (
                not unlisted and all(number in texts for number in numbers.values()) and len(numbers) == len(listed)
            )
            whose = "all" if of_all else ", ".join(texts)
            blocks.append(warning(verdict.upper(), f"{whose}: {words.one_text(list(texts.values()))}."))
    return blocks


def _reasons(choice: ProductsAnswer, *, everything: bool) -> list[Block]:
    """Why: for what cannot be used (or, with ``everything``, for every preparation), each reason and its source."""
    rows = tuple(
        (
            name(place.assessment),
            words.verdict_words(reason.verdict) if reason.verdict else "remark",
            f"{reason.text} [{', '.join(reason.sources)}]" if reason.sources else reason.text,
        )
        for place in choice.places
        if everything or place.assessment.verdict in {Verdict.AVOID, Verdict.CONTRAINDICATED}
        for reason in place.assessment.reasons
    )
    if not rows:
        return [Paragraph(text="No preparation is contraindicated or to be avoided for what was given.")]
    columns = (Column(header="", wraps=True, strong=True), Column(header="verdict"), wide("reason"))
    return [Gap(), Heading(text="REASONS"), Table(columns=columns, rows=rows), Gap()]
