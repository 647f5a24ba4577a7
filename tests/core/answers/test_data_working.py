"""How the answers about the data, the settings and the self-test come about, by their own functions."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from ivigcalc.core.answers.config import SettingPlace, config_working
from ivigcalc.core.answers.data.audit import age_of, age_working, audit_age, audit_working
from ivigcalc.core.answers.data.check import check_working
from ivigcalc.core.answers.data.difference import Side, difference, difference_working
from ivigcalc.core.answers.data.entries import decides, entries_called, entry_working, used_by
from ivigcalc.core.answers.data.words import words_working
from ivigcalc.core.answers.indications import approvals_working, regimens_working
from ivigcalc.core.answers.selftest import Answered, Question, QuestionGroup, compared, selftest, selftest_working
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.entries import DataEntry, Group
from ivigcalc.core.facts.fact import Basis, Measure, Region
from ivigcalc.core.facts.rule import Constant
from tests.evaluator import value
from tests.profiles import members

NOVEMBER_2026 = 2026 * 12 + 11


def test_an_age_is_the_months_from_the_last_one_that_a_date_may_mean(catalogue: Catalogue) -> None:
    review = catalogue.source("de-souza-2014")
    age = age_of(review, NOVEMBER_2026)
    assert age is not None
    assert (age.formula, int(age.value), age.source) == ("2026 x 12 + 11 - (2014 x 12 + 12)", 143, "de-souza-2014")
    assert age_of(review.replaced(date="n/d"), NOVEMBER_2026) is None


def test_each_old_document_has_its_age_and_every_document_is_counted(catalogue: Catalogue) -> None:
    found = audit_age(catalogue, NOVEMBER_2026)
    limit, whole, *ages = age_working(found, catalogue)
    assert (int(limit.value), limit.unit, limit.source) == (24, "months", "tool-policy")
    assert value(whole.formula) == whole.value == len(catalogue.sources)
    assert [age.value for age in ages] == [one.months for one in found.old]
    assert all(value(age.formula) == age.value for age in members(ages))


def held(catalogue: Catalogue, fact: Measure, **cell: Any) -> list[tuple[str, str, int | Fraction]]:
    """What the audit holds a cell of IgA, of the column of Privigen, against: step, formula, ratio."""
    column = "sandoglobulina-privigen"
    one = next(one for one in catalogue.table2.cells if (one.row, one.column) == ("iga", column))
    table = catalogue.table2.replaced(cells=(one.replaced(**{"value": None, **cell}),))
    products = tuple(
        product.replaced(iga=(fact,)) if product.id == "privigen" else product for product in catalogue.products
    )
    steps = [*audit_working(catalogue.replaced(table2=table, products=products))][2:]
    return [(step.step.partition(": ")[2], step.formula, step.value) for step in steps]


def figure(**given: Any) -> Measure:
    return Measure(**{"basis": Basis.MAX, "unit": "mcg/mL", "value": Decimal(50), "sources": ("epi-priv",), **given})


def test_a_figure_of_table_2_is_held_against_each_label_that_prints_the_same_thing(catalogue: Catalogue) -> None:
    """By hand: 0.1 mg/mL are 100 mcg/mL, twice 50; of a range both ends; a least value says nothing."""
    name, one = "Privigen 10 %", {"value": Decimal("0.1"), "unit": "mg/mL"}
    span: dict[str, Any] = {"basis": Basis.RANGE, "value": None, "low": Decimal(20), "high": Decimal(40)}
    assert held(catalogue, figure(regions=(Region.EU,)), **one) == [
        (f"{name}, EU, up to", "0.1 mg/mL x 1000 / 50 mcg/mL", 2)
    ]
    assert held(catalogue, figure(**span), low=Decimal(10), high=Decimal(80), unit="mcg/mL") == [
        (f"{name}, low end", "10 mcg/mL / 20 mcg/mL", Fraction(1, 2)),
        (f"{name}, high end", "80 mcg/mL / 40 mcg/mL", 2),
    ]
    assert held(catalogue, figure(**span), value=Decimal(40), unit="mcg/mL") == [(name, "40 mcg/mL / 40 mcg/mL", 1)]
    assert held(catalogue, figure(basis=Basis.AT_LEAST), **one) == []
    assert held(catalogue, figure(unit="mg/g"), **one) == []
    assert held(catalogue, figure(unit="pH"), value=Decimal(5), unit="pH") == []
    assert held(catalogue, figure(value=Decimal(0)), **one) == []


def test_the_counts_of_the_audit_add_up(catalogue: Catalogue) -> None:
    cells, verdicts, *_ = audit_working(catalogue)
    assert value(cells.formula) == value(verdicts.formula) == cells.value == verdicts.value == 63


def test_the_counts_of_a_check_and_of_words_add_up(catalogue: Catalogue) -> None:
    counts = catalogue.counts()
    steps = [*check_working(catalogue, counts), *words_working(catalogue), *approvals_working(catalogue)]
    assert all(value(step.formula) == step.value for step in members(steps))
    assert steps[0].value == sum(counts.values())


@pytest.mark.parametrize(
    ("indication", "expected"),
    [
        ("gbs", {"induction, in all": 2}),
        ("le-surface", {"induction-sequence, in all": Fraction(3, 2), "maintenance, in all": Fraction(3, 5)}),
    ],
)
def test_a_regimen_is_worked_out_by_its_form(
    indication: str, expected: dict[str, Fraction], catalogue: Catalogue
) -> None:
    """Daily: 0.4 g/kg on 5 days, 0.6 on one; a sequence: 0.5 and 1 g/kg."""
    found = {step.step.partition(": ")[2]: step.value for step in regimens_working(catalogue.indication(indication))}
    assert found.items() >= expected.items()


def test_a_regimen_that_is_divided_has_its_least_and_its_largest_day(catalogue: Catalogue) -> None:
    """CIDP: 2 g/kg over 2 to 5 days; 1 to 2 g/kg over 2 days; a range for one day is not divided."""
    found = {step.step: step.value for step in regimens_working(catalogue.indication("cidp"))}
    assert found["cidp: induction, each of 2 days"] == 1
    assert found["cidp: induction, each of 5 days"] == Fraction(2, 5)
    assert found["cidp: maintenance-panzyga, most on each of 2 days"] == 1
    assert not any("maintenance-range" in name for name in found)


def worked_out(name: str, catalogue: Catalogue) -> dict[str, Fraction]:
    steps = (step for entry in entries_called(name, catalogue) for step in entry_working(entry, catalogue))
    return {step.step: step.value for step in steps}


def test_an_entry_has_what_is_worked_out_of_it_alone(catalogue: Catalogue) -> None:
    """Privigen: 5 g in 50 mL are 100 mg/mL; at most 25 mcg of IgA in a mL are 250 in a gram."""
    privigen = worked_out("privigen", catalogue)
    assert privigen["Privigen 10 %: strength by the vial of 5 g"] == 100
    assert privigen["Privigen 10 %: in a gram of IgG, IgA at most"] == 250
    bare = catalogue.product("privigen").replaced(iga=(), sodium=(), sugar=(), vials=())
    steps = entry_working(DataEntry(kind="product", id="privigen", entry=bare), catalogue)
    assert [step.step.partition(": ")[2] for step in steps] == ["in a gram of IgG, volume"]
    assert worked_out("gbs", catalogue)["gbs: induction, in all"] == 2
    assert worked_out("label-age", catalogue) == {}
    assert "age of ismp-2015" in worked_out("ismp-2015", catalogue)
    unread = catalogue.source("ismp-2015").replaced(id="nobody", date="n/d")
    (step,) = entry_working(DataEntry(kind="source", id="nobody", entry=unread), catalogue)
    assert (step.step, step.formula, str(step.value)) == ("facts that rest on nobody", "0", "0")


def one(name: str, catalogue: Catalogue) -> DataEntry:
    (entry,) = entries_called(name, catalogue)
    return entry


def test_an_entry_is_named_by_others_and_decides_by_its_keys(catalogue: Catalogue) -> None:
    assert used_by(one("ontario", catalogue), catalogue) == {"indication adem": ("regimens[0]", "regimens[1]")}
    assert "limit renal-risk" in used_by(one("renal-by-age", catalogue), catalogue)
    assert used_by(one("label-age", catalogue), catalogue) == {}
    assert decides(one("label-age", catalogue)) == {Group.LIMITS: ("value", "unit", "looser"), Group.TEXTS: ("text",)}
    of_product = decides(one("privigen", catalogue))
    assert of_product[Group.RATES] == ("ladders", "risk_rates", "first_infusion")
    assert "missing" not in decides(one("cidp", catalogue)).get(Group.VERDICTS, ())


def limit_of(**given: Any) -> Side:
    constant = Constant(id="a", value=Decimal(80), unit="g", text="t", sources=("here",)).replaced(**given)
    return Side(name="", entries=(DataEntry(kind="constant", id="a", entry=constant),), documents={}, sha256="")


def test_a_figure_that_differs_is_taken_off_the_old_one() -> None:
    """By hand: 90 in place of 80 is 12.5 % more; of what was 0 there is no percentage; texts have none."""
    steps = [*difference_working(difference(limit_of(), limit_of(value=Decimal(90), text="u")))]
    assert [(step.step, step.value) for step in steps] == [
        ("entries that differ", 1),
        ("values that differ", 2),
        ("a: value", 10),
        ("a: value, in percent", Fraction(25, 2)),
    ]
    assert all(value(step.formula) == step.value for step in members(steps))
    from_nothing = [*difference_working(difference(limit_of(value=Decimal(0)), limit_of()))]
    assert [step.step for step in from_nothing][2:] == ["a: value"]
    other_unit = [*difference_working(difference(limit_of(), limit_of(value=Decimal(90), unit="kg")))]
    assert [step.step for step in other_unit] == ["entries that differ", "values that differ"]


def test_places_are_numbered_and_constants_and_bounds_have_their_documents(catalogue: Catalogue) -> None:
    places = [
        SettingPlace(setting="region", place=place, there="x", counts=counts)
        for place, counts in (("a", False), ("b", True))
    ]
    first, second, *others = config_working(places, catalogue)
    assert [(step.step, int(step.value)) for step in (first, second)] == [("region: 1. a", 0), ("region: 2. b", 1)]
    by_name = {step.step: step for step in others}
    assert by_name["constant label-age"].value == 24
    assert by_name["limit day-above-100-g, day_g above"].value == 100
    assert all(step.source for step in members(others))


def question(name: str, place: str, *expected: str, within: str = "0") -> Question:
    expect = {place: tuple(expected)}
    return Question(id=name, ask="dose", options={}, expect=expect, within=Fraction(within), source="s")


def test_a_figure_of_the_self_test_has_how_far_it_is_off() -> None:
    """A figure within its tolerance, one beyond it, the nearest of two, a word that is right, one that is not."""
    answer = {"a": "1.02", "b": "5", "c": "yes", "d": "no"}
    asked = (
        question("A", "a", "1.00", within="0.05"),
        question("B", "b", "2", "4"),
        question("C", "c", "yes"),
        question("D", "d", "yes", within="1"),
    )
    groups = [QuestionGroup(id="g", title="G", questions=asked)]
    test = selftest(groups, lambda _: Answered(exit_code=0, answer=answer), {}, {})
    assert [compared(figure) for figure in test.figures] == ["within 0.05", "the same", "the same", "the same"]
    steps = [(step.step, step.formula, str(step.value)) for step in selftest_working(test)]
    assert steps == [
        ("A: a, within 0.05", "1.02 - 1.00", "1/50"),
        ("B: b, the same", "5 - 4", "1"),
        ("C: c, the same", "yes; published: yes", "0"),
        ("D: d, the same", "no; published: yes", "1"),
        ("figures", "2 agree + 2 differ", "4"),
        ("questions, group by group", "4", "4"),
    ]
