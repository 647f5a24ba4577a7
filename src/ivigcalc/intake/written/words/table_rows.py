"""A row of the doses that ``dose`` prints, as the order that it says: its columns in brackets behind the dose."""

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from ivigcalc.core.quantity import plain
from ivigcalc.intake.numbers import refusal
from ivigcalc.intake.written.words.atoms import Atom, atoms_of_order, folded, goes_on, shown_atoms
from ivigcalc.intake.written.words.roles import TOTAL, TOTAL_OR_NO
from ivigcalc.intake.written.words.vocabulary import Vocabulary

ORDER: Final = "--order"
GAP: Final = re.compile(r" {2,}|\t")
"""Between two columns."""
MARK: Final = re.compile(r"[A-J]")
"""The letter of a regimen, alone in its column; none has so many that N, X or Y is one of them."""
MARKED: Final = re.compile(r"([A-J])(?::\s|\s*\n)")
"""The letter of a regimen before the rest of its row, where the columns have labels."""
COLUMNS: Final = 3
"""The dose with its days, the dose for each kg, and the dose of the course."""
LABELS: Final = ("per-kg", "in-all")
"""Roles of the words that, with a colon, are the labels of the columns behind the first."""
IN_ALL: Final = (TOTAL, TOTAL_OR_NO)
"""Roles of the words that say so in the column of the dose for each kg."""
AS_ORDERED: Final = ("as", "ordered")
"""Roles of the words that are the label of a dose that was typed."""
ONE_DECIMAL, THREE_DECIMALS = Fraction(1, 20), Fraction(1, 2000)
"""By so many g may a dose of the table be off, and by so many one below 1 g, or one for each kg: half a place."""


class TableRow(NamedTuple):
    """A row, read."""

    order: str
    echo: str
    letter: str
    """The letter of the regimen that it is the row of; "" where it has none."""


class Amount(NamedTuple):
    """What a column begins with: a number of g, or of g for each kg; and the atom behind it."""

    value: Fraction
    per_kg: bool
    end: int

    @property
    def off(self) -> Fraction:
        """By how much it may be off: the table prints it rounded."""
        return THREE_DECIMALS if self.per_kg or self.value < 1 else ONE_DECIMAL


def table_row(text: str, vocabulary: Vocabulary) -> TableRow | None:
    """A row of doses as the order that it says; None for any other text.

    Its three columns stand apart by two blanks or more, or have labels. The second begins with a dose for each kg, the
    third with a dose, unless the row has a range. What they hold is read, and must agree, as in any order.

    Raises:
        RefusedError: it has a range, or brackets behind its first column; or that goes on in another line, or behind
            the last one; or it has lost the blanks between its columns.
    """
    mark, cells = _labelled(text, vocabulary) or _parted(text)
    if len(cells) != COLUMNS:
        _check_blanks(text, cells, vocabulary)
        return None
    rows = [atoms_of_order(cell) for cell in cells]
    span = next(filter(None, (_span(row, vocabulary) for row in rows)), "")
    first, per_kg, total = (_amount(row, vocabulary) for row in rows)
    if per_kg is None or not per_kg.per_kg or not (span or (first and total)):
        return None
    if span:
        why = f": it is a row of the doses that ivigcalc dose prints, with a range ({span!r})"
        hint = f"ask which number is meant, and write it alone for {span!r}"
        raise refusal(text, ORDER, "order-unreadable", why, hint, named="order")
    if any(sign in cell for cell in cells[1:] for sign in "()[]"):
        why = ": it is a row of the doses that ivigcalc dose prints, with brackets behind its first column"
        raise refusal(text, ORDER, "order-unreadable", why, "write its first column alone", named="order")
    if cells[0].endswith(","):
        why = ": it is a row of the doses that ivigcalc dose prints, and its first column goes on in another line"
        raise refusal(text, ORDER, "order-incomplete", why, "paste that line, too", named="order")
    if any(_counts(row[one.end :], vocabulary) for row, one in zip(rows[1:], (per_kg, total), strict=True) if one):
        why = ": it is a row of the doses that ivigcalc dose prints, and its first column goes on behind another one"
        raise refusal(
            text, ORDER, "order-unreadable", why, "write its first column alone, with all of it", named="order"
        )
    said, rounded = _total(rows[0], total, cells[2], vocabulary)
    in_all = any(vocabulary.find_as(role, rows[1], at) for role in IN_ALL for at in range(len(rows[1])))
    order = f"{cells[0]}, {said} ({cells[1]})" if in_all else f"{cells[0]} ({cells[1]}) ({said})"
    return TableRow(order, f"{ORDER} read as a row of the doses that ivigcalc dose prints{rounded}", mark)


def _check_blanks(text: str, cells: Sequence[str], vocabulary: Vocabulary) -> None:
    """Refuse a line that begins with the letter of a row and has its three doses, without the blanks between them.

    Raises:
        RefusedError: it is one.
    """
    mark, _, rest = text.strip().partition(" ")
    row = atoms_of_order(rest)
    if len(cells) > COLUMNS or "\n" in rest or not MARK.fullmatch(mark) or not row or row[0].kind != "figures":
        return
    numbers = (at for at, atom in enumerate(row) if atom.kind == "figures" and not atom.glued)
    doses = list(filter(None, (_amount(row[at:], vocabulary) for at in numbers)))
    if len(doses) >= COLUMNS and any(dose.per_kg for dose in doses):
        why = ": it looks like a row of the doses that ivigcalc dose prints, without the blanks between its columns"
        hint = 'write its first column alone, without the letter, as in "28 g daily for 5 days"'
        raise refusal(text, ORDER, "order-unreadable", why, hint, named="order")


