"""``--explain`` where an answer is of the data or of the program itself: how each verdict, age and setting follows.

Every figure is worked out again from the working in JSON, by the evaluator that shares no code with the program.
"""

import hashlib
import html
import json
import re
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evaluator import checked, near, value
from tests.profiles import examples, members
from tests.program import project, run, run_once

EXAMPLE = str(project() / "docs" / "formulary-example.yaml")

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
    user = f"user file {tmp_path / 'ivigcalc' / 'formulary.yaml'}"
    assert places(answer, "formulary") == [
        ("option --formulary", "not given", "0"),
        ("environment variable IVIGCALC_FORMULARY", EXAMPLE, "1"),
        (user, "not given", "0"),
        ("default", "none", "0"),
    ]
    assert places(answer, "region") == [("environment variable IVIGCALC_REGION", "eu", "1"), ("default", "any", "0")]
    assert [place for place, _, counts in places(answer, "dates") if counts == "1"] == ["default"]
    assert places(answer, "stocked")[1] == (f"{EXAMPLE}:10", "32 products", "1")
    option = run("config", "show", "--formulary", EXAMPLE, "--format", "json", env=home).json
    assert [counts for _, _, counts in places(option, "formulary")] == ["1", "0", "0", "0"]
    assert "not given, no" not in run("config", "show", "--explain", env=home).text
    both = {**home, "IVIGCALC_PRODUCTS": "privigen", "IVIGCALC_REGION": ""}
    listed = run("config", "show", "--format", "json", env=both).json
    assert [one[1:] for one in places(listed, "stocked")] == [
        ("1 product", "1"),
        ("32 products", "0"),
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


EXPLAINED = {"audit": ("data", "audit"), "age": ("data", "audit", "--age"), "config": ("config", "show")}


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
        assert squeezed(step["formula"]) in whole, step
