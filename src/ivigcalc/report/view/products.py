"""The answer to ``products`` as a document: the list in order, one in full, or the review's Table 2."""

from ivigcalc.core.answers.products import Choice
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Basis, Region
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.rule import Verdict
from ivigcalc.core.quantity import exact, shown
from ivigcalc.core.request.patient import Risk
from ivigcalc.core.selection.exposure import Unknown, iga_mcg_per_g
from ivigcalc.core.selection.ranking import Place
from ivigcalc.report.document import Block, Column, Document, Gap, Heading, Paragraph, Table, Weight
from ivigcalc.report.view.parts import words
from ivigcalc.report.view.parts.local import not_stocked

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
VERDICT_HEADINGS = {
    Verdict.SUITABLE: "SUITABLE",
    Verdict.CAUTION: "CAUTION",
    Verdict.AVOID: "AVOID",
    Verdict.CONTRAINDICATED: "CONTRAINDICATED",
}


def products_document(
    choice: Choice, catalogue: Catalogue, *, show_all: bool, rejected: bool, explain: bool
) -> Document:
    """Preparations in their order, with what the order rests on and what could not be ranked."""
    blocks: list[Block] = [*_head(choice, catalogue)]
    blocks += not_stocked([place.assessment.product.id for place in choice.places], choice.hidden, catalogue)
    blocks += [*(words.alert_paragraph(alert) for alert in choice.alerts), Gap()]
    if choice.situation.factors:
        blocks += _ranked(choice)
        blocks += _not_ranked(choice, show_all=show_all)
    else:
        blocks += _unordered(choice)
    blocks += _last(choice, rejected=rejected)
    blocks += _reasons(choice, everything=explain) if rejected or explain else _why(choice)
    if Risk.IGA_DEFICIENT in choice.risks:
        blocks.append(
            Paragraph(
                label="NOTE", text="The review's IgA row mixes units: not used as printed (ivigcalc products --table2)."
            )
        )
    if explain:
        cited = [source for place in choice.places for reason in place.assessment.reasons for source in reason.sources]
        cited += [source for place in choice.places for fact in place.assessment.product.iga for source in fact.sources]
        blocks += [Gap(), *words.sources_blocks(catalogue, cited)]
    hints = ["ivigcalc products privigen", "--rejected" if not rejected else "", "--explain" if not explain else ""]
    hints += ["--region eu" if choice.situation.region is None else "", "--all" if not show_all else ""]
    hints += ["--risk anti-iga" if Risk.IGA_DEFICIENT in choice.risks and Risk.ANTI_IGA not in choice.risks else ""]
    blocks += [Gap(), words.next_block(hints)]
    blocks += words.foot(catalogue)
    return Document(blocks=tuple(blocks))


def _head(choice: Choice, catalogue: Catalogue) -> list[Block]:
    factors = choice.situation.factors
    region = f"Region: {words.region_name(choice.situation.region)}."
    blocks: list[Block] = []
    if choice.risks:
        blocks.append(Heading(text="Patient: " + ", ".join(choice.risks), remark=region))
    else:
        blocks.append(
            Heading(
                text="Intravenous immunoglobulins",
                remark=f"{words.unranked(choice.risks, choice.derived, choice.patient)}. {region}",
            )
        )
    blocks += [Paragraph(label="RISK", text=f"{derived.condition}: {derived.text}.") for derived in choice.derived]
    if Risk.IGA_DEFICIENT in choice.risks and not any(
        derived.condition == Risk.IGA_DEFICIENT for derived in choice.derived
    ):
        rule = next(
            rule for rule in catalogue.rules.risks if rule.gives == Risk.IGA_DEFICIENT and rule.below is not None
        )
        blocks.append(
            Paragraph(text=f"IgA deficient: serum IgA below {exact(rule.below or 0)} g/L ({', '.join(rule.sources)}).")
        )
    if factors:
        blocks += [Paragraph(text=f"Least first: {'; '.join(FACTOR_UNITS[factor] for factor in factors)}.")]
        day = shown(choice.situation.day_g)
        if Risk.SODIUM in factors or Risk.DIABETES in choice.risks:
            blocks.append(
                Paragraph(text=f"Per day: an infusion day of {day} g is assumed (ivigcalc dose uses the ordered day).")
            )
        blocks.append(
            Paragraph(text="* in the review's Table 2; d derived from the label by arithmetic", weight=Weight.QUIET)
        )
    return blocks