def _counts(row: Sequence[Atom], vocabulary: Vocabulary) -> bool:
    """Whether words count something: days, weeks or repeats."""
    return any(one is not None and one.numbers for one in (vocabulary.find(row, at) for at in range(len(row))))


def _parted(text: str) -> tuple[str, list[str]]:
    """The letter and the columns of a row with gaps; lines below that are set in go on with its first column.

    A line with a colon does not: it says of all rows how they can be split.
    """
    first, *others = text.strip().splitlines() or [""]
    mark, cells = "", [cell.strip() for cell in GAP.split(first) if cell.strip()]
    if len(cells) > COLUMNS and MARK.fullmatch(cells[0]):
        mark, *cells = cells
    for line in others:
        if not line[:1].isspace() or ":" in line or GAP.search(line.strip()):
            return mark, []
        cells[:1] = [f"{cells[0]} {line.strip()}"]
    return mark, cells


def _labelled(text: str, vocabulary: Vocabulary) -> tuple[str, list[str]] | None:
    """The letter and the columns of a row whose columns have labels: "A: 28 g daily for 5 days; per kg: 0.4 g/kg".

    The letter of a dose that was typed is that of no regimen.
    """
    marked = MARKED.match(text.lstrip())
    cells = [" ".join(text.split())[len(marked[0].strip()) if marked else 0 :]]
    for role in LABELS:
        label = next((f"{one}:" for one in vocabulary.words_of[role] if f" {one}:" in folded(cells[-1])), "")
        before, found, behind = cells[-1].partition(label) if label else (cells[-1], "", "")
        if not found:
            return None
        cells[-1:] = [before.strip(" ;"), behind.strip(" ;")]
    label, _, dose = cells[0].partition(":")
    words = {atom.text for atom in vocabulary.meaning(atoms_of_order(label))} - {","}
    if words and words <= {word for role in AS_ORDERED for word in vocabulary.words_of[role]}:
        return "", [dose.strip(), *cells[1:]]
    return (marked[1] if marked else ""), cells


def _number(row: Sequence[Atom], at: int) -> tuple[str, int] | None:
    """A number at an atom, and the atom behind it; None where none begins there."""
    if at >= len(row) or row[at].kind != "figures":
        return None
    end = at + 3 if goes_on(row, at + 1) else at + 1
    return "".join(atom.text for atom in row[at:end]), end


def _amount(row: Sequence[Atom], vocabulary: Vocabulary) -> Amount | None:
    """The dose with which a column begins, behind its label; of a range its upper end."""
    at = next((at for at, atom in enumerate(row) if atom.kind == "figures"), 0)
    number = _number(row, at)
    while number and number[1] < len(row) and row[number[1]].text in vocabulary.joining:
        number = _number(row, number[1] + 1)
    gram = vocabulary.find_as("gram", row, number[1]) if number else None
    if number is None or gram is None:
        return None
    at = number[1] + gram.long
    kg = vocabulary.find_as("per-kg", row, at)
    return Amount(Fraction(number[0].replace(",", ".")), kg is not None, at + (kg.long if kg else 0))


def _span(row: Sequence[Atom], vocabulary: Vocabulary) -> str:
    """Two numbers with "to" between them; "" where none stand there."""
    for at, atom in enumerate(row):
        low = None if atom.glued else _number(row, at)
        joined = low is not None and low[1] < len(row) and row[low[1]].text in vocabulary.joining
        high = _number(row, low[1] + 1) if low and joined else None
        if high:
            return shown_atoms(row[at : high[1]])
    return ""


def _total(row: Sequence[Atom], total: Amount | None, cell: str, vocabulary: Vocabulary) -> tuple[str, str]:
    """The last column, and how it was read: a total that is that of the days but for a decimal is taken as theirs.

    All are printed rounded: of 24.52 g daily for 5 days 24.5 g and 122.6 g.
    """
    numbers = (at for at, atom in enumerate(row) if atom.kind == "figures" and not atom.glued)
    doses = list(filter(None, (_amount(row[at:], vocabulary) for at in numbers)))
    found = (vocabulary.find(row, at) for at in range(len(row)))
    days = [one.numbers[-1] for one in found if one and one.phrase.role == "for"] if len(doses) == 1 else []
    times = days[0] if days else 1
    exact, off = sum(dose.value for dose in doses) * times, sum(dose.off for dose in doses) * times
    if total is None or any(dose.per_kg != total.per_kg for dose in doses):
        return cell, ""
    if total.value == exact or abs(total.value - exact) > off + total.off:
        return cell, ""
    written, unit = shown_atoms(atoms_of_order(cell)[: total.end]), "g/kg" if total.per_kg else "g"
    sum_of = f"{plain(Fraction(exact), 4)} {unit}"
    return cell.replace(written, sum_of, 1), f", {written!r} as {sum_of}: it is rounded"
