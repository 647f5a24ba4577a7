"""The fields of the page, in the order in which they stand, and the command line that each set of them is.

A field has the name of what it fills: a field of ``TypedPatient`` or ``TypedOrder``, a part of a written order, or a
switch of the command. Nothing is filled in beforehand; a field that is blank is not given.
"""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from shlex import quote
from typing import Any, Final, NamedTuple

from ivigcalc.core.facts.fact import DateOrder
from ivigcalc.core.request.order import Objective, RateWeight, Rounding, Scope
from ivigcalc.core.request.patient import BloodGroup, Factor, Risk, Sex

Value = str | bool | Sequence[str]
"""What a field holds: a text, whether a switch is on, or the words that are chosen or typed."""


class Tab(StrEnum):
    """The questions that the page answers, by the command that answers them."""

    DOSE = "dose"
    VERIFY = "verify"
    PRODUCTS = "products"


TITLES: Final = {Tab.DOSE: "Dose", Tab.VERIFY: "Check an order", Tab.PRODUCTS: "Preparations"}


class Kind(StrEnum):
    """How a field is filled in."""

    TEXT = "text"
    CHOICE = "choice"
    SWITCH = "switch"
    NAMES = "names"
    """Texts with commas between."""
    LINES = "lines"
    """Texts, one a line."""
    BOXES = "boxes"
    """Words to tick."""


class Field(NamedTuple):
    """A field: what it fills, what stands above it, on which tabs, and what may be chosen or is meant."""

    name: str
    label: str
    tabs: tuple[Tab, ...]
    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] = ()
    hint: str = ""
    more: bool = False
    """Whether it stands in the fold."""
    needed: tuple[Tab, ...] = ()

    @property
    def option(self) -> str:
        """Its option on the command line."""
        return OPTIONS.get(self.name, f"--{self.name.replace('_', '-')}")


OPTIONS: Final = {"risks": "--risk", "products": "--product", "show_all": "--all"}
"""The options whose fields have another name."""

DOSE, ORDERS, ALL = (Tab.DOSE,), (Tab.DOSE, Tab.VERIFY), tuple(Tab)
OF_LISTS: Final = (Tab.DOSE, Tab.PRODUCTS)

