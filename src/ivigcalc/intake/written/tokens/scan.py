"""The text of an order as tokens, from the first word to the last: each is known, or the order is refused."""

from fractions import Fraction
from typing import Final

from ivigcalc.core.facts.indication import Interval
from ivigcalc.core.problems import RefusedError
from ivigcalc.intake.numbers import missing
from ivigcalc.intake.written.tokens.amounts import AmountCursor
from ivigcalc.intake.written.tokens.dates import read_dates
from ivigcalc.intake.written.tokens.day_numbers import read_day_list
from ivigcalc.intake.written.tokens.first_and_last import (
    joint_of,
    label_of_first_day,
    note_first_day,
    read_last_day,
    with_fields_joined,
)
from ivigcalc.intake.written.tokens.kinds import (
    COUNTED_ROLES,
    DOSE_OF_NUMBER,
    EVERY,
    EVERY_WITHOUT_NUMBER,
    KIND_OF_ROLE,
    LASTING,
    UP_TO,
    with_joined,
)
from ivigcalc.intake.written.tokens.not_ordered.given import given_in, without_given
from ivigcalc.intake.written.tokens.not_ordered.text import BEFORE_VERB, check_ended, check_filled_in, check_numbered
from ivigcalc.intake.written.tokens.refusal import EXAMPLE, FIELD, in_doubt, more_than_ends, order_refusal
from ivigcalc.intake.written.tokens.tokens import (
    CUMULATIVE,
    GIVEN,
    LABELS_OF_DOSE,
    OF_TOTAL,
    TOTAL_DOSE,
    Every,
    Scanned,
    Token,
)
from ivigcalc.intake.written.tokens.unknown.not_understood import Unknown, not_understood
from ivigcalc.intake.written.tokens.weight_labels import check_normal, check_percentage, labelled_grams
from ivigcalc.intake.written.tokens.weights_and_uses import read_purpose
from ivigcalc.intake.written.words.atoms import Atom, atoms_of_order, said_atoms
from ivigcalc.intake.written.words.list_marks import without_list_marks
from ivigcalc.intake.written.words.phrases import Found
from ivigcalc.intake.written.words.roles import (
    AHEAD,
    AT_STRENGTH,
    BEFORE_DATE,
    CLOCKS,
    DAY_LISTS,
    DEADLINE,
    EACH_OF_DAYS,
    FIRST_DAY,
    FIRST_LABEL,
    NEVER,
    NOTHING_ALONE,
    OF_DAY_OR_INFUSION,
    OUT_OF_PLACE,
    PAPER,
    PAST,
    PRODUCT,
    ROUNDED_TO,
    UNTIL_LABEL,
    UNTIL_OR_LIMIT,
)
from ivigcalc.intake.written.words.table_rows import table_row
from ivigcalc.intake.written.words.vocabulary import Vocabulary

LIKE_DATES: Final = frozenset((*EVERY, "once-a-day"))
"""Roles of phrases that may begin as a date does: "3/3 semanas", "24/24 h"."""

JOINTS: Final = frozenset(("then", "and"))
SIGNS_BEHIND_JOINT: Final = frozenset(("and", "colon"))
"""Kinds of words that join two doses, and of signs that say nothing right behind one: "then, 70 g"."""
ENDS_LINE: Final = frozenset(("once", "doses", "times"))
"""Kinds of tokens behind which the end of a line is a comma; so it is between a dose and a day."""

END: Final = Atom("", "sign", glued=False)
"""Stands behind the last atom of an order."""


def scan(text: str, vocabulary: Vocabulary, dates: str = "") -> Scanned:
    """The words of an order, each by itself; ``dates`` is how dates in figures are written.

    Raises:
        RefusedError: a word or number that is not known; an empty order.
    """
    check_filled_in(text)
    row = table_row(text, vocabulary)
    written = atoms_of_order(row.order if row else text)
    atoms = without_list_marks(written, vocabulary)
    if not atoms:
        raise RefusedError(missing(FIELD, f"type for example {EXAMPLE}", "order is empty"))
    meant = vocabulary.meaning([*atoms, END])
    scanner = _Scanner(text, meant[:-1], vocabulary)
    scanner.dates, scanner.echoes = dates, [row.echo] if row else []
    scanner.past = any(PAST in atom.behind for atom in meant)
    check_numbered(text, meant, vocabulary)
    read = [*scanner.tokens(), *given_in(meant[-1:])]
    check_ended(text, meant, read)
    check_normal(text, meant, vocabulary)
    check_percentage(text, meant)
    tokens = with_fields_joined(without_given(text, with_joined(read)))
    echoes, labelled = tuple(dict.fromkeys(scanner.echoes)), labelled_grams(written, vocabulary)
    return Scanned(tokens, echoes, labelled, row.letter if row else "")


