"""Blocks that several documents share: formulary, what was read, risks, alerts, reasons, advice, sources, refusals."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from ivigcalc import __version__
from ivigcalc.core.answers.plan import CoursePlan, Plan
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Source
from ivigcalc.core.facts.formulary import MergedFormulary
from ivigcalc.core.facts.rule import Level, Verdict
from ivigcalc.core.locale import Locale
from ivigcalc.core.problems import Kind, RefusedError
from ivigcalc.core.quantity import shown
from ivigcalc.core.safety.alerts import Alert, DerivedCondition
from ivigcalc.core.selection.ranking import NOT_STOCKED
from ivigcalc.core.selection.reasons import Reason
from ivigcalc.report.document import (
    NAMES,
    Block,
    Column,
    Document,
    Emphasis,
    Gap,
    Heading,
    Paragraph,
    Rule,
    Table,
    labelled,
    unbroken,
    warning,
    wide,
)
from ivigcalc.report.english import BEYOND_IDS, CHANGED_IDS, ENGLISH, as_filled, filled_in
from ivigcalc.report.view.parts.words import advice_about

SIMPLE: Final = re.compile(r"[\d.]+ (?:g|kg|mmol|mL/h)")
"""A figure with a unit that every language has."""

DIGITS = 12
"""Digits of a file's checksum on a screen, enough to tell files apart; JSON has all of them."""


def formulary_lines(local: MergedFormulary | None, lang: Locale = ENGLISH) -> list[Block]:
    """Nothing without a formulary; else its name, what it loosens, and what it may not loosen any more."""
    if local is None:
        return []
    own = local.formulary
    named = lang.say("formulary", site=own.site, file=local.file, digits=local.sha256[:DIGITS])
    changes = (warning(label, text) for label, text in change_lines(local, lang))
    return [Paragraph(label=lang.say("label-formulary"), text=named), *changes]


def change_lines(local: MergedFormulary, lang: Locale = ENGLISH) -> Iterator[tuple[str, str]]:
    """What a formulary loosens, and what it may not loosen any more: each with its label, LOOSENED or LAPSED."""
    own = local.formulary
    for kind, changes in (("loosened", local.loosened), ("lapsed", local.lapsed)):
        for change in changes:
            here, shipped = change_words(change.here, lang), change_words(change.shipped, lang)
            more = {
                "by": own.approved_by,
                "day": own.review_by and lang.day(own.review_by),
                "at": local.at(change.path),
            }
            text = lang.say(kind, id=lang.quoted(change.id), here=here, shipped=shipped, **more)
            yield lang.say(f"label-{kind}"), text


def change_words(value: str, lang: Locale) -> str:
    """A value that a formulary changes; what a ladder is and asks for stays in English."""
    if lang.is_english:
        return value
    *bounds, level = re.split(r" and | \(", value.removesuffix(")"))
    if level in {*Level}:
        named = [filled_in(bound, BEYOND_IDS, lang) for bound in bounds]
        both = lang.joined(named)
        said = lang.say(f"level-{level}")
        return lang.say("changed-limit", bound=both, level=said) if both else said
    if as_filled(value, CHANGED_IDS):
        return filled_in(value, CHANGED_IDS, lang)
    return lang.restyled(value) if SIMPLE.fullmatch(value) else lang.quoted(value)


def unstocked_remarks(plan: Plan) -> list[Block]:
    """Which of the preparations asked for by name the site does not stock."""
    return [
        Paragraph(label="NOTE", text=f"{product.place.assessment.product.shown}: {reason.text}.")
        for product in plan.products
        if plan.order.products
        for reason in product.place.assessment.reasons
        if reason.rule == NOT_STOCKED
    ]


def cost_lines(local: MergedFormulary | None, product_id: str, made: CoursePlan) -> list[Block]:
    """What the vials of a course cost; nothing where the formulary does not give every price."""
    opened = [vial for day in made.days for vial in day.vials.vials]
    cost = local.formulary.cost(product_id, opened) if local else None
    if local is None or cost is None:
        return []
    price = f"{shown(cost, 2)} {local.formulary.currency}"
    return [Paragraph(text=f"Costs {price} in the course (vials opened, prices of {local.formulary.site}).")]


def site_sizes(local: MergedFormulary | None, product_id: str) -> str:
    """Whose vial sizes these are, where they are the site's."""
    return f"Vial sizes of {local.formulary.site}" if local and product_id in local.formulary.vials else ""


