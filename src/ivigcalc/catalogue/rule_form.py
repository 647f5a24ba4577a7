"""What any rule must look like: a bound with a measure, conditions that exist, words that can be filled in."""

from collections.abc import Iterator, Sequence
from string import Formatter

from ivigcalc.core.facts.condition import Condition


def form(rule: Condition, conditions: Sequence[str], measures: Sequence[str]) -> Iterator[str]:
    """What is wrong with one rule."""
    if len(rule.bounds) != (1 if rule.measure else 0):
        yield "needs one bound with a measure, and none without"
    if rule.measure and rule.measure not in measures:
        yield f"no measure {rule.measure!r} here; allowed: {', '.join(measures)}"
    for condition in (*rule.when, *rule.unless):
        if condition not in conditions:
            yield f"no condition {condition!r} here"


def braces(text: str, allowed: Sequence[str]) -> Iterator[str]:
    """What is wrong with the words in braces of one text."""
    try:
        words = [(word, form or kind) for _, word, form, kind in Formatter().parse(text) if word is not None]
    except ValueError as error:
        yield f"braces: {error}"
        return
    for word, formed in words:
        if word not in allowed:
            yield f"no word {{{word}}} here; allowed: {', '.join(allowed) or 'none'}"
        elif formed:
            yield f"{{{word}}} takes no format"
