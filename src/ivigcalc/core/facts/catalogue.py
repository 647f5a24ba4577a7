"""Everything the calculation knows: preparations, indications, rules and sources, as one value."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from ivigcalc.core.facts.fact import Source, Statement
from ivigcalc.core.names import Entry, find, normal, resolve
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.core.record import FileRecord, Record

if TYPE_CHECKING:
    from ivigcalc.core.facts.formulary import Formulary, Local
    from ivigcalc.core.facts.indication import ApprovalList, Indication, OutOfScope
    from ivigcalc.core.facts.product import Product
    from ivigcalc.core.facts.rule import Rules
    from ivigcalc.core.facts.table2 import Table2
    from ivigcalc.core.facts.weight_policy import Weights

REVIEW: Final = "de-souza-2014"
"""The source id of the review that the data start from."""


class Subcutaneous(FileRecord):
    """Brands for subcutaneous use: recognised, never planned."""

    names: tuple[str, ...]
    answer: Statement


class Catalogue(Record):
    """The data, validated."""

    products: tuple[Product, ...]
    subcutaneous: Subcutaneous
    table2: Table2
    indications: tuple[Indication, ...]
    out_of_scope: tuple[OutOfScope, ...]
    approval_lists: tuple[ApprovalList, ...]
    rules: Rules
    weights: Weights
    sources: tuple[Source, ...]
    version: str
    """The version of the data."""
    sha256: str
    """The digest of the files they were read from."""
    local: Local | None = None
    """The formulary of a site that is merged into them; None without one."""

    @property
    def formulary(self) -> Formulary | None:
        """The formulary of the site; None without one."""
        return self.local.formulary if self.local else None

    @property
    def stocked(self) -> tuple[str, ...]:
        """Ids of the preparations that the site's formulary says are stocked; empty where it does not say."""
        unstocked = self.local.unstocked if self.local else ()
        return tuple(product.id for product in self.products if product.id not in unstocked) if unstocked else ()

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
            "Table 2 cells": len(self.table2.cells),
            "sources": len(self.sources),
        }

    @cached_property
    def _products_by_id(self) -> dict[str, Product]:
        return {product.id: product for product in self.products}

    @cached_property
    def _indications_by_id(self) -> dict[str, Indication]:
        return {indication.id: indication for indication in self.indications}

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
    def product_entries(self) -> tuple[Entry, ...]:
        """Preparations as things that can be named."""
        return tuple(
            Entry(id=product.id, name=product.shown, names=(product.brand, *product.names), differs=product.differs)
            for product in self.products
        )

    @cached_property
    def indication_entries(self) -> tuple[Entry, ...]:
        """Indications as things that can be named."""
        return tuple(
            Entry(
                id=indication.id,
                name=indication.name,
                names=(indication.short, *indication.synonyms, *indication.related),
                differs=indication.differs,
                codes=(*indication.icd10.who, *indication.icd10.us),
            )
            for indication in self.indications
        )

    def resolve_product(self, typed: str, field: str = "--product") -> str:
        """The id of the one preparation that a name fits.

        Raises:
            RefusedError: none or several fit, or it is a subcutaneous brand.
        """
        if normal(typed) in {normal(name) for name in self.subcutaneous.names}:
            answer, hint = self.subcutaneous.answer, "see: ivigcalc products"
            message = f"{typed}: {answer.says}"
            raise RefusedError(
                Problem(code="subcutaneous", field=field, message=message, next=hint, sources=answer.sources)
            )
        return resolve(typed, self.product_entries, field=field, what="product", listing="ivigcalc products --all")

    def out_of_scope_disease(self, typed: str) -> OutOfScope | None:
        """The disease of the review's Table 1 that a name fits, if any."""
        wanted = normal(typed)
        for disease in self.out_of_scope:
            if wanted in {normal(name) for name in (disease.name, *disease.synonyms)}:
                return disease
        return None

    def resolve_indication(self, typed: str, field: str = "--indication") -> str:
        """The id of the one indication that a name fits.

        Raises:
            RefusedError: none or several fit, or it is one of the review's non-neurological diseases.
        """
        entries = self.indication_entries
        disease = None if find(typed, entries) else self.out_of_scope_disease(typed)
        if disease:
            message = f"{disease.name}: not a neurological indication (Table 1: {disease.group})"
            hint = f"no dose is worked out for it here; see: ivigcalc indications {disease.see}".rstrip()
            raise RefusedError(Problem(code="out-of-scope", field=field, message=message, next=hint, sources=(REVIEW,)))
        return resolve(typed, entries, field=field, what="indication", listing="ivigcalc indications")
