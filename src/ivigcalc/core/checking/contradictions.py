"""A written order whose words contradict each other, or the regimen that it is: refused."""

from collections.abc import Sequence
from fractions import Fraction

from ivigcalc.core.checking.causes import Criteria, OrderedDose
from ivigcalc.core.dosing.course import Course
from ivigcalc.core.dosing.printed import letters_of_row
from ivigcalc.core.facts.indication import Indication
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.quantity import plain
from ivigcalc.core.request.order import Dose, shown_dose
from ivigcalc.core.request.written import WrittenDose, WrittenVials


def refuse_contradiction(dose: WrittenDose, criteria: Criteria) -> None:
    """Refuse an order whose doses contradict each other, or the weight beside one the dosing weight.

    The grams of uneven days must be those of the dose for each kg exactly.

    Raises:
        RefusedError: they do; both figures are named.
    """
    uneven = dose.per_kg and len({value for _, value in dose.days}) > 1
    for wide in (criteria.tolerance.wide, *((Fraction(0),) if uneven else ())):
        if contradiction := dose.contradiction(criteria.weight.kg, wide):
            hint = "ask the prescriber which dose is meant" if wide else "write the grams of each day"
            if total := _of_all_days(dose, criteria.weight.kg, wide):
                contradiction += f"; that of all {len(dose.days)} days is"
                hint += f', or write "{shown_dose(total)} total" in its place where that is of all days'
            raise contradicts(dose, contradiction, hint)
    if dose.by_weight:
        kg = dose.weight_kg or criteria.weight.actual_kg
        said, asked = (dose.by_weight.grams(one) for one in (kg, criteria.weight.kg))
        if abs(said - asked) > criteria.tolerance.near * asked:
            of_weight = f"{shown_dose(dose.by_weight)} of {plain(kg, 2)} kg is {plain(said, 2)} g"
            why = f"{of_weight}, and at the dosing weight of {plain(criteria.weight.kg, 2)} kg {plain(asked, 2)} g"
            hint = "ask which is meant, and write its grams; without the weight the dosing weight counts"
            raise contradicts(dose, why, hint)


def _of_all_days(dose: WrittenDose, weight_kg: Fraction, wide: Fraction) -> Dose | None:
    """The one of two doses that is the other on all days: 2 g/kg beside 28 g on each of 5 days, at 70 kg."""
    for one in (pair for pair in dose.also if not pair.said.echo):
        grams, per_kg = (one.also, one.said) if one.said.per_kg else (one.said, one.also)
        expected, many = per_kg.grams(weight_kg), len(dose.days)
        if abs(grams.value * many - expected) <= wide * expected:
            return per_kg
        if abs(grams.value - expected * many) <= wide * expected * many:
            return grams
    return None


def refuse_other_phase(dose: WrittenDose, ordered: OrderedDose, match: Course | None) -> None:
    """Refuse an order that is a printed course, and says that it is of another part of the treatment.

    Raises:
        RefusedError: it is one.
    """
    if dose.phase and match and not ordered.is_of(match):
        why = f"it says {dose.phase[0]!r}, and its dose is that of regimen {match.letter}, {match.phase}"
        raise contradicts(dose, why, "ask the prescriber which is meant; without the word the dose alone is checked")


def refuse_other_row(dose: WrittenDose, matches: Sequence[Course], indication: Indication) -> None:
    """Refuse a pasted row of one regimen whose dose is printed for others alone.

    Raises:
        RefusedError: it is one; the letters of both are named.
    """
    letters = [letter for course in matches for letter in letters_of_row(course, indication)]
    if dose.row and letters and dose.row not in letters:
        why = f"the letter of its row is {dose.row}, and its dose is that of regimen {', '.join(letters)}"
        hint = (
            "a row of this indication, and not of a dose that was typed? Without the letter the dose alone is checked"
        )
        raise contradicts(dose, why, hint)


def vials_of_day(dose: WrittenDose, vials: WrittenVials) -> WrittenVials:
    """The vials of one day: where those that are ordered are those of all its days, in grams, their share of each.

    Raises:
        RefusedError: that share is no whole number of vials.
    """
    many = vials.or_days
    if many == 1 or vials.grams != sum(grams for _, grams in dose.days):
        return vials
    if any(count % many for _, count in vials.sizes):
        why = f"{vials.text!r} are those of {many} days, which have no whole number of each size a day"
        raise contradicts(dose, why, "write the vials of a day, or verify the order without them")
    return vials.replaced(sizes=tuple((size, count // many) for size, count in vials.sizes))


def contradicts(dose: WrittenDose, why: str, hint: str) -> RefusedError:
    """An order that contradicts itself: why, and what to do."""
    message = f"order {dose.text!r}: {why}"
    return RefusedError(Problem(code="order-contradicts", field="--order", message=message, next=hint))
