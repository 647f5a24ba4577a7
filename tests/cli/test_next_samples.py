"""What stands under NEXT and TYPE runs for this patient, or stands for a fact of the patient and is refused."""

import re
import shlex
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, assume, given
from hypothesis import strategies as st

from ivigcalc.core.request.patient import Risk
from tests.profiles import examples, together
from tests.program import run, shipped

COMPUTED = sorted(one.id for one in shipped().indications if one.regimens)
PRODUCTS = sorted(one.id for one in shipped().products)
PLACEHOLDERS = re.compile(r"\b(?:DATE|FILE|WHY|DOSE|N)\b|\.\.\.")
FACTS = {
    "--weight": "KG",
    "--pre-pregnancy-weight": "KG",
    "--height": "CM",
    "--age": "YEARS",
    "--sex": "SEX",
    "--iga": "LEVEL",
    "--blood-group": "ABO",
    "--risk": "RISK",
    "--indication": "NAME",
    "--weight-policy": "POLICY",
}
"""The options that are facts of a patient, with the word that stands for the fact wherever none is known; and which
policy a hospital follows, of which none is recommended."""
FLAGS = ("--pregnant", "--tolerated", "--first")
"""Facts that are an option alone: offered in brackets, with the condition."""
SPARE = {
    "dose": ("--weight", "--height", "--age", "--sex", "--pregnant", "--region", "--risk", "--indication", "--product"),
    "verify": ("--weight", "--height", "--age", "--sex", "--pregnant", "--region", "--risk", "--indication"),
    "infusion": ("--weight", "--age", "--region", "--risk", "--product", "--grams"),
    "compare": ("--weight", "--height", "--age", "--sex", "--pregnant", "--region", "--indication", "--product"),
    "indications": (),
    "vials": ("--product", "--region"),
    "products": ("--weight", "--age", "--height", "--pregnant", "--region", "--risk"),
}
"""The options that a law gives to each command."""


