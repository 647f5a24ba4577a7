"""Everything the calculation knows: preparations, indications, rules and sources, as one value."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NoReturn

from ivigcalc.core.facts.fact import ASKABLE, Source, Statement, latest_month
from ivigcalc.core.names.index import Nameable, Names, Outside
from ivigcalc.core.record import FileRecord, Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ivigcalc.core.facts.fact import Region
    from ivigcalc.core.facts.formulary import Formulary, MergedFormulary
    from ivigcalc.core.facts.indication import ApprovalList, Indication, OutOfScope
    from ivigcalc.core.facts.orders import Orders
    from ivigcalc.core.facts.product import Product
    from ivigcalc.core.facts.rule import Rules
    from ivigcalc.core.facts.table2 import Table2
    from ivigcalc.core.facts.tables import Tables
    from ivigcalc.core.facts.weight_policy import Weights
    from ivigcalc.core.names.index import Named
    from ivigcalc.core.names.words import Carriers


class Subcutaneous(FileRecord):
    """Brands for subcutaneous use: recognised, never planned."""

    names: tuple[str, ...]
    answer: Statement


class NotCovered(FileRecord):
    """A brand of immunoglobulin that is known by its names, and has no entry; ``read`` is what was read of it."""

    name: str
    names: tuple[str, ...] = ()
    read: Statement | None = None

    @property
    def says(self) -> str:
        """That it is known, and what was read of it."""
        return f"{self.name}: known, but not a preparation of this data" + (f" ({self.read.says})" if self.read else "")


class Catalogue(Record):
    """The data, validated."""

    products: tuple[Product, ...]
    regions: tuple[Region, ...]
    """The regions that can be asked for."""
    subcutaneous: Subcutaneous
    not_covered: tuple[NotCovered, ...]
    table2: Table2
    indications: tuple[Indication, ...]
    out_of_scope: tuple[OutOfScope, ...]
    carriers: Carriers
    approval_lists: tuple[ApprovalList, ...]
    rules: Rules
    weights: Weights
    tables: Tables
    orders: Orders
    sources: tuple[Source, ...]
    version: str
    """The version of the data."""
    sha256: str
    """The digest of the files they were read from."""
    name_keys: Mapping[str, str]
    """What each name of the data means (``Carriers.key``), worked out when the data were read."""
    local: MergedFormulary | None = None
    """The formulary of a site that is merged into them; None without one."""

    @property
    def month(self) -> int:
        """The month of the data, from their version, in months from the year 0 (see ``latest_month``)."""
        return latest_month(self.version.replace(".", "-")) or 0

    @property
    def formulary(self) -> Formulary | None:
        """The formulary of the site; None without one."""
        return self.local.formulary if self.local else None

    @property
    def stocked(self) -> tuple[str, ...]:
        """Ids of the preparations that the site's formulary says are stocked; empty where it does not say."""
        unstocked = self.local.unstocked if self.local else ()
        return tuple(product.id for product in self.products if product.id not in unstocked) if unstocked else ()

    def of_region(self, region: Region | None) -> Catalogue:
        """The data as they are for a region: what a fact cites of its own texts counts for it, too."""
        if region is None or region in ASKABLE:
            return self
        if region not in self._of_region:
            own = {source.id for source in self.sources if source.region is region}
            self._of_region[region] = self.replaced(
                products=tuple(product.counted_for(region, own) for product in self.products)
            )
        return self._of_region[region]

    @cached_property
    def _of_region(self) -> dict[Region, Catalogue]:
        return {}

    def counts(self) -> dict[str, int]:
        """How many entries there are of each kind."""
        rules = self.rules
        return {
            "products": len(self.products),
            "indications": len(self.indications),
            "constants": len(rules.constants),
            "rules": len(rules.risks) + len(rules.limits) + len(rules.verdicts),
            "weight policies": len(self.weights.policies),
            "weight formulas": len(self.weights.formulas),
            "weight exceptions": len(self.weights.unless_chosen),
            "causes": len(rules.causes),
            "pieces of advice": len(rules.advice),
            "risks on a ward": len(rules.risk_words),
            "spans of weight for age": len(rules.weight_for_age),
            "Table 2 cells": len(self.table2.cells),
            "sources": len(self.sources),
        }

    @cached_property
    def _products_by_id(self) -> dict[str, Product]:
        return {product.id: product for product in self.products}

    @cached_property
    def _indications_by_id(self) -> Mapping[str, Indication]:
        return {indication.id: indication for indication in self.indications}

    @cached_property
    def printed_totals(self) -> frozenset[tuple[Fraction, int]]:
        """What sources print of courses of several days: the g/kg of all days, with a number of days."""
        regimens = [regimen for indication in self.indications for regimen in indication.regimens]
        daily = ((Fraction(one.g_per_kg) * one.days, one.days) for one in regimens if one.form == "daily")
        spread = (
            (Fraction(one.g_per_kg), days)
            for one in regimens
            if one.form == "spread"
            for days in range(one.min_days, one.max_days + 1)
        )
        return frozenset((total, days) for total, days in (*daily, *spread) if days > 1)

    @cached_property
    def _sources_by_id(self) -> dict[str, Source]:
        return {source.id: source for source in self.sources}

    def product(self, product_id: str) -> Product:
        """The preparation with this id."""
        return self._products_by_id[product_id]

    def indication(self, indication_id: str) -> Indication:
        """The indication with this id."""
        return self._indications_by_id[indication_id]

    def source(self, source_id: str) -> Source:
        """The document with this id."""
        return self._sources_by_id[source_id]

    @cached_property
    def product_names(self) -> Names:
        """Preparations, subcutaneous brands and brands that are not covered, by their names."""
        entries = [_named_preparation(product) for product in self.products]
        answer, see = self.subcutaneous.answer, "see: ivigcalc products"
        outside = [
            Outside(
                name=name,
                names=(),
                kind="subcutaneous",
                says=f"{name}: {answer.says}",
                next=see,
                sources=answer.sources,
            )
            for name in self.subcutaneous.names
        ]
        outside += [
            Outside(
                name=brand.name,
                names=brand.names,
                kind="not-covered",
                says=brand.says,
                next=f"{see} --all",
                sources=brand.read.sources if brand.read else (),
            )
            for brand in self.not_covered
        ]
        return Names(entries, outside, self.carriers, self.name_keys, are_brands=True)

    @cached_property
    def indication_names(self) -> Names:
        """Indications, and diseases that are known and not covered, by their names and codes."""
        entries = [_named_indication(indication) for indication in self.indications]
        outside = [
            Outside(
                name=disease.name,
                names=disease.synonyms,
                kind="out-of-scope",
                says=f"{disease.name}: {disease.why}",
                next="no dose is worked out for it here; see: ivigcalc indications",
                codes=disease.icd10,
                see=disease.see,
                sources=disease.sources,
            )
            for disease in self.out_of_scope
        ]
        return Names(entries, outside, self.carriers, self.name_keys)

    def named_product(self, typed: str, field: str = "--product") -> Named:
        """The one preparation that a name fits, and how it was read. An id needs no other entry.

        Raises:
            RefusedError: none or several fit, or it is a brand that is not covered.
        """
        if typed in self._products_by_id:
            return _named_preparation(self._products_by_id[typed]).named_by_id
        return self.product_names.named(typed) or _refuse(typed, self.product_names, field, "product")

    def named_indication(self, typed: str, field: str = "--indication") -> Named:
        """The one indication that a name fits, and how it was read. An id needs no other entry.

        Raises:
            RefusedError: none or several fit, or it is a disease that is not covered.
        """
        if typed in self._indications_by_id:
            return _named_indication(self._indications_by_id[typed]).named_by_id
        return self.indication_names.named(typed) or _refuse(typed, self.indication_names, field, "indication")

    def risks_called(self, typed: str) -> tuple[str, ...]:
        """The risks and factors that are meant by what a risk is called on a ward; none of an unknown word."""
        return tuple(dict.fromkeys(self._risks_by_name.get(self.carriers.key(typed), ())))

    @cached_property
    def _risks_by_name(self) -> dict[str, list[str]]:
        """The risks and factors that each word of a ward means."""
        risks: dict[str, list[str]] = {}
        for words in self.rules.risk_words:
            for name in dict.fromkeys(map(self.carriers.key, (words.id, *words.names))):
                risks.setdefault(name, []).extend(words.means)
        return risks

    def resolve_product(self, typed: str, field: str = "--product") -> str:
        """The id of the one preparation that a name fits.

        Raises:
            RefusedError: none or several fit, or it is a brand that is not covered.
        """
        return self.named_product(typed, field).id


