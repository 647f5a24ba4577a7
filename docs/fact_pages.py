"""The pages of ``docs/reference/``: everything that ``data/`` says, to be read before the tool is adopted.

``docs/make.py`` writes them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from docs.fact_rows import (
    ABOUT,
    FACTS,
    Row,
    bounds_words,
    cited,
    fact_rows,
    heading,
    link,
    named,
    plain,
    span,
    states,
    table,
    text_rows,
)

from ivigcalc.core.answers.data.audit import VERDICT_RULES
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.condition import Condition
from ivigcalc.core.facts.entries import resting_facts
from ivigcalc.core.facts.fact import Source, Standing
from ivigcalc.core.facts.indication import Indication, Regimen
from ivigcalc.core.facts.product import Product
from ivigcalc.core.facts.rule import LimitRule, RiskRule, VerdictRule
from ivigcalc.core.facts.weight_policy import Formula, Policy
from ivigcalc.core.quantity import exact
from ivigcalc.report.shared import VERDICT_MEANING, audited, read_words, regimen_words

OLDEST: Final = 30
"""How many of the oldest documents are listed by themselves."""

PRODUCT_FACTS: Final = (
    *("holder", "as_hung", "iga", "sugar", "sodium", "sodium_says", "osmolality", "ph", "stabiliser", "vials"),
    *("ladders", "risk_rates", "first_infusion", "contraindications", "warnings", "labelled", "unlabelled"),
    *("market", "storage"),
)


def product_lines(product: Product) -> list[str]:
    """A preparation as one table."""
    rows = [
        *text_rows(
            id=product.id,
            brand=product.brand,
            further_names=", ".join(product.names),
            told_apart_by=product.differs,
            supplied_as=str(product.form),
            concentration=f"{exact(product.mg_per_ml)} mg/mL as hung",
            column_of_Table_2=product.table2 or "",
        ),
        *fact_rows(product, PRODUCT_FACTS),
        *((f"**{ABOUT.get(name, name)}: gap**", plain(why), "", "") for name, why in product.missing.items()),
    ]
    return [*heading(product.id, product.shown), *table(FACTS, rows)]


def regimen_rows(regimen: Regimen) -> Iterator[Row]:
    """A regimen with its splits and its cap, each with its documents."""
    interval = regimen.interval
    repeats = span(interval.low, interval.high, interval.unit) if interval else ""
    courses = named(interval, "courses") if interval else ""
    more = f"{f' (as figures: {repeats})' if repeats else ''}{courses}{named(regimen, 'weight_policy', 'note')}"
    says = f"{regimen.phase}: {regimen_words(regimen)}{more}; rests on {regimen.rests_on}: {regimen.basis}"
    yield f"regimen {plain(regimen.id)}", plain(says), "", cited(regimen)
    for split in getattr(regimen, "splits", ()):
        yield f"regimen {plain(regimen.id)}, split", plain(states(split)), "", cited(split)


INDICATION_FACTS: Final = ("recorded", "limits", "reassess", "evidence", "approvals", "cautions", "conflicts")


def indication_lines(indication: Indication) -> list[str]:
    """An indication as one table."""
    paper, codes = indication.paper, indication.icd10
    printed = "; ".join(f'"{one.phrase}" ({one.where}){named(one, "part", "note")}' for one in indication.printed)
    coded = f"WHO: {', '.join(codes.who)}; US: {', '.join(codes.us)}{named(codes, 'note')}"
    rows = [
        *text_rows(
            id=indication.id,
            support=f"{indication.status}{f': {indication.exception}' if indication.exception else ''}",
            also_called=", ".join((indication.short, *indication.synonyms)),
            filed_under_it=", ".join(indication.related),
            asked_back=", ".join(indication.wide),
            told_apart_by=indication.differs,
            group=": ".join(filter(None, (indication.group, indication.subgroup))),
            population=indication.population,
            rates_of_labels_for=str(indication.rate_context),
        ),
        ("ICD-10", plain(coded), "", cited(codes)),
        *fact_rows(indication, ("support", "decides")),
        *(row for regimen in indication.regimens for row in regimen_rows(regimen)),
        *fact_rows(indication, INDICATION_FACTS),
        *text_rows(
            the_review_prints=printed,
            the_review=f"{paper.where}; evidence: {paper.evidence}; line: {paper.line}; regimen: {paper.regimen}; "
            f"a dose for this very disease: {'yes' if paper.explicit else 'no'}",
        ),
        *(("**gap**", plain(text), "", "") for text in indication.missing),
    ]
    return [*heading(indication.id, indication.name), *table(FACTS, rows)]


def rule_row(rule: Condition) -> tuple[str, ...]:
    """A rule: its id, what follows, when it fires, what it says, what it tells to do, its documents."""
    match rule:
        case LimitRule():
            follows = str(rule.level)
        case RiskRule():
            follows = rule.gives
        case VerdictRule():
            follows = f"{rule.verdict or 'a remark'}{' (derived)' if rule.derived else ''}"
        case _:
            follows = "actual weight"
    says = f"{plain(rule.said)}{f' **Next:** {plain(rule.hint)}' if rule.next else ''}"
    return plain(rule.id), plain(follows), bounds_words(rule), says, cited(rule)


RULE: Final = ("rule", "follows", "fires where", "says", "documents")


def rules_page(catalogue: Catalogue) -> list[str]:
    """Limits, risks, verdicts, constants, causes, advice and the words of a ward."""
    rules = catalogue.rules
    constants = (
        (c.id, f"{exact(c.value)} {c.unit}", plain(f"{c.text}{named(c, 'looser')}"), cited(c)) for c in rules.constants
    )
    causes = ((plain(one.id), ", ".join(one.of), plain(one.text), cited(one)) for one in rules.causes)
    advice = ((plain(one.id), one.about, plain(one.text), cited(one)) for one in rules.advice)
    words = ((plain(one.id), plain(", ".join(one.names)), ", ".join(one.means)) for one in rules.risk_words)
    weights = (
        (
            one.id,
            "older" if one.below_months is None else f"below {exact(one.below_months)} months",
            f"{exact(one.at_least)} kg",
            "" if one.at_most is None else f"{exact(one.at_most)} kg",
        )
        for one in rules.weight_for_age
    )
    return [
        "# Rules and limits",
        "",
        "A rule fires where all of its conditions hold and its measure lies beyond the bound. Words in braces are",
        f"filled in by the answer. {link('tool-policy')} marks what this tool sets itself, because no authority read",
        "gives it.",
        "",
        *section("Limits and alerts", RULE, map(rule_row, rules.limits)),
        *section("Risks that follow from something else", RULE, map(rule_row, rules.risks)),
        *section("Verdicts on preparations", RULE, map(rule_row, rules.verdicts)),
        *section("Constants", ("constant", "value", "what for", "documents"), constants),
        *section("Causes of a wrong order", ("cause", "of", "says", "documents"), causes),
        *section("Advice that holds for every infusion", ("advice", "when", "says", "documents"), advice),
        *section("Risks as they are called on a ward", ("word", "also", "taken as"), words),
        *section("Weights that are possible at an age", ("span", "age", "at least", "at most"), weights),
    ]


def section(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table under a heading."""
    return [f"## {title}", "", *table(headings, rows)]


