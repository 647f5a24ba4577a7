"""For whom and for what: a body weight in an order, and the name of an indication."""

from collections.abc import Sequence
from typing import Final

from ivigcalc.intake.written.tokens.cursor import AtomCursor
from ivigcalc.intake.written.tokens.tokens import ACTUAL, ALONE, BEFORE_DOSE, DOSING, OF_DOSES, TIMES, Token
from ivigcalc.intake.written.words.atoms import Atom, ends, said_atoms, shown_atoms
from ivigcalc.intake.written.words.roles import (
    ACTUAL_WEIGHT,
    DEADLINE,
    DOSING_WEIGHT,
    HEADING,
    LABEL,
    OF_WEIGHT,
    PHASES,
    PRODUCT,
    RATE_OR_DOSE,
    TIMES_DAYS,
    UNITS,
    WEIGHT_LABEL,
)

MOST_OF_NAME: Final = 12

LONGEST_OF_NAME: Final = 40
"""Atoms, and their letters, in a row that may be the name of an indication."""

SIGNS_OF_NAME: Final = frozenset("'\N{RIGHT SINGLE QUOTATION MARK}-/.")
"""Signs within the names and codes of indications, written on to what stands before them."""

BEHIND_NAME: Final = ("for", "days", TIMES_DAYS, "lasting-weeks", "lasting-months", "lasting-years")
"""Roles of times that may stand right behind the name of a disease."""

BOUNDS: Final = frozenset(",;:.()-")
"""Signs between which a name may stand alone."""


def read_purpose(cursor: AtomCursor) -> Token | None:
    """For whom, or for what: a body weight, or an indication behind "for" or alone between marks."""
    return _weight(cursor) or _use(cursor)


def _weight(cursor: AtomCursor) -> Token | None:
    """A body weight in kg with the words around it, also in brackets; times a dose it is marked as ``TIMES``.

    ``ACTUAL`` has no figure of its own: it is the body weight of the patient.
    """
    begin = cursor.at
    times = cursor.vocabulary.find_as("weight-times", cursor.atoms, begin)
    lead = times or cursor.role_at(begin, "for-what", RATE_OR_DOSE, *OF_WEIGHT)
    lead = lead or cursor.vocabulary.find_as(DOSING_WEIGHT, cursor.atoms, begin)
    equal = cursor.text_at(begin) == "=" and WEIGHT_LABEL in cursor.atoms[begin].behind
    start = begin + (lead.long if lead else equal)
    role = lead.phrase.role if lead else ""
    opened = role in OF_WEIGHT and cursor.text_at(start) == "("
    number = cursor.number_at(start + (role in OF_WEIGHT and cursor.text_at(start) in {":", "("}))
    kilogram = cursor.role_at(number.end, "kilogram") if number else None
    if opened and not (number and kilogram and cursor.text_at(number.end + kilogram.long) == ")"):
        number = kilogram = None
    if lead and role == ACTUAL_WEIGHT and not kilogram:
        cursor.at = start
        return Token(kind="weight-of", text=cursor.said_from(begin), says=ACTUAL)
    if number is None or kilogram is None:
        return None
    cursor.at, before = number.end + kilogram.long + opened, False
    behind = cursor.role_at(cursor.at, "weight-behind")
    if behind:
        cursor.at += behind.long
    elif not lead and (by := cursor.vocabulary.find_as("weight-times", cursor.atoms, cursor.at)):
        before = cursor.is_per_kg_at(cursor.at + by.long)
        cursor.at += by.long if before else 0
    doses = role == DOSING_WEIGHT or (role == ACTUAL_WEIGHT and _is_basis(cursor, begin))
    alone = {ACTUAL_WEIGHT: OF_DOSES}
    if not behind and cursor.atoms[begin].after != LABEL:
        alone |= {"": ALONE, "for-what": OF_DOSES, RATE_OR_DOSE: OF_DOSES}
    says = TIMES if times else DOSING if doses else BEFORE_DOSE if before else alone.get(role, "")
    return Token(
        kind="weight-of", text=cursor.said_from(begin + equal, said_atoms), number=cursor.value_of(number), says=says
    )


