"""Work that grows with the square of its length is told from work that grows with it, however long either takes."""

import pytest

from tests import growth
from tests.growth import grows_with_length


@pytest.fixture(autouse=True)
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes a twentieth of a second is measured, so that these tests take little."""
    monkeypatch.setattr(growth, "HARDLY", 0.05)


def squared(length: int) -> int:
    return sum(sum(range(length)) for _ in range(length))


def straight(length: int) -> int:
    return sum(squared(100) for _ in range(length))


def test_a_square_is_found() -> None:
    assert any(not grows_with_length(squared, length) for length in range(1_500, 30_000, 500))


def test_what_takes_long_but_grows_with_its_length_is_none() -> None:
    assert grows_with_length(straight, 3_000)
