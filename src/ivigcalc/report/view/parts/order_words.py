"""The words that ``verify --order`` reads, as a document: what each says, by language, and which refuse an order."""

from collections.abc import Iterable
from typing import Final

from ivigcalc.core.answers.data.words import words_working
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.entries import never_read
from ivigcalc.core.facts.orders import NumberWords, OrderWords
from ivigcalc.report.document import Block, Document, Gap, Heading, Paragraph
from ivigcalc.report.view.parts.blocks import answer_document
from ivigcalc.report.view.parts.days import working_blocks

LANGUAGES = (("en", "English"), ("pt", "Portuguese"), ("es", "Spanish"))


def words_document(catalogue: Catalogue, *, explain: bool) -> Document:
    """Every word of a written order; explained, where the words stand, by which rule, and how many there are."""
    orders = catalogue.orders
    blocks: list[Block] = [
        Heading(
            text="WORDS of a written order", remark="N is a number, Nth one that counts; case and accents are free"
        ),
        Paragraph(text="A word that is not here, and no name of a preparation, refuses the order."),
    ]
    for words in orders.order_words:
        blocks += [Gap(), Heading(text=words.id, remark=words.says), *_languages(words)]
    blocks += [Gap(), Heading(text="N", remark="numbers as words")]
    blocks += [Paragraph(label=str(number.value), text=_of_number(number)) for number in orders.order_numbers]
    blocks += [Gap(), Heading(text="rates", remark="units as --rate takes them")]
    blocks += [Paragraph(label=unit.id, text=_listed(unit.names)) for unit in orders.rate_units]
    blocks += [Gap(), Heading(text="never read", remark="words that are known and refuse the order")]
    for never in never_read(catalogue):
        blocks.append(Paragraph(label=never.id, text=f"{_listed(never.words)}: each {never.why}; {never.next}."))
    if explain:
        steps = words_working(catalogue)
        blocks += [Gap(), Paragraph(text=RULE), Gap(), Heading(text="WORKING"), *working_blocks(steps)]
    return answer_document(blocks, catalogue)


RULE: Final = (
    "These are the words of data/orders.yaml. Each says one thing, in whatever language: ivigcalc data check refuses a "
    "word that stands under two."
)
"""Where the words come from, for people."""


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


def _languages(words: OrderWords) -> list[Paragraph]:
    """A line for each language that has a word for it."""
    by_language = ((name, getattr(words, language)) for language, name in LANGUAGES)
    return [Paragraph(label=name, text=_listed(listed)) for name, listed in by_language if listed]


def _of_number(number: NumberWords) -> str:
    words = _listed(number.words)
    if number.beside:
        return f"{words}: in brackets beside the same number in figures alone"
    return f"{words}; Nth: {_listed(number.ordinal)}" if number.ordinal else words
