"""Without a reason there is no dose where IVIg is not supported; with one it is echoed in every format."""

import pytest

from tests.program import run, shipped

NOT_SUPPORTED = sorted(one.id for one in shipped().indications if one.status.startswith("not-supported"))
DOSE = ("--per-day", "0.4 g/kg", "--days", "5")
REASON = "tumour board, 3 May"


@pytest.mark.parametrize("indication", NOT_SUPPORTED)
def test_no_dose_without_a_reason(indication: str) -> None:
    for extra in ((), DOSE):
        answer = run("dose", "--weight", "70", "--indication", indication, *extra)
        assert (answer.code, answer.out) == (4, "")
        assert "--off-label-reason" in answer.text
        assert "28 g" not in answer.text


@pytest.mark.parametrize("indication", NOT_SUPPORTED)
def test_a_reason_gives_the_ordered_dose_as_a_caution(indication: str) -> None:
    order = ("dose", "--weight", "70", "--indication", indication, *DOSE, "--off-label-reason", REASON)
    answer = run(*order, "--format", "json")
    assert (answer.code, answer.json["status"]) == (0, "caution")
    assert [one["g_per_day"] for one in answer.json["regimens"]] == ["28"]
    assert run(*order, "--strict").code == 3


@pytest.mark.parametrize("product", [(), ("--product", "privigen"), ("--all",), ("--explain",)])
def test_the_reason_is_echoed_in_every_format(product: tuple[str, ...]) -> None:
    order = ("dose", "--weight", "70", "--indication", "als", *DOSE, "--off-label-reason", REASON, *product)
    for form in ("table", "text"):
        assert f"OFF LABEL {REASON}" in run(*order, "--format", form).text
    answer = run(*order, "--format", "json").json
    assert answer["request"]["off_label_reason"] == REASON
    assert any(REASON in alert["text"] for alert in answer["alerts"])


def test_a_needless_reason_is_echoed_too() -> None:
    answer = run("dose", "--weight", "70", "--indication", "cidp", "--off-label-reason", REASON)
    assert answer.code == 0
    assert REASON in answer.text


@pytest.mark.parametrize("reason", ["", " ", "\t\n"])
def test_an_empty_reason_is_no_reason(reason: str) -> None:
    answer = run("dose", "--weight", "70", "--indication", "als", *DOSE, "--off-label-reason", reason)
    assert (answer.code, answer.out) == (2, "")
    assert "--off-label-reason is empty" in answer.text


def test_a_reason_without_a_dose_says_what_to_type_and_why_nothing_is_computed() -> None:
    answer = run("dose", "--weight", "70", "--indication", "als", "--off-label-reason", REASON)
    assert answer.code == 2
    assert '--per-day "DOSE g/kg" --days N' in answer.text
    assert "the dose of a trial is on record, and the trial failed" in answer.text
    nothing = run("dose", "--weight", "70", "--indication", "sle-neuro")
    assert "no source read states a dose" in nothing.text
    assert "trial" not in nothing.text


@pytest.mark.parametrize("indication", NOT_SUPPORTED)
def test_why_a_use_is_not_supported_does_not_say_so_again(indication: str) -> None:
    text = run("dose", "--weight", "70", "--indication", indication).text
    assert text.count("not supported") == 1
    assert "never to be presented" not in text


def test_what_is_missing_in_the_data_is_no_conflict() -> None:
    for indication in shipped().indications:
        assert all("superseded" not in conflict.says for conflict in indication.conflicts)
    assert "superseded version" in run("indications", "dm").text
    assert "superseded version" not in run("dose", "--weight", "70", "--indication", "dm", "--all").text
