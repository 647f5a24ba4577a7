"""Loads the catalogue: as compiled into the package, or from the YAML files of a checkout."""

from __future__ import annotations

from os.path import abspath, basename, dirname, isfile, join
from typing import TYPE_CHECKING, Any, Final

from ivigcalc.catalogue.compiled import (
    FILES,
    LONGEST_LINE,
    NAME,
    NOT_AS_FILES,
    checksum_line,
    data_sha256,
    open_own,
    own_bytes,
    read_compiled,
)
from ivigcalc.catalogue.mistakes import DataError, Mistake

if TYPE_CHECKING:
    from ivigcalc.core.facts.catalogue import Catalogue

DATA_VERSION: Final = "2026.11"
"""The data's own version; a change of data is a changelog entry of its own."""

CHANGED: Final = " (changed)"
"""What stands behind it where a file is not as it was installed."""

NOT_INSTALLED: Final = "is not as it was installed; install ivigcalc again"


def packaged_folder() -> str:
    """Where an installed package has its data files; a checkout has nothing there."""
    return join(dirname(dirname(abspath(__file__))), "data")


def data_folder() -> str:
    """Where the data files are: inside the installed package, or at the top of a checkout.

    Raises:
        DataError: neither place has them.
    """
    packaged = packaged_folder()
    package = dirname(packaged)
    for folder in (packaged, join(dirname(dirname(package)), "data")):
        if isfile(join(folder, "products.yaml")):
            return folder
    raise DataError([Mistake("data", 1, "", f"no data files beside {package}; install ivigcalc again")])


def load_catalogue() -> Catalogue:
    """The catalogue that is shipped.

    Raises:
        DataError: with every mistake found in any file.
    """
    compiled = read_compiled(packaged_folder(), DATA_VERSION)
    return compiled if compiled is not None else read_shipped()


def read_shipped() -> Catalogue:
    """The catalogue as its data files say, and as what was compiled of them says, too.

    Raises:
        DataError: with every mistake found in any file.
    """
    from pathlib import Path  # slow, and only where there is nothing compiled

    from ivigcalc.catalogue.validate import read_catalogue  # pydantic and YAML, as above

    catalogue = read_catalogue(Path(data_folder()), version_in_force())
    compiled = read_compiled(packaged_folder(), DATA_VERSION)
    if compiled is not None and compiled != catalogue:
        raise DataError([NOT_AS_FILES])
    return catalogue


def check_shipped() -> Catalogue:
    """The catalogue as its data files say, which are those that were installed.

    Raises:
        DataError: with every mistake found in any file, else with the files that are not those.
    """
    catalogue = read_shipped()
    if changed := changed_since_installed():
        raise DataError([Mistake(f"data/{name}", 1, "", NOT_INSTALLED) for name in changed])
    return catalogue


def changed_since_installed() -> tuple[str, ...]:
    """The data files that are not those that the installed package was built with; of a checkout, none.

    Raises:
        DataError: there are no data files.
    """
    folder, names = data_folder(), (*(f"{name}.yaml" for name in FILES), NAME)
    if folder != packaged_folder():
        return ()
    try:
        with open_own(join(folder, NAME)) as file:
            was = file.readline(LONGEST_LINE).split()
            now = checksum_line(DATA_VERSION, folder, file).split()
    except OSError as error:
        return (basename(error.filename or NAME),)
    if was[: -len(names)] != now[: -len(names)]:
        return (NAME,)
    return tuple(name for name, one, other in zip(names[::-1], was[::-1], now[::-1], strict=False) if one != other)


def version_in_force() -> str:
    """The data's own version; that they are changed, where they are not those that were installed.

    Raises:
        DataError: there are no data files.
    """
    return f"{DATA_VERSION}{CHANGED}" if changed_since_installed() else DATA_VERSION


def data_versions() -> tuple[str, str]:
    """The data's version and SHA-256, without loading them; "" for the latter where there are no files."""
    try:
        return version_in_force(), data_sha256(data_folder())
    except (DataError, OSError):
        return DATA_VERSION, ""


def published_schema(name: str) -> Any:
    """The JSON Schema of a data file as ``data/schema`` has it, for an editor to complete and check the file.

    Raises:
        DataError: it cannot be read.
    """
    import json  # not for an answer

    try:
        return json.loads(own_bytes(join(data_folder(), "schema", f"{name}.json")))
    except (OSError, ValueError, RecursionError) as error:
        why = f"cannot be read ({error}); install ivigcalc again"
        raise DataError([Mistake(f"data/schema/{name}.json", 1, "", why)]) from None
