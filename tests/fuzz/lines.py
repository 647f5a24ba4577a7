"""Command lines by chance: a seed gives a line of words, made of the options that the program itself says it has.

A new command or option is in the next run without a change here; what it may be given is taken from its completion, its
metavar or its help.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any, Final

from ivigcalc.cli.app import COMMANDS, imported
from tests.fuzz.values import HOSTILE, MARKS, OWN, PHRASES, VALID

NEVER: Final = {"--install-completion", "--show-completion"}
"""Options of Typer that write to the shell's own files, or say which shell it is."""

USUAL: Final = {
    "--weight": 0.95,
    "--indication": 0.97,
    "--order": 0.95,
    "--grams": 0.9,
    "--height": 0.4,
    "--sex": 0.4,
    "--product": 0.6,
    "--regimen": 0.3,
    "--start": 0.3,
    "--format": 0.9,
    **dict.fromkeys(("--stock-column", "--stock-ignore", "--stock-sheet"), 0.02),
}
"""How often a near-valid line has an option; others have each `SELDOM`."""

SELDOM: Final = 0.06

NEEDED: Final = {
    "dose": ("--weight", "--indication"),
    "infusion": ("--product", "--weight", "--grams"),
    "vials": ("--product",),
    "verify": ("--order", "--weight", "--indication"),
    "compare": ("--weight", "--height", "--sex", "--indication"),
    "worksheet": ("--weight", "--indication", "--product", "--regimen"),
}
"""What a command does not answer without."""

WITH: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("--cycles", "--until", "--stock", "--lot"), ("--start",)),
    **dict.fromkeys(("--stock-column", "--stock-ignore"), ("--stock", "--start")),
    "--every": ("--start", "--cycles", "--forecast"),
    **dict.fromkeys(("--per-day", "--course"), ("--days",)),
    **dict.fromkeys(("--rate", "--vials", "--drops-per-ml", "--tolerated"), ("--product",)),
    "--format": ("--summary",),
    **dict.fromkeys(("--resume", "--open", "--pdf-a"), ("--output",)),
    **dict.fromkeys(("--title", "--report-keys"), ("--report",)),
    **dict.fromkeys(("--format=fhir-r4", "--format=fhir-r5", "--format=ics"), ("--start", "--regimen", "--product")),
}
"""What an option, or one with its value, is of no use without, if the command has it."""

OFTEN: Final = {
    "dose": 24,
    "verify": 12,
    "infusion": 10,
    "worksheet": 10,
    "vials": 9,
    "batch": 8,
    "products": 7,
    "compare": 5,
}
"""How many of about a hundred lines a command has; others have two each, of which compare seldom answers one."""

ONCE_IN: Final = {"selftest": 0.02, "data check": 0.2, "data diff": 0.2, "data show": 0.4}
"""Commands that take up to a second: how many of a hundred lines."""

BATCH_JOBS: Final = "--jobs"
"""Takes nothing that was changed by chance, so that no line starts processes without end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Takes:
    """An option or an argument of a command."""

    names: tuple[str, ...]
    """As typed; () for an argument."""
    of: str
    """The command."""
    metavar: str
    flag: bool
    many: bool
    needed: bool
    valid: tuple[str, ...]

    @property
    def formats(self) -> set[str]:
        """The formats that it takes, if it is the option for them."""
        return {*self.valid} if "--format" in self.names else set()


@cache
def commands() -> dict[str, tuple[Takes, ...]]:
    """Every command that runs, with what it takes: ``data check`` is one."""
    found = {}
    for name in COMMANDS:
        command = imported(name)
        for path, one in (
            [(name, command)]
            if not hasattr(command, "commands")
            else [(f"{name} {sub}", below) for sub, below in command.commands.items()]
        ):
            found[path] = tuple(_takes(path, parameter) for parameter in one.params if parameter.opts[0] not in NEVER)
    return found


def _takes(path: str, parameter: Any) -> Takes:
    argument = parameter.param_type_name == "argument"
    metavar = parameter.metavar or ""
    name = metavar if argument else parameter.opts[0]
    helped = re.findall(r'"([^"]+)"|(?<![\w-])([\w.%-]+)(?![\w-])', getattr(parameter, "help", "") or "")
    completed = getattr(parameter, "_custom_shell_complete", None)
    ids = [one if isinstance(one, str) else one.value for one in completed(None, parameter, "")] if completed else []
    known = (
        OWN.get(f"{path} {name}")
        or [*OWN.get(name, ()), *ids]
        or VALID.get(metavar)
        or ["".join(one) for one in helped]
    )
    return Takes(
        names=() if argument else tuple(parameter.opts),
        of=path,
        metavar=metavar,
        flag=bool(getattr(parameter, "is_flag", False)),
        many=bool(getattr(parameter, "multiple", False)) or parameter.nargs == -1,
        needed=parameter.required or metavar in {"[GRAMS]", "[FILE]"} or name in NEEDED.get(path, ()),
        valid=tuple(known) or ("x",),
    )


def line(seed: int) -> list[str]:
    """The words of a line after the program's name: three of four nearly valid, others of anything."""
    by = Random(seed)
    path = by.choices([*commands()], [OFTEN.get(one, ONCE_IN.get(one, 2)) for one in commands()])[0]
    kind = by.random()
    if kind < 0.02:
        return [
            by.choice((*HOSTILE, *COMMANDS, "--version", "--help", "-h", "data", "config"))
            for _ in range(by.randrange(4))
        ]
    wild = kind < 0.15
    wanted = [one for one in commands()[path] if _wanted(by, one, wild=wild)]
    groups = [_group(by, one, wild=wild) for one in wanted]
    named = {name for group in groups for name in (group[0], group[0].partition("=")[0])}
    needed = {other for name in sorted(named) if not wild for other in WITH.get(name, ())}
    groups += [_group(by, one, wild=wild) for one in commands()[path] if one not in wanted and needed & {*one.names}]
    for mutate in _mutations(by, wild=wild):
        groups = mutate(by, groups, path)
    options = [group for group in groups if group]
    by.shuffle(options)
    words = [word for group in options for word in group]
    return [*path.split(), *_one_process(words)]


