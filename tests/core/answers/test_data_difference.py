"""Two sides compared: entries that are new, gone or changed, by kind, and in which order they stand."""

from decimal import Decimal

from ivigcalc.core.answers.data.difference import Side, difference
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.difference import Change
from ivigcalc.core.facts.entries import Group, all_entries, formulary_entries
from ivigcalc.core.facts.formulary import ConstantChange, Formulary, LimitChange
from tests.program import shipped

CATALOGUE = shipped()


def side(catalogue: Catalogue) -> Side:
    documents = {source.id: source for source in catalogue.sources}
    return Side(name="a", entries=tuple(all_entries(catalogue)), documents=documents, sha256="")


def test_two_sides_that_say_the_same_have_no_difference() -> None:
    assert difference(side(CATALOGUE), side(CATALOGUE)).entries == ()


def test_an_entry_is_new_gone_or_changed() -> None:
    first, second, *others = CATALOGUE.products
    old = CATALOGUE.replaced(products=(first, second))
    new = CATALOGUE.replaced(products=(others[0], second.replaced(mg_per_ml=Decimal(51))))
    found = difference(side(old), side(new)).entries
    assert [(entry.kind, entry.id, entry.change) for entry in found] == [
        ("product", others[0].id, Change.ADDED),
        ("product", second.id, Change.CHANGED),
        ("product", first.id, Change.REMOVED),
    ]
    (value,) = found[1].values
    assert (value.group, value.field, value.new) == (Group.VIALS, "mg_per_ml", "51 mg/mL")
    assert found[1].called == second.shown


def test_entries_in_another_order_are_named() -> None:
    """Where nothing else decides, preparations are listed in the order of the file."""
    first, second, *_ = CATALOGUE.products
    old, new = CATALOGUE.replaced(products=(first, second)), CATALOGUE.replaced(products=(second, first))
    (entry,) = difference(side(old), side(new)).entries
    (value,) = entry.values
    assert (value.field, value.old, value.new) == ("order", f"{first.id}, {second.id}", f"{second.id}, {first.id}")


def test_two_formularies_are_compared_entry_by_entry() -> None:
    old = Formulary(site="A", limits=(LimitChange(id="day-above-100-g", above=Decimal(80)),))
    new = old.replaced(site="B", constants=(ConstantChange(id="stated-day", value=Decimal(3)),))
    sides = [Side(name="a", entries=tuple(formulary_entries(one)), documents={}, sha256="") for one in (old, new)]
    assert [(entry.kind, entry.id, entry.change) for entry in difference(*sides).entries] == [
        ("constant", "stated-day", Change.ADDED),
        ("formulary", "formulary", Change.CHANGED),
    ]
