"""``schema``: the JSON Schema of an answer, or of a data file."""

from typing import Any

from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.report.schema import CONTRACTS, answer_schema

DATA_FILES = ("products", "indications", "rules", "weights", "tables", "orders", "sources", "formulary")


def schema(name: str) -> Any:
    """The JSON Schema of an answer, by its name, or of a data file, as ``data-FILE``.

    Raises:
        RefusedError: there is none of that name.
    """
    names = (*CONTRACTS, *(f"data-{file}" for file in DATA_FILES))
    if name not in names:
        problem = Problem(
            code="unknown-schema",
            field="NAME",
            message=f"no schema {name!r}",
            allowed=(", ".join(names),),
            next="ivigcalc schema dose",
        )
        raise RefusedError(problem)
    if name in CONTRACTS:
        return answer_schema(name)
    from ivigcalc.catalogue.load import published_schema

    return published_schema(name.removeprefix("data-"))
