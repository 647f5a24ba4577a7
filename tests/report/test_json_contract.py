"""The JSON contract: schemas, nulls with reasons, quantities as strings, no dose in a refusal."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import pytest
from jsonschema import Draft202012Validator

from ivigcalc.core.facts.catalogue import Catalogue
from tests.fuzz.asked import misfits, schema
from tests.profiles import members, together
from tests.program import CIDP, COMPARE, COURSE, EMPTY_OF_PRIVIGEN, INFUSION, STOCK, project, run, run_once

EXAMPLE: Final = str(project() / "docs" / "formulary-example.yaml")

CHANGED: Final = str(project() / "tests" / "vectors" / "formulary_changed.yaml")

PATIENTS: Final = str(project() / "docs" / "patients-example.csv")

FORECAST: Final = str(project() / "docs" / "forecast-example.csv")

ANSWERS: Final[dict[str, tuple[str, ...]]] = {
    "dose": CIDP,
    "dose with every option": (
        *("dose", "--weight", "72,5", "--height", "170", "--sex", "male", "--age", "72", "--blood-group", "AB"),
        *("--iga", "<0.07 g/L", "--risk", "fluid", "--risk", "diabetes", "--indication", "mmn", "--days", "4"),
        *("--course", "2 g/kg", "--weight-policy", "adjusted", "--start", "2026-12-30", "--region", "eu"),
        *("--product", "privigen", "--product", "kiovig", "--round", "up"),
    ),
    "dose with a cap": ("dose", "--weight", "40", "--age", "12", "--indication", "jdm"),
    "dose with a range": ("dose", "--weight", "70", "--indication", "mmn"),
    "dose with vials left over": (*CIDP, "--round", "exact"),
    "dose with a reason": (
        *("dose", "--weight", "70", "--indication", "als", "--off-label-reason", "board of 3 May"),
        *("--per-day", "0.4 g/kg", "--days", "5"),
    ),
    "dose that no vials fit": ("dose", "--weight", "3", "--age", "1 months", "--indication", "gbs", "--region", "us"),
    "infusion": INFUSION,
    "infusion with every option": (
        *("infusion", "--product", "octagam-10", "--weight", "72,5", "--height", "170", "--sex", "male", "--age", "72"),
        *("--risk", "thrombosis", "--grams", "35 g", "--indication", "dm", "--first", "--region", "us"),
        *("--weight-policy", "adjusted", "--rate-weight", "dosing"),
    ),
    "infusion at a flat rate": ("infusion", "--product", "intragam-p", "--weight", "70", "--grams", "24"),
    "infusion without a figure for a risk": (
        *("infusion", "--product", "octagam-5", "--weight", "70", "--grams", "24", "--risk", "renal"),
    ),
    "vials": ("vials", "28", "--product", "privigen"),
    "vials with every option": (
        *("vials", "28,5", "--product", "privigen", "--days", "3", "--region", "eu", "--round", "down"),
        *("--round-scope", "course", "--objective", "grams", *STOCK),
    ),
    "vials that do not fit": ("vials", "0.7", "--product", "privigen", "--days", "2"),
    "vials of a course that do not fit": ("vials", "28", "--product", "privigen", "--days", "9", *COURSE, *STOCK),
    "dose from a stock": (*CIDP, "--product", "privigen", "--product", "kiovig", *COURSE, *STOCK),
    "dose that the stock does not do for": (*CIDP, "--product", "privigen", "--days", "5", *EMPTY_OF_PRIVIGEN),
    "refusal of what is not in stock": ("vials", "28", "--product", "kiovig", *STOCK),
    "dose with cycles": (*CIDP, "--regimen", "D", "--cycles", "3", "--product", "privigen", *STOCK),
    "dose with cycles until a day": (*CIDP, "--regimen", "C", "--start", "2026-12-05", "--until", "2027-02-01"),
    "compare": COMPARE,
    "compare in pregnancy": (
        *("compare", "--weight", "90", "--height", "160", "--sex", "female", "--pre-pregnancy-weight", "82"),
        *("--indication", "gbs", "--product", "privigen"),
    ),
    "compare where a policy cannot be worked out": (
        *("compare", "--weight", "14", "--height", "95", "--sex", "female", "--age", "3", "--indication", "gbs"),
    ),
    "verify": ("verify", "--weight", "75", "--indication", "mg-exacerbation", "--order", "30 g daily for 5 days"),
    "verify that is dangerous": ("verify", "--weight", "75", "--indication", "gbs", "--order", "150 g on day 1"),
    "verify with every option": (
        *("verify", "--weight", "72,5", "--height", "170", "--sex", "male", "--age", "72", "--blood-group", "AB"),
        *("--iga", "<0.07 g/L", "--risk", "diabetes", "--indication", "cidp", "--weight-policy", "adjusted"),
        *("--order", "0,5 g/kg daily for 2 days every 4 weeks", "--regimen", "C", "--region", "eu"),
        *("--product", "privigen", "--rate", "180 mL/h", "--vials", "3x10+1x3"),
    ),
    "verify of a sequence": (
        *("verify", "--weight", "70", "--indication", "le-surface", "--order", "35 g on day 1, 70 g on day 3"),
    ),
    "verify of a range": ("verify", "--weight", "70", "--indication", "cidp", "--order", "50 g every 5 weeks"),
    "dose without a dosing weight": ("dose", "--weight", "90", "--indication", "adem", "--product", "privigen"),
    "verify without a dosing weight": (
        *("verify", "--weight", "90", "--indication", "adem", "--order", "0.4 g/kg daily for 5 days"),
        *("--product", "privigen", "--vials", "20+10+5", "--rate", "100 mL/h"),
    ),
    "verify of grams without a dosing weight": (
        *("verify", "--weight", "90", "--indication", "adem", "--order", "36 g daily for 5 days", "--vials", "20+10+5"),
        *("--product", "privigen"),
    ),
    "verify without a regimen": ("verify", "--weight", "70", "--indication", "mogad", "--order", "30 g once"),
    "batch": ("batch", PATIENTS, "--summary"),
    "batch with a forecast": ("batch", FORECAST, "--forecast", "2027-01:2027-03", "--region", "eu", *STOCK[:2]),
    "batch with a forecast that costs": (
        *("batch", FORECAST, "--forecast", "2027-01", "--every", "3 weeks", "--formulary", EXAMPLE),
    ),
    "batch with every option": (
        *("batch", PATIENTS, "--versus", "ideal", "--formulary", EXAMPLE, "--check", "--summary", "--regimen", "A"),
        *(
            "--indication",
            "gbs",
            "--product",
            "privigen",
            "--region",
            "eu",
            "--round",
            "up",
            "--weight-policy",
            "ontario",
        ),
    ),
    "products": ("products",),
    "products for a patient": ("products", "--iga-deficient", "--risk", "renal", "--risk", "sodium", "--risk", "fluid"),
    "products of a region": ("products", "--region", "br", "--risk", "anti-iga"),
    "products in full": ("products", "gamunex-c"),
    "products side by side": ("products", "privigen", "octagam-10", "--risk", "renal"),
    "table2": ("products", "--table2"),
    "indications": ("indications",),
    "indications searched": ("indications", "myasthenia"),
    "indications in full": ("indications", "cidp"),
    "approvals": ("indications", "--approvals"),
    "check": ("data", "check"),
    "check of a formulary": ("data", "check", EXAMPLE),
    "show": ("data", "show", "privigen", "--formulary", EXAMPLE),
    "show of a source": ("data", "show", "de-souza-2014"),
    "diff": ("data", "diff", EXAMPLE, CHANGED),
    "diff of what says the same": ("data", "diff", EXAMPLE, EXAMPLE),
    "audit": ("data", "audit"),
    "age": ("data", "audit", "--age"),
    "config": ("config", "show"),
    "selftest": ("selftest",),
    "selftest with a formulary": ("selftest", "--formulary", EXAMPLE),
    "config with a formulary": ("config", "show", "--formulary", EXAMPLE),
    "dose with a formulary": (*CIDP, "--formulary", EXAMPLE, "--product", "privigen", "--product", "kiovig"),
    "products with a formulary": ("products", "--formulary", EXAMPLE),
    "refusal": ("dose", "--weight", "75", "--indication", "cidp", "--course", "150 g", "--days", "1"),
    "refusal of a name": ("dose", "--weight", "70", "--indication", "MG"),
    "refusal of an order": ("verify", "--weight", "70", "--indication", "gbs", "--order", "150 g for 5 days"),
    "refusal of an option": ("dose", "--renal-risk"),
    "refusal without a reason": ("dose", "--weight", "70", "--indication", "als"),
}
"""Real answers; the first word of each name is the schema that it fits."""

QUANTITY: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?")
QUANTITY_KEYS: Final = re.compile(
    r"(.+_)?(kg|g|mg|ml|mmol|cm|percent|years)|g_(per_kg_)?(per_day|course|range)"
    r"|(.+_)?per_(g|l|ml|kg)|(.+_)(g|ml)_course|value|low|high|upper"
)
WHOLE_NUMBERS: Final = {
    "exit_code",
    "days",
    "days_range",
    "day",
    "count",
    *("rows", "row", "line", "failed_rows", "kept_rows", "dosed_rows", "dispensed_rows", "priced_rows"),
    *("not_compared_rows", "beyond_source"),
    *("cycle", "from_cycle", "rest_days", "infusions"),
    *("questions", "figures", "differing"),
    *("months", "limit_months", "facts", "newer"),
    "order",
    "tier",
    "interval_weeks",
    "step",
    "vial",
}
HEAD: Final = {"schema_version", "ivigcalc_version", "data_version", "data_sha256", "status", "exit_code"}


@cache
def answer(name: str) -> Any:
    """A real answer."""
    return run_once(*ANSWERS[name], "--format", "json").json


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in a JSON value."""
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from objects(one)
    if isinstance(value, list):
        for one in value:
            yield from objects(one)


