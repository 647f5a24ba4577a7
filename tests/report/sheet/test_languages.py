"""A worksheet in another language: the figures of the English one, and no English words but in quotations."""

import re
from collections import Counter
from html import unescape
from pathlib import Path
from typing import Final

import pytest
from hypothesis import assume, given

from ivigcalc.catalogue.checks.language import texts_of_data
from ivigcalc.catalogue.locale import languages
from tests.profiles import examples
from tests.program import CIDP, run, shipped
from tests.report.sheet.plans import PLANS, REASON, Reader, sheet_of, words_of
from tests.report.sheet.test_figures import orders

OTHERS = languages()[1:]
FIGURE = re.compile(r"\d+(?:[\u00a0\u202f]\d{3})*(?:[.,]\d+)?")
QUOTED = re.compile(r'<i lang="en">(.*?)</i>')
VERSIONS = re.compile(r"ivigcalc \d+\.\d+\.\d+, \w+ \d{4}\.\d{2}")
TYPED = (REASON, "A. Pharmacist, head of pharmacy", "General <Hospital>", "formulary")
"""What was typed by somebody stays as it was typed."""

ENGLISH_WORDS = frozenset(
    {
        *("the", "and", "of", "for", "with", "from", "after", "before", "during", "not", "given", "day", "days"),
        *("daily", "weight", "vial", "vials", "rate", "rates", "label", "labels", "order", "basis", "course"),
        *("dispensed", "height", "age", "years", "months", "risks", "carries", "unknown", "up", "pick", "whole"),
        *("look", "at", "rule", "caution", "avoid", "check", "code", "again", "same", "second", "signatures"),
        *("prescriber", "later", "start", "end", "line", "reaction", "yes", "slow", "stop", "record", "patient"),
        *("name", "date", "hung", "clear", "expiry", "left", "over", "opened", "discard", "site", "only"),
    }
)
"""Common English words that are no words of another language here."""


def outside_quotes(sheet: str) -> str:
    """The text of a sheet, without style, without tags, and without what is quoted in English."""
    return text_of(QUOTED.sub(" ", sheet))


