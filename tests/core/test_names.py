"""From what a person typed to one entry: never a guess."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.names import Entry, find, normal, resolve, search, suggestions
from ivigcalc.core.problems import Problem, RefusedError
from tests.profiles import examples


def refusal(resolver: Callable[[str], str], typed: str) -> Problem:
    with pytest.raises(RefusedError) as caught:
        resolver(typed)
    return caught.value.problems[0]


def ids_offered(problem: Problem) -> set[str]:
    return {line.partition(":")[0] for line in problem.allowed}


def every_entry(catalogue: Catalogue) -> list[tuple[Callable[[str], str], tuple[Entry, ...]]]:
    return [
        (catalogue.resolve_product, catalogue.product_entries),
        (catalogue.resolve_indication, catalogue.indication_entries),
    ]


def test_an_id_is_always_its_own_entry(catalogue: Catalogue) -> None:
    for resolver, entries in every_entry(catalogue):
        for entry in entries:
            assert resolver(entry.id) == entry.id
            assert resolver(f" {entry.id.upper()} ") == entry.id


def bearers(entries: tuple[Entry, ...]) -> dict[str, set[str]]:
    """The entries that bear each name, ids left out."""
    found: dict[str, set[str]] = {}
    for entry in entries:
        for name in (entry.name, *entry.names):
            found.setdefault(normal(name), set()).add(entry.id)
    return {name: owners for name, owners in found.items() if name not in {normal(entry.id) for entry in entries}}


def test_a_name_that_fits_several_entries_is_never_resolved_and_all_are_listed(catalogue: Catalogue) -> None:
    for resolver, entries in every_entry(catalogue):
        shared = {name: owners for name, owners in bearers(entries).items() if len(owners) > 1}
        assert shared
        for name, owners in shared.items():
            problem = refusal(resolver, name)
            assert problem.code == "ambiguous-name"
            assert ids_offered(problem) == owners


@examples(25)
@given(data=st.data())
def test_a_name_that_fits_one_entry_is_that_entry(catalogue: Catalogue, data: st.DataObject) -> None:
    resolver, entries = data.draw(st.sampled_from(every_entry(catalogue)))
    name, owners = data.draw(st.sampled_from([one for one in bearers(entries).items() if len(one[1]) == 1]))
    assert {resolver(name)} == owners


@pytest.mark.parametrize(
    ("typed", "among"),
    [
        ("gammagard", {"gammagard-sd-5", "kiovig"}),
        ("octagam", {"octagam-5", "octagam-10"}),
        ("sandoglobulina", {"sandoglobulin-3", "privigen"}),
        ("flebogamma", {"flebogamma-dif-5", "flebogamma-dif-10"}),
    ],
)
def test_a_brand_of_several_preparations_is_refused_with_what_tells_them_apart(
    catalogue: Catalogue, typed: str, among: set[str]
) -> None:
    problem = refusal(catalogue.resolve_product, typed)
    assert among <= ids_offered(problem)
    assert len(set(problem.allowed)) == len(problem.allowed)
    told = [line.partition(": ")[2] for line in problem.allowed]
    assert len(set(told)) == len(told)
    assert problem.next


def test_gammagard_is_told_apart_by_its_iga(catalogue: Catalogue) -> None:
    lines = {line.partition(":")[0]: line for line in refusal(catalogue.resolve_product, "gammagard").allowed}
    assert "3 mcg/mL" in lines["gammagard-sd-5"]
    assert "140" in lines["kiovig"]


@pytest.mark.parametrize(
    ("typed", "among"),
    [
        ("MG", {"mg-crisis", "mg-exacerbation", "mg-generalised", "mg-maintenance"}),
        ("G70.0", {"mg-crisis", "mg-exacerbation", "mg-generalised"}),
        ("g70.0", {"mg-crisis", "mg-exacerbation", "mg-generalised"}),
        ("G61.8", {"cidp", "mmn"}),
        ("G61", {"cidp", "mmn", "gbs"}),
    ],
)
def test_an_ambiguous_disease_or_code_is_refused_with_all_it_fits(
    catalogue: Catalogue, typed: str, among: set[str]
) -> None:
    problem = refusal(catalogue.resolve_indication, typed)
    assert problem.code == "ambiguous-name"
    assert among <= ids_offered(problem)


@pytest.mark.parametrize(
    ("typed", "indication"),
    [
        ("CIDP", "cidp"),
        ("PDIC", "cidp"),
        ("PIDC", "cidp"),
        ("G61.81", "cidp"),
        ("g61.81", "cidp"),
        ("G61.82", "mmn"),
        ("D80.1", "id-replacement"),
        ("G25.82", "sps"),
        ("Guillain-Barré", "gbs"),
        ("GUILLAIN BARRE", "gbs"),
    ],
)
def test_abbreviations_codes_and_accents(catalogue: Catalogue, typed: str, indication: str) -> None:
    assert catalogue.resolve_indication(typed) == indication


@pytest.mark.parametrize(
    ("typed", "near"),
    [("cdip", "cidp"), ("privgen", "privigen"), ("gamunex c1", "gamunex-c"), ("dermatomyositi", "dm")],
)
def test_a_near_miss_is_suggested_and_never_run(catalogue: Catalogue, typed: str, near: str) -> None:
    resolver = catalogue.resolve_product if near in {"privigen", "gamunex-c"} else catalogue.resolve_indication
    problem = refusal(resolver, typed)
    assert problem.code.startswith("unknown-")
    assert near in problem.allowed
    assert problem.allowed[0] in problem.next


@pytest.mark.parametrize("typed", ["", " ", "-", "()", "zzzzzzzz", "G", "G6", "61.8", "Z99.9", "重症筋無力症"])
def test_what_fits_nothing_is_refused_with_where_to_look(catalogue: Catalogue, typed: str) -> None:
    for resolver, _ in every_entry(catalogue):
        problem = refusal(resolver, typed)
        assert problem.code.startswith("unknown-")
        assert "ivigcalc" in problem.next


@examples(60)
@given(data=st.data())
def test_one_letter_wrong_in_an_id_never_runs_another_entry(catalogue: Catalogue, data: st.DataObject) -> None:
    resolver, entries = data.draw(st.sampled_from(every_entry(catalogue)))
    right = data.draw(st.sampled_from([entry.id for entry in entries]))
    at = data.draw(st.integers(0, len(right) - 1))
    typed = right[:at] + data.draw(st.sampled_from("abcxyz159 ")) + right[at + 1 :]
    names = {normal(name) for entry in entries for name in (entry.id, entry.name, *entry.names)}
    if normal(typed) not in names:
        assert refusal(resolver, typed).code.startswith("unknown-")


@pytest.mark.parametrize("brand", ["Hizentra", "Cuvitru", "HyQvia", "Gammanorm", "Cutaquig", "hizentra"])
def test_a_subcutaneous_brand_is_recognised_and_never_planned(catalogue: Catalogue, brand: str) -> None:
    problem = refusal(catalogue.resolve_product, brand)
    assert problem.code == "subcutaneous"
    assert "subcutaneous" in problem.message


@pytest.mark.parametrize("disease", ["Kawasaki disease", "ITP", "kawasaki"])
def test_a_disease_of_table_1_is_not_a_neurological_indication(catalogue: Catalogue, disease: str) -> None:
    problem = refusal(catalogue.resolve_indication, disease)
    assert problem.code == "out-of-scope"
    assert "not a neurological indication" in problem.message


def test_no_disease_of_table_1_falls_into_a_neurological_scheme(catalogue: Catalogue) -> None:
    """Only immunodeficiency has an entry, and that is replacement."""
    owners = bearers(catalogue.indication_entries)
    for disease in catalogue.out_of_scope:
        for name in (disease.name, *disease.synonyms):
            assert owners.get(normal(name), set()) <= {"id-replacement"}
        if normal(disease.name) not in owners:
            assert refusal(catalogue.resolve_indication, disease.name).code == "out-of-scope"


def entry(entry_id: str, *names: str, codes: tuple[str, ...] = ()) -> Entry:
    return Entry(id=entry_id, name=names[0] if names else entry_id, names=names, differs="", codes=codes)


def test_a_code_fits_the_entry_that_states_it_or_its_category() -> None:
    entries = [entry("a", codes=("G61.8",)), entry("b", codes=("G61.81",)), entry("c", codes=("D80.-",))]
    for typed, ids in [("G61.8", ["a"]), ("G61.81", ["b"]), ("D80.1", ["c"]), ("G62", [])]:
        assert [one.id for one in find(typed, entries)] == ids


def test_a_code_fits_a_range_from_its_first_to_its_last() -> None:
    entries = [entry("a", codes=("M33.10-M33.19",)), entry("b", codes=("M33.20",))]
    for typed, ids in [
        ("M33.10", ["a"]),
        ("M33.15", ["a"]),
        ("M33.19", ["a"]),
        ("M33.20", ["b"]),
        ("M33.21", []),
        ("M33.09", []),
    ]:
        assert [one.id for one in find(typed, entries)] == ids


def test_a_category_is_never_resolved_even_where_one_entry_belongs_to_it() -> None:
    entries = [entry("a", codes=("G61.81",))]
    problem = refusal(lambda typed: resolve(typed, entries, field="x", what="x", listing="x"), "G61")
    assert problem.code == "ambiguous-name"
    assert ids_offered(problem) == {"a"}


def test_an_id_stands_before_another_entrys_name() -> None:
    entries = [entry("mg", "myasthenia"), entry("mg-crisis", "MG")]
    assert resolve("MG", entries, field="x", what="x", listing="x") == "mg"


def test_entries_without_a_distinction_are_listed_by_name() -> None:
    entries = [entry("a", "Same"), entry("b", "Same")]
    problem = refusal(lambda typed: resolve(typed, entries, field="x", what="x", listing="x"), "same")
    assert problem.allowed == ("a: Same", "b: Same")


def test_searching_finds_parts_of_names_exact_ones_first(catalogue: Catalogue) -> None:
    entries = catalogue.indication_entries
    found = [one.id for one in search("myasthenia", entries)]
    assert {"mg-crisis", "mg-exacerbation", "mg-generalised"} <= set(found)
    assert search("cidp", entries)[0].id == "cidp"
    assert len({one.id for one in search("a", entries)}) == len(search("a", entries))
    assert search("", entries) == []
    assert search("-", entries) == []


def test_at_most_five_suggestions_each_once() -> None:
    entries = [entry(f"brand-{number}", "Brand") for number in range(9)]
    found = suggestions("brand", entries)
    assert len(found) == len(set(found)) <= 5
    assert suggestions("", entries) == ()
