"""The languages of the sheets: ``data/locale/X.yaml`` read, checked against the English texts, and compiled."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from ivigcalc import __version__
from ivigcalc.catalogue.compiled import LONGEST_LINE, NOT_AS_FILES, checksum, facts, open_own, own_bytes, packed
from ivigcalc.catalogue.load import NOT_INSTALLED, data_folder, packaged_folder
from ivigcalc.catalogue.mistakes import DataError, Finding, Mistake
from ivigcalc.core.locale import ENGLISH_TAG, Locale

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ivigcalc.catalogue.stand_ins import Readings
    from ivigcalc.catalogue.yaml import YamlFile
    from ivigcalc.core.facts.catalogue import Catalogue

FOLDER: Final = "locale"
ENDING: Final = ".yaml"
COMPILED: Final = ".bin"


def language_files() -> list[Path]:
    """The file of each language but English.

    Raises:
        DataError: there are no data files.
    """
    return sorted(Path(data_folder(), FOLDER).glob(f"*{ENDING}"))


def languages() -> tuple[str, ...]:
    """The tags that ``--lang`` takes: English first."""
    return (ENGLISH_TAG, *(file.stem for file in language_files()))


def load_locale(tag: str) -> Locale:
    """One of the languages but English, as compiled into the package; in a checkout as its file says.

    Raises:
        DataError: the file has another shape, or is not the one that was installed.
    """
    packaged = Path(packaged_folder(), FOLDER, f"{tag}{ENDING}")
    compiled = read_compiled_locale(packaged)
    if compiled is None and packaged.with_suffix(COMPILED).exists():
        raise DataError([Mistake(f"data/{FOLDER}/{packaged.name}", 1, "", f"{NOT_INSTALLED}, or use --lang en")])
    return compiled if compiled is not None else _read(Path(data_folder(), FOLDER, f"{tag}{ENDING}"))


def compile_locale(locale: Locale, path: Path) -> bytes:
    """A language, whose file is ``path``, as the bytes of a compiled file."""
    payload = packed(locale)
    return _locale_line(path, BytesIO(payload)) + payload


def _locale_line(path: Path, payload: BinaryIO) -> bytes:
    with open_own(path) as file:
        return f"ivigcalc {__version__} {checksum(file)} {checksum(payload)}\n".encode()


def read_compiled_locale(path: Path) -> Locale | None:
    """The compiled language beside its file; None where there is none, its line does not fit, or it is forged."""
    try:
        with open_own(path.with_suffix(COMPILED)) as file:
            line = file.readline(LONGEST_LINE)
            if line != _locale_line(path, file):
                return None
            file.seek(len(line))
            made = facts(file)
    except Exception:  # noqa: BLE001 - whatever forged bytes may lead to
        return None
    return made if type(made).__name__ == "Locale" else None


def checked_locale(file: Path, catalogue: Catalogue, english: Locale, others: Iterable[Locale] = ()) -> Locale:
    """A language as its file says, checked against the English texts and the data, and for texts left as in ``others``.

    Raises:
        DataError: with every mistake in it.
    """
    from ivigcalc.catalogue.checks import language
    from ivigcalc.catalogue.stand_ins import in_both  # pydantic and YAML, as below

    document, (first, second), mistakes = _as_read(file)
    known = [*others]

    def found(locale: Locale) -> Iterator[Finding]:
        yield from language.findings(locale, catalogue, english)
        for other in known:
            yield from language.left_as_in(other, locale)
        if locale.locale != file.stem:
            yield ("locale",), f"should be the name of the file, {file.stem}"

    for place, message in in_both(first.value, second.value, found):
        if not first.rests_on(place):
            mistakes.append(document.mistake(place, message))
    if mistakes:
        raise DataError(sorted(mistakes, key=lambda mistake: mistake.line))
    made: Locale = first.value
    return made


def compiled_locales(catalogue: Catalogue, english: Locale) -> dict[str, bytes]:
    """The compiled file of each language by its name, for the package.

    Raises:
        DataError: with every mistake in any of them.
    """
    made: dict[str, bytes] = {}
    mistakes: list[Mistake] = []
    read: list[Locale] = []
    for file in language_files():
        try:
            read.append(checked_locale(file, catalogue, english, read))
            made[f"{file.stem}{COMPILED}"] = compile_locale(read[-1], file)
        except DataError as error:
            mistakes += error.mistakes
    if mistakes:
        raise DataError(mistakes)
    return made


def check_languages(catalogue: Catalogue, english: Locale) -> None:
    """Check every language, and that what is compiled of it is what its file says.

    Raises:
        DataError: with every mistake in any of them, or because a compiled one is not as its file.
    """
    compiled_locales(catalogue, english)
    for file in language_files():
        if load_locale(file.stem) != _read(file):
            raise DataError([NOT_AS_FILES])


def _read(file: Path) -> Locale:
    """A language as its file says.

    Raises:
        DataError: it cannot be read, or has another shape.
    """
    _, (locale, _), mistakes = _as_read(file)
    if mistakes:
        raise DataError(mistakes)
    made: Locale = locale.value
    return made


def _as_read(file: Path) -> tuple[YamlFile, Readings, list[Mistake]]:
    """The file of a language with the line of everything in it, as far as it can be read, and why the rest cannot.

    Raises:
        DataError: nothing of it can be read.
    """
    from ivigcalc.catalogue.shapes import LOCALE, adapter  # pydantic and YAML, as below
    from ivigcalc.catalogue.stand_ins import readings
    from ivigcalc.catalogue.validate import of_shape
    from ivigcalc.catalogue.yaml import YamlFile

    name = f"data/{FOLDER}/{file.name}"
    try:
        document = YamlFile(own_bytes(file), name)
    except OSError as error:
        raise DataError([Mistake(name, 1, "", f"cannot be read: {error.strerror}; install ivigcalc again")]) from None
    both, unfit = readings(document.value, Locale, adapter(LOCALE))
    return document, both, of_shape(document, Locale, unfit)
