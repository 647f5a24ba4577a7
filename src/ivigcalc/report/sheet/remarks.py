"""What is to be looked at in a plan, in the language of the sheet: its alerts, and what is said of the preparation.

A rule has its text in each language. What fills the holes of a text is a figure, a name, or a text with its own id.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import reduce
from typing import Final, NamedTuple

from ivigcalc.core.dosing.printed import recorded_id, recorded_words
from ivigcalc.core.facts.fact import SITE, STANDING_WORDS
from ivigcalc.core.infusion.rates import NO_RATE
from ivigcalc.core.locale import Locale
from ivigcalc.core.safety.alerts import Alert
from ivigcalc.core.selection.reasons import Reason
from ivigcalc.report.english import BEYOND_IDS, MEASURED_IDS, OWN_LIMIT_IDS, as_filled, filled_in
from ivigcalc.report.sheet.words import OnPaper, indication_words, policy_name
from ivigcalc.report.view.parts.words import per_kg_words, region_names

AS_TYPED: Final = frozenset({"reason", "group", "site", "brand"})
"""Holes of texts that are filled with names, with codes, or with what somebody typed: the same in every language."""
LACKS: Final = ("lacks-height", "lacks-weight-before", "lacks-both")
"""What obesity is judged by and was not given."""


class Remark(NamedTuple):
    """One thing to look at."""

    word: str
    """How grave it is, or what it is of: CAUTION, OFF LABEL."""
    text: str
    rule: str
    """The id of the rule; "" for what somebody typed."""
    reason: str
    """Why it is acknowledged; "" where it is not."""


def remarks(paper: OnPaper, acknowledged: Mapping[str, str]) -> Iterator[Remark]:
    """Why the use is off label, every alert, and every reason of the verdict on the preparation.

    ``acknowledged`` holds reasons by the id of their rule.
    """
    plan, lang = paper.plan, paper.lang
    if plan.order.off_label_reason:
        yield Remark(lang.say("label-off-label"), plan.order.off_label_reason, "", "")
    said = [(alert.level, alert.rule, alert_words(alert, paper)) for alert in plan.alerts]
    reasons = plan.products[0].place.assessment.reasons
    of_product = [(reason.verdict or "note", reason.rule, reason_words(reason, paper)) for reason in reasons]
    for level, rule, text in (*said, *of_product):
        yield Remark(lang.say(f"label-{level}"), text, rule, acknowledged.get(rule, ""))


def alert_words(alert: Alert, paper: OnPaper) -> str:
    """What an alert says."""
    return _rule_words(alert, paper)


def reason_words(reason: Reason, paper: OnPaper) -> str:
    """What a reason of a verdict says, or a remark on a label."""
    if not reason.remark:
        return _rule_words(reason, paper)
    filled = _filled(reason.words, paper)
    if "ordered" in filled:
        filled["ordered"] = _ordered_words(paper)
    return paper.lang.say(reason.remark, **filled)


def _ordered_words(paper: OnPaper) -> str:
    """The course in g/kg and days, as labels print one: ``0.4 g/kg daily for 5 days``."""
    per_kg, days = per_kg_words(paper.made.course, paper.plan.dosing_weight.kg, paper.lang), len(paper.made.days)
    return paper.lang.say("ordered-on-one-day" if days == 1 else "ordered-on-days", per_kg=per_kg, days=days)


def _rule_words(said: Alert | Reason, paper: OnPaper) -> str:
    """The text of a rule in the language of the sheet; in English where it has none, as a site's own rules."""
    lang = paper.lang
    if lang.is_english:
        return said.text
    if said.rule in lang.rules and said.sources != (SITE,):
        return lang.rules[said.rule].text.format_map(_filled(said.words, paper))
    return _own_limit(said.text, paper) or lang.quoted(said.text)


def _own_limit(text: str, paper: OnPaper) -> str:
    """What a limit says whose bound is the site's own, not in its own words; "" for any other text."""
    own = as_filled(text, OWN_LIMIT_IDS)
    if not own:
        return ""
    text_id, holes = own
    bounds = {name: filled_in(holes[name], BEYOND_IDS, paper.lang) for name in ("here", "shipped")}
    named = {"indication": indication_words(paper)[0], "site": holes["site"]}
    return paper.lang.say(text_id, measured=filled_in(holes["measured"], MEASURED_IDS, paper.lang), **bounds, **named)


def _filled(words: Iterable[tuple[str, str]], paper: OnPaper) -> dict[str, str]:
    """What fills the holes of a text: figures as the language writes them, names, and texts with an id."""
    return {name: _in_language(name, word, paper) for name, word in words}


