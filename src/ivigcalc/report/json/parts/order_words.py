"""The words that ``verify --order`` reads, as JSON."""

from typing import TypedDict

from ivigcalc.core.answers.data.words import words_working
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.entries import never_read
from ivigcalc.report.json.parts.answer import Head, filled, head
from ivigcalc.report.json.parts.product import WorkingJson, working_json


class OrderWordsJson(TypedDict):
    """Words that say one thing in an order, by language; N stands for a number, Nth for one that counts.

    An order without a ``carrier`` is the same order.
    """

    id: str
    says: str
    carrier: bool
    en: list[str]
    pt: list[str]
    es: list[str]


class NeverReadJson(TypedDict):
    """Words that are known and refuse an order: why, and what to do instead."""

    id: str
    why: str
    next: str
    words: list[str]


class WordsJson(Head):
    """The answer to ``verify --words``: what is read in an order, numbers and units of rates by their names.

    ``numbers_beside`` are read in brackets beside the same number in figures alone.

    ``working`` counts them.
    """

    words: list[OrderWordsJson]
    numbers: dict[str, list[str]]
    numbers_beside: dict[str, list[str]]
    ordinals: dict[str, list[str]]
    rate_units: dict[str, list[str]]
    never_read: list[NeverReadJson]
    working: list[WorkingJson]


def words_json(catalogue: Catalogue) -> WordsJson:
    """The words of written orders as JSON."""
    orders = catalogue.orders
    numbers = orders.order_numbers
    return {
        **head(catalogue),
        "words": [
            filled(OrderWordsJson, words, en=list(words.en), pt=list(words.pt), es=list(words.es))
            for words in orders.order_words
        ],
        "numbers": {str(number.value): list(number.words) for number in numbers if not number.beside},
        "numbers_beside": {str(number.value): list(number.words) for number in numbers if number.beside},
        "ordinals": {str(number.value): list(number.ordinal) for number in numbers if not number.beside},
        "rate_units": {unit.id: list(unit.names) for unit in orders.rate_units},
        "never_read": [filled(NeverReadJson, never, words=list(never.words)) for never in never_read(catalogue)],
        "working": working_json(words_working(catalogue)),
    }
