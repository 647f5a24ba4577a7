"""``batch``: a table of patients."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from ivigcalc.api.answer import Answer, Exit
from ivigcalc.batch.request import TypedBatch, read_batch
from ivigcalc.batch.run import FrontEnd, run
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.tables import HeadingNames
from ivigcalc.core.problems import Problems

if TYPE_CHECKING:
    from ivigcalc.report.document import Document


def batch_columns(catalogue: Catalogue) -> Answer:
    """Every column that ``batch`` and ``--stock`` read, with its names in every language."""
    from ivigcalc.batch.columns import FIELDS
    from ivigcalc.core.answers.batch import ReadColumn

    tables, full = catalogue.tables, {field.id.replace("_", "-"): field.name for field in FIELDS}

    def listed(entries: Sequence[HeadingNames]) -> list[ReadColumn]:
        return [
            ReadColumn(
                name=full.get(entry.id, entry.id.replace("-", "_")),
                names=tuple(dict.fromkeys((*entry.en, *entry.pt, *entry.es))),
                units=tuple(unit.id for unit in tables.units if entry.units in unit.of),
            )
            for entry in entries
        ]

    def document() -> "Document":
        from ivigcalc.report.view.batch import columns_document

        return columns_document(listed(tables.columns), listed(tables.stock), catalogue)

    return Answer(document=document, json=dict)


class BatchDone(Answer):
    """An answer that can also be made a page for an audit."""

    page: Callable[[], str]
    """Makes the page, as a file of HTML."""


def batch(typed: TypedBatch, catalogue: Catalogue, problems: Problems, front: FrontEnd) -> BatchDone:
    """Work out every row of a table; what they add up to is the answer. Where nobody asked for that, it has a remark.

    Raises:
        RefusedError: with everything that is wrong.
        OSError: something cannot be read or written.
    """
    from ivigcalc.report.shared import batch_line

    finished = run(read_batch(typed, catalogue, problems), catalogue, front)
    code = Exit.SOME_FAILED if finished.summary.failed else Exit.ANSWER

    def document() -> "Document":
        from ivigcalc.report.view.batch import batch_document

        return batch_document(finished, catalogue)

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.batch import batch_json

        status = "some-failed" if finished.summary.failed else "ok"
        return batch_json(finished, catalogue, status=status, exit_code=code)

    def page() -> str:
        from ivigcalc.report.batch_report import report_page

        return report_page(finished, catalogue, (typed.title or "").strip())

    remark = "" if typed.reported else batch_line(finished)
    return BatchDone(document=document, json=json, exit_code=code, remark=remark, page=page)
