"""What the headings of a table speak of, in whatever words: what a dose depends on is never passed over."""

import re
from functools import lru_cache
from typing import Final

from ivigcalc.core.names.words import normal

CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
MOST_QUOTED: Final = 200
"""How much of a header is quoted where nothing in it is known."""

UNIT: Final = "the unit of a figure"
SPOKEN_OF: Final = {
    "weight": ("weight", "weights", "wt", "bw", "ibw", "mass", "kg", "kgs", "lb", "lbs", "pounds", "stone", "peso"),
    "height": ("height", "heights", "ht", "cm", "inch", "inches", "ft", "feet", "stature", "altura", "estatura"),
    "age": ("age", "ages", "aged", "idade"),
    UNIT: ("unit", "units", "uom", "unidade"),
    "a dose": ("dose", "doses", "dosage", "dosing", "posology", "dosagem"),
    "grams": ("g", "gm", "gms", "gram", "grams", "gramme", "grammes", "mg", "gramas"),
    "an indication": ("indication", "diagnosis", "diagnoses", "dx", "disease", "icd", "indicacao", "diagnostico"),
    "a preparation": ("product", "drug", "brand", "preparation", "medication", "medicine", "ivig", "produto"),
    "the route": ("route", "roa"),
}
"""What a heading speaks of, by its words. One that speaks of these is read or refused, never passed over."""

LONG_WORD: Final = 5
"""A word of so many letters is known within a longer one (``Bodyweight``), and with one letter wrong."""


def normal_heading(heading: str) -> str:
    """A heading without case, accents, brackets and blanks: ``Weight [kg]`` is ``weight_kg``."""
    return normal(heading.replace("/", " per ")).replace(" ", "_")


def _slips(word: str) -> set[str]:
    """A word, and it without each of its letters: words that one letter tells apart share one of these."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


WORDS: Final = {word: what for what, words in SPOKEN_OF.items() for word in words}
LONG_WORDS: Final = {word: what for word, what in WORDS.items() if len(word) >= LONG_WORD}
MISSPELT: Final = {slip: what for word, what in LONG_WORDS.items() for slip in _slips(word)}


@lru_cache(maxsize=4096)
def spoken_of(heading: str) -> str:
    """What a heading speaks of that a dose depends on; "" for nothing."""
    words = normal_heading(CAMEL.sub(" ", heading[:MOST_QUOTED])).split("_")
    said = [WORDS[word] for word in words if word in WORDS]
    if said:
        return UNIT if UNIT in said else said[0]
    together = "".join(words)
    if inside := next((what for word, what in LONG_WORDS.items() if word in together), ""):
        return inside
    slips = (slip for word in words if len(word) >= LONG_WORD for slip in _slips(word))
    return next((MISSPELT[slip] for slip in slips if slip in MISSPELT), "")
