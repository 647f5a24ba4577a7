"""The answer to ``config show`` as a document."""

from collections.abc import Sequence

from ivigcalc.core.answers.config import Setting
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.report.document import NAMES, Block, Document, Gap, Heading, Table, wide
from ivigcalc.report.view.parts.blocks import answer_document


def config_document(settings: Sequence[Setting], catalogue: Catalogue) -> Document:
    """Every value in force with its origin, by group."""
    groups: dict[str, list[tuple[str, str, str]]] = {}
    for setting in settings:
        value = f"{setting.value} (shipped: {setting.shipped})" if setting.shipped else setting.value
        groups.setdefault(setting.group, []).append((setting.name, value, setting.origin))
    columns = (NAMES, wide("in force"), wide("from"))
    blocks: list[Block] = []
    for group, rows in groups.items():
        blocks += [Gap(), Heading(text=group.upper()), Table(columns=columns, rows=tuple(rows))]
    return answer_document(blocks[1:], catalogue)
