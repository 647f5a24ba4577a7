"""The answer to ``products`` as a document: the list in order, one in full, or the review's Table 2."""

from ivigcalc.core.catalogue import Catalogue
from ivigcalc.core.choice import Choice
from ivigcalc.core.exposure import fluid_ml_per_g, iga_mcg_per_g, spoken
from ivigcalc.core.fact import Measure, Region, Standing, Statement
from ivigcalc.core.patient import Risk
from ivigcalc.core.product import Cell, CellVerdict, Product
from ivigcalc.core.quantity import exact, plain, shown
from ivigcalc.core.ranking import Place
from ivigcalc.core.rule import Verdict
from ivigcalc.report.document import Block, Column, Document, Gap, Heading, Paragraph, Table, Weight
from ivigcalc.report.view import words

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
MARKS = {
    CellVerdict.AGREES: "",
    CellVerdict.SUPERSEDED: " [s]",
    CellVerdict.PARTIAL: " [p]",
    CellVerdict.UNIT_WRONG: " [U]",
    CellVerdict.WRONG: " [X]",
    CellVerdict.LABEL_NOT_FOUND: " [?]",
}


def products_document(choice: Choice, catalogue: Catalogue, *, show_all: bool, rejected: bool, explain: bool) -> Document:
    """Preparations in their order, with what the order rests on and what could not be ranked."""
    blocks: list[Block] = [*_head(choice, catalogue), Gap()]
    if choice.situation.factors:
        blocks += _ranked(choice)
        blocks += _not_ranked(choice, show_all=show_all)
    else:
        blocks += _unordered(choice)
    blocks += _last(choice, rejected=rejected)
    if rejected or explain:
        blocks += _reasons(choice, everything=explain)
    blocks += [words.alert_paragraph(alert) for alert in choice.alerts]
    if Risk.IGA_DEFICIENT in choice.risks:
        blocks.append(Paragraph(label="NOTE", text="The review's IgA row mixes units: not used as printed (ivigcalc products --table2)."))
    if explain:
        cited = [source for place in choice.places for reason in place.assessment.reasons for source in reason.sources]
        cited += [source for place in choice.places for fact in place.assessment.product.iga for source in fact.sources]
        blocks += [Gap(), *words.sources_blocks(catalogue, cited)]
    hints = ["ivigcalc products privigen", "--rejected" if not rejected else "", "--explain" if not explain else ""]
    hints += ["--region eu" if choice.situation.region is None else "", "--all" if not show_all else ""]
    hints += ["--risk anti-iga" if Risk.IGA_DEFICIENT in choice.risks and Risk.ANTI_IGA not in choice.risks else ""]
    blocks += [Gap(), Paragraph(label="NEXT", text="   ".join(hint for hint in hints if hint))]
    blocks.append(Paragraph(text=words.versions(catalogue), weight=Weight.QUIET))
    return Document(blocks=tuple(blocks))


def _head(choice: Choice, catalogue: Catalogue) -> list[Block]:
    factors = choice.situation.factors
    region = f"Region: {words.region_name(choice.situation.region)}."
    blocks: list[Block] = []
    if choice.risks:
        blocks.append(Heading(text="Patient: " + ", ".join(choice.risks), remark=region))
    else:
        remark = f"by label, not ranked: no patient factor given. {region}"
        blocks.append(Heading(text="Intravenous immunoglobulins", remark=remark))
    blocks += [Paragraph(label="RISK", text=f"{derived.condition}: {derived.text}.") for derived in choice.derived]
    if Risk.IGA_DEFICIENT in choice.risks and not any(derived.condition == Risk.IGA_DEFICIENT for derived in choice.derived):
        rule = next(rule for rule in catalogue.rules.risks if rule.gives == Risk.IGA_DEFICIENT and rule.below is not None)
        blocks.append(Paragraph(text=f"IgA deficient: serum IgA below {exact(rule.below or 0)} g/L ({', '.join(rule.sources)})."))
    if factors:
        blocks += [Paragraph(text=f"Least first: {'; '.join(FACTOR_UNITS[factor] for factor in factors)}.")]
        day = shown(choice.situation.day_g)
        if Risk.SODIUM in factors or Risk.DIABETES in choice.risks:
            blocks.append(Paragraph(text=f"Per day: an infusion day of {day} g is assumed (ivigcalc dose uses the ordered day)."))
        blocks.append(Paragraph(text="* in the review's Table 2", weight=Weight.QUIET))
    return blocks