def pairs(value: Any) -> Iterator[tuple[str, Any]]:
    """Every key of every object with its value, or with each value of its list."""
    for one in objects(value):
        for key, found in one.items():
            for item in found if isinstance(found, list) else [found]:
                yield key, item


@cache
def published(name: str) -> Draft202012Validator:
    """What checks an answer by the schema that the program prints for it."""
    schema = run("schema", name)
    assert (schema.code, schema.err) == (0, "")
    Draft202012Validator.check_schema(schema.json)
    return Draft202012Validator(schema.json)


def with_few(value: Any) -> Any:
    """A JSON value with the first two and the last of each list: the library takes long for hundreds that are alike."""
    if isinstance(value, dict):
        return {key: with_few(one) for key, one in value.items()}
    return [*map(with_few, [*value[:2], *value[2:][-1:]])] if isinstance(value, list) else value


@pytest.mark.parametrize("name", ANSWERS)
def test_answer_fits_its_published_schema(name: str) -> None:
    """By default the library looks at some entries of each list, and the quick reader at every one."""
    command, found = name.partition(" ")[0], answer(name)
    wrong = published(command).iter_errors(found if together(2) == 1 else with_few(found))
    assert [f"{error.json_path}: {error.message}" for error in wrong] == []
    assert [*misfits(found, schema(command), schema(command))] == []