def text_of(sheet: str) -> str:
    body = re.sub(r"<style>.*?</style>", "", sheet, flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", body))


SAID: Final = texts_of_data(shipped())
"""What the data say in words; of a label it stands on a sheet twice, the second time as the data have it."""


def figures(sheet: str) -> Counter[str]:
    """Each figure with a decimal point, how often it stands there; without the words of labels beside a translation."""
    once = QUOTED.sub(lambda found: "" if unescape(found[1]) in SAID else found[0], sheet)
    found = FIGURE.findall(VERSIONS.sub("", text_of(once)))
    return Counter(re.sub(r"[\u00a0\u202f]", "", figure).replace(",", ".") for figure in found)


@pytest.mark.parametrize("lang", OTHERS)
@given(words=orders())
@examples(100)
def test_every_figure_of_the_english_sheet_is_there_with_a_comma_and_no_other(lang: str, words: list[str]) -> None:
    done = run("worksheet", *words, "-o", "-")
    assume(done.code == 0)
    other = sheet_of(*words, "--lang", lang)
    assert {*figures(other)} == {*figures(done.out)}
    if other.count("<section") == done.out.count("<section"):  # a longer text may need a second page, with a head again
        assert figures(other) == figures(done.out)
    assert re.findall(r"\d\.\d", VERSIONS.sub("", outside_quotes(other))) == []


OWN_WORDS = {"es": {"vial"}}
"""Words of the list that another language has, too."""


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("name", PLANS)
def test_no_english_word_stands_outside_a_quotation(name: str, lang: str, tmp_path: Path) -> None:
    words = words_of(name, tmp_path)
    english, other = sheet_of(*words), sheet_of(*words, "--lang", lang)
    text = outside_quotes(other)
    for typed in (*TYPED, str(tmp_path)):
        text = text.replace(typed, "")
    assert {word.lower() for word in re.findall(r"[^\W\d_]+", text)} & ENGLISH_WORDS <= OWN_WORDS.get(lang, set())
    assert len({word.lower() for word in re.findall(r"[^\W\d_]+", text_of(english))} & ENGLISH_WORDS) > 40
    assert figures(other) == figures(english)
    Reader(other)
    assert f'<html lang="{lang}">' in other


def label_words(sheet: str) -> list[tuple[str, str]]:
    """The words of labels in English with what stands before each, from its sentence on."""
    return re.findall(r'([^.<>]*) \[<i lang="en">((?!\[)[^<]+)</i>\]', sheet)


@pytest.mark.parametrize(
    ("lang", "translated"),
    [
        ("pt-BR", "0,3 mL/kg/h por cerca de 30 min, depois gradualmente até 4,8"),
        ("es", "0,3 mL/kg/h durante unos 30 min, luego gradualmente hasta 4,8"),
    ],
)
def test_what_a_label_says_stands_in_the_words_of_the_data_beside_its_translation(lang: str, translated: str) -> None:
    """Nobody need trust a translation of a rate: the words in which it was taken down from the label are beside it."""
    english = sheet_of(*PLANS["risk without a figure"], "--lang", "en")
    other = sheet_of(*PLANS["risk without a figure"], "--lang", lang)
    words = {unescape(said) for _, said in label_words(other)}
    assert {"minimum dose and rate practicable; no figure"} < words
    assert any(said.startswith("0.3 mL/kg/h for about 30 min, then gradually to 4.8") for said in words)
    assert translated in text_of(other)
    assert label_words(english) == []
    assert all(said in text_of(english) for said in words)


@pytest.mark.parametrize("lang", OTHERS)
def test_our_own_sentences_are_translated_and_do_not_stand_in_english(lang: str) -> None:
    own = "mild or ocular myasthenia: do not use (Ontario); MuSK: seems less effective than plasma exchange"
    assert own in text_of(sheet_of(*PLANS["ten alerts"]))
    assert own not in text_of(sheet_of(*PLANS["ten alerts"], "--lang", lang))


@pytest.mark.parametrize("lang", OTHERS)
def test_a_sheet_says_that_nobody_has_reviewed_it_and_has_the_same_check_code(lang: str) -> None:
    english, other = Reader(sheet_of(*PLANS["plain"])), Reader(sheet_of(*PLANS["plain"], "--lang", lang))
    codes = [[one.text for one in read.elements if one.css == "code"] for read in (english, other)]
    assert codes[0] == codes[1] != []
    told = {"pt-BR": "Tradução não revisada por farmacêutico.", "es": "Traducción no revisada por un farmacéutico."}
    assert sum(told[lang] in text for text in other.texts("p")) == 6


def test_portuguese_figures_dates_and_names() -> None:
    """27.5 g of Privigen on 1 December 2026, a Tuesday."""
    read = Reader(sheet_of(*PLANS["plain"], "--lang", "pt-BR"))
    assert {"27,5 g", "01/12/2026 ter", "275 mL"} <= {*read.texts("td")}
    assert any(text.startswith("BULA UE, todos os usos, 06/2023") for text in read.texts("p"))
    assert "28 g por dia, por 5 dias" in read.texts("dd")
    assert "137,5 g (-1,8 %), NÃO por dia" in read.texts("dd")
    assert any("via endovenosa (EV). PDIC: Polirradiculoneuropatia" in text for text in read.texts("p"))


def test_what_a_site_loosened_is_said_in_the_language(tmp_path: Path) -> None:
    sheet = sheet_of(*words_of("loosened formulary", tmp_path), "--lang", "pt-BR")
    loosened = [text for text in Reader(sheet).texts("p") if text.startswith("FLEXIBILIZADO")]
    assert len(loosened) == 1
    assert "acima de 1,2 (bloqueio), no original acima de 1 (bloqueio)" in loosened[0]


OWN_LIMITS = """site: General <Hospital>
limits:
  - {id: day-above-100-g, above: 20}
  - {id: course-above-2-g-per-kg, above: 1.5}
  - {id: haemolysis-group-not-given, level: caution}
  - {id: obesity-not-checked, text: 'our own words'}
"""


def test_a_figure_that_a_site_loosened_is_said_in_the_language(tmp_path: Path) -> None:
    site = tmp_path / "formulary.yaml"
    site.write_text(
        "site: General\napproved_by: A. Pharmacist\nreview_by: 2099-01-01\n"
        "constants: [{id: rounding-tolerance-wide, value: 12}]\n",
        encoding="utf-8",
    )
    sheet = run(
        "worksheet", *CIDP[1:], "--product", "privigen", "--formulary", str(site), "--regimen=A", "--lang=pt-BR"
    )
    said = "FLEXIBILIZADO rounding-tolerance-wide: 12 por cento, no original 10 por cento; aprovado por A. Pharmacist"
    assert said in " ".join(text_of(sheet.out).split()).replace(" :", ":")


def test_a_limit_with_a_bound_of_the_site_says_so_in_the_language(tmp_path: Path) -> None:
    site = tmp_path / "site.yaml"
    site.write_text(OWN_LIMITS, encoding="utf-8")
    sheet = sheet_of(*PLANS["plain"], "--formulary", str(site), "--lang", "pt-BR")
    texts = Reader(sheet).texts("p")
    site_says = "o limite de General <Hospital>"
    assert f"CAUTELA 28 g em um dia: acima de 20, {site_says} (original: acima de 100). [day-above-100-g]" in texts
    of_course = f"CAUTELA 2 g/kg no tratamento: acima de 1,5, {site_says} (original: acima de 2)"
    assert any(text.startswith(of_course) for text in texts)
    assert '<i lang="en">our own words</i>' in sheet


def test_the_weight_that_a_limit_is_of_is_no_text_in_english(tmp_path: Path) -> None:
    """150 g at 40 kg are 3.75 g/kg, whatever the dosing weight: ideal 84 kg."""
    thin = ("--weight", "40", "--height", "190", "--sex", "male", "--age", "30", "--weight-policy", "ideal")
    asked = (*thin, "--indication", "gbs", "--course", "150 g", "--days", "5", "--product", "privigen")
    site = tmp_path / "site.yaml"
    site.write_text("site: H\nlimits:\n  - {id: course-above-2-g-per-kg, above: 1.5}\n", encoding="utf-8")
    shipped = Reader(sheet_of(*asked, "--lang", "pt-BR")).texts("p")
    here = Reader(sheet_of(*asked, "--lang", "pt-BR", "--formulary", str(site))).texts("p")
    assert any("3,75 g/kg (actual 40 kg), mais de 2 g/kg" in text for text in shipped)
    assert any("3,75 g/kg (actual 40 kg) no tratamento: acima de 1,5, o limite de H" in text for text in here)


TYPED_CIDP = ("--weight", "70", "--indication", "cidp", "--product", "privigen")
POTS = ("--weight", "70", "--indication", "pots", "--product", "privigen", "--off-label-reason", "x")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (PLANS["plain"], "NOTA anticorpos nodais ou paranodais (NF155, contactina-1): não é PDIC; a IGIV em geral"),
        (PLANS["no rate"], "SEM VELOCIDADE bulas lidas em parte (textos tcheco, neerlandês e de Hong Kong); a"),
        (
            (*CIDP[1:], "--regimen", "A", "--product", "gamunex-c", "--region", "eu"),
            "SEM VELOCIDADE nenhuma escala de velocidades foi lida em bula desta região (UE; lidas: EUA, Brasil).",
        ),
        (
            (*POTS, "--per-day", "0.4 g/kg", "--days", "1"),
            "registrada (o ensaio fracassou): 0,4 g/kg por semana, por 4 semanas, depois a cada 2 semanas",
        ),
        (
            (*TYPED_CIDP, "--course", "2.2 g/kg", "--days", "5", "--region", "eu"),
            "2,2 g/kg em um tratamento é mais do que a bula (UE) de Privigen 10 % dá nesta fase de PDIC: ",
        ),
        (
            (*TYPED_CIDP, "--per-day", "0.25 g/kg", "--days", "8"),
            "esta dose para PDIC; o total é o do esquema A da fonte; este número de dias (8) não consta dela",
        ),
    ],
)
def test_what_the_data_say_is_said_in_the_language(words: tuple[str, ...], said: str) -> None:
    assert any(said in text for text in Reader(sheet_of(*words, "--lang", "pt-BR")).texts("p"))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--product", "intragam-p", "--age", "6"), "as velocidades lidas são para adultos. Consulte"),
        (("--product", "intragam-p"), "para adultos, e com este peso o paciente pode ser criança. Consulte"),
        (("--product", "sandoglobulin-3"), "para adultos, ou fixas para qualquer peso, e com este peso"),
    ],
)
def test_rates_for_adults_alone_are_said_in_the_language_of_the_sheet(more: tuple[str, ...], said: str) -> None:
    sheet = sheet_of("--weight", "20", "--indication", "gbs", "--regimen", "A", *more, "--lang", "pt-BR")
    told = [text for text in Reader(sheet).texts("p") if text.startswith("SEM VELOCIDADE")]
    assert len(told) == 5
    assert all(said in text for text in told)


