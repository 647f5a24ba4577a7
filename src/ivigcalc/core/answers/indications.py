"""``indications()``: the indications that a text is searched for, or all of them."""

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.indication import Indication
from ivigcalc.core.names.index import Found
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
        catalogue.resolve_indication(name, "NAME")
    outside = () if names.named(name) else names.fit(name).outside or names.outside_holding(name)
    return IndicationsAnswer(
        name=name,
        indications=tuple(catalogue.indication(one.id) for one in found),
        found=found,
        not_covered=tuple(thing.name for thing in outside),
    )
