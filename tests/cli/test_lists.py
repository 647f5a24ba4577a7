"""``products`` and ``indications``: lists, searches, one in full, and what the review prints."""

import re

import pytest

from ivigcalc.core.facts.catalogue import Catalogue
from tests.profiles import members
from tests.program import run, shipped

REVIEW_TABLE_2 = """\
Laboratory|ARC/Baxter|Aventis|Bayer|Octapharma|Grifols|CSL Behring|Baxter
Form|Powder|Powder|Liquid|Liquid|Liquid|Liquid|Liquid
Concentration (%)|5-10|5|10|5|5-10|10|10
Osmolarity|125-636|309|258|310-380|327-342|320|309
IgA (mg/mL)|<2.4|<25|46|<0.4|<0.003|<0.025|<0.14
Stabilizer|Glucose (20-40 mg)|Sucrose (50 mg)|None|Maltose|Sorbitol 5%|Proline|Sucrose
Salt (mg/mL)|8.5-17|5|Trace|0|<3.2|<1|5
Time of infusion (hours)|1.2-5|5-6|2|4-6|3.1|1.2-5|5-6
pH|6.4-7.2|6.4-7.2|4-4.5|5.1-6|5.6|4.8|6.4-7.2
"""
"""De Souza et al., Arq Neuropsiquiatr 2014, Table 2, left to right (its "<" restored from the lost glyph)."""

COLUMNS = ["Gammagard", "Gammar-P", "Gamunex", "Octagam", "Flebogamma", "Sandoglobulina Privigen", "Kiovig"]

ANVISA = [
    "Guillain-Barré syndrome",
    "myasthenia gravis",
    "juvenil dermatomyositis",
    "other dermatomyositis",
    "polymyositis",
]
FDA = [
    "Allogeneic bone marrow transplantation",
    "chronic lymphocytic leukemia",
    "common variable immunodeficiency",
    "pediatric HIV type I infection",
    "Kawasaki disease",
    "immune-mediated thrombocytopenia",
    "kidney transplantation (with high antibody recipiente or with an ABO incompatible donor)",
    "primary immunodeficiency disorders with defects in humoral immunity",
    "hematopoietic stem cell transplantation (patients older than 20 years)",
]
"""Both lists as the same review's text prints them."""


def table_2() -> list[tuple[str, list[str]]]:
    """The rows of the review's Table 2."""
    rows = [line.split("|") for line in REVIEW_TABLE_2.splitlines()]
    return [(heading, cells) for heading, *cells in rows]


def test_table_2_json_is_the_printed_table() -> None:
    answer = run("products", "--table2", "--format", "json").json
    assert [column["heading"] for column in answer["table2"]] == COLUMNS
    rows = [
        (heading, [column["cells"][row]["printed"] for column in answer["table2"]])
        for row, heading in answer["rows"].items()
    ]
    assert table_2() == rows


@pytest.mark.parametrize("form", ["table", "text"])
def test_table_2_is_printed_whole(form: str) -> None:
    text = run("products", "--table2", "--format", form, columns=200).text
    for heading, cells in members(table_2()):
        assert heading in text
        for cell in cells:
            assert cell in text


def test_table_2_shows_how_the_audit_ended() -> None:
    counts = {"agrees": 32, "superseded": 4, "partial": 5, "unit-wrong": 5, "wrong": 11, "label-not-found": 6}
    answer = run("products", "--table2", "--format", "json").json
    verdicts = [cell["verdict"] for column in answer["table2"] for cell in column["cells"].values()]
    assert counts == {verdict: verdicts.count(verdict) for verdict in counts}
    assert sum(counts.values()) == len(verdicts) == 63
    text = run("products", "--table2").text
    for verdict, count in counts.items():
        assert f"{verdict} {count}" in text


