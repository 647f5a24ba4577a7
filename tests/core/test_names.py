"""From what a person typed to one entry: never a guess. ``tests/vectors/names.yaml`` says by hand what must come."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.names.index import Nameable, Named, Names, Outside, icd10_of
from ivigcalc.core.names.refused import name_refusal, slips
from ivigcalc.core.names.words import Carriers, doubtful_sign, letters, near, one_slip, says_more, singular
from ivigcalc.core.problems import Problem, RefusedError
from tests.profiles import examples, members
from tests.program import project, written_down

VECTORS: dict[str, list[dict[str, Any]]] = written_down(project() / "tests" / "vectors" / "names.yaml")
KINDS = ("indications", "products")
CARRIERS = Carriers(words=("syndrome", "síndrome", "de", "of"), prefix="anti", antigens=("GAD", "aquaporin 4"))


def expected(outcome: str) -> list[tuple[str, str, Any]]:
    """Each text of the vectors with this outcome: its kind, the text, and what is said of it."""
    return [
        (kind, typed, said)
        for kind in KINDS
        for group in VECTORS[kind]
        for typed, said in (
            group.get(outcome, {}).items() if outcome != "unknown" else ((one, None) for one in group.get(outcome, ()))
        )
    ]


def names_of(kind: str, catalogue: Catalogue) -> Names:
    return catalogue.indication_names if kind == "indications" else catalogue.product_names


def reader(kind: str, catalogue: Catalogue) -> Callable[[str], Named]:
    return catalogue.named_indication if kind == "indications" else catalogue.named_product


def refusal(read: Callable[[str], Any], typed: str) -> Problem:
    with pytest.raises(RefusedError) as caught:
        read(typed)
    return caught.value.problems[0]


def ids_offered(problem: Problem) -> set[str]:
    return {line.partition(":")[0] for line in problem.allowed}


def test_the_vectors_hold_the_review_and_hundreds_more() -> None:
    printed = written_down(project() / "tests" / "vectors" / "table3_phrases.yaml")
    phrases = [one["phrase"] for group in printed["groups"].values() for one in group["phrases"]]
    phrases += [one["phrase"] for one in printed["elsewhere"]]
    every = [
        letters(typed) for outcome in ("is", "read_as", "refused", "not_covered") for _, typed, _ in expected(outcome)
    ]
    assert [phrase for phrase in phrases if letters(phrase) not in every] == []
    assert len(every) > 500


@pytest.mark.parametrize(("kind", "typed", "entry"), expected("is"))
def test_a_name_is_its_entry_and_nothing_needs_saying(kind: str, typed: str, entry: str, catalogue: Catalogue) -> None:
    assert reader(kind, catalogue)(typed) == Named(id=entry)


@pytest.mark.parametrize(("kind", "typed", "entry"), expected("read_as"))
def test_what_was_dropped_or_filed_elsewhere_is_echoed(kind: str, typed: str, entry: str, catalogue: Catalogue) -> None:
    named = reader(kind, catalogue)(typed)
    assert named.id == entry
    assert named.echo.startswith(f"{typed} read as ")


@pytest.mark.parametrize(("kind", "typed", "entries"), expected("refused"))
def test_a_part_a_wide_term_and_a_shared_name_are_refused_with_the_entries(
    kind: str, typed: str, entries: list[str], catalogue: Catalogue
) -> None:
    problem = refusal(reader(kind, catalogue), typed)
    assert set(entries) - ids_offered(problem) == set()
    assert problem.next


@pytest.mark.parametrize(("kind", "typed", "word"), expected("not_covered"))
def test_what_is_known_and_not_covered_says_so_by_name(kind: str, typed: str, word: str, catalogue: Catalogue) -> None:
    problem = refusal(reader(kind, catalogue), typed)
    assert problem.code in {"out-of-scope", "not-covered", "subcutaneous"}
    assert word in problem.message
    assert problem.allowed == ()


@pytest.mark.parametrize(("kind", "typed", "_"), expected("unknown"))
def test_what_fits_nothing_suggests_nothing(kind: str, typed: str, _: None, catalogue: Catalogue) -> None:
    problem = refusal(reader(kind, catalogue), typed)
    assert problem.code.startswith("unknown-")
    assert problem.allowed == ()
    assert "ivigcalc" in problem.next


@pytest.mark.parametrize("kind", KINDS)
def test_an_id_is_always_its_own_entry(kind: str, catalogue: Catalogue) -> None:
    names = names_of(kind, catalogue)
    for entry_id, entry in members(names.entries.items()):
        assert reader(kind, catalogue)(entry_id).id == entry_id
        if entry_id.upper() not in entry.wide:
            assert reader(kind, catalogue)(f" {entry_id.upper()} ").id == entry_id


def test_ssn_is_an_id_in_small_letters_and_two_diseases_in_capitals(catalogue: Catalogue) -> None:
    """Anti-Hu neuronopathy here, Sjögren neuropathy in Ontario's list (N12)."""
    assert "read as the id of Subacute sensory neuronopathy" in catalogue.named_indication("ssn").echo
    assert "Sjögren" in " ".join(refusal(catalogue.named_indication, "SSN").allowed)