@pytest.mark.parametrize(("lang", "name"), [("pt-BR", "em solução salina"), ("es", "en solución salina")])
def test_what_a_preparation_is_made_up_with_is_said_in_the_language(lang: str, name: str) -> None:
    """Powder in saline, on the sheet of the course and on that of each of five days."""
    words = ("--weight", "70", "--indication", "gbs", "--regimen", "A", "--product", "sandoglobulin-3")
    texts = Reader(sheet_of(*words, "--lang", lang)).texts
    assert sum(f"Sandoglobulin 3 % {name}" in text for text in (*texts("p"), *texts("dd"))) == 6
    assert "in saline" not in " ".join((*texts("p"), *texts("dd")))


@pytest.mark.parametrize("lang", OTHERS)
def test_a_derived_figure_in_a_note_is_marked_in_the_language(lang: str) -> None:
    """3.08 mmol/g of sodium, by arithmetic from what a label prints: 0.4 g/kg x 63.4 kg x 3.08 = 78.1 mmol."""
    words = ("--weight", "63.4", "--indication", "gbs", "--regimen", "A", "--product", "gammagard-sd-10")
    assert "78,1 (derivado) mmol" in text_of(sheet_of(*words, "--region", "eu", "--lang", lang))


def test_a_label_of_a_country_that_ends_in_a_full_stop_has_one_and_its_date_is_written_as_the_others() -> None:
    of_us = (
        "--weight",
        "70",
        "--indication",
        "cidp",
        "--regimen",
        "A",
        "--product",
        "gammagard-sd-10",
        "--region",
        "us",
    )
    labels = [text for text in Reader(sheet_of(*of_us, "--lang", "es")).texts("p") if text.startswith("FICHA TÉCNICA")]
    assert len(labels) == 5
    assert all("ficha técnica de EE. UU. [the figures of the EU text" in text for text in labels)
    assert all("US label was not read]. El uso pedido" in text for text in labels)
    of_brazil = (
        "--weight",
        "70",
        "--indication",
        "gbs",
        "--regimen",
        "A",
        "--product",
        "sandoglobulin-3",
        "--region",
        "br",
    )
    labels = [text for text in Reader(sheet_of(*of_brazil, "--lang", "es")).texts("p") if "Brasil" in text]
    assert any(text.startswith("FICHA TÉCNICA Brasil, todos los usos, 24/05/2016: ") for text in labels)