@st.composite
def patients(draw: st.DrawFn) -> dict[str, str]:
    """Options of a patient and an order."""
    grown = draw(st.booleans())
    weight = draw(st.integers(41, 150) if grown else st.integers(4, 39))
    typed = {"--weight": str(weight), "--indication": draw(st.sampled_from(COMPUTED))}
    if draw(st.booleans()):
        typed["--age"] = str(draw(st.integers(18, 90) if grown else st.integers(1, 12)))
    if grown and draw(st.booleans()):
        typed["--height"] = str(draw(st.integers(150, 195)))
    pregnant = grown and "--age" not in typed and draw(st.booleans())
    if pregnant:
        typed |= {"--pregnant": "", "--pre-pregnancy-weight": str(weight)}
    elif draw(st.booleans()):
        typed["--sex"] = draw(st.sampled_from(["male", "female"]))
    if draw(st.booleans()):
        typed["--region"] = draw(st.sampled_from(["us", "eu", "br"]))
    if draw(st.booleans()):
        typed["--risk"] = draw(st.sampled_from(sorted(Risk)))
    typed["--product"] = draw(st.sampled_from(PRODUCTS))
    typed["--grams"] = str(max(2, weight * 2 // 5))
    return typed


def line(command: str, typed: dict[str, str]) -> list[str]:
    """A command line of those of the options that the command has."""
    has = (*SPARE[command], "--pre-pregnancy-weight") if "--pregnant" in SPARE[command] else SPARE[command]
    words = [word for name, value in typed.items() if name in has for word in (name, value) if word]
    first = {"vials": "--grams", "indications": "--indication"}
    words = [typed[first[command]], *words] if command in first else words
    return [command, *words, *(["--order", f"{typed['--grams']} g daily for 5 days"] if command == "verify" else [])]


def samples(screen: str) -> list[list[str]]:
    """The words of each sample under NEXT and of each line to TYPE; none has a placeholder but for a patient's fact."""
    lines = screen.splitlines()
    start = next(number for number, text in enumerate(lines) if text.startswith("NEXT"))
    found: list[str] = []
    for number, text in enumerate(lines[start:]):
        if number and not text.startswith("   "):
            break
        found += re.split(r" {2,}", text.removeprefix("NEXT").strip())
    found += [text.removeprefix("TYPE").strip() for text in lines if text.startswith("TYPE  ivigcalc ")]
    plain = (re.sub(r" \([^)]*\)$", "", sample) for sample in found)
    typed = (sample for sample in plain if sample and not sample.startswith("("))
    samples_typed = [*typed]
    assert not [sample for sample in samples_typed if PLACEHOLDERS.search(sample)]
    return [shlex.split(sample) for sample in samples_typed]


@pytest.mark.parametrize("command", SPARE)
@given(typed=patients())
@examples(60, HealthCheck.filter_too_much)
def test_each_sample_runs_for_this_patient_and_repeats_no_option(command: str, typed: dict[str, str]) -> None:
    words = line(command, typed)
    if "--product" in words and command == "dose" and typed["--grams"][-1] in "02468":
        words = [word for word in words if word not in {"--product", typed["--product"]}]
    answer = run(*words, columns=200)
    assume(answer.code in {0, 3, 5})
    found = samples(answer.out)
    assert found or command == "compare"
    for number, sample in enumerate(found):
        facts = {(one, value) for one, value in pairwise(sample) if one in FACTS}
        assert not {*FLAGS} & ({*sample} - {*words}), (words, sample)
        stand_for = facts & {*FACTS.items()}
        assert {value for _, value in facts - stand_for} <= {*words}, (words, sample)
        whole = sample[1:] if sample[0] == "ivigcalc" else [*words, *sample]
        options = [word for word in whole if word.startswith("--") and word not in {"--risk", "--product"}]
        assert len(options) == len({*options}), (words, sample)
        if (number + len(words)) % together(2):
            continue
        again = run(*whole)
        if stand_for:
            assert again.code == 2, (words, sample, again.text)
            assert not again.out, (words, sample)
            for option, word in stand_for:
                assert f"{option.removeprefix('--')} {word!r}" in again.text, (words, sample, again.text)
        else:
            assert again.code in {0, 3, 5, answer.code}, (words, sample, again.text)


PATIENTS = (
    ("--iga-deficient",),
    ("--risk", "anti-iga"),
    ("--risk", "anti-iga", "--region", "eu"),
    ("--risk", "hypersensitivity"),
    ("--iga", "<0.07 g/L", "--age", "8 months", "--weight", "7.5"),
    ("--iga", "0.04 g/L", "--age", "70", "--weight", "154 lb", "--height", "160", "--risk", "loop-diuretic"),
    ("--pregnant", "--pre-pregnancy-weight", "60", "--weight", "70", "--risk", "sodium", "--region", "us"),
)
PRODUCTS_ASKED = ((), ("privigen",), ("gammaplex-5", "octagam-10"), ("--rejected",))


def typed_under_next(screen: str) -> list[str]:
    """The lines under NEXT that are to be typed, as they stand."""
    under = screen.partition("NEXT")[2].partition("ivigcalc 0.")[0].splitlines()
    lines = [line.strip() for line in under]
    return [line for line in lines if line and not line.startswith(("(", "FORMULARY"))]


@pytest.mark.parametrize("patient", PATIENTS, ids=" ".join)
@pytest.mark.parametrize("asked", PRODUCTS_ASKED, ids=" ".join)
def test_each_line_of_products_is_a_whole_command_for_the_same_patient(
    patient: tuple[str, ...], asked: tuple[str, ...]
) -> None:
    """A shell would stop at a bracket, and a command without the patient would be about nobody."""
    before = run("products", *patient, "--format", "json").json["request"]
    screen = run("products", *asked, *patient, columns=240).out
    lines = typed_under_next(screen)
    assert lines or "refer to the prescriber" in screen
    for line in lines:
        assert line.startswith("ivigcalc products")
        assert not {*"()<>&|;"} & {*line.replace("'<0.07 g/L'", "")}
        again = run(*shlex.split(line)[1:], "--format", "json")
        assert again.code == 0, (line, again.text)
        now = again.json["request"]
        assert {*now["risks"]} == {*before["risks"]}
        assert now["region"] == before["region"] or before["region"] == "any"
        for name in ("weight_kg", "height_cm", "factors"):
            assert now[name] == before[name], (name, line)


@pytest.mark.parametrize("patient", PATIENTS, ids=" ".join)
def test_what_is_contraindicated_is_never_offered(patient: tuple[str, ...]) -> None:
    """Antibodies to IgA and a past reaction contraindicate every preparation: whoever prescribes has to be asked."""
    answer = run("products", *patient, "--format", "json").json
    refused = {one["id"] for one in answer["products"] if one["verdict"] == "contraindicated"}
    screen = run("products", *patient, columns=240).out
    named = {word for line in typed_under_next(screen) for word in shlex.split(line)[2:3] if word in PRODUCTS}
    assert not named & refused
    assert (len(refused) == len(PRODUCTS)) is ("(no preparation read is allowed for this patient: refer" in screen)
    for product in sorted(named | {"privigen"}):
        lines = run("products", product, *patient).out.splitlines()
        verdict = next(one["verdict"] for one in answer["products"] if one["id"] == product)
        assert lines[1].startswith(f"VERDICT  {verdict}") or lines[1].startswith(f"VERDICT  {verdict.upper()}")
