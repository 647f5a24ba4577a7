"""Each rule for a formulary file: a file that breaks it, and every message it gets, with file and line."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ivigcalc.catalogue.mistakes import FormularyError
from ivigcalc.catalogue.validate import with_formulary
from ivigcalc.cli.environment import today
from tests.growth import grows_with_length
from tests.program import CIDP, project, run, shipped, written_down

CASES: list[dict[str, Any]] = written_down(project() / "tests" / "vectors" / "bad_formularies.yaml")


def written(folder: Path, text: str) -> Path:
    path = folder / "formulary.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def messages(path: Path) -> list[str]:
    with pytest.raises(FormularyError) as caught:
        with_formulary(shipped(), path.read_bytes(), "formulary.yaml", today())
    return [str(mistake) for mistake in caught.value.mistakes]


def cut(found: list[str], expected: list[str]) -> list[str]:
    """The messages found, each cut where the one expected is cut."""
    beginnings = [message.removesuffix("...") for message in expected if message.endswith("...")]
    return [next((f"{one}..." for one in beginnings if message.startswith(one)), message) for message in found]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["rule"])
def test_a_mistake_is_named_with_file_line_and_path(case: dict[str, Any], tmp_path: Path) -> None:
    expected = [f"formulary.yaml:{message}" for message in case["expect"]]
    assert sorted(expected) == sorted(cut(messages(written(tmp_path, case["text"])), expected))


def test_mistakes_of_every_kind_are_named_at_once(tmp_path: Path) -> None:
    text = (
        "site: A\ncolour: red\nhide: [nothing]\nlimits:\n  - {id: weight-below-2, below: 1}\n  - {id: cap, level: 7}\n"
        "stock: !list []\nconstants:\n  - {id: stated-day, value: 1e99}\nsize: 1e99\n"
    )
    found = messages(written(tmp_path, text))
    assert [int(message.split(":")[1]) for message in found] == [2, 3, 5, 6, 7, 9, 10, 10]


def test_a_hospital_that_hides_every_product_has_none_left(tmp_path: Path) -> None:
    every = [product.id for product in shipped().products]
    said = "formulary.yaml:2: hide: hides every product"
    assert messages(written(tmp_path, f"site: A\nhide: [{', '.join(every)}]\n")) == [said]
    path = written(tmp_path, f"site: A\nhide: [{', '.join(every[1:])}]\n")
    merged = with_formulary(shipped(), path.read_bytes(), "formulary.yaml", today())
    assert [*merged.stocked] == every[:1]


def test_a_wrong_formulary_is_65_where_it_is_checked_and_78_where_it_is_used(tmp_path: Path) -> None:
    path = written(tmp_path, "site: A\nhide: [nothing]\n")
    said = f"{path}:2: hide[0]: no product 'nothing'"
    for args, code in (
        (("data", "check", str(path)), 65),
        (("dose", "--weight", "70", "--indication", "cidp", "--formulary", str(path)), 78),
        (("products", "--formulary", str(path)), 78),
        (("indications", "--formulary", str(path)), 78),
        (("data", "show", "privigen", "--formulary", str(path)), 78),
        (("config", "show", "--formulary", str(path)), 78),
    ):
        answer = run(*args, "--format", "json")
        assert (code, code, "error") == (answer.code, answer.json["exit_code"], answer.json["status"])
        assert said in answer.json["error"]["message"]
        assert "regimens" not in answer.json
        shown = run(*args, "--format", "text")
        assert (code, "") == (shown.code, shown.out)
        assert said in shown.err


def test_a_file_that_is_not_there_or_cannot_be_read_is_never_ignored(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path, tmp_path / "\0"):
        assert run("products", "--formulary", str(path)).code == 78
        assert run("data", "check", str(path)).code == 65


def test_text_in_another_encoding_is_not_yaml(tmp_path: Path) -> None:
    path = tmp_path / "formulary.yaml"
    path.write_bytes("site: Hôpital\n".encode("cp1252"))
    (found,) = messages(path)
    assert found.startswith("formulary.yaml:1: not YAML: ")


def test_a_file_of_a_windows_editor_is_read(tmp_path: Path) -> None:
    path = tmp_path / "formulary.yaml"
    path.write_bytes(b"\xef\xbb\xbfsite: A\r\nhide: [privigen]\r\n")
    local = with_formulary(shipped(), path.read_bytes(), "f", today()).local
    assert local is not None
    assert (local.formulary.site, local.unstocked) == ("A", ("privigen",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("site: A\nhide: " + "[" * 3000 + "]" * 3000, "2: nested more than 40 deep"),
        ("site: A\nhide: " + "[" * 300_000, "2: nested more than 40 deep"),
        (
            f"site: A\nconstants:\n  - {{id: stated-day, value: {'9' * 5000}}}",
            "3: a number of 5000 characters; at most 40",
        ),
        (
            "a0: &a0 [" + "x, " * 10 + "]\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 10}]\n" for n in range(1, 10)),
            "6: has more than 200000 values, aliases written out",
        ),
    ],
    ids=["nested", "nested-without-end", "number", "aliases"],
)
def test_a_file_without_end_is_a_mistake(text: str, said: str, tmp_path: Path) -> None:
    """Ten of ten of ten ...: 111 in a1, 1,111 in a2; a5 is the first beyond 200,000 in all."""
    assert messages(written(tmp_path, text)) == [f"formulary.yaml:{said}"]


def test_an_alias_that_ends_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "site: A\nhide: &a [privigen, &b kiovig]\nstock: []\n")
    again = written(tmp_path, "site: &s A\napproved_by: *s\nhide: [privigen]\n")
    for one in (path, again):
        local = with_formulary(shipped(), one.read_bytes(), "f", today()).local
        assert local is not None
        assert "privigen" in local.unstocked


@pytest.mark.parametrize("g", ["0.0005", "0.001", "1.0005", "5000"])
def test_a_vial_that_nobody_makes_is_a_mistake(tmp_path: Path, g: str) -> None:
    text = f"site: A\nvials: {{privigen: [{{g: {g}, ml: {float(g) * 10}}}]}}\n"
    (found,) = messages(written(tmp_path, text))
    assert f"{g} g is no size of a vial: 0.1 to 100 g, in whole mg" in found


@pytest.mark.parametrize("text", ["site: !!python/object A\n", "site: A\nhide: !mine [privigen]\n", "site: ! A\n"])
def test_a_tag_is_refused(tmp_path: Path, text: str) -> None:
    assert any("is not read; leave it out" in found for found in messages(written(tmp_path, text)))


MANY = 4_000
LONG_FILES: dict[str, Callable[[int], str]] = {
    "unknown keys": lambda many: "".join(f"k{number}: 1\n" for number in range(many)),
    "unknown products": lambda many: "hide:\n" + "".join(f"- k{number}\n" for number in range(many)),
    "unknown limits": lambda many: (
        "limits:\n" + "".join(f"- {{id: k{number}, above: 1}}\n" for number in range(many // 4))
    ),
    "digits": lambda many: "currency: " + "1" * many + "x\n",
    "digits and lines": lambda many: "currency: " + "1_" * many + "x\n",
}


@pytest.mark.parametrize("name", LONG_FILES)
def test_however_many_mistakes_a_file_has_they_are_found_at_once(tmp_path: Path, name: str) -> None:
    def find(many: int) -> None:
        assert messages(written(tmp_path, f"site: A\n{LONG_FILES[name](many)}"))

    assert grows_with_length(find, MANY)


def test_a_hundred_mistakes_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    path = written(tmp_path, "site: A\n" + "".join(f"k{number}: 1\n" for number in range(203)))
    for args, code in ((("data", "check", str(path)), 65), ((*CIDP, "--formulary", str(path)), 78)):
        answer = run(*args)
        assert (answer.code, answer.text.count("unknown key"), "and 103 mistakes more" in answer.text) == (
            code,
            100,
            True,
        )


def test_an_endless_formulary_and_a_silent_pipe_are_78(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ivigcalc.intake.files.PATIENCE_S", 0)
    os.mkfifo(tmp_path / "pipe")
    for name, why in (("/dev/zero", "is larger than 4 MB"), (str(tmp_path / "pipe"), "nobody writes into")):
        answer = run(*CIDP, "--formulary", name)
        assert (answer.code, why in answer.text) == (78, True)
