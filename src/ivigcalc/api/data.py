"""``data``: data or a formulary checked or compared, an entry looked up, Table 2 audited."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ivigcalc import __version__
from ivigcalc.api.answer import Answer, Exit, load
from ivigcalc.catalogue import load as loading
from ivigcalc.catalogue.compiled import FILES
from ivigcalc.catalogue.load import DATA_VERSION, check_shipped, data_folder, data_versions
from ivigcalc.catalogue.locale import check_languages
from ivigcalc.catalogue.mistakes import DataError, FormularyError, Mistake
from ivigcalc.core.answers.data import audit as auditing
from ivigcalc.core.answers.data.difference import Side, difference
from ivigcalc.core.answers.data.entries import entries_called
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.entries import OF_FILE, all_entries, formulary_entries
from ivigcalc.core.facts.fact import MONTHS
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.intake.data_files import LARGEST_FILE, DataFiles, in_folder, in_wheel, is_wheel
from ivigcalc.intake.files import read_file
from ivigcalc.report.english import ENGLISH

if TYPE_CHECKING:
    from ivigcalc.report.document import Document

BOTH: Final = 2
"""Sides of a comparison."""

FORMULARY: Final = "formulary"
"""What stands in place of the name of a data file where a file is a site's formulary."""


def check(file: str | None, today: date) -> Answer:
    """Check the data files that are shipped, or a formulary file.

    Raises:
        DataError: with every mistake found.
    """
    try:
        catalogue = load(file, today) if file is not None else check_shipped()
        if file is None:
            check_languages(catalogue, ENGLISH)
    except FormularyError as error:
        raise DataError(error.mistakes) from None
    checked, counts = file or f"data {DATA_VERSION}", catalogue.counts()

    def document(*, explain: bool = False) -> "Document":
        from ivigcalc.report.view.data import check_document

        return check_document(catalogue, checked, counts, explain=explain)

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.data import check_json

        return check_json(catalogue, checked, counts)

    return Answer(document=document, json=json)


def diff(names: Sequence[str], today: date) -> Answer:
    """Compare two folders of data, data files, wheels or formularies, the old one first; one with the data in force.

    Raises:
        DataError: what one of them says is wrong, or cannot be read; with every mistake of both.
        RefusedError: they are more than two, or cannot be compared with each other.
    """
    found = difference(*_comparable(*_sides(names, today)))
    differs = bool(found.entries)
    status, code = ("differs", Exit.LOOK) if differs else ("ok", Exit.ANSWER)

    def document(*, show_all: bool = False, explain: bool = False) -> "Document":
        from ivigcalc.report.view.diff import diff_document

        return diff_document(found, loading.load_catalogue(), show_all=show_all, explain=explain)

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.data import diff_json
        from ivigcalc.report.json.parts.answer import head_from

        return diff_json(found, head_from(*data_versions(), status, code))

    return Answer(document=document, json=json, exit_code=code)


def _sides(names: Sequence[str], today: date) -> list[tuple[str, Side]]:
    """The two sides that names stand for, the old one first; with one name that is the data in force alone.

    Raises:
        DataError: with every mistake of both.
        RefusedError: there are more than two.
    """
    if len(names) > BOTH:
        message, todo = f"{len(names)} are named, and two can be compared", "ivigcalc data diff OLD NEW"
        raise RefusedError(Problem(code="not-comparable", field="OLD NEW", message=message, next=todo))
    mistakes: list[Mistake] = []
    versions = {"ivigcalc_version": __version__, "data_version": DATA_VERSION}
    in_force = ("", _side_of(loading.load_catalogue(), "the data in force", **versions))
    sides = [in_force] if len(names) < BOTH else []
    for name in names:
        try:
            sides.append(_side(name, today))
        except DataError as error:
            mistakes += error.mistakes
    if mistakes:
        raise DataError(mistakes)
    return sides


def _side(name: str, today: date) -> tuple[str, Side]:
    """A side read from a folder, wheel or file; before it the one data file that it is, ``formulary``, or "" for all.

    Raises:
        DataError: with every mistake found.
    """
    try:
        if Path(name).is_dir():
            return "", _of_files(name, in_folder(name, FILES))
        content = read_file(name, LARGEST_FILE)
    except FileNotFoundError:
        raise DataError([Mistake(name, 1, "", "there is no such file or folder")]) from None
    except OSError as error:
        raise DataError([Mistake(name, 1, "", f"cannot be read: {error.strerror}")]) from None
    except ValueError:
        raise DataError([Mistake(name, 1, "", "is not the name of a file")]) from None
    if is_wheel(content):
        return "", _of_files(name, in_wheel(name, content, FILES))
    file = Path(name).name.removesuffix(".yaml")
    if file not in FILES:
        return FORMULARY, _of_formulary(name, content, today)
    beside = in_folder(str(Path(name).parent), FILES, ("",))
    shipped = in_folder(data_folder(), FILES, ("",))
    contents = {one: beside.contents.get(one, shipped.contents.get(one, b"")) for one in FILES}
    return file, _of_files(name, beside.replaced(contents=contents, wrong={}))