def _one_process(words: list[str]) -> list[str]:
    """No line starts processes: they would be other tests than these."""
    counts = {at + 1 for at, word in enumerate(words) if BATCH_JOBS.startswith(word[:3]) and word.startswith("--j")}
    return ["1" if at in counts and word.strip().isdigit() else word for at, word in enumerate(words)]


def _wanted(by: Random, one: Takes, *, wild: bool) -> bool:
    if wild:
        return by.random() < (0.75 if one.needed else 0.12)
    often = USUAL.get(one.names[0], SELDOM) if one.names else 0.15
    return by.random() < (0.99 if one.needed else often)


def _group(by: Random, one: Takes, *, wild: bool) -> list[str]:
    """An option with its value, or a value of an argument: one word or two."""
    if one.flag:
        return [by.choice(one.names)]
    right = 0.5 if wild else 0.96
    times = by.choice((1, 1, 1, 1, 1, 1, 2, 3)) if one.many else 1
    if one.of == "data diff":
        times = 2
    words = []
    for _ in range(times):
        value = by.choice(one.valid)
        if by.random() > right and BATCH_JOBS not in one.names:
            value = near_miss(by, value) if by.random() < 0.5 else by.choice(HOSTILE)
        elif "--order" in one.names and by.random() < 0.3:
            value = " ".join(by.choices(PHRASES, k=by.randrange(1, 6)))
        if not one.names:
            words.append(value)
        elif one.names[0] == "--format" or (by.random() < 0.5 and one.names[0].startswith("--")):
            words.append(f"{one.names[0]}={value}")
        else:
            words += [by.choice(one.names), value]
    return words


def near_miss(by: Random, value: str) -> str:
    """A value with a slip: a letter less, twice or another, two changed places, another case, a sign more."""
    at = by.randrange(len(value) + 1)
    return by.choice(
        (
            value[:at] + value[at + 1 :],
            value[:at] + value[at : at + 1] * 2 + value[at + 1 :],
            value[:at] + value[at + 1 : at + 2] + value[at : at + 1] + value[at + 2 :],
            value[:at] + by.choice("0159,. -ag%\u00b5\u0660\u200b") + value[at:],
            value.upper(),
            f" {value} ",
            f"{value}{by.choice(('0', ' g', ' kg', ' mg', '%', '.', ',5', by.choice(MARKS)))}",
            f"{by.choice('<>-+=~0')}{value}",
        )
    )


Groups = list[list[str]]
Mutation = Callable[[Random, Groups, str], Groups]


def _mutations(by: Random, *, wild: bool) -> list[Mutation]:
    """What else goes wrong with a line: nothing, most of the time."""
    return [
        one for one in (_twice, _no_value, _no_name, _misspelt, _odd_word) if by.random() < (0.15 if wild else 0.01)
    ]


def _twice(by: Random, groups: Groups, _: str) -> Groups:
    return [*groups, by.choice(groups)] if groups else groups


def _no_value(by: Random, groups: Groups, _: str) -> Groups:
    at = by.randrange(len(groups) or 1)
    return [group[:1] if number == at else group for number, group in enumerate(groups)]


def _no_name(by: Random, groups: Groups, _: str) -> Groups:
    at = by.randrange(len(groups) or 1)
    return [group[1:] if number == at else group for number, group in enumerate(groups)]


def _misspelt(by: Random, groups: Groups, path: str) -> Groups:
    takes = by.choice(commands()[path])
    return [*groups, [near_miss(by, takes.names[0])]] if takes.names and BATCH_JOBS not in takes.names else groups


def _odd_word(by: Random, groups: Groups, _: str) -> Groups:
    return [*groups, [by.choice((*HOSTILE, "--help", "--version", "--no-such-option"))]]


def typed(words: list[str]) -> str:
    """A line as a person would type it in bash; what is not seen stands as its code."""
    return " ".join(("ivigcalc", *(_quoted(word) for word in words)))


def _quoted(word: str) -> str:
    if re.fullmatch(r"[\w@%+=:,./-]+", word, re.ASCII):
        return word
    if word.isprintable():
        return "'" + word.replace("'", "'\\''") + "'"
    escapes = word.replace("\\", "\\\\").replace("'", "\\'")
    coded = "".join(
        letter
        if letter.isprintable()
        else f"\\x{ord(letter) - 0xDC00:02x}"
        if 0xDC80 <= ord(letter) <= 0xDCFF
        else f"\\U{ord(letter):08x}"
        for letter in escapes
    )
    return f"$'{coded}'"
