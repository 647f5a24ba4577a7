"""The first screen of ``products``: a terminal of 24 lines of 80 columns, whatever the risk, and what it must say."""

import re
from pathlib import Path

import pytest

from ivigcalc.core.answers.products import products
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.fact import Region
from ivigcalc.core.request.patient import Factor, Patient, Risk
from ivigcalc.report.document import Paragraph
from ivigcalc.report.layout import TERMINAL, height
from ivigcalc.report.view.parts.product import product_document
from ivigcalc.report.view.products import products_document
from tests.program import run_once

REGIONS = [(), ("--region", "eu"), ("--region", "us"), ("--region", "br")]
RISKS = [(), *(("--risk", str(risk)) for risk in (*Risk, *Factor))]


PAIRS = [
    *(("anti-iga", "renal"), ("iga-deficient", "diabetes"), ("sodium", "corn"), ("sodium", "diabetes")),
    *(("sodium", "fluid"), ("diabetes", "corn"), ("corn", "volume-depletion"), ("corn", "paraproteinaemia")),
]


def screen(*args: str, columns: int = 80) -> list[str]:
    return run_once("products", *args, columns=columns).out.splitlines()


@pytest.mark.parametrize("region", REGIONS, ids=" ".join)
@pytest.mark.parametrize("risk", RISKS, ids=" ".join)
def test_the_list_fits_24_lines_of_80_columns(risk: tuple[str, ...], region: tuple[str, ...]) -> None:
    lines = screen(*risk, *region)
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("risks", PAIRS, ids=" ".join)
def test_with_two_risks_it_fits_as_well_and_stays_a_table(risks: tuple[str, str]) -> None:
    for region in REGIONS:
        lines = screen("--risk", risks[0], "--risk", risks[1], *region)
        assert len(lines) <= 24, "\n".join(lines)
        assert not [line for line in lines if line.startswith("  verdict: ")]


MORE = [
    ("ig-vena", "ig-vena"),
    ("intratect-10", "intratect-10"),
    ("yimmugo", "ig-vena"),
    ("tegeline", "sandoglobulin-3"),
]


@pytest.mark.parametrize("alike", MORE, ids=" ".join)
@pytest.mark.parametrize("second", [Risk.DIABETES, Risk.SODIUM])
def test_with_two_preparations_more_it_still_fits(alike: tuple[str, str], second: Risk, catalogue: Catalogue) -> None:
    """The screen that says most, corn with another risk, where two are added of which much is to be said."""
    added = (
        catalogue.product(known).replaced(
            id=f"new-{letter}", brand=f"New {letter}", shown=f"New globulin ({letter}) 10 %"
        )
        for known, letter in zip(alike, "ab", strict=True)
    )
    data = catalogue.replaced(products=(*catalogue.products, *added))
    for region in (None, *Region):
        patient = Patient(weight_kg=None, risks=frozenset({Risk.CORN, second}))
        choice = products(patient, data, region)
        screen = products_document(choice, data, show_all=False, rejected=False, explain=False)
        assert height(screen.blocks, TERMINAL) <= 24


@pytest.mark.parametrize("patient", [(), ("--risk", "renal", "--region", "eu")], ids=" ".join)
def test_four_preparations_stand_side_by_side_at_80_columns(patient: tuple[str, ...]) -> None:
    lines = screen("privigen", "kiovig", "octagam-10", "gamunex-c", *patient)
    assert max(map(len, lines)) <= 80
    row = next(line for line in lines if line.startswith("mOsmol"))
    assert {*re.findall(r"\d+", row)} == {"258", "380", "320", "300"}


def test_labels_are_those_for_the_age_that_was_given() -> None:
    """Gamunex-C is for CIDP in adults on its US label (18 and over)."""

    def row(*age: str) -> str:
        return next(line for line in screen(*age, "--region", "us") if line.startswith("Gamunex-C 10 %"))

    assert "cidp" in row("--age", "40")
    assert "none at this age" in row("--age", "6")
    assert "age needed" in row("--weight", "30")
    assert "cidp" in row()


