"""Order lines in another language: the doses, vials, rates and days of the English ones, as ``verify`` reads them."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ivigcalc.api.dose import dose, locale_of
from ivigcalc.api.verify import verify
from ivigcalc.catalogue.locale import languages
from ivigcalc.core.problems import RefusedError
from ivigcalc.intake.order import TypedOrder
from ivigcalc.intake.patient import TypedPatient
from ivigcalc.intake.request import TypedRequest
from ivigcalc.intake.written.typed import TypedWritten
from ivigcalc.report.text import render
from tests.profiles import examples, members
from tests.program import CIDP, run, shipped
from tests.written import read_written_dose

OTHERS = languages()[1:]
PRODUCTS = [product.id for product in shipped().products]
INDICATIONS = ("cidp", "gbs", "mmn", "dm", "mg-exacerbation", "rasmussen")
ONE = ("--product", "privigen", "--region", "eu", "--regimen", "A", "--start", "2026-12-01")


def lines_of(patient: TypedPatient, order: TypedOrder, lang: str | None) -> list[str]:
    """The order lines of ``dose`` in a language, each on a line of its own."""
    answer = dose(TypedRequest(patient=patient, order=order), shipped(), lang=lang)
    _, _, below = render(answer.document()).partition("ORDER LINES")
    return [line for line in below.splitlines() if " mg/mL)" in line]


def read(line: str) -> tuple[object, ...]:
    """What ``verify`` reads in a line, without its words; nothing where it refuses the line."""
    try:
        found = read_written_dose(line)
    except RefusedError:
        return ()
    rate = found.rate and (found.rate.value, found.rate.unit, found.rate.start)
    vials = found.vials and (found.vials.sizes, found.vials.day_g)
    return found.days, found.stated, found.in_all, found.interval, found.product, rate, vials


@pytest.mark.parametrize("lang", OTHERS)
@given(
    product=st.sampled_from(PRODUCTS),
    weight=st.sampled_from(["22", "58,5", "61", "70", "104"]),
    indication=st.sampled_from(INDICATIONS),
    rounding=st.sampled_from(["nearest", "exact", "up"]),
    scope=st.sampled_from(["day", "course"]),
    risks=st.sampled_from([(), ("renal",), ("iga-deficient",)]),
    start=st.sampled_from([None, "2026-12-29"]),
    tolerated=st.booleans(),
)
@examples(200)
def test_each_line_is_read_as_the_english_one(
    *,
    lang: str,
    product: str,
    weight: str,
    indication: str,
    rounding: str,
    scope: str,
    risks: tuple[str, ...],
    start: str | None,
    tolerated: bool,
) -> None:
    scope = "day" if rounding == "exact" else scope
    patient = TypedPatient(weight=weight, age="9" if weight == "22" else None, risks=risks)
    order = TypedOrder(
        indication=indication,
        regimen="A",
        products=[product],
        round=rounding,
        round_scope=scope,
        start=start,
        tolerated=tolerated,
    )
    english = lines_of(patient, order, None)
    assume(english)
    other = lines_of(patient, order, lang)
    assert [read(line) for line in other] == [read(line) for line in english]
    assert not {*other} & {*english}
    assert all(read(line) for line in english)


BEFORE_THE_HIGHEST = sorted({one.maximum_after for product in shipped().products for one in product.ladders} - {""})


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("after", BEFORE_THE_HIGHEST)
def test_what_comes_before_the_highest_rate_is_read(after: str, lang: str) -> None:
    spoken = locale_of(lang)
    rate = spoken.say("start-most-after", ml_h="30", most="244", after=spoken.of_data(after))
    found = read_written_dose(f"28 g daily for 5 days, {spoken.say('line-rate', rate=rate)}").rate
    assert found is not None
    assert (found.start, found.value) == (Fraction(30), Fraction(244))


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("more", [{}, {"round_scope": "course"}], ids=str)
def test_a_line_is_verified(lang: str, more: dict[str, Any]) -> None:
    order = TypedOrder(indication="gbs", regimen="A", products=["privigen"], start="2026-12-29", **more)
    for line in members(lines_of(TypedPatient(weight="70"), order, lang)):
        asked = TypedRequest(patient=TypedPatient(weight="70"), order=TypedOrder(indication="gbs"))
        checked = verify(asked, TypedWritten(order=line), shipped()).json()
        assert checked["outcome"] in {"match", "rounded"}, line
        assert read(line)[5] is not None


def test_the_lines_of_five_days() -> None:
    """27.5 g of Privigen on five days, 275 mL each; 0.3 mL/kg/h is 21 mL/h for 70 kg, 4.8 are 336."""
    text = run(*CIDP, *ONE, "--lang", "pt-BR", "--format", "text").out
    assert (
        "2026-12-01 a 2026-12-05, dias 1 a 5: imunoglobulina humana normal, Privigen 10 % (100 mg/mL), via endovenosa, "
        "DOSE 27,5 g por dia, VOLUME 275 mL, 1 x 20 g + 1 x 5 g + 1 x 2,5 g, VELOCIDADE iniciar a 21 mL/h, "
        "no máximo 336 mL/h; total do tratamento 137,5 g em 5 dias, NÃO por dia"
    ) in text.replace("\u00a0", " ")
    assert "ORDER LINES (to paste, Português (Brasil). Tradução não revisada por farmacêutico.)" in text
    by_variable = run(*CIDP, *ONE, "--format", "text", env={"IVIGCALC_LANG": "pt-br"})
    assert by_variable.out == text
    assert run(*CIDP, *ONE, "--lang", "en", "--format", "text").out == run(*CIDP, *ONE, "--format", "text").out


@pytest.mark.parametrize("form", ["json", "fhir-r4", "ics"])
def test_other_forms_are_english_whatever_the_language(form: str) -> None:
    assert run(*CIDP, *ONE, "--format", form, "--lang", "es").out == run(*CIDP, *ONE, "--format", form).out


def test_an_unknown_language_is_refused_with_those_there_are() -> None:
    done = run(*CIDP, *ONE, "--lang", "xx")
    assert (done.code, done.out) == (2, "")
    assert ", ".join(languages()) in done.err
