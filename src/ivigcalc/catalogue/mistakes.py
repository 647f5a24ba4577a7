"""Mistakes in the data files or in a formulary, and the errors that carry them; needs neither YAML nor pydantic."""

from typing import NamedTuple


class Mistake(NamedTuple):
    """One thing that is wrong in a data file."""

    file: str
    line: int
    path: str
    message: str

    def __str__(self) -> str:
        """``file:line: path: message``."""
        return (
            f"{self.file}:{self.line}: {self.path}: {self.message}"
            if self.path
            else f"{self.file}:{self.line}: {self.message}"
        )


class DataError(Exception):
    """The data cannot be used; holds every mistake found."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        """Keep the mistakes in the order of the files."""
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


class FormularyError(DataError):
    """A site's formulary cannot be used: it is missing, unreadable or wrong."""
