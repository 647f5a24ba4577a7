"""The words of a written order: each is known, or the order is refused.

Case, accents and spaces do not count. English, and the Portuguese of Brazilian prescriptions.
"""

import re
from typing import Final, Literal

from ivigcalc.core.facts.indication import Interval
from ivigcalc.core.names.words import without_accents
from ivigcalc.core.problems import RefusedError
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Dose
from ivigcalc.intake.numbers import GRAMS, PER_KG, missing, read_number, refusal

FIELD: Final = "--order"
EXAMPLE: Final = '"30 g daily for 5 days"'

COUNTS: Final = {word: number for number, word in enumerate(("one", "two", "three", "four", "five", "six", "seven"), 1)}
LEADS: Final = frozenset(
    ("for", "x", "on", "over", "every", "each", "in", "por", "durante", "em", "a", "/", "no", "nos")
)
"""Words that only begin a phrase: where it is not understood, what follows them is named too."""

ERROR_PRONE: Final = re.compile(r"(?:q\.? ?d|o\.? ?d)\.?(?![a-z0-9.])")
"""On lists of error-prone abbreviations: QD is misread as QID, OD as the right eye or as overdose."""

UNITS: Final[dict[str, Literal["days", "weeks", "months"]]] = {
    **dict.fromkeys(("day", "days", "dia", "dias"), "days"),
    **dict.fromkeys(("week", "weeks", "weekly", "w", "wk", "wks", "semana", "semanas"), "weeks"),
    **dict.fromkeys(("month", "months", "monthly", "mes", "meses", "mensal", "mensalmente"), "months"),
}

N: Final = rf"(?P<n>[0-9]+|{'|'.join(COUNTS)})"
DAYS: Final = r"(?:consecutive )?(?:days?|dias?|d)"
MASS: Final = r"g|gms?|grams?|gramas?|mg|milligrams?"
LIST: Final = (
    rf"(?P<list>[0-9]+(?:(?: ?, ?(?:and |e )?| ?& ?| and | e )[0-9]+)+)(?! ?(?:{MASS}|days?|dias?|d)(?![a-z]))"
)
"""Numbers of days; a number with a unit is none."""

WORDS: Final = (
    ("noise", r"(?:of )?(?:ivig|igiv|immunoglobulin|immune globulin|imunoglobulina)|iv|ev|intravenous(?:ly)?"),
    ("divided-over", rf"(?:divided|spread|dividid[oa]s?) (?:over|em) {N} ?{DAYS}"),
    ("divided", r"in divided doses|divided|em doses divididas"),
    ("each-of", rf"(?:on )?each of {N} ?{DAYS}"),
    (
        "daily",
        r"q ?24 ?h(?:ours?|rs?)?|every 24 ?h(?:ours?|rs?)?|once daily|once a day|daily|every day|each day|diariamente",
    ),
    ("per-day", r"/ ?(?:day|d|dia)|(?:per|a) day|(?:por|ao) dia"),
    ("on-days", rf"(?:on )?days {LIST}|nos dias {LIST.replace('<list>', '<lista>')}"),
    ("on-days", r"(?:on )?days? (?P<first>[0-9]+) ?(?:to|-) ?(?P<n>[0-9]+)|nos dias (?P<de>[0-9]+) a (?P<ate>[0-9]+)"),
    ("on-day", r"(?:on |no )?(?:day|dia) (?P<n>[0-9]+)"),
    ("over", rf"over {N} ?{DAYS}"),
    ("for", rf"(?:(?:for|x|on|durante|por) ?)?{N} ?{DAYS}"),
    ("once", r"once|(?:as |in )?(?:a |one )?single dose|(?:in )?one dose|(?:em )?dose unica"),
    ("doses", rf"(?:(?:for|x) ?)?{N} doses?"),
    ("times", r"x ?(?P<n>[0-9]+)"),
    ("in-all", r"in all|in total|(?:a )?total(?: dose)?(?: of| de)?|no total"),
    ("every", r"q ?(?P<n>[0-9]+) ?(?P<unit>w|wks?|weeks?)"),
    ("every", rf"(?:every|a cada) (?:{N} )?(?P<unit>days|wks?|weeks?|months?|dias|semanas?|mes(?:es)?)"),
    ("every", r"(?P<unit>weekly|monthly|mensal(?:mente)?)"),
    ("then", r"then|followed by|seguid[oa]s? de|depois"),
    ("and", r"and|e"),
)
"""The kinds of words with their patterns, tried in this order; ``noise`` says nothing of a dose or its days."""

END: Final = r"(?![a-z0-9]|[.,/][0-9])"
"""A word or number ends here."""

PATTERNS: Final = (
    *((kind, re.compile(rf"(?:{pattern}){END}")) for kind, pattern in WORDS),
    ("and", re.compile(r"[,;]")),
    ("open", re.compile(r"\(")),
    ("close", re.compile(r"\)")),
    ("noise", re.compile(r"\.$")),
)
NUMBER: Final = r"[+-]?[0-9]+(?:[.,][0-9]+)*"
DOSE: Final = re.compile(rf"(?P<number>{NUMBER}) ?(?P<unit>{MASS})(?P<kg> ?(?:/|per|por) ?kg)?{END}")


