"""Checks of a language of the sheets: every text is there, translated, with the holes and figures of the English."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ivigcalc.catalogue.mistakes import Finding, Location, meant
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.locale import IndicationName, Locale, RuleText, holes_of
from ivigcalc.core.request.patient import Factor, Risk
from ivigcalc.core.selection.labels import GONE

FIGURE: Final = re.compile(r"\d+(?:[.,]\d+)*")
"""A number in a text, as any language writes it."""

HOLE: Final = re.compile(r"\{[^}]*\}")
DECIMAL_POINT: Final = re.compile(r"(?<![\d.])\d+\.\d+(?![\d.])")
"""A figure with a decimal point; a version, or a date, has more than one."""
IN_QUOTES: Final = re.compile(r'"[^"]*"')
"""What is to be typed as it stands."""
TO_TYPE: Final = re.compile(rf"{HOLE.pattern}|--[\w-]+")
"""Holes and options, which no language translates."""
WORD: Final = re.compile(r"[^\W\d_]{3,}")
"""A word that is no unit."""
WORDS_OF_ENGLISH: Final = 2
WORDS_OF_ANOTHER: Final = 4
"""As many words are the same in two languages only where one of them was not translated."""
NOT_DATED: Final = "n/d"
"""The date of a label that bears none."""
DATE_HOLES: Final = frozenset("dmy")
WEEK: Final = 7
DECIMAL_SIGNS: Final = (",", ".")


def findings(locale: Locale, catalogue: Catalogue, english: Locale) -> Iterator[Finding]:
    """Everything wrong in a language: ids that are missing or too many, other holes, other figures.

    Args:
        locale: the language.
        catalogue: the data, whose rules, advice and indications it has to have.
        english: the texts of the sheets, and of the page where its parts are at hand.
    """
    rules = {rule.id: rule for rule in (*catalogue.rules.limits, *catalogue.rules.verdicts, *catalogue.weights.remarks)}
    named = {one.id: IndicationName(name=one.name, short=one.short) for one in catalogue.indications}
    sections: dict[str, Mapping[str, object]] = {
        "sheet": english.sheet,
        "risks": {str(one): str(one) for one in (*Risk, *Factor)},
        "rules": {rule.id: RuleText(text=rule.text, next=rule.next) for rule in rules.values()},
        "advice": {advice.id: advice.text for advice in catalogue.rules.advice},
        "causes": {cause.id: cause.text for cause in catalogue.rules.causes},
        "indications": named,
        "data": {text: text for text in texts_of_data(catalogue)},
    }
    if english.page:
        sections["page"] = english.page
    for key, texts in sections.items():
        yield from _section(key, getattr(locale, key), texts, locale.decimal)
    if holes_or_none(locale.dates) != DATE_HOLES:
        yield ("dates",), "should have the holes {d}, {m} and {y}"
    if len(locale.weekdays) != WEEK:
        yield ("weekdays",), f"should be {WEEK}, Monday first"
    if locale.decimal not in DECIMAL_SIGNS:
        yield ("decimal",), f"should be {' or '.join(DECIMAL_SIGNS)}"
    if not locale.thousands.isspace():
        yield ("thousands",), "should be a space: a sign may be read as the decimal one"
    if bool(locale.reviewed_by) != bool(locale.reviewed_on):
        yield ("reviewed_by" if locale.reviewed_by else "reviewed_on",), "stands alone: who, and on which day"


def texts_of_data(catalogue: Catalogue) -> frozenset[str]:
    """Every text of the data that a sheet prints; one of a label is our own short wording of it, and no quotation."""
    texts = set[str]()
    for indication in catalogue.indications:
        texts |= {indication.exception, *(caution.says for caution in indication.cautions)}
        texts |= {regimen.interval.says for regimen in indication.regimens if regimen.interval}
        texts |= {record.says for record in indication.recorded if record.doses}
    for product in catalogue.products:
        texts |= {product.missing.get("ladders", ""), *(label.population for label in product.labelled)}
        texts |= {text for one in product.ladders for text in (one.says, one.after, one.maximum_after, one.date)}
        texts |= {limit.says for limit in product.risk_rates} | {said.says for said in product.first_infusion}
        texts |= {label.says for label in product.labelled if label.doses}
        texts |= {warning.says for warning in product.warnings if warning.patient}
        texts |= {entry.says for entry in product.market if entry.status in GONE}
    texts |= {product.shown for product in catalogue.products if any(word.islower() for word in _words(product.shown))}
    texts |= {formula.name for formula in catalogue.weights.formulas}
    return frozenset(text for text in texts - {NOT_DATED} if any(letter.isalpha() for letter in text))


def _section(key: str, texts: Mapping[str, object], english: Mapping[str, object], sign: str) -> Iterator[Finding]:
    """What is wrong in a part of the file that has a text, or several, for each id."""
    for text_id in english.keys() - texts.keys():
        original = "; ".join(_labelled(english[text_id]))
        yield (key,), f"lacks {text_id}" + ("" if original == text_id else f": {original}")
    for text_id, said in texts.items():
        if text_id not in english:
            yield (key, text_id), f"is not among the English ones{meant(text_id, english)}"
            continue
        for place, text, original in _pairs(said, english[text_id]):
            yield from (((key, text_id, *place), message) for message in _differences(text, original, sign))


def left_as_in(other: Locale, locale: Locale) -> Iterator[Finding]:
    """Texts that another language has word for word; what an indication is called may be the same in both."""
    for key in ("sheet", "page", "risks", "rules", "advice", "causes", "data"):
        theirs = getattr(other, key)
        for text_id, said in getattr(locale, key).items():
            for place, text, original in _pairs(said, theirs[text_id]) if text_id in theirs else ():
                if text == original and len(_words(text)) >= WORDS_OF_ANOTHER:
                    yield (key, text_id, *place), f"is word for word that of {other.locale}: translate it"


def _words(text: str) -> list[str]:
    """The words of a text that a language translates, names among them."""
    return WORD.findall(TO_TYPE.sub("", text))


def _pairs(said: object, original: object) -> Iterable[tuple[Location, str, str]]:
    """The texts of an id, each with its place below the id and the English one."""
    if isinstance(said, RuleText | IndicationName):
        return (((name,), getattr(said, name), getattr(original, name)) for name in said.field_names)
    return (((), str(said), str(original)),)


def _labelled(original: object) -> Iterator[str]:
    """The English texts of an id, each behind its key where there are several, as the file of a language has them."""
    for place, text, _ in _pairs(original, original):
        if text:
            yield "".join(f"{key}: " for key in place) + text


def _differences(text: str, original: str, sign: str) -> Iterator[str]:
    """How a text differs from the English one in what a translation has to keep, or is not in its decimal sign."""
    if bool(text.strip()) != bool(original):
        yield "is empty" if original else "should be left out: there is no English text"
        return
    holes, wanted = holes_or_none(text), holes_or_none(original)
    if holes != wanted:
        yield f"should have the holes of {original!r}"
    words = _words(text)
    if text == original and len(words) >= WORDS_OF_ENGLISH and any(word.islower() for word in words):
        yield "is still in English"
    for figure in DECIMAL_POINT.findall(IN_QUOTES.sub("", HOLE.sub("", text))) if sign != "." else ():
        yield f"has the figure {figure} with a decimal point: write {figure.replace('.', sign)}"
    for figure in sorted(set(_figures(text) - _figures(original))):
        yield f"has the figure {figure} more often than {original!r}"
    for figure in sorted(set(_figures(original) - _figures(text))):
        yield f"lacks the figure {figure} of {original!r}"


def holes_or_none(text: str) -> frozenset[str] | None:
    """The names of the holes of a text; None where its braces do not fit."""
    try:
        return holes_of(text)
    except ValueError:
        return None


def _figures(text: str) -> Counter[str]:
    """The numbers in a text with a decimal point, holes apart, and how often each stands there."""
    return Counter(figure.replace(",", ".") for figure in FIGURE.findall(HOLE.sub("", text)))
