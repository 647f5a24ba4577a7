"""Work that grows with the square of its length is told from work that grows with it, however long either takes."""

from tests.growth import HARDLY, grows_with_length


def squared(length: int) -> int:
    return sum(sum(range(length)) for _ in range(length))


def straight(length: int) -> int:
    return sum(squared(100) for _ in range(length))


def test_a_square_is_found() -> None:
    length = 4_000
    while grows_with_length(squared, length):
        length += length // 4
        assert length < 100_000, f"takes less than {HARDLY} s"


def test_what_takes_long_but_grows_with_its_length_is_none() -> None:
    assert grows_with_length(straight, 3_000)
