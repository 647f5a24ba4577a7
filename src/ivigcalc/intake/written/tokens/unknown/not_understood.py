"""The refusal of words that are not understood, or that are known and not read where they stand: each is named."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from ivigcalc.core.facts.orders import NeverRead
from ivigcalc.core.names.words import near
from ivigcalc.core.problems import RefusedError
from ivigcalc.intake.written.tokens.refusal import order_refusal
from ivigcalc.intake.written.tokens.unknown.miswritten import (
    Wrong,
    comma_between,
    in_figures,
    letter_in_number,
    miswritten,
    month_without_day,
)
from ivigcalc.intake.written.tokens.unknown.several_numbers import several_numbers
from ivigcalc.intake.written.words.atoms import Atom, atoms_of, folded, shown_atoms
from ivigcalc.intake.written.words.languages import phrases_with
from ivigcalc.intake.written.words.roles import FIRST_DAY, OF_USE, PRODUCT, UNITS
from ivigcalc.intake.written.words.vocabulary import Vocabulary

LONG_WORD: Final = 4
"""Shorter words are not taken for misspelt ones."""


WORD: Final = re.compile(r"[a-z]+|[0-9]+")


LEAVE_OUT: Final = (
    "leave it out only if it says nothing of the dose, its days, how often, its rate, what it is for, "
    "or whether the order holds; "
)
"""Of a word that nobody knows: what it must not say to be left out."""


PLACE_OF_NUMBER: Final = re.compile(r"\bd?N")
"""A place for a number in a phrase of the data."""

MOST_PHRASES: Final = 3
"""How many longer phrases are named that hold a word."""

MOST_NAMED: Final = 5
"""How many pieces that are not understood are named."""


SEVERAL_THINGS: Final = frozenset(("plus", "how-long-or-age", "rate-for-dose"))
"""Words that are never read because they may say several things."""


OF_WHAT_WAS: Final = frozenset(("was-given", "since-when", "not-in-force", "ended", "goes-on-or-ends"))
"""Words that are never read because they tell of a course that has begun, or is over: they are named first."""

WAS_GIVEN: Final = "what was given: ask what is still to be given, and write that alone; else"
"""Of words that are not understood right behind "given"."""

NOT_OFFERED: Final = frozenset(("not-per-day", "no-rate", "behind-rate", "whole-course", "verdict"))
"""Roles of phrases that are never said to be written: denials, and sentences of ivigcalc's own order lines."""


class Unknown(NamedTuple):
    """Words that are not understood, or known and never read."""

    text: str
    never: NeverRead | None = None
    name: bool = False
    """Whether they may be the name of a medicine: with a capital letter, beside a dose, or behind "of"."""
    given: bool = False
    """Whether "given" or its like stands right before them."""
    written_on: bool = False
    """Whether they are written on to what is before them, as the decimals of "1, 2,5 g"."""


def not_understood(
    text: str, unknown: Sequence[Unknown], vocabulary: Vocabulary, atoms: Sequence[Atom]
) -> RefusedError:
    """What is not understood, all of it, and what is known and never read, with the reason."""
    never = min((one for one in unknown if one.never), key=_rank_of, default=None)
    strange = list(dict.fromkeys(one.text for one in unknown if not one.never))
    plain = [one for one in strange if not (never and _is_read_elsewhere(one, vocabulary))]
    named = ", ".join(map(repr, plain[:MOST_NAMED])) + (" and more" if len(plain) > MOST_NAMED else "")
    also = f"{named} {'is' if len(plain) == 1 else 'are'} not understood" if plain else ""
    shown = shown_atoms(atoms)
    if letter := letter_in_number(strange, shown, vocabulary):
        return order_refusal(text, "order-unreadable", f": {letter.said!r} is not understood{letter.why}", letter.hint)
    if month := month_without_day([never.text] if never else strange, shown):
        return order_refusal(text, "order-unreadable", f": {month.said!r} is not understood{month.why}", month.hint)
    several = several_numbers(strange, shown, vocabulary) if strange else None
    if never and never.never and not (several and _doubt_of(never)):
        why = f": {never.text!r} {never.never.why}{f'; {also}' if also else ''}"
        asked = f"; ask what {named} says" if plain and never.never.id == "error-prone-sign" else ""
        return order_refusal(text, "order-unreadable", why, f"{never.never.next}{asked}")
    if several:
        return order_refusal(text, "order-unreadable", f": {several.said!r} {several.why}", several.hint)
    refused = _unknown_alone(text, unknown, vocabulary, plain, shown)
    if not any(one.given for one in unknown):
        return refused
    problem = refused.problems[0]
    return RefusedError(problem.replaced(next=f"{WAS_GIVEN} {problem.next}"))


