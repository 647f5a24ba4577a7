"""What the page asks of ivigcalc: the fields of a tab in, an answer as HTML out. It runs in the browser."""

import json
import pickle
import pickletools
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from ivigcalc.api.answer import Answer, Exit, load, refusal
from ivigcalc.api.dose import dose
from ivigcalc.api.products import products
from ivigcalc.api.verify import verify
from ivigcalc.api.worksheet import worksheet
from ivigcalc.catalogue.mistakes import DataError
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.formulary import MergedFormulary
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.site.merging import merged
from ivigcalc.intake.order import TypedOrder
from ivigcalc.intake.patient import TypedPatient
from ivigcalc.intake.request import TypedRequest
from ivigcalc.intake.written.typed import TypedWritten
from ivigcalc.report.html import render
from tools.page.fields import FIELDS, Tab, Value, command_line, given

EXIT_WORDS: Final = {
    Exit.ANSWER: "",
    Exit.USAGE: "something could not be read, or is missing",
    Exit.LOOK: "somebody has to look: a caution is not acknowledged, or the order is not as printed",
    Exit.REFUSED: "refused: it cannot be right, or it needs a reason",
    Exit.NO_VIALS: "no listed preparation can be dispensed",
    Exit.BAD_DATA: "the data cannot be used",
}
"""What the page says of an exit code."""

FORMULARY: Final = "formulary.bin"
"""The file of the program's archive that holds a packed formulary."""

SHOWN: Final = ("show_all", "rejected", "explain")
"""Switches that say how much is shown."""


def request(tab: Tab, typed: Mapping[str, Value]) -> TypedRequest:
    """What was filled in about the patient and the order."""
    values = given(tab, typed)
    patient = {name: values[name] for name in TypedPatient.field_names if name in values}
    order = {name: values[name] for name in TypedOrder.field_names if name in values}
    return TypedRequest(patient=TypedPatient(**patient), order=TypedOrder(**order))


def written(tab: Tab, typed: Mapping[str, Value]) -> TypedWritten:
    """What was filled in of an order to check."""
    values = given(tab, typed)
    return TypedWritten(**{name: values.get(name) for name in TypedWritten.field_names})


def shown(tab: Tab, typed: Mapping[str, Value]) -> dict[str, bool]:
    """Those switches of the tab that say how much is shown, each on or off."""
    values = given(tab, typed)
    return {field.name: field.name in values for field in FIELDS if field.name in SHOWN and tab in field.tabs}


def answer(tab: Tab, typed: Mapping[str, Value], catalogue: Catalogue) -> Answer:
    """The answer to what was filled in.

    Raises:
        RefusedError: with everything that is wrong.
    """
    asked = request(tab, typed)
    ack = given(tab, typed).get("ack", ())
    match tab:
        case Tab.DOSE:
            return dose(asked, catalogue, ack=ack)
        case Tab.VERIFY:
            return verify(asked, written(tab, typed), catalogue, ack=ack)
        case Tab.PRODUCTS:
            return products(asked, catalogue)


def start(today: str, lang: str | None = None) -> "Page":
    """The calculator behind a page in a language, with the formulary that was built into it, if one was."""
    kept = Path(__file__).parents[2] / FORMULARY
    return Page(today, kept.read_bytes() if kept.is_file() else b"", lang)


def packed(local: MergedFormulary) -> bytes:
    """A formulary, its file's name and checksum, and the lines of its entries, as a page keeps them."""
    return pickletools.optimize(
        pickle.dumps((local.formulary, local.file, local.sha256, dict(local.lines)), protocol=5)
    )


class Page:
    """The calculator behind the page. Questions and replies are JSON, the only thing that both sides have."""

    def __init__(self, today: str, formulary: bytes = b"", lang: str | None = None) -> None:
        """Load the data and merge a packed formulary into them; ``today``, the browser's day, tells what lapsed.

        ``lang`` is the language of worksheets.
        """
        self._lang, self._today = lang, today
        self._catalogue, self._file = load(None, date.fromisoformat(today)), ""
        self._merged: Callable[[date], Catalogue] | None = None
        if formulary:
            read, self._file, sha256, lines = pickle.loads(formulary)  # noqa: S301 - it stands in the program's archive
            of_file = {"file": self._file, "sha256": sha256, "lines": lines}
            shipped = self._catalogue
            self._merged = lambda day: merged(shipped, read, today=day, **of_file)
            self._catalogue = self._merged(date.fromisoformat(today))

    def _asked(self, question: str) -> dict[str, Any]:
        """A question with its tab, its fields and its day; on another day than before what lapsed is told anew."""
        asked: dict[str, Any] = json.loads(question)
        today = asked.get("today", self._today)
        if today != self._today and self._merged:
            self._catalogue = self._merged(date.fromisoformat(today))
        self._today = today
        return asked

    def reply(self, question: str) -> str:
        """What the page shows for a question: its tab, its fields, and the day on which it is asked."""
        asked = self._asked(question)
        tab, typed = Tab(asked["tab"]), asked["fields"]
        command = command_line(tab, typed, self._file)
        try:
            found = answer(tab, typed, self._catalogue)
        except (RefusedError, DataError) as error:
            return json.dumps({"command": command, "check_code": None, **self._refused(error)})
        code = found.json().get("check_code") if tab is Tab.DOSE else None
        shows = partial(found.document, **shown(tab, typed))
        return json.dumps({"command": command, "check_code": code, "fields": [], **_said(found, render(shows()))})

    def sheet(self, question: str) -> str:
        """The worksheet for a question about a dose; the refusal where there is none."""
        asked = self._asked(question)
        tab, typed = Tab.DOSE, asked["fields"]
        ack = given(tab, typed).get("ack", ())
        try:
            made = worksheet(request(tab, typed), self._catalogue, ack=ack, lang=self._lang)
        except (RefusedError, DataError) as error:
            return json.dumps({"sheet": "", **self._refused(error)})
        return json.dumps({"sheet": made.html, "fields": [], **_said(made.answer, "")})

    def _refused(self, error: RefusedError | DataError) -> dict[str, object]:
        refused = refusal(error, self._catalogue.local)
        problems = error.problems if isinstance(error, RefusedError) else ()
        options = {problem.field for problem in problems}
        fields = [field.name for field in FIELDS if field.option in options]
        return {**_said(refused, render(refused.document())), "refused": True, "fields": fields}


def _said(found: Answer, html: str) -> dict[str, object]:
    code = found.exit_code
    return {
        "html": html,
        "exit_code": int(code),
        "exit_words": EXIT_WORDS[code],
        "remark": found.remark,
        "refused": False,
    }