def _name(product: Product) -> str:
    return words.screen_name(product) + (" *" if product.table2 else "")


def _cell(place: Place, factor: Risk) -> str:
    value = place.assessment.values[factor]
    return words.value_words(value, "", 3).strip()


def _label_iga(product: Product) -> str:
    """Labelled IgA as printed, in mcg/mL: the maximum by region, averages marked."""
    found: dict[str, list[Region]] = {}
    for fact in product.iga:
        unit = "" if fact.unit == "mcg/mL" else f" {fact.unit}"
        figure = (
            f"{exact(fact.low)} to {exact(fact.high)}"
            if fact.low is not None and fact.high is not None
            else exact(fact.value or 0)
        )
        word = "" if fact.basis is Basis.MAX or fact.basis is Basis.RANGE else f"{fact.basis} "
        found.setdefault(f"{word}{figure}{unit}", []).extend(fact.regions)
    return ", ".join(
        f"{text} {words.asked_regions(tuple(where)) or words.regions(tuple(where))}" for text, where in found.items()
    )


def _table(places: list[Place], choice: Choice) -> Table:
    factors = choice.situation.factors
    only_iga = factors == (Risk.IGA_DEFICIENT,)
    columns = (
        Column(header="", right=True),
        Column(header="", strong=True),
        *(Column(header=FACTOR_HEADERS[factor], right=True) for factor in factors),
        *([Column(header="label, mcg/mL", wraps=True)] if only_iga else []),
        Column(header="also holds"),
        Column(header="neuro label"),
    )
    rows = []
    for place in places:
        number = "" if place.order is None else f"{place.order}{'=' if place.tied else ''}"
        product = place.assessment.product
        label = words.asked_regions(place.assessment.labelled) or "-"
        cells = [number, _name(product), *(_cell(place, factor) for factor in factors)]
        rows.append((*cells, *([_label_iga(product)] if only_iga else []), words.holds(product), label))
    return Table(columns=columns, rows=tuple(rows))


def _ranked(choice: Choice) -> list[Block]:
    blocks: list[Block] = []
    for verdict in Verdict:
        places = [place for place in choice.places if place.block == "ranked" and place.assessment.verdict is verdict]
        if places:
            blocks += [Heading(text=VERDICT_HEADINGS[verdict]), _table(places, choice), Gap()]
    return blocks


def _not_ranked(choice: Choice, *, show_all: bool) -> list[Block]:
    places = [place for place in choice.places if place.block == "not-ranked"]
    if not places:
        return []
    if show_all:
        return [Heading(text="NOT RANKED", remark="a value is not published"), _table(places, choice), Gap()]
    blocks: list[Block] = []
    for verdict in Verdict:
        group = [place for place in places if place.assessment.verdict is verdict]
        partly = [f"{_short(place)} ({_known(place)})" for place in group if _known(place)]
        unknown = [_short(place) for place in group if not _known(place)]
        parts = [f"{', '.join(partly)}" if partly else "", f"no figure: {', '.join(unknown)}" if unknown else ""]
        if group:
            blocks.append(
                Paragraph(label="NOT RANKED", text=f"{verdict}: {'; '.join(part for part in parts if part)}.")
            )
    return blocks


def _short(place: Place) -> str:
    product = place.assessment.product
    return f"{product.shown}{' *' if product.table2 else ''}"


def _known(place: Place) -> str:
    """What is known of the values that cannot be ranked."""
    return "; ".join(
        value.known for value in place.assessment.values.values() if isinstance(value, Unknown) and value.known
    )