def _is_basis(cursor: AtomCursor, begin: int) -> bool:
    """Whether words before an actual weight say that it doses: "based on actual", "by actual"."""
    by = cursor.atoms[begin].after == DEADLINE
    return by or cursor.vocabulary.find_as(DOSING_WEIGHT, cursor.atoms, begin) is not None


def _use(cursor: AtomCursor) -> Token | None:
    """What the order is for: the longest row of words that is the name or the code of an indication."""
    begin = cursor.at
    lead = cursor.role_at(begin, "for-what", "indication") or cursor.vocabulary.find_as("weight", cursor.atoms, begin)
    start = begin + (lead.long if lead else 0)
    found = None if lead else cursor.vocabulary.find(cursor.atoms, begin)
    unit = found is not None and found.phrase.role in UNITS
    if (not lead and (not _is_bound(cursor, begin - 1) or (found and not unit))) or cursor.is_per_kg_at(start):
        return None
    start += bool(lead and cursor.text_at(start) == ":")
    shortest = 2 if unit and not _is_disease(cursor, begin) else 1
    for end in range(min(start + MOST_OF_NAME, len(cursor.atoms)), start + shortest - 1, -1):
        row = cursor.atoms[start:end]
        ends_name = not cursor.vocabulary.find(cursor.atoms, end - 1) or end == start + 1
        ids = _meant(cursor, row) if ends_name and (lead or _ends_use(cursor, begin, end)) else None
        if ids is not None and ends(cursor.atoms, end):
            cursor.at = cursor.dated = end
            role = lead.phrase.role if lead else ""
            return Token(kind="indication", text=cursor.said_from(begin, said_atoms), ids=ids, lead=role)
    return None


def _is_disease(cursor: AtomCursor, begin: int) -> bool:
    """Whether letters that are a unit, too, stand where none can: "MG:" at first, "(MG)" behind a dose and its days.

    In brackets right behind a number, or a unit, and before more words they may be the unit: "28000 (mg) daily".
    """
    behind = cursor.text_at(begin + 1)
    if begin == 0:
        return behind == ":"
    last = cursor.vocabulary.find(cursor.atoms, begin - 2) if "dose" in cursor.begun else None
    timed = last is not None and last.phrase.role not in UNITS
    return timed and cursor.text_at(begin - 1) == "(" and behind == ")" and _is_bound(cursor, begin + 2)


def _ends_use(cursor: AtomCursor, begin: int, end: int) -> bool:
    """Whether a name without a word before it ends at an atom: at a sign, or before a time; at first before a dose.

    So does it before a body weight or a preparation; a code that ends with figures before a carrier. A time behind it
    is refused later: it may be how long the patient is ill.
    """
    parted = end < len(cursor.atoms) and (cursor.atoms[end - 1].kind == "word" or cursor.atoms[end].cut)
    number = cursor.number_at(end) if begin == 0 and parted else None
    dosed = number is not None and cursor.role_at(number.end, "gram", "milligram", "kilogram") is not None
    dosed = dosed or (begin == 0 and cursor.role_at(end, PRODUCT) is not None)
    return dosed or _is_bound(cursor, end) or cursor.role_at(end, HEADING, *PHASES, *BEHIND_NAME) is not None


def _is_bound(cursor: AtomCursor, at: int) -> bool:
    """Whether the text ends at an atom, or a sign stands there that ends what is before it."""
    return not 0 <= at < len(cursor.atoms) or cursor.text_at(at) in BOUNDS


def _meant(cursor: AtomCursor, row: Sequence[Atom]) -> frozenset[str] | None:
    """The indications that a row of atoms may name, none where it names something outside the data; else None.

    A word of orders that names do without, as "of", is none at their end: it is read by itself.
    """
    signs = [place for place, atom in enumerate(row) if atom.kind == "sign"]
    within = all(row[place].glued and row[place].text in SIGNS_OF_NAME for place in signs)
    if {0, len(row) - 1}.intersection(signs) or not within or any(len(atom.text) > LONGEST_OF_NAME for atom in row):
        return None
    names, text = cursor.vocabulary.indications, shown_atoms(row)
    fit = names.fit(text)
    if not (fit.ids or fit.outside) and text in (shortened := cursor.vocabulary.shortened):
        fit = names.fit(shortened[text])
    return frozenset(fit.ids) if fit.ids or fit.outside else None
