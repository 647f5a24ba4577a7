"""The answer to ``config show`` as a document."""

from collections.abc import Sequence

from ivigcalc.core.answers.config import Setting, SettingPlace
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.report.document import NAMES, Block, Column, Document, Gap, Heading, Paragraph, Table, wide
from ivigcalc.report.view.parts.blocks import answer_document, sources_blocks


def config_document(settings: Sequence[Setting], places: Sequence[SettingPlace], catalogue: Catalogue) -> Document:
    """Every value in force with its origin, by group; with ``places`` also where was looked, and the documents."""
    groups: dict[str, list[tuple[str, ...]]] = {}
    for setting in settings:
        value = f"{setting.value} (shipped: {setting.shipped})" if setting.shipped else setting.value
        cites = (", ".join(setting.sources),) if places and setting.sources else ()
        groups.setdefault(setting.group, []).append((setting.name, value, setting.origin, *cites))
    columns = (NAMES, wide("in force"), wide("from"))
    of_documents = (*columns, wide("documents"))
    blocks: list[Block] = []
    for group, rows in groups.items():
        blocks += [
            Gap(),
            Heading(text=group.upper()),
            Table(columns=of_documents if len(rows[0]) > len(columns) else columns, rows=tuple(rows)),
        ]
    if places:
        used = [source for setting in settings for source in setting.sources]
        blocks += [Gap(), *_looked_at(places), Gap(), *sources_blocks(catalogue, used)]
    return answer_document(blocks[1:], catalogue)


def _looked_at(places: Sequence[SettingPlace]) -> list[Block]:
    """Where each setting may stand, in the order in which it is looked for, and which place counts."""
    rows = tuple((one.setting, one.place, one.there, "yes" if one.counts else "no") for one in places)
    columns = (NAMES, wide("place"), wide("there"), Column(header="counts"))
    return [
        Heading(text="WHERE WAS LOOKED", remark="in this order: the first place that says something counts"),
        Table(columns=columns, rows=rows),
        Paragraph(text="An option of a command, such as --region, --stock or --product, counts before all of these."),
    ]
