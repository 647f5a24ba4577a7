"""``indications()``: the indications that a name fits, or all of them."""

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.indication import Indication
from ivigcalc.core.names import find, search
from ivigcalc.core.record import Record


class IndicationsAnswer(Record):
    """The indications to show, in the order of the data."""

    name: str | None
    """What was typed; None for all of them."""
    indications: tuple[Indication, ...]

    @property
    def single(self) -> bool:
        """Whether a name was typed that fits one indication alone."""
        return self.name is not None and len(self.indications) == 1


def indications(name: str | None, catalogue: Catalogue) -> IndicationsAnswer:
    """The indication called so in full, else those in which the name occurs; all where there is none.

    Raises:
        RefusedError: no indication fits the name, or it is one that no source supports.
    """
    if name is None:
        return IndicationsAnswer(name=None, indications=catalogue.indications)
    entries = catalogue.indication_entries
    exact = find(name, entries)
    outside = not exact and catalogue.out_of_scope_disease(name) is not None
    hits = exact if len(exact) == 1 else [] if outside else search(name, entries)
    if not hits:
        catalogue.resolve_indication(name, "NAME")
    return IndicationsAnswer(name=name, indications=tuple(catalogue.indication(entry.id) for entry in hits))