def test_schema_says_no_to_what_is_not_an_answer() -> None:
    wrong = answer("dose") | {"products": "all"}
    assert not published("dose").is_valid(wrong)


@pytest.mark.parametrize("name", ANSWERS)
def test_every_null_has_a_sibling_with_the_reason(name: str) -> None:
    for one in members(objects(answer(name))):
        nulls = {key for key, value in one.items() if value is None}
        assert set() == {key for key in nulls if not one.get(f"{key}_missing")}


@pytest.mark.parametrize("name", ANSWERS)
def test_no_reason_stands_beside_a_value(name: str) -> None:
    reasons = [(one, key.removesuffix("_missing")) for one in objects(answer(name)) for key in one]
    missing = [(one, value) for one, value in reasons if one.get(f"{value}_missing")]
    assert [f"{value}_missing beside {one[value]!r}" for one, value in missing if one[value]] == []


@pytest.mark.parametrize("name", ANSWERS)
def test_a_quantity_is_a_plain_string(name: str) -> None:
    seen = 0
    for key, value in pairs(answer(name)):
        if QUANTITY_KEYS.fullmatch(key) and isinstance(value, str):
            number = value.removeprefix("<") if key == "iga_g_per_l" else value
            assert QUANTITY.fullmatch(number), f"{key}: {value!r}"
            assert number != "-0"
            seen += 1
    assert seen or not name.startswith(("dose", "products"))


