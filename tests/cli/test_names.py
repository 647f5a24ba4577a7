"""A name that fits two entries is never resolved; what is out of scope is answered, not dosed."""

import pytest

from tests.program import run


def listed(*args: str) -> set[str]:
    """The ids that a refusal offers."""
    error = run(*args, "--format", "json").json["error"]
    assert error["code"] == "ambiguous-name"
    return {line.partition(":")[0] for line in error["allowed"]}


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("gammagard", {"gammagard-sd-5", "gammagard-sd-10", "kiovig"}),
        ("octagam", {"octagam-5", "octagam-10"}),
        ("Octagam", {"octagam-5", "octagam-10"}),
        ("sandoglobulina", {"sandoglobulin-3", "privigen"}),
        ("flebogamma dif", {"flebogamma-dif-5", "flebogamma-dif-10"}),
    ],
)
def test_an_ambiguous_product_lists_what_it_fits(typed: str, ids: set[str]) -> None:
    assert set() == ids - listed("products", typed)
    order = ("dose", "--weight", "70", "--indication", "cidp", "--product", typed)
    assert set() == ids - listed(*order)
    assert (run(*order).code, run(*order).out) == (2, "")


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("MG", {"mg-crisis", "mg-exacerbation", "mg-generalised"}),
        ("mg", {"mg-crisis", "mg-exacerbation", "mg-generalised"}),
        ("G70.0", {"mg-crisis", "mg-exacerbation", "mg-generalised"}),
        ("G61.8", {"cidp", "mmn"}),
    ],
)
def test_an_ambiguous_indication_lists_what_it_fits(typed: str, ids: set[str]) -> None:
    order = ("dose", "--weight", "70", "--indication", typed)
    assert set() == ids - listed(*order)
    assert (run(*order).code, run(*order).out) == (2, "")


def test_ambiguous_gammagard_names_the_iga_that_differs() -> None:
    text = run("products", "gammagard").text
    assert "IgA up to 3 mcg/mL" in text
    assert "IgA up to 140 mcg/mL" in text


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("cidp", "cidp"),
        ("CIDP", "cidp"),
        ("PDIC", "cidp"),
        ("PIDC", "cidp"),
        ("SGB", "gbs"),
        ("guillain-barre syndrome", "gbs"),
        ("Síndrome de Guillain-Barré", "gbs"),
        ("MMN", "mmn"),
    ],
)
def test_what_people_type_finds_the_indication(typed: str, found: str) -> None:
    assert found == run("dose", "--weight", "70", "--indication", typed, "--format", "json").json["indication"]["id"]


@pytest.mark.parametrize("typed", ["cidpp", "privigenn"])
def test_a_near_miss_suggests_and_never_runs(typed: str) -> None:
    answer = run("dose", "--weight", "70", "--indication", typed, "--product", typed)
    assert (answer.code, answer.out) == (2, "")
    assert f"did you mean {typed[:-1]}" in answer.text


@pytest.mark.parametrize("brand", ["Hizentra", "Cuvitru", "HyQvia", "Gammanorm", "Cutaquig", "hizentra", "hyqvia"])
def test_a_subcutaneous_brand_is_answered_not_planned(brand: str) -> None:
    for args in (("dose", "--weight", "70", "--indication", "cidp", "--product", brand), ("products", brand)):
        answer = run(*args)
        assert (answer.code, answer.out) == (2, "")
        assert "subcutaneous, not for an intravenous plan" in answer.text


@pytest.mark.parametrize("disease", ["kawasaki", "Kawasaki disease", "ITP", "itp"])
def test_a_disease_outside_neurology_is_answered_not_dosed(disease: str) -> None:
    for args in (("dose", "--weight", "70", "--indication", disease), ("indications", disease)):
        answer = run(*args)
        assert (answer.code, answer.out) == (2, "")
        assert "not a neurological indication" in answer.text
        assert "g/kg" not in answer.text