@pytest.mark.parametrize("form", ["table", "text"])
def test_privigen_in_full_stands_beside_its_column(form: str) -> None:
    text = run("products", "privigen", "--format", form).text
    for figure in ("100 mg/mL", "25 mcg/mL", "proline", "<0.025", "<1", "4.8", "320"):
        assert figure in text
    for verdict in ("agrees", "unit-wrong", "wrong"):
        assert verdict in text


def test_privigen_is_the_papers_sandoglobulina_privigen() -> None:
    product = run("products", "Sandoglobulina Privigen", "--format", "json").json["products"][0]
    assert product["id"] == "privigen"
    column = [cells[5] for _, cells in table_2()]
    assert column == [cell["printed"] for cell in product["table2"].values()]


def test_kiovig_is_shown_apart_from_gammagard_sd() -> None:
    answer = run("products", "kiovig")
    assert "Kiovig / Gammagard Liquid" in answer.text
    assert "not Gammagard S/D" in answer.text


def test_without_factors_the_order_is_by_market_and_label_and_the_screen_says_so() -> None:
    for args in (("products",), ("dose", "--weight", "70", "--indication", "cidp")):
        assert "by market and label: no risk given" in run(*args).text.lower()
        answer = run(*args, "--format", "json").json
        assert {None} == {product["order"] for product in answer["products"]}


@pytest.mark.parametrize("flags", [(), ("--iga-deficient",), ("--risk", "renal", "--region", "us"), ("--all",)])
def test_products_json_holds_every_product_once(flags: tuple[str, ...], catalogue: Catalogue) -> None:
    found = [product["id"] for product in run("products", *flags, "--format", "json").json["products"]]
    assert sorted(product.id for product in catalogue.products) == sorted(found)


@pytest.mark.parametrize("flags", [(), ("--iga-deficient",), ("--risk", "renal"), ("--risk", "fructose")])
@pytest.mark.parametrize("form", ["table", "text"])
def test_no_product_is_dropped_from_the_screen(flags: tuple[str, ...], form: str, catalogue: Catalogue) -> None:
    text = run("products", *flags, "--all", "--format", form, columns=30).text
    assert [product.id for product in catalogue.products if product.shown not in text] == []


def test_rejected_shows_the_labels_words() -> None:
    answer = run("products", "--risk", "fructose", "--rejected")
    text = answer.text
    for product in ("Flebogamma DIF 5 %", "Flebogamma DIF 10 %", "Gammaplex 5 %"):
        assert product in text
    assert "sorbitol" in text
    assert "contraindicated" in text.lower()