@lru_cache(maxsize=1024)
def _named_preparation(product: Product) -> Nameable:
    """A preparation as something that can be named."""
    return Nameable(
        id=product.id,
        name=product.shown,
        names=(product.brand, *product.names),
        differs=product.differs,
        texts=(
            ("holder", product.holder.says),
            *(("stabiliser", said.says) for said in product.stabiliser),
            *(("sugar", sugar.kind) for sugar in product.sugar),
        ),
    )


@lru_cache(maxsize=1024)
def _named_indication(indication: Indication) -> Nameable:
    """An indication as something that can be named."""
    return Nameable(
        id=indication.id,
        name=indication.name,
        names=(indication.short, *indication.synonyms, *(printed.phrase for printed in indication.printed)),
        differs=indication.differs,
        related=indication.related,
        wide=indication.wide,
        codes=(*indication.icd10.who, *indication.icd10.us),
        texts=(("subgroup", indication.subgroup),) if indication.subgroup else (),
    )


def _refuse(typed: str, names: Names, field: str, what: str) -> NoReturn:
    """Refuse a text that is the name of no entry, or of more than one.

    Raises:
        RefusedError: always; with what may be meant.
    """
    from ivigcalc.core.names.refused import name_refusal  # noqa: PLC0415 - not where a name is known

    raise name_refusal(typed, names, field=field, what=what, command=f"ivigcalc {what}s")
