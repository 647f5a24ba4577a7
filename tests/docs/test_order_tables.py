"""The wordings in docs/orders.md: what its tables say is read is read, and what they say is refused is refused."""

import json
import re
import shlex
from typing import Final

import pytest

from ivigcalc.api.answer import Exit
from tests.program import Answer, project, run

PAGE: Final = (project() / "docs" / "orders.md").read_text(encoding="utf-8")
PATIENT: Final = {"--weight": "70", "--indication": "cidp"}
REFUSED_HEAD, READ_HEAD = "| written | why | write instead |", "| to say | write, for example |"


def rows(head: str) -> list[list[str]]:
    """The rows of all tables with this header, as cells."""
    tables = [part.partition("\n\n")[0] for part in PAGE.split(head)[1:]]
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for table in tables for line in table.splitlines()[2:]
    ]


def orders(cell: str) -> list[tuple[str, str]]:
    """Each wording in a cell with the options behind "with"; options alone are no wordings."""
    options = " ".join(re.findall(r"with `(--\w[^`]* [^`]*)`", cell))
    return [(order, options) for order in re.findall(r"`([^`]+)`", cell) if not order.startswith("--")]


REFUSED = dict.fromkeys(order for written, _, _ in rows(REFUSED_HEAD) for order in orders(written))
INSTEAD = dict.fromkeys(order for _, _, instead in rows(REFUSED_HEAD) for order in orders(instead))
READ = dict.fromkeys(order for _, examples in rows(READ_HEAD) for order in orders(examples))


NEEDS_PRODUCT: Final = ("missing-value", "--product")
"""What is wrong with an order whose rate is a volume, and which names no preparation."""


def verified(order: str, options: str) -> Answer:
    """What ``verify`` says of an order, for the patient that the page names unless its options say otherwise."""
    typed = shlex.split(options)
    patient = [word for name, value in PATIENT.items() if name not in typed for word in (name, value)]
    return run("verify", *patient, *typed, "--order", order, "--format", "json")


def test_the_page_has_both_kinds_of_tables() -> None:
    assert len(REFUSED) > 100
    assert len(READ) > 60


@pytest.mark.parametrize(("order", "options"), REFUSED)
def test_a_wording_that_the_page_calls_refused_is_refused(order: str, options: str) -> None:
    answer = verified(order, options)
    assert answer.code == Exit.USAGE
    for problem in json.loads(answer.out)["errors"]:
        code, field = problem["code"], problem["field"]
        assert code.startswith("order-") or field == "--order" or (code, field) == NEEDS_PRODUCT


@pytest.mark.parametrize(("order", "options"), [*dict.fromkeys([*READ, *INSTEAD])])
def test_a_wording_that_the_page_tells_to_write_is_read_and_is_not_dangerous(order: str, options: str) -> None:
    assert verified(order, options).code in {Exit.ANSWER, Exit.LOOK}
