"""One word, amount or date of an order as it was read: a token, and what it may say beyond its kind."""

from fractions import Fraction
from typing import Final, NamedTuple

from ivigcalc.core.facts.indication import Interval
from ivigcalc.core.facts.orders import NeverRead
from ivigcalc.core.record import Record
from ivigcalc.core.request.order import Dose
from ivigcalc.intake.written.tokens.dates import Dates

AMOUNTS: Final = frozenset(("volume-of", "vials-of"))
"""Kinds of what is given, but for grams: a volume, or vials."""
ANY_AMOUNT: Final = AMOUNTS | {"dose"}
"""Kinds of what is given: grams, a volume, or vials."""
DAILY: Final = frozenset(("per-day", "daily"))
"""Kinds of words that say a day."""
PER_DAY: Final = DAILY | {"each-of"}
"""Kinds of words that say that a dose is that of each day."""
PER_DOSE: Final = "per-dose"
LABELS_OF_DOSE: Final = DAILY | {PER_DOSE, "dose-word"}
"""Kinds of words that a form has before a dose of a day: "dose", "dose per day"."""
IN_ALL: Final = frozenset({"in-all", "divided-over", "not-per-day"})
"""Kinds of words that say that a dose is that of all days."""
ONLY_DOSE: Final = frozenset({"dose", "in-all"})
"""Kinds of a dose, and of the word that it is that of all days."""
OF_A_DAY: Final = ({"dose", "per-day"}, {"dose", "daily"})
"""Kinds of the words of a dose of a day that says no days."""
COUNTED_INFUSIONS: Final = frozenset({"times", "doses"})
"""Beside an interval these may count its repeats."""
DURATIONS: Final = frozenset(("for", "times", "doses", "over", "divided-over", "each-of", "on-days", "on-day", "once"))
"""Kinds of words that say on which days a dose is given, or on how many."""
REPEATS: Final = frozenset(("lasting", "cycles", "no-end"))
"""Kinds of words that say how long, or how often, an interval is repeated, or that no end is set."""
ASIDE: Final = "aside"
"""The kind of words that say nothing of a dose or its days: how it is given, a heading, the verb of the order."""
SAID_AGAIN: Final = "said-again"
"""The kind of words that say again what stands before them, and of grams that were rounded: shown alone."""

GIVEN: Final = "given"
"""The kind of words that may tell of what was given: taken out once it is known that they do not."""
INSIDE, NEW_LINE = "inside", "new line"
"""Of such a word: that it stands within others that are read together ("once given daily"); that it begins a line."""

AS, EQUAL = "as", "equal"
"""Of words behind which an order is said again: that they may spell it out in several doses; that only what is equal to
what is before them stands there."""

DEPTH: Final = {"open": 1, "close": -1}
"""How much deeper in brackets the tokens behind these kinds stand."""

COLON, SENTENCE = "colon", "sentence"
"""Of a comma: that it was a colon; that it was a full stop, or a line."""
CARRIED: Final = "carried"
"""Of brackets: that words which carry nothing stand in them."""
PER_KG: Final = "per kg"
"""Of a volume: that it is for each kg of body weight."""

TIMES, BEFORE_DOSE = "times", "before a dose"
"""Of a weight: that a dose is multiplied by it; that a dose for each kg stands behind it."""
ACTUAL, DOSING = "actual", "dosing"
"""Of a weight: that it is the actual one, whatever its figure; that it is the one that doses."""
ALONE, OF_DOSES = "alone", "of doses"
"""Of a weight: that no word says whose it is, as in "0.4 g/kg, 100 kg"; that every dose for each kg is of it, because
"for" alone stands before it, or which kind of weight it is ("actual weight 100 kg")."""

OF_TOTAL, PER_CYCLE = "of total", "per cycle"
"""Of words that say "in all": that they may be said of the days as well as of the dose; and so of each cycle."""
TOTAL_DOSE, CUMULATIVE = "total dose", "cumulative"
"""Of words that say "in all": beside "for 5 days" they may be said of the dose of each day, too."""

SIZE_FIRST, SIZE_ALONE = "size first", "size alone"
"""Of vials: that their size stands before their number, which may be that of all days: "5 g/vial - 6 vials"; so without
a word that it is one: "IVIG 5 g, 6 vials"."""

INFUSIONS: Final = "infusions"
"""Of a number: that it counts infusions, and no vials or daily doses."""
DAILY_DOSES: Final = "daily doses"
"""Of so many doses: that they are called daily ones."""
COUNTED, FIELD_OF_DOSES, IN_DOSES, TOTAL_OF = "counted", "field", "in doses", "total of doses"
"""Of so many doses: "x 5 doses", which behind the words of a day count days; those of a field of a form, which do so
before them, too; "em 5 doses", into which the dose of the day may be divided; and "for a total of 5 doses", which
beside an interval may be those of all its repeats."""

