"""Orders as wards write them every day: each has one meaning, and what is near it and has two is refused."""

import re
from fractions import Fraction
from typing import Any

import pytest

from ivigcalc.core.problems import Problems
from ivigcalc.core.request.written import WrittenDose
from ivigcalc.intake.written.words.atoms import folded
from tests.core.making import vectors
from tests.profiles import members, together
from tests.program import shipped
from tests.written import read_written_dose

READ, REFUSED = vectors("common_orders")["read"], vectors("common_orders")["refused"]


def attempt(text: str) -> tuple[WrittenDose | None, str]:
    """An order as read, or why it is refused."""
    problems = Problems()
    with problems.gather():
        return read_written_dose(text), ""
    return None, problems.found[0].message


def carriers() -> frozenset[str]:
    """The words that carry nothing."""
    words = (words for words in shipped().orders.order_words if words.carrier)
    return frozenset(folded(phrase) for one in words for phrase in one.phrases)


@pytest.mark.parametrize("case", READ, ids=lambda case: case["order"])
def test_a_common_order_is_read_as_it_is_meant(case: dict[str, Any]) -> None:
    found = read_written_dose(case["order"])
    assert [day for day, _ in found.days] == case["days"]
    assert (found.days[0][1], found.per_kg) == (Fraction(case["dose"]), case.get("per_kg", False))
    assert (found.interval.says if found.interval else None) == case.get("every")
    assert found.weight_kg == case.get("weight_kg")
    assert (found.rate.text if found.rate else None) == case.get("rate")
    assert case.get("echo", "") in "; ".join(found.echoes)
    assert bool(found.echoes) == ("echo" in case)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["order"])
def test_an_order_near_it_with_two_meanings_is_refused(case: dict[str, Any]) -> None:
    found, why = attempt(case["order"])
    assert found is None
    assert case["said"] in why


@pytest.mark.parametrize("case", READ, ids=lambda case: case["order"])
def test_no_word_of_it_can_be_left_out_or_put_in_unseen(case: dict[str, Any]) -> None:
    """A word that is not known refuses it at every place; without one of its words it is refused, or says another.

    By default a third of the places.
    """
    words = case["order"].split(" ")
    step = min(together(3), len(words))
    first = len(case["order"]) % step
    put_in = [" ".join([*words[:place], "zorb", *words[place:]]) for place in range(first, len(words) + 1, step)]
    assert [text for text in put_in if "zorb" not in attempt(text)[1].replace("...", "zorb")] == []
    whole = read_written_dose(case["order"])
    without = {place: " ".join([*words[:place], *words[place + 1 :]]) for place in range(first, len(words), step)}
    left = {place: attempt(text)[0] for place, text in without.items()}
    same = [words[place] for place, found in left.items() if found is not None and found.words == whole.words]
    written = f" {re.sub(r'[,;:.()]', ' ', folded(case['order']))} "
    carried = {word for phrase in carriers() if f" {phrase} " in written for word in phrase.split()}
    assert [word for word in same if folded(word).strip(",;:.()") not in carried] == []
    assert members(left)
