"""Facts as documents state them: the records that every entry of `data/` is made of.

A fact carries the source ids it was read from, the regions whose label says it, and its *standing*:

- ``label``: read in a label, a label copy or another document of the source list;
- ``derived``: arithmetic from such a value; used, and marked as derived;
- ``table2``: read in the review's Table 2 and not on a label found; shown, never a limit;
- ``unsourced``: general knowledge; shown as such, never used by a rule, a limit or an order.
"""

from collections.abc import Collection
from decimal import Decimal
from functools import lru_cache
from typing import Final

from ivigcalc.core.record import Choice, FileRecord, Record


class DateOrder(Choice):
    """How a site writes days in figures: the day first, or the month."""

    DMY = "dmy"
    MDY = "mdy"


class DecimalMark(Choice):
    """Before the decimals of a figure."""

    COMMA = "comma"
    POINT = "point"


class Region(Choice):
    """Whose label, vial sizes and market a fact belongs to. Those that can be asked for stand in ``data/``."""

    US = "us"
    EU = "eu"
    BR = "br"
    AU = "au"
    NZ = "nz"
    CH = "ch"
    TR = "tr"
    IL = "il"
    HK = "hk"
    SG = "sg"
    UK = "uk"


REGIONS: Final = tuple(Region)


def regions_in_order(regions: Collection[Region]) -> tuple[Region, ...]:
    """Regions, each once, in the order in which answers name them."""
    return tuple([region for region in REGIONS if region in regions]) if regions else ()


ASKABLE: Final = (Region.US, Region.EU, Region.BR)
"""Regions that answers list whichever region is asked for; a site's vials are of these where it does not say."""


class Standing(Choice):
    """How far a fact may be trusted (see the module's docstring)."""

    LABEL = "label"
    DERIVED = "derived"
    TABLE2 = "table2"
    UNSOURCED = "unsourced"

    @property
    def drives(self) -> bool:
        """Whether a rule, a limit or an order may rest on such a fact."""
        return self in {Standing.LABEL, Standing.DERIVED}


STANDING_WORDS: Final = {
    Standing.DERIVED: " (derived)",
    Standing.UNSOURCED: " (no source read)",
    Standing.TABLE2: " (Table 2)",
}
"""How a fact is marked wherever it reaches an answer and is not a document's own."""


class Basis(Choice):
    """What kind of number a document prints."""

    MAX = "max"
    AVERAGE = "average"
    TYPICAL = "typical"
    NOMINAL = "nominal"
    EXACT = "exact"
    RANGE = "range"
    AT_LEAST = "at-least"


class Statement(FileRecord):
    """Something a document says in words; ``patient`` is the risk (or ``child``) it speaks of, where that matters."""

    says: str
    sources: tuple[str, ...] = ()
    regions: tuple[Region, ...] = ()
    standing: Standing = Standing.LABEL
    patient: str = ""

    @property
    def marked(self) -> str:
        """What it says, with its standing where that is not a document's."""
        return f"{self.says}{STANDING_WORDS.get(self.standing, '')}"


class Measure(FileRecord):
    """A number that a document prints, with its unit and what kind of number it is.

    A ``range`` has ``low`` and ``high``; every other basis has ``value``.
    """

    basis: Basis
    unit: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    says: str = ""
    sources: tuple[str, ...] = ()
    regions: tuple[Region, ...] = ()
    standing: Standing = Standing.LABEL

    def __post_init__(self) -> None:
        """Refuse a range without both ends, or a single number without a value.

        Raises:
            ValueError: the numbers do not fit the basis, or are negative.
        """
        if self.basis is Basis.RANGE:
            if self.low is None or self.high is None or self.value is not None:
                msg = "a range needs low and high, and no value"
                raise ValueError(msg)
            if not 0 <= self.low <= self.high:
                msg = "a range needs 0 <= low <= high"
                raise ValueError(msg)
        elif self.value is None or self.low is not None or self.high is not None:
            msg = f"basis {self.basis} needs a value, and no low or high"
            raise ValueError(msg)
        elif self.value < 0:
            msg = "a value cannot be negative"
            raise ValueError(msg)

    @property
    def upper(self) -> Decimal | None:
        """The largest value the document allows for, or None where it sets no upper end."""
        match self.basis:
            case Basis.RANGE:
                return self.high
            case Basis.AVERAGE | Basis.AT_LEAST:
                return None
            case _:
                return self.value


REVIEW: Final = "de-souza-2014"
"""The source id of the review that the data start from."""

SITE: Final = "site"
"""The source id of what a site itself says, in its formulary."""


MONTHS: Final = 12


@lru_cache(maxsize=1024)
def latest_month(date: str) -> int | None:
    """The last month that the date of a document may mean, in months from the year 0; None where it sets no end.

    ``2021`` is December 2021 at the latest, ``c.2005-2009`` December 2009; ``n/d`` and ``after 2024`` may be any time.
    """
    words = date.removeprefix("c.").removeprefix("bundle ").split()
    parts = words[0].rstrip(";").split("-") if words else []
    last = parts[1].rpartition("/")[2] if len(parts) > 1 else ""
    if not parts or not parts[0].isdecimal() or len(parts[0]) != len("2026") or "later" in words[1:2] + words[2:3]:
        return None
    if len(last) == len("2026") and last.isdecimal():
        return int(last) * MONTHS + MONTHS
    return int(parts[0]) * MONTHS + (int(last) if last.isdecimal() else MONTHS)


class Source(FileRecord):
    """One document of the bibliography."""

    id: str
    title: str
    url: str
    section: str
    date: str
    kind: str
    """What sort of document it is, such as a label or a guideline."""
    read_by: str = ""
    """The month by which it was read: that of the data in which it was first cited, where no day was written down."""
    region: Region | None = None
    """Whose own text it is: a fact that cites it counts for that region, too, once that region is asked for."""


class Missing(Record):
    """A value that cannot be given, with the reason."""

    reason: str
