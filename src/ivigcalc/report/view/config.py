"""The answer to ``config show`` as a document."""

from collections.abc import Sequence

from ivigcalc.core.answers.config import Setting
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.report.document import Block, Column, Document, Gap, Heading, Table
from ivigcalc.report.view.parts import words


def config_document(settings: Sequence[Setting], catalogue: Catalogue) -> Document:
    """Every value in force with its origin, by group."""
    columns = (Column(header="", strong=True), Column(header="in force", wraps=True), Column(header="from", wraps=True))
    blocks: list[Block] = []
    for group in dict.fromkeys(one.group for one in settings):
        rows = tuple(
            (one.name, f"{one.value} (shipped: {one.shipped})" if one.shipped else one.value, one.origin)
            for one in settings
            if one.group == group
        )
        blocks += [Heading(text=group.upper()), Table(columns=columns, rows=rows), Gap()]
    return Document(blocks=(*blocks, *words.foot(catalogue)))
