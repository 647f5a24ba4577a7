"""What was found under the headings of a table, and the columns that every row needs: a weight and an indication."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from ivigcalc.batch.columns import BY_ID, InputColumn, Layout
from ivigcalc.core.names.words import normal_heading
from ivigcalc.core.problems import FileError, Problem
from ivigcalc.sheets.headings.options import ColumnProblem, listed, offers_of

NEEDED: Final = (BY_ID["weight"], BY_ID["indication"])

NAME_THE_COLUMNS: Final = "name the columns in the first line, for example key, weight_kg, indication, regimen, product"
"""What to do about a table without a header."""


class PlacedHeadings(NamedTuple):
    """What each heading is: a column that is read, the units of one, or not read."""

    columns: Sequence[InputColumn]
    """Those that are read, without the places of their units."""
    units: Mapping[str, int]
    """The places of columns of units, by the id of the column that has them, whether or not that is read."""
    units_left_of: Collection[int]
    """Those of them that do not say whose they are, behind the column that has them."""
    ownerless_units: Sequence[int]
    """The places of columns of units that may be of any column."""
    unread: Sequence[str]
    """The headings that are not read."""

    def with_its_units(self, column: InputColumn, headings: Sequence[str]) -> InputColumn:
        """A column with the place of its units, and their heading where that does not say whose they are."""
        its_unit = self.units.get(column.field.id)
        left_of = headings[its_unit].strip() if its_unit is not None and its_unit in self.units_left_of else ""
        return column._replace(its_unit=its_unit, left_of=left_of)


def required(layout: Layout, given: Collection[str]) -> Layout:
    """The layout, where every row can have a weight and an indication.

    Raises:
        FileError: no column is known, or one that every row needs is missing.
    """
    if not layout.columns:
        read = listed(layout.unread[:6]) or "nothing"
        raise FileError(
            Problem(
                code="no-header",
                field="FILE",
                message=f"the first line holds no column name that is known; read: {read}",
                next=NAME_THE_COLUMNS,
            )
        )
    if problems := lacking(layout, given):
        raise FileError(*problems)
    return layout


def lacking(layout: Layout, given: Collection[str]) -> list[ColumnProblem]:
    """The columns that every row needs and the table does not have, as problems that offer them."""
    present = {column.field.id for column in layout.columns}
    return [
        ColumnProblem(
            code="no-column",
            field="FILE",
            message=f"there is no column {field.name}",
            next=f"name one {field.name}, or say which it is: --column {field.name}=HEADING"
            + (", or add --indication" if field.id == "indication" else ""),
            offers=(field.name,),
        )
        for field in NEEDED
        if field.id not in {*present, *given}
    ]


def not_offered(layout: Layout, given: Collection[str], told: Sequence[Problem]) -> list[ColumnProblem]:
    """The columns that a table lacks, some of which is read, where nothing that is ``told`` of it offers them."""
    needed = lacking(layout, given) if layout.columns else []
    offered = {_field_of(layout, offer) for one in told for offer in offers_of(one)}
    return [one for one in needed if {_field_of(layout, offer) for offer in one.offers}.isdisjoint(offered)]


def _field_of(layout: Layout, offer: str) -> str:
    """The id of the column that is offered; "" for one of units."""
    known = layout.words.known.get(normal_heading(offer))
    return "" if known is None else known.field
