"""The man page in mdoc, made of the Typer program's own parameters and of the README's tables; written by docs/make.py.

An option that several commands have stands once, in OPTIONS; a command names it and describes what is its own.
"""

import re
from calendar import month_name
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any, Final

from ivigcalc import __version__
from ivigcalc.catalogue.load import DATA_VERSION
from ivigcalc.cli.app import COMMANDS, app, imported, program

PROJECT: Final = Path(__file__).resolve().parent.parent
WIDTH: Final = 78
"""Letters of a line of mdoc, beyond which mandoc complains."""

SIGNS: Final = {"\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti"}
"""What roff would take for something else than the sign itself."""

FILES: Final = {
    "~/.config/ivigcalc/formulary.yaml": (
        "The user's own formulary, where neither --formulary nor IVIGCALC_FORMULARY names one; it need not exist. "
        "Under $XDG_CONFIG_HOME where that is set, on Windows under %APPDATA%."
    )
}

Described = tuple[str, str]
"""An option as a line of a list, and its help."""


def manual() -> str:
    """The whole page."""
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    commands = dict(_commands())
    shared = _of_several(commands.values())
    lines = [
        r".\" Made by: python docs/make.py",
        f".Dd {_day(DATA_VERSION)}",
        ".Dt IVIGCALC 1",
        ".Os",
        *(".Sh NAME", ".Nm ivigcalc", f".Nd {_text(readme.split(chr(10) * 2)[1].rstrip('.'))}"),
        *(".Sh SYNOPSIS", ".Nm", ".Ar command", ".Op Ar options", ".Nm", ".Ar command", ".Fl \\-help"),
        *(
            ".Sh DESCRIPTION",
            *_prose(str(app.info.help)),
            *_prose(_section(readme, "Intended use, and what it is not")),
            *(".Pp", _text(f"This page is of ivigcalc {__version__}, data {DATA_VERSION}.")),
        ),
        *(".Sh COMMANDS", *(line for name, made in commands.items() for line in _command(name, made, shared))),
        *(".Sh OPTIONS", *_shared(commands.values(), shared)),
        *(".Ss Options without a command", *_list(option for _, option in _options(program))),
        *(".Sh ENVIRONMENT", *_table("Ev", _section(readme, "Settings"))),
        *(
            ".Sh FILES",
            ".Bl -tag -width Ds",
            *(line for path, said in FILES.items() for line in _item("Pa", path, said)),
        ),
        *(".El", ".Sh EXIT STATUS", *_table("", _section(readme, "Exit codes"))),
        *(".Sh EXAMPLES", ".Bd -literal", *map(_text, _examples(commands.values())), ".Ed"),
    ]
    return "".join(f"{line}\n" for line in lines)


def _day(version: str) -> str:
    """The first day of the month of a version of the data, which is the page's date: no clock decides its bytes."""
    year, month = version.split(".")[:2]
    return f"{month_name[int(month)]} 1, {year}"


def _commands() -> Iterator[tuple[str, Any]]:
    """Each command by the words that call it: ``dose``, ``data check``."""
    for name in COMMANDS:
        command = imported(name)
        inner = getattr(command, "commands", {})
        yield from ((f"{name} {own}", inner[own]) for own in inner) if inner else [(name, command)]


def _options(command: Any) -> Iterator[tuple[str, Described]]:
    """The panel of each option of a command, and the option."""
    for option in command.params:
        if option.param_type_name == "option" and not option.hidden:
            value = "" if option.is_flag else f" Ar {_text(str(option.metavar))}"
            names = " , ".join(f"Fl {_text(name[1:])}" for name in sorted(option.opts, key=len))
            panel = getattr(option, "rich_help_panel", None) or ""
            yield panel, (f"{names}{value}", str(option.help))


def _of_several(commands: Iterable[Any]) -> set[Described]:
    """The options of several commands; where these say two things of one, what most of them say."""
    counted = Counter(option for command in commands for _, option in _options(command))
    most: dict[str, Described] = {}
    for option, count in counted.most_common():
        if count > 1:
            most.setdefault(option[0], option)
    return {*most.values()}


def _command(name: str, command: Any, shared: set[Described]) -> Iterator[str]:
    """A command: what it does, the options that are described below, and its own."""
    yield f".Ss {_text(name)}"
    yield from _prose(str(command.help))
    arguments = [given for given in command.params if given.param_type_name == "argument"]
    options = [option for _, option in _options(command)]
    below = [names.partition(" ,")[0].split(" Ar ")[0] for names, said in options if (names, said) in shared]
    own = [option for option in options if option not in shared]
    if arguments or own:
        yield ".Bl -tag -width Ds"
        for given in arguments:
            yield from _item("Ar", str(given.metavar), str(given.help))
        for named, said in own:
            yield from (f".It {named}", *_prose(said))
        yield ".El"
    if below:
        yield from (".Pp", "Also, described in", ".Sx OPTIONS :")
        yield from (f".{flag}{'' if flag is below[-1] else ' ,'}" for flag in below)


def _shared(commands: Iterable[Any], shared: set[Described]) -> Iterator[str]:
    """The options of several commands, by the panels of the help."""
    panels: dict[str, dict[Described, None]] = {}
    for command in commands:
        for panel, option in _options(command):
            if option in shared:
                panels.setdefault(panel, {})[option] = None
    for panel, options in panels.items():
        yield from (f".Ss {panel}", *_list(options))


def _list(options: Iterable[Described]) -> Iterator[str]:
    yield ".Bl -tag -width Ds"
    for named, said in options:
        yield from (f".It {named}", *_prose(said))
    yield ".El"


def _item(macro: str, name: str, said: str) -> Iterator[str]:
    yield f".It {macro} {_text(name)}".replace("  ", " ")
    yield from _prose(said)


def _table(macro: str, section: str) -> Iterator[str]:
    """A table of the README as a list: its first column with a macro, its second as text."""
    yield ".Bl -tag -width Ds"
    for first, second in re.findall(r"^\| (`?[0-9A-Z].*?) \| (.*) \|$", section, flags=re.MULTILINE):
        yield from _item(macro, _plain(first).replace(",", " ,"), second)
    yield ".El"


def _section(page: str, heading: str) -> str:
    """What stands under a heading of a page."""
    return page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0].strip()


def _examples(commands: Iterable[Any]) -> Iterator[str]:
    """The commands in the examples of the help."""
    for command in commands:
        yield from re.findall(r"^  (ivigcalc .*)$", str(command.epilog), flags=re.MULTILINE)


def _plain(text: str) -> str:
    """A text of the README without its marks."""
    return re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", text)


def _prose(text: str) -> Iterator[str]:
    """Lines of mdoc: a paragraph behind another after a break, each sentence on lines of its own."""
    for number, paragraph in enumerate(re.split(r"\n\s*\n", _plain(text))):
        if number:
            yield ".Pp"
        for sentence in re.split(r"(?<=[.!?]) +|(?<=[.!?][)\]\"]) +", " ".join(paragraph.split())):
            yield from map(_line, wrap(_text(sentence), WIDTH, break_long_words=False, break_on_hyphens=False))


def _line(text: str) -> str:
    """A line of text that does not begin like a request."""
    return f"\\&{text}" if text.startswith(".") else text


def _text(text: str) -> str:
    """A text as roff has it."""
    return "".join(SIGNS.get(sign, sign if sign.isascii() else f"\\[u{ord(sign):04X}]") for sign in text)
