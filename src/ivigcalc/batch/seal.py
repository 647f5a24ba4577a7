"""Digests: of what a row was made from, and of what it says, so that it can be kept and need not be made again."""

import hashlib
from collections.abc import Iterable
from typing import Final

from ivigcalc import __version__
from ivigcalc.core.facts.catalogue import Catalogue

DIGITS: Final = 16
"""How much of a SHA-256 digest stands in a row: two rows of a table never share it by chance."""
BETWEEN: Final = "\x1f"


def sealed(text: str) -> str:
    """The digest of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def versions(catalogue: Catalogue) -> tuple[str, str, str]:
    """What a row says it was made with: the program, the data, and the digest of the data."""
    return __version__, catalogue.version, catalogue.sha256[:DIGITS]


def context(catalogue: Catalogue, options: Iterable[tuple[str, str]]) -> str:
    """Everything but the row itself that its answer depends on: versions, the formulary as in force, the options."""
    local = catalogue.local
    parts = [*versions(catalogue), catalogue.sha256]
    if local is not None:
        parts += ["formulary", local.sha256, *(f"{change.path} {change.in_force}" for change in local.changes)]
    return BETWEEN.join([*parts, *(f"{name}={text}" for name, text in options)])


class InputSeal:
    """The digest of a row's own cells in a context."""

    def __init__(self, within: str) -> None:
        """Keep the context's digest."""
        self._within = hashlib.sha256(within.encode("utf-8", "surrogatepass"))

    def of(self, mark: str, cells: Iterable[str]) -> str:
        """The digest of the cells under certain columns."""
        found = self._within.copy()
        found.update(BETWEEN.join((mark, *cells)).encode("utf-8", "surrogatepass"))
        return found.hexdigest()[:DIGITS]
