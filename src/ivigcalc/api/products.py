"""``products``: the preparations, in order for a patient; one in full, several side by side; the review's Table 2."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ivigcalc.api.answer import Answer
from ivigcalc.core.answers import products as core
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.problems import Problems
from ivigcalc.intake.request import TypedRequest, read_products_request

if TYPE_CHECKING:
    from ivigcalc.report.document import Document


def products(typed: TypedRequest, catalogue: Catalogue, problems: Problems | None = None) -> Answer:
    """List the preparations, or those in which a text was found, the best for the patient first; or show those named.

    Raises:
        RefusedError: with everything that is wrong.
    """
    patient, region, wanted, found = read_products_request(typed, catalogue, problems or Problems())
    choice = core.products(patient, catalogue, region, wanted, found)
    named = tuple(dict.fromkeys(wanted)) if typed.order.products and len(found) <= 1 else ()

    def document(*, show_all: bool = False, rejected: bool = False, explain: bool = False) -> "Document":
        from ivigcalc.report.view.parts.product import product_document
        from ivigcalc.report.view.parts.side_by_side import side_by_side_document
        from ivigcalc.report.view.products import products_document

        if len(named) > 1:
            return side_by_side_document(choice, catalogue, explain=explain)
        if named:
            return product_document(choice, catalogue, explain=explain)
        return products_document(choice, catalogue, show_all=show_all, rejected=rejected, explain=explain)

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.products import products_json

        return products_json(choice, catalogue, named)

    return Answer(document=document, json=json)


def table2(typed: TypedRequest, catalogue: Catalogue, problems: Problems | None = None) -> Answer:
    """Show the review's Table 2 as printed, with the audit.

    Raises:
        RefusedError: something that was typed beside it is wrong.
    """
    read_products_request(typed, catalogue, problems or Problems())

    def document(*, explain: bool = False, **_: bool) -> "Document":
        from ivigcalc.report.view.parts.product import table2_document

        return table2_document(catalogue, explain=explain)

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.parts.table2 import table2_json

        return table2_json(catalogue)

    return Answer(document=document, json=json)