def _unordered(choice: Choice) -> list[Block]:
    columns = (
        Column(header="", strong=True),
        Column(header="neurological labels", wraps=True),
        Column(header="IgA up to, mcg/g", wraps=True, right=True),
        Column(header="holds"),
        Column(header="vials, g", wraps=True),
    )
    rows = []
    region = choice.situation.region
    for place in choice.places:
        if place.block == "unordered":
            product = place.assessment.product
            verdict = place.assessment.verdict
            mark = f" ({words.verdict_words(verdict)})" if verdict is not Verdict.SUITABLE else ""
            iga = iga_mcg_per_g(product, region)
            rows.append(
                (
                    f"{_name(product)}{mark}",
                    _labels(product, region),
                    words.value_words(iga, "").strip(),
                    words.holds(product),
                    " ".join(exact(vial.g) for vial in product.vials if region is None or region in vial.regions),
                )
            )
    return [Table(columns=columns, rows=tuple(rows)), Gap()]


def _labels(product: Product, region: Region | None) -> str:
    """Indications on the labels, each with its regions: "gbs EU, cidp US EU"."""
    found: dict[str, list[Region]] = {}
    for entry in product.labelled:
        found.setdefault(entry.indication, []).extend(entry.regions)
    shown_ones = {name: where for name, where in found.items() if region is None or region in where}
    none = words.regions(tuple(where for entry in product.unlabelled for where in entry.regions))
    if not shown_ones:
        return f"none ({none} label)" if none else "none read"
    return ", ".join(f"{name} {words.regions(tuple(dict.fromkeys(where)))}" for name, where in shown_ones.items())


def _last(choice: Choice, *, rejected: bool) -> list[Block]:
    blocks: list[Block] = []
    for reason in dict.fromkeys(place.reason for place in choice.places if place.block == "last"):
        places = [place for place in choice.places if place.block == "last" and place.reason == reason]
        names = ", ".join(_short(place) for place in places)
        danger = reason == "contraindicated"
        todo = " (the label's words: --rejected)" if danger and not rejected else ""
        weight = Weight.DANGER if danger else Weight.STRONG
        blocks.append(Paragraph(label=reason.upper(), text=f"{names}.{todo}", weight=weight))
    return blocks


def _why(choice: Choice) -> list[Block]:
    """The reasons of what is to be used with caution or avoided, each once with those that share it."""
    blocks: list[Block] = []
    for verdict in (Verdict.CAUTION, Verdict.AVOID):
        group = [
            place.assessment for place in choice.places if place.assessment.verdict is verdict and place.block != "last"
        ]
        found: dict[str, list[str]] = {}
        for one in group:
            for reason in one.reasons:
                if reason.verdict is verdict:
                    found.setdefault(reason.text, []).append(one.product.shown)
        blocks += [
            Paragraph(
                label=verdict.upper(),
                text=f"{'all with this verdict' if len(names) == len(group) > 1 else ', '.join(names)}: {text}.",
                weight=Weight.WARNING,
            )
            for text, names in found.items()
        ]
    return blocks


def _reasons(choice: Choice, *, everything: bool) -> list[Block]:
    """Why: for what cannot be used (or, with ``everything``, for every preparation), each reason and its source."""
    rows = []
    for place in choice.places:
        one = place.assessment
        if everything or one.verdict in {Verdict.AVOID, Verdict.CONTRAINDICATED}:
            rows += [
                (
                    _name(one.product),
                    words.verdict_words(reason.verdict) if reason.verdict else "remark",
                    f"{reason.text} [{', '.join(reason.sources)}]",
                )
                for reason in one.reasons
            ]
    if not rows:
        return [Paragraph(text="No preparation is contraindicated or to be avoided for what was given.")]
    columns = (
        Column(header="", wraps=True, strong=True),
        Column(header="verdict"),
        Column(header="reason", wraps=True),
    )
    return [Gap(), Heading(text="REASONS"), Table(columns=columns, rows=tuple(rows)), Gap()]
