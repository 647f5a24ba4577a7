"""``schema``: the JSON Schema of an answer, or of a data file."""

from typing import Any, Final

from ivigcalc import __version__
from ivigcalc.core.problems import Problem, RefusedError
from ivigcalc.report.json.parts.answer import SCHEMA_VERSION
from ivigcalc.report.schema import CONTRACTS, answer_schema, commented

DATA_FILES = ("products", "indications", "rules", "weights", "tables", "orders", "sources", "formulary")


def schema(name: str, *, explain: bool = False) -> Any:
    """The JSON Schema of an answer, by its name, or of a data file, as ``data-FILE``.

    With ``explain`` its ``$comment`` says what it rests on; nothing that it allows changes.

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
        found, comment = answer_schema(name), _of_answer(name)
    else:
        from ivigcalc.catalogue.load import published_schema

        found, comment = published_schema(name.removeprefix("data-")), _of_file(name.removeprefix("data-"))
    return commented(found, comment) if explain else found


def _of_answer(name: str) -> str:
    """Which answer has a shape, and where the shape stands in the program."""
    shape = CONTRACTS[name]
    return (
        f"ivigcalc {__version__}, version {SCHEMA_VERSION} of the JSON contract. Made from {shape.__module__}."
        f"{shape.__qualname__}, the type of what the program prints. {GROWS}"
    )


GROWS: Final = "Within a version keys are added; none is taken away, renamed or given another meaning."


def _of_file(name: str) -> str:
    """Which file has a shape, what of the program reads it, and that the file is checked by more than its shape."""
    from ivigcalc.catalogue.shapes import SHAPES
    from ivigcalc.core.facts.formulary import Formulary

    shape = SHAPES.get(name, Formulary)
    return (
        f"ivigcalc {__version__}. Made from {shape.__module__}.{shape.__qualname__}, as which the program reads the "
        f"file; shipped as data/schema/{name}.json. What a file must hold beyond its shape: ivigcalc data check."
    )
