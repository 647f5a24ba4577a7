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
