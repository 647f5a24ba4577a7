"""What two entries say differently: every value that differs is found, where it stands, and nothing else is."""

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest

from ivigcalc.core.facts import difference
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.difference import Change, PartDifference, differences, paired
from ivigcalc.core.facts.entries import OF_FILE, Group, all_entries, data_entries, group_of
from ivigcalc.core.facts.fact import Basis, Measure, Region, Statement
from ivigcalc.core.facts.formulary import Formulary, SiteVial
from ivigcalc.core.facts.indication import Daily, Phase, Spread, StrongestSource
from ivigcalc.core.facts.ladder import Context, LabelStep, Ladder, RateUnit
from ivigcalc.core.facts.product import LabelDose, Product, Vial
from ivigcalc.core.record import Record
from tests.profiles import members, spread, together
from tests.program import shipped

CATALOGUE = shipped()


def found(old: Record | None, new: Record | None) -> list[tuple[str, str | None, str | None]]:
    """Each value that differs by where it stands."""
    return [
        (" > ".join((*part.path, value.field)), value.old, value.new)
        for part in differences(old, new)
        for value in part.values
    ]


def privigen(**changes: Any) -> Product:
    return CATALOGUE.product("privigen").replaced(**changes)


def vial(g: str, ml: str, **more: Any) -> Vial:
    return Vial(g=Decimal(g), ml=Decimal(ml), regions=(Region.EU,), sources=("a",), **more)


def ladder(*regions: Region, maximum: str = "4.8", **more: Any) -> Ladder:
    steps = (LabelStep(rate=Decimal("0.3"), minutes=Decimal(30)), LabelStep(rate=Decimal(1)))
    return Ladder(
        **{
            "contexts": (Context.ANY,),
            "regions": regions,
            "unit": RateUnit.ML_KG_H,
            "steps": steps,
            "maximum": Decimal(maximum),
            "says": "s",
            "date": "2024",
            "sources": ("label",),
            **more,
        }
    )


def changed_leaves(value: Any) -> Iterator[Any]:
    """Copies of a record, a tuple or a mapping, each with one plain value changed; of a plain value the changed one."""
    match value:
        case Record():
            for name in value.field_names:
                for other in changed_leaves(getattr(value, name)):
                    with suppress(ValueError):  # a measure that cannot be
                        yield value.replaced(**{name: other})
        case tuple():
            for place, item in enumerate(value):
                for other in changed_leaves(item):
                    yield (*value[:place], other, *value[place + 1 :])
        case dict():
            for key, item in value.items():
                yield from ({**value, key: other} for other in changed_leaves(item))
        case None:
            return
        case _:
            yield changed(value)


def changed(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, Enum):
        return next(one for one in type(value) if one is not value)
    return f"{value}, changed" if isinstance(value, str) else value + 1


@pytest.mark.parametrize("kind", dict.fromkeys(entry.kind for entry in all_entries(CATALOGUE)))
def test_whatever_changes_in_an_entry_is_found_and_nothing_in_one_that_does_not(kind: str) -> None:
    entries = [entry.entry for entry in all_entries(CATALOGUE) if entry.kind == kind]
    for entry in members(spread(entries)):
        assert found(entry, entry.replaced()) == []
        for other in [*changed_leaves(entry)][:: together(3)]:
            assert [one for one in found(entry, other) if one[1] != one[2]], f"{entry!r}\n{other!r}"


def test_the_entries_are_all_that_the_data_say() -> None:
    """Without one of its parts the data have other entries."""
    whole = [*all_entries(CATALOGUE)]
    for name in ("products", "not_covered", "indications", "out_of_scope", "approval_lists", "sources"):
        assert len([*all_entries(CATALOGUE.replaced(**{name: ()}))]) == len(whole) - len(getattr(CATALOGUE, name))
    inside = {id(entry.entry) for entry in whole}
    for record in (CATALOGUE.rules, CATALOGUE.weights, CATALOGUE.table2):
        for name in record.field_names:
            listed = getattr(record, name)
            assert isinstance(listed, str) or {id(one) for one in listed} <= inside
    assert [entry.entry.can_be_asked_for for entry in whole if entry.kind == "regions"] == [CATALOGUE.regions]
    assert {id(CATALOGUE.subcutaneous), id(CATALOGUE.carriers), id(CATALOGUE.tables), id(CATALOGUE.orders)} <= inside
    not_data = {"version", "sha256", "name_keys", "local"}
    assert {*Catalogue.field_names} - not_data == {
        *("products", "regions", "subcutaneous", "not_covered", "table2", "indications", "out_of_scope", "carriers"),
        *("approval_lists", "rules", "weights", "tables", "orders", "sources"),
    }