def formula_row(formula: Formula) -> tuple[str, ...]:
    """A formula of ideal body weight, in figures and in words."""
    figures = named(formula, *(name for name in formula.field_names if name not in {"id", "name", "says", "sources"}))
    return plain(formula.id), plain(formula.name), plain(f"{formula.says}{figures}"), cited(formula)


def policy_lines(policy: Policy) -> list[str]:
    """A policy as a table, and the rules by which another weight or a remark follows."""
    figures = named(policy, "formula", "factor", "pre_pregnancy", "rounds_to_g").removeprefix("; ")
    rows = [
        *text_rows(id=policy.id, takes=f"{policy.method} weight", as_figures=figures, applies_where=policy.applied),
        *fact_rows(policy.replaced(child=None), ()),
        ("says", plain(policy.says), "", cited(policy)),
    ]
    if child := policy.child:
        words = f"{child.name}{named(child, 'below_years', 'kg', 'per_cm')}"
        rows.append(("children", plain(words), "", cited(child)))
    return [
        *heading(policy.id, policy.name),
        *table(FACTS, rows),
        *table(RULE, map(rule_row, (*policy.actual_when, *policy.remarks))),
    ]


def weights_page(catalogue: Catalogue) -> list[str]:
    """From which weight a dose is calculated, by policy."""
    weights = catalogue.weights
    formulas = map(formula_row, weights.formulas)
    return [
        "# Weight policies",
        "",
        "From which weight a dose is calculated. Without `--weight-policy` actual weight counts, or the policy of a",
        "regimen's own source.",
        "",
        *(line for policy in weights.policies for line in policy_lines(policy)),
        *section("Formulas of ideal weight", ("formula", "name", "says", "documents"), formulas),
        *section("Actual weight where nobody chose a policy", RULE, map(rule_row, weights.unless_chosen)),
    ]


