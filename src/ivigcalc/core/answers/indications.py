"""``indications()``: the indications that a text is searched for, or all of them."""

from collections.abc import Iterator
from fractions import Fraction

from ivigcalc.core.answers.plan import Working
from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.indication import Daily, Indication, Range, Regimen, Sequence, Spread
from ivigcalc.core.names.index import Found
from ivigcalc.core.quantity import counted, exact
from ivigcalc.core.record import Record


class IndicationsAnswer(Record):
    """The indications to show, in the order of the data."""

    name: str | None
    """What was typed; None for all of them."""
    indications: tuple[Indication, ...]
    found: tuple[Found, ...] = ()
    """Why each was found; empty for all of them."""
    not_covered: tuple[str, ...] = ()
    """Diseases in whose names the text occurs too, and that are known and not covered."""

    @property
    def single(self) -> bool:
        """Whether a name was typed that fits one indication alone."""
        return self.name is not None and len(self.indications) == 1


def indications(name: str | None, catalogue: Catalogue) -> IndicationsAnswer:
    """The one indication called so, else those in which the text occurs; all where there is none.

    Raises:
        RefusedError: the text occurs in no indication, or is the name of a disease that is not covered.
    """
    if name is None:
        return IndicationsAnswer(name=None, indications=catalogue.indications)
    names = catalogue.indication_names
    found = names.search(name)
    if not found:
        catalogue.named_indication(name, "NAME")
    outside = () if names.named(name) else names.fit(name).outside or names.outside_holding(name)
    return IndicationsAnswer(
        name=name,
        indications=tuple(catalogue.indication(one.id) for one in found),
        found=found,
        not_covered=tuple(thing.name for thing in outside),
    )


def regimens_working(indication: Indication) -> Iterator[Working]:
    """What each regimen comes to in all, or on each day, for each kilogram of the dosing weight."""
    for regimen in indication.regimens:
        source = next(iter(regimen.sources), "")
        for what, formula, value in _arithmetic(regimen):
            step = f"{indication.id}: {regimen.id}, {what}"
            yield Working(step, formula, value, "g/kg", source)


def approvals_working(catalogue: Catalogue) -> Iterator[Working]:
    """How many items each list of approvals has as the review prints it, and how many indications they lead to."""
    for approvals in catalogue.approval_lists:
        for what, count in (("items", len(approvals.items)), ("indications", len(approvals.entries))):
            source = next(iter(approvals.sources), "")
            yield Working(f"{approvals.id}: {what}", f"{count} {what}", Fraction(count), what, source)


def _arithmetic(regimen: Regimen) -> Iterator[tuple[str, str, Fraction]]:
    """What is worked out of the figures of a regimen, its formula in g/kg, and the value."""
    match regimen:
        case Daily():
            dose = regimen.g_per_kg
            yield "in all", f"{exact(dose)} g/kg x {regimen.days}", Fraction(dose) * regimen.days
        case Spread():
            for days in dict.fromkeys((regimen.min_days, regimen.max_days)):
                dose = regimen.g_per_kg
                yield f"each of {counted(days, 'days')}", f"{exact(dose)} g/kg / {days}", Fraction(dose) / days
        case Sequence():
            doses = [one.g_per_kg for one in regimen.doses]
            yield "in all", " + ".join(f"{exact(dose)} g/kg" for dose in doses), Fraction(sum(doses))
        case Range() if regimen.over_days > 1:
            for end, dose in (("least", regimen.min_g_per_kg), ("most", regimen.max_g_per_kg)):
                days = regimen.over_days
                yield f"{end} on each of {days} days", f"{exact(dose)} g/kg / {days}", Fraction(dose) / days