@pytest.mark.parametrize("kind", KINDS)
def test_a_printed_name_and_a_name_in_short_lead_to_their_entry(kind: str, catalogue: Catalogue) -> None:
    names = names_of(kind, catalogue)
    for entry in members(names.entries.values()):
        for name in (entry.name, *(entry.names[:1] if kind == "indications" else ())):
            fit = names.fit(name)
            assert entry.id in fit.ids
            assert fit.only or len(fit.ids) > 1 or fit.wide, name
        assert names.fit(entry.name).only == entry.id


@pytest.mark.parametrize("kind", KINDS)
def test_every_name_leads_to_its_entry_or_is_refused_with_it(kind: str, catalogue: Catalogue) -> None:
    names = names_of(kind, catalogue)
    for entry in members(names.entries.values()):
        for name in members((*entry.every_name, *entry.wide, *entry.single_codes)):
            assert entry.id in names.fit(name).ids, name
            assert name not in entry.wide or not names.fit(name).only


def parts(name: str) -> Iterator[str]:
    """Single words of a name, and its beginnings."""
    words = re.findall(r"\w+", name)
    yield from words
    yield from (" ".join(words[:count]) for count in range(1, len(words)))
    yield from (name[:count] for count in range(1, len(name)))


@pytest.mark.parametrize("kind", KINDS)
def test_no_part_of_a_longer_name_that_is_no_name_by_itself_resolves(kind: str, catalogue: Catalogue) -> None:
    names = names_of(kind, catalogue)
    key = catalogue.carriers.key
    known = {
        key(name) for entry in names.entries.values() for name in (entry.id, *entry.every_name, *entry.single_codes)
    }
    longer = {name for entry in names.entries.values() for name in (*entry.every_name, *entry.wide)}
    candidates = {part for name in longer for part in parts(name)}
    resolving = {part for part in candidates if names.fit(part).only}
    assert {part for part in resolving if key(part) not in known and not icd10_of(part)} == set()
    assert len(candidates) > 500


@pytest.mark.parametrize("kind", KINDS)
def test_names_that_differ_by_words_without_meaning_alone_are_of_one_entry_or_shared_as_they_stand(
    kind: str, catalogue: Catalogue
) -> None:
    """A shared name is written in each entry that bears it: dropping a word never makes two entries one."""
    names = names_of(kind, catalogue)
    borne: dict[str, dict[str, set[str]]] = {}
    for entry in names.entries.values():
        for name in (*entry.every_name, *entry.wide):
            borne.setdefault(catalogue.carriers.key(name), {}).setdefault(entry.id, set()).add(letters(name))
    shared = {key: bearers for key, bearers in borne.items() if len(bearers) > 1}
    assert {key for key, bearers in shared.items() if not set.intersection(*bearers.values())} == set()


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_shared_by_entries_is_never_resolved(kind: str, catalogue: Catalogue) -> None:
    names = names_of(kind, catalogue)
    owners: dict[str, set[str]] = {}
    for entry in names.entries.values():
        for name in entry.every_name:
            owners.setdefault(name, set()).add(entry.id)
    ids = {letters(entry_id) for entry_id in names.entries}
    shared = {name: bearers for name, bearers in owners.items() if len(bearers) > 1 and letters(name) not in ids}
    assert kind == "indications" or shared
    for name, bearers in shared.items():
        problem = refusal(reader(kind, catalogue), name)
        assert problem.code == "ambiguous-name"
        assert ids_offered(problem) >= bearers