class Token(Record):
    """One word or phrase of an order, or what stands in brackets."""

    kind: str
    """``dose``, ``bracket``, or a kind of ``WORDS``."""
    text: str = ""
    """The words as written, in lower case."""
    dose: Dose | None = None
    days: tuple[int, ...] = ()
    """The infusion days that it names or counts."""
    interval: Interval | None = None
    inside: tuple["Token", ...] = ()
    """The words in the brackets."""


def order_refusal(
    text: str, code: str, why: str, hint: str = f"type for example {EXAMPLE}", allowed: tuple[str, ...] = ()
) -> RefusedError:
    """An order cannot be read: why, what to type instead (``hint``), and the readings it could have."""
    return refusal(text, FIELD, code, why, hint, allowed=allowed, named="order")


def folded(text: str) -> str:
    """Lower case, without accents, single spaces; the multiplication sign is an x."""
    bare = without_accents(text, "NFD")
    for sign, letter in (("\N{MULTIPLICATION SIGN}", "x"), ("\N{EN DASH}", "-")):
        bare = bare.replace(sign, letter)
    return " ".join(bare.casefold().split())


def scan(text: str) -> tuple[list[Token], tuple[str, ...]]:
    """The words of an order, and how an unusual number was read.

    Raises:
        RefusedError: a word or number that is not known; an empty order.
    """
    words, tokens, echoes = folded(text), [], []
    if not words:
        raise RefusedError(missing(FIELD, f"type for example {EXAMPLE}", "order is empty"))
    at = 0
    while at < len(words):
        if match := DOSE.match(words, at):
            dose = _dose(text, match)
            tokens.append(Token(kind="dose", text=match[0], dose=dose))
            echoes += [dose.echo] if dose.echo else []
        else:
            matches = ((kind, match) for kind, pattern in PATTERNS if (match := pattern.match(words, at)))
            kind, match = next(matches, ("", None))
            if match is None:
                raise _unknown(text, words[at:])
            if kind != "noise":
                tokens.append(_token(text, kind, match))
        at = match.end() + words.startswith(" ", match.end())
    return _bracketed(text, tokens), tuple(echoes)


def _bracketed(text: str, tokens: list[Token]) -> list[Token]:
    """The tokens, with those between two brackets inside a token of the kind ``bracket``."""
    paired: list[Token] = []
    inside: list[Token] | None = None
    for token in tokens:
        if token.kind == ("close" if inside is None else "open"):
            raise order_refusal(text, "order-unreadable", ": its brackets do not pair")
        if token.kind == "open":
            inside = []
        elif token.kind == "close":
            paired += [Token(kind="bracket", inside=tuple(inside))] if inside else []
            inside = None
        else:
            (paired if inside is None else inside).append(token)
    if inside is not None:
        raise order_refusal(text, "order-unreadable", ": its brackets do not pair")
    return paired


def _dose(text: str, match: re.Match[str]) -> Dose:
    value, echo = read_number(match["number"], FIELD, EXAMPLE, text)
    unit = "mg" if match["unit"].startswith("m") else "g"
    if value <= 0:
        raise order_refusal(text, "dose-not-positive", "has a dose that is not above zero")
    per_kg = bool(match["kg"])
    factor = PER_KG[f"{unit}/kg"] if per_kg else GRAMS[unit]
    return Dose(value=value * factor, per_kg=per_kg, echo=f"{FIELD} {echo}" if echo else "")


def _token(text: str, kind: str, match: re.Match[str]) -> Token:
    said = {name: value for name, value in match.groupdict().items() if value}
    if kind == "every":
        count, unit = _whole(text, said.get("n", "1")), UNITS[said["unit"]]
        says = f"every {count} {unit}" if count > 1 else f"every {unit.removesuffix('s')}"
        interval = Interval(says=says, unit=unit, low=count, high=count)
        return Token(kind=kind, text=match[0], interval=interval)
    if listed := said.get("list") or said.get("lista"):
        days = tuple(_whole(text, word) for word in re.findall(r"[0-9]+", listed))
        return Token(kind=kind, text=match[0], days=days)
    last = _whole(text, said.get("n") or said.get("ate") or "1")
    first = last if kind == "on-day" else _whole(text, said.get("first") or said.get("de") or "1")
    return Token(kind=kind, text=match[0], days=tuple(range(first, last + 1)))


def _whole(text: str, word: str) -> int:
    """A count in figures or as a word, from 1 to 999."""
    number = COUNTS.get(word) or (int(word) if len(word) <= len("999") else 0)
    if not number:
        raise order_refusal(text, "days-out-of-bounds", f": {word} is no number of days")
    return number


def _unknown(text: str, rest: str) -> RefusedError:
    """What is not understood at the beginning of ``rest``: a number without a unit of dose or time, or a word."""
    if number := re.match(NUMBER, rest):
        unit = rest[number.end() :].lstrip().partition(" ")[0]
        code, said = ("unit-unknown", f"{number[0]} {unit}") if unit else ("unit-missing", number[0])
        why = f": {said!r} is not a dose or a number of days"
        return order_refusal(text, code, why, allowed=(*PER_KG, *GRAMS))
    if short := ERROR_PRONE.match(rest):
        hint = f'write "daily": {short[0]!r} is on lists of error-prone abbreviations'
        return order_refusal(text, "order-unreadable", f": {short[0]!r} is not read", hint)
    words = rest.split(" ")
    many = 1 if words[0] not in LEADS else 3 if words[1:] and words[1][0].isdigit() and "/" not in words[1] else 2
    return order_refusal(text, "order-unreadable", f": {' '.join(words[:many])!r} is not understood")
