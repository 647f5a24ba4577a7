"""Known causes of a wrong order as data: the wrong figures that each makes of the right one."""

from decimal import Decimal
from typing import Literal

from ivigcalc.core.record import FileRecord

Term = Decimal | Literal["day", "course", "days", "weight", "pound", "other-weight", "rate"]
"""A factor of a mistake: a number, or a quantity of the right order.

``day`` and ``course`` are grams, ``days`` their number, ``weight`` the dosing weight in kg, ``pound`` the kg of one lb,
``other-weight`` the dosing weight in kg under each other policy, ``rate`` mL/h.
"""


class Mistake(FileRecord):
    """One way in which a cause shows: the wrong figure is the product of ``times`` over the product of ``over``.

    ``days`` says on which days a wrong dose stands: the ``same``, day ``one`` alone, or as many as the right dose has
    grams (``grams``). ``phase`` takes the course, or the interval, of a regimen of another phase. A rate is explained
    where the right one is printed on the label or, with ``anywhere``, lies between the label's first and its maximum.
    """

    times: tuple[Term, ...]
    over: tuple[Term, ...] = ()
    days: Literal["same", "one", "grams"] = "same"
    phase: Literal["same", "other"] = "same"
    anywhere: bool = False


class Cause(FileRecord):
    """A known mistake, what it is about, and how it shows. ``text`` may use {policy} and {kg} of another weight."""

    id: str
    of: tuple[Literal["dose", "rate", "vials"], ...]
    text: str
    makes: tuple[Mistake, ...]
    sources: tuple[str, ...]
