"""Help: four panels, about 30 options, examples; it fits 80 columns."""

import shlex
from pathlib import Path
from zipfile import ZipFile

import pytest

from ivigcalc.cli.options import POLICIES
from tests.profiles import together
from tests.program import options, project, run, shipped

COMMANDS = (
    *("dose", "worksheet", "infusion", "vials", "verify", "compare", "batch", "products", "indications", "schema"),
    *("data check", "data show", "data diff", "data audit", "config show", "selftest"),
)


def test_dose_has_four_panels() -> None:
    text = run("dose", "--help").text
    for panel in ("Patient", "Order", "Product", "Output"):
        assert f"─ {panel} ─" in text


def test_dose_has_about_40_options() -> None:
    assert 36 <= len(options("dose")) <= 42


def test_the_help_names_every_weight_policy() -> None:
    assert tuple(policy.id for policy in shipped().weights.policies) == POLICIES
    for policy in POLICIES:
        assert policy in run("dose", "--help", columns=200).text


@pytest.mark.parametrize("command", COMMANDS)
def test_help_fits_80_columns_and_ends_with_examples(command: str) -> None:
    answer = run(*command.split(), "--help")
    assert answer.code == 0
    assert [line for line in answer.lines if len(line.rstrip()) > 80] == []
    assert f"ivigcalc {command}" in answer.text.partition("Examples")[2]


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_root_help_names_every_command(flag: str) -> None:
    answer = run(flag)
    assert answer.code == 0
    for command in COMMANDS:
        assert command.partition(" ")[0] in answer.text


def test_version_is_printed_alone() -> None:
    from ivigcalc import __version__

    answer = run("--version")
    assert (0, f"ivigcalc {__version__}\n", "") == (answer.code, answer.out, answer.err)


@pytest.fixture
def files_of_examples(tmp_path: Path) -> None:
    """What examples name: the pages of the project, two folders of data, a wheel, two formularies."""
    (tmp_path / "docs").symlink_to(project() / "docs")
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "data").symlink_to(project() / "data")
        (tmp_path / f"{name}-formulary.yaml").symlink_to(project() / "docs" / "formulary-example.yaml")
    with ZipFile(tmp_path / "ivigcalc-0.2.0-py3-none-any.whl", "w") as wheel:
        for file in (project() / "data").glob("*.yaml"):
            wheel.write(file, f"ivigcalc/data/{file.name}")


@pytest.mark.usefixtures("files_of_examples")
@pytest.mark.parametrize("command", COMMANDS)
def test_the_examples_of_the_help_run(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lines = [line.strip() for line in run(*command.split(), "--help", columns=200).lines]
    examples = [line for line in lines if line.startswith(f"ivigcalc {command}")]
    assert examples
    for example in examples[:: together(2)]:
        assert run(*shlex.split(example.partition(" > ")[0])[1:]).code == 0, example


def test_the_names_that_the_help_shows_are_understood() -> None:
    line = next(line for line in run("dose", "--help", columns=200).lines if "--indication" in line)
    names = line.partition("code:")[2].partition("See:")[0].strip(" .").split(", ")
    assert len(names) >= 3
    for name in names:
        assert run("dose", "--weight", "70", "--indication", name).code == 0, name
