"""The English texts of the offline page by id; under ``page``, ``data/locale/`` has them in other languages."""

from typing import Final

from tools.page.fields import FIELDS, TITLES
from tools.page.front import EXIT_WORDS

SHOWN: Final = {
    "use": "Helps a pharmacist or a neurologist to check or prepare an order of intravenous immunoglobulin in a "
    "neurological indication. A working aid, not a prescription; the label in force at your hospital decides.",
    "knows": "This page knows no hospital's formulary and no stock, and keeps nothing.",
    "knows-site": "With the formulary of {site} ({file}, SHA-256 {digits}). "
    "This page knows no stock, and keeps nothing.",
    "knows-site-until": "With the formulary of {site} ({file}, SHA-256 {digits}, review by {day}). "
    "This page knows no stock, and keeps nothing.",
    "answers-in-english": "Answers are in English; the worksheet is in {language}.",
    "without-script": "This page works with JavaScript, which is switched off in this browser.",
    "old-data": "data of {data}: ask the pharmacy for a newer page",
    "newer-browser": "A newer browser is needed. Tried: {tried}.",
    "question": "Question",
    "needed": "needed",
    "not-given": "not given",
    "on-the-command-line": "{option} on the command line",
    "more": "More: risks, weight policy, rounding, cycles, typed doses, reasons",
    "work-out": "Work out",
    "print": "Print worksheet",
    "new-patient": "New patient",
    "answer": "Answer",
    "worksheet": "Worksheet",
    "licences": "Licences",
    "copy": "copy",
    "copied": "copied",
    "selected": "selected: press Ctrl-C",
}
"""What stands on the page."""

TOLD: Final = {
    "loading": "loading the calculator from this file...",
    "loading-1": "loading the calculator from this file: unpacking (1 of 3)",
    "loading-2": "loading the calculator from this file: Python (2 of 3)",
    "loading-3": "loading the calculator from this file: data (3 of 3)",
    "ready": "ready, offline; version {version}, data {data}",
    "cannot-start": "the calculator cannot start: {error}",
    "filled": "({n} filled in)",
    "changed": "changed: work out again",
    "exit": "exit code {code}: {words}",
}
"""What the page says of its state and of an answer."""

CHOSEN: Final = ("dates", "rate_weight", "round", "round_scope", "objective")
"""The fields whose choices are said in words of the page; sheets have those of the others."""

PAGE: Final = {
    **SHOWN,
    **TOLD,
    **{f"exit-{code.value}": words for code, words in EXIT_WORDS.items() if words},
    **{f"tab-{tab}": title for tab, title in TITLES.items()},
    **{f"field-{field.name}": field.label for field in FIELDS},
    **{f"hint-{field.name}": field.hint for field in FIELDS if field.hint},
    **{f"choice-{field.name}-{one}": str(one) for field in FIELDS if field.name in CHOSEN for one in field.choices},
}