@pytest.mark.parametrize("name", ANSWERS)
def test_only_counts_are_json_numbers(name: str) -> None:
    numbers = [one for one in pairs(answer(name)) if isinstance(one[1], int | float) and not isinstance(one[1], bool)]
    for key, value in members(numbers):
        assert isinstance(value, int), f"{key}: {value!r}"
        assert key in WHOLE_NUMBERS, f"{key}: {value!r}"


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_begins_with_the_head(name: str) -> None:
    found = answer(name)
    assert set() == HEAD - set(found)
    assert found["schema_version"] == "1"


@pytest.mark.parametrize("name", [name for name in ANSWERS if name.startswith("refusal")])
def test_a_refusal_has_nothing_but_the_head_and_what_is_wrong(name: str) -> None:
    found = answer(name)
    assert HEAD | {"error", "errors"} == set(found)
    assert found["error"] == found["errors"][0]
    assert {"code", "message", "field", "allowed", "next"} <= set(found["error"])


@pytest.mark.parametrize("name", [name for name in ANSWERS if name.startswith(("dose", "verify"))])
def test_an_answer_with_a_dose_has_no_error(name: str) -> None:
    assert "error" not in answer(name)


@pytest.mark.parametrize("name", [*ANSWERS][:: together(2)])
def test_same_input_gives_the_same_bytes(name: str) -> None:
    forms = ("json", "text", "table")
    first = [*ANSWERS].index(name) % together(len(forms))
    for form in members(forms[first :: together(len(forms))]):
        args = (*ANSWERS[name], "--format", form)
        assert run_once(*args) == run(*args)


@pytest.mark.parametrize("name", [name for name in ANSWERS if not name.startswith("refusal")])
def test_every_source_named_in_an_answer_is_listed(name: str) -> None:
    found = answer(name)
    listed = {source["id"] for source in found.get("sources", [])}
    cited = {
        one
        for part in ("alerts", "regimens", "dosing_weight", "causes")
        for key, one in pairs(found.get(part, []))
        if key in {"source", "sources"} and isinstance(one, str) and one
    }
    cited |= {
        source for key, reason in pairs(found.get("products", [])) if key == "reasons" for source in reason["source"]
    }
    assert set() == cited - listed


@pytest.mark.parametrize(
    "flags",
    [
        (),
        ("--all",),
        ("--explain",),
        ("--strict",),
        ("--region", "br"),
        ("--round", "exact"),
        ("--regimen", "A"),
        ("--days", "3"),
        ("--risk", "fructose", "--risk", "proline", "--risk", "anti-iga"),
        ("--start", "2026-12-01"),
    ],
)
def test_dose_json_holds_every_product_once(flags: tuple[str, ...], catalogue: Catalogue) -> None:
    found = [product["id"] for product in run(*CIDP, *flags, "--format", "json").json["products"]]
    assert sorted(product.id for product in catalogue.products) == sorted(found)


def test_products_asked_for_are_what_the_json_holds_and_it_says_so() -> None:
    found = run(*CIDP, "--product", "privigen", "--product", "kiovig", "--format", "json").json
    assert {"privigen", "kiovig"} == {product["id"] for product in found["products"]} == {*found["request"]["products"]}


def test_screen_flags_change_nothing_in_the_json_but_arithmetic_that_was_asked_for() -> None:
    plain = run(*CIDP, "--format", "json").out
    assert plain == run(*CIDP, "--all", "--strict", "--format", "json").out
    before, explained = (run(*CIDP, *flags, "--format", "json").json for flags in ((), ("--explain",)))
    assert before.pop("working") == explained.pop("working")[: len(run(*CIDP, "--format", "json").json["working"])]
    assert before.pop("sources") != explained.pop("sources")
    for product in members(explained["products"]):
        assert product.pop("working")
    assert before == explained
    named = (*CIDP, "--product", "privigen", "--format", "json")
    assert run(*named).out == run(*named, "--explain").out


def test_what_was_typed_is_not_called_a_default() -> None:
    named = ("--weight-policy", "actual", "--round", "nearest", "--region", "eu")
    assert run(*CIDP, "--format", "json").json["request"]["defaulted"] == ["weight_policy", "round", "region"]
    assert run(*CIDP, *named, "--format", "json").json["request"]["defaulted"] == []


def test_no_figure_is_lost_in_a_float() -> None:
    def refuse(text: str) -> float:
        raise AssertionError(text)

    assert json.loads(run(*CIDP, "--format", "json").out, parse_float=refuse)
