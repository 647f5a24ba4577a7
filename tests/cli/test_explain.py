"""``--explain`` where an answer is of the data or of the program itself: how each verdict, age and setting follows.

Every figure is worked out again from the working in JSON, by the evaluator that shares no code with the program.
"""

import hashlib
import html
import json
import re
from fractions import Fraction
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.cli.app import COMMANDS
from ivigcalc.report.schema import CONTRACTS
from tests.evaluator import checked, near, value
from tests.profiles import examples, members, spread
from tests.program import project, run, run_once, shipped

EXAMPLE = str(project() / "docs" / "formulary-example.yaml")
CHANGED = str(project() / "tests" / "vectors" / "formulary_changed.yaml")

TWICE = {"mg/mL": 1000, "mcg/mL": 1}
"""How many mcg/mL a unit is."""


def steps_of(answer: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The steps of an answer by their names, which are all different."""
    steps = {step["step"]: step for step in answer["working"]}
    assert len(steps) == len(answer["working"])
    return steps


def test_the_audit_explains_where_each_verdict_is_given_and_how_its_counts_add_up() -> None:
    answer = run_once("data", "audit", "--format", "json").json
    steps = steps_of(answer)
    again = checked(answer["working"], answer["sources"])
    assert again["cells"] == again["cells by their verdict"] == 63
    counts = {one["verdict"]: one["count"] for one in answer["totals"]}
    formula = steps["cells by their verdict"]["formula"]
    assert {name: int(count) for count, name in re.findall(r"(\d+) (\S+)", formula)} == counts
    said = run_once("data", "audit", "--explain", columns=200)
    assert "HOW A VERDICT IS REACHED" in said.text
    assert "no clinician has read the verdicts" in said.text
    for one in members(answer["totals"]):
        assert f"{one['verdict']} {one['rule']} " in said.text
    for one in members(answer["sources"]):
        assert f"{one['id']} {one['title']}. {one['section']}" in said.text
    assert "WORKING" not in run_once("data", "audit", columns=200).text


def test_each_figure_of_table_2_is_held_against_the_labels_figure_in_the_same_unit() -> None:
    """IgA of Octagam: 0.4 mg/mL as printed; labels print up to 200 mcg/mL (5 %) and 400 (10 %), in the US 106."""
    answer = run_once("data", "audit", "--format", "json").json
    steps = steps_of(answer)
    octagam = {name: step["value"] for name, step in steps.items() if name.startswith("IgA (mg/mL), Octagam: ")}
    ratios = {name.partition(": ")[2]: Fraction(found) for name, found in octagam.items()}
    assert ratios.pop("Octagam 5 %, EU, up to") == 2
    assert ratios.pop("Octagam 10 %, EU, up to") == 1
    assert near(Fraction(400, 106), octagam["IgA (mg/mL), Octagam: Octagam 10 %, US, average"])
    read = {(cell["row"], cell["column"]): cell["read"] for cell in answer["cells"]}
    beside = [step for step in answer["working"] if step["unit"] == "times"]
    for step in members(beside):
        printed, unit, stated, other = re.fullmatch(
            r"(\S+) ([^ ]+)(?: sodium)?(?: x 1000)? / (\S+) (\S+)", step["formula"]
        ).groups()  # type: ignore[union-attr] # the formula has this form
        assert any(printed in one.lstrip("<").split() for one in read.values()), step
        factor = Fraction(TWICE.get(unit, 1), TWICE.get(other, 1))
        assert near(Fraction(printed) * factor / Fraction(stated), step["value"]), step
        assert step["source"] or "(no source read)" in step["step"]
    assert not any(name.startswith("pH") for name in steps)  # a pH is not so many times another


@given(year=st.integers(min_value=2024, max_value=2060), month=st.integers(min_value=1, max_value=12))
@examples(10, fewest=3)
def test_every_age_follows_from_its_working(year: int, month: int) -> None:
    """Counted again from the date as printed: without a month it is December, of a span the last one."""
    answer = run("data", "audit", "--on", f"{year}-{month:02d}-15", "--format", "json").json
    again = checked(answer["working"], answer["sources"])
    assert again["old from more than"] == answer["limit_months"] == 24
    for one in members(answer["old"]):
        dated = one["date"].removeprefix("bundle ").split()[0]
        last_year, last_month = re.findall(r"(\d{4})(?:-(?:\d\d/)?(\d\d))?(?!\d)", dated)[-1]
        months = (year - int(last_year)) * 12 + month - int(last_month or 12)
        assert again[f"age of {one['id']}"] == one["months"] == months > 24, one
    whole = len(answer["old"]) + answer["newer"] + len(answer["undated"])
    assert again["documents in all"] == whole


def test_an_age_is_explained_below_its_document_in_every_format() -> None:
    """The review is of December 2014; by June 2027 that is 150 months."""
    asked = ("data", "audit", "--on", "2027-06-01")
    for form in members(["table", "text", "html"]):
        said = html.unescape(re.sub(r"<[^>]+>", "", run(*asked, "--explain", "--format", form, columns=100).text))
        assert "age: 2027 x 12 + 6 - (2014 x 12 + 12)" in said
        assert "age: 2027" not in run(*asked, "--format", form).text
    assert value("2027 x 12 + 6 - (2014 x 12 + 12)") == 150


def places(answer: dict[str, Any], setting: str) -> list[tuple[str, str, str]]:
    """Where a setting was looked for: the place, what is there, 1 where it counts."""
    steps = (step for step in answer["working"] if step["step"].startswith(f"{setting}: "))
    return [(step["step"].partition(". ")[2], step["formula"], step["value"]) for step in steps]


def test_config_explains_which_places_were_looked_at_and_which_one_counts(tmp_path: Path) -> None:
    home = {"XDG_CONFIG_HOME": str(tmp_path), "IVIGCALC_FORMULARY": EXAMPLE, "IVIGCALC_REGION": "eu"}
    answer = run("config", "show", "--format", "json", env=home).json
    stocked = f"{len(shipped().products) - 2} products"  # the example hides two
    user = f"user file {tmp_path / 'ivigcalc' / 'formulary.yaml'}"
    assert places(answer, "formulary") == [
        ("option --formulary", "not given", "0"),
        ("environment variable IVIGCALC_FORMULARY", EXAMPLE, "1"),
        (user, "not given", "0"),
        ("default", "none", "0"),
    ]
    assert places(answer, "region") == [("environment variable IVIGCALC_REGION", "eu", "1"), ("default", "any", "0")]
    assert [place for place, _, counts in places(answer, "dates") if counts == "1"] == ["default"]
    assert places(answer, "stocked")[1] == (f"{EXAMPLE}:10", stocked, "1")
    option = run("config", "show", "--formulary", EXAMPLE, "--format", "json", env=home).json
    assert [counts for _, _, counts in places(option, "formulary")] == ["1", "0", "0", "0"]
    assert "not given, no" not in run("config", "show", "--explain", env=home).text
    both = {**home, "IVIGCALC_PRODUCTS": "privigen", "IVIGCALC_REGION": ""}
    listed = run("config", "show", "--format", "json", env=both).json
    assert [one[1:] for one in places(listed, "stocked")] == [
        ("1 product", "1"),
        (stocked, "0"),
        ("every product", "0"),
    ]
    assert places(listed, "region")[1] == ("default", "any", "1")


def test_a_user_file_counts_where_nothing_else_is_named(tmp_path: Path) -> None:
    own = tmp_path / "ivigcalc" / "formulary.yaml"
    own.parent.mkdir()
    own.write_text("site: A\ndates: dmy\n", encoding="utf-8")
    answer = run("config", "show", "--format", "json", env={"XDG_CONFIG_HOME": str(tmp_path)}).json
    assert places(answer, "formulary")[2] == ("user file", str(own), "1")
    assert places(answer, "dates")[0] == (f"{own}:2", "dmy", "1")


@pytest.mark.parametrize("words", [(), ("--formulary", EXAMPLE)])
def test_every_constant_and_bound_in_force_has_its_figure_and_document(words: tuple[str, ...]) -> None:
    answer = run("config", "show", *words, "--format", "json").json
    again = checked(
        [step for step in answer["working"] if step["step"].startswith(("constant ", "limit "))], answer["sources"]
    )
    in_force = {(one["group"], one["name"]): one for one in answer["settings"]}
    for name, figure in members(again.items()):
        kind, entry = name.partition(",")[0].split(" ", 1)
        here = in_force[kind, entry]["here"]
        assert f"{float(figure):g}" in here.split(), (name, here)
    documents = {one["id"] for one in answer["sources"]}
    ruled = [one for one in answer["settings"] if one["group"] in {"constant", "limit"}]
    for one in members(ruled):
        assert one["sources"]
        assert {*one["sources"]} <= documents
    bounded = {name.partition(",")[0] for name in again}
    with_figure = {f"{one['group']} {one['name']}" for one in ruled if re.search(r"\d", one["here"])}
    assert with_figure == bounded


def test_config_explains_in_text_too() -> None:
    for form in members(["table", "text"]):
        said = run_once("config", "show", "--explain", "--format", form, columns=160).text
        assert "environment variable IVIGCALC_REGION" in said
        assert "tool-policy Policy of this tool." in said
        assert "WHERE WAS LOOKED" not in run_once("config", "show", "--format", form).text


def test_the_self_test_explains_how_each_figure_is_compared_and_whose_it_is() -> None:
    answer = run_once("selftest", "--format", "json").json
    steps = steps_of(answer)
    said = run_once("selftest", "--explain", "--format", "text").text
    assert value(steps["figures"]["formula"]) == answer["figures"] == len(answer["checked"])
    assert value(steps["questions, group by group"]["formula"]) == answer["questions"]
    compared = 0
    for one in members(answer["checked"]):
        (step,) = [steps[name] for name in steps if name.startswith(f"{one['id']}: {one['place']}, ")]
        assert step["source"] == one["source"]
        assert step["source"] in said
        if " - " in step["formula"]:
            compared += 1
            assert value(step["formula"]) == Fraction(step["value"])
            assert step["formula"].split(" - ")[0] == one["found"]
            assert step["formula"].split(" - ")[1] in one["expected"]
            assert (abs(Fraction(step["value"])) <= Fraction(one["within"])) == one["agrees"]
        else:
            assert (step["value"] == "0") == one["agrees"] == (one["found"] in one["expected"])
    assert compared > 150
    (devine,) = [step for name, step in steps.items() if name.startswith("W01: ")]
    assert devine["step"].endswith("dosing_weight.kg, within 0.005")
    assert devine["formula"] == "52.38 - 52.381890"
    assert "AGREES policies.ideal.dosing_weight.kg: published 52.381890 (within 0.005), here 52.38" in said
    assert "AGREES" not in run_once("selftest", "--format", "text").text


@pytest.mark.parametrize("name", ["dose", "selftest", "data-products", "data-formulary"])
def test_a_schema_explains_what_it_rests_on_and_allows_the_same(name: str) -> None:
    plain, explained = run("schema", name), run("schema", name, "--explain")
    schema = json.loads(explained.out)
    comment = schema.pop("$comment")
    assert schema == json.loads(plain.out)
    assert comment.endswith(f"printed without --explain: {hashlib.sha256(plain.out.encode()).hexdigest()}.")
    (made_from,) = re.findall(r"Made from (ivigcalc[\w.]+)\.(\w+),", comment)
    shape = getattr(import_module(made_from[0]), made_from[1])
    assert made_from[1] in schema.get("$ref", made_from[1])
    assert {*schema.get("properties", schema["$defs"].get(made_from[1], {}).get("properties"))} >= {
        *shape.__annotations__
    }
    version = run_once("selftest", "--format", "json").json["ivigcalc_version"]
    assert comment.startswith(f"ivigcalc {version}")
    assert ("version 1 of the JSON contract" in comment) == (not name.startswith("data-"))


@cache
def data(file: str) -> Any:
    """A data file as it stands, read without the program."""
    text = (project() / "data" / f"{file}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe


@pytest.mark.parametrize("product", spread([one.id for one in shipped().products]))
def test_what_is_worked_out_of_a_product_follows_from_its_figures(product: str) -> None:
    """The strength by each vial, and the most that a gram of IgG carries, by the file as it stands."""
    answer = run("data", "show", product, "--format", "json").json
    (written,) = [one for one in data("products")["products"] if one["id"] == product]
    steps = [step for step in answer["working"] if step["step"].startswith(f"{written['shown']}: ")]
    again = {name.partition(": ")[2]: found for name, found in checked(steps, answer["sources"]).items()}
    mg = Fraction(str(written["mg_per_ml"]))
    for vial in members(written["vials"]) if written.get("vials") else ():
        strength = Fraction(str(vial["g"])) * 1000 / Fraction(str(vial["ml"]))
        assert strength in {found for name, found in again.items() if name.startswith("strength by the vial")}
    assert again["in a gram of IgG, volume"] == 1000 / mg
    per_gram = {"mcg/mL": 1000 / mg, "mg/g": Fraction(1000)}
    tops = {
        Fraction(str(fact.get("value", fact.get("high")))) * per_gram[fact["unit"]]
        for fact in written.get("iga", [])
        if fact["basis"] == "max" and fact.get("standing", "label") in {"label", "derived"}
    }
    iga = [found for name, found in again.items() if name.startswith("in a gram of IgG, IgA at most")]
    assert iga == [max(tops)] if tops else iga == []


def test_a_product_is_explained_on_the_screen_with_what_its_values_decide() -> None:
    """Privigen 10 %: at most 25 mcg of IgA in a mL of 100 mg are 250 mcg/g; 5 g in 50 mL are 100 mg/mL."""
    for form in members(["table", "text"]):
        said = run("data", "show", "privigen", "--explain", "--format", form, columns=200).text
        assert "25 mcg/mL x 1000 / 100 mg/mL" in said
        assert "5 g x 1000 / 50 mL" in said
        assert "decides how fast a preparation may run: ladders, risk_rates, first_infusion" in said
    assert "decides" not in run("data", "show", "privigen").text.partition("SOURCES")[0].replace("decides:", "")


def test_what_a_gram_carries_is_worked_out_where_preparations_are_shown_by_name() -> None:
    """Octagam 10 %: at most 400 mcg of IgA and 0.03 mmol of sodium in a mL of 100 mg; Privigen: 25 mcg."""
    one = run("products", "privigen", "--explain", columns=200).text
    assert "IgA at most 25 mcg/mL x 1000 / 100 mg/mL 250 mcg/g" in one
    both = run("products", "privigen", "octagam-10", "--region", "eu", "--explain", columns=200).text
    assert "Octagam 10 %: in a gram of IgG, volume 1000 / 100 mg/mL 10 mL/g" in both
    assert "IgA at most 400 mcg/mL x 1000 / 100 mg/mL 4000 mcg/g" in both
    assert "sodium at most (derived) 30 mmol/L / 100 mg/mL 0.3 mmol/g" in both
    for words in members([("products", "privigen"), ("products", "privigen", "octagam-10")]):
        assert "in a gram of IgG" not in run(*words).text


@pytest.mark.parametrize(
    "words",
    [
        ("products", "--risk", "renal", "--region", "br", "--all"),
        ("dose", "--weight", "70", "--indication", "cidp", "--per-day", "0.3 g/kg", "--days", "4"),
    ],
)
def test_what_no_document_says_has_no_empty_brackets_behind_it(words: tuple[str, ...]) -> None:
    said = run(*words, "--explain").text
    assert ("no vial size found for BR" if words[0] == "products" else "A as typed; no source read prints it") in said
    assert "[]" not in said


def naming(entry: str) -> set[str]:
    """The entries of one kind that name an entry, by the files as they stand."""
    match entry:
        case "cidp":
            return {one["id"] for one in data("products")["products"] if "cidp" in str(one.get("labelled"))}
        case "devine":
            return {one["id"] for one in data("weights")["policies"] if one.get("formula") == "devine"}
        case "renal-by-age":
            verdicts = data("rules")["verdicts"]
            return {one["id"] for one in verdicts if "renal" in one.get("when", []) + one.get("unless", [])}
        case _:
            return {one["id"] for one in data("indications")["indications"] if f"'{entry}'" in str(one.get("regimens"))}


@pytest.mark.parametrize(
    ("entry", "kind"),
    [("cidp", "product"), ("devine", "weight policy"), ("renal-by-age", "verdict rule"), ("ontario", "indication")],
)
def test_an_entry_is_explained_with_what_else_in_the_data_names_it(entry: str, kind: str) -> None:
    named = naming(entry)
    (found,) = run("data", "show", entry, "--format", "json").json["entries"]
    assert {one.removeprefix(f"{kind} ") for one in found["used_by"] if one.startswith(f"{kind} ")} == named
    said = run("data", "show", entry, "--explain", columns=200).text
    for one in members(named):
        assert f"used by {kind} {one}: " in said


def test_a_document_is_explained_with_its_age_and_how_much_rests_on_it() -> None:
    answer = run("data", "show", "ismp-2015", "--format", "json").json
    again = checked(answer["working"], answer["sources"])
    year, month = map(int, answer["data_version"].split("."))
    assert again["age of ismp-2015"] == (year - 2015) * 12 + month - 5
    (entry,) = answer["entries"]
    assert again["facts that rest on ismp-2015"] == len(entry["resting"]) == sum(map(len, entry["cited_by"].values()))
    undated = next(one["id"] for one in data("sources")["sources"] if one["date"] == "n/d")
    steps = run("data", "show", undated, "--format", "json").json["working"]
    assert not [step for step in steps if step["step"].startswith("age of")]


def test_a_check_explains_by_which_rules_and_how_its_counts_add_up() -> None:
    answer = run("data", "check", "--format", "json").json
    again = {name: value(step["formula"]) for name, step in steps_of(answer).items()}
    assert again == {name: Fraction(step["value"]) for name, step in steps_of(answer).items()}
    counts = {one["what"]: one["count"] for one in answer["counts"]}
    assert again["entries"] == sum(counts.values())
    assert (
        again["rules"] == counts["rules"] == sum(len(data("rules")[kind]) for kind in ("limits", "risks", "verdicts"))
    )
    assert again["documents, each cited"] == counts["sources"] == len(data("sources")["sources"])
    gaps = [one.get("missing", []) for kind in ("products", "indications") for one in data(kind)[kind]]
    assert again["gaps that are named"] == sum(map(len, gaps))
    unsourced = str(data("products")).count("'standing': 'unsourced'")
    unsourced += str(data("indications")).count("'standing': 'unsourced'")
    assert f" + {unsourced} unsourced" in steps_of(answer)["facts of labels and other documents"]["formula"]
    said = run("data", "check", "--explain").text
    assert "languages each text of each language is there" in said
    site = run("data", "check", EXAMPLE, "--explain").text
    assert "looser a change that lets more pass counts only with approved_by" in site
    assert "languages each text" not in site


def test_a_comparison_of_data_explains_its_rules_and_how_far_each_figure_is_off() -> None:
    """By hand: 90 in place of 80 is 12.5 % more; 260 in place of 251 is 3.59 % more."""
    words = ("data", "diff", EXAMPLE, CHANGED)
    answer = run(*words, "--format", "json").json
    steps = steps_of(answer)
    again = {name: value(step["formula"]) for name, step in steps.items()}
    assert again["entries that differ"] == len(answer["entries"])
    assert again["values that differ"] == sum(len(entry["values"]) for entry in answer["entries"])
    assert again["day-above-100-g: above"] == 10
    assert again["day-above-100-g: above, in percent"] == Fraction(25, 2)
    assert near(again["formulary: vials, privigen, 5 g, price, in percent"], "3.59")
    assert {name: Fraction(step["value"]) for name, step in steps.items() if "percent" not in name} == {
        name: found for name, found in again.items() if "percent" not in name
    }
    said = run(*words, "--explain", columns=160).text
    assert "90 - 80" in said
    assert "SOURCES OLD site-policy IVIg policy of the example." in said
    assert "SOURCES NEW none." in said
    assert "HOW IT WAS COMPARED" not in run(*words).text


def test_what_stands_on_one_side_alone_or_is_no_figure_is_not_taken_off(tmp_path: Path) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    limit = "limits:\n  - {id: day-above-100-g, above: 90}\n"
    old.write_text(f"site: A\ndates: dmy\n{limit}", encoding="utf-8")
    new.write_text(f"site: B\ndates: mdy\n{limit}", encoding="utf-8")
    steps = run("data", "diff", str(old), str(new), "--format", "json").json["working"]
    assert [step["step"] for step in steps] == ["entries that differ", "values that differ"]


def expected_of(text: str) -> set[Fraction]:
    """What a regimen comes to by its words: in all where days are given, else on each day."""
    daily = re.match(r"(\S+) g/kg (?:on|daily for) (\d+) days?", text)
    spread = re.match(r"(\S+) g/kg over (\d+) to (\d+) days", text)
    both = re.match(r"(\S+) to (\S+) g/kg per \w+(?: over (\d+) days)?", text)
    if daily:
        return {Fraction(daily[1]) * int(daily[2])}
    if spread:
        return {Fraction(spread[1]) / int(days) for days in spread.groups()[1:]}
    if both:
        return {Fraction(dose) / int(both[3]) for dose in both.groups()[:2]} if both[3] else set()
    return {sum(map(Fraction, re.findall(r"(\S+) g/kg on day", text)), Fraction(0))}


def test_every_regimen_of_every_indication_is_worked_out_by_its_words() -> None:
    answer = run_once("indications", "--format", "json").json
    again = checked(answer["working"], answer["sources"])
    for entry in members(answer["indications"]):
        for regimen in entry["regimens"]:
            about = f"{entry['id']}: {regimen['id']}, "
            found = {figure for name, figure in again.items() if name.startswith(about)}
            assert found == expected_of(regimen["text"]), (about, regimen["text"])
    assert again["gbs: induction, in all"] == 2  # 0.4 g/kg daily for 5 days


@pytest.mark.parametrize("words", [(), ("myasthenia",), ("cidp",), ("--approvals",)])
def test_every_list_of_indications_is_explained_with_its_documents(words: tuple[str, ...]) -> None:
    answer = run("indications", *words, "--format", "json").json
    said = run("indications", *words, "--explain", columns=200).text
    before = run("indications", *words, columns=200).text
    assert "WORKING" in said
    assert "WORKING" not in before
    for one in members(answer["sources"]):
        assert f"{one['id']} {one['title']}. {one['section']}" in said
    for step in members(answer["working"]):
        assert step["formula"] in said


def test_lists_of_approvals_and_words_are_counted() -> None:
    approvals = run_once("indications", "--approvals", "--format", "json").json
    steps = steps_of(approvals)
    for one in members(approvals["approvals"]):
        assert steps[f"{one['id']}: items"]["value"] == str(len(one["items"]))
        assert steps[f"{one['id']}: indications"]["value"] == str(len(one["entries"]))
    words = run_once("verify", "--words", "--format", "json").json
    again = {name: value(step["formula"]) for name, step in steps_of(words).items()}
    assert again["words"] == sum(len(one[tag]) for one in words["words"] for tag in ("en", "pt", "es"))
    assert again["names of units of rates"] == sum(map(len, words["rate_units"].values()))
    assert again["words that refuse an order"] == sum(len(one["words"]) for one in words["never_read"])
    numbers = [len(one[tag]) for one in data("orders")["order_numbers"] for tag in ("en", "pt", "es")]
    assert again["numbers as words"] == sum(numbers)
    assert "536" not in run_once("verify", "--words").text
    assert steps_of(words)["words"]["formula"] in run("verify", "--words", "--explain", columns=200).text


def test_table_2_has_the_working_of_its_audit() -> None:
    answer = run_once("products", "--table2", "--format", "json").json
    assert answer["working"] == run_once("data", "audit", "--format", "json").json["working"]
    assert "9 rows x 7 columns" in run_once("products", "--table2", "--explain", columns=200).text


LINES = [
    *((name,) for name in COMMANDS if name not in {"data", "config"}),
    *(("data", name) for name in ("check", "show", "diff", "audit")),
    ("config", "show"),
]
NO_WORKING = {"refusal": "there is no answer, so nothing was worked out; each problem has its rule and sources"}
"""Answers without a working, and why."""


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_every_command_has_explain(line: tuple[str, ...]) -> None:
    assert "--explain" in run(*line, "--help").text


@pytest.mark.parametrize("name", [name for name in CONTRACTS if name not in NO_WORKING])
def test_every_answer_in_json_has_a_working(name: str) -> None:
    schema = json.loads(run("schema", name).out)
    shapes = [schema, *schema["$defs"].values()]
    assert [shape for shape in shapes if "working" in shape.get("properties", {})]


EXPLAINED = {
    "audit": ("data", "audit"),
    "age": ("data", "audit", "--age"),
    "check": ("data", "check"),
    "show": ("data", "show", "privigen"),
    "config": ("config", "show"),
    "selftest": ("selftest",),
    "indications": ("indications", "myasthenia"),
    "words": ("verify", "--words"),
    "diff": ("data", "diff", EXAMPLE, CHANGED),
    "source": ("data", "show", "ismp-2015"),
    "approvals": ("indications", "--approvals"),
    "table 2": ("products", "--table2"),
}


def squeezed(text: str) -> str:
    """A text without what a terminal breaks lines with."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("name", EXPLAINED)
def test_nothing_that_is_explained_is_lost_in_a_narrow_terminal(name: str) -> None:
    """Each line of the text, in which every row of a table is one, stands word by word in 40 columns, too."""
    text = run_once(*EXPLAINED[name], "--explain", "--format", "text")
    narrow = {squeezed(word) for word in run_once(*EXPLAINED[name], "--explain", columns=40).out.split()}
    whole = squeezed(run_once(*EXPLAINED[name], "--explain", columns=40).out)
    for line in members(text.lines):
        for word in line.rstrip(";").split():
            assert word in narrow or word.strip(";:()") in whole, (line, word)
    answer = run_once(*EXPLAINED[name], "--format", "json").json
    for one in answer.get("sources", []):
        assert squeezed(f"{one['id']}{one['title']}.{one['section']}") in whole
    steps = [step for step in answer["working"] if name != "selftest" or step["unit"]]
    for step in members(steps):
        assert squeezed(step["formula"]) in whole or {*step["formula"].split()} <= narrow, step
