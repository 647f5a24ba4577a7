"""What the headings of a table speak of, in whatever words: what a dose depends on is never passed over."""

import re
from functools import lru_cache
from typing import Final

from ivigcalc.core.names.words import letters, normal
from ivigcalc.intake.patient import RISKS

CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
MOST_QUOTED: Final = 200
"""How much of a header is quoted where nothing in it is known."""

UNIT: Final = "the unit of a figure"
SPOKEN_OF: Final = {
    "weight": (
        *("weight", "weights", "wt", "wgt", "bw", "ibw", "lbw", "mass", "kg", "kgs", "lb", "lbs", "pounds", "stone"),
        *("peso", "massa", "masa"),
    ),
    "height": (
        *("height", "heights", "ht", "hgt", "cm", "inch", "inches", "ft", "feet", "stature"),
        *("altura", "estatura", "talla"),
    ),
    "the body mass index": ("bmi", "imc"),
    "age": ("age", "ages", "aged", "years", "yrs", "yr", "idade", "edad", "anos"),
    "the sex": ("sex", "gender", "sexo", "genero"),
    UNIT: ("unit", "units", "uom", "unidade", "unidad"),
    "a dose": ("dose", "doses", "dosage", "dosing", "posology", "dosagem", "dosis"),
    "grams": ("g", "gm", "gms", "gram", "grams", "gramme", "grammes", "mg", "gramas", "gramos"),
    "an indication": (
        *("indication", "diagnosis", "diagnoses", "dx", "disease", "icd", "indicacao", "diagnostico"),
        *("indicacion", "doenca", "enfermedad"),
    ),
    "a preparation": (
        *("product", "drug", "brand", "preparation", "medication", "medicine", "ivig", "tradename"),
        *("produto", "producto", "marca", "medicamento", "farmaco"),
    ),
    "the route": ("route", "roa", "via"),
    "risks": (
        *map(letters, RISKS),
        *("diabetic", "vte", "dvt", "medicalhistory"),
        *("risk", "risks", "comorb", "allergy", "allergies", "pmh"),
        *("alergia", "alergias", "risco", "riscos", "riesgo", "riesgos"),
    ),
    "IgA or antibodies to it": (
        *("iga", "antiiga", "antibody", "antibodies"),
        *("anticorpo", "anticorpos", "anticuerpo", "anticuerpos"),
    ),
    "the blood group": ("abo", "bloodgroup", "bloodtype", "rhesus", "gruposanguineo"),
    "the kidneys": (
        *("renal", "kidney", "kidneys", "creatinine", "creat", "crea", "scr", "crcl", "clcr", "egfr", "gfr", "ckd"),
        *("aki", "dialysis", "creatinina", "rim", "rins", "rinon", "rinones", "dialise", "dialisis", "tfg"),
    ),
    "pregnancy": (
        *("pregnancy", "pregnant", "gestation", "trimester"),
        *("gravida", "gravidez", "gestante", "embarazo", "embarazada"),
    ),
}
"""What a heading speaks of, by its words. One that speaks of these is read or refused, never passed over."""

ALONE: Final = ("creat", "years", "idade", "talla", "marca")
"""Words that other words hold (``Cidade``, ``Year started``): they are known only where they stand alone."""

OTHER_WORDS: Final = (
    *("agent", "course_number", "department", "funding", "hospital", "image", "infusion_date", "number"),
    *("order_number", "page", "patient_name", "stage", "status", "usage", "wage", "year"),
)
"""Headings that look like a column and mean something else."""

LONG_WORD: Final = 5
"""A word of so many letters is known within a longer one (``Bodyweight``), and with one letter wrong."""


def normal_heading(heading: str) -> str:
    """A heading without case, accents, brackets and blanks: ``Weight [kg]`` is ``weight_kg``."""
    return normal(heading.replace("/", " per ")).replace(" ", "_")


def _slips(word: str) -> set[str]:
    """A word, and it without each of its letters: words that one letter tells apart share one of these."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


WORDS: Final = {word: what for what, words in SPOKEN_OF.items() for word in words}
LONG_WORDS: Final = {word: what for word, what in WORDS.items() if len(word) >= LONG_WORD and word not in ALONE}
MISSPELT: Final = {slip: what for word, what in LONG_WORDS.items() for slip in _slips(word)}


@lru_cache(maxsize=4096)
def spoken_of(heading: str) -> str:
    """What a heading speaks of that a dose depends on; "" for nothing."""
    written = heading[:MOST_QUOTED]
    words = normal_heading(CAMEL.sub(" ", written)).split("_")
    said = [WORDS[word] for word in (*words, *normal_heading(written).split("_")) if word in WORDS]
    if said:
        return UNIT if UNIT in said else said[0]
    together = "".join(words)
    if inside := next((what for word, what in LONG_WORDS.items() if word in together), ""):
        return inside
    slips = (slip for word in words if len(word) >= LONG_WORD for slip in _slips(word))
    return next((MISSPELT[slip] for slip in slips if slip in MISSPELT), "")
