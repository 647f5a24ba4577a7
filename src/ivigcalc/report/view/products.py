"""The answer to ``products`` as a document: the list in order (one in full, and Table 2: ``parts/``)."""

from collections.abc import Iterable

from ivigcalc.core.answers.products import ProductsAnswer
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Basis, Region
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.rule import Verdict
from ivigcalc.core.quantity import exact, shown
from ivigcalc.core.request.patient import Risk
from ivigcalc.core.selection.exposure import Unknown, iga_mcg_per_g
from ivigcalc.core.selection.ranking import PlacedProduct
from ivigcalc.report.document import (
    NAMES,
    Block,
    Column,
    Document,
    Emphasis,
    Gap,
    Heading,
    Paragraph,
    Table,
    figures,
    warning,
    wide,
)
from ivigcalc.report.shared import cited
from ivigcalc.report.view.parts import words
from ivigcalc.report.view.parts.blocks import (
    alert_blocks,
    answer_document,
    next_table,
    not_stocked,
    risk_blocks,
    sources_blocks,
)

FACTOR_HEADERS = {
    Risk.IGA_DEFICIENT: "IgA mcg/g",
    Risk.RENAL: "mOsmol",
    Risk.SODIUM: "Na mmol/g",
    Risk.FLUID: "mL/g",
    Risk.DIABETES: "sugar g/g",
}
FACTOR_UNITS = {
    Risk.IGA_DEFICIENT: "mcg IgA per g of IgG, by labelled MAXIMUM",
    Risk.RENAL: "osmolality, upper label value, mOsmol per kg or L",
    Risk.SODIUM: "mmol sodium per g of IgG, as hung",
    Risk.FLUID: "mL per g of IgG",
    Risk.DIABETES: "g sugar per g of IgG",
}


def products_document(
    choice: ProductsAnswer, catalogue: Catalogue, *, show_all: bool, rejected: bool, explain: bool
) -> Document:
    """Preparations in their order, with what the order rests on and what could not be ranked."""
    blocks: list[Block] = [
        *_head(choice, catalogue),
        *not_stocked([place.assessment.product.id for place in choice.places], choice.hidden, catalogue),
        *alert_blocks(choice.alerts),
        Gap(),
    ]
    if choice.situation.factors:
        blocks += [*_ranked(choice), *_not_ranked(choice, show_all=show_all)]
    else:
        blocks += [_unordered(choice), Gap()]
    blocks += _last(choice, rejected=rejected)
    blocks += _reasons(choice, everything=explain) if rejected or explain else _why(choice)
    if Risk.IGA_DEFICIENT in choice.risks:
        text = "The review's IgA row mixes units: not used as printed (ivigcalc products --table2)."
        blocks.append(Paragraph(label="NOTE", text=text))
    if explain:
        assessments = [place.assessment for place in choice.places]
        used = cited(*(assessment.reasons for assessment in assessments))
        used += cited(*(assessment.product.iga for assessment in assessments))
        blocks += [Gap(), *sources_blocks(catalogue, used)]
    hints = next_table(
        "ivigcalc products privigen",
        "--rejected" if not rejected else "",
        "--explain" if not explain else "",
        "--region eu" if choice.situation.region is None else "",
        "--all" if not show_all else "",
        "--risk anti-iga" if Risk.IGA_DEFICIENT in choice.risks and Risk.ANTI_IGA not in choice.risks else "",
    )
    return answer_document(blocks, catalogue, hints)


def _head(choice: ProductsAnswer, catalogue: Catalogue) -> list[Block]:
    """For which patient and region, and what the order rests on."""
    factors = choice.situation.factors
    title = f"Patient: {', '.join(choice.risks)}" if choice.risks else "Intravenous immunoglobulins"
    unranked = "" if choice.risks else f"{words.unranked(choice.risks, choice.derived, choice.patient)}. "
    region = f"Region: {words.region_name(choice.situation.region)}."
    lines = [_iga_deficient(choice, catalogue)]
    if factors:
        lines.append(f"Least first: {'; '.join(FACTOR_UNITS[factor] for factor in factors)}.")
    if factors and (Risk.SODIUM in factors or Risk.DIABETES in choice.risks):
        day = shown(choice.situation.day_g)
        lines.append(f"Per day: an infusion day of {day} g is assumed (ivigcalc dose uses the ordered day).")
    marks = "* in the review's Table 2; d derived from the label by arithmetic"
    return [
        Heading(text=title, remark=f"{unranked}{region}"),
        *risk_blocks(choice.derived),
        *(Paragraph(text=line) for line in lines if line),
        *([Paragraph(text=marks, emphasis=Emphasis.QUIET)] if factors else []),
    ]


