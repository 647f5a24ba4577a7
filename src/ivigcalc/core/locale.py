"""A language that sheets are printed in: its numbers, its dates, and its texts as whole sentences with named holes."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, reduce
from string import Formatter
from typing import Final

from ivigcalc.core.quantity import NO_BREAK_SPACE, Style, exact, shown
from ivigcalc.core.record import FileRecord

QUOTE, END_OF_QUOTE = "\ue000", "\ue001"
"""Around what stays in English in a text of another language; of no alphabet, and never printed themselves."""

NUMBER: Final = re.compile(rf"\d+(?:{NO_BREAK_SPACE}\d{{3}})*(?:\.\d+)?")
"""A number as ``shown`` writes it."""
DATE: Final = re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{2})(?:-(?P<d>\d{2}))?\b")
"""A day or a month as the data write it: ``2016-05-24``, ``2026-02``."""
ID: Final = re.compile(r"`([^`]*)`")
"""An id in a translated text of the data, which is the same in every language."""
DAY_OF_MONTH: Final = re.compile(r"\{d\}[^{}]?|[^{}]\{d\}$")


class RuleText(FileRecord):
    """The words of a rule: what is said where it fires, and what to do or to type instead."""

    text: str
    next: str = ""


class IndicationName(FileRecord):
    """What an indication is called, in full and in short."""

    name: str
    short: str


class Locale(FileRecord):
    """``data/locale/X.yaml``; English is ``report/english.py`` and the data themselves."""

    locale: str
    """Its tag, as in ``--lang``: ``pt-BR``."""
    language: str
    """Its own name."""
    decimal: str
    thousands: str
    dates: str
    """A date, of {d}, {m} and {y}."""
    weekdays: tuple[str, ...]
    """Monday first, in short."""
    reviewed_by: str
    """The pharmacist who has reviewed it; "" for nobody."""
    reviewed_on: str
    sheet: Mapping[str, str]
    """The texts of the sheets, by the ids of ``report/english.py``."""
    page: Mapping[str, str]
    """The texts of the offline page, by the ids of ``tools/page/english.py``."""
    risks: Mapping[str, str]
    """The risks and factors of ``--risk``."""
    rules: Mapping[str, RuleText]
    """The limits, the verdicts, and the remarks of weight policies."""
    advice: Mapping[str, str]
    causes: Mapping[str, str]
    """Known mistakes behind a wrong order."""
    indications: Mapping[str, IndicationName]
    data: Mapping[str, str]
    """What the data say in words, by the English text."""

    @cached_property
    def style(self) -> Style:
        """How numbers are written."""
        return Style(decimal=self.decimal, thousands=self.thousands)

    @property
    def is_english(self) -> bool:
        """Whether texts need no translation."""
        return self.locale == ENGLISH_TAG

    def say(self, text_id: str, /, **holes: object) -> str:
        """The text with this id, with its holes filled in; behind what ends in a full stop there is no second one."""
        text = self.sheet[text_id]
        if "}." in text:
            ended = (name for name, value in holes.items() if isinstance(value, str) and value.endswith("."))
            for name in ended:
                text = text.replace(f"{{{name}}}.", f"{{{name}}}")
        return text.format_map(holes)

    def shown(self, value: Fraction | Decimal, places: int = 1) -> str:
        """A computed figure; ``places`` as in ``core.quantity.shown``."""
        return shown(value, places, self.style)

    def exact(self, value: Decimal | int) -> str:
        """A figure as its source prints it."""
        return exact(value, self.style)

    def restyled(self, text: str) -> str:
        """A text with every number in it as this language writes it."""
        return NUMBER.sub(self._in_style, text)

    def _in_style(self, found: re.Match[str]) -> str:
        return found[0].replace(NO_BREAK_SPACE, self.thousands).replace(".", self.decimal)

    def day(self, day: date) -> str:
        """A date."""
        return self.dates.format(d=f"{day.day:02d}", m=f"{day.month:02d}", y=f"{day.year:04d}")

    def weekday(self, day: date) -> str:
        """The short name of a day of the week; not the machine's, so that a sheet is the same everywhere."""
        return self.weekdays[day.weekday()]

    @property
    def review(self) -> str:
        """Which pharmacist has reviewed the translation, or that none has; "" for English, which is none."""
        if self.is_english:
            return ""
        return self.say("reviewed" if self.reviewed_by else "not-reviewed", by=self.reviewed_by, on=self.reviewed_on)

    def risk(self, risk: str) -> str:
        """A risk or factor of ``--risk`` in words."""
        return self.risks.get(risk, risk)

    def of_data(self, text: str) -> str:
        """A text of the data, with dates as this language writes them; one that it lacks is marked as English."""
        said = self.data.get(text) if any(letter.isalpha() for letter in text) else text
        if said is None:
            return self.quoted(text)
        return ID.sub(lambda found: self.quoted(found[1]), DATE.sub(self._dated, said))

    def of_label(self, text: str) -> str:
        """What a label says: translated, and beside it the words in which the data have it."""
        said, kept = self.of_data(text), self.quoted(text)
        return said if said in {text, kept} else f"{said} [{kept}]"

    def _dated(self, found: re.Match[str]) -> str:
        dates = self.dates if found["d"] else DAY_OF_MONTH.sub("", self.dates)
        return dates.format_map(found.groupdict())

    def joined(self, texts: Sequence[str]) -> str:
        """Texts with "and" between them; "" for none."""
        return reduce(lambda one, other: self.say("and", one=one, other=other), texts) if texts else ""

    def called(self, product: str) -> str:
        """What a preparation is called; most names are the same in every language."""
        return self.data.get(product, product)

    def quoted(self, text: str) -> str:
        """A text of the data or of a label that stays in English, marked so that it is seen."""
        return text if self.is_english or not text else f"{QUOTE}{text}{END_OF_QUOTE}"


ENGLISH_TAG: Final = "en"


def holes_of(text: str) -> frozenset[str]:
    """The names of the holes of a text.

    Raises:
        ValueError: its braces do not fit.
    """
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