def _name(product: Product) -> str:
    return f"{product.shown}{' *' if product.table2 else ''}"


def _cell(place: Place, factor: Risk) -> str:
    if factor is Risk.FLUID:
        return shown(fluid_ml_per_g(place.assessment.product), 2)
    value = place.assessment.values[factor]
    return words.value_words(value, "").replace(" (", " (").strip()


def _label_iga(product: Product) -> str:
    """Labelled IgA as printed, per mL and region: "up to 3 (EU), up to 1 (US)"."""
    return ", ".join(f"{spoken(fact)} ({words.regions(fact.regions)})" for fact in product.iga)


def _table(places: list[Place], choice: Choice) -> Table:
    factors = choice.situation.factors
    only_iga = factors == (Risk.IGA_DEFICIENT,)
    columns = (
        Column(header="", right=True),
        Column(header="", wraps=True, strong=True),
        *(Column(header=FACTOR_HEADERS[factor], right=True) for factor in factors),
        *([Column(header="label prints", wraps=True)] if only_iga else []),
        Column(header="also holds"),
        Column(header="label"),
    )
    rows = []
    for place in places:
        number = "" if place.order is None else f"{place.order}{'=' if place.tied else ''}"
        product = place.assessment.product
        label = words.regions(place.assessment.labelled) or "-"
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
        group = [f"{_name(place.assessment.product)} ({place.reason})" for place in places if place.assessment.verdict is verdict]
        if group:
            blocks.append(Paragraph(label="NOT RANKED", text=f"{verdict}: {'; '.join(group)}."))
    return blocks