@examples(200)
@given(data=st.data())
def test_one_letter_wrong_in_a_name_never_runs_another_entry(catalogue: Catalogue, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    names = names_of(kind, catalogue)
    right = data.draw(st.sampled_from([name for entry in names.entries.values() for name in (entry.id, *entry.names)]))
    at = data.draw(st.integers(0, len(right) - 1))
    typed = right[:at] + data.draw(st.sampled_from("abcxyz159 ")) + right[at + 1 :]
    key = catalogue.carriers.key
    known = {
        key(name) for entry in names.entries.values() for name in (entry.id, *entry.every_name, *entry.single_codes)
    }
    assume(key(typed) not in known and not icd10_of(typed))
    refusal(reader(kind, catalogue), typed)


@pytest.mark.parametrize(
    ("typed", "near"),
    [("privgen", "privigen"), ("Panziga", "panzyga"), ("Guilain-Barré", "gbs"), ("polymyositsi", "pm")],
)
def test_a_slip_in_a_long_word_is_suggested_and_never_run(catalogue: Catalogue, typed: str, near: str) -> None:
    kind = "products" if near in catalogue.product_names.entries else "indications"
    problem = refusal(reader(kind, catalogue), typed)
    assert problem.code.startswith("unknown-")
    assert near in problem.allowed
    assert f"did you mean {problem.allowed[0]}" in problem.next


def test_a_slip_in_the_name_of_something_not_covered_suggests_that(catalogue: Catalogue) -> None:
    assert "Kawasaki disease" in refusal(catalogue.named_indication, "Kawazaki").allowed


@pytest.mark.parametrize(
    "typed", ["cdip", "PPMZ", "PANDIX", "madsem", "octagam 6", "privgen 20", "juvenile myasthenia"]
)
def test_abbreviations_figures_and_known_words_are_never_edited(catalogue: Catalogue, typed: str) -> None:
    for kind in KINDS:
        assert refusal(reader(kind, catalogue), typed).allowed == ()


def test_every_suggestion_shares_its_long_words_with_what_was_typed(catalogue: Catalogue) -> None:
    """Each word of a text stands in the name that is suggested, but for one letter of a word of six or more."""
    for kind in KINDS:
        names = names_of(kind, catalogue)
        texts = {entry.id: " ".join(entry.searched) for entry in names.entries.values()}
        misspelt = ("sensory neuropathy", "myelitis", "dermatomyositiss", "sclerosiss multiplex", "Gammaplexx")
        for typed, entry_id in members((one, entry) for one in misspelt for entry in slips(one, names)):
            words = {letters(word) for word in re.findall(r"\w+", texts.get(entry_id, entry_id))}
            for word in members(map(letters, typed.split())):
                assert any(one_slip(word, other) for other in words)


@pytest.mark.parametrize(
    ("typed", "word", "slip"),
    [
        ("privgen", "privigen", True),
        ("privigenn", "privigen", True),
        ("privigem", "privigen", True),
        ("prviigen", "privigen", True),
        ("privigen", "privigen", True),
        ("vigam", "bivigam", False),
        ("poems", "oms", False),
        ("neuropathy", "neuronopathy", False),
        ("privigne", "privxgen", False),
    ],
)
def test_one_slip_is_one_letter_more_less_or_other_or_two_that_changed_places(
    typed: str, word: str, *, slip: bool
) -> None:
    assert one_slip(typed, word) is slip
    assert one_slip(word, typed) is slip


@pytest.mark.parametrize(
    ("word", "single"),
    [("ataxias", "ataxia"), ("ataxia", "ataxia"), ("crises", "crises"), ("myositis", "myositis"), ("opsoclonus",) * 2],
)
def test_a_plural_s_of_a_long_word_does_not_count(word: str, single: str) -> None:
    assert singular(word) == single


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Guillain-Barré syndrome", ("guillain", "barre")),
        ("síndrome de Guillain-Barré", ("guillain", "barre")),
        ("Devic\u2019s syndrome", ("devic",)),
        ("anti-GAD", ("gad",)),
        ("antiGAD ataxia", ("gad", "ataxia")),
        ("anti-aquaporin 4", ("aquaporin", "4")),
        ("anti-thymocyte", ("anti", "thymocyte")),
        ("anti", ("anti",)),
        ("syndrome", ("syndrome",)),
        ("", ()),
    ],
)
def test_words_without_meaning_are_dropped_but_never_all(text: str, meaning: tuple[str, ...]) -> None:
    assert CARRIERS.meaning(text) == meaning


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("G61.81", "G61.81"),
        ("g6181", "G61.81"),
        ("CID-10: G61.0", "G61.0"),
        ("ICD10 G61", "G61"),
        ("G63.2*", "G63.2"),
        ("E11.4+", "E11.4"),
        ("G61.-", "G61"),
        ("G6", ""),
        ("61.8", ""),
        ("GBS", ""),
    ],
)
def test_a_code_is_read_with_and_without_its_dot(typed: str, code: str) -> None:
    assert icd10_of(typed) == code