def test_every_kind_of_entry_stands_in_one_data_file() -> None:
    kinds = [kind for listed in OF_FILE.values() for kind in listed]
    assert len(kinds) == len({*kinds})
    assert {entry.kind for entry in all_entries(CATALOGUE)} == {*kinds}
    assert {entry.kind for entry in data_entries(CATALOGUE)} <= {*kinds}


def test_a_figure_is_named_by_what_it_is_about_with_its_unit() -> None:
    old = privigen(ladders=(ladder(Region.US), ladder(Region.EU)), vials=(vial("5", "50"), vial("2.5", "25")))
    new = privigen(
        ladders=(ladder(Region.EU, Region.AU, maximum="7.2"), ladder(Region.US)),
        vials=(vial("5", "49.9"), vial("2.5", "25")),
        mg_per_ml=Decimal(50),
    )
    assert found(old, new) == [
        ("mg_per_ml", "100 mg/mL", "50 mg/mL"),
        ("order of ladders", "US, any, EU AU, any", "EU AU, any, US, any"),
        ("vials > 5 g > ml", "50 mL", "49.9 mL"),
        ("ladders > EU AU, any > regions", None, "au"),
        ("ladders > EU AU, any > maximum", "4.8 mL/kg/h", "7.2 mL/kg/h"),
    ]


def test_a_step_has_the_unit_of_its_ladder_and_its_sources() -> None:
    other = ladder(Region.EU, steps=(LabelStep(rate=Decimal("0.5"), minutes=Decimal(15)), LabelStep(rate=Decimal(1))))
    old, new = privigen(ladders=(ladder(Region.EU),)), privigen(ladders=(other,))
    (part,) = differences(old, new)
    assert (part.path, part.old_sources) == (("ladders", "EU, any", "steps", "1"), ("label",))
    assert [(value.field, value.old, value.new) for value in part.values] == [
        ("rate", "0.3 mL/kg/h", "0.5 mL/kg/h"),
        ("minutes", "30 min", "15 min"),
    ]


def test_a_vial_of_another_size_is_another_vial() -> None:
    parts = [*differences(privigen(vials=(vial("5", "50"),)), privigen(vials=(vial("2.5", "25"),)))]
    assert [(part.path, part.change) for part in parts] == [
        (("vials", "2.5 g"), Change.ADDED),
        (("vials", "5 g"), Change.REMOVED),
    ]


def test_facts_of_the_same_region_are_each_the_most_alike_again() -> None:
    def iga(value: str, basis: Basis) -> Measure:
        return Measure(basis=basis, value=Decimal(value), unit="mcg/mL", sources=("a",), regions=(Region.EU,))

    old = privigen(iga=(iga("25", Basis.MAX), iga("8", Basis.AVERAGE)))
    new = privigen(iga=(iga("9", Basis.AVERAGE), iga("25", Basis.MAX)))
    assert found(old, new) == [
        ("order of iga", "EU (2), EU (1)", "EU (1), EU (2)"),
        ("iga > EU (1) > value", "8 mcg/mL", "9 mcg/mL"),
    ]


def test_a_fact_of_another_region_is_another_fact() -> None:
    old = privigen(warnings=(Statement(says="a", regions=(Region.US,)), Statement(says="b")))
    new = privigen(warnings=(Statement(says="a", regions=(Region.EU,)), Statement(says="c")))
    assert found(old, new) == [
        ("warnings > EU > says", None, "a"),
        ("warnings > EU > regions", None, "eu"),
        ("warnings >  > says", "b", "c"),
        ("warnings > US > says", "a", None),
        ("warnings > US > regions", "us", None),
    ]


def test_a_regimen_of_another_form_is_the_same_regimen() -> None:
    shared: dict[str, Any] = {
        "id": "induction",
        "phase": Phase.INDUCTION,
        "rests_on": StrongestSource.TRIAL,
        "basis": "b",
        "sources": ("a",),
    }
    daily = Daily(**shared, form="daily", g_per_kg=Decimal("0.4"), days=5)
    spread_out = Spread(**shared, form="spread", g_per_kg=Decimal(2), min_days=2, max_days=5)
    gbs = CATALOGUE.indication("gbs")
    assert found(gbs.replaced(regimens=(daily,)), gbs.replaced(regimens=(spread_out,))) == [
        ("regimens > induction > form", "daily", "spread"),
        ("regimens > induction > g_per_kg", "0.4 g/kg", "2 g/kg"),
        ("regimens > induction > days", "5", None),
        ("regimens > induction > min_days", None, "2"),
        ("regimens > induction > max_days", None, "5"),
    ]