def _iga_deficient(choice: ProductsAnswer, catalogue: Catalogue) -> str:
    """What IgA deficient means, where it was given and not worked out from a level."""
    worked_out = any(derived.condition == Risk.IGA_DEFICIENT for derived in choice.derived)
    if Risk.IGA_DEFICIENT not in choice.risks or worked_out:
        return ""
    rule = next(rule for rule in catalogue.rules.risks if rule.gives == Risk.IGA_DEFICIENT and rule.below is not None)
    return f"IgA deficient: serum IgA below {exact(rule.below or 0)} g/L ({', '.join(rule.sources)})."


def _name(product: Product) -> str:
    return words.screen_name(product) + (" *" if product.table2 else "")


def _cell(place: PlacedProduct, factor: Risk) -> str:
    return words.value_words(place.assessment.values[factor], "", 3).strip()


def _label_iga(product: Product) -> str:
    """Labelled IgA as printed, in mcg/mL: the maximum by region, averages marked."""
    printed: dict[str, list[Region]] = {}
    for fact in product.iga:
        unit = "" if fact.unit == "mcg/mL" else f" {fact.unit}"
        figure = (
            f"{exact(fact.low)} to {exact(fact.high)}"
            if fact.low is not None and fact.high is not None
            else exact(fact.value or 0)
        )
        word = "" if fact.basis is Basis.MAX or fact.basis is Basis.RANGE else f"{fact.basis} "
        printed.setdefault(f"{word}{figure}{unit}", []).extend(fact.regions)
    return ", ".join(
        f"{text} {words.asked_regions(where) or words.all_regions(where)}" for text, where in printed.items()
    )


def _table(places: Iterable[PlacedProduct], choice: ProductsAnswer) -> Table:
    """Preparations with their number, a column for each factor, and what else they hold."""
    factors = choice.situation.factors
    only_iga = factors == (Risk.IGA_DEFICIENT,)
    columns = (
        figures(),
        NAMES,
        *(figures(FACTOR_HEADERS[factor]) for factor in factors),
        *([wide("label, mcg/mL")] if only_iga else []),
        Column(header="also holds"),
        Column(header="neuro label"),
    )
    rows = []
    for place in places:
        product = place.assessment.product
        rows.append(
            (
                "" if place.order is None else words.rank(place),
                _name(product),
                *(_cell(place, factor) for factor in factors),
                *([_label_iga(product)] if only_iga else []),
                words.holds(product),
                words.asked_regions(place.assessment.labelled) or "-",
            )
        )
    return Table(columns=columns, rows=tuple(rows))


def _of_block(choice: ProductsAnswer, block: str, verdict: Verdict) -> list[PlacedProduct]:
    return [place for place in choice.places if place.block == block and place.assessment.verdict is verdict]


def _ranked(choice: ProductsAnswer) -> list[Block]:
    blocks: list[Block] = []
    for verdict in Verdict:
        if places := _of_block(choice, "ranked", verdict):
            blocks += [Heading(text=verdict.upper()), _table(places, choice), Gap()]
    return blocks


def _not_ranked(choice: ProductsAnswer, *, show_all: bool) -> list[Block]:
    """What cannot be ranked: as a table, or by verdict with what is known all the same."""
    places = [place for place in choice.places if place.block == "not-ranked"]
    if places and show_all:
        return [Heading(text="NOT RANKED", remark="a value is not published"), _table(places, choice), Gap()]
    blocks: list[Block] = []
    for verdict in Verdict:
        group = _of_block(choice, "not-ranked", verdict)
        partly = [f"{_short(place)} ({_known(place)})" for place in group if _known(place)]
        unknown = [_short(place) for place in group if not _known(place)]
        parts = [", ".join(partly), f"no figure: {', '.join(unknown)}" if unknown else ""]
        if group:
            text = f"{verdict}: {'; '.join(part for part in parts if part)}."
            blocks.append(Paragraph(label="NOT RANKED", text=text))
    return blocks


