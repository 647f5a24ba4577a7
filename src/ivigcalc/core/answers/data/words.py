"""The words that are read in a written order, counted."""

from collections.abc import Iterator

from ivigcalc.core.answers.data.check import added
from ivigcalc.core.answers.plan import Working
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.entries import never_read


def words_working(catalogue: Catalogue) -> Iterator[Working]:
    """How many words are read in each language, how many numbers and units of rates, and how many refuse an order."""
    orders = catalogue.orders
    languages = {"in English": "en", "in Portuguese": "pt", "in Spanish": "es"}
    for what, entries in (("words", orders.order_words), ("numbers as words", orders.order_numbers)):
        counts = {name: sum(len(getattr(one, tag)) for one in entries) for name, tag in languages.items()}
        yield added(what, counts)
    yield added("names of units of rates", {f"for {one.id}": len(one.names) for one in orders.rate_units})
    yield added("words that refuse an order", {f"by {one.id}": len(one.words) for one in never_read(catalogue)})
