"""The refusal of an order: why it cannot be read, or which readings it has, and what to type instead."""

from typing import Final

from ivigcalc.core.problems import RefusedError
from ivigcalc.intake.numbers import refusal

FIELD: Final = "--order"
OTHER_PARTS: Final = "keep the other parts"
"""What a refusal of one part of an order says of the rest."""
ASK_WHICH: Final = "ask the prescriber which is meant, and write that; do not only leave the other out"
"""Of two figures that contradict each other: without one of them a wrong order would pass."""
EXAMPLE: Final = '"30 g daily for 5 days"'


def order_refusal(
    text: str, code: str, why: str, hint: str = f"type for example {EXAMPLE}", allowed: tuple[str, ...] = ()
) -> RefusedError:
    """An order cannot be read: why, what to type instead (``hint``), and the readings it could have."""
    return refusal(text, FIELD, code, why, hint, allowed=allowed, named="order")


def in_doubt(text: str, why: str, hint: str, *readings: str) -> RefusedError:
    """An order has several readings, each of them named: why, and what to type for each (``hint``)."""
    return order_refusal(text, "order-ambiguous", why, hint, readings)


def more_than_ends(text: str, days: str) -> RefusedError:
    """Days or dates joined by more than one dash, or "to": each of them, or all between the first and the last."""
    hint = "put commas between the days of a list; of a span write the first day and the last"
    return in_doubt(text, f": {days!r} may be a list, or a span, which has a first day and a last one alone", hint)


def begun_before(day: int) -> str:
    """What to do before all else where an order begins with another infusion day than the first; "" with that."""
    return "a course that has begun: ask what is still to be given, and write that alone; " if day > 1 else ""


def not_filled_in(text: str, why: str) -> RefusedError:
    """A part of an order is struck through, or not filled in."""
    return order_refusal(text, "order-unreadable", f": {why}", "ask what is ordered, and write that alone")


def thousands_of(readings: tuple[str, str], unit: str) -> tuple[str, str]:
    """Why an amount such as 1.200 mL/h has two ``readings``, and what to type."""
    many, few = readings
    return f"can be read as {many} or as {few}", f"type {many} {unit}, or {few.rstrip('0').rstrip('.')} {unit}"


def of_said_again(refused: RefusedError) -> RefusedError:
    """The refusal of an order that says a dose again: what it says to type is no more than that."""
    one = refused.problems[0]
    hint = f"of what is said again {one.next}; keep what stands before it"
    return RefusedError(one.replaced(next=hint if '"' in one.next else one.next))


def said_otherwise(text: str) -> RefusedError:
    """When a course is given, how often or for how long, is said in two ways that are not one."""
    why = ": when, how often or for how long it is given, it says once so and once otherwise"
    return order_refusal(text, "order-contradicts", why, "ask which is meant, and write it once")


def two_orders(text: str) -> RefusedError:
    """An order stands in brackets, behind "=" and its like, or in the columns of a row, beside another."""
    signs = any(sign in f" {text} " for sign in ("=", ":", " as "))
    where = "its brackets hold" if "(" in text else "behind '=', a colon or 'as' it holds" if signs else "it holds"
    return order_refusal(text, "order-unreadable", f": {where} an order beside another", "leave one of them out")