@pytest.mark.parametrize(
    ("args", "ids", "why"),
    [
        (("indications", "crise"), {"mg-crisis", "le-surface"}, "crise miastênica"),
        (("indications", "epilepsia"), {"autoimmune-epilepsy"}, "name: epilepsia autoimune"),
        (("indications", "MS"), {"rrms"}, "MS covers more"),
        (("indications", "E114"), {"dlrpn"}, "E11.4 covers more"),
        (("indications", "motor neuron"), {"als", "pps"}, "motor neuron disease covers more"),
        (("products", "vena"), {"ig-vena"}, "name: Ig Vena"),
        (("products", "kedrion"), {"ig-vena", "gammaked"}, "holder: Kedrion"),
        (("products", "maltose"), {"octagam-5", "octagam-10"}, "stabiliser: maltose"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_search_shows_why_each_was_found(args: tuple[str, ...], ids: set[str], why: str) -> None:
    answer = run(*args, "--format", "json").json
    assert ids - {one["id"] for one in answer["found"]} == set()
    assert {one["id"] for one in answer["found"]} == {one["id"] for one in answer[args[0]]}
    assert any(why in one["why"] for one in answer["found"])
    for form in ("table", "text"):
        assert why in " ".join(run(*args, "--format", form, columns=120).text.split())


@pytest.mark.parametrize(
    "args", [("indications", "cidp"), ("indications", "SGB"), ("products", "privigen"), ("products",)]
)
def test_what_is_named_in_full_needs_no_reason(args: tuple[str, ...]) -> None:
    assert "found by" not in run(*args).text.lower()


def test_a_search_names_what_is_known_and_not_covered_too() -> None:
    answer = run("indications", "tetanus", "--format", "json")
    assert answer.code == 2
    assert "Tetanus" in run("indications", "tetanus").text
    assert "Haemorrhagic stroke" in run("indications", "stroke", "--format", "json").json["not_covered"]
    assert "not covered Haemorrhagic stroke" in " ".join(run("indications", "stroke").text.split())


def test_a_search_lists_every_myasthenia() -> None:
    found = run("indications", "myasthenia", "--format", "json").json["indications"]
    expected = {"mg-crisis", "mg-exacerbation", "mg-generalised", "mg-preop", "mg-maintenance"}
    assert set() == expected - {one["id"] for one in found}
    screen = run("indications", "myasthenia").text
    for one in expected:
        assert one in screen


def test_all_indications_are_listed(catalogue: Catalogue) -> None:
    for form in ("table", "text"):
        words = run("indications", "--format", form).out.replace(":", " ").split()
        assert [one.id for one in catalogue.indications if one.id not in words] == []


@pytest.mark.parametrize("form", ["table", "text"])
def test_approvals_are_the_reviews_lists_in_order(form: str) -> None:
    text = run("indications", "--approvals", "--format", form).text
    for items in (ANVISA, FDA):
        places = [text.find(f"{number}. {item}") for number, item in enumerate(items, 1)]
        assert -1 not in places
        assert sorted(places) == places


def test_approvals_json_holds_the_five_and_the_nine() -> None:
    lists = {one["id"]: one["items"] for one in run("indications", "--approvals", "--format", "json").json["approvals"]}
    assert lists == {"anvisa-2010": ANVISA, "fda-2014": FDA}


@pytest.mark.parametrize("form", ["table", "text"])
def test_one_indication_in_full(form: str) -> None:
    text = run("indications", "cidp", "--explain", "--format", form).text
    for part in ("THE REVIEW", "REGIMENS", "EVIDENCE", "APPROVALS", "CONFLICT", "SOURCES", "G61.8"):
        assert part in text
    assert "2 g/kg over 2 to 5 days" in text


@pytest.mark.parametrize("region", ["us", "eu", "br"])
@pytest.mark.parametrize("indication", ["cidp", "gbs", "mmn", "mg-exacerbation", "dm"])
def test_next_offers_only_what_is_sold_in_the_region(region: str, indication: str, catalogue: Catalogue) -> None:
    """Nothing was read of the Brazilian market, so there no name is offered."""
    screen = run("dose", "--weight", "12", "--age", "6", "--indication", indication, "--region", region).text
    offered = re.findall(r"--product (\S+) --regimen", screen)
    assert len(offered) == (region != "br")
    for name in offered:
        market = catalogue.product(name).market
        assert "sold" in {entry.status for entry in market if region in entry.regions}


@pytest.mark.parametrize(
    "words", [("privigen", "gammagard-sd-5"), ("--product", "gammagard-sd-5", "--product", "privigen")]
)
def test_several_products_stand_side_by_side(words: tuple[str, ...]) -> None:
    lines = run("products", *words, "--region", "eu", columns=80).lines
    rows = {line[:10].strip(): line[10:].split("  ") for line in lines if line[:10].strip()}
    assert "Privigen 10 %" in lines[2]
    assert "Gammagard S/D 5 %" in lines[2]
    assert [cell.strip() for cell in rows["IgA max."] if cell.strip()] == ["250 mcg/g", "60 mcg/g"]
    assert [cell.strip() for cell in rows["market"] if cell.strip()] == ["EU: sold", "EU: unknown"]
    answer = run("products", *words, "--format", "json").json
    assert {product["id"] for product in answer["products"]} == {"privigen", "gammagard-sd-5"}
    assert answer["request"]["name"] == ""
    assert set(answer["request"]["names"]) == {"privigen", "gammagard-sd-5"}


def test_side_by_side_says_the_verdict_and_why() -> None:
    text = run("products", "privigen", "tegeline", "--risk", "renal").text
    assert "verdict suitable AVOID" in text
    assert "Tegeline 5 % AVOID contains sucrose" in text


def test_every_name_that_cannot_be_read_is_said_at_once() -> None:
    answer = run("products", "octagam", "privgen")
    assert answer.code == 2
    assert "'octagam' fits 2 entries" in answer.text
    assert "did you mean privigen?" in answer.text


def test_the_verdict_names_the_patient_in_words_of_the_command_line() -> None:
    assert "VERDICT suitable (for renal, 72 years)" in run("products", "kiovig", "--age", "72").text
    assert "VERDICT" not in run("products", "kiovig").text
    assert "Patient: renal, 72 years." in run("products", "kiovig", "privigen", "--age", "72").text


def test_an_indication_takes_one_or_two_lines_of_80_columns() -> None:
    lines = run("indications").out.partition("NEXT")[0].splitlines()
    ids = {indication.id for indication in shipped().indications}
    taken: list[int] = []
    for line in lines:
        if line.split()[:1] and line.split()[0] in ids and not line.startswith(" "):
            taken.append(1)
        elif line.startswith(" ") and taken:
            taken[-1] += 1
    assert len(taken) == len(ids)
    assert max(taken) <= 2


def test_an_entry_without_any_dose_says_so() -> None:
    """POEMS: Ontario refuses it, and no dose of it was read."""
    lines = run("indications", "poems").out.splitlines()
    assert lines[lines.index("REGIMENS") + 1] == "none  no dose was read"
    assert "none  no dose was read" not in run("indications", "als").out


def test_a_label_from_an_age_on_is_said_so_while_no_age_is_given() -> None:
    """The US label of Gamunex-C has CIDP for adults; its EU and Brazilian texts name no age. 12 kg may be a child."""
    asked = ("--weight", "12", "--indication", "cidp", "--product", "gamunex-c")
    screen = " ".join(run("dose", *asked).out.split())
    assert "Label EU BR; US from 18 years, no age given." in screen
    assert "Labelled for CIDP: EU BR; US from 18 years, no age given." in screen
    order = ("--order", "4.8 g daily for 5 days", "--region", "us")
    checked = " ".join(run("verify", *asked, *order).out.split())
    assert "Labels with CIDP: EU BR; US from 18 years, no age given." in checked
    assert "US label for cidp: adults, from 18 years; no age given" in checked
    (found,) = run("dose", *asked, "--format", "json").json["products"]
    assert not {"us"} & {*found["labelled"]}
    assert found["labelled_from"] == [{"region": "us", "years": "18", "reason": "no age given"}]
    listed = run("products", "--weight", "12", "--risk", "renal", "--format", "json").json["products"]
    told = next(one for one in listed if one["id"] == "gamunex-c")
    assert "US label for cidp: adults, from 18 years; no age given" in [one["text"] for one in told["reasons"]]
    grown = run("dose", "--weight", "40", *asked[2:])
    assert "no age given" not in grown.out
    assert "Labelled for CIDP: US EU BR." in grown.out


def test_a_list_names_the_region_asked_for_among_those_of_a_label() -> None:
    """British texts print the IgA and the uses of Gammaplex 10 %, at most 20 mcg/mL; Panzyga has none of its own."""
    rows = run("products", "--iga-deficient", "--region", "uk", columns=160).lines
    (gammaplex,), (panzyga,) = ([row for row in rows if name in row] for name in ("Gammaplex 10 %", "Panzyga 10 %"))
    assert gammaplex.split("  ")[-1].strip().endswith("UK")
    assert "20 US EU UK" in gammaplex
    assert "300 EU " in panzyga
    assert "300 EU UK" not in panzyga
