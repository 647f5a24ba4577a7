"""Blocks that several documents share: what was read, risks, alerts, reasons, sources, and how a document ends."""

from collections.abc import Iterable, Sequence

from ivigcalc import __version__
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.rule import Level, Verdict
from ivigcalc.core.safety.alerts import Alert, DerivedCondition
from ivigcalc.core.selection.reasons import Reason
from ivigcalc.report.document import NAMES, Block, Column, Document, Emphasis, Gap, Heading, Paragraph, Table
from ivigcalc.report.view.parts.formulary import formulary_lines

LEVEL_EMPHASIS = {
    Level.STOP: Emphasis.DANGER,
    Level.NEEDS_REASON: Emphasis.DANGER,
    Level.CAUTION: Emphasis.WARNING,
    Level.NOTE: Emphasis.STRONG,
}


def read_blocks(*echoes: str) -> list[Block]:
    """How unusual figures were read."""
    return [Paragraph(label="READ", text=echo) for echo in echoes]


def risk_blocks(conditions: Iterable[DerivedCondition]) -> list[Block]:
    """Conditions that follow from something else about the patient, and why."""
    return [Paragraph(label="RISK", text=f"{derived.condition}: {derived.text}.") for derived in conditions]


def alert_blocks(alerts: Iterable[Alert]) -> list[Block]:
    """Alerts as labelled lines: level, the courses it is about, the words, what to type, the rule."""
    blocks: list[Block] = []
    for alert in alerts:
        about = f"{', '.join(alert.letters)}: " if alert.letters else ""
        todo = f" ({alert.next})" if alert.next else ""
        end = "" if alert.text.endswith("?") else "."
        text = f"{about}{alert.text}{end}{todo} [{alert.rule}]"
        blocks.append(Paragraph(label=alert.level.upper(), text=text, emphasis=LEVEL_EMPHASIS[alert.level]))
    return blocks


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


def sources_blocks(catalogue: Catalogue, used: Sequence[str]) -> list[Block]:
    """The bibliography of what was printed, each source once."""
    blocks: list[Block] = [Heading(text="SOURCES")]
    for source_id in dict.fromkeys(used):
        source = catalogue.source(source_id)
        date = f", {source.date}" if source.date != "n/d" else ""
        blocks.append(Paragraph(label=source.id, text=f"{source.title}. {source.section}{date}. {source.url}"))
    return blocks


def answer_document(blocks: Iterable[Block], catalogue: Catalogue, *last: Block) -> Document:
    """The blocks, a gap, what else comes last, and what every answer ends with: the site's formulary and versions."""
    versions = Paragraph(text=f"ivigcalc {__version__}, data {catalogue.version}", emphasis=Emphasis.QUIET)
    return Document(blocks=(*blocks, Gap(), *last, *formulary_lines(catalogue.local), versions))
