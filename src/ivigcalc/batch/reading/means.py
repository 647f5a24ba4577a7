"""What texts of cells mean: what ``--means`` says of them, what their codes say, and what to type of others."""

import re
from collections.abc import Sequence
from shlex import quote
from typing import Final

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.names.index import Names
from ivigcalc.core.names.words import doubtful_sign, letters, normal, says_more
from ivigcalc.core.problems import Problem, Problems
from ivigcalc.core.quantity import one_line
from ivigcalc.intake.description import strengths_in
from ivigcalc.intake.numbers import squeezed
from ivigcalc.sheets.headings.spelling import MOST_QUOTED


def read_means(pairs: Sequence[str], catalogue: Catalogue, problems: Problems) -> dict[str, str]:
    """The ids of indications and preparations that texts of cells mean, by the letters of those; typed as TEXT=ID.

    A text that is a name may mean what bears it, and nothing else.
    """
    means: dict[str, str] = {}
    for pair in pairs:
        text, _, meant = (part.strip() for part in pair.rpartition("="))
        names = next(
            (names for names in (catalogue.indication_names, catalogue.product_names) if meant in names.entries), None
        )
        if names is None or not text_key(text):
            problems.add(_not_meant(pair, "is no TEXT=ID of an indication or a preparation", MEANS))
            continue
        fit = names.fit(without_doubt(text))
        may_be = (*dict.fromkeys((*fit.ids, *names.in_category(text))),)
        if fit.outside and not may_be:
            problems.add(_not_meant(pair, f": {text} is {fit.outside[0].name}, which is not covered", "leave it out"))
        elif may_be and meant not in may_be:
            problems.add(
                _not_meant(pair, f": {text} fits {', '.join(may_be)} alone", f"--means {quote(f'{text}={may_be[0]}')}")
            )
        elif names is catalogue.product_names and (other := _of_another(text, meant, catalogue)):
            problems.add(_not_meant(pair, f": {text} {other}", "leave it out: its rows stay errors"))
        elif means.setdefault(text_key(text), meant) != meant:
            problems.add(_not_meant(pair, f": {text} means {means[text_key(text)]} already", "keep one"))
    return means


def text_key(text: str) -> str:
    """What texts have in common that ``--means`` takes for one: letters, or all of one in doubt or another script."""
    return squeezed(text) if says_more(text) or doubtful_sign(text) else letters(text)


def without_doubt(text: str) -> str:
    """A text without the signs that say that it is in doubt, where it has one."""
    return normal(text) if doubtful_sign(text) and not says_more(text) else text


AGAINST: Final = ("against", "ended")
"""The words that say of a preparation that it is not to be given, or no longer."""

MEANS: Final = "--means G61.0=gbs; ids: ivigcalc indications, ivigcalc products"


def _not_meant(pair: str, why: str, todo: str) -> Problem:
    space = "" if why.startswith(":") else " "
    message = f"--means {one_line(pair)[:MOST_QUOTED]!r}{space}{why}"
    return Problem(code="not-allowed", field="--means", message=message, next=todo)


def with_means(problem: Problem, text: str, catalogue: Catalogue) -> Problem:
    """What is wrong with a cell; where it may be a name, with what to type once for the whole table."""
    if not text or problem.code not in {AMBIGUOUS, UNKNOWN, UNKNOWN_INDICATION}:
        return problem
    if problem.code == AMBIGUOUS:
        may_be = [entry.partition(":")[0] for entry in problem.allowed]
    elif problem.code == UNKNOWN:
        entries = catalogue.product_names.entries.values()
        may_be = [one.id for one in entries if any(_begins(name, text) for name in one.every_name)]
        may_be = [meant for meant in may_be if not _of_another(text, meant, catalogue)]
    elif (parts := _code_and_name(text)) and _contradict(parts, catalogue.indication_names):
        message = f"--indication {text[:MOST_QUOTED]!r}: {parts[0]} is no code of {parts[1][:MOST_QUOTED]!r}"
        return problem.replaced(message=message, next="keep the one that is right; see: ivigcalc indications")
    else:
        may_be = [] if _in_doubt(text, catalogue) else _by_code(text, catalogue)
    offered, rest = _offered([f"--means {quote(one_line(f'{text}={meant}'))}" for meant in may_be])
    if not offered:
        return problem
    kind = "indications" if may_be[0] in catalogue.indication_names.entries else "products"
    name = (_code_and_name(text) or ("", text))[1]
    more = f"; {rest} more: ivigcalc {kind} {quote(one_line(name))}" if rest else ""
    return problem.replaced(next=f"{problem.next}; if it means the same in every row: {offered}{more}")


TWO_LINES: Final = 140
"""Letters in two lines of a terminal."""


def _offered(means: Sequence[str]) -> tuple[str, int]:
    """What may be typed, as much of it as stands in two lines, at least one, and how many are left out."""
    count = len(means)
    while count > 1 and len(" or ".join(means[:count])) > TWO_LINES:
        count -= 1
    return " or ".join(means[:count]), len(means) - count


AMBIGUOUS: Final = "ambiguous-name"
UNKNOWN, UNKNOWN_INDICATION = "unknown-product", "unknown-indication"
"""The codes of problems: a name of several entries, which it lists, and what is not known."""