def not_stocked(listed: Collection[str], hidden: int, catalogue: Catalogue, *, in_full: bool) -> list[Block]:
    """What a list leaves out: by name where the formulary says so, counted where IVIGCALC_PRODUCTS does.

    As many names as stand on a line; all ``in_full``.
    """
    if not hidden:
        return []
    if catalogue.local is None or set(listed) != set(catalogue.stocked):
        return [Paragraph(text=f"{hidden} not stocked here (IVIGCALC_PRODUCTS).")]
    names = [product.shown for product in catalogue.products if product.id not in listed]
    said = f"{hidden} not stocked here ({catalogue.local.formulary.site}): "
    if in_full:
        return [Paragraph(label="NOT STOCKED", text=f"{said}{', '.join(map(unbroken, names))}.")]
    return [named_line("NOT STOCKED", said, names, Emphasis.NORMAL)]


def named_line(label: str, text: str, names: Sequence[str], emphasis: Emphasis) -> Paragraph:
    """As many names as stand on a line behind a label and a text, and how many more there are."""
    whole = [unbroken(name) for name in names]
    line = f"{text}{', '.join(whole)}."
    for count in range(len(whole) - 1, -1, -1):
        if len(f"{label}  {line}") <= LINE_LETTERS:
            break
        rest = (
            f"{len(whole) - count} more: " if count else "" if text.startswith(f"{len(whole)} ") else f"{len(whole)}: "
        )
        line = f"{text}{', '.join([*whole[:count], rest])}--all."
    return Paragraph(label=label, text=line, emphasis=emphasis)


LINE_LETTERS = 80
"""Letters of a line of a terminal."""


LEVEL_EMPHASIS = {
    Level.STOP: Emphasis.DANGER,
    Level.NEEDS_REASON: Emphasis.DANGER,
    Level.CAUTION: Emphasis.WARNING,
    Level.NOTE: Emphasis.STRONG,
}


def found_blocks(found: Iterable[tuple[str, str]]) -> list[Block]:
    """Why each entry of a search was found, by what the entry is called."""
    lines = [(name, why) for name, why in found if why]
    return [Gap(), Heading(text="FOUND BY"), *labelled(lines)] if lines else []


def read_blocks(*echoes: str) -> list[Block]:
    """How unusual figures were read."""
    return [Paragraph(label="READ", text=echo) for echo in echoes]


def risk_blocks(conditions: Iterable[DerivedCondition]) -> list[Block]:
    """Conditions that follow from something else about the patient, and why."""
    return [Paragraph(label="RISK", text=f"{derived.condition}: {derived.text}.") for derived in conditions]


def alert_blocks(alerts: Iterable[Alert], *, in_full: bool = True) -> list[Paragraph]:
    """Alerts as labelled lines: level, the courses it is about, the words; in full also what to type, and the rule."""
    blocks: list[Paragraph] = []
    for alert in alerts:
        about = f"{', '.join(alert.letters)}: " if alert.letters else ""
        todo = f" ({alert.next})" if alert.next else ""
        end = "" if alert.text.endswith("?") else "."
        text = f"{about}{alert.text}{end}" + (f"{todo} [{alert.rule}]" if in_full else "")
        blocks.append(Paragraph(label=alert.level.upper(), text=text, emphasis=LEVEL_EMPHASIS[alert.level]))
    return blocks


def acknowledged_blocks(acknowledged: Mapping[str, str]) -> list[Block]:
    """The cautions that were acknowledged, each with the reason given."""
    return [Paragraph(label="ACKNOWLEDGED", text=f"{rule}: {reason}") for rule, reason in acknowledged.items()]


def reason_blocks(reasons: Iterable[Reason]) -> list[Block]:
    """Why a preparation has its verdict: each reason behind the verdict it gives."""
    blocks: list[Block] = []
    for reason in reasons:
        label = reason.verdict.upper() if reason.verdict else "NOTE"
        danger = Emphasis.DANGER if reason.verdict is Verdict.CONTRAINDICATED else Emphasis.WARNING
        emphasis = danger if reason.verdict else Emphasis.NORMAL
        blocks.append(Paragraph(label=label, text=f"{reason.text}.", emphasis=emphasis))
    return blocks


def next_table(*hints: str) -> Table:
    """What a person would type next, two to a line; "" stands for nothing."""
    given = [hint for hint in hints if hint]
    pairs = [(given[index], given[index + 1] if index + 1 < len(given) else "") for index in range(0, len(given), 2)]
    rows = tuple(("NEXT" if not index else "", *pair) for index, pair in enumerate(pairs))
    return Table(columns=(NAMES, Column(header=""), Column(header="")), rows=rows, headed=False)