UNREAD_VERDICTS: Final = (
    "The makers gave these verdicts, and wrote the words that say where each is given and what labels say instead. No "
    "clinician and no pharmacist has read them yet."
)


def table2_page(catalogue: Catalogue) -> list[str]:
    """The review's Table 2, cell by cell, against the labels."""
    review = catalogue.table2
    rows = {row.id: row for row in review.rows}
    lines = ["# Table 2 of the review, audited", "", plain(review.title), ""]
    totals = (
        (verdict, VERDICT_MEANING[verdict], VERDICT_RULES[verdict], str(count))
        for verdict, count in audited(review).items()
    )
    lines += [UNREAD_VERDICTS, "", *table(("verdict", "meaning", "is given where", "cells"), totals)]
    for column in review.columns:
        cells = (
            (
                plain(f"{rows[cell.row].heading}: {rows[cell.row].about}"),
                plain(cell.printed),
                plain(read_words(cell)),
                cell.verdict,
                plain(cell.label),
                cited(cell),
            )
            for cell in review.cells
            if cell.column == column.id
        )
        lines += [*heading(column.id, column.heading), plain(column.about), ""]
        lines += table(("row", "printed", "read as", "verdict", "labels", "documents"), cells)
    return lines


def unsourced(entry: Any) -> Iterator[tuple[str, str]]:
    """What an entry states as general knowledge, without a document."""
    for name in entry.field_names:
        value = getattr(entry, name)
        for fact in value if isinstance(value, tuple) else (value,):
            if getattr(fact, "standing", None) is Standing.UNSOURCED:
                yield ABOUT.get(name, name.replace("_", " ")), states(fact)


def gaps_page(catalogue: Catalogue) -> list[str]:
    """What is missing, with its reason, and what rests on no document."""
    shown: list[tuple[str, str, Iterable[tuple[str, str]], Iterable[tuple[str, str]]]] = [
        (f"preparations.md#{one.id}", one.shown, one.missing.items(), unsourced(one)) for one in catalogue.products
    ]
    shown += [
        (f"indications.md#{one.id}", one.name, (("", text) for text in one.missing), unsourced(one))
        for one in catalogue.indications
    ]
    rows = [
        (f"[{plain(name)}]({to})", mark, plain(ABOUT.get(about, about.replace("_", " "))), plain(why))
        for to, name, missing, known in shown
        for mark, found in (("missing", missing), ("general knowledge", known))
        for about, why in found
    ]
    brands = (
        (plain(", ".join((one.name, *one.names))), plain(one.read.says) if one.read else "nothing", cited(one.read))
        for one in catalogue.not_covered
    )
    diseases = ((plain(one.name), plain(one.why)) for one in catalogue.out_of_scope)
    return [
        "# Gaps",
        "",
        "What was looked for and not found, with the reason, and what is general knowledge: it is shown as such and",
        "decides nothing.",
        "",
        *section("By entry", ("entry", "kind", "about", "reason, or what is said"), rows),
        *section("Brands that are known and not covered", ("brand", "read", "documents"), brands),
        *section("Diseases that are known and not dosed", ("disease", "why"), diseases),
    ]


