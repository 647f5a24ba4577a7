"""The exit code says what happened; it is never 1."""

from pathlib import Path
from shutil import copytree

import pytest

from ivigcalc.catalogue.load import DATA_VERSION, data_folder
from ivigcalc.catalogue.validate import read_catalogue
from tests import program
from tests.program import CIDP, COMPARE, INFUSION, run, run_once

OVERDOSE = ("dose", "--weight", "75", "--indication", "cidp", "--course", "150 g", "--days", "1")
VERIFY = ("verify", "--weight", "75", "--indication", "mg-exacerbation", "--order")
TOO_SMALL = ("dose", "--weight", "3", "--indication", "gbs", "--product", "privigen", "--region", "us")


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (CIDP, 0),
        ((*CIDP, "--strict"), 0),
        (("products", "--iga-deficient"), 0),
        (("indications", "cidp"), 0),
        (INFUSION, 0),
        (COMPARE, 0),
        (("infusion",), 2),
        (("vials", "28", "--product", "privigen"), 0),
        (("vials",), 2),
        (("vials", "0.7", "--product", "privigen"), 5),
        (("vials", "28", "--product", "privigen", "--stock", "README.md"), 65),
        (("vials", "28", "--product", "privigen", "--stock", "no-such-file.csv"), 66),
        (("compare", "--weight", "80", "--indication", "cidp"), 2),
        ((*INFUSION[:-2], "--region", "br"), 4),
        (("selftest",), 0),
        (("--version",), 0),
        (("dose", "--help"), 0),
        ((), 2),
        (("dose",), 2),
        (("dose", "--weight", "70"), 2),
        (("dose", "--indication", "cidp"), 2),
        (("no-such-command",), 2),
        (("schema", "no-such-answer"), 2),
        (("dose", "--weight", "70", "--indication", "no such disease"), 2),
        (("dose", "--weight", "70", "--indication", "MG"), 2),
        (("dose", "--weight", "seventy", "--indication", "cidp"), 2),
        ((*CIDP, "--format", "xml"), 2),
        (("dose", "--weight", "35", "--indication", "gbs", "--strict"), 3),
        (OVERDOSE, 4),
        (("dose", "--weight", "70", "--indication", "als"), 4),
        (TOO_SMALL, 5),
        ((*VERIFY, "30 g daily for 5 days"), 0),
        ((*VERIFY, "32 g daily for 5 days"), 0),
        ((*VERIFY, "40 g daily for 5 days"), 3),
        ((*VERIFY, "30 g daily for 5 days", "--product", "privigen", "--vials", "4x10"), 3),
        ((*VERIFY, "150 g on day 1"), 4),
        ((*VERIFY, "150 g for 5 days"), 2),
        (("verify", "--weight", "75", "--indication", "gbs"), 2),
        (("verify", "--weight", "75", "--indication", "als", "--order", "30 g once"), 4),
    ],
)
@pytest.mark.parametrize("form", ["table", "text", "json"])
def test_code_is_the_same_in_every_format(args: tuple[str, ...], code: int, form: str) -> None:
    extra = (
        ()
        if not args
        or args[0] not in {"dose", "infusion", "vials", "verify", "compare", "products", "indications"}
        or "--format" in args
        else (form,)
    )
    assert code == run_once(*args, *(f"--format={one}" for one in extra)).code


def test_json_repeats_the_exit_code() -> None:
    for args in (CIDP, OVERDOSE, TOO_SMALL, ("dose",), ("products", "no-such-product")):
        answer = run(*args, "--format", "json")
        assert answer.code == answer.json["exit_code"]


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (CIDP, "ok"),
        (("dose", "--weight", "35", "--indication", "gbs"), "caution"),
        (OVERDOSE, "refused"),
        (("dose", "--weight", "70", "--indication", "als"), "refused"),
        (TOO_SMALL, "no-vials"),
        (("dose",), "error"),
        ((*VERIFY, "30 g daily for 5 days"), "ok"),
        ((*VERIFY, "32 g daily for 5 days"), "ok"),
        ((*VERIFY, "40 g daily for 5 days"), "differs"),
        ((*VERIFY, "150 g on day 1"), "dangerous"),
        ((*VERIFY, "150 g for 5 days"), "error"),
    ],
)
def test_json_status_is_the_contracts_word(args: tuple[str, ...], status: str) -> None:
    assert status == run(*args, "--format", "json").json["status"]


def test_bad_data_is_65_and_lists_every_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copytree(data_folder(), tmp_path / "data")
    for name in ("products", "rules"):
        path = folder / f"{name}.yaml"
        path.write_text(f"{path.read_text(encoding='utf-8')}\nno_such_key: 1\n", encoding="utf-8")
    monkeypatch.setattr(program, "shipped", lambda: read_catalogue(folder, DATA_VERSION))
    answer = run(*CIDP)
    assert (answer.code, answer.out) == (65, "")
    assert all(f"data/{name}.yaml:" in answer.err for name in ("products", "rules"))


def test_a_file_that_is_not_yaml_is_65(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copytree(data_folder(), tmp_path / "data")
    (folder / "rules.yaml").write_text("rules: [", encoding="utf-8")
    monkeypatch.setattr(program, "shipped", lambda: read_catalogue(folder, DATA_VERSION))
    answer = run(*CIDP, "--format", "json")
    assert (answer.code, answer.json["exit_code"], answer.json["status"]) == (65, 65, "error")


def test_no_dispensable_product_is_5_even_without_a_named_product() -> None:
    dwarfed = ("dose", "--weight", "0.5", "--indication", "gbs", "--per-day", "0.2 g/kg", "--days", "1")
    assert run(*dwarfed).code == 5


def test_a_refusal_for_people_goes_to_stderr_and_leaves_stdout_empty() -> None:
    for form in ("table", "text"):
        answer = run(*OVERDOSE, "--format", form)
        assert answer.out == ""
        assert "No dose was worked out." in answer.err


def test_a_json_refusal_goes_to_stdout() -> None:
    answer = run(*OVERDOSE, "--format", "json")
    assert answer.err == ""
    assert answer.json["status"] == "refused"
