"""The words of tables as hospitals export them: headings by language, units, what cells say. No figures, no facts."""

from typing import Literal

from ivigcalc.core.record import FileRecord


class HeadingNames(FileRecord):
    """What a column is called, by language; ``units`` is the kind of units that a heading may end with, "" for none."""

    id: str
    en: tuple[str, ...]
    pt: tuple[str, ...]
    es: tuple[str, ...]
    units: Literal["", "weight", "length", "age", "dose", "iga"] = ""


class UnitNames(FileRecord):
    """A unit as the options take it, the kinds of figures that it may stand behind, and its other names."""

    id: str
    of: tuple[Literal["weight", "length", "age", "dose", "iga"], ...]
    names: tuple[str, ...]


class UnitsNotRead(FileRecord):
    """Names of units in which figures of a kind are given, and which no option takes."""

    of: Literal["weight", "length", "age", "dose", "iga"]
    names: tuple[str, ...]


class CellWords(FileRecord):
    """Words that say one thing in a cell."""

    id: Literal[
        "not-given",
        "no-longer-ordered",
        "in-doubt",
        "comment",
        "comment-or-key",
        "yes",
        "no",
        "sex-not-given",
        "male",
        "female",
        "around-a-product",
        "not-vials",
        "taken",
        "taken-for",
        "beside-taken",
        "some-vials",
        "before-no-count",
        "no-purpose",
        "total",
        "sum",
        "sum-alone",
        "patients",
        "page",
        "foot",
        "around-a-dose",
        "of-a-day",
        "intravenous",
        "other-immunoglobulin",
        "other-route",
        "other-route-alone",
        "metric",
        "not-metric",
        "not-metric-alone",
        "metric-in-text",
        "not-metric-in-text",
        "phase",
        "over-statuses",
        "ended",
        "against",
        "over-figures",
        "over-figures-numbered",
    ]
    words: tuple[str, ...]


class SpokenOf(FileRecord):
    """What a heading that is not read may not speak of, and the words by which it does.

    Those of ``alone`` count only where no longer word holds them, those of ``whole`` only where the heading says
    nothing else, those of ``only`` where every other word of it is one of ``beside``, and those of ``numbered`` where
    each other one is a number, or one of ``beside``. A heading with a word of ``unless``, and otherwise words of it or
    of ``beside`` alone, does not speak of it: it says who, when or which number. Beside a column of
    ``unless_read`` it may: it says nothing more than that. ``may_be`` is the column that it is most likely meant to be,
    where every other word of it is one of ``beside`` or a unit.
    """

    id: str
    words: tuple[str, ...]
    alone: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    numbered: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    unless_read: tuple[str, ...] = ()
    may_be: str = ""


class Tables(FileRecord):
    """``data/tables.yaml``.

    ``stock_speaks_of`` is what a heading of a stock file that is not read may not speak of: its vials may be others,
    counted otherwise, or not to be had. ``stock_other_words`` are words by which it says none of this,
    ``stock_other_days`` those of a day that is never the expiry, ``stock_withheld`` those by which a cell that is not
    read says that the vials are not to be had. ``doses`` are headings that could be the dose of a day or of a course,
    ``dates`` those that could be the first day; ``other_words`` look like a column and mean something else.
    ``words_between`` stand in a heading between what it speaks of and what that is of; ``neutral_words`` change nothing
    in it. ``who`` are headings of people, payers and places, whose cells may be initials.
    ``free_text`` are words of headings under which an order or a warning may stand in any words.
    """

    columns: tuple[HeadingNames, ...]
    stock: tuple[HeadingNames, ...]
    stock_speaks_of: tuple[SpokenOf, ...]
    stock_other_words: tuple[str, ...]
    stock_other_days: tuple[str, ...]
    stock_withheld: tuple[str, ...]
    units: tuple[UnitNames, ...]
    units_not_read: tuple[UnitsNotRead, ...]
    cells: tuple[CellWords, ...]
    doses: tuple[str, ...]
    dates: tuple[str, ...]
    speaks_of: tuple[SpokenOf, ...]
    other_words: tuple[str, ...]
    words_between: tuple[str, ...]
    neutral_words: tuple[str, ...]
    who: tuple[str, ...]
    names_of_patients: tuple[str, ...]
    free_text: tuple[str, ...]
