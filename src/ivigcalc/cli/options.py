"""The options that commands share, with their help and completion, in four panels."""

from typing import Annotated

from ivigcalc.cli.declared import Option
from ivigcalc.core.facts.fact import ASKABLE
from ivigcalc.core.request.order import Objective, RateWeight, Rounding, Scope
from ivigcalc.core.request.patient import BloodGroup, Factor, Risk, Sex

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
    from ivigcalc.core.answers.data import entry_ids  # noqa: PLC0415 - as above

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


def complete_scope(incomplete: str) -> list[str]:
    """What is rounded as a whole."""
    return _starting(list(Scope), incomplete)


def complete_objective(incomplete: str) -> list[str]:
    """What of the vials is to be least."""
    return _starting(list(Objective), incomplete)


def complete_region(incomplete: str) -> list[str]:
    """Regions that can be asked for."""
    return _starting(list(ASKABLE), incomplete)


def complete_format(incomplete: str) -> list[str]:
    """Output formats."""
    return _starting(["table", "text", "json"], incomplete)


Weight = Annotated[
    str | None,
    Option(
        "--weight",
        metavar="KG",
        help='Body weight: 70, "70 kg", 3500g. "154 lb" is converted and flagged.',
        panel=PATIENT,
    ),
]
Height = Annotated[str | None, Option("--height", metavar="CM", help='Height: 175, "1.75 m".', panel=PATIENT)]
SexOption = Annotated[
    str | None,
    Option("--sex", metavar="SEX", help=" or ".join(Sex), complete=complete_sex, panel=PATIENT),
]
Age = Annotated[str | None, Option("--age", metavar="AGE", help='Age: 72, "18 months".', panel=PATIENT)]
Group = Annotated[str | None, Option("--blood-group", metavar="ABO", help=", ".join(BloodGroup), panel=PATIENT)]
Iga = Annotated[
    str | None,
    Option(
        "--iga",
        metavar="LEVEL",
        help='Serum IgA with its unit: "0.04 g/L", "4 mg/dL", "<0.07 g/L".',
        panel=PATIENT,
    ),
]
IgaDeficient = Annotated[bool, Option("--iga-deficient", help="IgA deficiency is known.", panel=PATIENT)]
Risks = Annotated[
    list[str] | None,
    Option(
        "--risk",
        metavar="RISK",
        help=f"{', '.join(Risk)}. Or what labels derive a risk or an alert from: {', '.join(Factor)}. May be repeated.",
        complete=complete_risk,
        panel=PATIENT,
    ),
]
Pregnant = Annotated[bool, Option("--pregnant", help="Pregnant: some weight policies differ.", panel=PATIENT)]
PrePregnancy = Annotated[
    str | None,
    Option("--pre-pregnancy-weight", metavar="KG", help="Weight before pregnancy (ontario).", panel=PATIENT),
]
Indication = Annotated[
    str | None,
    Option(
        "--indication",
        metavar="NAME",
        help="Id, name, abbreviation or ICD-10 code: cidp, SGB, G61.81. See: ivigcalc indications",
        complete=complete_indication,
        panel=ORDER,
    ),
]
Regimen = Annotated[
    str | None,
    Option("--regimen", metavar="A|ID", help="One regimen, by its letter or id.", panel=ORDER),
]
Days = Annotated[str | None, Option("--days", metavar="N", help="Number of infusion days.", panel=ORDER)]
PerDay = Annotated[
    str | None,
    Option("--per-day", metavar="DOSE", help='The dose of each day: "0.4 g/kg", "28 g".', panel=ORDER),
]
CourseOption = Annotated[
    str | None,
    Option("--course", metavar="DOSE", help='The dose of the whole course: "2 g/kg", "140 g".', panel=ORDER),
]
Policy = Annotated[
    str | None,
    Option(
        "--weight-policy",
        metavar="POLICY",
        help=f"Weight to dose on: {', '.join(POLICIES)}. Default actual, as labels do. Side by side: ivigcalc compare",
        complete=complete_policy,
        panel=ORDER,
    ),
]
First = Annotated[
    bool,
    Option("--first", help="First infusion of this preparation, or after a change.", panel=ORDER),
]
RateWeightOption = Annotated[
    str | None,
    Option(
        "--rate-weight",
        metavar="WEIGHT",
        help="Weight the rate is for: actual (default, as labels do) or dosing.",
        complete=complete_rate_weight,
        panel=ORDER,
    ),
]
OrderText = Annotated[
    str | None,
    Option(
        "--order",
        metavar="TEXT",
        help='The order as written: "30 g daily for 5 days", "2 g/kg in all over 5 days", "70 g every 3 weeks".',
        panel=ORDER,
    ),
]
Rate = Annotated[
    str | None,
    Option("--rate", metavar="RATE", help='The rate as written: "180 mL/h", "2 mL/kg/h".', panel=ORDER),
]
VialsOption = Annotated[
    str | None,
    Option("--vials", metavar="VIALS", help='The vials of one day, in g: "3x10", "2x10+1x5".', panel=ORDER),
]
Start = Annotated[str | None, Option("--start", metavar="DATE", help="First infusion day, 2026-12-01.", panel=ORDER)]
OffLabel = Annotated[
    str | None,
    Option(
        "--off-label-reason",
        metavar="TEXT",
        help="Why, where the use is not supported; printed in the answer.",
        panel=ORDER,
    ),
]
Products = Annotated[
    list[str] | None,
    Option(
        "--product",
        metavar="NAME",
        help="A preparation, by id or name. May be repeated.",
        complete=complete_product,
        panel=PRODUCT,
    ),
]
OneProduct = Annotated[
    str | None,
    Option(
        "--product",
        metavar="NAME",
        help="A preparation, by id or name.",
        complete=complete_product,
        panel=PRODUCT,
    ),
]
RegionOption = Annotated[
    str | None,
    Option(
        "--region",
        metavar="REGION",
        variable="IVIGCALC_REGION",
        help=f"{', '.join(ASKABLE)}: whose labels and vial sizes. Without it the strictest of all.",
        complete=complete_region,
        panel=PRODUCT,
    ),
]
Round = Annotated[
    str | None,
    Option(
        "--round",
        metavar="RULE",
        help=f"Whole vials: {', '.join(Rounding)}. Default nearest.",
        complete=complete_round,
        panel=PRODUCT,
    ),
]
RoundScope = Annotated[
    str | None,
    Option(
        "--round-scope",
        metavar="SCOPE",
        help="What is rounded: day (default), or course, whose total is then spread over uneven days.",
        complete=complete_scope,
        panel=PRODUCT,
    ),
]
ObjectiveOption = Annotated[
    str | None,
    Option(
        "--objective",
        metavar="WHAT",
        help="What is least: vials (default), grams away from the dose, or cost (prices of the formulary).",
        complete=complete_objective,
        panel=PRODUCT,
    ),
]
StockOption = Annotated[
    str | None,
    Option(
        "--stock",
        metavar="FILE",
        help="The vials there are, as CSV: product,size_g,count and, if known, expiry,lot.",
        panel=PRODUCT,
    ),
]
Formulary = Annotated[
    str | None,
    Option(
        "--formulary",
        metavar="FILE",
        help="The site's products, vials, limits. Else IVIGCALC_FORMULARY or the user's own file.",
        panel=PRODUCT,
    ),
]
All = Annotated[bool, Option("--all", help="Every preparation, not only the first.", panel=PRODUCT)]
FormatOption = Annotated[
    str,
    Option(
        "--format",
        metavar="FORMAT",
        help="table, text or json.",
        complete=complete_format,
        panel=OUTPUT,
    ),
]
Explain = Annotated[bool, Option("--explain", help="Working, reasons and sources.", panel=OUTPUT)]
Strict = Annotated[
    bool,
    Option(
        "--strict",
        help="Exit 3 where a caution on the order or on a --product is open.",
        panel=OUTPUT,
    ),
]
Ack = Annotated[
    list[str] | None,
    Option("--ack", metavar='RULE="reason"', help="Acknowledge a caution. May be repeated.", panel=OUTPUT),
]