def _short(place: PlacedProduct) -> str:
    product = place.assessment.product
    return f"{product.shown}{' *' if product.table2 else ''}"


def _known(place: PlacedProduct) -> str:
    """What is known of the values that cannot be ranked."""
    values = place.assessment.values.values()
    return "; ".join(value.known for value in values if isinstance(value, Unknown) and value.known)


def _unordered(choice: ProductsAnswer) -> Table:
    """Preparations by label, where nothing of the patient ranks them."""
    region = choice.situation.region
    columns = (
        NAMES,
        wide("neurological labels"),
        Column(header="IgA up to, mcg/g", wraps=True, right=True),
        Column(header="holds"),
        wide("vials, g"),
    )
    rows = []
    for place in choice.places:
        if place.block == "unordered":
            product, verdict = place.assessment.product, place.assessment.verdict
            mark = f" ({words.verdict_words(verdict)})" if verdict is not Verdict.SUITABLE else ""
            sizes = (exact(vial.g) for vial in product.vials if region is None or region in vial.regions)
            rows.append(
                (
                    f"{_name(product)}{mark}",
                    _labels(product, region),
                    words.value_words(iga_mcg_per_g(product, region), "").strip(),
                    words.holds(product),
                    " ".join(sizes),
                )
            )
    return Table(columns=columns, rows=tuple(rows))


def _labels(product: Product, region: Region | None) -> str:
    """Indications on the labels, each with its regions: "gbs EU, cidp US EU"."""
    labelled: dict[str, list[Region]] = {}
    for entry in product.labelled:
        labelled.setdefault(entry.indication, []).extend(entry.regions)
    here = {name: where for name, where in labelled.items() if region is None or region in where}
    none = words.all_regions([region for entry in product.unlabelled for region in entry.regions])
    if not here:
        return f"none ({none} label)" if none else "none read"
    return ", ".join(f"{name} {words.all_regions(dict.fromkeys(where))}" for name, where in here.items())


def _last(choice: ProductsAnswer, *, rejected: bool) -> list[Block]:
    """What cannot be had or used, by the reason."""
    by_reason: dict[str, list[str]] = {}
    for place in choice.places:
        if place.block == "last":
            by_reason.setdefault(place.reason, []).append(_short(place))
    blocks: list[Block] = []
    for reason, names in by_reason.items():
        danger = reason == "contraindicated"
        todo = " (the label's words: --rejected)" if danger and not rejected else ""
        emphasis = Emphasis.DANGER if danger else Emphasis.STRONG
        blocks.append(Paragraph(label=reason.upper(), text=f"{', '.join(names)}.{todo}", emphasis=emphasis))
    return blocks


def _why(choice: ProductsAnswer) -> list[Block]:
    """The reasons of what is to be used with caution or avoided, each once with those that share it."""
    blocks: list[Block] = []
    judged = [place.assessment for place in choice.places if place.block != "last"]
    for verdict in (Verdict.CAUTION, Verdict.AVOID):
        group = [assessment for assessment in judged if assessment.verdict is verdict]
        shared: dict[str, list[str]] = {}
        for assessment in group:
            for reason in assessment.reasons:
                if reason.verdict is verdict:
                    shared.setdefault(reason.text, []).append(assessment.product.shown)
        for text, names in shared.items():
            whose = "all with this verdict" if len(names) == len(group) > 1 else ", ".join(names)
            blocks.append(warning(verdict.upper(), f"{whose}: {text}."))
    return blocks


def _reasons(choice: ProductsAnswer, *, everything: bool) -> list[Block]:
    """Why: for what cannot be used (or, with ``everything``, for every preparation), each reason and its source."""
    rows = tuple(
        (
            _name(place.assessment.product),
            words.verdict_words(reason.verdict) if reason.verdict else "remark",
            f"{reason.text} [{', '.join(reason.sources)}]",
        )
        for place in choice.places
        if everything or place.assessment.verdict in {Verdict.AVOID, Verdict.CONTRAINDICATED}
        for reason in place.assessment.reasons
    )
    if not rows:
        return [Paragraph(text="No preparation is contraindicated or to be avoided for what was given.")]
    columns = (Column(header="", wraps=True, strong=True), Column(header="verdict"), wide("reason"))
    return [Gap(), Heading(text="REASONS"), Table(columns=columns, rows=rows), Gap()]
