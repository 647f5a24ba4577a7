"""Sets of fields as somebody may fill them in, and what the command line that the page shows for them prints."""

import shlex
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, Final

from tools.page.fields import FIELDS, Field, Kind, Tab, Value

from tests.program import run, shipped

MANY: Final = 400

BY_HAND: Final[tuple[tuple[Tab, Mapping[str, Value]], ...]] = (
    (Tab.DOSE, {}),
    (Tab.DOSE, {"weight": "70 kg", "indication": "cidp"}),
    (Tab.DOSE, {"weight": "1,000", "indication": "cidp", "products": "gammagard"}),
    (Tab.DOSE, {"weight": "-5", "indication": "--help"}),
    (Tab.DOSE, {"weight": "70", "indication": "MG"}),
    (
        Tab.DOSE,
        {"weight": "70", "indication": "als", "per_day": "0.4 g/kg", "days": "5", "off_label_reason": "<b>&\"'$x`"},
    ),
    (Tab.DOSE, {"weight": "75", "indication": "cidp", "course": "150 g", "days": "1"}),
    (Tab.DOSE, {"weight": " 70 ", "indication": "cidp", "products": "privigen, kiovig,"}),
    (Tab.DOSE, {"weight": "70", "indication": "cidp", "regimen": "A", "products": "privigen", "region": "eu"}),
    (
        Tab.DOSE,
        {
            "weight": "70",
            "indication": "cidp",
            "regimen": "C",
            "products": "privigen",
            "region": "eu",
            "start": "2026-12-01",
            "until": "2027-03-01",
            "round_scope": "course",
            "objective": "grams",
            "height": "165",
            "sex": "female",
            "weight_policy": "adjusted",
            "rate_weight": "dosing",
        },
    ),
    (Tab.DOSE, {"weight": "70", "indication": "cidp", "regimen": "A", "products": "privigen", "objective": "cost"}),
    (Tab.DOSE, {"weight": "12 kg", "indication": "gbs", "ack": "child-without-age=seen\n\nx"}),
    (Tab.DOSE, {"weight": "90", "indication": "adem", "products": "privigen"}),
    (Tab.DOSE, {"weight": "3", "age": "1 months", "indication": "gbs", "region": "us"}),
    (Tab.DOSE, {"weight": "70 \u202ekg\u00a0", "indication": "d\u00e9ficit\\ 100 % ^!"}),
    (Tab.VERIFY, {}),
    (Tab.VERIFY, {"weight": "70", "indication": "gbs", "order": "150 g for 5 days"}),
    (Tab.VERIFY, {"weight": "75", "indication": "gbs", "order": "150 g on day 1", "products": "a, b"}),
    (Tab.VERIFY, {"weight": "70", "indication": "cidp", "order": "28 g daily for 5 days", "vials": "20+5+2.5"}),
    (
        Tab.VERIFY,
        {"weight": "70", "indication": "gbs", "order": "28 g daily from 01/12/2026 to 05/12/2026", "dates": "dmy"},
    ),
    (Tab.PRODUCTS, {}),
    (Tab.PRODUCTS, {"products": "privigen, octagam-10", "risks": ["renal"], "explain": True}),
    (Tab.PRODUCTS, {"products": "-", "rejected": True}),
)

READABLE: Final[Mapping[str, tuple[str, ...]]] = {
    "order": ("28 g daily for 5 days", "2 g/kg in all over 5 days", "0.4 g/kg daily for 5 days", "70 g every 3 weeks"),
    "rate": ("180 mL/h", "0.3 mL/kg/h", "40 drops/min"),
    "drops_per_ml": ("20", "15"),
    "vials": ("2x10+1x5", "20+5+2.5"),
    "weight": ("70 kg", "72,5", "154 lb", "45", "95 kg", "70", "61.3 kg", "58,25 kg"),
    "height": ("175", "1.75 m", "160 cm", "69 in"),
    "sex": ("male", "female"),
    "age": ("72", "40", "55 years", "81"),
    "regimen": ("A", "A", "A", "B"),
    "days": ("5", "2", "4"),
    "start": ("2026-12-01", "2027-02-27", "31.12.2026"),
    "dates": ("dmy", "mdy"),
    "blood_group": ("A", "O", "AB"),
    "iga": ("0.04 g/L", "<0.07 g/L", "150 mg/dL"),
    "pre_pregnancy_weight": ("64 kg",),
    "per_day": ("0.4 g/kg", "28 g"),
    "course": ("2 g/kg", "140 g"),
    "cycles": ("3",),
    "every": ("3 weeks",),
    "until": ("2027-06-30",),
    "rate_weight": ("actual", "dosing"),
    "round_scope": ("day", "course"),
    "objective": ("vials", "grams", "cost"),
    "round": ("nearest", "down", "up", "exact"),
    "off_label_reason": ("board of 3 May, ward 3",),
    "ack": ("rate-without-figure=seen, ward 3",),
}
WRONG: Final[Mapping[str, str]] = {
    "weight": "1,000",
    "height": "tall",
    "age": "old",
    "regimen": "Z",
    "days": "0",
    "start": "tomorrow",
    "iga": "4",
    "course": "2",
    "per_day": "x",
    "cycles": "61",
    "until": "soon",
    "every": "weekly",
    "ack": "nothing",
    "rate": "fast",
    "drops_per_ml": "few",
    "order": "150 g for 5 days",
    "vials": "many",
    "indication": "MG",
    "products": "gammagard",
}
"""Texts that are refused, one in some of the cases."""

