"""What the package says of itself is true: dependencies, versions of Python, languages, how to cite it."""

import re
import tomllib
from typing import Any

import yaml

from ivigcalc import __version__
from tests.program import project, shipped

PACKAGE: dict[str, Any] = tomllib.loads((project() / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LANGUAGES = {"pt-BR": "Portuguese (Brazilian)", "es": "Spanish"}


def test_an_installation_brings_four_packages_and_what_they_need() -> None:
    names = [re.split(r"[^a-z]", requirement)[0] for requirement in PACKAGE["dependencies"]]
    assert names == ["typer", "rich", "pydantic", "pyyaml"]


def test_the_versions_of_python_and_the_languages_are_listed() -> None:
    listed = [text.rpartition(" :: ")[2] for text in PACKAGE["classifiers"] if re.search(r":: 3\.\d+$", text)]
    assert PACKAGE["requires-python"] == f">={listed[0]}"
    assert listed == [f"3.{minor}" for minor in range(11, 11 + len(listed))]
    spoken = {text.rpartition(" :: ")[2] for text in PACKAGE["classifiers"] if text.startswith("Natural Language")}
    assert spoken == {"English", *(LANGUAGES[file.stem] for file in (project() / "data" / "locale").glob("*.yaml"))}


def test_the_citation_names_this_version_and_the_review_as_the_data_have_it() -> None:
    citation = yaml.safe_load((project() / "CITATION.cff").read_text(encoding="utf-8"))
    assert (citation["version"], citation["license"]) == (__version__, PACKAGE["license"].partition(" AND ")[0])
    (review,) = citation["references"]
    source = next(source for source in shipped().sources if source.id == "de-souza-2014")
    authors = ", ".join(f"{author['family-names']} {author['given-names']}" for author in review["authors"])
    place = f"{review['volume']}({review['issue']}):{review['start']}-{review['end']}"
    assert source.title == f"{authors}. {review['title']}. {review['journal']} {review['year']};{place}"
    assert source.url == f"https://doi.org/{review['doi']}"
    assert source.date == f"{review['year']}-{review['month']}"


def test_the_files_that_the_pages_name_are_those_that_a_release_makes() -> None:
    script = (project() / "tools" / "release.sh").read_text(encoding="utf-8")
    made = {*re.findall(r"dist/([\w.$-]+\.\w+)", script.replace("$version", "VERSION"))}
    assert {"ivigcalc-linux.pyz", "ivigcalc-VERSION.html", "sbom.json"} <= made
    page = (project() / "docs" / "release.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `(ivigcalc-[^`]*|sbom[^`]*)`", page, flags=re.MULTILINE)
    assert {*named} == made | {"ivigcalc-VERSION.tar.gz", "ivigcalc-VERSION-py3-none-any.whl"}
    readme = (project() / "README.md").read_text(encoding="utf-8")
    assert {*re.findall(r"ivigcalc-\w+\.pyz|ivigcalc-[\d.]+\.html", readme)} == {
        *("ivigcalc-linux.pyz", f"ivigcalc-{__version__}.html")
    }
