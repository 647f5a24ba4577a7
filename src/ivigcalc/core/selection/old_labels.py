"""Which of the labels that an answer rests on are old, by the month of the data: of rates, contents, vials, courses."""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from ivigcalc.core.facts.fact import Region, Source, latest_month
from ivigcalc.core.record import Record
from ivigcalc.core.selection.exposure import LabelledLimit, iga_mcg_per_g, osmolality, sodium_mmol_per_g, sugar_g_per_g

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Protocol

    from ivigcalc.core.facts.catalogue import Catalogue
    from ivigcalc.core.facts.ladder import Ladder
    from ivigcalc.core.facts.product import Product
    from ivigcalc.core.selection.reasons import Reason

    class Sourced(Protocol):
        """Whatever cites sources, by their ids."""

        @property
        def sources(self) -> tuple[str, ...]:
            """Ids of the documents, as in ``sources.yaml``."""


class OldLabel(Record):
    """A label that an answer rests on and that is older than ``label-age``; ``months`` is how much it is at least."""

    product: str
    """Whose it is, by name; where no preparation is concerned, the title of the document."""
    region: Region | None
    """Where its figure counts: the region asked for, else the first; None where it names none."""
    date: str
    months: int


LABEL_KINDS: Final = frozenset({"label", "label-copy"})
"""What sorts of documents are labels."""


def old_labels(
    ladders: Iterable[tuple[Product, Region, Ladder]],
    catalogue: Catalogue,
    facts: Iterable[tuple[Product | None, Sourced]] = (),
    region: Region | None = None,
) -> tuple[OldLabel, ...]:
    """The labels whose ``ladders`` (with the region) or ``facts`` are used that are old by the month of the data.

    Each is named once; one without a date is not. A fact is as old as the newest of the documents that print it; where
    one of them has no date, the fact is not called old.
    """
    limit, month_of_data = int(catalogue.rules.constant("label-age")), catalogue.month
    last_new, found = month_of_data - limit, dict[tuple[str, str], OldLabel]()

    def add(product: tuple[str, str], document: str, date: str, where: Region | None) -> None:
        product_id, shown = product
        if (product_id, document) not in found:
            months = month_of_data - (latest_month(date) or 0)
            found[product_id, document] = OldLabel(product=shown, region=where, date=date, months=months)

    for product_of, where, ladder in ladders:
        month = latest_month(ladder.date)
        if month is not None and month < last_new:
            add((product_of.id, product_of.shown), next(iter(ladder.sources), ""), ladder.date, where)
    looked_at: dict[tuple[str, ...], Source | None] = {}
    for product, fact in facts:
        if fact.sources not in looked_at:
            looked_at[fact.sources] = _old_label(fact.sources, catalogue, last_new)
        if source := looked_at[fact.sources]:
            regions: Sequence[Region] = getattr(fact, "regions", ())
            first = next(iter(regions), None)
            named = (product.id, product.shown) if product else ("", source.title)
            add(named, source.id, source.date, region if region in regions else first)
    return tuple(found.values())


def _old_label(cited: Sequence[str], catalogue: Catalogue, last_new: int) -> Source | None:
    """The newest label of the documents, where all are from before a month; else None."""
    labels: list[tuple[int, Source]] = []
    for source in map(catalogue.source, cited):
        month = latest_month(source.date)
        if month is None or month >= last_new:
            return None
        if source.kind in LABEL_KINDS:
            labels.append((month, source))
    return max(labels, key=itemgetter(0))[1] if labels else None


def facts_used(
    product: Product, region: Region | None, reasons: Iterable[Reason] = (), *, contents: bool = True
) -> Iterator[tuple[Product, Sourced]]:
    """What an answer says of a preparation: why it has its verdict, what it carries (``contents``), and its vials."""
    yield from ((product, reason) for reason in reasons if reason.verdict)
    yield from ((product, fact) for fact in _facts_of(product, region, contents=contents))


@lru_cache(maxsize=1024)
def _facts_of(product: Product, region: Region | None, *, contents: bool) -> tuple[Sourced, ...]:
    """The facts that count for what a preparation carries, and its vials; of a region, or of all."""
    limits_of = (iga_mcg_per_g, sodium_mmol_per_g, sugar_g_per_g, osmolality) if contents else ()
    limits = [limit_of(product, region) for limit_of in limits_of]
    vials = [vial for vial in product.vials if region is None or region in vial.regions]
    return (*[limit.fact for limit in limits if isinstance(limit, LabelledLimit)], *vials)