def test_an_unknown_language_lists_those_there_are() -> None:
    done = run("worksheet", *PLANS["plain"], "-o", "-", "--lang", "xx")
    assert done.code == 2
    assert ", ".join(languages()) in done.err
    assert "--lang" in done.err


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("pt", "pt-BR"), ("PT_br", "pt-BR"), ("pt_BR.UTF-8", "pt-BR"), ("es_ES", "es"), ("en-GB", "en")],
)
def test_a_language_as_a_system_names_it_is_offered(typed: str, meant: str) -> None:
    for words, variables in ((("--lang", typed), {}), ((), {"IVIGCALC_LANG": typed})):
        done = run("worksheet", *PLANS["plain"], "-o", "-", *words, env=variables, columns=300)
        assert (done.code, done.out) == (2, "")
        assert f"did you mean --lang {meant}?" in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--region", "br", "--weight-policy", "adjusted", "--lang", "pt-BR"), "(regra: ajustado; peso real 117,9 kg)"),
        (("--region", "br", "--lang", "pt-BR"), "outras regras dão peso ideal de"),
        (("--region", "eu", "--rate-weight", "dosing", "--lang", "es"), "Velocidades por el peso para la dosis, "),
        (("--region", "eu", "--lang", "es"), "Las fichas técnicas calculan la dosis por el peso real"),
    ],
)
def test_weights_are_named_as_weights(words: tuple[str, ...], said: str) -> None:
    """117.9 kg at 170 cm: another weight policy gives less, and every weight is said to be one."""
    woman = ("--weight", "117.9", "--height", "170", "--sex", "female", "--indication", "cidp", "--product", "privigen")
    assert said in " ".join(text_of(sheet_of(*woman, "--regimen", "D", *words)).split())