ONCE, EACH_DAY = "once", "each day"
"""Of words that say "daily": that a number of doses beside them counts days ("once daily"), or that it may be of each
day ("every day"). Behind others ("daily") it counts days, before them it may be of each day."""
EVERY_24_HOURS: Final = "every 24 hours"
"""Of such words: behind "x 5 doses" these count days, behind "5 doses" they may be of each day."""
IN_PARTS: Final = "in parts"
"""Of words that say the dose of a day: that any number of doses may count parts of it ("total daily dose")."""
ONE_EACH_TIME: Final = "one each time"
"""Of "once" and its like: that right before an interval it is one dose each time."""

AS_ONE: Final = "as one"
"""Of such words: that they say how it is given ("as a single dose")."""

LAST_DAY: Final = "last day"
"""Of dates: that they are the first day and the last one of two fields of a form."""
NEXT_DAYS: Final = "next days"
"""Of so many days: that they are the next ones, as they are behind another dose."""
SO_MANY: Final = "so many"
"""Of a number of days: that it stands without a word such as "for"."""
IN_DAYS: Final = "in days"
"""Of days of "over": that behind a verb they may be when it begins, as in "start in 5 days"."""


class Token(Record):
    """One word or phrase of an order, or what stands in brackets. Which fields say something depends on its kind."""

    kind: str
    """``dose``, ``rate-of``, ``strength``, ``deviation``, ``volume-of``, ``vials-of``, ``weight-of``, ``dates``,
    ``bracket``, a sign (``and``, ``colon``, ``open``, ``close``, ``end``), or a role of ``order_words``."""
    text: str = ""
    """The words as written, in lower case and without carriers."""
    role: str = ""
    """Of words that say all by themselves: the id of ``order_words`` under which they stand."""
    dose: Dose | None = None
    days: tuple[int, ...] = ()
    """The infusion days that it names or counts."""
    interval: Interval | None = None
    dates: Dates | None = None
    inside: tuple["Token", ...] = ()
    """Of a bracket: the words in it."""
    number: Fraction | None = None
    """In the unit of its kind: ``strength`` mg/mL, ``deviation`` the mg/mL that as many percent would be, ``volume-of``
    mL, ``weight-of`` kg, ``rate-of`` and ``lasting`` in ``unit``, ``cycles`` how many, ``rounded`` and its like g."""
    unit: str = ""
    """Of a rate: an id of ``rate_units``. Of ``lasting``: "weeks" or "months"."""
    lead: str = ""
    """Of a rate: the kind of the word beside it, which says whether it is the first or the highest. Of dates and of an
    indication: the role of the words before it. Of "given": ``by-vein`` where the way stands behind. "" for none."""
    says: str = ""
    """What more it says: one of the words named above in this module; "" for nothing. Of a colon: ``LABEL`` where the
    field before it may be empty. Of an ``aside``: the role of its words."""
    ids: frozenset[str] = frozenset()
    """Of a name: the preparations, or the indications, that have it."""
    sizes: tuple[tuple[Fraction, int], ...] = ()
    """Of vials: each size in g with its number, the largest first."""
    labelled: bool = False
    """Of vials: whether they are called vials."""
    decimals: int = 0
    """Of a volume: with how many decimals it was written."""
    grams: Fraction = Fraction(0)
    """Of vials, and of a volume once its preparation is known: what they hold."""
    off_g: Fraction = Fraction(0)
    """By how much the grams of a volume may be off: it is written with so many decimals."""
    echo: str = ""
    """Of a volume: how its grams were read."""
    never: NeverRead | None = None
    """Of ``never``: why it is not read."""
    first: bool = False
    """Of one date or one day: whether the others follow it."""
    dated: bool = False
    """Of days: whether a date says which ones they are, counted from the first of the order."""


class Every(Token):
    """Words that say how often."""

    interval: Interval


def vials_token(text: str, sizes: dict[Fraction, int], *, labelled: bool = True) -> Token | None:
    """Vials by their sizes in g, with whether they are called vials; None where one is nothing."""
    if not all(sizes) or not all(sizes.values()):
        return None
    rows, grams = sorted(sizes.items(), reverse=True), sum((size * count for size, count in sizes.items()), Fraction(0))
    return Token(kind="vials-of", text=text, sizes=tuple(rows), grams=grams, labelled=labelled)


class Scanned(NamedTuple):
    """An order as tokens."""

    tokens: list[Token]
    echoes: tuple[str, ...]
    """How unusual numbers were read."""
    labelled_grams: tuple[str, str] | None
    """The first grams beside which a label of the body weight stands, and that label."""
    row: str
    """The letter of a pasted row of the doses that ``dose`` prints; "" for none."""