def _unordered(choice: Choice) -> list[Block]:
    columns = (
        Column(header="", wraps=True, strong=True),
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
    if not shown_ones:
        return "none read"
    return ", ".join(f"{name} {words.regions(tuple(dict.fromkeys(where)))}" for name, where in shown_ones.items())


def _last(choice: Choice, *, rejected: bool) -> list[Block]:
    blocks: list[Block] = []
    for reason in dict.fromkeys(place.reason for place in choice.places if place.block == "last"):
        places = [place for place in choice.places if place.block == "last" and place.reason == reason]
        names = ", ".join(_name(place.assessment.product) for place in places)
        danger = reason == "contraindicated"
        todo = " (the label's words: --rejected)" if danger and not rejected else ""
        weight = Weight.DANGER if danger else Weight.STRONG
        blocks.append(Paragraph(label=reason.upper(), text=f"{names}.{todo}", weight=weight))
    return blocks


def _reasons(choice: Choice, *, everything: bool) -> list[Block]:
    """Why: for what cannot be used (or, with ``everything``, for every preparation), each reason and its source."""
    rows = []
    for place in choice.places:
        one = place.assessment
        if everything or one.verdict in {Verdict.AVOID, Verdict.CONTRAINDICATED}:
            rows += [
                (_name(one.product), words.verdict_words(reason.verdict) if reason.verdict else "remark", f"{reason.text} [{', '.join(reason.sources)}]")
                for reason in one.reasons
            ]
    if not rows:
        return [Paragraph(text="No preparation is contraindicated or to be avoided for what was given.")]
    columns = (Column(header="", wraps=True, strong=True), Column(header="verdict"), Column(header="reason", wraps=True))
    return [Gap(), Heading(text="REASONS"), Table(columns=columns, rows=tuple(rows)), Gap()]


# --- one in full --------------------------------------------------------------------------------------------------------


def product_document(product: Product, catalogue: Catalogue, *, explain: bool) -> Document:
    """One preparation in full: what its labels say, and Table 2 as printed, as read and against the label."""
    blocks: list[Block] = [
        Heading(text=product.shown, remark=f"{plain(product.mg_per_ml)} mg/mL, {product.form}, intravenous"),
        Paragraph(label="id", text=product.id),
        Paragraph(label="names", text=", ".join(product.names)),
        Paragraph(label="told apart by", text=product.differs),
        _statement("holder", product.holder),
        *([_statement("as hung", product.as_hung)] if product.as_hung else []),
        Gap(),
        *_facts(product),
        Gap(),
        *_clinical(product),
        *[Paragraph(label=f"{name} unknown", text=reason) for name, reason in product.missing.items()],
    ]
    blocks += _cells(product, catalogue)
    if explain:
        blocks += [Gap(), *words.sources_blocks(catalogue, _cited(product))]
    blocks += [Gap(), Paragraph(text=words.versions(catalogue), weight=Weight.QUIET)]
    return Document(blocks=tuple(blocks))


def _cite(sources: tuple[str, ...], regions: tuple[Region, ...], standing: Standing = Standing.LABEL) -> str:
    parts = [words.regions(regions), ", ".join(sources), "" if standing is Standing.LABEL else str(standing)]
    inside = "; ".join(part for part in parts if part)
    return f" [{inside}]" if inside else ""


def _statement(label: str, statement: Statement) -> Paragraph:
    return Paragraph(label=label, text=f"{statement.says}{_cite(statement.sources, statement.regions, statement.standing)}")


def _measure(label: str, fact: Measure) -> Paragraph:
    said = f" ({fact.says})" if fact.says else ""
    return Paragraph(label=label, text=f"{spoken(fact)}{said}{_cite(fact.sources, fact.regions)}")


def _facts(product: Product) -> list[Paragraph]:
    lines: list[Paragraph] = []
    for label, facts in (("IgA", product.iga), ("sodium", product.sodium), ("osmolality", product.osmolality), ("pH", product.ph)):
        lines += [_measure(label, fact) for fact in facts]
        if label == "IgA":
            lines.append(Paragraph(label="IgA per g of IgG", text=words.iga_words(product)))
    if product.sodium_says:
        lines.append(_statement("sodium", product.sodium_says))
    for sugar in product.sugar:
        amount = f", {spoken(sugar.amount)}" if sugar.amount else ", amount unknown"
        said = f" ({sugar.says})" if sugar.says else ""
        kind = "no sugar" if sugar.kind == "none" else f"{sugar.kind}{amount}"
        lines.append(Paragraph(label="sugar", text=f"{kind}{said}{_cite(sugar.sources, (), sugar.standing)}"))
    lines += [_statement("stabiliser", statement) for statement in product.stabiliser]
    lines += [
        Paragraph(label="vial", text=f"{exact(vial.g)} g in {exact(vial.ml)} mL{_cite(vial.sources, vial.regions)}") for vial in product.vials
    ]
    return lines


def _clinical(product: Product) -> list[Paragraph]:
    lines = [
        Paragraph(label="contraindicated", text=f"{entry.says}{_cite(entry.sources, entry.regions, entry.standing)}", weight=Weight.DANGER)
        for entry in product.contraindications
    ]
    lines += [_statement("warning", warning) for warning in product.warnings]
    lines += [
        Paragraph(label="labelled", text=f"{entry.indication}: {entry.population}; {entry.says}{_cite(entry.sources, entry.regions)}")
        for entry in product.labelled
    ]
    lines += [
        Paragraph(label="market", text=f"{entry.status}, {entry.says} (as of {entry.date}){_cite(entry.sources, entry.regions)}")
        for entry in product.market
    ]
    lines += [_statement("storage", statement) for statement in product.storage]
    return lines


def read_words(cell: Cell) -> str:
    """A Table 2 cell as read: comparator, value or range, unit, or its word."""
    if cell.value is not None:
        return f"{cell.comparator}{exact(cell.value)} {cell.unit}".strip()
    if cell.low is not None and cell.high is not None:
        return f"{exact(cell.low)} to {exact(cell.high)} {cell.unit}".strip()
    return cell.text


def _cells(product: Product, catalogue: Catalogue) -> list[Block]:
    if product.table2 is None:
        return [Gap(), Paragraph(text="Not in the review's Table 2.")]
    headings = {row.id: row.heading for row in catalogue.table2.rows}
    columns = (
        Column(header="Table 2", wraps=True, strong=True),
        Column(header="printed", wraps=True),
        Column(header="read as", wraps=True),
        Column(header="audit"),
        Column(header="label", wraps=True),
    )
    rows = tuple(
        (headings[cell.row], cell.printed, read_words(cell), cell.verdict, cell.label)
        for cell in catalogue.table2.cells
        if cell.column == product.table2
    )
    column = next(column for column in catalogue.table2.columns if column.id == product.table2)
    blocks: list[Block] = [Gap(), Heading(text=f"The review's Table 2, column {column.heading}", remark=column.about)]
    fills = [
        Paragraph(label=headings[cell.row], text=f"{read_words(cell)} (Table 2, not on a label found; never a limit)")
        for cell in gap_fillers(product, catalogue)
    ]
    return [*blocks, Table(columns=columns, rows=rows), *fills]


FILLS = {"osmolarity": "osmolality", "iga": "iga", "stabilizer": "stabiliser", "salt": "sodium", "ph": "ph"}
"""Rows of Table 2 that can stand in, as read, for a property that no label found states."""


def gap_fillers(product: Product, catalogue: Catalogue) -> list[Cell]:
    """Cells that may be shown where no label value was found; they never count as a limit."""
    return [
        cell
        for cell in catalogue.table2.cells
        if cell.column == product.table2
        and cell.verdict.may_fill_a_gap
        and cell.row in FILLS
        and not any(fact.standing.drives for fact in getattr(product, FILLS[cell.row]))
    ]


def _cited(product: Product) -> list[str]:
    lists = (product.iga, product.sodium, product.osmolality, product.ph, product.stabiliser, product.vials, product.sugar)
    more = (product.contraindications, product.warnings, product.labelled, product.market, product.storage, (product.holder,))
    return [source for facts in (*lists, *more) for fact in facts for source in fact.sources]


# --- Table 2 ------------------------------------------------------------------------------------------------------------


def table2_document(catalogue: Catalogue, *, explain: bool) -> Document:
    """The review's Table 2 as printed, each cell with its audit mark."""
    table = catalogue.table2
    columns = (Column(header="", strong=True, wraps=True), *(Column(header=column.heading, wraps=True) for column in table.columns))
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    rows = tuple(
        (row.heading, *(f"{cells[row.id, column.id].printed}{MARKS[cells[row.id, column.id].verdict]}" for column in table.columns))
        for row in table.rows
    )
    counts = {verdict: sum(cell.verdict is verdict for cell in table.cells) for verdict in CellVerdict}
    legend = ", ".join(f"{MARKS[verdict].strip() or 'no mark'} {verdict} {count}" for verdict, count in counts.items())
    blocks: list[Block] = [
        Heading(text="Table 2", remark=table.title),
        Table(columns=columns, rows=rows),
        Gap(),
        Paragraph(text=f"Audit against the labels: {legend}."),
        Paragraph(label="CAUTION", text="The IgA and salt rows mix units; nothing is ranked by the printed values.", weight=Weight.WARNING),
    ]
    if explain:
        detail = (
            Column(header="", strong=True, wraps=True),
            Column(header="printed", wraps=True),
            Column(header="read as", wraps=True),
            Column(header="audit"),
            Column(header="label", wraps=True),
        )
        for column in table.columns:
            found = [cells[row.id, column.id] for row in table.rows]
            headings = [row.heading for row in table.rows]
            blocks += [Gap(), Heading(text=column.heading, remark=column.about)]
            detailed = tuple(
                (heading, cell.printed, read_words(cell), str(cell.verdict), cell.label)
                for heading, cell in zip(headings, found, strict=True)
            )
            blocks.append(Table(columns=detail, rows=detailed))
    else:
        blocks.append(Paragraph(label="NEXT", text="--explain (each cell against the label)   ivigcalc products privigen"))
    blocks += [Gap(), Paragraph(text=words.versions(catalogue), weight=Weight.QUIET)]
    return Document(blocks=tuple(blocks))
