"""How many cases a law is tried on: a tenth by default, all of them with ``pytest --hypothesis-profile thorough``."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from hypothesis import HealthCheck, settings

Case = TypeVar("Case")

WHOLE = 100
"""The examples of the profile ``thorough`` for a law that asks for no number; those of ``quick`` are a share of it."""

FEWEST = 8
"""The examples that a law has in any profile, unless it says how few it needs."""


def register() -> None:
    """Make the profiles known to Hypothesis, and take the quick one where the command line names none.

    There is no deadline: how long an example takes says how busy the machine is.
    """
    for name, count in (("quick", WHOLE // 10), ("thorough", WHOLE)):
        settings.register_profile(
            name, max_examples=count, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
        )
    settings.load_profile("quick")


def examples(count: int, *suppressed: HealthCheck, fewest: int = FEWEST) -> settings:
    """The settings of a law that the thorough profile tries on ``count`` examples."""
    checks = [*settings().suppress_health_check, *suppressed]
    return settings(max_examples=cases(count, fewest), suppress_health_check=checks)


def cases(count: int, fewest: int = FEWEST) -> int:
    """The profile's share of ``count`` cases, at least ``fewest`` of them."""
    return min(count, max(fewest, count * settings().max_examples // WHOLE))


def together(most: int) -> int:
    """How many independent cases one test may try together: ``most`` in the profile ``quick``, each alone otherwise."""
    return 1 if settings().max_examples >= WHOLE else most


def spread(every: Sequence[Case]) -> Sequence[Case]:
    """The profile's share of some cases, evenly spread over them and the same each time."""
    wanted = cases(len(every))
    return [every[position * len(every) // wanted] for position in range(wanted)]


def members(found: Iterable[Case]) -> list[Case]:
    """What a test looks at one by one, of which there must be something: a loop over nothing proves nothing."""
    made = [*found]
    assert made, "there is nothing to look at"
    return made