def next_lines(*lines: str) -> Table:
    """What a person would type next: a whole command to a line, to be pasted as it stands, "" for none.

    A remark stands in parentheses on a line of its own.
    """
    rows = tuple(("NEXT" if not index else "", line) for index, line in enumerate(filter(None, lines)))
    return Table(columns=(NAMES, Column(header="", wraps=True)), rows=rows, headed=False)


NEXT_LETTERS = 74
"""Letters of hints that stand on one line of 80 columns."""


def next_line(*hints: str) -> Paragraph:
    """What a person would type next: the first hints, as many as stand on one line; "" stands for none."""
    line = ""
    for hint in hints:
        longer = f"{line}   {hint}" if line else hint
        if hint and len(longer) <= NEXT_LETTERS:
            line = longer
    return Paragraph(label="NEXT", text=line, emphasis=Emphasis.STRONG)


def sources_blocks(catalogue: Catalogue, used: Sequence[str]) -> list[Block]:
    """The bibliography of what was printed, each source once."""
    return [Heading(text="SOURCES"), *(source_line(catalogue.source(source_id)) for source_id in dict.fromkeys(used))]


def source_line(source: Source) -> Paragraph:
    """A document: title, section, date and address."""
    date = f", {source.date}" if source.date != "n/d" else ""
    return Paragraph(label=source.id, text=f"{source.title}. {source.section}{date}. {source.url}")


def answer_document(blocks: Sequence[Block], catalogue: Catalogue, *last: Block, aged: str = "") -> Document:
    """The blocks, a gap, what else comes last, and what every answer ends with: the site's formulary and versions.

    ``aged`` says how many of the labels of a list are old.
    """
    versions = Paragraph(text=f"ivigcalc {__version__}, data {catalogue.version}{f'.{aged}' if aged else ''}")
    return Document(
        blocks=(
            *blocks,
            *([Gap()] if blocks and not isinstance(blocks[-1], Rule) else []),
            *last,
            *formulary_lines(catalogue.local),
            versions,
        )
    )


def _advice(catalogue: Catalogue) -> list[tuple[str, str]]:
    return [(advice.about, f"{advice.text} [{advice.id}]") for advice in catalogue.rules.advice]


def bedside_blocks(catalogue: Catalogue, *, in_full: bool) -> list[Block]:
    """Standing advice for the infusion itself: during it and after it; or that there is some."""
    rows = tuple(row for row in _advice(catalogue) if row[0] in {"during", "after"})
    return [Table(columns=(NAMES, wide()), rows=rows, headed=False) if in_full else _that_there_is(rows)]


def _that_there_is(advice: Iterable[tuple[str, str]]) -> Paragraph:
    about = advice_about({when for when, _ in advice})
    return Paragraph(label="ADVICE", text=f"for every infusion ({about}): --explain")


def standing_blocks(plan: Plan, catalogue: Catalogue, *, in_full: bool) -> list[Block]:
    """Standing advice in the order in which it is needed, then when sources judge the effect; or that there is some."""
    advice = _advice(catalogue)
    judged = [("reassess", f"{said.marked} [{', '.join(said.sources)}]") for said in plan.indication.reassess]
    if not in_full:
        return [_that_there_is([*advice, *judged])]
    return [
        Rule(),
        Heading(text="EVERY INFUSION", remark="standing advice, and when to judge the effect"),
        Table(columns=(NAMES, wide()), rows=(*advice, *judged), headed=False),
    ]


LABELS = {Kind.USAGE: "ERROR", Kind.STOP: "STOP", Kind.NEEDS_REASON: "NEEDS A REASON"}


def refusal_document(refused: RefusedError, local: MergedFormulary | None) -> Document:
    """Each problem with what is allowed and the next step, and the site's formulary that it was judged by."""
    blocks: list[Block] = []
    for problem in refused.problems:
        rule = "" if problem.kind is Kind.USAGE else f" [{problem.code}]"
        text = f"{problem.message}{'' if problem.message.endswith('?') else '.'}{rule}"
        blocks.append(Paragraph(label=LABELS[problem.kind], text=text, emphasis=Emphasis.DANGER))
        blocks += [Paragraph(label="  ", text=allowed) for allowed in problem.allowed]
        if problem.next:
            blocks.append(Paragraph(label="  TYPE", text=problem.next.removeprefix("type "), emphasis=Emphasis.STRONG))
    if any(problem.kind is not Kind.USAGE for problem in refused.problems):
        blocks.append(Paragraph(text="No dose was worked out."))
    return Document(blocks=(*blocks, *formulary_lines(local)))