FIELDS: Final = (
    Field("order", "Order as written", (Tab.VERIFY,), hint="30 g daily for 5 days", needed=(Tab.VERIFY,)),
    Field("rate", "Rate as written", (Tab.VERIFY,), hint="180 mL/h"),
    Field("drops_per_ml", "Drops to 1 mL", (Tab.VERIFY,), hint="20, for a rate in drops"),
    Field("vials", "Vials of one day", (Tab.VERIFY,), hint="2x10+1x5"),
    Field("weight", "Weight, with unit", ALL, hint="70 kg", needed=ORDERS),
    Field("height", "Height", ALL, hint="175 cm"),
    Field("sex", "Sex", ORDERS, Kind.CHOICE, tuple(Sex)),
    Field("age", "Age", ALL, hint="72 or 18 months"),
    Field("indication", "Indication", ORDERS, hint="cidp", needed=ORDERS),
    Field("regimen", "Regimen (letter)", ORDERS, hint="A"),
    Field("days", "Days", DOSE, hint="5"),
    Field("products", "Preparation", ALL, Kind.NAMES, hint="privigen"),
    Field("region", "Region", ALL, Kind.CHOICE),
    Field("start", "First day", DOSE, hint="2026-12-01"),
    Field("dates", "Dates as 01/12/2026", ORDERS, Kind.CHOICE, tuple(DateOrder)),
    Field("blood_group", "Blood group", ORDERS, Kind.CHOICE, tuple(BloodGroup)),
    Field("iga", "Serum IgA, with unit", ALL, hint="0.04 g/L"),
    Field("risks", "Risks", ALL, Kind.BOXES, (*Risk, *Factor), more=True),
    Field("pregnant", "Pregnant", ALL, Kind.SWITCH, more=True),
    Field("pre_pregnancy_weight", "Weight before pregnancy", ALL, hint="64 kg", more=True),
    Field("per_day", "Dose per day", DOSE, hint="0.4 g/kg or 28 g", more=True),
    Field("course", "Dose of the course", DOSE, hint="2 g/kg or 140 g", more=True),
    Field("cycles", "Cycles", DOSE, hint="6", more=True),
    Field("until", "Cycles begun by", DOSE, hint="2027-06-30", more=True),
    Field("every", "Every", DOSE, hint="3 weeks", more=True),
    Field("weight_policy", "Weight policy", ORDERS, Kind.CHOICE, more=True),
    Field("rate_weight", "Weight for rates", DOSE, Kind.CHOICE, tuple(RateWeight), more=True),
    Field("round", "Rounding", DOSE, Kind.CHOICE, tuple(Rounding), more=True),
    Field("round_scope", "Rounded by", DOSE, Kind.CHOICE, tuple(Scope), more=True),
    Field("objective", "Vials chosen by", DOSE, Kind.CHOICE, tuple(Objective), more=True),
    Field("first", "First infusion, or a new preparation", DOSE, Kind.SWITCH, more=True),
    Field("tolerated", "Given before and tolerated", ORDERS, Kind.SWITCH, more=True),
    Field("off_label_reason", "Reason, where the use is not supported", ORDERS, hint="board of 3 May", more=True),
    Field("ack", "Acknowledged cautions, one a line", ORDERS, Kind.LINES, hint="RULE=reason", more=True),
    Field("show_all", "Everything (--all)", OF_LISTS, Kind.SWITCH),
    Field("rejected", "What cannot be used (--rejected)", (Tab.PRODUCTS,), Kind.SWITCH),
    Field("explain", "Working and sources (--explain)", ALL, Kind.SWITCH),
)
REPEATED: Final = {Kind.NAMES, Kind.LINES, Kind.BOXES}
"""Kinds that hold several words, each of them an option of its own."""

PLAIN: Final = re.compile(r"[\w@%+=:,./-]+", flags=re.ASCII)
SAFE: Final = re.compile(r'[^"$`\\!%^\x00-\x1f\x7f]*')
"""What means the same between double quotes in the shells of Linux, macOS and Windows."""


def given(tab: Tab, typed: Mapping[str, Value]) -> dict[str, Any]:
    """What was filled in on a tab, by the name of the field, in their order; what is blank is left out."""
    found: dict[str, Any] = {}
    for field in FIELDS:
        value = typed.get(field.name)
        if tab not in field.tabs or not value:
            continue
        if isinstance(value, str):
            value = _split(field, tab, value)
        if value is True or (isinstance(value, str) and value.strip()) or (value and not isinstance(value, str)):
            found[field.name] = value
    return found


def _split(field: Field, tab: Tab, text: str) -> Value:
    """A text, or the texts in it where a field holds several; an order to check is of one preparation."""
    if field.kind not in {Kind.NAMES, Kind.LINES}:
        return text
    single = field.kind is Kind.NAMES and tab is Tab.VERIFY
    parts = [text] if single else re.split("," if field.kind is Kind.NAMES else "\n", text)
    return [part.strip() for part in parts if part.strip()]


def command_line(tab: Tab, typed: Mapping[str, Value], formulary: str = "") -> str:
    """The command that gives the answer to what was filled in, to be typed at a prompt; ``formulary`` names a file."""
    words = ["ivigcalc", tab.value]
    values = given(tab, typed)
    for field in FIELDS:
        value = values.get(field.name)
        if value is True:
            words.append(field.option)
        elif value:
            words += [_option(field.option, text) for text in ([value] if isinstance(value, str) else value)]
    if formulary:
        words.append(_option("--formulary", formulary))
    return " ".join(words)


def _option(option: str, text: str) -> str:
    """An option with its value; one that begins with a hyphen is not taken for an option itself."""
    return f"{option}{'=' if text.startswith('-') else ' '}{_quoted(text)}"


def _quoted(text: str) -> str:
    if PLAIN.fullmatch(text):
        return text
    return f'"{text}"' if SAFE.fullmatch(text) else quote(text)
