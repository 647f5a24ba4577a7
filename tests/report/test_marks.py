"""What no document prints as it stands is marked wherever it reaches an answer."""

import html
import re

import pytest

from ivigcalc.core.facts.fact import Measure, Standing
from ivigcalc.core.facts.product import Product
from tests.profiles import members
from tests.program import run, shipped

GBS = ("dose", "--weight", "70", "--indication", "gbs", "--regimen", "A")


def test_what_a_course_carries_is_marked_where_its_figure_is_derived() -> None:
    """Gammagard S/D 10 %: IgA 2 x 3 and sodium 2 x 154 of the 5 % text (data/products.yaml); its sugar is printed."""
    answer = run(*GBS, "--product", "gammagard-sd-10", "--region", "eu")
    assert "IgA up to 9 mg (derived), sodium up to 462 mmol (derived), glucose up to 65.1 g, 1500 mL." in answer.text
    exposure = run(*GBS, "--product", "gammagard-sd-10", "--region", "eu", "--format", "json").json
    (plan,) = exposure["products"][0]["plans"]
    assert plan["exposure"]["derived"] == ["iga_mg", "sodium_mmol"]
    assert "(derived)" in run("worksheet", *GBS[1:], "--product", "gammagard-sd-10").text


def test_what_a_course_carries_is_not_marked_where_a_label_prints_it() -> None:
    """Privigen, Australia: IgA 25 mcg/mL, sodium 1 mmol/L (data/products.yaml)."""
    (product,) = run(*GBS, "--product", "privigen", "--region", "br", "--format", "json").json["products"]
    assert product["plans"][0]["exposure"]["derived"] == []
    assert (
        "derived" not in run(*GBS, "--product", "privigen", "--region", "br").text.partition("Course carries")[2][:80]
    )


def test_a_ladder_that_stands_in_for_an_unread_label_is_marked() -> None:
    said = run(*GBS, "--product", "gammagard-sd-5", "--region", "us").text
    assert "LABEL US, all uses (derived): the figures of the EU text" in said
    assert "all uses (derived)" not in run(*GBS, "--product", "gammagard-sd-5", "--region", "eu").text


STATED = [
    (entry.id, said.marked)
    for entry in shipped().indications
    for said in (*entry.cautions, *entry.conflicts, *entry.limits, *entry.reassess, *entry.sentences)
    if said.standing is not Standing.LABEL
]


@pytest.mark.parametrize(("indication", "marked"), STATED)
def test_a_statement_of_an_indication_is_marked(indication: str, marked: str) -> None:
    assert marked.endswith((" (derived)", " (no source read)"))
    words = " ".join(run("indications", indication).out.split())
    assert marked in words
    assert marked in run("indications", indication, "--format", "json").out


def test_a_caution_of_an_indication_is_marked_above_a_dose() -> None:
    marked = "0.4 g/kg daily on 2 days is only 0.8 g/kg; the full course is 5 days (2 g/kg) (derived)"
    assert marked in run(*GBS, "--all").text
    assert marked in run(*GBS, "--format", "json").json["indication"]["cautions"]


WORDS = {Standing.DERIVED: "derived", Standing.UNSOURCED: "(no source read|unsourced)", Standing.TABLE2: "Table 2"}


def measures(product: Product) -> dict[str, list[Measure]]:
    """The figures of a preparation that no document prints as they stand, by the key that they have in JSON."""
    listed = {
        "iga": product.iga,
        "sodium": product.sodium,
        "osmolality": product.osmolality,
        "sugar": [sugar.amount for sugar in product.sugar if sugar.amount],
    }
    found = {key: [one for one in facts if one.standing is not Standing.LABEL] for key, facts in listed.items()}
    return {key: facts for key, facts in found.items() if facts}


def pages(product: Product) -> list[str]:
    """The page of a preparation as a table, as text and as HTML, with single spaces and without markup."""
    form = re.sub("<[^>]+>", " ", html.unescape(run("products", product.id, "--format", "html").out))
    plain = [run("products", product.id, "--format", how).out for how in ("table", "text")]
    return [" ".join(page.split()) for page in (*plain, form)]


MARKED = [product for product in shipped().products if measures(product)]


@pytest.mark.parametrize("product", MARKED, ids=lambda product: product.id)
def test_a_figure_of_a_preparation_is_marked_wherever_its_page_is_printed(product: Product) -> None:
    (answer,) = run("products", product.id, "--format", "json").json["products"]
    said = pages(product)
    for key, facts in members(measures(product).items()):
        in_json = [(one["value"] or one["high"], one["standing"]) for one in answer[key]["facts"]]
        for fact in members(facts):
            figure = f"{(fact.value if fact.value is not None else fact.high) or 0:f}"
            assert (f"{float(figure):g}", str(fact.standing)) in in_json
            marked = rf"{re.escape(f'{float(figure):g}')} {re.escape(fact.unit)} \({WORDS[fact.standing]}\)"
            none = rf"no sugar[^\[]*\[[^\]]*({WORDS[fact.standing]})" if key == "sugar" and not fact.value else marked
            assert all(re.search(marked, page) or re.search(none, page) for page in said), (marked, said[0])


TOLD: list[tuple[Product, str, Standing]] = [
    (product, said.says, said.standing)
    for product in shipped().products
    for told in (product.ladders, product.contraindications, product.warnings, product.stabiliser)
    for said in told
    if said.standing is not Standing.LABEL
]


@pytest.mark.parametrize(("product", "says", "standing"), TOLD, ids=lambda one: getattr(one, "id", None))
def test_what_a_preparation_is_said_to_be_is_marked(product: Product, says: str, standing: Standing) -> None:
    for page in members(pages(product)):
        _, found, after = page.partition(" ".join(says.split())[:40])
        assert found, says
        assert re.search(WORDS[standing], after[: len(says) + 200]), after[:300]


@pytest.mark.parametrize("product", [one for one in MARKED if one.vials], ids=lambda product: product.id)
def test_a_derived_figure_is_marked_in_every_answer_that_it_reaches(product: Product) -> None:
    """What the course carries, in JSON, its working, on the screen, on a worksheet; never general knowledge."""
    asked = (*GBS, "--product", product.id)
    answer = run(*asked, "--format", "json").json
    plans = [plan for one in answer.get("products", []) for plan in one["plans"] if plan["exposure"]]
    if not plans:
        assert not [step for step in answer.get("working", []) if " of the course, at most" in step["step"]]
        return
    marks = plans[0]["exposure"]["derived"]
    steps = [step["step"] for step in answer["working"] if " of the course, at most" in step["step"]]
    names = {"iga_mg": "IgA", "sodium_mmol": "sodium", "sugar_g": "sugar"}
    assert {names[one] for one in marks} == {
        name for step in steps for name in names.values() if f" {name} of" in step and step.endswith("(derived)")
    }
    said = run(*asked).text.partition("Course carries")[2][:160]
    assert said.count("(derived)") == len(marks)
    assert not any("no source read" in step for step in steps)
    if marks:
        assert "(derived)" in run("worksheet", *asked[1:], "-o", "-").text
        assert "(derived)" in run(*asked, "--format", "html").out
        assert "(derived)" in run(*asked, "--format", "text").out