def entry(entry_id: str, *names: str, codes: tuple[str, ...] = (), wide: tuple[str, ...] = ()) -> Nameable:
    return Nameable(id=entry_id, name=names[0] if names else entry_id, names=names, differs="", codes=codes, wide=wide)


def outside(name: str, see: str = "") -> Outside:
    return Outside(name=name, names=(), kind="out-of-scope", says=f"{name}: known", next="see: list", see=see)


def read(*entries: Nameable, known: tuple[Outside, ...] = ()) -> Callable[[str], str]:
    names = Names(entries, known, CARRIERS)

    def id_of(typed: str) -> str:
        named = names.named(typed)
        if named:
            return named.id
        raise name_refusal(typed, names, field="x", what="x", command="list")

    return id_of


def test_a_code_fits_the_entry_that_states_it_before_a_category_or_range() -> None:
    names = Names(
        [
            entry("a", codes=("G61.8",)),
            entry("b", codes=("G61.81",)),
            entry("c", codes=("D80.-",)),
            entry("d", codes=("M33.10-M33.19",)),
        ],
        [outside("e").replaced(codes=("D80.2",))],
        CARRIERS,
    )
    expected_ids = {
        "G61.8": ("a",),
        "G61.81": ("b",),
        "D80.1": ("c",),
        "D80.2": (),
        "M33.10": ("d",),
        "M3315": ("d",),
        "M33.19": ("d",),
        "M33.21": (),
        "M33.09": (),
        "G62": (),
    }
    assert {code: names.fit(code).ids for code in expected_ids} == expected_ids
    assert [thing.name for thing in names.fit("D802").outside] == ["e"]


def test_a_category_is_never_resolved_even_where_one_entry_belongs_to_it() -> None:
    problem = refusal(read(entry("a", codes=("G61.81",))), "G61")
    assert problem.code == "ambiguous-name"
    assert ids_offered(problem) == {"a"}


@pytest.mark.parametrize("sign", ["\u2122", "(R)", " (TM)", "\u2120", "\u00ae"])
def test_the_sign_of_a_trademark_says_nothing_of_a_brand_and_is_no_word_of_a_disease(
    catalogue: Catalogue, sign: str
) -> None:
    assert catalogue.named_product(f"Privigen{sign}") == Named(id="privigen")
    assert catalogue.named_product(f"PRIVIGEN{sign} 10 %") == Named(id="privigen")
    assert refusal(catalogue.named_product, f"Hizentra{sign}").code == "subcutaneous"
    assert ids_offered(refusal(catalogue.named_product, f"Octagam{sign}")) == {"octagam-5", "octagam-10"}
    assert refusal(catalogue.named_product, f"Privigon{sign}").allowed == ("privigen",)
    assert refusal(catalogue.named_product, f"Privigen{sign}?").code == "unknown-product"
    if sign != "\u00ae":
        assert refusal(catalogue.named_indication, f"GBS{sign}").code == "unknown-indication"


@pytest.mark.parametrize(
    ("ids", "todo"),
    [
        ("a", "a, if it is meant"),
        ("abcd", "a or b or c or d, whichever is meant"),
        ("abcde", "whichever of these ids is meant"),
    ],
)
def test_a_refusal_picks_none_of_several_entries(ids: str, todo: str) -> None:
    assert refusal(read(*(entry(one, "Some name", wide=("wide",)) for one in ids)), "wide").next == todo


def test_an_id_stands_before_another_entrys_name() -> None:
    assert read(entry("mg", "myasthenia"), entry("mg-crisis", "MG"))("MG") == "mg"


def test_a_wide_name_never_leads_to_its_entry_whether_alone_or_not() -> None:
    for entries in ([entry("a", "narrow", wide=("wide",))], [entry("a", "narrow", wide=("wide",)), entry("b", "wide")]):
        problem = refusal(read(*entries), "Wide")
        assert problem.code == "ambiguous-name"
        assert "covers more than one" in problem.message
        assert ids_offered(problem) == {one.id for one in entries}