def test_a_wrong_variable_is_named_and_no_hindrance_to_an_answer_without_words() -> None:
    wrong = {"IVIGCALC_LANG": "xx"}
    done = run("worksheet", *PLANS["plain"], "-o", "-", env=wrong)
    assert (done.code, done.out) == (2, "")
    assert "lang 'xx' is not known (--lang or IVIGCALC_LANG)" in done.err
    assert run("dose", *CIDP, env=wrong).code == 2
    assert run("dose", *CIDP, "--format", "json", env=wrong).out == run("dose", *CIDP, "--format", "json").out
    assert run("dose", *CIDP, "--format", "json", "--lang", "yy", env=wrong).code == 2


def test_the_language_is_set_by_its_own_variable_and_by_no_other() -> None:
    english = sheet_of(*PLANS["plain"])
    for name in ("LANG", "LC_ALL", "LANGUAGE"):
        assert run("worksheet", *PLANS["plain"], "-o", "-", env={name: "pt_BR.UTF-8"}).out == english
    by_variable = run("worksheet", *PLANS["plain"], "-o", "-", env={"IVIGCALC_LANG": "PT-br"}).out
    assert by_variable == sheet_of(*PLANS["plain"], "--lang", "pt-BR") != english
    assert run("worksheet", *PLANS["plain"], "-o", "-", "--lang", "en", env={"IVIGCALC_LANG": "pt-BR"}).out == english


@pytest.mark.parametrize("command", ["infusion", "verify", "batch", "data"])
def test_another_command_takes_no_language(command: str) -> None:
    done = run(command, "--lang", "pt-BR")
    assert done.code == 2
    assert "dose or worksheet takes --lang" in done.err


def test_other_commands_answer_in_english_whatever_the_variable_says() -> None:
    plain = run("dose", *CIDP, "--format", "json")
    assert run("dose", *CIDP, "--format", "json", env={"IVIGCALC_LANG": "pt-BR"}).out == plain.out