class _Scanner(AmountCursor):
    """Reads the atoms of an order as tokens."""

    dates = ""
    """How dates in figures are written, one of ``DateOrder``; "" where nobody said it."""
    past = False
    """Whether the order says what was given: its dates may be those of what was given, then."""

    def tokens(self) -> list[Token]:
        """All tokens.

        Raises:
            RefusedError: words that are not understood, all of them named.
        """
        tokens: list[Token] = []
        unknown: list[Unknown] = []
        strange: list[Atom] = []
        dosed = False
        while self.at < len(self.atoms):
            begin = self.at
            token = self._date() or read_last_day(self, self.dates) or read_purpose(self) or self._verb()
            token = token or self.in_volume() or self.named_vials() or self._phrase() or self.dash_of_day()
            token = token or self.mark() or self._spaced() or self._vials_by_size() or self._quantity()
            if token is None:
                number = self.number_at(begin)
                self.at = number.end if number else begin + 1
                while self.at < len(self.atoms) and self.atoms[self.at].glued and self.atoms[self.at].kind != "sign":
                    self.at += 1
                strange += self.atoms[begin : self.at]
                continue
            if strange and token.never is self.vocabulary.never["per-kg"]:
                strange += self.atoms[begin : self.at]
                continue
            self.note_label(begin, token)
            strange, token = self.with_number(strange, begin, token)
            if strange:
                unknown.append(self._unknown(strange, tokens, token))
                strange = []
            if token.kind == NEVER:
                unknown.append(Unknown(token.text, token.never))
                continue
            before = next((one for one in reversed(tokens) if one.kind != GIVEN), token)
            tokens += given_in(self.atoms[begin : self.at])
            if before.text and before.kind in JOINTS and token.kind in SIGNS_BEHIND_JOINT and not token.text:
                continue
            day_of_line = before.dose is not None and (token.kind == "on-day" or bool(token.dates))
            ended = before.kind in ENDS_LINE or day_of_line or (dosed and self._is_label_of_dose(token))
            ended = ended and self.atoms[begin].line and token.kind != "and"
            dosed |= token.dose is not None
            tokens += [Token(kind="and"), token] if ended and tokens else [token]
            self.begun |= {token.kind} - BEFORE_VERB
        if strange:
            unknown.append(self._unknown(strange, tokens))
        if unknown:
            raise not_understood(self.text, unknown, self.vocabulary, self.atoms)
        return tokens

    def _is_label_of_dose(self, token: Token) -> bool:
        """Whether a token is the label of a dose before a colon: behind a dose it begins another field of a form."""
        word = self.role_at(self.at, "dose-word", "daily", "per-day", OF_DAY_OR_INFUSION)
        labelled = self.text_at(self.at + (word.long if word else 0)) == ":"
        return labelled and (token.kind in LABELS_OF_DOSE or token.says in {OF_TOTAL, TOTAL_DOSE, CUMULATIVE})

    def _date(self) -> Token | None:
        """Dates, also behind "on" or "from"; behind "from" also the number of the first day."""
        begin, start, first, on = self.at, self.at, False, ""
        for _ in ("from", "on the"):
            if found := self.role_at(start, "on", "link", *DAY_LISTS, *FIRST_DAY) or self._day_word(start):
                first, on = first or found.phrase.role in FIRST_DAY, joint_of(on, found.phrase.role)
                start += found.long
                start += first and self.text_at(start) == ":"
        if numbered := label_of_first_day(self, self.dates):
            start, first, on = numbered, True, FIRST_LABEL
        dates = read_dates(self.atoms, start, self.vocabulary, self.dates) if start < len(self.atoms) else None
        phrase = self.vocabulary.find(self.atoms, begin)
        long = phrase.long if phrase and phrase.phrase.role in {NEVER, *LIKE_DATES} else 0
        if dates is not None and begin + long + (not dates.readings) > dates.end:
            return None
        if dates is not None:
            one = bool(dates.readings) and all(len(days) == 1 for _, days in dates.readings)
            past = self.past and not (on == AHEAD and one)
            after = {self.atoms[begin].after, self.atoms[start].after, *([PAST] if past else [])}
            if after & BEFORE_DATE:
                self.at = dates.end
                never = self.vocabulary.never[max(after & BEFORE_DATE)]
                return Token(kind=NEVER, text=self.said_from(begin), never=never)
            self.at = self.dated = self.behind_clock(dates.end)
            on = on or (PAPER if self.atoms[begin].after == PAPER else "")
            note_first_day(self, begin, start, dates.end, on if first and one and not self.past else "")
            return Token(
                kind="dates", text=self.said_from(begin, said_atoms), dates=dates, first=first and one, lead=on
            )
        if first and (found := self.role_at(begin, *FIRST_DAY)):
            self.at += found.long
            day = self._phrase() if self.role_at(self.at, "on-day", "on-days", *DAY_LISTS) else None
            if day and day.days:
                return day.replaced(text=self.said_from(begin), first=len(day.days) == 1)
            self.at = begin
        return None

    def _day_word(self, at: int) -> Found | None:
        """The word "day", or "do" before it, also where a longer phrase begins there: "dia 1 a dia 5 de maio"."""
        found = (self.vocabulary.find_as(role, self.atoms, at) for role in ("link", *DAY_LISTS))
        return next(filter(None, found), None)

    def _phrase(self) -> Token | None:
        """A phrase of the data; with it what it is read with, as the size of vials. None where none begins here."""
        found = self.vocabulary.find(self.atoms, self.at)
        if found is None:
            return None
        found = self._days_in_words(self._before_rate(found))
        role, begin = found.phrase.role, self.at
        if role in NOTHING_ALONE or self.is_deviation_here():
            return None
        readers = {"vials-of": self._vials_of, AT_STRENGTH: self.strength_in, **dict.fromkeys(ROUNDED_TO, self.rounded)}
        readers |= dict.fromkeys(DAY_LISTS, self._day_list)
        limit = role in UP_TO and self.atoms[begin].after == DEADLINE
        if role in readers and not limit:
            return readers[role](found)
        self.at += found.long
        if role in {NEVER, UNTIL_LABEL, *OUT_OF_PLACE} or limit:
            reason = "ended" if role == UNTIL_LABEL else OUT_OF_PLACE.get(role, DEADLINE)
            if role == UNTIL_OR_LIMIT and self._is_number_without_date(self.at):
                reason = "limit-above"
            never = found.phrase.never or self.vocabulary.never[reason]
            return Token(kind=NEVER, text=self.said_from(begin), never=never)
        if role == PRODUCT:
            return Token(kind=PRODUCT, text=self.said_from(begin), ids=found.phrase.ids)
        return self._worded(role, found, begin)

    def _is_number_without_date(self, at: int) -> bool:
        """Whether a number stands at an atom, and no date begins with it."""
        return self.number_at(at) is not None and read_dates(self.atoms, at, self.vocabulary, self.dates) is None

    def _worded(self, role: str, found: Found, begin: int) -> Token:
        """A phrase that says all by itself: how often, how long, on how many days, per day or in all."""
        text = self.said_from(begin)
        if role in CLOCKS:
            return self._clocked(role, text)
        positive = self.infusion_day if role in {"on-days", "on-day"} else self.positive
        numbers = [positive(number, text) for number in found.numbers]
        if role in EVERY:
            count, unit = (numbers or [EVERY_WITHOUT_NUMBER.get(role, 1)])[0], EVERY[role]
            if len({*numbers}) > 1:
                why, hint = f": {text!r} says two numbers of {unit}", f'write one, for example "every {count} {unit}"'
                raise order_refusal(self.text, "order-unreadable", why, hint)
            says = f"every {count} {unit}" if count > 1 else f"every {unit.removesuffix('s')}"
            return Every(kind="every", text=text, interval=Interval(says=says, unit=unit, low=count, high=count))
        if role in LASTING:
            times, of = LASTING[role]
            return Token(kind="lasting", text=text, number=Fraction(times * (numbers or [1])[0]), unit=of)
        kind, counts = KIND_OF_ROLE.get(role, (role, ""))
        if role == "cycles":
            return Token(kind=role, text=text, number=Fraction(numbers[-1]))
        if role not in COUNTED_ROLES:
            return Token(kind=kind, text=text, role=role, days=(1,) if kind == "once" else (), says=counts)
        last = numbers[-1]
        if role == DOSE_OF_NUMBER and last > 1:
            why = f": {text!r} may be so many doses, or a number and the label of what follows"
            raise in_doubt(self.text, why, f'doses: write "{last} doses"; a number: write its unit, or what it is of')
        if role == "on-days" and numbers[0] > last:
            raise self._backwards()
        first = last if role == "on-day" else numbers[0] if role == "on-days" else 1
        return Token(kind=kind, text=text, role=role, days=tuple(range(first, last + 1)), says=counts)

    def _backwards(self) -> RefusedError:
        why, hint = ": the days end before they begin", "write the lower day first"
        return order_refusal(self.text, "order-unreadable", why, hint)

    def _day_list(self, found: Found) -> Token | None:
        """Numbers of days, with commas or words between, and spans of them: days 1 to 3 and 5."""
        begin = self.at
        listed = read_day_list(self.atoms, begin + found.long, self.vocabulary)
        if listed is None:
            return None
        if not listed.days:
            raise self._backwards()
        self.at = listed.end
        said = self.said_from(begin)
        if listed.chain:
            raise more_than_ends(self.text, said)
        days = tuple(self.infusion_day(day, said) for day in listed.days)
        role = EACH_OF_DAYS if found.phrase.role == EACH_OF_DAYS else ""
        return Token(kind="on-day" if len(days) == 1 else "on-days", text=said, role=role, days=days)