def test_a_name_of_an_entry_and_of_something_outside_is_that_entry_only_where_it_is_meant() -> None:
    assert read(entry("a", "same"), known=(outside("same", see="a"),))("same") == "a"
    problem = refusal(read(entry("a", "same"), known=(outside("same"),)), "same")
    assert "it may also be same, which is not covered" in problem.message


def test_a_wide_name_that_is_one_outside_is_answered_by_that() -> None:
    problem = refusal(read(entry("a", "narrow", wide=("all",)), known=(outside("all", see="a"),)), "all")
    assert (problem.code, problem.next) == ("out-of-scope", "see: list a")


def test_a_part_of_a_name_that_is_only_outside_says_so() -> None:
    problem = refusal(read(entry("a"), known=(outside("Kawasaki disease"),)), "Kawa")
    assert problem.code == "part-of-a-name"
    assert "not covered: Kawasaki disease" in problem.message


def test_entries_without_a_distinction_are_listed_by_name() -> None:
    assert refusal(read(entry("a", "Same"), entry("b", "Same")), "same").allowed == ("a: Same", "b: Same")


def test_a_long_list_of_entries_is_cut_and_says_how_many_more() -> None:
    problem = refusal(read(*(entry(f"brand-{number}", f"Brand {number}") for number in range(20))), "brand")
    assert len(problem.allowed) == 12
    assert "8 more" in problem.next


def test_searching_finds_names_and_parts_and_says_why(catalogue: Catalogue) -> None:
    found = {one.id: one.why for one in catalogue.indication_names.search("epilepsia")}
    assert found == {"autoimmune-epilepsy": "name: epilepsia autoimune"}
    found = {one.id: one.why for one in catalogue.indication_names.search("MG")}
    assert found["mg-crisis"] == "MG covers more"
    assert {"gbs", "cidp"} <= {one.id for one in catalogue.indication_names.search("G61")}
    assert catalogue.indication_names.search("G61")[0].why.startswith("ICD-10: G61")
    assert "holder: Kedrion" in {one.why[:15] for one in catalogue.product_names.search("kedrion")}
    assert [one.id for one in catalogue.indication_names.search("sps")] == ["sps"]
    for nothing in ("", "-", "Kawasaki", "zzz"):
        assert catalogue.indication_names.search(nothing) == ()


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("wieght", ["weight", "height"]),  # two letters exchanged; and another one
        ("hieht", ["height"]),  # exchanged, and one too few
        ("weights", ["weight", "height"]),
        ("eight", ["height", "weight"]),
        ("ages", ["age"]),
        ("peso", []),  # three letters from "stock", four from "weight"
        ("sx", ["sex"]),
        ("ag", ["age"]),
        ("xyz", []),
        ("w" * 41, []),
    ],
)
def test_what_is_suggested_is_at_most_two_letters_away(word: str, found: list[str]) -> None:
    assert near(word, ["weight", "height", "age", "sex", "stock"]) == found


def test_what_was_read_of_a_brand_without_an_entry_is_said_with_its_source(catalogue: Catalogue) -> None:
    """The Philippine text of ImmunoRel: 5 %, IgA up to 80 mcg/mL."""
    told = {thing.name: thing for thing in catalogue.product_names.outside}
    assert "IgA up to 80 mcg/mL" in told["ImmunoRel"].says
    assert told["ImmunoRel"].sources == ("immunorel-ph",)
    assert (told["Globucel"].says, told["Globucel"].sources) == (
        "Globucel: known, but not a preparation of this data",
        (),
    )


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("CIDP", False),
        ("Guillain-Barré", False),
        ("Privigen®", False),
        ("非CIDP", True),
        ("≠ CIDP", True),
        ("5 ª", False),
    ],
)
def test_a_text_says_more_than_its_words(text: str, more: bool) -> None:  # noqa: FBT001 - what is asked
    assert says_more(text) is more


@pytest.mark.parametrize("text", ["非CIDP", "≠ CIDP"])
def test_nothing_bears_a_text_that_says_more_than_its_words(catalogue: Catalogue, text: str) -> None:
    names = catalogue.indication_names
    assert (names.fit("CIDP").only, names.fit(text).ids, names.search(text)) == ("cidp", (), ())


