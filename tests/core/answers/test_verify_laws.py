"""Laws of the second check: the true order always matches, a mutated one never does unless a source prints it.

The oracle reads the regimens off the data with its own arithmetic, and shares no code with the comparison.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import floor

from hypothesis import assume, given
from hypothesis import strategies as st

from ivigcalc.core.answers.verify import Outcome, verify
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.indication import Daily, Indication, Range, Sequence, Spread
from ivigcalc.core.request.order import Order
from ivigcalc.core.request.patient import Patient
from ivigcalc.core.request.written import WrittenOrder
from tests.profiles import examples, members, together
from tests.written import read_written_dose

Days = dict[int, Fraction]
"""Grams by the number of the day."""

GOOD = (Outcome.MATCH, Outcome.ROUNDED)
WEIGHTS = st.fractions(3, 200, max_denominator=10)
TEN_PERCENT = Fraction(1, 10)
KG_PER_LB = Fraction("0.45359237")
"""The international pound."""


def decimal(value: Fraction) -> str:
    """A number as typed, with at most six decimals; rounded down, so that no cap is passed."""
    return f"{float(Fraction(floor(value * 10**6), 10**6)):.6f}".rstrip("0").rstrip(".")


def printed(indication: Indication, kg: Fraction) -> Iterator[Days]:
    """Every course that a source prints with its own days."""
    for one in indication.regimens:
        top = Fraction(one.cap_g) if one.cap_g is not None else Fraction(10**6)
        match one:
            case Daily():
                yield {day: min(top, Fraction(one.g_per_kg) * kg) for day in range(1, one.days + 1)}
            case Spread():
                for count in range(one.min_days, one.max_days + 1):
                    yield {day: min(top, Fraction(one.g_per_kg) * kg / count) for day in range(1, count + 1)}
            case Sequence():
                yield {dose.day: min(top, Fraction(dose.g_per_kg) * kg) for dose in one.doses}
            case Range():
                pass


def in_a_range(indication: Indication, kg: Fraction, days: Days) -> bool:
    """Whether the grams in all lie inside a printed range over its own days, with 10 % more at both ends."""
    total = sum(days.values())
    return any(
        Fraction(one.min_g_per_kg) * kg * (1 - TEN_PERCENT)
        <= total
        <= Fraction(one.max_g_per_kg) * kg * (1 + TEN_PERCENT)
        and one.over_days == len(days)
        for one in indication.regimens
        if isinstance(one, Range)
    )


def is_printed(indication: Indication, kg: Fraction, days: Days) -> bool:
    """The oracle: some printed course has these days, each within 10 %."""
    return in_a_range(indication, kg, days) or any(
        set(days) == set(course) and all(abs(days[day] / course[day] - 1) <= TEN_PERCENT for day in days)
        for course in printed(indication, kg)
    )


def even(grams: Fraction, count: int) -> Days:
    return dict.fromkeys(range(1, count + 1), grams)


Mutation = Callable[[Fraction, int, Fraction], Days]
"""From grams per day, number of days and weight of an even course to the order that a mistake makes."""

MUTATIONS: dict[str, Mutation] = {
    "course on day 1": lambda grams, count, _: even(grams * count, 1),
    "course every day": lambda grams, count, _: even(grams * count, count),
    "day spread over the course": lambda grams, count, _: even(grams / count, count),
    "one day of several": lambda grams, _, __: even(grams, 1),
    "mg for g": lambda grams, count, _: even(grams / 1000, count),
    "g for mg": lambda grams, count, _: even(grams * 1000, count),
    "pounds for kg": lambda grams, count, _: even(grams / KG_PER_LB, count),
    "kg for pounds": lambda grams, count, _: even(grams * KG_PER_LB, count),
    "tenfold": lambda grams, count, _: even(grams * 10, count),
    "a tenth": lambda grams, count, _: even(grams / 10, count),
    "twice": lambda grams, count, _: even(grams * 2, count),
    "half": lambda grams, count, _: even(grams / 2, count),
    "weight left out": lambda grams, count, kg: even(grams / kg, count),
    "weight twice": lambda grams, count, kg: even(grams * kg, count),
    "days and grams swapped": lambda grams, count, _: even(Fraction(count), max(1, min(31, round(grams)))),
    "a day more": lambda grams, count, _: even(grams, count + 1),
    "a little more": lambda grams, count, _: even(grams * Fraction(112, 100), count),
    "a little less": lambda grams, count, _: even(grams * Fraction(88, 100), count),
}


def outcome(catalogue: Catalogue, indication: Indication, kg: Fraction, text: str) -> Outcome:
    written = WrittenOrder(dose=read_written_dose(text))
    return verify(Patient(weight_kg=kg), Order(indication=indication.id), written, catalogue).outcome


def computed(catalogue: Catalogue) -> list[Indication]:
    """The indications with a course of stated days, dosed on actual weight."""
    return [
        one
        for one in catalogue.indications
        if not one.weight_policy and any(not isinstance(regimen, Range) for regimen in one.regimens)
    ]


def true_phrases(days: Days, kg: Fraction) -> list[str]:
    """The same course in several phrasings."""
    count, total = len(days), sum(days.values(), Fraction(0))
    if set(days) != set(range(1, count + 1)) or len(set(days.values())) > 1:
        return [", ".join(f"{decimal(grams)} g on day {day}" for day, grams in days.items())]
    grams = days[1]
    phrases = [
        f"{decimal(grams)} g daily for {count} days",
        f"{decimal(grams)} g/day x {count} days",
        f"{decimal(grams)} g on each of {count} days",
        f"{decimal(grams * 1000)} mg per day for {count} days",
        f"{decimal(grams / kg)} g/kg/day for {count} days",
        f"{decimal(total)} g in all over {count} days",
        f"{decimal(total / kg)} g/kg in all over {count} days",
        f"{decimal(grams)}g/d x {count}d",
        f"{decimal(grams)} g daily, for {count} days",
        f"{decimal(grams)} g daily ({count} days)",
        f"{decimal(grams)} gm q24h x {count} doses",
        f"{decimal(grams)} g daily on days {', '.join(map(str, days))}" if count > 1 else "",
        f"{decimal(grams / kg)} g/kg ({decimal(grams)} g) daily for {count} days",
        f"{decimal(grams)} g ({decimal(grams / kg)} g/kg) daily x {count} days",
        f"{decimal(total / kg)} g/kg ({decimal(total)} g) in all over {count} days",
        f"{decimal(total / kg)} g/kg total ({decimal(grams)} g daily for {count} days)",
        f"{decimal(grams).replace('.', ',')} g daily x {count}" if decimal(grams).count(".") == 0 else "",
    ]
    return [
        *filter(None, phrases),
        *([f"{decimal(grams)} g once", f"{decimal(grams)} g on day 1"] if count == 1 else []),
    ]


def unambiguous(text: str) -> bool:
    """A whole number with three zeros behind its point would be read in two ways, and is refused elsewhere."""
    return ".000" not in text


@examples(150)
@given(kg=WEIGHTS, data=st.data())
def test_the_true_order_always_matches_in_every_phrasing(
    catalogue: Catalogue, kg: Fraction, data: st.DataObject
) -> None:
    indication = data.draw(st.sampled_from(computed(catalogue)))
    course = data.draw(st.sampled_from(list(printed(indication, kg))))
    phrases = [*filter(unambiguous, true_phrases(course, kg))]
    first = data.draw(st.integers(0, min(together(2), len(phrases)) - 1))
    for text in members(phrases[first :: together(2)]):
        assert not read_written_dose(text).contradiction(kg, TEN_PERCENT)
        assert outcome(catalogue, indication, kg, text) is Outcome.MATCH, text


@examples(250)
@given(kg=WEIGHTS, mutation=st.sampled_from([*MUTATIONS]), data=st.data())
def test_a_mutated_order_never_matches(catalogue: Catalogue, kg: Fraction, mutation: str, data: st.DataObject) -> None:
    """Beyond 10 % of everything that a source prints for the indication."""
    indication = data.draw(st.sampled_from(computed(catalogue)))
    course = data.draw(st.sampled_from(list(printed(indication, kg))))
    days = MUTATIONS[mutation](course[min(course)], len(course), kg)
    text = f"{decimal(days[1])} g daily for {len(days)} days"
    assume(Fraction(decimal(days[1])) > 0)
    assume(unambiguous(text))
    assume(not is_printed(indication, kg, even(Fraction(decimal(days[1])), len(days))))
    assert outcome(catalogue, indication, kg, text) not in GOOD


@examples(250)
@given(kg=WEIGHTS, per_kg=st.fractions("0.05", 1, max_denominator=20), count=st.integers(1, 7), data=st.data())
def test_an_order_matches_where_the_oracle_finds_it_printed(
    catalogue: Catalogue, kg: Fraction, per_kg: Fraction, count: int, data: st.DataObject
) -> None:
    """Up to 1 g/kg a day and 4 g/kg in all, where no stop rule fires, the oracle and the check agree."""
    assume(per_kg * count <= 4)
    indication = data.draw(st.sampled_from(computed(catalogue)))
    assume(all(per_kg * kg <= one.cap_g for one in indication.regimens if one.cap_g is not None))  # else it is stopped
    text = f"{decimal(per_kg * kg)} g daily for {count} days"
    assume(unambiguous(text))
    said = outcome(catalogue, indication, kg, text) in GOOD
    assert said == is_printed(indication, kg, even(Fraction(decimal(per_kg * kg)), count)), text


@examples(60)
@given(kg=WEIGHTS, grams=st.fractions(1, 400, max_denominator=4), count=st.integers(1, 10), data=st.data())
def test_more_than_a_gram_per_kg_in_a_day_never_matches_silently(
    catalogue: Catalogue, kg: Fraction, grams: Fraction, count: int, data: st.DataObject
) -> None:
    """Unless a regimen of the very indication prints it, or all but 10 % of it, it is dangerous."""
    assume(grams / kg > 1)
    indication = data.draw(st.sampled_from(computed(catalogue)))
    text = f"{decimal(grams)} g daily for {count} days"
    assume(unambiguous(text))
    tops = [(max(course.values()) * (1 + TEN_PERCENT), len(course)) for course in printed(indication, kg)]
    assume(all(top < grams or days < count for top, days in tops))
    assert outcome(catalogue, indication, kg, text) is Outcome.DANGEROUS