def test_what_is_to_be_avoided_and_has_no_room_is_named_with_its_reason() -> None:
    """Sandoglobulin in saline, for which there is no room in the table: 5.47 mmol/g, 153.2 mmol in 28 g."""
    text = " ".join(" ".join(screen("--risk", "sodium", "--risk", "corn")).split())
    avoided = next(part for part in text.split("AVOID ") if "mmol sodium" in part)
    assert "Sandoglobulin 3 % in saline" in avoided
    assert "153.2" in avoided


def test_a_site_that_stocks_little_still_has_24_lines(tmp_path: Path, catalogue: Catalogue) -> None:
    formulary = tmp_path / "site.yaml"
    formulary.write_text("site: A hospital\nstock: [privigen, octagam-10]\n")
    lines = screen("--formulary", str(formulary))
    assert len(lines) <= 24
    counted = f"NOT STOCKED  {len(catalogue.products) - 2} not stocked here (A hospital): "
    assert any(line.startswith(counted) and "--all" in line for line in lines)
    assert "Panzyga 10 %" in "\n".join(screen("--formulary", str(formulary), "--all"))


@pytest.mark.parametrize("risk", RISKS, ids=" ".join)
def test_every_preparation_listed_has_one_line_with_its_whole_name(risk: tuple[str, ...], catalogue: Catalogue) -> None:
    """Twelve at most; fewer where fewer have a figure."""
    lines = screen(*risk)
    names = sorted((product.shown for product in catalogue.products), key=len, reverse=True)
    row = re.compile(rf"^ *(?:\d+=? +)?(?:{'|'.join(map(re.escape, names))})(?: \((?:ending|sold\?)\))? {{2,}}\S")
    assert 7 <= sum(bool(row.match(line)) for line in lines) <= 12


def test_the_iga_screen_says_what_it_ranks_by_and_names_the_gaps(catalogue: Catalogue) -> None:
    """Every preparation is one of the twelve, one of those counted, not sold, not ranked, or contraindicated."""
    text = "\n".join(screen("--iga-deficient"))
    assert "Ranked by verdict, then least IgA (mcg per g of IgG, labelled MAXIMUM)." in text
    assert "serum IgA below 0.05 g/L" in text
    (more,) = re.findall(r"(\d+) more, 3 not sold: --all", text)
    (unread,) = re.findall(r"NOT RANKED  caution, no IgA maximum read: Gammaked 10 %, (\d+) more: --all\.", text)
    (contraindicated,) = re.findall(r"CONTRAINDICATED  (.*)\.", text)
    assert "Intratect 5 %" in contraindicated
    assert 12 + int(more) + 3 + 1 + int(unread) + len(contraindicated.split(", ")) == len(catalogue.products)
    assert "CONTRAINDICATED  Intratect 5 %." in text
    assert re.search(r"^ *\d+=? +Qivigy 10 % \(sold\?\) +500 +50 US ", text, re.MULTILINE)
    assert not re.search("typical|average", text)
    assert re.search(r"Gammagard S/D 5 % \(ending\)", text)


def test_all_names_what_the_first_screen_counts(catalogue: Catalogue) -> None:
    text = " ".join(" ".join(screen("--iga-deficient", "--all")).split())
    assert [product.shown for product in catalogue.products if product.shown not in text] == []
    assert "unknown (typically 25 mcg/mL)" in text


def test_where_all_are_contraindicated_they_stand_in_a_table(catalogue: Catalogue) -> None:
    lines = screen("--risk", "anti-iga", "--region", "eu", columns=100)
    text = " ".join(" ".join(lines).split())
    for thing in ("IgA deficiency", "antibodies", "a past reaction", "Past reactions not given"):
        assert thing in text
    head = next(at for at, line in enumerate(lines) if "by label of" in line)
    rows = [re.split(r" {2,}", line.strip())[:3] for line in lines[head + 1 : head + 12]]
    some = [
        ["Gammagard S/D 10 % (sold?)", "EU", "60 d"],
        ["Privigen 10 %", "EU", "250"],
        ["Panzyga 10 % (sold?)", "EU", "3000"],
    ]
    assert [row for row in rows if row in some] == some
    everything = screen("--risk", "anti-iga", "--region", "eu", "--all", columns=120)
    assert any(line.startswith("Nanogam 5 % (sold?)") and "class: not read" in line for line in everything)
    ((more, gone),) = re.findall(r"(\d+) more, (\d+) not sold: --all", text)
    assert 11 + int(more) + int(gone) == len(catalogue.products)


