"""What the shell completes: words of a closed list, and ids of the data."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ivigcalc.core.facts.fact import ASKABLE
from ivigcalc.core.request.order import Objective, RateWeight, Rounding, Scope
from ivigcalc.core.request.patient import Factor, Risk, Sex

if TYPE_CHECKING:
    from ivigcalc.core.facts.catalogue import Catalogue

    Complete = Callable[[str], list[str]]
    """The words that begin with what was typed."""


def among(words: Iterable[str]) -> "Complete":
    """Complete to one of these words."""

    def complete(incomplete: str) -> list[str]:
        return [word for word in words if word.startswith(incomplete.lower())]

    return complete


def from_data(ids: "Callable[[Catalogue], Iterable[str]]") -> "Complete":
    """Complete to an id of the shipped data."""

    def complete(incomplete: str) -> list[str]:
        from ivigcalc.catalogue.load import load_catalogue

        return among(ids(load_catalogue()))(incomplete)

    return complete


def _entries(catalogue: "Catalogue") -> Iterable[str]:
    from ivigcalc.core.answers.data import entry_ids

    return entry_ids(catalogue)


indication = from_data(lambda catalogue: [indication.id for indication in catalogue.indications])
product = from_data(lambda catalogue: [product.id for product in catalogue.products])
policy = from_data(lambda catalogue: [policy.id for policy in catalogue.weights.policies])
entry = from_data(_entries)
risk = among([*Risk, *Factor])
sex = among(Sex)
rate_weight = among(RateWeight)
rounding = among(Rounding)
scope = among(Scope)
objective = among(Objective)
region = among(ASKABLE)
form = among(["table", "text", "json"])