def sources_page(catalogue: Catalogue) -> list[str]:
    """The oldest documents, then every document with what was read, its date, its address and how much cites it."""
    rests = resting_facts(catalogue)
    dated = sorted((year, one.id) for one in catalogue.sources if (year := year_of(one)))
    by_id = {one.id: one for one in catalogue.sources}
    oldest = ((link(one), plain(by_id[one].date), plain(by_id[one].title)) for _, one in dated[:OLDEST])
    rows = (
        (
            f'<a id="{one.id}"></a>{one.id}',
            plain(one.title),
            plain(one.section),
            plain(one.date),
            plain(" ".join((one.kind, str(one.region or "").upper()))),
            str(len(rests.get(one.id, ()))),
            f"<{one.url}>" if one.url.startswith("http") else plain(one.url),
        )
        for one in catalogue.sources
    )
    undated = len(catalogue.sources) - len(dated)
    return [
        "# Sources",
        "",
        f"{len(catalogue.sources)} documents; most were read in part, as the section says.",
        f"Of {undated} no year was read.",
        "`ivigcalc data show ID` lists everything that rests on one.",
        "",
        *section(f"The {OLDEST} oldest of those with a date", ("document", "date", "title"), oldest),
        *section("All", ("id", "title", "section read", "date", "kind", "facts", "address"), rows),
    ]


def year_of(source: Source) -> str:
    """The year that the date of a document begins with, or is about; "" where it has none."""
    found = re.match(r"(?:c\.|bundle )?(\d{4})", source.date)
    return found[1] if found else ""


def listed(title: str, words: str, entries: Sequence[tuple[str, str, list[str]]]) -> list[str]:
    """A page of entries, each with its own table, and a list of them first."""
    links = [f"- [{plain(name)}](#{entry_id})" for entry_id, name, _ in entries]
    return [f"# {title}", "", words, "", *links, "", *(line for _, _, lines in entries for line in lines)]


def fact_pages(catalogue: Catalogue) -> Mapping[str, str]:
    """Each page by the name of its file."""
    products = [(one.id, one.shown, product_lines(one)) for one in catalogue.products]
    indications = [(one.id, one.name, indication_lines(one)) for one in catalogue.indications]
    lists = (
        (plain(one.authority), plain(one.basis), plain("; ".join(one.items)), cited(one), *notes)
        for one in catalogue.approval_lists
        for notes in [(" ".join(f"{plain(note.says)} {cited(note)}." for note in one.notes),)]
    )
    approvals = section(
        "Lists of approved uses, as the review prints them", ("authority", "basis", "uses", "documents", "notes"), lists
    )
    words = (
        "A fact without a document is general knowledge and says so; a **gap** is what was looked for and not found."
    )
    pages = {
        "preparations": listed("Preparations", words, products),
        "indications": [*listed("Indications", words, indications), *approvals],
        "rules": rules_page(catalogue),
        "weights": weights_page(catalogue),
        "table2": table2_page(catalogue),
        "gaps": gaps_page(catalogue),
        "sources": sources_page(catalogue),
    }
    contents = {name: lines[0].removeprefix("# ") for name, lines in pages.items()}
    counted = ", ".join(f"{count} {what}" for what, count in catalogue.counts().items())
    pages["README"] = [
        "# What the data say",
        "",
        f"Made from `data/` (version {catalogue.version}) by `python docs/make.py`; not edited by hand. {counted}.",
        "A figure is written as its document prints it; the documents of a fact are links into [Sources](sources.md).",
        "",
        *(f"- [{title}]({name}.md)" for name, title in contents.items()),
    ]
    return {f"{name}.md": "\n".join(lines).rstrip() + "\n" for name, lines in pages.items()}