CODE: Final = re.compile(r"\b[A-Z][0-9]{2}(?:\.[0-9A-Z]{1,4}|[0-9][0-9A-Z]{0,3})?\b")
"""A code of ICD-10, also as Brazil's records print it without the point: G610."""

FLAG: Final = re.compile(r"(?:[A-Z]{2,5}[-/ ])?HCC")
"""What some records write behind diagnoses by which costs are shared out (hierarchical condition category)."""
BRACKETS: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
CODE_AND_NAME: Final = re.compile(rf"\s*({CODE.pattern})(?:\s*[-:\u2013]\s+|\s+)(\S.*)")
SHORTEST_NAME: Final = 4
"""A shorter name of another preparation may be a part of a word of this one."""


def _by_code(text: str, catalogue: Catalogue) -> list[str]:
    """The indication that the codes in a text mean, where they and the names beside them mean one.

    Or the one that a text is the name of, but for the signs of doubt in it.
    """
    names, text = catalogue.indication_names, text[:MOST_QUOTED]
    if doubtful_sign(text) and (meant_so := names.fit(without_doubt(text)).only):
        return [meant_so]
    codes = CODE.findall(text)
    meant = [*map(set, (names.fit(code).ids for code in codes))]
    rest = CODE.sub(" ", text).strip(" -:,()[]\u2013")
    of_name = names.fit(rest)
    named = of_name.ids or names.holding(rest)
    if meant and (named or of_name.outside):
        meant.append({*named})
    both = set.intersection(*meant) if meant else _outside_brackets(text, names)
    return [*both] if len(both) == 1 else []


def _outside_brackets(text: str, names: Names) -> set[str]:
    """The indication that a text names but for brackets that name it again, or hold a flag: of ``CIDP (HCC)`` cidp."""
    inside, rest = BRACKETS.findall(text), BRACKETS.sub(" ", text)
    if not inside or says_more(rest) or doubtful_sign(rest):
        return set()
    meant = names.fit(rest).only
    is_same = all(FLAG.fullmatch(said) or names.fit(said).only == meant for said in inside)
    return {meant} if meant and is_same else set()


def _in_doubt(text: str, catalogue: Catalogue) -> bool:
    """Whether words in a text say that what it names may be none: ``not CIDP``, ``rule out GBS``, ``sem SGB``."""
    said, words = f" {normal(text)} ", next(one.words for one in catalogue.tables.cells if one.id == "in-doubt")
    return any(f" {normal(word)} " in said for word in words)


def named_by_code(text: str, names: Names) -> str:
    """The entry that a code and the name behind it both mean (``G61.0 - Guillain-Barre syndrome``); "" for none.

    Of several entries, or one that is not covered, the name: why it is none is said of that.
    """
    if not (parts := _code_and_name(text)):
        return ""
    of_code, of_name = map(names.fit, parts)
    if not of_name.outside and of_name.only in of_code.ids:
        return of_name.only
    is_one = not {*of_code.ids}.isdisjoint(of_name.ids) or of_name.outside == of_code.outside != ()
    return parts[1] if is_one else ""


def _code_and_name(text: str) -> tuple[str, str] | None:
    """A code and what stands behind it; None where a text is not that, or in doubt."""
    found = None if doubtful_sign(text) or says_more(text) else CODE_AND_NAME.fullmatch(text)
    return (found[1], found[2]) if found else None


def _contradict(parts: tuple[str, str], names: Names) -> bool:
    """Whether a code and a name are both known, and mean nothing that is the same."""
    of_code, of_name = ({*fit.ids, *fit.outside} for fit in map(names.fit, parts))
    return bool(of_code and of_name) and of_code.isdisjoint(of_name)


def _of_another(text: str, meant: str, catalogue: Catalogue) -> str:
    """Why a text cannot be that of a preparation: it names another route, strength or brand, or refuses it; else ""."""
    said, own = f" {normal(text)} ", catalogue.product_names.entries[meant]
    against = (word for one in catalogue.tables.cells if one.id in AGAINST for word in one.words)
    if word := next((word for word in against if f" {normal(word)} " in said), ""):
        return f"says that it is not to be given ({word})"
    routes = next(one.words for one in catalogue.orders.never_read if one.id == "route")
    if route := next((one for one in routes if f" {normal(one)} " in said), ""):
        return f"names another route ({route})"
    mg_per_ml = catalogue.product(meant).mg_per_ml
    if any(strength != mg_per_ml for _, strength in strengths_in(text)):
        return f"names another strength than {mg_per_ml.normalize():f} mg/mL"
    for name in sorted(map(normal, (own.id, *own.every_name)), key=len, reverse=True):
        said = said.replace(f" {name} ", "  ")
    others = [name for one in catalogue.product_names.entries.values() for name in one.every_name]
    others += [name for one in catalogue.product_names.outside for name in one.every_name]
    other = next((name for name in others if len(name) >= SHORTEST_NAME and f" {normal(name)} " in said), "")
    return f"names another preparation ({other})" if other else ""


def _begins(name: str, text: str) -> bool:
    """Whether a text begins with a name, and goes on."""
    return f"{normal(text)} ".startswith(f"{normal(name)} ")