def test_what_is_avoided_is_named_with_its_reason_even_where_it_is_not_ranked() -> None:
    text = " ".join(" ".join(screen("--risk", "renal")).split())
    assert re.search(r"AVOID \d+, Tegeline 5 %, Vigam Liquid 5 %: contains sucrose", text)


def test_a_reason_with_figures_stands_once_with_the_figure_of_each() -> None:
    """0.7, 3.08 and 5.47 mmol/g in a day of 28 g; 17 mmol and more is high. Only the first is printed as such."""
    text = " ".join(" ".join(screen("--risk", "sodium")).split())
    figures = (
        "19.6, 86.2 (derived), 86.2 (derived), 153.2 (derived) mmol sodium in an infusion day of 28 g: 17 mmol or more"
    )
    assert re.search(rf"AVOID [^:]*Gammagard S/D 5 %, Sandoglobulin 3 % in saline: {re.escape(figures)}", text)


def test_a_dose_for_whom_all_is_contraindicated_says_where_they_stand_in_order() -> None:
    answer = run_once(
        "dose", "--weight", "70", "--indication", "gbs", "--risk", "anti-iga", "--region", "eu", columns=80
    )
    assert answer.code == 5
    assert "All are contraindicated. In their order: ivigcalc products --risk anti-iga --region eu" in answer.text


CITED = re.compile(r"\[([a-z0-9-]+(?:, [a-z0-9-]+)*)\]")
EXPLAINED = [
    ("--region", "us", "--risk", "renal"),
    ("--region", "eu", "--risk", "iga-deficient"),
    ("privigen", "kiovig"),
    ("privigen", "octagam-10", "tegeline", "--risk", "diabetes"),
    ("privigen",),
]


@pytest.mark.parametrize("words", EXPLAINED, ids=" ".join)
def test_explain_prints_every_document_that_it_cites_and_what_decides(words: tuple[str, ...]) -> None:
    answer, brief = (run_once("products", *words, *more, "--format", "text").out for more in (("--explain",), ()))
    told, _, sources = answer.partition("\nSOURCES\n")
    order = told.partition("\nORDER")[2].casefold()
    printed = {line.partition(" ")[0] for line in sources.splitlines()}
    assert {source for found in CITED.findall(order) for source in found.split(", ")} - {"source"} <= printed
    assert len(printed) > 5
    assert "SOURCES" not in brief
    for one in run_once("products", *words, "--format", "json").json["products"] if len(words) > 1 else ():
        line = next(line for line in order.splitlines() if one["shown"].casefold() in line)
        assert re.search(rf"verdict[^:]*: {one['verdict']}\b", line)


def test_that_nothing_is_to_be_avoided_is_said() -> None:
    said = "No preparation is contraindicated or to be avoided for what was given."
    assert said in " ".join(screen("--rejected"))
    assert said not in " ".join(screen("--rejected", "--risk", "renal"))


def test_a_labelled_use_without_words_of_its_own_ends_with_its_population(catalogue: Catalogue) -> None:
    privigen = catalogue.product("privigen")
    (use, *_) = (one for one in privigen.labelled if one.indication == "cidp")
    silent = privigen.replaced(labelled=(use.replaced(says=""),))
    data = catalogue.replaced(products=tuple(silent if one is privigen else one for one in catalogue.products))
    choice = products(Patient(weight_kg=None), data, None, ["privigen"])
    document = product_document(choice, data, explain=False)
    (said,) = (one.text for one in document.blocks if isinstance(one, Paragraph) and one.label == "labelled")
    assert said.startswith(f"cidp: {use.population} [")