@pytest.mark.parametrize("text", ["?CIDP", "CIDP?", "CIDP (?)", "G61.81?", "¿CIDP?"])
def test_nothing_bears_a_text_with_a_question_mark(catalogue: Catalogue, text: str) -> None:
    """On a ward ``?CIDP`` is somebody who may have it."""
    names = catalogue.indication_names
    refused = name_refusal(text, names, field="--indication", what="indication", command="ivigcalc indications")
    assert [problem.message for problem in refused.problems] == [f"indication {text!r} has a question mark"]
    assert names.fit(text).ids == ()


SIGNS = [
    *(
        "CIDP*",
        "*CIDP",
        "~CIDP",
        "\u2248 CIDP",
        "-CIDP",
        "- CIDP",
        "\u2013CIDP",
        "CIDP-",
        "CIDP (-)",
        "CIDP (+)",
        "CIDP+",
        "+CIDP",
    ),
    *(
        "CIDP\u2020",
        "CIDP#",
        "CIDP^",
        "CIDP!",
        "CIDP/",
        "&CIDP",
        ">CIDP",
        "CIDP\u2192",
        "<CIDP>",
        "\u2610 CIDP",
        "[ ] CIDP",
        "CIDP ()",
    ),
    *(
        "CIDP...",
        "CIDP\u2026",
        "~~CIDP~~",
        "CIDP\uff0a",
        "\u26a0 CIDP",
        "CIDP \u00b1",
        "*G61.81",
        "-G61.81",
        "Guillain-Barr\u00e9* syndrome",
    ),
]


@pytest.mark.parametrize("text", SIGNS)
def test_nothing_bears_a_text_with_a_sign_that_may_say_that_it_is_not_so(catalogue: Catalogue, text: str) -> None:
    names = catalogue.indication_names
    refused = name_refusal(text, names, field="--indication", what="indication", command="ivigcalc indications")
    assert [problem.code for problem in refused.problems] == ["unknown-indication"]
    assert refused.problems[0].message.startswith(f"indication {text!r} has a sign that may say")
    assert names.fit(text).ids == ()


@pytest.mark.parametrize(
    "text",
    [
        "(CIDP)",
        "[CIDP]",
        "CIDP.",
        "CIDP,",
        '"CIDP"',
        "\u201cCIDP\u201d",
        "\u00abCIDP\u00bb",
        "'CIDP",
        "=CIDP",
        "\u2022 CIDP",
        "_CIDP_",
    ],
)
def test_brackets_and_quotes_around_a_name_and_a_full_stop_say_nothing(catalogue: Catalogue, text: str) -> None:
    assert catalogue.indication_names.fit(text).only == "cidp"


@pytest.mark.parametrize("text", ["G61.81*", "G61.81+", "G61.81\u2020", "G61.81-"])
def test_a_code_has_signs_of_its_own(catalogue: Catalogue, text: str) -> None:
    """The asterisk and the dagger of ICD-10, and the dash behind a category."""
    assert catalogue.indication_names.fit(text).only == "cidp"


@pytest.mark.parametrize("text", ["D80.1A", "D80.1V", "D80.1Z", "D80.1G", "D83A"])
def test_a_letter_behind_a_code_is_none_of_its_category(catalogue: Catalogue, text: str) -> None:
    """ICD-10-GM writes whether a diagnosis is certain (G), suspected (V), past (Z) or excluded (A)."""
    assert (catalogue.indication_names.fit(text).ids, catalogue.indication_names.fit(text[:-1]).ids[:1]) == (
        (),
        ("id-replacement",),
    )


def test_no_name_of_the_data_has_a_sign_of_doubt(catalogue: Catalogue) -> None:
    kinds = (catalogue.indication_names, catalogue.product_names)
    every = [(names, name) for names in kinds for entry in names.entries.values() for name in entry.every_name]
    every += [(names, name) for names in kinds for thing in names.outside for name in thing.every_name]
    assert len(every) > 500
    assert [name for names, name in every if names.is_doubtful(name)] == []


def test_the_sign_of_a_name_is_found_in_time_that_grows_with_its_length() -> None:
    """Ten thousand signs that may begin something that does not follow."""
    for text in ("(" * 10_000, "- " * 5000 + "a", "a" + " ." * 5000 + "b", "[ " * 5000):
        assert doubtful_sign(text) in {"", "-"}