def _in_language(name: str, word: str, paper: OnPaper) -> str:
    """A word that fills a hole of a text in the language of the sheet; one that is not known is marked as English."""
    lang = paper.lang
    if lang.is_english or name in AS_TYPED:
        return word
    if name in OF_THE_PROGRAM:
        return OF_THE_PROGRAM[name](word, paper)
    if word == "unknown":
        return lang.say("unknown")
    for standing, mark in STANDING_WORDS.items():
        if word.endswith(mark):
            return lang.say(standing, says=lang.restyled(word.removesuffix(mark)))
    return lang.quoted(word) if any(letter.isalpha() for letter in word) else lang.restyled(word)


def _risks(word: str, paper: OnPaper) -> str:
    lang = paper.lang
    return reduce(lambda one, other: lang.say("and", one=one, other=other), map(lang.risk, word.split(" and ")))


def _other_weights(word: str, paper: OnPaper) -> str:
    """The weights of other policies in kg, each with the largest day in g where it is known."""
    lang, texts = paper.lang, []
    for policy, kg, _, *day in (part.split(" ") for part in word.split("; ")):
        filled = {"policy": policy_name(policy, lang), "kg": lang.restyled(kg)}
        *_, day_g, _ = day or ("", "")
        known = "other-weight-day" if day else "other-weight"
        texts.append(lang.say(known, **filled, day_g=lang.restyled(day_g)))
    return "; ".join(texts)


def _mistakes(word: str, paper: OnPaper) -> str:
    """The known mistakes whose texts these are, with what fills their holes."""
    lang, causes = paper.lang, {cause.id: cause.text for cause in paper.catalogue.rules.causes}
    texts = []
    for part in word.split("; or "):
        found = as_filled(part, causes, causes)
        if not found:
            return lang.quoted(word)
        holes = {name: _in_language(name, text, paper) for name, text in found[1].items()}
        texts.append(lang.causes[found[0]].format_map(holes))
    return reduce(lambda one, other: lang.say("or", one=f"{one};", other=other), texts)


def _recorded(word: str, paper: OnPaper) -> str:
    """The doses on record of which this is said."""
    lang = paper.lang
    said = [record for record in paper.plan.indication.recorded if recorded_words([record]) in word]
    if recorded_words(said) != word:
        return lang.quoted(word)
    return "; ".join(lang.say(recorded_id(record), says=lang.of_data(record.says)) for record in said)


def _same_total(word: str, paper: OnPaper) -> str:
    """Behind "; ", which printed course has the same total; nothing where none has."""
    return word and f"; {filled_in(word.removeprefix('; '), ('same-total',), paper.lang)}"


def why_no_rate(reason: str, lang: Locale) -> str:
    """Why there is no rate."""
    found = as_filled(reason, NO_RATE)
    if not found:
        return lang.of_data(reason)
    text_id, holes = found
    ways: dict[str, Callable[[str], str]] = {
        "after": lang.of_data,
        "says": lambda word: _texts_of_data(word, lang),
        "least": lang.restyled,
        "region": lambda word: region_names(word, lang),
        "regions": lambda word: region_names(word, lang),
    }
    return lang.say(text_id, **{name: ways[name](word) for name, word in holes.items()})


def _texts_of_data(word: str, lang: Locale, *, of_label: bool = False) -> str:
    """Texts of the data, one behind another with "; " between them, which may stand inside of one, too."""
    parts, said = word.split("; "), list[str]()
    while parts:
        known = (count for count in range(len(parts), 1, -1) if "; ".join(parts[:count]) in lang.data)
        count = next(known, 1)
        text = "; ".join(parts[:count])
        said.append(lang.of_label(text) if of_label else lang.of_data(text))
        parts = parts[count:]
    return "; ".join(said)


def _label_of(word: str, paper: OnPaper) -> str:
    found = as_filled(word, ("label-of",))
    return paper.lang.say("label-of", **_filled(found[1].items(), paper)) if found else paper.lang.quoted(word)


OF_THE_PROGRAM: Final[Mapping[str, Callable[[str, OnPaper], str]]] = {
    "product": lambda word, paper: paper.lang.called(word),
    "indication": lambda _word, paper: indication_words(paper)[0],
    "risks": _risks,
    "obesity_lacks": lambda word, paper: filled_in(word, LACKS, paper.lang),
    "other_weights": _other_weights,
    "mistake": _mistakes,
    "recorded": _recorded,
    "total_as": _same_total,
    "label_of": _label_of,
    "of_kg": lambda word, paper: paper.lang.restyled(word),
    "policy": lambda word, paper: policy_name(word, paper.lang),
    "why": lambda word, paper: why_no_rate(word, paper.lang),
    "regions": lambda word, paper: region_names(word, paper.lang),
    "region": lambda word, paper: region_names(word, paper.lang),
    "warned": lambda word, paper: _texts_of_data(word, paper.lang, of_label=True),
    **dict.fromkeys(("exception", "population", "date"), lambda word, paper: paper.lang.of_data(word)),
    **dict.fromkeys(("says", "label_says"), lambda word, paper: paper.lang.of_label(word)),
    "pounds": lambda word, paper: paper.lang.restyled(word),
}
"""Holes of texts that are filled with words of the program or the data, and how they are said in another language."""
