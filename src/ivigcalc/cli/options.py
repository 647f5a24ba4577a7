"""The options that commands share, with their help and completion, in four panels."""

from typing import Annotated

import typer

from ivigcalc.core.fact import ASKABLE
from ivigcalc.core.order import RateWeight, Rounding
from ivigcalc.core.patient import BloodGroup, Factor, Risk, Sex

POLICIES = (
    *("actual", "ideal", "adjusted", "australia-2026", "ontario"),
    *("us-120-percent", "us-bmi-30", "uk-120-robinson"),
)
"""The ids of the weight policies, for help without reading the data; a test compares them."""

PATIENT, ORDER, PRODUCT, OUTPUT = "Patient", "Order", "Product", "Output"


def _starting(words: list[str], incomplete: str) -> list[str]:
    return [word for word in words if word.startswith(incomplete.lower())]


def complete_indication(incomplete: str) -> list[str]:
    """Ids of indications that begin with what was typed."""
    from ivigcalc.catalogue.load import load_catalogue  # noqa: PLC0415 - slow, and only for completion

    return _starting([indication.id for indication in load_catalogue().indications], incomplete)


def complete_product(incomplete: str) -> list[str]:
    """Ids of preparations that begin with what was typed."""
    from ivigcalc.catalogue.load import load_catalogue  # noqa: PLC0415 - slow, and only for completion

    return _starting([product.id for product in load_catalogue().products], incomplete)


def complete_entry(incomplete: str) -> list[str]:
    """Ids of everything that ``data show`` shows."""
    from ivigcalc.catalogue.load import load_catalogue  # noqa: PLC0415 - slow, and only for completion
    from ivigcalc.core.lookup import entry_ids  # noqa: PLC0415 - as above

    return _starting([*entry_ids(load_catalogue())], incomplete)


def complete_risk(incomplete: str) -> list[str]:
    """Risks, and what a risk follows from, that begin with what was typed."""
    return _starting([*Risk, *Factor], incomplete)


def complete_sex(incomplete: str) -> list[str]:
    """Sexes that the formulas know."""
    return _starting(list(Sex), incomplete)


def complete_policy(incomplete: str) -> list[str]:
    """Ids of weight policies that begin with what was typed."""
    from ivigcalc.catalogue.load import load_catalogue  # noqa: PLC0415 - slow, and only for completion

    return _starting([policy.id for policy in load_catalogue().weights.policies], incomplete)


def complete_rate_weight(incomplete: str) -> list[str]:
    """Weights that a rate can be for."""
    return _starting(list(RateWeight), incomplete)


def complete_round(incomplete: str) -> list[str]:
    """Rounding rules."""
    return _starting(list(Rounding), incomplete)


def complete_region(incomplete: str) -> list[str]:
    """Regions that can be asked for."""
    return _starting(list(ASKABLE), incomplete)


def complete_format(incomplete: str) -> list[str]:
    """Output formats."""
    return _starting(["table", "text", "json"], incomplete)