def _of_files(name: str, files: DataFiles) -> Side:
    """What data files say, checked.

    Raises:
        DataError: with every mistake found.
    """
    from ivigcalc.catalogue.validate import catalogue_of

    missing = [Mistake(f"{files.place}/{one}.yaml", 1, "", why) for one, why in files.wrong.items()]
    catalogue = catalogue_of(files.contents, files.data_version, files.place, missing)
    return _side_of(catalogue, name, ivigcalc_version=files.program_version, data_version=files.data_version)


def _side_of(catalogue: Catalogue, name: str, **versions: str) -> Side:
    documents = {source.id: source for source in catalogue.sources}
    entries = tuple(all_entries(catalogue))
    return Side(name=name, entries=entries, documents=documents, sha256=catalogue.sha256, **versions)


def _of_formulary(name: str, content: bytes, today: date) -> Side:
    """What a formulary says, checked against the shipped data.

    Raises:
        DataError: with every mistake found.
    """
    from ivigcalc.catalogue.validate import with_formulary

    try:
        catalogue = with_formulary(loading.load_catalogue(), content, name, today)
    except FormularyError as error:
        raise DataError(error.mistakes) from None
    documents = {source.id: source for source in catalogue.sources}
    local = catalogue.local
    entries = tuple(formulary_entries(local.formulary)) if local else ()
    return Side(name=name, entries=entries, documents=documents, sha256=local.sha256 if local else "")


def _comparable(old: tuple[str, Side], new: tuple[str, Side]) -> tuple[Side, Side]:
    """Both sides of a comparison, cut down to what stands in one data file where either is such a file alone.

    Raises:
        RefusedError: one is a formulary and the other is not, or they are different data files.
    """
    kinds = {kind for kind, _ in (old, new)} - {""}
    if len(kinds) > 1 or (FORMULARY in kinds and old[0] != new[0]):
        names = ["a formulary" if kind == FORMULARY else f"{kind}.yaml" if kind else "data" for kind, _ in (old, new)]
        problem = Problem(
            code="not-comparable",
            field="OLD NEW",
            message=f"{old[1].name} is {names[0]}, {new[1].name} is {names[1]}: they say nothing of the same things",
            allowed=("two folders or wheels, two data files of one name, two formularies",),
            next="ivigcalc data check FILE (a formulary beside the data in force)",
        )
        raise RefusedError(problem)
    wanted = OF_FILE.get(next(iter(kinds), ""))
    sides = [
        side.replaced(entries=tuple(entry for entry in side.entries if wanted is None or entry.kind in wanted))
        if FORMULARY not in kinds
        else side
        for _, side in (old, new)
    ]
    return sides[0], sides[1]


def show(entry: str, catalogue: Catalogue) -> Answer:
    """Show an entry of the data by its id.

    Raises:
        RefusedError: there is none of that id.
    """
    entries = entries_called(entry, catalogue)

    def document(*, explain: bool = False) -> "Document":
        from ivigcalc.report.view.data import show_document

        return show_document(entries, catalogue, explain=explain)

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.data import show_json

        return show_json(entries, catalogue)

    return Answer(document=document, json=json)


def audit(catalogue: Catalogue) -> Answer:
    """Show every cell of the review's Table 2 as printed, as read and as audited."""

    def document(*, explain: bool = False) -> "Document":
        from ivigcalc.report.view.audit import audit_document

        return audit_document(catalogue, explain=explain)

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.audit import audit_json

        return audit_json(catalogue)

    return Answer(document=document, json=json)


def audit_age(catalogue: Catalogue, on: str | None) -> Answer:
    """Show the documents that are older than ``label-age`` by the month of the data, or of another day.

    Raises:
        RefusedError: the day cannot be read.
    """
    from ivigcalc.intake.dates import read_start

    day = read_start(on, field="--on").day if on is not None else None
    found = auditing.audit_age(catalogue, day.year * MONTHS + day.month if day else catalogue.month)

    def document(*, explain: bool = False) -> "Document":
        from ivigcalc.report.view.audit import age_document

        return age_document(found, catalogue, explain=explain)

    def json() -> Mapping[str, object]:
        from ivigcalc.report.json.audit import age_json

        return age_json(found, catalogue)

    return Answer(document=document, json=json)
