"""The options that commands share: names, help and completion, in four panels of the help page."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ivigcalc.cli.environment import LANG, REGION
from ivigcalc.cli.output import EVERYWHERE
from ivigcalc.cli.output import Format as OutputFormat
from ivigcalc.core.facts.fact import DateOrder, DecimalMark
from ivigcalc.core.request import order, patient

if TYPE_CHECKING:
    from ivigcalc.core.facts.catalogue import Catalogue

    Complete = Callable[[str], list[str]]
    """The words that begin with what was typed."""

POLICIES = (
    *("actual", "ideal", "adjusted", "australia-2026", "ontario"),
    *("us-120-percent", "us-bmi-30", "uk-120-robinson"),
)
"""The ids of the weight policies, for help without reading the data; a test compares them."""

STOCK_COLUMNS = ("product", "size_g", "size", "size_ml", "count", "expiry", "lot")
"""The columns of a stock file, for completion; a test compares them."""


def among(words: Iterable[str]) -> "Complete":
    """Complete to one of these words."""

    def complete(incomplete: str) -> list[str]:
        return [word for word in words if word.startswith(incomplete.lower())]

    return complete


def from_data(ids: "Callable[[Catalogue], Iterable[str]]") -> "Complete":
    """Complete to an id of the shipped data."""

    def complete(incomplete: str) -> list[str]:
        from ivigcalc.catalogue.load import load_catalogue

        return among(ids(load_catalogue()))(incomplete)

    return complete


def _entries(catalogue: "Catalogue") -> Iterable[str]:
    from ivigcalc.core.answers.data.entries import entry_ids

    return entry_ids(catalogue)


def language_option(text: str) -> Any:
    """``--lang``, with its help; ``IVIGCALC_LANG`` gives it as well."""
    return output_option(
        "--lang", metavar="LANG", envvar=LANG, help=text, autocompletion=complete_language, show_envvar=False
    )


def complete_language(incomplete: str) -> list[str]:
    """Complete to the tag of a language of worksheets."""
    from ivigcalc.catalogue.locale import languages

    return [tag for tag in languages() if tag.lower().startswith(incomplete.lower())]


complete_indication = from_data(lambda catalogue: [indication.id for indication in catalogue.indications])
complete_product = from_data(lambda catalogue: [product.id for product in catalogue.products])
complete_policy = from_data(lambda catalogue: [policy.id for policy in catalogue.weights.policies])
complete_entry = from_data(_entries)
complete_risk = among([*patient.Risk, *patient.Factor])
complete_sex = among(patient.Sex)
complete_rate_weight = among(order.RateWeight)
complete_rounding = among(order.Rounding)
complete_scope = among(order.Scope)
complete_objective = among(order.Objective)
complete_region = from_data(lambda catalogue: catalogue.regions)
complete_dates = among(DateOrder)
complete_decimal = among(DecimalMark)
complete_format = among(EVERYWHERE)

patient_option = partial(typer.Option, rich_help_panel="Patient")
order_option = partial(typer.Option, rich_help_panel="Order")
product_option = partial(typer.Option, rich_help_panel="Product")
output_option = partial(typer.Option, rich_help_panel="Output")

Weight = Annotated[
    str | None,
    patient_option(
        "--weight", metavar="KG", help='Body weight: 70, "70 kg", 3500g. "154 lb" is converted and flagged.'
    ),
]
Height = Annotated[str | None, patient_option("--height", metavar="CM", help='Height: 175, "1.75 m", "69 in".')]
Sex = Annotated[
    str | None, patient_option("--sex", metavar="SEX", help=" or ".join(patient.Sex), autocompletion=complete_sex)
]
Age = Annotated[str | None, patient_option("--age", metavar="AGE", help='Age: 72, "18 months", "3 weeks".')]
BloodGroup = Annotated[str | None, patient_option("--blood-group", metavar="ABO", help=", ".join(patient.BloodGroup))]
Iga = Annotated[
    str | None,
    patient_option("--iga", metavar="LEVEL", help='Serum IgA with its unit: "0.04 g/L", "4 mg/dL", "<0.07 g/L".'),
]
IgaDeficient = Annotated[bool, patient_option("--iga-deficient", help="IgA deficiency is known.")]
Risks = Annotated[
    list[str] | None,
    patient_option(
        "--risk",
        metavar="RISK",
        help=f"{', '.join(patient.Risk)}. Or what labels derive a risk or an alert from: "
        f"{', '.join(patient.Factor)}. May be repeated.",
        autocompletion=complete_risk,
    ),
]
Pregnant = Annotated[bool, patient_option("--pregnant", help="Pregnant: some weight policies differ.")]
PrePregnancyWeight = Annotated[
    str | None, patient_option("--pre-pregnancy-weight", metavar="KG", help="Weight before pregnancy (ontario).")
]
Indication = Annotated[
    str | None,
    order_option(
        "--indication",
        metavar="NAME",
        help="Id, name, abbreviation or ICD-10 code: cidp, SGB, G61.81. See: ivigcalc indications",
        autocompletion=complete_indication,
    ),
]
Regimen = Annotated[str | None, order_option("--regimen", metavar="A|ID", help="One regimen, by its letter or id.")]
Days = Annotated[str | None, order_option("--days", metavar="N", help="Number of infusion days.")]
PerDay = Annotated[
    str | None, order_option("--per-day", metavar="DOSE", help='The dose of each day: "0.4 g/kg", "28 g".')
]
Course = Annotated[
    str | None, order_option("--course", metavar="DOSE", help='The dose of the whole course: "2 g/kg", "140 g".')
]
WeightPolicy = Annotated[
    str | None,
    order_option(
        "--weight-policy",
        metavar="POLICY",
        help=f"Weight to dose on: {', '.join(POLICIES)}. Default actual, as labels do. Side by side: ivigcalc compare",
        autocompletion=complete_policy,
    ),
]
First = Annotated[bool, order_option("--first", help="First infusion of this preparation, or after a change.")]
Tolerated = Annotated[
    bool,
    order_option(
        "--tolerated", help="Given before and tolerated as the label asks: rates that it keeps for such patients."
    ),
]
RateWeight = Annotated[
    str | None,
    order_option(
        "--rate-weight",
        metavar="WEIGHT",
        help="Weight the rate is for: actual (default, as labels do) or dosing.",
        autocompletion=complete_rate_weight,
    ),
]
Start = Annotated[
    str | None, order_option("--start", metavar="DATE", help="First infusion day, 2026-12-01, 1-Dec-2026.")
]
Dates = Annotated[
    str | None,
    order_option(
        "--dates",
        metavar="ORDER",
        help="How 01/12/2026 is written: dmy or mdy (else the formulary's dates). Without it such a date is refused.",
        autocompletion=complete_dates,
    ),
]
Cycles = Annotated[
    str | None,
    order_option("--cycles", metavar="N", help="Repeat the course by its interval: 1 to 60 cycles from --start."),
]
Until = Annotated[
    str | None, order_option("--until", metavar="DATE", help="Repeat the course: the cycles that begin up to this day.")
]
Every = Annotated[
    str | None, order_option("--every", metavar="INTERVAL", help='Inside a range that a source prints: "3 weeks".')
]
OffLabelReason = Annotated[
    str | None,
    order_option(
        "--off-label-reason", metavar="TEXT", help="Why, where the use is not supported; printed in the answer."
    ),
]
Products = Annotated[
    list[str] | None,
    product_option(
        "--product",
        metavar="NAME",
        help="A preparation, by id or name. May be repeated.",
        autocompletion=complete_product,
    ),
]
Product = Annotated[
    str | None,
    product_option("--product", metavar="NAME", help="A preparation, by id or name.", autocompletion=complete_product),
]
Region = Annotated[
    str | None,
    product_option(
        "--region",
        metavar="REGION",
        envvar=REGION,
        help="Whose labels and vial sizes, such as eu or br. Without it the strictest of all.",
        autocompletion=complete_region,
    ),
]
Round = Annotated[
    str | None,
    product_option(
        "--round",
        metavar="RULE",
        help=f"Whole vials: {', '.join(order.Rounding)}. Default nearest.",
        autocompletion=complete_rounding,
    ),
]
RoundScope = Annotated[
    str | None,
    product_option(
        "--round-scope",
        metavar="SCOPE",
        help="What is rounded: day (default), or course, whose total is then spread over uneven days.",
        autocompletion=complete_scope,
    ),
]
Objective = Annotated[
    str | None,
    product_option(
        "--objective",
        metavar="WHAT",
        help="What is least: vials (default), grams away from the dose, or cost (prices of the formulary).",
        autocompletion=complete_objective,
    ),
]
Stock = Annotated[
    str | None,
    product_option(
        "--stock",
        metavar="FILE",
        help="The vials there are, as CSV or XLSX: product,size_g,count and, if known, expiry,lot; headings: "
        "ivigcalc batch --columns. Without --product: what can be made up; where it does not do for a --product: what "
        "else can be given.",
    ),
]
StockColumns = Annotated[
    list[str] | None,
    product_option(
        "--stock-column",
        metavar="NAME=HEADING",
        help='Read a column of --stock under another heading: count="Physical qty". May be repeated.',
        autocompletion=among([f"{name}=" for name in STOCK_COLUMNS]),
    ),
]
StockIgnored = Annotated[
    list[str] | None,
    product_option(
        "--stock-ignore",
        metavar="HEADING",
        help='Leave out a column of --stock that says nothing more: "Pack size". May be repeated.',
    ),
]
StockSheet = Annotated[
    str | None,
    product_option("--stock-sheet", metavar="NAME|N", help="Of a workbook of --stock: the sheet, if not the first."),
]
Formulary = Annotated[
    str | None,
    product_option(
        "--formulary",
        metavar="FILE",
        help="The site's products, vials, limits. Else IVIGCALC_FORMULARY or the user's own file.",
    ),
]
All = Annotated[bool, output_option("--all", help="Everything, not only what comes first.")]
Format = Annotated[
    str, output_option("--format", metavar="FORMAT", help="table, text, json or html.", autocompletion=complete_format)
]
FormatOfDose = Annotated[
    str,
    output_option(
        "--format",
        metavar="FORMAT",
        help="table, text, json or html; of one course of one --product with --start also fhir-r4, fhir-r5, ics.",
        autocompletion=among(OutputFormat),
    ),
]
Explain = Annotated[bool, output_option("--explain", help="Working, reasons and sources.")]
Strict = Annotated[
    bool, output_option("--strict", help="Exit 3 where a caution on the order or on a --product is open.")
]
Acknowledged = Annotated[
    list[str] | None, output_option("--ack", metavar='RULE="reason"', help="Acknowledge a caution. May be repeated.")
]
