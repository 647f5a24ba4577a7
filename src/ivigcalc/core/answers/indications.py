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
    found = catalogue.indication_names.search(name)
    if not found:
        catalogue.resolve_indication(name, "NAME")
    return IndicationsAnswer(name=name, indications=tuple(catalogue.indication(one.id) for one in found), found=found)
