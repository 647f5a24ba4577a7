"""A second evaluator of the working of answers: it reads formulas as text, and shares no code with the program."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

OPERATORS = {"x", "/", "+", "-", "(", ")"}
NEAR = Fraction(1, 1000)
"""What a figure that is printed with two or four decimals in a formula may change the result by, as a share."""


def days_after(number: str, each: str, unit: str) -> str:
    """How many days after the first day a cycle begins, as a formula."""
    return f"{number} x {each} x {7 if unit == 'week' else 1}"


def tokens(formula: str) -> Iterator[str]:
    """Numbers and operators; units and words are passed over, and a day's grams ``daily for 5 days`` are multiplied."""
    text = re.sub(r"\S+ \+ (\d+) x (\d+) (day|week)s = \S+", lambda found: days_after(*found.groups()), formula)
    text = re.sub(r" daily (?:for|on) (?:days \d+ to )?(\d+)(?: days)?", r" x \1", text)
    for word in re.sub(r"([()])", r" \1 ", text).split():
        if word in OPERATORS or re.fullmatch(r"\d+(\.\d+)?", word):
            yield word


def value(formula: str) -> Fraction:
    """What a formula comes to: products before sums, as people read it."""
    words = [*tokens(formula)]

    def factor() -> Fraction:
        word = words.pop(0)
        if word != "(":
            return Fraction(word)
        inside = total()
        assert words.pop(0) == ")"
        return inside

    def product() -> Fraction:
        result = factor()
        while words and words[0] in {"x", "/"}:
            result = result * factor() if words.pop(0) == "x" else result / factor()
        return result

    def total() -> Fraction:
        result = product()
        while words and words[0] in {"+", "-"}:
            result = result + product() if words.pop(0) == "+" else result - product()
        return result

    result = total()
    assert words == []
    return result


def rounded(exact: Fraction, how: str) -> Fraction:
    """A figure by the words of its rounding: ``down to whole mL/h from 10 mL/h up, to tenths below``."""
    if not how or how.startswith(("to whole vials: ", "to part of a vial: ")):
        return exact  # the formula is of the vials chosen
    if how == "up to whole minutes":
        return Fraction(-(-exact // 1))
    if of_course := re.fullmatch(r"to the nearest multiple of (\d+(?:\.\d+)?) g, halves up", how):
        step = Fraction(of_course[1])
        return (exact / step + Fraction(1, 2)) // 1 * step
    read = re.fullmatch(r"down to whole mL/h from (\d+) mL/h up, to tenths below(, and below it)?", how)
    assert read
    parts = 1 if exact > int(read[1]) or (exact == int(read[1]) and not read[2]) else 10
    whole = exact * parts // 1
    return Fraction(whole - 1 if read[2] and whole == exact * parts else whole, parts)


def near(one: Fraction, other: str | Fraction) -> bool:
    """Whether a figure is the printed one, which has two decimals."""
    return abs(one - Fraction(other)) <= Fraction(1, 100) + abs(one) * NEAR


def checked(
    steps: list[dict[str, str]], sources: list[dict[str, str]], typed: Mapping[str, Fraction] | None = None
) -> dict[str, Fraction]:
    """Each step worked out again, by its name; every document that it cites has a section and a date.

    ``typed`` are the figures that a formula takes as they were typed.
    """
    given = typed or {}
    documents = {one["id"]: one for one in sources}
    found = {}
    for step in steps:
        formula = step["formula"]
        again = given[formula] if formula in given else rounded(value(formula), step["rounding"])
        assert near(again, step["value"]), step
        assert not step["source"] or {"section", "date"} <= {*documents[step["source"]]}, step
        found[re.sub(r" \((derived|or its minutes by convention)\)$", "", step["step"])] = again
    return found
