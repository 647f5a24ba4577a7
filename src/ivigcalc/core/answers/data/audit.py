"""The answer to ``data audit --age``: the documents that are old by a month."""

from ivigcalc.core.facts.catalogue import Catalogue
from ivigcalc.core.facts.entries import resting_facts
from ivigcalc.core.facts.fact import MONTHS, Source, latest_month
from ivigcalc.core.record import Record


class OldDocument(Record):
    """A document that is old: by how many months at least, and how many facts rest on it."""

    source: Source
    months: int
    facts: int


class AgeAudit(Record):
    """The documents older than ``label-age`` by a month, the oldest first, and how many others there are."""

    month: str
    limit_months: int
    read_by: str
    """The last month in which a document was read."""
    old: tuple[OldDocument, ...]
    newer: int
    undated: tuple[Source, ...]


def audit_age(catalogue: Catalogue, month: int) -> AgeAudit:
    """Which documents are old by a month, which is counted from the year 0."""
    limit, resting = int(catalogue.rules.constant("label-age")), resting_facts(catalogue)
    ages = {one.id: month - latest for one in catalogue.sources if (latest := latest_month(one.date)) is not None}
    old = [
        OldDocument(source=one, months=ages[one.id], facts=len(resting.get(one.id, ())))
        for one in catalogue.sources
        if ages.get(one.id, 0) > limit
    ]
    year, number = divmod(month - 1, MONTHS)
    return AgeAudit(
        month=f"{year}-{number + 1:02d}",
        limit_months=limit,
        read_by=max(one.read_by for one in catalogue.sources),
        old=tuple(sorted(old, key=lambda one: -one.months)),
        newer=len(ages) - len(old),
        undated=tuple(one for one in catalogue.sources if one.id not in ages),
    )