def _rank_of(unknown: Unknown) -> int:
    """The place of words that are never read among others: what tells of the past first, what is in doubt last."""
    told = unknown.never is not None and unknown.never.id in OF_WHAT_WAS
    return 0 if told else 1 + _doubt_of(unknown)


def _doubt_of(unknown: Unknown) -> bool:
    """Whether words may say several things by themselves, so that others beside them tell better what is wrong."""
    return unknown.never is not None and unknown.never.id in SEVERAL_THINGS


def _unknown_alone(
    text: str, unknown: Sequence[Unknown], vocabulary: Vocabulary, plain: Sequence[str], shown: str
) -> RefusedError:
    """Words that are not understood, where none beside them are known and never read; ``plain`` are their texts."""
    also = f"{', '.join(map(repr, plain[:MOST_NAMED]))}{' and more' if len(plain) > MOST_NAMED else ''} "
    also += f"{'is' if len(plain) == 1 else 'are'} not understood"
    names = vocabulary.indications
    uses = [one for one in plain if one.isascii() and one not in vocabulary.every_word and names.fit(one).ids]
    written_on = next(one.written_on for one in unknown if not one.never)
    if between := comma_between(plain[0], text):
        return order_refusal(text, "order-unreadable", f": {also}", between)
    if (uses and len(uses) == len(plain)) or (not written_on and (written := in_figures(plain[0]))):
        hint = f'what it is for: write "for {uses[0]}" behind the days' if uses else f"write {written} in its place"
        also += " there: it may be what it is for, or of what stands beside it" if uses else ""
        return order_refusal(text, "order-unreadable", f": {also}", hint)
    if wrong := _beside_name(plain[0], vocabulary, shown) or miswritten(plain, shown, vocabulary):
        return order_refusal(text, "order-unreadable", f": {also}{wrong.why}", wrong.hint)
    if plain[0][:1].isdigit():
        code = "unit-missing" if plain[0] == shown else "unit-unknown"
        hint = "write a unit behind each number: g, mg, g/kg, mg/kg; kg behind a body weight; days, weeks, months; "
        return order_refusal(text, code, f": {also}", f"{hint}see: ivigcalc verify --words")
    if elsewhere := [one for one in plain if one in vocabulary.every_word]:
        hint = _in_its_place(elsewhere[0], vocabulary, shown)
        if any(f"({one})" in shown for role in UNITS for one in vocabulary.words_of[role]):
            hint = 'write each unit behind its number, as in "28 g", and not in brackets before it'
        elif shown.endswith(f" {elsewhere[0]}") and _is_open(elsewhere[0], vocabulary):
            also += ": behind it, at the end, something is missing"
            hint = "write what follows it, or leave that word out"
        return order_refusal(text, "order-unreadable", f": {also}", hint)
    hint = f"{_to_ask(plain, unknown, vocabulary, shown)}every word that is read: ivigcalc verify --words"
    return order_refusal(text, "order-unreadable", f": {also}", hint)


def _beside_name(words: str, vocabulary: Vocabulary, text: str) -> Wrong | None:
    """The figures with which the name of a preparation ends, or an amount that is written on to a name."""
    products = vocabulary.products.values() if words.isdigit() else ()
    names = (folded(name) for one in products for name in (one.shown, one.brand, *one.names))
    if named := next((name for name in names if name.endswith(f" {words}") and f"{name} " in text), ""):
        hint = f'the name of the preparation: put a colon behind it, "{named}:"; another number: write its unit'
        return Wrong(f": it may be of the name {named!r}", hint)
    written = re.fullmatch(r"([a-z]{3,})([0-9][0-9.,]* ?[a-z/]+)", words)
    found = vocabulary.find(atoms_of(written[1]), 0) if written else None
    if written and (written[1] in vocabulary.single_words or (found and found.phrase.role == PRODUCT)):
        return Wrong("", f'write a space: "{written[1]} {written[2]}"')
    return None


