"""A language has every text of the English sheets and of the data, with the same holes and figures, and no other."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from tools.page.english import PAGE

from ivigcalc.catalogue import locale as reading
from ivigcalc.catalogue.locale import (
    check_languages,
    checked_locale,
    compile_locale,
    compiled_locales,
    language_files,
    languages,
    load_locale,
    read_compiled_locale,
)
from ivigcalc.catalogue.mistakes import DataError
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.locale import Locale
from ivigcalc.report.english import BEYOND_IDS, CHANGED_IDS, ENGLISH, MEASURED_IDS, OWN_LIMIT_IDS
from tests import program

FILES = language_files()
SOURCES = program.project() / "src" / "ivigcalc"


def mistakes_of(
    text: str, tmp_path: Path, catalogue: Catalogue, name: str = "pt-BR.yaml", others: Iterable[Locale] = ()
) -> list[str]:
    """What is wrong with a file of this text."""
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    try:
        checked_locale(file, catalogue, ENGLISH, others)
    except DataError as error:
        return [str(mistake) for mistake in error.mistakes]
    return []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_language_that_is_shipped_has_no_mistake(file: Path, catalogue: Catalogue) -> None:
    locale = checked_locale(file, catalogue, ENGLISH.replaced(page=PAGE))
    assert locale.page.keys() == PAGE.keys()
    assert locale.sheet.keys() == ENGLISH.sheet.keys()
    assert {*locale.advice} == {advice.id for advice in catalogue.rules.advice}
    assert {*locale.indications} == {one.id for one in catalogue.indications}
    assert locale.thousands != locale.decimal == ","


def test_portuguese_and_spanish_are_there() -> None:
    assert languages() == ("en", "es", "pt-BR")
    assert load_locale("pt-BR").language.startswith("Portugu")


CHANGES = [
    ("  vials-to: '{vials} (até {date})'\n", "", "sheet: lacks vials-to: {vials} (to {date})"),
    ("  several-days: ", "  several-dais: ", "sheet.several-dais: is not among the English ones..."),
    ("'{amount} no dia {day}'", "'{amount} no dia {dia}'", "sheet.dose-on-day: should have the holes of ..."),
    ("'{amount} no dia {day}'", "'{amount} no dia {day'", "sheet.dose-on-day: should have the holes of ..."),
    (
        "por pelo menos 20 minutos",
        "por pelo menos 30 minutos",
        "advice.observation: has the figure 30 more often than 'observe for at least 20 minutes; ...",
    ),
    (
        "por pelo menos 20 minutos",
        "por algum tempo",
        "advice.observation: lacks the figure 20 of 'observe for at least 20 minutes; ...",
    ),
    ("57,7 %", "57.7 %", "advice.how-often: has the figure 57.7 with a decimal point: write 57,7"),
    (
        'é "0.4 g/kg"\'\n  typed-dose-below',
        "é 0.4 g/kg'\n  typed-dose-below",
        "rules.typed-dose-above-5.next: has the figure 0.4 ...",
    ),
    (
        "    '0,4 g/kg por dia, por 5 dias'\n",
        "    '0.4 g/kg por dia, por 5 dias'\n",
        "data.0.4 g/kg a day for 5 days: has the figure 0.4 ...",
    ),
    (
        "Sandoglobulin 3 % em solução salina",
        "Sandoglobulin 3 % in saline",
        "data.Sandoglobulin 3 % in saline: is still in...",
    ),
    (
        "folha da farmácia'",
        "folha da farmácia, versão 0.1.0'",
        "sheet.course-title: has the figure 0.1.0 more often ...",
    ),
    ("57,7 %", "577 %", "advice.how-often: has the figure 577 more often than ..."),
    ("    text: 'peso {pounds}: pesar em kg'", "    text: ''", "rules.pounds.text: is empty"),
    (
        "    text: 'peso {pounds}: pesar em kg'",
        "    text: 'peso {pounds}: pesar em kg'\n    next: pesar",
        "rules.pounds.next: should be left out: there is no English text",
    ),
    ("  corn: alergia a milho", "  corn: [alergia, milho]", "risks.corn: should be text; a number stands in quotes"),
    ("weekdays: [seg, ", "weekdays: [", "weekdays: should be 7, Monday first"),
    ("{d}/{m}/{y}", "{d}/{m}", "dates: should have the holes {d}, {m} and {y}"),
    ('decimal: ","', "decimal: x", "decimal: should be , or ."),
    ('thousands: "\\u202F"', 'thousands: "."', "thousands: should be a space: a sign may be read as the decimal one"),
    ('thousands: "\\u202F"', 'thousands: ""', "thousands: should be a space: a sign may be read as the decimal one"),
    ('reviewed_by: ""', "reviewed_by: A. B.", "reviewed_by: stands alone: who, and on which day"),
    ('reviewed_on: ""', "reviewed_on: 1.12.2026", "reviewed_on: stands alone: who, and on which day"),
    ("locale: pt-BR", "locale: pt-PT", "locale: should be the name of the file, pt-BR"),
    ("decimal: ", "decimals: ", "decimal: is missing"),
    ("  cidp: {short: PDIC, ", "  cidp: {short: '', ", "indications.cidp.short: is empty"),
    ("'alergia a milho: evitar'", "'corn allergy: avoid'", "data.corn allergy: avoid: is still in English"),
    ("name: Síndrome de Susac}", "name: Susac syndrome}", "indications.susac.name: is still in English"),
    ("no-date: '__/__/____'", "no-date: '____-__-__'", ""),
]


@pytest.mark.parametrize(("find", "replace", "expected"), CHANGES)
def test_a_mistake_is_told_with_its_line(
    find: str, replace: str, expected: str, tmp_path: Path, catalogue: Catalogue
) -> None:
    text = next(file for file in FILES if file.stem == "pt-BR").read_text(encoding="utf-8")
    assert text.count(find) == 1
    said = mistakes_of(text.replace(find, replace), tmp_path, catalogue)
    if not expected:
        assert said == []
        return
    lines = text.split("\n")
    first = next(number for number, line in enumerate(lines, start=1) if find.partition("\n")[0] in line)
    begun = re.escape(expected.removesuffix("...")) + ("" if expected.endswith("...") else "(;.*)?$")
    matching = [one for one in said if re.match(rf"data/locale/pt-BR\.yaml:\d+: {begun}", one)]
    assert matching, said
    line = int(matching[0].split(":")[1])
    assert line == first or "lacks" in expected or "is missing" in expected or "next" in expected


def test_a_mistake_of_shape_hides_none_of_content(tmp_path: Path, catalogue: Catalogue) -> None:
    """Of a part that cannot be read (``weekdays``, ``causes``) nothing is said to be missing."""
    text = next(file for file in FILES if file.stem == "pt-BR").read_text(encoding="utf-8")
    for find, replace in (
        ("  corn: alergia a milho", "  corn: [alergia, milho]"),
        ("57,7 %", "577 %"),
        ("weekdays: [seg, ", "weekdays: {seg: 1}  # "),
        ("\ncauses:\n", "\ncauses: none\nnothing:\n"),
        ("thousands: ", "thousand: "),
    ):
        assert text.count(find) == 1
        text = text.replace(find, replace)
    said = [one.partition(": ")[2] for one in mistakes_of(text, tmp_path, catalogue)]
    assert sorted(one.partition(":")[0] for one in said) == sorted(
        ["risks.corn", "advice.how-often", "advice.how-often", "weekdays", "causes", "nothing", "thousands", "thousand"]
    )


def test_a_text_left_in_the_language_of_another_file_is_told(tmp_path: Path, catalogue: Catalogue) -> None:
    """The Portuguese file with two Spanish texts; what both have by right (``Síndrome de Susac``) is none."""
    spanish = load_locale("es")
    text = next(file for file in FILES if file.stem == "pt-BR").read_text(encoding="utf-8")
    left = {
        "Reduzir a velocidade ou interromper a infusão diante de qualquer reação.": (
            "Reducir la velocidad o detener la infusión ante cualquier reacción."
        ),
        "bula do paciente: com problema renal a velocidade pode ser reduzida; sem número": (
            "prospecto: con un problema renal la velocidad puede reducirse; sin cifra"
        ),
    }
    assert mistakes_of(text, tmp_path, catalogue, others=[spanish]) == []
    for portuguese, of_spain in left.items():
        assert text.count(portuguese) == 1
        text = text.replace(portuguese, of_spain)
    said = mistakes_of(text, tmp_path, catalogue, others=[spanish])
    assert [one.partition(": ")[2] for one in said] == [
        f"{place}: is word for word that of es: translate it"
        for place in ("sheet.slow-or-stop", "data.leaflet: with a kidney problem the rate may be lowered; no figure")
    ]


def test_a_copy_of_a_language_is_none_until_it_is_translated(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "locale"
    folder.mkdir()
    spanish = FILES[0].read_text(encoding="utf-8")
    for tag in ("es", "fr"):
        (folder / f"{tag}.yaml").write_text(spanish.replace("locale: es", f"locale: {tag}"), encoding="utf-8")
    monkeypatch.setattr(reading, "data_folder", lambda: str(tmp_path))
    with pytest.raises(DataError) as told:
        compiled_locales(catalogue, ENGLISH)
    assert all("fr.yaml" in str(one) and "is word for word that of es" in str(one) for one in told.value.mistakes)
    assert len(told.value.mistakes) > 500


def test_a_rule_that_is_added_to_the_data_has_to_be_translated(tmp_path: Path, catalogue: Catalogue) -> None:
    text = next(file for file in FILES if file.stem == "pt-BR").read_text(encoding="utf-8")
    rule = catalogue.rules.limits[-1].replaced(id="brand-new", text="a new rule", next="what to type")
    more = catalogue.replaced(rules=catalogue.rules.replaced(limits=(*catalogue.rules.limits, rule)))
    said = mistakes_of(text, tmp_path, more)
    assert len(said) == 1
    assert said[0].endswith("rules: lacks brand-new: text: a new rule; next: what to type")


def test_each_english_text_is_asked_for_somewhere_and_no_other_is() -> None:
    code = "\n".join(file.read_text(encoding="utf-8") for file in SOURCES.rglob("*.py") if file.name != "english.py")
    said = set(re.findall(r'say\(\s*"([a-z0-9-]+)"', code))
    assert said <= ENGLISH.sheet.keys()
    words = set(re.findall(r"[\"']([a-z0-9-]+)[\"']", code))
    built = re.findall(r'f"([a-z-]{4,})\{', code)
    ends = ("-minutes", "-not-reached", "-unknown", "-until", "-source-until", "-source")
    never = [
        one
        for one in ENGLISH.sheet
        if one not in {*words, *MEASURED_IDS, *BEYOND_IDS, *CHANGED_IDS, *OWN_LIMIT_IDS}
        and not any(one.startswith(start) for start in built)
        and not any(one.removesuffix(end) in words for end in ends)
    ]
    assert never == []


def test_a_compiled_language_is_what_its_file_says_and_is_read_only_beside_it(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    file = tmp_path / "pt-BR.yaml"
    file.write_bytes(FILES[-1].read_bytes())
    locale = checked_locale(FILES[-1], catalogue, ENGLISH)
    assert read_compiled_locale(file) is None
    compiled = compile_locale(locale, file)
    file.with_suffix(".bin").write_bytes(compiled)
    assert read_compiled_locale(file) == locale
    file.with_suffix(".bin").write_bytes(compiled[:-1] + b"x")
    assert read_compiled_locale(file) is None
    file.with_suffix(".bin").write_bytes(compiled)
    file.write_bytes(FILES[-1].read_bytes() + b"\n")
    assert read_compiled_locale(file) is None


def test_a_language_that_was_changed_since_it_was_installed_is_refused(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "locale" / "es.yaml"
    file.parent.mkdir()
    file.write_bytes(FILES[0].read_bytes())
    file.with_suffix(".bin").write_bytes(compile_locale(checked_locale(FILES[0], catalogue, ENGLISH), file))
    monkeypatch.setattr(reading, "packaged_folder", lambda: str(tmp_path))
    assert load_locale("es") == checked_locale(FILES[0], catalogue, ENGLISH)
    file.write_bytes(FILES[0].read_bytes() + b"# \n")
    with pytest.raises(DataError, match=r"data/locale/es.yaml:1: is not as it was installed; .* or use --lang en"):
        load_locale("es")


def test_the_mistakes_of_all_languages_are_told_at_once(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    for file in FILES:
        made.append(tmp_path / file.name)
        made[-1].write_text(file.read_text(encoding="utf-8").replace("thousands: ", "thousand: "), encoding="utf-8")
    monkeypatch.setattr(reading, "language_files", lambda: made)
    with pytest.raises(DataError) as told:
        check_languages(catalogue, ENGLISH)
    said = [str(mistake) for mistake in told.value.mistakes]
    for name in ("es", "pt-BR"):
        assert any(one.startswith(f"data/locale/{name}.yaml:") and "thousands: is missing" in one for one in said)


def test_a_compiled_language_that_says_something_else_is_a_mistake(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = FILES[0]
    made = {file.stem: checked_locale(file, catalogue, ENGLISH)}
    monkeypatch.setattr(reading, "language_files", lambda: [file])
    monkeypatch.setattr(reading, "load_locale", made.__getitem__)
    check_languages(catalogue, ENGLISH)
    made[file.stem] = made[file.stem].replaced(decimal=".")
    with pytest.raises(DataError, match=r"is not what the data files say; install ivigcalc again"):
        check_languages(catalogue, ENGLISH)
    (tmp_path / "it.yaml").mkdir()
    with pytest.raises(DataError, match=r"data/locale/it.yaml:1: cannot be read: Is a directory; install ivigcalc"):
        checked_locale(tmp_path / "it.yaml", catalogue, ENGLISH)


def test_of_a_rule_that_is_to_be_translated_only_what_it_says_is_told(tmp_path: Path, catalogue: Catalogue) -> None:
    rule = catalogue.rules.limits[-1].replaced(id="brand-new", text="a new rule", next="")
    more = catalogue.replaced(rules=catalogue.rules.replaced(limits=(*catalogue.rules.limits, rule)))
    said = mistakes_of(next(file for file in FILES if file.stem == "es").read_text("utf-8"), tmp_path, more, "es.yaml")
    assert [one.partition(": ")[2] for one in said] == ["rules: lacks brand-new: text: a new rule"]
