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


def test_a_slip_in_a_word_suggests_and_never_runs() -> None:
    answer = run("dose", "--weight", "70", "--indication", "narcolepsyy", "--product", "privigenn")
    assert (answer.code, answer.out) == (2, "")
    assert "did you mean privigen" in answer.text
    assert "did you mean narcolepsy" in answer.text


@pytest.mark.parametrize("typed", ["cidpp", "PPMX", "IMMN"])
def test_letters_of_an_abbreviation_are_never_edited_into_another(typed: str) -> None:
    answer = run("dose", "--weight", "70", "--indication", typed)
    assert (answer.code, answer.out) == (2, "")
    assert "did you mean" not in answer.text


def test_what_was_dropped_of_a_name_is_echoed_by_every_command_that_doses() -> None:
    order = ("--weight", "70", "--indication", "pessoa rígida")
    echo = "--indication pessoa rígida read as síndrome da pessoa rígida"
    for args in (
        ("dose", *order),
        ("compare", *order, "--height", "170", "--sex", "female"),
        ("verify", *order, "--order", "70 g daily for 2 days"),
        ("infusion", *order, "--product", "privigen", "--grams", "70"),
    ):
        assert echo in " ".join(run(*args).text.split())
        assert echo in run(*args, "--format", "json").json["request"]["read"]


@pytest.mark.parametrize("command", [("dose",), ("verify", "--order", "28 g daily for 5 days"), ("compare",)])
@pytest.mark.parametrize(
    ("typed", "held"), [("crise", "mg-crisis"), ("epilepsy", "autoimmune-epilepsy"), ("MS", "rrms")]
)
def test_a_part_of_a_name_or_a_wide_one_is_refused_with_what_holds_it(
    command: tuple[str, ...], typed: str, held: str
) -> None:
    answer = run(*command, "--weight", "70", "--indication", typed)
    assert (answer.code, answer.out) == (2, "")
    assert held in answer.text


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