def _in_its_place(word: str, vocabulary: Vocabulary, shown: str) -> str:
    """How a word is read that says nothing alone: in up to three longer phrases, those with most of the order first.

    Each is of another kind. A word of none is of the number, the date or the name beside it.
    """
    beside = {*WORD.findall(shown)} - {word}
    found: dict[str, tuple[tuple[int, bool, int], str]] = {}
    phrases = list(phrases_with(vocabulary.order_words, word))
    for role, phrase, row in phrases:
        rank = (-len(beside.intersection(row)), row[0] != word, len(row))
        if role not in NOT_OFFERED and (role not in found or rank < found[role][0]):
            found[role] = (rank, phrase)
    if phrases and not found:
        return f"ask what {word!r} says here; every word that is read: ivigcalc verify --words"
    if not found:
        return f"{word!r} is read only beside what it is of, as a unit behind its number: ivigcalc verify --words"
    named = [repr(phrase) for _, phrase in sorted(found.values(), key=lambda one: one[0])[:MOST_PHRASES]]
    either = " or ".join(filter(None, (", ".join(named[:-1]), named[-1])))
    a_number = " (N is a number)" if any(PLACE_OF_NUMBER.search(phrase) for phrase in named) else ""
    hint = f"{word!r} is read only inside longer phrases, as in {either}{a_number}: write one of those, if it says what"
    return f"{hint} is meant; all of them: ivigcalc verify --words"


def _leads(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word is said of what stands behind it: "for", of a number of days, or "to"."""
    row = atoms_of(f"{word} 5 days"), atoms_of(f"{word} 5 dias")
    numbered = any((found := vocabulary.find(one, 0)) and found.long == len(one) for one in row)
    return word in vocabulary.joining or numbered


def _is_open(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word says nothing without what stands behind it: a number, the first day or what it is for."""
    row = atoms_of(word)
    return _leads(word, vocabulary) or any(vocabulary.find_as(role, row, 0) for role in (*FIRST_DAY, *OF_USE))


def _to_ask(plain: Sequence[str], unknown: Sequence[Unknown], vocabulary: Vocabulary, text: str) -> str:
    """What to ask of words that nobody knows: what they may be, or what they must not say to be left out."""
    words = [word for word in vocabulary.single_words if len(word) >= LONG_WORD and word not in plain]
    meant = near(plain[0], words, most=1) if len(plain[0]) >= LONG_WORD else []
    if meant:
        return f"did you mean {' or '.join(map(repr, meant[:2]))}? "
    counted = re.search("[0-9]", plain[0]) and _leads(plain[0].split(" ")[0], vocabulary)
    before, _, behind = text.partition(f" {plain[0]} ")
    medicine = re.search(r"[0-9] ?m?g(?![a-z])", before) and re.match(r"[0-9.,]+ ?m?g(?![a-z/])", behind)
    if medicine and vocabulary.find_as("indication", atoms_of(plain[0]), 0):
        return "another medicine with its dose: leave out both, nothing else is checked here; else ask what it is; "
    if vocabulary.find_as("indication", atoms_of(plain[0]), 0) and not counted:
        return "what it is for has no name or code that is known here: ivigcalc indications; "
    if plain[0] == "-":
        return "a line between two fields: write a comma in its place; a range, or a minus: ask what is meant; "
    if labels := [one for one in plain if f"{one}:" in text]:
        return _of_label(labels[0], vocabulary)
    hint, numbered = LEAVE_OUT, vocabulary.ends_of_times | vocabulary.numbers.keys()
    counts = [one for one in plain if any(word.isdigit() or word in numbered for word in WORD.findall(one))]
    if named_so := [one.text for one in unknown if one.name]:
        hint = f"what is {named_so[0]!r}? A name that is not known is not left out: ask what is meant; "
        hint += "preparations: ivigcalc products; "
    elif counts:
        hint = f"{counts[0]!r} may say how much, on which days or how often: ask, and say it in words that are read; "
    return hint


def _of_label(label: str, vocabulary: Vocabulary) -> str:
    """What to type for a label that is not read: the name that ends it alone, where it is what the order is for."""
    words = label.split(" ")
    ends = (" ".join(words[at:]) for at in range(1, len(words)))
    if use := next((name for name in ends if vocabulary.indications.fit(name).ids), ""):
        return f'what it is for: write its name alone, "{use}:", where what stands before that does not change it; '
    return f"{label!r} is a label that is not read: {LEAVE_OUT}"


def _is_read_elsewhere(words: str, vocabulary: Vocabulary) -> bool:
    """Whether each word is known, and may be of what is never read beside it: "patient" before a weight in pounds."""
    known_words = vocabulary.every_word | vocabulary.ends_of_times | vocabulary.numbers.keys()
    known = (word in known_words or vocabulary.find(atoms_of(word), 0) for word in WORD.findall(words))
    return all(known)
