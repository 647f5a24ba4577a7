"""The patient as typed: body weight, height, age, serum IgA and risks."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any, Final

from ivigcalc.core.problems import Problem, Problems, RefusedError
from ivigcalc.core.quantity import plain
from ivigcalc.core.record import Record
from ivigcalc.core.request.patient import BloodGroup, Factor, Patient, Risk, SerumIga, Sex
from ivigcalc.intake.body_size import read_height, read_weight
from ivigcalc.intake.numbers import Read, one_of, read_if_typed, read_quantity, refusal, two_readings, with_thousands

DAYS_PER_YEAR: Final = Fraction(1461, 4)
"""On average: every fourth year has a day more."""

AGE_UNITS: Final = {
    **dict.fromkeys(("years", "year", "y"), Fraction(1)),
    **dict.fromkeys(("months", "month", "mo"), Fraction(1, 12)),
    **dict.fromkeys(("weeks", "week", "wk"), 7 / DAYS_PER_YEAR),
    **dict.fromkeys(("days", "day", "d"), 1 / DAYS_PER_YEAR),
}
"""Units of age, in years."""
AGE_WORDS: Final = {
    **dict.fromkeys(("anos", "ano", "años", "año"), "years"),
    **dict.fromkeys(("meses", "mês", "mes"), "months"),
    **dict.fromkeys(("semanas", "semana"), "weeks"),
    **dict.fromkeys(("dias", "dia", "días", "día"), "days"),
}
"""Those units in Portuguese and Spanish."""

MOST_YEARS: Final = 130
"""Older is no age; not a clinical limit."""

UNCLEAR_AGE: Final = {"m": "if m is for months, write mo or months"}
"""What to write for units that are not read."""

ABO: Final = r"(?is)\s*+(AB|[ABO0])(?![A-Za-z]?[0-9])(.{0,40})"
RHESUS: Final = r"-?(?:rh(?:esus)?)?(?:factor)?d?:?(?:[+-](?:ve)?|pos(?:itiv[eoa])?|neg(?:ativ[eoa])?)"
"""A blood group, and the Rhesus factor behind it without blanks and brackets: ``A+``, ``AB Rh(D) pos``."""

NO_RISK: Final = tuple(
    {word} for word in ("none", "no", "false", "nil", "-", "não", "nao", "nenhum", "nenhuma", "ninguno", "ninguna")
)
"""How the words for risks say that there is none."""

IGA_UNITS: Final = {"g/L": Fraction(1), "mg/dL": Fraction(1, 100), "mg/L": Fraction(1, 1000)}
"""Units of serum IgA, in g/L."""

STANDS_FOR: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "weight": (("KG",), "the body weight in kg"),
    "pre_pregnancy_weight": (("KG",), "the body weight before pregnancy in kg"),
    "height": (("CM",), "the height in cm"),
    "age": (("AGE", "YEARS"), "the age in years, or with its unit: months, weeks or days"),
    "iga": (("LEVEL",), "the serum IgA with its unit, g/L, mg/dL or mg/L"),
}
"""The words that stand for a figure of the patient in help and under NEXT, and what has to be typed for them."""

RISKS: Final[Sequence[Risk | Factor]] = (*Risk, *Factor)
"""What ``--risk`` takes."""


class TypedPatient(Record):
    """The patient options as typed; None where not given."""

    weight: str | None = None
    height: str | None = None
    sex: str | None = None
    age: str | None = None
    blood_group: str | None = None
    iga: str | None = None
    iga_deficient: bool = False
    risks: Sequence[str] = ()
    pregnant: bool = False
    pre_pregnancy_weight: str | None = None


class PatientRead(Record):
    """What a text says of the patient: fields of ``Patient``, and how it was read where that needs saying."""

    fields: Mapping[str, Any]
    echo: str = ""
    in_pounds: str = ""


def read_patient(typed: TypedPatient, problems: Problems) -> Patient:
    """The patient. What cannot be read is added to ``problems`` and left out."""
    words = [(name, text) for name in READERS if (text := getattr(typed, name)) is not None]
    read = [read_if_typed(problems, partial(_read, name), text) for name, text in words]
    given = [said for said in (*read, read_risks(typed.risks, problems)) if said]
    fields = {name: value for said in given for name, value in said.fields.items()}
    fields |= {"pregnant": typed.pregnant, "iga_deficient": typed.iga_deficient}
    return patient_of(fields, [said.echo for said in given], [said.in_pounds for said in given])


def _read(name: str, text: str) -> PatientRead:
    """What was typed for a field of ``TypedPatient``.

    Raises:
        RefusedError: it cannot be read, or is the placeholder of a figure, pasted as it stood.
    """
    words, what = STANDS_FOR.get(name, ((), ""))
    if text.strip() in words:
        field = f"--{name.replace('_', '-')}"
        raise refusal(text, field, "placeholder", "only stands for a figure", f"type {what}")
    return READERS[name](text)


def patient_of(fields: Mapping[str, Any], echoes: Iterable[str], in_pounds: Iterable[str]) -> Patient:
    """The patient of what was read, and of what follows: a weight before pregnancy, from pregnancy."""
    risks = fields.get("risks", frozenset())
    if fields.get("iga_deficient"):
        risks |= {Risk.IGA_DEFICIENT}
    pregnant = bool(fields.get("pregnant")) or "pre_pregnancy_kg" in fields
    own = {**fields, "risks": risks, "pregnant": pregnant}
    own.pop("iga_deficient", None)
    return Patient(**own, echoes=tuple(filter(None, echoes)), in_pounds=", ".join(filter(None, in_pounds)))


def read_age(text: str, decimal: str | None = None) -> Read:
    """Age in years from ``72``, ``"72 years"``, ``"18 months"``, ``"3 weeks"``, ``"10 days"`` or ``"18 meses"``.

    Raises:
        RefusedError: not an age, or outside 0 to 130 years.
    """
    example, units = '72 or "18 months"', tuple(AGE_UNITS)
    typed = read_quantity(
        text, "--age", units, example, default="years", also=AGE_WORDS, instead=UNCLEAR_AGE, decimal=decimal
    )
    years = typed.value * AGE_UNITS[typed.unit]
    if not 0 <= years <= MOST_YEARS:
        hint = f"type for example {example}"
        raise refusal(text, "--age", "age-out-of-bounds", f"is outside 0 to {MOST_YEARS} years", hint)
    return Read(value=years, echo=typed.echo)


def read_iga(text: str, decimal: str | None = None) -> SerumIga:
    """Serum IgA from ``"0.04 g/L"``, ``"4 mg/dL"`` or ``"<0.07 g/L"``; the unit is obligatory.

    Raises:
        RefusedError: no unit, or one that is not known, not a number, or one with two readings (which are shown): a
            point with three digits behind it, in mg, may stand between thousands.
    """
    number = text.strip()
    below = number.startswith("<")
    number = number.removeprefix("<").removeprefix("=").strip()
    try:
        example = '"0.04 g/L" or "4 mg/dL"'
        typed = read_quantity(number, "--iga", tuple(IGA_UNITS), example, typed=text, decimal=decimal)
    except RefusedError as refused:
        if refused.problems[0].code != "unit-missing":
            raise
        value = read_quantity(number, "--iga", ("g/L",), "", default="g/L", decimal=decimal).value
        readings = f"{plain(value, 6)} g/L, or {plain(value, 6)} mg/dL = {plain(value / 100, 6)} g/L"
        why = f"has no unit: it could be {readings}"
        hint = f'type "{text.strip()} g/L" or "{text.strip()} mg/dL"'
        raise refusal(text, "--iga", "unit-missing", why, hint, allowed=tuple(IGA_UNITS)) from None
    if typed.unit != "g/L" and (both := with_thousands(number, decimal)):
        raise two_readings(text, "--iga", both, f"{both[0]} {typed.unit}, or the level in g/L", decimal)
    if typed.value < 0:
        raise refusal(text, "--iga", "iga-out-of-bounds", "is below zero", 'type for example "0.04 g/L"')
    return SerumIga(g_per_l=typed.value * IGA_UNITS[typed.unit], below=below, echo=typed.echo)


def read_risks(words: Sequence[str], problems: Problems) -> PatientRead:
    """Risks and factors as typed. What is not known is added to ``problems`` and left out."""
    said = [part for word in words for part in word.split()]
    nones = [part for part in said if {part.casefold()} in NO_RISK]
    if nones:
        if len({part.casefold() for part in said}) > 1:
            problems.found.append(_none_and_more(" ".join(words), nones[0], said))
        words = []
    named = {read_if_typed(problems, _risk, word) for word in words}
    risks, factors = (frozenset(risk for risk in named if isinstance(risk, kind)) for kind in (Risk, Factor))
    return PatientRead(fields={"risks": risks, "factors": factors})


def _none_and_more(text: str, none: str, said: Sequence[str]) -> Problem:
    """Why a word for no risk with others beside it is not read: it may say that of one of them, or contradict them."""
    risk = next((part for part in said if part.lower() in RISKS), "")
    why = f"says {none!r} and {risk!r}: one of them is wrong" if risk else f"is more than {none!r}"
    hint = f"write {none!r} alone if there is no risk, else each risk by its name, without {none!r}"
    return refusal(text, "--risk", "not-allowed", why, hint).problems[0]


def _risk(text: str) -> Risk | Factor:
    """A risk or a factor.

    Raises:
        RefusedError: it is none of them; the data may know what is meant.
    """
    try:
        return one_of(RISKS, text, "--risk", more="; repeat it for another")
    except RefusedError as refused:
        raise RefusedError(*(problem.replaced(typed=text) for problem in refused.problems)) from None


def _quantity(
    name: str, option: str, read: Callable[..., Read], text: str, *, decimal: str | None = None
) -> PatientRead:
    quantity = read(text, decimal=decimal)
    echo = f"{option} {quantity.echo}" if quantity.echo else ""
    return PatientRead(fields={name: quantity.value}, echo=echo, in_pounds=quantity.in_pounds)


def _iga(text: str, *, decimal: str | None = None) -> PatientRead:
    iga = read_iga(text, decimal)
    return PatientRead(fields={"iga": iga}, echo=f"--iga {iga.echo}" if iga.echo else "")


def _sex(text: str) -> PatientRead:
    return PatientRead(fields={"sex": one_of(Sex, text, "--sex", by_letter=True)})


def _blood_group(text: str) -> PatientRead:
    """An ABO group; the Rhesus factor that may stand behind it does not matter here."""
    group, found = text.strip(), re.fullmatch(ABO, text)
    if found and re.fullmatch(RHESUS, re.sub(r"[\s()\[\]]|\.(?=\W*$)|(?<=rh)\.|(?<=rhesus)\.", "", found[2].lower())):
        group = found[1]
    if group == "0":
        hint = "did you mean --blood-group O (the letter)?"
        raise refusal(text, "--blood-group", "not-allowed", "is not known", hint, allowed=(", ".join(BloodGroup),))
    return PatientRead(fields={"blood_group": one_of(BloodGroup, group, "--blood-group")})


FIGURES: Final[Mapping[str, Callable[..., PatientRead]]] = {
    "weight": partial(_quantity, "weight_kg", "--weight", read_weight),
    "pre_pregnancy_weight": partial(
        _quantity, "pre_pregnancy_kg", "--pre-pregnancy-weight", partial(read_weight, field="--pre-pregnancy-weight")
    ),
    "height": partial(_quantity, "height_cm", "--height", read_height),
    "age": partial(_quantity, "age_years", "--age", read_age),
    "iga": _iga,
}
"""What reads a figure of the patient; of a table also its decimal mark (``decimal``)."""

READERS: Final[Mapping[str, Callable[[str], PatientRead]]] = {**FIGURES, "sex": _sex, "blood_group": _blood_group}
"""What reads a text about the patient, by the field of ``TypedPatient``, which is the column of a table, too."""