LOOSENED: Final = """site: Ward 3 <General>
approved_by: A. Pharmacist
review_by: 2027-06-30
hide: [tegeline]
limits:
  - {id: day-above-100-g, above: 120}
"""
"""A formulary that loosens a limit until a day of review."""

ALWAYS: Final = {"order", "weight", "indication"}
SELDOM: Final = {
    "pre_pregnancy_weight",
    "per_day",
    "course",
    "cycles",
    "until",
    "every",
    "days",
    "objective",
    "ack",
    "dates",
    "weight_policy",
    "pregnant",
}
OFTEN, SOMETIMES, RARE = 2, 4, 24
"""A field is filled in once in so many cases; preparations and regimens often."""


def _drawn(place: int, name: str, count: int) -> int:
    """A number below ``count`` that follows from the place of a case and the name of a field, and looks like chance."""
    return int.from_bytes(sha256(f"{place} {name}".encode()).digest()[:8]) % count


def _readable(name: str) -> tuple[str, ...]:
    """What may stand in a field that holds a text."""
    catalogue = shipped()
    match name:
        case "indication":
            supported = tuple(one.id for one in catalogue.indications if one.regimens)
            return (*supported, *(one.id for one in catalogue.indications), "GBS", "CIDP", "SGB")
        case "products":
            products = tuple(one.id for one in catalogue.products)
            return (*products, *products, *map(", ".join, zip(products[::3], products[1::3], strict=False)))
        case "region":
            return tuple(catalogue.regions)
        case "weight_policy":
            return tuple(policy.id for policy in catalogue.weights.policies)
    return READABLE[name]


def cases(count: int = MANY) -> Iterator[tuple[Tab, Mapping[str, Value]]]:
    """Sets of fields, each with its tab: those written by hand, then others, the same each time."""
    yield from BY_HAND[:count]
    for place in range(len(BY_HAND), count):
        tab = (Tab.DOSE, Tab.DOSE, Tab.VERIFY, Tab.DOSE, Tab.PRODUCTS)[place % 5]
        typed = {field.name: _value(place, field) for field in FIELDS if _filled(place, field.name)}
        if _drawn(place, "wrong", SOMETIMES) == 0:
            name = [*WRONG][_drawn(place, "which", len(WRONG))]
            typed[name] = WRONG[name]
        yield tab, typed


def _filled(place: int, name: str) -> bool:
    often = OFTEN if name in {"products", "regimen"} else RARE if name in SELDOM else SOMETIMES
    return name in ALWAYS or _drawn(place, f"{name} filled", often) == 0


def _value(place: int, field: Field) -> Value:
    if field.kind is Kind.SWITCH:
        return True
    if field.kind is Kind.BOXES:
        return [one for one in field.choices if _drawn(place, one, RARE) == 0]
    texts = _readable(field.name)
    return texts[_drawn(place, field.name, len(texts))]


def printed(command: str) -> tuple[str, int, str]:
    """The elements, the exit code and the remark that a command line prints in HTML."""
    answer = run(*shlex.split(command)[1:], "--format", "html")
    elements = answer.out.partition('<main class="answer">\n')[2].partition("</main>")[0]
    return elements, answer.code, " ".join(answer.err.split())


def replied(reply: Mapping[str, Any]) -> tuple[str, int, str]:
    """The same of a reply of the page."""
    elements = reply["html"].encode("ascii", "xmlcharrefreplace").decode("ascii")
    return elements, reply["exit_code"], " ".join(reply["remark"].split())


def printed_sheet(command: str) -> str:
    """The worksheet that the command line writes for the same order."""
    words = [word for word in shlex.split(command)[2:] if word not in {"--all", "--explain"}]
    return run("worksheet", *words).out


def differences(question: tuple[Tab, Mapping[str, Value]], reply: Mapping[str, Any]) -> list[str]:
    """What the page says otherwise than the command line that it shows; nothing where all is well."""
    command = reply["command"]
    found = [f"{question}: {command}"] if replied(reply) != printed(command) else []
    if reply.get("sheet") and reply["sheet"] != printed_sheet(command):
        found.append(f"worksheet of {command}")
    return found
