"""How many lines a document takes is counted as they are printed, and tables leave out what they may."""

from fractions import Fraction

import pytest

from ivigcalc.core.answers.dose import plan
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.patient import Patient
from ivigcalc.report.document import Column, Document, Heading, Paragraph, Table, unbroken
from ivigcalc.report.layout import fitting, height
from ivigcalc.report.table import render
from ivigcalc.report.view.dose import dose_document
from tests.profiles import spread, together
from tests.program import shipped

COMPUTED = [indication.id for indication in shipped().indications if indication.regimens]
DROPPING = Table(
    columns=(Column(header="a"), Column(header="bbbbbb", drop=1), Column(header="cccccc", drop=2)),
    rows=(("1", "2", "3"),),
)


PRINTED = [
    (indication, width, show_all)
    for indication in spread(COMPUTED)
    for width in (40, 60, 80, 100)
    for show_all in (False, True)
]


@pytest.mark.parametrize(("indication", "width", "show_all"), PRINTED[:: together(3)])
def test_lines_are_counted_as_printed(indication: str, width: int, *, show_all: bool) -> None:
    made = plan(Patient(weight_kg=Fraction(70)), Order(indication=indication), shipped())
    document = dose_document(made, shipped(), {}, show_all=show_all, explain=False)
    apart = abs(height(document.blocks, width) - len(render(document, width=width).splitlines()))
    assert apart <= (0 if width >= 80 and not show_all else 3)


def test_columns_are_left_out_in_their_order() -> None:
    for width, headers in ((17, ["a", "bbbbbb", "cccccc"]), (16, ["a", "cccccc"]), (8, ["a"])):
        fits = fitting(DROPPING, width)
        assert fits is not None
        assert [column.header for column in fits[0].columns] == headers


def test_what_stands_beside_a_heading_goes_below_where_there_is_no_room() -> None:
    document = Document(blocks=(Heading(text="GBS", remark="a name", beside="70 kg"),))
    assert render(document, width=30) == f"GBS  a name{' ' * 14}70 kg\n"
    assert render(document, width=15) == "GBS  a name\n70 kg\n"


def test_a_name_and_an_amount_are_not_broken() -> None:
    text = f"{'x' * 55} {unbroken('Flebogamma DIF 5 %')} and 27.5 g"
    lines = render(Document(blocks=(Paragraph(text=text),)), width=60).splitlines()
    assert lines == ["x" * 55, "Flebogamma DIF 5 % and 27.5 g"]
