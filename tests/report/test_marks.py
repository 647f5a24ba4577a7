"""What no document prints as it stands is marked wherever it reaches an answer."""

import pytest

from ivigcalc.core.facts.fact import Standing
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