Weight = Annotated[
    str | None,
    typer.Option(
        "--weight",
        metavar="KG",
        help='Body weight: 70, "70 kg", 3500g. "154 lb" is converted and flagged.',
        rich_help_panel=PATIENT,
    ),
]
Height = Annotated[
    str | None, typer.Option("--height", metavar="CM", help='Height: 175, "1.75 m".', rich_help_panel=PATIENT)
]
SexOption = Annotated[
    str | None,
    typer.Option("--sex", metavar="SEX", help=" or ".join(Sex), autocompletion=complete_sex, rich_help_panel=PATIENT),
]
Age = Annotated[str | None, typer.Option("--age", metavar="AGE", help='Age: 72, "18 months".', rich_help_panel=PATIENT)]
Group = Annotated[
    str | None, typer.Option("--blood-group", metavar="ABO", help=", ".join(BloodGroup), rich_help_panel=PATIENT)
]
Iga = Annotated[
    str | None,
    typer.Option(
        "--iga",
        metavar="LEVEL",
        help='Serum IgA with its unit: "0.04 g/L", "4 mg/dL", "<0.07 g/L".',
        rich_help_panel=PATIENT,
    ),
]
IgaDeficient = Annotated[
    bool, typer.Option("--iga-deficient", help="IgA deficiency is known.", rich_help_panel=PATIENT)
]
Risks = Annotated[
    list[str] | None,
    typer.Option(
        "--risk",
        metavar="RISK",
        help=f"{', '.join(Risk)}. Or what labels derive a risk or an alert from: {', '.join(Factor)}. May be repeated.",
        autocompletion=complete_risk,
        rich_help_panel=PATIENT,
    ),
]
Pregnant = Annotated[
    bool, typer.Option("--pregnant", help="Pregnant: some weight policies differ.", rich_help_panel=PATIENT)
]
PrePregnancy = Annotated[
    str | None,
    typer.Option(
        "--pre-pregnancy-weight", metavar="KG", help="Weight before pregnancy (ontario).", rich_help_panel=PATIENT
    ),
]
Indication = Annotated[
    str | None,
    typer.Option(
        "--indication",
        metavar="NAME",
        help="Id, name, abbreviation or ICD-10 code: cidp, SGB, G61.81. See: ivigcalc indications",
        autocompletion=complete_indication,
        rich_help_panel=ORDER,
    ),
]
Regimen = Annotated[
    str | None,
    typer.Option("--regimen", metavar="A|ID", help="One regimen, by its letter or id.", rich_help_panel=ORDER),
]
Days = Annotated[
    str | None, typer.Option("--days", metavar="N", help="Number of infusion days.", rich_help_panel=ORDER)
]
PerDay = Annotated[
    str | None,
    typer.Option("--per-day", metavar="DOSE", help='The dose of each day: "0.4 g/kg", "28 g".', rich_help_panel=ORDER),
]
CourseOption = Annotated[
    str | None,
    typer.Option(
        "--course", metavar="DOSE", help='The dose of the whole course: "2 g/kg", "140 g".', rich_help_panel=ORDER
    ),
]
Policy = Annotated[
    str | None,
    typer.Option(
        "--weight-policy",
        metavar="POLICY",
        help=f"Weight to dose on: {', '.join(POLICIES)}. Default actual, as labels do. Side by side: ivigcalc compare",
        autocompletion=complete_policy,
        rich_help_panel=ORDER,
    ),
]
First = Annotated[
    bool,
    typer.Option("--first", help="First infusion of this preparation, or after a change.", rich_help_panel=ORDER),
]
RateWeightOption = Annotated[
    str | None,
    typer.Option(
        "--rate-weight",
        metavar="WEIGHT",
        help="Weight the rate is for: actual (default, as labels do) or dosing.",
        autocompletion=complete_rate_weight,
        rich_help_panel=ORDER,
    ),
]
OrderText = Annotated[
    str | None,
    typer.Option(
        "--order",
        metavar="TEXT",
        help='The order as written: "30 g daily for 5 days", "2 g/kg in all over 5 days", "70 g every 3 weeks".',
        rich_help_panel=ORDER,
    ),
]
Rate = Annotated[
    str | None,
    typer.Option("--rate", metavar="RATE", help='The rate as written: "180 mL/h", "2 mL/kg/h".', rich_help_panel=ORDER),
]
VialsOption = Annotated[
    str | None,
    typer.Option(
        "--vials", metavar="VIALS", help='The vials of one day, in g: "3x10", "2x10+1x5".', rich_help_panel=ORDER
    ),
]
Start = Annotated[
    str | None, typer.Option("--start", metavar="DATE", help="First infusion day, 2026-12-01.", rich_help_panel=ORDER)
]
OffLabel = Annotated[
    str | None,
    typer.Option(
        "--off-label-reason",
        metavar="TEXT",
        help="Why, where the use is not supported; printed in the answer.",
        rich_help_panel=ORDER,
    ),
]
Products = Annotated[
    list[str] | None,
    typer.Option(
        "--product",
        metavar="NAME",
        help="A preparation, by id or name. May be repeated.",
        autocompletion=complete_product,
        rich_help_panel=PRODUCT,
    ),
]
OneProduct = Annotated[
    str | None,
    typer.Option(
        "--product",
        metavar="NAME",
        help="A preparation, by id or name.",
        autocompletion=complete_product,
        rich_help_panel=PRODUCT,
    ),
]
RegionOption = Annotated[
    str | None,
    typer.Option(
        "--region",
        metavar="REGION",
        envvar="IVIGCALC_REGION",
        help=f"{', '.join(ASKABLE)}: whose labels and vial sizes. Without it the strictest of all.",
        autocompletion=complete_region,
        rich_help_panel=PRODUCT,
    ),
]
Round = Annotated[
    str | None,
    typer.Option(
        "--round",
        metavar="RULE",
        help=f"Whole vials: {', '.join(Rounding)}. Default nearest.",
        autocompletion=complete_round,
        rich_help_panel=PRODUCT,
    ),
]
Formulary = Annotated[
    str | None,
    typer.Option(
        "--formulary",
        metavar="FILE",
        help="The site's products, vials, limits. Else IVIGCALC_FORMULARY or the user's own file.",
        rich_help_panel=PRODUCT,
    ),
]
All = Annotated[bool, typer.Option("--all", help="Every preparation, not only the first.", rich_help_panel=PRODUCT)]
FormatOption = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="table, text or json.",
        autocompletion=complete_format,
        rich_help_panel=OUTPUT,
    ),
]
Explain = Annotated[bool, typer.Option("--explain", help="Working, reasons and sources.", rich_help_panel=OUTPUT)]
Strict = Annotated[
    bool,
    typer.Option(
        "--strict",
        help="Exit 3 where a caution on the order or on a --product is open.",
        rich_help_panel=OUTPUT,
    ),
]
Ack = Annotated[
    list[str] | None,
    typer.Option(
        "--ack", metavar='RULE="reason"', help="Acknowledge a caution. May be repeated.", rich_help_panel=OUTPUT
    ),
]
