"""The answer to ``data check``: how much there is of what was checked, and how much of it has no document."""

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction

from ivigcalc.core.answers.plan import Working
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.entries import all_entries, stated_parts
from ivigcalc.core.facts.fact import Standing


def check_working(catalogue: Catalogue, counts: Mapping[str, int]) -> Iterator[Working]:
    """How the counts of a check add up: entries, rules, facts by their standing, documents by their kind, gaps."""
    named = {what.replace("Table 2 cells", "cells of the review's table"): count for what, count in counts.items()}
    yield added("entries", named)
    rules = catalogue.rules
    of_rules = {"limits": len(rules.limits), "for risks": len(rules.risks), "for verdicts": len(rules.verdicts)}
    yield added("rules", of_rules)
    standing = Counter(part.standing for entry in all_entries(catalogue) for part in stated_parts(entry.entry))
    yield added("facts of labels and other documents", {name: standing[name] for name in Standing})
    yield added("documents, each cited", Counter(f"of kind {one.kind}" for one in catalogue.sources))
    gaps = {
        "of products": sum(len(one.missing) for one in catalogue.products),
        "of indications": sum(len(one.missing) for one in catalogue.indications),
    }
    yield added("gaps that are named", gaps)


def added(what: str, counts: Mapping[str, int]) -> Working:
    """A sum of counts, each behind what it counts."""
    formula = " + ".join(f"{count} {name}" for name, count in counts.items())
    return Working(what, formula, Fraction(sum(counts.values())), "")