def test_a_bound_has_the_unit_of_what_it_measures() -> None:
    rule = next(rule for rule in CATALOGUE.rules.limits if rule.id == "day-above-100-g")
    assert found(rule, rule.replaced(above=Decimal(80))) == [("above", "100 g", "80 g")]


def test_of_a_list_of_words_each_that_came_or_went_is_named() -> None:
    assert found(privigen(names=("A", "B")), privigen(names=("B", "C"))) == [("names", "A", None), ("names", None, "C")]
    assert found(privigen(names=("A", "B")), privigen(names=("B", "A"))) == [("names", "A, B", "B, A")]


def test_of_a_mapping_each_key_is_a_value_or_a_list_of_entries() -> None:
    assert found(privigen(missing={}), privigen(missing={"iga": "not read"})) == [("missing.iga", None, "not read")]
    cheap, dear = (SiteVial(g=Decimal(5), ml=Decimal(50), price=Decimal(price)) for price in (1, 2))
    old, new = (Formulary(site="A", vials={"privigen": (one,)}) for one in (cheap, dear))
    assert found(old, new) == [("vials > privigen > 5 g > price", "1", "2")]


def test_of_an_entry_that_is_new_or_gone_every_value_that_was_stated_is_named() -> None:
    one = Statement(says="a", regions=(Region.EU,))
    for old, new, change in ((None, one, Change.ADDED), (one, None, Change.REMOVED)):
        (part,) = differences(old, new)
        assert part.change is change
        assert [(value.field, value.new or value.old) for value in part.values] == [("says", "a"), ("regions", "eu")]


def test_a_figure_of_0_that_is_new_or_gone_is_named() -> None:
    """That a preparation has no sugar is 0 g/g."""
    none = Measure(basis=Basis.EXACT, unit="g/g", value=Decimal(0), sources=("label",))
    assert ("value", "0 g/g", None) in found(none, None)
    assert ("value", None, "0 g/g") in found(None, none)


def test_a_part_that_states_nothing_is_new_or_gone_all_the_same() -> None:
    label = CATALOGUE.product("privigen").labelled[0]
    (part,) = differences(label.replaced(doses=()), label.replaced(doses=(LabelDose(),)))
    assert part == PartDifference(
        path=("doses", ""), change=Change.ADDED, values=(), old_sources=label.sources, new_sources=label.sources
    )


def test_a_truth_is_said_in_words() -> None:
    old, new = (privigen(ladders=(ladder(Region.EU, adults=adults),)) for adults in (False, True))
    assert found(old, new) == [("ladders > EU, any > adults", None, "yes")]


def test_entries_that_are_about_the_same_but_not_the_same_kind_are_not_paired() -> None:
    assert paired((LabelStep(rate=Decimal(1)),), (vial("5", "50"),)) == [
        (None, vial("5", "50")),
        (LabelStep(rate=Decimal(1)), None),
    ]


def test_very_long_lists_are_compared_entry_by_entry_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(difference, "MOST_PAIRS", 0)
    old, new = (ladder(Region.EU, maximum=maximum) for maximum in ("1", "2"))
    assert paired((old,), (new,)) == [(None, new), (old, None)]
    assert paired((old,), (new, old)) == [(None, new), (old, old)]


@pytest.mark.parametrize(
    ("kind", "path", "field", "expected"),
    [
        ("limit", (), "above", Group.LIMITS),
        ("limit", (), "text", Group.TEXTS),
        ("constant", (), "value", Group.LIMITS),
        ("product", ("ladders", "EU, any"), "maximum", Group.RATES),
        ("product", ("ladders", "EU, any"), "says", Group.TEXTS),
        ("product", ("vials", "5 g"), "ml", Group.VIALS),
        ("product", (), "mg_per_ml", Group.VIALS),
        ("product", ("contraindications", "proline"), "says", Group.VERDICTS),
        ("product", ("iga", "EU"), "value", Group.VERDICTS),
        ("product", (), "missing.iga", Group.VERDICTS),
        ("product", (), "brand", Group.TEXTS),
        ("verdict rule", (), "verdict", Group.VERDICTS),
        ("indication", ("regimens", "induction"), "g_per_kg", Group.REGIMENS),
        ("indication", ("recorded", "record only"), "says", Group.REGIMENS),
        ("weight policy", (), "factor", Group.REGIMENS),
        ("source", (), "date", Group.SOURCES),
        ("words of tables", ("stock", "g"), "en", Group.TEXTS),
        ("formulary", ("vials", "privigen", "5 g"), "price", Group.VIALS),
        ("formulary", (), "review_by", Group.LIMITS),
    ],
)
def test_a_value_stands_with_what_it_decides(kind: str, path: tuple[str, ...], field: str, expected: Group) -> None:
    assert group_of(kind, path, field) is expected
